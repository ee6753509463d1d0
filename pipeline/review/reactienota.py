"""A reactienota that came back, .docx or .xlsx: what was answered per concern, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import DataProblem, no_such_file
from pipeline.core.locale import gettext as _
from pipeline.files import docx as from_docx
from pipeline.files.faults import place
from pipeline.review.layout import meant, plain
from pipeline.review.reactienota_report import CONCERN, LEADS, REACTION, WHY
from pipeline.review.records import ANSWER, LEADS_TO, REPLY, Judgement
from pipeline.review.run_view import ReviewedRun
from pipeline.review.workbook import read_sheets

_LONGEST = 10_000  # characters of a reaction
_KEYS = {CONCERN: "theme", REACTION: "reaction", LEADS: "leads_to", WHY: "why"}


@dataclass(frozen=True)
class GivenAnswer:
    """One concern's answer as it stands in the file: text untouched, with its place."""

    theme: str
    reaction: str
    leads_to: str
    why: str
    where: str


def read_answers(path: Path) -> list[GivenAnswer]:
    """Every concern in the file, filled in or not.

    Raises: DataProblem for a file that is no reactienota of ours.
    """
    answers = list(_from_docx(path) if path.suffix.lower() == ".docx" else _from_sheets(path))
    if not answers:
        raise DataProblem(
            where=path.name,
            found=_("no concern of a reactienota was found"),
            expected=_("the file that 'gehoord reactienota' wrote, with its tables"),
            mend=_("fill in that file; the names in the first column must stay"),
        )
    return answers


def _from_docx(path: Path) -> Iterator[GivenAnswer]:
    if not path.is_file():
        raise no_such_file(path)
    tables: dict[int, dict[str, str]] = {}
    for block in from_docx.read(path, path.name):
        if block.kind == "row" and block.cells and (key := _key(block.cells[0])):
            tables.setdefault(block.table, {})[key] = "\n".join(block.cells[1:]).strip()
    for number, cells in tables.items():
        if "theme" in cells:
            where = f"{path.name}, {_('table {n}').format(n=number)}"
            yield _given_answer(cells, where)


def _from_sheets(path: Path) -> Iterator[GivenAnswer]:
    for grid in read_sheets(path):
        columns: Mapping[int, str] = {}
        for number, cells in zip(grid.numbers, grid.rows, strict=True):
            named = {column: key for column, cell in enumerate(cells) if (key := _key(cell))}
            if "theme" in named.values():
                columns = named
                continue
            values = {
                key: (cells[column].strip() if column < len(cells) else "")
                for column, key in columns.items()
            }
            if values.get("theme"):
                yield _given_answer(values, place(path.name, grid.part, number))


def _given_answer(values: Mapping[str, str], where: str) -> GivenAnswer:
    return GivenAnswer(
        values["theme"], values.get("reaction", ""), values.get("leads_to", ""),
        values.get("why", ""), where,
    )  # fmt: skip


def _key(cell: str) -> str:
    """Which of ``_KEYS`` a heading is, in any language; "" for none."""
    return _KEYS.get(meant(cell, tuple(_KEYS)), "")


def answers_given(
    given: list[GivenAnswer], known: ReviewedRun, problems: list[DataProblem]
) -> list[Judgement]:
    """The answers that say something new, as judgements for the log.

    Args: given: as read from the file; problems: faults are added to it.
    """
    double = {theme for theme, n in Counter(answered.theme for answered in given).items() if n > 1}
    judgements: list[Judgement] = []
    for answered in given:
        # yes, partly, no or "" as filled in, in any language; None for anything else
        entry = answered.leads_to
        leads_to = (meant(entry, LEADS_TO) or None) if plain(entry) else ""
        fault = _fault(answered, leads_to, known, double)
        if fault is not None:
            problems.append(fault)
            continue
        reply = known.standing(REPLY, answered.theme)
        answer = known.standing(ANSWER, answered.theme)
        if answered.reaction != (reply.new if reply else ""):
            judgements.append(known.judgement(REPLY, answered.theme, answered.reaction))
        before = (answer.new, answer.why) if answer else ("", "")
        if (leads_to, answered.why) != before and (leads_to or answer):
            covered = (answered.theme, "goals") in known.coverage
            old = known.proposal(answered.theme, "goals") if covered else ""
            judgements.append(
                known.judgement(ANSWER, answered.theme, leads_to or "", old=old, why=answered.why)
            )
    return judgements


def _fault(
    answered: GivenAnswer, leads_to: str | None, known: ReviewedRun, double: set[str]
) -> DataProblem | None:
    """Why an answer that came back cannot be taken over; None where it can."""
    choices = ", ".join((_("yes"), _("partly"), _("no")))
    expected = ""
    if answered.theme not in known.themes:
        found = _("there is no theme '{id}'").format(id=answered.theme)
        mend = _("put the number of the concern back, or give the file to its own run")
    elif answered.theme in double:
        found = _("concern {id} stands in the file more than once").format(id=answered.theme)
        mend = _("keep one of them and give the file again")
    elif leads_to is None:
        found = _("'{text}' is no answer to 'leads to a change?'").format(
            text=answered.leads_to[:60]
        )
        expected, mend = choices, _("put the reason under Explanation")
    elif answered.why and not leads_to:
        found = _("there is an explanation, but not whether it leads to a change")
        expected, mend = choices, _("fill in both")
    elif len(answered.reaction) > _LONGEST:
        found = _("{n} characters").format(n=len(answered.reaction))
        expected, mend = _("at most {n} characters").format(n=_LONGEST), _("make it shorter")
    else:
        return None
    return DataProblem(where=answered.where, found=found, expected=expected, mend=mend)
