"""What else is known of each theme: the question behind it, topics given, texts proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.core.analysis import Analysis
from pipeline.core.settings import Settings
from pipeline.core.tables import GIVEN, PROMPTED, PROPOSALS, QUESTIONS
from pipeline.findings.records import INSIDE, Theme
from pipeline.findings.theme_records import GivenOutcome, LlmText, Prompted


def with_meaning(themes: Sequence[Theme], analysis: Analysis, edition: str) -> tuple[Theme, ...]:
    """The themes, with the question that prompted each, and texts proposed about it."""
    asked = {str(row["question_id"]): row for row in analysis.table(QUESTIONS).to_dict("records")}
    needed = Settings().recorded(analysis.record.settings).prompted
    prompted: dict[str, Prompted] = {}
    for row in analysis.table(PROMPTED).to_dict("records"):
        question = asked.get(str(row["question_id"]))
        if question is None or not row["prompted"]:
            continue
        prompted[str(row["theme_id"])] = Prompted(
            question_id=str(row["question_id"]),
            question=str(question["text"]),
            kind=str(question["kind"]),
            round_id=str(question["round_id"]),
            share=float(row["share"]),
            likeness=float(row["likeness"]),
            needed_share=needed.share,
            needed_likeness=needed.likeness,
        )
    proposed = _proposals(analysis) if edition in INSIDE else {}
    return tuple(
        replace(
            theme,
            prompted=prompted.get(theme.theme_id),
            proposals=proposed.get(theme.theme_id, ()),
            subthemes=tuple(
                replace(subtheme, prompted=prompted.get(subtheme.theme_id))
                for subtheme in theme.subthemes
            ),
        )
        for theme in themes
    )


def given_outcomes(analysis: Analysis, themes: Sequence[Theme]) -> tuple[GivenOutcome, ...]:
    """Topics given beforehand, in the order they were given.

    A theme that a person merged or dropped afterwards is not named any more.
    """
    known = {theme.theme_id for theme in themes}
    return tuple(
        GivenOutcome(**row | {"theme_id": row["theme_id"] if row["theme_id"] in known else ""})
        for row in analysis.table(GIVEN).fillna({"theme_id": ""}).to_dict("records")
    )


def _proposals(analysis: Analysis) -> Mapping[str, tuple[LlmText, ...]]:
    found: dict[str, list[LlmText]] = {}
    table = analysis.table(PROPOSALS)
    for row in table[table["accepted"].fillna(False)].to_dict("records"):
        one = LlmText(row["kind"], row["text"], row["model"], tuple(row["quote_ids"]))
        found.setdefault(str(row["theme_id"]), []).append(one)
    return {theme: tuple(of_theme) for theme, of_theme in found.items()}
