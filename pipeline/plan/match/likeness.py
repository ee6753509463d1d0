"""Likeness of statements and codes: by meaning and by words, each standardised, added up.

Every number is in standard deviations of the null: the likeness of an arbitrary statement to an
arbitrary code of this codebook in this corpus. So 0 is "no more than any other pair", and a
threshold means the same in every corpus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.core.numeric import row_blocks, softmax, unit_rows
from pipeline.core.settings import MatchSettings
from pipeline.plan.match.inputs import SUPPORT_MARK, Codes, Floats, Spoken, Texts
from pipeline.plan.match.lexical import Weighed, joined_terms, weigh_characters, weigh_terms

# Spread of the likeness of arbitrary pairs on the development sets, by kind. A corpus of a few
# statements cannot tell its own spread; it borrows this one, as if seen on _BORROWED pairs.
_TYPICAL_SPREAD = {"meaning": 0.15, "characters": 0.04, "terms": 0.05}
_BORROWED = 200.0
_NOISE = 1e-6  # length of a centred vector below which its direction is rounding
_BACKGROUND = 4.0  # statements' worth of weight of the codes' own mean in the background
_SHARE_PRIOR = 2.0  # statements a code must hold before its part of the background counts for half


@dataclass(frozen=True, eq=False)
class Directions:
    """Where n statements lie from what all share: unit rows (n, d), made when they are asked for.

    Held as float64 beside their vectors they would be most of a run's memory. Attributes: vectors
    (n, d) as encoded; background (d,) what is taken out of each.
    """

    vectors: Spoken
    background: Floats

    def __len__(self) -> int:
        return len(self.vectors)

    def __getitem__(self, rows: slice | NDArray[np.intp]) -> Floats:
        """Those rows, of length 1; zero where nothing but rounding is left."""
        return unit_rows(self.vectors[rows].astype(np.float64) - self.background, _NOISE)

    def blocks(self) -> Iterator[slice]:
        """Which rows to ask for at a time."""
        return row_blocks(len(self))

    def __matmul__(self, columns: Floats) -> Floats:
        """(n, m) products with columns (d, m)."""
        whole = np.empty((len(self), columns.shape[1]))
        for rows in self.blocks():
            whole[rows] = self[rows] @ columns
        return whole


@dataclass(frozen=True, eq=False)
class Likeness:
    """How alike n statements and m codes are.

    Attributes:
        scores: (n, m) weighted mean over encoders and words, for choosing among codes.
        lexical_score: (n, m) the same with the words counting double, for deciding whether any
            code fits: an unanswered concern borrows a goal's tone more easily than its words.
        features: unit rows of the statements (directions (n, d) per encoder, and a sparse matrix of
            letters), each with its weight; the likeness of two statements is the weighted sum of
            their products.
    """

    scores: Floats
    lexical_score: Floats
    features: tuple[tuple[float, object], ...]


def liken(statements: Texts, codes: Codes, settings: MatchSettings) -> Likeness:
    """Hold every statement beside every code.

    Twice: the first answer tells how the statements are spread over the codes, so that the second
    can subtract a background in which each code counts alike. Without that, three popular codes
    become the background themselves and lose their statements (skewed corpora: 4 points).
    """
    texts, terms = codes.texts.texts, codes.texts.terms
    whole = [(own, *support) for own, support in codes.pieces()]
    characters = weigh_characters(
        statements.texts, [" ".join(texts[row] for row in rows) for rows in whole]
    )
    lemmas = weigh_terms(
        statements.terms, [joined_terms([terms[row] for row in rows]) for rows in whole]
    )
    words = characters, lemmas
    even = np.ones((len(statements), 1))
    first, _ = _mixed(_meanings(statements, codes, even), words, settings)
    shares = softmax(first, settings.temperature)
    for _ in range(2):
        embeddings = _meanings(statements, codes, shares)
        scores, lexical_score = _mixed(embeddings, words, settings)
        shares = softmax(scores, settings.temperature)
    weights = (1.0, *(settings.second_voice for _ in embeddings[1:]))
    features: list[tuple[float, object]] = [
        (weight, pair[0]) for weight, pair in zip(weights, embeddings, strict=True)
    ]
    features.append((settings.characters, words[0].statements))
    return Likeness(scores, lexical_score, tuple(features))


def features_of(statements: Texts, settings: MatchSettings) -> tuple[tuple[float, object], ...]:
    """The same unit rows where no codebook has a say: set off against what all statements share."""
    weights = (1.0, *(settings.second_voice for _ in statements.vectors[1:]))
    even = np.ones((len(statements), 1))
    return (
        *(
            (weight, Directions(spoken, _background(spoken, even, np.zeros(spoken.shape[1]))))
            for weight, spoken in zip(weights, statements.vectors, strict=True)
        ),
        (settings.characters, weigh_characters(statements.texts, []).statements),
    )


def with_pieces(
    whole: Likeness, pieces: Likeness, codes: Codes, settings: MatchSettings
) -> Likeness:
    """Likeness to a code as a whole, mixed with that to its nearest piece of wording.

    A concern is answered by one action, not by the average of three: a soft maximum, so that a code
    with many actions does not win by having many.
    """
    place = {code.code_id: column for column, code in enumerate(codes.apart().codebook.codes)}
    own = [
        [
            place[code.code_id],
            *(place[f"{code.code_id}{SUPPORT_MARK}{piece}"] for piece in code.support_ids),
        ]
        for code in codes.codebook.codes
    ]
    share = settings.nearest_piece

    def mixed(of_whole: Floats, of_pieces: Floats) -> Floats:
        columns = [_soft_maximum(of_pieces[:, rows], settings.temperature) for rows in own]
        nearest = np.stack(columns, axis=1)
        # In the spread that the whole has, so that the shares mean what they say.
        spread = nearest.std()
        nearest = (nearest - nearest.mean()) * (of_whole.std() / spread if spread > 0 else 1.0)
        return np.asarray((1.0 - share) * of_whole + share * nearest, dtype=np.float64)

    return Likeness(
        mixed(whole.scores, pieces.scores),
        mixed(whole.lexical_score, pieces.lexical_score),
        whole.features,
    )


def _soft_maximum(values: Floats, temperature: float) -> Floats:
    """(n,) between the mean (hot) and the maximum (cold) of each row of (n, k)."""
    top = values.max(axis=1, keepdims=True)
    mean = np.exp((values - top) / temperature).mean(axis=1)
    return np.asarray(top[:, 0] + temperature * np.log(mean), dtype=np.float64)


def _meanings(statements: Texts, codes: Codes, shares: Floats) -> list[tuple[Directions, Floats]]:
    """Per encoder: centred unit rows of the statements (n, d) and of the codes (m, d)."""
    result = []
    for spoken, written in zip(statements.vectors, codes.texts.vectors, strict=True):
        # a code's own wording and the mean of its support, half and half
        rows, exact = [], np.asarray(written, dtype=np.float64)
        for own, support in codes.pieces():
            vector = exact[own]
            if support:
                vector = vector + exact[list(support)].mean(axis=0)
            rows.append(vector)
        ours = unit_rows(np.stack(rows), _NOISE)
        centre = ours.mean(axis=0)
        background = _background(spoken, shares, centre)
        # One code is its own mean; then there is nothing to set it off against but the statements.
        moved = ours - centre if len(ours) > 1 else ours - background
        result.append((Directions(spoken, background), unit_rows(moved, _NOISE)))
    return result


def _background(statements: Spoken, shares: Floats, centre: Floats) -> Floats:
    """What all statements share (d,): the mean over codes of the mean of their statements."""
    mass = shares.sum(axis=0)
    sums = np.zeros((shares.shape[1], statements.shape[1]))
    for rows in row_blocks(len(statements)):
        sums += shares[rows].T @ statements[rows].astype(np.float64)
    means = sums / np.maximum(mass, 1e-9)[:, None]
    weight = mass / (mass + _SHARE_PRIOR)
    common = (weight @ means) / weight.sum()
    trust = len(statements) / (len(statements) + _BACKGROUND)
    return np.asarray(trust * common + (1.0 - trust) * centre, dtype=np.float64)


def _mixed(
    embeddings: list[tuple[Directions, Floats]],
    words: tuple[Weighed, Weighed],
    settings: MatchSettings,
) -> tuple[Floats, Floats]:
    """The scores and the lexical scores of Likeness, both (n, m)."""
    cosines = [_standard(statements @ written.T, "meaning") for statements, written in embeddings]
    weights = [1.0, *(settings.second_voice for _ in cosines[1:])]
    meaning = sum((w * values for w, values in zip(weights, cosines, strict=True)), np.zeros(()))
    characters = _standard(words[0].likeness(), "characters")
    lemmas = _standard(words[1].likeness(), "terms")
    wording = settings.characters * characters + settings.lemmas * lemmas
    of_meaning, of_wording = sum(weights), settings.characters + settings.lemmas
    return (
        (meaning + wording) / (of_meaning + of_wording),
        (meaning + 2 * wording) / (of_meaning + 2 * of_wording),
    )


def _standard(scores: Floats, kind: str) -> Floats:
    """Scores in standard deviations of an arbitrary pair, around their mean."""
    pairs = scores.size
    spread = _TYPICAL_SPREAD[kind] ** 2
    variance = (pairs * scores.var() + _BORROWED * spread) / (pairs + _BORROWED)
    # Likewise the mean: centred meanings are 0 on average, words of two arbitrary texts nearly so.
    mean = scores.mean() * pairs / (pairs + _BORROWED)
    return np.asarray((scores - mean) / np.sqrt(variance), dtype=np.float64)
