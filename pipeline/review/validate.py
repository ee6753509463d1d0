"""What may be decided about a run: one set of rules for workbook, web page and themes.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.plan.coverage import MEANS
from pipeline.review.layout import DOT, plain
from pipeline.review.records import (
    DROP,
    LABEL,
    LINK,
    MERGE,
    OF_STATEMENTS,
    PIN,
    REMARK,
    REPLY,
    SPLIT,
    STATUS,
    Judgement,
    link_codes,
    status_parts,
)
from pipeline.review.run_view import ReviewedRun

# Characters; a longer label is a sentence, not a name.
_LONGEST = {LABEL: 120, REMARK: 4_000, REPLY: 10_000}
_OF_WHOLE_THEMES = (MERGE, DROP)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMED = 12  # ids that a message names as what may stand there


class Refused(Exception):
    """A decision that this run cannot take: what is wrong, what may stand there, how to mend it.

    Args: key: column of the workbook in which it stands, where that is known.
    """

    def __init__(self, found: str, expected: str = "", mend: str = "", *, key: str = "") -> None:
        super().__init__(found)
        self.found, self.expected, self.mend, self.key = found, expected, mend, key

    def problem(self, where: str, mend: str) -> DataProblem:
        """The fault at its place; with this mend where the rule names none of its own."""
        return DataProblem(
            where=where, found=self.found, expected=self.expected, mend=self.mend or mend
        )


def validate(decision: Judgement, run: ReviewedRun) -> Judgement:
    """The decision, when this run can take it; what takes something back ("") always can.

    Raises: Refused.
    """
    if decision.new:
        most = _LONGEST.get(decision.kind, len(decision.new))
        if len(decision.new) > most:
            raise Refused(
                _("{n} characters").format(n=len(decision.new)),
                _("at most {n} characters").format(n=most),
                _("make it shorter"),
            )
        if decision.kind in OF_STATEMENTS and decision.subject not in run.statements:
            raise Refused(
                _("there is no statement '{id}'").format(id=decision.subject),
                _("the code of a statement, such as {id}").format(
                    id=next(iter(run.statements), "–")
                ),
                _("the codes stand beside the quotes in the report"),
            )
        if decision.kind in _OF_WHOLE_THEMES:
            _check_whole_theme(decision.subject, run)
        if decision.kind in _RULES:
            _RULES[decision.kind](decision, run)
    return decision


def _check_whole_theme(theme_id: str, run: ReviewedRun) -> None:
    """Raises: Refused where this is no theme of the run, or a part of one."""
    if run.themes[find_theme(theme_id, run)]["parent_id"]:
        raise Refused(
            _("'{id}' is a sub-theme").format(id=theme_id),
            _("a whole theme"),
            _("take the theme it is a part of, or split that theme first"),
        )


def _joins(decision: Judgement, run: ReviewedRun) -> None:
    _check_whole_theme(decision.new, run)
    if decision.new == decision.subject:
        raise Refused(_("a theme cannot be merged with itself"))


def _splits(decision: Judgement, run: ReviewedRun) -> None:
    if not any(theme["parent_id"] == decision.subject for theme in run.themes.values()):
        raise Refused(_("this theme has no sub-themes to split into"))


def _is_answered(decision: Judgement, run: ReviewedRun) -> None:
    status, code = status_parts(decision.new)
    if code:
        find_code(code, decision.codebook_id, run)
    elif status in MEANS:
        raise Refused(
            _("it is not said which goal or code answers this concern"),
            mend=_("choose it from the list"),
        )


def _links(decision: Judgement, run: ReviewedRun) -> None:
    codes = link_codes(decision.new)
    for code in codes:
        find_code(code, decision.codebook_id, run)
    if len(codes) > 1 and not run.books[decision.codebook_id].multiple:
        raise Refused(_("this codebook allows one code per statement"))


_RULES: Mapping[str, Callable[[Judgement, ReviewedRun], None]] = {
    MERGE: _joins,
    SPLIT: _splits,
    PIN: lambda decision, run: _check_whole_theme(decision.new, run),
    STATUS: _is_answered,
    LINK: _links,
}


def find_theme(text: str, run: ReviewedRun) -> str:
    """The theme meant, by id, by name, or as a drop-down writes it. Raises: Refused."""
    labels = {theme_id: str(theme["label"]) for theme_id, theme in run.themes.items()}
    whole = {theme: labels[theme] for theme in labels if not run.themes[theme]["parent_id"]}
    theme_id = _meant(text, whole) or _meant(text, labels)
    if theme_id is None:
        raise Refused(
            _("there is no theme '{id}'").format(id=text), ", ".join(list(whole)[:_NAMED])
        )
    return theme_id


def find_code(text: str, codebook_id: str, run: ReviewedRun) -> str:
    """The code of a codebook that is meant, likewise. Raises: Refused."""
    book = run.books.get(codebook_id)
    codes = {code.code_id: code.name for code in book.codes} if book else {}
    code = _meant(text, codes)
    if code is None:
        mend = ""
        if _DATE.fullmatch(text.strip()):
            mend = _("the spreadsheet made a date of a number; choose the code from the list")
        message = _("'{text}' is no code of {book}").format(text=text, book=codebook_id)
        raise Refused(message, ", ".join(list(codes)[:_NAMED]), mend)
    return code


def _meant(text: str, names: Mapping[str, str]) -> str | None:
    """The id that a text names; None where it is none, or more than one."""
    wanted = plain(text.partition(DOT)[0])
    by_id = [name for name in names if plain(name) in (wanted, wanted.replace(",", "."))]
    if len(by_id) == 1:
        return by_id[0]
    by_name = [name_id for name_id, name in names.items() if plain(name) == plain(text)]
    return by_name[0] if len(by_name) == 1 else None
