"""Pages that lie on their side and letters that stand apart, read as a person reads them."""

from __future__ import annotations

import random
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipeline.files import pdf as from_pdf
from pipeline.files.pdf_lines import read_lines
from tests.files.nasty import pdf_bytes

LINES = (
    "De wachttijd voor een plek op school is te lang.",
    "Ouders worden te laat bij het plan betrokken.",
    "Er is te weinig hulp in de klas voor ons kind.",
)


def read(content: str, folder: Path, page: str = "") -> str:
    file = folder / "blad.pdf"
    stream = f"BT\n{content}\nET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body = "\n".join(f"{n} 0 obj\n{one}\nendobj" for n, one in enumerate(objects, start=1))
    file.write_text(f"%PDF-1.4\n{body}\ntrailer << /Size 6 /Root 1 0 R >>\n%%EOF", "latin-1")
    return " ".join(block.text for block in from_pdf.read(file, file.name))


def drawn(matrix: str, places: list[tuple[int, int]]) -> str:
    texts = zip(places, LINES, strict=True)
    return "\n".join(f"/F1 11 Tf {matrix} {x} {y} Tm ({text}) Tj" for (x, y), text in texts)


@pytest.mark.parametrize(
    ("matrix", "places", "page"),
    [
        ("1 0 0 1", [(60, 700), (60, 660), (60, 620)], ""),
        ("0 1 -1 0", [(100, 60), (140, 60), (180, 60)], "/Rotate 90"),
        ("0 1 -1 0", [(100, 60), (140, 60), (180, 60)], ""),
        ("-1 0 0 -1", [(500, 100), (500, 140), (500, 180)], "/Rotate 180"),
        ("0 -1 1 0", [(500, 780), (460, 780), (420, 780)], "/Rotate 270"),
    ],
)
def test_a_page_is_read_in_the_direction_of_its_own_text(
    matrix: str, places: list[tuple[int, int]], page: str, tmp_path: Path
) -> None:
    assert read(drawn(matrix, places), tmp_path, page) == " ".join(LINES)


def test_a_stamp_up_the_margin_comes_after_the_text_and_not_between_its_lines(
    tmp_path: Path,
) -> None:
    stamp = "/F1 11 Tf 0 1 -1 0 30 300 Tm (Concept van 17 maart) Tj"
    content = drawn("1 0 0 1", [(60, 700), (60, 660), (60, 620)])
    assert read(f"{stamp}\n{content}", tmp_path) == " ".join((*LINES, "Concept van 17 maart"))


def spaced(text: str, apart: int, rng: random.Random, *, typed: bool) -> str:
    """A TJ array with every letter ``apart`` thousandths on, more or less; spaces typed or left."""
    parts = []
    for letter in text:
        if letter == " " and not typed:
            parts.append(str(-278 - apart))
        else:
            parts += [f"({letter})", str(-apart + rng.randint(-90, 90))]
    return f"[{' '.join(parts)}] TJ"


@pytest.mark.parametrize("apart", [60, 130, 200])
@pytest.mark.parametrize("typed", [True, False])
def test_letter_spaced_lines_hold_whole_words(apart: int, typed: bool, tmp_path: Path) -> None:
    rng = random.Random(apart)
    content = "\n".join(
        f"/F1 11 Tf 1 0 0 1 60 {700 - 40 * n} Tm {spaced(text, apart, rng, typed=typed)}"
        for n, text in enumerate(LINES)
    )
    assert read(content, tmp_path) == " ".join(LINES)


def test_a_last_page_with_a_few_lines_in_its_second_column_is_read_in_columns(
    tmp_path: Path,
) -> None:
    left = [f"Deze regel {n} staat links op de bladzijde" for n in range(30)]
    right = [f"Deze regel {n} staat rechts ernaast" for n in range(30)]
    document = pdfium.PdfDocument.new()
    for lines_right in (right, right[:4]):
        document.import_pages(pdfium.PdfDocument(pdf_bytes(left, right=lines_right)))
    document.save(tmp_path / "a.pdf")
    lines = read_lines(tmp_path / "a.pdf", "a.pdf")
    last = [line.text for line in lines if line.page == 2]
    assert last == [*left, *right[:4]]
