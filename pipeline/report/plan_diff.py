"""Two versions of a plan side by side, for page and Word: words marked, concerns by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.core.plan import Plan
from pipeline.plan.diff.align import KINDS, UNCHANGED, UnitChange
from pipeline.plan.diff.concerns import ConcernChange
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Block,
    Bullets,
    Cell,
    Changed,
    Chapter,
    Column,
    Heading,
    Inline,
    Table,
    Text,
)
from pipeline.report.branding import House
from pipeline.report.context import plan_name
from pipeline.report.docx import document
from pipeline.report.editions.parts import Edition
from pipeline.report.pages import page

NAME = "planvergelijking"  # among the editions
_FIRST = ("lost", "became_answered", "weaker", "better")
_ALIKE = 0.5  # share of the words that stayed, from which marking them one by one still reads


def marked(before: str, after: str) -> tuple[Inline, ...]:
    """Both texts as one, word by word: what went and what came; whole where little is the same."""
    old, new = before.split(), after.split()
    match = SequenceMatcher(None, old, new, autojunk=False)
    steps = match.get_opcodes()
    if match.ratio() < _ALIKE:
        steps = [("replace", 0, len(old), 0, len(new))]
    parts: list[Inline] = []
    for tag, a, b, c, d in steps:
        if tag == "equal":
            parts.append(" ".join(old[a:b]) + " ")
            continue
        for words, kind in ((old[a:b], "gone"), (new[c:d], "new")):
            parts += [Changed(" ".join(words), kind), " "] if words else []
    return tuple(parts)


def comparison(
    before: Plan,
    after: Plan,
    changes: Sequence[UnitChange],
    concerns: Sequence[ConcernChange],
    names: Mapping[str, str],
    words: Mapping[str, str],
) -> Edition:
    """The comparison as chapters.

    Args: names: theme_id -> name of the concern; words: kind of change -> how it is called.
    """
    lead = _("What changed between {old} and {new}.").format(
        old=plan_name(before), new=plan_name(after)
    )
    chapters = (
        Chapter("zorgen", _("What it means for the concerns"),
                tuple(_concerns(concerns, names, words, before, after))),
        Chapter("plan", _("What changed in the plan itself"), tuple(_plan(changes, words))),
    )  # fmt: skip
    return Edition(plan_name(after), lead, tuple(one for one in chapters if one.blocks))


def to_html(edition: Edition, organisation: str) -> str:
    """As a page."""
    return page(edition, language(), organisation=organisation, name=NAME, run_line="", pictures={})


def to_docx(edition: Edition, organisation: str) -> bytes:
    """As a Word document."""
    return document(edition, language(), House(), organisation=organisation, name=NAME,
                    run_line="", moment="", drawn={})  # fmt: skip


def _concerns(
    concerns: Sequence[ConcernChange],
    names: Mapping[str, str],
    words: Mapping[str, str],
    before: Plan,
    after: Plan,
) -> Iterator[Block]:
    columns = (Column(_("Concern"), 3), Column(_("Previous plan"), 3), Column(_("This plan"), 3))
    old, new = _titles(before), _titles(after)
    for kind in _FIRST:
        rows: list[tuple[Cell, ...]] = [
            (w.bare(names[one.theme_id]), old.get(one.old_code, "–"), new.get(one.new_code, "–"))
            for one in concerns
            if one.kind == kind and one.theme_id in names
        ]
        if rows:
            title = f"{words[kind][0].upper()}{words[kind][1:]}"
            yield Table(f"{title} ({w.number(len(rows))})", columns, tuple(rows))
    kind = "still_unanswered"
    still = [w.bare(names[one.theme_id]) for one in concerns
             if one.kind == kind and one.theme_id in names]  # fmt: skip
    if still:
        yield Text(f"{words[kind][0].upper()}{words[kind][1:]} ({w.number(len(still))}):")
        yield Bullets(tuple(still))


def _titles(plan: Plan) -> dict[str, str]:
    """Goal -> its number and title."""
    return {goal.goal_id: f"{goal.goal_id} {goal.title}" for goal in plan.goals()}


def _plan(changes: Sequence[UnitChange], words: Mapping[str, str]) -> Iterator[Block]:
    columns = (Column(_("Piece"), 1.2), Column(_("Text"), 8))
    told = [one for one in changes if one.kind != UNCHANGED and one.level != "pillar"]
    if not told:
        yield Text(_("Nothing changed in goals and actions."))
        return
    yield Text(_("Struck out is what went, underlined is what came."), "note")
    for kind in KINDS:
        mine = [one for one in told if one.kind == kind]
        if not mine:
            continue
        title = f"{words[kind][0].upper()}{words[kind][1:]} ({w.number(len(mine))})"
        yield Heading(title, f"wijziging-{kind}")
        yield Table(_("The text then and now"), columns, tuple(
            (_numbers(one), marked(one.old_text, one.new_text)) for one in mine
        ))  # fmt: skip


def _numbers(one: UnitChange) -> str:
    """2.1, or 2.1 → 3.1 where it moved."""
    was, now = w.listed(one.old_ids), w.listed(one.new_ids)
    return was or now if was == now or not (was and now) else f"{was} → {now}"
