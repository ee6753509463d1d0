"""The chapters made of themes: main lines, per goal, over the rounds, not yet addressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import STANCES, Theme
from pipeline.report import meaning as words
from pipeline.report import wording as w
from pipeline.report.docx import meaning
from pipeline.report.docx.aims import aims_table
from pipeline.report.docx.docx_context import Part, state
from pipeline.report.docx.priority import priority_tables
from pipeline.report.docx.writer import Column, run


def main_lines(part: Part) -> None:
    """All themes, who spoke of what, and the themes that belong to no goal."""
    word, findings = part.word, part.findings
    part.lead("mainlines")
    part.chart("themes")
    columns = [
        Column(_("Theme"), 4.2),
        Column(_("People"), 1.55, right=True),
        Column(_("Statements"), 2.0, right=True),
        Column(_("Rounds"), 1.55, right=True),
        Column(_("Roles"), 1.4, right=True),
    ]
    columns += [Column(_("Against the plan"), 4.0)] if findings.plan else []
    columns.append(Column(_("Stability"), 2.3))
    word.table(
        _("All themes, the one most people spoke of first"),
        columns,
        [_line(part, theme) for theme in findings.themes],
    )
    part.chart("roles")
    if part.found["role_table"]:
        word.table(
            _("People per theme and role"),
            [
                Column(_("Theme"), 4.5),
                *(Column(role.key, 0.9, right=True) for role in findings.roles),
            ],
            [[part.theme(t.theme_id), *(w.cell(c) for c in t.roles)] for t in findings.themes],
        )
    part.chart("map")
    meaning.tree(part)
    meaning.given(part)
    if part.found["loose_themes"]:
        word.heading(part.found["loose_title"], 2, "losse_themas")
        for theme in part.found["loose_themes"]:
            theme_article(part, theme, 3)


def _line(part: Part, theme: Theme) -> list[str]:
    cells: list[str] = [
        part.theme(theme.theme_id),
        w.number(theme.n_people),
        w.number(theme.n_statements),
        str(theme.n_rounds),
        str(theme.n_roles),
    ]
    if part.findings.plan:
        verdict = theme.verdict
        cells.append(state(verdict.status, verdict.decided_by) if verdict else "–")
    return [*cells, words.stability(theme)]


def goals(part: Part) -> None:
    """Each goal with what people said about its subject."""
    word = part.word
    word.paragraph(
        _(
            "Each goal of the plan with what people said about its subject. Under each theme there "
            "is room for the response."
        ),
        "Gehoord inleiding",
    )
    part.chart("matrix")
    part.chart("flow")
    aims_table(part)
    for one in part.found["pillars"]:
        pillar = one["pillar"]
        title = _("Pillar {id}: {title}").format(id=pillar.pillar_id, title=pillar.title)
        word.heading(title, 2, f"pijler_{pillar.pillar_id}")
        if pillar.text:
            word.paragraph(pillar.text)
        for goal in one["goals"]:
            _goal(part, goal["goal"], goal["finding"])


def _goal(part: Part, goal: Any, finding: Any) -> None:
    word = part.word
    title = _("Goal {id}: {title}").format(id=goal.goal_id, title=goal.title)
    word.heading(title, 3, f"doel_{goal.goal_id}")
    place = " " + _("page {n}").format(n=goal.place.page) if goal.place.page else ""
    if goal.text or place:
        word.paragraph(run(goal.text) + run(place, colour="4C5864"))
    if goal.actions:
        word.bullets([run(f"{a.action_id} ", bold=True) + a.text for a in goal.actions])
    else:
        word.paragraph(_("The plan names no action for this goal."), "Gehoord noot")
    if not finding.theme_ids:
        word.paragraph(_("No theme lies nearest to this goal."), "Gehoord noot")
        return
    word.paragraph(
        ngettext(
            "{people} spoke of its subject, in {n} theme.",
            "{people} spoke of its subject, in {n} themes.",
            len(finding.theme_ids),
        ).format(people=w.people(finding.n_people), n=len(finding.theme_ids))
    )
    for theme_id in finding.theme_ids:
        theme_article(part, part.findings.theme(theme_id), 4)


def theme_article(part: Part, theme: Theme, level: int) -> None:
    """One theme: how many, what they voice, quotes, the plan's side, room for the response."""
    word, findings = part.word, part.findings
    word.heading(theme.label, level, f"thema_{theme.theme_id}")
    marks = state(theme.verdict.status, theme.verdict.decided_by) if theme.verdict else run("")
    more = [_("recurring")] if theme.recurring else []
    more.append(_("theme: {word}").format(word=words.stability(theme)))
    word.paragraph(marks + (" · " if theme.verdict else "") + " · ".join(more), "Gehoord stand")
    meaning.about(part, theme)
    word.paragraph(_lead(part, theme), keep=True)
    counts = [(s, theme.stances.get(s)) for s in STANCES if s != "unknown"]
    voices = [f"{w.stance(s)}: {w.number(n)}" for s, n in counts if n]
    if voices:
        word.paragraph(run(_("What people voice") + ": ", bold=True) + ", ".join(voices), keep=True)
    for quote in theme.quotes:
        part.quote(quote)
    if not theme.quotes:
        word.paragraph(
            _("No quote is shown: too few people, or nothing that can be shown without risk."),
            "Gehoord noot",
        )
    if theme.counter:
        word.heading(_("Counter-voice"), min(level + 1, 5), f"tegen_{theme.theme_id}", low=True)
        for one in theme.counter:
            part.quote(one)
    _plan_side(part, theme, level)
    _behind(part, theme)
    if theme.verdict and "bouwstenen" in findings.chapters:
        whom = findings.organisation or _("the organisation")
        word.answer(
            _("Response of {organisation}").format(organisation=whom), f"reactie:{theme.theme_id}"
        )


def _lead(part: Part, theme: Theme) -> str:
    roles = theme.n_roles if part.findings.totals.roles > 1 else None
    text = w.spoke_of(w.people(theme.n_people), theme.share, theme.amount, theme.n_rounds, roles)
    if theme.n_senders > theme.n_people:
        more = _("Counting every sender of a campaign it is {n}.")
        text += " " + more.format(n=w.people(theme.n_senders))
    return text


def _plan_side(part: Part, theme: Theme, level: int) -> None:
    verdict, word = theme.verdict, part.word
    if verdict is None:
        return
    word.heading(_("In the plan"), min(level + 1, 5), f"plan_{theme.theme_id}", low=True)
    text = w.status_meaning(verdict.status)
    if verdict.code_id and verdict.status != "not_addressed":
        nearest = _("Nearest goal: {goal}.")
        text += " " + nearest.format(goal=f"{verdict.code_id} {verdict.code_title}")
    text = f"{text} {w.basis(verdict)}".rstrip()
    word.paragraph(text, keep=bool(verdict.passages))
    if verdict.status == "not_addressed" and verdict.passages:
        word.paragraph(_("Nearest sentences of the plan"), "Gehoord stand")
    for passage in verdict.passages:
        part.passage(passage)


def _behind(part: Part, theme: Theme) -> None:
    """Groups, finer themes and words in three short lines: the tables are in the spreadsheet."""
    word = part.word
    for title, cells in ((_("By role"), theme.roles), (_("By work area"), theme.areas)):
        named = [f"{c.key} {w.cell(c)}" for c in cells if c.n != 0]
        if named:
            word.paragraph(run(f"{title}: ", bold=True) + ", ".join(named), "Gehoord cijfers")
    if theme.subthemes:
        parts = [
            f"{subtheme.label} ({w.people(subtheme.n_people)})" for subtheme in theme.subthemes
        ]
        within = run(_("Within this theme:") + " ", bold=True)
        word.paragraph(within + "; ".join(parts), "Gehoord cijfers")
    if theme.keywords:
        words = _("Words that mark this theme: {words}.").format(words=", ".join(theme.keywords))
        word.paragraph(words, "Gehoord cijfers")


def recurring(part: Part) -> None:
    """People per round, and what happened to the concern."""
    word, findings = part.word, part.findings
    part.lead("recurring_text")
    part.chart("life")
    rounds = [
        f"{w.round_name(round_.round_id)} {w.date(round_.date)}" for round_ in findings.rounds
    ]
    rows = []
    for theme in part.found["recurring"]:
        cells: list[str] = [part.theme(theme.theme_id)]
        for one in theme.life:
            n = w.WITHHELD if one.n_people is None else w.number(one.n_people)
            cells.append(f"{n} {w.life(one.life)}" if one.life else n)
        rows.append(cells)
    word.table(
        _("Recurring concerns: people per round, and what happened to the concern"),
        [Column(_("Theme"), 4), *(Column(round_, 2) for round_ in rounds)],
        rows,
    )
    _since(part)
    meaning.trends(part)


def _since(part: Part) -> None:
    """What became of the concerns of an earlier run, where one was named."""
    word, known = part.word, part.findings
    if not part.found["earlier_rows"]:
        return
    word.heading(_("Since the earlier run"), 2, "eerder")
    word.paragraph(part.found["earlier_text"])
    word.table(
        _("Concerns of now and then"),
        [
            Column(_("Theme"), 4),
            Column(_("In the earlier run"), 4),
            Column(_("What happened"), 2),
            Column(_("Heard before in"), 3),
            Column(_("Decided"), 2),
        ],
        [
            [
                part.theme(row.theme_id) if known.has_theme(row.theme_id) else row.label or "–",
                row.then, row.what, row.rounds, row.decided,
            ]
            for row in part.found["earlier_rows"]
        ],
    )  # fmt: skip


def open_concerns(part: Part) -> None:
    """Recurring concerns without a counterpart, in their order, then each of them."""
    word = part.word
    part.lead("open_text")
    priority_tables(part)
    for theme in part.found["open_themes"]:
        theme_article(part, theme, 2)
    if part.found["outside"]:
        word.heading(_("Out of scope"), 2, "buiten")
        for theme in part.found["outside"]:
            theme_article(part, theme, 3)


THEME_CHAPTERS: dict[str, Callable[[Part], None]] = {
    "hoofdlijnen": main_lines,
    "speerpunten": goals,
    "terugkerend": recurring,
    "bouwstenen": open_concerns,
}
