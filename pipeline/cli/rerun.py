"""`gehoord rerun`: a run repeated from its record, and held against what it found then."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import MEND_YOUR_DATA, AsJson, note, say, say_json, stages
from pipeline.cli.runs import run_folder
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.corpus.corpus import corpus_folder
from pipeline.runs import environment
from pipeline.runs.folder import load_run, refuse_filled, save_run
from pipeline.runs.repeat import RepeatOutcome, difference_text, earlier_of, outcome_of, repeat
from pipeline.runs.seal import secret_of

_TOLD = 12  # lines of what the repeated run said, when it failed


def rerun(
    run: Annotated[Path, typer.Argument(help=_("Folder of a run, or of a corpus in reports/."))],
    corpus: Annotated[
        Path | None,
        typer.Option(help=_("Folder of the corpus; default the one of its name in corpora/.")),
    ] = None,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh",
            help=_(
                "In a new environment with the versions of the record, in a temporary folder. "
                "Installing them uses the network; nothing else does."
            ),
        ),
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option(
            help=_("With --fresh: gehoord's source tree or wheel of then; default this one's.")
        ),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(help=_("The earlier run it followed; default the one of its id beside it.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=_("Keep the repeated run in this folder."))
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Repeat a run from its record, and say whether every table is equal to the last byte."""
    if out is not None:
        refuse_filled(out)  # before the work, not after it
    if source is not None and not fresh:
        raise DataProblem(
            where="--source",
            found=_("the run is repeated in the environment of now"),
            mend=_("add --fresh, or leave --source out"),
        )
    folder = run_folder(run)
    before = load_run(folder)
    earlier = earlier_of(before, folder, since)
    outcome = (
        _afresh(folder, before, corpus, earlier, source, out)
        if fresh
        else _here(before, corpus, earlier, out)
    )
    if as_json:
        say_json(outcome.as_dict())
    else:
        _tell(outcome, fresh=fresh)
    return 0 if outcome.equal else MEND_YOUR_DATA


def _here(
    before: Analysis, corpus: Path | None, earlier: Path | None, out: Path | None
) -> RepeatOutcome:
    """Repeat in the environment of now."""
    with stages() as following:
        after = repeat(before, corpus, earlier, following, note)
    if out is not None:
        save_run(after, out, secret=secret_of(corpus_folder(corpus or Path(before.corpus))))
    return outcome_of(before, after)


def _afresh(
    folder: Path,
    before: Analysis,
    corpus: Path | None,
    earlier: Path | None,
    source: Path | None,
    out: Path | None,
) -> RepeatOutcome:
    """Repeat in an environment built from the record; compare what both wrote on disk."""
    with tempfile.TemporaryDirectory(prefix="gehoord-") as place, stages() as following:
        following.begin(_("Building an environment with the versions of the record"))
        lock = environment.lock_of(before.record.packages)
        command = environment.build(Path(place) / "fresh", lock, source)
        following.begin(_("Repeating the run in it"))
        new_run = out or Path(place) / "run"
        named = {"--corpus": corpus, "--since": earlier}
        given = [part for key, path in named.items() if path for part in (key, str(path))]
        done = subprocess.run(  # noqa: S603 - our own command, from the folder just built
            [str(command), "rerun", str(folder), *given, "--out", str(new_run), "--json"],
            env=environment.outside(Path(place) / "cache"),
            capture_output=True,
            text=True,
            check=False,
        )
        if not (new_run / "run.json").is_file():
            raise DataProblem(
                where=_("the run in its fresh environment"),
                found=os.linesep.join(done.stderr.strip().splitlines()[-_TOLD:]),
                expected=_("the same run once more"),
                mend=_("repeat it without --fresh to see whether its input is still there"),
            )
        return outcome_of(before, load_run(new_run))


def _tell(outcome: RepeatOutcome, *, fresh: bool) -> None:
    for name, change in outcome.drift.items():
        note(_("Another version: {name} {change}").format(name=name, change=change))
    if outcome.others:
        names = ", ".join(f"{name} {change}" for name, change in outcome.others.items())
        note(_("Other packages that differ: {names}").format(names=names))
    if outcome.equal:
        say(_("Bit-equal: every table is as it was."))
        return
    for difference in outcome.differing:
        say(difference_text(difference))
    say(_("{n} tables differ.").format(n=len(outcome.differing)))
    if (outcome.drift or outcome.others) and not fresh:
        note(_("Repeat it with the versions of then: gehoord rerun RUN --fresh"))
