"""Themes with the company that texts keep and by likeness alone, on sets that chose neither.

Run as ``python -m tests.bench.bench_company``: the consultations of writer F, whose texts the
encoder was not trained on; the answers with one concern of the consultations with a truth; and all
sets as one, of which no mixture should lose a subject. No plan is at hand in any of them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from models.reader.data import JUDGING_WRITER, read_consultations
from pipeline.core.settings import Settings
from pipeline.encoders.embed import embed_texts
from pipeline.encoders.encoder import cache_for, load_encoder
from pipeline.themes import scores
from pipeline.themes.find import find_themes
from pipeline.themes.records import Statement
from pipeline.themes.scores import Vectors, natural_division
from tests.answers import APART, CONSULTATIONS
from tests.bench.bench_themes import demo_set


class Answers(NamedTuple):
    """Texts with the one concern each voices."""

    name: str
    texts: list[str]
    concerns: list[str]


def main() -> None:
    """Print a line per set: NMI, ARI, number of themes and share outside, alone and together."""
    sets = [*_writer(JUDGING_WRITER), *_consultations(), _demo()]
    every = Answers("all as one", [], [])
    for one in sets:
        every.texts.extend(one.texts)
        every.concerns.extend(f"{one.name} {concern}" for concern in one.concerns)
    print(f"{'':24} {'texts':>5} {'true':>4}  likeness alone          with company")
    for one in (*sets, every):
        told = "  ".join(_figures(one, company) for company in (0.0, Settings().themes.company))
        print(f"{one.name:24} {len(one.texts):5d} {len(set(one.concerns)):4d}  {told}", flush=True)


def _figures(one: Answers, company: float) -> str:
    encoder = load_encoder("accurate")
    ids = [str(at) for at in range(len(one.texts))]
    vectors = embed_texts(ids, one.texts, encoder, cache=cache_for(encoder)).vectors
    said = [Statement(key, text, ()) for key, text in zip(ids, one.texts, strict=True)]
    settings = replace(Settings().themes, most=None, company=company).without_draws()
    found = find_themes(Vectors(tuple(ids), np.asarray(vectors)), said, settings)
    division = natural_division(found)
    agreed = scores.against_gold(one.concerns, [division[key] for key in ids])
    number = len(set(division.values()) - {""})
    return f"{agreed['nmi']:.3f} {agreed['ari']:.3f} {number:3d} {found.overig:6.1%}"


def _writer(name: str) -> Iterator[Answers]:
    for one in read_consultations():
        if one.writer == name:
            said = [(text.text, at.concern_id) for at in one.concerns for text in at.statements]
            yield _set(one.consultation_id, said)


def _consultations() -> Iterator[Answers]:
    for path in sorted(CONSULTATIONS.glob("*/truth/truth.csv")):
        name = path.parents[1].name
        if name in APART:
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        single = [row for row in rows if row["concerns"] and ";" not in row["concerns"]]
        yield _set(name, [(row["text"], row["concerns"]) for row in single])


def _demo() -> Answers:
    return _set("demo", [(row["text"], row["label"]) for row in demo_set()])


def _set(name: str, said: Sequence[tuple[str, str]]) -> Answers:
    return Answers(name, [text for text, _at in said], [concern for _text, concern in said])


if __name__ == "__main__":
    main()
