"""Finding back what was judged: the same statements, whatever the theme is called this year.

Ids move when rows are put into a file, and wording changes when a plan is rewritten; together they
tell whether what was judged is still there. A mark is a hash: it tells nothing of the text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import pandas as pd

from pipeline.core.locale import gettext as _
from pipeline.core.plan import Codebook
from pipeline.core.settings import JudgementSettings
from pipeline.plan.coverage import MEANS
from pipeline.review.records import LINK, NONE, Judgement, link_codes, status_parts

_JOIN = "#"
_WORD = re.compile(r"\w+")
_DIGITS = 10  # hexadecimal digits: two texts of a million share a mark once in a thousand years
_SHOWN = 3  # themes put before the person when it is not certain which one she meant


def mark(*texts: str) -> str:
    """Ten hexadecimal digits for the words of these texts; case, spacing and signs do not count."""
    words = " ".join(word for text in texts for word in _WORD.findall(text.casefold()))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def statement_marks(statements: pd.DataFrame) -> dict[str, str]:
    """Mark of every statement whose words are at hand, by its id. Args: STATEMENTS."""
    return {
        str(statement_id): mark(str(text))
        for statement_id, text in zip(
            statements["statement_id"], statements["clean_text"], strict=True
        )
        if text
    }


def code_marks(book: Codebook) -> dict[str, str]:
    """Mark of every code by its id."""
    return {code.code_id: mark(code.title, code.text, *code.support) for code in book.codes}


def joined(ids: Iterable[str], marks: Mapping[str, str]) -> tuple[str, ...]:
    """``id#mark`` for each id that has a mark, sorted."""
    return tuple(
        f"{member}{_JOIN}{marks[member]}" for member in sorted(set(ids)) if member in marks
    )


def parted(anchor: Sequence[str]) -> list[tuple[str, str]]:
    """(id, mark) of every member of an anchor."""
    return [(member.rpartition(_JOIN)[0], member.rpartition(_JOIN)[2]) for member in anchor]


@dataclass(frozen=True)
class Bound:
    """What a judgement lies on in this run: one id when certain, else the likeliest ones."""

    ids: tuple[str, ...]
    reason: str = ""  # why it is not certain; "" when it is
    absent: bool = False  # what was judged is not in this run's input at all

    @property
    def certain(self) -> bool:
        """Whether the judgement may be applied unasked."""
        return bool(self.ids) and not self.reason


@dataclass(frozen=True)
class StatementMarks:
    """The statements of a run, to be found by id and by mark.

    Attributes: marks, rounds: statement id -> its mark, and the round it was said in.
    """

    marks: Mapping[str, str]
    rounds: Mapping[str, str]
    _by_mark: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for statement_id in sorted(self.marks):
            self._by_mark.setdefault(self.marks[statement_id], []).append(statement_id)

    def matching(self, anchor: Sequence[str]) -> list[tuple[str, ...]]:
        """Per member of the anchor the statements it stands for now: itself, or its likes."""
        return [
            (member,) if self.marks.get(member) == mark else tuple(self._by_mark.get(mark, ()))
            for member, mark in parted(anchor)
        ]


def groups_of(assignments: pd.DataFrame) -> dict[str, set[str]]:
    """Statements of every theme and sub-theme. Args: ASSIGNMENTS."""
    groups: dict[str, set[str]] = {}
    for column in ("theme_id", "subtheme_id"):
        for statement, theme in zip(assignments["statement_id"], assignments[column], strict=True):
            if theme:
                groups.setdefault(str(theme), set()).add(str(statement))
    return groups


def bind_statement(anchor: Sequence[str], statements: StatementMarks) -> Bound:
    """The statement judged, or every statement with the same words."""
    same_words = tuple(dict.fromkeys(chain.from_iterable(statements.matching(anchor))))
    if same_words:
        return Bound(same_words)
    kept = tuple(statement for statement, _mark in parted(anchor) if statement in statements.marks)
    if kept:
        return Bound(kept, _("the statement reads differently now"))
    return Bound((), _("the statement is not in this run"), absent=True)


def bind_theme(
    anchor: Sequence[str],
    rounds: Sequence[str],
    groups: Mapping[str, set[str]],
    statements: StatementMarks,
    settings: JudgementSettings,
) -> Bound:
    """The theme that holds the statements judged, and of those rounds little else."""
    here = [ids for ids in statements.matching(anchor) if ids]
    known = {ids[0] for ids in here}
    candidates = _likeness(known, rounds, groups, statements)
    ranked = sorted(candidates, key=lambda candidate: (-candidate[1], candidate[0]))
    likely = tuple(theme for theme, *_rest in ranked[:_SHOWN])
    if len(here) < settings.known * len(anchor) or not ranked:
        return Bound(likely, _("too few of the statements judged are in this run"))
    best, _value, held, own = ranked[0]
    if held < settings.kept:
        return Bound(likely, _("what was one theme lies in several themes now"))
    if own < settings.own:
        return Bound(likely, _("the theme holds much that was not in it when it was judged"))
    return Bound((best,))


def _likeness(
    known: set[str],
    rounds: Sequence[str],
    groups: Mapping[str, set[str]],
    statements: StatementMarks,
) -> list[tuple[str, float, float, float]]:
    """(theme, likeness, share of what was judged, share of the theme) for those that share any."""
    candidates = []
    for theme, members in groups.items():
        both = len(known & members)
        if both:
            then = [
                member
                for member in members
                if not rounds or statements.rounds.get(member) in rounds
            ]
            held, own = both / len(known), both / max(len(then), 1)
            candidates.append((theme, round(held * own, 9), held, own))
    return candidates


def doubt_about_codes(judgement: Judgement, books: Mapping[str, Codebook]) -> str:
    """Why what the plan says may no longer be what was judged; "" when it is the same."""
    book = books.get(judgement.codebook_id)
    if book is None:
        return _("there is no codebook '{id}' in this run").format(id=judgement.codebook_id)
    now, then = code_marks(book), dict(parted(judgement.against))
    if judgement.kind == LINK:
        named = link_codes(judgement.new)
    else:
        status, code = status_parts(judgement.new)
        named = (code,) if code and status in MEANS else ()
    for code in named:
        if code not in now:
            return _("there is no code {code} any more").format(code=code)
        if then and now[code] != then.get(code):
            return _("the wording of {code} has changed").format(code=code)
    if judgement.new in (NONE, "not_addressed") and then:
        changed = sorted(code for code, mark in now.items() if then.get(code) != mark)
        if changed:
            return _("new or changed since: {codes}").format(codes=", ".join(changed))
    return ""
