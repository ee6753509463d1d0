"""Our reader as a folder of sentence-transformers, to look into and to train on.

The weights are those that ship, taken out of int8 and four bits again: nothing is trained here, and
neither torch nor a network is needed to write it. Read by sentence-transformers in float32 it gives
the vectors of ``accurate`` but for what int8 leaves out of what goes from layer to layer: a cosine
of .995 to .997 on sentences, .989 on no text at all. With that rounding put back the first layers
are the same to the last digit.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.store import atomic_write_bytes, atomic_write_text
from pipeline.encoders import reader
from pipeline.encoders.runtime import MAX_TOKENS, PROMPT

_BLOCK = 32  # numbers of the word table that share a scale
_LINEAR = {
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORM = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_ATTENTION = {"q": "query", "k": "key", "v": "value"}
_CONTROL = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
_MODULES = "sentence_transformers.models."
_TURN, _MATRIX = "turn.safetensors", "turn"
_PARTS = {
    "": "Transformer", "1_Pooling": "Pooling", "2_Dense": "Dense", "3_Normalize": "Normalize",
}  # fmt: skip

Tensors = Mapping[str, NDArray[Any]]


def write_folder(
    folder: Path,
    source: Path | None = None,
    *,
    matrix: NDArray[np.float32] | None = None,
) -> Path:
    """Write the folder; the name of it is then an ``--encoder``.

    The reader's turn stands beside the model: gehoord finds it there (``turn_in``), and others have
    the vectors that matching hears.

    Args: source: where the reader's files are; those that ship unless given.  matrix: (d, d) by
        which the vectors are multiplied, before the turn.
    Raises: MissingExtra.
    """
    source = source or reader.folder()
    try:
        import onnx
    except ImportError as fault:
        raise MissingExtra(command="gehoord models encoder", extra="gehoord[train]") from fault
    model = onnx.load(str(source / reader.MODEL))
    graph = {tensor.name: _read(tensor) for tensor in model.graph.initializer}
    attributes = {
        attribute.name: onnx.helper.get_attribute_value(attribute)
        for node in model.graph.node
        for attribute in node.attribute
    }
    state = _state(graph)
    tokens = json.loads((source / reader.TOKENS).read_text("utf-8"))
    for name in _PARTS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    atomic_write_bytes(folder / "model.safetensors", save(state, {"format": "pt"}))
    learned = np.eye(reader.DIM, dtype=np.float32) if matrix is None else matrix
    dense = save({"linear.weight": np.ascontiguousarray(learned.T)}, {"format": "pt"})
    atomic_write_bytes(folder / "2_Dense" / "model.safetensors", dense)
    if (source / reader.TURN).is_file():
        turn = np.load(source / reader.TURN, allow_pickle=False)
        atomic_write_bytes(folder / _TURN, save({_MATRIX: turn}, {"format": "pt"}))
    _tokenizer(tokens).save(str(folder / "tokenizer.json"))
    for name, content in _settings(state, attributes).items():
        atomic_write_text(folder / name, json.dumps(content, indent=1))
    return folder


def turn_in(folder: Path) -> NDArray[np.float32] | None:
    """(d, d) by which the vectors of the model in this folder are multiplied; None where by none.

    Raises: DataProblem where the file holds something else.
    """
    path = folder / _TURN
    if not path.is_file():
        return None
    try:
        return np.asarray(load(path.read_bytes())[_MATRIX], dtype=np.float32)
    except (SafetensorError, KeyError) as fault:
        raise DataProblem(
            where=str(path),
            found=_("the file cannot be read ({fault})").format(fault=fault),
            expected=_("a matrix named {name}, as safetensors").format(name=_MATRIX),
            mend=_("write the folder again with 'gehoord models encoder'"),
        ) from fault


def _read(tensor: Any) -> NDArray[Any]:
    """A constant of the graph; of four-bit numbers its bytes, two in each."""
    from onnx import TensorProto, numpy_helper

    if tensor.data_type == TensorProto.INT4:
        return np.frombuffer(tensor.raw_data, np.uint8).reshape(tensor.dims[0], -1)
    return np.asarray(numpy_helper.to_array(tensor))


def _state(graph: Tensors) -> dict[str, NDArray[np.float32]]:
    """The weights by the names that BertModel has for them."""
    packed = graph["words"]
    nibbles = np.stack([packed & 15, packed >> 4], axis=-1).reshape(len(packed), -1, _BLOCK)
    words = ((nibbles ^ 8).astype(np.float32) - 8) * graph["words.scale"][..., None]
    positions = graph["positions"]  # the one token type is added to them already
    size = positions.shape[1]
    state = {
        "pooler.dense.weight": np.eye(size),  # BertModel has one; nothing here looks at it
        "pooler.dense.bias": np.zeros(size),
        "embeddings.word_embeddings.weight": words.reshape(len(packed), -1),
        "embeddings.position_embeddings.weight": positions,
        "embeddings.token_type_embeddings.weight": np.zeros((1, size)),
        "embeddings.LayerNorm.weight": graph["emb.ln.w"],
        "embeddings.LayerNorm.bias": graph["emb.ln.b"],
    }
    for layer in range(sum(name.endswith(".oln.w") for name in graph)):
        own, place = f"l{layer}.", f"encoder.layer.{layer}"
        merged = "+".join(own + short for short in _ATTENTION)
        weights, biases = _unpacked(graph, merged), graph[f"{merged}.out.b"]
        for third, name in enumerate(_ATTENTION.values()):
            rows = slice(third * size, (third + 1) * size)
            state[f"{place}.attention.self.{name}.weight"] = weights[rows]
            state[f"{place}.attention.self.{name}.bias"] = biases[rows]
        for short, name in _LINEAR.items():
            state[f"{place}.{name}.weight"] = _unpacked(graph, own + short)
            state[f"{place}.{name}.bias"] = graph[f"{own}{short}.b"]
        for short, name in _NORM.items():
            state[f"{place}.{name}.weight"] = graph[f"{own}{short}.w"]
            state[f"{place}.{name}.bias"] = graph[f"{own}{short}.b"]
    return {name: np.ascontiguousarray(part, dtype=np.float32) for name, part in state.items()}


def _unpacked(graph: Tensors, name: str) -> NDArray[np.float32]:
    """A matrix (rows, columns) out of int8."""
    scale = graph[f"{name}.scale"].astype(np.float32)
    return np.asarray(graph[f"{name}.int8"].T.astype(np.float32) * scale[:, None])


def _tokenizer(content: Mapping[str, Any]) -> Any:
    """The tokenizer of ``runtime``, its normalisation included, for sentence-transformers."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = list(zip(content["pieces"], content["scores"], strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=content["unk"]))
    marks_of: dict[str, list[str]] = {}  # result -> characters, where NFKC has another result
    for mark, result in content["normalised"].items():
        if unicodedata.normalize("NFKC", mark) != result:
            marks_of.setdefault(result, []).append(mark)
    replaced = [
        normalizers.Replace(Regex(f"[{''.join(map(re.escape, marks))}]"), result)
        for result, marks in sorted(marks_of.items())
    ]
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), *replaced, normalizers.NFKC(),
         normalizers.Replace(Regex(" {2,}"), " "), normalizers.Strip()]
    )  # fmt: skip
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    begin, end = _CONTROL["bos_token"], _CONTROL["eos_token"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, content["bos"]), (end, content["eos"])]
    )
    tokenizer.add_special_tokens(list(_CONTROL.values()))
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _settings(state: Tensors, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The files beside the weights, by name."""
    words, positions = (
        state[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position")
    )
    layers = len({name.split(".")[2] for name in state if name.startswith("encoder.layer.")})
    return {
        "config.json": {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
            "vocab_size": len(words), "hidden_size": words.shape[1], "num_hidden_layers": layers,
            "num_attention_heads": int(attributes["num_heads"]),
            "intermediate_size": len(state["encoder.layer.0.intermediate.dense.bias"]),
            "max_position_embeddings": len(positions), "type_vocab_size": 1,
            "layer_norm_eps": float(attributes["epsilon"]), "pad_token_id": 1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS,
            "split_special_tokens": True, **_CONTROL,
            "cls_token": _CONTROL["bos_token"], "sep_token": _CONTROL["eos_token"],
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": _MODULES + kind}
            for number, (path, kind) in enumerate(_PARTS.items())
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": PROMPT}, "default_prompt_name": "query",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": words.shape[1], "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False, "pooling_mode_max_tokens": False,
        },
        "2_Dense/config.json": {
            "in_features": words.shape[1], "out_features": words.shape[1], "bias": False,
            "activation_function": "torch.nn.modules.linear.Identity",
        },
        "card.json": dict(reader.card()),
    }  # fmt: skip
