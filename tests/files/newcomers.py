"""Folders of own_shapes: what somebody brings on the first day, written before it was read."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.files.own_shapes import S, builds

NO = "Neen, dat gaat prima zo als het nu geregeld is"


def _inside(cell: object, rows: list[list[str]]) -> None:
    """A table inside a cell of a table."""
    table = cell.add_table(rows=0, cols=len(rows[0]))  # type: ignore[attr-defined]
    for row in rows:
        for at, text in zip(table.add_row().cells, row, strict=True):
            at.text = text


@builds
def tables_below_a_lone_label(folder: Path) -> None:
    document = Document()
    document.add_heading("Verslag ouderavond 12 november 2024", 0)
    outer = document.add_table(rows=2, cols=1)
    for row, (label, said) in enumerate((("Wat gaat goed?", S[:2]), ("Wat kan beter?", S[3:4]))):
        outer.cell(row, 0).text = label
        _inside(outer.cell(row, 0), [[text] for text in said])
    document.add_paragraph(S[4])
    document.save(str(folder / "Verslag ouderavond.docx"))


@builds
def tables_beside_a_lone_label(folder: Path) -> None:
    document = Document()
    document.add_heading("Verslag themabijeenkomst 12 november 2024", 0)
    outer = document.add_table(rows=3, cols=2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "Onderwerp", "Opbrengst"
    rows = (("Communicatie", S[2:3]), ("Wachttijden", (S[1], S[4])))
    for row, (label, said) in enumerate(rows, start=1):
        outer.cell(row, 0).text = label
        _inside(
            outer.cell(row, 1),
            [["Wie", "Opmerking"], *(["ouder", text] for text in said)],
        )
    document.save(str(folder / "themabijeenkomst.docx"))


@builds
def two_tables_in_one_cell(folder: Path) -> None:
    document = Document()
    document.add_heading("Verslag werksessie 12 november 2024", 0)
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    for label, said in (("Wat gaat goed?", S[:2]), ("Wat kan beter?", S[3:4])):
        cell.add_paragraph(label)
        _inside(cell, [["ouder", text] for text in said])
    document.save(str(folder / "werksessie.docx"))


def printed(*lines: str) -> WordDocument:
    """A form with these lines below its title."""
    document = Document()
    document.add_heading("Reactieformulier ondersteuningsplan", 1)
    for line in lines:
        document.add_paragraph(line)
    return document


def _form(folder: Path, number: int, lines: list[str]) -> None:
    printed(*lines).save(str(folder / f"reactieformulier {number}.docx"))


FORMS = (("ouder", 0), ("leerkracht", 3), ("ouder", 2))


@builds
def options_each_on_a_line(folder: Path) -> None:
    for number, (who, said) in enumerate(FORMS, start=1):
        boxes = [
            f"{'☒' if who == name else '☐'} {name}" for name in ("ouder", "leerkracht", "anders")
        ]
        lines = ["Ik vul dit formulier in als:", *boxes, "Wat wilt u ons meegeven?", S[said]]
        _form(folder, number, lines)


@builds
def boxes_each_above_their_option(folder: Path) -> None:
    for number, (who, said) in enumerate(FORMS, start=1):
        boxes = [
            line
            for name in ("ouder", "leerkracht", "anders")
            for line in ("[x]" if who == name else "[ ]", name)
        ]
        lines = ["Ik vul dit formulier in als:", *boxes, "Wat wilt u ons meegeven?", S[said]]
        _form(folder, number, lines)


@builds
def boxes_in_a_column_of_a_table(folder: Path) -> None:
    for number, (who, said) in enumerate(FORMS, start=1):
        document = printed("Ik ben:")
        table = document.add_table(rows=0, cols=2)
        for name in ("ouder", "leerkracht", "anders"):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = "☒" if who == name else "☐", name
        document.add_paragraph("Wat wilt u ons meegeven?")
        document.add_paragraph(S[said])
        document.save(str(folder / f"reactieformulier {number}.docx"))


@builds
def options_each_on_a_line_of_a_mail(folder: Path) -> None:
    for number, (who, said) in enumerate(FORMS, start=1):
        message = EmailMessage()
        message["From"] = f"deelnemer{number}@voorbeeld.nl"
        message["Subject"] = "Reactie conceptplan"
        message["Date"] = "Tue, 12 Nov 2024 10:00:00 +0100"
        boxes = "\n".join(
            f"[{'x' if who == name else ' '}] {name}" for name in ("ouder", "leerkracht", "anders")
        )
        message.set_content(f"Ik reageer als:\n{boxes}\n\nMijn reactie:\n{S[said]}.\n")
        (folder / f"reactie {number}.eml").write_bytes(bytes(message))


@builds
def forms_that_branch(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(
        [
            "Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam",
            "In welke rol vult u deze vragenlijst in?",
            "U bent ouder. Wat gaat goed op de school van uw kind?",
            "U bent ouder. Wat zou u anders willen?",
            "U werkt op een school. Waar loopt u tegenaan?",
            "Wilt u nog iets kwijt?",
        ]
    )  # fmt: skip
    rows = (
        ("Ouder of verzorger", S[0], S[2], None, None),
        ("Ouder of verzorger", None, S[5], None, "nee"),
        ("Leerkracht", None, None, S[3], S[4]),
        ("Intern begeleider", None, None, S[1], None),
    )
    for number, row in enumerate(rows, start=1):
        time = f"11-{11 + number}-24 9:0{number}:00"
        sheet.append([number, time, time, "anonymous", None, *row])
    book.save(folder / "Vragenlijst ondersteuningsplan(1-4).xlsx")


@builds
def transcript_with_surnames_first(folder: Path) -> None:
    cues = (
        ("Jansen, Petra (Stichting De Kolk)", S[0], 3),
        ("Jansen, Petra (Stichting De Kolk)", "en dat horen we ook van de brugklassen.", 9),
        ("Mohammed el Amrani", S[2], 15),
        ("van der Velde, Sjoukje", S[3], 22),
        ("Mohammed el Amrani", "Ja precies.", 30),
    )
    text = "WEBVTT\n\n" + "\n\n".join(
        f"8f0c{at}-{at}/1-0\n00:00:{at:02}.000 --> 00:00:{at + 4:02}.000\n<v {who}>{said}</v>"
        for who, said, at in cues
    )
    (folder / "Panelgesprek 2024-11-12.vtt").write_text(text + "\n", encoding="utf-8")


@builds
def bands_across_a_table(folder: Path) -> None:
    document = Document()
    document.add_heading("Verslag tafelgesprekken 12 november 2024", 0)
    document.add_paragraph("Aanwezig: 8 ouders, 4 leerkrachten")
    table = document.add_table(rows=0, cols=3)
    for cell, text in zip(table.add_row().cells, ("Wie", "Opmerking", "Aantal"), strict=True):
        cell.text = text
    for band, rows in (
        ("Communicatie", (("ouder", S[2], "3"), ("leerkracht", S[3], "1"))),
        ("Wachttijden", (("ouder", S[1], "2"),)),
    ):
        cells = table.add_row().cells
        cells[0].merge(cells[2]).text = band
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(folder / "tafelgesprekken.docx"))


@builds
def letter_of_a_council(folder: Path) -> None:
    document = Document()
    for line in (
        "Medezeggenschapsraad De Wilgen",
        "Wilgenlaan 4",
        "1234 AB Elsterland",
        "",
        "Aan: samenwerkingsverband Elsterland",
        "Postbus 12",
        "1234 ZZ Elsterland",
        "",
        "Elsterland, 12 november 2024",
        "Betreft: reactie op het concept-ondersteuningsplan",
        "Kenmerk: MR/2024/17",
        "",
        "Geacht bestuur,",
        "Met belangstelling hebben wij het concept gelezen. Graag geven wij u het volgende mee.",
    ):
        document.add_paragraph(line)
    for text in (S[3], S[1]):
        document.add_paragraph(text + ".", style="List Number")
    for line in (
        "Wij zien uw reactie met belangstelling tegemoet.",
        "Met vriendelijke groet,",
        "namens de oudergeleding,",
        "J. de Boer, voorzitter",
        "Bijlage: 1",
    ):
        document.add_paragraph(line)
    document.save(str(folder / "Brief MR De Wilgen.docx"))


@builds
def messages_of_a_web_form(folder: Path) -> None:
    for number, (who, said) in enumerate((("Ouder", 0), ("Leerkracht", 3), ("Ouder", 5)), start=1):
        message = EmailMessage()
        message["From"] = "Website <noreply@elsterland.example>"
        message["To"] = "info@elsterland.example"
        message["Subject"] = "Nieuw bericht via het formulier Denk mee"
        message["Date"] = f"Tue, 12 Nov 2024 10:0{number}:00 +0100"
        message.set_content(
            f"Naam: Anoniem {number}\nE-mailadres: mens{number}@voorbeeld.nl\nIk ben: {who}\n"
            f"Uw reactie:\n{S[said]}.\n\n--\nDit bericht is verzonden via het contactformulier op "
            "Elsterland (https://elsterland.example)\n"
        )
        (folder / f"Nieuw bericht {number}.eml").write_bytes(bytes(message))


@builds
def questions_of_slido(folder: Path) -> None:
    lines = ["Question;Author;Upvotes;Downvotes;Status;Created"]
    for number, text in enumerate(S[:4]):
        lines.append(f"{text};Anonymous;{number};0;Archived;2024-11-12 19:0{number}")
    (folder / "slido-questions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


@builds
def text_encoded_twice(folder: Path) -> None:
    text = (
        "nr;rol;reactie\n"
        "1;ouder;De coördinatie ontbreekt en niemand belt terug\n"
        "2;ouder;Eén loket voor alle ouders, dat zou helpen\n"
        "3;leerkracht;Reële verwachtingen zijn er niet over de zorg’s rol\n"
    )
    twice = text.encode("utf-8").decode("cp1252").encode("utf-8")
    (folder / "reacties-2024-11-12.csv").write_bytes(twice)


@builds
def two_sheets_with_a_filter(folder: Path) -> None:
    book = Workbook()
    for sheet, day, said in (
        (book.active, "12-11-2024", S[:3]),
        (book.create_sheet(), "15-04-2025", S[3:6]),
    ):
        sheet.title = f"Ronde {'najaar' if '2024' in day else 'voorjaar'}"
        sheet.append(["Datum", "Uw rol", "Toelichting intern", "Wat wilt u ons meegeven?"])
        for at, text in enumerate(said, start=2):
            sheet.append([day, ("ouder", "leerkracht")[at % 2], "nabellen", text])
        sheet.auto_filter.ref = "A1:D4"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet["D2"].comment = Comment("Even overleggen met Jan", "Bureau")
    book.save(folder / "Reacties twee rondes.xlsx")


@builds
def chat_saved_from_zoom(folder: Path) -> None:
    (folder / "Chat online bijeenkomst 2024-11-12.txt").write_text(
        f"19:03:12\t From Petra Jansen to Everyone:\n\t{S[0]}\n"
        f"19:04:40\t From Mo el Amrani to Everyone:\n\t{S[2]}\n"
        f'19:05:01\t From Petra Jansen to Everyone:\n\tReplying to "{S[2][:30]}..."\n\n\t{S[3]}\n',
        encoding="utf-8",
    )


@builds
def points_with_stickers(folder: Path) -> None:
    document = Document()
    document.add_heading("Opbrengst stickerronde 12 november 2024", 0)
    document.add_paragraph("Aanwezig: 20 ouders")
    for text, votes in zip(S[:4], (" (5 stickers)", " - 3 stippen", " ●●●●", ""), strict=True):
        document.add_paragraph(text + votes, style="List Bullet")
    document.save(str(folder / "Stickerronde ouders.docx"))


@builds
def answers_by_the_number_of_the_question(folder: Path) -> None:
    document = Document()
    document.add_heading("Papieren formulieren, ingevoerd 12 november 2024", 0)
    document.add_paragraph("Vraag 1: Wat gaat goed?")
    document.add_paragraph("Vraag 2: Wat kan beter?")
    for number, (who, good, better) in enumerate(
        (("ouder", S[0], S[1]), ("leerkracht", S[3], S[4])), start=1
    ):
        document.add_heading(f"Formulier {number} ({who})", 2)
        document.add_paragraph(f"1. {good}")
        document.add_paragraph(f"2. {better}")
    document.save(str(folder / "Papieren formulieren.docx"))


@builds
def list_of_sharepoint(folder: Path) -> None:
    lines = ['"Titel","Doelgroep","Opmerking","Gemaakt door","Gemaakt","Itemtype","Pad"']
    for number, (who, text) in enumerate(
        (("Ouder", S[0]), ("School", S[3]), ("Ouder", S[2])), start=1
    ):
        lines.append(
            f'"Reactie {number}","{who}","{text}","Sanne Vos","12-11-2024 09:3{number}","Item",'
            '"sites/plan/Lists/Reacties"'
        )
    (folder / "Reacties.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


@builds
def a_sheet_for_each_question(folder: Path) -> None:
    book = Workbook()
    for sheet, title, rows in (
        (book.active, "Wat gaat goed", ((S[0], "ouder"), (S[2], "ouder"))),
        (book.create_sheet(), "Wat kan beter", ((S[1], "leerkracht"), (S[3], "leerkracht"))),
    ):
        sheet.title = title
        sheet.append(["Antwoord", "Rol"])
        for row in rows:
            sheet.append(list(row))
    book.save(folder / "Antwoorden 12-11-2024.xlsx")


@builds
def answers_marked_in_a_mail(folder: Path) -> None:
    message = EmailMessage()
    message["From"] = "deelnemer@voorbeeld.nl"
    message["Subject"] = "RE: vragen ondersteuningsplan"
    message["Date"] = "Tue, 12 Nov 2024 10:00:00 +0100"
    message.set_content(
        "Beste Sanne,\n\nHierbij onze antwoorden.\n\n"
        f"1. Wat gaat goed in de samenwerking?\nAntwoord: {S[0]}.\n\n"
        f"2. Wat zou u anders willen?\nAntwoord: {S[1]}.\n\n"
        "Met vriendelijke groet,\nEls de Vries\nintern begeleider De Kolk\n"
    )
    (folder / "RE vragen.eml").write_bytes(bytes(message))


@builds
def chat_of_numbers_with_a_poll(folder: Path) -> None:
    (folder / "WhatsApp-chat met Ouderpanel.txt").write_text(
        "12-11-2024 19:01 - Berichten en oproepen zijn end-to-end versleuteld.\n"
        f"12-11-2024 19:03 - +31 6 12345678: {S[0]}\n"
        f"12-11-2024 19:04 - +31 6 87654321: {S[2]}\n"
        "12-11-2024 19:05 - +31 6 12345678: PEILING:\nWanneer schikt het?\n"
        "OPTIE: maandag (3 stemmen)\nOPTIE: dinsdag (1 stem)\n"
        f"12-11-2024 19:09 - +31 6 12345678: {S[5]}\n",
        encoding="utf-8",
    )


@builds
def boxes_of_an_older_word(folder: Path) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for number, (who, said) in enumerate(FORMS, start=1):
        document = printed("Ik ben:")
        for name in ("ouder", "leerkracht", "anders"):
            line = document.add_paragraph()
            line._p.append(
                parse_xml(
                    f"<w:r {nsdecls('w')}><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox>"
                    f"<w:sizeAuto/><w:default w:val='0'/><w:checked w:val='{int(who == name)}'/>"
                    "</w:checkBox></w:ffData></w:fldChar></w:r>"
                )
            )
            line.add_run(f" {name}")
        document.add_paragraph("Wat wilt u ons meegeven?")
        document.add_paragraph(S[said])
        document.save(str(folder / f"reactieformulier {number}.docx"))
