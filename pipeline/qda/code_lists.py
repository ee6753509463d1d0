"""Lists of codes as an office keeps them: a sheet with kwesties, a page of Word with kaders.

A code is a name, with a number before it and an explanation beside or below it where there is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.core.locale import gettext as _
from pipeline.files.blocks import Block
from pipeline.files.names import fold

Entries = list[tuple[str, dict[str, str]]]  # place, and name, description, parent and id
NAMES: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name", "naam", "kwestie", "kwesties", "kader", "kaders", "thema", "onderwerp", "titel",
        "title", "tag", "path", "code", "uitgangspunt", "punt", "niveau",
    ),
    "description": (
        "description", "beschrijving", "omschrijving", "toelichting", "uitleg", "text", "tekst",
        "memo", "inhoud", "betekenis", "wat houdt het in",
    ),
    "parent": (
        "parent", "ouder", "bovenliggend", "bovenliggende code", "category", "categorie", "groep",
    ),
    "id": ("id", "code_id", "code", "nummer", "nr", "#", "kwestienummer"),
}  # fmt: skip
_SEARCHED = 10  # rows in which the header is looked for
CODE_ID = re.compile(r"[A-Za-z]{0,3}[.-]?\d{1,3}(?:\.\d{1,3}){0,2}[a-z]?")  # K3, 2.1, Q-12
_LABELLED = re.compile(
    r"(?:kader|kwestie|uitgangspunt|punt|code)\s+(?P<id>[A-Z]?\d{1,3})\s*[:.)–-]\s*(?P<name>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PRINTED = re.compile(r"(?P<id>[A-Za-z]{1,3}[.-]?\d{1,3})\s*[:.)–-]?\s+(?P<name>\S.*)$", re.DOTALL)
_TITLED = re.compile(r"(?P<name>[^.:;!?]{2,60})\.\s+(?P<rest>[A-ZÀ-Þ]\S*\s\S.*)$", re.DOTALL)
FEWEST_PRINTED = 3  # lines with an id of one kind ("K1", "K2"), from which these are the codes
MAX_NAME = 80  # characters before a colon that are a name; more is a sentence


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column holds the name, the description, the parent and the id; by the header."""
    folded = [fold(cell) if cell.strip() != "#" else "#" for cell in header]
    columns: dict[str, int] = {}
    for key, names in NAMES.items():
        place = next((folded.index(name) for name in names if name in folded), None)
        if place is not None and place not in columns.values():
            columns[key] = place
    return columns


def entries_in_rows(
    rows: Sequence[Sequence[str]], numbers: Sequence[int], where: str
) -> Entries | None:
    """The codes in a table: below a header, else by an id in front; None where it shows neither.

    Args: numbers: of the rows, as Excel shows them.
    """
    filled = [
        (n, [cell.strip() for cell in row])
        for n, row in zip(numbers, rows, strict=True)
        if any(cell.strip() for cell in row)
    ]
    start = next(
        (place for place, (_n, row) in enumerate(filled[:_SEARCHED]) if "name" in columns_of(row)),
        None,
    )
    if start is not None:
        columns, body = columns_of(filled[start][1]), filled[start + 1 :]
    elif filled and all(CODE_ID.fullmatch(row[0]) and len(row) > 1 for _n, row in filled):
        columns, body = {"id": 0, "name": 1, "description": 2}, filled
    else:
        return None
    return [
        (
            f"{where}, {_('row {row}').format(row=number)}",
            {key: row[place].strip() if place < len(row) else "" for key, place in columns.items()},
        )
        for number, row in body
    ]


def entries_in_blocks(blocks: Sequence[Block], where: str) -> Entries:
    """The codes in a document: rows of a table, labelled lines, bullets, or headings.

    What stands below a code and is none explains it.
    """
    rows = [block for block in blocks if block.kind == "row"]
    if rows:
        in_rows = entries_in_rows([r.cells for r in rows], [r.paragraph for r in rows], where)
        if in_rows:
            return in_rows
    is_code = _code_kind(blocks)
    entries: Entries = []
    for block in blocks:
        text = " ".join(block.text.split())
        if is_code(block):
            place = f"{where}, {_('paragraph {n}').format(n=block.paragraph)}"
            entries.append((place, _values(text, block.number.strip(".() "))))
        elif entries and block.kind in ("paragraph", "item"):
            values = entries[-1][1]
            values["description"] = f"{values['description']} {text}".strip()
    return entries


class _code_kind:
    """Whether a block is a code, by what this document uses for them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        items = [block for block in blocks if block.kind == "item"]
        headings = [block for block in blocks if block.kind == "heading"]
        self.labelled = sum(bool(_LABELLED.match(block.text)) for block in blocks) >= 2
        printed = Counter(
            match["id"].rstrip("0123456789.-")
            for block in blocks
            if block.kind != "heading" and (match := _PRINTED.match(block.text))
        )
        self.printed = max(printed.values(), default=0) >= FEWEST_PRINTED
        self.items = bool(items)
        self.level = max((block.level for block in headings[1:]), default=0)

    def __call__(self, block: Block) -> bool:
        if self.labelled:
            return bool(_LABELLED.match(block.text))
        if self.printed:
            return block.kind != "heading" and bool(_PRINTED.match(block.text))
        if self.items:
            return block.kind == "item"
        if self.level:
            return block.kind == "heading" and block.level == self.level
        return bool(_PRINTED.match(block.text))


def _values(text: str, number: str) -> dict[str, str]:
    """Name, description and id of a code in one line: "K2 Budget: lichte hulp is begrensd"."""
    printed = _LABELLED.match(text) or _PRINTED.match(text)
    code_id, text = (printed["id"], printed["name"]) if printed else (number, text)
    name, colon, rest = text.partition(": ")
    if not colon or len(name) > MAX_NAME:
        titled = _TITLED.match(text) if printed else None  # "K2 Budget. Lichte hulp is begrensd."
        name, rest = (titled["name"], titled["rest"]) if titled else (text, "")
    return {"id": code_id, "name": name.strip(" ."), "description": rest.strip(), "parent": ""}
