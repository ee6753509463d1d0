"""The few things that matter: which, in what order, and the facts each sentence is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.findings.plans import change_counts
from pipeline.findings.records import PlanChange, Priority, Theme
from pipeline.findings.run_records import Campaign, Point, Silence, Totals

Facts = dict[str, str | int | float | tuple[str, ...]]
_NAMED = 3  # themes or groups named in one sentence: more is a list


@dataclass(frozen=True)
class Seen:
    """What the summary chooses from."""

    themes: Sequence[Theme]
    priorities: Sequence[Priority]
    changes: Sequence[PlanChange]
    silence: Sequence[Silence]
    campaigns: Sequence[Campaign]
    n_signals: int
    totals: Totals


def points(seen: Seen, n: int) -> tuple[Point, ...]:
    """The first ``n`` points that have something to say, in a fixed order of weight."""
    makers: tuple[Callable[[Seen], Iterator[Point]], ...] = (
        _open, _largest, _coverage, _changed, _quiet, _life, _signals, _campaign, _support,
    )  # fmt: skip
    sayings = [point for make in makers for point in make(seen)]
    return tuple(sayings[:n])


def _largest(seen: Seen) -> Iterator[Point]:
    theme = next((theme for theme in seen.themes if theme.is_counted), None)
    if theme is not None:
        facts: Facts = {
            "label": theme.label,
            "people": theme.n_people,
            "share": theme.share,
            "rounds": theme.n_rounds,
            "roles": theme.n_roles if seen.totals.roles > 1 else 0,
            "least": theme.least,
            "amount": theme.amount,
            "state": theme.verdict.status if theme.verdict else "",
            "decided_by": theme.verdict.decided_by if theme.verdict else "",
            "concern": seen.totals.knows_stances,
        }
        yield Point("largest", facts, (theme.theme_id,), "hoofdlijnen")


def _open(seen: Seen) -> Iterator[Point]:
    themes = [
        next(theme for theme in seen.themes if theme.theme_id == priority.theme_id)
        for priority in seen.priorities
    ]
    sure = [theme for theme in themes if not theme.is_loose]
    if not sure:
        return
    named = sure[:_NAMED]
    facts: Facts = {
        "n": len(sure),
        "concerns": seen.totals.knows_stances,
        "labels": tuple(theme.label for theme in named),
        "people": tuple(str(theme.n_people) for theme in named),
    }
    yield Point("open", facts, tuple(theme.theme_id for theme in named), "bouwstenen")


def _coverage(seen: Seen) -> Iterator[Point]:
    states = seen.totals.states
    judged = sum(states.values())
    if judged:
        facts: Facts = {
            "answered": states.get("addressed", 0),
            "partly": states.get("partly", 0),
            "mentioned": states.get("mentioned", 0),
            "n": judged,
            "decided": seen.totals.decided,
        }
        yield Point("coverage", facts, (), "speerpunten")


def _changed(seen: Seen) -> Iterator[Point]:
    sure = {theme.theme_id for theme in seen.themes if theme.is_counted}
    changes = [change for change in seen.changes if change.theme_id in sure]
    counts = change_counts(changes)
    lost = [change for change in changes if change.kind == "lost_answer"]
    if counts["became_answered"] or lost:
        facts: Facts = {
            "gained": counts["became_answered"],
            "lost": len(lost),
            "labels": tuple(dropped.label for dropped in lost[:_NAMED]),
        }
        yield Point(
            "changes", facts, tuple(dropped.theme_id for dropped in lost[:_NAMED]), "wijzigingen"
        )


def _life(seen: Seen) -> Iterator[Point]:
    last = Counter(theme.life[-1].life for theme in seen.themes if theme.life and theme.is_counted)
    if seen.totals.rounds > 1 and any(last[life] for life in ("new", "persistent", "returned")):
        new = [t for t in seen.themes if t.life and t.is_counted and t.life[-1].life == "new"]
        facts: Facts = {
            "persistent": last["persistent"] + last["returned"] + last["reopened"],
            "new": last["new"],
            "concerns": seen.totals.knows_stances,
            "silent": last["silent"],
            "labels": tuple(theme.label for theme in new[:_NAMED]),
        }
        ids = tuple(theme.theme_id for theme in new[:_NAMED])
        yield Point("life", facts, ids, "terugkerend")


def _quiet(seen: Seen) -> Iterator[Point]:
    groups = [
        silence for silence in seen.silence if silence.verdict != "heard" and silence.kind != "goal"
    ]
    goals = [
        silence for silence in seen.silence if silence.verdict != "heard" and silence.kind == "goal"
    ]
    if groups or goals:
        facts: Facts = {
            "roles": tuple(group.label for group in groups if group.kind == "role"),
            "areas": tuple(group.label for group in groups if group.kind != "role"),
            "goals": tuple(goal.label for goal in goals),
        }
        yield Point("silence", facts, (), "stil")


def _signals(seen: Seen) -> Iterator[Point]:
    if seen.n_signals:
        yield Point("signals", {"n": seen.n_signals}, (), "signalen")


def _campaign(seen: Seen) -> Iterator[Point]:
    if seen.campaigns:
        most = max(seen.campaigns, key=lambda campaign: (campaign.n_senders, campaign.campaign_id))
        facts: Facts = {"n": len(seen.campaigns), "senders": most.n_senders}
        yield Point("campaign", facts, (), "verantwoording")


def _support(seen: Seen) -> Iterator[Point]:
    theme = next((theme for theme in seen.themes if theme.leaning == "support"), None)
    if theme is not None:
        facts: Facts = {"label": theme.label, "people": theme.n_people}
        yield Point("support", facts, (theme.theme_id,), "hoofdlijnen")
