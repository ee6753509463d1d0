"""A run and the log -> the review workbook, the rows that matter most on top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.core.plan import GOALS
from pipeline.findings.quotes import quotes_to_review
from pipeline.report import wording as w
from pipeline.review.layout import (
    AGREE,
    COLUMNS,
    LAPSED,
    NO,
    NO_CODE,
    STATUS_WORDS,
    STILL,
    TITLES,
    YES,
    Book,
    ReviewRow,
    ReviewSheet,
    instruction,
    named,
    spoken,
)
from pipeline.review.records import (
    APPLIED,
    DROP,
    LABEL,
    LINK,
    MERGE,
    PIN,
    QUOTE,
    REMARK,
    SPLIT,
    STATUS,
    WITHDRAW,
    Judgement,
    link_codes,
    status_parts,
)
from pipeline.review.run_view import ReviewedRun

_NOTES = 20  # free lines for remarks
_RECURS = 1.5  # a recurring concern weighs so much more: the report's conclusions are about these
_BESIDE = 0.3  # weight of the other codebooks beside the goals
_FLOOR = 0.1  # least doubt: a sure proposal on half the people is still worth a look


def workbook(known: ReviewedRun, *, rows: int = 150) -> Book:
    """The workbook for this run.

    Verdicts start with the open concerns in the order of the report. What follows is sorted by its
    expected effect on the report: the people behind a concern, more where it recurs, times the
    chance that the proposal is wrong.

    Args: rows: most statements on the sheet of links.
    """
    rows_of = {
        "T": _themes(known),
        "D": _coverage(known),
        "K": _links(known, rows),
        "C": _outside(known),
        "H": _again(known),
        "B": _decisions(known),
        "O": _notes(known),
    }
    sheets = tuple(
        ReviewSheet(kind, TITLES[kind], COLUMNS[kind], tuple(rows_of[kind])) for kind in rows_of
    )
    return Book(known.run_id, instruction(), sheets, _lists(known))


def effect(known: ReviewedRun, theme_id: str, codebook_id: str) -> float:
    """Expected effect of judging this verdict: people x recurrence x doubt; no unit, for order."""
    theme = known.themes.get(theme_id)
    if theme is None:
        return 0.0
    none = known.none_chance.get(("theme", theme_id, codebook_id), 0.5)
    doubt = max(1.0 - abs(2.0 * none - 1.0), _FLOOR)
    weight = 1.0 if codebook_id == GOALS else _BESIDE
    weight *= _RECURS if theme["recurring"] is True else 1.0
    return float(theme["n_respondents"]) * doubt * weight  # type: ignore[arg-type]


def _themes(known: ReviewedRun) -> list[ReviewRow]:
    """Whole themes first, each by how much its name matters."""

    def order(item: tuple[str, Mapping[str, object]]) -> tuple[bool, float, str]:
        theme_id, row = item
        return bool(row["parent_id"]), -effect_of_name(row), theme_id

    return [_theme(known, *theme) for theme in sorted(known.themes.items(), key=order)]


def effect_of_name(row: Mapping[str, object]) -> float:
    """How much a theme's name and bounds matter: its people, more where it recurs."""
    return float(row["n_respondents"]) * (_RECURS if row["recurring"] is True else 1.0)  # type: ignore[arg-type]


def _theme(known: ReviewedRun, theme_id: str, row: Mapping[str, object]) -> ReviewRow:
    """A theme with what may be done to it. Args: row: of THEMES."""
    quotes = _quotes(known, theme_id)
    merged = known.decided(MERGE, theme_id) or ""
    was = {
        "new_label": known.decided(LABEL, theme_id) or "",
        "merge": _theme_choice(known, merged) if merged else "",
        "split": spoken(YES) if known.decided(SPLIT, theme_id) else "",
        "drop": spoken(YES) if known.decided(DROP, theme_id) else "",
        "remark": known.remark(theme_id),
    }
    reported, _open = known.reported
    return ReviewRow(
        "T",
        (theme_id,),
        {
            "theme": theme_id,
            "label": known.name(theme_id),
            **was,
            "people": int(row["n_respondents"]),  # type: ignore[call-overload]
            "rounds": int(row["n_rounds"]),  # type: ignore[call-overload]
            "recurring": spoken(YES) if row["recurring"] is True else "",
            "stability": w.stability(reported[theme_id].stability) if theme_id in reported else "",
            "keywords": ", ".join(row["keywords"]),  # type: ignore[arg-type]
            **{f"quote{n}": text for n, text in enumerate(quotes, start=1)},
            "parent": str(row["parent_id"] or ""),
        },
        was,
    )


def _quotes(known: ReviewedRun, theme_id: str) -> list[str]:
    """Those of the report; of a part, which the report does not quote, what is nearest a code."""
    reported, _open = known.reported
    if theme_id in reported and reported[theme_id].quotes:
        return [" ".join(quote.text.split()) for quote in reported[theme_id].quotes][:3]
    for book in (GOALS, *known.books):
        row = known.coverage.get((theme_id, book))
        if row is not None:
            ids: Sequence[str] = row["quote_ids"]  # type: ignore[assignment]
            return [known.statements[quote] for quote in ids if quote in known.statements][:3]
    members = sorted(known.groups.get(theme_id, ()))
    return [known.statements[member] for member in members][:3]


def _coverage(known: ReviewedRun) -> list[ReviewRow]:
    """A verdict per theme and codebook, in the order ``workbook`` says."""
    _themes, open_ones = known.reported
    rank = {(theme.theme_id, GOALS): place for place, theme in enumerate(open_ones)}
    order = sorted(
        known.coverage,
        key=lambda key: (
            rank.get(key, len(rank)), bool(known.themes[key[0]]["parent_id"]),
            -effect(known, *key), key,
        ),
    )  # fmt: skip
    books = known.books.values()
    wording = {code.code_id: code.wording for book in books for code in book.codes}
    wording |= known.analysis.plan.wording() if known.analysis.plan else {}
    return [_verdict(known, theme, book, wording) for theme, book in order]


def _verdict(known: ReviewedRun, theme: str, book: str, wording: Mapping[str, str]) -> ReviewRow:
    """A theme beside what the plan says. Args: wording: id of a piece of the plan -> its text."""
    row = known.coverage[(theme, book)]
    status, code = status_parts(known.verdict(theme, book))
    was = {
        "verdict": spoken(STATUS_WORDS[status]) if status else "",
        "code": _code_choice(known, book, code),
        "why": known.remark(f"{theme}/{book}"),
    }
    # where no code is proposed, the one whose wording is shown
    codes = {code.code_id for code in known.books[book].codes} if book in known.books else set()
    shown = (p for p in row["passage_ids"] if p in codes)  # type: ignore[attr-defined]
    nearest = str(row["code_id"] or "") or next(shown, "")
    passages = [wording[piece] for piece in row["passage_ids"] if piece in wording]  # type: ignore[attr-defined]
    quotes = _quotes(known, theme)
    return ReviewRow(
        "D",
        (theme, book),
        {
            "theme": theme,
            "label": known.name(theme),
            "book": book,
            "proposal": spoken(STATUS_WORDS[str(row["status"])]),
            "nearest": _code_choice(known, book, nearest),
            **was,
            "passage": "\n".join(passages[:2]),
            **{f"quote{n}": text for n, text in enumerate(quotes[:2], start=1)},
            "people": int(known.themes[theme]["n_respondents"]),  # type: ignore[call-overload]
            "chance": round(known.none_chance.get(("theme", theme, book), 0.0), 2),
        },
        was,
    )


def _links(known: ReviewedRun, most: int) -> list[ReviewRow]:
    """Statements whose judging teaches most: in doubt, of weighty themes, spread over themes."""
    scored = sorted(
        _statement_effects(known), key=lambda scored: (-scored[0], scored[1], scored[2])
    )
    seen: dict[str, int] = {}
    judged = [(statement, book) for _value, statement, book, done in scored if done]
    # A letter sent in forty times is judged once.
    texts = {(known.marks[statement], book) for statement, book in judged}
    spread = []
    for value, statement, book, _done in scored:
        text = known.marks[statement]
        if (text, book) in texts:
            continue
        texts.add((text, book))
        theme = known.theme_of.get(statement, "")
        seen[theme] = seen.get(theme, 0) + 1
        spread.append((-value / seen[theme], statement, book))
    asked = [(statement, book) for _value, statement, book in sorted(spread)[:most]]
    return [_link(known, statement, book) for statement, book in (*asked, *sorted(judged))]


def _statement_effects(known: ReviewedRun) -> Iterator[tuple[float, str, str, bool]]:
    """(expected effect, statement, codebook, judged already) of every pair."""
    themes = {
        (theme, book): effect(known, theme, book) for theme in known.themes for book in known.books
    }
    for (statement, book), codes in known.nearest.items():
        none = known.none_chance.get(("statement", statement, book), 0.0)
        doubt = 1.0 - max(none, codes[0][1])
        theme = known.theme_of.get(statement, "")
        decided = bool(known.links(statement, book))
        value = doubt * (1.0 + themes.get((theme, book), 0.0) ** 0.5)
        yield value, statement, book, decided


def _link(known: ReviewedRun, statement: str, book: str) -> ReviewRow:
    """A statement beside its three likeliest codes, "none fits" among them."""
    none = known.none_chance.get(("statement", statement, book), 0.0)
    options = [(_code_choice(known, book, code), p) for code, p in known.nearest[(statement, book)]]
    ranked = sorted([*options, (spoken(NO_CODE), none)], key=lambda option: -option[1])
    proposals = [f"{name} ({round(100 * p)}%)" for name, p in ranked]
    theme = known.theme_of.get(statement, "")
    pinned = known.decided(PIN, statement) or ""
    was = {
        "code": links_choice(known, book, known.links(statement, book)),
        "pin": _theme_choice(known, pinned) if pinned else "",
        "why": known.remark(f"{statement}/{book}"),
    }
    return ReviewRow(
        "K",
        (statement, book),
        {
            "statement": statement,
            "text": known.statements[statement],
            "book": book,
            **dict(zip(("first", "second", "third"), proposals, strict=False)),
            **was,
            "theme": theme,
            "label": known.name(theme),
            "chance": round(none, 2),
        },
        was,
    )


def links_choice(known: ReviewedRun, book: str, value: str) -> str:
    """A link as the workbook shows it."""
    if not value:
        return ""
    codes = link_codes(value)
    return "; ".join(_code_choice(known, book, code) for code in codes) or spoken(NO_CODE)


def _outside(known: ReviewedRun) -> list[ReviewRow]:
    """Quotes that pass the rules for readers outside, and what was said of each."""
    rows = []
    for theme_id, quotes in quotes_to_review(known.analysis).items():
        for quote in quotes:
            decided = known.decided(QUOTE, quote.statement_id)
            was = {
                "outside": spoken({"yes": YES, "no": NO}[decided]) if decided else "",
                "why": known.remark(f"{quote.statement_id}/{QUOTE}"),
            }
            label = known.name(theme_id)
            cells = {"statement": quote.statement_id, "text": quote.text, **was}
            cells |= {"theme": theme_id, "label": label}
            rows.append(ReviewRow("C", (quote.statement_id,), cells, was))
    return rows


def _again(known: ReviewedRun) -> list[ReviewRow]:
    """Earlier judgements of which it is not certain that they still hold."""
    return [
        ReviewRow(
            "H",
            (judgement.judgement_id,),
            {
                "judgement": judgement.judgement_id,
                "what": in_words(judgement),
                "about": judgement.context,
                "reason": judgement.reason,
                "again": "",
                "why": "",
                "who": judgement.who,
                "when": judgement.when[:10],
            },
            {"again": "", "why": ""},
        )
        for judgement in known.open_judgements()
    ]


def _decisions(known: ReviewedRun) -> list[ReviewRow]:
    """Everything in the log, the last decision on top."""
    rows = []
    for judgement in reversed(known.log):
        if judgement.kind == WITHDRAW:
            continue
        in_run = known.of_run.get(judgement.judgement_id)
        was = {"withdraw": spoken(YES) if known.withdrawn(judgement.judgement_id) else ""}
        cells: dict[str, str | int | float] = {
            "judgement": judgement.judgement_id,
            "what": in_words(judgement),
            "about": f"{judgement.subject} {judgement.context}".strip(),
            "state": spoken((in_run.state if in_run else "") or APPLIED),
            **was,
            "who": judgement.who,
            "when": judgement.when[:10],
            "reason": judgement.why,
        }
        rows.append(ReviewRow("B", (judgement.judgement_id,), cells, was))
    return rows


def in_words(judgement: Judgement) -> str:
    """A judgement in words: ``dekking: geadresseerd 2.3``."""
    new = judgement.new
    if judgement.kind == STATUS and new:
        status, code = status_parts(new)
        new = f"{spoken(STATUS_WORDS[status])} {code}".strip()
    if judgement.kind == LINK and new:
        new = "; ".join(link_codes(new)) or spoken(NO_CODE)
    return f"{spoken(judgement.kind)}: {new}" if new else f"{spoken(judgement.kind)}: –"


def _notes(known: ReviewedRun) -> list[ReviewRow]:
    """Lines for remarks on whatever else, filled in or not."""
    rows = []
    for number in range(1, _NOTES + 1):
        was = {"remark": known.decided(REMARK, f"note-{number}") or ""}
        rows.append(ReviewRow("O", (str(number),), {"number": number, **was}, was))
    return rows


def _theme_choice(known: ReviewedRun, theme_id: str) -> str:
    row = known.themes.get(theme_id)
    return named(theme_id, known.name(theme_id)) if row else theme_id


def _code_choice(known: ReviewedRun, book: str, code_id: str) -> str:
    code = known.code(book, code_id)
    return named(code_id, code.name) if code else code_id


def _lists(known: ReviewedRun) -> dict[str, tuple[str, ...]]:
    """What each drop-down offers, by the name of its list."""
    tops = [theme_id for theme_id, row in sorted(known.themes.items()) if not row["parent_id"]]
    themes = tuple(_theme_choice(known, top) for top in tops)
    lists = {
        "themes": themes,
        "again": (spoken(STILL), spoken(LAPSED), *themes),
        "yes": (spoken(YES),),
        "yes+no": (spoken(YES), spoken(NO)),
        "statuses": (spoken(AGREE), *(spoken(word) for word in STATUS_WORDS.values())),
    }
    for book in known.books.values():
        codes = tuple(_code_choice(known, book.codebook_id, c.code_id) for c in book.codes)
        lists[f"codes:{book.codebook_id}"] = codes
        lists[f"codes+none:{book.codebook_id}"] = (spoken(AGREE), spoken(NO_CODE), *codes)
    return lists
