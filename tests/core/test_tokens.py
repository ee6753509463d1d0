"""Stopwords and sentences over any pipeline's tokens."""

from __future__ import annotations

from pipeline.core.tokens import (
    ABBREVIATIONS,
    CLOSING_ABBREVIATIONS,
    STOPWORDS,
    Token,
    Tokens,
    is_stopword,
    plain_sentences,
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


def test_a_word_before_the_first_sentence_goes_with_it() -> None:
    tokens = tagged("a/X b/X", "c/X")
    late = Tokens(tokens.tokens, ((2, 3), (4, 5)))
    assert [len(sentence) for sentence in sentence_tokens(late)] == [2, 1]
    assert sentence_tokens(Tokens(tokens.tokens, ())) == []


def test_plain_text_is_parted_behind_every_mark_that_ends_a_sentence() -> None:
    assert plain_sentences("Wij openen een loket. Waar? In de wijk!") == [
        "Wij openen een loket.", "Waar?", "In de wijk!",
    ]  # fmt: skip
    assert plain_sentences("zonder punt") == ["zonder punt"]


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
