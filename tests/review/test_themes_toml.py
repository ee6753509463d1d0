"""themes.toml: rename, merge, split, drop and pin in a text file, kept in the same log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import main
from pipeline.core.errors import DataProblems
from pipeline.core.tables import ASSIGNMENTS, STATEMENTS, THEMES
from pipeline.review.apply_log import apply_judgements
from pipeline.review.log import NAME as LOG
from pipeline.review.log import read_log
from pipeline.review.themes_toml import NAME
from pipeline.runs.folder import save_run
from pipeline.runs.themes_file import faults_in, take_in
from pipeline.themes.decisions import Decision, apply_decisions
from tests.review.example import example, statement_ids

FIVE = f"""
run = "run-1"
who = "Anna"

[[decision]]
theme = "T01"
label = "Wachten op hulp"
why = "zo noemen ouders het"

[[decision]]
theme = "Formulieren"
merge = "T01"

[[decision]]
theme = "T03"
split = true

[[decision]]
theme = "T02"
drop = true

[[decision]]
statement = "{statement_ids("T03")[0]}"
pin = "T01"
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    save_run(example(), tmp_path / "reports" / "run-1")
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


def log_of(corpus: Path) -> Path:
    return corpus.parent / "reports" / LOG


def taken(corpus: Path, text: str) -> list[tuple[str, str, str]]:
    (corpus / NAME).write_text(text, "utf-8")
    take_in(corpus, log_of(corpus))
    rows = read_log(log_of(corpus))
    return list(zip(rows["kind"], rows["subject"], rows["new"], strict=True))


def refused(corpus: Path, text: str) -> list[str]:
    before = log_of(corpus).read_bytes() if log_of(corpus).is_file() else b""
    with pytest.raises(DataProblems) as fault:
        taken(corpus, text)
    assert (log_of(corpus).read_bytes() if log_of(corpus).is_file() else b"") == before
    return [
        f"{one.where}: {one.found} | {one.expected} | {one.mend}" for one in fault.value.problems
    ]


def test_all_five_verbs_reach_the_log_with_who_and_why(corpus: Path) -> None:
    assert taken(corpus, FIVE) == [
        ("label", "T01", "Wachten op hulp"),
        ("merge", "T04", "T01"),
        ("split", "T03", "yes"),
        ("drop", "T02", "yes"),
        ("pin", statement_ids("T03")[0], "T01"),
    ]
    rows = read_log(log_of(corpus))
    assert set(rows["who"]) == {"Anna (themes.toml)"} and rows["why"][0] == "zo noemen ouders het"
    assert all(len(anchor) for anchor in rows["anchor"])  # so it is found back in later runs


def test_all_five_verbs_are_laid_over_the_run(corpus: Path) -> None:
    taken(corpus, FIVE)
    run = example()
    rounds = dict.fromkeys(run.table(STATEMENTS)["statement_id"], "1")
    done = apply_judgements(
        read_log(log_of(corpus)), run.table(THEMES), run.table(ASSIGNMENTS),
        run.table(STATEMENTS), rounds, run.codebooks,
        lambda themes, statements, kind, subject, new: apply_decisions(
            themes, statements, [Decision(kind, subject, new)]
        ),
    )  # fmt: skip
    assert set(done.judgements["state"]) == {"applied"}
    labels = dict(zip(done.themes["theme_id"], done.themes["label"], strict=True))
    assert labels["T01"] == "Wachten op hulp"
    assert set(labels) == {"T01", "T03.1", "T03.2"}
    places = done.assignments.set_index("statement_id")["theme_id"]
    assert places[statement_ids("T04")[0]] == "T01" and places[statement_ids("T03")[0]] == "T01"
    assert places[statement_ids("T02")[0]] == ""


def test_reading_the_file_again_adds_nothing(corpus: Path) -> None:
    assert taken(corpus, FIVE) == taken(corpus, FIVE)


def test_a_line_changed_is_a_new_decision_and_the_old_one_stays_in_the_log(corpus: Path) -> None:
    head = 'run = "run-1"\n[[decision]]\ntheme = "T01"\nlabel = '
    taken(corpus, head + '"Een"')
    taken(corpus, head + '"Twee"')
    rows = taken(corpus, head + '""')
    assert [new for _kind, _subject, new in rows] == ["Een", "Twee", ""]
    assert taken(corpus, head + '"Een"')[-1][2] == "Een"


def test_what_was_decided_in_a_workbook_afterwards_stands(corpus: Path) -> None:
    from pipeline.review.log import add_to_log
    from pipeline.review.records import appended
    from pipeline.review.run_view import ReviewedRun

    text = 'run = "run-1"\n[[decision]]\ntheme = "T01"\nlabel = "Uit de tekst"'
    taken(corpus, text)

    def workbook(log):  # type: ignore[no-untyped-def]
        one = ReviewedRun(example(), log).judgement("label", "T01", "Uit het werkboek")
        return appended(log, [one], who="Bert", when="2026")

    add_to_log(log_of(corpus), workbook)
    assert taken(corpus, text)[-1][2] == "Uit het werkboek"


def test_taking_back_what_was_never_decided_adds_nothing(corpus: Path) -> None:
    assert taken(corpus, 'run = "run-1"\n[[decision]]\ntheme = "T01"\nmerge = ""') == []


def test_every_fault_is_told_at_once_with_its_line(corpus: Path) -> None:
    told = refused(
        corpus,
        """
run = "run-1"
whoo = "Anna"

[[decision]]
theme = "T01"
lable = "Wachten"

[[decision]]
theme = "T99"
drop = true

[[decision]]
theme = "T01"
split = "ja"

[[decision]]
theme = "T02"
split = true

[[decision]]
theme = "T03.1"
merge = "T01"

[[decision]]
theme = "T01"
merge = "T01"

[[decision]]
statement = "r9-0001.01"
pin = "T01"

[[decision]]
label = "Zonder thema"

[[decision]]
theme = "T01"
run = "run-7"
drop = true
""",
    )
    text = "\n".join(told)
    assert "regel 3" in text and "'who'" in text
    assert "regel 7" in text and "'label'" in text
    assert "regel 11: er is geen thema 'T99'" in text and "T01, T02" in text
    assert "regel 15" in text and "regel 19" in text and "regel 23" in text
    assert "regel 27" in text and "regel 31" in text and "regel 34" in text
    assert "regel 39: uitkomst 'run-7' is er niet | run-1" in text
    assert len(told) == 11  # line 7 twice: an unknown key, and nothing decided


def test_two_lines_that_say_different_things_are_no_decision(corpus: Path) -> None:
    text = 'run = "run-1"\n[[decision]]\ntheme = "T01"\nlabel = "A"\n[[decision]]\ntheme = "T01"\n'
    (one,) = refused(corpus, text + 'label = "B"')
    assert one.startswith("themes.toml, regel 7") and "themes.toml, regel 4" in one


def test_without_a_run_the_codes_mean_nothing(corpus: Path) -> None:
    (one,) = refused(corpus, '[[decision]]\ntheme = "T01"\ndrop = true')
    assert 'run = "' in one


@pytest.mark.parametrize("text", ["decision = 3", 'decision = "x"', "decision = [1]", "run = 3"])
def test_nonsense_is_told_and_never_crashes(corpus: Path, text: str) -> None:
    assert refused(corpus, text)
    assert faults_in(corpus)


def test_a_file_that_is_no_toml_is_a_fault_of_the_corpus(corpus: Path) -> None:
    (corpus / NAME).write_text("[[decision", "utf-8")
    assert len(faults_in(corpus)) == 1


def test_the_command_reads_it_for_any_run(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "besluiten.toml"
    path.write_text(FIVE, "utf-8")
    with pytest.raises(SystemExit) as left:
        main(["review", str(log_of(corpus).parent / "run-1"), "--from", str(path), "--json"])
    assert not left.value.code
    assert json.loads(capsys.readouterr().out)["added"] == 5
