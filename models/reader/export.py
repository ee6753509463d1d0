"""Writes the trained encoder as files that onnxruntime alone can run.

The encoder's word table stays in the source's own four bits; products are int8 per output channel
with activations quantised per token, as ``pipeline.encoders.e5_graph`` explains.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.reader.network import _LINEAR, _NORM, Network
from models.reader.vocabulary import Vocabulary
from pipeline.core.store import atomic_write_bytes, atomic_write_text
from pipeline.encoders import e5_graph
from pipeline.encoders.e5_file import E5File

_ATTENTION = ("q", "k", "v")  # one product in the graph


class TunedSource:
    """The trained network as ``e5_graph`` reads it: the source's word table, our layers."""

    def __init__(self, source: E5File, vocabulary: Vocabulary, bert: Any) -> None:
        self._source, self._rows = source, np.array(vocabulary.rows)
        self.shape = replace(source.shape, vocabulary=len(vocabulary.rows))
        self._state = {
            name: tensor.detach().numpy().astype(np.float32)
            for name, tensor in bert.state_dict().items()
        }

    def nibbles(self, name: str, _rows: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """The kept rows of the source's word table."""
        nibbles, scales = self._source.nibbles(name, self._source.shape.vocabulary)
        return nibbles[self._rows], scales[self._rows]

    def floats(self, name: str) -> NDArray[np.float32]:
        """A small tensor, flat."""
        if name.startswith("emb."):
            return self._source.floats(name)
        return self._tensor(name).ravel()

    def weights(self, name: str, _rows: int) -> NDArray[np.float32]:
        """A matrix (rows, columns)."""
        return self._tensor(name)

    def _tensor(self, name: str) -> NDArray[np.float32]:
        layer, short, part = name.split(".")
        kind = {**_LINEAR, **_NORM}[short]
        long = {"w": "weight", "b": "bias"}[part]
        return self._state[f"encoder.layer.{layer[1:]}.{kind}.{long}"]


def export_encoder(folder: Path, source: E5File, vocabulary: Vocabulary, network: Network) -> None:
    """Write ``encoder.onnx`` and ``tokens.json``."""
    tuned = TunedSource(source, vocabulary, network.bert)
    folder.mkdir(parents=True, exist_ok=True)
    atomic_write_bytes(folder / "encoder.onnx", e5_graph.build(tuned))
    content = {
        "pieces": vocabulary.pieces,
        "scores": [round(score, 5) for score in vocabulary.scores],
        "normalised": source.tokens.normalised,
        "bos": source.shape.bos, "eos": source.shape.eos, "unk": source.shape.unk,
    }  # fmt: skip
    atomic_write_text(folder / "tokens.json", json.dumps(content, ensure_ascii=False))


def with_layers(model: bytes, layers: Any, first: int) -> bytes:
    """An exported encoder with the weights of other layers from ``first`` on, quantised to int8.

    Args: model: ONNX bytes of ``e5_graph.build``.  layers: of a torch BertModel.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load_from_string(model)
    constants = {tensor.name: tensor for tensor in graph.graph.initializer}

    def replace_constant(name: str, values: NDArray[Any]) -> None:
        before = numpy_helper.to_array(constants[name])
        after = np.ascontiguousarray(values.reshape(before.shape).astype(before.dtype))
        constants[name].CopyFrom(numpy_helper.from_array(after, name))

    for number, layer in enumerate(layers, first):
        state = {key: weight.detach().numpy() for key, weight in layer.state_dict().items()}
        merged = "+".join(f"l{number}.{short}" for short in _ATTENTION)
        linear = {merged: [_LINEAR[short] for short in _ATTENTION]}
        linear |= {f"l{number}.{short}": [_LINEAR[short]] for short in ("ao", "fi", "fo")}
        for name, parts in linear.items():
            weights, scale = e5_graph.quantised(
                np.concatenate([state[f"{part}.weight"] for part in parts])
            )
            replace_constant(f"{name}.int8", weights.T)
            replace_constant(f"{name}.scale", scale)
            bias = f"{name}.out.b" if name == merged else f"{name}.b"
            replace_constant(bias, np.concatenate([state[f"{part}.bias"] for part in parts]))
        for short, part in _NORM.items():
            replace_constant(f"l{number}.{short}.w", state[f"{part}.weight"])
            replace_constant(f"l{number}.{short}.b", state[f"{part}.bias"])
    return bytes(graph.SerializeToString(deterministic=True))
