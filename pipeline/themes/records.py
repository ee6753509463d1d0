"""What the themes stage takes and gives: voices in, themes and who says them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.tokens import Token
from pipeline.themes.centroids import Centroids

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Statement:
    """One statement as themes are made from it.

    Attributes:
        text: cleaned text of the statement (STATEMENTS.clean_text).
        tokens: its words, from the Dutch pipeline; may be empty where only grouping is wanted.
        echo: it repeats a campaign's letter that is there already; it gets a theme, and no say in
            what the themes are.
        matter: CONCERN, PRAISE, or REMARK for what voices neither: a word about the survey, a
            wish of luck, something vague. "" is not known, and counts as a concern.
        surely: probability that it voices just that.
    """

    statement_id: str
    text: str
    tokens: Sequence[Token] = ()
    echo: bool = False
    matter: str = ""
    surely: float = 1.0


@dataclass(frozen=True, eq=False)
class GivenTopic:
    """A topic that the user fixed beforehand: a gesprekthema, a kwestie, a goal.

    Attributes: vector (d,) of ``text``, made by the encoder of the statements.
    """

    topic_id: str
    label: str
    text: str
    vector: Vectors


class HasVectors(Protocol):
    """The embeddings of the statements: n ids and (n, d) float32 rows of length 1."""

    @property
    def statement_ids(self) -> tuple[str, ...]:
        """N ids, each once."""

    @property
    def vectors(self) -> Vectors:
        """(n, d) float32, rows of length 1."""


Terms = tuple[tuple[str, float], ...]


class TopicModel(Protocol):
    """Keeps a division for the tools of a topic model; see ``pipeline.themes.topics``."""

    def remember(
        self,
        statements: Sequence[Statement],
        vectors: Vectors,
        assignments: pd.DataFrame,
        centroids: Centroids,
    ) -> None:
        """Keep n statements in the order of STATEMENTS, with (n, d) vectors and ASSIGNMENTS."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, d) vectors by the encoder of the statements. Raises: ValueError without one."""


@dataclass(frozen=True, eq=False)
class Themes:
    """What people say, who says it, and how firm that division is.

    Attributes:
        themes: THEMES; themes and their sub-themes. Labels and counts of people are still empty.
        assignments: ASSIGNMENTS, one row per statement.
        terms: theme id -> terms with their c-TF-IDF weight, heaviest first.
        centroids: all that is needed to assign later statements; see ``pipeline.themes.centroids``.
        method: none | alone | likeness | linkage | sample: which route this size of input took;
            or the topic model that was asked for.
        agreement: share of draws in which two statements of a concern stay together, its mean
            over the concerns; NaN when there were no draws.
    """

    themes: pd.DataFrame
    assignments: pd.DataFrame
    terms: Mapping[str, Terms]
    centroids: Centroids | None
    method: str
    agreement: float
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def overig(self) -> float:
        """Share of the statements without a theme, 0-1."""
        return float((self.assignments["theme_id"] == "").mean()) if len(self.assignments) else 0.0
