"""Work on a cluster gives what one machine gives, also when its workers die."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.runs import engine
from tests.runs.engine_work import slow_split

PARTITIONS = 20


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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_workers_killed_at_a_third_and_at_four_fifths_leave_nothing_missing_or_double(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    dask: Any = pytest.importorskip("dask")
    monkeypatch.setattr(engine, "PARTITION", 100)
    texts = [f"Tekst {n}. Nog een zin over {n}." for n in range(100 * PARTITIONS)]
    killed: list[int] = []
    with (
        dask.config.set(engine._NO_SPILL),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):

        def kill() -> None:
            for share in (0.3, 0.8):
                while len(list(tmp_path.glob("*.json"))) < share * PARTITIONS:
                    time.sleep(0.02)
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[-1], signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        outcomes = engine.DaskEngine(client, tmp_path).run("split", slow_split, texts)
        killer.join()
    assert len(set(killed)) == 2
    assert outcomes == slow_split(texts)
    assert list(tmp_path.iterdir()) == []
