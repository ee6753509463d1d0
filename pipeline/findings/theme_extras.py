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
from pipeline.findings.records import INSIDE, SubTheme, Theme, Verdict
from pipeline.findings.theme_records import Branch, GivenOutcome, Leaf, LlmText, Prompted, Twig


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


def with_meaning(themes: Sequence[Theme], analysis: Analysis, edition: str) -> tuple[Theme, ...]:
    """The themes, with the question that prompted each, and texts proposed about it."""
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
    return tuple(
        replace(
            theme,
            prompted=prompted.get(theme.theme_id),
            proposals=proposed.get(theme.theme_id, ()),
            subthemes=tuple(
                replace(subtheme, prompted=prompted.get(subtheme.theme_id))
                for subtheme in theme.subthemes
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
    found: dict[str, list[LlmText]] = {}
    table = analysis.table(PROPOSALS)
    for row in table[table["accepted"].fillna(False)].to_dict("records"):
        one = LlmText(row["kind"], row["text"], row["model"], tuple(row["quote_ids"]))
        found.setdefault(str(row["theme_id"]), []).append(one)
    return {theme: tuple(of_theme) for theme, of_theme in found.items()}
