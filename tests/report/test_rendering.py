"""Which formats a run is rendered to, and in whose look."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from pipeline.cli.runs import chosen
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.settings import ReportSettings
from pipeline.report import rendering
from pipeline.report.branding import House, contrast
from pipeline.report.docx import sample_template
from pipeline.report.svg import drawing_to_png, to_svg
from tests.report.example import example


@pytest.fixture(scope="module")
def few(voorbeeld: Path) -> Analysis:
    return example(voorbeeld, keep=60)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    Document().save(str(tmp_path / "huis.docx"))
    point = to_svg({"mark": "point", "data": {"values": [{}]}})
    (tmp_path / "logo.png").write_bytes(drawing_to_png(point))
    (tmp_path / "r.csv").write_text("Reactie\nwij wachten al lang\n", "utf-8")
    return tmp_path


def described(corpus: Path, **look: str) -> Path:
    lines = "".join(f'{key} = "{value}"\n' for key, value in look.items())
    (corpus / "corpus.toml").write_text(
        '[corpus]\nname = "x"\n[rounds.1]\ntitle = "R"\ndate = 2025-01-01\nkind = "survey"\n'
        f'file = "r.csv"\n[settings.report]\n{lines}',
        "utf-8",
    )
    return corpus


def test_a_run_gets_the_four_usual_formats_and_only_those_asked_for(few: Analysis) -> None:
    made = rendering.render(few, ReportSettings(), "nl")
    assert list(made)[:4] == ["report.html", "report.docx", "report.xlsx", "report.json"]
    one = rendering.render(few, ReportSettings(), "nl", edition="bestuur", formats=("xlsx",))
    assert list(one) == ["report-bestuur.xlsx"]


def test_formats_may_be_several_and_an_unknown_one_is_told() -> None:
    assert chosen(()) == rendering.FORMATS
    assert chosen(["xlsx,docx"]) == ("docx", "xlsx")
    assert chosen(["all"]) == (*rendering.FORMATS, "pdf", "svg", "png")
    with pytest.raises(DataProblem, match="odt"):
        chosen(["docx", "odt"])


def test_pictures_are_files_of_their_own_in_a_folder_per_edition(voorbeeld: Path) -> None:
    many = example(voorbeeld)  # of sixty answers hardly anything can be drawn
    made = rendering.render(many, ReportSettings(), "nl", formats=("svg",))
    assert made and all(name.startswith("pictures/") for name in made)
    assert all(
        name.endswith(".svg") and data.startswith(b"<svg xmlns=") for name, data in made.items()
    )
    public = rendering.render(many, ReportSettings(), "nl", edition="openbaar", formats=("png",))
    assert public and all(name.startswith("pictures-openbaar/") for name in public)
    assert all(data.startswith(b"\x89PNG") for data in public.values())


def test_without_libreoffice_the_contents_are_a_list_of_links_and_the_bytes_the_same(
    few: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.report.rendering.office", lambda: None)
    both = [
        rendering.render(few, ReportSettings(), "nl", formats=("docx",), page_numbers=asked)
        for asked in (True, False)
    ]
    assert both[0] == both[1]


def test_without_libreoffice_there_is_no_pdf_and_it_says_so(
    few: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.report.rendering.office", lambda: None)
    remarks: list[str] = []
    made = rendering.render(few, ReportSettings(), "nl", formats=("pdf",), tell=remarks.append)
    assert made == {}
    assert "LibreOffice" in remarks[0]


def test_the_look_in_corpus_toml_goes_along_with_the_run(corpus: Path, tmp_path: Path) -> None:
    described(corpus, template="huis.docx", logo="logo.png", colour="#123456")
    look = rendering.house_of_corpus(corpus)
    assert look.accent == "123456"
    run = tmp_path / "run"
    run.mkdir()
    for name, content in rendering.keepsakes(look).items():
        (run / name).write_bytes(content)
    again = rendering.house_of_run(run, ReportSettings(colour="#123456"), None, None)
    assert again == look


@pytest.mark.parametrize(
    "look", [{"logo": "weg.png"}, {"template": "../huis.docx"}, {"logo": "r.csv"},
             {"colour": "blauw"}], ids=str,
)  # fmt: skip
def test_a_look_that_cannot_be_used_is_told_before_the_work(
    corpus: Path, look: dict[str, str]
) -> None:
    (corpus.parent / "huis.docx").write_bytes((corpus / "huis.docx").read_bytes())
    with pytest.raises(DataProblem):
        rendering.house_of_corpus(described(corpus, **look))


def test_a_run_of_another_version_is_reported_with_what_both_know() -> None:
    old = {"report": {"min_group": 7, "no_longer_there": 1}, "themes": {"gone": 2}}
    assert rendering.report_settings(old) == ReportSettings(min_group=7)


def test_logo_and_colour_are_on_every_page_and_a_pale_colour_is_told(few: Analysis) -> None:
    look = House(logo=drawing_to_png(to_svg({"mark": "point", "data": {"values": [{}]}})),
                 colour="#ffd500")  # fmt: skip
    for edition in ("bestuur", "deelnemers", "openbaar", "projectteam", "bijlage"):
        made = rendering.render(
            few, ReportSettings(), "nl", edition=edition, formats=("html",), house=look
        )
        (page,) = (content.decode("utf-8") for content in made.values())
        assert f"--accent:#{look.accent}" in page and "#ffd500" not in page
        assert '<img class="logo" src="data:image/png;base64,' in page
    (remark,) = rendering.remarks_on(look)
    assert "#ffd500" in remark and f"#{look.accent.lower()}" in remark
    assert not list(rendering.remarks_on(House(colour="#0b4f71")))


@pytest.mark.parametrize("colour", ["#ffd500", "#ffffff", "#000000", "#7a1f5c", "#00a3e0"])
def test_every_colour_becomes_one_that_can_be_read_by_day_and_by_night(colour: str) -> None:
    style = House(colour=colour).css
    day, night = re.findall(r"--accent:#(\w{6})", style)
    washes = re.findall(r"--accent-wash:#(\w{6})", style)
    assert contrast(day, "FFFFFF") >= 4.5 and contrast(night, "14191E") >= 4.5
    assert contrast("1A2027", washes[0]) >= 7 and contrast("E9EDF0", washes[1]) >= 7  # text on it


def test_the_shipped_template_is_ours_and_a_report_in_it_has_its_styles(few: Analysis) -> None:
    shipped = Path("docs/nl/sjabloon.docx").read_bytes()
    assert shipped == sample_template()  # made anew where our styles change
    mine = Document(BytesIO(shipped))
    mine.styles["Heading 1"].font.size = Pt(31)
    mine.save(own := BytesIO())
    made = rendering.render(
        few, ReportSettings(), "nl", edition="bestuur", formats=("docx",),
        house=House(template=own.getvalue()),
    )  # fmt: skip
    report = Document(BytesIO(made["report-bestuur.docx"]))
    heads = [one for one in report.paragraphs if one.style.name == "Heading 1"]
    assert heads and heads[0].style.font.size == Pt(31)
    assert not [one for one in report.paragraphs if "{{" in one.text]
    assert "{{" not in report.sections[0].footer.paragraphs[0].text
