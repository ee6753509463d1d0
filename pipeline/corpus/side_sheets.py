"""Sheets that lie beside what people said: who was there, what the day looked like, who does what.

They are known by their shape. None of them holds answers; those with who was there say how many
people that were, and in which roles, for the meeting or for each of its tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.corpus.attendance import MINUTES, counts_only, known_role
from pipeline.corpus.meeting_heads import came
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import column_kinds, fold

_SEARCHED = 8  # first rows, in which the columns are named
MAX_WORDS = 4.0  # per filled cell of a column beside names; with more somebody says something
FEWEST_ROLES = 3  # columns with a role's name and numbers, in a table of who came
FEWEST_PEOPLE = 3  # lines of a list
_A_TIME = re.compile(  # "9.30", "10:00 - 10:15", "19u30", "vanaf 20.00 uur"
    r"(?:om |vanaf |van )?\d{1,2}[.:u]\d{2}(?: ?(?:uur|u))?\b"
    r"(?:\s?(?:-|–|tot)\s?\d{1,2}[.:u]\d{2}.{0,6})?",
    re.IGNORECASE,
)
TIMED = 0.7  # of the rows begin with a time
_YEAR = re.compile(  # "2024", "2023-2024", "1-10-2025", "begroting 2027"
    r"(?:\d{1,2}[-/.]\d{1,2}[-/.]|[a-z]{3,12}\.? )?(?:19|20)\d\d(?:\s?[-–/]\s?(?:20)?\d\d)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:[€<>≈±-]\s?)*\d[\d.,\s]*%?$|^[-–x]?$|^n\.?b\.?$", re.IGNORECASE)
FEWEST_YEARS = 2  # columns of a table of figures that are named by one
FIGURES = 0.8  # of its rows hold nothing but numbers below these
_CALLED_LIST = re.compile(  # what a sheet is called that says who was there
    r"presentie|aanwezig|deelnemers?(?:lijst)?\b|handtekening|intekenlijst|tekenlijst|opkomst|"
    r"indeling|wie (?:waren|zaten|was)|gasten|attendance|participants|who was there",
    re.IGNORECASE,
)
_CALLED_SCHEDULE = re.compile(
    r"programma|planning|draaiboek|tijdpad|agenda|rooster|\btaken\b|taakverdeling|actielijst|"
    r"to ?do|schedule|dagindeling",
    re.IGNORECASE,
)
_NAME = frozenset(
    "naam|namen|deelnemer|deelnemers|naam deelnemer|aanwezige|aanwezigen|voornaam|achternaam|"
    "wie|naam en functie|name".split("|")
)
_FUNCTION = frozenset(
    "functie|rol|hoedanigheid|functie/rol|rol/functie|doelgroep|achtergrond|role|in welke rol|"
    "functie / rol|rol / functie|komt als|namens".split("|")
)
_BELONGS_TO = re.compile(r"school|organisatie|namens|instelling|bestuur\b|groep")
_THERE = re.compile(  # a column that says of each whether he came
    r"^(?:(?:was )?aanwezig|presen(?:t|tie)|aan-?/? ?afwezig|opkomst|er(?:bij)?|gekomen|attended)\b"
    r"|aanwezig\?{0,3}$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^(?:paraaf|handtekening|getekend|gezien|signature)\b", re.IGNORECASE)
_ABSENT = re.compile(
    r"^(?:af(?:gemeld|gezegd|wezig)|nee|n|niet|ziek|verhinderd|geannuleerd|-|0|no|absent|onbekend|"
    r"vervallen|m\.?k\.?|z\.?k\.?)\b|^-$|niet (?:geweest|gekomen|verschenen)|^no[ -]?show",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"^(?:aantal\b.{0,20}|hoeveel\b.{0,20}|n|#|personen|mensen|opkomst|aanwezig)$"
)
_WHAT, _WHO, _WHEN = (
    frozenset(names.split("|"))
    for names in (
        "wat|activiteit|activiteiten|actie|acties|stap|mijlpaal|taak|taken|fase|onderdeel|product|"
        "werkzaamheden|to do|programmaonderdeel",
        "wie|door wie|trekker|verantwoordelijk|verantwoordelijke|uitvoerder|actiehouder|eigenaar",
        "wanneer|start|begin|klaar|gereed|eind|einde|deadline|week|van|tot|t/m|startdatum|einddatum|"
        "maand|datum|tijd|begintijd|eindtijd|planning",
    )
)


@dataclass(frozen=True)
class Attendance:
    """Who a row or a list says was there: at a table of the meeting, or "" for all of it.

    Attributes: total: people.  roles: a role as typed, with how many.  row: where it stands.
    """

    group: str
    total: int
    roles: str
    row: int

    @property
    def line(self) -> str:
        """As a note-taker writes it at the head of a meeting; no name goes with it."""
        return f"Aanwezig ({self.total}): {self.roles}" if self.roles else f"Aanwezig: {self.total}"


def is_beside_answers(grid: Grid) -> bool:
    """Whether a sheet says who was there, when what happens, or how many: nobody answers in it."""
    apart = _is_programme(grid) or _is_planning(grid) or _is_figures(grid)
    return apart or bool(attendance_of(grid))


def _is_figures(grid: Grid) -> bool:
    """Whether the rows are what was counted, and the columns numbers of years or days."""
    rows = [row for row in grid.rows if any(cell.strip() for cell in row)]
    head = next(
        (i for i, row in enumerate(rows[:_SEARCHED]) if sum(map(_is_year, row)) >= FEWEST_YEARS),
        None,
    )
    if head is None:
        return False
    years = [i for i, name in enumerate(rows[head]) if _is_year(name)]
    below = [row for row in rows[head + 1 :] if sum(bool(cell.strip()) for cell in row) > 1]
    numbers = sum(all(_NUMBER.match(cell_at(row, i).strip()) for i in years) for row in below)
    return len(below) >= FEWEST_PEOPLE and numbers >= FIGURES * len(below)


def _is_year(name: str) -> bool:
    return bool(_YEAR.fullmatch(name.strip()))


def _is_programme(grid: Grid) -> bool:
    """Whether the rows begin with a time of the day: what then happens."""
    filled = [next(cell for cell in row if cell.strip()).strip() for row in grid.rows if any(row)]
    timed = sum(bool(_A_TIME.fullmatch(cell)) for cell in filled)
    return timed >= FEWEST_PEOPLE and timed >= TIMED * (len(filled) - 2)


def _is_planning(grid: Grid) -> bool:
    """Whether the columns say what will be done, by whom and when."""
    for row in grid.rows[:_SEARCHED]:
        names = {fold(cell) for cell in row if cell.strip()}
        whens, what, who = names & _WHEN, names & _WHAT, names & _WHO
        called = bool(_CALLED_SCHEDULE.search(grid.part))
        if what and whens and (called or len(whens) > 1) and (who or len(whens) > 1 or called):
            return True
    return False


def attendance_of(grid: Grid) -> list[Attendance]:
    """Who a sheet says was there; [] where it is no list of people and no count of them."""
    if _is_programme(grid) or _is_planning(grid):
        return []
    for head, row in enumerate(grid.rows[:_SEARCHED]):
        names = [fold(cell) for cell in row]
        if sum(map(bool, names)) < 2:
            continue
        attendance = _per_role(grid, head, names) or _counted(grid, head, names)
        attendance = attendance or _listed(grid, head, names)
        if attendance:
            return attendance
    return []


def _columns(grid: Grid, head: int, width: int) -> list[list[str]]:
    rows = [row for row in grid.rows[head + 1 :] if sum(bool(cell.strip()) for cell in row) > 1]
    return [[cell_at(row, i).strip() for row in rows] for i in range(width)]


def _per_role(grid: Grid, head: int, names: Sequence[str]) -> list[Attendance]:
    """A row per meeting or table, a column per role: "schoolleider | ouder | leerling"."""
    columns = _columns(grid, head, len(names))
    roles = [
        i
        for i, name in enumerate(names)
        if known_role(name.split("/")[0].strip())[0] and _all_numbers(columns[i])
    ]
    if len(roles) < FEWEST_ROLES:
        return []
    called = next((i for i, name in enumerate(names) if column_kinds().get(name) == "meeting"), 0)
    return [
        Attendance(
            columns[called][index], sum(map(int, counts)), _in_roles(names, roles, counts), row
        )
        for index, row in enumerate(_numbers(grid, head))
        if any(counts := [int(columns[i][index] or 0) for i in roles])
        and not fold(columns[called][index]).startswith(("tota", "samen"))
    ]


def _in_roles(names: Sequence[str], roles: Sequence[int], counts: Sequence[int]) -> str:
    return ", ".join(
        f"{n} {names[i].split('/')[0].strip()}" for i, n in zip(roles, counts, strict=True) if n
    )


def _counted(grid: Grid, head: int, names: Sequence[str]) -> list[Attendance]:
    """People counted per table or per role: "Tafel 1 | 8 | 2 ouders, 6 leraren"."""
    columns = _columns(grid, head, len(names))
    number = next(
        (i for i, name in enumerate(names) if _HOW_MANY.match(name) and _all_numbers(columns[i])),
        None,
    )
    first = next((i for i, name in enumerate(names) if name and i != number), 0)
    if number is None or len(set(columns[first])) < len(columns[first]):
        return []
    in_groups = column_kinds().get(names[first]) == "meeting" or names[first] in ("groep", "tafels")
    made_of = next((i for i, column in enumerate(columns) if i != first and _of_people(column)), -1)
    others = [column for i, column in enumerate(columns) if i not in (number, first, made_of)]
    called = bool(_CALLED_LIST.search(grid.part))
    if any(_words(column) > MAX_WORDS for column in others) or not (called or made_of >= 0):
        return []
    people = [
        (columns[first][i], int(n), columns[made_of][i] if made_of >= 0 else "", row)
        for i, (n, row) in enumerate(zip(columns[number], _numbers(grid, head), strict=True))
        if n and columns[first][i] and not fold(columns[first][i]).startswith(("tota", "samen"))
    ]
    if in_groups:
        return [Attendance(*facts) for facts in people]
    if not any(known_role(who)[0] for who, _n, _of, _row in people):
        return []
    parts = ", ".join(f"{n} {who}" for who, n, _of, _row in people)
    return [Attendance("", sum(n for _who, n, _of, _row in people), parts, people[0][3])]


def _listed(grid: Grid, head: int, names: Sequence[str]) -> list[Attendance]:
    """A list of names: whoever came, counted in roles."""
    columns = _columns(grid, head, len(names))
    named = next((i for i, name in enumerate(names) if name in _NAME), None)
    signs = [
        i
        for i, name in enumerate(names)
        if _THERE.search(name) or _SIGNED.match(name) or _tells_who_came(name, columns[i])
    ]
    if named is None or not (signs or _CALLED_LIST.search(grid.part)):
        return []
    if any(_words(column) > MAX_WORDS for column in columns):
        return []
    signs.sort(key=lambda i: bool(_SIGNED.match(names[i])))  # a signature may not be typed over
    sign = next((i for i in signs if any(columns[i])), None)
    marked = sign is not None and any(cell and not _ABSENT.search(cell) for cell in columns[sign])
    there = [
        i
        for i, name in enumerate(columns[named])
        if name
        and not (sign is not None and _ABSENT.search(columns[sign][i]))
        and (sign is None or not marked or columns[sign][i])
    ]
    role_columns = [i for i, name in enumerate(names) if name in _FUNCTION and i != named]
    role_columns += [i for i, name in enumerate(names) if _BELONGS_TO.search(name)]
    roles = [_role_in([columns[i][place] for i in role_columns]) for place in there]
    kept = [role for role in roles if fold(role) not in MINUTES]
    counted = Counter(role for role in kept if role)
    sums = [n for row in grid.rows if (n := _summed(row))]
    total = sums[-1] if sums else len(kept)
    if len(there) < FEWEST_PEOPLE:
        return []
    parts = ", ".join(f"{n} {role}" for role, n in counted.items())
    return [Attendance("", total, parts, grid.numbers[head])]


def _tells_who_came(name: str, column: Sequence[str]) -> bool:
    """Whether a column "Status" says of people that they came, or sent word that they would not."""
    filled = [cell for cell in column if cell]
    came_or_not = sum(bool(re.match(r"aanwezig|afwezig|afgemeld", cell, re.I)) for cell in filled)
    return name == "status" and came_or_not > len(filled) / 2


def _role_in(cells: Sequence[str]) -> str:
    """The role of somebody: his function where it is known, else that of what he belongs to."""
    for cell in cells:
        if fold(cell) in MINUTES:
            return cell
        if role := known_role(cell)[0]:
            return role
    return ""


def _summed(row: Sequence[str]) -> int | None:
    """The people that a line below a list counts: "17 aanwezig, 4 afgemeld"."""
    filled = [cell for cell in row if cell.strip()]
    if len(filled) != 1:
        return None
    counted = re.match(
        r"\D{0,20}?(\d{1,4}) (?:mensen |personen )?aanwezig", filled[0], re.IGNORECASE
    )
    there = came(filled[0])
    return int(counted[1]) if counted else there.total if there else None


def _numbers(grid: Grid, head: int) -> list[int]:
    pairs = zip(grid.rows[head + 1 :], grid.numbers[head + 1 :], strict=True)
    return [number for row, number in pairs if sum(bool(cell.strip()) for cell in row) > 1]


def _all_numbers(column: Sequence[str]) -> bool:
    filled = [cell for cell in column if cell]
    return len(filled) > 1 and all(cell.isdigit() for cell in filled)


def _of_people(column: Sequence[str]) -> bool:
    """Whether most cells count people in roles: "2 ouders, 6 leraren"."""
    filled = [cell for cell in column if cell and not cell.isdigit()]
    return len(filled) > 1 and sum(map(counts_only, filled)) > len(filled) / 2


def _words(column: Sequence[str]) -> float:
    filled = [cell for cell in column if cell]
    return sum(len(cell.split()) for cell in filled) / max(len(filled), 1)
