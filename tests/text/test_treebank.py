"""CoNLL-U as written by the treebanks, with lemmas of the form that is there."""

from __future__ import annotations

import pytest

from pipeline.text.treebank import (
    document_of,
    in_reading_order,
    parse_conllu,
    surface_lemma,
    with_surface_lemmas,
)


def line(number: str, form: str, lemma: str, upos: str, misc: str = "_") -> str:
    return "\t".join([number, form, lemma, upos, "_", "_", "0", "root", "_", misc])


SMALL = "\n".join(
    [
        "# sent_id = doc.p.2.s.1",
        "# text = Zij doet mee.",
        line("1", "Zij", "zij", "PRON"),
        line("2-3", "doetmee", "_", "_"),
        line("2", "doet", "mee_doen", "VERB"),
        line("3", "mee", "mee", "ADP", "SpaceAfter=No"),
        line("3.1", "leeg", "leeg", "X"),
        line("4", ".", ".", "PUNCT"),
        "",
        "# sent_id = doc.p.1.s.10",
        line("1", "Klaar", "klaar", "ADJ", "NER=B-PER"),
    ]
)


def test_ranges_and_empty_nodes_are_no_words() -> None:
    first, second = parse_conllu(SMALL)
    assert [word.form for word in first.words] == ["Zij", "doet", "mee", "."]
    assert (first.text, second.text) == ("Zij doet mee.", "Klaar")
    assert not first.words[2].space_after
    assert second.words[0].entity == "B-PER"


def test_a_faulty_line_is_named() -> None:
    with pytest.raises(ValueError, match="line 2: 2 columns"):
        parse_conllu("# x = y\n1\twoord")


def test_sentences_come_back_in_reading_order() -> None:
    ordered = in_reading_order(parse_conllu(SMALL))
    assert [sentence.sent_id for sentence in ordered] == ["doc.p.1.s.10", "doc.p.2.s.1"]
    assert document_of(ordered[0].sent_id) == "doc"


@pytest.mark.parametrize(
    ("form", "lemma", "upos", "expected"),
    [
        ("meedoen", "mee_doen", "VERB", "meedoen"),
        ("doet", "mee_doen", "VERB", "doen"),
        ("kloosterorden", "klooster_orde", "NOUN", "kloosterorde"),
        ("Noordzeekusten", "Noord_zee_kust", "PROPN", "Noordzeekust"),
        ("school", "school", "NOUN", "school"),
        ("a_b", "a_b", "X", "a_b"),
    ],
)
def test_a_surface_lemma_fits_its_form(form: str, lemma: str, upos: str, expected: str) -> None:
    assert surface_lemma(form, lemma, upos) == expected


def test_a_sentence_gets_its_surface_lemmas() -> None:
    first = with_surface_lemmas(parse_conllu(SMALL)[0])
    assert [word.lemma for word in first.words] == ["zij", "doen", "mee", "."]
