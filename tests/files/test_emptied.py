"""A file without some of its words is otherwise the file it was."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from pipeline.files.emptied import without_fields, without_paragraphs


def hers(text: str) -> bool:
    return "toetert" in text


def test_a_word_document_loses_the_paragraphs_of_one_person_also_in_tables(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Dit blijft staan")
    document.add_paragraph("De taxi toetert")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Hij toetert weer"
    path = tmp_path / "nota.docx"
    document.save(str(path))
    (tmp_path / "leeg.docx").write_bytes(without_paragraphs(path, hers))
    left = Document(str(tmp_path / "leeg.docx"))
    assert [paragraph.text for paragraph in left.paragraphs] == ["Dit blijft staan", ""]
    assert left.tables[0].cell(0, 0).text == ""


def test_a_csv_loses_her_cells_and_keeps_its_mark_and_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "blokken.csv"
    path.write_text("\ufeffzorg;citaat\nTaxi;De taxi toetert\nBus;Komt te laat\n", "utf-8")
    assert without_fields(path, hers).decode("utf-8") == (
        "\ufeffzorg;citaat\nTaxi;\nBus;Komt te laat\n"
    )
