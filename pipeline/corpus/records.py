"""What a corpus is once it is read: frozen records of tables, files, remarks; several as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pandas as pd

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Plan, Round, in_order
from pipeline.core.tables import MEETINGS, QUESTIONS, RESPONSES, SET_ASIDE
from pipeline.corpus.left_behind import counted
from pipeline.files.formats import how_to_convert

ANOTHER_PLAN, UNREADABLE, NOT_NAMED, SYSTEM = "another_plan", "unreadable", "not_named", "system"
_IDS = ("response_id", "round_id", "meeting_id", "respondent_id", "question_id", "item_id")


@dataclass(frozen=True)
class FileAccount:
    """One file and what it is read as, or why it is not read."""

    file: str  # relative to the folder
    what: str  # survey | meeting | letters | plan | codebook | other_kind | not_named | …
    detail: str = ""  # the round it is in, its suffix, or why it cannot be read


def describe(account: FileAccount) -> str:
    """What became of a file, in a few words."""
    if account.what == "other_kind":
        return _("not read: {how}").format(how=how_to_convert(account.detail))
    words = {
        "survey": _("read as answers, in “{detail}”"),
        "meeting": _("read as notes of a meeting, in “{detail}”"),
        "letters": _("read as letter or e-mail, in “{detail}”"),
        "plan": _("read as the plan"),
        "plan_previous": _("read as the previous version of the plan"),
        "plan_document": _("the plan: {detail} was read from it"),
        "plan_previous_document": _("the previous version of the plan: {detail} was read from it"),
        "codebook": _("read as a list that statements are held against"),
        ANOTHER_PLAN: _("not read: it reads like a plan, and corpus.toml does not name it"),
        UNREADABLE: _("not read: {detail}"),
        "no_answers": _("not read: a table without a column of answers in people's own words"),
        "readme": _("not read: it explains the folder"),
        "no_words": _("not read: it holds loose words and no sentence"),
        "own_report": _(
            "not read: the organisation itself speaks in it; where it quotes people, name it"
            " under a round in corpus.toml"
        ),
        "announces": _("not read: it tells what is planned, and nobody answers in it"),
        "press": _("not read: a newspaper wrote it; it tells what happened, and answers nothing"),
        "automatic": _("not read: a mail program wrote it, nobody did"),
        "packed": _(
            "not read: it holds files that do not lie here; unpack it, and name them in corpus.toml"
        ),
        "unpacked": _("unpacked: its files lie here, and are read as such"),
        SYSTEM: _("not read: a file of the computer itself"),
    }
    return words.get(account.what, _("not read: corpus.toml does not name it")).format(
        detail=account.detail
    )


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
        """The corpus with these rounds only; none named means all.

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
    hidden: tuple[str, ...] = ()  # files of the computer itself that she does not see

    @property
    def summary(self) -> tuple[str, ...]:
        """One line per file in the folder: as what it was read, and how much, or what became of it.

        "Read as notes of a meeting" beside a list of answers is how she sees a wrong guess.
        """
        accounts = {account.file: account for account in self.files}
        inputs = tuple(
            (
                _("{file}: {what}; {n} read, {kept} kept, {aside} set aside")
                if source.file in accounts
                else _("{file}: {n} read, {kept} kept, {aside} set aside")
            ).format(
                file=source.file,
                what=describe(accounts[source.file]) if source.file in accounts else "",
                n=source.n_read,
                kept=source.n_kept,
                aside=source.n_aside,
            )
            for source in self.sources
            if source.round_id
        )
        read = {source.file for source in self.sources if source.round_id}
        others = [account for account in self.files if account.file not in read]
        system = [account.file for account in others if account.what == SYSTEM]
        told = (f"{one.file}: {describe(one)}" for one in others if one.what != SYSTEM)
        line = counted([*system, *self.hidden])
        return (*inputs, *told, *([line] if line else []))

    def as_dict(self) -> dict[str, Any]:
        """Faults, inputs and remarks for ``--json``."""
        return {
            "problems": [problem.as_dict() for problem in self.problems],
            "warnings": list(self.warnings),
            "sources": [asdict(source) for source in self.sources],
            "files": [asdict(account) for account in self.files],
        }


def joined(corpora: Sequence[Corpus]) -> Corpus:
    """Several corpora as one; their ids and people are told apart by the corpus's name."""
    names = [corpus.name for corpus in corpora]
    if len(set(names)) != len(names) or not names:
        raise DataProblem(
            where=", ".join(names),
            found=_("a corpus is named twice"),
            mend=_("name each corpus once, and give each its own name in corpus.toml"),
        )
    if len(corpora) == 1:
        return corpora[0]
    marked = [_prefixed(corpus) for corpus in corpora]
    return replace(
        marked[0],
        name="+".join(names),
        rounds=in_order(round_ for corpus in marked for round_ in corpus.rounds),
        responses=RESPONSES.check(pd.concat([corpus.responses for corpus in marked])),
        questions=QUESTIONS.check(pd.concat([corpus.questions for corpus in marked])),
        set_aside=SET_ASIDE.check(pd.concat([corpus.set_aside for corpus in marked])),
        sources=tuple(source for corpus in marked for source in corpus.sources),
        warnings=tuple(warning for corpus in marked for warning in corpus.warnings),
    )


def _prefixed(corpus: Corpus) -> Corpus:
    def mark(frame: pd.DataFrame) -> pd.DataFrame:
        marked = frame.copy()
        for column in set(_IDS) & set(frame.columns):
            filled = marked[column].fillna("") != ""
            marked[column] = marked[column].where(~filled, corpus.name + "/" + marked[column])
        return marked

    return replace(
        corpus,
        rounds=tuple(
            replace(round_, round_id=f"{corpus.name}/{round_.round_id}") for round_ in corpus.rounds
        ),
        responses=mark(corpus.responses),
        questions=mark(corpus.questions),
        set_aside=mark(corpus.set_aside),
    )
