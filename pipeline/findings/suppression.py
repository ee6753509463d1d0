"""Small groups are not broken out, also not by subtraction.

The same cells are withheld in every edition, so that two editions side by side give nothing away.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.records import Cell


def withheld(counts: Mapping[str, int], min_group: int) -> frozenset[str]:
    """Which cells of a breakdown to withhold.

    First every cell of 1 to ``min_group - 1``; then the smallest others, until those withheld are
    two at least and stand for ``min_group`` people together: whoever subtracts the shown cells from
    the total then still learns nothing about a group under the threshold.
    """
    filled = sorted((n, key) for key, n in counts.items() if n > 0)
    hidden = [(n, key) for n, key in filled if n < min_group]
    if not hidden:
        return frozenset()
    rest = filled[len(hidden) :]
    while rest and (len(hidden) < 2 or sum(n for n, _ in hidden) < min_group):
        hidden.append(rest.pop(0))
    if sum(n for n, _ in hidden) < min_group or len(hidden) < 2:
        return frozenset(counts)  # too few people to say anything about groups, not even the zeros
    return frozenset(key for _, key in hidden)


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
