"""Who was in the room and who speaks: counts of people and roles, from the words of notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pipeline.core.dutch import MR_OR_MRS
from pipeline.core.numerals import ANY_NUMBER, number_of
from pipeline.files.names import fold, role_names, role_of

# Labels of a line that says who was there, who was not, and who led the talk and wrote it down
ATTENDANCE = frozenset(
    "aanwezig|aanwezigen|deelnemer|deelnemers|aantal deelnemers|aantal aanwezigen|"
    "gesprekspartners|deelnemende|aan tafel|aanw|erbij|present|participants|attendees".split("|")
)
ABSENCE = frozenset(
    "afwezig|afwezig m.b|afwezig m.b.|afwezig mb|afwezig met bericht|"
    "afwezig met kennisgeving|met kennisgeving afwezig|afgemeld|"
    "afmelding|afmeldingen|verhinderd".split("|")
)
MINUTES = frozenset(
    "griffier|raadsgriffier|"
    "verslag|verslaglegging|verslag door|verslaglegger|notulist|notuliste|notulen|not|voorzitter|"
    "dagvoorzitter|secretaris|"
    "gespreksleider|gespreksleiders|gespreksleiding|"
    "te gast|procesbegeleiding|procesbegeleider|procesbegeleiders|notes by|chair".split("|")
)
MAX_ROLE_WORDS = 4
MAX_LIST = 500  # characters of a list of who was there
MOST_PEOPLE = 0.6  # of its parts name a role
_PARTS = re.compile(  # not within brackets, which are short: a look ahead without end is quadratic
    r"[,;+&](?![^()]{0,80}\))|\ben\b(?![^()]{0,80}\))"
)
_THE_ONE = re.compile(r"^(?:de|het|een|één|zijn|haar|onze|hun) (?=\S)", re.IGNORECASE)
NOBODY: Mapping[str, str] = MappingProxyType({})
COUNTED = re.compile(
    rf"^(?:circa|ca\.?|ongeveer|ong\.?|ruim|bijna|zo'n|±|~)?\s*(?P<n>{ANY_NUMBER})\b\s*(?:x|×)?\s*"
    r"(?P<who>.*)$",
    re.IGNORECASE,
)
_CLASSES = re.compile(  # of a school, which count nobody: "uit groep 6, 7 en 8"
    r"\b(?:uit |van )?(?:groep(?:en)?|gr\.?|klas(?:sen)?|leerjaar|leerjaren)\s*"
    r"\d(?:\s*(?:,|/|-|–|en|t/m|tot en met)\s*\d{1,2}\b(?!\s+(?!en\b|t/m|tot\b)[a-zà-ÿ]{3}))*",
    re.IGNORECASE,
)
_AT_A_POINT = re.compile(r"^(?:bij|vanaf|tot|na) (?:agenda)?punt \d{1,2}:? ", re.IGNORECASE)
_IN_ALL = re.compile(rf"^({ANY_NUMBER} \w+):\s*")  # "6 personen: 2 ouders, 4 leraren"
_BROKEN_DOWN = re.compile(
    rf"(?P<whole>\b(?P<n>{ANY_NUMBER})\s{{1,9}}(?P<who>[^,;()\d]{{2,40}}?))\s{{0,9}}"
    r"\((?P<parts>[^()\d]*\d[^()]*)\)",
    re.IGNORECASE,
)
_WHERE_FROM = re.compile(r"(?:uit|van|bij|met|op|namens)\b")  # "leerlingen uit zes scholen"
PEOPLE = frozenset(
    "personen|mensen|deelnemers|aanwezigen|collega's|betrokkenen|deelnemer|persoon|gasten|man".split(
        "|"
    )
)
_WITH_TITLE = re.compile(
    rf"^(?:{MR_OR_MRS})\s[^()]{{2,40}}(?:\((?P<role>[^()]{{2,40}})\))?$",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"(?<=[a-zà-ÿ]{3}|\w\w\))(?<!\bdhr)(?<!\bdrs)(?<!\bmevr)\.\s+(?=[A-Z])")
_OF_THE_BUREAU = re.compile(  # behind those who came: "…; van het bureau Marloes en Hedwig"
    r"[;,.]\s*(?:en )?(?:van(?:uit)?|namens) (?:het |ons )?"
    r"(?:bureau|kantoor|swv|samenwerkingsverband|projectteam)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# a plural and the singular it comes from; the longest ending counts
_PLURALS = (
    ("'s", ""), ("aires", "aire"), ("eurs", "eur"), ("oren", "or"), ("isten", "ist"),
    ("enten", "ent"), ("anten", "ant"), ("aars", "aar"), ("eers", "eer"), ("iers", "ier"),
    ("ers", "er"), ("ogen", "oog"), ("aten", "aat"), ("eden", "ede"), ("aren", "aar"),
    ("tes", "te"), ("ges", "ge"), ("iën", "ie"), ("enden", "ende"), ("ors", "or"), ("en", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Present:
    """How many were there: in all (None where nothing says it), and per role."""

    total: int | None = None
    roles: Mapping[str, int] = field(default_factory=dict)

    @property
    def only_role(self) -> str:
        """The role of everybody who was there; "" where there were several, or nobody says so."""
        alone = len(self.roles) == 1 and self.total in (None, *self.roles.values())
        return next(iter(self.roles)) if alone else ""


def present_in(text: str) -> Present:
    """The people an attendance line counts: "2 ouders, 3 docenten isk" makes five in two roles.

    A line of names counts its names and keeps none; one that lists roles without a number says
    nothing about how many there were.
    """
    text = _NEXT_SENTENCE.split(text, maxsplit=1)[0]  # "… 2 directeuren. Namens het bureau: …"
    text = _OF_THE_BUREAU.sub("", text)
    whole = _IN_ALL.match(text)
    if whole and _is_broken_down(whole, text):  # "13 schoolleiders: 7 po, 6 vo"
        text = whole[1]
    text = _CLASSES.sub("", _IN_ALL.sub(r"\1, ", text))
    text = _BROKEN_DOWN.sub(_without_parts, text)
    text = re.sub(r"\(\s*(?:waarvan|waaronder)?:?\s*(\d[^()]*)\)", r", \1", text)
    parts = _parts_of(text)
    total, roles, counted = 0, dict[str, int](), False
    overall: int | None = None
    for part in parts:
        match = COUNTED.match(part)
        if not match:
            if named := _WITH_TITLE.match(part):  # "mw. Bos (leerplicht), drie ib'ers": one more
                total += 1
                roles |= _one_more(roles, named["role"])
            elif alone := _one_person(part):  # "de directeur en drie leerkrachten": four
                total += 1
                counted = True
                roles |= _one_more(roles, alone)
            continue
        counted, n, who = True, number_of(match["n"]), fold(match["who"])
        if not who or who.split()[0] in PEOPLE:
            overall = n
            continue
        role = named_role(match["who"])
        roles[role] = roles.get(role, 0) + n
        total += n
    if counted:
        return Present(max(overall or 0, total), roles)
    return _of_names(parts)


def _is_broken_down(whole: re.Match[str], text: str) -> bool:
    """Whether what stands behind "13 schoolleiders:" tells those thirteen apart."""
    n, who = whole[1].split()[:2]
    parts = [COUNTED.match(part) for part in _parts_of(text[whole.end() :])]
    numbers = [number_of(part["n"]) for part in parts if part]
    return fold(who) not in PEOPLE and sum(numbers) == number_of(n)


def _parts_of(text: str) -> list[str]:
    """The parts of a list of people, as commas and "en" outside brackets tell them apart."""
    return [part.strip(" .") for part in _PARTS.split(text) if part.strip(" .")]


def _one_more(roles: Mapping[str, int], words: str | None) -> dict[str, int]:
    """The roles, with one more person in the role that these words name."""
    role = named_role(words.split(",")[0]) if words else ""  # "ouder, voorzitter"
    return {role: roles.get(role, 0) + 1} if role else {}


def _without_parts(match: re.Match[str]) -> str:
    """A group without its parts: of "12 leerlingen (8 van het bao, 4 van het so)" the twelve."""
    parts = [int(n) for n in re.findall(r"\b\d{1,3}\b", match["parts"])]
    known = fold(match["who"]).split()[0] not in PEOPLE
    return match["whole"] if known and sum(parts) <= number_of(match["n"]) else match[0]


def _one_person(part: str) -> str:
    """The role of the one person that "de directeur" or "zijn ib'er" is; "" for any other words."""
    article = _THE_ONE.match(part)
    role, length = known_role(part[article.end() :]) if article else ("", 0)
    first = part[article.end() :].split()[0] if article and role else ""
    return role if first and singular(first) == first and length else ""


def lists_people(text: str) -> bool:
    """Whether a text is a list of roles, counted or not: "de directeur en twee ib'ers"."""
    if len(text) > MAX_LIST:
        return False
    parts = _parts_of(text)
    people = 0
    for part in parts:
        counted = COUNTED.match(part)
        who = counted["who"] if counted else _THE_ONE.sub("", part)
        people += bool(known_role(who)[0]) or fold(who.split()[0] if who else "") in PEOPLE
    return bool(parts) and people >= MOST_PEOPLE * len(parts)


def counts_only(text: str) -> bool:
    """Whether a text is a list of people in roles, counted: "9 leerlingen, 1 mentor"."""
    parts = _parts_of(text)
    groups = [match["who"] if (match := COUNTED.match(part)) else "" for part in parts]
    known = any(known_role(who)[0] or fold(who) in PEOPLE for who in groups)
    return known and all(0 < len(who.split()) <= MAX_ROLE_WORDS for who in groups)


def counts_a_part(text: str) -> bool:
    """Whether a line counts those of one place or table: "Sluiswaard: 3 ouders, 2 mentoren"."""
    label, colon, rest = text.partition(":")
    return bool(colon) and fold(label) not in ATTENDANCE and counts_only(rest)


def together(some: Present, others: Present) -> Present:
    """Those who were here and those who were there."""
    roles = {
        role: some.roles.get(role, 0) + others.roles.get(role, 0)
        for role in [*some.roles, *others.roles]
    }
    return Present((some.total or 0) + (others.total or 0), roles)


def _of_names(parts: list[str]) -> Present:
    """A list of names, each with its role behind it or none; no name is kept."""
    parts = [_AT_A_POINT.sub("", part) for part in parts]
    bare = [re.sub(r"(?<!\s)\s*[(–-](?s:.*)$", "", part) for part in parts]
    if not parts or any(fold(part) in role_names() for part in bare):
        return Present()
    if not all(re.match(r"[A-ZÀ-Þ]|de heer|mevrouw|mw|dhr", part) for part in bare):
        return Present()
    roles: dict[str, int] = {}
    total = len(parts)
    for part in parts:
        named = re.search(r"[(–-]\s*([^()]{2,40})\)?$", part)
        if named and fold(named[1]) in MINUTES:
            total -= 1
        elif named and _names_role(named[1]):
            role = named_role(named[1].split(",")[0])  # "ouder, voorzitter"
            roles[role] = roles.get(role, 0) + 1
    return Present(total, roles)


def _names_role(words: str) -> bool:
    """Whether what stands behind a name is a role; "De Wissel" is where she comes from."""
    return words[0].islower() or bool(known_role(words)[0])


def named_role(words: str) -> str:
    """The role these words name, in the singular: "docenten isk" is a leerkracht isk."""
    plain = re.sub(r"(?<!\s)\s*\((?s:.*)$", "", words).strip(" .:;'\"")
    known, length = known_role(plain)
    if known:
        rest = " ".join(plain.split()[length:])
        return known if _WHERE_FROM.match(rest) else f"{known} {rest}".strip()
    first, _space, rest = plain.partition(" ")
    return role_of(f"{singular(first)} {rest}".strip())


def known_role(words: str, also: Collection[str] = ()) -> tuple[str, int]:
    """The role that the first words name, and how many words they are; ("", 0) where none."""
    tokens = words.split()
    names = role_names()
    for length in range(min(MAX_ROLE_WORDS, len(tokens)), 0, -1):
        name = fold(" ".join(tokens[:length])).strip(",;'\"")
        if name in names and names[name] != "anders":
            further = " ".join([names[name], *map(fold, tokens[length : length + 1])]).strip(",;'")
            return (further, length + 1) if further in also else (names[name], length)
        if name in also:
            return name, length
    return "", 0


def singular(word: str) -> str:
    """A Dutch plural of people as the singular, by its ending; other words as they are."""
    for ending, single in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + single
    return word
