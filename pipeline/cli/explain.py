"""`gehoord uitleg`: what may stand in corpus.toml, plan.toml and names.toml, key by key."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.console import say
from pipeline.core.locale import gettext as _
from pipeline.corpus.toml_help import EXAMPLES, kinds, meanings, meanings_under, sections_of


def explain(
    file: Annotated[
        str, typer.Argument(help=_("corpus.toml, plan.toml or names.toml."))
    ] = "corpus.toml",
) -> None:
    """Say what may stand in corpus.toml, plan.toml or names.toml, key by key."""
    file = file if file.endswith(".toml") else f"{file}.toml"
    sections = sections_of(file)
    meaning = meanings()
    for heading, keys in sections.items():
        say(f"\n{heading}")
        here = {**meaning, **meanings_under().get(heading, {})}
        for key, kind in keys.items():
            say(f"  {key} ({kinds()[kind]})\n      {here[key]}")
    say(_("\nAn example:") + "\n\n" + EXAMPLES[file])
    if file == "corpus.toml":
        say(_("Under [settings.…] you can change how it is analysed: gehoord settings lists all."))
