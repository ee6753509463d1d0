"""Findings: sums that add up, small groups kept back, quotes word for word, honest order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.analysis import Analysis
from pipeline.core.respondents import lean
from pipeline.core.settings import PrioritySettings, ReportSettings
from pipeline.findings.account import UNEXPLAINED
from pipeline.findings.build import build
from pipeline.findings.quotes import is_safe
from pipeline.findings.records import EDITIONS, STANDINGS, Findings
from pipeline.findings.suppression import broken_out, withheld
from pipeline.findings.themes import amount, stability_word
from pipeline.runs.folder import load_run, save_run
from tests.report.example import earlier, example

SETTINGS = ReportSettings()
COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40))


@pytest.fixture(scope="module")
def analysis(voorbeeld: Path) -> Analysis:
    return example(voorbeeld)


@pytest.fixture(scope="module")
def findings(analysis: Analysis, voorbeeld: Path) -> Findings:
    return build(analysis, SETTINGS, previous_analysis=earlier(voorbeeld))


@given(COUNTS, st.integers(2, 12))
def test_whoever_subtracts_learns_of_no_small_group(counts: dict[str, int], least: int) -> None:
    hidden = withheld(counts, least)
    small = {key for key, n in counts.items() if 0 < n < least}
    assert small <= hidden
    if hidden:
        together = sum(counts[key] for key in hidden)
        everything = hidden == set(counts)
        assert everything or (len(hidden) >= 2 and together >= least)


@given(COUNTS, st.integers(2, 12))
def test_nothing_is_kept_back_without_need(counts: dict[str, int], least: int) -> None:
    if all(n == 0 or n >= least for n in counts.values()):
        assert withheld(counts, least) == frozenset()


def test_a_withheld_cell_does_not_say_whether_it_is_small_itself() -> None:
    totals = {"a": 9, "b": 9, "c": 90}
    hidden = withheld({"a": 3, "b": 9, "c": 30}, 5)
    cells = {c.key: c for c in broken_out({"a": 3, "b": 9, "c": 30}, totals, hidden, frozenset())}
    assert replace(cells["a"], key="b") == cells["b"]
    assert (cells["c"].n, cells["c"].share) == (30, pytest.approx(1 / 3))


def test_read_is_analysed_plus_set_aside_however_it_is_cut(findings: Findings) -> None:
    whole = findings.intake[0]
    assert whole.read == whole.analysed + whole.set_aside
    for kind in ("round", "file", "question", "role"):
        parts = [one for one in findings.intake if one.kind == kind]
        assert len(parts) > 1
        assert sum(one.read for one in parts) == whole.read
        assert sum(one.analysed for one in parts) == whole.analysed
        assert sum(one.set_aside for one in parts) == whole.set_aside


def test_what_was_never_explained_is_shown_and_not_swallowed(analysis: Analysis) -> None:
    aside = analysis.tables["set_aside"].iloc[1:]
    broken = replace(analysis, tables={**analysis.tables, "set_aside": aside})
    reasons = {one.reason: one.n for one in build(broken, SETTINGS).intake[0].reasons}
    assert reasons[UNEXPLAINED] == 1


def test_rows_that_never_became_a_response_count_as_read(analysis: Analysis) -> None:
    row = analysis.tables["set_aside"].iloc[[0]].assign(item_id="rij-9", level="row", reason="meta")
    aside = pd.concat([analysis.tables["set_aside"], row])
    more = replace(analysis, tables={**analysis.tables, "set_aside": aside})
    before, after = build(analysis, SETTINGS).intake[0], build(more, SETTINGS).intake[0]
    assert (after.read, after.analysed) == (before.read + 1, before.analysed)


def test_every_quote_is_an_exact_part_of_its_response(
    findings: Findings, analysis: Analysis
) -> None:
    responses = analysis.tables["responses"].set_index("response_id")["text"]
    statements = analysis.tables["statements"].set_index("statement_id")["response_id"]
    quotes = [q for theme in findings.themes for q in (*theme.quotes, *theme.counter)]
    assert len(quotes) > 50
    for quote in quotes:
        text = responses[statements[quote.statement_id]]
        assert quote.text in text
        assert text.endswith(quote.before[-20:] + quote.text + quote.after) or quote.after


def test_quotes_come_from_different_people(findings: Findings, analysis: Analysis) -> None:
    statements = analysis.tables["statements"].set_index("statement_id")["response_id"]
    whose = analysis.tables["responses"].set_index("response_id")["respondent_id"]
    for theme in findings.themes:
        people = [whose[statements[quote.statement_id]] for quote in theme.quotes]
        assert len(people) == len(set(people))


def test_counts_are_those_of_the_tables(findings: Findings, analysis: Analysis) -> None:
    table = analysis.tables["themes"].set_index("theme_id")
    for theme in findings.themes:
        assert theme.n_people == table.loc[theme.theme_id, "n_respondents"]
        lines = [one for one in findings.lines if one.theme_id == theme.theme_id]
        assert len(lines) == theme.n_statements


def test_a_campaign_counts_once_and_is_shown_twice(findings: Findings) -> None:
    (campaign,) = findings.campaigns
    assert campaign.n_senders == 40
    _, _, once, senders = campaign.themes[0]
    assert senders - once >= 39


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_cells_are_kept_back_in_every_edition(
    analysis: Analysis, findings: Findings, edition: str
) -> None:
    other = build(analysis, SETTINGS, edition)
    for theme in findings.themes:
        assert other.theme(theme.theme_id).roles == theme.roles
        assert other.theme(theme.theme_id).areas == theme.areas


def test_the_public_edition_points_to_nobody(analysis: Analysis) -> None:
    public = build(analysis, SETTINGS, "openbaar")
    assert public.lines == ()
    assert public.responses == ()
    assert public.signals == ()
    assert public.n_signals > 0
    assert public.marks == ()
    quotes = [quote for theme in public.themes for quote in (*theme.quotes, *theme.counter)]
    assert len(quotes) > 20
    for quote in quotes:
        assert is_safe(quote.text)
        assert (quote.area, quote.source_file, quote.before, quote.after) == ("", "", "", "")
    assert all(theme.quotes == () for theme in public.themes if theme.n_people < 5)


@pytest.mark.parametrize(
    "text",
    ["Mijn zoon zit thuis", "op 12 mei", "dan belt [naam] ons", "sinds de school in Sintelveen"],
)
def test_what_points_to_somebody_is_not_quoted_in_public(text: str) -> None:
    assert not is_safe(text)


def test_a_plain_worry_may_be_quoted_in_public() -> None:
    assert is_safe("Het duurt te lang voordat er een besluit is.")


def test_feedback_to_one_role_counts_that_role_alone(analysis: Analysis) -> None:
    pupils = build(analysis, SETTINGS, "terugkoppeling", focus={"role": "leerling"})
    assert pupils.roles == (), "the others would be a table of two groups at once"
    assert 0 < pupils.totals.people < build(analysis, SETTINGS).totals.people
    assert all(quote.role == "leerling" for theme in pupils.themes for quote in theme.quotes)


def test_a_group_reads_no_number_that_every_other_edition_withholds(analysis: Analysis) -> None:
    whole = build(analysis, SETTINGS)
    withheld_somewhere = False
    for role in (cell.key for cell in whole.roles):
        mine = build(analysis, SETTINGS, "terugkoppeling", focus={"role": role})
        shown = {theme.theme_id: theme.n_people for theme in mine.themes}
        for theme in whole.themes:
            (cell,) = [one for one in theme.roles if one.key == role]
            withheld_somewhere |= cell.n is None
            assert shown.get(theme.theme_id, 0) == (cell.n or 0)
        for theme in mine.themes:
            for part in theme.subthemes:
                assert SETTINGS.min_group <= part.n_people <= theme.n_people
    assert withheld_somewhere


def test_in_public_no_sub_theme_is_named_after_a_handful(analysis: Analysis) -> None:
    def sizes(edition: str, settings: ReportSettings) -> list[int]:
        themes = build(analysis, settings, edition).themes
        return sorted(part.n_people for theme in themes for part in theme.subthemes)

    every = sizes("projectteam", SETTINGS)
    few = replace(SETTINGS, min_group=every[len(every) // 2] + 1)
    assert sizes("projectteam", few) == every
    assert sizes("openbaar", few) == [n for n in every if n >= few.min_group] != every


def test_an_unknown_edition_or_focus_is_refused(analysis: Analysis) -> None:
    with pytest.raises(ValueError, match="edition"):
        build(analysis, SETTINGS, "geheim")
    with pytest.raises(ValueError, match="focus"):
        build(analysis, SETTINGS, "terugkoppeling", focus={"naam": "x"})


def test_open_concerns_are_ordered_by_weight_and_say_how_sure(findings: Findings) -> None:
    themes = [(findings.theme(one.theme_id), one.score) for one in findings.priorities]
    weights = [(STANDINGS.index(theme.standing), -score) for theme, score in themes]
    assert len(weights) >= 5
    assert weights == sorted(weights), "what came back first, what is loose last, then by weight"
    for one in findings.priorities:
        assert 1 <= one.rank_low <= one.rank <= one.rank_high <= len(weights)
        assert 0 < one.score_low <= one.score <= one.score_high <= 1
        assert findings.theme(one.theme_id).is_open


def test_what_is_said_to_come_back_is_told_for_two_rounds_at_least(analysis: Analysis) -> None:
    told = build(analysis, ReportSettings(), "bestuur")
    back = [theme for theme in told.themes if theme.recurring]
    assert len(back) >= 5 and any(theme.least for theme in back)
    assert all(theme.n_rounds >= 2 for theme in back)


def test_every_part_of_a_weight_is_a_share_with_its_doubt(findings: Findings) -> None:
    for one in findings.priorities:
        parts = {factor.name: factor for factor in one.factors}
        assert list(parts) == ["recurrence", "breadth", "people", "intensity"]
        for factor in one.factors:
            assert 0 <= factor.low <= factor.value <= factor.high <= 1
        theme = findings.theme(one.theme_id)
        assert parts["people"].value == pytest.approx(theme.share, abs=1e-4)
        assert parts["breadth"].value == pytest.approx(theme.n_roles / 12, abs=1e-4)
        mean = float(np.prod([factor.value for factor in one.factors])) ** 0.25
        assert one.score == pytest.approx(mean, abs=1e-3)


def test_the_places_without_or_with_double_a_part_are_an_order_again(findings: Findings) -> None:
    n = len(findings.priorities)
    for at in range(4):
        for kind in ("without", "double"):
            places = [getattr(one.shifts[at], kind) for one in findings.priorities]
            assert sorted(places) == list(range(1, n + 1))


def test_a_weight_of_nought_leaves_a_part_out(analysis: Analysis, findings: Findings) -> None:
    record = replace(analysis.record, settings={"priority": {"people": 0.0}})
    other = build(replace(analysis, record=record), SETTINGS)
    at = [shift.factor for shift in findings.priorities[0].shifts].index("people")
    wanted = {one.theme_id: one.shifts[at].without for one in findings.priorities}
    assert {one.theme_id: one.rank for one in other.priorities} == wanted
    assert other.method.weights["people"] == 0.0


def test_weights_that_weigh_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        PrioritySettings(recurrence=0, breadth=0, people=0, intensity=0)
    with pytest.raises(ValueError, match="span"):
        PrioritySettings(span=0.5)


def test_more_draws_of_weights_widen_the_bounds(analysis: Analysis, findings: Findings) -> None:
    record = replace(analysis.record, settings={"priority": {"span": 1.0}})
    fixed = build(replace(analysis, record=record), SETTINGS)
    assert [one.rank for one in fixed.priorities] == [one.rank for one in findings.priorities]
    assert sum(one.rank_high - one.rank_low for one in fixed.priorities) <= sum(
        one.rank_high - one.rank_low for one in findings.priorities
    )
    assert any(
        one.score_high - one.score_low < other.score_high - other.score_low
        for one, other in zip(fixed.priorities, findings.priorities, strict=True)
    )


def test_every_goal_shows_the_concerns_it_is_about_with_evidence_on_both_sides(
    findings: Findings,
) -> None:
    assert findings.plan is not None
    about = {goal.goal_id: goal for goal in findings.plan.goals()}
    seen = []
    for one in findings.goals:
        own = {one.goal_id, *(action.action_id for action in about[one.goal_id].actions)}
        assert tuple(c.theme_id for c in one.concerns if not c.part_of) == one.theme_ids
        for concern in one.concerns:
            seen.append(concern.theme_id)
            assert concern.status in ("addressed", "partly", "mentioned")
            assert concern.quote_ids
            assert {piece.piece_id for piece in concern.evidence} <= own
    assert len(seen) == len(set(seen)) > 10


def test_goals_nobody_spoke_of_stand_beside_those_with_concerns(
    analysis: Analysis, findings: Findings
) -> None:
    silent = analysis.tables["silence"]
    silent = silent[(silent["kind"] == "goal") & (silent["verdict"] == "not_heard")]
    assert set(silent["subject"]) == {one.goal_id for one in findings.goals if not one.n_touched}
    assert {one.goal_id for one in findings.goals if not one.concerns} >= {"1.4", "3.3"}


def test_a_part_of_a_theme_stands_under_its_own_goal(analysis: Analysis) -> None:
    themes, coverage = (analysis.tables[name].copy() for name in ("themes", "coverage"))
    goals = (coverage["codebook_id"] == "goals") & (coverage["theme_id"] == "T01")
    part = themes[themes["theme_id"] == "T01"].assign(
        theme_id="T01.8", parent_id="T01", label="Deel", n_respondents=7
    )
    elsewhere = coverage[goals].assign(theme_id="T01.8", code_id="2.4")
    same = coverage[goals].assign(theme_id="T01.9")
    more = {
        "themes": pd.concat([themes, part, part.assign(theme_id="T01.9")]),
        "coverage": pd.concat([coverage, elsewhere, same]),
    }
    found = build(replace(analysis, tables={**analysis.tables, **more}), SETTINGS)
    parts = [(one.goal_id, c.theme_id) for one in found.goals for c in one.concerns if c.part_of]
    assert parts == [("2.4", "T01.8")]


def test_a_frame_is_touched_by_a_verdict_and_not_by_being_nearest(findings: Findings) -> None:
    touched = {one.theme_id: one.frames for one in findings.priorities}
    assert [link.code_id for link in touched["T22"]] == ["K5"]
    assert touched["T15"] == ()


def test_plan_versions_are_compared_per_concern(findings: Findings) -> None:
    kinds = {change.theme_id: change.kind for change in findings.changes}
    assert kinds["T22"] == "lost_answer"
    assert kinds["T06"] == "became_answered"
    assert kinds["T14"] == "weaker"
    lost = next(change for change in findings.changes if change.theme_id == "T18")
    assert lost.before_passages


def test_the_page_one_points_are_five_and_begin_with_what_was_heard_most(
    findings: Findings,
) -> None:
    assert len(findings.points) == 5
    assert [point.kind for point in findings.points][:3] == ["open", "largest", "coverage"]
    assert findings.points[1].facts["label"] == "Volle groepen en te weinig handen"


def test_a_report_from_a_reloaded_run_is_the_same(analysis: Analysis, tmp_path: Path) -> None:
    save_run(analysis, tmp_path / "run")
    once = load_run(tmp_path / "run")  # six digits of every score are kept, no more
    save_run(once, tmp_path / "again")
    assert build(load_run(tmp_path / "again"), SETTINGS) == build(once, SETTINGS)


def test_the_order_of_rows_changes_nothing(analysis: Analysis) -> None:
    mixed = {name: frame.sample(frac=1, random_state=3) for name, frame in analysis.tables.items()}
    kept = {name: mixed[name] for name in mixed if name not in ("questions", "silence")}
    other = build(replace(analysis, tables={**analysis.tables, **kept}), SETTINGS)
    usual = build(analysis, SETTINGS)
    assert other.themes == usual.themes
    assert other.priorities == usual.priorities
    assert other.lines == usual.lines


def test_a_run_without_plan_or_statements_still_gives_findings(analysis: Analysis) -> None:
    bare = build(replace(analysis, plan=None, previous=None, codebooks=(), tables={}), SETTINGS)
    assert bare.themes == ()
    assert "speerpunten" not in bare.chapters


@pytest.mark.parametrize(
    ("n", "of", "word"),
    [(0, 100, "none"), (4, 5, "some"), (5, 200, "some"), (10, 200, "several"), (30, 200, "many"),
     (100, 200, "many"), (101, 200, "most")],
)  # fmt: skip
def test_words_for_shares_keep_to_the_legend(n: int, of: int, word: str) -> None:
    assert amount(n, of, SETTINGS) == word


def test_stability_in_words() -> None:
    found = [stability_word(value, (0.5, 0.75)) for value in (0.8, 0.75, 0.6, 0.2, None)]
    assert found == ["firm", "firm", "fair", "weak", "unknown"]


def test_what_most_people_voice_decides_the_leaning() -> None:
    assert lean({"complaint": 9, "support": 1}) == "concern"
    assert lean({"wish": 5, "support": 4}) == "mixed"
    assert lean({"complaint": 1, "support": 4}) == "support"
    assert lean({"unknown": 9}) == "unknown"
