"""The judge: does this sentence of the plan answer what was said, or only speak of the same?

A pair model on the reader's network: both texts are read together. Its three probabilities are
*answers* (somebody will do something about this), *subject* (the same subject without an answer)
and *other* (another matter, however alike the words). How it was trained and what it scores
stands on the reader's card.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders import reader
from pipeline.encoders.runtime import PROMPT, OnnxNetwork

ANSWERS, SUBJECT, OTHER = 0, 1, 2
FILE = "judge.onnx"
MAX_TOKENS = 160  # of both texts together; the said side gives way
_EOS = 2
_MAX_CHARACTERS = 2_000  # of one side

Pair = tuple[str, str]


class Judge(OnnxNetwork):
    """The model itself: pairs of texts in, probabilities out; one pair at a time, in threads."""

    def probabilities(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """(n, 3) of *answers*, *subject* and *other*, rows that sum to 1.

        Args: pairs of what was said and a sentence of the plan.
        """
        statements = self.tokenised([PROMPT + said[:_MAX_CHARACTERS] for said, _plan in pairs])
        sentences = self.tokenised([plan[:_MAX_CHARACTERS] for _said, plan in pairs])
        rows = [joined(said, plan) for said, plan in zip(statements, sentences, strict=True)]
        if not rows:
            return np.zeros((0, 3))
        return np.asarray(np.round(np.stack(self.outputs(rows)).astype(np.float64), 6))


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
