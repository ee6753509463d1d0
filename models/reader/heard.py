"""What people said in ``tests/consultations``, and what of it may point at harm.

Cases written to teach the head of harm lie far from what people mostly say. These statements are
that: nearly all of them ordinary, so they teach it what is none. One reader marked in
``data/heard/marks.jsonl`` what a team must read first (``harm`` true) and what it may (null: not
taught, and counted neither way), among all that the head before gave a chance of .25 or that has a
word of violence, illness or self-harm; the rest counts as ordinary. To see what the head makes of
consultations that it was not taught with (a quarter of an hour on one thread):

    python -m models.reader.heard
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.reader.data import (
    CONSULTATIONS,
    FOLDER,
    HELD_OUT,
    Statement,
    parted,
    read_consultations,
    read_harm_cases,
)
from pipeline.core.settings import HarmSettings, SegmentSettings
from pipeline.core.shipped import shipped
from pipeline.evaluation.answer import read_answer_truth
from pipeline.runs.classify import least_chance
from pipeline.text.segment import split_text

MARKS = FOLDER / "heard" / "marks.jsonl"
FOLDS = 4


def read_marks(path: Path = MARKS) -> dict[tuple[str, str], bool | None]:
    """(consultation, statement) -> whether it may point at harm; None where the reader doubted."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    return {(one["consultation"], one["text"]): one["harm"] for one in lines}


def read_heard(*, leaving: Sequence[str] = HELD_OUT) -> dict[str, list[Statement]]:
    """Consultation -> its statements as a run splits them, each wording once.

    Raises: ValueError for a mark on what nobody said.
    """
    marks, settings = read_marks(), SegmentSettings()
    heard: dict[str, list[Statement]] = {}
    for folder in sorted(path.parent for path in shipped(CONSULTATIONS).glob("*/truth")):
        said: dict[str, Statement] = {}
        for row in read_answer_truth(folder / "truth").rows:
            for part in split_text(row.text, None, settings):
                harm = marks.get((folder.name, part.clean_text), False)
                one = Statement(part.clean_text, "", row.role, "", "nl", harm, content=True)
                if not part.reason:
                    said.setdefault(part.clean_text, one)
        heard[folder.name] = list(said.values())
    known = {(name, said.text) for name, some in heard.items() for said in some}
    if unknown := sorted(marks.keys() - known):
        raise ValueError(f"{MARKS}: nobody said {unknown[0]}")
    return {name: said for name, said in heard.items() if name not in leaving}


def listed(
    statements: Sequence[Statement], chance: NDArray[np.float64], settings: HarmSettings
) -> dict[str, float]:
    """How many a run puts first, and what of them may point at harm.

    Args: chance: (n,) that each points at harm.
    """
    least = least_chance([said.text for said in statements], settings)
    harm = np.array([said.harm is True for said in statements])
    ordinary = np.array([said.harm is False for said in statements])
    first = chance >= least
    return {
        "listed": int(first.sum()),
        "found": int((first & harm).sum()),
        "harm": int(harm.sum()),
        "false alarms": int((first & ordinary).sum()),
        "per 100 ordinary": round(100.0 * float(first[ordinary].mean()), 2),
        "recall": round(float(first[harm].mean()), 3),
    }


def _crossed() -> dict[str, Any]:
    """Each consultation, and writer F, by a head that was not taught with it."""
    from models.reader.heads import fit_harm
    from pipeline.encoders.runtime import Runtime

    home = Path(__file__).parent
    reader = Runtime(home / "encoder.onnx", home / "tokens.json", home / "turn.npy")
    parts = parted(read_consultations())
    heard = read_heard(leaving=())
    own = [said for one in (*parts.train, *parts.choose) for said in one.statements]
    own += read_harm_cases()
    fresh = [said for one in parts.judge for said in one.statements]
    every = [*own, *(said for some in heard.values() for said in some)]
    fold = [-1] * len(own)
    fold += [at % FOLDS for at, some in enumerate(heard.values()) for _said in some]
    vectors, folds = reader.encode([said.text for said in every]), np.array(fold)
    sure = np.array([said.harm is not None for said in every])
    harm = np.array([said.harm is True for said in every])
    chance = np.zeros(len(every))
    for left in range(FOLDS):
        taught = np.flatnonzero((folds != left) & sure)
        head = fit_harm([every[at].text for at in taught], harm[taught], vectors[taught])
        rows = np.flatnonzero(folds == left)
        chance[rows] = head.chance_of_text(vectors[rows], [every[at].text for at in rows])
    spoken = slice(len(own), None)
    told = head.chance_of_text(
        reader.encode([said.text for said in fresh]), [said.text for said in fresh]
    )
    return {
        "consultations": listed(every[spoken], chance[spoken], HarmSettings()),
        "writer F": listed(fresh, told, HarmSettings()),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_crossed(), indent=1) + "\n")
