"""Matching: which code does a statement or theme touch, if any; a toy encoder, real words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix, diags

from pipeline.core import numeric
from pipeline.core.numeric import unit_rows
from pipeline.core.plan import Code, Codebook
from pipeline.core.settings import MatchSettings
from pipeline.plan.match import stage
from pipeline.plan.match.fewshot import learned, weight_of
from pipeline.plan.match.fit import fit_of
from pipeline.plan.match.inputs import Codes, TakenVectors, TermRows, Texts, code_texts
from pipeline.plan.match.lexical import squared_lengths, weigh_terms
from pipeline.plan.match.likeness import Directions, liken
from pipeline.plan.match.refine import (
    Nearest,
    _parts,
    highest,
    nearest,
    neighbourhood,
    refine,
)
from pipeline.plan.match.stage import _noise, match, match_themes, score

_WORDS = ("bus", "taxi", "wacht", "loket", "klas", "leraar", "ouder", "gesprek", "pest", "plein")
BOOK = Codebook(
    "goals",
    "Doelen",
    (
        Code("1", "Vervoer", "De taxi en de bus rijden op tijd", "", ("De bus wacht",), ("1.1",)),
        Code("2", "Loket", "Het loket laat niemand lang wachten", "", ("Een gesprek",), ("2.1",)),
        Code("3", "Klas", "In elke klas een tweede leraar", "", ("Een leraar erbij",), ("3.1",)),
    ),
)
SAID = {
    "s1": "de taxi komt nooit op tijd en de bus ook niet",
    "s2": "wij wachten lang bij het loket",
    "s3": "er is geen leraar voor de klas",
    "s4": "op het plein wordt gepest",
    "s5": "de bus wacht niet op mijn kind",
    "s6": "het loket antwoordt niet",
}


def vectors_of(texts: list[str]) -> np.ndarray:
    """Toy meaning: which of ten subjects a text names, plus a little of everything."""
    raw = np.array([[0.2 + (word in text.lower()) for word in _WORDS] for text in texts])
    raw = raw.reshape(len(texts), len(_WORDS))
    return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)


def texts_of(texts: dict[str, str]) -> Texts:
    statements = list(texts.values())
    terms = tuple(dict.fromkeys(text.lower().split(), 1.0) for text in statements)
    return Texts(tuple(texts), tuple(statements), terms, (vectors_of(statements),))


def codes_of(book: Codebook) -> Codes:
    return Codes(book, texts_of(code_texts(book)))


def best(matches: pd.DataFrame) -> dict[str, str]:
    first = matches[matches["rank"] == 1]
    return dict(zip(first["item_id"], first["code_id"], strict=True))


def test_a_statement_lands_on_the_goal_that_speaks_of_its_subject() -> None:
    found = best(match(texts_of(SAID), codes_of(BOOK)).matches)
    assert {one: found[one] for one in ("s1", "s2", "s3", "s5", "s6")} == {
        "s1": "1", "s2": "2", "s3": "3", "s5": "1", "s6": "2",
    }  # fmt: skip


def test_a_subject_that_no_goal_names_fits_least() -> None:
    fits = match(texts_of(SAID), codes_of(BOOK)).fits.set_index("item_id")
    assert fits["fit"].idxmin() == "s4"
    assert fits["none_probability"].idxmax() == "s4"


def test_probabilities_of_all_codes_and_of_none_sum_to_one() -> None:
    matched = match(texts_of(SAID), codes_of(BOOK))
    sums = matched.matches.groupby("item_id")["probability"].sum()
    none = matched.fits.set_index("item_id")["none_probability"]
    assert np.allclose((sums + none).astype(float), 1.0, atol=1e-3)


def test_it_says_what_the_probability_was_calibrated_on() -> None:
    assert set(match(texts_of(SAID), codes_of(BOOK)).fits["calibrated_on"]) == {"default"}


@given(order=st.permutations(sorted(SAID)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_rows_changes_nothing(order: list[str]) -> None:
    one = match(texts_of(SAID), codes_of(BOOK)).matches
    other = match(texts_of({key: SAID[key] for key in order}), codes_of(BOOK)).matches
    keys = ["item_id", "rank"]
    pd.testing.assert_frame_equal(
        one.sort_values(keys, ignore_index=True), other.sort_values(keys, ignore_index=True)
    )


def test_a_text_sent_in_forty_times_weighs_once() -> None:
    copies = {f"c{n:02d}": SAID["s1"] for n in range(40)}
    once = match(texts_of(SAID), codes_of(BOOK)).matches
    often = match(texts_of(SAID | copies), codes_of(BOOK)).matches
    kept = often[often["item_id"].isin(list(SAID))].reset_index(drop=True)
    pd.testing.assert_frame_equal(once, kept)


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("m", [1, 2])
def test_a_handful_of_statements_and_codes_is_enough(n: int, m: int) -> None:
    book = Codebook("goals", "Doelen", BOOK.codes[:m])
    some = {key: SAID[key] for key in list(SAID)[:n]}
    matched = match(texts_of(some), codes_of(book))
    assert len(matched.matches) == n * min(m, 3)
    assert matched.fits["fit"].astype(float).map(np.isfinite).all()
    themes = match_themes(matched.scores, {"T1": list(some)})
    assert len(themes.fits) == (1 if n else 0)


def test_a_theme_pools_its_statements() -> None:
    scores = match(texts_of(SAID), codes_of(BOOK)).scores
    themes = match_themes(scores, {"T1": ["s1", "s5"], "T2": ["s2", "s6"], "T3": ["unknown"]})
    assert best(themes.matches) == {"T1": "1", "T2": "2"}
    assert set(themes.matches["level"]) == {"theme"}


def test_a_judged_statement_draws_its_likes_along() -> None:
    odd = SAID | {"s7": "op het plein staat niemand", "s8": "pesten op het plein"}
    before = score(texts_of(odd), codes_of(BOOK), MatchSettings())
    after = score(texts_of(odd), codes_of(BOOK), MatchSettings(), judged={"s4": ["3"], "s8": ["3"]})
    row, code = odd_row(before.item_ids, "s7"), 2
    gain = after.choice[row] - before.choice[row]
    assert gain[code] == max(gain) and gain[code] > 0


def odd_row(ids: tuple[str, ...], wanted: str) -> int:
    return ids.index(wanted)


def test_statements_and_codes_must_be_read_by_the_same_encoders() -> None:
    two = texts_of(SAID)
    two = Texts(two.ids, two.texts, two.terms, (*two.vectors, *two.vectors))
    with pytest.raises(ValueError, match="the same encoders"):
        match(two, codes_of(BOOK))


def test_a_code_without_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="no texts for"):
        Codes(BOOK, texts_of({"1": "Vervoer"}))


def test_the_highest_of_a_row_are_those_of_a_stable_sort_ties_included() -> None:
    rng = np.random.default_rng(7)
    values = np.round(rng.normal(size=(60, 400)), 1)  # rounded: many ties, also at the border
    values[3, 5] = -np.inf
    for k in (1, 8, 399, 400):
        expected = np.argsort(-values, axis=1, kind="stable")[:, :k]
        assert (highest(values, k) == expected).all(), k


def test_words_weighed_in_place_are_as_wholes_would_be_weighed() -> None:
    """Over several blocks of rows, some without any word, and to the last bit."""
    rng = np.random.default_rng(3)
    words = [f"w{n}" for n in range(60)]
    said = [dict.fromkeys(rng.choice(words, n), 0.6) for n in rng.integers(0, 30, 9_000)]
    both = [*said, {"w1": 0.6}]
    counts = csr_matrix([[terms.get(word, 0.0) for word in sorted(words)] for terms in both])
    rare = np.log(9_002 / (np.asarray((counts > 0).sum(axis=0)).ravel() + 1)) + 1.0
    weighed = (counts @ diags(rare)).tocsr()
    squares = weighed.multiply(weighed).sum(axis=1)
    lengths = np.sqrt(np.asarray(squares).ravel())
    whole = (diags(1.0 / np.maximum(lengths, 1e-12)) @ weighed).tocsr()
    found = weigh_terms(said, [{"w1": 0.6}])
    assert np.array_equal(found.statements.toarray(), whole[:9_000].toarray())
    assert np.array_equal(found.codes.toarray(), whole[9_000:].toarray())
    assert (squared_lengths(found.statements) == 0).sum() == sum(not terms for terms in said) > 0


def test_vectors_taken_by_row_are_copied_only_when_they_are_read() -> None:
    texts = texts_of(SAID)
    some = texts.rows([2, 1, 0]).rows([2, 0])
    whole = np.asarray(texts.vectors[0])
    (taken, *_others) = some.vectors
    assert isinstance(taken, TakenVectors) and np.shares_memory(taken.vectors, whole)
    assert np.array_equal(np.asarray(taken), whole[[0, 2]])
    assert np.array_equal(taken[1:], whole[[2]]) and taken.shape == (2, whole.shape[1])


def test_common_letter_groups_and_the_others_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(0)
    whole = csr_matrix(rng.random((40, 30)) * (rng.random((40, 30)) < np.linspace(0.0, 0.4, 30)))
    common, others = _parts(whole, np.diff(whole.tocsc().indptr) > 6)
    assert 0 < common.shape[1] < 30 and 0 < others.nnz < whole.nnz
    assert np.allclose(
        common @ common.T + (others @ others.T).toarray(), (whole @ whole.T).toarray()
    )


def test_a_theme_smaller_than_most_is_read_with_more_noise() -> None:
    """A statement varies as statements do, two half as much; the median is the measure."""
    scores = np.array([[0.0, 1.0], [2.0, 1.0], [4.0, 1.0]])
    assert _noise(scores, [1, 2, 4]) == pytest.approx([scores.var(axis=0).mean() * 0.5, 0.0, 0.0])
    assert _noise(scores, []).tolist() == []


def test_copies_of_a_text_judged_apart_count_for_every_code_they_were_linked_to() -> None:
    twice = {**SAID, "s7": SAID["s4"]}
    both = match(
        texts_of(twice), codes_of(BOOK), judged={"s4": ("3",), "s7": ("2",), "s1": ("1",)}
    ).scores
    one = match(texts_of(twice), codes_of(BOOK), judged={"s4": ("3",), "s1": ("1",)}).scores
    at = both.item_ids.index("s4")
    assert both.choice[at][1] > one.choice[at][1]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_fit_is_read_from_own_words_or_from_neighbours_by_the_share_that_is_set(
    share: float,
) -> None:
    settings = replace(MatchSettings(), neighbour_share=share)
    plain = Codebook("goals", "Doelen", tuple(Code(c.code_id, c.title, c.text) for c in BOOK.codes))
    statements, codes = texts_of(SAID), codes_of(plain)
    own = liken(statements, codes, settings)
    alike = nearest(own.features, len(statements), settings)
    told, near = neighbourhood(alike, own.lexical_score, settings)
    counted = told if share else own.lexical_score
    assert not np.allclose(told, own.lexical_score)
    expected = fit_of(counted, settings.expectation * near)
    assert score(statements, codes, settings).fit == pytest.approx(expected, abs=1e-4)


def test_of_more_statements_than_are_looked_among_who_is_like_whom_is_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    statements, asked = texts_of(SAID), []

    def counted(*given: Any) -> Nearest:
        asked.append(len(given[0]))
        return nearest(*given)

    monkeypatch.setattr(stage, "nearest", counted)
    few = replace(MatchSettings(), neighbour_pool=len(SAID) - 1, neighbours=2)
    first, other = (replace(BOOK, codes=BOOK.codes[:n]) for n in (3, 2))
    drawn = [score(statements, codes_of(book), few).fit for book in (first, other)]
    assert len(asked) == 1
    assert np.isfinite(drawn).all()
    [score(statements, codes_of(book), MatchSettings()) for book in (first, other)]
    assert len(asked) == 3  # few enough: each codebook asks for itself
    score(texts_of(SAID), codes_of(first), few)
    assert len(asked) == 4


def test_no_statements_have_no_scores_but_columns_for_every_code_and_for_none() -> None:
    scores = score(texts_of({}), codes_of(BOOK), MatchSettings())
    assert scores.choice.shape == scores.lexical_score.shape == (0, 3)
    assert scores.options.shape == (0, 4)


def test_what_was_learned_is_added_in_the_spread_of_the_scores() -> None:
    plain = Codebook("goals", "Doelen", tuple(Code(c.code_id, c.title, c.text) for c in BOOK.codes))
    statements = texts_of(dict(sorted(SAID.items(), key=lambda pair: pair[1])))
    rows, right = np.array([0, 2, 4]), np.eye(3)
    judged = {statements.ids[row]: [str(1 + code)] for code, row in enumerate(rows)}
    likeness = liken(statements, codes_of(plain), MatchSettings())
    pulled = refine(likeness, MatchSettings(), (rows, right))
    taught = learned(likeness.features, rows, right)
    found = score(statements, codes_of(plain), MatchSettings(), judged=judged).choice
    expected = pulled + weight_of(right) * pulled.std() * taught
    assert found == pytest.approx(expected, abs=1e-4)
    assert weight_of(right) * pulled.std() > 0.05


def test_terms_kept_as_columns_are_the_terms_that_were_given() -> None:
    given = ({"wachttijd": 1.0, "tijd": 0.6}, {}, {"tijd": 2.0})
    rows = TermRows(given)
    assert (list(rows), rows[1:]) == (list(given), ({}, {"tijd": 2.0}))
    assert list(rows.taken([2, 0])) == [given[2], given[0]]


def test_directions_made_in_blocks_are_those_of_all_statements_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vectors = unit_rows(np.random.default_rng(1).standard_normal((7, 4))).astype(np.float32)
    whole = Directions(vectors, np.full(4, 0.1))
    columns = np.eye(4)
    expected = whole @ columns
    monkeypatch.setattr(numeric, "ROWS", 3)
    assert [len(whole[rows]) for rows in whole.blocks()] == [3, 3, 1]
    np.testing.assert_allclose(whole @ columns, expected, atol=1e-12)
