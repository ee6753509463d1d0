"""Encoders by name: the two that come with gehoord, any sentence-transformers model, plug-ins.

The only file that names sentence-transformers. Its import costs six seconds and half a gigabyte
(torch), so it happens at the first text that has to be encoded and not before: with all vectors
in the cache, torch is never loaded.

``fetch_encoder`` is the only function here that uses the network.
"""

from __future__ import annotations

import fnmatch
import hashlib
import importlib.util
import tomllib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.metadata import entry_points, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core import store
from pipeline.core.cache_folder import cache_dir
from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import times_by_row, unit_rows
from pipeline.core.offline import keep_offline
from pipeline.encoders import e5_bundled, reader, use_encoder
from pipeline.encoders.embed import Encode, Encoder, embed_texts
from pipeline.encoders.open_folder import turn_in
from pipeline.encoders.runtime import Runtime
from pipeline.encoders.use_encoder import FastEncoder

ACCURATE, FAST, UNTRAINED = "accurate", "fast", "e5"
PLUGINS = "gehoord.encoders"  # entry point group: name -> function without arguments -> Encoder
_FILES = ("*.json", "*.safetensors", "*.txt", "*.model")  # what a fetched model may consist of


def load_encoder(name: str = ACCURATE, *, threads: int | None = None) -> Encoder:
    """The encoder of this name, ready to encode; nothing is downloaded.

    Args:
        name: ``accurate`` (our reader), ``fast`` (Universal Sentence Encoder), ``e5``
            (multilingual-e5-small as it came, to measure against), the name of a plug-in, the
            folder of a sentence-transformers model, or its hub name when it was fetched before.
        threads: texts encoded at the same time by ``accurate`` and ``e5``; vectors do not depend
            on it.
    Raises: DataProblem or MissingExtra when it is not on this machine, with the mend. Never
        another encoder than the one asked for.
    """
    if name == ACCURATE:
        if not reader.available():
            raise DataProblem(
                where="--encoder accurate",
                found=_("the files of gehoord's own encoder are not in {folder}").format(
                    folder="models/reader"
                ),
                expected="card.json, encoder.onnx, tokens.json, turn.npy",
                mend=_(
                    "install gehoord again, train it with 'make reader', or choose another encoder"
                ),
            )
        parts = (reader.MODEL, reader.TOKENS, reader.TURN)
        files = tuple(reader.folder() / part for part in parts)
        return OnnxEncoder(reader.NAME, str(reader.card()["revision"]), files, threads=threads)
    if name == UNTRAINED:
        folder = e5_bundled.converted()
        files = (folder / e5_bundled.MODEL, folder / e5_bundled.TOKENS)
        return OnnxEncoder(e5_bundled.NAME, e5_bundled.REVISION, files, threads=threads)
    if name == FAST:
        return FastEncoder()
    for plugin in entry_points(group=PLUGINS, name=name):
        encoder: Encoder = plugin.load()()
        return encoder
    return HubEncoder(name)


def installed_encoders() -> tuple[str, ...]:
    """Names that ``load_encoder`` can load here now: bundled, plug-ins, fetched hub models."""
    bundled = [
        name
        for name, module in ((ACCURATE, reader), (FAST, use_encoder), (UNTRAINED, e5_bundled))
        if module.available()
    ]
    plugins = sorted(plugin.name for plugin in entry_points(group=PLUGINS))
    models = _hub_dir().glob("models--*/snapshots/*/modules.json")
    names = {path.parents[2].name.removeprefix("models--").replace("--", "/") for path in models}
    return (*bundled, *plugins, *sorted(names))


def cache_for(encoder: Encoder, *, folder: Path | None = None) -> store.EmbeddingCache:
    """The embedding cache of this encoder as it runs here.

    Beside the encoder's revision the key holds the versions of the numeric libraries: another
    onnxruntime gives slightly other vectors (1.22 and 1.31: up to .01 in a coordinate), and a run
    may not mix them.
    """
    versions = " ".join(f"{package} {version(package)}" for package in _engine(encoder))
    return store.EmbeddingCache(
        encoder.name, f"{encoder.revision} {versions}", encoder.dim, folder=folder
    )


def encoding_by(encoder: Encoder) -> Encode:
    """The encoder as a function from n texts to (n, d) vectors, by way of its cache."""
    cache = cache_for(encoder)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        ids = [str(number) for number in range(len(texts))]
        return embed_texts(ids, list(texts), encoder, cache=cache).vectors

    return encode


def _engine(encoder: Encoder) -> tuple[str, ...]:
    if isinstance(encoder, OnnxEncoder):
        return ("onnxruntime",)
    return ("torch",) if isinstance(encoder, HubEncoder) else ("numpy",)


class OnnxEncoder:
    """A network on ONNX Runtime, int8.

    Why an own module and not sentence-transformers' onnx backend: that backend needs optimum and
    a torch export, pads its batches, and quantises whole batches, so that a vector would depend
    on its neighbours.

    Args: name, revision: who it is.  files: what ``Runtime`` reads.  threads: texts encoded at
        the same time; vectors do not depend on it.
    """

    def __init__(
        self, name: str, revision: str, files: tuple[Path, ...], *, threads: int | None = None
    ) -> None:
        self.name, self.revision = name, revision
        self.dim = reader.DIM
        self._files, self._threads = files, threads
        self._runtime: Runtime | None = None

    @cached_property
    def turn(self) -> NDArray[np.float32] | None:
        """(384, 384) what its vectors are multiplied by; None where by nothing."""
        _model, _tokens, *turn = self._files
        return np.load(turn[0], allow_pickle=False) if turn else None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384) float32 rows of length 1, in the order of the texts."""
        return self.runtime().encode(texts)

    def rest(self) -> None:
        """Leave memory; the next text loads the model again."""
        self._runtime = None

    def runtime(self) -> Runtime:
        """The model on ONNX Runtime; loaded once."""
        if self._runtime is None:
            self._runtime = Runtime(*self._files, threads=self._threads)
        return self._runtime


class HubEncoder:
    """Any sentence-transformers model in a folder or fetched from the hub before.

    Only safetensors weights are loaded and no code of the model runs. Texts go in one at a time
    on the processor: padded batches would change the last bits with their company (measured on
    e5 in float32: 1e-7), for a tenth in speed.

    Args: name: hub name (``organisation/model``) or folder.
    Raises: DataProblem when it is not on this machine; MissingExtra without the package.
    """

    def __init__(self, name: str) -> None:
        if importlib.util.find_spec("sentence_transformers") is None:
            raise MissingExtra(command=f"--encoder {name}", extra="sentence-transformers")
        folder, self.name, revision = _find(name)
        self.prompt = recipe(self.name)
        asked = "" if self.prompt is None else hashlib.sha256(self.prompt.encode()).hexdigest()[:8]
        self.revision = f"{revision}-{asked or 'own'}"
        self._model = _load(folder, name)
        self.turn = turn_in(folder)
        # Its name in older versions is get_sentence_embedding_dimension
        dimension = getattr(self._model, "get_embedding_dimension", None)
        self.dim = int((dimension or self._model.get_sentence_embedding_dimension)())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) float32 rows of length 1, in the order of the texts."""
        valid = [text.encode("utf-8", "replace").decode() for text in texts]
        vectors = self._model.encode(
            valid, prompt=self.prompt, batch_size=1, show_progress_bar=False
        )
        plain = np.asarray(vectors, dtype=np.float64).reshape(len(texts), self.dim)
        if self.turn is not None:
            plain = times_by_row(plain, self.turn)
        return unit_rows(plain).astype(np.float32)


def recipe(name: str) -> str | None:
    """The prompt declared for this model; None leaves it to the model itself."""
    for pattern, prompt in _recipes():
        if fnmatch.fnmatchcase(name.lower(), pattern):
            return prompt
    return None


@lru_cache(maxsize=1)
def _recipes() -> tuple[tuple[str, str], ...]:
    text = files("pipeline.encoders").joinpath("encoder_recipes.toml").read_text(encoding="utf-8")
    return tuple((entry["pattern"], entry["prompt"]) for entry in tomllib.loads(text)["recipes"])


def fetch_encoder(name: str) -> Path:
    """Download a model from the Hugging Face hub into the user's cache; uses the network.

    Only configuration, tokenizer and safetensors files are taken. Returns: its folder.
    Raises: DataProblem when the hub does not have it or cannot be reached.
    """
    keep_offline()  # no use is reported; the download itself is let through below
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    was_offline, constants.HF_HUB_OFFLINE = constants.HF_HUB_OFFLINE, False
    try:
        folder = Path(snapshot_download(name, cache_dir=_hub_dir(), allow_patterns=list(_FILES)))
    except (HfHubHTTPError, OSError, ValueError) as fault:
        raise DataProblem(
            where=name,
            found=_("the model could not be fetched: {fault}").format(
                fault=str(fault).split("\n")[0]
            ),
            expected=_("the name of a public model, such as intfloat/multilingual-e5-base"),
            mend=_("check the name and the network, or copy the model's folder and name that"),
        ) from fault
    finally:
        constants.HF_HUB_OFFLINE = was_offline
    if not any(folder.rglob("*.safetensors")) or not (folder / "modules.json").is_file():
        raise DataProblem(
            where=name,
            found=_("this is no sentence-transformers model with safetensors weights"),
            expected=_("the name of a public model, such as intfloat/multilingual-e5-base"),
            mend=_("choose another model"),
        )
    return folder


def _hub_dir() -> Path:
    return cache_dir() / "hub"


def _find(name: str) -> tuple[Path, str, str]:
    """Folder, name and revision of a model on this machine; of a folder no path is in its name.

    Raises: DataProblem when there is none.
    """
    path = Path(name).expanduser()
    if (path / "modules.json").is_file():
        return path, path.resolve().name, _folder_revision(path)
    if name.count("/") == 1:
        snapshots = _hub_dir() / ("models--" + name.replace("/", "--"))
        reference = snapshots / "refs" / "main"
        if reference.is_file():
            commit = reference.read_text(encoding="utf-8").strip()
            if (snapshots / "snapshots" / commit / "modules.json").is_file():
                return snapshots / "snapshots" / commit, name, commit[:12]
    raise DataProblem(
        where=f"--encoder {name}",
        found=_("there is no such encoder on this machine"),
        expected=_(
            "accurate, fast, a fetched model, or the folder of a sentence-transformers model"
        ),
        mend=_("fetch it with 'gehoord models fetch {name}' (needs network)").format(name=name),
    )


def _folder_revision(folder: Path) -> str:
    """Twelve hexadecimal digits for the names and contents of the model's files."""
    digest = hashlib.sha256()
    for path in sorted(
        p
        for p in folder.rglob("*")
        if p.is_file() and any(fnmatch.fnmatchcase(p.name, pattern) for pattern in _FILES)
    ):
        digest.update(f"{path.relative_to(folder).as_posix()} {store.sha256_file(path)}\n".encode())
    return digest.hexdigest()[:12]


def _load(folder: Path, name: str) -> Any:
    """The model in this folder. Raises: DataProblem where it cannot be loaded."""
    keep_offline()
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, ImportError) as fault:
        raise DataProblem(
            where=f"--encoder {name}",
            found=_("the model cannot be loaded: {fault}").format(fault=str(fault).split("\n")[0]),
            expected=_("a sentence-transformers model with safetensors weights and no own code"),
            mend=_("fetch it again, or choose another encoder"),
        ) from fault
