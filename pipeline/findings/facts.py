"""The numbers of a run by name: what came in, what was found, what is not answered yet."""

from __future__ import annotations

from typing import Any

from pipeline.core.analysis import Analysis
from pipeline.core.respondents import reckon, voices
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    MEETINGS,
    RESPONSES,
    SET_ASIDE,
    STATEMENTS,
    THEMES,
)
from pipeline.findings.build import themes_and_open


def facts(analysis: Analysis) -> dict[str, Any]:
    """The numbers of a run by name, for --json and for the panel."""
    aside = analysis.table(SET_ASIDE)
    themes = analysis.table(THEMES)
    top = themes[themes["parent_id"] == ""]
    counted, every = themes_and_open(analysis)
    not_answered = [theme for theme in every if not theme.is_loose]
    loose = [theme.theme_id for theme in every if theme.is_loose]
    opened = [theme.theme_id for theme in not_answered]
    assignments = analysis.table(ASSIGNMENTS)
    responses = len(analysis.table(RESPONSES))
    # What ingest set aside (an empty cell, a heading) never became a response of the table.
    inside = aside["item_id"].isin(analysis.table(RESPONSES)["response_id"])
    unread = int(((aside["level"] != "statement") & ~inside).sum())
    dropped = int(((aside["level"] == "response") & inside).sum())
    # Who is heard, as the report counts them: a campaign is one voice, a "(3x)" is three.
    whose = voices(analysis.table(RESPONSES), analysis.table(CAMPAIGNS), analysis.table(MEETINGS))
    speaking = whose["response_id"].isin(analysis.table(STATEMENTS)["response_id"])
    reckoning = reckon(whose[speaking])
    return {
        "run_id": analysis.record.run_id,
        "corpus": analysis.corpus,
        "responses_read": responses + unread,
        "responses_analysed": responses - dropped,
        "set_aside": dropped + unread,
        "statements": len(analysis.table(STATEMENTS)),
        "respondents": reckoning.people,
        "reckoning": reckoning._asdict(),
        "rounds": len(analysis.rounds),
        "plan": analysis.plan is not None and any(analysis.plan.goals()),
        "campaigns": int(analysis.table(CAMPAIGNS)["campaign_id"].nunique()),
        "themes": len(top),
        "concerns": sum(theme.is_counted for theme in counted),
        "subthemes": len(themes) - len(top),
        "recurring": int(top["recurring"].fillna(False).sum()),
        "other": int((assignments["theme_id"] == "").sum()),
        "not_addressed": len(not_answered),
        "open": opened,
        "open_loose": loose,
        "recurring_not_addressed": sum(bool(theme.recurring) for theme in not_answered),
    }
