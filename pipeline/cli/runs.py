"""`gehoord report`, `show` and `open`: what can be done with a run that is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import note, say
from pipeline.cli.pages import say_pages
from pipeline.cli.show_one import show_one
from pipeline.cli.write_files import write_files
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem, typed
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.core.tables import (
    RESPONSES,
    SET_ASIDE,
    THEMES,
)
from pipeline.findings.build import themes_and_open
from pipeline.findings.records import EDITIONS, FORMER_NAMES, Theme
from pipeline.report import wording as w
from pipeline.report.pdf import office
from pipeline.report.rendering import (
    FORMATS,
    ON_REQUEST,
    house_of_run,
    render,
    report_settings,
)
from pipeline.runs.folder import find_run, load_run
from pipeline.runs.rendered import Recipe, keep_rendered
from pipeline.runs.retention import kept_too_long
from pipeline.runs.verify_folder import key_at_hand

RunFolder = Annotated[
    Path, typer.Argument(help=_("Folder of a run, or of a corpus in reports/ for its last run."))
]
Template = Annotated[
    Path | None, typer.Option(help=_("The organisation's own .docx or .dotx, for Word."))
]
Logo = Annotated[Path | None, typer.Option(help=_("PNG or JPEG for the first page in Word."))]


def report(
    run: RunFolder,
    edition: Annotated[
        str, typer.Option(help=_("bestuur, deelnemers, openbaar, projectteam or bijlage."))
    ] = "projectteam",
    role: Annotated[str, typer.Option(help=_("Deelnemers: to people in this role."))] = "",
    round_id: Annotated[
        str, typer.Option("--round", help=_("Deelnemers: to those of this round."))
    ] = "",
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help=_("html, docx, xlsx, json, pdf, svg, png or all; may be repeated."),
        ),
    ] = None,
    template: Template = None,
    logo: Logo = None,
    out: Annotated[
        Path | None, typer.Option(help=_("Folder for the report; default the run's own."))
    ] = None,
    pages: Annotated[
        bool, typer.Option("--pages", help=_("Only count pages and words of every edition."))
    ] = False,
) -> None:
    """Write the report of a run again from its tables, for the readers you choose."""
    wanted = chosen(formats or ())
    edition = _known_edition(edition)
    folder = run_folder(run)
    analysis = load_run(folder)
    settings = report_settings(analysis.record.settings)
    if pages:
        say_pages(analysis, settings)
        return
    look = house_of_run(folder, settings, template, logo)
    focus = _focus(analysis, role, round_id)
    reports = render(
        analysis,
        settings,
        language(),
        edition=edition,
        formats=wanted,
        house=look,
        focus=focus,
        page_numbers=True,
        tell=note,
    )
    target = out or folder
    target.mkdir(parents=True, exist_ok=True)
    write_files(target, reports)
    if target.resolve() == folder.resolve():  # so that verify can make them again
        own_house = template is not None or logo is not None
        numbers = office() is not None
        recipe = Recipe(edition, language(), focus, numbers, own_house)
        keep_rendered(folder, reports, recipe, secret=key_at_hand(analysis))


def chosen(names: Sequence[str], *, on_request: bool = True) -> tuple[str, ...]:
    """The formats asked for. Raises: DataProblem for one that is not there."""
    known = (*FORMATS, *ON_REQUEST) if on_request else FORMATS
    wanted = [part.strip() for name in names for part in name.split(",")] or list(FORMATS)
    unknown = [name for name in wanted if name not in (*known, "all")]
    if unknown:
        raise DataProblem(
            where="--format",
            found=", ".join(unknown),
            expected=", ".join((*known, "all")),
            mend=_("give one of these, or several: --format docx --format xlsx"),
        )
    return known if "all" in wanted else tuple(name for name in known if name in wanted)


def _known_edition(edition: str) -> str:
    """The edition's name now. Raises: DataProblem for readers for whom there is no edition."""
    edition = FORMER_NAMES.get(edition, edition)
    if edition not in EDITIONS:
        raise DataProblem(
            where="--edition",
            found=edition,
            expected=", ".join(EDITIONS),
            mend=_("give one of these"),
        )
    return edition


def _focus(analysis: Analysis, role: str, round_id: str) -> dict[str, str]:
    """Whom it speaks to. Raises: DataProblem for a role or round that nobody has."""
    focus = {key: value for key, value in (("role", role), ("round_id", round_id)) if value}
    for key, value in focus.items():
        there = sorted(set(analysis.table(RESPONSES)[key].dropna()) - {""})
        if value not in there:
            raise DataProblem(
                where="--role" if key == "role" else "--round",
                found=value,
                expected=", ".join(there),
                mend=_("give one of these"),
            )
    return focus


def show(
    run: RunFolder,
    code: Annotated[
        str,
        typer.Argument(help=_("A concern (T03), goal, pillar, action or statement, by its id.")),
    ] = "",
    terzijde: Annotated[
        bool, typer.Option("--terzijde", help=_("What was read and set aside, by file and row."))
    ] = False,
    theme: Annotated[str, typer.Option(help=_("All statements of this theme, e.g. T03."))] = "",
) -> None:
    """List the concerns of a run, what bears one id (T03, 2.1), or what was set aside."""
    analysis = load_run(run_folder(run))
    if terzijde:
        aside = analysis.table(SET_ASIDE)
        order = ["source_file", "source_part", "source_row", "item_id"]
        for row in aside.sort_values(order).itertuples():
            part = f" [{row.source_part}]" if row.source_part else ""
            say(f"{row.source_file}{part}:{row.source_row}  {row.level}  {row.reason}")
        for reason, count in aside["reason"].value_counts().sort_index().items():
            note(f"{count:6}  {reason}")
    elif code or theme:
        show_one(analysis, code or theme)
    else:
        themes, _open = themes_and_open(analysis)
        kind = {group.theme_id: _of_what_kind(group) for group in themes}
        for row in analysis.table(THEMES).itertuples():
            indent = "    " if row.parent_id else ""
            what = kind.get(row.theme_id, "")
            people = w.people(int(row.n_respondents))
            say(f"{indent}{row.theme_id}  {w.bare(str(row.label))} ({people}{what})")


def _of_what_kind(theme: Theme) -> str:
    """What a group of statements is, where it is no concern for certain."""
    if not theme.is_concern:
        return ", " + _("goes well")
    return ", " + w.status("unsure") if theme.is_loose else ""


def open_report(run: RunFolder) -> None:
    """Open the report of a run in the browser."""
    import webbrowser

    path = (run_folder(run) / "report.html").resolve()
    if not path.is_file():
        raise DataProblem(
            where=str(path),
            found=_("there is no such file"),
            mend=_("write it: gehoord report {folder}").format(folder=typed(path.parent)),
        )
    if not webbrowser.open(path.as_uri()):
        note(_("No browser was found; open this file yourself:"))
    say(str(path))


def run_folder(given: Path) -> Path:
    """The run meant, by its folder or that of a corpus; says so where it is kept too long."""
    folder = find_run(given)
    if remark := kept_too_long(folder, date.today().isoformat()):
        note(remark)
    return folder
