"""E-mail (.eml, .mbox): each message one letter; quoted history and signatures are cut off.

What is cut is set aside with its reason, never lost; the standard library parses the message.
"""

from __future__ import annotations

import html
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from pipeline.core.dutch import CLOSES, KINDLY
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files import outlook

MAX_MESSAGES = 50_000  # in one mailbox
_HISTORY = re.compile(
    r"^\s*(?:op .{4,120} (?:schreef .{2,120}|heeft .{2,120} het volgende geschreven\s*):"
    r"|on .{4,120} wrote:|am .{4,120} schrieb .{2,120}:"
    r"|le .{4,120} a écrit\s*:|-{2,}\s*(?:oorspronkelijk bericht|original message|"
    r"doorgestuurd bericht|forwarded message)\s*-{2,}|_{10,}|(?:van|from):\s.{2,200}@.*)\s*$",
    re.IGNORECASE,
)
# Outlook quotes under a block of headers, with or without an address, in Dutch and in English.
_FROM = re.compile(r"^\W{0,3}(?:van|from|de)\s*:\W{0,3}\s.{2,200}$", re.IGNORECASE)
_SENT = re.compile(
    r"^\W{0,3}(?:verzonden|datum|sent|date|aan|to)\s*:\W{0,3}\s.{2,}$", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"^-- ?$|^\s*(?:verzonden vanaf mijn|sent from my|verstuurd vanaf mijn|outlook voor)\b", re.I
)
_CLOSING = re.compile(
    rf"^\s*(?:(?:met )?(?:{KINDLY}) groet(?:en)?|{CLOSES}|m\.v\.g\.|(?:kind |best )?regards)"
    r"\b.{0,60}$",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"^\s*(?:automatisch(?:e)? (?:antwoord|beantwoording|reactie)|automatic reply|auto-?reply|"
    r"out of office|afwezig(?:heidsbericht|heidsassistent)?\s*:|undelivera?(?:ble|ed)|onbestelbaar|"
    r"delivery status notification|mail delivery (?:failed|subsystem)|ontvangstbevestiging|"
    r"gelezen:|read:)",
    re.IGNORECASE,
)
_POSTMASTER = re.compile(r"\b(?:mailer-daemon|postmaster)@", re.IGNORECASE)
_FORWARDS = re.compile(r"^\s*(?:fw|fwd|doorst|doorgestuurd|tr|wg)\s*:", re.IGNORECASE)
_COVERS = re.compile(  # what whoever passes a message on says of it
    r"\b(?:hierbij|ter info|t\.i\.|fyi|zie (?:onder|hieronder)|meenemen|doorgestuurd|in de map|"
    r"nagekomen|bijgaand)\b",
    re.IGNORECASE,
)
_ASKS_FOR_IT = re.compile(  # the message of the organisation that somebody answers
    r"\bhierbij (?:ontvangt u |sturen (?:wij|we) u )?(?:het|ons|een) (?:concept|plan|ontwerp|stuk)|"
    r"\bwat (?:mist|mis|vindt|vind) (?:u|je|jij|jullie)\b[^.]{0,80}\?|"
    r"\b(?:wij|we) (?:horen|ontvangen|vernemen) (?:graag )?(?:uw|je|jullie)\b|\breageren kan\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"^\s*(?:re|antw|aw|sv|betr)\s*:", re.IGNORECASE)
_ACKNOWLEDGES = re.compile(  # the organisation's word of thanks above what it was sent
    r"\b(?:dank(?:jewel|jullie)?|bedankt)\b[^.!?]{0,40}\b(?:uw|je|jullie|alle|de|deze|ieders)\b"
    r"[^.!?]{0,40}\b(?:reacties?|inbreng|bijdragen?|opmerkingen|aanvulling(?:en)?|meedenken|"
    r"berichten|mails)\b",
    re.IGNORECASE,
)
MOST_OF_THANKS = 60  # words of such a note; a longer one says something itself
FEW_WORDS = 12  # of such a note: "ter info, groet"
SHORTER = 4  # times that the plain text of a message has fewer words than its page
LINES_OF_NAME = 5  # below a closing, among which the function stands
LINE_OF_NAME = 6  # words of a line below it that says who, in what function, on which days
MOST_PASSED_ON = 50  # messages of one thread
MAX_SIGNATURE = 12  # lines below a closing; more than that is text again


@dataclass(frozen=True)
class Attachment:
    """A file that came with a letter."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """One letter: who sent it, when, what about, and what was said."""

    number: int  # from 1
    sender: str
    date: str  # ISO, or ""
    subject: str
    text: str
    automatic: bool = False  # a program answered: nobody is in, or the message cannot be delivered
    cut: tuple[str, ...] = ()  # reasons of what was cut off: quoted_history, signature
    attachments: tuple[Attachment, ...] = ()
    signed: tuple[str, ...] = ()  # the lines below the closing: a name, a function, an office


def read(path: Path, where: str) -> list[Message]:
    """The messages of an .eml, .mbox or .msg file.

    Raises: DataProblem for a file without a message in it.
    """
    try:
        if path.suffix.lower() == ".mbox":
            parsed = _of_mailbox(path, where)
        elif path.suffix.lower() == ".msg":
            parsed = [outlook.read(path, where)]
        else:
            parsed = [message_from_bytes(path.read_bytes(), policy=policy.default)]
        if not any(message.keys() for message in parsed):
            raise DataProblem(
                where=where,
                found=_("the file holds no e-mail message"),
                mend=_("save the message again as .eml, or its text as .txt"),
            )
        every = (letter for message in parsed for letter in _messages(message))
        return [replace(message, number=number) for number, message in enumerate(every, start=1)]
    except RecursionError as fault:  # a message in a message, thousands deep
        raise DataProblem(
            where=where,
            found=_("messages stand in each other too deep to read"),
            mend=_("save the message again as .eml, or its text as .txt"),
        ) from fault


def _of_mailbox(path: Path, where: str) -> list[EmailMessage]:
    """The messages of an .mbox file. Raises: DataProblem where there are too many."""
    box = mailbox.mbox(path, create=False)
    try:
        if len(box) > MAX_MESSAGES:
            raise DataProblem(
                where=where,
                found=_("the mailbox holds {n} messages").format(n=len(box)),
                expected=_("at most {n}").format(n=MAX_MESSAGES),
                mend=_("export only the folder with the reactions"),
            )
        return [
            message_from_bytes(box.get_bytes(key), policy=policy.default)
            for key in sorted(box.keys())
        ]
    finally:
        box.close()


def _messages(message: EmailMessage) -> list[Message]:
    """The message, or where it passes others on these, each of whoever wrote it; unnumbered.

    A thread is passed on with every message in it but those of whoever passes it on, or thanks for
    them all. A note above them that says more than "ter info" is kept beside them.
    """
    text = _text(message)
    kept, cut = without_history(text)
    sender, subject = _header(message, "from"), _header(message, "subject")
    own = Message(
        0,
        sender,
        _date(message),
        subject,
        kept,
        _is_automatic(message),
        cut,
        tuple(_attachments(message)),
        signed_by(text),
    )
    thanks = bool(_ANSWERS.match(subject)) and _only_thanks(kept)
    passed = forwarded(text) if _FORWARDS.match(subject) or thanks else []
    house = parseaddr(sender)[1].rpartition("@")[2]
    of_others = [(who, body) for who, body in passed if not house or not who.endswith(f"@{house}")]
    of_others = of_others if thanks else of_others or passed
    passed = [(who, body) for who, body in of_others if not _ASKS_FOR_IT.search(body)]
    if not passed:
        return [own]
    others = [
        replace(own, sender=who, text=body, cut=(), attachments=(), signed=())
        for who, body in passed
    ]
    note = "" if thanks else _without_name(kept)
    if len(note.split()) > FEW_WORDS and not _COVERS.search(note):
        return [own, *others]
    first = replace(others[0], cut=own.cut, attachments=own.attachments)
    return [first, *others[1:]]


def _only_thanks(note: str) -> bool:
    """Whether a note does no more than thank for what it answers: the organisation wrote it."""
    return len(note.split()) <= MOST_OF_THANKS and bool(_ACKNOWLEDGES.search(note))


def _text(message: EmailMessage) -> str:
    """The text of a message; of one whose plain text says hardly anything, the page beside it."""
    plain = message.get_body(preferencelist=("plain",))
    text = _content(plain) if plain is not None else ""
    page = message.get_body(preferencelist=("html",))
    shown = _plain(_content(page)) if page is not None else ""
    # "This message is in HTML", or nothing
    return shown if len(text.split()) * SHORTER < len(shown.split()) else text


def _without_name(note: str) -> str:
    """A note without the block of short lines at its end, which says whose it is."""
    *body, last = re.split(r"\n\s*\n", note.strip())
    lines = last.split("\n")
    named = len(lines) > 1 and all(len(line.split()) <= LINE_OF_NAME for line in lines)
    return "\n\n".join(body) if body and named else note


def _is_automatic(message: EmailMessage) -> bool:
    """Whether a program wrote it: nobody is in, or a message cannot be delivered."""
    submitted = _header(message, "auto-submitted").strip().casefold()
    return (
        submitted not in ("", "no")
        or bool(_AUTOMATIC.match(_header(message, "subject")))
        or bool(_POSTMASTER.search(_header(message, "from")))
    )


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    """The files with a message; pictures inside a signature are none."""
    for part in message.walk():
        name = part.get_filename() or ""
        inline = part.get_content_disposition() != "attachment" and (
            part.get_content_maintype() == "image" or part.get("content-id")
        )
        if not name or inline or part.is_multipart():
            continue
        raw = part.get_payload(decode=True)
        yield Attachment(name, raw if isinstance(raw, bytes) else b"")


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except (ValueError, TypeError, IndexError, AttributeError):  # a header no standard allows
        return ""
    return (parseaddr(value)[1] or value) if name == "from" else value


def _date(message: EmailMessage) -> str:
    try:
        sent: datetime = parsedate_to_datetime(str(message.get("date", "")))
    except (ValueError, TypeError, IndexError):
        return ""
    return sent.date().isoformat()


def _content(part: MIMEPart) -> str:
    try:
        text = str(part.get_content())
    except (LookupError, ValueError, TypeError):
        raw = part.get_payload(decode=True)
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return text.replace("\r\n", "\n")


def _plain(page: str) -> str:
    """The words of a message in HTML, quoted lines marked as in plain text."""
    page = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", " ", page)
    page = re.sub(
        r"(?i)<br\s*/?>|</(?:p|div|li|tr|h\d)>|</?blockquote\b[^>]{0,2000}>", r"\n\g<0>", page
    )
    lines, depth = [], 0
    for line in page.split("\n"):  # what is quoted gets the mark that plain text has
        depth += len(re.findall(r"(?i)<blockquote\b", line))
        text = html.unescape(re.sub(r"<[^>]{0,2000}>", "", line))
        lines.append(f"> {text}" if depth > 0 and text.strip() else text)
        depth = max(depth - len(re.findall(r"(?i)</blockquote>", line)), 0)
    return "\n".join(lines)


def without_history(text: str) -> tuple[str, tuple[str, ...]]:
    """What the sender wrote now, and the reasons of what was cut: quoted_history, signature."""
    cut: list[str] = []
    lines = text.split("\n")
    start = _history_start(lines)
    if start is not None:
        lines = lines[:start] + _answers_below(lines, start)
        cut.append("quoted_history")
    quoted = [line for line in lines if line.lstrip().startswith(">")]
    if quoted:
        lines = [line for line in lines if not line.lstrip().startswith(">")]
        cut.append("quoted_history")
    end = _signature_start(lines)
    if end is not None:
        lines = lines[:end]
        cut.append("signature")
    return "\n".join(lines).strip(), tuple(dict.fromkeys(cut))


def signed_by(text: str) -> tuple[str, ...]:
    """The first lines below the closing of a message, which say who signs it and in what role."""
    lines = text.split("\n")
    start = _history_start(lines)
    lines = [line for line in lines[:start] if not line.lstrip().startswith(">")]
    end = _signature_start(lines)
    below = [line.strip() for line in lines[end + 1 :] if line.strip()] if end is not None else []
    return tuple(below[:LINES_OF_NAME])


def forwarded(text: str) -> list[tuple[str, str]]:
    """Who wrote each message that is passed on in this one, and what; the last one first."""
    passed: list[tuple[str, str]] = []
    lines = text.split("\n")
    for _message in range(MOST_PASSED_ON):
        if (start := _history_start(lines)) is None:
            break
        below = lines[start if _FROM.match(lines[start]) else start + 1 :]
        sender = next((line.partition(":")[2].strip() for line in below if _FROM.match(line)), "")
        end = next((i for i, line in enumerate(below) if i and not line.strip()), len(below))
        lines = below[end:]
        body, _cut = without_history("\n".join(line.lstrip("> ") for line in lines))
        if body:
            passed.append((parseaddr(sender)[1] or sender, body))
    return passed


def _answers_below(lines: list[str], start: int) -> list[str]:
    """What was typed between or below the quoted lines; nothing where the history has no marks."""
    below = lines[start + 1 :]
    if not any(line.lstrip().startswith(">") for line in below):
        return []
    if not lines[start].rstrip().endswith(":"):  # "… schreef Bureau <bureau@…>:" over two lines
        below = below[1:]
    end = _history_start(below)
    return below if end is None else below[:end]


def _history_start(lines: list[str]) -> int | None:
    """The line with which an earlier message begins; None where none stands below."""
    for index, line in enumerate(lines):
        pair = f"{line} {lines[index + 1]}" if index + 1 < len(lines) else line
        if _HISTORY.match(line) or (
            _HISTORY.match(pair) and line.lower().startswith(("op ", "on "))
        ):
            return index
        if _FROM.match(line) and any(_SENT.match(after) for after in lines[index + 1 : index + 4]):
            return index
    return None


def _signature_start(lines: list[str]) -> int | None:
    """The line of the closing or of the marks above a signature; None where there is none."""
    left = sum(bool(line.strip()) for line in lines)  # lines with words, from this one on
    begun = False
    for index, line in enumerate(lines):
        if _SIGNATURE.match(line):
            return index
        left -= bool(line.strip())
        if begun and left <= MAX_SIGNATURE and _CLOSING.match(line):
            return index
        begun = begun or bool(line)
    return None
