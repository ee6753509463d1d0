"""Statements about known subjects, with vectors to match: small enough for every test."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.core.tokens import Token
from pipeline.themes.records import Statement

SUBJECTS = (
    "taxibus chauffeur vervoer rit busje",
    "wachttijd besluit maanden toewijzing aanvraag",
    "formulier papierwerk typen administratie dossier",
    "gebouw lawaai lift gehorig ventilatie",
    "plusklas uitdaging hoogbegaafd verveling verdieping",
    "tolk vertaling anderstalig brief taalklas",
    "invaller lerarentekort vacature vervanging ziekte",
    "pesten buitengesloten plein groepje ruzie",
)


NOUNS = frozenset(" ".join(SUBJECTS).split())


@dataclass(frozen=True)
class Given:
    """Ids and vectors, as find_themes takes them."""

    statement_ids: tuple[str, ...]
    vectors: NDArray[np.float32]


def statements(n: int, *, subjects: int = 6, spread: float = 0.5, seed: int = 1):
    """n statements over the subjects in turn, their vectors and the true subject of each."""
    rng = np.random.default_rng(seed)
    centroids = rng.normal(size=(subjects, 32))
    truth = np.arange(n) % subjects
    vectors = centroids[truth] + spread * rng.normal(size=(n, 32)) + 3.0
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    said = [_said(i, int(truth[i]), rng) for i in range(n)]
    return Given(tuple(one.statement_id for one in said), vectors), said, truth


def joined_sets(sizes: tuple[int, int], apart: float, seed: int, *, each: int = 8):
    """Two corpora together: vectors, statements and true subjects.

    Args: sizes: subjects of each; apart: length of what a corpus's texts share, beside 1 for what
        the texts of a subject share; each: statements per subject.
    """
    rng = np.random.default_rng(seed)
    rows, said, truth = [], [], []
    for name, subjects in zip("ab", sizes, strict=True):
        common = apart * rng.normal(size=48)
        centroids = rng.normal(size=(subjects, 48))
        of = np.repeat(np.arange(subjects), each)
        rows.append(centroids[of] + common + 0.6 * rng.normal(size=(len(of), 48)) + 3.0)
        said += [Statement(f"{name}{i}", f"{name} zaak{of[i]} keer {i}") for i in range(len(of))]
        truth += [f"{name}{subject}" for subject in of]
    vectors = np.concatenate(rows)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return Given(tuple(one.statement_id for one in said), vectors), said, truth


def _said(i: int, subject: int, rng: np.random.Generator) -> Statement:
    words = rng.choice(SUBJECTS[subject].split(), 3, replace=False)
    text = f"Wij merken dat {words[0]} en {words[1]} niet gaan, ook {words[2]} niet, keer {i}"
    return Statement(f"s{i:04d}", text, tokens_of(text))


def tokens_of(text: str, nouns: Collection[str] = NOUNS) -> tuple[Token, ...]:
    """Words with a rough part of speech: what the subjects are made of is a noun."""
    tokens, at = [], 0
    for word in text.replace(",", " ,").split():
        start = text.index(word, at)
        at = start + len(word)
        pos = "NOUN" if word in nouns else "PUNCT" if word == "," else "PRON"
        tokens.append(Token(word, word.lower(), pos, pos != "NOUN", start, at))
    return tuple(tokens)
