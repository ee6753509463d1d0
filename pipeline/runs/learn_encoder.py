"""Our reader taught further by the links that people judged in runs, and held to what it knew.

A matrix is learned on the reader's vectors (``pipeline.encoders.turning``): judged statements come
nearer the goal a person linked them to. Two things are asked of it before it is written. It must
help on judged statements it was not taught by (five parts, each judged by the other four); and on
the consultations that ship for this, which no training of ours ever saw, it may lose no more than
``MOST_LOST``. Where it loses more it is held nearer to what it was, half of the way each time.
Needs the extra ``train`` (torch, onnx).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.core import tables
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import GOALS
from pipeline.core.shipped import shipped
from pipeline.encoders.embed import Encode
from pipeline.encoders.turning import (
    EncodedLesson,
    Lesson,
    TurnRecipe,
    encoded,
    fit_turn,
    goal_ranks,
    goals_of,
    lesson_in,
    scores_of,
)
from pipeline.review.records import APPLIED, LINK, link_codes, records

FEWEST = 20  # judged statements with a goal, over all runs
PARTS = 5
MOST_LOST = 0.01  # of a share right, on what ships to guard
HALVINGS = 3
GUARD = "models/reader/data"
GUARDING = "F-*.jsonl"  # of a writer who never taught (models.reader.data)
RECIPE = TurnRecipe(steps=200, identity=0.2)
Vectors = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Learned:
    """A matrix (d, d) for the reader's vectors, and what it does.

    Attributes:
        n_judged: statements that taught it.
        own: share of judged statements whose goal comes first, before and after, each judged by
            a matrix it had no part in.
        guarded: on what ships to guard: share right and average precision, before and after.
        share: how much of the learned way was gone, 0-1; 0 where nothing could be kept.
    """

    matrix: Vectors
    n_judged: int
    own: tuple[float, float]
    guarded: Mapping[str, tuple[float, float]]
    share: float

    @property
    def helps(self) -> bool:
        """Whether it brings anything."""
        return self.share > 0 and self.own[1] > self.own[0]


def judged_lesson(run: Analysis) -> Lesson | None:
    """What people linked in a run to goals of its plan; None where they linked nothing.

    A statement that was linked to several goals teaches nothing of which it is about.
    """
    if run.plan is None:
        return None
    text_of = dict(
        run.table(tables.STATEMENTS)[["statement_id", "clean_text"]].itertuples(index=False)
    )
    number = {goal.goal_id: place for place, goal in enumerate(run.plan.goals())}
    judged: dict[str, int] = {}
    for judgement in records(run.table(tables.JUDGEMENTS)):
        if (judgement.kind, judgement.codebook_id, judgement.state) == (LINK, GOALS, APPLIED):
            codes = [number[code] for code in link_codes(judgement.new) if code in number]
            judged |= {key: codes[0] for key in judgement.bound_ids if len(codes) == 1}
    known = {text_of[key]: goal for key, goal in judged.items() if text_of.get(key)}
    if not known:
        return None
    apart = tuple(range(len(known)))  # of one goal is not of one concern
    return Lesson(run.corpus, (*known,), apart, *goals_of(run.plan), (*known.values(),))


def learn(runs: Sequence[Analysis], encode: Encode) -> Learned:
    """Learn from what was judged in these runs.

    Args: encode: the reader as it ships, as matching hears it.
    Raises: DataProblem where too little was judged.
    """
    lessons = [lesson for run in runs if (lesson := judged_lesson(run))]
    n_judged = sum(len(lesson.sentences) for lesson in lessons)
    if n_judged < FEWEST:
        raise DataProblem(
            where=", ".join(sorted({run.corpus for run in runs})),
            found=_("{n} statements that a person linked to one goal").format(n=n_judged),
            expected=_("at least {n}").format(n=FEWEST),
            mend=_("judge more links with 'gehoord review', or name more runs"),
        )
    known = [encoded(lesson, encode) for lesson in lessons]
    guards = [lesson_in(path) for path in sorted(shipped(GUARD).glob(GUARDING))]
    guarding = [encoded(lesson, encode) for lesson in guards if lesson is not None]
    identity = np.eye(known[0].plan.shape[1], dtype=np.float32)
    turn = fit_turn(known, RECIPE)
    before = _means(guarding, identity)
    share = _share_that_harms_nothing(turn, identity, guarding, before)
    matrix = identity + share * (turn - identity) if share else identity
    after = _means(guarding, matrix) if share else before
    guarded = {key: (before[key], after[key]) for key in before}
    return Learned(matrix, n_judged, _unseen(known, share, identity), guarded, share)


def _share_that_harms_nothing(
    turn: Vectors, identity: Vectors, guarding: Sequence[EncodedLesson], before: dict[str, float]
) -> float:
    """The largest share of the turn, halved from 1, that costs no guard more than MOST_LOST; or 0.

    Args: turn, identity (d, d); before: the means of the guards without any turn.
    """
    share = 1.0
    for _step in range(HALVINGS + 1):
        after = _means(guarding, identity + share * (turn - identity))
        if all(after[key] >= before[key] - MOST_LOST for key in before):
            return share
        share /= 2
    return 0.0


def _means(lessons: Sequence[EncodedLesson], matrix: Vectors) -> dict[str, float]:
    rows = [scores_of(lesson, matrix, RECIPE) for lesson in lessons]
    return {key: float(np.nanmean([row[key] for row in rows])) for key in ("goal_at_1", "same")}


def _unseen(known: Sequence[EncodedLesson], share: float, identity: Vectors) -> tuple[float, float]:
    """Share whose goal comes first, before and after, each statement taught by the other parts."""
    firsts = np.zeros(2)
    for part in range(PARTS):
        turn = fit_turn(
            [
                _without(part, consultation)
                for consultation in known
                if len(consultation.lesson.sentences) > 1
            ],
            RECIPE,
        )
        for consultation in known:
            for place, matrix in enumerate((identity, identity + share * (turn - identity))):
                ranks = goal_ranks(consultation, matrix, RECIPE)[part::PARTS]
                firsts[place] += (ranks == 0).sum()
    before, after = firsts / sum(len(consultation.lesson.sentences) for consultation in known)
    return float(before), float(after)


def _without(part: int, consultation: EncodedLesson) -> EncodedLesson:
    """The statements of the other parts (of two or more), beside the whole plan."""
    rows = [row for row in range(len(consultation.lesson.sentences)) if row % PARTS != part]
    lesson = replace(
        consultation.lesson,
        sentences=tuple(consultation.lesson.sentences[row] for row in rows),
        concerns=tuple(consultation.lesson.concerns[row] for row in rows),
        goal_of=tuple(consultation.lesson.goal_of[row] for row in rows),
    )
    return EncodedLesson(lesson, consultation.sentences[rows], consultation.plan)
