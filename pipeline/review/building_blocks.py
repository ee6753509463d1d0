"""Unanswered concerns as candidate building blocks: what people said, and room for a proposal.

Extractive: every sentence is one that somebody wrote or that stands in the plan. The wording of
the building block itself is left empty, for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.plan import GOALS
from pipeline.core.respondents import count_people, people_per
from pipeline.core.settings import ReportSettings, Settings
from pipeline.core.tables import COVERAGE
from pipeline.findings.build import themes_and_open, with_known
from pipeline.findings.file_names import without_file_names
from pipeline.findings.frames import Frames, frames
from pipeline.findings.outside_names import told_name
from pipeline.findings.quotes import pick
from pipeline.findings.records import PUBLIC, Theme
from pipeline.findings.themes import speaking
from pipeline.plan.coverage import MEANS
from pipeline.report.wording import bare


@dataclass(frozen=True)
class QuotedStatement:
    """A statement, word for word, with its origin."""

    statement_id: str
    text: str
    round_id: str
    role: str
    place: str  # file, part and row

    @property
    def marked(self) -> str:
        """In quotation marks, on one line."""
        return f"“{' '.join(self.text.split())}”"


def with_codes(quotes: Iterable[QuotedStatement]) -> str:
    """For a cell: a line per quote, its code behind it."""
    return "\n".join(f"{quote.marked} ({quote.statement_id})" for quote in quotes)


@dataclass(frozen=True)
class PeopleGroup:
    """People of one role or round who voiced the concern; several small ones stand together."""

    names: tuple[str, ...]
    n: int


@dataclass(frozen=True)
class Bouwsteen:
    """One candidate building block."""

    theme_id: str
    concern: str  # its name, as the public report has it
    status: str
    decided: bool  # by a person
    recurring: bool | None  # None: it is not told of so few
    n_people: int
    roles: tuple[PeopleGroup, ...]
    rounds: tuple[PeopleGroup, ...]
    quotes: tuple[QuotedStatement, ...]
    near: tuple[tuple[str, str], ...]  # goals nearest in wording: id, title
    frames: tuple[tuple[str, str], ...]  # kaders it touches
    wording: str = ""  # for people to fill in
    loose: bool = False  # a group that may be no single concern: what the plan does is not known
    few: int = 0  # people, where it is named by fewer: no number and no quote is told; 0: told


def bouwstenen(
    analysis: Analysis, *, n_quotes: int = 5, min_group: int = 5, every: bool = False
) -> tuple[Bouwsteen, ...]:
    """The open concerns in the order that every list of ours has; the others behind, by people.

    Args:
        analysis: the run; its file names are left out, since a block goes to readers outside.
        n_quotes: most quotes each; min_group: people, smaller groups are not broken out.
        every: all themes, answered or not, as a reactienota needs.
    """
    used = Settings().recorded(analysis.record.settings)
    settings = replace(used.report, min_group=min_group)
    analysis = without_file_names(analysis)
    joined = with_known(frames(analysis), analysis.rounds, settings, used.recurrence)
    themes, concerns = themes_and_open(analysis, joined.known.untold)
    sure = [theme.theme_id for theme in concerns if not theme.is_loose]
    rank = {theme_id: place for place, theme_id in enumerate(sure)}
    touched = _frames(analysis)
    blocks = [
        _block(theme, joined, touched.get(theme.theme_id, ()), settings, n_quotes)
        for theme in themes
        if every or theme.theme_id in rank
    ]
    blocks.sort(key=lambda b: (rank.get(b.theme_id, len(rank)), -b.n_people, b.theme_id))
    return tuple(blocks)


def _block(
    theme: Theme,
    joined: Frames,
    touched: Sequence[tuple[str, str]],
    settings: ReportSettings,
    n_quotes: int,
) -> Bouwsteen:
    """The bouwsteen of one concern; of a theme of fewer people than ``min_group`` no quotes."""
    mine, verdict = joined.of_theme(theme.theme_id), theme.verdict
    rows = {row["statement_id"]: row for row in mine.to_dict("records")}
    few = settings.min_group if theme.n_people < settings.min_group else 0
    voiced = speaking(mine, settings)
    named = told_name(theme.label, theme.subject, mine, voiced, settings, PUBLIC[0])
    # Those that the public report chooses, and further ones by the same rule; none of a handful
    chosen = () if few else pick(voiced, settings, PUBLIC[0], n=n_quotes)
    return Bouwsteen(
        theme_id=theme.theme_id,
        concern=bare(named.text),
        status=verdict.status if verdict else "",
        decided=verdict is not None and verdict.decided_by == "person",
        recurring=theme.recurring,
        n_people=count_people(mine),
        roles=_groups(mine, "role", theme, joined, settings),
        rounds=_groups(mine, "round_id", theme, joined, settings),
        quotes=tuple(_quote(rows[quote.statement_id], quote.role) for quote in chosen),
        near=tuple((link.code_id, link.title) for link in theme.links if link.codebook_id == GOALS),
        frames=tuple(touched),
        loose=theme.is_concern and theme.is_loose,
        few=few,
    )


def _quote(row: Mapping[str, Any], role: str) -> QuotedStatement:
    number = "" if pd.isna(row["source_row"]) else str(row["source_row"])
    return QuotedStatement(
        statement_id=str(row["statement_id"]),
        text=str(row["text"]),
        round_id=str(row["round_id"]),
        role=role,
        place=":".join(part for part in (row["source_file"], row["source_part"], number) if part),
    )


def _groups(
    mine: pd.DataFrame, column: str, theme: Theme, joined: Frames, settings: ReportSettings
) -> tuple[PeopleGroup, ...]:
    """People per group, largest first; those that the report keeps back stand together."""
    counts = people_per(mine, column)
    hidden = joined.known.kept_back(theme.theme_id, column) & set(counts)
    large = tuple(PeopleGroup((name,), n) for name, n in counts.items() if name not in hidden)
    together = count_people(mine[mine[column].isin(hidden)])
    if together - len(hidden) < settings.min_group:  # their names would say that each is small
        return large
    return (*large, PeopleGroup(tuple(sorted(hidden)), together))


def _frames(analysis: Analysis) -> dict[str, list[tuple[str, str]]]:
    """Theme -> the kaders that it is about: id and name."""
    touched: dict[str, list[tuple[str, str]]] = {}
    coverage = analysis.table(COVERAGE)
    coverage = coverage[coverage["status"].isin(MEANS)]
    for book in analysis.codebooks:
        if book.kind == "kaders":
            names = {code.code_id: code.name for code in book.codes}
            of_book = coverage[coverage["codebook_id"] == book.codebook_id]
            for theme, code in zip(of_book["theme_id"], of_book["code_id"], strict=True):
                if code in names:
                    touched.setdefault(theme, []).append((code, names[code]))
    return touched
