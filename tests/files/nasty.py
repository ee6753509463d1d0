"""Builds the nasty files: exports and documents as people really have them, and hostile ones.

Each function writes one file into a folder; ``tests/cases/ingest.toml`` says, under the name of
the function, what must come out. Run ``python -m tests.files.nasty FOLDER`` to look at them.
"""

from __future__ import annotations

import io
import json
import mailbox
import random
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.files.make_files import OLE_HEAD, ole_container, zip_of

BUILDERS: dict[str, Callable[[Path], None]] = {}


def builds(function: Callable[[Path], None]) -> Callable[[Path], None]:
    """Register a builder under its name; its argument is the path without a suffix."""
    BUILDERS[function.__name__] = function
    return function


def _sheet(rows: list[list[object]], title: str = "Blad1") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book, sheet


def _csv(path: Path, raw: bytes) -> None:
    path.with_suffix(".csv").write_bytes(raw)


# --- survey platforms ------------------------------------------------------------------------


@builds
def forms_dutch(path: Path) -> None:
    head = [
        "Id",
        "Begintijd",
        "Tijd van voltooien",
        "E-mail",
        "Naam",
        "Wat is uw rol?",
        "Wat mist u?",
    ]
    when = datetime(2025, 3, 17, 9, 30)
    rows = [head, [1, when, when, "anonymous", None, "Ouder/verzorger", "Meer rust in de klas"]]
    _sheet(rows, "Sheet1")[0].save(path.with_suffix(".xlsx"))


@builds
def forms_english(path: Path) -> None:
    head = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "What is your role?",
        "Comments",
    ]
    when = datetime(2025, 3, 17, 9, 30)
    rows = [head, [1, when, when, "anonymous", None, "Parent", "Please listen to our children"]]
    _sheet(rows, "Sheet1")[0].save(path.with_suffix(".xlsx"))


@builds
def google_dutch(path: Path) -> None:
    text = 'Tijdstempel,Rol,Reactie\n"17-3-2025 09:30:12",leraar,"Te veel, te snel"\n'
    _csv(path, text.encode("utf-8"))


@builds
def google_american_dates(path: Path) -> None:
    text = "Timestamp,Role,Comments\n3/17/2025 9:30:12,teacher,Too fast\n"
    text += "3/4/2025 9:30:12,parent,Slow\n"
    _csv(path, text.encode("utf-8"))


@builds
def limesurvey_code(path: Path) -> None:
    text = (
        '"id","submitdate","lastpage","startlanguage","seed","G1Q1","G1Q2"\n'
        '"4","2025-03-17 09:30:12","2","pl","99","ouder","Brakuje pomocy w klasie"\n'
    )
    _csv(path, text.encode("utf-8-sig"))


@builds
def limesurvey_full(path: Path) -> None:
    text = (
        '"Antwoord ID","Datum verzonden","Laatste pagina","Starttaal","Wat is uw rol?",'
        '"<p>Wat gaat er <b>goed</b>?</p>"\n'
        '"4","2025-03-17 09:30:12","2","nl","Ouder","De juf ziet hem"\n'
    )
    _csv(path, text.encode("utf-8-sig"))


@builds
def surveymonkey_two_headers(path: Path) -> None:
    rows: list[list[object]] = [
        ["Respondent ID", "Collector ID", "Wat is uw rol?", "Wat mist u in het plan?"],
        [None, None, "Response", "Open-Ended Response"],
        [118, 7, "Docent", "Tijd om te overleggen"],
    ]
    _sheet(rows)[0].save(path.with_suffix(".xlsx"))


@builds
def qualtrics_three_headers(path: Path) -> None:
    text = (
        "StartDate,ResponseId,UserLanguage,Q1,Q2\n"
        'Start Date,Response ID,User Language,Wat is uw rol?,"Wat vindt u, alles bij elkaar?"\n'
        '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""lang""}",'
        '"{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"\n'
        "2025-03-17 09:30:12,R_1,NL,ouder,Het duurt te lang\n"
    )
    _csv(path, text.encode("utf-8-sig"))


# --- text tables -----------------------------------------------------------------------------


@builds
def csv_cp1252_semicolons(path: Path) -> None:
    _csv(
        path,
        "nr;rol;reactie\r\n1;IB’er;Geen één plan – echt niet; €5\r\n".replace("; €5", "").encode(
            "cp1252"
        ),
    )


@builds
def csv_utf8_bom(path: Path) -> None:
    _csv(path, "reactie;rol\r\nCoördinatie ontbreekt;ouder\r\n".encode("utf-8-sig"))


@builds
def csv_utf16(path: Path) -> None:
    _csv(path, "rol\treactie\r\nouder\tÉén loket graag\r\n".encode("utf-16"))


@builds
def csv_utf16_without_mark(path: Path) -> None:
    _csv(path, "rol;reactie\r\nouder;Een loket graag\r\n".encode("utf-16-le"))


@builds
def csv_quoted_newlines(path: Path) -> None:
    _csv(path, b'rol,reactie\r\nouder,"Eerste punt.\r\nTweede, punt."\r\nmentor,Kort\r\n')


@builds
def csv_mixed_line_ends(path: Path) -> None:
    _csv(path, b"rol;reactie\r\nouder;Eerste\nmentor;Tweede\rleerling;Derde\r\n")


@builds
def csv_decimal_comma(path: Path) -> None:
    _csv(path, b"cijfer;rol;reactie\r\n7,5;ouder;Prima, maar traag\r\n6,0;ouder;Te vol\r\n")


@builds
def csv_sep_hint(path: Path) -> None:
    _csv(path, b"sep=;\r\nrol;reactie\r\nouder;Wachten, wachten, wachten\r\n")


@builds
def csv_blank_lines_and_repeated_header(path: Path) -> None:
    _csv(path, b"rol;reactie\n\nouder;Te lang gewacht\nrol;reactie\n\nouder;Nog een keer\n\n\n")


@builds
def csv_formula_as_text(path: Path) -> None:
    _csv(path, b'rol;reactie\nouder;=HYPERLINK("http://x")\nouder;-1 voor de route\n')


@builds
def csv_short_and_long_rows(path: Path) -> None:
    _csv(path, b"rol;reactie;extra\nouder\nouder;Te weinig plek;a;b;c\n")


@builds
def tsv_tabs(path: Path) -> None:
    path.with_suffix(".tsv").write_bytes(b"rol\treactie\nouder\tEen ding; nee, twee\n")


# --- workbooks -------------------------------------------------------------------------------


@builds
def xlsx_title_block(path: Path) -> None:
    rows: list[list[object]] = [
        ["Reacties op het concept"],
        ["Export van 17 maart"],
        [],
        ["Rol", "Reactie"],
        ["Ouder", "Meer tijd"],
    ]
    _sheet(rows)[0].save(path.with_suffix(".xlsx"))


@builds
def xlsx_merged_two_headers(path: Path) -> None:
    rows: list[list[object]] = [
        ["Wie", "Vragen", None],
        ["Rol", "Wat gaat goed?", "Wat kan beter?"],
        ["Ouder", "De sfeer is fijn", "Sneller hulp"],
    ]
    book, sheet = _sheet(rows)
    sheet.merge_cells("B1:C1")
    book.save(path.with_suffix(".xlsx"))


@builds
def xlsx_totals_row(path: Path) -> None:
    rows: list[list[object]] = [
        ["Nr", "Rol", "Reactie"],
        [1, "Ouder", "Te druk"],
        ["Totaal", None, 1],
    ]
    _sheet(rows)[0].save(path.with_suffix(".xlsx"))


@builds
def xlsx_hidden_sheet_and_row(path: Path) -> None:
    book, sheet = _sheet(
        [["Rol", "Reactie"], ["Ouder", "Zichtbaar gezegd"], ["Ouder", "Verborgen gezegd"]]
    )
    sheet.row_dimensions[3].hidden = True
    other = book.create_sheet("Geheim")
    other.append(["Rol", "Reactie"])
    other.append(["Ouder", "Niet lezen"])
    other.sheet_state = "hidden"
    book.save(path.with_suffix(".xlsx"))


@builds
def xlsx_two_sheets(path: Path) -> None:
    book, _first = _sheet([["Rol", "Reactie"], ["Ouder", "Eerste blad"]], "Ouders")
    second = book.create_sheet("Leraren")
    second.append(["Rol", "Reactie"])
    second.append(["Leraar", "Tweede blad"])
    book.save(path.with_suffix(".xlsx"))


@builds
def xlsx_dates_and_numbers(path: Path) -> None:
    rows: list[list[object]] = [
        ["Datum", "Reactie"],
        [datetime(2025, 3, 17), "Echte datum"],
        [45733, "Excelgetal"],
        ["17 mrt. 2025", 12],
    ]
    _sheet(rows)[0].save(path.with_suffix(".xlsx"))


@builds
def xlsx_double_headers(path: Path) -> None:
    rows: list[list[object]] = [
        ["Rol", "Toelichting", "Toelichting"],
        ["Ouder", "Eerste vak", "Tweede vak"],
    ]
    _sheet(rows)[0].save(path.with_suffix(".xlsx"))


@builds
def xlsx_far_stray_cell(path: Path) -> None:
    book, sheet = _sheet([["Rol", "Reactie"], ["Ouder", "Gewoon een reactie"]])
    sheet.cell(5000, 40).value = " "
    book.save(path.with_suffix(".xlsx"))


@builds
def xlsx_several_roles(path: Path) -> None:
    rows: list[list[object]] = [
        ["Rol", "Reactie"],
        ["Ouder;Leerkracht;", "Ik ben beide"],
        ["LEERKRACHTEN", "Wij zijn veel"],
    ]
    _sheet(rows)[0].save(path.with_suffix(".xlsm"))


@builds
def ods_repeated_cells(path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Reacties")
    for cells, repeat in (
        (["Rol", "Reactie"], 1),
        (["Ouder", "Twee keer gezegd"], 2),
        ([], 1_048_000),
    ):
        row = TableRow(numberrowsrepeated=str(repeat))
        for cell in cells:
            one = TableCell(valuetype="string")
            one.addElement(P(text=cell))
            row.addElement(one)
        row.addElement(TableCell(numbercolumnsrepeated="16000"))
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path.with_suffix(".ods")))


# --- records ---------------------------------------------------------------------------------


@builds
def jsonl_records(path: Path) -> None:
    lines = [
        {"participant_id": 7, "comment-body": "Klein\nen fijn"},
        {"comment-body": "Zonder nummer", "lang": None},
    ]
    path.with_suffix(".jsonl").write_text(
        "\n".join(json.dumps(x) for x in lines) + "\n", encoding="utf-8"
    )


@builds
def jsonl_broken(path: Path) -> None:
    path.with_suffix(".jsonl").write_text('{"text": "goed"}\n{"text": \n', encoding="utf-8")


@builds
def parquet_table(path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table({"rol": ["ouder", "mentor"], "reactie": ["Eerste reactie", None]})
    parquet.write_table(table, path.with_suffix(".parquet"))


# --- documents -------------------------------------------------------------------------------


@builds
def docx_meeting(path: Path) -> None:
    document = Document()
    document.add_heading("Ouderavond Noord, 17 maart 2025", 1)
    document.add_paragraph("Aanwezig: 9 ouders")
    document.add_heading("Wachttijden", 2)
    document.add_paragraph("Ouders:")
    document.add_paragraph("Het duurt te lang (4x genoemd)", style="List Bullet")
    document.add_paragraph("IB'er: de formulieren kosten een dag")
    document.add_heading("Overgang", 2)
    document.add_paragraph("Meerdere ouders missen de mentor", style="List Bullet")
    document.add_heading("Lerarencafé Zuid, 19 maart 2025", 1)
    document.add_heading("Tijd", 2)
    document.add_paragraph("Rol: leraren")
    document.add_paragraph("Drie leraren willen minder vergaderen", style="List Number")
    document.save(str(path.with_suffix(".docx")))


@builds
def docx_who_what_table(path: Path) -> None:
    document = Document()
    table = document.add_table(rows=0, cols=3)
    for cells in (
        ("Wie", "Wat", "Aantal"),
        ("moeder", "Geen plek gevonden", "3x"),
        ("docent", "", ""),
    ):
        row = table.add_row().cells
        for cell, text in zip(row, cells, strict=True):
            cell.text = text
    document.save(str(path.with_suffix(".docx")))


@builds
def docx_tracked_changes(path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Wij willen ")
    deleted = parse_xml(
        f'<w:del {nsdecls("w")} w:id="1" w:author="x">'
        "<w:r><w:delText>minder </w:delText></w:r></w:del>"
    )
    inserted = parse_xml(
        f'<w:ins {nsdecls("w")} w:id="2" w:author="x"><w:r><w:t>meer rust</w:t></w:r></w:ins>'
    )
    paragraph._p.append(deleted)
    paragraph._p.append(inserted)
    document.save(str(path.with_suffix(".docx")))


@builds
def docx_comments(path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("De route wordt korter dan nu.")
    document.add_comment(paragraph.runs, text="Korter voor wie eigenlijk?", author="A. de Vries")
    document.add_comment(paragraph.runs, text="Mee eens, graag snel.", author="A. de Vries")
    document.save(str(path.with_suffix(".docx")))


@builds
def docx_text_box(path: Path) -> None:
    document = Document()
    document.add_paragraph("Tekst boven de plaat.")
    run = document.add_paragraph()._p
    box = (
        f"<w:r {nsdecls('w')}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>Getypt tussen de platen.</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    run.append(parse_xml(box))
    document.save(str(path.with_suffix(".docx")))


@builds
def docx_bold_lines_as_headings(path: Path) -> None:
    document = Document()
    for text, bold in (("Gesprek met scholieren", True), ("Niemand vraagt ons iets.", False)):
        document.add_paragraph().add_run(text).bold = bold
    document.save(str(path.with_suffix(".docx")))


@builds
def docx_content_control(path: Path) -> None:
    document = Document()
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    content.append(document.add_paragraph("Ingevuld in een vakje.")._p)
    control.append(content)
    document.element.body.insert(0, control)
    assert document.element.body.find(qn("w:sdt")) is not None
    document.save(str(path.with_suffix(".docx")))


@builds
def odt_notes(path: Path) -> None:
    from odf.opendocument import OpenDocumentText
    from odf.text import H, List, ListItem, P

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Vervoer"))
    document.text.addElement(P(text="Ouders:"))
    points = List()
    for text in ("De taxi komt te laat.", "Geen vaste chauffeur (2x)"):
        item = ListItem()
        item.addElement(P(text=text))
        points.addElement(item)
    document.text.addElement(points)
    document.save(str(path.with_suffix(".odt")))


@builds
def txt_wrapped_lines(path: Path) -> None:
    text = (
        "Wij hebben als ouders van de school lang nagedacht over dit plan en\n"
        "willen graag dat er eerst naar de groepsgrootte wordt gekeken, want\n"
        "zonder kleinere groepen komt er van de rest van het plan niet veel\n"
        "terecht.\n\nDaarnaast is het vervoer een zorg.\n"
    )
    path.with_suffix(".txt").write_text(text, encoding="utf-8")


@builds
def md_bullets(path: Path) -> None:
    text = "# Verslag 17 maart 2025\n\n## Hulp\n\nLeerkracht: geen tijd\n\n"
    text += "- te weinig handen (3x)\n* en te veel papier\n"
    path.with_suffix(".md").write_text(text, encoding="utf-8")


# --- mail ------------------------------------------------------------------------------------


def _mail(sender: str, text: str, subject: str = "Reactie") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"] = "Mon, 17 Mar 2025 09:30:12 +0100"
    message.set_content(text)
    return message


@builds
def eml_history_and_signature(path: Path) -> None:
    text = (
        "Beste lezer,\n\nDe wachtlijst is te lang.\n\nMet vriendelijke groet,\nIemand\nTel. 06\n\n"
        "Op ma 10 mrt 2025 om 10:00 schreef Bureau <b@voorbeeld.nl>:\n> Wilt u reageren?\n"
    )
    path.with_suffix(".eml").write_bytes(bytes(_mail("Een Ouder <ouder@voorbeeld.nl>", text)))


@builds
def eml_html_only(path: Path) -> None:
    message = _mail("ouder@voorbeeld.nl", "x")
    message.set_content(
        "<style>p{}</style><p>Graag &eacute;&eacute;n loket</p><blockquote>oud</blockquote>",
        subtype="html",
    )
    path.with_suffix(".eml").write_bytes(bytes(message))


@builds
def mbox_two_messages(path: Path) -> None:
    box = mailbox.mbox(path.with_suffix(".mbox"))
    for text in ("Eerste brief van ons.", "Tweede brief van ons."):
        box.add(_mail("ouder@voorbeeld.nl", text))
    box.close()


# --- hostile or damaged ----------------------------------------------------------------------


@builds
def xlsx_zero_bytes(path: Path) -> None:
    path.with_suffix(".xlsx").write_bytes(b"")


@builds
def xlsx_really_html(path: Path) -> None:
    path.with_suffix(".xlsx").write_bytes(b"<html><table><tr><td>Reactie</td></tr></table></html>")


@builds
def xlsx_really_old_xls(path: Path) -> None:
    path.with_suffix(".xlsx").write_bytes(ole_container("Root Entry", "Workbook"))


@builds
def xlsx_password(path: Path) -> None:
    path.with_suffix(".xlsx").write_bytes(
        ole_container("Root Entry", "EncryptionInfo", "EncryptedPackage")
    )


@builds
def docx_really_xlsx(path: Path) -> None:
    target = io.BytesIO()
    _sheet([["Reactie"]])[0].save(target)
    path.with_suffix(".docx").write_bytes(target.getvalue())


@builds
def docx_truncated(path: Path) -> None:
    target = io.BytesIO()
    document = Document()
    document.add_paragraph("Half")
    document.save(target)
    path.with_suffix(".docx").write_bytes(target.getvalue()[:4000])


@builds
def xlsx_zip_bomb(path: Path) -> None:
    target = path.with_suffix(".xlsx")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _n in range(64):
                part.write(bytes(1 << 20))


@builds
def xlsx_huge_cell(path: Path) -> None:
    rows: list[list[object]] = [["Reactie"], ["kort"]]
    _sheet(rows)[0].save(path.with_suffix(".xlsx"))
    _replaced(path.with_suffix(".xlsx"), "xl/worksheets/sheet1.xml", b"kort", b"a" * 300_000)


@builds
def xlsx_endless_cell(path: Path) -> None:
    _sheet([["Reactie"], ["kort"]])[0].save(path.with_suffix(".xlsx"))
    noise = random.Random(1).randbytes(2_500_000).hex().encode()
    _replaced(path.with_suffix(".xlsx"), "xl/worksheets/sheet1.xml", b"kort", noise)


@builds
def xlsx_sixteen_thousand_columns(path: Path) -> None:
    _sheet([["Reactie", *range(16_383)], ["Tekst", *range(16_383)]])[0].save(
        path.with_suffix(".xlsx")
    )


@builds
def xlsx_entities(path: Path) -> None:
    _sheet([["Reactie"], ["tekst"]])[0].save(path.with_suffix(".xlsx"))
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    _prefixed(path.with_suffix(".xlsx"), "xl/workbook.xml", doctype)


@builds
def docx_entities(path: Path) -> None:
    Document().save(str(path.with_suffix(".docx")))
    _prefixed(path.with_suffix(".docx"), "word/document.xml", b'<!DOCTYPE x [<!ENTITY a "a">]>')


@builds
def odt_is_no_document(path: Path) -> None:
    path.with_suffix(".odt").write_bytes(zip_of({"content.xml": b"<kapot"}))


@builds
def csv_nul_bytes(path: Path) -> None:
    _csv(path, b"rol;reactie\nouder;tekst\x00\x00met nul\n")


@builds
def csv_huge_cell(path: Path) -> None:
    _csv(path, b"rol;reactie\nouder;" + b"a" * 300_000 + b"\n")


@builds
def csv_endless_line(path: Path) -> None:
    _csv(path, b"rol;reactie\nouder;" + b"a;" * 2_500_000 + b"\n")


@builds
def csv_sixteen_thousand_columns(path: Path) -> None:
    _csv(path, b"reactie" + b";k" * 16_383 + b"\nx" + b";y" * 16_383 + b"\n")


@builds
def csv_undecodable(path: Path) -> None:
    _csv(
        path,
        b"rol;reactie\nouder;" + bytes([0xC3, 0x28, 0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFF]) + b"\n",
    )


@builds
def pdf_javascript(path: Path) -> None:
    path.with_suffix(".pdf").write_bytes(
        pdf_bytes(["Gewone tekst op een pagina"], script="app.alert(1)")
    )


@builds
def pdf_scan(path: Path) -> None:
    path.with_suffix(".pdf").write_bytes(pdf_bytes([]))


@builds
def pdf_damaged(path: Path) -> None:
    path.with_suffix(".pdf").write_bytes(b"%PDF-1.7\nkapot\n%%EOF")


@builds
def pdf_running_titles(path: Path) -> None:
    lines = [
        "Eerste bladzijde gaat over de onder-",
        "steuning in de klas.",
        "En de po-",
        "scholen doen mee.",
    ]
    path.with_suffix(".pdf").write_bytes(pdf_bytes(lines, pages=3, running="Concept 2025"))


@builds
def pdf_two_columns(path: Path) -> None:
    left = [f"Links regel nummer {word} van de kolom" for word in "een twee drie vier vijf".split()]
    right = [
        f"Rechts regel nummer {word} van de kolom" for word in "een twee drie vier vijf".split()
    ]
    path.with_suffix(".pdf").write_bytes(pdf_bytes(left, right=right))


@builds
def unknown_kind(path: Path) -> None:
    path.with_suffix(".exe").write_bytes(b"MZ")


@builds
def ole_word(path: Path) -> None:
    path.with_suffix(".docx").write_bytes(
        OLE_HEAD + bytes(1024) + "WordDocument".encode("utf-16-le")
    )


def _rewritten(path: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    shared = "xl/sharedStrings.xml"
    for name in (member, shared) if member.startswith("xl/worksheets") else (member,):
        if name in parts:
            parts[name] = change(parts[name])
    path.write_bytes(zip_of(parts))


def _replaced(path: Path, member: str, old: bytes, new: bytes) -> None:
    _rewritten(path, member, lambda raw: raw.replace(old, new))


def _prefixed(path: Path, member: str, prefix: bytes) -> None:
    _rewritten(path, member, lambda raw: prefix + raw.partition(b"?>")[2])


def pdf_bytes(
    lines: list[str],
    *,
    right: list[str] | None = None,
    pages: int = 1,
    running: str = "",
    script: str = "",
) -> bytes:
    """A small PDF typed by hand: lines of Helvetica 11, a second column, a running title."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    font = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids: list[int] = []
    parent = 2 + 2 * pages
    for number in range(1, pages + 1):
        stream = _page_stream(lines, right or [], running, number)
        content = add(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(
            add(
                f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 595 842] "
                f"/Contents {content} 0 R "
                f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
            )
        )
    add(f"<< /Type /Pages /Count {pages} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>")
    names = ""
    if script:
        action = add(f"<< /S /JavaScript /JS ({script}) >>")
        names = f"/OpenAction {action} 0 R /Names << /JavaScript << /Names [(x) {action} 0 R] >> >>"
    root = add(f"<< /Type /Catalog /Pages {parent} 0 R {names} >>")
    return assembled(objects, root)


def _page_stream(lines: list[str], right: list[str], running: str, number: int) -> str:
    shown: list[tuple[int, int, str]] = [(60, 700 - 14 * n, line) for n, line in enumerate(lines)]
    shown += [(330, 700 - 14 * n, line) for n, line in enumerate(right)]
    if running:
        shown += [(60, 810, running), (290, 30, f"Pagina {number}")]
    return "\n".join(f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in shown)


def assembled(objects: list[bytes], root: int) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    offsets: list[int] = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for offset in offsets:
        out.write(f"{offset:010d} 00000 n \n".encode())
    out.write(
        f"trailer << /Size {len(objects) + 1} /Root {root} 0 R >>\n"
        f"startxref\n{start}\n%%EOF".encode()
    )
    return out.getvalue()


def build_all(folder: Path) -> list[str]:
    """Write every nasty file; returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, builder in BUILDERS.items():
        builder(folder / name)
    return sorted(BUILDERS)


def _main(arguments: list[Any]) -> None:
    print("\n".join(build_all(Path(arguments[0]))))


if __name__ == "__main__":
    _main(sys.argv[1:])
