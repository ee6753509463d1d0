"""STATEMENTS, THEMES + Codebook -> MATCHES and FITS: ranked, scored, calibrated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import MatchSettings
from pipeline.core.tables import FITS, MATCHES
from pipeline.plan.match.calibration import Calibration, Truth, calibrate
from pipeline.plan.match.defaults import DEFAULT
from pipeline.plan.match.fewshot import learned, weight_of
from pipeline.plan.match.fit import fit_of
from pipeline.plan.match.inputs import Codes, Floats, Texts
from pipeline.plan.match.likeness import Likeness, features_of, liken, with_pieces
from pipeline.plan.match.refine import Nearest, nearest, neighbourhood, refine

Judged = Mapping[str, Collection[str]]
# Of statements that are still about; the next codebook asks the same of them.
_NEAREST: WeakKeyDictionary[Texts, dict[MatchSettings, Nearest]] = WeakKeyDictionary()
_DECIMALS = 6  # beyond this float sums depend on the machine, and ranks must not


@dataclass(frozen=True, eq=False)
class Scores:
    """Every statement beside every code of one codebook; unit: standard deviations of the null.

    Attributes:
        item_ids: n statement ids; code_ids: m, in the codebook's order.
        choice: (n, m) which code, refined by what similar statements say.
        lexical_score: (n, m) likeness in which words count double; decides whether any code fits.
        near: (n,) how near other statements are; a subject many speak of should fit better.
        fit: (n,) how well the statement fits the codebook at all.
        options: (n, m + 1) probabilities of each code and, last, of none.
        piece_ids: p pieces of wording: a code's own under its id, support as ``code#support``.
        pieces: (n, p) likeness to each piece.
        calibration: how they were read.
    """

    codebook_id: str
    item_ids: tuple[str, ...]
    code_ids: tuple[str, ...]
    choice: Floats
    lexical_score: Floats
    near: Floats
    fit: Floats
    options: Floats
    calibration: Calibration
    piece_ids: tuple[str, ...]
    pieces: Floats
    theme: bool = False  # items are themes, read by the themes' curve

    @property
    def needed(self) -> float:
        """The fit from which some code fits as likely as not."""
        curve = self.calibration.theme if self.theme else self.calibration.statement
        return round(curve.needed, _DECIMALS)


@dataclass(frozen=True, eq=False)
class Matched:
    """What matching hands over: both tables, and the scores for pooling and evaluation."""

    matches: pd.DataFrame  # MATCHES
    fits: pd.DataFrame  # FITS
    scores: Scores


def match(
    statements: Texts,
    codes: Codes,
    settings: MatchSettings = MatchSettings(),  # noqa: B008 - frozen
    *,
    judged: Judged | None = None,
    default: Calibration = DEFAULT,
) -> Matched:
    """Hold statements against a codebook.

    Args:
        judged: statement id -> codes a person linked it to; none where she said none fits.
        default: calibration used while fewer than 20 statements are judged.
    Returns: MATCHES with the ``top_k`` best codes per statement, FITS with one row per statement.
        The order of the rows given changes nothing; equal texts get equal scores.
    """
    return matched(score(statements, codes, settings, judged=judged, default=default), settings)


def matched(scores: Scores, settings: MatchSettings) -> Matched:
    """The tables of these scores of statements."""
    return _matched(scores, "statement", settings)


def score(
    statements: Texts,
    codes: Codes,
    settings: MatchSettings,
    *,
    judged: Judged | None = None,
    default: Calibration = DEFAULT,
) -> Scores:
    """The scores behind ``match``; for arguments see there.

    Raises: ValueError where statements and codes were read by different encoders.
    """
    if len(statements.vectors) != len(codes.texts.vectors):
        raise ValueError("statements and codes must be read by the same encoders")
    code_ids = tuple(code.code_id for code in codes.codebook.codes)
    if len(statements) == 0:
        none = np.zeros((0, len(code_ids)))
        empty = np.zeros(0)
        return Scores(
            codes.codebook.codebook_id, (), code_ids, none, none, empty, empty,
            np.zeros((0, len(code_ids) + 1)), default, (), none,
        )  # fmt: skip
    rows, back = _unique(statements)
    apart = codes.apart()
    supported = len(apart.codebook.codes) > len(code_ids)
    # One after the other: the words of all statements, held twice, are much of a run's memory.
    many = len(rows) > settings.neighbour_pool
    of_many = _nearest_of(statements, rows, settings) if many else None
    of_pieces = replace(liken(rows, apart, settings), features=()) if supported else None
    whole = liken(rows, codes, settings)  # who is like whom is asked of the whole alone
    pieces = of_pieces or whole
    likeness = with_pieces(whole, pieces, codes, settings) if supported else whole
    alike = of_many or nearest(likeness.features, len(rows), settings)
    around, near = neighbourhood(alike, likeness.lexical_score, settings)
    known, truth = _truth(judged or {}, statements.ids, code_ids)
    choice = _chosen(likeness, back[known], truth, settings)
    share = settings.neighbour_share
    blend = (1.0 - share) * likeness.lexical_score + share * around
    fit = fit_of(blend, settings.expectation * near)
    choice, lexical_score, near, fit, piece_scores = (
        _round(values)[back]
        for values in (choice, likeness.lexical_score, near, fit, pieces.lexical_score)
    )
    calibration = calibrate(default, fit[known], choice[known], truth)
    options = calibration.options(fit, choice)
    return Scores(
        codes.codebook.codebook_id, statements.ids, code_ids, choice, lexical_score, near, fit,
        options, calibration, tuple(code.code_id for code in apart.codebook.codes), piece_scores,
    )  # fmt: skip


def _nearest_of(statements: Texts, distinct: Texts, settings: MatchSettings) -> Nearest:
    """The nearest of many statements, looked for once: no codebook has a say in it."""
    kept = _NEAREST.setdefault(statements, {})
    if settings not in kept:
        kept[settings] = nearest(features_of(distinct, settings), len(distinct), settings)
    return kept[settings]


def match_themes(
    scores: Scores,
    groups: Mapping[str, Sequence[str]],
    settings: MatchSettings = MatchSettings(),  # noqa: B008 - frozen
) -> Matched:
    """Hold themes against the codebook by pooling what their statements scored.

    A statement's score is noisy, the mean of a theme's is not (AUROC of "no code fits" on the
    development sets .88-.93 per statement, .99 per theme).

    Args: groups: theme id -> ids of its statements; a theme without known statements is left out.
    """
    place = {statement_id: row for row, statement_id in enumerate(scores.item_ids)}
    themes = {
        theme: sorted({place[statement_id] for statement_id in ids if statement_id in place})
        for theme, ids in sorted(groups.items())
    }
    themes = {theme: rows for theme, rows in themes.items() if rows}
    m = len(scores.code_ids)
    choice, lexical_score, pieces, nearness = (
        _pooled(values, list(themes.values()))
        for values in (scores.choice, scores.lexical_score, scores.pieces, scores.near)
    )
    noise = _noise(scores.lexical_score, [len(rows) for rows in themes.values()])
    fit = fit_of(lexical_score, 2 * settings.expectation * nearness, noise)
    pooled = Scores(
        scores.codebook_id, tuple(themes), scores.code_ids, _round(choice), _round(lexical_score),
        _round(nearness), _round(fit), np.zeros((len(themes), m + 1)), scores.calibration,
        scores.piece_ids, _round(pieces), theme=True,
    )  # fmt: skip
    options = scores.calibration.options(pooled.fit, pooled.choice, theme=True)
    return _matched(replace(pooled, options=options), "theme", settings)


def _noise(lexical_score: Floats, sizes: Sequence[int]) -> Floats:
    """Variance that themes smaller than most have beyond them: one statement proves little."""
    if not sizes:
        return np.zeros(0)
    shares = 1.0 / np.array(sizes, dtype=np.float64)
    return np.asarray(
        lexical_score.var(axis=0).mean() * np.maximum(shares - np.median(shares), 0.0),
        dtype=np.float64,
    )


def _pooled(values: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Mean of the rows of each group."""
    shape = (len(groups), *values.shape[1:])
    means = [values[list(rows)].mean(axis=0) for rows in groups]
    return np.asarray(np.stack(means) if means else np.zeros(shape), dtype=np.float64)


def _matched(scores: Scores, level: str, settings: MatchSettings) -> Matched:
    """The tables of these scores. Args: level: statement or theme."""
    return Matched(
        MATCHES.check(_match_rows(scores, level, settings.top_k)),
        FITS.check(_fit_rows(scores, level, settings.miss)),
        scores,
    )


def _match_rows(scores: Scores, level: str, top_k: int) -> pd.DataFrame:
    """The best codes of every item, at most ``top_k``, as rows of MATCHES."""
    k = min(top_k, len(scores.code_ids))
    best = np.argsort(-scores.choice, axis=1, kind="stable")[:, :k]
    n = len(scores.item_ids)
    flat, rows = best.ravel(), np.repeat(np.arange(n), k)
    return pd.DataFrame(
        {
            "item_id": [scores.item_ids[row] for row in rows],
            "level": level,
            "codebook_id": scores.codebook_id,
            "code_id": [scores.code_ids[code] for code in flat],
            "rank": np.tile(np.arange(1, k + 1), n),
            "score": scores.choice[rows, flat],
            "probability": np.round(scores.options[rows, flat], 4),
        }
    )


def _fit_rows(scores: Scores, level: str, miss: float) -> pd.DataFrame:
    """Whether any code fits, and which may: a row of FITS per item."""
    names = (*scores.code_ids, "")
    least = scores.calibration.least(miss)
    likely = [
        tuple(names[option] for option in np.argsort(-row, kind="stable") if row[option] >= least)
        or (names[int(row.argmax())],)
        for row in scores.options
    ]
    return pd.DataFrame(
        {
            "item_id": list(scores.item_ids),
            "level": level,
            "codebook_id": scores.codebook_id,
            "fit": scores.fit,
            "needed": scores.needed,
            "none_probability": np.round(scores.options[:, -1], 4),
            "likely": likely,
            "calibrated_on": scores.calibration.source,
        }
    )


def _round(values: Floats) -> Floats:
    """To as many decimals as every machine gives; no negative zero."""
    return np.asarray(np.round(values, _DECIMALS) + 0.0, dtype=np.float64)


def _unique(statements: Texts) -> tuple[Texts, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Each text once, sorted by itself, and for each statement the row of its text.

    A letter sent in forty times is one way of saying it, and the order of the input is nobody's.
    """
    first: dict[str, int] = {}
    for row in sorted(range(len(statements)), key=lambda row: statements.ids[row]):
        first.setdefault(statements.texts[row], row)
    order = sorted(first)
    place = {text: number for number, text in enumerate(order)}
    back = np.array([place[text] for text in statements.texts], dtype=np.intp)
    return statements.rows([first[text] for text in order]), back


def _truth(
    judged: Judged, ids: tuple[str, ...], code_ids: tuple[str, ...]
) -> tuple[NDArray[np.intp], Truth]:
    """Rows (j,) of judged statements, and (j, m + 1) what is right; last, that no code fits.

    A link to codes that this codebook no longer has says nothing about it, and is left out.
    """
    place = {code: column for column, code in enumerate(code_ids)}
    rows, truth = [], []
    for row, statement_id in enumerate(ids):
        wanted = judged.get(statement_id)
        if wanted is None or (wanted and not any(code in place for code in wanted)):
            continue
        right = [code in wanted for code in code_ids]
        rows.append(row)
        truth.append([*right, not any(right)])
    shape = (len(rows), len(code_ids) + 1)
    return np.array(rows, dtype=np.intp), np.array(truth, dtype=np.bool_).reshape(shape)


def _chosen(
    likeness: Likeness, rows: NDArray[np.intp], truth: Truth, settings: MatchSettings
) -> Floats:
    """Refined scores; judged statements (rows of the unique texts) pull and teach."""
    if not len(rows):
        return refine(likeness, settings)
    unique = np.unique(rows)
    # Copies of one text may be judged apart; what any of them was linked to counts.
    right = np.stack([truth[rows == row, :-1].any(axis=0) for row in unique]).astype(np.float64)
    choice = refine(likeness, settings, (unique, right))
    taught = learned(likeness.features, unique, right)
    return np.asarray(choice + weight_of(right) * choice.std() * taught, dtype=np.float64)
