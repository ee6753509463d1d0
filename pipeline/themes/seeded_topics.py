"""Soft seeds: a given topic draws what lies near it together, if what was said carries it.

A seed is a hint, not an order. What lies near it is drawn towards its own middle before themes are
made; whether a theme comes of it is then read off. A seed whose statements still end up in several
themes is dropped, and the themes are made again without it, so that it has bent nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.core.numeric import unit_rows
from pipeline.core.settings import ThemeSettings
from pipeline.core.tables import THEMES
from pipeline.themes.corpus import vectors_of
from pipeline.themes.find import find_themes
from pipeline.themes.records import GivenTopic, HasVectors, Statement, Themes, TopicModel, Vectors

CARRIED, WIDENED, SCATTERED, UNHEARD = "carried", "widened", "scattered", "unheard"
_HALF = 0.5  # of a seed's statements in one theme, and of a theme that is the seed's own


@dataclass(frozen=True)
class Outcome:
    """What became of a topic given beforehand.

    Attributes:
        outcome: carried (a theme of its own) | widened (within a wider theme) | scattered (over
            several themes: dropped) | unheard (too little near it: dropped).
        theme_id: the theme it is or lies in; "" where none.
        n_near: statements near it; n_inside: of these, in that theme.
    """

    topic_id: str
    outcome: str
    theme_id: str
    n_near: int
    n_inside: int


@dataclass(frozen=True)
class _Drawn:
    """Vectors of the statements after the seeds drew on them."""

    statement_ids: tuple[str, ...]
    vectors: Vectors


def find_guided(
    embeddings: HasVectors,
    statements: Sequence[Statement],
    settings: ThemeSettings,
    topics: TopicModel | None = None,
    *,
    near: Mapping[str, str],
    fixed: Sequence[GivenTopic] = (),
    seeds: Sequence[GivenTopic] = (),
) -> tuple[Themes, tuple[Outcome, ...]]:
    """``find_themes`` with topics given beforehand, and what became of each.

    Args:
        embeddings: (n, d), a row for each of the n statements.
        near: statement id -> id of the given topic it is about, as matching says; a statement that
            is about none is left out.
        fixed: first themes; what is clearly like the statements about one is its.
        seeds: hints, see above.
    Returns: themes (a carried seed gives its theme its name), and one outcome per topic given. A
        topic that fewer statements are about than make a theme is left out: unheard.
    """
    about = {given.topic_id: _rows(statements, near, given.topic_id) for given in (*fixed, *seeds)}
    heard = {given for given, rows in about.items() if len(rows) >= settings.least_theme}
    kinds = [
        _worded_by_respondents(embeddings, statements, about, topic)
        for topic in fixed
        if topic.topic_id in heard
    ]
    drawing = [seed for seed in seeds if seed.topic_id in heard]

    def find(pulled: Sequence[GivenTopic]) -> Themes:
        mine = [about[given.topic_id] for given in pulled]
        drawn = _drawn(embeddings, statements, mine, settings)
        return find_themes(drawn, statements, settings, topics, given=kinds)

    themes = find(drawing)
    kept = [
        given
        for given in drawing
        if _read(themes, statements, about[given.topic_id], given).theme_id
    ]
    if len(kept) < len(drawing):
        themes = find(kept)
    outcomes = [_of_fixed(themes, topic) for topic in fixed]
    for seed in seeds:
        n = len(about[seed.topic_id])
        if seed.topic_id not in heard:
            outcomes.append(Outcome(seed.topic_id, UNHEARD, "", n, 0))
        elif seed not in kept:
            outcomes.append(Outcome(seed.topic_id, SCATTERED, "", n, 0))
        else:
            outcomes.append(_read(themes, statements, about[seed.topic_id], seed))
    return _called(themes, outcomes, seeds), tuple(outcomes)


def _rows(statements: Sequence[Statement], near: Mapping[str, str], topic_id: str) -> list[int]:
    """Which of the statements are about the topic; a campaign's echoes have no say in it."""
    rows = [
        row
        for row, statement in enumerate(statements)
        if near.get(statement.statement_id) == topic_id
    ]
    return [row for row in rows if not statements[row].echo] or rows


def _worded_by_respondents(
    embeddings: HasVectors,
    statements: Sequence[Statement],
    about: Mapping[str, list[int]],
    topic: GivenTopic,
) -> GivenTopic:
    """The topic in the words of who spoke of it: a code of a plan is worded unlike people speak."""
    rows = about[topic.topic_id]
    middle = vectors_of(embeddings, statements)[rows].astype(np.float64).mean(axis=0)
    vector = unit_rows(middle).astype(np.float32)
    return replace(
        topic, text=" ".join(sorted(statements[row].text for row in rows)), vector=vector
    )


def _drawn(
    embeddings: HasVectors,
    statements: Sequence[Statement],
    groups: Sequence[list[int]],
    settings: ThemeSettings,
) -> HasVectors:
    """The vectors, those of each group moved part of the way to the middle of the group."""
    if not groups:
        return embeddings
    vectors = vectors_of(embeddings, statements).astype(np.float64)
    for rows in groups:
        vectors[rows] += settings.seed_pull * (vectors[rows].mean(axis=0) - vectors[rows])
    moved = unit_rows(vectors).astype(np.float32)
    return _Drawn(tuple(statement.statement_id for statement in statements), moved)


def _read(
    themes: Themes, statements: Sequence[Statement], about: list[int], seed: GivenTopic
) -> Outcome:
    """Which theme holds the seed's statements, if one does."""
    ids = {statements[row].statement_id for row in about}
    rows = themes.assignments
    places = rows.loc[rows["statement_id"].isin(ids), "theme_id"]
    counts = places[places != ""].value_counts()
    if counts.empty or int(counts.max()) < _HALF * len(ids):
        return Outcome(
            seed.topic_id, SCATTERED, "", len(ids), int(counts.max() if len(counts) else 0)
        )
    theme_id = min(str(theme) for theme in counts.index[counts == counts.max()])
    inside = int(counts.max())
    own = inside >= _HALF * int((rows["theme_id"] == theme_id).sum())
    return Outcome(seed.topic_id, CARRIED if own else WIDENED, theme_id, len(ids), inside)


def _of_fixed(themes: Themes, topic: GivenTopic) -> Outcome:
    n = int((themes.assignments["theme_id"] == topic.topic_id).sum())
    if topic.topic_id not in set(themes.themes["theme_id"]):
        return Outcome(topic.topic_id, UNHEARD, "", 0, 0)
    return Outcome(topic.topic_id, CARRIED, topic.topic_id, n, n)


def _called(themes: Themes, outcomes: Sequence[Outcome], seeds: Sequence[GivenTopic]) -> Themes:
    """The themes that carry a seed, by its name."""
    names = {seed.topic_id: seed.label for seed in seeds}
    own = {
        outcome.theme_id: names[outcome.topic_id]
        for outcome in outcomes
        if outcome.outcome == CARRIED and outcome.topic_id in names
    }
    labels = [
        own.get(str(theme), str(label))
        for theme, label in zip(themes.themes["theme_id"], themes.themes["label"], strict=True)
    ]
    return replace(themes, themes=THEMES.check(themes.themes.assign(label=labels)))
