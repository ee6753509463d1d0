"""STATEMENTS + Embeddings + TopicModel -> Themes: the whole road from voices to themes.

Every size has its route: none (0), alone (too few to be alike), grouped by likeness (below
``settings.few`` different texts), linkage with draws that tell how steady each concern is (up to
``settings.fit_limit``), and beyond that a sample with everything else assigned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.settings import ThemeSettings
from pipeline.core.tables import ASSIGNMENTS, THEMES
from pipeline.themes.centroids import (
    CONCERN,
    PRAISE,
    Centroids,
    assign,
    centre_rows,
    likeness_to,
    open_to,
)
from pipeline.themes.clustering import Dividing, Division, divide, without
from pipeline.themes.corpus import DistinctTexts, vectors_of
from pipeline.themes.documents import class_terms, document, shared_terms
from pipeline.themes.features import Features
from pipeline.themes.plain_models import grouping
from pipeline.themes.records import GivenTopic, HasVectors, Statement, Terms, Themes, TopicModel


def find_themes(
    embeddings: HasVectors,
    statements: Sequence[Statement],
    settings: ThemeSettings,
    topics: TopicModel | None = None,
    *,
    given: Sequence[GivenTopic] = (),
    dividing: Dividing = divide,
) -> Themes:
    """Find what people say, and who says it.

    Args:
        embeddings: (n, d) vectors of exactly these statements, in any order.
        statements: n of them. Equal texts count once, and a campaign's letter too.
        topics: remembers the division for BERTopic's own tools, and lends KeyNMF its encoder.
        given: topics fixed beforehand; statements that clearly belong there are theirs, the rest
            is discovered.
        dividing: does what ``divide`` does, or remembers what came of it.

    Returns: Themes; the order of the input changes nothing.
    Raises: ValueError when the statements and the embeddings hold different ids.
    """
    from threadpoolctl import threadpool_limits

    vectors = vectors_of(embeddings, statements)
    if not statements:
        return _none(())
    with threadpool_limits(limits=1):  # two threads give other sums, hence other themes
        corpus = DistinctTexts.of(statements, vectors, settings)
        group = grouping(corpus, settings, topics)
        division, centroids = _without_emptied(
            corpus, dividing(corpus, settings, given, group), settings
        )
        if centroids is None:
            return _none(statements)
        ids = [statement.statement_id for statement in statements]
        texts = [statement.text for statement in statements]
        assignments = assign(
            centroids, ids, texts, vectors, [statement.matter for statement in statements]
        )
        terms = _terms(corpus, centroids, settings)
    if topics is not None:
        topics.remember(statements, vectors, assignments, centroids)
    return Themes(
        themes=_table(centroids, assignments, terms, division),
        assignments=assignments,
        terms=terms,
        centroids=centroids,
        method=division.method,
        agreement=division.agreement,
        notes=_coarse(assignments, corpus, settings),
    )


def _coarse(
    assignments: pd.DataFrame, corpus: DistinctTexts, settings: ThemeSettings
) -> tuple[str, ...]:
    """What must be said of a division that hardly divides; nothing of one that was asked for."""
    if settings.wished is not None or corpus.fitted < settings.few:
        return ()
    sizes = assignments.loc[assignments["theme_id"] != "", "theme_id"].value_counts()
    notes = []
    if len(sizes) < settings.fewest:
        text = ngettext(
            "Only {n} concern was found in {texts} different texts: too few to lean on. Look at "
            "what is in it, or ask for a number with --themes.",
            "Only {n} concerns were found in {texts} different texts: too few to lean on. Look at "
            "what is in them, or ask for a number with --themes.",
            len(sizes),
        )
        notes.append(text.format(n=len(sizes), texts=corpus.fitted))
    share = float(sizes.max() / sizes.sum())
    if share > settings.largest:
        text = _(
            "Concern {theme} holds {share}% of all statements with a concern: it may be several. "
            "Ask for a number with --themes."
        )
        notes.append(text.format(theme=sizes.idxmax(), share=round(100 * share)))
    return tuple(notes)


def _none(statements: Sequence[Statement]) -> Themes:
    """Nobody says what another says: everything stands for itself."""
    alone = [
        {"statement_id": statement.statement_id, "theme_id": "", "subtheme_id": "", "strength": 0.0,
         "nearest_id": "", "unique_signal": False}
        for statement in statements
    ]  # fmt: skip
    return Themes(
        themes=THEMES.empty(),
        assignments=ASSIGNMENTS.check(pd.DataFrame(alone, columns=list(ASSIGNMENTS.columns))),
        terms={},
        centroids=None,
        method="alone" if statements else "none",
        agreement=float("nan"),
    )


def _without_emptied(
    corpus: DistinctTexts, division: Division, settings: ThemeSettings
) -> tuple[Division, Centroids | None]:
    """The division without concerns that assignment leaves nearly empty, and its centres.

    The tree and the likeness to a centre need not agree on every statement; a group that its own
    statements leave for another is none, and neither is one of which it is doubtful that most of
    them voice anything.
    """
    while division.labels.max(initial=-1) >= 0:
        centroids = _centres(corpus, division, settings)
        like = likeness_to(Features(centroids.meaning, centroids.letters), corpus.features)
        like -= 10.0 * ~open_to(centroids.voices, corpus.matter.tolist())
        nearest = like.argmax(axis=1)
        inside = like[np.arange(len(like)), nearest] >= centroids.reach[nearest]
        sizes = np.bincount(
            nearest[inside], corpus.times[inside], minlength=len(centroids.theme_ids)
        )
        fixed = len(division.given)
        voiced = np.bincount(nearest[inside], minlength=len(sizes))
        surely = np.bincount(nearest[inside], corpus.surely[inside], minlength=len(sizes))
        thin = [
            label
            for label in range(fixed, len(sizes))
            if sizes[label] < settings.least_theme
            or surely[label] < settings.surely * voiced[label]
        ]
        if not thin:
            return division, centroids
        division = without(division, min(thin, key=lambda number: (sizes[number], -number)))
    return division, None


def _centres(corpus: DistinctTexts, division: Division, settings: ThemeSettings) -> Centroids:
    """Centroids of the concerns, and how far each reaches."""
    rows = centre_rows(corpus.features, division.labels)
    own = likeness_to(rows, corpus.features)
    far = float(np.quantile(own.max(axis=1), settings.signal_share)) if len(own) > 50 else -2.0
    given = [topic.topic_id for topic in division.given]
    # people say all sorts of things about a topic that was given
    discovered = range(len(given), len(rows))
    kinds = [PRAISE if label in division.praise else CONCERN for label in discovered]
    return Centroids(
        theme_ids=tuple(
            given[i] if i < len(given) else f"T{i - len(given) + 1:02d}" for i in range(len(rows))
        ),
        parent_ids=("",) * len(rows),
        meaning=rows.meaning,
        letters=rows.letters,
        reach=_reach(corpus, division),
        voices=("",) * len(given) + tuple(kinds),
        maker=corpus.maker,
        signal_words=settings.signal_words,
        signal_reach=far,
    )


def _reach(corpus: DistinctTexts, division: Division) -> NDArray[np.float64]:
    """(m,) likeness to a centre at which the mean likeness to its texts is ``division.joins``.

    A centre is the mean of its texts at length 1: the shorter the mean was, the less its texts
    have in common, and the higher the likeness to the centre must be for the same mean likeness.
    """
    reach = []
    for label in range(int(division.labels.max()) + 1):
        rows = corpus.features.rows(np.flatnonzero(division.labels == label))
        likeness = rows.likeness()
        length = float(np.sqrt(max(float(likeness.mean(dtype=np.float64)), 1e-12)))
        reach.append(division.joins / length)
    return np.array(reach)


def reach_of(mine: NDArray[np.float64], settings: ThemeSettings) -> float:
    """Lowest likeness at which a statement belongs to a theme whose own lie at ``mine`` (n,)."""
    middle = float(np.median(mine))
    spread = 1.4826 * float(np.median(np.abs(mine - middle)))
    # With a handful of statements the spread is a guess: never below half the middle then.
    return middle - settings.reach * max(spread, 0.1 * abs(middle))


def _terms(
    corpus: DistinctTexts, centroids: Centroids, settings: ThemeSettings
) -> dict[str, Terms]:
    """Terms per theme; per sub-theme, against its sister themes."""
    fitted = corpus.statements[: corpus.fitted]
    documents = shared_terms([document(statement) for statement in fitted])
    assigned = assign(
        centroids,
        [str(i) for i in range(len(fitted))],
        corpus.texts()[: corpus.fitted],
        corpus.vectors,
        [statement.matter for statement in fitted],
    )
    row_of = {theme_id: i for i, theme_id in enumerate(centroids.theme_ids)}
    labels = np.array([row_of.get(key, -1) for key in assigned["theme_id"]], dtype=np.int64)
    of_label = class_terms(documents, labels, settings.n_terms)
    return {centroids.theme_ids[label]: terms for label, terms in sorted(of_label.items())}


def _table(
    centroids: Centroids, assignments: pd.DataFrame, terms: Mapping[str, Terms], division: Division
) -> pd.DataFrame:
    """THEMES without labels and without counts of people, which others know more about."""
    sizes = pd.concat([assignments["theme_id"], assignments["subtheme_id"]]).value_counts()
    firm = {centroids.theme_ids[label]: value for label, value in division.stability.items()}
    fixed = {topic.topic_id: topic.label for topic in division.given}
    rows = []
    named = zip(centroids.theme_ids, centroids.parent_ids, centroids.voices, strict=True)
    for theme_id, parent, voices in named:
        rows.append(
            dict.fromkeys(THEMES.columns, pd.NA)
            | {
                "theme_id": theme_id,
                "parent_id": parent,
                "label": fixed.get(theme_id, ""),
                "keywords": tuple(term for term, _weight in terms.get(theme_id, ())),
                "why": "",
                "n_statements": int(sizes.get(theme_id, 0)),
                "stability": firm.get(theme_id, pd.NA),
                "kind": PRAISE if voices == PRAISE else "",
            }
        )
    return THEMES.check(pd.DataFrame(rows, columns=list(THEMES.columns)))
