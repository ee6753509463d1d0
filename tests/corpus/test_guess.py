"""`gehoord init`: what it recognises, what it leaves to a person, and that check then agrees."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.cli.init import init
from pipeline.core.errors import DataProblem, DataProblems
from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.guess import propose, unsure
from pipeline.corpus.keys import KEY_NAME
from pipeline.corpus.round_names import title_of
from pipeline.corpus.write_toml import corpus_toml
from tests.files.make_files import workbook
from tests.files.nasty import BUILDERS

DIALECTS = {
    "forms_dutch": "Microsoft Forms",
    "forms_english": "Microsoft Forms",
    "google_dutch": "Google Forms",
    "google_american_dates": "Google Forms",
    "limesurvey_code": "LimeSurvey",
    "limesurvey_full": "LimeSurvey",
    "surveymonkey_two_headers": "SurveyMonkey",
    "qualtrics_three_headers": "Qualtrics",
}
READ_WITHOUT_HELP = {
    "google_dutch": ["Te veel, te snel"],
    "surveymonkey_two_headers": ["Tijd om te overleggen"],
    "qualtrics_three_headers": ["Het duurt te lang"],
    "xlsx_title_block": ["Meer tijd"],
    "xlsx_merged_two_headers": ["De sfeer is fijn", "Sneller hulp"],
    "csv_utf16": ["Één loket graag"],
    "csv_quoted_newlines": ["Eerste punt.\nTweede, punt.", "Kort"],
    "limesurvey_full": ["De juf ziet hem"],
    "xlsx_double_headers": ["Eerste vak", "Tweede vak"],
}


PLAN = """# Samen verder: koers 2025-2029

## Inleiding

Zo werken wij.

## Speerpunt 1: Dichtbij

### Doel 1.1 Elke school heeft een plek

Wat gaan we doen?

- Elke school richt een ruimte in.
- Er komt een begeleider.

### Doel 1.2 Rust

- Er komen kleinere groepen.

## Speerpunt 2: Eenvoud

### Doel 2.1 Minder loketten

- We voegen loketten samen.

## Financiën

De begroting volgt.
"""
NOTES = """# Opbrengst

## Gesprek 1 - Speerpunt 1: Dichtbij

Aanwezig: 3 ouders, 2 leraren

### Doel 1.1 Een plek op elke school

- Er is te weinig ruimte.

### Doel 1.2 Rust

- De groepen zijn te groot.
- Een ouder noemt dat het druk is.
"""
ADVICE = """# Advies van de ondersteuningsplanraad

## Speerpunt 1: Dichtbij

De raad vindt dit een goed speerpunt.

- Wij adviseren om doel 1.1 te schrappen.
- Wij missen het vervoer.

## Speerpunt 2: Eenvoud

- Wij adviseren een datum te noemen.
"""


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def proposed(folder: Path) -> Path:
    text = corpus_toml(propose(folder), "proef")
    tomllib.loads(text)
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("name", "dialect"), DIALECTS.items())
def test_the_platform_of_an_export_is_recognised(name: str, dialect: str, tmp_path: Path) -> None:
    BUILDERS[name](tmp_path / name)
    (one,) = propose(tmp_path).rounds
    assert one.table is not None
    assert one.table.dialect == dialect


@pytest.mark.parametrize(("name", "texts"), READ_WITHOUT_HELP.items())
def test_the_proposal_reads_the_answers_without_help(
    name: str, texts: list[str], tmp_path: Path
) -> None:
    BUILDERS[name](tmp_path / name)
    text = corpus_toml(propose(tmp_path), "proef").replace("# date = 2025", "date = 2025")
    (tmp_path / "corpus.toml").write_text(text, encoding="utf-8")
    assert list(read_corpus(tmp_path).responses["text"]) == texts


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("Ik ben een", ("patiënt", "mantelzorger"), "role"),
        ("Ik vul deze vragenlijst in als", ("bewoner", "ondernemer"), "role"),
        ("Wat is uw functie?", ("begeleider", "beleidsmedewerker"), "role"),
        ("Bent u tevreden over de school?", ("ja", "nee"), "closed"),
        ("Bent u ouder van een leerling?", ("ja", "nee"), "closed"),
        ("Ik ben tevreden over de hulp", ("eens", "oneens"), "closed"),
    ],
)
def test_a_question_after_who_somebody_is_gives_the_role(
    header: str, values: tuple[str, str], kind: str, tmp_path: Path
) -> None:
    answers = [(values[n % 2], f"Dit is het antwoord met nummer {n} erin.") for n in range(12)]
    workbook(tmp_path / "enquete.xlsx", [(header, "Wat wilt u kwijt?"), *answers])
    (one,) = propose(tmp_path).rounds
    assert one.table is not None
    assert [column.kind for column in one.table.columns] == [kind, "open"]


def test_long_options_of_a_closed_question_are_no_answers_in_a_small_round(tmp_path: Path) -> None:
    options = [
        "Ik ben het er helemaal mee eens dat de school goed naar ons luistert",
        "Ik ben het er niet mee eens dat de school goed naar ons luistert",
    ]
    rows = [[options[n % 2], f"Dit is het antwoord met nummer {n} erin."] for n in range(7)]
    workbook(tmp_path / "enquete.xlsx", [("Wat vindt u van de school?", "Waarom?"), *rows])
    (one,) = propose(tmp_path).rounds
    assert one.table is not None
    assert [column.kind for column in one.table.columns] == ["closed", "open"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Naam kind", "ignore"),
        ("Voor- en achternaam van uw kind", "ignore"),
        ("Adres van de ouders", "ignore"),
        ("Geboortedatum leerling", "ignore"),
        ("Naam van een boek", "open"),
        ("Wat vindt uw kind?", "open"),
    ],
)
def test_a_column_that_asks_who_somebody_is_holds_no_answers(
    title: str, kind: str, tmp_path: Path
) -> None:
    names = ("Siebrigje Nolte de Wit", "Ot van der Laan", "Saar en haar zus", "Pim Oud en Jet Oud")
    said = ("Het busje komt te laat", "De klas is vol", "Er is geen rust", "Niemand belt ons terug")
    rows = "".join(f"{a};{b}\n" for a, b in zip(said, names, strict=True))
    (tmp_path / "enquete.csv").write_text(f"Wat mist u?;{title}\n{rows}", "utf-8")
    (one,) = propose(tmp_path).rounds
    assert one.table is not None
    assert [column.kind for column in one.table.columns] == ["open", kind]


def test_days_in_american_order_are_days(tmp_path: Path) -> None:
    rows = [[f"03/{13 + n}/2025", f"Dit is het antwoord met nummer {n} erin."] for n in range(5)]
    workbook(tmp_path / "enquete.xlsx", [("Datum", "Uw reactie"), *rows])
    (one,) = propose(tmp_path).rounds
    assert one.date == "2025-03-13"
    assert read_corpus(proposed(tmp_path)).responses["date"].iloc[4] == "2025-03-17"


def test_several_roles_typed_in_one_cell_are_each_known(tmp_path: Path) -> None:
    roles = ("Ouder, leerkracht", "Leerkracht / IB'er", "ouder en leraar", "Ouder/verzorger")
    rows = [[role, f"Dit is het antwoord met nummer {n} erin."] for n, role in enumerate(roles)]
    workbook(tmp_path / "enquete 2025-03-17.xlsx", [("Rol", "Uw reactie"), *rows])
    known = ["leerkracht en ouder", "ib'er en leerkracht", "leerkracht en ouder", "ouder"]
    assert list(read_corpus(proposed(tmp_path)).responses["role"]) == known


def test_a_nameless_column_beside_the_role_is_known_by_its_letter(tmp_path: Path) -> None:
    rows = [
        ["ouder", f"Dat is toelichting {n} bij mij", f"Dit is reactie {n} op dit plan"]
        for n in range(5)
    ]
    workbook(tmp_path / "enquete 2025-03-17.xlsx", [("Rol", None, "Uw reactie"), *rows])
    assert set(read_corpus(proposed(tmp_path)).questions["text"]) == {"Kolom B", "Uw reactie"}


def test_the_question_of_two_header_rows_is_the_row_that_says_something(tmp_path: Path) -> None:
    rows = [[n, 1, f"Dit is reactie {n} op dit plan"] for n in range(5)]
    heads = [("Respondent ID", "Collector ID", "Wat mist u?"), (None, None, "Open-Ended Response")]
    workbook(tmp_path / "export 2025-03-17.xlsx", [*heads, *rows])
    assert list(read_corpus(proposed(tmp_path)).questions["text"]) == ["Wat mist u?"]


def test_two_columns_that_could_be_the_role_are_left_to_a_person(tmp_path: Path) -> None:
    rows = [["Ik ben", "Mijn rol", "Reactie op het plan"]]
    rows += [["ouder", "leraar", f"Dit is reactie nummer {n} van ons"] for n in range(9)]
    workbook(tmp_path / "reacties-2025-03-17.xlsx", rows)
    proposal = propose(tmp_path)
    text = corpus_toml(proposal, "proef")
    assert '# role = "Ik ben"' in text
    assert '# role = "Mijn rol"' in text
    assert any("role" in line for line in unsure(proposal))


def test_two_sheets_with_the_same_questions_in_the_same_days_are_one_round(tmp_path: Path) -> None:
    BUILDERS["xlsx_two_sheets"](tmp_path / "twee-2025-03-17")
    responses = read_corpus(proposed(tmp_path)).responses
    assert set(responses["round_id"]) == {"1"}
    assert list(responses["text"]) == ["Eerste blad", "Tweede blad"]
    assert responses["respondent_id"].nunique() == 2


@pytest.mark.parametrize("names", [("Ronde 1", "Ronde 2"), ("voor", "na")])
def test_two_sheets_can_be_two_rounds(names: tuple[str, str], tmp_path: Path) -> None:
    """By the numbers in their names, or by days that lie apart."""
    book = Workbook()
    for sheet, month in zip(names, ("02", "09"), strict=True):
        rows = book.create_sheet(sheet)
        rows.append(["Nr", "Datum", "Uw reactie"])
        for n in range(1, 6):
            rows.append([n, f"2025-{month}-{n:02d}", f"Dit is reactie {n} in {sheet}"])
    book.remove(book.active)
    book.save(tmp_path / "enquete.xlsx")
    responses = read_corpus(proposed(tmp_path)).responses
    assert list(responses.groupby("round_id")["text"].count()) == [5, 5]
    assert responses["respondent_id"].nunique() == 10


def test_two_exports_of_one_questionnaire_are_one_round(tmp_path: Path) -> None:
    rows = [["Nr", "Datum", "Uw reactie"]]
    for name in ("ouders", "leraren"):
        answers = [[n, f"2025-03-{n:02d}", f"Reactie {n} van {name}"] for n in range(1, 6)]
        workbook(tmp_path / f"{name}.xlsx", [*rows, *answers])
    responses = read_corpus(proposed(tmp_path)).responses
    assert set(responses["round_id"]) == {"1"}
    assert responses["respondent_id"].nunique() == 10


def test_a_date_that_nothing_tells_is_the_day_of_the_file_and_is_said_to_be_a_guess(
    tmp_path: Path,
) -> None:
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    os.utime(tmp_path / "reacties.csv", (1_700_000_000, 1_700_000_000))  # 14 November 2023
    proposal = propose(tmp_path)
    assert "\ndate = 2023-11-14 " in corpus_toml(proposal, "proef")
    assert any("reacties.csv" in line for line in unsure(proposal))


def test_a_document_that_reads_like_a_plan_becomes_the_plan(tmp_path: Path) -> None:
    write(tmp_path, "Koers 2025-2029.md", PLAN)
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    assert init(tmp_path) == 0
    plan = read_corpus(tmp_path).plan
    assert plan is not None
    assert [goal.title for goal in plan.goals()] == [
        "Elke school heeft een plek",
        "Rust",
        "Minder loketten",
    ]


def test_the_older_of_two_plans_is_its_previous_version(tmp_path: Path) -> None:
    write(tmp_path, "Ondersteuningsplan 2021-2025.md", PLAN.replace("Rust", "Stilte"))
    write(tmp_path, "Ondersteuningsplan 2025-2029 concept.md", PLAN)
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    init(tmp_path)
    corpus = read_corpus(tmp_path)
    assert corpus.plan is not None
    assert corpus.previous is not None
    assert "Rust" in [goal.title for goal in corpus.plan.goals()]
    assert "Stilte" in [goal.title for goal in corpus.previous.goals()]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Verslag week van het ondersteuningsplan.md", NOTES),
        ("opbrengst planbijeenkomst 21-05-2025.md", NOTES),
        ("ondersteuningsplan.md", NOTES),
        ("Advies OPR op het ondersteuningsplan.md", ADVICE),
        ("Brief over het jeugdplan.md", "Geachte raad,\n\nWij missen een doel over vervoer.\n"),
    ],
)
def test_notes_and_letters_about_a_plan_are_input(name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, name, text)
    proposal = propose(tmp_path)
    assert proposal.plan is None
    assert [one.files for one in proposal.rounds] == [(name,)]


def test_letters_in_a_folder_below_go_with_the_survey_of_those_days(tmp_path: Path) -> None:
    rows = [
        ["Datum", "Uw reactie"],
        *[[f"2025-04-{n:02d}", f"Reactie {n} op dit plan"] for n in range(1, 20)],
    ]
    workbook(tmp_path / "enquete.xlsx", rows)
    write(tmp_path / "brieven", "brief raad 14-04-2025.txt", "Wij vragen om een veilige oversteek.")
    write(tmp_path / "brieven", "brief club 14-09-2025.txt", "Wij vragen om licht op het veld.")
    survey, later = propose(tmp_path).rounds
    assert survey.letters == ("brieven/brief raad 14-04-2025.txt",)
    assert later.files == ("brieven/brief club 14-09-2025.txt",)
    proposed(tmp_path)
    corpus = read_corpus(tmp_path)
    assert set(corpus.responses["round_id"]) == {"1", "2"}
    assert sum(corpus.responses["source_file"].str.startswith("brieven")) == 2


def test_folders_called_after_a_time_each_hold_a_round(tmp_path: Path) -> None:
    rows = [
        ["Datum", "Uw reactie"],
        *[[f"2025-04-{n:02d}", f"Reactie {n} op dit plan"] for n in range(1, 20)],
    ]
    spring, autumn = tmp_path / "1 voorjaar", tmp_path / "2 najaar"
    spring.mkdir()
    workbook(spring / "enquete.xlsx", rows)
    write(
        spring, "verslag avond 2 mei 2025.md", "# Avond\n\nAanwezig: 3 ouders\n\n- De bus is laat."
    )
    write(
        autumn, "verslag 9 oktober 2025.md", "# Avond\n\nAanwezig: 3 ouders\n\n- De taxi is laat."
    )
    write(autumn, "brief raad 14-11-2025.txt", "Wij vragen om een veilige oversteek.")
    first, second = propose(tmp_path).rounds
    assert (first.title, second.title) == ("Voorjaar", "Najaar")
    assert first.notes == ("1 voorjaar/verslag avond 2 mei 2025.md",)
    assert second.letters == ("2 najaar/brief raad 14-11-2025.txt",)
    proposed(tmp_path)
    assert set(read_corpus(tmp_path).responses["round_id"]) == {"1", "2"}


def test_folders_called_after_what_is_in_them_hold_no_round(tmp_path: Path) -> None:
    write(tmp_path / "1 verslagen", "verslag 2 mei 2025.md", "# Avond\n\n- De bus is laat.")
    write(tmp_path / "2 brieven", "brief 5 mei 2025.txt", "Wij vragen om een veilige oversteek.")
    assert [one.number for one in propose(tmp_path).rounds] == [None, None]


def test_a_letter_without_a_day_has_the_month_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "Brieven en mails maart 2027"
    folder.mkdir()
    (folder / "mail van een mentor.txt").write_text(
        "Beste mensen,\n\nWij missen tijd voor overleg."
    )
    assert propose(tmp_path).rounds[0].date == "2027-03-01"


def test_a_weekday_says_the_year_of_a_day_without_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        "gesprekken.md",
        "# Gesprek 1\n\nWanneer: maandag 31 mei\n\n- Er is te weinig tijd.\n",
    )
    os.utime(tmp_path / "gesprekken.md", (1_700_000_000, 1_700_000_000))
    (one,) = propose(tmp_path).rounds
    assert one.date == "2021-05-31"


def test_the_demo_corpus_is_read_as_its_makers_meant_it(voorbeeld: Path, tmp_path: Path) -> None:
    for path in (*voorbeeld.glob("ronde-*"), voorbeeld / KEY_NAME):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert check_corpus(proposed(tmp_path)).problems == ()
    ours, theirs = read_corpus(tmp_path).responses, read_corpus(voorbeeld).responses
    columns = ["response_id", "respondent_id", "role", "area", "date", "text"]
    assert ours[columns].equals(theirs[columns])


def test_an_existing_description_is_never_overwritten(tmp_path: Path) -> None:
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    (tmp_path / "corpus.toml").write_text("# mine", encoding="utf-8")
    with pytest.raises(DataProblem):
        init(tmp_path)
    assert (tmp_path / "corpus.toml").read_text("utf-8") == "# mine"


def test_print_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    init(tmp_path, print_only=True)
    assert "[rounds.1]" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["reacties.csv"]


def test_a_folder_without_input_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataProblem):
        propose(tmp_path)


VISION = """# Ontwerp-Dorpsvisie Oudezand 2027-2031

## 1. Inleiding

Met deze visie geeft het college richting.

## 3. Bereikbaar

### 3.1 Straten waar het tempo omlaag gaat

De auto is te gast.

- In 2028 worden de straten smaller.

### 3.2 Vervoer voor wie niet rijdt

- Vanaf 2027 rijdt een buurtbus.

## 4. Wonen

### 4.1 Betaalbaar wonen

- Er komen zeventig woningen.

## 7. Uitvoering en financiën

De raad besluit elk jaar.
"""


def test_a_vision_without_label_words_is_a_plan_whatever_it_is_compounded_with(
    tmp_path: Path,
) -> None:
    write(tmp_path, "Ontwerp-Dorpsvisie Oudezand 2027-2031.md", VISION)
    write(tmp_path, "verslag avond 12 mei 2026.md", NOTES)
    proposal = propose(tmp_path)
    assert proposal.plan is not None
    assert [one.files for one in proposal.rounds] == [("verslag avond 12 mei 2026.md",)]


@pytest.mark.parametrize("name", ["Planning vaststelling.md", "Uitnodiging avond 3 juni.md"])
def test_what_tells_when_something_will_be_is_no_answer_and_is_said_to_be_none(
    name: str, tmp_path: Path
) -> None:
    write(tmp_path, name, "# Planning\n\nWij komen bijeen in de kerk, koffie staat klaar.\n")
    write(tmp_path, "verslag avond 12 mei 2026.md", NOTES)
    proposal = propose(tmp_path)
    assert [(one.file, one.kind) for one in proposal.left_out] == [(name, "announces")]
    assert len(proposal.rounds) == 1


def test_what_was_said_on_an_invitation_is_read(tmp_path: Path) -> None:
    write(tmp_path, "Reacties op de uitnodiging.md", NOTES)
    assert len(propose(tmp_path).rounds) == 1


def test_letters_of_round_two_join_the_second_round_where_no_other_file_has_a_number(
    tmp_path: Path,
) -> None:
    write(tmp_path, "verslag avond 3 maart 2026.md", NOTES)
    write(tmp_path, "verslag avond 12 mei 2026.md", NOTES)
    write(
        tmp_path,
        "Mails en brieven ronde 2.md",
        "Datum: 15 mei 2026\n\nGeachte raad,\n\nDe bus is weg.",
    )
    first, second = propose(tmp_path).rounds
    assert (first.letters, second.letters) == ((), ("Mails en brieven ronde 2.md",))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("In welk dorp woont of werkt u?", "area"),
        ("In welke gemeente?", "area"),
        ("Bent u trots op uw dorp?", "closed"),
    ],
)
def test_a_question_after_the_place_is_the_area(question: str, kind: str, tmp_path: Path) -> None:
    answers = ["Ja", "Nee"] if kind == "closed" else ["Oudezand", "Nieuwzand"]
    lines = [f"{question};Wat moet er beter in uw omgeving?"]
    lines += [
        f"{answers[n % 2]};De {word} is te druk en daar moet echt iets aan gebeuren"
        for n, word in enumerate(
            ("straat", "bus", "school", "winkel", "weg", "haven", "dijk", "markt")
        )
    ]
    write(tmp_path, "enquete.csv", "\n".join(lines))
    (one,) = propose(tmp_path).rounds
    assert one.table is not None
    assert one.table.columns[0].kind == kind


def test_the_day_in_the_name_of_minutes_goes_before_the_days_they_speak_of(tmp_path: Path) -> None:
    write(tmp_path, "verslag 10 september 2026.md", "## Verslag van 11 juni 2026\n\nDe bus is weg.")
    assert [one.date for one in propose(tmp_path).rounds] == ["2026-09-10"]


def test_a_wall_of_notes_beside_a_survey_in_the_folder_of_a_round_is_of_that_round(
    tmp_path: Path,
) -> None:
    survey = "Tijdstempel,Wie bent u?,Wat moet er beter in uw omgeving?\n" + "".join(
        f"0{n}-04-2026 10:00:00,inwoner,De {word} is te druk en daar moet echt iets aan gebeuren\n"
        for n, word in enumerate(("straat", "bus", "school", "winkel", "haven"), start=1)
    )
    wall = "Bericht,Likes\n" + "".join(
        f"er is geen {word} waar wij mogen zitten met z'n allen,{n}\n"
        for n, word in enumerate(("bank", "plek", "hal", "veld", "zaal"))
    )
    for folder in ("ronde 1", "ronde 2"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "ronde 1", "vragenlijst.csv", survey)
    write(tmp_path / "ronde 1", "padlet.csv", wall)
    write(tmp_path / "ronde 2", "verslag avond 12 mei 2026.md", NOTES)
    first, second, beside = propose(tmp_path).rounds
    assert (beside.part_of, beside.files, beside.date) == (
        "1",
        ("ronde 1/padlet.csv",),
        "2026-04-01",
    )
    corpus = read_corpus(proposed(tmp_path))
    assert [round_.round_id for round_ in corpus.rounds] == [first.round_id, second.round_id]
    of_first = corpus.responses[corpus.responses["round_id"] == "1"]
    assert len(of_first) == 10
    assert of_first["response_id"].is_unique
    assert of_first["respondent_id"].is_unique


def test_part_of_names_a_round_that_is_there(tmp_path: Path) -> None:
    write(tmp_path, "verslag avond 12 mei 2026.md", NOTES)
    text = proposed(tmp_path).joinpath("corpus.toml").read_text("utf-8")
    (tmp_path / "corpus.toml").write_text(text.replace("kind =", 'part_of = "7"\nkind ='), "utf-8")
    with pytest.raises(DataProblems) as raised:
        read_corpus(tmp_path)
    assert "part_of" in str(raised.value)


def test_the_organisations_own_report_is_told_and_not_read(tmp_path: Path) -> None:
    write(
        tmp_path, "verslag ouders 3 maart 2026.md", "# Avond 3 maart 2026\n\n- De bus is te laat.\n"
    )
    report = "# Trimesterrapportage 1\n\nOp 1 oktober telden wij 10.742 leerlingen, 108 minder.\n"
    write(tmp_path, "Trimesterrapportage 1 DEF.md", report)
    proposal = propose(tmp_path)
    assert [(left.file, left.kind) for left in proposal.left_out] == [
        ("Trimesterrapportage 1 DEF.md", "own_report")
    ]
    assert [round_.files for round_ in proposal.rounds] == [("verslag ouders 3 maart 2026.md",)]


def test_notes_of_talks_by_topic_are_what_people_said(tmp_path: Path) -> None:
    name = "Verslag gesprekken per gespreksthema.md"
    write(tmp_path, name, "# Thuiszitters\n\n- De bus is te laat.\n- Donker.\n")
    assert [round_.files for round_ in propose(tmp_path).rounds] == [(name,)]


def test_a_report_of_talks_is_what_people_said(tmp_path: Path) -> None:
    write(
        tmp_path, "Rapportage gesprekken ouders.md", "# Ouders\n\n- De bus is te laat.\n- Donker.\n"
    )
    assert len(propose(tmp_path).rounds) == 1


def test_a_day_without_its_year_is_in_the_year_of_the_days_around_it(tmp_path: Path) -> None:
    rows = (
        "nr;datum;opmerking",
        "1;20-1-2027;De bus komt iedere dag te laat",
        "2;27 jan;Het is donker",
    )
    write(tmp_path, "opmerkingen.csv", "\n".join(rows))
    dates = read_corpus(proposed(tmp_path)).responses["date"]
    assert list(dates) == ["2027-01-20", "2027-01-27"]


def test_a_list_of_remarks_with_their_meeting_is_notes_and_the_follow_up_no_answer(
    tmp_path: Path,
) -> None:
    rows = (
        "nr;datum;netwerkgroep;opmerking;opvolging bureau\n"
        "1;20-1-2027;ouders;De bus komt iedere dag te laat;het bureau belt de vervoerder hierover\n"
        "2;27-1-2027;leraren;Het is er donker in de gang;wij vragen de school om een andere lamp\n"
    )
    write(tmp_path, "opmerkingen.csv", rows)
    (round_,) = propose(tmp_path).rounds
    assert round_.kind == "meeting"
    responses = read_corpus(proposed(tmp_path)).responses
    assert responses["meeting_id"].nunique() == 2
    assert list(responses["text"]) == [
        "De bus komt iedere dag te laat", "Het is er donker in de gang",
    ]  # fmt: skip


def test_notes_of_the_days_of_a_numbered_round_belong_to_it(tmp_path: Path) -> None:
    said = "\n\n- De bus komt te laat.\n"
    write(
        tmp_path,
        "netwerk 1e trimester.md",
        f"# Avond 14 oktober 2026{said}# Avond 25 november 2026{said}",
    )
    write(tmp_path, "leerlingen.md", f"# Gesprek 10 november 2026{said}")
    write(tmp_path, "netwerk 2e trimester.md", f"# Avond 14 januari 2027{said}")
    first, second = propose(tmp_path).rounds
    assert first.files == ("leerlingen.md", "netwerk 1e trimester.md")
    assert second.files == ("netwerk 2e trimester.md",)


def test_the_meeting_that_makes_the_plan_is_another_round_than_those_before_it(
    tmp_path: Path,
) -> None:
    said = "\n\n- De bus komt te laat.\n- Het is er donker.\n"
    write(tmp_path, "verslag voorbereiding.md", f"# Gesprek 30 september 2026{said}")
    write(tmp_path, "opbrengst planbijeenkomst.md", f"# Planbijeenkomst 20 oktober 2026{said}")
    assert [round_.date for round_ in propose(tmp_path).rounds] == ["2026-09-30", "2026-10-20"]


@pytest.mark.parametrize(
    "name",
    ["Memo vaak terugkomende geluiden.md", "Besluitenlijst AB 18 januari.md", "Gespreksthema's.md"],
)
def test_what_the_organisation_itself_wrote_up_is_told_and_not_read(
    name: str, tmp_path: Path
) -> None:
    write(
        tmp_path, "verslag ouders 3 maart 2026.md", "# Avond 3 maart 2026\n\n- De bus is te laat.\n"
    )
    write(
        tmp_path,
        name,
        "# Wat wij opschreven\n\n- Verzuim wordt te laat opgemerkt.\n- Er is druk.\n",
    )
    assert [(left.file, left.kind) for left in propose(tmp_path).left_out] == [(name, "own_report")]


def test_a_day_without_a_year_is_in_the_year_of_the_other_files(tmp_path: Path) -> None:
    said = "\n\n- De bus komt te laat.\n"
    write(tmp_path, "avond.md", f"# Avond 14 november 2023{said}")
    write(tmp_path, "Terschelling 21 november aantekeningen.md", f"# Terschelling{said}")
    (round_,) = propose(tmp_path).rounds
    assert round_.date == "2023-11-14"
    assert len(round_.files) == 2


def test_a_letter_without_a_day_came_in_with_those_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "reacties op het ontwerp"
    folder.mkdir()
    letter = (
        "Geachte raad,\n\nDe bus is weg en dat is niet goed.\n\nMet vriendelijke groet,\nA. Bos\n"
    )
    write(folder, "brief 12 juni 2026.md", f"12 juni 2026\n\n{letter}")
    write(folder, "reactie leerkracht.md", letter)
    (round_,) = propose(tmp_path).rounds
    assert len(round_.files) == 2


def test_ideas_and_the_comments_on_them_are_one_round(tmp_path: Path) -> None:
    folder = tmp_path / "platform"
    folder.mkdir()
    ideas = "id,title,body,votes,created_at,author_id\n"
    ideas += "1,Bus,De bus komt iedere dag te laat,4,2026-01-12,21\n"
    ideas += "2,Licht,Het is er donker,2,2026-01-13,22\n"
    comments = "id,idea_id,body,upvotes,created_at\n"
    comments += "9,1,Hier precies hetzelfde elke dag,3,2026-01-14\n"
    comments += "10,2,Ook in onze straat is het donker,1,2026-01-15\n"
    write(folder, "ideas.csv", ideas)
    write(folder, "comments.csv", comments)
    first, second = propose(tmp_path).rounds
    assert second.part_of == first.round_id
    responses = read_corpus(proposed(tmp_path)).responses
    assert responses["round_id"].nunique() == 1


def test_sheets_of_evenings_with_a_legend_are_one_round_of_remarks(tmp_path: Path) -> None:
    book = Workbook()
    legend = book.active
    assert legend is not None
    legend.title = "Legenda"
    legend.append(["kolom", "uitleg"])
    legend.append(["wat", "in eigen woorden van de deelnemer, zo kort mogelijk"])
    header = ["nr", "wat", "wie (globaal)", "hoe vaak", "opm. gespreksleider"]
    for name, title in (("Noord", "Wijkavond Noord 27-1-2026"), ("Centrum", "")):
        sheet = book.create_sheet(name)
        for row in ([title], header) if title else (header,):
            sheet.append(row)
        sheet.append(
            [1, "hulp laat veel te lang op zich wachten", "ouders", "IIII", "emotioneel moment"]
        )
        sheet.append(
            [2, "de bus is weg uit ons dorp", "leerling", "enkelen", "doorgezet naar vervoer"]
        )
    book.save(tmp_path / "wijkavonden jan 2026.xlsx")
    (round_,) = propose(tmp_path).rounds
    assert round_.sheets == ("Noord", "Centrum")
    responses = read_corpus(proposed(tmp_path)).responses
    assert sorted(responses["n_supporters"]) == [2, 2, 4, 4]
    assert set(responses["role"]) == {"ouder", "leerling"}


def test_the_day_in_the_name_of_a_concept_makes_it_no_newer_plan(tmp_path: Path) -> None:
    write(tmp_path, "Koers 2030 ondersteuningsplan DEFINITIEF.md", PLAN.replace("Rust", "Stilte"))
    write(tmp_path, "Koers 2030 ondersteuningsplan concept sept 2025.md", PLAN)
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    assert propose(tmp_path).plan.document == "Koers 2030 ondersteuningsplan DEFINITIEF.md"  # type: ignore[union-attr]


def test_numbered_folders_each_hold_a_round_called_after_them(tmp_path: Path) -> None:
    write(tmp_path / "1 OPR", "notulen 7 november 2024.md", "# OPR\n\nAanwezig: 3 ouders\n\n- Vol.")
    write(tmp_path / "1 OPR", "notulen 6 maart 2025.md", "# OPR\n\nAanwezig: 3 ouders\n\n- Laat.")
    write(
        tmp_path / "2 Ouderavond", "avond 25-03-2025.md", "# Avond\n\nAanwezig: 9 ouders\n\n- Ver."
    )
    rounds = propose(tmp_path).rounds
    assert [one.title for one in rounds] == ["OPR", "Ouderavond"]


def test_a_concept_of_later_years_is_the_plan_whatever_its_version_is_called(
    tmp_path: Path,
) -> None:
    write(tmp_path, "Ondersteuningsplan 2021-2025 definitief.md", PLAN)
    write(tmp_path, "Ondersteuningsplan 2025-2029 concept v0.8.md", PLAN)
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    plan = propose(tmp_path).plan
    assert plan is not None
    assert plan.document == "Ondersteuningsplan 2025-2029 concept v0.8.md"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (
            "Evaluatie plan 2021-2025 (Reacties) - Formulierreacties 1.csv",
            "Evaluatie plan 2021-2025",
        ),
        ("wat_vindt_u(1-40).xlsx", "Wat vindt u"),
        ("Verslag avond-noord.docx", "Verslag avond noord"),
    ],
)
def test_the_title_of_a_round_is_what_a_person_would_call_it(name: str, title: str) -> None:
    assert title_of(name) == title


def test_what_whoever_typed_the_answers_noted_beside_them_is_no_answer(tmp_path: Path) -> None:
    rows = [["Datum", "Wat wilt u kwijt?", "Opmerking Ria"]]
    rows += [
        [
            f"2025-04-{n:02d}",
            f"De bus van lijn {n} komt 's ochtends te laat",
            "nog navragen bij Jan",
        ]
        for n in range(1, 9)
    ]
    workbook(tmp_path / "enquete.xlsx", rows)
    proposed(tmp_path)
    assert not read_corpus(tmp_path).responses["text"].str.contains("navragen").any()


def test_minutes_and_a_survey_of_the_weeks_of_a_trimester_are_of_it(tmp_path: Path) -> None:
    said = "\n\n- De bus komt te laat.\n"
    write(tmp_path, "netwerk 1e trimester.md", f"# Avond 14 oktober 2026{said}")
    write(tmp_path, "raad.md", f"# Avond 12 november 2026{said}")
    write(tmp_path, "netwerk 2e trimester.md", f"# Avond 14 januari 2027{said}")
    rows = "datum;Wat kan er beter?\n2027-02-03;De bus komt iedere dag te laat\n"
    write(tmp_path, "peiling.csv", rows + "2027-02-04;Het is donker op het fietspad\n")
    first, second = propose(tmp_path).rounds
    assert first.files == ("netwerk 1e trimester.md", "raad.md")
    assert (*second.files, *second.notes) == ("peiling.csv", "netwerk 2e trimester.md")


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        (
            "Verslag stuurgroep 4 mei 2026.md",
            "# Verslag\n\nDe manager vindt het vol.\n",
            "own_report",
        ),
        (
            "Jaarplan 2026.md",
            "# Jaarplan 2026\n\nDe taalklas start in het voorjaar.\n",
            "own_report",
        ),
        ("Reactienota 80% versie.md", "# Reactienota\n\nWij namen het over.\n", "own_report"),
        ("Afkortingen.csv", "kort;voluit\nmr;medezeggenschapsraad van een school\n", "readme"),
        ("Lijst met afkortingen.md", "# Afkortingen\n\n- mr: de raad van een school\n", "readme"),
        ("Raadsbrief regiovisie.md", "# Raadsbrief\n\nWij informeren u nader.\n", "own_report"),
        ("Raadsvoorstel dorpen.md", "# Voorstel\n\nHet programma vast te stellen.\n", "own_report"),
        ("Agenda avond 2.md", "# Agenda\n\nKunt u niet komen? De lijst is open.\n", "announces"),
        (
            "wie was waar.csv",
            "bijeenkomst;ouder;leerling;mentor;opmerking\nOost;4;2;1;parkeren was lastig\n"
            "West;3;1;2;het regende hard die avond\n",
            "no_answers",
        ),
        (
            "Bode 12 mei.md",
            "# Volle zaal\n\nDoor onze verslaggever\n\nDe bus is te laat.\n",
            "press",
        ),
    ],
)
def test_what_those_who_make_the_plan_or_a_newspaper_wrote_is_told_and_not_read(
    name: str, text: str, kind: str, tmp_path: Path
) -> None:
    write(tmp_path, "verslag ouders 3 mei 2026.md", "# Avond 3 mei 2026\n\n- De bus is te laat.\n")
    write(tmp_path, name, text)
    assert [(left.file, left.kind) for left in propose(tmp_path).left_out] == [(name, kind)]


def test_frames_with_a_title_and_a_sentence_on_one_line_are_a_list_of_codes(tmp_path: Path) -> None:
    frames = "".join(
        f"\n\nK{n} {title}. Dit geldt voor alle scholen in de regio, wat het plan ook zegt."
        for n, title in enumerate(("Zorgplicht", "Privacy", "Begroting", "Reserve"), start=1)
    )
    write(tmp_path, "verslag ouders 3 mei 2026.md", "# Avond 3 mei 2026\n\n- De bus is te laat.\n")
    write(tmp_path, "Kaders vastgesteld.md", f"# Kaders{frames}\n")
    assert propose(tmp_path).codebooks == ["Kaders vastgesteld.md"]


def test_remarks_with_the_answer_beside_them_are_of_whoever_sent_them_in(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Opmerkingen op de 90%-versie"],
        ["bijgewerkt t/m 2 juni 2026"],
        [],
        ["Nr", "Datum", "Van", "School / organisatie", "Hoofdstuk", "Opmerking", "Reactie"],
        [1, "18-5", "Ton Kok", "De Ark", "3.1", "De bus komt elke dag te laat.", "Taak gemeente"],
        [2, "18-5", "idem", "De Ark", "3.2", "Er is geen rustige plek op school.", "Dank u wel."],
        [3, "20-5", "Ria Bos", "Het Nest", "3.2", "Wie helpt de kleuters bij de start?", "Zie 4.2"],
    ):
        sheet.append(row)
    book.save(tmp_path / "verzamelstaat.xlsx")
    (round_,) = propose(tmp_path).rounds
    assert round_.date == "2026-06-02"
    said = read_corpus(proposed(tmp_path)).responses
    assert len(said) == 3 and said["respondent_id"].nunique() == 2


def test_of_two_columns_that_could_say_who_the_one_with_roles_does(tmp_path: Path) -> None:
    rows = "".join(
        f"{who};{name};{text}\n"
        for who, name, text in (
            ("ouder", "Els", "De bus komt elke dag te laat aan."),
            ("leerkracht", "Jan", "De klas is veel te vol voor rust."),
            ("ouder", "Kim", "Er is geen plek voor mijn zoon."),
        )
    )
    write(tmp_path, "reacties mei 2026.csv", f"Doelgroep;Wie;Reactie\n{rows}")
    assert set(read_corpus(proposed(tmp_path)).responses["role"]) == {"ouder", "leerkracht"}


@pytest.mark.parametrize(
    "name", ["Communicatiekalender.csv", "Opzet participatie v0.3.md", "Participatieplan.md"]
)
def test_what_the_organisation_means_to_do_is_no_answer(name: str, tmp_path: Path) -> None:
    write(tmp_path, "verslag ouders 3 mei 2026.md", "# Avond 3 mei 2026\n\n- De bus is te laat.\n")
    text = "# Opzet\n\nDe wethouder opent en de notulist typt alles over in een document.\n"
    table = "Datum;Boodschap\n9-2-2026;De vragenlijst staat open voor alle inwoners\n"
    write(tmp_path, name, table if name.endswith("csv") else text)
    assert [left.file for left in propose(tmp_path).left_out] == [name]


def test_a_day_in_figures_in_the_name_of_notes_takes_its_year_from_the_others(
    tmp_path: Path,
) -> None:
    write(tmp_path, "Verslag avond 12 maart 2026.md", "# Avond\n\nAanwezig: 9 ouders\n\n- Vol.")
    write(tmp_path, "19-3 avond aantekeningen.md", "# Avond\n\nAanwezig: 4 ouders\n\n- Laat.")
    (round_,) = propose(tmp_path).rounds
    assert (round_.date, len(round_.files)) == ("2026-03-12", 2)


def test_the_field_beside_a_coded_question_of_who_you_are_is_no_second_role(tmp_path: Path) -> None:
    asked = "In welke rol vult u deze vragenlijst in?"
    rows = "".join(
        f"{n};{who};{other};De bus komt elke dag te laat aan.\n"
        for n, (who, other) in enumerate([("ouder", ""), ("leerkracht", ""), ("Anders", "oma")], 1)
    )
    header = f"id. Antwoord ID;Q01. {asked};Q01[other]. {asked} [Anders];Q03. Wat kan er beter?"
    write(tmp_path, "results-survey614288 mei 2026.csv", f"{header}\n{rows}")
    roles = list(read_corpus(proposed(tmp_path)).responses["role"])
    assert roles[:2] == ["ouder", "leerkracht"]


def test_a_copy_of_the_plan_to_write_remarks_beside_is_no_earlier_version(tmp_path: Path) -> None:
    write(tmp_path, "Ondersteuningsplan 2026-2030 concept.md", PLAN)
    write(tmp_path, "Ondersteuningsplan 2026-2030 concept met opmerkingen.md", PLAN)
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    found = propose(tmp_path)
    assert found.plan is not None and found.plan_previous is None


def test_a_table_is_of_the_day_in_its_name(tmp_path: Path) -> None:
    write(
        tmp_path, "Directeurendag 12 februari.csv", "tafel;punt\n1;De bus komt elke dag te laat.\n"
    )
    (round_,) = propose(tmp_path).rounds
    assert round_.date[5:] == "02-12" and round_.sure != "guess"


def test_a_list_of_whom_to_write_to_holds_no_answers(tmp_path: Path) -> None:
    write(tmp_path, "verslag ouders 3 mei 2026.md", "# Avond 3 mei 2026\n\n- De bus is te laat.\n")
    table = "Organisatie;Contactpersoon;Betrokken via\nKompas;J. Kok;rondetafel 10/3, concept\n"
    write(tmp_path, "Stakeholderoverzicht.csv", f"{table}Zeilen;I. Bos;nog te benaderen\n")
    assert [left.kind for left in propose(tmp_path).left_out] == ["no_answers"]
