"""Tables as other offices keep them: titles above headers, answers in columns, exports."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.files.officers_notes import BANK, drops


def _sheet(title: str = "Blad1") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    return book, sheet


def _rows(sheet: Worksheet, rows: Sequence[Sequence[object]]) -> None:
    for row in rows:
        sheet.append(list(row))


def _csv(path: Path, rows: Sequence[Sequence[object]], mark: str = ",") -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)


@drops
def titles_above_the_header(folder: Path) -> None:
    book, sheet = _sheet("Uitkomsten")
    _rows(sheet, [
        ("Samenwerkingsverband De Rietkraag",),
        ("Uitkomsten peiling ondersteuningsplan", None, "Export: 12-03-2025"),
        (),
        ("Respondent", "Doelgroep", "Ingevuld op", "Wat kan er beter?", "Wat wilt u meegeven?"),
        (1, "Ouder", "10-03-2025", BANK[1], BANK[8]),
        (2, "Leerkracht", "11-03-2025", BANK[3], ""),
        (3, "Ouder", "11-03-2025", BANK[7], ""),
    ])  # fmt: skip
    book.save(folder / "Peiling.xlsx")


@drops
def two_header_rows_of_groups(folder: Path) -> None:
    book, sheet = _sheet()
    _rows(sheet, [
        ("Over u", None, "Uw mening", None),
        ("Rol", "Gemeente", "Wat gaat goed?", "Wat kan beter?"),
        ("ouder", "Aa", BANK[6], BANK[1]),
        ("leerkracht", "Bee", BANK[11], BANK[3]),
        ("ouder", "Bee", "", BANK[7]),
    ])  # fmt: skip
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    book.save(folder / "vragenlijst maart 2025.xlsx")


@drops
def header_cells_merged_downwards(folder: Path) -> None:
    book, sheet = _sheet()
    _rows(sheet, [
        ("Nr", "Functie", "Antwoorden", None),
        (None, None, "Vraag 1: wat mist u?", "Vraag 2: wat helpt u?"),
        (1, "ib'er", BANK[4], BANK[8]),
        (2, "leerkracht", BANK[3], BANK[11]),
    ])  # fmt: skip
    for cells in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(cells)
    book.save(folder / "Antwoorden team.xlsx")


@drops
def tables_below_each_other(folder: Path) -> None:
    book, sheet = _sheet("Opbrengst")
    _rows(sheet, [
        ("Vraag 1: Wat gaat goed?",),
        ("Nr", "Rol", "Antwoord"),
        (1, "ouder", BANK[6]),
        (2, "leerkracht", BANK[11]),
        (),
        (),
        ("Vraag 2: Wat kan beter?",),
        ("Nr", "Rol", "Antwoord"),
        (1, "ouder", BANK[1]),
        (2, "leerkracht", BANK[3]),
        (3, "ouder", BANK[7]),
    ])  # fmt: skip
    book.save(folder / "opbrengst per vraag.xlsx")


@drops
def a_column_for_each_respondent(folder: Path) -> None:
    book, sheet = _sheet()
    _rows(sheet, [
        ("Vraag", "Respondent 1", "Respondent 2", "Respondent 3"),
        ("Wat is uw rol?", "ouder", "leerkracht", "ouder"),
        ("Wat gaat goed?", BANK[6], BANK[11], ""),
        ("Wat kan beter?", BANK[1], BANK[3], BANK[7]),
    ])  # fmt: skip
    book.save(folder / "telefonische enquête.xlsx")


@drops
def forms_of_microsoft(folder: Path) -> None:
    book, sheet = _sheet("Sheet1")
    _rows(sheet, [
        ("Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam",
         "Tijdstip van laatste wijziging",
         "Wat is uw rol?\xa0", "Hoe tevreden bent u?", "Welke onderwerpen vindt u belangrijk?",
         "Licht toe: wat moet er beter?\n"),
        *((n, f"2025-03-1{n} 09:00:00", f"2025-03-1{n} 09:06:00", "anonymous", "", "", role, n + 4,
           "Vervoer;Jeugdhulp;", BANK[n]) for n, role in ((1, "Ouder"), (2, "Ouder"),
                                                          (3, "Leerkracht"))),
    ])  # fmt: skip
    book.save(folder / "Ondersteuningsplan - uw mening(1-3).xlsx")


@drops
def forms_of_google(folder: Path) -> None:
    _csv(folder / "Inspraak (reacties) - Formulierreacties 1.csv", [
        ("Tijdstempel", "Ik ben", "Wat gaat er goed in de hulp op school?", "Wat mist u?"),
        ("2025/03/17 9:14:22 a.m. CET", "ouder", BANK[6], BANK[1]),
        ("2025/03/17 8:02:10 p.m. CET", "leerkracht", "", BANK[3]),
        ("2025/03/18 7:45:00 a.m. CET", "ouder", "", BANK[7]),
    ])  # fmt: skip


@drops
def export_of_qualtrics(folder: Path) -> None:
    names = ("StartDate", "EndDate", "Status", "Progress", "Duration (in seconds)", "Finished",
             "RecordedDate", "ResponseId", "DistributionChannel", "UserLanguage", "Q1", "Q2_3_TEXT",
             "Q3")  # fmt: skip
    texts = ("Startdatum", "Einddatum", "Type antwoord", "Voortgang", "Duur (in seconden)",
             "Voltooid", "Vastgelegde datum", "Respons-ID", "Distributiekanaal", "Gebruikerstaal",
             "Wat is uw rol?", "Waar werkt u? - Anders, namelijk - Tekst",
             "Wat moet het samenwerkingsverband anders doen?")  # fmt: skip
    answers = ((1, "Ouder", BANK[1], "True"), (2, "Leerkracht", BANK[3], "True"),
               (3, "Ouder", BANK[7], "False"))  # fmt: skip
    rows = [
        (f"2025-03-1{n} 10:00:00", f"2025-03-1{n} 10:05:00", "IP Address", "100", "300", done,
         f"2025-03-1{n} 10:05:01", f"R_{n}abc", "anonymous", "NL", role, "", text)
        for n, role, text, done in answers
    ]  # fmt: skip
    _csv(folder / "Ondersteuningsplan_March 20, 2025_14.02.csv", [
        names, texts, tuple(json.dumps({"ImportId": name}) for name in names), *rows,
    ])  # fmt: skip


@drops
def export_of_surveymonkey(folder: Path) -> None:
    book, sheet = _sheet("Sheet")
    _rows(sheet, [
        ("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
         "Wat is uw rol?", None, "Wat gaat goed?", "Wat kan beter?"),
        (None, None, None, None, None, "Response", "Anders, namelijk", "Open-Ended Response",
         "Open-Ended Response"),
        (118001, 4501, "03/10/2025 09:00:00 AM", "03/10/2025 09:06:00 AM", "", "Ouder", None,
         BANK[6], BANK[1]),
        (118002, 4501, "03/15/2025 09:00:00 AM", "03/15/2025 09:06:00 AM", "", "Leerkracht", None,
         None, BANK[3]),
    ])  # fmt: skip
    book.save(folder / "Ondersteuningsplan 2025.xlsx")


@drops
def export_of_limesurvey(folder: Path) -> None:
    book, sheet = _sheet("results-survey418223")
    _rows(sheet, [
        ("Antwoord ID", "Datum ingestuurd", "Laatste pagina", "Starttaal", "Zaad", "Startdatum",
         "Datum laatste actie", "Vanuit welke rol reageert u?",
         "Vanuit welke rol reageert u? [Anders]", "Wat zou u anders willen?"),
        (4, "2025-03-17 09:14:22", 3, "nl", 1829, "2025-03-17 09:00:00", "2025-03-17 09:14:22",
         "ouder", "", BANK[1]),
        (5, "", 1, "nl", 1830, "2025-03-17 10:00:00", "2025-03-17 10:01:00", "ouder", "", BANK[2]),
        (7, "2025-03-19 11:10:00", 3, "nl", 1831, "2025-03-19 11:00:00", "2025-03-19 11:10:00",
         "leerkracht", "", BANK[3]),
    ])  # fmt: skip
    book.save(folder / "results-survey418223.xlsx")


@drops
def export_of_typeform(folder: Path) -> None:
    _csv(folder / "responses-aBcD12-2025-03-20.csv", [
        ("#", "Ik ben een", "Wat kan er beter in de ondersteuning?", "Mogen wij u bellen?",
         "Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)",
         "Network ID", "Tags"),
        ("k2j3h4kjh23", "ouder", BANK[1], "0", "completed", "2025-03-17 08:00:01", "",
         "2025-03-17 08:04:10", "a1b2c3", ""),
        ("x9s8d7f6s5d", "leerkracht", BANK[3], "1", "completed", "2025-03-18 12:00:01", "",
         "2025-03-18 12:04:10", "d4e5f6", ""),
        ("p0o9i8u7y6t", "ouder", BANK[7], "0", "completed", "2025-03-18 13:00:01", "",
         "2025-03-18 13:02:10", "g7h8i9", ""),
    ])  # fmt: skip


@drops
def panel_with_weights(folder: Path) -> None:
    book, sheet = _sheet("Data")
    _rows(sheet, [
        ("RespondentID", "Weegfactor", "Leeftijdsklasse", "Doelgroep",
         "V1. Hoe tevreden bent u over de hulp?", "V2. Wat is de reden van uw cijfer? (open)",
         "V3. Heeft u nog opmerkingen? (open)"),
        ("P-1001", 0.92, "35-44", "ouder", 5, BANK[1], ""),
        ("P-1002", 1.11, "45-54", "ouder", 6, BANK[7], BANK[2]),
        ("P-1003", 0.87, "25-34", "leerkracht", 7, BANK[3], "geen"),
    ])  # fmt: skip
    for name in ("Leeswijzer", "Grafieken"):
        _rows(
            book.create_sheet(name, 0), [("Toelichting bij dit bestand",), ("Panel, 3 ingevuld",)]
        )
    book.save(folder / "Panelonderzoek passend onderwijs mei 2025.xlsx")


@drops
def lists_of_post_its(folder: Path) -> None:
    book, sheet = _sheet("Brownpaper")
    _rows(sheet, [
        ("Trots", "Zorgen", "Wensen"),
        (BANK[6], BANK[0], BANK[8]),
        (BANK[11], BANK[1], None),
        (None, BANK[9], None),
    ])  # fmt: skip
    book.save(folder / "brownpaper 15 mei 2025.xlsx")


@drops
def the_same_header_for_each_explanation(folder: Path) -> None:
    book, sheet = _sheet()
    _rows(sheet, [
        ("Nr", "Rol", "Stelling 1: de hulp komt op tijd", "Toelichting",
         "Stelling 2: ouders worden gehoord", "Toelichting"),
        (1, "ouder", "oneens", BANK[1], "oneens", BANK[2]),
        (2, "leerkracht", "eens", "", "oneens", BANK[10]),
        (3, "ouder", "oneens", BANK[9], "eens", ""),
        ("Gemiddelde", None, "2,1", None, "1,8", None),
    ])  # fmt: skip
    book.save(folder / "Stellingen februari 2025.xlsx")


@drops
def slides_of_mentimeter(folder: Path) -> None:
    """A sheet for each slide: its question, then one answer under another."""
    book, sheet = _sheet("1. Wat gaat goed")
    _rows(
        sheet, [("Wat gaat goed?",), ("Open Ended",), (), ("Responses",), (BANK[6],), (BANK[11],)]
    )
    second = book.create_sheet("2. Wat kan beter")
    _rows(
        second, [("Wat kan beter?",), ("Open Ended",), (), ("Responses",), (BANK[1],), (BANK[3],)]
    )
    _rows(book.create_sheet("3. Stelling"), [
        ("De hulp komt op tijd",), ("Multiple Choice",), (), ("Choices", "Votes"), ("Eens", 3),
        ("Oneens", 9),
    ])  # fmt: skip
    book.save(folder / "ouderavond-12-maart-2025-mentimeter.xlsx")


@drops
def posts_of_padlet(folder: Path) -> None:
    _csv(folder / "padlet-ouderavond.csv", [
        ("Padlet title", "Author", "Created", "Updated", "Section", "Subject", "Body",
         "Attachment", "Color", "Reactions"),
        ("Ouderavond", "Anonymous", "2025-03-12 19:31:02", "2025-03-12 19:31:02", "Zorgen", "",
         f"<p>{BANK[1]}</p>", "", "", 3),
        ("Ouderavond", "Karin Bosman", "2025-03-12 19:33:40", "2025-03-12 19:35:00", "Wensen",
         BANK[8], "", "", "red", 0),
        ("Ouderavond", "Anonymous", "2025-03-12 19:40:00", "2025-03-12 19:40:00", "Zorgen",
         "Vervoer", f"<p>{BANK[7]}</p>", "https://padlet.com/foto.jpg", "", 1),
    ])  # fmt: skip


@drops
def frames_of_miro(folder: Path) -> None:
    """A board with frames: the frame's name on a line of its own, its notes below it."""
    _csv(folder / "Ouderavond 12 maart 2025.csv", [
        ("Ouderavond 12 maart 2025",), (), ("Frame 1: Zorgen",), (BANK[1],), (BANK[2],), (BANK[9],),
        (), ("Frame 2: Wensen",), (BANK[8],), ("Frame 3",), (),
    ])  # fmt: skip


@drops
def list_of_codes_from_taguette(folder: Path) -> None:
    _csv(folder / "codebook.csv", [
        ("tag", "description", "number of highlights"),
        ("vervoer", "alles over de taxi en de bus", 4), ("wachttijd", "duur van aanvragen", 12),
        ("overgang", "", 3),
    ])  # fmt: skip
    _csv(folder / "reacties maart 2025.csv", [
        ("Rol", "Reactie"), ("ouder", BANK[1]), ("leerkracht", BANK[3]), ("ouder", BANK[7]),
    ], ";")  # fmt: skip
