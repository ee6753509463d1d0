"""The corpus in which details of invented people are planted: every field, every kind of file."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

from tests.planted import Planted, details
from tests.small_corpus import PLAN

COMPLAINTS = (
    "Het busje komt vaak te laat en niemand belt",
    "De taxi rijdt soms niet en dat geeft veel onrust",
    "Het besluit over de aanvraag duurt maanden",
    "De wachttijd voor een plek is veel te lang",
    "De klas is veel te vol en te druk",
    "Er is te weinig rust in de grote groep",
)


# Beside the answers: (where, detail as it stands there, needle). Every needle is one word.
BESIDE = (
    ("file name", "reacties Gerhardina Wiersinga.csv", "Wiersinga"),
    ("file name", "Brief van Hildebrand Oosterbaan.eml", "Oosterbaan"),
    ("question", "Wat vindt u van juf Emerentia?", "Emerentia"),
    ("topic", "Gesprek met mevrouw Terwisscha", "Terwisscha"),
    ("meeting", "Bijeenkomst bij Wilhelmus Kloosterman", "Kloosterman"),
    ("role", "mentor Lambertus Hoekzema van groep 6", "Hoekzema"),
    ("role", "juf Sjoukelina", "Sjoukelina"),
    ("area", "bij Boudewijn Aukema in de straat", "Aukema"),
    ("free role", "Anders, namelijk: ik ben de oma van Eleonora Bruggink", "Bruggink"),
    ("name column", "Cornelia Damsteegt", "Damsteegt"),
    ("mail column", "damsteegt.c@postvak.example", "damsteegt.c"),
    ("respondent", "ouder.van.sietske@postvak.example", "ouder.van.sietske"),
    ("present", "Aanwezig: Boersema, Wijbrandi, Q. Hoogeveen", "Boersema"),
    ("present", "", "Wijbrandi"),
    ("note-taker", "Notulist: Ganzevoort", "Ganzevoort"),
    ("speaker", "Zeilstra: het vervoer is slecht geregeld", "Zeilstra"),
    ("comment author", "Adelheid Sinnema", "Sinnema"),
    ("document property", "Theodorus Vlasblom", "Vlasblom"),
    ("round title", "Enquête door Ferdinanda Lootsma", "Lootsma"),
    ("sender", "Petronella Reitsema", "Reitsema"),
    ("subject of mail", "Klacht van Rosalinde Meerdink", "Meerdink"),
    ("signature of mail", "Evangelina Swierstra", "Swierstra"),
    ("meeting column", "Overleg met Aldegonda Pruim", "Aldegonda"),
    ("names.toml", "Sinds ypkjelien ziek is komt er niemand", "ypkjelien"),
    ("known issue", "Klacht van mevrouw Oldenkamp over het busje", "Oldenkamp"),
    ("speaker of a transcript", "Hendrikje Postmus", "Postmus"),
    ("file name of a transcript", "gesprek met Harmina Zandstra.vtt", "Zandstra"),
    ("name of a sheet", "Lijst Tjitske Bolhuis", "Bolhuis"),
    ("title of a pdf", "Brief van Everdina Koopal", "Koopal"),
    ("text of a pdf", "Groeten van Gijsberta Luinstra", "Luinstra"),
    ("goal of the plan", "Vragen gaan naar mevrouw Haanstra.", "Haanstra"),
    ("plan's author", "Wietske Zuidhof", "Zuidhof"),
)
# What people who judge a run write about it themselves: theirs to keep, in nothing that goes out.
JUDGED = (
    Planted("remark in the workbook", "nabellen met Geertruida Wolthuis", "Wolthuis"),
    Planted("who judged", "Klaaske Boonstra", "Boonstra"),
)


def planted_corpus(folder: Path) -> list[Planted]:
    """Write the corpus; returns every detail in it."""
    folder.mkdir(parents=True)
    answers = details()
    for name, make in (("ronde-1.xlsx", _workbook), ("verslag.docx", _notes)):
        (folder / name).write_bytes(make(answers))
    (folder / BESIDE[0][1]).write_text(_survey(answers), "utf-8")
    (folder / BESIDE[1][1]).write_bytes(_letter())
    (folder / BESIDE[26][1]).write_text(_transcript(), "utf-8")
    (folder / "brief.pdf").write_bytes(_pdf())
    (folder / "names.toml").write_text(f'names = ["{BESIDE[23][2]}"]\n', "utf-8")
    (folder / "kwesties.csv").write_text(
        f"code;titel;tekst\nQ1;{BESIDE[24][1]};Het busje komt te laat.\n"
        "Q2;Wachttijd;De wachttijd voor een plek is te lang.\n",
        "utf-8",
    )
    plan = PLAN.replace("met het vervoer.", f"met het vervoer. {BESIDE[30][1]}")
    (folder / "plan.toml").write_text(plan, "utf-8")
    (folder / "corpus.toml").write_text(_description(), "utf-8")
    return [*answers, *(Planted(*one) for one in BESIDE)]


def _answer(number: int, one: Planted) -> str:
    complaint = COMPLAINTS[number % len(COMPLAINTS)]
    low = one.text[:1].islower()
    return f"{complaint.lower() if low else complaint}. {one.text}"


def _survey(answers: list[Planted]) -> str:
    rows = [f"naam;e-mail;nummer;rol;werkgebied;{BESIDE[2][1]}"]
    who = (BESIDE[9][1], BESIDE[10][1])
    for number, one in enumerate(answers[::2]):
        role = {3: BESIDE[5][1], 5: BESIDE[6][1], 7: BESIDE[8][1]}.get(number, "ouder")
        area = BESIDE[7][1] if number == 9 else "Noord"
        respondent = BESIDE[11][1] if number == 11 else f"lid{number}"
        text = _answer(number, one) + (f". {BESIDE[23][1]}" if number == 13 else "")
        rows.append(f'{who[0]};{who[1]};{respondent};{role};{area};"{text}"')
    return "\n".join(rows) + "\n"


def _workbook(answers: list[Planted]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    sheet = book.active
    sheet.title = BESIDE[27][1]
    book.properties.creator = BESIDE[17][1]
    sheet.append(["ID", "Rol", "Waar loopt u tegenaan?", "Bijeenkomst"])
    for number, one in enumerate(answers[1::2]):
        role, meeting = "leerkracht" if number % 3 else "ouder", BESIDE[22][1] if number < 9 else ""
        sheet.append([number + 1, role, _answer(number, one), meeting])
    sheet["C2"].comment = Comment("nog nabellen", BESIDE[16][1])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _notes(answers: list[Planted]) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.author = BESIDE[17][1]
    document.add_heading("Verslagen", 0)
    for heading in (BESIDE[4][1], "Bijeenkomst in het dorpshuis"):
        document.add_heading(heading, 1)
        document.add_paragraph(BESIDE[12][1])
        document.add_paragraph(BESIDE[14][1])
        document.add_heading(BESIDE[3][1], 2)
        document.add_paragraph(BESIDE[15][1], style="List Bullet")
        for number, one in enumerate(answers[::9]):
            text = COMPLAINTS[number % len(COMPLAINTS)]
            document.add_paragraph(f"{text}. {one.text}", style="List Bullet")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _letter() -> bytes:
    mail = EmailMessage()
    mail["From"] = f"{BESIDE[19][1]} <reitsema@postvak.example>"
    mail["Subject"] = BESIDE[20][1]
    mail["Date"] = "Mon, 05 May 2025 10:00:00 +0200"
    mail.set_content(
        "Geachte mensen,\n\nDe wachttijd voor een plek is veel te lang en niemand belt terug.\n\n"
        f"Met vriendelijke groet,\n{BESIDE[21][1]}\n"
    )
    return mail.as_bytes()


def _transcript() -> str:
    turns = [
        f"00:0{number}.000 --> 00:0{number + 1}.000\n<v {BESIDE[25][1]}>{text}."
        for number, text in enumerate(COMPLAINTS)
    ]
    return "\n\n".join(["WEBVTT", *turns]) + "\n"


def _pdf() -> bytes:
    lines = ("Geacht bestuur,", "De taxi rijdt soms niet en dat geeft veel onrust.", BESIDE[29][1])
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 12 Tf 20 200 Td {shown} ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 300]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        f"6 0 obj<</Title({BESIDE[28][1]})>>endobj\ntrailer<</Root 1 0 R/Info 6 0 R>>\n%%EOF"
    ).encode("latin-1")


def plan_document(folder: Path) -> Path:
    """A newer version of the plan, in Word, with its author where Word keeps it."""
    from docx import Document

    document = Document()
    document.core_properties.author = BESIDE[31][1]
    document.add_heading("Ondersteuningsplan", 0)
    document.add_heading("1 Dichtbij", 1)
    for number, goal in enumerate(("Leerlingen komen op tijd.", "Wie vraagt, krijgt antwoord."), 1):
        document.add_heading(f"1.{number} Doel: {goal}", 2)
        document.add_paragraph("In 2026 spreken wij met de vervoerder over de route.")
    document.save(str(folder / "plan-nieuw.docx"))
    return folder / "plan-nieuw.docx"


def _description() -> str:
    return f"""
[corpus]
name = "geplant"
title = "Een ronde met namen"
organisation = "SWV Proef"
plan = "plan.toml"
codebooks = ["kwesties.csv"]
[settings.themes]
runs = 4
[settings.embed]
encoder = "fast"
second = ""
[rounds.1]
title = "{BESIDE[18][1]}"
date = 2025-03-03
file = "{BESIDE[0][1]}"
[rounds.1.columns]
respondent = "nummer"
role = "rol"
area = "werkgebied"
open = ["{BESIDE[2][1]}"]
ignore = ["naam", "e-mail"]
[rounds.2]
title = "Gesprekken"
date = 2025-04-03
kind = "meeting"
file = "verslag.docx"
[rounds.3]
title = "Brieven"
date = 2025-05-03
kind = "letters"
files = ["{BESIDE[1][1]}", "brief.pdf"]
[rounds.4]
title = "Tweede enquête"
date = 2025-06-03
kind = "meeting"
file = "ronde-1.xlsx"
[rounds.4.columns]
role = "Rol"
meeting = "Bijeenkomst"
open = ["Waar loopt u tegenaan?"]
[rounds.5]
title = "Opname"
date = 2025-07-03
kind = "meeting"
file = "{BESIDE[26][1]}"
"""
