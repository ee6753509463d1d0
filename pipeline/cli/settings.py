"""`gehoord settings`: every setting with its default, its unit and its reason, as TOML."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.console import note, say, say_json
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.setting_help import as_toml, every_setting
from pipeline.core.settings import Settings


def settings(
    stage: Annotated[
        str, typer.Argument(help=_("One stage, such as themes or report; all without."))
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print them as JSON."))] = False,
) -> None:
    """List every setting with its default, unit and reason, as it can stand in corpus.toml."""
    stages = list(Settings().as_dict())
    if stage and stage not in stages:
        raise DataProblem(
            where=stage,
            found=_("there is no such stage"),
            expected=", ".join(stages),
            mend=_("name one of these, or none for all"),
        )
    chosen = [setting for setting in every_setting() if stage in ("", setting.stage)]
    if as_json:
        say_json([vars(setting) for setting in chosen])
    else:
        note(
            _(
                "All of this holds by itself. To change something, copy its heading and its line "
                "into corpus.toml. The explanations are in English."
            )
        )
        say(as_toml(chosen))
