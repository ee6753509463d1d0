"""From sections to the tree pillars > goals > actions, and what is left as passages."""

from __future__ import annotations

import re

from pipeline.core.locale import gettext as _
from pipeline.plan.reading.labels import ACTION, ASIDE, GOAL, PILLAR, Label, lead_of
from pipeline.plan.reading.lines import EMPTY, HEADING, ITEM, QUOTE, ROW, PlanLine
from pipeline.plan.reading.nodes import NEXT_SENTENCE, Node, item_node, node
from pipeline.plan.reading.plan_tree import PlanTree
from pipeline.plan.reading.roles import Roles
from pipeline.plan.reading.sections import PlanSection
from pipeline.plan.reading.tables import TableReader
from pipeline.plan.reading.titles import sentence_list

GOAL_TEXT, ACTION_TEXT = "goal text", "action text"
_THE_GOAL_IS = re.compile(
    r"(?:^|(?<=[.!?] ))(?:Het|Ons|Onze|Met als) (?:uiteindelijke |gezamenlijke |overkoepelende )?"
    r"(?:doel|ambitie|streven) (?:hierbij |hiervan |daarbij )?is (?:om |dat )?(?:te "
    r")?(?P<goal>[^.!?]{15,240})"
)
_COMMIT = re.compile(
    r"(?:^|(?<=[.!?] ))[^.!?:]{0,80}\b(?:zetten|zet|investeren|richten) (?:we|wij|het \w+|ons)\b"
    r"[^.!?:]{0,40}?\b(?:in op|op|in)(?: het)? (?P<list>[^.!?]{30,400})"
)
MAX_LEAD = 14  # words of a sentence that only leads in a list: no part of a goal's text
MAX_LISTED = 60  # words of a paragraph that is one of several goals


class TreeBuilder(PlanTree):
    """Walks over the sections once, and gives each line its place in the tree."""

    def __init__(self, document: PlanSection, plan: PlanSection, roles: Roles, title: str) -> None:
        super().__init__(roles, title)
        self.document = document
        self.empty: list[tuple[PlanLine, Node | None]] = []
        self.plural = False
        self.listed = False  # whether the actions below this label stand in a list
        self.awaited: str | None = None  # number of the goal that a label alone announced
        self.lead = ""
        self.tables = TableReader(self)
        self.leads = {lead for lead, _items in document.lists()}
        # The lines behind which the pillar they stand in still names a goal.
        self.goal_ahead: set[PlanLine] = set()
        ahead = False
        for line in reversed([*self.document.all_lines()]):
            if ahead:
                self.goal_ahead.add(line)
            goal = line in self.roles.goals or self.roles.part(line) == GOAL
            ahead = line not in self.roles.pillars and (ahead or goal)
        sections = roles.sections(plan)
        self.within = any(
            roles.part(line) in (GOAL, ACTION) or line in roles.goals
            for lines in sections.values()
            for line in lines
        )

    def build(self) -> list[Node]:
        """The pillars of the document."""
        for number, line in enumerate(self.roles.listed, start=1):
            pillar = item_node(PILLAR, line)
            pillar.number = line.number or str(number)
            self.pillars.append(pillar)
        for section in self.document.walk():
            if section is not self.document:
                self._line(section.heading)
            for run in section.runs():
                if run[0].kind == ROW:
                    self.tables.read(run)
                    continue
                for line in run:
                    self._line(line, nested=line.kind == ITEM and line.level > run[0].level)
        self.close_group()
        self._goals_in_sentences()
        return self.pillars

    def _line(self, line: PlanLine, *, nested: bool = False) -> None:
        """Give a line its place. Args: nested: an item deeper than the first of its list."""
        if line.kind == EMPTY:
            self.empty.append((line, self.action or self.goal or self.pillar))
        elif line in self.roles.announced or line.kind == QUOTE:
            self.passages.append(line)
        elif line.kind == HEADING:
            self._heading(line)
        elif line in self.roles.pillars:
            self._pillar_heading(line)
        elif self._labelled(line):
            return
        elif line.kind == ITEM or (line.number and self.mode in (GOAL, ACTION)):
            self._item(line, nested=nested)
        elif self._counts_below_goal(line):
            self.start_action(node(ACTION, line.text, line, line.number))
        else:
            self._text(line)

    def _counts_below_goal(self, line: PlanLine) -> bool:
        """Whether a numbered paragraph is what the goal above it does: A.1.2 below A.1."""
        above = line.number.rpartition(".")[0] if "." in line.number else ""
        return bool(above) and self.goal is not None and self.goal.number == above

    # -- headings -----------------------------------------------------------------------------

    def _heading(self, line: PlanLine) -> None:
        """A heading opens a pillar or goal, announces what is below it, or closes what was open."""
        self.lead = ""
        if line in self.roles.pillars:
            self._pillar_heading(line)
        elif line in self.roles.outside:
            self._leave(line)
        elif self._labelled(line):
            return
        elif line in self.roles.goals:
            goal = node(GOAL, line.text, line, line.number)
            goal.level, goal.headed = line.level, True
            if line in self.roles.unsure:
                goal.notes.append(_("taken for a goal because it is a heading below a pillar"))
            self.start_goal(goal)
            self.mode = ""
        elif line in self.roles.actions:
            self.start_action(node(ACTION, line.text, line, line.number), headed=True)
            self.mode = ACTION_TEXT
        else:
            self._leave(line)

    def _pillar_heading(self, line: PlanLine) -> None:
        """A new pillar, with its number as printed: 4.2 before the 2 of "Speerpunt 2"."""
        label_number = line.label.number if line.label else ""
        number = line.number if "." in line.number else label_number or line.number
        title = self.roles.pillars[line]
        pillar = Node(PILLAR, title, number, line.place, level=line.level)
        if line in self.roles.unsure:
            pillar.notes.append(
                _("taken for a pillar because headings are all this plan has")
                if self.roles.by_headings
                else _("taken for a pillar because its heading is worded like the others")
            )
        self.start_pillar(pillar)

    def _leave(self, line: PlanLine) -> None:
        """An unlabelled heading: it closes what stands at its level or below."""
        if self.pillar is not None and line.level <= (self.pillar.level or 1):
            self.close_group()
            self.pillar = self.goal = None
        elif self.goal is not None and self.goal.level and line.level <= self.goal.level:
            self.close_group()
            self.goal = None
        self.action, self.mode = None, ""

    def _labelled(self, line: PlanLine) -> bool:
        """A heading or paragraph with a label; True when it has been dealt with."""
        label, part = line.label, self.roles.part(line)
        if label is None or line in self.roles.outside:
            return False
        if self.pillar is None and self.within and part in (GOAL, ACTION):
            return False  # the plan keeps its goals within pillars; this speaks of something else
        if part == PILLAR:
            if line.kind == HEADING:
                self._leave(line)
            self.mode = PILLAR if label.plural and not self.roles.pillars else ""
            self.plural = True
            return line.kind == HEADING
        if part == ASIDE:
            self.mode = ASIDE
            self._aside(line)
            return True
        number = line.number if "." in line.number else label.number or line.number
        if part == GOAL:
            self._goal_label(line, label, number)
        else:
            self._action_label(line, label, number)
        return True

    def _goal_label(self, line: PlanLine, label: Label, number: str) -> None:
        """ "Doel: …" names a goal, or says in full what the heading above named."""
        if self.goal is not None and self.goal.headed and not self.goal.children:
            self.mode = GOAL_TEXT  # the heading above named the goal; this says it in full
            if label.rest:
                self.goal.text.append(label.rest)
        elif label.lone:
            self.close_group()
            self.mode, self.plural = GOAL, label.plural
            self.goal = None if line.kind == HEADING else self.goal
            self.awaited = number if "." in number or label.number else ""
        else:
            for text in _enumerated(label.rest) if label.plural else [label.rest]:
                goal = node(GOAL, text, line, "" if label.plural else number)
                goal.level = line.level if line.kind == HEADING else 0
                self.start_goal(goal, listed=label.plural)
            self.mode = GOAL_TEXT

    def _action_label(self, line: PlanLine, label: Label, number: str) -> None:
        """ "Acties: …" names actions, or announces those below it."""
        if (
            self.pillar is not None
            and 0 < len(label.rest.split()) <= 3
            and label.rest.casefold() in self.pillar.title.casefold()
        ):
            self.empty.append((line, self.pillar))  # the caption of a picture that is not there
            return
        self.action = None
        if label.lone:
            self.mode, self.plural, self.listed = ACTION, label.plural, False
            return
        parts = _enumerated(label.rest) if label.plural else [label.rest]
        for text in parts:
            self.start_action(node(ACTION, text, line, number if len(parts) == 1 else ""),
                              headed=line.kind == HEADING)  # fmt: skip
        self.mode = ACTION_TEXT
        self.lead = ACTION if label.rest.endswith(":") else ""

    # -- body ---------------------------------------------------------------------------------

    def _text(self, line: PlanLine) -> None:
        """A paragraph: it leads in a list, or is of what is being read."""
        leads = line in self.leads
        if self.roles.by_headings:  # a paragraph above the bullets tells of the heading
            leads = leads and line.text.endswith(":")
        self.lead = lead_of(line.text) if leads else ""
        if (self.pillar is None and self.mode not in (GOAL, ACTION)) or (
            self.lead and self.goal is not None and len(line.text.split()) <= MAX_LEAD
        ):
            self.passages.append(line)
        elif leads and (line.text.endswith(":") or self.lead) and self.mode in (GOAL, ACTION, ""):
            self._keep(line)
        elif self.mode == GOAL:
            if self.plural and self.goal is not None and self.goal in self.group:
                several = len(line.text.split()) <= MAX_LISTED
            else:
                several = self.goal is None or self.awaited is not None
            if several or self.goal is None:
                number, self.awaited = self.awaited or "", None
                self.start_goal(node(GOAL, line.text, line, number), listed=self.plural)
            else:
                self.goal.text.append(line.text)
        elif self.mode == ACTION and self.listed and NEXT_SENTENCE.search(line.text):
            self._keep(line)  # told below a list of actions: why they are taken
        elif self.mode == ACTION:
            self.start_action(node(ACTION, line.text, line))
        elif self.mode == ACTION_TEXT and self.action is not None:
            self.action.text.append(line.text)
        elif self.mode == ASIDE:
            self._aside(line)
        else:
            self._keep(line)

    def _keep(self, line: PlanLine) -> None:
        """Text of the goal or pillar being read; else a passage."""
        if self.goal is not None:
            self.goal.text.append(line.text)
        elif self.pillar is not None and not self.pillar.children:
            self.pillar.text.append(line.text)
            # "Het doel is om …" names the goal of a pillar that names none otherwise
            sentence = _THE_GOAL_IS.search(line.text)
            if sentence and not self._pillar_has_goals(line):
                words = sentence["goal"].strip()
                goal = Node(GOAL, words[0].upper() + words[1:], "", line.place)
                goal.notes.append(_("read from a sentence, not from a heading or list"))
                self.start_goal(goal)
        else:
            self.passages.append(line)

    def _aside(self, line: PlanLine) -> None:
        if line.kind != HEADING:
            self.passages.append(line)

    def _item(self, line: PlanLine, *, nested: bool) -> None:
        """An item of a list."""
        part = self._part_of_item(line)
        if nested and part == ACTION and self.action is not None:
            self.action.text.append(line.text)
        elif nested and part == GOAL and self.goal is not None:
            self.start_action(item_node(ACTION, line))
        elif part == PILLAR:
            self.start_pillar(item_node(PILLAR, line))
            self.mode = PILLAR
        elif part == GOAL:
            self.start_goal(item_node(GOAL, line), listed=True)
        elif part == ACTION:
            self.start_action(item_node(ACTION, line))
            self.listed = True
        elif part == ACTION_TEXT and self.action is not None:
            self.action.text.append(line.text)
        elif part == ASIDE:
            self.passages.append(line)
        else:
            self._keep(line)

    def _part_of_item(self, line: PlanLine) -> str:
        """What an item of a list is, by the words above it and by what is being read."""
        if self.mode in (PILLAR, GOAL, ACTION):
            return self.mode
        if self.mode == ACTION_TEXT:
            return ACTION if self.lead in (ACTION, "commit") else ACTION_TEXT
        if self.mode == ASIDE or self.lead == ASIDE or self.pillar is None:
            return ASIDE
        if self.roles.by_headings:
            return ASIDE if self.goal is None and self._pillar_has_goals(line) else ACTION
        if self.goal is not None and self.goal not in self.group:
            return GOAL_TEXT if self.lead == GOAL else ACTION
        if self.lead in (GOAL, "commit"):
            return GOAL
        if self.lead == ACTION:
            return ACTION
        if self.group and not self.lead:
            return (
                GOAL if self.goal is not None and self.goal.place.path == line.place.path else ASIDE
            )
        return ASIDE if self._pillar_has_goals(line) else GOAL

    def _pillar_has_goals(self, line: PlanLine) -> bool:
        holds = self.pillar is not None and bool(self.pillar.children)
        return holds or line in self.goal_ahead

    def _goals_in_sentences(self) -> None:
        """A pillar without goals may list them in a sentence: "… zetten we in op A, B en C"."""
        for pillar in self.pillars:
            listed = None if pillar.children else _COMMIT.search(pillar.say())
            for name in sentence_list(listed["list"]) if listed else []:
                goal = Node(GOAL, name, "", pillar.place)
                goal.notes.append(_("read from a sentence, not from a heading or list"))
                pillar.children.append(goal)


def _enumerated(text: str) -> list[str]:
    """The points that a text lists by semicolons or bullets; else the text."""
    parts = [
        part.strip()
        for part in re.split(r";\s+(?:en\s+)?|(?:(?<!\s)\s+)?[•·▪]\s*", text)
        if part.strip()
    ]
    return parts if len(parts) > 1 else [text]
