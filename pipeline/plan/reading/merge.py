"""Reading a plan again without losing what a person changed: a three-way merge.

Three sides: the register of the last reading (base), plan.toml as it stands now (theirs), and the
document as it reads now (ours). Entries are paired by id and place, or else by their words. What a
person changed stays; what she left alone follows the document.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.plan.reading.document import EmptyPlace, PlanReading
from pipeline.plan.reading.entries import (
    ABOVE,
    ACTION,
    GOAL,
    PASSAGE,
    PILLAR,
    Entry,
    EntryRead,
    codebooks_text,
    entries_in,
    entries_of,
    hashed,
    preface_of,
    register_in,
    register_of,
    written,
)


@dataclass(frozen=True)
class Merged:
    """The text of the new plan.toml and what happened: counts by kind of change."""

    text: str
    kept: tuple[str, ...] = ()  # ids whose words a person had changed
    added: tuple[str, ...] = ()  # ids that are new in the document
    gone: tuple[str, ...] = ()  # ids that left the document
    conflicts: tuple[str, ...] = ()  # changed by a person and in the document


def merge(current: str, reading: PlanReading, source: str) -> Merged:
    """Merge a fresh reading into plan.toml as it stands; "" for none.

    Raises: DataProblem when the current file is no TOML.
    """
    try:
        data = tomllib.loads(current)
    except tomllib.TOMLDecodeError as fault:
        raise DataProblem(
            where="plan.toml",
            found=_("this is no valid TOML: {fault}").format(fault=fault),
            mend=_("mend that line first, or read into another file with --out"),
        ) from fault
    ours = entries_of(reading)
    theirs = entries_in(data, current)
    base = register_in(current)
    merger = _Merger(ours, theirs, base)
    entries = merger.merged()
    head = _head(data.get("plan", {}), reading, base)
    text = written(
        head,
        entries,
        codebooks=codebooks_text(current),
        register=register_of(ours, {"title": reading.plan.title}),
        empty=[_empty_line(empty) for empty in reading.empty],
        source=source,
        preface=preface_of(current),
    )
    return Merged(
        text, tuple(merger.kept), tuple(merger.added), tuple(merger.gone), tuple(merger.conflicts)
    )


def _empty_line(empty: EmptyPlace) -> str:
    """A place that the document holds open, for the end of the file."""
    words = f"'{' '.join(empty.text.split())[:80]}'"
    return f"{words} ({_('under {id}').format(id=empty.below)})" if empty.below else words


def _head(
    current: Mapping[str, object], reading: PlanReading, base: Iterable[EntryRead]
) -> dict[str, str]:
    """What stands under [plan]: the title follows the document until a person changes it."""
    head = {key: str(value) for key, value in current.items()}
    read = next(
        (entry.title for entry in base if entry.kind == "plan" and entry.entry_id == "title"), ""
    )
    if not head.get("title") or hashed(head["title"]) == read:
        head["title"] = reading.plan.title
    return {"title": head.pop("title"), **head}


class _Merger:
    """Pairs the three sides and decides per entry and per field."""

    def __init__(self, ours: list[Entry], theirs: list[Entry], base: list[EntryRead]) -> None:
        self.ours, self.theirs, self.base = ours, theirs, base
        self.kept: list[str] = []
        self.added: list[str] = []
        self.gone: list[str] = []
        self.conflicts: list[str] = []
        self.now: dict[tuple[str, str], str] = {}  # (kind, id in the current file) -> its new id

    def merged(self) -> list[Entry]:
        """All entries of the new file, in the order of the document."""
        to_base = _pairs([entry.as_read() for entry in self.ours], self.base)
        to_theirs = _pairs(self.base, [entry.as_read() for entry in self.theirs])
        taken: set[int] = set()
        renamed: dict[tuple[str, str], str] = {}
        entries: list[Entry] = []
        for place, mine in enumerate(self.ours):
            old = to_base.get(place)
            other = to_theirs.get(old) if old is not None else self._same_words(mine, taken)
            if old is not None and other is None:
                continue  # a person took it out
            if other is None:
                if self.base:
                    self.added.append(mine.entry_id)
                entries.append(replace(mine, unsure=list(mine.unsure)))
                continue
            taken.add(other)
            before = self.base[old] if old is not None else None
            merged = self._fields(mine, before, self.theirs[other])
            renamed[(mine.kind, mine.entry_id)] = merged.entry_id
            self.now[(mine.kind, self.theirs[other].entry_id)] = merged.entry_id
            entries.append(merged)
        present = {(entry.kind, entry.entry_id) for entry in entries}
        for entry in entries:
            key = (ABOVE[entry.kind], entry.parent_id)
            if key[0] and key not in present and key in renamed:
                entry.parent_id = renamed[key]
        self._leftovers(entries, to_base, to_theirs, taken)
        return _reachable(entries)

    def _same_words(self, mine: Entry, taken: set[int]) -> int | None:
        """An entry a person had typed herself, before the document had it."""
        for place, entry in enumerate(self.theirs):
            same_id = entry.entry_id == mine.entry_id and entry.kind != PASSAGE
            same_words = hashed(entry.title + entry.text) == hashed(mine.title + mine.text)
            if place not in taken and entry.kind == mine.kind and (same_id or same_words):
                return place
        return None

    def _fields(self, mine: Entry, old: EntryRead | None, theirs: Entry) -> Entry:
        """One entry out of three sides: what a person changed stays, and is told where both did."""
        edited = False
        words: dict[str, str] = {}
        unsure = [note for note in mine.unsure if old is None or theirs.unsure]
        for key in ("title", "text"):
            now, fresh = getattr(theirs, key), getattr(mine, key)
            before = getattr(old, key) if old is not None else ""
            if hashed(now) in (before, hashed(fresh)):
                words[key] = fresh
                continue
            edited = True
            words[key] = now
            if before and before != hashed(fresh):
                self.conflicts.append(theirs.entry_id)
                unsure.append(
                    _("you changed this; the document now says: {text}").format(text=fresh[:300])
                )
        if edited:
            self.kept.append(theirs.entry_id)
        moved = old is not None and theirs.parent_id != old.parent_id
        theirs_now = self.now.get((ABOVE[mine.kind], theirs.parent_id), theirs.parent_id)
        parent = theirs_now if moved or old is None else mine.parent_id
        renumbered = mine.kind != PASSAGE and (old is None or theirs.entry_id != old.entry_id)
        entry_id = theirs.entry_id if renumbered else mine.entry_id
        return replace(
            mine,
            entry_id=entry_id,
            parent_id=parent,
            title=words["title"],
            text=words["text"],
            unsure=unsure,
            remarks=theirs.remarks,
        )

    def _leftovers(
        self,
        entries: list[Entry],
        to_base: Mapping[int, int],
        to_theirs: Mapping[int, int],
        taken: set[int],
    ) -> None:
        """What only the current file has: a person's own stays; the rest follows the document."""
        from_document = {other: old for old, other in to_theirs.items()}
        for place, entry in enumerate(self.theirs):
            if place in taken:
                continue
            old = from_document.get(place)
            if old is not None:
                words, before = entry.as_read(), self.base[old]
                if (words.title, words.text) == (before.title, before.text):
                    self.gone.append(entry.entry_id)
                    continue
                entry.unsure.append(_("you changed this; the document no longer has it"))
                self.conflicts.append(entry.entry_id)
            elif entry.kind == PASSAGE:
                ids = {passage.entry_id for passage in entries if passage.kind == PASSAGE}
                name, n = entry.entry_id, 2
                while name in ids:
                    name, n = f"{entry.entry_id}-{n}", n + 1
                entry = replace(entry, entry_id=name)
            key = (ABOVE[entry.kind], entry.parent_id)
            entry.parent_id = self.now.get(key, entry.parent_id)
            self._insert(entries, entry, place)

    def _insert(self, entries: list[Entry], entry: Entry, index: int) -> None:
        """Put it behind the entry it follows in the current file. Args: index: its place there."""
        places = {(other.kind, other.entry_id): i for i, other in enumerate(entries)}
        beside = (entry.kind, entry.parent_id)
        for before in reversed(self.theirs[:index]):
            place = places.get((before.kind, before.entry_id))
            if (before.kind, before.parent_id) == beside and place is not None:
                entries.insert(place + 1, entry)
                return
        entries.append(entry)


def _pairs(left: list[EntryRead], right: list[EntryRead]) -> dict[int, int]:
    """Indices that belong together: first same id and words, then words, then id."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    nothing = hashed("")
    keys: tuple[Callable[[EntryRead], object], ...] = (
        lambda r: (r.kind, r.entry_id, r.title, r.text),
        lambda r: (r.kind, r.title, r.text),
        lambda r: (r.kind, r.entry_id, r.title) if r.title != nothing else None,
        lambda r: (r.kind, r.title) if r.title != nothing else None,
        lambda r: (r.kind, r.text) if r.text != nothing else None,
        lambda r: (r.kind, r.entry_id) if r.kind != PASSAGE else None,
    )
    for key in keys:
        index: dict[object, list[int]] = {}
        for j, entry in enumerate(right):
            if j not in used and key(entry) is not None:
                index.setdefault(key(entry), []).append(j)
        for i, entry in enumerate(left):
            wanted = index.get(key(entry)) if i not in pairs else None
            if wanted and key(entry) is not None:
                pairs[i] = wanted.pop(0)
                used.add(pairs[i])
    return pairs


def _reachable(entries: list[Entry]) -> list[Entry]:
    """Without entries whose parent is gone: a person took the goal out with its actions."""
    present = {(PILLAR, e.entry_id) for e in entries if e.kind == PILLAR}
    for level in (GOAL, ACTION):
        present |= {
            (e.kind, e.entry_id) for e in entries
            if e.kind == level and (ABOVE[level], e.parent_id) in present
        }  # fmt: skip
    return [e for e in entries if e.kind == PASSAGE or (e.kind, e.entry_id) in present]
