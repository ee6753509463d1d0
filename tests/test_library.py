"""gehoord as a library: frames in, reports out; names loaded when used, and typed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import gehoord
from gehoord import DataProblems, Plan, Run, Settings, analyse, load_models, load_run, read_corpus
from pipeline.runs.state import Models
from tests.conftest import ROOT

HEAVY = ("torch", "spacy", "bertopic", "sklearn", "pandas", "numpy", "vl_convert", "onnxruntime")
FAST = Settings().changed({"embed": {"encoder": "fast", "second": ""}})
PLAN = {"title": "Samen", "pillars": [{"title": "Vervoer", "goals": ["De taxi komt op tijd."]}]}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """The first round of the demo, as a researcher has it in a frame."""
    demo = read_corpus(ROOT / "corpora" / "voorbeeld").only(["1"])
    return demo.responses[["text", "role", "date"]].head(120)


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models(FAST)


@pytest.fixture(scope="module")
def run(answers: pd.DataFrame, models: Models) -> Run:
    return analyse(answers, Plan.from_dict(PLAN), models=models, settings=FAST, run_id="r")


def test_every_promised_name_is_there_and_says_what_it_is() -> None:
    assert 10 <= len(gehoord.__all__) <= 20
    assert all(getattr(gehoord, name).__doc__ for name in gehoord.__all__)
    assert not hasattr(gehoord, "analyze")


def test_a_frame_and_a_plan_become_concerns_beside_the_plan(run: Run) -> None:
    concerns = run.concerns()
    assert len(concerns) >= 5
    assert concerns["n_respondents"].is_monotonic_decreasing
    assert concerns["status"].notna().all()
    assert "1.1" in set(run.table("matches")["code_id"])
    assert len(run.table("responses")) == 120


def test_a_run_gives_its_report_in_every_form(run: Run) -> None:
    assert run.report("html").startswith("<!")
    assert '"schema"' in run.report("json")
    assert run.report("docx")[:2] == run.report("xlsx")[:2] == b"PK"
    assert 'lang="en"' in run.report("html", lang="en")
    with pytest.raises(ValueError, match="pptx"):
        run.report("pptx")  # type: ignore[call-overload]


def test_a_run_shows_itself_in_a_notebook(run: Run) -> None:
    n = len(run.concerns())
    assert f"{n} concerns" in repr(run)
    assert run._repr_html_().count("<tr>") == 1 + min(n, 12)
    first = run.concerns()["theme_id"][0]
    themes = run.table("themes")
    known = replace(
        run, tables={**run.tables, "themes": themes.assign(recurring=themes["theme_id"] == first)}
    )
    assert known._repr_html_().count("<td>ja</td>") == 1  # as the table says, in words


def test_bertopics_object_is_that_of_the_run_whatever_ran_after_it(
    run: Run, answers: pd.DataFrame, models: Models, tmp_path: Path
) -> None:
    small = analyse(answers.head(12), models=models)
    topics = run.topics()
    assert topics is not None
    texts = list(run.table("statements")["clean_text"])
    shown = topics.model.get_document_info(texts)
    theme = run.table("assignments").set_index("statement_id")["theme_id"]
    of_rows = theme[run.table("statements")["statement_id"]]
    assert list(shown["Topic"].map(topics.theme_of)) == list(of_rows.fillna(""))
    assert small.topics() is None or len(small.topics().model.topics_) < len(texts)
    assert load_run(run.save(tmp_path / "run")).topics() is None


def test_beside_a_plan_bertopics_object_takes_texts_alone(run: Run) -> None:
    """Statements were divided by their place in the plan too, which a text alone has not."""
    fitted = run.topics()
    assert fitted is not None
    topics = fitted.model
    texts = list(run.table("statements")["clean_text"])
    placed = np.array(topics.topics_)
    again = np.array(topics.transform(texts)[0])
    assert np.mean((again == placed)[placed >= 0]) >= 0.85
    assert topics.find_topics(texts[int(np.argmax(placed == 0))], top_n=1)[0] == [0]


def test_keynmf_goes_the_road_beside_a_plan(answers: pd.DataFrame, models: Models) -> None:
    """As BERTopic does in the researcher's story."""
    other = FAST.changed({"themes": {"topic_model": "keynmf", "runs": 2}})
    run = analyse(answers, Plan.from_dict(PLAN), models=models, settings=other, run_id="o")
    assert len(run.concerns()) >= 2
    assert run.concerns()["status"].notna().all()
    assert run.report("html").startswith("<!")


def test_a_fault_met_in_a_script_says_below_it_what_to_do(run: Run) -> None:
    with pytest.raises(DataProblems) as met:
        analyse(pd.DataFrame({"tekst": ["De taxi"]}))
    notes = "\n".join(met.value.__notes__)
    assert "rename" in notes or "hernoem" in notes
    with pytest.raises(ValueError, match=r"no table .theme.; one of: .*themes"):
        run.table("theme")


def test_a_run_is_saved_and_read_back(run: Run, tmp_path: Path) -> None:
    again = load_run(run.save(tmp_path / "run"))
    shown = [one.concerns().drop(columns="stability") for one in (run, again)]
    assert shown[0].equals(shown[1])
    assert (tmp_path / "run" / "report.html").is_file()
    assert set(run.compare(again)["kind"]) == {"same"}


def test_a_record_tells_of_the_encoder_that_read(answers: pd.DataFrame, models: Models) -> None:
    """Models alone say by which settings they were loaded; settings of others are refused."""
    run = analyse(answers.head(12), models=models)
    assert run.record.settings["embed"] == FAST.as_dict()["embed"]
    assert run.record.encoder == "use-multilingual-v3"
    with pytest.raises(ValueError, match="load_models"):
        analyse(answers.head(12), models=models, settings=Settings())


def test_models_in_the_place_of_the_plan_are_told_where_they_go(voorbeeld: Path) -> None:
    with pytest.raises(TypeError, match="models=…"):
        analyse(read_corpus(voorbeeld), FAST)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="DataFrame"):
        analyse(["De taxi"])  # type: ignore[arg-type]


def test_what_is_no_run_is_not_compared(run: Run) -> None:
    with pytest.raises(TypeError, match="load_run"):
        run.compare("reports/first")  # type: ignore[arg-type]


def test_concerns_are_trained_kept_and_later_texts_are_placed(
    answers: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHOORD_MODELS", str(tmp_path))
    training = gehoord.train(answers, models=load_models(FAST), settings=FAST)
    later = pd.Series([answers["text"][0], ""], index=["a", "b"])
    placed = training.place(later)
    assert (
        placed.loc["a", "label"]
        == training.known.themes.set_index("theme_id")["label"][placed.loc["a", "theme_id"]]
    )
    assert placed.loc["a", "theme_id"]
    assert (placed.loc["b", "theme_id"], list(placed.index)) == ("", ["a", "b"])
    kept = training.keep("vervoer")
    assert gehoord.load_model("vervoer").place(later).equals(placed)
    assert str(kept.reference) == "vervoer@1"
    n = training.counts["themes"]
    assert repr(training) == f"Training({n} themes in {training.counts['statements']} statements)"
    assert repr(kept) == f"Trained('vervoer@1', {n} themes)"
    assert repr(training.models) == "Models(use-multilingual-v3; embedded)"


def test_the_command_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "gehoord", "--version"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert ran.stdout.startswith("gehoord")


@pytest.mark.parametrize(
    "script",
    [
        "import gehoord; gehoord.Plan, gehoord.Settings()",
        "import pipeline, gehoord; gehoord.Settings(); assert pipeline.MINE == 1",
        "import runpy; runpy.run_module('gehoord', run_name='__main__', alter_sys=True)",
    ],
)
def test_a_script_may_have_a_pipeline_of_its_own_beside_it(script: str, tmp_path: Path) -> None:
    (tmp_path / "pipeline.py").write_text("MINE = 1\n", "utf-8")
    (tmp_path / "cli.py").write_text("raise SystemExit('mine')\n", "utf-8")
    (tmp_path / "study.py").write_text(script + "\n", "utf-8")
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "study.py", "--version"],
        cwd=tmp_path, env=where, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert ("gehoord" in done.stdout) == ("runpy" in script)


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = f"import sys, gehoord; print([one for one in {HEAVY} if one in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.strip() == "[]"


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "pipeline" / "py.typed").is_file()
    assert (ROOT / "gehoord" / "py.typed").is_file()


@pytest.mark.slow
def test_who_uses_it_is_checked_by_a_strict_type_checker(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    script = tmp_path / "study.py"
    script.write_text(
        "import pandas as pd\n"
        "from gehoord import Plan, analyse, load_model\n"
        "def study(frame: pd.DataFrame) -> str:\n"
        "    run = analyse(frame, Plan.from_dict({}))\n"
        "    wrong: int = run.report('html')\n"
        "    load_model('a').place(['b'])\n"
        "    return run.report('html')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"),
         str(script)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert ran.stdout.count("error:") == 1, ran.stdout
    assert 'expression has type "str", variable has type "int"' in ran.stdout
