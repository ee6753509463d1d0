"""Commands of the manual that no other test types: each runs, and prints what it is for."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_tree import leaves
from tests.conftest import CASES, ROOT
from tests.shell import Shell
from tests.small_corpus import small_corpus

# Typed by no test as it stands: it takes a run of the demo and minutes.
NOT_TYPED = ["evaluate placing"]
PLAN = """# Plan

## Speerpunt 1: Vervoer

### Doel 1.1: De taxi komt op tijd

- Iedere leerling heeft een vaste chauffeur.

### Doel 1.2: De bus rijdt elke dag

- Bij uitval is er vervangend vervoer.
"""
GOALS = {"1.1": "De taxi komt op tijd", "1.2": "De klassen zijn klein"}
SAID = {"1.1": "De taxi komt {} te laat", "1.2": "De klas is {} te groot"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handleiding")
    small_corpus(folder / "corpora" / "klein")
    (folder / "plan.md").write_text(PLAN, "utf-8")
    rows = [
        {"id": f"{label}-{word}", "text": text.format(word), "label": label}
        for label, text in SAID.items()
        for word in ("steeds", "vaak", "elke week", "weer", "altijd")
    ]
    (folder / "set.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    goals = [{"id": goal, "title": text, "text": text} for goal, text in GOALS.items()]
    (folder / "set_goals.json").write_text(json.dumps(goals), "utf-8")
    return folder


def test_the_script_for_the_tab_key(gehoord: Shell) -> None:
    assert "_GEHOORD_COMPLETE" in gehoord("completion", "bash")


def test_a_plan_beside_its_previous_version(gehoord: Shell, voorbeeld: Path) -> None:
    old, new = str(voorbeeld / "plan-vorige.toml"), str(voorbeeld / "plan.toml")
    assert len(gehoord("plan", "diff", old, new).splitlines()) > 10
    assert gehoord("plan", "diff", new, new) != gehoord("plan", "diff", old, new)


def test_codebooks_are_listed_and_written(gehoord: Shell, home: Path) -> None:
    assert "niveaus" in gehoord("codebook", "list")
    gehoord("codebook", "export", "niveaus", "niveaus.csv")
    assert len((home / "niveaus.csv").read_text("utf-8").splitlines()) > 3


def test_what_the_reading_of_a_plan_got_right(gehoord: Shell, home: Path) -> None:
    tree = gehoord.json("plan", "read", "plan.md")
    (home / "gold.json").write_text(json.dumps(tree), "utf-8")
    figures = gehoord("evaluate", "plan", "plan.md", "--gold", "gold.json")
    assert "1.000" in figures and "0.000" not in figures


@pytest.mark.slow
def test_every_measure_takes_a_file_of_ones_own(gehoord: Shell) -> None:
    stances = gehoord.json(
        "evaluate", "stances", str(CASES / "stances.jsonl"), "--split", "test", "--wording"
    )
    masking = gehoord.json("evaluate", "masking", str(CASES / "masking.jsonl"), "--split", "test")
    match = gehoord.json(
        "evaluate", "match", "set.jsonl", "--goals", "set_goals.json", "--encoder", "fast",
        "--one-voice", "--draws", "2",
    )  # fmt: skip
    ranked = gehoord.json("evaluate", "encoders", "set.jsonl", "--encoder", "fast")
    cost = gehoord.json("evaluate", "prepare", "--n", "100", "--processes", "1")
    assert match["goal_at_1"] > 0.7
    assert all((stances, masking, ranked, cost))


@pytest.mark.slow
def test_one_person_is_forgotten_in_every_run(gehoord: Shell, home: Path) -> None:
    gehoord("analyse", "klein", "--encoder", "fast")
    (table,) = (home / "reports" / "klein").glob("*/tables/responses.csv")
    lines = table.read_text("utf-8").splitlines()
    who = lines[1].split(",")[lines[0].split(",").index("respondent_id")]
    gehoord("vergeet", "klein", "--deelnemer", who)
    assert who not in table.read_text("utf-8")


def typed_in_tests() -> Iterator[tuple[str, ...]]:
    """The words of every call, tuple and list in the tests; "" for what is no plain word."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call | ast.Tuple | ast.List):
                items = node.args if isinstance(node, ast.Call) else node.elts
                yield tuple(
                    str(item.value) if isinstance(item, ast.Constant) else "" for item in items
                )


def test_every_command_is_typed_in_a_test() -> None:
    typed = set(typed_in_tests())
    missing = [
        " ".join(path)
        for path, _command in leaves()
        if not any(
            words[start : start + len(path)] == tuple(path)
            for words in typed
            for start in range(len(words))
        )
    ]
    assert len(list(leaves())) > 40
    assert missing == NOT_TYPED
