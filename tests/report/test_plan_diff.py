"""Two versions of a plan on a page and in Word: words marked, concerns by their names."""

from __future__ import annotations

from io import BytesIO

import lxml.html
from docx import Document

from pipeline.cli.plan import kind_words
from pipeline.core.plan import Goal, Pillar, Plan
from pipeline.plan.diff.align import compare_plans
from pipeline.plan.diff.concerns import ConcernChange
from pipeline.report import plan_diff
from pipeline.report.blocks import Changed

LOST = ConcernChange("T01", "lost", "addressed", "not_addressed", "1.1", "", ("1.1",), (), "", "",
                     0.9, 0.1)  # fmt: skip


def plan(text: str) -> Plan:
    goal = Goal("1.1", "Snel besluit", text)
    return Plan("Samen sterk", pillars=(Pillar("1", "Route", "", (goal,)),))


def test_a_word_that_changed_is_marked_and_the_others_are_not() -> None:
    was, will = plan_diff.side_by_side("Besluit binnen tien weken.", "Besluit binnen zes weken.")
    assert was == ("Besluit binnen", " ", Changed("tien", "gone"), " ", "weken.")
    assert will == ("Besluit binnen", " ", Changed("zes", "new"), " ", "weken.")


def test_texts_that_share_little_stand_beside_each_other_without_a_mark() -> None:
    old, new = "Ouders praten mee.", "Er komt één digitaal formulier."
    assert plan_diff.side_by_side(old, new) == (old, new)


def test_what_went_or_came_as_a_whole_is_read_without_a_line_through_it() -> None:
    dropped = compare_plans(plan("Wij meten elk jaar."), Plan("Leeg", pillars=()))
    edition = plan_diff.comparison(plan("x"), plan("y"), dropped, [], {}, kind_words())
    page = lxml.html.fromstring(plan_diff.to_html(edition))
    assert "Wij meten elk jaar" in page.text_content()
    assert not list(page.iter("del", "ins"))


def test_page_and_word_mark_words_and_name_the_concern() -> None:
    old, new = plan("Besluit binnen tien weken."), plan("Besluit binnen zes weken.")
    names = {"T01": "“Het duurt te lang.”"}
    edition = plan_diff.comparison(old, new, compare_plans(old, new), [LOST], names, kind_words())
    page = lxml.html.fromstring(plan_diff.to_html(edition))
    assert [one.text for one in page.iter("del", "ins")] == ["tien", "zes"]
    assert "Het duurt te lang" in page.text_content() and "T01" not in page.text_content()
    word = Document(BytesIO(plan_diff.to_docx(edition)))
    runs = [run for table in word.tables for cell in table._cells for p in cell.paragraphs
            for run in p.runs]  # fmt: skip
    assert [run.text for run in runs if run.font.strike] == ["tien"]
    assert [run.text for run in runs if run.font.underline] == ["zes"]
