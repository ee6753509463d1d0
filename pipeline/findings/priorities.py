"""Recurring concerns that stand open: the candidate building blocks, in an order with its doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.findings.frames import Frames
from pipeline.findings.records import MEANS, Link, Priority, Theme, Verdict
from pipeline.plan import GOALS, Codebook
from pipeline.settings import ReportSettings

_RANGE = (5, 95)  # percentiles: nine in ten resamples lie between


def priorities(
    themes: Sequence[Theme],
    joined: Frames,
    codebooks: Sequence[Codebook],
    verdicts: Mapping[tuple[str, str], Verdict],
    settings: ReportSettings,
) -> tuple[Priority, ...]:
    """Open recurring concerns by the people who voiced them, each with its best and worst place.

    The range answers "would the order be the same had others happened to fill in the form?": the
    people who spoke are drawn anew, with replacement, ``settings.resamples`` times.
    """
    found = [theme for theme in themes if theme.recurring and theme.is_open and theme.is_concern]
    kaders = [book.codebook_id for book in codebooks if book.kind == "kaders"]
    ranges = _rank_ranges([theme.theme_id for theme in found], joined.said, settings)
    return tuple(
        Priority(
            theme_id=theme.theme_id,
            rank=place,
            rank_low=min(place, low),
            rank_high=max(place, high),
            near=tuple(link for link in theme.links if link.codebook_id == GOALS),
            frames=_touched(theme.theme_id, kaders, verdicts),
        )
        for place, (theme, (low, high)) in enumerate(zip(found, ranges, strict=True), start=1)
    )


def _touched(
    theme_id: str, kaders: Sequence[str], verdicts: Mapping[tuple[str, str], Verdict]
) -> tuple[Link, ...]:
    """The frames that a theme is about; being nearest of all is not enough."""
    found = [verdicts.get((theme_id, book)) for book in kaders]
    return tuple(
        Link(one.codebook_id, one.code_id, one.code_title, one.score)
        for one in found
        if one is not None and one.code_id and one.status in MEANS
    )


def _rank_ranges(
    theme_ids: Sequence[str], said: pd.DataFrame, settings: ReportSettings
) -> list[tuple[int, int]]:
    if not theme_ids:
        return []
    spoke = _who_spoke(theme_ids, said)
    rng = np.random.default_rng(settings.seed)
    drawn = rng.multinomial(len(spoke), np.full(len(spoke), 1 / len(spoke)), settings.resamples)
    counts = drawn @ spoke  # (resamples, themes): people per theme in each resample
    # Ties go to the order shown, so that equal concerns do not swap places by chance alone.
    order = np.argsort(-counts, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, len(theme_ids) + 1)[None, :], axis=1)
    low, high = np.percentile(ranks, _RANGE, axis=0, method="nearest")
    return [(int(a), int(b)) for a, b in zip(low, high, strict=True)]


def _who_spoke(theme_ids: Sequence[str], said: pd.DataFrame) -> np.ndarray:
    """Voices x themes: the people behind a voice where it spoke of the theme, else 0."""
    everyone = sorted(said["voice_id"].unique())
    rows = {voice: position for position, voice in enumerate(everyone)}
    spoke = np.zeros((len(everyone), len(theme_ids)))
    for column, theme_id in enumerate(theme_ids):
        of_theme = said[said["theme_id"] == theme_id]
        for voice, n in of_theme.groupby("voice_id")["n_supporters"].max().items():
            spoke[rows[voice], column] = float(n)
    return spoke
