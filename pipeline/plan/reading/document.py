"""A plan as people write it (.docx, .odt, .pdf, .txt, .md) read into pillars > goals > actions.

What is read from weak signs carries a note, for a person to settle; nothing of the document is
dropped: what is no pillar, goal or action becomes a passage under its heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Place, Plan, Round
from pipeline.files import pdf as from_pdf
from pipeline.files.blocks import Block
from pipeline.files.formats import BLOCKS
from pipeline.files.guard import size_problem
from pipeline.files.options import RoundFiles
from pipeline.plan.reading.headings import heading_roles, worded
from pipeline.plan.reading.lines import HEADING, PlanLine, plan_lines
from pipeline.plan.reading.nodes import (
    Node,
    frozen,
    give_ids,
    merge_double,
    passages_of,
    walk,
)
from pipeline.plan.reading.roles import roles_of
from pipeline.plan.reading.tree import TreeBuilder

KINDS = (".docx", ".odt", ".pdf", ".txt", ".md")


@dataclass(frozen=True)
class EmptyPlace:
    """A place the plan holds open, such as a line that only says "Voorbeeld"."""

    text: str
    below: str  # id of the pillar, goal or action it stands under; "" when none
    place: Place


@dataclass(frozen=True)
class PlanReading:
    """What was read: the plan, what the reader is unsure of, and the places held open."""

    plan: Plan
    unsure: tuple[tuple[str, str], ...] = ()  # (id, what to check)
    empty: tuple[EmptyPlace, ...] = ()
    by_headings: bool = False  # nothing but headings told pillars, goals and actions apart


def read_plan_document(path: Path, where: str = "") -> PlanReading:
    """Read a plan document.

    Raises: DataProblem for a file that is absent, of another kind, damaged or empty.
    """
    return reading_of(read_blocks(path, where or path.name), path.stem)


def read_blocks(path: Path, where: str) -> list[Block]:
    """The text blocks of a plan document, by the reader of its format."""
    if not path.is_file():
        raise DataProblem(
            where=where,
            found=_("the file does not exist"),
            mend=_("check the name and the folder"),
        )
    problem = size_problem(path, where)
    if problem:
        raise problem
    suffix = path.suffix.lower()
    if suffix not in BLOCKS or suffix not in KINDS:
        raise DataProblem(
            where=where,
            found=_("files of kind '{suffix}' cannot be read").format(suffix=suffix),
            expected=_("one of: {keys}").format(keys=", ".join(KINDS)),
            mend=_("open it in the program it came from and save it as one of these"),
        )
    if suffix == ".pdf":
        return from_pdf.read(path, where, tables=True)
    return BLOCKS[suffix](path, where, RoundFiles(Round("plan", "plan", ""), ()))


def reading_of(blocks: list[Block], name: str) -> PlanReading:
    """The plan in these blocks; pure."""
    lines = plan_lines(blocks)
    title = _title(blocks, lines, name)
    roles = roles_of(lines)
    builder = TreeBuilder(lines, roles, title)
    pillars = merge_double(builder.build())
    if not any(pillar.children for pillar in pillars) or not worded(lines, roles):
        plain = heading_roles(lines, roles)
        other = TreeBuilder(lines, plain, title) if plain else builder
        trees = merge_double(other.build()) if plain else pillars
        if _n_leaves(trees) > 2 * _n_leaves(pillars):
            builder, pillars = other, trees
    give_ids(pillars)
    plan = Plan(title, frozen(pillars), passages=passages_of(_unused(builder.passages)))
    unsure = tuple((node.node_id, note) for node in walk(pillars) for note in node.notes)
    empty = tuple(
        EmptyPlace(line.text, below.node_id if below else "", line.place)
        for line, below in builder.empty
    )
    return PlanReading(plan, unsure, empty, builder.roles.by_headings)


def _n_leaves(pillars: list[Node]) -> int:
    """Goals and actions in a tree."""
    return sum(1 + len(goal.children) for pillar in pillars for goal in pillar.children)


def _unused(lines: list[PlanLine]) -> list[PlanLine]:
    return [line for line in lines if line.text.strip()]


def _title(blocks: list[Block], lines: list[PlanLine], name: str) -> str:
    for block in blocks[:12]:
        if block.style.casefold() in ("title", "titel"):
            return " ".join(block.text.split())
    first = lines[0] if lines else None
    named = first is not None and first.kind == HEADING and not first.number and not first.label
    return first.text if first is not None and named else name


def tree_of(reading: PlanReading) -> dict[str, Any]:
    """The tree for ``--json``: pillars > goals > actions, each with id, title, text, page, path."""
    plan = reading.plan
    notes: dict[str, list[str]] = {}
    for node_id, note in reading.unsure:
        notes.setdefault(node_id, []).append(note)

    def entry(node_id: str, title: str, text: str, place: Place, **below: Any) -> dict[str, Any]:
        return {
            "id": node_id, "title": title, "text": text, "page": place.page,
            "paragraph": place.paragraph, "path": list(place.path),
            "unsure": notes.get(node_id, []), **below,
        }  # fmt: skip

    return {
        "title": plan.title,
        "pillars": [
            entry(p.pillar_id, p.title, p.text, p.place, goals=[
                entry(g.goal_id, g.title, g.text, g.place, actions=[
                    entry(a.action_id, a.title, a.text, a.place) for a in g.actions
                ]) for g in p.goals
            ]) for p in plan.pillars
        ],
        "passages": [
            {"id": passage.passage_id, "text": passage.text, "page": passage.place.page,
             "path": list(passage.place.path)}
            for passage in plan.passages
        ],
        "empty": [
            {"text": one.text, "below": one.below, "path": list(one.place.path)}
            for one in reading.empty
        ],
    }  # fmt: skip


__all__ = ["EmptyPlace", "Node", "PlanReading", "read_plan_document", "reading_of", "tree_of"]
