"""Batches for training the encoder, and the loss that draws a concern together."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from models.reader.data import read_consultations  # noqa: E402
from models.reader.encoder import Batch, EncoderRecipe, contrastive_loss, draw  # noqa: E402

RECIPE = EncoderRecipe()


def test_a_batch_depends_on_its_step_alone() -> None:
    some = read_consultations()[:3]
    assert draw(some, RECIPE, 7) == draw(some, RECIPE, 7)
    assert draw(some, RECIPE, 7) != draw(some, RECIPE, 8)


def test_a_batch_is_of_one_consultation_and_no_larger_than_asked() -> None:
    some = read_consultations()[:3]
    texts_of = [
        {said.text for said in one.statements}
        | {text for each in one.concerns for text in (each.name, each.goal)}
        | {piece.text for each in one.concerns for piece in each.plan}
        for one in some
    ]
    for step in range(20):
        batch = draw(some, RECIPE, step)
        assert any(set(batch.texts) <= texts for texts in texts_of)
        assert max(batch.labels) + 1 <= RECIPE.concerns
        assert len(batch.texts) == len(batch.labels) == len(batch.hidden)


def vectors(*angles: float):
    return torch.tensor([[torch.cos(torch.tensor(a)), torch.sin(torch.tensor(a))] for a in angles])


def loss(angles: tuple[float, ...], labels: tuple[int, ...], hidden: tuple[int, ...]) -> float:
    batch = Batch(("x",) * len(angles), labels, hidden)
    return float(contrastive_loss(vectors(*angles), batch, 0.1))


def test_the_loss_is_least_where_a_concern_lies_together() -> None:
    none = (-1, -1, -1, -1)
    together = loss((0.0, 0.1, 1.5, 1.6), (0, 0, 1, 1), none)
    apart = loss((0.0, 1.5, 0.1, 1.6), (0, 0, 1, 1), none)
    assert together < 0.01 < 1 < apart


def test_what_is_neither_pulls_nor_pushes_its_own_concern() -> None:
    """A plan sentence on the same subject without an answer is left out of its concern's sum."""
    labels = (0, 0, -1)
    near = loss((0.0, 0.2, 0.1), labels, (-1, -1, 0))
    far = loss((0.0, 0.2, 3.0), labels, (-1, -1, 0))
    assert near == pytest.approx(far, abs=1e-6)
    assert loss((0.0, 0.2, 0.1), labels, (-1, -1, -1)) > near + 0.1, "else it is a negative"
