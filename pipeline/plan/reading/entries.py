"""plan.toml as a flat list of entries: what a file holds, and the register of what was read.

The register stands at the end of the file as comments. It says which entries came from the
document and how they read then, so that reading again can tell a person's edit from the machine's.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.core.locale import in_every_language
from pipeline.core.locale import noop as N_
from pipeline.core.plan import Place
from pipeline.files.toml_file import quoted
from pipeline.plan.reading.document import PlanReading
from pipeline.plan.reading.lines import NOWHERE

PILLAR, GOAL, ACTION, PASSAGE = "pillar", "goal", "action", "passage"
TABLE = {
    PILLAR: "pillars",
    GOAL: "pillars.goals",
    ACTION: "pillars.goals.actions",
    PASSAGE: "passages",
}
CHILDREN = {PILLAR: ("goals", GOAL), GOAL: ("actions", ACTION)}
ABOVE = {GOAL: PILLAR, ACTION: GOAL, PILLAR: "", PASSAGE: ""}
_READ_FROM = N_("# Read from {source} by gehoord. Lines with #? are for you to check.")
_UNSURE, _REGISTER = "#? ", "#= "
_HEADER = re.compile(r"^\s*\[\[?\s*([\w.\-\"' ]+?)\s*\]?\]")
_ENTRY = re.compile(
    r"#= (?P<kind>\w+) id=(?P<id>\S+) parent=(?P<parent>\S*) "
    r"title=(?P<title>\w+) text=(?P<text>\w+)$"
)


@dataclass
class Entry:
    """One pillar, goal, action or passage of plan.toml."""

    kind: str
    entry_id: str
    parent_id: str
    title: str = ""
    text: str = ""
    place: Place = NOWHERE
    unsure: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # comment lines a person wrote above it

    def as_read(self) -> EntryRead:
        """How it reads, for the register."""
        title, text = hashed(self.title), hashed(self.text)
        return EntryRead(self.kind, self.entry_id, self.parent_id, title, text)


@dataclass(frozen=True)
class EntryRead:
    """How an entry read when the document was read last: ids, and the words as hashes."""

    kind: str
    entry_id: str
    parent_id: str
    title: str
    text: str


def hashed(words: str) -> str:
    """A short mark of these words, spacing aside."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:12]


def entries_of(reading: PlanReading) -> list[Entry]:
    """The entries of a document just read, parents before children."""
    plan, entries = reading.plan, []
    for p in plan.pillars:
        entries.append(Entry(PILLAR, p.pillar_id, "", p.title, p.text, p.place))
        for g in p.goals:
            entries.append(Entry(GOAL, g.goal_id, p.pillar_id, g.title, g.text, g.place))
            entries += [
                Entry(ACTION, a.action_id, g.goal_id, a.title, a.text, a.place) for a in g.actions
            ]
    entries += [
        Entry(PASSAGE, passage.passage_id, "", "", passage.text, passage.place)
        for passage in plan.passages
    ]
    notes = reading.notes()
    for entry in entries:
        if entry.kind != PASSAGE:
            entry.unsure = notes.get(entry.entry_id, [])
    return entries


def entries_in(data: Mapping[str, Any], text: str) -> list[Entry]:
    """The entries of an existing plan.toml, with the comments that stand above each."""
    entries = [*_below(data.get("pillars", []), PILLAR, "")]
    entries += [_entry(PASSAGE, values, "") for values in data.get("passages", [])]
    comments = _comments(text)
    for entry in entries:
        lines = comments.get((entry.kind, entry.entry_id), [])
        entry.unsure = [line.removeprefix(_UNSURE) for line in lines if line.startswith(_UNSURE)]
        entry.remarks = [line for line in lines if not line.startswith(_UNSURE)]
    return entries


def _below(tables: Iterable[Mapping[str, Any]], kind: str, parent: str) -> Iterator[Entry]:
    for values in tables:
        entry = _entry(kind, values, parent)
        yield entry
        if kind in CHILDREN:
            key, child = CHILDREN[kind]
            yield from _below(values.get(key, []), child, entry.entry_id)


def _entry(kind: str, values: Mapping[str, Any], parent: str) -> Entry:
    place = Place(values.get("page"), values.get("paragraph"), tuple(values.get("path", [])))
    words = [str(values.get(key, "")) for key in ("title", "text")]
    return Entry(kind, str(values.get("id", "")), parent, words[0], words[1], place)


def _comments(text: str) -> dict[tuple[str, str], list[str]]:
    """Comment lines above a table's heading, by the kind and id of that table."""
    names = {name: kind for kind, name in TABLE.items()}
    comments: dict[tuple[str, str], list[str]] = {}
    waiting: list[str] = []
    kind = ""
    above: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("#"):
            waiting.append(line)
        elif header := _HEADER.match(line):
            kind, above, waiting = names.get(header[1], ""), waiting, []
        elif kind and (given := re.match(r"id\s*=\s*[\"'](.*?)[\"']\s*$", line)):
            comments[(kind, given[1])], above = above, []
        elif line and not line.startswith(("title", "text", "page", "path", "paragraph")):
            waiting = []
    return comments


def register_in(text: str) -> list[EntryRead]:
    """The register at the end of an existing plan.toml."""
    register = []
    for line in text.splitlines():
        if entry := _ENTRY.match(line.strip()):
            register.append(
                EntryRead(
                    entry["kind"],
                    _id(entry["id"]),
                    _id(entry["parent"]),
                    entry["title"],
                    entry["text"],
                )
            )
    return register


def _id(written: str) -> str:
    return str(json.loads(f'"{written}"')).replace("\u00a0", " ")


def register_of(entries: Iterable[Entry], head: Mapping[str, str]) -> list[EntryRead]:
    """The register of a document just read."""
    register = [
        EntryRead("plan", key, "", hashed(value), hashed("")) for key, value in head.items()
    ]
    return [*register, *(entry.as_read() for entry in entries)]


def source_of(text: str) -> str:
    """The document that a plan.toml says it was read from, in either language; "" for none."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    for line in in_every_language(_READ_FROM):
        before, _gap, after = line.partition("{source}")
        if first.startswith(before) and after.strip() in first:
            return first[len(before) : first.index(after.rstrip())]
    return ""


def written(
    head: Mapping[str, str],
    entries: list[Entry],
    *,
    codebooks: str,
    register: list[EntryRead],
    empty: list[str],
    source: str,
    preface: list[str],
) -> str:
    """plan.toml as text."""
    lines = preface or [_(_READ_FROM).format(source=source)]
    lines += ["", "[plan]", *(f"{key} = {quoted(value)}" for key, value in head.items())]
    below: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        below.setdefault((entry.kind, entry.parent_id), []).append(entry)
    for pillar in below.get((PILLAR, ""), []):
        lines += _table(pillar, "")
        for goal in below.get((GOAL, pillar.entry_id), []):
            lines += _table(goal, "  ")
            for action in below.get((ACTION, goal.entry_id), []):
                lines += _table(action, "    ")
    for passage in below.get((PASSAGE, ""), []):
        lines += _table(passage, "")
    if codebooks.strip():
        lines += ["", codebooks.strip()]
    if empty:
        lines += ["", _("# Places the document holds open:"), *(f"# - {item}" for item in empty)]
    lines += ["", _("# What was read, so that reading again keeps your edits; leave these lines.")]
    lines += [_registered(item) for item in register]
    return "\n".join(lines) + "\n"


def _table(entry: Entry, indent: str) -> list[str]:
    lines = ["", *(indent + line for line in entry.remarks)]
    lines += [f"{indent}{_UNSURE}{' '.join(note.split())}" for note in entry.unsure]
    lines += [f"{indent}[[{TABLE[entry.kind]}]]", f"{indent}id = {quoted(entry.entry_id)}"]
    for key, value in (("title", entry.title), ("text", entry.text)):
        if value:
            lines.append(f"{indent}{key} = {quoted(value)}")
    if entry.place.page is not None:
        lines.append(f"{indent}page = {entry.place.page}")
    if entry.place.paragraph is not None:
        lines.append(f"{indent}paragraph = {entry.place.paragraph}")
    if entry.place.path:
        lines.append(f"{indent}path = [{', '.join(quoted(step) for step in entry.place.path)}]")
    return lines


def _registered(entry: EntryRead) -> str:
    ids = [json.dumps(i.replace(" ", "\u00a0"))[1:-1] for i in (entry.entry_id, entry.parent_id)]
    return (
        f"{_REGISTER}{entry.kind} id={ids[0]} parent={ids[1]} title={entry.title} text={entry.text}"
    )


def codebooks_text(text: str) -> str:
    """The [[codebooks]] part of an existing plan.toml, exactly as a person wrote it."""
    kept: list[str] = []
    waiting: list[str] = []
    inside = False
    for line in text.splitlines():
        header = _HEADER.match(line)
        if line.strip().startswith(_REGISTER.strip()):
            continue
        if header:
            inside = header[1].split(".")[0].strip() == "codebooks"
            if inside:
                kept += waiting
            waiting = []
        if line.strip().startswith("#") and not inside:
            waiting.append(line)
        elif inside:
            kept.append(line)
        elif line.strip() and not header:
            waiting = []
    while kept and (not kept[-1].strip() or kept[-1].startswith("#")):
        kept.pop()
    return "\n".join(kept)


def preface_of(text: str) -> list[str]:
    """The comment lines at the top of an existing plan.toml."""
    lines = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        lines.append(line)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines
