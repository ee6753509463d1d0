"""Topics given beforehand: fixed ones become themes, seeds draw together or are let go."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import DataProblems
from pipeline.core.plan import Code, Codebook, Plan
from pipeline.core.settings import Settings, ThemeSettings
from pipeline.core.tables import ASSIGNMENTS, QUESTIONS
from pipeline.runs.given_topics import (
    TopicsGiven,
    _chosen,
    moved,
    notes,
    table,
    topics_of_headings,
    under_headings,
)
from pipeline.themes.find import find_themes
from pipeline.themes.records import GivenTopic
from pipeline.themes.seeded_topics import Outcome, find_guided
from tests.themes.themes_data import Given as Vectors
from tests.themes.themes_data import statements

USUAL = ThemeSettings()


def topic(topic_id: str, label: str) -> GivenTopic:
    """A topic worded unlike anything people said: only matching knows what is about it."""
    return GivenTopic(topic_id, label, "tekst van een plan", np.ones(32, dtype=np.float32))


def about(statements: list, truth: np.ndarray, **subjects: int) -> dict[str, str]:  # type: ignore[type-arg]
    return {
        one.statement_id: topic_id
        for one, subject in zip(statements, truth, strict=True)
        for topic_id, wanted in subjects.items()
        if subject == wanted
    }


def test_a_fixed_topic_is_a_theme_by_its_own_name() -> None:
    vectors, said, truth = statements(240)
    found, (outcome,) = find_guided(
        vectors, said, USUAL, near=about(said, truth, G01=0), fixed=[topic("G01", "Vervoer")]
    )
    mine = found.assignments["theme_id"] == "G01"
    assert mine[truth == 0].mean() > 0.9 and mine[truth != 0].mean() < 0.05
    assert found.themes.set_index("theme_id").loc["G01", "label"] == "Vervoer"
    assert outcome == Outcome("G01", "carried", "G01", int(mine.sum()), int(mine.sum()))


def test_a_fixed_topic_that_nobody_spoke_of_is_no_theme_and_that_is_said() -> None:
    vectors, said, _truth = statements(120)
    found, (outcome,) = find_guided(vectors, said, USUAL, near={}, fixed=[topic("G01", "Fusie")])
    assert outcome.outcome == "unheard" and "G01" not in set(found.themes["theme_id"])
    pd.testing.assert_frame_equal(found.assignments, find_themes(vectors, said, USUAL).assignments)


@pytest.mark.parametrize(("subject", "spread"), [(0, 2.2), (2, 2.2), (4, 1.8)])
def test_a_seed_draws_a_vague_subject_together_and_names_its_theme(
    subject: int, spread: float
) -> None:
    """So vaguely spoken of, in ever other words, that it falls apart unaided."""
    vectors, said, truth = statements(240, spread=spread)
    coarse = replace(USUAL, alike=1.2)  # the spread falls apart there, and holds with a seed
    rng = np.random.default_rng(9)
    letters = list("abcdefghijklmnopqrstuvwxyz")
    words = ["".join(rng.choice(letters, 7)) for _ in range(len(said))]
    vague = [replace(one, text=word, tokens=()) for one, word in zip(said, words, strict=True)]
    alone = find_themes(vectors, vague, coarse).assignments["theme_id"][truth == subject]
    near = about(vague, truth, G01=subject)
    found, (outcome,) = find_guided(
        vectors, vague, coarse, near=near, seeds=[topic("G01", "Onderweg")]
    )
    drawn = found.assignments["theme_id"][truth == subject]
    apart = alone.value_counts(normalize=True).iloc[0]
    assert apart < 0.5 and drawn.value_counts(normalize=True).iloc[0] > 1.3 * apart
    assert outcome.outcome == "carried"
    label = found.themes.set_index("theme_id").loc[outcome.theme_id, "label"]
    assert label == "Onderweg"


def test_a_seed_over_all_subjects_is_dropped_and_has_bent_nothing() -> None:
    vectors, said, _truth = statements(240)
    near = {one.statement_id: "G01" for one in said[::5]}
    found, (outcome,) = find_guided(
        vectors, said, USUAL, near=near, seeds=[topic("G01", "Van alles")]
    )
    assert (outcome.outcome, outcome.theme_id, outcome.n_near) == ("scattered", "", 48)
    pd.testing.assert_frame_equal(found.assignments, find_themes(vectors, said, USUAL).assignments)


def test_a_seed_that_is_a_small_part_of_a_theme_is_widened_and_gives_no_name() -> None:
    vectors, said, truth = statements(240)
    mine = [one for one, subject in zip(said, truth, strict=True) if subject == 2][:10]
    found, (outcome,) = find_guided(
        vectors, said, USUAL, near={one.statement_id: "G01" for one in mine},
        seeds=[topic("G01", "Een hoekje")],
    )  # fmt: skip
    assert outcome.outcome == "widened" and outcome.n_inside >= 9
    assert found.themes.set_index("theme_id").loc[outcome.theme_id, "label"] == ""


def test_a_seed_of_two_statements_is_unheard() -> None:
    vectors, said, _truth = statements(120)
    near = {one.statement_id: "G01" for one in said[:2]}
    _found, (outcome,) = find_guided(vectors, said, USUAL, near=near, seeds=[topic("G01", "x")])
    assert (outcome.outcome, outcome.n_near) == ("unheard", 2)


@pytest.mark.parametrize("n", [0, 1, 5, 19, 21])
def test_every_size_takes_topics(n: int) -> None:
    vectors, said, truth = statements(n)
    near = about(said, truth, G01=0, G02=1)
    found, outcomes = find_guided(
        vectors, said, USUAL, near=near,
        fixed=[topic("G01", "Vast")], seeds=[topic("G02", "Kiem")],
    )  # fmt: skip
    assert len(outcomes) == 2 and len(found.assignments) == n


def test_the_order_of_statements_changes_nothing() -> None:
    vectors, said, truth = statements(90)
    near = about(said, truth, G01=0, G02=1)
    given = {"near": near, "fixed": [topic("G01", "Vast")], "seeds": [topic("G02", "Kiem")]}
    one, first = find_guided(vectors, said, USUAL, **given)  # type: ignore[arg-type]
    back = Vectors(vectors.statement_ids[::-1], vectors.vectors[::-1])
    other, second = find_guided(back, said[::-1], USUAL, **given)  # type: ignore[arg-type]
    assert first == second
    pd.testing.assert_frame_equal(
        one.assignments.sort_values("statement_id", ignore_index=True),
        other.assignments.sort_values("statement_id", ignore_index=True),
    )


# -- which topics, and what is told of them -----------------------------------------------------


def corpus(**settings: tuple[str, ...]) -> tuple[SimpleNamespace, Settings]:
    books = (
        Codebook("kwesties", "Kwesties", (Code("Q1", "Wachttijd"), Code("Q2", "Vervoer"))),
        Codebook("kaders", "Kaders", (Code("K1", "Geld"),)),
    )
    talks = [
        ("2-q1", "2", "Elkaar begrijpen", "topic"),
        ("2-q2", "2", "elkaar  begrijpen", "topic"),
        ("1-q1", "1", "Wat mist u?", "question"),
    ]
    questions = QUESTIONS.check(pd.DataFrame(talks, columns=list(QUESTIONS.columns)))
    made = SimpleNamespace(plan=Plan("Plan", (), codebooks=books), questions=questions)
    return made, Settings().changed({"themes": settings})


def test_a_codebook_a_code_and_the_conversations_can_be_given() -> None:
    fixed, seeds = _chosen(*corpus(fixed=("kwesties",), seeds=("kaders/K1", "gesprekken")))
    assert [(book, code.code_id) for book, code in fixed] == [
        ("kwesties", "Q1"),
        ("kwesties", "Q2"),
    ]
    assert [(book, code.code_id) for book, code in seeds] == [
        ("kaders", "K1"),
        ("gesprekken", "2-q1"),
    ]


def test_every_wrong_name_is_told_with_what_there_is() -> None:
    with pytest.raises(DataProblems) as fault:
        _chosen(*corpus(fixed=("kwestie", "kwesties/Q9", "kwesties/Q1"), seeds=("kwesties",)))
    told = [(one.where, one.found, one.expected) for one in fault.value.problems]
    assert len(told) == 3
    assert "kwesties, kaders, gesprekken" in told[0][2] and "kwesties/Q1" in told[1][2]
    assert told[2][0] == "settings.themes.seeds, kwesties/Q1"


def outcome_table() -> pd.DataFrame:
    named = {f"G0{n}": ("kwesties", Code(f"Q{n}", title)) for n, title in
             enumerate(("Wachttijd", "Vervoer", "Geld"), start=1)}  # fmt: skip
    given = TopicsGiven(fixed=(topic("G01", "Wachttijd"),), source=named)
    outcomes = [
        Outcome("G01", "carried", "G01", 9, 9),
        Outcome("G02", "widened", "T02", 8, 6),
        Outcome("G03", "scattered", "", 7, 0),
    ]
    return table(given, outcomes)


def test_the_table_says_how_each_was_given_and_what_became_of_it() -> None:
    rows = outcome_table()
    assert list(rows["how"]) == ["fixed", "seed", "seed"]
    assert list(rows["code_id"]) == ["Q1", "Q2", "Q3"]
    told = notes(rows)
    assert len(told) == 2 and "Geld" in told[0] and "Vervoer" in told[1]


@pytest.mark.parametrize(
    ("heading", "topic_id"),
    [
        ("Gesprek 3 – Thuiszitters en verzuim", "G01"),
        ("Wat gaat er goed bij de overgang van po naar vo?", "G02"),
        ("Wat vindt u van het vervoer naar school?", "G03"),
        ("inclusiever onderwijs", "G04"),
        ("Wat kan er beter?", ""),
        ("Thuiszitters of vervoer: wat eerst?", ""),
    ],
)
def test_a_heading_or_question_that_names_a_topic_is_about_it(heading: str, topic_id: str) -> None:
    titles = {"G01": "Thuiszitters", "G02": "Overgang po-vo", "G03": "Vervoer"}
    titles["G04"] = "Inclusiever onderwijs"
    found = topics_of_headings({"q1": heading}, titles)
    assert found == ({"q1": topic_id} if topic_id else {})


def test_what_stands_under_such_a_heading_is_about_its_topic() -> None:
    prepared = SimpleNamespace(
        responses=pd.DataFrame({"response_id": ["r1", "r2"], "question_id": ["q1", "q2"]}),
        statements=pd.DataFrame(
            {"statement_id": ["s1", "s2", "s3"], "response_id": ["r1", "r1", "r2"]}
        ),
    )
    assert under_headings(prepared, {"q1": "G01"}) == {"s1": "G01", "s2": "G01"}  # type: ignore[arg-type]


def test_a_topic_with_conversations_under_its_heading_is_never_called_unheard() -> None:
    named = {
        "G01": ("gesprekken", Code("q1", "Vervoer")),
        "G02": ("gesprekken", Code("q2", "Geld")),
    }
    given = TopicsGiven(source=named, headed=frozenset({"G01"}))
    rows = table(given, [Outcome("G01", "unheard", "", 2, 0), Outcome("G02", "unheard", "", 0, 0)])
    assert list(rows["outcome"]) == ["scattered", "unheard"]


def assigned(*themes: str) -> pd.DataFrame:
    rows = [
        {"statement_id": f"s{n}", "theme_id": theme, "subtheme_id": "", "strength": 0.5,
         "nearest_id": theme, "unique_signal": False}
        for n, theme in enumerate(themes)
    ]  # fmt: skip
    return ASSIGNMENTS.check(pd.DataFrame(rows))


def test_a_theme_that_was_merged_or_got_an_earlier_id_is_named_by_what_it_is_now() -> None:
    before = assigned("G01", "G01", "T02", "T02", "T03")
    after = assigned("T07", "T07", "", "", "T07")
    assert list(moved(outcome_table(), before, after)["theme_id"]) == ["T07", "", ""]
