"""What is matched: statements and codes as texts, terms and vectors; plain data, no model."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from pipeline.core.lexicon import LemmaTables
from pipeline.core.plan import Code, Codebook
from pipeline.core.tokens import Tokens, compound_parts

Floats = NDArray[np.float64]
Terms = Mapping[str, float]

PART_WEIGHT = 0.6  # of a whole word; half of "leerlingenvervoer" says less than all of it
SUPPORT_MARK = "#"  # between a code's id and that of a piece of its support


class TermRows(Sequence[Terms]):
    """Terms of n texts as columns of numbers: a tenth of what as many mappings take.

    Args: rows of terms, read once and not kept; equal ones, as of equal texts, are kept apart.
    """

    def __init__(self, rows: Iterable[Terms]) -> None:
        number: dict[str, int] = {}
        self._terms, self._weights, self._ends = array("I"), array("d"), array("Q", [0])
        for row in rows:
            self._terms.extend(number.setdefault(term, len(number)) for term in row)
            self._weights.extend(row.values())
            self._ends.append(len(self._terms))
        self._names = tuple(number)
        self._rows: range | tuple[int, ...] = range(len(self._ends) - 1)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Terms: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Terms, ...]: ...
    def __getitem__(self, index: int | slice) -> Terms | tuple[Terms, ...]:
        if isinstance(index, slice):
            return tuple(self[row] for row in range(len(self))[index])
        row = self._rows[index]
        inside = slice(self._ends[row], self._ends[row + 1])
        names = (self._names[number] for number in self._terms[inside])
        return dict(zip(names, self._weights[inside], strict=True))

    def taken(self, rows: Sequence[int]) -> TermRows:
        """These rows, in this order; nothing is copied."""
        selected = copy(self)
        selected._rows = tuple(self._rows[row] for row in rows)
        return selected


@dataclass(frozen=True, eq=False)
class TakenVectors:
    """Rows of an array of vectors, copied some at a time: all of them are the array once more."""

    vectors: NDArray[np.float32]
    index: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, rows: slice | list[int] | NDArray[np.intp]) -> NDArray[np.float32]:
        return self.vectors[self.index[rows]]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.asarray(self[:], dtype=dtype)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and dimensions."""
        return len(self.index), self.vectors.shape[1]


Spoken = NDArray[np.float32] | TakenVectors


@dataclass(frozen=True, eq=False)
class Texts:
    """n texts with what is known of their words and meaning.

    Attributes:
        ids: each once.
        texts: as analysed (STATEMENTS.clean_text, or a code's wording).
        terms: per text, lemma or compound part -> weight; empty mappings where no words are known.
        vectors: one (n, d) array of unit rows per encoder, the main one first. The encoders of
            statements and of codes must be the same, in the same order.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    terms: Sequence[Terms]
    vectors: tuple[Spoken, ...]

    def __post_init__(self) -> None:
        n = len(self.ids)
        if len(set(self.ids)) != n:
            raise ValueError("an id occurs twice")
        if len(self.texts) != n or len(self.terms) != n:
            raise ValueError(f"{n} ids, {len(self.texts)} texts, {len(self.terms)} rows of terms")
        if not self.vectors or any(len(rows.shape) != 2 or len(rows) != n for rows in self.vectors):
            raise ValueError(f"the vectors of every encoder must be an array of {n} rows")

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, wanted: Sequence[int] | NDArray[np.intp]) -> Texts:
        """The texts of these k rows, in this order; no vector is copied for it."""
        places = [int(row) for row in wanted]
        index, terms = np.array(places, dtype=np.intp), self.terms
        return Texts(
            tuple(self.ids[row] for row in places),
            tuple(self.texts[row] for row in places),
            terms.taken(places) if isinstance(terms, TermRows) else tuple(terms[p] for p in places),
            tuple(
                TakenVectors(vectors.vectors, vectors.index[index])
                if isinstance(vectors, TakenVectors)
                else TakenVectors(vectors, index)
                for vectors in self.vectors
            ),
        )


def terms_of(tokens: Tokens, tables: LemmaTables | None = None) -> dict[str, float]:
    """Lemmas that carry meaning, and at a lower weight the parts of compounds.

    Args: tables: what compounds are split with; None leaves them whole.
    """
    terms: dict[str, float] = {}
    for token in tokens:
        lemma = token.lemma.lower()
        if token.is_stop or not any(character.isalpha() for character in lemma):
            continue
        terms[lemma] = terms.get(lemma, 0.0) + 1.0
        for part in compound_parts(lemma, tables) if tables is not None else ():
            terms[part] = terms.get(part, 0.0) + PART_WEIGHT
    return terms


def piece_parts(piece_id: str) -> tuple[str, str]:
    """The code of a piece of wording, and the id of the support it is; "" for the code's own."""
    code_id, _mark, support_id = piece_id.partition(SUPPORT_MARK)
    return code_id, support_id


def code_texts(codebook: Codebook) -> dict[str, str]:
    """Every text of a codebook that needs terms and vectors, by id.

    A code's own wording stands under its id, a piece of its support under ``code#support``.
    """
    wanted: dict[str, str] = {}
    for code in codebook.codes:
        wanted[code.code_id] = code.wording
        for support_id, text in zip(code.support_ids, code.support, strict=True):
            wanted[f"{code.code_id}{SUPPORT_MARK}{support_id}"] = text
    return wanted


@dataclass(frozen=True, eq=False)
class Codes:
    """A codebook with the texts, terms and vectors of its codes and their support."""

    codebook: Codebook
    texts: Texts  # ids as given by code_texts()

    def __post_init__(self) -> None:
        missing = sorted(set(code_texts(self.codebook)) - set(self.texts.ids))
        if missing:
            raise ValueError(f"codebook {self.codebook.codebook_id}: no texts for {missing[:3]}")

    def pieces(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Per code: the row of its own wording and the rows of its support."""
        place = {text_id: row for row, text_id in enumerate(self.texts.ids)}
        return tuple(
            (
                place[code.code_id],
                tuple(place[f"{code.code_id}{SUPPORT_MARK}{piece}"] for piece in code.support_ids),
            )
            for code in self.codebook.codes
        )

    def apart(self) -> Codes:
        """Every piece of wording as a code of its own, under its id in ``texts``."""
        wanted = code_texts(self.codebook)
        book = self.codebook
        codes = tuple(Code(piece_id, "", text) for piece_id, text in wanted.items())
        return Codes(Codebook(book.codebook_id, book.title, codes, book.kind), self.texts)

    def without(self, hidden: set[str]) -> Codes:
        """The same without these codes; ValueError when none is left."""
        kept = tuple(code for code in self.codebook.codes if code.code_id not in hidden)
        book = self.codebook
        return Codes(
            Codebook(book.codebook_id, book.title, kept, book.kind, book.multiple), self.texts
        )
