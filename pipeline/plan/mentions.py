"""Which concerns a sentence of the plan names, though no goal as a whole is about them.

"Voor sommige leerlingen is de reistijd met het taxivervoer lang", in the explanation of a goal
about special schools, names what people said of the taxi. Nothing is done about it there; but a
plan that says it is not silent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.core.numeric import row_blocks, unit_rows
from pipeline.core.plan import Plan
from pipeline.core.tokens import plain_sentences
from pipeline.plan.match.inputs import Spoken, Terms, Texts

FEWEST_WORDS = 4  # of a sentence that names something
NEAR = 0.38  # mean likeness (cosine of centred vectors) of a concern's statements to the sentence
SHORTEST = 4  # letters of a word with which another one begins
FEWEST_SHARED = 2  # words that the sentence has in common with two statements or more, or one …
RARE = 2  # … that stands in so many sentences of the plan at most: "taxi", where "school" does not


@dataclass(frozen=True)
class GoalSentence:
    """A sentence of the plan that is no action, and the goals it stands with."""

    text: str
    goal_ids: tuple[str, ...]


def sentences_of(plan: Plan) -> list[GoalSentence]:
    """What the plan says in the text of its goals and pillars, and under the headings of pillars.

    What stands with no goal at all (a foreword, figures of the region) names nothing that can be
    held against a goal.
    """
    texts: list[tuple[str, tuple[str, ...]]] = []
    by_title: dict[str, tuple[str, ...]] = {}
    for pillar in plan.pillars:
        below = tuple(goal.goal_id for goal in pillar.goals)
        by_title[pillar.title] = below
        texts += [(pillar.text, below), *((goal.text, (goal.goal_id,)) for goal in pillar.goals)]
    for passage in plan.passages:
        steps = passage.place.path
        below = next(
            (goals for title, goals in by_title.items() if any(s.endswith(title) for s in steps)),
            (),
        )
        texts.append((passage.text, below))
    return [
        GoalSentence(sentence, goal_ids)
        for text, goal_ids in texts
        if goal_ids
        for sentence in plain_sentences(text)
        if len(sentence.split()) >= FEWEST_WORDS
    ]


def goals_that_name(
    groups: Mapping[str, Sequence[str]],
    statements: Texts,
    sentences: Sequence[GoalSentence],
    texts: Texts,
    nearest: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    """Theme id -> the goal in whose text a sentence names it; only themes that one does.

    Args:
        groups: theme id -> ids of its statements.
        texts: of the sentences, in their order, with words and vectors.
        nearest: theme id -> goal ids, the likeliest first: of several goals with the sentence the
            first of these is meant.
    """
    if not sentences:
        return {}
    middle = _mean_of(statements.vectors[0])
    written = np.asarray(texts.vectors[0], dtype=np.float64)
    written = unit_rows(written - written.mean(axis=0))
    sentences_with = Counter(term for words in texts.terms for term in words)
    row = {statement_id: place for place, statement_id in enumerate(statements.ids)}
    named: dict[str, str] = {}
    for theme, ids in groups.items():
        rows = [row[statement_id] for statement_id in ids if statement_id in row]
        if not rows:
            continue
        vectors = unit_rows(np.asarray(statements.vectors[0][rows], dtype=np.float64) - middle)
        near = written @ vectors.mean(axis=0)
        best = int(np.argmax(near))
        shared = _shared([statements.terms[place] for place in rows], texts.terms[best])
        telling = len(shared) >= FEWEST_SHARED or any(sentences_with[t] <= RARE for t in shared)
        if near[best] >= NEAR and telling:
            goals = sentences[best].goal_ids
            named[theme] = next((goal for goal in nearest[theme] if goal in goals), goals[0])
    return named


def _mean_of(vectors: Spoken) -> NDArray[np.float64]:
    """The mean of all rows, some at a time; what all texts share says nothing of one."""
    blocks = row_blocks(len(vectors))
    sums = [np.asarray(vectors[rows]).sum(axis=0, dtype=np.float64) for rows in blocks]
    mean: NDArray[np.float64] = np.sum(sums, axis=0) / max(len(vectors), 1)
    return mean


def _shared(statements: Sequence[Terms], sentence: Terms) -> set[str]:
    """The words of the sentence that two statements have too, or begin with: "taxi", "taxirit"."""
    counts = Counter(term for words in statements for term in words)
    common = [term for term, n in counts.items() if n > 1]

    def alike(word: str, term: str) -> bool:
        short, long = sorted((word, term), key=len)
        return word == term or (len(short) >= SHORTEST and long.startswith(short))

    return {word for word in sentence if any(alike(word, term) for term in common)}
