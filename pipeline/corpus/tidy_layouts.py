"""Tables that lie otherwise than a row per entry: turned, stacked, in frames.

Each is laid as a table with one entry a row before its columns are looked at; every row keeps the
number under which it stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pipeline.core.locale import gettext as _
from pipeline.corpus.row_heads import under_heads
from pipeline.corpus.slides import in_blocks, on_a_slide
from pipeline.files.dates import date_within, names_a_day
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import column_kinds, fold, role_names

_MOMENTS = ("created", "created_at", "timestamp", "modified")
_SINCE_1970 = re.compile(r"1\d{9}(?:\d{3})?")
_A_RESPONDENT = re.compile(
    r"(?P<who>\D{1,40}?)[ .:_-]*(?:nr\.? *)?\d{1,4}",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    "respondent|deelnemer|invuller|persoon|antwoord|school|geïnterviewde|r|p".split("|")
)
_A_PLACE = re.compile(  # "De Regenboog", "OBS Het Kompas", "Mariaschool", "Gemeente Oost"
    r"^(?:de|het|'t|st\.?|sint|obs|cbs|rkbs|pcb|ikc|kc|sbo|so|vso|pro|basisschool|school|locatie|"
    r"gemeente|wijk|kern|dorp|regio|stichting)\s+\S|school$|college$|lyceum$",
    re.IGNORECASE,
)
_ASKS = frozenset(("", "vraag", "vragen", "stelling", "vraag/stelling", "onderwerp", "nr"))
_THEMES = (_ASKS - {"", "nr"}) | {
    "thema",
    "thema's",
    "aspect",
    "domein",
    "speerpunt",
    "doel",
    "gespreksthema",
}
_SCHOOL = frozenset(("school", "naam school", "schoolnaam", "naam van de school", "vestiging"))
_HEAD = 12  # first rows, in which a form says who filled it in
_FRAME = re.compile(r"frame \d{1,3}(?:\s*[:–-]\s*(?P<name>\S.*))?", re.IGNORECASE)
MOST_HEADER_ROWS = 3  # that name the columns of each of several tables on a sheet
MOST_WORDS_OF_A_NAME = 5
FEWEST_TURNED = 2  # columns of respondents
_TITLE_ROWS = 4  # first rows, of which one may name the columns


def _turned(grid: Grid) -> Grid:
    """A column for each respondent, laid as a row for each."""
    for head, row in enumerate(grid.rows[:_TITLE_ROWS]):
        kind, known, named = _columns_of(row)
        asks = [i for i in range(len(row)) if i not in named]
        if (
            len(named) < FEWEST_TURNED
            or len(asks) > 2
            or fold(row[asks[-1]] if asks else "x") not in known
        ):
            continue
        questions = [other for other in grid.rows[head + 1 :] if any(other)]
        column = asks[-1]
        who = [_role_of(row[i]) for i in named]
        header = (kind, "rol", *(cell_at(other, column) for other in questions))
        rows = [
            (row[i], role, *(cell_at(other, i) for other in questions))
            for i, role in zip(named, who, strict=True)
        ]
        if not any(who):
            header, rows = (kind, *header[2:]), [(entry[0], *entry[2:]) for entry in rows]
        remark = _("every respondent has a column here; the number of a row is that of its column")
        return replace(
            grid,
            rows=(header, *rows),
            numbers=(0, *(i + 1 for i in named)),
            merged=(),
            remarks=(*grid.remarks, remark),
        )
    return grid


def _columns_of(row: Sequence[str]) -> tuple[str, frozenset[str], list[int]]:
    """What the columns of a turned table stand for, what may stand beside them, and which.

    A column is a respondent ("Ouder 2"), or below themes a school or a role.
    """
    cells = [cell.strip() for cell in row]
    people = [i for i, cell in enumerate(cells) if _is_respondent(cell)]
    if people:
        return "respondent", _ASKS, people
    places = [i for i, cell in enumerate(cells) if i and cell]
    if fold(cells[0] if cells else "") not in _THEMES or len({*cells}) < len(cells):
        return "", _ASKS, []
    if len(places) > 2 and sum(bool(_A_PLACE.search(cells[i])) for i in places) > len(places) / 2:
        return "werkgebied", _THEMES, places
    roles = [i for i in places if fold(cells[i]) in role_names()]
    return "rol", _THEMES, roles if len(roles) == len(places) else []


def _is_respondent(cell: str) -> bool:
    named = _A_RESPONDENT.fullmatch(cell)
    return named is not None and fold(named["who"]) in {*_PEOPLE, *role_names()}


def _role_of(cell: str) -> str:
    """The role in "Ouder 2"; "" where the name of the column says none."""
    match = _A_RESPONDENT.fullmatch(cell.strip())
    return role_names().get(fold(match["who"]), "") if match else ""


def _with_facts_above(grid: Grid) -> Grid:
    """What stands above a form's questions ("School | De Wilg") holds for every row below."""
    heads = [[i for i, cell in enumerate(row) if cell.strip()] for row in grid.rows[:_HEAD]]
    start = next((i for i, row in enumerate(grid.rows[:_HEAD]) if _asks_and_answers(row)), 0)
    facts = [
        (row[filled[0]].strip(), row[filled[1]].strip())
        for row, filled in zip(grid.rows[:start], heads, strict=False)
        if len(filled) == 2
    ]
    facts = [(_fact(name, value), value) for name, value in facts if _fact(name, value)]
    if not facts:
        return grid
    rows = [list(row) + [""] * (grid.width - len(row)) if any(row) else [] for row in grid.rows]
    for place, row in enumerate(rows):
        if place >= start and row:
            row += [name if place == start else value for name, value in facts]
    kept = [tuple(row) if place >= start else () for place, row in enumerate(rows)]
    return replace(grid, rows=tuple(kept))


def _asks_and_answers(row: Sequence[str]) -> bool:
    kinds = [column_kinds().get(fold(cell), "") for cell in row if cell.strip()]
    return "question" in kinds and "text" in kinds


def _fact(name: str, value: str) -> str:
    """The column that a line above a form stands for; "" where it says nothing of whoever spoke."""
    if fold(value) in role_names():
        return "rol"
    known = fold(name)
    kind = "area" if known in _SCHOOL else column_kinds().get(known, "")
    return {"area": "werkgebied", "role": "rol", "date": "datum"}.get(kind, "")


def _stacked(grid: Grid) -> Grid:
    """Tables of one form below each other, each under its title: the title is what was asked."""
    header = next((row for row in grid.rows if sum(bool(cell.strip()) for cell in row) > 1), ())
    heads = [i for i, row in enumerate(grid.rows) if header and row == header]
    above = [_title_above(grid.rows, i) for i in heads]
    titles = [grid.rows[i][0].strip() if i >= 0 else "" for i in above]
    if len(heads) < 2 or not all(titles) or len(set(titles)) < len(heads):
        return _of_groups(grid)
    deep = _depth(grid.rows, heads)
    header = _flat(grid.rows[heads[0] : heads[0] + deep])
    dated = all(map(names_a_day, titles))  # of a meeting each, and no question
    names = ("Bijeenkomst", "Datum") if dated else ("Vraag",)
    rows, numbers = [(*header, *names)], [grid.numbers[heads[0]]]
    for head, end, title in zip(heads, [*heads[1:], len(grid.rows)], titles, strict=True):
        about = (title, date_within(title)) if dated else (title,)
        for i in (i for i in range(head + deep, end) if i not in above):
            row = grid.rows[i]
            if any(cell.strip() for cell in row):
                rows.append((*row, *[""] * (len(header) - len(row)), *about))
                numbers.append(grid.numbers[i])
    return replace(grid, rows=tuple(rows), numbers=tuple(numbers), merged=())


def _of_groups(grid: Grid) -> Grid:
    """Tables of other columns below each other, each under the name of the group that spoke.

    Below "Ouders" stand "Nr | Opmerking", below "Leerkrachten" "Nr | Wat speelt er": the columns
    of both are kept apart, with the role as one more.
    """
    heads = [
        i
        for i, row in enumerate(grid.rows)
        if i and sum(bool(cell.strip()) for cell in row) > 1 and _names_a_group(grid.rows, i)
    ]
    first = {fold(cell_at(grid.rows[i], 0)) for i in heads}
    if len(heads) < 2 or len(first) > 1 or any(any(row) for row in grid.rows[: heads[0] - 1]):
        return grid
    named = [[cell.strip() for cell in grid.rows[i]] for i in heads]
    names = list(dict.fromkeys(name for row in named for name in row if name))
    rows, numbers = [(*names, "Rol")], [grid.numbers[heads[0]]]
    ends = [*(head - 1 for head in heads[1:]), len(grid.rows)]
    for head, end, columns in zip(heads, ends, named, strict=True):
        role = grid.rows[head - 1][0].strip()
        for i in (i for i in range(head + 1, end) if any(grid.rows[i])):
            if any(cell.strip() for cell in grid.rows[i][len(columns) :]):
                return grid  # a column without a name: nothing of it may go
            cells = dict(zip(columns, grid.rows[i], strict=False))
            rows.append((*(cells.get(name, "") for name in names), role))
            numbers.append(grid.numbers[i])
    return replace(grid, rows=tuple(rows), numbers=tuple(numbers), merged=())


def _names_a_group(rows: Sequence[tuple[str, ...]], head: int) -> bool:
    """Whether the row above holds the name of a group alone, at the top or below a blank row."""
    above = [cell.strip() for cell in rows[head - 1] if cell.strip()]
    apart = head == 1 or not any(rows[head - 2])
    return apart and len(above) == 1 and fold(above[0]) in role_names() and bool(rows[head - 1][0])


def _depth(rows: Sequence[tuple[str, ...]], heads: Sequence[int]) -> int:
    """How many rows name the columns: those that stand alike below every title.

    Below the first, which may leave cells blank, short names of parts: "Knelpunt | Oplossing".
    """
    deep = 1
    while deep < MOST_HEADER_ROWS and all(head + deep + 1 < len(rows) for head in heads):
        below = [rows[head + deep] for head in heads]
        names = [cell.strip() for cell in below[0] if cell.strip()]
        short = all(len(name.split()) <= MOST_WORDS_OF_A_NAME for name in names)
        if len(set(below)) > 1 or not names or below[0][0].strip() or not short:
            break
        deep += 1
    return deep


def _flat(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Several rows of names as one: below "Verzuim", over two columns, "Verzuim – Knelpunt"."""
    width = max(len(row) for row in rows)
    names = [""] * width
    for row in rows:
        spread = ""
        for column in range(width):
            cell = cell_at(row, column).strip()
            spread = cell or (spread if row is not rows[-1] else "")
            names[column] = " – ".join(part for part in (names[column], spread) if part)
    return tuple(names)


def _title_above(rows: Sequence[tuple[str, ...]], head: int) -> int:
    """Index of the last filled row above, where it holds one cell, the first; -1 otherwise."""
    above = next((i for i in range(head - 1, -1, -1) if any(rows[i])), -1)
    return above if above >= 0 and rows[above][0].strip() and not any(rows[above][1:]) else -1


def _in_frames(grid: Grid) -> Grid:
    """The notes of a board (Miro) below the frame in which they hang: the frame is the subject."""
    lone = [row[0].strip() if len(row) == 1 else "" for row in grid.rows]
    frames = [i for i, text in enumerate(lone) if _FRAME.fullmatch(text)]
    if not frames or any(len(row) > 1 for row in grid.rows[frames[0] :]):
        return grid
    rows: list[tuple[str, ...]] = [("vraag", "reactie")]
    numbers = [0]
    name = ""
    for i in range(frames[0], len(lone)):
        if match := _FRAME.fullmatch(lone[i]):
            name = match["name"] or lone[i]
        elif lone[i]:
            rows.append((name, lone[i]))
            numbers.append(grid.numbers[i])
    return replace(grid, rows=tuple(rows), numbers=tuple(numbers))


def _of_polis(grid: Grid) -> Grid:
    """Polis writes moments as seconds or thousandths since 1970, and all votes as ``count``."""
    if not grid.rows:
        return grid
    names = [fold(cell) for cell in grid.rows[0]]
    rows = [list(row) for row in grid.rows]
    if "agree_count" in names and "count" in names:
        rows[0][names.index("count")] = ""
    for column in (i for i, name in enumerate(names) if name in _MOMENTS):
        given = [row[column] for row in rows[1:] if column < len(row) and row[column].strip()]
        if given and all(_SINCE_1970.fullmatch(value) for value in given):
            rows[0][column] = "datum"
            for row in rows[1:]:
                if column < len(row) and row[column].strip():
                    moment = datetime.fromtimestamp(int(row[column][:10]), UTC)
                    row[column] = moment.date().isoformat()
    return replace(grid, rows=tuple(map(tuple, rows)))


LAYOUTS: tuple[Callable[[Grid], Grid], ...] = (
    _with_facts_above,
    _turned,
    _stacked,
    _in_frames,
    on_a_slide,
    in_blocks,
    under_heads,
    _of_polis,
)
