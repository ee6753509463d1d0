"""Notes of a talk that came as a mail: points below questions, and a word around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.corpus.note_courtesies import courtesies
from pipeline.files.blocks import BULLET, Block, structured
from pipeline.files.mail import Message
from pipeline.files.text import blocks_of

FEWEST_POINTS = 5  # in a mail that holds notes; a letter may sum up a few
OPENING = 3  # paragraphs in which it says that these are notes
_OF_A_TALK = re.compile(
    r"aantekening|verslag|notulen|opbrengst|(?:is|werd|wat er)[^.!?]{0,30} gezegd|"
    r"(?:bijeenkomst|gesprek|avond|overleg)\w{0,20}\b[^.!?]{0,60}\b(?:hieronder|hierbij|bijgaand)|"
    r"(?:hieronder|hierbij|bijgaand)[^.!?]{0,60}\b(?:bijeenkomst|gesprek|avond|overleg)",
    re.IGNORECASE,
)


def holds_notes(messages: Sequence[Message]) -> bool:
    """Whether a mail is somebody's notes of what others said, and not what she says herself."""
    if len(messages) != 1 or messages[0].automatic:
        return False
    message = messages[0]
    lines = [line for line in message.text.splitlines() if line.strip()]
    points = sum(bool(BULLET.match(line)) for line in lines)
    opening = "\n".join([message.subject, *message.text.split("\n\n")[:OPENING]])
    return points >= FEWEST_POINTS and bool(_OF_A_TALK.search(opening))


def notes_in(message: Message) -> tuple[list[Block], dict[int, str]]:
    """The blocks of notes in a mail, and which of them are its greeting or a word at its end."""
    blocks = structured(blocks_of(message.text), guess_headings=False)
    aside = courtesies(blocks)
    last = max((place for place, block in enumerate(blocks) if block.kind == "item"), default=0)
    aside |= {place: "closing" for place in range(last + 1, len(blocks)) if place not in aside}
    return blocks, aside
