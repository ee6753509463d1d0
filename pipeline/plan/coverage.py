"""MATCHES of themes + JUDGEMENTS -> COVERAGE: which concern does which sentence of the plan answer?

Likeness is no proof: a verdict is a proposal with evidence on both sides, until a person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.core.settings import CoverageSettings
from pipeline.core.tables import COVERAGE
from pipeline.plan.action_strength import MENTION, PART, REFUSE, TALK
from pipeline.plan.match.inputs import piece_parts
from pipeline.plan.match.stage import Matched, Scores

ADDRESSED, PARTLY, MENTIONED = "addressed", "partly", "mentioned"
NOT_ADDRESSED, OUT_OF_SCOPE = "not_addressed", "out_of_scope"
STATUSES = (ADDRESSED, PARTLY, MENTIONED, NOT_ADDRESSED, OUT_OF_SCOPE)
MEANS = (ADDRESSED, PARTLY, MENTIONED)  # that the code is about the theme
MODEL, PERSON = "model", "person"
_DOES_NOTHING = (MENTION, TALK, REFUSE)  # of an action: nobody notices anything of it yet


@dataclass(frozen=True)
class CoverageState:
    """The state of one theme against one codebook, and the code it concerns."""

    status: str
    code_id: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status {self.status!r} is none of {', '.join(STATUSES)}")


@dataclass(frozen=True)
class _CoverageRules:
    """What every verdict of one codebook is reached with."""

    settings: CoverageSettings
    strength: Mapping[str, str]
    decided: Mapping[str, CoverageState]
    single: frozenset[str]  # codes with one action at most, in a plan that has several elsewhere
    named: Mapping[str, str]


def cover(
    themes: Matched,
    statements: Matched,
    groups: Mapping[str, Sequence[str]],
    settings: CoverageSettings = CoverageSettings(),  # noqa: B008 - frozen
    *,
    strength: Mapping[str, str] | None = None,
    decided: Mapping[str, CoverageState] | None = None,
    parents: Mapping[str, str] | None = None,
    named: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Propose one verdict per theme against one codebook; a person's decision goes before.

    Args:
        themes, statements: the same codebook, as matched.
        groups: theme id -> ids of its statements.
        strength: action id -> promise | intend | mention | talk | part | refuse, of a plan whose
            words were read.
        decided: theme id -> what a person decided.
        parents: sub-theme id -> theme id; a theme is held against the plan by its parts too.
        named: theme id -> the code in whose text a sentence names it (mentions.py).
    Returns: COVERAGE, one row per matched theme, each with quotes and with pieces of the plan:
        those that answer it, or where nothing does the nearest ones. ``score`` is the fit.
    """
    scored = themes.scores
    single = _single(scored, strength or {}, settings)
    rules = _CoverageRules(settings, strength or {}, decided or {}, single, named or {})
    verdicts = _verdicts(scored, groups, rules, parents or {})
    rows = [
        {
            "theme_id": theme,
            "codebook_id": scored.codebook_id,
            "code_id": state.code_id if state.status in MEANS else "",
            "status": state.status,
            "decided_by": PERSON if theme in rules.decided else MODEL,
            "score": float(scored.fit[row]),
            "needed": float(scored.needed),
            "quote_ids": quotes(groups[theme], statements.scores, state.code_id, settings.n_quotes),
            "passage_ids": _passages(row, scored, state.code_id, settings.n_passages),
        }
        for row, theme in enumerate(scored.item_ids)
        for state in (verdicts[theme],)
    ]
    return COVERAGE.check(pd.DataFrame(rows, columns=list(COVERAGE.columns)))


def _verdicts(
    scored: Scores,
    groups: Mapping[str, Sequence[str]],
    rules: _CoverageRules,
    parents: Mapping[str, str],
) -> dict[str, CoverageState]:
    """Per theme its state and code: proposed, set right by its parts, or decided by a person."""
    states = {}
    for row, theme in enumerate(scored.item_ids):
        code_id = scored.code_ids[int(np.argmax(scored.choice[row]))]
        status = _proposed(row, code_id, scored, rules)
        if status == NOT_ADDRESSED and theme in rules.named:
            status, code_id = MENTIONED, rules.named[theme]
        states[theme] = CoverageState(status, code_id)
    states |= {
        part: _settled(part, states[part], rules.decided) for part in parents if part in states
    }
    for theme in states.keys() - parents.keys():
        parts = [other for other in sorted(states) if parents.get(other) == theme]
        weights = {part: len(groups[part]) / len(groups[theme]) for part in parts}
        states[theme] = _by_parts(states, theme, weights, rules.settings)
    return {
        theme: state if theme in parents else _settled(theme, state, rules.decided)
        for theme, state in states.items()
    }


def _settled(
    theme: str, proposed: CoverageState, decided: Mapping[str, CoverageState]
) -> CoverageState:
    """What a person decided, else what is proposed; a decision without a code keeps the nearest."""
    person = decided.get(theme)
    return CoverageState(person.status, person.code_id or proposed.code_id) if person else proposed


def _by_parts(
    states: Mapping[str, CoverageState],
    theme: str,
    weights: Mapping[str, float],
    settings: CoverageSettings,
) -> CoverageState:
    """The verdict on a theme that joins several concerns, which no single goal can answer.

    Args: weights: sub-theme id -> its share of the theme's statements.
    """
    own = states[theme]
    if len(weights) < 2:  # one part says nothing about the rest
        return own
    shares = {
        status: sum(weight for part, weight in weights.items() if states[part].status == status)
        for status in STATUSES
    }
    answered = [part for part in weights if states[part].status == ADDRESSED]
    answered.sort(key=weights.__getitem__)
    codes = {states[part].code_id: weights[part] for part in answered}
    keeps = own.code_id in codes or not codes
    code_id = own.code_id if keeps else max(codes, key=codes.__getitem__)
    if own.status != ADDRESSED and shares[ADDRESSED] >= settings.parts_all:
        return CoverageState(ADDRESSED, code_id)
    if own.status == NOT_ADDRESSED and shares[ADDRESSED] >= settings.parts_some:
        return CoverageState(PARTLY, code_id)
    if own.status == ADDRESSED and shares[NOT_ADDRESSED] >= settings.parts_open:
        return CoverageState(PARTLY, own.code_id)
    return own


def _proposed(row: int, code_id: str, scored: Scores, rules: _CoverageRules) -> str:
    """The rules, in the order the report explains them.

    1. Too little fit: nothing in the plan is about it; mentioned where a sentence names it.
    2. A goal fits, but hardly more likely than not: partly, for a promise is not to be guessed at.
    3. The goal stands there without an action that comes near: mentioned.
    4. The nearest action does no more than mention: mentioned.
    5. An action as near as any says that it will not be done: partly where another one does
       something, else mentioned.
    6. The nearest action is much farther from what was said than the goal itself: it answers
       another side of it: partly.
    7. What comes near is done on trial, or for some of the places only: partly.
    8. It is the only action that is more than a mention, talk, a refusal or such a part, in a plan
       that has several elsewhere: partly, until a person says that one is enough.
    """
    chance = 1.0 - float(scored.options[row, -1])
    if chance < rules.settings.some_chance:
        return NOT_ADDRESSED
    near = _nearness(row, code_id, scored)
    if not any(piece_parts(piece)[1] for piece in scored.piece_ids):
        return ADDRESSED if chance >= rules.settings.sure_chance else PARTLY
    nearest, action_id = near.actions[0] if near.actions else (-np.inf, "")
    least = rules.settings.part_share * near.own
    if nearest < least or rules.strength.get(action_id) == MENTION:
        return MENTIONED
    as_near = rules.settings.refused_share * nearest
    if any(value >= as_near and rules.strength.get(act) == REFUSE for value, act in near.actions):
        does = any(
            value >= least and rules.strength.get(act) not in _DOES_NOTHING
            for value, act in near.actions
        )
        return PARTLY if does else MENTIONED
    if chance < rules.settings.sure_chance or nearest < rules.settings.answer_share * near.own:
        return PARTLY
    acting = {rules.strength.get(act, "") for value, act in near.actions if value >= as_near}
    if acting - {*_DOES_NOTHING} == {PART}:
        return PARTLY
    return PARTLY if code_id in rules.single else ADDRESSED


def _single(
    scored: Scores, strength: Mapping[str, str], settings: CoverageSettings
) -> frozenset[str]:
    """Codes with fewer than two actions that are more than a mention, talk, a refusal or a part.

    None in a plan that has several at hardly any code.
    """
    pieces = map(piece_parts, scored.piece_ids)
    acting = [(code, act) for code, act in pieces if act and strength.get(act) not in _DOES_NOTHING]
    several = sum(number > 1 for number in Counter(code for code, _act in acting).values())
    if several < settings.several_share * len(scored.code_ids):
        return frozenset()
    whole = Counter(code for code, act in acting if strength.get(act) != PART)
    return frozenset(code for code in scored.code_ids if whole[code] < 2)


@dataclass(frozen=True)
class _Nearness:
    """How near a theme is to the wording of one goal and of its actions."""

    own: float  # the goal's own title and text
    actions: list[tuple[float, str]]  # likeness and id, nearest first


def _nearness(row: int, code_id: str, scored: Scores) -> _Nearness:
    """How near the theme in this row is to one code."""
    own, actions = -np.inf, []
    for piece, value in zip(scored.piece_ids, scored.pieces[row], strict=True):
        code, support = piece_parts(piece)
        if code != code_id:
            continue
        if support:
            actions.append((float(value), support))
        else:
            own = float(value)
    return _Nearness(own, sorted(actions, key=lambda action: (-action[0], action[1])))


def quotes(
    statement_ids: Sequence[str], statements: Scores, code_id: str, n: int
) -> tuple[str, ...]:
    """The theme's statements nearest to the code."""
    place = {statement_id: row for row, statement_id in enumerate(statements.item_ids)}
    column = statements.code_ids.index(code_id) if code_id in statements.code_ids else None
    known = sorted({statement_id for statement_id in statement_ids if statement_id in place})
    if column is None:
        return tuple(known[:n])
    scores = {key: float(statements.choice[place[key], column]) for key in known}
    return tuple(sorted(known, key=lambda key: (-scores[key], key))[:n])


def _passages(row: int, scored: Scores, code_id: str, n: int) -> tuple[str, ...]:
    """The code and its best support; then the nearest pieces of other codes."""
    ranked = sorted(
        zip(scored.piece_ids, scored.pieces[row], strict=True), key=lambda pair: (-pair[1], pair[0])
    )
    own = [piece for piece, _ in ranked if piece_parts(piece)[0] == code_id]
    rest = [piece for piece, _ in ranked if piece not in own]
    first = [code_id] if code_id in own else []
    pieces = [*first, *(piece for piece in own if piece != code_id), *rest]
    names = [piece_parts(piece)[1] or piece for piece in pieces]
    return tuple(dict.fromkeys(names))[:n]
