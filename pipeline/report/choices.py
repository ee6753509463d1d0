"""What a reader can choose on the page: statements and themes by who, when, where and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.findings.records import STANCES, Cell, Findings, Theme
from pipeline.report import wording as w
from pipeline.report.editions.parts import ORDER, status_of

_FEW = 4  # themes; fewer are seen at a glance


def filters(findings: Findings) -> list[dict[str, Any]]:
    """The choices above the list of statements."""
    plan = findings.plan
    goals_of = [(g.goal_id, f"{g.goal_id} {g.title}") for g in plan.goals()] if plan else []
    themes_of = [(t.theme_id, w.bare(t.label)) for t in findings.themes]
    return _fields(
        [
            ("ronde", _("Round"), _rounds(findings)),
            ("rol", _("Role"), [(c.key, c.key) for c in findings.roles]),
            ("gebied", _("Work area"), [(c.key, c.key) for c in findings.areas]),
            ("pijler", _("Pillar"), _pillars(findings)),
            ("doel", _("Goal"), goals_of),
            ("thema", _("Theme"), [*themes_of, ("-", _("no theme"))]),
            ("staat", _("State"), _states(findings)),
            ("stem", _("Voices"), [(code, w.stance(code)) for code in STANCES]),
        ]
    )


def theme_filters(findings: Findings) -> list[dict[str, Any]]:
    """The choices above the themes; only what finds something, and tells the themes apart."""
    if len(findings.themes) < _FEW:
        return []
    known = [_told(findings, theme) for theme in findings.themes]
    names = {
        "rol": [(c.key, c.key) for c in findings.roles],
        "ronde": _rounds(findings),
        "gebied": [(c.key, c.key) for c in findings.areas],
        "pijler": _pillars(findings),
        "staat": _states(findings),
    }
    labels = {"rol": _("Role"), "ronde": _("Round"), "gebied": _("Work area"),
              "pijler": _("Pillar"), "staat": _("State")}  # fmt: skip
    values = {name: {value for row in known for value in row[name]} for name in names}
    return _fields(
        [
            (name, labels[name], [option for option in options if option[0] in values[name]])
            for name, options in names.items()
        ]
    )


def _told(findings: Findings, theme: Theme) -> dict[str, list[str]]:
    """What a theme may be found by: only what its card or the report shows of it as a number.

    A withheld cell is never found, whether it holds somebody or not: a choice tells no more than
    the tables do.
    """
    rounds = theme.life if "terugkerend" in findings.chapters else ()
    verdict = theme.verdict
    pillar = ""
    if verdict is not None and verdict.about:
        pillar = _pillar_of(findings).get(verdict.code_id, "")
    return {
        "rol": _shown(theme.roles),
        "gebied": _shown(theme.areas),
        "ronde": [round_.round_id for round_ in rounds if round_.n_people],
        "pijler": [pillar] if pillar else [],
        "staat": [state] if (state := _state(theme)) else [],
    }


def _shown(cells: Sequence[Cell]) -> list[str]:
    return [cell.key for cell in cells if cell.n]


def _rounds(findings: Findings) -> list[tuple[str, str]]:
    return [(round_.round_id, f"{round_.round_id} {round_.title}") for round_ in findings.rounds]


def _pillars(findings: Findings) -> list[tuple[str, str]]:
    if findings.plan is None:
        return []
    return [
        (pillar.pillar_id, f"{pillar.pillar_id} {pillar.title}") for pillar in findings.plan.pillars
    ]


def _state(theme: Theme) -> str:
    """The head that a theme stands under in the picture; what goes well has none."""
    return status_of(theme) if theme.is_concern else ""


def _states(findings: Findings) -> list[tuple[str, str]]:
    held = {_state(theme) for theme in findings.themes}
    return [(code, w.status(code)) for code in ORDER if code in held]


def _fields(
    books: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": label, "options": [{"value": v, "text": t} for v, t in options]}
        for name, label, options in books
        if options
    ]


def _pillar_of(findings: Findings) -> dict[str, str]:
    """Goal -> pillar."""
    if findings.plan is None:
        return {}
    return {
        goal.goal_id: pillar.pillar_id for pillar in findings.plan.pillars for goal in pillar.goals
    }


def for_script(findings: Findings) -> dict[str, Any]:
    """What the page's script needs besides the statements: words, and what themes are found by."""
    themes = {
        theme.theme_id: {
            "label": w.bare(theme.label),
            "state": _state(theme),
            "goal": theme.verdict.about if theme.verdict else "",
            "told": _told(findings, theme),
        }
        for theme in findings.themes
    }
    return {
        "themes": themes,
        "pillars": _pillar_of(findings),
        "parts": {sub.theme_id: w.bare(sub.label) for t in findings.themes for sub in t.subthemes},
        "stances": {code: w.stance(code) for code in STANCES},
        "questions": dict(findings.questions),
        "min": findings.method.min_group,
        "words": {
            "one": _("1 statement"),
            "many": _("{n} statements"),
            "none": _("No statement answers to this choice."),
            "context": _("In context"),
            "row": _("row {n}"),
            "paragraph": _("paragraph {n}"),
            "round": _("round {id}"),
            "unknown": _("role unknown"),
            "counted": _("said by {n} people, according to the notes"),
            "notheme": _("no theme"),
            "of": _("of {n} in all"),
            "only": _("also chosen: {what}"),
            "themes": _("{n} of {total} groups of statements"),
            "nothemes": _("No theme answers to this choice."),
            "choice": _("Choice: {what}"),
            "nearer": _("Zoom in"),
            "farther": _("Zoom out"),
            "wholemap": _("Whole map"),
        },
    }
