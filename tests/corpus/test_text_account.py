"""Word by word: what stands in a document, a workbook or a PDF is an answer or set aside.

Every place of a file gets a word of its own, so that a lost or doubled place is a lost or doubled
word: headers and footers are the paper's own and are not read.
"""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import office, table, teletype, text
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from openpyxl import Workbook
from openpyxl.comments import Comment

from pipeline.core.plan import Round
from pipeline.corpus.read import Read
from pipeline.corpus.readers import read_file
from pipeline.files.options import RoundFiles

PLACES = ("paragraph", "bullet", "row", "box", "remark", "heading", "footnote")
SHAPE = st.lists(st.sampled_from(PLACES), min_size=1, max_size=8)


def words() -> Iterator[str]:
    """Sentences of which each has one word that no other has."""
    return (f"Het vervoer naar plaats{n} komt elke week weer te laat" for n in itertools.count(1))


def read(path: Path, kind: str = "meeting", **more: object) -> Read:
    source = RoundFiles(Round("1", "Ronde", "2025-03-17", kind), (path.name,), **more)  # type: ignore[arg-type]
    return read_file(path.parent, path.name, source, "r1")


def kept(found: Read) -> Counter[str]:
    """How often each of the words stands among the answers."""
    return Counter(
        word
        for response in found.responses
        for word in str(response["text"]).split()
        if word.startswith("plaats")
    )


@settings(max_examples=40, deadline=None)
@given(SHAPE)
def test_every_place_of_a_word_document_is_read_once_or_set_aside(shape: list[str]) -> None:
    said, document = words(), Document()
    document.sections[0].header.paragraphs[0].text = "Vertrouwelijk"
    document.add_paragraph("Verslag van de avond over het plan en de hulp in de klas.")
    used: dict[str, str] = {}
    for place in shape:
        sentence = next(said)
        used[sentence.split()[3]] = place
        if place == "row":
            cells = document.add_table(rows=1, cols=2).rows[0].cells
            cells[0].text, cells[1].text = sentence, "nog iets"
        elif place == "box":
            box = document.add_paragraph().add_run()
            box._r.append(_text_box(f"{sentence}."))
        elif place == "remark":
            run = document.add_paragraph("Dit staat er al een tijd zo in, zegt men.").runs
            document.add_comment(run, text=sentence, author=sentence)
        elif place == "heading":
            document.add_heading(sentence, 2)
        else:
            style = "List Bullet" if place == "bullet" else None
            document.add_paragraph(f"{sentence}.", style=style)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "verslag.docx"
        document.save(str(path))
        found = read(path)
    times = kept(found)
    for word, place in used.items():
        if place == "heading":
            assert times[word] == 0
        else:
            assert times[word] == 1, (word, place)
    assert all(one["reason"] for one in found.aside)
    assert not any("Vertrouwelijk" in str(one["text"]) for one in found.responses)


def _text_box(sentence: str) -> object:
    return parse_xml(
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>'
        f"<w:txbxContent><w:p><w:r><w:t>{sentence}</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict>"
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=6), st.booleans())
def test_every_cell_and_remark_of_a_workbook_is_read_or_told(
    rows: list[tuple[bool, bool]], hides_column: bool
) -> None:
    said, book = words(), Workbook()
    book.active.append(("rol", "Wat gaat er goed?", "Wat kan beter?"))
    sentences: list[str] = []
    for number, (hidden, remarked) in enumerate(rows, start=2):
        pair = [next(said), next(said)]
        sentences += pair
        book.active.append(("ouder", *pair))
        book.active.row_dimensions[number].hidden = hidden
        if remarked:
            book.active.cell(number, 2).comment = Comment("Hierover is gebeld", "Bureau")
    book.active.column_dimensions["C"].hidden = hides_column
    columns = {"role": "rol", "open": ["Wat gaat er goed?", "Wat kan beter?"]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "enquete.xlsx"
        book.save(path)
        found = read(path, "survey", columns=columns)
    assert kept(found) == Counter(sentence.split()[3] for sentence in sentences)
    told = "\n".join(found.warnings)
    assert ("verborgen rij" in told or "verborgen is" in told) == any(hidden for hidden, _r in rows)
    assert ("kolom" in told) == hides_column
    assert ("opmerking" in told) == any(remarked for _h, remarked in rows)


@pytest.mark.parametrize("n", [1, 3])
def test_every_cell_of_an_ods_is_read_however_often_it_is_repeated(n: int, tmp_path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    sheet = table.Table(name="Blad1")
    said = words()
    for cells in (("rol", "reactie"), ("ouder", next(said)), ("ouder", next(said))):
        row = table.TableRow(numberrowsrepeated=n if cells[0] == "ouder" else 1)
        for cell in cells:
            held = table.TableCell(valuetype="string")
            held.addElement(text.P(text=cell))
            if cell == "reactie":
                remark = office.Annotation()
                remark.addElement(text.P(text="Vraag van plaats9"))
                held.addElement(remark)
            row.addElement(held)
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    book.save(str(tmp_path / "lijst.ods"))
    found = read(tmp_path / "lijst.ods", "survey", columns={"role": "rol", "open": ["reactie"]})
    assert kept(found) == Counter({"plaats1": n, "plaats2": n})
    assert "'B1'" in "\n".join(found.warnings)


def test_every_place_of_an_odt_is_read_once(tmp_path: Path) -> None:
    said, document = words(), OpenDocumentText()
    first, second, noted, remarked = (next(said) for _n in range(4))
    paragraph = text.P(text=f"{first}.")
    note = text.Note(noteclass="footnote", id="n1")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text=noted))
    note.addElement(body)
    paragraph.addElement(note)
    remark = office.Annotation()
    remark.addElement(text.P(text=remarked))
    paragraph.addElement(remark)
    bullets = text.List()
    item = text.ListItem()
    item.addElement(text.P(text=second))
    bullets.addElement(item)
    for element in (paragraph, bullets):
        document.text.addElement(element)
    assert teletype.extractText(item) == second
    document.save(str(tmp_path / "verslag.odt"))
    found = read(tmp_path / "verslag.odt")
    assert kept(found) == Counter(one.split()[3] for one in (first, second, remarked))
    assert [one["reason"] for one in found.aside] == ["footnote"]
