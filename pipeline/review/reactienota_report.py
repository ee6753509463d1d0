"""The answer document (reactienota) with room for a reaction per concern: Word and Excel.

What is filled in stands in a table of its own per concern, under the concern's number, so that it
can be found back after any editing around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.core.locale import gettext as _
from pipeline.report.xlsx.layout import Value
from pipeline.report.xlsx.spreadsheet import Spreadsheet, height
from pipeline.review.building_blocks_report import (
    Paper,
    closed,
    groups,
    named,
    opened,
    section,
)
from pipeline.review.promises import Promise
from pipeline.review.workbook_report import FILL, GREY, cell_look

if TYPE_CHECKING:
    from pipeline.report.docx.writer import WordDocument
    from pipeline.review.building_blocks import Bouwsteen

CONCERN, REACTION = "Concern no.", "Reaction"
_WIDE = (11, 30, 12, 30, 60, 60, 20, 46)  # characters of the spreadsheet's columns
NONE = Promise("", "")  # nothing was filled in yet
LEADS, WHY = "Leads to a change? yes / partly / no", "Explanation"


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
    answers: Mapping[str, Promise],
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
            _concern(word, one, answers.get(one.theme_id, NONE), rounds, states)
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
    answer: Promise,
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
    answers: Mapping[str, Promise],
    rounds: Mapping[str, str],
    states: Mapping[str, str],
    paper: Paper | None = None,
) -> bytes:
    """One row per concern; yellow where it is filled in, grey where it is not."""
    statements, paper = heads(), paper or Paper()
    titles = (statements[CONCERN], _("Concern"), _("Respondents"), _("In the plan"), _("Quotes"),
              statements[REACTION], statements[LEADS], statements[WHY])  # fmt: skip
    book = Spreadsheet(_("Answer document"), "", paper.moment)
    page = book.page(_("Answers"), _WIDE, frozen=(1, 2))
    page.set_row(0, 48)
    for at, title in enumerate(titles):
        book.put(page, 0, at, title, bold=True, font_color="#FFFFFF", text_wrap=True,
                 bg_color=f"#{paper.house.accent}", valign="vcenter")  # fmt: skip
    for row, one in enumerate(blocks, start=1):
        answer = answers.get(one.theme_id, NONE)
        said_by = "\n".join(f"“{' '.join(q.text.split())}” ({q.statement_id})" for q in one.quotes)
        plan = f"{states.get(one.status, one.status)}; {named(one.near)}"
        values: tuple[Value, ...] = (one.theme_id, one.concern, one.n_people, plan, said_by,
                  answer.reaction, _word(answer.leads_to), answer.why)  # fmt: skip
        texts = [(str(value), width) for value, width in zip(values, _WIDE, strict=True)]
        page.set_row(row, height(texts, least=3))
        for at, value in enumerate(values):
            fill = FILL if titles[at] in statements.values() and at else GREY
            book.put(page, row, at, value, bg_color=fill, **cell_look(value))
    page.autofilter(0, 0, max(len(blocks), 1), len(titles) - 1)
    words = [_word(one) for one in ("yes", "partly", "no")]
    page.data_validation(1, 6, max(len(blocks), 1), 6, {"validate": "list", "source": words})
    return book.bytes()


def _word(leads_to: str) -> str:
    return {"yes": _("yes"), "partly": _("partly"), "no": _("no")}.get(leads_to, "")
