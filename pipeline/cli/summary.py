"""The one-screen summary after a run: what came in, what was found, what is not answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.respondents import Reckoning, reckon, voices
from pipeline.core.settings import Settings
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    MEETINGS,
    RESPONSES,
    SET_ASIDE,
    STATEMENTS,
    THEMES,
)
from pipeline.findings.build import open_concerns
from pipeline.report import wording as w
from pipeline.report.context import made_up
from pipeline.report.wording import status as word

if TYPE_CHECKING:
    from rich.console import RenderableType

    from pipeline.core.analysis import Analysis

_SHOWN = 8  # concerns on one screen


def facts(analysis: Analysis) -> dict[str, Any]:
    """The numbers of a run by name, for --json and for the panel."""
    aside = analysis.table(SET_ASIDE)
    themes = analysis.table(THEMES)
    top = themes[themes["parent_id"] == ""]
    every = open_concerns(analysis)
    not_answered = [theme for theme in every if not theme.is_loose]
    loose = [theme.theme_id for theme in every if theme.is_loose]
    opened = [theme.theme_id for theme in not_answered]
    concerns = top[((top["kind"] != "praise") | top["theme_id"].isin(opened))
                   & ~top["theme_id"].isin(loose)]  # fmt: skip
    assignments = analysis.table(ASSIGNMENTS)
    responses = len(analysis.table(RESPONSES))
    # What ingest set aside (an empty cell, a heading) never became a response of the table.
    inside = aside["item_id"].isin(analysis.table(RESPONSES)["response_id"])
    unread = int(((aside["level"] != "statement") & ~inside).sum())
    dropped = int(((aside["level"] == "response") & inside).sum())
    return {
        "run_id": analysis.record.run_id,
        "corpus": analysis.corpus,
        "responses_read": responses + unread,
        "responses_analysed": responses - dropped,
        "set_aside": dropped + unread,
        "statements": len(analysis.table(STATEMENTS)),
        "respondents": (reckoning := _reckoning(analysis)).people,
        "reckoning": reckoning._asdict(),
        "rounds": len(analysis.rounds),
        "plan": analysis.plan is not None and any(analysis.plan.goals()),
        "campaigns": int(analysis.table(CAMPAIGNS)["campaign_id"].nunique()),
        "themes": len(top),
        "concerns": len(concerns),
        "subthemes": len(themes) - len(top),
        "recurring": int(top["recurring"].fillna(False).sum()),
        "other": int((assignments["theme_id"] == "").sum()),
        "not_addressed": len(not_answered),
        "open": opened,
        "open_loose": loose,
        "recurring_not_addressed": sum(theme.recurring for theme in not_answered),
    }


def _reckoning(analysis: Analysis) -> Reckoning:
    """Who is heard, as the report counts them: a campaign is one voice, a "(3x)" is three."""
    whose = voices(analysis.table(RESPONSES), analysis.table(CAMPAIGNS), analysis.table(MEETINGS))
    return reckon(whose[whose["response_id"].isin(analysis.table(STATEMENTS)["response_id"])])


def panel(analysis: Analysis, found: dict[str, Any]) -> RenderableType:
    """What fits on one screen: the sum of the input, and the open concerns in their order."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    read = _(
        "{read} read: {analysed} analysed, {aside} set aside. {statements} by {people}, "
        "in {rounds}."
    ).format(
        read=w.count("responses", found["responses_read"]),
        analysed=w.number(found["responses_analysed"]),
        aside=w.number(found["set_aside"]),
        statements=w.count("statements", found["statements"]),
        people=w.people(found["respondents"]),
        rounds=w.count("rounds", found["rounds"]),
    )
    least = int(Settings().recorded(analysis.record.settings).report.min_group)
    sums = made_up(Reckoning(**found["reckoning"]), least)
    order, heading = found["open"][:_SHOWN], _("Not in the plan (proposal)")
    if not order:  # no plan, or nothing open
        order, heading = _largest(analysis), _("Most heard")
    table = Table(box=None, pad_edge=False)
    table.add_column(heading)
    table.add_column(_("Respondents"), justify="right")
    table.add_column(_("Recurring"))
    themes_of = {one.theme_id: one for one in analysis.table(THEMES).itertuples()}
    for theme in (themes_of[one] for one in order):
        recurring = _("yes") if bool(theme.recurring) else _("no")
        table.add_row(w.bare(str(theme.label)), str(theme.n_respondents), recurring)
    rest = len(found["open"]) - len(order)
    more = _("… and {n} more, in the report.").format(n=w.number(rest)) if rest > 0 else ""
    read = " ".join(filter(None, (read, sums)))
    return Group(Text(read), Text(_concerns(found)), Text(), table, Text(more), Text())


def _concerns(found: dict[str, Any]) -> str:
    """How many concerns, how many of them the plan passes over, and what is left to do."""
    parts = [_("We heard {concerns}.").format(concerns=w.count("concerns", found["concerns"]))]
    n, again = found["not_addressed"], found["recurring_not_addressed"]
    if n:
        parts.append(_("The plan does not (yet) respond to {n} of them.").format(n=w.number(n)))
        if 0 < again < n:
            kept = ngettext(
                "{n} of these keeps coming back.", "{n} of these keep coming back.", again
            )
            parts.append(kept.format(n=w.number(again)))
        parts.append(_("These are proposals: judge them with gehoord review."))
    if not found["plan"]:
        parts.append(_("Compared without a plan."))
    return " ".join(parts)


def _largest(analysis: Analysis) -> list[str]:
    themes = analysis.table(THEMES)
    top = themes[themes["parent_id"] == ""].sort_values(
        ["n_respondents", "theme_id"], ascending=[False, True]
    )
    return [str(one) for one in top["theme_id"].head(_SHOWN)]


def status_word(status: str) -> str:
    """A coverage state as the reader knows it."""
    return word(status)
