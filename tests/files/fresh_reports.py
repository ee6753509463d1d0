"""Folders of own_shapes: forms of Word, reports that tell, agendas, tables under tables, slides."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from tests.files.make_files import slides, workbook
from tests.files.own_shapes import S, builds

PROMPT = "Klik of tik om tekst in te voeren."


def _field(document: Document, text: str) -> None:
    """A paragraph with a field of a form in it; without a text it shows what Word prints there."""
    prompt = "" if text else "<w:showingPlcHdr/>"
    document.add_paragraph()._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr>{prompt}<w:text/></w:sdtPr><w:sdtContent>"
            f"<w:r><w:t>{text or PROMPT}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )


def _prose(path: Path, title: str, lines: Sequence[str], points: Sequence[str] = ()) -> None:
    document = Document()
    document.add_heading(title, 0)
    for line in lines:
        document.add_paragraph(line)
    for point in points:
        document.add_paragraph(point, style="List Bullet")
    document.save(str(path))


@builds
def forms_with_fields_left_open(folder: Path) -> None:
    asked = ("1. Wat spreekt u aan?", "2. Wat mist u?", "3. Wat geeft u ons nog mee?")
    for number, answers in enumerate(((S[0], S[1], ""), ("", S[2], S[3]), (S[4], "", S[5])), 1):
        document = Document()
        document.add_heading("Reactieformulier", 0)
        document.add_paragraph("Rol: ouder")
        for question, answer in zip(asked, answers, strict=True):
            document.add_paragraph().add_run(question).bold = True
            _field(document, answer)
        document.save(str(folder / f"Reactieformulier {number}.docx"))


@builds
def forms_with_the_answers_beside_the_questions(folder: Path) -> None:
    for number, (role, answers) in enumerate((("Ouder", (S[2], "")), ("Leerkracht", (S[3], S[5])))):
        document = Document()
        document.add_heading("Inspraakformulier", 0)
        asked = ("Uw naam", "Uw rol", "Wat gaat er goed?", "Wat moet beter?")
        table = document.add_table(rows=0, cols=2)
        for question, answer in zip(asked, ("A. Jansen", role, *answers), strict=True):
            row = table.add_row().cells
            row[0].text, row[1].text = question, answer
        document.save(str(folder / f"Inspraakformulier {number}.docx"))


@builds
def interview_that_is_told(folder: Path) -> None:
    told = (
        "Datum: 14 oktober 2025",
        f'"{S[1]}," zegt een moeder. Ze zucht.',
        f"Een vader knikt. “{S[2]}.”",
        f'Sara vindt de pauzes te kort. "{S[0]}," zegt ze.',
        f"‘{S[4]}’, vertelt een andere moeder. ‘{S[5]}.’",
    )
    _prose(folder / "Interviewverslag.docx", "Interviewverslag ouders", told)


@builds
def minutes_with_a_numbered_agenda(folder: Path) -> None:
    lines = (
        "Aanwezig: mw. Peters (orthopedagoog), dhr. Akin (schoolleider)",
        "Datum: 18 september 2025",
        "1. Opening",
        "Mw. Peters opent de vergadering om 10.00 uur.",
        "2. Wachtlijsten",
        f"Mw. Peters: {S[1]}.",
        f"Dhr. Akin: {S[4]}.",
        "3. Sluiting",
        "De vergadering sluit om 11.15 uur.",
    )
    _prose(folder / "Gespreksverslag.docx", "Gespreksverslag ondersteuningsteam", lines)


@builds
def questions_above_points_in_text(folder: Path) -> None:
    (folder / "leerlingenraad.txt").write_text(
        "Leerlingenraad groep 7 en 8 - 2 oktober 2025\nAanwezig: 9 leerlingen\n\n"
        f"Wat vinden jullie fijn?\n- {S[0]}\n- {S[3]}\n\nWat moet anders?\n- {S[5]}\n",
        "utf-8",
    )


@builds
def people_counted_in_a_story(folder: Path) -> None:
    lines = (
        "23 september 2025, basisschool Het Anker",
        "Achtendertig mensen zitten er al als de avond om half acht begint.",
    )
    _prose(folder / "Verslag ouderavond.docx", "Verslag ouderavond", lines, S[:3])


@builds
def slides_of_what_a_meeting_brought(folder: Path) -> None:
    slides(
        folder / "Presentatie bijeenkomst 12 maart 2025.pptx",
        ("Bijeenkomst leerkrachten", (("12 maart 2025, De Werf", 0),)),
        ("Programma", (("13.30 Welkom", 0), ("13.45 In gesprek", 0), ("15.00 Afsluiting", 0))),
        ("Opbrengst tafel 1: tijd", ((S[3], 0), (S[5], 0))),
        ("Opbrengst tafel 2: jeugdhulp", ((S[4], 0),)),
        ("Vervolg", (("Verslag volgt binnen twee weken", 0),)),
    )


@builds
def tables_under_one_another_with_names_in_two_rows(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Opbrengst regiobijeenkomsten"])
    north = ("Ouders", S[0], S[1], None), ("Docenten", S[3], None, S[4])
    south = ("Leerlingen", S[5], None, None), ("Ouders", None, S[2], None)
    for title, said in (
        ("Regio Noord (2 oktober 2025)", north),
        ("Regio Zuid (9 oktober 2025)", south),
    ):
        sheet.append([])
        sheet.append([title])
        top = sheet.max_row
        sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=4)
        sheet.append(["Wie", "Verzuim", None, "Overstap"])
        sheet.merge_cells(start_row=top + 1, end_row=top + 1, start_column=2, end_column=3)
        sheet.append([None, "Knelpunt", "Oplossing", "Knelpunt"])
        for row in said:
            sheet.append(row)
    book.save(folder / "Opbrengst regiobijeenkomsten.xlsx")


@builds
def lists_of_two_groups_with_columns_of_their_own(folder: Path) -> None:
    rows: list[Sequence[object]] = [
        ("Ouders",), ("Nr", "Opmerking", "Keer genoemd"), (1, S[2], 2), (2, S[1], 1), (),
        ("Leerkrachten",), ("Nr", "Wat speelt er", "Wie pakt op"), (1, S[3], "bureau"), (2, S[5]),
    ]  # fmt: skip
    workbook(folder / "lijsten.xlsx", rows)


@builds
def facts_in_two_cells_above_a_table(folder: Path) -> None:
    rows: list[Sequence[object]] = [
        ("Verslag dialoogtafels",), ("Datum:", "15-09-2025"), ("Deelnemers:", "24"), (),
        ("Tafel", "Rol", "Opmerking", "Aantal keer genoemd"),
        (1, "Ouder", S[0], 3), (1, "Leerkracht", S[3], 1), (2, "Ouder", S[2], 2),
    ]  # fmt: skip
    workbook(folder / "dialoogtafels.xlsx", rows)


@builds
def slides_of_mentimeter_with_a_cover(folder: Path) -> None:
    book = Workbook()
    book.active.title = "Voorblad"
    for row in (("Presentatie", "Panel"), ("Deelnemers", 14), ("Datum", "2025-10-16")):
        book.active.append(row)
    sheet = book.create_sheet("Vraag 1")
    for row in (("Waar heb je last van?",), ("Type", "Open ended"), (), ("Response", "Voter")):
        sheet.append(row)
    for number, text in enumerate(S[:4], start=1):
        sheet.append((text, f"Voter {number}"))
    sheet = book.create_sheet("Vraag 2")
    for row in (("Voel je je thuis?",), ("Type", "Multiple choice"), (), ("Option", "Votes")):
        sheet.append(row)
    for option in (("Ja", 8), ("Soms", 4)):
        sheet.append(option)
    book.save(folder / "Mentimeter.xlsx")


@builds
def transcript_with_functions_behind_names(folder: Path) -> None:
    said = (
        ("Anneke", "Welkom allemaal, fijn dat jullie er zijn. Ik zet de opname aan."),
        ("Bas (docent)", f"{S[3]}."),
        ("Anneke", "Oké, dank je. Wie wil daarop aanvullen?"),
        ("Lotte (zorgcoördinator)", f"{S[4]}."),
        ("Anneke", "Dan ronden we af, dank jullie wel."),
    )
    cues = (
        f"00:{n:02d}:00.000 --> 00:{n:02d}:09.000\n<v {who}>{text}</v>\n\n"
        for n, (who, text) in enumerate(said)
    )
    (folder / "Overleg 2025-10-14.vtt").write_text("WEBVTT\n\n" + "".join(cues), "utf-8")


@builds
def mails_signed_with_a_function(folder: Path) -> None:
    for name, text, signed in (
        ("een", S[3], "Henk Kok\nDocent geschiedenis\nHet Lyceum\nwww.voorbeeld.nl"),
        ("twee", S[4], "Sandra Mol\nBeleidsadviseur jeugd\nGemeente Koersvaart"),
    ):
        message = EmailMessage()
        message["From"], message["Subject"] = f"{name}@voorbeeld.nl", "Reactie"
        message["Date"] = "Thu, 09 Oct 2025 08:30:00 +0200"
        greeting = f"Beste Anneke,\n\n{text}.\n\nMet vriendelijke groet,\n\n{signed}"
        if name == "een":  # the words stand in the page alone
            message.set_content("zie html")
            message.add_alternative(greeting.replace("\n", "<br>\n"), subtype="html")
        else:
            message.set_content(greeting)
        (folder / f"{name}.eml").write_bytes(message.as_bytes())


@builds
def report_of_the_round_before(folder: Path) -> None:
    (folder / "reacties.csv").write_text(f"Rol;Reactie\nouder;{S[1]}\nouder;{S[2]}\n", "utf-8")
    lines = (
        "In het voorjaar van 2023 hebben 145 mensen gereageerd op het vorige plan.",
        "De meeste reacties gingen over wachttijden.",
        "Van de respondenten was 62% ouder.",
    )
    _prose(folder / "Rapportage consultatie 2023.docx", "Rapportage consultatie 2023", lines)


@builds
def letter_that_greets_behind_its_last_sentence(folder: Path) -> None:
    lines = (
        "Geacht bestuur,",
        "Wij hebben het plan met belangstelling gelezen.",
        f"{S[4]}.",
        f"{S[1]}. Met vriendelijke groet,",
        "Els van Dam",
    )
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / "Brief oudervereniging.docx"))
