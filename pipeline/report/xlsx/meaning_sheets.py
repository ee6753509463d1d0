"""Sheets on what themes mean: the tree, trimesters, questions behind themes, topics given."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings
from pipeline.findings.theme_records import Prompted
from pipeline.report import meaning
from pipeline.report import wording as w
from pipeline.report.xlsx.layout import Sheet, SheetColumn, Value
from pipeline.report.xlsx.parts import theme_name


def tree(findings: Findings) -> Sheet | None:
    """Pillar > theme > sub-theme, one row each, to filter and fold."""
    if not findings.tree:
        return None

    def rows() -> Iterator[list[Value]]:
        for pillar_node in findings.tree:
            pillar = meaning.pillar_title(pillar_node)
            for node in pillar_node.leaves:
                theme = findings.theme(node.theme_id)
                goal = f"{node.goal_id} {node.goal_title}".strip() or "–"
                yield [pillar, theme.theme_id, w.bare(theme.label), "", goal, theme.n_people,
                       theme.n_statements]  # fmt: skip
                for sub in node.twigs:
                    yield [pillar, sub.theme_id, w.bare(theme.label), w.bare(sub.label),
                           sub.goal_id or "–", sub.n_people, sub.n_statements]  # fmt: skip

    return Sheet(
        _("Themes under pillars"),
        _("Each theme under the pillar of the goal that fits it best, with its sub-themes."),
        (
            SheetColumn(_("Pillar"), _("Of the plan; or that no goal fits."), width=34),
            SheetColumn(_("Code"), _("Code of the theme or sub-theme."), width=8),
            SheetColumn(_("Theme"), _("Name of the theme."), "long", 46),
            SheetColumn(
                _("Sub-theme"), _("Its name; empty on the row of the whole theme."), "long", 38
            ),
            SheetColumn(_("Goal"), _("The goal that fits best; of a sub-theme its own."), width=40),
            SheetColumn(_("People"), _("People who spoke of it."), "int", 10),
            SheetColumn(_("Statements"), _("Pieces of text in it."), "int", 12),
        ),
        rows(),
    )


def trends(findings: Findings) -> Sheet | None:
    """Themes over the trimesters of the school years."""
    over_time = findings.trends
    if over_time is None:
        return None
    rows: list[list[Value]] = [
        [
            theme.theme_id, w.bare(findings.theme(theme.theme_id).label), meaning.period(period),
            "×" if theme.people[index] is None else theme.people[index], theme.shares[index],
            "×" if period.n_people is None else period.n_people,
        ]
        for theme in over_time.themes
        for index, period in enumerate(over_time.periods)
    ]  # fmt: skip
    return Sheet(
        _("Per trimester"),
        meaning.trends_text(findings),
        (
            *theme_name(),
            SheetColumn(_("Trimester"), _("Of which school year."), width=26),
            SheetColumn(_("People"), _("Who spoke of the theme then; × is withheld."), "int", 10),
            SheetColumn(_("Share"), _("Of everybody who spoke in that trimester."), "share", 10),
            SheetColumn(_("Everybody"), _("Who spoke in that trimester."), "int", 12),
        ),
        rows,
    )


def questions(findings: Findings) -> Sheet | None:
    """Themes and sub-themes that mostly answer one question."""
    rows = list(_asked(findings))
    if not rows:
        return None
    return Sheet(
        _("Answers to a question"),
        _("Themes that mostly answer the question asked, and might not have come up without it."),
        (
            *theme_name(),
            SheetColumn(_("Question"), _("As asked, or the topic of conversation."), "long", 60),
            SheetColumn(_("Round"), _("Its code."), width=9),
            SheetColumn(_("Share"), _("Of its people who spoke of it there."), "share", 10),
            SheetColumn(_("Likeness"), _("To those words, in standard deviations above usual."),
                   "decimal", 11),
            SheetColumn(_("Needed share"), _("From which a theme is marked."), "share", 10),
            SheetColumn(_("Needed likeness"), _("From which a theme is marked."), "decimal", 11),
        ),
        rows,
    )  # fmt: skip


def _asked(findings: Findings) -> Iterator[list[Value]]:
    for theme in findings.themes:
        if theme.prompted is not None:
            yield _row(theme.theme_id, w.bare(theme.label), theme.prompted)
        for part, asked in meaning.prompted_parts(theme):
            yield _row(part.theme_id, w.bare(part.label), asked)


def _row(theme_id: str, label: str, question: Prompted) -> list[Value]:
    return [theme_id, label, question.question, question.round_id, question.share,
            question.likeness, question.needed_share, question.needed_likeness]  # fmt: skip


def given(findings: Findings) -> Sheet | None:
    """Topics given beforehand and what became of them."""
    if not findings.given:
        return None
    return Sheet(
        _("Topics given"),
        _("What became of the topics given beforehand."),
        (
            SheetColumn(_("Code"), _("Of the topic in its codebook."), width=10),
            SheetColumn(_("Topic"), _("Its title."), width=40),
            SheetColumn(_("How given"), _("Fixed first, or as a seed."), width=12),
            SheetColumn(_("Outcome"), _("Whether what was said carries it."), "long", 60),
            SheetColumn(_("Theme"), _("The theme it is or lies in."), "long", 46),
            SheetColumn(_("Statements near"),
                        _("Pieces of text that lie near the topic."), "int", 12),
            SheetColumn(_("In the theme"), _("Of these, in that theme."), "int", 12),
        ),
        [
            [
                topic.code_id, topic.title, meaning.how_given(topic), meaning.given_outcome(topic),
                w.bare(findings.theme(topic.theme_id).label) if topic.theme_id else "–",
                topic.n_statements, topic.n_in_theme,
            ]
            for topic in findings.given
        ],
    )  # fmt: skip


def proposals(findings: Findings) -> Sheet | None:
    """Texts by a language model outside the program; proposals, nothing more."""
    rows: list[list[Value]] = [
        [
            theme.theme_id,
            w.bare(theme.label),
            meaning.proposal(proposal),
            proposal.text,
            ", ".join(proposal.quote_ids),
        ]
        for theme in findings.themes
        for proposal in theme.proposals
    ]
    if not rows:
        return None
    return Sheet(
        _("Proposed texts"),
        _("Texts about themes by a language model; nobody has confirmed them."),
        (
            *theme_name(),
            SheetColumn(_("What"), _("Kind of text, and the model."), "long", 40),
            SheetColumn(_("Text"), _("As the model gave it."), "long", 60),
            SheetColumn(_("Quotes"), _("Codes of statements it quotes word for word."), width=30),
        ),
        rows,
    )
