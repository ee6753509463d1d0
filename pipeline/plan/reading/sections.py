"""A plan document as a tree of sections: a heading, what stands right under it, what it holds.

Built once from the lines; the rules that tell pillars, goals and actions apart walk it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.plan.reading.labels import OUTSIDE
from pipeline.plan.reading.lines import HEADING, ITEM, PlanLine
from pipeline.plan.reading.titles import unnumbered

DOCUMENT = "document"  # kind of the line that stands for the heading of the whole document


@dataclass(frozen=True, eq=False)
class PlanSection:
    """One section of a plan; that of the whole document has an empty heading of level 0."""

    heading: PlanLine
    lines: list[PlanLine] = field(default_factory=list)  # above the first heading below it
    children: list[PlanSection] = field(default_factory=list)

    def walk(self) -> Iterator[PlanSection]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def paths(self, above: tuple[PlanSection, ...] = ()) -> Iterator[tuple[PlanSection, ...]]:
        """Every section below this one, behind the sections it stands in: the highest first."""
        for child in self.children:
            yield (*above, child)
            yield from child.paths((*above, child))

    def all_lines(self) -> Iterator[PlanLine]:
        """Every line below the heading, in reading order, headings among them."""
        yield from self.lines
        for child in self.children:
            yield child.heading
            yield from child.all_lines()

    def headings(self) -> Iterator[PlanLine]:
        """Every heading below this one, in reading order."""
        return (path[-1].heading for path in self.paths())

    def labelled(self, kind: str, *, lone: bool) -> list[PlanSection]:
        """Sections whose heading bears a label of this class, alone or with a name behind it."""
        return [
            section
            for section in self.walk()
            if (label := section.heading.label) and label.kind == kind and label.lone is lone
        ]

    def runs(self) -> Iterator[list[PlanLine]]:
        """The section's own lines as runs of one kind: a list's items, the rows of one table."""
        for _kind, run in groupby(self.lines, key=lambda line: (line.kind, line.table)):
            yield list(run)

    def lists(self) -> Iterator[tuple[PlanLine, list[PlanLine]]]:
        """Every list at any depth: the line or heading that leads it in, and its items."""
        for section in self.walk():
            lead = section.heading
            for run in section.runs():
                if run[0].kind == ITEM:
                    yield lead, run
                lead = run[-1]


def outline(lines: Iterable[PlanLine]) -> PlanSection:
    """The sections of a document; each line gets the headings above it as its path."""
    opened = [PlanSection(PlanLine(DOCUMENT, ""))]
    for line in lines:
        if line.kind == HEADING:
            while len(opened) > 1 and opened[-1].heading.level >= line.level:
                opened.pop()
        path = tuple(f"{s.heading.number} {s.heading.text}".strip() for s in opened[1:])
        placed = replace(line, place=replace(line.place, path=path))
        if line.kind == HEADING:
            opened.append(PlanSection(placed))
            opened[-2].children.append(opened[-1])
        else:
            opened[-1].lines.append(placed)
    return opened[0]


def within_plan(document: PlanSection) -> PlanSection:
    """The document without introduction, appendices and reviews of the past, high in its outline.

    What their labels name is no part of this plan.
    """
    top = min((section.heading.level for section in document.children), default=1)

    def is_outside(heading: PlanLine) -> bool:
        title = unnumbered(heading.text).strip(" :.")
        return heading.level <= top + 1 and OUTSIDE.match(title) is not None

    def inside(section: PlanSection) -> PlanSection:
        kept = [child for child in section.children if not is_outside(child.heading)]
        return replace(section, children=[inside(child) for child in kept])

    return inside(document)
