"""What is no contribution: an empty cell in any spelling, a test, spam, a form withdrawn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.corpus.columns import Header
from pipeline.files.names import fold

# What programs write where nobody answered, and what Excel shows where a formula failed.
_MISSING = frozenset(
    "na nan n/a #n/a #n/b n/b null none <na> <null> nat inf -inf #null #leeg".split()
)
EXCEL_ERRORS = frozenset(
    "#naam? #name? #verw! #ref! #waarde! #value! #deel/0! #div/0! #getal! #num! #leeg! #null! "
    "#overloop! #spill! #calc! #bereken!".split()
)
_TRIES_OUT = re.compile(  # what whoever made a form types to see whether it works
    r"(?:dit is )?(?:een |nog een |even (?:een )?)?test(?:je|ing|invulling|invoer|reactie)?"
    r"(?: ?\d{1,3}|(?: \w{1,12}){0,2} (?:binnenkomt|binnen komt|werkt|aankomt|aan komt|doorkomt)|"
    r" van (?:het|dit) formulier|[ ,-]{1,2}test){0,2}|proef(?:invulling|invoer|je)?|"
    r"test\b[^.!?]{0,30}\b(?:negeren|verwijderen|wissen|weggooien)|"
    r"(?:this is )?(?:a |just a )?test(?:ing)?",
    re.IGNORECASE,
)
_AGREES = re.compile(r"\+\s?\d{1,3}")  # "+1" below somebody's idea
_BY_VALUE: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = (
    (
        frozenset(("status", "response type", "state", "toestand", "distributionchannel",
                   "distribution channel", "moderatie", "moderation_status")),
        {
            "survey preview": "test_entry", "survey test": "test_entry", "preview": "test_entry",
            "test": "test_entry", "spam": "spam", "possible spam": "spam", "survey spam": "spam",
            "withdrawn": "withdrawn", "ingetrokken": "withdrawn", "teruggetrokken": "withdrawn",
            "rejected": "rejected", "afgewezen": "rejected", "verworpen": "rejected",
            "hidden": "rejected", "verborgen": "rejected",
        },
    ),
    (frozenset(("moderated", "mod")), {"-1": "rejected"}),
)  # fmt: skip
_BY_PRESENCE = {
    "withdrawn_at": "withdrawn", "withdrawn at": "withdrawn", "retired_at": "withdrawn",
    "hidden_at": "rejected", "spam_at": "spam",
}  # fmt: skip
_SUBMITTED = frozenset(("submitdate", "datum verzonden", "datum ingestuurd", "date submitted"))
_LAST_PAGE = frozenset(("lastpage", "last page", "laatste pagina"))
_FINISHED = frozenset(("finished", "voltooid", "afgerond"))
_PROGRESS = frozenset(("progress", "voortgang"))
_NOT_FINISHED = frozenset(("false", "0", "nee", "onwaar", "no"))


def is_missing(text: str) -> bool:
    """Whether a cell says that nobody answered: blank, a dash, or a program's own word for that."""
    return not text.strip(" \t\n\r\xa0-–—._/") or fold(text) in _MISSING


def says_no_word(text: str) -> bool:
    """Whether a text has numbers and no letter in it: "99", "12-14".

    A picture ("👍") and "+1" say something without one; whether "?" does is asked of its content.
    """
    if any(map(str.isalpha, text)) or not any(map(str.isdigit, text)):
        return False
    pictured = any(unicodedata.category(mark) == "So" for mark in text)
    return not pictured and not _AGREES.fullmatch(text.strip())


def tries_out(texts: Iterable[str]) -> bool:
    """Whether everything in an entry says no more than that the form was tried: "test"."""
    given = [text.strip(" .!?\t\n") for text in texts if not is_missing(text)]
    return bool(given) and all(_TRIES_OUT.fullmatch(text) for text in given)


@dataclass(frozen=True)
class Marks:
    """The columns by which a platform marks its entries; indexes from 0."""

    by_value: tuple[tuple[int, Mapping[str, str]], ...] = ()
    by_presence: tuple[tuple[int, str], ...] = ()
    submitted: int | None = None  # LimeSurvey: blank in an entry that was never sent in
    finished: int | None = None  # Qualtrics

    @staticmethod
    def among(headers: Sequence[Header]) -> Marks:
        """Where these columns mark that an answer is missing, by value or by page reached."""

        def first(names: frozenset[str]) -> int | None:
            return next((header.index for header in headers if header.names & names), None)

        lime = first(_LAST_PAGE) is not None or first(frozenset(("submitdate",))) is not None
        qualtrics = first(_PROGRESS) is not None
        return Marks(
            by_value=tuple(
                (header.index, reasons)
                for names, reasons in _BY_VALUE
                for header in headers
                if names & header.names
            ),
            by_presence=tuple(
                (header.index, _BY_PRESENCE[name])
                for header in headers
                for name in sorted(header.names & _BY_PRESENCE.keys())
            ),
            submitted=first(_SUBMITTED) if lime else None,
            finished=first(_FINISHED) if qualtrics else None,
        )

    def reason(self, row: Sequence[str]) -> str:
        """Why the platform counts this entry out; "" when it does not."""

        def cell(index: int) -> str:
            return fold(row[index]) if index < len(row) else ""

        for index, reasons in self.by_value:
            if marked := reasons.get(cell(index)):
                return marked
        for index, reason in self.by_presence:
            if cell(index):
                return reason
        if self.submitted is not None and not cell(self.submitted):
            return "incomplete"
        if self.finished is not None and cell(self.finished) in _NOT_FINISHED:
            return "incomplete"
        return ""
