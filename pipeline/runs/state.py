"""What the steps of a run hand on, and what they are given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from pipeline.core.plan import Round
from pipeline.core.settings import Settings
from pipeline.core.tables import CONTINUITY, PAST
from pipeline.core.tokens import DutchPipeline, Tokens
from pipeline.core.usage import StageUse, give_back
from pipeline.core.work_cache import WorkCache
from pipeline.encoders.embed import Embeddings, Encoder, Shifts, VectorCache
from pipeline.encoders.memory import Memory
from pipeline.plan.match.calibration import Calibration
from pipeline.plan.match.inputs import Texts
from pipeline.review.apply_log import Judged
from pipeline.runs.per_response import Engine
from pipeline.text import language
from pipeline.themes.records import Statement, Themes, TopicModel
from pipeline.themes.stances.model import StanceModel


class Following(Protocol):
    """Whoever wants to know how far a run is."""

    passes: list[StageUse]  # every stage that is over, in order; one may have run several times

    def begin(self, name: str) -> None:
        """A stage starts."""

    def advance(self, done: int, total: int) -> None:
        """So many of so many are done in it."""


class ThemeModel(Protocol):
    """A trained model, as a run needs it."""

    name: str  # NAME@VERSION, for the record

    def themes(
        self,
        embeddings: Embeddings,
        statements: Sequence[Statement],
        topics: TopicModel,
        divided_by: Embeddings | None = None,
    ) -> Themes:
        """The concerns of a later round, under the model's ids where they are the same.

        Args: divided_by: what the round is divided by, where it is more than their vectors.
        """

    def kept(self) -> Collection[str]:
        """Ids of the concerns that go on under the model's own names."""

    def followed(self, themes: Themes, corpus: str, rounds: Sequence[Round]) -> Followed:
        """What these concerns are to the model's, and how they lived in its rounds."""

    def calibration(self, codebook_id: str) -> Calibration | None:
        """How scores against this codebook are read; None where the model learned nothing."""


class Unfollowed:
    """Nobody is watching."""

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
        encoders: what says what texts mean. Themes follow the first; matching hears all.
        trained: a trained model that places statements; None finds themes afresh.
        stances: tells support, wishes, complaints and questions apart; None tells nothing.
        work: what was worked out per text before; None keeps nothing.
        engine: who does work per text elsewhere; None does it here.
        settings: those they were loaded by; None where they were put together by hand.
        memory: what people said elsewhere, by the main encoder; None recalls nothing.
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
        """The main encoder."""
        return self.encoders[0].encoder

    def rest(self, *some: object) -> None:
        """Let models that can be loaded again leave memory, all where none is named."""
        every = (self.dutch, language, *(cached.encoder for cached in self.encoders))
        for model in some or every:
            leave = getattr(model, "rest", None)
            if leave is not None:
                leave()
        give_back()


@dataclass(frozen=True)
class Prepared:
    """The input, safe and in pieces: what every later stage works on."""

    responses: pd.DataFrame  # RESPONSES, masked
    masked: pd.DataFrame
    campaigns: pd.DataFrame
    statements: pd.DataFrame
    set_aside: pd.DataFrame
    voices: pd.DataFrame
    words: Mapping[str, Tokens]  # per statement id

    def languages(self) -> dict[str, str]:
        """Language of each statement by its id, where its response is long enough to tell."""
        spoken = self.responses.set_index("response_id")["language"]
        ids, inside = self.statements["statement_id"], self.statements["response_id"]
        return dict(zip(ids, spoken[inside], strict=True))


@dataclass(frozen=True, eq=False)
class Statements:
    """Everything that is known of n statements before anything is found in them, made once.

    Attributes:
        prepared: the input they were cut from, with STATEMENTS and their tokens.
        as_read: per encoder (n, d) vectors as it gives them, each statement by itself; none once
            stances and harm were told by them.
        alone: those of the main encoder without what a language shares: what concerns are found
            and named by, for who says three things in one answer has three concerns.
        vectors: per encoder, drawn towards the whole answer: where in a plan they belong.
        texts: wording, terms and vectors, as matching takes them: those of ``vectors`` without the
            encoder's turn.
        repeated: ids of those that repeat a campaign's letter that is there already.
        shifts: what was taken out of each language, of every encoder and then of ``alone``.
    """

    prepared: Prepared
    as_read: tuple[Embeddings, ...]
    alone: Embeddings
    vectors: tuple[Embeddings, ...]
    texts: Texts
    repeated: frozenset[str]
    shifts: tuple[Shifts, ...] = ()


@dataclass(frozen=True)
class Linked:
    """Themes and statements beside the codes of every codebook."""

    matches: pd.DataFrame
    fits: pd.DataFrame
    coverage: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Followed:
    """The themes of this run under their lasting ids, and what became of the earlier ones.

    Attributes:
        continuity, past: CONTINUITY and PAST; empty when no earlier run was named.
    """

    themes: Themes
    continuity: pd.DataFrame = field(default_factory=CONTINUITY.empty)
    past: pd.DataFrame = field(default_factory=PAST.empty)


@dataclass(frozen=True, eq=False)
class Found:
    """What was found in statements that are all in memory.

    Attributes:
        as_found: the themes before an earlier run gave its ids and people decided; themes: after.
        tables: what no later step asks, by the name of its table.
    """

    statements: Statements
    as_found: Themes
    themes: Themes
    followed: Followed
    settled: Judged
    linked: Linked
    tables: Mapping[str, pd.DataFrame]
