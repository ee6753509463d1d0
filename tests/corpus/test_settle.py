"""What a first look left open is asked, each point once; what she leaves alone stays."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corpus.guess import propose, unsure
from pipeline.corpus.settle import meaning_of, settled
from pipeline.corpus.write_toml import corpus_toml
from tests.corpus.test_guess import PLAN, write
from tests.files.make_files import workbook


@dataclass
class Person:
    """Answers questions by a piece of their text; presses Enter at the others."""

    answers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def choose(self, question: str, options: Sequence[str], usual: int) -> int:
        self.asked.append(question)
        given = next((text for piece, text in self.answers.items() if piece in question), None)
        return options.index(given) if given is not None else usual

    def day(self, question: str, usual: str) -> str:
        self.asked.append(question)
        return next((text for piece, text in self.answers.items() if piece in question), usual)


def open_points(folder: Path) -> None:
    rows = [["Ik ben", "Mijn rol", "Uw eigen gemeente?", "Wat wilt u kwijt?"]]
    rows += [
        ["ouder", "leraar", "De Linde", f"Dit is reactie nummer {n} van ons"] for n in range(9)
    ]
    workbook(folder / "enquete.xlsx", rows)
    os.utime(folder / "enquete.xlsx", (1_700_000_000, 1_700_000_000))


def described(folder: Path, person: Person) -> dict[str, object]:
    text = corpus_toml(settled(propose(folder), folder, person), "proef")
    round_: dict[str, object] = tomllib.loads(text)["rounds"]["1"]
    return round_


def test_every_open_point_is_asked_once_and_the_answers_are_written(tmp_path: Path) -> None:
    open_points(tmp_path)
    person = Person({"Wanneer was": "2023-10-02", "welke kolom": "Mijn rol"})
    person.answers["gemeente"] = meaning_of("closed")
    round_ = described(tmp_path, person)
    assert len(person.asked) == len(unsure(propose(tmp_path))) == len(set(person.asked)) == 3
    columns = round_["columns"]
    assert isinstance(columns, dict)
    assert str(round_["date"]) == "2023-10-02"
    assert columns["role"] == "Mijn rol"
    assert set(columns["closed"]) == {"Ik ben", "Uw eigen gemeente?"}
    assert "area" not in columns


def test_enter_leaves_everything_as_it_was_guessed_and_nothing_open(tmp_path: Path) -> None:
    open_points(tmp_path)
    person = Person()
    round_ = described(tmp_path, person)
    columns = round_["columns"]
    assert isinstance(columns, dict)
    assert (columns["role"], columns["area"]) == ("Ik ben", "Uw eigen gemeente?")
    assert unsure(settled(propose(tmp_path), tmp_path, Person())) == []


def test_of_three_plans_she_says_which_is_the_plan_and_which_the_version_before(
    tmp_path: Path,
) -> None:
    for years in ("2017-2021", "2021-2025", "2025-2029"):
        write(tmp_path, f"Koers {years}.md", PLAN)
    open_points(tmp_path)
    person = Person({"het plan": "Koers 2021-2025.md", "vorige versie": "Koers 2017-2021.md"})
    proposal = settled(propose(tmp_path), tmp_path, person)
    assert proposal.plan is not None
    assert proposal.plan_previous is not None
    assert (proposal.plan.file, proposal.plan.document) == ("plan.toml", "Koers 2021-2025.md")
    assert proposal.plan_previous.document == "Koers 2017-2021.md"
    assert proposal.plan_previous.file == "plan-vorige.toml"
    assert proposal.plans_left == ["Koers 2025-2029.md"]


def chat(first: int, month: int) -> str:
    return "\n".join(
        f"{first + n}-{month}-2026 19:0{n} - Ouder {n}: De bus van onze zoon komt elke dag te laat."
        for n in range(4)
    )


MINUTES = "# Ouderavond 12 mei 2026\n\nAanwezig: 9 ouders\n\n- De klassen zijn te groot.\n"


def test_a_chat_of_the_weeks_of_meetings_is_of_their_round_and_is_asked(tmp_path: Path) -> None:
    write(tmp_path, "ouderavond.md", MINUTES)
    write(tmp_path, "WhatsApp-chat met ouders.txt", chat(10, 5))
    proposal = propose(tmp_path)
    assert [round_.date for round_ in proposal.rounds] == ["2026-05-12"]
    assert [line for line in unsure(proposal) if "WhatsApp-chat met ouders.txt" in line]
    person = Person({"is een chat": "een eigen ronde"})
    rounds = settled(proposal, tmp_path, person).rounds
    assert [(each.round_id, each.date, each.files) for each in rounds] == [
        ("1", "2026-05-10", ("WhatsApp-chat met ouders.txt",)),
        ("2", "2026-05-12", ("ouderavond.md",)),
    ]
    assert not unsure(settled(proposal, tmp_path, Person()))


def test_a_chat_of_other_weeks_than_the_meetings_is_a_round_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "ouderavond.md", MINUTES)
    write(tmp_path, "WhatsApp-chat met ouders.txt", chat(10, 6))
    proposal = propose(tmp_path)
    assert [round_.files for round_ in proposal.rounds] == [
        ("ouderavond.md",),
        ("WhatsApp-chat met ouders.txt",),
    ]
    assert not unsure(proposal)
