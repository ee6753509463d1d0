"""Work on a cluster gives what one machine gives, also when its workers die."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.settings import Settings
from pipeline.corpus.corpus import read_corpus
from pipeline.encoders.embed import embed
from pipeline.encoders.encoder import load_encoder
from pipeline.runs import engine
from pipeline.runs.prepare import prepare
from pipeline.runs.state import Unfollowed
from pipeline.text.nlp import load_pipeline
from tests.bench.responses import write_corpus
from tests.runs.engine_work import Fatal, split
from tests.runs.test_per_response import tables


def test_a_partition_that_was_done_is_read_back_and_not_done_again(tmp_path: Path) -> None:
    place = tmp_path / "part.json"
    first = engine.do_partition(["a", "b"], str(place), work=lambda texts: [t * 2 for t in texts])
    again = engine.do_partition(["a", "b"], str(place), work=lambda texts: ["never"])
    assert first == again == ["aa", "bb"]
    assert [path.name for path in tmp_path.iterdir()] == ["part.json"]


def test_a_partition_is_named_after_its_step_and_its_texts() -> None:
    names = {
        engine.name_of(step, texts)
        for step, texts in (("mask", ["a"]), ("split", ["a"]), ("mask", ["b"]), ("mask", ["a", ""]))
    }
    assert len(names) == 4


@pytest.mark.parametrize("address", ["nergens", "tcp://127.0.0.1:9"])
def test_an_address_where_no_scheduler_is_is_told_with_what_to_do(
    address: str, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    import dask

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(DataProblem, match="scheduler") as told,
        engine.dask_engine(address, tmp_path),
    ):
        raise AssertionError("reached")
    assert "dask scheduler" in told.value.mend
    assert told.value.where == f"--address {address}"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_workers_that_die_at_a_third_and_at_four_fifths_leave_nothing_missing_or_double(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(engine, "PARTITION", 50)
    texts = [f"Tekst {n}. Nog een zin over {n}." for n in range(1_000)]
    graves, folder = tmp_path / "graves", tmp_path / "partitions"
    graves.mkdir()
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as at,
        engine.dask_engine(at.scheduler_address, folder) as away,
    ):
        outcomes = away.run("split", Fatal(split, graves, (texts[310], texts[815])), texts)
    died = {grave.read_text() for grave in graves.iterdir()}
    assert len(died) == 2
    assert outcomes == split(texts)
    assert list(folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_a_scheduler_at_an_address_gives_the_tables_of_one_machine_though_a_worker_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(engine, "PARTITION", 20)
    corpus, settings = read_corpus(write_corpus(tmp_path / "corpus", 150)), Settings()
    dutch, encoder, folder = load_pipeline(), load_encoder("fast"), tmp_path / "partitions"
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as at,
        engine.dask_engine(at.scheduler_address, folder) as away,
    ):
        worker = next(iter(away.client.run(os.getpid).values()))
        killer = threading.Timer(0.5, os.kill, (worker, signal.SIGKILL))  # loading takes longer
        killer.start()
        there = prepare(corpus, dutch, settings, Unfollowed(), None, away)
        killer.join()
        far = engine.EngineEncoder("fast", encoder.revision, encoder.dim, "fast", away.client)
        vectors = embed(there.statements, far).vectors
    here = prepare(corpus, dutch, settings, Unfollowed())
    assert len(here.statements) > 200
    assert tables(there) == tables(here)
    assert vectors.tobytes() == embed(here.statements, encoder).vectors.tobytes()
    assert list(folder.iterdir()) == []


def test_a_worker_with_another_encoder_refuses() -> None:
    with pytest.raises(DataProblem, match="andere versie"):
        engine.encode_partition(["a"], choice="fast", revision="another")
