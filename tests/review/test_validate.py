"""What may be decided about a run is one set of rules, whichever way the decision comes."""

from __future__ import annotations

import pytest

from pipeline.core.plan import GOALS
from pipeline.core.tables import JUDGEMENTS
from pipeline.review.run_view import ReviewedRun
from pipeline.review.validate import Refused, find_code, find_theme, validate
from tests.review.example import example, statement_ids

RUN = ReviewedRun(example(), JUDGEMENTS.empty())
ONE = statement_ids("T01")[0]
CANNOT = [
    ("label", "T01", "x" * 121, "121 "),
    ("remark", "T01", "x" * 4_001, "4001 "),
    ("merge", "T01", "T01", "zichzelf"),
    ("merge", "T03.1", "T01", "deelthema"),
    ("merge", "T01", "T03.1", "deelthema"),
    ("merge", "T01", "T99", "T99"),
    ("split", "T01", "yes", "geen deelthema"),
    ("drop", "T03.1", "yes", "deelthema"),
    ("drop", "T99", "yes", "T99"),
    ("pin", "r9-0001.01", "T01", "r9-0001.01"),
    ("pin", ONE, "T03.1", "deelthema"),
    ("status", "T01", "addressed|9.9", "9.9"),
    ("status", "T01", "addressed", "welk doel"),
    ("link", ONE, "1.1; 9.9", "9.9"),
    ("link", ONE, "1.1; 2026-01-02", "2026-01-02"),
]
CAN = [
    ("label", "T03.1", "x" * 120),
    ("merge", "T01", "T02"),
    ("split", "T03", "yes"),
    ("drop", "T03", "yes"),
    ("pin", ONE, "T02"),
    ("status", "T01", "partly|1.1"),
    ("status", "T01", "not_addressed"),
    ("link", ONE, "none"),
]


@pytest.mark.parametrize(("kind", "subject", "new", "word"), CANNOT)
def test_what_this_run_cannot_take_is_refused_with_what_is_wrong(
    kind: str, subject: str, new: str, word: str
) -> None:
    with pytest.raises(Refused) as refused:
        validate(RUN.judgement(kind, subject, new, codebook_id=GOALS), RUN)
    assert word in refused.value.found


@pytest.mark.parametrize(("kind", "subject", "new"), CAN)
def test_what_this_run_can_take_passes_unchanged(kind: str, subject: str, new: str) -> None:
    decision = RUN.judgement(kind, subject, new, codebook_id=GOALS)
    assert validate(decision, RUN) is decision


@pytest.mark.parametrize("kind", ["label", "merge", "split", "drop", "pin", "status", "link"])
def test_taking_back_is_always_possible(kind: str) -> None:
    validate(RUN.judgement(kind, "T99", "", codebook_id=GOALS), RUN)


def test_a_theme_is_known_by_id_by_name_and_as_the_drop_down_writes_it() -> None:
    written = ("t02", " leerlingenvervoer ", "T02 · Leerlingenvervoer")
    assert {find_theme(text, RUN) for text in written} == {"T02"}


def test_a_code_that_a_spreadsheet_wrote_with_a_comma_is_meant_all_the_same() -> None:
    assert find_code("1,2", GOALS, RUN) == "1.2"
