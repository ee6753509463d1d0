"""Answers in codes, put into words with the sheet of their workbook that explains them.

"V1 | In welke rol vult u dit in? | 1 | ouder", "Q3 | 2 = soms", "O1-O3 | 99 | niet ingevuld": such
a sheet is known by its shape, whatever it is called: one column names the columns of the sheet
beside it, another says what the codes in them mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.core.locale import gettext as _
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import fold

FEWEST_VARIABLES = 2  # columns of the answers that the sheet explains
FEWEST_KNOWN = 0.5  # of the names in its first column, that are such columns
MOST_CODED = 0.7  # of the cells of a column that are answered in codes
FEWEST_HEADERS = 3  # columns of a sheet whose names can be looked up
_SEARCHED = 12  # first rows, in which the columns are named
_RANGE = re.compile(  # "O1-O3", "Q4 t/m Q9"
    r"(?P<stem>[A-Za-z]{1,8}[ _.]?)(?P<first>\d{1,3})\s{0,3}(?:-|–|t/m|tot en met)\s{0,3}"
    r"(?P=stem)?(?P<last>\d{1,3})"
)
_CODE = r"-?\d{1,4}|[A-Za-z]\d{0,2}"
_STANDS_FOR = r"(?:\s{0,3}=\s{0,3}|(?<=\d):\s{1,3})"  # "1 = ouder", "2: leraar"; "Q1: …" asks
_MEANS = re.compile(  # "1=ouder; 2=leraar", "0 = nee, 1 = ja"
    rf"(?:^|[;,\n|]\s{{0,3}})(?P<code>{_CODE}){_STANDS_FOR}(?P<word>[^;\n|=]{{1,120}}?)"
    rf"(?=\s{{0,3}}(?:$|[;\n|]|,\s{{0,3}}(?:{_CODE}){_STANDS_FOR}))"
)
_CODE_ALONE = re.compile(rf"(?:{_CODE})$")
_NO_ANSWER = re.compile(
    r"(?:niet (?:ingevuld|beantwoord|van toepassing|bekend|gevraagd)|"
    r"geen (?:antwoord|opgave|mening)|overgeslagen|ontbreekt|ontbrekend|onbekend|missing|"
    r"missende waarde|leeg|weet (?:ik )?niet|"
    r"n\.?v\.?t|(?:wil|zeg) (?:ik )?(?:dat )?(?:liever )?niet(?: zeggen)?|weigert|not answered|"
    r"no answer|blanco)\b.{0,20}",
    re.IGNORECASE,
)
_OF_FREE_TEXT = re.compile(r"open\b|vrije? (?:tekst|antwoord|veld)|tekst(?:veld)?$", re.IGNORECASE)


@dataclass
class _Variable:
    """What the sheet says of one column: the question, and the words of its codes."""

    question: str = ""
    words: dict[str, str] = field(default_factory=dict)  # folded code -> meaning


def decoded(grids: Sequence[Grid]) -> list[Grid]:
    """The sheets with their codes in words and their columns under their questions.

    A sheet that only explains codes is left out; the sheet it explains says so.
    """
    kept = list(grids)
    for sheet in grids:
        for place, grid in enumerate(kept):
            if grid is sheet or grid.part == sheet.part:
                continue
            head, names = _header_of(grid)
            known = _explained(sheet, names) if len(names) >= FEWEST_HEADERS else {}
            if any(_is_coded(grid, head, names[name], known[name]) for name in known):
                kept[place] = _in_words(grid, head, known, sheet.part)
                kept = [other for other in kept if other.part != sheet.part]
                break
    return kept


def _is_coded(grid: Grid, head: int, column: int, variable: _Variable) -> bool:
    """Whether most of what stands in a column are codes that the sheet gives words for."""
    cells = [fold(cell) for row in grid.rows[head + 1 :] if (cell := cell_at(row, column)).strip()]
    coded = sum(cell in variable.words for cell in cells)
    return bool(cells) and coded >= MOST_CODED * len(cells)


def _header_of(grid: Grid) -> tuple[int, dict[str, int]]:
    """The row with the names of the columns, and each name with its column."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in grid.rows[:_SEARCHED]]
    head = next((i for i, n in enumerate(filled) if n and n >= 0.8 * max(filled)), 0)
    row = grid.rows[head] if grid.rows else ()
    return head, {fold(cell): i for i, cell in enumerate(row) if cell.strip()}


def _explained(sheet: Grid, names: Mapping[str, int]) -> dict[str, _Variable]:
    """Name of a column -> what this sheet says of it; {} where it is no sheet of codes."""
    column = _column_of_names(sheet, names)
    if column is None:
        return {}
    variables: dict[str, _Variable] = {}
    current: tuple[str, ...] = ()
    for row in sheet.rows:
        cell = cell_at(row, column).strip()
        if cell:
            current = tuple(_columns_named(cell, names))
        rest = [text for other in row[column + 1 :] if (text := other.strip())]
        for name in current:
            _note(variables.setdefault(name, _Variable()), rest, named=bool(cell))
    coded = any(variable.words for variable in variables.values())
    return variables if coded and len(variables) >= FEWEST_VARIABLES else {}


def _column_of_names(sheet: Grid, names: Mapping[str, int]) -> int | None:
    """The column that names columns of the answers: most of what stands in it, each once."""
    for column in range(min(sheet.width, 2)):  # the first, or behind a number
        cells = [text for row in sheet.rows if (text := cell_at(row, column).strip())]
        named = [cell for cell in cells if any(_columns_named(cell, names))]
        distinct = len(set(map(fold, named)))
        if distinct >= FEWEST_VARIABLES and len(named) >= FEWEST_KNOWN * len(cells):
            return column
    return None


def _columns_named(cell: str, names: Mapping[str, int]) -> Iterator[str]:
    """The columns that "V1" names: itself, "V1 Rol"; "O1-O3" names three."""
    if match := _RANGE.fullmatch(cell.strip()):
        first, last = int(match["first"]), int(match["last"])
        for number in range(first, min(last, first + 50) + 1):
            yield from _columns_named(f"{match['stem']}{number}", names)
        return
    wanted = fold(cell)
    if wanted in names:
        yield wanted
    elif len(wanted) <= 12 and any(mark.isdigit() for mark in wanted):
        yield from (name for name in names if re.match(rf"{re.escape(wanted)}[ _.:-]", name))


def _note(variable: _Variable, cells: Sequence[str], *, named: bool) -> None:
    """What one row of the sheet says of a variable: its question, a code and its meaning."""
    code = ""  # in the cell before
    for cell in cells:
        pairs = list(_MEANS.finditer(cell))
        if code and any(map(str.isalpha, cell)):
            variable.words[code] = cell
            code = ""
        elif pairs:
            variable.words |= {fold(pair["code"]): pair["word"].strip() for pair in pairs}
        elif _CODE_ALONE.match(cell):
            code = fold(cell)
        elif named and not variable.question and not _OF_FREE_TEXT.match(cell):
            variable.question = cell


def _in_words(grid: Grid, head: int, known: Mapping[str, _Variable], sheet: str) -> Grid:
    """The answers with their codes in words; a code for no answer leaves its cell blank."""
    words: dict[int, dict[str, str]] = {}
    asked: list[tuple[str, str]] = []
    for column, cell in enumerate(grid.rows[head]):
        if variable := known.get(fold(cell)):
            words[column] = {
                code: "" if _NO_ANSWER.fullmatch(word) else word
                for code, word in variable.words.items()
            }
            if variable.question and len(cell.split()) == 1:  # a name that only the sheet explains
                asked.append((fold(cell), variable.question))
    rows = [list(row) for row in grid.rows]
    for row in rows[head + 1 :]:
        for column, meaning in words.items():
            if column < len(row):
                row[column] = meaning.get(fold(row[column]), row[column])
    remark = _("its codes were put into words with sheet '{sheet}'").format(sheet=sheet)
    return replace(
        grid,
        rows=tuple(map(tuple, rows)),
        asked=tuple(asked),
        remarks=(*grid.remarks, remark),
    )
