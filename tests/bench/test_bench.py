"""`make bench` runs commands that exist, on sets that are there or are said to be absent."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.settings import CampaignSettings
from pipeline.core.table_parquet import read_counted, write_part
from pipeline.core.tables import RESPONSES
from tests.bench import __main__ as bench
from tests.bench import bench_more
from tests.bench.bench_counting import multiply
from tests.bench.bench_peers import held
from tests.bench.bench_report import enlarged
from tests.bench.bench_run import lines
from tests.bench.bench_themes import demo_set
from tests.bench.draw_costs import PICTURE, measured, picture, slope
from tests.bench.responses import answers, write_corpus, write_large_corpus
from tests.bench.stand_in import StandIn, as_real
from tests.conftest import ROOT
from tests.report.example import example
from tests.test_docs import fault


def test_every_command_of_the_bench_exists() -> None:
    found = [one[2:] for one in bench.commands() if one[1].endswith("cli.py")]
    assert len(found) >= 9
    assert {one[1] for one in found} >= {"corpus", "match", "installed", "masking", "stances"}
    assert [fault(list(one)) for one in found] == [""] * len(found)


def test_every_script_of_the_bench_is_there() -> None:
    scripts = [one[2] for one in bench.commands() if one[1] == "-m"]
    assert scripts == list(bench.SCRIPTS)
    assert all(importlib.util.find_spec(name) for name in scripts)


def test_a_set_that_is_absent_is_said_and_the_rest_is_measured(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = tmp_path / "ran.py"
    script.write_text("print('measured')")
    absent = (sys.executable, "x", str(bench.SHARED / "nergens.jsonl"))
    broken = (sys.executable, "-c", "import sys; sys.exit(3)")
    whole = (sys.executable, str(script))
    monkeypatch.setattr(bench, "commands", lambda: iter([absent, broken, whole]))
    assert bench.main() == 1
    printed = capfd.readouterr().out
    assert "skipped: not on this machine" in printed
    assert "measured" in printed


def test_the_demo_as_a_labelled_set_has_one_concern_a_line() -> None:
    rows = demo_set()
    assert len(rows) > 300
    assert len({row["text"] for row in rows}) == len(rows)
    assert 20 <= len({row["label"] for row in rows}) <= 40


def test_a_run_is_enlarged_under_ids_of_its_own() -> None:
    small = example(ROOT / "corpora" / "voorbeeld")
    n = len(small.tables["statements"])
    large = enlarged(small, 2 * n + 1)
    assert len(large.tables["statements"]) == 3 * n
    assert large.tables["statements"]["statement_id"].is_unique
    assert large.tables["responses"]["response_id"].is_unique


def test_invented_answers_differ_and_stay_the_same_in_a_larger_corpus() -> None:
    small, large = list(answers(600)), list(answers(900))
    assert large[:600] == small
    said = {one["reactie"] for one in large}
    assert len(said) > 0.9 * len(large)
    assert sum("\n- " in text for text in said) > 5  # lists
    assert any("06-" in text for text in said)
    assert sum(text.startswith("Wij vinden dat de kleine school") for text in said) > 1


def test_an_invented_corpus_is_read_without_a_fault(tmp_path: Path) -> None:
    from pipeline.corpus.corpus import read_corpus

    corpus = read_corpus(write_corpus(tmp_path / "corpus", 90))
    assert len(corpus.responses) + len(corpus.set_aside) == 90
    assert corpus.plan is not None


def test_the_bench_sets_every_run_beside_pure_encoding() -> None:
    passes = [{"stage": "Reading meaning", "cpu": 12.0, "wall": 9.0, "peak_mb": None}]
    run = {"cpu": 15.0, "wall": 9.0, "peak_mb": 900.0, "passes": passes}
    found = {"encoding": {"cpu": 10.0, "statements": 3}, "cold": run, "cached": run}
    shown = "\n".join(lines(2, {**found, "one_per_cent_more": run}))
    assert "pure encoding 10.0 CPU-s" in shown
    assert shown.count("1.50") == 3
    assert "Reading meaning" in shown


def test_one_per_cent_more_is_set_beside_a_full_run_in_which_reading_is_told_by_a_tenth() -> None:
    def passes(reading: float, rest: float) -> dict[str, object]:
        stages = {"Reading meaning": reading, "Finding themes": rest}
        return {"passes": [{"stage": name, "cpu": cpu} for name, cpu in stages.items()]}

    found = {
        "full": passes(5.0, 20.0),  # by the stand-in: no part of what reading costs
        "one_per_cent_more": passes(3.0, 9.0),
        "encoding_of_a_tenth": {"cpu": 10.0},
    }
    shown = "\n".join(bench_more.lines(found))
    assert "1 % more costs 10.0% of a full run" in shown


def test_a_stand_in_for_a_real_encoder_has_its_name_and_length() -> None:
    encoder = as_real("fast")
    vectors = encoder.encode(["de klas is vol", "nee"])
    assert (encoder.name, vectors.shape) == ("use-multilingual-v3", (2, encoder.dim))


def test_a_concern_is_held_where_most_of_it_stands_in_one_group_that_is_its_own() -> None:
    gold = ["bus", "bus", "bus", "hal", "hal", "les", "les"]
    assert held(gold, ["a", "a", "b", "b", "b", "a", "-1"]) == 2
    assert held(gold, ["a", "a", "a", "a", "a", "-1", "-1"]) == 1


def test_the_picture_of_cost_is_drawn_from_the_figures_beside_it() -> None:
    assert PICTURE.read_text("utf-8") == picture(measured())
    assert slope([(10.0, 2.0), (1000.0, 200.0)]) == pytest.approx(1.0)


def test_a_large_corpus_says_so_many_different_things_and_none_is_a_letter(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_large_corpus(tmp_path, 90, 30)
    texts = parquet.read_table(tmp_path / "reacties.parquet")["reactie"].to_pylist()
    assert (len(texts), len(set(texts))) == (90, 30)
    assert max(len(text.split()) for text in texts) < CampaignSettings().min_words


def test_the_stand_in_reads_a_text_alike_whatever_stands_beside_it() -> None:
    alone, beside = (
        StandIn().encode(["de klas is vol"]),
        StandIn().encode(["nee", "de klas is vol"]),
    )
    assert (alone[0] == beside[1]).all()
    assert abs(float(alone[0] @ alone[0]) - 1.0) < 1e-5


def test_a_run_laid_beside_itself_is_said_by_as_many_more_people(tmp_path: Path) -> None:
    whole = tmp_path / "run" / "tables" / RESPONSES.name
    row = dict.fromkeys(RESPONSES.columns, "") | {"n_supporters": 1, "source_row": 1}
    for name, respondent in (("00000.parquet", "p1"), ("sample-drawn.parquet", "p2")):
        given = {**row, "response_id": f"r-{respondent}", "respondent_id": respondent}
        write_part(RESPONSES, RESPONSES.check(pd.DataFrame([given])), whole / name)
    (tmp_path / "run" / "run.json").write_text('{"tables": {}}', "utf-8")
    multiply(tmp_path / "run", tmp_path / "larger", 3)
    rows = read_counted(RESPONSES, tmp_path / "larger" / "tables" / RESPONSES.name)
    assert sorted(rows["respondent_id"]) == ["p1", "p1x1", "p1x2", "p2"]
