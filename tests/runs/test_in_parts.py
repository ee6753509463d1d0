"""A consultation read in parts says what the same consultation says when it is held at once."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.locale import use_language
from pipeline.core.settings import LargeSettings, Settings
from pipeline.core.table import Table
from pipeline.core.table_csv import table_csv
from pipeline.core.tables import (
    ALL,
    ASSIGNMENTS,
    RESPONSES,
    SET_ASIDE,
    STATEMENTS,
    THEMES,
)
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.records import Corpus
from pipeline.findings.build import build
from pipeline.runs import in_parts
from pipeline.runs.analyse import analyse
from pipeline.runs.folder import load_run, save_run
from pipeline.runs.forget import person_in, without
from pipeline.runs.in_parts import LARGE
from pipeline.runs.load_models import load_models
from pipeline.runs.state import Models
from pipeline.runs.verify import verify
from tests.bench.responses import write_corpus

N = 120  # answers
EVERYTHING = LargeSettings(from_responses=1, sample=N, part=30)
SOME = replace(EVERYTHING, sample=50, least=2)


class Runs:
    """One corpus, run in several ways."""

    def __init__(self, folder: Path) -> None:
        use_language("en")
        self.folder = folder
        self.corpus: Corpus = read_corpus(write_corpus(folder / "corpus", N))
        self.settings = Settings().changed({"embed": {"encoder": "fast"}, "themes": {"runs": 2}})
        self.models: Models = replace(load_models(self.settings), work=None)
        self.at_once = analyse(self.corpus, self.models, self.settings)
        self.everything = self.in_parts(EVERYTHING)
        self.some = self.in_parts(SOME)

    def in_parts(self, large: LargeSettings, corpus: Corpus | None = None) -> Analysis:
        use_language("en")  # what a run says of a theme is in the language spoken
        return analyse(corpus or self.corpus, self.models, replace(self.settings, large=large))

    def saved(self, analysis: Analysis, name: str) -> Analysis:
        save_run(analysis, self.folder / name)
        return load_run(self.folder / name)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(tmp_path_factory.mktemp("in-parts"))


def written(table: Table, frame: pd.DataFrame) -> list[str]:
    return sorted(table_csv(table, frame).splitlines())


def test_where_everything_is_drawn_every_table_is_that_of_a_run_held_at_once(runs: Runs) -> None:
    for table in ALL:
        here, there = (one.table(table) for one in (runs.everything, runs.at_once))
        if table is RESPONSES:  # what says nothing is counted, its text is not held
            spoken = set(runs.at_once.table(STATEMENTS)["response_id"])
            here, there = (rows[rows["response_id"].isin(spoken)] for rows in (here, there))
        assert written(table, here) == written(table, there), table.name


def test_read_is_analysed_and_set_aside_where_most_was_not_drawn(runs: Runs) -> None:
    whole, part = (build(one, runs.settings.report) for one in (runs.at_once, runs.some))
    assert part.totals.responses_read == whole.totals.responses_read == N
    assert part.totals.responses_analysed == whole.totals.responses_analysed
    assert part.totals.people == whole.totals.people
    assert part.intake == whole.intake
    assert len(runs.some.table(SET_ASIDE)) == len(runs.at_once.table(SET_ASIDE))


def test_every_statement_has_one_place_and_themes_count_all_of_them(runs: Runs) -> None:
    statements, placed = runs.some.table(STATEMENTS), runs.some.table(ASSIGNMENTS)
    assert sorted(statements["statement_id"]) == sorted(placed["statement_id"])
    assert len(statements) == len(runs.at_once.table(STATEMENTS))
    sizes = placed["theme_id"].value_counts()
    themes = runs.some.table(THEMES)
    assert {row.theme_id: row.n_statements for row in themes.itertuples()} == {
        theme_id: sizes.get(theme_id, 0) for theme_id in themes["theme_id"]
    }
    assert (statements["text"] == "").any()  # so some were placed that nobody looked at


def test_the_order_of_the_rows_decides_neither_what_is_drawn_nor_what_is_found(runs: Runs) -> None:
    turned = runs.corpus.responses.iloc[::-1].reset_index(drop=True)
    again = runs.in_parts(SOME, replace(runs.corpus, responses=turned))
    for table in (STATEMENTS, ASSIGNMENTS, THEMES):
        assert written(table, again.table(table)) == written(table, runs.some.table(table))


def test_what_is_quoted_is_what_was_drawn_and_the_report_says_so(runs: Runs) -> None:
    findings = build(runs.some, runs.settings.report)
    quotes = [one for theme in findings.themes for one in theme.quotes]
    assert quotes
    assert all(one.text for one in quotes)
    assert all(responses.text for responses in findings.responses)
    assert any("answers were drawn" in note for note in findings.method.notes)


def test_a_run_in_parts_is_the_same_when_it_is_read_back_and_holds_all_its_texts(
    runs: Runs,
) -> None:
    back = runs.saved(runs.some, "some")
    for table in ALL:
        assert written(table, back.table(table)) == written(table, runs.some.table(table))
    assert {path.name for path in (runs.folder / "some" / "tables").iterdir() if path.is_dir()} == {
        table.name for table in LARGE
    }
    verified = verify(back)
    assert verified.faults == ()
    assert len(back.table(STATEMENTS)) in verified.checked.values()  # each held against its text


def test_who_is_forgotten_is_gone_from_every_part(runs: Runs) -> None:
    back = runs.saved(runs.some, "before")
    spoken = set(back.table(STATEMENTS)["response_id"])
    responses = back.table(RESPONSES)
    bare = responses[(responses["text"] == "") & responses["response_id"].isin(spoken)]
    who = str(bare["respondent_id"].iloc[0])
    person = person_in(back, who)
    assert person is not None
    after = runs.saved(without(back, person, "left"), "after")
    assert after.parts is not None
    for responses, statements in after.parts.together((RESPONSES, STATEMENTS)):
        assert who not in set(responses["respondent_id"])
        assert not person.ids & set(statements["statement_id"])
    gone = N - len(back.table(SET_ASIDE).query("level == 'row'")) - len(after.table(RESPONSES))
    assert gone >= 1


def test_who_reads_words_sees_the_statements_that_were_drawn(runs: Runs) -> None:
    here = runs.some.at_hand()
    assert 0 < len(here.table(STATEMENTS)) < len(runs.some.table(STATEMENTS))
    assert all(here.table(STATEMENTS)["text"])
    assert all(here.table(RESPONSES)["text"])
    assert set(here.table(ASSIGNMENTS)["statement_id"]) == set(
        here.table(STATEMENTS)["statement_id"]
    )
    assert runs.at_once.at_hand() is runs.at_once


def test_what_a_killed_run_left_is_removed_a_week_later(tmp_path: Path) -> None:
    old, young = tmp_path / "gehoord-parts-a", tmp_path / "gehoord-parts-b"
    for folder in (old, young):
        (folder / "prepared").mkdir(parents=True)
    week = 8 * 86_400
    os.utime(old, (old.stat().st_atime - week, old.stat().st_mtime - week))
    in_parts.sweep(tmp_path)
    assert not old.exists()
    assert young.exists()


def test_a_report_is_made_of_the_tables_as_they_are_read_back_and_holds_none_twice(
    runs: Runs,
) -> None:
    folder, rendered = runs.folder / "rendered", []
    save_run(runs.some, folder, render=lambda run: rendered.append(run) or {})  # type: ignore[func-returns-value]
    back = load_run(folder)
    for table in ALL:
        assert written(table, rendered[0].table(table)) == written(table, back.table(table))
    for table in LARGE:
        assert rendered[0].table(table) is runs.some.table(table)
