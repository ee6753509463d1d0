"""What a careful hand does to a run's files: changes that look as if nothing was changed.

Two rows whose verdicts change places, a letter that only looks the same, a hidden row, a link that
leads elsewhere, a second part of one name in a zip: kinds that ``test_tampering`` does not have.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import shutil
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.runs.test_tampering import Place, _looked, _without_meaning, place

pytestmark = pytest.mark.slow
__all__ = ["place"]  # the fixture

Change = Callable[[bytes, random.Random], bytes]
_ALIKE = str.maketrans("aeopcx", "аеорсх")  # Cyrillic, to the eye the same


def _text(change: Callable[[str, random.Random], str]) -> Change:
    def within(data: bytes, draw: random.Random) -> bytes:
        return change(data.decode("utf-8"), draw).encode("utf-8")

    within.__name__ = change.__name__
    return within


def _a_word(text: str, draw: random.Random) -> re.Match[str] | None:
    words = list(re.finditer(r"(?<=[a-z] )[a-z]{4,}(?= [a-z])", text))
    return draw.choice(words) if words else None


def _put(text: str, at: re.Match[str] | None, other: str) -> str:
    return text if at is None else text[: at.start()] + other + text[at.end() :]


@_text
def letters_that_look_the_same(text: str, draw: random.Random) -> str:
    at = _a_word(text, draw)
    return _put(text, at, at.group().translate(_ALIKE) if at else "")


@_text
def a_word_in_capitals(text: str, draw: random.Random) -> str:
    at = _a_word(text, draw)
    return _put(text, at, at.group().upper() if at else "")


@_text
def a_mark_of_no_width(text: str, draw: random.Random) -> str:
    at = _a_word(text, draw)
    return _put(text, at, at.group()[:2] + "\u200b" + at.group()[2:] if at else "")


@_text
def a_space_that_does_not_break(text: str, draw: random.Random) -> str:
    at = _a_word(text, draw)
    return text if at is None else text[: at.end()] + "\u00a0" + text[at.end() + 1 :]


@_text
def accents_apart_from_their_letters(text: str, draw: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


@_text
def written_from_right_to_left(text: str, draw: random.Random) -> str:
    at = _a_word(text, draw)
    return _put(text, at, f"\u202e{at.group()[::-1]}\u202c" if at else "")


@_text
def two_words_in_each_others_place(text: str, draw: random.Random) -> str:
    places = list(re.finditer(r"\b([a-z]{4,}) ([a-z]{4,})\b", text))
    at = draw.choice(places) if places else None
    return _put(text, at, f"{at.group(2)} {at.group(1)}" if at else "")


@_text
def a_digit_of_another_script(text: str, draw: random.Random) -> str:
    places = list(re.finditer(r"(?<![\w#.-])\d(?![\w.-])", text))
    at = draw.choice(places) if places else None
    return _put(text, at, chr(0x0660 + int(at.group())) if at else "")


# Tables


def _rows(change: Callable[[list[list[str]], random.Random], None]) -> Change:
    def within(data: bytes, draw: random.Random) -> bytes:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"))))
        if len(rows) < 3:
            return data + b"x\n"
        change(rows, draw)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().encode("utf-8")

    within.__name__ = change.__name__
    return within


@_rows
def two_cells_of_a_column_exchanged(rows: list[list[str]], draw: random.Random) -> None:
    columns = [c for c in range(len(rows[0])) if len({row[c] for row in rows[1:]}) > 1]
    at = draw.choice(columns)
    one = draw.randrange(1, len(rows))
    other = draw.choice([n for n in range(1, len(rows)) if rows[n][at] != rows[one][at]])
    rows[one][at], rows[other][at] = rows[other][at], rows[one][at]


@_rows
def two_rows_exchanged(rows: list[list[str]], draw: random.Random) -> None:
    one, other = draw.sample(range(1, len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]


@_rows
def a_row_given_twice(rows: list[list[str]], draw: random.Random) -> None:
    rows.insert(draw.randrange(1, len(rows)), rows[draw.randrange(1, len(rows))])


@_rows
def a_cell_emptied(rows: list[list[str]], draw: random.Random) -> None:
    places = [(r, c) for r in range(1, len(rows)) for c, cell in enumerate(rows[r]) if cell]
    row, column = draw.choice(places)
    rows[row][column] = ""


@_rows
def two_names_of_columns_exchanged(rows: list[list[str]], draw: random.Random) -> None:
    one, other = draw.sample(range(len(rows[0])), 2)
    rows[0][one], rows[0][other] = rows[0][other], rows[0][one]


@_rows
def a_column_more(rows: list[list[str]], draw: random.Random) -> None:
    for number, row in enumerate(rows):
        row.append("remark" if not number else "akkoord")


@_rows
def a_yes_made_a_no(rows: list[list[str]], draw: random.Random) -> None:
    turned = {"True": "False", "False": "True", "addressed": "not_addressed",
              "not_addressed": "addressed", "support": "complaint", "wish": "support"}  # fmt: skip
    places = [(r, c) for r in range(1, len(rows)) for c, x in enumerate(rows[r]) if x in turned]
    if places:
        row, column = draw.choice(places)
        rows[row][column] = turned[rows[row][column]]
    else:
        rows[-1][0] += "x"


# Records


def _record(change: Callable[[dict[str, object], random.Random], None]) -> Change:
    def within(data: bytes, draw: random.Random) -> bytes:
        record = json.loads(data)
        change(record, draw)
        return json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"

    within.__name__ = change.__name__
    return within


def _leaves(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _leaves(inner, (*path, at))
    else:
        yield path


def _set(record: object, path: tuple[object, ...], value: object) -> None:
    for step in path[:-1]:
        record = record[step]  # type: ignore[index]
    record[path[-1]] = value  # type: ignore[index]


def _get(record: object, path: tuple[object, ...]) -> object:
    for step in path:
        record = record[step]  # type: ignore[index]
    return record


@_record
def a_value_left_out(record: dict[str, object], draw: random.Random) -> None:
    paths = [path for path in _leaves(record) if _get(record, path) not in (None, "")]
    _set(record, draw.choice(paths), None)


@_record
def a_number_a_little_other(record: dict[str, object], draw: random.Random) -> None:
    numbers = [p for p in _leaves(record) if type(_get(record, p)) in (int, float)]
    path = draw.choice(numbers or list(_leaves(record)))
    value = _get(record, path)
    _set(record, path, value * 1.0001 + 1e-6 if isinstance(value, int | float) else "x")


@_record
def a_yes_of_a_record_made_a_no(record: dict[str, object], draw: random.Random) -> None:
    switches = [p for p in _leaves(record) if isinstance(_get(record, p), bool)]
    path = draw.choice(switches or list(_leaves(record)))
    _set(record, path, not _get(record, path))


@_record
def a_key_more(record: dict[str, object], draw: random.Random) -> None:
    record["reviewed_by"] = "de bestuurder"


@_record
def two_values_exchanged(record: dict[str, object], draw: random.Random) -> None:
    words = [p for p in _leaves(record) if isinstance(_get(record, p), str) and _get(record, p)]
    one = draw.choice(words)
    other = draw.choice([p for p in words if _get(record, p) != _get(record, one)])
    held = _get(record, one)
    _set(record, one, _get(record, other))
    _set(record, other, held)


# Pages and pictures


def _before_the_end(what: str) -> Change:
    def within(data: bytes, draw: random.Random) -> bytes:
        end = b"</body>" if b"</body>" in data else b"</svg>"
        return data.replace(end, what.encode() + end, 1)

    within.__name__ = f"with {what[:30]}"
    return within


@_text
def a_link_that_leads_elsewhere(text: str, draw: random.Random) -> str:
    places = list(re.finditer(r'href="#[^"]+"', text))
    at = draw.choice(places) if places else None
    return _put(text, at, 'href="https://kwaad.example/"')


@_text
def one_thing_hidden(text: str, draw: random.Random) -> str:
    places = list(re.finditer(r"<(?:p|li|td|h2|h3|text|rect)(?=[ >])", text))
    at = draw.choice(places) if places else None
    return _put(text, at, at.group() + ' style="display:none"' if at else "")


@_text
def two_paragraphs_exchanged(text: str, draw: random.Random) -> str:
    places = list(re.finditer(r"<p>[^<]+</p>", text))
    if len(places) < 2:
        return text
    one, other = sorted(draw.sample(places, 2), key=lambda match: match.start())
    between = text[one.end() : other.start()]
    whole = other.group() + between + one.group()
    return text[: one.start()] + whole + text[other.end() :]


@_text
def a_letter_as_a_number(text: str, draw: random.Random) -> str:
    at = _a_word(text, draw)
    return _put(text, at, f"&#{ord(at.group()[0])};{at.group()[1:]}" if at else "")


@_text
def a_bar_of_another_length(text: str, draw: random.Random) -> str:
    places = list(re.finditer(r'(?<= width=")\d+(?=[".])|(?<= height=")\d+(?=[".])', text))
    at = draw.choice(places) if places else None
    return _put(text, at, str(int(at.group()) * 2 + 1) if at else "")


@_text
def another_colour(text: str, draw: random.Random) -> str:
    places = list(re.finditer(r"#[0-9a-f]{6}\b", text))
    at = draw.choice(places) if places else None
    return _put(text, at, "#12ab34")


@_text
def another_language(text: str, draw: random.Random) -> str:
    return text.replace('lang="nl"', 'lang="en"', 1)


# Parts of Word and Excel files


def _packed(change: Callable[[dict[str, bytes], random.Random], None]) -> Change:
    def within(data: bytes, draw: random.Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        change(parts, draw)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name, content in parts.items():
                new.writestr(name, content)
        return out.getvalue()

    within.__name__ = change.__name__
    return within


@_packed
def its_maker_and_day(parts: dict[str, bytes], draw: random.Random) -> None:
    name = "docProps/core.xml"
    parts[name] = parts[name].replace(
        b"</cp:coreProperties>",
        b"<cp:lastModifiedBy>de inspectie</cp:lastModifiedBy></cp:coreProperties>",
    )


@_packed
def a_link_of_a_part(parts: dict[str, bytes], draw: random.Random) -> None:
    name = draw.choice([part for part in parts if part.endswith(".rels")])
    parts[name] = parts[name].replace(
        b"</Relationships>",
        b'<Relationship Id="rId999" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://kwaad.example/x.dotm" '
        b'TargetMode="External"/></Relationships>',
    )


@_packed
def words_that_are_not_shown(parts: dict[str, bytes], draw: random.Random) -> None:
    name = "word/document.xml" if "word/document.xml" in parts else "xl/workbook.xml"
    if name.startswith("word"):
        parts[name] = parts[name].replace(b"<w:t", b"<w:rPr><w:vanish/></w:rPr><w:t", 1)
    else:
        parts[name] = re.sub(rb"<sheet ", b'<sheet state="hidden" ', parts[name], count=1)


@_packed
def a_row_or_style_that_hides(parts: dict[str, bytes], draw: random.Random) -> None:
    sheets = [part for part in parts if part.startswith("xl/worksheets/sheet")]
    if sheets:
        name = draw.choice(sheets)
        parts[name] = re.sub(rb"<row ", b'<row hidden="1" ', parts[name], count=1)
    else:
        parts["word/styles.xml"] = parts["word/styles.xml"].replace(
            b"</w:styles>", b"<!-- wit op wit --></w:styles>"
        )


@_packed
def a_note_beside_it(parts: dict[str, bytes], draw: random.Random) -> None:
    place = "word/comments.xml" if "word/document.xml" in parts else "xl/comments1.xml"
    parts[place] = parts.get(place, b"") + b"<!-- akkoord -->"


@_packed
def a_formula_for_a_number(parts: dict[str, bytes], draw: random.Random) -> None:
    sheets = [part for part in parts if part.startswith("xl/worksheets/sheet")]
    numbers = [name for name in sheets if b"<v>" in parts[name]]
    name = draw.choice(numbers) if numbers else "word/document.xml"
    parts[name] = parts[name].replace(b"<v>", b"<f>1+1</f><v>", 1) + (b"" if numbers else b" ")


@_packed
def its_parts_in_another_order(parts: dict[str, bytes], draw: random.Random) -> None:
    last = list(parts)[-1]
    held = parts.pop(last)
    rest = dict(parts)
    parts.clear()
    parts[last] = held
    parts.update(rest)


def one_part_twice(data: bytes, draw: random.Random) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as parts:
        name = draw.choice([part for part in parts.namelist() if part.endswith(".xml")])
        held = parts.read(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of a name given twice
            parts.writestr(name, held.replace(b"niet", b"wel").replace(b"e", b"a", 1))
    return out.getvalue()


def something_before_the_zip(data: bytes, draw: random.Random) -> bytes:
    return b"MZ\x90\x00" + b"\x00" * 60 + data


# The seal, and what is no change of a file at all


def the_seal_in_capitals(data: bytes, draw: random.Random) -> bytes:
    return data.upper()


def the_seal_of_other_letters(data: bytes, draw: random.Random) -> bytes:
    return bytes(reversed(data.strip())) + b"\n"


_WORDS = (letters_that_look_the_same, a_word_in_capitals, a_mark_of_no_width,
          a_space_that_does_not_break, written_from_right_to_left,
          two_words_in_each_others_place, a_digit_of_another_script)  # fmt: skip
CHANGES: Mapping[str, tuple[Change, ...]] = {
    ".csv": (letters_that_look_the_same, a_mark_of_no_width, two_cells_of_a_column_exchanged,
             two_rows_exchanged, a_row_given_twice, a_cell_emptied,
             two_names_of_columns_exchanged, a_column_more, a_yes_made_a_no),
    ".json": (*_WORDS, a_value_left_out, a_number_a_little_other, a_yes_of_a_record_made_a_no,
              a_key_more, two_values_exchanged),
    ".html": (*_WORDS, a_link_that_leads_elsewhere, one_thing_hidden, two_paragraphs_exchanged,
              a_letter_as_a_number, a_bar_of_another_length, another_colour, another_language,
              accents_apart_from_their_letters,
              _before_the_end("<!-- akkoord bestuur -->"),
              _before_the_end('<base href="http://kwaad.example/">'),
              _before_the_end('<meta http-equiv="refresh" content="0;url=http://kwaad.example/">'),
              _before_the_end('<iframe src="http://kwaad.example/"></iframe>')),
    ".svg": (a_bar_of_another_length, another_colour, one_thing_hidden,
             _before_the_end("<text>0</text>"), _before_the_end("<!-- x -->")),
    ".docx": (its_maker_and_day, a_link_of_a_part, words_that_are_not_shown,
              a_row_or_style_that_hides, a_note_beside_it, its_parts_in_another_order,
              one_part_twice, something_before_the_zip),
    ".xlsx": (its_maker_and_day, a_link_of_a_part, words_that_are_not_shown,
              a_row_or_style_that_hides, a_note_beside_it, a_formula_for_a_number,
              its_parts_in_another_order, one_part_twice, something_before_the_zip),
    ".txt": (the_seal_in_capitals, the_seal_of_other_letters),
}  # fmt: skip
BESIDE = (
    "report.html~", "report (1).html", "report - kopie.docx", "report.mhtml",
    "rapport.html", "index.html", "report.docm", "report-openbaar.xlsm", "run.json.orig",
    "report.url", "report.html.zip", "tables/themes.csv~",
    "tables/themes (1).csv", "tables/oud/themes.csv", "pictures/themes.svg.html",
    "reports/report.html", "report-bestuur.htm", "Rapport definitief.pdf", "seal.txt.bak",
    "report.ods", "report.eml", "INDEX.htm",
)  # fmt: skip


def _changes(run: Path) -> Iterator[tuple[str, str, Callable[[Path, random.Random], None]]]:
    files = sorted(path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file())
    for name in files:
        for change in CHANGES.get(Path(name).suffix, ()):

            def alter(
                folder: Path, draw: random.Random, name: str = name, change: Change = change
            ) -> None:
                path = folder / name
                path.write_bytes(change(path.read_bytes(), draw))

            yield Path(name).suffix, f"{name}: {change.__name__}", alter
    for name in BESIDE:

        def put(folder: Path, draw: random.Random, name: str = name) -> None:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"<p>Alle ouders zijn tevreden.</p>")

        yield "beside", name, put
    for name in ("report.html", "tables/themes.csv", "plan.json", "seal.txt", "rendered.json"):

        def folder_instead(folder: Path, draw: random.Random, name: str = name) -> None:
            (folder / name).unlink()
            (folder / name).mkdir()

        yield "a folder", name, folder_instead


def test_what_a_careful_hand_changes_is_found(place: Place, tmp_path: Path) -> None:
    every = list(_changes(place.run))
    share = int(os.environ.get("GEHOORD_TOUCHED", "8"))  # one in so many; 1 tries them all
    tried, missed, same = Counter[str](), [], 0
    for number, (kind, what, alter) in enumerate(every):
        if number % share != 2 % share:
            continue
        run = tmp_path / "run"
        shutil.copytree(place.run, run)
        alter(run, random.Random(number))
        if _alike(place.run, run):  # nothing of this kind stands in the file
            same += 1
        else:
            tried[kind] += 1
            found, _unlooked = _looked(place, run, key=True)
            if not found and not _without_meaning(place.run, run):
                missed.append(f"{kind}: {what}")
        shutil.rmtree(run)
    print(f"tried: {sum(tried.values())}, missed: {len(missed)}", dict(tried), *missed, sep="\n")
    assert sum(tried.values()) >= 50
    assert missed == []


def _alike(before: Path, after: Path) -> bool:
    def held(folder: Path) -> dict[str, bytes | None]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
            for path in folder.rglob("*")
        }

    return held(before) == held(after)
