"""MkDocs hook: the reference, made from what the program itself says (--help, docstrings)."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages to the site."""
    from mkdocs.structure.files import File

    for name, text in pages().items():
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    return files


def pages() -> dict[str, str]:
    """Every generated page: name -> Markdown."""
    import sys

    sys.path.insert(0, str(ROOT))
    from pipeline.core.locale import use_language

    use_language("en")
    return {
        "commands": commands_page(),
        "settings": settings_page(),
        "tables": tables_page(),
        "python": python_page(),
    }


def commands_page() -> str:
    """Every command with its arguments and options."""
    parts = ["# Commands", "", "Everywhere: `--lang en` or `nl`, `--quiet`.", ""]
    for name, command in commands():
        parts += [f"## gehoord {name}", "", " ".join((command.help or "").split()), ""]
        rows = [(_shown(one), " ".join((one.help or "").split())) for one in command.params]
        rows = [row for row in rows if row[0] and "--help" not in row[0]]
        if rows:
            parts += ["| given | meaning |", "| --- | --- |"]
            parts += [f"| {left} | {right.replace('|', chr(92) + '|')} |" for left, right in rows]
            parts.append("")
    return "\n".join(parts)


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by its full name, in the order of the help."""
    from pipeline.cli.app import build

    yield from _walk("", build())


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for key, one in below.items():
        yield from _walk(f"{name} {key}".strip(), one)


def _shown(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{(parameter.name or '').upper()}`"
    return ", ".join(f"`{one}`" for one in (*parameter.opts, *parameter.secondary_opts))


def settings_page() -> str:
    """Every setting with its default and the reason that stands beside it in the code."""
    from pipeline.cli.settings import every_setting
    from pipeline.core.settings import Settings

    parts = [
        "# Settings",
        "",
        "Under `[settings.<stage>]` in corpus.toml; a flag on the command line goes before.",
        "`gehoord settings` prints the same list.",
        "",
    ]
    stage = ""
    for one in every_setting():
        if one.stage != stage:
            stage = one.stage
            about = inspect.getdoc(type(getattr(Settings(), stage))) or ""
            parts += ["", f"## {stage}", "", about, ""]
            parts += ["| setting | default | unit and reason |", "| --- | --- | --- |"]
        why = " ".join([one.above, one.reason]).strip().replace("|", " ")
        parts.append(f"| `{one.name}` | `{one.default!r}` | {why} |")
    return "\n".join([*parts, ""])


def tables_page() -> str:
    """Every table of a run: its meaning, key and columns."""
    from pipeline.core.tables import ALL

    parts = ["# Tables of a run", "", "`tables/<name>.csv` in the folder of a run.", ""]
    for table in ALL:
        key = ", ".join(f"`{one}`" for one in table.key)
        parts += [f"## {table.name}", "", f"One row: {table.meaning}. Key: {key}.", ""]
        parts += ["| column | kind |", "| --- | --- |"]
        parts += [f"| `{name}` | {kind} |" for name, kind in table.columns.items()]
        parts.append("")
    return "\n".join(parts)


def python_page() -> str:
    """The promised names with their signatures and docstrings."""
    import gehoord

    parts = ["# Python", "", "`from gehoord import …`: names loaded when first used.", ""]
    for name in gehoord.__all__:
        parts += _described(name, getattr(gehoord, name))
        for method in ("from_dict", "concerns", "findings", "report", "save", "compare"):
            if hasattr(getattr(gehoord, name), method):
                parts += _described(f"{name}.{method}", getattr(getattr(gehoord, name), method))
    return "\n".join(parts)


def _described(name: str, thing: Any) -> list[str]:
    try:
        signature = str(inspect.signature(thing))
    except (TypeError, ValueError):
        signature = ""
    shown = f"{name}{signature}"
    return [
        f"## {name}",
        "",
        "```python",
        shown,
        "```",
        "",
        "```text",
        inspect.getdoc(thing) or "",
        "```",
        "",
    ]
