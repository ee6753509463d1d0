"""`gehoord evaluate stances`: telling stances measured on statements whose stance is known."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.core.errors import DataProblem, DataProblems, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.settings import StanceSettings
from pipeline.encoders.encoder import load_encoder
from pipeline.text.nlp import load_pipeline
from pipeline.themes.stances import CLASSES, decide, score_stances
from pipeline.themes.stances.stance_model import load_stance_model

_SKIPPED = ("mixed", "none")  # a response that says two things, or nothing


def evaluate_stances(
    files: Annotated[list[Path], typer.Argument(help=_("Lines of JSON: text and stance."))],
    split: Annotated[str, typer.Option(help=_("Only lines with this value of split."))] = "",
    wording: Annotated[
        bool, typer.Option("--wording", help=_("Read wording only, without the encoder."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Score the telling of support, wish, complaint and question on statements with known ones."""
    rows = [row for row in read_stances(files) if split in ("", row.get("split", ""))]
    if not rows:
        raise DataProblem(
            where=", ".join(map(str, files)),
            found=_("no lines to score"),
            mend=_("give a file with lines, and a split that occurs in it"),
        )
    figures = score(rows, wording=wording)
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False, sort_keys=True))
    else:
        _show(figures)


def score(rows: Sequence[dict[str, str]], *, wording: bool = False) -> dict[str, Any]:
    """Tell the stance of every row and compare: what `--json` prints."""
    started = time.monotonic()
    texts = [row["text"] for row in rows]
    encoder = None if wording else _encoder()
    model = load_stance_model([(encoder.name, encoder.revision)] if encoder else ())
    vectors = encoder.encode(texts) if encoder and model.meaning is not None else [None] * len(rows)
    settings, told = StanceSettings(), []
    words = load_pipeline().analyse_texts(texts)
    for text, tokens, vector in zip(texts, words, vectors, strict=True):
        told.append(decide(model.likely(text, tokens, vector), settings)[0])
    try:
        scores = score_stances([row["stance"] for row in rows], told)
    except ValueError as fault:
        raise DataProblem(where=_("the statements given"), found=str(fault)) from fault
    return {
        "reads": "wording" if model.meaning is None else "meaning",
        "needed": settings.needed,
        **scores.as_dict(),
        "seconds": time.monotonic() - started,
    }


def _encoder() -> Any:
    """The default encoder; None where it is not installed: wording alone is read then."""
    try:
        return load_encoder()
    except (DataProblem, MissingExtra):
        return None


def read_stances(files: Sequence[Path]) -> list[dict[str, str]]:
    """Lines `{text, stance, split?}`; skipped: stance mixed or none, a language other than Dutch.

    Raises: DataProblems naming every faulty line.
    """
    rows, problems = [], []
    for file in files:
        for number, line in enumerate(_lines(file), start=1):
            try:
                item = json.loads(line) if line.strip() else {"stance": "none"}
                if item["stance"] in _SKIPPED or item.get("language", "nl") != "nl":
                    continue
                if item["stance"] not in CLASSES or not isinstance(item["text"], str):
                    raise ValueError(item["stance"])
                rows.append(item)
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                problems.append(_fault(f"{file}:{number}", fault))
    if problems:
        raise DataProblems(problems)
    return rows


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as fault:
        raise DataProblem(where=str(file), found=str(fault), mend=_("give a UTF-8 file")) from fault


def _fault(where: str, fault: Exception) -> DataProblem:
    return DataProblem(
        where=where,
        found=str(fault),
        expected='{"text": "…", "stance": "support | wish | complaint | question | unknown"}',
        mend=_("correct this line"),
    )


def _show(figures: dict[str, Any]) -> None:
    typer.echo(_("{n} statements, read by {reads}").format(n=figures["n"], reads=figures["reads"]))
    for name in ("macro_f1", "coverage", "told_right", "left_alone"):
        value = figures[name]
        typer.echo(f"{name:12} {'-' if value is None else f'{value:.3f}'}")
    typer.echo(f"{'':12} {'precision':>9} {'recall':>9} {'f1':>9} {'n':>6}")
    for name, one in figures["per_stance"].items():
        row = " ".join(f"{one[key]:9.3f}" for key in ("precision", "recall", "f1"))
        typer.echo(f"{name:12} {row} {one['n']:6d}")
    typer.echo(_("Rows: the true stance; columns: the stance told."))
    names = list(figures["confusion"])
    typer.echo(f"{'':12} " + " ".join(f"{name:>9}" for name in names))
    for name, told in figures["confusion"].items():
        typer.echo(f"{name:12} " + " ".join(f"{told[name]:9d}" for name in names))
