"""The review workbook as data: its sheets, columns, words and rows; no file format in sight."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.core.locale import gettext, in_every_language
from pipeline.core.locale import gettext as _
from pipeline.core.locale import noop as N_

DOT = " · "  # between an id and its name in a drop-down: keeps 2.3 from becoming a date
_CHECK = 6  # hexadecimal digits; a retyped key passes once in sixteen million times


@dataclass(frozen=True)
class ReviewColumn:
    """One column: ``title`` is a message id, ``edit`` says whether the reviewer fills it."""

    key: str
    title: str
    width: int = 14  # characters
    edit: bool = False
    choices: str = ""  # name of a list in Book.lists

    def list_for(self, row: ReviewRow) -> str:
        """Name of the list its cell in this row takes: codes differ per codebook; "" for none."""
        return (
            f"{self.choices}:{row.cells['book']}"
            if self.choices.startswith("codes")
            else self.choices
        )


@dataclass(frozen=True)
class ReviewRow:
    """One row: what it is about, what stands in its cells, and what stood in those to fill."""

    kind: str  # letter of its sheet
    ids: tuple[str, ...]
    cells: Mapping[str, str | int | float]
    was: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReviewSheet:
    """One sheet: the letter of its rows, its title (a message id), columns and rows."""

    kind: str
    title: str
    columns: tuple[ReviewColumn, ...]
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True)
class Book:
    """The workbook: instruction lines (heading, text), sheets, and lists for drop-downs."""

    run_id: str
    instruction: tuple[tuple[str, str], ...]
    sheets: tuple[ReviewSheet, ...]
    lists: Mapping[str, tuple[str, ...]]

    def row(self, kind: str, ids: Sequence[str]) -> ReviewRow | None:
        """The row about this, or None."""
        return self._index.get((kind, tuple(ids)))

    @cached_property
    def _index(self) -> dict[tuple[str, tuple[str, ...]], ReviewRow]:
        return {(row.kind, row.ids): row for sheet in self.sheets for row in sheet.rows}


# Message ids, spoken when they are written: their Dutch is in locale/nl/review.po.
COLUMNS: Mapping[str, tuple[ReviewColumn, ...]] = {
    "T": (
        ReviewColumn("theme", N_("Theme"), 8),
        ReviewColumn("label", N_("Label"), 34),
        ReviewColumn("new_label", N_("New name"), 30, edit=True),
        ReviewColumn("merge", N_("Merge with"), 30, edit=True, choices="themes"),
        ReviewColumn("split", N_("Split?"), 11, edit=True, choices="yes"),
        ReviewColumn("drop", N_("Drop?"), 13, edit=True, choices="yes"),
        ReviewColumn("remark", N_("Remark"), 34, edit=True),
        ReviewColumn("people", N_("Respondents"), 11),
        ReviewColumn("rounds", N_("Rounds"), 8),
        ReviewColumn("recurring", N_("Recurring"), 14),
        ReviewColumn("stability", N_("Stability"), 12),
        ReviewColumn("keywords", N_("Keywords"), 34),
        ReviewColumn("quote1", N_("Quote 1"), 48),
        ReviewColumn("quote2", N_("Quote 2"), 48),
        ReviewColumn("quote3", N_("Quote 3"), 48),
        ReviewColumn("parent", N_("Part of"), 9),
    ),
    "D": (
        ReviewColumn("theme", N_("Theme"), 8),
        ReviewColumn("label", N_("Label"), 32),
        ReviewColumn("book", N_("Codebook"), 11),
        ReviewColumn("proposal", N_("Proposal"), 19),
        ReviewColumn("nearest", N_("Nearest code"), 32),
        ReviewColumn("verdict", N_("Your judgement"), 24, edit=True, choices="statuses"),
        ReviewColumn("code", N_("Code it concerns"), 30, edit=True, choices="codes"),
        ReviewColumn("why", N_("Explanation"), 34, edit=True),
        ReviewColumn("passage", N_("From the plan"), 52),
        ReviewColumn("quote1", N_("Quote 1"), 48),
        ReviewColumn("quote2", N_("Quote 2"), 48),
        ReviewColumn("people", N_("Respondents"), 11),
        ReviewColumn("chance", N_("Chance that nothing fits"), 14),
    ),
    "K": (
        ReviewColumn("statement", N_("Statement no."), 14),
        ReviewColumn("text", N_("Statement"), 70),
        ReviewColumn("book", N_("Codebook"), 11),
        ReviewColumn("first", N_("Proposal 1"), 30),
        ReviewColumn("second", N_("Proposal 2"), 30),
        ReviewColumn("third", N_("Proposal 3"), 30),
        ReviewColumn("code", N_("Right code"), 30, edit=True, choices="codes+none"),
        ReviewColumn("pin", N_("Belongs to theme"), 30, edit=True, choices="themes"),
        ReviewColumn("why", N_("Explanation"), 34, edit=True),
        ReviewColumn("theme", N_("Theme"), 8),
        ReviewColumn("label", N_("Label"), 30),
        ReviewColumn("chance", N_("Chance that nothing fits"), 14),
    ),
    "C": (
        ReviewColumn("statement", N_("Statement no."), 14),
        ReviewColumn("text", N_("Quote"), 80),
        ReviewColumn("outside", N_("May go outside?"), 16, edit=True, choices="yes+no"),
        ReviewColumn("why", N_("Explanation"), 34, edit=True),
        ReviewColumn("theme", N_("Theme"), 8),
        ReviewColumn("label", N_("Label"), 32),
    ),
    "H": (
        ReviewColumn("judgement", N_("Judgement no."), 16),
        ReviewColumn("what", N_("What was decided"), 34),
        ReviewColumn("about", N_("About"), 34),
        ReviewColumn("reason", N_("Why it is asked again"), 40),
        ReviewColumn("again", N_("Holds now for"), 34, edit=True, choices="again"),
        ReviewColumn("why", N_("Explanation"), 34, edit=True),
        ReviewColumn("who", N_("Who"), 14),
        ReviewColumn("when", N_("When"), 18),
    ),
    "B": (
        ReviewColumn("judgement", N_("Judgement no."), 16),
        ReviewColumn("what", N_("What was decided"), 40),
        ReviewColumn("about", N_("About"), 40),
        ReviewColumn("state", N_("State"), 14),
        ReviewColumn("withdraw", N_("Take back?"), 11, edit=True, choices="yes"),
        ReviewColumn("who", N_("Who"), 14),
        ReviewColumn("when", N_("When"), 18),
        ReviewColumn("reason", N_("Explanation given"), 40),
    ),
    "O": (
        ReviewColumn("number", N_("No."), 6),
        ReviewColumn("remark", N_("Remark"), 90, edit=True),
    ),
}
TITLES: Mapping[str, str] = {
    "T": N_("Themes"),
    "D": N_("Coverage"),
    "K": N_("Links"),
    "C": N_("Quotes"),
    "H": N_("Asked again"),
    "B": N_("Decisions"),
    "O": N_("Remarks"),
}
ID_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "T": ("theme",), "D": ("theme", "book"), "K": ("statement", "book"), "H": ("judgement",),
    "B": ("judgement",), "O": ("number",), "C": ("statement",),
}  # fmt: skip
STATUS_WORDS: Mapping[str, str] = {
    "addressed": N_("the plan responds to it"),
    "partly": N_("the plan responds in part"),
    "mentioned": N_("named, no measure yet"),
    "not_addressed": N_("the plan does not respond"),
    "out_of_scope": N_("outside this plan"),
}
FORMER_STATUS_WORDS: Mapping[str, str] = {  # of workbooks that went out earlier, and may come back
    "addressed": "addressed", "geadresseerd": "addressed",
    "partly": "partly", "deels": "partly",
    "mentioned without an action": "mentioned", "genoemd zonder maatregel": "mentioned",
    "not addressed": "not_addressed", "niet geadresseerd": "not_addressed",
    "out of scope": "out_of_scope", "buiten reikwijdte": "out_of_scope",
}  # fmt: skip
AGREE = N_("agree")
NO_CODE = N_("no code fits")
STILL = N_("still holds")
LAPSED = N_("lapsed")
YES = N_("yes")
NO = N_("no")
GOALS_WORD = N_("goals")  # the codebook made of the plan, as its id says it
INSTRUCTION = N_("Instruction")
LISTS = N_("Lists")
KEY = N_("key (leave as it is)")
YOUR_NAME = N_("Your name")
# What the log of judgements calls its kinds and states: shown here, so translated here.
WORDS_OF_THE_LOG = (
    N_("label"), N_("merge"), N_("split"), N_("drop"), N_("pin"), N_("status"), N_("link"),
    N_("remark"), N_("withdraw"), N_("reply"), N_("answer"), N_("applied"), N_("open"),
    N_("absent"), N_("replaced"), N_("withdrawn"), N_("quote"),
)  # fmt: skip


def instruction() -> tuple[tuple[str, str], ...]:
    """What the reviewer reads first: (heading, text)."""
    return (
        (_("What this is"), _(
            "The computer proposes, you decide. What you fill in here goes before every proposal, "
            "in this report and in the next ones. Nothing you decide is lost.")),
        (_("Start here"), _(
            "Ten minutes? Do the first ten rows of the sheet Coverage. The concerns that the plan "
            "passes over come first, then proposals in doubt.")),
        (_("Yellow cells"), _(
            "Fill in yellow cells only. Choose from the list, or choose 'agree' when the proposal "
            "is right. An empty yellow cell means: not judged, the proposal stands.")),
        (_("Themes"), _(
            "Give a theme a better name, merge it with another, split it into its sub-themes, or "
            "drop it: its statements then count as 'other'.")),
        (_("Coverage"), _(
            "Does the plan answer this concern? Compare the quotes with the sentence of the plan. "
            "Likeness of words is no proof: only your judgement makes a concern 'addressed'.")),
        (_("Links"), _(
            "Which goal or frame does this statement touch? Several: separate them with a "
            "semicolon. The computer learns from every line you judge.")),
        (_("Quotes"), _(
            "These quotes can stand in the editions for readers outside. With citaten = "
            '"nagekeken" under [settings.report] only those go out where you say yes. A no counts '
            "always.")),
        (_("Asked again"), _(
            "Earlier judgements of which it is not certain that they still hold: choose what they "
            "hold for now, or 'lapsed'.")),
        (_("Decisions"), _(
            "Everything that was decided earlier. Put 'yes' under Take back to undo one.")),
        (_("You may"), _(
            "sort, filter, hide, delete rows you do not need, and add columns of your own. Leave "
            "the headings and the grey columns as they are.")),
        (_("When you are done"), _(
            "Save the file and give it back: gehoord review RUN --from THIS FILE. Then run "
            "'gehoord analyse' again for a new report.")),
    )  # fmt: skip


def spoken(message: str) -> str:
    """A word of the workbook in the language spoken now."""
    return gettext(message)


def shown(column: ReviewColumn, value: Any) -> Any:
    """What a cell shows: the goals have no name of their own, only our word for them."""
    return spoken(GOALS_WORD) if column.key == "book" and value == GOALS_WORD else value


def plain(text: str) -> str:
    """A cell as it is compared: no case, no double or hard spaces, no spaces around."""
    return " ".join(str(text).replace("\u00a0", " ").split()).casefold()


def meant(text: str, messages: Sequence[str]) -> str:
    """Which of these words a cell says, in any language; "" for none."""
    for message in messages:
        if plain(text) in {plain(spelling) for spelling in (message, *in_every_language(message))}:
            return message
    return ""


def key_of(row: ReviewRow, run_id: str) -> str:
    """What a row carries with it, however it is sorted: run, subject, what stood in its cells."""
    content = json.dumps([run_id, row.kind, *row.ids, dict(row.was)], ensure_ascii=False)
    return f"{content}#{_check(content)}"


def read_key(text: str) -> tuple[str, str, tuple[str, ...], dict[str, str]] | None:
    """(run id, kind, ids, was) of a key; None for what is no key, or no longer whole."""
    content, _hash, check = text.strip().rpartition("#")
    if not content.startswith("[") or _check(content) != check:
        return None
    run_id, kind, *ids, was = json.loads(content)
    return str(run_id), str(kind), tuple(str(part) for part in ids), dict(was)


def looks_like_key(text: str) -> bool:
    """Whether a cell is, or once was, a key."""
    return text.lstrip().startswith('["')


def _check(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_CHECK]


def named(entry_id: str, name: str, most: int = 60) -> str:
    """An entry of a drop-down: ``2.3 · Passende plek``, at most ``most`` characters of the name."""
    short = " ".join(name.split())
    short = short if len(short) <= most else short[:most].rstrip() + "…"
    return f"{entry_id}{DOT}{short}" if short else entry_id
