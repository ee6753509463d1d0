"""A plan as people write it, a document, slides or a page, read into pillars > goals > actions.

What is read from weak signs carries a note, for a person to settle; nothing of the document is
dropped: what is no pillar, goal or action becomes a passage under its heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Place, Plan, Round
from pipeline.encoders.embed import Encode
from pipeline.files import pdf as from_pdf
from pipeline.files import pptx as from_pptx
from pipeline.files.blocks import Block, of_grids
from pipeline.files.formats import BLOCKS, GRIDS
from pipeline.files.guard import size_problem
from pipeline.files.options import RoundFiles
from pipeline.plan.reading.announced import announced_pillars
from pipeline.plan.reading.chapter_actions import shared_over_chapters
from pipeline.plan.reading.headings import heading_roles, worded
from pipeline.plan.reading.levels import with_levels
from pipeline.plan.reading.lines import plan_lines
from pipeline.plan.reading.nodes import (
    NEXT_SENTENCE,
    Node,
    frozen,
    give_ids,
    joined_by_number,
    merge_double,
    named_by_headings,
    passages_of,
    walk,
)
from pipeline.plan.reading.own_words import with_own_labels
from pipeline.plan.reading.roles import (
    goal_headings,
    parallel_pillars,
    parts_by_words,
)
from pipeline.plan.reading.sections import PlanSection, outline, within_plan
from pipeline.plan.reading.shared_actions import share_by_meaning
from pipeline.plan.reading.tree import TreeBuilder

SHEETS = (".xlsx", ".xls", ".ods")  # a plan may be a table: goals, actions, who and when
KINDS = (".docx", ".odt", ".pdf", ".txt", ".md", ".pptx", ".html", ".htm", ".rtf", *SHEETS)
FEWEST_SENTENCES = 2  # that say what "we" do
_WE = re.compile(r"(?:We|Wij) [a-zë]")


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
    shared: bool = False  # some actions stand below several goals, no number saying whose they are

    def notes(self) -> dict[str, list[str]]:
        """What to check, by the id of the pillar, goal or action it is about."""
        notes: dict[str, list[str]] = {}
        for node_id, note in self.unsure:
            notes.setdefault(node_id, []).append(note)
        return notes


def read_plan_document(path: Path, where: str = "", encode: Encode | None = None) -> PlanReading:
    """Read a plan document.

    Args: encode: gives actions that stand below several goals to the nearest; without it their
        words do, or their order.
    Raises: DataProblem for a file that is absent, of another kind, damaged or empty.
    """
    return reading_of(read_blocks(path, where or path.name), path.stem, encode)


def read_blocks(path: Path, where: str) -> list[Block]:
    """The text blocks of a plan document, by the reader of its format.

    Raises: DataProblem for a folder, a file that is absent or too large, or no format of plans.
    """
    if path.is_dir():
        raise DataProblem(
            where=where,
            found=_("this is a folder"),
            mend=_("name the file that holds the plan, between quotes where its name has spaces"),
        )
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
    if suffix not in (*BLOCKS, *GRIDS) or suffix not in KINDS:
        raise DataProblem(
            where=where,
            found=_("files of kind '{suffix}' cannot be read").format(suffix=suffix),
            expected=_("one of: {keys}").format(keys=", ".join(KINDS)),
            mend=_("open it in the program it came from and save it as one of these"),
        )
    if suffix == ".pdf":
        return from_pdf.read(path, where, tables=True)
    files = RoundFiles(Round("plan", "plan", ""), ())
    if suffix in SHEETS:
        return of_grids(GRIDS[suffix](path, where, files))
    return BLOCKS[suffix](path, where, files)


def reading_of(blocks: list[Block], name: str, encode: Encode | None = None) -> PlanReading:
    """The plan in these blocks; pure. Args: encode: as for ``read_plan_document``."""
    document = outline(with_levels(plan_lines(with_own_labels(_slides_outlined(blocks)))))
    plan = within_plan(document)
    title = _title(blocks, document, name)
    roles = parts_by_words(plan)
    roles.outside = {*document.all_lines()} - {*plan.all_lines()}
    announced_pillars(document, plan, roles)
    parallel_pillars(plan, roles)
    goal_headings(plan, roles)
    builder = TreeBuilder(document, plan, roles, title)
    pillars = merge_double(builder.build())
    by_words = worded(plan, roles)
    has_goals = any(pillar.children for pillar in pillars)
    plain = None if has_goals and by_words else heading_roles(document, plan, roles)
    if plain is not None:
        by_headings = TreeBuilder(document, plan, plain, title)
        outlined = merge_double(by_headings.build())
        if _tells_more(outlined, pillars, by_words=by_words):
            builder, pillars = by_headings, outlined
    pillars = named_by_headings(joined_by_number(pillars), title)
    shared_over_chapters(pillars)
    if encode is not None:
        share_by_meaning(pillars, encode)
    in_sentences(pillars)
    give_ids(pillars)
    passages = passages_of([line for line in builder.passages if line.text.strip()])
    return PlanReading(
        Plan(title, frozen(pillars), passages=passages),
        tuple((node.node_id, note) for node in walk(pillars) for note in node.notes),
        tuple(
            EmptyPlace(line.text, below.node_id if below else "", line.place)
            for line, below in builder.empty
        ),
        builder.roles.by_headings,
        any(each.shared for each in walk(pillars)),
    )


def _slides_outlined(blocks: list[Block]) -> list[Block]:
    """On a slide a point with points below it is the heading of these."""
    if not any(block.style == from_pptx.SLIDE for block in blocks):
        return blocks
    return [
        replace(block, kind="heading", level=2 + block.level)
        if block.kind == "item" and after and after.kind == "item" and after.level > block.level
        else block
        for block, after in zip_longest(blocks, blocks[1:])
        if block
    ]


def _tells_more(outlined: list[Node], labelled: list[Node], *, by_words: bool) -> bool:
    """Whether headings tell the parts better than words do.

    A plan with words of its own is only outdone by twice as many goals and actions.
    """
    leaves, of_words = _n_leaves(outlined), _n_leaves(labelled)
    finer = leaves > of_words and _n_actions(outlined) == _n_actions(labelled)
    return leaves > 2 * of_words or (finer and not by_words)


def _n_leaves(pillars: list[Node]) -> int:
    """Goals and actions in a tree."""
    return sum(1 + len(goal.children) for pillar in pillars for goal in pillar.children)


def _n_actions(pillars: list[Node]) -> int:
    return sum(len(goal.children) for pillar in pillars for goal in pillar.children)


def _title(blocks: list[Block], document: PlanSection, name: str) -> str:
    """The document's title: styled as one, or its first line where that is a plain heading."""
    for block in blocks[:12]:
        if block.style.casefold() in ("title", "titel"):
            return " ".join(block.text.split())
    first = document.children[0].heading if document.children and not document.lines else None
    return first.text if first and not first.number and not first.label else name


def tree_of(reading: PlanReading) -> dict[str, Any]:
    """The tree for ``--json``: pillars > goals > actions, each with id, title, text, page, path."""
    plan, notes = reading.plan, reading.notes()

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
            {"text": empty.text, "below": empty.below, "path": list(empty.place.path)}
            for empty in reading.empty
        ],
    }  # fmt: skip


def in_sentences(pillars: Iterable[Node]) -> None:
    """Part the one action of a goal where its sentences each begin with what "we" do.

    "Hoe: We openen …. We betalen …." holds two actions.

    A numbered one is one action, however many sentences it has: the plan counts it itself.
    """
    for pillar in pillars:
        for goal in pillar.children:
            if len(goal.children) == 1 and not goal.children[0].number:
                goal.children = _parted(goal.children[0])


def _parted(action: Node) -> list[Node]:
    """The action as one for each "We …", what follows such a sentence with it."""
    sentences = NEXT_SENTENCE.split(action.title)
    if action.headed or sum(bool(_WE.match(s)) for s in sentences) < FEWEST_SENTENCES:
        return [action]
    parts: list[list[str]] = []
    for sentence in sentences:
        if _WE.match(sentence) or not parts:
            parts.append([sentence])
        else:
            parts[-1].append(sentence)
    first, *others = [" ".join(part) for part in parts]
    last = replace(action, title=others[-1], notes=[])
    between = [Node(action.kind, text, "", action.place) for text in others[:-1]]
    return [Node(action.kind, first, "", action.place, notes=action.notes), *between, last]
