"""Sets with known answers: lines of JSON, goals, and pairs of sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.plan import Code, Codebook
from pipeline.corpus.frame import corpus_from
from pipeline.corpus.records import Corpus
from pipeline.evaluation.corpus_metrics import Truth

STATEMENT = '{"id": "…", "text": "…", "label": "…"}'
_GOALS = '[{"id": "1.1", "title": "…", "text": "…"}]'
_IN_FULL = 3  # lines with the same fault; one missing key is missing in all of them
_MORE = ("question", "respondent", "role", "date")  # used where they stand beside a statement
Item = TypeVar("Item")


@dataclass(frozen=True)
class LabelledSet:
    """Statements of which the subject is known, and the goals they may belong to.

    Attributes:
        texts, labels: n each; a label is a goal's id.
        goal_ids, goal_texts: m each; none where only clustering can be measured.
        respondents: who said each; none where nobody is named.
    """

    name: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    goal_ids: tuple[str, ...] = ()
    goal_texts: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()

    @property
    def whose(self) -> tuple[str, ...]:
        """Whose each text is; its own where nobody is named."""
        return self.respondents or tuple(str(number) for number in range(len(self.texts)))

    def __post_init__(self) -> None:
        if len(self.texts) != len(self.labels) or not self.texts:
            raise ValueError(f"set {self.name}: {len(self.texts)} texts, {len(self.labels)} labels")
        if len(self.goal_ids) != len(self.goal_texts):
            raise ValueError(f"set {self.name}: goals without text")


def read_lines(
    paths: Path | Sequence[Path],
    parse: Callable[[dict[str, Any]], Item | None],
    form: str,
    split: str = "",
) -> list[Item]:
    """Lines of JSON, each made into an item; a line of which ``parse`` makes None is left out.

    Args: parse: raises KeyError or ValueError for a line that is none; form: what a line should
        look like; split: only lines with this value of the key ``split``.
    Raises: DataProblems with every line that is none; DataProblem where no item is left.
    """
    items: list[Item] = []
    problems: list[DataProblem] = []
    for path in [paths] if isinstance(paths, Path) else paths:
        for number, line in enumerate(_text(path).splitlines(), start=1):
            try:
                row = json.loads(line) if line.strip() else None
                if row is None or split not in ("", row.get("split", "")):
                    continue
                item = parse(row)
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                problems.append(_fault(path, number, fault, form))
                continue
            if item is not None:
                items.append(item)
    raise_all(_alike_counted(problems))
    if not items:
        raise DataProblem(
            where=", ".join(map(str, [paths] if isinstance(paths, Path) else paths)),
            found=_("no lines to score"),
            mend=_("give a file with lines, and a split that occurs in it"),
        )
    return items


def read_statements(path: Path) -> list[dict[str, str]]:
    """Statements ``{id, text, label}`` with question, respondent, role and date, "" where absent.

    Lines that are ``filler`` or a ``dup_of`` another are left out; without an id a statement gets
    its number. Raises: DataProblems with every line that cannot be read.
    """
    seen: set[str] = set()

    def parse(row: Mapping[str, Any]) -> dict[str, str] | None:
        if row.get("filler") or row.get("dup_of"):
            return None
        if not all(str(row[key] or "").strip() for key in ("text", "label")):
            raise ValueError(_("a key is absent or empty"))
        name = str(row.get("id", len(seen) + 1))
        if name in seen:
            raise ValueError(_("the id '{id}' occurs twice").format(id=name))
        seen.add(name)
        details = {key: " ".join(str(row.get(key) or "").split()) for key in _MORE}
        return {"id": name, "text": str(row["text"]), "label": str(row["label"]), **details}

    return read_lines(path, parse, STATEMENT)


def read_goals(path: Path) -> Codebook:
    """Goals ``[{id, title?, text?, pillar?}]``. Raises: DataProblem naming the file."""
    try:
        codes = tuple(
            Code(
                str(goal["id"]),
                str(goal.get("title") or ""),
                str(goal.get("text") or ""),
                str(goal.get("pillar") or ""),
            )
            for goal in json.loads(_text(path))
        )
        return Codebook("goals", path.stem, codes, kind="goals", multiple=False)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataProblem(
            where=str(path), found=f"{_('not a list of goals')}: {fault}", expected=_GOALS,
            mend=_("correct this file"),
        ) from fault  # fmt: skip


def read_labelled(path: Path, goals: Path | None = None) -> LabelledSet:
    """The statements of a set with the goals they may belong to.

    Args: goals: by default ``<set>_goals.json`` beside the set, when it is there.
    Raises: DataProblems with every line that cannot be read.
    """
    rows = read_statements(path)
    beside = path.with_name(f"{path.stem}_goals.json")
    goals = goals or (beside if beside.is_file() else None)
    codes = read_goals(goals).codes if goals else ()
    return LabelledSet(
        name=path.stem,
        texts=tuple(row["text"] for row in rows),
        labels=tuple(row["label"] for row in rows),
        goal_ids=tuple(code.code_id for code in codes),
        goal_texts=tuple(code.wording for code in codes),
        respondents=tuple(people(rows)),
    )


def people(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Whose each statement is; its own where nobody is named."""
    return [row.get("respondent") or row["id"] for row in rows]


def labelled_corpus(path: Path) -> tuple[Corpus, Truth]:
    """Statements with labels as a corpus of one round, and what is known of it.

    Raises: DataProblems with every line that cannot be read.
    """
    rows = read_statements(path)
    places = list(range(1, len(rows) + 1))
    frame = pd.DataFrame(rows).rename(columns={"id": "response_id", "respondent": "respondent_id"})
    frame = frame[["response_id", "text", "respondent_id", "role", "date"]].assign(
        respondent_id=[row["respondent"] or None for row in rows],
        source_file=path.name,
        source_row=places,
    )
    known = pd.DataFrame(
        {
            "source_file": path.name,
            "source_row": places,
            "question": "",
            "concerns": [row["label"] for row in rows],
            "campaign": "",
        }
    )
    concerns = pd.DataFrame({"concern_id": sorted(set(known["concerns"]))})
    return corpus_from(frame, name=path.stem), Truth(known, concerns)


def read_sts(path: Path) -> tuple[tuple[str, ...], tuple[str, ...], tuple[float, ...]]:
    """Sentence pairs with people's scores: tab-separated sentence, sentence, score.

    A first line without a number as its score is taken for a heading.

    Raises: DataProblems, one for every line without two sentences and a number.
    """
    lines = _text(path).splitlines()
    first, second, scores, problems = [], [], [], []
    for number, line in enumerate(lines, start=1):
        parts = line.split("\t")
        try:
            sentence, other, score = parts[0], parts[1], float(parts[2].replace(",", "."))
        except (IndexError, ValueError):
            if number > 1 and line.strip():
                fault = ValueError(_("a score is no number"))
                problems.append(_fault(path, number, fault, "zin<TAB>zin<TAB>0-5"))
            continue
        first.append(sentence)
        second.append(other)
        scores.append(score)
    raise_all(problems)
    if not scores:
        raise DataProblem(where=str(path), found=_("no lines to score"))
    return tuple(first), tuple(second), tuple(scores)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise DataProblem(
            where=str(path),
            found=_("the file cannot be read: {fault}").format(fault=fault),
            expected=_("a UTF-8 text file"),
        ) from fault


def _alike_counted(problems: Sequence[DataProblem]) -> list[DataProblem]:
    """The same fault of many lines: in full of the first few, as a number of the rest."""
    alike: dict[tuple[str, str], list[DataProblem]] = {}
    for problem in problems:
        file = problem.where.rpartition(",")[0]
        alike.setdefault((file, problem.found), []).append(problem)
    kept = []
    for (file, fault), faults in alike.items():
        kept += faults[:_IN_FULL]
        if (rest := len(faults) - _IN_FULL) > 0:
            where = ngettext("{file}, {n} line more", "{file}, {n} lines more", rest)
            kept.append(
                DataProblem(
                    where=where.format(file=file, n=rest),
                    found=fault,
                    expected=faults[0].expected,
                    mend=_("correct these lines too"),
                )
            )
    return kept


def _fault(path: Path, number: int, fault: Exception, expected: str) -> DataProblem:
    message = str(fault)  # names keys, never what somebody said
    if isinstance(fault, json.JSONDecodeError):
        message = _("this is not JSON")
    elif isinstance(fault, KeyError):
        message = _("key '{key}' is absent").format(key=fault.args[0])
    elif not isinstance(fault, ValueError):
        message = _("a key is absent or empty")
    return DataProblem(
        where=_("{file}, line {number}").format(file=path, number=number),
        found=message,
        expected=expected,
        mend=_("correct this line"),
    )
