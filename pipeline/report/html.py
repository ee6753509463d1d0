"""One self-contained HTML file: everything inside, nothing asked from the network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.core import locale as words_of
from pipeline.findings.records import Findings
from pipeline.report import charts, context
from pipeline.report.branding import House
from pipeline.report.choices import filters, for_script, theme_filters
from pipeline.report.editions import written
from pipeline.report.pages import page, raw
from pipeline.report.statements import island, packed, script_safe

_SCRIPTS = ("report.js", "themes.js", "contents.js")


def to_html(
    findings: Findings,
    lang: str = "nl",
    *,
    house: House | None = None,
    drawn: Mapping[str, charts.Chart | None] | None = None,
) -> str:
    """The report as one HTML page.

    Args: lang is nl or en: the words around what people said, which stays as it was written.
        house: the organisation's own colour and logo.
        drawn: the pictures in that language, where somebody drew them already.
    Returns: the page; the same findings give the same bytes.
    """
    with words_of.spoken_in(lang):
        edition = written(findings)
        pictures: Mapping[str, charts.Chart | None] = {}
        if edition.contents:
            pictures = charts.draw(findings) if drawn is None else drawn
        return page(
            edition,
            lang,
            organisation=findings.organisation,
            name=findings.edition,
            run_line=context.run_line(findings),
            house=house,
            pictures=pictures,
            scripts=_SCRIPTS if edition.contents else (),
            against=context.against(findings) if edition.contents else "",
            **(_operated(findings) if findings.writes_themes else {}),
        )


def _operated(findings: Findings) -> dict[str, Any]:
    """What the controls of a page work with."""
    data = island(findings) if findings.lines else ""
    zipped = packed(data)
    return {
        "f": findings,
        "filters": filters(findings),
        "theme_filters": theme_filters(findings),
        "island": raw(zipped or data),
        "packed": zipped is not None,
        "settings_json": raw(script_safe(for_script(findings))),
    }
