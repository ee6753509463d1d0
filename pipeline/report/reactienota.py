"""The answer document (reactienota) with room for a reaction per concern: Word and Excel.

What is filled in stands in a table of its own per concern, under the concern's number, so that it
can be found back after any editing around it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.locale import gettext as _
from pipeline.report.bouwstenen import groups, named, quotes, saved, table
from pipeline.report.zipped import printable

if TYPE_CHECKING:
    from pipeline.bouwstenen import Bouwsteen

CONCERN, REACTION = "Concern no.", "Reaction"
LEADS, WHY = "Leads to a change? yes / partly / no", "Explanation"


@dataclass(frozen=True)
class Answer:
    """What was filled in for one concern so far."""

    reaction: str = ""
    leads_to: str = ""  # yes | partly | no | ""
    why: str = ""


def heads() -> dict[str, str]:
    """The names of what is to be filled in, in the language spoken now."""
    return {
        CONCERN: _("Concern no."),
        REACTION: _("Reaction"),
        LEADS: _("Leads to a change? yes / partly / no"),
        WHY: _("Explanation"),
    }


def to_docx(
    blocks: Sequence[Bouwsteen],
    answers: Mapping[str, Answer],
    title: str,
    rounds: Mapping[str, str],
    states: Mapping[str, str],
) -> bytes:
    """A chapter per concern: what was said, what the plan says, and a table to fill in.

    Args: states: status -> word for it.
    """
    from docx import Document

    document = Document()
    document.add_heading(printable(title), 0)
    document.add_paragraph(
        _("Fill in the tables: a reaction, whether it leads to a change, and why. Then give the "
          "document back with: gehoord reactienota RUN --from THIS FILE.")
    )  # fmt: skip
    said = heads()
    for one in blocks:
        answer = answers.get(one.theme_id, Answer())
        document.add_heading(printable(one.concern), 1)
        document.add_paragraph(printable(_summary(one, rounds, states)))
        quotes(document, one)
        table(
            document,
            [
                (said[CONCERN], one.theme_id),
                (said[REACTION], answer.reaction),
                (said[LEADS], _word(answer.leads_to)),
                (said[WHY], answer.why),
            ],
        )
    return saved(document)


def to_xlsx(
    blocks: Sequence[Bouwsteen],
    answers: Mapping[str, Answer],
    rounds: Mapping[str, str],
    states: Mapping[str, str],
) -> bytes:
    """One row per concern."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    said = heads()
    book = Workbook()
    sheet = book.active
    sheet.title = _("Answers")
    titles = [said[CONCERN], _("Concern"), _("Respondents"), _("In the plan"), _("Quotes"),
              said[REACTION], said[LEADS], said[WHY]]  # fmt: skip
    _line(sheet, 1, titles)
    for at, one in enumerate(blocks, start=2):
        answer = answers.get(one.theme_id, Answer())
        said_by = "\n".join(f"“{' '.join(q.text.split())}” ({q.statement_id})" for q in one.quotes)
        plan = f"{states.get(one.status, one.status)}; {named(one.near)}"
        _line(sheet, at, [one.theme_id, one.concern, one.n_people, plan, said_by,
                          answer.reaction, _word(answer.leads_to), answer.why])  # fmt: skip
    _dress(sheet, len(titles))
    words = ",".join(_word(one) for one in ("yes", "partly", "no"))
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    rule.add(f"G2:G{max(len(blocks) + 1, 2)}")
    sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _line(sheet: Any, at: int, values: Sequence[Any]) -> None:
    from pipeline.report.workbook import put

    for column, value in enumerate(values, start=1):
        put(sheet.cell(at, column), value)


def _dress(sheet: Any, width: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    from pipeline.report.workbook import FILL, GREY

    for column in range(1, width + 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = (11, 34, 11, 34, 60, 60, 20, 50)[column - 1]
        for row in range(1, sheet.max_row + 1):
            cell = sheet.cell(row, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.fill = PatternFill("solid", fgColor=FILL if column > 5 else GREY)
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "C2"


def _word(leads_to: str) -> str:
    return {"yes": _("yes"), "partly": _("partly"), "no": _("no")}.get(leads_to, "")


def _summary(one: Bouwsteen, rounds: Mapping[str, str], states: Mapping[str, str]) -> str:
    text = _("{n} people. Who: {roles}. When: {rounds}. In the plan: {state}. Nearest: {near}.")
    return text.format(
        n=one.n_people,
        roles=groups(one.roles) or "–",
        rounds=groups(one.rounds, rounds) or "–",
        state=states.get(one.status, "–"),
        near=named(one.near) or "–",
    )
