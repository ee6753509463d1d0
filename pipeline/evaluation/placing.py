"""The last round placed in a model of the rounds before it, beside the same round on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.core.numeric import ari, codes, nmi
from pipeline.core.tables import RESPONSES
from pipeline.evaluation import corpus_metrics as measures
from pipeline.evaluation.intervals import Difference, Rows, paired
from pipeline.runs.analyse import analyse
from pipeline.runs.model_store import Reference, Trained
from pipeline.runs.train import FixedModel, train

if TYPE_CHECKING:
    from pipeline.core.analysis import Analysis
    from pipeline.core.settings import Settings
    from pipeline.corpus.records import Corpus
    from pipeline.evaluation.corpus_metrics import Truth
    from pipeline.runs.state import Following, Models

_LEAST = 3  # responses in the round; what one or two say there is no concern of several


def placed_and_fresh(
    corpus: Corpus, models: Models, settings: Settings, following: Following
) -> dict[str, Analysis]:
    """Runs: ``fresh`` and ``placed`` on the last round, and ``whole`` on all rounds together.

    Raises: ValueError for a corpus of one round.
    """
    rounds = [round_.round_id for round_ in corpus.rounds]
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


@dataclass(frozen=True, eq=False)
class Heard:
    """A run beside the truth of what is heard in it.

    Attributes:
        statements: as ``statements_with_truth`` gives them.
        themes: concern -> the theme that holds it best.
        found: concern that enough responses voice -> whether it is found, 1 or 0.
        states: as ``corpus_metrics.states`` gives them.
    """

    analysis: Analysis
    statements: pd.DataFrame
    themes: Mapping[str, str]
    found: Mapping[str, float]
    states: pd.DataFrame

    @classmethod
    def of(cls, analysis: Analysis, truth: Truth) -> Heard:
        """Hold a run against the truth of its corpus."""
        statements = measures.statements_with_truth(analysis, truth)
        themes = measures.concern_themes(statements)
        own = measures.concern_f1(statements, themes)
        heard = statements[~statements["campaign"]].drop_duplicates("response_id")["concerns"]
        often = Counter(concern for concerns in heard for concern in concerns)
        wanted = sorted(concern for concern, n in often.items() if n >= _LEAST)
        is_found = {name: float(own.get(name, 0.0) >= measures.OWN_THEME) for name in wanted}
        states = measures.states(analysis, statements, themes, truth)
        return cls(analysis, statements, themes, is_found, states)


def scores(heard: Heard, truth: Truth) -> dict[str, float]:
    """How near a run comes to the truth of the concerns that are heard in it."""
    divided = measures.theme_scores(heard.statements)
    states = measures.state_scores(heard.states)
    lived = measures.recurrence_scores(heard.analysis, heard.themes, truth)
    return {
        "concerns_heard": float(len(heard.found)),
        "concern_recall": sum(heard.found.values()) / len(heard.found),
        "theme_nmi": divided["theme_nmi"],
        "theme_ari": divided["theme_ari"],
        "n_themes": divided["n_themes"],
        "auroc_not_answered": states["auroc_not_answered"],
        "state_macro_f1": states["state_macro_f1"],
        "recurrence_recall": lived["recurrence_recall"],
        "life_accuracy": lived["life_accuracy"],
    }


def differences(fresh: Heard, placed: Heard) -> dict[str, Difference]:
    """Placed beside fresh on the same round: over concerns, and themes over whole people.

    What recurs has no difference with an interval: one round on its own knows of none.
    """
    runs = (fresh, placed)
    hits = [np.array([run.found[concern] for concern in fresh.found]) for run in runs]
    by_concern = [run.states.set_index("concern_id") for run in runs]
    same = sorted(set(by_concern[0].index) & set(by_concern[1].index))
    states = [of_run.loc[same] for of_run in by_concern]
    single = [measures.single_concern(run.statements) for run in runs]
    gold = codes(list(single[0]["concern"]))
    themes = [codes(list(rows["theme_id"])) for rows in single]
    responses = fresh.analysis.table(RESPONSES).set_index("response_id")["respondent_id"]
    people = [str(responses[response]) for response in single[0]["response_id"]]

    def state(name: str) -> Difference:
        def score(of_run: pd.DataFrame, rows: Rows) -> float:
            return measures.state_scores(of_run.iloc[rows])[name]

        return _difference(score, states, same)

    return {
        "concern_recall": _difference(
            lambda of_run, rows: float(of_run[rows].mean()), hits, list(fresh.found)
        ),
        "auroc_not_answered": state("auroc_not_answered"),
        "state_macro_f1": state("state_macro_f1"),
        "theme_nmi": _difference(
            lambda of_run, rows: nmi(gold[rows], of_run[rows]), themes, people
        ),
        "theme_ari": _difference(
            lambda of_run, rows: ari(gold[rows], of_run[rows]), themes, people
        ),
    }


def _difference(
    score: Callable[[Any, Rows], float], runs: Sequence[Any], groups: Sequence[str]
) -> Difference:
    """One score of what each of two runs made of n things. Args: groups: (n,) whose each is."""
    return paired(lambda rows: (score(runs[0], rows), score(runs[1], rows)), groups)
