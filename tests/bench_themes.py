"""Part of `make bench`: themes on the labelled sets, beside the usual methods on the same vectors.

Run as ``python -m tests.bench_themes``; sets that are not on this machine are skipped.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from pipeline.commands.evaluate_themes import compare, prepare, read_set
from pipeline.settings import Settings
from tests.conftest import ROOT

SETS = ("zorgstemwijzer", "stemwijzer2017")
COLUMNS = (
    "method", "nmi", "ari", "n_themes", "n_labels", "overig", "npmi", "diversity", "stability",
    "seconds",
)  # fmt: skip


def bench_themes(encoder: str = "accurate") -> None:
    """Print one table per set."""
    folder = Path(os.environ.get("GEHOORD_SHARED", ROOT.parent / "shared")) / "data"
    for name in SETS:
        file = folder / f"{name}.jsonl"
        if not file.is_file():
            print(f"{name}: skipped, not on this machine")
            continue
        rows = read_set(file)
        said, vectors = prepare(rows, encoder)
        settings = replace(Settings().themes, most=None)
        print(f"\n{name}: {len(rows)} statements")
        print("  ".join(f"{column:>10s}" for column in COLUMNS))
        for row in compare([one["label"] for one in rows], said, vectors, settings):
            print("  ".join(_cell(row.get(column)) for column in COLUMNS))


def _cell(value: object) -> str:
    return (
        f"{value:10.3f}"
        if isinstance(value, float)
        else f"{'-' if value is None else value!s:>10.15s}"
    )


if __name__ == "__main__":
    bench_themes()
