"""Builds the plan documents of tests/cases/plans into .docx, .odt, .pdf and .txt.

A case is a text file: the document in a small markup, a line ``=== gold``, and the tree a person
would make of it (P pillar, G goal, A action; the indent is the level).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK

from tests.conftest import CASES

FOLDER = CASES / "plans"


@dataclass(frozen=True)
class PlanCase:
    name: str
    lines: tuple[str, ...]
    gold: dict[str, Any]

    @property
    def plain(self) -> bool:
        return "@plain" in self.lines


def plan_cases(folder: Path = FOLDER) -> list[PlanCase]:
    return [_case(path) for path in sorted(folder.glob("*.txt"))]


def _case(path: Path) -> PlanCase:
    document, _mark, gold = path.read_text("utf-8").partition("=== gold\n")
    return PlanCase(path.stem, tuple(document.splitlines()), _tree(gold.splitlines()))


def _tree(lines: Iterable[str]) -> dict[str, Any]:
    tree: dict[str, Any] = {"pillars": []}
    for line in lines:
        kind, _space, words = line.strip().partition(" ")
        if kind == "P":
            tree["pillars"].append({"title": words, "goals": []})
        elif kind == "G":
            tree["pillars"][-1]["goals"].append({"title": words, "actions": []})
        elif kind == "A":
            tree["pillars"][-1]["goals"][-1]["actions"].append({"text": words})
    return tree


def build_docx(case: PlanCase, path: Path) -> Path:
    """Word with heading styles, real lists, tables, header and footer; @plain has none of these."""
    document = Document()
    rows: list[list[str]] = []
    for line in [*case.lines, ""]:
        if line.startswith("|"):
            rows.append(_cells(line))
            continue
        if rows:
            _table(document, rows)
            rows = []
        if case.plain:
            if line != "@plain":
                document.add_paragraph(line)
        elif line.strip():
            _line(document, line)
    document.save(str(path))
    return path


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _line(document: Any, line: str) -> None:
    if line.startswith("@"):
        _directive(document, *line[1:].partition(" ")[::2])
    elif found := re.match(r"(#+) (.*)", line):
        document.add_heading(found[2], level=len(found[1]))
    elif found := re.fullmatch(r"\*\*(.*)\*\*", line):
        document.add_paragraph().add_run(found[1]).bold = True
    elif line.startswith("- "):
        document.add_paragraph(line[2:], style="List Bullet")
    elif line.startswith("-- "):
        document.add_paragraph(line[3:], style="List Bullet 2")
    elif found := re.match(r"\d+\. (.*)", line):
        document.add_paragraph(found[1], style="List Number")
    else:
        document.add_paragraph(line)


def _directive(document: Any, name: str, words: str) -> None:
    if name == "title":
        document.add_heading(words, level=0)
    elif name == "header":
        document.sections[0].header.paragraphs[0].text = words
    elif name == "footer":
        document.sections[0].footer.paragraphs[0].text = words
    elif name == "pagebreak":
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    elif name == "toc":
        styles = {style.name for style in document.styles}
        if "toc 1" not in styles:
            document.styles.add_style("toc 1", 1)
        document.add_paragraph(words, style="toc 1")


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=False):
            cell.text = words.replace("<br>", "\n")


def build_txt(case: PlanCase, path: Path) -> Path:
    """What a person pastes into a text file: no styles, bullets typed."""
    lines = []
    for line in case.lines:
        if line.startswith(("@toc", "@header", "@footer", "@pagebreak", "@plain")):
            continue
        if line.startswith("@title"):
            line = line.partition(" ")[2]
        if line.startswith("#"):
            lines += ["", ""]
        if line.startswith("|"):
            line = "\t".join(_cells(line)).replace("<br>", "\t")
        lines.append(re.sub(r"^#+ |^\*\*|\*\*$", "", line))
    path.write_text("\n".join(lines), "utf-8")
    return path
