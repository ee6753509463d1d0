"""MATCHES of themes + JUDGEMENTS -> COVERAGE: which concern does which sentence of the plan answer?

Likeness is no proof: a verdict is a proposal with evidence on both sides, until a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.settings import CoverageSettings
from pipeline.tables import COVERAGE

Floats = NDArray[np.float64]

ADDRESSED, PARTLY, MENTIONED = "addressed", "partly", "mentioned"
NOT_ADDRESSED, OUT_OF_SCOPE = "not_addressed", "out_of_scope"
STATUSES = (ADDRESSED, PARTLY, MENTIONED, NOT_ADDRESSED, OUT_OF_SCOPE)
MODEL, PERSON = "model", "person"
_SUPPORT = "#"  # between a code and a piece of its support, as matching names pieces


class Scored(Protocol):
    """What matching knows of its items, see ``pipeline.match.Scores``."""

    @property
    def codebook_id(self) -> str:
        """The codebook."""

    @property
    def item_ids(self) -> tuple[str, ...]:
        """n statements or themes."""

    @property
    def code_ids(self) -> tuple[str, ...]:
        """m codes."""

    @property
    def choice(self) -> Floats:
        """(n, m): which code."""

    @property
    def fit(self) -> Floats:
        """(n,): whether any code fits."""

    @property
    def piece_ids(self) -> tuple[str, ...]:
        """p pieces of wording: a code, or ``code#support``."""

    @property
    def pieces(self) -> Floats:
        """(n, p): likeness to each piece."""

    @property
    def needed(self) -> float:
        """The fit from which some code fits as likely as not."""


class Matched(Protocol):
    """Statements or themes beside a codebook, see ``pipeline.match.Matched``."""

    @property
    def scores(self) -> Any:
        """A ``Scored``."""


@dataclass(frozen=True)
class Decision:
    """What a person decided on one theme against one codebook."""

    status: str
    code_id: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status {self.status!r} is none of {', '.join(STATUSES)}")


def cover(
    themes: Matched,
    statements: Matched,
    groups: Mapping[str, Sequence[str]],
    settings: CoverageSettings = CoverageSettings(),  # noqa: B008 - frozen
    *,
    strength: Mapping[str, str] | None = None,
    decided: Mapping[str, Decision] | None = None,
) -> pd.DataFrame:
    """Propose one verdict per theme against one codebook; a person's decision goes before.

    Args:
        themes, statements: the same codebook, as matched.
        groups: theme id -> ids of its statements.
        strength: action id -> promise | intend | mention, where the plan's wording was read.
        decided: theme id -> what a person decided.
    Returns: COVERAGE, one row per matched theme, each with quotes and with pieces of the plan:
        those that answer it, or where nothing does the nearest ones. ``score`` is the fit.
    """
    scored = themes.scores
    rows = [
        _verdict(at, scored, statements.scores, groups, settings, strength or {}, decided or {})
        for at in range(len(scored.item_ids))
    ]
    return COVERAGE.check(pd.DataFrame(rows, columns=list(COVERAGE.columns)))


def _verdict(
    at: int,
    scored: Scored,
    said: Scored,
    groups: Mapping[str, Sequence[str]],
    settings: CoverageSettings,
    strength: Mapping[str, str],
    decided: Mapping[str, Decision],
) -> dict[str, object]:
    theme = scored.item_ids[at]
    best = int(np.argmax(scored.choice[at]))
    code_id = scored.code_ids[best]
    status = _proposed(at, code_id, scored, settings, strength)
    decision = decided.get(theme)
    if decision is not None:
        status, code_id = decision.status, decision.code_id or code_id
    answered = status in (ADDRESSED, PARTLY, MENTIONED)
    return {
        "theme_id": theme,
        "codebook_id": scored.codebook_id,
        "code_id": code_id if answered else "",
        "status": status,
        "decided_by": MODEL if decision is None else PERSON,
        "score": float(scored.fit[at]),
        "needed": float(scored.needed),
        "quote_ids": _quotes(groups[theme], said, code_id, settings.n_quotes),
        "passage_ids": _passages(at, scored, code_id, settings.n_passages),
    }


def _proposed(
    at: int, code_id: str, scored: Scored, settings: CoverageSettings, strength: Mapping[str, str]
) -> str:
    """The rules, in the order the report explains them.

    1. Too little fit: nothing answers it; a little short of it, only the subject is there: partly.
    2. No action of the goal comes nearer than any other goal's wording: the goal, without a means.
    3. The nearest action does no more than mention: mentioned.
    """
    short = scored.needed - float(scored.fit[at])
    if short > settings.partly_within:
        return NOT_ADDRESSED
    own, elsewhere = _actions(at, code_id, scored)
    if short > 0:
        return PARTLY
    if not _has_support(scored):
        return ADDRESSED
    if not own or own[0][0] < elsewhere:
        return PARTLY
    return MENTIONED if strength.get(own[0][1]) == "mention" else ADDRESSED


def _actions(at: int, code_id: str, scored: Scored) -> tuple[list[tuple[float, str]], float]:
    """The goal's actions with their likeness, best first; and the best of other goals' wording."""
    own, elsewhere = [], -np.inf
    for piece, value in zip(scored.piece_ids, scored.pieces[at], strict=True):
        code, _, support = piece.partition(_SUPPORT)
        if code != code_id:
            elsewhere = max(elsewhere, float(value))
        elif support:
            own.append((float(value), support))
    return sorted(own, key=lambda one: (-one[0], one[1])), float(elsewhere)


def _has_support(scored: Scored) -> bool:
    return any(_SUPPORT in piece for piece in scored.piece_ids)


def _quotes(statement_ids: Sequence[str], said: Scored, code_id: str, n: int) -> tuple[str, ...]:
    """The theme's statements nearest to the code."""
    place = {one: row for row, one in enumerate(said.item_ids)}
    column = said.code_ids.index(code_id) if code_id in said.code_ids else None
    known = sorted({one for one in statement_ids if one in place})
    if column is None:
        return tuple(known[:n])
    return tuple(sorted(known, key=lambda one: (-said.choice[place[one], column], one))[:n])


def _passages(at: int, scored: Scored, code_id: str, n: int) -> tuple[str, ...]:
    """The code and its best support; then the nearest pieces of other codes."""
    ranked = sorted(
        zip(scored.piece_ids, scored.pieces[at], strict=True), key=lambda one: (-one[1], one[0])
    )
    own = [piece for piece, _ in ranked if piece.partition(_SUPPORT)[0] == code_id]
    rest = [piece for piece, _ in ranked if piece not in own]
    first = [code_id] if code_id in own else []
    pieces = [*first, *(piece for piece in own if piece != code_id), *rest]
    names = [piece.partition(_SUPPORT)[2] or piece for piece in pieces]
    return tuple(dict.fromkeys(names))[:n]
