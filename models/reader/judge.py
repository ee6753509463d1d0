"""Trains the judge: does this plan sentence answer what was said, or only speak of the same?

A pair model (statement or concern beside a plan sentence) on the encoder's own network: both texts
are read together, so that "training on autism" and "bullying" are seen as two matters although the
same pupils and teachers occur in both. The goal's own wording counts as *subject*: a goal without
an action answers nothing yet.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.reader.checkpoints import Checkpoint
from models.reader.data import RELATIONS, Concern, Consultation
from models.reader.network import Network, padded
from pipeline.encoders.judge import joined
from pipeline.encoders.runtime import PROMPT, prepared

JOINED = 3  # statements that speak together for a concern


@dataclass(frozen=True)
class JudgeRecipe:
    """How long and how hard to train."""

    steps: int = 420
    own: float = 0.72  # share of pairs with a concern's own plan sentences in the first steps …
    first: int = 280  # … so many; then as many pairs with answers to other concerns, for …
    own_later: float = 0.4  # … a sentence that promises something must promise this
    pairs: int = 24
    rate: float = 6e-5
    warm_up: int = 30
    frozen_layers: int = 4
    smoothing: float = 0.05
    seed: int = 20261129


@dataclass(frozen=True)
class Pair:
    """What was said, a plan sentence, and the number of its relation."""

    said: str
    plan: str
    relation: int


class PairNetwork(torch.nn.Module):
    """The network reads both texts at once; a linear layer over the mean gives three logits."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.bert = network.bert
        self.head = torch.nn.Linear(network.bert.config.hidden_size, len(RELATIONS))
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.zeros_(self.head.bias)
        self._network = [network]  # not a submodule: its tokenizer alone is used

    def ids(self, pairs: Sequence[tuple[str, str]]) -> list[list[int]]:
        """Ids of ``<s> query: said </s> </s> plan </s>``."""
        network = self._network[0]
        sides = [
            [
                encoding.ids
                for encoding in network.tokenizer.encode_batch(
                    [prepared(text, network.table) for text in texts]
                )
            ]
            for texts in ([PROMPT + said for said, _ in pairs], [plan for _, plan in pairs])
        ]
        return [joined(said, plan) for said, plan in zip(*sides, strict=True)]

    def forward(self, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
        """(n, 3) logits."""
        ids, mask = padded(self.ids(pairs))
        hidden = self.bert(input_ids=ids, attention_mask=mask)[0]
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        logits: torch.Tensor = self.head(mean)
        return logits

    def probabilities(self, pairs: Sequence[tuple[str, str]], batch: int = 32) -> NDArray[Any]:
        """(n, 3) without gradients."""
        self.eval()
        out = np.zeros((len(pairs), len(RELATIONS)), np.float32)
        order = sorted(range(len(pairs)), key=lambda row: -len(pairs[row][0]) - len(pairs[row][1]))
        with torch.inference_mode():
            for start in range(0, len(order), batch):
                rows = order[start : start + batch]
                logits = self([pairs[row] for row in rows])
                out[rows] = torch.softmax(logits, 1).numpy()
        return out


def drawn_pairs(consultation: Consultation, n: int, rng: random.Random, own: float) -> list[Pair]:
    """Pairs of one consultation: this share with a concern's own sentences, the rest of others."""
    pairs = []
    for _ in range(n):
        concern = rng.choice(consultation.concerns)
        said = _said(concern, rng)
        kind = rng.random()
        if kind < own and concern.plan:
            piece = rng.choice(concern.plan)
            pairs.append(Pair(said, piece.text, RELATIONS.index(piece.relation)))
        elif kind < own + 0.1 and concern.goal:
            pairs.append(Pair(said, concern.goal, RELATIONS.index("subject")))
        else:
            other = rng.choice([one for one in consultation.concerns if one is not concern])
            answers = [piece.text for piece in other.plan if piece.relation == "answers"]
            texts = [piece.text for piece in other.plan if piece.relation == "subject"]
            chosen = rng.choice([*answers * 3, *texts, other.name])
            pairs.append(Pair(said, chosen, RELATIONS.index("other")))
    return pairs


def _said(concern: Concern, rng: random.Random) -> str:
    kind = rng.random()
    told = [one.text for one in concern.statements if one.stance != "counter"]
    if kind < 0.1:
        return concern.name
    if kind < 0.55:
        return rng.choice(told)
    return " ".join(rng.sample(told, min(JOINED, len(told))))


def train_judge(
    network: Network, consultations: Sequence[Consultation], recipe: JudgeRecipe, checkpoint: Path
) -> tuple[PairNetwork, list[float]]:
    """Train a pair network, starting from the encoder's weights; resumes where it was."""
    torch.manual_seed(recipe.seed)
    model = PairNetwork(network)
    for parameter in network.bert.embeddings.parameters():
        parameter.requires_grad = False
    for number, layer in enumerate(network.bert.encoder.layer):
        for parameter in layer.parameters():
            parameter.requires_grad = number >= recipe.frozen_layers
    trained = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.01)
    kept = Checkpoint(checkpoint, model, optimiser)
    losses = kept.resume()
    weights = [len(one.concerns) for one in consultations]
    for step in range(len(losses), recipe.steps):
        torch.manual_seed(recipe.seed + step)
        rng = random.Random(recipe.seed * 1_000_003 + step)  # noqa: S311 - no secret
        chosen = rng.choices(consultations, weights, k=3)
        own = recipe.own if step < recipe.first else recipe.own_later
        pairs = [pair for one in chosen for pair in drawn_pairs(one, recipe.pairs // 3, rng, own)]
        for group in optimiser.param_groups:
            warm = min(1.0, (step + 1) / recipe.warm_up)
            group["lr"] = recipe.rate * warm * (1.0 - 0.9 * step / recipe.steps)
        model.train()
        logits = model([(pair.said, pair.plan) for pair in pairs])
        truth = torch.tensor([pair.relation for pair in pairs])
        loss = torch.nn.functional.cross_entropy(logits, truth, label_smoothing=recipe.smoothing)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
        kept.keep(losses)
    model.eval()
    return model, losses


def judging_pairs(consultations: Sequence[Consultation], *, told: int = 6) -> list[Pair]:
    """Fixed pairs to measure on: every plan sentence beside a concern's first statements."""
    pairs = []
    for consultation in consultations:
        for number, concern in enumerate(consultation.concerns):
            texts = [one.text for one in concern.statements if one.stance != "counter"]
            together = [" ".join(texts[at : at + JOINED]) for at in range(0, told, JOINED)]
            for piece in concern.plan:
                relation = RELATIONS.index(piece.relation)
                pairs += [Pair(said, piece.text, relation) for said in together if said]
            # An answer to the next two concerns is none to this one, however it is worded.
            for step in (1, 2):
                other = consultation.concerns[(number + step) % len(consultation.concerns)]
                pairs += [
                    Pair(together[0], piece.text, RELATIONS.index("other"))
                    for piece in other.plan
                    if piece.relation == "answers"
                ]
    return pairs
