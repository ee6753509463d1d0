"""Decisions of people are laid over what was found, and nothing goes stale."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.core.errors import DataProblems
from pipeline.core.settings import ThemeSettings
from pipeline.core.tables import ASSIGNMENTS, THEMES
from pipeline.themes.decisions import Decision, apply_decisions, nearest_again
from pipeline.themes.find import find_themes
from tests.themes.themes_data import statements


def themes() -> pd.DataFrame:
    rows = [("T01", ""), ("T02", ""), ("T01.1", "T01"), ("T01.2", "T01")]
    empty = dict.fromkeys(THEMES.columns, pd.NA)
    return THEMES.check(
        pd.DataFrame(
            [
                empty | {"theme_id": i, "parent_id": p, "label": i, "keywords": (), "why": ""}
                for i, p in rows
            ]
        )
    )


def said() -> pd.DataFrame:
    rows = [
        ("a", "T01", "T01.1", "T01"),
        ("b", "T01", "T01.2", "T01"),
        ("c", "T02", "", "T02"),
        ("d", "", "", "T01"),
    ]
    return ASSIGNMENTS.check(
        pd.DataFrame(
            [
                {"statement_id": s, "theme_id": t, "subtheme_id": u, "nearest_id": n,
                 "strength": 0.5, "unique_signal": False}
                for s, t, u, n in rows
            ]
        )
    )  # fmt: skip


def decided(*decisions: Decision) -> tuple[pd.DataFrame, dict[str, str]]:
    changed, rows = apply_decisions(themes(), said(), decisions)
    return changed.set_index("theme_id"), dict(
        zip(rows["statement_id"], rows["theme_id"], strict=True)
    )


def test_a_label_is_what_a_person_wrote() -> None:
    changed, _ = decided(Decision("label", "T02", "Vervoer"))
    assert changed.loc["T02", "label"] == "Vervoer"


def test_merging_moves_statements_subthemes_and_what_lay_nearest() -> None:
    changed, places = decided(Decision("merge", "T01", "T02"))
    assert places == {"a": "T02", "b": "T02", "c": "T02", "d": ""}
    assert "T01" not in changed.index
    assert changed.loc["T01.1", "parent_id"] == "T02"
    assert changed.loc["T02", "n_statements"] == 3


def test_splitting_makes_themes_of_subthemes() -> None:
    changed, places = decided(Decision("split", "T01"))
    assert places == {"a": "T01.1", "b": "T01.2", "c": "T02", "d": ""}
    assert changed.loc["T01.1", "parent_id"] == ""


def test_dropping_sends_statements_to_overig_and_keeps_them() -> None:
    changed, places = decided(Decision("drop", "T01"))
    assert places == {"a": "", "b": "", "c": "T02", "d": ""}
    assert list(changed.index) == ["T02"]


def test_a_pinned_statement_stays_where_a_person_put_it() -> None:
    _, places = decided(Decision("pin", "d", "T02"))
    assert places["d"] == "T02"


def test_a_statement_pinned_to_a_theme_goes_along_when_it_is_split() -> None:
    _, places = decided(Decision("pin", "c", "T01"), Decision("split", "T01"))
    assert places["c"] == "T01.1"


def test_every_impossible_decision_is_named() -> None:
    with pytest.raises(DataProblems) as fault:
        decided(
            Decision("merge", "T01", "T02"),
            Decision("label", "T01", "weg"),
            Decision("merge", "T02", "T02"),
            Decision("pin", "z", "T02"),
            Decision("split", "T02"),
            Decision("paint", "T02"),
            Decision("label", "T02", " "),
        )
    assert len(fault.value.problems) == 5


def test_the_found_tables_are_left_as_they_were() -> None:
    before, rows = themes(), said()
    apply_decisions(before, rows, [Decision("drop", "T01"), Decision("label", "T02", "x")])
    pd.testing.assert_frame_equal(before, themes())
    pd.testing.assert_frame_equal(rows, said())


def test_nothing_lies_nearest_to_a_theme_that_was_dropped() -> None:
    _, rows = apply_decisions(themes(), said(), [Decision("drop", "T01")])
    assert list(rows["nearest_id"]) == ["", "", "T02", ""]


def test_what_a_dropped_theme_held_gets_the_nearest_of_those_that_are_left() -> None:
    vectors, spoken, _truth = statements(120)
    found = find_themes(vectors, spoken, ThemeSettings())
    changed, rows = apply_decisions(found.themes, found.assignments, [Decision("drop", "T01")])
    texts = {one.statement_id: one.text for one in spoken}
    again = nearest_again(changed, rows, found.centroids, vectors, texts)
    tops = set(changed.loc[changed["parent_id"] == "", "theme_id"])
    assert "T01" not in tops and set(again["nearest_id"]) <= tops
    lost = found.assignments["theme_id"] == "T01"
    assert lost.any() and (again.loc[lost, "theme_id"] == "").all()
    pd.testing.assert_frame_equal(again[~lost], rows[~lost])
