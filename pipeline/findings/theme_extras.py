"""What else is known of each theme: its place under the plan, its question, what was proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.core.analysis import Analysis
from pipeline.core.plan import GOALS, Plan
from pipeline.core.respondents import count_people
from pipeline.core.settings import Settings
from pipeline.core.tables import GIVEN, PROMPTED, PROPOSALS, QUESTIONS
from pipeline.findings.frames import Frames
from pipeline.findings.records import INSIDE, TEAM, SubTheme, Theme, Verdict
from pipeline.findings.theme_records import (
    GivenOutcome,
    LlmText,
    PillarNode,
    Prompted,
    SubThemeNode,
    ThemeNode,
)


def tree(
    plan: Plan | None,
    themes: Sequence[Theme],
    verdicts: Mapping[tuple[str, str], Verdict],
    joined: Frames,
) -> tuple[PillarNode, ...]:
    """The pillars in the plan's order, each with its themes, the largest first; then no pillar.

    A theme stands under the pillar of the goal that its verdict names, proposed or decided. Where
    no goal fits it stands under no pillar. Every theme stands in one place.

    Args: verdicts: by (theme or sub-theme id, codebook id).
    """
    if plan is None:
        return ()
    above = {goal.goal_id: pillar.pillar_id for pillar in plan.pillars for goal in pillar.goals}
    goals = {key: verdict.about for (key, book), verdict in verdicts.items() if book == GOALS}
    placed: dict[str, list[Theme]] = {}
    for theme in themes:
        placed.setdefault(above.get(goals.get(theme.theme_id, ""), ""), []).append(theme)
    pillars = [(pillar.pillar_id, pillar.title) for pillar in plan.pillars]
    names = [*pillars, ("", "")] if placed.get("") else pillars
    return tuple(
        _pillar_node(pillar_id, title, placed.get(pillar_id, []), goals, above, joined)
        for pillar_id, title in names
    )


def _pillar_node(
    pillar_id: str,
    title: str,
    themes: Sequence[Theme],
    goals: Mapping[str, str],
    above: Mapping[str, str],
    joined: Frames,
) -> PillarNode:
    """A pillar. Args: goals: theme or sub-theme id -> its goal; above: goal id -> its pillar."""
    statements = joined.statements[
        joined.statements["theme_id"].isin([theme.theme_id for theme in themes])
    ]
    return PillarNode(
        pillar_id=pillar_id,
        title=title,
        n_people=count_people(statements),
        n_statements=len(statements),
        n_recurring=sum(bool(theme.recurring) for theme in themes),
        leaves=tuple(_theme_node(theme, goals, above) for theme in themes),
    )


def _theme_node(theme: Theme, goals: Mapping[str, str], above: Mapping[str, str]) -> ThemeNode:
    goal_id = goals.get(theme.theme_id, "")
    title = theme.verdict.code_title if goal_id and theme.verdict else ""
    below = []
    for part in theme.subthemes:
        own = goals.get(part.theme_id, "")
        below.append(
            SubThemeNode(
                part.theme_id, part.label, part.n_people, part.n_statements,
                own, above.get(own, ""),
            )
        )  # fmt: skip
    return ThemeNode(theme.theme_id, goal_id, title, tuple(below))


def with_meaning(
    themes: Sequence[Theme], analysis: Analysis, edition: str, min_group: int
) -> tuple[Theme, ...]:
    """The themes, with the question that prompted each, and texts proposed about it.

    Outside the team not where a few people spoke at that question, or a few elsewhere.
    """
    asked = {str(row["question_id"]): row for row in analysis.table(QUESTIONS).to_dict("records")}
    needed = Settings().recorded(analysis.record.settings).prompted
    prompted: dict[str, Prompted] = {}
    for row in analysis.table(PROMPTED).to_dict("records"):
        question = asked.get(str(row["question_id"]))
        if question is None or not row["prompted"]:
            continue
        prompted[str(row["theme_id"])] = Prompted(
            question_id=str(row["question_id"]),
            question=str(question["text"]),
            kind=str(question["kind"]),
            round_id=str(question["round_id"]),
            share=float(row["share"]),
            likeness=float(row["likeness"]),
            needed_share=needed.share,
            needed_likeness=needed.likeness,
        )
    proposed = _proposals(analysis) if edition in INSIDE else {}
    least = 1 if edition == TEAM else min_group

    def told(of: Theme | SubTheme) -> Prompted | None:
        asked = prompted.get(of.theme_id)
        there = round(asked.share * of.n_people) if asked is not None else 0
        elsewhere = of.n_people - there
        return asked if there >= least and (not elsewhere or elsewhere >= least) else None

    return tuple(
        replace(
            theme,
            prompted=told(theme),
            proposals=proposed.get(theme.theme_id, ()),
            subthemes=tuple(
                replace(subtheme, prompted=told(subtheme)) for subtheme in theme.subthemes
            ),
        )
        for theme in themes
    )


def given_outcomes(analysis: Analysis, themes: Sequence[Theme]) -> tuple[GivenOutcome, ...]:
    """Topics given beforehand, in the order they were given.

    A theme that a person merged or dropped afterwards is not named any more.
    """
    known = {theme.theme_id for theme in themes}
    return tuple(
        GivenOutcome(**row | {"theme_id": row["theme_id"] if row["theme_id"] in known else ""})
        for row in analysis.table(GIVEN).fillna({"theme_id": ""}).to_dict("records")
    )


def _proposals(analysis: Analysis) -> Mapping[str, tuple[LlmText, ...]]:
    by_theme: dict[str, list[LlmText]] = {}
    table = analysis.table(PROPOSALS)
    for row in table[table["accepted"].fillna(False)].to_dict("records"):
        proposal = LlmText(row["kind"], row["text"], row["model"], tuple(row["quote_ids"]))
        by_theme.setdefault(str(row["theme_id"]), []).append(proposal)
    return {theme: tuple(of_theme) for theme, of_theme in by_theme.items()}
