"""What tests share: where the optional real documents are, and the demo corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from pipeline.cli.console import be_quiet
from pipeline.core.locale import use_language
from tests.shell import Shell
from tests.small_corpus import small_corpus

# No test is timed: a slow machine must not make a true property fail. The same examples every time,
# so that a change is judged by what it changes; ``make explore`` looks for new ones.
settings.register_profile("gehoord", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("GEHOORD_PROPERTIES", "gehoord"))

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow proofs first: started last, one would run on while the other cores wait."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with real documents and gold sets beside the project; skips where it is absent."""
    folder = Path(os.environ.get("GEHOORD_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the folder with real documents is not on this machine")
    return folder


@pytest.fixture(scope="session")
def voorbeeld() -> Path:
    """The demo corpus that ships with the project."""
    return ROOT / "corpora" / "voorbeeld"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to work in, with a small corpus."""
    folder = tmp_path_factory.mktemp("werk")
    small_corpus(folder / "corpora" / "klein")
    return folder


@pytest.fixture
def gehoord(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """The commands typed there, with a cache and models of its own."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("GEHOORD_CACHE", str(home / "cache"))
    monkeypatch.delenv("GEHOORD_MODELS", raising=False)
    return Shell(capsys)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once for all tests of a process; skips where it is absent."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield started
        started.close()


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    """Every test begins in Dutch and aloud, whatever the one before it spoke or hushed."""
    use_language("nl")
    be_quiet(False)
    yield
    use_language("nl")
    be_quiet(False)


@pytest.fixture
def in_english() -> None:
    """Faults and reports in English, for tests that read their words."""
    use_language("en")
