"""Rows and columns of a sheet that head what stands below: "FLAP 2  Waar zijn we trots op?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.files.grid import Grid, cell_at

FEWEST_HEADS = 2
MOST_WORDS = 25  # of a head; a longer text was said by somebody
_FLAPS = r"flap(?:-over)?|flip-?over|flipchart|vel|poster|bord|wand|muur|hoek"
_HEAD = re.compile(  # "Flap 2 Vervoer", "Tafel 3 – rood", "VRAAG 1: Wat mist u?", "Groep B"
    rf"(?:(?P<flap>{_FLAPS})|(?P<what>tafel|(?:sub)?groep(?:je)?|vraag|thema|onderwerp|stelling|"
    r"ronde|deelsessie))(?: ?(?:nr|nummer)\b\.?)? ?(?P<n>\d{1,2}|[A-Ha-h])(?![\w/])"
    r"(?:\s{0,3}\((?P<aside>[^()]{1,60})\)|(?P<part>\s{0,3}[:.,–—-]\s{0,3}|\s{1,6})(?P<rest>\S.*)"
    r"|[:.]?)$",
    re.IGNORECASE | re.DOTALL,
)
_IS_FLAP = re.compile(_FLAPS, re.IGNORECASE)
OF_PEOPLE = frozenset(("tafel", "groep", "subgroep", "groepje"))  # at which somebody sat
_COLOURS = frozenset("blauw geel rood groen oranje wit paars grijs roze zwart bruin".split())


@dataclass(frozen=True)
class RowHead:
    """A numbered head.

    Attributes: what: flap, tafel, vraag, … n: its number or letter; both "" of a subject alone.
        about: the subject or the question it names; "" where it has only a number, or the colour
        of a table.
    """

    what: str
    n: str
    about: str

    @property
    def title(self) -> str:
        """As notes write it: "Flap 2: Waar zijn we trots op?"."""
        name = f"{self.what.capitalize()} {self.n}".strip()
        if not name:
            return self.about
        return f"{name}: {self.about}" if self.about else name


def head_in(text: str) -> RowHead | None:
    """The head that a cell is; None where it is something else."""
    match = _HEAD.match(text.strip())
    if match is None or len(text.split()) > MOST_WORDS:
        return None
    if not match["flap"] and match["part"] == " ":  # "groep 8 is te vol" tells something of it
        return None
    about = (match["rest"] or match["aside"] or "").strip()
    what = (match["flap"] or match["what"]).casefold()
    return RowHead(what, match["n"], "" if about.casefold() in _COLOURS else about)


def heads_among_rows(grid: Grid, first: int) -> dict[int, RowHead]:
    """Index of a row -> the head that its only cell is; {} where no two are numbered apart.

    A flap heads what stands below it; another head stands below a blank row or the columns' names,
    for "Groep 8: te vol" may be an answer. Below each something was said.
    """
    lone = {
        place: head
        for place, row in enumerate(grid.rows)
        if place >= first and (text := _only_cell(row)) and (head := head_in(text))
    }
    flaps = all(_IS_FLAP.match(head.what) for head in lone.values())
    apart = flaps or all(place == first or not any(grid.rows[place - 1]) for place in lone)
    empty = any(place + 1 in lone or place + 1 == len(grid.rows) for place in lone)
    if not apart or empty or not _numbered_apart(list(lone.values())):
        return {}
    below = {grid.rows[place + 1] for place in lone}
    tables = len(below) == 1 and sum(map(bool, *below)) > 1  # each with its columns named again
    return {} if tables else lone


def heads_of_columns(row: Sequence[str]) -> dict[int, RowHead]:
    """Index of a column -> its head, where all names in a row are flaps or tables; else {}.

    Below "Vraag 1" and "Vraag 2" stand the answers of somebody each row.
    """
    filled = {i: cell for i, cell in enumerate(row) if cell.strip()}
    heads = {i: head for i, cell in filled.items() if (head := head_in(cell))}
    flaps = (_IS_FLAP.match(head.what) or head.what in OF_PEOPLE for head in heads.values())
    return (
        heads
        if all(flaps) and len(heads) == len(filled) and _numbered_apart(list(heads.values()))
        else {}
    )


def _only_cell(row: Sequence[str]) -> str:
    filled = [cell for cell in row if cell.strip()]
    return filled[0].strip() if len(filled) == 1 else ""


def _numbered_apart(heads: Sequence[RowHead]) -> bool:
    numbers = [(head.what, head.n.casefold()) for head in heads]
    same = len({head.what for head in heads}) == 1
    return len(heads) >= FEWEST_HEADS and same and len(set(numbers)) == len(numbers)


def under_heads(grid: Grid) -> Grid:
    """The grid with heads among its rows as a column: each row below one is of that subject."""
    above = next((i for i, row in enumerate(grid.rows) if sum(map(bool, row)) > 1), None)
    heads = heads_among_rows(grid, above + 1) if above is not None else {}
    if not heads or above is None:
        return grid
    people = all(head.what in OF_PEOPLE and not head.about for head in heads.values())
    return _with_column(grid, above, heads, "Tafel" if people else "Vraag")


def _with_column(grid: Grid, header: int, heads: dict[int, RowHead], name: str) -> Grid:
    rows: list[tuple[str, ...]] = []
    current = ""
    for place, row in enumerate(grid.rows):
        padded = tuple(cell_at(row, i) for i in range(grid.width))
        if place in heads:
            head = heads[place]
            current = head.about or head.title
            rows.append(())
        elif place == header:
            rows.append((*padded, name))
        elif place > header and any(row):
            rows.append((*padded, current))
        else:
            rows.append(row)
    return replace(grid, rows=tuple(rows))
