"""A run as a project for qualitative analysis: sources, codes, quotations at offsets, memos.

What QualCoder, ATLAS.ti, MAXQDA and NVivo exchange (REFI-QDA 1.5), without its XML.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.tables import ASSIGNMENTS, COVERAGE, FITS, MATCHES, RESPONSES, STATEMENTS, THEMES

_GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:gehoord:project")
_GAP = "\n\n"  # between two responses of one source
THEMES_BOOK = "themes"


@dataclass(frozen=True)
class QdaCode:
    """A code; ``parent`` is the guid of the code above it, "" at the top."""

    guid: str
    name: str
    description: str = ""
    parent: str = ""
    codable: bool = True


@dataclass(frozen=True)
class Quotation:
    """A passage of a source, in characters (Unicode code points), with the codes it was given."""

    guid: str
    name: str
    start: int
    end: int
    codes: tuple[str, ...]  # guids


@dataclass(frozen=True)
class QdaSource:
    """A text, as it stands in the project."""

    guid: str
    name: str
    text: str
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Memo:
    """A note; ``code`` is the guid of the code it is about, or ""."""

    guid: str
    name: str
    text: str
    code: str = ""


@dataclass(frozen=True)
class Project:
    """Everything in a project file."""

    name: str
    made_at: str
    codes: tuple[QdaCode, ...]
    sources: tuple[QdaSource, ...]
    memos: tuple[Memo, ...] = ()


def guid(*parts: str) -> str:
    """The guid of something: the same for the same thing, in every run and export."""
    return str(uuid.uuid5(_GUIDS, "/".join(parts))).upper()


def project_of(analysis: Analysis, words: Mapping[str, str]) -> Project:
    """The run as a project: a source per file and part, statements as quotations.

    A statement carries its theme and sub-theme, and of every codebook the nearest code where some
    code fits (a proposal, unless a person linked it).

    Args: words: for ``themes``, and for statuses and deciders in memos.
    """
    analysis = analysis.at_hand()
    codes = tuple(_codes(analysis, words))
    given = _codes_of_statements(analysis)
    sources = tuple(
        QdaSource(
            guid("source", name),
            name,
            text,
            tuple(
                Quotation(guid("quotation", key), key, start, end, given.get(key, ()))
                for key, (start, end) in spans.items()
            ),
        )
        for name, (text, spans) in source_texts(analysis).items()
    )
    made_at = analysis.record.made_at
    return Project(analysis.title, made_at, codes, sources, tuple(_memos(analysis, words)))


def source_texts(
    analysis: Analysis,
) -> dict[str, tuple[str, dict[str, tuple[int, int]]]]:
    """Source name -> its text, and the place of every statement in it.

    The responses of a file stand under each other, each under its number; line ends are one
    character without moving any place.
    """
    spans: dict[str, list[tuple[str, int, int]]] = {}
    for row in analysis.table(STATEMENTS).sort_values(["response_id", "start"]).itertuples():
        place = (str(row.statement_id), int(row.start), int(row.end))
        spans.setdefault(str(row.response_id), []).append(place)
    texts: dict[str, tuple[list[str], dict[str, tuple[int, int]], int]] = {}
    for row in analysis.table(RESPONSES).sort_values("response_id").to_dict("records"):
        name = " ".join(part for part in (row["source_file"], _text(row["source_part"])) if part)
        parts, places, end_of_text = texts.get(name, ([], {}, 0))
        head = f"[{row['response_id']}]\n"
        text = _single_line_ends(str(row["text"]))
        for statement_id, start, end in spans.get(str(row["response_id"]), ()):
            places[statement_id] = (end_of_text + len(head) + start, end_of_text + len(head) + end)
        piece = f"{head}{text}{_GAP}"
        texts[name] = ([*parts, piece], places, end_of_text + len(piece))
    return {name: ("".join(parts), places) for name, (parts, places, _at) in texts.items()}


def _single_line_ends(text: str) -> str:
    """Line ends as one character, without moving any place."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _codes(analysis: Analysis, words: Mapping[str, str]) -> Iterator[QdaCode]:
    top = guid("codebook", THEMES_BOOK)
    yield QdaCode(top, words.get("themes", "Themes"), codable=False)
    for row in analysis.table(THEMES).sort_values("theme_id").to_dict("records"):
        parent = _text(row["parent_id"])
        yield QdaCode(
            code_guid(THEMES_BOOK, str(row["theme_id"])),
            f"{row['theme_id']} {row['label']}",
            _text(row["why"]),
            code_guid(THEMES_BOOK, parent) if parent else top,
        )
    for book in analysis.codebooks:
        of_book = guid("codebook", book.codebook_id)
        yield QdaCode(of_book, book.title, codable=False)
        ids = {code.code_id for code in book.codes}
        for code in book.codes:
            nested = code.parent_id in ids
            above = code_guid(book.codebook_id, code.parent_id) if nested else of_book
            yield QdaCode(
                code_guid(book.codebook_id, code.code_id),
                f"{code.code_id} {code.name}",
                code.text,
                above,
            )


def code_guid(codebook_id: str, code_id: str) -> str:
    """The guid of a theme or code."""
    return guid("code", codebook_id, code_id)


def _codes_of_statements(analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """The codes of every statement, themes first."""
    codes_of: dict[str, list[str]] = {}
    for row in analysis.table(ASSIGNMENTS).sort_values("statement_id").itertuples():
        for theme in (row.theme_id, row.subtheme_id):
            if isinstance(theme, str) and theme:
                codes_of.setdefault(row.statement_id, []).append(code_guid(THEMES_BOOK, theme))
    fits = analysis.table(FITS)
    fitted = fits[(fits["level"] == "statement") & (fits["fit"] >= fits["needed"])]
    fitting = set(zip(fitted["item_id"], fitted["codebook_id"], strict=True))
    matches = analysis.table(MATCHES)
    best = matches[(matches["level"] == "statement") & (matches["rank"] == 1)]
    for row in best.sort_values(["item_id", "codebook_id"]).itertuples():
        if (row.item_id, row.codebook_id) in fitting:
            codes_of.setdefault(row.item_id, []).append(code_guid(row.codebook_id, row.code_id))
    return {statement_id: tuple(dict.fromkeys(codes)) for statement_id, codes in codes_of.items()}


def _memos(analysis: Analysis, words: Mapping[str, str]) -> Iterator[Memo]:
    """A memo per verdict: what the plan says to a theme, and who says so."""
    rows = analysis.table(COVERAGE).sort_values(["codebook_id", "theme_id"])
    for row in rows.to_dict("records"):
        theme, book = str(row["theme_id"]), str(row["codebook_id"])
        status = words.get(str(row["status"]), str(row["status"]))
        by = words.get(str(row["decided_by"]), str(row["decided_by"]))
        code = _text(row["code_id"])
        text = " ".join(part for part in (f"{book}:", status, code, f"({by})") if part)
        yield Memo(
            guid("memo", theme, book), f"{theme} {book}", text, code_guid(THEMES_BOOK, theme)
        )


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def coded_statements(project: Project, analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """Statement -> guids of the codes somebody gave it in another program.

    A quotation counts for a statement when it covers half of it. Sources that were edited are
    searched for the statement's words.
    """
    ours = source_texts(analysis)
    statements = analysis.table(STATEMENTS)
    texts = dict(zip(statements["statement_id"], statements["text"], strict=True))
    codes_of: dict[str, list[str]] = {}
    for source in project.sources:
        known = ours.get(source.name)
        places = (
            known[1]
            if known is not None and known[0] == source.text
            else _searched(source.text, texts, known[1] if known is not None else texts)
        )
        for (key, (start, end)), quotation in product(places.items(), source.quotations):
            shared = min(end, quotation.end) - max(start, quotation.start)
            if shared * 2 >= end - start > 0:
                codes_of.setdefault(key, []).extend(quotation.codes)
    return {key: tuple(dict.fromkeys(codes)) for key, codes in sorted(codes_of.items())}


def _searched(
    text: str, texts: Mapping[str, str], wanted: Mapping[str, object]
) -> dict[str, tuple[int, int]]:
    """Where the words of the wanted statements stand in a text that somebody edited."""
    places: dict[str, tuple[int, int]] = {}
    after: dict[str, int] = {}  # the same words said twice stand at two places
    for statement_id in wanted:
        words = _single_line_ends(str(texts[statement_id]))
        start = text.find(words, after.get(words, 0))
        if start >= 0:
            places[statement_id] = (start, start + len(words))
            after[words] = start + len(words)
    return places
