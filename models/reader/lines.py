"""Fits the model that tells a note-taker's own lines from what people said.

``lines/*.jsonl``: three hands wrote, each for themselves, lines that are nobody's answer (who was
there, where and when, how it went, thanks, what happens next, who writes this letter) and lines
that look like them and are. Beside them the statements of the reader's own material count for
``PLAIN`` each. Run it; it prints what each hand's lines give when only the others taught, and
writes ``lines.json``:

    python -m models.reader.lines
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.reader.data import read_consultations
from pipeline.core.store import atomic_write_text
from pipeline.corpus.organiser import (
    SHAPE,
    SURE,
    LineModel,
    probability,
    shape_of,
    terms_of,
)

LINES = Path(__file__).with_name("lines")
OUT = Path(__file__).with_name("lines.json")
PLAIN = 0.3  # weight of a statement nobody would mistake
FEWEST = 3  # lines in which a word or a pair stands
STRENGTH = 0.3  # C of the regression
LEAST = 0.02  # a smaller weight is left out


@dataclass(frozen=True)
class Line:
    """One line, and whether it is the note-taker's own."""

    text: str
    own: bool


def read_lines(path: Path) -> list[Line]:
    """The lines that one hand wrote."""
    records = map(json.loads, path.read_text("utf-8").splitlines())
    return [Line(record["text"], record["kind"] == "organiser") for record in records]


def fit(lines: Sequence[Line], plain: Sequence[str]) -> LineModel:
    """The weights that tell the lines of a note-taker from the others and from plain statements."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = [*(line.text for line in lines), *plain]
    own = np.array([*(line.own for line in lines), *[False] * len(plain)], dtype=int)
    weight = np.array([1.0] * len(lines) + [PLAIN] * len(plain))
    terms = CountVectorizer(analyzer=lambda text: list(terms_of(text)), min_df=FEWEST, binary=True)
    features = hstack([terms.fit_transform(texts), csr_matrix(_shapes(texts))]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(features, own, sample_weight=weight)
    names = terms.get_feature_names_out()
    learnt = model.coef_[0]
    words = {
        str(name): round(float(w), 3)
        for name, w in sorted(zip(names, learnt, strict=False))
        if abs(w) >= LEAST
    }
    shape = tuple(round(float(w), 3) for w in learnt[len(names) :])
    return LineModel(round(float(model.intercept_[0]), 3), words, shape)


def _shapes(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.array([shape_of(text) for text in texts]) * SHAPE


def probabilities(model: LineModel, texts: Sequence[str]) -> NDArray[np.float64]:
    """(n,) of each text that it is the note-taker's own, as the reader of notes has it."""
    return np.array([probability(model, text) for text in texts])


def main() -> None:
    """Print the figures of every hand held out, then write the weights of all."""
    hands = {path.stem: read_lines(path) for path in sorted(LINES.glob("*.jsonl"))}
    plain = [said.text for one in read_consultations() for said in one.statements]
    taught, apart = plain[::2], plain[1::2][:2000]
    for held, lines in hands.items():
        model = fit([x for hand, of in hands.items() if hand != held for x in of], taught)
        given = probabilities(model, [line.text for line in lines]) >= SURE
        own = np.array([line.own for line in lines])
        plainly = probabilities(model, apart) >= SURE
        sys.stdout.write(
            f"{held}: own lines found {given[own].mean():.3f}, of lines like them taken "
            f"{given[~own].mean():.4f}, of plain statements {plainly.mean():.4f}\n"
        )
    everyone = [line for lines in hands.values() for line in lines]
    text = json.dumps(asdict(fit(everyone, plain)), ensure_ascii=False, indent=0)
    atomic_write_text(OUT, text + "\n")


if __name__ == "__main__":
    main()
