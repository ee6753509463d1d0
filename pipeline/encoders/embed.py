"""STATEMENTS + Encoder -> Embeddings: every statement a vector of length 1.

The encoder comes in loaded; so does the cache. Equal texts get equal vectors, and the order of
the rows does not matter: unique texts are encoded once, in an order of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.numeric import row_blocks, times_by_row, unit_rows

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]  # n texts -> (n, d)
Shifts = Mapping[str, NDArray[np.float64]]  # language -> what its vectors share beside the main one

CHUNK = 128  # texts between two writes to the cache; about two seconds of the default encoder
_UNIT_TOLERANCE = 1e-3  # float32 rounding over 1,024 dimensions stays a hundred times below
_LANGUAGE_PRIOR = 5.0  # statements of a language at which its mean counts for half
_FIXED_POINT = float(1 << 40)  # sums of unit rows stay below 2**63 up to eight million rows


class Encoder(Protocol):
    """Turns texts into vectors; the same text always into the same vector, whatever its company."""

    name: str
    revision: str
    dim: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dim) float32 rows of length 1, in the order of the texts."""
        ...


class VectorCache(Protocol):
    """Remembers vectors by text, for one encoder at one revision."""

    def get(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors (dim,) of those texts that are known."""
        ...

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors (dim,) by text."""
        ...


@dataclass(frozen=True, eq=False)
class Embeddings:
    """Vectors with the ids they belong to and the model that made them.

    Attributes:
        statement_ids: n ids, each once.
        vectors: (n, d) float32, rows of length 1, read-only.
        encoder, revision: which model made them; vectors of two models cannot be compared.
    """

    statement_ids: tuple[str, ...]
    vectors: Vectors
    encoder: str
    revision: str

    def __post_init__(self) -> None:
        n = len(self.statement_ids)
        if len(set(self.statement_ids)) != n:
            raise ValueError("a statement id occurs twice among the embeddings")
        if self.vectors.ndim != 2 or self.vectors.shape[0] != n:
            raise ValueError(f"{n} ids and vectors of shape {self.vectors.shape} do not match")
        if self.vectors.dtype != np.float32:
            raise ValueError(f"vectors are {self.vectors.dtype}, not float32")
        if not all(_are_unit(self.vectors[rows]) for rows in row_blocks(n)):
            raise ValueError("a vector is not of length 1")
        read_only = self.vectors.view()
        read_only.flags.writeable = False
        object.__setattr__(self, "vectors", read_only)

    def __len__(self) -> int:
        return len(self.statement_ids)

    @property
    def dim(self) -> int:
        """Numbers in one vector."""
        return int(self.vectors.shape[1])

    def select(self, statement_ids: Sequence[str]) -> Embeddings:
        """The embeddings of these statements, in this order; KeyError for an unknown id."""
        place = {statement_id: row for row, statement_id in enumerate(self.statement_ids)}
        rows = np.array([place[statement_id] for statement_id in statement_ids], dtype=np.intp)
        return Embeddings(tuple(statement_ids), self.vectors[rows], self.encoder, self.revision)


def _are_unit(rows: Vectors) -> bool:
    lengths = np.linalg.norm(rows, axis=1)
    return bool(np.all(np.abs(lengths - 1) <= _UNIT_TOLERANCE))  # also false for NaN


def embed(
    statements: pd.DataFrame,
    encoder: Encoder,
    *,
    cache: VectorCache | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Embeddings:
    """Give every row of STATEMENTS the vector of its ``clean_text``.

    Args: cache and on_progress as in ``embed_texts``.
    Returns: Embeddings in the order of the rows.
    """
    ids = [str(value) for value in statements["statement_id"]]
    texts = [str(value) for value in statements["clean_text"]]
    return embed_texts(ids, texts, encoder, cache=cache, on_progress=on_progress)


def embed_texts(
    ids: Sequence[str],
    texts: Sequence[str],
    encoder: Encoder,
    *,
    cache: VectorCache | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Embeddings:
    """Give every text its vector.

    Args:
        ids and texts, of equal length; each id once.
        cache: asked first and told after every 128 texts, so an interrupted run goes on there.
        on_progress: called with (unique texts done, unique texts in all), first with those the
            cache knew.
    Returns: Embeddings in the given order; equal texts have bit-equal vectors.
    Raises: ValueError when lengths differ, or when the encoder breaks its promise.
    """
    if len(ids) != len(texts):
        raise ValueError(f"{len(ids)} ids and {len(texts)} texts")
    # Shortest first: an order of the texts themselves, so that shuffled input changes nothing.
    unique = sorted(set(texts), key=lambda text: (len(text), text))
    vectors = np.empty((len(texts), encoder.dim), dtype=np.float32)
    # the rows where each text stands
    number = {text: index for index, text in enumerate(unique)}
    numbers = np.array([number[text] for text in texts], dtype=np.intp)
    order = np.argsort(numbers, kind="stable")
    ends = np.cumsum(np.bincount(numbers, minlength=len(unique)))
    places = dict(zip(unique, np.split(order, ends[:-1]), strict=True)) if unique else {}
    report = on_progress or (lambda _done, _total: None)
    for text, vector in _vectors_of(unique, encoder, cache, report):
        vectors[places[text]] = vector  # at once: held apart as well they are there twice
    return Embeddings(tuple(ids), vectors, encoder.name, encoder.revision)


def _vectors_of(
    unique: Sequence[str],
    encoder: Encoder,
    cache: VectorCache | None,
    on_progress: Callable[[int, int], None],
) -> Iterator[tuple[str, Vectors]]:
    """Every text with its vector: what is known first, some thousands at a time."""
    missing: list[str] = []
    for rows in row_blocks(len(unique)):
        known = cache.get(unique[rows]) if cache is not None else {}
        yield from known.items()
        missing += [text for text in unique[rows] if text not in known]
    done = len(unique) - len(missing)
    on_progress(done, len(unique))
    size = getattr(encoder, "chunk", CHUNK)  # an encoder on a cluster takes more at a time
    for first in range(0, len(missing), size):
        chunk = missing[first : first + size]
        vectors = encoder.encode(chunk)
        if vectors.shape != (len(chunk), encoder.dim) or vectors.dtype != np.float32:
            raise ValueError(
                f"encoder {encoder.name} gave {vectors.shape} {vectors.dtype} for {len(chunk)} "
                f"texts, promised {(len(chunk), encoder.dim)} float32"
            )
        fresh = dict(zip(chunk, vectors, strict=True))
        if cache is not None:
            cache.put(fresh)
        yield from fresh.items()
        done += len(chunk)
        on_progress(done, len(unique))


def turned_back(vectors: Vectors, encoder: Encoder) -> Vectors:
    """Undo the turn of an encoder; matching with a plan uses vectors without it.

    The turn (``encoders.turning``) was learned to separate people's concerns. A plan is worded
    otherwise: without the turn more statements find their goal in it.

    Args: vectors (n, d) of this encoder, or moved from there. Of one without a ``turn`` they stay.
    Returns: (n, d) float32 rows of length 1.
    """
    turn: Vectors | None = getattr(encoder, "turn", None)
    if turn is None:
        return vectors
    back = np.linalg.inv(turn.astype(np.float64))
    whole = np.empty_like(vectors)
    for rows in row_blocks(len(vectors)):
        whole[rows] = unit_rows(times_by_row(vectors[rows], back))
    return whole


def mean_vector(vectors: Vectors, counted: NDArray[np.bool_] | None = None) -> Vectors:
    """The mean (d,) of the rows (n, d); bit-equal however the rows are ordered.

    Sums in fixed point: integers add up to the same in any order, floats do not. Rows must be
    within -1..1, as unit rows are; n below eight million. No rows: zeros.

    Args: counted: (n,) which rows count; all by default.
    """
    n = len(vectors) if counted is None else int(counted.sum())
    total = np.zeros(vectors.shape[1], dtype=np.int64)
    for first in range(0, len(vectors), 4096):  # rows at a time: the int64 copy stays small
        rows = slice(first, first + 4096)
        block = vectors[rows] if counted is None else vectors[rows][counted[rows]]
        exact = block.astype(np.float64) * _FIXED_POINT
        total += np.rint(exact, out=exact).astype(np.int64).sum(axis=0)
    return (total / (_FIXED_POINT * max(n, 1))).astype(np.float32)


def centre(vectors: Vectors, mean: Vectors | None = None) -> Vectors:
    """Subtract the mean and bring every row back to length 1.

    E5's cosines all lie between 0.7 and 1.0; without their common part they tell texts apart
    (goal@1 .73 to .79 on zorgstemwijzer, see the method notes).

    Args: vectors (n, d); mean (d,), by default that of the vectors themselves.
    Returns: (n, d) float32. A row equal to the mean says nothing and stays zero.
    """
    middle = mean_vector(vectors) if mean is None else mean
    whole = np.empty(vectors.shape, dtype=np.float32)
    for rows in row_blocks(len(vectors)):
        moved = vectors[rows].astype(np.float64) - middle
        # Below float32's rounding of a unit row the direction is noise; one row is its own mean.
        whole[rows] = unit_rows(moved, 1e-6, out=moved)
    return whole


def with_context(
    statements: Embeddings,
    responses: Embeddings,
    table: pd.DataFrame,
    *,
    weight: float,
) -> Embeddings:
    """Move every statement towards the response it stands in.

    Three words said in a longer answer mean what the answer is about. Measured on the first demo
    corpus with plain e5 vectors: goal@1 of statements .23 without, .31 with ``weight`` 1.

    Args:
        statements: n statements; responses: the responses they stand in, by the same encoder.
        table: STATEMENTS, the n rows in the order of ``statements``.
        weight: of the response against the statement's 1; 0 leaves the statements as they are.

    Returns: Embeddings (n, d), rows of length 1. Statements of equal wording share the mean of
        their contexts: who says the same is heard the same.
    Raises: ValueError when two encoders are mixed.
    """
    if (statements.encoder, statements.revision) != (responses.encoder, responses.revision):
        raise ValueError(f"{statements.encoder} and {responses.encoder} cannot be mixed")
    if weight == 0 or len(statements) == 0:
        return statements
    place = {response_id: row for row, response_id in enumerate(responses.statement_ids)}
    rows = np.array(
        [place[str(response_id)] for response_id in table["response_id"]], dtype=np.intp
    )

    def mixed(which: slice | list[int]) -> NDArray[np.float64]:
        own = statements.vectors[which].astype(np.float64)
        return own + weight * responses.vectors[rows[which]]

    moved = np.empty(statements.vectors.shape, dtype=np.float32)
    for block in row_blocks(len(statements)):
        moved[block] = unit_rows(mixed(block))
    for same in _of_one_wording(table["clean_text"]):
        # Sorted, so that the sum does not depend on the order of the rows.
        moved[same] = unit_rows(np.sort(mixed(same), axis=0).mean(axis=0, keepdims=True))
    return replace(statements, vectors=moved)


def _of_one_wording(texts: Iterable[object]) -> Iterator[list[int]]:
    """Rows of every text that occurs more than once."""
    places: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        places.setdefault(str(text), []).append(row)
    return (rows for rows in places.values() if len(rows) > 1)


def language_shifts(statements: Embeddings, languages: Sequence[str]) -> Shifts:
    """How far the vectors of each language lie from those of the commonest one.

    A multilingual encoder still puts Polish nearer to Polish than to the Dutch that says the same:
    without this, the themes of the demo hold one called "Teacher" with all that was said in
    English. The mean of each language moves to that of the commonest one; of a language with few
    statements it moves part of the way, since its mean is then mostly what those few said.

    Args: languages: n codes in the order of the statements; "" counts as the commonest language.
    Returns: language -> (d,), the commonest left out; empty where one language is spoken.
    """
    spoken = np.array([language or "" for language in languages], dtype=object)
    counts = {code: int((spoken == code).sum()) for code in sorted(set(spoken)) if code}
    if len(counts) < 2:
        return {}
    main = max(counts, key=lambda code: counts[code])
    at_home = (spoken == main) | (spoken == "")
    home = mean_vector(statements.vectors, at_home).astype(np.float64)
    shifts = {}
    for language, count in counts.items():
        if language != main:
            share = count / (count + _LANGUAGE_PRIOR)
            own = mean_vector(statements.vectors, spoken == language)
            shifts[language] = share * (own - home)
    return shifts


def shifted(statements: Embeddings, languages: Sequence[str], shifts: Shifts) -> Embeddings:
    """The statements with these shifts taken out, so that they group by meaning, not by language.

    Args: languages: n codes in the order of the statements; shifts: of ``language_shifts``.
    Returns: Embeddings (n, d), rows of length 1.
    """
    if not shifts:
        return statements
    spoken = np.array([language or "" for language in languages], dtype=object)
    moved = np.empty(statements.vectors.shape, dtype=np.float32)
    for block in row_blocks(len(statements)):
        exact = statements.vectors[block].astype(np.float64)
        for language, shift in shifts.items():
            exact[spoken[block] == language] -= shift
        moved[block] = unit_rows(exact, out=exact)
    return replace(statements, vectors=moved)


def with_profile(
    embeddings: Embeddings,
    profiles: NDArray[np.float64],
    weight: float,
    middle: Vectors | None = None,
) -> Embeddings:
    """Vectors with a second part behind them: where in the plan a statement belongs.

    Args: profiles (n, m) probabilities in the order of the embeddings, the last of none of them;
        weight: of a likeness of profiles beside one of meanings; middle (d,): what all share, by
        default the mean of these.
    Returns: (n, d + m) rows of length 1.
    """
    placed = profiles.copy()
    placed[:, -1] /= 3.0  # two statements that no goal is about need not be about the same
    centred = centre(embeddings.vectors, middle)
    moved = np.empty((len(centred), centred.shape[1] + placed.shape[1]), dtype=np.float32)
    for rows in row_blocks(len(moved)):
        whole = np.hstack([centred[rows], np.sqrt(weight) * unit_rows(placed[rows])])
        moved[rows] = unit_rows(whole, out=whole)
    return replace(embeddings, vectors=moved)
