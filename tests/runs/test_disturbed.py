"""A run that is disturbed gives what it gives undisturbed, or says clearly what is wrong.

The encoder is the bench's cheap one: what is found says nothing here, that it is the same does.
"""

from __future__ import annotations

import errno
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.settings import Settings
from pipeline.core.table import Table
from pipeline.core.table_csv import table_csv
from pipeline.core.tables import ALL, RESPONSES, SET_ASIDE, STATEMENTS
from pipeline.core.work_cache import WorkCache, emptied
from pipeline.corpus.corpus import read_corpus
from pipeline.encoders.encoder import cache_for
from pipeline.runs import engine, in_parts
from pipeline.runs.analyse import analyse
from pipeline.runs.folder import save_run
from pipeline.runs.load_models import load_models
from pipeline.runs.state import CachedEncoder, Models, Unfollowed
from tests.bench.responses import ROOT, write_large_corpus
from tests.bench.stand_in import StandIn
from tests.runs.engine_work import Counting, Deadly

ANSWERS = int(os.environ.get("GEHOORD_ANSWERS", "3000"))  # 50,000 take some four minutes
SETTINGS = Settings().changed(
    {
        "themes": {"runs": 2},
        "large": {"from_responses": 1, "sample": 100, "least": 2, "part": 50},
    }
)


class Disturbing(Unfollowed):
    """Follows a run, and does something once when it is so far in a stage."""

    def __init__(self, stage: str, doing: Callable[[], None], shares: tuple[float, ...]) -> None:
        super().__init__()
        self.stage, self.doing, self.shares, self.now = stage, doing, list(shares), ""

    def begin(self, name: str) -> None:
        self.now = name

    def advance(self, done: int, total: int) -> None:
        if self.now == self.stage and self.shares and done >= self.shares[0] * total:
            self.shares.pop(0)
            self.doing()


def models(settings: Settings, *, cached: bool = False) -> Models:
    """Everything real but the encoder; with what was worked out kept, or not."""
    encoder = StandIn()
    return replace(
        load_models(settings.changed({"embed": {"encoder": "fast"}})),
        encoders=(CachedEncoder(encoder, cache_for(encoder) if cached else None),),
        work=WorkCache() if cached else None,
    )


def tables(analysis: Analysis) -> dict[str, str]:
    return {table.name: table_csv(table, analysis.table(table)) for table in ALL}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GEHOORD_LANG", "en")
    return tmp_path / "cache"


@pytest.mark.slow
def test_a_cache_that_is_emptied_midway_changes_nothing(tmp_path: Path, own_cache: Path) -> None:
    corpus = read_corpus(write_large_corpus(tmp_path / "corpus", 120, 120))
    there = models(SETTINGS, cached=True)
    meddling = Disturbing("Elke uitspraak haar plaats geven", lambda: _empty(own_cache), (0.3,))
    disturbed = tables(analyse(corpus, there, SETTINGS, following=meddling))
    assert meddling.shares == []
    assert disturbed == tables(analyse(corpus, models(SETTINGS), SETTINGS))


def _empty(cache: Path) -> None:
    assert emptied(cache) > 0


@pytest.mark.slow
def test_who_removes_the_parts_of_a_run_is_told_so(tmp_path: Path, own_cache: Path) -> None:
    corpus = read_corpus(write_large_corpus(tmp_path / "corpus", 120, 120))
    meddling = Disturbing(
        "Elke uitspraak haar plaats geven", lambda: shutil.rmtree(own_cache), (0.3,)
    )
    with pytest.raises(DataProblem, match="weg"):
        analyse(corpus, models(SETTINGS, cached=True), SETTINGS, following=meddling)


@pytest.mark.slow
def test_two_runs_on_one_corpus_at_once_give_the_same_tables(tmp_path: Path) -> None:
    corpus = write_large_corpus(tmp_path / "corpus", 120, 120)
    read_corpus(corpus)  # makes the key of its pseudonyms
    with (corpus / "corpus.toml").open("a", encoding="utf-8") as file:
        file.write("[settings.large]\nfrom_responses = 1\nsample = 100\nleast = 2\npart = 50\n")
    command = (sys.executable, "-m", "tests.bench.stand_in", "--quiet", "analyse", str(corpus))
    running = [
        subprocess.Popen((*command, "--out", str(tmp_path / name)), cwd=ROOT) for name in "ab"
    ]
    assert [one.wait() for one in running] == [0, 0]
    first, second = (_contents(tmp_path / name / "tables") for name in "ab")
    assert first == second
    assert len(first) > len(ALL)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
@pytest.mark.parametrize(
    ("n", "wordings", "partition", "large"),
    [
        (240, 60, 15, {"from_responses": 1, "sample": 60, "least": 2, "part": 120}),
        pytest.param(
            ANSWERS, 1_000, 100, {"from_responses": 1, "sample": 800}, marks=pytest.mark.slow
        ),
    ],
)
def test_a_run_of_which_workers_are_killed_gives_the_bytes_of_one_that_nobody_disturbed(
    n: int,
    wordings: int,
    partition: int,
    large: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(engine, "PARTITION", partition)
    settings = Settings().changed({"themes": {"runs": 2}, "large": large})
    corpus = read_corpus(write_large_corpus(tmp_path / "corpus", n, wordings))
    there, graves = Counting(), tmp_path / "graves"
    graves.mkdir()

    def run(name: str, by: Counting | Deadly) -> dict[str, bytes]:
        monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / f"cache-{name}"))
        found = analyse(corpus, replace(models(settings, cached=True), engine=by), settings)
        save_run(found, tmp_path / name)
        rows = {table: found.table(table) for table in (RESPONSES, STATEMENTS, SET_ASIDE)}
        assert _accounted(rows) == n
        return _contents(tmp_path / name / "tables")

    undisturbed = run("undisturbed", there)
    killed = (round(0.3 * there.n), round(0.8 * there.n))
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as at,
        engine.dask_engine(at.scheduler_address, tmp_path / "partitions") as away,
    ):
        disturbed = run("disturbed", Deadly(away, graves, killed))
    assert len({grave.read_text() for grave in graves.iterdir()}) == 2
    assert disturbed == undisturbed
    assert len(undisturbed) > len(ALL)
    assert list((tmp_path / "partitions").iterdir()) == []


def _accounted(rows: dict[Table, pd.DataFrame]) -> int:
    """Answers of which something was said, and that were set aside whole: each once."""
    aside = rows[SET_ASIDE]
    kept = set(rows[STATEMENTS]["response_id"])
    gone = set(aside.loc[aside["level"] == "response", "item_id"])
    assert len(rows[STATEMENTS]["statement_id"].unique()) == len(rows[STATEMENTS])
    return len(kept | gone | set(rows[RESPONSES]["response_id"]))


def test_a_disk_that_is_full_midway_is_told_with_its_place_and_leaves_no_part_behind(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow import parquet

    corpus = read_corpus(write_large_corpus(tmp_path / "corpus", 60, 60))
    write, written = parquet.write_table, []

    def full(table: object, path: Path, **facts: object) -> None:
        written.append(path)
        if len(written) > 5:
            raise OSError(errno.ENOSPC, "Error writing bytes to file")  # as Arrow puts it
        write(table, path, **facts)

    monkeypatch.setattr(parquet, "write_table", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as told:
        analyse(corpus, models(SETTINGS, cached=True), SETTINGS)
    assert Path(str(told.value.filename)) == written[-1]
    told = None  # type: ignore[assignment]  # its traceback holds the run
    gc.collect()
    assert not list(own_cache.glob(f"{in_parts._PREFIX}*"))
