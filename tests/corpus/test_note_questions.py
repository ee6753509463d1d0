"""Notes of a talk that somebody mailed are what others said, and no letter."""

from __future__ import annotations

from pathlib import Path

from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.guess import propose
from pipeline.corpus.write_toml import corpus_toml

HEAD = "From: Ria <ria@voorbeeld.example>\nDate: Wed, 4 Mar 2026 09:00:00 +0100\n"
NOTES = """Subject: aantekeningen gisteravond

Hoi Bart,

Hieronder wat er is gezegd (5 ouders, 2 mentoren). Zet jij het in het net?

Vraag 1: Wat gaat er goed?
* De nieuwe bushalte.
* Een moeder: de mentor belt altijd terug.

Vraag 2: Wat kan er beter?
* De bus komt iedere dag te laat.
* Er is geen licht op het fietspad.
* Niemand weet wie er over de taxi gaat.

De koffie was op, dus neem de volgende keer mee.

Groet, Ria
"""
LETTER = """Subject: de bus

Geacht bestuur,

De bus komt iedere dag te laat. Drie dingen moeten anders:
* een bus om acht uur
* een halte bij de school
* een chauffeur die wacht

Groet, Ria
"""


def rounds(folder: Path, mail: str) -> Path:
    (folder / "mail.eml").write_text(HEAD + mail, encoding="utf-8")
    text = corpus_toml(propose(folder), "proef")
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    return folder


def test_each_point_is_somebodys_and_the_word_around_them_nobodys(tmp_path: Path) -> None:
    corpus = read_corpus(rounds(tmp_path, NOTES))
    assert list(corpus.responses["text"]) == [
        "De nieuwe bushalte.",
        "de mentor belt altijd terug.",
        "De bus komt iedere dag te laat.",
        "Er is geen licht op het fietspad.",
        "Niemand weet wie er over de taxi gaat.",
    ]
    assert corpus.responses["respondent_id"].nunique() == 5


def test_the_people_and_the_questions_in_it_count(tmp_path: Path) -> None:
    corpus = read_corpus(rounds(tmp_path, NOTES))
    present = dict(zip(corpus.meetings["role"], corpus.meetings["n_present"], strict=True))
    assert present == {"": 7, "ouder": 5, "mentor": 2}
    assert set(corpus.questions["text"]) >= {"Wat gaat er goed?", "Wat kan er beter?"}


def test_a_letter_that_sums_up_what_its_sender_wants_stays_a_letter(tmp_path: Path) -> None:
    corpus = read_corpus(rounds(tmp_path, LETTER))
    assert corpus.responses["respondent_id"].nunique() == 1
    assert len(corpus.meetings) == 0
