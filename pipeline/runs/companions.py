"""What is written beside a run for people to go on with: building blocks, reactienota, QDA project.

All of it is made from the tables, so ``verify`` can make it once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

NO_PAGES: Mapping[str, int] = {}


def paper_of(analysis: Analysis, house: House) -> Paper:
    """The look of the house on what belongs to a run."""
    return Paper(house=house, organisation=analysis.organisation, moment=analysis.record.made_at)


def open_blocks(analysis: Analysis) -> Sequence[Bouwsteen]:
    """The concerns that the plan does not answer, as candidates for it."""
    return bouwstenen(analysis, min_group=_least(analysis))


def blocks_csv(analysis: Analysis) -> bytes:
    """They as a table."""
    return blocks_report.to_csv(open_blocks(analysis), analysis.round_titles)


def blocks_docx(analysis: Analysis, paper: Paper, pages: Mapping[str, int] = NO_PAGES) -> bytes:
    """They as a Word document. Args: pages: anchor of a heading -> the page it stands on."""
    title = _("Candidate building blocks: {title}").format(title=analysis.title)
    return blocks_report.to_docx(
        open_blocks(analysis),
        title,
        analysis.round_titles,
        replace(paper, pages=pages),
        doubtful=doubtful_of(themes_and_open(analysis)[0]),
    )


def nota_docx(
    analysis: Analysis,
    answers: Mapping[str, Promise],
    paper: Paper,
    pages: Mapping[str, int] = NO_PAGES,
    *,
    finished: bool = False,
) -> bytes:
    """The nota to fill in. Args: finished: with the answers, beside the one that was filled in."""
    settings = report_settings(analysis.record.settings)
    return reactienota_report.to_docx(
        _every_block(analysis),
        answers,
        _("Answer to what was said: {title}").format(title=analysis.title),
        analysis.round_titles,
        _states(),
        replace(paper, pages=pages),
        build(analysis, settings, PUBLIC[0], on_previous_plan(analysis)),
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
