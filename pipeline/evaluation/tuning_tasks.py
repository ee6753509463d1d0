"""What can be tuned: matching or themes on labelled statements, themes on a whole corpus."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.numeric import nmi
from pipeline.core.settings import Settings
from pipeline.corpus.corpus import read_corpus
from pipeline.evaluation.corpus import read_truth
from pipeline.evaluation.corpus_metrics import concerns_of_statements
from pipeline.evaluation.labelled import read_statements
from pipeline.evaluation.match_evaluation import gold_set
from pipeline.evaluation.themes import prepare as prepare_set
from pipeline.evaluation.tuning import Task, match_task, theme_task
from pipeline.runs.load_models import load_models
from pipeline.runs.prepare import prepare, statements_of
from pipeline.runs.state import Following
from pipeline.runs.train import said_of
from pipeline.themes.scores import Vectors


def task_of(data: Path, goals: Path | None, encoder: str, following: Following) -> Task:
    """What is to be tuned on this data: matching where goals are given, else themes."""
    if goals is not None:
        gold = gold_set(data, goals, encoder)
        return match_task(gold, gold.statements.texts, Settings().match)
    if data.suffix == ".jsonl":
        rows = read_statements(data)
        statements, vectors = prepare_set(rows, encoder)
        labels, texts = [row["label"] for row in rows], [row["text"] for row in rows]
        settings = Settings().changed({"themes": {"most": None}}).themes
        return theme_task(statements, vectors, labels, texts, settings, nmi)
    return _corpus_task(data, encoder, following)


def _corpus_task(folder: Path, encoder: str, following: Following) -> Task:
    """Statements of responses with one known concern; a person's are all on one side."""
    truth = read_truth(folder)
    corpus = read_corpus(folder)
    settings = Settings().changed(corpus.settings_given)
    settings = settings.changed({"embed": {"encoder": encoder, "second": ""}})
    loaded = load_models(settings)
    prepared = prepare(corpus, loaded.dutch, settings, following)
    vectors = statements_of(prepared, loaded, settings, following).vectors[0]
    concerns = concerns_of_statements(
        prepared.statements, prepared.responses, corpus.questions, truth
    )
    people = dict(
        zip(prepared.responses["response_id"], prepared.responses["respondent_id"], strict=True)
    )
    single = {statement: voiced[0] for statement, voiced in concerns.items() if len(voiced) == 1}
    statements = [
        statement
        for statement in said_of(prepared)
        if statement.statement_id in single and not statement.echo
    ]
    ids = tuple(statement.statement_id for statement in statements)
    response_of = dict(
        zip(prepared.statements["statement_id"], prepared.statements["response_id"], strict=True)
    )
    return theme_task(
        statements,
        Vectors(ids, vectors.select(ids).vectors),
        [single[statement] for statement in ids],
        [str(people[response_of[statement]]) for statement in ids],
        settings.themes,
        nmi,
    )
