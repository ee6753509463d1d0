"""Rows and columns of a sheet that are the head of what stands below: "FLAP 2  Waar zijn we trots op?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.files.grid import Grid, cell_at

FEWEST_HEADS = 2
MOST_WORDS = 25  # of a head; a longer text was said by somebody
_HEAD = re.compile(
    r"(?P<what>flap(?:-over)?|flip-?over|flipchart|vel|poster|bord|wand|muur|hoek|tafel|groep|"
    r"subgroep|groepje|vraag|thema|onderwerp|stelling|ronde|deelsessie)"
    r"(?: ?(?:nr|nummer)?\.?) ?(?P<n>\d{1,2}|[A-Ha-h])(?![\w/])\s{0,5}(?:\((?P<aside>[^()]{1,60})\)|"
    r"[:.,–—-]{0,2}\s{0,5}(?P<rest>\S.*)|[:.]?)$",
    re.IGNORECASE | re.DOTALL,
)
OF_PEOPLE = frozenset(("tafel", "groep", "subgroep", "groepje"))  # at which somebody sat
_COLOURS = frozenset("blauw geel rood groen oranje wit paars grijs roze zwart bruin".split())


@dataclass(frozen=True)
class Head:
    """A numbered head.

    Attributes: what: flap, tafel, vraag, … n: its number or letter. about: the subject or the
        question it names; "" where it has only a number, or the colour of a table.
    """

    what: str
    n: str
    about: str

    @property
    def title(self) -> str:
        """As notes write it: "Flap 2: Waar zijn we trots op?"."""
        name = f"{self.what.capitalize()} {self.n}"
        return f"{name}: {self.about}" if self.about else name


def head_in(text: str) -> Head | None:
    """The head that a cell is; None where it is something else."""
    found = _HEAD.match(text.strip())
    if found is None or len(text.split()) > MOST_WORDS:
        return None
    about = (found["rest"] or found["aside"] or "").strip()
    return Head(found["what"].casefold(), found["n"], "" if about.casefold() in _COLOURS else about)


def heads_among_rows(grid: Grid, first: int) -> dict[int, Head]:
    """Index of a row -> the head that its only cell is; {} where no two are numbered apart."""
    lone = {
        place: head
        for place, row in enumerate(grid.rows)
        if place >= first and (text := _only_cell(row)) and (head := head_in(text))
    }
    return lone if _numbered_apart(list(lone.values())) else {}


def heads_of_columns(row: Sequence[str]) -> dict[int, Head]:
    """Index of a column -> its head, where every name in a row of them is one; else {}."""
    filled = {i: cell for i, cell in enumerate(row) if cell.strip()}
    heads = {i: head for i, cell in filled.items() if (head := head_in(cell))}
    return heads if len(heads) == len(filled) and _numbered_apart(list(heads.values())) else {}


def _only_cell(row: Sequence[str]) -> str:
    filled = [cell for cell in row if cell.strip()]
    return filled[0].strip() if len(filled) == 1 else ""


def _numbered_apart(heads: Sequence[Head]) -> bool:
    numbers = [(head.what, head.n.casefold()) for head in heads]
    same = len({head.what for head in heads}) == 1
    return len(heads) >= FEWEST_HEADS and same and len(set(numbers)) == len(numbers)


def under_heads(grid: Grid) -> Grid:
    """The grid with heads among its rows as a column: each row below one is of that subject."""
    heads = heads_among_rows(grid, 1)
    first = min(heads, default=0)
    above = next((i for i in range(first - 1, -1, -1) if any(grid.rows[i])), None)
    if not heads or above is None or sum(bool(cell.strip()) for cell in grid.rows[above]) < 2:
        return grid
    people = all(head.what in OF_PEOPLE and not head.about for head in heads.values())
    return _with_column(grid, above, heads, "Tafel" if people else "Vraag")


def _with_column(grid: Grid, header: int, heads: dict[int, Head], name: str) -> Grid:
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
    return Grid(
        grid.part, tuple(rows), grid.numbers, grid.hidden, grid.hidden_rows, grid.merged,
        grid.remarks, grid.board, grid.asked,
    )  # fmt: skip
