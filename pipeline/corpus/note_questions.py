"""Notes that follow questions: "V: … A: …", an interview typed out, numbered questions, a mail.

What was asked is a heading above the answers; whoever asks is no respondent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.corpus.note_courtesies import courtesies
from pipeline.corpus.note_structure import role_alone
from pipeline.files.blocks import BULLET, Block, structured
from pipeline.files.mail import Message
from pipeline.files.text import blocks_of

_ASKED = re.compile(r"^(?:v(?:raag)?|q)(?:\s?\d{1,2})?\s?[.:]\s*(?P<text>\S.*)$", re.I | re.DOTALL)
_NTH = re.compile(  # "VRAAG 2 waar loopt het vast?", "Voorbereidende vraag 1: …"
    r"^(?:voorbereidende |deel)?vraag\s+\d{1,2}\b\s*[.:)–-]?\s*(?P<text>\S.*\?)$",
    re.IGNORECASE | re.DOTALL,
)
_ANSWERED = re.compile(
    r"^(?:a(?:ntwoord)?)(?:\s?\d{1,2})?\s?[.:]\s*(?P<text>\S.*)$", re.I | re.DOTALL
)
_INTERVIEWER = re.compile(
    r"^(?:interviewer|vragensteller|gespreksleider|onderzoeker|moderator)\s?:\s*(?P<text>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(r"(?:wat|waar\w*|hoe|welke|waarom|wie|wanneer)\b", re.IGNORECASE)
_SPEAKER = re.compile(r"^(?P<who>[A-ZÀ-Þ][^:.!?]{1,30}):\s+(?P<text>\S.*)$", re.DOTALL)
_ASKED_ALOUD = re.compile(rf"{_ASKS.pattern}[^.!?]*\?$", re.IGNORECASE)
MAX_QUESTION = 30  # words of a question above its answers
FEWEST = 2  # questions from which notes follow them
FEWEST_POINTS = 5  # in a mail that holds notes; a letter may sum up a few
OPENING = 3  # paragraphs in which it says that these are notes
_OF_A_TALK = re.compile(
    r"aantekening|verslag|notulen|opbrengst|(?:is|werd|wat er)[^.!?]{0,30} gezegd|"
    r"(?:bijeenkomst|gesprek|avond|overleg)\w{0,20}\b[^.!?]{0,60}\b(?:hieronder|hierbij|bijgaand)|"
    r"(?:hieronder|hierbij|bijgaand)[^.!?]{0,60}\b(?:bijeenkomst|gesprek|avond|overleg)",
    re.IGNORECASE,
)
MAX_AGENDA_POINT = 8  # words of "2. Wachtlijsten", the subject of what stands below it
FEWEST_AGENDA = 3  # numbered lines, counted on from 1, from which they are an agenda
_NUMBER = re.compile(r"\d{1,2}[.)]?")


def with_questions(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each question as a heading below the others; as they came where none asks."""
    texts = [block.text.strip() for block in blocks]
    level = min(max([1, *(block.level for block in blocks if block.kind == "heading")]) + 1, 6)
    asked = sum(bool(_INTERVIEWER.match(text)) and text.endswith("?") for text in texts)
    if asked >= FEWEST:
        return [_of_interview(block, level) for block in blocks]
    asked = sum(bool(_ASKED.match(text)) for text in texts)
    if asked and sum(bool(_ANSWERED.match(text)) for text in texts) >= max(FEWEST, asked):
        return [_by_letter(block, level) for block in blocks]
    counted = [
        _NTH.match(text) if block.kind == "paragraph" else None
        for block, text in zip(blocks, texts, strict=True)
    ]
    if sum(map(bool, counted)) >= FEWEST:
        return [
            replace(block, kind="heading", level=level, text=question["text"])
            if question
            else _by_letter(block, level)
            for block, question in zip(blocks, counted, strict=True)
        ]
    numbered = [i for i in range(len(blocks) - 1) if _is_numbered_question(blocks, i)]
    if len(numbered) >= FEWEST:
        unanswered = [i for i, block in enumerate(blocks) if _is_numbered(block) and _asks(block)]
        return [
            replace(block, kind="heading", level=level, number="")
            if i in numbered or i in unanswered
            else block
            for i, block in enumerate(blocks)
        ]
    above = [i for i in range(len(blocks) - 1) if _asks_for_points(blocks, i)]
    if above:
        return [
            replace(block, kind="heading", level=level) if i in above else block
            for i, block in enumerate(blocks)
        ]
    points = [i for i in range(len(blocks)) if _is_agenda_point(blocks, i)]
    numbers = [int(blocks[i].number.rstrip(".)")) for i in points]
    if len(points) >= FEWEST_AGENDA and numbers == list(range(1, len(points) + 1)):
        return [
            replace(block, kind="heading", level=level) if i in points else block
            for i, block in enumerate(blocks)
        ]
    return list(blocks)


def _asks_for_points(blocks: Sequence[Block], place: int) -> bool:
    """A line that asks, typed as plain text, with the points that answer it at once below it."""
    block, following = blocks[place], blocks[place + 1]
    text = block.text.strip()
    asks = block.kind == "paragraph" and not block.number and following.kind == "item"
    return asks and bool(_ASKED_ALOUD.match(text)) and len(text.split()) <= MAX_QUESTION


def _is_agenda_point(blocks: Sequence[Block], place: int) -> bool:
    """A numbered line without a sentence in it, and below it a line that has no number."""
    block = blocks[place]
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    text = block.text.strip()
    titled = len(text.split()) <= MAX_AGENDA_POINT and text[-1:].isalnum() and text[:1].isupper()
    numbered = block.kind in ("item", "paragraph") and _NUMBER.fullmatch(block.number)
    below = following is not None and following.kind == "paragraph" and not following.number
    return bool(numbered) and titled and below


def _of_interview(block: Block, level: int) -> Block:
    """A question as heading, an answer as a turn of whoever gives it."""
    text = block.text.strip()
    if match := _INTERVIEWER.match(text):
        if match["text"].rstrip().endswith("?"):
            return replace(block, kind="heading", level=level, text=match["text"])
        return replace(block, kind="system")
    if (match := _SPEAKER.match(text)) and role_alone(match["who"]):
        return replace(block, kind="turn", text=match["text"], author=match["who"])
    return block


def _by_letter(block: Block, level: int) -> Block:
    text = block.text.strip()
    if block.kind in ("heading", "row"):
        return block
    if match := _ASKED.match(text):
        return replace(block, kind="heading", level=level, text=match["text"])
    if match := _ANSWERED.match(text):
        return replace(block, kind="item", level=1, text=match["text"])
    return block


def _is_numbered_question(blocks: Sequence[Block], place: int) -> bool:
    """A numbered line that asks, with something below it that is no such line."""
    block, following = blocks[place], blocks[place + 1]
    text = block.text.strip()
    asks = text.endswith("?") or (_ASKS.match(text) and not text.endswith("."))
    short = len(text.split()) <= MAX_QUESTION
    return _is_numbered(block) and bool(asks) and short and not re.match(r"\d", following.number)


def _is_numbered(block: Block) -> bool:
    return block.kind in ("item", "paragraph") and bool(re.match(r"\d", block.number))


def _asks(block: Block) -> bool:
    """Whether a line is a question in words of its own, answered or not."""
    text = block.text.strip()
    return bool(_ASKED_ALOUD.match(text)) and len(text.split()) <= MAX_QUESTION


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
