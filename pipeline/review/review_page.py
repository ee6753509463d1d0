"""The one page of `gehoord review --web`: HTML with its script and style inside, by nonce."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language

_TEMPLATES = Path(__file__).parents[1] / "report" / "templates"


def policy(nonce: str) -> str:
    """Content-Security-Policy: nothing but this page's own script, style and calls."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def page(title: str, token: str, nonce: str) -> str:
    """The page's HTML."""
    script = (_TEMPLATES / "review.js").read_text("utf-8")
    style = (_TEMPLATES / "review.css").read_text("utf-8")
    words = {
        "save": _("Keep (Ctrl+Enter)"),
        "kept": _("Kept."),
        "same": _("Nothing changed."),
        "judged": _("judged"),
        "nothing": _("Nothing to judge."),
        "failed": _("The decision could not be kept; is 'gehoord review --web' still running?"),
    }
    known = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    keys = "".join(
        f"<span><kbd>{escape(key)}</kbd> {escape(text)}</span>"
        for key, text in (
            ("1-9", _("choose and keep")), ("j", _("next")), ("k", _("previous")),
            ("c", _("goal or code")), ("w", _("explanation")), ("t", _("next list")),
            ("Esc", _("out of a field")),
        )
    )  # fmt: skip
    lists = "".join(
        f'<button class="quiet" data-kind="{kind}" aria-pressed="{str(kind == "D").lower()}">'
        f"{escape(text)}</button>"
        for kind, text in (
            ("D", _("Does the plan respond?")), ("T", _("Names and bounds")), ("K", _("Links")),
        )
    )  # fmt: skip
    heading = escape(_("Judging: {title}").format(title=title))
    return f"""<!doctype html>
<html lang="{language()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{heading}</title>
<style nonce="{nonce}">{style}</style>
</head>
<body data-token="{escape(token)}">
<header><h1>{heading}</h1><span id="place"></span></header>
<main>
<nav aria-label="{escape(_("What you judge"))}">{lists}</nav>
<p class="keys">{keys}</p>
<p id="told" role="status" aria-live="polite">{escape(_("One moment: the run is being read."))}</p>
<section id="card" aria-label="{escape(_("The row to judge"))}"></section>
<nav aria-label="{escape(_("Through the rows"))}">
<button id="back" class="quiet">{escape(_("previous"))}</button>
<button id="next" class="quiet">{escape(_("next"))}</button>
</nav>
</main>
<script type="application/json" id="words" nonce="{nonce}">{known}</script>
<script nonce="{nonce}">{script}</script>
</body>
</html>
"""
