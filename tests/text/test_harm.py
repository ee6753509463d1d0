"""Words that may point at harm: plain ones count by themselves, a hint lowers what is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.core.settings import HarmSettings
from pipeline.encoders import reader
from pipeline.encoders.heads import HARM, load_heads
from pipeline.encoders.runtime import Runtime
from pipeline.runs.classify import least_chance
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


def _lines(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("split", "least", "most"), [("fresh", 0.93, 0.004), ("second", 0.8, 0.03)]
)
def test_what_points_at_harm_is_put_first_and_what_only_sounds_so_is_not(
    split: str, least: float, most: float
) -> None:
    """Written before they were run: fresh .733 of 60 at 8 of 570 ordinary lines (265 of them chosen
    to mislead, the others of ``masking_statements``), then mended by kind; second, 20 and 40, was
    written after that and scored once (.75 by the rules before; the aim of .90 is not reached)."""
    cases = [case for case in _lines("harm_statements.jsonl") if case["split"] == split]
    harm = [str(case["text"]) for case in cases if case["harm"]]
    other = [str(case["text"]) for case in cases if not case["harm"]]
    if split == "fresh":
        clean = _lines("masking_statements.jsonl")
        other += [str(c["text"]) for c in clean if not c["spans"] and c["split"] == split]
    folder = Path(reader.folder())
    encoder = Runtime(folder / "encoder.onnx", folder / "tokens.json", folder / "turn.npy")
    texts = [*harm, *other]
    first = load_heads()[HARM].chance_of_text(encoder.encode(texts), texts) >= least_chance(
        texts, HarmSettings()
    )
    assert len(harm) >= 20
    assert first[: len(harm)].mean() >= least
    assert first[len(harm) :].mean() <= most


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Hij zit al zeven maanden zonder een dag les.", PLAIN),
        ("Hij zit opgesloten in het verkeerde niveau.", ""),
        ("Ze wil van het viaduct springen.", PLAIN),
        ("Bij gym slaat hij de bal over het net.", ""),
        ("Zij werd naar de grond gewerkt.", PLAIN),
    ],
)
def test_what_sounds_alike_is_told_apart_by_what_stands_beside_it(text: str, cue: str) -> None:
    assert harm_cue(text) == cue
