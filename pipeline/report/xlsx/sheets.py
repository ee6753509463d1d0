"""Every table of the findings as a sheet, each column explained."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.locale import gettext as _
from pipeline.findings.records import STANCES, Cell, Findings, Theme
from pipeline.report import context
from pipeline.report import wording as w
from pipeline.report.continuity import earlier_rows, earlier_text
from pipeline.report.editions.parts import ORDER
from pipeline.report.xlsx import meaning_sheets
from pipeline.report.xlsx.aims_sheet import goal_concerns
from pipeline.report.xlsx.layout import Sheet, SheetColumn, Value
from pipeline.report.xlsx.more_sheets import (
    aims,
    campaigns,
    changes,
    codebooks,
    edits,
    intake,
    made_with,
    quotes,
    silence,
    statements,
)
from pipeline.report.xlsx.parts import cell, marked, theme_name, yes
from pipeline.report.xlsx.priority_sheets import open_concerns, order

_SPOKEN = [one for one in STANCES if one != "unknown"]


def sheets(findings: Findings) -> list[Sheet]:
    """All that have a row, in the order of the report's chapters."""
    every = [
        numbers(findings),
        intake(findings),
        groups(findings),
        themes(findings),
        subthemes(findings),
        meaning_sheets.tree(findings),
        meaning_sheets.given(findings),
        meaning_sheets.questions(findings),
        beside(findings, "role"),
        beside(findings, "area"),
        aims(findings),
        goal_concerns(findings),
        lives(findings),
        meaning_sheets.trends(findings),
        since(findings),
        open_concerns(findings),
        order(findings),
        changes(findings),
        edits(findings),
        codebooks(findings),
        silence(findings),
        campaigns(findings),
        meaning_sheets.proposals(findings),
        quotes(findings),
        statements(findings),
        made_with(findings),
    ]
    return [sheet for sheet in every if sheet is not None]


def numbers(findings: Findings) -> Sheet:
    """The numbers of the first page and of the account."""
    totals = findings.totals
    rows: list[list[Value]] = [[name, n] for name, n in _totals(findings)]
    rows += [
        [_("concerns: {state}").format(state=w.status(code)), n]
        for code in ORDER
        if (n := totals.states.get(code))
    ]
    return Sheet(
        _("Key numbers"),
        _("The numbers of the first page."),
        (
            SheetColumn(_("What"), _("What is counted."), width=62),
            SheetColumn(_("Number"), _("How many."), "int", 12),
        ),
        rows,
    )


def _totals(findings: Findings) -> list[tuple[str, Value]]:
    totals = findings.totals
    loose = [theme for theme in findings.themes if theme.is_concern and theme.is_loose]
    return [
        (_("people who spoke (a campaign is one voice)"), totals.people),
        (_("senders, every one of a campaign counted"), totals.senders),
        (_("responses read"), totals.responses_read),
        (_("responses analysed"), totals.responses_analysed),
        (_("responses set aside"), totals.responses_read - totals.responses_analysed),
        (_("statements"), totals.statements),
        (_("statements set aside"), totals.statements_aside),
        (_("statements without theme"), totals.without_theme),
        (_("roles"), totals.roles),
        (_("work areas"), totals.areas),
        (_("rounds"), totals.rounds),
        (_("meetings"), marked(totals.meetings)),
        (_("themes"), totals.themes),
        (_("of these recurring"), totals.recurring),
        (_("concerns"), sum(theme.is_counted for theme in findings.themes)),
        (_("groups that may not be one concern, not counted"), len(loose)),
        (_("of these the plan does not respond to"), sum(theme.is_open for theme in loose)),
        (_("judgements by a person"), totals.decided),
    ]


def groups(findings: Findings) -> Sheet | None:
    """People per role and work area."""
    kinds = ((_("role"), findings.roles), (_("work area"), findings.areas))
    rows = [[kind, group.key, cell(group)] for kind, of in kinds for group in of]
    if not rows:
        return None
    return Sheet(
        _("Who spoke"),
        _("People per role and per work area."),
        (
            SheetColumn(_("Kind"), _("Role or work area."), width=14),
            SheetColumn(_("Group"), _("As in the input."), width=30),
            SheetColumn(_("People"), _("People who spoke; small groups withheld."), "int", 10),
        ),
        rows,
    )


def themes(findings: Findings) -> Sheet:
    """One row per theme with all its numbers."""
    people = SheetColumn
    columns = (
        SheetColumn(_("Code"), _("Stays the same in later rounds."), width=8),
        SheetColumn(_("Theme"), _("Its name."), "long", 46),
        people(_("People"), _("People who spoke of it; a campaign is one voice."), "int", 10),
        SheetColumn(_("Share of everybody"), _("Of all people who spoke."), "share", 10),
        SheetColumn(_("Amount"), _("The share as a word of the fixed legend."), width=18),
        SheetColumn(_("Senders"), _("The same with every sender of a campaign."), "int", 11),
        SheetColumn(_("Statements"), _("Pieces of text in it."), "int", 12),
        SheetColumn(_("Rounds"), _("In how many it was heard."), "int", 9),
        SheetColumn(_("Meetings"), _("In how many it was heard."), "int", 16),
        SheetColumn(_("Roles"), _("From how many roles it was heard."), "int", 9),
        SheetColumn(_("Recurring"), context.recurring_rule(findings), width=13),
        SheetColumn(_("Stability"), _("How firm the theme stands, in a word."), width=13),
        SheetColumn(
            _("Measured stability"), _("0 to 1: how much came back each time."), "decimal", 13
        ),
        SheetColumn(
            _("Chance of being one concern"),
            _("0 to 1, by its stability and its people; the word is made from it."),
            "decimal",
            13,
        ),
        *(
            SheetColumn(
                w.stance(stance).capitalize(), _("People who voice this in the theme."), "int", 10
            )
            for stance in _SPOKEN
        ),
        SheetColumn(_("Against the plan"), _("State against the plan."), width=22),
        SheetColumn(
            _("Decided"), _("Proposal of the program, or confirmed by a person."), width=14
        ),
        SheetColumn(_("Goal"), _("The nearest goal of the plan."), width=44),
        SheetColumn(
            _("Kinship"), _("Of the wording; no proof that the plan solves it."), "decimal", 15
        ),
        SheetColumn(_("Needed"), _("A link is proposed from this likeness on."), "decimal", 9),
        SheetColumn(_("Words"), _("Words that mark the theme."), width=50),
    )
    return Sheet(
        _("Themes"),
        _("All themes, the one most people spoke of first."),
        columns,
        [_theme(theme) for theme in findings.themes],
    )


def _theme(theme: Theme) -> list[Value]:
    verdict = theme.verdict
    row: list[Value] = [
        theme.theme_id, w.bare(theme.label), theme.n_people, theme.share, w.amount(theme.amount),
        theme.n_senders, theme.n_statements, at_least(theme.n_rounds, least=theme.least),
        at_least(theme.n_meetings, least=theme.least_meetings),
        at_least(theme.n_roles, least=theme.least),
        yes(theme.recurring), w.stability(theme.stability), theme.stability_value,
        theme.chance_of_one,
        *(marked(theme.stances.get(stance, 0)) for stance in _SPOKEN),
    ]  # fmt: skip
    if verdict is None:
        return [*row, "–", "–", "–", None, None, ", ".join(theme.keywords)]
    goal = f"{verdict.code_id} {verdict.code_title}".strip()
    return [
        *row, w.status(verdict.status), w.decided(verdict.decided_by), goal or "–",
        verdict.score, verdict.needed, ", ".join(theme.keywords),
    ]  # fmt: skip


def at_least(n: int, *, least: bool) -> Value:
    """A number of rounds, meetings or roles, marked where groups of a few are not told."""
    return f"≥ {w.number(n)}" if least else n


def subthemes(findings: Findings) -> Sheet | None:
    """The finer division."""
    rows: list[list[Value]] = [
        [
            theme.theme_id,
            w.bare(theme.label),
            sub.theme_id,
            w.bare(sub.label),
            sub.n_people,
            sub.n_statements,
        ]
        for theme in findings.themes
        for sub in theme.subthemes
    ]
    if not rows:
        return None
    return Sheet(
        _("Sub-themes"),
        _("A finer division within themes."),
        (
            *theme_name(),
            SheetColumn(_("Sub-code"), _("Of the finer part."), width=11),
            SheetColumn(_("Sub-theme"), _("Its name."), "long", 40),
            SheetColumn(_("People"), _("People who spoke of it."), "int", 10),
            SheetColumn(_("Statements"), _("Pieces of text in it."), "int", 12),
        ),
        rows,
    )


def beside(findings: Findings, kind: str) -> Sheet | None:
    """Theme beside role or work area."""
    every = findings.roles if kind == "role" else findings.areas
    title = _("Themes by role") if kind == "role" else _("Themes by work area")
    if not every or not any(_cells(theme, kind) for theme in findings.themes):
        return None
    return Sheet(
        title,
        _("People per theme and group; groups under the threshold are withheld."),
        (
            *theme_name(),
            *(
                SheetColumn(one.key, _("People of this group who spoke of the theme."), "int", 12)
                for one in every
            ),
        ),
        [
            [theme.theme_id, w.bare(theme.label), *(cell(one) for one in _cells(theme, kind))]
            for theme in findings.themes
            if _cells(theme, kind)
        ],
    )


def _cells(theme: Theme, kind: str) -> tuple[Cell, ...]:
    return theme.roles if kind == "role" else theme.areas


def lives(findings: Findings) -> Sheet | None:
    """Each theme in each round."""
    if "terugkerend" not in findings.chapters:
        return None
    dates = {round_.round_id: round_ for round_ in findings.rounds}

    def rows() -> Iterator[list[Value]]:
        for theme in findings.themes:
            for life in theme.life:
                title = dates[life.round_id]
                yield [
                    theme.theme_id, w.bare(theme.label), yes(theme.recurring), life.round_id,
                    title.title, title.date, marked(life.n_people), marked(life.n_statements),
                    w.life(life.life),
                ]  # fmt: skip

    return Sheet(
        _("Over the rounds"),
        _("Each theme in each round, and what happened to it."),
        (
            *theme_name(),
            SheetColumn(_("Recurring"), context.recurring_rule(findings), width=13),
            SheetColumn(_("Round"), _("Its code."), width=9),
            SheetColumn(_("Name of the round"), _("As in the input."), width=38),
            SheetColumn(_("Date"), _("First day of the round."), width=12),
            SheetColumn(_("People"), _("People who spoke of the theme in this round."), "int", 10),
            SheetColumn(_("Statements"), _("Pieces of text in it."), "int", 12),
            SheetColumn(_("What happened"), _("New, persisting, returned, gone quiet …"), width=18),
        ),
        rows(),
    )


def since(findings: Findings) -> Sheet | None:
    """The concerns beside those of an earlier run, where one was named."""
    rows = earlier_rows(findings)
    if not rows:
        return None
    return Sheet(
        _("Since the earlier run"),
        earlier_text(findings),
        (
            *theme_name(),
            SheetColumn(
                _("In the earlier run"), _("The concern of then, by its number."), width=40
            ),
            SheetColumn(_("What happened"), _("New, goes on, split off, gone quiet …"), width=24),
            SheetColumn(
                _("Heard before in"), _("Rounds that only the earlier run knew."), width=40
            ),
            SheetColumn(
                _("Likeness"), _("0 to 1: of statements in both, or of meaning."), "decimal"
            ),
            SheetColumn(
                _("Decided"), _("Proposal of the program, or confirmed by a person."), width=14
            ),
        ),
        [
            [
                row.theme_id,
                w.bare(row.label),
                row.then,
                row.what,
                row.rounds,
                row.likeness,
                row.decided,
            ]
            for row in rows
        ],
    )
