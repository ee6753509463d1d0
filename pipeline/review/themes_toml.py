"""``themes.toml``: what people decide about themes, written in a text file beside corpus.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.names import nearest
from pipeline.files.toml_file import read_toml
from pipeline.review.from_workbook import Changes
from pipeline.review.records import DROP, LABEL, MERGE, PIN, SPLIT, Judgement
from pipeline.review.run_view import ReviewedRun
from pipeline.review.validate import Refused, find_theme, validate

ORIGIN = "themes.toml"
VERBS = (LABEL, MERGE, SPLIT, DROP, PIN)
_BY = f" ({ORIGIN})"  # behind who decided: the log tells by which way a decision came
NAME = ORIGIN
_TOP = {"run": str, "who": str, "decision": list}
_BESIDE = ("theme", "statement", "run", "why")
_HEAD = re.compile(r"\s*\[\[\s*\"?decision\"?\s*\]\]")


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
    """The decisions that the log does not hold yet, as judgements that hold on to their subject.

    A line that was taken over once is not taken over again: what was decided afterwards in a
    workbook stands.

    Args: runs: run id -> run; others: ids of all runs there are, for who mistyped one.
    """
    known = {run_id: ReviewedRun(run, log) for run_id, run in runs.items()}
    judgements: list[Judgement] = []
    problems: list[DataProblem] = []
    for decision in asked:
        if decision.run_id not in known:
            problems.append(
                DataProblem(
                    where=decision.where,
                    found=_("run '{run}' is not here").format(run=decision.run_id),
                    expected=", ".join(others[-5:]) or _("a run made by 'gehoord analyse'"),
                    mend=_("give the number of a run that stands beside judgements.csv"),
                )
            )
            continue
        try:
            judgement = _judgement(decision, known[decision.run_id])
        except Refused as refused:
            mend = _("list the themes of that run with: gehoord show RUN")
            problems.append(refused.problem(decision.where, mend))
            continue
        if not _is_known(judgement, known[decision.run_id]):
            judgements.append(
                replace(judgement, who=f"{decision.who}{_BY}".strip(), why=decision.why)
            )
    return Changes(tuple(judgements), tuple(problems))


def _is_known(judgement: Judgement, known: ReviewedRun) -> bool:
    """Whether the log holds it: as the last decision that themes.toml gave on the same subject.

    To take back what nobody decided says nothing, and counts as known.
    """
    decisions = [
        earlier.new
        for earlier in known.log
        if (earlier.kind, earlier.subject, earlier.run_id)
        == (judgement.kind, judgement.subject, known.run_id)
        and earlier.who.endswith(_BY.strip())
    ]
    if decisions:
        return decisions[-1] == judgement.new
    return not judgement.new and known.decided(judgement.kind, judgement.subject) in (None, "")


def _judgement(decision: Asked, known: ReviewedRun) -> Judgement:
    """The decision in the ids of its run. Raises: Refused."""
    subject = decision.subject if decision.kind == PIN else find_theme(decision.subject, known)
    joins = decision.kind in (MERGE, PIN) and decision.new
    new = find_theme(decision.new, known) if joins else decision.new
    old = ""
    if decision.kind in (LABEL, PIN):
        old = known.context(subject) if decision.kind == LABEL else known.theme_of.get(subject, "")
    return validate(known.judgement(decision.kind, subject, new, old=old), known)


def read_themes_toml(path: Path, name: str = NAME) -> tuple[tuple[Asked, ...], list[DataProblem]]:
    """The decisions in the file, in its order, with every fault in it; what is faulty is left out.

    Raises: DataProblem when the file is no TOML.
    """
    return _File(path, name).read()


class _File:
    """One themes.toml while it is read."""

    def __init__(self, path: Path, name: str) -> None:
        toml = read_toml(path, name)
        self.name, self.data, self.lines = name, toml.data, toml.text.splitlines()
        self.heads = [n for n, line in enumerate(self.lines) if _HEAD.match(line)]
        self.faults: list[DataProblem] = []

    def read(self) -> tuple[tuple[Asked, ...], list[DataProblem]]:
        for key, value in self.data.items():
            if key not in _TOP:
                self._unknown(None, key, tuple(_TOP))
            elif not isinstance(value, _TOP[key]) or (
                key == "decision" and not all(isinstance(row, dict) for row in value)
            ):
                self._wrong_kind(None, key, value)
        rows = self.data.get("decision")
        given = enumerate(rows) if isinstance(rows, list) else ()
        asked = [
            decision
            for n, row in given
            if isinstance(row, dict)
            for decision in self._decision(n, row)
        ]
        return tuple(self._once(asked)), self.faults

    def _decision(self, nth: int, row: Mapping[str, Any]) -> Iterator[Asked]:
        """The decisions of one row of the file, the nth; its faults go to ``faults``."""
        self._check_keys(nth, row)
        run = row.get("run", self.data.get("run", ""))
        if not isinstance(run, str) or not run:
            self._fault(
                nth, "run", _("it is not said in which run these codes stand"),
                _('a line such as  run = "2026-11-22-093000"'),
                _("put the run at the top; it is the name of its folder in reports/"),
            )  # fmt: skip
            return
        for verb in (key for key in row if key in VERBS):
            subject = row.get("statement" if verb == "pin" else "theme", "")
            if not isinstance(subject, str) or not subject:
                self._no_subject(nth, verb)
            elif isinstance(row[verb], _kind_of(verb)):
                new = row[verb] if isinstance(row[verb], str) else "yes" if row[verb] else ""
                where, who = self._place(nth, verb), self.data.get("who", "")
                why = row.get("why", "")
                yield Asked(
                    verb, subject.strip(), new.strip(), run, where,
                    who if isinstance(who, str) else "", why if isinstance(why, str) else "",
                )  # fmt: skip

    def _check_keys(self, nth: int, row: Mapping[str, Any]) -> None:
        """Faults of a row: keys that do not exist, nothing decided, values of the wrong kind."""
        for key in row:
            if key not in (*VERBS, *_BESIDE):
                self._unknown(nth, key, (*VERBS, *_BESIDE))
        verbs = [key for key in row if key in VERBS]
        if not verbs:
            self._fault(
                nth, "", _("nothing is decided here"),
                _("one of: {keys}").format(keys=", ".join(VERBS)),
                _('add a line such as  label = "Waiting for a decision"'),
            )  # fmt: skip
        for key in (*verbs, *(beside for beside in _BESIDE if beside in row)):
            if not isinstance(row[key], _kind_of(key)):
                self._wrong_kind(nth, key, row[key])

    def _once(self, asked: list[Asked]) -> Iterator[Asked]:
        seen: dict[tuple[str, str, str], Asked] = {}
        for decision in asked:
            key = (decision.kind, decision.subject, decision.run_id)
            if key in seen and seen[key].new != decision.new:
                self.faults.append(
                    DataProblem(
                        where=decision.where,
                        found=_("'{subject}' gets another {kind} above").format(
                            subject=decision.subject, kind=decision.kind
                        ),
                        expected=_("one decision of a kind per theme or statement"),
                        mend=_("keep one of the two; see {place}").format(place=seen[key].where),
                    )
                )
            elif key not in seen:
                seen[key] = decision
                yield decision

    def _no_subject(self, nth: int, verb: str) -> None:
        key = "statement" if verb == "pin" else "theme"
        example = "r1-0012.01" if verb == "pin" else "T03"
        self._fault(
            nth, verb, _("'{verb}' does not say of which {key}").format(verb=verb, key=key),
            _('a line such as  {key} = "{example}"').format(key=key, example=example),
            _("add that line under the same [[decision]]"),
        )  # fmt: skip

    def _unknown(self, nth: int | None, key: str, known: tuple[str, ...]) -> None:
        self._fault(
            nth, key, _("key '{key}' does not exist").format(key=key),
            _("one of: {keys}").format(keys=", ".join(known)),
            _("did you mean '{key}'?").format(key=nearest(key, known)),
        )  # fmt: skip

    def _wrong_kind(self, nth: int | None, key: str, value: object) -> None:
        expected = _("text between quotes")
        if _kind_of(key) is bool:
            expected = _("true or false")
        elif key == "decision":
            expected = _("headings [[decision]], with two brackets")
        self._fault(
            nth, key, _("'{key}' holds {value}").format(key=key, value=repr(value)[:60]), expected,
            _("correct the value; text stands between quotes, a list between [ and ]"),
        )  # fmt: skip

    def _fault(
        self, nth: int | None, key: str, found: str, expected: str = "", mend: str = ""
    ) -> None:
        where = self._place(nth, key)
        self.faults.append(DataProblem(where=where, found=found, expected=expected, mend=mend))

    def _place(self, nth: int | None, key: str) -> str:
        """``themes.toml, line 12``: where a key stands, else its heading."""
        start, end = 0, self.heads[0] if self.heads else len(self.lines)
        if nth is not None and nth < len(self.heads):
            start = self.heads[nth]
            end = self.heads[nth + 1] if nth + 1 < len(self.heads) else len(self.lines)
        for number in range(start, end):
            if key and re.match(rf'\s*"?{re.escape(key)}"?\s*=', self.lines[number]):
                return f"{self.name}, {_('line {line}').format(line=number + 1)}"
        if nth is None or nth >= len(self.heads):  # written as inline tables
            return self.name
        return f"{self.name}, {_('line {line}').format(line=start + 1)}"


def _kind_of(key: str) -> type[bool] | type[str]:
    """The type that the value of this key has in the file."""
    return bool if key in ("split", "drop") else str
