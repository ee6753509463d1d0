"""What is told outside the team of how people took part, and of the parts of the input."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from pipeline.core.respondents import Reckoning, count_people
from pipeline.findings.account import may_be_told, of_a_few, with_small_joined
from pipeline.findings.frames import Frames
from pipeline.findings.run_records import WITHHELD, Intake, Totals
from pipeline.findings.suppression import Known

LEAST = 5


def _said(people: dict[str, int], round_id: str = "1") -> pd.DataFrame:
    """So many people in each conversation, each with its notes in a file; "" wrote."""
    return pd.DataFrame(
        [
            {"voice_id": f"{round_id}{meeting}{at}", "respondent_id": f"{round_id}{meeting}{at}",
             "meeting_id": meeting, "source_file": f"{meeting or 'brieven'}.docx",
             "question_id": meeting, "round_id": round_id, "role": "", "n_supporters": 1,
             "role_present": 0, "all_present": 0}
            for meeting, n in people.items()
            for at in range(n)
        ]
    )  # fmt: skip


def _frames(said: pd.DataFrame, hidden_rounds: frozenset[str] = frozenset()) -> Frames:
    known = Known({("", "round_id"): hidden_rounds})
    return Frames(said, said, count_people(said), {}, {}, known)


def _parts(said: pd.DataFrame) -> tuple[Intake, ...]:
    rows = [Intake("all", "", "", len(said), len(said), ())]
    for kind, column in (("file", "source_file"), ("question", "question_id")):
        counts = Counter(said[column])
        rows += [Intake(kind, key, key, n, n, ()) for key, n in sorted(counts.items())]
    return tuple(rows)


def _totals(reckoning: Reckoning | None, meetings: int) -> Totals:
    empty: dict[str, Any] = dict.fromkeys(
        ("responses_read", "responses_analysed", "statements", "statements_aside", "without_theme",
         "people", "senders", "roles", "areas", "rounds", "themes", "recurring", "decided"), 0,
    )  # fmt: skip
    return Totals(
        **empty, states={}, knows_stances=False, meetings=meetings, reckoning=reckoning,
        in_meetings=meetings > 1,
    )  # fmt: skip


def test_a_conversation_of_three_is_told_together_with_another() -> None:
    said = _said({"a": 3, "b": 8, "c": 12})
    few = of_a_few(_parts(said), _frames(said), LEAST)
    assert few["file"] == {"a.docx", "b.docx"}
    told = with_small_joined(_parts(said), few)
    files = {one.key: one.read for one in told if one.kind == "file"}
    assert files == {"c.docx": 12, WITHHELD: 11}


def test_files_add_up_to_their_round_and_are_settled_within_it() -> None:
    said = pd.concat([_said({"a": 3, "b": 8}), _said({"c": 12, "d": 13}, "2")], ignore_index=True)
    assert of_a_few(_parts(said), _frames(said), LEAST)["file"] == {"a.docx", "b.docx"}
    hidden = of_a_few(_parts(said), _frames(said, frozenset({"2"})), LEAST)
    assert hidden["file"] == {"a.docx", "b.docx", "c.docx", "d.docx"}


def test_a_file_of_which_all_three_answers_were_set_aside_is_told_with_another() -> None:
    said = _said({"a": 8, "b": 9})
    accounts = (*_parts(said), Intake("file", "z.docx", "z.docx", 3, 0, ()))
    assert of_a_few(accounts, _frames(said), LEAST)["file"] == {"a.docx", "z.docx"}


def test_where_all_parts_are_of_a_few_only_the_whole_is_told() -> None:
    said = _said({"a": 3, "b": 4})
    told = with_small_joined(_parts(said), of_a_few(_parts(said), _frames(said), LEAST))
    assert [(one.kind, one.read) for one in told] == [("all", 7)]


@pytest.mark.parametrize(
    ("reckoning", "meetings", "told"),
    [
        (Reckoning(40, 20, 20, 3, 0, 0, 0, 0, 30), 3, True),
        (Reckoning(40, 37, 3, 1, 0, 0, 0, 0, 3), 1, False),  # three spoke
        (Reckoning(20, 3, 17, 2, 0, 0, 0, 0, 30), 2, False),  # three wrote
        (Reckoning(24, 18, 6, 3, 0, 0, 0, 0, 20), 3, False),  # six in three: four at most in each
        (Reckoning(30, 18, 8, 2, 4, 1, 0, 0, 20), 3, False),  # four where nobody noted who came
    ],
)
def test_how_people_took_part_is_told_where_no_part_of_it_is_of_a_few(
    reckoning: Reckoning, meetings: int, told: bool
) -> None:
    met = reckoning.spoken + reckoning.points
    per = dict.fromkeys([f"m{at}" for at in range(meetings)], 0)
    for at in range(met):
        per[f"m{at % meetings}"] += 1
    frames = _frames(_said(per | {"": reckoning.writers}))
    outside = may_be_told(_totals(reckoning, meetings), frames, LEAST)
    assert (outside.reckoning is not None) == told
    assert may_be_told(_totals(reckoning, meetings), replace(frames, focused=True), LEAST) == (
        replace(outside, reckoning=None)
    )


def test_how_many_said_nothing_is_not_told_where_they_were_a_few() -> None:
    frames = _frames(_said({"a": 9, "b": 8}))
    three = may_be_told(_totals(Reckoning(17, 0, 17, 2, 0, 0, 0, 0, 20), 2), frames, LEAST)
    assert three.reckoning is not None
    assert three.reckoning.present == 0
    many = may_be_told(_totals(Reckoning(17, 0, 17, 2, 0, 0, 0, 0, 30), 2), frames, LEAST)
    assert many.reckoning is not None
    assert many.reckoning.present == 30


def test_in_how_many_conversations_six_people_spoke_is_not_told() -> None:
    six = may_be_told(_totals(None, 3), _frames(_said({"a": 2, "b": 2, "c": 2})), LEAST)
    assert (six.meetings, six.in_meetings) == (None, False)
    many = may_be_told(_totals(None, 3), _frames(_said({"a": 9, "b": 2, "c": 2})), LEAST)
    assert (many.meetings, many.in_meetings) == (3, True)
