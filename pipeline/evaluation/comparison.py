"""Two divisions held side by side: two runs, or two trained models on the same statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import Codes, ami, ari, codes, nmi, silhouettes
from pipeline.core.settings import Settings
from pipeline.core.tables import ASSIGNMENTS, RESPONSES, STATEMENTS, THEMES
from pipeline.encoders.embed import Embeddings, centre, embed, mean_vector
from pipeline.encoders.encoder import cache_for, load_encoder
from pipeline.evaluation.corpus_metrics import single_concern, statements_with_truth
from pipeline.evaluation.intervals import LEAST, Difference, Rows, over_fits
from pipeline.runs.load_models import load_models
from pipeline.runs.model_store import Trained, check_encoder
from pipeline.runs.prepare import prepare, statements_of
from pipeline.runs.train import FITS, facts_of, said_of
from pipeline.themes.alignment import Alignment, NamedDivision, align_by_centres, moved
from pipeline.themes.centroids import assign
from pipeline.themes.corpus import OURS, vectors_of
from pipeline.themes.trained import place

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from pipeline.corpus.records import Corpus
    from pipeline.evaluation.corpus_metrics import Truth
    from pipeline.runs.state import Following

Places = Mapping[str, str]  # statement id -> theme id, "" for none
_LEAST_SHARED = 0.5  # of the smaller run's statements; below it two runs are on other input


@dataclass(frozen=True, eq=False)
class Compared:
    """Two divisions aligned and scored.

    Attributes: scores: measure -> both scores and their difference with its interval.
    """

    alignment: Alignment
    scores: Mapping[str, Difference]
    remarks: tuple[str, ...] = ()

    def verdict(self) -> str:
        """better | worse | mixed | equal | unsure: the second beside the first.

        Decided on AMI and ARI where the truth is known, else on how well themes keep apart; and on
        the share that was placed. NMI is shown and decides nothing: more themes raise it.
        """
        deciding = [score for name, score in self.scores.items() if name != "nmi"]
        gains = any(score.sure and score.mean > 0 for score in deciding)
        losses = any(score.sure and score.mean < 0 for score in deciding)
        if gains or losses:
            return "mixed" if gains and losses else "better" if gains else "worse"
        close = all(max(abs(score.low), abs(score.high)) < LEAST for score in deciding)
        return "equal" if close and deciding else "unsure"


def compare(
    first: Analysis,
    second: Analysis,
    truth: Truth | None = None,
    vectors: Embeddings | None = None,
    refits: Sequence[Sequence[Places]] = ((), ()),
) -> Compared:
    """Compare two divisions into themes, and say which is better where that can be measured.

    Themes are paired by the statements that both runs hold, or by their mean vectors where they
    share hardly any. Scores are the agreement with the truth, or without one the silhouette of
    the themes; and the share of statements that was placed. Intervals are over people, so that
    who says ten things does not count for ten.

    Args:
        truth: the known concerns, if there are any.
        vectors: of the statements; without truth and vectors nothing is scored.
        refits: per run its divisions by the same training on other seeds. Where another seed
            gives another division and there is only one, no difference is called sure.
    """
    first, second = runs = first.at_hand(), second.at_hand()
    here, there = _division(first), _division(second)
    texts, later = (
        dict(run.table(STATEMENTS)[["statement_id", "text"]].astype(str).itertuples(index=False))
        for run in runs
    )
    # Ids of other rounds may be equal
    both = sorted(key for key in here.themes if key in there.themes and texts[key] == later[key])
    if len(both) < _LEAST_SHARED * min(len(here.themes), len(there.themes)):
        pairs = align_by_centres(_centroids(first), _centroids(second))
        alignment = Alignment(here, there, pairs, moved({}, {}, ()), {})
        return Compared(
            alignment, {}, (_("The runs share no statements: themes are paired by meaning."),)
        )
    here, there = (
        replace(side, themes={key: side.themes[key] for key in both}) for side in (here, there)
    )
    alignment = Alignment.by_statements(here, there, texts)
    fits = [[side.themes, *more] for side, more in zip((here, there), refits, strict=True)]
    scores = _scores(first, both, fits, truth, vectors)
    if not scores:
        return Compared(alignment, {})
    if any(_moves(run) and len(side) == 1 for run, side in zip(runs, fits, strict=True)):
        scores = {name: _unsure(score) for name, score in scores.items()}
    return Compared(alignment, scores, _on_seeds(runs, fits))


def _unsure(score: Difference) -> Difference:
    """The difference with an interval that holds both signs: another seed could give the other."""
    most = abs(score.mean)
    return replace(score, low=min(score.low, -most), high=max(score.high, most))


def _scores(
    run: Analysis,
    both: Sequence[str],
    fits: Sequence[Sequence[Places]],
    truth: Truth | None,
    vectors: Embeddings | None,
) -> dict[str, Difference]:
    """Agreement of both sides with the truth, or how well their themes keep apart; what is placed.

    Args: both: statements that both sides have; fits: of each side one division, or several.
    Returns: {} where neither truth nor vectors are given.
    """
    whose = run.table(RESPONSES).set_index("response_id")["respondent_id"]
    statements = run.table(STATEMENTS)
    respondents = statements["response_id"].map(whose).astype(str)
    people = dict(zip(statements["statement_id"].astype(str), respondents, strict=True))
    if truth is not None:
        scores = _against_truth(run, truth, set(both), fits, people)
    elif vectors is not None:
        rows = centre(np.asarray(vectors.vectors))
        ids = vectors.statement_ids
        values = [
            [silhouettes(rows, codes([fit[key] for key in ids], other="")) for fit in side]
            for side in fits
        ]
        scores = {"silhouette": _mean_difference(values, [people[key] for key in ids])}
    else:
        return {}
    values = [[np.array([fit[key] != "" for key in both], float) for fit in side] for side in fits]
    return {**scores, "placed": _mean_difference(values, [people[key] for key in both])}


def _moves(run: Analysis) -> bool:
    """Whether another seed gives another division: of gehoord's own tree it moves no statement."""
    return str(run.record.settings.get("themes", {}).get("topic_model", OURS)) != OURS


def _on_seeds(runs: Sequence[Analysis], fits: Sequence[Sequence[Places]]) -> tuple[str, ...]:
    """Remarks on how far seeds move either run; ``fits``: per run its places on each seed."""
    remarks = []
    for run, side in zip(runs, fits, strict=True):
        if _moves(run) and len(side) == 1:
            text = _(
                "{name} moves with its seed and was fitted once: no difference is sure. A model "
                "that is trained anew keeps {n} fits."
            )
            remarks.append(text.format(name=run.record.run_id, n=FITS))
        elif len(side) > 1:
            text = _("{name} was fitted on {n} seeds: intervals are over people and fits.")
            remarks.append(text.format(name=run.record.run_id, n=len(side)))
    if not remarks:
        remarks.append(_("A seed moves no statement of these themes: intervals are over people."))
    return tuple(remarks)


def compare_models(
    trained: Sequence[Trained], corpus: Corpus, truth: Truth | None, following: Following
) -> Compared:
    """Two trained models on the same statements: both place the corpus, then as any two runs.

    Themes keep apart in the first model's encoder.
    """
    (first, vectors, refits), (second, _vectors, others) = _placed_by(trained, corpus, following)
    compared = compare(first, second, truth, vectors, (refits, others))
    read = set(facts_of(corpus)["sha256"])
    remarks = tuple(
        _("{model} was trained on this input: its score says little about later rounds.").format(
            model=model.reference
        )
        for model in trained
        if read & {digest for data in model.card.get("data", ()) for digest in data["sha256"]}
    )
    return replace(compared, remarks=(*compared.remarks, *remarks))


def _placed_by(
    trained: Sequence[Trained], corpus: Corpus, following: Following
) -> list[tuple[Analysis, Embeddings, list[Places]]]:
    """Per model the corpus placed in its themes, as far as a comparison needs, the vectors, and
    where its fits on other seeds place the statements."""
    prepared, runs = None, []
    for model in trained:
        recorded = {"embed": {**model.card["settings"].get("embed", {}), "second": ""}}
        settings = Settings().changed(corpus.settings_given).changed(recorded)
        loaded = load_models(settings)
        check_encoder(model, loaded.encoder)
        if prepared is None:
            prepared = prepare(corpus, loaded.dutch, settings, following)
        vectors = statements_of(prepared, loaded, settings, following).vectors[0]
        statements = said_of(prepared)
        themes = place(model.known, vectors, statements)
        record = RunRecord(str(model.reference), "", model.card["settings"], "", "", "", {}, {})
        tables = {
            "responses": prepared.responses,
            "questions": corpus.questions,
            "statements": prepared.statements,
            "campaigns": prepared.campaigns,
            "themes": themes.themes,
            "assignments": themes.assignments,
        }
        analysis = Analysis(
            corpus.name, corpus.title, corpus.organisation, corpus.rounds, None, None, (),
            record, tables=tables,
        )  # fmt: skip
        ids, texts = [line.statement_id for line in statements], [line.text for line in statements]
        rows = vectors_of(vectors, statements)
        refits = [_places(assign(fit, ids, texts, rows)) for fit in model.known.refits]
        runs.append((analysis, vectors, refits))
    return runs


def _places(assignments: pd.DataFrame) -> Places:
    """Statement id -> theme id, "" for none."""
    rows = assignments[["statement_id", "theme_id"]].fillna("").astype(str)
    return dict(rows.itertuples(index=False))


def _division(analysis: Analysis) -> NamedDivision:
    labels = analysis.table(THEMES)[["theme_id", "label"]].astype(str)
    return NamedDivision(
        analysis.record.run_id,
        _places(analysis.table(ASSIGNMENTS)),
        dict(labels.itertuples(index=False)),
    )


def _centroids(analysis: Analysis) -> dict[str, NDArray[np.float32]]:
    """Per theme the mean vector of its statements, by the run's own encoder."""
    encoder = load_encoder(str(analysis.record.settings["embed"]["encoder"]))
    if (encoder.name, encoder.revision) != (
        analysis.record.encoder,
        analysis.record.encoder_revision,
    ):
        raise DataProblem(
            where=analysis.record.run_id,
            found=_("the encoder of this run is not on this machine"),
            expected=f"{analysis.record.encoder} {analysis.record.encoder_revision}",
            mend=_("run both analyses again here, with one encoder"),
        )
    embedded = embed(analysis.table(STATEMENTS), encoder, cache=cache_for(encoder))
    row_of = {key: row for row, key in enumerate(embedded.statement_ids)}
    links = analysis.table(ASSIGNMENTS)
    links = links[links["theme_id"].fillna("") != ""]
    return {
        str(theme): mean_vector(
            embedded.vectors[[row_of[str(key)] for key in group["statement_id"]]]
        )
        for theme, group in links.groupby("theme_id")
    }


def _against_truth(
    run: Analysis,
    truth: Truth,
    both: set[str],
    fits: Sequence[Sequence[Places]],
    people: Mapping[str, str],
) -> dict[str, Difference]:
    """AMI, ARI and NMI with the true concerns, over statements of responses with one concern."""
    single = single_concern(statements_with_truth(run, truth))
    concern_of = dict(zip(single["statement_id"], single["concern"], strict=True))
    ids = sorted(concern_of.keys() & both)
    gold = codes([concern_of[key] for key in ids])
    whose = [people[key] for key in ids]

    def scorer(score: Callable[[Codes, Codes], float], fit: Places) -> Callable[[Rows], float]:
        themes = codes([fit[key] for key in ids])
        return lambda rows: score(gold[rows], themes[rows])

    differences = {}
    for name, score in (("ami", ami), ("ari", ari), ("nmi", nmi)):
        first, second = ([scorer(score, fit) for fit in side] for side in fits)
        differences[name] = over_fits(first, second, whose)
    return differences


def _mean_difference(
    values: Sequence[Sequence[NDArray[np.float64]]], people: Sequence[str]
) -> Difference:
    """Difference of two means. Args: values: of each side, of each of its fits, (n,)."""
    first, second = (
        [lambda rows, fit=fit: float(fit[rows].mean()) for fit in side] for side in values
    )
    return over_fits(first, second, people)
