"""BERTopic over statements that were divided before: it refuses rows that are not those."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from pipeline.core.offline import keep_offline


@cache
def aligned_topics() -> Any:
    """The class; BERTopic is imported when it is first needed, which takes seconds."""
    keep_offline()
    from bertopic import BERTopic

    class AlignedTopics(BERTopic):  # type: ignore[misc]
        """As BERTopic, with ``topics_[i]`` the theme of statement i.

        Functions that lay documents beside those topics say so when they get other ones; and
        moments may be texts, which BERTopic 0.17 hands to pandas with an option that pandas 3 has
        no more.
        """

        def get_document_info(self, docs: Sequence[str], *rest: Any, **more: Any) -> pd.DataFrame:
            """One row per statement: its topic, and what BERTopic tells of that."""
            self._row_by_row(docs)
            return super().get_document_info(docs, *rest, **more)

        def topics_over_time(
            self,
            docs: Sequence[str],
            timestamps: Sequence[Any],
            topics: Sequence[int] | None = None,
            nr_bins: int | None = None,
            datetime_format: str | None = None,
            **more: Any,
        ) -> pd.DataFrame:
            """Topics per moment; a moment is a number, a date, or the text of a date."""
            self._row_by_row(docs)
            moments = list(timestamps)
            if moments and all(isinstance(moment, str) for moment in moments):
                moments = list(pd.to_datetime(moments, format=datetime_format))
            return super().topics_over_time(docs, moments, topics, nr_bins, datetime_format, **more)

        def topics_per_class(
            self, docs: Sequence[str], classes: Sequence[Any], *rest: Any, **more: Any
        ) -> pd.DataFrame:
            """Topics per group of people, of rounds, or whatever the classes are."""
            self._row_by_row(docs)
            return super().topics_per_class(docs, classes, *rest, **more)

        def hierarchical_topics(self, docs: Sequence[str], *rest: Any, **more: Any) -> pd.DataFrame:
            """Which topics lie in which wider one."""
            self._row_by_row(docs)
            return super().hierarchical_topics(docs, *rest, **more)

        def _row_by_row(self, docs: Sequence[str]) -> None:
            """Raises: ValueError for other documents than the statements."""
            if len(docs) != len(self.topics_):
                raise ValueError(
                    f"{len(docs)} documents, and topics of {len(self.topics_)} statements: give "
                    "the column clean_text of STATEMENTS, every row in its order; transform places "
                    "others"
                )

    return AlignedTopics
