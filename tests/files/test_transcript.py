"""Transcripts and chats: a speaker's cues are one turn; stamps and headers are nobody's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.files.blocks import Block
from pipeline.files.transcript import as_turns, read, who_leads

TEAMS_VTT = """WEBVTT

0f4a2c1e-11/12-0
00:00:03.120 --> 00:00:05.000
<v Anneke Bos>Wij wachten te lang</v>

0f4a2c1e-11/13-0
00:00:05.000 --> 00:00:07.440
<v Anneke Bos>op een plek.</v>

0f4a2c1e-11/14-0
00:00:08.000 --> 00:00:09.440
<v Pim Kok>Bij ons ook.</v>
"""
ZOOM_VTT = """WEBVTT

1
00:00:03.120 --> 00:00:05.000
Anneke Bos: Wij wachten te lang

2
00:00:05.200 --> 00:00:06.000
Pim Kok: Bij ons ook.
"""


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (
            TEAMS_VTT,
            [("Anneke Bos", "Wij wachten te lang op een plek."), ("Pim Kok", "Bij ons ook.")],
        ),
        (ZOOM_VTT, [("Anneke Bos", "Wij wachten te lang"), ("Pim Kok", "Bij ons ook.")]),
    ],
    ids=["teams", "zoom"],
)
def test_a_recording_is_read_as_turns(
    text: str, turns: list[tuple[str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "opname.vtt"
    file.write_text(text, encoding="utf-8")
    blocks = [block for block in read(file, file.name) if block.kind == "turn"]
    assert [(block.author, block.text) for block in blocks] == turns


def test_a_word_file_of_teams_is_read_as_turns() -> None:
    lines = [
        "Anneke Bos   0:03\nHet duurt lang.",
        "Pim Kok   0:09\nEens.",
        "Anneke Bos   0:12\nJa.",
    ]
    turns = as_turns([Block("paragraph", line) for line in lines])
    assert turns is not None
    assert [(turn.author, turn.text) for turn in turns] == [
        ("Anneke Bos", "Het duurt lang."),
        ("Pim Kok", "Eens."),
        ("Anneke Bos", "Ja."),
    ]


def test_a_chat_keeps_what_people_typed_and_sets_the_programs_lines_aside() -> None:
    chat = (
        "12-03-2025 19:01 - Berichten en oproepen zijn beveiligd.\n"
        "12-03-2025 19:02 - Anneke: De taxi komt\nte laat\n"
        "12-03-2025 19:03 - Pim: <Media weggelaten>\n"
        "12-03-2025 19:04 - Pim: Bij ons ook"
    )
    turns = as_turns([Block("paragraph", chat)])
    assert turns is not None
    assert [(t.kind, t.text) for t in turns] == [
        ("system", "Berichten en oproepen zijn beveiligd."),
        ("turn", "De taxi komt\nte laat"),
        ("system", "<Media weggelaten>"),
        ("turn", "Bij ons ook"),
    ]


def test_minutes_that_name_a_time_are_no_transcript() -> None:
    notes = ["Aanvang 19:30 uur", "De taxi komt te laat", "Sluiting 21:00"]
    assert as_turns([Block("paragraph", line) for line in notes]) is None


def turns(*said: tuple[str, str]) -> list[Block]:
    return [Block("turn", text, author=author) for author, text in said]


def test_whoever_speaks_first_and_only_asks_leads_the_talk() -> None:
    talk = turns(
        ("Bram", "Wat moet er anders?"), ("Fenna", "De bus is te laat."), ("Ids", "Het is donker."),
        ("Bram", "En wat nog meer?"), ("Fenna", "Er is geen plek."),
    )  # fmt: skip
    assert who_leads(talk) == {"Bram"}


def test_whoever_made_the_group_and_tells_of_himself_has_a_voice() -> None:
    made = [Block("system", "Ilse heeft de groep Meedenken gemaakt")]
    talk = turns(("Ilse", "De bus komt te laat."), ("Bas", "Hier ook."), ("Ilse", "Al weken zo."))
    assert who_leads([*made, *talk]) == frozenset()


def test_a_name_may_say_who_leads() -> None:
    assert who_leads(turns(("Bos (gespreksleider)", "Welkom."), ("Ids", "Dag."))) == {
        "Bos (gespreksleider)"
    }


def test_the_chat_of_an_online_meeting_holds_messages_and_not_what_they_reply_to() -> None:
    lines = (
        "19:03:12\t From Petra Jansen to Everyone:",
        "\tDe bus is te laat",
        "19:04:40 From Mo to Everyone : De klas is te vol",
        "19:05:01\t From Petra Jansen to Everyone:",
        '\tReplying to "De klas..."',
        "",
        "\tJa, elke dag",
        '19:05:09\t From Mo to Everyone:\n\tReacted to "Ja, elke dag" with 👍',
    )
    turns = as_turns([Block("paragraph", "\n".join(lines))]) or []
    assert [(turn.author, turn.text) for turn in turns if turn.kind == "turn"] == [
        ("Petra Jansen", "De bus is te laat"),
        ("Mo", "De klas is te vol"),
        ("Petra Jansen", "Ja, elke dag"),
    ]
