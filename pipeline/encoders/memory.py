"""What people said in other consultations: a statement placed among concerns heard before.

"Drie kwartier te laat, geen belletje" does not say what it is about, but others said the like of
the school taxi. A statement's nearest sentences in a memory of labelled ones tell which concerns it
sounds like; what those are about, on average, stands beside its own meaning when concerns are found
(retrieval of labelled neighbours, as kNN-LM does: Khandelwal et al. 2020). A statement that sounds
like nothing heard before gets a mixture that says little, and a corpus on subjects of which the
memory knows nothing, such as the programmes of national parties, does without (``familiarity``).

The memory ships with the reader (``memory.npz``, made by ``models.reader.memory``) and holds
vectors, no texts. It is of use to the vectors of that reader alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.core.numeric import row_blocks, softmax, unit_rows
from pipeline.encoders import reader
from pipeline.encoders.embed import Embeddings, Encoder, mean_vector, turned_back

NEAREST = 30  # sentences of the memory that a statement is held against
_CANDIDATES = 48  # looked up in single precision, of which the nearest are measured exactly
_SHARPNESS = 0.03  # of a cosine; a sentence so much farther away counts 1/e of a nearer one
_OWN_MIDDLE = 0.5  # how far a statement is set off against its own corpus, the rest by the memory
# Mean likeness of statements to the nearest sentence of the memory, at which it is of no use and
# from which of full use. On three sets of opinions on national politics, where it divides worse, it
# is .50-.54; on sixteen consultations that never taught, where it divides better, .59-.69.
_STRANGE, _FAMILIAR = 0.54, 0.59
# How long what is recalled may be: behind a vector of length 1 when concerns are found; added to
# one when a plan is matched, less to the plan's, whose wording hardly sounds like what people say.
_BESIDE = 0.7
OF_STATEMENTS, OF_PLAN = 0.56, 0.24
_DECIMALS = 5  # what a sum in another order cannot change
_STEPS = 127  # of an int8
_ASKED = 1_000  # statements that tell how familiar a corpus is
_ROWS = 256  # statements at a time: 20 MB beside a memory of 20,000 sentences


@dataclass(frozen=True, eq=False)
class Memory:
    """Sentences of which is known what concern they voice.

    Attributes:
        sentences: (n, d) float32 unit rows, set off against ``middle``.
        concern: (n,) number of the concern of each, from 0.
        concerns: (m, d) float64 unit mean of the sentences of each; zeros for one without any.
        middle: (d,) mean of the vectors as the encoder gives them.
        source: (n,) the consultation each was said in.
    """

    sentences: NDArray[np.float32]
    concern: NDArray[np.int64]
    concerns: NDArray[np.float64]
    middle: NDArray[np.float64]
    source: NDArray[np.str_]

    @classmethod
    def of(
        cls, vectors: NDArray[np.float32], concern: NDArray[np.int64], source: NDArray[np.str_]
    ) -> Memory:
        """A memory of n sentences: their vectors (n, d) as encoded, concerns and consultations."""
        middle = mean_vector(vectors).astype(np.float64)
        rows = unit_rows(vectors.astype(np.float64) - middle)
        return cls(rows.astype(np.float32), concern, _means(rows, concern), middle, source)

    def without(self, sources: Collection[str]) -> Memory:
        """The memory without these consultations, to judge by one that it does not hold."""
        kept = ~np.isin(self.source, sorted(sources))
        sentences, concern = self.sentences[kept], self.concern[kept]
        means = np.zeros_like(self.concerns)
        part = _means(sentences.astype(np.float64), concern)
        means[: len(part)] = part
        return replace(
            self, sentences=sentences, concern=concern, concerns=means, source=self.source[kept]
        )

    def recalled(
        self, vectors: NDArray[np.float32], middle: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """What the concerns that each statement sounds like are about, on average.

        Args: vectors (n, d) of statements; middle (d,): the mean of their corpus.
        Returns: (n, d) rows of length at most 1: the shorter, the less those concerns have in
            common. A row depends on its own statement and on ``middle`` alone.
        """
        recalled = np.zeros((len(vectors), self.concerns.shape[1]), dtype=np.float32)
        for place, (nearest, like) in enumerate(self._nearest(vectors, middle)):
            mixed = softmax(like, _SHARPNESS) @ self.concerns[self.concern[nearest]]
            recalled[place] = np.round(mixed, _DECIMALS) + 0.0
        return recalled

    def familiarity(self, vectors: NDArray[np.float32], middle: NDArray[np.float32]) -> float:
        """How much of what a corpus says was heard before: 0 (nothing) to 1 (enough).

        Args: as for ``recalled``; some thousand statements tell as much as all.
        """
        every = max(1, len(vectors) // _ASKED)
        asked = np.argsort(vectors[:, 0], kind="stable")[::every]  # whatever order they come in
        best = [like[0] for _nearest, like in self._nearest(vectors[asked], middle)]
        heard = round(float(np.mean(sorted(best))), _DECIMALS) if best else 0.0
        return float(np.clip((heard - _STRANGE) / (_FAMILIAR - _STRANGE), 0.0, 1.0))

    def _nearest(
        self, vectors: NDArray[np.float32], middle: NDArray[np.float32]
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
        """Per statement the sentences it is nearest to (k,), and how like them it is (k,)."""
        background = _OWN_MIDDLE * middle + (1.0 - _OWN_MIDDLE) * self.middle
        many = min(_CANDIDATES, len(self.sentences))
        for first in range(0, len(vectors), _ROWS):
            moved = unit_rows(vectors[first : first + _ROWS].astype(np.float64) - background)
            like = moved.astype(np.float32) @ self.sentences.T
            found = np.sort(np.argpartition(-like, many - 1, axis=1)[:, :many])
            for row, candidates in zip(moved, found, strict=True):
                # One by one: a product of many rows rounds each by its company.
                exact = np.round(self.sentences[candidates].astype(np.float64) @ row, _DECIMALS)
                order = np.argsort(-exact, kind="stable")[:NEAREST]
                yield candidates[order], exact[order]

    def packed(self) -> dict[str, NDArray[np.generic]]:
        """For ``memory.npz``: every sentence in d bytes, numbers for names."""
        names, source = np.unique(self.source, return_inverse=True)
        largest = np.abs(self.sentences).max(axis=1, keepdims=True)
        return {
            "sentences": np.rint(self.sentences / largest * _STEPS).astype(np.int8),
            "concern": self.concern.astype(np.int32),
            "middle": self.middle.astype(np.float32),
            "source": source.astype(np.int32),
            "names": names,
        }

    @classmethod
    def unpacked(cls, parts: Mapping[str, NDArray[np.generic]]) -> Memory:
        """The memory that ``packed`` made these parts of, as exactly as bytes are."""
        rows = unit_rows(parts["sentences"].astype(np.float64))
        concern = parts["concern"].astype(np.int64)
        source = parts["names"][parts["source"].astype(np.int64)].astype(str)
        middle = parts["middle"].astype(np.float64)
        return cls(rows.astype(np.float32), concern, _means(rows, concern), middle, source)


def _means(rows: NDArray[np.float64], concern: NDArray[np.int64]) -> NDArray[np.float64]:
    """(m, d) mean of the rows (n, d) of each concern, of length 1."""
    sums = np.zeros((int(concern.max(initial=-1)) + 1, rows.shape[1]))
    np.add.at(sums, concern, rows)
    return unit_rows(sums)


@dataclass(frozen=True, eq=False)
class Background:
    """What the statements of a whole corpus are set off against, and what is recalled of them.

    Attributes: middle (d,): the mean of their vectors.  memory: None where nothing is recalled.
        familiarity: 0-1, see ``Memory.familiarity``.
    """

    middle: NDArray[np.float32]
    memory: Memory | None = None
    familiarity: float = 0.0

    @classmethod
    def of(cls, vectors: NDArray[np.float32], memory: Memory | None) -> Background:
        """That of a corpus, or of the sample that stands for it: n statements' vectors (n, d)."""
        middle = mean_vector(vectors)
        if memory is None:
            return cls(middle)
        return cls(middle, memory, memory.familiarity(vectors, middle))

    def recalled(self, vectors: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """``Memory.recalled`` of statements of this corpus, as far as it is familiar; None for
        nothing."""
        return self._recalled(vectors, self.middle)

    def recalled_of_plan(self, vectors: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """The same of the wording of a plan, which is set off against itself."""
        return self._recalled(vectors, mean_vector(vectors))

    def _recalled(
        self, vectors: NDArray[np.float32], middle: NDArray[np.float32]
    ) -> NDArray[np.float32] | None:
        if self.memory is None or self.familiarity == 0.0:
            return None
        return np.float32(self.familiarity) * self.memory.recalled(vectors, middle)


def with_memory(embeddings: Embeddings, recalled: NDArray[np.float32]) -> Embeddings:
    """Vectors (n, d) with what each statement recalls (n, e) behind them, to find concerns by.

    Returns: (n, d + e) rows of length 1.
    """
    whole = np.empty((len(recalled), embeddings.dim + recalled.shape[1]), dtype=np.float32)
    for rows in row_blocks(len(whole)):
        both = np.hstack([embeddings.vectors[rows], np.float32(_BESIDE) * recalled[rows]])
        whole[rows] = unit_rows(both.astype(np.float64))
    return replace(embeddings, vectors=whole)


def drawn_to_memory(
    vectors: NDArray[np.float32],
    recalled: NDArray[np.float32] | None,
    encoder: Encoder,
    weight: float,
) -> NDArray[np.float32]:
    """Vectors (n, d), turned back, moved towards what they recall: how a plan is matched.

    Args: recalled (n, d) as the memory holds it, turned; weight: OF_STATEMENTS or OF_PLAN.
    Returns: rows of length 1; the vectors themselves where nothing is recalled.
    """
    if recalled is None:
        return vectors
    back = turned_back(recalled, encoder)
    lengths = np.linalg.norm(recalled, axis=1, keepdims=True)
    moved = vectors.astype(np.float64) + weight * lengths * back
    return unit_rows(moved).astype(np.float32)


@lru_cache(maxsize=1)
def load_memory(path: Path) -> Memory:
    """The memory in this file."""
    with np.load(path, allow_pickle=False) as file:
        return Memory.unpacked({name: file[name] for name in file.files})


def memory_for(encoder: str) -> Memory | None:
    """The memory for the encoder of this name: our own reader's, and of no other."""
    path = reader.folder() / reader.MEMORY
    return load_memory(path) if encoder == reader.NAME and path.is_file() else None
