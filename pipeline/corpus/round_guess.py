"""A round as it is guessed from files: its day, its name, and which forms were asked in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.corpus.guess_columns import GUESS, LIKELY
from pipeline.corpus.guess_tables import TableGuess
from pipeline.corpus.round_names import number_in, title_of
from pipeline.files.dates import day_of_year, in_words, month_in_name

SAME_DAYS = timedelta(days=31)  # between the first answers to two forms in one folder


@dataclass(frozen=True)
class RoundGuess:
    """One round: its files and, for tables, their form."""

    round_id: str
    title: str
    kind: str
    date: str  # never empty: at worst the day a file was last saved
    files: tuple[str, ...]
    table: TableGuess | None = None
    sure: str = LIKELY  # of the date
    sheets: tuple[str, ...] = ()  # of one questionnaire, where there are several
    number: int | None = None  # which one its folder or its name says it is
    letters: tuple[str, ...] = ()  # that came in with the answers of a survey
    notes: tuple[str, ...] = ()  # of meetings of the same round
    part_of: str = ""  # the round that was asked by another form too
    chats: tuple[tuple[str, str], ...] = ()  # among its files, of its days: each with its first day


def dated(path: Path, round_: RoundGuess) -> RoundGuess:
    """The round with a day: where nothing says it, that of its name, its title or its file."""
    if round_.date:
        return round_
    day = month_in_name(path.stem) or (round_.table.told if round_.table else "")
    saved = date.fromtimestamp(path.stat().st_mtime)
    day = day or day_of_year(in_words(path.stem.replace("_", " ")), saved)
    if day:
        return replace(round_, date=day)
    return replace(round_, date=saved.isoformat(), sure=GUESS)


def named_by_folder(round_: RoundGuess, periods: Mapping[str, int]) -> RoundGuess:
    """A round of a folder of its own, by the name of that folder: "1 voorjaar" is Voorjaar."""
    folder = Path(round_.files[0]).parts[0]
    title = re.sub(r"^\d{1,2}[ ._)-]+(?=\D)", "", folder)
    return replace(round_, title=title_of(title)) if folder in periods else round_


def numbered(rounds: Sequence[RoundGuess]) -> list[RoundGuess]:
    """Rounds in the order of their dates, from 1; behind them what was asked by a second form.

    Two forms of one number, a survey and a wall of notes in a folder "ronde 1", are one round, and
    so are two of the same days in one folder, ideas and the comments on them: the form whose days
    are known gives the round its date.
    """
    whole: dict[int | str, RoundGuess] = {}
    for each in sorted(rounds, key=lambda each: (each.sure == GUESS, each.date, each.files[0])):
        if asked := _asked_in(each):
            whole.setdefault(asked, each)
    second = [each for each in rounds if _is_part(each, whole.get(_asked_in(each), each))]
    first = [each for each in rounds if each not in second]
    order = sorted(first, key=_in_time)
    ids = {_asked_in(each): str(n) for n, each in reversed([*enumerate(order, start=1)])}
    for each in sorted(second, key=lambda each: each.files):
        of, title = whole[_asked_in(each)], title_of(each.files[0])
        part_of = ids[_asked_in(each)]
        order.append(replace(each, title=title, date=of.date, sure=of.sure, part_of=part_of))
    return [replace(each, round_id=str(n)) for n, each in enumerate(order, start=1)]


def in_time(rounds: Sequence[RoundGuess]) -> list[RoundGuess]:
    """Numbered rounds with one more among them, numbered again in the order of their dates."""
    order = sorted((each for each in rounds if not each.part_of), key=_in_time)
    ids = {each.round_id: str(n) for n, each in enumerate(order, start=1)}
    order += [replace(each, part_of=ids[each.part_of]) for each in rounds if each.part_of]
    return [replace(each, round_id=str(n)) for n, each in enumerate(order, start=1)]


def _in_time(round_: RoundGuess) -> tuple[str, int, str]:
    return round_.date, round_.number or 0, round_.files[0]


def _asked_in(round_: RoundGuess) -> int | str:
    """The number of the round in which a form was asked, or the folder it lies in; 0 for none."""
    if round_.table is None:
        return 0
    parent = str(Path(round_.files[0]).parent)
    return number_in(round_.table.sheet) or round_.number or (parent if parent != "." else 0)


def _is_part(round_: RoundGuess, whole: RoundGuess) -> bool:
    """Whether it was asked in the round of another form: one number, or a folder and its days."""
    apart = date.fromisoformat(round_.date) - date.fromisoformat(whole.date)
    return round_ is not whole and (isinstance(_asked_in(round_), int) or abs(apart) <= SAME_DAYS)
