"""How well details are found, against spans set by people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.evaluation.labelled import read_lines
from pipeline.text.nlp import load_pipeline
from pipeline.text.redact import find_details, needs_tokens
from pipeline.text.redact.spans import DetailSpan

FORM = '{"text": "…", "spans": [{"start": 0, "end": 4, "kind": "naam"}]}'
NAME = "naam"  # what a detail is where nobody says so


def evaluate(path: Path, *, split: str = "", pipeline: str = "auto") -> dict[str, Any]:
    """Figures of a set: what a run would mask in it, tokens only for the texts that need them."""
    items = read_lines(path, marked, FORM, split)
    loaded = load_pipeline(pipeline)
    wanted = sorted({item["text"] for item in items if needs_tokens(item["text"])})
    tokens = dict(zip(wanted, loaded.analyse_texts(wanted), strict=True))

    def find(text: str) -> Sequence[DetailSpan]:
        return find_details(text, tokens=tokens.get(text), known=loaded.tables.is_word)

    return {"pipeline": loaded.name, "texts": len(items), **score_masking(items, find)}


def marked(row: Mapping[str, Any]) -> dict[str, Any]:
    """A text with the spans that people marked in it, or with the names that stand in it.

    Raises: ValueError for a span outside the text, or a name that does not occur in it.
    """
    text = str(row["text"])
    if "spans" in row:
        spans: list[dict[str, Any]] = [
            {
                "start": int(span["start"]),
                "end": int(span["end"]),
                "kind": str(span.get("kind", NAME)),
            }
            for span in row["spans"]
        ]
    else:
        spans = [span for name in dict.fromkeys(row["names"]) for span in _places(text, str(name))]
    if any(not 0 <= span["start"] < span["end"] <= len(text) for span in spans):
        raise ValueError("a span lies outside the text")
    return {**row, "text": text, "spans": spans}


def _places(text: str, name: str) -> list[dict[str, Any]]:
    """Every place where the name stands as a word of its own; else the first where it stands."""
    places = list(re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    places = places or list(re.finditer(re.escape(name), text))[:1]
    if not places:
        raise ValueError("a name does not occur in the text")
    return [{"start": place.start(), "end": place.end(), "kind": NAME} for place in places]


def _hidden(
    text: str, spans: Sequence[Mapping[str, Any]], masked: Sequence[DetailSpan]
) -> Iterator[tuple[str, int, int]]:
    """Per span that is scored: its kind, how many of its letters and digits are masked, of all."""
    covered = {place for span in masked for place in range(span.start, span.end)}
    for span in spans:
        if span["kind"] != "school":
            places = [p for p in range(span["start"], span["end"]) if text[p].isalnum()]
            yield str(span["kind"]), sum(place in covered for place in places), len(places)


def score_masking(
    items: Iterable[Mapping[str, Any]], find: Callable[[str], Sequence[DetailSpan]]
) -> dict[str, Any]:
    """Recall per kind, precision, and how many clean texts were touched.

    A detail counts as found when every letter and digit of it is masked, whatever the kind; as
    touched when any is. A clean text has no details; it is hit when anything in it is masked.

    Args: items `{text, spans: [{start, end, kind}]}`; spans of kind `school` are not scored.
    Returns: figures 0-1 and counts; `missed` and `hits` hold item numbers, never words.
    """
    gold, hidden_whole, touched = Counter[str](), Counter[str](), Counter[str]()
    clean = hit = masks = right = 0
    missed: list[int] = []
    hits: list[int] = []
    for number, item in enumerate(items, start=1):
        text, spans = str(item["text"]), item["spans"]
        masked = find(text)
        for kind, hidden, length in _hidden(text, spans, masked):
            gold[kind] += 1
            hidden_whole[kind] += hidden == length
            touched[kind] += hidden > 0
            if hidden < length:
                missed.append(number)
        wanted = {place for span in spans for place in range(span["start"], span["end"])}
        good = [not wanted.isdisjoint(range(span.start, span.end)) for span in masked]
        masks += len(masked)
        right += sum(good)
        if not spans:
            clean += 1
            hit += bool(masked)
        if not all(good):
            hits.append(number)
    return {
        "n": dict(sorted(gold.items())),
        "recall": {kind: round(hidden_whole[kind] / n, 4) for kind, n in sorted(gold.items())},
        "touched": {kind: round(touched[kind] / n, 4) for kind, n in sorted(gold.items())},
        "precision": round(right / masks, 4) if masks else 1.0,
        "clean_texts": clean,
        "clean_hit": round(hit / clean, 4) if clean else 0.0,
        "missed": sorted(set(missed)),
        "hits": hits,
    }
