"""The report in Word: readable for everybody, the same every time, in the house's own style."""

from __future__ import annotations

import re
import shutil
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import RGBColor

from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.core.zipped import printable
from pipeline.findings.build import build
from pipeline.findings.records import EDITIONS, Findings, Quote
from pipeline.report.blocks import Column
from pipeline.report.branding import House, readable
from pipeline.report.docx import to_docx
from pipeline.report.docx.tables import table_xml
from pipeline.report.docx.writer import WordDocument
from pipeline.report.html import to_html
from pipeline.report.svg import drawing_to_png, to_svg
from tests.report.conftest import HOSTILE
from tests.report.example import example
from tests.report.word_check import faults

NONE: dict[str, None] = {}  # no pictures: they take most of the time, and one test is about them


@pytest.fixture(scope="module")
def word(findings: Findings) -> bytes:
    return to_docx(findings)


@pytest.fixture(scope="module")
def hostile(voorbeeld: Path) -> Findings:
    texts = (*HOSTILE, "Wij \x00 wachten \x0b op een \ufffe besluit", '@Normal"/><w:br/>')
    found = build(example(voorbeeld, keep=60, extra=texts), ReportSettings(n_quotes=12))
    themes = (replace(t, quotes=tuple(sorted(t.quotes, key=_harmless))) for t in found.themes)
    return replace(found, themes=tuple(themes))


def _harmless(quote: Quote) -> bool:
    """Sorts what is hostile to the front, where paper shows it."""
    return not any(quote.text in one or one.startswith(quote.text) for one in HOSTILE)


def text_of(data: bytes) -> str:
    body = Document(BytesIO(data)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for one in before.namelist():
            content = before.read(one)
            assert one != name or old in content
            after.writestr(one, content.replace(old, new) if one == name else content)
    return out.getvalue()


def test_the_report_can_be_read_by_everybody(word: bytes) -> None:
    assert faults(word, "nl-NL") == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_in_english_can_be_read_by_everybody(
    analysis: Analysis, edition: str
) -> None:
    data = to_docx(build(analysis, ReportSettings(), edition), "en", drawn=NONE)
    assert faults(data, "en-GB", contents=edition in ("projectteam", "bijlage")) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("word/document.xml", b" descr=", b" other=", "has no alternative text"),
        ("word/document.xml", b"<w:tblHeader/>", b"", "has no head that is repeated"),
        ("word/document.xml", b' w:anchor="thema_', b' w:anchor="weg_', "leads nowhere"),
        ("word/document.xml", b" TOC ", b" TAC ", "no table of contents"),
        ("word/styles.xml", b"nl-NL", b"en-US", "another language"),
        ("word/footer1.xml", b" PAGE ", b" DATE ", "no page numbers"),
    ],
)
def test_the_check_finds_what_is_taken_away(
    word: bytes, name: str, old: bytes, new: bytes, told: str
) -> None:
    assert any(told in one for one in faults(changed(word, name, old, new), "nl-NL"))


def test_the_same_findings_give_the_same_bytes(findings: Findings, word: bytes) -> None:
    assert to_docx(findings) == word


def test_the_clock_of_the_run_is_the_only_one_in_the_file(word: bytes, findings: Findings) -> None:
    properties = Document(BytesIO(word)).core_properties
    assert findings.method.made_at.startswith(properties.created.isoformat()[:19])
    with zipfile.ZipFile(BytesIO(word)) as file:
        assert {one.date_time[0] for one in file.infolist()} == {1980}


def test_every_picture_of_the_page_is_there_with_its_finding(word: bytes) -> None:
    body = Document(BytesIO(word)).element.body
    told = [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    assert told and len(set(told)) == len(told)


def test_letters_are_drawn_in_the_pictures(findings: Findings) -> None:
    from pipeline.report import charts

    chart = charts.draw(findings)["roles"]
    assert chart is not None
    bare = to_svg(without_text(dict(chart.spec)))
    assert len(drawing_to_png(to_svg(chart.spec))) > 1.3 * len(drawing_to_png(bare))


def without_text(spec: dict[str, Any]) -> dict[str, Any]:
    if "layer" not in spec:
        return spec
    kept = [one for one in spec["layer"] if one.get("mark", {}).get("type") != "text"]
    return {**spec, "layer": [without_text(one) for one in kept]}


def test_half_a_sign_is_shown_replaced() -> None:
    assert printable("op \ud800 een \x00") == "op \ufffd een \ufffd"


def test_hostile_statements_are_words(hostile: Findings) -> None:
    data = to_docx(hostile, drawn=NONE)
    text = text_of(data)
    assert faults(data, "nl-NL") == []
    shown = {q.text for t in hostile.themes for q in (*t.quotes[:2], *t.counter)}
    tried = 0
    for one in shown:
        if any(one in given or given.startswith(one) for given in HOSTILE):
            tried += 1
            assert one in text
    assert tried >= 2
    assert not any(c in text for c in ("\x00", "\x0b", "\ufffe"))


def test_a_sign_that_xml_forbids_is_shown_replaced(analysis: Analysis) -> None:
    odd = replace(analysis, title="Wat \x00 mensen \x1b zeiden", organisation="A & B <c>\x07")
    data = to_docx(build(odd, ReportSettings()), drawn=NONE)
    assert "Wat \ufffd mensen \ufffd zeiden" in text_of(data)
    assert Document(BytesIO(data)).core_properties.author == "A & B <c>\ufffd"


def template(**texts: str) -> bytes:
    document = Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    for text in texts.get("body", "").split("|"):
        document.add_paragraph(text)
    document.sections[0].footer.paragraphs[0].text = texts.get("footer", "")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_house_template_keeps_its_styles_its_cover_and_its_footer(findings: Findings) -> None:
    given = template(body="Ons voorblad: {{titel}}|{{rapport}}|Colofon", footer="{{organisatie}}")
    data = to_docx(findings, house=House(template=given), drawn=NONE)
    made = Document(BytesIO(data))
    assert made.paragraphs[0].text == f"Ons voorblad: {findings.title}"
    assert made.paragraphs[-1].text == "Colofon"
    assert made.styles["Heading 1"].font.color.rgb == RGBColor(0x12, 0x34, 0x56)
    assert made.sections[0].footer.paragraphs[0].text == findings.organisation
    assert "{{" not in text_of(data)


def test_a_word_template_file_becomes_a_document(findings: Findings) -> None:
    given = changed(template(), "[Content_Types].xml", b"document.main+xml", b"template.main+xml")
    data = to_docx(findings, house=House(template=given), drawn=NONE)
    assert findings.title in text_of(data)


def test_the_logo_stands_first_and_says_what_it_is(findings: Findings) -> None:
    png = drawing_to_png(to_svg({"mark": "point", "data": {"values": [{}]}}))
    body = Document(BytesIO(to_docx(findings, house=House(logo=png), drawn=NONE))).element.body
    first = next(body.iter(qn("wp:docPr")))
    assert first.get("descr") == "Logo"


def test_the_colour_of_the_house_is_dark_enough_to_read(findings: Findings) -> None:
    made = Document(BytesIO(to_docx(findings, house=House(colour="#ffd700"), drawn=NONE)))
    used = str(made.styles["Heading 1"].font.color.rgb)
    assert used == readable("FFD700") != "FFD700"
    assert House(colour="#0b4f71").accent == "0B4F71"


@pytest.mark.parametrize(
    "given", [{"template": b"PK"}, {"logo": b"<svg/>"}, {"colour": "blauw"}], ids=str
)
def test_a_look_that_cannot_be_used_is_refused(given: Any) -> None:
    with pytest.raises(ValueError, match=r"is no|is not written"):
        House(**given)


@pytest.mark.slow
def test_a_line_stays_on_one_page_with_what_it_leads_to(findings: Findings) -> None:
    document = Document(BytesIO(to_docx(findings)))
    body = list(document.element.body.iterchildren(qn("w:p")))
    text = ["".join(one.text or "" for one in p.iter(qn("w:t"))) for p in body]
    states = [at for at, one in enumerate(text) if "samenhang: " in one]
    assert len(states) >= 10, "the guard looked at nothing"
    for at in states:
        kept = body[at].find(f"{qn('w:pPr')}/{qn('w:keepNext')}")
        assert kept is not None, text[at]


def test_a_quote_of_which_nothing_may_be_told_has_no_empty_line_under_it(
    analysis: Analysis,
) -> None:
    findings = build(analysis, ReportSettings(), "openbaar")
    bare = replace(
        findings,
        totals=replace(findings.totals, rounds=1),
        themes=tuple(
            replace(t, quotes=tuple(replace(q, role="", area="") for q in t.quotes))
            for t in findings.themes
        ),
    )
    styles = {"Gehoord citaat", "Gehoord bron"}
    document = Document(BytesIO(to_docx(bare)))
    found = [p for p in document.paragraphs if p.style is not None and p.style.name in styles]
    assert found and all(p.text.strip() for p in found)
    assert "<figcaption></figcaption>" not in to_html(bare)


def test_libreoffice_makes_a_pdf_with_all_pictures_and_page_numbers(findings: Findings) -> None:
    from pipeline.report.pdf import office, to_pdf

    program = office()
    if program is None or shutil.which("pdfimages") is None:
        pytest.skip("LibreOffice is not on this machine")
    import pypdfium2

    seen: list[dict[str, int]] = []

    def make(pages: Any) -> bytes:
        seen.append(dict(pages))
        return to_docx(findings, pages=pages)

    opened = pypdfium2.PdfDocument(to_pdf(make, program))
    pictures = sum(
        len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) for page in opened
    )
    assert pictures >= 1
    pages = list(seen[1].values())
    assert seen[0] == {} and pages == sorted(pages) and 1 <= pages[0] < pages[-1] <= len(opened)


def test_contents_that_would_fill_more_than_a_page_name_the_chapters_only() -> None:
    def depths(n: int) -> set[str]:
        word = WordDocument(House(), "nl")
        word.contents(10)
        for at in range(n):
            word.heading(f"Hoofdstuk {at}", 1, f"h{at}")
            word.heading(f"Deel {at}", 2, f"d{at}")
        made = word.finish(title="t", author="", subject="", footer="", moment="2026-01-01T00:00")
        styles = (one.style.name.lower() for one in Document(BytesIO(made)).paragraphs)
        return {name for name in styles if re.fullmatch(r"toc \d", name)}

    assert depths(5) == {"toc 1", "toc 2"}
    assert depths(6) == {"toc 1"}


def test_below_upright_heads_the_name_of_the_row_has_the_room_that_numbers_leave() -> None:
    heads = (Column("Zorg", 2.6), *(Column(f"zonder “deel {n}”", right=True) for n in range(9)))
    rows = [("Een zorg met een naam van een regel of twee", *"123456789")]
    xml = table_xml("Wat als", heads, rows, "0B4F6C", last_is_sum=False)
    first, *others = (int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', xml))
    assert first > 4000 and set(others) == {538}, "twips: 567 to a centimetre"
    few = table_xml("Wat als", heads[:5], [rows[0][:5]], "0B4F6C", last_is_sum=False)
    assert "btLr" not in few and "btLr" in xml
