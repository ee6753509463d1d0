"""Meeting notes: who says what, in which meeting, on what topic, and how many said it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.core.plan import Round
from pipeline.corpus.attendance import Present, present_in
from pipeline.corpus.note_questions import with_questions
from pipeline.corpus.notes import read_notes
from pipeline.corpus.read import Read
from pipeline.corpus.speakers import speaker_in
from pipeline.files.blocks import Block, structured
from pipeline.files.options import RoundFiles
from pipeline.files.text import blocks_of

MEETING = Round("1", "Gesprekken", "2025-03-17", "meeting")
LETTERS = Round("1", "Brieven", "2025-03-17", "letters")


def notes(text: str, round_: Round = MEETING, areas: tuple[str, ...] = ()) -> Read:
    source = RoundFiles(round_, ("a.md",), areas=areas)
    return read_notes(structured(blocks_of(text)), source, "a.md", "r1")


def statements(read: Read, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in read.responses]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Te weinig plek (3x)", 3),
        ("Te weinig plek (4x genoemd)", 4),
        ("3x genoemd: te weinig plek", 3),
        ("Twee keer genoemd: te weinig plek", 1),
        ("Vijf ouders willen meer plek", 5),
        ("12 leerlingen voelen zich niet gehoord", 12),
        ("Meerdere ouders missen een vast gezicht", 2),
        ("Dit is vaker genoemd", 2),
        ("De school is 3x verhuisd", 1),
        ("Mijn kind zit al 3 jaar thuis", 1),
        ("31 jongeren krijgen geen les", 1),
        ("Vier van de zes ouders geven aan dat het te lang duurt", 4),
        ("Het duurt te lang (meerdere)", 2),
    ],
)
def test_support_is_counted_only_where_the_notes_count_it(text: str, n: int) -> None:
    assert speaker_in(text, Present()).n_people == n


@pytest.mark.parametrize(
    ("line", "total", "roles"),
    [
        (
            "2 ouders, 3 docenten isk en 1 wethouder",
            6,
            {"ouder": 2, "leerkracht isk": 3, "gemeente": 1},
        ),
        ("ca. 25 ouders", 25, {"ouder": 25}),
        ("25 (waarvan 10 ouders en 15 leraren)", 25, {"ouder": 10, "leerkracht": 15}),
        ("Noor de Wit (ouder), Sam Bos, Kim Vos", 3, {"ouder": 1}),
        ("twaalf personen", 12, {}),
        ("de heer Groot (voorzitter), mevrouw Bos, en bij punt 4 de heer Hein", 2, {}),
        ("ouders, leerkrachten", None, {}),
        ("3 vrijwilligers, 2 stagiaires", 5, {"vrijwilliger": 3, "stagiaire": 2}),
        ("12 leerlingen uit groep 6, 7 en 8 (8 bao, 4 so)", 12, {"leerling": 12}),
        ("9 leerkrachten (gr. 1/2 t/m 8, 1 van so De Kade)", 9, {"leerkracht": 9}),
        ("6 personen: 2 ouders, 4 leraren", 6, {"ouder": 2, "leerkracht": 4}),
        ("Els (De Ark), Ria (Het Kompas), Jan ('t Nest); van het bureau Kim (notities)", 3, {}),
        ("16 leerlingen uit de raden van zes scholen", 16, {"leerling": 16}),
    ],
)
def test_a_line_of_attendance_gives_people_and_roles(
    line: str, total: int | None, roles: dict[str, int]
) -> None:
    assert present_in(line) == Present(total, roles)


@pytest.mark.parametrize(
    ("text", "role", "n"),
    [
        ("Een docent: 'te weinig tijd'", "leerkracht", 1),
        ("Een docent isk zou graag meer weten", "leerkracht isk", 1),
        ("Een leerling uit groep 8: 'het is druk'", "leerling", 1),
        ("Te veel formulieren, zegt een ib'er, en daar blijft het bij", "ib'er", 1),
        ("De ouders geven aan dat het te lang duurt", "ouder", 2),
        ("Volgens de leerlingen kan het korter", "leerling", 2),
        ("Te weinig plek (5x genoemd)", "", 4),
        ("Vijf ouders willen meer plek", "ouder", 2),
        ("Ouders weten niet waar zij terechtkunnen", "", 1),
        ("Een leerling die uitvalt krijgt niets", "", 1),
        ("Een meisje van tien zit al maanden thuis", "", 1),
    ],
)
def test_who_speaks_is_read_from_the_note_and_bounded_by_who_was_there(
    text: str, role: str, n: int
) -> None:
    there = Present(4, {"ouder": 2, "leerkracht isk": 1, "ib'er": 1})
    speaker = speaker_in(text, there)
    assert (speaker.role, speaker.n_people) == (role, n)


TALKS = """# Gesprek 1 – Rust in de klas
Wanneer: maandag 31 mei, 9.00-10.00 uur
Deelnemers: 2 ouders, 1 docent
## Wat is er gezegd
- Meerdere deelnemers noemen de drukte.
- Een docent: 'te weinig tijd'.
- Een docent vertelt dat het beter kan.
# Gesprek 2 – Vervoer
Wanneer: dinsdag 1 juni
Deelnemers: 3 ouders
## Wat is er gezegd
- De taxi komt te laat (9x genoemd).
Afspraak: het verslag wordt rondgestuurd.
"""


def test_conversations_give_topic_day_people_and_roles() -> None:
    read = notes(TALKS, Round("1", "Gesprekken", "2021-05-31", "meeting"))
    columns = ("meeting_id", "question", "date", "role", "n_supporters")
    assert statements(read, *columns) == [
        ("m1-1", "Rust in de klas", "2021-05-31", "", 2),
        ("m1-1", "Rust in de klas", "2021-05-31", "leerkracht", 1),
        ("m1-1", "Rust in de klas", "2021-05-31", "leerkracht", 1),
        ("m1-2", "Vervoer", "2021-06-01", "ouder", 3),  # nobody else was there
    ]
    assert [
        (row["meeting_id"], row["topic"], row["role"], row["n_present"]) for row in read.meetings
    ] == [
        ("m1-1", "Rust in de klas", "", 3),
        ("m1-1", "Rust in de klas", "ouder", 2),
        ("m1-1", "Rust in de klas", "leerkracht", 1),
        ("m1-2", "Vervoer", "", 3),
        ("m1-2", "Vervoer", "ouder", 3),
    ]
    assert [row["reason"] for row in read.aside] == ["meta"] * 4 + ["agreement"]


@pytest.mark.parametrize("label", ["Gesprekspartners", "Deelnemer", "Attendees"])
def test_whoever_was_there_is_counted_under_any_of_the_usual_labels(label: str) -> None:
    read = notes(TALKS.replace("Deelnemers: 3 ouders", f"{label}: 3 ouders"))
    assert not any(label in row["text"] for row in read.responses)
    assert sum(row["n_present"] for row in read.meetings if row["role"] == "") == 6


@pytest.mark.parametrize("label", ["Afwezig met bericht", "Met kennisgeving afwezig", "Afgemeld"])
def test_who_was_absent_is_neither_a_voice_nor_present(label: str) -> None:
    read = notes(TALKS.replace("Deelnemers: 3 ouders", f"Deelnemers: 3 ouders\n{label}: 1 leraar"))
    assert not any(label in row["text"] for row in read.responses)
    assert sum(row["n_present"] for row in read.meetings if row["role"] == "") == 6


CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "attendance.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("line", CASES["of_who_minutes"])
def test_what_the_secretary_arranges_is_set_aside_with_its_reason(line: str) -> None:
    read = notes(f"- De bus komt te laat.\n\n{line}")
    assert statements(read, "text") == [("De bus komt te laat.",)]
    assert read.aside[0]["reason"] in ("agreement", "meta")


@pytest.mark.parametrize("line", CASES["of_who_spoke"])
def test_what_only_looks_like_the_secretary_stays_a_statement(line: str) -> None:
    assert len(notes(f"- De bus komt te laat.\n\n{line}").responses) == 2


@pytest.mark.parametrize("line", CASES["facts_of_who_was_there"])
def test_a_line_that_counts_who_was_there_is_no_statement(line: str) -> None:
    read = notes(f"{line}\n\n- De bus komt te laat.")
    assert statements(read, "text") == [("De bus komt te laat.",)]
    there = {row["role"]: row["n_present"] for row in read.meetings}
    assert there == {"": 9, "leerkracht": 4, "ouder": 3, "leerling": 2}


@pytest.mark.parametrize("line", CASES["no_facts_of_who_was_there"])
def test_a_line_that_only_opens_with_a_number_is_a_statement(line: str) -> None:
    assert len(notes(f"{line}\n\n- De bus komt te laat.").responses) == 2


def test_minutes_in_prose_give_each_of_those_present_a_voice_of_her_own() -> None:
    read = notes(
        "Deelnemers: mw. A. Kok (ib'er), dhr. S. van Es (ouder), mw. L. Mol (notulist)\n\n"
        "Mevrouw Kok, van De Linde, vindt de formulieren te lang.\n\n"
        "De heer Van Es wacht al een jaar.\n\nMw. Kok sluit zich daarbij aan.\n"
    )
    roles = [row["role"] for row in read.responses]
    voices = [row["respondent_id"] for row in read.responses]
    assert roles == ["ib'er", "ouder", "ib'er"]
    assert voices[0] == voices[2] != voices[1]
    assert {row["role"]: row["n_present"] for row in read.meetings}[""] == 2


def test_the_only_heading_is_the_title_where_it_has_the_day_in_it() -> None:
    title = "Aantekeningen avond Het Bakhuis, 26 januari 2027"
    read = notes(f"# {title}\n- De bus komt te laat.")
    assert [row["title"] for row in read.meetings] == [title]
    assert statements(read, "question", "date") == [("", "2027-01-26")]
    assert statements(notes("# Vervoer\n- De bus komt te laat."), "question") == [("Vervoer",)]


def test_the_day_and_the_place_of_a_meeting_are_no_statement() -> None:
    for line in CASES["held"]:
        read = notes(f"NOTULEN REGIOAVOND\n\n{line}\n\n- De bus komt te laat.")
        assert statements(read, "text", "date") == [("De bus komt te laat.", "2027-01-26")], line


def test_the_only_one_of_a_role_is_one_voice_in_a_meeting() -> None:
    voices = [row["respondent_id"] for row in notes(TALKS).responses]
    assert voices[1] == voices[2]
    assert len(set(voices)) == 3


def test_headings_that_differ_within_a_meeting_are_the_topics() -> None:
    text = "# Tafel 1\n## Bouwstenen\n- een\n## Verder\n- twee\n# Tafel 2\n## Bouwstenen\n- drie\n"
    assert statements(notes(text), "question") == [("Bouwstenen",), ("Verder",), ("Bouwstenen",)]


def test_a_table_of_names_and_explanations_is_read_below_its_header() -> None:
    rows = [
        ("Bouwsteen", "Toelichting"),
        ("Dossier", "Bij elke overstap bellen de scholen elkaar."),
        ("Buurt", "Laat kinderen in de buurt naar school gaan."),
    ]
    blocks = structured([Block("row", " | ".join(row), cells=row, table=1) for row in rows])
    read = read_notes(blocks, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert statements(read, "text")[0] == ("Dossier: Bij elke overstap bellen de scholen elkaar.",)
    assert [row["reason"] for row in read.aside] == ["label"]


def test_two_columns_of_answers_are_two_answers_a_row() -> None:
    rows = [
        ("Rol", "Wat gaat goed?", "Wat kan beter?"),
        ("Ouders", "De juf is er altijd voor ons", "De taxi komt elke week te laat"),
        ("Leerkrachten", "Wij werken graag samen hier", "Er is te weinig tijd voor overleg"),
    ]
    blocks = structured([Block("row", " | ".join(row), cells=row, table=1) for row in rows])
    read = read_notes(blocks, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert statements(read, "response_id", "role", "question")[:2] == [
        ("r1-0002a", "ouder", "Wat gaat goed?"),
        ("r1-0002b", "ouder", "Wat kan beter?"),
    ]


def test_the_courtesies_of_a_letter_are_set_aside() -> None:
    text = (
        "Stichting De Brug\n\nGeachte leden van de raad,\n\nWij missen een plan voor vervoer.\n\n"
        "Met vriendelijke groet,\n\nHet bestuur\n"
    )
    read = notes(text, LETTERS)
    assert statements(read, "text") == [("Wij missen een plan voor vervoer.",)]
    assert [row["reason"] for row in read.aside] == ["meta", "salutation", "signature", "signature"]


@pytest.mark.parametrize("line", CASES["signed"])
def test_who_signed_a_letter_without_a_greeting_is_no_statement(line: str) -> None:
    read = notes(f"Beste mensen,\n\nDe bus komt te laat.\n\n{line}", LETTERS)
    assert statements(read, "text") == [("De bus komt te laat.",)]
    assert read.aside[-1]["reason"] == "signature"


@pytest.mark.parametrize("line", CASES["not_signed"])
def test_a_short_last_line_that_says_something_stays(line: str) -> None:
    read = notes(f"Beste mensen,\n\nDe bus komt te laat.\n\n{line}", LETTERS)
    assert statements(read, "text")[-1] == (line,)


def test_a_role_holds_until_the_next_role_or_heading() -> None:
    text = (
        "# Verslag\n## Hulp\nOuders:\n- een punt\nRol: IB'er\n- nog een punt\n## Tijd\n- zonder rol"
    )
    assert statements(notes(text), "role", "question") == [
        ("ouder", "Hulp"),
        ("ib'er", "Hulp"),
        ("", "Tijd"),
    ]


def test_a_role_before_a_colon_is_one_turn() -> None:
    read = notes("# V\n## Hulp\nLeerkracht: geen tijd\nEn verder werd er nog van alles gezegd.")
    assert statements(read, "role", "text")[0] == ("leerkracht", "geen tijd")
    assert statements(read, "role")[1] == ("",)


def test_a_colon_alone_makes_no_role() -> None:
    read = notes("# V\n## Hulp\nOplossing: een vast gezicht per school")
    assert statements(read, "role", "text") == [("", "Oplossing: een vast gezicht per school")]


def test_a_heading_that_is_a_role_gives_the_role_and_keeps_the_topic() -> None:
    read = notes("# V\n## Hulp\n### Ouders\n- een punt\n### Leraren\n- tweede punt")
    assert statements(read, "role", "question") == [("ouder", "Hulp"), ("leerkracht", "Hulp")]


def test_meetings_under_one_title_are_told_apart() -> None:
    text = "# Verslagen\n## Ouderavond Noord, 17 maart 2025\n### Hulp\n- een\n"
    text += "## Ouderavond Zuid, 19 maart 2025\n### Hulp\n- twee"
    read = notes(text, areas=("Noord", "Zuid"))
    assert statements(read, "meeting_id", "date", "area", "question") == [
        ("m1-1", "2025-03-17", "Noord", "Hulp"),
        ("m1-2", "2025-03-19", "Zuid", "Hulp"),
    ]


def test_every_bullet_is_one_voice_and_a_letter_is_one_voice() -> None:
    text = "Wij zijn bezorgd over de plannen.\n\nEn ook over het vervoer, dat al jaren slecht is."
    assert len({row["respondent_id"] for row in notes(text).responses}) == 2
    assert len({row["respondent_id"] for row in notes(text, LETTERS).responses}) == 1


def test_every_block_is_a_heading_a_response_or_set_aside() -> None:
    text = "# V\nDatum: 17 maart 2025\n\n## Hulp\nOuders:\n- een punt\n- twee\n\nGewone zin."
    blocks = structured(blocks_of(text))
    read = read_notes(blocks, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    headings = sum(block.kind == "heading" for block in blocks)
    assert headings + len(read.responses) + len(read.aside) == len(blocks)
    assert [row["reason"] for row in read.aside] == ["meta", "label"]


def test_a_contents_list_and_footnotes_are_no_voices() -> None:
    blocks = [
        Block("toc", "1 Inleiding 3"),
        Block("paragraph", "Wij willen rust."),
        Block("footnote", "Zie wet."),
    ]
    numbered = structured(blocks)
    read = read_notes(numbered, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert statements(read, "text") == [("Wij willen rust.",)]
    assert [row["reason"] for row in read.aside] == ["toc", "footnote"]


GROUPS = """# Groep Noord
Datum: 3 maart 2025
Aanwezig: 4 leraren, 1 ouder
- De bus komt te laat.
# Groep Zuid
5 maart 2025. Aanwezig: 3 ouders.
- Niemand belt terug.
"""


def test_headings_of_any_name_with_who_was_there_below_are_meetings() -> None:
    read = notes(GROUPS)
    whole = [(row["title"], row["n_present"]) for row in read.meetings if row["role"] == ""]
    assert whole == [("Groep Noord", 5), ("Groep Zuid", 3)]
    assert len({row["meeting_id"] for row in read.responses}) == 2


NUMBERED = """# Gesprek 1. Ouders
Datum: 3 maart 2025
Aanwezig: 4 ouders
- De bus komt te laat.
# Gesprek 2. Mentoren
10 maart 2025 | 3 mentoren | verslag: KB
- Niemand belt terug.
"""


def test_conversations_numbered_with_a_dot_are_meetings_of_their_own() -> None:
    read = notes(NUMBERED)
    whole = [(row["topic"], row["n_present"]) for row in read.meetings if row["role"] == ""]
    assert whole == [("Ouders", 4), ("Mentoren", 3)]
    assert statements(read, "text") == [("De bus komt te laat.",), ("Niemand belt terug.",)]


def test_headings_of_which_one_says_nobody_was_there_are_topics() -> None:
    read = notes(GROUPS.replace("5 maart 2025. Aanwezig: 3 ouders.\n", ""))
    assert len({row["meeting_id"] for row in read.responses}) == 1


@pytest.mark.parametrize(
    "head",
    [
        "ma 17 maart, dorpshuis. 27 man (+ 4 van ons). Koffie prima, verwarming kapot.",
        "Kantine, 17 maart 2025. Opkomst 27 personen volgens de lijst bij de deur.",
        "Datum: maandag 17 maart 2025\nLocatie: aula\nAanwezig: 27 inwoners, wethouder M. Bos",
    ],
)
def test_the_note_takers_first_lines_say_when_it_was_and_how_many_came(head: str) -> None:
    read = notes(f"# Avond\n\n{head}\n\n- De bus komt te laat\n- Het is er donker")
    assert [(row["date"], row["n_present"]) for row in read.meetings if not row["role"]] == [
        ("2025-03-17", 27)
    ]
    assert [row["text"] for row in read.responses] == ["De bus komt te laat", "Het is er donker"]


def test_a_talk_whose_title_says_how_many_there_were_is_a_meeting() -> None:
    read = notes(
        "## Keukentafelgesprek 1, Oudezand, 6 mensen\n\nDe bus rijdt op zondag niet.\n\n"
        "## Keukentafelgesprek 2, De Weel, 5 mensen\n\nEr is geen huisarts meer die je inschrijft."
    )
    assert [row["n_present"] for row in read.meetings if not row["role"]] == [6, 5]


def test_attendance_that_a_pdf_runs_on_behind_the_day_is_no_statement() -> None:
    read = notes(
        "# Raad van cliënten\n\nVerslag van de vergadering van donderdag 13 maart 2025, stadhuis "
        "Aanwezig: de heer Groot (voorzitter), mevrouw Dekker, de heer Kuin, mevrouw Bos\n\n"
        "## 1. Verslag van 11 januari 2025\n\nHet verslag wordt zonder wijzigingen vastgesteld.\n\n"
        "## 2. De visie\n\nMevrouw Bos mist een plek waar ouderen elkaar treffen."
    )
    assert [row["text"] for row in read.responses] == [
        "Mevrouw Bos mist een plek waar ouderen elkaar treffen."
    ]
    assert [(row["date"], row["n_present"]) for row in read.meetings if not row["role"]] == [
        ("2025-03-13", 3)
    ]


def test_a_title_gives_the_roles_it_counts_and_ages_are_no_attendance() -> None:
    read = notes(
        "## Gesprek 1 (5 ouders, 3 leraren)\n\nDe bus komt te laat.\n\n"
        "## Gesprek 2 (4 leerlingen)\n\nHet is er donker."
    )
    assert [(row["role"], row["n_present"]) for row in read.meetings] == [
        ("", 8), ("ouder", 5), ("leerkracht", 3), ("", 4), ("leerling", 4),
    ]  # fmt: skip
    topics = notes(
        "## Jeugd (12-18 jaar)\n\nEr is geen plek.\n\n## Kinderen (4-12 jaar)\n\nHet is er oud."
    )
    assert len(topics.meetings) == 1


def test_a_meeting_in_prose_behind_meetings_in_bullets_is_no_closing() -> None:
    read = notes(
        "# Ouders\n\n3 maart 2026, aula. 9 ouders\n\n"
        "- De bus komt te laat.\n- Het is er donker.\n\n"
        "# Leraren\n\n4 maart 2026, aula. 8 leraren\n\n"
        "De klassen zijn te vol voor wat wij moeten.\n\n"
        "Er is geen invaller te vinden als iemand ziek is."
    )
    assert len(read.responses) == 4
    there = {row["date"]: row["n_present"] for row in read.meetings if not row["role"]}
    assert there == {"2026-03-03": 9, "2026-03-04": 8}


def test_what_stands_above_the_first_chapter_of_points_is_the_note_takers() -> None:
    read = notes(
        "# Opbrengst van de middag\n\nElke tafel schreef bouwstenen op een flap.\n\n"
        "## Tafel 1\n\n- De bus komt te laat.\n- Het is er donker.\n\n"
        "## Tafel 2\n\n- De klas is te vol.\n- Er is geen invaller."
    )
    assert [text for (text,) in statements(read, "text")] == [
        "De bus komt te laat.", "Het is er donker.", "De klas is te vol.", "Er is geen invaller.",
    ]  # fmt: skip


def test_the_number_of_a_question_above_its_points_is_no_answer() -> None:
    read = notes("Avond\n\nvr1\n\n- De bus komt te laat.\n\nVraag 2 in de weg\n\n- Het is donker.")
    assert "vr1" not in [text for (text,) in statements(read, "text")]
    assert "Vraag 2 in de weg" not in [text for (text,) in statements(read, "text")]


def test_a_title_between_strokes_opens_a_meeting() -> None:
    read = notes(
        "*** TAFEL OUDERS *** ma 2-3-2026 aula\ner: 8 ouders\n\n- De bus komt te laat.\n\n"
        "*** TAFEL LERAREN *** di 3-3-2026 aula\n"
        "aanwezig 7: 5x leraar, 2 ib'ers\n\n- Het is donker."
    )
    assert [(row["date"], row["n_present"]) for row in read.meetings if not row["role"]] == [
        ("2026-03-02", 8), ("2026-03-03", 7),
    ]  # fmt: skip


def test_what_a_note_taker_sums_up_was_counted_where_it_was_said() -> None:
    read = notes(
        "# Gesprek 3 maart 2026\n\nEen moeder wacht al een jaar.\n\n"
        "Rode draad: ouders wachten te lang op hulp."
    )
    assert statements(read, "text") == [("Een moeder wacht al een jaar.",)]


def test_short_points_above_points_are_their_subject() -> None:
    blocks = [
        Block("item", "Kennis in de klas", level=1),
        Block("item", "docenten weten niet wat helpt", level=2),
        Block("item", "Niet naar school", level=1),
        Block("item", "dertig leerlingen zitten thuis", level=2),
    ]
    read = read_notes(blocks, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert statements(read, "question", "text") == [
        ("Kennis in de klas", "docenten weten niet wat helpt"),
        ("Niet naar school", "dertig leerlingen zitten thuis"),
    ]


def test_a_point_with_a_remark_below_it_is_still_said() -> None:
    blocks = [
        Block("item", "De bus komt te laat", level=1),
        Block("item", "vooral op maandag", level=2),
        Block("item", "Het is er donker", level=1),
    ]
    read = read_notes(blocks, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert len(read.responses) == 3


def test_whoever_was_listed_speaks_before_a_dash() -> None:
    read = notes("Erbij: Petra (ib'er), Tom (leraar)\n\n- Petra - de bus komt te laat")
    assert statements(read, "role", "text") == [("ib'er", "de bus komt te laat")]


def test_a_list_of_people_is_who_was_there_whatever_word_stands_before_it() -> None:
    read = notes(
        "# De Linde\nGesproken met: de directeur en drie leerkrachten\n\n- De bus is laat."
    )
    assert statements(read, "text") == [("De bus is laat.",)]
    there = {row["role"]: row["n_present"] for row in read.meetings}
    assert there == {"": 4, "schoolleider": 1, "leerkracht": 3}


def test_a_label_that_stands_above_every_talk_says_nothing_of_the_subject() -> None:
    talks = [
        f"# Gesprek {n} – Vervoer\nWanneer: {n} oktober 2025\nWaar: zaal {n}\n\n- Bus {n} is laat."
        for n in range(1, 5)
    ]
    read = notes("\n\n".join(talks))
    assert statements(read, "text") == [(f"Bus {n} is laat.",) for n in range(1, 5)]


def test_a_label_in_the_midst_of_what_was_said_is_part_of_it() -> None:
    read = notes("# Avond\nAanwezig: 9 ouders\n\n- Laat.\n\nWaar: bij de school gaat het mis.")
    assert ("Waar: bij de school gaat het mis.",) in statements(read, "text")


def test_brackets_behind_a_name_may_hold_more_than_a_role() -> None:
    line = "Aanwezig: mw. J. van Ees (ouder, voorzitter), dhr. P. Kuiper (leerkracht, De Ark)"
    read = notes(f"# OPR\n{line}\n\n- De bus is laat.")
    there = {row["role"]: row["n_present"] for row in read.meetings}
    assert there[""] == 2 and there["ouder"] == 1


def test_numbered_points_of_a_council_on_itself_hold_no_answers() -> None:
    read = notes(
        "# OPR 16 januari 2025\n\n## 2. Mededelingen directeur\n\n- Er is een nieuwe wethouder.\n\n"
        "## 3. Begroting 2025\n\n- De huur stijgt door de indexering.\n\n"
        "## 4. Het nieuwe plan\n\n- De bus is te laat.\n"
    )
    assert statements(read, "text") == [("De bus is te laat.",)]


@pytest.mark.parametrize("who", ["Reactie directeur", "Antwoord van de wethouder", "Reactie swv"])
def test_what_whose_plan_it_is_answers_is_nobodys_answer(who: str) -> None:
    read = notes(f"# OPR\n\n- De bus is te laat.\n\n{who}: dat bespreken wij met de vervoerder.")
    assert statements(read, "text") == [("De bus is te laat.",)]
    assert [row["reason"] for row in read.aside] == ["leading"]


def test_people_are_counted_in_words_beyond_twenty() -> None:
    read = notes("# Avond\nEr waren eenentwintig ouders en tweeëndertig leerlingen.\n\n- Laat.")
    there = {row["role"]: row["n_present"] for row in read.meetings}
    assert there == {"": 53, "ouder": 21, "leerling": 32}


def table(*rows: tuple[str, ...]) -> Read:
    """The notes of a document that is one table."""
    blocks = [
        Block("row", " | ".join(cells), n, cells=cells, table=1)
        for n, cells in enumerate(rows, start=1)
    ]
    return read_notes(blocks, RoundFiles(MEETING, ("a.docx",)), "a.docx", "r1")


def test_columns_into_which_answers_were_sorted_all_hold_answers() -> None:
    read = table(
        ("Positief", "Negatief", "Idee"),
        ("Mooie beuk", "De straat loopt nog steeds onder na een bui", "Riool vergroten"),
        ("", "Er wordt nooit gesnoeid langs het fietspad", ""),
    )
    assert [(row["question"], row["text"]) for row in read.responses] == [
        ("Positief", "Mooie beuk"),
        ("Negatief", "De straat loopt nog steeds onder na een bui"),
        ("Idee", "Riool vergroten"),
        ("Negatief", "Er wordt nooit gesnoeid langs het fietspad"),
    ]


def test_whoever_led_and_the_answer_of_the_bureau_are_in_no_row() -> None:
    read = table(
        ("Wie", "Inbreng", "Reactie bureau"),
        ("Voorzitter (bureau)", "Welkom en doel van de middag", ""),
        ("Ib'er sbo", "De formulieren kosten mij een hele dag per week", "Nemen we mee."),
        ("Jeugdarts", "Ik zie deze leerlingen pas na weken verzuim", ""),
    )
    assert [row["text"] for row in read.responses] == [
        "De formulieren kosten mij een hele dag per week",
        "Ik zie deze leerlingen pas na weken verzuim",
    ]


def test_a_talk_in_question_and_answer_keeps_what_each_says() -> None:
    text = (
        "# Jongerenraad over het plan\n\nWoensdag 10 juni 2026, 16.00 uur, raadhuis\n\n"
        "Aanwezig: Noor, Tijn, Daan (jongerenraad)\n\n"
        "Vraag 1. Wat vinden jullie van het plan? Is het duidelijk?\n\n"
        "Antwoord: Het is goed dat jullie ons vragen, maar het is veel te lang.\n\n"
        "Reactie Carla: dat nemen we mee.\n\n"
        "Vraag 2. Wat missen jullie?\n\nNoor: Een plek die van ons is en laat open blijft.\n\n"
        "Vraag 3. En wonen?\n\nNoor: Er is niets te huur dat wij kunnen betalen.\n\n"
        "Vraag 4. En de bus?\n\nNoor: De laatste bus gaat om zeven uur terug.\n"
    )
    asked = with_questions(structured(blocks_of(text), guess_headings=False))
    read = read_notes(asked, RoundFiles(MEETING, ("raad.md",)), "raad.md", "r1")
    assert [row["text"] for row in read.responses] == [
        "Het is goed dat jullie ons vragen, maar het is veel te lang.",
        "Noor: Een plek die van ons is en laat open blijft.",
        "Noor: Er is niets te huur dat wij kunnen betalen.",
        "Noor: De laatste bus gaat om zeven uur terug.",
    ]
    assert [row["question"] for row in read.responses][1] == "Wat missen jullie?"


def test_the_year_plan_is_what_people_speak_of_and_no_chapter_of_order() -> None:
    read = notes(
        "# Netwerk ib 14-10-2025\n\n"
        "**1. Jaarplan trimester 1: wat loopt, wat loopt niet**\n\n- De bus is te laat.\n\n"
        "**2. Jaarplan en begroting**\n\n- De penningmeester heeft nog geld over.\n"
    )
    assert [row["text"] for row in read.responses] == ["De bus is te laat."]


def test_a_numbered_talk_has_its_topic_also_above_parts_that_come_back() -> None:
    read = notes(
        "# Gesprek 1 – Wachten op hulp\n\nDatum: 3 maart 2026\n\nIedereen wacht te lang.\n\n"
        "# Gesprek 2 – De overstap\n\nDatum: 4 maart 2026\n\n"
        "## Wat gaat goed\n\n- De mentor belt.\n"
    )
    assert [row["question"] for row in read.responses] == ["Wachten op hulp", "Wat gaat goed"]
    assert {row["topic"] for row in read.meetings} == {"Wachten op hulp", "De overstap"}


def test_notes_typed_on_a_telephone_have_titles_above_their_points() -> None:
    read = notes(
        "avond 2 lierdonk di 21 okt, kompas\naanw: 19 (9 ouders, 10 lkr)\n\nrondje 1 wat knelt er\n"
        "- ouder: de bus is te laat\n- de klassen zijn vol\n\nrondje 2 wat zou helpen\n"
        "- ib: meer uren\n- een vast gezicht\n\nnog doen: verslag naar ria\n"
    )
    said = [(row["question"], row["text"]) for row in read.responses]
    assert said == [
        ("rondje 1 wat knelt er", "de bus is te laat"),
        ("rondje 1 wat knelt er", "de klassen zijn vol"),
        ("rondje 2 wat zou helpen", "meer uren"),
        ("rondje 2 wat zou helpen", "een vast gezicht"),
    ]


def test_those_present_row_by_row_are_added_up() -> None:
    rows = [
        ("Datum", "16 maart 2026"),
        ("Aanwezig personeel", "dhr. J. Kuiper (De Ark), mw. T. Bos (De Kreek)"),
        ("Aanwezig ouders", "mw. N. Tahiri (Het Nest), dhr. S. Postma (De Ark), mw. G. Wit (Oost)"),
        ("Te gast", "mw. H. Roelvink, directeur"),
    ]
    blocks = [Block("heading", "Verslag van de raad", level=1)]
    blocks += [Block("row", " | ".join(row), cells=row, table=1) for row in rows]
    blocks += [Block("paragraph", "De klassen zijn te vol voor rust.")]
    read = read_notes(blocks, RoundFiles(MEETING, ("raad.docx",)), "raad.docx", "r1")
    assert [row["text"] for row in read.responses] == ["De klassen zijn te vol voor rust."]
    assert {row["role"]: row["n_present"] for row in read.meetings} == {"": 5, "ouder": 3}


def test_all_columns_into_which_notes_were_sorted_hold_answers() -> None:
    rows = [("Dit gaat goed", "Dit moet beter", "Idee voor later"),
            ("Kermis!", "geen bus", "hofje voor ouderen"), ("–", "onkruid", "")]  # fmt: skip
    blocks = [Block("row", " | ".join(row), cells=row, table=1) for row in rows]
    read = read_notes(blocks, RoundFiles(MEETING, ("post-its.docx",)), "post-its.docx", "r1")
    assert [row["text"] for row in read.responses] == [
        "Kermis!", "geen bus", "hofje voor ouderen", "onkruid",
    ]  # fmt: skip


def test_talks_titled_by_their_subject_are_about_it() -> None:
    def talk(title: str, day: int, said: str) -> str:
        head = f"Wanneer: {day} maart 2025\n\nDeelnemers: 2 ouders\n\n"
        return f"# {title}\n\n{head}## Wat werd er gezegd\n\n- {said}\n\n"

    read = notes(
        talk("Vervoer", 10, "De bus komt te laat.")
        + talk("Thuiszitten", 11, "Niemand belt ons terug.")
        + talk("Vervoer", 12, "De taxi zit te vol.")
    )
    assert statements(read, "question") == [("Vervoer",), ("Thuiszitten",), ("Vervoer",)]


@pytest.mark.parametrize(
    ("text", "round_", "answers"),
    [
        (  # a form that a school filled in
            "## Wat gaat niet goed?\n\nJeugdhulp: drie kinderen bij ons wachten al een jaar.\n",
            LETTERS,
            [("Jeugdhulp: drie kinderen bij ons wachten al een jaar.", "")],
        ),
        (
            "# Ouderavond\n\n- Jeugdhulp: de wachttijd is veel te lang.\n- Te veel wisselingen.\n",
            MEETING,
            [("Jeugdhulp: de wachttijd is veel te lang.", ""), ("Te veel wisselingen.", "")],
        ),
        (
            "# Ouderavond\n\n- Jeugdhulp – de wachttijd is veel te lang.\n- Te veel wisselingen.\n",
            MEETING,
            [("Jeugdhulp – de wachttijd is veel te lang.", ""), ("Te veel wisselingen.", "")],
        ),
        (  # somebody of it was there
            "# Overleg\n\nAanwezig: 3 jeugdhulp, 2 ouders\n\n- Jeugdhulp: korte lijnen helpen.\n",
            MEETING,
            [("korte lijnen helpen.", "jeugdhulp")],
        ),
        (  # other lines say who speaks too
            "# Overleg\n\n- Ouder: de bus is te laat.\n- Jeugdhulp: korte lijnen helpen.\n",
            MEETING,
            [("de bus is te laat.", "ouder"), ("korte lijnen helpen.", "jeugdhulp")],
        ),
        (
            "# Overleg\n\n- Jeugdhulp: wij wisselen zelf ook te vaak.\n- De lijst is lang.\n",
            MEETING,
            [("wij wisselen zelf ook te vaak.", "jeugdhulp"), ("De lijst is lang.", "")],
        ),
    ],
)
def test_a_service_before_a_colon_is_a_subject_unless_it_clearly_speaks(
    text: str, round_: Round, answers: list[tuple[object, ...]]
) -> None:
    assert statements(notes(text, round_), "text", "role") == answers


def test_a_service_before_a_row_is_a_subject_where_other_rows_are_subjects() -> None:
    rows = (
        ("Vervoer", "De bus komt te laat."),
        ("Jeugdhulp", "De wachttijd is voor ons veel te lang."),
    )
    blocks = [
        Block("row", " | ".join(cells), paragraph=n, cells=cells, table=1)
        for n, cells in enumerate(rows, start=1)
    ]
    read = read_notes(blocks, RoundFiles(MEETING, ("a.docx",)), "a.docx", "r1")
    assert statements(read, "question", "text", "role") == [
        ("Vervoer", "De bus komt te laat.", ""),
        ("Jeugdhulp", "De wachttijd is voor ons veel te lang.", ""),
    ]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Ik ben: ☒ ouder ☐ leerkracht ☐ anders", "ouder"),
        ("☐ ouder ☒ leerkracht", "leerkracht"),
        ("Rol: ☑ ouder ☑ leerkracht", "leerkracht en ouder"),
        ("Ik ben een: [x] ouder [ ] leerkracht", "ouder"),
        ("Mogen wij contact opnemen? ☐ ja ☒ nee", ""),
    ],
)
def test_what_is_ticked_on_a_form_says_who_it_is_and_is_no_answer(line: str, role: str) -> None:
    read = notes(f"## Wat mist u?\n\n{line}\n\nDe bus komt elke dag te laat.\n", LETTERS)
    assert statements(read, "text", "role") == [("De bus komt elke dag te laat.", role)]


def test_an_answer_with_a_box_before_it_is_an_answer() -> None:
    read = notes("## Wat mist u?\n\n☐ Een vaste contactpersoon.\n", LETTERS)
    assert statements(read, "text") == [("Een vaste contactpersoon.",)]
