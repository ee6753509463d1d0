"""Phrases that can name a theme, as people wrote them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.core.tokens import DOMAIN_ABBREVIATIONS, STOPWORDS, Token, Tokens, sentence_tokens

_LONGEST = 6  # words in a label: a reader takes it in at a glance
_ARTICLES = frozenset(("de", "het", "een", "'t"))
OWN = "eigen"  # a stop word that makes another thing of a noun: "eigen risico"
_PARTICIPLE = re.compile(r"..(d|de|te)$")  # of verbs: "voltooid leven", "verplichte verzekering"
_WITHIN = re.compile(r"(?<=[a-zà-ÿ,;] )[^\W\d_]{3,}")  # a word that begins no sentence
_NO_NAMES = {*STOPWORDS, *DOMAIN_ABBREVIATIONS}
_NAMED_BY = 3  # times that it is written as a name: less may be a slip
_AS_WRITTEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# "'s Avonds", "'t Loket": this mark belongs to the word. Many write none, or a turned one.
ELIDED = re.compile(
    r"^['’‘`´]?(s)[ -](?=(?:avonds|ochtends|morgens|middags|nachts|winters|zomers|"
    r"maandags|woensdags|vrijdags|zaterdags|zondags)\b)|^['’‘`´](t|n|s) ",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Phrase:
    """A phrase as written, in lower case but for abbreviations.

    Attributes:
        lemmas: of its content words.
        form: its words in any number: "wachtlijsten" and "wachtlijst" are said together.
        fixed: it stands or falls with being a set phrase: a participle before a noun may be a verb
            that happens to stand there, two nouns in a row two thoughts.
    """

    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    form: tuple[str, ...]
    fixed: bool = False

    @property
    def text(self) -> str:
        """The phrase with a capital."""
        return capital(" ".join(self.words))


def capital(text: str) -> str:
    """With a capital where Dutch has it: "’s Avonds", "De bus"."""
    elided = ELIDED.match(text)
    if elided is None:
        return text[:1].upper() + text[1:]
    letter = elided[1] or elided[2]
    return f"’{letter.lower()} {capital(text[elided.end() :].lstrip())}"


def with_names(wording: str, texts: Iterable[str]) -> str:
    """The wording, with a capital for what most of these texts write as a name: het Kantelpunt."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for match in _WITHIN.finditer(text):
            forms.setdefault(match[0].casefold(), Counter())[match[0]] += 1

    def written(match: re.Match[str]) -> str:
        word = match[0]
        counts = forms.get(word, Counter[str]())
        name = word[:1].upper() + word[1:]
        often = counts[name] >= _NAMED_BY and 2 * counts[name] > counts.total()
        return name if often and word not in _NO_NAMES else word

    return _WITHIN.sub(written, wording)


def is_participle(token: Token) -> bool:
    """A verb that stands before a noun, or may: "voltooid", "verplichte"."""
    return token.pos == "VERB" and _PARTICIPLE.search(token.text.lower()) is not None


def tells(token: Token) -> bool:
    """A word that can say what a theme is about."""
    return (
        token.pos in ("NOUN", "ADJ", "VERB")
        and not token.is_stop
        and len(token.lemma) > 2
        and _AS_WRITTEN.fullmatch(token.text) is not None
    )


def as_written(token: Token) -> str:
    """In lower case, but for an abbreviation."""
    return token.text if token.text.isupper() else token.text.lower()


def phrases(tokens: Tokens) -> Iterator[Phrase]:
    """Modifiers and nouns, and two of these joined by a preposition."""
    for sentence in sentence_tokens(tokens):
        groups = list(_groups(sentence))
        for start, end in groups:
            yield _phrase(sentence[start:end])
        for (start, end), (following, stop) in pairwise(groups):
            between = sentence[end:following]
            if stop - start <= _LONGEST and _joins(between):
                yield _phrase(sentence[start:stop])


def _joins(between: Sequence[Token]) -> bool:
    """True for a preposition, with an article at most: "voor", "in de"."""
    kinds = [token.pos for token in between]
    if kinds == ["ADP", "DET"]:  # "die nieuwkomers" points at something a reader does not see
        return between[1].text.lower() in _ARTICLES
    return kinds == ["ADP"]


def _groups(sentence: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(sentence):
        end = start
        while end < len(sentence) and _modifies(sentence[end]):
            end += 1
        nouns = end
        while end < len(sentence) and sentence[end].pos == "NOUN" and tells(sentence[end]):
            end += 1
        if end > nouns and end - start <= 4:
            yield start, end
            # The same without it, should it turn out to be no phrase.
            if _doubtful(sentence[start]):
                yield start + 1, end
        start = max(end, start + 1)


def _modifies(token: Token) -> bool:
    return (token.pos == "ADJ" and tells(token)) or _doubtful(token)


def _doubtful(token: Token) -> bool:
    return (is_participle(token) and tells(token)) or token.text.lower() == OWN


def _phrase(tokens: Sequence[Token]) -> Phrase:
    in_a_row = any(token.pos == after.pos == "NOUN" for token, after in pairwise(tokens))
    return Phrase(
        tuple(as_written(token) for token in tokens),
        tuple(token.lemma.lower() for token in tokens if tells(token)),
        tuple(token.lemma.lower() for token in tokens),
        fixed=in_a_row or any(_doubtful(token) for token in tokens),
    )
