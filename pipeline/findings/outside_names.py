"""What a concern is called outside the team: no name may point to somebody, or at harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pipeline.core.locale import gettext as _
from pipeline.core.respondents import count_people
from pipeline.core.settings import ReportSettings
from pipeline.core.tokens import DOMAIN_ABBREVIATIONS
from pipeline.findings.frames import records
from pipeline.findings.quotes import is_safe, may_go_out, names_harm
from pipeline.findings.records import PUBLIC, TEAM
from pipeline.text.redact.health import health_flags
from pipeline.themes.labels.concern_names import praises, standing_sentences
from pipeline.themes.labels.phrases import capital, with_names
from pipeline.themes.labels.usual_names import is_usual

_GATED = (*PUBLIC, "bestuur")  # what a board reads is often published
# Several people named it, so that a class in it ("groep 8") is no child's.
_PLAIN_NUMBER = re.compile(r"\b(?:groep|klas|leerjaar|hoofdstuk) \d{1,2}\b|\bA4\b", re.IGNORECASE)

_SPOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class OutsideName:
    """A name, and whether it is only what the concern is about: nothing said could stand for it."""

    text: str
    is_subject: bool = False


def told_name(
    label: str,
    subject: str,
    rows: pd.DataFrame,
    speaking: pd.DataFrame,
    settings: ReportSettings,
    edition: str,
    *,
    praise: bool = False,
) -> OutsideName:
    """The name that this edition gives a concern.

    The name it has; where that is in words that may point at harm, or (for board and outsiders)
    at somebody, the first sentence of the most central of the others that may be quoted; where
    there is none, what it is about.
    Args: subject: the nouns that mark it; rows: its statements, as in ``Frames.statements``;
        speaking: those of them that may speak for it; praise: what goes well is named, and a
        sentence that does not say so ("the driver plays German music") says nothing there.
    """
    harmful = edition != TEAM and names_harm(label, rows)
    if not harmful and (edition not in _GATED or may_name(label)):
        return OutsideName(label)
    if len(set(rows["voice_id"])) >= settings.min_group:  # nobody is quoted from a handful
        for sentence in _sentences(speaking, settings):
            if not praise or praises(sentence):
                return OutsideName(f"“{with_names(sentence, rows['text'])}”")
    return OutsideName(about(subject), is_subject=True)


def in_whose_words(label: str, rows: pd.DataFrame) -> int:
    """How many people said the very words of a name; 0 where it is nobody's own.

    Args: rows: the statements of the concern, as in ``Frames.statements``.
    """
    said = _words(label)
    if is_usual(label) or not said:
        return 0
    voiced = [f" {said} " in f" {_words(text)} " for text in rows["text"]]
    return count_people(rows[pd.Series(voiced, index=rows.index, dtype=bool)])


def may_name(label: str) -> bool:
    """Whether a name points to nobody."""
    return is_usual(label) or is_safe(_PLAIN_NUMBER.sub("", label))


def about(subject: str) -> str:
    """The nouns that mark a concern, as a reader may see them: Over wachtlijst en jeugdhulp."""
    if not is_safe(subject):
        return _("A concern that is not named here")
    first, space, rest = subject.partition(" ")
    is_short_form = first.isupper() or first.rstrip(",") in DOMAIN_ABBREVIATIONS
    first = first if is_short_form else first[:1].lower() + first[1:]
    return _("About {subject}").format(subject=f"{first}{space}{rest}")


def _words(text: object) -> str:
    return " ".join(_SPOKEN.findall(str(text).casefold()))


def _sentences(rows: pd.DataFrame, settings: ReportSettings) -> Iterator[str]:
    """What may be read by all and says something by itself, the nearest to the middle first."""
    ordered = rows.sort_values(["strength", "statement_id"], ascending=[False, True], kind="stable")
    for row in records(ordered[ordered["language"].isin(("nl", ""))]):
        if may_go_out(row, settings):
            for sentence in standing_sentences(str(row["text"])):
                if is_safe(sentence) and not health_flags(sentence):
                    yield capital(sentence)
