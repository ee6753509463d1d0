"""PDF with text (.pdf): lines rejoined to paragraphs, words mended where a line broke them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path
from statistics import median

from pipeline.files.blocks import BULLET, NUMBERED, SECTION, Block, is_title, row_block
from pipeline.files.pdf_annotations import form_of, margin_notes
from pipeline.files.pdf_columns import MARGIN, PdfLine
from pipeline.files.pdf_lines import read_lines
from pipeline.files.pdf_tables import PdfTable, find_tables

BIGGER = 1.12  # times the size of running text: from here a line is a heading
SLACK = 0.3  # times the font size: by this much a word must fit before a break is a writer's
GAP = 1.4  # times the usual distance between lines: from here a blank stands between them
_STOPS = re.compile(r"[.!?][\"'”’)\]]*$")
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")
_LABELLED = re.compile(r"[A-Z][a-zé]+: ")  # "Goal: …" begins a paragraph of its own
_NUMBERED_LABEL = re.compile(  # "Doel 1.2" begins a paragraph, whatever stood above it
    r"(?:Doel|Doelstelling|Speerpunt|Pijler|Ambitie|Maatregel|Actie|Activiteit|Thema) \d"
)
_POINTS_ON = re.compile(r"(?:\b(?:in|bij|zie|van|en|of|uit|met|naar|onder|op|voor|aan)|[(,])$")
_KEEPS_HYPHEN = re.compile(
    r"(?:^|[\s(/])(?:po|vo|so|sbo|vso|so-?vso|isk|mr|opr|ib|swv|ict|e|hbo|mbo|wo|nt2|[A-Z0-9]+)-$"
)


def read(path: Path, where: str, *, tables: bool = False) -> list[Block]:
    """The document's blocks, each with its page and font size; notes in the margin last.

    Args: tables: as a plan: tables with drawn lines as rows with cells, titles in the margin before
        their text; slower.
    Raises: DataProblem for a damaged, protected or scanned file, or one with a script in it.
    """
    lines = read_lines(path, where)
    filled = form_of(path)
    if filled is not None:  # what is printed on a form is nobody's answer
        printed = [replace(block, kind="system") for _line, block in _blocks(lines)]
        return [*printed, *filled, *margin_notes(path)]
    if tables:  # their words stand in their cells only
        drawn = find_tables(path)
        lines = read_lines(path, where, drawn, margins=True)
        return [*_with_tables(lines, drawn), *margin_notes(path)]
    return [*_with_tables(lines, []), *margin_notes(path)]


def _with_tables(lines: list[PdfLine], tables: list[PdfTable]) -> list[Block]:
    """Text and tables in reading order. Args: lines: without those of the tables."""
    blocks: list[Block] = []
    waiting = list(tables)
    for first, block in _blocks(lines):
        while waiting and _comes_before(waiting[0], first):
            blocks += _rows(waiting.pop(0))
        blocks.append(block)
    return [*blocks, *(row for table in waiting for row in _rows(table))]


def _comes_before(table: PdfTable, line: PdfLine) -> bool:
    """Whether a table is read before a line: one in a column stands above that column only."""
    if table.page != line.page:
        return table.page < line.page
    other_column = line.column > 0 and (line.left >= table.right or line.right <= table.left)
    return table.top > line.y and not (other_column and line.left < table.left)


def _rows(table: PdfTable) -> list[Block]:
    return [row_block(row, table.number, page=table.page) for row in table.rows if any(row)]


def _blocks(lines: list[PdfLine]) -> list[tuple[PdfLine, Block]]:
    """Paragraphs, each with its first line."""
    body = body_size(lines)
    # The usual distance between the baselines of two lines of running text
    steps = [
        before.y - after.y
        for before, after in pairwise(lines)
        if before.page == after.page and 0 < before.y - after.y < 4 * body
    ]
    pitch = median(steps) if steps else 1.2 * body
    known = {word.casefold() for line in lines for word in re.findall(r"(?<!\w)\w+-\w+", line.text)}
    groups: list[list[PdfLine]] = []
    gaps: list[bool] = []
    for line, following in zip_longest(lines, lines[1:]):
        gap = not groups or _gap(groups[-1][-1], line, pitch)
        if groups and _continues(groups[-1], line, following, gap):
            groups[-1].append(line)
        else:
            groups.append([line])
            gaps.append(gap)
    # Heading level of each font size above the running text, the biggest first
    bigger = sorted({line.size for line in lines if line.size >= BIGGER * body}, reverse=True)
    levels = {size: min(level, 5) for level, size in enumerate(bigger, start=1)}
    return [
        (group[0], _block(group, gap, levels, body, known))
        for group, gap in zip(groups, gaps, strict=True)
    ]


def body_size(lines: Sequence[PdfLine]) -> float:
    """The font size most characters have, of those not in bold where there are any."""
    sizes: Counter[float] = Counter()
    for line in [line for line in lines if not line.bold] or lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _gap(before: PdfLine, line: PdfLine, pitch: float) -> bool:
    """Whether a blank stands between two lines. Args: pitch: the usual distance, in points."""
    if before.page != line.page:
        return False
    step = before.y - line.y
    return step > 0 and step > GAP * max(pitch, line.size)


def _continues(group: list[PdfLine], line: PdfLine, following: PdfLine | None, gap: bool) -> bool:
    """Whether a line goes on with the paragraph: its first word did not fit on the line before."""
    before = group[-1]
    if gap or abs(before.size - line.size) > 0.6 or before.bold != line.bold:
        return False
    if BULLET.match(line.text) or NUMBERED.match(line.text) or _starts_section(before, line):
        return False
    if _NUMBERED_LABEL.match(line.text) and not _POINTS_ON.search(before.text):
        return False
    flows = before.page != line.page or before.column != line.column or line.y > before.y
    if flows:
        return not _ENDS.search(before.text) and line.text[:1].islower()
    if not _ENDS.search(before.text) and line.text[:1].islower():
        return True
    if BULLET.match(group[0].text) and line.left > group[0].left + 0.5 * line.size:
        return True  # below the text of its bullet
    if _is_section_title(before.text) and line.text[:1].isupper():
        return False
    if _ENDS.search(before.text) and _LABELLED.match(line.text):
        return False
    ended = following is None or _would_fit(line, following)  # by its writer, as a title is
    if ended and _STOPS.search(before.text) and is_title(line.text):
        return False
    return not _would_fit(before, line)


def _is_section_title(text: str) -> bool:
    """Whether a line is a typed number ("4.2.1") and a title."""
    section = SECTION.match(text)
    return bool(section and "." in section[1] and is_title(text[section.end() :]))


def _starts_section(before: PdfLine, line: PdfLine) -> bool:
    """Whether a typed number begins the line, and no number that was wrapped."""
    section = SECTION.match(line.text)
    return bool(section and ("." in section[1] or _ENDS.search(before.text)))


def _would_fit(before: PdfLine, line: PdfLine) -> bool:
    """Whether the next line's first word had room behind this line: then a writer broke it."""
    return before.right + before.space + line.first < before.edge - SLACK * line.size


def _block(
    group: list[PdfLine], gap: bool, levels: dict[float, int], body: float, known: set[str]
) -> Block:
    """The lines of a paragraph as a heading, a line of contents, a footnote or running text.

    Args: gap: a blank stands above it; levels: of heading, by font size; body: the size of running
        text; known: words of the document with a hyphen in them.
    """
    text = _rejoined([line.text for line in group], known)
    first = group[0]
    level = levels.get(first.size, 0)
    if not level and first.bold and is_title(text) and (len(group) <= 2 or first.column == MARGIN):
        level = max(levels.values(), default=0) + 1
    if level and len(text) <= 200:
        section = SECTION.match(text)
        return Block(
            "heading",
            text[section.end() :] if section else text,
            level=min(level, 6),
            number=section[1] if section else "",
            page=first.page,
            size=first.size,
            bold=first.bold,
            gap=gap,
        )
    if re.search(r"(?<!\.)\.{5,}\s*\d+$|(?:\. ){5}", text):
        return Block("toc", text, page=first.page, size=first.size, gap=gap)
    if first.size <= 0.88 * body and re.match(r"\d{1,3}(?=\s|[A-Z“\"])", text) and first.y < 200:
        return Block("footnote", text, page=first.page, size=first.size, gap=gap)
    return Block("paragraph", text, page=first.page, size=first.size, bold=first.bold, gap=gap)


def _rejoined(lines: list[str], known: set[str]) -> str:
    """The lines of a paragraph as one."""
    text = lines[0]
    for line in lines[1:]:
        first = line.split(" ")[0]
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif re.search(r"\d[-–]$", text) and line[:1].isdigit():  # "2026-" and "2027"
            text += line
        elif re.search(r"\w[-\u2010]$", text) and line[:1].islower():
            text = _mended(text, line, first, known)
        else:
            text = f"{text} {line}"
    return text.replace("\u00ad", "")


def _mended(text: str, line: str, first: str, known: set[str]) -> str:
    """Two halves of a word as one; "ouder- en" and "po-scholen" keep their hyphen."""
    if first in ("en", "of", "tot", "als"):
        return f"{text} {line}"
    whole = re.split(r"\s", text)[-1] + re.split(r"\W", first)[0]
    if _KEEPS_HYPHEN.search(text) or whole.casefold() in known:
        return text + line
    return text[:-1] + line
