"""Search over declared settings: bounded, seeded, resumable, and scored on what was held out.

Half of the labelled data chooses, the other half is looked at once, for the chosen settings and the
defaults only. What may be varied is declared here; nothing else can be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import codes
from pipeline.evaluation.intervals import Difference, paired
from pipeline.plan.match.stage import score
from pipeline.themes.find import find_themes
from pipeline.themes.records import Statement
from pipeline.themes.scores import Vectors

if TYPE_CHECKING:
    from pipeline.core.settings import MatchSettings, ThemeSettings
    from pipeline.evaluation.match_evaluation import GoldSet

# Values around each default that a person could defend; the default is always among them.
THEME_SPACE: Mapping[str, tuple[Any, ...]] = {
    "alike": (1.0, 1.2, 1.4, 1.6),
    "joins": (0.8, 1.0, 1.3, 1.6),
    "letters": (0.1, 0.2, 0.3, 0.5),
    "profile": (0.05, 0.1, 0.2, 0.3),
    "least_theme": (2, 3, 4),
}
MATCH_SPACE: Mapping[str, tuple[Any, ...]] = {
    "second_voice": (0.0, 0.2, 0.4, 0.8),
    "characters": (0.2, 0.4, 0.8),
    "lemmas": (0.0, 0.2, 0.4),
    "temperature": (0.2, 0.3, 0.5),
    "prototypes": (0.0, 0.3, 0.6, 1.0),
    "prior_statements": (1.0, 2.0, 4.0),
    "neighbours": (4, 8, 16),
}
_DEV = 0.5  # share of the groups that choose; the rest is held out


@dataclass(frozen=True)
class Trial:
    """One choice of settings and what it scored on the part that chooses."""

    number: int
    settings: Mapping[str, Any]
    score: float


@dataclass(frozen=True)
class SearchOutcome:
    """The search: all trials, and the held-out score of the best beside that of the defaults."""

    trials: tuple[Trial, ...]
    best: Trial
    held_out: Difference  # first: the defaults; second: the best


@dataclass(frozen=True)
class Task:
    """What is searched: a space, and how settings score on some of the n things.

    Attributes:
        space: name of a setting -> values to try.
        groups: n names; things of one name stay on one side of the split (a respondent, a text).
        gold: (n,) the known answer of each.
        answer: settings, rows -> what is answered on those rows, as comparable with ``gold``.
        summary: answers, gold of those rows -> one number, higher is better.
        data: hash of everything the score depends on beside the settings.
    """

    name: str
    space: Mapping[str, tuple[Any, ...]]
    groups: Sequence[str]
    gold: NDArray[np.int64]
    answer: Callable[[Mapping[str, Any], NDArray[np.intp]], NDArray[np.int64]]
    summary: Callable[[NDArray[np.int64], NDArray[np.int64]], float]
    data: str


def search(
    task: Task,
    *,
    trials: int,
    seed: int,
    done: Sequence[Trial] = (),
    keep: Callable[[Trial], None] | None = None,
) -> SearchOutcome:
    """Try so many settings, the defaults first, and hold the best against what it never saw.

    Args:
        done: trials of an earlier, interrupted search with the same seed; they are not repeated.
        keep: told of each new trial as soon as it is scored.
    Raises: ValueError when there are too few things to split.
    """
    dev, test = split(task.groups, seed)
    if min(len(dev), len(test)) < 10:
        raise ValueError("too few labelled statements to hold any out")
    known = {trial.number: trial for trial in done}
    scored = []
    for number, settings in enumerate(proposals(task.space, trials, seed)):
        trial = known.get(number)
        if trial is None:
            value = task.summary(task.answer(settings, dev), task.gold[dev])
            trial = Trial(number, settings, round(float(value), 6))
            if keep is not None:
                keep(trial)
        scored.append(trial)
    best = max(scored, key=lambda trial: (trial.score, -trial.number))
    return SearchOutcome(tuple(scored), best, _held_out(task, best, test, seed))


def _held_out(task: Task, best: Trial, test: NDArray[np.intp], seed: int) -> Difference:
    """Once, on the part that chose nothing: the defaults and the best, paired."""
    answers = [task.answer(settings, test) for settings in ({}, best.settings)]
    gold = task.gold[test]

    def both(rows: NDArray[np.intp]) -> tuple[float, float]:
        return (
            task.summary(answers[0][rows], gold[rows]),
            task.summary(answers[1][rows], gold[rows]),
        )

    return paired(both, [task.groups[row] for row in test], seed=seed)


def split(groups: Sequence[str], seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions that choose and positions held out; no group is on both sides.

    By a hash of the group's name: adding a statement moves no other to the other side.

    Args: groups: the group of each of n statements.
    Returns: (k,) and (n - k,), each in order.
    """
    limit = int(_DEV * (1 << 32))
    chooses = np.array(
        [
            int(hashlib.sha256(f"{seed} {group}".encode()).hexdigest()[:8], 16) < limit
            for group in groups
        ],
        dtype=bool,
    )
    return np.flatnonzero(chooses), np.flatnonzero(~chooses)


def proposals(
    space: Mapping[str, tuple[Any, ...]], trials: int, seed: int
) -> Iterator[dict[str, Any]]:
    """The settings to try: first none changed, then random points of the space, each once."""
    yield {}
    rng = np.random.default_rng(seed)
    seen: set[str] = set()
    most = int(np.prod([len(values) for values in space.values()]))
    number = 1
    while number < min(trials, most):
        chosen = {name: values[int(rng.integers(len(values)))] for name, values in space.items()}
        key = json.dumps(chosen, sort_keys=True)
        if key not in seen:
            seen.add(key)
            number += 1
            yield chosen


def theme_task(
    statements: Sequence[Statement],
    vectors: Vectors,
    gold: Sequence[str],
    groups: Sequence[str],
    settings: ThemeSettings,
    agreement: Callable[[NDArray[np.int64], NDArray[np.int64]], float],
) -> Task:
    """Settings of the themes, by agreement with known labels; each side finds its own themes.

    Args: vectors, gold and groups: a row, a true label and a group for each of the n statements.
    """

    def answer(values: Mapping[str, Any], rows: NDArray[np.intp]) -> NDArray[np.int64]:
        part = [statements[row] for row in rows]
        of_part = Vectors(tuple(line.statement_id for line in part), vectors.vectors[rows])
        assigned = find_themes(of_part, part, replace(settings, **_as_settings(values))).assignments
        theme_of = dict(zip(assigned["statement_id"], assigned["theme_id"], strict=True))
        return codes([theme_of[line.statement_id] for line in part])

    texts = [line.text for line in statements]
    return Task(
        "themes",
        THEME_SPACE,
        groups,
        codes(gold),
        answer,
        lambda answers, known: agreement(known, answers),
        _digest(texts, gold),
    )


def match_task(gold: GoldSet, groups: Sequence[str], settings: MatchSettings) -> Task:
    """Settings of matching, by the share of statements whose best goal is the right one."""

    def answer(values: Mapping[str, Any], rows: NDArray[np.intp]) -> NDArray[np.int64]:
        scores = score(
            gold.statements.rows(rows), gold.codes, replace(settings, **_as_settings(values))
        )
        return np.asarray(scores.choice.argmax(axis=1), dtype=np.int64)

    return Task(
        "match",
        MATCH_SPACE,
        groups,
        np.asarray(gold.truth, dtype=np.int64),
        answer,
        lambda answers, known: float((answers == known).mean()),
        _digest(gold.statements.texts, gold.truth),
    )


def _digest(texts: Sequence[str], truth: Iterable[object]) -> str:
    lines = "\n".join(f"{text}\t{label}" for text, label in zip(texts, truth, strict=True))
    return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()


def _as_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}


def open_log(path: Path, task: Task, seed: int) -> tuple[list[Trial], Callable[[Trial], None]]:
    """The trials of an earlier search on the same data, and what keeps the next one.

    Raises: DataProblem when the file is of another search: mixing two would compare the unlike.
    """
    head = {
        "task": task.name,
        "data": task.data,
        "seed": seed,
        "space": {name: list(values) for name, values in task.space.items()},
    }
    head = json.loads(json.dumps(head))  # tuples as they will be read back
    done: list[Trial] = []
    if path.is_file() and path.stat().st_size:
        lines = _whole_lines(path)
        if not lines or lines[0] != head:
            raise DataProblem(
                where=str(path),
                found=_("these are the trials of another search"),
                expected=_("the same data, seed and space of settings"),
                mend=_("name another file with --log, or remove this one"),
            )
        done = [Trial(line["trial"], line["settings"], line["score"]) for line in lines[1:]]
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(head) + "\n", "utf-8")

    def keep(trial: Trial) -> None:
        line = {"trial": trial.number, "settings": dict(trial.settings), "score": trial.score}
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    return done, keep


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of the log; a last one that was cut off by an interruption is taken out."""
    text = path.read_text("utf-8")
    lines, trials = text.splitlines(keepends=True), []
    for number, line in enumerate(lines, start=1):
        try:
            trials.append(json.loads(line))
        except ValueError as fault:
            if number < len(lines):
                raise DataProblem(
                    where=f"{path}:{number}",
                    found=_("this is not JSON"),
                    mend=_("name another file with --log, or remove this one"),
                ) from fault
            path.write_text("".join(lines[:-1]), "utf-8")
    if lines and not lines[-1].endswith("\n") and len(trials) == len(lines):
        path.write_text(text + "\n", "utf-8")
    return trials
