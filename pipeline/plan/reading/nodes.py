"""The tree of a plan while it is being read: nodes that grow, then ids, then a frozen `Plan`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.core.locale import gettext as _
from pipeline.core.plan import Action, Goal, Passage, Pillar, Place
from pipeline.plan.reading.lines import NOWHERE, PlanLine
from pipeline.plan.reading.titles import likeness, split_title, words_of

FEWEST_THEMES = 4  # with one goal each, from which their headings may name the goals
ALIKE = 0.9  # of two titles that are one
NEXT_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“\"])")  # where one ends and another begins
_BARE_NUMBER = re.compile(r"^[A-Za-z]{4,15} (?P<number>\d{1,2}(?:\.\d{1,2})*)[.:]?$")
SENTENCE_WORDS = 8  # of what is aimed at; a shorter goal is a title of its own


@dataclass
class Node:
    """A pillar, goal or action as far as it has been read."""

    kind: str
    title: str
    number: str = ""
    place: Place = NOWHERE
    text: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    level: int = 0  # of its heading; 0 when it was no heading
    headed: bool = False  # named by a heading without a label
    shared: SharedList | None = None  # the list an action stands in, where no number says whose
    node_id: str = ""

    def say(self) -> str:
        """The text below the title."""
        return " ".join(part.strip() for part in self.text if part.strip())


@dataclass(eq=False)
class SharedList:
    """Actions, in the order of the plan, that stand below several goals."""

    goals: list[Node]
    actions: list[Node]


def node(kind: str, text: str, line: PlanLine, number: str = "") -> Node:
    """A node from the words that name it: a title, and what stands behind the title."""
    text = " ".join(text.split())
    if kind == "action":  # told in full, however many sentences
        return Node(kind, text, number, line.place)
    first, *rest = NEXT_SENTENCE.split(text, maxsplit=1)
    title = first.strip().rstrip(";,").removesuffix(".").strip()
    return Node(kind, title, number, line.place, text=rest)


def item_node(kind: str, line: PlanLine) -> Node:
    """A node from an item of a list: "Sterk netwerk; zodat …" has a title and a text."""
    if kind == "action":
        return node(kind, line.text, line, line.number)
    title, rest = split_title(line.text)
    named = kind == "pillar" or re.match(re.escape(title) + r"\s*[:;]", line.text)
    if rest and named and len(title.split()) <= 8:
        return Node(kind, title, line.number, line.place, text=[rest])
    return node(kind, line.text, line, line.number)


def share_out(goals: list[Node], actions: list[Node]) -> None:
    """Give actions that stand below several goals to the goal they belong to.

    By printed number; else by shared words; else in order when there are as many of both.
    """
    even = len(goals) == len(actions)
    unnumbered = SharedList(goals, [])
    for place, action in enumerate(actions):
        best = by_number(goals, action)
        if best is None:
            scores = [_shared(goal, action) for goal in goals]
            if even and max(scores) == scores[place]:
                best = goals[place]
            elif max(scores) > 0 and scores.count(max(scores)) == 1:
                best = goals[scores.index(max(scores))]
            else:
                best = goals[place] if even else goals[-1]
            action.notes.append(_("stands below several goals; chosen by its words or its order"))
            action.shared = unnumbered
            unnumbered.actions.append(action)
        best.children.append(action)


def by_number(goals: Sequence[Node], action: Node) -> Node | None:
    """The goal whose number an action's begins with: 2.3 for 2.3.1."""
    if "." not in action.number:
        return None
    stem = action.number.rsplit(".", 1)[0]
    for goal in goals:
        if goal.number and (stem == goal.number or stem.endswith("." + goal.number)):
            return goal
    return None


def _shared(goal: Node, action: Node) -> float:
    """Share of the action's long words that the goal has too, by their first letters."""
    of_goal, of_action = (
        {word[:6] for word in words_of(text) if len(word) > 4}
        for text in (f"{goal.title} {goal.say()}", action.title)
    )
    return len(of_goal & of_action) / max(len(of_action), 1)


def merge_double(pillars: list[Node]) -> list[Node]:
    """Goals and pillars that a summary names again are one; the fuller of the two stays."""
    kept: list[Node] = []
    for pillar in pillars:
        same = next((p for p in kept if likeness(p.title, pillar.title) > ALIKE), None)
        if same is None:
            kept.append(pillar)
            continue
        fuller, other = (pillar, same) if _weight(pillar) > _weight(same) else (same, pillar)
        kept[kept.index(same)] = fuller
        if not fuller.children:
            fuller.children = other.children
        if not fuller.text:
            fuller.text = other.text
    for pillar in kept:
        pillar.children = _distinct(pillar.children)
    return kept


def named_by_headings(pillars: list[Node], title: str) -> list[Node]:
    """The pillars; where each has one goal and that is a sentence, its heading names the goal.

    "Thema 2. Gedrag in de groep" above "Ambitie: geen leerkracht staat er alleen voor": people call
    that goal by its heading, and the sentence says what is aimed at. A heading without goals before
    them ("Programmalijn A") is their pillar, else the chapter they stand in. Headings that are the
    chapters of a plan themselves are its pillars.

    Args: title: of the plan.
    """
    themes = [pillar for pillar in pillars if pillar.children]
    aims = [goal for theme in themes for goal in theme.children]
    long = sum(len(aim.title.split()) >= SENTENCE_WORDS for aim in aims)
    if not (FEWEST_THEMES <= len(themes) == len(aims) and long > len(aims) / 2):
        return pillars
    above = [theme.place.path[-1] if theme.place.path else title for theme in themes]
    chapters = any(likeness(heading, title) > ALIKE for heading in above)  # below the title alone
    if chapters or any(aim.level or aim.headed for aim in aims):
        return pillars
    grouped: list[Node] = []
    for pillar in pillars:
        if not pillar.children:
            grouped.append(pillar)
            continue
        if not grouped:
            grouped.append(Node("pillar", pillar.place.path[-1], "", pillar.place))
        [aim] = pillar.children
        aim.text = [*pillar.text, f"{aim.title}.", *aim.text]
        aim.title, aim.number, aim.place = pillar.title, pillar.number, pillar.place
        grouped[-1].children.append(aim)
    return grouped


def joined_by_number(pillars: list[Node]) -> list[Node]:
    """The pillars; what stands below "Doel 1.1" alone belongs to the goal with that number.

    So a table of actions at the end of a chapter names the goals that it goes through.
    """
    goals = {
        goal.number: goal
        for pillar in pillars
        for goal in pillar.children
        if goal.number and not _BARE_NUMBER.match(goal.title)
    }
    for pillar in pillars:
        for goal in list(pillar.children):
            bare = _BARE_NUMBER.match(goal.title)
            meant = goals.get(bare["number"]) if bare else None
            if meant is not None:
                meant.children += goal.children
                pillar.children.remove(goal)
    return pillars


def _distinct(goals: list[Node]) -> list[Node]:
    """The goals, those of one title as one with the actions of all."""
    kept: list[Node] = []
    for goal in goals:
        same = next((g for g in kept if _plain(g.title) == _plain(goal.title)), None)
        if same is None:
            kept.append(goal)
            continue
        named = {_plain(action.title) for action in same.children}
        same.children += [a for a in goal.children if _plain(a.title) not in named]
        same.text = same.text or goal.text
    return kept


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _weight(pillar: Node) -> int:
    """Goals and actions under a pillar."""
    return sum(1 + len(goal.children) for goal in pillar.children)


def give_ids(pillars: list[Node]) -> None:
    """Ids as printed; where nothing usable is printed, counted below the parent. All differ."""
    used: set[str] = set()
    for number, pillar in enumerate(pillars, start=1):
        pillar.node_id = _free((pillar.number, str(number)), used)
    goals = [goal for pillar in pillars for goal in pillar.children]
    if _runs_on(goals, used):
        for goal in goals:
            goal.node_id = goal.number
            used.add(goal.number)
    actions = {action.number for goal in goals for action in goal.children if _in_full(action)}
    for pillar in pillars:
        _below(pillar, used, actions)
    for goal in goals:
        _below(goal, used)


def _runs_on(goals: list[Node], used: set[str]) -> bool:
    """Whether goals are counted through the whole plan, from "Doel 1" to "Doel 12"."""
    numbers = [goal.number for goal in goals]
    return all(n.isdecimal() and n not in used for n in numbers) and len(set(numbers)) == len(goals)


def _in_full(child: Node) -> bool:
    """Whether a printed number says where it belongs: 4.2, A1, 1a."""
    lettered = child.number[:1].isdigit() and child.number[-1:].isalpha()
    return "." in child.number or child.number[:1].isupper() or lettered


def _below(parent: Node, used: set[str], printed_below: Collection[str] = ()) -> None:
    """Ids for what stands under a node.

    Args: printed_below: numbers in print deeper down, which no id that we make up may take.
    """
    for child in parent.children:  # what is printed in full comes first, so that it stays free
        if not child.node_id and _in_full(child) and child.number not in used:
            child.node_id = child.number
            used.add(child.number)
    for number, child in enumerate(parent.children, start=1):
        if child.node_id:
            continue
        last = child.number.rsplit(".", 1)[-1]
        printed = f"{parent.node_id}.{last}" if last else ""
        counted = f"{parent.node_id}.{number}"
        if counted in printed_below:  # one goal above the actions 1.1, 1.2, …
            counted = f"{parent.node_id}.0"
        child.node_id = _free((printed, counted), used)


def _free(wanted: Sequence[str], used: set[str]) -> str:
    """The first of these ids that is not in use, else the last with a number; it is from now on."""
    for free in (*wanted, *(f"{wanted[-1]}.{n}" for n in range(1, 1000))):
        if free and free not in used:
            used.add(free)
            return free
    raise AssertionError("a thousand nodes with one number")


def frozen(pillars: list[Node]) -> tuple[Pillar, ...]:
    """The nodes as the plan's own types."""
    return tuple(
        Pillar(p.node_id, p.title, p.say(), tuple(map(_goal, p.children)), p.place) for p in pillars
    )


def _goal(goal: Node) -> Goal:
    actions = tuple(map(_action, goal.children))
    return Goal(goal.node_id, goal.title, goal.say(), actions, goal.place)


def _action(action: Node) -> Action:
    """An action with a heading of its own has a title; of another all words are its text."""
    text = action.say()
    if action.headed and text:
        return Action(action.node_id, text, action.title, action.place)
    return Action(action.node_id, f"{action.title} {text}".strip(), "", action.place)


def walk(pillars: list[Node]) -> Iterator[Node]:
    """All nodes in the order of the plan."""
    for pillar in pillars:
        yield pillar
        for goal in pillar.children:
            yield goal
            yield from goal.children


def passages_of(lines: list[PlanLine]) -> tuple[Passage, ...]:
    """The text outside the tree; a list is one passage with the sentence that leads it in."""
    passages: list[tuple[str, PlanLine]] = []
    for line in lines:
        if passages and line.kind == "item" and passages[-1][1].place.path == line.place.path:
            passages[-1] = (f"{passages[-1][0].rstrip()} {line.text}", passages[-1][1])
        else:
            passages.append((line.text, line))
    return tuple(
        Passage(f"p{n}", text, line.place) for n, (text, line) in enumerate(passages, start=1)
    )
