"""Sections on what themes mean: the tree under the pillars, trimesters, topics given."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Theme
from pipeline.report import meaning
from pipeline.report import wording as w
from pipeline.report.docx.docx_context import Part
from pipeline.report.docx.writer import Column, Runs, run


def tree(part: Part) -> None:
    """Pillar > theme > sub-theme, as lists that can be read aloud."""
    word, findings = part.word, part.findings
    if not findings.tree:
        return
    word.heading(_("Themes under the pillars"), 2, "boom")
    word.paragraph(part.found["tree_text"])
    for branch in findings.tree:
        line = run(meaning.branch_title(branch), bold=True) + f". {meaning.branch_line(branch)}"
        word.paragraph(line)
        items: list[str | Runs] = []
        for leaf in branch.leaves:
            theme = findings.theme(leaf.theme_id)
            goal = " · " + _("goal {id}").format(id=leaf.goal_id) if leaf.goal_id else ""
            item = part.theme(leaf.theme_id) + f" ({w.people(theme.n_people)}){goal}"
            if leaf.twigs:
                item = item + ": " + "; ".join(f"{s.label} ({s.n_people})" for s in leaf.twigs)
            items.append(item)
        if items:
            word.bullets(items)


def given(part: Part) -> None:
    """What became of the topics given beforehand."""
    word, findings = part.word, part.findings
    if not findings.given:
        return
    word.heading(_("Topics given beforehand"), 2, "gegeven")
    word.paragraph(
        _(
            "These topics were given before the themes were found. A fixed topic takes what is "
            "clearly about it; a seed draws what lies near it together, and is dropped or widened "
            "where the responses do not carry it."
        )
    )
    word.table(
        _("What became of the topics given beforehand"),
        [Column(_("Topic"), 3), Column(_("How given"), 1), Column(_("Outcome"), 4),
         Column(_("Theme"), 3)],
        [
            [
                f"{one.code_id} {one.title}".strip(), meaning.how_given(one),
                meaning.given_outcome(one), part.theme(one.theme_id) if one.theme_id else "–",
            ]
            for one in findings.given
        ],
    )  # fmt: skip


def trends(part: Part) -> None:
    """People per trimester of the school year."""
    word, found = part.word, part.findings.trends
    if found is None:
        return
    word.heading(_("Per trimester"), 2, "trimesters")
    word.paragraph(part.found["trends_text"])
    part.chart("trends")
    rows: list[list[str]] = [
        [part.theme(one.theme_id), *(meaning.trend_cell(one, at) for at in range(len(one.people)))]
        for one in part.found["trend_order"]
    ]
    everybody = [
        "×" if period.n_people is None else w.number(period.n_people) for period in found.periods
    ]
    rows.append([_("Everybody who spoke"), *everybody])
    word.table(
        _("People per theme and trimester"),
        [Column(_("Theme"), 4), *(Column(meaning.period(period), 1.6, right=True)
                                  for period in found.periods)],
        rows,
    )  # fmt: skip


def about(part: Part, theme: Theme) -> None:
    """The question behind a theme, and what a language model proposed about it."""
    word = part.word
    if theme.prompted is not None:
        mark = run(meaning.prompted(theme.prompted).capitalize() + ": ", bold=True)
        word.paragraph(mark + meaning.prompted_why(theme.prompted), "Gehoord noot")
    for one, asked in meaning.prompted_parts(theme):
        word.paragraph(f"{one.label}: {meaning.prompted(asked)}", "Gehoord noot")
    for text in theme.proposals:
        word.paragraph(f"{meaning.proposal(text)}: “{text.text}”", "Gehoord noot")
