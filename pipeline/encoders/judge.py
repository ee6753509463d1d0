"""The judge: does this sentence of the plan answer what was said, or only speak of the same?

A pair model on the reader's network: both texts are read together. Its three probabilities are
*answers* (somebody will do something about this), *subject* (the same subject without an answer)
and *other* (another matter, however alike the words). How it was trained and what it scores
stands on the reader's card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders import reader
from pipeline.encoders.runtime import (
    PROMPT,
    character_table,
    open_session,
    prepared,
    processors,
    unigram_tokenizer,
)

ANSWERS, SUBJECT, OTHER = 0, 1, 2
FILE = "judge.onnx"
MAX_TOKENS = 160  # of both texts together; the said side gives way
_EOS = 2
_MAX_CHARACTERS = 2_000  # of one side

Pair = tuple[str, str]


class Judge:
    """The model itself: pairs of texts in, probabilities out; one pair at a time, in threads.

    Args: model, tokens: its files.  threads: pairs read at the same time; no result depends on it.
    """

    def __init__(self, model: Path, tokens: Path, *, threads: int | None = None) -> None:
        content = json.loads(tokens.read_text(encoding="utf-8"))
        self._tokenizer = unigram_tokenizer(content)
        self._table = character_table(content["normalised"])
        self._session = open_session(model)
        self._threads = threads or min(processors(), 8)

    def probabilities(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """(n, 3) of *answers*, *subject* and *other*, rows that sum to 1.

        Args: pairs of what was said and a sentence of the plan.
        """
        said = self._ids([PROMPT + one[:_MAX_CHARACTERS] for one, _ in pairs])
        plan = self._ids([other[:_MAX_CHARACTERS] for _, other in pairs])
        rows = [joined(one, other) for one, other in zip(said, plan, strict=True)]
        with ThreadPoolExecutor(self._threads) as pool:
            found = list(pool.map(self._run, rows))
        return np.stack(found) if found else np.zeros((0, 3))

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        lines = [prepared(text, self._table) for text in texts]
        return [list(encoding.ids) for encoding in self._tokenizer.encode_batch(lines)]

    def _run(self, ids: Sequence[int]) -> NDArray[np.float64]:
        row = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0][0]
        return np.asarray(np.round(row.astype(np.float64), 6))


def joined(said: Sequence[int], plan: Sequence[int]) -> list[int]:
    """Both texts' ids as one row, ``<s> said </s> </s> plan </s>`` with both marks of each kept.

    The said side gives way where the row would be too long.
    """
    half = MAX_TOKENS // 2
    room = MAX_TOKENS - min(len(plan), half) - 1
    return [*said[:room], _EOS, *plan[:half]]


def available() -> bool:
    """Whether the judge came with this gehoord."""
    return reader.available() and (reader.folder() / FILE).is_file()


def load_judge(*, threads: int | None = None) -> Judge | None:
    """The judge that was shipped; None where it is not there."""
    if not available():
        return None
    return Judge(reader.folder() / FILE, reader.folder() / reader.TOKENS, threads=threads)
