"""The different things said, each once, in an order that no input order can change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.settings import ThemeSettings
from pipeline.themes.features import FeatureMaker, Features, text_key
from pipeline.themes.records import HasVectors, Said


@dataclass(frozen=True, eq=False)
class Corpus:
    """One statement per different text and per campaign, with what they are compared by.

    Attributes:
        fitted: the first so many are what themes are made from. The order is that of a hash of
            the text, so this is a random sample, and the same one every time.
    """

    said: tuple[Said, ...]
    vectors: NDArray[np.float32]
    fitted: int
    maker: FeatureMaker
    features: Features  # of the fitted ones

    @classmethod
    def of(
        cls, said: Sequence[Said], vectors: NDArray[np.float32], settings: ThemeSettings
    ) -> Corpus:
        """Choose from n >= 1 statements; ``vectors`` (n, d) in their order."""
        chosen = _different(said)
        fitted = min(len(chosen), settings.fit_limit)
        some = tuple(said[i] for i in chosen)
        rows = vectors[chosen]
        wording = [one.text for one in some[:fitted]]
        maker = FeatureMaker.fit(wording, rows[:fitted])
        return cls(some, rows, fitted, maker, maker.transform(wording, rows[:fitted]))

    def texts(self) -> list[str]:
        """The different texts."""
        return [one.text for one in self.said]


def vectors_of(embeddings: HasVectors, said: Sequence[Said]) -> NDArray[np.float32]:
    """(n, d) vectors in the order of the statements. Raises: ValueError when ids differ."""
    at = {one: i for i, one in enumerate(embeddings.statement_ids)}
    ids = [one.statement_id for one in said]
    if len(set(ids)) != len(ids) or set(ids) != set(at):
        unlike = sorted(set(ids) ^ set(at))[:3]
        raise ValueError(f"statements and embeddings hold different ids, e.g. {unlike}")
    return embeddings.vectors[[at[one] for one in ids]]


def _different(said: Sequence[Said]) -> list[int]:
    """Positions of one statement per text; of a campaign only its first text in hash order.

    A letter sent in forty times with small changes must not look like forty people who agree.
    """
    keys = [text_key(one.text) for one in said]
    order = sorted(range(len(said)), key=lambda i: (keys[i], said[i].statement_id))
    chosen: list[int] = []
    taken: set[str] = set()
    campaigns: set[str] = set()
    for i in order:
        campaign = said[i].campaign_id
        if keys[i] in taken or campaign in campaigns:
            continue
        taken.add(keys[i])
        if campaign:
            campaigns.add(campaign)
        chosen.append(i)
    return chosen
