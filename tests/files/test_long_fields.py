"""A long field, line or paragraph is read in time in proportion to it.

Of 300,000 characters; ``GEHOORD_CHARACTERS=1000000`` takes some four minutes. Prints the ratios of
processor time: `python -m pytest -m slow -s tests/files/test_long_fields.py`.
"""

from __future__ import annotations

import contextlib
import io
import os
import time
from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.plan import Round
from pipeline.corpus.readers import read_file
from pipeline.files.options import RoundFiles

LARGE = int(os.environ.get("GEHOORD_CHARACTERS", "300000"))  # characters
SMALL = LARGE // 5
_FLOOR = 0.05  # seconds; below it the clock's own steps decide the ratio
_MOST = 14.0  # for five times the text: linear is 5, quadratic 25
SHAPES = ("a", "Het busje is laat. ", ";", '"', "a, ", "- ", "Jan: ", "<b>", "=E9", "\t")


def _docx(text: str) -> bytes:
    from docx import Document

    document, held = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(held)
    return held.getvalue()


def _of(text: str) -> dict[str, bytes]:
    plain = text.encode("utf-8")
    quoted = plain.replace(b'"', b'""')
    return {
        "a.csv": b'reactie\n"' + quoted + b'"\nHet busje is laat\n',
        "a.txt": plain + b"\nHet busje is laat\n",
        "a.md": b"# Kop\n" + plain,
        "a.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Anna>" + plain + b"\n",
        "a.eml": b"From: a@b.example\nSubject: Brief\nContent-Type: text/plain\n\n" + plain,
        "a.docx": _docx(text),
    }


def _spent(path: Path) -> float:
    kind = "survey" if path.suffix == ".csv" else "meeting"
    files = RoundFiles(Round("1", "Een", "2025-01-01", kind), (path.name,))
    start = time.process_time()
    with contextlib.suppress(DataProblem, DataProblems):  # refused is answered too
        read_file(path.parent, path.name, files, "r1")
    return max(time.process_time() - start, _FLOOR)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(_of("")))
def test_many_characters_in_one_place_take_five_times_what_a_fifth_takes(
    name: str, tmp_path: Path
) -> None:
    steep: dict[str, float] = {}
    for shape in SHAPES:
        spent = []
        for size in (SMALL, LARGE):
            path = tmp_path / name
            path.write_bytes(_of((shape * (size // len(shape) + 1))[:size])[name])
            spent.append(_spent(path))
        print(f"{name} {shape!r}: {spent[0]:.2f} s, {spent[1]:.2f} s")
        if spent[1] / spent[0] > _MOST:
            steep[shape] = round(spent[1] / spent[0], 1)
    assert steep == {}
