"""What somebody thinks of who has read how runs are checked: the places where nobody would look.

Names that the eye reads as those of the run's own files, folders and links put beside them, and
changes that programs which open a file see otherwise than who reads its bytes. Hashes are mended
where the run keeps them; only the key is not at hand.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import json
import os
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.runs.test_tampering import Place, _looked, _mended, _without_meaning, place

pytestmark = pytest.mark.slow
__all__ = ["place"]  # the fixture

Change = Callable[[bytes], bytes]
Alter = Callable[[Path], None]

# Put into the folder for somebody to open instead of what the run wrote.
BESIDE = (
    "rеport.html", "report.html\u200b", "report.html ", "report‐openbaar.html",
    "report-openbааr.docx", "report .html", "Report-Openbaar.html", "report-openbaar.HTML",
    "report.xhtml", "report.shtml", "report-openbaar.nl.html", "report-en.html",
    "report-openbaar-v2.docx", "report_openbaar.docx", "report-openbaar.docx.docx",
    "report-openbaar.rtf", "report-openbaar.pages", "report.epub", "report.xls",
    "report-bijlage.xlsb", "report-bijlage.csv", "report-openbaar.pptx", "report.json5",
    "report.jsonl", "report-openbaar.json.html", "report-ouders.html",
    "report-deelnemers-ouder.docx", "run.json~", "run (1).json", "RUN.JSON", "run.jsonl",
    "rendered (1).json", "rendered.json.bak", "seal.txt.old", "seal (1).txt", "plan (1).json",
    "plan-nieuw.json", "plan.json.orig", "plan.pdf", "tables/thèmes.csv", "tables/themes.tsv",
    "tables/themes.csv.gz", "tables/THEMES.CSV", "tables/themes.ods", "tables/new.csv",
    "tables/.themes.csv.swp", "tables/themes/themes.csv", "table/themes.csv",
    "pictures/extra.svg", "pictures-openbaar/themes.svgz", "pictures/themes.jpg",
    "pictures-openbaar/index.html", "reports/report-openbaar.html",
    "report-openbaar/index.html", "report_files/report.js", "report-openbaar.fld/image001.png",
    "nieuw/report.html", "samenvatting.html", "uitkomst.docx", "persbericht.docx", "start.html",
    "default.htm", "rapport-openbaar.pdf", "definitief.xlsx", "autorun.inf",
)  # fmt: skip
CONTENT = b"<p>Alle ouders zijn tevreden.</p>"


def _in_text(before: str, after: str) -> Change:
    """The first place of a pattern changed; the file as it is where it has none."""

    def within(data: bytes) -> bytes:
        return re.sub(before, lambda m: m.expand(after), data.decode("utf-8"), count=1).encode()

    within.__name__ = f"{before[:28]} -> {after[:28]}"
    return within


def _in_part(part: str, change: Change) -> Change:
    """The same in one part of a Word or Excel file."""

    def within(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for one in old.infolist():
                held = old.read(one)
                new.writestr(one, change(held) if re.search(part, one.filename) else held)
        return out.getvalue()

    within.__name__ = f"{part}: {change.__name__}"
    return within


def _with_part(name: str, content: str) -> Change:
    def within(data: bytes) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as parts:
            parts.writestr(name, content)
        return out.getvalue()

    within.__name__ = f"a part {name}"
    return within


def _record(change: Callable[[dict[str, object]], object]) -> Change:
    def within(data: bytes) -> bytes:
        record = json.loads(data)
        change(record)
        return json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n"

    return within


def a_first_key_of_two(data: bytes) -> bytes:
    """Some readers take the first of two keys, others the last."""
    return data.replace(b"{", b'{ "title": "Iets anders", ', 1)


def numbers_as_words(data: bytes) -> bytes:
    return re.sub(rb"(?<=: )(\d+)(?=[,\n}])", rb'"\1"', data, count=1)


def a_number_that_is_none(data: bytes) -> bytes:
    return re.sub(rb"(?<=: )\d+(?=[,\n}])", b"NaN", data, count=1)


def rows_the_other_way_round(data: bytes) -> bytes:
    head, *rows = data.decode().splitlines(keepends=True)
    return (head + "".join(reversed(rows))).encode()


def a_row_that_says_nothing(data: bytes) -> bytes:
    return data + b"," * data.split(b"\n")[0].count(b",") + b"\n"


def a_column_in_front(data: bytes) -> bytes:
    lines = data.decode().splitlines()
    return "".join(f"{n or 'nr'},{line}\n" for n, line in enumerate(lines)).encode()


def semicolons(data: bytes) -> bytes:
    return data.replace(b",", b";", 3)


def a_word_for_a_program(data: bytes) -> bytes:
    return data.replace(b"\n", b"\n=HYPERLINK(1)", 1)


def half_a_letter(data: bytes) -> bytes:
    return data[:-1] + b"\xc3"


def in_another_writing(data: bytes) -> bytes:
    return data.decode("utf-8").encode("utf-16")


def of_no_letter(data: bytes) -> bytes:
    return data.replace(b"e", b"e\x00", 1)


_ANY = (half_a_letter, in_another_writing, of_no_letter)
CHANGES: Mapping[str, tuple[Change, ...]] = {
    ".csv": (rows_the_other_way_round, a_row_that_says_nothing, a_column_in_front, semicolons,
             a_word_for_a_program, *_ANY),
    ".json": (a_first_key_of_two, numbers_as_words, a_number_that_is_none,
              _record(lambda record: record.pop(sorted(record)[0])),
              _record(lambda record: record.update({"themes": []})), *_ANY),
    ".html": (_in_text("<title>[^<]*", "<title>Alle ouders tevreden"),
              _in_text("</style>", "h1::before{content:'Definitief: '}</style>"),
              _in_text("</style>", "p:nth-of-type(2){color:#fff}</style>"),
              _in_text("</style>", "@media print{section{display:none}}</style>"),
              _in_text(r'aria-label="[^"]*"', 'aria-label="niets"'),
              _in_text(r'<html([^>]*)>', r'<html\1 translate="no" dir="rtl">'),
              _in_text("<p>", "<p hidden>"), _in_text("<p>", "<p contenteditable>"),
              _in_text("<table", "<table hidden"), _in_text("<svg", '<svg opacity="0"'),
              _in_text(r"href=\"#([\w-]+)\"", 'href="#boven"'), _in_text("<p>", "<p><del>"),
              _in_text("<head>", '<head><meta name="robots" content="noindex">'),
              _in_text("<body", '<body onload="this.remove()"'),
              _in_text(r"<h2([^>]*)>", r"<h2\1>Concept: "), *_ANY),
    ".svg": (_in_text("<svg", '<svg transform="scale(1,-1)"'),
             _in_text("<title>[^<]*", "<title>x"), _in_text("<text", '<text fill="none"'),
             _in_text('viewBox="0', 'viewBox="9'), *_ANY),
    ".docx": (_in_part("settings", _in_text("<w:settings([^>]*)>",
                                            r"<w:settings\1><w:trackRevisions/>")),
              _in_part("document", _in_text("<w:r>", '<w:del w:id="9" w:author="x"/><w:r>')),
              _in_part("document", _in_text("<w:t", "<w:noBreakHyphen/><w:t")),
              _in_part("styles", _in_text('w:val="Normal"', 'w:val="Verborgen"')),
              _in_part("(?:header|footer)", _in_text("<w:t>[^<]*", "<w:t>Vastgesteld")),
              _in_part(r"\.rels$", _in_text('Target="http[^"]*"', 'Target="http://x.example"')),
              _in_part(r"document\.xml$", _in_text("<w:p>", "<w:p><w:pPr><w:bidi/></w:pPr>")),
              _with_part("word/footnotes.xml", "<x/>"), _with_part("word/glossary/a.xml", "x"),
              _with_part("word\\document.xml", "<x/>"), _with_part("../report.html", "x"),
              _with_part("word/afchunk.mht", "x")),
    ".xlsx": (_in_part("sheet1", _in_text("<col ", '<col hidden="1" ')),
              _in_part("workbook", _in_text('name="[^"]*"', 'name="Definitief"')),
              _in_part("sheet1", _in_text(r"<v>\d+</v>", "<v>999</v>")),
              _in_part("styles", _in_text("<numFmts", "<!-- x --><numFmts")),
              _in_part("styles", _in_text("<font>", '<font><color rgb="FFFFFFFF"/>')),
              _in_part("workbook", _in_text("</sheets>", "</sheets><definedNames/>")),
              _in_part("sheet1", _in_text("<sheetData>", '<sheetProtection/><sheetData>')),
              _in_part("sharedStrings|sheet2", _in_text("<t[^>]*>[^<]*", "<t>Alles goed")),
              _with_part("xl/comments9.xml", "<x/>"), _with_part("xl/externalLinks/e.xml", "<x/>"),
              _with_part("xl/vbaProject.bin", "x"), _with_part("xl\\workbook.xml", "<x/>")),
}  # fmt: skip


def _of_files(run: Path) -> Iterator[tuple[str, str, Alter]]:
    """Each kind of change in two files of its kind, so that every file has its turn."""
    for suffix, changes in CHANGES.items():
        names = sorted(
            path.relative_to(run).as_posix() for path in run.rglob(f"*{suffix}") if path.is_file()
        )
        for number, change in enumerate(changes if names else ()):
            for at in (2 * number, 2 * number + 1):

                def alter(folder: Path, name: str = names[at % len(names)],
                          change: Change = change) -> None:  # fmt: skip
                    path = folder / name
                    path.write_bytes(change(path.read_bytes()))

                yield suffix, f"{names[at % len(names)]}: {change.__name__}", alter


def _of_folders(run: Path) -> Iterator[tuple[str, str, Alter]]:
    for name in BESIDE:

        def put(folder: Path, name: str = name) -> None:
            (folder / name).parent.mkdir(exist_ok=True, parents=True)
            (folder / name).write_bytes(CONTENT)

        yield "beside", name, put
    tables = sorted(path.name for path in (run / "tables").iterdir())
    for one, other in itertools.pairwise(tables):

        def exchange(folder: Path, one: str = one, other: str = other) -> None:
            first, second = folder / "tables" / one, folder / "tables" / other
            held = first.read_bytes()
            first.write_bytes(second.read_bytes())
            second.write_bytes(held)

        yield "exchanged", f"tables/{one}: {other}", exchange
    if os.name == "posix":
        for name in ("report-openbaar.html", "tables", "seal.txt", "rendered.json"):

            def link(folder: Path, name: str = name) -> None:
                (folder / name).rename(folder.parent / f"weg-{name}")
                (folder / name).symlink_to(folder.parent / f"weg-{name}")
                away = folder.parent / f"weg-{name}"
                inside = next(away.glob("*.csv")) if away.is_dir() else away
                inside.write_bytes(inside.read_bytes() + b" x")

            yield "a link", name, link


def test_where_nobody_would_look_a_change_is_found_too(place: Place, tmp_path: Path) -> None:
    before = {
        path.relative_to(place.run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.run.rglob("*")
        if path.is_file()
    }
    share = int(os.environ.get("GEHOORD_SECOND_THOUGHTS", "6"))  # one in so many; 1 tries them all
    tried, missed, same = Counter[str](), [], 0
    for number, (kind, what, alter) in enumerate([*_of_files(place.run), *_of_folders(place.run)]):
        if number % share:
            continue
        folder = tmp_path / str(number)
        run = folder / "run"
        shutil.copytree(place.run, run)
        alter(run)
        after = {
            path.relative_to(run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in run.rglob("*")
            if path.is_file()
        }
        if after == before and kind != "a link":  # nothing of this kind stands in the file
            same += 1
        else:
            with contextlib.suppress(KeyError, ValueError, OSError):
                _mended(run, before)
            tried[kind] += 1
            found, _unlooked = _looked(place, run, key=True)
            if not found and not _without_meaning(place.run, run):
                missed.append(f"{kind}: {what}")
        shutil.rmtree(folder)
    print(f"tried: {sum(tried.values())}, missed: {len(missed)}", dict(tried), *missed, sep="\n")
    assert sum(tried.values()) >= 25
    assert missed == []
