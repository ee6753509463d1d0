"""`gehoord evaluate match`: matching measured on statements whose goal is known."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.core.errors import DataProblem, DataProblems, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Code, Codebook
from pipeline.core.settings import MatchSettings
from pipeline.encoders.encoder import load_encoder
from pipeline.evaluation.match_evaluation import GoldSet, evaluate
from pipeline.plan.match import Codes, Texts, code_texts, terms_of
from pipeline.text.nlp import load_pipeline

if TYPE_CHECKING:
    from pipeline.core.tokens import DutchPipeline

_SECOND = {"accurate": "fast"}  # the voice that speaks beside an encoder, where it is installed


def evaluate_match(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: id, text, label."))],
    goals: Annotated[Path, typer.Option(help=_("Goals as JSON: a list of id, title, text."))],
    encoder: Annotated[
        str, typer.Option(help=_("accurate, fast, or a sentence-transformers model."))
    ] = "accurate",
    one_voice: Annotated[
        bool, typer.Option("--one-voice", help=_("Use no second encoder beside the first."))
    ] = False,
    draws: Annotated[
        int, typer.Option(min=2, help=_("Draws of hidden goals and of corpora."))
    ] = 30,
    seed: Annotated[int, typer.Option(help=_("Seed of the draws."))] = 0,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Score matching on statements with a known goal, beside simpler methods."""
    book, rows = read_goals(goals), read_statements(file)
    started = time.monotonic()
    gold = _gold(book, rows, _encoders(encoder, one_voice=one_voice))
    seconds = time.monotonic() - started
    report = evaluate(gold, MatchSettings(), draws=draws, seed=seed)
    figures = {
        "statements": len(gold.truth),
        "goals": len(book.codes),
        **report.as_dict(),
        "seconds": time.monotonic() - started,
        "seconds_encoding": seconds,
    }
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False, sort_keys=True))
    else:
        _show(figures)


def read_goals(file: Path) -> Codebook:
    """Read goals `[{id, title?, text, pillar?}]`. Raises: DataProblem naming the place."""
    expected = '[{"id": "1.1", "title": "…", "text": "…"}]'
    try:
        items = json.loads(file.read_text(encoding="utf-8"))
        codes = tuple(
            Code(
                str(item["id"]),
                str(item.get("title") or ""),
                str(item.get("text") or ""),
                str(item.get("pillar") or ""),
            )
            for item in items
        )
        return Codebook("goals", file.stem, codes, kind="goals", multiple=False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataProblem(
            where=str(file), found=str(fault), expected=expected, mend=_("correct this file")
        ) from fault


def read_statements(file: Path) -> list[dict[str, str]]:
    """Read lines `{id, text, label}`, optionally with the `question` that was answered.

    Lines with `filler` or `dup_of` are skipped.

    Raises: DataProblems naming every faulty line.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as fault:
        raise DataProblem(where=str(file), found=str(fault), mend=_("give a UTF-8 file")) from fault
    items: dict[str, dict[str, str]] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        try:
            item = json.loads(line) if line.strip() else None
            if item is None or item.get("filler") or item.get("dup_of"):
                continue
            row = {key: str(item[key]) for key in ("id", "text", "label")}
            row["question"] = " ".join(str(item.get("question") or "").split())
            if row["id"] in items:
                raise ValueError(_("id {id} occurs twice").format(id=row["id"]))
            items[row["id"]] = row
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            problems.append(
                DataProblem(
                    where=f"{file}:{number}",
                    found=str(fault),
                    expected='{"id": "…", "text": "…", "label": "1.1"}',
                    mend=_("correct this line"),
                )
            )
    if problems:
        raise DataProblems(problems)
    if not items:
        raise DataProblem(
            where=str(file), found=_("no lines to score"), mend=_("give a file with lines")
        )
    return list(items.values())


def _encoders(name: str, *, one_voice: bool) -> list[Any]:
    encoders: list[Any] = [load_encoder(name)]
    if not one_voice and name in _SECOND:
        try:
            encoders.append(load_encoder(_SECOND[name]))
        except MissingExtra as fault:
            typer.echo(_("One voice only: {fault}").format(fault=fault), err=True)
    return encoders


def gold_set(file: Path, goals: Path, encoder: str) -> GoldSet:
    """Statements with their known goals, heard by this encoder and the second voice beside it."""
    return _gold(read_goals(goals), read_statements(file), _encoders(encoder, one_voice=False))


def _gold(book: Codebook, rows: list[dict[str, str]], encoders: list[Any]) -> GoldSet:
    import numpy as np

    place = {code.code_id: at for at, code in enumerate(book.codes)}
    unknown = sorted({row["label"] for row in rows} - set(place))
    if unknown:
        raise DataProblem(
            where=_("labels"),
            found=", ".join(unknown),
            expected=_("ids of the goals file"),
            mend=_("correct the labels or add these goals"),
        )
    dutch = load_pipeline()
    statements = _texts({row["id"]: row["text"] for row in rows}, encoders, dutch)
    codes: Codes = Codes(book, _texts(code_texts(book), encoders, dutch))
    truth = np.array([place[row["label"]] for row in rows], dtype=np.intp)
    which = tuple(row["question"] for row in rows)
    wordings = {one: one for one in sorted(set(which)) if one}
    questions = _texts(wordings, encoders, dutch) if wordings else None
    return GoldSet(statements, codes, truth, questions, which)


def _texts(texts: dict[str, str], encoders: list[Any], dutch: DutchPipeline) -> Texts:
    statements = list(texts.values())
    words = dutch.analyse_texts(statements)
    return Texts(
        tuple(texts),
        tuple(statements),
        tuple(terms_of(tokens, dutch.tables) for tokens in words),
        tuple(encoder.encode(statements) for encoder in encoders),
    )


def _show(figures: dict[str, Any]) -> None:
    """One line per figure, with its interval where there is one; then the simpler methods."""
    intervals, methods = figures.pop("intervals"), figures.pop("methods")
    for name, value in figures.items():
        low_high = intervals.get(name)
        between = f"  [{low_high[0]:.3f}, {low_high[1]:.3f}]" if low_high else ""
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        typer.echo(f"{name:22} {shown}{between}")
    typer.echo("")
    for name, one in methods.items():
        typer.echo(f"{name:22} " + "  ".join(f"{key} {value:.3f}" for key, value in one.items()))
