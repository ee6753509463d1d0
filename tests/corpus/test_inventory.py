"""Nothing in the folder of a corpus goes unsaid: what each file is read as, or why it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import plan as plan_commands
from pipeline.cli.init import init
from pipeline.core.errors import DataProblem
from pipeline.corpus import look
from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.records import describe
from tests.corpus.test_guess import ADVICE, NOTES, PLAN, write
from tests.files.make_files import workbook

ANSWERS = [
    ["Nr", "Uw rol", "Wat moet anders?"],
    *[[str(n), "ouder", f"Er is op school {n} te weinig tijd voor ons kind"] for n in range(1, 9)],
]
KWESTIES = [
    ["Nr", "Kwestie", "Toelichting"],
    ["K1", "Wachttijden", "Kinderen wachten te lang op hulp."],
    ["K2", "Vervoer", "De taxi komt te laat."],
    ["K3", "Thuiszitters", "Hun aantal neemt toe."],
]
KADERS = """# Kaders voor het ondersteuningsplan

Kader 1: Zorgplicht: elke school zoekt een passende plek.

Kader 2: Budget: het geld voor lichte hulp is begrensd.

Kader 3: Privacy: gegevens worden alleen met toestemming gedeeld.
"""


def messy(folder: Path) -> Path:
    workbook(folder / "enquete 2025-03-17.xlsx", ANSWERS)
    workbook(folder / "kwestielijst.xlsx", KWESTIES)
    workbook(folder / "begroting.xlsx", [["Post", "2025"], ["Scholing", "9000"], ["Huur", "100"]])
    write(folder, "Koers 2025-2029.md", PLAN)
    write(folder, "Koers 2021-2025.md", PLAN.replace("Rust", "Stilte"))
    write(folder, "verslag planbijeenkomst 12-05-2025.md", NOTES)
    write(folder, "Advies OPR op het ondersteuningsplan 20-05-2025.md", ADVICE)
    write(folder, "Kaders ondersteuningsplan.md", KADERS)
    write(folder, "LEESMIJ.txt", "In deze map staan de stukken van de inspraak.")
    for name in ("flap.jpg", "reacties.pst", "notulen.doc", "export.zip", "Thumbs.db"):
        (folder / name).write_bytes(b"\xd0\xcf\x11\xe0 niets")
    return folder


def what_became(folder: Path) -> dict[str, str]:
    return {one.file: one.what for one in check_corpus(folder).files}


def test_every_file_of_a_messy_folder_is_named_with_what_became_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(messy(tmp_path)) == 0
    printed = capsys.readouterr().out
    assert what_became(tmp_path) == {
        "enquete 2025-03-17.xlsx": "survey",
        "kwestielijst.xlsx": "codebook",
        "begroting.xlsx": "no_answers",
        "Koers 2025-2029.md": "plan_document",
        "Koers 2021-2025.md": "plan_previous_document",
        "plan.toml": "plan",
        "plan-vorige.toml": "plan_previous",
        "verslag planbijeenkomst 12-05-2025.md": "meeting",
        "Advies OPR op het ondersteuningsplan 20-05-2025.md": "letters",
        "Kaders ondersteuningsplan.md": "codebook",
        "LEESMIJ.txt": "readme",
        "flap.jpg": "other_kind",
        "reacties.pst": "other_kind",
        "notulen.doc": "other_kind",
        "export.zip": "unreadable",
        "Thumbs.db": "system",
    }
    assert all(name in printed for name in what_became(tmp_path))


def test_a_file_of_another_kind_says_how_it_becomes_one_that_is_read(tmp_path: Path) -> None:
    init(messy(tmp_path))
    told = {one.file: describe(one) for one in check_corpus(tmp_path).files}
    assert ".eml" in told["reacties.pst"]
    assert ".docx" in told["notulen.doc"]
    assert "OCR" in told["flap.jpg"]


def test_lists_of_codes_become_codebooks_and_never_answers(tmp_path: Path) -> None:
    init(messy(tmp_path))
    corpus = read_corpus(tmp_path)
    assert corpus.plan is not None
    books = {
        book.codebook_id: [code.title for code in book.codes] for book in corpus.plan.codebooks
    }
    assert books["kwesties"] == ["Wachttijden", "Vervoer", "Thuiszitters"]
    assert books["kaders"] == ["Zorgplicht", "Budget", "Privacy"]
    assert not corpus.responses["text"].str.contains("Kinderen wachten te lang").any()


@pytest.mark.parametrize(
    "rows",
    [
        [["Nr", "Onderwerp", "Reactie"], *[[str(n), "Vervoer", f"Te laat {n}"] for n in range(5)]],
        [["Rol", "Kwestie", "Toelichting"], *[["ouder", f"Zaak {n}", "Kort"] for n in range(5)]],
        [["Kwestie", "Rol"], ["Het vervoer", "ouder"], ["De taxi", "ouder"], ["Tijd", "leraar"]],
    ],
)
def test_a_table_that_says_who_answered_is_no_list_of_codes(
    rows: list[list[str]], tmp_path: Path
) -> None:
    workbook(tmp_path / "kwesties 2025-03-17.xlsx", ANSWERS)
    workbook(tmp_path / "reacties 2025-03-17.xlsx", rows)
    init(tmp_path)
    assert "codebook" not in what_became(tmp_path).values()


def test_a_file_that_corpus_toml_does_not_name_is_said(tmp_path: Path) -> None:
    init(messy(tmp_path))
    workbook(tmp_path / "nagekomen 2025-06-01.xlsx", ANSWERS)
    assert what_became(tmp_path)["nagekomen 2025-06-01.xlsx"] == "not_named"
    assert any("nagekomen" in line for line in check_corpus(tmp_path).summary)


def test_of_every_file_it_is_said_as_what_it_is_read(tmp_path: Path) -> None:
    workbook(tmp_path / "reacties 2025-03-17.xlsx", ANSWERS)
    init(tmp_path)
    checked = check_corpus(tmp_path)
    said = zip(checked.files, checked.summary, strict=True)
    assert all(describe(account) in line for account, line in said)
    assert len(checked.files) == 1


def test_of_a_file_that_cannot_be_read_the_row_or_the_right_name_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook(tmp_path / "reacties 2025-03-17.xlsx", ANSWERS)
    (tmp_path / "los.csv").write_text("nr;rol;reactie\n1;ouder;Te laat;vol\n2;ouder;Goed\n" * 9)
    workbook(tmp_path / "boek.xlsx", ANSWERS)
    (tmp_path / "boek.xlsx").rename(tmp_path / "boek.docx")
    init(tmp_path)
    said = {account.file: describe(account) for account in check_corpus(tmp_path).files}
    assert "los.csv, rij 2, 5, 8" in capsys.readouterr().err, "every row, as a fault"
    assert ".xlsx eindigt" in said["boek.docx"]


def test_a_file_that_the_system_does_not_give_is_said_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(messy(tmp_path))
    workbook(tmp_path / "in gebruik.xlsx", ANSWERS)

    def refuse(_path: Path, _file: str) -> look.Looked:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(look, "_table", refuse)
    checked = check_corpus(tmp_path)
    assert {one.file: one.what for one in checked.files}["in gebruik.xlsx"] == "unreadable"


def test_the_log_of_judgements_and_earlier_runs_are_no_input(tmp_path: Path) -> None:
    init(messy(tmp_path))
    run = tmp_path / "reports" / "proef" / "2025-01-01"
    run.mkdir(parents=True)
    (run / "run.json").write_text("{}", "utf-8")
    (run / "report.html").write_text("", "utf-8")
    (run.parent / "judgements.csv").write_text("what,old,new\n", "utf-8")
    assert not any(file.startswith("reports") for file in what_became(tmp_path))


def test_a_plan_that_is_there_and_not_named_is_a_fault(tmp_path: Path) -> None:
    workbook(tmp_path / "enquete 2025-03-17.xlsx", ANSWERS)
    init(tmp_path)
    write(tmp_path, "Koers 2025-2029.md", PLAN)
    (fault,) = check_corpus(tmp_path).problems
    assert fault.where == "Koers 2025-2029.md"
    assert "plan read" in fault.mend
    described = (tmp_path / "corpus.toml").read_text("utf-8")
    without = described.replace('# plan = "plan.toml"', 'plan = ""')
    (tmp_path / "corpus.toml").write_text(without, "utf-8")
    assert check_corpus(tmp_path).problems == ()


def test_a_plan_is_never_read_over_the_plan_of_another_document(tmp_path: Path) -> None:
    write(tmp_path, "Koers 2025-2029.md", PLAN)
    write(tmp_path, "Koers 2021-2025.md", PLAN.replace("Rust", "Stilte"))
    plan_commands.read(tmp_path / "Koers 2025-2029.md")
    before = (tmp_path / "plan.toml").read_bytes()
    with pytest.raises(DataProblem, match=r"Koers 2025-2029\.md"):
        plan_commands.read(tmp_path / "Koers 2021-2025.md")
    assert (tmp_path / "plan.toml").read_bytes() == before
    plan_commands.read(tmp_path / "Koers 2025-2029.md")  # the same again is fine
    plan_commands.read(tmp_path / "Koers 2021-2025.md", out=tmp_path / "plan-vorige.toml")
    assert "Stilte" in (tmp_path / "plan-vorige.toml").read_text("utf-8")


def test_the_document_a_plan_toml_came_from_is_no_other_plan(tmp_path: Path) -> None:
    write(tmp_path, "Koers 2025-2029.md", PLAN)
    plan_commands.read(tmp_path / "Koers 2025-2029.md")
    workbook(tmp_path / "enquete 2025-03-17.xlsx", ANSWERS)
    init(tmp_path)
    corpus = read_corpus(tmp_path)
    assert corpus.plan is not None
    assert corpus.previous is None
    assert what_became(tmp_path)["Koers 2025-2029.md"] == "plan_document"


def test_ideas_of_a_platform_are_answers_however_much_they_look_like_codes(tmp_path: Path) -> None:
    rows = [["Titel", "Beschrijving", "Categorie", "Geplaatst op", "Gebruikersnaam"]]
    rows += [
        [
            f"Halte {n}",
            f"Leg bij halte {n} een zebrapad aan",
            "Verkeer",
            f"2025-04-{n:02d}",
            f"u{n}",
        ]
        for n in range(1, 8)
    ]
    workbook(tmp_path / "ideeen-export.xlsx", rows)
    init(tmp_path)
    assert what_became(tmp_path)["ideeen-export.xlsx"] == "survey"
    assert read_corpus(tmp_path).responses["text"].str.contains("zebrapad").sum() == 7


def test_what_the_organisation_sends_or_plans_itself_is_nobodys_answer(tmp_path: Path) -> None:
    workbook(tmp_path / "enquete 2025-03-17.xlsx", ANSWERS)
    rows = [["Wat", "Wie", "Wanneer"], ["Het ontwerp gaat naar het college", "Jan", "11 nov"]]
    workbook(tmp_path / "Planning participatie.xlsx", rows)
    text = "Geachte raad,\n\nHierbij bieden wij u het ontwerp van het programma aan.\n"
    write(tmp_path, "Aanbiedingsbrief raad.md", text)
    init(tmp_path)
    became = what_became(tmp_path)
    assert became["Planning participatie.xlsx"] == "announces"
    assert became["Aanbiedingsbrief raad.md"] == "own_report"
