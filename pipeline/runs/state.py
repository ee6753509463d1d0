"""The records that the steps of a run pass to each other, and the protocols they rely on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.plan import Round
from pipeline.core.settings import Settings
from pipeline.core.tables import CONTINUITY, PAST
from pipeline.core.tokens import DutchPipeline, Tokens
from pipeline.core.usage import StageUse, give_back
from pipeline.core.work_cache import WorkCache
from pipeline.encoders.embed import Embeddings, Encoder, Shifts, VectorCache
from pipeline.encoders.memory import Background, Memory
from pipeline.plan.match.calibration import Calibration
from pipeline.plan.match.inputs import Texts
from pipeline.review.apply_log import Judged
from pipeline.runs.per_response import Engine
from pipeline.text import language
from pipeline.themes.records import Statement, Themes, TopicModel
from pipeline.themes.stances.model import StanceModel


class Following(Protocol):
    """Receives the progress of a run: a bar on the screen, a log, nothing."""

    passes: list[StageUse]  # every stage that is over, in order; one may have run several times

    def begin(self, name: str) -> None:
        """A stage starts."""

    def advance(self, done: int, total: int) -> None:
        """``done`` of ``total`` units of the stage are finished."""


class ThemeModel(Protocol):
    """A trained model as a run uses it: gives the themes of a new round."""

    name: str  # NAME@VERSION, for the record

    def themes(
        self,
        embeddings: Embeddings,
        statements: Sequence[Statement],
        topics: TopicModel,
        divided_by: Embeddings | None = None,
    ) -> Themes:
        """The concerns of a later round, under the model's ids where they are the same.

        Args: divided_by: the vectors by which the round is clustered, where those are not
            ``embeddings``: beside a plan they also hold the place in it.
        """

    def kept(self) -> Collection[str]:
        """Ids of the concerns that keep the name that the model has for them."""

    def followed(self, themes: Themes, corpus: str, rounds: Sequence[Round]) -> Followed:
        """How these concerns continue those of the model, and their history over its rounds."""

    def calibration(self, codebook_id: str) -> Calibration | None:
        """The calibration of scores against this codebook; None where the model learned none."""


class Unfollowed:
    """Progress that nobody receives."""

    def __init__(self) -> None:
        self.passes: list[StageUse] = []

    def begin(self, name: str) -> None:
        """Nothing."""

    def advance(self, done: int, total: int) -> None:
        """Nothing."""


@dataclass(frozen=True)
class CachedEncoder:
    """An encoder with the cache of its vectors."""

    encoder: Encoder
    cache: VectorCache | None = None


@dataclass(frozen=True, repr=False)
class Models:
    """The loaded models of a run: everything that is not the user's data.

    Attributes:
        encoders: turn texts into vectors. Themes use the first, matching uses all.
        dutch: splits texts into words with their lemma and word class.
        topics: divides statements into themes.
        trained: a trained model to place the statements in; None finds themes afresh.
        stances: tells support, wishes, complaints and questions apart; None leaves them unknown.
        work: the cache of what was computed per text in earlier runs; None keeps nothing.
        engine: runs work per text in other processes; None runs it in this one.
        settings: the settings they were loaded by; None where they were put together by hand.
        memory: sentences of other consultations by concern, read by the main encoder; None does
            without.
    """

    encoders: tuple[CachedEncoder, ...]
    dutch: DutchPipeline
    topics: TopicModel
    trained: ThemeModel | None = None
    stances: StanceModel | None = None
    work: WorkCache | None = None
    engine: Engine | None = None
    settings: Settings | None = None
    memory: Memory | None = None

    def __repr__(self) -> str:
        names = ", ".join(cached.encoder.name for cached in self.encoders)
        return f"Models({names}; {self.dutch.name})"

    @property
    def encoder(self) -> Encoder:
        """The first encoder: themes are made from its vectors."""
        return self.encoders[0].encoder

    def rest(self, *some: object) -> None:
        """Free the memory of these models, by default of all; the next use loads them again."""
        every = (self.dutch, language, *(cached.encoder for cached in self.encoders))
        for model in some or every:
            leave = getattr(model, "rest", None)
            if leave is not None:
                leave()
        give_back()


@dataclass(frozen=True)
class Prepared:
    """The input after masking and splitting: what every later stage works on.

    Attributes:
        responses: RESPONSES, masked; masked: MASKED, what was masked in them.
        voices: which respondent each response counts for; a campaign's copies share one.
        words: statement id -> its tokens.
    """

    responses: pd.DataFrame
    masked: pd.DataFrame
    campaigns: pd.DataFrame
    statements: pd.DataFrame
    set_aside: pd.DataFrame
    voices: pd.DataFrame
    words: Mapping[str, Tokens]

    def languages(self) -> dict[str, str]:
        """Language of each statement by its id, where its response is long enough to tell."""
        spoken = self.responses.set_index("response_id")["language"]
        ids, inside = self.statements["statement_id"], self.statements["response_id"]
        return dict(zip(ids, spoken[inside], strict=True))


@dataclass(frozen=True, eq=False)
class Statements:
    """n statements with their vectors, computed once and used by every later step.

    Attributes:
        prepared: the input they were cut from, with STATEMENTS and their tokens.
        as_read: per encoder (n, d) vectors as it gives them, each statement by itself. Stances
            and harm are classified from these; emptied after that, to save memory.
        alone: ``as_read`` of the first encoder, less the mean difference between languages.
            Concerns are found and named from these: whoever says three things in one answer has
            three concerns.
        vectors: per encoder, each statement moved towards the response it stands in; these decide
            where in a plan a statement belongs.
        texts: wording, terms and vectors as matching takes them: ``vectors`` without the turn
            that the reader learned for concerns (see ``encoders.embed.turned_back``), moved
            towards ``recalled``.
        repeated: ids of the statements that repeat a campaign letter of which one copy counts.
        background: the mean of ``alone``, and the memory that statements are held against.
        recalled: (n, d) the concerns of other consultations that each statement sounds like; None
            without a memory, or where the corpus is strange to it.
        shifts: the differences between languages that were removed: one per encoder, then that
            of ``alone``.
    """

    prepared: Prepared
    as_read: tuple[Embeddings, ...]
    alone: Embeddings
    vectors: tuple[Embeddings, ...]
    texts: Texts
    repeated: frozenset[str]
    background: Background
    recalled: NDArray[np.float32] | None = None
    shifts: tuple[Shifts, ...] = ()


@dataclass(frozen=True)
class Linked:
    """MATCHES (themes), FITS (statements) and COVERAGE against every codebook."""

    matches: pd.DataFrame
    fits: pd.DataFrame
    coverage: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Followed:
    """The themes of this run with the ids they keep from earlier runs, and how those went on.

    Attributes:
        continuity, past: CONTINUITY and PAST; empty when no earlier run was named.
    """

    themes: Themes
    continuity: pd.DataFrame = field(default_factory=CONTINUITY.empty)
    past: pd.DataFrame = field(default_factory=PAST.empty)


@dataclass(frozen=True, eq=False)
class Found:
    """Everything that one run computed from statements that are all in memory.

    Attributes:
        as_found: the themes as the clustering gave them.
        themes: the same, with ids kept from an earlier run and with people's decisions applied.
        tables: tables that no later step reads, by name; they go into the run as they are.
    """

    statements: Statements
    as_found: Themes
    themes: Themes
    followed: Followed
    settled: Judged
    linked: Linked
    tables: Mapping[str, pd.DataFrame]
