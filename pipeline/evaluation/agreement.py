"""How well two people agree, and the tool with them: per code and over all codes.

Two people who code the same statements do not agree wholly either; what they reach is the measure
for what a tool can reach.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T", bound=Hashable)
Coded = Mapping[str, Collection[str]]  # item -> codes given; none where a person said none fits


@dataclass(frozen=True)
class CodeAgreement:
    """One code: how often it was given by each and by both, and how well they agree.

    ``alpha``, ``kappa`` and the F1s are None where they say nothing: nobody gave the code, or
    everybody gave it to everything.
    """

    code: str
    n_first: int
    n_second: int
    n_both: int
    alpha: float | None
    kappa: float | None
    f1: float | None  # person beside person
    f1_tool: float | None  # tool beside the people, mean over both


@dataclass(frozen=True)
class Agreement:
    """Two people on the same items; ``n_items`` were judged by both."""

    n_items: int
    alpha: float | None
    kappa: float | None
    f1: float | None
    f1_tool: float | None
    codes: tuple[CodeAgreement, ...]


def agreement(first: Coded, second: Coded, tool: Coded | None = None) -> Agreement:
    """Hold two people's codes beside each other, and the tool's beside both.

    Args: tool: what was proposed for the same items.
    Returns: over all codes: Krippendorff's alpha with the share of codes not shared as distance
        (nominal where each item has one code), Cohen's kappa on the set of codes as a whole, F1
        over all codes given; per code the same on "given or not".
    """
    both = sorted(set(first) & set(second))
    one = [frozenset(first[item]) for item in both]
    other = [frozenset(second[item]) for item in both]
    machine = [frozenset(tool.get(item, ())) for item in both] if tool is not None else None
    codes = sorted({code for codes in (*one, *other, *(machine or ())) for code in codes})
    return Agreement(
        n_items=len(both),
        alpha=krippendorff(one, other, unshared),
        kappa=cohen([_name(codes_) for codes_ in one], [_name(codes_) for codes_ in other]),
        f1=f1(one, other),
        f1_tool=_mean(f1(one, machine), f1(other, machine)) if machine is not None else None,
        codes=tuple(_code(code, one, other, machine) for code in codes),
    )


def _code(
    code: str,
    one: Sequence[frozenset[str]],
    other: Sequence[frozenset[str]],
    machine: Sequence[frozenset[str]] | None,
) -> CodeAgreement:
    """Agreement on one code alone: whether each of two readers gave it to an item or not."""
    mine, theirs = [code in codes for codes in one], [code in codes for codes in other]
    only = frozenset({code})
    narrowed = [codes & only for codes in one], [codes & only for codes in other]
    f1_tool = None
    if machine is not None:
        given = [codes & only for codes in machine]
        f1_tool = _mean(f1(narrowed[0], given), f1(narrowed[1], given))
    return CodeAgreement(
        code=code,
        n_first=sum(mine),
        n_second=sum(theirs),
        n_both=sum(a and b for a, b in zip(mine, theirs, strict=True)),
        alpha=krippendorff(mine, theirs, lambda a, b: float(a != b)),
        kappa=cohen(mine, theirs),
        f1=f1(*narrowed),
        f1_tool=f1_tool,
    )


def unshared(one: frozenset[str], other: frozenset[str]) -> float:
    """Distance of two sets of codes, 0 (the same) to 1 (nothing shared): Jaccard's."""
    union = one | other
    return 1.0 - len(one & other) / len(union) if union else 0.0


def krippendorff(
    one: Sequence[T], other: Sequence[T], distance: Callable[[T, T], float]
) -> float | None:
    """Krippendorff's alpha of two coders who both coded every item.

    Source: Krippendorff, Content Analysis (2004), ch. 11: 1 - observed over expected distance.
    """
    n = len(one)
    if n == 0:
        return None
    observed = sum(distance(a, b) for a, b in zip(one, other, strict=True)) / n
    counts = Counter([*one, *other])
    expected = sum(
        distance(a, b) * counts[a] * counts[b] for a in counts for b in counts if a != b
    ) / (2 * n * (2 * n - 1))
    return 1.0 - observed / expected if expected > 0 else None


def cohen(one: Sequence[Hashable], other: Sequence[Hashable]) -> float | None:
    """Cohen's kappa; None without items, or where chance alone gives full agreement."""
    if not one or len(set(one) | set(other)) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(list(one), list(other)))


def f1(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]] | None) -> float | None:
    """F1 over all codes given; the same whichever of the two is held to be right."""
    if other is None:
        return None
    shared = sum(len(a & b) for a, b in zip(one, other, strict=True))
    given = sum(map(len, one)) + sum(map(len, other))
    return 2.0 * shared / given if given else None


def _name(codes: frozenset[str]) -> str:
    return "; ".join(sorted(codes))


def _mean(*values: float | None) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
