"""One person's words taken out of the folder of a run and what stands around it, with a receipt."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
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
from pipeline.review.log import beside, read_log
from pipeline.review.workbook import without_cells
from pipeline.runs.folder import load_run, save_run
from pipeline.runs.forget import Person, changed, person_in, without, without_rows
from pipeline.runs.rendered import FILE_NAME, keep_rendered, read_rendered
from pipeline.runs.seal import SEAL_FILE, put_seal, secret_of
from pipeline.runs.verify_files import by_recipe
from pipeline.runs.verify_folder import inputs_of, maker


@dataclass
class Receipt:
    """What went and what is left; without any of her words."""

    respondent: str
    when: str
    runs: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)  # run -> numbers
    inputs: set[str] = field(default_factory=set)  # file, part and row
    cleaned: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The same for ``--json`` and for the file."""
        return {
            "respondent": self.respondent,
            "when": self.when,
            "runs": {run: {k: list(v) for k, v in of.items()} for run, of in self.runs.items()},
            "remove_from_inputs": sorted(self.inputs),
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
        keep_rendered(fresh, kept, recipe)
        receipt.left += [
            _("{file}: removed; write it again with gehoord report").format(file=folder / name)
            for name in files
            if name not in kept
        ]
    inputs = inputs_of(analysis, None)
    put_seal(fresh, secret_of(inputs) if inputs is not None else b"")


def _others(folder: Path, fresh: Path, person: Person, receipt: Receipt) -> None:
    """What else stands in the old run: workbooks without her words, the rest as it is."""
    known = {
        *read_rendered(folder),
        *(written.name for written in fresh.iterdir()),
        SEAL_FILE,
        FILE_NAME,
    }
    for path in sorted(path for path in folder.iterdir() if path.name not in known):
        if path.suffix == ".xlsx":
            blanked = without_cells(path, person.speaks_in)
            (fresh / path.name).write_bytes(blanked)
            receipt.cleaned.append(str(path))
        elif path.is_file():  # decisions of people may stand in it: it is hers to look through
            shutil.copy(path, fresh / path.name)
            receipt.left.append(_("{file}: look yourself for her words").format(file=path))


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
    emptied(cache_dir())
    receipt.cleaned.append(_("the cache of earlier work, whole"))
