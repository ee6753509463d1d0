"""Meeting notes: who says what, in which meeting, on what topic, and how many said it."""

from __future__ import annotations

import pytest

from pipeline.core.plan import Round
from pipeline.corpus.notes import read_notes, supporters_in
from pipeline.corpus.survey import Read
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
        ("Meerdere ouders missen een vast gezicht", None),
        ("Dit is vaker genoemd", None),
        ("De school is 3x verhuisd", 1),
        ("Mijn kind zit al 3 jaar thuis", 1),
    ],
)
def test_support_is_counted_only_where_the_notes_count_it(text: str, n: int | None) -> None:
    assert supporters_in(text) == n


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
