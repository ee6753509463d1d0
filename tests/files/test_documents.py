"""The real documents read the same, whatever program saved them; list numbers as printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from pipeline.core.plan import Round
from pipeline.corpus.readers import read_file
from pipeline.files import pdf as from_pdf
from pipeline.files.blocks import Block, structured
from pipeline.files.docx import read as read_docx
from pipeline.files.options import RoundFiles
from pipeline.files.text import blocks_of
from tests.files.nasty import BUILDERS, pdf_bytes
from tests.office import saved_by_libreoffice

SOURCE = RoundFiles(Round("1", "Gesprekken", "2021-05-31", "meeting"), ())
SEEDS = ("000", "001", "003", "004")


@pytest.fixture(scope="session")
def converted(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed texts as .txt, .docx, .odt and .pdf, made by LibreOffice."""
    folder = tmp_path_factory.mktemp("seeds")
    for seed in SEEDS:
        source = next((shared_dir / "seeds").glob(f"{seed}_*.txt"))
        (folder / f"{seed}.txt").write_bytes(source.read_bytes())
    texts = sorted(folder.glob("*.txt"))
    for kind in ("docx", "odt", "pdf"):
        saved_by_libreoffice(texts, kind, folder, "--infilter=Text (encoded):UTF8")
    return folder


def statements(folder: Path, file: str) -> list[str]:
    read = read_file(folder, file, SOURCE, "r1")
    return [" ".join(str(row["text"]).split()) for row in read.responses]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "odt", "pdf"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_document_gives_the_same_responses_in_every_format(
    converted: Path, seed: str, kind: str
) -> None:
    plain, other = statements(converted, f"{seed}.txt"), statements(converted, f"{seed}.{kind}")
    assert len(plain) >= 10
    assert " ".join(plain) == " ".join(other)
    if (seed, kind) == ("004", "pdf"):
        # one paragraph fills its last line to the margin: nothing in the PDF says that it ends
        assert len(set(plain) - set(other)) == 2
    else:
        assert plain == other


def test_list_numbers_are_those_that_word_prints(tmp_path: Path) -> None:
    document = Document()
    for text in ("eerste", "tweede", "derde"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("los", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    blocks = read_docx(tmp_path / "a.docx", "a.docx")
    assert [(block.number, block.kind) for block in blocks] == [
        ("1.", "item"),
        ("2.", "item"),
        ("3.", "item"),
        ("", "item"),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "level", "number", "text"),
    [
        ("  • Er is behoefte aan rust", "item", 1, "", "Er is behoefte aan rust"),
        ("- nog een punt", "item", 1, "", "nog een punt"),
        (
            "2. Sterk netwerk; zodat kinderen meedoen.",
            "item",
            1,
            "2.",
            "Sterk netwerk; zodat kinderen meedoen.",
        ),
        ("4.2 Wat gaan we doen", "heading", 2, "4.2", "Wat gaan we doen"),
        ("4.2.1 Doel: elk kind telt mee.", "paragraph", 0, "4.2.1", "Doel: elk kind telt mee."),
        ("## Hulp in de klas", "heading", 2, "", "Hulp in de klas"),
        ("-1 voor deze route", "paragraph", 0, "", "-1 voor deze route"),
        ("16 kinderen zitten thuis.", "paragraph", 0, "", "16 kinderen zitten thuis."),
    ],
)
def test_typed_marks_are_read_as_a_person_sees_them(
    line: str, kind: str, level: int, number: str, text: str
) -> None:
    lines = [
        Block("paragraph", line),
        Block("paragraph", "Gewone tekst eronder, die langer doorgaat."),
    ]
    block = structured(lines)[0]
    assert (block.kind, block.level, block.number, block.text) == (kind, level, number, text)


def test_a_short_letter_line_is_no_heading_when_headings_are_not_guessed() -> None:
    lines = blocks_of("Meer handen in de klas\n\nEn verder graag eens een keer naar ons luisteren.")
    assert [block.kind for block in structured(lines, guess_headings=False)] == ["paragraph"] * 2
    assert [block.kind for block in structured(lines)] == ["heading", "paragraph"]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    BUILDERS["pdf_two_columns"](tmp_path / "a")
    left, right = statements(tmp_path, "a.pdf")
    assert left.startswith("Links")
    assert "Rechts" not in left
    assert right.startswith("Rechts")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["odt", "pdf"])
def test_the_demo_notes_keep_role_meeting_topic_and_support_in_every_format(
    voorbeeld: Path, tmp_path: Path, kind: str
) -> None:
    notes = sorted(voorbeeld.glob("ronde-2-*.docx"))
    saved_by_libreoffice(notes, kind, tmp_path)
    columns = ("text", "question", "role", "meeting_id", "area", "date", "n_supporters")
    for path in notes:
        word = read_file(voorbeeld, path.name, SOURCE, "r1").responses
        other = read_file(tmp_path, f"{path.stem}.{kind}", SOURCE, "r1").responses
        assert len(word) >= 30
        assert [[row[c] for c in columns] for row in word] == [
            [row[c] for c in columns] for row in other
        ]


def test_the_size_of_pdf_text_follows_the_matrix_it_is_drawn_with(tmp_path: Path) -> None:
    """Programs that draw every text in size 1, scaled, have headings too."""
    file = tmp_path / "geschaald.pdf"
    plain = pdf_bytes(["Rust op school", "Elke school krijgt een stille plek."])
    scaled = plain.replace(b"F1 11 Tf 1 0 0 1 60 700 Tm", b"F1 1 Tf 20 0 0 20 9 700 Tm")
    file.write_bytes(scaled.replace(b"F1 11 Tf 1 0 0 1 60 686 Tm", b"F1 1 Tf 10 0 0 10 9 660 Tm"))
    heading, text = from_pdf.read(file, file.name)
    assert (heading.kind, heading.size) == ("heading", 20.0)
    assert (text.kind, text.size) == ("paragraph", 10.0)


@pytest.mark.parametrize("line", ["1 April begint het nieuwe jaar", "01.09 De scholen beginnen"])
def test_a_date_is_no_chapter_number(line: str) -> None:
    (block,) = structured([Block("paragraph", line)], guess_headings=False)
    assert (block.kind, block.number) == ("paragraph", "")


def test_an_indented_line_goes_on_with_the_point_above_it() -> None:
    text = "- de bus komt\n  elke dag te laat\n- wij zijn nooit ge-\n  vraagd\n\n"
    text += "  los daarvan: mooi dorp\n"
    assert [block.text for block in structured(blocks_of(text))] == [
        "de bus komt elke dag te laat",
        "wij zijn nooit gevraagd",
        "los daarvan: mooi dorp",
    ]


def test_dashes_against_their_words_are_bullets_where_several_lines_have_them() -> None:
    points = ["de bus komt elke ochtend te laat en mijn zoon mist zo steeds de les", "te vol", "op"]
    text = "\n".join(f"-{point}" for point in points)
    blocks = structured(blocks_of(text))
    assert [(block.kind, block.text) for block in blocks] == [("item", point) for point in points]
    assert structured(blocks_of("vo-\n-leerlingen"))[-1].text == "-leerlingen"
