"""How much is much: the fixed legend from a share of people to a word."""

from __future__ import annotations

from pipeline.core.settings import ReportSettings

_FEW_PEOPLE = 5  # people; fewer are "some" however small the whole is


def amount(n_people: int, of: int, settings: ReportSettings) -> str:
    """The amount that stands for ``n_people`` out of ``of``: none, some, several, many or most.

    Under five people it is ``some`` at most: three of four people are not "most" of a region.
    """
    if n_people <= 0 or of <= 0:
        return "none"
    share = round(n_people / of, 2)  # as printed: "15%" is never called less than 15%
    if n_people < _FEW_PEOPLE or share < settings.several_from:
        return "some"
    if share < settings.many_from:
        return "several"
    return "many" if share <= settings.most_from else "most"


def stability_word(value: float | None, bounds: tuple[float, float]) -> str:
    """The chance of being one concern in a word; bounds: from where it is fair, and firm."""
    if value is None:
        return "unknown"
    fair, firm = bounds
    if value >= firm:
        return "firm"
    return "fair" if value >= fair else "weak"
