"""The documentation says what the program does: commands exist, files exist, the site builds."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TYPED = re.compile(r"^\$ gehoord (.+)$", re.MULTILINE)
NAMED = re.compile(r"`((?:tests|pipeline|docs|models|corpora)/[\w./-]+\.\w+)`")


@lru_cache(maxsize=1)
def hooks() -> Any:
    spec = importlib.util.spec_from_file_location("docs_hooks", DOCS / "hooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def typed() -> list[tuple[str, list[str]]]:
    return [
        (page.name, shlex.split(line, comments=True))
        for page in PAGES
        for line in TYPED.findall(page.read_text("utf-8"))
    ]


def test_every_command_in_the_docs_can_be_typed() -> None:
    known = dict(hooks().commands())
    assert len(typed()) >= 20
    wrong = []
    for page, words in typed():
        while words[0] in ("--lang", "--quiet", "--verbose"):  # these may stand anywhere
            words = words[2 if words[0] == "--lang" else 1 :]
        name = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in known), "")
        if not name:
            wrong.append(f"{page}: gehoord {' '.join(words)}")
            continue
        options = {opt for one in known[name].params for opt in (*one.opts, *one.secondary_opts)}
        for word in words:
            if word.startswith("--") and word not in options | {"--lang", "--quiet", "--verbose"}:
                wrong.append(f"{page}: gehoord {name} has no {word}")
    assert wrong == []


def test_files_that_the_docs_name_are_there() -> None:
    found = [(page.name, name) for page in PAGES for name in NAMED.findall(page.read_text("utf-8"))]
    assert len(found) >= 3
    assert [one for one in found if not (ROOT / one[1]).exists()] == []


def test_the_reference_holds_every_command_setting_and_table() -> None:
    from dataclasses import fields

    import gehoord
    from pipeline.core.settings import Settings
    from pipeline.core.tables import ALL

    pages = hooks().pages()
    for name, command in hooks().commands():
        assert f"## gehoord {name}\n" in pages["commands"]
        assert command.help, name
    for stage in fields(Settings):
        for one in fields(getattr(Settings(), stage.name)):
            assert f"| `{one.name}` |" in pages["settings"]
    assert all(f"## {table.name}\n" in pages["tables"] for table in ALL)
    assert all(f"## {name}\n" in pages["python"] for name in gehoord.__all__)


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert [
        page.name for page in PAGES if page.relative_to(DOCS).as_posix() not in navigation
    ] == []


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    pytest.importorskip("material")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr[-2000:]
    assert (tmp_path / "site" / "reference" / "commands" / "index.html").is_file()
