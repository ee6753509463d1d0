"""The one-screen summary after a run: what came in, what was found, what is not answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.respondents import Reckoning
from pipeline.core.settings import Settings
from pipeline.core.tables import THEMES
from pipeline.findings.build import themes_and_open
from pipeline.report import wording as w
from pipeline.report.context import doubtful_of, made_up

if TYPE_CHECKING:
    from rich.console import RenderableType

_SHOWN = 8  # concerns on one screen


def panel(analysis: Analysis, numbers: dict[str, Any]) -> RenderableType:
    """What fits on one screen: the sum of the input, and the open concerns in their order."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    read = _(
        "{read} read: {analysed} analysed, {aside} set aside. {statements} by {people}, "
        "in {rounds}."
    ).format(
        read=w.count("responses", numbers["responses_read"]),
        analysed=w.number(numbers["responses_analysed"]),
        aside=w.number(numbers["set_aside"]),
        statements=w.count("statements", numbers["statements"]),
        people=w.people(numbers["respondents"]),
        rounds=_moments(numbers),
    )
    least = int(Settings().recorded(analysis.record.settings).report.min_group)
    sums = made_up(Reckoning(**numbers["reckoning"]), least)
    order, heading = numbers["open"][:_SHOWN], _("Not in the plan (proposal)")
    if not order:  # no plan, or nothing open
        # the concerns that are counted, those that most people named first
        themes, _open = themes_and_open(analysis)
        concerns = [theme for theme in themes if theme.is_concern]
        counted = [theme for theme in concerns if theme.is_counted] or concerns
        counted.sort(key=lambda theme: (-theme.n_people, theme.theme_id))
        order, heading = [theme.theme_id for theme in counted[:_SHOWN]], _("Most heard")
        if not numbers["concerns"]:
            heading = _("Perhaps a concern: read these first")
    table = Table(box=None, pad_edge=False)
    table.add_column(heading)
    table.add_column(_("Respondents"), justify="right")
    table.add_column(_("Recurring"))
    themes_of = {row.theme_id: row for row in analysis.table(THEMES).itertuples()}
    for theme in (themes_of[theme_id] for theme_id in order):
        recurring = _("yes") if bool(theme.recurring) else _("no")
        table.add_row(w.bare(str(theme.label)), str(theme.n_respondents), recurring)
    rest = len(numbers["open"]) - len(order)
    below = [_("… and {n} more, in the report.").format(n=w.number(rest))] if rest > 0 else []
    read = " ".join(filter(None, (read, sums)))
    headline = Text(_concerns(analysis, numbers))
    # no names of columns above nothing
    shown: tuple[Text | Table, ...] = (Text(), table) if order else ()
    return Group(Text(read), headline, *shown, *map(Text, below), Text())


def _moments(numbers: dict[str, Any]) -> str:
    """In how many rounds, or in how many meetings where those were the one round."""
    reckoning = Reckoning(**numbers["reckoning"])
    if numbers["rounds"] == 1 and reckoning.meetings > 1 and not reckoning.writers:
        return w.count("meetings", reckoning.meetings)
    return w.count("rounds", numbers["rounds"])


def _concerns(analysis: Analysis, numbers: dict[str, Any]) -> str:
    """How many concerns, how many of them the plan passes over, and what is left to do.

    What is really open may also stand among the groups that are not counted: that is told too.
    """
    parts = [_("We heard {concerns}.").format(concerns=w.count("concerns", numbers["concerns"]))]
    if not numbers["concerns"] and numbers["themes"]:
        parts = [
            _("It is not yet certain of any group of statements that it is about one concern.")
        ]
    elif not numbers["concerns"] and numbers["statements"]:
        parts.append(_("Nothing was said by several people: read the statements in the report."))
    n, again = numbers["not_addressed"], numbers["recurring_not_addressed"]
    if n:
        parts.append(_("The plan does not (yet) respond to {n} of them.").format(n=w.number(n)))
        if 0 < again < n:
            kept = ngettext(
                "{n} of these keeps coming back.", "{n} of these keep coming back.", again
            )
            parts.append(kept.format(n=w.number(again)))
    elif numbers["plan"] and numbers["concerns"]:
        parts.append(_("The plan says something about every concern that is certain."))
    if numbers["concerns"]:
        parts.append(doubtful_of(themes_and_open(analysis)[0]))
    if numbers["plan"] and numbers["concerns"]:
        parts.append(_("These are proposals: somebody still has to check them."))
    if not numbers["plan"]:
        parts.append(_("Compared without a plan."))
    return " ".join(filter(None, parts))
