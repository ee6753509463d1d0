"""The chapters of a comparison, in the language spoken now; the numbers are the record's."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.comparison_records import Comparison, Side, ThemeNumbers, ThemeShift
from pipeline.findings.records import CHANGES
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Block,
    Bullets,
    Cell,
    Chapter,
    Column,
    Heading,
    Picture,
    Points,
    State,
    Table,
    Text,
)
from pipeline.report.comparison.evidence import differing, moves, pairs
from pipeline.report.comparison.wording import (
    basis_text,
    happened,
    intro,
    kind_meaning,
    points,
    side_name,
)


def chapters(comparison: Comparison) -> list[Chapter]:
    """All chapters that have something to say."""
    every = [
        Chapter("samenvatting", _("Summary"), _summary(comparison)),
        Chapter("leeswijzer", _("How the two were laid side by side"), _guide(comparison)),
        Chapter("themas", _("New, gone, larger and smaller"), _themes(comparison)),
        Chapter("plan", _("The answer in the plan, earlier and now"), _answers(comparison)),
        Chapter("herkomst", _("Which theme became which, and how sure that is"), pairs(comparison)),
        Chapter("verhuisd", _("Statements that moved"), moves(comparison)),
        Chapter(
            "verschillen", _("What differs in input, plan and settings"), differing(comparison)
        ),
    ]
    return [chapter for chapter in every if chapter.blocks]


def _summary(comparison: Comparison) -> list[Block]:
    return [
        Text(intro(comparison), "lead"),
        Points(tuple(points(comparison))),
        _both(comparison),
    ]


def _both(comparison: Comparison) -> Table:
    """The numbers of both runs beside each other."""
    sides = comparison.before, comparison.after

    def row(name: str, *values: str) -> tuple[Cell, ...]:
        return (name, *values)

    rows = [
        row(_("Run"), *(side_name(side) for side in sides)),
        row(_("Rounds"), *(_rounds(side) for side in sides)),
        row(_("Plan"), *(side.plan or "–" for side in sides)),
        row(_("People"), *(w.number(side.people) for side in sides)),
        row(_("Responses read"), *(w.number(side.responses_read) for side in sides)),
        row(_("Statements"), *(w.number(side.statements) for side in sides)),
        row(_("Statements without a theme"), *(w.number(side.without_theme) for side in sides)),
        row(_("Themes"), *(w.number(side.themes) for side in sides)),
        row(_("of these recurring"), *(w.number(side.recurring) for side in sides)),
    ]
    states = [
        state
        for state in comparison.after.states
        if comparison.before.states.get(state) or comparison.after.states.get(state)
    ]
    rows += [
        row(_("of these {state}").format(state=w.status(state)),
            *(w.number(side.states.get(state, 0)) for side in sides))
        for state in states
    ]  # fmt: skip
    columns = (Column(_("What"), 2), Column(_("Earlier"), 2), Column(_("Now"), 2))
    return Table(_("Both runs in numbers"), columns, tuple(rows))


def _rounds(side: Side) -> str:
    return "; ".join(f"{round_.round_id} {round_.title}".strip() for round_ in side.rounds) or "–"


def _guide(comparison: Comparison) -> list[Block]:
    return [
        Text(basis_text(comparison)),
        Heading(_("What the words mean"), "woorden"),
        Bullets(
            tuple(
                f"{happened(kind).capitalize()}: {kind_meaning(kind, comparison)}"
                for kind in ("new", "gone", "grown", "shrunk", "split_off", "merged")
            )
        ),
        Heading(_("What this comparison does not say"), "grenzen"),
        Bullets(
            (
                _("People chose themselves whether to respond, both times. A theme that grew was "
                  "named by more of those who spoke; that says nothing about all people."),
                _("The states against the plan are proposals of the program unless it says "
                  "“confirmed”."),
                _("Where a pair is called shaky, read the quotes of both themes before you "
                  "conclude anything from it."),
            )
        ),
    ]  # fmt: skip


def _themes(comparison: Comparison) -> list[Block]:
    blocks: list[Block] = [Picture("shifts")]
    for kind in ("new", "gone"):
        shifts = comparison.of_kind(kind)
        if shifts:
            blocks += [Heading(_counted(kind, shifts), f"groep_{kind}"), _single(kind, shifts)]
    for kind in ("grown", "shrunk", "same"):
        shifts = comparison.of_kind(kind)
        if shifts:
            blocks += [Heading(_counted(kind, shifts), f"groep_{kind}"), _double(kind, shifts)]
    rest = comparison.of_kind("split_off", "merged")
    if rest:
        blocks += [Heading(_("Split and merged"), "groep_gesplitst"), _split(rest)]
    return blocks


def _counted(kind: str, shifts: tuple[ThemeShift, ...]) -> str:
    return f"{happened(kind).capitalize()} ({w.number(len(shifts))})"


def _single(kind: str, shifts: tuple[ThemeShift, ...]) -> Table:
    """Themes of one run only."""
    caption = {
        "new": _("Themes that were not there earlier"),
        "gone": _("Themes that are no longer there"),
    }[kind]
    columns = (
        Column(_("Theme"), 4), Column(_("People"), 1, right=True),
        Column(_("Share"), 1, right=True), Column(_("Against the plan"), 2.6),
    )  # fmt: skip
    rows = []
    for shift in shifts:
        side = shift.after or shift.before
        if side is not None:
            rows.append(
                (w.bare(side.label), w.number(side.n_people), w.percent(side.share), _state(side))
            )
    return Table(caption, columns, tuple(rows))


def _double(kind: str, shifts: tuple[ThemeShift, ...]) -> Table:
    caption = {
        "grown": _("Themes that more people named"),
        "shrunk": _("Themes that fewer people named"),
        "same": _("Themes that about as many people named"),
    }[kind]
    columns = (
        Column(_("Theme"), 4),
        Column(_("People earlier"), 1.1, right=True),
        Column(_("People now"), 1.1, right=True),
        Column(_("Share earlier"), 1.1, right=True),
        Column(_("Share now"), 1.1, right=True),
        Column(_("How sure the pair is"), 1.5),
    )
    rows = tuple(
        (
            _named(shift), w.number(shift.before.n_people), w.number(shift.after.n_people),
            w.percent(shift.before.share), w.percent(shift.after.share), w.stability(shift.sure),
        )
        for shift in shifts
        if shift.before is not None and shift.after is not None
    )  # fmt: skip
    return Table(caption, columns, rows)


def _named(shift: ThemeShift) -> str:
    """What it is called now, and what it was called."""
    if shift.before is None or shift.after is None or shift.before.label == shift.after.label:
        return w.bare(shift.label)
    return _("{now} (earlier: {earlier})").format(
        now=w.bare(shift.after.label), earlier=w.bare(shift.before.label)
    )


def _split(shifts: tuple[ThemeShift, ...]) -> Table:
    columns = (
        Column(_("Theme"), 3), Column(_("What happened"), 3),
        Column(_("People"), 1, right=True), Column(_("Against the plan"), 2.8),
        Column(_("How sure"), 1.2),
    )  # fmt: skip
    rows = []
    for shift in shifts:
        side = shift.after or shift.before
        if side is None:
            continue
        text = _("split off from {theme}") if shift.kind == "split_off" else _("went into {theme}")
        rows.append(
            (
                w.bare(side.label),
                text.format(theme=w.quoted(shift.other)),
                w.number(side.n_people),
                _state(side),
                w.stability(shift.sure),
            )
        )
    return Table(_("Themes that split off or merged"), columns, tuple(rows))


def _state(side: ThemeNumbers) -> Cell:
    return State(side.status, side.decided_by) if side.status else "–"


def _goal(side: ThemeNumbers) -> str:
    return f"{side.code_id} {side.code_title}".strip() or "–"


def _lost(n: int) -> str:
    if not n:
        return _("No concern went out of the plan")
    text = ngettext(
        "{n} concern is not in the plan any more",
        "{n} concerns are not in the plan any more",
        n,
    )
    return text.format(n=w.number(n))


def _answers(comparison: Comparison) -> list[Block]:
    judged = [shift for shift in comparison.shifts if shift.change]
    if not judged:
        return []
    lost, won = comparison.changed("lost_answer"), comparison.changed("became_answered")
    gained = ngettext("{n} gained one", "{n} gained one", len(won)).format(n=w.number(len(won)))
    text = _("{lost}; {won}.").format(lost=_lost(len(lost)), won=gained)
    if not lost and not won:
        text = _("No concern came into the plan, and none went out of it.")
    blocks: list[Block] = [Text(text, "lead")]
    for change in CHANGES:
        shifts = comparison.changed(change)
        if not shifts:
            continue
        title = f"{w.change(change).capitalize()} ({w.number(len(shifts))})"
        blocks.append(Heading(title, f"antwoord_{change}"))
        caption = _("{change}: state and goal").format(change=w.change(change).capitalize())
        same = change in ("still_open", "still_answered")
        blocks.append(_same_states(caption, shifts) if same else _states(caption, shifts))
    return blocks


def _same_states(caption: str, shifts: tuple[ThemeShift, ...]) -> Table:
    """Concerns that stand as they stood; the goal before only where it is another."""
    columns = (Column(_("Concern"), 3), Column(_("State"), 2.9), Column(_("Goal"), 3.4))
    rows = []
    for shift in shifts:
        if shift.before is None or shift.after is None:
            continue
        goal = _goal(shift.after)
        if goal != _goal(shift.before):
            goal = _("{now} (earlier: {earlier})").format(now=goal, earlier=_goal(shift.before))
        rows.append((w.bare(shift.label), _state(shift.after), goal))
    return Table(caption, columns, tuple(rows))


def _states(caption: str, shifts: tuple[ThemeShift, ...]) -> Table:
    columns = (
        Column(_("Concern"), 2.4), Column(_("Earlier"), 2.3), Column(_("Now"), 2.3),
        Column(_("Goal earlier"), 2.4), Column(_("Goal now"), 2.4),
    )  # fmt: skip
    rows = tuple(
        (
            w.bare(shift.label),
            _state(shift.before),
            _state(shift.after),
            _goal(shift.before),
            _goal(shift.after),
        )
        for shift in shifts
        if shift.before is not None and shift.after is not None
    )
    return Table(caption, columns, rows)
