"""What stands in two files of a round: an export beside a later one, notes as Word and as pdf.

Read twice, its people would count twice. A letter that many sent is no copy: there only a file that
is the same to the byte, and is called a copy, is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.locale import gettext as _
from pipeline.corpus.read import Read
from pipeline.corpus.records import SourceFile
from pipeline.files.names import fold

FEWEST = 3  # entries, each other words, that two files must share
MOST_NOTES = 0.8  # of the notes in the shorter of two documents
MOST_ENTRIES = 0.5  # of the people in the smaller of two exports
FEWEST_WORDS = 4  # of a note, or of all that one person wrote; shorter may be said twice
_COPY = re.compile(
    r"(?:\s?\(\d{1,2}\)|\s?[-–_ ]\s?(?:kopie|copy)(?:\s?\(?\d{0,2}\)?)?)$|^(?:kopie van|copy of)\s",
    re.IGNORECASE,
)
_ABOUT = ("round_id", "source_file", "source_part", "source_row")


def without_copies(
    reads: Sequence[tuple[SourceFile, Read]], kinds: Mapping[str, str]
) -> list[tuple[SourceFile, Read]]:
    """The files of a round, with what stands in another of them too set aside in the smaller.

    Args: kinds: file -> survey, meeting or letters.
    """

    def first(i: int) -> tuple[int, bool, int]:
        source = reads[i][0]
        return -source.n_kept, bool(_COPY.search(Path(source.file).stem)), i

    kept: list[int] = []
    parted = list(reads)
    for i in sorted(range(len(reads)), key=first):
        source, read = reads[i]
        beside = [n for n in kept if kinds[reads[n][0].file] == kinds[source.file]]
        for n in beside:
            if places := _copied(*reads[n], source, read, kinds[source.file]):
                parted[i] = (_set_aside(source, read, places, reads[n][0].file), read)
                break
        else:
            kept.append(i)
    return parted


def _copied(first: SourceFile, whole: Read, source: SourceFile, read: Read, kind: str) -> list[int]:
    """Indices of the responses of a file that stand in another one; [] where it is no copy."""
    same = first.sha256 == source.sha256
    if same and (kind != "letters" or _called_alike(first.file, source.file)):
        return list(range(len(read.responses)))
    if kind == "letters":
        return []
    entries = _notes if kind == "meeting" else _people
    there = Counter(entry for entry, _places in entries(whole).values())
    mine = entries(read)
    copied: list[int] = []
    shared: set[Hashable] = set()
    for entry, places in mine.values():
        if there[entry]:
            there[entry] -= 1
            shared.add(entry)
            copied += places
    least = MOST_NOTES if kind == "meeting" else MOST_ENTRIES
    n_shared = sum(not set(places).isdisjoint(copied) for _entry, places in mine.values())
    return copied if len(shared) >= FEWEST and n_shared >= least * len(mine) else []


def _notes(read: Read) -> Mapping[Hashable, tuple[Hashable, list[int]]]:
    """Each note by its words."""
    words = [" ".join(fold(str(row["text"])).split()) for row in read.responses]
    return {i: (text, [i]) for i, text in enumerate(words) if len(text.split()) >= FEWEST_WORDS}


def _people(read: Read) -> Mapping[Hashable, tuple[Hashable, list[int]]]:
    """Each person by when she answered, who she is, and all that she wrote."""
    of: dict[str, list[int]] = {}
    for i, row in enumerate(read.responses):
        of.setdefault(str(row["respondent_id"]), []).append(i)
    people: dict[Hashable, tuple[Hashable, list[int]]] = {}
    for person, places in of.items():
        rows = [read.responses[i] for i in places]
        wrote = tuple(sorted((str(row["question"]), str(row["text"])) for row in rows))
        if rows[0]["date"] and sum(len(text.split()) for _q, text in wrote) >= FEWEST_WORDS:
            who = (rows[0]["date"], rows[0]["role"], rows[0]["area"])
            people[person] = ((*who, wrote), places)
    return people


def _called_alike(name: str, other: str) -> bool:
    """Whether one name is the other, or that of a copy: "brief (1).docx" beside "brief.docx"."""
    return fold(_COPY.sub("", Path(name).stem)) == fold(_COPY.sub("", Path(other).stem))


def _set_aside(source: SourceFile, read: Read, places: Sequence[int], other: str) -> SourceFile:
    """The file with these responses set aside; a meeting of which nothing is left is none."""
    n, gone = len(read.responses), set(places)
    for i in places:
        row = read.responses[i]
        read.set_aside(
            str(row["response_id"]), "copy", {key: row[key] for key in _ABOUT}, "response"
        )
    read.responses[:] = [row for i, row in enumerate(read.responses) if i not in gone]
    left = {row["meeting_id"] for row in read.responses}
    read.meetings[:] = [row for row in read.meetings if row["meeting_id"] in left]
    read.warnings.append(
        _(
            "{file}: {n} of its {of} answers stand in {other} too, and are counted there only; "
            "take one of the two files away if that is right"
        ).format(file=source.file, n=len(gone), of=n, other=other)
    )
    return replace(source, n_kept=source.n_kept - len(gone), n_aside=source.n_aside + len(gone))
