"""Bouwstenen, the reactienota that goes out and comes back, and what became of its promises."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook

from pipeline.cli.reactienota import named_file
from pipeline.core.errors import DataProblem
from pipeline.core.plan import Round
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import COVERAGE, JUDGEMENTS, RESPONSES, THEMES
from pipeline.findings.build import build
from pipeline.report.editions.parts import name
from pipeline.review import building_blocks_report as written
from pipeline.review.building_blocks import Bouwsteen, PeopleGroup, bouwstenen
from pipeline.review.promises import Promise, commitments, promises_of
from pipeline.review.reactienota import answers_given, read_answers
from pipeline.review.reactienota_report import to_docx, to_xlsx
from pipeline.review.records import appended
from pipeline.review.run_view import ReviewedRun
from tests.report.example import example as report_example
from tests.review.example import example

RUN = example()
ROUNDS = {"1": "Een", "2": "Twee"}


def test_only_concerns_without_an_answer_become_building_blocks() -> None:
    (one,) = bouwstenen(RUN)
    assert (one.theme_id, one.concern, one.wording) == ("T03", "Grote klassen", "")
    assert one.n_people == 6 and len(one.quotes) == 5
    assert [code for code, _title in one.near] == ["1.1", "1.2", "2.1"]


def test_praise_is_no_building_block_unless_a_person_says_so() -> None:
    themes = RUN.table(THEMES).copy()
    themes.loc[themes["theme_id"] == "T03", "kind"] = "praise"
    praised = replace(RUN, tables={**RUN.tables, "themes": THEMES.check(themes)})
    assert bouwstenen(praised) == ()
    coverage = RUN.table(COVERAGE).copy()
    coverage.loc[coverage["theme_id"] == "T03", "decided_by"] = "person"
    decided = replace(praised, tables={**praised.tables, "coverage": COVERAGE.check(coverage)})
    assert [one.theme_id for one in bouwstenen(decided)] == ["T03"]


def test_a_building_block_holds_no_sentence_that_nobody_wrote() -> None:
    statements = set(RUN.table(RESPONSES)["text"])
    for one in bouwstenen(RUN, every=True):
        assert one.quotes and {quote.text for quote in one.quotes} <= statements


def test_small_groups_are_not_broken_out_of_a_building_block() -> None:
    responses = RUN.table(RESPONSES).copy()
    few = responses.index[responses["response_id"].str.contains("-030")][:2]
    responses.loc[few, "role"] = "leerling"
    run = replace(RUN, tables={**RUN.tables, "responses": RESPONSES.check(responses)})
    (one,) = bouwstenen(run, min_group=4)
    assert one.roles == (PeopleGroup(("leerling", "ouder"), 6),)


def test_the_names_of_a_handful_are_not_told_where_each_would_be_few() -> None:
    responses = RUN.table(RESPONSES).copy()
    few = responses.index[responses["response_id"].str.contains("-030")][:2]
    responses.loc[few, "role"] = "leerling"
    run = replace(RUN, tables={**RUN.tables, "responses": RESPONSES.check(responses)})
    (one,) = bouwstenen(run, min_group=6)
    assert one.roles == ()


def test_two_small_groups_are_told_with_a_third_until_they_are_enough() -> None:
    responses = RUN.table(RESPONSES).copy()
    few = responses.index[responses["response_id"].str.contains("-030")][:2]
    responses.loc[few, "role"] = ["leerling", "jeugdhulp"]
    run = replace(RUN, tables={**RUN.tables, "responses": RESPONSES.check(responses)})
    (one,) = bouwstenen(run, min_group=3)
    assert one.roles == (PeopleGroup(("jeugdhulp", "leerling", "ouder"), 6),)


def test_building_blocks_are_written_safely(tmp_path: Path) -> None:
    (one,) = bouwstenen(RUN)
    hostile = replace(one, concern="=1+1\x07")
    text = written.to_csv([hostile], ROUNDS).decode("utf-8-sig")
    assert "'=1+1" in text and ",=1+1" not in text
    path = tmp_path / "b.docx"
    path.write_bytes(written.to_docx([hostile], "Bouwstenen", ROUNDS))
    words = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert one.quotes[0].text in words


# -- reactienota ------------------------------------------------------------------------------


def blocks() -> tuple[Bouwsteen, ...]:
    return bouwstenen(RUN, every=True)


def filled_docx(path: Path, answers: dict[str, tuple[str, str, str]]) -> Path:
    path.write_bytes(to_docx(blocks(), {}, "Reactienota", ROUNDS, {}))
    document = Document(str(path))
    for table in document.tables:
        values = answers.get(table.cell(0, 1).text, ("", "", ""))
        for row, value in enumerate(values, start=1):
            table.cell(row, 1).text = value
    document.save(str(path))
    return path


def filled_xlsx(path: Path, answers: dict[str, tuple[str, str, str]]) -> Path:
    path.write_bytes(to_xlsx(blocks(), {}, {}))
    book = load_workbook(path)
    sheet = book.active
    for row in range(2, sheet.max_row + 1):
        for at, value in enumerate(answers.get(sheet.cell(row, 1).value, ()), start=6):
            sheet.cell(row, at).value = value
    book.save(path)
    return path


GIVEN = {
    "T01": ("Wij praten met de gemeente.\nDat duurt even.", "Ja", "doel 1.1 wordt aangescherpt"),
    "T02": ("Dat is aan de gemeente.", "nee", ""),
    "T03": ("Goed punt", "DEELS", "zie 2.1"),
}


def kept(path: Path, log: pd.DataFrame | None = None) -> tuple[pd.DataFrame, list[DataProblem]]:
    problems: list[DataProblem] = []
    log = JUDGEMENTS.empty() if log is None else log
    made = answers_given(read_answers(path), ReviewedRun(RUN, log), problems)
    return appended(log, made, who="Anna", when="2026-01-06"), problems


@pytest.mark.parametrize("fill", [filled_docx, filled_xlsx])
def test_answers_come_back_as_given(tmp_path: Path, fill) -> None:  # type: ignore[no-untyped-def]
    path = fill(tmp_path / ("n.docx" if fill is filled_docx else "n.xlsx"), GIVEN)
    log, problems = kept(path)
    assert problems == [] and len(log) == 6
    found = {one.theme_id: one for one in promises_of(ReviewedRun(RUN, log))}
    assert {k: (v.reaction, v.leads_to, v.why) for k, v in found.items()} == {
        "T01": (GIVEN["T01"][0], "yes", "doel 1.1 wordt aangescherpt"),
        "T02": ("Dat is aan de gemeente.", "no", ""),
        "T03": ("Goed punt", "partly", "zie 2.1"),
    }
    assert found["T03"].then == "not_addressed"


def test_the_same_answers_twice_add_nothing(tmp_path: Path) -> None:
    path = filled_docx(tmp_path / "n.docx", GIVEN)
    log, _ = kept(path)
    again, problems = kept(path, log)
    assert again.empty and problems == []


def test_a_new_reactienota_holds_what_was_answered(tmp_path: Path) -> None:
    log, _ = kept(filled_docx(tmp_path / "n.docx", GIVEN))
    path = tmp_path / "weer.docx"
    answers = {one.theme_id: one for one in promises_of(ReviewedRun(RUN, log))}
    path.write_bytes(to_docx(blocks(), answers, "Nota", ROUNDS, {}))
    again, problems = kept(path, log)
    assert again.empty and problems == []


@pytest.mark.parametrize(
    "answer",
    [("Reactie", "misschien", ""), ("", "", "wel een reden"), ("x" * 10_001, "ja", "")],
)
def test_an_impossible_answer_is_reported_with_its_table(
    tmp_path: Path, answer: tuple[str, str, str]
) -> None:
    log, problems = kept(filled_docx(tmp_path / "n.docx", {"T01": answer}))
    assert log.empty and len(problems) == 1
    assert "tabel" in problems[0].where


def test_a_file_without_concerns_is_no_reactienota(tmp_path: Path) -> None:
    path = tmp_path / "brief.docx"
    document = Document()
    document.add_paragraph("Beste mensen")
    document.save(str(path))
    with pytest.raises(DataProblem):
        read_answers(path)


# -- you said, we did -------------------------------------------------------------------------


def run_with(theme: str, status: str, *rounds: Round):  # type: ignore[no-untyped-def]
    coverage = RUN.table(COVERAGE).copy()
    mine = (coverage["theme_id"] == theme) & (coverage["codebook_id"] == "goals")
    coverage.loc[mine, "status"] = status
    tables = {**RUN.tables, "coverage": COVERAGE.check(coverage)}
    return replace(RUN, tables=tables, rounds=(*RUN.rounds, *rounds))


@pytest.mark.parametrize(
    ("leads_to", "then", "now", "verdict"),
    [
        ("yes", "not_addressed", "addressed", "kept"),
        ("yes", "not_addressed", "not_addressed", "open"),
        ("partly", "not_addressed", "mentioned", "kept"),
        ("yes", "addressed", "partly", "open"),
        ("yes", "addressed", "addressed", "kept"),
        ("no", "not_addressed", "not_addressed", "declined"),
        ("", "not_addressed", "addressed", "unclear"),
        ("yes", "not_addressed", "out_of_scope", "unclear"),
    ],
)
def test_a_promise_is_held_against_the_plan_of_now(
    leads_to: str, then: str, now: str, verdict: str
) -> None:
    promise = Promise("T03", leads_to, then=then, rounds=("1", "2"))
    (one,) = commitments(run_with("T03", now), [promise])
    assert (one.verdict, one.heard_again) == (verdict, None)


def test_a_concern_voiced_again_since_is_counted() -> None:
    promise = Promise("T03", "yes", then="not_addressed", rounds=("1",))
    (one,) = commitments(RUN, [promise])
    assert one.heard_again == 3  # three of its six people spoke in round 2


def test_a_nota_begins_with_who_took_part_and_follows_the_plan(voorbeeld: Path) -> None:
    run = report_example(voorbeeld)
    findings = build(run, ReportSettings(), "openbaar")
    found = bouwstenen(run, n_quotes=2, every=True)
    answered = next(one for one in found if one.status == "addressed")
    answer = Promise(answered.theme_id, "yes", reaction="Dat doen we.")
    nota = to_docx(found, {answered.theme_id: answer}, "Nota", {}, {}, findings=findings)
    document = Document(BytesIO(nota))
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert heads[:5] == ["Waarom dit verslag?", "Hoe leest u deze nota?", "Wie deden er mee?",
                         "De zorgen in beeld",
                         "Wat leidt tot een aanpassing?"]  # fmt: skip
    pillars = [f"{one.pillar_id} {one.title}" for one in findings.plan.pillars]
    assert [one for one in heads if one in pillars] == pillars
    assert heads.index("Niet in het plan") == 5 + len(pillars)
    (leading,) = (t for t in document.tables if t.cell(0, 1).text == "Leidt tot een aanpassing?")
    assert [cell.text for cell in leading.rows[1].cells][1:] == ["ja", "Dat doen we."]
    forms = [t for t in document.tables if t.cell(0, 0).text == "Zorgnr."]
    praise = {theme.theme_id for theme in findings.themes if theme.kind == "praise"}
    asked = [one.theme_id for one in found if one.theme_id not in praise]
    assert praise and sorted(t.cell(0, 1).text for t in forms) == sorted(asked)
    every = [p.text for p in document.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    known = {theme.theme_id: theme for theme in findings.themes}
    loose = {one.theme_id for one in found if known[one.theme_id].is_loose}
    surely = every[: every.index("Misschien niet één zorg")]  # what may be no concern stands behind
    assert loose and not any(one.endswith(f"({code})") for code in loose for one in surely)
    named = {code: name(findings, theme) for code, theme in known.items()}
    assert {one.concern for one in found} == {named[one.theme_id] for one in found}
    assert "tlv: toelaatbaarheidsverklaring" in document.paragraphs[-1].text, "told in one line"
    sentences = [one for one in document.paragraphs if one.style.name == "Gehoord plan"]
    assert len(sentences) >= 5 and all("Uit het plan, " in one.text for one in sentences)
    assert "gehoord " not in " ".join(one.text for one in document.paragraphs)


def test_of_what_may_be_no_concern_a_nota_says_nothing_of_the_plan_as_if_it_were_sure(
    voorbeeld: Path,
) -> None:
    run = report_example(voorbeeld)
    findings = build(run, ReportSettings(), "openbaar")
    chosen = next(t for t in findings.themes if t.is_counted and t.verdict
                  and t.verdict.status == "addressed" and t.verdict.decided_by == "model"
                  and t.verdict.passages)  # fmt: skip
    doubtful = tuple(
        replace(theme, stability="weak") if theme.theme_id == chosen.theme_id else theme
        for theme in findings.themes
    )
    states = {"addressed": "het plan gaat hierop in"}
    sections = {}
    for loose in (False, True):
        blocks = [replace(one, loose=loose) for one in bouwstenen(run, every=True)
                  if one.theme_id == chosen.theme_id]  # fmt: skip
        seen = replace(findings, themes=doubtful) if loose else findings
        document = Document(BytesIO(to_docx(blocks, {}, "Nota", {}, states, findings=seen)))
        texts = [one.text for one in document.paragraphs]
        at = next(i for i, text in enumerate(texts) if text.endswith(f"({chosen.theme_id})"))
        sections[loose] = "\n".join(texts[at:])
        sheet = load_workbook(BytesIO(to_xlsx(blocks, {}, states))).worksheets[0]
        assert str(sheet.cell(2, 4).value).startswith(
            "misschien niet één zorg" if loose else "het plan gaat hierop in"
        )
    assert "het plan gaat hierop in (voorstel); doel" in sections[False]
    assert "(Uit het plan, " in sections[False]
    assert "nog niet te zeggen: misschien niet één zorg" in sections[True]
    assert "gaat hierop in" not in sections[True] and "(Uit het plan, " not in sections[True]


def test_building_blocks_say_how_many_groups_may_be_open_too() -> None:
    text = "Van nog 2 groepen uitspraken is niet zeker of ze over één zorg gaan."
    data = written.to_docx(bouwstenen(RUN), "Bouwstenen", ROUNDS, doubtful=text)
    paragraphs = [one.text for one in Document(BytesIO(data)).paragraphs]
    assert f"Op deze zorg gaat het plan niet in. {text}" in paragraphs


def test_a_nota_is_written_to_the_file_she_names(tmp_path: Path) -> None:
    assert named_file(tmp_path / "Nota 2026.docx", "reactienota.docx").name == "Nota 2026.docx"
    assert named_file(tmp_path, "reactienota.docx") == tmp_path / "reactienota.docx"


def test_rounds_stand_in_their_own_order_with_their_number_apart() -> None:
    found = (PeopleGroup(("r2",), 9), PeopleGroup(("r1",), 4))
    told = written.groups(found, {"r1": "Najaar 2023", "r2": "Voorjaar 2024"})
    assert told == "Najaar 2023 (4); Voorjaar 2024 (9)"


def test_of_a_handful_neither_words_nor_number_are_told(tmp_path: Path) -> None:
    (one,) = bouwstenen(RUN, min_group=40)
    assert one.few == 40 and one.quotes == ()
    path = tmp_path / "nota.docx"
    path.write_bytes(to_docx([one], {}, "Reactienota", ROUNDS, {}))
    words = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert "minder dan 40" in words
