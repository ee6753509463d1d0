"""Training: corpora joined without mixing people, rounds left out, judged links learned from."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.settings import Settings
from pipeline.core.tables import JUDGEMENTS
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.records import Corpus, joined
from pipeline.plan.match.defaults import DEFAULT
from pipeline.review.apply_log import Judged
from pipeline.runs import find as finding
from pipeline.runs import model_store as store
from pipeline.runs import train as training
from pipeline.runs.analyse import analyse
from pipeline.runs.load_models import load_models
from pipeline.runs.state import Models
from pipeline.runs.train import FixedModel, UpdatableModel, train
from pipeline.runs.verify import verify
from pipeline.themes.find import find_themes
from pipeline.themes.records import Themes
from tests.small_corpus import small_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return read_corpus(small_corpus(tmp_path_factory.mktemp("c") / "klein"))


@pytest.fixture(scope="module")
def settings(corpus: Corpus) -> Settings:
    return Settings().changed(corpus.settings_given)


@pytest.fixture(scope="module")
def loaded(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Models:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEHOORD_CACHE", str(tmp_path_factory.mktemp("cache")))
        return load_models(settings)


def test_rounds_left_out_leave_with_their_questions_and_files(corpus: Corpus) -> None:
    first = corpus.only(["1"])
    assert [one.round_id for one in first.rounds] == ["1"]
    assert set(first.responses["round_id"]) == {"1"}
    assert set(first.questions["round_id"]) == {"1"}
    assert [one.file for one in first.sources if one.round_id] == ["ronde-1.csv"]
    assert corpus.only([]).responses.equals(corpus.responses)


def test_corpora_joined_keep_every_response_and_mix_no_two_people(corpus: Corpus) -> None:
    other = dataclasses.replace(corpus, name="ander")
    both = joined([corpus, other])
    assert len(both.responses) == 2 * len(corpus.responses)
    assert (
        both.responses["respondent_id"].nunique() == 2 * corpus.responses["respondent_id"].nunique()
    )
    assert set(both.responses["question_id"]) <= set(both.questions["question_id"])
    assert set(both.responses["round_id"]) == {one.round_id for one in both.rounds}
    assert len(both.rounds) == 4


def test_a_corpus_named_twice_is_refused(corpus: Corpus) -> None:
    with pytest.raises(DataProblem):
        joined([corpus, corpus])


def test_judged_links_teach_the_calibration_and_the_model_carries_it(
    corpus: Corpus,
    settings: Settings,
    loaded: Models,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    goal = {"busje": "1.1", "taxi": "1.1", "vervoer": "1.1", "besluit": "1.2", "aanvraag": "1.2"}

    def judged(prepared, found, *_rest: object) -> Judged:
        links = {}
        for row in prepared.statements.itertuples():
            codes = {code for word, code in goal.items() if word in str(row.text)}
            links[str(row.statement_id)] = tuple(sorted(codes))
        some = dict(sorted(links.items())[:40])
        return Judged(found.themes, found.assignments, judged={"goals": some})

    monkeypatch.setattr(training, "judge_themes", judged)
    log = JUDGEMENTS.check(pd.DataFrame([_row()]))
    found = train([corpus.only(["1"])], loaded, settings, judgements={"klein": log})
    learned = found.calibrations["goals"]
    assert learned.source == "judged"
    assert learned.statement != DEFAULT.statement
    encoder = loaded.encoder
    facts = {
        "encoder": {"name": encoder.name, "revision": encoder.revision, "dim": encoder.dim},
        "versions": {},
    }
    reference = store.save("proef", found.known, facts, tmp_path, calibrations=found.calibrations)
    back = FixedModel(store.load(reference, tmp_path), settings.themes)
    assert back.calibration("goals") == learned
    assert back.calibration("kaders") is None


def test_links_judged_in_each_of_several_corpora_teach_on_their_own_statements(
    corpus: Corpus, settings: Settings, loaded: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []

    def judged(prepared, found, *_rest: object) -> Judged:
        ids = sorted(str(one) for one in prepared.statements["statement_id"])
        asked.append({one.split("/")[0] for one in ids})
        assert set(found.assignments["statement_id"]) == set(ids)
        links = {one: ("1.1",) if at % 2 else () for at, one in enumerate(ids[:40])}
        return Judged(found.themes, found.assignments, judged={"goals": links})

    monkeypatch.setattr(training, "judge_themes", judged)
    log = JUDGEMENTS.check(pd.DataFrame([_row()]))
    both = [corpus, dataclasses.replace(corpus, name="ander")]
    found = train(both, loaded, settings, judgements={"klein": log, "ander": log})
    assert asked == [{"klein"}, {"ander"}]
    assert found.calibrations["goals"].source == "judged"


def test_a_link_judged_in_a_run_on_one_corpus_is_found_back_among_several(
    corpus: Corpus, settings: Settings, loaded: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.review.rebind import joined as anchored
    from pipeline.review.rebind import statement_marks
    from pipeline.runs.prepare import prepare
    from pipeline.runs.state import Unfollowed

    alone = prepare(corpus, loaded.dutch, settings, Unfollowed())
    one = str(alone.statements["statement_id"].iloc[0])
    link = {
        **_row(), "kind": "link", "subject": one, "codebook_id": "goals", "new": "1.1",
        "anchor": anchored([one], statement_marks(alone.statements)),
    }  # fmt: skip
    log = JUDGEMENTS.check(pd.DataFrame([link]))
    seen: dict[str, object] = {}
    usual = training.judge_themes

    def settle(*given: object) -> Judged:
        settled = usual(*given)  # type: ignore[arg-type]
        seen.update(settled.judged.get("goals", {}))
        return settled

    monkeypatch.setattr(training, "judge_themes", settle)
    both = [corpus, dataclasses.replace(corpus, name="ander")]
    train(both, loaded, settings, judgements={"klein": log})
    assert f"klein/{one}" in seen
    assert all(each.startswith("klein/") for each in seen)


def _row() -> dict[str, object]:
    """One judgement of any kind: the log is not empty."""
    empty = {"string": "", "date": "", "list": ()}
    row: dict[str, object] = {name: empty.get(kind) for name, kind in JUDGEMENTS.columns.items()}
    return {**row, "judgement_id": "j1", "kind": "remark"}


def test_without_judgements_nothing_is_learned_of_scores(
    corpus: Corpus, settings: Settings, loaded: Models
) -> None:
    found = train([corpus.only(["1"])], loaded, settings)
    assert found.calibrations == {}
    assert found.counts["statements"] >= 50
    assert {"overig", "agreement", "npmi", "diversity"} <= set(found.scores)


def test_a_topic_model_that_its_seed_moves_is_fitted_on_five_seeds(
    corpus: Corpus, settings: Settings, loaded: Models
) -> None:
    assert train([corpus], loaded, settings).known.refits == ()  # our own is moved by none
    other = settings.changed({"themes": {"topic_model": "keynmf", "wished": 4}})
    fits = train([corpus], loaded, other).known.refits
    assert len(fits) == training.FITS - 1
    assert {len(one.theme_ids) for one in fits} == {4}


def test_too_little_to_train_on_is_refused(
    corpus: Corpus, settings: Settings, loaded: Models
) -> None:
    few = dataclasses.replace(corpus, responses=corpus.responses.head(5))
    with pytest.raises(DataProblem) as fault:
        train([few], loaded, settings)
    assert fault.value.mend


@pytest.fixture(scope="module")
def of_round_1(corpus: Corpus, settings: Settings, loaded: Models) -> store.Trained:
    """A model of the first round, as it would be read from disk."""
    known = train([corpus.only(["1"])], loaded, settings)
    return store.Trained(store.Reference("een", 1), Path(), known.card, known.known)


def test_a_concern_of_the_model_that_is_heard_again_goes_on_and_recurs(
    corpus: Corpus, settings: Settings, loaded: Models, of_round_1: store.Trained
) -> None:
    placing = dataclasses.replace(loaded, trained=FixedModel(of_round_1, settings.themes))
    run = analyse(corpus.only(["2"]), placing, settings, run_id="r")
    continued = run.table("continuity")
    same = set(continued.loc[continued["kind"] == "same", "theme_id"])
    new = set(continued.loc[continued["kind"] == "new", "theme_id"])
    assert same
    life = run.table("register").set_index("theme_id")["life"]
    assert {life[one] for one in same & set(life.index)} <= {"persistent", "returned"}
    assert {life[one] for one in new & set(life.index)} <= {"new", ""}
    recurring = run.table("themes").set_index("theme_id")["recurring"]
    assert recurring[sorted(same)].any()
    assert not recurring[sorted(new)].any()
    labels = of_round_1.known.themes.set_index("theme_id")["label"]
    named = run.table("themes").set_index("theme_id")["label"]
    assert list(named[sorted(same)]) == list(labels[sorted(same)])
    assert set(run.table("past")["round_id"]) == {"klein/1"}
    assert verify(run).faults == ()


def test_company_counts_where_no_plan_says_what_a_statement_is_about(
    corpus: Corpus, settings: Settings, loaded: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = []

    def divide(*given: Any, **named: Any) -> Themes:
        weights.append(given[2].company)
        return find_themes(*given, **named)

    monkeypatch.setattr(finding, "find_themes", divide)
    analyse(corpus, loaded, settings, run_id="r")
    analyse(dataclasses.replace(corpus, plan=None, previous=None), loaded, settings, run_id="r")
    assert weights == [0.0, settings.themes.company] != [0.0, 0.0]


def test_a_round_the_model_was_trained_on_is_not_counted_twice(
    corpus: Corpus, settings: Settings, loaded: Models, of_round_1: store.Trained
) -> None:
    placing = dataclasses.replace(loaded, trained=FixedModel(of_round_1, settings.themes))
    run = analyse(corpus.only(["1"]), placing, settings, run_id="r")
    assert run.table("past").empty
    assert not run.table("themes")["recurring"].any()


def test_a_model_grows_by_its_rounds_counts_and_lives(
    corpus: Corpus, settings: Settings, loaded: Models, of_round_1: store.Trained
) -> None:
    growing = UpdatableModel(of_round_1, settings.themes)
    run = analyse(
        corpus.only(["2"]), dataclasses.replace(loaded, trained=growing), settings, run_id="r"
    )
    grown = growing.grown(run)
    assert grown is not None
    assert set(grown.lives["round_id"]) == {"klein/1", "klein/2"}
    assert (grown.themes["label"] != "").all()
    placed = int((run.table("assignments")["theme_id"] != "").sum())
    before = int(of_round_1.known.themes["n_statements"].sum())
    assert int(grown.themes["n_statements"].sum()) == before + placed
    assert {"themes", "overig"} <= set(growing.scores)
