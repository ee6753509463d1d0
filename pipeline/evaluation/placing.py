"""The last round placed in a model of the rounds before it, beside the same round on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.evaluation import corpus_metrics as measures
from pipeline.runs.analyse import analyse
from pipeline.runs.model_store import Reference, Trained
from pipeline.runs.train import FixedModel, train

if TYPE_CHECKING:
    from pipeline.core.analysis import Analysis
    from pipeline.core.settings import Settings
    from pipeline.corpus.records import Corpus
    from pipeline.evaluation.corpus_metrics import Truth
    from pipeline.runs.state import Following, Models

_OWN_THEME = 0.5  # F1 from which a concern counts as found
_LEAST = 3  # responses in the round; what one or two say there is no concern of several


def placed_and_fresh(
    corpus: Corpus, models: Models, settings: Settings, following: Following
) -> dict[str, Analysis]:
    """Runs: ``fresh`` and ``placed`` on the last round, and ``whole`` on all rounds together.

    Raises: ValueError for a corpus of one round.
    """
    rounds = [one.round_id for one in corpus.rounds]
    if len(rounds) < 2:
        raise ValueError("a model of the rounds before the last needs two rounds")
    last = corpus.only(rounds[-1:])
    training = train([corpus.only(rounds[:-1])], models, settings, following=following)
    trained = Trained(
        Reference("evaluate", 1), Path(), training.card, training.known, (), training.calibrations
    )
    placing = replace(models, trained=FixedModel(trained, settings.themes))
    return {
        "fresh": analyse(last, models, settings, run_id="fresh", following=following),
        "placed": analyse(last, placing, settings, run_id="placed", following=following),
        "whole": analyse(corpus, models, settings, run_id="whole", following=following),
    }


def scores(analysis: Analysis, truth: Truth) -> Mapping[str, float]:
    """How near a run comes to the truth of the concerns that are heard in it."""
    statements = measures.said_with_truth(analysis, truth)
    themes = measures.concern_themes(statements)
    own = measures.concern_f1(statements, themes)
    heard = statements[~statements["campaign"]].drop_duplicates("response_id")["concerns"]
    often = Counter(concern for concerns in heard for concern in concerns)
    wanted = [concern for concern, n in often.items() if n >= _LEAST]
    divided = measures.theme_scores(statements)
    covered = measures.coverage_scores(analysis, statements, themes, truth)
    lived = measures.recurrence_scores(analysis, themes, truth)
    return {
        "concerns_heard": float(len(wanted)),
        "concern_recall": sum(own.get(one, 0.0) >= _OWN_THEME for one in wanted) / len(wanted),
        "theme_nmi": divided["theme_nmi"],
        "theme_ari": divided["theme_ari"],
        "n_themes": divided["n_themes"],
        "auroc_not_answered": covered["auroc_not_answered"],
        "state_macro_f1": covered.get("state_macro_f1", float("nan")),
        "recurrence_recall": lived["recurrence_recall"],
        "life_accuracy": lived["life_accuracy"],
    }
