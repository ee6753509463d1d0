"""The tree of commands: which name leads to which function of this folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import wraps
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from pipeline.cli.completion import VARIABLE
from pipeline.cli.console import guarded
from pipeline.cli.help_texts import Command, Group, main_flow
from pipeline.cli.lazy_commands import LazyCommands, declared_only, translated
from pipeline.core.locale import gettext as _

MAIN = {
    "start": "start.start",
    "init": "init.init",
    "check": "analyse.check",
    "analyse": "analyse.analyse",
    "demo": "analyse.demo",
    "report": "runs.report",
    "open": "runs.open_report",
    "show": "runs.show",
    "verify": "verify.verify",
    "review": "review.review",
    "follow": "follow.follow",
    "rerun": "rerun.rerun",
    "compare": "compare.compare_runs",
    "train": "train.train",
    "tune": "tune.tune",
    "settings": "settings.settings",
    "cache": "cache.cache",
    "vergeet": "forget.forget",
    "uitleg": "explain.explain",
    "completion": "completion.completion",
    # What follows on a run: answers, promises, a second coder, other programs.
    "agreement": "agreement.agreement",
    "bouwstenen": "reactienota.bouwstenen",
    "reactienota": "reactienota.reactienota",
    "promises": "reactienota.promises",
    "export": "export.export",
}
PLAN = {"read": "plan.read", "check": "plan.check", "diff": "plan.diff", "frames": "plan.frames"}
CODEBOOK = {
    "list": "codebook.list_codebooks",
    "import": "codebook.import_codebook",
    "export": "codebook.export",
}
MODELS = {
    "list": "models.list_models",
    "show": "models.show",
    "compare": "models.compare",
    "promote": "models.promote",
    "remove": "models.remove",
    "fetch": "models.fetch",
    "encoder": "models.encoder",
}
EVALUATE = {
    "answer": "evaluate_runs.evaluate_answer",
    "corpus": "evaluate_runs.evaluate_corpus",
    "themes": "evaluate.evaluate_themes",
    "placing": "evaluate_runs.evaluate_placing",
    "stances": "evaluate.evaluate_stances",
    "match": "evaluate.evaluate_match",
    "codes": "evaluate.evaluate_codes",
    "encoders": "evaluate.evaluate_encoders",
    "installed": "evaluate.evaluate_installed",
    "masking": "evaluate.evaluate_masking",
    "prepare": "evaluate.evaluate_prepare",
    "plan": "evaluate.evaluate_plan",
    "nlp": "evaluate.evaluate_nlp",
    "segments": "evaluate.evaluate_segments",
}


def build() -> Group:
    """Put all commands together, their help in the language spoken now."""
    if VARIABLE in os.environ:  # a shell asks, by the script of `gehoord completion`
        from typer._completion_classes import completion_init

        completion_init()
    groups = {
        "plan": (_("Read a plan document, check plan.toml, compare two versions."), PLAN),
        "codebook": (_("Codebooks from and to CSV and REFI-QDA (.qdc)."), CODEBOOK),
        "models": (
            _("Trained models: list, show, compare, promote, remove; fetch encoders."), MODELS,
        ),
        "evaluate": (
            _("Measure: on the demo corpus, or on data of your own with known answers."), EVALUATE,
        ),
    }  # fmt: skip
    help_text = _(
        "Reads what people said in consultation rounds and shows which recurring concerns a "
        "plan does and does not (yet) answer. Everywhere: --lang en, --quiet, "
        "--verbose. Which gehoord this is: gehoord --version."
    )
    below = {name: _group(name, text, places) for name, (text, places) in groups.items()}
    return _group("gehoord", help_text, MAIN, below)


def _group(
    name: str, text: str, places: Mapping[str, str], below: Mapping[str, Group] | None = None
) -> Group:
    return Group(
        name=name,
        help=text,
        epilog=main_flow() if below else None,
        commands=LazyCommands(places, load, below),
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def load(name: str, place: str) -> Any:
    """Make the command of a function; its libraries are imported when it runs, not for its help."""
    module, function = place.split(".")
    module = f"pipeline.cli.{module}"
    with declared_only():
        declared = getattr(import_module(module), function)

    @wraps(declared)
    def run(*args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(module), function)(*args, **kwargs)

    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name, cls=Command, help=translated(declared.__doc__ or ""))(guarded(run))
    return get_command(alone)
