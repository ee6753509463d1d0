"""Build the files of the demo corpus from what was written by hand in this folder.

Everything people "said" stands in ``round-N.jsonl``; this script only pours it into the forms in
which an organisation would receive it, and writes the truth beside it for measuring. It is
deterministic: no clock, no chance; the dates inside the zip containers are fixed.

Run: python corpora/voorbeeld/source/build.py
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

SOURCE = Path(__file__).resolve().parent
FIXED = datetime(2025, 11, 30, 12, 0, 0)  # any moment will do, as long as it never changes

R1_FILE, R1_SHEET = "ronde-1-enquete.xlsx", "Form1"
R3_FILE = "ronde-3-reacties.csv"
R1_OPEN = {
    "q1": "Waar loopt u (of loop jij) tegenaan als een kind extra hulp nodig heeft op school?",
    "q2": "Wat gaat goed en moeten we vooral zo houden?",
    "q3": "Wat moet er in het nieuwe ondersteuningsplan komen te staan?",
}
R1_ROLE, R1_AREA = "Wat is uw rol?", "In welk werkgebied woont of werkt u?"
R1_CLOSED = "Hoe tevreden bent u over passend onderwijs in onze regio?"
R3_QUESTIONS = {
    "q1": "Wat mist u of baart u zorgen?",
    "q2": "Wat wilt u het samenwerkingsverband verder meegeven?",
}
SATISFACTION = (
    "Zeer ontevreden",
    "Ontevreden",
    "Ontevreden",
    "Neutraal",
    "Neutraal",
    "Tevreden",
    "Tevreden",
    "Zeer tevreden",
)
HEADINGS = {  # role -> (line above its bullets, plural in the list of those present)
    "ouder": ("Ouders:", "ouders"),
    "leerling": ("Leerlingen:", "leerlingen"),
    "leerkracht": ("Leerkrachten:", "leerkrachten"),
    "ib'er": ("IB'ers:", "ib'ers"),
    "schoolleider": ("Schoolleiders:", "schoolleiders"),
    "onderwijsassistent": ("Onderwijsassistenten:", "onderwijsassistenten"),
    "bestuurder": ("Bestuurders:", "bestuurders"),
    "gemeente": ("Gemeente:", "medewerkers van de gemeente"),
    "jeugdhulp": ("Jeugdhulp:", "jeugdhulpverleners"),
    "leerplichtambtenaar": ("Leerplichtambtenaren:", "leerplichtambtenaren"),
    "mr-lid": ("MR-leden:", "mr-leden"),
    "pedagogisch medewerker": ("Pedagogisch medewerkers:", "pedagogisch medewerkers"),
}
DOCX_INTRO = {
    "ronde-2-gesprekken-oktober.docx": (
        "Verslag van de gesprekken in oktober. De notulist van elke bijeenkomst heeft opgeschreven "
        "wat aan tafel werd gezegd, zo veel mogelijk in de woorden van de deelnemers."
    ),
    "ronde-2-gesprekken-november.docx": (
        "Verslag van de laatste twee gesprekken. De bijeenkomst in Kranenmeer op 12 november is "
        "niet doorgegaan: er waren twee aanmeldingen."
    ),
}
TRUTH = (
    "round_id",
    "source_file",
    "source_row",
    "question",
    "respondent",
    "role",
    "area",
    "text",
    "concerns",
    "language",
    "campaign",
    "empty_kind",
    "stance",
    "meeting",
    "supporters",
)

Row = dict[str, Any]


def build(out: Path) -> None:
    """Write the three rounds and the two truth files into the folder ``out``."""
    truth = [*write_round_1(out), *write_round_2(out), *write_round_3(out)]
    write_csv(out / "truth.csv", TRUTH, truth)
    concerns = truth_concerns(truth)
    write_csv(out / "truth_concerns.csv", list(concerns[0]), concerns)


def read_jsonl(name: str) -> list[Row]:
    """Read one hand-written round; a missing file is an empty round while the corpus is growing."""
    path = SOURCE / name
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def truth_row(round_id: str, file: str, row: int, question: str, said: Row) -> Row:
    """Join what was written to the place where a reader of the built file finds it."""
    return {
        "round_id": round_id,
        "source_file": file,
        "source_row": row,
        "question": question,
        "respondent": said["respondent"],
        "role": said["role"],
        "area": said["area"],
        "text": said["text"],
        "concerns": ";".join(said["concerns"]),
        "language": said["language"],
        "campaign": said["campaign"] or "",
        "empty_kind": said["empty_kind"] or "",
        "stance": said["stance"],
        "meeting": said.get("meeting", ""),
        "supporters": said.get("supporters") or 1,
    }


# -- round 1: a survey as Microsoft Forms exports it ---------------------------------------------


def write_round_1(out: Path) -> list[Row]:
    """One row per respondent, one column per question; empty cells where nobody answered."""
    by_person: dict[str, dict[str, Row]] = {}
    for said in sorted(read_jsonl("round-1.jsonl"), key=lambda said: str(said["respondent"])):
        by_person.setdefault(said["respondent"], {})[said["question"]] = said
    book = Workbook()
    sheet = book.active
    sheet.title = R1_SHEET
    head = ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", R1_ROLE, R1_AREA]
    sheet.append([*head, *R1_OPEN.values(), R1_CLOSED])
    truth = []
    for row, (person, answers) in enumerate(by_person.items(), start=2):
        first = next(iter(answers.values()))
        start, end = survey_times(person, first["date"])
        texts = [answers[q]["text"] if q in answers else None for q in R1_OPEN]
        closed = SATISFACTION[crc(person) % len(SATISFACTION)]
        known = [number(person), start, end, "anonymous", None, first["role"], first["area"]]
        sheet.append([*known, *texts, closed])
        for question, header in R1_OPEN.items():
            if question in answers:
                truth.append(truth_row("1", R1_FILE, row, header, answers[question]))
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells[7:]:
            if cell.value is not None:
                cell.data_type = "s"  # an answer that begins with "=" is an answer, no formula
    buffer = io.BytesIO()
    book.save(buffer)
    write_zip(out / R1_FILE, buffer.getvalue())
    return truth


def survey_times(person: str, day: str) -> tuple[datetime, datetime]:
    """When somebody began and ended; invented from a checksum, so the same at every build."""
    begun = datetime.combine(date.fromisoformat(day), time(7, 30))
    start = begun + timedelta(seconds=crc(person) % (15 * 3600))
    return start, start + timedelta(seconds=95 + crc(person + "end") % 1400)


def crc(text: str) -> int:
    """A number that depends on the text alone."""
    return zlib.crc32(text.encode("utf-8"))


def number(person: str) -> int:
    """The running number in a respondent code: "r1-017" is 17."""
    return int(person.rsplit("-", 1)[1])


# -- round 2: notes of meetings ------------------------------------------------------------------


def write_round_2(out: Path) -> list[Row]:
    """Two documents: a heading per meeting and per topic, a line per role, bullets below it."""
    said = read_jsonl("round-2.jsonl")
    meetings = json.loads((SOURCE / "round-2-meetings.json").read_text(encoding="utf-8"))
    truth = []
    for file, intro in DOCX_INTRO.items():
        document = Document()
        properties = document.core_properties
        properties.author, properties.created, properties.modified = "", FIXED, FIXED
        document.add_heading("Gesprekken over het ondersteuningsplan", level=0)
        document.add_paragraph(intro)
        for meeting in meetings:
            if meeting["file"] == file:
                of_meeting = [one for one in said if one["meeting"] == meeting["meeting"]]
                truth += write_meeting(document, file, meeting, of_meeting)
        buffer = io.BytesIO()
        document.save(buffer)
        write_zip(out / file, buffer.getvalue())
    return truth


def write_meeting(document: Any, file: str, meeting: Row, said: Sequence[Row]) -> list[Row]:
    """Add one meeting; ``source_row`` is the paragraph's number in the document, from 1."""
    document.add_heading(f"{meeting['title']}, {meeting['date']}", level=1)
    document.add_paragraph(f"Plaats: {meeting['place']}")
    document.add_paragraph(f"Werkgebied: {meeting['area']}")
    present = [f"{n} {HEADINGS[role][1]}" for role, n in meeting["present"].items()]
    document.add_paragraph("Aanwezig: " + ", ".join(present))
    truth = []
    topic = role = ""
    for one in said:
        if one["question"] != topic:
            topic, role = one["question"], ""
            document.add_heading(topic, level=2)
        if one["role"] != role:
            role = one["role"]
            document.add_paragraph().add_run(HEADINGS[role][0]).bold = True
        bullet = one["text"] + support(one)
        document.add_paragraph(bullet, style="List Bullet")
        place = len(document.paragraphs)
        truth.append(truth_row("2", file, place, topic, {**one, "text": bullet}))
    return truth


def support(said: Row) -> str:
    """How the note-taker wrote down that more people said it; the hand differs per meeting."""
    n = said["supporters"]
    if not n:
        return ""
    return f" ({n}x)" if said["meeting"] in {"M4", "M7"} else f" ({n}x genoemd)"


# -- round 3: a table as Dutch Excel writes it ---------------------------------------------------


def write_round_3(out: Path) -> list[Row]:
    """Semicolons, cp1252, dates as dd-mm-yyyy, one row per reaction in order of arrival."""
    said = sorted(
        read_jsonl("round-3.jsonl"),
        key=lambda one: (one["date"], one["respondent"], one["question"]),
    )
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    table.writerow(["nr", "datum", "rol", "werkgebied", "vraag", "reactie"])
    truth = []
    for row, one in enumerate(said, start=2):
        day = date.fromisoformat(one["date"]).strftime("%d-%m-%Y")
        question = R3_QUESTIONS[one["question"]]
        place = [number(one["respondent"]), day, one["role"], one["area"]]
        table.writerow([*place, question, one["text"]])
        truth.append(truth_row("3", R3_FILE, row, question, one))
    (out / R3_FILE).write_bytes(buffer.getvalue().encode("cp1252"))
    return truth


# -- the truth per concern -----------------------------------------------------------------------


def truth_concerns(truth: Sequence[Row]) -> list[Row]:
    """What each concern is, what the plans answer, and where it was really planted."""
    with (SOURCE / "concerns.csv").open(encoding="utf-8", newline="") as file:
        concerns = list(csv.DictReader(file))
    rows = []
    for concern in concerns:
        code = concern["concern_id"]
        of_concern = [row for row in truth if code in row["concerns"].split(";")]
        rows.append({**concern, **planted(of_concern)})
    order = [name for name in rows[0] if name != "unique_signal"]
    return [{name: row[name] for name in [*order, "unique_signal"]} for row in rows]


def planted(rows: Sequence[Row]) -> Row:
    """Counts of one concern; a campaign is one voice, the role lines of a meeting one voice each.

    Recurring as in the brief: at least 2 rounds or 3 meetings, and at least 2 roles or 5 voices.
    """
    rounds = sorted({row["round_id"] for row in rows})
    meetings = {row["meeting"] for row in rows} - {""}
    roles = sorted({row["role"] for row in rows})
    voices = {row["campaign"] or row["respondent"] for row in rows}
    often = len(rounds) >= 2 or len(meetings) >= 3
    broad = len(roles) >= 2 or len(voices) >= 5
    return {
        "rounds": ";".join(rounds),
        "roles": ";".join(roles),
        "n_responses": len(rows),
        "n_respondents": len(voices),
        "n_senders": len({row["respondent"] for row in rows}),
        "n_meetings": len(meetings),
        "recurring": "yes" if often and broad else "no",
        "life": life(rounds),
    }


def life(rounds: Sequence[str]) -> str:
    """State as of round 3, in the words of the report."""
    if "3" not in rounds:
        return "verstomd"
    if len(rounds) == 1:
        return "nieuw"
    return "aanhoudend" if "2" in rounds else "terugkerend"


# -- files ---------------------------------------------------------------------------------------


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """UTF-8 with commas: these are for programs, not for Excel."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(columns), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def write_zip(path: Path, made: bytes) -> None:
    """Rewrite an Office container without the moment of saving, so that builds are identical."""
    stamp = f"{FIXED:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(path, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            info = zipfile.ZipInfo(name, date_time=FIXED.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(info, content)


if __name__ == "__main__":
    build(SOURCE.parent)
