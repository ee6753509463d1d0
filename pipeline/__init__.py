"""gehoord: which recurring concerns does a plan answer, and which not yet?

The rooms of the house. Who uses gehoord as a library imports ``gehoord``; the ten names below are
the parts that it is made of, loaded when first used.

    from pipeline import Settings, analyse, load_models, read_corpus

    settings = Settings()
    run = analyse(read_corpus("corpora/voorbeeld"), load_models(settings), settings)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.lazy import lazy

if TYPE_CHECKING:
    from pipeline.core.errors import DataProblem
    from pipeline.core.plan import Plan
    from pipeline.core.settings import Settings
    from pipeline.corpus.corpus import read_corpus
    from pipeline.findings.records import Findings
    from pipeline.runs.analyse import analyse
    from pipeline.runs.folder import load_run
    from pipeline.runs.load_models import load_models
    from pipeline.runs.model_store import load_model
    from pipeline.runs.train import train

__all__ = [
    "DataProblem",
    "Findings",
    "Plan",
    "Settings",
    "analyse",
    "load_model",
    "load_models",
    "load_run",
    "read_corpus",
    "train",
]

_HOMES = {
    "DataProblem": "pipeline.core.errors",
    "Findings": "pipeline.findings",
    "Plan": "pipeline.core.plan",
    "Settings": "pipeline.core.settings",
    "analyse": "pipeline.runs.analyse",
    "load_model": "pipeline.runs.model_store",
    "load_models": "pipeline.runs.load_models",
    "load_run": "pipeline.runs.folder",
    "read_corpus": "pipeline.corpus.corpus",
    "train": "pipeline.runs.train",
}

__getattr__, __dir__ = lazy(__name__, _HOMES)
