"""At most ten pages for everybody, in the order of a reactienota."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.plan import Round
from pipeline.findings.records import Findings, Theme
from pipeline.plan.coverage import MEANS
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Bar,
    Block,
    Bullets,
    Cell,
    Chapter,
    Column,
    Section,
    Table,
    Text,
)
from pipeline.report.context import n_unsorted, plan_name, where_doubtful, whom
from pipeline.report.editions.bestuur import lead, quiet_groups
from pipeline.report.editions.parts import (
    Edition,
    PlanSentences,
    abbreviated,
    beside_name,
    by_answer,
    counted,
    few_said,
    heard,
    in_one_persons_words,
    name,
    named,
    or_more,
    overview,
    said,
    shown,
    sure_changes,
    what_weighs,
)
from pipeline.report.roles import people_of

_ROWS = 40  # of the picture
_WRITTEN_OUT = 36  # concerns with their words and the plan's: some eight pages
_QUOTES = 2
_MOST_OF_GROUP = 2  # concerns beside a group
_REASONS = 2  # why most of what was set aside does not count


def for_the_public(findings: Findings) -> Edition:
    """The edition that is published."""
    sentences = PlanSentences(findings.plan)
    written_out = {theme.theme_id for theme in shown(findings)[:_WRITTEN_OUT]}
    chapters = [
        Chapter("inleiding", _("Why this report"), introduction(findings)),
        Chapter("deelnemers", _("Who took part"), participants(findings)),
        Chapter("beeld", _("The picture"), picture(findings)),
        *_answered(findings, written_out, sentences),
        Chapter("open", _("Not in the plan"), _open(findings, written_out, sentences)),
        Chapter("goed", _("What goes well"), _praise(findings)),
        Chapter("anders", _("What changed in the plan"), _changes(findings)),
        Chapter("werkwijze", _("How we worked"), [Bullets(tuple(_method(findings)))]),
        Chapter("afkortingen", _("Abbreviations"), _abbreviations(findings)),
    ]
    lines = lead(findings)
    if findings.focus:
        lines = f"{whom(findings)} {lines}"
    return Edition(findings.title, lines, tuple(c for c in chapters if c.blocks))


def introduction(findings: Findings) -> list[Block]:
    """What the report is about, and how is counted."""
    plan = findings.plan
    text = _("In this report you read what people said, and what the plan does with it.")
    if n_unsorted(findings):
        text = _("This report is not finished: you only read who took part. What they said can be "
                 "added once people have read it.")  # fmt: skip
    elif plan is not None:
        text = _("In this report you read what people said about “{plan}”, and what the plan "
                 "does with it.").format(plan=plan_name(plan))  # fmt: skip
    return [
        Text(text),
        Text(
            _("Anyone who says the same thing three times counts once. All numbers count people.")
        ),
    ]


def participants(findings: Findings) -> list[Block]:
    """The rounds, and how many people of each group."""
    rounds = [_round(round_) for round_ in findings.rounds]
    blocks: list[Block] = []
    if len(rounds) > 1:
        blocks.append(Bullets(tuple(text[0].upper() + text[1:] for text in rounds)))
    groups = [cell for cell in findings.roles if cell.key]
    if len(groups) > 1:
        most = max(cell.n or 0 for cell in groups) or 1
        vocal = _named_most(findings)
        rows: list[tuple[Cell, ...]] = [
            (w.head(people_of(cell.key)), Bar(w.cell(cell), (cell.n or 0) / most))
            for cell in groups
        ]
        columns = [Column(_("Group"), 2), Column(_("People"), 2.2)]
        caption = _("People per group")
        if 2 * len(vocal) >= len(groups):  # a column of dashes tells nothing
            caption = _("People per group, and what they named most")
            columns.append(Column(_("Named most"), 6))
            rows = [
                (*row, vocal.get(cell.key, "–")) for row, cell in zip(rows, groups, strict=True)
            ]
        blocks.append(Table(caption, tuple(columns), tuple(rows)))
        blocks += _other_people(findings)
    quiet = quiet_groups(findings)
    if quiet:
        text = _("For their size we heard little from these groups: {groups}.")
        blocks.append(Text(text.format(groups=quiet)))
    return blocks


def _round(round_: Round) -> str:
    """Ronde 3: Enquête (juni 2023); the month only where the title tells no year."""
    text = w.round_name(round_.round_id)
    text = f"{text}: {round_.title}" if round_.title else text
    month = w.month(round_.date)
    return f"{text} ({month})" if month and month[-4:] not in text else text


def _other_people(findings: Findings) -> list[Block]:
    """How many people the table of groups leaves out, so that it adds up."""
    counts = [cell.n for cell in findings.roles if cell.key]
    rest = findings.totals.people - sum(n or 0 for n in counts)
    if None in counts or rest < findings.method.min_group:
        return []
    text = _("Of {people} the group is not known, or it is smaller than {few} people.")
    return [Text(text.format(people=w.people(rest), few=w.number(findings.method.min_group)),
                 "note")]  # fmt: skip


def _named_most(findings: Findings) -> dict[str, str]:
    """Group -> the concerns that most of its people named, as far as their number may be told."""
    ranked = sorted(
        (cell.key, -cell.n, index, name(findings, theme))
        for index, theme in enumerate(shown(findings))
        for cell in theme.roles
        if cell.n
    )
    most: dict[str, list[str]] = {}
    for group, people, _at, label in ranked:
        most.setdefault(group, []).append(f"{label}\u00a0({w.number(-people)})")
    return {group: "; ".join(labels[:_MOST_OF_GROUP]) for group, labels in most.items()}


def picture(findings: Findings) -> list[Block]:
    """Every concern in one table, and that there are more."""
    if n_unsorted(findings):
        return []
    themes = shown(findings)
    table = overview(findings, themes, _ROWS)
    blocks: list[Block] = [
        table, *what_weighs(findings, themes), *or_more(findings, themes),
        *in_one_persons_words(findings, table),
    ]  # fmt: skip
    few = few_said(findings)
    if few:
        blocks.append(Text(few, "note"))
    if doubtful := where_doubtful(findings):
        blocks.append(Text(doubtful, "note"))
    if len(shown(findings)) > _WRITTEN_OUT:
        text = _("The {n} that most people named are worked out below.")
        blocks.append(Text(text.format(n=w.number(_WRITTEN_OUT)), "note"))
    return blocks


def _answered(
    findings: Findings, written_out: set[str], sentences: PlanSentences
) -> Iterator[Chapter]:
    """The plan's pillars in its own order, each with the concerns it is about."""
    if findings.plan is None:
        loose = [t for t in shown(findings) if t.theme_id in written_out]
        blocks = [piece for theme in loose for piece in _concern(findings, theme, sentences)]
        yield Chapter("zorgen", _("What people said"), blocks)
        return
    groups = by_answer(findings, shown(findings))
    about = [t for status in MEANS for t in groups.get(status, [])]
    for pillar in findings.plan.pillars:
        goals = [goal.goal_id for goal in pillar.goals]
        codes = [*goals, pillar.pillar_id]
        own = [t for t in about if t.verdict is not None and t.verdict.code_id in codes]
        own.sort(key=lambda theme: codes.index(theme.verdict.code_id if theme.verdict else ""))
        blocks = [
            block
            for theme in own
            if theme.theme_id in written_out
            for block in _concern(findings, theme, sentences)
        ]
        silent = [goal for goal in pillar.goals if not _spoken_of(findings, goal.goal_id)]
        if silent:
            text = ngettext("Nobody spoke of this goal: {goals}.",
                            "Nobody spoke of these goals: {goals}.", len(silent))  # fmt: skip
            listed = w.listed([f"{goal.goal_id} {goal.title}" for goal in silent])
            blocks.append(Text(text.format(goals=listed), "note"))
        yield Chapter(f"pijler-{pillar.pillar_id}", f"{pillar.pillar_id} {pillar.title}", blocks)


def _spoken_of(findings: Findings, goal_id: str) -> bool:
    """Whether anybody touched on a goal; where that was not counted nobody is called silent."""
    goal = next((finding for finding in findings.goals if finding.goal_id == goal_id), None)
    return goal is None or goal.n_touched is None or goal.n_touched > 0 or bool(goal.n_people)


def _concern(findings: Findings, theme: Theme, sentences: PlanSentences) -> list[Block]:
    """A concern: its people, their words, the plan's sentence and what it comes to."""
    verdict = theme.verdict
    text = _("{heard}.").format(heard=heard(findings, theme))
    if verdict is not None and verdict.status != "not_addressed":
        goal = f" ({_('goal {goal}').format(goal=verdict.code_id)})" if verdict.code_id else ""
        by = w.decided(verdict.decided_by)
        text = f"{text} {by[0].upper()}{by[1:]}: {w.status(verdict.status)}{goal}."
    blocks: list[Block] = [Text(text)]
    blocks += [said(findings, quote) for quote in beside_name(findings, theme)[:_QUOTES]]
    passage = sentences.passage(verdict)
    blocks += [passage] if passage is not None else []
    return [Section(name(findings, theme), f"zorg-{theme.theme_id}", tuple(blocks), kind="concern")]


def _open(findings: Findings, written_out: set[str], sentences: PlanSentences) -> list[Block]:
    if findings.plan is None:
        return []
    open_ones = by_answer(findings, shown(findings)).get("not_addressed", [])
    if not open_ones:
        return []
    blocks: list[Block] = [
        Text(_("We found nothing in the plan about these concerns. The organisation can still "
               "respond."))
    ]  # fmt: skip
    for theme in open_ones:
        if theme.theme_id in written_out:
            blocks += _concern(findings, theme, sentences)
    return blocks


def _praise(findings: Findings) -> list[Block]:
    """What goes well, where its own words may be read by all: "Over chauffeur" praises nothing."""
    themes = [theme for theme in shown(findings, "praise") if not theme.is_subject]
    if not themes:
        return []
    return [Bullets(tuple(counted(findings, theme) for theme in themes))]


def _changes(findings: Findings) -> list[Block]:
    kinds = (
        (
            "became_answered",
            _("The new plan responds to these concerns, wholly or in part; the old one did not:"),
        ),
        ("lost_answer", _("This was in the old plan, and is no longer in the new one:")),
    )
    changes = sure_changes(findings)
    blocks: list[Block] = []
    for kind, text in kinds:
        themes = [findings.theme(change.theme_id) for change in changes if change.kind == kind]
        if themes:
            blocks += [Text(text), Bullets(tuple(named(findings, theme) for theme in themes))]
    return blocks


def _abbreviations(findings: Findings) -> list[Block]:
    themes = shown(findings)
    texts = [name(findings, theme) for theme in themes]
    texts += [quote.text for theme in themes for quote in theme.quotes[:_QUOTES]]
    texts += [
        passage.text for theme in themes if theme.verdict for passage in theme.verdict.passages
    ]
    return abbreviated([*texts, *(cell.key for cell in findings.roles)])


def _most_set_aside(findings: Findings) -> str:
    """The two reasons for which most responses do not count."""
    counts: Counter[str] = Counter()
    for given in findings.intake[0].reasons:
        counts[w.reason(given.reason)] += given.n
    most = counts.most_common(_REASONS)
    return "; ".join(reason for reason, n in most if n >= findings.method.min_group)


def _method(findings: Findings) -> Iterator[str]:
    totals = findings.totals
    aside = totals.responses_read - totals.responses_analysed
    text = _("We read {read}.")
    if aside:
        text = _("We read {read}. Of these, {aside} do not count.")
        if most := _most_set_aside(findings):
            text = _("We read {read}. Of these, {aside} do not count (mostly: {most}).")
            text = text.replace("{most}", most)
    yield text.format(read=w.count("responses", totals.responses_read), aside=w.number(aside))
    yield _("A computer put together what is about the same. Names and other personal data that it "
            "recognised were left out first.")  # fmt: skip
    if n_unsorted(findings):
        yield _("Which concerns there are could not be told with certainty yet. So this report "
                "does not speak of the plan.")  # fmt: skip
    elif totals.decided:
        yield _(
            "A computer proposed what the plan does with it. People checked {n} of {total}."
        ).format(n=w.number(totals.decided), total=w.number(sum(totals.states.values())))
    else:
        yield _("A computer proposed what the plan does with it. Nobody has checked that yet.")
    yield _("People chose to take part, so this is not an opinion poll.")
    yield _("Numbers under {n} are left out, so that no number points at somebody.").format(
        n=w.number(findings.method.min_group)
    )
