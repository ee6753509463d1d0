"""Documents, mail and plans of the fresh shapes: see fresh_tables.py."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.files.fresh_tables import book
from tests.files.make_files import slides
from tests.files.own_shapes import builds

TINY = """datum;rol;reactie
3-11-2025;ouder;De school belt nooit terug.
14-11-2025;ouder;Wij wachten al maanden op hulp.
"""


@builds
def register_of_views_with_answers(folder: Path) -> None:
    document = Document()
    document.add_heading("Nota van beantwoording zienswijzen visie Oosterveld", 1)
    document.add_paragraph("De ontwerpvisie lag van 1 september tot 12 oktober 2025 ter inzage.")
    rows = (
        ("Nr.", "Indiener", "Samenvatting zienswijze", "Reactie gemeente"),
        (
            "1",
            "Inwoner 1",
            "Indiener vreest dat de school verdwijnt door de bouw.",
            "Het schoolgebouw blijft staan, de visie is verduidelijkt.",
        ),
        (
            "2",
            "Dorpsraad",
            "De dorpsraad wil woningen voor jongeren, geen villa's.",
            "Wordt overgenomen in de definitieve visie.",
        ),
    )
    table = document.add_table(len(rows), 4)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.save(folder / "Nota zienswijzen.docx")


@builds
def minutes_of_a_council(folder: Path) -> None:
    document = Document()
    document.add_heading("Notulen van de raad van Meerwijk", 1)
    for line in ("Datum: 6 november 2025", "Griffier: de heer J. Tas"):
        document.add_paragraph(line)
    document.add_heading("4. Jeugdhulp op school", 2)
    for line in (
        "De heer VAN DER LAAN (Lokaal Meerwijk): Ouders moeten voor elk gesprek naar de stad.",
        "Mevrouw DE WIT (GroenLinks): In Oost is de wachtlijst nog langer.",
        "De voorzitter: Dan gaan we stemmen. Het amendement is met 12 tegen 9 verworpen.",
    ):
        document.add_paragraph(line)
    document.save(folder / "notulen raad.docx")


@builds
def slides_with_a_programme(folder: Path) -> None:
    slides(
        folder / "Opbrengst netwerkdag 20 november 2025.pptx",
        ("Opbrengst netwerkdag", ()),
        ("Programma", (("13.00 Inloop", 0), ("13.30 Werksessies", 0))),
        (
            "Sessie 1: Jonge kind",
            (
                ("Voorscholen worden vergeten bij de overdracht", 0),
                ("Logopedie op school werkt heel goed", 0),
            ),
        ),
        ("Sessie 2: Personeel", (("Geef starters een maatje in de eerste twee jaar", 0),)),
    )


@builds
def rounds_in_folders(folder: Path) -> None:
    for name, month, texts in (
        ("1e ronde (voorjaar)", 4, ("De wachtkamer zit altijd vol.", "Niemand legde het uit.")),
        ("2e ronde – najaar", 10, ("Nog steeds geen aanspreekpunt.", "Korter kan het niet.")),
    ):
        (folder / name).mkdir()
        rows = [(f"2025-{month:02d}-0{n}", "ouder", text) for n, text in enumerate(texts, start=3)]
        head = ("Datum", "Wie bent u?", "Wat wilt u ons meegeven?")
        book(folder / name / "enquête.xlsx", Blad1=(head, *rows))
    document = Document()
    document.add_heading("Gesprek met leerlingen 14 oktober 2025", 1)
    document.add_paragraph("Aanwezig: 8 leerlingen")
    document.add_paragraph("De gang is te druk om te leren.", style="List Bullet")
    document.save(folder / "2e ronde – najaar" / "verslag leerlingen.docx")


@builds
def mail_that_came_back_and_a_letter_that_looks_forward(folder: Path) -> None:
    head = "To: inspraak@swv.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    (folder / "teruggekomen.eml").write_text(
        f"From: <mailer-daemon@x.example>\n"
        f"Date: Wed, 5 Nov 2025 08:16:00 +0100\nSubject: Returned\n{head}\n"
        "I'm sorry to have to inform you that your message could not be delivered.\n",
        encoding="utf-8",
    )
    document = Document()
    for line in (
        "Geacht bestuur,",
        "Het hoorrecht van leerlingen is niet uitgewerkt. Leg vast wie een leerling hoort.",
        "Wij zien uw schriftelijke reactie vóór 1 november tegemoet.",
        "Met vriendelijke groet,",
        "T. Hoekstra, voorzitter",
    ):
        document.add_paragraph(line)
    document.save(folder / "OPR advies 14 oktober 2025.docx")


@builds
def plan_in_a_workbook(folder: Path) -> None:
    (folder / "reacties.csv").write_text(TINY, encoding="utf-8")
    book(
        folder / "Uitvoeringsplan 2025-2029.xlsx",
        Jaarplan=(
            ("Thema", "Wat willen we bereiken?", "Wat gaan we doen?", "Wie", "Wanneer", "Status"),
            (
                "Kwaliteit",
                "Alle scholen voldoen aan de basis",
                "Zelfscan in september",
                "directie",
                "Q1",
                "loopt",
            ),
            (None, None, "Bezoek door collega-scholen", "werkgroep", "Q2", "loopt"),
            (
                None,
                "De gegevens kloppen",
                "Eén registratiesysteem invoeren",
                "directie",
                "Q3",
                "nog niet",
            ),
            (
                "Leerlingen",
                "Leerlingen hebben een stem",
                "Leerlingenraad oprichten",
                "werkgroep",
                "Q4",
                "loopt",
            ),
        ),
    )


@builds
def plan_on_slides(folder: Path) -> None:
    (folder / "reacties.csv").write_text(TINY, encoding="utf-8")
    slides(
        folder / "Ondersteuningsplan presentatie.pptx",
        ("Ondersteuningsplan 2026-2030", (("Presentatie voor de achterban", 0),)),
        (
            "Ambitie: Samen opgroeien",
            (
                ("Kinderen spelen en leren met elkaar", 0),
                ("Speelplek bij elke school", 1),
                ("Gymles samen", 1),
                ("De buurt doet mee", 0),
                ("Wijkmarkt in elke gemeente", 1),
            ),
        ),
        (
            "Ambitie: Goed geholpen",
            (
                ("Een vraag wordt binnen een week opgepakt", 0),
                ("Digitaal loket openen", 1),
                ("Jongeren regelen hun eigen plan", 0),
                ("Jongerencoaches opleiden", 1),
            ),
        ),
        ("Vragen?", ()),
    )


@builds
def plan_with_a_lone_goal(folder: Path) -> None:
    (folder / "reacties.csv").write_text(TINY, encoding="utf-8")
    document = Document()
    document.add_heading("Koersplan 2026-2030", 0)
    document.add_heading("Onze ambities", 1)
    for pillar, goals in (
        (
            "Iedereen doet mee",
            {
                "Leerlingen praten mee": ("Elke school voert een leerlinggesprek",),
                "Ouders zijn betrokken": ("Ouders krijgen een contactpersoon",),
            },
        ),
        (
            "Sterk in de klas",
            {
                "Leraren zijn toegerust": ("We bieden scholing aan",),
                "Hulp is op tijd": ("Binnen twee weken komt iemand kijken",),
            },
        ),
        (
            "Samen met de wijk",
            {
                "School en jeugdhulp zijn één team": (
                    "We stellen één loket in",
                    "Er komt één plan per gezin",
                )
            },
        ),
    ):
        document.add_heading(pillar, 2)
        for goal, actions in goals.items():
            document.add_heading(goal, 3)
            for action in actions:
                document.add_paragraph(action, style="List Bullet")
    document.save(folder / "Koersplan 2026-2030.docx")
