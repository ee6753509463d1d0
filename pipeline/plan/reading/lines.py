"""A plan document as lines with their labels: what the reader of the tree walks over.

Takes the text blocks of any format and adds what a plan shows a person: chapter numbers, short
lines that stand alone, labels inside a paragraph ("… . Doel: ieder kind …"), placeholders.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.core.plan import Place
from pipeline.files.blocks import NO_DATE, Block, structured
from pipeline.plan.reading.labels import (
    NEUTRAL,
    OUTSIDE,
    PILLAR,
    Label,
    is_placeholder,
    label_of,
    lead_of,
)

HEADING, ITEM, TEXT, ROW, EMPTY = "heading", "item", "text", "row", "empty"
_SKIPPED = {"toc", "footnote", "comment", "caption"}
_MARKS = re.compile(r"\[footnoteRef:\d+\]|\[\d{1,3}: [^\]]*\]|\[image: ?[^\]]*\]|\[\^\d+\]")
_TOC = re.compile(r"^.{3,120}?(?:\.{3,}|…{2,}|(?: \.){3,}|\t+|_{4,})\s*\d{1,3}$")
_PAGE = re.compile(
    r"^(?:pagina|p\.|blz\.?|-)?\s*\d{1,3}(?:\s*(?:van|/|-)\s*\d{0,3})?$", re.IGNORECASE
)
_INLINE = re.compile(
    r"(?<=[.!?;])\s+(?=(?:(?:Sub|Deel|Jaar)?[Dd]oel(?:stelling)?|Ambitie|Actie|Maatregel|Resultaat|"
    r"DOEL|ACTIE|Aanpak|Hoe|Doelstellingen|Toelichting)(?: \d[\d.]*[a-z]?)?:\s)"
)
_ASKED = re.compile(r"(?<=[.!;])\s+(?=(?:Wat|Hoe|Wanneer|Waar|Dit|Welke)\b[^.?!]{3,60}\?$)")
_NUMBER = re.compile(r"^\s*(?!0)(\d{1,2}(?:\.\d{1,2}){1,4})\.?(?:\s+|(?=[A-Z][a-z]))(?=\S)")
_CHAPTER = re.compile(rf"^(\d{{1,2}}|[IVX]{{1,4}})[.):]?\s+(?i:{NO_DATE})(?=[^\W\d])")
_PREFIX = re.compile(
    r"^(?:hoofdstuk|paragraaf|deel|h)\s+(\d{1,2}|[IVX]{1,4})\b\s*[:.–—-]?\s*", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?;:,…]$")
MAX_TITLE = 110  # characters of a line that may be a heading by its looks
MAX_TITLE_WORDS = 16
MAX_OWNER = 200  # characters of a title that its own sections prove to be one
REPEATS = 3  # pages on which the same short line stands: a running header


NOWHERE = Place()


@dataclass(frozen=True)
class PlanLine:
    """One line of the plan: heading, item, text, table row, or a place held open."""

    kind: str
    text: str
    level: int = 0  # headings: 1 is highest; items: nesting from 1
    number: str = ""  # as printed
    place: Place = NOWHERE
    label: Label | None = None
    cells: tuple[str, ...] = ()
    table: int = 0
    bold: bool = False
    closed: bool = False  # a blank line or heading follows
    guessed: bool = False  # a heading by its looks only


def plan_lines(blocks: Iterable[Block]) -> list[PlanLine]:
    """The lines of the document in reading order, each with its place and heading path."""
    blocks = list(blocks)
    kept = _without_running_lines([b for b in blocks if b.kind not in _SKIPPED])
    clean = [replace(b, text=_MARKS.sub("", b.text)) for b in kept]
    clean = _without_contents([b for b in clean if b.text.strip() and not _is_noise(b)])
    marked = structured(_parted(clean, _announced_titles(blocks)))
    styled = any(b.kind == HEADING or b.text.startswith("#") for b in clean)  # "#": Markdown
    lines = _lines(_broken_up(marked), styled=styled)
    return _with_paths(_named(_levels(_owners(_chapters(lines)))))


def _is_noise(block: Block) -> bool:
    text = block.text.strip()
    return block.kind != "row" and bool(_TOC.match(text) or _PAGE.match(text))


_ENTRY = re.compile(r"^(?P<title>.{3,120}?)[\s.…_]*\d{1,3}$")


def _without_contents(blocks: Sequence[Block]) -> list[Block]:
    """Drop a table of contents: titles with a page number, of which most come back without it."""
    later = Counter(_bare(block.text) for block in blocks)
    entries = {
        i: found for i, block in enumerate(blocks)
        if block.kind != "row" and (found := _ENTRY.match(block.text.strip()))
    }  # fmt: skip
    contents = {i for i, found in entries.items() if later[_bare(found["title"])]}
    for i in sorted(entries):  # entries beside others: a title shortened, or cut off
        if {i - 1, i - 2} & contents:
            contents.add(i)
    for i in sorted(entries, reverse=True):
        if {i + 1, i + 2} & contents:
            contents.add(i)
    return [block for i, block in enumerate(blocks) if i not in contents]


def _bare(text: str) -> str:
    """A title without its number, to compare."""
    return " ".join(re.sub(r"^[\d.]+\s+", "", text.strip()).casefold().split())


def _without_running_lines(blocks: list[Block]) -> list[Block]:
    """Drop short lines that come back at the edge of page after page: headers and footers."""
    edge: set[int] = set()
    for i, block in enumerate(blocks):
        turns = i == 0 or i + 1 == len(blocks) or blocks[i - 1].page != block.page
        if block.page and (turns or blocks[i + 1].page != block.page):
            edge.add(i)
    seen = Counter(_undigited(blocks[i].text) for i in edge)
    total = len({block.page for block in blocks if block.page})
    often = {
        text for text, n in seen.items()
        if n >= max(REPEATS, total * 0.4) and not label_of(text) and not is_placeholder(text)
    }  # fmt: skip
    return [b for i, b in enumerate(blocks) if i not in edge or _undigited(b.text) not in often]


def _undigited(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split())).casefold()


def _announced_titles(blocks: Sequence[Block]) -> list[str]:
    """Titles that a list or the table of contents announces, longest first."""
    found = {
        re.sub(r"^[\s•·]*(?:\d[\d.]*[.)]?\s+)?|[.…_\s]*\d*$", "", b.text)
        if b.kind == "toc"
        else _BARE.sub("", b.text)
        for b in blocks
        if b.kind in ("toc", "item")
        or (b.kind == "paragraph" and _BARE.match(b.text) and len(b.text) < 160)
    }
    return sorted((t.strip() for t in found if len(t.split()) > 2), key=lambda t: (-len(t), t))


_BARE = re.compile(r"^\s*(?:[•·▪-]|\d{1,2}[.)])\s+")


def _parted(blocks: Sequence[Block], titles: Sequence[str]) -> list[Block]:
    """A heading that ran on into its paragraph ("4.5 Leren samenwerken We zien …") is cut off."""
    made: list[Block] = []
    for block in blocks:
        found = _NUMBER.match(block.text) if block.kind == "paragraph" else None
        rest = block.text[found.end() :] if found else ""
        title = next((t for t in titles if found and _runs_on(rest, t)), "")
        if not title:
            made.append(block)
            continue
        cut = len(block.text) - len(rest) + len(title)
        made.append(replace(block, text=block.text[:cut]))
        made.append(replace(block, text=block.text[cut:].strip(), gap=False))
    return made


def _runs_on(text: str, title: str) -> bool:
    after = text[len(title) :].strip()
    return text.casefold().startswith(title.casefold()) and after[:1].isupper()


def _broken_up(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs cut at typed line breaks before a label or bullet, and before an inline label."""
    made = []
    for block in blocks:
        if block.kind in ("row", "heading"):
            made.append(block)
            continue
        pieces = [
            piece
            for part in _split_breaks(block.text)
            for sentence in _ASKED.split(part)
            for piece in _INLINE.split(sentence)
            if piece.strip()
        ]
        made.append(replace(block, text=pieces[0].strip()))
        made += structured(
            [
                replace(block, kind="paragraph", number="", gap=False, text=piece)
                for piece in pieces[1:]
            ],
            guess_headings=False,
        )
    return made


def _split_breaks(text: str) -> list[str]:
    parts = [part for part in text.split("\n") if part.strip()]
    if len(parts) < 2:
        return [text]
    joined = [parts[0]]
    for part in parts[1:]:
        if (
            label_of(part)
            or re.match(r"\s*(?:[•·▪-]|\d{1,2}[.)])\s", part)
            or joined[-1].rstrip().endswith((":", "."))
        ):
            joined.append(part)
        else:
            joined[-1] = f"{joined[-1].rstrip()} {part.lstrip()}"
    return joined


def _lines(blocks: Sequence[Block], *, styled: bool) -> list[PlanLine]:
    lines = []
    for i, block in enumerate(blocks):
        after = blocks[i + 1] if i + 1 < len(blocks) else None
        lines.append(_line(block, after, styled=styled))
    return lines


def _line(block: Block, after: Block | None, *, styled: bool) -> PlanLine:
    text, number = " ".join(block.text.split()), block.number.strip("().")
    kind = block.kind if block.kind in (HEADING, ITEM, ROW) else TEXT
    if kind != ROW and not number and (found := _NUMBER.match(text) or _PREFIX.match(text)):
        number, text = found[1], text[found.end() :].strip() or text
    if kind == HEADING and not number and (found := _CHAPTER.match(text)):
        number, text = found[1], text[found.end() :]
    label = label_of(text) if kind != ROW else None
    closed = after is None or after.gap or after.kind == HEADING
    guessed = False
    if kind == TEXT and label is None and _looks_like_heading(block, text, after, styled=styled):
        kind, guessed = HEADING, True
    if kind == HEADING and block.kind == HEADING and not styled and not number:
        guessed = True
    above_list = guessed and label is None and after is not None and after.kind == ITEM
    if kind == HEADING and above_list and (text.endswith(":") or lead_of(text)):
        kind = TEXT  # it leads in the list below it, whatever its looks
    if kind != ROW and is_placeholder(text):
        kind = EMPTY
    place = Place(block.page, block.paragraph or None)
    return PlanLine(
        kind, text, block.level, number, place, label,
        block.cells, block.table, block.bold, closed, guessed,
    )  # fmt: skip


def _looks_like_heading(block: Block, text: str, after: Block | None, *, styled: bool) -> bool:
    """A short line in bold, or with white above and below it, that does not end as a sentence."""
    if after is None or not text or len(text) > MAX_TITLE or len(text.split()) > MAX_TITLE_WORDS:
        return False
    if _SENTENCE_END.search(text) or not (text[0].isupper() or text[0].isdigit()):
        return False
    if block.bold and not after.bold:
        return True
    if styled or "|" in text:
        return False
    return block.gap and after.gap and after.kind != ITEM


def _chapters(lines: list[PlanLine]) -> list[PlanLine]:
    """Tell "4. Waar wij voor gaan" (a chapter) from "4. Samen leren" (an item of a list).

    A chapter is followed by its own 4.1 before the next single number, or is set in capitals, or
    goes on counting where the chapters left off while nothing beside it counts with it.
    """
    found, last = list(lines), 0
    for i, line in enumerate(lines):
        if line.kind not in (ITEM, HEADING, TEXT) or not re.fullmatch(r"\d{1,2}", line.number):
            continue
        if line.kind == HEADING and not line.guessed and line.level == 1:
            last = int(line.number)
            continue
        number = int(line.number)
        owned = _own_section_follows(lines, i)
        shouted = len(line.text) > 3 and line.text == line.text.upper()
        next_chapter = (
            number == last + 1 > 1 and not _counted_beside(lines, i) and len(line.text) < 80
        )
        if (
            line.kind != HEADING
            and (owned or shouted or next_chapter)
            and len(line.text) <= MAX_TITLE
        ):
            found[i] = replace(line, kind=HEADING, level=1, guessed=False)
            last = number
    return found


def _owners(lines: list[PlanLine]) -> list[PlanLine]:
    """A long line "4.2 …" is a heading all the same when 4.2.1 follows it."""
    found = list(lines)
    for i, line in enumerate(lines):
        plain = line.kind == TEXT and line.label is None and len(line.text) <= MAX_OWNER
        plain = plain and "." in line.number and not _SENTENCE_END.search(line.text)
        if plain and _own_section_follows(lines, i):
            level = line.number.count(".") + 1
            found[i] = replace(line, kind=HEADING, level=level, guessed=True)
    return found


def _own_section_follows(lines: list[PlanLine], at: int) -> bool:
    own = f"{lines[at].number}.1"
    for line in lines[at + 1 :]:
        if line.number == own or line.number.startswith(own + "."):
            return True
        if re.fullmatch(r"\d{1,2}(\.\d{1,2})*", line.number):
            return False
    return False


def _counted_beside(lines: list[PlanLine], at: int) -> bool:
    number = int(lines[at].number)
    near = lines[max(0, at - 3) : at] + lines[at + 1 : at + 4]
    return any(line.number in (str(number - 1), str(number + 1)) for line in near)


def _levels(lines: list[PlanLine]) -> list[PlanLine]:
    """Headings by dotted number get the level of that number where nobody styled them."""
    made, current, pillar = [], 0, 0
    styled_numbers = [
        x.level - x.number.count(".")
        for x in lines
        if x.kind == HEADING and "." in x.number and not x.guessed
    ]
    offset = Counter(styled_numbers).most_common(1)[0][0] if styled_numbers else 1
    deepest = max((x.level for x in lines if x.kind == HEADING and not x.guessed), default=0)
    for line in lines:
        if line.kind == HEADING and line.guessed:
            level = (
                line.number.count(".") + offset
                if "." in line.number
                else min(max(current, 1) + 1, deepest + 1 if deepest else 2)
            )
            under = pillar and not line.number and line.label is None
            if under and not (OUTSIDE.match(line.text) or NEUTRAL.match(line.text)):
                level = max(level, pillar + 1)  # nothing but its label sets a pillar apart here
            line = replace(line, level=max(level, 1))
            if line.label is not None and line.label.kind == PILLAR and line.label.rest:
                pillar = line.level
        elif line.kind == HEADING:
            current, pillar = line.level, 0
        made.append(line)
    return made


def _named(lines: list[PlanLine]) -> list[PlanLine]:
    """ "Pijler Ouders" beside "Pijler Overgangen": the first word is a label, the rest a name."""
    found: dict[tuple[int, str], list[int]] = {}
    for i, line in enumerate(lines):
        first, _space, rest = line.text.partition(" ")
        if line.kind == HEADING and line.label is None and rest[:1].isupper():
            found.setdefault((line.level, first.casefold()), []).append(i)
    made = _numbered_kind(list(lines))
    for (_level, word), places in found.items():
        label = label_of(word)
        if len(places) < 2 or label is None or not label.lone or label.plural:
            continue
        for i in places:
            rest = lines[i].text.partition(" ")[2]
            made[i] = replace(lines[i], label=replace(label, rest=rest))
    return made


_KIND = re.compile(
    r"^(?P<kind>[A-Z][a-zé]{3,}) (?P<number>\d{1,2}|[A-H])\s*[:.–—-]\s*(?P<rest>[A-Z‘“].*)$"
)
_NO_KIND = {
    "bijlage",
    "hoofdstuk",
    "paragraaf",
    "artikel",
    "figuur",
    "tabel",
    "deel",
    "stap",
    "fase",
}


def _numbered_kind(lines: list[PlanLine]) -> list[PlanLine]:
    """ "Route 1: …", "Route 2: …": headings of a kind no list of words knows name the pillars."""
    if any(x.label is not None and x.label.kind == PILLAR and x.label.rest for x in lines):
        return lines
    found: dict[tuple[int, str], list[tuple[int, re.Match[str]]]] = {}
    for i, line in enumerate(lines):
        named = _KIND.match(line.text) if line.kind == HEADING and line.label is None else None
        if named and named["kind"].casefold() not in _NO_KIND:
            found.setdefault((line.level, named["kind"]), []).append((i, named))
    for places in found.values():
        if len(places) > 1 and len({named["number"] for _i, named in places}) == len(places):
            for i, named in places:
                label = Label(PILLAR, False, named["number"], named["rest"])
                lines[i] = replace(lines[i], label=label)
    return lines


def _with_paths(lines: list[PlanLine]) -> list[PlanLine]:
    made: list[PlanLine] = []
    path: list[tuple[int, str]] = []
    for line in lines:
        if line.kind == HEADING:
            path = [(level, text) for level, text in path if level < line.level]
        steps = tuple(text for _level, text in path)
        made.append(replace(line, place=replace(line.place, path=steps)))
        if line.kind == HEADING:
            printed = f"{line.number} {line.text}".strip()
            path.append((line.level, printed))
    return made
