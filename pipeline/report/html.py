"""One self-contained HTML file: everything inside, nothing asked from the network."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from urllib.parse import urlencode

from pipeline.core import locale as words_of
from pipeline.findings.records import STANCES, Findings
from pipeline.report import charts, context, wording
from pipeline.report.choices import for_script
from pipeline.report.editions import WRITTEN
from pipeline.report.editions.page import edition_page
from pipeline.report.pages import environment, policy, raw, script, shown, style
from pipeline.report.statements import island, packed, script_safe


def to_html(
    findings: Findings,
    lang: str = "nl",
    *,
    drawn: Mapping[str, charts.Chart | None] | None = None,
) -> str:
    """The report as one HTML page.

    Args: lang is nl or en: the words around what people said, which stays as it was written.
        drawn: the pictures in that language, where somebody drew them already.
    Returns: the page; the same findings give the same bytes.
    """
    before = words_of.language()
    words_of.use_language(lang)
    try:
        if findings.edition in WRITTEN:
            return edition_page(findings, lang)
        return _page(findings, lang, charts.draw(findings) if drawn is None else drawn)
    finally:
        words_of.use_language(before)


def _page(findings: Findings, lang: str, drawn: Mapping[str, charts.Chart | None]) -> str:
    css, js = style(), script("report.js", "themes.js", "contents.js")
    template = environment().get_template("report.html.j2")
    statements = island(findings) if findings.lines else ""
    zipped = packed(statements)
    page: str = template.render(
        f=findings,
        w=wording,
        lang=lang,
        css=raw(css),
        js=raw(js),
        csp=policy(css, js),
        stances=STANCES,
        link=link,
        origin=lambda quote: context.origin(findings, quote),
        plan_name=context.plan_name,
        island=raw(zipped or statements),
        packed=zipped is not None,
        settings_json=raw(script_safe(for_script(findings))),
        charts=SimpleNamespace(**{key: shown(one) for key, one in drawn.items()}),
        **context.everything(findings),
    )
    return page


def link(query: Mapping[str, str]) -> str:
    """Address within the page of the statements that answer to a query."""
    return "#uitspraken?" + urlencode(dict(query))
