"""Train the classifier of stances: python tools/train_stances.py

From the lines of tests/cases/stances.jsonl whose split is train or dev (never test, never the demo
corpus), with the embedded Dutch pipeline and the encoder `accurate`. Writes weights.json and
card.json to pipeline/adapters/stance. CPU, seconds; the same input gives the same weights.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence, Set
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "pipeline" / "adapters" / "stance"
SET = ROOT / "tests" / "cases" / "stances.jsonl"
# Chosen by cross-validation on train + dev.
WORDING_VALUE, MEANING_VALUE, STRENGTH = 1.2, 8.0, 2.0
DRAWS, FOLDS = 5, 5
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6)

Matrix = NDArray[np.float64]
Rows = NDArray[np.int_]


def main() -> None:
    """Train both models, print what cross-validation says, write them with their hashes."""
    from pipeline.encoders.encoder import load_encoder
    from pipeline.text.nlp import load_pipeline
    from pipeline.themes.stances.model import CLASSES, Cues, features, read_cues

    lines = (json.loads(line) for line in SET.read_text("utf-8").splitlines())
    rows = [row for row in lines if row["split"] in ("train", "dev")]
    texts = [row["text"] for row in rows]
    truth = np.array([CLASSES.index(row["stance"]) for row in rows])
    cues = read_cues(FOLDER)
    tokens = load_pipeline("embedded").analyse_texts(texts)
    found = [features(text, of, cues) for text, of in zip(texts, tokens, strict=True)]
    names = sorted({name for one in found for name in one})
    wording = _wording(found, names)
    # The groups were read off these very lines. What cross-validation holds out is therefore shown
    # only through phrases that its fitted part has too; else wording looks twenty points better.
    per_phrase = Cues({one: (one,) for group in cues.groups.values() for one in group})
    heard = [features(text, of, per_phrase) for text, of in zip(texts, tokens, strict=True)]
    groups = [(f"cue:{name}", {f"cue:{one}" for one in of}) for name, of in cues.groups.items()]
    unseen = partial(_held_out, heard, groups, names)
    encoder = load_encoder("accurate")
    vectors = np.asarray(encoder.encode(texts), dtype=np.float64)
    only_wording, scores_wording = _train(wording, None, truth, names, unseen)
    both, scores_both = _train(wording, vectors, truth, names, unseen)
    both |= {"encoder": encoder.name, "revision": encoder.revision}
    _write({"wording": only_wording, "meaning": both}, len(rows), [scores_wording, scores_both])


def _wording(found: Sequence[Set[str]], names: Sequence[str]) -> Matrix:
    return np.array([[name in one for name in names] for one in found]) * WORDING_VALUE


def _held_out(
    heard: Sequence[Set[str]],
    groups: Sequence[tuple[str, Set[str]]],
    names: Sequence[str],
    fit: Rows,
    held: Rows,
) -> Matrix:
    """Wording (held, features) through the phrases that occur among the fitted rows."""
    known = set().union(*(heard[row] for row in fit))
    found = []
    for row in held:
        forms = {name for name in heard[row] if name.startswith("form:")}
        statements = heard[row] & known
        found.append(forms | {name for name, phrases in groups if statements & phrases})
    return _wording(found, names)


def _train(
    wording: Matrix,
    vectors: Matrix | None,
    truth: Rows,
    names: list[str],
    unseen: Callable[[Rows, Rows], Matrix],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Weights, sharpened until probabilities fit what cross-validation saw, and its figures."""
    sharpness, scores = _cross_validate(wording, vectors, truth, unseen)
    middle = vectors.mean(axis=0) if vectors is not None else None
    model = _fit(_joined(wording, vectors, middle), truth)
    rows, bias = model.coef_.T * sharpness, model.intercept_ * sharpness
    n = len(names)
    weights = {
        name: _rounded(row * WORDING_VALUE) for name, row in zip(names, rows[:n], strict=True)
    }
    trained: dict[str, Any] = {"weights": weights}
    if middle is not None:
        of_vector = rows[n:] * MEANING_VALUE
        bias = bias - middle @ of_vector
        trained["meaning"] = [_rounded(row) for row in of_vector]
    return {"bias": _rounded(bias), **trained}, scores


def _joined(wording: Matrix, vectors: Matrix | None, middle: Matrix | None) -> Matrix:
    if vectors is None or middle is None:
        return wording
    return np.hstack([wording, (vectors - middle) * MEANING_VALUE])


def _fit(seen: Matrix, truth: Rows) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, max_iter=5_000, tol=1e-8).fit(seen, truth)


def _cross_validate(
    wording: Matrix,
    vectors: Matrix | None,
    truth: Rows,
    unseen: Callable[[Rows, Rows], Matrix],
) -> tuple[float, dict[str, Any]]:
    from sklearn.model_selection import StratifiedKFold

    draws = []
    for seed in range(DRAWS):
        likely = np.zeros((len(truth), 5))
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
        for fit, held in folds.split(wording, truth):
            middle = vectors[fit].mean(axis=0) if vectors is not None else None
            shown = wording.copy()
            shown[held] = unseen(fit, held)
            seen = _joined(shown, vectors, middle)
            likely[held] = _fit(seen[fit], truth[fit]).predict_proba(seen[held])
        draws.append(likely)
    every = np.vstack(draws)
    known = np.tile(truth, DRAWS)
    losses = {one / 20: _loss(_sharpened(every, one / 20), known) for one in range(10, 61)}
    sharpness = min(losses, key=lambda one: (losses[one], one))
    sharp = _sharpened(every, sharpness)
    return sharpness, {
        "sharpness": sharpness,
        "log_loss": round(losses[sharpness], 4),
        "at": {str(needed): _figures(sharp, known, needed) for needed in THRESHOLDS},
    }


def _sharpened(likely: Matrix, sharpness: float) -> Matrix:
    powered = likely**sharpness
    return np.asarray(powered / powered.sum(axis=1, keepdims=True))


def _loss(likely: Matrix, truth: Rows) -> float:
    return float(-np.log(likely[np.arange(len(truth)), truth] + 1e-12).mean())


def _figures(likely: Matrix, truth: Rows, needed: float) -> dict[str, Any]:
    from pipeline.core.settings import StanceSettings
    from pipeline.evaluation.stances import score_stances
    from pipeline.themes.stances.model import CLASSES, decide

    told = [decide(row, StanceSettings(needed=needed))[0] for row in likely]
    scores = score_stances([CLASSES[one] for one in truth], told)
    kept = ("macro_f1", "coverage", "told_right", "left_alone")
    return {name: round(getattr(scores, name), 4) for name in kept}


def _rounded(row: Matrix) -> list[float]:
    return [round(float(value), 5) for value in row]


def _write(models: dict[str, Any], n_rows: int, scores: list[dict[str, Any]]) -> None:
    text = json.dumps({"classes": _classes(), **models}, ensure_ascii=False, indent=0)
    (FOLDER / "weights.json").write_text(text + "\n", encoding="utf-8")
    card = {
        "name": "stance",
        "trained_on": "tests/cases/stances.jsonl, train and dev",
        "rows": n_rows,
        "set_sha256": _hash(SET),
        "files": {name: _hash(FOLDER / name) for name in ("cues.toml", "weights.json")},
        "cross_validated": dict(zip(("wording", "meaning"), scores, strict=True)),
    }
    (FOLDER / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(card["cross_validated"], indent=1) + "\n")


def _classes() -> list[str]:
    from pipeline.themes.stances.model import CLASSES

    return list(CLASSES)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
