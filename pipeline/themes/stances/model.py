"""The classifier of stances: what it sees of a statement's wording, its weights, its file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import softmax
from pipeline.core.settings import StanceSettings
from pipeline.core.store import sha256_file
from pipeline.core.tables import STANCES
from pipeline.core.tokens import Token, Tokens

_ASKS_FIRST = frozenset(
    "wie wat waar wanneer waarom hoe welk welke hoeveel hoelang waarop waarvoor waarmee".split()
)
_SPEAKERS = frozenset("ik wij we mijn ons onze mij me".split())
_ADDRESSED = frozenset("ik je u wij we jullie".split())  # a verb before these is turned round
_SPACES = re.compile(r"\s+")
SUPPORT, WISH, COMPLAINT, QUESTION, UNKNOWN = "support", "wish", "complaint", "question", "unknown"
TOLD = (SUPPORT, WISH, COMPLAINT, QUESTION)  # what may be told
ASKING = (COMPLAINT, WISH, QUESTION)  # what a plan may answer
CLASSES = (*TOLD, UNKNOWN)  # columns of every score; the last is a class too: no stance in it
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Cues:
    """Groups of words and phrases; an asterisk at the end of a word stands for any ending."""

    groups: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        empty = [name for name, phrases in self.groups.items() if not all((phrases, *phrases))]
        if empty or not self.groups:
            raise ValueError(f"groups of cues without phrases: {', '.join(empty) or 'all'}")

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """One expression per group, for lower-case text."""
        return {name: _any(phrases) for name, phrases in self.groups.items()}


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these; those that begin with a letter are tried where a word begins, nowhere else."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    words = [_phrase(cue) for cue in longest_first if cue[0].isalnum()]
    signs = [_phrase(cue) for cue in longest_first if not cue[0].isalnum()]
    return re.compile("|".join([*signs, *([rf"(?<!\w)(?:{'|'.join(words)})"] if words else [])]))


def _phrase(phrase: str) -> str:
    if phrase.endswith("*"):
        return re.escape(phrase[:-1]) + r"\w*"
    return re.escape(phrase) + (r"(?!\w)" if phrase[-1].isalnum() else "")


def features(text: str, tokens: Tokens, cues: Cues) -> frozenset[str]:
    """Names of the features present in one statement.

    Single words were tried beside these (lemmas, TF 0/1): one point worse in cross-validation.
    """
    lower = _SPACES.sub(" ", text.lower().replace("’", "'")).strip()
    present = {f"cue:{name}" for name, pattern in cues.patterns.items() if pattern.search(lower)}
    words = [token for token in tokens if any(sign.isalnum() for sign in token.text)]
    return frozenset(present | set(_forms(lower, words)))


def _forms(lower: str, words: Sequence[Token]) -> Iterator[str]:
    """Signs of form: marks, how the sentence opens, who speaks, whether there is a verb."""
    if "!" in lower:
        yield "form:exclamation"
    if "?" in lower:
        yield "form:question_mark"
    if lower.endswith("?"):
        yield "form:ends_asking"
    if not words:
        return
    if words[0].text.lower() in _ASKS_FIRST:
        yield "form:opens_with_question_word"
    if words[0].pos in ("VERB", "AUX"):
        addressed = len(words) > 1 and words[1].text.lower() in _ADDRESSED
        turned = "?" in lower or addressed
        yield "form:inverted" if turned else "form:imperative"
    if {token.text.lower() for token in words} & _SPEAKERS:
        yield "form:first_person"
    if not any(token.pos in ("VERB", "AUX") for token in words):
        yield "form:no_verb"
    if any(token.text.isdigit() or token.pos == "NUM" for token in words):
        yield "form:number"


@dataclass(frozen=True, eq=False)
class StanceModel:
    """Loaded weights.

    Attributes:
        weights: feature name -> one weight per class of CLASSES.
        meaning: (d, 5) weights of a statement's vector; None where only wording is read.
        encoder, revision: which encoder's vectors those are; empty without `meaning`.
    """

    cues: Cues
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    meaning: NDArray[np.float64] | None = None
    encoder: str = ""
    revision: str = ""

    def __post_init__(self) -> None:
        wrong = [name for name, row in self.weights.items() if len(row) != len(CLASSES)]
        if len(self.bias) != len(CLASSES) or wrong:
            raise ValueError(f"a stance model has {len(CLASSES)} weights per feature: {wrong}")
        if self.meaning is not None and self.meaning.shape[1:] != (len(CLASSES),):
            raise ValueError(f"weights of meaning have shape {self.meaning.shape}, not (d, 5)")

    @property
    def hears(self) -> tuple[str, str]:
        """Name and revision of the encoder whose vectors it reads; empty where it reads none."""
        return self.encoder, self.revision

    def likely(self, text: str, tokens: Tokens, vector: Vector | None) -> NDArray[np.float64]:
        """Probability of every class (5,), in the order of CLASSES, summing to 1.

        Raises: ValueError when the model reads vectors and gets none.
        """
        scores = np.array(self.bias, dtype=np.float64)
        for name in sorted(features(text, tokens, self.cues) & self.weights.keys()):
            scores += np.array(self.weights[name])
        if self.meaning is not None:
            if vector is None:
                raise ValueError(f"this stance model reads vectors of {self.encoder}; none given")
            scores += vector.astype(np.float64) @ self.meaning
        return softmax(scores)


def classify(
    statements: pd.DataFrame,
    words: Mapping[str, Tokens],
    model: StanceModel,
    settings: StanceSettings,
    *,
    vectors: Mapping[str, Vector] | None = None,
) -> pd.DataFrame:
    """Tell of every statement where its speaker stands, or `unknown`.

    Args:
        statements: STATEMENTS.
        words, vectors: by statement id, of its `clean_text` alone; vectors (d,) only where the
            model reads them.
    Returns: STANCES, one row per statement; `strength` is the probability (0-1) of the stance
        told, and for `unknown` that of the likeliest stance, which was not enough.
    """
    rows = []
    for statement_id, text in zip(
        statements["statement_id"], statements["clean_text"], strict=True
    ):
        vector = vectors[str(statement_id)] if vectors is not None else None
        stance, strength = decide(
            model.likely(str(text), words[str(statement_id)], vector), settings
        )
        rows.append((str(statement_id), stance, strength))
    return STANCES.check(pd.DataFrame(rows, columns=list(STANCES.columns)))


def decide(likely: NDArray[np.float64], settings: StanceSettings) -> tuple[str, float]:
    """The likeliest stance and its probability; `unknown` where that is below what is needed.

    Args: likely: probabilities in the order of TOLD; what stands behind them is not looked at.
    """
    best = int(np.argmax(likely[: len(TOLD)]))
    strength = float(likely[best])
    return (TOLD[best] if strength >= settings.needed else UNKNOWN), strength


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
        actual = sha256_file(path) if path.is_file() else ""
        if actual != expected:
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
