"""Five times the text takes about five times the work, whatever a hostile text repeats.

Ratios of processor time, not times: a slower machine or a busy one gives the same answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pipeline.core.cleaning import as_analysed
from pipeline.core.settings import SegmentSettings
from pipeline.text.language import tag_languages
from pipeline.text.nlp import embedded_tables, load_pipeline
from pipeline.text.redact import find_details
from pipeline.text.redact.health import health_flags
from pipeline.text.redact.singling import singles_out
from pipeline.text.segment import split_text

SHAPES = (
    "\n", " ", "\t", "a", "A", "1", ".", "-", "Jan ", "A. ", "groet\n", "aanwezig: Jan, ", "<", "&",
    "a@", "a apenstaartje ", "nul ", "wachtlijst ", "Het duurt te lang. ", "a, ", "- a\n", '"', "(",
    "<br>", "Ã", "[", "van der ", "Aa ", "Aastraat ", "12-34 ", "http://a.b/", "a.b-c_d", "a: ",
    "\u200b", "🙂", "\u00a0", "!", "drie kinderen ", "mijn ", "&amp;", "\r\n", "(3x) ",
    "J. de B. ", "noemt hem Jan ", "a at b punt ", "wonen op de Aastraat ", "Qwerx: ", "(Qwerx) ",
)  # fmt: skip
SMALL, LARGE = 20_000, 100_000  # characters
_FLOOR = 0.03  # seconds; below it the clock's own steps decide the ratio
_MOST = 14.0  # for five times the text: linear is 5, quadratic 25; a busy machine lies between


def _rules() -> dict[str, Callable[[str], object]]:
    known = embedded_tables().is_word
    return {
        "masking": lambda text: find_details(text, known=known),
        "singling out": singles_out,
        "health": health_flags,
        "repairing": as_analysed,
        "splitting": lambda text: split_text(text, None, SegmentSettings()),
        "language": lambda text: tag_languages([text]),
    }


def _spent(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return max(time.process_time() - start, _FLOOR)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rule", ["masking", "singling out", "health", "repairing", "splitting", "language"]
)
def test_work_grows_in_proportion_to_the_text(rule: str) -> None:
    work = _rules()[rule]
    work("Een gewone zin om mee te beginnen.")
    steep = {}
    for shape in SHAPES:
        small, large = ((shape * (n // len(shape) + 1))[:n] for n in (SMALL, LARGE))
        ratio = _spent(work, large) / _spent(work, small)
        if ratio > _MOST:
            steep[shape] = round(ratio, 1)
    assert steep == {}


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["\n", " ", "groet\n", "- a\n", "a.b-c_d"])
def test_a_million_characters_are_masked_and_split_in_proportion_too(shape: str) -> None:
    rules = _rules()
    for rule in ("masking", "splitting"):
        small, large = ((shape * (n // len(shape) + 1))[:n] for n in (200_000, 1_000_000))
        assert _spent(rules[rule], large) / _spent(rules[rule], small) < _MOST, rule


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["Het duurt te lang. ", "plek ", "a", "Jan van Dijk belt. "])
def test_a_million_characters_are_read_word_for_word_in_proportion_too(shape: str) -> None:
    """As a paragraph of a plan is, and an answer before it is masked."""
    dutch = load_pipeline()

    def read_and_mask(text: str) -> None:
        find_details(text, tokens=dutch.analyse_texts([text])[0], known=dutch.tables.is_word)

    read_and_mask("Een gewone zin om mee te beginnen.")
    small, large = ((shape * (n // len(shape) + 1))[:n] for n in (200_000, 1_000_001))
    ratio = _spent(read_and_mask, large) / _spent(read_and_mask, small)
    print(f"{shape!r}: {ratio:.1f} times the work for five times the text")
    assert ratio < _MOST
