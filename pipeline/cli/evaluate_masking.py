"""`gehoord evaluate masking`: how well personal details are found, on data the user brings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.evaluation.redact_scores import score_masking
from pipeline.text.nlp import load_pipeline
from pipeline.text.redact import Span, find_details, needs_tokens

_FORM = '{"text": "…", "spans": [{"start": 0, "end": 4, "kind": "naam"}]}'


def evaluate_masking(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: text, and spans or names."))],
    split: Annotated[str, typer.Option(help=_("Only lines with this value of split."))] = "",
    pipeline: Annotated[
        str, typer.Option(help=_("embedded, nl_core_news_md, auto, or a folder."))
    ] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Score the masking of personal details against details marked by people."""
    items = [item for item in read_masking_set(file) if split in ("", item.get("split", ""))]
    if not items:
        raise DataProblem(
            where=str(file),
            found=_("no lines to score"),
            mend=_("give a file with lines, and a split that occurs in it"),
        )
    name, find = _finder(pipeline, [item["text"] for item in items])
    scores = {"pipeline": name, "texts": len(items), **score_masking(items, find)}
    if as_json:
        typer.echo(json.dumps(scores, ensure_ascii=False, sort_keys=True))
    else:
        _show(scores)


def _finder(pipeline: str, texts: Sequence[str]) -> tuple[str, Callable[[str], Sequence[Span]]]:
    """What a run would find: tokens only for the texts that need them."""
    loaded = load_pipeline(pipeline)
    wanted = sorted({text for text in texts if needs_tokens(text)})
    tokens = dict(zip(wanted, loaded.analyse_texts(wanted), strict=True))

    def find(text: str) -> Sequence[Span]:
        return find_details(text, tokens=tokens.get(text), known=loaded.tables.is_word)

    return loaded.name, find


def read_masking_set(file: Path) -> list[dict[str, Any]]:
    """Read lines `{text, spans}` or `{text, names}`. Raises: DataProblems, one per faulty line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as fault:
        raise DataProblem(where=str(file), found=str(fault), mend=_("give a UTF-8 file")) from fault
    items, problems = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            items.append(_read_line(line))
        except (ValueError, KeyError, TypeError) as fault:
            problems.append(
                DataProblem(
                    where=f"{file}:{number}",
                    found=repr(fault),
                    expected=_FORM,
                    mend=_("correct this line"),
                )
            )
    if problems:
        raise DataProblems(problems)
    return items


def _read_line(line: str) -> dict[str, Any]:
    item = json.loads(line)
    text = str(item["text"])
    if "spans" in item:
        spans: list[dict[str, Any]] = [
            {
                "start": int(span["start"]),
                "end": int(span["end"]),
                "kind": str(span.get("kind", "naam")),
            }
            for span in item["spans"]
        ]
    else:
        spans = [span for name in dict.fromkeys(item["names"]) for span in _places(text, str(name))]
    if any(not 0 <= span["start"] < span["end"] <= len(text) for span in spans):
        raise ValueError("a span lies outside the text")
    return {**item, "text": text, "spans": spans}


def _places(text: str, name: str) -> list[dict[str, Any]]:
    """Every place where the name stands as a word of its own."""
    if name not in text:
        raise ValueError(f"{name!r} does not occur in the text")
    found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    places = [{"start": m.start(), "end": m.end(), "kind": "naam"} for m in found]
    start = text.index(name)
    return places or [{"start": start, "end": start + len(name), "kind": "naam"}]


def _show(scores: dict[str, Any]) -> None:
    """Figures for people: a line per kind, then the clean texts."""
    typer.echo(_("pipeline: {name}; texts: {n}").format(name=scores["pipeline"], n=scores["texts"]))
    for kind, n in scores["n"].items():
        recall, touched = scores["recall"][kind], scores["touched"][kind]
        typer.echo(f"{kind:14} n {n:5}   recall {recall:.4f}   touched {touched:.4f}")
    typer.echo(f"{'precision':14} {scores['precision']:.4f}")
    typer.echo(
        _("clean texts: {n}, of which touched: {share:.4f}").format(
            n=scores["clean_texts"], share=scores["clean_hit"]
        )
    )
    for label, key in ((_("lines with a miss"), "missed"), (_("lines masked too much"), "hits")):
        numbers = ", ".join(map(str, scores[key][:40]))
        typer.echo(f"{label}: {len(scores[key])}" + (f" ({numbers} …)" if numbers else ""))
