"""One person's words taken out of a run, and what that changes in its numbers.

What was found stays: themes, places and verdicts are of everybody. What she said goes, with every
row that speaks of it, and all is counted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.respondents import count_people
from pipeline.core.settings import RecurrenceSettings
from pipeline.core.table import Table
from pipeline.core.tables import (
    ALL,
    ASSIGNMENTS,
    COVERAGE,
    COVERAGE_BEFORE,
    JUDGEMENTS,
    MATCHES,
    PAST,
    PROPOSALS,
    REGISTER,
    RESPONSES,
    SILENCE,
    STATEMENTS,
    THEMES,
    central_first,
)
from pipeline.runs.link import people_per_goal
from pipeline.themes.recurrence import count_themes, register, resolved_by_people
from pipeline.themes.silence import quiet_groups

_IDS = ("response_id", "statement_id", "item_id")  # columns that speak of what somebody said
_THEMES = ("theme_id", "item_id")
_LISTS = ("quote_ids", "anchor", "target")
_TELLING = 12  # characters; a shorter piece of a sentence is nobody's own


@dataclass(frozen=True)
class Person:
    """What somebody said in a run.

    Attributes: places: file, part and row of each response in the inputs.
    """

    ids: frozenset[str]  # of her responses and statements
    texts: tuple[str, ...]
    places: tuple[tuple[str, str, int | None], ...]

    def said(self, text: str) -> bool:
        """Whether this is a piece of what she said."""
        piece = text.strip("“” ….")
        return len(piece) >= _TELLING and any(piece in own for own in self.texts)

    def speaks_in(self, text: str) -> bool:
        """Whether this is a piece of what she said, or holds one."""
        return self.said(text) or any(own in text for own in self.texts if len(own) >= _TELLING)


def person_in(analysis: Analysis, respondent_id: str) -> Person | None:
    """Everything under this pseudonym; None where the run holds nothing of it."""
    responses = analysis.table(RESPONSES)
    mine = responses[responses["respondent_id"] == respondent_id]
    if mine.empty:
        return None
    statements = analysis.table(STATEMENTS)
    spoken = statements[statements["response_id"].isin(mine["response_id"])]
    return Person(
        ids=frozenset({*mine["response_id"], *spoken["statement_id"]}),
        texts=tuple(str(text) for text in (*mine["text"], *spoken["clean_text"])),
        places=tuple(
            (str(file), "" if pd.isna(part) else str(part), None if pd.isna(row) else int(row))
            for file, part, row in zip(
                mine["source_file"], mine["source_part"], mine["source_row"], strict=True
            )
        ),
    )


def without(analysis: Analysis, person: Person, note: str) -> Analysis:
    """The run without her words, counted anew; ``note`` stands in its record."""
    tables = {table.name: without_rows(table, analysis.table(table), person) for table in ALL}
    left = {*tables["assignments"]["theme_id"], *tables["assignments"]["subtheme_id"]}
    gone = {str(theme) for theme in tables["themes"]["theme_id"]} - left
    for table in ALL:
        frame = tables[table.name]
        for column in set(_THEMES) & set(table.columns):
            frame = frame[~frame[column].isin(gone)]
        tables[table.name] = table.check(frame)
    proposals = analysis.table(PROPOSALS)
    others = [not person.ids & set(quotes) for quotes in proposals["quote_ids"]]
    tables[PROPOSALS.name] = PROPOSALS.check(proposals.loc[pd.Series(others, dtype=bool)])
    themes = tables[THEMES.name]
    own = [person.said(str(label)) for label in themes["label"]]
    themes["label"] = themes["label"].where(~pd.Series(own, dtype=bool), themes["subject"])
    for table in (COVERAGE, COVERAGE_BEFORE):
        tables[table.name] = _with_quotes(tables[table.name], tables[ASSIGNMENTS.name])
    record = replace(analysis.record, notes=(*analysis.record.notes, note))
    parts = analysis.parts and replace(
        analysis.parts, kept=lambda table, rows: without_rows(table, rows, person)
    )
    return _counted(replace(analysis, tables=tables, record=record, parts=parts))


def without_rows(table: Table, frame: pd.DataFrame, person: Person) -> pd.DataFrame:
    """The rows of a table that speak of somebody else, and in their lists nothing of hers."""
    kept = frame.copy()
    for column in set(_IDS) & set(table.columns):
        kept = kept[~kept[column].isin(person.ids)]
    for column in set(_LISTS) & set(table.columns):
        kept[column] = [
            tuple(member for member in values if member.partition("#")[0] not in person.ids)
            for values in kept[column]
        ]
    if table is JUDGEMENTS:
        kept = kept[~kept["subject"].isin(person.ids)].copy()
        for column in ("context", "new", "old"):
            kept[column] = [
                "" if person.said(str(cell)) else cell for cell in kept[column].fillna("")
            ]
    return table.check(kept)


def numbers(analysis: Analysis) -> dict[str, int]:
    """The numbers of people and statements that a report shows, by what they are of."""
    counts = {
        _("responses"): len(analysis.table(RESPONSES)),
        _("statements"): len(analysis.table(STATEMENTS)),
        _("people"): count_people(analysis.voices()),
    }
    for row in analysis.table(THEMES).itertuples():
        counts[_("{id}: people").format(id=row.theme_id)] = int(row.n_respondents)
        counts[_("{id}: statements").format(id=row.theme_id)] = int(row.n_statements)
    for row in analysis.table(SILENCE).itertuples():
        counts[_("{id}: people").format(id=row.subject)] = int(row.n_respondents)
    return counts


def changed(before: Analysis, after: Analysis) -> dict[str, tuple[int, int]]:
    """Name of a number -> what it was and what it is, for those that changed."""
    then, now = numbers(before), numbers(after)
    return {
        name: (n, now.get(name, 0)) for name, n in sorted(then.items()) if now.get(name, 0) != n
    }


def _with_quotes(coverage: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    """A verdict that lost its evidence rests on the most central statement that is left."""
    first: dict[str, str] = {}
    for row in central_first(assignments).itertuples():
        for theme in (row.theme_id, row.subtheme_id):
            first.setdefault(str(theme), str(row.statement_id))
    quotes = zip(coverage["theme_id"], coverage["quote_ids"], strict=True)
    return coverage.assign(
        quote_ids=[ids or ((first[theme],) if theme in first else ()) for theme, ids in quotes]
    )


def _counted(analysis: Analysis) -> Analysis:
    """Every count of people and statements, made anew from the statements."""
    rule: Mapping[str, Any] = analysis.record.settings["recurrence"]
    settings = RecurrenceSettings(**rule)
    statements, placed = analysis.table(STATEMENTS), analysis.table(ASSIGNMENTS)
    whose = analysis.voices()
    past = analysis.table(PAST)
    lives = register(
        placed, statements, whose, analysis.rounds, settings, past=past,
        resolved=resolved_by_people(analysis.table(JUDGEMENTS), analysis.rounds),
    )  # fmt: skip
    silence = analysis.table(SILENCE)
    per_goal = people_per_goal(analysis.table(MATCHES), statements, whose)
    goals = silence[silence["kind"] == "goal"]
    goals = goals.assign(n_respondents=[per_goal.get(str(goal), 0) for goal in goals["subject"]])
    groups = quiet_groups(whose, analysis.group_sizes, settings)
    themes = count_themes(analysis.table(THEMES), placed, statements, whose, settings, past)
    fresh = {
        THEMES.name: THEMES.check(themes),
        REGISTER.name: REGISTER.check(lives),
        SILENCE.name: SILENCE.check(pd.concat([groups, goals])),
    }
    return replace(analysis, tables={**analysis.tables, **fresh})
