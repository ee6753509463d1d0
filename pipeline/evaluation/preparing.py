"""What preparing costs, step by step, on invented responses.

Chunks of responses go to one process per core; only campaigns need all responses together. Every
chunk is made, worked on and dropped in its worker, so that memory does not grow with the input.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import pandas as pd

from pipeline.core.tables import RESPONSES
from pipeline.core.usage import peak_mb
from pipeline.text.campaigns import find_campaigns
from pipeline.text.clean import clean
from pipeline.text.language import tag_languages
from pipeline.text.nlp import load_pipeline
from pipeline.text.redact import needs_tokens, redact_texts
from pipeline.text.segment import segment

_CHUNK = 2_500  # responses per task: a second or two of work, some tens of megabytes
_NAMES = ("Daan", "Fatima", "mevrouw De Boer", "Łukasz", "juf Anja", "Roos", "Djaylano")
_WHO = ("mijn zoon", "onze dochter", "een leerling", "het kind", "mijn kleinzoon", "de klas")
_VERB = ("wacht op", "mist", "krijgt geen", "heeft recht op", "verlangt naar", "vraagt om")
_WHAT = (
    "passende hulp", "een vaste begeleider", "rust in de klas", "vervoer op tijd",
    "een plek dichtbij",
    "een eerlijk gesprek",
    "extra uitdaging", "een tolk", "kleinere groepen", "duidelijke informatie",
)  # fmt: skip
_WHEN = ("al maanden", "sinds de zomer", "elke dag", "na groep 8", "vanaf het begin", "nog steeds")


@dataclass(frozen=True)
class ChunkResult:
    """What one worker made of one chunk: seconds per step, masked texts, peak memory in MB."""

    seconds: dict[str, float]
    texts: list[str]
    peak_mb: float


def measure(n: int, processes: int) -> dict[str, float]:
    """Seconds and shares per step, wall time, and the largest sum of memory over processes.

    Args: n: responses. processes: workers for the steps that need no other response.
    """
    began = time.perf_counter()
    starts = range(0, n, _CHUNK)
    seconds: defaultdict[str, float] = defaultdict(float)
    texts: list[str] = []
    worker_mb = 0.0
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        sizes = [min(_CHUNK, n - start) for start in starts]
        for result in pool.map(_work, starts, sizes):
            for step, spent in result.seconds.items():
                seconds[step] += spent
            texts += result.texts
            worker_mb = max(worker_mb, result.peak_mb)
    together = _peak_mb() + processes * worker_mb  # workers are gone before campaigns begin
    everything, before = _responses(texts, 0), time.process_time()
    find_campaigns(everything)
    seconds["campaigns"] += time.process_time() - before
    total = sum(seconds.values())
    figures = {f"{step}_seconds": round(spent, 2) for step, spent in seconds.items()}
    figures |= {f"{step}_share": round(spent / total, 4) for step, spent in seconds.items()}
    return figures | {
        "wall_seconds": round(time.perf_counter() - began, 2),
        "parent_peak_mb": round(_peak_mb(), 1),
        "worker_peak_mb": round(worker_mb, 1),
        "all_peak_mb": round(max(together, _peak_mb()), 1),
        "responses": float(n),
        "processes": float(processes),
    }


def _work(start: int, size: int) -> ChunkResult:
    """Every step that needs no other response, on one chunk."""
    dutch = load_pipeline("embedded")
    clock = _Clock()
    texts = [_text(number) for number in range(start, start + size)]
    clock.lap("making")
    tag_languages(texts)
    clock.lap("language")
    asking = [row for row, text in enumerate(texts) if needs_tokens(text)]
    read = dutch.analyse_texts([texts[row] for row in asking])
    by_row = dict(zip(asking, read, strict=True))
    clock.lap("words_for_masking")
    tokens = [by_row.get(row) for row in range(size)]
    masked = [text for text, _places in redact_texts(texts, tokens, tables=dutch.tables)]
    clock.lap("masking")
    cleaned = clean(_responses(masked, start))
    clock.lap("cleaning")
    segment(cleaned.responses, antecedents=cleaned.antecedents)
    clock.lap("segmenting")
    del clock.seconds["making"]
    return ChunkResult(clock.seconds, masked, _peak_mb())


def _peak_mb() -> float:
    """MB at most held at once by this process; NaN where the system does not tell."""
    peak = peak_mb()
    return float("nan") if peak is None else peak


class _Clock:
    """CPU seconds per step, so that waiting for a core is not counted."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.process_time()

    def lap(self, step: str) -> None:
        """Ends a step: what was spent since the last one is its."""
        now = time.process_time()
        self.seconds[step] = now - self._last
        self._last = now


def _text(number: int) -> str:
    """An invented response, the same for the same number."""
    chance = random.Random(number)  # noqa: S311  invented text, no secret
    sentences = []
    for _sentence in range(chance.randint(1, 6)):
        parts = (chance.choice(words) for words in (_WHO, _VERB, _WHAT, _WHEN))
        sentences.append(" ".join((*parts, f"nummer {chance.randint(1, 400)}")).capitalize() + ".")
    if chance.random() < 0.2:
        sentences.append(f"Dat weet {chance.choice(_NAMES)} ook.")
    if chance.random() < 0.03:
        sentences.append(f"Bel 06-{chance.randint(10_000_000, 99_999_999)}.")
    return " ".join(sentences)


def _responses(texts: list[str], start: int) -> pd.DataFrame:
    """RESPONSES with these texts, each by a person of its own. Args: start: number of the first."""
    n = len(texts)
    blank = {column: "" for column, kind in RESPONSES.columns.items() if kind in ("string", "date")}
    own = {
        "response_id": [f"r{start + row:07d}" for row in range(n)],
        "respondent_id": [f"p{start + row:07d}" for row in range(n)],
        "text": texts,
        "n_supporters": 1,
        "source_row": range(start, start + n),
    }
    return RESPONSES.check(pd.DataFrame({**blank, **own}))
