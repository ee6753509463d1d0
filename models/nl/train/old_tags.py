"""Bring the part-of-speech tags of LassySmall's UD 2.0 training file up to today's conventions.

Its documents overlap those of today's dev and test files: `train.py` leaves the overlap out before
this module sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.text.treebank import TreebankSentence, TreebankWord

_POSSESSIVES = frozenset(
    "zijn hun haar mijn ons onze uw jouw je jullie m'n z'n d'r wiens wier diens elkaars".split()
)
_ORDINALS = frozenset(
    "eerste eerst tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde "
    "laatste".split()
)
_NAME_RELATIONS = frozenset(("flat:name", "name", "flat", "fixed", "mwe"))
_OPENING = frozenset((".", ":", '"', "«", "(", "-", "–", "'", "*"))
# (old tag, tag by the first-pass model) where the model, trained on today's files, is followed.
_FOLLOW_MODEL = frozenset(
    [
        ("NOUN", "PROPN"), ("ADJ", "PROPN"), ("PRON", "ADV"), ("X", "PROPN"), ("CCONJ", "PROPN"),
        ("ADP", "PROPN"), ("NUM", "PROPN"), ("PUNCT", "SYM"), ("ADV", "ADJ"), ("ADJ", "DET"),
        ("NUM", "ADJ"), ("DET", "PRON"), ("ADP", "SCONJ"),
    ]
)  # fmt: skip
_NO_SPACE_AFTER = frozenset("([{«„")
_NO_SPACE_BEFORE = frozenset(")]},.;:!?»%")
_DOUBLE_QUOTES = frozenset(('"', "``", "''"))


def relabel(sentence: TreebankSentence, predicted: Sequence[str]) -> TreebankSentence:
    """The sentence with today's tags. `predicted`: one tag per word by the first-pass model."""
    in_name = _in_names(sentence)
    words = [
        _relabelled(word, sentence.words[at - 1] if at else None, in_name[at], predicted[at])
        for at, word in enumerate(sentence.words)
    ]
    return replace(sentence, words=tuple(words))


def with_guessed_spaces(sentence: TreebankSentence) -> TreebankSentence:
    """The old file does not say where spaces stand; set them as printed Dutch does."""
    spaces = [True] * len(sentence.words)
    is_open = {"double": False, "single": False}
    for at, word in enumerate(sentence.words):
        if word.form in _NO_SPACE_AFTER:
            spaces[at] = False
        if at and word.form in _NO_SPACE_BEFORE:
            spaces[at - 1] = False
        kind = "double" if word.form in _DOUBLE_QUOTES else "single" if word.form == "'" else ""
        if kind:
            spaces[max(at - 1, 0) if is_open[kind] else at] = False
            is_open[kind] = not is_open[kind]
    words = (replace(w, space_after=s) for w, s in zip(sentence.words, spaces, strict=True))
    return replace(sentence, words=tuple(words))


def _in_names(sentence: TreebankSentence) -> list[bool]:
    """Which words are part of a name of several words."""
    marked = [False] * len(sentence.words)
    for at, word in enumerate(sentence.words):
        if word.relation in _NAME_RELATIONS:
            marked[at] = True
            if word.head:
                marked[word.head - 1] = True
    return marked


def _relabelled(
    word: TreebankWord, before: TreebankWord | None, in_name: bool, predicted: str
) -> TreebankWord:
    tag = _by_rule(word, before, in_name, predicted) or _by_model(word, in_name, predicted)
    lemma = word.form if tag == "PROPN" and word.upos != "PROPN" else word.lemma
    return replace(word, upos=tag, lemma=lemma)


def _by_rule(
    word: TreebankWord, before: TreebankWord | None, in_name: bool, predicted: str
) -> str | None:
    lower, capital = word.form.lower(), word.form[:1].isupper()
    within = before is not None and before.form not in _OPENING
    if word.upos == "DET" and lower in _POSSESSIVES:
        return "PRON"
    if word.upos == "ADP" and lower == "als":
        return "SCONJ"
    if word.upos == "NUM" and _is_ordinal(lower) and not in_name:
        return "ADJ"
    if word.upos == "AUX" and word.relation == "cop" and word.lemma != "zijn":
        return "VERB"
    if word.upos == "NOUN" and capital and within and "-" not in word.form:
        return "PROPN" if in_name or predicted == "PROPN" else None
    return "PROPN" if word.upos == "ADJ" and before and capital and in_name else None


def _is_ordinal(lower: str) -> bool:
    ends = lower.endswith(("ste", "de")) and not lower.isdigit() and lower != "beide"
    return lower in _ORDINALS or ends


def _by_model(word: TreebankWord, in_name: bool, predicted: str) -> str:
    if (word.upos, predicted) not in _FOLLOW_MODEL:
        return word.upos
    if predicted == "PROPN" and not (in_name and word.form[:1].isupper()):
        return word.upos
    return predicted
