"""Decisions that a person wrote down elsewhere than in the workbook -> judgements for the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.review.from_workbook import Changes
from pipeline.review.layout import plain
from pipeline.review.records import DROP, LABEL, MERGE, PIN, SPLIT, Judgement
from pipeline.review.run_view import Known

ORIGIN = "themes.toml"
VERBS = (LABEL, MERGE, SPLIT, DROP, PIN)
_BY = f" ({ORIGIN})"  # behind who decided: the log tells by which way a decision came
_LONGEST_LABEL = 120  # characters; longer is a sentence, not a name


@dataclass(frozen=True)
class Asked:
    """One decision as written down.

    Attributes:
        kind: one of VERBS.
        subject: theme by code or by name; for pin a statement's code.
        new: the label, or the theme joined; "yes" for split and drop; "" takes it back.
        run_id: the run in which these codes stand.
        where: its place, as the user knows it.
    """

    kind: str
    subject: str
    new: str
    run_id: str
    where: str
    who: str = ""
    why: str = ""


def decide(
    asked: Iterable[Asked], runs: Mapping[str, Analysis], log: pd.DataFrame, others: Sequence[str]
) -> Changes:
    """What of this the log does not hold yet, as judgements that hold on to what was judged.

    A line that was taken over once is not taken over again: what was decided afterwards in a
    workbook stands.

    Args: runs: run id -> run; others: ids of all runs there are, for who mistyped one.
    """
    known = {run_id: Known(run, log) for run_id, run in runs.items()}
    made: list[Judgement] = []
    problems: list[DataProblem] = []
    for one in asked:
        if one.run_id not in known:
            problems.append(_no_run(one, others))
            continue
        found, problem = _judgement(one, known[one.run_id])
        if problem is not None:
            problems.append(problem)
        elif found is not None and not _told(found, known[one.run_id]):
            made.append(replace(found, who=f"{one.who}{_BY}".strip(), why=one.why))
    return Changes(tuple(made), tuple(problems))


def _told(one: Judgement, known: Known) -> bool:
    """Whether the last that this way said of the same is just this; taking back nothing is told."""
    statements = [
        earlier.new
        for earlier in known.log
        if (earlier.kind, earlier.subject, earlier.run_id) == (one.kind, one.subject, known.run_id)
        and earlier.who.endswith(_BY.strip())
    ]
    if statements:
        return statements[-1] == one.new
    return not one.new and known.decided(one.kind, one.subject) in (None, "")


def _judgement(one: Asked, known: Known) -> tuple[Judgement | None, DataProblem | None]:
    try:
        return _CHECKS[one.kind](one, known), None
    except _Wrong as wrong:
        return None, wrong.problem


class _Wrong(Exception):
    """A decision that cannot be taken over."""

    def __init__(self, one: Asked, found: str, expected: str = "", mend: str = "") -> None:
        super().__init__(found)
        mend = mend or _("list the themes of that run with: gehoord show RUN")
        self.problem = DataProblem(where=one.where, found=found, expected=expected, mend=mend)


def _label(one: Asked, known: Known) -> Judgement:
    theme = _theme(one, one.subject, known, parts=True)
    if len(one.new) > _LONGEST_LABEL:
        raise _Wrong(
            one,
            _("{n} characters").format(n=len(one.new)),
            _("at most {n} characters").format(n=_LONGEST_LABEL),
            _("give the theme a shorter name"),
        )
    old = str(known.themes[theme]["label"])
    return known.judgement(LABEL, theme, one.new, old=old)


def _merge(one: Asked, known: Known) -> Judgement:
    theme = _theme(one, one.subject, known)
    joined = _theme(one, one.new, known) if one.new else ""
    if joined == theme:
        raise _Wrong(one, _("a theme cannot be merged with itself"))
    return known.judgement(MERGE, theme, joined)


def _split(one: Asked, known: Known) -> Judgement:
    theme = _theme(one, one.subject, known)
    if one.new and not any(row["parent_id"] == theme for row in known.themes.values()):
        raise _Wrong(one, _("this theme has no sub-themes to split into"))
    return known.judgement(SPLIT, theme, one.new)


def _drop(one: Asked, known: Known) -> Judgement:
    return known.judgement(DROP, _theme(one, one.subject, known), one.new)


def _pin(one: Asked, known: Known) -> Judgement:
    if one.subject not in known.statements:
        raise _Wrong(
            one,
            _("there is no statement '{id}' in run {run}").format(id=one.subject, run=one.run_id),
            _("the code of a statement, such as {id}").format(id=next(iter(known.statements), "–")),
            _("the codes stand beside the quotes in the report"),
        )
    theme = _theme(one, one.new, known) if one.new else ""
    return known.judgement(PIN, one.subject, theme, old=known.theme_of.get(one.subject, ""))


_CHECKS: Mapping[str, Callable[[Asked, Known], Judgement]] = {
    LABEL: _label,
    MERGE: _merge,
    SPLIT: _split,
    DROP: _drop,
    PIN: _pin,
}


def _theme(one: Asked, text: str, known: Known, *, parts: bool = False) -> str:
    """The theme meant, by code or by name. Raises: _Wrong."""
    names = {
        theme: str(row["label"])
        for theme, row in known.themes.items()
        if parts or not row["parent_id"]
    }
    if text in names:
        return text
    found = [theme for theme, name in names.items() if plain(name) == plain(text)]
    if len(found) == 1:
        return found[0]
    if text in known.themes:
        raise _Wrong(
            one,
            _("'{id}' is a sub-theme").format(id=text),
            _("a whole theme"),
            _("take the theme it is a part of, or split that theme first"),
        )
    raise _Wrong(
        one,
        _("there is no theme '{id}' in run {run}").format(id=text, run=one.run_id),
        ", ".join(list(names)[:12]),
    )


def _no_run(one: Asked, others: Sequence[str]) -> DataProblem:
    return DataProblem(
        where=one.where,
        found=_("run '{run}' is not here").format(run=one.run_id),
        expected=", ".join(others[-5:]) or _("a run made by 'gehoord analyse'"),
        mend=_("give the number of a run that stands beside judgements.csv"),
    )
