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
    codes_first = [frozenset(first[item]) for item in both]
    codes_second = [frozenset(second[item]) for item in both]
    codes_tool = [frozenset(tool.get(item, ())) for item in both] if tool is not None else None
    code_ids = {
        code for codes in (*codes_first, *codes_second, *(codes_tool or ())) for code in codes
    }
    return Agreement(
        n_items=len(both),
        alpha=krippendorff(codes_first, codes_second, unshared),
        kappa=cohen(codes_first, codes_second),
        f1=f1(codes_first, codes_second),
        f1_tool=_f1_tool(codes_first, codes_second, codes_tool),
        codes=tuple(
            _on_code(code, codes_first, codes_second, codes_tool) for code in sorted(code_ids)
        ),
    )


def _on_code(
    code: str,
    first: Sequence[frozenset[str]],
    second: Sequence[frozenset[str]],
    tool: Sequence[frozenset[str]] | None,
) -> CodeAgreement:
    """Agreement on one code alone: who gave it to an item and who did not."""
    only = frozenset({code})
    first, second = [codes & only for codes in first], [codes & only for codes in second]
    if tool is not None:
        tool = [codes & only for codes in tool]
    return CodeAgreement(
        code=code,
        n_first=sum(map(bool, first)),
        n_second=sum(map(bool, second)),
        n_both=sum(bool(a and b) for a, b in zip(first, second, strict=True)),
        alpha=krippendorff(first, second, unshared),
        kappa=cohen(first, second),
        f1=f1(first, second),
        f1_tool=_f1_tool(first, second, tool),
    )


def unshared(first: frozenset[str], second: frozenset[str]) -> float:
    """Distance of two sets of codes, 0 (the same) to 1 (nothing shared): Jaccard's."""
    union = first | second
    return 1.0 - len(first & second) / len(union) if union else 0.0


def krippendorff(
    first: Sequence[T], second: Sequence[T], distance: Callable[[T, T], float]
) -> float | None:
    """Krippendorff's alpha of two coders who both coded every item.

    Source: Krippendorff, Content Analysis (2004), ch. 11: 1 - observed over expected distance.
    """
    n = len(first)
    if n == 0:
        return None
    observed = sum(distance(a, b) for a, b in zip(first, second, strict=True)) / n
    counts = Counter([*first, *second])
    expected = sum(
        distance(a, b) * counts[a] * counts[b] for a in counts for b in counts if a != b
    ) / (2 * n * (2 * n - 1))
    return 1.0 - observed / expected if expected > 0 else None


def cohen(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> float | None:
    """Cohen's kappa on sets of codes, each set as a whole.

    None without items, or where chance alone gives full agreement.
    """
    names_first, names_second = (
        ["; ".join(sorted(codes)) for codes in coder] for coder in (first, second)
    )
    if len({*names_first, *names_second}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(names_first, names_second))


def f1(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> float | None:
    """F1 over all codes given, 0-1; the same whichever of the two is held to be right.

    None where neither gave any.
    """
    shared = sum(len(a & b) for a, b in zip(first, second, strict=True))
    total = sum(map(len, first)) + sum(map(len, second))
    return 2.0 * shared / total if total else None


def _f1_tool(
    first: Sequence[frozenset[str]],
    second: Sequence[frozenset[str]],
    tool: Sequence[frozenset[str]] | None,
) -> float | None:
    """Mean F1 of the tool beside either person; None where it says nothing of both."""
    if tool is None:
        return None
    scores = [score for score in (f1(first, tool), f1(second, tool)) if score is not None]
    return sum(scores) / len(scores) if scores else None
