"""Who said what, and when: the chapters of the team about groups, rounds and conversations."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Cell as Counted
from pipeline.findings.records import Findings, Theme
from pipeline.report import context, continuity, meaning
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Count,
    Fold,
    Heading,
    Picture,
    Table,
    Text,
    Words,
)
from pipeline.report.charts.voices import roles_are_told
from pipeline.report.editions.concerns import number, ref
from pipeline.report.roles import people_of

_LEAST_CELLS = 4  # numbers that make a table


def who(findings: Findings) -> Iterator[Block]:
    """Who said what: per role, and which roles spoke in which round."""
    yield Picture("roles")
    yield from _per_role(findings)
    yield from _by_role_and_round(findings)
    yield Picture("map", paper=False)
    if findings.given:
        yield Heading(_("Topics given beforehand"), "gegeven")
        yield Text(_("These topics were given before the themes were found. A fixed topic takes "
                     "what is clearly about it; a seed draws what lies near it together, and is "
                     "dropped or widened where the responses do not carry it."))  # fmt: skip
        heads = (Column(_("Topic"), 3), Column(_("How given"), 1), Column(_("Outcome"), 4),
                 Column(_("Concern"), 3))  # fmt: skip
        yield Table(_("What became of the topics given beforehand"), heads, tuple(
            (f"{topic.code_id} {topic.title}".strip(), meaning.how_given(topic),
             meaning.given_outcome(topic), ref(findings, topic.theme_id) if topic.theme_id else "–")
            for topic in findings.given
        ))  # fmt: skip


def _per_role(findings: Findings) -> Iterator[Block]:
    """Concerns and roles with at least one number that may be told; a table of × tells nothing."""
    counted_roles = {cell.key for theme in findings.themes for cell in theme.roles if cell.n}
    roles = [role for role in findings.roles if role.key in counted_roles]
    themes = [theme for theme in findings.themes if any(cell.n for cell in theme.roles)]
    if len(findings.roles) < 2 or not any(theme.roles for theme in findings.themes):
        return
    if not themes:
        yield Text(_("Per concern and role the numbers are too small to show."), "note")
        return
    cells = [(theme, cell) for theme in themes for cell in theme.roles if cell.n]
    if len(cells) < _LEAST_CELLS:  # a table of one number looks like a fault
        yield Bullets(tuple(_of_role(findings, theme, cell) for theme, cell in cells))
        yield Text(_("The other numbers per concern and role are too small to show."), "note")
        return
    columns = (
        Column(_("Concern"), 4.5),
        *(Column(counted.key, 0.9, right=True) for counted in roles),
    )
    rows = tuple(
        (ref(findings, theme.theme_id), *(
            number(findings, w.cell(cell),
                   thema=theme.theme_id, rol=cell.key) if cell.n != 0 else "0"
            for cell in theme.roles if cell.key in counted_roles
        ))
        for theme in themes
    )  # fmt: skip
    blocks: list[Block] = [Table(_("People per concern and role"), columns, rows)]
    if len(themes) < len(findings.themes) or len(roles) < len(findings.roles):
        blocks.append(Text(_("Left out: concerns and roles of which no number may be told."),
                           "note"))  # fmt: skip
    pictured = roles_are_told(findings)
    yield from [Fold(_("The same as a table"), tuple(blocks))] if pictured else blocks


def _of_role(findings: Findings, theme: Theme, cell: Counted) -> Words:
    """One number in words: Te grote groepen: 6 leerkrachten."""
    people = f"{w.cell(cell)} {people_of(cell.key) if cell.n != 1 else cell.key}"
    there = {"thema": theme.theme_id, "rol": cell.key}
    return ref(findings, theme.theme_id), ": ", number(findings, people, **there)


def _by_role_and_round(findings: Findings) -> Iterator[Block]:
    """Where the page holds the statements: what each role said in each round, one click away."""
    if not findings.lines or len(findings.rounds) < 2 or len(findings.roles) < 2:
        return
    given = [findings.responses[line.response] for line in findings.lines]
    spoke = {(one.role, one.round_id) for one in given}
    columns = (Column(_("Role"), 3),
               *(Column(w.round_name(one.round_id), 1) for one in findings.rounds))  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (role.key, *(Count(_("read these"), {"rol": role.key, "ronde": one.round_id})
                     if (role.key, one.round_id) in spoke else "–" for one in findings.rounds))
        for role in findings.roles if role.key
    )  # fmt: skip
    yield Table(_("Read what each role said, per round"), columns, rows, paper=False)


def title_of_recurring(findings: Findings) -> str:
    """The title of the chapter on what came back, by whether there were rounds."""
    if len(findings.rounds) < 2:
        return _("Recurring concerns")
    return _("Recurring concerns over the rounds")


def _over_meetings(findings: Findings) -> Iterator[Block]:
    """With one round: in how many of its meetings a concern came up."""
    rows: list[tuple[Cell, ...]] = [
        (
            ref(findings, theme.theme_id),
            number(findings, w.number(theme.n_people), thema=theme.theme_id),
            (_("{n} or more") if theme.least_meetings else _("{n} of {total}")).format(
                n=w.number(theme.n_meetings), total=w.number(findings.totals.meetings or 0)
            ),
        )
        for theme in findings.themes
        if theme.is_concern and theme.recurring
    ]
    if rows and context.in_meetings(findings):
        columns = (Column(_("Concern"), 6), Column(_("People"), 1, right=True),
                   Column(w.head(w.noun("meetings", 2)), 1.5, right=True))  # fmt: skip
        yield Table(_("Recurring: in how many meetings a concern came up"), columns, tuple(rows))


def rounds(findings: Findings) -> Iterator[Block]:
    """What came back over the rounds, or over the conversations of a single one."""
    if len(findings.rounds) < 2:
        yield from _over_meetings(findings)
        yield from _earlier(findings)
        return
    rounds = [
        f"{w.round_name(one.round_id)} ({w.date(one.date)})" if one.date
        else w.round_name(one.round_id)
        for one in findings.rounds
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for theme in findings.themes:
        if not (theme.is_concern and theme.recurring and theme.life):
            continue
        cells: list[Cell] = [ref(findings, theme.theme_id)]
        for life in theme.life:
            word = f" {w.life(life.life)}" if life.life else ""
            if life.n_people:
                people = number(findings, w.number(life.n_people), thema=theme.theme_id,
                                ronde=life.round_id)  # fmt: skip
                cells.append((people, word))
            else:
                cells.append((w.WITHHELD if life.n_people is None else "0") + word)
        rows.append(tuple(cells))
    if rows:
        columns = (Column(_("Concern"), 4), *(Column(one, 2) for one in rounds))
        yield Table(_("Recurring: people per round, and what happened to the concern"), columns,
                    tuple(rows))  # fmt: skip
        rule = findings.method.recurring_rule
        yield Text(_("A round counts from {n} people, or one in twenty of those who spoke there. "
                     "So a concern can be “{new}” or “{silent}” where fewer people named it "
                     "(×).").format(n=rule["min_heard"], new=w.life("new"),
                                    silent=w.life("silent")), "note")  # fmt: skip
    yield from _earlier(findings)
    if findings.trends is not None and len(findings.trends.periods) > len(findings.rounds):
        yield from _trimesters(findings)


def _earlier(findings: Findings) -> Iterator[Block]:
    rows = continuity.earlier_rows(findings)
    if not rows:
        return
    yield Heading(_("Since the earlier run"), "eerder")
    yield Text(continuity.earlier_text(findings))
    heads = (Column(_("Concern"), 4), Column(_("In the earlier run"), 4),
             Column(_("What happened"), 2), Column(_("Heard before in"), 3),
             Column(_("Decided"), 2))  # fmt: skip
    yield Table(_("Concerns of now and then"), heads, tuple(
        (ref(findings, row.theme_id) if findings.has_theme(row.theme_id) else row.label or "–",
         row.then, row.what, row.rounds, row.decided)
        for row in rows
    ))  # fmt: skip


def _trimesters(findings: Findings) -> Iterator[Block]:
    """Only where the school year divides the input more finely than its rounds."""
    trends = findings.trends
    if trends is None:
        return
    yield Heading(_("Per trimester"), "trimesters")
    yield Text(meaning.trends_text(findings))
    yield Picture("trends")
    heads = [Column(meaning.period(period), 1.6, right=True) for period in trends.periods]
    rows: list[tuple[Cell, ...]] = [
        (ref(findings, trend.theme_id),
         *(meaning.trend_cell(trend, index) for index in range(len(heads))))
        for trend in trends.themes if any(trend.people)
    ]  # fmt: skip
    everybody = ("×" if one.n_people is None else w.number(one.n_people) for one in trends.periods)
    rows.append((_("Everybody who spoke"), *everybody))
    columns = (Column(_("Concern"), 4), *heads)
    yield Table(_("People per concern and trimester"), columns, tuple(rows), sums=True)
