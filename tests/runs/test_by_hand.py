"""A forger by hand: what a run holds and what stands beside it, altered as a person would.

Other than in ``test_tampering`` and ``test_touched_up`` nothing here is drawn: each change was
thought of, and is named. Hashes in the notes are mended too, as far as that goes without the key.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.runs.test_tampering import Place, _looked, _mended, place

pytestmark = pytest.mark.slow
__all__ = ["place"]  # the fixture

Change = Callable[[bytes], bytes]


def _re(pattern: str, other: str, count: int = 1) -> Change:
    """What matches becomes something else."""

    def within(data: bytes) -> bytes:
        text = data.decode("utf-8")
        return re.sub(pattern, other, text, count=count, flags=re.DOTALL).encode("utf-8")

    return within


def _part(wanted: str, change: Change) -> Change:
    """The same in the first part of a zip whose name matches; a part of that name where none is."""

    def within(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        name = next((one for one in parts if re.fullmatch(wanted, one)), None)
        if name is None:
            parts[wanted.replace("\\", "")] = change(b"")
        else:
            parts[name] = change(parts[name])
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for key, content in parts.items():
                new.writestr(key, content)
        return out.getvalue()

    return within


def _before(end: str, what: str) -> Change:
    return lambda data: data.replace(end.encode(), what.encode() + end.encode(), 1)


def _json(change: Callable[[dict[str, object]], object]) -> Change:
    def within(data: bytes) -> bytes:
        facts = json.loads(data)
        change(facts)
        return json.dumps(facts, ensure_ascii=False, indent=1).encode() + b"\n"

    return within


def _keys_turned(data: bytes) -> bytes:
    facts = json.loads(data)
    turned = dict(reversed(list(facts.items())))
    return json.dumps(turned, ensure_ascii=False, indent=1).encode() + b"\n"


def _swapped(pattern: str) -> Change:
    """The first two different places that match, in each other's place."""

    def within(data: bytes) -> bytes:
        text = data.decode("utf-8")
        found = list(re.finditer(pattern, text, re.DOTALL))
        other = next(one for one in found if one.group() != found[0].group())
        first = found[0]
        between = text[first.end() : other.start()]
        whole = other.group() + between + first.group()
        return (text[: first.start()] + whole + text[other.end() :]).encode("utf-8")

    return within


HTML: Mapping[str, Change] = {
    "an aria-label": _re(r'aria-label="[^"]+"', 'aria-label="Alle ouders zijn tevreden"'),
    "a title": _re(r"<title>[^<]*</title>", "<title>Definitief vastgesteld</title>"),
    "an alt": _before("</body>", '<img alt="Vastgesteld door het bestuur" src="data:,">'),
    "a tooltip": _re(r"<h2", '<h2 title="vastgesteld"'),
    "words of the style sheet": _before("</style>", 'h1::after{content:" – vastgesteld"}'),
    "numbers made invisible by style": _before("</style>", "td{font-size:0}"),
    "an order turned by style": _before(
        "</style>", "ul{display:flex;flex-direction:column-reverse}"
    ),
    "a font of other digits": _before("</style>", "@font-face{font-family:x;src:url(data:,)}"),
    "a print that differs": _before("</style>", "@media print{section{display:none}}"),
    "quotes of two concerns exchanged": _swapped(r"<q[ >][^<]{10,}</q>|<blockquote[^>]*>[^<]{10,}"),
    "items of a list exchanged": _swapped(r"<li>[^<]+</li>"),
    "mensen made procent": _re(r"(\d) mensen", r"\1 procent"),
    "a year": _re(r"20(2\d)(?=[^\d])", r"19\1"),
    "a decimal comma moved": _re(r"(\d),(\d)", r"\1\2"),
    "a minus before a number": _re(r"(>)(\d+)(<)", r"\1-\2\3"),
    "an ij of one letter": _re(r"ij", "ĳ"),
    "a word joiner": _re(r"(?<=>)(\w\w)(\w+)", "\\1\u2060\\2"),
    "a soft hyphen": _re(r"niet ", "ni\u00adet "),
    "a full-width digit": _re(r">(\d+)<", ">１<"),
    "a Greek question mark": _re(r"\? ", "\u037e "),
    "an ellipsis": _re(r"(?<=[a-z])\. ", "… "),
    "a comment that says reviewed": _before("</body>", "<!-- nagekeken -->"),
    "words in a template": _before("</body>", "<template>vastgesteld</template>"),
    "a word editable": _re(r"<p>", "<p contenteditable>"),
    "a description for searchers": _before("</head>", '<meta name="description" content="geen">'),
    "a row spanned over": _re(r"<td", '<td colspan="9"'),
    "a chapter folded": _re(r"<details open", "<details"),
    "another charset": _re("utf-8", "latin1"),
}
DOCX: Mapping[str, Change] = {
    "a header": _part(r"word/header\d*\.xml", lambda data: data + b" "),
    "a footer": _part(r"word/footer\d*\.xml", _re(r"(</w:p>)", r"<w:r><w:t>ok</w:t></w:r>\1")),
    "its title": _part(r"docProps/core\.xml", _re(r"<dc:title>[^<]*", "<dc:title>Definitief")),
    "its writer": _part(r"docProps/core\.xml", _re(r"<dc:creator>[^<]*", "<dc:creator>Raad")),
    "its day": _part(r"docProps/core\.xml", _re(r"20\d\d-", "2019-")),
    "a property of its own": _part(r"docProps/custom\.xml", lambda data: b"<Properties/>"),
    "a note at the foot": _part(r"word/footnotes\.xml", lambda data: data + b"<!-- x -->"),
    "a remark": _part(r"word/comments\.xml", lambda data: data + b"<w:comments/>"),
    "words struck through": _part(
        r"word/document\.xml", _re(r"<w:t", "<w:rPr><w:strike/></w:rPr><w:t")
    ),
    "words in white": _part(
        r"word/document\.xml", _re(r"<w:t", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t')
    ),
    "what was tracked": _part(r"word/document\.xml", _re(r"<w:r>", '<w:ins w:author="raad"><w:r>')),
    "the text of a picture": _part(
        r"word/document\.xml", _re(r'descr="[^"]*"', 'descr="alles goed"')
    ),
    "a style": _part(r"word/styles\.xml", _re(r'w:val="(\d+)"', r'w:val="1\1"')),
    "its settings": _part(r"word/settings\.xml", _before("</w:settings>", "<w:trackRevisions/>")),
    "a part's bytes behind the zip": lambda data: data + b"<p>vastgesteld</p>",
    "a font": _part(r"word/fontTable\.xml", lambda data: data + b" "),
}
_SHEET = r"xl/worksheets/sheet\d+\.xml"
XLSX: Mapping[str, Change] = {
    "a sheet very hidden": _part(
        r"xl/workbook\.xml", _re(r"<sheet ", '<sheet state="veryHidden" ')
    ),
    "a defined name": _part(r"xl/workbook\.xml", _before("</workbook>", "<definedNames/>")),
    "the name of a sheet": _part(r"xl/workbook\.xml", _re(r'<sheet name="', '<sheet name="x')),
    "how numbers look": _part(
        r"xl/styles\.xml", _re(r"formatCode=\"[^\"]*\"", 'formatCode="0&quot;0&quot;"')
    ),
    "a condition on looks": _part(_SHEET, _before("</worksheet>", "<conditionalFormatting/>")),
    "a column of no width": _part(_SHEET, _re(r"<col ", '<col hidden="1" ')),
    "a filter": _part(_SHEET, _before("</worksheet>", '<autoFilter ref="A1:B2"/>')),
    "1 as 1.0": _part(_SHEET, _re(r"<v>(\d+)</v>", r"<v>\1.0</v>")),
    "1 as 1e0": _part(_SHEET, _re(r"<v>(\d+)</v>", r"<v>\1e0</v>")),
    "a string of another row": _part(r"xl/sharedStrings\.xml", _swapped(r"<si>.*?</si>")),
    "a picture": _part(r"xl/media/image1\.png", lambda data: data + b"x"),
    "a macro": _part(r"xl/vbaProject\.bin", lambda data: b"x"),
    "bytes behind the zip": lambda data: data + b"\x00",
}
JSON: Mapping[str, Change] = {
    "its keys in another order": _keys_turned,
    "a key twice": _re(r"\{", '{"title": "x", '),
    "a number as 1.0": _re(r": (\d+)([,\n])", r": \1.0\2"),
    "a number as 1e0": _re(r": (\d+)([,\n])", r": \1e0\2"),
    "a number as words": _re(r": (\d+)([,\n])", r': "\1"\2'),
    "a letter as \\u": _re(r'": "([a-z])', r'": "\\u0061'),
    "true as 1": _re(r": true", ": 1"),
    "null as none": _re(r": null", ': ""'),
}
SVG: Mapping[str, Change] = {
    "a title": _before("</svg>", "<title>alles goed</title>"),
    "a bar turned": _re(r"<g", '<g transform="scale(1,2)"', 1),
    "its view": _re(r'viewBox="[^"]*"', 'viewBox="0 0 9 9"'),
    "style in it": _before("</svg>", "<style>text{display:none}</style>"),
}
CSV: Mapping[str, Change] = {
    "semicolons": lambda data: data.replace(b",", b";"),
    "1 as 1.0": _re(r",(\d+),", r",\1.0,"),
    "1 as 01": _re(r",(\d+),", r",0\1,"),
    "a cell in quotes": _re(r"\n([^,\"\n]+),", r'\n"\1",'),
    "a quote of another": _swapped(r"\n[^\n]+"),
    "an empty line": _re(r"\n", "\n\n"),
    "an accent composed otherwise": _re(r"[aeo]", "e\u0301"),
}
BESIDE: Mapping[str, str] = {  # a name put beside the run, and whose eye it catches
    "Tables/themes.csv": "a folder that only looks like the tables'",
    "tables/themes.CSV": "a table in capitals",
    "tables/Themes.csv": "the same",
    "Run.json": "a record in a capital",
    "PLAN.JSON": "the same",
    "Seal.txt": "the same",
    "tables/.themes.csv": "a hidden table",
    "report .html": "a space before the point",
    "report.html.": "a point at the end",
    "report\u200b.html": "no width",
    "pictures/themes.svg": "another edition's pictures",
}


@pytest.mark.parametrize(
    ("files", "changes"),
    [
        (("report.html", "report-openbaar.html"), HTML),
        (("report.docx", "report-bestuur.docx"), DOCX),
        (("report.xlsx",), XLSX),
        (("report.json", "report-openbaar.json", "plan.json", "run.json"), JSON),
        (("pictures*/*.svg",), SVG),
        (("tables/statements.csv", "tables/themes.csv", "tables/coverage.csv"), CSV),
    ],
    ids=["html", "docx", "xlsx", "json", "svg", "csv"],
)
def test_what_a_forger_thinks_of_is_found(
    place: Place, tmp_path: Path, files: tuple[str, ...], changes: Mapping[str, Change]
) -> None:
    digests = {
        path.relative_to(place.run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.run.rglob("*")
        if path.is_file()
    }
    tried, missed = 0, list[str]()
    names = [path for wanted in files for path in sorted(place.run.glob(wanted))[:1]]
    if not names:
        pytest.skip("this run drew no picture")
    for path in names:
        name = path.relative_to(place.run).as_posix()
        before = path.read_bytes()
        for what, change in changes.items():
            with contextlib.suppress(StopIteration, IndexError):
                after = change(before)
                for mended in (False, True) if after != before else ():
                    run = tmp_path / "run"
                    shutil.copytree(place.run, run)
                    (run / name).write_bytes(after)
                    if mended and name not in ("run.json", "rendered.json"):
                        _mended(run, digests)
                    tried += 1
                    if not _looked(place, run, key=True)[0]:
                        missed.append(f"{name}: {what}, {'' if mended else 'not '}mended")
                    shutil.rmtree(run)
    print(f"tried: {tried}", *missed, sep="\n")
    assert tried >= len(changes)
    assert missed == []


@pytest.mark.parametrize("name", BESIDE)
def test_what_is_put_beside_a_run_under_a_name_like_its_own_is_found(
    place: Place, tmp_path: Path, name: str
) -> None:
    run = tmp_path / "run"
    shutil.copytree(place.run, run)
    if (run / name).exists():
        pytest.skip("this disk knows no capitals")
    (run / name).parent.mkdir(exist_ok=True)
    (run / name).write_bytes(b"<p>Alle ouders zijn tevreden.</p>")
    assert _looked(place, run, key=True)[0]


@pytest.mark.parametrize(
    "name", ["besluit.docx", "nota raad.pdf", "uitkomst.zip", ".samenvatting.html"]
)
def test_a_strange_file_is_told_by_name(place: Place, tmp_path: Path, name: str) -> None:
    run = tmp_path / "run"
    shutil.copytree(place.run, run)
    (run / name).write_bytes(b"x")
    found, unlooked = _looked(place, run, key=True)
    assert not found
    assert name in unlooked
