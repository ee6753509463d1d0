"""Scores of a language pipeline on a treebank."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.tokens import Doc

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.text.nlp import SpacyPipeline
from pipeline.text.treebank import TreebankSentence, TreebankWord, parse_conllu, with_surface_lemmas

CONTENT = frozenset(("NOUN", "VERB", "ADJ"))
_PER_DOCUMENT = 8  # sentences put together to score sentence boundaries


def read_treebank(path: Path) -> list[TreebankSentence]:
    """The sentences of a treebank. Raises: DataProblem when it is none."""
    try:
        return parse_conllu(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise DataProblem(
            where=str(path),
            found=str(fault),
            expected=_("a CoNLL-U file, UTF-8"),
            mend=_("give a file of a Universal Dependencies treebank"),
        ) from fault


def score_treebank(
    pipeline: SpacyPipeline, sentences: Sequence[TreebankSentence]
) -> dict[str, float | int | None]:
    """Accuracy (0-1) of UPOS and surface lemmas on gold words, F1 of sentence starts and of names.

    Lemmas are compared without regard to case. `sentence_f1` is on raw text of eight sentences in a
    row; `person_f1` is None where the treebank or the pipeline has no names. `propn_f1` says how
    well names are told from other words. Speed: words per CPU-second.
    """
    gold = [with_surface_lemmas(sentence) for sentence in sentences]
    nlp = pipeline.spacy
    documents = [
        Doc(nlp.vocab, [w.form for w in s.words], [w.space_after for w in s.words]) for s in gold
    ]
    started = time.process_time()
    parsed = list(nlp.pipe(documents, batch_size=64))
    seconds = time.process_time() - started
    pairs = [
        (w, t)
        for s, doc in zip(gold, parsed, strict=True)
        for w, t in zip(s.words, doc, strict=True)
    ]
    content = [(w, t) for w, t in pairs if w.upos in CONTENT]
    return {
        "sentences": len(gold),
        "words": len(pairs),
        "upos": _share(w.upos == t.pos_ for w, t in pairs),
        "lemma": _share(_same_lemma(w, t.lemma_) for w, t in pairs),
        "content_lemma": _share(_same_lemma(w, t.lemma_) for w, t in content),
        "propn_f1": _f1(
            {i for i, (w, _) in enumerate(pairs) if w.upos == "PROPN"},
            {i for i, (_, t) in enumerate(pairs) if t.pos_ == "PROPN"},
        ),
        "sentence_f1": _sentence_f1(pipeline, gold),
        "person_f1": _person_f1(gold, parsed),
        "words_per_cpu_second": round(len(pairs) / seconds) if seconds else None,
    }


def _same_lemma(word: TreebankWord, lemma: str) -> bool:
    return word.lemma.lower() == lemma.lower()


def _share(right: Iterable[bool]) -> float:
    outcomes = list(right)
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


def _f1(gold: set[int], guessed: set[int]) -> float:
    hits = len(gold & guessed)
    return 2 * hits / (len(gold) + len(guessed)) if gold or guessed else 1.0


def _sentence_f1(pipeline: SpacyPipeline, gold: Sequence[TreebankSentence]) -> float:
    """F1 of the offsets where sentences begin, texts of eight sentences joined by a space."""
    wanted: set[int] = set()
    starts: set[int] = set()
    texts = [
        [sentence.text for sentence in gold[start : start + _PER_DOCUMENT]]
        for start in range(0, len(gold), _PER_DOCUMENT)
    ]
    offset = 0
    for group, tokens in zip(
        texts, pipeline.analyse_texts([" ".join(group) for group in texts]), strict=True
    ):
        start = offset
        for text in group:
            wanted.add(start)
            start += len(text) + 1
        starts.update(offset + begin for begin, _ in tokens.sentences)
        offset = start
    return _f1(wanted, starts)


def _person_f1(gold: Sequence[TreebankSentence], parsed: Sequence[Doc]) -> float | None:
    wanted: set[int] = set()
    persons: set[int] = set()
    offset = 0
    for sentence, doc in zip(gold, parsed, strict=True):
        wanted |= {offset + i for i, w in enumerate(sentence.words) if w.entity.endswith("PER")}
        persons |= {
            offset + t.i
            for entity in doc.ents
            if entity.label_ in ("PERSON", "PER")
            for t in entity
        }
        offset += len(doc)
    return _f1(wanted, persons) if wanted and persons else None
