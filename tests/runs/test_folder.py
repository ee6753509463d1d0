"""A run on disk: whole or absent, the same when read back, safe in a spreadsheet."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.errors import DataProblem
from pipeline.core.plan import Action, Code, Codebook, Goal, Pillar, Place, Plan, Round
from pipeline.core.table_csv import as_read_back, table_csv, table_from_csv
from pipeline.core.tables import ALL, COVERAGE, QUESTIONS, THEMES
from pipeline.runs.folder import find_run, load_run, save_run
from tests.report.example import example as report_example

RECORD = RunRecord(
    run_id="run-1",
    made_at="2026-01-05T10:00:00+01:00",
    settings={"themes": {"seed": 42}},
    encoder="fast",
    encoder_revision="1",
    nlp="embedded 1",
    sources={"ronde-1.csv": "ab"},
    versions={"numpy": "2"},
    notes=("klein",),
)
PLAN = Plan(
    title="Samen verder",
    pillars=(
        Pillar(
            "1",
            "Pijler",
            goals=(
                Goal("1.1", "Doel", "tekst", (Action("1.1.1", "actie"),), Place(3, 2, ("H1",))),
            ),
        ),
    ),
    codebooks=(Codebook("kaders", "Kaders", (Code("K1", "Geld", "budget"),), kind="kaders"),),
)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@x",
    "'quoted",
    "a;b",
    'zeg "ja"',
    "regel\nregel",
    "tekst; =cmd|' /C calc'!A0",
    "regel\n=1+1",
    "tekst; '=1; ''-2;+3",
    "é",
)


def questions(*texts: str) -> pd.DataFrame:
    rows = [(f"q{n}", "1", text, "question") for n, text in enumerate(texts)]
    return QUESTIONS.check(pd.DataFrame(rows, columns=list(QUESTIONS.columns)))


def analysis(**tables: pd.DataFrame) -> Analysis:
    return Analysis(
        corpus="proef",
        title="Proef",
        organisation="swv",
        rounds=(Round("1", "Ronde", "2025-01-01"),),
        plan=PLAN,
        previous=None,
        codebooks=(PLAN.goal_codebook(), *PLAN.codebooks),
        record=RECORD,
        group_sizes={"role": {"ouder": 10}},
        tables=tables,
    )


def test_a_run_reads_back_as_it_was_written(tmp_path: Path) -> None:
    given_run = analysis(questions=questions(*HOSTILE))
    save_run(given_run, tmp_path / "run")
    back = load_run(tmp_path / "run")
    assert back.plan == given_run.plan
    assert back.codebooks == given_run.codebooks
    assert back.record == given_run.record
    assert back.rounds == given_run.rounds
    pd.testing.assert_frame_equal(back.table(QUESTIONS), given_run.table(QUESTIONS))


def test_numbers_lists_and_gaps_survive(tmp_path: Path) -> None:
    row = {
        "theme_id": "T01",
        "codebook_id": "goals",
        "code_id": "",
        "status": "not_addressed",
        "decided_by": "model",
        "score": 0.25,
        "needed": None,
        "quote_ids": ("a.01", "b.01"),
        "passage_ids": (),
    }
    frame = COVERAGE.check(pd.DataFrame([row]))
    save_run(analysis(coverage=frame), tmp_path / "run")
    pd.testing.assert_frame_equal(load_run(tmp_path / "run").table(COVERAGE), frame)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), max_size=5))
def test_no_cell_starts_as_a_formula_and_no_text_is_lost(texts: list[str]) -> None:
    written = table_csv(QUESTIONS, questions(*texts))
    rows = list(csv.reader(written.splitlines(keepends=True)))[1:]
    if "\r" not in "".join(texts) and "\x85" not in "".join(texts):
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


_ODD = st.text(st.one_of(st.sampled_from("=+-@'; \t\r\n\xa0"), st.characters(codec="utf-8")))


@example(["\r", "a\rb"])
@given(st.lists(st.one_of(st.none(), st.sampled_from(HOSTILE), _ODD), max_size=5))
def test_texts_held_are_those_that_would_be_read_back(texts: list[str | None]) -> None:
    rows = [(f"q{n}", "1", text, "question") for n, text in enumerate(texts)]
    frame = QUESTIONS.check(pd.DataFrame(rows, columns=list(QUESTIONS.columns)))
    back = table_from_csv(QUESTIONS, table_csv(QUESTIONS, frame))
    pd.testing.assert_frame_equal(as_read_back(QUESTIONS, frame), back)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(-1e9, 1e9)),
            st.lists(st.sampled_from(("a.01", "b", "-c", "d; e", "")), max_size=3),
        ),
        max_size=4,
    )
)
def test_numbers_and_lists_held_are_those_that_would_be_read_back(
    values: list[tuple[float | None, list[str]]],
) -> None:
    rows = [
        (f"T{n}", "goals", "1", "partly", "model", score, None, tuple(ids), ())
        for n, (score, ids) in enumerate(values)
    ]
    frame = COVERAGE.check(pd.DataFrame(rows, columns=list(COVERAGE.columns)))
    back = table_from_csv(COVERAGE, table_csv(COVERAGE, frame))
    pd.testing.assert_frame_equal(as_read_back(COVERAGE, frame), back, check_exact=True)


def test_a_report_is_made_of_what_stands_on_disk(tmp_path: Path) -> None:
    third = COVERAGE.check(
        pd.DataFrame(
            [("T01", "goals", "1", "partly", "model", 1 / 3, None, ("a.01",), ())],
            columns=list(COVERAGE.columns),
        )
    )
    seen: list[pd.DataFrame] = []

    def render(run: Analysis) -> dict[str, bytes]:
        seen.extend(run.table(table) for table in ALL)
        return {}

    save_run(analysis(coverage=third), tmp_path / "run", render=render)
    back = load_run(tmp_path / "run")
    for table, frame in zip(ALL, seen, strict=True):
        pd.testing.assert_frame_equal(frame, back.table(table), check_exact=True)
    assert back.table(COVERAGE)["score"][0] == 0.333333


def test_a_folder_that_holds_something_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "mine.txt").write_text("x")
    with pytest.raises(DataProblem, match="bevat al bestanden"):
        save_run(analysis(), tmp_path / "run")
    assert (tmp_path / "run" / "mine.txt").read_text() == "x"


def test_a_run_that_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    def breaks(_run: Analysis) -> dict[str, bytes]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_run(analysis(), tmp_path / "run", render=breaks)
    assert list(tmp_path.iterdir()) == []


def test_an_altered_table_is_refused(tmp_path: Path) -> None:
    save_run(analysis(), tmp_path / "run")
    path = tmp_path / "run" / "tables" / "themes.csv"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(DataProblem, match="gewijzigd"):
        load_run(tmp_path / "run")


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"geen run\.json"):
        load_run(tmp_path)


def test_two_runs_on_the_same_input_differ_in_run_json_only(tmp_path: Path) -> None:
    for name in ("run-1", "run-2"):
        record = dataclasses.replace(RECORD, run_id=name)
        run = dataclasses.replace(analysis(questions=questions("Wat mist u?")), record=record)
        save_run(run, tmp_path / name)
    files = {path.relative_to(tmp_path / "run-1") for path in (tmp_path / "run-1").rglob("*.*")}
    assert len(files) > 10
    differing = {
        str(name)
        for name in files
        if (tmp_path / "run-1" / name).read_bytes() != (tmp_path / "run-2" / name).read_bytes()
    }
    assert differing == {"run.json"}
    assert json.loads((tmp_path / "run-2" / "run.json").read_text())["record"]["run_id"] == "run-2"


def test_a_table_from_an_older_version_is_empty_rather_than_a_fault(tmp_path: Path) -> None:
    save_run(analysis(), tmp_path / "run")
    path = tmp_path / "run" / "run.json"
    facts = json.loads(path.read_text("utf-8"))
    del facts["tables"]["themes"]
    path.write_text(json.dumps(facts), "utf-8")
    assert load_run(tmp_path / "run").table(THEMES).empty


def test_groups_of_a_run_that_knew_no_chances_are_not_all_sure(
    voorbeeld: Path, tmp_path: Path
) -> None:
    run = report_example(voorbeeld, keep=100)
    loose = run.table(THEMES).assign(stability=0.2, n_respondents=3)
    save_run(dataclasses.replace(run, tables={**run.tables, "themes": loose}), tmp_path / "run")
    path, record = tmp_path / "run" / "tables" / "themes.csv", tmp_path / "run" / "run.json"
    older = pd.read_csv(path).drop(columns="chance").to_csv(index=False)
    path.write_text(older, "utf-8")
    facts = json.loads(record.read_text("utf-8"))
    facts["tables"]["themes"] = hashlib.sha256(older.encode()).hexdigest()
    record.write_text(json.dumps(facts), "utf-8")
    chances = load_run(tmp_path / "run").table(THEMES)["chance"]
    assert len(chances) and (chances < 0.45).all()


def test_the_folder_of_the_inputs_names_the_last_run_of_its_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    inputs = tmp_path / "elders" / "mijn map"
    inputs.mkdir(parents=True)
    (inputs / "corpus.toml").write_text('[corpus]\nname = "proef"\n', encoding="utf-8")
    with pytest.raises(DataProblem, match="nog niet geanalyseerd"):
        find_run(inputs)
    for run in ("2026-01-01-100000", "2026-02-01-100000"):
        (tmp_path / "reports" / "proef" / run).mkdir(parents=True)
        (tmp_path / "reports" / "proef" / run / "run.json").write_text("{}", encoding="utf-8")
    assert find_run(inputs).name == "2026-02-01-100000"
