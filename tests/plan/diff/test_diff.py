"""Two versions of a plan: what became of every goal, and of the answer to every concern."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.plan import GOALS, Action, Code, Codebook, Goal, Pillar, Plan
from pipeline.core.tables import COVERAGE, FITS, MATCHES
from pipeline.plan.diff.align import Unit, align, compare_plans
from pipeline.plan.diff.concerns import CONCERN_KINDS, concern_changes, concern_kind
from pipeline.plan.diff.files import changes_csv, concerns_csv
from pipeline.plan.diff.frames import touching_frames
from pipeline.plan.reading.toml import read_plan
from tests.conftest import CASES

Relation = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass
class DiffCase:
    name: str
    old: list[Unit] = field(default_factory=list)
    new: list[Unit] = field(default_factory=list)
    gold: set[Relation] = field(default_factory=set)


def diff_cases(path: Path = CASES / "plan_diff.txt") -> Iterator[DiffCase]:
    case: DiffCase | None = None
    for line in path.read_text("utf-8").splitlines():
        word, _space, rest = line.partition(" ")
        if word == "case":
            if case is not None:
                yield case
            case = DiffCase(rest)
        elif word in ("old", "new") and case is not None:
            unit_id, parent, text = rest.split(" ", 2)
            getattr(case, word).append(Unit(unit_id, text, parent.removeprefix("@")))
        elif word == "gold" and case is not None:
            kind, olds, _arrow, news = rest.split()
            case.gold.add((kind, _ids(olds), _ids(news)))
    if case is not None:
        yield case


def _ids(words: str) -> tuple[str, ...]:
    return () if words == "-" else tuple(words.split("+"))


def found_in(case: DiffCase) -> set[Relation]:
    same = {unit.parent_id: {unit.parent_id} for unit in case.old}
    changes = align(case.old, case.new, parents=same)
    return {(change.kind, change.old_ids, change.new_ids) for change in changes}


def test_at_least_sixty_relations_are_judged() -> None:
    assert sum(len(case.gold) for case in diff_cases()) >= 60


def test_relations_between_plan_versions_are_found() -> None:
    right = found = expected = 0
    for case in diff_cases():
        relations = found_in(case)
        right += len(relations & case.gold)
        found += len(relations)
        expected += len(case.gold)
    assert 2 * right / (found + expected) >= 0.90


def test_every_goal_has_exactly_one_fate() -> None:
    for case in diff_cases():
        relations = found_in(case)
        olds = [one for _kind, ids, _new in relations for one in ids]
        news = [one for _kind, _old, ids in relations for one in ids]
        assert sorted(olds) == sorted(unit.unit_id for unit in case.old)
        assert sorted(news) == sorted(unit.unit_id for unit in case.new)


def test_the_order_of_goals_does_not_matter() -> None:
    for case in diff_cases():
        turned = replace(case, old=case.old[::-1], new=case.new[::-1])
        kinds = {(k, frozenset(o), frozenset(n)) for k, o, n in found_in(case)}
        assert {(k, frozenset(o), frozenset(n)) for k, o, n in found_in(turned)} == kinds


@given(st.lists(st.text(alphabet="abcde ", min_size=5, max_size=40), unique=True, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_plan_does_not_differ_from_itself(texts: list[str]) -> None:
    units = [Unit(str(n), text) for n, text in enumerate(texts)]
    assert {change.kind for change in align(units, units)} <= {"unchanged"}


def _plan(goals: list[Goal]) -> Plan:
    return Plan("Plan", (Pillar("1", "Pijler", goals=tuple(goals)),))


def test_a_goal_that_kept_its_title_is_the_same_goal() -> None:
    old = _plan([Goal("1.1", "Elk kind in beeld", "Wij dringen thuiszitten terug.")])
    new = _plan([Goal("1.1", "Elk kind in beeld", "Niemand is langer dan vier weken weg.")])
    goals = [change for change in compare_plans(old, new) if change.level == "goal"]
    assert [change.kind for change in goals] == ["reworded"]


def test_a_number_alone_proves_nothing() -> None:
    old = _plan([Goal("1.1", "Leerlingenvervoer", "De taxi rijdt op tijd.")])
    new = _plan([Goal("1.1", "Nieuwkomers", "Taalklassen in elke gemeente.")])
    goals = {change.kind for change in compare_plans(old, new) if change.level == "goal"}
    assert goals == {"dropped", "new"}


def test_an_action_under_another_goal_is_moved() -> None:
    action = Action("1.1.1", "De jeugdarts houdt elke week spreekuur op school.")
    one, two = (
        Goal("1.1", "Gezondheid", "Gezonde kinderen."),
        Goal("1.2", "Verzuim", "Weinig ziek."),
    )
    old = _plan([replace(one, actions=(action,)), two])
    new = _plan([one, replace(two, actions=(replace(action, action_id="1.2.1"),))])
    moved = [change for change in compare_plans(old, new) if change.level == "action"]
    assert [(change.kind, change.old_parents, change.new_parents) for change in moved] == [
        ("moved", ("1.1",), ("1.2",))
    ]


def test_meaning_can_help_where_words_do_not() -> None:
    import numpy as np

    old, new = [Unit("1", "Minder taxi's")], [Unit("1", "Vervoer dichtbij")]
    other = [Unit("2", "Ouders horen erbij")]
    near = {
        "Minder taxi's": [1.0, 0.0],
        "Vervoer dichtbij": [1.0, 0.1],
        "Ouders horen erbij": [0, 1.0],
    }

    def encode(texts: list[str]) -> np.ndarray:
        return np.array([near[text] for text in texts], dtype=np.float32)

    assert {c.kind for c in align(old, new + other)} == {"dropped", "new"}
    assert ("reworded", ("1",), ("1",)) in {
        (c.kind, c.old_ids, c.new_ids) for c in align(old, new + other, encode=encode)
    }


def test_the_demo_plans_are_compared_by_title_and_text(voorbeeld: Path) -> None:
    old, new = read_plan(voorbeeld / "plan-vorige.toml"), read_plan(voorbeeld / "plan.toml")
    goals = [change for change in compare_plans(old, new) if change.level == "goal"]
    found = {change.kind: set() for change in goals}  # type: dict[str, set[str]]
    for change in goals:
        found[change.kind] |= set(change.new_ids or change.old_ids)
    assert found["reworded"] == {"1.1", "1.2", "1.4", "2.1", "2.3", "2.4", "3.1", "3.2"}
    assert found["new"] == {"1.3", "2.2", "3.3"}
    assert found["dropped"] == {"3.3", "3.4"}


def test_the_csv_disarms_formulas() -> None:
    old = _plan([Goal("1.1", "=cmd()", "")])
    assert ",'=cmd()," in changes_csv(compare_plans(old, old))


# -- concerns ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("not_addressed", "addressed", "became_answered"),
        ("not_addressed", "partly", "became_answered"),
        ("partly", "addressed", "better"),
        ("mentioned", "partly", "better"),
        ("addressed", "partly", "weaker"),
        ("addressed", "not_addressed", "lost"),
        ("not_addressed", "not_addressed", "still_unanswered"),
        ("addressed", "addressed", "still_answered"),
        ("out_of_scope", "addressed", "out_of_scope"),
    ],
)
def test_what_happened_to_an_answer(old: str, new: str, kind: str) -> None:
    assert concern_kind(old, new) == kind
    assert kind in CONCERN_KINDS


def coverage(rows: list[tuple[str, str, str, tuple[str, ...]]]) -> pd.DataFrame:
    return COVERAGE.check(
        pd.DataFrame(
            [
                {
                    **dict.fromkeys(COVERAGE.columns, ""),
                    "theme_id": theme, "codebook_id": GOALS, "code_id": code, "status": status,
                    "decided_by": "model", "score": 0.5, "needed": 0.4,
                    "quote_ids": (), "passage_ids": passages,
                }
                for theme, code, status, passages in rows
            ]
        )
    )  # fmt: skip


def test_a_concern_shows_the_sentences_of_both_plans() -> None:
    old = _plan([Goal("1.1", "Verzuim", actions=(Action("1.1.1", "Wij bellen na drie dagen."),))])
    new = _plan([Goal("1.1", "Aanwezigheid")])
    changes = concern_changes(
        coverage([("T1", "1.1", "addressed", ("1.1.1",)), ("T2", "", "not_addressed", ())]),
        coverage([("T1", "1.1", "partly", ("1.1",)), ("T3", "1.1", "addressed", ("1.1",))]),
        old, new,
    )  # fmt: skip
    assert [(c.theme_id, c.kind, c.old_text, c.new_text) for c in changes] == [
        ("T1", "weaker", "Wij bellen na drie dagen.", "Aanwezigheid")
    ]
    assert "Wij bellen na drie dagen." in concerns_csv(changes)


def test_the_demo_concerns_change_as_planted(voorbeeld: Path) -> None:
    """Status by status as truth_concerns.csv plants them; what a run finds is matching's."""
    truth = pd.read_csv(voorbeeld / "truth_concerns.csv", dtype=str).fillna("")
    states = {"answered": "addressed", "partly": "partly", "no": "not_addressed"}
    old, new = read_plan(voorbeeld / "plan-vorige.toml"), read_plan(voorbeeld / "plan.toml")
    tables = [
        coverage([(row["concern_id"], "", states[row[column]], ()) for _i, row in truth.iterrows()])
        for column in ("state_previous", "state")
    ]
    found = {c.theme_id: c.kind for c in concern_changes(tables[0], tables[1], old, new)}
    up = {one for one, kind in found.items() if kind in ("became_answered", "better")}
    down = {one for one, kind in found.items() if kind in ("weaker", "lost")}
    assert up == {"C01", "C05", "C06", "C07", "C10", "C11", "C12", "C25"}
    assert down == {"C14", "C18", "C22", "C27"}


# -- frames -----------------------------------------------------------------------------------

FRAMES = Codebook(
    "kaders", "Kaders",
    (Code("K1", "Zorgplicht", "Een plek op tijd."), Code("K2", "Geld", "Het budget ligt vast.")),
    kind="kaders",
)  # fmt: skip


def _match(
    item: str, code: str, rank: int, score: float, probability: float | None
) -> dict[str, object]:
    return {
        **dict.fromkeys(MATCHES.columns),
        "item_id": item, "level": "theme", "codebook_id": "kaders",
        "code_id": code, "rank": rank, "score": score, "probability": probability,
    }  # fmt: skip


def _fit(item: str, fit: float) -> dict[str, object]:
    return {
        **dict.fromkeys(FITS.columns), "item_id": item, "level": "theme", "codebook_id": "kaders",
        "fit": fit, "needed": 0.5,
    }  # fmt: skip


def test_frames_are_touched_both_ways_and_only_by_what_fits() -> None:
    matches = pd.DataFrame(
        [
            _match("T1", "K1", 1, 0.8, 0.9), _match("T1", "K2", 2, 0.3, 0.1),
            _match("T2", "K2", 1, 0.4, 0.6),
        ]
    )  # fmt: skip
    fits = pd.DataFrame([_fit("T1", 0.9), _fit("T2", 0.2)])
    by_item, by_code = touching_frames(matches, fits, FRAMES)
    assert {item: [touch.code_id for touch in touches] for item, touches in by_item.items()} == {
        "T1": ["K1"]
    }
    assert [touch.item_id for touch in by_code["K1"]] == ["T1"]
    assert by_code["K2"] == []  # a frame nothing touches is listed too
