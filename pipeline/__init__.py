"""gehoord: which recurring concerns does a plan answer, and which not yet?

The rooms of the house. Who uses gehoord as a library imports ``gehoord``; the ten names below are
the parts that it is made of, loaded when first used.

    from pipeline import Settings, analyse, load_models, read_corpus

    settings = Settings()
    run = analyse(read_corpus("corpora/voorbeeld"), load_models(settings), settings)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.core.errors import DataProblem
    from pipeline.core.plan import Plan
    from pipeline.core.settings import Settings
    from pipeline.corpus.corpus import read_corpus
    from pipeline.findings import Findings
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
    "DataProblem": "core.errors",
    "Findings": "findings",
    "Plan": "core.plan",
    "Settings": "core.settings",
    "analyse": "runs.analyse",
    "load_model": "runs.model_store",
    "load_models": "runs.load_models",
    "load_run": "runs.folder",
    "read_corpus": "corpus.corpus",
    "train": "runs.train",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
    return getattr(import_module(f"pipeline.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
