"""gehoord as a library: which recurring concerns does a plan answer, and which not yet?

The names below are the promise; all that stands in ``pipeline`` may change. They are loaded when
first used, so that importing the package stays light.

    import pandas as pd
    from gehoord import Plan, analyse

    answers = pd.DataFrame({"text": ["De taxi komt te laat.", "De bus rijdt niet."]})
    plan = Plan.from_dict({"pillars": [{"title": "Vervoer", "goals": ["De taxi is op tijd."]}]})
    run = analyse(answers, plan)
    run.report("html")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gehoord.rooms import find_rooms

find_rooms()  # before the first of them is imported
from pipeline.core.lazy import lazy  # noqa: E402

if TYPE_CHECKING:
    from gehoord.library import Run, analyse, load_model, load_run, train
    from pipeline.core.errors import DataProblem, DataProblems
    from pipeline.core.locale import use_language
    from pipeline.core.plan import Plan, Round
    from pipeline.core.settings import Settings
    from pipeline.corpus.corpus import read_corpus
    from pipeline.findings import Findings
    from pipeline.runs.estimators import CodeMatcher, TextEncoder, ThemeAssigner
    from pipeline.runs.load_models import load_models

__all__ = [
    "CodeMatcher",
    "DataProblem",
    "DataProblems",
    "Findings",
    "Plan",
    "Round",
    "Run",
    "Settings",
    "TextEncoder",
    "ThemeAssigner",
    "analyse",
    "load_model",
    "load_models",
    "load_run",
    "read_corpus",
    "train",
    "use_language",
]

_HOMES = {
    "CodeMatcher": "pipeline.runs.estimators",
    "DataProblem": "pipeline.core.errors",
    "DataProblems": "pipeline.core.errors",
    "Findings": "pipeline.findings",
    "Plan": "pipeline.core.plan",
    "Round": "pipeline.core.plan",
    "Run": "gehoord.library",
    "Settings": "pipeline.core.settings",
    "TextEncoder": "pipeline.runs.estimators",
    "ThemeAssigner": "pipeline.runs.estimators",
    "analyse": "gehoord.library",
    "load_model": "gehoord.library",
    "load_models": "pipeline.runs.load_models",
    "load_run": "gehoord.library",
    "read_corpus": "pipeline.corpus.corpus",
    "train": "gehoord.library",
    "use_language": "pipeline.core.locale",
}

__getattr__, __dir__ = lazy(__name__, _HOMES)
