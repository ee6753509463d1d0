"""`gehoord evaluate nlp` and `gehoord evaluate segments`: figures on data the user brings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.evaluation.nlp_scores import score_treebank
from pipeline.text.nlp import load_pipeline
from pipeline.text.segment import score_segments
from pipeline.text.treebank import parse_conllu


def evaluate_nlp(
    file: Annotated[Path, typer.Argument(help=_("Treebank file, CoNLL-U."))],
    pipeline: Annotated[
        str, typer.Option(help=_("embedded, nl_core_news_md, auto, or a folder."))
    ] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Score lemmas, parts of speech, sentences and names of the Dutch pipeline on a treebank."""
    loaded = load_pipeline(pipeline)
    scores = score_treebank(loaded, read_treebank(file))
    show(
        {"pipeline": loaded.name, "version": loaded.version, "revision": loaded.revision, **scores},
        as_json=as_json,
    )


def evaluate_segments(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: text and boundaries."))],
    split: Annotated[str, typer.Option(help=_("Only lines with this value of split."))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Score the splitting of responses into statements against boundaries set by people."""
    items = [item for item in read_segment_set(file) if split in ("", item.get("split", ""))]
    if not items:
        raise DataProblem(
            where=str(file),
            found=_("no lines to score"),
            mend=_("give a file with lines, and a split that occurs in it"),
        )
    show(score_segments(items).as_dict(), as_json=as_json)


def read_treebank(file: Path) -> list[Any]:
    """The sentences of a treebank. Raises: DataProblem when it is none."""
    try:
        return parse_conllu(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise DataProblem(
            where=str(file),
            found=str(fault),
            expected=_("a CoNLL-U file, UTF-8"),
            mend=_("give a file of a Universal Dependencies treebank"),
        ) from fault


def read_segment_set(file: Path) -> list[dict[str, Any]]:
    """Read lines `{text, boundaries}`. Raises: DataProblem with file and line."""
    items = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as fault:
        raise DataProblem(where=str(file), found=str(fault), mend=_("give a UTF-8 file")) from fault
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            items.append(
                {**item, "text": str(item["text"]), "boundaries": list(item["boundaries"])}
            )
        except (ValueError, KeyError, TypeError) as fault:
            raise DataProblem(
                where=f"{file}:{number}",
                found=str(fault),
                expected='{"text": "…", "boundaries": [12, 40]}',
                mend=_("correct this line"),
            ) from fault
    return items


def show(scores: dict[str, Any], *, as_json: bool) -> None:
    """Print figures: JSON for machines, one `name value` per line for people."""
    if as_json:
        typer.echo(json.dumps(scores, ensure_ascii=False, sort_keys=True))
        return
    for name, value in scores.items():
        typer.echo(f"{name:22} {value:.4f}" if isinstance(value, float) else f"{name:22} {value}")
