"""The reader taught further by judged links: it must help there, and forget nothing elsewhere."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="learning needs the extra 'train'")

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.plan import GOALS
from pipeline.review.records import APPLIED, LINK, NONE, Judgement, table
from pipeline.runs import learn_encoder
from pipeline.runs.learn_encoder import MOST_LOST, judged_lesson, learn
from tests.review.example import SUBJECTS, example, statement_ids
from tests.shell import Shell

D = 48


def by_letters(texts: Sequence[str]) -> NDArray[np.float32]:
    """(n, D): texts are alike as they share words, drowned by what all of them have."""
    rows = np.full((len(texts), D), 0.5)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().replace(".", " ").replace(",", " ").split():
            row[zlib.crc32(word.encode()) % D] += 1.0
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def judged(links: dict[str, str]) -> Analysis:
    """The small run, of which these statements were linked to these goals."""
    rows = [
        Judgement(LINK, key, code, codebook_id=GOALS, who="ik").named(place).settled(APPLIED, [key])
        for place, (key, code) in enumerate(links.items())
    ]
    run = example()
    return replace(run, tables={**run.tables, "judgements": table(rows)})


@pytest.fixture(scope="module")
def run() -> Analysis:
    return judged({key: goal for theme, (_n, _t, goal) in SUBJECTS.items() if goal
                   for key in statement_ids(theme)})  # fmt: skip


def test_a_judged_statement_is_beside_the_goal_a_person_chose(run: Analysis) -> None:
    lesson = judged_lesson(run)
    assert lesson is not None
    assert len(lesson.sentences) == 18 and len(lesson.goals) == 3
    bus = lesson.sentences.index("de taxi komt elke week te laat, vindt de eerste die iets zei")
    own, *_actions = lesson.goals[lesson.goal_of[bus]]
    assert lesson.plan[own].startswith("Vervoer op tijd")


def test_who_said_that_no_goal_fits_or_that_two_do_teaches_no_goal() -> None:
    first, second, third = statement_ids("T01")[:3]
    lesson = judged_lesson(judged({first: NONE, second: "1.1; 1.2", third: "1.1"}))
    assert lesson is not None and len(lesson.sentences) == 1
    assert judged_lesson(judged({first: NONE})) is None


def test_few_judged_links_are_refused_with_what_to_do(run: Analysis) -> None:
    with pytest.raises(DataProblem, match="18") as fault:
        learn([run], by_letters)
    assert "review" in fault.value.mend


def test_what_is_learned_helps_and_forgets_no_more_than_it_may(run: Analysis) -> None:
    learned = learn([run, run], by_letters)
    assert learned.n_judged == 36
    assert learned.own[1] >= learned.own[0]
    for before, after in learned.guarded.values():
        assert after >= before - MOST_LOST


def test_where_everything_learned_harms_nothing_is_kept(
    run: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn_encoder, "MOST_LOST", -1.0)  # asked to gain what nobody can
    learned = learn([run, run], by_letters)
    assert learned.share == 0 and not learned.helps
    assert np.array_equal(learned.matrix, np.eye(D, dtype=np.float32))


def test_the_same_links_teach_the_same(run: Analysis) -> None:
    first, second = (learn([run, run], by_letters).matrix.tobytes() for _ in range(2))
    assert first == second


def test_the_command_names_the_run_that_is_none(gehoord: Shell, tmp_path: object) -> None:
    told = gehoord("models", "encoder", f"{tmp_path}/nieuw", "--learn", f"{tmp_path}/geen", code=1)
    assert "geen" in told
