"""`python -m tests.bench.bench_counting RUN 17`: what counting and reporting a large run holds.

Takes a run that was made in parts, lays what was not drawn beside itself so many times, as said by
other people, counts that and makes its report in a process of its own, and prints what it held at
most. A whole run of a million answers takes an hour on an idle machine; this is the end of one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from pipeline.core.respondents import voices
from pipeline.core.settings import Settings
from pipeline.core.table import Table
from pipeline.core.table_parquet import DRAWN, part_files, read_part, write_part
from pipeline.core.tables import (
    ALL,
    ASSIGNMENTS,
    CAMPAIGNS,
    MEETINGS,
    RESPONSES,
    STATEMENTS,
    THEMES,
)
from pipeline.core.usage import cpu_seconds, peak_mb
from pipeline.report.rendering import render
from pipeline.runs.folder import load_run
from pipeline.runs.in_parts import LARGE
from pipeline.themes.recurrence import count_themes

_IDS = ("response_id", "statement_id", "item_id", "respondent_id")


def main(arguments: list[str]) -> int:
    """Make the larger run, and have it counted."""
    if arguments[0] == "--count":
        print(json.dumps(counted(Path(arguments[1]))), flush=True)
        return 0
    with tempfile.TemporaryDirectory(prefix="gehoord-bench-") as place:
        larger = Path(place) / "run"
        multiply(Path(arguments[0]), larger, int(arguments[1]))
        command = (sys.executable, "-m", "tests.bench.bench_counting", "--count", str(larger))
        return subprocess.run(command, check=True).returncode


def multiply(run: Path, larger: Path, times: int) -> None:
    """The run with all that was not drawn ``times`` times in it."""
    shutil.copytree(run, larger)
    facts = json.loads((larger / "run.json").read_text("utf-8"))
    for table in LARGE:
        folder = larger / "tables" / table.name
        for path in part_files(folder):
            if not path.name.endswith(DRAWN) and path.name != "unread.parquet":
                rows = read_part(table, path)
                for number in range(1, times):
                    write_part(
                        table,
                        _said_by_others(table, rows, number),
                        folder / f"{number:03d}-{path.name}",
                    )
        files = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in part_files(folder)
        }
        facts["tables"][table.name] = hashlib.sha256(
            json.dumps(files, sort_keys=True).encode()
        ).hexdigest()
    (larger / "run.json").write_text(json.dumps(facts), "utf-8")


def _said_by_others(table: Table, rows: pd.DataFrame, number: int) -> pd.DataFrame:
    changed = {
        column: [_other(str(one), number) for one in rows[column]]
        for column in _IDS
        if column in table.columns
    }
    return rows.assign(**changed)


def _other(known: str, number: int) -> str:
    """An id of its own; of a statement the part after the point stays at its end."""
    response, point, part = known.partition(".")
    return f"{response}x{number}{point}{part}"


def counted(run: Path) -> dict[str, float | int | None]:
    """Read the run, count every concern and make its reports; what that took."""
    analysis = load_run(run)
    responses = analysis.table(RESPONSES)
    settings = Settings().recorded(analysis.record.settings)
    read_mb = peak_mb()
    whose = voices(responses, analysis.table(CAMPAIGNS), analysis.table(MEETINGS))
    count_themes(
        analysis.table(THEMES), analysis.table(ASSIGNMENTS), analysis.table(STATEMENTS), whose,
        settings.recurrence,
    )  # fmt: skip
    counted_mb = peak_mb()
    made = render(analysis, settings.report, "nl")
    return {
        "responses": len(responses),
        "statements": len(analysis.table(STATEMENTS)),
        "rows": sum(len(analysis.table(table)) for table in ALL),
        "report_kb": sum(map(len, made.values())) // 1024,
        "read_mb": read_mb,
        "counted_mb": counted_mb,
        "reported_mb": peak_mb(),
        "cpu": round(cpu_seconds(), 1),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
