"""Plans whose headings are just headings: thirteen forms, filled from a bank of goals and actions.

The bank (``tests/cases/heading_plan_bank.txt``) has pillars, goals and actions without one word
for any of them; a form says how a plan is laid out, and the right tree follows from what it took.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import CASES
from tests.plan.reading.plan_documents import PlanCase

CONTEXT = [
    ("Inleiding", ["Voor u ligt het plan van onze scholen.", "Wij schreven het met velen."]),
    ("Onze regio", ["In de regio staan veertig scholen.", "- Haverdam", "- Sluisoord"]),
]
AFTER = [
    (
        "Wat het kost",
        ["De begroting is sluitend.", "- personeel 60 procent", "- overig 40 procent"],
    ),
    ("Hoe het verder gaat", ["De ondersteuningsplanraad stemt in juni."]),
]


@dataclass
class Sheet:
    """A plan being written: its lines, and the tree of what was written."""

    lines: list[str]
    number: bool = False
    counts: list[int] = field(default_factory=list)
    tree: dict[str, Any] = field(default_factory=lambda: {"pillars": []})

    def head(self, level: int, text: str) -> None:
        self.counts = [*self.counts[:level], *[0] * (level - len(self.counts))]
        self.counts[level - 1] += 1
        number = ".".join(map(str, self.counts)) + " " if self.number else ""
        self.lines.append(f"{'#' * level} {number}{text}")

    def chapters(self, level: int, chapters: list[tuple[str, list[str]]]) -> None:
        for title, below in chapters:
            self.head(level, title)
            self.lines += below

    def pillar(self, title: str) -> None:
        self.tree["pillars"].append({"title": title, "goals": []})

    def goal(self, title: str) -> None:
        self.tree["pillars"][-1]["goals"].append({"title": title, "actions": []})

    def actions(self, texts: list[str]) -> None:
        self.lines += [f"- {text}" for text in texts]
        self.tree["pillars"][-1]["goals"][-1]["actions"] += [{"text": text} for text in texts]


Bank = list[tuple[str, list[tuple[str, list[str]]]]]


def bank(path: Path = CASES / "heading_plan_bank.txt") -> Bank:
    pillars: Bank = []
    for line in path.read_text("utf-8").splitlines():
        kind, _space, words = line.partition(" ")
        if kind == "P":
            pillars.append((words, []))
        elif kind == "G":
            pillars[-1][1].append((words, []))
        else:
            pillars[-1][1][-1][1].append(words)
    return pillars


def nested(sheet: Sheet, pillars: Bank, *, level: int = 1, prose: bool = True) -> None:
    for title, goals in pillars:
        sheet.head(level, title)
        sheet.pillar(title)
        if prose:
            sheet.lines.append("Dit vinden wij belangrijk voor alle kinderen in de regio.")
        for goal, actions in goals:
            sheet.head(level + 1, goal)
            sheet.goal(goal)
            if prose:
                sheet.lines.append("Daar merken kinderen elke dag iets van.")
            sheet.actions(actions)


def titled(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"])
    nested(sheet, pillars)
    return sheet


def numbered(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"], number=True)
    sheet.chapters(1, CONTEXT)
    nested(sheet, pillars)
    sheet.chapters(1, AFTER)
    return sheet


def one_chapter(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"], number=True)
    sheet.chapters(1, CONTEXT)
    sheet.head(1, "Ons werk tot de zomer")
    nested(sheet, pillars, level=2)
    sheet.chapters(1, AFTER)
    return sheet


def flat(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit", "# Vooraf", "Een kort plan."])
    for title, goals in pillars:
        sheet.head(1, title)
        sheet.pillar(title)
        sheet.goal(title)
        sheet.lines.append("Zo pakken we dat aan.")
        sheet.actions([action for _goal, actions in goals for action in actions])
    return sheet


def among_context(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"])
    sheet.chapters(1, CONTEXT)
    nested(sheet, pillars, prose=False)
    sheet.chapters(1, AFTER)
    return sheet


def title_as_heading(pillars: Bank) -> Sheet:
    sheet = Sheet(["# Samen vooruit", "Het plan van alle scholen samen."])
    sheet.chapters(2, CONTEXT)
    nested(sheet, pillars, level=2)
    sheet.chapters(2, AFTER)
    return sheet


def some_without_bullets(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"])
    nested(sheet, [
        (title, [(goal, actions if at % 3 else []) for at, (goal, actions) in enumerate(goals)])
        for title, goals in pillars
    ])  # fmt: skip
    sheet.chapters(1, AFTER)
    return sheet


def repeated_subheads(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"])
    for title, goals in pillars:
        sheet.head(1, title)
        sheet.pillar(title)
        for goal, actions in goals:
            sheet.head(2, goal)
            sheet.goal(goal)
            sheet.head(3, "Basisschool")
            sheet.actions(actions[:1])
            sheet.head(3, "Voortgezet onderwijs")
            sheet.actions(actions[1:])
    return sheet


def long_paragraphs(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"])
    sheet.chapters(1, CONTEXT[:1])
    for title, goals in pillars:
        sheet.head(1, title)
        sheet.pillar(title)
        sheet.lines += [
            "Hier is lang over gesproken. Het vraagt iets van iedereen.",
            "Ook van ons.",
        ]
        for goal, actions in goals:
            sheet.head(2, goal)
            sheet.goal(goal)
            sheet.lines += [
                "Veel scholen doen hier al iets aan, bijvoorbeeld met hulp van buiten de school.",
                "Wij bouwen daarop voort met de mensen die er al zijn.",
            ]
            sheet.actions(actions)
            sheet.lines.append("In het voorjaar kijken we samen terug op wat dit heeft gebracht.")
    return sheet


def bold_lines(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"])
    for title, goals in pillars:
        sheet.head(1, title)
        sheet.pillar(title)
        for goal, actions in goals:
            sheet.lines += [f"**{goal}**", "Daar merken kinderen elke dag iets van."]
            sheet.goal(goal)
            sheet.actions(actions)
    return sheet


def chapters_with_their_own_list(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"], number=True)
    for title, goals in pillars:
        sheet.head(1, title)
        sheet.pillar(title)
        sheet.lines += ["Wij hoorden vaak:", "- het kost te veel tijd", "- niemand belt terug"]
        for goal, actions in goals:
            sheet.head(2, goal)
            sheet.goal(goal)
            sheet.actions(actions)
    return sheet


def two_parts(pillars: Bank) -> Sheet:
    sheet = Sheet(["@title Samen vooruit"])
    sheet.head(1, "Op school")
    nested(sheet, pillars[:2], level=2)
    sheet.head(1, "Rondom school")
    nested(sheet, pillars[2:], level=2)
    return sheet


def numbered_over_points(pillars: Bank) -> Sheet:
    """No headings for the goals: "1. …" with what is done for it below."""
    sheet = Sheet(["@title Samen vooruit"])
    for title, goals in pillars:
        sheet.head(1, title)
        sheet.pillar(title)
        sheet.lines.append("Dit vinden wij belangrijk voor alle kinderen in de regio.")
        for at, (goal, actions) in enumerate(goals, start=1):
            sheet.lines.append(f"{at}. {goal}")
            sheet.goal(goal)
            sheet.actions(actions)
    return sheet


FORMS: list[Callable[[Bank], Sheet]] = [
    titled, numbered, one_chapter, flat, among_context, title_as_heading, some_without_bullets,
    repeated_subheads, long_paragraphs, bold_lines, chapters_with_their_own_list, two_parts,
    numbered_over_points,
]  # fmt: skip


def heading_plans() -> Iterator[PlanCase]:
    """One plan per form: four of the five pillars of the bank, another left out each time."""
    pillars = bank()
    for at, form in enumerate(FORMS):
        sheet = form([pillar for n, pillar in enumerate(pillars) if n != at % len(pillars)])
        yield PlanCase(form.__name__, tuple(sheet.lines), sheet.tree)


def build_md(case: PlanCase, path: Path) -> Path:
    """The same as Markdown: the title a heading of the first level, all others one lower."""
    lines = [
        f"# {line.removeprefix('@title ')}" if line.startswith("@title")
        else f"#{line}" if line.startswith("#") and case.lines[0].startswith("@title")
        else line
        for line in case.lines
    ]  # fmt: skip
    path.write_text("\n\n".join(lines).replace("\n\n- ", "\n- "), "utf-8")
    return path
