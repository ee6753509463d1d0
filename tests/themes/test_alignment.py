"""Which theme became which: pairs, splits, mergers, and differences that are sure or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.themes.alignment import (
    align_by_centres,
    align_by_statements,
    continued,
    moved,
)


def placed(**themes: int) -> dict[str, str]:
    """So many statements in each theme, numbered on."""
    names = [name for name, n in themes.items() for _ in range(n)]
    return {f"s{i:03d}": name for i, name in enumerate(names)}


def test_the_same_division_under_other_names_is_the_same_and_nothing_moved() -> None:
    before, after = placed(T01=10, T02=20), placed(T02=10, T01=20)
    pairs = align_by_statements(before, after)
    assert [(one.before, one.after, one.kind, one.alike) for one in pairs] == [
        ("T01", "T02", "same", 1.0),
        ("T02", "T01", "same", 1.0),
    ]
    assert moved(before, after, pairs).empty
    assert continued(pairs) == {"T02": "T01", "T01": "T02"}


def test_a_theme_that_joined_a_larger_one_is_merged() -> None:
    pairs = align_by_statements(placed(T01=20, T02=8), placed(T01=28))
    assert [(one.before, one.after, one.kind) for one in pairs] == [
        ("T01", "T01", "same"),
        ("T02", "T01", "merged"),
    ]


def test_a_theme_that_fell_apart_is_split() -> None:
    pairs = align_by_statements(placed(T01=30), placed(T01=18, T02=12))
    assert [(one.before, one.after, one.kind) for one in pairs] == [
        ("T01", "T01", "same"),
        ("T01", "T02", "split"),
    ]


def test_only_what_left_its_theme_has_moved() -> None:
    before, after = placed(T01=30), placed(T01=12, T02=10, T03=8)
    gone = moved(before, after, align_by_statements(before, after))
    assert sorted(set(gone["after"])) == ["T02", "T03"]
    assert len(gone) == 18


def test_a_theme_made_of_what_had_none_is_new_and_one_that_lost_all_is_gone() -> None:
    before = {**placed(T01=10, T02=4), "x1": "", "x2": ""}
    after = {one: theme if theme == "T01" else "" for one, theme in before.items()}
    after.update(x1="T09", x2="T09")
    kinds = {(one.before, one.after): one.kind for one in align_by_statements(before, after)}
    assert kinds == {("T01", "T01"): "same", ("T02", ""): "gone", ("", "T09"): "new"}


def test_statements_that_only_one_run_knows_do_not_count() -> None:
    before, after = placed(T01=5), {**placed(A=5), "later": "B"}
    pairs = align_by_statements(before, after)
    assert [(one.before, one.after) for one in pairs] == [("T01", "A")]


@pytest.mark.parametrize(("before", "after"), [({}, {}), ({"s": ""}, {"s": ""}), ({"s": "A"}, {})])
def test_nothing_to_pair_is_no_fault(before: dict[str, str], after: dict[str, str]) -> None:
    assert align_by_statements(before, after) == ()


@given(st.lists(st.tuples(st.sampled_from("ABC "), st.sampled_from("XYZ ")), max_size=40))
def test_no_theme_has_two_partners_and_every_theme_is_told(found: list[tuple[str, str]]) -> None:
    before = {f"s{i}": one.strip() for i, (one, _) in enumerate(found)}
    after = {f"s{i}": one.strip() for i, (_, one) in enumerate(found)}
    pairs = align_by_statements(before, after)
    same = [one for one in pairs if one.kind == "same"]
    assert len({one.after for one in same}) == len(same) == len({one.before for one in same})
    assert {one.before for one in pairs} - {""} == set(before.values()) - {""}
    assert {one.after for one in pairs} - {""} == set(after.values()) - {""}
    expected = {one for one in before if before[one] or after[one]}
    assert set(moved(before, after, pairs)["statement_id"]) <= expected


def test_centres_pair_themes_of_rounds_that_share_no_statement() -> None:
    rng = np.random.default_rng(1)
    centroids = rng.normal(size=(4, 16)).astype(np.float32) + 2
    before = {f"T{i}": centroids[i] for i in range(3)}
    after = {
        f"N{i}": centroids[3 - i] + rng.normal(0, 0.05, 16).astype(np.float32) for i in range(3)
    }
    pairs = align_by_centres(before, after)
    found = {(one.before, one.after): one.kind for one in pairs}
    assert found == {
        ("T0", ""): "gone",
        ("T1", "N2"): "same",
        ("T2", "N1"): "same",
        ("", "N0"): "new",
    }


def test_themes_that_share_a_third_are_not_called_the_same() -> None:
    before = placed(T01=12, T02=12, T03=12)
    third = {0: "A", 1: "B", 2: "C"}
    after = {one: third[at % 3] for at, one in enumerate(sorted(before))}
    pairs = align_by_statements(before, after)
    assert {one.kind for one in pairs} == {"gone", "new"}
