"""Trains the encoder's upper layers on whole consultations, once ``encoder`` knows single ones.

The files of ``tests/consultations`` are as people keep them, with their plan and a truth: what
people said of one concern belongs together, and near its goal, as the pipeline compares vectors
(set off against their middle; ``pipeline.encoders.turning``). A third of the steps is on the
reader's own material, so that no subject is forgotten. It goes on from the shipped int8 weights,
whose lower layers stay as they are, so that training can begin from ``encoder.onnx`` alone:

    python -m models.reader.upper_layers --half  # every second consultation judged by the rest

Never trained on: ``HELD_OUT``, which judge what becomes of it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.reader.checkpoints import train_steps
from models.reader.export import with_layers
from models.reader.network import by_length, masked_mean, padded
from models.reader.turn import RECIPE, read_lessons, written_lessons
from pipeline.core.store import atomic_write_bytes
from pipeline.encoders import reader
from pipeline.encoders.open_folder import write_folder
from pipeline.encoders.runtime import Runtime
from pipeline.encoders.turning import (
    EncodedLesson,
    Lesson,
    TurnRecipe,
    encoded,
    fit_turn,
    loss_of,
    scores_of,
)

MAX_TOKENS = 64  # in training; most sentences have 10-40
_GROUPS = 4  # a batch is run in so many groups of like length, for less padding


@dataclass(frozen=True)
class UpperRecipe:
    """How long and how hard to train."""

    steps: int = 300
    sentences: int = 140  # of a consultation, at most, per step
    written: float = 0.33  # share of the steps that are on the reader's own material
    temperature: float = 0.07
    rate: float = 8e-5
    warm_up: int = 15  # steps
    frozen_layers: int = 8  # of twelve, and the word table
    share: float = 0.67  # of what was learned, beside the weights before (WiSE-FT, Wortsman 2022)
    seed: int = 20261130


class UpperLayers:
    """The encoder as a torch network of which only the upper layers learn.

    What the lower ones make of a text never changes, and is kept.

    Args: source: folder of ``encoder.onnx`` and ``tokens.json``.  work: where the network is
        written in float32.
    """

    def __init__(self, source: Path, work: Path, frozen_layers: int) -> None:
        from transformers import BertModel

        write_folder(work, source)
        bert = BertModel.from_pretrained(
            work, add_pooling_layer=False, local_files_only=True, use_safetensors=True
        )
        self._runtime = Runtime(source / reader.MODEL, source / reader.TOKENS)
        self._embeddings = bert.embeddings
        self._lower = bert.encoder.layer[:frozen_layers]
        self.layers = bert.encoder.layer[frozen_layers:]
        for part in (self._embeddings, self._lower):
            for parameter in part.parameters():
                parameter.requires_grad = False
        self._kept: dict[str, torch.Tensor] = {}
        bert.eval()

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """(n, 384), rows of length 1, with gradients where the layers are in training."""
        states = self._lower_states(texts)

        def means(rows: list[int]) -> torch.Tensor:
            group = [states[row] for row in rows]
            state = torch.nn.utils.rnn.pad_sequence(group, batch_first=True).float()
            mask = _mask(group)
            return masked_mean(_through(self.layers, state, mask), mask)

        return by_length([len(state) for state in states], _GROUPS, means)

    def encode(self, texts: Sequence[str], batch: int = 256) -> NDArray[np.float32]:
        """(n, 384) float32 without gradients."""
        self.layers.eval()
        with torch.inference_mode():
            parts = [
                self.vectors(texts[start : start + batch]).numpy()
                for start in range(0, len(texts), batch)
            ]
        return np.concatenate(parts)

    def _lower_states(self, texts: Sequence[str]) -> list[torch.Tensor]:
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        ids = [one[:MAX_TOKENS] for one in self._runtime.token_ids(new)]
        order = sorted(range(len(new)), key=lambda row: len(ids[row]))
        for start in range(0, len(order), 32):
            rows = order[start : start + 32]
            numbers, mask = padded([ids[row] for row in rows])
            with torch.no_grad():
                state = _through(self._lower, self._embeddings(input_ids=numbers), mask.float())
            for place, row in enumerate(rows):
                self._kept[new[row]] = state[place, : len(ids[row])].half().clone()
        return [self._kept[text] for text in texts]


def _mask(group: Sequence[torch.Tensor]) -> torch.Tensor:
    """(n, tokens) 1 where a text has a token."""
    lengths = torch.tensor([len(one) for one in group])
    return (torch.arange(int(lengths.max()))[None] < lengths[:, None]).float()


def _through(layers: Any, state: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    away = (1.0 - mask[:, None, None, :]) * torch.finfo(torch.float32).min
    for layer in layers:
        out = layer(state, attention_mask=away)
        state = out[0] if isinstance(out, tuple) else out
    return state


def train_upper_layers(
    network: UpperLayers,
    consultations: Sequence[Lesson],
    written: Sequence[Lesson],
    recipe: UpperRecipe,
    checkpoint: Path,
) -> list[float]:
    """Train in place, resuming from the checkpoint where there is one. Returns: loss per step."""
    before = {key: one.clone() for key, one in network.layers.state_dict().items()}
    loss_recipe = TurnRecipe(temperature=recipe.temperature)
    even = torch.eye(reader.DIM)

    def loss_at(step: int) -> torch.Tensor:
        rng = random.Random(recipe.seed * 1_000_003 + step)  # noqa: S311 - no secret
        chosen = rng.choice(written if rng.random() < recipe.written else consultations)
        lesson = _drawn(chosen, rng, recipe.sentences)
        vectors = network.vectors([*lesson.sentences, *lesson.plan])
        n = len(lesson.sentences)
        return loss_of(EncodedLesson(lesson, vectors[:n], vectors[n:]), even, loss_recipe)

    losses = train_steps(network.layers, recipe, recipe.seed, checkpoint, loss_at)
    learned = network.layers.state_dict()
    network.layers.load_state_dict(
        {key: one + recipe.share * (learned[key] - one) for key, one in before.items()}
    )
    return losses


def _drawn(lesson: Lesson, rng: random.Random, most: int) -> Lesson:
    """So many of its sentences, in their order, beside its whole plan."""
    if len(lesson.sentences) <= most:
        return lesson
    rows = sorted(rng.sample(range(len(lesson.sentences)), most))
    parts = (lesson.sentences, lesson.concerns, lesson.goal_of)
    sentences, concerns, goal_of = (tuple(part[row] for row in rows) for part in parts)
    return replace(lesson, sentences=sentences, concerns=concerns, goal_of=goal_of)  # type: ignore[arg-type]


def renew_encoder(folder: Path, work: Path, recipe: UpperRecipe) -> list[float]:
    """Train on every consultation that may teach, from the ``encoder.onnx`` in this folder on.

    Writes it anew. Returns: loss per step.
    """
    network = UpperLayers(folder, work / "encoder", recipe.frozen_layers)
    checkpoint = work / "upper-layers.safetensors"
    losses = train_upper_layers(network, read_lessons(), written_lessons(), recipe, checkpoint)
    before = (folder / reader.MODEL).read_bytes()
    model = with_layers(before, network.layers, recipe.frozen_layers)
    atomic_write_bytes(folder / reader.MODEL, model)
    return losses


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what every second consultation gains by the rest: as it comes, and turned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/reader"))
    parser.add_argument("--half", action="store_true", required=True)
    options = parser.parse_args(arguments)
    recipe = UpperRecipe()
    network = UpperLayers(reader.folder(), options.work / "encoder", recipe.frozen_layers)
    lessons, written = read_lessons(), written_lessons()
    taught, judging = lessons[::2], lessons[1::2]

    def scores(name: str) -> dict[str, dict[str, float]]:
        known = [encoded(one, network.encode) for one in (*taught, *written)]
        turn = fit_turn(known, RECIPE)
        even = np.eye(len(turn), dtype=np.float32)
        judged = [encoded(one, network.encode) for one in judging]
        means = {}
        for how, matrix in (("as it comes", even), ("turned", turn)):
            rows = [scores_of(each, matrix, RECIPE) for each in judged]
            means[f"{name}, {how}"] = {
                key: round(float(np.nanmean([row[key] for row in rows])), 4) for key in rows[0]
            }
        return means

    printed = scores("before")
    train_upper_layers(network, taught, written, recipe, options.work / "half.safetensors")
    printed |= scores("after")
    sys.stdout.write(json.dumps(printed, indent=1) + "\n")


if __name__ == "__main__":
    main()
