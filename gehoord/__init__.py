"""gehoord as a library: the names that are promised, under the name of the distribution.

They are those of ``pipeline``, the folder they live in, and are loaded when first used.

    from gehoord import Settings, analyse, load_models, read_corpus

    settings = Settings()
    run = analyse(read_corpus("corpora/voorbeeld"), load_models(settings), settings)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pipeline

if TYPE_CHECKING:
    from pipeline import (
        DataProblem,
        Findings,
        Plan,
        Settings,
        analyse,
        load_model,
        load_models,
        load_run,
        read_corpus,
        train,
    )

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


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'gehoord' has no attribute '{name}'")
    return getattr(pipeline, name)


def __dir__() -> list[str]:
    return __all__
