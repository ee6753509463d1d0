"""What a line of notes says of the meeting: a fact, or an answer with a colon in it."""

from __future__ import annotations

import pytest

from pipeline.corpus.note_facts import (
    fact_in,
    fact_label,
    facts_in,
    held,
    row_fact,
    says_when,
    says_who_was_there,
)
from pipeline.files.blocks import Block


def test_a_count_of_people_before_the_colon_is_attendance() -> None:
    assert fact_in("Aanwezig (14): 5 leraren") == ("aanwezig", "14 personen, 5 leraren")
    assert fact_in("Te weinig rust: dat hoor je overal") is None


def test_one_line_may_string_facts_together_and_a_sentence_among_them_makes_it_none() -> None:
    facts = facts_in("Datum: 5 september. Deelnemers: 6 leerlingen")
    assert facts == [("datum", "5 september."), ("deelnemers", "6 leerlingen")]
    assert facts_in("Datum: 5 september. Het duurde veel te lang.") == []


def test_of_two_things_in_a_label_the_first_counts() -> None:
    assert fact_label("Datum en plaats") == "datum"
    assert fact_label("Datum en zorgen") == ""


@pytest.mark.parametrize(("text", "when"), [("3 maart 2025", True), ("Te laat begonnen", False)])
def test_a_line_with_no_more_than_a_day_says_when(text: str, when: bool) -> None:
    assert says_when(text) is when


def test_a_line_at_the_head_says_when_and_where_it_was_held() -> None:
    assert held("Gehouden op 3 maart 2026 in het buurthuis")
    assert not held("Gehouden aan de oude afspraken")


def test_a_row_of_a_form_is_a_fact_only_where_its_value_is_short() -> None:
    assert row_fact(Block("row", "", cells=("Datum:", "3 maart"))) == ("datum", "3 maart")
    said = "De zaal was te klein en je kon elkaar niet goed verstaan"
    assert row_fact(Block("row", "", cells=("Locatie", said))) is None


def test_who_was_there_is_said_with_or_without_other_facts() -> None:
    assert says_who_was_there("Aanwezig: 5 ouders")
    assert not says_who_was_there("Locatie: De Brug")
