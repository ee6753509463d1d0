"""Notes that follow questions: "V: … A: …", an interview typed out, numbered questions.

What was asked is a heading above the answers; whoever asks is no respondent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.corpus.note_structure import role_alone
from pipeline.files.blocks import Block

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
MAX_AGENDA_POINT = 8  # words of "2. Wachtlijsten", the subject of what stands below it
FEWEST_POINTS = 3  # numbered lines, counted on from 1, from which they are an agenda
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
            replace(block, kind="heading", level=level, text=found["text"])
            if found
            else _by_letter(block, level)
            for block, found in zip(blocks, counted, strict=True)
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
    counted = [int(blocks[i].number.rstrip(".)")) for i in points]
    if len(points) >= FEWEST_POINTS and counted == list(range(1, len(points) + 1)):
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
