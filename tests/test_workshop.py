"""Train, place, grow, compare, promote and repeat, by the commands a researcher types."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import cli
from pipeline.runs import model_store
from tests.shell import Shell


def test_01_a_model_is_trained_on_one_round_and_its_card_holds_no_text(
    gehoord: Shell, home: Path
) -> None:
    made = gehoord.json("train", "klein", "--name", "proef", "--round", "1")
    assert made["model"] == "proef@1"
    assert made["statements"] >= 50
    card = (home / "models/proef/1/card.json").read_text("utf-8")
    facts = json.loads(card)
    assert facts["data"][0]["rounds"] == ["1"]
    assert len(facts["data"][0]["sha256"]) == 1
    assert facts["encoder"]["revision"]
    assert "busje" not in card
    assert "ronde-1" not in card
    listed = gehoord.json("models", "list")
    assert [one["model"] for one in listed["models"]] == ["proef@1"]
    assert "## Limits" in gehoord("models", "show", "proef")


def test_02_the_next_round_is_placed_in_it_and_what_does_not_fit_is_told(
    gehoord: Shell, home: Path
) -> None:
    gehoord("analyse", "klein", "--round", "2", "--model", "proef", "--out", "placed")
    record = json.loads((home / "placed/run.json").read_text("utf-8"))["record"]
    assert record["model"] == "proef@1"
    assert any("fit none of the model's themes" in one for one in record["notes"])
    assert list(record["sources"]) == [
        "ronde-2.csv", "plan.toml", "corpus.toml", ".gehoord-key",
    ]  # fmt: skip


def test_03_a_run_can_be_repeated_to_the_last_byte(gehoord: Shell) -> None:
    assert gehoord.json("rerun", "placed") == {
        "equal": True, "tables": {}, "versions": {}, "other_packages": {},
    }  # fmt: skip


def test_03a_a_run_is_repeated_in_the_language_of_then(gehoord: Shell) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--lang", "nl", "--quiet", "rerun", "placed"])
    assert left.value.code == 0
    assert "Tot op de bit gelijk" in gehoord.capsys.readouterr().out


def test_03b_versions_of_then_that_are_others_now_are_named(gehoord: Shell, home: Path) -> None:
    shutil.copytree(home / "placed", home / "older")
    path = home / "older/run.json"
    facts = json.loads(path.read_text("utf-8"))
    facts["record"]["versions"]["numpy"] = "0.1"
    facts["record"]["packages"]["rich"] = "0.2"
    facts["record"]["code"] = "0" * 64
    path.write_text(json.dumps(facts), "utf-8")
    found = gehoord.json("rerun", "older")
    assert found["equal"] is True
    assert sorted(found["versions"]) == ["code", "numpy"]
    assert list(found["other_packages"]) == ["rich"]
    assert "fresh" not in gehoord("rerun", "older")


def test_03c_a_table_that_comes_out_otherwise_is_named_with_its_columns(
    gehoord: Shell, home: Path
) -> None:
    shutil.copytree(home / "placed", home / "other")
    path = home / "other/tables/assignments.csv"
    lines = path.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace(",0.", ",9.", 1)
    path.write_text("\n".join([lines[0], lines[1], *lines[3:]]) + "\n", "utf-8", newline="")
    record = home / "other/run.json"
    facts = json.loads(record.read_text("utf-8"))
    facts["tables"]["assignments"] = hashlib.sha256(path.read_bytes()).hexdigest()
    record.write_text(json.dumps(facts), "utf-8")
    found = gehoord.json("rerun", "other", code=1)
    assert found["tables"] == {
        "assignments": {"gone": 0, "new": 1, "columns": {"strength": 1}, "moved": False}
    }
    assert "assignments: 0 rows are gone, 1 are new" in gehoord("rerun", "other", code=1)


def test_04_a_file_that_changed_since_is_named_and_nothing_is_compared(
    gehoord: Shell, home: Path
) -> None:
    path = home / "corpora/klein/ronde-2.csv"
    before = path.read_bytes()
    path.write_bytes(before + b"999;ouder;Nog een reactie van iemand anders\n")
    try:
        told = gehoord("rerun", "placed", code=1)
    finally:
        path.write_bytes(before)
    assert "ronde-2.csv" in told
    assert "SHA-256" in told
    assert "to mend" in told


def test_04b_a_description_that_changed_is_told_and_the_tables_decide(
    gehoord: Shell, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "corpora/klein/corpus.toml"
    before = path.read_text("utf-8")
    path.write_text(before + "\n# a remark\n", "utf-8")
    try:
        with pytest.raises(SystemExit) as left:
            cli.main(["--lang", "en", "rerun", "placed"])
    finally:
        path.write_text(before, "utf-8")
    printed = capsys.readouterr()
    assert left.value.code == 0
    assert "corpus.toml changed since" in printed.err
    assert "Bit-equal" in printed.out


def test_04c_where_gehoord_comes_from_is_asked_for_a_fresh_environment_only(
    gehoord: Shell,
) -> None:
    assert "--fresh" in gehoord("rerun", "placed", "--source", ".", code=1)


def test_05_growing_makes_a_new_version_and_keeps_the_old_one(gehoord: Shell, home: Path) -> None:
    old = (home / "models/proef/1/card.json").read_bytes()
    gehoord("analyse", "klein", "--round", "2", "--model", "proef@1", "--update", "--out", "grown")
    record = json.loads((home / "grown/run.json").read_text("utf-8"))["record"]
    assert record["model"] == "proef@1"  # laid beside: what can be repeated
    card = json.loads((home / "models/proef/2/card.json").read_text("utf-8"))
    assert card["parent"] == "proef@1"
    assert [one["rounds"] for one in card["data"]] == [["1"], ["2"]]
    assert (home / "models/proef/1/card.json").read_bytes() == old
    topics = model_store.load_model("proef@2").topics()
    table = (home / "grown/tables/statements.csv").read_text("utf-8").splitlines()
    assert topics is not None
    assert len(topics.model.topics_) == len(table) - 1
    assert gehoord.json("rerun", "grown")["equal"] is True


def test_06_two_models_are_compared_on_the_same_statements(gehoord: Shell, home: Path) -> None:
    found = gehoord.json(
        "models", "compare", "proef@1", "proef@2", "--on", "klein", "--round", "2", "--out", "side"
    )
    assert set(found["scores"]) == {"silhouette", "placed"}
    assert found["statements"] >= 50
    assert any("proef@2 was trained on this input" in one for one in found["remarks"])
    drawn = (home / "side/alignment.svg").read_text("utf-8")
    assert drawn.startswith("<svg")
    assert (home / "side/moved.csv").is_file()


def test_07_promoting_asks_for_proof_once_there_is_a_default(gehoord: Shell) -> None:
    gehoord("models", "promote", "proef@1")
    assert "--on" in gehoord("models", "promote", "proef@2", code=1)
    gehoord("models", "promote", "proef@2", "--force")
    gehoord("analyse", "klein", "--round", "2", "--model", "default", "--out", "by-default")
    assert "default model" in gehoord("models", "remove", "proef@2", "--yes", code=1)
    gehoord("models", "remove", "proef@1", "--yes")
    assert [one["model"] for one in gehoord.json("models", "list")["models"]] == ["proef@2"]


def test_08_a_worse_model_is_refused_with_the_figures(gehoord: Shell) -> None:
    gehoord.json("train", "klein", "--name", "grof", "--round", "1", "--themes", "1")
    told = gehoord("models", "promote", "grof", "--on", "klein", "--round", "2", code=1)
    assert "at least as good as proef@2" in told


def test_09_another_encoder_is_refused_with_a_mend(gehoord: Shell) -> None:
    told = gehoord(
        "analyse", "klein", "--model", "proef@2", "--encoder", "accurate", "--out", "no", code=1
    )
    assert "leave --encoder out" in told


def test_10_two_runs_are_held_side_by_side(gehoord: Shell) -> None:
    found = gehoord.json("compare", "placed", "by-default")
    assert found["statements"] >= 50
    assert {one["kind"] for one in found["themes"]} <= {"same", "split", "merged", "gone", "new"}


def test_11_runs_without_a_statement_in_common_are_paired_by_meaning(gehoord: Shell) -> None:
    gehoord("analyse", "klein", "--round", "1", "--out", "first")
    found = gehoord.json("compare", "first", "placed")
    assert found["moved"] == []
    assert any("paired by meaning" in one for one in found["remarks"])
    assert sum(one["kind"] == "same" for one in found["themes"]) >= 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("analyse", "klein", "--update"), "--model"),
        (("analyse", "klein", "--model", "default-of-nobody"), "gehoord train"),
        (("analyse", "klein", "--round", "9"), "one of: 1, 2"),
        (("train", "klein", "--name", "../buiten"), "name"),
        (("train", "klein", "klein", "--name", "dubbel"), "twice"),
        (
            ("train", "klein", "klein", "--name", "dubbel", "--judgements", "placed/run.json"),
            "one log, and 2 corpora",
        ),
        (("models", "remove", "proef"), "NAME@VERSION"),
        (("models", "show", "proef@99"), "proef@2"),
    ],
)
def test_12_what_cannot_be_done_is_said_with_a_mend(
    gehoord: Shell, arguments: tuple[str, ...], words: str
) -> None:
    told = gehoord(*arguments, code=1)
    assert words in told
    assert "to mend" in told
