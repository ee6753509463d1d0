"""Plain text and Markdown (.txt, .md): lines become blocks; hard-wrapped lines are rejoined."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from pipeline.files.blocks import BULLET, NUMBERED, SECTION, Block, is_title
from pipeline.files.encoding import decoded
from pipeline.files.transcript import begins_message

WRAPPED = range(50, 110)  # characters at which typing programs break lines
WRAPPED_SHARE = 0.6  # of the lines that have a next line: beyond this, lines were broken by machine
_GLUED = re.compile(r"^(\s*)[-–](?=[^\W\d_])")  # "-de bus komt te laat"
FEWEST_GLUED = 3  # lines from which such a dash is a bullet, and no hyphen of a broken word
_RULE = re.compile(r"^\s*([=\-_~*])\1{2,}\s*$")  # a line of strokes: it holds no words
_MARKED_OUT = re.compile(  # "*** TAFEL 3 *** ma 22 september": a title between strokes
    r"^\s*([=\-_~*])\1{2,}\s*(?P<title>\w[^=_~*]*?)\s*\1{3}\s*(?P<rest>.*)$"
)
_EMPHASIS = re.compile(r"(?<![\w*_])(\*\*|__|\*|_)(?=\S)(?P<text>[^*_]+?)(?<=\S)\1(?![\w*_])")
_INDENTED = re.compile(r"^(?: {2,}|\t)(?![\d(]{1,3}[.)])\S")
_LINE_IN_BOLD = re.compile(r"^\s*\*\*[^*]+\*\*\s*$")


def read(path: Path, where: str, *, encoding: str = "") -> list[Block]:
    """The file's paragraphs. Raises: DataProblem when the bytes are no text."""
    text = decoded(path.read_bytes(), where, encoding=encoding)
    if path.suffix.lower() == ".md":
        # a line wholly bold keeps its marks
        text = "\n".join(
            line if _LINE_IN_BOLD.match(line) else _EMPHASIS.sub(r"\g<text>", line)
            for line in text.split("\n")
        )
    return blocks_of(text)


def blocks_of(text: str) -> list[Block]:
    """Text as paragraphs: one per line, or one per blank-line group when lines were wrapped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    lines = _with_bullets(lines)
    wrapped = _is_wrapped(lines)
    blocks: list[Block] = []
    gap = False
    for line in lines:
        if _RULE.match(line) and len(lines) > 1:
            if blocks and not gap and is_title(blocks[-1].text):
                level = 1 if line.strip()[0] == "=" else 3  # between them stand lines in capitals
                blocks[-1] = replace(blocks[-1], kind="heading", level=level)
            gap = True
        elif not line.strip():
            gap = True
        elif marked := _MARKED_OUT.match(line):
            title = f"{marked['title']} – {marked['rest']}".rstrip(" –")
            blocks.append(Block("heading", title, level=1, gap=True))
            gap = True
        # an indented line goes on with the point above it
        elif (
            blocks
            and not gap
            and _INDENTED.match(line)
            and BULLET.match(blocks[-1].text)
            and not BULLET.match(line)
        ):
            before = blocks.pop()
            blocks.append(replace(before, text=_joined(before.text, line.strip())))
        elif wrapped and blocks and not gap and _continues(line, blocks[-1].text):
            before = blocks.pop()
            blocks.append(Block("paragraph", f"{before.text} {line.strip()}", gap=before.gap))
        else:
            blocks.append(Block("paragraph", line.rstrip(), gap=gap or not blocks))
            gap = False
    # Where some headings are underlined, short lines in capitals are the headings above them
    if not any(block.kind == "heading" for block in blocks):
        return blocks
    return [
        replace(block, kind="heading", level=2)
        if block.kind == "paragraph" and block.gap and is_title(block.text) and block.text.isupper()
        else block
        for block in blocks
    ]


def _with_bullets(lines: list[str]) -> list[str]:
    """The lines, with a space behind dashes that stand against their words: typed on a phone."""
    glued = sum(bool(_GLUED.match(line)) for line in lines)
    return [_GLUED.sub(r"\1- ", line) for line in lines] if glued >= FEWEST_GLUED else lines


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines that run on into a next line end where a program breaks them."""
    pairs = pairwise(lines)
    running = [line for line, after in pairs if line.strip() and after.strip()]
    if len(running) < 3 or max(len(line) for line in running) >= WRAPPED.stop:
        return False
    return sum(len(line) in WRAPPED for line in running) >= WRAPPED_SHARE * len(running)


def _joined(before: str, line: str) -> str:
    """Two lines as one; a word that was broken with a hyphen is whole again."""
    broken = before.endswith("-") and before[-2:-1].isalpha() and line[:1].islower()
    return f"{before[:-1]}{line}" if broken else f"{before} {line}"


def _continues(line: str, before: str) -> bool:
    """Whether a line goes on with the paragraph before it, where lines were broken by machine."""
    marked = BULLET.match(line) or NUMBERED.match(line) or SECTION.match(line)
    starts_anew = marked or begins_message(line)
    starts_anew = starts_anew or "\t" in line.strip()  # a name or a role, then what was said
    return not starts_anew and not line.startswith("#") and len(before) >= WRAPPED.start - 10
