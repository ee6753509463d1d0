"""An attack on the small groups: an integer program over every number of every edition.

Whoever has all editions that leave the team side by side, knows how the numbers hang together and
how many people each theme has, may find no number of one to four people in a group.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.plan import Round
from pipeline.core.respondents import count_people, people_per
from pipeline.core.settings import RecurrenceSettings, ReportSettings
from pipeline.core.tables import MEETINGS, QUESTIONS, RESPONSES, THEMES
from pipeline.findings.build import build, with_known
from pipeline.findings.frames import frames
from pipeline.findings.records import Findings
from pipeline.findings.suppression import (
    KINDS,
    conversations_of_a_few,
    may_be_known,
    meetings_told,
    recurs_by_a_few,
)
from pipeline.findings.trends import with_period
from pipeline.review.building_blocks import bouwstenen
from pipeline.runs.folder import load_run
from tests.report.example import example
from tests.stories.conftest import gehoord

SETTINGS = ReportSettings()
SETTINGS_OF_RECURRENCE = RecurrenceSettings()
WHOLE = ""
MEETING = "meeting_id"  # no edition breaks people out by it, and some say in how many they spoke
PARTS = ("round", "file", "question")  # of the input, of which the account tells what was read
# How people took part, and per conversation who spoke and who was there and is not heard.
TOOK_PART = ("how", "counted", "uncounted", "silent")
_MANY = 10_000
Key = tuple[str, str, str]  # theme ("" for everything), kind, group


@dataclass
class Published:
    """Numbers of people as the editions give them."""

    cells: dict[Key, int] = field(default_factory=dict)
    spoke: dict[tuple[str, str], int] = field(default_factory=dict)  # groups that spoke, at least
    recurs: set[str] = field(default_factory=set)  # themes that are said to recur
    met: dict[tuple[str, str], int] = field(default_factory=dict)  # conversations, at most
    shown: set[tuple[str, str]] = field(default_factory=set)  # parts of the input told apart

    def add(self, theme: str, kind: str, group: str, n: int | None) -> None:
        """A number that an edition shows; two editions may not contradict each other."""
        if n is not None and group:
            assert self.cells.setdefault((theme, kind, group), n) == n, (theme, kind, group)


@pytest.fixture(scope="module")
def analysis(voorbeeld) -> Analysis:  # type: ignore[no-untyped-def]
    return example(voorbeeld, keep=400)


def editions(analysis: Analysis) -> Iterator[Findings]:
    """Every edition that leaves the team, to every role and round it may speak to."""
    for edition in ("bestuur", "openbaar", "deelnemers", "bijlage"):
        yield build(analysis, SETTINGS, edition)
    said = frames(analysis).statements
    for kind in ("role", "round_id", "area"):
        for group in sorted(set(said[kind]) - {""}):
            try:
                yield build(analysis, SETTINGS, "deelnemers", focus={kind: group})
            except DataProblem:
                continue


def published(analysis: Analysis) -> Published:
    known = Published()
    for findings in editions(analysis):
        for kind, group in findings.focus.items():
            known.add(WHOLE, kind, group, findings.totals.people)
            assert findings.totals.reckoning is None
            known.spoke[f"{kind}={group}", MEETING] = findings.totals.meetings or 0
            for theme in findings.themes:
                known.add(theme.theme_id, kind, group, theme.n_people)
                assert all(n is None for n in theme.stances.values())
                assert all(part.n_people >= SETTINGS.min_group for part in theme.subthemes)
        if findings.focus:
            continue
        for kind, cells in (("role", findings.roles), ("area", findings.areas)):
            for cell in cells:
                known.add(WHOLE, kind, cell.key, cell.n)
        for theme in findings.themes:
            _of_theme(known, theme)
        if findings.trends is not None:
            for at, period in enumerate(findings.trends.periods):
                known.add(WHOLE, "period", period.key, period.n_people)
                for trend in findings.trends.themes:
                    known.add(trend.theme_id, "period", period.key, trend.people[at])
        _of_the_account(known, findings)
    for block in bouwstenen(analysis, every=True):
        if block.recurring:
            known.recurs.add(block.theme_id)
        for kind, groups in (("role", block.roles), ("round_id", block.rounds)):
            for group in groups:
                assert group.n - (len(group.names) - 1) >= SETTINGS.min_group
                if len(group.names) == 1:
                    known.add(block.theme_id, kind, group.names[0], group.n)
    return known


def _of_the_account(known: Published, findings: Findings) -> None:
    """What is told of how people took part. Who sees a part of the input may know its people."""
    known.spoke[WHOLE, MEETING] = findings.totals.meetings or 0
    for one in findings.intake:
        if one.kind in PARTS and one.key:
            known.shown.add((one.kind, one.key))
    for theme in findings.themes:
        if theme.prompted is not None:
            there = round(theme.prompted.share * theme.n_people)
            known.add(theme.theme_id, "question", theme.prompted.question_id, there)
    told = findings.totals.reckoning
    if told is not None:
        for group, n in (("written", told.writers), ("met", told.spoken), ("points", told.points)):
            known.add(WHOLE, "how", group, n)
        known.spoke[WHOLE, "counted"] = told.meetings
        known.spoke[WHOLE, "uncounted"] = told.uncounted
        if told.present:
            known.spoke[WHOLE, "silent"] = 0


def _of_theme(known: Published, theme) -> None:  # type: ignore[no-untyped-def]
    if theme.recurring:
        known.recurs.add(theme.theme_id)
    rounds = max(theme.n_rounds, SETTINGS_OF_RECURRENCE.min_rounds if theme.recurring else 1)
    known.spoke[theme.theme_id, "round_id"] = rounds
    known.spoke[theme.theme_id, MEETING] = theme.n_meetings
    if not theme.least_meetings:
        known.met[theme.theme_id, MEETING] = theme.n_meetings
    if theme.n_roles > 1:  # "one" is the least that is ever told, also where nobody gave a role
        known.spoke[theme.theme_id, "role"] = theme.n_roles
    for kind, cells in (("role", theme.roles), ("area", theme.areas)):
        for cell in cells:
            known.add(theme.theme_id, kind, cell.key, cell.n)
            known.add(WHOLE, kind, cell.key, cell.total)
    for life in theme.life:
        known.add(theme.theme_id, "round_id", life.round_id, life.n_people)
    for stance, n in theme.stances.items():
        known.add(theme.theme_id, "stance", stance, n)


def found_out(
    truth: Mapping[Key, int],
    cells: Mapping[Key, int],
    kind: str,
    spoke: Mapping[tuple[str, str], int] = MappingProxyType({}),
    recurs: Collection[str] = frozenset(),
    met: Mapping[tuple[str, str], int] = MappingProxyType({}),
) -> list[Key]:
    """Numbers of 1-4 people of one kind that follow from what is published.

    The attacker is given the sum of every row, and (theme, kind) -> how many groups at least spoke,
    as the editions say, and in how many conversations at most. A group as a whole has at least the
    people of each of its themes. Who reads that a theme recurs knows the rule: two people in each
    of two rounds, or one in twenty.
    """
    keys = [key for key in truth if key[1] == kind]
    if len({key[2] for key in keys}) < 2:
        return []  # all are of one group: its number is the theme's own
    n, place = len(keys), {key: at for at, key in enumerate(keys)}
    rows: list[tuple[dict[int, float], float, float]] = []
    low, high = np.zeros(3 * n), np.concatenate([np.full(n, _MANY), np.ones(2 * n)])
    for key, at in place.items():
        if key in cells:
            low[at] = high[at] = cells[key]
        rows.append(({at: 1.0, n + at: -1.0}, 0, np.inf))  # who is counted is there
        rows.append(({at: 1.0, n + at: -float(_MANY)}, -np.inf, 0))  # who is not, is not
        rows.append(({at: 1.0, 2 * n + at: -_heard(truth[WHOLE, kind, key[2]])}, 0, np.inf))
        if key[0] != WHOLE:
            rows.append(({place[WHOLE, kind, key[2]]: 1.0, at: -1.0}, 0, np.inf))
    for theme in {key[0] for key in keys}:
        row = [at for key, at in place.items() if key[0] == theme]
        total = sum(truth[keys[at]] for at in row)
        rows.append((dict.fromkeys(row, 1.0), total, total))
        most = met.get((theme, kind), np.inf)
        rows.append(({n + at: 1.0 for at in row}, spoke.get((theme, kind), 0), most))
        if kind == MEETING and theme in recurs and _one_round(truth):
            least = SETTINGS_OF_RECURRENCE.min_meetings
            rows.append(({n + at: 1.0 for at in row}, least, np.inf))
        if kind == "round_id" and theme in recurs:
            least = SETTINGS_OF_RECURRENCE.min_rounds
            rows.append(({2 * n + at: 1.0 for at in row}, least, np.inf))
    constraint = _constraint(rows, 3 * n)
    return [
        key
        for key, at in place.items()
        if 0 < truth[key] < SETTINGS.min_group
        and _reach(at, constraint, Bounds(low, high), sign=1) >= 1
        and _reach(at, constraint, Bounds(low, high), sign=-1) < SETTINGS.min_group
    ]


def _found(truth: Mapping[Key, int], known: Published, kind: str) -> list[Key]:
    return found_out(truth, known.cells, kind, known.spoke, known.recurs, known.met)


def _one_round(truth: Mapping[Key, int]) -> bool:
    return sum(theme == WHOLE and kind == "round_id" for theme, kind, _ in truth) < 2


def _heard(everyone: int) -> float:
    """The people of a round by whom a concern counts as heard there."""
    rule = SETTINGS_OF_RECURRENCE
    return float(math.ceil(min(rule.min_heard, rule.heard_share * everyone)))


def _constraint(rows: list[tuple[dict[int, float], float, float]], width: int) -> LinearConstraint:
    entries = [(i, j, value) for i, (row, *_) in enumerate(rows) for j, value in row.items()]
    lines, columns, values = zip(*entries, strict=True)
    matrix = csr_matrix((values, (lines, columns)), shape=(len(rows), width))
    return LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows])


def _reach(at: int, constraint: LinearConstraint, bounds: Bounds, sign: int) -> int:
    """The least (sign 1) or the most (sign -1) that a number can be."""
    width = len(bounds.lb)
    goal = np.zeros(width)
    goal[at] = sign
    result = milp(goal, constraints=constraint, bounds=bounds, integrality=np.ones(width))
    assert result.success, result.message
    return round(result.x[at])


def truth_of(statements: pd.DataFrame) -> dict[Key, int]:
    """Every number of people per theme and group, as it is."""
    truth: dict[Key, int] = {}
    for kind in (kind for kind in (*KINDS, MEETING) if kind in statements):
        totals = people_per(statements, kind)
        truth.update({(WHOLE, kind, group): n for group, n in totals.items()})
        for theme, rows in statements.groupby("theme_id"):
            if theme:
                counts = people_per(rows, kind)
                truth.update({(str(theme), kind, g): counts.get(g, 0) for g in totals})
    return truth


def truth_of_taking_part(analysis: Analysis) -> dict[Key, int]:
    """Every number of people per part of the input and per conversation, as it is."""
    said = frames(analysis).statements
    truth: dict[Key, int] = {}
    for kind, column in zip(PARTS, ("round_id", "source_file", "question_id"), strict=True):
        truth.update({(WHOLE, kind, key): n for key, n in people_per(said, column).items()})
        for theme, rows in said[said["theme_id"] != ""].groupby("theme_id"):
            counts = people_per(rows, column)
            groups = [key for _whole, of, key in truth if of == kind and _whole == WHOLE]
            truth.update({(str(theme), kind, key): counts.get(key, 0) for key in groups})
    noted = (said["all_present"] > 0) | (said["role_present"] > 0)
    met = said["meeting_id"] != ""
    per = {"counted": said[met & noted], "uncounted": said[met & ~noted], "written": said[~met]}
    for kind in ("counted", "uncounted"):
        truth.update({(WHOLE, kind, m): n for m, n in people_per(per[kind], MEETING).items()})
    there = per["counted"].groupby("meeting_id")["all_present"].max()
    for meeting, n in there.items():
        spoke = truth[WHOLE, "counted", str(meeting)]
        truth[WHOLE, "silent", str(meeting)] = max(int(n) - spoke, 0)
    names = {"written": "written", "counted": "met", "uncounted": "points"}
    truth.update({(WHOLE, "how", names[key]): count_people(rows) for key, rows in per.items()})
    for kind in ("role", "round_id", "area"):
        for group, rows in said[met].groupby(kind):
            counts = people_per(rows, MEETING)
            meetings = sorted(set(said.loc[met, MEETING]))
            truth.update({(f"{kind}={group}", MEETING, m): counts.get(m, 0) for m in meetings})
    return truth


def found_in_taking_part(analysis: Analysis, known: Published) -> list[Key]:
    """Numbers of 1-4 people in a conversation or another part of the input, from all editions."""
    truth = truth_of_taking_part(analysis)
    apart = {(WHOLE, kind, key): truth.get((WHOLE, kind, key), 0) for kind, key in known.shown}
    cells = known.cells | apart
    whole = truth_of(frames(analysis).statements)
    by_meeting = {key: n for key, n in whole.items() if key[:2] == (WHOLE, MEETING)}
    by_meeting |= {key: n for key, n in truth.items() if key[1] == MEETING}
    found = [key for kind in PARTS for key in found_out(truth, cells, kind)]
    if by_meeting:
        found += found_out(by_meeting, {}, MEETING, known.spoke)
    for kind in TOOK_PART:
        told = kind == "how" or (WHOLE, kind) in known.spoke
        single = {key: n for key, n in truth.items() if key[1] == kind}
        if told and len(single) == 1:
            found += [key for key, n in single.items() if 0 < n < SETTINGS.min_group]
        elif told:
            found += found_out(truth, cells, kind, known.spoke)
    return found


@pytest.mark.slow
def test_no_number_of_one_to_four_follows_from_all_editions_together(analysis: Analysis) -> None:
    statements = with_period(frames(analysis).statements, analysis.rounds, SETTINGS)
    truth, known = truth_of(statements), published(analysis)
    whole = truth_of_taking_part(analysis) | truth
    for key, n in known.cells.items():
        assert whole.get(key, 0) == n, key
    small = sum(0 < n < SETTINGS.min_group for n in truth.values())
    found = [key for kind in (*KINDS, MEETING) for key in _found(truth, known, kind)]
    found += found_in_taking_part(analysis, known)
    print(f"numbers of 1-4: {small}, found out: {len(found)}, published: {len(known.cells)}")
    assert small > 50
    assert found == []


def of_one_round(analysis: Analysis, conversations: int) -> Analysis:
    """One round of this run alone, its people divided over so many conversations."""
    responses = analysis.table(RESPONSES)
    round_id = str(responses["round_id"].value_counts().index[0])
    only = responses[responses["round_id"] == round_id].reset_index(drop=True)
    numbers = {key: at for at, key in enumerate(sorted(set(only["respondent_id"])))}
    met = [f"m{numbers[key] % conversations}" for key in only["respondent_id"]]
    only["meeting_id"] = pd.Series(met, dtype="string")
    held = tuple(one for one in analysis.rounds if one.round_id == round_id)
    return replace(analysis, tables={**analysis.tables, "responses": only}, rounds=held)


def in_these(analysis: Analysis, spoke: Mapping[str, int], present: Mapping[str, int]) -> Analysis:
    """A run of one round: so many people spoke in each conversation ("" wrote), each in a file."""
    responses = analysis.table(RESPONSES)
    round_id = str(responses["round_id"].value_counts().index[0])
    only = responses[responses["round_id"] == round_id].drop_duplicates("respondent_id")
    where = [key for key, n in spoke.items() for _ in range(n)]
    only = only.head(len(where)).reset_index(drop=True)
    only["meeting_id"] = pd.Series(where, dtype="string")
    only["source_file"] = pd.Series([f"{key or 'brieven'}.docx" for key in where], dtype="string")
    only["question_id"] = pd.Series([f"q-{key}" for key in where], dtype="string")
    only["n_supporters"] = 1
    held = tuple(one for one in analysis.rounds if one.round_id == round_id)
    blank = MEETINGS.empty()
    rows = [
        {"meeting_id": key, "round_id": round_id, "title": key, "topic": "", "date": None,
         "role": "", "n_present": n}
        for key, n in present.items()
    ]  # fmt: skip
    meetings = pd.DataFrame(rows, columns=list(blank.columns)).astype(blank.dtypes.to_dict())
    blank = QUESTIONS.empty()
    rows = [
        {"question_id": f"q-{key}", "round_id": round_id, "text": key, "kind": "topic"}
        for key in spoke
    ]
    questions = pd.DataFrame(rows, columns=list(blank.columns)).astype(blank.dtypes.to_dict())
    tables = {"responses": only, "meetings": meetings, "questions": questions}
    return replace(analysis, tables={**analysis.tables, **tables}, rounds=held)


@pytest.mark.slow
@pytest.mark.parametrize("conversations", [2, 6])
def test_no_small_number_follows_from_the_conversations_of_one_round(
    analysis: Analysis, conversations: int
) -> None:
    run = of_one_round(analysis, conversations)
    statements = with_period(frames(run).statements, run.rounds, SETTINGS)
    truth, known = truth_of(statements), published(run)
    found = [key for kind in (*KINDS, MEETING) for key in _found(truth, known, kind)]
    small = sum(0 < n < SETTINGS.min_group for key, n in truth.items() if key[1] == MEETING)
    at_least = len({key for key in known.spoke if key[1] == MEETING} - known.met.keys())
    print(f"{conversations} conversations: numbers of 1-4: {small}, at least: {at_least}")
    assert small > 5
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoke", "present"),
    [
        ({"m0": 12, "m1": 3}, {"m0": 14, "m1": 3}),  # a conversation of three
        ({"m0": 2, "m1": 2, "m2": 2}, {"m0": 9, "m1": 9, "m2": 9}),  # six people in three
        ({"m0": 3}, {}),  # the only conversation, and nobody noted who was there
        ({"m0": 9, "m1": 8}, {"m0": 9, "m1": 11}),  # three who said nothing
        ({"m0": 9, "m1": 4, "m2": 2}, {"m0": 20}),  # of some it was noted
        ({"m0": 8, "m1": 7, "": 3}, {"m0": 12, "m1": 12}),  # three who wrote
    ],
)
def test_no_edition_gives_away_how_few_took_part_in_a_conversation(
    analysis: Analysis, spoke: dict[str, int], present: dict[str, int]
) -> None:
    run = in_these(analysis, spoke, present)
    truth, known = truth_of_taking_part(run), published(run)
    small = [key for key, n in truth.items() if 0 < n < SETTINGS.min_group]
    print(f"{spoke}: numbers of 1-4: {len(small)}, published: {len(known.cells)}")
    assert found_in_taking_part(run, known) == []


TWELVE = "rol;werkgebied;Wat mist u?\n" + "".join(
    f"{role};{area};{text}\n"
    for role, area, text in (
        ("ouder", "Noord", "Het busje komt elke week te laat"),
        ("ouder", "Noord", "De taxi rijdt soms niet en dan belt niemand"),
        ("ouder", "Noord", "Het vervoer is elke week anders"),
        ("ouder", "Zuid", "De chauffeur wisselt steeds en dat kost rust"),
        ("ouder", "Zuid", "Het besluit over de aanvraag duurt maanden"),
        ("leerkracht", "Noord", "De klas is veel te vol"),
        ("leerkracht", "Noord", "De groep is te groot voor een leerkracht"),
        ("leerkracht", "Zuid", "Een aanvraag kost te veel tijd"),
        ("leerkracht", "Zuid", "De wachttijd na een aanvraag is te lang"),
        ("leerkracht", "Zuid", "Het lokaal is te druk voor kinderen die rust nodig hebben"),
        ("ib'er", "Noord", "De procedure is niet te volgen"),
        ("schoolleider", "Zuid", "Het vervoer komt te laat en de les is dan al begonnen"),
    )
)


@pytest.mark.slow
def test_no_small_number_follows_from_the_editions_about_twelve_people(tmp_path: Path) -> None:
    """Read, divided and matched as a user has it; twelve people are hardly a group at all."""
    corpus = tmp_path / "twaalf"
    corpus.mkdir()
    (corpus / "vragenlijst.csv").write_text(TWELVE, "utf-8")
    gehoord("init", corpus)
    gehoord("analyse", corpus, "--out", tmp_path / "run")
    run = load_run(tmp_path / "run")
    statements = with_period(frames(run).statements, run.rounds, SETTINGS)
    truth, known = truth_of(statements), published(run)
    small = sum(0 < n < SETTINGS.min_group for n in truth.values())
    found = [key for kind in (*KINDS, MEETING) for key in _found(truth, known, kind)]
    print(f"twelve people: numbers of 1-4: {small}, found out: {len(found)}")
    assert small > 0
    assert found == []


def test_no_edition_that_leaves_the_team_shows_a_number_of_one_to_four(analysis: Analysis) -> None:
    cells = published(analysis).cells
    assert len(cells) > 100
    assert [key for key, n in cells.items() if 0 < n < SETTINGS.min_group] == []


def test_what_all_know_of_a_group_is_the_same_in_the_teams_own_edition(analysis: Analysis) -> None:
    whole = build(analysis, SETTINGS)
    public = build(analysis, SETTINGS, "openbaar")
    for mine, theirs in zip(whole.themes, public.themes, strict=True):
        assert tuple(cell for cell in mine.roles if cell.total is not None) == theirs.roles
        assert tuple(cell for cell in mine.areas if cell.total is not None) == theirs.areas


def test_outside_the_team_no_group_of_a_few_has_a_name(analysis: Analysis) -> None:
    whole = build(analysis, SETTINGS)
    few = {cell.key for cell in (*whole.roles, *whole.areas) if cell.n is None}
    assert few
    for findings in editions(analysis):
        lists = [findings.roles, findings.areas]
        lists += [cells for theme in findings.themes for cells in (theme.roles, theme.areas)]
        assert few.isdisjoint(cell.key for cells in lists for cell in cells)
        assert few.isdisjoint(one.subject for one in findings.silence)


def test_outside_the_team_rounds_are_counted_only_where_their_number_is_told(
    analysis: Analysis,
) -> None:
    whole, public = build(analysis, SETTINGS), build(analysis, SETTINGS, "openbaar")
    held = [theme for theme in public.themes if any(one.n_people is None for one in theme.life)]
    assert held
    for theme in held:
        assert theme.n_rounds == max(sum(bool(one.n_people) for one in theme.life), 1)
        assert theme.least or theme.n_rounds == whole.theme(theme.theme_id).n_rounds
    assert not any(theme.least for theme in whole.themes)


def test_the_attack_finds_what_is_kept_back_too_little() -> None:
    truth = {(WHOLE, "role", "p"): 9, (WHOLE, "role", "q"): 30, ("A", "role", "p"): 3}
    truth["A", "role", "q"] = 10
    without_small = {key: n for key, n in truth.items() if n >= SETTINGS.min_group}
    assert found_out(truth, without_small, "role") == [("A", "role", "p")]


VOICES = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("pqrs"), st.sampled_from("12")),
    min_size=8,
    max_size=60,
)


@settings(max_examples=25)
@given(VOICES)
def test_an_attack_on_any_small_run_finds_no_small_group(
    voices: list[tuple[str, str, str]],
) -> None:
    said = pd.DataFrame(
        [
            {"theme_id": theme, "role": role, "area": role, "round_id": round_id,
             "period": round_id, "stance": "wish", "voice_id": f"v{at}", "n_supporters": 1}
            for at, (theme, role, round_id) in enumerate(voices)
        ]
    )  # fmt: skip
    known, truth = may_be_known(said, SETTINGS.min_group), truth_of(said)
    cells = {key: n for key, n in truth.items() if key[2] not in known.kept_back(key[0], key[1])}
    assert [key for kind in ("role", "round_id") for key in found_out(truth, cells, kind)] == []


def test_a_round_that_is_kept_back_keeps_back_its_trimester() -> None:
    rows = [("A", "1", "x")] * 3 + [("A", "2", "y")] * 20 + [("A", "3", "z")] * 30
    said = pd.DataFrame(
        [
            {"theme_id": theme, "role": "ouder", "area": "", "round_id": round_id,
             "period": period, "stance": "wish", "voice_id": f"v{at}", "n_supporters": 1}
            for at, (theme, round_id, period) in enumerate(rows)
        ]
    )  # fmt: skip
    known = may_be_known(said, 5)
    assert known.kept_back("A", "round_id") == {"1", "2"}
    assert known.kept_back("A", "period") == {"x", "y"}


def test_what_is_known_is_settled_over_the_whole_run(analysis: Analysis) -> None:
    rounds: tuple[Round, ...] = analysis.rounds
    joined = with_known(frames(analysis), rounds, SETTINGS)
    assert any(joined.known.hidden.values())
    focused = build(analysis, SETTINGS, "deelnemers", focus={"round_id": rounds[0].round_id})
    assert focused.trends is None
    assert focused.roles == ()


def test_of_a_few_who_voice_one_thing_it_is_not_told_which(analysis: Analysis) -> None:
    """Of three people, a list that holds "support" alone tells what each of the three said."""
    seen = 0
    for findings in editions(analysis):
        for one in (*findings.themes, *findings.goals):
            untold = [stance for stance, n in one.stances.items() if n is None]
            seen += bool(untold)
            assert len(untold) != 1, (findings.edition, one)
    assert seen >= 1


def test_of_no_group_is_it_told_that_all_but_a_few_spoke_of_a_theme(analysis: Analysis) -> None:
    """ "Five of six assistants" tells of the one who did not."""
    known = published(analysis)
    parts = [
        (key, n, known.cells[WHOLE, key[1], key[2]])
        for key, n in known.cells.items()
        if key[0] and key[1] in ("role", "area") and (WHOLE, key[1], key[2]) in known.cells
    ]
    assert len(parts) >= 20
    assert [one for one in parts if one[1] and 0 < one[2] - one[1] < SETTINGS.min_group] == []


TWO_ROUNDS = {(WHOLE, "round_id", "1"): 60, (WHOLE, "round_id", "2"): 70}


def test_that_a_concern_of_a_few_recurs_would_tell_how_many_spoke_in_each_round() -> None:
    truth = {**TWO_ROUNDS, ("A", "round_id", "1"): 4, ("A", "round_id", "2"): 2}
    cells = dict(TWO_ROUNDS)
    assert found_out(truth, cells, "round_id") == []
    both = [("A", "round_id", "1"), ("A", "round_id", "2")]
    assert found_out(truth, cells, "round_id", recurs={"A"}) == both


@pytest.mark.parametrize(
    ("counts", "untold"),
    [({"1": 3, "2": 1}, True), ({"1": 4, "2": 2}, True), ({"1": 6, "2": 0}, True),
     ({"1": 4, "2": 3}, False), ({"1": 20, "2": 3}, False), ({"1": 2, "2": 2, "3": 0}, False)],
)  # fmt: skip
def test_of_a_few_people_in_two_rounds_it_is_not_told_whether_their_concern_recurs(
    counts: dict[str, int], untold: bool
) -> None:
    """Whether it does makes no difference: else silence would tell it."""
    hidden = frozenset(counts)
    least = SETTINGS.min_group
    assert recurs_by_a_few(counts, hidden, SETTINGS_OF_RECURRENCE, least) == untold
    rounds = dict.fromkeys(counts, 80)
    truth = {(WHOLE, "round_id", key): n for key, n in rounds.items()}
    cells = dict(truth)
    truth |= {("A", "round_id", key): n for key, n in counts.items()}
    if not untold:
        assert found_out(truth, cells, "round_id", recurs={"A"}) == []


def test_outside_the_team_no_word_and_no_place_tells_that_a_concern_of_a_few_recurs(
    analysis: Analysis,
) -> None:
    rule = SETTINGS_OF_RECURRENCE
    untold = with_known(frames(analysis), analysis.rounds, SETTINGS, rule).known.untold
    assert untold
    themes = analysis.table(THEMES)
    of_few = themes["theme_id"].isin(untold)
    yes, no = (
        replace(analysis, tables={**analysis.tables, "themes": themes.assign(
            recurring=themes["recurring"].mask(of_few, answer))})
        for answer in (True, False)
    )  # fmt: skip
    assert build(yes, SETTINGS).themes != build(no, SETTINGS).themes
    for edition in ("openbaar", "bestuur"):
        public = build(yes, SETTINGS, edition)
        assert {theme.theme_id for theme in public.themes if theme.recurring is None} == untold
        assert public == build(no, SETTINGS, edition)
    assert bouwstenen(yes, every=True) == bouwstenen(no, every=True)


def in_conversations(counts: Mapping[str, int]) -> pd.DataFrame:
    """So many people of one concern in each conversation of one round."""
    voices = [(meeting, f"{meeting}{at}") for meeting, n in counts.items() for at in range(n)]
    return pd.DataFrame(
        [
            {"meeting_id": meeting, "conversation": meeting, "round_id": "1", "voice_id": voice,
             "n_supporters": 1, "role": "", "role_present": 0, "all_present": 0}
            for meeting, voice in voices
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "told"),
    [({"a": 2, "b": 2, "c": 2}, (2, True)), ({"a": 3, "b": 3, "c": 0}, (2, True)),
     ({"a": 6, "b": 0, "c": 0}, (1, False)), ({"a": 9, "b": 2, "c": 1}, (3, False)),
     ({"a": 4, "b": 1}, (1, True)), ({"a": 5, "b": 0}, (1, True)), ({"a": 8}, (1, False))],
)  # fmt: skip
def test_that_a_few_spoke_in_every_conversation_is_told_as_in_all_but_one(
    counts: dict[str, int], told: tuple[int, bool]
) -> None:
    """Of six people in all of three conversations one to four spoke in each."""
    said = in_conversations(counts)
    everything = pd.concat([said, in_conversations(dict.fromkeys(counts, 20))])
    assert meetings_told(said, everything, SETTINGS.min_group) == told
    truth = {(WHOLE, MEETING, key): 20 for key in counts}
    truth |= {("A", MEETING, key): n for key, n in counts.items()}
    n, least = told
    most = {} if least else {("A", MEETING): n}
    assert found_out(truth, {}, MEETING, {("A", MEETING): n}, met=most) == []


def test_in_every_conversation_would_tell_how_many_spoke_in_each() -> None:
    truth = {(WHOLE, MEETING, key): 20 for key in "abc"}
    truth |= {("A", MEETING, key): 2 for key in "abc"}
    every = {("A", MEETING): 3}
    assert len(found_out(truth, {}, MEETING, every, met=every)) == 3


@pytest.mark.parametrize(
    ("counts", "untold"),
    [({"a": 3, "b": 2}, True), ({"a": 5, "b": 0}, True), ({"a": 4, "b": 2}, False),
     ({"a": 3, "b": 2, "c": 0}, False)],
)  # fmt: skip
def test_of_a_few_people_in_two_conversations_it_is_not_told_whether_their_concern_recurs(
    counts: dict[str, int], untold: bool
) -> None:
    said = in_conversations(counts)
    everything = pd.concat([said, in_conversations(dict.fromkeys(counts, 20))])
    rule, least = SETTINGS_OF_RECURRENCE, SETTINGS.min_group
    assert conversations_of_a_few(said, everything, rule, least) == untold
