"""How the files of one round are to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.core.plan import Round
from pipeline.files.toml_file import TomlFile


@dataclass(frozen=True)
class RoundFiles:
    """One round: what it is, its files, and how they are to be read."""

    round: Round
    files: tuple[str, ...]  # relative to the corpus folder, in alphabetical order
    sheet: str = ""
    sheets: tuple[str, ...] = ()  # with the same columns, of one round
    sheets_elsewhere: tuple[str, ...] = ()  # of the same file, that another round reads
    header_row: int | None = None  # as Excel shows it; None: found by its column names
    header_rows: int = 1
    encoding: str = ""
    delimiter: str = ""
    role: str = ""  # of everybody in this round, where no column or line says it
    area: str = ""
    areas: tuple[str, ...] = ()  # the work areas that corpus.toml knows, to find in headings
    roles: tuple[str, ...] = ()  # the roles it knows beside the usual ones
    letters: tuple[str, ...] = ()  # of the same round, beside its survey
    notes: tuple[str, ...] = ()  # of meetings in the same round
    key: str = ""  # of its heading in corpus.toml, where it is a part of another's round
    printed: frozenset[str] = frozenset()  # what its forms have in common, folded
    only_remarks: bool = False  # of a plan: its own words are not what people said
    columns: Mapping[str, Any] = field(default_factory=dict)
    toml: TomlFile | None = None

    @property
    def is_running_text(self) -> bool:
        """Whether its files are notes or letters, no tables of answers."""
        return self.round.kind in ("meeting", "letters")

    @property
    def table(self) -> str:
        """The heading of this round in corpus.toml."""
        return f"rounds.{self.key or self.round.round_id}"

    def by_file(self) -> Iterator[tuple[str, RoundFiles]]:
        """Every file of the round, and how it is to be read: beside a survey a letter stays one."""
        yield from ((file, self) for file in self.files)
        yield from ((file, self._of_kind("letters")) for file in self.letters)
        yield from ((file, self._of_kind("meeting")) for file in self.notes)

    def _of_kind(self, kind: str) -> RoundFiles:
        as_text = replace(self.round, kind=kind)
        plain = RoundFiles(as_text, self.files, role=self.role, area=self.area, toml=self.toml)
        return replace(plain, encoding=self.encoding, areas=self.areas, roles=self.roles)
