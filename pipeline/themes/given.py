"""Topics that the user fixed beforehand take what is clearly theirs; the rest is discovered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.themes.features import FeatureMaker, Features
from pipeline.themes.graph import Labels
from pipeline.themes.records import GivenTopic

_CLEARLY = 1.5  # standard deviations above how like this topic statements are; a fixed cosine
# would take everything, since all cosines of one encoder lie close together
_LEAST = 2  # statements; a topic that only one statement fits stays unused


def claim(features: Features, maker: FeatureMaker, given: Sequence[GivenTopic]) -> Labels:
    """(n,) number of the given topic that each statement clearly belongs to, -1 for none."""
    labels = np.full(len(features), -1, dtype=np.int64)
    if not given or len(features) < _LEAST:
        return labels
    topics = maker.transform([one.text for one in given], np.stack([one.vector for one in given]))
    like = features.likeness(topics).astype(np.float64)
    spread = np.maximum(like.std(axis=0), 1e-9)
    standard = (like - like.mean(axis=0)) / spread
    best = standard.argmax(axis=1)
    clear = standard[np.arange(len(best)), best] >= _CLEARLY
    labels[clear] = best[clear]
    for topic in range(len(given)):
        if (labels == topic).sum() < _LEAST:
            labels[labels == topic] = -1
    return labels
