"""The tree of commands: which name leads to which function."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from typing import Any

import typer

from pipeline.cli.completion import VARIABLE
from pipeline.cli.console import guarded
from pipeline.cli.help_texts import Command, Group, main_flow
from pipeline.core.locale import gettext as _

_SETTINGS = {"help_option_names": ["-h", "--help"]}


def build() -> typer.Typer:
    """Put all commands together, their help in the language spoken now."""
    app = _group(
        _(
            "Reads what people said in consultation rounds and shows which recurring concerns a "
            "plan does and does not (yet) answer. Everywhere: --lang en, --quiet, "
            "--verbose. Which gehoord this is: gehoord --version."
        ),
        epilog=main_flow(),
    )
    _main_job(app)
    _people(app)
    app.add_typer(_plan(), name="plan")
    app.add_typer(_codebook(), name="codebook")
    app.add_typer(_models(), name="models")
    app.add_typer(_evaluate(), name="evaluate")
    if VARIABLE in os.environ:  # a shell asks, by the script of `gehoord completion`
        from typer._completion_classes import completion_init

        completion_init()
    return app


def _models() -> typer.Typer:
    from pipeline.cli import models

    group = _group(_("Trained models: list, show, compare, promote, remove; fetch encoders."))
    _add(group, "list", models.list_models)
    _add(group, "show", models.show)
    _add(group, "compare", models.compare)
    _add(group, "promote", models.promote)
    _add(group, "remove", models.remove)
    _add(group, "fetch", models.fetch)
    return group


def _plan() -> typer.Typer:
    from pipeline.cli import plan

    group = _group(_("Read a plan document, check plan.toml, compare two versions."))
    _add(group, "read", plan.read)
    _add(group, "check", plan.check)
    _add(group, "diff", plan.diff)
    _add(group, "frames", plan.frames)
    return group


def _codebook() -> typer.Typer:
    from pipeline.cli import codebook

    group = _group(_("Codebooks from and to CSV and REFI-QDA (.qdc)."))
    _add(group, "list", codebook.list_codebooks)
    _add(group, "import", codebook.import_codebook)
    _add(group, "export", codebook.export)
    return group


def _main_job(app: typer.Typer) -> None:
    from pipeline.cli import (
        analyse,
        cache,
        compare,
        completion,
        explain,
        follow,
        forget,
        init,
        rerun,
        review,
        runs,
        settings,
        start,
        train,
        tune,
        verify,
    )

    _add(app, "start", start.start)
    _add(app, "init", init.init)
    _add(app, "check", analyse.check)
    _add(app, "analyse", analyse.analyse)
    _add(app, "demo", analyse.demo)
    _add(app, "report", runs.report)
    _add(app, "open", runs.open_report)
    _add(app, "show", runs.show)
    _add(app, "verify", verify.verify)
    _add(app, "review", review.review)
    _add(app, "follow", follow.follow)
    _add(app, "rerun", rerun.rerun)
    _add(app, "compare", compare.compare_runs)
    _add(app, "train", train.train)
    _add(app, "tune", tune.tune)
    _add(app, "settings", settings.settings)
    _add(app, "cache", cache.cache)
    _add(app, "vergeet", forget.forget)
    _add(app, "uitleg", explain.explain)
    _add(app, "completion", completion.completion)


def _people(app: typer.Typer) -> None:
    """What follows on a run: answers, promises, a second coder, other programs."""
    from pipeline.cli import agreement, export, reactienota

    _add(app, "agreement", agreement.agreement)
    _add(app, "bouwstenen", reactienota.bouwstenen)
    _add(app, "reactienota", reactienota.reactienota)
    _add(app, "promises", reactienota.promises)
    _add(app, "export", export.export)


def _evaluate() -> typer.Typer:
    from pipeline.cli import (
        bench_prepare,
        evaluate_answer,
        evaluate_corpus,
        evaluate_encoders,
        evaluate_installed,
        evaluate_masking,
        evaluate_match,
        evaluate_nlp,
        evaluate_placing,
        evaluate_plan,
        evaluate_stances,
        evaluate_themes,
    )

    group = _group(_("Measure: on the demo corpus, or on data of your own with known answers."))
    _add(group, "answer", evaluate_answer.evaluate_answer)
    _add(group, "corpus", evaluate_corpus.evaluate_corpus)
    _add(group, "themes", evaluate_themes.evaluate_themes)
    _add(group, "placing", evaluate_placing.evaluate_placing)
    _add(group, "stances", evaluate_stances.evaluate_stances)
    _add(group, "match", evaluate_match.evaluate_match)
    _add(group, "encoders", evaluate_encoders.evaluate_encoders)
    _add(group, "installed", evaluate_installed.evaluate_installed)
    _add(group, "masking", evaluate_masking.evaluate_masking)
    _add(group, "prepare", bench_prepare.evaluate_prepare)
    _add(group, "plan", evaluate_plan.evaluate_plan)
    _add(group, "nlp", evaluate_nlp.evaluate_nlp)
    _add(group, "segments", evaluate_nlp.evaluate_segments)
    return group


def _group(help_text: str, epilog: str | None = None) -> typer.Typer:
    return typer.Typer(
        cls=Group,
        help=help_text,
        epilog=epilog,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
    )


def _add(group: typer.Typer, name: str, function: Callable[..., Any]) -> None:
    """Add a command; its docstring, translated, is its help."""
    text = " ".join((inspect.getdoc(function) or "").split())
    group.command(name, cls=Command, help=_(text) if text else None)(guarded(function))
