"""What has content stays, what has none stands aside with its reason, and nothing vanishes."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from pipeline.core.cleaning import repaired
from pipeline.core.settings import CleanSettings
from pipeline.core.tables import RESPONSES
from pipeline.text.clean import clean
from pipeline.text.empty_answers import REASONS, why_without_content
from tests.conftest import CASES

LINES = [
    json.loads(line) for line in (CASES / "content.jsonl").read_text("utf-8").splitlines() if line
]


def responses(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """RESPONSES of (response id, respondent, text), one file row per respondent."""
    people = sorted({who for _, who, _ in rows})
    blank = {"round_id": "1", "meeting_id": "", "role": "ouder", "area": "", "question_id": "q"}
    place = {"source_file": "enquete.xlsx", "source_part": "Antwoorden"}
    return RESPONSES.check(
        pd.DataFrame(
            [
                {
                    "response_id": identifier,
                    "respondent_id": who,
                    "text": text,
                    "date": "2025-03-17",
                    "language": "nl",
                    "n_supporters": 1,
                    "source_row": people.index(who) + 2,
                    **blank,
                    **place,
                }
                for identifier, who, text in rows
            ]
        )
    )


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["text"] or "(empty)")
def test_the_reason_is_the_one_people_gave(case: dict[str, str]) -> None:
    assert why_without_content(repaired(case["text"])) == case["reason"]


def test_every_reason_of_the_closed_list_has_cases() -> None:
    assert {case["reason"] for case in LINES} - {""} == set(REASONS)


def test_every_response_is_kept_or_set_aside() -> None:
    given = responses(*((f"r1-{at}", f"p{at}", case["text"]) for at, case in enumerate(LINES)))
    cleaned = clean(given)
    ids = [*cleaned.responses["response_id"], *cleaned.set_aside["item_id"]]
    assert sorted(ids) == sorted(given["response_id"])
    assert set(cleaned.set_aside["reason"]) <= set(REASONS)
    assert cleaned.set_aside["source_row"].notna().all()


def test_the_text_of_a_kept_response_is_untouched() -> None:
    text = "  MÃ©Ã©r rust &amp; <b>ruimte</b>  "
    assert clean(responses(("r1-1", "p1", text))).responses["text"].tolist() == [text]


def test_zie_boven_points_at_the_answer_before_it() -> None:
    cleaned = clean(
        responses(
            ("r1-1-q1", "p1", "De klas is te vol."),
            ("r1-1-q2", "p1", "idem"),
            ("r1-1-q3", "p1", "zie boven"),
        )
    )
    assert cleaned.antecedents == {"r1-1-q2": "r1-1-q1", "r1-1-q3": "r1-1-q1"}
    assert cleaned.set_aside.empty


@pytest.mark.parametrize(
    "rows",
    [
        [("r1-1-q1", "p1", "zie boven")],  # nothing above
        [("r1-1-q1", "p1", "De klas is vol."), ("r1-2-q1", "p2", "idem")],  # someone else's
        [("r1-1-q1", "", "De klas is vol."), ("r1-1-q2", "", "idem")],  # nobody knows whose
        [("r1-1-q1", "p1", "De klas is vol."), ("r1-1-q2", "p1", "zie vraag 7")],  # which one?
        [
            ("r1-1-q1", "p1", "De klas is vol."),
            ("r1-1-q2", "p1", "n.v.t."),
            ("r1-1-q3", "p1", "idem"),
        ],
    ],
)
def test_an_uncertain_reference_is_set_aside(rows: list[tuple[str, str, str]]) -> None:
    cleaned = clean(responses(*rows))
    assert cleaned.antecedents == {}
    assert "see_above" in set(cleaned.set_aside["reason"])


def test_question_ten_comes_after_question_two() -> None:
    cleaned = clean(
        responses(
            ("r1-1-q10", "p1", "idem"),
            ("r1-1-q2", "p1", "Het vervoer is te laat."),
            ("r1-1-q11", "p1", "De juf is lief."),
        )
    )
    assert cleaned.antecedents == {"r1-1-q10": "r1-1-q2"}


def test_how_few_words_are_too_few_is_a_setting() -> None:
    given = responses(("r1-1", "p1", "wij hebben alles"))
    assert clean(given).set_aside.empty
    strict = clean(given, CleanSettings(min_words=4))
    assert strict.set_aside["reason"].tolist() == ["too_short"]


def test_the_order_of_rows_does_not_matter() -> None:
    given = responses(
        ("r1-1-q1", "p1", "De klas is vol."), ("r1-1-q2", "p1", "idem"), ("r1-2-q1", "p2", "nee")
    )
    one, other = clean(given), clean(given.iloc[::-1])
    assert one.antecedents == other.antecedents
    assert set(one.set_aside["item_id"]) == set(other.set_aside["item_id"])
