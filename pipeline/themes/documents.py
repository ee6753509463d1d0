"""What a statement is about, as terms: lemmas and noun phrases; and which terms mark a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from pipeline.core.tokens import Token
from pipeline.themes.linkage import Labels
from pipeline.themes.records import Statement, Terms

_POS = frozenset(("NOUN", "ADJ", "VERB"))  # no PROPN: a theme is not named after a person or school
_SOME, _MANY = 20, 200  # statements from which a term must be used by two, by three
JOIN = "_"  # between the words of a phrase, so that a phrase stays one term


def document(statement: Statement) -> str:
    """The terms of one statement, parted by spaces; phrases of two or three words beside words."""
    words = [t for t in statement.tokens if _subject(t)]
    compounds = []
    for first, second in pairwise(statement.tokens):
        if second.pos == "NOUN" and _subject(second) and _subject(first):
            if first.pos == "VERB":
                continue
            compounds.append(f"{first.text.lower()}{JOIN}{second.lemma.lower()}")
    return " ".join([*(t.lemma.lower() for t in words), *compounds])


def _subject(token: Token) -> bool:
    return (
        token.pos in _POS
        and not token.is_stop
        and len(token.lemma) > 2
        and all(c.isalpha() or c in "-'’" for c in token.lemma)
    )


def shared_terms(documents: Sequence[str]) -> list[str]:
    """The documents without the terms that too few statements use to say what a theme is about."""
    used_in = Counter(term for text in documents for term in set(text.split()))
    least = 3 if len(documents) >= _MANY else 2 if len(documents) >= _SOME else 1
    return [" ".join(t for t in text.split() if used_in[t] >= least) for text in documents]


def class_terms(documents: Sequence[str], labels: Labels, n_terms: int) -> dict[int, Terms]:
    """Terms per label by class-based TF-IDF (Grootendorst 2022); labels below 0 are left out.

    Args: labels (n,) of n documents, words parted by spaces.
    Returns: per label at most ``n_terms`` terms with their weights, the weightiest first.
    """
    counts: dict[int, Counter[str]] = {}
    for text, label in zip(documents, labels, strict=True):
        if label >= 0:
            # Once per statement: a word that one person repeats is not what a group says.
            counts.setdefault(int(label), Counter()).update(set(text.split()))
    total: Counter[str] = Counter()
    for uses in counts.values():
        total.update(uses)
    average = np.mean([sum(count.values()) for count in counts.values()]) if counts else 0.0
    return {
        label: heaviest(
            {
                term: count / sum(uses.values()) * float(np.log1p(average / total[term]))
                for term, count in uses.items()
                if count > 1 or len(uses) < n_terms
            },
            n_terms,
        )
        for label, uses in sorted(counts.items())
    }


def heaviest(weights: Mapping[str, float], n_terms: int) -> Terms:
    """The terms with the highest weight; equal weights in the order of the alphabet."""
    order = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((term.replace(JOIN, " "), float(weight)) for term, weight in order[:n_terms])
