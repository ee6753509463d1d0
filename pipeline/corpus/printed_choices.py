"""Options printed on a form, with what was ticked: "Ik ben: ☒ ouder ☐ leerkracht".

They stand on one line, each on a line of its own, or each below or beside its box.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.corpus.note_structure import role_alone
from pipeline.files.blocks import Block

_BOX = r"[☐☑☒□■]|\[[ xXvV✓]?\]|\([xX ]\)"
_OPTION = re.compile(rf"(?P<box>{_BOX})\s{{0,3}}(?P<name>[^\s☐☑☒□■\[\]()][^☐☑☒□■\[\]()\n]{{0,59}})")
_LABEL = re.compile(rf"(?P<label>[^☐☑☒□■\[\]()\n]{{0,80}}?)\s{{0,3}}(?={_BOX})")
_ALONE = re.compile(rf"\s*(?P<box>{_BOX})\s*$")
_ON_A_LINE = re.compile(rf"\s*(?P<box>{_BOX})\s{{0,3}}(?P<name>[^\s☐☑☒□■\[\]][^☐☑☒□■\[\]\n]*)$")
_OPEN = frozenset("☐□")
_OF_LINES = ("paragraph", "item")
MOST_WORDS = 6  # of an option; more was written by somebody
LONGEST_LABEL = 80  # characters: "In welke rol vult u deze vragenlijst in?"


@dataclass(frozen=True)
class Choice:
    """A label, what stands ticked behind it, and nothing that anybody wrote."""

    label: str
    ticked: tuple[str, ...]


def choice_in(text: str) -> Choice | None:
    """The choice that a line is, where it prints two options or more; None of any other line."""
    options = list(_OPTION.finditer(text))
    if len(options) < 2 or any(len(option["name"].split()) > MOST_WORDS for option in options):
        return None
    label = _LABEL.match(text.strip())
    ticked = tuple(option["name"].strip(" ,;/.") for option in options if _ticked(option["box"]))
    return Choice(label["label"].strip(" :") if label else "", ticked)


def choice_in_cells(cells: Sequence[str]) -> Choice | None:
    """The choice in a row of a table: a label, and beside it options with their boxes."""
    choice = choice_in(" ".join(cell.strip() for cell in cells if cell.strip()))
    return choice if choice and len(choice.label.split()) <= 2 * MOST_WORDS else None


def with_choices(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with options each on a line of its own as one line, behind what is asked.

    Only where some are ticked and others are not, below a question or with roles among them: else
    the boxes are bullets.
    """
    joined: list[Block] = []
    place = 0
    while place < len(blocks):
        options, end = _options_from(blocks, place)
        ticks = {_ticked(box) for box, _name in options}
        asked = joined[-1] if joined and _asks(joined[-1]) else None
        chosen = asked or any(role_alone(name) for _box, name in options)
        if len(options) < 2 or ticks != {True, False} or not chosen:
            joined.append(blocks[place])
            place += 1
            continue
        printed = " ".join(f"{box} {name}" for box, name in options)
        first = joined.pop() if asked else blocks[place]
        text = f"{asked.text.strip()} {printed}" if asked else printed
        joined.append(replace(first, kind="paragraph", text=text, cells=(), table=0, box=""))
        place = end
    return joined


def _options_from(blocks: Sequence[Block], place: int) -> tuple[list[tuple[str, str]], int]:
    """The box and the name of each option that stands here and below, and where they end."""
    options: list[tuple[str, str]] = []
    while place < len(blocks):
        block = blocks[place]
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if option := _option(block):
            place += 1
        elif block.kind in _OF_LINES and (box := _ALONE.match(block.text)) and _names(after):
            option = (box["box"], after.text.strip() if after else "")
            place += 2
        else:
            break
        options.append(option)
    return options, place


def _option(block: Block) -> tuple[str, str] | None:
    """The box and the name that one line or row holds; None where it is no option."""
    if block.kind == "row":
        cells = [cell.strip() for cell in block.cells if cell.strip()]
        cells = cells if len(cells) < 2 or _ALONE.match(cells[0]) else cells[::-1]
        text = " ".join(cells)
    elif block.kind in _OF_LINES:
        text = f"{block.box} {block.text}"
    else:
        return None
    found = _ON_A_LINE.match(text)
    return (found["box"], found["name"].strip()) if found and _short(found["name"]) else None


def _names(block: Block | None) -> bool:
    """Whether a line names an option whose box stands above it."""
    return block is not None and block.kind != "row" and not block.box and _short(block.text)


def _short(text: str) -> bool:
    return 0 < len(text.split()) <= MOST_WORDS and "\n" not in text.strip()


def _asks(block: Block) -> bool:
    """Whether a line asks what is ticked below it: "Ik ben:", "Wat is uw rol?"."""
    text = block.text.strip()
    return block.kind in _OF_LINES and len(text) <= LONGEST_LABEL and text.endswith((":", "?"))


def _ticked(box: str) -> bool:
    return box not in _OPEN and bool(box.strip("[]() "))
