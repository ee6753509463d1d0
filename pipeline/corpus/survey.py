"""Tables of answers, wide or long: which sheets and header are read, and what is told of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.corpus.attendance import known_role, present_in
from pipeline.corpus.code_sheets import decoded
from pipeline.corpus.columns import Columns, find_header_row, resolve
from pipeline.corpus.read import Read, meeting_start
from pipeline.corpus.side_sheets import Attendance, attendance_of
from pipeline.corpus.slides import slides_together
from pipeline.corpus.survey_rows import SurveyRows
from pipeline.corpus.tidy import filled_down, tidied
from pipeline.files.faults import column_list, place
from pipeline.files.grid import Grid
from pipeline.files.names import fold
from pipeline.files.options import RoundFiles


def read_grids(grids: list[Grid], source: RoundFiles, file: str, prefix: str) -> Read:
    """The responses of a workbook or text table.

    Args: prefix starts every response id, e.g. ``r1`` or ``r2.3`` for the third file.
    """
    read = Read()
    read.faults.extend(fault for grid in grids for fault in grid.faults)
    there = [attendance for grid in grids if not grid.hidden for attendance in attendance_of(grid)]
    grids = slides_together([tidied(grid) for grid in decoded(grids)])
    chosen = _chosen(grids, source, file, read)
    for number, grid in enumerate(chosen, start=1):
        start = prefix if len(chosen) == 1 else f"{prefix}.{number}"
        rows = _read_grid(grid, source, file, start, read)
        if rows is not None and source.round.kind == "meeting":
            read.meetings += list(_who_came(rows, there))
    return read


def _who_came(rows: SurveyRows, there: Sequence[Attendance]) -> Iterator[dict[str, object]]:
    """The rows of MEETINGS for those of a table whose people another sheet counts."""
    start = meeting_start(rows.prefix)
    meetings = {name: f"{start}-{number}" for name, number in rows.meetings.items()} or {"": start}
    days = {row["meeting_id"]: row["date"] for row in rows.read.responses}
    counted = {row["meeting_id"] for row in rows.read.meetings}
    for attendance in there:
        meeting = meetings.get(fold(attendance.group), "")
        if not meeting or meeting in counted:
            continue
        counted.add(meeting)
        present = present_in(f"{attendance.total} personen, {attendance.roles}")
        known = {role: n for role, n in present.roles.items() if known_role(role)[0]}
        for role, n in {"": attendance.total, **known}.items():
            yield {
                "meeting_id": meeting,
                "round_id": rows.round_id,
                "title": meeting,  # never its name: "overleg met mevrouw Jansen"
                "topic": "",
                "date": days.get(meeting, ""),
                "role": role,
                "n_present": n,
            }


def _read_grid(
    grid: Grid, source: RoundFiles, file: str, prefix: str, read: Read
) -> SurveyRows | None:
    """The rows of one sheet, read; None where its columns cannot be told."""
    start = _header_index(grid, source, file, read)
    if start is None:
        return None
    columns = resolve(
        grid, source.columns, source.toml, source.table, file, start, source.header_rows
    )
    read.faults.extend(columns.faults)
    remark(grid, columns, file, read)
    grid = filled_down(grid, columns.header_end)
    if columns.faults:
        return None
    rows = SurveyRows(grid, columns, source, file, prefix, read)
    rows.read_all()
    return rows


def _chosen(grids: list[Grid], source: RoundFiles, file: str, read: Read) -> list[Grid]:
    """The sheets that corpus.toml names, or the only one that holds rows; else a fault."""
    by_name = {fold(grid.part): grid for grid in grids}
    wanted = source.sheets or ((source.sheet,) if source.sheet else ())
    for name in wanted:
        if fold(name) not in by_name:
            read.faults.append(_no_sheet(name, grids, source, file))
    if wanted:
        remark_other_sheets(grids, {*wanted, *source.sheets_elsewhere}, file, read)
        return [by_name[fold(name)] for name in wanted if fold(name) in by_name]
    filled = answer_sheets(grids)
    if len(filled) == 1:
        _remark_hidden_sheets(grids, file, read)
        return filled
    if not filled:
        read.faults.append(
            DataProblem(
                where=file,
                found=_("the file holds no rows below a header"),
                mend=_("export it again, or take it out of corpus.toml"),
            )
        )
        return []
    read.faults.append(
        DataProblem(
            where=file,
            found=_("{n} sheets hold rows: {sheets}").format(
                n=len(filled), sheets=column_list([grid.part for grid in filled])
            ),
            expected=_("one sheet, or several with the same questions"),
            mend=_(
                'add a line such as  sheet = "{sheet}"  under [{table}], or  sheets = ["…", "…"]'
            ).format(sheet=filled[0].part, table=source.table),
        )
    )
    return []


def _no_sheet(name: str, grids: list[Grid], source: RoundFiles, file: str) -> DataProblem:
    key = "sheets" if source.sheets else "sheet"
    where = source.toml.line(source.table, key) if source.toml else ""
    return DataProblem(
        where=f"{file} ({where})",
        found=_("sheet '{sheet}' does not exist").format(sheet=name),
        expected=_("one of: {keys}").format(keys=column_list([grid.part for grid in grids])),
        mend=_("correct sheet in corpus.toml, or leave it out when there is only one"),
    )


def answer_sheets(grids: list[Grid]) -> list[Grid]:
    """The sheets that hold rows below a header; of Mentimeter's the one with a row per voter."""
    filled = [grid for grid in grids if len(grid.rows) > 1 and not grid.hidden]
    voters = [grid for grid in filled if fold(grid.part) in ("voters", "stemmers")]
    return voters or filled


def remark_other_sheets(grids: list[Grid], named: set[str], file: str, read: Read) -> None:
    """Tell of sheets with rows that are none of those that were read."""
    known = {fold(name) for name in named}
    _remark_hidden_sheets([grid for grid in grids if fold(grid.part) not in known], file, read)
    others = [grid.part for grid in answer_sheets(grids) if fold(grid.part) not in known]
    if others:
        read.warnings.append(
            _("{file}: sheets that corpus.toml does not name were not read: {sheets}").format(
                file=file, sheets=column_list(others)
            )
        )


def _remark_hidden_sheets(grids: list[Grid], file: str, read: Read) -> None:
    hidden = [grid.part for grid in grids if grid.hidden and grid.rows]
    if hidden:
        read.warnings.append(
            _("{file}: hidden sheets were not read: {sheets}").format(
                file=file, sheets=column_list(hidden)
            )
        )


def _header_index(grid: Grid, source: RoundFiles, file: str, read: Read) -> int | None:
    """Index in the grid of the first row of column names; None, and a fault, where it is blank."""
    if source.header_row is None:
        return find_header_row(grid, source.columns, source.header_rows)
    for index, number in enumerate(grid.numbers):
        if number == source.header_row and grid.rows[index]:
            return index
    where = source.toml.line(source.table, "header_row") if source.toml else ""
    last = grid.numbers[-1] if grid.numbers else 0
    read.faults.append(
        DataProblem(
            where=f"{place(file, grid.part)} ({where})",
            found=_("header_row is {row}, but that row is blank").format(row=source.header_row)
            if source.header_row <= last
            else _("header_row is {row}, but the table ends at row {last}").format(
                row=source.header_row, last=last
            ),
            expected=_("the row that holds the names of the columns, as Excel numbers it"),
            mend=_("correct header_row, or leave it out to have the row found"),
        )
    )
    return None


def remark(grid: Grid, columns: Columns, file: str, read: Read) -> None:
    """Add to ``read.warnings`` what its user should know: columns not used, hidden rows."""
    where = place(file, grid.part)
    read.warnings.extend(
        text if text.startswith(file) else f"{where}: {text}" for text in grid.remarks
    )
    if columns.unused:
        read.warnings.append(
            _("{where}: columns not used: {columns}").format(
                where=where, columns=column_list(list(columns.unused))
            )
        )
    hidden = sorted(grid.hidden_rows & set(grid.numbers[columns.header_end :]))
    if hidden:
        read.warnings.append(
            _("{where}: {n} hidden rows were read too, the first is row {row}").format(
                where=where, n=len(hidden), row=hidden[0]
            )
        )
