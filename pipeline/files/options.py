"""How the files of one round are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.core.plan import Round
from pipeline.files.toml_file import TomlFile


@dataclass(frozen=True)
class RoundFiles:
    """One round: what it is, its files, and how they are to be read."""

    round: Round
    files: tuple[str, ...]  # relative to the corpus folder, in alphabetical order
    sheet: str = ""
    header_row: int | None = None  # as Excel shows it; None: found by its column names
    header_rows: int = 1
    encoding: str = ""
    delimiter: str = ""
    role: str = ""  # of everybody in this round, where no column or line says it
    area: str = ""
    areas: tuple[str, ...] = ()  # the work areas that corpus.toml knows, to find in headings
    columns: Mapping[str, Any] = field(default_factory=dict)
    toml: TomlFile | None = None

    @property
    def table(self) -> str:
        """The heading of this round in corpus.toml."""
        return f"rounds.{self.round.round_id}"
