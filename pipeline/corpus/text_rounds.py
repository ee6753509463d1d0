"""Which documents and letters of a folder are of one round, by their days and their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.core.locale import gettext as _
from pipeline.corpus.documents import LETTER, NOTES
from pipeline.corpus.guess_columns import GUESS
from pipeline.corpus.note_forms import forms_among
from pipeline.corpus.round_guess import RoundGuess, dated
from pipeline.corpus.round_names import is_of_a_period, title_of
from pipeline.files.dates import iso_date

APART = timedelta(days=42)  # between two documents of one round; more makes another round
BESIDE = timedelta(days=14)  # of the days of a numbered round: notes without a number belong to it
_MAKES_THE_PLAN = re.compile(r"plan(?:bijeenkomst|dag|avond|middag|sessie)", re.IGNORECASE)
NEAR = timedelta(days=30)  # around the answers of a survey: letters of those days belong with it


@dataclass(frozen=True)
class RunningText:
    """A document or mailbox that is input: what it is, its round's number and its days."""

    file: str
    kind: str
    number: int | None
    days: tuple[str, ...]
    on_plan: bool = False  # remarks in the margin of a plan
    any_year: bool = False  # its days were written without their year
    printed: frozenset[str] = frozenset()  # what a form would print
    chat: bool = False  # messages of a group, from its first day to its last


def filled_in_alike(texts: Sequence[RunningText]) -> list[RunningText]:
    """The texts, with those that filled in one form as of one kind and of the same weeks.

    One that says no day was filled in with the others.
    """
    same = list(texts)
    for alike in forms_among([text.printed for text in texts]):
        kinds = Counter(texts[i].kind for i in alike)
        kind = max(kinds, key=lambda kind: (kinds[kind], kind == LETTER))
        days = sorted(day for i in alike for day in texts[i].days)
        for i in alike:
            same[i] = replace(texts[i], kind=kind, days=texts[i].days or tuple(days[:1]))
    return same


def with_texts(
    folder: Path, tables: Sequence[RoundGuess], texts: Sequence[RunningText]
) -> list[RoundGuess]:
    """The rounds with what is running text: with the survey of its round, or in one of its own."""
    rounds = list(tables)
    left: list[RunningText] = []
    for text in texts:
        home = _home(text, rounds)
        if home is None:
            left.append(text)
        elif text.kind == LETTER:
            rounds[home] = replace(rounds[home], letters=(*rounds[home].letters, text.file))
        else:
            rounds[home] = replace(rounds[home], notes=(*rounds[home].notes, text.file))
    for group in _groups(left, NOTES):
        shown = _shown_there(group, rounds)
        if shown is None:
            rounds.append(_text_round(folder, group))
        else:  # what people typed on a screen at one of these meetings
            notes = tuple(sorted(text.file for text in group))
            first = min(rounds[shown].date, *(day for text in group for day in text.days))
            title = _("Notes of meetings")
            beside = _chats_in(group)
            rounds[shown] = replace(
                rounds[shown], title=title, date=first, notes=notes, chats=beside
            )
    for group in _groups(left, LETTER):  # of a numbered round: beside the notes of it
        numbered = group[0].number is not None
        home = _home(group[0], rounds) if numbered else None
        home = _in_order(group, rounds) if numbered and home is None else home
        if home is None:
            rounds.append(_text_round(folder, group))
        else:
            letters = tuple(text.file for text in group)
            rounds[home] = replace(rounds[home], letters=(*rounds[home].letters, *letters))
    return rounds


def dated_by_others(
    texts: Sequence[RunningText], tables: Sequence[RoundGuess]
) -> list[RunningText]:
    """The texts, with a year for days without one and a day for letters without any.

    A day without a year is nearest to the days that have one; a letter came in with those beside it
    in its folder.
    """
    known = sorted(
        [day for text in texts if not text.any_year for day in text.days]
        + [table.date for table in tables if table.sure != GUESS]
    )
    dated = [_in_year_of(text, known) if text.any_year and known else text for text in texts]
    beside: dict[str, list[str]] = {}
    for text in dated:
        if text.kind == LETTER and Path(text.file).parent != Path():
            beside.setdefault(str(Path(text.file).parent), []).extend(text.days)
    return [
        replace(text, days=(min(beside[folder]),))
        if text.kind == LETTER
        and not text.days
        and beside.get(folder := str(Path(text.file).parent))
        else text
        for text in dated
    ]


def in_their_period(
    texts: Sequence[RunningText], tables: Sequence[RoundGuess]
) -> tuple[list[RunningText], list[RoundGuess]]:
    """Texts and tables without a number in the part of the year that their day is nearest to.

    Only where files say which part they are of ("1e trimester", "2e trimester"): then the minutes
    and the survey of those weeks belong there too.
    """
    periods: dict[int, list[date]] = {}
    for text in texts:
        if text.number is not None and is_of_a_period(text.file):
            periods.setdefault(text.number, []).extend(map(date.fromisoformat, text.days))

    def nearest(iso_day: str) -> int | None:
        day = date.fromisoformat(iso_day)
        near = [
            (max(min(days) - day, day - max(days), timedelta(0)), number)
            for number, days in periods.items()
            if days
        ]
        apart, number = min(near, default=(APART, 0))
        return number if apart < APART else None

    if len(periods) < 2:
        return list(texts), list(tables)
    return [
        replace(text, number=nearest(text.days[0])) if text.number is None and text.days else text
        for text in texts
    ], [
        replace(table, number=nearest(table.date))
        if table.number is None and table.sure != GUESS
        else table
        for table in tables
    ]


def _in_year_of(text: RunningText, known: Sequence[str]) -> RunningText:
    """The text with its days in the year that brings its first day nearest to a known one."""
    days = [date.fromisoformat(day) for day in (*known, text.days[0])]
    first = days.pop()

    def distance(year: int) -> tuple[timedelta, int]:
        return min(
            abs(first.replace(year=year, day=min(first.day, 28)) - day) for day in days
        ), -year

    shift = min({day.year for day in days}, key=distance) - first.year
    moved = (f"{int(day[:4]) + shift}{day[4:]}" for day in text.days)
    return replace(text, days=tuple(day for day in moved if iso_date(day)))


def _home(text: RunningText, rounds: Sequence[RoundGuess]) -> int | None:
    """The survey a document came in with: by its round's number, a letter also by its day."""
    numbered = [i for i, round_ in enumerate(rounds) if round_.number == text.number]
    if text.number is not None and len(numbered) == 1:
        return numbered[0]
    if text.kind != LETTER or text.number is not None or not text.days:
        return None
    day = date.fromisoformat(text.days[0])
    near = [(distance_of(day, round_), i) for i, round_ in enumerate(rounds)]
    best = min(near, default=(NEAR, -1))
    return best[1] if best[0] < NEAR else None


def _shown_there(group: Sequence[RunningText], rounds: Sequence[RoundGuess]) -> int | None:
    """The presentation that was answered in the days of these meetings; None where none was."""
    for i, round_ in enumerate(rounds):
        if round_.table is None or not round_.table.present or round_.sure == GUESS:
            continue
        as_text = RunningText(round_.files[0], NOTES, round_.number, (round_.date,))
        if round_.number in (None, group[0].number) and _is_among(as_text, group):
            return i
    return None


def _in_order(texts: Sequence[RunningText], rounds: Sequence[RoundGuess]) -> int | None:
    """Where letters "of round 2" belong when no other file has a number: the second by date.

    Only where their days are near; otherwise they are a round that nothing else is of.
    """
    number, days = texts[0].number, sorted(day for text in texts for day in text.days)
    order = sorted(range(len(rounds)), key=lambda i: rounds[i].date)
    if number is None or not days or any(round_.number is not None for round_ in rounds):
        return None
    if not 0 < number <= len(order):
        return None
    place = order[number - 1]
    near = distance_of(date.fromisoformat(days[0]), rounds[place]) < NEAR
    return place if near else None


def distance_of(day: date, survey: RoundGuess) -> timedelta:
    """How far a day is from the days on which a survey was answered; 0 within them."""
    first = date.fromisoformat(survey.date)
    last = (
        date.fromisoformat(survey.table.last_date)
        if survey.table and survey.table.last_date
        else first
    )
    return max(first - day, day - last, timedelta(0))


def _groups(texts: Sequence[RunningText], kind: str) -> Iterator[list[RunningText]]:
    """Documents of one round each: of one number, or of days that follow each other closely.

    One without a number whose days lie among those of a numbered round is of that round. The
    meeting that makes the plan is another occasion than those that prepare it. A chat is one of its
    own, unless a number says otherwise or meetings were held in its weeks.
    """
    chats = [text for text in texts if text.kind == kind and text.chat and text.number is None]
    groups = list(_of_meetings([text for text in texts if text.kind == kind and text not in chats]))
    for chat in chats:
        during = [group for group in groups if _held_during(chat, group)]
        if len(during) == 1:
            during[0].append(chat)
        else:
            groups.append([chat])
    yield from groups


def _held_during(chat: RunningText, group: Sequence[RunningText]) -> bool:
    """Whether meetings were held between the first and the last message of a chat, or nearly."""
    days = sorted(date.fromisoformat(day) for text in group for day in text.days if not text.chat)
    ends = [date.fromisoformat(day) for day in chat.days]
    if not days or not ends:
        return False
    return days[0] - BESIDE <= ends[-1] and ends[0] <= days[-1] + BESIDE


def _of_meetings(mine: Sequence[RunningText]) -> Iterator[list[RunningText]]:
    """Documents that are no chats, by their number or their days."""
    numbered: dict[int, list[RunningText]] = {}
    for text in mine:
        if text.number is not None:
            numbered.setdefault(text.number, []).append(text)
    left = [text for text in mine if text.number is None]
    for text in list(left):
        among = [number for number, group in numbered.items() if _is_among(text, group)]
        if len(among) == 1:
            numbered[among[0]].append(text)
            left.remove(text)
    yield from (numbered[number] for number in sorted(numbered))
    dated = sorted((text for text in left if text.days), key=lambda text: (text.days, text.file))
    for occasion in (False, True):
        yield from _close_in_time(
            [text for text in dated if bool(_MAKES_THE_PLAN.search(text.file)) is occasion]
        )
    undated = [text for text in left if not text.days]
    if undated:
        yield undated


def _is_among(text: RunningText, group: Sequence[RunningText]) -> bool:
    """Whether a text's first day lies among the days of this round, or just beside them."""
    days = sorted(day for other in group for day in other.days)
    if not days or not text.days:
        return False
    day = date.fromisoformat(text.days[0])
    return date.fromisoformat(days[0]) - BESIDE <= day <= date.fromisoformat(days[-1]) + BESIDE


def _close_in_time(dated: Sequence[RunningText]) -> Iterator[list[RunningText]]:
    """These texts, sorted by day, parted where more than ``APART`` lies between two."""
    group: list[RunningText] = []
    for text in dated:
        last = max((day for earlier in group for day in earlier.days), default=text.days[0])
        if date.fromisoformat(text.days[0]) - date.fromisoformat(last) > APART:
            yield group
            group = []
        group.append(text)
    if group:
        yield group


def _text_round(folder: Path, texts: Sequence[RunningText]) -> RoundGuess:
    kind = texts[0].kind
    files = tuple(sorted(text.file for text in texts))
    title = _("Letters and e-mails") if kind == LETTER else _("Notes of meetings")
    if len(files) == 1:
        title = title_of(files[0])
        if texts[0].on_plan:
            title = _("Remarks on {document}").format(document=title)
    chats = _chats_in(texts) if len(texts) > 1 else ()
    beside = dict(chats)
    days = [day for text in texts for day in text.days if text.file not in beside]
    first = min(days, default="")
    round_ = RoundGuess("", title, kind, first, files, number=texts[0].number, chats=chats)
    return dated(folder / files[0], round_)


def _chats_in(texts: Sequence[RunningText]) -> tuple[tuple[str, str], ...]:
    """The chats that no number puts in the round of these texts, each with its first day."""
    return tuple((text.file, text.days[0]) for text in texts if text.chat and text.number is None)
