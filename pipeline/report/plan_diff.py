"""Two versions of a plan side by side, for page and Word: words marked, concerns by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.core.plan import Plan
from pipeline.plan.diff.align import DROPPED, KINDS, NEW, UNCHANGED, UnitChange
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
    Words,
)
from pipeline.report.branding import House
from pipeline.report.context import plan_name
from pipeline.report.docx import document
from pipeline.report.editions.parts import Edition
from pipeline.report.pages import page

NAME = "planvergelijking"  # among the editions
_FIRST = ("lost", "became_answered", "weaker", "better")
_ALIKE = 0.5  # share of the words that stayed, from which marking them one by one still reads


def side_by_side(before: str, after: str) -> tuple[Words, Words]:
    """Was and wordt, each with its own words marked; plain where little is the same.

    Marks help where a few words changed. Of two different texts every word would be marked, and
    a text that is struck out as a whole is hard to read.
    """
    old, new = before.split(), after.split()
    match = SequenceMatcher(None, old, new, autojunk=False)
    if not (old and new) or match.ratio() < _ALIKE:
        return before or "–", after or "–"
    was: list[Inline] = []
    will: list[Inline] = []
    for tag, a, b, c, d in match.get_opcodes():
        for words, kind, parts in ((old[a:b], "gone", was), (new[c:d], "new", will)):
            if words:
                text = " ".join(words)
                parts += [text if tag == "equal" else Changed(text, kind), " "]
    return tuple(was[:-1]), tuple(will[:-1])


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
    lead = _("From “{old}” to “{new}”.").format(old=plan_name(before), new=plan_name(after))
    chapters = (
        Chapter("zorgen", _("What it means for the concerns"),
                tuple(_concerns(concerns, names, words, before, after))),
        Chapter("plan", _("What changed in the plan itself"), tuple(_plan(changes, words))),
    )  # fmt: skip
    held = tuple(chapter for chapter in chapters if chapter.blocks)
    return Edition(_("What has changed in the plan?"), lead, held)


def to_html(edition: Edition) -> str:
    """As a page; whose plan it is, its title says."""
    return page(edition, language(), organisation="", name=NAME, run_line="", pictures={})


def to_docx(edition: Edition) -> bytes:
    """As a Word document."""
    return document(edition, language(), House(), organisation="", name=NAME,
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
            (
                w.bare(names[concern.theme_id]),
                old.get(concern.old_code, "–"),
                new.get(concern.new_code, "–"),
            )
            for concern in concerns
            if concern.kind == kind and concern.theme_id in names
        ]
        if rows:
            title = _titled(words[kind], len(rows))
            yield Heading(title, f"zorgen-{kind}")
            yield Table(title, columns, tuple(rows), headed=True)
    kind = "still_unanswered"
    still = [w.bare(names[concern.theme_id]) for concern in concerns
             if concern.kind == kind and concern.theme_id in names]  # fmt: skip
    if still:
        yield Heading(_titled(words[kind], len(still)), f"zorgen-{kind}")
        yield Bullets(tuple(still))


def _titles(plan: Plan) -> dict[str, str]:
    """Goal -> its number and title."""
    return {goal.goal_id: f"{goal.goal_id} {goal.title}" for goal in plan.goals()}


def _plan(changes: Sequence[UnitChange], words: Mapping[str, str]) -> Iterator[Block]:
    """What became of each goal and action: as a table of was and wordt, as the sector has it."""
    changed = [
        change for change in changes if change.kind != UNCHANGED and change.level != "pillar"
    ]
    if not changed:
        yield Text(_("Nothing changed in goals and actions."))
        return
    yield Text(_("Where a few words changed, they are struck out on the left and underlined on the "
                 "right."), "note")  # fmt: skip
    for kind in KINDS:
        mine = [change for change in changed if change.kind == kind]
        if mine:
            title = _titled(words[kind], len(mine))
            yield Heading(title, f"wijziging-{kind}")
            yield _texts(title, kind, mine)


def _texts(title: str, kind: str, mine: Sequence[UnitChange]) -> Table:
    """One text where a piece came or went, both where it changed."""
    piece = Column(_("Piece"), 1.2)
    if kind in (DROPPED, NEW):
        alone = tuple((_numbers(change), change.old_text or change.new_text) for change in mine)
        return Table(title, (piece, Column(_("Text"), 8)), alone, headed=True)
    columns = (piece, Column(_("Previous plan"), 4), Column(_("This plan"), 4))
    rows = tuple(
        (_numbers(change), *side_by_side(change.old_text, change.new_text)) for change in mine
    )
    return Table(title, columns, rows, headed=True)


def _titled(word: str, n: int) -> str:
    """Anders verwoord (13)."""
    return f"{w.head(word)} ({w.number(n)})"


def _numbers(change: UnitChange) -> str:
    """2.1, or 2.1 → 3.1 where it moved."""
    was, now = w.listed(change.old_ids), w.listed(change.new_ids)
    return was or now if was == now or not (was and now) else f"{was} → {now}"
