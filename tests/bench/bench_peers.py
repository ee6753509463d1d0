"""Dividing labelled texts beside the usual methods: quality, CPU seconds and memory, one command.

Run as ``python -m tests.bench.bench_peers [--json FILE] [SET …]``; sets that are not here are
skipped. Every method has a process of its own, on the same vectors from the cache; TF-IDF with
NMF reads the texts. CPU seconds are of dividing alone, imports and compiling included where a
method does that then; memory is the most that its process held.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.settings import Settings
from pipeline.core.usage import Meter, peak_mb
from pipeline.encoders.encoder import load_encoder
from pipeline.evaluation.labelled import read_statements
from pipeline.evaluation.themes import prepare
from pipeline.themes import scores
from pipeline.themes.find import find_themes
from pipeline.themes.scores import natural_division
from pipeline.themes.topics import BertopicModel
from tests.bench.bench_themes import SETS, demo_set, plain_bertopic, plain_turftopic
from tests.conftest import ROOT

METHODS = ("gehoord", "BERTopic", "TF-IDF + NMF", "turftopic")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per set and method, and keep them as JSON where asked."""
    parser = argparse.ArgumentParser(prog="bench_peers", description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--method", choices=METHODS, help="this one, here; as JSON")
    parser.add_argument("--json", type=Path, help="file for the figures")
    chosen = parser.parse_args(arguments)
    rows: list[dict[str, Any]] = []
    for name in (name for name in chosen.sets if labelled(name) is not None):
        if chosen.method:
            rows += measured(name, chosen.method)
            continue
        for method in METHODS:
            command = (sys.executable, "-m", "tests.bench.bench_peers", "--method", method, name)
            run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            rows += json.loads(run.stdout.splitlines()[-1])
            print(json.dumps(rows[-1]), flush=True)
    if chosen.method:
        print(json.dumps(rows))
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    return 0


def labelled(name: str) -> list[dict[str, str]] | None:
    """The texts of a set with their labels; None where it is not on this machine."""
    if name == "demo":
        return demo_set()
    file = Path(os.environ.get("GEHOORD_SHARED", ROOT.parent / "shared")) / "data" / f"{name}.jsonl"
    return read_statements(file) if file.is_file() else None


def measured(name: str, method: str) -> list[dict[str, Any]]:
    """A row per model of this method on this set; [] where it is not installed."""
    rows = labelled(name) or []
    gold, seed = [row["label"] for row in rows], Settings().themes.seed
    statements, vectors = prepare(rows, "accurate")
    texts, k = [one.text for one in statements], len(set(gold))
    encode = load_encoder("accurate").encode

    def ours() -> dict[str, list[str]]:
        settings = replace(Settings().themes, most=None)
        found = natural_division(find_themes(vectors, statements, settings, BertopicModel(encode)))
        return {"gehoord": [found[one.statement_id] or "-1" for one in statements]}

    divide: Mapping[str, Callable[[], Mapping[str, Sequence[str]]]] = {
        "gehoord": ours,
        "BERTopic": lambda: {"BERTopic": plain_bertopic(texts, vectors.vectors, seed=seed)},
        "TF-IDF + NMF": lambda: {"TF-IDF + NMF": nmf(texts, k, seed)},
        "turftopic": lambda: plain_turftopic(texts, vectors.vectors, k, seed=seed, encode=encode),
    }
    meter = Meter()
    found = divide[method]()
    use = meter.read(method)
    return [
        {"set": name, "texts": len(texts), "method": model}
        | {key: round(value, 3) for key, value in scores.against_gold(gold, labels).items()}
        | {"groups": len({*labels} - {"-1"}), "concerns": len({*gold}), "held": held(gold, labels)}
        | {"cpu": use.cpu, "models": len(found), "peak_mb": peak_mb()}
        for model, labels in found.items()
    ]


def nmf(texts: Sequence[str], k: int, seed: int) -> list[str]:
    """Strongest topic per text of TF-IDF with NMF, told the true number."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    counts = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(texts)
    shares = NMF(k, init="nndsvda", random_state=seed, max_iter=400).fit_transform(counts)
    return [str(topic) for topic in np.asarray(shares).argmax(axis=1)]


def held(gold: Sequence[str], labels: Sequence[str]) -> int:
    """Concerns of which most texts stand in one group, where no other concern is as common."""
    sizes, pairs = Counter(gold), Counter(zip(gold, labels, strict=True))
    first: dict[str, str] = {}
    for (concern, group), _n in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        first.setdefault(group, concern)
    return sum(
        2 * n > sizes[concern] and first[group] == concern and group != "-1"
        for (concern, group), n in pairs.items()
    )


if __name__ == "__main__":
    sys.exit(main())
