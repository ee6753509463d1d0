"""A long text in pieces: together they are the text, and each has its own words."""

from __future__ import annotations

import time

from pipeline.core.tokens import Token, Tokens
from pipeline.text.pieces import pieces, tokens_within


def _read(n: int) -> tuple[str, Tokens]:
    text = "plek " * n
    words = (Token("plek", "plek", "NOUN", False, at * 5, at * 5 + 4) for at in range(n))
    return text, Tokens(tuple(words), (), ((0, 4), (n * 5 - 5, n * 5 - 1)))


def test_every_word_of_a_long_text_is_in_one_piece_of_it() -> None:
    text, tokens = _read(5_000)
    parts = [(start, tokens_within(tokens, start, end)) for start, end in pieces(text)]
    places = [token.start + start for start, part in parts if part for token in part]
    assert len(parts) > 5
    assert places == [token.start for token in tokens]
    persons = [a + start for start, part in parts if part for a, _ in part.persons]
    assert persons == [0, len(text) - 5]


def test_five_times_the_text_takes_about_five_times_the_work() -> None:
    def spent(n: int) -> float:
        text, tokens = _read(n)
        start = time.process_time()
        for place in pieces(text):
            tokens_within(tokens, *place)
        return max(time.process_time() - start, 0.02)

    assert spent(200_000) / spent(40_000) < 14
