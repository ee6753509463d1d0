"""Every encoder and Dutch pipeline on this machine, measured on the same files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.encoders.encoder import installed_encoders
from pipeline.evaluation.encoders import rank_encoders
from pipeline.evaluation.intervals import with_interval
from pipeline.evaluation.labelled import read_labelled
from pipeline.evaluation.nlp import read_treebank, score_treebank
from pipeline.text.nlp import installed_pipelines, load_pipeline

Say = Callable[[str], None]
OF_ENCODERS = ("goal_at_1", "goal_at_3", "nmi")
OF_PIPELINES = ("upos", "lemma", "content_lemma", "sentence_f1", "propn_f1", "person_f1")


@dataclass(frozen=True)
class Measured:
    """One model on one file.

    Attributes: figures: measure -> 0-1.  speed: per CPU second, texts of an encoder or words of
        a pipeline.  peak_mb: memory of a process that does nothing else; None where not measured.
    """

    model: str
    kind: str  # encoder | pipeline
    file: str
    figures: dict[str, float]
    speed: float | None
    peak_mb: float | None = None
    about: dict[str, Any] = field(default_factory=dict)  # name, version, revision
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)  # 95%, of an encoder


def of_encoders(sets: Sequence[Path], names: Sequence[str], say: Say) -> list[Measured]:
    """Every encoder on every set."""
    if not sets:
        return []
    labelled = [read_labelled(path) for path in sets]
    scores = rank_encoders(list(names) or list(installed_encoders()), labelled, say=say)
    return [
        Measured(
            score.encoder, "encoder", name, figures, score.texts_per_cpu_second, score.peak_mb,
            {"name": score.name, "revision": score.revision, "dim": score.dim},
            score.intervals[name],
        )
        for score in scores
        for name, figures in score.sets.items()
    ]  # fmt: skip


def of_pipelines(banks: Sequence[Path], names: Sequence[str], say: Say) -> list[Measured]:
    """Every Dutch pipeline on every treebank."""
    measured = []
    for name in (names or installed_pipelines()) if banks else ():
        say(_("Measuring Dutch pipeline {name}").format(name=name))
        loaded = load_pipeline(name)
        about = {"version": loaded.version, "revision": loaded.revision}
        for path in banks:
            scores = score_treebank(loaded, read_treebank(path))
            figures = {key: float(scores[key] or 0) for key in OF_PIPELINES if scores[key]}
            speed = scores["words_per_cpu_second"]
            measured.append(
                Measured(
                    model=loaded.name,
                    kind="pipeline",
                    file=path.stem,
                    figures=figures,
                    speed=None if speed is None else float(speed),
                    about=about,
                )
            )
    return measured


def markdown(measured: Sequence[Measured]) -> str:
    """One table, a row per model and file; figures as they are called in the project."""
    words = {
        "goal_at_1": _("right goal first"),
        "goal_at_3": _("among three"),
        "nmi": _("NMI of clusters"),
        "upos": _("word class"),
        "lemma": _("lemma"),
        "content_lemma": _("lemma of content words"),
        "sentence_f1": _("F1 of sentences"),
        "propn_f1": _("F1 of proper nouns"),
        "person_f1": _("F1 of persons"),
    }
    rows = [
        [_("model"), _("measured on"), _("figures"), _("per CPU second"), "MiB"],
        ["---"] * 5,
    ]
    for model in measured:
        order = [key for key in (*OF_ENCODERS, *OF_PIPELINES) if key in model.figures]
        unit = _("texts") if model.kind == "encoder" else _("words")
        rows.append(
            [
                model.model,
                model.file,
                "; ".join(
                    f"{words[key]} {with_interval(model.figures[key], model.intervals.get(key))}"
                    for key in order
                ),
                "-" if model.speed is None else f"{model.speed:.0f} {unit}",
                "-" if model.peak_mb is None else f"{model.peak_mb:.0f}",
            ]
        )
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
