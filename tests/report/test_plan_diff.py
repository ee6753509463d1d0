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
    parts = plan_diff.marked("Besluit binnen tien weken.", "Besluit binnen zes weken.")
    assert [one for one in parts if isinstance(one, Changed)] == [
        Changed("tien", "gone"), Changed("zes", "new"),
    ]  # fmt: skip


def test_texts_that_share_little_stand_whole_after_each_other() -> None:
    parts = plan_diff.marked("Ouders praten mee.", "Er komt één digitaal formulier.")
    assert [one.text for one in parts if isinstance(one, Changed)] == [
        "Ouders praten mee.", "Er komt één digitaal formulier.",
    ]  # fmt: skip


def test_page_and_word_mark_words_and_name_the_concern() -> None:
    old, new = plan("Besluit binnen tien weken."), plan("Besluit binnen zes weken.")
    names = {"T01": "“Het duurt te lang.”"}
    edition = plan_diff.comparison(old, new, compare_plans(old, new), [LOST], names, kind_words())
    page = lxml.html.fromstring(plan_diff.to_html(edition, "Samen sterk"))
    assert [one.text for one in page.iter("del", "ins")] == ["tien", "zes"]
    assert "Het duurt te lang" in page.text_content() and "T01" not in page.text_content()
    word = Document(BytesIO(plan_diff.to_docx(edition, "Samen sterk")))
    runs = [run for table in word.tables for cell in table._cells for p in cell.paragraphs
            for run in p.runs]  # fmt: skip
    assert [run.text for run in runs if run.font.strike] == ["tien"]
    assert [run.text for run in runs if run.font.underline] == ["zes"]
