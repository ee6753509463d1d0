"""How data is treated: one frozen class per stage; every default has a unit and a reason.

What the data *is* stands in ``corpora/<x>/corpus.toml``. A command-line flag beats the
``[settings.<stage>]`` tables of corpus.toml, which beat the defaults here.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True)
class CleanSettings:
    """What counts as content."""

    min_words: int = 3  # words; "Nee" and "Zie boven" carry no concern; None-like cases go by rule


@dataclass(frozen=True)
class SegmentSettings:
    """How a response is split into statements."""

    min_words: int = 3  # words; a shorter fragment joins its neighbour instead of standing alone


@dataclass(frozen=True)
class EmbedSettings:
    """Which encoder turns statements into vectors."""

    encoder: str = "accurate"  # accurate | fast | name or folder of a sentence-transformers model


@dataclass(frozen=True)
class ThemeSettings:
    """How statements become themes."""

    wished: int | None = None  # themes; None lets the data decide
    seed: int = 42  # any fixed number; the partition is a consensus over many seeds


@dataclass(frozen=True)
class MatchSettings:
    """How statements and themes are held against codes."""

    top_k: int = 3  # codes kept per item: a reader compares three, not thirty


@dataclass(frozen=True)
class CoverageSettings:
    """When a match is proposed as an answer."""


@dataclass(frozen=True)
class RecurrenceSettings:
    """When a concern recurs: the brief's definition, in one place."""

    min_rounds: int = 2  # rounds in which it was heard, or …
    min_meetings: int = 3  # … meetings in which it was heard; and …
    min_roles: int = 2  # … roles that said it, or …
    min_respondents: int = 5  # … people who said it; below five one family could be the pattern


@dataclass(frozen=True)
class ReportSettings:
    """What may be shown."""

    min_group: int = 5  # people; smaller groups are not broken out (a child could be recognised)
    n_quotes: int = 3  # quotes per theme: enough to see the range, few enough to read


@dataclass(frozen=True)
class Settings:
    """All settings of a run."""

    clean: CleanSettings = field(default_factory=CleanSettings)
    segment: SegmentSettings = field(default_factory=SegmentSettings)
    embed: EmbedSettings = field(default_factory=EmbedSettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    match: MatchSettings = field(default_factory=MatchSettings)
    coverage: CoverageSettings = field(default_factory=CoverageSettings)
    recurrence: RecurrenceSettings = field(default_factory=RecurrenceSettings)
    report: ReportSettings = field(default_factory=ReportSettings)

    def changed(self, given: Mapping[str, Mapping[str, Any]]) -> Settings:
        """Return these settings with the given ones put over them.

        Args: given maps a stage to its settings, e.g. ``{"themes": {"seed": 7}}``.
        Raises: ValueError for an unknown stage or key, naming the nearest real one.
        """
        stages = {stage.name for stage in fields(self)}
        result = self
        for stage, values in given.items():
            _known("settings", stage, stages)
            current = getattr(result, stage)
            for key in values:
                _known(f"settings.{stage}", key, {one.name for one in fields(current)})
            result = replace(result, **{stage: replace(current, **values)})
        return result

    def as_dict(self) -> dict[str, dict[str, Any]]:
        """Every effective value, for run.json."""
        return asdict(self)


def _known(where: str, key: str, known: set[str]) -> None:
    if key in known:
        return
    near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.0)
    raise ValueError(f"[{where}] has no key '{key}'; did you mean '{near[0]}'?")
