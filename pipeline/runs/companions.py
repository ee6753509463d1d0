"""What is written beside a run for people to go on with: building blocks, reactienota, QDA project.

All of it is made from the tables, so ``verify`` can make it once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.settings import ReportSettings
from pipeline.findings.build import build, themes_and_open
from pipeline.findings.records import PUBLIC
from pipeline.plan.coverage import STATUSES
from pipeline.qda.qda import project_of
from pipeline.qda.write_qdpx import to_qdpx
from pipeline.report import on_previous_plan
from pipeline.report import wording as w
from pipeline.report.branding import House
from pipeline.report.context import doubtful_of
from pipeline.report.rendering import report_settings
from pipeline.review import building_blocks_report as blocks_report
from pipeline.review import reactienota_report
from pipeline.review.building_blocks import Bouwsteen, bouwstenen
from pipeline.review.building_blocks_report import Paper
from pipeline.review.layout import STATUS_WORDS
from pipeline.review.promises import Promise

# A Word document, by the pages its headings stand on: anchor of a heading -> page.
Document = Callable[[Mapping[str, int]], bytes]


def paper_of(analysis: Analysis, house: House) -> Paper:
    """The look of the house on what belongs to a run."""
    return Paper(house=house, organisation=analysis.organisation, moment=analysis.record.made_at)


def open_blocks(analysis: Analysis) -> Sequence[Bouwsteen]:
    """The concerns that the plan does not answer, as candidates for it."""
    return bouwstenen(analysis, min_group=_least(analysis))


def doubt_about(analysis: Analysis) -> str:
    """Of which concerns it is doubtful that they are one; "" for none."""
    return doubtful_of(themes_and_open(analysis)[0])


def blocks_csv(analysis: Analysis, blocks: Sequence[Bouwsteen]) -> bytes:
    """The building blocks as a table."""
    return blocks_report.to_csv(blocks, analysis.round_titles)


def blocks_document(
    analysis: Analysis, blocks: Sequence[Bouwsteen], doubtful: str, paper: Paper
) -> Document:
    """The building blocks as a Word document. Args: doubtful: as ``doubt_about`` says it."""
    title = _("Candidate building blocks: {title}").format(title=analysis.title)
    return lambda pages: blocks_report.to_docx(
        blocks, title, analysis.round_titles, replace(paper, pages=pages), doubtful=doubtful
    )


def nota_document(
    analysis: Analysis,
    answers: Mapping[str, Promise],
    paper: Paper,
    *,
    finished: bool = False,
) -> Document:
    """The nota to fill in. Args: finished: with the answers, beside the one that was filled in."""
    blocks, states = _every_block(analysis), _states()
    title = _("Answer to what was said: {title}").format(title=analysis.title)
    settings = report_settings(analysis.record.settings)
    findings = build(analysis, settings, PUBLIC[0], on_previous_plan(analysis))
    return lambda pages: reactienota_report.to_docx(
        blocks,
        answers,
        title,
        analysis.round_titles,
        states,
        replace(paper, pages=pages),
        findings,
        finished=finished,
    )


def nota_xlsx(analysis: Analysis, answers: Mapping[str, Promise], paper: Paper) -> bytes:
    """The nota as a sheet to fill in."""
    return reactienota_report.to_xlsx(_every_block(analysis), answers, _states(), paper)


def qda_project(analysis: Analysis) -> bytes:
    """The run as a REFI-QDA project, in the language spoken now."""
    words = {state: w.status(state) for state in STATUSES}
    words |= {"themes": _("Themes"), "model": _("proposal"), "person": _("decided")}
    return to_qdpx(project_of(analysis, words))


def _every_block(analysis: Analysis) -> Sequence[Bouwsteen]:
    return bouwstenen(analysis, n_quotes=3, min_group=_least(analysis), every=True)


def _states() -> Mapping[str, str]:
    return {status: w.status(status) for status in STATUS_WORDS}


def _least(analysis: Analysis) -> int:
    """People a group must have to be named, as the run was made; old runs know other settings."""
    recorded = analysis.record.settings.get("report", {})
    return int(recorded.get("min_group", ReportSettings().min_group))
