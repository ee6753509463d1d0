"""A corpus on disk read, analysed and followed, as far as a command asks; writes no run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.core.analysis import Analysis
from pipeline.core.cache_folder import cache_dir
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.records import Corpus
from pipeline.review.log import read_log
from pipeline.runs.analyse import analyse
from pipeline.runs.engine import dask_engine, onto
from pipeline.runs.folder import find_run, load_run
from pipeline.runs.llm_labels import Writer, with_proposals
from pipeline.runs.load_models import UsedModel, load_models
from pipeline.runs.state import Following, Models
from pipeline.runs.themes_file import take_in

Tell = Callable[[str], None]


def silent(_remark: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Scope:
    """Which part of a corpus is analysed, and with which trained model.

    Attributes: rounds: ids; none means all.  model: None finds themes afresh.  log: from a
        corpus's name to the log of what people judged in its runs; None leaves judgements out.
        since: the folder of an earlier run whose concerns are followed.
        writer: a language model that proposes texts; None asks nobody.
        engine, address: who does the work per answer ("" does it here), and where it is.
    """

    rounds: tuple[str, ...] = ()
    model: UsedModel | None = None
    log: Callable[[str], Path] | None = None
    since: Path | None = None
    writer: Writer | None = None
    engine: str = ""
    address: str | None = None

    def __post_init__(self) -> None:
        if self.engine not in ("", "dask") or (self.address and not self.engine):
            raise DataProblem(
                where="--engine",
                found=self.engine or _("none, and an address is given"),
                expected="dask",
                mend=_("write --engine dask, or leave --engine and --address out"),
            )


def run_corpus(
    folder: Path,
    given: Mapping[str, Mapping[str, Any]],
    following: Following,
    scope: Scope = Scope(),
    tell: Tell = silent,
) -> tuple[Analysis, Settings]:
    """Read a corpus and analyse it; nothing is written but the vector cache.

    Args: given are settings over those of corpus.toml. tell: hears what a user should know.
    Returns: the analysis, and the settings in effect.
    """
    if scope.model is not None:
        scope.model.seek()  # before the work, not after it
    if scope.since is not None:
        find_run(scope.since)
    following.begin(_("Reading"))
    corpus = read_corpus(folder).only(scope.rounds)
    for line in corpus.notices:
        tell(line)
    settings = Settings().changed(corpus.settings_given).changed(given)
    if scope.model is not None:
        settings = scope.model.open(corpus, settings, given)
    if scope.log is not None and (kept := take_in(folder, scope.log(corpus.name))):
        tell(kept)
    return _run(corpus, settings, following, scope, tell), settings


def _run(
    corpus: Corpus, settings: Settings, following: Following, scope: Scope, tell: Tell
) -> Analysis:
    """Load the models, analyse, then do what the scope asks: proposed texts, a model kept."""
    following.begin(_("Loading the language models"))
    now = datetime.now().astimezone()
    loaded = load_models(settings)
    if scope.model is not None:
        loaded = scope.model.into(loaded)
    with _on_engine(loaded, settings, scope, tell) as models:
        analysis = analyse(
            corpus,
            models,
            settings,
            run_id=now.strftime("%Y-%m-%d-%H%M%S"),
            made_at=now.isoformat("T", "seconds"),
            following=following,
            judgements=read_log(scope.log(corpus.name)) if scope.log is not None else None,
            since=earlier_run(scope.since, corpus.name) if scope.since is not None else None,
        )
    if scope.writer is not None:
        following.begin(_("Asking the language model for texts"))
        analysis = with_proposals(analysis, scope.writer)
    kept = scope.model.keep(analysis, corpus) if scope.model is not None else None
    if kept is not None:
        tell(_("What is new was added to the model, as {model}.").format(model=kept))
    return analysis


@contextmanager
def _on_engine(models: Models, settings: Settings, scope: Scope, tell: Tell) -> Iterator[Models]:
    """The models, with work per answer done by the engine asked for."""
    if not scope.engine:
        yield models
        return
    with dask_engine(scope.address, cache_dir() / "partitions") as engine:
        if engine.dashboard:
            tell(_("Progress of the workers: {url}").format(url=engine.dashboard))
        yield onto(models, settings, engine)


def earlier_run(given: Path, corpus: str) -> Analysis:
    """The earlier run to follow concerns from. Raises: DataProblem when it is of another corpus."""
    folder = find_run(given)
    earlier = load_run(folder)
    if earlier.corpus != corpus:
        raise DataProblem(
            where=f"--since {folder}",
            found=_("this is a run on the corpus {name}").format(name=earlier.corpus),
            expected=_("an earlier run on {name}").format(name=corpus),
            mend=_("name another run, or leave --since out"),
        )
    return earlier.at_hand()
