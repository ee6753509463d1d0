"""Repeat a run from its record, and compare every table with what it gave the first time."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language, spoken_in
from pipeline.core.settings import Settings
from pipeline.core.table import Table
from pipeline.core.table_csv import table_csv
from pipeline.core.tables import ALL, JUDGEMENTS, PROPOSALS
from pipeline.corpus.corpus import corpus_folder, read_corpus
from pipeline.corpus.named_files import FILE_NAME
from pipeline.corpus.records import Corpus
from pipeline.runs.analyse import analyse
from pipeline.runs.folder import run_id_in
from pipeline.runs.load_models import UsedModel, load_models
from pipeline.runs.record import digests_of
from pipeline.runs.state import Following, Unfollowed
from pipeline.runs.whole_run import Tell, earlier_run, silent

Cells = Mapping[str, str]


@dataclass(frozen=True)
class RepeatOutcome:
    """The comparison of a repeated run with the first one.

    Attributes: drift: packages of another version that can change a number; others: packages of
        another version that cannot.
    """

    differing: tuple[TableDifference, ...]
    drift: Mapping[str, str]
    others: Mapping[str, str]

    @property
    def equal(self) -> bool:
        """Whether every table is byte-equal."""
        return not self.differing

    def as_dict(self) -> dict[str, Any]:
        """What was compared, and what differs, for ``--json``."""
        return {
            "equal": self.equal,
            "tables": {
                difference.table: {
                    "gone": difference.gone,
                    "new": difference.fresh,
                    "columns": dict(difference.columns),
                    "moved": difference.moved,
                }
                for difference in self.differing
            },
            "versions": dict(self.drift),
            "other_packages": dict(self.others),
        }


def difference_text(difference: TableDifference) -> str:
    """One line: how many rows of a table are gone, new, or differ in which columns."""
    columns = ", ".join(f"{name} ({n})" for name, n in difference.columns.items()) or "-"
    text = _("{table}: {gone} rows are gone, {fresh} are new; columns that differ (rows): {names}")
    line = text.format(
        table=difference.table, gone=difference.gone, fresh=difference.fresh, names=columns
    )
    return f"{line}; {_('in another order')}" if difference.moved else line


def outcome_of(before: Analysis, after: Analysis) -> RepeatOutcome:
    """Compare a repeated run with the first one."""
    drift = version_drift(_facts(before.record), _facts(after.record))
    packages = version_drift(before.record.packages, after.record.packages)
    others = {name: change for name, change in packages.items() if name not in drift}
    return RepeatOutcome(tuple(differences(before, after)), drift, others)


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
    """The folder of the earlier run named by ``--since``. Raises: DataProblem when it is gone."""
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


def repeat(
    before: Analysis,
    corpus: Path | None = None,
    earlier: Path | None = None,
    following: Following | None = None,
    tell: Tell = silent,
) -> Analysis:
    """Run again with the same files, rounds, settings, model, judgements and earlier run.

    Raises: DataProblems when an input file is not the one that was read then.
    """
    folder = _folder_of(before, corpus)
    following = following or Unfollowed()
    with spoken_in(before.record.language or language()):
        following.begin(_("Reading"))
        read = read_corpus(folder).only([round_.round_id for round_ in before.rounds])
        _same_files(before, read, folder, tell)
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


def _folder_of(before: Analysis, given: Path | None) -> Path:
    """The folder that the run read. Raises: DataProblem, also for a run on a frame."""
    try:
        return corpus_folder(given or Path(before.corpus))
    except DataProblem as fault:
        if given is not None or FILE_NAME in before.record.sources:
            raise
        raise DataProblem(
            where=before.record.run_id,
            found=_("this run was made in Python of a frame, which it does not keep"),
            mend=_("make it again there: analyse(frame, plan), and run.compare(load_run(…))"),
        ) from fault


def _same_files(before: Analysis, read: Corpus, folder: Path, tell: Tell) -> None:
    """Refuse input that is not the input of then: every file that changed, is gone or was added.

    corpus.toml may say the same in other words: a change there is told, and the tables decide.
    """
    then = before.record.sources
    now = digests_of(read.sources)
    added = {name for name in now if name not in then} if FILE_NAME in then else set()
    changed = {name for name, digest in then.items() if now.get(name) != digest}
    if FILE_NAME in changed:
        text = _("{file} changed since: SHA-256 {then}… then, {now}… now")
        digests = {"then": then[FILE_NAME][:12], "now": now[FILE_NAME][:12]}
        tell(text.format(file=folder / FILE_NAME, **digests))
    wrong = sorted((changed | added) - {FILE_NAME})
    if wrong:
        raise DataProblems(
            _other_file(folder / name, then.get(name), now.get(name)) for name in wrong
        )


def _other_file(path: Path, then: str | None, now: str | None) -> DataProblem:
    if then is None:
        return DataProblem(
            where=str(path),
            found=_("this file was not there when the run was made"),
            mend=_("take it out of corpus.toml, or name the folder of then with --corpus"),
        )
    message = _("this file is not the one the run read (SHA-256 {now}…)")
    return DataProblem(
        where=str(path),
        found=message.format(now=now[:12]) if now else _("the run read this file; it is not here"),
        expected=f"SHA-256 {then[:12]}…",
        mend=_("put the file of then back, or name its folder with --corpus"),
    )


@dataclass(frozen=True)
class TableDifference:
    """How one table differs between two runs.

    Attributes:
        gone, fresh: rows whose key is only in the first run, and only in the second.
        columns: column -> rows in which it differs, of the rows that both have.
        moved: whether the same rows stand in another order.
    """

    table: str
    gone: int
    fresh: int
    columns: Mapping[str, int] = field(default_factory=dict)
    moved: bool = False


def differences(before: Analysis, after: Analysis) -> list[TableDifference]:
    """Tables whose written form differs, and where; none when all are bit-equal."""
    differing = []
    for table in ALL:
        if table.name == PROPOSALS.name:  # by a language model outside: nobody can repeat those
            continue
        texts = [table_csv(table, run.table(table)) for run in (before, after)]
        if texts[0] != texts[1]:
            differing.append(_difference(table, *(_rows(table, text) for text in texts)))
    return differing


def _rows(table: Table, text: str) -> dict[tuple[str, ...], Cells]:
    """Rows by their key, in their order."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {tuple(row[name] for name in table.key): row for row in rows}


def _difference(
    table: Table,
    before: Mapping[tuple[str, ...], Cells],
    after: Mapping[tuple[str, ...], Cells],
) -> TableDifference:
    shared = [key for key in before if key in after]
    columns = Counter(
        name for key in shared for name in table.columns if before[key][name] != after[key][name]
    )
    return TableDifference(
        table.name,
        gone=len(before) - len(shared),
        fresh=len(after) - len(shared),
        columns={name: columns[name] for name in table.columns if columns[name]},
        moved=shared != [key for key in after if key in before],
    )


def version_drift(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Name -> 'then -> now' of every version that differs, among those both runs recorded."""
    return {
        name: f"{before[name] or '-'} -> {after[name] or '-'}"
        for name in sorted(set(before) & set(after))
        if before[name] != after[name]
    }
