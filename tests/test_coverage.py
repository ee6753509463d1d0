"""Coverage: a proposal with evidence on both sides, and a person who decides."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.coverage import Decision, cover
from pipeline.match import Matched, match, match_themes
from tests.test_match import BOOK, SAID, codes_of, texts_of

GROUPS = {"T1": ["s1", "s5"], "T2": ["s2", "s6"], "T3": ["s4"]}


def matched() -> tuple[Matched, Matched]:
    statements = match(texts_of(SAID), codes_of(BOOK))
    return match_themes(statements.scores, GROUPS), statements


def verdicts(**choices: object) -> pd.DataFrame:
    themes, statements = matched()
    return cover(themes, statements, GROUPS, **choices).set_index("theme_id")  # type: ignore[arg-type]


def test_every_theme_gets_one_verdict_proposed_by_the_model() -> None:
    found = verdicts()
    assert list(found.index) == list(GROUPS)
    assert set(found["decided_by"]) == {"model"}


def test_every_verdict_has_evidence_on_both_sides() -> None:
    pieces = {"1", "1.1", "2", "2.1", "3", "3.1"}
    for theme, row in verdicts().iterrows():
        assert row["quote_ids"] and set(row["quote_ids"]) <= set(GROUPS[str(theme)])
        assert row["passage_ids"] and set(row["passage_ids"]) <= pieces


def test_what_no_goal_names_is_the_least_answered() -> None:
    found = verdicts()
    assert found["score"].astype(float).idxmin() == "T3"


def test_an_action_that_only_mentions_is_no_measure() -> None:
    themes, statements = matched()
    plain = cover(themes, statements, GROUPS).set_index("theme_id")
    answered = plain.index[plain["status"] == "addressed"]
    if not len(answered):
        pytest.skip("toy corpus has no addressed theme")
    weak = {"1.1": "mention", "2.1": "mention", "3.1": "mention"}
    found = cover(themes, statements, GROUPS, strength=weak).set_index("theme_id")
    assert set(found.loc[answered, "status"]) == {"mentioned"}


def test_a_person_overrules_the_model() -> None:
    found = verdicts(decided={"T1": Decision("out_of_scope"), "T3": Decision("addressed", "3")})
    assert found.loc["T1", ["status", "decided_by", "code_id"]].tolist() == [
        "out_of_scope", "person", "",
    ]  # fmt: skip
    assert found.loc["T3", ["status", "decided_by", "code_id"]].tolist() == [
        "addressed", "person", "3",
    ]  # fmt: skip
    assert found.loc["T3", "passage_ids"][0] == "3"


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="is none of"):
        Decision("misschien")
