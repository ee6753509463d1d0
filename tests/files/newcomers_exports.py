"""Folders of own_shapes: exports of boards and polls, and forms and remarks of Office itself.

Written before it was read what comes of them.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from tests.files.newcomers import FORMS, printed
from tests.files.own_shapes import S, builds

DAY = "2024-11-12"


def _table(path: Path, rows: Sequence[Sequence[object]], mark: str = ",") -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=mark).writerows(rows)


@builds
def stickies_of_mural(folder: Path) -> None:
    head = (
        "ID", "Text", "BG Color", "Border Style", "Position X", "Position Y", "Width", "Height",
        "Tags", "Area", "Link To", "Last Updated By", "Last Updated",
    )  # fmt: skip
    rows = [
        (f"0-17{at}", text, "#FCFE7D", "", 120 + at, 80, 138, 138, "", area, "", who, DAY)
        for at, (text, area, who) in enumerate(
            (
                ("", "", "Bureau"),
                (S[0], "Wat gaat goed?", "Petra Jansen"),
                (S[1], "Wat kan beter?", "Visiting Kangaroo"),
                (S[3], "Wat kan beter?", "Petra Jansen"),
            )
        )
    ]  # fmt: skip
    _table(folder / f"Mural werksessie {DAY}.csv", [head, *rows])


@builds
def stickies_with_a_colour_and_a_place(folder: Path) -> None:
    _table(
        folder / f"Miro board export {DAY}.csv",
        [
            ("Text", "Author", "Sticky color", "Location", "Created at", "URL"),
            (S[0], "Petra Jansen", "yellow", "Overgang", f"{DAY}T19:31:00Z", "https://miro.com/a"),
            (S[2], "Guest", "pink", "Ouders", f"{DAY}T19:32:00Z", "https://miro.com/b"),
            (S[4], "Guest", "pink", "Ouders", f"{DAY}T19:33:00Z", "https://miro.com/c"),
        ],
    )


@builds
def a_sheet_for_each_question_of_wooclap(folder: Path) -> None:
    book = Workbook()
    first = book.active
    first.title = "Resultaten"
    first.append(["Evenement", "Themabijeenkomst ondersteuningsplan"])
    first.append(["Datum", "12/11/2024"])
    first.append(["Aantal deelnemers", 4])
    for number, (question, said) in enumerate(
        (("Wat gaat goed?", S[:2]), ("Wat kan beter?", S[2:5])), start=1
    ):
        sheet = book.create_sheet(f"Vraag {number}")
        sheet.append([question])
        sheet.append(["Type", "Open vraag"])
        sheet.append([])
        sheet.append(["Deelnemer", "Antwoord", "Likes"])
        for at, text in enumerate(said, start=1):
            sheet.append([f"Deelnemer {at}", text, 0])
    book.save(folder / "wooclap-resultaten.xlsx")


@builds
def ideas_of_klaxoon(folder: Path) -> None:
    _table(
        folder / f"klaxoon brainstorm {DAY}.csv",
        [
            ("Idea", "Category", "Color", "Author", "Likes", "Comments", "Dimension"),
            (S[0], "Overgang", "Green", "Petra J.", 3, 0, ""),
            (S[1], "Wachttijden", "Blue", "Karim", 0, 1, ""),
            (S[3], "Overgang", "Green", "Petra J.", 1, 0, ""),
        ],
        ";",
    )


def _control(content: str, *, about: str = "") -> str:
    held = f"<w:sdtContent>{content}</w:sdtContent>"
    return f"<w:sdt {nsdecls('w')}><w:sdtPr>{about}</w:sdtPr>{held}</w:sdt>"


def _words(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@builds
def forms_with_content_controls(folder: Path) -> None:
    for number, (who, said) in enumerate(FORMS, start=1):
        document = printed()
        body = document.element.body
        end = body.sectPr
        line = document.add_paragraph("Uw rol: ")
        chosen = (
            "<w:dropDownList><w:listItem w:displayText='ouder' w:value='o'/>"
            "<w:listItem w:displayText='leerkracht' w:value='l'/></w:dropDownList>"
        )
        line._p.append(parse_xml(_control(f"<w:r><w:t>{who}</w:t></w:r>", about=chosen)))
        for question, answer in (
            ("Wat wilt u ons meegeven?", S[said]),
            ("Wat gaat goed?", S[said + 1]),
        ):
            document.add_paragraph(question)
            about = f"<w:alias w:val='{question}'/><w:tag w:val='veld'/>"
            end.addprevious(parse_xml(_control(_words(answer), about=about)))
        document.save(str(folder / f"reactieformulier {number}.docx"))


def _typed(name: str, text: str) -> str:
    """A field for words of an older Word, filled in."""
    space = nsdecls("w")
    return (
        f"<w:p {space}><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='{name}'/>"
        "<w:enabled/><w:helpText w:type='text' w:val='Vul hier in'/><w:textInput>"
        "<w:default w:val='Typ hier uw antwoord'/></w:textInput></w:ffData></w:fldChar></w:r>"
        "<w:r><w:instrText xml:space='preserve'> FORMTEXT </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>{text}</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )


def _chosen(at: int) -> str:
    """A list to choose from of an older Word; Word shows the entry and stores only its number."""
    entries = "".join(f"<w:listEntry w:val='{name}'/>" for name in ("ouder", "leerkracht"))
    return (
        f"<w:r {nsdecls('w')}><w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='rol'/>"
        f"<w:ddList><w:result w:val='{at}'/>{entries}</w:ddList></w:ffData></w:fldChar></w:r>"
    )


@builds
def fields_of_an_older_word(folder: Path) -> None:
    for number, (who, said) in enumerate(FORMS, start=1):
        document = printed()
        end = document.element.body.sectPr
        role = document.add_paragraph("Uw rol: ")
        role._p.append(parse_xml(_chosen(int(who == "leerkracht"))))
        for question, answer in (
            ("Wat wilt u ons meegeven?", S[said]),
            ("Wat gaat goed?", "Typ hier uw antwoord"),
        ):
            document.add_paragraph(question)
            end.addprevious(parse_xml(_typed(f"Tekst{number}", answer)))
        document.save(str(folder / f"reactieformulier {number}.docx"))


@builds
def notes_with_changes_tracked(folder: Path) -> None:
    document = Document()
    document.add_heading("Verslag ouderavond 12 november 2024", 0)
    document.add_paragraph("Aanwezig: 8 ouders")
    space = nsdecls("w")
    for kept, gone, new in (
        ("De overgang van groep 8 naar de brugklas gaat ", "wel goed", "veel te snel"),
        ("Wij horen als ouders pas iets als het besluit ", "ter inzage ligt", "al is genomen"),
    ):
        point = document.add_paragraph(kept, style="List Bullet")
        about = "w:author='Bureau' w:date='2024-11-20T10:00:00Z'"
        point._p.append(
            parse_xml(
                f"<w:del {space} w:id='1' {about}><w:r><w:delText>{gone}</w:delText></w:r></w:del>"
            )
        )
        point._p.append(
            parse_xml(f"<w:ins {space} w:id='2' {about}><w:r><w:t>{new}</w:t></w:r></w:ins>")
        )
    dropped = document.add_paragraph(style="List Bullet")
    dropped._p.append(
        parse_xml(
            f"<w:del {space} w:id='3' w:author='Bureau'><w:r><w:delText>{S[4]}</w:delText></w:r>"
            "</w:del>"
        )
    )
    document.save(str(folder / "Verslag ouderavond.docx"))


@builds
def answers_with_threads_on_cells(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Datum", "Uw rol", "Wat wilt u ons meegeven?"])
    for at, text in enumerate(S[:3]):
        sheet.append(["12-11-2024", ("ouder", "leerkracht")[at % 2], text])
    path = folder / "Reacties.xlsx"
    book.save(path)
    threads = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="C2" dT="2024-11-13T09:00:00" personId="{A}" '
        'id="{B}"><text>Even nabellen met deze ouder</text></threadedComment></ThreadedComments>'
    )
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
        'threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/threadedComments/threadedComment1.xml", threads)
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", related)
