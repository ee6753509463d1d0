"""A plan without words for its parts: its headings are the tree, and all of it is unsure.

The lowest headings name the goals, the headings above them the pillars, bullets below are actions.
Chapters about the organisation, the money or the making of the plan are left out, and so are
chapters without a list where other chapters have one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.files.names import fold
from pipeline.plan.reading.labels import AMBITION, GOAL, NEUTRAL, PILLAR
from pipeline.plan.reading.lines import HEADING, ITEM, ROW, PlanLine
from pipeline.plan.reading.roles import Roles

FEWEST = 2  # goals; fewer headings make no tree
# Chapters about the document, the organisation, its money or the past.
_CONTEXT = re.compile(
    r"^(?:waar staan (?:we|wij)\b.*|waar (?:we|wij) (?:nu )?staan|"
    r"onze (?:regio|scholen|organisatie|omgeving|opdracht|cijfers|leerlingen)|"
    r"(?:de |het )?(?:regio|samenwerkingsverband)(?: in (?:beeld|cijfers|kaart|het kort))?|"
    r"over (?:ons|dit plan|het plan|wie wij zijn)|(?:feiten|cijfers)\b.*|(?:.*\bin )?cijfers|"
    r"wat (?:het|dit|dat) kost|wat (?:er )?(?:goed )?gaat|"
    r"(?:de )?(?:financi\w+|begroting|middelen|geld|bekostiging|meerjaren\w+)\b.*|"
    r"hoe (?:het|we|wij) (?:nu )?(?:verder|vervolg)\w*\b.*|hoe dit plan\b.*|"
    r"(?:het )?(?:vervolg|proces|besluitvorming)\b.*|"
    r"(?:wettelijk|juridisch|financieel)\w* kaders?\b.*|wet-? ?(?:en|&) regelgeving|kaders?|"
    r"(?:bestuur|governance|organisatie|medezeggenschap|toezicht|privacy|klachten|communicatie|"
    r"ondertekening|contact|colofon|adres)\w*\b(?: en .*)?|"
    r"bijlagen?\b.*|tot(?:standkoming| slot)\b.*|vooraf|voorwoord|ten ?slotte|slotwoord|"
    r"leeswijzer|inleiding\b.*|samenvatting\b.*|terugblik\b.*|"
    r"(?:onze )?(?:missie|visie|kernwaarden|uitgangspunten|bedoeling)\b.*|trends\b.*|"
    r"(?:ontwikkelingen|evaluatie|monitoring|planning|verantwoording)\b.*|"
    r"(?:waarom )?dit plan\b.*|hoe (?:lees|leest) .*|wie (?:wij|we) zijn|wie zijn (?:wij|we)|"
    r"met wie .*|(?:de )?aanleiding|begrippen\w*|afkortingen\w*|risico\w*\b.*)$"
)
_NUMBERED = re.compile(r"^\d[\d.]*\s+")


@dataclass
class _Head:
    """A heading and the headings right below it."""

    at: int
    level: int
    below: list[_Head] = field(default_factory=list)
    listed: bool = False  # a bullet or table row stands in its section, at any depth

    @property
    def chapters(self) -> bool:
        """Whether at least half of the headings below hold headings again: they are the pillars."""
        holding = sum(bool(head.below) for head in self.below)
        return holding >= 2 and 2 * holding >= len(self.below)


def heading_roles(lines: Sequence[PlanLine], roles: Roles) -> Roles | None:
    """The parts by headings alone; None where they make no tree.

    Args: roles: as found by words; its meanings and its chapters outside the plan stay.
    """
    made = Roles(roles.meaning, outside=roles.outside, by_headings=True)
    heads = _tree(lines, made)
    listed = any(head.listed for head in heads)
    for head in heads:
        if head.listed or not listed:
            _part(head, lines, made)
    alone = [head for head in heads if head.at in made.pillars and not head.below]
    goals = len(made.goals) + len(alone)
    return made if goals >= FEWEST else None


def worded(lines: Sequence[PlanLine], roles: Roles) -> bool:
    """Whether the plan has words of its own for its pillars or goals."""
    return bool(roles.listed) or any(
        line.label is not None and line.label.kind in (PILLAR, GOAL, AMBITION)
        for i, line in enumerate(lines)
        if i not in roles.outside
    )


def _tree(lines: Sequence[PlanLine], roles: Roles) -> list[_Head]:
    """The headings that may be part of the plan, the highest ones; the title is none."""
    said = Counter(fold(line.text) for line in lines if line.kind == HEADING)
    top: list[_Head] = []
    stack: list[_Head] = []
    skipped = 0  # level of a chapter that is left out with all that stands below it
    title = _title_at(lines)
    for i, line in enumerate(lines):
        if line.kind in (ITEM, ROW):
            for head in stack:
                head.listed = True
        if line.kind != HEADING or i == title:
            continue
        stack = [head for head in stack if head.level < line.level]
        if skipped and line.level > skipped:
            continue
        skipped = 0
        if i in roles.outside or _is_context(line.text):
            skipped, stack = line.level, []
            continue
        if said[fold(line.text)] > 1 or line.label is not None:
            continue  # "Aanpak" or "In het po" under every heading: its list belongs to the heading
        head = _Head(i, line.level)
        (stack[-1].below if stack else top).append(head)
        stack.append(head)
    return top


def _title_at(lines: Sequence[PlanLine]) -> int:
    """The line of the document's title: its first heading, where no other stands as high."""
    heads = [i for i, line in enumerate(lines) if line.kind == HEADING]
    if not heads:
        return -1
    first, others = heads[0], heads[1:]
    alone = all(lines[i].level > lines[first].level for i in others)
    above = first + 1 in others and not lines[first].number  # nothing of its own stands below it
    return first if first == 0 and (alone or above) else -1


def _is_context(text: str) -> bool:
    plain = _NUMBERED.sub("", fold(text)).strip(" .:?!")
    return bool(_CONTEXT.match(plain) or NEUTRAL.match(plain))


def _part(head: _Head, lines: Sequence[PlanLine], roles: Roles) -> None:
    if head.chapters:
        for below in head.below:
            _part(below, lines, roles)
        return
    if not head.below and not head.listed:
        return
    roles.pillars[head.at] = lines[head.at].text
    roles.unsure[head.at] = "heading"
    for below in head.below:
        roles.goals.add(below.at)
        roles.unsure[below.at] = "heading"
