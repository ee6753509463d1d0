"""Languages of responses: an own set, abstaining on short texts, one answer per text."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from pipeline.core.cleaning import count_words
from pipeline.text import language
from pipeline.text.language import tag_languages
from tests.conftest import CASES

CASE_LINES = [
    json.loads(line) for line in (CASES / "languages.jsonl").read_text("utf-8").splitlines()
]


def test_what_tells_languages_apart_comes_back_after_a_rest() -> None:
    said = ["Moje dziecko długo czeka na pomoc w szkole", "My child waits for help at school"]
    told = tag_languages(said)
    language.rest()
    assert not language._classifier.cache_info().currsize
    assert tag_languages(said) == told == ["pl", "en"]


def test_dutch_of_five_words_and_more_is_told_from_eight_other_languages() -> None:
    cases = [case for case in CASE_LINES if count_words(case["text"]) >= 5]
    others = {case["language"] for case in cases} - {"nl", ""}
    assert len(CASE_LINES) >= 300
    assert len(others) >= 8
    tagged = tag_languages([case["text"] for case in cases])
    right, n = Counter[str](), Counter[str]()
    for case, found in zip(cases, tagged, strict=True):
        n[case["language"]] += 1
        right[case["language"]] += found == case["language"]
    assert right["nl"] / n["nl"] >= 0.97
    assert sum(right.values()) / sum(n.values()) >= 0.97
    assert right["fy"] / n["fy"] >= 0.9


@pytest.mark.parametrize("text", ["", "geen", "n.v.t.", "ja prima", "???", "06-12345678"])
def test_a_text_too_short_to_say_abstains(text: str) -> None:
    assert tag_languages([text]) == [""]


def test_the_answer_does_not_depend_on_the_other_texts() -> None:
    texts = [case["text"] for case in CASE_LINES]
    backwards = tag_languages(texts[::-1])[::-1]
    assert tag_languages(texts) == backwards
    assert tag_languages([texts[200]]) == [backwards[200]]


def test_masks_and_addresses_are_no_language() -> None:
    assert tag_languages(["[naam] [telefoon] info@school.example https://school.example"]) == [""]
