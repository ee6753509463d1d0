"""The training material: enough of it, by several hands; what judges was not learned from."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from models.reader.data import (
    JUDGING_WRITER,
    RELATIONS,
    STANCES,
    Consultation,
    Statement,
    digest,
    parted,
    read_consultations,
    read_example,
)
from tests.conftest import ROOT

ALIKE = 0.8  # Jaccard of letter groups; two statements from here are nearly the same
LEAST_WORDS = 6  # "Te weinig tijd" may be written twice
# One hackneyed sentence that two writers came by on their own.
KNOWN_DUPLICATES = {("Er wordt te veel gepraat en te weinig gedaan.",
                     "Er wordt veel gepraat en weinig gedaan.")}  # fmt: skip


@pytest.fixture(scope="module")
def consultations() -> tuple[Consultation, ...]:
    return read_consultations()


def statements_of(consultations: tuple[Consultation, ...]) -> list[Statement]:
    return [statement for one in consultations for statement in one.statements]


def nearly_equal(texts: list[str]) -> set[tuple[str, str]]:
    """Pairs of texts that share most of their letter groups, in alphabetical order."""
    from sklearn.feature_extraction.text import CountVectorizer

    maker = CountVectorizer(analyzer="char_wb", ngram_range=(5, 5), binary=True, dtype=np.int32)
    groups = maker.fit_transform(texts)
    sizes = np.asarray(groups.sum(axis=1)).ravel()
    pairs = set()
    for start in range(0, len(texts), 500):
        shared = (groups[start : start + 500] @ groups.T).tocoo()
        first, second = shared.row + start, shared.col
        jaccard = shared.data / (sizes[first] + sizes[second] - shared.data)
        near = (jaccard >= ALIKE) & (first < second)
        for one, other in zip(first[near], second[near], strict=True):
            pairs.add(tuple(sorted((texts[one], texts[other]))))
    return pairs


def test_there_is_enough_by_several_hands(consultations: tuple[Consultation, ...]) -> None:
    assert len(consultations) >= 40
    assert sum(len(one.concerns) for one in consultations) >= 400
    assert len(statements_of(consultations)) >= 8_000
    assert len({one.writer for one in consultations}) >= 5


def test_no_statement_is_written_twice(consultations: tuple[Consultation, ...]) -> None:
    texts = [
        statement.text
        for statement in statements_of(consultations)
        if statement.content and len(statement.text.split()) >= LEAST_WORDS
    ]
    assert max(Counter(" ".join(text.casefold().split()) for text in texts).values()) == 1
    assert nearly_equal(texts) == KNOWN_DUPLICATES


def test_the_guard_against_duplicates_can_fail() -> None:
    texts = ["De wachtlijst voor de jeugdhulp is veel te lang geworden.",
             "De wachtlijst voor de jeugdhulp is veel te lang geworden!!",
             "In de bus naar school is geen plek meer voor een rolstoel."]  # fmt: skip
    assert nearly_equal(texts) == {tuple(sorted(texts[:2]))}


def test_nothing_of_the_judging_writer_is_trained_on(
    consultations: tuple[Consultation, ...],
) -> None:
    parts = parted(consultations)
    assert {one.writer for one in parts.judge} == {JUDGING_WRITER}
    taught = (*parts.train, *parts.choose)
    assert JUDGING_WRITER not in {one.writer for one in taught}
    assert {one.writer for one in parts.choose} == {one.writer for one in parts.train}
    assert sorted(one.consultation_id for one in (*taught, *parts.judge)) == sorted(
        one.consultation_id for one in consultations
    ), "every consultation is in one part"


def test_every_field_holds_what_is_declared(consultations: tuple[Consultation, ...]) -> None:
    for one in consultations:
        names = [concern.concern_id for concern in one.concerns]
        assert len(set(names)) == len(names), one.consultation_id
        assert {said.concern_id for said in one.statements} <= {*names, ""}, one.consultation_id
        assert {piece.relation for each in one.concerns for piece in each.plan} <= set(RELATIONS)
    statements = statements_of(consultations)
    assert {said.stance for said in statements if said.content} <= {*STANCES, ""}
    assert all(said.text.strip() for said in statements if said.content)
    assert sum(bool(said.harm) for said in statements) >= 50


def test_the_digest_does_not_depend_on_line_ends(tmp_path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"een\ntwee\n")
    first = digest(tmp_path)
    (tmp_path / "a.jsonl").write_bytes(b"een\r\ntwee\r\n")
    assert digest(tmp_path) == first
    (tmp_path / "a.jsonl").write_bytes(b"een\ndrie\n")
    assert digest(tmp_path) != first


def test_the_demo_corpus_is_read_without_copies_of_its_campaign() -> None:
    example = read_example(ROOT / "corpora" / "voorbeeld")
    assert len(example.concerns) >= 10
    for concern in example.concerns:
        texts = [said.text for said in concern.statements]
        assert len(texts) >= 2 and len(set(texts)) == len(texts), concern.concern_id
