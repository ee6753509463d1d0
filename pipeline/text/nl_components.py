"""spaCy factories of the embedded Dutch pipeline; importing this module registers them.

`nl_lexicon` runs first: it writes a lexicon class to TAG and a looked-up lemma to LEMMA, which the
tok2vec layer reads as extra features. `nl_lemma` runs last: final LEMMA from the tables by part of
speech, before the edit trees' guess; it repairs nouns tagged as names at the start of a sentence
and clears TAG. The tables travel inside the pipeline's folder, so nothing else is needed at run
time. `nl_lemma` also stands after `nl_core_news_md`: both pipelines speak one lemma convention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.core.lexicon import TAIL, UNKNOWN, LemmaTables

TABLES_FILE = "tables.json.gz"


def packaged_tables() -> LemmaTables:
    """Tables from the spacy-lookups-data package; only training needs it."""
    import gzip
    import json

    import spacy_lookups_data  # type: ignore[import-not-found,import-untyped,unused-ignore]

    folder = Path(spacy_lookups_data.__file__).parent / "data"

    def read(name: str) -> Any:
        return json.loads(gzip.decompress((folder / f"nl_lemma_{name}.json.gz").read_bytes()))

    index = {name: frozenset(words) for name, words in read("index").items()}
    exceptions = {
        name: {form: lemmas[0] for form, lemmas in table.items()}
        for name, table in read("exc").items()
    }
    return LemmaTables(index, exceptions, read("lookup"))


class LexiconFeatures:
    """First component: what the word tables know of each form, as input to the network."""

    def __init__(self, tables: LemmaTables) -> None:
        self.tables = tables

    def initialize(
        self, get_examples: Callable[[], Iterable[Any]] | None = None, nlp: Language | None = None
    ) -> None:
        """Called once before training."""
        if not self.tables:
            self.tables = packaged_tables()

    def __call__(self, doc: Doc) -> Doc:
        """Write TAG and LEMMA as features; later components overwrite both."""
        tables = self.tables
        for token in doc:
            if token.is_alpha or "-" in token.text:
                token.tag_ = tables.lexicon_class(token.text)
                token.lemma_ = tables.lookup.get(token.lower_, token.lower_)
            else:
                token.tag_ = "-"
                token.lemma_ = token.norm_
        return doc

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Write the tables beside the model."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / TABLES_FILE).write_bytes(self.tables.to_bytes())

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> LexiconFeatures:
        """Read what `to_disk` wrote."""
        file = Path(path) / TABLES_FILE
        if file.exists():
            self.tables = LemmaTables.from_bytes(file.read_bytes())
        return self

    def to_bytes(self, exclude: Iterable[str] = ()) -> bytes:
        """The tables, packed."""
        return self.tables.to_bytes()

    def from_bytes(self, raw: bytes, exclude: Iterable[str] = ()) -> LexiconFeatures:
        """Read what `to_bytes` gave."""
        self.tables = LemmaTables.from_bytes(raw)
        return self


class TableLemmas:
    """Last component: lemmas by table and part of speech; its settings are the pipeline's.

    `exceptions` maps a lower-case form to its lemma ("passend" stays "passend", not "passen");
    `keep_names` are capitalised forms that are never re-read as common nouns.
    """

    def __init__(
        self,
        find_tables: Callable[[], LemmaTables],
        keep_names: set[str],
        exceptions: dict[str, str],
    ) -> None:
        self._find_tables = find_tables
        self.keep_names = keep_names
        self.exceptions = exceptions

    def __call__(self, doc: Doc) -> Doc:
        """Write the final lemmas."""
        tables = self._find_tables()
        for token in doc:
            if self._may_be_common(token):
                self._retag(token, tables.lexicon_class(token.text))
        for token in doc:
            token.lemma_ = self._lemma(token, tables)
            token.tag_ = ""
        return doc

    def _may_be_common(self, token: Token) -> bool:
        """A single capitalised 'name' that opens a sentence, so the capital proves nothing."""
        if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.text in self.keep_names:
            return False
        if token.text.isupper() and len(token) > 1:
            return False
        if token.i > 0 and not token.is_sent_start:
            return False
        following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
        return not (following and following.pos_ == "PROPN" and following.text[:1].isupper())

    @staticmethod
    def _retag(token: Token, letters: str) -> None:
        """Give a word the part of speech that the tables know it by. Args: letters: its class."""
        if letters == UNKNOWN or letters.startswith(TAIL):
            return
        for letter, pos in (("N", "NOUN"), ("A", "ADJ"), ("V", "VERB")):
            if letter in letters.upper():
                token.pos_ = pos
                return

    def _lemma(self, token: Token, tables: LemmaTables) -> str:
        """By the exceptions, else the tables, else the edit trees."""
        lemma = self.exceptions.get(token.lower_) or tables.lemma(token.text, token.pos_)
        if lemma is None:
            lemma = token.text if token.pos_ == "PROPN" else str(token.lemma_)
        if "_" in lemma and "_" not in token.text:  # the treebanks write mee_doen
            lemma = lemma.replace("_", "")
        return lemma

    def use_tables(self, tables: LemmaTables) -> None:
        """Give tables where no `nl_lexicon` stands in the pipeline (after nl_core_news_md)."""
        self._find_tables = lambda: tables


@Language.factory("nl_lexicon")
def make_lexicon(nlp: Language, name: str) -> LexiconFeatures:
    """spaCy calls this; the tables come with `from_disk` or `initialize`."""
    return LexiconFeatures(LemmaTables())


@Language.factory("nl_lemma", default_config={"keep_names": [], "exceptions": {}})
def make_lemmas(
    nlp: Language, name: str, keep_names: list[str], exceptions: dict[str, str]
) -> TableLemmas:
    """spaCy calls this; the tables are those of `nl_lexicon` in the same pipeline."""
    empty = LemmaTables()

    def find_tables() -> LemmaTables:
        if "nl_lexicon" not in nlp.component_names:
            return empty
        component: LexiconFeatures = nlp.get_pipe("nl_lexicon")  # type: ignore[assignment]
        return component.tables

    return TableLemmas(find_tables, set(keep_names), dict(exceptions))
