"""`gehoord init`: what it recognises, what it leaves to a person, and that check then agrees."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.cli.init import init
from pipeline.core.errors import DataProblem
from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.guess import propose, unsure
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


def test_two_columns_that_could_be_the_role_are_left_to_a_person(tmp_path: Path) -> None:
    rows = [["Ik ben", "Mijn rol", "Reactie op het plan"]]
    rows += [["ouder", "leraar", f"Dit is reactie nummer {n} van ons"] for n in range(9)]
    workbook(tmp_path / "reacties-2025-03-17.xlsx", rows)
    proposal = propose(tmp_path)
    text = corpus_toml(proposal, "proef")
    assert '# role = "Ik ben"' in text
    assert '# role = "Mijn rol"' in text
    assert any("role" in line for line in unsure(proposal))


def test_two_filled_sheets_are_left_to_a_person(tmp_path: Path) -> None:
    BUILDERS["xlsx_two_sheets"](tmp_path / "twee-2025-03-17")
    proposed(tmp_path)
    (problem,) = check_corpus(tmp_path).problems
    assert "Ouders" in problem.found


def test_a_date_that_nothing_tells_is_not_made_up(tmp_path: Path) -> None:
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    assert "\ndate" not in corpus_toml(propose(tmp_path), "proef")


def test_a_plan_is_no_input_of_a_round(tmp_path: Path) -> None:
    BUILDERS["docx_meeting"](tmp_path / "ondersteuningsplan 2026")
    BUILDERS["csv_utf8_bom"](tmp_path / "reacties")
    proposal = propose(tmp_path)
    assert [one.files for one in proposal.rounds] == [("reacties.csv",)]
    assert proposal.plan_documents == ["ondersteuningsplan 2026.docx"]


def test_the_demo_corpus_is_read_as_its_makers_meant_it(voorbeeld: Path, tmp_path: Path) -> None:
    for path in voorbeeld.glob("ronde-*"):
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
