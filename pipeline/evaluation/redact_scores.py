"""How well details are found, against spans set by people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pipeline.text.redact.spans import Span


def score_masking(
    items: Iterable[Mapping[str, Any]], find: Callable[[str], Sequence[Span]]
) -> dict[str, Any]:
    """Recall per kind, precision, and how many clean texts were touched.

    A detail counts as found when every letter and digit of it is masked, whatever the kind; as
    touched when any is. A clean text has no details; it is hit when anything in it is masked.

    Args: items `{text, spans: [{start, end, kind}]}`; spans of kind `school` are not scored.
    Returns: figures 0-1 and counts; `missed` and `hits` hold item numbers, never words.
    """
    gold, found, touched = Counter[str](), Counter[str](), Counter[str]()
    clean = hit = masks = right = 0
    missed: list[int] = []
    hits: list[int] = []
    for number, item in enumerate(items, start=1):
        text, spans = str(item["text"]), item["spans"]
        guess = find(text)
        covered = {place for span in guess for place in range(span.start, span.end)}
        wanted = {place for span in spans for place in range(span["start"], span["end"])}
        for span in spans:
            kind = str(span["kind"])
            if kind == "school":
                continue
            gold[kind] += 1
            places = [p for p in range(span["start"], span["end"]) if text[p].isalnum()]
            hidden = sum(place in covered for place in places)
            found[kind] += hidden == len(places)
            touched[kind] += hidden > 0
            if hidden < len(places):
                missed.append(number)
        masks += len(guess)
        good = [any(p in wanted for p in range(s.start, s.end)) for s in guess]
        right += sum(good)
        if not spans:
            clean += 1
            hit += bool(guess)
        if not all(good):
            hits.append(number)
    return {
        "n": dict(sorted(gold.items())),
        "recall": {kind: round(found[kind] / n, 4) for kind, n in sorted(gold.items())},
        "touched": {kind: round(touched[kind] / n, 4) for kind, n in sorted(gold.items())},
        "precision": round(right / masks, 4) if masks else 1.0,
        "clean_texts": clean,
        "clean_hit": round(hit / clean, 4) if clean else 0.0,
        "missed": sorted(set(missed)),
        "hits": hits,
    }
