"""Lists and tables in notes that say who was there: one person or one role on each line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.corpus.attendance import ATTENDANCE, MINUTES, Present, known_role, named_role
from pipeline.files.blocks import Block
from pipeline.files.names import fold

FEWEST_UNNAMED = 3  # lines "Naam (rol)" in a row that are a list though nothing above says so
_LABEL = re.compile(
    r"^(?:\d{1,2}[.)]?\s+)?(?:wie (?:waren|was) er(?: (?:bij|aanwezig))?|erbij waren|er waren|"
    r"wij waren met|aan tafel(?: zaten)?|(?:de )?(?:aanwezigen|deelnemers)(?:lijst)?|"
    r"presentie(?:lijst)?|aanwezig(?: (?:waren|zijn))?|who was there)\s*[?:.…]*$",
    re.IGNORECASE,
)
_PARTICLE = r"(?:van|de|der|den|het|el|al|ten|ter|te|'t|’t|von|la|le|da|bin|ben|op|v\.d\.)"
_TITLE = r"(?:(?:mevr(?:ouw|\.)?|mw\.?|dhr\.?|de heer|drs\.?|dr\.?|ir\.?|mr\.?)\s+)*"
_NAME = re.compile(
    rf"^(?i:{_TITLE})(?:[A-ZÀ-Þ][\w.'’-]*)(?:\s+(?:{_PARTICLE}|[A-ZÀ-Þ][\w.'’-]*)){{0,5}}$"
)
_WITH_ROLE = re.compile(
    r"^(?P<name>[^,;:()]{2,50}?)(?:\s*\((?P<a>[^()]{2,60})\)|(?:,|\s[–—-])\s*(?P<b>[^,;:()]{2,60}))\.?$"
)
_WITH_INITIALS = re.compile(  # "Marlies Hofstede (MH), ouder, voorzitter"
    r"^(?P<name>[^,;:()]{2,50}?)\s*\((?P<initials>[A-Z]{2,4})\),\s*(?P<role>[^,;:()]{2,60})"
    r"(?:[,(]\s*(?P<more>.*))?$"
)
_COUNTED = re.compile(r"^(?P<n>\d{1,3})\s*x?\s+(?P<who>[^\d.:;!?]{2,50})$")
_HOW_MANY = frozenset(
    "aantal|aantal personen|aantal deelnemers|aantal aanwezigen|aantal mensen|personen|hoeveel|n|#"
    "".split("|")
)
_OF_WHOM = frozenset(
    "functie|rol|organisatie|wie|doelgroep|groep|geleding|hoedanigheid|achtergrond|deelnemers|"
    "aanwezigen|functie/rol|rol/functie|rol/organisatie|functie/organisatie|namens|role".split("|")
)
_NAMES = frozenset("naam|namen|deelnemer|deelnemers|aanwezige|aanwezigen|name".split("|"))
MAX_CELL = 8  # words that name a person or a role


@dataclass(frozen=True)
class Listed:
    """Who a list says was there, and the role of whoever it names; names stay in here."""

    present: Present
    people: Mapping[str, str] = field(default_factory=dict)


def lists_of_people(blocks: Sequence[Block]) -> dict[int, Listed | None]:
    """Index -> None for each block of a list of who was there; its last block has what it says."""
    lists = _tables(blocks)
    place = 0
    while place < len(blocks):
        named = _is_label(blocks[place])
        start = end = place + named
        while end < len(blocks) and _person(blocks[end], sure=not named):
            end += 1
        enough = end > start if named else end - start >= FEWEST_UNNAMED
        pairs = [pair for block in blocks[start:end] if (pair := _person(block, sure=False))]
        known = sum(bool(known_role(role)[0]) for _name, _n, role in pairs)
        if enough and (named or 2 * known >= len(pairs)):
            lists |= dict.fromkeys(range(place, end), None) | {end - 1: _listed(pairs)}
        place = max(end, place + 1)
    return lists


def _is_label(block: Block) -> bool:
    text = block.text.strip()
    return block.kind in ("paragraph", "heading", "item") and bool(
        _LABEL.match(text) or fold(text) in ATTENDANCE
    )


def _person(block: Block, *, sure: bool) -> tuple[str, int, str] | None:
    """(name, how many, role) that a line names; None where it says something else.

    A name alone has two words, and where nothing says that a list follows one with a role too:
    "Veiligheid (leerling)" is what somebody said.
    """
    text = block.text.strip()
    if block.kind not in ("paragraph", "item", "heading"):
        return None
    if not sure and (counted := _COUNTED.match(text)):
        return "", int(counted["n"]), counted["who"].strip()
    if (known := _WITH_INITIALS.match(text)) and _NAME.match(known["name"].strip()):
        leads = fold((known["more"] or "").rstrip(" )."))
        role = leads if leads in MINUTES else known["role"].strip()
        return f"{known['name'].strip()} {known['initials']}", 1, role
    match = _WITH_ROLE.match(text)
    role = (match["a"] or match["b"] or "").strip() if match else ""
    name = match["name"].strip() if match else text
    if not _NAME.match(name) or len(role.split()) > MAX_CELL:
        return None
    if (sure and not role) or (len(name.split()) < 2 and (sure or not role)):
        return None
    if block.kind == "heading" and not role:
        return None
    return name, 1, role


def _tables(blocks: Sequence[Block]) -> dict[int, Listed | None]:
    tables: dict[int, list[int]] = {}
    for place, block in enumerate(blocks):
        if block.kind == "row":
            tables.setdefault(block.table, []).append(place)
    lists: dict[int, Listed | None] = {}
    for rows in tables.values():
        pairs = _of_table([blocks[place].cells for place in rows])
        if pairs:
            lists |= dict.fromkeys(rows, None) | {rows[-1]: _listed(pairs)}
    return lists


def _of_table(rows: Sequence[Sequence[str]]) -> list[tuple[str, int, str]]:
    """The people of a table "Functie | Aantal" or "Naam | Organisatie"; [] for any other."""
    header = [fold(cell) for cell in rows[0]]
    if not 2 <= len(header) <= 4 or any(len(row) != len(header) for row in rows):
        return []
    cells = [[cell.strip() for cell in row] for row in rows[1:]]
    if any(len(cell.split()) > MAX_CELL for row in cells for cell in row):
        return []
    counts = [i for i, name in enumerate(header) if name in _HOW_MANY]
    roles = [i for i, name in enumerate(header) if name in _OF_WHOM and i not in counts]
    names = [i for i, name in enumerate(header) if name in _NAMES and i not in roles[:1]]
    if counts and roles:
        filled = [row for row in cells if row[counts[0]]]
        if not filled or not all(row[counts[0]].isdigit() for row in filled):
            return []
        return [
            ("", int(row[counts[0]]), row[roles[0]])
            for row in filled
            if not fold(row[roles[0]]).startswith("tota")
        ]
    if names and roles:
        if not all(_NAME.match(row[names[0]]) for row in cells if row[names[0]]):
            return []
        return [(row[names[0]], 1, row[roles[0]]) for row in cells if row[names[0]]]
    return []


def _listed(pairs: Iterable[tuple[str, int, str]]) -> Listed:
    """People per role, without whoever led the talk or took the minutes."""
    roles: Counter[str] = Counter()
    people: dict[str, str] = {}
    firsts: Counter[str] = Counter()
    total = 0
    for name, n, words in pairs:
        if fold(words) in MINUTES:
            continue
        total += n
        role = named_role(words.replace(" en ", "/")) if words else ""
        roles.update({role: n} if role else {})
        if name and role:
            first = fold(name).split()[0]
            firsts[first] += 1
            people |= {fold(name): role, fold(name).split()[-1]: role, first: role}
    clear = {name: role for name, role in people.items() if firsts[name] < 2}
    return Listed(Present(total or None, dict(roles)), clear)
