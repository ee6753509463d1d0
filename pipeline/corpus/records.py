"""What a corpus is once it is read: frozen records of its tables, files and remarks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pandas as pd

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Plan, Round
from pipeline.core.tables import MEETINGS
from pipeline.corpus.file_accounts import FileAccount, describe


@dataclass(frozen=True)
class OwnNames:
    """What the region knows of names, from names.toml: lower case."""

    hidden: frozenset[str] = frozenset()  # names that no list has
    allowed: frozenset[str] = frozenset()  # look like names and are none


@dataclass(frozen=True)
class SourceFile:
    """One input file: what it is, and what was read in it (n_read = n_kept + n_aside)."""

    file: str
    round_id: str  # "" for a plan, a codebook and corpus.toml
    sha256: str
    n_read: int
    n_kept: int
    n_aside: int


@dataclass(frozen=True)
class Corpus:
    """Everything an analysis starts from."""

    name: str
    title: str
    organisation: str
    language: str
    group_sizes: Mapping[str, Mapping[str, int]]  # "role" and "area": people per group
    rounds: tuple[Round, ...]  # in the order of their dates
    plan: Plan | None
    previous: Plan | None
    responses: pd.DataFrame  # RESPONSES
    questions: pd.DataFrame  # QUESTIONS
    set_aside: pd.DataFrame  # SET_ASIDE
    settings_given: Mapping[str, Mapping[str, Any]]
    sources: tuple[SourceFile, ...]
    warnings: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # told to whoever runs it now, stored nowhere
    names: OwnNames = field(default_factory=OwnNames)  # what the region knows of names
    meetings: pd.DataFrame = field(default_factory=MEETINGS.empty)  # MEETINGS
    files: tuple[FileAccount, ...] = ()  # every file in the folder

    def only(self, rounds: Collection[str]) -> Corpus:
        """The same with these rounds only; none named means all.

        Raises: DataProblem for a round that is not there.
        """
        there = [round_.round_id for round_ in self.rounds]
        unknown = sorted(set(rounds) - set(there))
        if unknown:
            raise DataProblem(
                where="--round",
                found=", ".join(unknown),
                expected=_("one of: {keys}").format(keys=", ".join(there)),
                mend=_("name rounds as in corpus.toml: [rounds.1] is 1"),
            )
        kept = set(rounds) or set(there)
        return replace(
            self,
            rounds=tuple(round_ for round_ in self.rounds if round_.round_id in kept),
            sources=tuple(source for source in self.sources if source.round_id in kept | {""}),
            **{
                name: frame[frame["round_id"].isin(kept)].reset_index(drop=True)
                for name in ("responses", "questions", "set_aside", "meetings")
                for frame in (getattr(self, name),)
            },
        )


@dataclass(frozen=True)
class Checked:
    """What ``gehoord check`` says: faults to mend, remarks to read, and what was found."""

    problems: tuple[DataProblem, ...]
    warnings: tuple[str, ...]
    sources: tuple[SourceFile, ...]
    files: tuple[FileAccount, ...] = ()

    @property
    def summary(self) -> tuple[str, ...]:
        """One line per file in the folder: what was read in it, or what else became of it."""
        inputs = tuple(
            _("{file}: {n} read, {kept} kept, {aside} set aside").format(
                file=source.file, n=source.n_read, kept=source.n_kept, aside=source.n_aside
            )
            for source in self.sources
            if source.round_id
        )
        read = {source.file for source in self.sources if source.round_id}
        others = (account for account in self.files if account.file not in read)
        return (*inputs, *(f"{account.file}: {describe(account)}" for account in others))

    def as_dict(self) -> dict[str, Any]:
        """The same for ``--json``."""
        return {
            "problems": [problem.as_dict() for problem in self.problems],
            "warnings": list(self.warnings),
            "sources": [asdict(source) for source in self.sources],
            "files": [asdict(account) for account in self.files],
        }
