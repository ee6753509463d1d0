"""Learning codes beside logistic regression: who is measured, on what, and how sure it is."""

from __future__ import annotations

import json

import numpy as np
import pytest

import cli
from pipeline.evaluation.code_learning import SHOTS, learning_curve
from pipeline.runs.estimators import CodeMatcher
from tests.themes.themes_data import statements


def test_both_learn_more_from_more_judged_texts() -> None:
    given, _said, truth = statements(120, spread=1.6)
    codes = [str(subject) for subject in truth]
    curve = learning_curve(given.vectors, codes, given.statement_ids, draws=2)
    assert tuple(curve) == SHOTS
    for method in ("first", "second"):
        right = [getattr(curve[shots]["right"], method) for shots in SHOTS]
        assert right[0] < right[-1]
        assert 1 / 6 < right[0] < 1
        assert getattr(curve[1]["surprise"], method) > getattr(curve[8]["surprise"], method)


def test_a_matcher_that_knows_nothing_loses_surely(monkeypatch: pytest.MonkeyPatch) -> None:
    given, _said, truth = statements(120)
    monkeypatch.setattr(
        CodeMatcher, "_scores", lambda self, X: np.zeros((len(X), len(self.classes_)))
    )
    right = learning_curve(given.vectors, [str(one) for one in truth], given.statement_ids, draws=1)
    assert all(one["right"].sure and one["right"].mean < 0 for one in right.values())
    assert all(np.isclose(one["surprise"].second, np.log(6)) for one in right.values())


def test_no_text_is_measured_by_what_was_learned_from_it() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(80, 16)).astype(np.float32)
    codes = [str(row % 4) for row in range(80)]  # by chance: nothing can be learned
    right = learning_curve(vectors, codes, [str(row) for row in range(80)], draws=8)[8]["right"]
    assert abs(right.second - 0.25) < 0.12


def test_a_set_without_two_texts_for_a_label_is_a_fault_with_its_place(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    file = tmp_path / "set.jsonl"
    rows = [{"id": str(n), "text": f"tekst {n}", "label": str(n)} for n in range(3)]
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    with pytest.raises(SystemExit) as left:
        cli.main(["--lang", "en", "evaluate", "codes", str(file), "--encoder", "fast"])
    assert left.value.code == 1
    assert "no label has two texts" in " ".join(capsys.readouterr().err.split())


def test_the_command_prints_both_with_their_interval(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    file = tmp_path / "set.jsonl"
    words = {"vervoer": "De taxi komt te laat", "klas": "De groep is te groot"}
    rows = [
        {"id": f"{label}{n}", "text": f"{text}, {n} keer", "label": label}
        for label, text in words.items()
        for n in range(4)
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    with pytest.raises(SystemExit) as left:
        cli.main([
            "--lang", "en", "evaluate", "codes", str(file), "--encoder", "fast", "--json",
        ])  # fmt: skip
    assert left.value.code == 0
    curve = json.loads(capsys.readouterr().out)
    assert sorted(curve) == ["1", "2", "4", "8"]
    assert curve["2"]["right"]["low"] <= curve["2"]["right"]["mean"] <= curve["2"]["right"]["high"]
