"""What every chapter of the Word report is made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.findings.records import Evidence, Findings, Quote
from pipeline.report import context
from pipeline.report import wording as w
from pipeline.report.charts import Chart
from pipeline.report.docx.styles import STATE_COLOURS
from pipeline.report.docx.writer import Runs, Word, link, run
from pipeline.report.svg import drawing_to_png


@dataclass(frozen=True)
class Part:
    """The findings, the document they go into, and the sentences they share with the page."""

    findings: Findings
    word: Word
    found: Mapping[str, Any]  # context.everything
    drawn: Mapping[str, Chart | None]

    def lead(self, key: str) -> None:
        """The sentence of this name as the first of a chapter."""
        self.word.paragraph(self.found[key], "Gehoord inleiding")

    def chart(self, name: str) -> None:
        """A picture under its finding; nothing where there is nothing to show."""
        chart = self.drawn.get(name)
        if chart is not None:
            alt = f"{chart.title}. {chart.note}".strip()
            self.word.picture(drawing_to_png(chart.wide), chart.title, alt, note=chart.note)

    def theme(self, theme_id: str) -> Runs:
        """A theme's name that leads to the theme."""
        if not self.findings.has_theme(theme_id):
            return run(theme_id)
        label = self.findings.theme(theme_id).label
        return link(label, f"thema_{theme_id}") if self.findings.writes_themes else run(label)

    def themes(self, theme_ids: tuple[str, ...]) -> Runs:
        """Several of them, or a dash."""
        parts = [self.theme(one) for one in theme_ids]
        whole = parts[0] if parts else run("–")
        for part in parts[1:]:
            whole = whole + ", " + part
        return whole

    def quote(self, one: Quote) -> None:
        """What somebody said, with its code and place."""
        place = w.place(one)
        source = f"{one.statement_id} · {context.origin(self.findings, one)}"
        self.word.quote(
            one.text, f"{source} · {place}" if place else source, lang=one.language, cut=one.cut
        )

    def passage(self, one: Evidence) -> None:
        """A sentence of the plan with its place."""
        place = " › ".join([w.plan_place(one), *one.path])
        self.word.paragraph(run(one.text) + run(f"  ({place})", colour="4C5864"), "Gehoord plan")


def state(status: str, decided_by: str = "") -> Runs:
    """A state as a sign and a word, and who says so."""
    sign = run(f"{w.sign(status)} ", bold=True, colour=STATE_COLOURS.get(status, ""))
    words = run(w.status(status), bold=True, colour=STATE_COLOURS.get(status, ""))
    return sign + words + (f" · {w.decided(decided_by)}" if decided_by else "")
