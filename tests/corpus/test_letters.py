"""A file that holds several letters is read as several people."""

from __future__ import annotations

from pipeline.core.plan import Round
from pipeline.corpus.letters import holds_reactions, letter_starts
from pipeline.corpus.notes import read_notes
from pipeline.corpus.read import Read
from pipeline.files.blocks import structured
from pipeline.files.options import RoundFiles
from pipeline.files.text import blocks_of

LETTERS = Round("2", "Brieven", "2026-05-12", "letters")
NUMBERED = """# Ingekomen reacties, mei 2026

Volgorde van binnenkomst.

## Reactie 1 – e-mail, 13 mei

Beste mensen,

De bus rijdt na zes uur niet meer.

Groet, een bewoner

## Reactie 2 – brief, ouder

Geacht college,

Het zebrapad is weg en de kinderen steken nu over waar auto's hard rijden.

Met vriendelijke groet

## Reactie 3 – e-mail, 19 mei

Hoi,

Er is geen plek voor de jeugd.

Verder mooi dat u ernaar vraagt.
"""
GREETED = """Beste wethouder,

De stoep ligt los.

Met vriendelijke groet,

Geachte raad,

Wij horen 's nachts de vrachtwagens.

Hoogachtend,
"""


def read(text: str) -> Read:
    source = RoundFiles(LETTERS, ("brieven.md",))
    blocks = structured(blocks_of(text), guess_headings=False)
    return read_notes(blocks, source, "brieven.md", "r2.1")


def test_numbered_letters_are_people_of_their_own_and_none_is_lost_behind_a_greeting() -> None:
    rows = read(NUMBERED).responses
    assert [row["text"] for row in rows if len(str(row["text"]).split()) > 4] == [
        "De bus rijdt na zes uur niet meer.",
        "Het zebrapad is weg en de kinderen steken nu over waar auto's hard rijden.",
        "Er is geen plek voor de jeugd.",
        "Verder mooi dat u ernaar vraagt.",
    ]
    assert len({row["respondent_id"] for row in rows}) == 3


def test_a_title_gives_the_day_and_the_role_and_is_no_question() -> None:
    rows = {str(row["text"])[:11]: row for row in read(NUMBERED).responses}
    assert rows["De bus rijd"]["date"] == "2026-05-13"
    assert rows["Het zebrapa"]["role"] == "ouder"
    assert {row["question"] for row in rows.values()} == {""}


def test_without_titles_each_greeting_opens_a_letter() -> None:
    rows = read(GREETED).responses
    assert [row["text"] for row in rows] == [
        "De stoep ligt los.", "Wij horen 's nachts de vrachtwagens.",
    ]  # fmt: skip
    assert len({row["respondent_id"] for row in rows}) == 2


def test_one_letter_is_one_person() -> None:
    text = "Geacht college,\n\nDe bus is weg.\n\nOok de winkel sluit.\n\nHoogachtend,\n\nJ. Bos"
    assert letter_starts(structured(blocks_of(text), guess_headings=False)) == []
    assert len({row["respondent_id"] for row in read(text).responses}) == 1


def test_a_postscript_is_kept_and_a_signature_is_not() -> None:
    text = (
        "Beste raad,\n\nDe bus is weg.\n\nMet vriendelijke groet,\n\nAn Bos\n\nKerkpad 3\n\n"
        "PS: de winkel sluit ook al."
    )
    assert [row["text"] for row in read(text).responses] == [
        "De bus is weg.", "PS: de winkel sluit ook al.",
    ]  # fmt: skip


def test_a_letter_begins_with_the_line_that_says_who_wrote_it() -> None:
    text = (
        "Van: A. Bos | Datum: 3-3-2026\n\nGeachte heer,\n\nDe bus is weg.\n\nA. Bos\n\n"
        "Van: directie | Datum: 4-3-2026\n\nBeste mensen,\n\nDe winkel sluit.\n\nMarlies"
    )
    blocks = structured(blocks_of(text), guess_headings=False)
    assert [blocks[place].text[:3] for place in letter_starts(blocks)] == ["Van", "Van"]


def test_letters_under_headings_with_their_day_are_no_meetings() -> None:
    text = (
        "# Ingekomen reacties\n\n## Reactie 1 – e-mail, 13 mei\n\nDe bus is weg.\n\n"
        "## Reactie 2 – brief, 15 mei\n\nDe winkel sluit."
    )
    assert len(read(text).responses) == 2


def test_reactions_are_told_apart_by_lines_that_say_how_and_when_they_came_in() -> None:
    bundle = read(
        "Via website, 3 oktober – ouder\n\nDe bus is weg.\n\n"
        "Balie, 8 oktober\n\nDe winkel sluit.\n\n"
        "Per post, 14 oktober – v.v. De Club\n\nEr is geen zaal. Wij willen er best aan betalen.\n"
    )
    assert [row["text"] for row in bundle.responses] == [
        "De bus is weg.",
        "De winkel sluit.",
        "Er is geen zaal. Wij willen er best aan betalen.",
    ]
    assert len({row["respondent_id"] for row in bundle.responses}) == 3
    assert bundle.responses[0]["role"] == "ouder"


def test_a_title_in_bold_inside_a_letter_is_what_it_is_about_and_no_answer() -> None:
    letter = read("Geacht college,\n\n**Winkel**\n\nDe super is dicht en nu moet ik met de bus.\n")
    assert [(row["question"], row["text"]) for row in letter.responses] == [
        ("Winkel", "De super is dicht en nu moet ik met de bus.")
    ]


def test_the_address_above_a_letter_is_no_letter_of_its_own() -> None:
    text = (
        "Basisschool De Ark\n\nAan het college van Dal\n\nPostbus 4\n\nDal\n\n3 juni 2026\n\n"
        "Geacht college,\n\nDe stoep ligt los.\n\n"
        "Met vriendelijke groet, mevr. J. Kamp, directeur dhr. S. Alta, teamleider\n"
    )
    assert [row["text"] for row in read(text).responses] == ["De stoep ligt los."]


def test_reactions_that_were_gathered_are_one_sender_each() -> None:
    text = "# Reacties van de besturen\n\nVoor de vergadering van 25 maart 2027.\n\n" + "".join(
        f"## {n}. Stichting {name}\n\nAfzender: dhr. P. Kok, bestuurder. Ontvangen: {n} maart 2027."
        f"\n\n- {said}\n\n"
        for n, (name, said) in enumerate(
            [("Oost", "De bus is te laat."), ("West", "Te weinig geld."), ("Zuid", "Mooi stuk.")], 1
        )
    )
    blocks = structured(blocks_of(text), guess_headings=False)
    assert holds_reactions(blocks)
    said = read(text).responses
    assert [row["text"] for row in said] == ["De bus is te laat.", "Te weinig geld.", "Mooi stuk."]
    assert len({row["respondent_id"] for row in said}) == 3


def test_the_address_between_two_letters_belongs_to_the_second() -> None:
    text = (
        "Geacht bestuur,\n\nDe bus komt te laat.\n\nSportieve groet,\n\nmevrouw T. Kamp, voorzitter"
        "\n\nStichting De Kust\n\nKade 5, Dal\n\nPostbus 400\n\n13 oktober 2026\n\n"
        "Geachte colleges,\n\nDe stoep ligt los.\n\nHoogachtend,\n"
    )
    said = read(text).responses
    assert [row["text"] for row in said] == ["De bus komt te laat.", "De stoep ligt los."]
    assert len({row["respondent_id"] for row in said}) == 2
