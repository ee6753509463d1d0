"""Runs an encoder's network on ONNX Runtime: texts in, unit vectors out.

Each text is run alone (no padding, no batch), activations are quantised per token, and each
inference uses one thread; several texts run in parallel threads. So a vector cannot depend on
batch size, on the other texts, on their order or on the number of threads: bit-equal by
construction, and tests prove it. Figures: e5_graph.py. Between processor types and between
releases of onnxruntime the last digits may differ (1.22 and 1.31: up to .01 in a coordinate).
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.offline import keep_offline

PROMPT = "query: "  # for statements and goals alike: up to 10 NMI points over "passage: "
MAX_TOKENS = 512  # what the model was trained on; the rest of a longer text is not read
_MAX_CHARACTERS = 20_000  # no 512 tokens are longer; keeps a hostile cell from the tokenizer
_SPACE = "\u2581"  # SentencePiece's mark for a space


class Runtime:
    """The encoder itself, behind its tokenizer: texts in, unit vectors out; needs no torch.

    Args:
        model: ONNX, ``ids`` in and ``mean`` out.
        tokens: pieces, scores and normalisation, as JSON.
        turn: (d, d) that every mean is multiplied by, as .npy; by default none.
        threads: texts run at the same time, no result depends on it; by default one per processor,
            at most eight.
    """

    def __init__(
        self, model: Path, tokens: Path, turn: Path | None = None, *, threads: int | None = None
    ) -> None:
        content = json.loads(tokens.read_text(encoding="utf-8"))
        self._tokenizer = unigram_tokenizer(content)
        self._table = character_table(content["normalised"])
        self._threads = threads or min(processors(), 8)
        self.session = open_session(model)
        # In double precision: what a product leaves over never shows in the vector.
        self._turn = None if turn is None else np.load(turn, allow_pickle=False).astype(np.float64)

    @property
    def dim(self) -> int:
        """Numbers in one vector."""
        return int(self.session.get_outputs()[0].shape[1])

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text as the model reads it: prompt, at most 512 tokens."""
        lines = [prepared(PROMPT + text[:_MAX_CHARACTERS], self._table) for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(lines)]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32 rows of length 1, in the order of the texts."""
        return self.encode_ids(self.token_ids(texts))

    def encode_ids(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """(n, d) rows as ``encode`` gives, of texts that were made into token ids before."""
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(self._vector, ids))
        return np.stack(rows) if rows else np.zeros((0, self.dim), dtype=np.float32)

    def _vector(self, ids: Sequence[int]) -> NDArray[np.float32]:
        mean = self.session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0][0]
        if self._turn is not None:  # one row at a time: BLAS sums another row count otherwise
            mean = mean.astype(np.float64) @ self._turn
        vector: NDArray[np.float32] = mean / np.linalg.norm(mean.astype(np.float64))
        return vector.astype("<f4")


def character_table(normalised: dict[str, str]) -> dict[int, str]:
    """What ``str.translate`` makes of single characters before the tokenizer sees them."""
    return str.maketrans({**normalised, **dict.fromkeys(_CONTROL, "")})


def prepared(text: str, table: dict[int, str]) -> str:
    """The text as SentencePiece would hand it to the model, spaces marked."""
    valid = text.encode("utf-8", "replace").decode()
    # The table mends single characters; NFC first joins an e and its loose accent.
    mended = unicodedata.normalize("NFC", valid).translate(table)
    return _SPACE + _SPACE.join(word for word in mended.split(" ") if word)


# Names of control pieces in our vocabulary: characters that no text may hold (Unicode reserves
# them for internal use), so that "</s>" typed by a respondent is text and not the end of it.
_CONTROL = ("\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4")
_CONTROL_PIECES = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def unigram_tokenizer(content: dict[str, Any]) -> Any:
    """A `tokenizers` Unigram tokenizer of these pieces and scores, cut at 512 tokens."""
    from tokenizers import Tokenizer, models, processors

    hidden = dict(zip(_CONTROL_PIECES, _CONTROL, strict=True))
    pieces = [hidden.get(piece, piece) for piece in content["pieces"]]
    vocabulary = list(zip(pieces, content["scores"], strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=content["unk"]))
    begin, end = hidden["<s>"], hidden["</s>"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, content["bos"]), (end, content["eos"])]
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def open_session(model: Path) -> Any:
    """An ONNX Runtime session on one thread; it reaches no network and writes nothing."""
    keep_offline()  # it reports to its maker from its first import on, unless told not to
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # parallel over texts instead: deterministic, no waiting
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Without VNNI, 8-bit products saturate on x86 unless this is set: other vectors per machine.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(
        str(model), sess_options=options, providers=["CPUExecutionProvider"]
    )


def processors() -> int:
    """Processors this process may use."""
    # Linux tells what the container allows; elsewhere all there are.
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
