"""One model of running text for .docx, .odt, .pdf and .txt: blocks in reading order.

A reader gives what the file itself says (styles, list numbers, font sizes, pages).
``structured`` then adds what a person sees at a glance in text without styles: bullets typed as
"•", numbered headings, short lines that stand alone above their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.files.grid import Grid

KINDS = (
    "heading", "paragraph", "item", "row", "comment", "footnote", "toc", "caption",
    "turn",  # what one speaker said at a stretch, in a transcript or a chat
    "system",  # what the recorder or the chat program wrote itself
)  # fmt: skip
BULLET = re.compile(
    r"^[ \t]*(?:[•·▪◦‣●○■□☐☑☒▸▶►✔❑❏➢➤✓❖§\uf0b7\uf0a7]|[-–—*+](?=\s)|o(?=\t))[ \t]*(?=\S)"
)
BOXES = frozenset("☐☑☒□■")
_OPTIONS = re.compile(r"^\s*[☐☑☒□■][^☐☑☒□■]{1,60}[☐☑☒□■]")  # of a form, printed on one line
NUMBERED = re.compile(r"^[ \t]*(\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])[ \t]+(?=\S)")
NO_DATE = (  # behind a number: "1 april" opens no chapter, and none is numbered 01.09
    r"(?!(?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|oct|nov|dec|may|march)[a-z]*\.?\b)"
)
DOTTED = (  # "4.2.1"; one that begins or ends with a letter ("A.1.2", "4.2.1.a", "4.2.1a")
    r"(?:(?!0)\d{1,2}(?:\.\d{1,2}){1,4}\.[a-z]|(?!0)\d{1,2}(?:\.\d{1,2}){2,4}[a-z]"
    r"|(?!0)\d{1,2}(?:\.\d{1,2}){1,4}|[A-H](?:\.\d{1,2}){1,4}(?:\.?[a-z])?)"
)
SECTION = re.compile(rf"^[ \t]*({DOTTED}|(?!0)\d{{1,2}})\.?[ \t]+(?i:{NO_DATE})(?=\S)")
_MARKDOWN = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_BOLD = re.compile(r"^\*\*([^*]+)\*\*$")  # a line of Markdown in bold
_CLOSED = re.compile(r"[.!?;:,…][\"'”’)\]]*$")
_ENDED = re.compile(r"[.;,…][\"'”’)\]]*$")
MAX_BOLD_HEADING = 160  # characters, where the letters themselves say that it is one
MAX_HEADING = 90  # characters; a longer line without a full stop is a sentence somebody left open
MAX_HEADING_WORDS = 13


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item, table row, comment or footnote."""

    kind: str
    text: str
    level: int = 0  # heading: 1 is highest; item: nesting from 1
    number: str = ""  # as printed before the text: "4.2.1", "b)"; bullets have none
    page: int | None = None  # from 1; only where the file knows pages
    paragraph: int = 0  # from 1, counting the blocks with text in the order of the file
    style: str = ""
    size: float | None = None  # font size in points, where the file says it (pdf)
    bold: bool = False
    gap: bool = False  # blank line or wide space before it
    cells: tuple[str, ...] = ()  # of a table row
    table: int = 0  # number of the table from 1
    inside: int = 0  # number of the table in a cell of which this one stands
    across: bool = False  # one cell over the whole width of its table
    row: int = 0  # in a workbook, as Excel shows it
    box: str = ""  # typed before it: "☒"
    author: str = ""  # of a comment or a turn
    day: str = ""  # on which a message in a chat was sent, or a remark made

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"block kind '{self.kind}' is not one of {', '.join(KINDS)}")


def row_block(
    cells: tuple[str, ...],
    table: int,
    *,
    page: int | None = None,
    gap: bool = False,
    inside: int = 0,
    across: bool = False,
) -> Block:
    """A row of a table; its text is what stands in its cells, parted by strokes."""
    text = " | ".join(cell for cell in cells if cell)
    return Block(
        "row", text, cells=cells, table=table, page=page, gap=gap, inside=inside, across=across
    )


def structured(blocks: Iterable[Block], *, guess_headings: bool = True) -> list[Block]:
    """Blocks with typed bullets, numbers and headings recognised; ones the file styled stay.

    Args: guess_headings: also take a short line above its text for a heading, when the file
        itself styled none. Off for letters, where a short line is somebody's whole answer.
    """
    plain = [_typed_marks(block) for block in blocks if block.text.strip()]
    styled = any(
        block.kind == "heading" and block.style.casefold() not in ("title", "titel")
        for block in plain
    )
    recognised = [_section(block, following) for block, following in zip_longest(plain, plain[1:])]
    if guess_headings and not styled:
        recognised = _short_lines(recognised)
    return [replace(block, paragraph=i) for i, block in enumerate(recognised, start=1)]


def _typed_marks(block: Block) -> Block:
    """A paragraph with a mark of Markdown or a bullet before it as what the mark says it is."""
    if block.kind != "paragraph":
        return block
    if heading := _MARKDOWN.match(block.text):
        return replace(block, kind="heading", level=len(heading[1]), text=heading[2])
    if bold := _BOLD.match(block.text):
        return replace(block, bold=True, text=bold[1].strip())
    if (bullet := BULLET.match(block.text)) and not _OPTIONS.match(block.text):
        indent = len(block.text) - len(block.text.lstrip())
        text = block.text[bullet.end() :].strip()
        box = block.text.strip()[:1]
        box = box if box in BOXES else ""
        return replace(block, kind="item", level=1 + (indent >= 6), text=text, box=box)
    return replace(block, text=block.text.strip())


def _section(block: Block, following: Block | None) -> Block:
    """A paragraph that starts with a typed number: a numbered heading, item or paragraph."""
    if block.kind != "paragraph":
        return block
    section, item = SECTION.match(block.text), NUMBERED.match(block.text)
    if section and ("." in section[1] or not item):
        number, text = section[1], block.text[section.end() :]
        if is_title(text) and ("." in number or text == text.upper() or following is not None):
            level = number.count(".") + 1
            return replace(block, kind="heading", level=level, number=number, text=text)
        return replace(block, number=number, text=text) if "." in number else block
    if item:
        text = block.text[item.end() :]
        return replace(block, kind="item", level=1, number=item[1], text=text)
    return block


def _short_lines(blocks: list[Block]) -> list[Block]:
    """Take a short line, alone above longer text, for a heading below the numbered ones.

    Of those, larger letters stand above smaller ones, and capitals above the rest.
    """
    numbered = max((block.level for block in blocks if block.kind == "heading"), default=0)
    above = [
        i
        for i, block in enumerate(blocks)
        if _stands_above(block, blocks[i + 1] if i + 1 < len(blocks) else None, first=i == 0)
    ]
    looks = sorted({_look(blocks[i]) for i in above if i}, reverse=True)
    headed = list(blocks)
    for i in above:
        level = numbered + 1 + looks.index(_look(blocks[i])) if i else 1
        headed[i] = replace(blocks[i], kind="heading", level=min(level, 6))
    return headed


def _look(block: Block) -> tuple[float, bool]:
    """How high a heading looks: by the size of its letters, then by its capitals."""
    return round(block.size or 0.0), block.text.isupper()


def _stands_above(block: Block, following: Block | None, *, first: bool) -> bool:
    """Whether a paragraph looks like the heading of what follows. Args: first: of the document."""
    if block.kind != "paragraph" or following is None or not (block.gap or block.bold or first):
        return False
    if not is_title(block.text) or block.number:
        return False
    if block.bold and (not following.bold or _look(following) < _look(block)):
        return True
    if following.kind in ("item", "row"):
        return True
    return following.kind == "paragraph" and not is_title(following.text)


def of_grids(grids: Iterable[Grid]) -> list[Block]:
    """The sheets of a workbook as text: rows of tables, a line above them as a paragraph."""
    blocks: list[Block] = []
    for sheet, grid in enumerate((grid for grid in grids if not grid.hidden), start=1):
        for row, number in zip(grid.rows, grid.numbers, strict=True):
            filled = [cell for cell in row if cell.strip()]
            if len(filled) == 1 and not any(block.table == sheet for block in blocks):
                blocks.append(Block("paragraph", filled[0], paragraph=number, page=sheet))
            elif filled:
                text = " | ".join(filled)
                cells = (*row, *[""] * (grid.width - len(row)))
                blocks.append(
                    Block("row", text, cells=cells, table=sheet, paragraph=number, page=sheet)
                )
    return blocks


def is_bold_title(block: Block) -> bool:
    """Whether a line in bold reads as a title: a question too, and with a day and a place in it."""
    text = block.text.strip()
    return (
        block.bold
        and 0 < len(text) <= MAX_BOLD_HEADING
        and not _ENDED.search(text)
        and (text[0].isdigit() or text[0].isupper() or text[0] in "'\"‘“(")
    )


def is_title(text: str) -> bool:
    """Short, starts like a title, and no mark that ends a sentence."""
    text = text.strip()
    return (
        0 < len(text) <= MAX_HEADING
        and len(text.split()) <= MAX_HEADING_WORDS
        and not _CLOSED.search(text)
        and (text[0].isdigit() or text[0].isupper() or text[0] in "'\"‘“(")
    )
