"""Tables that are the notes of one meeting each, as the heading, the facts and the points they are.

A note-taker's form is a table: "Gesprek met | Leerlingen", "Datum | 9 april", "Aanwezig | 12
leerlingen", and below it "Nr. | Opmerking | Wie" with a row per point. Its first rows are about the
meeting, so they become what they would be in running notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.plan import Round
from pipeline.corpus.note_courtesies import salutes
from pipeline.corpus.note_facts import fact_label
from pipeline.corpus.note_tables import kind_of_fact
from pipeline.files.blocks import Block
from pipeline.files.formats import BLOCKS
from pipeline.files.guard import size_problem
from pipeline.files.names import fold
from pipeline.files.options import RoundFiles

FEWEST_FORMS = 3  # documents that have lines in common, from which these are of a form
FEWEST_LINES = 3  # that two documents of one form have in common
MOST_OF_THEM = 0.6  # of the lines of the shorter of two; of the documents that have a printed line
_FORMS = (".docx", ".odt", ".rtf")
_PLAIN = Round("1", "form", "", kind="letters")
FEWEST_FACTS = 2  # rows about the meeting above the points; one alone may be a point
_AS_LABELLED = {"role": "rol", "area": "gebied", "date": "datum"}  # as a line in notes would say
MAX_VALUE_WORDS = 60  # of such a row
_ABOUT = frozenset(("thema", "gespreksthema", "onderwerp van gesprek", "onderwerp gesprek"))
_BOX = re.compile(  # what is printed above a box: "Wat valt op?  Wat gaat al goed?", "Citaten"
    r"^(?P<name>[^?.:\n]{2,60}(?:\?|(?<=[Cc]itaten)|(?<=[Oo]pmerkingen)|(?<=[Oo]verig)|"
    r"(?<=[Aa]andachtspunten)|(?<=[Tt]ips)|(?<=[Tt]ops)))(?:\s+[^\n]{0,90}[?.])?\s*$"
)
_LABELLED = re.compile(r"[^:]{3,30}:\s+\S")
_WITH_WHOM = re.compile(
    r"^(?:gesprek|bijeenkomst|sessie|tafel|avond|interview|overleg|ronde)(?:\s?(?:met|nr\.?|nummer))?$|"
    r"^(?:groep|doelgroep|gesprekspartner|geleding)$"
)


def unfolded(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the first rows of a note-taker's form as a heading and labelled lines."""
    unfolded: list[Block] = []
    below = 1 + max((block.level for block in blocks if block.kind == "heading"), default=0)
    place = 0
    while place < len(blocks):
        block = blocks[place]
        end = place + 1
        while end < len(blocks) and block.kind == "row" and blocks[end].table == block.table:
            end += 1
        rows = blocks[place:end]
        unfolded += _of_a_form(rows, below) if block.kind == "row" else rows
        place = end
    return unfolded


def _of_a_form(rows: Sequence[Block], level: int) -> Iterator[Block]:
    """A table that is a filled-in form, as headings, facts and answers; other rows as they are.

    Args: rows of one table; level: of the headings that it makes.
    """
    title = _alone(rows[0])
    if title and sum(_pair(row) is not None for row in rows[1:4]) >= FEWEST_FACTS:
        yield from _of_a_titled_form(rows, title, level)
        return
    facts = 0
    while facts < len(rows) and _pair(rows[facts]):
        facts += 1
    rest = rows[facts:]
    wide = any(len(row.cells) > 2 for row in rest)
    asked = all(_alone(row) or not any(cell.strip() for cell in row.cells) for row in rest)
    answered = all(_asks_beside(row) for row in rest)
    if 0 < facts < len(rows) and answered:
        yield from _of_answers(rows, facts, level)
        return
    is_form = FEWEST_FACTS <= facts < len(rows) and (wide or asked)
    for row in rows[: facts if is_form else 0]:
        label, value = _pair(row) or ("", "")
        if _WITH_WHOM.match(fold(label)) or fold(label) in _ABOUT:
            title = value if fold(label) in _ABOUT else f"{label} {value}"
            yield replace(row, kind="heading", level=level, text=title, cells=(), table=0)
        else:
            yield _fact_line(row, label, value)
    for row in rows[facts if is_form else 0 :]:
        text = _alone(row) if is_form and asked else ""
        if text and (box := _BOX.match(text)):
            yield replace(row, kind="heading", level=level + 1, text=box["name"], cells=(), table=0)
        else:
            yield replace(row, cells=(text,), text=text) if text else row


def _of_a_titled_form(rows: Sequence[Block], title: str, level: int) -> Iterator[Block]:
    """The title of a conversation across the table, what is about it, and its points.

    A cell across the table below the points is a line of the note-taker's.
    """
    yield replace(rows[0], kind="heading", level=level, text=title, cells=(), table=0)
    facts = 1
    while facts < len(rows) and (pair := _pair(rows[facts])):
        yield _fact_line(rows[facts], *pair)
        facts += 1
    for row in rows[facts:]:
        across = len(row.cells) > 1 and bool(_LABELLED.match(_alone(row)))
        yield replace(row, kind="paragraph", cells=(), table=0) if across else row


def _asks_beside(row: Block) -> bool:
    """Whether a row has a question in its first cell, and beside it the answer or nothing."""
    cells = list(dict.fromkeys(cell.strip() for cell in row.cells if cell.strip()))
    asked = row.cells[0].strip() if row.cells else ""
    return asked.endswith("?") and len(cells) <= 2


def _of_answers(rows: Sequence[Block], facts: int, level: int) -> Iterator[Block]:
    """A form that one person filled in: who it was, then each question and the answer beside it."""
    for row in rows[:facts]:
        yield _fact_line(row, *(_pair(row) or ("", "")))
    for row in rows[facts:]:
        asked, *beside = dict.fromkeys(cell.strip() for cell in row.cells if cell.strip())
        yield replace(row, kind="heading", level=level, text=asked, cells=(), table=0)
        yield from (replace(row, kind="paragraph", text=t, cells=(), table=0) for t in beside)


def _fact_line(row: Block, label: str, value: str) -> Block:
    """A row about the meeting, as the line that running notes would have: "rol: ouders"."""
    label = _AS_LABELLED.get(kind_of_fact(label), label)
    return replace(row, kind="paragraph", text=f"{label}: {value}", cells=(), table=0)


def _alone(row: Block) -> str:
    """What stands in a row of which only the first cell is filled; "" for any other row."""
    filled = list(dict.fromkeys(cell.strip() for cell in row.cells if cell.strip()))
    return filled[0] if len(filled) == 1 and row.cells[0].strip() == filled[0] else ""


def _pair(row: Block) -> tuple[str, str] | None:
    """The label and the value of a row about the meeting; None of any other."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(dict.fromkeys(filled)) != 2 or not row.cells[0].strip():
        return None
    label, value = filled[0].rstrip(" :"), filled[1]
    label = re.sub(r"(?<!\s)\s*\([^()]*\)$", "", label)  # "Ingevuld door (functie)"
    label = re.sub(r"^(?:uw|je|jouw|mijn) (?=\w)", "", label, flags=re.IGNORECASE)
    known = fact_label(label) or kind_of_fact(label) or _WITH_WHOM.match(fold(label))
    known_label = bool(known) or fold(label) in _ABOUT
    return (label, value) if known_label and len(value.split()) <= MAX_VALUE_WORDS else None


def forms_among(printed: Sequence[frozenset[str]]) -> Iterator[list[int]]:
    """The places of documents that filled in one form, by the lines that each may have from one."""

    def of_one_form(lines: frozenset[str], others: frozenset[str]) -> bool:
        common = len(lines & others)
        fewest = min(len(lines), len(others))
        return common >= FEWEST_LINES and common >= MOST_OF_THEM * fewest

    for place, lines in enumerate(printed):
        alike = [i for i, others in enumerate(printed) if of_one_form(lines, others)]
        if len(alike) >= FEWEST_FORMS and alike[0] == place:
            yield alike


def printed_alike(folder: Path, files: Sequence[str]) -> frozenset[str]:
    """The lines, folded, that most of several documents of one round have in common.

    A form that ten schools filled in says ten times what is asked; that is nobody's answer. Lines
    of one word, and files that cannot be read, do not count.
    """
    documents = [file for file in files if Path(file).suffix.lower() in _FORMS]
    if len(documents) < FEWEST_FORMS:
        return frozenset()
    in_files: list[frozenset[str]] = []
    for file in documents:
        if size_problem(folder / file, file):
            continue  # the reader tells of it
        try:
            blocks = BLOCKS[Path(file).suffix.lower()](folder / file, file, RoundFiles(_PLAIN, ()))
        except (DataProblem, OSError):
            continue
        lines = {text.strip() for block in blocks for text in (block.cells or (block.text,))}
        if any(map(salutes, lines)) and not any(line.endswith("?") for line in lines):
            continue  # a letter that many sent asks nothing
        in_files.append(frozenset(line for text in lines if len((line := fold(text)).split()) > 1))
    return _in_most(in_files)


def _in_most(forms: Sequence[frozenset[str]]) -> frozenset[str]:
    """The lines that stand in most of these; none where those who filled it in wrote no other."""
    counts = Counter(line for lines in forms for line in lines)
    least = max(FEWEST_FORMS, MOST_OF_THEM * len(forms))
    printed = frozenset(line for line, n in counts.items() if n >= least)
    return printed if any(lines - printed for lines in forms) else frozenset()


def as_asked(blocks: Sequence[Block], printed: Collection[str]) -> list[Block]:
    """The blocks, with the questions that a form prints as headings of the answers below them."""
    if not printed:
        return list(blocks)
    level = 1 + max((block.level for block in blocks if block.kind == "heading"), default=0)
    return [
        replace(block, kind="heading", level=level)
        if block.kind == "paragraph"
        and fold(block.text) in printed
        and block.text.rstrip().endswith("?")
        and after is not None
        and fold(after.text) not in printed
        else block
        for block, after in zip_longest(blocks, blocks[1:])
        if block is not None
    ]
