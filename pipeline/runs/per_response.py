"""Work on one text that no other text has a say in: masking, splitting, reading words.

Every function takes texts and gives one outcome per text, in order; with a cache, only texts whose
outcome is not known are worked on. An outcome depends on the text and on its ``Step``: settings,
the code that does it, the model. What is kept was masked before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from pipeline.core.cleaning import mended
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.core.token_columns import TokenColumns, TokensById
from pipeline.core.tokens import DutchPipeline, Tokens
from pipeline.core.work_cache import Step, WorkCache
from pipeline.text.language import tag_languages
from pipeline.text.nlp import load_pipeline
from pipeline.text.redact import needs_tokens, redact_texts
from pipeline.text.segment import Part, split_text

_PIPELINE = Path(__file__).parents[1]
_CHUNK = 2_000  # texts between two writes: an interrupted run goes on there
_AT_ONCE = 20_000  # texts whose words are read from the cache at a time
_AWAY = 200_000  # the same with an engine, which keeps its own partitions meanwhile
_WORDS = ("text/nlp.py", "text/nl_components.py", "text/pieces.py", "core/tokens.py",
          "core/lexicon.py")  # fmt: skip
# The code that decides what a step gives; another edit leaves what is kept as it is.
_CODE = {
    "mask": ("text/redact", "text/language.py", "core/cleaning.py", *_WORDS),
    "split": ("text/segment.py", "text/sentences.py", "text/empty_answers.py", "core/cleaning.py",
              "core/tokens.py"),
    "words": _WORDS,
    "match": ("plan/match", "core/numeric.py", "core/letters.py"),
    "divide": ("themes", "core/numeric.py", "core/letters.py"),
}  # fmt: skip
_FIELDS = ("start", "end", "source_start", "source_end", "kind")


class Engine(Protocol):
    """Whoever does work on partitions of texts elsewhere."""

    def run(self, step: str, work: WorkAway, texts: Sequence[str]) -> list[str]:
        """The outcome per text, in order."""


@dataclass(frozen=True)
class Masked:
    """A response without personal details: its language, its text, and the places of masks."""

    language: str
    text: str
    places: tuple[dict[str, object], ...]


@dataclass(frozen=True)
class Worker:
    """What work per text needs: the language model, settings, words that are no names, a cache."""

    dutch: DutchPipeline
    settings: Settings
    allow: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()  # that the region gave; hidden wherever they stand
    cache: WorkCache | None = None
    engine: Engine | None = None

    @property
    def model(self) -> str:
        """Which language model reads words; a retrained one has another revision."""
        revision = getattr(self.dutch, "revision", "")
        return f"{self.dutch.name} {self.dutch.version} {revision} spacy {version('spacy')}"

    def step(self, name: str) -> Step:
        """The step as it is now: code, model and settings."""
        settings = {
            "mask": {
                **asdict(self.settings.redact),
                "languages": self.settings.language.languages,
                "min_words": self.settings.language.min_words,
            },
            "split": asdict(self.settings.segment),
        }.get(name, {})
        parts = {"code": code_of(name)}
        if name != "split":
            parts["model"] = self.model
        parts |= {f"{name}.{key}": repr(value) for key, value in settings.items()}
        return Step(name, parts)

    def mask(self, texts: Sequence[str]) -> list[Masked]:
        """Language and masked text of every response."""
        keys = [masking_key(text, self.allow, self.names) for text in texts]
        kept = self._kept("mask", keys, texts)
        return [_read_masked(value) for value in kept]

    def split(self, pairs: Sequence[tuple[str, str | None]]) -> list[list[Part]]:
        """The parts of every masked response; with the words that "zie boven" stands for."""
        keys = [_json(pair) for pair in pairs]
        kept = self._kept("split", keys, keys)
        return [[Part(*row) for row in json.loads(value)] for value in kept]

    def words(self, texts: Sequence[str]) -> list[Tokens]:
        """The words of a few texts that hold nothing personal."""
        return [read_tokens(value) for value in self._kept("words", texts, texts)]

    def words_by_id(self, ids: Sequence[str], texts: Sequence[str]) -> TokensById:
        """The words of every statement, masked before; those of equal texts are kept once."""
        columns, row_of = TokenColumns(), {}
        unique = list(dict.fromkeys(texts))
        size = _AT_ONCE if self.engine is None else _AWAY
        for first in range(0, len(unique), size):
            block = unique[first : first + size]
            for text, value in zip(block, self._kept("words", block, block), strict=True):
                row_of[text] = len(columns)
                columns.add(*json.loads(value))
        return TokensById(ids, [row_of[text] for text in texts], columns)

    def missing(self, name: str, keys: Sequence[str]) -> int:
        """How many of these are not kept."""
        if self.cache is None:
            return len(set(keys))
        unique = list(dict.fromkeys(keys))
        return len(unique) - len(self.cache.get(self.step(name), unique))

    def work(self, name: str, texts: Sequence[str]) -> list[str]:
        """The outcome of a step per text, as it is kept; asks no cache."""
        steps = {"mask": self._mask, "split": self._split, "words": self._words}
        return steps[name](texts)

    def _done(self, step: Step, texts: Sequence[str]) -> list[str]:
        """The work here, or by the engine."""
        if self.engine is None:
            return self.work(step.name, texts)
        away = WorkAway(step.name, step.digest, self.settings, self.allow, self.names)
        return self.engine.run(repr(away), away, texts)

    def _kept(self, name: str, keys: Sequence[str], texts: Sequence[str]) -> list[str]:
        """The outcome per text; equal texts are worked on once."""
        text_of = dict(zip(keys, texts, strict=True))
        step = self.step(name)
        known = self.cache.get(step, list(text_of)) if self.cache is not None else {}
        absent = [key for key in text_of if key not in known]
        size = _CHUNK if self.engine is None else _AWAY
        for first in range(0, len(absent), size):
            chunk = absent[first : first + size]
            fresh = dict(zip(chunk, self._done(step, [text_of[k] for k in chunk]), strict=True))
            if self.cache is not None:
                self.cache.put(step, fresh)
            known.update(fresh)
        if self.cache is not None:
            self.cache.note(step)
        return [known[key] for key in keys]

    def _mask(self, texts: Sequence[str]) -> list[str]:
        texts = [mended(text) for text in texts]  # "JosÃ©" is in no list of names
        asking = [row for row, text in enumerate(texts) if needs_tokens(text)]
        read = self.dutch.analyse_texts([texts[row] for row in asking])
        tokens = dict(zip(asking, read, strict=True))
        masked = redact_texts(
            texts,
            [tokens.get(row) for row in range(len(texts))],
            self.settings.redact,
            allow=self.allow,
            tables=self.dutch.tables,
            names=self.names,
        )
        languages = tag_languages(texts, self.settings.language)
        return [
            _json([language, text, [[place[name] for name in _FIELDS] for place in places]])
            for language, (text, places) in zip(languages, masked, strict=True)
        ]

    def _split(self, keys: Sequence[str]) -> list[str]:
        pairs = (json.loads(key) for key in keys)
        return [_json(split_text(text, other, self.settings.segment)) for text, other in pairs]

    def _words(self, texts: Sequence[str]) -> list[str]:
        return [write_tokens(tokens) for tokens in self.dutch.analyse_texts(texts)]


def other_version() -> DataProblem:
    """What is wrong where a worker would not give what this machine gives."""
    return DataProblem(
        where="--engine dask",
        found=_("a worker has another version of gehoord or of its language model"),
        mend=_("install the same version on every machine, with the same constraints"),
    )


def words_of(texts: Sequence[str], dutch: DutchPipeline, cache: WorkCache | None) -> list[Tokens]:
    """The words of texts that hold nothing personal: masked ones, or those of a plan."""
    return Worker(dutch, Settings(), cache=cache).words(texts)


@dataclass(frozen=True)
class WorkAway:
    """A step as it travels to a worker: settings and names; the language model is loaded there."""

    step: str
    digest: str  # of the step where the run is led; the same code and model must do it
    settings: Settings
    allow: frozenset[str]
    names: frozenset[str]

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """The outcome per text. Raises: DataProblem where code or model differ."""
        dutch = load_pipeline(self.settings.language.pipeline)  # once per process
        worker = Worker(dutch, self.settings, self.allow, self.names)
        if worker.step(self.step).digest != self.digest:
            raise other_version()
        return worker.work(self.step, texts)

    def __repr__(self) -> str:
        """By content, so alike in every process: it names partitions."""
        return f"{self.step} {self.digest} {sorted(self.allow)} {sorted(self.names)}"


def masking_key(text: str, allow: Collection[str], names: Collection[str] = ()) -> str:
    """The text with those words of this corpus that may stand in it.

    A new role or a name that stands elsewhere is no change.
    """
    plain = text.lower().replace("’", "'")
    near = [term for term in allow if all(word in plain for word in _plain_words(term))]
    hidden = [f"-{term}" for term in names if all(word in plain for word in _plain_words(term))]
    return "\n".join([text, *sorted(near), *sorted(hidden)]) if near or hidden else text


@lru_cache(maxsize=4096)
def _plain_words(term: str) -> tuple[str, ...]:
    words = term.lower().replace("’", "'").split()
    # a phrase is found whatever marks stand between its words
    return tuple(
        part for word in words for part in "".join(c if c.isalnum() else " " for c in word).split()
    )


@lru_cache(maxsize=8)
def code_of(name: str) -> str:
    """SHA-256 of the code and word lists that a step runs on; line ends do not count."""
    digest = hashlib.sha256()
    for relative in _CODE[name]:
        place = _PIPELINE / relative
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in (".py", ".txt", ".toml"):
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def write_tokens(tokens: Tokens) -> str:
    """The words of a text as they are kept: columns, for a word repeats its kind often."""
    columns = [list(column) for column in zip(*tokens.tokens, strict=True)] or [[]] * 6
    return _json([columns, tokens.sentences, tokens.persons])


def read_tokens(value: str) -> Tokens:
    """The words as they were."""
    columns = TokenColumns()
    columns.add(*json.loads(value))
    return columns.row(0)


def _read_masked(value: str) -> Masked:
    language, text, places = json.loads(value)
    rows: list[Mapping[str, object]] = [dict(zip(_FIELDS, place, strict=True)) for place in places]
    return Masked(language, text, tuple(dict(row) for row in rows))


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
