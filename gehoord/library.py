"""gehoord from Python: data frames in, tables and reports out; no files, no commands.

A run is what ``gehoord analyse`` writes to a folder, kept in memory; a frame is a table of
responses, see ``pipeline.corpus.frame``.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language as language_now
from pipeline.core.plan import GOALS, Plan
from pipeline.core.settings import Settings
from pipeline.core.tables import COVERAGE, THEMES
from pipeline.corpus.frame import corpus_from
from pipeline.corpus.records import Corpus
from pipeline.runs import analyse as stages_of
from pipeline.runs import folder as runs
from pipeline.runs import train as training
from pipeline.runs.load_models import load_models
from pipeline.runs.state import Following, Models, Unfollowed
from pipeline.themes.topics import BertopicModel

if TYPE_CHECKING:
    from pipeline.findings.records import Findings
    from pipeline.runs.model_store import Trained

_SHOWN = 12  # concerns in a notebook


@dataclass(frozen=True, repr=False)
class Run(Analysis):
    """One run: its tables, its reports, and what it looks like in a notebook."""

    fitted: BertopicModel | None = None

    @classmethod
    def of(cls, analysis: Analysis, fitted: BertopicModel | None = None) -> Run:
        """Wrap an analysis. Args: fitted: the topic model that made its themes, if BERTopic did."""
        given = {field.name: getattr(analysis, field.name) for field in fields(Analysis)}
        return cls(**given, fitted=fitted)

    def topics(self) -> BertopicModel | None:
        """BERTopic's own object as ``.model``, aligned with STATEMENTS of this run row by row.

        Another run with the same models leaves it as it is. None where no theme was found,
        BERTopic is not installed, or the run was read from its folder.
        """
        return self.fitted if self.fitted is not None and self.fitted.fitted else None

    def concerns(self) -> pd.DataFrame:
        """One row per concern, largest first: who speaks of it, and how the plan stands to it."""
        themes = self.table(THEMES)
        top = themes[themes["parent_id"] == ""].sort_values(
            ["n_respondents", "theme_id"], ascending=[False, True]
        )
        columns = ["theme_id", "label", "n_statements", "n_respondents", "n_rounds", "recurring"]
        goals = self.table(COVERAGE)
        goals = goals[goals["codebook_id"] == GOALS]
        states = goals[["theme_id", "status", "code_id", "decided_by"]]
        return top[[*columns, "stability"]].merge(states, on="theme_id", how="left")

    def findings(self, edition: str = "projectteam") -> Findings:
        """Everything that a report of this edition shows, counted, as one frozen record."""
        from pipeline.findings.build import build
        from pipeline.report import on_previous_plan
        from pipeline.report.rendering import report_settings

        settings = report_settings(self.record.settings)
        return build(self, settings, edition, on_previous_plan(self))

    @overload
    def report(self, kind: Literal["html", "json"], edition: str = ..., lang: str = ...) -> str: ...
    @overload
    def report(
        self, kind: Literal["docx", "xlsx"], edition: str = ..., lang: str = ...
    ) -> bytes: ...
    def report(self, kind: str, edition: str = "projectteam", lang: str = "") -> str | bytes:
        """The report: html and json as text, docx and xlsx as bytes.

        Args: edition: projectteam | bestuur | openbaar | deelnemers | bijlage; lang: nl or en,
            by default the language spoken.
        Raises: ValueError for another kind or edition.
        """
        from pipeline.report.rendering import FORMATS, render, report_settings

        if kind not in FORMATS:
            raise ValueError(f"report '{kind}' is not one of {', '.join(FORMATS)}")
        settings, lang = report_settings(self.record.settings), lang or language_now()
        made = render(self, settings, lang, edition=edition, formats=(kind,))
        content = next(iter(made.values()))
        return content.decode("utf-8") if kind in ("html", "json") else content

    def save(self, folder: Path | str) -> Path:
        """Write the folder that ``gehoord analyse`` would: tables, record and reports.

        Raises: DataProblem when the folder holds something already.
        """
        from pipeline.report.rendering import render, report_settings

        settings = report_settings(self.record.settings)
        runs.save_run(self, Path(folder), render=lambda run: render(run, settings, language_now()))
        return Path(folder)

    def compare(self, other: Analysis) -> pd.DataFrame:
        """What became of each concern of this run in the other: a row per pair.

        Concerns are paired by the statements both runs hold, and by meaning where they share none.
        Raises: TypeError for what is no run.
        """
        from pipeline.evaluation.comparison import compare

        if not isinstance(other, Analysis):
            raise TypeError(
                f"a run is wanted, not a {type(other).__name__}: analyse(…), or load_run(folder)"
            )

        return compare(self, other).alignment.table()

    def __repr__(self) -> str:
        return f"Run({self.record.run_id!r}, {self.corpus!r}, {len(self.concerns())} concerns)"

    def _repr_html_(self) -> str:
        from pipeline.report import wording as w

        rows = self.concerns().head(_SHOWN)
        heads = (_("Theme"), _("Respondents"), _("Recurring"), _("In the plan (proposal)"))
        body = [
            (
                str(row.label),
                str(row.n_respondents),
                "" if pd.isna(row.recurring) else _("yes") if row.recurring else _("no"),
                "" if pd.isna(row.status) else f"{w.status(str(row.status))} {row.code_id or ''}",
            )
            for row in rows.itertuples()
        ]
        cells = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in body]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in heads)
        lines = "".join(f"<tr>{row}</tr>" for row in cells)
        return (
            f"<p><b>{html.escape(self.title)}</b> {html.escape(self.record.run_id)}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        )


def analyse(
    responses: Corpus | pd.DataFrame,
    plan: Plan | None = None,
    *,
    models: Models | None = None,
    settings: Settings | None = None,
    judgements: pd.DataFrame | None = None,
    since: Analysis | None = None,
    run_id: str = "",
    progress: bool = False,
) -> Run:
    """Analyse answers, beside a plan if there is one: what `gehoord analyse` does, in memory.

    Args:
        responses: a corpus, or a frame with at least a column ``text``.
        plan: used instead of the plan of the corpus; None uses that of the corpus.
        models: the result of ``load_models(settings)``; loading takes seconds, so keep it for
            several runs. None loads them here.
        settings: used instead of those of the corpus. They must name the encoders of ``models``;
            None takes the encoders from ``models``.
        judgements: the log of what people decided in earlier runs.
        since: an earlier run, whose concerns are followed and keep their ids.
        progress: say which stage is running, in a notebook or on stderr.
    Raises: DataProblems for what cannot be read in the frame; ValueError for models of other
        settings.
    """
    corpus = _corpus(responses, plan)
    settings = _chosen(settings, models, corpus)
    now = datetime.now().astimezone()
    with _followed(progress) as following:
        models = models or load_models(settings)
        analysis = stages_of.analyse(
            corpus,
            models,
            settings,
            run_id=run_id or now.strftime("%Y-%m-%d-%H%M%S"),
            made_at=now.isoformat("T", "seconds"),
            following=following,
            judgements=judgements,
            since=since,
        )
    topics = models.topics
    return Run.of(analysis, copy(topics) if isinstance(topics, BertopicModel) else None)


def train(
    corpora: Corpus | pd.DataFrame | Sequence[Corpus | pd.DataFrame],
    *,
    models: Models | None = None,
    settings: Settings | None = None,
    judgements: Mapping[str, pd.DataFrame] | None = None,
    stability: bool = False,
    progress: bool = False,
) -> training.Training:
    """Find concerns in these corpora or frames together, as a model for later rounds.

    ``keep`` of the result writes the model to disk, ``place`` assigns new texts to its concerns.

    Args: stability: measure it over whole runs on draws as well (six times the work); judgements:
        name of a corpus -> what people judged in runs on it. The rest as in ``analyse``.
    Raises: DataProblem when there is too little to train on.
    """
    given = [corpora] if isinstance(corpora, Corpus | pd.DataFrame) else list(corpora)
    read = [_corpus(one, None, f"python{at}") for at, one in enumerate(given, start=1)]
    settings = _chosen(settings, models, read[0])
    with _followed(progress) as following:
        return training.train(
            read,
            models or load_models(settings),
            settings,
            judgements=judgements,
            draws=stability,
            following=following,
        )


def load_run(folder: Path | str) -> Run:
    """A run from its folder, every table checked against its hash. Raises: DataProblem."""
    return Run.of(runs.load_run(Path(folder)))


def load_model(name: str, folder: Path | str | None = None) -> Trained:
    """The trained model NAME or NAME@VERSION, by default in models/. Raises: DataProblem."""
    from pipeline.runs import model_store

    return model_store.load_model(name, None if folder is None else Path(folder))


def _corpus(given: Any, plan: Plan | None, name: str = "python") -> Corpus:
    """Raises: TypeError for what is neither, saying what to give."""
    from dataclasses import replace

    if plan is not None and not isinstance(plan, Plan):
        raise TypeError(
            f"plan is a {type(plan).__name__}; a Plan is wanted: Plan.from_dict({{…}}). Models and "
            "settings go by name: analyse(corpus, models=…, settings=…)"
        )
    if isinstance(given, pd.DataFrame):
        return corpus_from(given, plan, name=name)
    if isinstance(given, Corpus):
        return given if plan is None else replace(given, plan=plan)
    raise TypeError(f"a corpus or a DataFrame is wanted, not a {type(given).__name__}")


def _chosen(given: Settings | None, models: Models | None, corpus: Corpus) -> Settings:
    """The settings of a run, as its record will tell them: with what reads in these models.

    Raises: ValueError where settings are given and the models were loaded by others.
    """
    wanted = given or Settings().changed(corpus.settings_given)
    if models is None or models.settings is None:
        return wanted
    made = models.settings
    read = {"encoder": made.embed.encoder, "second": made.embed.second}
    chosen = wanted.changed({"embed": read, "language": {"pipeline": made.language.pipeline}})
    if given is not None and chosen != given:
        raise ValueError(
            f"the models were loaded by other settings ({models!r}): load_models(settings)"
        )
    return chosen


@contextmanager
def _followed(progress: bool) -> Iterator[Following]:
    """Who is told of the stages: a line that changes in a notebook, bars on a terminal."""
    if not progress:
        yield Unfollowed()
        return
    from pipeline.cli.console import in_notebook, stages

    if in_notebook():
        yield _Line()
        return
    with stages() as following:
        yield following


class _Line(Unfollowed):
    """One line in a notebook: the stage that is running, and how far it is."""

    def __init__(self) -> None:
        from IPython.display import display

        super().__init__()
        self._name = ""
        self._shown = display({"text/plain": ""}, raw=True, display_id=True)

    def begin(self, name: str) -> None:
        """A stage starts."""
        self._name = name
        self._shown.update({"text/plain": name}, raw=True)

    def advance(self, done: int, total: int) -> None:
        """``done`` of ``total`` units of the stage are finished."""
        self._shown.update({"text/plain": f"{self._name} {done}/{total}"}, raw=True)
