"""What in notes and letters is of the organiser: what whoever leads says, what is noted beside.

"De directeur licht toe dat …", "Wethouder Bos antwoordt …", "Ilse heet iedereen welkom": no
participant's words, though they stand in one paragraph with them. What the note-taker marks as
his own ("Noot: …", "[pauze]", "(KB: navragen)") is none either.

"Gesproken met: de directeur en twee ib'ers", "Levendig gesprek, liep uit.", "Onze raad (negen
leden) heeft het stuk besproken": nobody's answer, and in more wordings than rules can hold. A
logistic model on words, pairs of words and the shape of the line, fitted by
``models.reader.lines`` on lines written for it; ``models/reader/lines.json`` holds its weights.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.core.dutch import MONTH, MR_OR_MRS
from pipeline.core.shipped import shipped
from pipeline.files.blocks import Block
from pipeline.files.names import fold

MAX_SUBJECT = 5  # words: "Mevrouw Van der Lier"
MAX_PREDICATE = 14  # words behind them in which it says what they do
MAX_HEAD = 400  # characters of a line that says who led, and who wrote it down
# Whoever leads a talk or writes it down, by what they are: every list of these starts here.
LEADING = (
    r"(?:dag|tafel|avond)?voorzitter|gespreksleid(?:st)?er|procesbegeleid(?:st)?er|moderator|"
    r"notulist(?:e)?|projectleid(?:st)?er|directeur-bestuurder"
)
_LED_BY = re.compile(  # the label before their names
    r"\b(?:(?:proces|gespreks)?begeleid(?:ers?|sters?|ing)|\bgespreksleid(?:ers?|ing)|"
    r"\bdagvoorzitters?|\btafelvoorzitters?|\bnotulist(?:e|en)?|\bnotulen|\bverslag(?:legging|legger)?"
    r"(?: door)?|\bopgesteld door|\b(?:namens|vanuit) (?:het|de) (?:bureau|samenwerkingsverband|"
    r"swv))\s*$",
    re.IGNORECASE,
)
_NAMED_BEHIND = re.compile(  # "Ilse Donkersloot (gespreksleider)", "mw. Van Lier (bureau, verslag)"
    # a plain "voorzitter" may chair the body that she came for
    r"(?P<names>[^,;:()]{2,50})\s{0,9}\((?:[^()]{0,30}\b)?"
    rf"(?!voorzitter)(?:(?:{LEADING})s?|gespreksleiding|procesbegeleiding|verslag\w*|bureau|"
    r"directeur (?:samenwerkingsverband|swv))\b[^()]{0,30}\)",
    re.IGNORECASE,
)
_PERSON = r"(?<![\w'’-])[A-ZÀ-Þ][\w'’-]{1,40}(?: [A-ZÀ-Þ][\w'’-]{1,40})?"
_OF_THE_BUREAU = re.compile(  # "…; van het bureau Marloes (notities) en Hedwig"
    r"\b(?:van|vanuit|namens) het (?:bureau|samenwerkingsverband|swv):? "
    r"(?P<names>[A-ZÀ-Þ][^.;:]{2,80})"
)
_LEADS = re.compile(  # "Ilse en Bram begeleidden het gesprek"
    rf"(?P<names>{_PERSON}(?: en {_PERSON})?) "
    r"(?:begeleid(?:t|den|de|en)|leid(?:t|de|den|en) het gesprek|zat(?:en)? voor|notuleer(?:t|"
    r"de|den)|"
    r"licht(?:te)?\b[^.]{0,40}\b(?:plan|visie|nota|concept|proces|programma|opzet|stukken|kaders)\b"
    r"[^.]{0,30} toe\b|"
    r"heet(?:te|ten)?\b[^.]{0,40} welkom)"
)
_NAME = re.compile(r"(?<![.\w])[A-ZÀ-Þ][a-zà-ÿ'’-]{2,}")
_NO_NAMES = frozenset(
    "het van der den ter voor zie verslag notulen namens aanwezig datum samenwerkingsverband swv "
    "gemeente bureau school wethouder mevrouw meneer heer leden ouders gedeputeerde".split()
)
_OF_OTHERS = (
    r"(?! (?:van (?!(?:het|ons|dit) (?:samenwerkingsverband|swv|bureau))|op (?:school|een)))"
)
_LEADER = (  # by what they are; "de directeur van De Steiger" takes part
    rf"(?:de |het |onze )?(?:{LEADING}|secretaris|directeur)\b{_OF_OTHERS}"
)
_OF_THE_PLAN = (
    r"(?:de )?(?:wethouder|gedeputeerde|beleidsmedewerker|gemeente|beleidsadviseur)\b(?! van)"
)
LEADS = re.compile(  # the role of whoever led, in a column or a label
    rf"^(?:{LEADING}|bureau)\b", re.IGNORECASE
)
_ANSWERS = (  # what only whoever leads, or whose plan it is, does in a talk
    r"licht(?:te)?\b[^.!?]{0,80}?\btoe|antwoord(?:t|de|en)|deel(?:t|de)\b[^.!?]{0,40}?\bmee|"
    r"zeg(?:t|gen)\b[^.!?]{0,60}?\btoe|zegde\b[^.!?]{0,60}?\btoe|reageer(?:t|de)|"
    r"heet(?:te)?\b[^.!?]{0,60}?\bwelkom|vat(?:te)?\b[^.!?]{0,40}?\bsamen|(?:be)?dankt(?:e)?|"
    r"open(?:t|de)|sluit|sloot|schets(?:t|te)|wens(?:t|te) (?:allen|iedereen)|"
    r"g(?:eef|af)(?:t)?\b[^.!?]{0,30}?\btoelichting|(?:laat|liet) (?:weten|zien)|noteer(?:t|de)|"
    r"koppelt\b[^.!?]{0,30}?\bterug|presenteer(?:t|de|den)|praat\b[^.!?]{0,30}?\bbij|"
    r"l(?:oopt|iep)\b[^.!?]{0,40}?\b(?:langs|door)"
)
_SAYS = (
    rf"{_ANSWERS}|belooft?|leg(?:t|de)\b[^.!?]{{0,60}}?\buit|merk(?:t|te) op|g(?:eef|af)(?:t)? aan|"
    r"meld(?:t|de)|vertel(?:t|de)|vraagt|vroeg|zeg(?:t|gen)|stel(?:t|de)|concludeer(?:t|de)|"
    r"benadruk(?:t|te)|beaam(?:t|de)|herkent|bevestig(?:t|de)|wij(?:st|zen)|stuurt|zoekt|mailt|"
    r"is blij|"
    r"toont|komt\b[^.!?]{0,30}?\bop terug|gaat\b[^.!?]{0,30}?\bna\b|neemt|hoopt|verwacht|vindt|"
    r"constateert"
)
_REPLIES = re.compile(
    rf"^(?:{_LEADER}|{_OF_THE_PLAN})[^.!?]{{0,60}}?\b(?:{_ANSWERS})\b", re.IGNORECASE
)
_SPEAKS = re.compile(rf"^{_LEADER}(?: [A-ZÀ-Þ][\w'’-]+){{0,3}} (?:{_SAYS})\b", re.IGNORECASE)
_ALSO_SAYS = re.compile(rf"^(?:{_SAYS})\b", re.IGNORECASE)
_AGREED = re.compile(
    r"^(?:afgesproken (?:wordt|is|werd)|er (?:wordt|is|werd) afgesproken|besloten (?:wordt|is)|"
    r"om \w[\w :.]{1,25} (?:sluit|sloot|eindig)|we sluiten af om)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(  # a sentence in which somebody else takes the floor
    rf"^(?:(?i:{MR_OR_MRS})\s+[A-ZÀ-Þ]|"
    r"(?:een|één|enkele|meerdere|verschillende|sommige|diverse|twee|drie) [a-zà-ÿ' -]{3,30}? "
    r"(?:zeg|vra|vert|vind|noem|geef|geven|merk|stel|vul|wil|heeft|hebben|is|zijn)|"
    r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)? (?:zegt|vraagt|vertelt|vindt|noemt|geeft aan|"
    r"merkt op|stelt|vult aan)\b)",
)
_MARKED = re.compile(  # as the note-taker's own
    r"^[(\[]?\s*(?:noot\b(?: (?:van (?:de |het )?)?[\w.-]{2,20})?|n\.?v\.?d\.?r\.?|"
    r"indruk notulist|opm(?:erking|\.)? (?-i:[A-Z][A-Za-z]{0,2}[A-Z])|"
    r"(?:opm(?:erking|\.)?|toevoeging|reactie|aanvulling)\s*(?:van (?:de |het )?)?"
    r"(?:bureau|notulist\w?|verslag\w*|secretaris|redactie|typist\w?|organisatie|gespreksleid\w+|schrijver)|"
    r"(?:actie|act\.) (?:bureau|gemeente|(?-i:[A-ZÀ-Þ])[\w.'’-]{0,20}))\s*[:–]",
    re.IGNORECASE,
)
_NOTA_BENE = re.compile(r"^(?:n\.?b|p\.?s)\b\.?\s+\w", re.IGNORECASE)
_INITIALS = re.compile(r"^[(\[](?:[A-Z]{2,3}|[A-Z][a-z]?[A-Z]):\s")
_SENTENCE = re.compile(r"(?<=[.!?])(?:['’\"”])?\s+(?=['‘’\"“]?[A-ZÀ-Þ])")
SURE = 0.8  # of a line of running text, from which it is set aside
SURE_AT_HEAD = 0.75  # of one above the first point of a meeting
SURE_AT_AN_END = 0.6  # of one that opens or closes a letter
SURE_OF_A_POINT = 0.95  # of a bullet: those are what was noted down
SHAPE = 2.0  # weight of the shape's features beside a word, as they were fitted
LONGEST = 60  # words from which a paragraph surely tells more than how a meeting went
_TOKEN = re.compile(r"[a-zà-ÿ]+(?:['’][a-z]+)?|\d+|[:;?!()&/]")
_DIGITS = re.compile(r"\d+")
_LABELLED = re.compile(r"[^:]{1,40}?:")
_HOUR = re.compile(r"\d{1,2}[.:]\d\d")
_YEAR = re.compile(r"\b20\d\d\b")
_MONTH = re.compile(rf"\b(?:{MONTH})\b")


def leaders_in(blocks: Sequence[Block]) -> frozenset[str]:
    """The names, folded, of those who led the talk and wrote it down, as the notes give them."""
    return frozenset(
        fold(name)
        for block in blocks
        if block.kind != "item" and len(block.text) < MAX_HEAD
        for words in _names_given(block.text)
        for name in _NAME.findall(words)
        if fold(name) not in _NO_NAMES
    )


def _names_given(text: str) -> Iterator[str]:
    """The pieces of a line that name who led."""
    for piece in re.split(r"(?<=[.;|])\s+|\n", text):
        label, colon, names = piece.partition(":")
        if colon and _LED_BY.search(label):
            yield names
    cells = [cell.strip() for cell in text.split("|")]
    if len(cells) == 2 and _LED_BY.search(cells[0]):
        yield cells[1]
    yield from (match["names"] for match in _NAMED_BEHIND.finditer(text))
    yield from (match["names"] for match in _LEADS.finditer(text))
    yield from (match["names"] for match in _OF_THE_BUREAU.finditer(text))


def is_note_takers(text: str, *, point: bool) -> bool:
    """Whether a line is marked as the note-taker's own; a point in brackets may be somebody's."""
    plain = text.strip()
    enclosed = plain.startswith("[") and plain.endswith("]")
    aside = plain.startswith("(") and plain.endswith(")") and not point and plain.count("(") == 1
    return (
        enclosed
        or aside
        or bool(_MARKED.match(plain) or _INITIALS.match(plain) or _NOTA_BENE.match(plain))
    )


def parted(text: str, leaders: frozenset[str], *, point: bool) -> tuple[str, str]:
    """What participants said of a line, and what whoever leads said; together they are the line.

    Args: point: of a bullet, of which only answers and the names of leaders are taken for that.
    """
    kept: list[str] = []
    dropped: list[str] = []
    leading = False
    for sentence in _sentences(text):
        if _is_leaders(sentence.strip(), leaders, point=point):
            leading = True
        elif leading and _ANOTHER.match(sentence.strip()):
            leading = False
        (dropped if leading else kept).append(sentence)
    return "".join(kept).strip(), "".join(dropped).strip()


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a line, each with the white space behind it."""
    start = 0
    for match in _SENTENCE.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def _is_leaders(sentence: str, leaders: frozenset[str], *, point: bool) -> bool:
    """Whether a sentence says what whoever leads says or does."""
    if _REPLIES.match(sentence) or _AGREED.match(sentence):
        return True
    if not point and _SPEAKS.match(sentence):
        return True
    words = sentence.split()[:MAX_SUBJECT]
    named = [place for place, word in enumerate(words) if fold(word.strip(",")) in leaders]
    behind = sentence.split()[named[-1] + 1 :] if named else []
    return bool(_ALSO_SAYS.match(" ".join(behind[:MAX_PREDICATE])))


@dataclass(frozen=True)
class LineModel:
    """The weights: of words and pairs by name, of the shape in the order of ``shape_of``."""

    bias: float
    words: Mapping[str, float]
    shape: tuple[float, ...]


def tokens_of(text: str) -> list[str]:
    """The words and marks of a line in lower case, every number as 0."""
    return _TOKEN.findall(_DIGITS.sub("0", text.lower()))


def shape_of(text: str) -> list[float]:
    """(11,) what a line looks like: length, end, question, label, digits, hour, year, month, …"""
    words = text.split()
    n = max(len(words), 1)
    return [
        min(n, 40) / 40,
        float(text.rstrip().endswith((".", "!", "?"))),
        float("?" in text),
        float(bool(_LABELLED.match(text))),
        sum(map(str.isdigit, text)) / max(len(text), 1),
        float(bool(_HOUR.search(text))),
        float(bool(_YEAR.search(text))),
        float(bool(_MONTH.search(text.lower()))),
        text.count(",") / n,
        float(text[:1].islower()),
        sum(word[:1].isupper() for word in words[1:]) / n,
    ]


def terms_of(text: str) -> Iterator[str]:
    """The words of a line and its pairs of neighbouring words, each once."""
    tokens = tokens_of(text)
    pairs = (f"{first} {second}" for first, second in pairwise(tokens))
    yield from dict.fromkeys([*tokens, *pairs])


def probability(model: LineModel, text: str) -> float:
    """How likely it is that whoever wrote the line said nothing of the subject in it (0-1)."""
    total = model.bias + sum(model.words.get(term, 0.0) for term in terms_of(text))
    total += sum(w * x * SHAPE for w, x in zip(model.shape, shape_of(text), strict=True))
    return 1.0 / (1.0 + math.exp(-total))


def is_of_organiser(text: str, sure: float = SURE) -> bool:
    """Whether a line is the note-taker's or the sender's own, as sure as that must be."""
    return len(text.split()) < LONGEST and probability(_model(), text) >= sure


@lru_cache(maxsize=1)
def _model() -> LineModel:
    content = json.loads(shipped("models/reader/lines.json").read_text("utf-8"))
    return LineModel(content["bias"], content["words"], tuple(content["shape"]))
