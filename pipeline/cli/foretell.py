"""`gehoord analyse --dry-run`: what a run would do, stage by stage, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.cli.console import say, say_json
from pipeline.core.settings import Settings
from pipeline.corpus.corpus import read_corpus
from pipeline.runs.load_models import load_models
from pipeline.runs.outlook import outlook
from pipeline.runs.prepare import worker


def foretell(
    folder: Path,
    given: Mapping[str, Mapping[str, Any]],
    rounds: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Say what a run would do; the language models are looked at, not run."""
    read = read_corpus(folder).only(rounds)
    settings = Settings().changed(read.settings_given).changed(given)
    loaded = load_models(settings)
    work = worker(read, loaded.dutch, settings, loaded.work)
    vectors = [(cached.encoder.name, cached.cache) for cached in loaded.encoders]
    stages_ahead = outlook(read, work, vectors)
    if as_json:
        say_json([asdict(stage) for stage in stages_ahead])
        return
    for stage in stages_ahead:
        say(stage.line())
