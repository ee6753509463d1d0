"""Names for concerns: what is wrong or missing, in a few words.

Where most of a group say what is said in every consultation, its usual name serves
(``usual_names``). Else a name is a clause out of a statement of the concern, never generated, so
nothing can be invented.
Whether a clause can stand as a name is a matter of grammar (a whole sentence about others than the
speaker, or a lack: "te weinig vaste leraren"); which one does, of what readers found a good name:
five marked 2,370 candidates for 389 groups from 1 to 5, and what their marks rest on was fitted
(``models/reader/names.py``). Where no clause comes near, the most typical short sentence serves, in
quotation marks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.core.tokens import Token, Tokens
from pipeline.text.redact.health import health_flags
from pipeline.text.redact.singling import singles_out
from pipeline.themes.labels.phrases import ELIDED, capital, with_names
from pipeline.themes.labels.usual_names import borne_out

Fitness = Callable[[Sequence[str]], NDArray[np.float64]]

_MEMBERS = 16  # statements looked at, the most central first
_CANDIDATES = 30  # clauses per concern at most, and sentences: each costs an encoding
_SHORTEST, _LONGEST = 3, 12  # words of a name
_QUOTED = 16  # words of a sentence that may stand for a name, in quotation marks
_BREAK = re.compile(r"(?:(?<![^\S\n])[^\S\n]+)?(?:[,;:()–—\n]|\.{2,}|\s-\s)\s*")
_JOINS = re.compile(
    r"(?<!\s)\s+(?=(?:omdat|want|maar|terwijl|zodat|waardoor|waarbij|doordat|hoewel|aangezien|dus|tenzij)\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:en|maar|want|dus|ook|verder|daarnaast|bovendien|helaas|eigenlijk|vooral|nu|dan|tja|"
    r"kortom|punt|aandachtspunt|zorg|tip|nou|om te beginnen|allereerst|ten eerste|ten tweede|"
    r"tot slot|in de eerste plaats)\b[\s,:]*)+",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:en|maar|want)\b,? ", re.IGNORECASE)  # leaves the words in their order
_SAYS = "zegt|zeggen|zei|zeiden|vindt|vinden"
# "Een ib'er zegt: '…'": what is reported is what was said.
_REPORTED = re.compile(
    rf"^[^:.?!]{{3,40}}\b(?:{_SAYS}|vertelt|vertellen|herkent|herkennen|noemt|noemen|"
    r"vraagt|vragen|geeft aan|geven aan|merkt op)\s*:\s*(?=\S)"
    r"|^(?:positief|negatief|pluspunt|minpunt|compliment(?:en)?|zorg|tip|wens|chat)\s*:\s*(?=\S)"
    r"|^\([^:()]{3,30}\)\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[\"'”’](?=[.!?]$)")
# A request ends in a courtesy, a cry in "punt"; a heading has neither.
_PLEASE = re.compile(
    r"(?:(?:,|(?<![\s,]))\s+(?:a\.?u\.?b\.?|s\.?v\.?p\.?|als(?:je|tu)blieft|please|pls)|,\s*punt(?:\s+uit)?)[\s.!?]*$",
    re.IGNORECASE,
)
_MARKS = " .!;\"'“”‘’-•*"  # about a clause or a quoted sentence, and no part of it
_SPEAKER = frozenset(
    """ik mij me mijn mijzelf m'n wij we ons onze wijzelf jij je jouw jullie u uw hier daar deze
    dit die zo hij zij ze hem haar hun hen dat het 't zoon dochter""".split()
)
_ANYWHERE = frozenset(
    "ik mij me mijn m'n mn wij we ons onze u uw jij jouw jullie hij hem zoon dochter".split()
)
_LACK = re.compile(
    r"^(?:veel |vaak |nog |nog steeds |er is |er zijn )*"
    r"(?:te weinig|te veel|te lange?|te laat|te grote?|te kleine?|te hoge?|te lage?|te dure?|"
    r"te druk|geen|meer|minder|weinig|onvoldoende|gebrek aan|tekort aan|lange|hoge|wachten op|"
    r"lang wachten|onduidelijk|onduidelijkheid over|slechte|slecht|steeds|kleinere|betere|eerder|"
    r"sneller|niet)\b",
    re.IGNORECASE,
)
# What follows takes it back, or says that others say it: "…, maar", "…, zeggen ze".
_TURNS = re.compile(
    rf"[\s,;:'\"’”]*(?:maar|mits|tenzij|alleen|behalve|als|{_SAYS}|volgens|denk|denkt|"
    r"heet het|wordt (?:er )?gezegd|krijg je te horen|hoor je|hoorden we)\b",
    re.IGNORECASE,
)
_DANGLING = frozenset(
    """de het een en of maar want dat die te om van voor met aan op in uit bij door over naar tot
    als dan er ook nog zijn haar hun mijn zegt vindt zeggen vinden noemt""".split()
)
_JOINING = frozenset("en of maar want dat die waar waarbij als omdat terwijl zodat toen".split())
_GOOD = re.compile(
    r"^(?!.*\b(?:niet|geen|te|nooit|niemand|moet|maar)\b).*\b(?:is|zijn|was|gaat|gaan|ging|loopt|werkt)"
    r"(?: \w+)? (?:goed|prima|top|fijn|oké|ok|oke|leuk|mooi|uitstekend|geweldig|super|lief|"
    r"veilig|vertrouwd|gezellig|prettig|betrokken)\b"
    r"|^(?:heel |erg |zo )?(?:fijn|mooi|prettig|leuk|heerlijk|blij|geweldig|complimenten|pluim)\b"
    r"(?!.*\b(?:zou|zouden|niet|geen|maar|als|wanneer|wens)\b)",
    re.IGNORECASE,
)
# Says itself that something goes well: "zes meesters op donderdag" is praise by its question alone.
_PRAISES = re.compile(
    r"^(?!.*\b(?:niet|geen|nooit|niemand|moet|moeten|maar|beter|meer|helaas|jammer)\b).*"
    r"\b(?:goed|goede|fijne?|prima|top|toppers?|lieve?|beste|goud waard|geweldige?|prachtige?|"
    r"heerlijke?|compliment\w*|hulde|tevreden|vriendelijke?|warme?|blij|mooie?|leuke?|trots|pluim|"
    r"lintje|geprezen|prettige?|gezellige?|humor|bedankt|dankbaar|super|uitstekende?|knap|"
    r"betrokken|geduldige?|behulpzame?)\b",
    re.IGNORECASE,
)
_TALLY = re.compile(r"\s?\(\d{1,3}(?: ?(?:x|×|keer|maal|stickers?|stemmen))?\)(?=[.!]?$)")
# "Een plek om te zitten: ja" answers a question that does not stand there.
_ANSWER = re.compile(r"^(?:ja|nee)\b|[:,] ?(?:ja|nee|wel|graag)\W*$", re.IGNORECASE)
# What one person wants is no concern of several yet.
_ONE_PERSON = re.compile(
    r"^(?:een enkeling|iemand|eentje|(?:een|één) (?:enkele|bewoner|buurvrouw|buurman|ouder|moeder|"
    r"vader|leerling|jongere|docent|leerkracht|mentor|ib'er|begeleider|deelnemer|inwoner|"
    r"vrijwilliger|mevrouw|meneer)|"
    r"(?:de|het) (?:eerste|tweede|derde|vierde|andere|ene) (?:bewoner|ouder|moeder|vader|leerling|"
    r"jongere|docent|leerkracht|mentor|ib'er|begeleider|deelnemer|inwoner))"
    r"\b(?! (?:die|om|met|voor)\b)"
    r"|^(?:(?:de|het|een) )?(?:jongen|meisje|kind|leerling|zoon|dochter) (?:uit|van)\b"
    r"|^(?:(?:de|een) )?(?:directeur|teamleider|rector|schoolleider|bestuurder|wethouder|moeder|"
    r"vader|ouder|leerling|docent|leerkracht|mentor|ib'er) "
    r"(?:wil|betwijfelt|hoopt|zou|mist|pleit)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r",? (?:aldus|zegt|vindt|volgens) [^,.;:]+$", re.IGNORECASE)
_OPEN_QUOTE = re.compile(r"(?:^|\s)['‘\"“„]")  # half of what somebody quotes
# Whose illness it is, is nobody's business in a heading.
_A_PERSON = re.compile(
    r"\b(?:meester|juf|mentor|docent|leraar|lerares|directeur|moeder|vader|zelf|jongen|meisje)\b",
    re.IGNORECASE,
)
# Who reports what others think says nothing of the matter; one child's age points at that child.
_REPORTS = frozenset(
    """noemen benoemen aangeven opmerken pleiten opperen vragen vinden zeggen vertellen constateren
    signaleren benadrukken""".split()
)
_SUBJECT = 6  # words before the verb: "De wachtlijst voor het speciaal onderwijs is te lang"
# "Dat zien we te laat", "Hij is acht": what is meant stands in another sentence.
_POINTS_BACK = re.compile(
    r"^(?:(?:dus|of|nu|dan|toen) )?(?:alleen|verder|dat|die|dit|deze|hij|zij|ze|daar|hier|er|zo|"
    r"het (?:is|was|gaat|kan|moet|heeft)|toen|daarna|geachte|beste|hallo|nee|ja)\b",
    re.IGNORECASE,
)
_POINTS_ASIDE = re.compile(  # "… zolang daar niks gebeurt", "Het plan zwijgt daarover"
    r"\b(?:daar|hier)(?:over|van|mee|voor|aan|bij|door|in|op|uit|naartoe)?\b(?! waar)|"
    r"\b(?:is|zijn|blijft|blijven|wordt|worden|komt|komen|moet|moeten|kan|kunnen) dan\b",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\book\b", re.IGNORECASE)  # to something that is not there
_ONE_CHILD = re.compile(
    r"\b(?:hij|hem|(?:mijn|mn|m'n|onze?) (?:zoon|dochter|kind|zoontje|dochtertje))\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_FINITE = frozenset(("VERB", "AUX"))
_STEM = 5  # letters that the forms of a word share
# Marks (1-5) for what a name has (``models/reader/names.py``): likeness to the middle of the
# concern; chances that it is like the names people give, says what is wrong, and what is wanted;
# logs of its words and of the place of its statement in the concern; a word that marks the concern.
NAME_MARKS = {
    "near": 1.64, "like_a_name": 0.30, "voiced": 0.56, "wanted": 0.30, "words": 0.20,
    "place": -0.23, "marked": 0.19, "vague": -0.09, "quoted": -0.17,
}  # fmt: skip
# By choice, and at no cost in marks: a list of names is read faster than one of quotes, and away
# from its statements what points back says nothing.
CHOICE = {"quoted": -0.4, "vague": -0.3}


@dataclass(frozen=True)
class ConcernName:
    """A name, whether it is a quoted sentence, and the statement it was taken from."""

    text: str
    quoted: bool
    statement_id: str


def name_concern(
    members: Sequence[str],
    texts: Mapping[str, str],
    tokens: Mapping[str, Tokens],
    fitness: Fitness,
    taken: set[str],
    *,
    praise: bool = False,
    keywords: Sequence[str] = (),
    masked: Mapping[str, str] | None = None,
    nearness: Fitness | None = None,
    aside: Sequence[Collection[str]] = (),
) -> ConcernName | None:
    """Name one concern.

    Args:
        members: its statement ids, the most central first.
        texts, tokens: cleaned text and words per statement id.
        fitness: texts -> (n,) by meaning, in marks: how near the concern, and how like a name.
        taken: names in use, in lower case; the one chosen is added.
        keywords: words that mark the concern; a name that has one of them tells its subject.
        masked: statement -> its text with the masks, where it has any: what is no sentence without
            the name that was left out names nothing.
        praise: what goes well is named; else a clause that says so ("… is goed, mits …") is none.
        nearness: texts -> (n,) likeness to the middle of the concern; without it no usual name is
            looked for.
        aside: statements that name only where no other can (in another language than Dutch, praise
            of what others are concerned about); where nothing is left, the next ones are put aside.
    Returns: None where nothing can be said at all.
    """
    every = [member for member in members if texts[member].strip()]
    if nearness is not None and every and not praise:
        usual = borne_out([texts[member] for member in every], nearness, taken)
        if usual is not None:
            taken.add(_key(usual.text))
            return ConcernName(usual.text, quoted=False, statement_id=every[usual.row])
    candidates: list[_Candidate] = []
    for left_out in (*aside, ()):
        central = [member for member in every if member not in left_out][:_MEMBERS]
        candidates = [
            candidate
            for candidate in _candidates(central, texts, tokens)
            if (praise or not candidate.is_good) and candidate.is_whole(masked or {})
        ]
        longer = [candidate for candidate in candidates if candidate.n_words >= _SHORTEST]
        candidates = _new(longer or candidates, taken)
        if candidates:
            break
    if not candidates:
        return None
    if praise:
        candidates = [one for one in candidates if praises(one.text)] or candidates
    meant = fitness([candidate.text for candidate in candidates])
    marks = [
        float(mark) + candidate.mark + NAME_MARKS["marked"] * _is_marked(candidate.text, keywords)
        for mark, candidate in zip(meant, candidates, strict=True)
    ]
    best = candidates[max(range(len(marks)), key=lambda row: (marks[row], candidates[row].text))]
    taken.add(_key(best.text))
    text = capital(with_names(best.text, (texts[member] for member in every)))
    return ConcernName(f"“{text}”" if best.quoted else text, best.quoted, best.statement_id)


@dataclass(frozen=True)
class _Candidate:
    """Words that may name the concern. place: of its statement, 0 for the most central one."""

    text: str
    statement_id: str
    quoted: bool
    place: int
    vague: bool

    @property
    def n_words(self) -> int:
        return len(self.text.split())

    def is_whole(self, masked: Mapping[str, str]) -> bool:
        """Whether no name was left out of it: it stands in the masked text as it is."""
        text = masked.get(self.statement_id)
        return text is None or self.text.removesuffix(" …") in " ".join(text.split())

    @property
    def is_good(self) -> bool:
        return _GOOD.search(self.text) is not None

    @property
    def mark(self) -> float:
        """What its form and its place add to the mark that its meaning deserves."""
        words = NAME_MARKS["words"] * math.log(self.n_words)
        place = NAME_MARKS["place"] * math.log1p(self.place)
        quoted = (NAME_MARKS["quoted"] + CHOICE["quoted"]) * self.quoted
        return words + place + quoted + (NAME_MARKS["vague"] + CHOICE["vague"]) * self.vague


def _candidates(
    members: Sequence[str], texts: Mapping[str, str], tokens: Mapping[str, Tokens]
) -> Iterator[_Candidate]:
    """Clauses that can stand by themselves and sentences to quote, of every statement."""
    for place, member in enumerate(members):
        text, words = texts[member], tokens[member]
        clauses = [(clause, False) for clause in name_clauses(text, words)]
        sentences = [(sentence, True) for sentence in _sentences(text, words)]
        for wording, quoted in (*clauses, *sentences):
            yield _Candidate(wording, member, quoted, place, _is_vague(wording, words))


def _is_marked(wording: str, keywords: Sequence[str]) -> bool:
    """Whether one of the words that mark the concern stands in it, in whatever form."""
    words = re.findall(r"\w+", wording.casefold())
    stems = [keyword.casefold()[:_STEM] for keyword in keywords if len(keyword) >= _STEM - 1]
    return any(word.startswith(stem) for word in words for stem in stems)


def _new(candidates: Iterable[_Candidate], taken: set[str]) -> list[_Candidate]:
    """The first of each wording that is not in use, of clauses and then of sentences."""
    fresh: dict[tuple[bool, str], _Candidate] = {}
    for candidate in candidates:
        if _key(candidate.text) not in taken:
            fresh.setdefault((candidate.quoted, _key(candidate.text)), candidate)
    clauses = [candidate for candidate in fresh.values() if not candidate.quoted]
    sentences = [candidate for candidate in fresh.values() if candidate.quoted]
    return [*clauses[:_CANDIDATES], *sentences[:_CANDIDATES]]


def _key(wording: str) -> str:
    return wording.casefold().strip(" .!?…")


def name_clauses(text: str, tokens: Tokens) -> list[str]:
    """The clauses of a statement that could stand as a name."""
    names = []
    for start, end in tokens.sentences or ((0, len(text)),):
        sentence = text[start:end]
        parts = [part for part in _BREAK.split(sentence) if part]
        finer = [piece for part in parts for piece in _JOINS.split(part)]
        for piece in dict.fromkeys([_TALLY.sub("", sentence.strip()), *parts, *finer]):
            clause = _stripped(_LEAD.sub("", piece))
            words = clause.split()
            if not _SHORTEST <= len(words) <= _LONGEST or any(mark in clause for mark in "[?|"):
                continue
            begin = text.find(clause, start)
            if _TURNS.match(text[begin + len(clause) : end]):
                continue
            inside = [t for t in tokens.tokens if begin <= t.start and t.end <= begin + len(clause)]
            if can_name(clause, inside):
                names.append(clause)
    return names


def can_name(clause: str, tokens: Sequence[Token]) -> bool:
    """Whether this can stand as a name: a whole sentence about others, or a lack."""
    words = [token for token in tokens if token.pos != "PUNCT"]
    if len(words) < _SHORTEST or words[-1].text.casefold() in _DANGLING:
        return False
    lower = [token.text.casefold() for token in words]
    if set(lower) & _ANYWHERE or (lower[0] in _SPEAKER and not _opens_with_article(words)):
        return False
    finite = [place for place, token in enumerate(words) if token.pos in _FINITE]
    nouns = [place for place, token in enumerate(words) if token.pos in ("NOUN", "PROPN")]
    if any(words[place].lemma.casefold() in _REPORTS for place in finite[:1]) or singles_out(
        clause
    ):
        return False
    if (
        _ANSWER.search(clause)
        or _OPEN_QUOTE.search(clause)
        or (health_flags(clause) and _A_PERSON.search(clause))
    ):
        return False
    if any(
        t.pos == "SCONJ" and not any(v > place for v in finite) for place, t in enumerate(words)
    ):
        return False  # "… omdat ze bij de school": what hangs on it was cut off
    if not nouns or sum(char.isdigit() for char in clause) > 2 or _ONE_PERSON.match(clause):
        return False
    if lower[0] == "niet" and words[1].pos not in ("VERB", "ADJ", "ADV"):
        return False
    if _LACK.search(clause) and not (finite and finite[-1] == len(words) - 1 and len(finite) == 1):
        return True
    if words[0].pos in ("SCONJ", "CCONJ", "ADP", "VERB", "AUX", "PUNCT", "INTJ"):
        return False
    # A main clause has its verb in the second place, behind a subject of a few words; a verb that
    # comes only at the end belongs to a clause that hung on another.
    return (
        bool(finite)
        and 1 <= finite[0] <= _SUBJECT
        and (finite[0] < len(words) - 1 or len(words) <= _SHORTEST)
        and nouns[0] < finite[0]
    ) or (lower[0] in ("er", "niemand") and bool(finite))


def _opens_with_article(words: Sequence[Token]) -> bool:
    """ "Het arrangement stopt" names a thing; "Het stopt" and "Dit kind" point at one unsaid."""
    return words[0].text.casefold() == "het" and words[0].pos == "DET"


def _sentences(text: str, tokens: Tokens) -> list[str]:
    """Its sentences of a length to quote, else its first words; nothing that points at somebody."""
    sentences = [text[start:end].strip() for start, end in tokens.sentences] or [text.strip()]
    short = [sentence for sentence in sentences if _SHORTEST <= len(sentence.split()) <= _QUOTED]
    if not short and text.strip():
        short = [_cut(text.split())]
    quotable = [_TALLY.sub("", _bare(sentence)) for sentence in short]
    return [sentence for sentence in quotable if not singles_out(sentence)]


def standing_sentences(text: str) -> list[str]:
    """The sentences of a text that say something by themselves, of others than who speaks.

    By their words alone, without a parse: for a report, where no name was chosen by meaning.
    """
    sentences = [_LEAD.sub("", _bare(part)).strip(_MARKS) for part in _SENTENCE_END.split(text)]
    return [sentence for sentence in sentences if _stands(sentence)]


def praises(text: str) -> bool:
    """Whether a sentence says itself that something goes well."""
    return _PRAISES.search(text) is not None


def _stands(sentence: str) -> bool:
    words = re.findall(r"[\w'’-]+", sentence.casefold().replace("’", "'"))
    if not _SHORTEST < len(words) <= _QUOTED or any(mark in sentence for mark in "?|:"):
        return False
    rules = (_POINTS_BACK, _POINTS_ASIDE, _ANSWER, _ONE_CHILD, _ADDS, _ONE_PERSON, _OPEN_QUOTE)
    return not any(rule.search(sentence) for rule in rules) and not set(words) & _ANYWHERE


def _cut(words: Sequence[str]) -> str:
    """The first words, up to a mark or at least to a word that does not hang in the air."""
    if len(words) <= _QUOTED:
        return " ".join(words)
    first = list(words[:_QUOTED])
    ends = [place for place, word in enumerate(first, 1) if word.endswith((",", ";", ":", "."))]
    joins = [place for place, word in enumerate(first) if word.casefold() in _JOINING]
    for place in (ends[-1:], joins[-1:]):
        if place and place[0] >= _QUOTED // 2:
            first = first[: place[0]]
            break
    while len(first) > _SHORTEST and first[-1].casefold() in _DANGLING:
        first.pop()
    return " ".join(first).rstrip(" ,;:.") + " …"


def _bare(sentence: str) -> str:
    """Without who reports it, a joining word, marks of a list and quotation marks about it."""
    words = _stripped(_AND.sub("", _REPORTED.sub("", sentence)), "\"'“”‘’-•* ").rstrip(" ,;:")
    words = _CLOSING.sub("", words) if words != sentence else words
    return _CREDIT.sub("", words) if "," in words else words


def _stripped(wording: str, marks: str = _MARKS) -> str:
    """Without marks about it or "aub" behind it; the apostrophe of "'s avonds" is no such mark."""
    wording = _PLEASE.sub("", wording)
    bare = wording.strip(marks).lstrip(":, ")  # ": slimme kinderen …", whose speaker is masked
    apostrophe = wording[: wording.find(bare)][-1:]
    return apostrophe + bare if ELIDED.match(apostrophe + bare) else bare


def _is_vague(wording: str, tokens: Tokens) -> bool:
    """Whether it points back, answers, adds, is about one child, or names no thing."""
    rules = (_POINTS_BACK, _POINTS_ASIDE, _ANSWER, _ONE_CHILD, _ADDS)
    if any(rule.search(wording) for rule in rules):
        return True
    things = {token.text for token in tokens.tokens if token.pos in ("NOUN", "PROPN")}
    return not things & set(re.findall(r"[\w'’-]+", wording))
