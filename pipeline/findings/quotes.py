"""Which words speak for a theme: exact passages, from different people, roles and rounds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.respondents import count_people, people_per
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import THEMES
from pipeline.core.tokens import DOMAIN_ABBREVIATIONS, STOPWORDS
from pipeline.findings.frames import frames, held, records
from pipeline.findings.records import PUBLIC, Quote
from pipeline.text.harm import is_grave
from pipeline.text.nlp import embedded_tables
from pipeline.text.redact.health import health_flags
from pipeline.text.redact.singling import singles_out
from pipeline.themes.labels.usual_names import words_said

_GOOD_LENGTH = (8, 35)  # words: enough to say something, few enough to read at a glance
_SILENT, _PRAISE = 0.8, 0.4  # what a quote loses that has no word of the name, or praises
_TO_REVIEW = 5  # quotes per theme offered for review; three are printed
_LEAST_WORDS = 5  # a shorter one is quoted only where nothing longer was said
_WORD = re.compile(r"\S+")
_SPOKEN = re.compile(r"\w+")
_CONTEXT = 600  # characters of the response shown on either side
_MASK = re.compile(r"\[[^\]\s]{2,20}\]")
_TELLING = re.compile(r"[\d\[@]")
_MID_CAPITAL = re.compile(r"(?:(?<=[a-zà-ÿ,;:] )|(?<=[(\[/]))[A-ZÀ-Ý][\wà-ÿ'’-]+")
_FIRST_CAPITAL = re.compile(r"(?:^|(?<=[.!?…] )|(?<=['\"‘“•]))[A-ZÀ-Ý][\wà-ÿ'’-]+")
_SAFE_CAPITALS = {word.upper() for word in DOMAIN_ABBREVIATIONS} | {
    "IB'er", "Nederlands", "Nederlandse", "Nederland", "Engels", "AI", "ICT", "MBO", "HBO", "VMBO",
}  # fmt: skip


def pick(
    rows: pd.DataFrame,
    settings: ReportSettings,
    edition: str,
    *,
    n: int | None = None,
    label: str = "",
    concern: bool = False,
) -> tuple[Quote, ...]:
    """Choose up to n quotes (default ``settings.n_quotes``) from these statements.

    The clearest first: likeness to the theme's centre, a readable length; then each next one from
    a voice not yet quoted and, as far as there are, another role and round. What is further from
    the centre than half of the rows speaks only to the team, where too few voices are nearer, or
    where a person said that it may go out.
    Args: rows of ``Frames.statements``; label: the name they stand below: where it is a usual one,
        those who say it in so many words go before, and who has no word of it is left out;
        concern: praise does not speak for it.
    """
    wished = settings.n_quotes if n is None else n
    quotable: Sequence[Mapping[str, Any]] = records(_spread(held(rows)))
    middle = rows["strength"].median()
    if edition != "projectteam":  # what may point at harm is read by the team alone
        quotable = [row for row in quotable if not row["harm"]]
    if edition in PUBLIC:
        quotable = [row for row in quotable if may_go_out(row, settings)]
    candidates = sorted(quotable, key=lambda row: _weight(row, label, concern=concern))
    candidates = [row for row in candidates if words_said(label, str(row["text"]))] or candidates
    telling = [row for row in candidates if len(str(row["text"]).split()) >= _LEAST_WORDS]
    candidates = telling if _n_voices(telling) >= wished else candidates
    near = [row for row in candidates if row["strength"] >= middle or row["outside"] == "yes"]
    if _n_voices(near) >= wished or edition != "projectteam":
        candidates = near
    chosen: list[Mapping[str, Any]] = []
    while candidates and len(chosen) < wished:
        best = min(candidates, key=lambda row: _repeats(row, chosen))
        chosen.append(best)
        candidates = [row for row in candidates if row["voice_id"] != best["voice_id"]]
    quotes = tuple(quote(row, settings, edition) for row in chosen)
    if edition not in PUBLIC:
        return quotes
    people = people_per(rows, "role")  # beside a quote a role of a few points to one of them
    return tuple(
        picked
        if min(people.get(picked.role, 0), row["role_in_round"]) >= settings.min_group
        else replace(picked, role="")
        for picked, row in zip(quotes, chosen, strict=True)
    )


def quotes_to_review(analysis: Analysis) -> dict[str, tuple[Quote, ...]]:
    """Theme -> quotes that may stand in a public report, the clearest first, for review."""
    settings = ReportSettings(n_quotes=_TO_REVIEW)
    labels = dict(analysis.table(THEMES)[["theme_id", "label"]].itertuples(index=False))
    return {
        str(theme_id): pick(
            rows.assign(outside=""), settings, PUBLIC[0], label=labels.get(theme_id, "")
        )
        for theme_id, rows in frames(analysis).statements.groupby("theme_id", sort=True)
        if theme_id and count_people(rows) >= settings.min_group
    }


def may_go_out(row: Mapping[str, Any], settings: ReportSettings) -> bool:
    """The gate for readers outside: nothing that points to one person, tells of health or harm.

    And nothing of which a person said no, or yes was asked and not said.
    """
    text = str(row["response_text"])[int(row["start"]) : int(row["end"])]
    if row["harm"] or row["outside"] == "no" or not is_safe(text) or health_flags(text):
        return False
    return settings.citaten == "alle" or row["outside"] == "yes"


def quote(row: Mapping[str, Any], settings: ReportSettings, edition: str) -> Quote:
    """One row of ``Frames.statements`` as a quote; the public edition blurs who and where."""
    text = str(row["response_text"])
    start, end = int(row["start"]), int(row["end"])
    words = [match.end() for match in _WORD.finditer(text, start, end)]
    stop = end if len(words) <= settings.quote_words else words[settings.quote_words - 1]
    stop = min(stop, start + 12 * settings.quote_words)
    public = edition in PUBLIC
    return Quote(
        statement_id=str(row["statement_id"]),
        text=text[start:stop],
        cut=stop < end,
        before="" if public else text[max(0, start - _CONTEXT) : start],
        after="" if public else text[stop : stop + _CONTEXT],
        language=str(row["language"]),
        role=str(row["role"]),
        area="" if public else str(row["area"]),
        round_id=str(row["round_id"]),
        stance=str(row["stance"]),
        source_file="" if public else str(row["source_file"]),
        source_part="" if public else str(row["source_part"]),
        source_row=None if public or pd.isna(row["source_row"]) else int(row["source_row"]),
    )


def is_safe(text: str) -> bool:
    """Whether a passage may stand in a public report: nothing in it that points to somebody.

    A rule on the safe side, not anonymisation: no digits, masks, words that single out one child,
    names in mid-sentence, what befell somebody, or an organisation that opens the sentence.
    """
    if _TELLING.search(text) or _MASK.search(text) or singles_out(text) or is_grave(text):
        return False
    if not all(name in _SAFE_CAPITALS for name in _MID_CAPITAL.findall(text)):
        return False
    known = embedded_tables().is_word
    return all(
        first in _SAFE_CAPITALS
        or first.upper() in _SAFE_CAPITALS
        or first.isupper()
        or first.lower() in STOPWORDS
        or known(first.lower())
        for first in _FIRST_CAPITAL.findall(text)
    )


def names_harm(label: str, rows: pd.DataFrame) -> bool:
    """Whether a name is in the words of a statement that may point at harm: the team's alone.

    Args: rows: the statements of the concern, as in ``Frames.statements``.
    """
    said = " ".join(_SPOKEN.findall(label.casefold()))
    texts = rows.loc[rows["harm"], "text"]
    return bool(said) and any(
        f"{' '.join(_SPOKEN.findall(str(text).casefold()))} ".startswith(f"{said} ")
        for text in texts
    )


def _n_voices(rows: Sequence[Mapping[str, Any]]) -> int:
    return len({row["voice_id"] for row in rows})


def _spread(rows: pd.DataFrame) -> pd.DataFrame:
    """At most 200 statements to weigh, the strongest: more cost time and change nothing."""
    if len(rows) <= 200:
        return rows
    order = rows.sort_values(["strength", "statement_id"], ascending=[False, True], kind="stable")
    return order.head(200)


def _weight(row: Mapping[str, Any], label: str, *, concern: bool) -> tuple[float, str]:
    words = len(str(row["text"]).split())
    low, high = _GOOD_LENGTH
    misfit = 2 * max(0, low - words) / low + max(0, words - high) / high
    foreign = 0.3 if row["language"] not in ("nl", "") else 0.0
    silent = _SILENT * (1 - words_said(label, str(row["text"])))
    praise = _PRAISE * (concern and row["stance"] == "support")
    weight = misfit + foreign + silent + praise - float(row["strength"])
    return (round(weight, 6), str(row["statement_id"]))


def _repeats(row: Mapping[str, Any], chosen: Sequence[Mapping[str, Any]]) -> int:
    """How much this one repeats the roles and rounds already quoted; ties keep the order."""
    roles = sum(bool(quote["role"] == row["role"]) for quote in chosen)
    rounds = sum(bool(quote["round_id"] == row["round_id"]) for quote in chosen)
    return 2 * roles + rounds
