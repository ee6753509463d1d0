"""Check an old run again: every quote where it says it stands, every number counted anew.

``verify`` is pure and looks at the tables; ``verify_run`` looks at the files around them too. That
the tables are as they were written is ``runs.load_run``'s task.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.settings import RecurrenceSettings
from pipeline.core.table import Table
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    COVERAGE,
    HARM,
    JUDGEMENTS,
    MASKED,
    MATCHES,
    PAST,
    PROJECTION,
    PROMPTED,
    PROPOSALS,
    QUESTIONS,
    REGISTER,
    RESPONSES,
    SET_ASIDE,
    SILENCE,
    STANCES,
    STATEMENTS,
    THEMES,
)
from pipeline.plan.coverage import MEANS
from pipeline.review.records import APPLIED, STATUS, bound_ids
from pipeline.runs.llm_labels import unfounded
from pipeline.runs.verify_companions import check_companions
from pipeline.runs.verify_files import (
    Again,
    CheckOutcome,
    check_inputs,
    check_reports,
    check_seal,
    check_strangers,
)
from pipeline.themes.recurrence import count_themes, register, resolved_by_people
from pipeline.themes.silence import quiet_groups

Seen = TypeVar("Seen", str, CheckOutcome)
_PERSON = "person"  # as COVERAGE says who decided
_REFERENCES = (  # table, column, what it must be the id of
    (STATEMENTS, "response_id", "response"),
    (RESPONSES, "round_id", "round"),
    (RESPONSES, "question_id", "question"),
    (ASSIGNMENTS, "statement_id", "statement"),
    (ASSIGNMENTS, "theme_id", "theme"),
    (ASSIGNMENTS, "subtheme_id", "theme"),
    (ASSIGNMENTS, "nearest_id", "theme"),
    (THEMES, "parent_id", "theme"),
    (STANCES, "statement_id", "statement"),
    (HARM, "statement_id", "statement"),
    (CAMPAIGNS, "response_id", "response"),
    (MASKED, "response_id", "response"),
    (PROJECTION, "statement_id", "statement"),
    (PROMPTED, "theme_id", "theme"),
    (COVERAGE, "theme_id", "theme"),
)
_COUNTS = ("n_statements", "n_respondents", "n_senders", "n_rounds", "n_meetings", "n_roles")


@dataclass(frozen=True)
class Verified:
    """What was checked, and what did not hold; a check that looked at nothing says so."""

    checked: Mapping[str, int]  # name of the check -> things looked at
    faults: tuple[str, ...]
    unchecked: tuple[str, ...] = ()  # what could not be looked at, and why

    @property
    def holds(self) -> bool:
        """Whether everything that was looked at is as the run says."""
        return not self.faults


def verify_run(analysis: Analysis, folder: Path, again: Again, corpus: Path | None) -> Verified:
    """Re-check a run that was loaded from this folder, with the files around its tables.

    Args: again makes a report once more; corpus is the folder of the inputs, where at hand.
    """
    tables = verify(analysis)
    checked, faults, unchecked = dict(tables.checked), list(tables.faults), []
    for name, outcomes in (
        (_("files that were read, by their hash"), check_inputs(analysis, corpus)),
        (_("seals"), check_seal(folder, analysis, corpus)),
        (_("reports made again from the tables"), check_reports(folder, again, corpus)),
        (_("files to fill in, made again from the tables"), check_companions(folder, analysis)),
        (_("files that are not the run's"), check_strangers(folder)),
    ):
        seen = list(_whole(outcomes, CheckOutcome(_unreadable(name))))
        checked[name] = sum(not outcome.unchecked for outcome in seen)
        faults += [outcome.fault for outcome in seen if outcome.fault]
        unchecked += [outcome.unchecked for outcome in seen if outcome.unchecked]
    return Verified(checked, tuple(faults), tuple(unchecked))


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
        _("verdicts that rest on what they say"): _verdicts(analysis),
        _("links to existing codes"): _codes(analysis),
        _("groups that spoke little"): _silence(analysis),
        _("rows that speak of something that is there"): _references(analysis),
    }
    if not analysis.table(PROPOSALS).empty:
        checks[_("proposed texts that quote word for word")] = _proposed(analysis)
    checked: dict[str, int] = {}
    faults: list[str] = []
    for name, outcomes in checks.items():
        seen = list(_whole(outcomes, _unreadable(name)))
        checked[name] = len(seen)
        faults += [fault for fault in seen if fault]
    return Verified(checked, tuple(faults))


def _whole(outcomes: Iterator[Seen], broken: Seen) -> Iterator[Seen]:
    """These outcomes; what was altered so that it cannot even be counted is one fault more."""
    try:
        yield from outcomes
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        yield broken


def _unless(holds: bool, fault: str, **parts: object) -> str:
    """The outcome of one check: "" where it holds, else the fault with these parts in it."""
    return "" if holds else fault.format(**parts)


def _unreadable(check: str) -> str:
    return _("{check}: the run no longer holds what this needs").format(check=check)


def _statements(analysis: Analysis) -> Iterator[str]:
    for text, row in _beside_text(analysis, STATEMENTS):
        yield _unless(
            text[row.start : row.end] == row.text,
            _("{id} differs from its response"),
            id=row.statement_id,
        )


def _beside_text(analysis: Analysis, table: Table) -> Iterator[tuple[str, Any]]:
    """Every row of a table with the whole text of its response; of a large run part by part."""
    tables = (RESPONSES, table)
    held = [tuple(map(analysis.table, tables))]
    for responses, rows in analysis.parts.together(tables) if analysis.parts else held:
        texts = _by_id(responses, "response_id", "text")
        for row in rows.itertuples():
            yield texts.get(row.response_id, ""), row


def _masks(analysis: Analysis) -> Iterator[str]:
    for text, row in _beside_text(analysis, MASKED):
        mask = text[row.start : row.end]
        good = mask.startswith("[") and mask.endswith("]")
        yield _unless(good, _("{id}: no mask at {start}"), id=row.response_id, start=row.start)


def _accounting(analysis: Analysis) -> Iterator[str]:
    """Every response has statements, or stands among the set aside."""
    aside = analysis.table(SET_ASIDE)
    dropped = set(aside.loc[aside["level"] == "response", "item_id"])
    speaking = set(analysis.table(STATEMENTS)["response_id"])
    for response_id in analysis.table(RESPONSES)["response_id"]:
        places = (response_id in dropped) + (response_id in speaking)
        yield _unless(places == 1, _("{id} is analysed and set aside, or neither"), id=response_id)


def _places(analysis: Analysis) -> Iterator[str]:
    assigned = set(analysis.table(ASSIGNMENTS)["statement_id"])
    for statement_id in analysis.table(STATEMENTS)["statement_id"]:
        yield _unless(statement_id in assigned, _("{id} has no place"), id=statement_id)


def _theme_counts(analysis: Analysis) -> Iterator[str]:
    """Every count of THEMES, counted anew: "" where both agree, else the fault."""
    themes = analysis.table(THEMES)
    anew = count_themes(
        themes,
        analysis.table(ASSIGNMENTS),
        analysis.table(STATEMENTS),
        analysis.voices(),
        _settings(analysis),
        analysis.table(PAST),
    )
    for then, now in zip(themes.to_dict("records"), anew.to_dict("records"), strict=True):
        for name in (*_COUNTS, "recurring"):
            yield _unless(
                then[name] == now[name],
                _("{id}: {name} is {then}, counted anew {now}"),
                id=then["theme_id"],
                name=name,
                then=then[name],
                now=now[name],
            )


def _lives(analysis: Analysis) -> Iterator[str]:
    anew = register(
        analysis.table(ASSIGNMENTS),
        analysis.table(STATEMENTS),
        analysis.voices(),
        analysis.rounds,
        _settings(analysis),
        resolved=resolved_by_people(analysis.table(JUDGEMENTS), analysis.rounds),
        past=analysis.table(PAST),
    )
    then, now = (
        {tuple(row[:2]): tuple(row[2:]) for row in frame.itertuples(index=False)}
        for frame in (analysis.table(REGISTER), anew)
    )
    for theme_id, round_id in sorted({*then, *now}):
        same = now.get((theme_id, round_id)) == then.get((theme_id, round_id))
        yield _unless(
            same, _("{id} in round {round}: counts or life differ"), id=theme_id, round=round_id
        )


def _silence(analysis: Analysis) -> Iterator[str]:
    """Roles and areas beside the size of their group, counted anew."""
    anew = quiet_groups(analysis.voices(), analysis.group_sizes, _settings(analysis))
    silence = analysis.table(SILENCE)
    then, now = (
        {
            (str(row.kind), str(row.subject)): (
                row.group_size,
                row.n_respondents,
                format(float(row.expected), ".6g"),
                row.verdict,
            )
            for row in rows.itertuples()
        }
        for rows in (silence[silence["kind"] != "goal"], anew)
    )
    for key in sorted({*then, *now}):
        yield _unless(then.get(key) == now.get(key), _("{id}: counted anew, it differs"), id=key[1])


def _references(analysis: Analysis) -> Iterator[str]:
    """Ids in one table that another must hold; rounds, questions and stances of a closed list."""
    known = {
        "statement": set(analysis.table(STATEMENTS)["statement_id"]),
        "response": set(analysis.table(RESPONSES)["response_id"]),
        "theme": {*analysis.table(THEMES)["theme_id"], ""},
        "question": {*analysis.table(QUESTIONS)["question_id"], ""},
        "round": {round_.round_id for round_ in analysis.rounds},
    }
    for table, column, kind in _REFERENCES:
        for value in analysis.table(table)[column].fillna(""):
            yield _unless(
                value in known[kind],
                _("{table}: {column} speaks of {id}, which is not there"),
                table=table.name,
                column=column,
                id=value,
            )


def _quotes(analysis: Analysis) -> Iterator[str]:
    known = set(analysis.table(STATEMENTS)["statement_id"])
    for row in analysis.table(COVERAGE).itertuples():
        there = bool(row.quote_ids) and known.issuperset(row.quote_ids)
        yield _unless(there, _("{id}: no evidence on the side of the concern"), id=row.theme_id)


def _passages(analysis: Analysis) -> Iterator[str]:
    known = set(analysis.plan.wording()) if analysis.plan else set()
    for book in analysis.codebooks:
        known |= {code.code_id for code in book.codes}
        known |= {support for code in book.codes for support in code.support_ids}
    for row in analysis.table(COVERAGE).itertuples():
        there = bool(row.passage_ids) and known.issuperset(row.passage_ids)
        yield _unless(there, _("{id}: no evidence on the side of the plan"), id=row.theme_id)


def _verdicts(analysis: Analysis) -> Iterator[str]:
    """A verdict names a code where it says there is one, its own people, and who decided."""
    judged = analysis.table(JUDGEMENTS)
    lasting = judged[(judged["kind"] == STATUS) & (judged["state"] == APPLIED)]
    by_people = {
        (theme, book)
        for bound, book in zip(lasting["bound"], lasting["codebook_id"], strict=True)
        for theme in bound_ids(bound)  # a verdict on a theme that was split is on every part
    }
    assignments = analysis.table(ASSIGNMENTS)
    for row in analysis.table(COVERAGE).itertuples():
        own = assignments[
            (assignments["theme_id"] == row.theme_id) | (assignments["subtheme_id"] == row.theme_id)
        ]
        if bool(row.code_id) != (row.status in MEANS):
            yield _("{id}: the state and the goal named do not agree").format(id=row.theme_id)
        elif not set(row.quote_ids) <= set(own["statement_id"]):
            yield _("{id}: a quote of another theme").format(id=row.theme_id)
        elif (row.decided_by == _PERSON) != ((row.theme_id, row.codebook_id) in by_people):
            yield _("{id}: who decided does not agree with the judgements").format(id=row.theme_id)
        else:
            yield ""


def _codes(analysis: Analysis) -> Iterator[str]:
    known = {(book.codebook_id, code.code_id) for book in analysis.codebooks for code in book.codes}
    for row in analysis.table(MATCHES).itertuples():
        exists = not row.code_id or (row.codebook_id, row.code_id) in known
        yield _unless(exists, _("{id} points at no code: {code}"), id=row.item_id, code=row.code_id)


def _proposed(analysis: Analysis) -> Iterator[str]:
    """What a language model proposed, held against what was said once more."""
    statements = _by_id(analysis.table(STATEMENTS), "statement_id", "clean_text")
    rows = analysis.table(PROPOSALS)
    for row in rows[rows["accepted"].fillna(False)].itertuples():
        why = unfounded(str(row.kind), str(row.text), (), statements.values())
        holds = not why and statements.keys() >= set(row.quote_ids)
        fault = _("{id}: the proposed {kind} does not stand up")
        yield _unless(holds, fault, id=row.theme_id, kind=row.kind)


def _settings(analysis: Analysis) -> RecurrenceSettings:
    return RecurrenceSettings(**analysis.record.settings["recurrence"])


def _by_id(frame: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    return dict(zip(frame[key], frame[value], strict=True))
