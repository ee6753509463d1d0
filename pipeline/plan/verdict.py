"""One verdict per concern: its statements vote, and a judge reads the sentences of the plan.

Where a concern's statements belong in the plan is a vote; whether a sentence there answers them is
read by a judge that sees both texts together. Likeness only chooses which sentences are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import CoverageSettings
from pipeline.core.tables import COVERAGE
from pipeline.plan.coverage import (
    ADDRESSED,
    MENTIONED,
    NOT_ADDRESSED,
    PARTLY,
    CoverageState,
    coverage_row,
    quotes,
    settled,
)
from pipeline.plan.match.inputs import piece_parts
from pipeline.plan.match.stage import Scores

Floats = NDArray[np.float64]
_ANSWERS, _SUBJECT = 0, 1  # columns of what a judge gives


class PairJudge(Protocol):
    """Reads what was said beside a sentence of the plan; see ``pipeline.encoders.judge``."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """(n, 3): answers, same subject without an answer, another matter."""


@dataclass(frozen=True)
class Reading:
    """What the judge made of one sentence of the plan beside one concern."""

    code_id: str
    piece_id: str  # as in ``Scores.piece_ids``
    answers: float
    subject: float

    @property
    def is_action(self) -> bool:
        """An action of the plan, not a goal's own words."""
        return bool(piece_parts(self.piece_id)[1])


@dataclass(frozen=True)
class ProposedState:
    """A proposed state with the readings it rests on, the likeliest answer first."""

    decision: CoverageState
    readings: tuple[Reading, ...]
    vote: float  # share of its statements that are about the goal named, 0-1

    @property
    def sureness(self) -> float:
        """Probability that the best action answers the concern, 0-1."""
        return max((reading.answers for reading in self.readings if reading.is_action), default=0.0)


def votes(statements: Scores, members: Sequence[str]) -> Floats:
    """(m + 1,) mean over these statements of how likely each goal is, and, last, none."""
    place = {key: row for row, key in enumerate(statements.item_ids)}
    rows = [place[key] for key in members if key in place]
    if not rows:
        return np.append(np.zeros(len(statements.code_ids)), 1.0)
    return np.asarray(statements.options[rows].mean(axis=0))


def read_verdict(
    voices: Sequence[str],
    vote: Floats,
    nearness: Floats,
    statements: Scores,
    wording: Mapping[str, str],
    judge: PairJudge,
    settings: CoverageSettings,
) -> ProposedState:
    """Propose a verdict on one concern.

    Args:
        voices: what was said, at least one text; each is read beside every sentence.
        vote: as ``votes`` gives it.
        nearness: (p,) how like its statements each piece of the plan is.
        wording: piece id -> text.
    """
    pieces = _chosen(vote, nearness, statements, settings)
    pairs = [(said, wording[statements.piece_ids[piece]]) for said in voices for piece in pieces]
    read = judge.probabilities(pairs).reshape(len(voices), len(pieces), -1).mean(axis=0)
    readings = tuple(
        Reading(
            piece_parts(statements.piece_ids[piece])[0],
            statements.piece_ids[piece],
            float(read[row, _ANSWERS]),
            float(read[row, _SUBJECT]),
        )
        for row, piece in enumerate(pieces)
    )
    ordered = tuple(
        sorted(readings, key=lambda reading: (-reading.answers, -reading.subject, reading.piece_id))
    )
    decision = decide(ordered, vote, statements.code_ids, settings)
    own = statements.code_ids.index(decision.code_id) if decision.code_id else -1
    return ProposedState(decision, ordered, float(vote[own]))


def decide(
    readings: Sequence[Reading],
    vote: Floats,
    code_ids: Sequence[str],
    settings: CoverageSettings,
) -> CoverageState:
    """The rules, in the order the report explains them.

    1. An action that the judge finds to answer the concern: addressed; hardly more than half
       likely: partly, for a promise is not to be guessed at.
    2. Its own goal's words speak of the subject, or most of its statements are about that goal:
       mentioned.
    3. Otherwise nothing in the plan is about it.
    """
    share = {code_id: float(vote[column]) for column, code_id in enumerate(code_ids)}
    actions = [reading for reading in readings if reading.is_action]
    best = max(
        actions,
        key=lambda r: (r.answers + settings.vote_weight * share[r.code_id], r.piece_id),
        default=None,
    )
    if best is not None and best.answers >= settings.answers_sure:
        return CoverageState(ADDRESSED, best.code_id)
    if best is not None and best.answers >= settings.answers_some:
        return CoverageState(PARTLY, best.code_id)
    likeliest = max(code_ids, key=share.__getitem__, default="")
    spoken = max((r.subject + r.answers for r in readings if r.code_id == likeliest), default=0.0)
    if likeliest and (
        share[likeliest] >= settings.vote_most
        or (share[likeliest] >= settings.vote_some and spoken >= settings.subject_sure)
    ):
        return CoverageState(MENTIONED, likeliest)
    return CoverageState(NOT_ADDRESSED)


def _chosen(
    vote: Floats, nearness: Floats, statements: Scores, settings: CoverageSettings
) -> list[int]:
    """Which pieces are read: those of the goals voted for most, and the nearest of all."""
    order = np.argsort(-vote[:-1], kind="stable")[: settings.goals_read]
    wanted = {statements.code_ids[row] for row in order}
    own = [row for row, piece in enumerate(statements.piece_ids) if piece_parts(piece)[0] in wanted]
    nearest = np.argsort(-nearness, kind="stable")[: settings.pieces_read].tolist()
    return sorted({*own, *nearest})


def covered(
    concerns: Mapping[str, Sequence[str]],
    themes: Scores,
    statements: Scores,
    texts: Mapping[str, str],
    wording: Mapping[str, str],
    judge: PairJudge,
    settings: CoverageSettings,
    *,
    decided: Mapping[str, CoverageState] | None = None,
) -> pd.DataFrame:
    """COVERAGE of concerns by the goals of the plan, as the judge reads them.

    Args:
        concerns: concern id -> ids of its statements, the most central first.
        themes, statements: scores of both against the same codebook.
        texts: statement id -> text.  wording: piece id -> text of the plan.
        decided: concern id -> what a person decided; it goes before.
    Returns: one row per concern; ``score`` is the likelihood that the best action answers it.
    """
    place = {key: row for row, key in enumerate(themes.item_ids)}
    rows = []
    for concern_id, members in sorted(concerns.items()):
        voices = spoken_together([texts[key] for key in members], settings.voices_read)
        nearness = themes.pieces[place[concern_id]]
        vote = votes(statements, members)
        verdict = read_verdict(voices, vote, nearness, statements, wording, judge, settings)
        state = settled(concern_id, verdict.decision, decided or {})
        rows.append(
            coverage_row(
                concern_id,
                statements.codebook_id,
                state,
                by_person=concern_id in (decided or {}),
                score=round(verdict.sureness, 6),
                needed=settings.answers_sure,
                quote_ids=quotes(members, statements, state.code_id, settings.n_quotes),
                passage_ids=_passages(verdict, state.code_id, settings.n_passages),
            )
        )
    return COVERAGE.check(pd.DataFrame(rows, columns=list(COVERAGE.columns)))


def spoken_together(texts: Sequence[str], most: int, size: int = 3) -> list[str]:
    """The first ``most`` different texts, three at a time: several people say more than one."""
    different = list(dict.fromkeys(text for text in texts if text.strip()))[:most] or [""]
    return [" ".join(different[start : start + size]) for start in range(0, len(different), size)]


def _passages(verdict: ProposedState, code_id: str, n: int) -> tuple[str, ...]:
    """The goal, then the sentences that answer best; without a goal, what came nearest to it."""
    own = [reading for reading in verdict.readings if reading.code_id == code_id]
    rest = [reading for reading in verdict.readings if reading.code_id != code_id]
    rest.sort(key=lambda reading: (-reading.answers - reading.subject, reading.piece_id))
    names = [code_id] if code_id else []
    names += [piece_parts(reading.piece_id)[1] or reading.piece_id for reading in (*own, *rest)]
    return tuple(dict.fromkeys(names))[:n]
