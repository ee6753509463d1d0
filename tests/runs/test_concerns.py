"""Themes become concerns or praise, and get a name that somebody said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd

from pipeline.core.tables import ASSIGNMENTS, STANCES, THEMES
from pipeline.encoders.embed import Embeddings, Vectors
from pipeline.runs.concerns import _aside, describe, with_question
from pipeline.runs.state import CachedEncoder, Prepared
from pipeline.text.nlp import load_pipeline

TEXTS = {
    "s1": "De wachtlijst is veel te lang.",
    "s2": "Ouders wachten een jaar op een plek.",
    "s3": "Ik wacht nog steeds.",
    "s4": "De juf is altijd vrolijk en geduldig.",
    "s5": "De juf legt alles rustig uit.",
}
THEME_OF = {"s1": "T01", "s2": "T01", "s3": "T01", "s4": "T02", "s5": "T02"}
STANCE_OF = {"s1": "complaint", "s2": "complaint", "s3": "wish", "s4": "support", "s5": "support"}


class Encoder:
    """Waiting in one direction, everything else in the other."""

    name, revision, dim = "proef", "1", 2

    def encode(self, texts: list[str]) -> Vectors:
        rows = [[0.8, 0.6] if "wacht" in text.casefold() else [0.6, -0.8] for text in texts]
        return np.array(rows, np.float32)


def prepared(question_of: dict[str, str] | None = None) -> Prepared:
    ids = list(TEXTS)
    responses = [f"r{key[1:]}" for key in ids]
    asked = [(question_of or {}).get(key, "") for key in ids]
    made = SimpleNamespace(
        responses=pd.DataFrame({"response_id": responses, "question_id": asked}),
        statements=pd.DataFrame(
            {
                "statement_id": ids,
                "response_id": responses,
                "text": list(TEXTS.values()),
                "clean_text": list(TEXTS.values()),
            }
        ),
        voices=pd.DataFrame(
            {"response_id": responses, "voice_id": responses, "n_supporters": [1] * len(ids)}
        ),
        words=dict(zip(ids, load_pipeline().analyse_texts(list(TEXTS.values())), strict=True)),
        languages=lambda: dict.fromkeys(ids, "nl"),
    )
    return cast(Prepared, made)


def stances(stance_of: dict[str, str]) -> pd.DataFrame:
    rows = [(key, stance, 0.9) for key, stance in stance_of.items()]
    return STANCES.check(pd.DataFrame(rows, columns=list(STANCES.columns)))


def described(stance_of: dict[str, str], *, turned: bool = False) -> pd.DataFrame:
    themes = pd.DataFrame(
        [
            dict.fromkeys(THEMES.columns, pd.NA)
            | {"theme_id": key, "parent_id": "", "label": label, "keywords": (), "why": "",
               "n_statements": 3}
            for key, label in (("T01", "Wachtlijst"), ("T02", "Juf"))
        ]
    )  # fmt: skip
    rows = [
        {"statement_id": key, "theme_id": theme, "subtheme_id": "", "strength": 0.9,
         "nearest_id": theme, "unique_signal": False}
        for key, theme in THEME_OF.items()
    ]  # fmt: skip
    assignments = ASSIGNMENTS.check(pd.DataFrame(rows[::-1] if turned else rows))
    encoder = Encoder()
    embeddings = Embeddings(
        tuple(TEXTS), encoder.encode(list(TEXTS.values())), encoder.name, encoder.revision
    )
    found = describe(
        THEMES.check(themes), assignments, prepared(), stances(stance_of), embeddings,
        CachedEncoder(encoder),
    )  # fmt: skip
    return found.set_index("theme_id")


def test_a_theme_of_complaints_is_a_concern_and_one_of_support_is_praise() -> None:
    assert described(STANCE_OF)["kind"].to_dict() == {"T01": "concern", "T02": "praise"}


def test_its_noun_becomes_the_subject_and_its_name_is_what_somebody_said() -> None:
    found = described(STANCE_OF)
    assert found["subject"].to_dict() == {"T01": "Wachtlijst", "T02": "Juf"}
    for theme_id, row in found.iterrows():
        assert THEME_OF[row["name_id"]] == theme_id, "by one of its own statements"
        assert row["label"].casefold() in TEXTS[row["name_id"]].casefold()


def test_the_speakers_own_case_is_no_name() -> None:
    assert described(STANCE_OF).loc["T01", "name_id"] != "s3"


def test_the_order_of_the_rows_changes_nothing() -> None:
    pd.testing.assert_frame_equal(described(STANCE_OF), described(STANCE_OF, turned=True))


def test_praise_names_a_concern_only_where_nobody_said_more() -> None:
    mixed = described(STANCE_OF | {"s1": "support"})
    assert mixed.loc["T01", "kind"] == "concern" and mixed.loc["T01", "name_id"] == "s2"
    told, languages = {"s1": "support", "s2": "wish"}, {"s1": "nl", "s2": "en"}
    assert _aside(["s1", "s2"], languages, told, "concern") == ({"s1", "s2"}, {"s2"})
    assert _aside(["s1", "s2"], languages, told, "praise") == ({"s2"}, {"s2"})


def test_without_stances_a_theme_is_a_concern() -> None:
    assert set(described({})["kind"]) == {"concern"}


def test_an_undecided_answer_to_what_goes_well_is_support() -> None:
    asked = prepared({"s1": "goed", "s2": "goed", "s3": "beter"})
    undecided = stances({"s1": "unknown", "s2": "complaint", "s3": "unknown"})
    questions = {"goed": "Wat gaat er goed?", "beter": "Wat kan beter?"}
    found = with_question(undecided, asked, questions)
    assert list(found["stance"]) == ["support", "complaint", "unknown"]


def test_without_such_a_question_stances_stay_as_they_are() -> None:
    given = stances({"s1": "unknown"})
    assert with_question(given, prepared({"s1": "q"}), {"q": "Wat kan beter?"}) is given
