"""Every setting with its default, its unit and its reason, which may be pasted into corpus.toml.

Unit and reason are the comments in pipeline/core/settings.py: a number has one home.
"""

from __future__ import annotations

import ast
import inspect
import io
import json
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.core import settings as home


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes: above: what is said of it and those after it.  reason: its unit and reason.
    """

    stage: str
    name: str
    default: Any
    above: str
    reason: str


def every_setting() -> list[Setting]:
    """All settings, in the order of pipeline/core/settings.py."""
    source = inspect.getsource(home)
    # Line number -> its comment, and whether the comment has the line to itself
    comments = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        text = token.string.removeprefix("#").strip()
        if token.type == tokenize.COMMENT and not text.startswith("fmt:"):
            comments[token.start[0]] = (text, not token.line[: token.start[1]].strip())
    known = home.Settings()
    bodies = {
        node.name: node.body for node in ast.parse(source).body if isinstance(node, ast.ClassDef)
    }
    settings = []
    for stage, values in known.as_dict().items():
        for line in bodies[type(getattr(known, stage)).__name__]:
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                name = line.target.id
                above, reason = _said_of(line, comments)
                settings.append(Setting(stage, name, values[name], above, reason))
    return settings


def as_toml(chosen: list[Setting]) -> str:
    """The settings as TOML; one without a default stands there as a comment."""
    lines: list[str] = []
    stage = ""
    for setting in chosen:
        if setting.stage != stage:
            stage = setting.stage
            lines += ["", f"[settings.{stage}]"] if lines else [f"[settings.{stage}]"]
        if setting.above:
            lines.append(f"# {setting.above}")
        # JSON writes numbers, texts, true/false and lists as TOML does.
        value = json.dumps(setting.default, ensure_ascii=False)
        line = f"# {setting.name} =" if setting.default is None else f"{setting.name} = {value}"
        lines.append(f"{line}  # {setting.reason}" if setting.reason else line)
    return "\n".join(lines)


def _said_of(line: ast.AnnAssign, comments: Mapping[int, tuple[str, bool]]) -> tuple[str, str]:
    """What stands above a setting, and what stands beside it."""
    above: list[str] = []
    number = line.lineno - 1
    while number in comments and comments[number][1]:
        above.insert(0, comments[number][0])
        number -= 1
    lines = range(line.lineno, (line.end_lineno or line.lineno) + 1)
    return " ".join(above), " ".join(comments[line][0] for line in lines if line in comments)
