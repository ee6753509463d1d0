"""How heavily each open concern weighs: four shares, multiplied, with the doubt about the result.

A weighted geometric mean, so that a concern must do reasonably on all four: a mean would let one
loud role make up for being heard once. Pure arithmetic over who spoke where, of what, how.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import PrioritySettings
from pipeline.text.urgency import LANGUAGES, is_urgent
from pipeline.themes.stances.model import ASKING

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]  # of statements
Sparse = Any  # scipy's csr_matrix, which has no types

FACTORS = ("recurrence", "breadth", "people", "intensity")
_HALF, _WHOLE = 0.5, 1.0  # of one who asks for something, and of one who does so urgently
_LEAST = 1e-3  # of a share; nothing is multiplied by nought
_DECIMALS = 9  # of a score before it is ranked: sums must not depend on the machine


@dataclass(frozen=True, eq=False)
class Voiced:
    """Who spoke of which concern, on which occasion, for which role and how urgently.

    v voices, t concerns.

    Attributes:
        people (v,): people behind each voice.
        spoke (v, t): people behind a voice that spoke of the concern, else 0.
        told (v, t): 1 for a voice whose words on the concern are at hand, else 0.
        level (v, t): 0, half or whole: how urgently the voice spoke of it, where it is told.
        usual: mean level of a voice on what it spoke of, over all concerns.
        occasions: weight and (v, t) whether a voice spoke of it there; weights add up to 1.
        roles: (v, t) per role.

    All (v, t) are sparse: of a million voices each spoke of a few concerns.
    """

    people: Floats
    spoke: Sparse
    told: Sparse
    level: Sparse
    usual: float
    occasions: tuple[tuple[float, Sparse], ...]
    roles: tuple[Sparse, ...]


def voiced(theme_ids: Sequence[str], statements: pd.DataFrame) -> Voiced:
    """Gather from statements with voice, theme, round, meeting, role, stance, language, text."""
    names = sorted(statements["voice_id"].unique())
    place = {voice: row for row, voice in enumerate(names)}
    people = np.zeros(len(names))
    for voice, n in statements.groupby("voice_id")["n_supporters"].max().items():
        people[place[voice]] = float(n)
    about = statements[statements["theme_id"].isin(list(theme_ids))]
    rows = about["voice_id"].map(place).to_numpy(int)
    columns = (
        about["theme_id"]
        .map({theme_id: index for index, theme_id in enumerate(theme_ids)})
        .to_numpy(int)
    )
    behind = about["n_supporters"].to_numpy(float)

    def most(values: Floats, chosen: Chosen) -> Sparse:
        """(v, t): the most of each voice on each theme, in the statements chosen."""
        return _most(rows[chosen], columns[chosen], values[chosen], (len(names), len(theme_ids)))

    every = np.ones(len(about), dtype=bool)
    at_hand = (about["text"] != "").to_numpy(bool)
    with_words = most(np.ones(len(about)), at_hand)
    level, usual = _leveled(most(1.0 + np.array(levels(about), dtype=float), at_hand))
    return Voiced(
        people=people,
        spoke=most(behind, every),
        told=with_words,
        level=level,
        usual=usual,
        occasions=tuple(
            (weight, most(behind, chosen)) for weight, chosen in _moments(statements, about)
        ),
        roles=tuple(
            most(behind, (about["role"] == role).to_numpy(bool))
            for role in sorted(statements.loc[statements["role"] != "", "role"].unique())
        ),
    )


def _most(
    rows: NDArray[np.int64], columns: NDArray[np.int64], values: Floats, shape: tuple[int, int]
) -> Sparse:
    """The largest value in each cell; what is not a number counts as less than any."""
    from scipy.sparse import csr_matrix

    order = np.lexsort((np.nan_to_num(values, nan=-1.0), columns, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    last = np.ones(len(rows), dtype=bool)
    last[:-1] = (np.diff(rows) != 0) | (np.diff(columns) != 0)
    return csr_matrix((values[last], (rows[last], columns[last])), shape=shape)


def _leveled(heard: Sparse) -> tuple[Sparse, float]:
    """The levels in cells that hold one more than them, and the usual one where none is known."""
    level = heard.copy()
    known = ~np.isnan(level.data)
    usual = float((level.data[known] - 1.0).mean()) if known.any() else 0.0
    level.data = np.where(known, level.data - 1.0, usual)
    return level, usual


def levels(statements: pd.DataFrame) -> list[float]:
    """How urgently each statement speaks: half for who complains, wishes or asks; 1 if urgent.

    Not a number for a language without a list of words: it must not count as calm.
    """
    return [
        _level(str(text), str(stance), str(language or "nl"))
        for text, stance, language in zip(
            statements["text"], statements["stance"], statements["language"], strict=True
        )
    ]


def _level(text: str, stance: str, language: str) -> float:
    if language not in LANGUAGES:
        return float("nan")
    if is_urgent(text, stance, language):
        return _WHOLE
    return _HALF if stance in ASKING else 0.0


def _moments(statements: pd.DataFrame, about: pd.DataFrame) -> list[tuple[float, Chosen]]:
    """Every occasion there was, with its weight and which statements of ``about`` were made there.

    Each round counts alike, within a round each of its meetings.
    """
    held = statements[["round_id", "meeting_id"]].drop_duplicates()
    held = held.sort_values(["round_id", "meeting_id"], kind="stable")
    per_round = held.groupby("round_id").size()
    return [
        (
            1.0 / (len(per_round) * int(per_round[round_id])),
            ((about["round_id"] == round_id) & (about["meeting_id"] == meeting)).to_numpy(bool),
        )
        for round_id, meeting in held.itertuples(index=False, name=None)
    ]


def shares(voices: Voiced, drawn: Floats, few: float) -> Floats:
    """The four factors (b, t, 4), each from 0 to 1, in each of b draws of the voices (b, v).

    Args: few: people whose urgency is taken as usual before a concern's own counts in full.
    """
    count = drawn @ voices.spoke
    recurrence = _parts(drawn, [rows for _, rows in voices.occasions])
    recurrence *= np.array([weight for weight, _ in voices.occasions])[:, None, None]
    breadth = _parts(drawn, voices.roles)
    n = drawn @ voices.told
    total = np.maximum(drawn @ voices.people, 1.0)[:, None]
    factors = [
        recurrence.sum(axis=0),
        breadth.mean(axis=0) if len(breadth) else np.ones_like(count),
        count / total,
        (drawn @ voices.level + few * voices.usual) / (n + few),
    ]
    return np.asarray(np.stack(factors, axis=-1), dtype=np.float64)


def _parts(drawn: Floats, heard: Sequence[Sparse]) -> Floats:
    """(k, b, t): whether anybody drawn spoke of it in each of k parts."""
    counts = [(drawn @ rows > 0).astype(np.float64) for rows in heard]
    return np.stack(counts) if counts else np.zeros((0, 1, 1))


def scores(factors: Floats, weights: Floats) -> Floats:
    """Weighted geometric mean (…, t) of factors (…, t, 4); weights (4,) or one set per draw."""
    logs = np.log(np.maximum(factors, _LEAST))
    total = np.maximum(weights.sum(axis=-1, keepdims=True), 1e-9)
    share = weights / total
    if share.ndim > 1:
        share = share[:, None, :]
    return np.asarray(np.round(np.exp((logs * share).sum(axis=-1)), _DECIMALS), dtype=np.float64)


def places(values: Floats) -> Floats:
    """(…, t) places from 1 by score (…, t), the highest first; equal ones keep their order."""
    order = np.argsort(-values, axis=-1, kind="stable")
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, np.arange(1.0, values.shape[-1] + 1) + 0 * order, axis=-1)
    return ranks


def weights_of(settings: PrioritySettings) -> Floats:
    """(4,) in the order of FACTORS."""
    return np.array([float(getattr(settings, name)) for name in FACTORS])


def drawn_weights(settings: PrioritySettings, n: int, rng: np.random.Generator) -> Floats:
    """(n, 4): each weight anywhere between its ``span``-th part and ``span`` times itself."""
    reach = np.log(settings.span)
    return np.asarray(
        weights_of(settings) * np.exp(rng.uniform(-reach, reach, (n, len(FACTORS)))),
        dtype=np.float64,
    )


def shifted(settings: PrioritySettings) -> Mapping[str, tuple[Floats, Floats]]:
    """Per factor the weights (f,) without it, and with it doubled; the others stay as they are."""
    usual = weights_of(settings)
    shifts = {}
    for index, name in enumerate(FACTORS):
        without, double = usual.copy(), usual.copy()
        without[index], double[index] = 0.0, 2.0 * usual[index]
        shifts[name] = (without, double)
    return shifts
