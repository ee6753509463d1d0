"""`gehoord review --web`: judging in the browser, on this computer only.

Listens on 127.0.0.1; every request must carry the token of this session and be meant for this
address, so that no other page or program can read or judge. Decisions go through the same checks
and into the same log as those of the workbook.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import tempfile
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.core.store import now
from pipeline.review.from_workbook import changes
from pipeline.review.layout import Book, ReviewRow, ReviewSheet, shown, spoken
from pipeline.review.log import add_to_log, read_log
from pipeline.review.records import appended
from pipeline.review.run_view import ReviewedRun
from pipeline.review.sheets import workbook
from pipeline.review.workbook import Filled

if TYPE_CHECKING:
    import pandas as pd

_TEMPLATES = Path(__file__).parents[1] / "report" / "templates"
_MOST = 100_000  # bytes in one request: a verdict takes a few hundred
_SHEETS = ("D", "T", "K")
_JUDGED = ("verdict", "code", "pin", "new_label", "merge", "split", "drop")  # one of them: done


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


class Desk:
    """A run being judged: its rows, and the log they are written to."""

    def __init__(self, analysis: Analysis, log: Path, who: str, rows: int) -> None:
        self.analysis, self.log, self.who, self._rows = analysis, log, who, rows
        self.token = secrets.token_urlsafe(24)

    def book(self, log: pd.DataFrame) -> Book:
        """The workbook as it stands with this log."""
        return workbook(ReviewedRun(self.analysis, log), rows=self._rows)

    def rows(self) -> list[dict[str, Any]]:
        """Rows to judge, with their columns and choices, as JSON."""
        book = self.book(read_log(self.log))
        sheets = [sheet for sheet in book.sheets if sheet.kind in _SHEETS]
        return [_row(sheet, row, book) for sheet in sheets for row in sheet.rows]

    def judge(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Keep one decision. Returns: what was added, what is wrong, and the cells as they are."""
        kind, ids = str(asked.get("kind", "")), tuple(str(part) for part in asked.get("ids", ()))
        sent = {str(k): str(v).strip() for k, v in dict(asked.get("cells", {})).items()}
        problems: list[str] = []

        def new_rows(log: pd.DataFrame) -> pd.DataFrame:
            book = self.book(log)
            row = book.row(kind, ids)
            if kind not in _SHEETS or row is None:
                problems.append(_("{ids} is not in this run").format(ids=" ".join(ids)))
                return appended(log, (), who="", when="")
            cells = {key: sent.get(key, was) for key, was in row.was.items()}
            filled = Filled(kind, ids, row.was, cells, dict.fromkeys(cells, ""))
            decisions = changes([filled], book, ReviewedRun(self.analysis, log))
            problems.extend(
                f"{p.found} ({p.expected})" if p.expected else p.found for p in decisions.problems
            )
            return appended(log, decisions.judgements, who=self.who, when=now())

        added = add_to_log(self.log, new_rows)
        row = self.book(read_log(self.log)).row(kind, ids)
        cells = dict(row.was) if row is not None else {}
        done = any(cells.get(key) for key in _JUDGED)
        return {"added": len(added), "problems": problems, "cells": cells, "done": done}


def _row(sheet: ReviewSheet, row: ReviewRow, book: Book) -> dict[str, Any]:
    """A row as the page shows it: what it is about, its columns with their choices, its cells."""
    columns = [
        {"key": column.key, "title": spoken(column.title), "edit": column.edit,
         "options": list(book.lists.get(column.list_for(row), ()))}
        for column in sheet.columns
    ]  # fmt: skip
    cells = {column.key: shown(column, row.cells.get(column.key, "")) for column in sheet.columns}
    return {
        "kind": row.kind,
        "ids": list(row.ids),
        "title": str(row.cells.get("text") or row.cells.get("label") or ""),
        "columns": columns,
        "cells": {**row.cells, **cells},
        "done": any(row.was.get(key) for key in _JUDGED),
    }


def server(desk: Desk) -> ThreadingHTTPServer:
    """The server, bound to a free port of 127.0.0.1. The caller runs and closes it."""
    return ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, desk))


def address(bound: ThreadingHTTPServer, desk: Desk) -> str:
    """Where the page is, token included."""
    return f"http://127.0.0.1:{bound.server_address[1]}/?token={desk.token}"


@contextlib.contextmanager
def door(place: str) -> Iterator[Path]:
    """A page that only this user can read and that leads on to the address.

    An address on a browser's command line, token and all, stands in the list of processes, where
    everybody on this computer can read it.
    """
    with tempfile.TemporaryDirectory(prefix="gehoord-") as folder:
        page = Path(folder) / "beoordelen.html"
        page.touch(mode=0o600)
        page.write_text(
            f'<!doctype html><meta http-equiv="refresh" content="0; url={place}">', "utf-8"
        )
        yield page


class _Handler(BaseHTTPRequestHandler):
    """The page, its rows, and decisions one by one; for requests that carry the desk's token."""

    server_version, sys_version = "gehoord", ""

    def __init__(self, desk: Desk, *request: Any) -> None:
        self.desk = desk
        super().__init__(*request)  # which answers the request

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: addresses hold the token, and answers hold what people said."""

    def do_GET(self) -> None:
        """The page, or its rows."""
        split = urlsplit(self.path)
        if split.path == "/" and self._meant(parse_qs(split.query).get("token", [""])[0]):
            nonce = secrets.token_urlsafe(16)
            body = page(self.desk.analysis.title, self.desk.token, nonce).encode("utf-8")
            self._send(body, "text/html; charset=utf-8", policy(nonce))
        elif split.path == "/rows" and self._meant(self.headers.get("X-Token", "")):
            self._json({"rows": self.desk.rows()})
        else:
            self.send_error(403)

    def do_POST(self) -> None:
        """One decision."""
        if self.path != "/judge" or not self._meant(self.headers.get("X-Token", "")):
            self.send_error(403)
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _MOST:
            self.send_error(413)
            return
        try:
            asked = json.loads(self.rfile.read(int(length)))
            answer = self.desk.judge(asked)
        except (ValueError, TypeError, AttributeError):  # not what the page sends
            self.send_error(400)
            return
        self._json(answer)

    def _meant(self, token: str) -> bool:
        """Whether the request carries the token and names this address (no rebinding)."""
        port = self.connection.getsockname()[1]
        host = self.headers.get("Host", "") in (f"127.0.0.1:{port}", f"localhost:{port}")
        return host and secrets.compare_digest(token.encode(), self.desk.token.encode())

    def _json(self, data: dict[str, Any]) -> None:
        body = json.dumps(data, ensure_ascii=False).encode("utf-8")
        self._send(body, "application/json; charset=utf-8", "default-src 'none'")

    def _send(self, body: bytes, kind: str, security: str) -> None:
        self.send_response(200)
        for name, value in (
            ("Content-Type", kind), ("Content-Length", str(len(body))),
            ("Content-Security-Policy", security), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):  # fmt: skip
            self.send_header(name, value)
        with contextlib.suppress(ConnectionError):  # the browser did not wait for the answer
            self.end_headers()
            self.wfile.write(body)
