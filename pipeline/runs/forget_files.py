"""One person's words taken out of the folder of a run and what stands around it, with a receipt.

Workbooks, notas and tables keep what others put there: only the cells and paragraphs that hold her
words are emptied. What cannot be emptied (an export for another program, a picture) goes whole.
"""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core.cache_folder import cache_dir
from pipeline.core.drafts import draft, put_in_place
from pipeline.core.locale import gettext as _
from pipeline.core.store import atomic_write_text, locked
from pipeline.core.table_csv import table_csv
from pipeline.core.tables import JUDGEMENTS
from pipeline.core.work_cache import emptied
from pipeline.files.emptied import without_fields, without_paragraphs
from pipeline.files.guard import DAMAGED
from pipeline.review.log import beside, read_log
from pipeline.review.workbook import without_cells
from pipeline.runs.folder import load_run, save_run
from pipeline.runs.forget import Person, changed, person_in, without, without_rows
from pipeline.runs.model_store import models_dir
from pipeline.runs.rendered import FILE_NAME, keep_rendered, read_rendered
from pipeline.runs.seal import SEAL_FILE, put_seal
from pipeline.runs.verify_files import by_recipe
from pipeline.runs.verify_folder import key_at_hand, maker

_WRITTEN = (".html", ".docx", ".xlsx", ".csv", ".json", ".svg", ".qdpx")  # by gehoord
_UNREADABLE = (".pdf", ".png", ".jpg", ".zip", ".eml", ".msg")  # words in it are not ours to find
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SPACE = re.compile(r"\s+")
_WINDOW = 32  # characters of a sentence that are hers alone: a quote may be cut short
_MOST_UNPACKED = 1 << 28  # bytes


@dataclass
class Receipt:
    """What went and what is left; without any of her words."""

    respondent: str
    when: str
    runs: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)  # run -> numbers
    inputs: set[str] = field(default_factory=set)  # file, part and row
    published: list[str] = field(default_factory=list)  # reports whose numbers are other now
    cleaned: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The receipt for ``--json`` and for the file that is kept."""
        return {
            "respondent": self.respondent,
            "when": self.when,
            "runs": {run: {k: list(v) for k, v in of.items()} for run, of in self.runs.items()},
            "remove_from_inputs": sorted(self.inputs),
            "published": self.published,
            "cleaned": self.cleaned,
            "left": self.left,
        }


def forget_in_run(folder: Path, receipt: Receipt, *, dry_run: bool) -> Person | None:
    """Her words out of one run; it is written anew with its reports, and put in place whole."""
    before = load_run(folder)
    person = person_in(before, receipt.respondent)
    if person is None:
        return None
    note = _("{day}: the words of one person were removed at her request.").format(
        day=receipt.when[:10]
    )
    after = without(before, person, note)
    receipt.runs[folder.name] = changed(before, after)
    for file, part, row in person.places:
        receipt.inputs.add(
            ":".join(str(known) for known in (file, part, row) if known not in ("", None))
        )
    if not dry_run:
        # The run in the place of what stood there; killed halfway, the old one still stands
        with draft(folder.parent) as room:
            fresh = room / "run"
            save_run(after, fresh)
            _reports_anew(folder, fresh, receipt)
            _others(folder, fresh, person, receipt)
            old = folder.with_name(f"{folder.name}-oud")
            put_in_place(folder, old)
            put_in_place(fresh, folder)
            shutil.rmtree(old)
        receipt.cleaned.append(str(folder))
    return person


def _reports_anew(folder: Path, fresh: Path, receipt: Receipt) -> None:
    """Every report of the old run made from the tables of the new one; the seal over it."""
    analysis = load_run(fresh)
    again = maker(analysis, folder)
    secret = key_at_hand(analysis)
    for recipe, files in by_recipe(read_rendered(folder)):
        reports: Mapping[str, bytes] = {}
        if not recipe.own_house:
            reports = again(recipe, frozenset(Path(name).suffix.lstrip(".") for name in files))
        kept = {name: reports[name] for name in files if name in reports}
        looks = [name for name in files if name.startswith("house-")]
        kept.update({name: (folder / name).read_bytes() for name in looks})
        for name, data in kept.items():
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_bytes(data)
        keep_rendered(fresh, kept, recipe, secret=secret)
        receipt.published += [
            f"{folder / name} ({recipe.edition})" for name in sorted(kept) if name not in looks
        ]
        receipt.left += [
            _("{file}: removed; write it again with gehoord report").format(file=folder / name)
            for name in files
            if name not in kept
        ]
    put_seal(fresh, secret)


def _others(folder: Path, fresh: Path, person: Person, receipt: Receipt) -> None:
    """What else stands in the old run: workbooks without her words, the rest as it is."""
    known = {
        *read_rendered(folder),
        *(entry.name for entry in fresh.iterdir()),
        SEAL_FILE,
        FILE_NAME,
    }
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = path.relative_to(folder)
        if inside.parts[0] in known or str(inside) in known:
            continue
        (fresh / inside).parent.mkdir(parents=True, exist_ok=True)
        _without_her(path, fresh / inside, person, receipt)


def _without_her(path: Path, to: Path, person: Person, receipt: Receipt) -> None:
    """A file that others may have written in: emptied of her words, or else left out."""
    if holds(path, person):
        content = without_her(path, person)
        if content is not None:
            to.write_bytes(content)
        if content is not None and not holds(to, person):
            receipt.cleaned.append(str(path))
        else:
            to.unlink(missing_ok=True)
            text = _("{file}: held her words and is removed; write it again where you need it")
            receipt.left.append(text.format(file=path))
    elif path != to:
        shutil.copy(path, to)
        if path.suffix in _UNREADABLE:
            receipt.left.append(_("{file}: look yourself for her words").format(file=path))


def _beside_runs(place: Path, persons: list[Person], receipt: Receipt) -> None:
    """What was written beside the runs of a corpus: comparisons, notas, exports."""
    others = [place / run for run in receipt.runs]
    others += [path.parent for path in place.rglob("corpus.toml")]  # inputs are hers to look after
    for path in sorted(path for path in place.rglob("*") if path.suffix in _WRITTEN):
        inside = any(path.is_relative_to(other) for other in others)
        if not inside and path.is_file() and not path.name.startswith("judgements"):
            for person in persons:
                if path.is_file():
                    _without_her(path, path, person, receipt)


def forget_around(place: Path, persons: list[Person], receipt: Receipt, *, dry_run: bool) -> None:
    """The log, the cache, and what stands elsewhere."""
    receipt.left.append(
        _("train models again that were trained on these answers: gehoord models shows which")
    )
    if dry_run:
        return
    for log in sorted({beside(place / run) for run in receipt.runs}):
        if not log.is_file():
            continue
        with locked(log.with_name(f".{log.name}.lock")):
            rows = read_log(log)
            for person in persons:
                rows = without_rows(JUDGEMENTS, rows, person)
            atomic_write_text(log, table_csv(JUDGEMENTS, rows))
        receipt.cleaned.append(str(log))
    _beside_runs(place, persons, receipt)
    # Trained models keep words and examples: those in which hers stand are named
    for path in sorted(path for path in models_dir().rglob("*.json") if path.is_file()):
        if any(holds(path, person) for person in persons):
            text = _("{file}: a model that holds her words: train it again and remove this version")
            receipt.left.append(text.format(file=path))
    emptied(cache_dir())
    receipt.cleaned.append(_("the cache of earlier work, whole"))


def holds(path: Path, person: Person) -> bool:
    """Whether her words stand in a file, whatever its form; of a zip in one of its parts."""
    pieces = {_plain(text)[:_WINDOW] for text in person.texts}
    pieces = {piece for piece in pieces if len(piece) >= _WINDOW // 2}
    return any(piece in text for text in _texts(path) for piece in pieces)


def _texts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    if data[:2] != b"PK":
        yield _plain(data.decode("utf-8", "ignore"))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) <= _MOST_UNPACKED:
                for name in parts.namelist():
                    yield _plain(parts.read(name).decode("utf-8", "ignore"))
    except DAMAGED:
        return


def _plain(text: str) -> str:
    """Without tags, escapes and the ends of lines: as one reads it."""
    escaped = text.replace("\\n", " ").replace('\\"', '"').replace('""', '"')
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", escaped))).strip()


def without_her(path: Path, person: Person) -> bytes | None:
    """The file without her words; None where only leaving it out would do."""
    ways = {".xlsx": without_cells, ".docx": without_paragraphs, ".csv": without_fields}
    how = ways.get(path.suffix.lower())
    if how is None:
        return None
    try:
        return how(path, person.speaks_in)
    except (*DAMAGED, csv.Error):
        return None
