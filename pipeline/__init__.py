"""gehoord: which recurring concerns does a plan answer, and which not yet?

The ten names below are the promise to those who use gehoord as a library; everything else may
change. They are loaded when first used, so that importing the package stays light.

    from pipeline import Settings, analyse, load_models, read_corpus

    settings = Settings()
    run = analyse(read_corpus("corpora/voorbeeld"), load_models(settings), settings)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.errors import DataProblem
    from pipeline.findings import Findings
    from pipeline.ingest.corpus import read_corpus
    from pipeline.loading import load_models
    from pipeline.models import load_model
    from pipeline.plan import Plan
    from pipeline.run import analyse
    from pipeline.runs import load_run
    from pipeline.settings import Settings
    from pipeline.training import train

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
    "DataProblem": "errors",
    "Findings": "findings",
    "Plan": "plan",
    "Settings": "settings",
    "analyse": "run",
    "load_model": "models",
    "load_models": "loading",
    "load_run": "runs",
    "read_corpus": "ingest.corpus",
    "train": "training",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
    return getattr(import_module(f"pipeline.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
