"""A consultation too large to hold: read in parts, with its concerns found on a sample.

A part holds all answers of some respondents, chosen by a hash of who they are, so that what one
person said stands together and the order of the rows decides nothing. The sample is drawn per
round, meeting and role, by a hash of what was said. What is found in it is found as in a
consultation of that size; then every other statement is placed with the concern it is most alike,
part by part, and everything is counted. Only masked text is written.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.cache_folder import cache_dir
from pipeline.core.locale import gettext as _
from pipeline.core.respondents import voices
from pipeline.core.store import make_folder
from pipeline.core.table import Table
from pipeline.core.table_parquet import (
    DRAWN,
    SUFFIX,
    WholeTables,
    read_counted,
    read_part,
    write_part,
)
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    FITS,
    HARM,
    MASKED,
    MATCHES,
    RESPONSES,
    SET_ASIDE,
    STANCES,
    STATEMENTS,
)
from pipeline.core.usage import give_back
from pipeline.runs.place_rest import Placing
from pipeline.runs.prepare import (
    first_masked,
    masked_again,
    split_up,
    words_of_statements,
    worker,
)
from pipeline.runs.state import Following, Found, Linked, Models, Prepared
from pipeline.text.campaigns import copy_keys, find_campaigns, sharing
from pipeline.themes import recurrence

if TYPE_CHECKING:
    from pipeline.core.settings import LargeSettings, Settings
    from pipeline.corpus.records import Corpus
    from pipeline.runs.per_response import Worker

PREPARED = (RESPONSES, MASKED, STATEMENTS, SET_ASIDE)
LARGE = (*PREPARED, ASSIGNMENTS, STANCES, HARM, MATCHES, FITS)  # the tables that are written so
_COMPARED = 100_000  # answers whose letters are compared as in a run that holds them all
_PREFIX = "gehoord-parts-"
_LEFT = 7 * 86_400  # seconds after which nobody works in the folder of a run any more
_PLACE = ("round_id", "meeting_id", "role")
_OF_RESPONSE = {RESPONSES: "response_id", MASKED: "response_id", STATEMENTS: "response_id"}
Tables = Mapping[Table, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Parts:
    """A corpus that was masked and split in parts.

    Attributes: holder: its folder, gone with the last who knows of it; ``prepared`` holds a file
        per part and table, ``tables`` what the run keeps.  sample: what was drawn, in memory.
    """

    corpus: Corpus
    settings: Settings
    work: Worker
    holder: TemporaryDirectory[str]
    n_parts: int
    n_speaking: int  # answers in which something was said
    campaigns: pd.DataFrame
    sample: Prepared

    @property
    def room(self) -> Path:
        """Where the whole tables stand."""
        return Path(self.holder.name) / "tables"

    @property
    def whole(self) -> WholeTables:
        """The whole tables, as a run that is saved takes them along."""
        return WholeTables(self.room, self.holder)

    def everywhere(
        self, found: Found, models: Models, following: Following
    ) -> tuple[Prepared, Found]:
        """Every statement placed, every concern counted over all of them.

        Returns: what there is and what was found, with texts of what was drawn only.
        """
        following.begin(_("Placing every statement"))
        drawn = set(self.sample.responses["response_id"])
        self._write_sample(found)
        placing = Placing.of(found, self.corpus, models, self.settings)
        for number in range(self.n_parts):
            tables = _part(Path(self.holder.name), number)
            rest = _without(tables, drawn)
            statements = placing.read(_as_prepared(rest, self.work))
            self._write(number, rest, placing.placed(statements))
            give_back()  # of every part something stays behind, which many parts would add up
            following.advance(number + 1, self.n_parts)
        models.rest()
        following.begin(_("Counting over all answers"))
        known = {table: read_counted(table, self.room / table.name) for table in LARGE}
        prepared = Prepared(
            responses=known[RESPONSES],
            masked=known[MASKED],
            campaigns=self.campaigns,
            statements=known[STATEMENTS],
            set_aside=known[SET_ASIDE],
            voices=voices(known[RESPONSES], self.campaigns, self.corpus.meetings),
            words={},
        )
        counted = recurrence.count_themes(
            found.themes.themes, known[ASSIGNMENTS], known[STATEMENTS], prepared.voices,
            self.settings.recurrence, found.followed.past,
        )  # fmt: skip
        notes = (*found.themes.notes, _rests_on(len(drawn), self.n_speaking))
        themes = replace(found.themes, themes=counted, assignments=known[ASSIGNMENTS], notes=notes)
        linked = Linked(known[MATCHES], known[FITS], found.linked.coverage)
        others = {**found.tables, "stances": known[STANCES], "harm": known[HARM]}
        return prepared, replace(found, themes=themes, linked=linked, tables=others)

    def _write_sample(self, found: Found) -> None:
        sample = self.sample
        tables = {
            RESPONSES: sample.responses,
            MASKED: sample.masked,
            STATEMENTS: sample.statements,
            SET_ASIDE: sample.set_aside,
            ASSIGNMENTS: found.themes.assignments,
            STANCES: found.tables["stances"],
            HARM: found.tables["harm"],
            MATCHES: found.linked.matches,
            FITS: found.linked.fits,
        }
        for table, frame in tables.items():
            write_part(table, frame, self.room / table.name / f"sample{DRAWN}")
        write_part(SET_ASIDE, self.corpus.set_aside, self.room / SET_ASIDE.name / f"unread{SUFFIX}")

    def _write(self, number: int, rest: Tables, placed: Tables) -> None:
        """The tables of one part; answers that may point at harm are kept with their words."""
        harm = set(placed[HARM]["statement_id"])
        statements = rest[STATEMENTS]
        urgent = set(statements.loc[statements["statement_id"].isin(harm), "response_id"])
        for table, frame in {**rest, **placed}.items():
            column = _OF_RESPONSE.get(table)
            keeps_words = (
                frame[column].isin(urgent) if column else pd.Series(False, index=frame.index)
            )
            for rows, ending in ((frame[keeps_words], DRAWN), (frame[~keeps_words], SUFFIX)):
                if len(rows):
                    write_part(table, rows, self.room / table.name / f"{number:05d}{ending}")


def in_parts(corpus: Corpus, models: Models, settings: Settings, following: Following) -> Parts:
    """Mask and split every answer, and draw those in which concerns are looked for."""
    make_folder(cache_dir())
    sweep(cache_dir())
    holder = TemporaryDirectory(prefix=_PREFIX, dir=cache_dir())
    folder = Path(holder.name)
    work = replace(worker(corpus, models.dutch, settings, models.work), engine=models.engine)
    parts = _rows_of_parts(corpus.responses, settings.large.part)
    names = _names_given_away(corpus.responses, parts, work, following)
    following.begin(_("Splitting into statements"))
    keys = []
    for number, rows in enumerate(parts):
        tables = _masked_and_split(corpus.responses.iloc[rows], names, settings, work)
        for table, frame in tables.items():
            write_part(table, frame, _place_of(folder, table, number))
        keys.append(_keys(tables[RESPONSES], tables[STATEMENTS], rows))
        following.advance(number + 1, len(parts))
    campaigns = _campaigns(folder, len(parts), settings)
    drawn = _drawn(pd.concat(keys), settings.large)
    sample = _gathered(folder, len(parts), drawn)
    prepared = replace(
        _as_prepared(sample, work),
        campaigns=campaigns[campaigns["response_id"].isin(set(drawn))].reset_index(drop=True),
    )
    whose = voices(prepared.responses, prepared.campaigns, corpus.meetings)
    return Parts(
        corpus=corpus, settings=settings, work=work, holder=holder, n_parts=len(parts),
        n_speaking=sum(map(len, keys)), campaigns=campaigns,
        sample=replace(prepared, voices=whose),
    )  # fmt: skip


def _names_given_away(
    responses: pd.DataFrame, parts: Sequence[NDArray[np.intp]], work: Worker, following: Following
) -> frozenset[str]:
    """Names of people in any part: what is clearly a name in one answer may stand bare in another.

    Args: parts: the row numbers of each part.
    """
    following.begin(_("Masking personal details"))
    names: frozenset[str] = frozenset()
    for number, rows in enumerate(parts, start=1):
        names |= first_masked(responses.iloc[rows], work)[2]
        following.advance(number, len(parts))
    return names


def _masked_and_split(
    read: pd.DataFrame, names: frozenset[str], settings: Settings, work: Worker
) -> dict[Table, pd.DataFrame]:
    """RESPONSES, MASKED, STATEMENTS and SET_ASIDE of one part, with these names masked too."""
    texts, outcomes, _names = first_masked(read, work)
    responses, masked = masked_again(read, texts, outcomes, names, work)
    statements, aside = split_up(responses, settings, work)
    return {RESPONSES: responses, MASKED: masked, STATEMENTS: statements, SET_ASIDE: aside}


def sweep(folder: Path) -> None:
    """Remove what killed runs left in this folder; a younger one may be of a run that goes on."""
    for leftover in folder.glob(f"{_PREFIX}*"):
        if time.time() - leftover.stat().st_mtime > _LEFT:
            shutil.rmtree(leftover, ignore_errors=True)


def _rows_of_parts(responses: pd.DataFrame, size: int) -> list[NDArray[np.intp]]:
    """Row numbers of every part, in order; no answer of a respondent stands in another part."""
    n_parts = -(-len(responses) // size)
    who = (
        responses["respondent_id"]
        .fillna("")
        .where(responses["respondent_id"].fillna("") != "", responses["response_id"])
    )
    part = np.array([_number(str(respondent)) % n_parts for respondent in who], dtype=np.int64)
    return [
        rows for rows in (np.flatnonzero(part == index) for index in range(n_parts)) if len(rows)
    ]


def _number(text: str) -> int:
    """A number that hangs on the text alone, below 2**63."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def _place_of(folder: Path, table: Table, number: int) -> Path:
    return folder / "prepared" / table.name / f"{number:05d}{SUFFIX}"


def _part(folder: Path, number: int) -> dict[Table, pd.DataFrame]:
    return {table: read_part(table, _place_of(folder, table, number)) for table in PREPARED}


def _keys(
    responses: pd.DataFrame, statements: pd.DataFrame, rows: NDArray[np.intp]
) -> pd.DataFrame:
    """What answers are drawn by: where they were given, and a number of what they say."""
    keys = responses[["response_id", *_PLACE]].fillna("").assign(row=rows)
    keys["number"] = [
        _number(f"{text}\n{who}")
        for text, who in zip(responses["text"], responses["respondent_id"], strict=True)
    ]
    return keys[keys["response_id"].isin(set(statements["response_id"]))]


def _drawn(keys: pd.DataFrame, settings: LargeSettings) -> list[str]:
    """Ids of the answers drawn, in the order they were read.

    Of every round, meeting and role its share, and no fewer than ``settings.least`` where it has
    them.
    """
    if len(keys) > settings.sample:
        groups = keys.groupby(list(_PLACE), sort=False)["number"]
        share = settings.sample / len(keys)
        wanted = np.maximum(np.rint(groups.transform("size") * share), settings.least)
        keys = keys[groups.rank(method="first") <= wanted]
    return [str(response_id) for response_id in keys.sort_values("row")["response_id"]]


def _gathered(folder: Path, n_parts: int, drawn: Sequence[str]) -> dict[Table, pd.DataFrame]:
    """The tables of what was drawn, in the order it was read."""
    place = {response_id: index for index, response_id in enumerate(drawn)}
    parts = [_only(_part(folder, number), set(place)) for number in range(n_parts)]
    tables = {table: pd.concat([part[table] for part in parts]) for table in PREPARED}
    for table, column in _OF_RESPONSE.items():
        order = tables[table][column].map(place)
        tables[table] = tables[table].iloc[np.argsort(order.to_numpy(), kind="stable")]
    return {table: table.check(frame) for table, frame in tables.items()}


def _only(tables: Tables, ids: set[str]) -> dict[Table, pd.DataFrame]:
    return {table: frame[_of(table, frame).isin(ids)] for table, frame in tables.items()}


def _without(tables: Tables, ids: set[str]) -> dict[Table, pd.DataFrame]:
    return {
        table: frame[~_of(table, frame).isin(ids)].reset_index(drop=True)
        for table, frame in tables.items()
    }


def _of(table: Table, frame: pd.DataFrame) -> pd.Series:
    """The response that each row belongs to; a statement's id begins with it."""
    if table is not SET_ASIDE:
        return frame[_OF_RESPONSE[table]]
    items = frame["item_id"].astype("string")
    return items.where(frame["level"] != "statement", items.str.replace(r"\.\d+$", "", regex=True))


def _as_prepared(tables: Tables, work: Worker) -> Prepared:
    """These tables as Prepared; ``voices`` and ``campaigns`` are empty, the caller counts them."""
    return Prepared(
        responses=tables[RESPONSES],
        masked=tables[MASKED],
        campaigns=CAMPAIGNS.empty(),
        statements=tables[STATEMENTS],
        set_aside=tables[SET_ASIDE],
        voices=pd.DataFrame(),
        words=words_of_statements(tables[STATEMENTS], work),
    )


def _campaigns(folder: Path, n_parts: int, settings: Settings) -> pd.DataFrame:
    """CAMPAIGNS over all parts; of very many answers looked for among those that share words."""
    parts = (read_part(RESPONSES, _place_of(folder, RESPONSES, index)) for index in range(n_parts))
    if n_parts * settings.large.part <= _COMPARED:
        return find_campaigns(RESPONSES.check(pd.concat(list(parts))), settings.campaigns)
    keys = [copy_keys(list(part["text"].fillna("")), settings.campaigns) for part in parts]
    sharing_rows = np.split(
        sharing(np.concatenate(keys)), np.cumsum([len(part_keys) for part_keys in keys])[:-1]
    )
    alike = [
        read_part(RESPONSES, _place_of(folder, RESPONSES, index))[rows]
        for index, rows in enumerate(sharing_rows)
    ]
    return find_campaigns(RESPONSES.check(pd.concat(alike)), settings.campaigns)


def _rests_on(drawn: int, total: int) -> str:
    return _(
        "{n} of {total} answers were drawn, by round, meeting and role. Concerns were found, named "
        "and held against the plan in these, and what is quoted stands in these. All other answers "
        "were placed with the concern they are most alike; numbers are of all answers."
    ).format(n=drawn, total=total)
