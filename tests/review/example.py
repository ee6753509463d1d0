"""A small run made by hand: four themes, two codebooks, two rounds."""

from __future__ import annotations

import pandas as pd

from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.plan import GOALS, Action, Code, Codebook, Goal, Pillar, Plan, Round
from pipeline.core.settings import Settings
from pipeline.core.tables import (
    ASSIGNMENTS,
    COVERAGE,
    FITS,
    JUDGEMENTS,
    MATCHES,
    RESPONSES,
    STATEMENTS,
    THEMES,
)

SUBJECTS = {
    "T01": ("Wachtlijst jeugdhulp", "we wachten al maanden op jeugdhulp", "1.1"),
    "T02": ("Leerlingenvervoer", "de taxi komt elke week te laat", "1.2"),
    "T03": ("Grote klassen", "de groep is te groot voor een juf", ""),
    "T04": ("Formulieren", "steeds weer dezelfde formulieren invullen", "2.1"),
}
PARTS = {"T03.1": ("Volle groepen", "T03"), "T03.2": ("Geen hulp in de klas", "T03")}
PER_THEME = 6


def plan(*without: str) -> Plan:
    goals = {
        "1.1": Goal("1.1", "Jeugdhulp op school", "Hulp is er.", (Action("1.1.1", "Eén loket."),)),
        "1.2": Goal("1.2", "Vervoer op tijd", "De taxi rijdt op tijd."),
        "2.1": Goal("2.1", "Minder papier", "Eén formulier is genoeg."),
    }  # fmt: skip
    kept = [goal for goal_id, goal in goals.items() if goal_id not in without]
    kaders = Codebook("kaders", "Kaders", (Code("K1", "Geld"), Code("K2", "Privacy")), "kaders")
    return Plan("Plan", (Pillar("1", "Pijler", goals=tuple(kept)),), codebooks=(kaders,))


def statement_ids(theme: str) -> list[str]:
    first = int(theme[1:3]) * 100
    return [f"r{1 + n % 2}-{first + n:04d}.01" for n in range(PER_THEME)]


def text_of(theme: str, n: int) -> str:
    who = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde")[n]
    return f"{SUBJECTS[theme][1]}, vindt de {who} die iets zei"


def example(run_id: str = "run-1", *, without: tuple[str, ...] = ()) -> Analysis:
    made = plan(*without)
    books = (made.goal_codebook(), *made.codebooks)
    responses, statements, assignments = [], [], []
    for theme in SUBJECTS:
        for n, one in enumerate(statement_ids(theme)):
            response, text = one.removesuffix(".01"), text_of(theme, n)
            responses.append(_response(response, text))
            statements.append((one, response, 0, len(text), text, text))
            part = f"T03.{1 + n % 2}" if theme == "T03" else ""
            assignments.append((one, theme, part, 0.5, theme, False))
    return Analysis(
        corpus="proef",
        title="Proef",
        organisation="swv",
        rounds=(Round("1", "Een", "2025-01-01"), Round("2", "Twee", "2025-06-01")),
        plan=made,
        previous=None,
        codebooks=books,
        record=_record(run_id),
        tables={
            "responses": RESPONSES.check(pd.DataFrame(responses)),
            "statements": _frame(STATEMENTS, statements),
            "assignments": _frame(ASSIGNMENTS, assignments),
            "themes": _themes(),
            "matches": _frame(MATCHES, [row for book in books for row in _matches(book)]),
            "fits": _frame(FITS, [row for book in books for row in _fits(book)]),
            "coverage": _frame(COVERAGE, [row for book in books for row in _coverage(book)]),
            "judgements": JUDGEMENTS.empty(),
        },
    )


def _frame(table, rows):  # type: ignore[no-untyped-def]
    return table.check(pd.DataFrame(rows, columns=list(table.columns)))


def _record(run_id: str) -> RunRecord:
    return RunRecord(
        run_id=run_id, made_at="2026-01-05T10:00:00+01:00", settings=Settings().as_dict(),
        encoder="fast", encoder_revision="1", nlp="embedded 1", sources={}, versions={},
    )  # fmt: skip


def _response(one: str, text: str) -> dict[str, object]:
    return {
        "response_id": one, "round_id": one[1], "meeting_id": "", "respondent_id": f"p{one}",
        "role": "ouder", "area": "", "question_id": "", "date": "2025-01-01", "language": "nl",
        "text": text, "n_supporters": 1, "source_file": "a.csv", "source_part": "",
        "source_row": 2,
    }  # fmt: skip


def _themes() -> pd.DataFrame:
    tops = [(one, "", label) for one, (label, _text, _goal) in SUBJECTS.items()]
    subs = [(one, parent, label) for one, (label, parent) in PARTS.items()]
    rows = [
        (one, parent, label, "concern", label, "", ("woord",), "", 6, 6, 6, 2, 0, 1, True, 0.8, 0.9)
        for one, parent, label in [*tops, *subs]
    ]
    return _frame(THEMES, rows)


def _items(level: str) -> list[tuple[str, str]]:
    """(id, theme) of every item of a level."""
    if level == "theme":
        return [(one, one) for one in SUBJECTS]
    return [(one, theme) for theme in SUBJECTS for one in statement_ids(theme)]


def _matches(book: Codebook) -> list[tuple[object, ...]]:
    rows = []
    codes = [code.code_id for code in book.codes]
    for level in ("theme", "statement"):
        for item, theme in _items(level):
            first = SUBJECTS[theme][2] if SUBJECTS[theme][2] in codes else codes[0]
            ranked = [first, *(code for code in codes if code != first)][:3]
            for rank, code in enumerate(ranked, start=1):
                rows.append((item, level, book.codebook_id, code, rank, 3.0 - rank, 0.6 / rank))
    return rows


def _fits(book: Codebook) -> list[tuple[object, ...]]:
    return [
        (item, level, book.codebook_id, 2.0, 1.3, 0.2 if SUBJECTS[theme][2] else 0.9, (), "default")
        for level in ("theme", "statement")
        for item, theme in _items(level)
    ]


def _coverage(book: Codebook) -> list[tuple[object, ...]]:
    rows = []
    codes = {code.code_id for code in book.codes}
    for theme, (_label, _text, goal) in SUBJECTS.items():
        status = "addressed" if goal in codes else "not_addressed"
        piece = goal if goal in codes else sorted(codes)[0]
        rows.append(
            (theme, book.codebook_id, goal if goal in codes else "", status, "model", 2.0, 1.3,
             tuple(statement_ids(theme)[:3]), (piece,))
        )  # fmt: skip
    return rows


__all__ = ["GOALS", "SUBJECTS", "example", "plan", "statement_ids"]
