"""Folders written before anybody looked at how they are read, in the shapes that failed at first.

Forms per person, registers of views, themes beside schools, questionnaires in codes, scales in a
small round, minutes of a council, plans in a workbook and on slides; ``cases/shapes.toml`` says
what must come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from tests.files.own_shapes import builds


def _csv(path: Path, *rows: str) -> None:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def book(path: Path, **sheets: Sequence[Sequence[object]]) -> None:
    """A workbook with these sheets; an underscore in a name is a space."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    book.save(path)


@builds
def explained_in_google_forms(folder: Path) -> None:
    _csv(
        folder / "Reacties (antwoorden) - Formulierreacties 1.csv",
        "Tijdstempel,Ik vul dit in als,Hoe vindt u de informatie? [1-5],Toelichting,"
        "Hoe vindt u de samenwerking? [1-5],Toelichting",
        "3/3/2025 9:12:04,ouder,2,Veel te lang document.,4,Contact met de mentor is prettig.",
        "3/14/2025 9:12:04,docent,3,,2,Afspraken worden niet nagekomen.",
        '3/21/2025 9:12:04,leerling,1,"ik snap die woorden niet, echt niet",3,',
    )


@builds
def forms_filled_in_by_each(folder: Path) -> None:
    filled = (
        ("leerkracht", "De Klimop", "We bellen elkaar gewoon.", "Niemand komt mee kijken."),
        ("ouder", "Het Kompas", "De schoolmaatschappelijk werker.", "Wij vertelden het vier keer."),
        ("ib'er", "De Klimop", "Het casusoverleg.", "Na een indicatie horen wij niets meer."),
    )
    for number, (role, school, *answers) in enumerate(filled, start=1):
        document = Document()
        document.add_heading("Reactieformulier onderwijs en jeugdhulp", 1)
        document.add_paragraph("Vul dit formulier in en mail het vóór 1 mei naar het secretariaat.")
        facts = (
            ("Functie / rol", role),
            ("School / organisatie", school),
            ("Datum", "4 april 2025"),
        )
        table = document.add_table(3, 2)
        for row, (label, value) in enumerate(facts):
            table.cell(row, 0).text, table.cell(row, 1).text = label, value
        for n, (question, answer) in enumerate(
            zip(("Wat gaat er goed?", "Wat zou beter moeten?"), answers, strict=True), start=1
        ):
            document.add_paragraph().add_run(f"{n}. {question}").bold = True
            document.add_paragraph(answer)
        document.add_paragraph("Hartelijk dank voor het invullen!")
        document.save(folder / f"formulier_{number:02d}.docx")


@builds
def themes_beside_schools(folder: Path) -> None:
    book(
        folder / "Rondgang scholen.xlsx",
        Opbrengst=(
            ("Opbrengst van de rondgang langs de scholen in 2025",),
            (),
            ("Thema", "De Regenboog", "Mariaschool", "IKC Het Sluisje"),
            (
                "Doorgaande lijn",
                "Peuters komen binnen zonder overdracht.",
                None,
                "We weten weinig van elkaar.",
            ),
            (
                "Vervoer",
                None,
                "Taxibusjes komen elke week te laat.",
                "Twee uur in de bus is te veel.",
            ),
        ),
    )


@builds
def limesurvey_in_codes(folder: Path) -> None:
    head = (
        "id,submitdate,lastpage,startlanguage,seed,G01Q01,G01Q01[other],"
        "G02Q03[SQ001],G02Q03[SQ002],G02Q04,G03Q05[SQ001],G03Q05[SQ002]"
    )
    _csv(
        folder / "results-survey482913.csv",
        head,
        "11,2025-02-11 10:00:00,3,nl,1,Ouder,,Mee eens,Oneens,"
        "Er wordt veel overlegd en weinig gedaan.,wachtlijst,formulieren",
        "12,2025-02-12 10:00:00,3,nl,2,Leraar,,Oneens,Neutraal,"
        "Ik houd drie systemen bij voor een kind.,administratie,",
        "13,2025-02-13 10:00:00,3,nl,3,Anders,Opa,Neutraal,Mee eens,"
        "Wij horen als laatste dat een kind vertrekt.,informatie,taal",
        "14,2025-02-14 10:00:00,3,nl,4,Ouder,,Mee eens,Mee eens,"
        "Fijn dat er een vertrouwenspersoon is.,klassengrootte,werkdruk",
        "15,,1,nl,5,Ouder,,,,Ik stop hier want,,",
    )


@builds
def scales_in_a_small_round(folder: Path) -> None:
    scale = "In hoeverre bent u het eens? - {}"
    book(
        folder / "ouderpanel 2025.xlsx",
        Ruwe_data=(
            (
                "Respondent",
                "Doelgroep",
                scale.format("De school kent mijn kind"),
                scale.format("De hulp komt op tijd"),
                "Kunt u uw antwoorden toelichten?",
            ),
            ("R1", "Ouder", "Mee oneens", "Zeer mee oneens", "De hulp kwam pas na de zomer."),
            ("R2", "Ouder", "Zeer mee eens", "Neutraal", "Het wisselt sterk per school."),
            (
                "R3",
                "Ouder",
                "Mee eens",
                "Mee oneens",
                "Ik ken het nummer uit mijn hoofd, zo vaak bel ik.",
            ),
        ),
        Samenvatting=(
            ("Stelling", "Mee oneens", "Neutraal", "Mee eens", "Totaal"),
            ("De school kent mijn kind", 0.1, 0.2, 0.7, 3),
            ("De hulp komt op tijd", 0.5, 0.2, 0.3, 3),
        ),
    )


@builds
def surveymonkey_in_dutch(folder: Path) -> None:
    book(
        folder / "Alle_data.xlsx",
        Sheet=(
            (
                "Respondent ID",
                "Collector ID",
                "Einddatum",
                "Wat is uw relatie tot het onderwijs?",
                None,
                "Welke onderwerpen kiest u?",
                None,
                None,
                "Wat moet er veranderen?",
            ),
            (
                None,
                None,
                None,
                "Antwoord",
                "Anders (geef nadere toelichting)",
                "Thuiszitters",
                "Ouders",
                "Overig (geef nadere toelichting)",
                "Open antwoord",
            ),
            (
                118,
                42,
                "2025-09-02",
                "Ouder/verzorger",
                None,
                "Thuiszitters",
                "Ouders",
                None,
                "Dat ik steeds moet uitleggen wat autisme is.",
            ),
            (
                119,
                42,
                "2025-09-03",
                "Leraar",
                None,
                None,
                None,
                "Klassengrootte",
                "Kleinere groepen graag.",
            ),
            (
                120,
                42,
                "2025-09-04",
                "Anders",
                "Opa die oppast",
                "Thuiszitters",
                None,
                "Vervoer",
                "Haal kinderen niet uit hun dorp.",
            ),
            (
                121,
                42,
                "2025-09-05",
                "Leraar",
                None,
                None,
                "Ouders",
                None,
                "De overdracht in één keer goed.",
            ),
        ),
    )


@builds
def a_sheet_for_each_school_and_columns_of_people(folder: Path) -> None:
    book(
        folder / "schoolgesprekken.xlsx",
        De_Wilg=(
            ("School", "De Wilg"),
            ("Ingevuld door", "intern begeleider"),
            ("Datum", "2025-05-06"),
            (),
            ("Vraag", "Antwoord"),
            ("Wat gaat goed?", "Ons zorgteam werkt."),
            ("Wat kan beter?", "Overleg met de voorschool."),
        ),
        Het_Anker=(
            ("School", "Het Anker"),
            ("Ingevuld door", "intern begeleider"),
            ("Datum", "2025-05-06"),
            (),
            ("Vraag", "Antwoord"),
            ("Wat gaat goed?", "Ouders doen mee."),
            ("Wat kan beter?", "Er gebeurt te veel ad hoc."),
        ),
    )
    book(
        folder / "interviews 12 mei 2025.xlsx",
        Interviews=(
            ("Vraag", "Ouder 1", "Ouder 2", "Leerling 1"),
            ("Hoe ging de overstap?", "Heel stroef", "Alles zelf regelen", "ik kende niemand"),
            ("Wat had geholpen?", "Een kennismaking", None, "een maatje"),
        ),
    )
