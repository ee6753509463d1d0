"""Topics that the user fixed beforehand take what is clearly theirs; the rest is discovered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.themes.features import FeatureMaker, Features
from pipeline.themes.linkage import Labels
from pipeline.themes.records import GivenTopic

# Deviations (robust) above how like this topic statements usually are. A fixed cosine would take
# everything, since all cosines of one encoder lie close together; a share of the mean's own spread
# nothing of a topic that a third speaks of. At 2 some 23 of 1,000 others slip in by chance.
_CLEARLY = 2.0
_LEAST = 2  # statements; a topic that only one statement fits stays unused


def claim(features: Features, maker: FeatureMaker, given: Sequence[GivenTopic]) -> Labels:
    """(n,) number of the given topic that each statement clearly belongs to, -1 for none."""
    labels = np.full(len(features), -1, dtype=np.int64)
    if not given or len(features) < _LEAST:
        return labels
    topics = maker.transform([one.text for one in given], np.stack([one.vector for one in given]))
    like = features.likeness(topics).astype(np.float64)
    middle = np.median(like, axis=0)
    spread = 1.4826 * np.median(np.abs(like - middle), axis=0)
    standard = (like - middle) / np.maximum(spread, 1e-9)
    best = standard.argmax(axis=1)
    clear = standard[np.arange(len(best)), best] >= _CLEARLY
    labels[clear] = best[clear]
    for topic in range(len(given)):
        if (labels == topic).sum() < _LEAST:
            labels[labels == topic] = -1
    return labels
