"""Content words, noun phrases and stopwords over any pipeline's tokens."""

from __future__ import annotations

from pipeline.core.tokens import (
    ABBREVIATIONS,
    CLOSING_ABBREVIATIONS,
    STOPWORDS,
    Token,
    Tokens,
    content_lemmas,
    is_stopword,
    noun_phrases,
    phrase_text,
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


def phrases(tokens: Tokens) -> list[str]:
    return [phrase_text(phrase) for phrase in noun_phrases(tokens)]


def test_a_noun_phrase_is_adjectives_and_nouns() -> None:
    text = "De/DET lange/ADJ/lang wachtlijsten/NOUN/wachtlijst voor/ADP jeugdhulp/NOUN storen/VERB"
    assert phrases(tagged(text)) == ["lange wachtlijst", "jeugdhulp"]


def test_an_adjective_without_a_noun_is_no_phrase() -> None:
    assert phrases(tagged("Het/PRON is/AUX erg/ADV druk/ADJ ./PUNCT")) == []


def test_a_phrase_stays_within_its_sentence() -> None:
    assert phrases(tagged("kleine/ADJ", "klassen/NOUN/klas werken/VERB")) == ["klas"]


def test_a_stopword_opens_no_phrase() -> None:
    text = "andere/ADJ/ander scholen/NOUN/school hebben/VERB goede/ADJ/goed begeleiders/NOUN"
    assert phrases(tagged(text)) == ["school", "begeleiders"]


def test_content_lemmas_leave_stopwords_and_marks_out() -> None:
    text = "Ik/PRON vind/VERB/vinden de/DET wachttijden/NOUN/wachttijd te/ADV lang/ADJ !/NOUN"
    assert content_lemmas(tagged(text)) == ["wachttijd", "lang"]


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
