"""`gehoord completion`: the script by which a shell completes commands and options."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
VARIABLE = "_GEHOORD_COMPLETE"


def completion(
    shell: Annotated[
        str, typer.Argument(help=_("bash, zsh, fish, powershell or pwsh; default the one in use."))
    ] = "",
) -> None:
    """Print the script that lets the Tab key complete commands and options: in bash, put
    eval "$(gehoord completion bash)" in ~/.bashrc."""
    from typer._completion_shared import get_completion_script

    wanted = shell or Path(os.environ.get("SHELL", "")).name
    if wanted not in SHELLS:
        raise DataProblem(
            where="gehoord completion",
            found=_("there is no script for the shell '{name}'").format(name=wanted),
            expected=", ".join(SHELLS),
            mend=_("name the shell: gehoord completion bash"),
        )
    script = get_completion_script(prog_name="gehoord", complete_var=VARIABLE, shell=wanted)
    sys.stdout.write(script + "\n")
