"""Which words and headings play which part in one plan document.

A plan that has "Speerpunt" and "Ambitie" and "Doel" uses them otherwise than one that has only
"Ambitie" and "Maatregel". So the whole document is looked at first: which words occur as labels,
which headings hold goals, which titles are announced as pillars; only then is the tree built.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.plan.reading.labels import (
    ACTION,
    AMBITION,
    ASIDE,
    GOAL,
    NEUTRAL,
    OUTSIDE,
    PILLAR,
    RESULT,
    Label,
    label_of,
    lead_of,
)
from pipeline.plan.reading.lines import HEADING, ITEM, ROW, TEXT, PlanLine
from pipeline.plan.reading.titles import likeness, parallel, sentence_list, split_title, words_of

SAME_TITLE = 0.72  # likeness of words from which a listed title is that of a heading


@dataclass
class Roles:
    """The parts as found: per line number a part, and what each class of word means here."""

    meaning: dict[str, str]  # class of label -> pillar | goal | action | aside
    pillars: dict[int, str] = field(default_factory=dict)  # heading line -> its title
    goals: set[int] = field(default_factory=set)  # unlabelled headings that name a goal
    listed: list[PlanLine] = field(default_factory=list)  # pillars that occur in a list only
    announced: set[int] = field(default_factory=set)  # lines of the list that announces pillars
    outside: set[int] = field(default_factory=set)  # lines whose labels speak of something else
    unsure: dict[int, str] = field(default_factory=dict)  # line -> why a part is a guess
    by_headings: bool = False  # nothing but headings says what is what


def roles_of(lines: Sequence[PlanLine]) -> Roles:
    """Find the parts of the document before its tree is built."""
    # Lines in an introduction, appendix or review of the past, at the top of the outline
    outside: set[int] = set()
    top = min((line.level for line in lines if line.kind == HEADING), default=1)
    depth = 0
    for i, line in enumerate(lines):
        if line.kind == HEADING and (not depth or line.level <= depth):
            chapter = line.level <= top + 1 and OUTSIDE.match(line.text.strip(" :."))
            depth = line.level if chapter else 0
        if depth:
            outside.add(i)
    roles = Roles(_meanings(lines, outside), outside=outside)
    _named_pillars(lines, roles)
    _container_pillars(lines, roles)
    if not roles.pillars:
        _goal_containers(lines, roles)
    if not roles.pillars:
        _enclosing_pillars(lines, roles)
    _announced_pillars(lines, roles)
    _parallel_pillars(lines, roles)
    _goal_headings(lines, roles)
    return roles


def _meanings(lines: Sequence[PlanLine], outside: set[int]) -> dict[str, str]:
    seen: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for i, line in enumerate(lines):
        if i in outside:
            continue
        for label in _labels(line):
            seen[label.kind] += 1
            named[label.kind] += bool(label.rest or label.number)
    meaning = {PILLAR: PILLAR, GOAL: GOAL, ACTION: ACTION, ASIDE: ASIDE}
    if not named[PILLAR] and not seen[GOAL] and not seen[AMBITION] and _ends_chapters(lines):
        meaning[PILLAR] = GOAL  # "Speerpunten" below every chapter: the chapters are the pillars
        seen[GOAL] += 1
    has_pillars, has_goals = bool(seen[PILLAR]), bool(seen[GOAL])
    if has_goals:
        meaning[AMBITION] = PILLAR if named[AMBITION] and not named[PILLAR] else ASIDE
        meaning[RESULT] = ASIDE
    elif seen[AMBITION]:
        above = seen[RESULT] and not has_pillars and named[AMBITION]
        meaning[AMBITION] = PILLAR if above else GOAL
        meaning[RESULT] = GOAL if above else ASIDE
    else:
        meaning[AMBITION], meaning[RESULT] = GOAL, GOAL
    return meaning


def _ends_chapters(lines: Sequence[PlanLine]) -> bool:
    """Whether a lone "Speerpunten" with a list stands below two or more headings."""
    places = 0
    for i, line in enumerate(lines[:-1]):
        lone = line.label is not None and line.label.kind == PILLAR and line.label.lone
        places += lone and line.place.path != () and lines[i + 1].kind == ITEM
    return places > 1


def _labels(line: PlanLine) -> list[Label]:
    if line.kind == ROW:
        return [label for cell in line.cells if len(cell) < 60 and (label := label_of(cell))]
    return [line.label] if line.label else []


def part_of(line: PlanLine, roles: Roles) -> str:
    """The part a line's label names here: pillar, goal, action, aside, or ""."""
    return roles.meaning[line.label.kind] if line.label else ""


def _named_pillars(lines: Sequence[PlanLine], roles: Roles) -> None:
    """ "Speerpunt 2: Een sterk netwerk" names a pillar; of two that say the same one counts."""
    for i, line in enumerate(lines):
        label = line.label
        if i in roles.outside or label is None or part_of(line, roles) != PILLAR or label.lone:
            if not (label and label.lone and label.number and line.kind == HEADING):
                continue
            if i in roles.outside or part_of(line, roles) != PILLAR:
                continue
        if line.kind == HEADING or (not label.plural and (label.number or line.kind == TEXT)):
            if line.kind != HEADING and not _holds_something(lines, i):
                continue
            roles.pillars[i] = label.rest or line.text
    _drop_announcements(lines, roles)


def _holds_something(lines: Sequence[PlanLine], at: int) -> bool:
    """Whether text or goals follow a pillar's line before the next pillar's."""
    for line in lines[at + 1 : at + 4]:
        if line.label is not None and line.label.kind == PILLAR:
            return False
        if line.label is not None or line.kind in (ITEM, TEXT):
            return True
    return False


def _drop_announcements(lines: Sequence[PlanLine], roles: Roles) -> None:
    """Where a pillar is named twice, the place that holds goals is the pillar."""
    groups: dict[str, list[int]] = {}
    for i, title in roles.pillars.items():
        groups.setdefault(" ".join(words_of(title)), []).append(i)
    for places in groups.values():
        if len(places) > 1:
            best = max(places, key=lambda i: (_extent(lines, i, roles), -i))
            for i in places:
                if i != best:
                    del roles.pillars[i]
                    roles.announced.add(i)


def _extent(lines: Sequence[PlanLine], at: int, roles: Roles) -> int:
    count = 0
    for i in range(at + 1, len(lines)):
        line = lines[i]
        if i in roles.pillars or (
            line.kind == HEADING and line.level <= lines[at].level and not line.label
        ):
            break
        count += 1
    return count


def _container_pillars(lines: Sequence[PlanLine], roles: Roles) -> None:
    """Below "Onze speerpunten" the next headings, or else the items, are the pillars."""
    if roles.pillars:
        return
    for i, line in enumerate(lines):
        if i in roles.outside or line.kind != HEADING or part_of(line, roles) != PILLAR:
            continue
        if line.label is None or not (line.label.plural and line.label.lone):
            continue
        below = _section(lines, i)
        heads = [j for j in below if lines[j].kind == HEADING]
        level = min((lines[j].level for j in heads), default=0)
        for j in heads:
            if lines[j].level == level and not NEUTRAL.match(lines[j].text) and not lines[j].label:
                roles.pillars[j] = lines[j].text


def _section(lines: Sequence[PlanLine], at: int) -> list[int]:
    found = []
    for i in range(at + 1, len(lines)):
        if lines[i].kind == HEADING and lines[i].level <= lines[at].level:
            break
        found.append(i)
    return found


def _goal_containers(lines: Sequence[PlanLine], roles: Roles) -> None:
    """Below "Onze doelen" or "Wat wij gaan doen" unlabelled headings name the goals.

    Unless they hold lists that no sentence introduces as actions: then the lists are the goals.
    """
    for i, line in enumerate(lines):
        label = line.label
        if i in roles.outside or line.kind != HEADING or label is None or not label.lone:
            continue
        part = part_of(line, roles)
        below = _section(lines, i)
        heads = [j for j in below if lines[j].kind == HEADING and lines[j].level == line.level + 1]
        plain = [j for j in heads if not lines[j].label and not NEUTRAL.match(lines[j].text)]
        if not (label.plural and part in (GOAL, ACTION)) or len(plain) < 2:
            continue
        if any(part_of(lines[j], roles) == GOAL for j in below):
            continue  # the goals are named below these headings
        acting = any(part_of(lines[j], roles) == ACTION or _leads_actions(lines, j) for j in below)
        if part == ACTION or acting or not any(lines[j].kind == ITEM for j in below):
            roles.pillars[i] = line.text
            roles.goals |= set(plain)
        else:
            roles.pillars.update((j, lines[j].text) for j in plain)


def _leads_actions(lines: Sequence[PlanLine], at: int) -> bool:
    """Whether a sentence such as "Daarom gaan we:" leads in a list of actions."""
    line, after = lines[at], lines[at + 1 : at + 2]
    return bool(
        line.kind == TEXT and line.text.endswith(":") and after and after[0].kind == ITEM
        and lead_of(line.text) == ACTION
    )  # fmt: skip


def _enclosing_pillars(lines: Sequence[PlanLine], roles: Roles) -> None:
    """No word for pillars: the headings under which goals stand are the pillars."""
    inside = [x for i, x in enumerate(lines) if i not in roles.outside]
    wanted = GOAL if any(part_of(x, roles) == GOAL for x in inside) else ACTION
    wanted = GOAL if _has_goal_table(inside, roles) else wanted
    leading = wanted == ACTION and not any(part_of(x, roles) == ACTION for x in inside)
    holders: Counter[int] = Counter()
    stack: list[int] = []
    for i, line in enumerate(lines):
        if line.kind == HEADING:
            stack = [j for j in stack if lines[j].level < line.level]
        parts = {roles.meaning[label.kind] for label in _labels(line)}
        names = wanted in parts and PILLAR not in parts  # a table may bring its own pillars
        names = names or (leading and _leads_actions(lines, i))
        if names and i not in roles.outside:
            above = [j for j in stack if _may_enclose(lines[j], line, roles)]
            if above:
                holders[above[-1]] += 1
        if line.kind == HEADING:
            stack.append(i)
    if wanted == ACTION:
        holders = _parents(lines, holders)
    chapters = _chapters_of_single_goals(lines, holders)
    for i in chapters or sorted(holders):
        roles.pillars[i] = lines[i].text


def _may_enclose(heading: PlanLine, line: PlanLine, roles: Roles) -> bool:
    """Whether a heading can be the pillar of what the line names; "Strategische doelen" can hold
    headings that each name one goal."""
    part = part_of(heading, roles)
    holds = heading.label is not None and heading.label.lone and heading.label.plural
    named = line.kind == HEADING and line.label is not None and bool(line.label.rest)
    return part not in (GOAL, ACTION, ASIDE) or (part == GOAL and holds and named)


def _has_goal_table(lines: Sequence[PlanLine], roles: Roles) -> bool:
    return any(
        roles.meaning[label.kind] == GOAL for x in lines if x.kind == ROW for label in _labels(x)
    )


def _parents(lines: Sequence[PlanLine], holders: Counter[int]) -> Counter[int]:
    """The heading one step above each, where two or more share it; else the holder itself."""
    above = {i: _parent(lines, i) for i in holders}
    shared = Counter(p for p in above.values() if p is not None)
    return Counter(p if (p := above[i]) is not None and shared[p] > 1 else i for i in holders)


def _parent(lines: Sequence[PlanLine], at: int) -> int | None:
    for i in range(at - 1, -1, -1):
        if lines[i].kind == HEADING and lines[i].level < lines[at].level:
            return i
    return None


def _chapters_of_single_goals(lines: Sequence[PlanLine], holders: Counter[int]) -> list[int]:
    """Chapters 3 and 4 when both hold several sections with one goal each: 3.1, 3.2; 4.1, 4.2."""
    if len(holders) < 4 or max(holders.values()) > 1:
        return []
    above = Counter(_parent(lines, i) for i in holders)
    if None in above or len(above) < 2 or min(above.values()) < 2:
        return []
    return sorted(i for i in above if i is not None)


def _announced_pillars(lines: Sequence[PlanLine], roles: Roles) -> None:
    """A list, or a sentence "drie speerpunten, namelijk A, B en C", that names the pillars."""
    for i, items in _lists(lines):
        matched = _matches(items, lines, roles)
        lead = lines[i] if i >= 0 else None
        speaks = lead is not None and _speaks_of_pillars(lead, roles)
        if roles.pillars and len(matched) >= max(2, round(0.6 * len(items))):
            for j, line in matched.items():
                roles.pillars[j] = _longer(split_title(line.text)[0], roles.pillars[j])
            roles.announced |= {lines.index(item) for item in items}
        elif not roles.pillars and not roles.listed and speaks and len(items) > 1:
            heads = _headings_like(items, lines, roles)
            if len(heads) >= max(2, round(0.6 * len(items))):
                roles.pillars.update(heads)
            else:
                roles.listed = items
            roles.announced |= {lines.index(item) for item in items}
    if not roles.pillars and not roles.listed:
        _pillars_in_a_sentence(lines, roles)


def _longer(listed: str, title: str) -> str:
    """The announced title, unless the heading merely says more of the same."""
    return listed if likeness(listed, title) >= 0.8 else title


def _speaks_of_pillars(lead: PlanLine, roles: Roles) -> bool:
    if lead.label is not None and roles.meaning[lead.label.kind] == PILLAR:
        return True
    last = re.split(r"(?<=[.!?])\s+", lead.text)[-1]
    return bool(PILLAR_WORDS.search(last))


PILLAR_WORDS = re.compile(
    r"\b(?:speerpunten|pijlers|(?:programma|hoofd|beleids)lijnen|(?:hoofd|kern|beleids)?thema['’]?s|"
    r"ambities|prioriteiten|opgaven|focuspunten|sporen)\b", re.IGNORECASE,
)  # fmt: skip


def _lists(lines: Sequence[PlanLine]) -> list[tuple[int, list[PlanLine]]]:
    """Runs of items with the line that leads them in."""
    found: list[tuple[int, list[PlanLine]]] = []
    i = 0
    while i < len(lines):
        if lines[i].kind != ITEM:
            i += 1
            continue
        start = i
        while i < len(lines) and lines[i].kind == ITEM:
            i += 1
        items = [line for line in lines[start:i] if line.level <= lines[start].level]
        found.append((start - 1, items))
    return found


def _matches(
    items: Sequence[PlanLine], lines: Sequence[PlanLine], roles: Roles
) -> dict[int, PlanLine]:
    found: dict[int, PlanLine] = {}
    for item in items:
        title = split_title(item.text)[0]
        best = max(roles.pillars, key=lambda i: (likeness(title, roles.pillars[i]), -i), default=-1)
        if best >= 0 and best not in found and likeness(title, roles.pillars[best]) >= SAME_TITLE:
            found[best] = item
    return found


def _headings_like(
    items: Sequence[PlanLine], lines: Sequence[PlanLine], roles: Roles
) -> dict[int, str]:
    found: dict[int, str] = {}
    for item in items:
        title = split_title(item.text)[0]
        heads = [i for i, x in enumerate(lines) if x.kind == HEADING and i not in roles.outside]
        best = max(heads, key=lambda i: (likeness(title, lines[i].text), -i), default=-1)
        if best >= 0 and likeness(title, lines[best].text) >= SAME_TITLE:
            found[best] = _longer(title, lines[best].text)
    return found


_SENTENCE_LIST = re.compile(
    r"\b(?:twee|drie|vier|vijf|zes|zeven|acht|negen|de|onze|\d)\b[^.:;]{0,40}?"
    r"\b(?:speerpunten|pijlers|(?:programma|hoofd|beleids)lijnen|(?:hoofd|kern)?thema['’]?s|ambities|"
    r"prioriteiten|opgaven|focuspunten)\b[^.:;]{0,40}?"
    r"(?:,? namelijk|,? te weten|:|\bzijn:?)\s*:?\s*(?P<list>[^.;]+)",
    re.IGNORECASE,
)


def _pillars_in_a_sentence(lines: Sequence[PlanLine], roles: Roles) -> None:
    for line in lines:
        if line.kind != TEXT:
            continue
        for found in _SENTENCE_LIST.finditer(line.text):
            names = sentence_list(found["list"])
            if len(names) < 2:
                continue
            items = [PlanLine(ITEM, name, place=line.place) for name in names]
            heads = _headings_like(items, lines, roles)
            if len(heads) == len(items):
                roles.pillars.update(heads)
            else:
                roles.listed = items
            return


def _parallel_pillars(lines: Sequence[PlanLine], roles: Roles) -> None:
    """Headings worded like a pillar's ("Interventies gericht op …") are pillars too."""
    if any(lines[i].label for i in roles.pillars) or not roles.pillars:
        return
    heads = [
        i for i, x in enumerate(lines)
        if x.kind == HEADING and i not in roles.outside and i not in roles.pillars and not x.label
    ]  # fmt: skip
    levels = {lines[i].level for i in roles.pillars}
    group = [
        i for i in heads
        if lines[i].level in levels
        and any(parallel(lines[i].text, lines[j].text) for j in roles.pillars)
    ]  # fmt: skip
    if len(group) + len(roles.pillars) >= 3:
        for i in group:
            roles.pillars[i] = lines[i].text
            roles.unsure[i] = "parallel"


def _goal_headings(lines: Sequence[PlanLine], roles: Roles) -> None:
    """Headings inside a pillar that name a goal: with a goal or action section of their own."""
    for i in sorted(roles.pillars):
        if lines[i].kind != HEADING:
            continue
        section = _pillar_section(lines, i, roles)
        subs = [j for j in section if lines[j].kind == HEADING and not lines[j].label]
        subs = [
            j for j in subs if lines[j].level > lines[i].level and not NEUTRAL.match(lines[j].text)
        ]
        level = min((lines[j].level for j in subs), default=0)
        owning = [j for j in subs if _owns(lines, j, roles)]
        if owning:
            roles.goals |= set(owning)
            continue
        explicit = any(part_of(lines[j], roles) == GOAL or lines[j].kind == ROW for j in section)
        top = [j for j in subs if lines[j].level == level]
        if not explicit and len(top) > 1:
            roles.goals |= set(top)
            roles.unsure.update((j, "heading") for j in top)


def _pillar_section(lines: Sequence[PlanLine], at: int, roles: Roles) -> list[int]:
    found = []
    for i in range(at + 1, len(lines)):
        line = lines[i]
        if i in roles.pillars:
            break
        if (
            line.kind == HEADING
            and line.level <= lines[at].level
            and part_of(line, roles) not in (GOAL, ACTION, ASIDE)
        ):
            break
        found.append(i)
    return found


def goals_within_pillars(lines: Sequence[PlanLine], roles: Roles) -> bool:
    """Whether the document names goals or actions inside the sections of its pillars."""
    return any(
        part_of(lines[j], roles) in (GOAL, ACTION) or j in roles.goals
        for i in roles.pillars
        for j in _pillar_section(lines, i, roles)
    )


def _owns(lines: Sequence[PlanLine], at: int, roles: Roles) -> bool:
    """Whether the section has its own action part, and at most one goal named in its own words."""
    own = []
    for i in range(at + 1, len(lines)):
        if lines[i].kind == HEADING and lines[i].level <= lines[at].level:
            break
        own.append(lines[i])
    parts = [part_of(line, roles) for line in own]
    leads = any(_leads_actions(own, i) for i in range(len(own)))
    return parts.count(GOAL) <= 1 and (ACTION in parts or leads) and not _many(own, roles)


def _many(own: Sequence[PlanLine], roles: Roles) -> bool:
    """Whether the one goal label of a section introduces a list of several goals."""
    for i, line in enumerate(own):
        if part_of(line, roles) == GOAL and line.label is not None and line.label.lone:
            rest = own[i + 1 :]
            stop = next((j for j, x in enumerate(rest) if x.label or x.kind == HEADING), len(rest))
            return sum(x.kind == ITEM for x in rest[:stop]) > 1
    return False
