"""Tables keep their promises, plans are valid from birth, settings know their names."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.core.plan import GOALS, Code, Codebook, Goal, Pillar, Plan
from pipeline.core.settings import Settings
from pipeline.core.table import TableFault
from pipeline.core.tables import ALL, QUESTIONS, of_statements_and_goals

ROW = {"question_id": "q1", "round_id": "1", "text": "Wat mist u?", "kind": "question"}


def test_a_table_comes_back_in_its_own_order_and_types() -> None:
    frame = QUESTIONS.check(pd.DataFrame([dict(reversed(ROW.items()))]))
    assert list(frame.columns) == list(QUESTIONS.columns)
    assert str(frame["text"].dtype) == "string"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{**ROW, "extra": 1}], "unknown"),
        ([{key: value for key, value in ROW.items() if key != "kind"}], "missing"),
        ([ROW, ROW], "key occurs twice"),
        ([{**ROW, "question_id": None}], "empty key"),
    ],
)
def test_a_broken_promise_is_said(rows: list[dict[str, object]], words: str) -> None:
    with pytest.raises(TableFault, match=words):
        QUESTIONS.check(pd.DataFrame(rows))


def test_every_table_can_be_empty() -> None:
    assert all(table.empty().empty and list(table.empty()) == list(table.columns) for table in ALL)


def test_two_goals_with_one_id_are_refused() -> None:
    pillar = Pillar("1", "Pijler", goals=(Goal("1.1", "a"), Goal("1.1", "b")))
    with pytest.raises(ValueError, match=r"goal id occurs more than once: 1\.1"):
        Plan("Plan", (pillar,))


def test_a_goal_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match=r"goal 2\.1 has no text"):
        Goal("2.1", "  ")


def test_a_codebook_without_codes_is_refused() -> None:
    with pytest.raises(ValueError, match="has no codes"):
        Codebook("kaders", "Kaders", ())


def test_the_wording_of_a_code_does_not_say_its_title_twice() -> None:
    assert Code("1", "Korte route", "Korte route naar hulp.").wording == "Korte route naar hulp."
    assert Code("1", "Korte route", "Binnen zes weken.").wording == "Korte route. Binnen zes weken."


def test_an_unknown_setting_names_the_nearest_real_one() -> None:
    with pytest.raises(ValueError, match="did you mean 'seed'"):
        Settings().changed({"themes": {"sede": 1}})
    with pytest.raises(ValueError, match="did you mean 'themes'"):
        Settings().changed({"theme": {"seed": 1}})


def test_settings_given_later_win() -> None:
    settings = Settings().changed({"themes": {"seed": 1}}).changed({"themes": {"seed": 2}})
    assert settings.themes.seed == 2
    assert settings.as_dict()["themes"]["seed"] == 2


def test_statements_beside_goals_are_told_from_themes_and_other_codebooks() -> None:
    rows = pd.DataFrame(
        [("statement", GOALS, "1"), ("theme", GOALS, "2"), ("statement", "kaders", "3")],
        columns=["level", "codebook_id", "item_id"],
    )
    assert of_statements_and_goals(rows)["item_id"].tolist() == ["1"]
