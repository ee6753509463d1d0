"""Titles in the margin of a PDF are read with the text beside them."""

from __future__ import annotations

from pipeline.files.pdf_columns import PdfLine
from pipeline.files.pdf_margins import in_reading_order
from tests.files.test_pdf_columns import column, line, texts


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
