"""Writes multilingual-e5-small as an ONNX graph: token ids of one text in, their mean out.

Weights are int8 per output channel; activations are quantised per *token* (row), not per tensor
as onnxruntime's ``quantize_dynamic`` does. So a token's numbers do not depend on what else is in
the batch, and the fit is closer. ``python -m tests.bench.bench_encoder SET.jsonl`` shows it; on 203
Dutch statements of 15-60 tokens, one thread, texts one by one (two shared AVX-512-VNNI cores):

    variant                         texts/CPU-s   cosine to float32: mean   least   batches of 8
    float32                                  44                    1.0000  1.0000   move by 6e-08
    quantize_dynamic, per channel            65                     .9968   .9908   move by 2e-02
    this one                                 61                     .9992   .9986   move by 4e-08

(On idle cores 44, 102 and 95.) Four-bit products (MatMulNBits, the source's own blocks) were
tried as well: cosine .9999, but 52 texts/CPU-s. The word table stays in its own four bits
(48 MB, exact). No torch is needed to build this.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders.e5_file import Shape

_OPSET = 18  # ONNX 1.13
_IR_VERSION = 10  # the first that knows int4
_MICROSOFT = "com.microsoft"  # onnxruntime's own operators, fused for transformers


class WeightSource(Protocol):
    """Where the weights come from: multilingual-e5-small as it is, or as we trained it."""

    shape: Shape

    def floats(self, name: str) -> NDArray[np.float32]:
        """A small tensor, flat: (k,)."""

    def nibbles(self, name: str, rows: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """A four-bit tensor: (rows, blocks, 32) 0-15, and (rows, blocks) scales."""

    def weights(self, name: str, rows: int) -> NDArray[np.float32]:
        """A matrix (rows, columns)."""


def build(source: WeightSource, *, int8: bool = True) -> bytes:
    """The model as ONNX bytes: ``ids`` (texts, tokens) int64 in, ``mean`` (texts, hidden) out.

    Texts in one input have equal length: there is no padding and no mask.

    Args: int8: False keeps the products in float32, to measure against.
    """
    from onnx import TensorProto, helper

    graph = _Graph(int8=int8)
    state = _embedding(graph, source)
    for layer in range(source.shape.layers):
        state = _layer(graph, source, f"l{layer}.", state)
    graph.constant("tokens_axis", np.array([1], np.int64))
    graph.node("ReduceMean", [state, "tokens_axis"], "mean", keepdims=0)
    shape: list[str | int | None] = ["texts", source.shape.hidden]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"])],
            [helper.make_tensor_value_info("mean", TensorProto.FLOAT, shape)],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=_IR_VERSION,
    )
    return bytes(model.SerializeToString(deterministic=True))


def quantised(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix (rows, columns) in int8 with a scale per row, its output channel."""
    scale = np.abs(weights).max(axis=1) / 127
    scale[scale == 0] = 1
    return np.rint(weights / scale[:, None]).astype(np.int8), scale.astype(np.float32)


class _Graph:
    """Nodes and constants in the making; each node is named after what it yields."""

    def __init__(self, *, int8: bool) -> None:
        self.int8 = int8
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def int4(self, name: str, shape: tuple[int, int], packed: NDArray[np.uint8]) -> None:
        """Add (rows, columns) four-bit signed numbers, two in a byte, the lower half first."""
        from onnx import TensorProto, helper

        self.constants.append(
            helper.make_tensor(name, TensorProto.INT4, shape, packed.tobytes(), raw=True)
        )

    def node(
        self, kind: str, inputs: list[str], *outputs: str, fused: bool = False, **attributes: Any
    ) -> str:
        """Add a node. Args: fused: an operator of onnxruntime itself. Returns: its first output."""
        from onnx import helper

        domain = _MICROSOFT if fused else ""
        self.nodes.append(
            helper.make_node(
                kind, inputs, list(outputs), name=outputs[0], domain=domain, **attributes
            )
        )
        return outputs[0]


def _embedding(graph: _Graph, source: WeightSource) -> str:
    """Word, position and type of each token, summed and normalised. Returns: the output's name."""
    hidden, words = source.shape.hidden, source.shape.vocabulary
    nibbles, scales = source.nibbles("emb.word", words)
    signed = nibbles.reshape(words, hidden) ^ 8  # 0..15 around 8, as int4 around 0
    packed = (signed[:, 0::2] | (signed[:, 1::2] << 4)).astype(np.uint8)
    graph.int4("words", (words, hidden), packed)
    graph.constant("words.scale", scales)
    graph.node(
        "GatherBlockQuantized", ["words", "ids", "words.scale"], "word",
        fused=True, gather_axis=0, quantize_axis=1, block_size=32,
    )  # fmt: skip
    # The token type is always 0, so its row is added to every position beforehand.
    first_type = source.floats("emb.type").reshape(-1, hidden)[:1]
    graph.constant("positions", source.floats("emb.pos").reshape(-1, hidden) + first_type)
    graph.constant("zero", np.array([0], np.int64))
    graph.node("Shape", ["ids"], "length", start=1, end=2)
    graph.node("Slice", ["positions", "zero", "length", "zero"], "position")
    graph.node("Add", ["word", "position"], "embedded")
    norm = [
        graph.constant("emb.ln.w", source.floats("emb.ln.w")),
        graph.constant("emb.ln.b", source.floats("emb.ln.b")),
    ]
    return graph.node(
        "LayerNormalization", ["embedded", *norm], "state", axis=-1, epsilon=source.shape.epsilon
    )


def _layer(graph: _Graph, source: WeightSource, prefix: str, state: str) -> str:
    shape = source.shape
    merged = _linear(graph, source, [prefix + "q", prefix + "k", prefix + "v"], state, shape.hidden)
    parts = [merged + ".q", merged + ".k", merged + ".v"]
    graph.node("Split", [merged], *parts, axis=-1, num_outputs=3)
    bias = np.concatenate([source.floats(f"{prefix}{part}.b") for part in "qkv"])
    attended = graph.node(
        "MultiHeadAttention", [*parts, graph.constant(merged + ".b", bias)], prefix + "attended",
        fused=True, num_heads=shape.heads,
    )  # fmt: skip
    out = _linear(graph, source, [prefix + "ao"], attended, shape.hidden)
    middle = _add_and_normalise(graph, source, prefix, ("ao", "aln"), (out, state))
    wide = _linear(graph, source, [prefix + "fi"], middle, shape.feed_forward)
    wide_bias = graph.constant(prefix + "fi.b", source.floats(prefix + "fi.b"))
    active = graph.node("BiasGelu", [wide, wide_bias], prefix + "active", fused=True)
    narrow = _linear(graph, source, [prefix + "fo"], active, shape.hidden)
    return _add_and_normalise(graph, source, prefix, ("fo", "oln"), (narrow, middle))


def _add_and_normalise(
    graph: _Graph,
    source: WeightSource,
    prefix: str,
    names: tuple[str, str],
    inputs: tuple[str, str],
) -> str:
    linear, norm = names
    keys = [f"{prefix}{norm}.w", f"{prefix}{norm}.b", f"{prefix}{linear}.b"]
    constants = [graph.constant(key, source.floats(key)) for key in keys]
    return graph.node(
        "SkipLayerNormalization", [*inputs, *constants], f"{prefix}{norm}",
        fused=True, epsilon=source.shape.epsilon,
    )  # fmt: skip


def _linear(graph: _Graph, source: WeightSource, keys: list[str], state: str, rows: int) -> str:
    """``state`` times the stacked weights, in int8 with one activation scale per token."""
    name = "+".join(keys)
    weights = np.concatenate([source.weights(key + ".w", rows) for key in keys])
    if not graph.int8:
        return graph.node("MatMul", [state, graph.constant(name + ".float", weights.T)], name)
    int8, scale = quantised(weights)
    rows_int8, row_scale = _quantise_rows(graph, state)
    inputs = [
        rows_int8,
        graph.constant(name + ".int8", int8.T),
        _shared(graph, "one", np.array(1, np.float32)),
        graph.constant(name + ".scale", scale),
        _shared(graph, "middle", np.array(128, np.uint8)),
    ]
    product = graph.node("MatMulIntegerToFloat", inputs, name + ".product", fused=True)
    return graph.node("Mul", [product, row_scale], name + ".out")


def _quantise_rows(graph: _Graph, state: str) -> tuple[str, str]:
    """Each token's row as uint8 around 128, and its scale (1, tokens, 1)."""
    _shared(graph, "last_axis", np.array([-1], np.int64))
    graph.node("Abs", [state], state + ".abs")
    graph.node("ReduceMax", [state + ".abs", "last_axis"], state + ".max", keepdims=1)
    step = _shared(graph, "per_127", np.array(1 / 127, np.float32))
    least = _shared(graph, "least", np.array(1e-9, np.float32))  # an all-zero row divides too
    graph.node("Mul", [state + ".max", step], state + ".step")
    scale = graph.node("Max", [state + ".step", least], state + ".scale")
    graph.node("Div", [state, scale], state + ".scaled")
    inputs = [state + ".scaled", _shared(graph, "one", np.array(1, np.float32)),
              _shared(graph, "middle", np.array(128, np.uint8))]  # fmt: skip
    return graph.node("QuantizeLinear", inputs, state + ".uint8"), scale


def _shared(graph: _Graph, name: str, values: NDArray[Any]) -> str:
    if all(constant.name != name for constant in graph.constants):
        graph.constant(name, values)
    return name
