"""The demo corpus is what its README says: invented, varied, and true to its own truth."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

Row = dict[str, Any]
BUILT = (
    "ronde-1-enquete.xlsx",
    "ronde-2-gesprekken-oktober.docx",
    "ronde-2-gesprekken-november.docx",
    "ronde-3-reacties.csv",
    "truth.csv",
    "truth_concerns.csv",
)


@pytest.fixture(scope="module")
def build(voorbeeld: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", voorbeeld / "source" / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def truth(voorbeeld: Path) -> list[Row]:
    return read_csv(voorbeeld / "truth.csv")


@pytest.fixture(scope="module")
def concerns(voorbeeld: Path) -> dict[str, Row]:
    return {row["concern_id"]: row for row in read_csv(voorbeeld / "truth_concerns.csv")}


@pytest.fixture(scope="module")
def source(voorbeeld: Path) -> list[Row]:
    rows = []
    for path in sorted((voorbeeld / "source").glob("round-*.jsonl")):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return rows


def read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_built(folder: Path) -> Iterator[tuple[str, int, str, str]]:
    """Read the rounds back without the product: (file, row, question or style, text)."""
    sheet = load_workbook(folder / BUILT[0])["Form1"]
    header = [str(cell.value) for cell in sheet[1]]
    for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
        for question, value in zip(header[7:10], cells[7:10], strict=True):
            if value is not None:
                yield BUILT[0], number, question, str(value)
    for name in BUILT[1:3]:
        for number, paragraph in enumerate(Document(str(folder / name)).paragraphs, start=1):
            if paragraph.style is not None and paragraph.style.name == "List Bullet":
                yield name, number, "", paragraph.text
    with (folder / BUILT[3]).open(encoding="cp1252", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter=";"), start=2):
            yield BUILT[3], number, row["vraag"], row["reactie"]


def sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [part.strip().lower() for part in parts if len(part.split()) >= 3]


def grams(text: str) -> frozenset[str]:
    flat = re.sub(r"\s+", " ", text.lower()).strip()
    return frozenset(flat[i : i + 5] for i in range(len(flat) - 4)) or frozenset({flat})


def spoken(truth: list[Row]) -> list[Row]:
    """Responses with content, outside the campaign."""
    return [row for row in truth if not row["campaign"] and not row["empty_kind"]]


def test_it_is_large_and_varied_enough(truth: list[Row], concerns: dict[str, Row]) -> None:
    assert len(truth) >= 900
    assert len({row["respondent"] for row in truth}) >= 300
    assert len({row["role"] for row in truth}) >= 8
    assert len({row["area"] for row in truth}) >= 4
    assert len(concerns) >= 24
    states = Counter(row["state"] for row in concerns.values())
    assert states["no"] >= 9 and states["partly"] >= 5 and states["answered"] >= 9


def test_three_rounds_of_different_form_span_two_years(truth: list[Row], source: list[Row]) -> None:
    assert {row["round_id"] for row in truth} == {"1", "2", "3"}
    days = sorted(row["date"] for row in source)
    assert days[0].startswith("2023") and days[-1].startswith("2025")


def test_other_languages_are_heard(truth: list[Row]) -> None:
    languages = Counter(row["language"] for row in truth)
    assert languages["en"] >= 6 and languages["tr"] >= 6 and languages["pl"] >= 6


def test_more_than_700_sentences_differ(truth: list[Row]) -> None:
    statements = [sentence for row in spoken(truth) for sentence in sentences(row["text"])]
    assert len(set(statements)) >= 700
    assert len(statements) - len(set(statements)) <= 5


def test_no_two_responses_outside_the_campaign_are_alike(truth: list[Row]) -> None:
    rows = [(row["respondent"], grams(row["text"])) for row in spoken(truth)]
    rows.sort(key=lambda row: len(row[1]))
    alike = []
    for i, (person, mine) in enumerate(rows):
        for other, theirs in rows[i + 1 :]:
            if len(mine) < 0.6 * len(theirs):
                break  # a larger set cannot reach 0.6 any more
            shared = len(mine & theirs)
            if shared >= 0.6 * (len(mine) + len(theirs) - shared):
                alike.append((person, other))
    assert len(rows) >= 800
    assert alike == []


def test_the_campaign_is_one_letter_sent_in_forty_times(truth: list[Row]) -> None:
    letters = [row for row in truth if row["campaign"]]
    assert len(letters) == 40
    assert len({row["respondent"] for row in letters}) == 40
    assert 35 <= len({row["text"] for row in letters}) <= 40  # some did not change a word
    first = grams(letters[0]["text"])
    near = [len(first & grams(row["text"])) / len(first) for row in letters]
    assert min(near) >= 0.5


def test_every_response_in_the_files_has_its_truth(voorbeeld: Path, truth: list[Row]) -> None:
    known = {
        (row["source_file"], int(row["source_row"]), question_key(row)): row["text"]
        for row in truth
    }
    found = {(file, row, question): text for file, row, question, text in read_built(voorbeeld)}
    assert len(known) == len(truth)
    assert found == known


def question_key(row: Row) -> str:
    """A bullet is known by its paragraph alone; its topic stands in a heading above it."""
    return "" if row["source_file"].endswith(".docx") else str(row["question"])


def test_the_truth_knows_only_concerns_that_are_described(
    truth: list[Row], concerns: dict[str, Row]
) -> None:
    used = {code for row in truth for code in row["concerns"].split(";") if code}
    assert used == set(concerns)


def test_what_was_written_by_hand_is_all_there(truth: list[Row], source: list[Row]) -> None:
    assert len(source) == len(truth)
    written = Counter(row["text"] for row in source if not row.get("supporters"))
    assert not written - Counter(row["text"] for row in truth)


def test_building_again_gives_the_committed_content(
    voorbeeld: Path, build: ModuleType, tmp_path: Path
) -> None:
    build.build(tmp_path)
    assert list(read_built(tmp_path)) == list(read_built(voorbeeld))
    for name in BUILT[3:]:
        assert (tmp_path / name).read_bytes() == (voorbeeld / name).read_bytes(), name


def test_building_twice_gives_the_same_bytes(build: ModuleType, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        build.build(folder)
    for name in BUILT:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_both_plans_hold_the_goals_the_truth_speaks_of(
    voorbeeld: Path, concerns: dict[str, Row]
) -> None:
    plan = tomllib.loads((voorbeeld / "plan.toml").read_text(encoding="utf-8"))
    goals = [goal for pillar in plan["pillars"] for goal in pillar["goals"]]
    assert len(plan["pillars"]) == 3 and len(goals) == 11
    assert all(1 <= len(goal["actions"]) <= 4 for goal in goals)
    ids = {goal["id"] for goal in goals}
    for concern in concerns.values():
        assert (concern["goal_id"] in ids) == (concern["state"] != "no"), concern["concern_id"]
    assert any(row["state"] != row["state_previous"] for row in concerns.values())


def test_the_plan_does_not_repeat_what_people_said(voorbeeld: Path, truth: list[Row]) -> None:
    plans = [(voorbeeld / name).read_text("utf-8") for name in ("plan.toml", "plan-vorige.toml")]
    prose = " ".join(plans).lower()
    spoken_sentences = {sentence for row in truth for sentence in sentences(row["text"])}
    assert [
        sentence
        for sentence in sorted(spoken_sentences)
        if len(sentence) > 20 and sentence in prose
    ] == []


def test_two_goals_one_role_and_one_area_are_hardly_heard(
    truth: list[Row], concerns: dict[str, Row]
) -> None:
    assert {row["goal_id"] for row in concerns.values()}.isdisjoint({"1.4", "3.3"})
    people = {row["respondent"]: row for row in truth}.values()
    assert sum(row["role"] == "onderwijsassistent" for row in people) <= 6
    assert sum(row["area"] == "Kranenmeer" for row in people) <= 0.05 * len(people)


@pytest.mark.parametrize(
    ("life", "codes"),
    [
        ("nieuw", {"C23", "C24"}),
        ("verstomd", {"C02", "C06", "C12", "C13", "C21"}),
        ("terugkerend", {"C09", "C16", "C20", "C28"}),
    ],
)
def test_concerns_come_and_go_as_planted(
    concerns: dict[str, Row], life: str, codes: set[str]
) -> None:
    assert {code for code, row in concerns.items() if row["life"] == life} == codes


def test_unique_signals_are_rare_and_do_not_recur(concerns: dict[str, Row]) -> None:
    unique = [row for row in concerns.values() if row["unique_signal"] == "yes"]
    assert len(unique) == 2
    assert all(int(row["n_senders"]) <= 2 and row["recurring"] == "no" for row in unique)
