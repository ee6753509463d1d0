"""What one file gave: rows for the tables, faults and remarks; and how its voices are named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.core.errors import DataProblem
from pipeline.files.names import fold

REASONS = frozenset(  # why a place in a file is no response; the report has words for each
    "empty quoted_history signature system "  # letters
    "meta label introduction closing agreement salutation toc footnote caption "  # notes
    "empty_row totals_row repeated_header excel_error no_words leading organiser "  # tables
    "test_entry spam withdrawn rejected incomplete "  # as the platform itself marks them
    "copy".split()  # in another file of the round
)


@dataclass
class Read:
    """What one file gave: rows for the tables, faults, and remarks for the officer."""

    responses: list[dict[str, object]] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)  # text to kind, in order
    aside: list[dict[str, object]] = field(default_factory=list)
    meetings: list[dict[str, object]] = field(default_factory=list)  # rows of MEETINGS
    faults: list[DataProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    packed: list[pd.DataFrame] = field(default_factory=list)  # responses put away as columns
    packed_aside: list[pd.DataFrame] = field(default_factory=list)

    def pack(self) -> None:
        """Put the rows so far away as columns: of a large table they take a tenth of the room."""
        for rows, frames in ((self.responses, self.packed), (self.aside, self.packed_aside)):
            if rows:
                frame = pd.DataFrame(rows)
                whole = {"n_supporters", "source_row"} & set(frame.columns)
                kinds = {name: "Int64" if name in whole else "string" for name in frame.columns}
                frames.append(frame.astype(kinds))
                rows.clear()

    @property
    def n_kept(self) -> int:
        """Number of responses."""
        return len(self.responses) + sum(map(len, self.packed))

    @property
    def n_aside(self) -> int:
        """Number of rows and responses that were set aside."""
        return len(self.aside) + sum(map(len, self.packed_aside))

    def first_of_meetings(self) -> Iterator[dict[str, object]]:
        """The first response of every meeting, as far as rows were put away; else every one."""
        yield from self.responses
        for frame in self.packed:
            for row in frame.drop_duplicates("meeting_id").to_dict("records"):
                yield {str(name): value for name, value in row.items()}

    def set_aside(
        self, item_id: str, reason: str, place: Mapping[str, object], level: str = "row"
    ) -> None:
        """A row of SET_ASIDE. Args: place: its round_id and source_*; level: row | response.

        Raises: ValueError for a reason that no reader of the report would find a word for.
        """
        if reason not in REASONS:
            raise ValueError(f"reason {reason!r} is none of {', '.join(sorted(REASONS))}")
        row = {"item_id": item_id, "level": level, "stage": "ingest", "reason": reason}
        self.aside.append({**row, **place})


def meeting_start(prefix: str) -> str:
    """How the ids of a file's meetings begin: ``m2.3`` for the third file of round 2."""
    return f"m{prefix[1:]}" if re.match(r"r\d", prefix) else f"m-{prefix}"


def area_in(text: str, areas: Iterable[str]) -> str:
    """The one of these areas that a text names; "" when it names none or several."""
    named = [area for area in areas if re.search(rf"\b{re.escape(area)}\b", text, re.IGNORECASE)]
    return named[0] if len(named) == 1 else ""


def pseudonym(round_id: str, value: str) -> str:
    """One name per value, so one voice; the corpus's key makes a name of it that says nothing."""
    digest = hashlib.blake2b(f"{round_id}\0{fold(value)}".encode(), digest_size=6)
    return f"p{digest.hexdigest()}"
