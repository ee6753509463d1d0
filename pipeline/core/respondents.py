"""Whose voice is it, and how many people are behind it: the one way of counting, everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

SEVERAL = 2  # people at least behind "meerdere deelnemers"
_MIXED = 0.35  # share of support among those for or against; from here to half nobody prevails
_PRAISE = 0.6  # above it praise: a concern that is hidden is worse than praise that is not


def voices(
    responses: pd.DataFrame, campaigns: pd.DataFrame, meetings: pd.DataFrame
) -> pd.DataFrame:
    """Say whose voice each response is.

    Args: RESPONSES, CAMPAIGNS and MEETINGS.
    Returns: response_id, voice_id (the campaign for a copy, else the respondent), respondent_id,
        round_id, meeting_id, role, area, n_supporters, conversation (the meeting, or its subject
        where every meeting had one and these differ), and what bounds the people of a meeting:
        role_present and all_present (0 where the notes do not say); one row per response.
    """
    columns = ["response_id", "respondent_id", "round_id", "meeting_id", "role", "area"]
    frame = responses[[*columns, "n_supporters"]].copy()
    frame["n_supporters"] = frame["n_supporters"].fillna(1).clip(lower=1)
    membership = dict(zip(campaigns["response_id"], campaigns["campaign_id"], strict=True))
    campaign = frame["response_id"].map(membership).astype("string")
    # A copy speaks with the campaign's one voice, its own addition included: adding a sentence
    # must not turn forty copies into forty voices.
    frame["voice_id"] = campaign.fillna(frame["respondent_id"])
    frame.loc[campaign.notna(), "n_supporters"] = 1
    subjects = _subjects(meetings)
    frame["conversation"] = [subjects.get(key, key) for key in frame["meeting_id"].fillna("")]
    present = {
        (meeting, role): int(n)
        for meeting, role, n in zip(
            meetings["meeting_id"], meetings["role"], meetings["n_present"].fillna(0), strict=True
        )
    }
    frame[["role_present", "all_present"]] = 0
    if present:
        places = list(zip(frame["meeting_id"].fillna(""), frame["role"].fillna(""), strict=True))
        frame["role_present"] = [present.get((m, role), 0) if role else 0 for m, role in places]
        frame["all_present"] = [present.get((meeting, ""), 0) for meeting, _role in places]
        frame.loc[campaign.notna(), ["role_present", "all_present"]] = 0
    return frame


def _subjects(meetings: pd.DataFrame) -> dict[str, str]:
    """Meeting id -> its subject, where every meeting had one and they are not all the same.

    What people say where it is the subject was asked for; said elsewhere too, it came up again.
    """
    topic_of = meetings.drop_duplicates("meeting_id").set_index("meeting_id")["topic"].fillna("")
    if (topic_of == "").any() or topic_of.nunique() < 2:
        return {}
    return {str(meeting): str(topic) for meeting, topic in topic_of.items()}


def count_people(statements: pd.DataFrame, by: str = "voice_id") -> int:
    """People behind these rows of ``voices``: supporters of a voice count once, at their most.

    A meeting adds no more people than were there, of a role no more than that role had: a bullet of
    its notes is not a person of its own. "Meerdere deelnemers" are among those who spoke of the
    rest: they add one person to a meeting, or two where nobody else spoke. By respondent_id:
    senders, of whom every copy of a letter is one; never fewer than people.
    """
    return _people(statements, [""] * len(statements), by).get("", 0)


class Reckoning(NamedTuple):
    """How a number of people is made up: ``people = writers + spoken + points``."""

    people: int
    writers: int  # voices outside meetings: a form or a letter; a campaign is one
    spoken: int  # people in meetings of which it is noted how many were there
    meetings: int  # those meetings
    points: int  # people that are points of notes, where nobody noted how many were there
    uncounted: int  # the meetings of those points
    copies: int  # senders of letters that came in many times
    letters: int  # those letters
    present: int = 0  # who were at the meetings of ``spoken``, heard or not; 0: nobody noted it


def reckon(statements: pd.DataFrame) -> Reckoning:
    """What the people behind these rows of ``voices`` are made up of."""
    own = statements["voice_id"] == statements["respondent_id"]  # a campaign is written
    met = (statements["meeting_id"].fillna("") != "") & own
    counted = met & ((statements["all_present"] > 0) | (statements["role_present"] > 0))
    written, spoken, points = (statements[rows] for rows in (~met, counted, met & ~counted))
    copied = statements[~own]
    there = spoken.groupby("meeting_id")["all_present"].max()
    return Reckoning(
        people=count_people(statements),
        writers=count_people(written),
        spoken=count_people(spoken),
        meetings=int(spoken["meeting_id"].nunique()),
        points=count_people(points),
        uncounted=int(points["meeting_id"].nunique()),
        copies=int(copied["respondent_id"].nunique()),
        letters=int(copied["voice_id"].nunique()),
        present=int(there.sum()) if (there > 0).all() else 0,
    )


def people_per(statements: pd.DataFrame, column: str) -> dict[str, int]:
    """People behind these statements, per value of a column, largest first; "" is left out."""
    counts = _people(statements, statements[column], "voice_id")
    counts.pop("", None)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _people(statements: pd.DataFrame, keys: Iterable[str], by: str) -> dict[str, int]:
    """Key -> people, each meeting within its bounds."""
    bounds = _bounds(statements, by)
    if not bounds:
        return _summed(keys, statements[by], statements["n_supporters"])
    most: dict[tuple[str, str], int] = {}
    for key, voice, n in zip(keys, statements[by], statements["n_supporters"], strict=True):
        if n > most.get((key, voice), 0):
            most[key, voice] = int(n)
    counts: Counter[str] = Counter()
    roles: Counter[tuple[str, _Bound]] = Counter()
    for (key, voice), n in most.items():
        if voice in bounds:
            roles[key, bounds[voice]] += n
        else:
            counts[key] += n
    points: Counter[tuple[str, str]] = Counter()
    widest: dict[tuple[str, str], int] = {}
    for (key, voice), n in most.items():
        if voice in bounds:
            at_meeting = key, bounds[voice].meeting
            points[at_meeting] += n if n > SEVERAL else 1
            widest[at_meeting] = max(n, widest.get(at_meeting, 0))
    meetings: Counter[tuple[str, str, int]] = Counter()
    for (key, bound), n in roles.items():
        within = min(n, bound.of_role) if bound.of_role else n
        meetings[key, bound.meeting, bound.of_all] += within
    for (key, meeting, of_all), n in meetings.items():
        within = min(n, max(points[key, meeting], widest[key, meeting]))
        counts[key] += min(within, of_all) if of_all else within
    return dict(counts)


def _summed(keys: Iterable[str], voices: pd.Series, supporters: pd.Series) -> dict[str, int]:
    """Key -> people where nothing bounds them: of every voice its most, added up."""
    key, names = pd.factorize(np.array(list(keys), dtype=object), use_na_sentinel=False)
    voice, _names = pd.factorize(voices, use_na_sentinel=False)
    people = supporters.to_numpy(np.int64)
    order = np.lexsort((people, voice, key))
    key, voice, people = key[order], voice[order], people[order]
    last = np.ones(len(key), dtype=bool)
    last[:-1] = (np.diff(key) != 0) | (np.diff(voice) != 0)
    sums = np.bincount(key[last], weights=people[last], minlength=len(names))
    return {name: int(n) for name, n in zip(names, sums, strict=True)}


class _Bound(NamedTuple):
    """The most people that the notes of a meeting can stand for: of a role, and in all."""

    meeting: str
    role: str
    of_role: int
    of_all: int


def _bounds(statements: pd.DataFrame, by: str) -> dict[str, _Bound]:
    """Voice -> what bounds it, for those who spoke where it was noted how many were there."""
    if "all_present" not in statements or not len(statements):
        return {}
    bounded = statements[(statements["all_present"] > 0) | (statements["role_present"] > 0)]
    if bounded.empty:
        return {}
    columns = [by, "meeting_id", "role", "role_present", "all_present"]
    return {
        voice: _Bound(str(meeting), str(role), int(of_role), int(of_all))
        for voice, meeting, role, of_role, of_all in bounded[columns].itertuples(
            index=False, name=None
        )
    }


def withheld(
    counts: Mapping[str, int], min_group: int, *, always: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Which cells of a breakdown to withhold.

    First every cell of 1 to ``min_group - 1``; then the smallest others, until each of those
    withheld could hold ``min_group`` people: whoever subtracts the shown cells from the total, and
    knows that each of the others holds somebody, still cannot say which group is small.

    Args: always: cells withheld whatever they hold, zeros among them.
    """
    filled = sorted((n, key) for key, n in counts.items() if n > 0)
    hidden = {key for n, key in filled if n < min_group} | (always & set(counts))
    rest = [(n, key) for n, key in filled if key not in hidden]
    while not _is_safe(hidden, counts, min_group):
        if not rest:  # too few people to say anything about groups, not even the zeros
            return frozenset(counts)
        hidden.add(rest.pop(0)[1])
    return frozenset(hidden)


def _is_safe(hidden: Collection[str], counts: Mapping[str, int], min_group: int) -> bool:
    """Whether any of these cells could be large, as far as their sum and their number tell."""
    people = sum(counts[key] for key in hidden)
    return not people or (len(hidden) >= 2 and people - (len(hidden) - 1) >= min_group)


def lean(stances: Mapping[str, int]) -> str:
    """What most people in a theme voice: concern | support | mixed | unknown."""
    against = stances.get("complaint", 0) + stances.get("wish", 0)
    support = stances.get("support", 0)
    if against + support == 0:
        return "unknown"
    share = support / (against + support)
    if share > _PRAISE:
        return "support"
    return "mixed" if share >= _MIXED else "concern"
