"""Measures that a good encoder wins and a blind one loses; sets that say where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import spoken_in
from pipeline.core.numeric import codes, nmi
from pipeline.encoders import use_encoder
from pipeline.evaluation import encoders
from pipeline.evaluation.encoders import clusters, goal_hits, sts_spearman
from pipeline.evaluation.labelled import LabelledSet, read_labelled, read_sts

GOALS = np.eye(4, 8, dtype=np.float32)


def near(goals: list[int], noise: float = 0.1) -> np.ndarray:
    raw = GOALS[goals] + np.random.default_rng(0).normal(size=(len(goals), 8)) * noise
    return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)


def goal_at(
    vectors: np.ndarray, goals: np.ndarray, labels: list[str], ids: list[str], k: int
) -> float:
    return float(goal_hits(vectors, goals, labels, ids, k).mean())


def test_statements_beside_their_goal_score_one() -> None:
    labels = [0, 1, 2, 3] * 5
    names = [f"g{one}" for one in labels]
    assert goal_at(near(labels), GOALS, names, ["g0", "g1", "g2", "g3"], 1) == 1.0
    wrong = [f"g{(one + 1) % 4}" for one in labels]
    assert goal_at(near(labels), GOALS, wrong, ["g0", "g1", "g2", "g3"], 1) == 0.0


def test_an_encoder_that_sees_no_difference_scores_nothing() -> None:
    same = np.repeat(GOALS[:1], 4, axis=0)
    assert goal_at(near([0, 1, 2, 3]), same, list("abcd"), list("abcd"), 3) == 0.0


def test_labels_that_are_no_goal_do_not_count() -> None:
    labels = ["g0", "elders", "g1"]
    assert goal_at(near([0, 1, 1]), GOALS[:2], labels, ["g0", "g1"], 1) == 1.0
    assert not len(goal_hits(near([0]), GOALS[:2], ["elders"], ["g0", "g1"], 1))


def test_clear_groups_have_an_nmi_of_one_and_noise_has_not() -> None:
    labels = [0, 1, 2, 3] * 10
    truth = codes([str(one) for one in labels])
    assert nmi(truth, clusters(near(labels), 4)) == pytest.approx(1.0)
    assert nmi(truth, clusters(near(labels, noise=50), 4)) < 0.6


def test_sts_follows_the_order_people_gave() -> None:
    first = np.repeat(GOALS[:1], 4, axis=0)
    second = np.stack([[1 - s, s, *[0] * 6] for s in (0.0, 0.2, 0.4, 0.6)]).astype(np.float32)
    assert sts_spearman(first, second, [5, 4, 3, 1]) == pytest.approx(1.0)


def written(folder: Path, rows: list[Any], name: str = "set.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_set_is_read_without_filler_and_doubles_and_with_the_goals_beside_it(
    tmp_path: Path,
) -> None:
    rows = [
        {"id": "1", "text": "een", "label": "a"},
        {"id": "2", "text": "geen mening", "label": "a", "filler": True},
        {"id": "3", "text": "een", "label": "b", "dup_of": "1"},
    ]
    path = written(tmp_path, rows)
    goals = [{"id": "a", "title": "Titel", "text": "Tekst."}, {"id": "b", "text": "Kaal."}]
    (tmp_path / "set_goals.json").write_text(json.dumps(goals), encoding="utf-8")
    found = read_labelled(path)
    assert (found.texts, found.labels) == (("een",), ("a",))
    assert found.goal_texts == ("Titel. Tekst.", "Kaal.")


def test_every_wrong_line_is_named_without_its_text(tmp_path: Path) -> None:
    path = written(tmp_path, [{"id": "1", "text": "geheim"}, ["x"], {"text": "a", "label": "b"}])
    with pytest.raises(DataProblems) as caught:
        read_labelled(path)
    assert [problem.where[-1] for problem in caught.value.problems] == ["1", "2"]
    assert "geheim" not in str(caught.value)


def test_pairs_are_read_with_or_without_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "sts.tsv"
    path.write_text("zin1\tzin2\tscore\na\tb\t4,5\nc\td\t1.0\n", encoding="utf-8")
    assert read_sts(path) == (("a", "c"), ("b", "d"), (4.5, 1.0))
    path.write_text("a\tb\t4\nc\td\n", encoding="utf-8")
    with pytest.raises(DataProblems):
        read_sts(path)
    with pytest.raises(DataProblem):
        read_sts(tmp_path / "absent.tsv")


def test_encoders_are_ranked_by_what_they_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = tuple(f"{label} {i}" for label in "abcd" for i in range(5))
    labels = tuple(text[0] for text in texts)
    labelled = LabelledSet("proef", texts, labels, tuple("abcd"), tuple("abcd"))

    def measured(name: str, wanted: list[str]) -> tuple[dict[str, Any], np.ndarray]:
        rows = [ord(text[0]) - ord("a") for text in wanted]
        vectors = near(rows) if name == "ziend" else near([len(t) % 2 for t in wanted], 9.0)
        facts = {"name": name, "revision": "1", "dim": 8, "load_seconds": 0.1,
                 "texts_per_cpu_second": 100.0, "peak_mb": 10.0}  # fmt: skip
        return facts, vectors

    monkeypatch.setattr(encoders, "_in_own_process", measured)
    scores = encoders.rank_encoders(["blind", "ziend"], [labelled])
    assert [score.encoder for score in scores] == ["ziend", "blind"]
    assert scores[0].sets["proef"] == {"goal_at_1": 1.0, "goal_at_3": 1.0, "nmi": 1.0}
    for score in scores:
        for figure, (low, high) in score.intervals["proef"].items():
            assert low <= score.sets["proef"][figure] <= high
    low, high = scores[1].intervals["proef"]["goal_at_1"]
    assert high - low > 0.2  # twenty texts: what the blind one reaches is chance


def test_intervals_of_an_encoder_are_over_people(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = tuple(f"{label} {i}" for label in "abcd" for i in range(5))
    labels = tuple(text[0] for text in texts)
    facts = {"name": "x", "revision": "1", "dim": 8, "load_seconds": 0.1,
             "texts_per_cpu_second": 100.0, "peak_mb": 10.0}  # fmt: skip

    def measured(_name: str, wanted: list[str]) -> tuple[dict[str, Any], np.ndarray]:
        return facts, near([ord(text[0]) - ord("a") for text in wanted])

    monkeypatch.setattr(encoders, "_in_own_process", measured)
    few = LabelledSet("drie", texts, labels, respondents=tuple("abc"[i % 3] for i in range(20)))
    (score,) = encoders.rank_encoders(["x"], [few])
    assert score.intervals["drie"] == {}  # halves of three people tell nothing


def test_an_encoder_that_is_not_there_is_told_in_the_language_spoken() -> None:
    """Also where the process that measures it is another one."""
    labelled = LabelledSet("klein", ("a", "b"), ("w", "k"))
    with spoken_in("en"), pytest.raises(DataProblem, match="no such encoder"):
        encoders.rank_encoders(["nergens"], [labelled])


@pytest.mark.skipif(not use_encoder.available(), reason="package not installed")
def test_a_real_encoder_is_measured_in_a_process_of_its_own() -> None:
    texts = ("lange wachtlijsten", "wachten duurt lang", "de koffie is koud", "lauwe koffie")
    labelled = LabelledSet(
        "klein", texts, ("w", "w", "k", "k"), ("w", "k"), ("wachttijd", "koffie")
    )
    (score,) = encoders.rank_encoders(["fast"], [labelled])
    assert (score.dim, score.sets["klein"]["goal_at_1"]) == (512, 1.0)
    assert score.texts_per_cpu_second > 1
    assert 50 < score.peak_mb < 2000
