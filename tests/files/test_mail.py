"""E-mail threads: which of the messages in one file are answers, and whose."""

from __future__ import annotations

from pathlib import Path

from pipeline.files.mail import _signature_start, read

SENT = """From: Bureau <bureau@swv.example>
Subject: RE: inbreng plan
Date: Thu, 22 Oct 2026 11:14:03 +0200
Content-Type: text/plain; charset=utf-8

Beste allen,

{note}

-----Oorspronkelijk bericht-----
Van: A. Bos <bos@praktijk.example>
Verzonden: wo 21 oktober 2026 17:50
Aan: Bureau
Onderwerp: RE: inbreng plan

Kinderen wachten bij ons acht maanden op hulp.

-----Oorspronkelijk bericht-----
Van: De Kei <info@kei.example>
Verzonden: di 20 oktober 2026 08:21
Aan: Bureau
Onderwerp: inbreng plan

Voor de poort staat het elke ochtend vol auto's.
"""


def told(tmp_path: Path, note: str) -> list[tuple[str, str]]:
    path = tmp_path / "draad.eml"
    path.write_text(SENT.format(note=note), encoding="utf-8")
    return [(message.sender, message.text.strip()) for message in read(path, path.name)]


def test_below_a_word_of_thanks_every_message_is_an_answer(tmp_path: Path) -> None:
    thread = told(tmp_path, "Bedankt voor jullie reacties, ik neem ze mee in het verslag.")
    assert thread == [
        ("bos@praktijk.example", "Kinderen wachten bij ons acht maanden op hulp."),
        ("info@kei.example", "Voor de poort staat het elke ochtend vol auto's."),
    ]


def test_below_an_answer_what_it_answers_is_history(tmp_path: Path) -> None:
    thread = told(tmp_path, "Wij missen in het plan een rustige plek op elke school.")
    assert [sender for sender, _text in thread] == ["bureau@swv.example"]
    assert "acht maanden" not in thread[0][1]


class _Line(str):
    """A line that counts how often it is looked at."""

    __slots__ = ()
    looked = 0

    def strip(self, chars: str | None = None, /) -> str:
        _Line.looked += 1
        return super().strip(chars)


def test_the_lines_below_a_closing_are_counted_once_however_many_there_are() -> None:
    """50,000 empty lines in one mail took minutes: each counted all that stood below it."""
    lines: list[str] = [
        _Line("Het busje is laat"),
        *[_Line("")] * 3000,
        _Line("Met vriendelijke groet,"),
    ]
    _Line.looked = 0
    assert _signature_start(lines) == len(lines) - 1
    assert _Line.looked <= 3 * len(lines)


def test_above_a_closing_something_stands_and_below_it_little() -> None:
    assert _signature_start(["Met vriendelijke groet,", "Te laat"]) is None
    assert _signature_start(["Te laat", "Met vriendelijke groet,", "", "Ouder"]) == 1
    assert _signature_start(["Te laat", "Met vriendelijke groet,", *["Nog een punt"] * 13]) is None
