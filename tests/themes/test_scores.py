"""The words of themes: repetition over all pairs, and strangers that show."""

from __future__ import annotations

import math

from pipeline.themes.records import Statement
from pipeline.themes.scores import intruders, overlap, redundancy
from tests.themes.themes_data import SUBJECTS, tokens_of


def terms(*lists: str):
    return {f"T{n}": tuple((word, 1.0) for word in one.split()) for n, one in enumerate(lists)}


def statements(lines: list[str]) -> list[Statement]:
    return [Statement(str(n), line, tokens_of(line)) for n, line in enumerate(lines)]


def test_lists_with_nothing_in_common_do_not_repeat_each_other() -> None:
    assert redundancy(terms("a b c", "d e f")) == {"redundancy": 0.0, "redundancy_worst": 0.0}


def test_one_repeated_pair_among_many_shows_in_the_worst() -> None:
    found = redundancy(terms("a b c", "a b c", "d e f", "g h i"))
    assert found["redundancy_worst"] == 1.0
    assert found["redundancy"] == 1.0 / 6


def test_a_shared_first_word_repeats_more_than_a_shared_last_one() -> None:
    assert overlap("abcd", "axyz") > overlap("abcd", "xyzd") > 0


def test_words_that_are_said_together_let_the_stranger_show() -> None:
    lines = [" ".join(one.split()) for one in SUBJECTS[:4] for _ in range(6)]
    together = terms(*SUBJECTS[:4])
    assert intruders(together, statements(lines)) == 1.0


def test_words_at_random_hide_the_stranger() -> None:
    words = " ".join(SUBJECTS[:5]).split()
    mixed = terms(*(" ".join(words[at::5]) for at in range(5)))
    lines = [one for one in SUBJECTS[:5] for _ in range(6)]
    assert intruders(mixed, statements(lines)) < 0.6


def test_one_theme_or_none_cannot_be_measured() -> None:
    for few in ({}, terms("a b c d e")):
        assert math.isnan(redundancy(few)["redundancy"])
        assert math.isnan(intruders(few, statements(["a b"])))
