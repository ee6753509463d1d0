"""What a person coded on a run, and what the tool proposes there, item by item."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.tables import JUDGEMENTS
from pipeline.qda.read_qdpx import codes_of_statements, read_qdpx
from pipeline.review.from_workbook import changes
from pipeline.review.records import appended, link_codes, status_parts
from pipeline.review.run_view import ReviewedRun
from pipeline.review.sheets import workbook
from pipeline.review.workbook import read_back, read_sheets

Coded = dict[str, dict[str, tuple[str, ...]]]  # what is coded -> item -> codes


def coded(known: ReviewedRun) -> Coded:
    """What a person decided on this run: links per statement, verdicts per theme."""
    codings: Coded = {}
    for statement, book in known.nearest:
        value = known.links(statement, book)
        if value:
            codings.setdefault(book, {})[statement] = link_codes(value)
    for theme, book in known.coverage:
        value = known.verdict(theme, book)
        if value:
            what = _("coverage of {book}").format(book=book)
            codings.setdefault(what, {})[theme] = (status_parts(value)[0],)
    return codings


def proposed(known: ReviewedRun) -> Coded:
    """What the tool says of the same items."""
    codings: Coded = {}
    for (statement, book), codes in known.nearest.items():
        none = known.none_chance.get(("statement", statement, book), 0.0)
        best = codes[0]
        codings.setdefault(book, {})[statement] = () if none > best[1] else (best[0],)
    for theme, book in known.coverage:
        what = _("coverage of {book}").format(book=book)
        codings.setdefault(what, {})[theme] = (status_parts(known.proposal(theme, book))[0],)
    return codings


def coded_in(path: Path, analysis: Analysis) -> tuple[Coded, tuple[DataProblem, ...]]:
    """What a person filled in in a workbook or coded in another program (.qdpx), and its faults."""
    if path.suffix.lower() == ".qdpx":
        return codes_of_statements(read_qdpx(path), analysis), ()
    known = ReviewedRun(analysis, JUDGEMENTS.empty())
    book = workbook(known, rows=len(known.nearest) or 1)
    returned = read_back(read_sheets(path), book, path.name)
    decisions = changes(returned.rows, book, known)
    log = appended(JUDGEMENTS.empty(), decisions.judgements, who=returned.who or path.stem, when="")
    return coded(ReviewedRun(analysis, log)), (*returned.problems, *decisions.problems)
