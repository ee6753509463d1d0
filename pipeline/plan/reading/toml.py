"""plan.toml: pillars with goals with actions, passages and codebooks; every fault at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.plan import (
    CODEBOOK_KINDS,
    GOALS,
    Action,
    Code,
    Codebook,
    Goal,
    Passage,
    Pillar,
    Place,
    Plan,
)  # fmt: skip
from pipeline.files.toml_file import TomlFile, read_toml

_PLACED = {"page": "number", "paragraph": "number", "path": "list"}
_WORDED = {"id": "text", "title": "text", "text": "text"}
_TOP = {"plan": "table", "pillars": "list", "passages": "list", "codebooks": "list"}
_PLAN = {"title": "text", "version": "text", "organisation": "text", "period": "text"}
_PILLAR = _WORDED | _PLACED | {"goals": "list"}
_GOAL = _WORDED | _PLACED | {"actions": "list"}
_ACTION = _WORDED | _PLACED
_BOOK = {"id": "text", "title": "text", "kind": "text", "multiple": "yes/no", "codes": "list"}
_CODE = _WORDED | {"parent": "text", "examples": "list", "page": "number"}


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
    reader = _Reader(toml)
    plan = reader.plan()
    return (None if toml.faults else plan), toml.faults


class _Reader:
    """Reads one plan.toml and notes what is wrong; what is wrong is left out of the plan."""

    def __init__(self, toml: TomlFile) -> None:
        self.toml = toml
        self.ids: dict[str, Counter[str]] = {}

    def plan(self) -> Plan | None:
        toml = self.toml
        toml.known("", toml.data, _TOP)
        head = toml.get(toml.data, "plan", "table")
        toml.known("plan", head, _PLAN)
        pillars = tuple(self._pillars())
        passages = tuple(self._passages())
        books = tuple(self._codebooks())
        if not any(pillar.goals for pillar in pillars) and not books:
            toml.fault(
                "",
                "",
                _("the plan has no goals"),
                _("headings [[pillars]] with [[pillars.goals]] below them"),
                _("see plan.toml in corpora/voorbeeld"),
            )
        if toml.faults:
            return None
        return Plan(
            title=toml.get(head, "title") or toml.name,
            pillars=pillars,
            version=toml.get(head, "version"),
            organisation=toml.get(head, "organisation"),
            period=toml.get(head, "period"),
            passages=passages,
            codebooks=books,
        )

    def _entries(self, values: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
        for entry in self.toml.get(values, key, "list"):
            if isinstance(entry, dict):
                yield entry
            else:
                self.toml.fault(
                    "",
                    key,
                    _("'{key}' holds {value}").format(key=key, value=repr(entry)[:60]),
                    _("tables"),
                )

    def _pillars(self) -> Iterator[Pillar]:
        for values in self._entries(self.toml.data, "pillars"):
            if self._worded("pillars", _("pillar"), values, _PILLAR):
                goals = tuple(self._goals(values))
                title, text = self._wording(values)
                yield Pillar(values["id"], title, text, goals, _place(values))

    def _goals(self, pillar: Mapping[str, Any]) -> Iterator[Goal]:
        for values in self._entries(pillar, "goals"):
            if self._worded("pillars.goals", _("goal"), values, _GOAL):
                actions = tuple(self._actions(values))
                title, text = self._wording(values)
                yield Goal(values["id"], title, text, actions, _place(values))

    def _actions(self, goal: Mapping[str, Any]) -> Iterator[Action]:
        table = "pillars.goals.actions"
        for values in self._entries(goal, "actions"):
            if self._worded(table, _("action"), values, _ACTION):
                title, text = self._wording(values)
                yield Action(values["id"], text or title, title if text else "", _place(values))

    def _passages(self) -> Iterator[Passage]:
        for values in self._entries(self.toml.data, "passages"):
            if self._worded("passages", _("passage"), values, _ACTION):
                title, text = self._wording(values)
                yield Passage(values["id"], text or title, _place(values))

    def _codebooks(self) -> Iterator[Codebook]:
        for values in self._entries(self.toml.data, "codebooks"):
            self.toml.known("codebooks", values, _BOOK)
            book_id = self._id("codebooks", _("codebook"), values)
            codes = tuple(self._codes(values, book_id))
            if book_id == GOALS:
                self._fault(
                    "codebooks", book_id, _("a codebook may not be called '{id}'").format(id=GOALS)
                )
            elif book_id and not codes:
                self._fault(
                    "codebooks", book_id, _("codebook '{id}' has no codes").format(id=book_id)
                )
            elif book_id and not self.toml.faults:
                multiple = values.get("multiple", True)
                title = self.toml.get(values, "title") or book_id
                yield Codebook(book_id, title, codes, _book_kind(values, book_id), bool(multiple))

    def _codes(self, book: Mapping[str, Any], book_id: str) -> Iterator[Code]:
        for values in self._entries(book, "codes"):
            if not self._worded("codebooks.codes", _("code"), values, _CODE, scope=book_id):
                continue
            title, text = self._wording(values)
            examples = tuple(str(one) for one in self.toml.get(values, "examples", "list"))
            parent = self.toml.get(values, "parent")
            yield Code.with_examples(values["id"], title or text, text, parent, examples)

    def _worded(
        self,
        table: str,
        kind: str,
        values: Mapping[str, Any],
        keys: Mapping[str, str],
        scope: str = "",
    ) -> bool:
        """Whether the entry has an id of its own and words; notes what it lacks."""
        before = len(self.toml.faults)
        self.toml.known(table, values, keys)
        one = self._id(table, kind, values, scope)
        if one and not any(self._wording(values)):
            self._fault(
                table,
                one,
                _("{kind} '{id}' has no text").format(kind=kind, id=one),
                _('add  title = "…"  or  text = "…"'),
            )
        return len(self.toml.faults) == before

    def _id(self, table: str, kind: str, values: Mapping[str, Any], scope: str = "") -> str:
        one: str = self.toml.get(values, "id").strip()
        if not one:
            words = " ".join(self._wording(values))[:40]
            self._fault(
                table,
                words,
                _("{kind} without an id ({words})").format(
                    kind=kind, words=words or _("without words")
                ),
                _('add  id = "…"  with the number as printed in the plan'),
            )
            return ""
        seen = self.ids.setdefault(f"{table}\0{scope}", Counter())
        seen[one] += 1
        if seen[one] == 2:
            self._fault(
                table,
                one,
                _("two or more of kind '{kind}' have the id '{id}'").format(kind=kind, id=one),
                _("give each its own id, as printed in the plan"),
                nth=2,
            )
        return one

    def _wording(self, values: Mapping[str, Any]) -> tuple[str, str]:
        title, text = self.toml.get(values, "title"), self.toml.get(values, "text")
        return str(title).strip(), str(text).strip()

    def _fault(self, table: str, value: str, found: str, mend: str = "", nth: int = 1) -> None:
        quoted = f'"{value}"' if f'"{value}"' in self.toml.text else value
        self.toml.fault(table, "", found, mend=mend, value=quoted, nth=nth)


def _place(values: Mapping[str, Any]) -> Place:
    page, paragraph, path = values.get("page"), values.get("paragraph"), values.get("path", [])
    return Place(page, paragraph, tuple(str(step) for step in path))


def _book_kind(values: Mapping[str, Any], book_id: str) -> str:
    given = values.get("kind", book_id)
    return given if given in CODEBOOK_KINDS else "other"
