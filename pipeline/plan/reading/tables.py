"""Tables in a plan: columns named Doel, Actie, Wie …; or rows "Doel | …", "Acties | …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.plan.reading.labels import ACTION, ASIDE, GOAL, PILLAR, is_placeholder, label_of
from pipeline.plan.reading.lines import PlanLine
from pipeline.plan.reading.nodes import Node, node
from pipeline.plan.reading.plan_tree import PlanTree
from pipeline.plan.reading.titles import likeness

_BARE_CODE = re.compile(r"[A-Z]{0,2}\d{1,2}(?:\.\d{1,2}){0,2}\.?")
_NUMBERED = re.compile(
    r"^\(?(\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z]{1,2}\d{1,2}(?:\.\d{1,2}){0,2}|[a-z])[.)]?\s+(?=\S)"
)
_BULLETS = re.compile(r"\n+|(?:^|\s)[•·▪◦‣●]\s*")
_WHAT = re.compile(r"^\s*(?:wat|wat gaan (?:we|wij) doen)\s*\??\s*$", re.IGNORECASE)
WHO = re.compile(
    r"^\s*(?:door )?(?:wie|trekkers?|actiehouders?|eigena\w+|verantwoordelijken?|uitvoerders?)"
    r"\s*\??\s*$",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"^\s*(?:wanneer|gereed|klaar|deadline|termijn|planning|uiterlijk|tijdpad)\s*\??\s*$",
    re.IGNORECASE,
)
_FIGURE = re.compile(  # "1,9 mln", "€ 250.000", "2027": of a budget or a planning, names nothing
    r"^[\s€±~≈]*\d[\d.,/%\s–-]*(?:mln|miljoen|mld|k|euro|fte|uur|uren|x)?\.?\s*"
    r"(?:per jaar|p\.?\s?j\.?)?\s*$",
    re.IGNORECASE,
)
_MAX_HEADER = 60  # characters of a column's name


class TableReader:
    """Reads the tables of one plan into the tree being built."""

    def __init__(self, tree: PlanTree) -> None:
        self.tree = tree
        self.columns: dict[int, str] = {}
        self.names: tuple[str, ...] = ()  # of the columns, where the table has a header
        self.last: dict[str, str] = {}

    def read(self, rows: Sequence[PlanLine]) -> None:
        """One table, in the order of the document."""
        first = rows[0]
        self.columns, self.names, self.last = self._header(first), first.cells, {}
        firsts = [label_of(row.cells[0]) for row in rows if row.cells]
        n_labelled = sum(label is not None and label.lone for label in firsts)
        if self.columns and len(first.cells) == 2 and n_labelled == len(rows) > 1:
            self.columns = {}  # "Doel | …", "Acties | …": labels all the way down
        vertical = not self.columns and n_labelled >= max(1, len(rows) // 2)
        for row in rows[1:] if self.columns else rows:
            if row in self.tree.roles.outside or not (self.columns or vertical):
                self.tree.passages.append(row)
            elif vertical:
                self._labelled_row(row)
            elif self._header(row) == self.columns and all(
                len(cell) <= _MAX_HEADER for cell in row.cells
            ):
                continue  # repeated at the top of the next page
            elif len([cell for cell in row.cells if cell.strip()]) == 1 and len(row.cells) > 2:
                self._band(row)
            else:
                self._cells(row)

    def _header(self, line: PlanLine) -> dict[int, str]:
        """Column -> part, when this row names the columns; empty when it does not."""
        columns: dict[int, str] = {}
        for column, cell in enumerate(line.cells):
            label = label_of(cell) if len(cell) <= _MAX_HEADER else None
            if label is not None and label.lone and not label.number:
                columns[column] = self.tree.roles.meaning[label.kind]
        if not {GOAL, ACTION} & {*columns.values()}:  # "Wat | Wie | Wanneer"
            beside = any(WHO.match(cell) or WHEN.match(cell) for cell in line.cells)
            what = {i: ACTION for i, cell in enumerate(line.cells) if _WHAT.match(cell)}
            columns |= what if beside else {}
        one_of_many = len(columns) < 2 and len(line.cells) > 3
        if one_of_many or not {GOAL, ACTION} & {*columns.values()}:
            return {}
        # A column "Thema" inside a pillar names goals; of two goal columns the first counts.
        parts = list(columns.values())
        if PILLAR in parts and GOAL not in parts and self.tree.pillar is not None:
            columns = {column: GOAL if part == PILLAR else part for column, part in columns.items()}
        seen: set[str] = set()
        settled = {}
        for column, part in columns.items():
            settled[column] = ASIDE if part in seen and part != ACTION else part
            seen.add(part)
        return settled

    def _band(self, line: PlanLine) -> None:
        """A row of one cell across the table names what the rows below belong to."""
        text = next(cell for cell in line.cells if cell.strip())
        label = label_of(text)
        part = self.tree.roles.meaning[label.kind] if label else ""
        words = label.rest or text if label else text
        number = label.number if label else ""
        if part == GOAL:
            self.tree.start_goal(node(GOAL, words, line, number))
        elif part == PILLAR or (GOAL in self.columns.values() and len(words.split()) <= 14):
            self._pillar(words, number, line)
        else:
            self.tree.passages.append(line)

    def _pillar(self, words: str, number: str, line: PlanLine) -> None:
        """Open this pillar: the one that bears the title already, or a new one."""
        title, number = _unnumbered(words, number)
        same = next((p for p in self.tree.pillars if likeness(p.title, title) > 0.75), None)
        if same is not None:
            self.tree.close_group()
            self.tree.pillar, self.tree.goal = same, None
        else:
            self.tree.start_pillar(Node(PILLAR, title, number, line.place))

    def _cells(self, line: PlanLine) -> None:
        """A row under a header: what its columns say it holds; a goal repeated opens none anew."""
        cells: dict[str, list[str]] = {PILLAR: [], GOAL: [], ACTION: []}
        number = ""
        for column, cell in enumerate(line.cells):
            part = self.columns.get(column, ASIDE)
            if part in cells and cell.strip() and not is_placeholder(cell):
                cells[part].append(cell.strip())
            elif re.fullmatch(r"\s*[A-Z]?\d{1,2}(\.\d{1,2}){0,4}\.?\s*", cell):
                number = cell.strip(" .")
        if not cells[GOAL] and cells[ACTION] and all(map(_BARE_CODE.fullmatch, cells[ACTION])):
            self.tree.passages.append(line)  # who does I1.1, and when: what it is stands elsewhere
            return
        for cell in cells[PILLAR]:
            if self.last.get(PILLAR) != cell:
                self._pillar(" ".join(cell.split()), "", line)
                self.last = {PILLAR: cell}
        for cell in cells[GOAL]:
            if self.last.get(GOAL) != cell:
                self._goals(cell, number, line)
                self.last[GOAL] = cell
        kept = self._who_and_when(line)
        for cell in cells[ACTION]:
            for text, own in _pieces(cell):
                self.tree.start_action(node(ACTION, f"{text}{kept}", line, own))
        self.tree.mode, self.tree.action = "", None

    def _who_and_when(self, line: PlanLine) -> str:
        """ " (wie: de coach; wanneer: juni 2026)", from the columns that say so."""
        pairs = [*zip(self.names, line.cells, strict=False)]
        notes = [
            (word, " ".join(cell.split()))
            for word, pattern in (("wie", WHO), ("wanneer", WHEN))
            for name, cell in pairs
            if pattern.match(name) and cell.strip() and not is_placeholder(cell)
        ]
        return f" ({'; '.join(f'{word}: {cell}' for word, cell in notes)})" if notes else ""

    def _goals(self, cell: str, number: str, line: PlanLine) -> None:
        """The goal in a cell, or the goals where it lists several."""
        pieces = _pieces(cell)
        several = len(pieces) > 1 and (
            all(own for _text, own in pieces) or ACTION not in self.columns.values()
        )
        if not several:
            first, *rest = pieces
            text, own = first
            if (label := label_of(text)) and label.rest and label.kind != ASIDE:
                text, own = label.rest, label.number or own
            goal = node(GOAL, text, line, own or number)
            goal.text += [text for text, _own in rest]
            self.tree.start_goal(goal)
            return
        self.tree.close_group()
        for text, own in pieces:
            self.tree.start_goal(node(GOAL, text, line, own), listed=True)

    def _labelled_row(self, line: PlanLine) -> None:
        """ "Doel | Elke school …": the first cell says what the others hold."""
        label = label_of(line.cells[0]) if line.cells else None
        content = [
            cell
            for cell in line.cells[1:]
            if cell.strip() and not is_placeholder(cell) and not _FIGURE.match(cell)
        ]
        part = self.tree.roles.meaning[label.kind] if label else ""
        if label is None or not content or part in (ASIDE, ""):
            self.tree.passages.append(line)
            return
        for cell in content:
            if part == PILLAR:
                self._pillar(" ".join(cell.split()), label.number, line)
            elif part == GOAL:
                goal = self.tree.goal
                if goal is not None and goal.headed and not goal.children and not goal.text:
                    goal.text.append(" ".join(cell.split()))
                    continue
                self.tree.close_group()
                pieces = _pieces(cell)
                for text, own in pieces:
                    printed = own or (label.number if len(pieces) == 1 else "")
                    goal = node(GOAL, text, line, printed)
                    self.tree.start_goal(goal, listed=len(pieces) > 1)
            else:
                for text, own in _pieces(cell):
                    self.tree.start_action(node(ACTION, text, line, own or label.number))
        self.tree.mode, self.tree.action = "", None


def _unnumbered(text: str, number: str) -> tuple[str, str]:
    """A text without the number before it, and that number where none was given."""
    if number_match := _NUMBERED.match(text):
        return text[number_match.end() :], number or number_match[1]
    return text, number


def _pieces(cell: str) -> list[tuple[str, str]]:
    """The points of one cell, each with its printed number; wrapped lines are joined."""
    parts: list[str] = []
    for part in _BULLETS.split(cell):
        part = re.sub(r"^[-–—*]\s+", "• ", part.strip())
        if not part:
            continue
        if parts and part[0].islower() and not _NUMBERED.match(part) and "•" not in part:
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part.removeprefix("• "))
    pieces = []
    for part in (point for whole in parts for point in re.split(r"(?<=\S);\s+", whole)):
        text, number = _unnumbered(part, "")
        if (label := label_of(text)) and label.rest and label.number:
            text, number = label.rest, label.number
        pieces.append((text, number))
    return pieces or [(cell, "")]
