"""`gehoord verify`: a run checked again, or one report that came back by mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import MEND_YOUR_DATA, say, say_json
from pipeline.cli.rerun import difference_text, earlier_of, outcome_of, repeat, spoken
from pipeline.cli.runs import run_folder
from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.core.tables import ALL
from pipeline.corpus.corpus import corpus_folder
from pipeline.findings.records import EDITIONS
from pipeline.report.pdf import office
from pipeline.report.rendering import FORMATS, PICTURES, house_of_run, render, report_settings
from pipeline.runs.folder import load_run
from pipeline.runs.rendered import Recipe, read_rendered
from pipeline.runs.verify import Verified, verify_run
from pipeline.runs.verify_files import Again, nearest, parting, run_named_in

if TYPE_CHECKING:
    from pipeline.core.analysis import Analysis


def verify(
    run: Annotated[
        Path | None,
        typer.Argument(help=_("Folder of a run, or of a corpus in reports/ for its last run.")),
    ] = None,
    strict: Annotated[
        Path | None,
        typer.Option(
            help=_("A report that came back: is it, to the last byte, what this run gives?")
        ),
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(help=_("Folder of the corpus; default the one of its name in corpora/.")),
    ] = None,
    afresh: Annotated[
        bool,
        typer.Option(help=_("Also make every table again from the files that were read.")),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the outcome as JSON."))] = False,
) -> int:
    """Check a run again: inputs, quotes, numbers, and every report made anew from the tables."""
    if strict is not None:
        return _returned(strict, run, corpus, as_json=as_json)
    if run is None:
        raise DataProblem(
            where="RUN",
            found=_("no run is named"),
            expected=_("the folder of a run, as made by 'gehoord analyse'"),
            mend=_("gehoord verify RUN, or gehoord verify --strict FILE"),
        )

    folder = run_folder(run)
    outcome = verified(folder, corpus)
    if afresh and outcome.holds:
        outcome = made_afresh(folder, corpus, outcome)
    _tell(outcome, as_json=as_json)
    return 0 if outcome.holds else MEND_YOUR_DATA


def verified(folder: Path, corpus: Path | None = None) -> Verified:
    """Everything about a run checked; a run that cannot be read is a fault like another."""
    try:
        analysis = load_run(folder)
        return verify_run(analysis, folder, maker(analysis, folder), inputs_of(analysis, corpus))
    except DataProblem as fault:
        return Verified({_("files of the run that can be read"): 0}, (_line(fault),))
    except DataProblems as faults:
        lines = tuple(_line(fault) for fault in faults.problems)
        return Verified({_("files of the run that can be read"): 0}, lines)


def made_afresh(folder: Path, corpus: Path | None, before: Verified) -> Verified:
    """What was checked, with every table held against one made again from the inputs."""
    analysis = load_run(folder)
    outcome = outcome_of(analysis, repeat(analysis, corpus, earlier_of(analysis, folder, None)))
    parted = tuple(difference_text(one) for one in outcome.differing)
    checked = {**before.checked, _("tables made again from the inputs"): len(ALL)}
    drift = ", ".join(f"{name} {change}" for name, change in outcome.drift.items())
    if parted and drift:
        told = _("tables made with other versions than those here: {names}").format(names=drift)
        return replace(before, checked=checked, unchecked=(*before.unchecked, told, *parted))
    return replace(before, checked=checked, faults=(*before.faults, *parted))


def _line(fault: DataProblem) -> str:
    return f"{fault.where}: {fault.found}"


def inputs_of(analysis: Analysis, given: Path | None) -> Path | None:
    """The folder of the run's corpus; None when it is not at hand."""
    try:
        return corpus_folder(given or Path(analysis.corpus))
    except DataProblem:
        if given is not None:
            raise
        return None


def maker(analysis: Analysis, folder: Path) -> Again:
    """How a report of this run is made once more."""
    settings = report_settings(analysis.record.settings)

    def again(recipe: Recipe, endings: frozenset[str]) -> Mapping[str, bytes]:
        possible = [name for name in (*FORMATS, *PICTURES) if name in endings]
        if recipe.page_numbers and office() is None:
            possible = [name for name in possible if name != "docx"]
        with spoken(recipe.language):
            return render(
                analysis,
                settings,
                recipe.language,
                edition=recipe.edition,
                formats=possible,
                house=house_of_run(folder, settings, None, None),
                focus=recipe.focus or None,
                page_numbers=recipe.page_numbers,
            )

    return again


def _tell(outcome: Verified, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "checked": dict(outcome.checked),
                "faults": list(outcome.faults),
                "unchecked": list(outcome.unchecked),
            }
        )
        return
    for name, count in outcome.checked.items():
        say(f"{count:8}  {name}")
    for text in outcome.unchecked:
        say(_("not looked at: {what}").format(what=text))
    for fault in outcome.faults:
        say(_("does not hold: {fault}").format(fault=fault))
    if not outcome.holds:
        say(_("Not everything holds."))
    elif outcome.unchecked:
        say(_("Everything that could be looked at holds."))
    else:
        say(_("Everything holds."))


def _returned(file: Path, run: Path | None, corpus: Path | None, *, as_json: bool) -> int:
    """Hold one file against what its run gives in each edition."""
    if not file.is_file():
        raise DataProblem(
            where=str(file), found=_("there is no such file"), mend=_("check the name")
        )
    folder = (
        run_folder(run) if run is not None else run_named_in(file.read_bytes(), Path("reports"))
    )
    if folder is None:
        raise DataProblem(
            where=str(file),
            found=_("no run in reports/ is named in this file"),
            mend=_("name the run: gehoord verify RUN --strict FILE"),
        )
    outcome = verified(folder, corpus)
    names, where = held_against(file, folder) if outcome.holds else ((), "")
    if as_json:
        say_json({"run": str(folder), "same_as": list(names), "faults": list(outcome.faults)})
    elif not outcome.holds:
        _tell(outcome, as_json=False)
    elif names:
        say(_("{file} is {name} of {run}, to the last byte.").format(
            file=file, name=names[0], run=folder))  # fmt: skip
    else:
        say(_("{file} is no report that {run} gives: it parts {where}.").format(
            file=file, run=folder, where=where))  # fmt: skip
    return 0 if names else MEND_YOUR_DATA


def held_against(file: Path, folder: Path) -> tuple[tuple[str, ...], str]:
    """The reports of the run that this file is to the last byte, and else where it parts.

    Every report the run says it wrote is made again, and every edition in the file's own form.
    """
    analysis = load_run(folder)
    again, ending = maker(analysis, folder), file.suffix.lstrip(".").lower()
    wanted = [note.recipe for note in read_rendered(folder).values()]
    spoken = analysis.record.language or "nl"
    wanted += [Recipe(edition=edition, language=spoken) for edition in EDITIONS]
    recipes = [one for number, one in enumerate(wanted) if one not in wanted[:number]]
    made: dict[str, bytes] = {}
    content = file.read_bytes()
    for recipe in recipes:
        for name, data in again(recipe, frozenset({ending})).items():
            if data == content:
                return (name,), ""
            made.setdefault(name, data)
    candidates = {name: data for name, data in made.items() if name.endswith(f".{ending}")}
    if not candidates:
        return (), _("for no report has this ending")
    name = nearest(content, file.name, candidates)
    return (), _("from {name} {where}").format(name=name, where=parting(content, candidates[name]))
