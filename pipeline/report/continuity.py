"""What became of the concerns of an earlier run, in words: the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.earlier import Continued
from pipeline.findings.records import Findings
from pipeline.report import wording as w


@dataclass(frozen=True)
class Row:
    """One row of the table: the concern now, the one of then, and what happened."""

    theme_id: str  # now; "" where it is not found any more
    label: str
    then: str
    what: str
    rounds: str
    likeness: float | None  # 0-1; None where there is nothing beside it
    decided: str

    @property
    def alike(self) -> str:
        """The likeness as text."""
        return "–" if self.likeness is None else w.decimal(self.likeness)


def earlier_text(findings: Findings) -> str:
    """Two sentences above the table; "" when no earlier run was followed."""
    earlier = findings.earlier
    if earlier is None:
        return ""
    on = sum(concern.kind == "same" for concern in earlier.concerns)
    counted = ngettext(
        "{n} concern of {earlier} goes on in this run and keeps its number.",
        "{n} concerns of {earlier} go on in this run and keep their number.",
        on,
    ).format(n=w.number(on), earlier=_from(earlier.run_id))
    return f"{counted} " + _(
        "Which concern continues which is a proposal by likeness, until a person confirms it."
    )


def _from(run_id: str) -> str:
    """A run by its id, or a trained model as NAME@VERSION."""
    if "@" in run_id:
        return _("the trained model {name}").format(name=run_id)
    return _("the earlier run {name}").format(name=run_id)


def earlier_rows(findings: Findings) -> list[Row]:
    """The table, in the order of the concerns of now; those that are gone stand behind them."""
    return [_row(concern) for concern in findings.earlier.concerns] if findings.earlier else []


def _row(concern: Continued) -> Row:
    return Row(
        theme_id=concern.theme_id,
        label=concern.label,
        then=f"{concern.earlier_id} {concern.earlier_label}".strip() or "–",
        what=w.life(concern.life) if concern.life else kind(concern.kind),
        rounds=", ".join(concern.rounds) or "–",
        likeness=concern.alike if concern.earlier_id and concern.theme_id else None,
        decided=w.decided(concern.decided_by),
    )


def kind(code: str) -> str:
    """What a concern is beside one of an earlier run."""
    return {
        "same": _("goes on"),
        "split": _("split off"),
        "merged": _("merged into it"),
        "gone": _("spread over other themes"),
        "new": _("new"),
    }[code]
