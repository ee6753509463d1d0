"""Letters: where each begins in a file that holds several, and one message as one response."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from pipeline.core.cleaning import column_letter
from pipeline.corpus.attendance import known_role
from pipeline.corpus.mailed_forms import filled_in
from pipeline.corpus.note_courtesies import closes, heads_a_mail, salutes
from pipeline.corpus.read import Read, pseudonym
from pipeline.files.blocks import Block, is_bold_title
from pipeline.files.dates import names_a_day
from pipeline.files.mail import LINE_OF_NAME, Message
from pipeline.files.names import role_of
from pipeline.files.options import RoundFiles

_TITLE = re.compile(  # "Reactie 3 – e-mail, 19 mei", "Brief van een ouder", "Indiener 12"
    r"^(?:\d{1,3}[.):]?\s+)?(?:inspraak)?(?:reactie|zienswijze|brief|e-?mail|mail|bericht|inzending|"
    r"indiener|inspreker|briefschrijver|schrijven|bijdrage|kaart(?:je)?)\s*"
    r"(?:(?:(?:nr\.?|nummer)\s*)?\d{1,3}\b|van\b|[a-z]\b)",
    re.IGNORECASE,
)
_CAME_BY = re.compile(  # "Via website, 4 oktober", "Balie gemeentehuis – man, ca. 70"
    r"^(?:via |per |aan de |door )?(?:(?:de |het )?(?:website|web|site|webformulier|formulier|post|"
    r"brief|e-?mail|mail|telefoon|app|balie|brievenbus|facebook\w*|instagram|whatsapp)|"
    r"telefonisch|mondeling|schriftelijk|ingesproken)\b",
    re.IGNORECASE,
)
_SENDER = re.compile(  # below a heading: "Afzender: mw. T. Rouwhorst, bestuurder. Ontvangen: …"
    r"^(?:afzender|indiener|inzender|ingediend door|ingezonden door|ontvangen(?: op)?|"
    r"(?:datum )?ontvangst)\s*:",
    re.IGNORECASE,
)
MOST_ABOVE = 14  # lines between a signature and the next letter's greeting
MAX_ADDRESS = 12  # words of such a line
MAX_TITLE = 80  # characters of a line that heads a letter, or a part of one
FEWEST_HEADS = 3  # lines alike that may each head a reaction
MOST_TITLED = 0.6  # of the headings of one level are titles of letters, where each is one


def read_messages(messages: Iterable[Message], source: RoundFiles, file: str, prefix: str) -> Read:
    """The responses of a mailbox; a sender who writes twice stays one voice.

    The subject is left out, except where the message says nothing else.
    """
    read = Read()
    round_id = source.round.round_id
    for message in messages:
        place: dict[str, object] = {
            "round_id": round_id,
            "source_file": file,
            "source_part": "",  # not the subject: it may name somebody, and is never masked
            "source_row": message.number,
        }
        item = f"{prefix}-{message.number:04d}"
        for reason in message.cut:
            read.set_aside(f"{item}/{reason}", reason, place)
        text = message.text or message.subject.strip()
        reason = "system" if message.automatic else "" if text else "empty"
        if reason:
            read.set_aside(item, reason, place, "response")
            continue
        form = filled_in(text)
        if form:
            read.set_aside(f"{item}/form", "meta", place)
        who = form.who if form else message.sender
        several = form is not None and len(form.answers) > 1
        for number, (asked, said) in enumerate(form.answers if form else (("", text),)):
            if asked:
                read.questions.setdefault(asked, "open")
            role = (form.role if form else "") or role_of(source.role) or _role_signed(message)
            read.responses.append(
                {
                    **place,
                    "response_id": item + (column_letter(number).lower() if several else ""),
                    "meeting_id": "",
                    "respondent_id": pseudonym(round_id, who or f"{file}\0{message.number}"),
                    "role": role,
                    "area": (form.area if form else "") or source.area,
                    "question": asked,
                    "date": message.date,
                    "language": "",
                    "text": said,
                    "n_supporters": 1,
                }
            )
    return read


def with_letter_titles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of letters, with lines that head a reaction and bold titles as headings.

    "Via website, 3 oktober – moeder" is a heading of the first level; a line in bold above prose
    one of what stands below it, and nobody's answer.
    """
    heads = {place for place, block in enumerate(blocks) if _heads_a_reaction(block)}
    heads = heads if len(heads) >= FEWEST_HEADS else set()
    level = 1 + max((block.level for block in blocks if block.kind == "heading"), default=0)
    titled: list[Block] = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if place in heads:
            titled.append(replace(block, kind="heading", level=level))
        elif block.kind == "paragraph" and after and not after.bold and _is_topic(block):
            titled.append(replace(block, kind="heading", level=level + 1))
        else:
            titled.append(block)
    return titled


def _heads_a_reaction(block: Block) -> bool:
    """Whether a short line says how something came in, or on which day."""
    text = block.text.strip()
    short = block.kind in ("paragraph", "heading") and len(text) < MAX_TITLE
    headed = _CAME_BY.match(text) or _TITLE.match(text)
    return short and not text.endswith(tuple(".?!:")) and bool(headed) and names_a_day(text)


def _is_topic(block: Block) -> bool:
    return is_bold_title(block) and len(block.text) < MAX_TITLE and "\n" not in block.text


def letter_starts(blocks: Sequence[Block]) -> list[int]:
    """Index of the first block of every letter in a file; [] where it holds one, or none.

    Letters are told apart by headings that number or address them, else by how each greets.
    """
    for level in sorted({block.level for block in blocks if block.kind == "heading"}):
        heads = [i for i, b in enumerate(blocks) if b.kind == "heading" and b.level == level]
        titled = sum(_is_head(blocks[i]) or _has_a_sender(blocks, i) for i in heads)
        if titled > 1 and titled >= MOST_TITLED * len(heads):
            return heads
    typed = [
        i for i, b in enumerate(blocks)
        if b.kind in ("paragraph", "item") and len(b.text) < MAX_TITLE
        and _TITLE.match(b.text.strip()) and not b.text.rstrip().endswith((".", "?", "!"))
    ]  # fmt: skip
    greeted = [i for i, block in enumerate(blocks) if salutes(block.text)]
    if len(typed) > 1 and abs(len(typed) - len(greeted)) <= len(typed) / 2:
        return typed
    if len(greeted) > 1 and all(b - a > 2 for a, b in pairwise(greeted)):
        return [0, *(_with_its_head(blocks, place) for place in greeted[1:])]
    return []


def _is_head(block: Block) -> bool:
    return bool(_TITLE.match(block.text.strip())) or _heads_a_reaction(block)


def _has_a_sender(blocks: Sequence[Block], place: int) -> bool:
    """Whether the line below a heading says who sent in what follows, or when it came."""
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    return below is not None and below.kind == "paragraph" and bool(_SENDER.match(below.text))


def holds_reactions(blocks: Sequence[Block]) -> bool:
    """Whether several headings each have a sender below them: reactions that were gathered."""
    return (
        sum(
            block.kind == "heading" and _has_a_sender(blocks, place)
            for place, block in enumerate(blocks)
        )
        >= FEWEST_HEADS
    )


def _with_its_head(blocks: Sequence[Block], place: int) -> int:
    """Where a letter begins that greets here: with the lines above that say who wrote, and when.

    An address, a day and a subject reach up to the greeting or signature of the letter before it.
    """
    while place and heads_a_mail(blocks[place - 1].text):
        place -= 1
    above = list(takewhile(_is_short, reversed(blocks[max(place - MOST_ABOVE, 0) : place])))
    ended = next((n for n, block in enumerate(above) if closes(block.text)), None)
    return place if ended is None else place - ended


def _is_short(block: Block) -> bool:
    text = block.text.rstrip()
    short = len(text.split()) <= MAX_ADDRESS and not text.endswith((".", "!", "?"))
    return block.kind in ("paragraph", "heading") and (short or closes(block.text))


def _role_signed(message: Message) -> str:
    """The role in which a letter is signed: "Docent geschiedenis", "Gemeente Oost"; "" for none."""
    short = (line for line in message.signed if len(line.split()) <= LINE_OF_NAME)
    return next((role for line in short if (role := known_role(line)[0])), "")
