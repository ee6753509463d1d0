"""Words that may point at harm: plain ones count by themselves, a hint lowers what is needed."""

from __future__ import annotations

import json

from pipeline.text.harm import CUE, PLAIN, harm_cue, is_ordinary
from tests.conftest import CASES

TEXTS = [json.loads(line) for line in (CASES / "harm.jsonl").read_text("utf-8").splitlines()]
KNOWN_FAILURES: set[str] = set()


def test_cues_of_harm_are_read_and_what_is_missed_is_known() -> None:
    assert all(sum(case["cue"] == cue for case in TEXTS) >= 10 for cue in (PLAIN, CUE, ""))
    wrong = {case["text"] for case in TEXTS if harm_cue(case["text"]) != case["cue"]}
    assert wrong == KNOWN_FAILURES


def test_plain_words_go_before_a_hint() -> None:
    assert harm_cue("Hij is geslagen en mishandeld.") == PLAIN


def test_capitals_change_nothing() -> None:
    assert harm_cue("ZIJ IS MISBRUIKT") == harm_cue("zij is misbruikt") == PLAIN


def test_a_cue_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert harm_cue("Hij wil graag meer. Niet meer leven in stress is de wens.") == ""


def test_what_everybody_says_of_school_is_ordinary_unless_a_word_hints_at_harm() -> None:
    said = "We hebben twee keer een groep naar huis moeten sturen"
    assert is_ordinary(f"{said}.")
    assert not is_ordinary(f"{said}, en hij is geslagen.")
    assert not is_ordinary("Hij durft niet meer buiten te spelen.")
