"""Small groups are not broken out, also not by subtraction.

The same cells are withheld in every edition, so that two editions side by side give nothing away.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.respondents import withheld
from pipeline.findings.records import Cell


def broken_out(
    counts: Mapping[str, int], totals: Mapping[str, int], min_group: int
) -> tuple[Cell, ...]:
    """A breakdown that may be shown; ``totals`` are the people of each group over everything."""
    full = {key: counts.get(key, 0) for key in totals}
    hidden = withheld(full, min_group)
    hidden_totals = withheld(totals, min_group)
    return tuple(
        Cell(
            key=key,
            n=None if key in hidden else full[key],
            total=None if key in hidden_totals else totals[key],
            small=key in hidden and 0 < full[key] < min_group,
        )
        for key in totals
    )
