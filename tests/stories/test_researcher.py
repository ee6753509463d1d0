"""A researcher: trains on two rounds, wants to know whether it is better, and can show how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.stories.conftest import gehoord

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of her own: models/ and runs go there."""
    return tmp_path_factory.mktemp("workshop")


def told(workshop: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    """What a command says with --json."""
    found: dict[str, Any] = json.loads(
        gehoord(*arguments, "--json", cwd=workshop, code=code).stdout
    )
    return found


def test_1_she_trains_on_the_first_two_rounds(workshop: Path) -> None:
    made = told(workshop, "train", "voorbeeld", "--name", "rondes", "--round", "1", "--round", "2")
    assert made["model"] == "rondes@1"
    assert made["themes"] >= 8
    assert made["scores"]["agreement"] > 0.5


def test_2_she_trains_a_coarser_one_beside_it(workshop: Path) -> None:
    made = told(
        workshop, "train", "voorbeeld", "--name", "grof", "--round", "1", "--round", "2",
        "--themes", "4",
    )  # fmt: skip
    assert made["themes"] <= 8


def test_3_she_tunes_with_people_held_out_and_goes_on_where_it_stopped(workshop: Path) -> None:
    first = told(workshop, "tune", "voorbeeld", "--trials", "2", "--log", "trials.jsonl")
    again = told(workshop, "tune", "voorbeeld", "--trials", "2", "--log", "trials.jsonl")
    assert again == first
    assert {"first", "second", "low", "high"} <= set(first["held_out"])


def test_4_she_compares_both_on_a_round_that_neither_saw(workshop: Path) -> None:
    found = told(
        workshop, "models", "compare", "grof", "rondes", "--on", "voorbeeld", "--round", "3",
        "--out", "side",
    )  # fmt: skip
    assert found["remarks"] == []
    assert found["scores"]["ami"]["mean"] > 0
    assert found["verdict"] in ("better", "mixed")
    assert (workshop / "side" / "alignment.svg").is_file()


def test_5_she_promotes_the_better_and_the_worse_is_refused(workshop: Path) -> None:
    gehoord("models", "promote", "rondes", cwd=workshop)
    on = ("--on", "voorbeeld", "--round", "3")
    refused = gehoord("models", "promote", "grof", *on, cwd=workshop, code=1)
    assert "herstel:" in refused.stderr


def test_6_she_analyses_the_next_round_with_the_promoted_model(workshop: Path) -> None:
    gehoord(
        "analyse", "voorbeeld", "--round", "3", "--model", "default", "--out", "r3", cwd=workshop
    )
    record = json.loads((workshop / "r3" / "run.json").read_text("utf-8"))["record"]
    assert record["model"] == "rondes@1"
    scores = told(workshop, "evaluate", "corpus", "voorbeeld", "--run", "r3")
    assert scores["theme_nmi"] > 0.4
    gehoord("verify", "r3", cwd=workshop)


def test_7_she_lets_the_model_grow_and_old_ids_stay(workshop: Path) -> None:
    gehoord(
        "analyse", "voorbeeld", "--round", "3", "--model", "rondes@1", "--update", "--out", "grown",
        cwd=workshop,
    )  # fmt: skip
    ids = [
        {
            line.split(",")[0]
            for line in (workshop / "models" / "rondes" / version / "themes.csv")
            .read_text("utf-8")
            .splitlines()[1:]
        }
        for version in ("1", "2")
    ]
    assert ids[0] <= ids[1]


def test_8_a_year_later_every_number_comes_out_the_same(workshop: Path) -> None:
    for run in ("r3", "grown"):
        found = told(workshop, "rerun", run)
        assert found["equal"] is True
        assert found["versions"] == found["tables"] == {}


def test_9_a_model_somebody_touched_is_refused(workshop: Path) -> None:
    path = workshop / "models" / "rondes" / "1" / "centres.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    refused = gehoord(
        "analyse", "voorbeeld", "--model", "rondes@1", "--out", "no", cwd=workshop, code=1
    )
    assert "centres.safetensors" in refused.stderr
    assert not (workshop / "no").exists()
