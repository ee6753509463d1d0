"""The catalogues are complete, and Dutch and English say the same things with the same gaps."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from pipeline.core.locale import gettext, ngettext, use_language
from tests.cli.command_tree import leaves
from tests.conftest import ROOT

CATALOGUES = sorted((ROOT / "pipeline" / "core" / "locale" / "nl").glob("*.po"))
_TWICE = {"pillar"}  # a plan calls it a pijler, the report a speerpunt
GAP = re.compile(r"\{[a-z_.0-9:,]*\}")
TEMPLATE = re.compile(r"""_\(\s*(?P<quote>["'])(?P<text>.+?)(?<!\\)(?P=quote)\s*\)""")


def messages_in_code() -> Iterator[tuple[str, str]]:
    """(place, msgid) of every call _("…") or ngettext("…", …) in the code and the templates."""
    for path in [ROOT / "cli.py", *sorted((ROOT / "pipeline").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) and node.args else None
            if isinstance(called, ast.Name) and called.id in ("_", "N_", "gettext", "ngettext"):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", first.value
    for path in sorted((ROOT / "pipeline" / "report" / "templates").rglob("*.j2")):
        for match in TEMPLATE.finditer(path.read_text("utf-8")):
            yield str(path.relative_to(ROOT)), match["text"]


def help_texts() -> Iterator[tuple[str, str]]:
    """Docstrings of commands: they are the help, and translated as one line."""
    for path, command in leaves():
        yield (
            f"command {' '.join(path)}",
            " ".join((inspect.getdoc(command.callback) or "").split()),
        )


def dutch() -> dict[str, object]:
    found: dict[str, object] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
                if ids[0]:
                    found[ids[0]] = message
    return found


def test_every_message_has_its_dutch() -> None:
    known = dutch()
    asked = [*messages_in_code(), *help_texts()]
    assert len(asked) > 50
    missing = sorted({f"{place}: {text!r}" for place, text in asked if text not in known})
    assert missing == []


def test_every_dutch_message_is_filled_and_keeps_its_gaps() -> None:
    wrong = []
    for message in dutch().values():
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(strings) or message.fuzzy:
            wrong.append(f"not translated: {ids[0]!r}")
        for text in strings:
            if set(GAP.findall(text)) - {gap for one in ids for gap in GAP.findall(one)}:
                wrong.append(f"gaps differ: {ids[0]!r} / {text!r}")
    assert wrong == []


def test_no_two_catalogues_say_the_same_thing_differently() -> None:
    statements: dict[str, set[str]] = {}
    for path in CATALOGUES:
        for message in read_po(path.open("rb")):
            if isinstance(message.id, str) and message.id and message.id not in _TWICE:
                statements.setdefault(message.id, set()).add(str(message.string))
    assert {one: words for one, words in statements.items() if len(words) > 1} == {}


def test_dutch_is_spoken_by_default_and_english_when_asked() -> None:
    text = "Interrupted. Nothing was left half-written; run the same command again."
    assert gettext(text).startswith("Afgebroken")
    use_language("en")
    assert gettext(text) == text


def test_singular_and_plural_are_told_apart() -> None:
    forms = {n: ngettext("{count} fault to mend.", "{count} faults to mend.", n) for n in (1, 2)}
    assert forms[1] != forms[2]


def test_catalogues_name_their_place() -> None:
    assert {Path(path).suffix for path in CATALOGUES} == {".po"} and len(CATALOGUES) >= 3
