"""Two divisions held side by side: two runs, or two trained models on the same statements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.console import note, say, say_json, stages
from pipeline.cli.trained import open_model
from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import ami, ari, codes, nmi, silhouettes
from pipeline.core.settings import Settings
from pipeline.core.store import atomic_write_text
from pipeline.core.table_csv import spreadsheet_safe
from pipeline.core.tables import ASSIGNMENTS, RESPONSES, STATEMENTS, THEMES
from pipeline.encoders.embed import centre, embed, mean_vector
from pipeline.encoders.encoder import cache_for, load_encoder
from pipeline.evaluation import corpus_metrics as measures
from pipeline.evaluation.corpus import corpus_with_truth
from pipeline.evaluation.intervals import LEAST, Difference, paired
from pipeline.report.alignment import to_svg
from pipeline.runs.load_models import load_models
from pipeline.runs.model_store import Trained, check_encoder
from pipeline.runs.prepare import prepare, statements_of
from pipeline.runs.train import facts_of, said_of
from pipeline.themes import place
from pipeline.themes.alignment import (
    Pair,
    align_by_centres,
    align_by_statements,
    continued,
    moved,
    pairs_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from pipeline.evaluation.corpus_metrics import Truth

_LEAST_SHARED = 0.5  # of the smaller run's statements; below it two runs are on other input
_SHOWN = 25  # statements that moved, on the screen; all are in the table


@dataclass(frozen=True, eq=False)
class NamedDivision:
    """One of the two divisions: statement id -> theme id, and what the themes are called."""

    name: str
    themes: Mapping[str, str]
    labels: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Compared:
    """Two divisions side by side.

    Attributes:
        scores: measure -> both scores and their difference with its interval.
        texts: statement id -> text, for the table of what moved.
    """

    first: NamedDivision
    second: NamedDivision
    pairs: tuple[Pair, ...]
    moved: pd.DataFrame
    scores: Mapping[str, Difference]
    texts: Mapping[str, str]
    remarks: tuple[str, ...] = ()

    def verdict(self) -> str:
        """better | worse | mixed | equal | unsure: the second beside the first.

        Decided on AMI and ARI where the truth is known, else on how well themes keep apart; and on
        the share that was placed. NMI is shown and decides nothing: more themes raise it.
        """
        deciding = [one for name, one in self.scores.items() if name != "nmi"]
        gains = any(one.sure and one.mean > 0 for one in deciding)
        losses = any(one.sure and one.mean < 0 for one in deciding)
        if gains or losses:
            return "mixed" if gains and losses else "better" if gains else "worse"
        close = all(max(abs(one.low), abs(one.high)) < LEAST for one in deciding)
        return "equal" if close and deciding else "unsure"


def compare_analyses(first: Analysis, second: Analysis, truth: Truth | None) -> Compared:
    """Two runs: by the statements they share, or by the centres of their themes."""
    sides = _side(first, first.record.run_id), _side(second, second.record.run_id)
    both = set(sides[0].themes) & set(sides[1].themes)
    texts = _texts(first)
    later = _texts(second)
    both = {one for one in both if texts[one] == later[one]}  # ids of other rounds may be equal
    smaller = min(len(sides[0].themes), len(sides[1].themes))
    if len(both) >= _LEAST_SHARED * smaller:
        scores = _against_truth(first, second, truth, both) if truth is not None else {}
        return _compared(_only(sides[0], both), _only(sides[1], both), texts, scores, ())
    pairs = align_by_centres(_centres(first), _centres(second))
    remark = _("The runs share no statements: themes are paired by meaning.")
    return Compared(sides[0], sides[1], pairs, _none_moved(), {}, {}, (remark,))


def compare_models(first: str, second: str, corpus: Path, rounds: Sequence[str]) -> Compared:
    """Two trained models on the same statements: scores, what moves, and the pairs of themes.

    Decisive is agreement with the known truth where the corpus has one (truth.csv), else how well
    the themes keep apart (silhouette, in the first model's encoder). Drawn are people, so that who
    says ten things does not count for ten.
    """
    trained = [open_model(one) for one in (first, second)]
    with stages() as following:
        following.begin(_("Reading"))
        read, truth = corpus_with_truth(corpus)
        read = read.only(rounds)
        placed = _placed_by(trained, read, following)
    seen = set(facts_of(read)["sha256"])
    analyses = [one[0] for one in placed]
    sides = [_side(one, str(t.reference)) for one, t in zip(analyses, trained, strict=True)]
    scores = (
        _against_truth(analyses[0], analyses[1], truth, set(sides[0].themes))
        if truth is not None
        else _by_separation(sides, placed[0][1], _people(analyses[0]))
    )
    scores["placed"] = _share_placed(sides, _people(analyses[0]))
    remarks = tuple(
        _("{model} was trained on this input: its score says little about later rounds.").format(
            model=one.reference
        )
        for one in trained
        if seen & {digest for data in one.card.get("data", ()) for digest in data["sha256"]}
    )
    return _compared(sides[0], sides[1], _texts(analyses[0]), scores, remarks)


def _placed_by(
    trained: Sequence[Trained], corpus: Any, following: Any
) -> list[tuple[Analysis, Any]]:
    """Per model the corpus placed in its themes, as far as a comparison needs, and the vectors."""
    prepared, found = None, []
    for one in trained:
        made = {"embed": {**one.card["settings"].get("embed", {}), "second": ""}}
        settings = Settings().changed(corpus.settings_given).changed(made)
        loaded = load_models(settings)
        check_encoder(one, loaded.encoder)
        if prepared is None:
            prepared = prepare(corpus, loaded.dutch, settings, following)
        vectors = statements_of(prepared, loaded, settings, following).vectors[0]
        themes = place(one.known, vectors, said_of(prepared))
        record = RunRecord(str(one.reference), "", {}, "", "", "", {}, {})
        tables = {
            "responses": prepared.responses,
            "questions": corpus.questions,
            "statements": prepared.statements,
            "campaigns": prepared.campaigns,
            "themes": themes.themes,
            "assignments": themes.assignments,
        }
        found.append(
            (
                Analysis(
                    corpus.name, corpus.title, corpus.organisation, corpus.rounds, None, None, (),
                    record, tables=tables,
                ),
                vectors,
            )
        )  # fmt: skip
    return found


def _compared(
    first: NamedDivision,
    second: NamedDivision,
    texts: Mapping[str, str],
    scores: Mapping[str, Difference],
    remarks: tuple[str, ...],
) -> Compared:
    pairs = align_by_statements(first.themes, second.themes)
    elsewhere = moved(first.themes, second.themes, pairs)
    return Compared(first, second, pairs, elsewhere, scores, texts, remarks)


def _side(analysis: Analysis, name: str) -> NamedDivision:
    rows = analysis.table(ASSIGNMENTS)
    themes = analysis.table(THEMES)
    return NamedDivision(
        name,
        {str(a): str(b or "") for a, b in zip(rows["statement_id"], rows["theme_id"], strict=True)},
        {str(a): str(b) for a, b in zip(themes["theme_id"], themes["label"], strict=True)},
    )


def _only(side: NamedDivision, wanted: set[str]) -> NamedDivision:
    return NamedDivision(side.name, {one: side.themes[one] for one in sorted(wanted)}, side.labels)


def _texts(analysis: Analysis) -> dict[str, str]:
    statements = analysis.table(STATEMENTS)
    return {
        str(a): str(b) for a, b in zip(statements["statement_id"], statements["text"], strict=True)
    }


def _none_moved() -> pd.DataFrame:
    return moved({}, {}, ())


def _centres(analysis: Analysis) -> dict[str, NDArray[np.float32]]:
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
    found = embed(analysis.table(STATEMENTS), encoder, cache=cache_for(encoder))
    at = {one: row for row, one in enumerate(found.statement_ids)}
    links = analysis.table(ASSIGNMENTS)
    links = links[links["theme_id"].fillna("") != ""]
    return {
        str(theme): mean_vector(
            found.vectors[[at[str(statement_id)] for statement_id in group["statement_id"]]]
        )
        for theme, group in links.groupby("theme_id")
    }


def _against_truth(
    first: Analysis, second: Analysis, truth: Truth, both: set[str]
) -> dict[str, Difference]:
    """AMI, ARI and NMI with the true concerns, over statements of responses with one concern."""
    statements = [
        measures.said_with_truth(one, truth).set_index("statement_id") for one in (first, second)
    ]
    single = statements[0][(statements[0]["concerns"].map(len) == 1) & ~statements[0]["campaign"]]
    ids = sorted(set(single.index) & both)
    people = _people(first)
    gold = codes([single.loc[one, "concerns"][0] for one in ids])
    found = [codes(list(one.loc[ids, "theme_id"])) for one in statements]

    def scored(score: Callable[[Any, Any], float]) -> Difference:
        return paired(
            lambda rows: (
                score(gold[rows], found[0][rows]),
                score(gold[rows], found[1][rows]),
            ),
            [people[one] for one in ids],
        )

    return {name: scored(score) for name, score in (("ami", ami), ("ari", ari), ("nmi", nmi))}


def _people(analysis: Analysis) -> dict[str, str]:
    """Statement id -> the respondent who said it."""
    whose = analysis.table(RESPONSES).set_index("response_id")["respondent_id"]
    said = analysis.table(STATEMENTS)
    return {
        str(one): str(whose[response])
        for one, response in zip(said["statement_id"], said["response_id"], strict=True)
    }


def _by_separation(
    sides: Sequence[NamedDivision], vectors: Any, people: Mapping[str, str]
) -> dict[str, Difference]:
    """Mean silhouette; a statement without a theme counts for nothing."""
    import numpy as np

    rows = centre(np.asarray(vectors.vectors))
    values = [
        silhouettes(rows, codes([side.themes[one] for one in vectors.statement_ids], other=""))
        for side in sides
    ]
    whose = [people[one] for one in vectors.statement_ids]
    return {"silhouette": _mean_difference(values, whose)}


def _share_placed(sides: Sequence[NamedDivision], people: Mapping[str, str]) -> Difference:
    import numpy as np

    ids = sorted(sides[0].themes)
    return _mean_difference(
        [np.array([side.themes[one] != "" for one in ids], dtype=float) for side in sides],
        [people[one] for one in ids],
    )


def _mean_difference(values: Sequence[NDArray[np.float64]], people: Sequence[str]) -> Difference:
    return paired(
        lambda rows: (float(values[0][rows].mean()), float(values[1][rows].mean())), people
    )


def difference_text(measure: str, one: Difference) -> str:
    """One line: both scores, their difference and how sure it is."""
    sure = _("sure") if one.sure else _("not sure")
    return (
        f"{measure:12} {one.first:.3f}  {one.second:.3f}  "
        f"{one.mean:+.3f} [{one.low:+.3f}, {one.high:+.3f}]  {sure}"
    )


def verdict_text(found: Compared) -> str:
    """Which of the two is better, in a sentence."""
    return {
        "better": _("{second} is surely better, and nowhere surely worse."),
        "worse": _("{second} is surely worse, and nowhere surely better."),
        "mixed": _("{second} is better by one measure and worse by another."),
        "equal": _("No difference that matters ({least} or more)."),
        "unsure": _("Not sure: the difference is too small for so few people."),
    }[found.verdict()].format(second=found.second.name, least=LEAST)


def tell(found: Compared, out: Path | None, *, as_json: bool) -> None:
    """Print the comparison, and write its tables and picture where asked."""
    labels = {"before": found.first.labels, "after": found.second.labels}
    table = pairs_table(found.pairs, labels)
    written = _write(found, table, out) if out is not None else []
    if as_json:
        say_json(_facts(found, table))
        return
    say(f"{'':12} {found.first.name}  {found.second.name}")
    for name, one in found.scores.items():
        say(difference_text(name, one))
    if found.scores:
        say(verdict_text(found))
    words = kind_words()
    for row in table.itertuples():
        left = f"{row.before or '-'} {row.label_before}".strip()
        right = f"{row.after or '-'} {row.label_after}".strip()
        say(f"{words[str(row.kind)]:10} {row.alike:5.2f}  {left}  ->  {right}")
    share = len(found.moved) / max(len(found.first.themes), 1)
    if found.texts:
        say(_("{n} statements moved ({share:.0%}).").format(n=len(found.moved), share=share))
    for row in found.moved.head(_SHOWN if out is None else 0).itertuples():
        text = " ".join(found.texts[str(row.statement_id)].split())[:90]
        say(f"  {row.statement_id}  {row.before or '-'} -> {row.after or '-'}  {text}")
    for path in written:
        say(str(path))
    for remark in found.remarks:
        note(remark)


def kind_words() -> dict[str, str]:
    """The kinds of pair in the language spoken now."""
    return {
        "same": _("the same"),
        "split": _("split off"),
        "merged": _("merged"),
        "gone": _("gone"),
        "new": _("new"),
    }


def _facts(found: Compared, table: pd.DataFrame) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "first": found.first.name,
        "second": found.second.name,
        "scores": {name: asdict(one) for name, one in found.scores.items()},
        "verdict": found.verdict() if found.scores else "",
        "themes": table.to_dict("records"),
        "moved": found.moved.to_dict("records"),
        "statements": len(found.first.themes),
        "remarks": list(found.remarks),
    }


def _write(found: Compared, table: pd.DataFrame, out: Path) -> list[Path]:
    """Write tables and picture; say which."""
    elsewhere = found.moved.assign(
        text=[
            found.texts.get(str(statement_id), "") for statement_id in found.moved["statement_id"]
        ]
    )
    for name, frame in (("themes", table), ("moved", elsewhere)):
        safe = frame.map(lambda cell: spreadsheet_safe(cell) if isinstance(cell, str) else cell)
        atomic_write_text(out / f"{name}.csv", safe.to_csv(index=False, lineterminator="\n"))
    written = [out / "themes.csv", out / "moved.csv"]
    if found.texts:
        flows = Counter(
            (found.first.themes[theme], found.second.themes[theme]) for theme in found.first.themes
        )
        same = {before: after for after, before in continued(found.pairs).items()}
        drawn = to_svg(
            flows,
            {
                "before": {**found.first.labels, "": _("without a theme")},
                "after": {**found.second.labels, "": _("without a theme")},
            },
            same,
            (found.first.name, found.second.name),
            _("Which theme became which: {first} and {second}").format(
                first=found.first.name, second=found.second.name
            ),
            legend=(_("the theme goes on"), _("statements that went elsewhere")),
        )
        atomic_write_text(out / "alignment.svg", drawn)
        written.append(out / "alignment.svg")
    return written
