"""Roles, areas, titles, topics and file names: no detail of anybody stands beside the answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.settings import Settings
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.records import Corpus
from pipeline.corpus.safe_labels import OwnNames, masking, own_names, unlike
from pipeline.runs.prepare import worker
from pipeline.text.nlp import load_pipeline

CORPUS = """[corpus]
title = "Zonneplan"
organisation = "swv Zonneland"
[corpus.group_sizes.area]
Noord = 40
[rounds.1]
title = "Enquête door Marieke Visser"
date = 2025-03-01
file = "reacties jan jansen.csv"
[rounds.1.columns]
role = "rol"
area = "werkgebied"
open = ["Wat vindt u van juf Anja?"]
"""
_HEADER = "rol;werkgebied;Wat vindt u van juf Anja?"
_ROWS = (
    *(f"ouder;Noord;De wachtlijst is te lang {n}" for n in range(5)),
    *(f"kwartiermaker;Wognum;Er is te weinig hulp {n}" for n in range(5)),
    "juf Anja van De Regenboog;Wognum Zuid;Het busje komt te laat",
    "Anders, namelijk: ik ben de oma van Daan de Vries;Noord;Meer rust in de klas graag",
    "ouder;Noord;Juf Anja hielp ons en Zwanetta ook",
)


def _corpus(folder: Path, names: str = "") -> Corpus:
    (folder / "corpus.toml").write_text(CORPUS, encoding="utf-8")
    (folder / "reacties jan jansen.csv").write_text("\n".join((_HEADER, *_ROWS)), encoding="utf-8")
    if names:
        (folder / "names.toml").write_text(names, encoding="utf-8")
    return read_corpus(folder)


def test_a_role_is_one_of_the_list_or_one_that_five_people_gave(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path)
    roles = set(corpus.responses["role"])
    assert roles == {"ouder", "kwartiermaker", "anders"}
    assert any("anders" in warning for warning in corpus.warnings)


def test_an_area_that_one_person_gave_is_another(tmp_path: Path) -> None:
    assert set(_corpus(tmp_path).responses["area"]) == {"Noord", "Wognum", "anders"}


def test_what_is_written_beside_the_choices_is_an_answer(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path)
    asked = dict(zip(corpus.questions["question_id"], corpus.questions["text"], strict=True))
    free = corpus.responses[corpus.responses["response_id"].str.endswith("rol")]
    assert [asked[one] for one in free["question_id"]] == ["rol"]
    assert "oma van Daan" in free["text"].iloc[0]  # masked with the other answers, in a run
    assert list(free["role"]) == ["anders"]


def test_questions_titles_and_file_names_hold_no_names(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path)
    assert corpus.questions["text"].iloc[0] == "Wat vindt u van juf [naam]?"
    assert corpus.rounds[0].title == "Enquête door [naam]"
    assert set(corpus.responses["source_file"]) == {"reacties [naam].csv"}
    assert "reacties [naam].csv" in {source.file for source in corpus.sources}


def test_a_name_in_the_role_column_does_not_unmask_it_in_answers(tmp_path: Path) -> None:
    work = worker(_corpus(tmp_path), load_pipeline("embedded"), Settings())
    assert work.mask(["Juf Anja hielp ons."])[0].text == "Juf [naam] hielp ons."


def test_names_toml_adds_what_the_region_knows(tmp_path: Path) -> None:
    names = 'names = ["Zwanetta"]\nno_names = ["Anja"]\n'
    work = worker(_corpus(tmp_path, names), load_pipeline("embedded"), Settings())
    masked = [
        one.text for one in work.mask(["met zwanetta ging het goed", "Anja staat op het bord"])
    ]
    assert masked == ["met [naam] ging het goed", "Anja staat op het bord"]


def test_mojibake_is_mended_before_names_are_looked_for(tmp_path: Path) -> None:
    work = worker(_corpus(tmp_path), load_pipeline("embedded"), Settings())
    broken = "Mijn zoon JosÃ© gaat graag naar school."
    assert work.mask([broken])[0].text == "Mijn zoon [naam] gaat graag naar school."


def test_what_differed_stays_different_when_it_is_masked() -> None:
    masked = masking(OwnNames())
    files = unlike(["Brief Jan Jansen.docx", "Brief Piet Bakker.docx"], masked)
    assert sorted(files.values()) == ["Brief [naam] (2).docx", "Brief [naam].docx"]


@pytest.mark.parametrize(
    "text",
    ["Gesprek met mevrouw Jansen", "Tafel van Marieke Visser", "Reacties Barendina Stoffelsma"],
)
def test_a_heading_is_masked(text: str) -> None:
    assert "[naam]" in masking(OwnNames())(text)


def test_a_heading_of_the_field_stays() -> None:
    stay = ["Regiobijeenkomst Harlingen Terschelling", "Koersdocument Samen Sterk", "Samen Sterk"]
    stay += ["Passend Onderwijs", "Tafel 3", "Basisondersteuning", "Overgang PO-VO"]
    assert list(map(masking(OwnNames()), stay)) == stay
    assert not pd.isna(stay).any()


def test_the_name_of_the_organisation_in_a_file_name_is_no_persons(tmp_path: Path) -> None:
    folder = tmp_path / "eemsing"
    folder.mkdir()
    corpus = _corpus(folder)
    masked = masking(corpus.names, own_names(replace(corpus, name="eemsing")))
    assert masked("Eemsing - wat speelt er") == "Eemsing - wat speelt er"
    assert masked("Advies Zonneland 90pct versie") == "Advies Zonneland 90pct versie"


@pytest.mark.parametrize(
    "title",
    [
        "Uitvoeringsplan Jeugd en Onderwijs 2027-2030 college 12 mei 2026",
        "Stem van de leerling 2026-2029",
        "Kind 2026-29",
        "Verslag passend onderwijs 20260213",
        "Verslag passend onderwijs 2026-02-13",
    ],
)
def test_years_and_days_in_a_title_are_nobodys_number(title: str) -> None:
    assert masking(OwnNames())(title) == title


@pytest.mark.parametrize(
    "title", ["Leerlingnummer 2026-2029", "Dossier 20260999", "Onderwijs 2026-2199", "Kind 2026-26"]
)
def test_a_number_that_is_no_year_stays_hidden_in_a_title(title: str) -> None:
    assert "[nummer]" in masking(OwnNames())(title)
