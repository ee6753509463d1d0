"""Write `card.json` of the embedded pipeline: hashes of every file, data, scores.

Run from the repository's root: python models/nl/train/write_card.py [TREEBANK_FOLDER]
With the folder of the treebanks the test scores are measured anew, else those on the card stay.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE.parents[1]))
TESTS = {
    "UD Dutch Alpino test": "alpino-test.conllu",
    "UD Dutch LassySmall test": "lassysmall-test.conllu",
}
NOT_MODEL = ("card.json", "card.md", "LICENSE", ".gitattributes")


def model_files() -> dict[str, str]:
    """SHA-256 of each file that is loaded."""
    paths = sorted(
        p for p in HERE.rglob("*") if p.is_file() and "train" not in p.relative_to(HERE).parts
    )
    return {
        path.relative_to(HERE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.name not in NOT_MODEL
    }


def write(scores: dict[str, dict[str, float]]) -> None:
    """Write the card; the hashes are those of the files as they are now."""
    from pipeline.text.nlp import _spacy_load, revision_of

    meta = json.loads((HERE / "meta.json").read_text(encoding="utf-8"))
    card = {
        "name": "embedded",
        "version": meta["version"],
        "licence": meta["license"],
        "sources": meta["sources"],
        "spacy": meta["spacy_version"],
        "scores": scores,
        "files": model_files(),
        "revision": revision_of(_spacy_load(str(HERE))),
    }
    text = json.dumps(card, indent=2, ensure_ascii=False, sort_keys=True)
    (HERE / "card.json").write_text(text + "\n", encoding="utf-8")
    (HERE / "card.md").write_text(_for_people(card), encoding="utf-8")


def _for_people(card: dict[str, Any]) -> str:
    """The card as a person reads it."""
    rows = [
        f"| {title} | {s['upos']:.1%} | {s['lemma']:.1%} | {s['content_lemma']:.1%} "
        f"| {s['sentence_f1']:.1%} |"
        for title, s in card["scores"].items()
    ]
    return "\n".join(
        [
            "# Embedded Dutch pipeline",
            "",
            f"Version {card['version']}, for spaCy {card['spacy']}. Licence {card['licence']}: see",
            "LICENSE, which also names the treebanks and their makers.",
            "",
            "Gives words, parts of speech, lemmas and sentences of Dutch text. It knows no names",
            "of persons, no morphology. Trained by `train/train.py` on news and encyclopedia:",
            "on hurried replies with spelling errors it will do worse than these figures.",
            "",
            "| test file, never trained on | word class | lemma | content words | sentence F1 |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
            "Measured by `gehoord evaluate nlp FILE.conllu --pipeline embedded`. `card.json` holds",
            "the SHA-256 of every file; loading checks them.",
            "",
        ]
    )


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """UPOS and lemma accuracy on the test files, which training never saw."""
    from pipeline.evaluation.nlp import score_treebank
    from pipeline.text.nlp import load_pipeline
    from pipeline.text.treebank import parse_conllu

    pipeline = load_pipeline("embedded")
    wanted = ("upos", "lemma", "content_lemma", "propn_f1", "sentence_f1")
    result = {}
    for title, name in TESTS.items():
        scores = score_treebank(pipeline, parse_conllu((folder / name).read_text(encoding="utf-8")))
        result[title] = {key: round(float(scores[key] or 0), 4) for key in wanted}
    return result


if __name__ == "__main__":
    card_file = HERE / "card.json"
    known = json.loads(card_file.read_text("utf-8"))["scores"] if card_file.is_file() else {}
    write(known)  # hashes first: loading checks them
    if len(sys.argv) > 1:
        write(measure(Path(sys.argv[1])))
