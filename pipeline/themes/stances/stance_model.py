"""The trained classifier of stances, from package data: whole and unaltered, or refused."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.themes.stances.features import Cues
from pipeline.themes.stances.model import CLASSES, StanceModel


def load_stance_model(encoders: Sequence[tuple[str, str]] = ()) -> StanceModel:
    """The classifier for statements with vectors of these encoders (name, revision).

    Returns: the one that reads meaning too, where it was trained with one of these encoders at
        that revision; else the one that reads wording only.
    Raises: DataProblem when a file is missing or differs from what was trained.
    """
    with as_file(files("pipeline.themes.stances") / "weights") as folder:
        wording, meaning = read_models(folder)
    return meaning if meaning.hears in encoders else wording


@lru_cache(maxsize=2)
def read_models(folder: Path) -> tuple[StanceModel, StanceModel]:
    """The model of wording only, and the one with meaning. Raises: DataProblem."""
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    for name, expected in card["files"].items():
        path = folder / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        if found != expected:
            raise _altered(name, f"SHA-256 {expected[:12]}…")
    raw = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    if tuple(raw["classes"]) != CLASSES:
        raise _altered("weights.json", ", ".join(CLASSES))
    cues = read_cues(folder)
    return _model(raw["wording"], cues), _model(raw["meaning"], cues)


def read_cues(folder: Path) -> Cues:
    """The groups of cues."""
    groups = tomllib.loads((folder / "cues.toml").read_text(encoding="utf-8"))["cues"]
    return Cues({name: tuple(phrases) for name, phrases in sorted(groups.items())})


def _model(raw: dict[str, Any], cues: Cues) -> StanceModel:
    return StanceModel(
        cues=cues,
        bias=tuple(raw["bias"]),
        weights={name: tuple(row) for name, row in raw["weights"].items()},
        meaning=np.array(raw["meaning"]) if "meaning" in raw else None,
        encoder=raw.get("encoder", ""),
        revision=raw.get("revision", ""),
    )


def _altered(name: str, expected: str) -> DataProblem:
    return DataProblem(
        where=f"stance/{name}",
        found=_("the file is missing or differs from the one that was trained"),
        expected=expected,
        mend=_("install gehoord anew"),
    )
