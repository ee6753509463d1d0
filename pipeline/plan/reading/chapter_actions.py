"""Actions that a plan keeps at the end of each chapter, given to the goal of that chapter they are
of: by their words, in the order in which the chapter has its goals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.locale import gettext as _
from pipeline.plan.reading.nodes import Node, SharedList, by_number
from pipeline.plan.reading.titles import words_of

FEWEST_CHAPTERS = 2  # with all actions below their last goal: once may be a goal without action
STEM = 6  # letters of a word that are compared: "mantelzorger", "mantelzorgers"
SHORTEST = 5  # letters of a word that tells goals apart
OF_TITLE = 2.0  # times the weight of a word in a goal's text


def shared_over_chapters(pillars: Sequence[Node]) -> None:
    """Where every chapter names its goals first, and then what is done, share out the actions."""
    acting = [p for p in pillars if len(p.children) > 1 and any(g.children for g in p.children)]
    at_the_end = all(
        not any(goal.children for goal in pillar.children[:-1])
        and len(pillar.children[-1].children) > 1
        for pillar in acting
    )
    if len(acting) < FEWEST_CHAPTERS or not at_the_end:
        return
    words = [_GoalWords.of(goal) for pillar in pillars for goal in pillar.children]
    holding = Counter(stem for each in words for stem in each.weights)
    by_goal = {id(each.goal): each for each in words}
    for pillar in acting:
        _share([by_goal[id(goal)] for goal in pillar.children], holding)


@dataclass(frozen=True)
class _GoalWords:
    """The stems of a goal's words and how much each says of it."""

    goal: Node
    weights: dict[str, float]

    @classmethod
    def of(cls, goal: Node) -> _GoalWords:
        weights = dict.fromkeys(_stems(goal.say()), 1.0)
        return cls(goal, weights | dict.fromkeys(_stems(goal.title), OF_TITLE))

    def likeness(self, action: Node, holding: Counter[str]) -> float:
        """Weight of the stems that an action has too. Args: holding: goals with each stem."""
        words = [word for word in words_of(action.title) if len(word) >= SHORTEST]
        return sum(
            weight / holding[stem]
            for stem, weight in self.weights.items()
            if any(stem in word for word in words)  # "jongerenruimte" holds "ruimte"
        )


def _stems(text: str) -> list[str]:
    return [word[:STEM] for word in words_of(text) if len(word) >= SHORTEST]


def _share(goals: Sequence[_GoalWords], holding: Counter[str]) -> None:
    """Give the actions of the last goal to all, none to a goal before that of the one above it."""
    actions = goals[-1].goal.children
    goals[-1].goal.children = []
    owners = [by_number([each.goal for each in goals], action) for action in actions]
    if all(owners):
        for owner, action in zip(owners, actions, strict=True):
            if owner is not None:
                owner.children.append(action)
        return
    unnumbered = SharedList([each.goal for each in goals], actions)
    for action in actions:
        action.shared = unnumbered
    scores = [[goal.likeness(action, holding) for goal in goals] for action in actions]
    for action, place, of_goals in zip(actions, _places(scores), scores, strict=True):
        sure = of_goals[place] > 0 and of_goals[place] == max(of_goals)
        if not sure:
            action.notes.append(_("stands below several goals; chosen by its words or its order"))
        goals[place].goal.children.append(action)


def _places(scores: Sequence[Sequence[float]]) -> list[int]:
    """The goal of each action: never one before the last, and as alike as that allows."""
    n_goals = len(scores[0])
    totals = [0.0] * n_goals
    came_from: list[list[int]] = []
    for of_goals in scores:
        # of equal totals the first: what says nothing stays with what stands above it
        best = [max(range(g + 1), key=totals.__getitem__) for g in range(n_goals)]
        came_from.append(best)
        totals = [totals[best[g]] + of_goals[g] for g in range(n_goals)]
    place = max(range(n_goals), key=totals.__getitem__)
    places = [place]
    for best in reversed(came_from[1:]):
        place = best[place]
        places.append(place)
    return places[::-1]
