"""The review workbook as data: its sheets, columns, words and rows; no file format in sight."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.locale import gettext as _
from pipeline.locale import in_every_language

DOT = " · "  # between an id and its name in a drop-down: keeps 2.3 from becoming a date
_CHECK = 6  # hexadecimal digits; a retyped key passes once in sixteen million times


@dataclass(frozen=True)
class Column:
    """One column: ``title`` is a message id, ``edit`` says whether the reviewer fills it."""

    key: str
    title: str
    width: int = 14  # characters
    edit: bool = False
    choices: str = ""  # name of a list in Book.lists


@dataclass(frozen=True)
class Row:
    """One row: what it is about, what stands in its cells, and what stood in those to fill."""

    kind: str  # letter of its sheet
    ids: tuple[str, ...]
    cells: Mapping[str, str | int | float]
    was: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """One sheet: the letter of its rows, its title (a message id), columns and rows."""

    kind: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Book:
    """The workbook: instruction lines (heading, text), sheets, and lists for drop-downs."""

    run_id: str
    instruction: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    lists: Mapping[str, tuple[str, ...]]

    def row(self, kind: str, ids: Sequence[str]) -> Row | None:
        """The row about this, or None."""
        return self._index.get((kind, tuple(ids)))

    @property
    def _index(self) -> dict[tuple[str, tuple[str, ...]], Row]:
        cached: dict[tuple[str, tuple[str, ...]], Row] | None = self.__dict__.get("_rows")
        if cached is None:
            cached = {(row.kind, row.ids): row for sheet in self.sheets for row in sheet.rows}
            self.__dict__["_rows"] = cached
        return cached


# Message ids; their Dutch is in locale/nl/review.po. Each is marked with _() once, in words().
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "T": (
        Column("theme", "Theme", 8),
        Column("label", "Label", 34),
        Column("new_label", "New name", 30, edit=True),
        Column("merge", "Merge with", 30, edit=True, choices="themes"),
        Column("split", "Split?", 9, edit=True, choices="yes"),
        Column("drop", "Drop?", 9, edit=True, choices="yes"),
        Column("remark", "Remark", 34, edit=True),
        Column("people", "Respondents", 11),
        Column("rounds", "Rounds", 8),
        Column("recurring", "Recurring", 11),
        Column("stability", "Stability", 10),
        Column("keywords", "Keywords", 34),
        Column("quote1", "Quote 1", 48),
        Column("quote2", "Quote 2", 48),
        Column("quote3", "Quote 3", 48),
        Column("parent", "Part of", 9),
    ),
    "D": (
        Column("theme", "Theme", 8),
        Column("label", "Label", 32),
        Column("book", "Codebook", 11),
        Column("proposal", "Proposal", 19),
        Column("nearest", "Nearest code", 32),
        Column("verdict", "Your judgement", 24, edit=True, choices="statuses"),
        Column("code", "Code it concerns", 30, edit=True, choices="codes"),
        Column("why", "Explanation", 34, edit=True),
        Column("passage", "From the plan", 52),
        Column("quote1", "Quote 1", 48),
        Column("quote2", "Quote 2", 48),
        Column("people", "Respondents", 11),
        Column("chance", "Chance that nothing fits", 12),
    ),
    "K": (
        Column("statement", "Statement no.", 14),
        Column("text", "Statement", 70),
        Column("book", "Codebook", 11),
        Column("first", "Proposal 1", 30),
        Column("second", "Proposal 2", 30),
        Column("third", "Proposal 3", 30),
        Column("code", "Right code", 30, edit=True, choices="codes+none"),
        Column("pin", "Belongs to theme", 30, edit=True, choices="themes"),
        Column("why", "Explanation", 34, edit=True),
        Column("theme", "Theme", 8),
        Column("label", "Label", 30),
        Column("chance", "Chance that nothing fits", 12),
    ),
    "H": (
        Column("judgement", "Judgement no.", 16),
        Column("what", "What was decided", 34),
        Column("about", "About", 34),
        Column("reason", "Why it is asked again", 40),
        Column("again", "Holds now for", 34, edit=True, choices="again"),
        Column("why", "Explanation", 34, edit=True),
        Column("who", "Who", 14),
        Column("when", "When", 18),
    ),
    "B": (
        Column("judgement", "Judgement no.", 16),
        Column("what", "What was decided", 40),
        Column("about", "About", 40),
        Column("state", "State", 14),
        Column("withdraw", "Take back?", 11, edit=True, choices="yes"),
        Column("who", "Who", 14),
        Column("when", "When", 18),
        Column("reason", "Explanation given", 40),
    ),
    "O": (
        Column("number", "No.", 6),
        Column("remark", "Remark", 90, edit=True),
    ),
}
TITLES: Mapping[str, str] = {
    "T": "Themes", "D": "Coverage", "K": "Links", "H": "Asked again", "B": "Decisions",
    "O": "Remarks",
}  # fmt: skip
ID_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "T": ("theme",), "D": ("theme", "book"), "K": ("statement", "book"), "H": ("judgement",),
    "B": ("judgement",), "O": ("number",),
}  # fmt: skip
STATUS_WORDS: Mapping[str, str] = {
    "addressed": "addressed",
    "partly": "partly",
    "mentioned": "mentioned without an action",
    "not_addressed": "not addressed",
    "out_of_scope": "out of scope",
}
AGREE, NO_CODE, STILL, LAPSED, YES, NO = (
    "agree",
    "no code fits",
    "still holds",
    "lapsed",
    "yes",
    "no",
)
INSTRUCTION = "Instruction"
LISTS = "Lists"
KEY = "key (leave as it is)"
YOUR_NAME = "Your name"


def words() -> dict[str, str]:
    """Every word of the workbook in the language spoken now, by its message id."""
    said = (
        _("Theme"), _("Label"), _("New name"), _("Merge with"), _("Split?"), _("Drop?"),
        _("Remark"), _("Respondents"), _("Rounds"), _("Recurring"), _("Stability"), _("Keywords"),
        _("Quote 1"), _("Quote 2"), _("Quote 3"), _("Part of"), _("Codebook"), _("Proposal"),
        _("Nearest code"), _("Your judgement"), _("Code it concerns"), _("Explanation"),
        _("From the plan"), _("Chance that nothing fits"), _("Statement no."), _("Statement"),
        _("Proposal 1"), _("Proposal 2"), _("Proposal 3"), _("Right code"), _("Belongs to theme"),
        _("Judgement no."), _("What was decided"), _("About"), _("Why it is asked again"),
        _("Holds now for"), _("Who"), _("When"), _("State"), _("Take back?"),
        _("Explanation given"), _("No."), _("Themes"), _("Coverage"), _("Links"),
        _("Asked again"), _("Decisions"), _("Remarks"), _("addressed"), _("partly"),
        _("mentioned without an action"), _("not addressed"), _("out of scope"), _("agree"),
        _("no code fits"), _("still holds"), _("lapsed"), _("yes"), _("no"), _("Instruction"),
        _("Lists"), _("key (leave as it is)"), _("Your name"), _("label"), _("merge"), _("split"),
        _("drop"), _("pin"), _("status"), _("link"), _("remark"), _("withdraw"), _("reply"),
        _("answer"), _("applied"), _("open"), _("absent"), _("replaced"), _("withdrawn"),
    )  # fmt: skip
    return dict(zip(_IDS, said, strict=True))


_IDS = (
    "Theme", "Label", "New name", "Merge with", "Split?", "Drop?", "Remark", "Respondents",
    "Rounds", "Recurring", "Stability", "Keywords", "Quote 1", "Quote 2", "Quote 3", "Part of",
    "Codebook", "Proposal", "Nearest code", "Your judgement", "Code it concerns", "Explanation",
    "From the plan", "Chance that nothing fits", "Statement no.", "Statement", "Proposal 1",
    "Proposal 2", "Proposal 3", "Right code", "Belongs to theme", "Judgement no.",
    "What was decided", "About", "Why it is asked again", "Holds now for", "Who", "When", "State",
    "Take back?", "Explanation given", "No.", "Themes", "Coverage", "Links", "Asked again",
    "Decisions", "Remarks", "addressed", "partly", "mentioned without an action", "not addressed",
    "out of scope", "agree", "no code fits", "still holds", "lapsed", "yes", "no", "Instruction",
    "Lists", "key (leave as it is)", "Your name", "label", "merge", "split", "drop", "pin",
    "status", "link", "remark", "withdraw", "reply", "answer", "applied", "open", "absent",
    "replaced", "withdrawn",
)  # fmt: skip


def spoken(message: str) -> str:
    """A word of the workbook in the language spoken now."""
    return words().get(message, message)


def plain(text: str) -> str:
    """A cell as it is compared: no case, no double or hard spaces, no spaces around."""
    return " ".join(str(text).replace("\u00a0", " ").split()).casefold()


def meant(text: str, messages: Sequence[str]) -> str:
    """Which of these words a cell says, in any language; "" for none."""
    for message in messages:
        if plain(text) in {plain(one) for one in (message, *in_every_language(message))}:
            return message
    return ""


def key_of(row: Row, run_id: str) -> str:
    """What a row carries with it, however it is sorted: run, subject, what stood in its cells."""
    told = json.dumps([run_id, row.kind, *row.ids, dict(row.was)], ensure_ascii=False)
    return f"{told}#{_check(told)}"


def read_key(text: str) -> tuple[str, str, tuple[str, ...], dict[str, str]] | None:
    """(run id, kind, ids, was) of a key; None for what is no key, or no longer whole."""
    told, _hash, check = text.strip().rpartition("#")
    if not told.startswith("[") or _check(told) != check:
        return None
    run_id, kind, *ids, was = json.loads(told)
    return str(run_id), str(kind), tuple(str(one) for one in ids), dict(was)


def looks_like_key(text: str) -> bool:
    """Whether a cell is, or once was, a key."""
    return text.lstrip().startswith('["')


def _check(told: str) -> str:
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_CHECK]


def named(one: str, name: str, most: int = 60) -> str:
    """An entry of a drop-down: ``2.3 · Passende plek``, at most ``most`` characters of the name."""
    short = " ".join(name.split())
    short = short if len(short) <= most else short[:most].rstrip() + "…"
    return f"{one}{DOT}{short}" if short else one
