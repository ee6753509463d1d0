"""Our own encoder, the reader: multilingual-e5-small trained on Dutch consultations; it ships.

Its files lie in ``models/reader`` and are run by onnxruntime alone: no package of weights, no
conversion, no torch. How it was trained and what it scores stands on its card there.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.core.shipped import shipped

NAME = "gehoord-reader"
DIM = 384
_FOLDER = "models/reader"
_CARD, MODEL, TOKENS, TURN = "card.json", "encoder.onnx", "tokens.json", "turn.npy"
MEMORY = "memory.npz"


def folder() -> Path:
    """Where the reader's files are."""
    return shipped(_FOLDER)


def available() -> bool:
    """Whether the reader's files came with this gehoord."""
    return all((folder() / name).is_file() for name in (_CARD, MODEL, TOKENS, TURN))


@lru_cache(maxsize=1)
def card() -> dict[str, Any]:
    """What the card says: revision, hashes, scores, limits."""
    content: dict[str, Any] = json.loads((folder() / _CARD).read_text(encoding="utf-8"))
    return content
