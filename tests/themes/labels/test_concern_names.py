"""A name is a clause that somebody said, and stands by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.core.tokens import Tokens
from pipeline.text.nlp import load_pipeline
from pipeline.themes.labels.concern_names import (
    ConcernName,
    can_name,
    name_clauses,
    name_concern,
)
from tests.conftest import CASES

CLAUSES = [
    json.loads(line) for line in (CASES / "concern_names.jsonl").read_text("utf-8").splitlines()
]
# A noun of number without a lack; a verb that the tagger takes for a noun.
KNOWN_FAILURES = {"Veel wisselingen van leraren", "Scholen delen hun kennis niet"}


def words_of(texts: Sequence[str]) -> list[Tokens]:
    return load_pipeline().analyse_texts(texts)


def by_waiting(texts: Sequence[str]) -> NDArray[np.float64]:
    """A stand-in for an encoder: nearest are the texts that speak of waiting."""
    return np.array([float("wacht" in text.casefold()) for text in texts])


def named(*texts: str, taken: set[str] | None = None) -> ConcernName | None:
    ids = [f"s{number}" for number in range(len(texts))]
    tokens = dict(zip(ids, words_of(texts), strict=True))
    said = dict(zip(ids, texts, strict=True))
    return name_concern(ids, said, tokens, by_waiting, set() if taken is None else taken)


def test_which_clauses_can_be_a_name_is_known_and_so_are_the_failures() -> None:
    assert len(CLAUSES) >= 40
    assert 20 <= sum(case["name"] for case in CLAUSES) <= len(CLAUSES) - 20
    tokens = words_of([case["clause"] for case in CLAUSES])
    wrong = {
        case["clause"]
        for case, words in zip(CLAUSES, tokens, strict=True)
        if can_name(case["clause"], words.tokens) != case["name"]
    }
    assert wrong == KNOWN_FAILURES


@pytest.mark.parametrize(
    "text",
    [
        "Helaas is het zo, de wachtlijst is te lang, omdat er geen plek is.",
        "Nou om te beginnen de wachtlijst is te lang.",
    ],
)
def test_a_clause_is_cut_out_of_its_sentence_without_its_lead(text: str) -> None:
    (tokens,) = words_of([text])
    assert "de wachtlijst is te lang" in name_clauses(text, tokens)
    assert all(clause in text for clause in name_clauses(text, tokens)), "nothing is invented"


def test_the_clause_nearest_to_the_middle_of_the_concern_is_its_name() -> None:
    name = named("De klassen zijn te groot.", "De wachtlijst is te lang.")
    assert name == ConcernName("De wachtlijst is te lang", quoted=False, statement_id="s1")


def test_a_name_in_use_is_not_given_twice() -> None:
    taken = {"de wachtlijst is te lang"}
    name = named("De wachtlijst is te lang.", "De klassen zijn te groot.", taken=taken)
    assert name is not None and name.text == "De klassen zijn te groot"
    assert "de klassen zijn te groot" in taken


def test_where_no_clause_can_stand_a_short_sentence_is_quoted() -> None:
    name = named("Ik vind dat wij te lang wachten.")
    assert name == ConcernName("“Ik vind dat wij te lang wachten.”", quoted=True, statement_id="s0")


def test_a_sentence_that_is_the_concern_goes_before_a_clause_that_is_not() -> None:
    name = named("De klassen zijn te groot.", "Ik wacht al een jaar op hulp.")
    assert name == ConcernName("“Ik wacht al een jaar op hulp.”", quoted=True, statement_id="s1")


def test_a_sentence_that_points_at_a_child_is_not_quoted_as_a_name() -> None:
    name = named("De klassen zijn te groot.", "Een meisje van 10 wacht al zeven maanden op hulp.")
    assert name is not None and name.text == "De klassen zijn te groot"


@pytest.mark.parametrize("texts", [(), ("",), ("   ",)])
def test_what_says_nothing_gets_no_name(texts: tuple[str, ...]) -> None:
    assert named(*texts) is None


def test_a_long_sentence_is_cut_where_it_is_quoted() -> None:
    name = named("Ik " + "weet het eigenlijk niet goed en " * 8)
    assert name is not None and name.quoted and name.text.endswith(" …”")


def test_what_stands_nearest_to_the_middle_of_the_concern_goes_before_what_is_at_its_edge() -> None:
    texts = ("De wachtlijst is te lang.", "De wachttijd is te lang.")
    first, second = named(*texts), named(*reversed(texts))
    assert first is not None and first.text == "De wachtlijst is te lang"
    assert second is not None and second.text == "De wachttijd is te lang"


def test_a_question_is_no_name() -> None:
    text = "Waarom is de wachtlijst te lang?"
    (tokens,) = words_of([text])
    assert name_clauses(text, tokens) == []


def test_what_goes_well_names_praise_and_no_concern() -> None:
    good, bad = "De wachtkamer is goed.", "Ouders krijgen geen antwoord."
    assert name_of(good, bad, praise=True) == "De wachtkamer is goed"
    assert name_of(good, bad, praise=False) == "Ouders krijgen geen antwoord"


def test_praise_is_named_by_what_says_itself_that_it_goes_well() -> None:
    mistaken = "We hadden dit jaar al zes meesters op donderdag."
    assert "goud waard" in name_of(mistaken, "De juf is goud waard.", praise=True)
    assert "meesters" in name_of(mistaken, "Alles.", praise=True), "nobody says it in such words"


def name_of(*texts: str, praise: bool) -> str:
    ids = [f"s{number}" for number in range(len(texts))]
    tokens = dict(zip(ids, words_of(texts), strict=True))
    said = dict(zip(ids, texts, strict=True))
    name = name_concern(ids, said, tokens, by_waiting, set(), praise=praise)
    assert name is not None
    return name.text


def test_a_quoted_sentence_does_not_point_back_nor_begin_with_and() -> None:
    name = named("Dat wachten zien we te laat.", "En ik wacht al een jaar op hulp.")
    assert name is not None and name.text == "“Ik wacht al een jaar op hulp.”"


@pytest.mark.parametrize(
    "text",
    [
        "De wachtlijst is kort, maar niemand komt erop.",
        "“De wachtlijst is kort”, zeggen ze dan.",
        "De wachtlijst is kort, mits je de weg weet.",
    ],
)
def test_what_the_rest_of_the_sentence_takes_back_is_no_name(text: str) -> None:
    (tokens,) = words_of([text])
    assert "De wachtlijst is kort" not in name_clauses(text, tokens)


def test_a_word_that_marks_the_concern_goes_before_one_that_does_not() -> None:
    said = {"s0": "De klassen zijn te groot. De bussen komen te laat."}
    tokens = dict(zip(said, words_of(list(said.values())), strict=True))
    classes, buses = "De klassen zijn te groot", "De bussen komen te laat"
    for keywords, expected in ((("bussen",), buses), (("klas", "klassen"), classes)):
        name = name_concern(["s0"], said, tokens, by_waiting, set(), keywords=keywords)
        assert name is not None and name.text == expected


def test_not_before_a_thing_is_no_name_and_before_a_deed_it_is() -> None:
    bad, good = "Niet over hun eigen begeleiding", "Niet wachten op een verklaring"
    assert [can_name(text, words_of([text])[0].tokens) for text in (bad, good)] == [False, True]


def test_an_answer_to_a_question_is_no_name() -> None:
    (words,) = words_of(["Een plek om te zitten: ja"])
    assert not can_name("Een plek om te zitten: ja", words.tokens)


def test_who_reports_a_saying_is_left_out_of_the_quote() -> None:
    name = named("Een ib'er zegt: 'ik heb maar één dag per week voor twaalf groepen'.")
    assert name is not None and name.quoted
    assert name.text == "“Ik heb maar één dag per week voor twaalf groepen.”"


def test_a_long_quote_ends_before_a_thought_that_is_cut_off() -> None:
    name = named(
        "Wij vullen voor elke peuter een heel dossier in als hij naar groep 1 gaat en horen daarna "
        "nooit meer iets terug van de school over hoe het met dit kind verder ging."
    )
    assert name is not None
    assert (
        name.text == "“Wij vullen voor elke peuter een heel dossier in als hij naar groep 1 gaat …”"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("'s avonds komt de bus te laat.", "’s Avonds komt de bus te laat"),
        ("s avonds komt de bus te laat.", "’s Avonds komt de bus te laat"),
        ("'t loket wacht met een besluit.", "’t Loket wacht met een besluit"),
        ("'de bussen komen te laat'", "De bussen komen te laat"),
    ],
)
def test_an_apostrophe_that_belongs_to_a_word_stays(text: str, name: str) -> None:
    found = named(text)
    assert found is not None and found.text.strip("“”.") == name


def test_a_word_or_two_name_nothing_where_somebody_said_more() -> None:
    few, more = "Alles.", "De juf is lief."
    assert name_of(few, more, praise=True) == "De juf is lief"
    assert name_of(few, praise=True) == "“Alles.”"


def test_what_is_no_sentence_without_the_name_left_out_names_nothing() -> None:
    texts = {"s0": "Dan wacht van het team op hulp.", "s1": "De klassen zijn te groot."}
    tokens = dict(zip(texts, words_of(list(texts.values())), strict=True))
    masked = {"s0": "Dan wacht [naam] van het team op hulp."}
    with_mask = name_concern(list(texts), texts, tokens, by_waiting, set(), masked=masked)
    without = name_concern(list(texts), texts, tokens, by_waiting, set())
    assert without is not None and without.statement_id == "s0"
    assert with_mask is not None and with_mask.text == "De klassen zijn te groot"


def test_another_language_names_only_what_nobody_said_in_dutch() -> None:
    texts = {
        "s0": "The waiting list wachtlijst is far too long.",
        "s1": "De klassen zijn te groot.",
    }
    tokens = dict(zip(texts, words_of(list(texts.values())), strict=True))

    def name(*ids: str) -> str:
        found = name_concern(ids, texts, tokens, by_waiting, set(), aside=({"s0"},))
        assert found is not None
        return found.statement_id

    assert name("s0", "s1") == "s1"
    assert name("s0") == "s0"


def test_what_points_at_something_said_elsewhere_names_less_well() -> None:
    name = named("De school kan niets zolang daar niets gebeurt.", "De wachtlijst is veel te lang.")
    assert name is not None and name.text == "De wachtlijst is veel te lang"


def test_one_of_several_who_were_there_is_no_name_and_a_speaker_left_out_leaves_no_colon() -> None:
    text = "De tweede mentor wil bij de kinderen zelf beginnen"
    assert not can_name(text, words_of([text])[0].tokens)
    name = named(": de wachtlijst is te lang, alles gaat naar wie uitvalt.")
    assert name is not None and name.text[0].isalpha()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hou de wachtlijst kort aub", "Hou de wachtlijst kort"),
        ("De wachtlijst is veel te lang, punt uit!", "De wachtlijst is veel te lang"),
        ("Kort de wachtlijst nu eens in, alsjeblieft.", "Kort de wachtlijst nu eens in"),
        ("De wachtlijst is een groot punt", "De wachtlijst is een groot punt"),
    ],
)
def test_a_name_ends_without_a_please(text: str, name: str) -> None:
    found = named(text)
    assert found is not None and found.text.strip("“”.") == name


def test_what_most_write_as_a_name_has_its_capital_in_the_name() -> None:
    others = ["Wij wachten op De Zonnewijzer.", "Wat gebeurt er met De Zonnewijzer?"] * 2
    found = named("De wachtlijst van de zonnewijzer is te lang.", *others)
    assert found is not None
    assert found.text == "De wachtlijst van de Zonnewijzer is te lang"
    few = named("De wachtlijst van de zonnewijzer is te lang.", *others[:2])
    assert few is not None and "zonnewijzer" in few.text, "it may be a slip"


def test_what_is_put_aside_names_where_the_others_name_nothing() -> None:
    texts = {"s0": "The waiting list is far too long.", "s1": "De wachtkamer valt mee.", "s2": "?"}
    tokens = dict(zip(texts, words_of(list(texts.values())), strict=True))
    found = name_concern(
        list(texts), texts, tokens, by_waiting, set(), aside=({"s0", "s1"}, {"s0"}),
        masked={"s2": "[naam]"},
    )  # fmt: skip
    assert found is not None and found.statement_id == "s1", "Dutch before another language"
