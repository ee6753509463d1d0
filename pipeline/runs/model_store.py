"""Trained models on disk: ``models/NAME/VERSION/``, whole or absent, and refused when altered.

A model is JSON, CSV and safetensors: nothing in it runs when it is read. Its card holds hashes of
the data and counts, never texts; labels and keywords of themes are words that people used.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.core import store
from pipeline.core.drafts import put_in_place
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.table_csv import table_csv, table_from_csv
from pipeline.core.tables import PAST, THEMES
from pipeline.encoders.embed import Encoder, Vectors
from pipeline.encoders.encoder import encoding_by, load_encoder
from pipeline.plan.match.calibration import Calibration, Curve
from pipeline.runs.environment import package_version
from pipeline.runs.model_folder import (
    CARD,
    NUMBERS,
    READABLE,
    TERMS,
    THEMES_FILE,
    broken,
    verify,
    write_card,
)
from pipeline.runs.placing import place_texts
from pipeline.themes.centroids import Centroids
from pipeline.themes.topics import BertopicModel, load_topics
from pipeline.themes.trained import TrainedThemes

if TYPE_CHECKING:
    import pandas as pd

DEFAULT = "default"  # as NAME: the model promoted for the organisation
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}", re.ASCII)
_REFITS = "seeds.safetensors"  # centres on other seeds, of a topic model that a seed moves
_LIVES = "lives.csv"  # PAST; absent in a model made before it was kept
_TOPICS = "bertopic"
_WORDS = ("theme_ids", "parent_ids", "voices")  # of the centres; the rest are numbers
_DEFAULTS = "defaults.json"


@dataclass(frozen=True)
class Reference:
    """Which model: ``NAME@VERSION``; versions count from 1."""

    name: str
    version: int

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, eq=False, repr=False)
class Trained:
    """A trained model, read and found whole.

    Attributes:
        card: everything in card.json.
        notes: what differs here from when it was trained, for the reader.
        calibrations: codebook id -> how scores are read, learned from judged links.
    """

    reference: Reference
    folder: Path
    card: Mapping[str, Any]
    known: TrainedThemes
    notes: tuple[str, ...] = ()
    calibrations: Mapping[str, Calibration] | None = None

    def __repr__(self) -> str:
        return f"Trained('{self.reference}', {len(self.known.top_ids)} themes)"

    def topics(self) -> BertopicModel | None:
        """BERTopic's own object, for its pictures; None where the training was too small for it.

        It is aligned with the statements that were trained on, or with those of the last update.
        """
        if not (self.folder / _TOPICS).is_dir():
            return None
        verify(self.folder)  # it reads from disk itself: look again at what it will read

        def encode(texts: Sequence[str]) -> Vectors:  # loaded when texts come without vectors
            return encoding_by(self._encoder())(texts)

        return load_topics(self.folder / _TOPICS, encode)[0]

    def place(self, texts: Sequence[str]) -> pd.DataFrame:
        """Each text in its theme; see ``runs.placing.place_texts``. Raises: DataProblem."""
        return place_texts(self.known, texts, self._encoder())

    def _encoder(self) -> Encoder:
        """The encoder it was trained with. Raises: DataProblem when it is not here."""
        made_with = self.card.get("settings", {}).get("embed", {})
        encoder = load_encoder(str(made_with.get("encoder") or self.card["encoder"]["name"]))
        check_encoder(self, encoder)
        return encoder


def models_dir() -> Path:
    """Where models are kept: GEHOORD_MODELS, else ``models`` in the folder one works in."""
    configured = os.environ.get("GEHOORD_MODELS", "").strip()
    return Path(configured).expanduser() if configured else Path("models")


def check_name(name: str) -> str:
    """The name when it may be one. Raises: DataProblem."""
    if _NAME.fullmatch(name) and name not in (DEFAULT, "nl") and ".." not in name:
        return name
    raise DataProblem(
        where=name or "--name",
        found=_("this cannot be the name of a model"),
        expected=_("small letters, digits, '.', '-' and '_'; not 'nl' or 'default'"),
        mend=_("choose a name such as inbreng-2026"),
    )


def versions(name: str, root: Path) -> tuple[int, ...]:
    """The versions of a model that are there, oldest first."""
    folders = [path.name for path in (root / name).glob("*") if (path / CARD).is_file()]
    return tuple(sorted(int(folder) for folder in folders if folder.isdigit()))


def find(text: str, root: Path) -> Reference:
    """The model meant by NAME (its newest version) or NAME@VERSION. Raises: DataProblem."""
    name, _at, number = text.partition("@")
    check_name(name)
    there = versions(name, root)
    if number in ("", "latest") and there:
        return Reference(name, there[-1])
    if number.isdigit() and int(number) in there:
        return Reference(name, int(number))
    every = ", ".join(str(reference) for reference in references(root)) or _("none")
    raise DataProblem(
        where=text,
        found=_("there is no such model in {folder}").format(folder=root),
        expected=_("one of: {keys}").format(keys=every),
        mend=_("train it with 'gehoord train CORPUS --name {name}'").format(name=name),
    )


def references(root: Path) -> tuple[Reference, ...]:
    """Every trained model in the folder, by name and version."""
    if not root.is_dir():
        return ()
    names = sorted(
        path.name for path in root.iterdir() if path.is_dir() and _NAME.fullmatch(path.name)
    )
    return tuple(
        Reference(name, number)
        for name in names
        if name not in (DEFAULT, "nl")
        for number in versions(name, root)
    )


def default_for(organisation: str, root: Path) -> Reference | None:
    """The model promoted for this organisation, or None."""
    text = _defaults(root).get(organisation)
    return find(text, root) if text else None


def _defaults(root: Path) -> dict[str, str]:
    """Organisation -> NAME@VERSION. Raises: DataProblem when the file was damaged."""
    path = root / _DEFAULTS
    try:
        known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        return {str(who): str(what) for who, what in known.items()}
    except (OSError, ValueError, AttributeError) as fault:
        raise DataProblem(
            where=str(path),
            found=_("this file cannot be read ({fault})").format(fault=fault),
            mend=_("remove it, and promote the models again"),
        ) from fault


def promote(reference: Reference, organisation: str, root: Path) -> None:
    """Make this the default model of the organisation."""
    with store.locked(root / ".lock"):
        known = {**_defaults(root), organisation: str(reference)}
        text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
        store.atomic_write_text(root / _DEFAULTS, text + "\n")


def remove(reference: Reference, root: Path) -> None:
    """Take a version away. Raises: DataProblem while it is some organisation's default."""
    users = sorted(who for who, what in _defaults(root).items() if what == str(reference))
    if users:
        raise DataProblem(
            where=str(reference),
            found=_("this is the default model of {who}").format(who="; ".join(users)),
            mend=_("promote another one first: gehoord models promote"),
        )
    with store.locked(root / ".lock"):
        folder = root / reference.name / str(reference.version)
        gone = folder.with_name(f".{folder.name}-removed")
        put_in_place(folder, gone)  # away at once; the deleting itself may be interrupted
        shutil.rmtree(gone)


def save(
    name: str,
    known: TrainedThemes,
    facts: Mapping[str, Any],
    root: Path,
    *,
    topics: BertopicModel | None = None,
    readable: str = "",
    calibrations: Mapping[str, Calibration] | None = None,
) -> Reference:
    """Write a new version, whole or not at all, and return which.

    Args: facts go into card.json as they are; readable is card.md, with ``{version}`` in it.
    """
    check_name(name)
    (root / name).mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=root / name))
    try:
        _write(draft, known, calibrations or {})
        if topics is not None and topics.fitted and topics.model is not None:
            topics.save(draft / _TOPICS)
        with store.locked(root / ".lock"):
            there = versions(name, root)
            reference = Reference(name, (there[-1] if there else 0) + 1)
            (draft / READABLE).write_text(readable.replace("{version}", str(reference)), "utf-8")
            write_card(draft, {**facts, "name": reference.name, "version": reference.version})
            draft.chmod(0o755)
            put_in_place(draft, root / name / str(reference.version))
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return reference


def _write(folder: Path, known: TrainedThemes, calibrations: Mapping[str, Calibration]) -> None:
    """Write a trained model: arrays as safetensors, tables as CSV, the rest as JSON; no pickle."""
    from safetensors.numpy import save as tensors

    ids, numbers = _parts(known.centroids)
    (folder / NUMBERS).write_bytes(tensors(numbers))
    refits = [_parts(centroids) for centroids in known.refits]
    if refits:
        every = {
            f"{fit}.{key}": array
            for fit, (_words, arrays) in enumerate(refits)
            for key, array in arrays.items()
        }
        (folder / _REFITS).write_bytes(tensors(every))
    (folder / THEMES_FILE).write_text(table_csv(THEMES, known.themes), "utf-8", newline="")
    (folder / _LIVES).write_text(table_csv(PAST, known.lives), "utf-8", newline="")
    terms = {theme: [list(pair) for pair in words] for theme, words in sorted(known.terms.items())}
    curves = {
        book: {
            "source": read.source,
            "statement": [read.statement.slope, read.statement.offset],
            "theme": [read.theme.slope, read.theme.offset],
            "temperature": read.temperature,
            "strangeness": list(read.nonconformity),
        }
        for book, read in sorted(calibrations.items())
    }
    rest = {**ids, "same": known.same, "terms": terms, "calibrations": curves}
    rest |= {"refits": [words for words, _numbers in refits]} if refits else {}
    (folder / TERMS).write_text(json.dumps(rest, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _parts(centroids: Centroids) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """The words of centres, and their numbers, each by name."""
    arrays = centroids.arrays()
    words = {key: [str(word) for word in arrays.pop(key)] for key in _WORDS}
    return words, {key: np.ascontiguousarray(array) for key, array in sorted(arrays.items())}


def _whole(words: Mapping[str, Any], numbers: Mapping[str, Any], dim: int) -> Centroids:
    """What ``_parts`` took apart. Raises: KeyError, ValueError when they do not fit together."""
    of_all = [""] * len(words["theme_ids"])  # what older models hold: everything goes everywhere
    arrays = {**numbers, **{key: np.array(words.get(key, of_all), dtype=str) for key in _WORDS}}
    centroids = Centroids.from_arrays(arrays)
    n = len(centroids.theme_ids)
    if centroids.meaning.shape != (n, dim) or centroids.reach.shape != (n,):
        raise ValueError(f"{n} themes, centres {centroids.meaning.shape}")
    if len(set(centroids.theme_ids)) != n or len(centroids.parent_ids) != n:
        raise ValueError("theme ids")
    return centroids


def load(reference: Reference, root: Path) -> Trained:
    """Read a model after looking whether it is whole.

    Raises: DataProblem when a file was altered, added or taken away, when a path leads out of the
        folder, when a newer gehoord made it, or when it cannot be read; nothing in it is executed.
    """
    folder = root / reference.name / str(reference.version)
    if folder.is_symlink() or folder.parent.is_symlink():
        raise broken(folder, _("a path leads out of the folder: {fault}"), folder.name)
    card = verify(folder)
    try:
        known, calibrations = _read(folder, int(card["encoder"]["dim"]))
    except (KeyError, ValueError, TypeError, IndexError) as fault:
        raise broken(folder, _("its contents do not fit together ({fault})"), fault) from fault
    except Exception as fault:  # safetensors raises an exception class of its own
        if type(fault).__module__.startswith(("safetensors", "builtins")):
            raise broken(folder, _("its numbers cannot be read ({fault})"), fault) from fault
        raise
    notes = []
    for name, then in sorted(card.get("versions", {}).items()):
        here = package_version(name)
        if then and here and here != then:
            notes.append(
                _("The model was trained with {name} {made}; here is {here}.").format(
                    name=name, made=then, here=here
                )
            )
    return Trained(reference, folder, card, known, tuple(notes), calibrations)


def load_model(text: str, root: Path | None = None) -> Trained:
    """The model NAME or NAME@VERSION in a folder, by default ``models_dir()``. Raises: as load."""
    folder = models_dir() if root is None else root
    return load(find(text, folder), folder)


def _read(folder: Path, dim: int) -> tuple[TrainedThemes, dict[str, Calibration]]:
    """A model, and its calibrations by codebook. Raises: ValueError where the parts differ."""
    from safetensors.numpy import load as tensors

    rest = json.loads((folder / TERMS).read_text("utf-8"))
    centroids = _whole(rest, tensors((folder / NUMBERS).read_bytes()), dim)
    refits = []
    if "refits" in rest:
        every = tensors((folder / _REFITS).read_bytes())
        for fit, words in enumerate(rest["refits"]):
            start = f"{fit}."
            own = {k.removeprefix(start): every[k] for k in every if k.startswith(start)}
            refits.append(_whole(words, own, dim))
    themes = table_from_csv(THEMES, (folder / THEMES_FILE).read_bytes().decode("utf-8"))
    if not set(centroids.theme_ids) <= set(themes["theme_id"]):
        raise ValueError("themes.csv")
    terms = {
        str(theme): tuple((str(term), float(weight)) for term, weight in words)
        for theme, words in rest["terms"].items()
    }
    curves = {str(book): _calibration(facts) for book, facts in rest["calibrations"].items()}
    path = folder / _LIVES
    lived = PAST.empty()
    if path.is_file():
        lived = table_from_csv(PAST, path.read_bytes().decode("utf-8"))
    same = float(rest["same"])
    return TrainedThemes(themes, terms, centroids, same, lived, tuple(refits)), curves


def _calibration(facts: Mapping[str, Any]) -> Calibration:
    statement, theme = (Curve(*(float(x) for x in facts[key])) for key in ("statement", "theme"))
    strange = tuple(float(value) for value in facts["strangeness"])
    return Calibration(str(facts["source"]), statement, theme, float(facts["temperature"]), strange)


def check_encoder(trained: Trained, encoder: Encoder) -> None:
    """Raise DataProblem when the encoder is not the one the model was trained with."""
    then = trained.card["encoder"]
    here = {"name": encoder.name, "revision": encoder.revision, "dim": encoder.dim}
    if all(then.get(key) == value for key, value in here.items()):
        return
    expected = _("{name}, revision {revision}: vectors of two encoders cannot be compared")
    raise DataProblem(
        where=str(trained.reference),
        found=_("the encoder here is {name}, revision {revision}").format(**here),
        expected=expected.format(**then),
        mend=_("leave --encoder out, or train a model with this encoder"),
    )
