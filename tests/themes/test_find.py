"""Themes: every size works, nobody's voice is lost, and nothing depends on order or company."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.settings import ThemeSettings
from pipeline.themes.centroids import Centroids, assign
from pipeline.themes.corpus import heard_once, said_from
from pipeline.themes.find import find_themes
from pipeline.themes.records import GivenTopic
from pipeline.themes.scores import against_gold, natural_division
from tests.themes.themes_data import Given, joined_sets, statements

USUAL = ThemeSettings()


@pytest.mark.parametrize("n", [0, 1, 2, 5, 19, 20, 21, 300])
def test_every_size_gives_every_statement_one_place(n: int) -> None:
    vectors, said, _truth = statements(n)
    found = find_themes(vectors, said, USUAL)
    assert sorted(found.assignments["statement_id"]) == sorted(vectors.statement_ids)
    ids = set(found.themes["theme_id"])
    assert set(found.assignments["theme_id"]) <= ids | {""}
    assert set(found.assignments["nearest_id"]) <= ids | {""}
    assert found.method == (
        "none" if n == 0 else "alone" if n < 6 else "likeness" if n < 20 else "linkage"
    )


def test_sizes_of_themes_add_up_to_the_statements_with_a_theme() -> None:
    vectors, said, _truth = statements(120)
    found = find_themes(vectors, said, USUAL)
    top = found.themes[found.themes["parent_id"] == ""]
    assert top["n_statements"].sum() == (found.assignments["theme_id"] != "").sum()


def test_known_subjects_are_found_without_being_told_how_many() -> None:
    from sklearn.metrics import adjusted_rand_score

    vectors, said, truth = statements(240)
    found = find_themes(vectors, said, USUAL)
    assert adjusted_rand_score(truth, found.assignments["theme_id"]) > 0.9


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(60)))
def test_the_order_of_the_statements_changes_nothing(order: list[int]) -> None:
    vectors, said, _truth = statements(60)
    quick = replace(USUAL, runs=4)
    straight = find_themes(vectors, said, quick)
    shuffled = Given(
        tuple(vectors.statement_ids[i] for i in order), vectors.vectors[np.array(order)]
    )
    turned = find_themes(shuffled, [said[i] for i in order], quick)
    pd.testing.assert_frame_equal(straight.themes, turned.themes)
    pd.testing.assert_frame_equal(
        straight.assignments.sort_values("statement_id", ignore_index=True),
        turned.assignments.sort_values("statement_id", ignore_index=True),
    )


def test_copies_of_a_statement_share_its_theme_and_move_no_other() -> None:
    vectors, said, _truth = statements(60)
    copies = [replace(said[0], statement_id=f"kopie{i}") for i in range(40)]
    more = Given(
        (*vectors.statement_ids, *(one.statement_id for one in copies)),
        np.concatenate([vectors.vectors, np.repeat(vectors.vectors[:1], 40, axis=0)]),
    )
    alone = find_themes(vectors, said, USUAL).assignments.set_index("statement_id")
    found = find_themes(more, [*said, *copies], USUAL).assignments.set_index("statement_id")
    assert found.loc[[one.statement_id for one in copies], "theme_id"].nunique() == 1
    pd.testing.assert_frame_equal(found.loc[alone.index], alone)


def test_an_echo_of_a_campaign_gets_a_theme_and_has_no_say() -> None:
    vectors, said, _truth = statements(60)
    rng = np.random.default_rng(3)
    near = vectors.vectors[0] + 0.01 * rng.normal(size=(40, 32)).astype(np.float32)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    echoes = [
        replace(said[0], statement_id=f"e{i:02d}", text=f"{said[0].text} {i}", echo=True)
        for i in range(40)
    ]
    more = Given(
        (*vectors.statement_ids, *(one.statement_id for one in echoes)),
        np.concatenate([vectors.vectors, near]),
    )
    alone = find_themes(vectors, said, USUAL).assignments.set_index("statement_id")
    found = find_themes(more, [*said, *echoes], USUAL).assignments.set_index("statement_id")
    pd.testing.assert_frame_equal(found.loc[alone.index], alone)
    assert set(found.loc[[e.statement_id for e in echoes], "nearest_id"]) == {
        alone.loc["s0000", "nearest_id"]
    }


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 60), st.integers(0, 59))
def test_assigning_alone_or_in_any_batch_gives_the_same(size: int, start: int) -> None:
    vectors, statements, centroids, whole = _fitted()
    part = list(range(start, min(start + size, len(statements))))
    found = assign(
        centroids,
        [statements[i].statement_id for i in part],
        [statements[i].text for i in part],
        vectors.vectors[part],
    )
    pd.testing.assert_frame_equal(found, whole.iloc[part].reset_index(drop=True))


_kept: list = []


def _fitted():
    if not _kept:
        vectors, said, _truth = statements(60)
        found = find_themes(vectors, said, replace(USUAL, runs=4))
        _kept.append((vectors, said, found.centroids, found.assignments))
    return _kept[0]


def test_the_division_of_training_is_that_of_the_assignment() -> None:
    vectors, statements, centroids, whole = _fitted()
    again = assign(
        centroids,
        [one.statement_id for one in statements],
        [one.text for one in statements],
        vectors.vectors,
    )
    pd.testing.assert_frame_equal(again, whole)


def test_centres_survive_being_saved(tmp_path) -> None:
    vectors, statements, centroids, whole = _fitted()
    np.savez(tmp_path / "centres.npz", **centroids.arrays())
    with np.load(tmp_path / "centres.npz", allow_pickle=False) as arrays:
        again = Centroids.from_arrays(dict(arrays))
    ids, texts = [one.statement_id for one in statements], [one.text for one in statements]
    pd.testing.assert_frame_equal(assign(again, ids, texts, vectors.vectors), whole)


def test_twice_the_same_gives_the_same_and_a_seed_moves_no_statement() -> None:
    vectors, said, _truth = statements(80, spread=1.5)
    first, second = find_themes(vectors, said, USUAL), find_themes(vectors, said, USUAL)
    pd.testing.assert_frame_equal(first.assignments, second.assignments)
    other = find_themes(vectors, said, replace(USUAL, seed=7))
    pd.testing.assert_frame_equal(first.assignments, other.assignments)
    assert not first.themes["stability"].equals(other.themes["stability"])


@pytest.mark.parametrize("wished", [1, 4, 9])
def test_a_wished_number_of_themes_is_given(wished: int) -> None:
    vectors, said, _truth = statements(160)
    found = find_themes(vectors, said, replace(USUAL, wished=wished))
    assert (found.themes["parent_id"] == "").sum() == pytest.approx(wished, abs=1)


@pytest.mark.parametrize("count", [60, 120, 240])
def test_no_theme_is_left_without_statements(count: int) -> None:
    vectors, said, _truth = statements(count, subjects=8)
    found = find_themes(vectors, said, replace(USUAL, most=3))
    subs = found.themes[found.themes["parent_id"] != ""]
    assert (subs["n_statements"] >= USUAL.least_theme).all()
    assert (found.themes["n_statements"] > 0).all()
    with_parts = subs.groupby("parent_id").size()
    assert (with_parts >= 2).all()  # one part alone is the theme itself


def test_beyond_the_limit_a_sample_is_fitted_and_all_are_assigned() -> None:
    from sklearn.metrics import adjusted_rand_score

    vectors, said, truth = statements(400)
    found = find_themes(vectors, said, replace(USUAL, fit_limit=150))
    assert found.method == "sample"
    assert len(found.assignments) == 400
    assert adjusted_rand_score(truth, found.assignments["theme_id"]) > 0.85


def test_a_given_topic_takes_what_is_clearly_its_own_and_keeps_its_name() -> None:
    vectors, said, truth = statements(240)
    about = vectors.vectors[truth == 0].mean(axis=0)
    topic = GivenTopic("vervoer", "Leerlingenvervoer", "taxibus chauffeur vervoer", about)
    found = find_themes(vectors, said, USUAL, given=[topic])
    mine = found.assignments["theme_id"] == "vervoer"
    assert mine[truth == 0].mean() > 0.8
    assert mine[truth != 0].mean() < 0.05
    assert found.themes.set_index("theme_id").loc["vervoer", "label"] == "Leerlingenvervoer"


def test_a_long_statement_far_from_everything_is_a_signal() -> None:
    vectors, said, _truth = statements(200)
    lone = replace(
        said[0],
        statement_id="lone",
        text="Mijn kind kreeg de verkeerde medicijnen toegediend en niemand op kantoor belde ons",
        tokens=(),
    )
    far = np.zeros((1, 32), dtype=np.float32)
    far[0, ::2] = -1.0 / 4.0
    more = Given((*vectors.statement_ids, "lone"), np.concatenate([vectors.vectors, far]))
    rows = find_themes(more, [*said, lone], USUAL).assignments.set_index("statement_id")
    assert bool(rows.loc["lone", "unique_signal"])
    assert rows["unique_signal"].sum() <= 3


def test_firmness_is_between_nought_and_one_and_falls_with_noise() -> None:
    def firm(spread: float) -> float:
        vectors, said, _truth = statements(160, spread=spread)
        found = find_themes(vectors, said, replace(USUAL, wished=6))
        firmness = found.themes.loc[found.themes["parent_id"] == "", "stability"]
        assert firmness.between(0, 1).all()
        return float(firmness.mean())

    assert firm(0.3) > firm(3.0) + 0.05


def test_unlike_ids_are_refused() -> None:
    vectors, said, _truth = statements(5)
    with pytest.raises(ValueError, match="different ids"):
        find_themes(vectors, said[:4], USUAL)


def test_of_a_campaign_the_letter_counts_once_and_additions_count() -> None:
    statements_ = pd.DataFrame(
        {
            "statement_id": ["a1", "b1", "b2", "c1"],
            "response_id": ["a", "b", "b", "c"],
            "start": [0, 0, 20, 0],
            "end": [19, 19, 40, 30],
            "text": ["brief", "brief.", "mijn eigen woorden", "iets anders"],
            "clean_text": ["brief", "brief.", "mijn eigen woorden", "iets anders"],
        }
    )
    campaigns = pd.DataFrame(
        {
            "response_id": ["a", "b"],
            "campaign_id": ["k", "k"],
            "kind": ["exact", "near"],
            "similarity": [1.0, 0.9],
            "addition_start": pd.array([pd.NA, 20], dtype="Int64"),
            "addition_end": pd.array([pd.NA, 40], dtype="Int64"),
        }
    )
    statements = said_from(statements_, campaigns, [()] * 4)
    assert {one.statement_id for one in statements if one.echo} == {"b1"}


def test_a_theme_is_judged_by_a_letter_once_however_often_it_was_sent() -> None:
    rows = [("own", "T1", "T1.1"), ("first", "T1", "T1.2"), ("copy", "T1", "T1.2"),
            ("lone", "T2", "")]  # fmt: skip
    assignments = pd.DataFrame(rows, columns=["statement_id", "theme_id", "subtheme_id"])
    heard = heard_once(assignments, {"copy", "lone"})
    assert list(heard["statement_id"]) == ["own", "first", "lone"]


@settings(max_examples=25)
@given(
    sizes=st.tuples(st.integers(3, 10), st.integers(3, 10)),
    apart=st.floats(0.0, 0.6),
    seed=st.integers(0, 10_000),
)
def test_two_corpora_together_keep_the_subjects_of_both(
    sizes: tuple[int, int], apart: float, seed: int
) -> None:
    """apart: length of what a corpus's texts share, beside 1 of what a subject's texts share."""
    given_, said, truth = joined_sets(sizes, apart, seed)
    found = find_themes(given_, said, replace(USUAL, most=None, runs=0))
    theme_of = natural_division(found)
    scored = against_gold(truth, [theme_of[one.statement_id] for one in said])
    largest = max(Counter(theme_of.values()).values()) / len(said)
    assert scored["ami"] >= 0.85
    assert largest <= 0.5


@settings(max_examples=25)
@given(
    sizes=st.tuples(st.integers(1, 8), st.integers(1, 8)),
    apart=st.floats(0.0, 4.0),
    seed=st.integers(0, 10_000),
)
def test_a_division_that_hardly_divides_says_so(
    sizes: tuple[int, int], apart: float, seed: int
) -> None:
    given_, said, _truth = joined_sets(sizes, apart, seed)
    found = find_themes(given_, said, replace(USUAL, most=None, runs=0))
    held = Counter(theme for theme in natural_division(found).values() if theme)
    coarse = bool(held) and (len(held) < 5 or max(held.values()) > held.total() / 2)
    assert bool(found.notes) == (coarse and len(said) >= USUAL.few)
    wished = find_themes(given_, said, replace(USUAL, wished=3, runs=0))
    assert wished.notes == ()


def voicing(matters: dict[int, str], n: int = 120):
    """Statements over six subjects, each subject voicing what ``matters`` says of it."""
    vectors, plain, truth = statements(n)
    told = [
        replace(one, matter=matters.get(int(subject), "concern"))
        for one, subject in zip(plain, truth, strict=True)
    ]
    return vectors, told, truth


def test_a_remark_is_in_no_concern_and_praise_is_grouped_by_itself() -> None:
    vectors, said, truth = voicing({0: "remark", 1: "praise"})
    found = find_themes(vectors, said, USUAL)
    placed = found.assignments.set_index("statement_id")["theme_id"]
    of_subject = [set(placed[[one.statement_id for one, s in zip(said, truth, strict=True)
                              if s == subject]]) for subject in range(6)]  # fmt: skip
    assert of_subject[0] == {""}
    praise = set(found.themes.loc[found.themes["kind"] == "praise", "theme_id"])
    assert praise and of_subject[1] - {""} == praise
    assert not praise & set().union(*of_subject[2:])


def test_praise_about_the_same_subject_does_not_join_its_concern() -> None:
    vectors, said, truth = voicing({})
    glad = [replace(one, matter="praise" if at % 12 == 2 else one.matter)
            for at, one in enumerate(said)]  # fmt: skip
    found = find_themes(vectors, glad, USUAL)
    kinds = dict(zip(found.themes["theme_id"], found.themes["kind"], strict=True))
    placed = dict(zip(*(found.assignments[c] for c in ("statement_id", "theme_id")), strict=True))
    for one in glad:
        theme = placed[one.statement_id]
        assert not theme or (kinds[theme] == "praise") == (one.matter == "praise")
    assert truth[2] == truth[8], "they speak of one subject"


def test_a_group_that_hardly_voices_anything_is_no_concern() -> None:
    vectors, said, truth = voicing({})
    unsure = [replace(one, surely=0.3 if subject == 4 else 0.9)
              for one, subject in zip(said, truth, strict=True)]  # fmt: skip
    found = find_themes(vectors, unsure, USUAL)
    placed = dict(zip(*(found.assignments[c] for c in ("statement_id", "theme_id")), strict=True))
    alone = [placed[one.statement_id] for one, s in zip(unsure, truth, strict=True) if s == 4]
    kept = [placed[one.statement_id] for one, s in zip(unsure, truth, strict=True) if s != 4]
    assert sum(map(bool, alone)) < 0.2 * len(alone) and sum(map(bool, kept)) > 0.9 * len(kept)
