"""Notes of conversations in the habits of other offices: questions and answers, post-its.

Each builder writes the files of one folder; ``cases/officers.toml``, written first, says what
must come out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.table import _Cell

from tests.files.own_shapes import S

MORE = (
    "De juf ziet ons kind echt en dat doet hem goed",
    "Het vervoer naar het speciaal onderwijs komt steeds te laat",
    "Zet een vaste contactpersoon bij elke school neer",
    "Thuiszitters worden pas gezien als het te laat is",
    "Het formulier voor extra hulp is veel te ingewikkeld",
    "De lijnen met de intern begeleider zijn kort",
)
BANK = (*S, *MORE)  # everything that anybody says in these folders
OFFICERS: dict[str, Callable[[Path], None]] = {}


def drops(function: Callable[[Path], None]) -> Callable[[Path], None]:
    OFFICERS[function.__name__] = function
    return function


def _document(title: str, *lines: str) -> WordDocument:
    document = Document()
    document.add_heading(title, 0)
    for line in lines:
        document.add_paragraph(line)
    return document


def _items(document: WordDocument, texts: Sequence[str]) -> None:
    for text in texts:
        document.add_paragraph(text, style="List Bullet")


def _fill(cell: _Cell, texts: Sequence[str], style: str | None = None) -> None:
    cell.text = texts[0] if texts else ""
    for text in texts[1:]:
        cell.add_paragraph(text)
    for paragraph in cell.paragraphs if style else ():
        paragraph.style = style


@drops
def numbered_questions_answered_below(folder: Path) -> None:
    document = _document("Verslag ouderpanel 14 maart 2025", "Aanwezig: 11 ouders")
    document.add_paragraph("1. Wat vindt u van de overgang naar het voortgezet onderwijs?")
    for text in (BANK[0], BANK[5]):
        document.add_paragraph(f"{text}.")
    document.add_paragraph("2. Hoe verloopt het contact met de school?")
    for text in (BANK[2], BANK[6]):
        document.add_paragraph(f"{text}.")
    document.save(str(folder / "Verslag ouderpanel.docx"))


@drops
def questions_and_answers_by_letter(folder: Path) -> None:
    document = _document("Gesprek met de oudergeleding", "Datum: 3 februari 2025")
    for question, answers in (
        ("Wat gaat er bij u op school goed?", (BANK[6],)),
        ("Wat zou u als eerste veranderen?", (BANK[1], BANK[8])),
    ):
        document.add_paragraph(f"V: {question}")
        for answer in answers:
            document.add_paragraph(f"A: {answer}")
    document.save(str(folder / "gesprek oudergeleding.docx"))


@drops
def round_tables_with_typed_dashes(folder: Path) -> None:
    document = _document("Verslag rondetafelgesprekken", "Donderdag 6 maart 2025, 19.30-21.30 uur")
    for number, topic, who, texts in (
        (1, "Jeugdhulp op school", "5 ouders en 3 leerkrachten", BANK[4:6]),
        (2, "Thuiszitters", "4 schoolleiders, 2 leerplichtambtenaren", BANK[8:10]),
    ):
        heading = document.add_paragraph()
        heading.add_run(f"Rondetafel {number}: {topic}").bold = True
        document.add_paragraph("Gespreksleider: Marieke")
        document.add_paragraph(f"Aanwezig: {who}")
        for text in texts:
            document.add_paragraph(f"- {text}")
    document.save(str(folder / "Verslag rondetafel.docx"))


@drops
def columns_of_post_its(folder: Path) -> None:
    document = _document("Opbrengst studiedag 22 april 2025")
    table = document.add_table(rows=2, cols=3)
    for at, (head, texts) in enumerate(
        (("Houden", BANK[6:7]), ("Anders doen", BANK[0:3]), ("Stoppen", BANK[10:11]))
    ):
        table.cell(0, at).text = head
        _fill(table.cell(1, at), texts)
    document.save(str(folder / "post-its studiedag.docx"))


@drops
def minutes_with_an_action_list(folder: Path) -> None:
    document = _document("Notulen overleg intern begeleiders")
    document.add_paragraph("Datum: 11 december 2024")
    document.add_paragraph("Aanwezig: 14 ib'ers")
    document.add_paragraph("Afwezig: Karin (m.k.)")
    document.add_heading("1. Opening", 2)
    document.add_paragraph("De voorzitter heet iedereen welkom. De agenda wordt vastgesteld.")
    document.add_heading("2. Notulen vorige keer", 2)
    document.add_paragraph("De notulen worden vastgesteld.")
    document.add_heading("3. Wat moet er in het nieuwe plan?", 2)
    _items(document, (BANK[1], BANK[3], BANK[10]))
    document.add_heading("4. Rondvraag", 2)
    document.add_paragraph("Er zijn geen vragen. De voorzitter sluit de vergadering om 16.45 uur.")
    document.add_heading("Actielijst", 2)
    table = document.add_table(rows=2, cols=4)
    for row, cells in enumerate(
        (("Nr", "Actie", "Wie", "Gereed"), ("1", "Lijst met scholen mailen", "Petra", "januari"))
    ):
        for at, text in enumerate(cells):
            table.cell(row, at).text = text
    document.save(str(folder / "Notulen IB-overleg 11 december.docx"))


@drops
def good_better_ideas_per_group(folder: Path) -> None:
    document = _document("Opbrengst netwerkbijeenkomst Oost, 20 mei 2025")
    table = document.add_table(rows=3, cols=4)
    rows = (
        ((), ("Wat gaat goed",), ("Wat kan beter",), ("Ideeën",)),
        (("Ouders",), BANK[6:7], BANK[1:3], ()),
        (("Leerkrachten",), BANK[11:12], BANK[3:4], BANK[8:9]),
    )
    for r, cells in enumerate(rows):
        for c, texts in enumerate(cells):
            _fill(table.cell(r, c), texts, "List Bullet" if r and c and texts else None)
    document.save(str(folder / "Netwerk Oost opbrengst.docx"))


@drops
def quotes_with_who_said_it(folder: Path) -> None:
    document = _document("Citaten uit de keukentafelgesprekken", "Voorjaar 2025")
    for text, who in ((BANK[2], "moeder"), (BANK[7], "vader"), (BANK[5], "leerling")):
        document.add_paragraph(f"“{text}.” ({who})")
    document.save(str(folder / "Citaten keukentafelgesprekken april 2025.docx"))


@drops
def groups_as_headings(folder: Path) -> None:
    document = _document("Uitkomsten inloopspreekuur 9 januari 2025")
    for group, texts in (
        ("Ouders", BANK[1:3]), ("Leerkrachten", BANK[3:4]), ("Leerlingen", BANK[5:6]),
    ):  # fmt: skip
        document.add_heading(group, 2)
        _items(document, texts)
    document.save(str(folder / "Inloopspreekuur.docx"))


@drops
def flaps_with_ticks(folder: Path) -> None:
    document = _document("Flappen ouderavond 4 november 2024")
    document.add_paragraph("Flap 1: Communicatie").runs[0].bold = True
    _items(document, (f"{BANK[2]} (4x)", BANK[10]))
    document.add_paragraph("Flap 2: Vervoer").runs[0].bold = True
    _items(document, (f"{BANK[7]} (2x genoemd)",))
    document.save(str(folder / "Flappen ouderavond.docx"))


@drops
def roles_before_a_tab(folder: Path) -> None:
    lines = ["Verslag koffieochtend", "12 maart 2025", ""]
    lines += [f"Ouder\t{BANK[1]}", f"Leerkracht\t{BANK[3]}", f"Ouder\t{BANK[2]}"]
    (folder / "koffieochtend.txt").write_text("\r\n".join(lines), encoding="utf-8-sig")


@drops
def interview_typed_out(folder: Path) -> None:
    document = _document("Interview ouder, 3 april 2025")
    for who, text in (
        ("Interviewer", "Hoe ervaart u de hulp op school?"),
        ("Ouder", BANK[1]),
        ("Interviewer", "En wat zou u willen?"),
        ("Ouder", BANK[8]),
        ("Interviewer", "Dank u wel voor dit gesprek."),
    ):
        document.add_paragraph(f"{who}: {text}")
    document.save(str(folder / "Interview ouder 1.docx"))


@drops
def two_meetings_in_one_document(folder: Path) -> None:
    document = _document("Bijeenkomsten over het nieuwe ondersteuningsplan")
    for when, who, texts in (
        ("maandag 3 februari 2025", "12 aanwezigen", BANK[0:2]),
        ("dinsdag 11 februari 2025", "9 aanwezigen", BANK[3:5]),
    ):
        document.add_heading(f"Bijeenkomst {when}, De Zwaan ({who})", 1)
        _items(document, texts)
    document.save(str(folder / "Bijeenkomsten februari.docx"))


@drops
def transcript_of_teams_in_word(folder: Path) -> None:
    """As Teams saves it: title, day, length, then a name and a time above each turn."""
    document = Document()
    for text in (
        "Ouderpanel-20250317_190512-Vergaderingstranscriptie",
        "17 maart 2025, 07:05p.m.",
        "48m 12s",
        "Marieke van den Berg heeft de transcriptie gestart",
    ):
        document.add_paragraph(text)
    for who, at, text in (
        ("Sanne Hofman", "0:03", f"{BANK[2]}."),
        ("ouder (gast)", "1:15", f"{BANK[7]}."),
        ("Sanne Hofman", "1:02:09", f"{BANK[1]}."),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(who).bold = True
        paragraph.add_run(f"   {at}")
        paragraph.add_run().add_break()
        paragraph.add_run(text)
    document.add_paragraph("Marieke van den Berg heeft de transcriptie gestopt")
    document.save(str(folder / "Ouderpanel-20250317_190512-Vergaderingstranscriptie.docx"))


@drops
def chat_of_an_android(folder: Path) -> None:
    lines = [
        "12-11-2024 14:03 - Berichten en oproepen zijn end-to-end versleuteld. Alleen personen in"
        " deze chat kunnen ze lezen, beluisteren of delen. Meer informatie.",
        '12-11-2024 14:03 - Karin heeft de groep "Ouderpanel" gemaakt',
        "12-11-2024 14:04 - Je bent toegevoegd",
        "12-11-2024 14:05 - Karin: <Media weggelaten>",
        f"12-11-2024 14:06 - Karin: {BANK[2]}.",
        f"{BANK[10]}.",
        "12-11-2024 14:07 - +31 6 12345678: Dit bericht is verwijderd",
        f"12-11-2024 14:09 - +31 6 12345678: {BANK[7]}. <Dit bericht is bewerkt>",
        "12-11-2024 14:10 - Karin: IMG-20241112-WA0003.jpg (bestand bijgevoegd)",
        "12-11-2024 14:10 - Karin: Je hebt dit bericht verwijderd",
        "12-11-2024 14:11 - +31 6 12345678 heeft de groep verlaten",
        "12-11-2024 14:12 - Karin: Locatie: https://maps.google.com/?q=52.1,4.3",
        "12-11-2024 14:12 - Karin: Gemiste spraakoproep",
    ]
    name = "WhatsApp-chat met Ouderpanel.txt"
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


@drops
def chat_of_an_iphone(folder: Path) -> None:
    lines = [
        "[12-11-2024 14:03:11] Ouderpanel: \u200eBerichten zijn end-to-end versleuteld.",
        '[12-11-2024 14:03:12] Karin: \u200eKarin heeft de groep "Ouderpanel" gemaakt',
        f"[12-11-2024 14:05:40] ~ Petra: {BANK[1]}.",
        "",
        f"{BANK[9]}.",
        "\u200e[12-11-2024 14:06:02] Karin: \u200eafbeelding weggelaten",
        f"[12-11-2024 14:09:59] Karin: {BANK[6]}.",
        "\u200e[12-11-2024 14:10:02] Karin: lijst.pdf • \u200e3 pagina’s \u200edocument weggelaten",
    ]
    (folder / "_chat.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
