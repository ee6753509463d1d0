"""A network of one layer with random weights, written as the reader's own files are."""

from __future__ import annotations

import json
import string
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders import e5_graph
from pipeline.encoders.e5_file import Shape

CONTROL = ("<s>", "<pad>", "</s>", "<unk>")
PIECES = (
    *CONTROL,
    *("▁" + letter for letter in string.ascii_lowercase),
    *("▁", *string.ascii_lowercase, *string.digits, ":", ".", "<", ">", "/", "!"),
    "<mask>",
)
SHAPE = Shape(32, 1, 2, 64, len(PIECES), 1e-12, 0, 2, 3)


class RandomWeights:
    """Weights from a seed, by the names that ``e5_graph`` asks for."""

    shape = SHAPE

    def floats(self, name: str) -> NDArray[np.float32]:
        if name.endswith((".ln.w", "aln.w", "oln.w")):
            return np.ones(SHAPE.hidden, np.float32)
        rows = {"emb.pos": 520, "emb.type": 1}.get(name, 1)
        width = SHAPE.feed_forward if name.endswith("fi.b") else SHAPE.hidden
        return self._drawn(name, rows * width).ravel()

    def nibbles(self, name: str, rows: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        drawn = np.random.default_rng(7).integers(0, 16, (rows, 1, 32), dtype=np.uint8)
        return drawn, np.full((rows, 1), 0.1, np.float32)

    def weights(self, name: str, rows: int) -> NDArray[np.float32]:
        columns = SHAPE.feed_forward if name.endswith("fo.w") else SHAPE.hidden
        return self._drawn(name, rows * columns).reshape(rows, columns)

    def _drawn(self, name: str, size: int) -> NDArray[np.float32]:
        rng = np.random.default_rng(list(name.encode()))
        return (0.3 * rng.normal(size=size)).astype(np.float32)


def write_network(folder: Path) -> tuple[Path, Path]:
    """Write model and tokens. Returns: both."""
    model, tokens = folder / "model.onnx", folder / "tokens.json"
    model.write_bytes(e5_graph.build(RandomWeights()))
    content = {
        "pieces": PIECES, "scores": [-float(len(PIECES) - len(piece)) for piece in PIECES],
        "normalised": {"\n": " "}, "bos": SHAPE.bos, "eos": SHAPE.eos, "unk": SHAPE.unk,
    }  # fmt: skip
    tokens.write_text(json.dumps(content), encoding="utf-8")
    return model, tokens
