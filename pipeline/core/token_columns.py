"""The words of many texts as columns of numbers: of twenty words, 360 bytes and no object.

Kept as tuples of words they take ten times as much, which is what a run of a hundred thousand
answers has no room for. A text's words become objects when they are asked for, and are let go.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import overload

from pipeline.core.tokens import Token, Tokens

Pairs = Sequence[Sequence[int]]
_NEW_TOKEN: Callable[[type[Token], Iterable[object]], Token] = tuple.__new__


@dataclass(eq=False, slots=True)
class _Ragged:
    """Rows of pairs of numbers, one after the other."""

    values: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("Q", [0]))

    def add(self, pairs: Pairs) -> None:
        for pair in pairs:
            self.values.extend(pair)
        self.ends.append(len(self.values))

    def row(self, number: int) -> tuple[tuple[int, int], ...]:
        flat = self.values[self.ends[number] : self.ends[number + 1]]
        return tuple(zip(flat[::2], flat[1::2], strict=True))


class TokenColumns:
    """The words of n texts, by their place from 0."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._strings: list[str] = []
        self._text, self._lemma, self._pos = array("I"), array("I"), array("I")
        self._stop, self._start, self._end = array("B"), array("I"), array("I")
        self._ends = array("Q", [0])
        self._sentences, self._persons = _Ragged(), _Ragged()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(
        self, columns: Sequence[Sequence[object]], sentences: Pairs, persons: Pairs = ()
    ) -> None:
        """One text more. Args: columns: of its words, one per field of ``Token``."""
        texts, lemmas, tags, stops, starts, ends = columns
        for column, strings in ((self._text, texts), (self._lemma, lemmas), (self._pos, tags)):
            column.extend(map(self._number_of, strings))  # type: ignore[arg-type]
        self._stop.extend(stops)  # type: ignore[arg-type]
        self._start.extend(starts)  # type: ignore[arg-type]
        self._end.extend(ends)  # type: ignore[arg-type]
        self._ends.append(len(self._text))
        self._sentences.add(sentences)
        self._persons.add(persons)

    def tokens(self, number: int) -> tuple[Token, ...]:
        """The words of one text."""
        inside = slice(self._ends[number], self._ends[number + 1])
        string = self._strings.__getitem__
        rows = zip(
            map(string, self._text[inside]),
            map(string, self._lemma[inside]),
            map(string, self._pos[inside]),
            map(bool, self._stop[inside]),
            self._start[inside],
            self._end[inside],
            strict=True,
        )
        # Half of the time of ``Token(…)``, which is a function in Python; words are read often.
        return tuple(map(_NEW_TOKEN, repeat(Token), rows))

    def row(self, number: int) -> Tokens:
        """What the language pipeline made of one text."""
        return Tokens(self.tokens(number), self._sentences.row(number), self._persons.row(number))

    def _number_of(self, string: str) -> int:
        number = self._number.setdefault(string, len(self._strings))
        if number == len(self._strings):
            self._strings.append(string)
        return number


@dataclass(frozen=True, eq=False, slots=True)
class TextTokens(Sequence[Token]):
    """The words of one text, made anew whenever they are read."""

    columns: TokenColumns
    at: int

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, index: int | slice) -> Token | tuple[Token, ...]:
        return self.columns.tokens(self.at)[index]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.columns.tokens(self.at))

    def __len__(self) -> int:
        return len(self.columns.tokens(self.at))


class TokensById(Mapping[str, Tokens]):
    """The words of statements by id. Args: ids and rows: of each its place in the columns."""

    def __init__(self, ids: Sequence[str], rows: Sequence[int], columns: TokenColumns) -> None:
        self._columns = columns
        self._row = dict(zip(ids, rows, strict=True))

    def __getitem__(self, key: str) -> Tokens:
        return self._columns.row(self._row[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)

    def later(self, key: str) -> Sequence[Token]:
        """The words of one statement, made when they are read."""
        return TextTokens(self._columns, self._row[key])


def tokens_later(words: Mapping[str, Tokens], key: str) -> Sequence[Token]:
    """The words of one statement, made when they are read where they are kept as columns."""
    return words.later(key) if isinstance(words, TokensById) else words[key].tokens
