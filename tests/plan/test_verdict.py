"""A concern's statements vote, the judge reads, and no verdict contradicts its evidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from pipeline.core.settings import CoverageSettings
from pipeline.plan.coverage import CoverageState
from pipeline.plan.verdict import Reading, covered, decide, spoken_together, votes
from tests.plan.match.test_match import BOOK, SAID, codes_of
from tests.plan.test_coverage import GROUPS, matched

RULES = CoverageSettings()
GOALS = ("1.1", "1.2")


def reading(piece_id: str, answers: float, subject: float = 0.1) -> Reading:
    return Reading(piece_id.partition("#")[0], piece_id, answers, subject)


def decided(readings: Sequence[Reading], *vote: float) -> CoverageState:
    return decide(readings, np.array(vote), GOALS, RULES)


def test_an_action_that_answers_addresses_the_concern() -> None:
    found = decided([reading("1.1#1.1.1", 0.9), reading("1.2#1.2.1", 0.1)], 0.8, 0.1, 0.1)
    assert found == CoverageState("addressed", "1.1")


def test_an_answer_that_is_hardly_likely_is_partly_one() -> None:
    assert decided([reading("1.1#1.1.1", 0.45)], 0.8, 0.1, 0.1) == CoverageState("partly", "1.1")


def test_a_goal_without_an_action_that_answers_is_mentioned() -> None:
    found = decided([reading("1.1", 0.05, 0.9), reading("1.1#1.1.1", 0.05)], 0.4, 0.1, 0.5)
    assert found == CoverageState("mentioned", "1.1")


def test_a_concern_most_of_whose_statements_are_about_a_goal_is_not_unanswered() -> None:
    assert decided([reading("1.1", 0.0, 0.0)], 0.7, 0.1, 0.2) == CoverageState("mentioned", "1.1")


def test_an_action_for_the_same_people_about_another_matter_is_no_answer() -> None:
    found = decided([reading("1.1", 0.0, 0.1), reading("1.1#1.1.1", 0.1)], 0.1, 0.1, 0.8)
    assert found == CoverageState("not_addressed", "")


def test_of_two_actions_that_answer_alike_the_one_voted_for_counts() -> None:
    found = decided([reading("1.2#a", 0.7), reading("1.1#b", 0.69)], 0.8, 0.0, 0.2)
    assert found.code_id == "1.1"


@pytest.mark.parametrize(("texts", "groups"), [([], 1), (["a"], 1), (["a", "a", "b"], 1),
                                               (["a", "b", "c", "d"], 2)])  # fmt: skip
def test_several_people_speak_together_and_a_copy_adds_nothing(
    texts: list[str], groups: int
) -> None:
    spoken = spoken_together(texts, most=6)
    assert len(spoken) == groups
    assert all(text.split() == sorted(set(text.split())) for text in spoken)


class Literal:
    """Answers where a word of what was said stands in the sentence of the plan."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        alike = [bool(set(said.split()) & set(plan.split())) for said, plan in pairs]
        return np.array([[0.9, 0.05, 0.05] if one else [0.02, 0.08, 0.9] for one in alike])


def verdicts(**choices: object) -> pd.DataFrame:
    themes, statements = matched()
    codes = codes_of(BOOK)
    wording = dict(zip(codes.texts.ids, codes.texts.texts, strict=True))
    return covered(
        GROUPS, themes.scores, statements.scores, SAID, wording, Literal(), RULES, **choices
    ).set_index("theme_id")  # type: ignore[arg-type]


def test_every_concern_gets_one_verdict_with_evidence_on_both_sides() -> None:
    found = verdicts()
    assert set(found.index) == set(GROUPS)
    for concern, row in found.iterrows():
        assert set(row["quote_ids"]) <= set(GROUPS[str(concern)]) and row["passage_ids"]


def test_a_person_goes_before_the_judge() -> None:
    found = verdicts(decided={"T3": CoverageState("addressed", "3")})
    assert found.loc["T3", ["status", "decided_by", "code_id"]].tolist() == [
        "addressed", "person", "3",
    ]  # fmt: skip


def test_statements_that_are_not_known_vote_for_nothing() -> None:
    _themes, statements = matched()
    vote = votes(statements.scores, ["nobody"])
    assert vote[-1] == 1.0 and vote[:-1].sum() == 0.0
