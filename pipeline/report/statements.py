"""The statements behind the numbers, as one JSON island that the page opens only when asked."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from pipeline.findings.records import Findings

_PACK_FROM = 4_000_000  # characters; below it the page opens at once and can be read by other tools


def island(findings: Findings) -> str:
    """Statements and responses as compact JSON, safe inside ``<script>``.

    Columns instead of objects, texts once per response, words by their number in a list: five
    thousand statements take about a megabyte.
    """
    words = _Words()
    responses = [
        [
            response.response_id,
            response.text,
            words("language", response.language),
            words("role", response.role),
            words("area", response.area),
            words("round", response.round_id),
            words("question", response.question_id),
            words("file", response.source_file),
            words("part", response.source_part),
            response.source_row,
            words("campaign", response.campaign_id),
            response.n_people,
        ]
        for response in findings.responses
    ]
    lines = [
        [
            _suffix(line.statement_id, findings.responses[line.response].response_id),
            line.response,
            line.start,
            line.end,
            words("theme", line.theme_id),
            words("subtheme", line.subtheme_id),
            words("stance", line.stance),
            words("goal", line.goal_id),
        ]
        for line in findings.lines
    ]
    return script_safe({"words": words.lists, "responses": responses, "lines": lines})


def packed(text: str) -> str | None:
    """A large island zipped, in letters; None where it is small enough to stand as it is."""
    if len(text) < _PACK_FROM:
        return None
    data = gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0)  # no clock in the bytes
    return base64.b64encode(data).decode("ascii")


def script_safe(data: Any) -> str:
    """JSON that no browser takes for markup, whatever people wrote."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _suffix(statement_id: str, response_id: str) -> str:
    """Statement ids mostly begin with their response's; "~" marks one that does not."""
    if statement_id.startswith(response_id):
        return statement_id[len(response_id) :]
    return "~" + statement_id


class _Words:
    """Every word once; its number elsewhere."""

    def __init__(self) -> None:
        self.lists: dict[str, list[str]] = {}
        self._numbers: dict[str, dict[str, int]] = {}

    def __call__(self, kind: str, word: str) -> int:
        numbers = self._numbers.setdefault(kind, {})
        if word not in numbers:
            numbers[word] = len(numbers)
            self.lists.setdefault(kind, []).append(word)
        return numbers[word]
