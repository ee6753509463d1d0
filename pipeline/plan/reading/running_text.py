"""What a goal does, told in running text: "Hoe: We openen …. We betalen …." holds two actions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.plan.reading.nodes import Node

FEWEST_SENTENCES = 2  # that say what "we" do
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“\"])")
_WE = re.compile(r"(?:We|Wij) [a-zë]")


def in_sentences(pillars: Iterable[Node]) -> None:
    """Part the one action of a goal where its sentences each begin with what "we" do.

    A numbered one is one action, however many sentences it has: the plan counts it itself.
    """
    for pillar in pillars:
        for goal in pillar.children:
            if len(goal.children) == 1 and not goal.children[0].number:
                goal.children = _parted(goal.children[0])


def _parted(action: Node) -> list[Node]:
    """The action as one for each "We …", what follows such a sentence with it."""
    sentences = _SENTENCE.split(action.title)
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
