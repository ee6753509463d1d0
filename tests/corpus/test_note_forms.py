"""A table per conversation is read as the notes of that conversation."""

from __future__ import annotations

from pipeline.core.plan import Round
from pipeline.corpus.note_forms import unfolded
from pipeline.corpus.notes import read_notes
from pipeline.files.blocks import Block
from pipeline.files.options import RoundFiles

MEETING = Round("1", "Gesprekken", "2026-04-01", "meeting")
FORM = (
    ("Gesprek met", "Leerlingen", ""),
    ("Datum en plaats", "9 april 2026 – school Het Kompas", ""),
    ("Aanwezig", "12 leerlingen uit groep 6, 7 en 8 (8 van de basisschool, 4 van het sbo)", ""),
    ("Nr.", "Opmerking", "Wie"),
    ("1", "Er is geen plek waar het stil is als het te druk wordt.", "leerling gr 7"),
    ("2", "Ze praten over mij terwijl ik in de klas zit te rekenen.", "leerling sbo"),
)
OTHER = (
    ("Gesprek met", "Ouders", ""),
    ("Datum en plaats", "16 april 2026 – online", ""),
    ("Aanwezig", "6 personen: 5 ouders, 1 opa", ""),
    ("Nr.", "Opmerking", "Wie"),
    ("1", "Wij worden pas gebeld als alles al besloten is.", "ouder"),
)


def rows(table: int, lines: tuple[tuple[str, ...], ...]) -> list[Block]:
    return [
        Block("row", " | ".join(filter(None, cells)), cells=cells, table=table, paragraph=n)
        for n, cells in enumerate(lines, start=10 * table)
    ]


def test_each_form_is_a_meeting_with_its_day_and_its_people() -> None:
    source = RoundFiles(MEETING, ("a.docx",))
    read = read_notes([*rows(1, FORM), *rows(2, OTHER)], source, "a.docx", "r1")
    there = {
        row["title"]: (row["date"], row["n_present"]) for row in read.meetings if not row["role"]
    }
    assert there == {
        "Gesprek met Leerlingen": ("2026-04-09", 12),
        "Gesprek met Ouders": ("2026-04-16", 6),
    }
    assert [(row["role"], row["text"]) for row in read.responses] == [
        ("leerling", "Er is geen plek waar het stil is als het te druk wordt."),
        ("leerling", "Ze praten over mij terwijl ik in de klas zit te rekenen."),
        ("ouder", "Wij worden pas gebeld als alles al besloten is."),
    ]


def test_a_table_of_points_stays_one() -> None:
    points = rows(1, FORM[3:])
    assert unfolded(points) == points
    one_fact = rows(1, FORM[2:])
    assert unfolded(one_fact) == one_fact
