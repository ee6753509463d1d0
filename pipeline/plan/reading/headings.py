"""A plan without words for its parts: its headings are the tree, and all of it is unsure.

The lowest headings name the goals, the headings above them the pillars, bullets below are actions.
Chapters about the organisation, the money or the making of the plan are left out, and so are
chapters without a list where other chapters have one.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.files.names import fold
from pipeline.plan.reading.labels import ACTION, AMBITION, GOAL, NEUTRAL, PILLAR, label_of
from pipeline.plan.reading.lines import ITEM, ROW, PlanLine
from pipeline.plan.reading.roles import Roles
from pipeline.plan.reading.sections import PlanSection

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


def heading_roles(document: PlanSection, plan: PlanSection, roles: Roles) -> Roles | None:
    """The parts by headings alone; None where they make no tree.

    Args: roles: as found by words; its meanings and its chapters outside the plan stay.
    """
    plain = Roles(roles.meaning, outside=roles.outside, by_headings=True)
    times = Counter(fold(heading.text) for heading in plan.headings())
    outlined = _without_context(plan, _title_of(document), times)
    listed = any(_listed(section) for section in outlined.children)
    for section in outlined.children:
        if not listed or _listed(section):
            _part(section, plain)
    pillars = [section for section in outlined.walk() if section.heading in plain.pillars]
    if pillars and all(_acts(section) for section in pillars):
        plain.unsure -= plain.goals  # "Wat gaan we doen" in each says what the headings are for
    alone = [s for s in outlined.children if s.heading in plain.pillars and not s.children]
    return plain if len(plain.goals) + len(alone) >= FEWEST else None


def worded(plan: PlanSection, roles: Roles) -> bool:
    """Whether the plan has words of its own for its pillars or goals."""
    labels = (line.label for line in plan.all_lines() if line.label is not None)
    return bool(roles.listed) or any(label.kind in (PILLAR, GOAL, AMBITION) for label in labels)


def _without_context(
    section: PlanSection, title: PlanLine | None, times: Counter[str]
) -> PlanSection:
    """The section with the headings that may be parts of the plan, and only those.

    What stands under the title, under "Aanpak" or "In het po" below every heading, or under a
    label is what the heading above it holds.
    """
    lines, children = [*section.lines], []
    for child in section.children:
        heading = child.heading
        plain = _NUMBERED.sub("", fold(heading.text)).strip(" .:?!")
        if heading is not title and (_CONTEXT.match(plain) or NEUTRAL.match(plain)):
            continue
        inner = _without_context(child, title, times)
        if heading is title or times[fold(heading.text)] > 1 or heading.label is not None:
            lines += inner.lines
            children += inner.children
        else:
            children.append(inner)
    return PlanSection(section.heading, lines, children)


def _title_of(document: PlanSection) -> PlanLine | None:
    """The heading that is the document's title: its first line, where no other stands as high."""
    if document.lines or not document.children:
        return None
    first = document.children[0]
    bare = not first.lines and not first.heading.number
    return first.heading if len(document.children) == 1 or bare else None


def _listed(section: PlanSection) -> bool:
    """Whether a bullet or table row stands in a section, at any depth."""
    return any(line.kind in (ITEM, ROW) for line in section.all_lines())


def _acts(section: PlanSection) -> bool:
    """Whether a label or the name of a column says what is done, at any depth."""
    return any(
        label is not None and label.kind == ACTION and label.lone
        for line in section.all_lines()
        for label in ([*map(label_of, line.cells)] if line.kind == ROW else [line.label])
    )


def _part(section: PlanSection, roles: Roles) -> None:
    holding = sum(bool(child.children) for child in section.children)
    if holding >= 2 and 2 * holding >= len(section.children):
        for child in section.children:  # chapters: the headings below them are the pillars
            _part(child, roles)
    elif section.children or _listed(section):
        roles.pillars[section.heading] = section.heading.text
        roles.goals |= {child.heading for child in section.children}
        roles.unsure |= {section.heading, *roles.goals}
