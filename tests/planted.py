"""A corpus with details of invented people planted in every field and form, and a search for them.

Every name is picked by number from the lists of names, so that no detail was chosen because it is
found; what is planted stands once, and its needle (the part that tells) stands nowhere else.
"""

from __future__ import annotations

import html
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from pipeline.text.redact import lists
from tests.small_corpus import PLAN

COMPLAINTS = (
    "Het busje komt vaak te laat en niemand belt",
    "De taxi rijdt soms niet en dat geeft veel onrust",
    "Het besluit over de aanvraag duurt maanden",
    "De wachttijd voor een plek is veel te lang",
    "De klas is veel te vol en te druk",
    "Er is te weinig rust in de grote groep",
)


@dataclass(frozen=True)
class Planted:
    """One detail: what stands in the input, and the part of it that must be found nowhere."""

    form: str
    text: str
    needle: str

    def stands_in(self, low: str) -> bool:
        """Whether a text in lower case holds it; a name only as a word of its own."""
        if not self.needle.istitle():
            return self.needle.casefold() in low
        return re.search(rf"(?<!\w){re.escape(self.needle.casefold())}(?!\w)", low) is not None


def details() -> list[Planted]:
    """All details that are planted in answers; at least one of every form."""
    return [*_names(), *_numbers(), *_places()]


def _names() -> Iterator[Planted]:
    firsts = sorted(n for n in lists.read_list("first_names") if n.isalpha() and len(n) > 5)
    lasts = sorted(n for n in lists.surnames() if n.isalpha() and len(n) > 6)
    frames = (
        ("own child", "Mijn zoon {first} zit daardoor thuis."),
        ("teacher", "Juf {first} doet haar best."),
        ("title", "Mevrouw {last} belde nooit terug."),
        ("full name", "{first} {last} weet hier alles van."),
        ("lower case", "ik ben {first} {last} en ik wacht al een jaar"),
        ("capitals", "IK BEN {first} {last} EN IK BEN HET ZAT"),
        ("frame", "Volgens {last} is er geen geld."),
        ("signed", "Met vriendelijke groet, {first} {last}"),
        ("initials", "Aldus {letter}. van der {last}."),
        ("possessive", "{first} zijn juf is ziek."),
        ("enumeration", "Ook {first} en {other} zitten thuis."),
        ("bare first name", "Sinds {first} thuis zit werk ik niet meer."),
    )
    for number, (form, frame) in enumerate(frames * 6):
        first = firsts[(number * 61 + 7) % len(firsts)]
        other = firsts[(number * 61 + 37) % len(firsts)]
        last = lasts[(number * 113 + 11) % len(lasts)]
        change = {"lower case": str.lower, "capitals": str.upper}.get(form, str)
        words = {"first": change(first), "last": change(last), "other": change(other)}
        text = frame.format(letter=first[0], **words)
        for key in ("first", "last", "other"):
            if f"{{{key}}}" in frame:
                yield Planted(form, text, words[key])


def _numbers() -> Iterator[Planted]:
    for n in range(4):
        for form, text, needle in (
            ("mail", f"Mail naar ouder{n}47@postvak.example graag.", f"ouder{n}47@postvak"),
            ("spelt mail", f"mail vogel{n}kers apenstaartje postvak punt nl", f"vogel{n}kers"),
            ("phone", f"Bel 06-31{n}4 85 92 na vijven.", f"31{n}4 85 92"),
            ("land line", f"Ons nummer is 0229-{n}48193.", f"{n}48193"),
            ("iban", f"Rekening NL9{n}INGB00012345{n}7.", f"INGB00012345{n}7"),
            ("bsn", f"Zijn bsn is 11122233{n}.", f"11122233{n}"),
            ("birth", f"Hij is geboren op 1{n}-04-2013.", f"1{n}-04-2013"),
            ("postcode", f"Onze postcode is 162{n} XK.", f"162{n} XK"),
            ("plate", f"De taxi met kenteken {n}-XKB-4{n} rijdt te hard.", f"{n}-XKB-4{n}"),
            ("pupil", f"Het gaat om leerlingnummer 48210{n}.", f"48210{n}"),
            ("code", f"Dossier SWV-{n}4471 is zoek.", f"SWV-{n}4471"),
            ("account", f"Op insta heet hij bliksem_2{n}9.", f"bliksem_2{n}9"),
            ("handle", f"Het filmpje van @zonnebloem.2{n}1 ging rond.", f"zonnebloem.2{n}1"),
        ):
            yield Planted(form, text, needle)


def _places() -> Iterator[Planted]:
    for n, street in enumerate(("Vlierbeslaan", "Roerdompstraat", "Zilverreigerhof", "Otterkade")):
        yield Planted("address", f"Wij wonen op de {street} {n}7.", street)
        low = f"dwarsgors{'abcd'[n]}straat"
        yield Planted("address in lower case", f"het busje stopt bij {low} 1{n}", low)
    yield Planted("mojibake", "Mijn zoon JosÃ© BrÃ¼ggemann zit thuis.", "ggemann")


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
)


def planted_corpus(folder: Path) -> list[Planted]:
    """Write the corpus; returns every detail in it."""
    folder.mkdir(parents=True)
    answers = details()
    for name, make in (("ronde-1.xlsx", _workbook), ("verslag.docx", _notes)):
        (folder / name).write_bytes(make(answers))
    (folder / BESIDE[0][1]).write_text(_survey(answers), "utf-8")
    (folder / BESIDE[1][1]).write_bytes(_letter())
    (folder / "plan.toml").write_text(PLAN, "utf-8")
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
        rows.append(f'{who[0]};{who[1]};{respondent};{role};{area};"{_answer(number, one)}"')
    return "\n".join(rows) + "\n"


def _workbook(answers: list[Planted]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    sheet = book.active
    sheet.title = "Reacties"
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


def _description() -> str:
    return f"""
[corpus]
name = "geplant"
title = "Een ronde met namen"
organisation = "SWV Proef"
plan = "plan.toml"
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
file = "{BESIDE[1][1]}"
[rounds.4]
title = "Tweede enquête"
date = 2025-06-03
kind = "meeting"
file = "ronde-1.xlsx"
[rounds.4.columns]
role = "Rol"
meeting = "Bijeenkomst"
open = ["Waar loopt u tegenaan?"]
"""


def texts_in(path: Path) -> Iterator[tuple[str, str]]:
    """(place, text) of a file as it can be read: zips opened, markup taken away, SQLite rows."""
    raw = path.read_bytes()
    if raw.startswith(b"SQLite format 3"):
        with sqlite3.connect(path) as base:
            names = [
                row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            for name in names:
                rows = base.execute(f"SELECT * FROM {name}").fetchall()
                yield f"{path.name}/{name}", repr(rows)
        return
    yield from _texts(path.name, raw)


def _texts(place: str, raw: bytes) -> Iterator[tuple[str, str]]:
    if raw.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield from _texts(f"{place}/{name}", archive.read(name))
        return
    if raw.startswith(b"%PDF"):
        import pypdfium2

        document = pypdfium2.PdfDocument(raw)
        yield place, "\n".join(page.get_textpage().get_text_range() for page in document)
        return
    text = raw.decode("utf-8", "replace")
    text = html.unescape(text) if "&" in text else text
    yield place, text
    if "<" in text:
        yield place, re.sub(r"<[^>]*>", "", text)


def found_in(folder: Path, planted: list[Planted]) -> dict[str, set[str]]:
    """Needle -> the files below this folder that hold it, in any case."""
    needles = {one.needle.casefold(): one for one in planted}
    found: dict[str, set[str]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        for place, text in texts_in(path):
            low = text.casefold()
            for needle, one in needles.items():
                if needle in low and one.stands_in(low):
                    relative = path.relative_to(folder).parent / place
                    found.setdefault(one.needle, set()).add(str(relative))
    return found
