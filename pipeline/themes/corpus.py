"""The different things said, each once, in an order that no input order can change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import ThemeSettings
from pipeline.core.tokens import Token
from pipeline.themes.features import FeatureMaker, Features, text_key
from pipeline.themes.records import HasVectors, Statement

OURS = "gehoord"  # as topic_model: the tree of pipeline.themes.linkage


@dataclass(frozen=True, eq=False)
class DistinctTexts:
    """One statement per different text, with what they are compared by.

    Attributes:
        fitted: the first so many are what themes are made from. The order is that of a hash of
            the text, so this is a random sample, and the same one every time.
    """

    statements: tuple[Statement, ...]
    vectors: NDArray[np.float32]  # of the fitted ones
    fitted: int
    maker: FeatureMaker
    features: Features  # of the fitted ones
    times: NDArray[np.int64]  # (fitted,) how often each of these was said; an echo is not counted
    matter: NDArray[np.str_]  # (fitted,) CONCERN, PRAISE, REMARK; "" is not known
    surely: NDArray[np.float64]  # (fitted,) probability of that

    @classmethod
    def of(
        cls, statements: Sequence[Statement], vectors: NDArray[np.float32], settings: ThemeSettings
    ) -> DistinctTexts:
        """Choose from n >= 1 statements; ``vectors`` (n, d) in their order."""
        # One statement per text, by a hash of it, and no echoes: a letter sent in forty times with
        # small changes must not look like forty people who agree.
        keys = [text_key(statement.text) for statement in statements]
        order = sorted(
            range(len(statements)),
            key=lambda i: (statements[i].echo, keys[i], statements[i].statement_id),
        )
        chosen: list[int] = []
        taken: set[str] = set()
        for i in order:
            if statements[i].echo and chosen:
                break
            if keys[i] not in taken:
                taken.add(keys[i])
                chosen.append(i)
        fitted = min(len(chosen), settings.fit_limit)
        some = tuple(statements[i] for i in chosen)
        rows = vectors[chosen[:fitted]]
        wording = [line.text for line in some[:fitted]]
        ours = settings.topic_model == OURS  # another model sees centred vectors and nothing else
        letters = settings.letters if ours else 0.0
        maker = FeatureMaker.fit(wording, rows, letters)
        often = Counter(text_key(statement.text) for statement in statements if not statement.echo)
        times = np.array([max(1, often[text_key(text)]) for text in wording], dtype=np.int64)
        features = maker.transform(wording, rows)
        matter = np.array([line.matter for line in some[:fitted]], dtype=str)
        surely = np.array([line.surely for line in some[:fitted]], dtype=np.float64)
        return cls(some, rows, fitted, maker, features, times, matter, surely)

    def texts(self) -> list[str]:
        """The different texts."""
        return [statement.text for statement in self.statements]


def vectors_of(embeddings: HasVectors, statements: Sequence[Statement]) -> NDArray[np.float32]:
    """(n, d) vectors in the order of the statements. Raises: ValueError when ids differ."""
    row_of = {statement_id: i for i, statement_id in enumerate(embeddings.statement_ids)}
    ids = [statement.statement_id for statement in statements]
    if len(set(ids)) != len(ids) or set(ids) != set(row_of):
        unlike = sorted(set(ids) ^ set(row_of))[:3]
        raise ValueError(f"statements and embeddings hold different ids, e.g. {unlike}")
    if ids == list(embeddings.statement_ids):
        return embeddings.vectors  # as in every run: a copy would be much of its memory
    return embeddings.vectors[[row_of[key] for key in ids]]


def said_from(
    statements: pd.DataFrame,
    campaigns: pd.DataFrame,
    tokens: Sequence[Sequence[Token]],
    matters: Sequence[tuple[str, float]] | None = None,
) -> list[Statement]:
    """One ``Statement`` per row of STATEMENTS; ``tokens`` and ``matters`` (what it voices,
    and how surely) in its order.

    Of each campaign the letter counts once, in the copy nearest to the standard text; what another
    sender added in own words counts as everybody's words do.
    """
    repeated = echoes(statements, campaigns)
    return [
        Statement(
            str(row.statement_id),
            str(row.clean_text),
            words,
            row.statement_id in repeated,
            *matter,
        )
        for row, words, matter in zip(
            statements.itertuples(),
            tokens,
            [("", 1.0)] * len(statements) if matters is None else matters,
            strict=True,
        )
    ]


def heard_once(assignments: pd.DataFrame, repeated: Collection[str]) -> pd.DataFrame:
    """The rows of ASSIGNMENTS by which a theme is judged: a letter sent in forty times speaks once.

    Args: repeated: ids as ``echoes`` gives them. A theme that holds nothing else keeps them.
    """
    own = ~assignments["statement_id"].isin(set(repeated))
    kept = own.copy()
    for column in ("theme_id", "subtheme_id"):
        voiced = set(assignments.loc[own, column])
        kept |= (assignments[column] != "") & ~assignments[column].isin(voiced)
    return assignments[kept]


def echoes(statements: pd.DataFrame, campaigns: pd.DataFrame) -> set[str]:
    """Ids of the statements that repeat a campaign's letter, the copy nearest to it left out."""
    copies = statements.merge(campaigns, on="response_id")
    if copies.empty:
        return set()
    # By wording, not by id: ids follow the order of the rows, themes must not.
    wording = copies.groupby("response_id")["clean_text"].agg(lambda texts: " ".join(texts))
    copies["wording"] = copies["response_id"].map(wording)
    order = copies.sort_values(["campaign_id", "similarity", "wording"], ascending=[1, 0, 1])
    standard = set(order.groupby("campaign_id")["response_id"].first())
    added = (copies["start"] >= copies["addition_start"]) & (
        copies["end"] <= copies["addition_end"]
    )
    repeated = ~copies["response_id"].isin(standard) & ~added.fillna(False).astype(bool)
    return set(copies.loc[repeated, "statement_id"])
