"""Which pieces of the multilingual vocabulary are kept: what Dutch and its neighbours here need.

multilingual-e5-small knows 250,002 pieces in a hundred languages; their table is four fifths of its
weights. Kept are the pieces that the commonest words of six languages are made of (wordfreq's
lists, used here and not shipped), those of our own material, and every single character in their
scripts. A word made of dropped pieces is still read, in smaller ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.encoders.e5_file import E5File
from pipeline.encoders.runtime import unigram_tokenizer

COMMON = {"nl": 320_000, "en": 40_000, "tr": 25_000, "pl": 25_000, "ar": 20_000, "uk": 20_000}
_SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC")
_SPACE = "\u2581"


@dataclass(frozen=True)
class Vocabulary:
    """The kept pieces: their rows in the source's table, in order, with their scores.

    Control pieces come first, as in the source, so that their ids stay what they are.
    """

    rows: tuple[int, ...]
    pieces: tuple[str, ...]
    scores: tuple[float, ...]


def choose_vocabulary(source: E5File, texts: Iterable[str]) -> Vocabulary:
    """The vocabulary for these texts and for the common words of each language."""
    from wordfreq import top_n_list

    words = {word for language, n in COMMON.items() for word in top_n_list(language, n)}
    words |= {word.capitalize() for word in top_n_list("nl", 30_000)}
    tokens = source.tokens
    content = {
        "pieces": tokens.pieces, "scores": tokens.scores, "unk": source.shape.unk,
        "bos": source.shape.bos, "eos": source.shape.eos,
    }  # fmt: skip
    tokenizer = unigram_tokenizer(content)
    tokenizer.no_truncation()
    used: set[int] = set()
    lines = [*sorted(words), *texts]
    for start in range(0, len(lines), 10_000):
        marked = [_SPACE + line.replace(" ", _SPACE) for line in lines[start : start + 10_000]]
        for encoding in tokenizer.encode_batch(marked):
            used.update(encoding.ids)
    first = tuple(range(5))  # <s> <pad> </s> <unk> and the mask, which stands last in the source
    kept = sorted(used | set(first) | _characters(tokens.pieces) | {len(tokens.pieces) - 1})
    return Vocabulary(
        tuple(kept),
        tuple(tokens.pieces[row] for row in kept),
        tuple(tokens.scores[row] for row in kept),
    )


def _characters(pieces: Sequence[str]) -> set[int]:
    """Single characters of our scripts, digits and marks, bare and after a space."""
    kept = set()
    for row, piece in enumerate(pieces):
        bare = piece.removeprefix(_SPACE)
        if len(bare) > 1:
            continue
        name = unicodedata.name(bare, "") if bare else "SPACE"
        if not bare or not bare.isalpha() or name.startswith(_SCRIPTS):
            kept.add(row)
    return kept
