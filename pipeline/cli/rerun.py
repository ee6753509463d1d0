"""`gehoord rerun`: a run repeated from its record, and held against what it found then."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.analyse import earlier_run
from pipeline.cli.console import MEND_YOUR_DATA, note, say, say_json, stages
from pipeline.cli.runs import run_folder
from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language, use_language
from pipeline.core.settings import Settings
from pipeline.core.tables import JUDGEMENTS
from pipeline.corpus.corpus import corpus_folder, read_corpus
from pipeline.corpus.description import FILE_NAME
from pipeline.evaluation.run_equality import TableDifference, differences, version_drift
from pipeline.runs import environment
from pipeline.runs.analyse import analyse
from pipeline.runs.folder import load_run, refuse_filled, run_id_in, save_run
from pipeline.runs.load_models import load_models
from pipeline.runs.seal import secret_of
from pipeline.runs.used_model import UsedModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.core.analysis import Analysis, RunRecord
    from pipeline.corpus.records import Corpus

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
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the outcome as JSON."))] = False,
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
        outcome.tell(fresh=fresh)
    return 0 if outcome.equal else MEND_YOUR_DATA


@dataclass(frozen=True)
class RepeatOutcome:
    """What a repeated run says of the first one.

    Attributes: drift: what can change a number and is of another version; others: the packages
        beside those.
    """

    differing: tuple[TableDifference, ...]
    drift: Mapping[str, str]
    others: Mapping[str, str]

    @property
    def equal(self) -> bool:
        """Whether every table is as it was, to the last byte."""
        return not self.differing

    def as_dict(self) -> dict[str, Any]:
        """The same for ``--json``."""
        return {
            "equal": self.equal,
            "tables": {
                one.table: {
                    "gone": one.gone,
                    "new": one.fresh,
                    "columns": dict(one.columns),
                    "moved": one.moved,
                }
                for one in self.differing
            },
            "versions": dict(self.drift),
            "other_packages": dict(self.others),
        }

    def tell(self, *, fresh: bool) -> None:
        """Say it to people."""
        for name, change in self.drift.items():
            note(_("Another version: {name} {change}").format(name=name, change=change))
        if self.others:
            names = ", ".join(f"{name} {change}" for name, change in self.others.items())
            note(_("Other packages that differ: {names}").format(names=names))
        if self.equal:
            say(_("Bit-equal: every table is as it was."))
            return
        for one in self.differing:
            say(difference_text(one))
        say(_("{n} tables differ.").format(n=len(self.differing)))
        if (self.drift or self.others) and not fresh:
            note(_("Repeat it with the versions of then: gehoord rerun RUN --fresh"))


def difference_text(one: TableDifference) -> str:
    """One line: how many rows of a table are gone, new, or differ in which columns."""
    columns = ", ".join(f"{name} ({n})" for name, n in one.columns.items()) or "-"
    text = _("{table}: {gone} rows are gone, {fresh} are new; columns that differ (rows): {names}")
    statements = text.format(table=one.table, gone=one.gone, fresh=one.fresh, names=columns)
    return f"{statements}; {_('in another order')}" if one.moved else statements


def outcome_of(before: Analysis, after: Analysis) -> RepeatOutcome:
    """Hold a repeated run against the first one."""
    told = version_drift(_facts(before.record), _facts(after.record))
    packages = version_drift(before.record.packages, after.record.packages)
    others = {name: change for name, change in packages.items() if name not in told}
    return RepeatOutcome(tuple(differences(before, after)), told, others)


def _facts(record: RunRecord) -> dict[str, str]:
    """What can change a number: versions of packages, models, Python and our own code."""
    facts = {
        **record.versions,
        "encoder": f"{record.encoder} {record.encoder_revision}",
        "Dutch": record.nlp,
        "model": record.model,
    }
    if record.code:
        facts["code"] = record.code[:12]
    if "python" in record.packages:
        facts["python"] = record.packages["python"]
    return facts


def earlier_of(before: Analysis, folder: Path, given: Path | None) -> Path | None:
    """The folder of the run that this one followed. Raises: DataProblem when it is not found."""
    wanted = before.record.since
    if not wanted:
        return None
    places = [given] if given is not None else [
        *sorted(folder.resolve().parent.glob("*")), *sorted(Path("reports").glob("*/*"))
    ]  # fmt: skip
    for place in places:
        if run_id_in(place) == wanted:
            return place
    raise DataProblem(
        where=str(given or folder.resolve().parent),
        found=_("the earlier run that was followed, {run_id}, is not here").format(run_id=wanted),
        mend=_("name its folder with --since"),
    )


def _here(
    before: Analysis, corpus: Path | None, earlier: Path | None, out: Path | None
) -> RepeatOutcome:
    """Repeat in the environment of now."""
    after = repeat(before, corpus, earlier)
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
        made = out or Path(place) / "run"
        named = {"--corpus": corpus, "--since": earlier}
        given = [part for key, path in named.items() if path for part in (key, str(path))]
        done = subprocess.run(  # noqa: S603 - our own command, from the folder just built
            [str(command), "rerun", str(folder), *given, "--out", str(made), "--json"],
            env=environment.outside(Path(place) / "cache"),
            capture_output=True,
            text=True,
            check=False,
        )
        if not (made / "run.json").is_file():
            raise DataProblem(
                where=_("the run in its fresh environment"),
                found=os.linesep.join(done.stderr.strip().splitlines()[-_TOLD:]),
                expected=_("the same run once more"),
                mend=_("repeat it without --fresh to see whether its input is still there"),
            )
        return outcome_of(before, load_run(made))


def repeat(before: Analysis, corpus: Path | None = None, earlier: Path | None = None) -> Analysis:
    """The same run again: same files, rounds, settings, model, judgements and earlier run.

    Raises: DataProblems when an input file is not the one that was read then.
    """
    folder = corpus_folder(corpus or Path(before.corpus))
    with stages() as following, spoken(before.record.language):
        following.begin(_("Reading"))
        read = read_corpus(folder).only([round_.round_id for round_ in before.rounds])
        _same_files(before, read, folder)
        settings = Settings().recorded(before.record.settings)
        following.begin(_("Loading the language models"))
        loaded = load_models(settings)
        if before.record.model:
            used = UsedModel(before.record.model)
            used.open(read, settings, before.record.settings)
            loaded = used.into(loaded)
        return analyse(
            read,
            loaded,
            settings,
            run_id=before.record.run_id,
            made_at=before.record.made_at,
            following=following,
            judgements=before.table(JUDGEMENTS).assign(state="", bound="", reason=""),
            since=earlier_run(earlier, before.corpus) if earlier is not None else None,
        )


@contextmanager
def spoken(then: str) -> Iterator[None]:
    """The language of then, for what is written in the tables; afterwards that of now."""
    now = language()
    use_language(then or now)
    try:
        yield
    finally:
        use_language(now)


def _same_files(before: Analysis, read: Corpus, folder: Path) -> None:
    """Refuse input that is not the input of then: every file that changed, is gone or was added.

    corpus.toml may say the same in other words: a change there is told, and the tables decide.
    """
    then = before.record.sources
    now = {source.file: source.sha256 for source in read.sources}
    added = {one for one in now if one not in then} if FILE_NAME in then else set()
    changed = {name for name, digest in then.items() if now.get(name) != digest}
    if FILE_NAME in changed:
        text = _("{file} changed since: SHA-256 {then}… then, {now}… now")
        told = (then[FILE_NAME][:12], now[FILE_NAME][:12])
        note(text.format(file=folder / FILE_NAME, then=told[0], now=told[1]))
    wrong = sorted((changed | added) - {FILE_NAME})
    if wrong:
        raise DataProblems(_other_file(folder / one, then.get(one), now.get(one)) for one in wrong)


def _other_file(path: Path, then: str | None, now: str | None) -> DataProblem:
    if then is None:
        return DataProblem(
            where=str(path),
            found=_("this file was not there when the run was made"),
            mend=_("take it out of corpus.toml, or name the folder of then with --corpus"),
        )
    found = _("this file is not the one the run read (SHA-256 {now}…)")
    return DataProblem(
        where=str(path),
        found=found.format(now=now[:12]) if now else _("the run read this file; it is not here"),
        expected=f"SHA-256 {then[:12]}…",
        mend=_("put the file of then back, or name its folder with --corpus"),
    )


__all__ = ["RepeatOutcome", "difference_text", "outcome_of", "repeat", "rerun"]
