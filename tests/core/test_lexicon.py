"""Word tables: lemmas by part of speech, and compounds with their parts."""

from __future__ import annotations

import csv

import pytest

from pipeline.core.lexicon import Compound, LemmaTables
from pipeline.text.nlp import embedded_tables
from tests.conftest import CASES

# "gebaar" makes "gebaren-", a diminutive hides its head, and "hoog" does begin "hoogbegaafdheid".
KNOWN_FAILURES = {"gebarentaal", "rugzakje", "hoogbegaafdheid"}


@pytest.fixture(scope="module")
def tables() -> LemmaTables:
    return embedded_tables()


def test_compounds_fall_into_modifier_and_head(tables: LemmaTables) -> None:
    with (CASES / "compounds.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    assert len(cases) >= 40
    wrong = set()
    for case in cases:
        found = tables.split_compound(case["word"])
        parts = (found.modifier, found.head) if found else ("", "")
        if parts != (case["modifier"], case["head"]):
            wrong.add(case["word"])
    assert wrong == KNOWN_FAILURES


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("wachtlijsten", "NOUN", "wachtlijst"),
        ("Klassen", "NOUN", "klas"),
        ("kinderen", "NOUN", "kind"),
        ("liep", "VERB", "lopen"),
        ("langere", "ADJ", "lang"),
        ("ouderbijeenkomsten", "NOUN", "ouderbijeenkomst"),  # by its tail
        ("xyzzy", "NOUN", None),
        ("de", "DET", None),
    ],
)
def test_a_lemma_follows_the_part_of_speech(
    tables: LemmaTables, form: str, pos: str, lemma: str | None
) -> None:
    assert tables.lemma(form, pos) == lemma


def test_a_class_says_which_parts_of_speech_a_form_can_be(tables: LemmaTables) -> None:
    assert "N" in tables.lexicon_class("school")
    assert "v" in tables.lexicon_class("werkten")
    assert tables.lexicon_class("qqqq") == "?"
    assert tables.lexicon_class("speciaalschoolbus").startswith("+")


def test_tables_survive_their_own_bytes() -> None:
    small = LemmaTables(
        {"noun": frozenset(("plan", "school"))},
        {"noun": {"scholen": "school"}},
        {"plannen": "plan"},
    )
    again = LemmaTables.from_bytes(small.to_bytes())
    assert again == small
    assert again.to_bytes() == small.to_bytes()
    assert again.split_compound("schoolplan") == Compound("schoolplan", "school", "plan")


def test_no_tables_are_no_tables() -> None:
    assert not LemmaTables()
    assert LemmaTables().lemma("kinderen", "NOUN") is None
    assert LemmaTables().split_compound("schoolplan") is None


def test_a_compound_with_a_capital_is_a_word_only_when_it_names_a_thing() -> None:
    tables = embedded_tables()
    assert tables.is_word("ravensbergen") and not tables.is_word("Ravensbergen")
    assert tables.is_word("schakelklas") and tables.is_word("Schakelklas")
    assert tables.is_word("School") and tables.is_word("SCHAKELKLAS")


def test_a_word_that_nobody_writes_is_not_taken_apart(tables: LemmaTables) -> None:
    """A million letters without a space would be tried at every place, each time to their end."""
    many = "school" * 10
    assert tables.lemma(f"{many}plannen", "NOUN") == f"{many}plan"
    assert tables.lemma(f"{many}{many}plannen", "NOUN") is None
    assert tables.split_compound(f"{many}{many}plan") is None
