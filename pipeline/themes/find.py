"""STATEMENTS + Embeddings + TopicModel -> Themes: the whole road from voices to themes.

Every size has its route: none (0), grouped by likeness (below ``settings.few`` different texts),
consensus (up to ``settings.fit_limit``), and beyond that a sample with everything else assigned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import ThemeSettings
from pipeline.core.tables import ASSIGNMENTS, THEMES
from pipeline.themes.centroids import (
    Centres,
    assign,
    centre_rows,
    likeness_to,
    stack,
    subthemes_of,
)
from pipeline.themes.clustering import LADDER_COLUMNS, Division, divide
from pipeline.themes.corpus import Corpus, vectors_of
from pipeline.themes.documents import class_terms, document, shared_terms
from pipeline.themes.graph import Labels, coordinates, neighbour_graph
from pipeline.themes.records import GivenTopic, HasVectors, Statement, Terms, Themes, TopicModel
from pipeline.themes.subthemes import Nested

_DIMENSIONS = 10  # handed to the topic model; enough for its pictures


def find_themes(
    embeddings: HasVectors,
    statements: Sequence[Statement],
    settings: ThemeSettings,
    topics: TopicModel | None = None,
    *,
    given: Sequence[GivenTopic] = (),
) -> Themes:
    """Find what people say, and who says it.

    Args:
        embeddings: (n, d) vectors of exactly these statements, in any order.
        said: n statements. Equal texts count once, and a campaign's letter too.
        topics: the topic model that says which words mark a theme; None: plain c-TF-IDF.
        given: topics fixed beforehand; statements that clearly belong there are theirs, the rest
            is discovered.

    Returns: Themes; the order of the input changes nothing.
    Raises: ValueError when the statements and the embeddings hold different ids.
    """
    from threadpoolctl import threadpool_limits

    vectors = vectors_of(embeddings, statements)
    if not statements:
        return _none()
    with threadpool_limits(limits=1):  # two threads give other sums, hence other themes
        corpus = Corpus.of(statements, vectors, settings)
        division, centroids = _held(corpus, divide(corpus, settings, given), settings)
        ids, texts = [one.statement_id for one in statements], [one.text for one in statements]
        assignments = assign(centroids, ids, texts, vectors)
        once = assignments["statement_id"].isin({one.statement_id for one in corpus.statements})
        if (lacking := _lacking(centroids, assignments[once], settings)) > 0.0:
            centroids = _widened(centroids, lacking)
            assignments = assign(centroids, ids, texts, vectors)
        terms = _terms(corpus, centroids, settings, topics)
    return Themes(
        themes=_table(centroids, assignments, terms, division),
        assignments=assignments,
        terms=terms,
        centroids=centroids,
        method=division.method,
        agreement=division.agreement,
        ladder=division.ladder,
    )


def _none() -> Themes:
    return Themes(
        themes=THEMES.empty(),
        assignments=ASSIGNMENTS.empty(),
        terms={},
        centroids=None,
        method="none",
        agreement=float("nan"),
        ladder=pd.DataFrame(columns=list(LADDER_COLUMNS)),
    )


def _held(corpus: Corpus, division: Division, settings: ThemeSettings) -> tuple[Division, Centres]:
    """The division without sub-themes that assignment leaves nearly empty, and its centres.

    Runs that divide a theme and the distance to its centres need not agree on every statement; a
    part that its own statements leave for a sister part is no part.
    """
    centroids = _centres(corpus, division, settings)
    while (joined := _thinnest(corpus, division, centroids, settings)) is not None:
        thin, sister = joined
        subs = np.where(division.nested.subthemes == thin, sister, division.nested.subthemes)
        division = replace(division, nested=Nested(division.nested.themes, subs))
        centroids = _centres(corpus, division, settings)
    return division, centroids


def _thinnest(
    corpus: Corpus, division: Division, centroids: Centres, settings: ThemeSettings
) -> tuple[int, int] | None:
    """The sub-theme that holds fewest texts, where too few, and the sister it joins, as labels."""
    tops = [
        one
        for one, parent in zip(centroids.theme_ids, centroids.parent_ids, strict=True)
        if not parent
    ]
    sub_ids, parents, places = _subthemes(division.nested, tops)
    held = subthemes_of(centroids, corpus.features)
    sizes = {one: held.count(one) for one in sub_ids}
    thin = min(sub_ids, key=lambda one: (sizes[one], one), default="")
    if not thin or sizes[thin] >= settings.least_theme:
        return None
    parent_of = dict(zip(sub_ids, parents, strict=True))
    label_of = {
        one: int(division.nested.subthemes[places == at][0]) for at, one in enumerate(sub_ids)
    }
    sisters = [one for one in sub_ids if parent_of[one] == parent_of[thin] and one != thin]
    gone_to = Counter(held[i] for i in np.flatnonzero(places == sub_ids.index(thin)))
    sister = max(sisters, key=lambda one: (gone_to[one], sizes[one], one))
    return label_of[thin], label_of[sister]


def _centres(corpus: Corpus, division: Division, settings: ThemeSettings) -> Centres:
    """Centres of the themes, then of the sub-themes of those that have any."""
    nested = division.nested
    top = centre_rows(corpus.features, nested.themes)
    own = likeness_to(top, corpus.features)
    mine = own[np.arange(len(own)), nested.themes]
    ids = _theme_ids(len(top), division)
    sub_ids, parents, sub_labels = _subthemes(nested, ids)
    rows = stack(top, centre_rows(corpus.features, sub_labels)) if sub_ids else top
    reach = _reach(mine, nested.themes, settings)
    far = float(np.quantile(own.max(axis=1), settings.signal_share)) if len(own) > 50 else -2.0
    return Centres(
        theme_ids=(*ids, *sub_ids),
        parent_ids=(*[""] * len(ids), *parents),
        meaning=rows.meaning,
        letters=rows.letters,
        reach=np.concatenate([reach, np.full(len(sub_ids), -2.0)]),
        maker=corpus.maker,
        signal_words=settings.signal_words,
        signal_reach=far,
    )


def _theme_ids(n: int, division: Division) -> list[str]:
    given = [one.topic_id for one in division.given]
    return [given[i] if i < len(given) else f"T{i - len(given) + 1:02d}" for i in range(n)]


def _subthemes(nested: Nested, theme_ids: Sequence[str]) -> tuple[list[str], list[str], Labels]:
    """Ids, parents and labels (n,) of the sub-themes; a theme in one piece has none."""
    labels = np.full(len(nested.themes), -1, dtype=np.int64)
    ids: list[str] = []
    parents: list[str] = []
    for theme, theme_id in enumerate(theme_ids):
        inside = np.unique(nested.subthemes[nested.themes == theme])
        for place, sub in enumerate(inside if len(inside) > 1 else []):
            labels[nested.subthemes == sub] = len(ids)
            ids.append(f"{theme_id}.{place + 1}")
            parents.append(theme_id)
    return ids, parents, labels


def reach_of(mine: NDArray[np.float64], settings: ThemeSettings) -> float:
    """Lowest likeness at which a statement belongs to a theme whose own lie at ``mine`` (n,)."""
    middle = float(np.median(mine))
    spread = 1.4826 * float(np.median(np.abs(mine - middle)))
    # With a handful of statements the spread is a guess: never below half the middle then.
    return middle - settings.reach * max(spread, 0.1 * abs(middle))


def _reach(
    mine: NDArray[np.float64], themes: Labels, settings: ThemeSettings
) -> NDArray[np.float64]:
    """(m,) lowest likeness at which a statement belongs, from the middle and spread of a theme."""
    return np.array([reach_of(mine[themes == i], settings) for i in range(int(themes.max()) + 1)])


def _lacking(centroids: Centres, assignments: pd.DataFrame, settings: ThemeSettings) -> float:
    """How much further themes must reach for no more to fall outside than the share allowed.

    Asked beyond a sample too: what lies there is further from a theme than what it was made of.
    Each text is asked once, so that copies of one move no other.
    """
    at = {one: place for place, one in enumerate(centroids.theme_ids)}
    reach = centroids.reach[[at[nearest_id] for nearest_id in assignments["nearest_id"]]]
    short = np.sort(reach - assignments["strength"].to_numpy())[::-1]
    allowed = int(settings.overig_most * len(short))
    return max(0.0, float(short[allowed]) + 1e-6) if len(short) > allowed else 0.0


def _widened(centroids: Centres, lacking: float) -> Centres:
    """Themes that reach so much further; sub-themes have no reach of their own."""
    tops = np.array([parent == "" for parent in centroids.parent_ids])
    return replace(centroids, reach=np.where(tops, centroids.reach - lacking, centroids.reach))


def _terms(
    corpus: Corpus, centroids: Centres, settings: ThemeSettings, topics: TopicModel | None
) -> dict[str, Terms]:
    """Terms per theme, by the topic model; per sub-theme, against its sister themes."""
    fitted = corpus.statements[: corpus.fitted]
    documents = shared_terms([document(one) for one in fitted])
    vectors = corpus.vectors[: corpus.fitted]
    assigned = assign(
        centroids, [str(i) for i in range(len(fitted))], corpus.texts()[: corpus.fitted], vectors
    )
    labels = _labels(assigned["theme_id"], centroids.theme_ids)
    subs = _labels(assigned["subtheme_id"], centroids.theme_ids)
    if topics is None or len(fitted) < settings.few:
        found: Mapping[int, Terms] = class_terms(documents, labels, settings.n_terms)
    else:
        points = coordinates(
            neighbour_graph(corpus.features.likeness(), settings.neighbours[0]), _DIMENSIONS
        )
        found = topics.describe(documents, vectors, points.astype(np.float32), labels)
    found = {**class_terms(documents, subs, settings.n_terms), **found}
    return {centroids.theme_ids[label]: terms for label, terms in sorted(found.items())}


def _labels(ids: pd.Series, theme_ids: Sequence[str]) -> Labels:
    at = {one: i for i, one in enumerate(theme_ids)}
    return np.array([at.get(one, -1) for one in ids], dtype=np.int64)


def _table(
    centroids: Centres, assignments: pd.DataFrame, terms: Mapping[str, Terms], division: Division
) -> pd.DataFrame:
    """THEMES without labels and without counts of people, which others know more about."""
    sizes = pd.concat([assignments["theme_id"], assignments["subtheme_id"]]).value_counts()
    firm = _firm(centroids, division)
    fixed = {one.topic_id: one.label for one in division.given}
    rows = []
    for theme_id, parent in zip(centroids.theme_ids, centroids.parent_ids, strict=True):
        rows.append(
            dict.fromkeys(THEMES.columns, pd.NA)
            | {
                "theme_id": theme_id,
                "parent_id": parent,
                "label": fixed.get(theme_id, ""),
                "keywords": tuple(term for term, _ in terms.get(theme_id, ())),
                "why": "",
                "n_statements": int(sizes.get(theme_id, 0)),
                "stability": firm.get(theme_id, pd.NA),
            }
        )
    return THEMES.check(pd.DataFrame(rows, columns=list(THEMES.columns)))


def _firm(centroids: Centres, division: Division) -> dict[str, float]:
    tops = [
        one
        for one, parent in zip(centroids.theme_ids, centroids.parent_ids, strict=True)
        if not parent
    ]
    firm = {tops[label]: value for label, value in division.firm.items()}
    _, _, labels = _subthemes(division.nested, tops)
    subs = centroids.theme_ids[len(tops) :]
    for place, sub_id in enumerate(subs):
        label = int(division.nested.subthemes[labels == place][0])
        if label in division.firm_sub:
            firm[sub_id] = division.firm_sub[label]
    return firm
