"""One or two pages for who took part: you said, in the plan, still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import Findings, Theme
from pipeline.report import wording as w
from pipeline.report.blocks import Block, Bullets, Cell, Chapter, Column, Own, Table, Text, Words
from pipeline.report.context import n_unsorted, took_part, whom
from pipeline.report.editions.parts import (
    Edition,
    PlanSentences,
    abbreviated,
    by_answer,
    counted,
    few_said,
    name,
    shown,
)

_MOST = 9  # concerns under one heading
_WORDS = 35  # of a sentence of the plan: more is no reading for three minutes


def for_participants(findings: Findings) -> Edition:
    """The edition of a parent who has three minutes: no method, no scores, no file names."""
    groups = by_answer(findings, shown(findings))
    sentences = PlanSentences(findings.plan)
    half = [*groups.get("partly", []), *groups.get("mentioned", [])]
    chapters = [
        Chapter("plan", _("You said this, and it is in the plan"),
                _in_the_plan(findings, groups.get("addressed", []), sentences,
                             _("Concerns that are in the plan"))),
        Chapter("deels", _("You said this, and it is partly in the plan"),
                _in_the_plan(findings, half, sentences,
                             _("Concerns that are partly in the plan"))),
        Chapter("open", _("Still open"), _open(findings, groups.get("not_addressed", []))),
        Chapter("goed", _("You said this goes well"), _list(findings, _praise(findings))),
        Chapter("verder", _("What happens now?"), _next(findings)),
        Chapter("mist", _("Is what you said not here?"), _missing(findings)),
    ]  # fmt: skip
    chapters.append(Chapter("afkortingen", _("Abbreviations"), abbreviated(_words(chapters))))
    people, heard = took_part(findings)
    thanks = _("Thank you for your contribution! {people} took part.").format(people=people)
    text = " ".join(filter(None, (thanks, heard)))
    if not n_unsorted(findings):
        text += " " + _("Here is what you said, and what the plan does with it.")
        if findings.plan is not None and not findings.totals.decided:
            text += " " + _("A computer looked that up. People still have to check it.")
    return Edition(
        findings.title,
        f"{text} {whom(findings)}" if findings.focus else text,
        tuple(c for c in chapters if c.blocks),
    )


def _in_the_plan(
    findings: Findings, themes: Sequence[Theme], sentences: PlanSentences, caption: str
) -> list[Block]:
    """Each concern with what the plan says of it, in the plan's own words."""
    if not themes:
        return []
    rows: list[tuple[Cell, ...]] = []
    ordered = sorted(themes[:_MOST], key=lambda theme: _goal(theme))
    for theme in ordered:
        label = _in_its_words(theme, sentences)
        rows.append((Own(name(findings, theme)), w.number(theme.n_people), label))
    columns = (Column(_("You said"), 2.6), Column(_("People"), 0.7, right=True),
               Column(_("In the plan"), 3.6))  # fmt: skip
    return [Table(caption, columns, tuple(rows), headed=True), *_more(len(themes) - _MOST)]


def _in_its_words(theme: Theme, sentences: PlanSentences) -> Words:
    """What the plan will do, and the goal that stands under; the goal alone where that is long.

    A goal's title says what is wished for. A parent asks what is going to happen.
    """
    verdict, goal = theme.verdict, _goal(theme)
    if verdict is None or not goal:
        return "–"
    place = _("goal {goal}").format(goal=goal)
    label: Words = (f"{place}: ", Own(verdict.code_title)) if verdict.code_title else place
    if verdict.status == "mentioned":
        return (*label, _(" (no measure yet)")) if isinstance(label, tuple) else label
    passage = sentences.passage(verdict)
    if passage is None or len(passage.text.split()) > _WORDS:
        return label
    return Own(passage.text.rstrip(".")), f" ({place})."


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


def _praise(findings: Findings) -> list[Theme]:
    """What goes well, where its own words may be read by all: a bare subject praises nothing."""
    return [theme for theme in shown(findings, "praise") if not theme.is_subject]


def _list(findings: Findings, themes: Sequence[Theme]) -> list[Block]:
    if not themes:
        return []
    items = tuple(counted(findings, theme) for theme in themes[:_MOST])
    return [Bullets(items), *_more(len(themes) - _MOST)]


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
    elif findings.plan is None:
        texts = [_("A computer helped to sort what you said. People still have to check it.")]
    elif not findings.totals.decided:  # the first lines say that a computer looked it up
        texts = [_("People check what the computer found.")]
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
    loose = [theme for theme in findings.themes if theme.is_concern and theme.is_loose]
    if not loose or n_unsorted(findings):
        return ""
    text = ngettext(
        "Of {n} group of statements we do not know yet whether they are about the same concern. "
        "People read it first.",
        "Of {n} groups of statements we do not know yet whether they are about the same concern. "
        "People read them first.",
        len(loose),
    ).format(n=w.number(len(loose)))
    n_open = sum(theme.is_open for theme in loose)
    if 1 < n_open == len(loose):
        text += " " + _("We found nothing in the plan about any of them.")
    elif n_open:
        text += " " + _("We found nothing in the plan about {n} of them.").format(
            n=w.number(n_open)
        )
    return text


def _words(chapters: Iterable[Chapter]) -> Iterator[str]:
    """What stands in the tables and lists: its short words are what a parent may not know."""
    for block in (block for chapter in chapters for block in chapter.blocks):
        lines: Iterable[Words] = block.texts if isinstance(block, Bullets) else ()
        if isinstance(block, Table):
            lines = (cell for row in block.rows for cell in row)
        for line in lines:
            parts = line if isinstance(line, tuple) else (line,)
            yield from (part if isinstance(part, str) else part.text
                        for part in parts if isinstance(part, str | Own))  # fmt: skip
