"""A table per conversation is read as the notes of that conversation."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from pipeline.core.plan import Round
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.guess import propose
from pipeline.corpus.note_forms import printed_alike, unfolded
from pipeline.corpus.notes import read_notes
from pipeline.corpus.write_toml import corpus_toml
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


def _form(path: Path, school: str, answer: str) -> None:
    document = Document()
    document.add_paragraph("Wilt u dit formulier met uw team invullen en mailen?")
    document.add_paragraph(f"Naam school: {school}")
    document.add_paragraph("Ingevuld door: M. Oosterhuis")
    document.add_paragraph("Wat moet er beter?")
    document.add_paragraph(answer)
    document.save(str(path))


def test_what_a_form_prints_is_asked_and_each_form_is_one_voice(tmp_path: Path) -> None:
    answers = ("De aanvraag duurt te lang.", "Er is geen plek voor rust.", "De bus komt te laat.")
    for school, answer in zip(("De Wilg", "De Brug", "Het Baken"), answers, strict=True):
        _form(tmp_path / f"formulier {school}.docx", school, answer)
    text = corpus_toml(propose(tmp_path), "proef")
    (tmp_path / "corpus.toml").write_text(text, encoding="utf-8")
    responses = read_corpus(tmp_path).responses
    assert sorted(responses["text"]) == sorted(answers)
    assert responses["respondent_id"].nunique() == 3


def test_what_two_letters_have_in_common_is_no_form(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _form(tmp_path / f"{name}.docx", "De Wilg", "De bus komt te laat.")
    assert printed_alike(tmp_path, ["a.docx", "b.docx"]) == frozenset()


def test_a_table_with_its_own_title_is_a_conversation(tmp_path: Path) -> None:
    document = Document()
    for n, subject in enumerate(("De bus", "Het plein"), start=1):
        rows = (
            (f"Gesprek {n} – {subject}", ""),
            ("Wanneer", "Dinsdag 3 maart 2026"),
            ("Deelnemers", "4 ouders, 2 leerkrachten"),
            ("Wat horen we", "Wat is nodig"),
            (f"Er is te weinig {subject.lower()} voor iedereen.", "Meer ervan, en eerder."),
            ("Indruk notulist: een goed gesprek, iedereen kwam aan het woord.", ""),
        )
        table = document.add_table(rows=0, cols=2)
        for cells in rows:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
        document.add_paragraph("")
    document.save(str(tmp_path / "gesprekken.docx"))
    (tmp_path / "corpus.toml").write_text(corpus_toml(propose(tmp_path), "proef"), "utf-8")
    corpus = read_corpus(tmp_path)
    assert len(corpus.responses) == 4
    present = corpus.meetings[corpus.meetings["role"] == ""]
    assert list(present["n_present"]) == [6, 6]
    assert list(present["topic"]) == ["De bus", "Het plein"]


def box_form(folder: Path, name: str, date: str, theme: str, said: str) -> None:
    document = Document()
    document.add_heading("Gespreksformulier", 1)
    rows = (
        ("Thema", theme),
        ("Datum", date),
        ("Aanwezigen", "3 ouders, 2 leerkrachten"),
        ("Wat valt op?  Wat gaat al goed?", ""),
        ("De sfeer aan tafel was goed.", ""),
        ("Wat moet beter?  Wat vraagt om iets anders?", ""),
        (f"{said}\nEr is niemand die terugbelt.", ""),
        ("Citaten  Uitspraken die blijven hangen.", ""),
        ("Noteer hier letterlijk wat iemand zei.", ""),
    )
    table = document.add_table(rows=0, cols=2)
    for cells in rows:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(str(folder / name))


def test_boxes_of_a_form_each_hold_answers_below_what_is_asked(tmp_path: Path) -> None:
    box_form(tmp_path, "gesprek een.docx", "3 maart 2026", "De bus", "De bus komt te laat.")
    (tmp_path / "corpus.toml").write_text(corpus_toml(propose(tmp_path), "proef"), "utf-8")
    responses = read_corpus(tmp_path).responses
    assert list(responses["text"]) == [
        "De sfeer aan tafel was goed.",
        "De bus komt te laat.",
        "Er is niemand die terugbelt.",
    ]
    questions = read_corpus(tmp_path).questions["text"]
    assert {"Wat valt op?", "Wat moet beter?"} <= set(questions)


def test_forms_of_one_kind_are_of_one_round_also_where_one_says_no_day(tmp_path: Path) -> None:
    for n, date in enumerate(("3 maart 2026", "10 maart 2026", "volgt nog"), start=1):
        box_form(tmp_path, f"formulier {n}.docx", date, f"Thema {n}", f"Punt {n} is te laat.")
    (only,) = propose(tmp_path).rounds
    assert only.files == tuple(f"formulier {n}.docx" for n in (1, 2, 3))
