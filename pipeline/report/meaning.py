"""Words on what themes mean: their place under the plan, their question, their trimesters."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings, SubTheme, Theme
from pipeline.findings.theme_records import (
    GivenOutcome,
    LlmText,
    Period,
    PillarNode,
    Prompted,
    Trend,
)
from pipeline.report import wording as w

# -- the question behind a theme -----------------------------------------------------------------


def prompted(question: Prompted) -> str:
    """The mark on a theme that mostly answers a question."""
    text = _("mostly an answer to the question “{question}”")
    if question.kind == "topic":
        text = _("mostly said at the topic of conversation “{question}”")
    return text.format(question=question.question)


def prompted_why(question: Prompted) -> str:
    """What that comes to; the figures are in the spreadsheet."""
    text = _("{share} of the people in it said it there. Without this question it might not have "
             "come up.")  # fmt: skip
    return text.format(share=w.percent(question.share))


def prompted_parts(theme: Theme) -> list[tuple[SubTheme, Prompted]]:
    """Sub-themes that mostly answer a question, where the theme as a whole does not."""
    if theme.prompted is not None:
        return []
    return [
        (subtheme, subtheme.prompted)
        for subtheme in theme.subthemes
        if subtheme.prompted is not None
    ]


# -- pillar > theme > sub-theme ------------------------------------------------------------------


def pillar_title(branch: PillarNode) -> str:
    """The pillar's name, or that there is none."""
    if not branch.pillar_id:
        return _("Under no pillar")
    return _("Pillar {id}: {title}").format(id=branch.pillar_id, title=branch.title)


# -- trimesters ----------------------------------------------------------------------------------


def period(trimester: Period) -> str:
    """2024-2025, trimester 2."""
    text = _("{year}-{next}, trimester {n}")
    return text.format(year=trimester.year, next=trimester.year + 1, n=trimester.trimester)


def period_short(trimester: Period) -> str:
    """'24-'25 t2, where there is little room."""
    year = f"'{trimester.year % 100:02d}-'{(trimester.year + 1) % 100:02d}"
    return _("{year} t{n}").format(year=year, n=trimester.trimester)


def trend_cell(trend: Trend, at: int) -> str:
    """People and their share of who spoke then; a sign where a number is withheld."""
    n, share = trend.people[at], trend.shares[at]
    if n is None:
        return "×"
    if n == 0 or share is None:
        return w.number(n)
    return f"{w.number(n)} ({w.percent(share)})"


def trends_text(findings: Findings) -> str:
    """How the trimesters were made, and what may not be read from them."""
    text = _(
        "How many people spoke of this, per trimester? In brackets: the share of everybody who "
        "spoke in that trimester. Who spoke and what was asked differs per round: a change can "
        "come from that. Numbers under {n} are left out (×), and sometimes one more."
    ).format(n=findings.method.min_group)
    if findings.trends is not None and findings.trends.undated:
        more = _("Without any date, and so not counted here: {people}.")
        text += " " + more.format(people=w.people(findings.trends.undated))
    return text


# -- topics given beforehand, texts proposed -----------------------------------------------------


def how_given(outcome: GivenOutcome) -> str:
    """Fixed first, or a seed."""
    return _("fixed") if outcome.how == "fixed" else _("seed")


def given_outcome(outcome: GivenOutcome) -> str:
    """What became of a topic given beforehand, in a sentence."""
    texts = {
        "carried": _("Became a theme: {inside} of the {n} statements near it."),
        "widened": _("Lies within a wider theme: {inside} of the {n} statements near it."),
        "scattered": _("Dropped: the {n} statements near it lie in several themes."),
        "unheard": _("Dropped: too little was said about it ({n} statements)."),
    }
    return texts[outcome.outcome].format(
        inside=w.number(outcome.n_in_theme), n=w.number(outcome.n_statements)
    )


def proposal(written: LlmText) -> str:
    """What kind of text this is and who wrote it."""
    text = _("Proposed name by language model {model}, not by a person")
    if written.kind == "summary":
        text = _("Proposed summary by language model {model}, not by a person")
    return text.format(model=written.model)
