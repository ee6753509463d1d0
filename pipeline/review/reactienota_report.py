"""The answer document (reactienota) with room for a reaction per concern: Word and Excel.

What is filled in stands in a table of its own per concern, under the concern's number, so that it
can be found back after any editing around it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.core.locale import gettext as _
from pipeline.core.zipped import settled
from pipeline.report.branding import USUAL
from pipeline.review.building_blocks_report import (
    Paper,
    closed,
    groups,
    named,
    opened,
    section,
)
from pipeline.review.workbook_report import FILL, GREY, put

if TYPE_CHECKING:
    from pipeline.report.docx.writer import WordDocument
    from pipeline.review.building_blocks import Bouwsteen

CONCERN, REACTION = "Concern no.", "Reaction"
_PEOPLE = 3  # column of the spreadsheet
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
    paper: Paper | None = None,
) -> bytes:
    """A section per concern: what was said, what the plan says, and a table to fill in.

    Args: states: status -> word for it.
    """
    paper = paper or Paper()
    lead = _("What people said, what the plan says, and what we do with it: a reaction to each "
             "concern, whether it leads to a change, and why.")  # fmt: skip
    word = opened(paper, title, lead)
    for status, of_status in _by_status(blocks, states):
        chapter = states.get(status, status) or _("Themes without a judgement against the plan")
        word.heading(
            f"{chapter[0].upper()}{chapter[1:]}", 1, f"stand_{status or 'zonder'}", new_page=True
        )
        for one in of_status:
            _concern(word, one, answers.get(one.theme_id, Answer()), rounds, states)
    return closed(word, paper, title, _("Answer document"))


def _by_status(
    blocks: Sequence[Bouwsteen], states: Mapping[str, str]
) -> list[tuple[str, list[Bouwsteen]]]:
    """What the plan does not answer first; within a state in the order given."""
    order = ["not_addressed", "mentioned", "partly", "addressed"]
    order += [state for state in states if state not in order]
    order += sorted({block.status for block in blocks} - set(order))
    found = [(status, [block for block in blocks if block.status == status]) for status in order]
    return [(status, those) for status, those in found if those]


def _concern(
    word: WordDocument,
    one: Bouwsteen,
    answer: Answer,
    rounds: Mapping[str, str],
    states: Mapping[str, str],
) -> None:
    statements = heads()
    state = states.get(one.status, "")
    by = _("confirmed") if one.decided else _("proposal")
    facts = [
        (_("Respondents"), f"{one.n_people} ({groups(one.roles)})".removesuffix(" ()")),
        (_("When"), groups(one.rounds, rounds)),
        (_("In the plan"), f"{state} ({by})" if state else ""),
        (_("Nearest goals"), named(one.near)),
    ]
    form = (
        _("Answer to {concern}").format(concern=one.concern),
        [
            (statements[CONCERN], one.theme_id, 0.0),
            (statements[REACTION], answer.reaction, 1.9),
            (statements[LEADS], _word(answer.leads_to), 0.0),
            (statements[WHY], answer.why, 1.2),
        ],
    )
    section(word, one, f"zorg_{one.theme_id}", facts, form)


def to_xlsx(
    blocks: Sequence[Bouwsteen],
    answers: Mapping[str, Answer],
    rounds: Mapping[str, str],
    states: Mapping[str, str],
    paper: Paper | None = None,
) -> bytes:
    """One row per concern."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    statements = heads()
    book = Workbook()
    sheet = book.active
    sheet.title = _("Answers")
    titles = [statements[CONCERN], _("Concern"), _("Respondents"), _("In the plan"), _("Quotes"),
              statements[REACTION], statements[LEADS], statements[WHY]]  # fmt: skip
    _line(sheet, 1, titles)
    for at, one in enumerate(blocks, start=2):
        answer = answers.get(one.theme_id, Answer())
        said_by = "\n".join(f"“{' '.join(q.text.split())}” ({q.statement_id})" for q in one.quotes)
        plan = f"{states.get(one.status, one.status)}; {named(one.near)}"
        _line(sheet, at, [one.theme_id, one.concern, one.n_people, plan, said_by,
                          answer.reaction, _word(answer.leads_to), answer.why])  # fmt: skip
    paper = paper or Paper()
    _dress(sheet, len(titles), paper.house.accent)
    words = ",".join(_word(one) for one in ("yes", "partly", "no"))
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    rule.add(f"G2:G{max(len(blocks) + 1, 2)}")
    sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue(), paper.moment)


def _line(sheet: Any, at: int, values: Sequence[Any]) -> None:
    for column, value in enumerate(values, start=1):
        put(sheet.cell(at, column), value)


def _dress(sheet: Any, width: int, accent: str = USUAL) -> None:
    """White where it is filled in, grey where it is not; prints on A4, the head on every page."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    line = Side(style="thin", color="C3CAD1")
    wide = (11, 30, 12, 30, 60, 60, 20, 46)
    for column in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = wide[column - 1]
        for row in range(2, sheet.max_row + 1):
            cell = sheet.cell(row, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if column == _PEOPLE:
                cell.alignment = Alignment(vertical="top", horizontal="right", indent=1)
            cell.fill = PatternFill("solid", fgColor=FILL if column > 5 else GREY)
            cell.border = Border(bottom=line, right=line)
        head = sheet.cell(1, column)
        head.font = Font(name="Calibri", bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor=accent)
        head.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[1].height = 48
    for row in range(2, sheet.max_row + 1):
        sheet.row_dimensions[row].height = _height(sheet, row, wide)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{max(sheet.max_row, 2)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(sheet: Any, row: int, wide: Sequence[int]) -> float:
    """Points that the longest text of the row takes: LibreOffice would not find it itself."""
    lines = 1
    for column, width in enumerate(wide, start=1):
        text = str(sheet.cell(row, column).value or "")
        lines = max(lines, sum(1 + len(part) // width for part in text.split("\n")))
    return float(min(max(lines, 3) * 15.5, 400.0))


def _word(leads_to: str) -> str:
    return {"yes": _("yes"), "partly": _("partly"), "no": _("no")}.get(leads_to, "")
