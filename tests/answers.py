"""`python -m tests.answers`: what the report prints of whole consultations, beside the truth.

Every consultation is run as its files came in (`gehoord evaluate answer`): those of the project,
and any other folder that is named on the command line and holds a ``truth`` folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from models.reader.data import HELD_OUT
from tests.conftest import ROOT

CONSULTATIONS = ROOT / "tests" / "consultations"
# They judge how the reader's vectors are turned; the others taught it (models/reader/turn.py).
APART = frozenset(HELD_OUT)
SHOWN = (
    "concerns_right", "state_right", "goal_right", "rounds_right", "open_precision", "open_recall",
    "recurring_precision", "recurring_recall", "praise_as_concern", "statement_goal", "none_right",
    "people", "people_most",
)  # fmt: skip


def folders(named: Sequence[str]) -> list[Path]:
    """The consultations of the project, then those named."""
    own = sorted(path.parent for path in CONSULTATIONS.glob("*/truth"))
    return [*own, *(Path(name).resolve() for name in named)]


def figures(folder: Path) -> dict[str, float]:
    """Run one consultation. Raises: CalledProcessError when the command fails."""
    command = [sys.executable, str(ROOT / "cli.py"), "evaluate", "answer", str(folder), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def table(rows: dict[str, dict[str, float]]) -> str:
    """A line per figure, a column per consultation."""
    names = [f"{name} (apart)" if name in APART else name for name in rows]
    lines = [f"{'':20}" + "".join(f"{name:>20}" for name in names)]
    for figure in SHOWN:
        values = "".join(f"{one[figure]:20.2f}" for one in rows.values())
        lines.append(f"{figure:20}{values}")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    rows = {folder.name: figures(folder) for folder in folders(sys.argv[1:])}
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
