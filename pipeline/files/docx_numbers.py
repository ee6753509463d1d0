"""List and heading numbers of a Word document as printed: "4.2.1", "b)"; bullets give none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


@dataclass(frozen=True)
class _Level:
    kind: str  # decimal | lowerLetter | upperRoman | bullet | …
    pattern: str  # "%1.%2."
    start: int


class ListNumbers:
    """Counts the numbered paragraphs of one document, in their order."""

    def __init__(self, numbering: Any | None) -> None:
        self.lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self.by_style: dict[tuple[str, str], int] = {}  # (abstract list, style id) to level
        self.counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            abstract = {}
            for kind in numbering.iter(f"{W}abstractNum"):
                key = kind.get(f"{W}abstractNumId", "")
                levels = {int(lvl.get(f"{W}ilvl", "0")): lvl for lvl in kind.iter(f"{W}lvl")}
                abstract[key] = {number: _level(lvl) for number, lvl in levels.items()}
                for number, lvl in levels.items():
                    style = lvl.find(f"{W}pStyle")
                    if style is not None:
                        self.by_style[key, style.get(f"{W}val", "")] = number
            for of_text in numbering.iter(f"{W}num"):
                named = of_text.find(f"{W}abstractNumId")
                key = named.get(f"{W}val", "") if named is not None else ""
                self.lists[of_text.get(f"{W}numId", "")] = (key, abstract.get(key, {}))

    def place(self, element: Any, style: Any) -> tuple[str, int] | None:
        """(list id, level from 0) of a paragraph; None when it is in no list."""
        own = element.find(f"{W}pPr/{W}numPr")
        found, holder = own, style
        while found is None and holder is not None:
            found = holder.element.find(f"{W}pPr/{W}numPr")
            holder = holder.base_style if found is None else holder
        if found is None:
            return None
        number = found.find(f"{W}numId")
        list_id = number.get(f"{W}val", "0") if number is not None else self._inherited(style)
        if list_id == "0":
            return None
        level = found.find(f"{W}ilvl")
        if level is not None:
            return list_id, int(level.get(f"{W}val", "0"))
        key = self.lists.get(list_id, ("", {}))[0]
        style_id = holder.style_id if holder is not None and own is None else ""
        return list_id, self.by_style.get((key, style_id), 0)

    def _inherited(self, style: Any) -> str:
        """The list that a style, or one above it, puts its paragraphs in; "0" for none."""
        while style is not None:
            number = style.element.find(f"{W}pPr/{W}numPr/{W}numId")
            if number is not None:
                return str(number.get(f"{W}val", "0"))
            style = style.base_style
        return "0"

    def next(self, list_id: str, level: int) -> str:
        """The number printed before the next paragraph of this list and level."""
        key, levels = self.lists.get(list_id, ("", {}))
        if level not in levels:
            return ""
        counts = self.counts.setdefault(key, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [count for count in counts if count > level]:
            del counts[deeper]
        if levels[level].kind in ("bullet", "none"):
            return ""

        def counted(place: re.Match[str]) -> str:
            above = int(place[1]) - 1
            known = levels.get(above, _Level("decimal", "", 1))
            return formatted(counts.get(above, known.start), known.kind)

        return re.sub(r"%(\d)", counted, levels[level].pattern).strip()


def _level(element: Any) -> _Level:
    def value(tag: str, default: str) -> str:
        found = element.find(f"{W}{tag}")
        return str(found.get(f"{W}val", default)) if found is not None else default

    start = value("start", "1")
    return _Level(
        value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdigit() else 1
    )


def formatted(number: int, kind: str) -> str:
    """3 as "3", "c", "C", "iii" or "III"."""
    if kind in ("lowerLetter", "a"):
        return chr(96 + (number - 1) % 26 + 1)
    if kind in ("upperLetter", "A"):
        return chr(64 + (number - 1) % 26 + 1)
    if kind in ("lowerRoman", "i"):
        return _roman(number)
    if kind in ("upperRoman", "I"):
        return _roman(number).upper()
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for mark, value in _ROMAN:
        while number >= value and number < 40:
            text, number = text + mark, number - value
    return text
