"""Turns the encoder's vectors towards what whole consultations hold apart.

The encoder was trained on single statements written for it. The consultations of
``tests/consultations`` are files as people keep them, with their plan and a truth by the hand that
wrote them: what people said of one concern belongs together, and near the goal it is about. From
those, with the encoder's own material beside them so that no subject is forgotten, a matrix
(384, 384) is learned that every vector is multiplied by (``turn.npy``), held to the identity.
Concerns are found by what it gives; matching with a plan turns back (``embed.turned_back``). To
see what that brings (some minutes, of which most go to reading files):

    python -m models.reader.turn --folds 5  # each fifth judged by what the rest give

``models.reader.train`` learns the matrix and writes it, as a step between encoder and heads.
Never trained on: ``HELD_OUT``, which judge what becomes of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.reader.data import CONSULTATIONS, FOLDER, HELD_OUT, parted, read_consultations
from pipeline.core.shipped import shipped
from pipeline.core.tokens import plain_sentences
from pipeline.corpus.guess import propose
from pipeline.encoders import reader
from pipeline.encoders.runtime import Runtime
from pipeline.encoders.turning import (
    EncodedLesson,
    Lesson,
    TurnRecipe,
    encoded,
    fit_turn,
    goals_of,
    lesson_in,
    scores_of,
)
from pipeline.evaluation.answer import called, read_answer_truth

FEWEST_WORDS = 3  # of a sentence that can say what it is about
RECIPE = TurnRecipe()


def read_lesson(folder: Path) -> Lesson | None:
    """A consultation as it lies in its folder; None where no plan was found in it."""
    truth = read_answer_truth(folder / "truth")
    proposal = propose(folder)
    reading = proposal.plan.reading if proposal.plan else None
    if reading is None:
        return None
    titles: dict[str, int] = {}
    for place, goal in enumerate(reading.plan.goals()):
        titles.setdefault(called(goal.title), place)
    number = {key: place for place, key in enumerate(sorted(truth.concerns))}
    sentences, concerns, goal_of = [], [], []
    for row in truth.rows:
        if len(row.concerns) != 1:  # which of its sentences voices which concern nobody noted
            continue
        (key,) = row.concerns
        for sentence in plain_sentences(row.text.strip()):
            if len(sentence.split()) >= FEWEST_WORDS:
                sentences.append(sentence)
                concerns.append(number[key])
                goal_of.append(titles.get(called(truth.concerns[key].goal_title), -1))
    return Lesson(
        folder.name, tuple(sentences), tuple(concerns), *goals_of(reading.plan), tuple(goal_of)
    )


def in_folds(
    material: Sequence[EncodedLesson],
    written: Sequence[EncodedLesson],
    recipe: TurnRecipe,
    folds: int,
) -> list[dict[str, float]]:
    """Scores of each consultation as the encoder gives it, and turned by what the others gave.

    Args: written: what every fold is taught beside the others.
    """
    rows = []
    even = np.eye(material[0].sentences.shape[1], dtype=np.float32)
    for fold in range(folds):
        judged = [each for place, each in enumerate(material) if place % folds == fold]
        others = [each for place, each in enumerate(material) if place % folds != fold]
        turn = fit_turn([*others, *written], recipe)
        for each in judged:
            before, after = scores_of(each, even, recipe), scores_of(each, turn, recipe)
            rows.append(before | {f"{key}_turned": value for key, value in after.items()})
    return rows


def read_lessons(folder: Path | None = None) -> list[Lesson]:
    """The whole consultations that may teach."""
    folder = folder or shipped(CONSULTATIONS)
    names = sorted(path.parent.name for path in folder.glob("*/truth"))
    lessons = (read_lesson(folder / name) for name in names if name not in HELD_OUT)
    return [each for each in lessons if each is not None]


def written_lessons() -> list[Lesson]:
    """The consultations of the reader's own material that may teach."""
    parts = parted(read_consultations())
    taught = [f"{each.consultation_id}.jsonl" for each in (*parts.train, *parts.choose)]
    lessons = (lesson_in(FOLDER / name) for name in taught)
    return [each for each in lessons if each is not None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what the encoder gives, and what it gives turned by consultations not its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args(arguments)
    plain = Runtime(reader.folder() / reader.MODEL, reader.folder() / reader.TOKENS)
    material, written = (
        [encoded(each, plain.encode) for each in lessons]
        for lessons in (read_lessons(), written_lessons())
    )
    rows = in_folds(material, written, RECIPE, options.folds)
    means = {key: round(float(np.nanmean([row[key] for row in rows])), 4) for key in rows[0]}
    sys.stdout.write(json.dumps(means, indent=1) + "\n")


if __name__ == "__main__":
    main()
