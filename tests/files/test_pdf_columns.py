"""The lines of a page of PDF in the order in which a person reads them."""

from __future__ import annotations

from pipeline.files.pdf_columns import PdfLine, in_order
from pipeline.files.pdf_tables import PdfTable


def line(
    text: str, left: int, y: int, *, width: int = 220, bold: bool = False, size: float = 10.0
) -> PdfLine:
    return PdfLine(text, 1, left, left + width, y, size, bold)


def column(word: str, left: int, top: int, n: int = 6) -> list[PdfLine]:
    return [line(f"{word} {i} van de lopende tekst", left, top - 13 * i) for i in range(n)]


def texts(lines: list[PdfLine]) -> list[str]:
    return [each.text for each in lines]


def test_a_table_over_both_columns_divides_the_page() -> None:
    above = [*column("links boven", 50, 700), *column("rechts boven", 310, 700)]
    below = [*column("links onder", 50, 300), *column("rechts onder", 310, 300)]
    table = PdfTable(1, 1, 50, 530, 600, 400, (("Actie", "Wie"),))
    assert texts(in_order([[*above, *below]], [table])) == texts([*above, *below])


def test_a_table_in_one_column_divides_nothing() -> None:
    left, right = column("links", 50, 700, 20), column("rechts", 310, 700, 6)
    table = PdfTable(1, 1, 310, 530, 600, 400, (("Actie", "Wie"),))
    lower = column("rechts onder", 310, 390, 6)
    ordered = in_order([[*left, *right, *lower]], [table])
    assert texts(ordered) == texts([*left, *right, *lower])


def test_a_title_above_a_text_over_both_columns_stands_with_that_text() -> None:
    above = [*column("links", 50, 700, 5), *column("rechts", 310, 700, 7)]
    title = line("Meedoen", 50, 590, width=90, bold=True, size=18.0)
    lead = [line("Een inleiding over de volle breedte", 50, 565, width=480)]
    last = line("die hier eindigt.", 50, 552, width=90)
    below = [*column("links onder", 50, 500), *column("rechts onder", 310, 500)]
    page = [*above, title, *lead, last, *below]
    assert texts(in_order([page])) == texts(page)
