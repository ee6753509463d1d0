"""plan.toml: pillars with goals with actions, passages and codebooks; every fault at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem, DataProblems, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.locale import noop as N_
from pipeline.core.plan import GOALS, Plan
from pipeline.files.toml_file import TomlFile, read_toml

_TOP = {"plan": "table", "pillars": "list", "passages": "list", "codebooks": "list"}
_PLAN = {"title": "text", "version": "text", "organisation": "text", "period": "text"}
_WORDED = {"id": "text", "title": "text", "text": "text"}
_PLACED = _WORDED | {"page": "number", "paragraph": "number", "path": "list"}


@dataclass(frozen=True)
class _EntryKind:
    """One kind of entry: where its tables stand, its name in messages, its keys."""

    table: str
    name: str
    keys: Mapping[str, str]
    below: _EntryKind | None = None
    has_text: bool = True

    @property
    def key(self) -> str:
        """What holds these entries in the table above."""
        return self.table.rpartition(".")[2]


_ACTION = _EntryKind("pillars.goals.actions", N_("action"), _PLACED)
_GOAL = _EntryKind("pillars.goals", N_("goal"), _PLACED | {"actions": "list"}, _ACTION)
_PILLAR = _EntryKind("pillars", N_("pillar"), _PLACED | {"goals": "list"}, _GOAL)
_PASSAGE = _EntryKind("passages", N_("passage"), _PLACED)
_CODE = _EntryKind(
    "codebooks.codes", N_("code"),
    _WORDED | {"parent": "text", "examples": "list", "page": "number"},
)  # fmt: skip
_BOOK = _EntryKind(
    "codebooks", N_("codebook"),
    {"id": "text", "title": "text", "kind": "text", "multiple": "yes/no", "codes": "list"},
    _CODE, has_text=False,
)  # fmt: skip
KEYS: dict[str, Mapping[str, str]] = {  # heading -> key -> kind of value
    "[plan]": _PLAN,
    **{
        f"[[{kind.table}]]": kind.keys for kind in (_PILLAR, _GOAL, _ACTION, _PASSAGE, _BOOK, _CODE)
    },
}


def read_plan(path: Path, name: str = "") -> Plan:
    """The plan in the file. Raises: DataProblems with every fault found in it."""
    plan, faults = read_plan_faults(path, name or path.name)
    raise_all(faults)
    if plan is None:
        raise AssertionError("a plan without faults was not built")
    return plan


def read_plan_faults(path: Path, name: str) -> tuple[Plan | None, list[DataProblem]]:
    """The plan, or None, and every fault found in it."""
    try:
        toml = read_toml(path, name)
    except DataProblem as fault:
        return None, [fault]
    _Check(toml).all()
    if toml.faults:
        return None, toml.faults
    try:
        plan = Plan.from_dict(toml.data)
    except DataProblems as faults:
        return None, list(faults.problems)
    return replace(plan, title=plan.title or name), []


class _Check:
    """Notes what is wrong in one plan.toml."""

    def __init__(self, toml: TomlFile) -> None:
        self.toml = toml
        self.ids: dict[tuple[str, str], Counter[str]] = {}

    def all(self) -> None:
        """Every table of the file."""
        toml = self.toml
        toml.known("", toml.data, _TOP)
        toml.known("plan", toml.get(toml.data, "plan", "table"), _PLAN)
        for kind in (_PILLAR, _PASSAGE, _BOOK):
            self._entries(toml.data, kind)
        pillars = [*self._tables(toml.data, "pillars")]
        if not toml.data.get("codebooks") and not any(pillar.get("goals") for pillar in pillars):
            toml.fault(
                "",
                "",
                _("the plan has no goals"),
                _("headings [[pillars]] with [[pillars.goals]] below them"),
                _("see plan.toml in corpora/voorbeeld"),
            )

    def _tables(self, values: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
        return (entry for entry in self.toml.get(values, key, "list") if isinstance(entry, dict))

    def _entries(self, values: Mapping[str, Any], kind: _EntryKind, scope: str = "") -> None:
        """Every entry of a kind below these values; ids differ within the scope."""
        for entry in self.toml.get(values, kind.key, "list"):
            if not isinstance(entry, dict):
                held = _("'{key}' holds {value}").format(key=kind.key, value=repr(entry)[:60])
                self.toml.fault("", kind.key, held, _("tables"))
                continue
            self.toml.known(kind.table, entry, kind.keys)
            entry_id = self._id(kind, entry, scope)
            if entry_id and kind.has_text and not _words(entry):
                self._fault(
                    kind.table,
                    entry_id,
                    _("{kind} '{id}' has no text").format(kind=_(kind.name), id=entry_id),
                    _('add  title = "…"  or  text = "…"'),
                )
            if kind is _BOOK:
                problem = ""
                if entry_id == GOALS:
                    problem = _("a codebook may not be called '{id}'").format(id=GOALS)
                elif entry_id and not any(self._tables(entry, "codes")):
                    problem = _("codebook '{id}' has no codes").format(id=entry_id)
                if problem:
                    self._fault("codebooks", entry_id, problem)
            if kind.below is not None:
                self._entries(entry, kind.below, entry_id if kind is _BOOK else scope)

    def _id(self, kind: _EntryKind, entry: Mapping[str, Any], scope: str) -> str:
        """The entry's id; notes one that is absent or occurs twice."""
        entry_id: str = self.toml.get(entry, "id").strip()
        if not entry_id:
            words = _words(entry)[:40]
            self._fault(
                kind.table,
                words,
                _("{kind} without an id ({words})").format(
                    kind=_(kind.name), words=words or _("without words")
                ),
                _('add  id = "…"  with the number as printed in the plan'),
            )
            return ""
        seen = self.ids.setdefault((kind.table, scope), Counter())
        seen[entry_id] += 1
        if seen[entry_id] == 2:
            self._fault(
                kind.table,
                entry_id,
                _("two or more of kind '{kind}' have the id '{id}'").format(
                    kind=_(kind.name), id=entry_id
                ),
                _("give each its own id, as printed in the plan"),
                nth=2,
            )
        return entry_id

    def _fault(self, table: str, value: str, found: str, mend: str = "", nth: int = 1) -> None:
        quoted = f'"{value}"' if f'"{value}"' in self.toml.text else value
        self.toml.fault(table, "", found, mend=mend, value=quoted, nth=nth)


def _words(entry: Mapping[str, Any]) -> str:
    return " ".join(
        str(entry[key]).strip() for key in ("title", "text") if str(entry.get(key, "")).strip()
    )
