"""Which files are lists of codes (kaders, kwesties, a codebook) rather than what people said.

By their shape: a name per row that occurs once, with a number before it or an explanation beside
it, and nothing about who said it; and by a word for such a list in its name or above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.corpus.documents import reads_as_input
from pipeline.files.blocks import Block, structured
from pipeline.files.grid import Grid
from pipeline.files.names import column_kinds, fold
from pipeline.qda.code_lists import Entries, columns_of, entries_in_blocks, entries_in_rows

FEWEST, MOST = 3, 200  # codes in a list
NAME_WORDS = 14  # of the name of a code, at most; of a frame in a sentence twice as many
HEAD = 5  # rows in which a table says what it is
_LIST = re.compile(
    r"kaders?\b|kwesties?|code(?:boek|book|lijst|list|s\b)|themalijst|knelpunten(?:lijst|overzicht)",
    re.IGNORECASE,
)


def is_code_table(path: Path, grids: Sequence[Grid]) -> bool:
    """Whether the tables of a file are a list of codes."""
    for grid in grids:
        if not grid.rows or grid.hidden:
            continue
        head = [cell for row in grid.rows[:HEAD] for cell in row if len(cell) < 60]
        entries = entries_in_rows(grid.rows, grid.numbers, path.name)
        header = next(
            (columns_of(row) for row in grid.rows[:HEAD] if "name" in columns_of(row)), {}
        )
        full = {"name", "description", "parent"} <= set(header) and _hangs_together(entries)
        if not (full or _LIST.search(" ".join([_plain(path), grid.part, *head]))):
            return False
        if entries is None or not _is_list(entries) or _says_who(grid):
            return False
        return full or len(header) > 1 or not header
    return False


def is_code_document(path: Path, blocks: Sequence[Block]) -> bool:
    """Whether a document is a list of codes."""
    first = next((block.text for block in blocks), "")
    if not (_LIST.search(_plain(path)) or (len(first) < 60 and _LIST.search(first))):
        return False
    if reads_as_input(blocks, path.stem):
        return False
    entries = entries_in_blocks(structured(blocks), path.name)
    return _is_list(entries, 2 * NAME_WORDS) and len(blocks) <= 3 * len(entries) + HEAD


def _plain(path: Path) -> str:
    return re.sub(r"[_-]+", " ", path.stem)


def _is_list(entries: Entries, most_words: int = NAME_WORDS) -> bool:
    names = [fold(values["name"]) for _place, values in entries if values["name"]]
    return (
        FEWEST <= len(names) <= MOST
        and len(set(names)) == len(names)
        and sum(len(name.split()) <= most_words for name in names) >= 0.8 * len(names)
    )


def _hangs_together(entries: Entries | None) -> bool:
    """Whether every code that one belongs to is in the list too; ideas of a platform have kinds."""
    names = {values["name"] for _place, values in entries or ()}
    return all(values["parent"] in {"", *names} for _place, values in entries or ())


def _says_who(grid: Grid) -> bool:
    """Whether a column says who answered or when: then these are answers."""
    kinds = (column_kinds().get(fold(cell), "") for row in grid.rows[:HEAD] for cell in row)
    return any(kind in ("role", "date", "respondent") for kind in kinds)
