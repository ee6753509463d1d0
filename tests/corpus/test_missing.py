"""What stands in a cell where nobody answered, or only tried the form."""

from __future__ import annotations

from pipeline.corpus.missing import says_no_word, tries_out


def test_an_answer_without_a_letter_says_nothing_unless_it_is_a_picture_or_a_plus() -> None:
    assert all(map(says_no_word, ["7", "12-14", "06 12"]))
    assert not any(map(says_no_word, ["7 weken", "+1", "👍", "Да", "a", "???"]))


def test_an_entry_that_only_tries_out_the_form_is_no_answer() -> None:
    assert tries_out(["test", "", "even testen"]) is False
    assert tries_out(["test", "Test of dit binnenkomt", ""])
    assert tries_out(["dit is een test", "-"])
    assert not tries_out(["de test duurt te lang", "test"])
    assert not tries_out(["", "-"])
