"""The tables of a run, joined once: one row per statement, with its respondent, theme and goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import take

from pipeline.core.analysis import Analysis
from pipeline.core.respondents import count_people, people_per, voices
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    FITS,
    HARM,
    JUDGEMENTS,
    MATCHES,
    MEETINGS,
    RESPONSES,
    STANCES,
    STATEMENTS,
    of_statements_and_goals,
)
from pipeline.findings.suppression import Known

# Every chapter takes a few rows, again and again, and the types that know of missing values take
# twice as long to.
_PLAIN = {
    **dict.fromkeys(("start", "end", "n_supporters", "role_present", "all_present"), int),
    **dict.fromkeys(("strength", "stance_strength"), float),
    "unique_signal": bool,
}
_PLACED = ["statement_id", "theme_id", "subtheme_id", "strength", "unique_signal"]
_WHOSE = ["voice_id", "n_supporters", "conversation", "role_present", "all_present"]
_TEXTS = ("role", "area", "meeting_id", "round_id", "respondent_id", "question_id", "language")


@dataclass(frozen=True)
class Frames:
    """The joined tables from which every chapter counts.

    statements: one row per statement, columns of STATEMENTS, ASSIGNMENTS and RESPONSES' origin,
        stance, campaign_id, goal_id (nearest goal) and voice_id, in types of Python and NumPy;
        everyone: of all who spoke.
    """

    statements: pd.DataFrame
    everyone: pd.DataFrame
    people: int
    role_totals: Mapping[str, int]
    area_totals: Mapping[str, int]
    known: Known = field(default_factory=Known)  # what may be told of groups, over the whole run
    focused: bool = False  # these are the statements of one group

    def of_theme(self, theme_id: str) -> pd.DataFrame:
        """The statements of one theme."""
        return self._groups.get(theme_id, self.statements.iloc[:0])

    def told(self, counts: Mapping[str, int], hidden: frozenset[str]) -> dict[str, int | None]:
        """Group -> number of people; None where it is withheld, and in an edition about one group.

        What is withheld is listed whether anybody is in it or not: of three people who all spoke
        of one thing, that nothing else is listed would tell what each of them said.
        """
        every = {**counts, **dict.fromkeys(sorted(hidden - counts.keys()), 0)}
        return {key: None if self.focused or key in hidden else n for key, n in every.items()}

    @cached_property
    def _groups(self) -> Mapping[str, pd.DataFrame]:
        return {str(key): rows for key, rows in self.statements.groupby("theme_id", sort=True)}


def frames(analysis: Analysis) -> Frames:
    """Join the tables of a run; the copies of a campaign letter count as one voice."""
    responses = analysis.table(RESPONSES).copy()
    for column in (*_TEXTS, "source_file", "source_part"):
        responses[column] = responses[column].fillna("")
    campaigns = analysis.table(CAMPAIGNS)
    whose = voices(responses, campaigns, analysis.table(MEETINGS))
    origin = responses.drop(columns=["n_supporters"]).rename(columns={"text": "response_text"})
    statements = analysis.table(STATEMENTS)
    statements = statements[statements["response_id"].isin(origin["response_id"])]
    statements = statements.sort_values("statement_id", kind="stable", ignore_index=True)
    columns = {name: _plain(statements[name]) for name in statements}
    # Column by column: each merge of whole frames held all columns twice.
    for key, frame in (
        ("response_id", origin.join(whose[_WHOSE])),
        ("statement_id", analysis.table(ASSIGNMENTS)[_PLACED]),
        ("statement_id", _stances(analysis)),
        ("statement_id", _goals(analysis)),
        ("response_id", campaigns[["response_id", "campaign_id"]]),
    ):
        rows = pd.Index(frame[key]).get_indexer(statements[key])
        columns |= {name: _plain(frame[name], rows) for name in frame.columns.drop(key)}
    joined = pd.DataFrame(columns, copy=False)
    for column in ("theme_id", "subtheme_id", "goal_id", "campaign_id"):
        joined[column] = joined[column].fillna("")
    joined["stance"] = joined["stance"].fillna("unknown")
    joined["stance_strength"] = joined["stance_strength"].astype("Float64").fillna(0.0)
    joined["harm"] = joined["statement_id"].isin(set(analysis.table(HARM)["statement_id"]))
    judged = _judged_quotes(analysis)
    outside = [judged.get(str(statement_id), "") for statement_id in joined["statement_id"]]
    joined["outside"] = pd.Series(outside, dtype=object)
    joined["strength"] = joined["strength"].astype("Float64").fillna(0.0)
    joined["unique_signal"] = joined["unique_signal"].astype("boolean").fillna(False)
    joined = joined.astype(_PLAIN)
    joined["role_in_round"] = _people_in_round(joined)
    return Frames(
        statements=joined,
        everyone=joined,
        people=count_people(joined),
        role_totals=people_per(joined, "role"),
        area_totals=people_per(joined, "area"),
    )


def _people_in_round(statements: pd.DataFrame) -> pd.Series:
    """People of the row's role who spoke in its round: beside a quote the two stand together."""
    pairs = statements["role"].str.cat(statements["round_id"], sep="\n")
    people = people_per(statements.assign(pair=pairs), "pair")
    return pairs.map(people).fillna(0).astype(int)


def held(statements: pd.DataFrame) -> pd.DataFrame:
    """The rows with their text: all, or of a run read in parts those of the drawn sample."""
    return statements[statements["text"] != ""]


def _judged_quotes(analysis: Analysis) -> dict[str, str]:
    """Statement -> "yes" or "no", where somebody said whether it may be quoted outside."""
    rows = analysis.table(JUDGEMENTS)
    rows = rows[(rows["kind"] == "quote") & (rows["state"] == "applied") & (rows["new"] != "")]
    return {
        statement: str(new)
        for bound, new in zip(rows["bound"], rows["new"], strict=True)
        for statement in str(bound).split("; ")
    }


def records(statements: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of ``Frames.statements`` as dictionaries; plain types need none of pandas' own care."""
    columns = (statements[name].tolist() for name in statements.columns)
    return [dict(zip(statements.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(values: pd.Series, rows: NDArray[np.intp] | None = None) -> pd.Series:
    """These rows of a column, -1 for none; texts as Python's own, of which equal ones are one
    object: a role, a round, a file stands there as often as there are statements."""
    if values.dtype != "string":
        return values if rows is None else pd.Series(take(values.array, rows, allow_fill=True))
    codes, different = pd.factorize(values)
    texts = np.array([*different, pd.NA], dtype=object)  # -1, the last: nothing there
    return pd.Series(texts[codes if rows is None else np.append(codes, -1)[rows]], dtype=object)


def _stances(analysis: Analysis) -> pd.DataFrame:
    columns = {"strength": "stance_strength"}
    return analysis.table(STANCES)[["statement_id", "stance", "strength"]].rename(columns=columns)


def _goals(analysis: Analysis) -> pd.DataFrame:
    """The goal that each statement is about, where that is likelier than that none is."""
    matches, fits = (of_statements_and_goals(analysis.table(t)) for t in (MATCHES, FITS))
    nearest = matches[matches["rank"] == 1].reset_index(drop=True)
    place = pd.Index(fits["item_id"]).get_indexer(nearest["item_id"])
    none = _plain(fits["none_probability"], place)
    named = nearest[nearest["probability"].fillna(1.0) > none.fillna(0.0)]
    named = named.rename(columns={"item_id": "statement_id", "code_id": "goal_id"})
    return named[["statement_id", "goal_id"]]
