"""The plan as the reader's table of contents: goal by goal, each sentence with who asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.plan import Goal
from pipeline.findings.plans import change_counts
from pipeline.findings.records import CHANGES, Findings, GoalConcern, GoalFinding, PlanChange
from pipeline.report import wording as w
from pipeline.report.aims import concern_name, nothing_said
from pipeline.report.blocks import (
    Block,
    Bullets,
    Column,
    Fold,
    Heading,
    Inline,
    Ref,
    Section,
    State,
    Strong,
    Table,
    Text,
    Words,
)
from pipeline.report.context import plan_name
from pipeline.report.editions.concerns import concern, number, ref
from pipeline.report.editions.parts import DONE, sure_changes


def goals(findings: Findings) -> Iterator[Block]:
    """Every goal as the plan has it, marked by who asks for it; then those concerns."""
    if findings.plan is None:
        return
    yield Text(_("The plan in its own order. After each sentence come the concerns it is about, "
                 "or what goes well, and how many people named that."), "lead")  # fmt: skip
    by_id = {goal.goal_id: goal for goal in findings.goals}
    for pillar in findings.plan.pillars:
        blocks: list[Block] = [Text(pillar.text)] if pillar.text else []
        blocks += [_goal(findings, goal, by_id[goal.goal_id]) for goal in pillar.goals]
        title = _("Pillar {id}: {title}").format(id=pillar.pillar_id, title=pillar.title)
        yield Section(title, f"pijler-{pillar.pillar_id}", tuple(blocks), 3, "pillar")


def _goal(findings: Findings, goal: Goal, finding: GoalFinding) -> Section:
    pieces = [(goal.goal_id, goal.text), *((one.action_id, one.text) for one in goal.actions)]
    shown = [(piece, text) for piece, text in pieces if text]
    marked = {piece: [one for one in finding.concerns if _shows(one, piece)] for piece, _t in shown}
    blocks: list[Block] = [
        Bullets(tuple(_sentence(findings, *piece, marked[piece[0]]) for piece in shown))
    ]
    if not goal.actions:
        blocks.append(Text(_("The plan names no action for this goal."), "note"))
    elsewhere = [one for one in finding.concerns if not any(_shows(one, p) for p, _t in shown)]
    if elsewhere:
        text = _("Also about this goal:") + " "
        blocks.append(Text((text, *_named(findings, elsewhere))))
    if not finding.concerns:
        blocks.append(Text(nothing_said(finding), "note"))
    blocks += [concern(findings, findings.theme(one), 5) for one in finding.theme_ids]
    title = _("Goal {id}: {title}").format(id=goal.goal_id, title=goal.title)
    return Section(title, f"doel-{goal.goal_id}", tuple(blocks), 4, "goal")


def _shows(asked: GoalConcern, piece: str) -> bool:
    """Whether this sentence is the one that the answer rests on: a measure before the goal."""
    measures = [own for own in asked.evidence if own.kind == "action" and asked.status in DONE]
    return piece in [own.piece_id for own in (*measures, *asked.evidence)[:1]]


def _sentence(findings: Findings, piece: str, text: str, asked: Sequence[GoalConcern]) -> Words:
    own: tuple[Inline, ...] = (Strong(f"{piece} "), text)
    return (*own, " ← ", *_named(findings, asked)) if asked else own


def _named(findings: Findings, asked: Sequence[GoalConcern]) -> tuple[Inline, ...]:
    """The concerns with their people; a part of a concern leads to the whole."""
    parts: list[Inline] = []
    for asking in asked:
        whole = asking.part_of or asking.theme_id
        query = {"thema": whole, **({"deel": asking.theme_id} if asking.part_of else {})}
        parts += [", "] if parts else []
        parts.append(Ref(concern_name(findings, asking), f"thema-{whole}"))
        people = number(findings, w.people(asking.n_people), **query)
        well = "" if findings.theme(whole).is_concern else f"; {_('goes well')}"
        parts += [" (", people, f"{well})"]
    return tuple(parts)


def changes(findings: Findings) -> Iterator[Block]:
    """What the new version of the plan does to the concerns, and what changed in its words."""
    loose = {one.theme_id for one in findings.themes if one.is_concern and not one.is_counted}
    sure = sure_changes(findings)
    yield Text(_changed(findings, sure), "lead")
    for kind in CHANGES:
        mine = [change for change in sure if change.kind == kind]
        if mine:
            title = f"{w.head(w.change(kind))} ({w.number(len(mine))})"
            yield Heading(title, f"wijziging-{kind}")
            yield from _group(findings, mine, same=kind.startswith("still"))
    unsure = [change for change in findings.changes if change.theme_id in loose]
    if unsure:
        title = f"{w.head(w.status('unsure'))} ({w.number(len(unsure))})"
        yield Heading(title, "wijziging-unsure")
        yield from _group(findings, unsure, same=True)
    if findings.edits:
        yield Heading(_("What changed in the plan itself"), "wijziging-plan")
        yield Text(_("Compared by the program, on wording and number; a person "
                     "may see it differently."))  # fmt: skip
        heads = (Column(_("Piece"), 1.3), Column(_("What"), 1.6), Column(_("Previous plan"), 4),
                 Column(_("This plan"), 4))  # fmt: skip
        rows = tuple(
            (one.piece_id, w.edit(one.kind, one.piece), one.before or "–", one.after or "–")
            for one in findings.edits
        )
        caption = _("Changes in goals and actions")
        text = ngettext("{n} change", "{n} changes", len(rows)).format(n=w.number(len(rows)))
        yield Text(_("{changes}; they are on the page and in the spreadsheet.").format(
            changes=text), "printed")  # fmt: skip
        yield Fold(text, (Table(caption, heads, rows),))


def _changed(findings: Findings, sure: Sequence[PlanChange]) -> str:
    if not findings.changes:
        return _("The plan was changed since its previous version. The concerns were not compared.")
    counts = change_counts(sure)
    n = counts["became_answered"]
    gained = ngettext("{n} concern is now in the plan",
                      "{n} concerns are now in the plan", n)  # fmt: skip
    lost = ngettext("{n} no longer", "{n} no longer", counts["lost_answer"])
    parts = [gained.format(n=w.number(n)), lost.format(n=w.number(counts["lost_answer"]))]
    name = plan_name(findings.previous) if findings.previous else _("the previous plan")
    return _("Compared with {plan}: {changes}.").format(plan=name, changes=w.listed(parts))


def _group(findings: Findings, mine: Sequence[PlanChange], *, same: bool) -> Iterator[Block]:
    if same:
        yield Bullets(tuple(ref(findings, change.theme_id) for change in mine))
        return
    heads = (Column(_("Concern"), 3.4), Column(_("Previous plan"), 2.4),
             Column(_("This plan"), 2.4))  # fmt: skip
    rows = []
    for one in mine:
        name = ref(findings, one.theme_id) if findings.has_theme(one.theme_id) else one.label
        rows.append((name, State(one.before), State(one.after)))
    yield Table(w.head(w.change(mine[0].kind)), heads, tuple(rows), headed=True)
    gone = [
        one for change in mine if change.kind == "lost_answer" for one in change.before_passages
    ]
    once = dict.fromkeys((w.plan_place(one), one.text) for one in gone)
    if once:
        texts = tuple((Strong(f"{place} "), text) for place, text in once)
        yield Fold(_("What the previous plan said"), (Bullets(texts),))
