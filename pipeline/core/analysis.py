"""Everything one run found, as tables: what is saved, reloaded, compared and reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from pipeline.core.plan import Codebook, Plan, Round
from pipeline.core.respondents import voices
from pipeline.core.table import Table
from pipeline.core.table_parquet import WholeTables
from pipeline.core.tables import (
    ALL,
    ASSIGNMENTS,
    CAMPAIGNS,
    HARM,
    MASKED,
    MEETINGS,
    RESPONSES,
    STANCES,
    STATEMENTS,
)


@dataclass(frozen=True)
class RunRecord:
    """How a run came about; enough to repeat it and to defend it a year later.

    ``run_id`` and ``made_at`` are the only fields that differ between two runs on the same input.
    """

    run_id: str
    made_at: str  # ISO 8601 with zone
    settings: Mapping[str, Any]  # every effective value, by stage
    encoder: str
    encoder_revision: str
    nlp: str  # name and version of the Dutch pipeline that ran
    sources: Mapping[str, str]  # file name -> SHA-256
    versions: Mapping[str, str]  # package that can change a number -> version
    model: str = ""  # trained model used, NAME@VERSION; "" when themes were found afresh
    seconds: Mapping[str, float] = field(default_factory=dict)  # stage -> wall seconds, all passes
    stages: tuple[Mapping[str, Any], ...] = ()  # every pass in order: wall, cpu (s) and peak_mb
    notes: tuple[str, ...] = ()  # what the run wants known, e.g. "no topic model: 12 statements"
    files: tuple[Mapping[str, str], ...] = ()  # every file in the folder: file, what, detail
    packages: Mapping[str, str] = field(default_factory=dict)  # Python and every package needed
    language: str = ""  # the language spoken: what a run says of a theme is in it
    since: str = ""  # the earlier run whose concerns were followed; "" when none was named
    code: str = ""  # SHA-256 over gehoord's own code, which may be edited without a new version


@dataclass(frozen=True)
class Analysis:
    """One run: what came in, what was found, against which plan.

    Every frame keeps the promise of its table in ``pipeline.core.tables``; ids join them. Of a
    large consultation ``parts`` knows the whole tables; the frames have every row that
    something is counted from, and texts of what was drawn only.
    """

    corpus: str  # name, as in corpus.toml
    title: str
    organisation: str
    rounds: tuple[Round, ...]  # in order of date
    plan: Plan | None
    previous: Plan | None  # the plan's previous version
    codebooks: tuple[Codebook, ...]  # the goals first, then kaders, kwesties, levels, …
    record: RunRecord
    group_sizes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    parts: WholeTables | None = None

    def __post_init__(self) -> None:
        names = {table.name for table in ALL}
        unknown = set(self.tables) - names
        if unknown:
            raise ValueError(f"unknown tables: {sorted(unknown)}")

    def table(self, table: Table | str) -> pd.DataFrame:
        """The rows of this table, named or given; an empty one when the run made none.

        Raises: ValueError for a name that no table has, naming all.
        """
        if isinstance(table, str):
            named = {known.name: known for known in ALL}
            if table not in named:
                raise ValueError(f"there is no table '{table}'; one of: {', '.join(named)}")
            table = named[table]
        return self.tables[table.name] if table.name in self.tables else table.empty()

    @property
    def round_titles(self) -> dict[str, str]:
        """Round id -> title, in order of date."""
        return {round_.round_id: round_.title for round_ in self.rounds}

    def voices(self) -> pd.DataFrame:
        """Whose voice each response is; see ``respondents.voices``."""
        return voices(self.table(RESPONSES), self.table(CAMPAIGNS), self.table(MEETINGS))

    def at_hand(self) -> Analysis:
        """The run with the statements whose words are at hand: what was drawn, or all."""
        if self.parts is None:
            return self
        statements = self.table(STATEMENTS)
        held = statements[statements["text"] != ""]
        ids = {*held["statement_id"], *held["response_id"]}
        kept = {}
        for table in (RESPONSES, STATEMENTS, MASKED, CAMPAIGNS, STANCES, HARM, ASSIGNMENTS):
            frame = self.table(table)
            kept[table.name] = frame[frame[table.key[0]].isin(ids)].reset_index(drop=True)
        return replace(self, tables={**self.tables, **kept}, parts=None)
