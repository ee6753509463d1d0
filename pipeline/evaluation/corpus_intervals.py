"""How sure the figures of ``gehoord evaluate corpus`` are: 95% intervals, over whom they say."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.numeric import ari, codes, nmi
from pipeline.core.tables import RESPONSES
from pipeline.evaluation import corpus_metrics as measures
from pipeline.evaluation.intervals import Figure, figure

_DRAWS = 200  # halves; F1 and AUROC over concerns take a millisecond each


def over_people(
    analysis: Analysis, statements: pd.DataFrame, truth: measures.Truth
) -> dict[str, Figure]:
    """Themes and goals: whole people in or out, with all they said.

    Args: statements: as ``statements_with_truth`` gives them.
    """
    responses = analysis.table(RESPONSES)
    person = dict(zip(responses["response_id"], responses["respondent_id"], strict=True))
    whose = dict(
        zip(statements["statement_id"], statements["response_id"].map(person), strict=True)
    )
    single = measures.single_concern(statements)
    gold, themes = codes(list(single["concern"])), codes(list(single["theme_id"]))
    people = [str(whose[statement]) for statement in single["statement_id"]]
    intervals = {
        "theme_nmi": figure(lambda rows: nmi(gold[rows], themes[rows]), people, draws=_DRAWS),
        "theme_ari": figure(lambda rows: ari(gold[rows], themes[rows]), people, draws=_DRAWS),
    }
    hits = measures.goal_hits(analysis, statements, truth)
    people = [str(whose[statement]) for statement in hits["statement_id"]]
    for name in ("goal_at_1", "goal_at_3") if len(hits) else ():
        right = hits[name].to_numpy()
        intervals[name] = figure(lambda rows, r=right: float(r[rows].mean()), people, draws=_DRAWS)  # type: ignore[misc]
    return intervals


def over_concerns(
    states: pd.DataFrame, best: Mapping[str, float], least: float
) -> dict[str, Figure]:
    """States and concerns found: whole concerns in or out; some thirty tell little.

    Args: states: as ``corpus_metrics.states`` gives them; best: F1 of each concern's own theme;
        least: from where a concern counts as found.
    """
    intervals = {}
    held = np.array([f1 >= least for f1 in best.values()], dtype=float)
    if len(held):
        intervals["concern_recall"] = figure(
            lambda rows: float(held[rows].mean()), list(best), draws=_DRAWS
        )
    names = [str(row) for row in range(len(states))]
    for name in measures.STATE_SCORES if len(states) else ():
        intervals[name] = figure(
            lambda rows, n=name: measures.state_scores(states.iloc[rows])[n],  # type: ignore[misc]
            names,
            draws=_DRAWS,
        )
    return intervals
