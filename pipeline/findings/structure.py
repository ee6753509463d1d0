"""Pillar > theme > sub-theme: where in the plan each theme has its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.core.plan import GOALS, Plan
from pipeline.core.respondents import count_people
from pipeline.findings.frames import Frames
from pipeline.findings.records import SubTheme, Theme, Verdict
from pipeline.findings.theme_records import Branch, Leaf, Twig


def tree(
    plan: Plan | None,
    themes: Sequence[Theme],
    found: Mapping[tuple[str, str], Verdict],
    joined: Frames,
) -> tuple[Branch, ...]:
    """The pillars in the plan's order, each with its themes, the largest first; then no pillar.

    A theme stands under the pillar of the goal that its verdict names, proposed or decided. Where
    no goal fits it stands under no pillar. Every theme stands in one place.

    Args: found: verdicts by (theme or sub-theme id, codebook id).
    """
    if plan is None:
        return ()
    above = {goal.goal_id: pillar.pillar_id for pillar in plan.pillars for goal in pillar.goals}
    placed: dict[str, list[Theme]] = {}
    for theme in themes:
        placed.setdefault(above.get(_goal(found, theme.theme_id), ""), []).append(theme)
    pillars = [(pillar.pillar_id, pillar.title) for pillar in plan.pillars]
    names = [*pillars, ("", "")] if placed.get("") else pillars
    return tuple(
        _branch(pillar_id, title, placed.get(pillar_id, []), found, above, joined)
        for pillar_id, title in names
    )


def _branch(
    pillar_id: str,
    title: str,
    themes: Sequence[Theme],
    found: Mapping[tuple[str, str], Verdict],
    above: Mapping[str, str],
    joined: Frames,
) -> Branch:
    statements = joined.statements[
        joined.statements["theme_id"].isin([theme.theme_id for theme in themes])
    ]
    return Branch(
        pillar_id=pillar_id,
        title=title,
        n_people=count_people(statements),
        n_statements=len(statements),
        n_recurring=sum(theme.recurring for theme in themes),
        leaves=tuple(_leaf(theme, found, above) for theme in themes),
    )


def _leaf(theme: Theme, found: Mapping[tuple[str, str], Verdict], above: Mapping[str, str]) -> Leaf:
    goal_id = _goal(found, theme.theme_id)
    title = theme.verdict.code_title if goal_id and theme.verdict else ""
    return Leaf(
        theme.theme_id,
        goal_id,
        title,
        tuple(_twig(subtheme, found, above) for subtheme in theme.subthemes),
    )


def _twig(
    one: SubTheme, found: Mapping[tuple[str, str], Verdict], above: Mapping[str, str]
) -> Twig:
    goal_id = _goal(found, one.theme_id)
    return Twig(
        one.theme_id, one.label, one.n_people, one.n_statements, goal_id, above.get(goal_id, "")
    )


def _goal(found: Mapping[tuple[str, str], Verdict], theme_id: str) -> str:
    """The goal that the theme's verdict is about; "" where none fits."""
    verdict = found.get((theme_id, GOALS))
    return verdict.about if verdict else ""
