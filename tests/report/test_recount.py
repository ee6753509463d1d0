"""The numbers of three whole runs counted again from their tables, by other code than ours.

Nothing of the program is used here but its command line: the tables are read as text, people are
counted by the rule as the manual tells it, and compared with what a reader sees on page 1 of the
project team's edition and in the whole of those of the board and of who took part.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import lxml.html
import pytest

from tests.conftest import ROOT

RUNS = ("hogerwoude", "rijnweide", "stadsmeren")  # letters and a survey; conversations; all three
FAIR = 0.45  # chance of being one concern under which a group is not counted as one
FEW = 5  # people; what fewer said is not told to who took part
SIGNS = {"■": "not_addressed", "◆": "mentioned", "▲": "partly", "●": "addressed", "□": "unsure"}

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Tables:
    """A run as its tables hold it, and people counted from them."""

    folder: Path
    themes: dict[str, Row] = field(default_factory=dict)  # no parts of a theme
    answers: dict[str, Row] = field(default_factory=dict)  # against the goals
    responses: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        at = self.folder / "tables"
        themes = rows_of(at / "themes.csv")
        self.themes = {row["theme_id"]: row for row in themes if not row["parent_id"]}
        self.answers = {row["theme_id"]: row for row in rows_of(at / "coverage.csv")
                        if row["codebook_id"] == "goals"}  # fmt: skip
        self.responses = {row["response_id"]: row for row in rows_of(at / "responses.csv")}
        self.letters = {row["response_id"]: row["campaign_id"]
                        for row in rows_of(at / "campaigns.csv")}  # fmt: skip
        self.present = {(row["meeting_id"], row["role"]): int(row["n_present"] or 0)
                        for row in rows_of(at / "meetings.csv")}  # fmt: skip
        self.statements = {row["statement_id"]: row["response_id"]
                           for row in rows_of(at / "statements.csv")}  # fmt: skip
        self.placed = defaultdict(set)
        for row in rows_of(at / "assignments.csv"):
            self.placed[row["theme_id"]].add(self.statements[row["statement_id"]])

    def people(self, responses: Iterable[str]) -> int:
        """How many people are behind these responses.

        One letter sent in by many is one voice; "3x genoemd" is three people; a meeting adds no
        more than were there, of a role no more than had it, and a point that several made one.
        """
        voices: dict[str, int] = {}
        where: dict[str, tuple[str, str]] = {}
        for one in responses:
            row = self.responses[one]
            letter = self.letters.get(one, "")
            voice = letter or row["respondent_id"]
            n = 1 if letter else max(int(float(row["n_supporters"] or 1)), 1)
            voices[voice] = max(n, voices.get(voice, 0))
            if not letter and row["meeting_id"]:
                where[voice] = (row["meeting_id"], row["role"])
        total = 0
        meetings: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for voice, n in voices.items():
            meeting, role = where.get(voice, ("", ""))
            if self.present.get((meeting, "")) or (role and self.present.get((meeting, role))):
                meetings[meeting][role].append(n)
            else:
                total += n
        for meeting, roles in meetings.items():
            said = 0
            for role, numbers in roles.items():
                most = self.present.get((meeting, role), 0) if role else 0
                said += min(sum(numbers), most) if most else sum(numbers)
            every = [n for numbers in roles.values() for n in numbers]
            said = min(said, max(sum(n if n > 2 else 1 for n in every), max(every)))
            there = self.present.get((meeting, ""), 0)
            total += min(said, there) if there else said
        return total

    def everybody(self) -> int:
        return self.people(set(self.statements.values()))

    def of_theme(self, theme_id: str) -> int:
        return self.people(self.placed[theme_id])

    def rounds(self, theme_id: str) -> int:
        return len({self.responses[one]["round_id"] for one in self.placed[theme_id]})

    def loose(self, theme_id: str) -> bool:
        return float(self.themes[theme_id]["chance"] or 1) < FAIR

    def concerns(self, *, loose: bool) -> list[str]:
        kind = {one for one, row in self.themes.items() if row["kind"] == "concern"}
        return [one for one in sorted(kind) if self.loose(one) == loose]

    def state(self, theme_id: str) -> str:
        return self.answers[theme_id]["status"]


@pytest.fixture(scope="module", params=RUNS)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """A consultation run from the files as they came in, without its truth."""
    home = tmp_path_factory.mktemp("recount")
    folder = home / request.param
    shutil.copytree(ROOT / "tests" / "consultations" / request.param, folder,
                    ignore=shutil.ignore_patterns("truth"))  # fmt: skip
    out = home / "run"
    for command in (["init", folder], ["analyse", folder, "--out", out],
                    ["report", out, "--edition", "bestuur", "--format", "html"],
                    ["report", out, "--edition", "deelnemers", "--format", "html"]):  # fmt: skip
        words = [sys.executable, str(ROOT / "cli.py"), *map(str, command)]
        done = subprocess.run(words, capture_output=True, text=True, cwd=home, check=False)
        assert done.returncode == 0, done.stderr
    return Tables(out)


def page(run: Tables, edition: str) -> lxml.html.HtmlElement:
    name = "report.html" if edition == "projectteam" else f"report-{edition}.html"
    return lxml.html.fromstring((run.folder / name).read_text("utf-8"))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def bare(label: str) -> str:
    text = label.strip("“”").strip()
    return text if text.endswith("…") or not label.startswith("“") else text.rstrip(".")


def picture(root: lxml.html.HtmlElement) -> list[tuple[str, list[str]]]:
    """State and cells of every row of the table that holds the concerns."""
    table = next(one for one in root.iter("table") if "Alle zorgen" in words(one.find("caption"))
                 or " zorgen, en wat" in words(one.find("caption")))  # fmt: skip
    found, state = [], ""
    for row in table.findall("tbody/tr"):
        cells = [words(cell) for cell in row]
        if len(cells) == 1:
            state = next((SIGNS[sign] for sign in SIGNS if cells[0].startswith(sign)), "praise")
        else:
            found.append((state, cells))
    assert found, "the guard looked at nothing"
    return found


def heard_of(whole: str) -> int:
    """How many people the page says it heard: all who took part, or those it read."""
    took_part = int(re.search(r"Er deden (\d+) mensen mee", whole)[1])  # type: ignore[index]
    heard = re.search(r"We lazen wat (\d+) van hen zeiden", whole)
    assert not heard or int(heard[1]) < took_part
    return int(heard[1]) if heard else took_part


def held_to_the_tables(run: Tables, rows: list[tuple[str, list[str]]]) -> set[str]:
    """Every row of a picture beside the tables; returns the themes that are in it."""
    named: dict[str, list[str]] = defaultdict(list)
    for one, row in run.themes.items():
        named[bare(row["label"])].append(one)
    seen = set()
    shown = {label for _state, (label, *_rest) in rows}
    for state, (label, people, *rest) in rows:
        if label in named:
            (theme,) = named[label]
        else:  # a name that may point at somebody gave way: one of those that stand nowhere
            n = int(re.sub(r"\D", "", people))
            hidden = [one for own, of_it in named.items() if own not in shown for one in of_it]
            left = [one for one in hidden if run.of_theme(one) == n and one not in seen]
            assert left, label
            theme = next((one for one in left if run.state(one) == state), left[0])
        seen.add(theme)
        assert int(re.sub(r"\D", "", people)) == run.of_theme(theme), label
        assert run.of_theme(theme) == int(run.themes[theme]["n_respondents"]), label
        if state == "praise":
            assert run.themes[theme]["kind"] == "praise"
            continue
        assert state == ("unsure" if run.loose(theme) else run.state(theme)), label
        goal = run.answers[theme]["code_id"] if run.state(theme) != "not_addressed" else ""
        assert rest[-1] == (f"doel {goal}" if goal else "–"), label
        if len(rest) > 1 and (told := re.match(r"(\d+) van (\d+)|(\d+) of meer", rest[0])):
            assert not told[1] or int(told[1]) == run.rounds(theme), label
            assert not told[3] or int(told[3]) <= run.rounds(theme), label
        elif len(rest) > 1 and rest[0] != "–":  # small numbers in each round: nothing is told
            assert rest[0].count("●") == run.rounds(theme), label
    return seen


def counted(run: Tables, states: Iterable[str]) -> int:
    wanted = set(states)
    return sum(run.state(one) in wanted for one in run.concerns(loose=False))


def test_page_one_of_the_team_counts_as_the_tables_do(run: Tables) -> None:
    root = page(run, "projectteam")
    whole = words(root.xpath("//*[@id='samenvatting']")[0])
    assert f"{run.everybody()} mensen deden " in whole
    assert f"{len(run.statements)} uitspraken in" in whole.replace(".", "")
    sure, loose = run.concerns(loose=False), run.concerns(loose=True)
    assert f"hoorden we {len(sure)} zorg" in whole
    n_open, more = counted(run, ["not_addressed"]), sum(
        run.state(one) == "not_addressed" for one in loose
    )  # fmt: skip
    label = f"daarvan nog open, en misschien {more} meer" if more else "daarvan nog open"
    assert re.search(rf"{label} ?{n_open}(?!\d)", whole)
    if loose:
        assert f"Van nog {len(loose)} groep" in whole
    seen = held_to_the_tables(run, picture(root))
    assert seen == set(run.themes), "every theme stands on page 1"


def test_the_board_is_told_what_the_tables_hold(run: Tables) -> None:
    root = page(run, "bestuur")
    whole = words(root)
    sure, loose = run.concerns(loose=False), run.concerns(loose=True)
    assert heard_of(whole) == run.everybody()
    assert f"We hoorden {len(sure)} zorg" in whole
    n_open = counted(run, ["not_addressed"])
    told = re.search(r"Op (\d+) daarvan gaat het plan niet in", whole.split("Van nog")[0])
    assert (int(told[1]) if told else 0) == n_open
    again = sum(run.themes[one]["recurring"] == "true"
                for one in sure if run.state(one) == "not_addressed")  # fmt: skip
    if told := re.search(r"Van de (\d+) open zorgen blij\w+ er (zeker )?(\d+)", whole):
        assert int(told[1]) == n_open
        # Of a concern of a few people it is not told outside the team whether it recurs.
        assert int(told[3]) < again if told[2] and int(told[3]) != again else int(told[3]) == again
    if told := re.search(r"Besluit over de (\d+) open", whole):
        assert int(told[1]) == n_open
    if told := re.search(r"Kies maatregelen voor de (\d+) zorgen", whole):
        assert int(told[1]) == counted(run, ["partly", "mentioned"])
    assert bool(loose) == (f"Van nog {len(loose)} groep" in whole)
    rows = picture(root)
    seen = held_to_the_tables(run, rows)
    assert seen <= set(sure) and len(seen) == min(len(sure), 20)
    for label, people in re.findall(r"‘([^’]+)’: (\d+) mensen", whole):
        assert any(bare(run.themes[one]["label"]) == label and run.of_theme(one) == int(people)
                   for one in sure), label  # fmt: skip


def test_who_took_part_is_told_what_the_tables_hold(run: Tables) -> None:
    root = page(run, "deelnemers")
    whole = words(root)
    assert heard_of(whole) == run.everybody()
    sure = run.concerns(loose=False)
    numbers = sorted(run.of_theme(one) for one in sure if run.of_theme(one) >= FEW)
    told = [int(words(row[1])) for table in root.iter("table") for row in table.iter("tr")
            if row[1].tag == "td"]  # fmt: skip
    open_ones = root.xpath("//*[@id='open']//li")
    told += [int(re.search(r"\((\d+) mensen\)$", words(one))[1]) for one in open_ones]  # type: ignore[index]
    assert told, "the guard looked at nothing"
    left_out = sum(int(n) for n in re.findall(r"Er (?:is|zijn) er nog (\d+)", whole))
    assert len(told) + left_out == len(numbers)
    if not left_out:
        assert sorted(told) == numbers
    few = len(sure) - len(numbers)
    assert bool(few) == (f"Nog {few} zorg" in whole)
