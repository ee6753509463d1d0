"""The files of a run checked: inputs, seal, and every report made again from the tables."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.store import sha256_file
from pipeline.core.table_parquet import part_files
from pipeline.core.tables import ALL
from pipeline.corpus.keys import KEY_NAME
from pipeline.files.guard import DAMAGED
from pipeline.runs.environment import writer_digest
from pipeline.runs.folder import run_id_in
from pipeline.runs.rendered import Recipe, Rendered, read_rendered
from pipeline.runs.seal import SEAL_FILE, is_sealed, seal_holds, secret_of

Again = Callable[[Recipe, frozenset[str]], Mapping[str, bytes]]  # file endings wanted -> files
_REPORTS = (".html", ".docx", ".xlsx", ".json")
_MOST_UNPACKED = 1 << 28  # bytes; no report of ours comes near 256 MB
_TABLES = "tables"
_TABLE_NAMES = frozenset(table.name for table in ALL)
_OWN = ("run.json", "plan.json", "rendered.json")
# "rapport.html", "index.html" and "run.json.orig" beside a run are taken for its own
_LIKE_OURS = ("report", "pictures", "rapport", "index.", "seal.txt", *_OWN)
_BESIDE = re.compile(  # what commands write beside a run for people to go on with
    r"(?:reactienota[^/]*|bouwstenen[^/]*)\.(?:docx|xlsx|csv)|review[^/]*\.xlsx|[^/]+\.qdpx"
)


def beside_a_run(name: str) -> bool:
    """Whether a file of this name is one that a command writes beside a run."""
    return _BESIDE.fullmatch(name) is not None


@dataclass(frozen=True)
class CheckOutcome:
    """One thing looked at: a fault, or why it could not be looked at, or neither."""

    fault: str = ""
    unchecked: str = ""


def check_inputs(analysis: Analysis, corpus: Path | None) -> Iterator[CheckOutcome]:
    """Every file that was read, by its hash, where it is at hand."""
    if corpus is None:
        yield CheckOutcome(unchecked=_("the files that were read are not at hand"))
        return
    for name, digest in analysis.record.sources.items():
        path = corpus / name
        if not path.is_file():
            yield CheckOutcome(unchecked=_("{file}: not at hand").format(file=name))
        elif sha256_file(path) != digest:
            yield CheckOutcome(_("{file}: not the file that the run read").format(file=name))
        else:
            yield CheckOutcome()


def check_seal(folder: Path, analysis: Analysis, corpus: Path | None) -> Iterator[CheckOutcome]:
    """The record of the run, by the seal that only the key of the corpus can make."""
    secret = secret_of(corpus) if corpus is not None else b""
    if not is_sealed(folder) and KEY_NAME in analysis.record.sources:
        yield CheckOutcome(_("the seal of this run is gone"))
    elif not secret:
        yield CheckOutcome(unchecked=_("the seal: the key of the corpus is not at hand"))
    elif not is_sealed(folder):  # who takes the seal off takes the key out of the sources too
        yield CheckOutcome(_("this run bears no seal, and the corpus has a key to seal with"))
    elif not seal_holds(folder, secret):
        yield CheckOutcome(_("run.json is not the record that was sealed when the run was made"))
    else:
        yield CheckOutcome()


def check_reports(folder: Path, again: Again, corpus: Path | None = None) -> Iterator[CheckOutcome]:
    """Every report: there, as it was written, and as the tables give it once more.

    With the key of the corpus at hand a note that says "made with a template of its own" or "by
    another version" is believed only where its seal holds: whoever forges a report writes so too.
    """
    secret = secret_of(corpus) if corpus is not None and is_sealed(folder) else b""
    notes = read_rendered(folder)
    if not notes and not secret:
        yield CheckOutcome(unchecked=_("the reports: this run does not say which it wrote"))
    for name in sorted(_unknown(folder, notes, sealed=bool(secret))):
        yield CheckOutcome(_("{file}: the run wrote no such file").format(file=name))
    for recipe, files in by_recipe(notes):
        endings = frozenset(Path(name).suffix.lstrip(".") for name in files)
        afresh = {} if recipe.own_house else again(recipe, endings)
        for name, note in files.items():
            outcome = _report(folder / name, name, note, afresh.get(name))
            if outcome.fault or not secret or note.vouched(folder, name, secret):
                yield outcome
            elif outcome.unchecked or afresh.get(name) is None:
                text = _("{file}: without the seal of who may write it, and not made again here")
                yield CheckOutcome(text.format(file=name))
            else:
                yield outcome


def _report(path: Path, name: str, note: Rendered, afresh: bytes | None) -> CheckOutcome:
    if not path.is_file():
        return CheckOutcome(_("{file}: the report is gone").format(file=name))
    there = path.read_bytes()
    if hashlib.sha256(there).hexdigest() != note.sha256:
        where = f", {parting(there, afresh)}" if afresh is not None else ""
        return CheckOutcome(_("{file}: changed since it was written").format(file=name) + where)
    if afresh is None and path.suffix in (*_REPORTS, ".pdf"):
        return CheckOutcome(
            unchecked=_("{file}: unchanged; it cannot be made again here").format(file=name)
        )
    if afresh is None or there == afresh:
        return CheckOutcome()
    if note.writer != writer_digest():
        text = _("{file}: unchanged; written by another version, this one writes otherwise")
        return CheckOutcome(unchecked=text.format(file=name))
    text = _("{file}: parts from what the tables give, {where}")
    return CheckOutcome(text.format(file=name, where=parting(there, afresh)))


def _unknown(folder: Path, notes: Mapping[str, Rendered], *, sealed: bool) -> set[str]:
    """Files that pass for the run's own and that no note speaks of; not where no note is left.

    Whatever begins as a report does, whatever its case and ending, and what lies between the tables
    and the pictures: who is sent the folder opens that as readily as what the run wrote.
    """
    if not notes and not sealed:
        return set()
    there = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in there if _passes_for_ours(name)} - set(notes) - _of_tables(folder)


def _passes_for_ours(name: str) -> bool:
    path = Path(name)
    if _of_the_desktop(path) or name in (*_OWN, SEAL_FILE):
        return False
    return path.parts[0].casefold().startswith((_TABLES, *_LIKE_OURS))


def _of_the_desktop(path: Path) -> bool:
    """What a desktop or an open program leaves in any folder, and that nobody reads."""
    return path.name.startswith((".DS_Store", "._", ".~lock.", "~$")) or (
        path.name.lower() in ("thumbs.db", "desktop.ini")
    )


def _of_tables(folder: Path) -> set[str]:
    """The files that the run's tables are: one, or those of a table in parts."""
    names: set[str] = set()
    for table in _TABLE_NAMES:
        parts = folder / _TABLES / table
        files = part_files(parts) if parts.is_dir() else [parts.with_suffix(".csv")]
        names |= {path.relative_to(folder).as_posix() for path in files}
    return names


def check_strangers(folder: Path) -> Iterator[CheckOutcome]:
    """Files that neither the run nor a command put there: told by name, and nothing said of them.

    Those that pass for the run's own are a fault of their own (``check_reports``).
    """
    notes = read_rendered(folder)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        known = name in notes or _passes_for_ours(name) or _of_the_desktop(path)
        if not known and name not in (*_OWN, SEAL_FILE) and not beside_a_run(name):
            text = _("{file}: neither the run nor gehoord wrote it there")
            yield CheckOutcome(unchecked=text.format(file=name))


def by_recipe(notes: Mapping[str, Rendered]) -> Iterator[tuple[Recipe, dict[str, Rendered]]]:
    """The files that were made together, and how."""
    recipes: list[Recipe] = []
    for note in notes.values():
        if note.recipe not in recipes:
            recipes.append(note.recipe)
    for recipe in recipes:
        yield recipe, {name: note for name, note in notes.items() if note.recipe == recipe}


def run_named_in(content: bytes, reports: Path) -> Path | None:
    """The run whose id stands in this report, among those in a folder of reports."""
    text = _unpacked(content)
    for record in sorted(reports.glob("*/*/run.json")):
        run_id = run_id_in(record.parent)
        if run_id and run_id.encode("utf-8") in text:
            return record.parent
    return None


def _unpacked(content: bytes) -> bytes:
    """The bytes of a file, of a zip those of its parts; what cannot be opened is taken as it is."""
    if content[:2] != b"PK":
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_UNPACKED:
                return b""
            return b"\n".join(parts.read(name) for name in parts.namelist())
    except DAMAGED:
        return b""


def nearest(content: bytes, name: str, candidates: Mapping[str, bytes]) -> str:
    """The candidate that a file was most likely made from: of that name, else most alike."""
    if name in candidates:
        return name
    lines = set(_unpacked(content).split(b"\n"))
    alike = {
        key: len(lines & set(_unpacked(data).split(b"\n"))) for key, data in candidates.items()
    }
    return max(sorted(alike), key=lambda key: alike[key])


def parting(there: bytes, afresh: bytes) -> str:
    """Where two files part, for people: the part of a zip and the line; never the words."""
    if there[:2] == afresh[:2] == b"PK":
        try:
            with (
                zipfile.ZipFile(io.BytesIO(there)) as theirs,
                zipfile.ZipFile(io.BytesIO(afresh)) as ours,
            ):
                differing = sorted(set(theirs.namelist()) ^ set(ours.namelist()))
                for name in (*differing, *ours.namelist()):
                    if name in differing:
                        return _("in {part}, which one of them lacks").format(part=name)
                    if theirs.read(name) != ours.read(name):
                        lines = _parting_lines(theirs.read(name), ours.read(name))
                        return _("in {part}, {where}").format(part=name, where=lines)
        except DAMAGED:
            return _("which can no longer be opened")
        return _("in how it is packed; the words are the same")
    return _parting_lines(there, afresh)


def _parting_lines(there: bytes, afresh: bytes) -> str:
    theirs, ours = there.split(b"\n"), afresh.split(b"\n")
    for number, (their_line, our_line) in enumerate(zip(theirs, ours, strict=False), start=1):
        if their_line != our_line:
            same = (i for i, (a, b) in enumerate(zip(their_line, our_line, strict=False)) if a != b)
            column = next(same, min(len(their_line), len(our_line))) + 1
            return _("from line {line}, column {column}").format(line=number, column=column)
    return _("from line {line}, where one of them ends").format(line=min(len(theirs), len(ours)))
