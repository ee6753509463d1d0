"""`gehoord evaluate` on sets with known answers: read, measure, print."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.analyse import TopicModelName
from pipeline.cli.console import note, say, say_json
from pipeline.cli.figures import between, say_figures, say_table
from pipeline.cli.plan import encode_sentences
from pipeline.core.errors import DataProblem, no_such_file, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.settings import MatchSettings, Settings
from pipeline.encoders.encoder import installed_encoders
from pipeline.evaluation import (
    encoders,
    installed,
    masking,
    match_evaluation,
    nlp,
    plan,
    preparing,
    segments,
    stances,
    themes,
)
from pipeline.evaluation.code_learning import learning_curve
from pipeline.evaluation.intervals import with_interval
from pipeline.evaluation.labelled import (
    people,
    read_labelled,
    read_lines,
    read_statements,
    read_sts,
)
from pipeline.evaluation.match_evaluation import gold_set
from pipeline.plan.reading.document import read_plan_document, tree_of
from pipeline.runs.estimators import TextEncoder
from pipeline.runs.load_models import open_model
from pipeline.text.nlp import load_pipeline
from pipeline.themes.corpus import OURS

AsJson = Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))]
OneEncoder = Annotated[str, typer.Option(help=_("Encoder to measure with."))]
Encoders = Annotated[
    list[str] | None, typer.Option(help=_("Encoder to measure; default: all on this machine."))
]
Split = Annotated[str, typer.Option(help=_("Only lines with this value of split."))]
DutchPipelineName = Annotated[
    str, typer.Option(help=_("embedded, nl_core_news_md, auto, or a folder."))
]


def evaluate_themes(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: id, text, label."))],
    encoder: OneEncoder = "accurate",
    wished: Annotated[
        int | None, typer.Option("--themes", help=_("Number of themes wished for."))
    ] = None,
    seed: Annotated[int, typer.Option(help=_("Seed of the bootstraps."))] = 42,
    topic_model: TopicModelName = None,
    seeds: Annotated[
        int, typer.Option(min=1, help=_("Fit so often, each on another seed, and tell the spread."))
    ] = 1,
    model: Annotated[
        str | None, typer.Option(help=_("Place the set in this trained model; nothing is found."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find themes in a set with known labels, and say how well they agree.

    Measured is the natural division: the one the configuration holds for best. In a report it is
    put under at most 20 headings; that is for readers, not a finding.
    """
    rows = read_statements(file)
    if model is not None:
        trained = open_model(model)
        figures, sure = themes.measure_placed(rows, trained)
        beside = {name: between(low_high) for name, low_high in sure.items()}
        more = {"model": str(trained.reference), "intervals": sure} if as_json else {}
        say_figures({**figures, **more}, as_json=as_json, beside=beside)
        return
    settings = replace(
        Settings().themes, most=None, wished=wished, seed=seed, topic_model=topic_model or OURS
    )
    statements, vectors = themes.prepare(rows, encoder)
    gold, encode = [row["label"] for row in rows], themes.encode_by(encoder)
    scores, themes_found = themes.measure(gold, statements, vectors, settings, encode)
    sure = themes.intervals(gold, statements, themes_found, people(rows))
    spread = themes.spread_over_seeds(gold, statements, vectors, settings, encode, seeds)
    if as_json:
        say_json(themes.promised({**scores, "intervals": sure, "seeds": spread}))
        return
    beside = {name: between(low_high) for name, low_high in sure.items()}
    for name, (low, high) in spread.items():
        words = _("over {n} seeds {low:.3f} to {high:.3f}").format(n=seeds, low=low, high=high)
        beside[name] = f"{beside.get(name, '')}  {words}"
    low, high = scores["draws"]["stability"]
    draws = _("pairs of draws {low:.3f} to {high:.3f}").format(low=low, high=high)
    say_figures(scores, as_json=False, beside={**beside, "stability": f"  {draws}"})


def evaluate_match(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: id, text, label."))],
    goals: Annotated[Path, typer.Option(help=_("Goals as JSON: a list of id, title, text."))],
    encoder: Annotated[
        str, typer.Option(help=_("accurate, fast, or a sentence-transformers model."))
    ] = "accurate",
    one_voice: Annotated[
        bool, typer.Option("--one-voice", help=_("Use no second encoder beside the first."))
    ] = False,
    draws: Annotated[
        int, typer.Option(min=2, help=_("Draws of hidden goals and of corpora."))
    ] = 30,
    seed: Annotated[int, typer.Option(help=_("Seed of the draws."))] = 0,
    as_json: AsJson = False,
) -> None:
    """Score matching on statements with a known goal, beside simpler methods."""
    started = time.monotonic()
    gold = gold_set(file, goals, encoder, alone=one_voice)
    seconds = time.monotonic() - started
    report = match_evaluation.evaluate(gold, MatchSettings(), draws=draws, seed=seed)
    figures = {
        "statements": len(gold.truth),
        "goals": len(gold.code_ids),
        "encoders": len(gold.statements.vectors),
        **report.as_dict(),
        "seconds": time.monotonic() - started,
        "seconds_encoding": seconds,
    }
    beside = {name: between(low_high) for name, low_high in report.intervals.items()}
    say_figures(figures, as_json=as_json, beside=beside)
    if not as_json:
        say()
        say_table([{"": name, **row} for name, row in report.methods.items()])


def evaluate_codes(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: id, text, label."))],
    encoder: OneEncoder = "accurate",
    draws: Annotated[int, typer.Option(min=1, help=_("Draws of which texts are judged."))] = 5,
    seed: Annotated[int, typer.Option(help=_("Seed of the draws."))] = 0,
    as_json: AsJson = False,
) -> None:
    """Learn codes from 1, 2, 4 and 8 judged texts each, and say how the other texts fare, with
    CodeMatcher and with logistic regression on the same vectors."""
    rows = read_statements(file)
    vectors = TextEncoder(encoder).fit([]).transform([row["text"] for row in rows])
    labels = [row["label"] for row in rows]
    try:
        curve = learning_curve(vectors, labels, people(rows), draws=draws, seed=seed)
    except ValueError as fault:
        raise DataProblem(
            where=str(file),
            found=_("no label has two texts"),
            expected=_("a label with one text to learn from and one to measure on"),
        ) from fault
    learned = {
        str(shots): {name: asdict(difference) for name, difference in measures.items()}
        for shots, measures in curve.items()
    }
    if as_json:
        say_json(learned)
        return
    say(_("Vectors alone, seen by both; logistic regression at the best of its settings."))
    say_table(
        [
            {"n": shots, "": name, "logistic": d["first"], "ours": d["second"],
             "+": f"{d['mean']:+.3f}{between((d['low'], d['high']))}"}
            for shots, measures in learned.items()
            for name, d in measures.items()
        ]
    )  # fmt: skip


def evaluate_encoders(
    sets: Annotated[list[Path], typer.Argument(help=_("Sets of lines {id, text, label}."))],
    goals: Annotated[
        Path | None,
        typer.Option(help=_("Goals of the set; default <set>_goals.json beside it.")),
    ] = None,
    encoder: Encoders = None,
    sts: Annotated[
        Path | None, typer.Option(help=_("Sentence pairs with scores, tab-separated."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Rank the encoders on this machine by matching, clustering, speed and memory."""
    labelled = [read_labelled(path, goals) for path in sets]
    names = encoder or list(installed_encoders())
    pairs = read_sts(sts) if sts else None
    scores = encoders.rank_encoders(names, labelled, pairs=pairs, say=note)
    if as_json:
        say_json([asdict(score) for score in scores])
        return
    say_table(
        [
            {
                _("encoder"): score.encoder,
                _("quality"): score.quality,
                _("texts/CPU-s"): round(score.texts_per_cpu_second),
                _("load s"): score.load_seconds,
                "MiB": score.peak_mb,
                "STS": score.sts,
                **{
                    f"{name}:{key}": with_interval(value, score.intervals[name].get(key))
                    for name, figures in score.sets.items()
                    for key, value in figures.items()
                },
            }
            for score in scores
        ]
    )


def evaluate_installed(
    files: Annotated[
        list[Path],
        typer.Argument(help=_("Sets of lines {id, text, label}, and treebanks (.conllu).")),
    ],
    pipeline: Annotated[
        list[str] | None,
        typer.Option(help=_("Dutch pipeline to measure; default: all on this machine.")),
    ] = None,
    encoder: Encoders = None,
    as_json: AsJson = False,
) -> None:
    """Measure every encoder and Dutch pipeline on this machine, and print one Markdown table."""
    raise_all(no_such_file(path) for path in files if not path.is_file())
    banks = [path for path in files if path.suffix.lower() == ".conllu"]
    sets = [path for path in files if path not in banks]
    measurements = [
        *installed.of_encoders(sets, encoder or (), note),
        *installed.of_pipelines(banks, pipeline or (), note),
    ]
    if as_json:
        say_json([vars(measured) for measured in measurements])
    else:
        say(installed.markdown(measurements))


def evaluate_stances(
    files: Annotated[list[Path], typer.Argument(help=_("Lines of JSON: text and stance."))],
    split: Split = "",
    wording: Annotated[
        bool, typer.Option("--wording", help=_("Read wording only, without the encoder."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Score the telling of support, wish, complaint and question on statements with known ones."""
    figures = stances.evaluate(stances.read_stances(files, split), wording=wording)
    say_figures(figures, as_json=as_json)
    if as_json:
        return
    say_table([{"": name, **scores} for name, scores in figures["per_stance"].items()])
    say(_("Rows: the true stance; columns: the stance told."))
    say_table([{"": name, **counts} for name, counts in figures["confusion"].items()])


def evaluate_masking(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: text, and spans or names."))],
    split: Split = "",
    pipeline: DutchPipelineName = "auto",
    as_json: AsJson = False,
) -> None:
    """Score the masking of personal details against details marked by people."""
    figures = masking.evaluate(file, split=split, pipeline=pipeline)
    say_figures(figures, as_json=as_json)
    if as_json:
        return
    columns = ("n", "recall", "touched")
    say_table([{"": kind, **{c: figures[c][kind] for c in columns}} for kind in figures["n"]])
    for label, key in ((_("lines with a miss"), "missed"), (_("lines masked too much"), "hits")):
        numbers = ", ".join(map(str, figures[key][:40]))
        say(f"{label}: {len(figures[key])}" + (f" ({numbers} …)" if numbers else ""))


def evaluate_nlp(
    file: Annotated[Path, typer.Argument(help=_("Treebank file, CoNLL-U."))],
    pipeline: DutchPipelineName = "auto",
    as_json: AsJson = False,
) -> None:
    """Score lemmas, parts of speech, sentences and names of the Dutch pipeline on a treebank."""
    loaded = load_pipeline(pipeline)
    about = {"pipeline": loaded.name, "version": loaded.version, "revision": loaded.revision}
    scores = nlp.score_treebank(loaded, nlp.read_treebank(file))
    say_figures({**about, **scores}, as_json=as_json)


def evaluate_segments(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: text and boundaries."))],
    split: Split = "",
    as_json: AsJson = False,
) -> None:
    """Score the splitting of responses into statements against boundaries set by people."""
    items = read_lines(file, segments.bounded, segments.FORM, split)
    say_figures(asdict(segments.score_segments(items)), as_json=as_json)


def evaluate_plan(
    file: Annotated[Path, typer.Argument(help=_("Plan document: .docx, .odt, .pdf, .txt or .md."))],
    gold: Annotated[
        Path, typer.Option(help=_("The right tree, JSON as 'plan read --json' gives it."))
    ],
    as_json: AsJson = False,
) -> None:
    """Score the reading of a plan document: found, right and under the right parent, per level."""
    tree = tree_of(read_plan_document(file, str(file), encode_sentences))
    scores = plan.score_trees(tree, plan.read_tree(gold))
    if as_json:
        say_json(plan.as_dict(scores))
        return
    say_table(
        [
            {
                "": score.level,
                _("expected"): score.expected,
                _("found"): score.found,
                "recall": score.recall,
                "precision": score.precision,
                _("parent"): score.parent,
            }
            for score in scores
        ]
    )


def evaluate_prepare(
    n: Annotated[int, typer.Option(help=_("Responses."))] = 10_000,
    processes: Annotated[int, typer.Option(help=_("Processes; 0 takes one per core."))] = 0,
    as_json: AsJson = False,
) -> None:
    """Share of the time and the memory that each preparing step takes, on invented responses."""
    say_figures(preparing.measure(n, processes or os.cpu_count() or 1), as_json=as_json)
