"""An edition as a page: the blocks in the report's own style, without a script."""

from __future__ import annotations

from pipeline.findings.records import Findings
from pipeline.report import context, wording
from pipeline.report.editions import written
from pipeline.report.pages import environment, policy, raw, style


def edition_page(findings: Findings, lang: str) -> str:
    """The page's text, in the language spoken now; the same findings give the same bytes."""
    css = style()
    page: str = (
        environment()
        .get_template("edition.html.j2")
        .render(
            e=written(findings),
            f=findings,
            w=wording,
            lang=lang,
            css=raw(css),
            csp=policy(css, ""),
            pictures={},
            run_line=context.run_line(findings),
        )
    )
    return page
