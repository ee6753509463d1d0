"""Candidate building blocks as CSV and Word."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language, ngettext
from pipeline.core.table_csv import spreadsheet_safe
from pipeline.report import wording as w
from pipeline.report.blocks import PlanSentence
from pipeline.report.branding import House
from pipeline.report.docx.blocks import place
from pipeline.report.docx.runs import run
from pipeline.report.docx.writer import WordDocument
from pipeline.report.roles import people_of
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
        row = [
            block.theme_id, block.concern, people_told(block), who(block),
            when(block, rounds), with_codes(block.quotes), named(block.near),
            named(block.frames), block.wording,
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
    blocks: Sequence[Bouwsteen],
    title: str,
    rounds: Mapping[str, str],
    paper: Paper | None = None,
    *,
    doubtful: str = "",
) -> bytes:
    """A chapter of each: the concern, who and when, quotes, goals, kaders, room for the wording.

    doubtful: what to say of groups that may be no concern, and so stand here not.
    """
    paper = paper or Paper()
    lead = _("Concerns that the plan does not answer yet, with people's own words. "
             "These are proposals by a computer until a person has judged them.")  # fmt: skip
    word = opened(paper, title, lead, cover=False)
    word.heading(_("Building blocks"), 1, "bouwstenen", new_page=True)
    if blocks:
        text = ngettext("The plan does not respond to this concern.",
                        "The plan does not respond to these {n} concerns.",
                        len(blocks))  # fmt: skip
        word.paragraph(" ".join(filter(None, (text.format(n=w.number(len(blocks))), doubtful))))
    elif doubtful:
        word.paragraph(doubtful)
    for block in blocks:
        figures = [
            (_("Respondents"), people_told(block)),
            (_("Who"), who(block)),
            (_("When"), when(block, rounds)),
            (_("Nearest goals"), named(block.near)),
            (_("Frames it touches"), named(block.frames)),
        ]
        form = (
            _("Proposed wording for {concern}").format(concern=block.concern),
            [(_("Concern no."), block.theme_id, 0.0), (_("Proposed wording"), block.wording, 2.6)],
        )
        section(word, block, f"bouwsteen_{block.theme_id}", figures, form)
    if not blocks:
        word.paragraph(_("There are no such concerns."))
    return closed(word, paper, title, _("Building blocks"))


def section(
    word: WordDocument,
    block: Bouwsteen,
    anchor: str,
    figures: Sequence[tuple[str, str]],
    form: tuple[str, Sequence[tuple[str, str, float]]] | None,
    passage: PlanSentence | None = None,
) -> None:
    """A concern: its facts, its quotes, the plan's sentence, and a table to fill in, if any.

    The head stays with the first quote and the table with the last, no more: kept whole, every
    concern would take a page of its own. What has no quotes is short, and stays whole.
    """
    passages = [
        quote for quote in block.quotes if not w.repeats(quote.text, block.concern)
    ] or block.quotes
    if passages:
        with word.together():
            _head(word, block, anchor, figures, answered=form is not None)
            quotes(word, passages[:1])
        quotes(word, passages[1:-1])
    with word.together():
        if not passages:
            _head(word, block, anchor, figures, answered=form is not None)
        quotes(word, passages[1:][-1:])
        if passage is not None:
            place(word, passage, {})
        if form is not None:
            word.form(*form)


def _head(
    word: WordDocument,
    block: Bouwsteen,
    anchor: str,
    figures: Sequence[tuple[str, str]],
    *,
    answered: bool,
) -> None:
    """A concern's name and its facts; answered: it stands in the contents."""
    word.heading(concern_title(block), 2 if answered else 3, anchor)
    facts(word, figures)


def opened(paper: Paper, title: str, lead: str, *, cover: bool = True) -> WordDocument:
    """A document with its title and the place of its contents; cover: a page for the title."""
    word = WordDocument(paper.house, paper.lang or language())
    word.logo(6.0)
    word.paragraph(title, "Title")
    if paper.organisation:
        word.paragraph(paper.organisation, "Subtitle")
    word.paragraph(lead, "Gehoord inleiding")
    if cover:
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


def concern_title(block: Bouwsteen) -> str:
    """The concern with its number."""
    return f"{block.concern} ({block.theme_id})"


def facts(word: WordDocument, pairs: Sequence[tuple[str, str]]) -> None:
    """Names and what they say, one line each; what says nothing is left out."""
    word.bullets([run(f"{name}: ", bold=True) + text for name, text in pairs if text])


def quotes(word: WordDocument, quoted: Sequence[QuotedStatement]) -> None:
    """What people said, each with its code, role and round."""
    for quote in quoted:
        origin = [quote.statement_id, quote.role, w.round_name(quote.round_id)]
        word.quote(quote.marked, " · ".join(part for part in origin if part))


def people_told(block: Bouwsteen) -> str:
    """How many people named it; of a handful no more than that they are few."""
    return _("fewer than {n}").format(n=block.few) if block.few else str(block.n_people)


def who(block: Bouwsteen) -> str:
    """The groups that named a concern."""
    return groups(block.roles, whole=block.n_people)


def when(block: Bouwsteen, rounds: Mapping[str, str]) -> str:
    """The rounds in which it was named."""
    return groups(block.rounds, rounds, whole=block.n_people)


def groups(
    people: Sequence[PeopleGroup], names: Mapping[str, str] | None = None, *, whole: int = 0
) -> str:
    """``12 ouders; 8 leerkrachten; ib'ers en leerlingen samen 6``; rounds ``Najaar 2023 (12)``.

    names: titles of rounds, in their order; the groups follow it. whole: people in all, told
    already: of one group of that size the number is not told again.
    """
    if names is None:
        alone, together = "{n} {names}", _("{names} together {n}")
    else:
        order = {name: place for place, name in enumerate(names)}
        people = sorted(
            people, key=lambda group: (len(group.names) > 1, order.get(group.names[0], 0))
        )
        alone, together = "{names} ({n})", _("{names} ({n} together)")
    counts = []
    for group in people:
        text = w.listed(
            [people_of(name) if names is None else names.get(name, name) for name in group.names]
        )
        if len(people) == 1 and group.n == whole:
            return text
        counts.append((together if len(group.names) > 1 else alone).format(names=text, n=group.n))
    return "; ".join(counts)


def named(codes: Sequence[tuple[str, str]]) -> str:
    """``2.3 Passende plek; 1.1 …``."""
    return "; ".join(f"{code} {title}".strip() for code, title in codes)
