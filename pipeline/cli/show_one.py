"""What `gehoord show RUN ID` says of one concern, goal, action, code or statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.cli.console import note, say
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import GOALS, Goal, Pillar
from pipeline.core.tables import (
    ASSIGNMENTS,
    COVERAGE,
    RESPONSES,
    STATEMENTS,
    THEMES,
    central_first,
)
from pipeline.report import wording as w

_SHOWN = 12  # ids of one kind in a message
# "doel 2.1" and "T12," are typed for 2.1 and T12: what stands around an id in a sentence
_AROUND = re.compile(r"^(?:doel|goal|zorg|thema|concern|theme|speerpunt|pijler|pillar)\s+", re.I)


def show_one(analysis: Analysis, given: str) -> None:
    """Say what bears this id, in the first of the kinds of things that has it.

    Raises: DataProblem where nothing of the run has it, with the ids that are there.
    """
    wanted = _AROUND.sub("", given.strip()).strip(" .,;:()[]").casefold()
    ids = _ids(analysis)
    found = next(
        (
            (kind, known[wanted])
            for kind, known in ids.items()
            if wanted in known
        ),
        None,
    )  # fmt: skip
    if found is None:
        raise _unknown(given, ids, analysis)
    kind, identifier = found
    _SAY[kind](analysis, identifier)


def _ids(analysis: Analysis) -> dict[str, dict[str, str]]:
    """Kind of thing -> its ids as compared -> as written; what is asked for most stands first."""
    plan = analysis.plan
    pillars = plan.pillars if plan else ()
    goals = [goal for pillar in pillars for goal in pillar.goals]
    kinds: dict[str, Iterator[str]] = {
        "theme": iter(analysis.table(THEMES)["theme_id"]),
        "goal": (goal.goal_id for goal in goals),
        "pillar": (pillar.pillar_id for pillar in pillars),
        "action": (action.action_id for goal in goals for action in goal.actions),
        "code": (
            code.code_id
            for book in analysis.codebooks
            if book.codebook_id != GOALS
            for code in book.codes
        ),
        "statement": iter(analysis.table(STATEMENTS)["statement_id"]),
        "response": iter(analysis.table(RESPONSES)["response_id"]),
    }
    return {kind: {str(one).casefold(): str(one) for one in ids} for kind, ids in kinds.items()}


def _unknown(given: str, ids: Mapping[str, Mapping[str, str]], analysis: Analysis) -> DataProblem:
    """The fault of an id that nothing has; a word out of a name leads to what bears that name."""
    themes = analysis.table(THEMES)
    word = given.casefold().strip()
    named = [
        f"{row.theme_id} {w.bare(str(row.label))}"
        for row in themes.itertuples()
        if len(word) > 2 and word in " ".join([str(row.label), *row.keywords]).casefold()
    ]
    expected = [_("concerns {keys}").format(keys=_some([*ids["theme"].values()]))]
    if ids["goal"]:
        expected.append(_("goals {keys}").format(keys=_some([*ids["goal"].values()])))
    return DataProblem(
        where=given,
        found=_("nothing in this run has this id"),
        expected="; ".join(expected),
        mend=_("perhaps you mean {names}").format(names="; ".join(named[:3]))
        if named
        else _("list the concerns with gehoord show RUN; ids also stand in the report"),
    )


def _some(ids: list[str]) -> str:
    """The ids, of many the first and the last."""
    if not ids:
        return "–"
    return ", ".join(ids) if len(ids) <= _SHOWN else ", ".join([*ids[: _SHOWN - 2], "…", ids[-1]])


def show_theme(analysis: Analysis, theme: str) -> None:
    """Every statement of a theme or sub-theme, the most central first; what it is, as a remark."""
    links = analysis.table(ASSIGNMENTS)
    within = links[(links["theme_id"] == theme) | (links["subtheme_id"] == theme)]
    note(_of_theme(analysis, theme))
    for verdict in analysis.table(COVERAGE).itertuples():
        if verdict.theme_id == theme and verdict.codebook_id == GOALS and verdict.code_id:
            goal = analysis.plan.wording().get(verdict.code_id, "") if analysis.plan else ""
            note(_("Nearest in the plan: {goal}").format(goal=f"{verdict.code_id} {goal}".strip()))
    statements = within.merge(analysis.at_hand().table(STATEMENTS), on="statement_id")
    for row in central_first(statements).itertuples():
        say(f"{row.statement_id}  {' '.join(str(row.text).split())}")
    if len(statements) < len(within):
        text = _("These {n} were drawn of the {total} statements in it.")
        note(text.format(n=len(statements), total=len(within)))


def _of_theme(analysis: Analysis, theme: str) -> str:
    """One line: id, name, people, and what the plan does about it."""
    row = next(r for r in analysis.table(THEMES).itertuples() if r.theme_id == theme)
    facts = [w.people(int(row.n_respondents))]
    for verdict in analysis.table(COVERAGE).itertuples():
        if verdict.theme_id == theme and verdict.codebook_id == GOALS:
            facts.append(f"{w.status(verdict.status)}, {w.decided(verdict.decided_by)}")
    return f"{theme}  {w.bare(str(row.label))} ({'; '.join(facts)})"


def _show_goal(analysis: Analysis, goal_id: str) -> None:
    goal = next(goal for pillar in _pillars(analysis) for goal in pillar.goals
                if goal.goal_id == goal_id)  # fmt: skip
    _say_goal(goal)
    _say_concerns(analysis, GOALS, goal_id)


def _say_goal(goal: Goal) -> None:
    say(f"{goal.goal_id}  {goal.wording}")
    for action in goal.actions:
        say(f"    {action.action_id}  {action.text}")


def _show_pillar(analysis: Analysis, pillar_id: str) -> None:
    pillar = next(one for one in _pillars(analysis) if one.pillar_id == pillar_id)
    say(f"{pillar_id}  {pillar.title or pillar.text}")
    for goal in pillar.goals:
        say(f"    {goal.goal_id}  {goal.title or goal.text}")


def _show_action(analysis: Analysis, action_id: str) -> None:
    for goal in (goal for pillar in _pillars(analysis) for goal in pillar.goals):
        for action in goal.actions:
            if action.action_id == action_id:
                say(f"{action_id}  {action.text}")
                note(_("An action of goal {goal}.").format(goal=f"{goal.goal_id} {goal.title}"))
                _say_concerns(analysis, GOALS, goal.goal_id)


def _show_code(analysis: Analysis, code_id: str) -> None:
    for book in analysis.codebooks:
        for code in book.codes:
            if code.code_id == code_id and book.codebook_id != GOALS:
                say(f"{code_id}  {code.wording}  [{book.title}]")
                _say_concerns(analysis, book.codebook_id, code_id)


def _say_concerns(analysis: Analysis, codebook_id: str, code_id: str) -> None:
    """Every concern that lies nearest to this code, in the order of the run."""
    rows = analysis.table(COVERAGE)
    near = rows[(rows["codebook_id"] == codebook_id) & (rows["code_id"] == code_id)]
    there = {*near["theme_id"]}
    mine = [theme for theme in analysis.table(THEMES)["theme_id"] if theme in there]
    for theme in mine:
        say(f"  - {_of_theme(analysis, str(theme))}")
    if not mine:
        note(_("No concern of this run lies nearest to this."))


def _show_statement(analysis: Analysis, statement_id: str) -> None:
    row = next(r for r in analysis.table(STATEMENTS).itertuples() if r.statement_id == statement_id)
    say(f"{statement_id}  {' '.join(str(row.text).split())}")
    links = analysis.table(ASSIGNMENTS)
    for link in links[links["statement_id"] == statement_id].itertuples():
        if link.theme_id:
            note(_of_theme(analysis, str(link.theme_id)))
    _say_place(analysis, str(row.response_id))


def _show_response(analysis: Analysis, response_id: str) -> None:
    statements = analysis.table(STATEMENTS)
    for row in statements[statements["response_id"] == response_id].itertuples():
        say(f"{row.statement_id}  {' '.join(str(row.text).split())}")
    _say_place(analysis, response_id)


def _say_place(analysis: Analysis, response_id: str) -> None:
    """Where the answer stands in what was handed in, and in which role it was given."""
    responses = analysis.table(RESPONSES)
    for row in responses[responses["response_id"] == response_id].itertuples():
        part = f" [{row.source_part}]" if row.source_part else ""
        facts = [analysis.round_titles.get(str(row.round_id), ""), str(row.role), str(row.date)]
        told = ", ".join(fact for fact in facts if fact and fact != "<NA>")
        say(f"{row.source_file}{part}:{row.source_row}  {told}".rstrip())


def _pillars(analysis: Analysis) -> tuple[Pillar, ...]:
    return analysis.plan.pillars if analysis.plan else ()


_SAY: dict[str, Any] = {
    "theme": show_theme,
    "goal": _show_goal,
    "pillar": _show_pillar,
    "action": _show_action,
    "code": _show_code,
    "statement": _show_statement,
    "response": _show_response,
}
