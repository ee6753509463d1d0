"""A whole run held against a corpus of which the truth is known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem, no_such_file
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import ari, codes, nmi
from pipeline.core.tables import RESPONSES, THEMES
from pipeline.corpus.corpus import corpus_folder, read_corpus
from pipeline.corpus.records import Corpus
from pipeline.evaluation import corpus_metrics as measures
from pipeline.evaluation.ablations import judged_gain, planted_gaps
from pipeline.evaluation.corpus_metrics import Truth
from pipeline.evaluation.intervals import Figure, figure, rounded
from pipeline.evaluation.labelled import labelled_corpus
from pipeline.runs.reload import reread

_FILES = ("truth.csv", "truth_concerns.csv")
# The first bars of the project; a figure below its bar is printed as such, never hidden.
BARS = {
    "subtheme_nmi": 0.60,
    "goal_at_3": 0.85,
    "auroc_not_answered": 0.90,
    "state_macro_f1": 0.85,
    "recurrence_recall": 1.00,
    "campaign_recall": 1.00,
    "campaign_precision": 1.00,
    "concern_recall": 0.90,
    "seeds_theme_ari_least": 0.95,
}
_DRAWS = 200  # halves; F1 and AUROC over concerns take a millisecond each


def what_if(
    analysis: Analysis, truth: Truth, *, gaps: bool, judged: bool
) -> tuple[dict[str, float], list[str]]:
    """Figures of what the run would say if, and a line for each concern that did otherwise."""
    if not (gaps or judged) or analysis.plan is None:
        return {}, []
    plan, again = analysis.plan, reread(analysis)
    statements = measures.statements_with_truth(analysis, truth)
    scores: dict[str, float] = {}
    lines: list[str] = []
    if gaps:
        gap_scores = planted_gaps(again.coverage, plan, measures.concern_themes(statements), truth)
        scores |= gap_scores.as_dict()
        lines += [_moved(*line) for line in gap_scores.moved]
        lines += [
            _moved(row.goal_id, row.concern, row.before, row.after)
            for row in gap_scores.rows
            if not row.closed
        ]
    if judged:
        scores |= judged_gain(
            lambda links: again.linked(plan, again.taught(links) if links else None).matches,
            statements,
            truth,
        )
    return {name: round(value, 4) for name, value in scores.items()}, sorted(lines)


def _moved(goal: str, concern: str, before: str, after: str) -> str:
    return _("without goal {goal}: concern {concern} {before} → {after}").format(
        goal=goal, concern=concern, before=before, after=after
    )


def measure(
    analysis: Analysis, truth: Truth
) -> tuple[dict[str, float], list[dict[str, Any]], dict[str, tuple[float, float]]]:
    """All scores by name; per concern the theme that holds it best; 95% intervals by name."""
    statements = measures.statements_with_truth(analysis, truth)
    themes = measures.concern_themes(statements)
    own = measures.concern_f1(statements, themes)
    labels = analysis.table(THEMES).set_index("theme_id")["label"].to_dict()
    enough = truth.concerns["n_respondents"].astype(int) >= 6
    large = set(truth.concerns.loc[enough, "concern_id"])
    best = {concern: own.get(concern, 0.0) for concern in sorted(large)}
    states = measures.states(analysis, statements, themes, truth)
    scores = {
        **measures.theme_scores(statements),
        "concern_recall": sum(f1 >= measures.OWN_THEME for f1 in best.values()) / len(best),
        **measures.goal_scores(analysis, statements, truth),
        **measures.state_scores(states),
        "concerns_measured": float(len(states)),
        **measures.previous_state_scores(analysis, themes, truth),
        **measures.recurrence_scores(analysis, themes, truth),
        **measures.campaign_scores(analysis, truth),
    }
    rows = [
        {
            "concern": concern_id,
            "f1": round(own[concern_id], 2),
            "theme": themes[concern_id],
            "label": labels[themes[concern_id]],
        }
        for concern_id in sorted(own)
    ]
    figures = {
        **over_people(analysis, statements, truth),
        **over_concerns(states, best, measures.OWN_THEME),
    }
    return {name: round(value, 4) for name, value in scores.items()}, rows, rounded(figures)


def corpus_with_truth(given: Path) -> tuple[Corpus, Truth | None]:
    """A folder, or lines of JSON with labels, as a corpus; and its truth where there is one.

    Raises: DataProblem where there is no such file or folder.
    """
    if given.suffix == ".jsonl":
        if not given.is_file():
            raise no_such_file(given)
        return labelled_corpus(given)
    folder = corpus_folder(given)
    truth = read_truth(folder) if (folder / "truth.csv").is_file() else None
    return read_corpus(folder), truth


def read_truth(folder: Path) -> Truth:
    """Read truth.csv and truth_concerns.csv. Raises: DataProblem when one is absent."""
    for name in _FILES:
        if not (folder / name).is_file():
            raise DataProblem(
                where=str(folder / name),
                found=_("there is no such file"),
                expected=_("the truth of this corpus, as in corpora/voorbeeld"),
                mend=_("measure on corpora/voorbeeld, or add the truth of your own corpus"),
            )
    responses, concerns = (
        pd.read_csv(folder / name, dtype=str, keep_default_na=False) for name in _FILES
    )
    return Truth(responses, concerns)


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
