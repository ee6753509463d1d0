"""Words and tables in the cells of a row: each table comes below the words right above it."""

from __future__ import annotations

from pathlib import Path

from odf.element import Element as OdfElement
from odf.opendocument import OpenDocumentText
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P

from pipeline.files import odt
from pipeline.files.cell_parts import CellParts, rows_and_tables


def _cell(*parts: str) -> CellParts[str]:
    """A cell of words, and of tables written as "<t>"."""
    cell: CellParts[str] = CellParts()
    for part in parts:
        if part.startswith("<"):
            cell.add_table(part)
        else:
            cell.add_line(part)
    return cell


def _filled(*cells: CellParts[str]) -> list[object]:
    return [part for part in rows_and_tables(cells) if isinstance(part, str) or any(part)]


def test_words_between_two_tables_of_one_cell_stay_between_them() -> None:
    assert _filled(_cell("goed", "<1>", "beter", "<2>")) == [("goed",), "<1>", ("beter",), "<2>"]


def test_the_words_above_a_second_table_beside_the_first_come_below_that_one() -> None:
    parts = _filled(_cell("1"), _cell("goed", "<1>"), _cell("beter", "<2>"))
    assert parts == [("1", "goed", ""), "<1>", ("", "", "beter"), "<2>"]


def test_a_row_without_tables_is_one_row() -> None:
    assert _filled(_cell("ouder"), _cell("te laat", "te vol")) == [("ouder", "te laat\nte vol")]


def _row(*cells: OdfElement) -> OdfElement:
    row = TableRow()
    for cell in cells:
        row.addElement(cell)
    return row


def _odf_cell(text: str, **spans: int) -> OdfElement:
    cell = TableCell(**spans)
    cell.addElement(P(text=text))
    return cell


def test_cells_of_open_document_text_are_merged_and_nested_as_those_of_word(tmp_path: Path) -> None:
    inner = Table()
    inner.addElement(TableColumn())
    inner.addElement(_row(_odf_cell("elke dag")))
    holder = _odf_cell("te vol")
    holder.addElement(inner)
    table = Table()
    table.addElement(TableColumn(numbercolumnsrepeated=2))
    table.addElement(_row(_odf_cell("Zorgen", numbercolumnsspanned=2), CoveredTableCell()))
    table.addElement(_row(_odf_cell("ouder", numberrowsspanned=2), _odf_cell("te laat")))
    table.addElement(_row(CoveredTableCell(), holder))
    document = OpenDocumentText()
    document.text.addElement(table)
    document.save(str(tmp_path / "tafel.odt"))
    rows = odt.read(tmp_path / "tafel.odt", "tafel.odt")
    assert [row.cells for row in rows] == [
        ("Zorgen", ""),
        ("ouder", "te laat"),
        ("ouder", "te vol"),
        ("elke dag",),
    ]
    assert [row.across for row in rows] == [True, False, False, False]
    assert [row.inside for row in rows] == [0, 0, 0, 1]
