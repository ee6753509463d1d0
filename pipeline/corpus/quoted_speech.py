"""Direct speech in a report that tells of a talk: what was said, apart from who tells it.

'"We wachten al een jaar," zegt een moeder. Ze zucht.' holds one thing that somebody said. The rest
is the narrator's, and only where it does no more than tell who speaks and how: what a narrator says
of the matter stays with what it is about.
"""

from __future__ import annotations

import re

from pipeline.corpus.attendance import known_role

FEWEST_WORDS = 3  # of all that is said between quotation marks; one word is no answer
MOST_TOLD = 12  # words of a sentence that tells who speaks, and how
_QUOTED = re.compile(
    r"[\"“„«](?P<double>[^\"“”„«»]{2,2000})[\"”“»]"
    r"|(?<!\w)[‘'](?![sntkmr]\b)(?P<single>(?:[^‘’'\"“”]|(?<=\w)[’'](?=\w)|[’'](?=[sntkmr]\b)){2,2000})"
    r"[’'](?=[\s,.;:!?]|$)"
)
_SAYS = (
    r"(?:aldus|zeg(?:t|gen)|zei(?:den)?|vertel(?:t|len|de|den)|vraagt|vragen|vroeg|vindt|vinden|vond|"
    r"roept|riep|antwoordt|antwoordde|vervolgt|vervolgde|verzucht(?:te)?|zucht(?:te)?|lacht(?:te)?|"
    r"merkt|merkte|klinkt|klonk|gaat|ging|noemt|noemde|herinnert|bekent|legt|schetst|vult|vulde|"
    r"reageert|reageerde|besluit|concludeert|voegt|voegde|weet|denkt|dacht|hoort|klaagt)"
)
_WHO = r"(?:een|één|de|het|zijn|haar|iemand|hij|zij|ze|nog|(?-i:[A-ZÀ-Þ])[\w'’-]+)"
_BEHIND = re.compile(rf"^[,;:–-]?\s*{_SAYS}\s+(?:zich\s+)?{_WHO}\b[^.!?]*$", re.IGNORECASE)
_BEFORE = re.compile(  # nothing of the matter behind the verb: "Sara vindt de pauzes te kort"
    rf"^{_WHO}\b[^.!?:,]{{0,60}}?\b{_SAYS}(?: (?:het|er|dan|daarna|verder|zacht|zachtjes|"
    r"fel|lachend|aan|toe|op|uit)){0,2}:?$",
    re.IGNORECASE,
)
_GESTURE = re.compile(
    rf"^{_WHO}\b[^.!?:]{{0,40}}?\b(?:knik\w*|zucht\w*|lach\w*|glimlach\w*|kijk\w*|zwijg\w*|huil\w*|"
    r"schudt?\w*|slik\w*|aarzel\w*|haalt|haalde|valt|viel|pauzeer\w*|fronst\w*|staart|leunt|pakt|"
    r"wijst|is (?:even |een moment )?stil|denkt (?:even )?na|neemt een slok)\b[^.!?:]*:?$",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:een|één|de|het|zijn|haar)\s+(?:(?:andere|tweede|derde|jonge|oudere)\s+)?(?P<who>[a-zà-ÿ].*)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


def quoted_speech(text: str) -> tuple[str, str] | None:
    """What somebody said in a paragraph, and the role of who did ("" where none is told).

    None where nothing is quoted, or where the words around the quotes say more than who speaks.
    """
    matches = list(_QUOTED.finditer(text))
    quotes = [(match["double"] or match["single"]).strip() for match in matches]
    narrated = _QUOTED.sub("\n", text)
    sentences = [
        sentence.strip(" ,;–-.!?…")
        for piece in narrated.split("\n")
        for sentence in _SENTENCE.split(piece)
        if sentence.strip(" ,;–-.!?…")
    ]
    if len(" ".join(quotes).split()) < FEWEST_WORDS or not sentences:
        return None
    if not all(_tells_who(sentence) for sentence in sentences):
        return None
    whole = " ".join(map(_closed, quotes, [*quotes[1:], ""]))
    return whole, next((role for sentence in sentences if (role := _role(sentence))), "")


def _tells_who(sentence: str) -> bool:
    short = len(sentence.split()) <= MOST_TOLD
    return short and bool(
        _BEHIND.match(sentence) or _BEFORE.match(sentence) or _GESTURE.match(sentence)
    )


def _closed(quote: str, after: str) -> str:
    """A quote that its sentence broke off with a comma: it goes on in the next one, or ends."""
    return f"{quote[:-1]}." if quote.endswith(",") and not after[:1].islower() else quote


def _role(sentence: str) -> str:
    """The role of whoever a sentence says is speaking: "zegt een andere moeder"."""
    speaker = _ONE.search(sentence)
    return known_role(speaker["who"])[0] if speaker else ""
