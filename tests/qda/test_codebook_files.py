"""Codebooks travel to QualCoder, ATLAS.ti and MAXQDA and back without losing anything."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.plan import Code, Codebook
from pipeline.plan.reading.toml import read_plan
from pipeline.qda.codebook_files import (
    NAMESPACE,
    SHIPPED,
    from_csv,
    from_qdc,
    read_codebook,
    shipped,
    shipped_note,
    to_csv,
    to_qdc,
    to_toml,
)

TREE = Codebook(
    "kaders",
    "Kaders",
    (
        Code.with_examples("K1", "Wet", "Wat de wet vraagt."),
        Code.with_examples(
            "K1.1",
            "Zorgplicht",
            "Binnen zes weken: een plek & rust <altijd>.",
            "K1",
            ("Geen plek",),
        ),
        Code.with_examples("geld", "Financieel kader", "", "K1"),
    ),
    kind="kaders",
)
BOOKS = [TREE, *(shipped(name) for name in SHIPPED)]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.codebook_id)
def test_csv_and_qdc_bring_back_the_same_codes(book: Codebook) -> None:
    assert from_csv(to_csv(book), book.codebook_id, book.title).codes == book.codes
    assert from_qdc(to_qdc(book), book.codebook_id, book.title).codes == book.codes


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.codebook_id)
def test_qdc_has_the_structure_of_the_standard(book: Codebook) -> None:
    """REFI-QDA 1.5: CodeBook > Codes > Code (guid, name, isCodable; Description, then Code)."""
    root = Xml.fromstring(to_qdc(book))
    tag = f"{{{NAMESPACE}}}"
    assert root.tag == f"{tag}CodeBook" and root.get("origin")
    assert [child.tag for child in root] == [f"{tag}Codes"]
    guids = set()
    found = list(root.iter(f"{tag}Code"))
    assert len(found) == len(book.codes)
    for element in found:
        assert set(element.attrib) == {"guid", "name", "isCodable"}
        guids.add(element.get("guid"))
        assert element.get("isCodable") in ("true", "false")
        names = [child.tag.removeprefix(tag) for child in element]
        assert names == sorted(names, key=["Description", "Code"].index)
        assert names.count("Description") <= 1
    assert len(guids) == len(book.codes)


def test_the_same_codebook_gives_the_same_bytes() -> None:
    assert to_qdc(TREE) == to_qdc(from_qdc(to_qdc(TREE), "kaders", "Kaders"))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.codebook_id)
def test_a_public_parser_reads_our_qdc_and_writes_it_back(book: Codebook, tmp_path: Path) -> None:
    """pyrefiqda's classes are generated from the published schema and refuse what breaks it."""
    pyrefiqda = pytest.importorskip("pyrefiqda")
    ours, theirs = tmp_path / "ours.qdc", tmp_path / "theirs.qdc"
    ours.write_bytes(to_qdc(book))
    pyrefiqda.RefiCodebook.save(pyrefiqda.RefiCodebook.load(ours), theirs)
    assert from_qdc(theirs.read_bytes(), book.codebook_id, book.title).codes == book.codes


text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40
).map(lambda name: unicodedata.normalize("NFC", name))  # as every text is read


@given(
    st.lists(
        text.filter(lambda one: one.strip() == one and one), unique=True, min_size=1, max_size=5
    ),
    text,
)
@settings(max_examples=50, deadline=None)
def test_any_names_survive_the_round_trip(names: list[str], description: str) -> None:
    codes = tuple(
        Code.with_examples(f"C{n}", name, description.strip()) for n, name in enumerate(names, 1)
    )
    book = Codebook("eigen", "Eigen", codes)
    assert from_qdc(to_qdc(book), "eigen", "Eigen").codes == codes
    assert from_csv(to_csv(book), "eigen", "Eigen").codes == codes


def test_dutch_columns_and_semicolons_are_understood() -> None:
    book = from_csv("Naam;Omschrijving;Ouder\nVervoer;De taxi;\nOp tijd;;Vervoer\n", "kwesties")
    assert [(one.code_id, one.title, one.parent_id) for one in book.codes] == [
        ("vervoer", "Vervoer", ""), ("op-tijd", "Op tijd", "vervoer"),
    ]  # fmt: skip
    assert book.kind == "kwesties"


def test_every_fault_of_a_codebook_is_told_with_its_row() -> None:
    with pytest.raises(DataProblems) as faults:
        from_csv("name,description,parent\nA,,\nA,,\n,tekst,\nB,,C\n", "eigen", where="boek.csv")
    assert ["3" in f.where or "4" in f.where or "5" in f.where for f in faults.value.problems] == [
        True
    ] * 3


@pytest.mark.parametrize(
    "data", [b"<html/>", b"geen xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>']
)
def test_what_is_no_codebook_is_refused(data: bytes) -> None:
    with pytest.raises(DataProblem):
        from_qdc(data, "x")


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "boek.nvp"
    path.write_bytes(b"x")
    with pytest.raises(DataProblem):
        read_codebook(path, "x")


def test_shipped_codebooks_say_what_to_check() -> None:
    assert "Te controleren aan de geldende wet" in shipped_note("wettelijk")
    for one in shipped("wettelijk").codes:
        assert "art." in one.text and "Te controleren aan de geldende wet" in one.text
    assert [one.code_id for one in shipped("niveaus").codes] == [
        "micro",
        "meso",
        "exo",
        "macro",
        "chrono",
    ]
    assert all(len(one.support) >= 5 for one in shipped("niveaus").codes)


def test_a_shipped_codebook_can_be_put_into_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("\n".join(to_toml(shipped(name)) for name in SHIPPED), "utf-8")
    assert read_plan(path).codebooks == tuple(shipped(name) for name in SHIPPED)
