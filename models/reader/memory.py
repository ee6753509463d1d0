"""Makes the reader's memory: sentences of consultations by the concern they voice (``memory.npz``).

What may teach may be remembered: the whole consultations of ``tests/consultations`` and the
reader's own material, as the encoder gives them, turned. Never ``HELD_OUT``, which judge what comes
of it. To see what it brings, every consultation judged by a memory without it:

    python -m models.reader.memory

``models.reader.train`` makes it, as a step between turn and heads.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.reader.data import Consultation, parted, read_consultations
from models.reader.turn import FEWEST_WORDS, read_lessons
from pipeline.core.numeric import unit_rows
from pipeline.core.tokens import plain_sentences
from pipeline.encoders import reader
from pipeline.encoders.embed import Encode, mean_vector
from pipeline.encoders.memory import Memory, memory_for
from pipeline.encoders.runtime import Runtime
from pipeline.encoders.turning import Lesson

Sentence = tuple[str, str, str]  # consultation, concern within it, words


def remembered_sentences(lessons: Sequence[Lesson]) -> list[Sentence]:
    """Every sentence that is remembered; those of one concern stand together.

    Args: lessons: the whole consultations that may teach; the reader's own material joins them.
    """
    whole = [
        (each.name, f"{each.name}:{concern}", sentence)
        for each in lessons
        for sentence, concern in zip(each.sentences, each.concerns, strict=True)
    ]
    parts = parted(read_consultations())
    written = [row for each in (*parts.train, *parts.choose) for row in _sentences(each)]
    return sorted((*whole, *written), key=lambda row: row[:2])


def _sentences(told: Consultation) -> list[Sentence]:
    """Of one consultation of the reader's material, in Dutch."""
    return [
        (told.consultation_id, f"{told.consultation_id}:{said.concern_id}", sentence)
        for said in told.statements
        if said.concern_id and said.language == "nl"
        for sentence in plain_sentences(said.text)
        if len(sentence.split()) >= FEWEST_WORDS
    ]


def memory_of(sentences: Sequence[Sentence], encode: Encode) -> Memory:
    """A memory of these sentences."""
    _names, concern = np.unique([row[1] for row in sentences], return_inverse=True)
    source = np.array([row[0] for row in sentences])
    return Memory.of(encode([row[2] for row in sentences]), concern.astype(np.int64), source)


def written(memory: Memory) -> bytes:
    """The content of ``memory.npz``."""
    content = io.BytesIO()
    np.savez(content, **memory.packed())  # type: ignore[arg-type]
    return content.getvalue()


def holdings(memory: Memory) -> dict[str, int]:
    """How much is remembered."""
    return {
        "sentences": len(memory.sentences),
        "concerns": len(memory.concerns),
        "consultations": len(np.unique(memory.source)),
    }


def neighbours_right(memory: Memory, lessons: Sequence[Lesson], encode: Encode) -> dict[str, float]:
    """How often the nearest other sentence of a consultation voices the same concern.

    By the sentences' own vectors, and by what they recall of other consultations; mean over the
    lessons, each judged by a memory without it.
    """
    alone, recalled = [], []
    for lesson in lessons:
        vectors = encode(lesson.sentences)
        concerns = np.array(lesson.concerns)
        middle = mean_vector(vectors)
        heard = memory.without([lesson.name]).recalled(vectors, middle)
        alone.append(_nearest_right(vectors - middle, concerns))
        recalled.append(_nearest_right(heard - heard.mean(axis=0), concerns))
    return {
        "own vectors": round(float(np.mean(alone)), 4),
        "recalled": round(float(np.mean(recalled)), 4),
    }


def _nearest_right(rows: np.ndarray, concerns: np.ndarray) -> float:  # type: ignore[type-arg]
    """Share of rows (n, d) whose nearest other row is of the same concern (n,)."""
    unit = unit_rows(rows)
    like = unit @ unit.T
    np.fill_diagonal(like, -np.inf)
    return float((concerns[like.argmax(axis=1)] == concerns).mean())


def encode_by(folder: Path) -> Encode:
    """The encoder in this folder, its vectors turned."""
    return Runtime(folder / reader.MODEL, folder / reader.TOKENS, folder / reader.TURN).encode


def main() -> None:
    """Print what is remembered, and what it brings."""
    memory = memory_for(reader.NAME)
    if memory is None:
        raise SystemExit("there is no memory yet: python -m models.reader.train --begin memory")
    figures = {
        **holdings(memory),
        "nearest is of the same concern": neighbours_right(
            memory, read_lessons(), encode_by(reader.folder())
        ),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
