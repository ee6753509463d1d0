"""Labels are phrases that people wrote: distinct, without names, with the reason beside them."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from pipeline.core.settings import ThemeSettings
from pipeline.core.tables import ASSIGNMENTS, THEMES
from pipeline.core.tokens import Token, Tokens
from pipeline.themes.find import find_themes
from pipeline.themes.labels import name_themes
from tests.conftest import CASES as CASES_DIR
from tests.themes.themes_data import statements

NOUNS = {"wachttijd", "jeugdhulp", "chauffeur", "taxibus", "Vlonder", "school", "Karin"}
ADJECTIVES = {"lange", "late"}


def words(text: str) -> Tokens:
    tokens, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        pos = "PROPN" if word in ("Vlonder", "Karin") else "NOUN" if word in NOUNS else (
            "ADJ" if word in ADJECTIVES else "ADP" if word in ("voor", "in") else "VERB"
        )  # fmt: skip
        tokens.append(Token(word, word.lower(), pos, pos in ("ADP", "VERB"), start, at))
    return Tokens(tuple(tokens), ((0, len(text)),))


TEXTS = {
    "a": "lange wachttijd voor jeugdhulp",
    "b": "wachttijd voor jeugdhulp blijft",
    "c": "late taxibus Karin belt",
    "d": "taxibus mist chauffeur",
    "e": "school wint",
}


def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    empty = dict.fromkeys(THEMES.columns, pd.NA) | {"parent_id": "", "label": "", "why": ""}
    themes = pd.DataFrame(
        [empty | {"theme_id": i, "keywords": (i.lower(),)} for i in ("T01", "T02", "T03")]
    )
    places = {"a": "T01", "b": "T01", "c": "T02", "d": "T02", "e": ""}
    rows = [
        {"statement_id": s, "theme_id": t, "subtheme_id": "", "strength": 0.9,
         "nearest_id": t or "T01", "unique_signal": False}
        for s, t in places.items()
    ]  # fmt: skip
    return THEMES.check(themes), ASSIGNMENTS.check(pd.DataFrame(rows))


def named() -> pd.DataFrame:
    themes, statements = tables()
    all_words = {one: words(text) for one, text in TEXTS.items()}
    return name_themes(themes, statements, all_words).set_index("theme_id")


def test_a_label_is_a_phrase_that_somebody_wrote() -> None:
    label = named().loc["T01", "label"]
    assert label == "Wachttijd voor jeugdhulp"
    assert label.lower() in TEXTS["a"]


def test_a_label_holds_no_names() -> None:
    assert not named()["label"].str.contains("Karin|Vlonder").any()


def test_a_theme_nobody_phrased_falls_back_on_its_keywords() -> None:
    assert named().loc["T03", "label"] == "T03"


def test_the_reason_counts_the_statements_that_use_a_word() -> None:
    why = named().loc["T01", "why"]
    assert "jeugdhulp (2)" in why
    assert "lange (1)" in why


def test_a_label_given_by_a_person_is_kept() -> None:
    themes, statements = tables()
    themes.loc[0, "label"] = "Wachten"
    all_words = {one: words(text) for one, text in TEXTS.items()}
    assert name_themes(themes, statements, all_words).loc[0, "label"] == "Wachten"


def test_labels_differ_from_each_other() -> None:
    vectors, said, _truth = statements(200)
    found = find_themes(vectors, said, ThemeSettings())
    all_words = {one.statement_id: Tokens(one.tokens, ((0, len(one.text)),)) for one in said}
    labels = name_themes(found.themes, found.assignments, all_words)["label"]
    assert len(labels) >= 6
    assert labels.is_unique


def themes_of(
    statements: dict[str, tuple[str, ...]],
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Tokens]]:
    """THEMES, ASSIGNMENTS and words of these texts per theme, each word written with its kind."""
    empty = dict.fromkeys(THEMES.columns, pd.NA) | {"parent_id": "", "label": "", "why": ""}
    themes = pd.DataFrame([empty | {"theme_id": one, "keywords": ()} for one in statements])
    rows, spoken = [], {}
    for theme_id, texts in statements.items():
        for number, text in enumerate(texts):
            key = f"{theme_id}-{number:02d}"
            rows.append(
                {"statement_id": key, "theme_id": theme_id, "subtheme_id": "", "strength": 0.9,
                 "nearest_id": theme_id, "unique_signal": False}
            )  # fmt: skip
            spoken[key] = tagged(text)
    return THEMES.check(themes), ASSIGNMENTS.check(pd.DataFrame(rows)), spoken


def tagged(text: str) -> Tokens:
    """Words of a text in which each is written as word/KIND or word/KIND/lemma."""
    tokens, at = [], 0
    for written in text.split():
        word, kind, lemma = [*written.split("/"), ""][:3]
        stop = kind in ("ADP", "DET", "ADV") or word == "eigen"
        tokens.append(Token(word, lemma or word.lower(), kind, stop, at, at + len(word)))
        at += len(word) + 1
    return Tokens(tuple(tokens), ((0, at),))


CASES = [json.loads(line) for line in (CASES_DIR / "labels.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[one["why"] for one in CASES])
def test_a_theme_is_named_as_a_reader_would(case: dict[str, Any]) -> None:
    other = (
        "school/NOUN kind/NOUN",
        "ouder/NOUN meester/NOUN",
        "leven/NOUN",
        "risico/NOUN hulp/NOUN",
    )
    themes, assignments, spoken = themes_of({"T01": tuple(case["said"]), "T02": other * 3})
    labels = name_themes(themes, assignments, spoken).set_index("theme_id")["label"]
    assert labels["T01"] == case["label"]


def test_what_was_said_in_another_language_is_named_after_it() -> None:
    themes, assignments, spoken = themes_of(
        {"T01": ("nauczyciel/NOUN",) * 3, "T02": ("lawaai/NOUN en/CCONJ gang/NOUN",) * 3}
    )
    polish = {f"T01-{number:02d}": "pl" for number in range(3)}
    labels = list(name_themes(themes, assignments, spoken, polish)["label"])
    assert labels == ["In het Pools gezegd", "Gang en lawaai"]


def test_two_themes_never_get_the_same_enumeration() -> None:
    themes, assignments, spoken = themes_of(
        {
            "T01": ("pesten/NOUN",) * 4,
            "T02": ("pesten/NOUN straf/NOUN",) * 4,
            "T03": ("gang/NOUN",) * 9,
        }
    )
    labels = name_themes(themes, assignments, spoken)["label"]
    assert labels.is_unique
    assert "Pesten" in set(labels)
