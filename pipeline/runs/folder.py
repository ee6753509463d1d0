"""A run on disk: ``tables/*.csv``, ``plan.json`` and ``run.json``; written whole or not at all.

Large tables are folders of Parquet files: see ``core.table_parquet``.

The tables are the one source every report is rendered from, so an old run can be reported,
compared and verified without computing anything again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.drafts import draft, library_files_in, put_in_place, sync
from pipeline.core.errors import DataProblem, typed
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Action, Code, Codebook, Goal, Passage, Pillar, Place, Plan, Round
from pipeline.core.store import atomic_write_text, sha256_file
from pipeline.core.surety import chances_of_one
from pipeline.core.table import Table
from pipeline.core.table_csv import as_read_back, table_csv, table_from_csv
from pipeline.core.table_parquet import WholeTables, part_files, read_counted
from pipeline.core.tables import ALL, THEMES
from pipeline.core.usage import StageUse, wall_by_stage
from pipeline.corpus.description import read_description
from pipeline.corpus.named_files import FILE_NAME
from pipeline.review.log import whose
from pipeline.runs.rendered import Recipe, keep_rendered
from pipeline.runs.seal import put_seal

Render = Callable[[Analysis], Mapping[str, bytes]]
NOTHING_HELD: Mapping[str, pd.DataFrame] = MappingProxyType({})


def save_run(
    analysis: Analysis, folder: Path, *, render: Render | None = None, secret: bytes = b""
) -> None:
    """Write a run into a folder that does not exist yet or is empty; atomic as a whole.

    Args: render makes the reports, file name -> content, from the run as it stands on disk, so
        that rendering again from the tables gives the same bytes. secret: of the corpus; with it
        the record is sealed (``runs.seal``).
    Raises: DataProblem when the folder holds something already: a run is never overwritten.
    """
    refuse_filled(folder)
    with draft(folder.parent) as room, library_files_in(room):
        new = room / "run"
        new.mkdir()
        _write(analysis, new)
        if render is not None:
            reports = render(load_run(new, held=_as_written(analysis)))
            for name, content in reports.items():
                (new / name).write_bytes(content)
            recipe = Recipe(language=analysis.record.language or "nl")
            keep_rendered(new, reports, recipe, secret=secret)
        put_seal(new, secret)
        for path in new.rglob("*"):
            sync(path)
        if folder.exists():
            folder.rmdir()
        put_in_place(new, folder)
    sync(folder.parent)


def add_costs(folder: Path, passes: Sequence[StageUse], *, secret: bytes = b"") -> None:
    """Put into run.json what every stage cost, the writing of the report included; seal it anew."""
    path = folder / "run.json"
    facts = json.loads(path.read_text("utf-8"))
    facts["record"]["seconds"] = wall_by_stage(passes)
    facts["record"]["stages"] = [use.as_dict() for use in passes]
    atomic_write_text(path, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
    put_seal(folder, secret)


def refuse_filled(folder: Path) -> None:
    """Raise DataProblem when the folder holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataProblem(
            where=str(folder),
            found=_("this folder already holds files"),
            expected=_("a new or empty folder, so that two runs never mix"),
            mend=_("name another folder with --out, or remove this one"),
        )


def _as_written(analysis: Analysis) -> Mapping[str, pd.DataFrame]:
    """The tables as they would be read back; of a run in parts the large ones are so already."""
    parts = analysis.parts
    held = {}
    for table in ALL:
        if parts is None or not parts.holds(table):
            held[table.name] = as_read_back(table, analysis.table(table))
        elif parts.kept is None:
            held[table.name] = analysis.table(table)
    return held


def load_run(folder: Path, *, held: Mapping[str, pd.DataFrame] = NOTHING_HELD) -> Analysis:
    """Read a run back, checking every table against the hash in its record.

    Args: held: tables that are in memory as they would be read; their files are looked at too.
    Raises: DataProblem when the folder holds no run, or a table was changed since.
    """
    record_path = folder / "run.json"
    if not record_path.is_file():
        raise _no_run(folder)
    facts = _json_of(record_path)
    try:
        frames = {table.name: _read_table(folder, table, facts["tables"], held) for table in ALL}
        # a run made before it said how likely each theme is one concern: reckoned now
        themes = frames[THEMES.name]
        path = folder / "tables" / f"{THEMES.name}.csv"
        header = path.read_text("utf-8").partition("\n")[0] if path.is_file() else ""
        if header and "chance" not in header.split(","):
            frames[THEMES.name] = themes.assign(chance=chances_of_one(themes))
        path = folder / "plan.json"
        plans = _json_of(path)
        digest = facts.get("plan")  # a run of an earlier version does not hold it
        if digest is not None and sha256_file(path) != digest:
            raise _altered(
                path, _("the plan was changed after the run"), _("the plan as the run wrote it")
            )
        analysis = _analysis(facts, plans, frames)
        large = WholeTables(folder / "tables")
        return replace(analysis, parts=large) if any(map(large.holds, ALL)) else analysis
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise _damaged(record_path) from fault


def _analysis(
    facts: Mapping[str, Any], plans: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]
) -> Analysis:
    data = facts["record"]
    listed = {key: tuple(data[key]) for key in ("notes", "stages", "files") if key in data}
    return Analysis(
        corpus=facts["corpus"],
        title=facts["title"],
        organisation=facts["organisation"],
        rounds=tuple(Round(**round_) for round_ in facts["rounds"]),
        plan=_plan(plans["plan"]),
        previous=_plan(plans["previous"]),
        codebooks=tuple(_codebook(codebook) for codebook in plans["codebooks"]),
        record=RunRecord(**{**data, **listed}),
        group_sizes=facts["group_sizes"],
        tables=frames,
    )


def _json_of(path: Path) -> dict[str, Any]:
    """An object in JSON. Raises: DataProblem for a file that is gone, half or something else."""
    try:
        facts = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise _damaged(path) from fault
    if not isinstance(facts, dict):
        raise _damaged(path)
    return facts


def _damaged(path: Path) -> DataProblem:
    return _altered(
        path, _("the file is damaged or was changed"), _("the file as the run wrote it")
    )


def _altered(path: Path, found: str, expected: str) -> DataProblem:
    """The fault of a file of the run that is not as the run wrote it."""
    mend = _("put the original back, or run 'gehoord analyse' again")
    return DataProblem(where=str(path), found=found, expected=expected, mend=mend)


def run_id_in(folder: Path) -> str:
    """The id of the run in this folder; "" when it holds none that can be read."""
    return whose(folder)[1]


def _write(analysis: Analysis, folder: Path) -> None:
    """Write tables, plan and record; the record holds the SHA-256 of every table."""
    (folder / "tables").mkdir()
    hashes: dict[str, str] = {}
    for table in ALL:
        if analysis.parts is not None and analysis.parts.holds(table):
            place = folder / "tables" / table.name
            analysis.parts.write(table, place)
            hashes[table.name] = _digest_of_parts(place)
            continue
        data = table_csv(table, analysis.table(table)).encode("utf-8")
        (folder / "tables" / f"{table.name}.csv").write_bytes(data)
        hashes[table.name] = hashlib.sha256(data).hexdigest()
    plans = {
        "plan": analysis.plan and asdict(analysis.plan),
        "previous": analysis.previous and asdict(analysis.previous),
        "codebooks": [asdict(book) for book in analysis.codebooks],
    }
    _write_json(folder / "plan.json", plans)
    facts = {
        "corpus": analysis.corpus,
        "title": analysis.title,
        "organisation": analysis.organisation,
        "rounds": [asdict(round_) for round_ in analysis.rounds],
        "group_sizes": {kind: dict(sizes) for kind, sizes in analysis.group_sizes.items()},
        "record": asdict(analysis.record),
        "tables": hashes,
        "plan": sha256_file(folder / "plan.json"),
    }
    _write_json(folder / "run.json", facts)  # last: a folder without it is no run


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1, default=list)
    path.write_text(text + "\n", "utf-8")


def _read_table(
    folder: Path, table: Table, hashes: Mapping[str, str], held: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """A table of the run, or the frame that ``held`` has of it.

    Raises: DataProblem where its bytes are not those that the record names.
    """
    path = folder / "tables" / f"{table.name}.csv"
    if table.name not in hashes:  # written by a version that did not know this table yet
        return table.empty()
    in_parts = path.with_suffix("")
    if in_parts.is_dir():
        if _digest_of_parts(in_parts) != hashes[table.name]:
            raise _changed(in_parts)
        return held[table.name] if table.name in held else read_counted(table, in_parts)
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != hashes[table.name]:
        raise _changed(path)
    if table.name in held:
        return held[table.name]
    try:
        return table_from_csv(table, data.decode("utf-8"))
    except ValueError as fault:
        raise _damaged(path) from fault


def _changed(path: Path) -> DataProblem:
    return _altered(
        path,
        _("the table was changed or removed after the run"),
        _("the table as the run wrote it"),
    )


def _digest_of_parts(folder: Path) -> str:
    """SHA-256 over the names and contents of the files of a table in parts."""
    files = {path.name: sha256_file(path) for path in part_files(folder)}
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def _place(data: Mapping[str, Any]) -> Place:
    return Place(data["page"], data["paragraph"], tuple(data["path"]))


def _goal(data: Mapping[str, Any]) -> Goal:
    actions = tuple(
        Action(**{**action, "place": _place(action["place"])}) for action in data["actions"]
    )
    return Goal(**{**data, "actions": actions, "place": _place(data["place"])})


def _pillar(data: Mapping[str, Any]) -> Pillar:
    goals = tuple(_goal(goal) for goal in data["goals"])
    return Pillar(**{**data, "goals": goals, "place": _place(data["place"])})


def _codebook(data: Mapping[str, Any]) -> Codebook:
    codes = tuple(
        Code(**{**c, "support": tuple(c["support"]), "support_ids": tuple(c["support_ids"])})
        for c in data["codes"]
    )
    return Codebook(**{**data, "codes": codes})


def _plan(data: Mapping[str, Any] | None) -> Plan | None:
    if data is None:
        return None
    return Plan(
        title=data["title"],
        pillars=tuple(_pillar(pillar) for pillar in data["pillars"]),
        version=data["version"],
        organisation=data["organisation"],
        period=data["period"],
        passages=tuple(
            Passage(passage["passage_id"], passage["text"], _place(passage["place"]))
            for passage in data["passages"]
        ),
        codebooks=tuple(_codebook(codebook) for codebook in data["codebooks"]),
    )


def find_run(given: Path) -> Path:
    """The run meant: its own folder, or the last run of a corpus, by its name or the folder of its
    inputs. Raises: DataProblem.
    """
    places = [given, Path("reports") / given]
    if (given / FILE_NAME).is_file():  # its runs stand under the name in it
        places.append(Path("reports") / read_description(given)[0].name)
    for folder in places:
        runs = sorted(folder.glob("*/run.json"))
        if (folder / "run.json").is_file() or runs:
            # run ids are moments: the last one sorts last
            return folder if (folder / "run.json").is_file() else runs[-1].parent
    raise _no_run(given)


def _no_run(given: Path) -> DataProblem:
    if (given / FILE_NAME).is_file():
        return DataProblem(
            where=str(given),
            found=_("this folder was not analysed yet, or elsewhere"),
            mend=_("analyse it: gehoord analyse {folder}; or name the folder of the run").format(
                folder=typed(given)
            ),
        )
    return DataProblem(
        where=str(given),
        found=_("no run.json"),
        expected=_("the folder of a run, as made by 'gehoord analyse'"),
        mend=_("name the folder that holds report.html and run.json"),
    )
