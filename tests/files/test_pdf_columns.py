"""The lines of a page of PDF in the order in which a person reads them."""

from __future__ import annotations

from pipeline.files.pdf_columns import PdfLine, in_order, in_reading_order
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


def margin(title: list[str], text: str, y: int) -> list[PdfLine]:
    return [
        *(line(words, 50, y - 13 * i, width=130, bold=True) for i, words in enumerate(title)),
        *(line(f"{text} {i} van de lopende tekst", 220, y - 13 * i) for i in range(5)),
    ]


def test_a_title_in_the_margin_is_read_before_the_text_beside_it() -> None:
    page = [
        *margin(["De markt trekt", "weer bezoekers"], "markt", 700),
        *margin(["Iedereen kan parkeren"], "auto", 600),
        *margin(["De kade is", "een plek voor", "wandelaars"], "kade", 500),
    ]
    assert texts(in_reading_order([page])) == texts(page)


def test_headings_of_two_columns_stand_in_no_margin() -> None:
    def heading(words: str, left: int, y: int) -> PdfLine:
        return line(words, left, y, bold=True)

    left = [heading("De markt trekt bezoekers", 50, 713), *column("links", 50, 700, 12)]
    right = [*column("rechts", 310, 713, 8), heading("Iedereen kan er parkeren", 310, 600)]
    left += [heading("De kade is er voor wandelaars", 50, 530), *column("kade", 50, 517, 5)]
    left += [heading("De haven is er voor iedereen", 50, 440), *column("haven", 50, 427, 5)]
    right += column("auto", 310, 587, 18)
    assert texts(in_reading_order([[*left, *right]])) == texts([*left, *right])
