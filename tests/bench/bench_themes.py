"""Part of `make bench`: themes on the labelled sets, beside the usual methods on the same vectors.

Run as ``python -m tests.bench.bench_themes [SET …]``; sets that are not here are skipped.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.cli.evaluate_themes import compare, prepare, read_set
from pipeline.core.settings import Settings
from pipeline.encoders.encoder import load_encoder
from tests.conftest import ROOT

SETS = ("demo", "zorgstemwijzer", "stemwijzer2017")
COLUMNS = (
    "method", "nmi", "ari", "n_themes", "n_labels", "overig", "npmi", "diversity", "stability",
    "seconds",
)  # fmt: skip


def bench_themes(names: Sequence[str] = SETS, encoder: str = "accurate") -> None:
    """Print one table per set."""
    loaded = load_encoder(encoder)
    folder = Path(os.environ.get("GEHOORD_SHARED", ROOT.parent / "shared")) / "data"
    for name in names:
        file = folder / f"{name}.jsonl"
        if name != "demo" and not file.is_file():
            print(f"{name}: skipped, not on this machine")
            continue
        rows = demo_set() if name == "demo" else read_set(file)
        statements, vectors = prepare(rows, encoder)
        settings = replace(Settings().themes, most=None)
        print(f"\n{name}: {len(rows)} statements")
        print("  ".join(f"{column:>10s}" for column in COLUMNS))
        gold = [one["label"] for one in rows]
        for row in compare(gold, statements, vectors, settings, encode=loaded.encode):
            print("  ".join(_cell(row.get(column)) for column in COLUMNS))


def demo_set() -> list[dict[str, str]]:
    """Responses of the demo in which one concern is voiced; the letters of a campaign once."""
    with (ROOT / "corpora" / "voorbeeld" / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows):
        if row["concerns"] and ";" not in row["concerns"] and not row["campaign"]:
            one = {"id": f"d{number:04d}", "text": row["text"], "label": row["concerns"]}
            known.setdefault(row["text"], one)
    return list(known.values())


def _cell(value: object) -> str:
    return (
        f"{value:10.3f}"
        if isinstance(value, float)
        else f"{'-' if value is None else value!s:>10.16s}"
    )


if __name__ == "__main__":
    bench_themes(sys.argv[1:] or SETS)
