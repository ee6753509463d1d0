"""How easily our own prose reads: the formula of Flesch as Douma fitted it to Dutch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

from pipeline.report import wording as w
from pipeline.report.blocks import Bullets, Points, State, Text, Words
from pipeline.report.editions.parts import Edition

_SENTENCE = re.compile(r"[.!?…:;]+(?:[\s”’\"]|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*")
_VOWELS = re.compile(
    r"aa[iu]|ae|eeu|ieu|oei|ooi|aai|aa|au|ee|ei|eu|ie|ij|oe|oo|ou|ui|uu|[aeiouyàáâäèéêëìíîïòóôöùúûü]",
    re.I,
)


@dataclass(frozen=True)
class Readability:
    """Words, sentences and the score: 65 and more is plain language (B1)."""

    words: int
    sentences: int
    score: float


def own_prose(edition: Edition) -> str:
    """The sentences we wrote ourselves: no table, no quote, no sentence of the plan."""
    texts = [edition.lead]
    for chapter in edition.chapters:
        for block in chapter.blocks:
            if isinstance(block, Text):
                texts.append(plain(block.text))
            elif isinstance(block, Bullets):
                texts += [plain(text) for text in block.texts]
            elif isinstance(block, Points):
                texts += [body for _head, body in block.points]
    return "\n".join(text if text.endswith((".", "!", "?", ":")) else f"{text}." for text in texts)


def plain(words: Words) -> str:
    """A line without its marks."""
    if isinstance(words, str):
        return words
    if isinstance(words, tuple):
        return "".join(plain(part) for part in words)
    return w.status(words.status) if isinstance(words, State) else words.text


def reading(text: str) -> Readability:
    """206.84 - 0.93 words per sentence - 77 syllables per word; nothing to read scores 0."""
    words = _WORD.findall(text)
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE.split(text))
    if not words or not sentences:
        return Readability(0, 0, 0.0)
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    score = 206.84 - 0.93 * len(words) / sentences - 77 * syllables / len(words)
    return Readability(len(words), sentences, round(score, 1))


def words_in(document: bytes) -> int:
    """Words of a .docx as a reader sees them: everything that holds a letter or a digit."""
    from docx import Document
    from docx.oxml.ns import qn

    paragraphs = Document(BytesIO(document)).element.body.iter(qn("w:p"))
    return sum(
        len(_TOKEN.findall("".join(text.text or "" for text in paragraph.iter(qn("w:t")))))
        for paragraph in paragraphs
    )
