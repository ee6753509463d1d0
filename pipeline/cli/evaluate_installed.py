"""`gehoord evaluate installed`: every encoder and Dutch pipeline on this machine, in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.console import note, say, say_json
from pipeline.cli.evaluate_encoders import EncoderScore, rank_encoders
from pipeline.cli.evaluate_nlp import read_treebank
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.encoders.encoder import installed_encoders
from pipeline.evaluation.labelled import read_labelled
from pipeline.evaluation.nlp_scores import score_treebank
from pipeline.text.nlp import installed_pipelines, load_pipeline

_OF_ENCODERS = ("goal_at_1", "goal_at_3", "nmi")
_OF_PIPELINES = ("upos", "lemma", "content_lemma", "sentence_f1", "propn_f1", "person_f1")


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


def evaluate_installed(
    files: Annotated[
        list[Path],
        typer.Argument(help=_("Sets of lines {id, text, label}, and treebanks (.conllu).")),
    ],
    pipeline: Annotated[
        list[str] | None,
        typer.Option(help=_("Dutch pipeline to measure; default: all on this machine.")),
    ] = None,
    encoder: Annotated[
        list[str] | None, typer.Option(help=_("Encoder to measure; default: all on this machine."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Measure every encoder and Dutch pipeline on this machine, and print one Markdown table."""
    absent = [path for path in files if not path.is_file()]
    if absent:
        raise DataProblem(
            where=", ".join(map(str, absent)),
            found=_("there is no such file"),
            mend=_("check the name"),
        )
    banks = [path for path in files if path.suffix.lower() == ".conllu"]
    sets = [path for path in files if path not in banks]
    found = [*_encoders(sets, encoder or ()), *_pipelines(banks, pipeline or ())]
    if as_json:
        say_json([vars(one) for one in found])
    else:
        say(markdown(found))


def _encoders(sets: Sequence[Path], names: Sequence[str]) -> list[Measured]:
    if not sets:
        return []
    labelled = [read_labelled(path) for path in sets]
    scores = rank_encoders(list(names) or list(installed_encoders()), labelled)
    return [_of_encoder(score, name) for score in scores for name in score.sets]


def _of_encoder(score: EncoderScore, name: str) -> Measured:
    about = {"name": score.name, "revision": score.revision, "dim": score.dim}
    return Measured(
        score.encoder, "encoder", name, score.sets[name], score.texts_per_cpu_second,
        score.peak_mb, about,
    )  # fmt: skip


def _pipelines(banks: Sequence[Path], names: Sequence[str]) -> list[Measured]:
    found = []
    for name in (names or installed_pipelines()) if banks else ():
        note(_("Measuring Dutch pipeline {name}").format(name=name))
        loaded = load_pipeline(name)
        about = {"version": loaded.version, "revision": loaded.revision}
        for path in banks:
            scores = score_treebank(loaded, read_treebank(path))
            figures = {key: float(scores[key] or 0) for key in _OF_PIPELINES if scores[key]}
            speed = scores["words_per_cpu_second"]
            found.append(
                Measured(
                    loaded.name,
                    "pipeline",
                    path.stem,
                    figures,
                    None if speed is None else float(speed),
                    None,
                    about,
                )
            )
    return found


def markdown(found: Sequence[Measured]) -> str:
    """One table, a row per model and file; figures as they are called in the project."""
    words = measure_words()
    rows = [
        [_("model"), _("measured on"), _("figures"), _("per CPU second"), "MiB"],
        ["---"] * 5,
    ]
    for one in found:
        order = [key for key in (*_OF_ENCODERS, *_OF_PIPELINES) if key in one.figures]
        unit = _("texts") if one.kind == "encoder" else _("words")
        rows.append(
            [
                one.model,
                one.file,
                "; ".join(f"{words[key]} {one.figures[key]:.3f}" for key in order),
                "-" if one.speed is None else f"{one.speed:.0f} {unit}",
                "-" if one.peak_mb is None else f"{one.peak_mb:.0f}",
            ]
        )
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def measure_words() -> dict[str, str]:
    """What each figure is called, in the language spoken now."""
    return {
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
