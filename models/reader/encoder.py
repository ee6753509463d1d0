"""Trains the encoder: what several people mean alike comes together, look-alikes are kept apart.

Supervised contrastive learning (Khosla et al. 2020) within one consultation at a time, so that the
negatives are the hard ones: other concerns of the same people about the same plan. Members of a
concern are its statements in every language and stance, its name, its goal and the plan sentences
that answer it; plan sentences that only share its words are negatives, and so are single matters.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from models.reader.checkpoints import train_steps
from models.reader.data import Consultation
from models.reader.network import Network


@dataclass(frozen=True)
class EncoderRecipe:
    """How long and how hard to train."""

    steps: int = 600
    concerns: int = 9  # per batch
    statements: int = 4  # per concern and batch
    singles: int = 4  # matters that only one person raised, as negatives
    temperature: float = 0.05
    rate: float = 4e-5
    warm_up: int = 20  # steps
    frozen_layers: int = 6  # the lowest, and the word table
    seed: int = 20261128


@dataclass(frozen=True)
class Batch:
    """Texts with the concern each belongs to.

    Attributes: labels: number of the concern, -1 where a text is only a negative.  hidden: number
        of the concern for which this text is neither: the same subject without an answer.
    """

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    hidden: tuple[int, ...]


def draw(consultations: Sequence[Consultation], recipe: EncoderRecipe, step: int) -> Batch:
    """The batch of a step: it depends on the seed and the step alone, so a run can resume."""
    rng = random.Random(recipe.seed * 1_000_003 + step)  # noqa: S311 - no secret
    weights = [len(one.concerns) for one in consultations]
    chosen = rng.choices(consultations, weights)[0]
    concerns = rng.sample(chosen.concerns, min(recipe.concerns, len(chosen.concerns)))
    rows: list[tuple[str, int, int]] = []
    for label, concern in enumerate(concerns):
        told = rng.sample(concern.statements, min(recipe.statements, len(concern.statements)))
        rows += [(said.text, label, -1) for said in told]
        if rng.random() < 0.5:
            rows.append((concern.name, label, -1))
        if concern.goal and rng.random() < 0.8:
            rows.append((concern.goal, label, -1))
        for piece in rng.sample(concern.plan, min(2, len(concern.plan))):
            place = {"answers": (label, -1), "subject": (-1, label), "other": (-1, -1)}
            rows.append((piece.text, *place[piece.relation]))
    singles = [said for said in chosen.others if said.content and not said.harm]
    singles = [said for said in singles if said.stance != "praise"]
    rows += [(one.text, -1, -1) for one in rng.sample(singles, min(recipe.singles, len(singles)))]
    texts, labels, hidden = zip(*rows, strict=True)
    return Batch(texts, labels, hidden)


def contrastive_loss(vectors: torch.Tensor, batch: Batch, temperature: float) -> torch.Tensor:
    """Mean over the members of concerns of -log p(some other member | all other texts).

    The members of a concern are summed within the logarithm: the one that is nearest already
    carries the most, and nobody is torn towards what shares no more with it than the concern.
    """
    labels, hidden = torch.tensor(batch.labels), torch.tensor(batch.hidden)
    likeness = vectors @ vectors.T / temperature
    itself = torch.eye(len(labels), dtype=torch.bool)
    unheard = itself | ((labels[:, None] == hidden[None, :]) & (labels[:, None] >= 0))
    likeness = likeness.masked_fill(unheard, -1e9)
    same = (labels[:, None] == labels[None, :]) & (labels[:, None] >= 0) & ~itself
    mine = torch.logsumexp(likeness.masked_fill(~same, -1e9), 1)
    per_text = torch.logsumexp(likeness, 1) - mine
    return per_text[same.any(1)].mean()


def train_encoder(
    network: Network,
    consultations: Sequence[Consultation],
    recipe: EncoderRecipe,
    checkpoint: Path,
) -> list[float]:
    """Train in place, resuming from the checkpoint where there is one. Returns: loss per step."""
    for parameter in network.bert.embeddings.parameters():
        parameter.requires_grad = False
    for layer in network.bert.encoder.layer[: recipe.frozen_layers]:
        for parameter in layer.parameters():
            parameter.requires_grad = False

    def loss_at(step: int) -> torch.Tensor:
        batch = draw(consultations, recipe, step)
        return contrastive_loss(network.vectors(batch.texts), batch, recipe.temperature)

    return train_steps(network.bert, recipe, recipe.seed, checkpoint, loss_at)
