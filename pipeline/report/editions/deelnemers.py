"""One or two pages for who took part: you said, in the plan, still open."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import Findings, Theme
from pipeline.report import wording as w
from pipeline.report.blocks import Block, Bullets, Cell, Chapter, Column, Table, Text
from pipeline.report.context import doubtful, n_unsorted, whom
from pipeline.report.editions.parts import (
    Edition,
    abbreviated,
    by_answer,
    few_said,
    name,
    shown,
)

_MOST = 9  # concerns under one heading


def for_participants(findings: Findings) -> Edition:
    """The edition of a parent who has three minutes: no method, no scores, no file names."""
    groups = by_answer(findings, shown(findings))
    half = [*groups.get("partly", []), *groups.get("mentioned", [])]
    chapters = [
        Chapter("plan", _("You said this, and it is in the plan"),
                _in_the_plan(findings, groups.get("addressed", []),
                             _("Concerns that are in the plan"))),
        Chapter("deels", _("You said this, and it is partly in the plan"),
                _in_the_plan(findings, half, _("Concerns that are partly in the plan"))),
        Chapter("open", _("Still open"), _open(findings, groups.get("not_addressed", []))),
        Chapter("goed", _("You said this goes well"), _list(findings, shown(findings, "praise"))),
        Chapter("verder", _("What happens now?"), _next(findings)),
        Chapter("mist", _("Is what you said not here?"), _missing(findings)),
        Chapter("afkortingen", _("Abbreviations"), _abbreviations(findings)),
    ]  # fmt: skip
    text = _(
        "Thank you for your contribution! {people} took part. Here is what you said, and what the "
        "plan does with it."
    ).format(people=w.people(findings.totals.people))
    if n_unsorted(findings):
        text = _("Thank you for your contribution! {people} took part.").format(
            people=w.people(findings.totals.people)
        )
    return Edition(
        findings.title,
        f"{text} {whom(findings)}" if findings.focus else text,
        tuple(c for c in chapters if c.blocks),
    )


def _in_the_plan(findings: Findings, themes: Sequence[Theme], caption: str) -> list[Block]:
    """Each concern with the goal it is under, and that nothing is done about it yet."""
    if not themes:
        return []
    rows: list[tuple[Cell, ...]] = []
    ordered = sorted(themes[:_MOST], key=lambda theme: _goal(theme))
    for theme in ordered:
        verdict = theme.verdict
        goal = _goal(theme)
        title = "" if verdict is None else verdict.code_title
        label = _("goal {goal}").format(goal=goal) if goal else "–"
        label = f"{label}: {title}" if title else label
        if verdict is not None and verdict.status == "mentioned":
            label = _("{goal} (no measure yet)").format(goal=label)
        rows.append((name(findings, theme), w.number(theme.n_people), label))
    columns = (Column(_("You said"), 3), Column(_("People"), 0.7, right=True),
               Column(_("In the plan"), 3))  # fmt: skip
    return [Table(caption, columns, tuple(rows), headed=True), *_more(len(themes) - _MOST)]


def _goal(theme: Theme) -> str:
    return theme.verdict.code_id if theme.verdict is not None else ""


def _open(findings: Findings, themes: Sequence[Theme]) -> list[Block]:
    if findings.plan is None:
        return _list(findings, shown(findings))
    blocks: list[Block] = []
    if themes:
        blocks.append(Text(_("You said this too. We found nothing about it in the plan.")))
        blocks += _list(findings, themes)
    return blocks


def _list(findings: Findings, themes: Sequence[Theme]) -> list[Block]:
    if not themes:
        return []
    items = [f"{name(findings, theme)} ({w.people(theme.n_people)})" for theme in themes[:_MOST]]
    return [Bullets(tuple(items)), *_more(len(themes) - _MOST)]


def _more(n: int) -> list[Block]:
    if n <= 0:
        return []
    text = ngettext("{n} more is in the public report.", "{n} more are in the public report.", n)
    return [Text(text.format(n=w.number(n)), "note")]


def _next(findings: Findings) -> list[Block]:
    """What is true whatever the organisation does: who sorted, who decides, where to turn."""
    texts = [_("A computer helped to sort what you said, and to find it in the plan.")]
    if n_unsorted(findings):
        texts = [_("Which concerns you have is not here yet. A computer sorted what you said, but "
                   "not with enough certainty. So people first read everything "
                   "themselves.")]  # fmt: skip
    elif not findings.totals.decided:
        texts.append(_("People still have to check it."))
    texts.append(_("The board decides what is in the plan."))
    return [Text(" ".join(texts))]


def _missing(findings: Findings) -> list[Block]:
    """Why somebody may not find their words here, and whom to tell."""
    whose = findings.organisation or _("the organisation")
    texts = [few_said(findings), _doubtful(findings)]
    texts.append(
        _("Is something missing or wrong? Tell {organisation}.").format(organisation=whose)
    )
    return [Text(text) for text in texts if text]


def _doubtful(findings: Findings) -> str:
    """That some words are not counted as a concern yet, because people have to read them first."""
    text = doubtful(findings)
    return f"{text} {_('People read those first.')}" if text else ""


def _abbreviations(findings: Findings) -> list[Block]:
    """The short words of the school world that a parent may not know."""
    themes = [*shown(findings), *shown(findings, "praise")]
    texts = [name(findings, theme) for theme in themes]
    texts += [theme.verdict.code_title for theme in themes if theme.verdict is not None]
    return abbreviated(texts)
