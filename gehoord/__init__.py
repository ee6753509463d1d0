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

if TYPE_CHECKING:  # read by ``lazy`` too: each name stands here and nowhere else
    from gehoord.library import Run as Run
    from gehoord.library import analyse as analyse
    from gehoord.library import load_model as load_model
    from gehoord.library import load_run as load_run
    from gehoord.library import train as train
    from pipeline.core.errors import DataProblem as DataProblem
    from pipeline.core.errors import DataProblems as DataProblems
    from pipeline.core.locale import use_language as use_language
    from pipeline.core.plan import Plan as Plan
    from pipeline.core.plan import Round as Round
    from pipeline.core.settings import Settings as Settings
    from pipeline.corpus.corpus import read_corpus as read_corpus
    from pipeline.findings.records import Findings as Findings
    from pipeline.runs.estimators import CodeMatcher as CodeMatcher
    from pipeline.runs.estimators import TextEncoder as TextEncoder
    from pipeline.runs.estimators import ThemeAssigner as ThemeAssigner
    from pipeline.runs.load_models import load_models as load_models

__getattr__, __dir__ = lazy(__name__, __file__)
__all__ = __dir__()
