"""Plain text and Markdown (.txt, .md): lines become blocks; hard-wrapped lines are rejoined."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from pipeline.files.blocks import BULLET, NUMBERED, SECTION, Block
from pipeline.files.csv import decoded
from pipeline.files.transcript import begins_message

WRAPPED = range(50, 110)  # characters at which typing programs break lines
WRAPPED_SHARE = 0.6  # of the lines that have a next line: beyond this, lines were broken by machine


def read(path: Path, where: str, *, encoding: str = "") -> list[Block]:
    """The file's paragraphs. Raises: DataProblem when the bytes are no text."""
    return blocks_of(decoded(path.read_bytes(), where, encoding=encoding))


def blocks_of(text: str) -> list[Block]:
    """Text as paragraphs: one per line, or one per blank-line group when lines were wrapped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    wrapped = _is_wrapped(lines)
    blocks: list[Block] = []
    gap = False
    for line in lines:
        if not line.strip():
            gap = True
        elif wrapped and blocks and not gap and _continues(line, blocks[-1].text):
            before = blocks.pop()
            blocks.append(Block("paragraph", f"{before.text} {line.strip()}", gap=before.gap))
        else:
            blocks.append(Block("paragraph", line.rstrip(), gap=gap or not blocks))
            gap = False
    return blocks


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines that run on into a next line end where a program breaks them."""
    pairs = pairwise(lines)
    running = [line for line, after in pairs if line.strip() and after.strip()]
    if len(running) < 3 or max(len(line) for line in running) >= WRAPPED.stop:
        return False
    return sum(len(line) in WRAPPED for line in running) >= WRAPPED_SHARE * len(running)


def _continues(line: str, before: str) -> bool:
    marked = BULLET.match(line) or NUMBERED.match(line) or SECTION.match(line)
    starts_anew = marked or begins_message(line)
    return not starts_anew and not line.startswith("#") and len(before) >= WRAPPED.start - 10
