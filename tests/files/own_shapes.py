"""Files in shapes of our own: notes, minutes, chats, plans and records as organisations write them.

Each builder writes the files of one folder, as somebody would drop it; ``cases/shapes.toml`` says
what must come out.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pandas as pd
import pypdfium2 as pdfium
import pyreadstat
from docx import Document
from docx.shared import Pt
from openpyxl import Workbook

from tests.files.make_files import outlook_message
from tests.files.nasty import pdf_bytes

FOLDERS: dict[str, Callable[[Path], None]] = {}
S = (
    "De overgang van groep 8 naar de brugklas gaat veel te snel",
    "Het duurt maanden voordat er een toelaatbaarheidsverklaring ligt",
    "Wij horen als ouders pas iets als het besluit al is genomen",
    "Leerkrachten hebben te weinig tijd om een gesprek goed voor te bereiden",
    "De jeugdhulp en de school werken langs elkaar heen",
    "In de klas is het te druk voor kinderen die rust nodig hebben",
)
PLAN = (
    (
        "Een sterke basis in elke school",
        (
            (
                "Leerkrachten krijgen tijd en steun",
                ("Elke school krijgt een vaste gedragswetenschapper.", "Er komen acht middagen."),
            ),
            ("Klassen bieden rust", ("Iedere school richt een prikkelarme werkplek in.",)),
        ),
    ),
    (
        "Samen met ouders",
        (
            ("Ouders weten waar zij terechtkunnen", ("Er komt een ouderpunt.",)),
            ("Ouders praten mee", ("Ouders zitten vanaf het eerste gesprek aan tafel.",)),
        ),
    ),
)


def builds(function: Callable[[Path], None]) -> Callable[[Path], None]:
    FOLDERS[function.__name__] = function
    return function


def _bullets(document: Document, texts: Sequence[str]) -> None:
    for text in texts:
        document.add_paragraph(text, style="List Bullet")


def _table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


@builds
def role_in_brackets(folder: Path) -> None:
    document = Document()
    document.add_paragraph("Verslag ouderavond De Vlieger, 12 november 2024", style="Title")
    document.add_paragraph("Aanwezig: 9 ouders, 2 leerkrachten, 1 directeur")
    document.add_heading("Wat loopt er nu niet goed?", 2)
    _bullets(document, [f"(ouder) {S[0]}", f"{S[3]} (leerkracht)", f"(3 ouders) {S[1]}"])
    document.save(str(folder / "Verslag ouderavond.docx"))


@builds
def tables_underlined_in_text(folder: Path) -> None:
    (folder / "tafelgesprekken.txt").write_text(
        "Tafelgesprekken netwerkmiddag\nDatum: maandag 3 juni 2024\n"
        "Aanwezigen: 4 IB'ers en 3 schoolleiders\n\n"
        f"Tafel 1 - Overgang po-vo\n------------------------\n* {S[0]}\n* {S[1]}\n\n"
        f"Tafel 2 - Thuiszitters\n----------------------\n* {S[4]}\n",
        encoding="cp1252",
    )


@builds
def tables_in_tables_with_labels(folder: Path) -> None:
    document = Document()
    document.add_paragraph("Verslag werksessie 9 oktober 2024")
    outer = document.add_table(rows=2, cols=2)
    for row, (group, good, better) in enumerate((("Ouders", *S[:2]), ("IB'ers", *S[3:5]))):
        outer.cell(row, 0).text = group
        inner = outer.cell(row, 1).add_table(rows=2, cols=2)
        for at, (label, text) in enumerate((("Wat gaat goed?", good), ("Wat kan beter?", better))):
            inner.cell(at, 0).text, inner.cell(at, 1).text = label, text
    document.save(str(folder / "werksessie.docx"))


@builds
def panels_in_markdown(folder: Path) -> None:
    (folder / "leerlingpanels.md").write_text(
        "# Leerlingpanels najaar\n\n## Panel 1: school De Branding\n"
        "_Datum: 5 september 2024. Deelnemers: 6 leerlingen (vso)_\n\n"
        f"- **Leerling:** {S[0]}\n- **Leerling:** {S[1]}\n\n## Panel 2: school Het Anker\n"
        f"_Datum: 12 september 2024. Deelnemers: 5 leerlingen_\n\n- {S[5]}\n",
        encoding="utf-8",
    )


@builds
def two_trimesters(folder: Path) -> None:
    for number, month in ((1, "oktober 2024"), (2, "februari 2025")):
        document = Document()
        document.add_heading(f"Verslag netwerkoverleg trimester {number}", 1)
        document.add_paragraph(f"Gehouden in {month}. Deelnemers: 8 leerkrachten")
        document.add_heading("Wat valt op", 2)
        _bullets(document, S[number : number + 2])
        document.save(str(folder / f"Netwerkoverleg trimester {number}.docx"))


@builds
def minutes_with_names(folder: Path) -> None:
    document = Document()
    document.add_paragraph("Notulen oudergeleding", style="Title")
    document.add_paragraph("Datum: 22 januari 2025")
    document.add_paragraph("Aanwezig: mevr. Karin Bosman (ouder), dhr. Ahmed Yilmaz (schoolleider)")
    document.add_heading("1. Opening en mededelingen", 2)
    document.add_paragraph("De voorzitter opent de vergadering om 19.30 uur.")
    document.add_heading("2. Bespreking ondersteuningsplan", 2)
    for who, text in (("Mevr. Bosman", S[2]), ("Dhr. Yilmaz", S[3]), ("Mevr. Bosman", S[4])):
        document.add_paragraph(f"{who}: {text}.")
    document.add_heading("3. Actiepunten", 2)
    document.add_paragraph("De secretaris stuurt de lijst rond.")
    document.save(str(folder / "Notulen 22 januari.docx"))


@builds
def table_of_actions(folder: Path) -> None:
    document = Document()
    document.add_paragraph("Verslag panel 4 juni 2024")
    _bullets(document, S[:2])
    _table(document, [("Actie", "Wie", "Wanneer"), ("lijst rondsturen", "Petra", "1 februari")])
    document.save(str(folder / "Verslag panel.docx"))


@builds
def whatsapp_of_an_iphone(folder: Path) -> None:
    (folder / "WhatsApp-chat met klankbord.txt").write_text(
        "\ufeff[12-11-2024 19:02:11] Klankbord: \u200eBerichten zijn end-to-end versleuteld.\n"
        f"[12-11-2024 19:03:11] Anna: {S[0]}\n[12-11-2024 19:04:11] Bram: {S[1]}"
        " \u200e<Dit bericht is bewerkt>\n"
        f"[13-11-2024 09:05:11] Anna: {S[2]}\n"
        "[13-11-2024 09:06:11] Bram: \u200eafbeelding weggelaten\n",
        encoding="utf-8",
    )


@builds
def subtitles(folder: Path) -> None:
    cues = [
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}.\n"
        for n, text in enumerate(S[:3], start=1)
    ]
    (folder / "opname panel 2024-06-11.srt").write_text("\n".join(cues), encoding="utf-8")


@builds
def mail_with_an_empty_text_part(folder: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "petra@voorbeeld.nl", "Reactie"
    message["Date"] = "Tue, 04 Jun 2024 10:12:00 +0200"
    message.set_content("\n")
    message.add_alternative(
        f"<p>Hallo,</p><p>{S[1]}.</p><div>Op ma 3 jun 2024 om 09:01 schreef Bureau &lt;b@s.nl&gt;:"
        "<blockquote>Wat vindt u?</blockquote></div>",
        subtype="html",
    )
    (folder / "reactie.eml").write_bytes(bytes(message))


@builds
def records_in_records(folder: Path) -> None:
    answers = [{"indiener": {"rol": "ouder"}, "datum": "2024-05-10", "tekst": text} for text in S]
    content = {"titel": "Consultatie", "rondes": [{"naam": "voorjaar", "reacties": answers}]}
    (folder / "export.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@builds
def answers_by_question_in_json(folder: Path) -> None:
    content = [
        {"respondent": n, "antwoorden": {"Wat gaat goed?": S[n], "Wat kan beter?": S[n + 3]}}
        for n in range(3)
    ]
    (folder / "antwoorden.json").write_text(json.dumps(content), encoding="utf-8")


@builds
def records_in_xml(folder: Path) -> None:
    rows = "".join(
        f'<reactie datum="2024-05-1{n}"><rol>ouder</rol><tekst>{text}</tekst></reactie>'
        for n, text in enumerate(S[:4])
    )
    (folder / "reacties.xml").write_text(f"<consultatie><reacties>{rows}</reacties></consultatie>")


def _beside(folder: Path) -> None:
    (folder / "reacties.csv").write_text(f"rol;reactie\nouder;{S[0]}\n", encoding="utf-8")


@builds
def plan_in_text_underlined(folder: Path) -> None:
    lines = ["Ondersteuningsplan 2025-2029", "=" * 28, "", "Wij werken aan passend onderwijs.", ""]
    for pillar, goals in PLAN:
        lines += [pillar.upper(), ""]
        for goal, actions in goals:
            lines += [goal, "-" * len(goal), *(f"* {action}" for action in actions), ""]
    (folder / "plan.txt").write_text("\n".join(lines), encoding="utf-8")
    _beside(folder)


@builds
def plan_in_text_numbered(folder: Path) -> None:
    lines = ["ONDERSTEUNINGSPLAN 2025-2029", "", "Wij werken aan passend onderwijs.", ""]
    for i, (pillar, goals) in enumerate(PLAN, start=1):
        lines += [f"{i}. {pillar}", ""]
        for j, (goal, actions) in enumerate(goals, start=1):
            lines += [f"{i}.{j} {goal}", "", *(f"- {action}" for action in actions), ""]
    (folder / "Ondersteuningsplan 2025-2029.txt").write_text("\n".join(lines), encoding="utf-8")
    _beside(folder)


@builds
def plan_in_bold_of_two_sizes(folder: Path) -> None:
    document = Document()
    document.add_paragraph("Meerjarenplan 2025-2029", style="Title")
    for pillar, goals in PLAN:
        run = document.add_paragraph().add_run(pillar)
        run.bold, run.font.size = True, Pt(16)
        for goal, actions in goals:
            document.add_paragraph().add_run(goal).bold = True
            document.add_paragraph("Dat is belangrijk voor kinderen en voor wie met hen werkt.")
            _bullets(document, actions)
    document.save(str(folder / "Meerjarenplan.docx"))
    _beside(folder)


@builds
def plan_with_a_table_under_every_goal(folder: Path) -> None:
    document = Document()
    document.add_paragraph("Ondersteuningsplan 2025-2029", style="Title")
    for pillar, goals in PLAN:
        document.add_heading(pillar, 1)
        for goal, actions in goals:
            document.add_heading(goal, 2)
            head = ("Wat gaan we doen", "Wie", "Wanneer")
            _table(document, [head, *((action, "de coach", "juni 2026") for action in actions)])
    document.save(str(folder / "Ondersteuningsplan.docx"))
    _beside(folder)


@builds
def plan_with_remarks_in_the_margin(folder: Path) -> None:
    document = Document()
    document.add_paragraph("Ondersteuningsplan 2025-2029, concept", style="Title")
    for pillar, goals in PLAN:
        document.add_heading(pillar, 1)
        for goal, actions in goals:
            document.add_heading(goal, 2)
            _bullets(document, actions)
    for at, who in ((4, "Lezer A"), (7, "Lezer B"), (8, "Lezer B")):
        document.add_comment(document.paragraphs[at].runs, text=S[at % 6], author=who)
    document.save(str(folder / "Ondersteuningsplan 90% versie.docx"))


@builds
def notes_in_the_margin_of_a_pdf(folder: Path) -> None:
    plain = pdfium.PdfDocument(pdf_bytes(["Wij richten op elke school een werkplek in."]))
    page = plain[0]
    remarks = (
        (1, "Lezer A", S[0]),
        (9, "Lezer B", S[1]),
        (3, "Lezer B", S[2]),
        (2, "", "https://x"),
    )
    for kind, who, text in remarks:  # 1 a sticky note, 9 marked words, 3 typed text, 2 a link
        note = pdfium.raw.FPDFPage_CreateAnnot(page, kind)
        for key, value in ((b"Contents", text), (b"T", who), (b"M", "D:20250317101500")):
            held = ctypes.create_string_buffer(f"{value}\0".encode("utf-16-le"))
            wide = ctypes.cast(held, ctypes.POINTER(pdfium.raw.FPDF_WCHAR))
            pdfium.raw.FPDFAnnot_SetStringValue(note, key, wide)
        pdfium.raw.FPDFPage_CloseAnnot(note)
    plain.save(folder / "Leesexemplaar.pdf")


@builds
def totals_before_the_answers(folder: Path) -> None:
    book = Workbook()
    book.active.title = "Samenvatting"
    for row in (("Aantal reacties", 3), ("Gemiddeld cijfer", 7.2)):
        book.active.append(row)
    data = book.create_sheet("Data")
    for row in (("Nr", "Rol", "Toelichting"), *((n, "ouder", S[n]) for n in range(3))):
        data.append(row)
    book.save(folder / "enquete.xlsx")


@builds
def message_of_outlook(folder: Path) -> None:
    body = f"Beste mensen,\r\n\r\n{S[2]}.\r\n\r\nMet vriendelijke groet,\r\nPetra\r\n\r\n"
    body += (
        "Van: Bureau\r\nVerzonden: maandag 3 juni 2024\r\nAan: ouders\r\n\r\nGraag uw reactie.\r\n"
    )
    raw = outlook_message(
        "Reactie",
        "petra@voorbeeld.nl",
        datetime(2024, 6, 4, 10, 12, tzinfo=UTC),
        body,
        {"lijst.txt": f"{S[3]}.\n".encode(), "foto.jpg": b"\xff\xd8"},
    )
    (folder / "RE concept.msg").write_bytes(raw)


@builds
def survey_of_spss(folder: Path) -> None:
    frame = pd.DataFrame(
        {
            "nr": [1.0, 2.0, 3.0],
            "v1": [1.0, 2.0, 1.0],
            "v2": [S[0], S[1], ""],
            "v3": [S[3], S[4], S[5]],
        }
    )
    pyreadstat.write_sav(
        frame,
        str(folder / "enquete.sav"),
        column_labels=["nr", "Wat is uw rol?", "Wat kan beter?", "Wat gaat goed?"],
        variable_value_labels={"v1": {1.0: "ouder", 2.0: "leerkracht"}},
    )


@builds
def plan_in_text_with_numbered_labels(folder: Path) -> None:
    lines = ["1 INLEIDING", "", "Wij werken aan passend onderwijs.", "", "2 WAAR WIJ VOOR GAAN", ""]
    for i, (pillar, goals) in enumerate(PLAN, start=1):
        lines += [f"2.{i} {pillar}", ""]
        for j, (goal, actions) in enumerate(goals):
            lines += [f"2.{i}.{2 * j + 1} Doel: {goal}, ook waar dat moeilijk is.", ""]
            lines += [f"2.{i}.{2 * j + 2} Hoe: {' '.join(actions)}", ""]
    (folder / "004_25d7.txt").write_text("\n".join(lines), encoding="utf-8")
    _beside(folder)
