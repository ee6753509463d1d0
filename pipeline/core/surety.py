"""How likely a group of statements is about one concern: steady and large groups more often are.

How steady the groups of a corpus are on the whole counts too: where people tell by image and
example, words hold together what matters apart, and even a steady group is less to be trusted.

Fitted by ``python -m tests.surety`` on the 1,335 groups printed for fifty-one consultations with a
truth written before and seven told wholly by image, which count half; vectors turned by the others.
Every consultation judged by what the others gave: area under the curve .91; of groups from .6 on
412 of 493 hold one concern, of .45-.6 51 of 92, of those below 95 of 750.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.core.numeric import logistic

_STEADY, _PEOPLE, _CORPUS, _LEAST = 7.4, 2.7, 6.4, -12.3  # log odds, the last of none
_MANY = 20  # people; more add nothing to what was measured


def chances_of_one(themes: pd.DataFrame) -> pd.Series:
    """Probability (0-1) that most of a theme is about one concern, and most of that concern in it.

    Args: themes: THEMES with their people counted, a campaign as one, and all of one corpus.
    Returns: one per row, empty where nothing measured how steady it is.
    """
    top = themes[(themes["parent_id"] == "") & themes["stability"].notna()]
    sizes = top["n_statements"].astype(float).clip(lower=1)
    stability = themes["stability"].astype(float)
    whole = float(np.average(top["stability"].astype(float), weights=sizes)) if len(top) else 0.0
    crowd = np.log(themes["n_respondents"].astype(float).clip(1, _MANY))
    odds = _LEAST + _STEADY * stability + _PEOPLE * crowd + _CORPUS * whole
    return pd.Series(logistic(odds.to_numpy()), index=themes.index).round(6)
