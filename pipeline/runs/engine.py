"""Past one machine: the same work per text, partition by partition, on a Dask cluster.

The functions are those of one machine; an engine only says where they run. A partition's outcome
is a file named after its content (step and texts), written beside it and renamed, so a partition
that is done twice, or by a worker that dies halfway, leaves the same file or none. Dask does lost
partitions again. Workers load the language model once. Nothing unmasked is written: spilling to
disk is off, and outcomes are masked; but texts do travel to the workers, so a scheduler's address
should be on a network of your own (Dask speaks TLS).
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.store import atomic_write_text
from pipeline.encoders.encoder import load_encoder
from pipeline.encoders.runtime import processors
from pipeline.runs.per_response import other_version

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.core.settings import Settings
    from pipeline.encoders.embed import Encoder
    from pipeline.runs.state import Models

PARTITION = 500  # texts; a second or two of work, so that a lost one costs little
ENCODED = 4_096  # texts handed to an encoder on a cluster at once
_RETRIES = 3  # times a partition is tried again after an error of its own
_NO_SPILL = {
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.scheduler.allowed-failures": 10,  # workers that may die under one partition
}
Work = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True)
class DaskEngine:
    """A Dask client that does partitions. Args: folder: for outcomes, seen by every worker."""

    client: Any = field(repr=False)
    folder: Path

    @property
    def dashboard(self) -> str:
        """Where Dask shows what it does."""
        return str(self.client.dashboard_link or "")

    def run(self, step: str, work: Work, texts: Sequence[str]) -> list[str]:
        """The outcome per text, in order; partitions done before are read back.

        Args: step: digest of all that decides the outcome beside the text.  work: is sent to the
            workers with all it holds.
        """
        pieces = [list(texts[row : row + PARTITION]) for row in range(0, len(texts), PARTITION)]
        places = [str(self.folder / f"{name_of(step, piece)}.json") for piece in pieces]
        # The work travels with each task: scattered once, it is lost with the last that holds it.
        futures = self.client.map(
            do_partition, pieces, places, work=work, retries=_RETRIES, pure=False, batch_size=64
        )
        outcomes = [outcome for part in self.client.gather(futures) for outcome in part]
        for place in places:  # what is gathered goes into the cache of work
            Path(place).unlink(missing_ok=True)
        return outcomes


@dataclass
class EngineEncoder:
    """An encoder whose texts are read by the workers; the same vectors, bit for bit.

    Attributes: name, revision, dim, turn: those of the encoder.  choice: as load_encoder knows it.
    """

    name: str
    revision: str
    dim: int
    choice: str
    client: Any = field(repr=False)
    chunk: int = ENCODED
    turn: NDArray[np.float32] | None = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32 rows of length 1, in the order of the texts."""
        import numpy as np

        pieces = [list(texts[row : row + 128]) for row in range(0, len(texts), 128)]
        futures = self.client.map(
            encode_partition, pieces, choice=self.choice, revision=self.revision,
            retries=_RETRIES, pure=False,
        )  # fmt: skip
        rows = self.client.gather(futures)
        return np.concatenate(rows) if rows else np.zeros((0, self.dim), dtype=np.float32)


def name_of(step: str, texts: Sequence[str]) -> str:
    """The name of a partition: its step and its texts, in order."""
    content = json.dumps([step, list(texts)]).encode()
    return hashlib.sha256(content).hexdigest()


def do_partition(texts: Sequence[str], place: str, *, work: Work) -> list[str]:
    """Do the work on these texts, or read what was done before; on a worker."""
    path = Path(place)
    if path.is_file():
        done: list[str] = json.loads(path.read_text("utf-8"))
        return done
    outcomes = work(texts)
    if path.parent.is_dir():  # only a disk that the one who leads the run sees too
        atomic_write_text(path, json.dumps(outcomes, ensure_ascii=False))
    return outcomes


def encode_partition(texts: Sequence[str], *, choice: str, revision: str) -> NDArray[np.float32]:
    """(n, d) vectors of n texts; the encoder is loaded once per worker.

    Raises: DataProblem when the worker's encoder is another one.
    """
    encoder = _encoder(choice)
    if encoder.revision != revision:
        raise other_version()
    return encoder.encode(texts)


@lru_cache(maxsize=2)
def _encoder(choice: str) -> Encoder:
    return load_encoder(choice, threads=1)  # a worker is one thread: there are more of them


@contextmanager
def dask_engine(address: str | None, folder: Path) -> Iterator[DaskEngine]:
    """An engine while it lasts: at a scheduler's address, or in processes of this machine.

    Raises: MissingExtra when Dask is not installed; DataProblem when nobody is at the address.
    """
    if importlib.util.find_spec("distributed") is None:
        raise MissingExtra(command="--engine dask", extra="gehoord[cluster]")
    dask: Any = importlib.import_module("dask")
    distributed: Any = importlib.import_module("distributed")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with dask.config.set(_NO_SPILL):
        if address:
            with _reached(distributed, address) as client:
                yield DaskEngine(client, folder)
            return
        with (
            distributed.LocalCluster(
                n_workers=processors(), threads_per_worker=1, dashboard_address="127.0.0.1:0"
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield DaskEngine(client, folder)


def _reached(distributed: Any, address: str) -> Any:
    """Who talks to the scheduler there. Raises: DataProblem."""
    try:
        return distributed.Client(address)
    except (OSError, ValueError) as fault:  # of a timeout, and of what is no address
        raise DataProblem(
            where=f"--address {address}",
            found=_("no scheduler answers here: {fault}").format(fault=str(fault).split("\n")[0]),
            expected="tcp://host:8786",
            mend=_("start one with 'dask scheduler', or leave --address out to work here"),
        ) from fault


def onto(models: Models, settings: Settings, engine: DaskEngine) -> Models:
    """These models with their work per text done by the engine."""
    choices = dict.fromkeys((settings.embed.encoder, settings.embed.second))
    encoders = []
    for cached, choice in zip(models.encoders, filter(None, choices), strict=True):
        here = cached.encoder
        turn = getattr(here, "turn", None)
        away = EngineEncoder(here.name, here.revision, here.dim, choice, engine.client, turn=turn)
        encoders.append(replace(cached, encoder=away))
    return replace(models, encoders=tuple(encoders), engine=engine)
