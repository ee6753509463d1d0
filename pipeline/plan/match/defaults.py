"""The calibration that ships: used until an organisation has judged enough links of its own.

Fitted on three sets of Dutch opinions about statements of political and health plans, each with a
third of the goals hidden, and on the demo corpus; each set counts alike, and no sentence of theirs
is here. On a set left out the calibration error was .08, .08 and .12 for the three of opinions and
.24 for the short answers of the demo corpus: so much may a probability be off on a new kind of
corpus, and judging twenty links mends it (``gehoord evaluate match`` prints both errors).
"""

from __future__ import annotations

from pipeline.plan.match.calibration import Calibration, Curve

# 1 - probability of the true option: 50 quantiles, 1 % to 99 %, of the pooled sets.
_NONCONFORMITY = (
    0.0, 0.001, 0.003, 0.005, 0.009, 0.014, 0.022, 0.032, 0.045, 0.061, 0.076, 0.092, 0.113, 0.138,
    0.158, 0.176, 0.199, 0.219, 0.237, 0.256, 0.273, 0.29, 0.309, 0.328, 0.349, 0.371, 0.391, 0.414,
    0.432, 0.459, 0.484, 0.517, 0.546, 0.575, 0.605, 0.641, 0.675, 0.708, 0.741, 0.772, 0.805,
    0.847, 0.87, 0.903, 0.934, 0.955, 0.97, 0.98, 0.99, 0.995,
)  # fmt: skip

DEFAULT = Calibration(
    source="default",
    statement=Curve(slope=0.9, offset=-0.67),
    theme=Curve(slope=1.6, offset=-3.3),
    temperature=0.6,
    nonconformity=_NONCONFORMITY,
)
