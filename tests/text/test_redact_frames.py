"""Details in forms people use when nobody looks: spelt out, without capitals, in lists."""

from __future__ import annotations

import io
import json
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem
from pipeline.evaluation.masking import score_masking
from pipeline.files.xlsx import read
from pipeline.text.nlp import load_pipeline
from pipeline.text.pieces import MAX_PIECE, pieces
from pipeline.text.redact import find_details, mask
from pipeline.text.redact.heard import names_heard, naming
from pipeline.text.redact.spans import DetailSpan
from tests.conftest import CASES

# Lines of masking_forms.jsonl that keep something: rare words at the start of a sentence, names in
# lower case after nothing that gives them away, and numbers and streets without a word for them.
KNOWN_MISSES = {
    "vraag het aan hatidže ramadani van de administratie",
    "De Haverlakkers wonen naast de school en horen alles.",
    "Het Nienke-overleg is elke dinsdag.",
    "Notulist: dhr. p. schuitemaker",
    "V-nummer 288 123 4567",
    "De Achterom 12 is voor de taxi onbereikbaar.",
    "Onze dochter heet Hoop. Hoop leest niet.",
}


@lru_cache(maxsize=4)
def _cases(name: str = "masking_more") -> list[dict[str, object]]:
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _find(text: str) -> list[DetailSpan]:
    tables = load_pipeline("embedded").tables
    return find_details(text, known=tables.is_word)


def test_nine_in_ten_details_of_any_form_are_hidden_and_clean_sentences_stay() -> None:
    assert len(_cases()) >= 250
    scores = score_masking(_cases(), _find)
    assert scores["recall"]["naam"] >= 0.95
    assert min(scores["recall"].values()) >= 0.95
    assert scores["clean_texts"] >= 80
    assert scores["clean_hit"] <= 0.01


def test_names_that_no_list_has_are_hidden_in_forms_nobody_thought_of() -> None:
    cases = _cases("masking_forms")
    assert len(cases) >= 300
    scores = score_masking(cases, _find)
    assert {cases[number - 1]["text"] for number in scores["missed"]} == KNOWN_MISSES
    assert scores["recall"]["naam"] >= 0.9
    assert min(scores["recall"].values()) >= 0.85
    assert scores["clean_texts"] >= 130
    assert scores["clean_hit"] <= 0.01


@pytest.mark.parametrize(("split", "least"), [("dev", 0.95), ("test", 0.9), ("forms", 0.89)])
def test_nine_in_ten_names_in_talk_of_a_consultation_are_hidden(split: str, least: float) -> None:
    """Rules were weighed on dev and forms; test was scored, and not read."""
    cases = [case for case in _cases("masking_fresh") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 100
    assert scores["recall"]["naam"] >= least
    assert scores["clean_texts"] >= (0 if split == "forms" else 290)
    assert scores["clean_hit"] <= 0.01


@pytest.mark.parametrize(("split", "most"), [("dev", 0.01), ("test", 0.031)])
def test_names_from_many_hands_are_hidden_and_lines_full_of_traps_stay(
    split: str, most: float
) -> None:
    """Written before the rules were read; these were weighed on dev, test was only scored."""
    cases = [case for case in _cases("masking_hands") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 170
    assert scores["recall"]["naam"] >= 0.91
    assert scores["clean_texts"] >= 160
    assert scores["clean_hit"] <= most


@pytest.mark.parametrize(("split", "least", "most"), [("dev", 0.98, 0.016), ("test", 0.93, 0.025)])
def test_details_of_everyday_lines_are_hidden_and_everyday_lines_stay(
    split: str, least: float, most: float
) -> None:
    """Written before the rules were read; mended by kind on dev, test was scored once."""
    cases = [case for case in _cases("masking_everyday") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 89
    assert scores["recall"]["naam"] >= least
    assert scores["clean_texts"] >= 80
    assert scores["clean_hit"] <= most


@pytest.mark.parametrize(
    ("split", "least", "most"),
    [("dev", 0.96, 0.023), ("kinds", 0.89, 0.034), ("test", 0.86, 0.022), ("second", 0.94, 0.013)],
)
def test_what_stands_in_consultations_is_hidden_where_it_names_and_left_where_it_does_not(
    split: str, least: float, most: float
) -> None:
    """Half was put apart before the first look: .861 of 94 names and 3 of 137 clean lines there.

    On `dev` .949 and 8 of 136, on `kinds` (all of school names and puns) .836 and 19 of 177.
    `second`, written after those were mended and scored once: .942 of 69 names, 1 of 81 lines.
    """
    cases = [case for case in _cases("masking_gathered") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 69
    assert scores["recall"]["naam"] >= least
    assert scores["clean_texts"] >= 81
    assert scores["clean_hit"] <= most


@pytest.mark.parametrize(("split", "least", "most"), [("dev", 0.98, 0.008), ("test", 0.9, 0.02)])
def test_details_in_a_round_are_hidden_and_its_treacherous_words_stay(
    split: str, least: float, most: float
) -> None:
    """Written before any outcome was seen, by who had read the rules; mended by kind on dev.

    At first sight .827 of 81 names and 11 of 258 clean lines (dev), .909 of 99 and 7 of 258 (test).
    """
    cases = [case for case in _cases("masking_rounds") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 81
    assert scores["recall"]["naam"] >= least
    assert scores["clean_texts"] >= 258
    assert scores["clean_hit"] <= most


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("het was koen die begon", "koen"),
        ("wanneer mag sanne weer naar school", "sanne"),
        ("juf lot is streng", "lot"),
        ("Bij Kuipers in de groep is het druk.", "Kuipers"),
        ("MvD: wie betaalt dit?", "MvD"),
        ("B., vader van twee, wil een tolk.", "B."),
        ("Ze noemen haar altijd Pluisje.", "Pluisje"),
        ("De chauffeur heet Gurbe en is aardig.", "Gurbe"),
        ("opgehaald bij het Hertenspoor 12", "het Hertenspoor 12"),
        ("mevr ten haar belde", "haar"),
        ("Anna-Sophie vd Linden: kleinere groepen", "Anna-Sophie vd Linden"),
    ],
)
def test_plain_talk_names_people_where_nothing_else_can_stand(text: str, name: str) -> None:
    hidden = [text[span.start : span.end] for span in _find(text)]
    assert any(name in detail for detail in hidden), hidden


@pytest.mark.parametrize(
    "text",
    [
        "het was juist die brief",
        "waarom krijgt school wel geld",
        "juf die is ziek",
        "Bij Muziek in de groep is het druk.",
        "PvA: wie betaalt dit?",
        "Handelen volgens Verbeeck leer je niet in een dag.",
        "De musical Oliver was een succes.",
        "Max veertien kinderen per groep.",
        "Bas en drums zijn te hard voor haar.",
        "Cbs Sjaloom zoekt een conciërge.",
        "Pharos zegt dat een tolk nodig is.",
        "De Vlinder wil geen trajectklas.",
        "Beuk en Beer zijn onze lokalen.",
    ],
)
def test_things_in_the_place_of_a_name_stay(text: str) -> None:
    assert _find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Gisteren is mijn dochter weggestuurd van school.",
        "Isk-leerlingen komen zonder overdracht.",
        "Tlv-formulier vraagt informatie die er al is.",
        "Het bureau helpt, maar te laat en niet erna.",
        "Inbreng Andijk: te ver weg",
        "Het busje gaat via Oudenrode en Lage Bree.",
        "Leerlingen uit Lindert zitten een uur in het busje.",
        "Een fusie met Kerkhorst willen wij niet.",
        "Bijna 900 euro tot en met B. Onze jongste heeft nog niks.",
        "Hij zegt dat de Havenweg na tienen een startbaan is.",
        "Sint Jozef wil uitbreiden.",
        "Het Mgr. Zwijsen College wil meedoen.",
    ],
)
def test_places_schools_and_forms_are_no_persons(text: str) -> None:
    assert _find(text) == []


@pytest.mark.parametrize(("split", "least", "most"), [("dev", 0.95, 0.04), ("test", 1.0, 0.016)])
def test_what_parents_teachers_and_residents_write_is_hidden_where_it_names(
    split: str, least: float, most: float
) -> None:
    """Written and halved before the rules were read: .878 of 41 names and 6 of 129 clean lines on
    dev, 43 of 43 names and 2 of 129 lines on test; mended by kind on dev. Those two lines were
    looked at later, and their kinds mended."""
    cases = [case for case in _cases("masking_consulted") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 41
    assert scores["recall"]["naam"] >= least
    assert scores["clean_texts"] >= 129
    assert scores["clean_hit"] <= most


@pytest.mark.parametrize(
    ("split", "least", "most"), [("fresh", 0.95, 0.02), ("second", 0.90, 0.051)]
)
def test_ordinary_statements_of_many_kinds_are_left_as_they_are(
    split: str, least: float, most: float
) -> None:
    """Written before they were run: .889 of 99 names and 14 of 305 clean lines on fresh, that was
    mended by kind; 21 names and 59 lines of second, written after that and scored once, .905 and 3.
    The aim of 1 % of lines is reached by neither."""
    cases = [case for case in _cases("masking_statements") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 21
    assert scores["recall"]["naam"] >= least
    assert scores["clean_texts"] >= 59
    assert scores["clean_hit"] <= most


@pytest.mark.parametrize(
    ("split", "least", "most"), [("dev", 0.99, 0.02), ("kinds", 0.98, 0.034), ("test", 0.91, 0.047)]
)
def test_names_in_every_voice_are_hidden_and_few_words_that_are_names_too_are_touched(
    split: str, least: float, most: float
) -> None:
    """Written before the rules were read; mended by kind on dev and kinds, test was only scored."""
    cases = [case for case in _cases("masking_voices") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 100
    assert scores["recall"]["naam"] >= least
    assert scores["clean_texts"] >= 150  # each of them chosen to be mistaken for a name
    assert scores["clean_hit"] <= most


@pytest.mark.parametrize(
    ("split", "least", "most"),
    [("dev", 0.99, 0.015), ("second", 0.97, 0.005), ("third", 0.94, 0.01), ("test", 0.91, 0.066)],
)
def test_what_a_tester_and_a_privacy_officer_wrote_is_hidden(
    split: str, least: float, most: float
) -> None:
    """Written before the rules were read: .935 of 153 names and .04 of 277 clean lines on dev and
    test together, .861 and .039 on second, .881 and .061 on third; mended by kind, but test was
    only scored."""
    cases = [case for case in _cases("masking_outside") if case["split"] == split]
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 59
    assert scores["recall"]["naam"] >= least
    assert scores["clean_texts"] >= 132
    assert scores["clean_hit"] <= most


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Van Kuipenrade en Smid vroegen naar de cijfers.", ["Van Kuipenrade", "Smid"]),
        ("Van Alkmaar en Hoorn vroegen veel mensen aandacht.", []),
        ("Met dank aan Evelien, Zon en Oebele.", ["Evelien", "Zon", "Oebele"]),
        ("Bij Emma, Zaandam en Rekenen staat niets.", ["Emma"]),
        ("Nguyen Thi Hoa vertaalde tijdens de avond.", ["Nguyen Thi Hoa"]),
        ("High Tea voor vrijwilligers.", []),
        ("Bas is een instrument.", []),
        ("Meester van Dalen legt alles uit.", ["van Dalen"]),
        ("De meester van Dalen legt alles uit.", []),
        ("Van Ginkel en Ter Horst zijn het eens.", ["Van Ginkel", "Ter Horst"]),
        ("Storm van Dijk zit thuis.", ["Storm van Dijk"]),
        ("Storm van kritiek op het model.", []),
        ("VAN DIJK - vragen over vervoer", ["VAN DIJK"]),
        ("VAN ALLES - niets werkt", []),
        ("was van der linden niet degene die dat zei?", ["van der linden"]),
        ("de brief van den beginne", []),
        ("[09:15] Rietveld, Manon (extern): moet in het plan", ["Rietveld, Manon"]),
        ("Aanw.: GdV, MBo, TK", ["GdV", "MBo", "TK"]),
        ("Deelnemers: PO, VO, GGD", []),
        ("Vos en Visser hebben dit gemeld.", ["Vos", "Visser"]),
        ("Rots en Water zou op elke school moeten.", []),
        ("jeugdarts vlasblom vond het niet nodig", ["vlasblom"]),
        ("directeur bedrijfsvoering vond het niet nodig", []),
        ("ank van de administratie is aardig", ["ank"]),
        ("Keesie lost alles op.", ["Keesie"]),
        ("gespreksverslag_Hidde_Kooistra.docx", ["Hidde_Kooistra"]),
        ("Dat heeft Van Ommeren mij toegezegd.", ["Van Ommeren"]),
        ("Van Ommeren tot Tiel rijdt de bus.", []),
        ("R.T. is van mening dat het te vaag is.", ["R.T."]),
        ("N.B. dit geldt ook voor het vo.", []),
        ("J.d.V.: graag een tijdpad", ["J.d.V."]),
        ("DE WIT, P. – bestuurder", ["DE WIT, P."]),
        ("Fleur: meer tijd. Job: minder huiswerk.", ["Fleur", "Job"]),
        ("Ouder A: lang. Storm: vlot.", []),
        ("Volgens Gert Biesta gaat onderwijs over meer.", []),
        ("Volgens Gert Bosma gaat onderwijs over meer.", ["Gert Bosma"]),
        ("Tromp vraagt wie de regie heeft.", ["Tromp"]),
        ("Zaal vraagt wie de regie heeft.", []),
        ("Van Loenen tekent aan dat dit is gezegd.", ["Van Loenen"]),
        ("Besloten: Kossen stuurt de brief.", ["Kossen"]),
        ("Jansma intake 2022.pdf", ["Jansma"]),
        ("A. Vervoer B. Gebouwen C. Mensen", []),
        ("Op RKBS St. Jan is plek.", []),
        ("Eerst was het Ellen, nu een invaller", ["Ellen"]),
        ("Frans vindt hij moeilijk, Engels gaat goed.", []),
        ("Verslag_Regiobijeenkomst_Velsen.docx", []),
        ("actie JK/MvdW: tijdpad opstellen", ["JK", "MvdW"]),
        ("P.M.T. helpt hem goed.", []),
        ("C. Personeel", []),
        ("wat rob zegt klopt", ["rob"]),
        ("bijlage_vanderPol_advies.pdf", ["vanderPol"]),
        ("Molenvaart 318 Anna Paulowna", ["Molenvaart 318"]),
    ],
)
def test_the_form_tells_that_a_name_stands_there(text: str, hidden: list[str]) -> None:
    assert [text[span.start : span.end] for span in _find(text)] == hidden


def test_streets_and_lists_that_look_like_names_stay_and_names_in_minutes_do_not() -> None:
    cases = _cases("masking_minutes")
    scores = score_masking(cases, _find)
    assert scores["n"]["naam"] >= 190
    assert scores["recall"]["naam"] >= 0.95
    assert scores["clean_texts"] >= 180  # each of them chosen to be mistaken for a name
    assert scores["clean_hit"] <= 0.04


def test_a_name_given_once_is_hidden_where_it_stands_bare() -> None:
    text = "Wij spraken met mevrouw Koning. Later zei Koning niets meer. De koning zwijgt."
    hidden = [text[span.start : span.end] for span in _find(text)]
    assert hidden == ["Koning", "Koning"]


def test_a_name_that_one_answer_gives_away_is_hidden_in_the_others() -> None:
    texts = ["Mevrouw Ruyskens belde nooit terug.", "Zelfs ruyskens vond dit te gek.", "Fijn zo."]
    known = load_pipeline("embedded").tables.is_word
    masks = [mask(text, _find(text))[1] for text in texts]
    names = names_heard(texts, masks, known)
    assert names == {"ruyskens"}
    assert naming(texts, names) == [0, 1]
    assert names_heard(texts, masks, known, allow={"Ruyskens"}) == frozenset()


@pytest.mark.parametrize("shape", ["\n", "Jan ", "A. ", "groet\n", "aanwezig: Jan, ", "a", "1"])
def test_a_long_text_is_read_in_pieces_that_are_the_text(shape: str) -> None:
    text = (shape * 40_000)[:40_000]
    cut = list(pieces(text))
    assert "".join(text[start:end] for start, end in cut) == text
    assert max(end - start for start, end in cut) <= MAX_PIECE
    assert len(cut) >= 40_000 / MAX_PIECE


def test_a_name_far_into_a_long_text_is_hidden_in_its_place() -> None:
    text = "Het is fijn op school.\n\n" * 400 + "Onze zoon Daan zit thuis. " + "Meer hulp. " * 500
    assert [text[span.start : span.end] for span in _find(text)] == ["Daan"]


def test_a_row_number_that_no_sheet_has_is_a_fault_and_not_endless_work(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book, plain = Workbook(), io.BytesIO()
    book.active.append(["reactie"])
    book.active.append(["Het busje komt te laat"])
    book.save(plain)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b'<row r="2"', b'<row r="99999999999"')
            new.writestr(name, part)
    with pytest.raises(DataProblem) as told:
        read(path, "a.xlsx")
    assert "99999999999" in told.value.found


def test_a_saint_is_a_word_of_its_own_and_no_end_of_another() -> None:
    text = "Dat geeft veel onrust. Annejet zijn juf is ziek, ook op de St. Jan."
    assert [text[span.start : span.end] for span in _find(text)] == ["Annejet"]
