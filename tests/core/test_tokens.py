"""Stopwords and sentences over any pipeline's tokens."""

from __future__ import annotations

from pipeline.core.tokens import (
    ABBREVIATIONS,
    CLOSING_ABBREVIATIONS,
    STOPWORDS,
    Token,
    Tokens,
    is_stopword,
    sentence_tokens,
)


def tagged(*sentences: str) -> Tokens:
    """Tokens of "word/POS[/lemma]" sentences, joined by spaces."""
    tokens, spans, at = [], [], 0
    for sentence in sentences:
        start = at
        for part in sentence.split():
            text, pos, *lemma = part.split("/")
            known = lemma[0] if lemma else text.lower()
            stop = is_stopword(text, known)
            tokens.append(Token(text, known, pos, stop, at, at + len(text)))
            at += len(text) + 1
        spans.append((start, at - 1))
    return Tokens(tuple(tokens), tuple(spans))


def test_sentences_share_out_every_token() -> None:
    tokens = tagged("a/X b/X", "c/X", "d/X e/X")
    assert [len(sentence) for sentence in sentence_tokens(tokens)] == [2, 1, 2]


def test_words_that_carry_concerns_are_no_stopwords() -> None:
    concerns = {
        "tijd",
        "geld",
        "school",
        "hulp",
        "thuis",
        "wachten",
        "kind",
        "samenwerking",
        "taal",
    }
    assert not concerns & STOPWORDS
    assert {"de", "niet", "vind", "opmerking", "wij"} <= STOPWORDS


def test_an_abbreviation_that_may_close_a_sentence_is_lower_case_like_the_rest() -> None:
    assert all(word == word.lower() for word in ABBREVIATIONS | CLOSING_ABBREVIATIONS)
    assert "m.b.t" in ABBREVIATIONS and "m.b.t" not in CLOSING_ABBREVIATIONS
