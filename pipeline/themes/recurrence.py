"""Who is counted, what recurs, and the life of a concern over the rounds.

*Recurring* is counted over distinct voices, rounds, meetings and roles, never over repeated text:
fifty copies of one letter are one voice here, and fifty senders in the column beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from pipeline.core.plan import Round
from pipeline.core.respondents import count_people, people_per
from pipeline.core.settings import RecurrenceSettings
from pipeline.core.surety import chances_of_one
from pipeline.core.tables import ASSIGNMENTS, PAST, REGISTER, THEMES

HEARD = ("new", "persistent", "returned", "reopened")


def count_themes(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    voices: pd.DataFrame,
    settings: RecurrenceSettings,
    past: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Fill in the counts of every theme and sub-theme and whether it recurs.

    Args: THEMES (counts may be empty), ASSIGNMENTS, STATEMENTS and the frame of ``voices``; past:
        PAST, rounds that are not among these, in which a theme may have been heard as well.
    Returns: THEMES, in the order given; counts are those of these rounds. A concern that hardly
        holds together recurs in no round: what came back may be another matter.
    """
    spoken = _statements_with_voices(assignments, statements, voices)
    everyone = people_per(voices, "round_id")
    before = past if past is not None else PAST.empty()
    counted = themes.copy()
    for index, theme in counted.iterrows():
        column = "subtheme_id" if theme["parent_id"] else "theme_id"
        mine = spoken[spoken[column] == theme["theme_id"]]
        for name, n in _counts(mine).items():
            counted.loc[index, name] = n
        lived = before[before["theme_id"] == theme["theme_id"]]
        counted.loc[index, "recurring"] = is_recurring(mine, everyone, settings, lived)
    counted["chance"] = chances_of_one(counted)  # what was not measured is not doubted
    counted["recurring"] &= ~(counted["chance"] < settings.min_chance)
    return THEMES.check(counted)


def is_recurring(
    spoken: pd.DataFrame,
    everyone: Mapping[str, int],
    settings: RecurrenceSettings,
    lived: pd.DataFrame | None = None,
) -> bool:
    """Apply the definition of recurring (see RecurrenceSettings) to what was said of one concern.

    Args: spoken: its statements with whose voice each is; everyone: people who spoke per round;
        lived: rows of PAST, the earlier rounds of it that are not among these.
    """
    heard = lived[lived["life"].isin(HEARD)] if lived is not None else PAST.empty()
    people = count_people(spoken) + int(heard["n_respondents"].sum()) if len(spoken) else 0
    if people < settings.min_respondents:
        return False
    if len(everyone) + len(heard) < settings.min_rounds:  # only conversations can come back
        held = spoken.loc[spoken["meeting_id"].fillna("") != "", "conversation"]
        return int(held.nunique()) >= settings.min_meetings
    here = people_per(spoken, "round_id")
    rounds = [key for key, n in here.items() if is_heard(n, everyone[key], settings)]
    return len(rounds) + len(heard) >= settings.min_rounds


def is_heard(n: int, everyone: int, settings: RecurrenceSettings) -> bool:
    """Whether a concern counts as heard in a round, not by one stray statement.

    By ``min_heard`` people, or by ``heard_share`` of those who spoke there: in a round of six
    letters one letter is a sixth of it.
    """
    return n > 0 and n >= min(settings.min_heard, settings.heard_share * everyone)


def register(
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    voices: pd.DataFrame,
    rounds: Sequence[Round],
    settings: RecurrenceSettings,
    *,
    resolved: Collection[tuple[str, str]] = (),
    past: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Write the life of every theme over the rounds.

    Args:
        assignments, statements, voices: as in ``count_themes``.
        rounds: in order of date; a theme is silent only in a round that took place after it began.
        resolved: pairs (theme_id, round_id) that a person judged resolved as of that round.
        past: PAST, the rounds that only an earlier run knew; what is written goes on from there.

    Returns: REGISTER, one row per theme and round from the theme's first round on.
    """
    spoken = _statements_with_voices(assignments, statements, voices)
    lives = _lives_before(past, rounds)
    everyone = people_per(voices, "round_id")
    rows = []
    for theme_id, of_theme in spoken[spoken["theme_id"] != ""].groupby("theme_id", sort=True):
        lived = lives.get(str(theme_id), [])
        heard_before = [life in HEARD for life in lived]
        settled = _settled(lived)
        for round_ in rounds:
            here = of_theme[of_theme["round_id"] == round_.round_id]
            counts = _counts(here)
            people = counts["n_respondents"]
            heard = is_heard(people, everyone.get(round_.round_id, people), settings)
            if not heard and not any(heard_before) and here.empty:
                continue
            settled = settled or (str(theme_id), round_.round_id) in resolved
            life = _life(heard, heard_before, settled=settled)
            settled = settled and life != "reopened"  # what comes after, goes on from there
            rows.append(
                {
                    "theme_id": theme_id,
                    "round_id": round_.round_id,
                    "n_statements": counts["n_statements"],
                    "n_respondents": counts["n_respondents"],
                    "n_roles": counts["n_roles"],
                    "life": life,
                }
            )
            heard_before.append(heard)
    return REGISTER.check(pd.DataFrame(rows, columns=list(REGISTER.columns)))


def _lives_before(past: pd.DataFrame | None, rounds: Sequence[Round]) -> dict[str, list[str]]:
    """Theme -> its lives in the rounds before the first of these, in order of date."""
    if past is None or past.empty or not rounds:
        return {}
    first = min(round_.date for round_ in rounds)
    earlier = past[past["date"] <= first].sort_values(["theme_id", "date", "round_id"])
    return {
        str(theme): [str(life) for life in rows["life"].fillna("")]
        for theme, rows in earlier.groupby("theme_id", sort=True)
    }


def _settled(lived: Sequence[str]) -> bool:
    """Whether the concern was resolved before and has not been heard since."""
    heard = [place for place, life in enumerate(lived) if life in HEARD]
    return bool(heard) and "resolved" in lived[heard[-1] :]


def resolved_by_people(
    judgements: pd.DataFrame, rounds: Sequence[Round]
) -> frozenset[tuple[str, str]]:
    """(theme, first round after it) of every concern a person found answered by the plan.

    What people judged holds from the first round that was not there yet when they judged: silent
    from then on is resolved, heard again is reopened.

    Args: JUDGEMENTS of this run; rounds in order of date.
    """
    resolved = set()
    for row in judgements.to_dict("records"):
        answered = row["kind"] == "status" and str(row["new"]).split("|")[0] == "addressed"
        if row["state"] != "applied" or not answered or not row["rounds"]:
            continue
        known = [place for place, round_ in enumerate(rounds) if round_.round_id in row["rounds"]]
        after = rounds[known[-1] + 1 :] if known else rounds
        bound = str(row["bound"]).split("; ")  # a theme that was split is several
        resolved |= {(theme, later.round_id) for later in after[:1] for theme in bound}
    return frozenset(resolved)


def _life(heard: bool, before: Sequence[bool], *, settled: bool) -> str:
    """State of a concern in one round, given in which earlier rounds it was heard."""
    if not any(before):
        return "new" if heard else ""
    if not heard:
        return "resolved" if settled else "silent"
    if settled:
        return "reopened"
    return "persistent" if before[-1] else "returned"


def _statements_with_voices(
    assignments: pd.DataFrame, statements: pd.DataFrame, voices: pd.DataFrame
) -> pd.DataFrame:
    """One row per statement: its themes and whose voice it is."""
    links = ASSIGNMENTS.check(assignments)[["statement_id", "theme_id", "subtheme_id"]]
    where = statements[["statement_id", "response_id"]]
    return links.merge(where, on="statement_id").merge(voices, on="response_id")


def _counts(statements: pd.DataFrame) -> dict[str, int]:
    filled = {
        name: statements.loc[statements[name].fillna("") != "", name]
        for name in ("meeting_id", "role")
    }
    return {
        "n_statements": len(statements),
        "n_respondents": count_people(statements),
        "n_senders": count_people(statements, by="respondent_id"),
        "n_rounds": int(statements["round_id"].nunique()),
        "n_meetings": int(filled["meeting_id"].nunique()),
        "n_roles": int(filled["role"].nunique()),
    }
