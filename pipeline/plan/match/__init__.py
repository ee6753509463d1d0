"""Matching: which code of a codebook does a statement or a theme touch, if any."""

from pipeline.plan.match.calibration import Calibration, Curve
from pipeline.plan.match.inputs import Codes, TermRows, Texts, code_texts, terms_of
from pipeline.plan.match.stage import Matched, Scores, match, match_themes, score

__all__ = [
    "Calibration",
    "Codes",
    "Curve",
    "Matched",
    "Scores",
    "TermRows",
    "Texts",
    "code_texts",
    "match",
    "match_themes",
    "score",
    "terms_of",
]
