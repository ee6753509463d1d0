"""The `gehoord` command: finds the language, puts the rooms together, chooses the exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import NoReturn

from pipeline.core.locale import LANGUAGES, use_language
from pipeline.core.locale import gettext as _
from pipeline.core.offline import keep_offline
from pipeline.core.zipped import zips_can_be_dated

# Objects between two looks for garbage: a run makes millions that stay, and hardly any circles.
_ALLOCATIONS = 200_000
DONE, WRONG_USAGE = 0, 2  # and 1, mend your data: see console.guarded


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with 0 done, 1 mend your data, 2 wrong usage."""
    keep_offline()
    gc.set_threshold(_ALLOCATIONS)
    zips_can_be_dated()
    given = list(sys.argv[1:] if arguments is None else arguments)
    rest, chosen = _global_options(given)
    if chosen["lang"]:
        if chosen["lang"] not in LANGUAGES:
            text = _("--lang: '{found}' is not a language; choose nl or en")
            sys.stderr.write(text.format(found=chosen["lang"]) + "\n")
            sys.exit(WRONG_USAGE)
        use_language(chosen["lang"])
    if rest[:1] == ["--version"]:
        from pipeline.runs.environment import identity

        sys.stdout.write(identity() + "\n")
        sys.exit(DONE)
    # Help texts are translated where commands are declared: import them in the language chosen.
    from pipeline.cli import console
    from pipeline.cli.app import build

    console.listen_to_the_system()
    console.be_quiet(bool(chosen["quiet"]))
    console.be_verbose(bool(chosen["verbose"]))
    build()(rest, prog_name="gehoord")
    sys.exit(DONE)


def _global_options(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Take --lang, --quiet and --verbose out of the arguments: they may stand anywhere."""
    rest: list[str] = []
    chosen = {"lang": "", "quiet": "", "verbose": ""}
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--lang":
            chosen["lang"] = next(waiting, "?")
        elif argument.startswith("--lang="):
            chosen["lang"] = argument.partition("=")[2] or "?"
        elif argument in ("--quiet", "-q"):
            chosen["quiet"] = "yes"
        elif argument in ("--verbose", "-v"):
            chosen["verbose"] = "yes"
        else:
            rest.append(argument)
    return rest, chosen


if __name__ == "__main__":
    main()
