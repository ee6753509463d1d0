"""The folder of a run checked as a whole: read, held against its inputs, every report made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.core.locale import spoken_in
from pipeline.core.tables import ALL
from pipeline.corpus.corpus import corpus_folder
from pipeline.findings.records import EDITIONS
from pipeline.report.pdf import office
from pipeline.report.rendering import FORMATS, PICTURES, house_of_run, render, report_settings
from pipeline.runs.folder import load_run
from pipeline.runs.rendered import Recipe, read_rendered
from pipeline.runs.repeat import difference_text, earlier_of, outcome_of, repeat
from pipeline.runs.seal import secret_of
from pipeline.runs.verify import Verified, verify_run
from pipeline.runs.verify_files import Again, nearest, parting


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
    parted = tuple(difference_text(difference) for difference in outcome.differing)
    checked = {**before.checked, _("tables made again from the inputs"): len(ALL)}
    drift = ", ".join(f"{name} {change}" for name, change in outcome.drift.items())
    if parted and drift:
        remark = _("tables made with other versions than those here: {names}").format(names=drift)
        return replace(before, checked=checked, unchecked=(*before.unchecked, remark, *parted))
    return replace(before, checked=checked, faults=(*before.faults, *parted))


def _line(fault: DataProblem) -> str:
    return f"{fault.where}: {fault.found}"


def key_at_hand(analysis: Analysis, corpus: Path | None = None) -> bytes:
    """The key of the corpus that a run was made of; b"" where neither lies where it was."""
    inputs = inputs_of(analysis, corpus)
    return secret_of(inputs) if inputs is not None else b""


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
        with spoken_in(recipe.language):
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


def held_against(
    file: Path, folder: Path, corpus: Path | None = None
) -> tuple[tuple[str, ...], str]:
    """(names of the run's reports that equal this file byte for byte, else why it equals none).

    Every report that the run recorded is made again, and every edition in the file's own format;
    what cannot be made again (a PDF, a template of the house) is known by its sealed digest.

    Args: folder: of the run; corpus: its folder, for the key of the seal.
    Returns: of the names and the reason one is empty; the reason says where the two first differ.
    """
    analysis = load_run(folder)
    again, ending = maker(analysis, folder), file.suffix.lstrip(".").lower()
    wanted = [note.recipe for note in read_rendered(folder).values()]
    language = analysis.record.language or "nl"
    wanted += [Recipe(edition=edition, language=language) for edition in EDITIONS]
    recipes = [recipe for n, recipe in enumerate(wanted) if recipe not in wanted[:n]]
    afresh: dict[str, bytes] = {}
    content = file.read_bytes()
    secret, digest = key_at_hand(analysis, corpus), hashlib.sha256(content).hexdigest()
    for name, note in read_rendered(folder).items():
        if note.sha256 == digest and note.vouched(folder, name, secret):
            return (name,), ""
    for recipe in recipes:
        for name, data in again(recipe, frozenset({ending})).items():
            if data == content:
                return (name,), ""
            afresh.setdefault(name, data)
    candidates = {name: data for name, data in afresh.items() if name.endswith(f".{ending}")}
    if not candidates:
        return (), _("for no report has this ending")
    name = nearest(content, file.name, candidates)
    return (), _("from {name} {where}").format(name=name, where=parting(content, candidates[name]))
