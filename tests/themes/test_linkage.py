"""One tree, cut where groups are no longer alike enough on average."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.themes import linkage
from pipeline.themes.linkage import (
    Labels,
    cut,
    largest,
    likeness_for,
    spread,
    tree,
    with_shared_neighbours,
)


def blocks(*sizes: int, inside: float = 0.8, outside: float = 0.1) -> NDArray[np.float32]:
    """A likeness with groups of these sizes."""
    label = np.repeat(np.arange(len(sizes)), sizes)
    likeness = np.where(label[:, None] == label[None, :], inside, outside)
    np.fill_diagonal(likeness, 1.0)
    return likeness.astype(np.float32)


def test_what_is_alike_enough_on_average_is_one_group() -> None:
    labels = cut(tree(blocks(4, 3, 5)), 0.5, least=3)
    assert sorted(np.bincount(labels)) == [3, 4, 5]


def test_a_group_that_is_too_small_stands_alone() -> None:
    labels = cut(tree(blocks(4, 2, 5)), 0.5, least=3)
    assert (labels[4:6] == -1).all() and labels.max() == 1


def test_what_was_said_often_enough_is_a_group_in_the_same_words_too() -> None:
    times = np.array([1, 1, 1, 1, 3, 1, 1])
    labels = cut(tree(blocks(4, 1, 2)), 0.5, least=3, times=times)
    assert labels[4] >= 0 and (labels[5:] == -1).all()


def test_a_cut_below_all_likeness_joins_everything() -> None:
    assert set(cut(tree(blocks(4, 3)), 0.05, least=3)) == {0}


def test_the_cut_that_joins_all_is_just_below_the_least_alike_of_them() -> None:
    assert abs(likeness_for(tree(blocks(4, 3)), 1, 3) - 0.1) < 1e-6


def _cut_into(likeness: NDArray[np.float32], number: int, least: int) -> Labels:
    linked = tree(likeness)
    return cut(linked, likeness_for(linked, number, least), least)


def test_a_wished_number_is_reached_where_the_tree_has_it() -> None:
    assert _cut_into(blocks(4, 3, 5), 3, least=3).max() + 1 == 3


def test_of_too_many_groups_the_largest_stay() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, -1])
    once = np.ones(10, dtype=np.int64)
    assert largest(labels, 2, once).tolist() == [0, 0, 0, 1, 1, 1, 1, -1, -1, -1]
    often = once.copy()
    often[7:9] = 3  # said by six in two wordings
    assert largest(labels, 2, often).tolist() == [-1, -1, -1, 0, 0, 0, 0, 1, 1, -1]
    assert largest(labels, 5, once).tolist() == labels.tolist()


def test_the_spread_leaves_out_what_a_text_has_with_itself() -> None:
    middle, deviation = spread(blocks(1, 1, 1, outside=0.2))
    assert abs(middle - 0.2) < 1e-6 and deviation < 1e-6


@given(st.permutations(range(9)))
def test_the_order_of_the_texts_changes_no_group(order: list[int]) -> None:
    likeness = blocks(4, 5)
    moved = cut(tree(likeness[np.ix_(order, order)]), 0.5, least=2)
    same = moved[:, None] == moved[None, :]
    label = np.repeat([0, 1], [4, 5])[order]
    assert (same == (label[:, None] == label[None, :])).all()


def test_the_spread_is_the_mean_and_the_deviation_over_all_pairs() -> None:
    rows = np.random.default_rng(3).normal(size=(40, 6)).astype(np.float32)
    likeness = rows @ rows.T
    pairs = likeness[~np.eye(40, dtype=bool)]
    assert np.allclose(spread(likeness), (pairs.mean(), pairs.std()), atol=1e-4)


def test_two_texts_have_a_spread_of_their_own() -> None:
    middle, deviation = spread(blocks(1, 1, outside=0.3))
    assert abs(middle - 0.3) < 1e-6 and deviation < 1e-6
    assert spread(np.ones((1, 1), dtype=np.float32)) == (0.0, 0.0)
    assert spread(np.ones((0, 0), dtype=np.float32)) == (0.0, 0.0)


def test_heights_of_the_tree_are_one_minus_the_mean_likeness() -> None:
    likeness = np.array([[1, 0.8, 0.2], [0.6, 1, 0.4], [0.2, 0.4, 1]], dtype=np.float32)
    linked = tree(likeness)  # of 0.8 and 0.6 the mean counts
    assert np.allclose(linked[:, 2], [0.3, 0.7], atol=1e-6)


def test_likeness_above_one_is_no_negative_height() -> None:
    assert (tree(blocks(2, 2, inside=1.2))[:, 2] >= 0).all()


def test_where_nothing_groups_every_text_stands_alone() -> None:
    labels = _cut_into(blocks(1, 1, 1, outside=0.2), 3, least=4)
    assert labels.tolist() == [-1] * 3


def test_of_two_cuts_as_near_to_the_wish_the_finer_is_taken() -> None:
    """Four groups or two, and three are wished for."""
    likeness = np.where(blocks(6, 6, inside=0.5, outside=0.1) > 0.3, 0.5, 0.1)
    inner = blocks(3, 3, 3, 3)
    likeness = np.where(inner > 0.5, inner, likeness).astype(np.float32)
    assert _cut_into(likeness, 3, least=3).max() + 1 == 4
    assert _cut_into(likeness, 2, least=3).max() + 1 == 2
    assert _cut_into(likeness, 1, least=3).max() + 1 == 1


def test_of_cuts_into_as_many_the_one_whose_smallest_group_is_largest_is_taken() -> None:
    """Two groups three times: before they are whole, whole, and as a lump with crumbs beside it."""
    likeness = blocks(12, 3, inside=0.35, outside=0.1)
    likeness[12:, 12:] = 0.2
    whole, inner = blocks(6, 6, 1, 1, 1), blocks(3, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1)
    likeness = np.where(whole > 0.5, 0.6, likeness)
    likeness = np.where(inner > 0.5, 0.9, likeness)
    np.fill_diagonal(likeness, 1.0)
    linked = tree(likeness.astype(np.float32))
    sizes = {one: np.bincount(cut(linked, one, 3)[cut(linked, one, 3) >= 0]).tolist()
             for one in (0.8, 0.5, 0.15)}  # fmt: skip
    assert sizes == {0.8: [3, 3], 0.5: [6, 6], 0.15: [12, 3]}
    labels = cut(linked, likeness_for(linked, 2, 3), 3)
    assert np.bincount(labels[labels >= 0]).tolist() == [6, 6]


def test_texts_said_often_enough_may_each_be_a_group_of_their_own() -> None:
    linked, often = tree(blocks(2, 2)), np.full(4, 3)
    finest = likeness_for(linked, 4, 3, often)
    assert cut(linked, finest, 3, often).max() + 1 == 4
    assert 0.8 < finest < 1.0


def test_of_a_large_tree_two_hundred_cuts_are_tried_and_no_more(monkeypatch) -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(300, 8))
    tried: list[float] = []

    def counted(linked, likeness, least, times=None) -> Labels:
        tried.append(likeness)
        return cut(linked, likeness, least, times)

    monkeypatch.setattr(linkage, "cut", counted)
    likeness_for(tree((rows @ rows.T / 20).astype(np.float32)), 5, least=3)
    assert 100 < len(tried) <= 202


def two_subjects(rng: np.random.Generator, noise: float) -> NDArray[np.float32]:
    """Likeness of forty texts on two subjects, half and half, by vectors that are hardly clear."""
    middle = np.eye(2, 60)[np.repeat([0, 1], 20)]
    rows = middle + rng.normal(scale=noise, size=middle.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows @ rows.T).astype(np.float32)


def test_texts_that_keep_the_same_company_come_apart_from_others() -> None:
    """Deviations between the subjects, with company and without, where likeness is mostly noise."""
    same = np.kron(np.eye(2), np.ones((20, 20))) - np.eye(40)
    gained = []
    for seed in range(5):
        alone = two_subjects(np.random.default_rng(seed), noise=0.25)
        both = with_shared_neighbours(alone, 8, 0.5)
        apart = [
            (one[same > 0].mean() - one[:20, 20:].mean()) / spread(one)[1] for one in (alone, both)
        ]
        gained.append(apart[1] - apart[0])
    assert min(gained) > 0.1


def test_without_weight_company_changes_nothing() -> None:
    alone = two_subjects(np.random.default_rng(0), noise=0.2)
    assert with_shared_neighbours(alone, 8, 0.0) is alone


@pytest.mark.parametrize("n", [1, 2, 3, 5, 9])
def test_a_handful_of_texts_keeps_what_it_has(n: int) -> None:
    likeness = np.linspace(0.1, 0.5, n * n, dtype=np.float32).reshape(n, n)
    likeness = (likeness + likeness.T) / 2
    np.fill_diagonal(likeness, 1.0)
    both = with_shared_neighbours(likeness, 8, 0.5)
    assert both.shape == (n, n) and np.isfinite(both).all()
    assert np.abs(both).max(initial=0.0, where=~np.eye(n, dtype=bool)) <= 1.0
    if n < 8:  # a quarter of them is the text itself: no company
        pairs = np.triu_indices(n, 1)
        assert (np.argsort(both[pairs]) == np.argsort(likeness[pairs])).all()
