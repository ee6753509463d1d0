"""Judgements find their theme back in a later run, and are asked again where that is not sure."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.plan import GOALS
from pipeline.core.settings import JudgementSettings
from pipeline.core.tables import ASSIGNMENTS, JUDGEMENTS, STATEMENTS, THEMES
from pipeline.review.apply_log import Judged, apply_judgements, same_subject
from pipeline.review.records import Judgement, appended, records
from pipeline.review.run_view import ReviewedRun
from pipeline.themes.decisions import Decision, apply_decisions
from tests.review.example import example, statement_ids

RENAMED = {"T01": "T07", "T02": "T01", "T03": "T02", "T04": "T03"}


def log_of(*made: tuple[str, str, str, str]) -> pd.DataFrame:
    """A log of (kind, subject, new, codebook) judged on the example."""
    known = ReviewedRun(example(), JUDGEMENTS.empty())
    judged = [
        known.judgement(kind, subject, new, codebook_id=book) for kind, subject, new, book in made
    ]
    return appended(JUDGEMENTS.empty(), judged, who="Anna", when="2026-01-06T10:00:00+01:00")


def settled(
    log: pd.DataFrame,
    *,
    renamed: dict[str, str] | None = None,
    moved: dict[str, str] | None = None,
    missing: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> Judged:
    """The log laid over a later run: themes called otherwise, statements moved or gone."""
    run = example("run-2", without=without)
    themes, said = run.table(THEMES).copy(), run.table(ASSIGNMENTS).copy()
    statements = run.table(STATEMENTS)
    for one, theme in (moved or {}).items():
        said.loc[said["statement_id"] == one, ["theme_id", "subtheme_id"]] = [theme, ""]
    names = renamed or {}

    def name(one: str) -> str:
        head, dot, tail = one.partition(".")
        return names.get(head, head) + dot + tail

    for frame, columns in (
        (themes, ["theme_id", "parent_id"]),
        (said, ["theme_id", "subtheme_id"]),
    ):
        for column in columns:
            frame[column] = [name(str(one)) for one in frame[column]]
    statements = statements[~statements["statement_id"].isin(missing)]
    said = said[~said["statement_id"].isin(missing)]
    rounds = {str(one): str(one)[1] for one in statements["statement_id"]}
    return apply_judgements(log, themes, said, statements, rounds, run.codebooks, lay)


def lay(themes, statements, kind, subject, new):  # type: ignore[no-untyped-def]
    return apply_decisions(themes, statements, [Decision(kind, subject, new)])


def states(outcome: Judged) -> list[str]:
    return [one.state for one in records(outcome.judgements)]


def test_a_verdict_follows_its_theme_to_another_number() -> None:
    outcome = settled(log_of(("status", "T01", "partly|1.1", GOALS)), renamed=RENAMED)
    assert outcome.decided == {GOALS: {"T07": ("partly", "1.1")}}


def test_a_new_name_follows_its_theme() -> None:
    outcome = settled(log_of(("label", "T03", "Te volle klassen", "")), renamed=RENAMED)
    labels = dict(zip(outcome.themes["theme_id"], outcome.themes["label"], strict=True))
    assert labels["T02"] == "Te volle klassen"


def test_merged_themes_are_merged_again() -> None:
    outcome = settled(log_of(("merge", "T02", "T01", "")), renamed=RENAMED)
    assert set(outcome.assignments["theme_id"]) == {"T07", "T02", "T03"}
    assert states(outcome) == ["applied"]


def test_what_was_merged_and_is_found_as_one_needs_nothing() -> None:
    moved = dict.fromkeys(statement_ids("T02"), "T01")
    outcome = settled(log_of(("merge", "T02", "T01", "")), moved=moved)
    assert states(outcome) == ["applied"]
    assert set(outcome.assignments["theme_id"]) == {"T01", "T03", "T04"}


def test_split_drop_and_pin_are_done_again() -> None:
    log = log_of(
        ("split", "T03", "yes", ""), ("drop", "T04", "yes", ""),
        ("pin", statement_ids("T01")[0], "T02", ""),
    )  # fmt: skip
    outcome = settled(log)
    assert states(outcome) == ["applied"] * 3
    placed = dict(
        zip(outcome.assignments["statement_id"], outcome.assignments["theme_id"], strict=True)
    )
    assert placed[statement_ids("T01")[0]] == "T02"
    assert placed[statement_ids("T03")[0]] == "T03.1"
    assert placed[statement_ids("T04")[0]] == ""


def test_a_theme_that_fell_apart_is_asked_again_with_the_likeliest_ones() -> None:
    moved = dict(zip(statement_ids("T01")[:3], ["T02", "T02", "T03"], strict=True))
    outcome = settled(log_of(("status", "T01", "not_addressed", GOALS)), moved=moved)
    (one,) = records(outcome.judgements)
    assert (one.state, one.bound.split("; ")[0]) == ("open", "T01")
    assert one.reason and outcome.decided == {} and outcome.n_open == 1


def test_a_theme_that_swallowed_another_is_asked_again() -> None:
    moved = dict.fromkeys([*statement_ids("T02"), *statement_ids("T03")], "T01")
    outcome = settled(log_of(("status", "T01", "addressed|1.1", GOALS)), moved=moved)
    assert states(outcome) == ["open"]


def test_a_link_holds_on_to_the_words_when_numbers_shift() -> None:
    log = log_of(("link", statement_ids("T01")[0], "1.2", GOALS))
    run = example()
    statements = run.table(STATEMENTS).copy()
    statements["statement_id"] = [f"r9-{n:04d}.01" for n in range(len(statements))]
    said = run.table(ASSIGNMENTS).assign(statement_id=statements["statement_id"])
    rounds = dict.fromkeys(statements["statement_id"], "9")
    outcome = apply_judgements(log, run.table(THEMES), said, statements, rounds, run.codebooks, lay)
    assert outcome.judged == {GOALS: {"r9-0000.01": ("1.2",)}}


def test_a_link_to_no_code_is_kept_as_that() -> None:
    one = statement_ids("T03")[0]
    assert settled(log_of(("link", one, "none", GOALS))).judged == {GOALS: {one: ()}}


def test_a_statement_that_is_gone_is_neither_applied_nor_lost() -> None:
    one = statement_ids("T01")[0]
    outcome = settled(log_of(("link", one, "1.2", GOALS)), missing=(one,))
    assert states(outcome) == ["absent"] and outcome.judged == {}


def test_a_goal_that_is_gone_makes_its_verdicts_questions() -> None:
    log = log_of(
        ("status", "T02", "addressed|1.2", GOALS), ("status", "T01", "addressed|1.1", GOALS)
    )
    outcome = settled(log, without=("1.2",))
    assert states(outcome) == ["open", "applied"]


def test_not_addressed_is_asked_again_when_the_plan_has_a_new_goal() -> None:
    known = ReviewedRun(example(without=("2.1",)), JUDGEMENTS.empty())
    made = [known.judgement("status", "T04", "not_addressed", codebook_id=GOALS)]
    log = appended(JUDGEMENTS.empty(), made, who="A", when="2026")
    assert states(settled(log)) == ["open"]
    assert states(settled(log, without=("2.1",))) == ["applied"]


def test_out_of_scope_holds_whatever_the_plan_says() -> None:
    log = log_of(("status", "T04", "out_of_scope", GOALS))
    assert states(settled(log, without=("2.1",))) == ["applied"]


def test_the_last_of_two_verdicts_holds() -> None:
    log = log_of(("status", "T01", "partly|1.1", GOALS), ("status", "T01", "not_addressed", GOALS))
    outcome = settled(log, renamed=RENAMED)
    assert states(outcome) == ["replaced", "applied"]
    assert outcome.decided[GOALS]["T07"] == ("not_addressed", "")


def test_a_name_given_again_to_a_theme_that_lost_a_statement_replaces_the_first() -> None:
    first = ReviewedRun(example(), JUDGEMENTS.empty()).judgement("label", "T01", "Wachten op hulp")
    later = replace(first, new="Wachtlijsten", run_id="run-2", anchor=first.anchor[1:])
    log = appended(JUDGEMENTS.empty(), [first, later], who="Anna", when="2026-01-06")
    assert states(settled(log)) == ["replaced", "applied"]


def test_what_becomes_of_a_theme_is_decided_once_and_what_answers_it_beside_that() -> None:
    log = log_of(("drop", "T01", "yes", ""), ("split", "T01", "yes", ""))
    assert states(settled(log))[0] == "replaced"
    log = log_of(("reply", "T01", "Wij doen dit", ""), ("answer", "T01", "Ja", ""))
    assert "replaced" not in states(settled(log))


def test_a_decision_taken_back_is_back_to_the_proposal() -> None:
    log = log_of(("status", "T01", "partly|1.1", GOALS), ("status", "T01", "", GOALS))
    outcome = settled(log)
    assert states(outcome) == ["withdrawn", "applied"] and outcome.decided == {}


def test_a_judgement_taken_back_by_its_number_no_longer_counts() -> None:
    log = log_of(("drop", "T01", "yes", ""))
    undone = Judgement("withdraw", str(log["judgement_id"].iloc[0]), "yes")
    both = pd.concat([log, appended(log, [undone], who="B", when="2026")])
    outcome = settled(both)
    assert states(outcome) == ["withdrawn", "applied"]
    assert "T01" in set(outcome.assignments["theme_id"])


def test_a_taking_back_that_is_taken_back_itself_leaves_the_judgement_in_force() -> None:
    log = log_of(("drop", "T01", "yes", ""))
    number = str(log["judgement_id"].iloc[0])
    back = Judgement("withdraw", number, "yes")
    again = Judgement("withdraw", number, "")
    once = pd.concat([log, appended(log, [back], who="B", when="2026")])
    twice = pd.concat([once, appended(once, [again], who="B", when="2026")])
    outcome = settled(twice)
    assert states(outcome) == ["applied"] * 3
    assert "T01" not in set(outcome.assignments["theme_id"])
    other = pd.concat([log, appended(log, [again], who="B", when="2026")])
    assert states(settled(other)) == ["applied", "applied"]  # nothing was taken back


def theme_judgement(subject: str, *anchor: str, run_id: str = "") -> Judgement:
    return Judgement("label", subject, "naam", run_id=run_id, anchor=anchor)


def test_two_judgements_of_one_run_are_about_the_same_when_the_subject_is() -> None:
    one = theme_judgement("T01", "a", "b", run_id="r1")
    assert same_subject(one, theme_judgement("T01", "x", run_id="r1"), JudgementSettings())
    assert not same_subject(one, theme_judgement("T02", "a", "b", run_id="r1"), JudgementSettings())


def test_judgements_of_two_runs_are_about_the_same_when_enough_statements_are() -> None:
    half = JudgementSettings(kept=0.5)
    one = theme_judgement("T01", "a", "b", "c", "d", run_id="r1")
    assert same_subject(one, theme_judgement("T09", "a", "b", "x", "y", run_id="r2"), half)
    assert not same_subject(one, theme_judgement("T01", "a", "x", "y", "z", run_id="r2"), half)
    assert not same_subject(one, theme_judgement("T01", "a", "b", *"pqrst", run_id="r2"), half)
    assert not same_subject(one, theme_judgement("T01", run_id="r2"), half)
    large = theme_judgement("T01", *"abcdefgh", run_id="r1")
    assert not same_subject(large, theme_judgement("T01", "a", "b", run_id="r2"), half)
    bare = theme_judgement("T01", run_id="r1")
    assert same_subject(bare, theme_judgement("T01", run_id="r2"), half)


def test_of_two_links_of_one_statement_the_last_holds_and_of_two_statements_both_do() -> None:
    first, second = statement_ids("T01")[:2]
    log = log_of(("link", first, "1.1", GOALS), ("link", first, "1.2", GOALS))
    assert states(settled(log)) == ["replaced", "applied"]
    log = log_of(("link", first, "1.1", GOALS), ("link", second, "1.2", GOALS))
    assert states(settled(log)) == ["applied", "applied"]


def test_after_a_merger_a_verdict_on_the_whole_finds_it() -> None:
    log = log_of(("merge", "T02", "T01", ""), ("label", "T01", "samen", ""))
    outcome = settled(log)
    assert states(outcome) == ["applied", "applied"]


def test_after_a_merger_what_was_judged_of_all_its_statements_finds_it() -> None:
    known = ReviewedRun(example(), JUDGEMENTS.empty())
    merged = known.judgement("merge", "T02", "T01")
    own, other = (known.judgement("label", theme, "Samen").anchor for theme in ("T01", "T02"))
    whole = replace(known.judgement("label", "T01", "Samen"), anchor=(*own, *other))
    log = appended(JUDGEMENTS.empty(), [merged, whole], who="Anna", when="2026-01-06")
    assert states(settled(log)) == ["applied", "applied"]


VERDICT = ("status", "T02", "addressed|1.2", GOALS)
MERGER = ("merge", "T02", "T01", "")


@pytest.mark.parametrize("order", [(VERDICT, MERGER), (MERGER, VERDICT)])
def test_a_verdict_on_a_theme_merged_away_lands_on_the_whole(order) -> None:  # type: ignore[no-untyped-def]
    outcome = settled(log_of(*order), renamed=RENAMED)
    assert states(outcome) == ["applied", "applied"]
    assert outcome.decided == {GOALS: {"T07": ("addressed", "1.2")}}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_what_was_said_of_the_whole_goes_before_what_was_said_of_a_part(order) -> None:  # type: ignore[no-untyped-def]
    rows = [VERDICT, MERGER, ("status", "T01", "not_addressed", GOALS)]
    outcome = settled(log_of(*(rows[at] for at in order)))
    assert outcome.decided == {GOALS: {"T01": ("not_addressed", "")}}
    assert states(outcome)[order.index(0)] == "replaced"


def test_two_merged_away_that_were_judged_differently_are_asked_again() -> None:
    log = log_of(
        VERDICT, ("status", "T03", "not_addressed", GOALS), MERGER, ("merge", "T03", "T01", "")
    )
    outcome = settled(log)
    assert states(outcome) == ["open", "open", "applied", "applied"]
    assert outcome.decided == {}


@pytest.mark.parametrize("first", ["verdict", "split"])
def test_a_verdict_on_a_theme_that_is_split_lands_on_every_part(first: str) -> None:
    rows = [("status", "T03", "addressed|1.2", GOALS), ("split", "T03", "yes", "")]
    outcome = settled(log_of(*(rows if first == "verdict" else rows[::-1])))
    assert states(outcome) == ["applied", "applied"]
    parts = set(outcome.themes.loc[outcome.themes["theme_id"].str.startswith("T03."), "theme_id"])
    assert len(parts) > 1
    assert outcome.decided == {GOALS: dict.fromkeys(parts, ("addressed", "1.2"))}


def test_a_verdict_on_one_part_of_a_theme_that_is_split_is_of_that_part() -> None:
    log = log_of(
        ("status", "T03", "addressed|1.2", GOALS), ("split", "T03", "yes", ""),
        ("status", "T03.1", "not_addressed", GOALS),
    )  # fmt: skip
    decided = settled(log).decided[GOALS]
    assert decided["T03.1"] == ("not_addressed", "")
    assert {verdict for theme, verdict in decided.items() if theme != "T03.1"} == {
        ("addressed", "1.2")
    }


def test_a_verdict_on_a_theme_dropped_afterwards_is_asked_again() -> None:
    log = log_of(("status", "T04", "addressed|1.2", GOALS), ("drop", "T04", "yes", ""))
    assert states(settled(log)) == ["open", "applied"]


def test_a_new_name_and_a_verdict_in_one_workbook_are_of_one_theme() -> None:
    log = log_of(("label", "T02", "Vervoer", ""), VERDICT)
    assert settled(log, renamed=RENAMED).decided == {GOALS: {RENAMED["T02"]: ("addressed", "1.2")}}


def test_an_empty_log_changes_nothing() -> None:
    outcome = settled(JUDGEMENTS.empty())
    assert outcome.decided == {} and outcome.judged == {} and outcome.judgements.empty


@settings(deadline=None, max_examples=15)
@given(st.permutations(sorted(RENAMED)), st.data())
def test_no_row_of_the_log_is_ever_lost(order: list[str], data: st.DataObject) -> None:
    kinds = st.sampled_from(
        [("status", "not_addressed", GOALS), ("label", "Naam", ""), ("drop", "yes", ""),
         ("merge", "T01", ""), ("split", "yes", "")]
    )  # fmt: skip
    made = []
    for theme in order:
        kind, new, book = data.draw(kinds)
        made.append((kind, theme, new, book))
    log = log_of(*made)
    outcome = settled(log, renamed=dict(zip(sorted(RENAMED), order, strict=True)))
    assert list(outcome.judgements["judgement_id"]) == list(log["judgement_id"])
    assert set(states(outcome)) <= {"applied", "open", "absent", "replaced", "withdrawn"}
    assert len(outcome.assignments) == 24
