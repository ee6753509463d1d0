"""The Dutch language pipeline: the only door to spaCy.

Two models behind one interface: `nl_core_news_md` where it is installed, else the embedded pipeline
that we trained (`models/nl`). `fetch_nl` is the only function here that uses the network.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import DataProblem
from pipeline.core.lexicon import LemmaTables
from pipeline.core.locale import gettext as _
from pipeline.core.shipped import shipped
from pipeline.core.store import sha256_file
from pipeline.core.tokens import (
    DOMAIN_ABBREVIATIONS,
    LEMMA_EXCEPTIONS,
    Token,
    Tokens,
    is_stopword,
)
from pipeline.text.pieces import pieces

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

EMBEDDED = "embedded"
PUBLISHED = "nl_core_news_md"
EMBEDDED_FOLDER = shipped("models/nl")
_BATCH = 256  # texts per call into the network: larger gains nothing and holds more memory
# characters read at once, of one text and of a batch: the network holds some 2 kB for each of them
_AT_ONCE = 50_000
# What taggers take the school world's short nouns ("TLV", "ib'er") for.
_MISTAKEN = frozenset(("X", "PROPN", "ADJ", "VERB", "SYM", "INTJ"))
_PERSON_LABELS = frozenset(("PERSON", "PER"))


@dataclass(frozen=True)
class SpacyPipeline:
    """A pipeline, loaded at the first text it reads: where every word is known, spaCy never is.

    `source` is the package or folder it came from.
    """

    name: str
    version: str
    revision: str  # SHA-256 of the trained weights, first 12 digits
    tables: LemmaTables = field(repr=False)
    source: str = field(repr=False)

    def analyse_texts(self, texts: Sequence[str]) -> list[Tokens]:
        """One `Tokens` per text, in the order given."""
        if not texts:
            return []
        cut = [list(pieces(text, _AT_ONCE)) for text in texts]
        of_pieces = self._read(
            text[start:end]
            for text, places in zip(texts, cut, strict=True)
            for start, end in places
        )
        return [_joined([(start, next(of_pieces)) for start, _ in places]) for places in cut]

    def _read(self, texts: Iterable[str]) -> Iterator[Tokens]:
        """The words of texts that are not long, a batch at a time."""
        for batch in _batches(texts):
            for doc in self.spacy.pipe(batch, batch_size=_BATCH):
                yield _light(doc)

    def rest(self) -> None:
        """Leave memory; the next text loads it again."""
        _spacy_load.cache_clear()

    @property
    def spacy(self) -> Language:
        """spaCy's own object, for evaluation on pre-tokenised text."""
        return _spacy_load(self.source)


def installed_pipeline() -> str:
    """The pipeline a run uses by default: `nl_core_news_md` when installed, else `embedded`."""
    return PUBLISHED if importlib.util.find_spec(PUBLISHED) else EMBEDDED


def installed_pipelines() -> tuple[str, ...]:
    """Names that ``load_pipeline`` can load here now."""
    return (EMBEDDED, PUBLISHED) if importlib.util.find_spec(PUBLISHED) else (EMBEDDED,)


def load_pipeline(name: str = EMBEDDED) -> SpacyPipeline:
    """Load `embedded`, `nl_core_news_md`, the folder of a pipeline, or `auto`: the best one here.

    Raises: DataProblem when the model is absent, altered or unreadable.
    """
    wanted = installed_pipeline() if name == "auto" else name
    source = str(EMBEDDED_FOLDER) if wanted == EMBEDDED else wanted
    return _load(wanted if wanted in (EMBEDDED, PUBLISHED) else Path(wanted).name, source)


@lru_cache(maxsize=2)
def _load(name: str, source: str) -> SpacyPipeline:
    """The pipeline of this package or folder; of the embedded one nothing is loaded yet."""
    _check_present(name, source)
    if name == EMBEDDED:
        card = verify_files(Path(source))
        return SpacyPipeline(name, card["version"], card["revision"], embedded_tables(), source)
    nlp = _spacy_load(source)
    version = str(nlp.meta.get("version", ""))
    return SpacyPipeline(name, version, revision_of(nlp), tables_of(nlp), source)


def _check_present(name: str, source: str) -> None:
    """Raises: DataProblem when the model is not there."""
    if name == PUBLISHED and not importlib.util.find_spec(PUBLISHED):
        raise DataProblem(
            where=_("language pipeline"),
            found=_("{name} is not installed").format(name=PUBLISHED),
            mend=_("run: gehoord models fetch nl, or choose: embedded"),
        )
    if name != PUBLISHED and not (Path(source) / "meta.json").is_file():
        raise DataProblem(
            where=source,
            found=_("no spaCy pipeline in this folder"),
            expected=_("a folder with config.cfg and meta.json"),
            mend=_("choose: embedded, nl_core_news_md, or the folder of a trained pipeline"),
        )


@lru_cache(maxsize=2)
def _spacy_load(source: str) -> Language:
    """The pipeline with our lemmatiser, which has the last word. Raises: DataProblem."""
    with _no_torch(wanted=source not in (str(EMBEDDED_FOLDER), PUBLISHED)):
        import spacy
        from thinc.api import use_ops

    import pipeline.text.nl_components  # noqa: F401  registers our factories

    try:
        # numpy's own products: two thirds of the time of those that come with thinc.
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(source)
    except (ValueError, OSError, KeyError) as fault:
        raise DataProblem(
            where=source,
            found=_("the pipeline cannot be loaded: {fault}").format(fault=fault),
            mend=_("install it anew, or choose: embedded"),
        ) from fault
    if "nl_lemma" not in nlp.component_names:
        nlp.add_pipe("nl_lemma", last=True)
    lemmas: Any = nlp.get_pipe("nl_lemma")
    lemmas.use_tables(tables_of(nlp))
    lemmas.exceptions = {**LEMMA_EXCEPTIONS, **lemmas.exceptions}
    return nlp


@contextmanager
def _no_torch(*, wanted: bool) -> Iterator[None]:
    """spaCy imported without torch: it takes any that is there, a second and 180 MB, unused.

    Args: wanted: for a pipeline of somebody else, which may need it.
    """
    if wanted or "torch" in sys.modules or "thinc" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # Python's way to say: not there
    try:
        yield
    finally:
        del sys.modules["torch"]


def verify_files(folder: Path) -> dict[str, Any]:
    """Hold the embedded model against its card; the card. Raises: DataProblem."""
    card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    for relative, expected in card["files"].items():
        path = folder / relative
        actual = sha256_file(path) if path.is_file() else ""
        if actual != expected:
            raise DataProblem(
                where=f"{folder.name}/{relative}",
                found=_("the file is missing or differs from the one that was trained"),
                expected=f"SHA-256 {expected[:12]}…",
                mend=_("install gehoord anew"),
            )
    return card


def tables_of(nlp: Language) -> LemmaTables:
    """The word tables a pipeline came with; of one without, those of the embedded model."""
    if "nl_lexicon" not in nlp.component_names:
        return embedded_tables()
    lexicon: Any = nlp.get_pipe("nl_lexicon")
    tables: LemmaTables = lexicon.tables
    return tables


@lru_cache(maxsize=1)
def embedded_tables() -> LemmaTables:
    """The word tables of the embedded model, without loading spaCy."""
    packed = EMBEDDED_FOLDER / "nl_lexicon" / "tables.json.gz"
    return LemmaTables.from_bytes(packed.read_bytes())


def revision_of(nlp: Language) -> str:
    """Digest of what was learnt, so that a retrained model of the same version is told apart."""
    digest = hashlib.sha256()
    for name in nlp.pipe_names:
        component: Any = nlp.get_pipe(name)
        model = getattr(component, "model", None)
        if model is not None and not isinstance(model, bool):
            digest.update(model.to_bytes())
    return digest.hexdigest()[:12]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in their order, so many at a time as the network bears."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _BATCH or size + len(text) > _AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def _joined(parts: Sequence[tuple[int, Tokens]]) -> Tokens:
    """The words of a text that was read in pieces. Args: parts: where each begins, its words."""
    if len(parts) == 1:
        return parts[0][1]
    return Tokens(
        tuple(
            token._replace(start=token.start + start, end=token.end + start)
            for start, part in parts
            for token in part
        ),
        tuple((a + start, b + start) for start, part in parts for a, b in part.sentences),
        tuple((a + start, b + start) for start, part in parts for a, b in part.persons),
    )


def _light(doc: Doc) -> Tokens:
    """What we keep of spaCy's document."""
    tokens = tuple(_light_token(token) for token in doc if not token.is_space)
    sentences = tuple((sent.start_char, sent.end_char) for sent in doc.sents if sent.text.strip())
    persons = tuple(
        (span.start_char, span.end_char) for span in doc.ents if span.label_ in _PERSON_LABELS
    )
    return Tokens(tokens, sentences, persons)


def _light_token(word: SpacyToken) -> Token:
    lemma, pos = word.lemma_ or word.lower_, word.pos_
    if pos in _MISTAKEN and lemma.lower() in DOMAIN_ABBREVIATIONS:
        pos = "NOUN"
    if pos != "PROPN":  # the edit trees copy a capital now and then
        lemma = lemma.lower()
    stop = is_stopword(word.text, lemma)
    return Token(intern(word.text), intern(lemma), pos, stop, word.idx, word.idx + len(word))


def fetch_nl() -> str:
    """Install nl_core_news_md with spaCy's own downloader; returns the version installed.

    The downloader takes the wheel from spaCy's releases. Never `pip install nl_core_news_md`: that
    name on a package index is not spaCy's.
    Raises: DataProblem when it cannot be fetched.
    """
    from subprocess import CalledProcessError

    from spacy.cli.download import download

    try:
        download(PUBLISHED)
    except (SystemExit, OSError, CalledProcessError) as fault:  # no network is an OSError
        raise DataProblem(
            where=PUBLISHED,
            found=_("could not be fetched"),
            expected=_("a network connection to spaCy's releases on github.com"),
            mend=_("try again with network; until then the embedded pipeline is used"),
        ) from fault
    importlib.invalidate_caches()
    _load.cache_clear()
    _spacy_load.cache_clear()
    return load_pipeline(PUBLISHED).version
