"""Candidate building blocks as CSV and Word."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.core.table_csv import spreadsheet_safe
from pipeline.report import wording as w
from pipeline.report.blocks import PlanSentence
from pipeline.report.branding import House
from pipeline.report.docx.blocks import place
from pipeline.report.docx.runs import run
from pipeline.report.docx.writer import WordDocument
from pipeline.review.building_blocks import Bouwsteen, PeopleGroup, QuotedStatement, with_codes


def to_csv(blocks: Sequence[Bouwsteen], rounds: Mapping[str, str]) -> bytes:
    """One row per building block, for Excel: UTF-8 with mark, formulas neutralised."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [_("Theme"), _("Concern"), _("Respondents"), _("Who"), _("When"), _("Quotes"),
         _("Nearest goals"), _("Frames it touches"), _("Proposed wording")]
    )  # fmt: skip
    for block in blocks:
        quotes = with_codes(block.quotes)
        row = [
            block.theme_id, block.concern, people_told(block), groups(block.roles),
            groups(block.rounds, rounds), quotes, named(block.near), named(block.frames),
            block.wording,
        ]  # fmt: skip
        writer.writerow(map(spreadsheet_safe, row))
    return out.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class Paper:
    """How a document looks and what it belongs to; ``moment`` (ISO 8601) is when its run was made.

    ``pages``: anchor -> page, for the numbers in the contents.
    """

    house: House = field(default_factory=House)
    lang: str = ""  # nl | en; "" is the language spoken now
    organisation: str = ""
    moment: str = ""
    pages: Mapping[str, int] = field(default_factory=dict)


def to_docx(
    blocks: Sequence[Bouwsteen], title: str, rounds: Mapping[str, str], paper: Paper | None = None
) -> bytes:
    """A chapter of each: the concern, who and when, quotes, goals, kaders, room for the wording."""
    paper = paper or Paper()
    lead = _("Concerns that the plan does not answer yet, in people's own words. "
             "These are proposals by a computer until a person has judged them.")  # fmt: skip
    word = opened(paper, title, lead)
    word.heading(_("Building blocks"), 1, "bouwstenen", new_page=True)
    for block in blocks:
        _block(word, block, rounds)
    if not blocks:
        word.paragraph(_("There are no such concerns."))
    return closed(word, paper, title, _("Building blocks"))


def _block(word: WordDocument, one: Bouwsteen, rounds: Mapping[str, str]) -> None:
    statements = [
        (_("Respondents"), people_told(one)),
        (_("Who"), groups(one.roles)),
        (_("When"), groups(one.rounds, rounds)),
        (_("Nearest goals"), named(one.near)),
        (_("Frames it touches"), named(one.frames)),
    ]
    form = (
        _("Proposed wording for {concern}").format(concern=one.concern),
        [(_("Concern no."), one.theme_id, 0.0), (_("Proposed wording"), one.wording, 2.6)],
    )
    section(word, one, f"bouwsteen_{one.theme_id}", statements, form)


def section(
    word: WordDocument,
    one: Bouwsteen,
    anchor: str,
    statements: Sequence[tuple[str, str]],
    form: tuple[str, Sequence[tuple[str, str, float]]] | None,
    passage: PlanSentence | None = None,
) -> None:
    """A concern: its facts, its quotes, the plan's sentence, and a table to fill in, if any.

    The head stays with the first quote and the table with the last, no more: kept whole, every
    concern would take a page of its own.
    """
    said = [quote for quote in one.quotes if not w.repeats(quote.text, one.concern)] or one.quotes
    with word.together():
        word.heading(concern_title(one), 2 if form else 3, anchor)  # contents: what is answered
        facts(word, statements)
        quotes(word, said[:1])
    quotes(word, said[1:-1])
    with word.together():
        quotes(word, said[1:][-1:])
        if passage is not None:
            place(word, passage, {})
        if form is not None:
            word.form(*form)


def opened(paper: Paper, title: str, lead: str) -> WordDocument:
    """A document with its cover and the place of its contents."""
    word = WordDocument(paper.house, paper.lang or language())
    word.logo(6.0)
    word.paragraph(title, "Title")
    if paper.organisation:
        word.paragraph(paper.organisation, "Subtitle")
    word.paragraph(lead, "Gehoord inleiding")
    word.page_break()
    word.contents()
    return word


def closed(word: WordDocument, paper: Paper, title: str, subject: str) -> bytes:
    """The document's bytes."""
    return word.finish(
        title=title,
        author=paper.organisation,
        subject=subject,
        footer=title,
        moment=paper.moment,
        pages=paper.pages,
    )


def concern_title(one: Bouwsteen) -> str:
    """The concern with its number."""
    return f"{one.concern} ({one.theme_id})"


def facts(word: WordDocument, pairs: Sequence[tuple[str, str]]) -> None:
    """Names and what they say, one line each; what says nothing is left out."""
    word.bullets(
        [run(f"{name}: ", bold=True) + statements for name, statements in pairs if statements]
    )


def quotes(word: WordDocument, found: Sequence[QuotedStatement]) -> None:
    """What people said, each with its code, role and round."""
    for statements in found:
        parts = [statements.statement_id, statements.role, w.round_name(statements.round_id)]
        word.quote(
            f"“{' '.join(statements.text.split())}”", " · ".join(part for part in parts if part)
        )


def people_told(one: Bouwsteen) -> str:
    """How many people named it; of a handful no more than that they are few."""
    return _("fewer than {n}").format(n=one.few) if one.few else str(one.n_people)


def groups(found: Sequence[PeopleGroup], names: Mapping[str, str] | None = None) -> str:
    """``ouder 12; leerkracht 8; ib'er en jeugdhulp samen 6``; titles as ``Najaar 2023 (12)``.

    names: titles of rounds, in their order; the groups follow it.
    """
    place = {name: at for at, name in enumerate(names or ())}
    if names is not None:
        found = sorted(found, key=lambda one: (len(one.names) > 1, place.get(one.names[0], 0)))
    statements = []
    for one in found:
        called = [(names or {}).get(name, name) for name in one.names]
        text = w.listed(called)
        together = _("{names} together {n}") if names is None else _("{names} ({n} together)")
        alone = "{names} {n}" if names is None else "{names} ({n})"
        form = together if len(called) > 1 else alone
        statements.append(form.format(names=text, n=one.n))
    return "; ".join(statements)


def named(codes: Sequence[tuple[str, str]]) -> str:
    """``2.3 Passende plek; 1.1 …``."""
    return "; ".join(f"{code} {title}".strip() for code, title in codes)
