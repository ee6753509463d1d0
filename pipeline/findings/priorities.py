"""Recurring concerns that stand open: the candidate building blocks, in an order with its doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.core.plan import GOALS, Codebook
from pipeline.core.settings import PrioritySettings, ReportSettings
from pipeline.findings import weighing
from pipeline.findings.frames import Frames
from pipeline.findings.records import (
    STANDINGS,
    Factor,
    Link,
    Priority,
    Shift,
    Theme,
    Verdict,
)
from pipeline.findings.weighing import FACTORS, Floats, Voiced

_RANGE = (5, 95)  # percentiles: nine in ten draws lie between
_BLOCK = 50  # draws at a time, or fewer where …
_DRAWN = 5_000_000  # … this many voices would be drawn at once: 40 MB


def priorities(
    themes: Sequence[Theme],
    joined: Frames,
    codebooks: Sequence[Codebook],
    verdicts: Mapping[tuple[str, str], Verdict],
    settings: ReportSettings,
    weights: PrioritySettings = PrioritySettings(),  # noqa: B008 - frozen
) -> tuple[Priority, ...]:
    """Open concerns by standing (what came back first), then weight, with best and worst place.

    The range answers "would the order be the same had others happened to fill in the form, and had
    we weighed a little differently?": ``settings.resamples`` times the people who spoke are drawn
    anew with replacement, and every weight anew within ``weights.span``.
    """
    open_themes = [theme for theme in themes if theme.is_open]
    if not open_themes:
        return ()
    kaders = [book.codebook_id for book in codebooks if book.kind == "kaders"]
    weighed = _weighed(open_themes, joined, settings, weights)
    return tuple(
        Priority(
            theme_id=theme.theme_id,
            **weighed.of(place),
            near=tuple(link for link in theme.links if link.codebook_id == GOALS),
            frames=_touched(theme.theme_id, kaders, verdicts),
        )
        for place, theme in enumerate(weighed.themes)
    )


def _touched(
    theme_id: str, kaders: Sequence[str], verdicts: Mapping[tuple[str, str], Verdict]
) -> tuple[Link, ...]:
    """The frames that a theme is about; being nearest of all is not enough."""
    frame_verdicts = [verdicts.get((theme_id, book)) for book in kaders]
    return tuple(
        Link(verdict.codebook_id, verdict.code_id, verdict.code_title, verdict.score)
        for verdict in frame_verdicts
        if verdict is not None and verdict.about
    )


@dataclass(frozen=True, eq=False)
class _Weighed:
    """Concerns in their order, with what every draw made of them.

    Attributes:
        factors (t, 4), score (t,): as things are.
        low, high (t, 5): of each factor and, last, of the score, over the draws.
        places (2, t): best and worst place over the draws.
        shifts: factor -> places (t,) without it, and with its weight doubled.
    """

    themes: tuple[Theme, ...]
    factors: Floats
    score: Floats
    low: Floats
    high: Floats
    places: Floats
    shifts: Mapping[str, tuple[Floats, Floats]]

    def of(self, row: int) -> dict[str, Any]:
        """The fields of a Priority that are numbers."""
        best, worst = int(self.places[0, row]), int(self.places[1, row])
        return {
            "rank": row + 1,
            "rank_low": min(row + 1, best),
            "rank_high": max(row + 1, worst),
            "score": float(self.score[row]),
            "score_low": float(min(self.low[row, -1], self.score[row])),
            "score_high": float(max(self.high[row, -1], self.score[row])),
            "factors": tuple(
                Factor(
                    name,
                    round(float(self.factors[row, k]), 4),
                    round(float(min(self.low[row, k], self.factors[row, k])), 4),
                    round(float(max(self.high[row, k], self.factors[row, k])), 4),
                )
                for k, name in enumerate(FACTORS)
            ),
            "shifts": tuple(
                Shift(name, int(without[row]), int(double[row]))
                for name, (without, double) in self.shifts.items()
            ),
        }


def _weighed(
    open_themes: Sequence[Theme],
    joined: Frames,
    settings: ReportSettings,
    weights: PrioritySettings,
) -> _Weighed:
    """The open themes in their order, with the range of score and place over redrawn people.

    Args: open_themes: n themes; weights: of what makes a concern come first.
    """
    voices = weighing.voiced([theme.theme_id for theme in open_themes], joined.statements)
    now = weighing.shares(voices, np.ones((1, len(voices.people))), weights.few)[0]
    score = weighing.scores(now, weighing.weights_of(weights))
    standing = np.array([STANDINGS.index(theme.standing) for theme in open_themes])
    order = np.lexsort((-score, standing))  # equal ones by people, as themes come
    drawn, drawn_scores = _draws(voices, settings, weights)
    both = np.concatenate([drawn, drawn_scores[..., None]], axis=-1)[:, order]
    low, high = np.percentile(both, _RANGE, axis=0)
    behind = 2.0 * standing[order]  # whatever its weight, it stands behind all that came back
    places = np.percentile(
        weighing.places(drawn_scores[:, order] - behind), _RANGE, axis=0, method="nearest"
    )
    now = now[order]
    return _Weighed(
        themes=tuple(open_themes[row] for row in order),
        factors=now,
        score=np.round(score[order], 4),
        low=np.round(low, 4),
        high=np.round(high, 4),
        places=places,
        shifts={
            name: (
                weighing.places(weighing.scores(now, without) - behind),
                weighing.places(weighing.scores(now, double) - behind),
            )
            for name, (without, double) in weighing.shifted(weights).items()
        },
    )


def _draws(
    voices: Voiced, settings: ReportSettings, weights: PrioritySettings
) -> tuple[Floats, Floats]:
    """Factors (b, t, 4) and scores (b, t) of every draw of people and weights."""
    rng = np.random.default_rng(settings.seed)
    n = len(voices.people)
    ways = weighing.drawn_weights(weights, settings.resamples, rng)
    factors = []
    block = min(_BLOCK, max(1, _DRAWN // max(n, 1)))
    for first in range(0, settings.resamples, block):
        size = min(block, settings.resamples - first)
        drawn = rng.multinomial(n, np.full(n, 1 / n), size).astype(np.float64)
        factors.append(weighing.shares(voices, drawn, weights.few))
    whole = np.concatenate(factors)
    return whole, weighing.scores(whole, ways)
