"""A reactienota that came back, .docx or .xlsx: what was answered per concern, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.locale import in_every_language
from pipeline.files import docx as from_docx
from pipeline.files.faults import place
from pipeline.review.reactienota_report import CONCERN, LEADS, REACTION, WHY
from pipeline.review.workbook import read_sheets

_KEYS = {CONCERN: "theme", REACTION: "reaction", LEADS: "leads_to", WHY: "why"}


@dataclass(frozen=True)
class GivenAnswer:
    """One concern's answer as it stands in the file: text untouched, with its place."""

    theme: str
    reaction: str
    leads_to: str
    why: str
    where: str


def read_answers(path: Path) -> list[GivenAnswer]:
    """Every concern in the file, filled in or not.

    Raises: DataProblem for a file that is no reactienota of ours.
    """
    found = list(_from_docx(path) if path.suffix.lower() == ".docx" else _from_sheets(path))
    if not found:
        raise DataProblem(
            where=path.name,
            found=_("no concern of a reactienota was found"),
            expected=_("the file that 'gehoord reactienota' wrote, with its tables"),
            mend=_("fill in that file; the names in the first column must stay"),
        )
    return found


def _from_docx(path: Path) -> Iterator[GivenAnswer]:
    if not path.is_file():
        raise DataProblem(
            where=str(path), found=_("there is no such file"), mend=_("check the name")
        )
    tables: dict[int, dict[str, str]] = {}
    for block in from_docx.read(path, path.name):
        if block.kind == "row" and block.cells:
            key = _key(block.cells[0])
            if key:
                tables.setdefault(block.table, {})[key] = "\n".join(block.cells[1:]).strip()
    for number, cells in tables.items():
        if "theme" in cells:
            where = f"{path.name}, {_('table {n}').format(n=number)}"
            yield _given(cells, where)


def _from_sheets(path: Path) -> Iterator[GivenAnswer]:
    for grid in read_sheets(path):
        columns: Mapping[int, str] = {}
        for number, cells in zip(grid.numbers, grid.rows, strict=True):
            named = {at: key for at, cell in enumerate(cells) if (key := _key(cell))}
            if "theme" in named.values():
                columns = named
                continue
            values = {key: _cell(cells, at) for at, key in columns.items()}
            if values.get("theme"):
                yield _given(values, place(path.name, grid.part, number))


def _given(values: Mapping[str, str], where: str) -> GivenAnswer:
    return GivenAnswer(
        values["theme"], values.get("reaction", ""), values.get("leads_to", ""),
        values.get("why", ""), where,
    )  # fmt: skip


def _key(cell: str) -> str:
    statements = " ".join(cell.split()).casefold()
    for message, key in _KEYS.items():
        if statements in {one.casefold() for one in (message, *in_every_language(message))}:
            return key
    return ""


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""
