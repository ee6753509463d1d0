"""Which words and headings play which part in one plan document.

A plan that has "Speerpunt" and "Ambitie" and "Doel" uses them otherwise than one that has only
"Ambitie" and "Maatregel". So the whole document is looked at first: which words occur as labels,
which headings hold goals, which titles are announced as pillars; only then is the tree built.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile

from pipeline.plan.reading.labels import (
    ACTION,
    AMBITION,
    ASIDE,
    GOAL,
    NEUTRAL,
    PILLAR,
    RESULT,
    Label,
    label_of,
    lead_of,
)
from pipeline.plan.reading.lines import HEADING, ITEM, ROW, TEXT, PlanLine
from pipeline.plan.reading.sections import PlanSection
from pipeline.plan.reading.titles import parallel, words_of

MAX_LABEL_CELL = 60  # characters of a table's cell that may be a label


@dataclass
class Roles:
    """The parts as found: what each class of word means here, and which lines are what."""

    meaning: dict[str, str]  # class of label -> pillar | goal | action | aside
    outside: set[PlanLine] = field(default_factory=set)  # their labels speak of something else
    pillars: dict[PlanLine, str] = field(default_factory=dict)  # -> its title
    goals: set[PlanLine] = field(default_factory=set)  # unlabelled headings that name a goal
    actions: set[PlanLine] = field(default_factory=set)  # unlabelled headings that name an action
    listed: list[PlanLine] = field(default_factory=list)  # pillars that occur in a list only
    announced: set[PlanLine] = field(default_factory=set)  # items of a list of pillars
    unsure: set[PlanLine] = field(default_factory=set)  # whose part is a guess
    by_headings: bool = False  # nothing but headings says what is what

    def part(self, line: PlanLine) -> str:
        """The part a line's label names here: pillar, goal, action, aside, or ""."""
        return self.meaning[line.label.kind] if line.label else ""

    def sections(self, plan: PlanSection) -> dict[PlanLine, list[PlanLine]]:
        """What stands under each pillar: up to the next, or a heading as high that is no part."""
        sections: dict[PlanLine, list[PlanLine]] = {}
        pillar = None
        for line in plan.all_lines():
            if line in self.pillars:
                pillar = line
                sections[pillar] = []
            elif pillar is not None:
                as_high = line.kind == HEADING and line.level <= pillar.level
                if as_high and self.part(line) not in (GOAL, ACTION, ASIDE):
                    pillar = None
                else:
                    sections[pillar].append(line)
        return sections


def parts_by_words(plan: PlanSection) -> Roles:
    """The parts that words and headings name in a plan, as ``within_plan`` gives it."""
    roles = Roles(_meanings(plan))
    # "Speerpunt 2: Een sterk netwerk" names a pillar, a lone "Speerpunt" in a list does not.
    holding = _holding(plan)
    for line in plan.all_lines():
        label = line.label
        if label is None or roles.part(line) != PILLAR:
            continue
        if line.kind == HEADING:
            names = bool(label.rest or label.number)
        else:
            alone = not label.plural and (label.number or line.kind == TEXT)
            names = bool(label.rest and alone and line in holding)
        if names:
            roles.pillars[line] = label.rest or line.text
    _in_one_place(plan, roles)
    for rule in (_container_pillars, _goal_containers, _enclosing_pillars):
        if not roles.pillars:
            rule(plan, roles)
    efforts, pointed = _headings_of_efforts(plan)
    if pointed and roles.meaning[AMBITION] == ASIDE:
        roles.goals |= efforts
    elif efforts and not pointed:
        roles.actions |= efforts
    return roles


def _meanings(plan: PlanSection) -> dict[str, str]:
    """Class of label -> the part it plays here, seen which classes the plan uses at all."""
    labels = [label for line in plan.all_lines() for label in _labels(line)]
    seen = Counter(label.kind for label in labels)
    named = {label.kind for label in labels if label.rest or label.number}
    meaning = {PILLAR: PILLAR, GOAL: GOAL, ACTION: ACTION, ASIDE: ASIDE}
    if PILLAR not in named and not seen[GOAL] and not seen[AMBITION] and _ends_chapters(plan):
        meaning[PILLAR] = GOAL  # "Speerpunten" below every chapter: the chapters are the pillars
        seen[GOAL] += 1
    if seen[GOAL]:
        above = AMBITION in named and PILLAR not in named
        return meaning | {AMBITION: PILLAR if above else ASIDE, RESULT: ASIDE}
    if seen[AMBITION] and _headings_of_efforts(plan)[1]:
        return meaning | {AMBITION: ASIDE, RESULT: ASIDE}
    if seen[AMBITION]:
        finer = bool(seen[RESULT]) or _ambitions_hold_headings(plan)
        above = finer and not seen[PILLAR] and AMBITION in named
        return meaning | (
            {AMBITION: PILLAR, RESULT: GOAL} if above else {AMBITION: GOAL, RESULT: ASIDE}
        )
    return meaning | {AMBITION: GOAL, RESULT: GOAL}


def _headings_of_efforts(plan: PlanSection) -> tuple[set[PlanLine], bool]:
    """The headings below each lone "Inspanningen"; whether these hold points, else they hold prose.

    With points below them they are goals: one ambition a chapter is what its efforts are for, too
    coarse to answer a concern. With prose each is an action, told in full.
    """
    lists = plan.labelled(ACTION, lone=True)
    below = [child for section in lists for child in section.children if not child.heading.label]
    if len(lists) < 2 or not all(section.children for section in lists):
        return set(), False
    pointed = sum(any(line.kind == ITEM for line in child.lines) for child in below)
    explained = sum(bool(child.lines) for child in below)
    plain = not pointed and 2 * explained > len(below)
    headings = {child.heading for child in below}
    return (headings, not plain) if plain or 2 * pointed > len(below) else (set(), False)


def _ambitions_hold_headings(plan: PlanSection) -> bool:
    """Whether below each heading "Ambitie: …" headings stand with points of their own."""
    ambitions = plan.labelled(AMBITION, lone=False)
    finer = [
        all(
            not child.heading.label
            and not NEUTRAL.match(child.heading.text)
            and any(line.kind == ITEM for line in child.all_lines())
            for child in section.children
        )
        for section in ambitions
        if section.children
    ]
    return len(finer) > 1 and len(finer) == len(ambitions) and all(finer)


def _ends_chapters(plan: PlanSection) -> bool:
    """Whether a lone "Speerpunten" with a list stands below two or more headings."""
    leads = [lead for lead, _items in plan.lists() if lead.label and lead.place.path]
    return sum(lead.label.kind == PILLAR and lead.label.lone for lead in leads if lead.label) > 1


def _labels(line: PlanLine) -> list[Label]:
    if line.kind == ROW:
        short = (cell for cell in line.cells if len(cell) < MAX_LABEL_CELL)
        return [label for cell in short if (label := label_of(cell))]
    return [line.label] if line.label else []


def _in_one_place(plan: PlanSection, roles: Roles) -> None:
    """Where a pillar is named twice, the fuller place is the pillar and the other announces it."""
    alike: dict[str, list[PlanLine]] = {}
    for line, title in roles.pillars.items():
        alike.setdefault(" ".join(words_of(title)), []).append(line)
    sections = roles.sections(plan)
    for lines in alike.values():
        fullest = max(lines, key=lambda line: len(sections[line]))
        for line in lines:
            if line is not fullest:
                del roles.pillars[line]
                roles.announced.add(line)


def _holding(plan: PlanSection) -> set[PlanLine]:
    """The lines behind which text or goals come before the next pillar."""
    holding: set[PlanLine] = set()
    holds = False
    for line in reversed([*plan.all_lines()]):
        if holds:
            holding.add(line)
        if line.label is not None or line.kind in (ITEM, TEXT):
            holds = line.label is None or line.label.kind != PILLAR
    return holding


def _container_pillars(plan: PlanSection, roles: Roles) -> None:
    """Below "Onze speerpunten" the next headings are the pillars."""
    for section in plan.walk():
        label = section.heading.label
        if label and label.plural and label.lone and roles.part(section.heading) == PILLAR:
            roles.pillars |= {line: line.text for line in _unlabelled(section)}


def _unlabelled(section: PlanSection) -> list[PlanLine]:
    """The headings right below a section that may name a part of the plan."""
    headings = [child.heading for child in section.children]
    return [line for line in headings if not line.label and not NEUTRAL.match(line.text)]


def _goal_containers(plan: PlanSection, roles: Roles) -> None:
    """Below "Onze doelen" or "Wat wij gaan doen" unlabelled headings name the goals.

    Unless they hold lists that no sentence introduces as actions: then the lists are the goals.
    Where every chapter has such a heading, the chapters are the pillars.
    """
    chapters = _chapters_with(plan, (GOAL, ACTION), roles)
    for section in plan.walk():
        label, part = section.heading.label, roles.part(section.heading)
        headings = _unlabelled(section)
        if not (label and label.lone and label.plural and part in (GOAL, ACTION)):
            continue
        below = [*section.all_lines()]
        parts = {roles.part(line) for line in below}
        if len(headings) < 2 or GOAL in parts:
            continue  # too few, or the goals are named below these headings
        acting = part == ACTION or ACTION in parts or _leads_actions(section)
        if acting or not any(line.kind == ITEM for line in below):
            pillar = chapters.get(section.heading, section.heading)
            roles.pillars[pillar] = pillar.text
            roles.goals |= set(headings)
        else:
            roles.pillars |= {line: line.text for line in headings}


def _chapters_with(
    plan: PlanSection, parts: tuple[str, ...], roles: Roles
) -> dict[PlanLine, PlanLine]:
    """Heading of a lone plural label that several chapters have -> the chapter's own heading."""
    above = {
        child.heading: section.heading
        for section in plan.walk()
        if section is not plan
        for child in section.children
        if (label := child.heading.label)
        and label.lone and label.plural and roles.part(child.heading) in parts
    }  # fmt: skip
    times = Counter(" ".join(words_of(line.text)) for line in above)
    return {
        line: chapter for line, chapter in above.items() if times[" ".join(words_of(line.text))] > 1
    }


def _leads_actions(section: PlanSection) -> bool:
    """Whether a sentence such as "Daarom gaan we:" leads in a list of actions."""
    return any(_action_lead(lead) for lead, _items in section.lists())


def _action_lead(lead: PlanLine) -> bool:
    return lead.kind == TEXT and lead.text.endswith(":") and lead_of(lead.text) == ACTION


def _enclosing_pillars(plan: PlanSection, roles: Roles) -> None:
    """No word for pillars: the headings under which goals stand are the pillars."""
    parts = {roles.meaning[label.kind] for x in plan.all_lines() for label in _labels(x)}
    wanted = GOAL if GOAL in parts else ACTION
    leads: set[PlanLine] = set()
    if wanted == ACTION and not any(roles.part(x) == ACTION for x in plan.all_lines()):
        leads = {lead for lead, _items in plan.lists() if _action_lead(lead)}
    holders: Counter[PlanLine] = Counter()
    above: dict[PlanLine, PlanLine] = {}  # heading -> the heading one step above it
    for path in plan.paths():
        headings = [section.heading for section in path]
        above.update(zip(headings[1:], headings, strict=False))
        for line in (path[-1].heading, *path[-1].lines):
            named = {roles.meaning[label.kind] for label in _labels(line)}
            # a table may bring its own pillars
            if (wanted in named and PILLAR not in named) or line in leads:
                enclosing = [x for x in headings if x is not line and _may_enclose(x, line, roles)]
                holders.update(enclosing[-1:])
    if wanted == ACTION:  # the heading one step above, where two or more share it
        shared = Counter(above[x] for x in holders if x in above)
        several = {(p.level, x.level) for x in holders if shared[p := above.get(x, x)] > 1}
        holders = Counter(  # a chapter with one goal beside chapters with several is one too
            p if shared[p := above.get(x, x)] > 1 or (p.level, x.level) in several else x
            for x in holders
        )
    chapters = _chapters_of_single_goals(holders, above)
    in_order = (line for line in plan.headings() if line in (chapters or holders))
    roles.pillars |= {line: line.text for line in in_order}


def _may_enclose(heading: PlanLine, line: PlanLine, roles: Roles) -> bool:
    """Whether a heading can be the pillar of what the line names; "Strategische doelen" can hold
    headings that each name one goal."""
    part = roles.part(heading)
    label = heading.label
    holds = label is not None and label.lone and label.plural and not label.question
    named = line.kind == HEADING and line.label is not None and bool(line.label.rest)
    return part not in (GOAL, ACTION, ASIDE) or (part == GOAL and holds and named)


def _chapters_of_single_goals(
    holders: Counter[PlanLine], above: dict[PlanLine, PlanLine]
) -> set[PlanLine]:
    """Chapters 3 and 4 when both hold several sections with one goal each: 3.1, 3.2; 4.1, 4.2."""
    if len(holders) < 4 or max(holders.values()) > 1 or any(x not in above for x in holders):
        return set()
    chapters = Counter(above[line] for line in holders)
    return set(chapters) if len(chapters) > 1 and min(chapters.values()) > 1 else set()


def parallel_pillars(plan: PlanSection, roles: Roles) -> None:
    """Headings worded like a pillar's ("Interventies gericht op …") are pillars too."""
    if any(line.label for line in roles.pillars) or not roles.pillars:
        return
    levels = {line.level for line in roles.pillars}
    alike = [
        line for line in plan.headings()
        if line not in roles.pillars and not line.label and line.level in levels
        and any(parallel(line.text, pillar.text) for pillar in roles.pillars)
    ]  # fmt: skip
    if len(alike) + len(roles.pillars) >= 3:
        roles.pillars |= {line: line.text for line in alike}
        roles.unsure |= set(alike)


def goal_headings(plan: PlanSection, roles: Roles) -> None:
    """Headings inside a pillar that name a goal: with a goal or action section of their own."""
    sections = {section.heading: section for section in plan.walk()}
    bare: list[set[PlanLine]] = []  # headings of pillars that say nowhere what their goals are
    for pillar, below in roles.sections(plan).items():
        if pillar.kind != HEADING:
            continue
        headings = [
            line for line in below
            if line.kind == HEADING and not line.label and line.level > pillar.level
            and not NEUTRAL.match(line.text)
        ]  # fmt: skip
        owning = {line for line in headings if _owns(sections[line], roles)}
        highest = min((line.level for line in headings), default=0)
        top = {line for line in headings if line.level == highest}
        if owning:
            silent = _numbered_alike(owning, headings, sections)
            roles.goals |= owning | silent
            roles.unsure |= silent
        elif top and not any(roles.part(x) == GOAL or x.kind == ROW for x in below):
            bare.append(top)
    # A lone heading names a goal where the pillars beside it have several on its level.
    levels = {line.level for top in bare if len(top) > 1 for line in top}
    for top in bare:
        if len(top) > 1 or {line.level for line in top} <= levels:
            roles.goals |= top
            roles.unsure |= top


def _numbered_alike(
    owning: set[PlanLine], headings: list[PlanLine], sections: dict[PlanLine, PlanSection]
) -> set[PlanLine]:
    """Headings numbered like the goals beside them that hold prose only: goals nobody acts on yet.

    Below a pillar with goals 3.1 and 3.2, which have actions, 3.3 is one too.
    """
    levels = {line.level for line in owning if "." in line.number}
    series = {line.number.rpartition(".")[0] for line in owning if "." in line.number}
    return {
        line for line in headings
        if line not in owning and line.level in levels
        and line.number.rpartition(".")[0] in series
        and any(below.kind == TEXT for below in sections[line].lines)
    }  # fmt: skip


def _owns(section: PlanSection, roles: Roles) -> bool:
    """Whether the section has its own action part, and at most one goal named in its own words."""
    parts = Counter(roles.part(line) for line in section.all_lines())
    acts = bool(parts[ACTION]) or _leads_actions(section) or _boxed(section, roles)
    return parts[GOAL] <= 1 and acts and not _lists_goals(section.all_lines(), roles)


def _boxed(section: PlanSection, roles: Roles) -> bool:
    """Whether a box says what is done: a table of one column below such a label."""
    rows = (line for line in section.lines if line.kind == ROW and len(line.cells) == 1)
    return any(roles.meaning[label.kind] == ACTION for row in rows for label in _labels(row))


def _lists_goals(lines: Iterator[PlanLine], roles: Roles) -> bool:
    """Whether the one goal label of a section introduces a list of several goals."""
    labelled = dropwhile(lambda x: not (x.label and x.label.lone and roles.part(x) == GOAL), lines)
    next(labelled, None)
    below = takewhile(lambda x: not x.label and x.kind != HEADING, labelled)
    return sum(line.kind == ITEM for line in below) > 1
