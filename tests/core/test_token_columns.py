"""Words kept as columns of numbers are the words that were put in."""

from __future__ import annotations

from pipeline.core.token_columns import TokenColumns, TokensById, tokens_later
from pipeline.core.tokens import Token, Tokens

FIRST = Tokens(
    (Token("De", "de", "DET", True, 0, 2), Token("wachttijd", "wachttijd", "NOUN", False, 3, 12)),
    ((0, 12),),
    ((3, 12),),
)
NOTHING = Tokens((), ())


def columns_of(*texts: Tokens) -> TokenColumns:
    """The columns of these texts."""
    columns = TokenColumns()
    for text in texts:
        fields = [list(field) for field in zip(*text.tokens, strict=True)] or [[]] * 6
        columns.add(fields, text.sentences, text.persons)
    return columns


def test_what_was_put_in_comes_out_word_for_word() -> None:
    columns = columns_of(FIRST, NOTHING, FIRST)
    assert [columns.row(at) for at in range(len(columns))] == [FIRST, NOTHING, FIRST]
    assert isinstance(columns.row(0).tokens[0].is_stop, bool)


def test_equal_texts_share_a_row_and_keep_their_own_ids() -> None:
    words = TokensById(("a", "b"), (0, 0), columns_of(FIRST))
    assert words["a"] == words["b"] == FIRST
    assert list(words) == ["a", "b"]
    assert "c" not in words


def test_words_are_made_when_they_are_read() -> None:
    words = TokensById(("a",), (0,), columns_of(FIRST))
    later = tokens_later(words, "a")
    assert not isinstance(later, tuple)
    assert tuple(later) == FIRST.tokens
    assert (len(later), later[1].text) == (2, "wachttijd")
    assert tokens_later({"a": FIRST}, "a") is FIRST.tokens
