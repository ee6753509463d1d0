"""The account of a run: what was read, set aside and asked, and how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from itertools import groupby

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.respondents import count_people, people_per, reckon, withheld
from pipeline.core.settings import ReportSettings, Settings
from pipeline.core.tables import (
    JUDGEMENTS,
    MASKED,
    MEETINGS,
    QUESTIONS,
    RESPONSES,
    SET_ASIDE,
    STATEMENTS,
)
from pipeline.corpus.records import FileAccount
from pipeline.findings.frames import Frames
from pipeline.findings.records import Theme
from pipeline.findings.run_records import WITHHELD, Intake, Method, Reason, Totals

Fates = Counter[tuple[str, str]]  # (stage, reason), both "" where it was analysed -> how many
_NAMELESS = "\0"  # for "" where groups are counted: what answers no question
UNEXPLAINED = "unexplained"  # neither analysed nor set aside: must not occur, is never hidden


def intake(analysis: Analysis) -> tuple[Intake, ...]:
    """Every account, the whole first; a part without a name has key ""."""
    read = _read(analysis)
    rounds = analysis.round_titles
    asked = analysis.table(QUESTIONS)
    questions = dict(zip(asked["question_id"], asked["text"], strict=True))
    accounts = [_account("all", "", "", Counter(zip(read["stage"], read["reason"], strict=True)))]
    accounts += _parts(read, "round", "round_id", rounds)
    accounts += _parts(read, "file", "source_file", {})
    accounts += _parts(read, "question", "question_id", questions)
    accounts += _parts(read, "role", "role", {})
    return tuple(accounts)


def with_small_joined(
    accounts: Sequence[Intake], small: Mapping[str, frozenset[str]]
) -> tuple[Intake, ...]:
    """The accounts with these parts of each kind as one.

    How many responses few people wrote tells how few, and how many points the notes of one
    conversation hold, how few spoke there.

    Args: small: kind (round, file, question, role) -> parts whose number of people is told nowhere.
    """
    kept: list[Intake] = []
    for kind, of_kind in groupby(accounts, key=lambda account: account.kind):
        parts = list(of_kind)
        joined = [account for account in parts if account.key in small.get(kind, frozenset())]
        kept += [account for account in parts if account not in joined]
        if joined and kept[-1].kind == kind:  # where all are joined the first row says it all
            fates: Fates = Counter()
            for account in joined:
                fates["", ""] += account.analysed
                fates.update({(why.stage, why.reason): why.n for why in account.reasons})
            kept.append(_account(kind, WITHHELD, WITHHELD, fates))
    return tuple(kept)


def of_a_few(
    accounts: Sequence[Intake], joined: Frames, min_group: int
) -> dict[str, frozenset[str]]:
    """Kind -> the parts of the input of which it is not told outside the team what was read there.

    A file with the notes of one conversation is a conversation, and so is a question that was its
    subject. Those of one round add up to it, and are settled together; of what was all set aside
    its responses count.
    """
    said = joined.everyone
    few: dict[str, frozenset[str]] = {}
    read = {(account.kind, account.key): account.read for account in accounts}
    hidden = joined.known.kept_back_wholly("round_id")
    for kind, column in (("file", "source_file"), ("question", "question_id")):
        named = said[column].where(said[column] != "", _NAMELESS)
        parts: set[str] = set()
        for round_id, rows in said.assign(part=named).groupby("round_id"):
            people = people_per(rows, "part")
            parts |= set(people) if round_id in hidden else withheld(people, min_group)
        unheard = {key: n for (of, key), n in read.items() if of == kind} | people_per(
            said.assign(part=named), "part"
        )
        few[kind] = frozenset(
            "" if part == _NAMELESS else part
            for part in withheld(unheard, min_group, always=frozenset(parts))
        )
    return few | {"round": hidden, "role": joined.known.kept_back_wholly("role")}


def may_be_told(totals: Totals, joined: Frames, min_group: int) -> Totals:
    """The numbers of the first page as they may leave the team.

    How many wrote and how many spoke is told where neither is a few, in how many conversations
    where none of them need be of a few: of six people in three conversations each had at most four.
    """
    met = joined.statements[joined.statements["meeting_id"] != ""]
    surely = count_people(met) - (totals.meetings or 0) + 1 >= min_group or not len(met)
    told = totals.reckoning if surely and not joined.focused else None
    if told is not None:
        parts = ((told.writers, 1), (told.spoken, told.meetings), (told.points, told.uncounted))
        if any(n and n - (times - 1) < min_group for n, times in parts):
            told = None
        elif 0 < told.present - told.spoken < min_group:
            told = told._replace(present=0)
    return replace(
        totals,
        reckoning=told,
        meetings=totals.meetings if surely else None,
        in_meetings=totals.in_meetings and surely,
    )


def statements_aside(analysis: Analysis) -> int:
    """Statements split off and set aside, e.g. a greeting at the end of a letter."""
    aside = analysis.table(SET_ASIDE)
    return int((aside["level"] == "statement").sum())


def _read(analysis: Analysis) -> pd.DataFrame:
    """One row per thing read, with stage and reason "" where it was analysed."""
    columns = ["item_id", "round_id", "question_id", "role", "source_file", "stage", "reason"]
    responses = analysis.table(RESPONSES).rename(columns={"response_id": "item_id"})
    responses = responses[columns[:-2]].astype(object)
    aside = analysis.table(SET_ASIDE).astype(object)
    aside = aside[aside["level"] != "statement"]
    why = aside[aside["item_id"].isin(responses["item_id"])].drop_duplicates("item_id")
    kept = responses.merge(why[["item_id", "stage", "reason"]], on="item_id", how="left")
    spoken = kept["item_id"].isin(analysis.table(STATEMENTS)["response_id"])
    kept.loc[spoken, ["stage", "reason"]] = ""
    kept["stage"] = kept["stage"].fillna("")
    kept["reason"] = kept["reason"].fillna(UNEXPLAINED)
    unread = aside[~aside["item_id"].isin(responses["item_id"])].copy()
    for column in ("question_id", "role"):
        unread[column] = ""
    both = pd.concat([kept[columns], unread[columns]], ignore_index=True)
    return both.fillna("")


def _parts(read: pd.DataFrame, kind: str, column: str, labels: Mapping[str, str]) -> list[Intake]:
    present: dict[str, Fates] = {}
    for key, stage, reason in zip(read[column], read["stage"], read["reason"], strict=True):
        present.setdefault(key, Counter())[stage, reason] += 1
    order = [key for key in labels if key in present]
    order += sorted(key for key in present if key not in labels and key != "")
    if kind == "role":
        order.sort(key=lambda key: (-present[key].total(), key))
    order += [""] if "" in present else []
    if order == [""]:
        return []
    return [_account(kind, key, labels.get(key, key), present[key]) for key in order]


def _account(kind: str, key: str, label: str, fates: Fates) -> Intake:
    reasons = tuple(
        Reason(stage, reason, n)
        for (stage, reason), n in sorted(fates.items(), key=lambda item: (-item[1], item[0]))
        if reason
    )
    read = fates.total()
    return Intake(kind, key, label, read, read - sum(reason.n for reason in reasons), reasons)


def totals(analysis: Analysis, whole: Intake, joined: Frames, themes: Sequence[Theme]) -> Totals:
    """The totals on page 1, counted over what this edition shows."""
    spoken = joined.statements
    known = {theme.theme_id for theme in themes}
    judged = [
        finding.verdict for finding in themes if finding.is_counted and finding.verdict is not None
    ]
    reckoning = reckon(spoken)
    rounds = int(spoken["round_id"].nunique())
    meetings = int(spoken.loc[spoken["meeting_id"] != "", "meeting_id"].nunique())
    return Totals(
        responses_read=whole.read,
        responses_analysed=whole.analysed,
        statements=len(spoken),
        statements_aside=statements_aside(analysis),
        without_theme=int((~spoken["theme_id"].isin(known)).sum()),
        people=joined.people,
        senders=count_people(spoken, by="respondent_id"),
        roles=len(joined.role_totals),
        areas=len(joined.area_totals),
        rounds=rounds,
        meetings=meetings,
        themes=len(themes),
        recurring=sum(bool(theme.recurring) for theme in themes),
        states=dict(sorted(Counter(verdict.status for verdict in judged).items())),
        decided=sum(verdict.decided_by == "person" for verdict in judged),
        knows_stances=bool((spoken["stance"] != "unknown").any()),
        reckoning=reckoning,
        in_meetings=rounds == 1 and meetings > 1 and not reckoning.writers,
        last_day=_last_day(analysis.table(MEETINGS)),
    )


def _last_day(meetings: pd.DataFrame) -> str:
    """The day of the last meeting; "" where a meeting has none, or there was no meeting."""
    days = meetings["date"]
    return "" if days.empty or days.isna().any() else str(days.max())[:10]


def questions(analysis: Analysis) -> dict[str, str]:
    """Question id -> the question as it was asked."""
    asked = analysis.table(QUESTIONS)
    return dict(zip(asked["question_id"], asked["text"], strict=True))


def method(analysis: Analysis, settings: ReportSettings) -> Method:
    """How the run was made, from its record."""
    record, used = analysis.record, Settings().recorded(analysis.record.settings)
    names = ("min_rounds", "min_meetings", "min_heard", "min_respondents")
    return Method(
        run_id=record.run_id,
        made_at=record.made_at,
        encoder=record.encoder,
        encoder_revision=record.encoder_revision,
        nlp=record.nlp,
        model=record.model,
        version=str(record.versions.get("gehoord", "")),
        settings=record.settings,
        sources=dict(sorted(record.sources.items())),
        masked=_counts(analysis.table(MASKED)["kind"]),
        judgements=_counts(analysis.table(JUDGEMENTS)["kind"]),
        notes=tuple(record.notes),
        files=tuple(FileAccount(**file) for file in record.files),
        recurring_rule={name: int(getattr(used.recurrence, name)) for name in names},
        stability_bounds=stability_bounds(analysis),
        amount_bounds=(settings.several_from, settings.many_from, settings.most_from),
        min_group=settings.min_group,
        resamples=settings.resamples,
        weights=asdict(used.priority),
    )


def stability_bounds(analysis: Analysis) -> tuple[float, float]:
    """The two chances of being one concern from which a theme is called fair, and firm."""
    settings = Settings().recorded(analysis.record.settings)
    return settings.recurrence.min_chance, settings.themes.firm


def _counts(values: pd.Series) -> dict[str, int]:
    return dict(sorted(Counter(str(value) for value in values).items()))
