"""`gehoord analyse`, `check` and `demo`: the main job from the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.console import (
    MEND_YOUR_DATA,
    AsJson,
    note,
    say,
    say_json,
    say_rich,
    stages,
    tell_problems,
)
from pipeline.cli.foretell import foretell
from pipeline.cli.review import Log
from pipeline.cli.summary import panel
from pipeline.core.analysis import Analysis
from pipeline.core.drafts import try_writing
from pipeline.core.errors import DataProblem, no_such_file, typed
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.core.settings import TOPIC_MODELS
from pipeline.core.shipped import shipped
from pipeline.corpus.corpus import check_corpus, corpus_folder
from pipeline.findings.facts import facts
from pipeline.report.rendering import house_of_corpus, keepsakes, remarks_on, render
from pipeline.review.log import log_in
from pipeline.runs import folder as runs
from pipeline.runs.llm import endpoint, is_here
from pipeline.runs.llm_labels import Writer
from pipeline.runs.load_models import UsedModel
from pipeline.runs.seal import secret_of
from pipeline.runs.themes_file import faults_in
from pipeline.runs.whole_run import Scope, run_corpus

DEMO = "corpora/voorbeeld"  # as it was shipped


def _topic_model(given: str | None) -> str | None:
    """The topic model asked for. Raises: BadParameter for one that is not there."""
    if given is not None and given not in TOPIC_MODELS:
        known = ", ".join(TOPIC_MODELS)
        raise typer.BadParameter(_("choose one of: {keys}").format(keys=known))
    return given


CorpusFolder = Annotated[
    Path, typer.Argument(help=_("Folder with corpus.toml and the files; or its name in corpora/."))
]
Out = Annotated[
    Path | None, typer.Option(help=_("Folder for the run; default reports/<corpus>/<run>."))
]
Seed = Annotated[int | None, typer.Option(help=_("Seed of the random draws; default 42."))]
Themes = Annotated[
    int | None, typer.Option("--themes", min=1, help=_("Number of themes you would like."))
]
Encoder = Annotated[
    str | None,
    typer.Option(help=_("accurate, fast, or the name or folder of a sentence-transformers model.")),
]
Rounds = Annotated[
    list[str] | None,
    typer.Option(
        "--round", help=_("Only this round, as numbered in corpus.toml; may be repeated.")
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        help=_("Place statements in this trained model: NAME, NAME@VERSION, or default."),
    ),
]
Update = Annotated[
    bool, typer.Option("--update", help=_("Add what is new to the model, as a new version."))
]
Since = Annotated[
    Path | None,
    typer.Option(
        help=_(
            "An earlier run on this corpus: concerns that continue keep its ids, and the report "
            "says what became of each."
        ),
    ),
]
FixedTopics = Annotated[
    list[str] | None,
    typer.Option(
        "--topics-fixed",
        help=_(
            "Topics given that are themes in any case: a codebook, one code (kwesties/Q1), or "
            "gesprekken; may be repeated."
        ),
    ),
]
SeedTopics = Annotated[
    list[str] | None,
    typer.Option(
        "--topics-seed",
        help=_(
            "Topics given as a hint, dropped where what was said does not carry them; as "
            "--topics-fixed."
        ),
    ),
]
TopicModelName = Annotated[
    str | None,
    typer.Option(
        "--topic-model",
        callback=_topic_model,
        help=_("What divides statements into concerns: gehoord, or plain BERTopic or KeyNMF."),
    ),
]
Nlp = Annotated[
    str | None,
    typer.Option(
        help=_("What reads the Dutch: embedded, nl_core_news_md, the folder of one, or auto.")
    ),
]
LlmUrl = Annotated[
    str | None,
    typer.Option(
        "--llm-url",
        help=_(
            "Let a language model at this address propose a name and a summary per theme. What "
            "people said, masked, is sent there and nowhere else. Off unless given."
        ),
    ),
]
LlmModel = Annotated[
    str, typer.Option("--llm-model", help=_("Name of the model there; default its first."))
]
Engine = Annotated[
    str | None,
    typer.Option(help=_("Who does the work per answer: dask, several processes or a cluster.")),
]
Address = Annotated[
    str | None,
    typer.Option(
        help=_("Address of a Dask scheduler, as tcp://host:8786; default: this computer.")
    ),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=_("Say per stage what would run and why; run nothing.")),
]


def analyse(
    corpus: CorpusFolder,
    out: Out = None,
    seed: Seed = None,
    themes: Themes = None,
    encoder: Encoder = None,
    rounds: Rounds = None,
    model: Model = None,
    update: Update = False,
    since: Since = None,
    judgements: Log = None,
    topic_model: TopicModelName = None,
    nlp: Nlp = None,
    fixed: FixedTopics = None,
    seeds: SeedTopics = None,
    llm_url: LlmUrl = None,
    llm_model: LlmModel = "",
    engine: Engine = None,
    address: Address = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Read a folder of consultation input and write the report: themes, recurring concerns, and
    what the plan does and does not (yet) answer."""
    flags: dict[str, dict[str, Any]] = {
        "themes": {
            "seed": seed,
            "wished": themes,
            "topic_model": topic_model,
            "fixed": tuple(fixed) if fixed else None,
            "seeds": tuple(seeds) if seeds else None,
        },
        "embed": {"encoder": encoder},
        "language": {"pipeline": nlp},
    }
    given = only_given(flags)
    if dry_run:
        foretell(corpus_folder(corpus), given, tuple(rounds or ()), as_json=as_json)
        return
    log = log_beside(out, judgements)
    if since is not None and model:
        raise DataProblem(
            where="--since",
            found=_("a trained model is named as well, and it has ids of its own"),
            mend=_("choose one: --since RUN, or --model NAME"),
        )
    writer = _writer(llm_url, llm_model)
    scope = Scope(tuple(rounds or ()), used_model(model, update=update), log, since, writer)
    scope = replace(scope, engine=engine or "", address=address)
    _analyse(corpus_folder(corpus), out, given, scope, as_json=as_json)


def only_given(flags: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Settings by stage, without the flags that were left out."""
    return {
        stage: {key: value for key, value in values.items() if value is not None}
        for stage, values in flags.items()
    }


def used_model(wanted: str | None, *, update: bool) -> UsedModel | None:
    """The trained model asked for. Raises: DataProblem for --update without one."""
    if wanted:
        return UsedModel(wanted, update=update)
    if update:
        raise DataProblem(
            where="--update",
            found=_("no model is named"),
            mend=_("name the model to add to: --model NAME"),
        )
    return None


def demo(**options: Any) -> None:
    """Run the main job on the example corpus, invented by us."""
    analyse(shipped(DEMO), **options)


_analyse_takes = signature(analyse, eval_str=True)
_not_of_the_demo = ("corpus", "engine", "address", "dry_run")  # what it reads, who does the work
demo.__signature__ = _analyse_takes.replace(  # type: ignore[attr-defined]  # read by typer
    parameters=[
        option for name, option in _analyse_takes.parameters.items() if name not in _not_of_the_demo
    ]
)


def log_beside(out: Path | None, given: Path | None) -> Callable[[str], Path]:
    """Where judgements are kept: as given, beside the run that is made, or in reports/."""
    if given is not None and not given.is_file():
        raise no_such_file(given)

    def found(corpus: str) -> Path:
        folder = out.resolve().parent if out is not None else Path("reports") / corpus
        return given or log_in(folder, corpus)

    return found


def check(corpus: CorpusFolder, as_json: AsJson = False) -> int:
    """Look for every fault in a corpus at once; writes nothing."""
    folder = corpus_folder(corpus)
    checked = check_corpus(folder)
    checked = replace(checked, problems=(*checked.problems, *faults_in(folder)))
    if as_json:
        say_json(checked.as_dict())
    else:
        for line in (*checked.summary, *checked.warnings):
            say(line)
        tell_problems(checked.problems)
    if checked.problems:
        return MEND_YOUR_DATA
    if not as_json:
        say(_("No faults found."))
    return 0


def _analyse(
    folder: Path,
    out: Path | None,
    given: Mapping[str, Mapping[str, Any]],
    scope: Scope,
    *,
    as_json: bool,
) -> None:
    """Run, write the folder of the run as a whole, and say what was found.

    Args: given: settings from flags, by group; scope: judgements, model and run that count.
    Raises: DataProblem before the work where the folder cannot be written.
    """
    if out is not None:
        runs.refuse_filled(out)  # before the work, not after it
    try_writing(out.resolve().parent if out is not None else Path("reports"))
    look = house_of_corpus(folder)  # the same: a logo that is not there is told at once
    for remark in remarks_on(look):
        note(remark)
    with stages() as following:
        analysis, settings = run_corpus(folder, given, following, scope, note)
        target = out or Path("reports") / analysis.corpus / analysis.record.run_id
        if out is None and target.exists():  # two runs in one second
            # the first free name after this one: …-2
            number = 2
            while (free := target.with_name(f"{target.name}-{number}")).exists():
                number += 1
            target = free
            record = replace(analysis.record, run_id=target.name)
            analysis = replace(analysis, record=record)
        secret = secret_of(folder)  # made while the corpus was read, where there was none
        following.begin(_("Writing the report"))
        runs.save_run(
            analysis,
            target,
            render=lambda run: {
                **render(run, settings.report, language(), house=look),
                **keepsakes(look),
            },
            secret=secret,
        )
        following.finish()
        runs.add_costs(target, following.passes, secret=secret)
    _tell(analysis, target, as_json=as_json)


def _writer(url: str | None, model: str) -> Writer | None:
    """The language model asked for; says so where what people said leaves this computer."""
    if not url:
        return None
    writer = endpoint(url, model)
    if not is_here(writer):
        note(
            _("What people said, masked, is sent to {where}: not this computer.").format(
                where=writer.where
            )
        )
    return writer


def _tell(analysis: Analysis, target: Path, *, as_json: bool) -> None:
    numbers = facts(analysis)
    if as_json:
        say_json({**numbers, "report": str(target / "report.html"), "run": str(target)})
        return
    say_rich(panel(analysis, numbers))
    for remark in analysis.record.notes:
        note(remark)
    say(_("Report: {path}").format(path=target / "report.html"))
    # this report is the team's: where the others are nobody finds by herself
    run = typed(target)
    note(_("Check the proposals: gehoord review {run}").format(run=run))
    note(_("For other readers: gehoord report {run} --edition bestuur "
           "(or deelnemers, openbaar, bijlage)").format(run=run))  # fmt: skip
