"""E-mail messages to responses: one message, one response, one voice."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.corpus.attendance import known_role
from pipeline.corpus.read import Read, pseudonym
from pipeline.files.mail import LINE_OF_NAME, Message
from pipeline.files.names import role_of
from pipeline.files.options import RoundFiles


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
        read.responses.append(
            {
                **place,
                "response_id": item,
                "meeting_id": "",
                "respondent_id": pseudonym(round_id, message.sender or f"{file}\0{message.number}"),
                "role": role_of(source.role) or _role_signed(message),
                "area": source.area,
                "question": "",
                "date": message.date,
                "language": "",
                "text": text,
                "n_supporters": 1,
            }
        )
    return read


def _role_signed(message: Message) -> str:
    """The role in which a letter is signed: "Docent geschiedenis", "Gemeente Oost"; "" for none."""
    short = (line for line in message.signed if len(line.split()) <= LINE_OF_NAME)
    return next((role for line in short if (role := known_role(line)[0])), "")
