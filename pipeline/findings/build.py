"""All tables of a run into one Findings: the only place where a report's numbers are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Round
from pipeline.core.respondents import count_people, people_per
from pipeline.core.settings import RecurrenceSettings, ReportSettings, Settings
from pipeline.core.tables import (
    CAMPAIGNS,
    SILENCE,
)
from pipeline.findings import account
from pipeline.findings.account import intake, with_small_joined
from pipeline.findings.earlier import earlier
from pipeline.findings.file_names import without_file_names
from pipeline.findings.frames import Frames, frames, held, records
from pipeline.findings.plans import (
    changes_since,
    codebook_findings,
    edits,
    goal_findings,
    links,
    verdicts,
)
from pipeline.findings.priorities import priorities
from pipeline.findings.quotes import quote
from pipeline.findings.records import (
    EDITIONS,
    FORMER_NAMES,
    INSIDE,
    PUBLIC,
    TEAM,
    Cell,
    Findings,
    PlanChange,
    Quote,
    Theme,
)
from pipeline.findings.run_records import (
    Campaign,
    Line,
    Mark,
    Silence,
    Source,
)
from pipeline.findings.summary import Seen, points
from pipeline.findings.suppression import Known, broken_out, may_be_known
from pipeline.findings.theme_extras import given_outcomes, tree, with_meaning
from pipeline.findings.themes import Beside, named, theme_findings
from pipeline.findings.trends import trends, with_period

CHAPTERS = (
    "eerst", "samenvatting", "leeswijzer", "speerpunten", "bouwstenen", "overig", "hoofdlijnen",
    "terugkerend", "wijzigingen", "signalen", "stil", "verantwoording", "volgorde", "codeboeken",
    "methode", "uitspraken", "begrippen", "algoritme", "privacy",
)  # fmt: skip
_ANNEX = (  # how it was done, for who wants to check it or do it again
    "verantwoording", "volgorde", "codeboeken", "methode", "begrippen", "algoritme", "privacy",
)  # fmt: skip
_LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "projectteam": ("volgorde", "methode", "begrippen", "algoritme", "privacy"),
    "bestuur": ("uitspraken", "codeboeken"),
    "openbaar": ("uitspraken",),
    "deelnemers": (
        "uitspraken", "codeboeken", "stil", "wijzigingen", "terugkerend",
    ),
    "bijlage": tuple(chapter for chapter in CHAPTERS if chapter not in _ANNEX),
}  # fmt: skip


def build(
    analysis: Analysis,
    settings: ReportSettings,
    edition: str = "projectteam",
    previous_analysis: Analysis | None = None,
    *,
    focus: Mapping[str, str] | None = None,
) -> Findings:
    """Gather what every report format renders.

    Args:
        analysis: a run, as made or reloaded.
        edition: projectteam | bestuur | openbaar | deelnemers | bijlage; an older name will do.
        previous_analysis: the same themes against the previous plan; shows which answers changed.
        focus: for deelnemers, ``{"role": …}`` or ``{"round_id": …}``: whom it speaks to.

    Raises: ValueError for an unknown edition or focus.
    """
    edition = FORMER_NAMES.get(edition, edition)
    if edition not in EDITIONS:
        raise ValueError(f"edition '{edition}' is not one of {', '.join(EDITIONS)}")
    if edition != TEAM:
        analysis = without_file_names(analysis)
    used = Settings().recorded(analysis.record.settings)
    whole = with_known(frames(analysis), analysis.rounds, settings, used.recurrence)
    joined = _focused(whole, focus or {}, settings.min_group)
    judged = verdicts(analysis, joined, settings, edition)
    beside = Beside(judged, links(analysis), account.stability_bounds(analysis))
    themes = theme_findings(analysis, joined, beside, settings, edition, focused=bool(focus))
    themes = with_meaning(themes, analysis, edition, settings.min_group)
    order = priorities(themes, joined, analysis.codebooks, judged, settings, used.priority)
    changes: tuple[PlanChange, ...] = ()
    if previous_analysis is not None:
        then = verdicts(previous_analysis, joined, settings, edition)
        changes = changes_since(themes, then)
    harm, unique = joined.statements["harm"], joined.statements["unique_signal"]
    signals = _quoted(joined.statements[unique & ~harm], settings, edition)
    silence = _silence(analysis, joined.known, edition)
    campaigns = _campaigns(joined, analysis, themes, edition)
    accounts = intake(analysis)
    if edition != TEAM:
        few = account.of_a_few(accounts, joined, settings.min_group)
        accounts = with_small_joined(accounts, few)
    totals = account.totals(analysis, accounts[0], joined, themes)
    if edition != TEAM:
        totals = account.may_be_told(totals, joined, settings.min_group)
    seen = Seen(themes, order, changes, silence, campaigns, len(signals), totals)
    public = edition in PUBLIC
    result = Findings(
        edition=edition,
        focus=dict(focus or {}),
        title=analysis.title,
        organisation=analysis.organisation,
        corpus=analysis.corpus,
        rounds=analysis.rounds,
        plan=analysis.plan if analysis.plan and any(analysis.plan.goals()) else None,
        previous=analysis.previous,
        codebooks=analysis.codebooks,
        questions=account.questions(analysis),
        roles=named(_everybody(joined, "role"), edition),
        areas=named(_everybody(joined, "area"), edition),
        totals=totals,
        intake=accounts,
        points=points(seen, settings.n_points),
        themes=themes,
        goals=goal_findings(analysis, themes, judged, joined, settings, edition),
        codebook_findings=codebook_findings(analysis.codebooks, themes, judged, joined),
        priorities=order,
        changes=changes,
        edits=edits(analysis.plan, analysis.previous),
        first=_quoted(joined.statements[harm], settings, edition) if edition == TEAM else (),
        signals=() if public else signals,
        n_signals=len(signals),
        silence=silence,
        campaigns=campaigns,
        marks=() if public else _marks(analysis, joined, settings),
        method=account.method(analysis, settings),
        earlier=None if public else earlier(analysis),
        tree=tree(analysis.plan, themes, judged, joined),
        trends=None if joined.focused else trends(themes, joined, analysis.rounds, settings),
        given=given_outcomes(analysis, themes),
    )
    if edition == TEAM:
        lines, responses = _statements(joined)
        result = replace(result, lines=lines, responses=responses)
    return replace(result, chapters=_chapters(result))


def themes_and_open(
    analysis: Analysis, untold: Collection[str] = ()
) -> tuple[tuple[Theme, ...], tuple[Theme, ...]]:
    """Every theme of a run as its team counts it; and the open concerns, in their order.

    Args: untold: themes of which the reader may not know whether they recur, also by their place.
    """
    settings = Settings().recorded(analysis.record.settings)
    joined = frames(analysis)
    verdict_of = verdicts(analysis, joined, settings.report, EDITIONS[0])
    beside = Beside(verdict_of, links(analysis), account.stability_bounds(analysis))
    themes = tuple(
        replace(theme, recurring=None) if theme.theme_id in untold else theme
        for theme in theme_findings(analysis, joined, beside, settings.report, EDITIONS[0])
    )
    once = replace(settings.report, resamples=1)  # the order itself needs no draws
    order = priorities(themes, joined, (), verdict_of, once, settings.priority)
    of = {theme.theme_id: theme for theme in themes}
    return themes, tuple(of[priority.theme_id] for priority in order)


def _focused(joined: Frames, focus: Mapping[str, str], min_group: int) -> Frames:
    """What this group said, without the themes whose cell every other edition withholds."""
    unknown = set(focus) - {"role", "round_id", "area"}
    if unknown:
        raise ValueError(f"focus must name role, round_id or area, not {sorted(unknown)}")
    statements = joined.statements
    for column, value in focus.items():
        statements = statements[statements[column] == value]
    if not focus:
        return joined
    hidden = _withheld_themes(joined, focus, min_group)
    return Frames(
        statements=statements[~statements["theme_id"].isin(hidden)].reset_index(drop=True),
        everyone=joined.everyone,
        people=count_people(statements),
        role_totals=people_per(statements, "role"),
        area_totals=people_per(statements, "area"),
        known=joined.known,
        focused=True,
    )


def with_known(
    joined: Frames,
    rounds: Sequence[Round],
    settings: ReportSettings,
    recurrence: RecurrenceSettings | None = None,
) -> Frames:
    """The joined tables with what may be told of groups, settled over all of them."""
    dated = with_period(joined.statements, rounds, settings)
    return replace(joined, known=may_be_known(dated, settings.min_group, recurrence))


def _everybody(joined: Frames, kind: str) -> tuple[Cell, ...]:
    """Everybody who spoke, per role or area; none where an edition speaks to one group."""
    if joined.focused:
        return ()
    totals = joined.role_totals if kind == "role" else joined.area_totals
    hidden = joined.known.kept_back_wholly(kind)
    return broken_out(totals, totals, hidden, hidden)


def _withheld_themes(joined: Frames, focus: Mapping[str, str], min_group: int) -> frozenset[str]:
    """Themes whose number of people in this group is told nowhere.

    Raises: DataProblem for a group that is withheld as a whole, and for two groups crossed: with
        the feedback to each of the others, their table could be filled in.
    """
    if len(focus) > 1:
        raise ValueError(f"an edition speaks to one group, not to {sorted(focus)} at once")
    ((kind, group),) = focus.items()
    if not joined.known.may_tell("", kind, group):
        raise DataProblem(
            where=group,
            found=_("too few people to report to without saying who they are"),
            expected=_("a group of at least {n} people that shields no smaller one").format(
                n=min_group
            ),
            mend=_("choose another group, or report to everybody"),
        )
    return frozenset(
        theme_id
        for theme_id in joined.statements["theme_id"].unique()
        if theme_id and not joined.known.may_tell(theme_id, kind, group)
    )


def _quoted(statements: pd.DataFrame, settings: ReportSettings, edition: str) -> tuple[Quote, ...]:
    return tuple(quote(row, settings, edition) for row in records(held(statements)))


def _silence(analysis: Analysis, known: Known, edition: str) -> tuple[Silence, ...]:
    """Who spoke less than expected; outside the team nothing of a group that is kept back.

    That it spoke less than its size lets expect would say that its number is small.
    """
    goals = {}
    if analysis.plan is not None:
        goals = {goal.goal_id: f"{goal.goal_id} {goal.title}" for goal in analysis.plan.goals()}
    return tuple(
        Silence(
            kind=row["kind"],
            subject=row["subject"],
            label=goals.get(row["subject"], row["subject"]),
            n_people=None
            if row["subject"] in known.kept_back_wholly(row["kind"])
            else int(row["n_respondents"]),
            expected=None if pd.isna(row["expected"]) else float(row["expected"]),
            group_size=None if pd.isna(row["group_size"]) else int(row["group_size"]),
            verdict=row["verdict"],
        )
        for row in analysis.table(SILENCE).to_dict("records")
        if edition == TEAM or row["subject"] not in known.kept_back_wholly(row["kind"])
    )


def _campaigns(
    joined: Frames, analysis: Analysis, themes: Sequence[Theme], edition: str
) -> tuple[Campaign, ...]:
    table = analysis.table(CAMPAIGNS)
    labels = {theme.theme_id: theme for theme in themes}
    letters = []
    for campaign_id, statements in joined.statements[
        joined.statements["campaign_id"] != ""
    ].groupby("campaign_id"):
        members = table[table["campaign_id"] == campaign_id]
        touched = [
            theme_id for theme_id in sorted(statements["theme_id"].unique()) if theme_id in labels
        ]
        texts = Counter(held(statements).drop_duplicates("response_id")["response_text"])
        text = min(texts, key=lambda key: (-texts[key], key), default="")
        letters.append(
            Campaign(
                campaign_id=str(campaign_id),
                n_senders=int(statements["respondent_id"].nunique()),
                n_statements=len(statements),
                n_added=int(members["addition_start"].notna().sum()),
                round_ids=tuple(sorted(statements["round_id"].unique())),
                text=text if edition in INSIDE else "",
                themes=tuple(
                    (key, labels[key].label, labels[key].n_people, labels[key].n_senders)
                    for key in touched
                ),
            )
        )
    return tuple(letters)


def _marks(analysis: Analysis, joined: Frames, settings: ReportSettings) -> tuple[Mark, ...]:
    """Places on the map; every k-th statement by id where there are too many to draw."""
    table = analysis.tables.get("projection")
    if table is None or table.empty:
        return ()
    placed = table.merge(joined.statements[["statement_id", "theme_id"]], on="statement_id")
    placed = placed.sort_values("statement_id", kind="stable")
    placed = placed.iloc[:: -(-len(placed) // settings.map_points)]
    return tuple(
        Mark(str(statement_id), round(float(x), 3), round(float(y), 3), str(theme))
        for statement_id, x, y, theme in zip(
            placed["statement_id"], placed["x"], placed["y"], placed["theme_id"], strict=True
        )
    )


def _statements(joined: Frames) -> tuple[tuple[Line, ...], tuple[Source, ...]]:
    """Every statement whose words are at hand, and every response behind them once."""
    statements = held(joined.statements)
    first = statements.drop_duplicates("response_id")
    position = {key: number for number, key in enumerate(first["response_id"])}
    responses = tuple(
        Source(
            response_id=str(row["response_id"]),
            text=str(row["response_text"]),
            language=str(row["language"]),
            role=str(row["role"]),
            area=str(row["area"]),
            round_id=str(row["round_id"]),
            question_id=str(row["question_id"]),
            campaign_id=str(row["campaign_id"]),
            source_file=str(row["source_file"]),
            source_part=str(row["source_part"]),
            source_row=None if pd.isna(row["source_row"]) else int(row["source_row"]),
            n_people=int(row["n_supporters"]),
        )
        for row in records(first)
    )
    columns = ["statement_id", "response_id", "start", "end", "theme_id", "subtheme_id"]
    rows = statements[[*columns, "stance", "goal_id"]].itertuples(index=False, name=None)
    lines = tuple(
        Line(str(key), position[response], int(start), int(end), theme, sub, stance, goal)
        for key, response, start, end, theme, sub, stance, goal in rows
    )
    return lines, responses


def _chapters(findings: Findings) -> tuple[str, ...]:
    """The chapters that this edition shows and that have content."""
    empty = {
        "eerst": not findings.first,
        "speerpunten": findings.plan is None,
        "bouwstenen": not any(theme.verdict for theme in findings.themes),
        "wijzigingen": not findings.changes and not findings.edits,
        "terugkerend": len(findings.rounds) < 2
        and (findings.totals.meetings or 0) < 2
        and findings.earlier is None,
        "signalen": not findings.n_signals,
        "stil": not findings.silence,
        "volgorde": not findings.priorities,
        "codeboeken": not findings.codebook_findings,
    }
    left_out = _LEFT_OUT[findings.edition]
    return tuple(
        chapter for chapter in CHAPTERS if chapter not in left_out and not empty.get(chapter, False)
    )
