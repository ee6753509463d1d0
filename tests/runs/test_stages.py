"""Each change runs the stages that depend on it, and no other: counted in work, not in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from pipeline.core.analysis import Analysis
from pipeline.core.settings import Settings
from pipeline.core.table_csv import table_csv
from pipeline.core.tables import ASSIGNMENTS, MATCHES
from pipeline.core.work_cache import Step, WorkCache
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.records import Corpus
from pipeline.encoders.encoder import cache_for, load_encoder
from pipeline.plan.match.stage import Scores, score
from pipeline.runs.analyse import analyse
from pipeline.runs.load_models import load_models
from pipeline.runs.stages import scored
from pipeline.runs.state import CachedEncoder, Models
from tests.plan.match.test_match import BOOK, SAID, codes_of, texts_of
from tests.small_corpus import small_corpus

WORD = "chauffeur"


class CountingCache(WorkCache):
    """A cache that counts what is worked out, per step."""

    def __init__(self, folder: Path, done: Counter[str]) -> None:
        super().__init__(folder=folder)
        self.done = done

    def put(self, step: Step, outcomes: Mapping[str, str]) -> None:
        self.done[step.name] += len(outcomes)
        super().put(step, outcomes)

    def put_whole(self, step: Step, content: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.done[step.name] += 1
        super().put_whole(step, content, arrays)


class CountingEncoder:
    """The fast encoder, counting the texts it reads."""

    def __init__(self, done: Counter[str]) -> None:
        self.inner, self.done = load_encoder("fast"), done
        self.name, self.revision, self.dim = self.inner.name, self.inner.revision, self.inner.dim

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.done["encode"] += len(texts)
        return self.inner.encode(texts)


class Run:
    """A corpus with what was done before; ``again`` tells what a run adds to that."""

    def __init__(self, folder: Path) -> None:
        self.done: Counter[str] = Counter()
        self.corpus = read_corpus(small_corpus(folder / "klein"))
        self.settings = Settings().changed(self.corpus.settings_given)
        encoder = CountingEncoder(self.done)
        cached = CachedEncoder(encoder, cache_for(load_encoder("fast"), folder=folder / "vectors"))
        cache = CountingCache(folder / "work", self.done)
        self.models: Models = replace(
            load_models(self.settings), encoders=(cached,), work=cache, stances=None
        )
        self.first = self.run(self.corpus)

    def run(self, corpus: Corpus, settings: Settings | None = None) -> Analysis:
        return analyse(corpus, self.models, settings or self.settings)

    def again(self, corpus: Corpus, settings: Settings | None = None) -> dict[str, int]:
        self.done.clear()
        self.run(corpus, settings)
        return dict(self.done)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(tmp_path_factory.mktemp("again"))


@pytest.mark.slow
def test_nothing_changed_and_nothing_is_done_again(run: Run) -> None:
    assert run.again(run.corpus) == {}
    later = run.run(run.corpus)
    for table, name in ((ASSIGNMENTS, "assignments"), (MATCHES, "matches")):
        assert table_csv(table, later.tables[name]) == table_csv(table, run.first.tables[name])


@pytest.mark.slow
def test_a_threshold_of_the_verdict_runs_no_earlier_stage(run: Run) -> None:
    changed = run.settings.changed({"coverage": {"sure_chance": 0.9}})
    assert run.again(run.corpus, changed) == {}


@pytest.mark.slow
def test_a_threshold_of_concerns_divides_again_and_matches_nothing_again(run: Run) -> None:
    changed = run.settings.changed({"themes": {"alike": 1.2}})
    assert run.again(run.corpus, changed) == {"divide": 1}


@pytest.mark.slow
def test_a_sentence_of_the_plan_is_read_and_everything_is_held_against_it(run: Run) -> None:
    plan = run.corpus.plan
    assert plan is not None
    pillar = plan.pillars[0]
    goal = replace(pillar.goals[0], text="Elk kind heeft een vaste plek in de bus.")
    pillars = (replace(pillar, goals=(goal, *pillar.goals[1:])),)
    done = run.again(replace(run.corpus, plan=replace(plan, pillars=pillars)))
    # The goal, and the sentence by which it may name a concern
    assert done == {"words": 2, "encode": 2, "match": 1, "divide": 1}


@pytest.mark.slow
def test_of_one_per_cent_more_answers_only_those_are_read(run: Run) -> None:
    rows = run.corpus.responses
    new = rows.iloc[[-1]].assign(
        response_id="nieuw", text="De gymzaal wordt nooit verwarmd in de winter."
    )
    done = run.again(replace(run.corpus, responses=pd.concat([rows, new], ignore_index=True)))
    assert len(rows) == 120
    assert done == {"mask": 1, "split": 1, "words": 1, "encode": 1, "match": 1, "divide": 1}


@pytest.mark.slow
def test_a_name_that_is_given_is_looked_for_where_it_may_stand(run: Run) -> None:
    names = replace(run.corpus.names, hidden=frozenset({WORD}))
    said = {text for text in run.corpus.responses["text"] if WORD in str(text)}
    done = run.again(replace(run.corpus, names=names))
    assert 5 < len(said) < 60
    assert done["mask"] == len(said) >= max(done["split"], done["words"], done["encode"]) > 0
    assert (done["match"], done["divide"]) == (1, 1)


def test_scores_that_were_kept_are_those_that_were_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, texts, codes = WorkCache(folder=tmp_path), texts_of(SAID), codes_of(BOOK)
    settings = Settings().match
    fresh = score(texts, codes, settings)
    first = scored(texts, codes, settings, cache)

    def never(*_given: object, **_named: object) -> Scores:
        raise AssertionError("worked out again")

    monkeypatch.setattr("pipeline.runs.stages.score", never)
    kept = scored(texts, codes, settings, cache)
    for name, value in vars(fresh).items():
        for other in (first, kept):
            assert np.array_equal(value, getattr(other, name)), name
    with pytest.raises(AssertionError, match="again"):
        scored(texts, codes, replace(settings, characters=0.5), cache)


def test_of_whole_outcomes_those_used_last_are_kept(tmp_path: Path) -> None:
    cache, step = WorkCache(folder=tmp_path), Step("match")
    for n in range(14):
        cache.put_whole(step, str(n), {"a": np.arange(n)})
        assert cache.get_whole(step, "0") is not None
    assert cache.get_whole(step, "1") is None
    assert len(cache.get_whole(step, "13") or {}) == 1
    assert cache.sizes()["match"][0] == 12
