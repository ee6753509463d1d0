"""What one file gave: rows for the tables, faults and remarks; and how its voices are named."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from pipeline.core.errors import DataProblem
from pipeline.files.names import fold


@dataclass
class Read:
    """What one file gave: rows for the tables, faults, and remarks for the officer."""

    responses: list[dict[str, object]] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)  # text to kind, in order
    aside: list[dict[str, object]] = field(default_factory=list)
    meetings: list[dict[str, object]] = field(default_factory=list)  # rows of MEETINGS
    faults: list[DataProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def meeting_start(prefix: str) -> str:
    """How the ids of a file's meetings begin: ``m2.3`` for the third file of round 2."""
    return f"m{prefix[1:]}" if re.match(r"r\d", prefix) else f"m-{prefix}"


def pseudonym(round_id: str, value: str) -> str:
    """The same value, the same voice; the corpus's key makes a name of it that says nothing."""
    digest = hashlib.blake2b(f"{round_id}\0{fold(value)}".encode(), digest_size=6)
    return f"p{digest.hexdigest()}"
