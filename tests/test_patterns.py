"""Every regular expression of the program takes time in proportion to the text it is given.

They are found where they stand, at the top of every module, and asked what their module asks of
them, on hostile texts: one sign again and again, and the words they look for followed by it.
"""

from __future__ import annotations

import ast
import importlib
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType

import pytest

from tests.conftest import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no clock that stops a search"),
]

SMALL, LARGE = 500, 2_000  # characters; four times the text
_MOST = 7.0  # linear is 4, quadratic 16
_FLOOR = 0.005  # seconds; what takes less tells nothing
_LIMIT = 2.0  # seconds of one search
UNITS = (
    "\n", " ", "\t", "a", "A", "1", ".", "-", "•", "(", ")", "[", "_", ",", ";", ":", "|", "'",
    '"', "/", "é", "Aa ", "a ", "1 ", "1.", "1. ", "1.1.", "a, ", "A. ", "a: ", "Jan ", "Jan de ",
    "Jan, ", "van der ", "Aanwezig: a, b, ", "a-b-", "12-34 ", "2024 ", "a\n", "- a\n", "\n\n",
    "\r\n", " \n", "\u00a0", "a.b", "a@", "(a) ", "(a", "x (1) ", "de ", "12:30 ", "…", "– ", "en ",
    "zegt ", "ouder ", "|a", "\u200e", "<a", "één ",
)  # fmt: skip
METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
# What is asked of texts of a few hundred characters at most, whatever a file holds.
BOUNDED = {
    "corpus.documents._CHAPTERS": "lines of less than 60 characters",
    "text.language._NOT_LANGUAGE": "the first 2,000 characters",
    "text.sentences._LAST_WORD": "the last 40 characters",
    "text.redact": "pieces of 3,000 characters",
}
Pattern = tuple[str, str, re.Pattern[str], list[str]]  # with the methods it is asked by


@cache
def _patterns() -> tuple[Pattern, ...]:
    """Module, name and pattern of each that a module of ours makes at its top."""
    return tuple(_at_the_top())


@cache
def _inline() -> tuple[Pattern, ...]:
    """The patterns that are written where they are used: ``re.sub(r"...", "", text)``."""
    return tuple(_where_used())


@cache
def _source(path: Path) -> str:
    return path.read_text("utf-8")


def _at_the_top() -> Iterator[Pattern]:
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        if path.stem == "__main__":
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        source = _source(path)
        if "re.compile" not in source and "re.Pattern" not in source:
            continue
        for key, value in vars(importlib.import_module(name)).items():
            if re.search(rf"^{re.escape(key)}\b", source, re.MULTILINE):
                for pattern in _within(value):
                    yield name, key, pattern, _asked(name, key)


def _where_used() -> Iterator[Pattern]:
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(_source(path))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")):
                continue
            method = ast.unparse(node.func).removeprefix("re.")
            given = node.args[0] if node.args else None
            words = given.value if isinstance(given, ast.Constant) else None
            if method in METHODS and isinstance(words, str):
                yield name, f"line {node.lineno}", re.compile(words), [method]


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict) and depth < 3:
        for inner in value.values():
            yield from _within(inner, depth + 1)
    elif isinstance(value, (tuple, list)) and depth < 3:
        for inner in value:
            yield from _within(inner, depth + 1)


def _asked(module: str, key: str) -> list[str]:
    """The methods that are called on a pattern of this name: in its module, else in any."""
    own = (ROOT / module.replace(".", "/")).with_suffix(".py")
    private = key.startswith("_") and own.is_file()
    files = [own] if private else sorted((ROOT / "pipeline").rglob("*.py"))
    called = re.compile(rf"\b{re.escape(key)}\.({'|'.join(METHODS)})\(")
    found = {one for path in files for one in called.findall(_source(path))}
    return sorted(found) or ["match"]  # of one in a list: how lines are looked at


def _texts(pattern: re.Pattern[str]) -> Iterator[Callable[[int], str]]:
    """Hostile texts of any length."""
    bare = re.sub(r"\\[a-zA-Z]|\(\?P?<?\w*[>:=!]?", "  ", pattern.pattern)
    words = sorted(set(re.findall(r"[A-Za-zà-ÿ]{3,}", bare)), key=lambda word: (len(word), word))
    for unit in (*UNITS, *words[:6], *(f"{word} " for word in words[:6])):
        yield lambda n, unit=unit: (unit * (n // len(unit) + 1))[:n]
        yield lambda n, unit=unit: (unit * (n // len(unit) + 1))[:n] + "!"
    for word in ("1", "A", *words[:3]):
        for unit in (" ", "a", "A", "1", ".", "a ", "a, ", "\t", "-", "(", "\n"):
            yield lambda n, unit=unit, word=word: (word + unit * n)[:n]
            yield lambda n, unit=unit, word=word: (f"{word}: {unit * n}")[:n] + "\nx"


class _TooLongError(Exception):
    pass


def _stop(signum: int, frame: FrameType | None) -> None:
    raise _TooLongError


def _spent(pattern: re.Pattern[str], method: str, text: str) -> float:
    ask = getattr(pattern, method)
    given = ("", text) if method in ("sub", "subn") else (text,)
    signal.setitimer(signal.ITIMER_REAL, _LIMIT)
    start = time.process_time()
    try:
        answer = ask(*given)
        if method == "finditer":
            for _ in answer:
                pass
    except _TooLongError:
        return _LIMIT
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - start


def _steep(pattern: re.Pattern[str], methods: list[str]) -> str:
    """On which text and by how much more than in proportion; "" where on none."""
    for text in _texts(pattern):
        for method in methods:
            if _spent(pattern, method, text(LARGE)) <= _FLOOR:
                continue
            # A machine that hiccups is no fault of a pattern, nor is a bound that lies between
            # the two lengths: what seems steep is asked again, and on texts of sixteen times both.
            for scale in (1, 1, 16):
                small = min(_spent(pattern, method, text(SMALL * scale)) for _ in range(3))
                large = min(_spent(pattern, method, text(LARGE * scale)) for _ in range(3))
                if large < _LIMIT and (large <= _FLOOR or large / max(small, 1e-4) <= _MOST):
                    break
            else:
                return f"{method} {text(24)!r}: {small:.3f} s, {large:.3f} s"
    return ""


@pytest.mark.parametrize(
    "room",
    ["cli", "core", "corpus", "encoders", "evaluation", "files", "findings", "plan", "qda",
     "report", "review", "runs", "text", "themes"],
)  # fmt: skip
def test_every_pattern_is_asked_in_proportion(room: str) -> None:
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        steep = {}
        n = 0
        for module, key, pattern, methods in (*_patterns(), *_inline()):
            place = f"{module.removeprefix('pipeline.')}.{key}"
            if place.split(".")[0] != room or place.startswith(tuple(BOUNDED)):
                continue
            n += 1
            if told := _steep(pattern, methods):
                steep[place] = told
    finally:
        signal.signal(signal.SIGALRM, before)
    print(f"{room}: {n} patterns", *steep.items(), sep="\n")
    assert steep == {}


def test_the_guard_looks_at_all_of_them_and_sees_what_is_steep() -> None:
    assert len(_patterns()) >= 500
    assert len(_inline()) >= 100
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        assert _steep(re.compile(r"\s+$"), ["search"])
        assert not _steep(re.compile(r"(?<!\s)\s+$"), ["search"])
    finally:
        signal.signal(signal.SIGALRM, before)
