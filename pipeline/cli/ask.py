"""Questions in a terminal, each with what happens when she only presses Enter."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from pipeline.cli.console import note, say
from pipeline.core.locale import gettext as _
from pipeline.files.dates import date_within, iso_date, month_within


def somebody_is_there() -> bool:
    """Whether a question can be answered: a person at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Terminal:
    """Asks at the keyboard (``settle.Asks``)."""

    def choose(self, question: str, options: Sequence[str], usual: int) -> int:
        """The index of the option whose number she types."""
        say(f"\n{question}")
        for number, option in enumerate(options, start=1):
            say(f"  {number}. {option}")
        while True:
            given = typer.prompt(_("Your choice"), default=str(usual + 1))
            if given.strip().isdigit() and 1 <= int(given) <= len(options):
                return int(given) - 1
            note(_("Type a number from 1 to {n}.").format(n=len(options)))

    def agrees(self, question: str) -> bool:
        """Whether she says yes, in her own language or in English; Enter is yes."""
        while True:
            given = typer.prompt(f"{question} [{_('Y/n')}]", default="", show_default=False)
            answer = given.strip().casefold()
            if not answer or answer in ("j", "ja", "y", "yes"):
                return True
            if answer in ("n", "nee", "no"):
                return False
            note(_("Type yes or no."))

    def day(self, question: str, usual: str) -> str:
        """The day she types, in any way a Dutch reader writes one."""
        say(f"\n{question}")
        while True:
            given = typer.prompt(_("Day, such as 17 March 2025"), default=usual).strip()
            if day := iso_date(given) or date_within(given) or month_within(given):
                return day
            note(_("This is not a date. Type it as 17-03-2025."))
