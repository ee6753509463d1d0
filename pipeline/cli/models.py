"""`gehoord models`: list, show, fetch, remove, compare and promote."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.compare import difference_text, tell, verdict_text
from pipeline.cli.console import MEND_YOUR_DATA, AsJson, note, say, say_json, stages, tell_problems
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem, MissingExtra, typed
from pipeline.core.locale import gettext as _
from pipeline.encoders.embed import turned_back
from pipeline.encoders.encoder import ACCURATE, FAST, fetch_encoder, load_encoder
from pipeline.encoders.open_folder import write_folder
from pipeline.evaluation.comparison import Compared, compare_models
from pipeline.evaluation.corpus import corpus_with_truth
from pipeline.runs import model_store as models
from pipeline.runs.folder import load_run, refuse_filled
from pipeline.runs.learn_encoder import Learned, learn
from pipeline.runs.load_models import open_model
from pipeline.runs.model_folder import verify
from pipeline.runs.model_store import Reference
from pipeline.text.nlp import PUBLISHED, fetch_nl

ModelName = Annotated[str, typer.Argument(help=_("NAME (its newest version) or NAME@VERSION."))]


def list_models(as_json: AsJson = False) -> int:
    """List the trained models in models/, and whether each is whole."""
    root = models.models_dir()
    rows, problems = [], []
    for reference in models.references(root):
        try:
            card = verify(root / reference.name / str(reference.version))
            default = models.default_for(card.get("organisation", ""), models.models_dir())
            counts = card.get("counts", {})
            rows.append(
                {
                    "model": str(reference),
                    "themes": counts.get("themes", 0),
                    "statements": counts.get("statements", 0),
                    "made_at": card.get("made_at", ""),
                    "encoder": card["encoder"]["name"],
                    "default_of": card["organisation"] if default == reference else "",
                }
            )
        except DataProblem as fault:
            problems.append(fault)
    if as_json:
        say_json({"models": rows, "faults": [str(problem) for problem in problems]})
    else:
        for row in rows:
            say(
                f"{row['model']:28} {row['themes']:3} {_('themes')}  {row['statements']:6} "
                f"{_('statements')}  {row['made_at'][:10]}  {row['default_of']}"
            )
        if not rows and not problems:
            note(_("No trained models yet: gehoord train CORPUS --name NAME"))
    tell_problems(tuple(problems))
    return MEND_YOUR_DATA if problems else 0


def show(model: ModelName, as_json: AsJson = False) -> None:
    """Show a model's card and its themes."""
    trained = open_model(model)
    if as_json:
        say_json(dict(trained.card))
        return
    say((trained.folder / "card.md").read_text("utf-8"))
    for row in trained.known.themes.itertuples():
        indent = "    " if row.parent_id else ""
        say(f"{indent}{row.theme_id}  {row.label}  ({row.n_statements})")
    for remark in (*trained.card.get("notes", ()), *trained.notes):
        note(remark)
    note(str(models.models_dir() / trained.reference.name / str(trained.reference.version)))


def fetch(
    name: Annotated[
        str, typer.Argument(help=_("nl (spaCy's Dutch pipeline), or an encoder's hub name."))
    ],
) -> None:
    """Fetch a language pipeline or an encoder; the one command that uses the network."""
    if name == "nl":
        say(f"{PUBLISHED} {fetch_nl()}")
        return

    if name in (ACCURATE, FAST):
        note(_("{name} comes with gehoord: nothing to fetch.").format(name=name))
        return
    fetch_encoder(name)
    say(_("Fetched. Use it with: --encoder {name}").format(name=name))


def encoder(
    folder: Annotated[Path, typer.Argument(help=_("Folder to write, new or empty."))],
    learn: Annotated[
        list[Path] | None,
        typer.Option(
            help=_("Run whose judged links teach it; written only where that helps. Repeatable."),
            metavar="RUN",
        ),
    ] = None,
) -> int:
    """Write gehoord's own encoder as a sentence-transformers folder, or one taught further."""
    refuse_filled(folder)
    matrix = None
    if learn:
        learned = _learned([load_run(run) for run in learn])
        if not learned.helps:
            note(_("Nothing written: the encoder as it ships does as well."))
            return 0
        matrix = learned.matrix
    write_folder(folder, matrix=matrix)
    say(_("Written. Use it with: --encoder {name}").format(name=typed(folder)))
    return 0


def _learned(runs: Sequence[Analysis]) -> Learned:
    """What judged links teach, told as it goes. Raises: MissingExtra without torch."""
    if importlib.util.find_spec("torch") is None:
        raise MissingExtra(command="gehoord models encoder --learn", extra="gehoord[train]")
    with stages() as following:
        following.begin(_("Learning from judged links"))
        ours = load_encoder()
        learned = learn(runs, lambda texts: turned_back(ours.encode(texts), ours))
    lines = {
        _("judged statements, goal first, each taught by the others"): learned.own,
        _("texts that never teach, goal first"): learned.guarded["goal_at_1"],
        _("texts that never teach, one concern together"): learned.guarded["same"],
    }
    for name, (before, after) in lines.items():
        say(f"{name}: {before:.3f} -> {after:.3f}")
    if learned.share < 1:
        note(
            _("Held nearer to what it was, so as not to forget: {share:.0%} of the way.").format(
                share=learned.share
            )
        )
    return learned


def remove(
    model: Annotated[str, typer.Argument(help=_("NAME@VERSION, exactly."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
) -> None:
    """Take a version of a model away; not while it is an organisation's default."""
    if "@" not in model:
        raise DataProblem(
            where=model,
            found=_("no version is named"),
            expected="NAME@VERSION",
            mend=_("list them with: gehoord models list"),
        )
    root = models.models_dir()
    reference = models.find(model, root)
    if not yes:
        typer.confirm(_("Remove {model}?").format(model=reference), abort=True)
    models.remove(reference, root)
    say(_("Removed {model}.").format(model=reference))


def compare(
    first: ModelName,
    second: ModelName,
    corpus: Annotated[
        Path, typer.Option("--on", help=_("Corpus to compare on; best one neither has seen."))
    ],
    rounds: Annotated[
        list[str] | None,
        typer.Option("--round", help=_("Only this round of it; may be repeated.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=_("Folder for the tables and the picture."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Hold two models side by side on the same statements: scores with their difference, which
    statements move, and which theme became which."""
    tell(_compared(first, second, corpus, rounds or ()), out, as_json=as_json)


def _compared(first: str, second: str, given: Path, rounds: Sequence[str]) -> Compared:
    """Two models on the rounds named of a corpus, or on all of it."""
    trained = [open_model(name) for name in (first, second)]
    with stages() as following:
        following.begin(_("Reading"))
        corpus, truth = corpus_with_truth(given)
        return compare_models(trained, corpus.only(rounds), truth, following)


def promote(
    model: ModelName,
    organisation: Annotated[
        str, typer.Option(help=_("Organisation; default the one it was trained for."))
    ] = "",
    corpus: Annotated[
        Path | None,
        typer.Option("--on", help=_("Corpus on which it must not be worse than the present one.")),
    ] = None,
    rounds: Annotated[
        list[str] | None,
        typer.Option("--round", help=_("Only this round of it; may be repeated.")),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Promote it all the same."))] = False,
) -> None:
    """Make a model the default of an organisation (--model default); refuses a worse one."""
    root = models.models_dir()
    trained = open_model(model)
    who = organisation or str(trained.card.get("organisation", ""))
    present = models.default_for(who, root)
    if present is not None and present != trained.reference and not force:
        _refuse_worse(present, trained.reference, corpus, tuple(rounds or ()))
    models.promote(trained.reference, who, root)
    whose = who or _("corpora without an organisation")
    say(_("{model} is now the default model of {who}.").format(model=trained.reference, who=whose))


def _refuse_worse(
    present: Reference, wanted: Reference, corpus: Path | None, rounds: tuple[str, ...]
) -> None:
    """Raise DataProblem unless the wanted model does at least as well as the present one."""
    if corpus is None:
        raise DataProblem(
            where=str(wanted),
            found=_("{model} is the default now, and nothing says which is better").format(
                model=present
            ),
            mend=_("name a corpus to measure both on (--on CORPUS), or say --force"),
        )

    compared = _compared(str(present), str(wanted), corpus, rounds)
    for name, score in compared.scores.items():
        note(difference_text(name, score))
    if compared.verdict() in ("worse", "mixed"):
        raise DataProblem(
            where=str(wanted),
            found=verdict_text(compared),
            expected=_("at least as good as {model}").format(model=present),
            mend=_("keep the present one, or say --force"),
        )
