"""Each theme with its people, roles, rounds, verdict and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.plan import GOALS
from pipeline.core.respondents import count_people, lean, people_per
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import REGISTER, THEMES
from pipeline.findings.frames import Frames
from pipeline.findings.outside_names import about, in_whose_words, may_name, told_name
from pipeline.findings.quotes import pick
from pipeline.findings.records import (
    OPEN_STATES,
    PUBLIC,
    TEAM,
    Cell,
    Life,
    Link,
    SubTheme,
    Theme,
    Verdict,
)
from pipeline.findings.suppression import broken_out, meetings_told

_FEW_PEOPLE = 5  # people; fewer are "some" however small the whole is


@dataclass(frozen=True)
class Beside:
    """What is known of themes beside the plan: their verdicts and their nearest codes."""

    verdicts: Mapping[tuple[str, str], Verdict]
    links: Mapping[str, tuple[Link, ...]]
    bounds: tuple[float, float]  # of the chance that a theme is one concern: fair, firm


def theme_findings(
    analysis: Analysis,
    joined: Frames,
    beside: Beside,
    settings: ReportSettings,
    edition: str,
    *,
    focused: bool = False,
) -> tuple[Theme, ...]:
    """Every theme, the one most people spoke of first.

    focused: count from the statements given instead of taking the run's own counts.
    """
    table = analysis.table(THEMES).fillna(
        {"parent_id": "", "label": "", "why": "", "kind": "", "subject": ""}
    )
    lives = _lives(analysis, joined, edition)
    subs = _subthemes(table, edition)
    if focused:
        subs = {theme_id: _of_group(parts, joined, settings) for theme_id, parts in subs.items()}
    elif edition in PUBLIC:  # named after the words of a handful, its people could be known by it
        subs = {
            theme_id: tuple(part for part in parts if part.n_people >= settings.min_group)
            for theme_id, parts in subs.items()
        }
    findings = []
    for row in table[table["parent_id"] == ""].to_dict("records"):
        statements = joined.of_theme(row["theme_id"])
        if focused and statements.empty:
            continue
        counts = _recount(statements) if focused else row
        theme = _theme(row, counts, statements, joined, beside, settings, edition,
                       lives.get(row["theme_id"], ()), subs.get(row["theme_id"], ()))  # fmt: skip
        if edition != TEAM:
            theme = _counted_as_told(theme, focused=focused)
            times, least = meetings_told(statements, joined.statements, settings.min_group)
            theme = replace(theme, n_meetings=times, least_meetings=least)
        findings.append(theme)
    return tuple(sorted(findings, key=lambda theme: (-theme.n_people, theme.theme_id)))


def _theme(
    row: Mapping[str, Any],
    counts: Mapping[str, Any],
    statements: pd.DataFrame,
    joined: Frames,
    beside: Beside,
    settings: ReportSettings,
    edition: str,
    life: Sequence[Life],
    subthemes: Sequence[SubTheme],
) -> Theme:
    """One theme as this edition may show it: counts, words of its stability, quotes, answers.

    Args: row of THEMES; counts: over the people of ``statements``, which are those of the theme
        and of the focus; life: per round; edition decides what is withheld.
    """
    stances = people_per(statements, "stance")
    leaning = lean(stances)
    n_people = int(counts["n_respondents"])
    stability = None if pd.isna(row["stability"]) else float(row["stability"])
    chance = None if pd.isna(row["chance"]) else float(row["chance"])
    hidden = frozenset() if edition == TEAM else joined.known.kept_back(row["theme_id"], "stance")
    untold = edition != TEAM and row["theme_id"] in joined.known.untold
    main, counter = _sides(statements, leaning, settings.counter_sure)
    kind = _kind(row, leaning, beside.verdicts.get((row["theme_id"], GOALS)))
    speaking = main if len(main) else statements
    subject = row["subject"] or row["label"]
    called = told_name(
        row["label"], subject, statements, speaking, settings, edition, praise=kind == "praise"
    )
    return Theme(
        theme_id=row["theme_id"],
        label=called.text,
        keywords=tuple(row["keywords"]),
        why=row["why"],
        n_statements=int(counts["n_statements"]),
        n_people=n_people,
        n_senders=int(counts["n_senders"]),
        n_rounds=int(counts["n_rounds"]),
        n_meetings=int(counts["n_meetings"]),
        n_roles=int(counts["n_roles"]),
        recurring=None if untold else bool(row["recurring"]),
        share=n_people / joined.people if joined.people else 0.0,
        amount=amount(n_people, joined.people, settings),
        stability=stability_word(chance, beside.bounds),
        stability_value=stability,
        chance_of_one=chance,
        leaning=leaning,
        stances=joined.told(stances, hidden),
        roles=_groups(row["theme_id"], "role", statements, joined, edition),
        areas=_groups(row["theme_id"], "area", statements, joined, edition),
        life=tuple(life),
        verdict=beside.verdicts.get((row["theme_id"], GOALS)),
        links=_near(beside.links.get(row["theme_id"], ())),
        quotes=pick(speaking, settings, edition, label=row["label"], concern=kind == "concern")
        if _may_quote(edition, n_people, settings)
        else (),
        counter=pick(counter, settings, edition, n=1)
        if _may_quote(edition, n_people, settings)
        else (),
        subthemes=tuple(subthemes),
        kind=kind,
        subject=subject,
        quoted=called.text.startswith("“"),
        n_named=in_whose_words(called.text, statements),
        is_subject=called.is_subject,
        n_noted=int((statements["n_supporters"] > 1).sum()),
    )


def _groups(
    theme_id: str, kind: str, statements: pd.DataFrame, joined: Frames, edition: str
) -> tuple[Cell, ...]:
    """The people of each role or area; none where an edition speaks to one group.

    Within one group the others would be a table of two groups at once, which no edition shows.
    """
    if joined.focused:
        return ()
    return named(
        broken_out(
            people_per(statements, kind),
            joined.role_totals if kind == "role" else joined.area_totals,
            joined.known.kept_back(theme_id, kind),
            joined.known.kept_back_wholly(kind),
        ),
        edition,
    )


def named(cells: Sequence[Cell], edition: str) -> tuple[Cell, ...]:
    """The cells; outside the team without groups of a few: their name alone says who was there."""
    return tuple(cell for cell in cells if edition == TEAM or cell.total is not None)


def _counted_as_told(theme: Theme, *, focused: bool) -> Theme:
    """The theme with its rounds and roles counted from numbers that may be told.

    "Six people, in three rounds" gives three numbers of one to four away. That a concern recurs is
    told where no number of a few follows from it, and with it that it was heard in two.
    """
    rounds = sum(bool(life.n_people) for life in theme.life) if theme.life else theme.n_rounds
    if theme.recurring:
        rounds = max(rounds, min(theme.n_rounds, 2))
    rounds = 0 if focused else rounds
    roles = sum(bool(cell.n) for cell in theme.roles)
    if (rounds, roles) == (theme.n_rounds, theme.n_roles):
        return theme
    return replace(theme, n_rounds=max(rounds, 1), n_roles=max(roles, 1), least=True)


def _kind(row: Mapping[str, Any], leaning: str, verdict: Verdict | None) -> str:
    """Praise is no concern, unless a person said that the plan owes it an answer."""
    if verdict and verdict.decided_by == "person" and verdict.status in OPEN_STATES:
        return "concern"
    return row["kind"] or ("praise" if leaning == "support" else "concern")


def _sides(
    statements: pd.DataFrame, leaning: str, sure: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The statements with the theme's leaning, and those surely against it.

    A voice opposes only what it is about: one of the nearer half. Who wishes for something does not
    oppose what goes well ("houd dit team bij elkaar!").
    """
    support = statements["stance"] == "support"
    complaint = statements["stance"] == "complaint"
    concern = complaint | (statements["stance"] == "wish")
    near = statements["strength"] >= statements["strength"].median()
    certain = near & (statements["stance_strength"] >= sure)
    if leaning == "support":
        return statements[support], statements[complaint & certain]
    return statements[concern], statements[support & certain]


def speaking(statements: pd.DataFrame, settings: ReportSettings) -> pd.DataFrame:
    """The statements to quote for a theme: those with its stance, or all where none has it."""
    main, _counter = _sides(
        statements, lean(people_per(statements, "stance")), settings.counter_sure
    )
    return main if len(main) else statements


def _may_quote(edition: str, n_people: int, settings: ReportSettings) -> bool:
    """In public nobody is quoted from a handful: her neighbours would know her."""
    return edition not in PUBLIC or n_people >= settings.min_group


def _near(of_theme: Sequence[Link]) -> tuple[Link, ...]:
    """The three nearest codes per codebook."""
    kept: dict[str, list[Link]] = {}
    for link in of_theme:
        kept.setdefault(link.codebook_id, []).append(link)
    return tuple(link for of_book in kept.values() for link in of_book[:3])


def _recount(statements: pd.DataFrame) -> dict[str, int]:
    return {
        "n_statements": len(statements),
        "n_respondents": count_people(statements),
        "n_senders": count_people(statements, by="respondent_id"),
        "n_rounds": int(statements["round_id"].nunique()),
        "n_meetings": int(statements.loc[statements["meeting_id"] != "", "meeting_id"].nunique()),
        "n_roles": int(statements.loc[statements["role"] != "", "role"].nunique()),
    }


def _lives(analysis: Analysis, joined: Frames, edition: str) -> dict[str, tuple[Life, ...]]:
    """Theme -> its life in every round.

    What became of it is told to the team; elsewhere it would say that somebody spoke in a round
    whose number is withheld.
    """
    register = analysis.table(REGISTER).fillna({"life": ""})
    lives = {}
    for theme_id, rows in register.groupby("theme_id", sort=True):
        by_round = {row["round_id"]: row for row in rows.to_dict("records")}
        people = {key: int(row["n_respondents"]) for key, row in by_round.items()}
        hidden = joined.known.kept_back(str(theme_id), "round_id")
        silent = frozenset() if edition == TEAM else hidden
        lives[str(theme_id)] = tuple(
            Life(
                round_id=round_.round_id,
                life=""
                if round_.round_id in silent or round_.round_id not in by_round
                else by_round[round_.round_id]["life"],
                n_people=None if round_.round_id in hidden else people.get(round_.round_id, 0),
                n_statements=None
                if round_.round_id in hidden or round_.round_id not in by_round
                else int(by_round[round_.round_id]["n_statements"]),
            )
            for round_ in analysis.rounds
        )
    return lives


def _of_group(
    parts: Sequence[SubTheme], joined: Frames, settings: ReportSettings
) -> tuple[SubTheme, ...]:
    """Sub-themes counted over the people an edition speaks to; those of too few are left out."""
    people = people_per(joined.statements, "subtheme_id")
    statements = joined.statements["subtheme_id"].value_counts()
    shown = [
        replace(part, n_people=people[part.theme_id], n_statements=int(statements[part.theme_id]))
        for part in parts
        if people.get(part.theme_id, 0) >= settings.min_group
    ]
    return tuple(sorted(shown, key=lambda theme: (-theme.n_people, theme.theme_id)))


def _subthemes(table: pd.DataFrame, edition: str) -> dict[str, tuple[SubTheme, ...]]:
    by_parent: dict[str, list[SubTheme]] = {}
    for row in table[table["parent_id"] != ""].to_dict("records"):
        label = row["label"]
        if edition in PUBLIC and not may_name(label):
            label = about(row["subject"] or label)
        sub = SubTheme(row["theme_id"], label, int(row["n_respondents"]), int(row["n_statements"]))
        by_parent.setdefault(row["parent_id"], []).append(sub)
    return {
        parent: tuple(sorted(subs, key=lambda sub: (-sub.n_people, sub.theme_id)))
        for parent, subs in by_parent.items()
    }


def amount(n_people: int, of: int, settings: ReportSettings) -> str:
    """The amount that stands for ``n_people`` out of ``of``: none, some, several, many or most.

    Under five people it is ``some`` at most: three of four people are not "most" of a region.
    """
    if n_people <= 0 or of <= 0:
        return "none"
    share = round(n_people / of, 2)  # as printed: "15%" is never called less than 15%
    if n_people < _FEW_PEOPLE or share < settings.several_from:
        return "some"
    if share < settings.many_from:
        return "several"
    return "many" if share <= settings.most_from else "most"


def stability_word(value: float | None, bounds: tuple[float, float]) -> str:
    """The chance of being one concern in a word; bounds: from where it is fair, and firm."""
    if value is None:
        return "unknown"
    fair, firm = bounds
    if value >= firm:
        return "firm"
    return "fair" if value >= fair else "weak"
