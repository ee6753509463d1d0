"""How well matching does on statements whose code is known: every figure with its protocol.

No label is seen but where a line says so (few-shot, calibration). All draws come from one seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import unit_rows
from pipeline.core.settings import MatchSettings
from pipeline.core.tokens import DutchPipeline
from pipeline.encoders.embed import Encoder, turned_back
from pipeline.encoders.encoder import load_encoder
from pipeline.evaluation.labelled import read_goals, read_statements
from pipeline.plan.match.calibration import calibration_error
from pipeline.plan.match.inputs import Codes, Floats, Texts, code_texts, terms_of
from pipeline.plan.match.lexical import weigh_characters
from pipeline.plan.match.stage import match_themes, score
from pipeline.text.nlp import load_pipeline

_SECOND = {"accurate": "fast"}  # the encoder beside another, where it is installed
Ints = NDArray[np.intp]
_SHOTS = (1, 2, 4)  # judged statements per code
_HIDDEN = 3  # one code in three is hidden to see whether its statements are found to lack one
_POPULAR = 3  # codes that hold two thirds of the statements in a skewed corpus
_RESAMPLES = 1_000  # bootstrap: enough for two decimals of a 95 % interval


def gold_set(path: Path, goals: Path, encoder: str, *, alone: bool = False) -> GoldSet:
    """A set read by this encoder, and by the second one beside it unless it is to be alone.

    Raises: DataProblem for labels that are no id of a goal, all of them at once.
    """
    encoders: list[Encoder] = [load_encoder(encoder)]
    if not alone and encoder in _SECOND:
        with suppress(MissingExtra):
            encoders.append(load_encoder(_SECOND[encoder]))
    book = read_goals(goals)
    rows = read_statements(path)
    place = {code.code_id: number for number, code in enumerate(book.codes)}
    unknown = sorted({row["label"] for row in rows} - set(place))
    if unknown:
        raise DataProblem(
            where=_("labels"),
            found=", ".join(unknown),
            expected=_("ids of the goals file"),
            mend=_("correct the labels or add these goals"),
        )
    dutch = load_pipeline()
    statements = _texts({row["id"]: row["text"] for row in rows}, encoders, dutch)
    codes = Codes(book, _texts(code_texts(book), encoders, dutch))
    truth = np.array([place[row["label"]] for row in rows], dtype=np.intp)
    return GoldSet(statements, codes, truth)


def _texts(texts: dict[str, str], encoders: Sequence[Encoder], dutch: DutchPipeline) -> Texts:
    wordings = list(texts.values())
    return Texts(
        tuple(texts),
        tuple(wordings),
        tuple(terms_of(tokens, dutch.tables) for tokens in dutch.analyse_texts(wordings)),
        tuple(turned_back(encoder.encode(wordings), encoder) for encoder in encoders),
    )


@dataclass(frozen=True, eq=False)
class GoldSet:
    """Statements whose code is known.

    Attributes:
        truth: (n,) place of each statement's code in the codebook.
    """

    statements: Texts
    codes: Codes
    truth: Ints

    @property
    def code_ids(self) -> NDArray[np.str_]:
        """(m,) in the codebook's order."""
        return np.array([code.code_id for code in self.codes.codebook.codes])


@dataclass(frozen=True)
class Report:
    """Figures by name, 95 % bootstrap intervals of some, and simpler methods beside them."""

    figures: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]
    methods: Mapping[str, Mapping[str, float]]

    def as_dict(self) -> dict[str, object]:
        """Everything, the figures at the top level."""
        intervals = {name: list(ends) for name, ends in self.intervals.items()}
        return {**self.figures, "intervals": intervals, "methods": self.methods}


def evaluate(gold: GoldSet, settings: MatchSettings, *, draws: int = 30, seed: int = 0) -> Report:
    """Every figure of ``gehoord evaluate match`` but the seconds.

    Args: draws: of hidden codes and of skewed corpora; few-shot and calibration take a third.
    """
    from sklearn.metrics import f1_score

    choice = score(gold.statements, gold.codes, settings).choice
    ranks = ranks_of(choice, gold.truth)
    ours = _of_ranks(ranks)
    macro_f1 = f1_score(gold.truth, choice.argmax(axis=1), average="macro")
    few = max(draws // 3, 2)
    figures = {
        **ours,
        "macro_f1": float(macro_f1),
        **_gaps(gold, settings, draws, np.random.default_rng(seed + 1)),
        **_skewed(gold, settings, draws, np.random.default_rng(seed + 2)),
        **{
            f"fewshot_{shots}": _fewshot(
                gold, settings, shots, few, np.random.default_rng(seed + 3)
            )
            for shots in _SHOTS
        },
        **_calibration(gold, settings, few, np.random.default_rng(seed + 4)),
    }
    intervals = _intervals(ranks, np.random.default_rng(seed))
    return Report(figures, intervals, {**simpler_methods(gold), "gehoord": ours})


def ranks_of(scores: NDArray[np.floating], truth: Ints) -> Ints:
    """(n,) rank of the true code, 1 the best; codes that score the same share the worse rank.

    Args: scores (n, m) of the codes; truth (n,) column of the true one.
    """
    own = scores[np.arange(len(truth)), truth][:, None]
    return np.asarray((scores >= own).sum(axis=1), dtype=np.intp)


def simpler_methods(gold: GoldSet) -> dict[str, dict[str, float]]:
    """What matching has to beat: character TF-IDF, the encoder as it comes, their hybrid."""
    statements = np.asarray(gold.statements.vectors[0], dtype=np.float64)
    rows = [own for own, _ in gold.codes.pieces()]
    written = gold.codes.texts.vectors[0][rows].astype(np.float64)
    wording = [code.wording for code in gold.codes.codebook.codes]
    characters = weigh_characters(gold.statements.texts, wording).likeness()
    raw = statements @ written.T
    centred = (
        unit_rows(statements - statements.mean(axis=0))
        @ unit_rows(written - written.mean(axis=0)).T
    )
    methods = {
        "char_tfidf": characters,
        "encoder_raw": raw,
        "encoder_centred": centred,
        "hybrid": _standard(centred) + 0.4 * _standard(characters),
    }
    return {name: _of_ranks(ranks_of(likeness, gold.truth)) for name, likeness in methods.items()}


def _of_ranks(ranks: Ints) -> dict[str, float]:
    """What is said of ranks: how often the first is right, how often one of three, and MRR."""
    return {
        "goal_at_1": float((ranks <= 1).mean()),
        "goal_at_3": float((ranks <= 3).mean()),
        "mrr": float((1.0 / ranks).mean()),
    }


def _intervals(ranks: Ints, rng: np.random.Generator) -> dict[str, tuple[float, float]]:
    """95 % of each figure of ``_of_ranks`` over statements drawn anew."""
    samples = [_of_ranks(ranks[rng.integers(0, len(ranks), len(ranks))]) for _ in range(_RESAMPLES)]
    intervals = {}
    for name in samples[0]:
        low, high = np.quantile([sample[name] for sample in samples], [0.025, 0.975])
        intervals[name] = (float(low), float(high))
    return intervals


def _gaps(
    gold: GoldSet, settings: MatchSettings, draws: int, rng: np.random.Generator
) -> dict[str, float]:
    """Hide a third of the codes: is it seen that their statements, and themes, have none?

    A theme is all statements of one code. F1 at the threshold that ships, which saw no label here.
    """
    from sklearn.metrics import f1_score, roc_auc_score

    drawn: dict[str, list[float]] = {}
    m = len(gold.code_ids)
    if m < 2:
        return {}
    groups: dict[str, list[str]] = {}
    for statement, code in zip(gold.statements.ids, gold.truth, strict=True):
        groups.setdefault(str(gold.code_ids[code]), []).append(statement)
    for _draw in range(draws):
        hidden = rng.choice(m, max(1, round(m / _HIDDEN)), replace=False)
        hidden_ids = {str(code) for code in gold.code_ids[hidden]}
        scores = score(gold.statements, gold.codes.without(hidden_ids), settings)
        themes = match_themes(scores, groups, settings).scores
        for name, of_level, gone in (
            ("statement", scores, np.isin(gold.truth, hidden)),
            ("theme", themes, np.array([theme in hidden_ids for theme in themes.item_ids])),
        ):
            if gone.all() or not gone.any():
                continue
            auroc, is_open = roc_auc_score(gone, -of_level.fit), of_level.fit < of_level.needed
            drawn.setdefault(f"auroc_gap_{name}", []).append(float(auroc))
            drawn.setdefault(f"f1_gap_{name}", []).append(f1_score(gone, is_open))
            if name == "statement":
                # of the shipped curves, statements without a code included
                names = np.array([*of_level.code_ids, ""])
                best = of_level.options.argmax(axis=1)
                right = np.where(gone, "", gold.code_ids[gold.truth])
                drawn.setdefault("ece_default", []).append(
                    calibration_error(of_level.options.max(axis=1), names[best] == right)
                )
    return {name: float(np.mean(values)) for name, values in drawn.items()}


def _skewed(
    gold: GoldSet, settings: MatchSettings, draws: int, rng: np.random.Generator
) -> dict[str, float]:
    """Corpora in which three codes hold two thirds; each code is as often popular as any other."""
    shares = []
    for rows in _skewed_rows(gold.truth, len(gold.code_ids), draws, rng):
        scores = score(gold.statements.rows(rows), gold.codes, settings)
        shares.append(float((ranks_of(scores.choice, gold.truth[rows]) <= 1).mean()))
    return {"skewed_at_1": float(np.mean(shares))} if shares else {}


def _skewed_rows(truth: Ints, m: int, draws: int, rng: np.random.Generator) -> Iterator[Ints]:
    """Per draw the rows of three of the m codes, and half as many of the others."""
    drawn = 0
    while drawn < draws and m > _POPULAR:
        order = rng.permutation(m)
        for first in range(0, m - _POPULAR + 1, _POPULAR):
            popular = np.isin(truth, order[first : first + _POPULAR])
            rest = np.flatnonzero(~popular)
            n_rest = min(len(rest), int(popular.sum()) // 2)
            if drawn < draws and popular.any() and n_rest:
                drawn += 1
                chosen = rng.choice(rest, n_rest, replace=False)
                yield np.sort(np.concatenate([np.flatnonzero(popular), chosen]))


def _fewshot(
    gold: GoldSet, settings: MatchSettings, shots: int, draws: int, rng: np.random.Generator
) -> float:
    """goal@1 of the statements that were not judged, with so many judged per code."""
    shares = []
    for _draw in range(draws):
        order = rng.permutation(len(gold.truth))
        rows = np.concatenate(
            [order[gold.truth[order] == code][:shots] for code in range(len(gold.code_ids))]
        )
        others = np.setdiff1d(np.arange(len(gold.truth)), rows)
        if len(others):
            scores = score(gold.statements, gold.codes, settings, judged=_judged(gold, rows))
            ranks = ranks_of(scores.choice[others], gold.truth[others])
            shares.append(float((ranks <= 1).mean()))
    return float(np.mean(shares)) if shares else float("nan")


def _calibration(
    gold: GoldSet, settings: MatchSettings, draws: int, rng: np.random.Generator
) -> dict[str, float]:
    """Calibrate on a random half that a person judged, measure on the other half.

    The error is taken over all draws together: a half of a small set is too few for ten bins.
    """
    chances, rights, covered, sizes = [], [], [], []
    for _draw in range(draws):
        order = rng.permutation(len(gold.truth))
        half, others = np.sort(order[: len(order) // 2]), np.sort(order[len(order) // 2 :])
        scores = score(gold.statements, gold.codes, settings, judged=_judged(gold, half))
        options, truth = scores.options[others], gold.truth[others]
        chances.append(options.max(axis=1))
        rights.append(options.argmax(axis=1) == truth)
        likely = options >= scores.calibration.least(settings.miss)
        covered.append(likely[np.arange(len(truth)), truth])
        sizes.append(likely.sum(axis=1))
    return {
        "ece": calibration_error(np.concatenate(chances), np.concatenate(rights)),
        "conformal_nominal": 1.0 - settings.miss,
        "conformal_coverage": float(np.concatenate(covered).mean()),
        "conformal_size": float(np.concatenate(sizes).mean()),
    }


def _judged(gold: GoldSet, rows: Ints) -> Mapping[str, list[str]]:
    """These statements as a person who knows the truth would judge them: each with its code."""
    return {gold.statements.ids[row]: [str(gold.code_ids[gold.truth[row]])] for row in rows}


def _standard(scores: Floats) -> Floats:
    return np.asarray((scores - scores.mean()) / max(float(scores.std()), 1e-9), dtype=np.float64)
