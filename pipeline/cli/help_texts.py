"""What the command line itself says, in the language chosen: usage, help and wrong usage.

Typer's own click has no translations. The classes here lay out help from what a parameter is, and
tell what was wrong from what an error carries: no English sentence is taken apart.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from pipeline.cli.lazy_commands import LazyCommands
from pipeline.core.locale import gettext as _

ABORTED, WRONG_USAGE = 1, 2
_UsageError: Any = typer.BadParameter.__base__  # public only as the parent of BadParameter


class _Spoken:
    """What a command and a group have in common: help and faults in the language chosen."""

    usage_end = ""  # what stands behind the options on the usage line

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run; leave with 0, 1 or 2 when standing alone."""
        run = partial(super().main, *args, **{**extra, "standalone_mode": False})  # type: ignore[misc]
        return _leave(run) if standalone_mode else run()

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = [_("[OPTIONS]")]
        for param in cast(Any, self).get_params(ctx):
            if param.param_type_name == "argument":
                name = _name(param) + ("..." if param.nargs != 1 else "")
                pieces.append(name if param.required else f"[{name}]")
        pieces += [self.usage_end] if self.usage_end else []
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options."""
        rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for param in cast(Any, self).get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                argument = param.param_type_name == "argument"
                name = _name(param) if argument else _kind(record[0])
                remarks = "; ".join(_remarks(param))
                text = f"{param.help}  [{remarks}]" if remarks else param.help
                rows[param.param_type_name].append((name, text))
        for kind, title in (("argument", _("Arguments")), ("option", _("Options"))):
            if rows[kind]:
                with formatter.section(title):
                    formatter.write_dl(rows[kind])

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help, with its help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this text and stop.")
        return option


class Command(_Spoken, TyperCommand):
    """A command whose help and faults are in the language chosen."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take options and arguments off; what is left is told."""
        ctx.allow_extra_args = True
        try:
            left: list[str] = super().parse_args(ctx, args)
        except _UsageError as fault:
            fault.ctx = ctx  # not every fault knows its command
            raise
        if left and not ctx.resilient_parsing:
            text = _(
                "more was given than this command takes: {found}; a name with spaces goes in quotes"
            )
            ctx.fail(text.format(found=" ".join(left)))
        return left


class Group(_Spoken, TyperGroup):
    """A group of commands whose help and faults are in the language chosen."""

    def __init__(self, *, commands: LazyCommands, **rest: Any) -> None:
        super().__init__(commands=cast(Any, commands), **rest)  # read only: click reads, too
        self._lazy, self.usage_end = commands, _("COMMAND ...")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write options, and the commands with the whole first sentence of their help."""
        rows = [(name, _first_sentence(self._lazy.help_of(name))) for name in self._lazy]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)
        super().format_options(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the options off; named alone, a group shows its help, and that is wrong usage."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            sys.stderr.write(ctx.get_help() + "\n")
            ctx.exit(WRONG_USAGE)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command named; a wrong name is answered with the nearest real one."""
        name = args[0]
        if name in ("help", "hulp"):
            sys.stdout.write(ctx.get_help() + "\n")
            ctx.exit(0)
        if name.startswith("-") or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
        text = _("there is no command '{name}'").format(name=name)
        if near:
            text += _("; did you mean '{near}'?").format(near=near[0])
        return ctx.fail(text)


def _leave(run: Callable[[], Any]) -> None:
    """Run, and exit with what comes of it."""
    try:
        code = run()
    except _UsageError as fault:
        # Say on stderr what was wrong, how the command is used and where its help is
        sys.stderr.write(_("Wrong usage: {fault}").format(fault=explained(fault)) + "\n")
        if fault.ctx is not None:
            sys.stderr.write(fault.ctx.get_usage() + "\n")
            help_text = _("Help: {command}").format(command=f"{fault.ctx.command_path} --help")
            sys.stderr.write(help_text + "\n")
        sys.exit(WRONG_USAGE)
    except typer.Abort:
        sys.stderr.write(_("Stopped.") + "\n")
        sys.exit(ABORTED)
    sys.exit(code if isinstance(code, int) else 0)


def explained(fault: Any) -> str:
    """What is wrong, in the language chosen.

    Args: fault: a usage error of click, whichever folder it comes from.
    """
    if hasattr(fault, "possibilities"):
        text = _("there is no option {name}").format(name=fault.option_name)
        known = [name for param in _parameters(fault) for name in param.opts]
        near = sorted(fault.possibilities or ()) or difflib.get_close_matches(
            fault.option_name, known
        )
        return text + _("; did you mean '{near}'?").format(near=near[0]) if near else text
    if hasattr(fault, "option_name"):  # an option is used in a wrong way
        flags = [name for param in _parameters(fault) if param.is_flag for name in param.opts]
        text = _("option {name} takes no value")
        if fault.option_name not in flags:
            text = _("option {name} needs a value")
        return text.format(name=fault.option_name)
    param = getattr(fault, "param", None)
    if hasattr(fault, "param_type"):  # a parameter is missing
        name = _name(param)
        if getattr(param, "param_type_name", "") == "argument":
            return _("{name} is missing").format(name=name)
        return _("option {name} is missing").format(name=name)
    reason = _refused(fault)
    return f"{_name(param)}: {reason}" if param is not None else reason


def _parameters(fault: Any) -> list[Any]:
    """The options of the command that was used wrongly."""
    known = fault.ctx.command.params if fault.ctx else []
    return [param for param in known if param.param_type_name == "option"]


def _name(param: Any) -> str:
    """How a parameter is written: RUN, or --out."""
    if param is None:
        return "?"
    if param.param_type_name == "argument":
        return str(param.name).upper()
    return max(map(str, param.opts), key=len)


def _refused(fault: Any) -> str:
    """Why a value was refused: pydantic reads them, and says it by a code, not in a sentence."""
    refusals: list[dict[str, Any]] = getattr(fault.__cause__, "errors", list)()
    if not refusals:
        return str(fault.message)
    code, facts = refusals[0]["type"], refusals[0].get("ctx", {})
    return {
        "int_parsing": _("expected a whole number"),
        "int_from_float": _("expected a whole number"),
        "float_parsing": _("expected a number"),
        "greater_than_equal": _("expected {least} or more").format(least=facts.get("ge")),
        "less_than_equal": _("expected {most} or less").format(most=facts.get("le")),
    }.get(code, str(fault.message))


def _kind(written: str) -> str:
    """The kind of value an option takes, in words: ``--out <path>`` is ``--out <pad>``."""
    kinds = {"path": _("path"), "int": _("number"), "float": _("number"), "str": _("text")}

    def in_words(match: re.Match[str]) -> str:
        return f"<{kinds.get(match['kind'], match['kind'])}>"

    return re.sub(r"<(?:list\[)?(?P<kind>\w+)(?: range)?\]?>", in_words, written)


def _remarks(param: Any) -> Iterator[str]:
    """What stands behind a help text: the default, the least that may be given, or a must."""
    flag = isinstance(param.default, bool)
    if param.show_default and not flag and param.default not in (None, "", (), []):
        yield _("default: {value}").format(value=param.default)
    if param.min is not None:
        yield _("at least {least}").format(least=param.min)
    if param.required:
        yield _("required")


def _first_sentence(text: str) -> str:
    first = re.split(r"(?<=[.;])\s", text.strip(), maxsplit=1)[0]
    return first.rstrip(".;")


def main_flow() -> str:
    """The commands of a first report, one a line, as they stand below the program's help."""
    folder = _("my-folder")
    steps = (
        (f"gehoord init {folder}", _("look at the files and describe them")),
        (f"gehoord plan read {folder}/plan.docx", _("read the plan")),
        (f"gehoord check {folder}", _("name every fault at once")),
        (f"gehoord analyse {folder} --out run", _("write the report")),
        ("gehoord open run", _("open it in the browser")),
        ("gehoord review run", _("correct and decide in a workbook")),
    )
    wide = max(len(command) for command, _what in steps)
    lines = [f"  {command:{wide}}  {what}" for command, what in steps]
    # Click keeps the lines of a paragraph that begins with a backspace as they are.
    return "\n".join(["\b", _("The main flow:"), *lines])
