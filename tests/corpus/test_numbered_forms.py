"""Forms typed over below their questions: each answer by its number, each form one person."""

from __future__ import annotations

from pipeline.corpus.numbered_forms import with_answers_by_number
from pipeline.files.blocks import Block, structured

FORMS = (
    "Vraag 1: Wat gaat goed?",
    "Vraag 2: Wat kan beter?",
    "Formulier 1 (ouder)",
    "1. De juf luistert.",
    "2. De bus is te laat.",
    "Formulier 2 (leerkracht)",
    "2. De klas is te vol.",
)


def _read(*lines: str) -> list[tuple[str, str, str]]:
    blocks = structured([Block("paragraph", line) for line in lines], guess_headings=False)
    return [(block.kind, block.text, block.author) for block in with_answers_by_number(blocks)]


def test_each_answer_stands_below_its_question_in_the_voice_of_its_form() -> None:
    assert _read(*FORMS)[3:] == [
        ("heading", "Wat gaat goed?", ""),
        ("turn", "De juf luistert.", "Formulier 1 (ouder)"),
        ("heading", "Wat kan beter?", ""),
        ("turn", "De bus is te laat.", "Formulier 1 (ouder)"),
        ("system", "Formulier 2 (leerkracht)", ""),
        ("heading", "Wat kan beter?", ""),
        ("turn", "De klas is te vol.", "Formulier 2 (leerkracht)"),
    ]


def test_numbered_points_without_questions_above_them_stay_points() -> None:
    assert [kind for kind, _text, _author in _read(*FORMS[2:])].count("turn") == 0
