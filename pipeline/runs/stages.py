"""Work on all statements together, kept by all it depends on: nothing changed, nothing done again.

What is kept are numbers by row, never a text or an id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from pipeline.core.settings import MatchSettings, ThemeSettings
from pipeline.core.work_cache import Step, WorkCache
from pipeline.plan.match.defaults import DEFAULT
from pipeline.plan.match.inputs import Codes, Texts
from pipeline.plan.match.stage import Scores, score
from pipeline.runs.per_response import code_of
from pipeline.themes.clustering import Dividing, Division, Grouping, divide
from pipeline.themes.corpus import DistinctTexts
from pipeline.themes.records import GivenTopic

_BEGUN: WeakKeyDictionary[Texts, hashlib._Hash] = WeakKeyDictionary()
_SCORES = ("choice", "lexical_score", "near", "fit", "options", "pieces")


def step_together(name: str, settings: MatchSettings | ThemeSettings) -> Step:
    """A step on all statements together as it is now: ``match`` or ``divide``."""
    return Step(name, {"code": code_of(name), "settings": repr(settings)})


def scored(
    statements: Texts, codes: Codes, settings: MatchSettings, cache: WorkCache | None
) -> Scores:
    """What ``score`` gives where nobody judged anything, from what is kept where it is."""
    if cache is None or not len(statements):
        return score(statements, codes, settings)
    step = step_together("match", settings)
    # the digest of both; that of statements is begun once for all codebooks
    begun = _BEGUN.get(statements)
    if begun is None:
        begun = _BEGUN[statements] = _added(hashlib.sha256(), _parts(statements))
    parts = chain(_parts(codes.texts), [repr(codes.codebook)])
    content = _added(begun.copy(), parts).hexdigest()
    known = cache.get_whole(step, content)
    cache.note(step)
    if known is None:
        scores = score(statements, codes, settings)
        known = {name: getattr(scores, name) for name in _SCORES}
        cache.put_whole(step, content, known)
        return scores
    return Scores(
        codebook_id=codes.codebook.codebook_id,
        item_ids=statements.ids,
        code_ids=tuple(code.code_id for code in codes.codebook.codes),
        calibration=DEFAULT,
        piece_ids=tuple(code.code_id for code in codes.apart().codebook.codes),
        choice=known["choice"],
        lexical_score=known["lexical_score"],
        near=known["near"],
        fit=known["fit"],
        options=known["options"],
        pieces=known["pieces"],
    )


def dividing(cache: WorkCache | None) -> Dividing:
    """What ``divide`` does, remembered where no topics are given and the tree divides."""

    def remembered(
        corpus: DistinctTexts,
        settings: ThemeSettings,
        given: Sequence[GivenTopic],
        group: Grouping | None,
    ) -> Division:
        if cache is None or given or group is not None:
            return divide(corpus, settings, given, group)
        step = step_together("divide", settings)
        letters = corpus.features.letters
        parts: list[str | NDArray[Any]] = [
            corpus.features.meaning, letters.data, letters.indices, letters.indptr, corpus.times,
            repr((corpus.fitted < len(corpus.statements), corpus.matter.tolist())),
        ]  # fmt: skip
        content = _added(hashlib.sha256(), parts).hexdigest()
        known = cache.get_whole(step, content)
        cache.note(step)
        if known is not None:
            return _division(known)
        division = divide(corpus, settings, given, group)
        cache.put_whole(step, content, _arrays(division))
        return division

    return remembered


def _arrays(division: Division) -> dict[str, NDArray[Any]]:
    return {
        "labels": division.labels,
        "steady": np.array(sorted(division.stability), dtype=np.int64),
        "stability": np.array(
            [division.stability[cluster] for cluster in sorted(division.stability)],
            dtype=np.float64,
        ),
        "praise": np.array(sorted(division.praise), dtype=np.int64),
        "joins": np.array([division.joins], dtype=np.float64),
        "method": np.frombuffer(division.method.encode(), dtype=np.uint8),
    }


def _division(arrays: Mapping[str, NDArray[Any]]) -> Division:
    steady, stability = arrays["steady"].tolist(), arrays["stability"].tolist()
    return Division(
        labels=arrays["labels"],
        stability=dict(zip(steady, stability, strict=True)),
        method=bytes(arrays["method"]).decode(),
        joins=float(arrays["joins"][0]),
        praise=frozenset(arrays["praise"].tolist()),
    )


def _parts(texts: Texts) -> Iterator[str | NDArray[Any]]:
    for row in zip(texts.ids, texts.texts, texts.terms, strict=True):
        yield repr(row)
    yield from map(np.asarray, texts.vectors)


def _added(whole: hashlib._Hash, parts: Iterable[str | NDArray[Any]]) -> hashlib._Hash:
    """The hash with these texts and arrays in it, each with its shape."""
    for part in parts:
        if isinstance(part, str):
            raw = part.encode("utf-8", "surrogatepass")
            whole.update(f"{len(raw)}:".encode())
            whole.update(raw)
        else:
            whole.update(f"{part.dtype}{part.shape}{part.nbytes}:".encode())
            whole.update(np.ascontiguousarray(part).data)
    return whole
