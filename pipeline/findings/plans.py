"""Findings about the plan: verdicts with their sentences, goals, codebooks, changed answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.plan import GOALS, Codebook, Place, Plan
from pipeline.core.respondents import count_people, people_per, withheld
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import COVERAGE, MATCHES, SILENCE
from pipeline.findings.frames import Frames, records
from pipeline.findings.quotes import pick, quote
from pipeline.findings.records import (
    INSIDE,
    OPEN_STATES,
    TEAM,
    CodebookFinding,
    CodeFinding,
    Evidence,
    GoalConcern,
    GoalFinding,
    Link,
    PlanChange,
    PlanEdit,
    SubTheme,
    Theme,
    Verdict,
)
from pipeline.plan.diff.align import compare_plans
from pipeline.plan.diff.concerns import concern_kind


def pieces(plan: Plan | None) -> dict[str, Evidence]:
    """Piece id -> a sentence of the plan that a verdict can cite, with its place."""
    evidence: dict[str, Evidence] = {}
    if plan is None:
        return evidence
    for passage in plan.passages:
        _put(evidence, passage.passage_id, "passage", passage.text, passage.place)
    for pillar in plan.pillars:
        _put(evidence, pillar.pillar_id, "pillar", pillar.text or pillar.title, pillar.place)
        for goal in pillar.goals:
            _put(evidence, goal.goal_id, "goal", goal.text or goal.title, goal.place)
            for action in goal.actions:
                place = action.place if action.place != Place() else goal.place
                _put(evidence, action.action_id, "action", action.text, place)
    return evidence


def _put(evidence: dict[str, Evidence], piece_id: str, kind: str, text: str, place: Place) -> None:
    evidence[piece_id] = Evidence(piece_id, kind, text, place.page, place.paragraph, place.path)


def verdicts(
    analysis: Analysis, joined: Frames, settings: ReportSettings, edition: str
) -> dict[tuple[str, str], Verdict]:
    """Every row of COVERAGE as a verdict, by theme and codebook."""
    citable, titles = pieces(analysis.plan), _code_names(analysis)
    coverage = analysis.table(COVERAGE)
    wanted = {quote_id for ids in coverage["quote_ids"] for quote_id in ids}
    rows = joined.statements[joined.statements["statement_id"].isin(wanted)]
    statements = {str(row["statement_id"]): row for row in records(rows)}
    by_theme = {}
    for row in coverage.fillna({"code_id": ""}).to_dict("records"):
        theme_id, book_id, code_id = row["theme_id"], row["codebook_id"], row["code_id"]
        quote_ids = row["quote_ids"] if edition in INSIDE else ()
        by_theme[(theme_id, book_id)] = Verdict(
            codebook_id=book_id,
            code_id=code_id,
            code_title=titles.get((book_id, code_id), ""),
            status=row["status"],
            decided_by=row["decided_by"],
            score=_number(row["score"]),
            needed=_number(row["needed"]),
            quotes=tuple(
                quote(statements[statement_id], settings, edition)
                for statement_id in quote_ids
                if statement_id in statements
            ),
            passages=tuple(citable[piece] for piece in row["passage_ids"] if piece in citable),
        )
    return by_theme


def links(analysis: Analysis) -> dict[str, tuple[Link, ...]]:
    """Theme id -> its nearest codes in every codebook (goals included), best first."""
    titles = _code_names(analysis)
    matches = analysis.table(MATCHES)
    rows = matches[matches["level"] == "theme"].sort_values(
        ["item_id", "codebook_id", "rank", "code_id"], kind="stable"
    )
    by_theme: dict[str, list[Link]] = {}
    for row in rows.to_dict("records"):
        title = titles.get((row["codebook_id"], row["code_id"]))
        if title is not None:
            link = Link(row["codebook_id"], row["code_id"], title, _number(row["score"]))
            by_theme.setdefault(row["item_id"], []).append(link)
    return {theme_id: tuple(of_theme) for theme_id, of_theme in by_theme.items()}


def _code_names(analysis: Analysis) -> dict[tuple[str, str], str]:
    return {
        (book.codebook_id, code.code_id): code.name
        for book in analysis.codebooks
        for code in book.codes
    }


def goal_findings(
    analysis: Analysis,
    themes: Sequence[Theme],
    judged: Mapping[tuple[str, str], Verdict],
    joined: Frames,
    settings: ReportSettings,
    edition: str,
) -> tuple[GoalFinding, ...]:
    """Every goal of the plan, in its order, with the themes whose nearest goal it is."""
    if analysis.plan is None:
        return ()
    about = _about(themes, judged)
    silence = analysis.table(SILENCE)
    goals = silence[silence["kind"] == "goal"]
    touched = dict(zip(goals["subject"], goals["n_respondents"], strict=True))
    entries = []
    for goal in analysis.plan.goals():
        concerns = about.get(goal.goal_id, [])
        whole = [theme for theme, part in concerns if part is None]
        finding = _goal(goal.goal_id, whole, joined, settings, edition)
        own = {goal.goal_id, *(action.action_id for action in goal.actions)}
        entries.append(
            replace(
                finding,
                concerns=tuple(_concern(*concern, own, judged) for concern in concerns),
                n_touched=int(touched[goal.goal_id]) if goal.goal_id in touched else None,
            )
        )
    return tuple(entries)


def _about(
    themes: Sequence[Theme], verdict_of: Mapping[tuple[str, str], Verdict]
) -> dict[str, list[tuple[Theme, SubTheme | None]]]:
    """Goal -> the themes it is about, and the parts of themes that are about something else."""
    about: dict[str, list[tuple[Theme, SubTheme | None]]] = {}
    for theme in themes:
        goal = theme.verdict.about if theme.verdict else ""
        if goal:
            about.setdefault(goal, []).append((theme, None))
        for part in theme.subthemes:
            other = verdict_of.get((part.theme_id, GOALS))
            if other and other.about and other.about != goal:
                about.setdefault(other.about, []).append((theme, part))
    return about


def _concern(
    theme: Theme,
    part: SubTheme | None,
    own: set[str],
    verdict_of: Mapping[tuple[str, str], Verdict],
) -> GoalConcern:
    subject = part or theme
    verdict = verdict_of[(subject.theme_id, GOALS)]
    return GoalConcern(
        theme_id=subject.theme_id,
        label=subject.label,
        part_of=theme.theme_id if part else "",
        status=verdict.status,
        decided_by=verdict.decided_by,
        n_people=subject.n_people,
        recurring=theme.recurring,
        evidence=tuple(piece for piece in verdict.passages if piece.piece_id in own),
        quote_ids=tuple(quote.statement_id for quote in verdict.quotes),
    )


def _goal(
    goal_id: str, about: Sequence[Theme], joined: Frames, settings: ReportSettings, edition: str
) -> GoalFinding:
    rows = joined.statements[
        joined.statements["theme_id"].isin([theme.theme_id for theme in about])
    ]
    support, stances = rows[rows["stance"] == "support"], people_per(rows, "stance")
    voiced = {key: stances.get(key, 0) for key in people_per(joined.statements, "stance")}
    hidden = withheld(voiced, settings.min_group) if edition != TEAM else frozenset()
    return GoalFinding(
        goal_id=goal_id,
        n_people=count_people(rows),
        n_statements=len(rows),
        stances=joined.told(stances, hidden),
        theme_ids=tuple(theme.theme_id for theme in about),
        answered=sum(
            theme.verdict is not None and theme.verdict.status not in OPEN_STATES for theme in about
        ),
        quotes=pick(support, settings, edition, n=1),
    )


def codebook_findings(
    codebooks: Sequence[Codebook],
    themes: Sequence[Theme],
    verdict_of: Mapping[tuple[str, str], Verdict],
    joined: Frames,
) -> tuple[CodebookFinding, ...]:
    """Kaders, kwesties, levels and the like: which concerns touch which code, which touch none."""
    result = []
    for book in codebooks:
        if book.codebook_id == GOALS:
            continue
        touching: dict[str, list[str]] = {}
        for theme in themes:
            verdict = verdict_of.get((theme.theme_id, book.codebook_id))
            if verdict and verdict.about:
                touching.setdefault(verdict.about, []).append(theme.theme_id)
        linked = {theme_id for ids in touching.values() for theme_id in ids}
        result.append(
            CodebookFinding(
                codebook_id=book.codebook_id,
                title=book.title,
                kind=book.kind,
                codes=tuple(
                    CodeFinding(
                        code.code_id,
                        code.name,
                        code.text if code.title else "",
                        _people(joined, touching.get(code.code_id, [])),
                        tuple(touching.get(code.code_id, [])),
                    )
                    for code in book.codes
                ),
                without=tuple(t.theme_id for t in themes if t.theme_id not in linked),
            )
        )
    return tuple(result)


def _people(joined: Frames, theme_ids: Sequence[str]) -> int:
    if not theme_ids:
        return 0
    return count_people(joined.statements[joined.statements["theme_id"].isin(list(theme_ids))])


_EDITS = {"new": "added", "dropped": "removed"}  # what PlanEdit calls the kinds of UnitChange


def edits(plan: Plan | None, previous: Plan | None) -> tuple[PlanEdit, ...]:
    """What changed in the plan's own words; unchanged pieces are left out."""
    if plan is None or previous is None:
        return ()
    return tuple(
        PlanEdit(
            kind=_EDITS.get(change.kind, change.kind),
            piece=change.level,
            piece_id=" → ".join(
                dict.fromkeys(", ".join(ids) for ids in (change.old_ids, change.new_ids) if ids)
            ),
            before=change.old_text,
            after=change.new_text,
        )
        for change in compare_plans(previous, plan)
        if change.kind != "unchanged"
    )


def changes_since(
    themes: Sequence[Theme], before: Mapping[tuple[str, str], Verdict]
) -> tuple[PlanChange, ...]:
    """Concerns whose verdict differs from an earlier analysis of the same themes."""
    changes = []
    for theme in themes:
        old, new = before.get((theme.theme_id, GOALS)), theme.verdict
        if old is None or new is None:
            continue
        changes.append(
            PlanChange(
                theme_id=theme.theme_id,
                kind=change_kind(old.status, new.status),
                before=old.status,
                after=new.status,
                before_code=old.code_id,
                after_code=new.code_id,
                before_passages=old.passages,
                after_passages=new.passages,
                label=theme.label,
            )
        )
    return tuple(changes)


_CHANGES = {  # what PlanChange calls the kinds of ``concern_kind``
    "better": "stronger", "lost": "lost_answer", "still_unanswered": "still_open",
    "out_of_scope": "still_open",
}  # fmt: skip


def change_kind(before: str, after: str) -> str:
    """The kind of a ``PlanChange``: from the verdict then and the verdict now."""
    kind = concern_kind(before, after)
    return _CHANGES.get(kind, kind)


def change_counts(changes: Sequence[PlanChange]) -> Counter[str]:
    """How often each kind of change occurs."""
    return Counter(change.kind for change in changes)


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type]
