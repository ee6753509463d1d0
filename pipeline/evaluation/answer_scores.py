"""The answer a person reads held against what was truly said: concerns, verdicts, rounds, names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import pandas as pd

from pipeline.evaluation.answer import (
    AnswerTruth,
    Printed,
    PrintedAnswer,
    TrueConcern,
    TrueRow,
    called,
    plain,
)
from pipeline.evaluation.intervals import figure, share
from pipeline.plan.coverage import NOT_ADDRESSED

LEAST_ALIKE = 0.6  # of a row of truth and the response it is found in, where no text is equal
_OF_CONCERNS = ("concerns_right", "state_right", "goal_right", "rounds_right")
HALF = 0.5  # of the true concern's responses, and of the printed concern's statements


@dataclass(frozen=True)
class Held:
    """A true concern beside the printed one that holds it, or else has most of its statements."""

    true: TrueConcern
    printed: Printed | None
    holds: bool


@dataclass(frozen=True)
class AnswerScores:
    """The figures of an answer, and the pairs they rest on.

    Attributes: intervals: 95% interval over the concerns, of the figures that count those.
    """

    figures: Mapping[str, float]
    pairs: tuple[Held, ...]
    intervals: Mapping[str, tuple[float, float]]
    names: tuple[str, ...]
    unfound: tuple[str, ...] = field(default_factory=tuple)  # rows of truth not found in the report

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            **{name: round(value, 4) for name, value in self.figures.items()},
            "intervals": {name: list(ends) for name, ends in self.intervals.items()},
            "names": list(self.names),
            "not_found": len(self.unfound),
            "concerns": [
                {
                    "concern_id": pair.true.concern_id,
                    "name": pair.true.name,
                    "state": pair.true.state,
                    "held": pair.holds,
                    "printed": pair.printed.name if pair.printed else "",
                    "printed_state": pair.printed.status if pair.printed else "",
                }
                for pair in self.pairs
            ],
        }


def score_answer(printed: PrintedAnswer, truth: AnswerTruth) -> AnswerScores:
    """Hold what is printed against the truth; shares are 0-1, NaN where nothing was to be found."""
    truth = _named_as_printed(truth, printed.title_of)
    response_ids = find_rows(truth.rows, printed.texts)
    voiced = concerns_of_responses(truth, response_ids)
    names_of_rounds = _names_of_rounds(truth, response_ids, printed.rounds_of)
    pairs = tuple(_answer_to(concern, printed, voiced) for concern in truth.concerns.values())
    held_by = true_concerns_held(printed, truth, voiced)
    right = pd.DataFrame([_right(pair, names_of_rounds) for pair in pairs], columns=_OF_CONCERNS)
    figures = {name: share(right[name]) for name in right}
    unanswered = {key for key, concern in truth.concerns.items() if concern.state == NOT_ADDRESSED}
    recurring = {key for key, concern in truth.concerns.items() if len(concern.rounds) > 1}
    repeated = {concern.concern_id for concern in printed.concerns if concern.recurring}
    figures |= _listed("open", printed.open_ids, unanswered, held_by)
    figures |= _listed("recurring", repeated, recurring, held_by)
    figures |= _of_statements(printed, truth, voiced)
    figures["praise_as_concern"] = float(
        sum(_voices_none(concern, printed, voiced) for concern in printed.concerns)
    )
    figures["people"] = float(printed.people)
    figures["people_most"] = float(_most_people(truth.rows))
    return AnswerScores(
        figures=figures,
        pairs=pairs,
        intervals=_intervals(right),
        names=tuple(concern.name for concern in printed.concerns),
        unfound=tuple(
            row.text
            for row, response_id in zip(truth.rows, response_ids, strict=True)
            if not response_id
        ),
    )


def _named_as_printed(truth: AnswerTruth, title_of: Mapping[str, str]) -> AnswerTruth:
    """The truth, each goal called by the title that the report prints for it."""
    return replace(
        truth,
        concerns={
            key: replace(
                concern,
                goal_title=title_of.get(called(concern.goal_title), concern.goal_title),
            )
            for key, concern in truth.concerns.items()
        },
    )


def _voices_none(concern: Printed, printed: PrintedAnswer, voiced: Mapping[str, set[str]]) -> bool:
    """Whether most statements of a printed concern stand in responses that voice none."""
    none = sum(not voiced.get(printed.response_of[key]) for key in concern.statement_ids)
    return none > HALF * len(concern.statement_ids)


def _right(pair: Held, names_of_rounds: Mapping[str, str]) -> tuple[bool, ...]:
    """Whether what is printed of a true concern is right, in the order of ``_OF_CONCERNS``."""
    printed, true = pair.printed, pair.true
    if printed is None:
        return pair.holds, False, False, False
    goal = printed.goal_title if printed.status != NOT_ADDRESSED else ""
    rounds = {names_of_rounds.get(name, name) for name in printed.rounds}
    return (
        pair.holds,
        printed.status == true.state,
        plain(goal) == plain(true.goal_title),
        rounds == true.rounds,
    )


def _intervals(right: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """95% of each share over the concerns; {} where these are too few to tell."""
    if right.empty:
        return {}
    names = [str(row) for row in range(len(right))]
    intervals = {}
    for column in right:
        values = right[column].to_numpy(dtype=float)
        right_share = figure(lambda rows, v=values: float(v[rows].mean()), names)  # type: ignore[misc]
        if np.isfinite(right_share.low):
            low, high = max(right_share.low, 0.0), min(right_share.high, 1.0)
            intervals[str(column)] = round(low, 4), round(high, 4)
    return intervals


def find_rows(rows: Sequence[TrueRow], texts: Mapping[str, str]) -> list[str]:
    """Per row of truth the response it became: equal text, else the nearest; "" where none is."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for response_id, text in sorted(texts.items()):
        by_text[plain(text)].append(response_id)
    responses = []
    for row in rows:
        equal = by_text.get(plain(row.text))
        responses.append(equal.pop(0) if equal else "")
    left = {key: plain(texts[key]) for keys in by_text.values() for key in keys}
    for place, row in enumerate(rows):
        if not responses[place]:
            wanted = plain(row.text)
            nearest = max(left, key=lambda key: (_alike(wanted, left[key]), key), default="")
            if nearest and _alike(wanted, left[nearest]) > LEAST_ALIKE:
                responses[place] = nearest
                left.pop(nearest)
    return responses


def _alike(first: str, second: str) -> float:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() <= LEAST_ALIKE or matcher.quick_ratio() <= LEAST_ALIKE:
        return 0.0
    return matcher.ratio()


def concerns_of_responses(truth: AnswerTruth, response_ids: Sequence[str]) -> dict[str, set[str]]:
    """Response -> true concerns that it voices. Args: found: as ``find_rows`` gives it."""
    voiced: dict[str, set[str]] = defaultdict(set)
    for row, response_id in zip(truth.rows, response_ids, strict=True):
        if response_id:
            voiced[response_id] |= row.concerns
    return dict(voiced)


def _names_of_rounds(
    truth: AnswerTruth, response_ids: Sequence[str], rounds_of: Mapping[str, str]
) -> dict[str, str]:
    """What truth calls each printed round: the name most of its rows bear."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for row, response_id in zip(truth.rows, response_ids, strict=True):
        if response_id:
            names[rounds_of[response_id]][row.round] += 1
    return {
        key: min(counts, key=lambda name: (-counts[name], name)) for key, counts in names.items()
    }


def _answer_to(
    concern: TrueConcern, printed: PrintedAnswer, voiced: Mapping[str, set[str]]
) -> Held:
    best: Printed | None = None
    most, holding, holding_share = 0, None, 0.0
    for candidate in printed.concerns:
        count, covered = _overlap(concern.concern_id, candidate, printed, voiced)
        if covered and (holding is None or covered > holding_share):
            holding, holding_share = candidate, covered
        if count > most:
            best, most = candidate, count
    return Held(concern, holding or best, holding is not None)


def _overlap(
    concern_id: str, candidate: Printed, printed: PrintedAnswer, voiced: Mapping[str, set[str]]
) -> tuple[int, float]:
    """Statements shared, and the share of responses held where it holds the concern (else 0)."""
    mine = {key for key, concerns in voiced.items() if concern_id in concerns}
    inside = [key for key in candidate.statement_ids if printed.response_of[key] in mine]
    responses = {printed.response_of[key] for key in inside}
    if not inside or not mine:
        return 0, 0.0
    most = len(inside) >= HALF * len(candidate.statement_ids)
    holds = most and len(responses) >= HALF * len(mine)
    return len(inside), len(responses) / len(mine) if holds else 0.0


def true_concerns_held(
    printed: PrintedAnswer, truth: AnswerTruth, voiced: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """Per printed concern the true ones that it holds; none where it mixes or misses too much.

    Args: voiced: as ``concerns_of_responses`` gives it.
    """
    return {
        concern.concern_id: {
            key for key in truth.concerns if _overlap(key, concern, printed, voiced)[1] > 0
        }
        for concern in printed.concerns
    }


def _listed(
    name: str, listed: Collection[str], wanted: Collection[str], held_by: Mapping[str, set[str]]
) -> dict[str, float]:
    held = [held_by.get(key, set()) & set(wanted) for key in sorted(listed)]
    reached = {key for keys in held for key in keys}
    return {
        f"{name}_precision": share(bool(keys) for keys in held),
        f"{name}_recall": share(key in reached for key in wanted),
    }


def _of_statements(
    printed: PrintedAnswer, truth: AnswerTruth, voiced: Mapping[str, set[str]]
) -> dict[str, float]:
    linked, none = [], []
    for statement_id, response_id in printed.response_of.items():
        concerns = [truth.concerns[key] for key in voiced.get(response_id, ())]
        goals = {plain(concern.goal_title) for concern in concerns if concern.goal_title}
        if goals:
            linked.append(plain(printed.goal_of[statement_id]) in goals)
        elif concerns:
            none.append(not printed.goal_of[statement_id])
    return {"statement_goal": share(linked), "none_right": share(none)}


def _most_people(rows: Sequence[TrueRow]) -> int:
    """The most there can have been: one per respondent; of a meeting's notes one per line.

    A place with a role of its own is a respondent (R12); a place where many roles spoke, or none
    was noted, is a meeting.
    """
    places: dict[tuple[str, str], list[TrueRow]] = defaultdict(list)
    for row in rows:
        places[row.round, row.place].append(row)
    return sum(
        1 if len({row.role for row in lines}) == 1 and lines[0].role else len(lines)
        for lines in places.values()
    )
