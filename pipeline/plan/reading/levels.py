"""Which lines are headings, and how high: by the numbers printed, and by headings worded alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.plan.reading.labels import NEUTRAL, OUTSIDE, PILLAR, Label, label_of
from pipeline.plan.reading.lines import HEADING, ITEM, MAX_TITLE, SENTENCE_END, TEXT, PlanLine

MAX_OWNER = 200  # characters of a title that its own sections prove to be one
MAX_COUNTED = 80  # characters of a title that only goes on counting
BESIDE = 3  # lines to either side in which a list goes on counting
_DOTTED = re.compile(r"(?:\d{1,2}|[A-H])(?:\.\d{1,2})*")
_KIND = re.compile(
    r"^(?P<kind>[A-Z][a-zé]{3,}) (?P<number>\d{1,2}|[A-H])\s*[:.–—-]\s*(?P<rest>[A-Z‘“].*)$"
)
_LETTER = re.compile(r"[A-H] [A-Z]")
_NO_KIND = frozenset("bijlage hoofdstuk paragraaf artikel figuur tabel deel stap fase".split())


def with_levels(lines: Sequence[PlanLine]) -> list[PlanLine]:
    """The lines with chapters and numbered sections found, and every heading at its level."""
    # "A Leren dicht bij huis" is chapter A where a line is numbered A.1; else it is a title
    numbers = {line.number for line in lines}
    lettered = [
        replace(line, number=line.text[0], text=line.text[2:].lstrip())
        if line.kind == HEADING and not line.number and _LETTER.match(line.text)
        and f"{line.text[0]}.1" in numbers
        else line
        for line in lines
    ]  # fmt: skip
    return _named(_as_numbered(list(_levelled(list(_numbered(lettered))))))


def _numbered(lines: Sequence[PlanLine]) -> Iterator[PlanLine]:
    """Tell "4. Waar wij voor gaan" (a chapter) from "4. Samen leren" (an item of a list).

    A chapter is followed by its own 4.1 before the next single number, or is set in capitals, or
    goes on counting where the chapters left off while nothing beside it counts with it. A long
    line "4.2 …" is a heading all the same when 4.2.1 follows it.
    """
    counted = [line for line in lines if _DOTTED.fullmatch(line.number)]
    owners = {
        line for line, after in pairwise(counted)
        if f"{after.number}.".startswith(f"{line.number}.1.")
    }  # fmt: skip
    last = 0  # number of the chapter before
    for place, line in enumerate(lines):
        single = line.number.isdecimal() and len(line.number) <= 2
        if single and line.kind == HEADING and line.level == 1 and not line.guessed:
            last = int(line.number)
        elif single and line.kind in (ITEM, TEXT) and len(line.text) <= MAX_TITLE:
            number = int(line.number)
            near = {beside.number for beside in lines[max(0, place - BESIDE) : place + BESIDE + 1]}
            goes_on = number == last + 1 > 1 and len(line.text) < MAX_COUNTED
            goes_on = goes_on and not near & {str(number - 1), str(number + 1)}
            if line in owners or goes_on or (len(line.text) > 3 and line.text.isupper()):
                line, last = replace(line, kind=HEADING, level=1, guessed=False), number
        elif line in owners and "." in line.number and _may_own(line):
            line = replace(line, kind=HEADING, level=line.number.count(".") + 1, guessed=True)
        yield line


def _may_own(line: PlanLine) -> bool:
    """Whether a line with sections of its own can be their heading."""
    plain = line.kind == TEXT and line.label is None and len(line.text) <= MAX_OWNER
    return plain and not SENTENCE_END.search(line.text)


def _levelled(lines: Sequence[PlanLine]) -> Iterator[PlanLine]:
    """Headings by dotted number get the level of that number where nobody styled them."""
    styled = [line for line in lines if line.kind == HEADING and not line.guessed]
    dotted = Counter(x.level - x.number.count(".") for x in styled if "." in x.number)
    offset = dotted.most_common(1)[0][0] if dotted else 1
    deepest = max((line.level for line in styled), default=0)
    current = pillar = 0  # levels of the last styled heading, and of the last guessed pillar
    for line in lines:
        if line.kind == HEADING and not line.guessed:
            current, pillar = line.level, 0
        elif line.kind == HEADING:
            level = min(max(current, 1) + 1, deepest + 1 if deepest else 2)
            if "." in line.number:
                level = line.number.count(".") + offset
            elif (
                pillar
                and not line.number
                and line.label is None
                and not (OUTSIDE.match(line.text) or NEUTRAL.match(line.text))
            ):
                level = max(level, pillar + 1)  # nothing but its label sets a pillar apart here
            line = replace(line, level=max(level, 1))
            if line.label is not None and line.label.kind == PILLAR and line.label.rest:
                pillar = line.level
        yield line


def _as_numbered(lines: list[PlanLine]) -> list[PlanLine]:
    """Where 4.2 does not stand above its own 4.2.1 (by the size of its letters), numbers decide."""
    counted = [x for x in lines if x.kind == HEADING and _DOTTED.fullmatch(x.number)]
    levels = {line.number: line.level for line in counted}
    above = [(levels.get(x.number.rpartition(".")[0], 0), x.level) for x in counted]
    if not any(owner >= level for owner, level in above if owner):
        return lines
    chapters = Counter(x.level for x in counted if "." not in x.number)
    top = chapters.most_common(1)[0][0] if chapters else 1
    numbered = set(counted)
    return [replace(x, level=top + x.number.count(".")) if x in numbered else x for x in lines]


def _named(lines: Sequence[PlanLine]) -> list[PlanLine]:
    """ "Pijler Ouders" beside "Pijler Overgangen": the first word is a label, the rest a name."""
    alike: dict[tuple[int, str], list[PlanLine]] = {}
    for line in lines:
        first, _space, rest = line.text.partition(" ")
        if line.kind == HEADING and line.label is None and rest[:1].isupper():
            alike.setdefault((line.level, first.casefold()), []).append(line)
    labels = _numbered_kind(lines)
    for (_level, word), headings in alike.items():
        label = label_of(word)
        if len(headings) > 1 and label is not None and label.lone and not label.plural:
            labels |= {x: replace(label, rest=x.text.partition(" ")[2]) for x in headings}
    return [replace(line, label=labels.get(line, line.label)) for line in lines]


def _numbered_kind(lines: Sequence[PlanLine]) -> dict[PlanLine, Label]:
    """ "Route 1: …", "Route 2: …": headings of a kind no list of words knows name the pillars."""
    if any(x.label is not None and x.label.kind == PILLAR and x.label.rest for x in lines):
        return {}
    alike: dict[tuple[int, str], dict[PlanLine, re.Match[str]]] = {}
    for line in lines:
        named = _KIND.match(line.text) if line.kind == HEADING and line.label is None else None
        if named and named["kind"].casefold() not in _NO_KIND:
            alike.setdefault((line.level, named["kind"]), {})[line] = named
    return {
        line: Label(PILLAR, False, named["number"], named["rest"])
        for places in alike.values()
        if len(places) > 1 and len({named["number"] for named in places.values()}) == len(places)
        for line, named in places.items()
    }
