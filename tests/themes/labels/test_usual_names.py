"""A usual name is given to a group that says it, and to no other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.themes.labels.usual_names import Nearness, borne_out, usual_names

GROUPS = {
    "Het leerlingenvervoer is te laat en duurt te lang": [
        "De taxi staat er nooit op tijd.",
        "Mijn kind zit anderhalf uur in het busje.",
        "Elke week een andere chauffeur.",
        "Het vervoer van de gemeente is een drama.",
    ],
    "De klassen zijn te vol": [
        "Maak de klassen kleiner.",
        "Met 31 leerlingen in de klas kun je niemand helpen.",
        "De groepen zijn gewoon te groot.",
        "Kleinere groepen graag.",
    ],
    "Onderwijsassistenten hebben geen vaste baan": [
        "Onze onderwijsassistent vertrok omdat haar contract afliep.",
        "Geef assistenten een vaste aanstelling.",
        "De assistente is weggekocht door een andere school.",
    ],
    "Stoepen zijn scheef, smal of slecht begaanbaar": [
        "De stoep in de Molenstraat ligt scheef.",
        "Met een rollator kom je niet over de stoeprand.",
        "Stoepen zijn te smal.",
    ],
}


def all_near(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.full(len(texts), 0.5)


def far(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.full(len(texts), 0.2)


@pytest.mark.parametrize(("name", "statements"), GROUPS.items())
def test_what_most_of_a_group_say_is_its_name(name: str, statements: list[str]) -> None:
    found = borne_out(statements, all_near)
    assert found is not None and found.text == name
    assert 0 <= found.row < len(statements)


@pytest.mark.parametrize("statements", GROUPS.values())
def test_words_alone_give_no_name_to_a_group_that_means_something_else(
    statements: list[str],
) -> None:
    assert borne_out(statements, far) is None


ALL_ON_PAPER = [
    "Op papier mogen we meebeslissen.",
    "Zelfde kind, ander papier.",
    "Zonder een papiertje van de arts gebeurt er niets.",
    "De printer heeft nooit papier.",
]


def test_who_only_speak_of_paper_have_no_paperwork() -> None:
    assert borne_out(ALL_ON_PAPER, all_near) is None


def test_one_who_says_it_among_others_who_do_not_gives_no_name() -> None:
    said = ["De taxi is te laat.", "Er is geen plusklas.", "Ouders horen niets.", "Meer groen."]
    assert borne_out(said, all_near) is None


FEW_WORDS = [  # of moving to another school; two in six say so in words of the list
    "Een gesprek voor de zomer met de nieuwe mentor.",
    "In de brugklas wisten ze van niets.",
    "De mentor moet het kind een keer gezien hebben.",
    "In oktober gaat het daar mis, nooit in september.",
    "Een telefoontje met de juf van groep 8 scheelt zoveel.",
    "Alles lag in een la.",
]
OVERSTAP = "Bij de overstap naar een andere school raakt informatie kwijt"
WAITING_LIST = "De wachtlijst voor jeugdhulp is te lang"


def nearest(close: float, rest: float, to: str = OVERSTAP) -> Nearness:
    mine = next(name for name in usual_names() if name.text == to).wordings
    return lambda texts: np.array([close if text in mine else rest for text in texts])


def test_a_name_very_near_needs_fewer_words_but_not_none() -> None:
    found = borne_out(FEW_WORDS, nearest(0.65, 0.3))
    assert found is not None and found.text == OVERSTAP
    assert borne_out(FEW_WORDS, nearest(0.55, 0.3)) is None
    assert borne_out(["Alles lag in een la.", "Dat ging mis."] * 3, nearest(0.65, 0.3)) is None


EACH_ITS_OWN_PLAN = [  # they wait for each other: that is no waiting list
    "De jeugdzorg heeft een plan, de school heeft een plan, en niemand legt ze naast elkaar.",
    "Iedereen die op elkaar wacht, en intussen gebeurt er niets voor dit kind.",
    "Drie plannen van drie organisaties voor hetzelfde kind, ook van jeugdhulp.",
    "Jeugdzorg weet niet wat er in het plan van school staat.",
]


def test_who_wait_for_each_other_are_on_no_waiting_list() -> None:
    assert borne_out(EACH_ITS_OWN_PLAN, nearest(0.65, 0.3, WAITING_LIST)) is None
    waiting = [*EACH_ITS_OWN_PLAN, "Mijn zoon wacht al een jaar op jeugdhulp."]
    found = borne_out(waiting, nearest(0.65, 0.3, WAITING_LIST))
    assert found is not None and found.text == WAITING_LIST


def test_where_two_names_are_very_near_meaning_alone_gives_none() -> None:
    said = [*FEW_WORDS, "Er zijn te weinig mentoren.", "Mentoren hebben geen tijd."]
    found = borne_out(said, nearest(0.65, 0.3))
    assert found is not None and found.text == OVERSTAP
    assert borne_out(said, nearest(0.65, 0.6)) is None


def test_a_name_in_use_goes_to_no_second_group() -> None:
    name, statements = next(iter(GROUPS.items()))
    found = borne_out(statements, all_near, {name.casefold()})
    assert found is None or found.text != name


def test_every_usual_name_is_short_stands_alone_and_is_there_once() -> None:
    names = [name.text for name in usual_names()]
    assert len(names) == len(set(names)) > 100
    for name in names:
        words = name.casefold().split()
        assert 3 <= len(words) <= 12 and name[0].isupper() and name[-1].isalnum(), name
        assert not {"ik", "wij", "we", "mijn", "ons", "onze", "dit", "dat"} & set(words), name


def test_every_usual_name_says_itself_in_words_of_its_own_slots() -> None:
    silent = [
        name.text
        for name in usual_names()
        if not any(slot.search(wording) for wording in name.wordings for slot in name.slots)
    ]
    assert silent == []
