"""What sounds urgent: counted by words that can be seen, measured on cases, never on praise."""

from __future__ import annotations

import json

import pytest

from pipeline.text.urgency import LANGUAGES, is_urgent, urgent_words
from tests.conftest import CASES

ITEMS = [json.loads(line) for line in (CASES / "urgency.jsonl").read_text("utf-8").splitlines()]
# Trust that is gone, said in five words between; a school year lost, said in another order.
KNOWN_MISSES = {"ur059", "ur075"}


def scores(split: str) -> tuple[float, float]:
    items = [one for one in ITEMS if one["split"] == split]
    found = {one["id"] for one in items if is_urgent(one["text"])}
    wanted = {one["id"] for one in items if one["urgent"]}
    assert len(items) >= 50 and wanted
    return len(found & wanted) / len(found), len(found & wanted) / len(wanted)


@pytest.mark.parametrize("split", ["dev", "test"])
def test_urgent_statements_are_told_from_measured_ones(split: str) -> None:
    precision, recall = scores(split)
    assert precision >= 0.95
    assert recall >= 0.95


def test_what_is_missed_is_known() -> None:
    wrong = {one["id"] for one in ITEMS if is_urgent(one["text"]) != one["urgent"]}
    assert wrong == KNOWN_MISSES


def test_the_words_that_decided_can_be_seen() -> None:
    assert urgent_words("Wij zijn wanhopig.") == ("distress", "wanhopig")
    assert urgent_words("Collega's vallen echt bij bosjes om.")[0] == "harm"
    assert urgent_words("De bus kwam om acht uur.") == ("", "")


def test_one_weak_word_is_a_way_of_speaking_and_two_are_not() -> None:
    assert not is_urgent("Er is nooit een invaller.")
    assert is_urgent("Er is nooit een invaller en niemand die het oplost.")
    assert not is_urgent("Nooit, nooit, nooit een invaller.")  # the same word thrice is one word


def test_praise_is_never_urgent() -> None:
    assert not is_urgent("Ze was nooit te beroerd, echt helemaal top!!", "support")


def test_a_part_of_another_word_is_no_cue() -> None:
    assert not is_urgent("De belangstelling was groot.")  # holds "bang"? no: belang
    assert not is_urgent("De banglijster in de schooltuin.")


def test_other_languages_without_a_list_count_as_not_urgent() -> None:
    assert is_urgent("This is unacceptable.", language="en")
    assert "tr" not in LANGUAGES
    assert urgent_words("Bu kabul edilemez!!", "tr") == ("", "")
