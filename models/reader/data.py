"""The training material: invented consultations, one JSONL file each, and how they are parted.

Every line is a record with a ``kind``:

    consultation  consultation_id, writer, title, domain, form
    concern       concern_id, name, goal (title and text; empty where the plan has none), and plan:
                  sentences, each with what it does for this concern:
                  answers | subject (same subject, no answer) | other (other matter, same words)
    statement     concern_id (empty: belongs to none), who, stance, language, text, harm, content

Held out by consultation and by writer: nothing of writer ``F`` is ever trained on, nor the last
consultation of each other writer; the first part judges, the second chooses between attempts.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
JUDGING_WRITER = "F"
CONSULTATIONS = "tests/consultations"
# Whole consultations that never teach how vectors are turned (``turn``): they judge it.
HELD_OUT = (
    "bolderstreek", "bovenstad", "grensrijk", "klaverland", "kolkenland", "lekdorp", "noordveste",
    "oosterwold", "ruigenhorst", "tussenvaart", "vlietkamp", "waalzicht", "wittendonk", "zilverdam",
)  # fmt: skip
STANCES = ("concern", "wish", "question", "praise", "counter")
RELATIONS = ("answers", "subject", "other")


@dataclass(frozen=True)
class PlanSentence:
    """A sentence of the plan, and what it does for the concern it stands with."""

    text: str
    relation: str  # answers | subject | other


@dataclass(frozen=True)
class Statement:
    """One thing said, as entered."""

    text: str
    concern_id: str  # "" where it belongs to no concern
    who: str
    stance: str  # one of STANCES; "" where nothing is said
    language: str
    harm: bool | None  # None: the writer was not sure
    content: bool  # False: nothing is said (a greeting, "n.v.t.", a heading)


@dataclass(frozen=True)
class Concern:
    """What several people want otherwise, with the plan's sentences about it."""

    concern_id: str
    name: str
    goal: str  # title and text; "" where the plan has no goal for it
    plan: tuple[PlanSentence, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Consultation:
    """One invented consultation."""

    consultation_id: str
    writer: str
    domain: str
    concerns: tuple[Concern, ...]
    others: tuple[Statement, ...]  # praise, single matters, empty lines, harm

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that was said, concern by concern, then the rest."""
        mine = tuple(said for concern in self.concerns for said in concern.statements)
        return (*mine, *self.others)


@dataclass(frozen=True)
class Parts:
    """What is trained on, what chooses between attempts, and what judges."""

    train: tuple[Consultation, ...]
    choose: tuple[Consultation, ...]
    judge: tuple[Consultation, ...]


def read_consultations(folder: Path = FOLDER) -> tuple[Consultation, ...]:
    """All consultations of a folder, in the order of their names."""
    return tuple(_read(path) for path in sorted(folder.glob("*.jsonl")))


def read_harm_cases(folder: Path = FOLDER) -> tuple[Statement, ...]:
    """Single statements that may point at harm, and others that only look like it.

    They stand in ``harm/``, a JSON object a line (text, harm, who), for the head alone.
    """
    lines = [
        json.loads(line)
        for path in sorted((folder / "harm").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        if line
    ]
    return tuple(
        Statement(one["text"], "", one["who"], "", "nl", bool(one["harm"]), True) for one in lines
    )


def read_example(folder: Path) -> Consultation:
    """The demo corpus of the project as a consultation, from its tables of truth.

    Statements of one concern only; copies of a campaign's letter count once.
    """
    with (folder / "truth_concerns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told: dict[str, dict[str, Statement]] = {row["concern_id"]: {} for row in rows}
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["concerns"] in told and not row["campaign"]:
                said = Statement(
                    row["text"], row["concerns"], row["role"], "", row["language"], None, True
                )
                told[row["concerns"]].setdefault(row["text"], said)
    concerns = tuple(
        Concern(row["concern_id"], row["name"], row["description"], (),
                tuple(told[row["concern_id"]].values()))
        for row in rows
        if len(told[row["concern_id"]]) > 1
    )  # fmt: skip
    return Consultation("voorbeeld", "demo", "passend onderwijs", concerns, ())


def parted(consultations: tuple[Consultation, ...]) -> Parts:
    """Part by writer and by consultation."""
    judge = tuple(one for one in consultations if one.writer == JUDGING_WRITER)
    last = {one.writer: one.consultation_id for one in consultations}
    rest = [one for one in consultations if one.writer != JUDGING_WRITER]
    choose = tuple(one for one in rest if last[one.writer] == one.consultation_id)
    train = tuple(one for one in rest if last[one.writer] != one.consultation_id)
    return Parts(train, choose, judge)


def digest(folder: Path = FOLDER) -> str:
    """SHA-256 over all files, for the card."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.jsonl")):
        content = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        whole.update(f"{path.name} {content}\n".encode())
    return whole.hexdigest()


def _read(path: Path) -> Consultation:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    head = next(record for record in records if record["kind"] == "consultation")
    statements = [
        Statement(
            record["text"], record["concern_id"], record["who"], record["stance"],
            record["language"], record["harm"], record["content"],
        )
        for record in records
        if record["kind"] == "statement"
    ]  # fmt: skip
    concerns = tuple(
        Concern(
            record["concern_id"],
            record["name"],
            record["goal"],
            tuple(PlanSentence(piece["text"], piece["relation"]) for piece in record["plan"]),
            tuple(said for said in statements if said.concern_id == record["concern_id"]),
        )
        for record in records
        if record["kind"] == "concern"
    )
    return Consultation(
        head["consultation_id"],
        head["writer"],
        head["domain"],
        concerns,
        tuple(said for said in statements if not said.concern_id),
    )
