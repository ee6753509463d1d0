"""Transcripts and chats: Teams and Zoom (.vtt, .docx, .txt), WhatsApp (.txt); one turn per speaker.

Time stamps, cue numbers and what the program itself wrote are no words of anybody. A speaker's
cues that follow each other are one turn; the speaker's name stays with it only until the turn has
its voice, and is printed nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.files.blocks import Block
from pipeline.files.dates import iso_date
from pipeline.files.encoding import decoded

_CUE = re.compile(
    r"^\s*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{3}\s*-->\s*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{3}"
)
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,80})>(.*?)(?:</v>|$)", re.DOTALL)
_ZOOM = re.compile(r"^([A-ZÀ-Þ][^:.!?]{1,60}):\s+(\S.*)$", re.DOTALL)
_CUE_ID = re.compile(r"^(?:\d{1,6}|[0-9a-f-]{4,40}(?:/\d+(?:-\d+)?)?)$", re.IGNORECASE)
_TEAMS = re.compile(  # "Anneke de Vries   0:00"
    r"^\s*(?P<who>[^\s\d][^\n\d]{0,58}?[^\s\d])\s{2,}(?P<at>(?:\d{1,2}:)?\d{1,2}:\d{2})\s*(?:\n(?P<text>.*))?$",
    re.DOTALL,
)
_STAMP = (
    r"\[?(?P<day>\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}),?\s+"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\]?"
)
_CHAT = re.compile(
    rf"^[\u200e\u200f]?{_STAMP}\s*(?:[-–]\s*)?(?:(?P<who>[^:\n]{{1,60}}):\s)?(?P<text>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_SAVED = re.compile(  # by Zoom: "19:03:12 From Petra Jansen to Everyone:", the words behind it
    r"^\s*(?:(?P<day>\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4})\s+)?"
    r"\d{1,2}:\d{2}(?::\d{2})?\s+(?:From|Van)\s+"
    r"(?P<who>\S[^:\n]{0,59}?)\s+(?:to|aan)\s+[^:\n]{1,60}:(?P<text>.*)$",
    re.IGNORECASE,
)
_QUOTES = re.compile(
    r"^\s*(?:replying to|antwoord(?:en)? op|in antwoord op)\s+[\"“].*$", re.IGNORECASE
)
_REACTS = re.compile(  # with a mark on what another said, or a poll with how many chose what
    r"^(?:(?:reacted to|removed a .{1,20} from|(?:heeft )?gereageerd op)\s+[\"“].*|"
    r"(?:peiling|poll):.*)$",
    re.IGNORECASE | re.DOTALL,
)
_MEDIA = re.compile(
    r"^[\u200e\s]*+(?:<.{3,40}(?:weggelaten|omitted|uitgesloten)>|(?:afbeelding|video|audio|sticker|"
    r"gif|document|contactkaart) (?:weggelaten|omitted)|.*\b(?:bericht (?:is )?verwijderd|"
    r"message was deleted|deleted this message)|\S.* \((?:bestand bijgevoegd|file attached)\)|"
    r".*\u200e?(?:document|contactkaart) (?:weggelaten|omitted)|<(?:bijgevoegd|attached): .*>|"
    r"(?:live ?)?locatie(?: gedeeld)?:? .*|location: .*|https?://\S+|"
    r"(?:gemiste?|missed) .{0,80}(?:oproep|gesprek|call)\b.*|(?:spraak|video)oproep.*|"
    r"(?:wacht|waiting).{0,80} (?:bericht|message)\b.*|null)\.?$",
    re.IGNORECASE,
)
_RECORDER = re.compile(  # what Teams writes itself at either end
    r".*\b(?:heeft (?:de )?transcriptie (?:gestart|gestopt|beëindigd)|"
    r"(?:started|stopped) transcription)\s*$",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"(?<!\s)\s*\u200e?<(?:Dit bericht is bewerkt|This message was edited)>\s*$", re.I
)
_LEADS = re.compile(r"gespreksleid|moderator|procesbegeleid|dagvoorzitter|notulist", re.IGNORECASE)
_OF_ORDER = re.compile(  # what only whoever leads says: "welkom allemaal", "dan ronden we af"
    r"\b(?:welkom (?:allemaal|iedereen)|(?:zet|start|stop) (?:ik )?de opname|ronden (?:we|wij) af|"
    r"(?:gaan|komen) (?:we|wij) (?:door )?naar (?:de|het) (?:volgende|laatste)|"
    r"dank (?:jullie|allemaal)|"
    r"(?:volgende|laatste) (?:vraag|onderwerp|punt)\b|fijn dat jullie er zijn|wie (?:wil|mag|kan))",
    re.IGNORECASE,
)
_MADE = re.compile(r"^(.{2,40}?) heeft de groep\b.*\b(?:gemaakt|aangemaakt)", re.IGNORECASE)
FEWEST = 3  # time stamps from which a text is a transcript
SHARE = 0.5  # of the lines of a chat that begin with a stamp, or more


def read(path: Path, where: str) -> list[Block]:
    """The turns of a .vtt or .srt file. Raises: DataProblem when the bytes are no text."""
    text = decoded(path.read_bytes(), where).replace("\r\n", "\n")
    return _joined(_cues(text.split("\n")))


def as_turns(blocks: Sequence[Block]) -> list[Block] | None:
    """The turns in a document or text that is a transcript or a chat; None where it is none."""
    lines = [line for block in blocks for line in block.text.split("\n")]
    if sum(bool(_CUE.match(line)) for line in lines) >= FEWEST:
        return _joined(_cues(lines))
    if sum(bool(_TEAMS.match(block.text)) for block in blocks) >= FEWEST:
        return _joined(_teams(blocks))
    return _joined(_chat(lines)) if is_chat(blocks) else None


def is_chat(blocks: Sequence[Block]) -> bool:
    """Whether these are messages that people sent each other, most lines with their moment."""
    lines = [line for block in blocks for line in block.text.split("\n")]
    stamped = sum(bool(_CHAT.match(line)) for line in lines)
    many = stamped >= max(FEWEST, SHARE * len([line for line in lines if line.strip()]))
    return many or is_saved_chat(lines)


def is_saved_chat(lines: Sequence[str]) -> bool:
    """Whether these lines are the chat of an online meeting, as Zoom saves it."""
    return sum(bool(_SAVED.match(line)) for line in lines) >= FEWEST


def begins_message(line: str) -> bool:
    """Whether a line of a chat begins with the moment at which it was sent."""
    return bool(_CHAT.match(line) or _SAVED.match(line))


def days_of_chat(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The first and the last day on which somebody wrote in a chat; () where none is stamped."""
    stamps = [_CHAT.match(line) for block in blocks for line in block.text.split("\n")]
    days = sorted({day for stamp in stamps if stamp and (day := iso_date(stamp["day"]))})
    return tuple(dict.fromkeys((*days[:1], *days[-1:])))


def _cues(lines: Sequence[str]) -> Iterable[Block]:
    """WebVTT: a speaker in <v …> tags (Teams) or before a colon (Zoom); else nobody is named."""
    text: list[str] = []
    inside = False
    for line in [*lines, ""]:
        if _CUE.match(line):
            inside = True
        elif inside and line.strip() and not _CUE_ID.match(line.strip()):
            text.append(line.strip())
        elif text:
            yield from _spoken(" ".join(text))
            text, inside = [], False
        elif line.strip() and not inside and not _CUE_ID.match(line.strip()):
            yield Block("system", line.strip())
    if text:
        yield from _spoken(" ".join(text))


def _spoken(text: str) -> Iterable[Block]:
    """The turns in the words of one cue."""
    tagged = list(_VOICE.finditer(text))
    if tagged:
        for voice in tagged:
            yield Block("turn", _untagged(voice[2]), author=voice[1].strip())
    elif named := _ZOOM.match(text):
        yield Block("turn", _untagged(named[2]), author=named[1].strip())
    else:
        yield Block("turn", _untagged(text))


def _untagged(text: str) -> str:
    return " ".join(re.sub(r"<[^>]{0,80}>", "", text).split())


def _teams(blocks: Sequence[Block]) -> Iterable[Block]:
    """Word from Teams: name and time, then what was said, in one paragraph or the next."""
    who = ""
    for block in blocks:
        heading = _TEAMS.match(block.text)
        if _RECORDER.match(block.text):
            yield Block("system", block.text.strip())
        elif heading:
            who = heading["who"].strip()
            if text := (heading["text"] or "").strip():
                yield Block("turn", " ".join(text.split()), author=who)
        elif who and block.text.strip():
            yield Block("turn", " ".join(block.text.split()), author=who)
        elif block.text.strip():
            yield Block("system", block.text.strip())


def _chat(lines: Sequence[str]) -> Iterable[Block]:
    """WhatsApp: a stamp, a name, a message that may go on for lines.

    What the program itself writes has a mark that no one types (U+200E), or no name.
    """
    who, day, text = "", "", list[str]()
    for line in [*lines, "01-01-2000 00:00 - "]:
        stamp = _SAVED.match(line) or _CHAT.match(line)
        if not stamp:
            text.append(line.strip() if line[:1] == "\t" else line)
            continue
        message = "\n".join(line for line in text if not _QUOTES.match(line))
        message = _EDITED.sub("", message).strip()
        if message:
            by_program = message.startswith("\u200e") or _MEDIA.match(message)
            typed = who and not by_program and not _REACTS.match(message)
            yield Block("turn", message, author=who, day=day) if typed else Block("system", message)
        who, text = (stamp["who"] or "").strip(), [stamp["text"]]
        day = iso_date(stamp["day"] or "") or ""


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Turns of one speaker that follow each other as one; numbered in their order."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        same = last and (block.author, block.day) == (last.author, last.day)
        if last and same and block.kind == last.kind == "turn" and block.author:
            joined[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            joined.append(block)
    return [replace(block, paragraph=number) for number, block in enumerate(joined, start=1)]


def who_leads(blocks: Sequence[Block]) -> frozenset[str]:
    """The authors of turns who lead the talk: they ask, and answer nothing themselves.

    Whoever made the group of a chat, whose name says so ("Bos (gespreksleider)"), and whoever
    speaks first and in most of his turns asks, greets and thanks.
    """
    turns = [block for block in blocks if block.kind == "turn" and block.author]
    named = {block.author for block in turns if _LEADS.search(block.author)}
    founders = {match[1] for b in blocks if b.kind == "system" and (match := _MADE.search(b.text))}
    first = {turns[0].author} if turns else set()
    for author in () if named else founders or first:
        texts = [block.text for block in turns if block.author == author]
        asking = sum("?" in text or bool(_OF_ORDER.search(text)) for text in texts)
        # in a short talk every other turn is that of whoever leads it
        most = len(turns) + 1 if asking == len(texts) else len(turns) - 1
        if len(texts) > 1 and 2 * asking >= len(texts) and 2 * len(texts) <= most:
            named.add(author)
    return frozenset(named)
