"""Two runs or two years laid side by side.

What people said is compared by theme: which theme became which is worked out by alignment and
handed in. A theme grew or shrank when more or fewer of the people who spoke named it, beyond
what the draw of people explains; what that means differs with what the two runs share.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.findings.comparison_records import (
    KINDS,
    Comparison,
    Differing,
    Move,
    Side,
    ThemeNumbers,
    ThemeShift,
)
from pipeline.findings.plans import change_kind
from pipeline.findings.records import Findings, PlanEdit, Theme
from pipeline.plan.coverage import STATUSES
from pipeline.themes.alignment import Alignment, Pair

EDITIONS = ("projectteam", "bestuur", "openbaar")  # deelnemers speaks of one round
_FIRM = {"statements": 0.67, "meaning": 0.8}  # two of three statements shared; or centres this near
_FAIR = {"statements": 0.4, "meaning": 0.65}
_LARGER = 1.25  # times as many people: on the same input no chance is at work, only the division
_SAME = 0.98  # of the larger run's statements in both: then both are taken to have the same input
_Z = 1.96  # 95%, two-sided


def compare(
    first: Findings, second: Findings, alignment: Alignment, edits: Sequence[PlanEdit] = ()
) -> Comparison:
    """Lay the findings of two runs side by side; both of the same edition.

    Raises: ValueError for two editions, or one that has no comparison.
    """
    if first.edition != second.edition or first.edition not in EDITIONS:
        raise ValueError(f"two runs are compared as one of {', '.join(EDITIONS)}")
    basis = "meaning" if alignment.by_meaning else "statements"
    here, there = alignment.first.themes, alignment.second.themes
    n_both = 0 if alignment.by_meaning else len(here)
    most = max(first.totals.statements, second.totals.statements)
    same_input = basis == "statements" and n_both >= _SAME * most
    shifts = _shifts(first, second, alignment.pairs, basis, same_input=same_input)
    shown = first.edition == "projectteam"
    flows = Counter((here[key], there[key]) for key in here if not alignment.by_meaning)
    return Comparison(
        edition=first.edition,
        basis=basis,
        same_input=same_input,
        organisation=second.organisation or first.organisation,
        corpus=second.corpus,
        before=_side(first),
        after=_side(second),
        shifts=tuple(sorted(shifts, key=_order)),
        n_both=n_both,
        n_moved=len(alignment.moved),
        moves=tuple(
            Move(key, alignment.texts.get(key, ""), before, expected, after)
            for key, before, expected, after in alignment.moved.astype(str).itertuples(index=False)
        )
        if shown
        else (),
        flows=tuple((*pair, n) for pair, n in sorted(flows.items())),
        labels_before={theme.theme_id: theme.label for theme in first.themes},
        labels_after={theme.theme_id: theme.label for theme in second.themes},
        differing=tuple(_differing(first, second)),
        edits=tuple(edits),
        min_group=second.method.min_group,
        version=second.method.version,
    )


def _order(shift: ThemeShift) -> tuple[int, int, str]:
    people = max((side.n_people for side in (shift.before, shift.after) if side), default=0)
    side = shift.after or shift.before
    return KINDS.index(shift.kind), -people, side.theme_id if side else ""


def _shifts(
    first: Findings,
    second: Findings,
    pairs: Sequence[Pair],
    basis: str,
    *,
    same_input: bool,
) -> Iterable[ThemeShift]:
    """Every theme of both runs at least once; what no statement of both tells is new or gone."""
    old = {theme.theme_id: theme for theme in first.themes}
    new = {theme.theme_id: theme for theme in second.themes}
    continued: set[str] = set()
    for pair in pairs:
        before, after = old.get(pair.before), new.get(pair.after)
        if before is None or after is None:
            if before is not None or after is not None:
                yield _alone("new" if before is None else "gone", before, after)
            continue
        first_time = pair.before not in continued and pair.kind != "merged"
        continued.add(pair.before)
        if first_time:
            yield _pair(pair, before, after, (first, second), basis, same_input=same_input)
        elif not _mostly_elsewhere(pair, before, after):
            yield _part(pair, before, after, basis)
        elif pair.kind == "merged":
            yield _alone("gone", before, None)
        else:
            yield _alone("new", None, after)
    paired = {pair.before for pair in pairs}, {pair.after for pair in pairs}
    yield from (_alone("gone", old[key], None) for key in old if key not in paired[0])
    yield from (_alone("new", None, new[key]) for key in new if key not in paired[1])


def _pair(
    pair: Pair,
    before: Theme,
    after: Theme,
    sides: tuple[Findings, Findings],
    basis: str,
    *,
    same_input: bool,
) -> ThemeShift:
    """How a theme changed that stands in both runs; ``sides`` are the findings of each."""
    people = sides[0].totals.people, sides[1].totals.people
    low, high = difference(before.n_people, people[0], after.n_people, people[1])
    least = sides[1].method.min_group
    return ThemeShift(
        _growth(before, after, least, None if same_input else (low, high)),
        _numbers(before),
        _numbers(after),
        pair.alike,
        _sure(pair, basis),
        pair.shared if basis == "statements" else None,
        _change(before, after),
        low,
        high,
    )


def _mostly_elsewhere(pair: Pair, before: Theme, after: Theme) -> bool:
    """Whether the shared statements are the lesser part of what split off or merged."""
    whole = before if pair.kind == "merged" else after
    return pair.shared * 2 < whole.n_statements


def _part(pair: Pair, before: Theme, after: Theme, basis: str) -> ThemeShift:
    """A theme whose partner is another: it came from this one, or went into it."""
    merged = pair.kind == "merged"
    return ThemeShift(
        "merged" if merged else "split_off",
        _numbers(before) if merged else None,
        None if merged else _numbers(after),
        pair.alike,
        _sure(pair, basis),
        pair.shared if basis == "statements" else None,
        "",
        other=after.label if merged else before.label,
    )


def _sure(pair: Pair, basis: str) -> str:
    if pair.alike >= _FIRM[basis]:
        return "firm"
    return "fair" if pair.alike >= _FAIR[basis] else "weak"


def _growth(before: Theme, after: Theme, least: int, interval: tuple[float, float] | None) -> str:
    """On other input: the interval leaves zero out. On the same: a quarter more, and a group."""
    if interval is not None:
        return "grown" if interval[0] > 0 else "shrunk" if interval[1] < 0 else "same"
    larger, smaller = max(before.n_people, after.n_people), min(before.n_people, after.n_people)
    if larger < smaller * _LARGER or larger - smaller < least:
        return "same"
    return "grown" if after.n_people > before.n_people else "shrunk"


def difference(n1: int, all1: int, n2: int, all2: int) -> tuple[float, float]:
    """95% interval of the second share less the first (Newcombe 1998, method 10: from Wilson's)."""
    if not all1 or not all2:
        return -1.0, 1.0
    p1, p2 = n1 / all1, n2 / all2
    (low1, high1), (low2, high2) = _wilson(n1, all1), _wilson(n2, all2)
    low = p2 - p1 - math.hypot(p2 - low2, high1 - p1)
    high = p2 - p1 + math.hypot(high2 - p2, p1 - low1)
    return round(low, 6), round(high, 6)


def _wilson(n: int, whole: int) -> tuple[float, float]:
    share, z2 = n / whole, _Z * _Z
    middle = share + z2 / (2 * whole)
    half = _Z * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    return (middle - half) / (1 + z2 / whole), (middle + half) / (1 + z2 / whole)


def _change(before: Theme, after: Theme) -> str:
    if before.verdict is None or after.verdict is None:
        return ""
    if not (before.is_concern and after.is_concern):
        return ""  # what goes well asks for no answer of the plan
    if "out_of_scope" in (before.verdict.status, after.verdict.status):
        return ""  # a person said it is not for this plan: no answer won or lost
    return change_kind(before.verdict.status, after.verdict.status)


def _alone(kind: str, before: Theme | None, after: Theme | None) -> ThemeShift:
    return ThemeShift(
        kind,
        _numbers(before) if before is not None else None,
        _numbers(after) if after is not None else None,
        None,
        "",
        None,
        "",
    )


def _numbers(theme: Theme) -> ThemeNumbers:
    verdict = theme.verdict if theme.is_concern else None
    placed = verdict is not None and verdict.status not in ("not_addressed", "out_of_scope")
    return ThemeNumbers(
        theme_id=theme.theme_id,
        label=theme.label,
        n_people=theme.n_people,
        n_statements=theme.n_statements,
        share=theme.share,
        recurring=theme.recurring,
        status=verdict.status if verdict else "",
        decided_by=verdict.decided_by if verdict else "",
        code_id=verdict.code_id if verdict and placed else "",
        code_title=verdict.code_title if verdict and placed else "",
    )


def _side(findings: Findings) -> Side:
    totals, plan = findings.totals, findings.plan
    name = ""
    if plan is not None:
        name = f"{plan.title} ({plan.version})" if plan.version else plan.title
    return Side(
        run_id=findings.method.run_id,
        made_at=findings.method.made_at,
        title=findings.title,
        rounds=findings.rounds,
        plan=name,
        responses_read=totals.responses_read,
        responses_analysed=totals.responses_analysed,
        statements=totals.statements,
        people=totals.people,
        without_theme=totals.without_theme,
        themes=totals.themes,
        recurring=totals.recurring,
        states={status: totals.states.get(status, 0) for status in STATUSES},
        decided=totals.decided,
    )


def _differing(first: Findings, second: Findings) -> Iterable[Differing]:
    """Input, models, plan and settings that differ; what is equal is left out."""
    old, new = first.method, second.method
    for name in sorted(set(old.sources) | set(new.sources)):
        before, after = old.sources.get(name, ""), new.sources.get(name, "")
        if before != after:
            yield Differing("input", name, before[:12], after[:12])
    for name in ("encoder", "encoder_revision", "nlp", "model", "version"):
        if getattr(old, name) != getattr(new, name):
            yield Differing("model", name, getattr(old, name), getattr(new, name))
    plans = _side(first).plan, _side(second).plan
    if plans[0] != plans[1]:
        yield Differing("plan", "plan", *plans)
    for stage in sorted(set(old.settings) | set(new.settings)):
        had, has = old.settings.get(stage, {}), new.settings.get(stage, {})
        for name in sorted(set(had) | set(has)):
            if had.get(name) != has.get(name):
                yield Differing("setting", f"{stage}.{name}", _shown(had, name), _shown(has, name))


def _shown(values: Mapping[str, object], name: str) -> str:
    return str(values[name]) if values.get(name) is not None else ""
