"""How well stances are told, on statements whose stance is known."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.settings import StanceSettings
from pipeline.encoders.encoder import load_encoder
from pipeline.evaluation.labelled import read_lines
from pipeline.text.nlp import load_pipeline
from pipeline.themes.stances.model import CLASSES, TOLD, UNKNOWN, decide, load_stance_model

FORM = '{"text": "…", "stance": "support | wish | complaint | question | unknown"}'
_SKIPPED = ("mixed", "none")  # a response that says two things, or nothing


def read_stances(paths: Sequence[Path], split: str = "") -> list[dict[str, Any]]:
    """Lines `{text, stance, split?}`; skipped: stance mixed or none, a language other than Dutch.

    Raises: DataProblems naming every faulty line.
    """

    def parse(row: Mapping[str, Any]) -> dict[str, Any] | None:
        if row["stance"] in _SKIPPED or row.get("language", "nl") != "nl":
            return None
        if row["stance"] not in CLASSES or not isinstance(row["text"], str):
            raise ValueError(str(row["stance"]))
        return dict(row)

    return read_lines(paths, parse, FORM, split)


def evaluate(rows: Sequence[Mapping[str, Any]], *, wording: bool = False) -> dict[str, Any]:
    """Tell the stance of every row and compare.

    Args: rows: as ``read_stances`` gives them; wording: read wording alone, without the encoder.
    Raises: DataProblem when the rows hold too little to score.
    """
    started = time.monotonic()
    texts = [row["text"] for row in rows]
    encoder = None
    if not wording:
        with suppress(DataProblem, MissingExtra):  # not installed: wording alone is read then
            encoder = load_encoder()
    model = load_stance_model([(encoder.name, encoder.revision)] if encoder else ())
    vectors = encoder.encode(texts) if encoder and model.meaning is not None else [None] * len(rows)
    settings = StanceSettings()
    words = load_pipeline().analyse_texts(texts)
    decided = [
        decide(model.likely(text, tokens, vector), settings)[0]
        for text, tokens, vector in zip(texts, words, vectors, strict=True)
    ]
    try:
        scores = score_stances([row["stance"] for row in rows], decided)
    except ValueError as fault:
        raise DataProblem(where=_("the statements given"), found=str(fault)) from fault
    return {
        "reads": "wording" if model.meaning is None else "meaning",
        "needed": settings.needed,
        **asdict(scores),
        "seconds": time.monotonic() - started,
    }


@dataclass(frozen=True)
class StanceScores:
    """How well stances are told.

    Attributes:
        coverage: share of the statements that have a stance of which one was told.
        told_right: share of the stances told that are right, statements without one included.
        left_alone: share of the statements without a stance that were left `unknown`; None
            without such statements.
        per_stance: stance -> precision, recall, f1, n; an abstention is a miss for recall.
        macro_f1: mean F1 over the stances that occur.
        confusion: true stance -> told stance -> statements.
    """

    n: int
    macro_f1: float
    coverage: float
    told_right: float
    left_alone: float | None
    per_stance: Mapping[str, Mapping[str, float]]
    confusion: Mapping[str, Mapping[str, int]]


def score_stances(true: Sequence[str], proposed: Sequence[str]) -> StanceScores:
    """Compare the stances told with the true ones, by position.

    Raises: ValueError when lengths differ, nothing has a stance, or a stance is none of ours.
    """
    strange = sorted({*true, *proposed} - set(CLASSES))
    if strange or len(true) != len(proposed):
        raise ValueError(f"{len(true)} true, {len(proposed)} told; not a stance: {strange}")
    table = {truth: dict.fromkeys(CLASSES, 0) for truth in CLASSES}
    for known, guess in zip(true, proposed, strict=True):
        table[known][guess] += 1
    stances = {truth: _of_one(truth, table) for truth in TOLD if sum(table[truth].values())}
    if not stances:
        raise ValueError("no statement with a stance to score")
    voiced = sum(sum(table[truth].values()) for truth in TOLD)
    answered = sum(table[truth][guess] for truth in CLASSES for guess in TOLD)
    silent = sum(table[UNKNOWN].values())
    return StanceScores(
        n=len(true),
        macro_f1=sum(stance["f1"] for stance in stances.values()) / len(stances),
        coverage=sum(table[truth][guess] for truth in TOLD for guess in TOLD) / voiced,
        told_right=_share(sum(table[truth][truth] for truth in TOLD), answered),
        left_alone=table[UNKNOWN][UNKNOWN] / silent if silent else None,
        per_stance=stances,
        confusion=table,
    )


def _of_one(stance: str, table: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    right, n = table[stance][stance], sum(table[stance].values())
    proposed = sum(row[stance] for row in table.values())
    f1 = 2 * right / (proposed + n) if proposed + n else 0.0
    return {"precision": _share(right, proposed), "recall": _share(right, n), "f1": f1, "n": n}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
