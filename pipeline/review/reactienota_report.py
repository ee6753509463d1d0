"""The answer document (reactienota) with room for a reaction per concern: Word and Excel.

What is filled in stands in a table of its own per concern, under the concern's number, so that it
can be found back after any editing around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import Findings, Theme
from pipeline.plan.coverage import MEANS, NOT_ADDRESSED
from pipeline.report import wording as w
from pipeline.report.blocks import Block, Bullets, Column, PlanSentence, Table, Text
from pipeline.report.docx.blocks import place
from pipeline.report.docx.writer import WordDocument
from pipeline.report.editions import openbaar
from pipeline.report.editions.parts import PlanSentences, abbreviated
from pipeline.report.xlsx.layout import Value
from pipeline.report.xlsx.spreadsheet import Spreadsheet, height
from pipeline.review.building_blocks import Bouwsteen, with_codes
from pipeline.review.building_blocks_report import (
    Paper,
    closed,
    named,
    opened,
    people_told,
    section,
    when,
    who,
)
from pipeline.review.promises import Promise
from pipeline.review.records import LEADS_TO
from pipeline.review.workbook_report import FILL, GREY, cell_look

CONCERN, REACTION = "Concern no.", "Reaction"
_WIDE = (11, 30, 12, 30, 60, 60, 20, 46)  # characters of the spreadsheet's columns
NONE = Promise("", "")  # nothing was filled in yet
LEADS, WHY = "Leads to a change? yes / partly / no", "Explanation"


def heads() -> dict[str, str]:
    """The names of what is to be filled in, in the language spoken now."""
    return {
        CONCERN: _("Concern no."),
        REACTION: _("Reaction"),
        LEADS: _("Leads to a change? yes / partly / no"),
        WHY: _("Explanation"),
    }


def to_docx(
    blocks: Sequence[Bouwsteen],
    answers: Mapping[str, Promise],
    title: str,
    rounds: Mapping[str, str],
    states: Mapping[str, str],
    paper: Paper | None = None,
    findings: Findings | None = None,
    *,
    finished: bool = False,
) -> bytes:
    """Who took part, the picture, what leads to a change; then a section per concern.

    Args:
        states: status -> word for it.
        finished: the answers are in: what is no concern for certain and has none is left out.
        findings: of the public edition; they give the nota its first chapters, the plan's order
            and the plan's own sentences.
    """
    paper = paper or Paper()
    lead = _("What people said, what the plan says, and what we do with it. Each concern has a "
             "reaction: does the plan change, and why?")  # fmt: skip
    word = opened(paper, title, lead)
    new_page = True  # the first chapter after the contents
    for head, anchor, beginning in _beginning(findings, blocks, answers):
        word.heading(head, 1, anchor, new_page=new_page)
        new_page = False
        for block in beginning:
            place(word, block, {})
    sentences = PlanSentences(findings.plan if findings else None)
    for chapter, anchor, of_chapter in _chapters(blocks, states, findings):
        if finished and anchor == "misschien":
            of_chapter = [concern for concern in of_chapter if concern.theme_id in answers]
            if not of_chapter:
                continue
        if anchor == "misschien" and not finished:
            chapter = w.head(w.status("unsure"))
        word.heading(chapter, 1, anchor, new_page=new_page or findings is None)
        if anchor == "misschien" and not finished:
            word.paragraph(_("Of these statements it is not certain that they are one concern. "
                             "Read them first; what you leave empty is left out of the finished "
                             "document."), keep=True)  # fmt: skip
        for concern in of_chapter:
            theme_id, theme = concern.theme_id, None
            if findings is not None and findings.has_theme(theme_id):
                theme = findings.theme(theme_id)
            sure = theme is not None and not concern.loose  # of a doubtful group nothing is sure
            passage = sentences.passage(theme.verdict) if theme is not None and sure else None
            answer = answers.get(theme_id, NONE)
            _concern(word, concern, answer, rounds, states, passage, theme)
    if findings is not None and (short := _abbreviations(blocks, findings)):
        word.heading(_("Abbreviations"), 1, "afkortingen")
        for block in short:
            place(word, block, {})
    return closed(word, paper, title, _("Answer document"))


def _beginning(
    findings: Findings | None, blocks: Sequence[Bouwsteen], answers: Mapping[str, Promise]
) -> Iterator[tuple[str, str, Sequence[Block]]]:
    """The chapters before the concerns: title, anchor, blocks."""
    if findings is None:
        return
    yield _("Why this report"), "inleiding", openbaar.introduction(findings)
    yield _("How to read this document"), "leeswijzer", [Bullets(tuple(_guide(blocks)))]
    yield _("Who took part"), "deelnemers", openbaar.participants(findings)
    yield _("The picture"), "beeld", openbaar.picture(findings)
    known = {theme.theme_id for theme in findings.themes if theme.is_counted}
    owed = [block for block in blocks if block.theme_id in known]
    yield _("What leads to a change"), "aanpassingen", _leading(blocks, answers, owed)


def _guide(blocks: Sequence[Bouwsteen]) -> Iterator[str]:
    yield _("The concerns stand in the order of the plan. Then follow the concerns that the plan "
            "does not respond to, and what goes well.")  # fmt: skip
    yield _("Behind each concern stands its number, such as T03. It stays the same in a next "
            "round.")  # fmt: skip
    yield _("Looking for your own response? Find the concern that you named in the contents. What "
            "you said counts there, also where it is not quoted.")  # fmt: skip
    if any(sum(group.n for group in block.roles) > block.n_people for block in blocks):
        yield _("Sometimes the groups of a concern add up to more than its total. In the total "
                "everybody counts once, also who may be behind two points of the notes, and a "
                "letter that came from several groups.")  # fmt: skip
    yield _("Each quote has a code. By it the organisation finds the whole response.")


def _abbreviations(blocks: Sequence[Bouwsteen], findings: Findings) -> list[Block]:
    texts = [text for block in blocks for text in (block.concern, *(q.text for q in block.quotes))]
    pillars = findings.plan.pillars if findings.plan else ()
    goals = [goal.wording for pillar in pillars for goal in pillar.goals]
    return abbreviated([*texts, *goals, *(cell.key for cell in findings.roles)])


def _leading(
    blocks: Sequence[Bouwsteen], answers: Mapping[str, Promise], owed: Sequence[Bouwsteen]
) -> list[Block]:
    """Which answers lead to a change, and how many of those owed still wait for one."""
    given = [(block, answers[block.theme_id]) for block in blocks if block.theme_id in answers]
    if not given:
        return [Text(_("The reactions still have to be written."))]
    columns = (Column(_("Concern"), 3), Column(_("Leads to a change?"), 1.2),
               Column(_("Reaction"), 4))  # fmt: skip
    order = {leads_to: place for place, leads_to in enumerate(LEADS_TO)}
    given.sort(key=lambda pair: order.get(pair[1].leads_to, len(order)))
    table = Table(_("What leads to a change"), columns, tuple(
        (w.bare(block.concern), leads_word(answer.leads_to) or "–", answer.reaction or "–")
        for block, answer in given
    ))  # fmt: skip
    waiting = len({block.theme_id for block in owed} - set(answers))
    text = ngettext("{n} concern has no reaction yet.", "{n} concerns have no reaction yet.",
                    waiting).format(n=w.number(waiting))  # fmt: skip
    return [table, Text(text, "note")] if waiting else [table]


def _chapters(
    blocks: Sequence[Bouwsteen], states: Mapping[str, str], findings: Findings | None
) -> Iterator[tuple[str, str, Sequence[Bouwsteen]]]:
    """The concerns in the order of the plan, then what it does not respond to, then praise.

    Without findings: by the plan's answer.
    """
    if findings is None or findings.plan is None:
        for status, of_status in _by_status(blocks, states):
            chapter = states.get(status, status) or _("Themes without a judgement against the plan")
            yield f"{chapter[0].upper()}{chapter[1:]}", f"stand_{status or 'zonder'}", of_status
        return
    known = {block.theme_id: findings.theme(block.theme_id)
             for block in blocks if findings.has_theme(block.theme_id)}  # fmt: skip
    loose = [b for b in blocks if b.theme_id in known and known[b.theme_id].is_loose]
    praise = [b for b in blocks if b.theme_id in known and known[b.theme_id].kind == "praise"]
    concerns = [block for block in blocks if block not in praise and block not in loose]
    # Of praise that holds together loosely nobody asks a reaction
    praise = [block for block in praise if block not in loose]
    loose = [block for block in loose if known[block.theme_id].is_concern]
    code = {block.theme_id: _about(known.get(block.theme_id)) for block in concerns}
    for pillar in findings.plan.pillars:
        codes = [*(goal.goal_id for goal in pillar.goals), pillar.pillar_id]
        own = [block for block in concerns if code[block.theme_id] in codes]
        own.sort(key=lambda block: codes.index(code[block.theme_id]))
        if own:
            yield f"{pillar.pillar_id} {pillar.title}", f"pijler_{pillar.pillar_id}", own
    rest = [block for block in concerns if not code[block.theme_id]]
    for title, anchor, of_chapter in (
        (_("Not in the plan"), "niet", rest),
        (_("Other subjects"), "misschien", loose),
        (_("What goes well"), "goed", praise),
    ):
        if of_chapter:
            yield title, anchor, of_chapter


def _about(theme: Theme | None) -> str:
    """The goal or pillar a concern is about; empty where the plan does not respond to it."""
    return theme.verdict.about if theme is not None and theme.verdict is not None else ""


def _by_status(
    blocks: Sequence[Bouwsteen], states: Mapping[str, str]
) -> list[tuple[str, list[Bouwsteen]]]:
    """What the plan does not answer first; within a state in the order given."""
    order = [NOT_ADDRESSED, *reversed(MEANS)]
    order += [state for state in states if state not in order]
    order += sorted({block.status for block in blocks} - set(order))
    per_status = ((status, [b for b in blocks if b.status == status]) for status in order)
    return [(status, of_status) for status, of_status in per_status if of_status]


def _concern(
    word: WordDocument,
    block: Bouwsteen,
    answer: Promise,
    rounds: Mapping[str, str],
    states: Mapping[str, str],
    passage: PlanSentence | None,
    theme: Theme | None,
) -> None:
    """A concern; what goes well has no answer of the plan, and asks for no reaction."""
    names = heads()
    facts = [
        (_("Respondents"), f"{people_told(block)} ({who(block)})".removesuffix(" ()")),
        (_("When"), when(block, rounds)),
    ]
    if theme is not None and theme.kind == "praise" and not answer.reaction:
        section(
            word, replace(block, quotes=block.quotes[:2]), f"zorg_{block.theme_id}", facts, None
        )
        return
    by = _("confirmed") if block.decided else _("proposal")
    state = f"{states[block.status]} ({by})" if block.status in states else ""
    if block.loose:
        state = _("cannot be told yet: {unsure}").format(unsure=w.status("unsure"))
    goal = f"{theme.verdict.code_id} {theme.verdict.code_title}" if theme and theme.verdict else ""
    about = f"; {_('goal {goal}').format(goal=goal)}" if _about(theme) and not block.loose else ""
    facts += [
        (_("In the plan"), f"{state}{about}" if state else ""),
        (_("Nearest goals"), "" if about else named(block.near)),
    ]
    rows = [
        (names[CONCERN], block.theme_id, 0.0),
        (names[REACTION], answer.reaction, 1.9),
        (names[LEADS], leads_word(answer.leads_to), 0.0),
        (names[WHY], answer.why, 1.2),
    ]
    if answer.reaction:  # answered: no room is kept for what nobody will write
        rows = [(name, text, 0.0) for name, text, _height in rows]
    form = (_("Answer to {concern}").format(concern=block.concern), rows)
    section(word, block, f"zorg_{block.theme_id}", facts, form, passage)


def to_xlsx(
    blocks: Sequence[Bouwsteen],
    answers: Mapping[str, Promise],
    states: Mapping[str, str],
    paper: Paper | None = None,
) -> bytes:
    """One row per concern; yellow where it is filled in, grey where it is not."""
    names, paper = heads(), paper or Paper()
    titles = (names[CONCERN], _("Concern"), _("Respondents"), _("In the plan"), _("Quotes"),
              names[REACTION], names[LEADS], names[WHY])  # fmt: skip
    book = Spreadsheet(_("Answer document"), "", paper.moment)
    page = book.page(_("Answers"), _WIDE, frozen=(1, 2))
    page.set_row(0, 48)
    for column, title in enumerate(titles):
        book.put(page, 0, column, title, bold=True, font_color="#FFFFFF", text_wrap=True,
                 bg_color=f"#{paper.house.accent}", valign="vcenter")  # fmt: skip
    for row, block in enumerate(blocks, start=1):
        answer = answers.get(block.theme_id, NONE)
        state = w.status("unsure") if block.loose else states.get(block.status, block.status)
        near = f"{_('nearest in the plan:')} {named(block.near)}" if block.near else ""
        plan = "; ".join(filter(None, (state, near)))
        people: Value = people_told(block) if block.few else block.n_people
        values: tuple[Value, ...] = (block.theme_id, block.concern, people, plan,
                  with_codes(block.quotes), answer.reaction, leads_word(answer.leads_to),
                  answer.why)  # fmt: skip
        texts = [(str(value), width) for value, width in zip(values, _WIDE, strict=True)]
        page.set_row(row, height(texts, least=3))
        for column, value in enumerate(values):
            fill = FILL if titles[column] in names.values() and column else GREY
            book.put(page, row, column, value, bg_color=fill, **cell_look(value))
    page.autofilter(0, 0, max(len(blocks), 1), len(titles) - 1)
    words = [leads_word(answer) for answer in LEADS_TO]
    page.data_validation(1, 6, max(len(blocks), 1), 6, {"validate": "list", "source": words})
    return book.bytes()


def leads_word(leads_to: str) -> str:
    """Yes, partly or no in the language spoken now; "" while nothing was answered."""
    return {"yes": _("yes"), "partly": _("partly"), "no": _("no")}.get(leads_to, "")
