"""Turns the encoder's vectors towards what whole consultations hold apart.

The encoder was trained on single statements written for it. The consultations of
``tests/consultations`` are files as people keep them, with their plan and a truth by the hand that
wrote them: what people said of one concern belongs together, and near the goal it is about. From
those, with the encoder's own material beside them so that no subject is forgotten, a matrix
(384, 384) is learned that every vector is multiplied by (``turn.npy``), held to the identity. To
see what that brings (some minutes, of which most go to reading files):

    python -m models.reader.turn --folds 5  # each fifth judged by what the rest give

``models.reader.train`` learns the matrix and writes it, as a step between encoder and heads.
Never trained on: ``HELD_OUT``, which judge what becomes of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.reader.data import HELD_OUT, Consultation, parted, read_consultations
from pipeline.core.shipped import shipped
from pipeline.corpus.guess import propose
from pipeline.encoders import reader
from pipeline.encoders.runtime import Runtime
from pipeline.evaluation.answer import SENTENCE_END, called, read_answer_truth

CONSULTATIONS = "tests/consultations"
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
FEWEST_GOALS = 3  # of a consultation of the reader's own material
FEWEST_WORDS = 3  # of a sentence that can say what it is about


@dataclass(frozen=True)
class TurnRecipe:
    """How long and how hard to turn."""

    steps: int = 500
    consultations: int = 4  # per step
    temperature: float = 0.07
    rate: float = 1e-3
    warm_up: int = 20  # steps
    identity: float = 0.05  # weight of the squared distance from the identity, over consultations
    own_words: float = 0.6  # of a goal's title and text beside its nearest action's
    seed: int = 20261130


@dataclass(frozen=True)
class Told:
    """One consultation: sentences with the concern they voice, and the plan they are held against.

    Attributes: concerns: number of the concern of each sentence.  goals: place in ``plan`` of each
        goal's own words, and those of its actions.  goal_of: sentence -> goal; -1 for none.
    """

    name: str
    sentences: tuple[str, ...]
    concerns: tuple[int, ...]
    plan: tuple[str, ...]
    goals: tuple[tuple[int, ...], ...]
    goal_of: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Placed:
    """The same with vectors: of sentences (n, d), of the plan (m, d)."""

    told: Told
    sentences: torch.Tensor
    plan: torch.Tensor


def read_told(folder: Path) -> Told | None:
    """A consultation as it lies in its folder; None where no plan was found in it."""
    truth = read_answer_truth(folder / "truth")
    proposal = propose(folder)
    reading = proposal.plan.reading if proposal.plan else None
    if reading is None:
        return None
    plan: list[str] = []
    goals: list[tuple[int, ...]] = []
    titles: dict[str, int] = {}
    for goal in reading.plan.goals():
        titles.setdefault(called(goal.title), len(goals))
        first = len(plan)
        plan += [f"{goal.title}. {goal.text}", *(action.text for action in goal.actions)]
        goals.append(tuple(range(first, len(plan))))
    number = {key: place for place, key in enumerate(sorted(truth.concerns))}
    sentences, concerns, goal_of = [], [], []
    for row in truth.rows:
        if len(row.concerns) != 1:  # which of its sentences voices which concern nobody noted
            continue
        (key,) = row.concerns
        for sentence in SENTENCE_END.split(row.text.strip()):
            if len(sentence.split()) >= FEWEST_WORDS:
                sentences.append(sentence)
                concerns.append(number[key])
                goal_of.append(titles.get(called(truth.concerns[key].goal_title), -1))
    parts = (sentences, concerns, plan, goals, goal_of)
    return Told(folder.name, *map(tuple, parts))  # type: ignore[arg-type]


def told_of(written: Consultation) -> Told | None:
    """A consultation of the reader's own material; None where hardly any concern has a goal.

    These keep the matrix to what many hands and subjects share.
    """
    plan: list[str] = []
    goals: list[tuple[int, ...]] = []
    goal_of: dict[int, int] = {}
    for number, concern in enumerate(written.concerns):
        if concern.goal:
            goal_of[number], first = len(goals), len(plan)
            answers = [piece.text for piece in concern.plan if piece.relation == "answers"]
            plan += [concern.goal, *answers]
            goals.append(tuple(range(first, len(plan))))
    if len(goals) < FEWEST_GOALS:
        return None
    said = [
        (s.text, number) for number, each in enumerate(written.concerns) for s in each.statements
    ]
    sentences, concerns = zip(*said, strict=True)
    aimed = tuple(goal_of.get(number, -1) for number in concerns)
    name = written.consultation_id
    return Told(name, sentences, concerns, tuple(plan), tuple(goals), aimed)


def placed(told: Told, encode: Encode) -> Placed:
    """A consultation with its vectors."""
    return Placed(
        told,
        torch.from_numpy(encode(told.sentences).astype(np.float32)),
        torch.from_numpy(encode(told.plan).astype(np.float32)),
    )


def turned(vectors: torch.Tensor, turn: torch.Tensor) -> torch.Tensor:
    """(n, d) as the pipeline compares them: turned, of length 1, set off against their middle."""
    rows = torch.nn.functional.normalize(vectors @ turn, dim=1)
    return torch.nn.functional.normalize(rows - rows.mean(0), dim=1)


def of_goals(
    sentences: torch.Tensor, plan: torch.Tensor, told: Told, own_words: float
) -> torch.Tensor:
    """(n, goals) likeness: to a goal's own words, and to the nearest of its actions."""
    like = sentences @ plan.T
    columns = [
        own_words * like[:, own]
        + (1.0 - own_words) * (like[:, list(actions)].max(1).values if actions else like[:, own])
        for own, *actions in told.goals
    ]
    return torch.stack(columns, 1)


def loss_of(each: Placed, turn: torch.Tensor, recipe: TurnRecipe) -> torch.Tensor:
    """How far a consultation is from lying as it should: its goals, and its concerns apart."""
    told = each.told
    sentences, plan = turned(each.sentences, turn), turned(each.plan, turn)
    loss = torch.zeros(())
    goal_of = torch.tensor(told.goal_of)
    aimed = goal_of >= 0
    if aimed.any():
        scores = of_goals(sentences[aimed], plan, told, recipe.own_words) / recipe.temperature
        loss = loss + torch.nn.functional.cross_entropy(scores, goal_of[aimed])
    labels = torch.tensor(told.concerns)
    likeness = sentences @ sentences.T / recipe.temperature
    itself = torch.eye(len(labels), dtype=torch.bool)
    same = (labels[:, None] == labels[None, :]) & ~itself
    least = torch.finfo(likeness.dtype).min
    others = torch.logsumexp(likeness.masked_fill(itself, least), 1)
    members = torch.logsumexp(likeness.masked_fill(~same, least), 1)
    return loss + (others - members)[same.any(1)].mean()


def fit_turn(material: Sequence[Placed], recipe: TurnRecipe) -> NDArray[np.float32]:
    """(d, d) the matrix; the same for the same material and recipe."""
    whole = torch.eye(material[0].sentences.shape[1])
    turn = whole.clone().requires_grad_()
    optimiser = torch.optim.Adam([turn], lr=recipe.rate)
    rng = np.random.default_rng(recipe.seed)
    size = min(recipe.consultations, len(material))
    for step in range(recipe.steps):
        warm = min(1.0, (step + 1) / recipe.warm_up)
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * warm * (1.0 - 0.9 * step / recipe.steps)
        chosen = [material[at] for at in rng.choice(len(material), size, replace=False)]
        losses = torch.stack([loss_of(each, turn, recipe) for each in chosen])
        away = ((turn - whole) ** 2).sum() / size
        loss = losses.mean() + recipe.identity * away
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return turn.detach().numpy().astype(np.float32)


def scores_of(each: Placed, turn: NDArray[np.float32], recipe: TurnRecipe) -> dict[str, float]:
    """How often the right goal comes first and among three; how pure the nearest sentences are.

    ``same``: mean average precision (0-1) of the sentences of one concern among all others, by
    likeness to each of them.
    """
    told, matrix = each.told, torch.from_numpy(turn)
    sentences, plan = turned(each.sentences, matrix), turned(each.plan, matrix)
    goal_of = np.array(told.goal_of)
    aimed = goal_of >= 0
    order = of_goals(sentences, plan, told, recipe.own_words).numpy().argsort(axis=1)[:, ::-1]
    place = (order == goal_of[:, None]).argmax(axis=1)[aimed]
    like = (sentences @ sentences.T).numpy()
    np.fill_diagonal(like, -np.inf)
    labels = np.array(told.concerns)
    ranked = like.argsort(axis=1)[:, ::-1][:, :-1]
    right = labels[ranked] == labels[:, None]
    found = right.sum(axis=1)
    precision = (right.cumsum(axis=1) / np.arange(1, right.shape[1] + 1) * right).sum(axis=1)
    return {
        "goal_at_1": float((place == 0).mean()) if aimed.any() else float("nan"),
        "goal_at_3": float((place < 3).mean()) if aimed.any() else float("nan"),
        "same": float((precision[found > 0] / found[found > 0]).mean()),
    }


def in_folds(
    material: Sequence[Placed], written: Sequence[Placed], recipe: TurnRecipe, folds: int
) -> list[dict[str, float]]:
    """Scores of each consultation as the encoder gives it, and turned by what the others gave.

    Args: written: what every fold is taught beside the others.
    """
    rows = []
    even = np.eye(material[0].sentences.shape[1], dtype=np.float32)
    for fold in range(folds):
        judged = [each for place, each in enumerate(material) if place % folds == fold]
        others = [each for place, each in enumerate(material) if place % folds != fold]
        turn = fit_turn([*others, *written], recipe)
        for each in judged:
            before, after = scores_of(each, even, recipe), scores_of(each, turn, recipe)
            rows.append(before | {f"{key}_turned": value for key, value in after.items()})
    return rows


def read_material(encode: Encode, folder: Path | None = None) -> list[Placed]:
    """The whole consultations that may teach, with the vectors the encoder gives them."""
    folder = folder or shipped(CONSULTATIONS)
    names = sorted(path.parent.name for path in folder.glob("*/truth"))
    told = (read_told(folder / name) for name in names if name not in HELD_OUT)
    return [placed(each, encode) for each in told if each is not None]


def read_written(encode: Encode) -> list[Placed]:
    """The consultations of the reader's own material that may teach, with their vectors."""
    parts = parted(read_consultations())
    told = (told_of(each) for each in (*parts.train, *parts.choose))
    return [placed(each, encode) for each in told if each is not None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what the encoder gives, and what it gives turned by consultations not its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    plain = Runtime(reader.folder() / reader.MODEL, reader.folder() / reader.TOKENS)
    material, written = read_material(plain.encode), read_written(plain.encode)
    rows = in_folds(material, written, TurnRecipe(), options.folds)
    means = {key: round(float(np.nanmean([row[key] for row in rows])), 4) for key in rows[0]}
    sys.stdout.write(json.dumps(means, indent=1) + "\n")


if __name__ == "__main__":
    main()
