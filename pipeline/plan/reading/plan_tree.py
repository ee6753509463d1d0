"""The tree of a plan while it is read: the pillar, goal and action that are open now."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.plan.reading.labels import GOAL, PILLAR
from pipeline.plan.reading.lines import PlanLine
from pipeline.plan.reading.nodes import Node, share_out
from pipeline.plan.reading.roles import Roles


class PlanTree:
    """Pillars > goals > actions, and what is left as passages."""

    def __init__(self, roles: Roles, title: str) -> None:
        self.roles, self.title = roles, title
        self.pillars: list[Node] = []
        self.passages: list[PlanLine] = []
        self.pillar: Node | None = None
        self.goal: Node | None = None
        self.action: Node | None = None
        self.mode = ""  # what the lines that follow are: GOAL, ACTION, GOAL_TEXT, …; "" for text
        self.group: list[Node] = []  # goals named in one list: actions below it are shared out
        self.waiting: list[Node] = []

    def start_pillar(self, opened: Node) -> None:
        """A new pillar; whatever was being read is finished."""
        self.close_group()
        self.pillars.append(opened)
        self.pillar, self.goal, self.action, self.mode = opened, None, None, ""

    def start_goal(self, opened: Node, *, listed: bool = False) -> Node:
        """A new goal under the current pillar, or under a pillar made for it."""
        if not listed:
            self.close_group()
        self.pillar_for(opened).children.append(opened)
        self.goal, self.action = opened, None
        if listed:
            self.group.append(opened)
        return opened

    def pillar_for(self, opened: Node) -> Node:
        """The pillar a goal belongs to; one is made where the plan names none."""
        if self.pillar is None:
            title = opened.place.path[-1] if opened.place.path else self.title
            self.pillar = Node(PILLAR, title, "", opened.place)
            self.pillar.notes.append(_("no heading names this pillar; check its title"))
            self.pillars.append(self.pillar)
        return self.pillar

    def start_action(self, opened: Node, *, headed: bool = False) -> Node:
        """A new action under the current goal, or under a goal made for it."""
        opened.headed = headed
        if len(self.group) > 1:
            self.waiting.append(opened)
        else:
            self.goal_for(opened).children.append(opened)
        self.action = opened
        return opened

    def goal_for(self, opened: Node) -> Node:
        """The goal an action belongs to; the pillar itself where the plan names no goal."""
        if self.goal is None:
            pillar = self.pillar_for(opened)
            self.goal = Node(GOAL, pillar.title, "", opened.place)
            self.goal.notes.append(_("the plan names no goal here; the pillar's title stands in"))
            pillar.children.append(self.goal)
        return self.goal

    def close_group(self) -> None:
        """The list of goals is over: what waited for it is shared out over them."""
        if self.waiting:
            share_out(self.group, self.waiting)
        self.group, self.waiting = [], []
