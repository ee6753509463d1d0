"""Two runs side by side: what became of every theme, and the same numbers in every format."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.tables import ASSIGNMENTS, THEMES
from pipeline.evaluation.comparison import compare
from pipeline.findings.comparison import EDITIONS, difference
from pipeline.findings.comparison_records import KINDS, Comparison
from pipeline.report import comparison as report
from pipeline.report import wording as w
from tests.report.conftest import written
from tests.report.example import earlier, example
from tests.report.word_check import faults


@pytest.fixture(scope="module")
def runs(voorbeeld: Path) -> tuple[Analysis, Analysis]:
    """The example on the previous plan, and now with one theme cut in two and one taken away."""
    return earlier(voorbeeld), divided(example(voorbeeld))


def divided(run: Analysis) -> Analysis:
    """Theme T02 half gone into a new one, T05 wholly into T01."""
    links = run.table(ASSIGNMENTS).copy()
    of_t02 = links.index[links["theme_id"] == "T02"]
    links.loc[of_t02[: len(of_t02) // 3], "theme_id"] = "T90"
    links.loc[links["theme_id"] == "T05", "theme_id"] = "T01"
    themes = run.table(THEMES)
    half = themes[themes["theme_id"] == "T02"].assign(theme_id="T90", label="Nieuw deel")
    half = half.assign(n_respondents=7, n_statements=len(of_t02) // 3)
    kept = themes[themes["theme_id"] != "T05"]
    tables = {
        **run.tables,
        "assignments": links,
        "themes": pd.concat([kept, half], ignore_index=True),
    }
    record = replace(run.record, run_id="later", nlp="nl 0.2.0")
    return replace(run, tables=tables, record=record)


def made(runs: tuple[Analysis, Analysis], edition: str = "projectteam") -> Comparison:
    return report.of_runs(*runs, compare(*runs).alignment, edition)


@pytest.fixture(scope="module")
def found(runs: tuple[Analysis, Analysis]) -> Comparison:
    return made(runs)


def test_every_theme_of_both_runs_is_told_of(
    found: Comparison, runs: tuple[Analysis, Analysis]
) -> None:
    for side, run in (("before", runs[0]), ("after", runs[1])):
        told = {getattr(s, side).theme_id for s in found.shifts if getattr(s, side) is not None}
        themes = run.table(THEMES)
        whole = set(themes.loc[themes["parent_id"].fillna("") == "", "theme_id"])
        assert told == whole, side
    assert {one.kind for one in found.shifts} <= set(KINDS)


def test_a_theme_that_split_off_names_where_it_came_from(found: Comparison) -> None:
    split = found.of_kind("split_off")
    assert [one.after.theme_id for one in split if one.after] == ["T90"]
    assert split[0].other == found.labels_before["T02"]


def test_a_theme_that_merged_names_where_it_went(found: Comparison) -> None:
    merged = found.of_kind("merged")
    # T05 is the larger of the two: it goes on under the number T01, and T01 went into it.
    assert [one.before.theme_id for one in merged if one.before] == ["T01"]
    assert merged[0].other == found.labels_after["T01"]


def test_what_a_plan_answers_is_told_by_concern(found: Comparison) -> None:
    for one in found.shifts:
        if one.before is None or one.after is None:
            assert one.change == ""
    lost = {one.before.theme_id for one in found.changed("lost_answer") if one.before}
    won = {one.after.theme_id for one in found.changed("became_answered") if one.after}
    assert lost and won and not lost & won
    for one in found.changed("became_answered"):
        assert one.before and one.after
        assert one.before.status in ("not_addressed", "mentioned")
        assert one.after.status in ("addressed", "partly")


def test_two_equal_runs_differ_in_nothing(runs: tuple[Analysis, Analysis]) -> None:
    same = made((runs[0], runs[0]))
    assert {one.kind for one in same.shifts} == {"same"}
    assert all(one.alike == 1.0 and one.sure == "firm" for one in same.shifts)
    assert (same.n_moved, same.differing, same.edits) == (0, (), ())
    assert "Er is niets van belang veranderd" in report.to_html(same)


def test_what_differs_in_models_and_settings_is_named(found: Comparison) -> None:
    named = {(one.kind, one.name): (one.before, one.after) for one in found.differing}
    assert named[("model", "nlp")] == ("nl 0.1.0", "nl 0.2.0")
    assert ("plan", "plan") in named
    assert found.edits, "the plans of the example differ"


def test_growth_on_other_input_is_more_than_chance() -> None:
    low, high = difference(30, 500, 60, 500)
    assert 0 < low < 0.06 < high
    low, high = difference(30, 500, 36, 500)
    assert low < 0 < high
    assert difference(0, 0, 3, 10) == (-1.0, 1.0)
    # The reference value of Newcombe (1998), table II: 56/70 less 48/80.
    assert difference(48, 80, 56, 70) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_runs_on_other_input_are_compared_by_meaning_and_by_share(
    runs: tuple[Analysis, Analysis], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(runs[1], tables={**runs[1].tables, "statements": renamed(runs[1])})
    other.tables["assignments"] = (
        runs[1]
        .table(ASSIGNMENTS)
        .assign(statement_id="x" + runs[1].table(ASSIGNMENTS)["statement_id"])
    )
    monkeypatch.setattr("pipeline.evaluation.comparison._centroids", centroids)
    result = report.of_runs(runs[0], other, compare(runs[0], other).alignment)
    assert result.basis == "meaning" and not result.same_input
    assert all(one.shared is None for one in result.shifts)
    assert result.flows == () and result.moves == ()
    page = report.to_html(result)
    assert "verschillende invoer" in page and 'id="verhuisd"' not in page


def renamed(run: Analysis) -> Any:
    statements = run.tables["statements"]
    return statements.assign(statement_id="x" + statements["statement_id"])


def centroids(run: Analysis) -> dict[str, Any]:
    import numpy as np

    ids = sorted(set(run.table(ASSIGNMENTS)["theme_id"]) - {""})
    return {one: np.eye(40, dtype=np.float32)[int(one[1:]) % 40] for one in ids}


def test_only_the_project_team_sees_statements(runs: tuple[Analysis, Analysis]) -> None:
    inside, outside = made(runs), made(runs, "openbaar")
    assert inside.moves and not outside.moves
    assert inside.n_moved == outside.n_moved
    text = inside.moves[0].text
    for data in (report.to_html(outside).encode(), report.to_json(outside)):
        assert text.encode() not in data


def test_an_edition_that_speaks_to_one_round_has_no_comparison(
    runs: tuple[Analysis, Analysis],
) -> None:
    with pytest.raises(DataProblem) as fault:
        made(runs, "terugkoppeling")
    assert "projectteam" in str(fault.value.expected)


def spaced(text: str) -> str:
    return " ".join(text.replace("●", " ").split())


def page_tables(html: str) -> dict[str, list[list[str]]]:
    return {
        spaced(t.find("caption").text_content()): [
            [spaced(c.text_content()) for c in row.iter("th", "td")] for row in t.iter("tr")
        ]
        for t in lxml.html.fromstring(html).iter("table")
    }


def word_tables(data: bytes) -> dict[str, list[list[str]]]:
    found = {}
    for table in Document(BytesIO(data)).element.body.iter(qn("w:tbl")):
        caption = table.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        found[caption] = [
            [
                spaced("".join(t.text or "" for t in cell.iter(qn("w:t"))))
                for cell in row.iter(qn("w:tc"))
            ]
            for row in table.iter(qn("w:tr"))
        ]
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_page_and_word_hold_the_same_tables(found: Comparison, lang: str) -> None:
    page, word = page_tables(report.to_html(found, lang)), word_tables(report.to_docx(found, lang))
    assert set(page) == set(word) and len(page) >= 8
    for caption, rows in page.items():
        assert word[caption] == rows, caption


def test_spreadsheet_and_json_have_the_numbers_of_the_page(found: Comparison) -> None:
    page = page_tables(report.to_html(found))
    told = json.loads(report.to_json(found))
    assert told["schema"] == "gehoord-comparison/1"
    book = load_workbook(BytesIO(report.to_xlsx(found)))
    rows = list(book["Thema’s"].iter_rows(values_only=True))
    heads = [str(one) for one in rows[0]]
    sheet = [dict(zip(heads, row, strict=True)) for row in rows[1:]]
    assert len(sheet) == len(told["shifts"]) == len(page["Welk thema welk werd"]) - 1
    for row, one, shown in zip(
        sheet, told["shifts"], page["Welk thema welk werd"][1:], strict=True
    ):
        before, after = one["before"], one["after"]
        assert row["Mensen eerder"] == (before["n_people"] if before else None)
        assert row["Mensen nu"] == (after["n_people"] if after else None)
        assert [row["Thema eerder"], row["Thema nu"], row["Wat gebeurde"]] == shown[:3]
        if one["alike"] is not None:
            assert shown[3] == w.decimal(one["alike"])
            assert row["Gelijkenis"] == pytest.approx(one["alike"])
    numbers = {row[0]: row[1:3] for row in book["Beide uitkomsten"].iter_rows(values_only=True)}
    assert numbers["mensen"] == (found.before.people, found.after.people)
    both = {row[0]: row[1:] for row in page["Beide uitkomsten in cijfers"]}
    assert both["Mensen"] == [w.number(found.before.people), w.number(found.after.people)]
    assert len(list(book["Verhuisd"].iter_rows())) - 1 == found.n_moved == len(told["moves"])


def test_the_same_record_gives_the_same_bytes(found: Comparison) -> None:
    assert report.to_html(found) == report.to_html(found)
    assert report.to_docx(found) == report.to_docx(found)
    assert report.to_xlsx(found) == report.to_xlsx(found)
    assert report.to_json(found) == report.to_json(found)


@pytest.mark.parametrize(("lang", "region"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_the_comparison_in_word_can_be_read_by_everybody(
    found: Comparison, lang: str, region: str
) -> None:
    assert faults(report.to_docx(found, lang), region) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_is_accessible_whole_and_asks_nothing(
    open_page: Any, runs: tuple[Analysis, Analysis], tmp_path: Path, edition: str, lang: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    path = written(report.to_html(made(runs, edition), lang), tmp_path / "comparison.html")
    watched = open_page(path, width=390)
    page = watched.page
    assert watched.statements == [] and watched.from_network == []
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    results = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    faults_ = [(one["id"], one["nodes"][0]["html"][:120]) for one in results.response["violations"]]
    assert faults_ == []
