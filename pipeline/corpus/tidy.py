"""What a platform's own layout hides is laid open before a table is read: form, never meaning.

Language variants become one column, a title joins its body, notes on a board are told from rows,
a table without a header gets one, cells merged downwards hold for every row they span.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.core.cleaning import column_letter
from pipeline.core.locale import gettext as _
from pipeline.corpus.tidy_layouts import LAYOUTS
from pipeline.files.dates import iso_date
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import column_kinds, fold, role_names

_SEARCHED = 10  # rows in which a layout is looked for
_VARIANT = re.compile(
    r"^(?P<stem>.{2,60}?)(?:/|_| \(|-)(?P<lang>nl|en|fr|de|fy|ar|tr|uk|pl|es)\)?$"
)
_TITLES = frozenset(("title", "titel", "subject"))
_BODIES = frozenset(("body", "description", "beschrijving", "omschrijving", "tekst"))
_PLATFORM = frozenset(
    "state status likes dislikes comments reacties votes upvotes author auteur section sectie url "
    "published_at created_at is_amend endorsements/total_count stemmen gebruikersnaam".split()
) | {"geplaatst op", "aantal stemmen", "aantal reacties"}
_VV = {
    "{newline}": "\n",
    "{quote}": '"',
    "{cr}": "",
    "{tab}": "\t",
    "{question_not_shown}": "",
}
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|strong|b|em|i|u|ul|ol|li|a|h\d|font|img)\b[^>]{0,400}>", re.I
)
_BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li|h\d)>", re.I)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,5}|#x[0-9a-f]{1,4});", re.I)
_PERSONAL = re.compile(r"\b06[ -]?\d{2}|@\w+\.\w|\d{4} ?[A-Z]{2}\b")
_OF_A_GROUP = frozenset(("question", "meeting"))
MOST_MERGED = 60  # characters of a cell that holds for several rows; a longer one is an answer


def tidied(grid: Grid) -> Grid:
    """The grid as its platform meant it; rows keep their numbers."""
    for tidy in (unescaped, _of_one_language, _with_titles, *LAYOUTS, _with_header, _board):
        grid = tidy(grid)
    return grid


def plain_text(text: str) -> str:
    """An answer without the markup and the entities in which a platform wrapped it."""
    if "<" in text and _MARKUP.search(text):
        text = _MARKUP.sub("", _BREAKS.sub("\n", text))
        text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def filled_down(grid: Grid, first: int) -> Grid:
    """The grid in which a short cell merged downwards holds for each row from ``first`` on.

    Args: first is the index of the first row below the header.
    """
    rows = [list(row) for row in grid.rows]
    index = {number: i for i, number in enumerate(grid.numbers)}
    for top, left, bottom, right in grid.merged:
        start = index.get(top, -1)
        if bottom == top or right != left or start < first or len(rows[start]) < left:
            continue
        value = rows[start][left - 1]
        if not value.strip() or len(value) > MOST_MERGED:
            continue
        for number in range(top + 1, bottom + 1):
            if (row := index.get(number)) is not None and any(rows[row]):
                rows[row] += [""] * (left - len(rows[row]))
                rows[row][left - 1] = rows[row][left - 1] or value
    for column in _named_once(rows, first):
        above = ""
        for row_ in (row_ for row_ in rows[first:] if any(row_)):
            row_ += [""] * (column + 1 - len(row_))
            above = row_[column] = row_[column].strip() or above
    return replace(grid, rows=tuple(tuple(row) for row in rows))


def _named_once(rows: Sequence[Sequence[str]], first: int) -> Iterator[int]:
    """The columns of meetings and subjects that are filled only at the first of several rows.

    Each name stands there once, the first row has one, and most rows have none.
    """
    header = rows[first - 1] if 0 < first <= len(rows) else ()
    for column in range(len(header)):
        if column_kinds().get(fold(header[column]), "") not in _OF_A_GROUP:
            continue
        cells = [cell_at(row, column).strip() for row in rows[first:] if any(row)]
        named = [cell for cell in cells if cell]
        once = len(set(named)) == len(named) > 1 and 2 * len(named) <= len(cells)
        if once and cells[0]:
            yield column


def unescaped(grid: Grid) -> Grid:
    """LimeSurvey's VV export writes line breaks and quotation marks as words."""
    marks = tuple(_VV)
    if not any(mark in cell for row in grid.rows for cell in row if "{" in cell for mark in marks):
        return grid
    mark = re.compile("|".join(map(re.escape, _VV)))
    rows = tuple(
        tuple(mark.sub(lambda match: _VV[match[0]], cell) for cell in row) for row in grid.rows
    )
    return replace(grid, rows=rows)


def _of_one_language(grid: Grid) -> Grid:
    """One column of body/nl, body/en, …: what somebody wrote, in the language it was written in."""
    for head, row in enumerate(grid.rows[:_SEARCHED]):
        variants: dict[str, dict[str, int]] = {}
        for index, cell in enumerate(row):
            if variant := _VARIANT.match(cell.strip()):
                variants.setdefault(variant["stem"], {})[variant["lang"]] = index
        contribution = (_TITLES | _BODIES) & variants.keys()  # "title/nl" alone is a title too
        groups = {
            stem: columns
            for stem, columns in variants.items()
            if len(columns) > 1 or (contribution and stem in contribution)
        }
        if groups:
            return _coalesced(grid, head, groups)
    return grid


def _coalesced(grid: Grid, head: int, groups: dict[str, dict[str, int]]) -> Grid:
    """One column for what was asked in several languages, named by its stem; Dutch goes first.

    Args: head: index of the header; groups: stem -> language -> column.
    """
    width = max(len(row) for row in grid.rows)
    rows = [list(row) + [""] * (width - len(row)) if row else [] for row in grid.rows]
    in_order = {
        stem: sorted(columns.values(), key=lambda index: (index != columns.get("nl"), index))
        for stem, columns in groups.items()
    }
    for stem, (first, *others) in in_order.items():
        rows[head][first] = stem
        for index in others:
            rows[head][index] = ""
            for row in rows[head + 1 :]:
                if row and not row[first].strip():
                    row[first], row[index] = row[index], ""
                elif row and row[first].strip() == row[index].strip():
                    row[index] = ""
    n_translated = 0
    for row in filter(None, rows[head + 1 :]):
        for _first, *others in in_order.values():
            for index in others:  # the same contribution once more, in translation
                n_translated += bool(row[index].strip())
                row[index] = ""
    remarks = grid.remarks
    if n_translated:
        text = _("{n} cells hold the same in another language and were left out")
        remarks = (*remarks, text.format(n=n_translated))
    return replace(grid, rows=tuple(tuple(row) for row in rows), remarks=remarks)


def _with_titles(grid: Grid) -> Grid:
    """The title of a contribution to a platform is its first sentence."""
    for head, row in enumerate(grid.rows[:_SEARCHED]):
        names = [fold(cell) for cell in row]
        titles = [i for i, name in enumerate(names) if name in _TITLES]
        bodies = [i for i, name in enumerate(names) if name in _BODIES]
        if len(titles) == 1 and bodies and _PLATFORM & set(names):
            return _joined(grid, head, titles[0], bodies[0])
    return grid


def _joined(grid: Grid, heads: int, title: int, body: int) -> Grid:
    rows = [list(row) for row in grid.rows]
    rows[heads][title] = ""
    for row in rows[heads + 1 :]:
        row += [""] * (max(title, body) + 1 - len(row)) if row else []
        if not row or not row[title].strip():
            continue
        head, text = row[title].strip(), plain_text(row[body]).strip()
        if not text.casefold().startswith(head.rstrip(" .…").casefold()):
            text = f"{head}\n{text}".strip()
        row[title], row[body] = "", text
    return replace(grid, rows=tuple(tuple(row) for row in rows))


def _with_header(grid: Grid) -> Grid:
    """A header over a table that has none, so that nobody's words become a question."""
    rows = [row for row in grid.rows if any(cell.strip() for cell in row)]
    if len(rows) < 3 or len(rows[0]) < 2 or not _is_data(rows):
        return grid
    names: list[str] = []
    for index in range(grid.width):
        name = _name_by_values([row[index].strip() for row in rows if index < len(row)])
        names.append(name if name and name not in names else column_letter(index))
    remark = _("there is no row with the names of the columns; they were named by what they hold")
    return replace(
        grid,
        rows=(tuple(names), *grid.rows),
        numbers=(0, *grid.numbers),
        remarks=(*grid.remarks, remark),
    )


def _is_data(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first row is an entry like the others rather than the names of columns."""
    first = rows[0]
    if any(fold(cell) in column_kinds() for cell in first):
        return False
    if any(_PERSONAL.search(cell) for cell in first):
        return True
    numbered = first[0].strip().isdigit() and all(row and row[0].strip().isdigit() for row in rows)
    roles = any(
        fold(cell) in role_names()
        and sum(fold(row[i]) == fold(cell) for row in rows[1:] if i < len(row)) >= 2
        for i, cell in enumerate(first)
    )
    dated = any(iso_date(cell) is not None for cell in first if not cell.strip().isdigit())
    return numbered or roles or dated


def _name_by_values(values: Sequence[str]) -> str:
    filled = [value for value in values if value]
    if not filled:
        return ""
    if all(value.isdigit() for value in filled):
        return "nr" if len(set(filled)) == len(filled) else ""
    if sum(fold(value) in role_names() for value in filled) > len(filled) / 2:
        return "rol"
    if sum(iso_date(value) is not None for value in filled) > len(filled) / 2:
        return "datum"
    words = sum(len(value.split()) for value in filled) / len(filled)
    return "reactie" if words >= 3 else ""


def _board(grid: Grid) -> Grid:
    """Notes on a board (Miro): short headings parted by blank columns, no column about people."""
    for row in grid.rows[:_SEARCHED]:
        filled = [i for i, cell in enumerate(row) if cell.strip()]
        if len(filled) < 2:
            continue
        apart = all(right - left == 2 for left, right in pairwise(filled))
        blank = (
            not any(
                cell_at(other, i).strip() for other in grid.rows for i in range(1, filled[-1], 2)
            )
            if filled[0] == 0
            else False
        )
        return replace(grid, board=apart and blank)
    return grid
