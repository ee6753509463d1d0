"""Reads sets with known answers: lines ``{id, text, label}`` and goals ``[{id, title, text}]``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import gettext as _
from pipeline.corpus.frame import corpus_from
from pipeline.corpus.records import Corpus
from pipeline.evaluation.corpus_metrics import Truth


@dataclass(frozen=True)
class LabelledSet:
    """Statements of which the subject is known, and the goals they may belong to.

    Attributes:
        texts, labels: n each; a label is a goal's id.
        goal_ids, goal_texts: m each; none where only clustering can be measured.
    """

    name: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    goal_ids: tuple[str, ...] = ()
    goal_texts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.texts) != len(self.labels) or not self.texts:
            raise ValueError(f"set {self.name}: {len(self.texts)} texts, {len(self.labels)} labels")
        if len(self.goal_ids) != len(self.goal_texts):
            raise ValueError(f"set {self.name}: goals without text")


def read_labelled(path: Path, goals: Path | None = None) -> LabelledSet:
    """The set, without rows that are ``filler`` or a ``dup_of`` another row.

    Args: goals: by default ``<set>_goals.json`` beside the set, when it is there.
    Raises: DataProblems with every line that cannot be read.
    """
    rows = [row for row in _lines(path) if not row.get("filler") and not row.get("dup_of")]
    if not rows:
        raise DataProblem(where=str(path), found=_("no rows to measure on"))
    beside = path.with_name(f"{path.stem}_goals.json")
    goals = goals or (beside if beside.is_file() else None)
    codes = _goals(goals) if goals else []
    return LabelledSet(
        name=path.stem,
        texts=tuple(str(row["text"]) for row in rows),
        labels=tuple(str(row["label"]) for row in rows),
        goal_ids=tuple(str(code["id"]) for code in codes),
        goal_texts=tuple(_goal_text(code) for code in codes),
    )


def labelled_corpus(path: Path) -> tuple[Corpus, Truth]:
    """Lines ``{id, text, label}`` as a corpus of one round, and what is known of it.

    ``respondent``, ``role`` and ``date`` are used where they stand there. Rows that are ``filler``
    or a ``dup_of`` another row are left out.
    Raises: DataProblems with every line that cannot be read.
    """
    rows = [row for row in _lines(path) if not row.get("filler") and not row.get("dup_of")]
    if not rows:
        raise DataProblem(where=str(path), found=_("no rows to measure on"))
    places = range(1, len(rows) + 1)
    frame = pd.DataFrame(
        {
            "response_id": [str(row.get("id", at)) for at, row in zip(places, rows, strict=True)],
            "text": [str(row["text"]) for row in rows],
            "respondent_id": [str(row.get("respondent", "")) or None for row in rows],
            "role": [str(row.get("role", "")) for row in rows],
            "date": [str(row.get("date", "")) for row in rows],
            "source_file": path.name,
            "source_row": list(places),
        }
    )
    known = pd.DataFrame(
        {
            "source_file": path.name,
            "source_row": list(places),
            "question": "",
            "concerns": [str(row["label"]) for row in rows],
            "campaign": "",
        }
    )
    concerns = pd.DataFrame({"concern_id": sorted(set(known["concerns"]))})
    return corpus_from(frame, name=path.stem), Truth(known, concerns)


def read_sts(path: Path) -> tuple[tuple[str, ...], tuple[str, ...], tuple[float, ...]]:
    """Sentence pairs with people's scores: tab-separated sentence, sentence, score.

    A first line without a number as its score is taken for a heading.
    """
    lines = _text(path).splitlines()
    first, second, scores, problems = [], [], [], []
    for number, line in enumerate(lines, start=1):
        parts = line.split("\t")
        try:
            one, other, score = parts[0], parts[1], float(parts[2].replace(",", "."))
        except (IndexError, ValueError):
            if number > 1 and line.strip():
                problems.append(_fault(path, number, line, "zin<TAB>zin<TAB>0-5"))
            continue
        first.append(one)
        second.append(other)
        scores.append(score)
    raise_all(problems)
    if not scores:
        raise DataProblem(where=str(path), found=_("no rows to measure on"))
    return tuple(first), tuple(second), tuple(scores)


def _lines(path: Path) -> list[dict[str, Any]]:
    rows, problems = [], []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            complete = isinstance(row, dict) and {"text", "label"} <= row.keys()
        except json.JSONDecodeError:
            complete = False
        if complete:
            rows.append(row)
        else:
            problems.append(_fault(path, number, line, '{"id": …, "text": …, "label": …}'))
    raise_all(problems)
    return rows


def _goals(path: Path) -> list[dict[str, Any]]:
    try:
        codes = json.loads(_text(path))
        complete = isinstance(codes, list) and all(
            isinstance(code, dict) and {"id", "text"} <= code.keys() for code in codes
        )
    except json.JSONDecodeError:
        complete = False
    if not complete:
        raise DataProblem(
            where=str(path),
            found=_("not a list of goals"),
            expected='[{"id": …, "title": …, "text": …}]',
        )
    return list(codes)


def _goal_text(code: dict[str, Any]) -> str:
    return f"{code['title']}. {code['text']}" if code.get("title") else str(code["text"])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise DataProblem(
            where=str(path),
            found=_("the file cannot be read: {fault}").format(fault=fault),
            expected=_("a UTF-8 text file"),
        ) from fault


def _fault(path: Path, number: int, line: str, expected: str) -> DataProblem:
    return DataProblem(
        where=_("{file}, line {number}").format(file=path, number=number),
        found=_("{count} characters that do not fit").format(count=len(line)),  # no text in logs
        expected=expected,
    )
