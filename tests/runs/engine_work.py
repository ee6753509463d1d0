"""Work that tests send to workers, in which the worker dies once per fatal text."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.settings import SegmentSettings
from pipeline.runs.engine import Work
from pipeline.runs.per_response import Engine, WorkAway
from pipeline.text.segment import split_text


def split(texts: Sequence[str]) -> list[str]:
    """The parts of every text."""
    return [json.dumps(split_text(text, None, SegmentSettings())) for text in texts]


@dataclass(frozen=True)
class Fatal:
    """Work of which a worker dies, once per fatal text, before it has done a partition.

    Args: graves: folder that remembers who died of which text.
    """

    work: Work
    graves: Path
    fatal: tuple[str, ...] = ()

    def __call__(self, texts: Sequence[str]) -> list[str]:
        for text in texts:
            if text in self.fatal:
                name = hashlib.sha256(text.encode()).hexdigest()
                grave = self.graves / name
                if not grave.exists():
                    grave.write_text(str(os.getpid()))
                    os.kill(os.getpid(), signal.SIGKILL)
        return self.work(texts)


@dataclass
class Counting:
    """An engine that is this process, and counts the texts that it is given."""

    n: int = 0

    def run(self, _step: str, work: WorkAway, texts: Sequence[str]) -> list[str]:
        """The outcome per text."""
        self.n += len(texts)
        return work(texts)


@dataclass
class Deadly:
    """An engine whose workers die when so many texts have been done. Args: after: how many."""

    engine: Engine
    graves: Path
    after: tuple[int, ...]
    n: int = 0

    def run(self, step: str, work: WorkAway, texts: Sequence[str]) -> list[str]:
        """The outcome per text."""
        fatal = tuple(texts[at - self.n] for at in self.after if 0 <= at - self.n < len(texts))
        self.n += len(texts)
        deadly: Any = Fatal(work, self.graves, fatal) if fatal else work
        return self.engine.run(step, deadly, texts)
