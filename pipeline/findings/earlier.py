"""What became of the concerns of an earlier run, for the reader of this one's report."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.analysis import Analysis
from pipeline.core.tables import CONTINUITY, PAST, THEMES
from pipeline.themes.recurrence import HEARD


@dataclass(frozen=True)
class Continued:
    """One concern of now, of then, or of both."""

    theme_id: str  # now; "" where it is not found any more
    label: str
    earlier_id: str  # then; "" where it is new
    earlier_label: str
    kind: str  # same | split | merged | gone | new
    life: str  # of one that nobody speaks of now: silent | resolved
    how: str  # told by statements | meaning | ""
    alike: float  # 0-1
    decided_by: str  # model (voorstel) | person (vastgesteld)
    rounds: tuple[str, ...] = ()  # earlier rounds, not in this run, in which it was heard


@dataclass(frozen=True)
class Earlier:
    """The concerns of this run beside those of the run or the trained model that was named."""

    run_id: str
    concerns: tuple[Continued, ...]


def earlier(analysis: Analysis) -> Earlier | None:
    """What the run says of an earlier one; None when none was named."""
    rows = analysis.table(CONTINUITY)
    if rows.empty:
        return None
    themes = analysis.table(THEMES)
    labels = dict(zip(themes["theme_id"], themes["label"], strict=True))
    past = analysis.table(PAST)
    heard = past[past["life"].isin(HEARD)]
    rounds = {
        str(theme): tuple(str(title) for title in group.sort_values("date")["title"])
        for theme, group in heard.groupby("theme_id")
    }
    concerns = [
        Continued(
            theme_id=row["theme_id"],
            label=labels.get(row["theme_id"], ""),
            earlier_id=row["earlier_id"],
            earlier_label=row["label"],
            kind=row["kind"],
            life=row["life"] or "",
            how=row["how"] or "",
            alike=float(row["alike"]),
            decided_by=row["decided_by"],
            rounds=rounds.get(row["earlier_id"], ()),
        )
        for row in rows.fillna("").to_dict("records")
    ]
    return Earlier(analysis.record.since or analysis.record.model, tuple(concerns))
