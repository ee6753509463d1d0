"""A role stands in a sentence as the people who have it."""

from __future__ import annotations

import pytest

from pipeline.core.locale import spoken_in
from pipeline.report import wording as w
from pipeline.report.roles import people_of


@pytest.mark.parametrize(
    ("role", "people"),
    [
        ("ouder", "ouders"),
        ("mr-lid", "mr-leden"),
        ("ib'er", "ib'ers"),
        ("leerplichtambtenaar", "leerplichtambtenaren"),
        ("pedagogisch medewerker", "pedagogisch medewerkers"),
        ("Gemeente", "mensen van de gemeente"),
        ("jeugdhulp", "mensen uit de jeugdhulp"),
        ("tuinman", "tuinman"),  # one we do not know is named as it was given
    ],
)
def test_a_role_is_told_as_its_people(role: str, people: str) -> None:
    assert people_of(role) == people


def test_an_english_report_calls_the_people_of_a_place_in_english() -> None:
    with spoken_in("en"):
        assert people_of("gemeente") == "people from the municipality"
        assert people_of("ouder") == "ouders", "a role is the user's own word"


def test_groups_of_two_kinds_are_one_list() -> None:
    told = w.groups(["ouder", "onderwijsassistent"], ["Kranenmeer"])
    assert told == "ouders, onderwijsassistenten en mensen uit werkgebied Kranenmeer"


def test_a_quote_that_is_the_name_says_nothing_more() -> None:
    assert w.repeats("“Taxi te laat.”", "Taxi te laat")
    assert not w.repeats("Taxi te laat, en de chauffeur wisselt", "Taxi te laat")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hij wil niet meer naar school.”", "Hij wil niet meer naar school."),
        ("“Hij wil niet meer.", "Hij wil niet meer."),
        ("“Wij zijn het zat”, zei een vader.", "“Wij zijn het zat”, zei een vader."),
        ("Zij noemt het “maatwerk”", "Zij noemt het “maatwerk”"),
        ('Zij noemt het "maatwerk"', 'Zij noemt het "maatwerk"'),
        ("‘s Ochtends is er geen bus.", "‘s Ochtends is er geen bus."),
        ("'Een begeleider die zegt: ik neem de rest.", "Een begeleider die zegt: ik neem de rest."),
        ("'De foto's zijn weg, zei hij.", "De foto's zijn weg, zei hij."),
        ("'Wij zijn het zat', zei een vader.", "'Wij zijn het zat', zei een vader."),
        ("'s Nachts slaapt hij niet.", "'s Nachts slaapt hij niet."),
        ("Docenten weten te weinig van autisme;", "Docenten weten te weinig van autisme"),
    ],
)
def test_half_a_pair_of_quotation_marks_is_not_shown(text: str, shown: str) -> None:
    assert w.unmarked(text) == shown


def test_who_asks_something_names_no_question() -> None:
    told = [w.voiced("complaint", 43, first=True), w.voiced("support", 1, first=False),
            w.voiced("question", 3, first=False)]  # fmt: skip
    assert w.listed(told) == "43 noemen een zorg, 1 iets wat goed gaat en 3 stellen een vraag"
