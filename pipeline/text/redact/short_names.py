"""Names cut to letters, nicknames, and names that stand in brackets behind a role.

"J. de B.", "de moeder van S.K.", "wij noemen haar Muisje", "de directeur (Tammo Bouwsema)": for
those who were there they tell as much as the whole name does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.text.redact import lists, triggers
from pipeline.text.redact.spans import CAPS, DetailSpan, Known, spans_of

_CAP = rf"[{CAPS}][^\W\d_A-Z]{{1,20}}(?:-[{CAPS}][^\W\d_A-Z]{{1,20}})?"
_LINK = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]er|[Dd]en|[Dd]e|'t|[Tt]er|[Tt]en|[Ee]l|[Aa]l)\s"
    r"|[Vv]\.\s?(?:[Dd]\.)?\s?)"
)
_LINKED = re.compile(rf"(?<![\w.])(?:[{CAPS}]\.\s?){{1,4}}{_LINK}{{1,3}}[{CAPS}]\.(?!\w)")
_LETTERS = re.compile(
    r"(?i:\b(?:van|met|over|door|voor|aan|tegen|bij|namens|dat|omdat|toen|als)\s)"
    rf"((?:[{CAPS}]\.\s?){{1,2}}[{CAPS}]\.)(?!\w)"
)
_ABBREVIATED = frozenset(
    "PO VO SO MR IB BV NV VWO WO AVG OPP OPR TLV SWV SBO MBO HBO WMO GGD GGZ WPO WVO US NT".split()
)
_SUBJECT = re.compile(  # "R.T. is van mening dat", "M.K. vraagt of", "J.d.V.: geen geld"
    rf"(?m)(?:^|(?<=[.!?]\s))[ \t]*"
    rf"((?:[{CAPS}]\.\s?){{1,3}}(?:(?:v\.?\s?d|d|v|vd)\.\s?)?[{CAPS}]\.?)"
    r"(?=\s?:\s|\s(?:(?P<verb>[a-z]+)\b(?:\s(?P<second>[a-z]+)\b)?))"
)
_NO_PERSON = _ABBREVIATED | frozenset(  # "N.B. dit wordt", "A.U.B. wil": words cut to their letters
    "NB PS AUB SVP BV OA IVM NAV TOV TAV DMV MBT IPV IHB EA MI ZOZ HB RT HBV VS EHBO BSN UWV EG IQ"
    " CVA CVB RVT OR GMR MT HAVO MAVO BO SOVSO AB LWOO PRO BSO KDV IKC JGZ CJG MEE TOS LVB".split()
)
_SPEAKS = frozenset(
    "geeft merkt sluit licht stelt meldt pakt stuurt zoekt tekent noemt herkent neemt vult".split()
)
_OPINION = frozenset(  # "van mening", "het eens"; or what happens to a child
    "van het tegen blij bang bezorgd benieuwd thuis ziek geschorst gepest verhuisd boos".split()
)
_CALLED = re.compile(
    r"(?i:\b(?:bijnaam|roepnaam|koosnaam|alias)(?:\sis)?\s?:?\s"
    r"|\bnoem(?:t|en|de|den)?\s(?:(?:ze|zij|we|wij|iedereen)\s)?(?:hem|haar|mij|me)"
    r"\s(?:thuis\s|altijd\s|allemaal\s|ook\s|hier\s){0,2})"
    rf"['‘“\"]?({_CAP}(?:\s{_CAP})?)"
)
_CALLED_TOO = re.compile(rf"(?<=\w),?\s(?:maar\s)?op\sschool\s({_CAP})(?!\w)")
_CHILD = re.compile(  # "K., 9 jaar, gaat drie ochtenden", "J. zit nu bij een boerderij"
    rf"(?m)^[ \t]*([{CAPS}]\.)(?=,?\s\(?\d{{1,2}}\sjaar|\s(?:zit|wil|kan|durft|woont|krijgt|gaat)\s"
    r"|\s(?:is|was)\s(?:nu|pas|al|\d|een\s(?:jongen|meisje)|gepest|geschorst)"
    r"|(?:,\s|\s\()(?:moeder|vader|mama|papa|ouder|oma|opa|leerling|leerkracht|mentor)\b)"
)
_LETTER = re.compile(  # "gesprek met T. en zijn moeder"
    rf"(?i:\b(?:met|over|tegen|namens|voor|aan)\s)([{CAPS}]\.)(?=,?\s[a-z])(?!\sen\sW)"
)
_TAG = re.compile(r"#(\w{4,40})")
_HUMP = re.compile(rf"[{CAPS}][^\W\d_A-Z]+")
_BRACKETS = re.compile(
    r"(?i:\b(?:ouder|leerling|leerkracht|docent|mentor|ib'er|moeder|vader|juf|meester|begeleider|voorzitter"
    r"|schoolleider|directeur|bestuurder|deelnemer|respondent|jongen|meisje|kind|collega|wethouder"
    rf"|ik|wij|we)(?:\s\d{{1,2}})?\s)\(((?:{_CAP}\s|van\s|de\s|der\s|den\s|el\s){{0,3}}{_CAP})\)"
)


def find_short_names(text: str, known: Known | None) -> Iterator[DetailSpan]:
    """Names of which only letters, a pet form or a pair of brackets is left."""
    if "." in text:
        yield from spans_of(_LINKED, text, "naam")
        yield from spans_of(_CHILD, text, "naam", 1)
        yield from spans_of(_LETTER, text, "naam", 1)
        for match in _SUBJECT.finditer(text):
            if _a_subject(match):
                yield DetailSpan(*match.span(1), "naam")
        for match in _LETTERS.finditer(text):
            if "".join(filter(str.isalpha, match.group(1))) not in _ABBREVIATED:
                yield DetailSpan(*match.span(1), "naam")
    for match in _CALLED.finditer(text):
        yield DetailSpan(*match.span(1), "naam")
        for other in _CALLED_TOO.finditer(text, match.end(), match.end() + 60):
            yield DetailSpan(*other.span(1), "naam")
    if "#" in text:  # "#samenvoorNoor": a name written into a word of its own
        for match in _TAG.finditer(text):
            if any(hump in lists.first_names() for hump in _HUMP.findall(match.group(1))):
                yield DetailSpan(*match.span(), "naam")
    if "(" in text:
        for match in _BRACKETS.finditer(text):
            if _a_person(match.group(1), known):
                yield DetailSpan(*match.span(1), "naam")


def _a_subject(match: re.Match[str]) -> bool:
    """Letters that speak, or do what people do: not "N.B. dit geldt ook voor het vo"."""
    letters = "".join(filter(str.isalpha, match.group(1))).upper()
    verb, second = match.group("verb", "second")
    if verb in ("is", "was"):  # what holds an opinion is no abbreviation
        return second in _OPINION
    acts = verb is None or verb in triggers.PRIVATE_VERBS | _SPEAKS  # "P.M.T. helpt" is a help
    return acts and letters not in _NO_PERSON


def _a_person(words: str, known: Known | None) -> bool:
    """ "Leerkracht (Onderbouw)" and "Ouder (De Klimroos)" name nobody."""
    names = [word for word in words.split() if word[0].isupper()]
    return all(
        word in lists.first_names()
        or word in lists.surnames()
        or word in lists.word_surnames()
        or (
            known is not None
            and not known(word.lower())
            and word.lower() not in triggers.NEVER | triggers.ORGANISATIONS | lists.places()
        )
        for word in names
    )
