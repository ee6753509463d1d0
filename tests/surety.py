"""`python -m tests.surety [FOLDER ...]`: what the chance of being one concern rests on.

Runs every consultation with a truth but those kept apart (those of the project, those named) and
the seven that writer F told wholly by image, of which the reader was taught none. A consultation
that taught how the reader's vectors are turned (``models/reader/turn.py``) and stands in its memory
is turned by what the others taught, and remembers only them. Fits the weights of ``core/surety`` on
the groups printed, each consultation judged by what the others gave.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from gehoord import Plan, Settings, analyse, load_models, read_corpus
from models.reader.data import HELD_OUT, Consultation, read_consultations
from models.reader.memory import memory_of, remembered_sentences
from models.reader.turn import RECIPE, read_lessons, written_lessons
from pipeline.core.numeric import times_by_row, unit_rows
from pipeline.core.store import sha256_file
from pipeline.core.surety import said_of_a_theme
from pipeline.encoders import reader
from pipeline.encoders.encoder import OnnxEncoder
from pipeline.encoders.runtime import Runtime
from pipeline.encoders.turning import encoded, fit_turn
from pipeline.evaluation.answer import AnswerTruth, TrueConcern, TrueRow, printed_answer
from pipeline.evaluation.answer import read_answer_truth as read_truth
from pipeline.evaluation.answer_scores import concerns_of_responses, find_rows, true_concerns_held
from pipeline.runs.state import CachedEncoder, Models
from tests.answers import folders
from tests.conftest import ROOT

FEATURES = ["stability", "said", "corpus"]
IMAGES = 0.5  # weight of a group of a consultation told wholly by image: rarer in life than here
FOLDS = 5
FAIR, FIRM = 0.45, 0.6


def from_folder(folder: Path, work: Path) -> tuple[object, None, AnswerTruth]:
    """A consultation as its files came in."""
    copy = work / folder.name
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("truth"))
    command = [sys.executable, str(ROOT / "cli.py"), "init", str(copy)]
    subprocess.run(command, check=True, capture_output=True)
    return read_corpus(copy), None, read_truth(folder / "truth")


def from_writer(told: Consultation) -> tuple[pd.DataFrame, Plan, AnswerTruth]:
    """A consultation of the reader's material: its goals with what answers each as actions."""
    rows = [(said, one.concern_id) for one in told.concerns for said in one.statements]
    rows += [(said, "") for said in told.others]
    truth = AnswerTruth(
        tuple(
            TrueRow("1", str(n), said.who, said.text, frozenset({key} if key else ()))
            for n, (said, key) in enumerate(rows)
        ),
        {
            one.concern_id: TrueConcern(one.concern_id, one.name, "", "addressed", frozenset("1"))
            for one in told.concerns
        },
    )
    goals = {one.goal: [] for one in told.concerns if one.goal}  # type: dict[str, list[str]]
    for one in told.concerns:
        if one.goal:
            goals[one.goal] += [line.text for line in one.plan if line.relation == "answers"]
    listed = [{"title": goal, "actions": actions} for goal, actions in goals.items()]
    frame = pd.DataFrame({"text": [said.text for said, _key in rows]})
    return frame, Plan.from_dict({"pillars": [{"title": "Plan", "goals": listed}]}), truth


def taught_by_the_others(shipped: Models, work: Path) -> dict[str, Models]:
    """Consultation -> the models with turn and memory of four fifths of which it is none."""
    parts = tuple(reader.folder() / name for name in (reader.MODEL, reader.TOKENS))
    encode = Runtime(*parts).encode
    read = read_lessons()
    material, written = (
        [encoded(each, encode) for each in lessons] for lessons in (read, written_lessons())
    )
    sentences = remembered_sentences(read)
    plain = encode([words for _source, _concern, words in sentences])
    models_of = {}
    for fold in range(FOLDS):
        turn = work / f"turn-{fold}.npy"
        others = [each for place, each in enumerate(material) if place % FOLDS != fold]
        np.save(turn, fit_turn([*others, *written], RECIPE), allow_pickle=False)
        encoder = OnnxEncoder(reader.NAME, sha256_file(turn)[:12], (*parts, turn))
        own = {each.lesson.name for each in material[fold::FOLDS]}
        kept = [place for place, row in enumerate(sentences) if row[0] not in own]
        turned = unit_rows(times_by_row(plain[kept], np.load(turn))).astype(np.float32)
        memory = memory_of([sentences[place] for place in kept], lambda _texts, rows=turned: rows)
        encoders = (CachedEncoder(encoder), *shipped.encoders[1:])
        models = replace(shipped, encoders=encoders, memory=memory)
        models_of |= dict.fromkeys(own, models)
    return models_of


def groups(named: list[str], work: Path) -> Iterator[dict[str, object]]:
    """A row per printed concern: how steady, how many, how steady the corpus, and whether it holds
    a true one."""
    settings = Settings()
    shipped = load_models(settings)
    models_of = taught_by_the_others(shipped, work)
    told = [one for one in read_consultations() if one.writer == "F"]
    own = [one for one in folders(named) if one.name not in HELD_OUT]
    sources = [(one.name, False, from_folder(one, work)) for one in own]
    sources += [(one.consultation_id, True, from_writer(one)) for one in told]
    for name, images, (what, plan, truth) in sources:
        models = models_of.get(name, shipped)
        run = analyse(what, plan, models=models, settings=settings)  # type: ignore[call-overload]
        printed = printed_answer(json.loads(run.report("json")))
        voiced = concerns_of_responses(truth, find_rows(truth.rows, printed.texts))
        held = true_concerns_held(printed, truth, voiced)
        themes = run.table("themes").set_index("theme_id")
        top = themes[(themes["parent_id"] == "") & themes["stability"].notna()]
        corpus = float(np.average(top["stability"].astype(float), weights=top["n_statements"]))
        for one in printed.concerns:
            theme = themes.loc[one.concern_id]
            yield {
                "consultation": name,
                "images": images,
                "stability": float(theme["stability"]),
                "said": float(np.log(said_of_a_theme(themes.loc[[one.concern_id]]).iloc[0])),
                "corpus": corpus,
                "shipped": float(theme["chance"]),
                "holds": bool(held[one.concern_id]),
            }


def fitted(rows: pd.DataFrame) -> LogisticRegression:
    """The weights, a group of a consultation told by image counting half."""
    weights = np.where(rows["images"], IMAGES, 1.0)
    return LogisticRegression(C=100).fit(rows[FEATURES], rows["holds"], sample_weight=weights)


def left_out(rows: pd.DataFrame) -> pd.Series:
    """The chance of every group by what the other consultations gave."""
    chances = pd.Series(0.0, index=rows.index)
    for _name, own in rows.groupby("consultation"):
        model = fitted(rows.drop(index=own.index))
        chances[own.index] = model.predict_proba(own[FEATURES])[:, 1]
    return chances


def told(rows: pd.DataFrame, chances: pd.Series) -> str:
    """How many of the firm, fair and weak groups hold one concern."""
    bands = {
        "firm": chances >= FIRM,
        "fair": (chances >= FAIR) & (chances < FIRM),
        "weak": chances < FAIR,
    }
    parts = [f"{name} {rows['holds'][mask].sum()}/{mask.sum()}" for name, mask in bands.items()]
    return f"AUC {roc_auc_score(rows['holds'], chances):.3f}; " + ", ".join(parts)


def main() -> None:
    """Print the weights and what they are worth."""
    with tempfile.TemporaryDirectory() as work:
        rows = pd.DataFrame(groups(sys.argv[1:], Path(work)))
    model = fitted(rows)
    weights = zip(FEATURES, model.coef_[0], strict=True)
    lines = [", ".join(f"{name} {weight:.2f}" for name, weight in weights)]
    lines[0] += f", least {model.intercept_[0]:.2f}"
    chances = left_out(rows)
    parts = {"all": rows, "in words": rows[~rows["images"]], "by image": rows[rows["images"]]}
    for name, some in parts.items():
        lines.append(f"{name}: by the others {told(some, chances[some.index])}")
        lines.append(f"{name}: as shipped {told(some, some['shipped'])}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
