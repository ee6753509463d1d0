"""Tables in notes: which row names the columns, and what each row below it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.corpus.attendance import known_role
from pipeline.corpus.columns import ANSWERED, BY_THE_TYPIST
from pipeline.corpus.missing import is_missing
from pipeline.corpus.note_facts import META
from pipeline.corpus.note_structure import is_service, role_alone
from pipeline.files.blocks import BULLET, Block
from pipeline.files.grid import cell_at
from pipeline.files.names import column_kinds, fold, role_names, role_of

MAX_HEADER = 60  # characters of a column's name
MAX_HEADER_WORDS = 6
ANSWER_WORDS = 5.0  # words per filled cell from which a column holds what was said
SHORT_WORDS = 2.0  # from which another column beside such a one does too
MAX_LABEL_WORDS = 8  # "Wat moet er volgens u beter?"
_ACTION = frozenset({"actie", "acties", "actiepunt", "actiepunten", "afspraak", "afspraken"})
_BY_WHOM = frozenset(
    {"wie", "door wie", "wanneer", "deadline", "gereed", "verantwoordelijk", "verantwoordelijke"}
)
_SAID = frozenset({"wat werd gezegd", "wat is er gezegd", "reactie", "opmerking", "opbrengst"})
_SCHOOL = frozenset({"school", "naam school", "schoolnaam", "organisatie", "vestiging"})
_OF_A_PERSON = frozenset({"role", "area", "date", "respondent", "ignore", "entry", "meta"})
KNOWN_ROLES = 0.6  # share of the cells that are names of roles
_WHO_SAID = frozenset(
    "wie|door|door wie|van wie|inbrenger|inbreng van|spreker|door wie ingebracht|ingebracht door|"
    "wie bracht dit in|genoemd door".split("|")
)
_SORTED = re.compile(  # columns into which what was said was sorted
    r"^(?:positief|negatief|idee(?:ën)?|plus(?:punten|sen)?|min(?:punten|nen)?|tops?|tips?|sterk|zwak|"
    r"kansen|knelpunten|zorgen|wensen|oplossing(?:en)?|suggesties?|dromen|"
    r"(?:wat |dit )?gaat (?:er )?goed|idee(?:ën)? voor later|"
    r"(?:wat|dit) (?:kan|moet) (?:er )?beter|kan beter|verbeterpunten|wat horen (?:we|wij)|"
    r"wat is (?:er )?nodig)$"
)
_SAYS_SOMETHING = re.compile(r"\s\S+\s\S+[.!]$")  # a sentence: no column is called so
FEW_ROLES = 0.3  # the same, where the column is called after who said it


@dataclass(frozen=True)
class CellAnswer:
    """What one cell says, and what the rest of its row says about it."""

    text: str
    role: str = ""
    area: str = ""
    topic: str = ""
    supporters: int = 0
    who: str = ""


class NoteTables:
    """The tables of one document, by their number."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        rows: dict[int, list[Block]] = {}
        for block in blocks:
            if block.kind == "row":
                rows.setdefault(block.table, []).append(block)
        self.headers = {number: table[0] for number, table in rows.items()}
        self.kinds = {number: _column_kinds(table) for number, table in rows.items()}
        self.of_actions = {n for n, header in self.headers.items() if _is_of_actions(header.cells)}
        self.of_facts = {n for n, table in rows.items() if _is_of_facts(table)}
        self.of_roles = {  # before each row stands who said it
            n
            for n, table in rows.items()
            if all(row.cells and role_alone(row.cells[0]) for row in table)
        }
        self.answered = {n for n, kinds in self.kinds.items() if "answer" in kinds}
        self.named = {
            number for number, table in rows.items() if not self.kinds[number] and _is_named(table)
        }

    def is_header(self, row: Block) -> bool:
        """Whether the row names the columns; a header repeated on a next page does too."""
        return bool(self.kinds[row.table]) and row.cells == self.headers[row.table].cells

    def answers(self, row: Block) -> list[CellAnswer] | None:
        """The answers in a row, none where it is empty; None where the table has no header."""
        kinds = self.kinds[row.table]
        if row.table in self.named:
            label, text = (cell.strip() for cell in row.cells)
            topic = "" if label.strip(". ").isdigit() else label.rstrip(": ")
            return [CellAnswer(text, topic=topic)] if text else []
        if not kinds:
            return None
        cells = [cell.strip() for cell in row.cells]
        by_kind = {kind: cell for kind, cell in zip(kinds, cells, strict=False) if kind != "text"}
        times = by_kind.get("supporters", "").rstrip("xX× ")
        texts = [(i, cells[i]) for i, kind in enumerate(kinds) if kind == "text" and i < len(cells)]
        several = len(texts) > 1
        label = by_kind.get("label", "")
        return [
            CellAnswer(
                f"{label}: {text}" if label and not several else text,
                self._role(row.table, by_kind.get("role", "")),
                by_kind.get("area", ""),
                self.headers[row.table].cells[i] if several else by_kind.get("question", ""),
                int(times) if times.isdigit() else 0,
                by_kind.get("respondent", ""),
            )
            for i, cell in texts
            for text in points_of(cell)
            if not is_missing(text)
        ]

    def _role(self, table: int, cell: str) -> str:
        """The role in a cell; of "leerling gr 7" in a column "Wie" the one it begins with."""
        kinds, header = self.kinds[table], self.headers[table].cells
        called = {fold(name) for kind, name in zip(kinds, header, strict=False) if kind == "role"}
        return (known_role(cell)[0] if called & _WHO_SAID else "") or role_of(cell)


def points_of(cell: str) -> list[str]:
    """The notes in one cell, each on a line of its own.

    A line in lower case goes on with one that has not ended.
    """
    points: list[str] = []
    for line in cell.split("\n"):
        text = BULLET.sub("", line).strip()
        goes_on = points and not points[-1].endswith((".", "!", "?"))
        if goes_on and text[:1].islower() and not BULLET.match(line):
            points[-1] = f"{points[-1]}\n{text}"
        elif text:
            points.append(text)
    return points


def _is_of_actions(header: Sequence[str]) -> bool:
    """Whether the columns say who will do what and when: agreements, nothing that was said."""
    names = {fold(cell) for cell in header}
    return bool(names & _ACTION) and bool(names & _BY_WHOM) and not names & _SAID


def kind_of_fact(label: str) -> str:
    """What a line of a form says of whoever filled it in: role, area, date, …; "" where nothing."""
    parts = [fold(part) for part in re.split(r"/| of |,|[()]", label) if part.strip()]
    kinds = [column_kinds().get(part, "meta" if part in META else "") for part in parts]
    kinds = ["area" if part in _SCHOOL else kind for part, kind in zip(parts, kinds, strict=True)]
    known = [kind for kind in kinds if kind in _OF_A_PERSON]
    return next((kind for kind in known if kind != "meta"), *known[:1] or ("",))


def _is_of_facts(rows: Sequence[Block]) -> bool:
    """Whether every row has a label and a short value that say who filled in a form."""
    return len(rows) > 1 and all(
        len(row.cells) == 2
        and len(row.cells[0]) <= MAX_HEADER
        and len(row.cells[1].split()) <= MAX_LABEL_WORDS
        and kind_of_fact(row.cells[0])
        for row in rows
    )


def _is_named(rows: Sequence[Block]) -> bool:
    """Whether a table without a header has in each row a short label and what was said to it.

    A label that names a role is no topic: such rows are read by their role. A service is one
    beside other topics.
    """
    if len(rows) < 2 or any(len(row.cells) != 2 for row in rows):
        return False
    labels, texts = zip(*(row.cells for row in rows), strict=True)
    if not all(0 < len(label.split()) <= MAX_LABEL_WORDS for label in labels):
        return False
    roles = [label for label in labels if fold(label) in role_names()]
    if len(roles) == len(labels) or not all(map(is_service, roles)):
        return False
    filled = [len(text.split()) for text in texts if text.strip()]
    return bool(filled) and sum(filled) / len(filled) >= ANSWER_WORDS


def _column_kinds(rows: Sequence[Block]) -> tuple[str, ...]:
    """The kind of each column when the first row is a header; () otherwise."""
    header = rows[0].cells
    if len(header) < 2 or not all(len(cell) <= MAX_HEADER for cell in header):
        return ()
    known = column_kinds()
    named = ["answer" if ANSWERED.match(fold(c)) else known.get(fold(c), "") for c in header]
    if "text" in named:
        return _by_content(header, named, [row.cells for row in rows[1:]])
    if len(rows) < 2 or not all(0 < len(cell.split()) <= MAX_HEADER_WORDS for cell in header[1:]):
        return ()
    if any(_SAYS_SOMETHING.search(cell.strip()) for cell in header):
        return ()
    if len(header[0].split()) > MAX_HEADER_WORDS or (not header[0] and len(header) < 3):
        return ()
    return _by_content(header, named, [row.cells for row in rows[1:]])


def _by_content(
    header: Sequence[str], named: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """Columns of long cells hold answers, of role names roles; a short first one names the row."""
    kinds = list(named)
    for i in (i for i, kind in enumerate(named) if not kind):
        filled = [cell for row in rows if (cell := cell_at(row, i).strip())]
        words = sum(len(cell.split()) for cell in filled) / max(len(filled), 1)
        roles = sum(fold(cell) in role_names() for cell in filled)
        says_who = fold(header[i]) in _WHO_SAID
        opening = sum(bool(known_role(cell)[0]) for cell in filled) if says_who else 0
        if _SORTED.match(fold(header[i])) and filled:
            kinds[i] = "text"
        elif BY_THE_TYPIST.match(header[i].strip()):
            kinds[i] = "ignore"
        elif words >= ANSWER_WORDS and "text" not in named:
            kinds[i] = "text"
        elif filled and (roles >= KNOWN_ROLES * len(filled) or opening > FEW_ROLES * len(filled)):
            kinds[i] = "role"
        elif i == 0 and filled and not all(cell.strip(". ").isdigit() for cell in filled):
            kinds[i] = "label"
    if "text" not in kinds:
        return ()
    for i, kind in enumerate(kinds):  # beside what was said, short notes are said too
        cells = [parts for row in rows if (parts := cell_at(row, i).split())]
        if not kind and i and sum(map(len, cells)) >= SHORT_WORDS * max(len(cells), 1):
            kinds[i] = "text"
    return tuple(kinds)
