"""One table of what may be known of small groups, the same for every edition."""

from __future__ import annotations

import pandas as pd

from pipeline.findings.suppression import KINDS, Known, broken_out, may_be_known

LEAST = 5


def said(*rows: tuple[str, str, int, str, str]) -> pd.DataFrame:
    """So many people of a role who spoke of a theme, in a round and a trimester."""
    people = [
        (theme, f"{role}{at}{round_id}", 1, role, "Noord", round_id, period, "complaint")
        for theme, role, n, round_id, period in rows
        for at in range(n)
    ]
    columns = ["theme_id", "voice_id", "n_supporters", *KINDS]
    return pd.DataFrame(people, columns=columns)


def test_a_role_that_is_small_everywhere_is_kept_back_in_every_theme() -> None:
    known = may_be_known(
        said(
            ("T1", "ouder", 20, "1", "p1"),
            ("T1", "arts", 3, "1", "p1"),
            ("T1", "leraar", 12, "1", "p1"),
            ("T2", "ouder", 9, "1", "p1"),
            ("T2", "leraar", 9, "1", "p1"),
        ),
        LEAST,
    )
    assert known.kept_back_wholly("role") == {"arts", "leraar"}
    assert known.kept_back("T1", "role") >= {"arts", "leraar"}
    assert known.kept_back("T2", "role") >= {"arts", "leraar"}
    assert known.may_tell("T1", "role", "ouder")
    assert not known.may_tell("T1", "role", "arts")
    assert known.kept_back_wholly("area") == set()


def test_a_theme_keeps_back_what_is_small_in_it_alone() -> None:
    known = may_be_known(
        said(
            ("T1", "ouder", 20, "1", "p1"),
            ("T1", "leraar", 20, "1", "p1"),
            ("T2", "ouder", 9, "1", "p1"),
            ("T2", "leraar", 2, "1", "p1"),
        ),
        LEAST,
    )
    assert known.kept_back_wholly("role") == set()
    assert known.kept_back("T1", "role") == set()
    assert known.kept_back("T2", "role") == {"ouder", "leraar"}


def test_a_round_that_is_kept_back_takes_its_trimester_along_and_the_other_way_round() -> None:
    """Round 1 lies in two trimesters, of which one is small."""
    known = may_be_known(
        said(
            ("T1", "ouder", 20, "1", "p1"),
            ("T1", "ouder", 3, "1", "p2"),
            ("T1", "ouder", 20, "2", "p3"),
            ("T1", "ouder", 30, "3", "p4"),
        ),
        LEAST,
    )
    periods, rounds = known.kept_back("T1", "period"), known.kept_back("T1", "round_id")
    assert periods >= {"p1", "p2"}
    assert "1" in rounds
    assert all(known.kept_back_wholly(kind) for kind in ("period", "round_id"))
    shared = {("1", "p1"), ("1", "p2"), ("2", "p3"), ("3", "p4")}
    assert all((a in rounds) == (b in periods) for a, b in shared)


def test_what_has_no_round_or_no_trimester_binds_nothing() -> None:
    known = may_be_known(said(("T1", "ouder", 20, "1", ""), ("T1", "ouder", 20, "", "p2")), LEAST)
    assert known.kept_back("T1", "round_id") == known.kept_back("T1", "period") == set()


def test_what_was_said_without_a_theme_counts_over_everything_only() -> None:
    known = may_be_known(said(("", "arts", 3, "1", "p1"), ("T1", "ouder", 20, "1", "p1")), LEAST)
    assert known.kept_back_wholly("role") == {"arts", "ouder"}
    assert set(known.hidden) == {(theme, kind) for theme in ("", "T1") for kind in KINDS}


def test_a_breakdown_shows_a_nought_and_marks_what_is_kept_back_in_one_way() -> None:
    cells = broken_out(
        {"ouder": 9, "arts": 2}, {"ouder": 20, "arts": 7, "leraar": 6, "gast": 3},
        frozenset({"arts"}), frozenset({"gast"}),
    )  # fmt: skip
    told = {cell.key: (cell.n, cell.total) for cell in cells}
    assert told == {"ouder": (9, 20), "arts": (None, 7), "leraar": (0, 6), "gast": (0, None)}


def test_nothing_is_kept_back_of_what_nobody_asked_about() -> None:
    assert Known().kept_back("T1", "role") == frozenset()
    assert Known().may_tell("T1", "role", "ouder")


def test_that_nobody_of_a_large_group_spoke_of_a_theme_may_be_told() -> None:
    known = may_be_known(
        said(
            ("T1", "ouder", 20, "1", "p1"),
            ("T1", "leraar", 20, "1", "p1"),
            ("T2", "ouder", 9, "1", "p1"),
        ),
        LEAST,
    )
    assert known.kept_back("T2", "role") == set()


def test_a_trimester_is_kept_back_for_its_small_round_and_no_other_is() -> None:
    """Two rounds in one trimester: its twelve people are three and nine."""
    known = may_be_known(
        said(
            ("T1", "ouder", 3, "1", "p1"),
            ("T1", "arts", 9, "2", "p1"),
            ("T1", "gast", 30, "3", "p2"),
            ("T1", "leraar", 20, "4", "p3"),
        ),
        LEAST,
    )
    assert known.kept_back_wholly("round_id") == {"1", "2"}
    assert known.kept_back_wholly("period") == {"p1"}


def test_a_round_without_a_trimester_takes_none_along() -> None:
    known = may_be_known(
        said(("T1", "ouder", 3, "1", ""), ("T1", "arts", 9, "2", ""), ("T1", "gast", 9, "3", "")),
        LEAST,
    )
    assert known.kept_back_wholly("round_id") == {"1", "2"}
    assert known.kept_back_wholly("period") == set()
