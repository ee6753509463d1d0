"""The blocks of a plan without what is no text of it, and cut where a line holds two things.

Page numbers, running headers and the table of contents go; a heading that ran on into its
paragraph, a label inside one ("… . Doel: ieder kind …") and typed line breaks are cut apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.files.blocks import DOTTED, Block, is_title, structured
from pipeline.plan.reading.boxes import opened
from pipeline.plan.reading.labels import is_placeholder, label_of
from pipeline.plan.reading.titles import unnumbered

_SKIPPED = {"toc", "footnote", "comment", "caption"}
_MARKS = re.compile(r"\[footnoteRef:\d+\]|\[\d{1,3}: [^\]]*\]|\[image: ?[^\]]*\]|\[\^\d+\]")
_ARROW = re.compile(r"(?:^|\s)[→➔⇒]\s*(?=[A-Z])")
_TOC = re.compile(r"^.{3,120}?(?:\.{3,}|…{2,}|(?: \.){3,}|\t|_{4,})\s*\d{1,3}$")
_PAGE = re.compile(
    r"^(?:pagina|p\.|blz\.?|-)?\s*\d{1,3}(?:\s*(?:van|/|-)\s*\d{0,3})?$", re.IGNORECASE
)
_INLINE = re.compile(
    r"(?<=[.!?;])\s+(?=(?:(?:Sub|Deel|Jaar)?[Dd]oel(?:stelling)?|Ambitie|Actie|Maatregel|Resultaat|"
    r"DOEL|ACTIE|Aanpak|Hoe|Doelstellingen|Toelichting|(?:Dit|Wat) doen (?:we|wij) al)"
    r"(?: \d[\d.]*[a-z]?)?:\s)"
)
_ASKED = re.compile(r"(?<=[.!;])\s+(?=(?:Wat|Hoe|Wanneer|Waar|Dit|Welke)\b[^.?!]{3,60}\?$)")
NUMBER = re.compile(
    rf"^\s*({DOTTED}(?=\.?\s)|(?!0)\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}(?=\.?[A-Z][a-z]))\.?\s*(?=\S)"
)
_ENTRY = re.compile(r"^(?P<title>.{3,120}?)[\s.…_]*\d{1,3}$")
_TYPED = re.compile(r"^\s*(?:[•·▪-]|\d{1,2}[.)])\s+")
FEWEST_ABOVE = 3  # numbered lines above points of their own
REPEATS = 3  # pages on which the same short line stands: a running header


def laid_out(blocks: Sequence[Block]) -> tuple[list[Block], bool]:
    """The blocks that are text of the plan, and whether its author styled the headings."""
    kept = opened(_without_running_lines([b for b in blocks if b.kind not in _SKIPPED]))
    clean = [
        block
        for block in (replace(b, text=_pointed(_MARKS.sub("", b.text))) for b in kept)
        if (text := block.text.strip())
        and (block.kind == "row" or not (_TOC.match(text) or _PAGE.match(text)))
    ]
    clean = _without_contents(clean)
    styled = any(b.kind == "heading" or b.text.startswith("#") for b in clean)  # "#": Markdown
    cut = _broken_up(structured(_parted(clean, _announced_titles(blocks))))
    return _over_their_points(cut), styled


def _pointed(text: str) -> str:
    """Points after arrows as points; a line with an arrow inside it only goes on."""
    return _ARROW.sub("\n• ", text).lstrip("\n") if _ARROW.match(text) else text


def _over_their_points(blocks: Sequence[Block]) -> list[Block]:
    """Numbered lines that each stand above points of their own are headings below the others.

    Only where the headings are of one level and nothing is called a goal or an action: under
    headings of two levels such a line is an action, with its details below it.
    """
    headings = [block for block in blocks if block.kind == "heading"]
    levels = Counter(block.level for block in headings)
    repeated = [level for level, n in levels.items() if n > 1]
    items = {i: block for i, block in enumerate(blocks) if block.kind == "item"}
    numbered = [i for i, item in items.items() if item.number[:1].isdigit()]
    bullets = items.keys() - set(numbered)
    above = [i for i in numbered if i + 1 in bullets]
    if len(repeated) != 1 or len(above) < FEWEST_ABOVE or len(above) < 0.8 * len(numbered):
        return list(blocks)
    if any(label_of(block.text) for block in [*headings, *(blocks[i] for i in numbered)]):
        return list(blocks)
    level = min(repeated[0] + 1, 6)
    return [
        replace(block, kind="heading", level=level, number="")
        if i in above and is_title(block.text)
        else block
        for i, block in enumerate(blocks)
    ]


def _without_contents(blocks: Sequence[Block]) -> list[Block]:
    """Drop a table of contents: titles with a page number, of which most come back without it."""
    later = Counter(_comparable(block.text) for block in blocks)
    entries = {
        i: entry for i, block in enumerate(blocks)
        if block.kind != "row" and (entry := _ENTRY.match(block.text.strip()))
    }  # fmt: skip
    contents = {i for i, entry in entries.items() if later[_comparable(entry["title"])]}
    for i in sorted(entries):  # entries beside others: a title shortened, or cut off
        if {i - 1, i - 2} & contents:
            contents.add(i)
    for i in sorted(entries, reverse=True):
        if {i + 1, i + 2} & contents:
            contents.add(i)
    return [block for i, block in enumerate(blocks) if i not in contents]


def _comparable(text: str) -> str:
    """A title without its number, in small letters: two that differ no further are one."""
    return " ".join(unnumbered(text).casefold().split())


def _without_running_lines(blocks: Sequence[Block]) -> list[Block]:
    """Drop short lines that come back at the edge of page after page: headers and footers."""
    pages = [list(page) for _number, page in groupby(blocks, key=lambda block: block.page)]
    edges = {id(b) for page in pages for b in (page[0], page[-1]) if b.page}
    seen = Counter(_undigited(b.text) for b in blocks if id(b) in edges)
    total = len({block.page for block in blocks if block.page})
    often = {
        text for text, n in seen.items()
        if n >= max(REPEATS, total * 0.4) and not label_of(text) and not is_placeholder(text)
    }  # fmt: skip
    return [b for b in blocks if id(b) not in edges or _undigited(b.text) not in often]


def _undigited(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split())).casefold()


def _announced_titles(blocks: Sequence[Block]) -> list[str]:
    """Titles that a list or the table of contents announces, longest first."""
    titles = {
        re.sub(r"^[\s•·]*(?:\d[\d.]*[.)]?\s+)?|(?<![.…_\s])[.…_\s]*\d{0,9}$", "", b.text)
        if b.kind == "toc"
        else _TYPED.sub("", b.text)
        for b in blocks
        if b.kind in ("toc", "item")
        or (b.kind == "paragraph" and _TYPED.match(b.text) and len(b.text) < 160)
    }
    return sorted((t.strip() for t in titles if len(t.split()) > 2), key=lambda t: (-len(t), t))


def _parted(blocks: Sequence[Block], titles: Sequence[str]) -> list[Block]:
    """A heading that ran on into its paragraph ("4.5 Leren samenwerken We zien …") is cut off."""
    parts: list[Block] = []
    for block in blocks:
        number = NUMBER.match(block.text) if block.kind == "paragraph" else None
        rest = block.text[number.end() :] if number else ""
        title = next((t for t in titles if number and _runs_on(rest, t)), "")
        if not title:
            parts.append(block)
            continue
        cut = len(block.text) - len(rest) + len(title)
        parts.append(replace(block, text=block.text[:cut]))
        parts.append(replace(block, text=block.text[cut:].strip(), gap=False))
    return parts


def _runs_on(text: str, title: str) -> bool:
    """Whether a text begins with this title, and then with a sentence."""
    after = text[len(title) :].strip()
    return text.casefold().startswith(title.casefold()) and after[:1].isupper()


def _broken_up(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs cut at typed line breaks before a label or bullet, and before an inline label."""
    cut: list[Block] = []
    for block in blocks:
        if block.kind in ("row", "heading"):
            cut.append(block)
            continue
        first, *others = [
            piece
            for part in _split_breaks(block.text)
            for sentence in _ASKED.split(part)
            for piece in _INLINE.split(sentence)
            if piece.strip()
        ]
        cut.append(replace(block, text=first.strip()))
        plain = replace(block, kind="paragraph", number="", gap=False)
        cut += structured([replace(plain, text=text) for text in others], guess_headings=False)
    return cut


def _split_breaks(text: str) -> list[str]:
    """The text at the line breaks that somebody meant; at others a sentence goes on."""
    first, *others = [part for part in text.split("\n") if part.strip()] or [text]
    joined = [first]
    for part in others:
        if label_of(part) or _TYPED.match(part) or joined[-1].rstrip().endswith((":", ".")):
            joined.append(part)
        else:
            joined[-1] = f"{joined[-1].rstrip()} {part.lstrip()}"
    return joined if others else [text]
