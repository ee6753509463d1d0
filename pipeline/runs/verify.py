"""Check an old run again: every quote where it says it stands, every number counted anew.

Pure: the run comes in loaded. That its files are as they were written is ``runs.load_run``'s task.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.respondents import voices
from pipeline.core.settings import RecurrenceSettings
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    COVERAGE,
    JUDGEMENTS,
    MASKED,
    MATCHES,
    PAST,
    PROPOSALS,
    REGISTER,
    RESPONSES,
    SET_ASIDE,
    STATEMENTS,
    THEMES,
)
from pipeline.runs.llm_labels import unfounded
from pipeline.themes.recurrence import count_themes, register, resolved_by_people

_COUNTS = ("n_statements", "n_respondents", "n_senders", "n_rounds", "n_meetings", "n_roles")


@dataclass(frozen=True)
class Verified:
    """What was checked, and what did not hold; a check that looked at nothing says so."""

    checked: Mapping[str, int]  # name of the check -> things looked at
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything that was looked at is as the run says."""
        return not self.faults


def verify(analysis: Analysis) -> Verified:
    """Re-check quotes, sums, counts, lives and evidence of a run."""
    checks = {
        _("statements that stand word for word in their response"): _statements(analysis),
        _("masks in place"): _masks(analysis),
        _("responses accounted for"): _accounting(analysis),
        _("statements with one place each"): _places(analysis),
        _("theme counts"): _theme_counts(analysis),
        _("lives of concerns"): _lives(analysis),
        _("quotes behind verdicts"): _quotes(analysis),
        _("plan passages behind verdicts"): _passages(analysis),
        _("links to existing codes"): _codes(analysis),
    }
    if not analysis.table(PROPOSALS).empty:
        checks[_("proposed texts that quote word for word")] = _proposed(analysis)
    checked: dict[str, int] = {}
    faults: list[str] = []
    for name, outcomes in checks.items():
        found = list(outcomes)
        checked[name] = len(found)
        faults += [fault for fault in found if fault]
    return Verified(checked, tuple(faults))


def _statements(analysis: Analysis) -> Iterator[str]:
    texts = _by_id(analysis.table(RESPONSES), "response_id", "text")
    for row in analysis.table(STATEMENTS).itertuples():
        statements = texts.get(row.response_id, "")[row.start : row.end]
        yield (
            ""
            if statements == row.text
            else _("{id} differs from its response").format(id=row.statement_id)
        )


def _masks(analysis: Analysis) -> Iterator[str]:
    texts = _by_id(analysis.table(RESPONSES), "response_id", "text")
    for row in analysis.table(MASKED).itertuples():
        mask = texts.get(row.response_id, "")[row.start : row.end]
        good = mask.startswith("[") and mask.endswith("]")
        yield (
            ""
            if good
            else _("{id}: no mask at {start}").format(id=row.response_id, start=row.start)
        )


def _accounting(analysis: Analysis) -> Iterator[str]:
    """Every response has statements, or stands among the set aside."""
    aside = analysis.table(SET_ASIDE)
    dropped = set(aside.loc[aside["level"] == "response", "item_id"])
    speaking = set(analysis.table(STATEMENTS)["response_id"])
    for response_id in analysis.table(RESPONSES)["response_id"]:
        places = (response_id in dropped) + (response_id in speaking)
        yield (
            ""
            if places == 1
            else _("{id} is analysed and set aside, or neither").format(id=response_id)
        )


def _places(analysis: Analysis) -> Iterator[str]:
    assigned = set(analysis.table(ASSIGNMENTS)["statement_id"])
    for statement_id in analysis.table(STATEMENTS)["statement_id"]:
        yield "" if statement_id in assigned else _("{id} has no place").format(id=statement_id)


def _theme_counts(analysis: Analysis) -> Iterator[str]:
    themes = analysis.table(THEMES)
    anew = count_themes(
        themes,
        analysis.table(ASSIGNMENTS),
        analysis.table(STATEMENTS),
        voices(analysis.table(RESPONSES), analysis.table(CAMPAIGNS)),
        _settings(analysis),
    )
    for then, now in zip(themes.to_dict("records"), anew.to_dict("records"), strict=True):
        for name in (*_COUNTS, "recurring"):
            yield (
                ""
                if then[name] == now[name]
                else _("{id}: {name} is {then}, counted anew {now}").format(
                    id=then["theme_id"], name=name, then=then[name], now=now[name]
                )
            )


def _lives(analysis: Analysis) -> Iterator[str]:
    anew = register(
        analysis.table(ASSIGNMENTS),
        analysis.table(STATEMENTS),
        voices(analysis.table(RESPONSES), analysis.table(CAMPAIGNS)),
        analysis.rounds,
        _settings(analysis),
        resolved=resolved_by_people(analysis.table(JUDGEMENTS), analysis.rounds),
        past=analysis.table(PAST),
    )
    counts = ["n_statements", "n_respondents", "n_roles"]
    key = ["theme_id", "round_id"]
    now = {tuple(row[:2]): tuple(row[2:]) for row in anew[key + counts].itertuples(index=False)}
    for row in analysis.table(REGISTER)[key + counts].itertuples(index=False):
        same = now.get(tuple(row[:2])) == tuple(row[2:])
        yield (
            ""
            if same
            else _("{id} in round {round}: counts differ").format(id=row[0], round=row[1])
        )


def _quotes(analysis: Analysis) -> Iterator[str]:
    known = set(analysis.table(STATEMENTS)["statement_id"])
    for row in analysis.table(COVERAGE).itertuples():
        missing = [one for one in row.quote_ids if one not in known]
        if missing or not row.quote_ids:
            yield _("{id}: no evidence on the side of the concern").format(id=row.theme_id)
        else:
            yield ""


def _passages(analysis: Analysis) -> Iterator[str]:
    known = set(analysis.plan.wording()) if analysis.plan else set()
    for book in analysis.codebooks:
        known |= {code.code_id for code in book.codes}
        known |= {one for code in book.codes for one in code.support_ids}
    for row in analysis.table(COVERAGE).itertuples():
        missing = [one for one in row.passage_ids if one not in known]
        if missing or not row.passage_ids:
            yield _("{id}: no evidence on the side of the plan").format(id=row.theme_id)
        else:
            yield ""


def _codes(analysis: Analysis) -> Iterator[str]:
    known = {(book.codebook_id, code.code_id) for book in analysis.codebooks for code in book.codes}
    for row in analysis.table(MATCHES).itertuples():
        exists = not row.code_id or (row.codebook_id, row.code_id) in known
        yield (
            ""
            if exists
            else _("{id} points at no code: {code}").format(id=row.item_id, code=row.code_id)
        )


def _proposed(analysis: Analysis) -> Iterator[str]:
    """What a language model proposed, held against what was said once more."""
    statements = _by_id(analysis.table(STATEMENTS), "statement_id", "clean_text")
    rows = analysis.table(PROPOSALS)
    for row in rows[rows["accepted"].fillna(False)].itertuples():
        why = unfounded(str(row.kind), str(row.text), (), statements.values())
        missing = [one for one in row.quote_ids if one not in statements]
        yield (
            _("{id}: the proposed {kind} does not stand up").format(id=row.theme_id, kind=row.kind)
            if why or missing
            else ""
        )


def _settings(analysis: Analysis) -> RecurrenceSettings:
    return RecurrenceSettings(**analysis.record.settings["recurrence"])


def _by_id(frame: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    return dict(zip(frame[key], frame[value], strict=True))
