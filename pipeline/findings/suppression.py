"""Small groups are not broken out, also not by subtraction: one table of what may be known.

It is solved once for a run, over roles, areas, rounds, trimesters and what people voice together;
every edition, chart and choice draws from it, so that no two of them side by side give more away
than one. A number that is kept back is marked in one way only: whether it is small itself is not
told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.core.respondents import count_people, people_per, withheld
from pipeline.core.settings import RecurrenceSettings
from pipeline.findings.records import Cell

KINDS = ("role", "area", "round_id", "period", "stance")  # what people are broken out by
_ONE_EACH = ("role", "area")  # of which everybody has one; of rounds and stances several
# What people are counted by, beside these.
_COUNTED = (
    "theme_id", "voice_id", "n_supporters", "meeting_id", "conversation", "role_present",
    "all_present", *KINDS,
)  # fmt: skip
_WHOLE = ""  # everything that was said, where a theme's id would stand


@dataclass(frozen=True)
class Known:
    """What may be known of a run: every number of people per theme and group that is kept back.

    Attributes: hidden: (theme id, kind) -> groups; theme id "" for everything that was said.
        untold: themes of which it is not told whether they recur.
    """

    hidden: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()

    def kept_back(self, theme_id: str, kind: str) -> frozenset[str]:
        """The groups of this kind whose number of people in a theme is told nowhere."""
        return self.hidden.get((theme_id, kind), frozenset())

    def kept_back_wholly(self, kind: str) -> frozenset[str]:
        """The groups of this kind whose number of people over everything is told nowhere."""
        return self.kept_back(_WHOLE, kind)

    def may_tell(self, theme_id: str, kind: str, group: str) -> bool:
        """Whether anything may be shown that says how many of this group spoke of a theme."""
        return group not in self.kept_back(theme_id, kind)


def may_be_known(
    statements: pd.DataFrame, min_group: int, recurrence: RecurrenceSettings | None = None
) -> Known:
    """Settle for a whole run which numbers are kept back.

    A group that is withheld as a whole is withheld in every theme: else a large number in one theme
    would bound the group that it shields. Rounds and trimesters hold the same people: where one is
    withheld, so is the other.

    Args: statements with columns theme_id, voice_id, n_supporters, role, area, round_id,
        period, stance. recurrence: the rule by which a concern of this run recurs.
    """
    hidden: dict[tuple[str, str], frozenset[str]] = {}
    statements = statements[statements.columns.intersection(_COUNTED)]  # held by theme once more
    themes = [(str(key), rows) for key, rows in statements.groupby("theme_id", sort=True) if key]
    for kind in KINDS:
        totals = people_per(statements, kind)
        whole = withheld(totals, min_group)
        hidden[_WHOLE, kind] = whole
        for theme_id, rows in themes:
            counts = people_per(rows, kind)
            of_group = {key: counts.get(key, 0) for key in totals}
            nearly = _nearly_all(of_group, totals, min_group) if kind in _ONE_EACH else frozenset()
            hidden[theme_id, kind] = withheld(of_group, min_group, always=whole | nearly)
    # Pairs of a round and a trimester in which the same things were said
    pairs = statements[["round_id", "period"]].drop_duplicates()
    shared = frozenset((str(a), str(b)) for a, b in pairs.itertuples(index=False) if a and b)
    for theme_id in (_WHOLE, *(theme_id for theme_id, _rows in themes)):
        rounds, periods = hidden[theme_id, "round_id"], hidden[theme_id, "period"]
        rounds, periods = _together(rounds, periods, shared)
        hidden[theme_id, "round_id"], hidden[theme_id, "period"] = rounds, periods
    everyone, rule = people_per(statements, "round_id"), recurrence or RecurrenceSettings()
    spoken = {"meeting_id", "conversation"} <= {*statements.columns}
    untold = frozenset(
        theme_id
        for theme_id, rows in themes
        if recurs_by_a_few(
            dict.fromkeys(everyone, 0) | people_per(rows, "round_id"),
            hidden[theme_id, "round_id"],
            rule,
            min_group,
        )
        or (spoken and conversations_of_a_few(rows, statements, rule, min_group))
    )
    return Known(hidden, untold)


def recurs_by_a_few(
    counts: Mapping[str, int], hidden: frozenset[str], rule: RecurrenceSettings, min_group: int
) -> bool:
    """Whether "this recurs" would say of a few people in which round they spoke.

    Five people, two rounds, and it recurs: then one to four of them spoke in each. It depends on
    what is told anyhow, not on whether the concern recurs, so that silence tells nothing.

    Args: counts: round -> people who spoke of it, of every round; hidden: rounds withheld for it.
    """
    unseen = [key for key in counts if key in hidden]
    needed = rule.min_rounds - sum(n > 0 for key, n in counts.items() if key not in hidden)
    if needed < 1 or len(unseen) > needed:  # nothing follows; in any of them it may be nobody
        return False
    most = sum(counts[key] for key in unseen) - rule.min_heard * (needed - 1)
    return bool(unseen) and most < min_group


def meetings_told(said: pd.DataFrame, everything: pd.DataFrame, min_group: int) -> tuple[int, bool]:
    """In how many conversations it is told that a concern came up, and whether that is "at least".

    "Six people, in three of the three conversations" gives three numbers of one to four away: in
    each somebody spoke of it, and how many at most follows too. Where it would, all and all but one
    are told alike; over several rounds only that it came up at all.

    Args: what was said of the concern, and everything: meeting_id ("" for what was written),
        round_id, voice_id, n_supporters, and what bounds the people of a meeting.
    """
    spoken, held = (rows[rows["meeting_id"] != ""] for rows in (said, everything))
    times = int(spoken["meeting_id"].nunique())
    of_round = held.groupby("round_id")["meeting_id"].nunique()
    total, people = int(of_round.sum()), people_per(spoken, "round_id")
    few = any(people.get(str(key), 0) - (n - 1) < min_group for key, n in of_round.items())
    if total < 2 or not few:
        return times, False
    if len(of_round) > 1:
        return min(times, 1), times > 0
    return (total - 1, True) if times >= total - 1 else (times, False)


def conversations_of_a_few(
    said: pd.DataFrame, everything: pd.DataFrame, rule: RecurrenceSettings, min_group: int
) -> bool:
    """Whether "this recurs" would say of a few people that they spoke in every conversation.

    Of one round only: there a concern comes back in its conversations. As of rounds, it depends on
    what is told anyhow, not on whether the concern recurs.
    """
    held = everything[everything["meeting_id"] != ""]
    total = int(held["conversation"].nunique())
    if everything["round_id"].nunique() >= rule.min_rounds or not 2 <= total <= rule.min_meetings:
        return False
    return 0 < count_people(said) < min_group + total - 1


def _nearly_all(
    counts: Mapping[str, int], totals: Mapping[str, int], min_group: int
) -> frozenset[str]:
    """Groups of which all spoke of a theme but for a few: those few are a small group as well."""
    return frozenset(key for key, n in counts.items() if 0 < totals[key] - n < min_group and n)


def _together(
    rounds: frozenset[str], periods: frozenset[str], shared: frozenset[tuple[str, str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Rounds and trimesters withheld, until none of one kind gives away one of the other."""
    while True:
        more_rounds = rounds | {a for a, b in shared if b in periods}
        more_periods = periods | {b for a, b in shared if a in more_rounds}
        if (more_rounds, more_periods) == (rounds, periods):
            return rounds, periods
        rounds, periods = more_rounds, more_periods


def broken_out(
    counts: Mapping[str, int],
    totals: Mapping[str, int],
    hidden: frozenset[str],
    hidden_totals: frozenset[str],
) -> tuple[Cell, ...]:
    """A breakdown that may be shown; ``totals`` are the people of each group over everything.

    Args: hidden and hidden_totals: as ``Known`` says, of the theme and of everything.
    """
    return tuple(
        Cell(
            key=key,
            n=None if key in hidden else counts.get(key, 0),
            total=None if key in hidden_totals else totals[key],
        )
        for key in totals
    )
