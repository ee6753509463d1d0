"""Candidate building blocks as CSV and Word."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.locale import gettext as _
from pipeline.report.zipped import printable

if TYPE_CHECKING:
    from pipeline.bouwstenen import Bouwsteen, Group

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that starts so


def to_csv(blocks: Sequence[Bouwsteen], rounds: Mapping[str, str]) -> bytes:
    """One row per building block, for Excel: UTF-8 with mark, formulas neutralised."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [_("Theme"), _("Concern"), _("Respondents"), _("Who"), _("When"), _("Quotes"),
         _("Nearest goals"), _("Frames it touches"), _("Proposed wording")]
    )  # fmt: skip
    for one in blocks:
        quotes = "\n".join(f"“{' '.join(q.text.split())}” ({q.statement_id})" for q in one.quotes)
        row = [
            one.theme_id, one.concern, str(one.n_people), groups(one.roles),
            groups(one.rounds, rounds), quotes, named(one.near), named(one.frames), one.wording,
        ]  # fmt: skip
        writer.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def to_docx(blocks: Sequence[Bouwsteen], title: str, rounds: Mapping[str, str]) -> bytes:
    """A page of each: the concern, who and when, quotes, goals, kaders, room for the wording."""
    from docx import Document

    document = Document()
    document.add_heading(printable(title), 0)
    document.add_paragraph(
        _("Concerns that the plan does not answer yet, in the words of those who voiced them. "
          "These are proposals by a computer until a person has judged them.")
    )  # fmt: skip
    for one in blocks:
        document.add_heading(printable(f"{one.concern} ({one.theme_id})"), 1)
        facts = [
            (_("Respondents"), str(one.n_people)),
            (_("Who"), groups(one.roles)),
            (_("When"), groups(one.rounds, rounds)),
            (_("Nearest goals"), named(one.near)),
            (_("Frames it touches"), named(one.frames)),
        ]
        table(document, facts)
        document.add_heading(_("Quotes"), 2)
        quotes(document, one)
        table(document, [(_("Proposed wording"), one.wording)])
    return saved(document)


def quotes(document: Any, one: Bouwsteen) -> None:
    """What people said, each with its code and place."""
    for said in one.quotes:
        text = f"“{' '.join(said.text.split())}”"
        document.add_paragraph(printable(text), style="Quote")
        parts = [said.statement_id, said.role, said.place]
        document.add_paragraph(printable(" · ".join(part for part in parts if part)))


def table(document: Any, rows: Sequence[tuple[str, str]]) -> Any:
    """Two columns: what it is, and what it says."""
    from docx.shared import Cm

    made = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, value in rows:
        cells = made.add_row().cells
        cells[0].text, cells[1].text = printable(name), printable(value)
        cells[0].width, cells[1].width = Cm(5), Cm(11)
        for run in cells[0].paragraphs[0].runs:
            run.bold = True
    document.add_paragraph()
    return made


def saved(document: Any) -> bytes:
    """The document's bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def groups(found: Sequence[Group], names: Mapping[str, str] | None = None) -> str:
    """``ouder 12, leerkracht 8, ib'er en jeugdhulp samen 6``."""
    said = []
    for one in found:
        called = [(names or {}).get(name, name) for name in one.names]
        text = ", ".join(called)
        said.append(_("{names} together {n}").format(names=text, n=one.n) if len(called) > 1
                    else f"{text} {one.n}")  # fmt: skip
    return "; ".join(said)


def named(codes: Sequence[tuple[str, str]]) -> str:
    """``2.3 Passende plek; 1.1 …``."""
    return "; ".join(f"{code} {title}".strip() for code, title in codes)
