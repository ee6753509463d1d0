"""A researcher: trains on two rounds, wants to know whether it is better, and can show how."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.stories.conftest import gehoord

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of her own: models/ and runs go there."""
    return tmp_path_factory.mktemp("workshop")


STUDY = """import pandas as pd
from gehoord import Plan, Settings, analyse, load_model

rows = pd.read_json("set.jsonl", lines=True).rename(columns={"respondent": "respondent_id"})
plan = Plan.from_dict({"pillars": [{"title": "Vervoer", "goals": ["De taxi komt op tijd"]}]})
fast = Settings().changed({"embed": {"encoder": "fast", "second": ""}})
run = analyse(rows[["text", "respondent_id"]], plan, settings=fast)
print(len(run.concerns()), len(run.report("html")))
print(load_model("samen").place(["De taxi komt elke week te laat"])["label"].iloc[0])
"""
SAID = {
    "vervoer": "De {0} komt {1} te laat en mijn kind staat te wachten.",
    "wachten": "Wij wachten al {1} op een besluit over {0}.",
    "klas": "In de klas zitten te veel kinderen, {1} is er geen tijd voor {0}.",
}
ABOUT = {
    "vervoer": ("taxi", "bus", "chauffeur", "ochtendrit"),
    "wachten": ("de toewijzing", "het arrangement", "de aanvraag", "een plek"),
    "klas": ("uitleg", "een gesprek", "extra hulp", "lezen"),
}
OFTEN = ("maandenlang", "elke week", "steeds", "dit jaar", "vaak")


@pytest.fixture(scope="module")
def labelled(workshop: Path) -> Path:
    """Sixty sentences on three subjects, each by somebody, as another program writes them."""
    rows = [
        {"id": f"{label}-{about}-{often}", "text": sentence.format(about, often), "label": label,
         "respondent": f"{about}{number // 2}"}
        for label, sentence in SAID.items()
        for about in ABOUT[label]
        for number, often in enumerate(OFTEN)
    ]  # fmt: skip
    file = workshop / "set.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return file


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
    assert len(found["remarks"]) == 1, "only that another seed moves nothing in these models"
    assert "startgetal" in found["remarks"][0]
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


def test_10_another_topic_model_goes_the_whole_road_and_the_record_says_which(
    workshop: Path,
) -> None:
    gehoord(
        "analyse", "voorbeeld", "--round", "1", "--encoder", "fast", "--topic-model", "bertopic",
        "--nlp", "embedded", "--out", "plain", cwd=workshop,
    )  # fmt: skip
    record = json.loads((workshop / "plain" / "run.json").read_text("utf-8"))["record"]
    assert record["settings"]["themes"]["topic_model"] == "bertopic"
    assert record["nlp"].startswith("embedded")
    assert (workshop / "plain" / "report.html").stat().st_size > 100_000
    found = told(workshop, "rerun", "plain")
    assert found["equal"] is True


def test_11_a_labelled_set_is_measured_with_intervals_seeds_and_draws(
    workshop: Path, labelled: Path
) -> None:
    found = told(workshop, "evaluate", "themes", labelled.name, "--encoder", "fast", "--seeds", "2")
    assert found["n_labels"] == 3
    low, high = found["intervals"]["ami"]
    assert low < found["ami"] < high or found["ami"] == 1.0
    # A seed moves nothing of our own tree.
    assert found["seeds"]["ami"] == [round(found["ami"], 4)] * 2
    least, most = found["draws"]["stability"]
    assert least <= found["stability"] <= most
    curve = told(workshop, "evaluate", "codes", labelled.name, "--encoder", "fast", "--draws", "2")
    assert curve["1"]["right"]["second"] < curve["8"]["right"]["second"] + 0.01


def test_12_a_set_and_a_corpus_are_trained_together_and_stay_apart(
    workshop: Path, labelled: Path
) -> None:
    made = told(
        workshop, "train", "voorbeeld", labelled.name, "--name", "samen", "--encoder", "fast",
        "--round", "1",
    )  # fmt: skip
    assert made["themes"] >= 5
    measured = told(workshop, "evaluate", "themes", labelled.name, "--model", "samen")
    assert measured["placed"] > 0.8
    assert measured["ari"] > 0.5


def test_13_what_the_network_would_bring_is_a_fault_of_three_lines(workshop: Path) -> None:
    refused = gehoord("models", "fetch", "nl", cwd=workshop, code=1)
    lines = [line for line in refused.stderr.splitlines() if line.strip()]
    assert "Traceback" not in refused.stderr
    assert len(lines) <= 4
    assert lines[-1].strip().startswith("herstel:")


def test_14_all_of_it_without_files_from_her_own_script(workshop: Path) -> None:
    script = workshop / "study.py"
    script.write_text(STUDY, "utf-8")
    ran = subprocess.run(
        [sys.executable, script.name],
        cwd=workshop,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GEHOORD_LANG": "nl"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    concerns, length = ran.stdout.splitlines()[0].split()
    assert int(concerns) >= 1
    assert int(length) > 100_000
    assert ran.stdout.splitlines()[1].strip()
