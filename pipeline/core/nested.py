"""Dicts and lists from Python or JSON, read with every fault noted at its place."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _


@dataclass(frozen=True)
class Nested:
    """One dict somewhere in the whole.

    Attributes: where: its place as one writes it, e.g. ``plan['pillars'][0]``; faults: of the
        whole, shared by all its parts.
    """

    values: Mapping[str, Any]
    where: str
    faults: list[DataProblem]

    def known(self, keys: Collection[str]) -> None:
        """Note every key that is none of these."""
        for key in self.values:
            if key not in keys:
                near = difflib.get_close_matches(str(key), sorted(keys), n=1, cutoff=0.0)
                self._fault(key, _("there is no such key"), _("did you mean {key}?"), near[0])

    def text(self, key: str, default: str = "") -> str:
        """The text under this key; of a number its digits."""
        value = self.values.get(key)
        if value is None:
            return default
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value).strip()
        self._fault(key, _("this is no text"))
        return default

    def number(self, key: str) -> int | None:
        """The whole number under this key."""
        value = self.values.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self._fault(key, _("this is no whole number"))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts in the list under this key."""
        return tuple(str(value) for value in self._list(key))

    def parts(self, key: str) -> Iterator[Nested]:
        """The dicts in the list under this key; a text stands for a dict with that text alone."""
        for index, value in enumerate(self._list(key)):
            given = {"text": value} if isinstance(value, str) else value
            place = f"{self.where}['{key}'][{index}]"
            if isinstance(given, Mapping):
                yield Nested(given, place, self.faults)
            else:
                self.faults.append(DataProblem(where=place, found=_("this is no dict and no text")))

    def fault(self, found: str, mend: str = "") -> None:
        """Note what is wrong with it as a whole."""
        self.faults.append(DataProblem(where=self.where, found=found, mend=mend))

    def _list(self, key: str) -> list[Any]:
        value = self.values.get(key)
        if value is None:
            return []
        if isinstance(value, list | tuple):
            return list(value)
        self._fault(key, _("this is no list"))
        return []

    def _fault(self, key: str, found: str, mend: str = "", name: str = "") -> None:
        place = f"{self.where}['{key}']"
        mend = mend.format(key=name) if mend else ""
        self.faults.append(DataProblem(where=place, found=found, mend=mend))
