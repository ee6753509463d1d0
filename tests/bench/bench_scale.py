"""Part of `make bench`: themes of 20,000 and 100,000 statements, in time and memory.

Run as ``python -m tests.bench.bench_scale [NUMBER ...]``. Statements are invented: sentences about
known subjects with vectors of the fast encoder, each moved a little, a number in its text, so
that no two are the same. Every size runs in a process of its own, for its memory to be its own.
"""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context

import numpy as np

SIZES = (20_000, 100_000)  # statements; half a minute each on a quiet machine
SUBJECTS = (
    "de taxi voor het leerlingenvervoer", "het besluit over de aanvraag", "het formulier",
    "de lift in het schoolgebouw", "de plusklas voor hoogbegaafden", "de tolk bij het gesprek",
    "de invaller bij ziekte", "het pesten op het plein", "de grootte van de groep",
    "de wachtlijst voor jeugdhulp", "de overstap naar de brugklas", "het dyslexieonderzoek",
    "de gymzaal", "de begeleiding bij autisme", "de website met informatie", "de ouderraad",
    "het eten in de kantine", "de huiswerkklas", "de stagebegeleiding", "het thuiszitten",
)  # fmt: skip
SAYING = (
    "Over {} zijn wij niet tevreden", "Wat ons betreft moet {} veel beter", "Ik maak me zorgen om",
    "Al maanden wachten we op {}", "Niemand weet wie er gaat over {}", "Graag meer aandacht voor",
    "Met {} gaat het nu gelukkig goed", "Vorig jaar was {} ook al een probleem",
)  # fmt: skip
_SPREAD = 0.6  # length of the move, against a vector of length 1: as far as people differ


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print one line per size."""
    print(f"{'statements':>10} {'seconds':>8} {'MB':>6} {'themes':>6} {'overig':>7} {'NMI':>6}")
    for n in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            seconds, memory, themes, overig, nmi = pool.submit(measure, n).result()
        print(f"{n:10d} {seconds:8.1f} {memory:6.0f} {themes:6d} {overig:7.2%} {nmi:6.3f}")


def measure(n: int) -> tuple[float, float, int, float, float]:
    """Seconds, peak of memory in MB, number of themes, share in *overig*, NMI with the subjects."""
    from sklearn.metrics import normalized_mutual_info_score

    from pipeline.core.settings import ThemeSettings
    from pipeline.themes.find import find_themes
    from pipeline.themes.topics import BertopicModel

    vectors, said, subjects = statements(n)
    started = time.perf_counter()
    found = find_themes(vectors, said, ThemeSettings(), BertopicModel())
    seconds = time.perf_counter() - started
    themes = int((found.themes["parent_id"] == "").sum())
    nmi = float(normalized_mutual_info_score(subjects, found.assignments["theme_id"]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds, peak, themes, found.overig, nmi


def statements(n: int):  # type: ignore[no-untyped-def]
    """Vectors, statements and the subject of each."""
    from pipeline.encoders.encoder import load_encoder
    from pipeline.themes.records import Statement
    from pipeline.themes.scores import Vectors
    from tests.themes.themes_data import tokens_of

    pairs = list(product(range(len(SUBJECTS)), SAYING))
    texts = [
        how.format(SUBJECTS[at]) if "{}" in how else f"{how} {SUBJECTS[at]}" for at, how in pairs
    ]
    known = load_encoder("fast").encode(texts)
    words = [
        tokens_of(text, set(SUBJECTS[at].split()))
        for text, (at, _how) in zip(texts, pairs, strict=True)
    ]
    rng = np.random.default_rng(0)
    which = rng.integers(0, len(texts), n)
    rows = known[which] + rng.normal(
        scale=_SPREAD / known.shape[1] ** 0.5, size=(n, known.shape[1])
    ).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    said = [Statement(f"s{i:06d}", f"{texts[at]} ({i})", words[at]) for i, at in enumerate(which)]
    return (
        Vectors(tuple(one.statement_id for one in said), rows),
        said,
        [pairs[i][0] for i in which],
    )


if __name__ == "__main__":
    main(tuple(int(one) for one in sys.argv[1:]) or SIZES)
