"""The findings as JSON: codes, not words, for other programs; the numbers every format shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from pipeline.findings.records import INSIDE, Findings

SCHEMA = "gehoord-findings/1"


def to_json(findings: Findings) -> bytes:
    """All findings of this edition; keys sorted, one line per record at the outer levels.

    Keys are the field names of ``pipeline.findings.records``; ``schema`` says which edition of
    them, ``open`` lists the open concerns and ``open_loose`` those whose statements may not be
    about one matter, in the order every form has: what came back first. Withheld numbers are null.
    """
    lists: dict[str, list[dict[str, str]]] = {"open": [], "open_loose": []}
    for priority in findings.priorities:
        name = "open_loose" if findings.theme(priority.theme_id).is_loose else "open"
        lists[name].append({"theme_id": priority.theme_id})
    return record_json(as_shown(findings), SCHEMA, lists)


def record_json(record: Any, schema: str, more: Mapping[str, Any] | None = None) -> bytes:
    """A frozen record of records as JSON; the same record gives the same bytes."""
    outer = {name: getattr(record, name) for name in sorted(_names(record))}
    parts = [f'"schema": {json.dumps(schema)}']
    parts += [f'"{name}": {_text(value)}' for name, value in (more or {}).items()]
    for name, value in outer.items():
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            rows = ",\n  ".join(_text(item) for item in value)
            parts.append(f'"{name}": [\n  {rows}\n ]')
        else:
            parts.append(f'"{name}": {_text(value)}')
    return ("{\n " + ",\n ".join(parts) + "\n}\n").encode("utf-8")


def as_shown(findings: Findings) -> Findings:
    """The findings without what the chapters of this edition do not show."""
    chapters = set(findings.chapters)
    inside = findings.edition in INSIDE
    return replace(
        findings,
        intake=tuple(account for account in findings.intake if inside or account.kind != "role"),
        silence=findings.silence if "stil" in chapters else (),
        codebook_findings=findings.codebook_findings if "codeboeken" in chapters else (),
        changes=findings.changes if "wijzigingen" in chapters else (),
        edits=findings.edits if "wijzigingen" in chapters else (),
        goals=tuple(replace(goal, quotes=()) for goal in findings.goals),  # the page shows none
        themes=findings.themes
        if "terugkerend" in chapters
        else tuple(replace(theme, life=()) for theme in findings.themes),
        trends=findings.trends if "terugkerend" in chapters else None,
        marks=(),  # places on a picture
    )


def _text(value: Any) -> str:
    # Lone surrogates, which UTF-8 cannot hold, as the escapes that JSON has for them
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, allow_nan=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _names(value: Any) -> list[str]:
    return [field.name for field in fields(value) if not field.name.startswith("_")]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _names(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return value
