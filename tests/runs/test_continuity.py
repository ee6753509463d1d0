"""Concerns followed from an earlier run: paired, under lasting ids, open to a person's no."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cli
from pipeline.core.tables import CONTINUITY, COVERAGE, JUDGEMENTS, PAST, REGISTER, THEMES
from pipeline.runs.folder import load_run
from pipeline.themes.alignment import RunThemes, follow
from tests.shell import Shell
from tests.small_corpus import small_corpus


def division(
    placed: Mapping[str, str], centroids: Mapping[str, list[float]], *, changed: str = ""
) -> RunThemes:
    themes = tuple(sorted({*placed.values(), *centroids} - {""}))
    texts = {one: f"{one} {changed}".strip() for one in placed}
    vectors = {one: np.array(row, dtype=np.float32) for one, row in centroids.items()}
    return RunThemes(themes, placed, texts, lambda: vectors)


def statements(**themes: str) -> dict[str, str]:
    """Theme -> statements, as ``T01="a b c"``."""
    return {one: theme for theme, ids in themes.items() for one in ids.split()}


EAST, NORTH, WEST = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]


def told(before: RunThemes, after: RunThemes) -> dict[tuple[str, str], tuple[str, str]]:
    found = follow(before, after, least=3)
    return {(one.before, one.after): (one.kind, how) for one, how in found}


def test_concerns_are_paired_by_the_statements_that_both_runs_hold() -> None:
    before = division(statements(T01="a b c d", T02="e f g h"), {})
    after = division(statements(T01="e f g h i", T02="a b c d j"), {})
    assert told(before, after) == {
        ("T01", "T02"): ("same", "statements"),
        ("T02", "T01"): ("same", "statements"),
    }


def test_concerns_without_a_statement_in_common_are_paired_by_meaning() -> None:
    before = division(statements(T01="a b c", T02="d e f"), {"T01": EAST, "T02": NORTH})
    after = division(statements(T01="x y z", T02="p q r"), {"T01": NORTH, "T02": WEST})
    assert told(before, after) == {
        ("T01", ""): ("gone", "meaning"),
        ("T02", "T01"): ("same", "meaning"),
        ("", "T02"): ("new", ""),
    }


def test_an_id_that_stands_for_other_words_now_is_no_statement_in_common() -> None:
    before = division(statements(T01="a b c"), {"T01": EAST})
    after = division(statements(T01="a b c"), {"T01": EAST}, changed="anders")
    assert ("T01", "T01") not in {
        pair for pair, how in told(before, after).items() if how[1] == "statements"
    }


def test_a_concern_that_fell_apart_is_gone_by_its_statements_and_not_by_silence() -> None:
    before = division(statements(T01="a b c d e f"), {"T01": EAST})
    loose = dict.fromkeys("cdef", "")
    apart = {**statements(T01="a q r s t u v", T02="b w x y z p"), **loose}
    found = told(before, division(apart, {"T01": EAST, "T02": EAST}))
    assert {how for pair, (_kind, how) in found.items() if pair[0]} == {"statements"}


def test_meaning_is_not_asked_for_where_statements_tell_everything() -> None:
    def asked() -> dict:
        raise AssertionError("nobody needed this")

    one = RunThemes(("T01",), statements(T01="a b c"), {"a": "a", "b": "b", "c": "c"}, asked)
    assert told(one, one) == {("T01", "T01"): ("same", "statements")}


def themes_of(run: Path) -> dict[str, str]:
    table = load_run(run).table(THEMES)
    top = table[table["parent_id"] == ""]
    return dict(zip(top["theme_id"], top["label"], strict=True))


def test_1_a_year_later_concerns_that_go_on_keep_their_ids(gehoord: Shell, home: Path) -> None:
    gehoord("analyse", "klein", "--round", "1", "--out", "toen")
    gehoord("analyse", "klein", "--since", "toen", "--out", "nu")
    now = load_run(home / "nu")
    rows = now.table(CONTINUITY)
    same = rows[rows["kind"] == "same"]
    assert len(same) >= 3
    assert list(same["theme_id"]) == list(same["earlier_id"])
    assert set(rows["decided_by"]) == {"model"}
    before, after = themes_of(home / "toen"), themes_of(home / "nu")
    assert set(rows["theme_id"]) - {""} == set(after)
    assert set(rows["earlier_id"]) - {""} == set(before)
    fresh = set(after) - set(same["theme_id"])
    assert not fresh & set(before), "a new concern has a number that was never used"
    assert now.record.since == load_run(home / "toen").record.run_id


def test_2_a_run_on_the_new_round_alone_goes_on_from_the_lives_of_then(
    gehoord: Shell, home: Path
) -> None:
    gehoord("analyse", "klein", "--round", "2", "--since", "toen", "--out", "alleen")
    run = load_run(home / "alleen")
    lived = run.table(REGISTER).set_index("theme_id")["life"].to_dict()
    rows = run.table(CONTINUITY)
    on = rows[rows["kind"] == "same"]
    assert len(on) >= 2
    assert set(on["how"]) == {"meaning"}
    assert {lived[one] for one in on["theme_id"]} == {"persistent"}
    gone = rows[rows["kind"] == "gone"]
    assert set(gone["life"]) <= {"silent"}
    assert set(run.table(PAST)["round_id"]) == {"1"}
    gehoord("verify", "alleen")


def test_3_such_a_run_is_repeated_with_the_run_it_followed(gehoord: Shell, home: Path) -> None:
    assert gehoord.json("rerun", "alleen")["equal"] is True
    elsewhere = home / "archief" / "toen"
    elsewhere.parent.mkdir()
    (home / "toen").rename(elsewhere)
    try:
        assert "--since" in gehoord("rerun", "alleen", code=1)
        assert gehoord.json("rerun", "alleen", "--since", str(elsewhere))["equal"] is True
    finally:
        elsewhere.rename(home / "toen")


def test_4_a_person_says_which_concern_continues_which(gehoord: Shell, home: Path) -> None:
    rows = load_run(home / "alleen").table(CONTINUITY)
    here = sorted(set(rows["theme_id"]) - {""})
    gone = sorted(rows.loc[rows["kind"] == "gone", "earlier_id"])
    wanted = gone[0] if gone else "none"
    listed = gehoord("follow", "alleen")
    assert "proposed" in listed
    gehoord("follow", "alleen", here[-1], wanted, "--why", "zelfde zorg", "--who", "mij")
    gehoord("analyse", "klein", "--round", "2", "--since", "toen", "--out", "beslist")
    run = load_run(home / "beslist")
    mine = run.table(CONTINUITY)
    mine = mine[mine["decided_by"] == "person"]
    assert len(mine) == 1
    assert mine.iloc[0]["earlier_id"] == ("" if wanted == "none" else wanted)
    if wanted != "none":
        assert mine.iloc[0]["theme_id"] == wanted
    judged = run.table(JUDGEMENTS)
    assert list(judged["state"]) == ["applied"]
    assert not run.table(COVERAGE).empty
    assert "confirmed" in gehoord("follow", "beslist")


def test_5_the_report_says_what_became_of_the_concerns_of_then(home: Path) -> None:
    page = (home / "nu" / "report.html").read_text("utf-8")
    earlier = load_run(home / "toen").record.run_id
    assert earlier in page
    found = json.loads((home / "nu" / "report.json").read_text("utf-8"))["earlier"]
    assert found["run_id"] == earlier
    assert {one["kind"] for one in found["concerns"]} >= {"same"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("analyse", "klein", "--since", "nergens"), "run.json"),
        (("analyse", "klein", "--since", "toen", "--model", "proef"), "choose one"),
        (("follow", "toen", "T01", "T01"), "--since"),
        (("follow", "nu", "T99", "T01"), "gehoord follow RUN"),
        (("follow", "nu", "T01"), "gehoord follow RUN"),
    ],
)
def test_6_what_cannot_be_followed_is_said_with_a_mend(
    gehoord: Shell, arguments: tuple[str, ...], words: str
) -> None:
    assert words in gehoord(*arguments, code=1)


def test_6b_meanings_of_another_encoder_are_not_compared(gehoord: Shell, home: Path) -> None:
    path = home / "toen" / "run.json"
    before = path.read_text("utf-8")
    facts = json.loads(before)
    facts["record"]["encoder_revision"] = "een andere"
    path.write_text(json.dumps(facts), "utf-8")
    try:
        assert "--encoder" in gehoord("analyse", "klein", "--since", "toen", code=1)
    finally:
        path.write_text(before, "utf-8")


def test_7_a_run_on_another_corpus_is_refused(
    gehoord: Shell, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = small_corpus(tmp_path / "anders")
    path = other / "corpus.toml"
    path.write_text(path.read_text("utf-8").replace('"klein"', '"anders"'), "utf-8")
    with pytest.raises(SystemExit) as left:
        cli.main(["--lang", "en", "analyse", str(other), "--since", "toen"])
    assert left.value.code == 1
    assert "run on the corpus klein" in capsys.readouterr().err


def test_without_an_earlier_run_nothing_is_followed(gehoord: Shell, home: Path) -> None:
    run = load_run(home / "toen")
    assert run.table(CONTINUITY).empty
    assert run.table(PAST).empty
    assert run.record.since == ""
    assert isinstance(run.table(REGISTER), pd.DataFrame)
