"""Trained themes: later statements are placed in them, and what is new is added with ids kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.core.settings import ThemeSettings
from pipeline.themes.centroids import centre_rows
from pipeline.themes.find import find_themes
from pipeline.themes.growing import extend
from pipeline.themes.records import Statement
from pipeline.themes.trained import TrainedThemes, known_from, place, same_likeness
from tests.themes.themes_data import Given, statements

USUAL = ThemeSettings()
ALL = 8  # subjects in the data; five are trained on


def part(subjects: set[int], which: slice) -> tuple[Given, list[Statement]]:
    """Statements about these subjects, from this part of the data."""
    vectors, said, truth = statements(400, subjects=ALL)
    rows = [i for i in range(*which.indices(400)) if truth[i] in subjects]
    return Given(tuple(said[i].statement_id for i in rows), vectors.vectors[rows]), [
        said[i] for i in rows
    ]


@pytest.fixture(scope="module")
def known() -> TrainedThemes:
    vectors, statements = part({0, 1, 2, 3, 4}, slice(0, 240))
    found = known_from(find_themes(vectors, statements, USUAL), vectors, statements)
    assert found is not None
    return found


def test_later_statements_on_the_same_subjects_find_their_themes(known: TrainedThemes) -> None:
    from sklearn.metrics import adjusted_rand_score

    vectors, statements = part({0, 1, 2, 3, 4}, slice(240, 400))
    subjects = [int(one.statement_id[1:]) % ALL for one in statements]
    found = place(known, vectors, statements)
    assert adjusted_rand_score(subjects, found.assignments["theme_id"]) > 0.85
    assert set(found.assignments["theme_id"]) <= set(known.top_ids) | {""}
    assert found.method == "model"


def test_how_many_could_not_be_placed_is_told(known: TrainedThemes) -> None:
    vectors, statements = part({5, 6, 7}, slice(240, 400))
    found = place(known, vectors, statements)
    outside = int((found.assignments["theme_id"] == "").sum())
    assert f"{outside} " in found.notes[0]
    assert f" {len(statements)} " in found.notes[0]


def test_a_theme_nobody_spoke_of_is_named_and_not_shown(known: TrainedThemes) -> None:
    vectors, statements = part({0}, slice(240, 400))
    found = place(known, vectors, statements)
    shown = set(found.themes["theme_id"])
    silent = set(known.top_ids) - set(found.assignments["theme_id"])
    assert silent
    assert not silent & shown
    assert set(found.assignments["nearest_id"]) <= shown
    assert all(any(one in note for note in found.notes) for one in silent)


def test_placing_depends_on_no_company(known: TrainedThemes) -> None:
    vectors, statements = part({0, 1, 2, 3, 4}, slice(240, 400))
    together = place(known, vectors, statements).assignments.set_index("statement_id")
    for at in (0, 7):
        alone = place(
            known, Given((vectors.statement_ids[at],), vectors.vectors[[at]]), [statements[at]]
        )
        assert (
            alone.assignments["theme_id"][0]
            == together.loc[statements[at].statement_id, "theme_id"]
        )


def test_nothing_said_is_placed_nowhere(known: TrainedThemes) -> None:
    empty = Given((), np.zeros((0, 32), dtype=np.float32))
    assert place(known, empty, []).assignments.empty
    placed = extend(known, empty, [], USUAL)
    grown, found = placed.grown, placed.found
    assert grown is known
    assert found.assignments.empty


def test_growing_keeps_every_id_and_gives_new_subjects_their_own(known: TrainedThemes) -> None:
    vectors, statements = part(set(range(ALL)), slice(240, 400))
    placed = extend(known, vectors, statements, USUAL)
    grown, found = placed.grown, placed.found
    assert grown.top_ids[: len(known.top_ids)] == known.top_ids
    new = set(grown.top_ids) - set(known.top_ids)
    assert len(new) == 3
    subject = {one.statement_id: int(one.statement_id[1:]) % ALL for one in statements}
    rows = found.assignments
    for theme in new:
        mine = [subject[one] for one in rows.loc[rows["theme_id"] == theme, "statement_id"]]
        assert mine
        assert np.mean([one >= 5 for one in mine]) > 0.9
    old = rows[rows["statement_id"].map(lambda one: subject[one] < 5)]
    assert (old["theme_id"].isin(known.top_ids)).mean() > 0.9


def test_growing_with_known_subjects_only_adds_no_theme(known: TrainedThemes) -> None:
    vectors, statements = part({0, 1, 2, 3, 4}, slice(240, 400))
    placed = extend(known, vectors, statements, USUAL)
    grown = placed.grown
    assert grown.top_ids == known.top_ids


def test_sizes_add_up_after_growing_and_labels_stay(known: TrainedThemes) -> None:
    vectors, statements = part(set(range(ALL)), slice(240, 400))
    labelled = replace(known, themes=known.themes.assign(label="vast"))
    placed = extend(labelled, vectors, statements, USUAL)
    grown, found = placed.grown, placed.found
    here = found.themes.assign(label=["vast" if one else "nieuw" for one in found.themes["label"]])
    after = grown.after(here)
    top = after.themes[after.themes["parent_id"] == ""]
    n_placed = int((found.assignments["theme_id"] != "").sum())
    before = known.themes.loc[known.themes["parent_id"] == "", "n_statements"].sum()
    assert top["n_statements"].sum() == before + n_placed
    assert (after.themes["label"] != "").all()
    kept = after.themes[after.themes["theme_id"].isin(known.themes["theme_id"])]
    assert set(kept["label"]) == {"vast"}


def test_a_round_is_divided_as_it_would_be_without_the_model(known: TrainedThemes) -> None:
    from sklearn.metrics import adjusted_rand_score

    vectors, statements = part(set(range(ALL)), slice(240, 400))
    alone = find_themes(vectors, statements, USUAL).assignments
    placed = extend(known, vectors, statements, USUAL).found.assignments
    grouped = alone["theme_id"] != ""
    assert adjusted_rand_score(alone["theme_id"][grouped], placed["theme_id"][grouped]) == 1.0
    assert (placed["theme_id"] != "").mean() >= grouped.mean()


def test_each_concern_of_a_round_is_the_same_new_or_split_off(known: TrainedThemes) -> None:
    vectors, statements = part({0, 1, 2, 6, 7}, slice(240, 400))
    placed = extend(known, vectors, statements, USUAL)
    kinds = {pair.kind: pair for pair in placed.pairs}
    assert {pair.after for pair in placed.pairs} - {""} == set(placed.found.themes["theme_id"])
    assert {pair.before for pair in placed.pairs} - {""} == set(known.top_ids)
    assert [pair.kind for pair in placed.pairs].count("new") == 2
    assert [pair.kind for pair in placed.pairs].count("gone") == 2
    assert kinds["same"].before == kinds["same"].after
    assert kinds["same"].alike >= known.same
    assert (kinds["new"].before, kinds["gone"].after) == ("", "")


def test_what_falls_apart_keeps_its_id_once_and_is_told_as_split(known: TrainedThemes) -> None:
    """Every theme but two in one: in the round they are several again."""
    vectors, said = part({0, 1, 2, 3, 4}, slice(0, 240))
    first, second = known.top_ids[:2]
    rows = find_themes(vectors, said, USUAL)
    merged = rows.assignments.assign(
        theme_id=rows.assignments["theme_id"].replace({second: first}),
        nearest_id=rows.assignments["nearest_id"].replace({second: first}),
    )
    labels = np.array([known.top_ids.index(one) if one else -1 for one in merged["theme_id"]])
    features = known.centroids.maker.transform([one.text for one in said], vectors.vectors)
    ids = [one for one in known.top_ids if one != second]
    at = np.array([ids.index(known.top_ids[one]) if one >= 0 else -1 for one in labels])
    centres = centre_rows(features, at)
    coarse = replace(
        known,
        themes=known.themes[known.themes["theme_id"] != second],
        same=0.4,
        centroids=replace(
            known.centroids,
            theme_ids=tuple(ids),
            parent_ids=("",) * len(ids),
            meaning=centres.meaning,
            letters=centres.letters,
            reach=known.centroids.reach[[known.top_ids.index(one) for one in ids]],
            voices=("",) * len(ids),
        ),
    )
    later, statements_ = part({0, 1, 2, 3, 4}, slice(240, 400))
    pairs = extend(coarse, later, statements_, USUAL).pairs
    assert sorted(pair.kind for pair in pairs) == ["same"] * 4 + ["split"]
    split = next(pair for pair in pairs if pair.kind == "split")
    assert split.before == first
    assert split.after not in known.top_ids[:1]


def test_the_limit_for_the_same_theme_lies_between_halves_and_others(known: TrainedThemes) -> None:
    vectors, statements = part({0, 1, 2, 3, 4}, slice(0, 240))
    texts = [one.text for one in statements]
    features = known.centroids.maker.transform(texts, vectors.vectors)
    labels = np.array([int(one.statement_id[1:]) % ALL for one in statements])
    limit = same_likeness(features, labels, texts)
    assert 0.1 < limit < 0.9
    assert same_likeness(features, np.full(len(statements), -1), texts) == 0.5
