"""One concern with everything known about it, for who works with the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.core.locale import gettext as _
from pipeline.findings.records import STANCES, Cell, Findings, Priority, Quote, Theme
from pipeline.report import context, meaning
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Block,
    Bullets,
    Column,
    Count,
    Fold,
    Inline,
    Ref,
    Said,
    Section,
    State,
    Strong,
    Table,
    Text,
    Words,
)
from pipeline.report.editions.parts import beside_name, sentences_of, status_of
from pipeline.report.roles import people_of
from pipeline.themes.labels.usual_names import is_usual

_NEAREST = 2  # goals named beside an open concern
_QUOTES = 2  # that are seen at once; the others are behind a line that opens them


def number(findings: Findings, text: str, **query: str) -> Inline:
    """A number that opens the statements behind it, where the edition holds them."""
    return Count(text, query) if findings.lines else text


def ref(findings: Findings, theme_id: str) -> Inline:
    """A concern's name that leads to the concern."""
    if not findings.has_theme(theme_id):
        return theme_id
    label = w.bare(findings.theme(theme_id).label)
    return Ref(label, f"thema-{theme_id}") if findings.writes_themes else label


def refs(findings: Findings, theme_ids: Iterable[str]) -> Words:
    """Several of them, or a dash; a name may hold a comma itself."""
    parts: list[Inline] = []
    for theme_id in theme_ids:
        parts += ["; "] if parts else []
        parts.append(ref(findings, theme_id))
    return tuple(parts) or "–"


def quoted(findings: Findings, quote: Quote) -> Said:
    """What somebody said, with its code, its place and what stood around it."""
    place = w.place(quote)
    source = " · ".join(filter(None, (context.origin(findings, quote), place)))
    code = quote.statement_id if findings.lines else ""
    return Said(
        w.unmarked(quote.text), source, quote.language, quote.cut, code, (quote.before, quote.after)
    )  # fmt: skip


def concern(findings: Findings, theme: Theme, level: int) -> Section:
    """A concern: its answer, its people, their words, and what lies behind the numbers."""
    seen = beside_name(findings, theme)[:_QUOTES]
    # What a reader who counts along would miss.
    notes = filter(None, (context.why_not_recurring(findings, theme), context.noted(theme)))
    blocks: list[Block] = [
        Text(_state(findings, theme)),
        Text(_people(findings, theme), "lead"),
        *(Text(why, "note") for why in notes),
        *_remarks(theme),
        *(quoted(findings, quote) for quote in seen),
    ]
    if not theme.quotes:
        text = _("No quote is shown: too few people, or nothing that can be shown without risk.")
        blocks.append(Text(text, "note"))
    for quote in theme.counter:
        blocks += [Text(Strong(_("Counter-voice"))), quoted(findings, quote)]
    blocks.append(Fold(_("More of this concern"), tuple(_more(findings, theme))))
    return Section(w.bare(theme.label), f"thema-{theme.theme_id}", tuple(blocks), level, "theme")


def _state(findings: Findings, theme: Theme) -> Words:
    """The plan's answer with its place, or the place among the open ones; how firm it stands."""
    parts: list[Inline] = []
    verdict = theme.verdict
    if not theme.is_concern:
        parts.append(_("goes well"))
    elif verdict is not None:
        parts.append(State(status_of(theme), verdict.decided_by))
    if verdict is not None and verdict.code_id and verdict.status != "not_addressed":
        goal = _("goal {goal}").format(goal=verdict.code_id)
        parts += [" · ", Ref(goal, f"doel-{verdict.code_id}")]
    own = next(
        (priority for priority in findings.priorities if priority.theme_id == theme.theme_id), None
    )
    parts += _place(findings, own) if own is not None else []
    parts.append(" · " if parts else "")
    parts.append(_("cohesion: {word}").format(word=w.stability(theme.stability)))
    return tuple(parts)


def _place(findings: Findings, own: Priority) -> list[Inline]:
    """Its place among the open concerns, and the goals that lie nearest in wording."""
    sure = [
        priority
        for priority in findings.priorities
        if not findings.theme(priority.theme_id).is_loose
    ]
    goals = {goal.goal_id for goal in findings.goals}
    parts: list[Inline] = []
    if own in sure:
        place = _("place {n} of {total} open concerns")
        parts += [" · ", place.format(n=w.number(own.rank), total=w.number(len(sure)))]
    for index, link in enumerate(own.near[:_NEAREST]):
        goal = _("goal {goal}").format(goal=link.code_id)
        parts += [", " if index else " · " + _("nearest in the plan:") + " "]
        parts.append(Ref(goal, f"doel-{link.code_id}") if link.code_id in goals else goal)
    return parts


def _people(findings: Findings, theme: Theme) -> Words:
    """Who: 43 people (6%), in 3 rounds: parent 20, teacher 12."""
    who = number(findings, w.people(theme.n_people), thema=theme.theme_id)
    when = w.count_told("rounds", theme.n_rounds, least=theme.least)
    if context.in_meetings(findings):
        when = w.count_told("meetings", theme.n_meetings, least=theme.least_meetings)
    rest = _(" ({share}), in {rounds}").format(share=w.percent(theme.share), rounds=when)
    parts: list[Inline] = [who, rest, *_cells(findings, theme, theme.roles), "."]
    if theme.n_senders > theme.n_people:
        more = _("Counting every sender of a campaign it is {n}.")
        parts.append(" " + more.format(n=w.people(theme.n_senders)))
    voices = [(code, n) for code in STANCES if code != "unknown" and (n := theme.stances.get(code))]
    for index, (stance, n) in enumerate(voices):
        parts.append(", " if index else " ")
        text = w.voiced(stance, n, first=not index)
        parts.append(number(findings, text, thema=theme.theme_id, stem=stance))
    if sum(n for _code, n in voices) > theme.n_people:  # or the row seems not to add up
        parts.append(" " + _("(some more than one)"))
    return (*parts, "." if voices else "")


def _cells(findings: Findings, theme: Theme, cells: Sequence[Cell]) -> Iterator[Inline]:
    """The groups whose number may be told; that others spoke too is said in two words."""
    counted = sorted((cell for cell in cells if cell.n), key=lambda cell: -(cell.n or 0))
    for index, cell in enumerate(counted):
        yield ", " if index else ": "
        text = f"{w.cell(cell)} {people_of(cell.key) if cell.n != 1 else cell.key}"
        yield number(findings, text, thema=theme.theme_id, rol=cell.key)
    if counted and any(cell.n is None for cell in cells):
        yield ", " + _("other groups {n}").format(n=w.WITHHELD)


def _remarks(theme: Theme) -> Iterator[Text]:
    """The question behind it, and what a language model proposed."""
    if theme.prompted is not None:
        mark = meaning.prompted(theme.prompted)
        why = f": {meaning.prompted_why(theme.prompted)}"
        yield Text((Strong(mark[0].upper() + mark[1:]), why), "note")
    for part, asked in meaning.prompted_parts(theme):
        yield Text(f"{part.label}: {meaning.prompted(asked)}", "note")
    for text in theme.proposals:
        yield Text(f"{meaning.proposal(text)}: “{text.text}”", "note")


def _why_this_name(theme: Theme) -> str:
    """What the name rests on: words of one person or several, or what it is usually called."""
    if theme.n_named == 1:
        why = _("One of those who took part said this. What the others said is like it.")
    elif theme.n_named:
        why = _("{n} people said this. What the others said is like it.")
        why = why.format(n=w.number(theme.n_named))
    elif is_usual(theme.label):
        why = _("This is what such a concern is usually called: many of these statements have its "
                "words.")  # fmt: skip
    else:
        why = _("The name says what most of these statements say.")
    return f"{why} {_('You can choose another name in the review.')}"


def _more(findings: Findings, theme: Theme) -> Iterator[Block]:
    yield Text((Strong(_("Why this name?") + " "), _why_this_name(theme)), "note")
    seen = beside_name(findings, theme)[:_QUOTES]
    yield from (quoted(findings, quote) for quote in theme.quotes if quote not in seen)
    areas = tuple(
        (cell.key, number(findings, w.cell(cell),
                          thema=theme.theme_id, gebied=cell.key))
        for cell in theme.areas if cell.n != 0
    )  # fmt: skip
    if any(cell.n for cell in theme.areas):
        columns = (Column(_("Work area"), 3), Column(_("People"), 1, right=True))
        yield Table(_("By work area"), columns, areas)
    if theme.subthemes:
        parts: list[Words] = []
        for sub in theme.subthemes:
            people = number(findings, w.people(sub.n_people), thema=theme.theme_id,
                            deel=sub.theme_id)  # fmt: skip
            parts.append((f"{sub.label}: ", people))
        yield Text(_("Within this concern:"))
        yield Bullets(tuple(parts))
    if theme.verdict is not None:
        for passage in sentences_of(theme.verdict, findings.plan):
            yield Text(f"{w.plan_place(passage)}: {passage.text}", "note")
    if theme.keywords:
        words = _("Words that mark this concern: {words}.")
        yield Text(words.format(words=", ".join(theme.keywords)), "note")
