"""Statements: one thing said each, at offsets that hold, with nothing lost between them."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.cleaning import BREAK
from pipeline.core.settings import SegmentSettings
from pipeline.evaluation.labelled import read_lines
from pipeline.evaluation.segments import FORM, bounded, score_segments
from pipeline.text.clean import clean
from pipeline.text.segment import segment
from pipeline.text.sentences import split_statements
from tests.conftest import CASES
from tests.text.test_clean import responses

GOLD = read_lines(CASES / "segments.jsonl", bounded, FORM)
BAR = 0.92  # boundary F1, from the issue
MARK = re.compile(r"(?:[^\w\s]|_)+|\(?\d{1,2}[.):]|[a-hA-H]\)|o(?=\t)|\s+")
PIECES = st.sampled_from(
    [
        "de klas is vol", "Meer rust", "nee", "geen tijd", "- ", "\n", "\r\n", " • ", "1. ", "2) ",
        "a) ", ". ", ".", "! ", "; ", " en verder is het druk", ", ten tweede wil ik rust", "\t",
        "o.a. ", "m.b.t. ", "dhr. ", "Jansen", "3,5 uur", "...", " / ", "<br>", "“ja”", "👍", "é",
        "Wij willen graag:", "\u2028", "_x000D_\n", "---", "Beste mensen,", "mvg Karin", "شكرا",
    ]
)  # fmt: skip


def texts(spans: list[tuple[int, int]], text: str) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize("split", ["dev", "test"])
def test_boundaries_are_where_people_set_them(split: str) -> None:
    items = [item for item in GOLD if item["split"] == split]
    assert len(items) >= 60
    scores = score_segments(items)
    assert scores.f1 >= BAR, scores


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=80))
def test_no_word_is_lost_between_statements(text: str) -> None:
    spans = split_statements(text)
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    assert all(one.end <= other.start for one, other in pairwise(spans))
    edges = [0, *(at for span in spans for at in span), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        rest = BREAK.sub(" ", text[start:end])
        assert MARK.sub("", rest) == "", (text, text[start:end])


@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_word_gives_a_statement(text: str) -> None:
    has_word = any(len(word) > 3 for word in re.findall(r"[a-zà-ÿ]+", BREAK.sub(" ", text)))
    assert bool(split_statements(text)) or not has_word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-meer geld\n-minder regels", ["meer geld", "minder regels"]),
        ("Punten: - meer tijd - meer rust", ["Punten: - meer tijd", "meer rust"]),
        ("meer tijd / meer geld / meer handen", ["meer tijd", "meer geld", "meer handen"]),
        ("<p>Het is druk.</p><ul><li>meer rust</li></ul>", ["Het is druk.", "meer rust"]),
        ("De bus van 8.15u. komt nooit.", ["De bus van 8.15u. komt nooit."]),
        ("De klas is vol, ook voor de juf.", ["De klas is vol, ook voor de juf."]),
        ("Te duur. Jammer.", ["Te duur. Jammer."]),
        ("wij zoeken al een\njaar naar een plek", ["wij zoeken al een\njaar naar een plek"]),
        ("Een zin hier.\n-----\nEn nog een.", ["Een zin hier.", "En nog een."]),
        ("", []),
        (" \n - \n", []),
    ],
)
def test_a_text_falls_into_its_points(text: str, expected: list[str]) -> None:
    assert texts(split_statements(text), text) == expected


def test_how_short_a_statement_may_be_is_a_setting() -> None:
    text = "Te druk. Te vol. Te warm."
    assert len(split_statements(text, SegmentSettings(min_words=2))) == 3
    assert len(split_statements(text, SegmentSettings(min_words=3))) == 1


def test_statements_are_the_verbatim_text_and_its_repair() -> None:
    text = "MÃ©Ã©r rust graag. En kleinere&nbsp;klassen graag."
    statements = segment(responses(("r1-1", "p1", text))).statements
    assert statements["statement_id"].tolist() == ["r1-1.01", "r1-1.02"]
    for row in statements.itertuples():
        assert row.text == text[row.start : row.end]
    assert statements["clean_text"].tolist() == ["Méér rust graag.", "En kleinere klassen graag."]


def test_a_greeting_within_a_letter_is_set_aside_as_a_statement() -> None:
    text = "Beste mensen,\nDe taxi is altijd te laat.\nMet vriendelijke groet,\nPetra de Wit"
    done = segment(responses(("r1-1", "p1", text)))
    assert done.statements["clean_text"].tolist() == ["De taxi is altijd te laat."]
    assert done.set_aside["reason"].tolist() == ["courtesy", "courtesy", "only_name"]
    assert set(done.set_aside["level"]) == {"statement"}


@pytest.mark.parametrize("name", ["Annemiek Hazelhof", "W. Dijksma, oudergeleding", "[naam]"])
def test_what_stands_under_a_sign_off_is_a_signature(name: str) -> None:
    text = f"De taxi is altijd te laat.\nMet collegiale groet,\n{name}\nPS meer tolken graag"
    done = segment(responses(("r1-1", "p1", text)))
    kept = ["De taxi is altijd te laat.", "PS meer tolken graag"]
    assert done.statements["clean_text"].tolist() == kept
    assert set(done.set_aside["reason"]) <= {"courtesy", "only_name"}


def test_zie_boven_speaks_with_the_words_it_points_at() -> None:
    cleaned = clean(responses(("r1-q1", "p1", "De klas is te vol."), ("r1-q2", "p1", "Zie boven")))
    done = segment(cleaned.responses, antecedents=cleaned.antecedents)
    second = done.statements[done.statements["response_id"] == "r1-q2"].iloc[0]
    assert (second["text"], second["clean_text"]) == ("Zie boven", "De klas is te vol.")


def test_every_response_has_a_statement_or_stands_aside() -> None:
    given_texts = [item["text"] for item in GOLD[:50]] + ["- \n -", "geen"]
    given_responses = responses(*((f"r{i:03d}", f"p{i}", t) for i, t in enumerate(given_texts)))
    done = segment(given_responses)
    aside = done.set_aside["item_id"].str.split(".").str[0]
    seen = pd.concat([done.statements["response_id"], aside])
    assert set(seen) == set(given_responses["response_id"])


def test_a_boundary_anywhere_in_the_gap_counts_the_same() -> None:
    text = "De klas is te vol. \n - Er is te weinig hulp."
    for at in range(text.index("."), len(text)):
        hit = text.index(" \n") <= at <= text.index("Er is")
        scores = score_segments([{"text": text, "boundaries": [at]}])
        assert (scores.f1 == 1.0) is hit, at


def test_boundaries_at_the_ends_say_nothing() -> None:
    text = "De klas is te vol."
    scores = score_segments([{"text": text, "boundaries": [0, len(text)]}])
    assert (scores.precision, scores.recall, scores.exact, scores.n) == (1.0, 1.0, 1.0, 1)


def test_a_missed_boundary_costs_recall_and_a_wrong_one_precision() -> None:
    missed = score_segments([{"text": "te druk te vol te warm hier", "boundaries": [8]}])
    wrong = score_segments([{"text": "Het is te druk. Het is te vol.", "boundaries": []}])
    assert (missed.recall, wrong.precision) == (0.0, 0.0)
