"""The turn: a (d, d) matrix that an encoder's vectors are multiplied by, and how it is learned.

It is learned from sentences whose concern and goal are known: those of one concern are to lie
together, and near their goal.

Supervised contrastive learning (Khosla et al. 2020) of a linear map on vectors as they are; the
network that gives them stays. ``models.reader.turn`` teaches the one that ships; a researcher goes
on from there with what was judged in her own runs (``pipeline.runs.learn_encoder``). Needs the
extra ``train`` (torch).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders.embed import Encode

if TYPE_CHECKING:
    import torch

    from pipeline.core.plan import Plan

FEWEST_GOALS = 3  # of a consultation of the reader's own material


class Schedule(Protocol):
    """Steps, warm-up and learning rate of a training."""

    @property
    def steps(self) -> int:
        """How many in all."""

    @property
    def rate(self) -> float:
        """The highest learning rate."""

    @property
    def warm_up(self) -> int:
        """Steps until that is reached."""


def rate_at(step: int, schedule: Schedule) -> float:
    """The learning rate of a step: it rises while warming up, and falls to a tenth at the end."""
    warm = min(1.0, (step + 1) / schedule.warm_up)
    return schedule.rate * warm * (1.0 - 0.9 * step / schedule.steps)


@dataclass(frozen=True)
class TurnRecipe:
    """The settings by which a turn is learned."""

    steps: int = 500
    consultations: int = 4  # per step
    temperature: float = 0.07
    rate: float = 1e-3
    warm_up: int = 20  # steps
    identity: float = 0.05  # weight of the squared distance from the identity, over consultations
    own_words: float = 0.6  # of a goal's title and text beside its nearest action's
    seed: int = 20261130


@dataclass(frozen=True)
class Lesson:
    """One consultation to learn from: sentences with their concern, and the plan they belong to.

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
class EncodedLesson:
    """A lesson with the vectors of its sentences (n, d) and of the plan (m, d)."""

    lesson: Lesson
    sentences: torch.Tensor
    plan: torch.Tensor


def laid_out(
    goals: Iterable[tuple[str, Iterable[str]]],
) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """``plan`` and ``goals`` of a lesson, from each goal's own words and those of its actions."""
    plan: list[str] = []
    places: list[tuple[int, ...]] = []
    for words, actions in goals:
        first = len(plan)
        plan += [words, *actions]
        places.append(tuple(range(first, len(plan))))
    return tuple(plan), tuple(places)


def goals_of(plan: Plan) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """``plan`` and ``goals`` of a lesson, from a plan as it was read."""
    return laid_out(
        (f"{goal.title}. {goal.text}", [action.text for action in goal.actions])
        for goal in plan.goals()
    )


def lesson_in(path: Path) -> Lesson | None:
    """A consultation of the reader's own material; None where hardly any concern has a goal.

    Args: path: lines of JSON as ``models.reader.data`` describes them.
    """
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    concerns = [record for record in records if record["kind"] == "concern"]
    number = {record["concern_id"]: place for place, record in enumerate(concerns)}
    with_goal = [concern for concern in concerns if concern["goal"]]
    if len(with_goal) < FEWEST_GOALS:
        return None
    plan, goals = laid_out(
        (
            concern["goal"],
            [sentence["text"] for sentence in concern["plan"] if sentence["relation"] == "answers"],
        )
        for concern in with_goal
    )
    goal_of = {number[concern["concern_id"]]: place for place, concern in enumerate(with_goal)}
    voiced = sorted(
        ((number[record["concern_id"]], record["text"])
         for record in records
         if record["kind"] == "statement" and record["concern_id"]),
        key=lambda pair: pair[0],
    )  # fmt: skip
    aimed = tuple(goal_of.get(place, -1) for place, _text in voiced)
    places, sentences = zip(*voiced, strict=True)
    return Lesson(path.stem, sentences, places, plan, goals, aimed)


def encoded(lesson: Lesson, encode: Encode) -> EncodedLesson:
    """A consultation with its vectors."""
    import torch

    return EncodedLesson(
        lesson,
        torch.from_numpy(encode(lesson.sentences).astype(np.float32)),
        torch.from_numpy(encode(lesson.plan).astype(np.float32)),
    )


def turned(vectors: torch.Tensor, turn: torch.Tensor) -> torch.Tensor:
    """(n, d) as the pipeline compares them: turned, of length 1, set off against their middle."""
    import torch

    rows = torch.nn.functional.normalize(vectors @ turn, dim=1)
    return torch.nn.functional.normalize(rows - rows.mean(0), dim=1)


def of_goals(
    sentences: torch.Tensor, plan: torch.Tensor, lesson: Lesson, own_words: float
) -> torch.Tensor:
    """(n, goals) likeness: to a goal's own words, and to the nearest of its actions."""
    import torch

    like = sentences @ plan.T
    columns = [
        own_words * like[:, own]
        + (1.0 - own_words) * (like[:, list(actions)].max(1).values if actions else like[:, own])
        for own, *actions in lesson.goals
    ]
    return torch.stack(columns, 1)


def loss_of(consultation: EncodedLesson, turn: torch.Tensor, recipe: TurnRecipe) -> torch.Tensor:
    """The loss of one consultation: goals that are not nearest, plus concerns that lie mixed."""
    import torch

    lesson = consultation.lesson
    sentences, plan = turned(consultation.sentences, turn), turned(consultation.plan, turn)
    loss = torch.zeros(())
    goal_of = torch.tensor(lesson.goal_of)
    aimed = goal_of >= 0
    if aimed.any():
        scores = of_goals(sentences[aimed], plan, lesson, recipe.own_words) / recipe.temperature
        loss = loss + torch.nn.functional.cross_entropy(scores, goal_of[aimed])
    labels = torch.tensor(lesson.concerns)
    likeness = sentences @ sentences.T / recipe.temperature
    itself = torch.eye(len(labels), dtype=torch.bool)
    same = (labels[:, None] == labels[None, :]) & ~itself
    least = torch.finfo(likeness.dtype).min
    others = torch.logsumexp(likeness.masked_fill(itself, least), 1)
    members = torch.logsumexp(likeness.masked_fill(~same, least), 1)
    if same.any():
        loss = loss + (others - members)[same.any(1)].mean()
    return loss


def fit_turn(material: Sequence[EncodedLesson], recipe: TurnRecipe) -> NDArray[np.float32]:
    """(d, d) the matrix; the same for the same material and recipe.

    On one thread: then sums have one order, and small ones do not wait for each other.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _fitted(material, recipe)
    finally:
        torch.set_num_threads(threads)


def _fitted(material: Sequence[EncodedLesson], recipe: TurnRecipe) -> NDArray[np.float32]:
    """(d, d) turn fitted to all lessons by gradient; it starts from none and is held near it."""
    import torch

    identity = torch.eye(material[0].sentences.shape[1])
    turn = identity.clone().requires_grad_()
    optimiser = torch.optim.Adam([turn], lr=recipe.rate)
    rng = np.random.default_rng(recipe.seed)
    size = min(recipe.consultations, len(material))
    for step in range(recipe.steps):
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, recipe)
        chosen = [material[row] for row in rng.choice(len(material), size, replace=False)]
        losses = torch.stack([loss_of(consultation, turn, recipe) for consultation in chosen])
        away = ((turn - identity) ** 2).sum() / size
        loss = losses.mean() + recipe.identity * away
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return turn.detach().numpy().astype(np.float32)


def goal_ranks(
    consultation: EncodedLesson, turn: NDArray[np.float32], recipe: TurnRecipe
) -> NDArray[np.intp]:
    """(n,) at which place each sentence's own goal comes, 0 the first; -1 where it has none."""
    import torch

    lesson, matrix = consultation.lesson, torch.from_numpy(turn)
    sentences, plan = turned(consultation.sentences, matrix), turned(consultation.plan, matrix)
    goal_of = np.array(lesson.goal_of)
    order = of_goals(sentences, plan, lesson, recipe.own_words).numpy().argsort(axis=1)[:, ::-1]
    ranks = (order == goal_of[:, None]).argmax(axis=1)
    return np.where(goal_of >= 0, ranks, -1)


def scores_of(
    consultation: EncodedLesson, turn: NDArray[np.float32], recipe: TurnRecipe
) -> dict[str, float]:
    """How often the right goal comes first and among three; how pure the nearest sentences are.

    ``same``: mean average precision (0-1) of the sentences of one concern among all others, by
    likeness to each of them.
    """
    import torch

    ranks = goal_ranks(consultation, turn, recipe)
    ranks = ranks[ranks >= 0]
    sentences = turned(consultation.sentences, torch.from_numpy(turn))
    like = (sentences @ sentences.T).numpy()
    np.fill_diagonal(like, -np.inf)
    labels = np.array(consultation.lesson.concerns)
    ranked = like.argsort(axis=1)[:, ::-1][:, :-1]
    right = labels[ranked] == labels[:, None]
    n_right = right.sum(axis=1)
    precision = (right.cumsum(axis=1) / np.arange(1, right.shape[1] + 1) * right).sum(axis=1)
    return {
        "goal_at_1": float((ranks == 0).mean()) if len(ranks) else float("nan"),
        "goal_at_3": float((ranks < 3).mean()) if len(ranks) else float("nan"),
        "same": float((precision[n_right > 0] / n_right[n_right > 0]).mean()),
    }
