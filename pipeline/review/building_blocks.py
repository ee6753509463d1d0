"""Unanswered concerns as candidate building blocks: what people said, and room for a proposal.

Extractive: every sentence is one that somebody wrote or that stands in the plan. The wording of
the building block itself is left empty, for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.plan import GOALS
from pipeline.core.respondents import count_people, people_per
from pipeline.core.settings import ReportSettings, Settings
from pipeline.core.tables import COVERAGE, MATCHES, THEMES
from pipeline.findings.build import open_concerns, with_known
from pipeline.findings.file_names import without_file_names
from pipeline.findings.frames import frames
from pipeline.findings.quotes import outside_name, pick
from pipeline.findings.records import PUBLIC
from pipeline.findings.suppression import Known
from pipeline.findings.themes import speaking
from pipeline.report.wording import bare

_ANSWERED = ("addressed", "partly", "mentioned")


@dataclass(frozen=True)
class QuotedStatement:
    """A statement, word for word, with its origin."""

    statement_id: str
    text: str
    round_id: str
    role: str
    place: str  # file, part and row


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
    recurring: bool
    n_people: int
    roles: tuple[PeopleGroup, ...]
    rounds: tuple[PeopleGroup, ...]
    quotes: tuple[QuotedStatement, ...]
    near: tuple[tuple[str, str], ...]  # goals nearest in wording: id, title
    frames: tuple[tuple[str, str], ...]  # kaders it touches
    wording: str = ""  # for people to fill in


def bouwstenen(
    analysis: Analysis, *, n_quotes: int = 5, min_group: int = 5, every: bool = False
) -> tuple[Bouwsteen, ...]:
    """The open concerns in the order that every list of ours has; the others behind, by people.

    Args:
        n_quotes: most quotes each; min_group: people, smaller groups are not broken out.
        every: all themes, answered or not, as a reactienota needs.
    """
    sure = [theme for theme in open_concerns(analysis) if not theme.is_loose]
    rank = {theme.theme_id: at for at, theme in enumerate(sure)}
    analysis = without_file_names(analysis)  # a block and a nota go to readers outside
    verdicts = _verdicts(analysis, GOALS)
    themes = analysis.table(THEMES)
    tops = themes[themes["parent_id"].fillna("") == ""]
    joined = with_known(frames(analysis), analysis.rounds, _settings(analysis, min_group))
    statements = joined.statements.sort_values(
        ["strength", "statement_id"], ascending=[False, True], kind="stable"
    )
    made = []
    for row in tops.to_dict("records"):
        theme = str(row["theme_id"])
        if every or theme in rank:
            mine = statements[statements["theme_id"] == theme]
            verdict = verdicts.get(theme, {})
            made.append(_block(analysis, row, verdict, mine, joined.known, n_quotes, min_group))
    last = len(rank)
    return tuple(
        sorted(made, key=lambda one: (rank.get(one.theme_id, last), -one.n_people, one.theme_id))
    )


def _block(
    analysis: Analysis,
    row: Mapping[str, object],
    verdict: Mapping[str, object],
    mine: pd.DataFrame,
    known: Known,
    n_quotes: int,
    min_group: int,
) -> Bouwsteen:
    theme, label = str(row["theme_id"]), str(row["label"])
    return Bouwsteen(
        theme_id=theme,
        concern=bare(outside_name(label, _text(row["subject"]) or label)),
        status=str(verdict.get("status", "")),
        decided=verdict.get("decided_by") == "person",
        recurring=row["recurring"] is True,
        n_people=count_people(mine),
        roles=_groups(mine, "role", known.kept_back(theme, "role"), min_group),
        rounds=_groups(mine, "round_id", known.kept_back(theme, "round_id"), min_group),
        quotes=_quotes(mine, n_quotes, _settings(analysis, min_group)),
        near=_near(analysis, theme),
        frames=_frames(analysis, theme),
    )


def _settings(analysis: Analysis, min_group: int) -> ReportSettings:
    """What may be shown, as the run was told."""
    return replace(Settings().recorded(analysis.record.settings).report, min_group=min_group)


def _quotes(mine: pd.DataFrame, n: int, settings: ReportSettings) -> tuple[QuotedStatement, ...]:
    """Those that the public report chooses, and further ones by the same rule."""
    rows = {row["statement_id"]: row for row in mine.to_dict("records")}
    chosen = pick(speaking(mine, settings), settings, PUBLIC[0], n=n)
    return tuple(_quote({**rows[one.statement_id], "role": one.role}) for one in chosen)


def _quote(row: Mapping[str, object]) -> QuotedStatement:
    parts = [str(row["source_file"]), _text(row["source_part"]), _text(row["source_row"])]
    return QuotedStatement(
        statement_id=str(row["statement_id"]),
        text=str(row["text"]),
        round_id=_text(row["round_id"]),
        role=_text(row["role"]),
        place=":".join(part for part in parts if part),
    )


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _groups(
    mine: pd.DataFrame, column: str, kept_back: frozenset[str], least: int
) -> tuple[PeopleGroup, ...]:
    """People per group, largest first; those that the report keeps back stand together."""
    filled = mine[mine[column].fillna("") != ""]
    counts = people_per(filled, column)
    hidden = kept_back & set(counts)
    large = tuple(PeopleGroup((name,), n) for name, n in counts.items() if name not in hidden)
    together = count_people(filled[filled[column].isin(hidden)])
    if together - len(hidden) < least:  # their names alone would say that each is small
        return large
    return (*large, PeopleGroup(tuple(sorted(hidden)), together))


def _verdicts(analysis: Analysis, codebook_id: str) -> dict[str, Mapping[str, object]]:
    coverage = analysis.table(COVERAGE)
    rows = coverage[coverage["codebook_id"] == codebook_id]
    return {str(row["theme_id"]): row for row in rows.to_dict("records")}


def _near(analysis: Analysis, theme: str) -> tuple[tuple[str, str], ...]:
    matches = analysis.table(MATCHES)
    mine = matches[
        (matches["level"] == "theme")
        & (matches["codebook_id"] == GOALS)
        & (matches["item_id"] == theme)
    ].sort_values("rank")
    return tuple((str(code), _title(analysis, GOALS, str(code))) for code in mine["code_id"])


def _frames(analysis: Analysis, theme: str) -> tuple[tuple[str, str], ...]:
    found = []
    for book in analysis.codebooks:
        if book.kind != "kaders":
            continue
        verdict = _verdicts(analysis, book.codebook_id).get(theme)
        if verdict and verdict["status"] in _ANSWERED and verdict["code_id"]:
            code = str(verdict["code_id"])
            found.append((code, _title(analysis, book.codebook_id, code)))
    return tuple(found)


def _title(analysis: Analysis, codebook_id: str, code_id: str) -> str:
    for book in analysis.codebooks:
        if book.codebook_id == codebook_id:
            for code in book.codes:
                if code.code_id == code_id:
                    return code.title or code.text
    return ""
