"""A run on disk: ``tables/*.csv``, ``plan.json`` and ``run.json``; written whole or not at all.

The tables are the one source every report is rendered from, so an old run can be reported,
compared and verified without computing anything again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.analysis import Analysis, RunRecord
from pipeline.errors import DataProblem
from pipeline.locale import gettext as _
from pipeline.plan import Action, Code, Codebook, Goal, Passage, Pillar, Place, Plan, Round
from pipeline.tables import ALL, Table

_LIST_MARK = "; "  # between the members of a list column; ids and keywords never hold it
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that starts so
_SHIELD = "'"


Render = Callable[[Analysis], Mapping[str, bytes]]


def save_run(analysis: Analysis, folder: Path, *, render: Render | None = None) -> None:
    """Write a run into a folder that does not exist yet or is empty; atomic as a whole.

    Args: render makes the reports, file name -> content, from the run as it stands on disk, so
        that rendering again from the tables gives the same bytes.
    Raises: DataProblem when the folder holds something already: a run is never overwritten.
    """
    refuse_filled(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write(analysis, draft)
        if render is not None:
            for name, content in render(load_run(draft)).items():
                (draft / name).write_bytes(content)
        if folder.exists():
            folder.rmdir()
        draft.chmod(0o755)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def refuse_filled(folder: Path) -> None:
    """Raise DataProblem when the folder holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataProblem(
            where=str(folder),
            found=_("this folder already holds files"),
            expected=_("a new or empty folder, so that two runs never mix"),
            mend=_("name another folder with --out, or remove this one"),
        )


def load_run(folder: Path) -> Analysis:
    """Read a run back, checking every table against the hash in its record.

    Raises: DataProblem when the folder holds no run, or a table was changed since.
    """
    record_path = folder / "run.json"
    if not record_path.is_file():
        raise DataProblem(
            where=str(folder),
            found=_("no run.json"),
            expected=_("the folder of a run, as made by 'gehoord analyse'"),
            mend=_("name the folder that holds report.html and run.json"),
        )
    facts = json.loads(record_path.read_text("utf-8"))
    frames = {table.name: _read_table(folder, table, facts["tables"]) for table in ALL}
    plans = json.loads((folder / "plan.json").read_text("utf-8"))
    return Analysis(
        corpus=facts["corpus"],
        title=facts["title"],
        organisation=facts["organisation"],
        rounds=tuple(Round(**one) for one in facts["rounds"]),
        plan=_plan(plans["plan"]),
        previous=_plan(plans["previous"]),
        codebooks=tuple(_codebook(one) for one in plans["codebooks"]),
        record=RunRecord(**{**facts["record"], "notes": tuple(facts["record"]["notes"])}),
        group_sizes=facts["group_sizes"],
        tables=frames,
    )


def run_id_in(folder: Path) -> str:
    """The id of the run in this folder; "" when it holds none that can be read."""
    try:
        return str(json.loads((folder / "run.json").read_text("utf-8"))["record"]["run_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def table_csv(table: Table, frame: pd.DataFrame) -> str:
    """A table as CSV text: formulas neutralised, lists joined, missing values empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    kinds = list(table.columns.values())
    for row in frame[list(table.columns)].itertuples(index=False, name=None):
        writer.writerow([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
    return out.getvalue()


def _write(analysis: Analysis, folder: Path) -> None:
    (folder / "tables").mkdir()
    hashes: dict[str, str] = {}
    for table in ALL:
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
        "rounds": [asdict(one) for one in analysis.rounds],
        "group_sizes": {kind: dict(sizes) for kind, sizes in analysis.group_sizes.items()},
        "record": asdict(analysis.record),
        "tables": hashes,
    }
    _write_json(folder / "run.json", facts)  # last: a folder without it is no run


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1, default=list)
    path.write_text(text + "\n", "utf-8")


def _cell(value: Any, kind: str) -> str:
    if kind == "list":
        return _shielded(_LIST_MARK.join(value))
    if pd.isna(value):
        return ""
    if kind == "float":
        return format(float(value), ".6g")  # six digits: all that is stable across machines
    if kind == "bool":
        return "true" if value else "false"
    return _shielded(str(value)) if kind in ("string", "date") else str(value)


def spreadsheet_safe(text: str) -> str:
    """The text as a spreadsheet may open it: nothing in it runs."""
    return _shielded(text)


def _shielded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run, and before one that stood there."""
    return _SHIELD + text if text.startswith((*_FORMULA, _SHIELD)) else text


def _read_table(folder: Path, table: Table, hashes: Mapping[str, str]) -> pd.DataFrame:
    path = folder / "tables" / f"{table.name}.csv"
    if table.name not in hashes:  # written by a version that did not know this table yet
        return table.empty()
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != hashes[table.name]:
        raise DataProblem(
            where=str(path),
            found=_("the table was changed or removed after the run"),
            expected=_("the table as the run wrote it"),
            mend=_("put the original back, or run 'gehoord analyse' again"),
        )
    return table_from_csv(table, data.decode("utf-8"))


def table_from_csv(table: Table, text: str) -> pd.DataFrame:
    """Read back what ``table_csv`` wrote."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    columns = {
        name: [_value(row.get(name) or "", kind) for row in rows]
        for name, kind in table.columns.items()
    }
    return table.check(pd.DataFrame(columns))


def _value(cell: str, kind: str) -> Any:
    if kind in ("string", "date", "list"):
        text = cell[1:] if cell.startswith(_SHIELD) else cell
        return text if kind != "list" else tuple(text.split(_LIST_MARK)) if text else ()
    if cell == "":
        return None
    if kind == "bool":
        return cell == "true"
    return int(cell) if kind == "int" else float(cell)


def _place(data: Mapping[str, Any]) -> Place:
    return Place(data["page"], data["paragraph"], tuple(data["path"]))


def _action(data: Mapping[str, Any]) -> Action:
    return Action(**{**data, "place": _place(data["place"])})


def _goal(data: Mapping[str, Any]) -> Goal:
    actions = tuple(_action(one) for one in data["actions"])
    return Goal(**{**data, "actions": actions, "place": _place(data["place"])})


def _pillar(data: Mapping[str, Any]) -> Pillar:
    goals = tuple(_goal(one) for one in data["goals"])
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
        pillars=tuple(_pillar(one) for one in data["pillars"]),
        version=data["version"],
        organisation=data["organisation"],
        period=data["period"],
        passages=tuple(
            Passage(one["passage_id"], one["text"], _place(one["place"]))
            for one in data["passages"]
        ),
        codebooks=tuple(_codebook(one) for one in data["codebooks"]),
    )
