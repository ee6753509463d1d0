"""The comparison as a page: the same style, policy and manners as the report."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.comparison import Comparison
from pipeline.report import wording
from pipeline.report.charts import Chart
from pipeline.report.comparison import wording as words
from pipeline.report.comparison.chapters import chapters
from pipeline.report.pages import environment, policy, raw, script, shown, style


def page(found: Comparison, lang: str, drawn: Mapping[str, Chart | None]) -> str:
    """The page's text; the same record gives the same bytes."""
    css, js = style(), script("contents.js")
    made: str = (
        environment()
        .get_template("comparison.html.j2")
        .render(
            c=found,
            w=wording,
            lang=lang,
            title=words.title(found),
            css=raw(css),
            js=raw(js),
            csp=policy(css, js),
            chapters=chapters(found),
            pictures={name: shown(one) for name, one in drawn.items()},
            run_line=words.run_line(found),
        )
    )
    return made
