"""`gehoord rerun`: a run repeated from its record, and held against what it found then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.console import MEND_YOUR_DATA, note, say, say_json, stages
from pipeline.errors import DataProblem, DataProblems
from pipeline.locale import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.analysis import Analysis
    from pipeline.ingest.corpus import Corpus


@dataclass(frozen=True)
class Difference:
    """One table that came out otherwise: rows only then, and rows only now."""

    table: str
    gone: int
    fresh: int


def rerun(
    run: Annotated[Path, typer.Argument(help=_("Folder of a run, or of a corpus in reports/."))],
    corpus: Annotated[
        Path | None,
        typer.Option(help=_("Folder of the corpus; default the one of its name in corpora/.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=_("Keep the repeated run in this folder."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the outcome as JSON."))] = False,
) -> int:
    """Repeat a run from its record, and say whether every table is equal to the last byte."""
    from pipeline.commands.runs import run_folder
    from pipeline.runs import load_run

    folder = run_folder(run)
    before = load_run(folder)
    after = repeat(before, corpus)
    differing = differences(before, after)
    drift = version_drift(before, after)
    if out is not None:
        from pipeline.runs import save_run

        save_run(after, out)
    if as_json:
        say_json(
            {
                "equal": not differing,
                "tables": {one.table: {"gone": one.gone, "new": one.fresh} for one in differing},
                "versions": drift,
            }
        )
    else:
        _tell(differing, drift)
    return MEND_YOUR_DATA if differing else 0


def repeat(before: Analysis, corpus: Path | None = None) -> Analysis:
    """The same run again: same files, rounds, settings, model and judgements.

    Raises: DataProblems when an input file is not the one that was read then.
    """
    from pipeline import run
    from pipeline.commands.analyse import corpus_folder
    from pipeline.ingest.corpus import read_corpus
    from pipeline.loading import load_models
    from pipeline.settings import Settings
    from pipeline.tables import JUDGEMENTS
    from pipeline.training import only_rounds

    folder = corpus_folder(corpus or Path(before.corpus))
    with stages() as following:
        following.begin(_("Reading"))
        read = only_rounds(read_corpus(folder), [one.round_id for one in before.rounds])
        _same_files(before, read, folder)
        settings = Settings().recorded(before.record.settings)
        following.begin(_("Loading the language models"))
        loaded = load_models(settings)
        if before.record.model:
            from pipeline.commands.trained import UsedModel

            used = UsedModel(before.record.model)
            used.open(read, settings, before.record.settings)
            loaded = used.into(loaded)
        return run.analyse(
            read,
            loaded,
            settings,
            run_id=before.record.run_id,
            made_at=before.record.made_at,
            following=following,
            judgements=before.table(JUDGEMENTS).assign(state="", bound="", reason=""),
        )


def _same_files(before: Analysis, read: Corpus, folder: Path) -> None:
    now = {source.file: source.sha256 for source in read.sources}
    changed = sorted(
        name for name, digest in before.record.sources.items() if now.get(name) != digest
    )
    if changed:
        raise DataProblems(
            DataProblem(
                where=str(folder / name),
                found=_("this file is not the one the run read"),
                expected=f"SHA-256 {before.record.sources[name][:12]}…",
                mend=_("put the file of then back, or name its folder with --corpus"),
            )
            for name in changed
        )


def differences(before: Analysis, after: Analysis) -> list[Difference]:
    """Tables whose written form differs, with how many rows; none when all are bit-equal."""
    from pipeline.runs import table_csv
    from pipeline.tables import ALL

    found = []
    for table in ALL:
        texts = [table_csv(table, one.table(table)) for one in (before, after)]
        if texts[0] != texts[1]:
            rows = [Counter(text.splitlines()) for text in texts]
            gone, fresh = (rows[0] - rows[1]).total(), (rows[1] - rows[0]).total()
            found.append(Difference(table.name, gone, fresh))
    return found


def version_drift(before: Analysis, after: Analysis) -> dict[str, str]:
    """What was made by another version: package or model -> 'then -> now'."""
    then = {**before.record.versions, **_models_of(before)}
    now = {**after.record.versions, **_models_of(after)}
    return {
        name: f"{then.get(name, '')} -> {now.get(name, '')}"
        for name in sorted(set(then) | set(now))
        if then.get(name, "") != now.get(name, "")
    }


def _models_of(one: Analysis) -> dict[str, str]:
    record = one.record
    encoder = f"{record.encoder} {record.encoder_revision}"
    return {"encoder": encoder, "Dutch": record.nlp, "model": record.model}


def _tell(differing: list[Difference], drift: Mapping[str, str]) -> None:
    for name, change in drift.items():
        note(_("Another version: {name} {change}").format(name=name, change=change))
    if not differing:
        say(_("Bit-equal: every table is as it was."))
        return
    for one in differing:
        text = _("{table}: {gone} rows are gone, {fresh} are new")
        say(text.format(table=one.table, gone=one.gone, fresh=one.fresh))
    say(_("{n} tables differ.").format(n=len(differing)))
    if drift:
        note(_("Build the environment from constraints.txt of then, and try again."))


__all__ = ["Difference", "differences", "repeat", "rerun", "version_drift"]
