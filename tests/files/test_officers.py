"""Folders in the habits of other offices, read by ``init`` as what they are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.init import write
from pipeline.core.plan import Plan
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.guess import Proposal, propose
from pipeline.corpus.records import Corpus
from tests.files import officers_letters, officers_tables
from tests.files.officers_notes import BANK, OFFICERS

EXPECTED = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "officers.toml").read_text("utf-8")
)  # name -> what is right
assert officers_letters.drops is officers_tables.drops  # both have filled OFFICERS


def _parts(plan: Plan | None) -> list[int]:
    goals = list(plan.goals()) if plan else []
    return [len(plan.pillars), len(goals), sum(len(g.actions) for g in goals)] if plan else []


def _found(corpus: Corpus, proposal: Proposal) -> dict[str, Any]:
    """What was read, under the words of cases/officers.toml; a day is at least its round's."""
    said, meetings = corpus.responses, corpus.meetings
    round_days = {one.round_id: str(one.date) for one in corpus.rounds}
    pairs = zip(said["date"], said["round_id"], strict=True)
    return {
        "n": len(said),
        "roles": said["role"].value_counts().to_dict(),
        "days": sorted({day or round_days[round_id] for day, round_id in pairs}),
        "topics": sorted(set(corpus.questions["text"])),
        "rounds": said["round_id"].nunique(),
        "meetings": said["meeting_id"].nunique(),
        "voices": said["respondent_id"].nunique(),
        "people": int(meetings[meetings["role"] == ""]["n_present"].fillna(0).sum()),
        "supporters": sorted(int(n) for n in said["n_supporters"]),
        "aside": corpus.set_aside["reason"].value_counts().to_dict(),
        "codebooks": len(proposal.codebooks),
        "plan": _parts(corpus.plan),
        "before": _parts(corpus.previous),
    }


def _strange(corpus: Corpus, also: list[str]) -> list[str]:
    """What stands among the answers and was said by nobody in these folders."""
    left = []
    for text in corpus.responses["text"]:
        for sentence in (*BANK, *also):
            text = text.replace(sentence, "")
        if text.strip(" .\n"):
            left.append(text)
    return left


@pytest.mark.parametrize("name", sorted(OFFICERS))
def test_a_folder_as_another_office_keeps_it_is_read_as_what_it_is(
    name: str, tmp_path: Path
) -> None:
    OFFICERS[name](tmp_path)
    proposal = propose(tmp_path)
    write(tmp_path, proposal)
    corpus = read_corpus(tmp_path)
    expected = dict(EXPECTED[name])
    also, told = expected.pop("also", []), expected.pop("told", "")
    found = _found(corpus, proposal)
    assert {word: found[word] for word in expected} == expected
    assert _strange(corpus, also) == []
    assert told in "\n".join(fault.where for fault in proposal.unreadable)


def test_every_folder_says_what_is_right() -> None:
    assert set(EXPECTED) == set(OFFICERS)
    assert len(OFFICERS) >= 40
