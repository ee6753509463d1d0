"""Coverage: a proposal with evidence on both sides, and a person who decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from pipeline.core.settings import CoverageSettings
from pipeline.plan.coverage import CoverageState, cover, quotes
from pipeline.plan.match.stage import Matched, match, match_themes
from tests.plan.match.test_match import BOOK, SAID, codes_of, texts_of

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


def test_quoted_are_the_statements_nearest_to_the_code_and_beside_no_code_the_first() -> None:
    _themes, statements = matched()
    assert set(quotes(list(SAID), statements.scores, "1", 2)) == {"s1", "s5"}
    assert set(quotes(list(SAID), statements.scores, "2", 2)) == {"s2", "s6"}
    assert quotes(["s6", "s2", "gone", "s1"], statements.scores, "9", 2) == ("s1", "s2")


def test_what_no_goal_names_is_the_least_answered() -> None:
    found = verdicts()
    assert found["score"].astype(float).idxmin() == "T3"


def test_a_person_overrules_the_model() -> None:
    found = verdicts(
        decided={"T1": CoverageState("out_of_scope"), "T3": CoverageState("addressed", "3")}
    )
    assert found.loc["T1", ["status", "decided_by", "code_id"]].tolist() == [
        "out_of_scope", "person", "",
    ]  # fmt: skip
    assert found.loc["T3", ["status", "decided_by", "code_id"]].tolist() == [
        "addressed", "person", "3",
    ]  # fmt: skip
    assert found.loc["T3", "passage_ids"][0] == "3"


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="is none of"):
        CoverageState("misschien")


@dataclass(frozen=True, eq=False)
class Scored:
    """Three themes beside two goals with an action each; likeness as given."""

    fit: np.ndarray
    pieces: np.ndarray
    codebook_id: str = "goals"
    item_ids: tuple[str, ...] = ("T1", "T2", "T3")
    code_ids: tuple[str, ...] = ("1", "2")
    piece_ids: tuple[str, ...] = ("1", "1#1.1", "2", "2#2.1")
    needed: float = 2.0

    @property
    def options(self) -> np.ndarray:
        """As likely as not at ``needed``; 1 in 20 about two short of it."""
        chance = 1.0 / (1.0 + np.exp(-1.5 * (self.fit - self.needed)))
        return np.column_stack([chance / 2, chance / 2, 1.0 - chance])

    @property
    def choice(self) -> np.ndarray:
        return np.stack([self.pieces[:, :2].max(axis=1), self.pieces[:, 2:].max(axis=1)], axis=1)


@dataclass(frozen=True, eq=False)
class Given:
    scores: Scored


def states(fit: list[float], pieces: list[list[float]], **choices: object) -> list[str]:
    themes = Given(Scored(np.array(fit), np.array(pieces)))
    groups = {theme: [theme] for theme in themes.scores.item_ids}
    found = cover(themes, themes, groups, **choices)  # type: ignore[arg-type]
    return [str(one) for one in found["status"]]


FAR = [0.1, 0.0, 0.3, 0.2]


def test_a_goal_with_an_action_near_answers() -> None:
    assert states([3.0, -1, -1], [[2.0, 1.5, 0.4, 0.1], FAR, FAR])[0] == "addressed"


def test_a_goal_whose_actions_are_about_something_else_is_only_mentioned() -> None:
    assert states([3.0, -1, -1], [[2.0, 0.1, 0.4, 0.1], FAR, FAR])[0] == "mentioned"


def test_an_answer_that_only_mentions_is_named_so() -> None:
    pieces = [[2.0, 1.5, 0.4, 0.1], FAR, FAR]
    assert states([3.0, -1, -1], pieces, strength={"1.1": "mention"})[0] == "mentioned"
    assert states([3.0, -1, -1], pieces, strength={"1.1": "promise"})[0] == "addressed"


def test_an_action_much_farther_than_the_goal_itself_answers_a_part() -> None:
    assert states([3.0, -1, -1], [[2.0, 1.1, 0.4, 0.1], FAR, FAR])[0] == "partly"
    assert states([3.0, -1, -1], [[2.0, 1.3, 0.4, 0.1], FAR, FAR])[0] == "addressed"


def test_below_some_chance_that_any_goal_fits_nothing_in_the_plan_is_about_it() -> None:
    near = [2.0, 1.5, 0.4, 0.1]
    likely, unlikely = 2.0 - np.log(1.7) / 1.5, 2.0 - np.log(2) / 1.5  # 37 and 33 in 100
    assert states([likely, unlikely, -1], [near, near, FAR])[:2] == ["partly", "not_addressed"]
    setting = CoverageSettings(some_chance=0.4)
    assert states([likely, -1, -1], [near, FAR, FAR], settings=setting)[0] == "not_addressed"


def test_a_goal_that_fits_hardly_as_likely_as_not_answers_partly() -> None:
    near = [2.0, 1.5, 0.4, 0.1]
    sure, unsure = 2.0 + np.log(1.1) / 1.5, 2.0 - np.log(1.1) / 1.5  # 52 and 48 in 100
    assert states([sure, unsure, -1], [near, near, FAR])[:2] == ["addressed", "partly"]


def test_far_short_of_the_fit_nothing_answers_and_the_nearest_is_shown() -> None:
    themes = Given(Scored(np.array([0.0, 0.0, 0.0]), np.array([[0.9, 0.1, 0.4, 0.1], FAR, FAR])))
    row = cover(themes, themes, {"T1": ["T1"], "T2": ["T2"], "T3": ["T3"]}).iloc[0]
    assert (row["status"], row["code_id"]) == ("not_addressed", "")
    assert row["passage_ids"] == ("1", "1.1", "2")


def by_parts(fit: tuple[float, float, float], **choices: object) -> list[str]:
    """State and code of a theme of two parts of equal size, its parts near to one goal each."""
    near = [[1.2, 0.9, 0.7, 0.6], [2.0, 1.5, 0.1, 0.0], [0.1, 0.0, 2.0, 1.5]]
    themes = Given(Scored(np.array(fit), np.array(near)))
    groups = {"T1": ["a", "b"], "T2": ["a"], "T3": ["b"]}
    parents = {"T2": "T1", "T3": "T1"}
    found = cover(themes, themes, groups, parents=parents, **choices)  # type: ignore[arg-type]
    row = found.set_index("theme_id").loc["T1"]
    return [str(row["status"]), str(row["code_id"])]


def test_a_theme_whose_parts_are_all_answered_is_answered() -> None:
    assert by_parts((0.0, 3.0, 3.0)) == ["addressed", "1"]


def test_a_theme_of_which_half_is_answered_is_answered_partly_whatever_it_scores() -> None:
    assert by_parts((0.0, 3.0, -1.0)) == ["partly", "1"]
    assert by_parts((0.0, -1.0, 3.0)) == ["partly", "2"]
    assert by_parts((3.0, 3.0, -1.0)) == ["partly", "1"]


def test_a_theme_of_which_nothing_is_answered_keeps_its_own_verdict() -> None:
    assert by_parts((0.0, -1.0, -1.0)) == ["not_addressed", ""]


def test_what_a_person_decided_on_a_part_counts_in_the_whole() -> None:
    decided = {"T3": CoverageState("addressed", "2")}
    assert by_parts((0.0, 3.0, -1.0), decided=decided) == ["addressed", "1"]


def test_what_a_person_decided_on_the_whole_stands() -> None:
    decided = {"T1": CoverageState("out_of_scope")}
    assert by_parts((0.0, 3.0, 3.0), decided=decided) == ["out_of_scope", ""]


def test_just_at_a_limit_counts_as_reached() -> None:
    """The chance that is sure and the one that is some, the nearness of an action, the share."""
    near = [2.0, 1.5, 0.4, 0.1]
    at_needed = CoverageSettings(sure_chance=0.5)  # at the needed fit it is as likely as not
    assert states([2.0, -1, -1], [near, FAR, FAR], settings=at_needed)[0] == "addressed"
    goals_alone = Given(
        Scored(np.array([2.0, -1, -1]), np.array([near, FAR, FAR]), piece_ids=("1", "1", "2", "2"))
    )
    groups = {theme: [theme] for theme in goals_alone.scores.item_ids}
    found = cover(goals_alone, goals_alone, groups, settings=at_needed)  # type: ignore[arg-type]
    assert found["status"].iloc[0] == "addressed"
    some = CoverageSettings(some_chance=0.5, sure_chance=0.9)
    assert states([2.0, -1, -1], [near, FAR, FAR], settings=some)[0] == "partly"
    shares = CoverageSettings(answer_share=0.75, part_share=0.25)
    pieces = [near, [2.0, 0.5, 0.4, 0.1], FAR]
    assert states([3.0, 3.0, -1], pieces, settings=shares)[:2] == ["addressed", "partly"]
    assert by_parts((3.0, 3.0, -1.0), settings=CoverageSettings(parts_open=0.5))[0] == "partly"
    assert by_parts((3.0, 3.0, -1.0), settings=CoverageSettings(parts_open=0.51))[0] != "partly"


def with_actions(*own: str, other: int = 2) -> str:
    """The state beside goal 1 with these actions, goal 2 having so many others."""
    actions = [f"1#1.{n}" for n in range(1, len(own) + 1)]
    more = [f"2#2.{n}" for n in range(1, other + 1)]
    pieces = ("1", *actions, "2", *more)
    near = [2.0, *[1.5] * len(own), 0.4, *[0.1] * other]
    far = [0.1] * len(near)
    scored = Scored(np.array([3.0, -1, -1]), np.array([near, far, far]), piece_ids=pieces)
    themes = Given(scored)
    strength = {f"1.{n}": kind for n, kind in enumerate(own, 1)}
    groups = {theme: [theme] for theme in scored.item_ids}
    found = cover(themes, themes, groups, strength=strength)  # type: ignore[arg-type]
    return str(found["status"].iloc[0])


def test_a_single_action_answers_in_part_where_the_plan_has_several_elsewhere() -> None:
    assert with_actions("promise", "promise") == "addressed"
    assert with_actions("promise") == "partly"
    assert with_actions("promise", other=1) == "addressed", "no goal of this plan has two"


def test_a_mention_or_talk_among_those_who_decide_does_not_count_as_an_action() -> None:
    assert with_actions("promise", "talk") == "partly"
    assert with_actions("promise", "mention") == "partly"
    assert with_actions("promise", "intend") == "addressed"


def test_a_trial_or_what_is_done_for_some_answers_in_part() -> None:
    assert with_actions("part", "promise") == "partly"
    assert with_actions("part") == "partly"
    assert with_actions("promise", "promise", "part") == "addressed"


def test_what_only_a_trial_comes_near_to_is_answered_in_part_whatever_else_the_goal_does() -> None:
    pieces = ("1", "1#1.1", "1#1.2", "1#1.3", "2", "2#2.1", "2#2.2")
    near, far = [2.0, 1.5, 1.2, 1.2, 0.4, 0.1, 0.1], [0.1] * 7
    themes = Given(Scored(np.array([3.0, -1, -1]), np.array([near, far, far]), piece_ids=pieces))
    groups = {theme: [theme] for theme in themes.scores.item_ids}
    for nearest, expected in (("part", "partly"), ("promise", "addressed")):
        strength = {"1.1": nearest, "1.2": "promise", "1.3": "promise"}
        found = cover(themes, themes, groups, strength=strength)  # type: ignore[arg-type]
        assert found["status"].iloc[0] == expected


def test_a_concern_that_a_sentence_names_is_mentioned_though_no_goal_fits() -> None:
    found = verdicts(named={"T3": "2"})
    assert found.loc["T3", ["status", "code_id"]].tolist() == ["mentioned", "2"]
    assert verdicts().loc["T3", "status"] == "not_addressed"


def test_an_action_that_says_no_is_no_answer_and_with_another_beside_it_half_of_one() -> None:
    assert with_actions("refuse", "promise", "promise") == "partly"
    assert with_actions("refuse", "mention") == "mentioned"
    assert with_actions("refuse", "talk") == "mentioned"
    assert with_actions("refuse") == "mentioned"


def test_a_refusal_of_something_else_changes_nothing() -> None:
    pieces = ("1", "1#1.1", "1#1.2", "1#1.3", "2", "2#2.1", "2#2.2")
    near, far = [2.0, 1.5, 1.5, 1.2, 0.4, 0.1, 0.1], [0.1] * 7
    themes = Given(Scored(np.array([3.0, -1, -1]), np.array([near, far, far]), piece_ids=pieces))
    strength = {"1.1": "promise", "1.2": "promise", "1.3": "refuse"}
    groups = {theme: [theme] for theme in themes.scores.item_ids}
    found = cover(themes, themes, groups, strength=strength)  # type: ignore[arg-type]
    assert found["status"].iloc[0] == "addressed"
    closer = CoverageSettings(refused_share=0.75)
    found = cover(themes, themes, groups, closer, strength=strength)  # type: ignore[arg-type]
    assert found["status"].iloc[0] == "partly"
