"""Train the embedded Dutch pipeline from UD Dutch Alpino and LassySmall.

Run from the repository's root, with `pip install spacy-lookups-data` (for the lemma tables):

    python models/nl/train/train.py TREEBANK_FOLDER OUT_FOLDER

TREEBANK_FOLDER holds alpino-dev.conllu, lassysmall-dev.conllu, alpino-test.conllu,
lassysmall-test.conllu (today's files) and lassy-oldtrain.conllu (LassySmall's UD 2.0 training
file). Two passes: a first model on the dev files relabels the old training file (`old_tags.py`);
the second is trained on both. The test files are read only to keep their sentences out.
OUT_FOLDER/model is the finished pipeline; compare it with `gehoord evaluate nlp` before it replaces
the files in models/nl, then run `write_card.py`. CPU, seed 0.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

import spacy  # noqa: E402
from old_tags import relabel, with_guessed_spaces  # noqa: E402
from spacy.cli.train import train as spacy_train  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, DocBin  # noqa: E402

import pipeline.text.nl_components  # noqa: E402, F401  registers our factories
from pipeline.core.tokens import LEMMA_EXCEPTIONS  # noqa: E402
from pipeline.text.treebank import (  # noqa: E402
    TreebankSentence,
    document_of,
    in_reading_order,
    parse_conllu,
    with_surface_lemmas,
)

DOCUMENT_SIZES = (1, 2, 3, 5, 8, 8)  # sentences per training document: replies are short
HELD_OUT = 12  # one document in twelve is kept apart to choose the best epoch
VERSION = "0.2.0"


def read(folder: Path, name: str) -> list[TreebankSentence]:
    """Sentences of a treebank file in reading order, with surface lemmas."""
    sentences = parse_conllu((folder / name).read_text(encoding="utf-8"))
    return in_reading_order(with_surface_lemmas(sentence) for sentence in sentences)


def documents(sentences: Sequence[TreebankSentence], vocab: spacy.vocab.Vocab) -> list[Doc]:
    """Consecutive sentences put together into documents of one to eight."""
    rng = random.Random(0)  # noqa: S311
    result, at = [], 0
    while at < len(sentences):
        size = rng.choice(DOCUMENT_SIZES)
        result.append(_document(sentences[at : at + size], vocab))
        at += size
    return result


def _document(sentences: Sequence[TreebankSentence], vocab: spacy.vocab.Vocab) -> Doc:
    words = [(word, i) for s in sentences for i, word in enumerate(s.words)]
    ends = {sum(len(s.words) for s in sentences[: n + 1]) - 1 for n in range(len(sentences))}
    return Doc(
        vocab,
        words=[word.form for word, _ in words],
        spaces=[word.space_after or i in ends for i, (word, _) in enumerate(words)],
        lemmas=[word.lemma for word, _ in words],
        pos=[word.upos for word, _ in words],
        sent_starts=[i == 0 for _, i in words],
    )


def save(docs: Sequence[Doc], path: Path) -> Path:
    """Write training documents as spaCy reads them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, attrs=["LEMMA", "POS", "SENT_START"]).to_disk(path)
    return path


def without_overlap(old: Sequence[TreebankSentence], folder: Path) -> list[TreebankSentence]:
    """The old training file without documents and sentences that dev or test contain."""
    current = [s for name in _current_files() for s in read(folder, name)]
    taken_documents = {document_of(s.sent_id) for s in current}
    taken_sentences = {_form(s) for s in current}
    return [
        sentence
        for sentence in old
        if document_of(sentence.sent_id) not in taken_documents
        and _form(sentence) not in taken_sentences
    ]


def _current_files() -> tuple[str, ...]:
    kinds = ("alpino-dev", "alpino-test", "lassysmall-dev", "lassysmall-test")
    return tuple(f"{kind}.conllu" for kind in kinds)


def _form(sentence: TreebankSentence) -> str:
    return " ".join(word.form for word in sentence.words)


def predict(nlp: Language, sentences: Sequence[TreebankSentence]) -> list[list[str]]:
    """Parts of speech by the first-pass model, on the words of the treebank."""
    docs = [
        Doc(nlp.vocab, [w.form for w in s.words], [w.space_after for w in s.words])
        for s in sentences
    ]
    return [[token.pos_ for token in doc] for doc in nlp.pipe(docs)]


def run_pass(out: Path, train_path: Path, dev_path: Path) -> Language:
    """One training by config.cfg; the model of its last epoch (averaged weights)."""
    overrides = {"paths.train": str(train_path), "paths.dev": str(dev_path)}
    spacy_train(HERE / "config.cfg", out, overrides=overrides)
    return spacy.load(out / "model-last")


def finish(nlp: Language, out: Path) -> None:
    """Put the table lemmas behind the network, say whose data it is, write the pipeline."""
    nlp.add_pipe("nl_lemma", last=True, config={"exceptions": dict(LEMMA_EXCEPTIONS)})
    treebanks = ("UD_Dutch-Alpino", "UD_Dutch-LassySmall")
    sources = [{"name": name, "license": "CC BY-SA 4.0"} for name in treebanks]
    nlp.meta.update(
        name="embedded_sm",
        version=VERSION,
        license="CC BY-SA 4.0",
        description="Dutch tagger, lemmatizer and senter trained on UD Dutch Alpino + LassySmall",
        sources=[*sources, {"name": "spacy-lookups-data nl tables", "license": "MIT"}],
    )
    for key in ("train", "dev"):
        nlp.config["paths"][key] = None  # a path of the machine it was trained on helps nobody
    nlp.to_disk(out)


def main(folder: Path, out: Path) -> None:
    """Both passes."""
    vocab = spacy.blank("nl").vocab
    current = read(folder, "alpino-dev.conllu") + read(folder, "lassysmall-dev.conllu")
    docs = documents(current, vocab)
    random.Random(1).shuffle(docs)  # noqa: S311
    cut = len(docs) // HELD_OUT
    dev_path = save(docs[:cut], out / "corpus" / "held.spacy")
    first = run_pass(out / "first", save(docs[cut:], out / "corpus" / "first.spacy"), dev_path)

    old = [with_guessed_spaces(s) for s in read(folder, "lassy-oldtrain.conllu")]
    old = without_overlap(old, folder)
    relabelled = [relabel(s, tags) for s, tags in zip(old, predict(first, old), strict=True)]
    both = docs[cut:] + documents(relabelled, vocab)
    random.Random(2).shuffle(both)  # noqa: S311
    second = run_pass(out / "second", save(both, out / "corpus" / "second.spacy"), dev_path)
    finish(second, out / "model")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
