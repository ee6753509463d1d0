"""What README and the manual tell people to type, exists; every command stands in one of them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_tree import leaves, tree
from tests.conftest import ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
EVERYWHERE = {"--lang", "--quiet", "-q", "--verbose", "-v", "--help", "-h", "--version"}
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCK_LINE = re.compile(r"^\$? ?(?P<program>gehoord|make) (?P<rest>.+)$", re.MULTILINE)
INLINE = re.compile(r"`(?P<program>gehoord|make) (?P<rest>[^`\n]+)`")
PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<path>[^)#]+\.md)(?:#[^)]*)?\)")
PLACE = re.compile(r"`((?:pipeline|models|tests|docs|corpora)/[\w./-]+)`")
GENERATED = {"reference/commands.md", "reference/settings.md", "reference/tables.md"}


def typed(program: str) -> Iterator[tuple[Path, list[str]]]:
    """(page, words) of everything that a page says to type, in a block or in a sentence."""
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = "\n".join(FENCE.findall(text))
        for match in [*BLOCK_LINE.finditer(blocks), *INLINE.finditer(FENCE.sub("", text))]:
            if match["program"] == program:
                rest = match["rest"].replace("…", " ").replace("...", " ")
                yield page, shlex.split(rest, comments=True)


def fault(words: list[str]) -> str:
    """Why these words cannot be typed after `gehoord`; empty when they can."""
    command = tree()
    left = [word for word in words if word not in EVERYWHERE]
    while hasattr(command, "commands") and left and not left[0].startswith("-"):
        if left[0] not in command.commands:
            return f"no command {left[0]}"
        command = command.commands[left.pop(0)]
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    for word in left:
        option = word.partition("=")[0]
        if option.startswith("--") and option not in known | EVERYWHERE:
            return f"no option {option}"
    return ""


def test_what_the_manual_says_to_type_exists() -> None:
    found = list(typed("gehoord"))
    assert len(found) > 60
    wrong = [
        f"{page.relative_to(ROOT)}: gehoord {' '.join(words)}: {why}"
        for page, words in found
        if (why := fault(words))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("plan reed x", "no command reed"),
        ("analyse x --sed 3", "no option --sed"),
        ("analyse x --seed 3 --lang en", ""),
        ("models compare A B --on voorbeeld", ""),
    ],
)
def test_the_guard_can_fail(given: str, why: str) -> None:
    assert fault(given.split()) == why


def test_every_command_stands_in_the_manual() -> None:
    documented = {
        tuple(words[: len(path)]) for path, _ in leaves() for _, words in typed("gehoord")
    }
    missing = [" ".join(path) for path, _command in leaves() if path not in documented]
    assert missing == []


def test_what_the_manual_says_to_make_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = {words[0] for _page, words in typed("make")}
    assert len(asked) >= 4 and asked <= targets


def test_pictures_are_there_say_what_they_show_and_are_light() -> None:
    found = [(page, match) for page in PAGES for match in PICTURE.finditer(page.read_text("utf-8"))]
    assert len(found) >= 4
    for page, match in found:
        file = page.parent / match["path"]
        assert file.is_file(), f"{page}: {match['path']}"
        assert len(match["alt"]) > 15, f"{page}: {match['path']} needs a text for who cannot see it"
        assert file.stat().st_size < 300_000, file


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {match['path']}"
        for page in PAGES
        for match in LINK.finditer(page.read_text("utf-8"))
        if not match["path"].startswith("http")
        and not (page.parent / match["path"]).is_file()
        and not match["path"].endswith((*GENERATED, "reference/python.md"))
    ]
    assert broken == []


def test_places_in_the_code_that_are_named_are_there() -> None:
    named = {
        (page.name, place)
        for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "figures.md")
        for place in PLACE.findall(page.read_text("utf-8"))
    }
    assert len(named) >= 40
    assert [pair for pair in sorted(named) if not (ROOT / pair[1]).exists()] == []


def test_every_proof_of_a_promise_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= 20
    assert [row for row in rows if "`tests/" not in row] == []
    columns = [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in rows]
    counted = [
        len(row) == 4 and all(re.search(r"\d|every", cell) for cell in row[2:]) for row in columns
    ]
    assert [row for row, fits in zip(rows, counted, strict=True) if not fits] == []
    named = set(re.findall(r"`(tests/[\w/.]+)`", text))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
