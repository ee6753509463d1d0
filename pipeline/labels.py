"""THEMES + what was said -> labels in people's own words, keywords' weight, and quotes.

A label is a phrase that somebody wrote: nothing is generated, so nothing can be invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from pipeline.locale import gettext as _
from pipeline.tables import ASSIGNMENTS, THEMES
from pipeline.words import Token, Tokens, sentence_tokens

_CONTENT = frozenset(("NOUN", "ADJ"))
_LONGEST = 6  # words in a label: a reader takes it in at a glance
_WHY_TERMS = 5  # terms in the line that says why
_LINKING_GAIN = 1.15  # "wachttijd voor jeugdhulp" says more than either of its words
_WEAK_HEADS = frozenset(
    """aanpak aantal dag deel ding feit gebied gesprek geval groep hand idee jaar kant keer
    leven maand maat man manier mate mens minuut mogelijkheid moment naam onderdeel ouder
    persoon plek probleem reden situatie soort stap stuk tijd uur voorstander vorm week weg
    woord zaak""".split()
)  # nouns that head a phrase without saying what it is about

# Words for the people and places everything here is about: alone they name no theme.
_BARE = frozenset(
    """dochter hulp juf kind klas leerkracht leerling leraar meester mevrouw moeder ondersteuning
    onderwijs ouder school schoolleider vader zoon""".split()
)
_ARTICLES = frozenset(("de", "het", "een", "'t"))
_TOLD_MORE = 2  # keywords behind a label of one word
_STEM = 6  # letters that forms of one word share: thuiszitten, thuiszitter
_SHARED_BY = 3  # statements that use all words of a phrase before it counts in full


@dataclass(frozen=True)
class _Phrase:
    """A phrase as written, with the lemmas of its content words."""

    words: tuple[str, ...]
    lemmas: tuple[str, ...]

    @property
    def text(self) -> str:
        """The phrase with a capital."""
        text = " ".join(self.words)
        return text[:1].upper() + text[1:]


def name_themes(
    themes: pd.DataFrame, assignments: pd.DataFrame, words: Mapping[str, Tokens]
) -> pd.DataFrame:
    """Give every theme and sub-theme a label and the line that says why.

    Args: THEMES (labels may be empty), ASSIGNMENTS, and per statement id its words.
    Returns: THEMES in the order given; labels differ from each other. A label that is already
        there is kept: somebody chose it.
    """
    counts = _Counts.of(ASSIGNMENTS.check(assignments), words)
    taken: set[frozenset[str]] = set()
    labels, reasons = [], []
    for theme in themes.itertuples():
        chosen = str(theme.label) or _label(str(theme.theme_id), counts, theme.keywords, taken)
        labels.append(chosen)
        reasons.append(str(theme.why) or _why(str(theme.theme_id), counts))
    return THEMES.check(themes.assign(label=labels, why=reasons))


@dataclass(frozen=True)
class _Counts:
    """How many statements use a lemma, in every theme and in all."""

    members: Mapping[str, tuple[str, ...]]  # theme id -> statement ids, most central first
    used_in: Mapping[str, Counter[str]]
    everywhere: Counter[str]
    n: int
    words: Mapping[str, Tokens]
    lemmas: Mapping[str, set[str]]  # per statement

    @classmethod
    def of(cls, assignments: pd.DataFrame, words: Mapping[str, Tokens]) -> _Counts:
        members: dict[str, list[str]] = {}
        order = assignments.sort_values(["strength", "statement_id"], ascending=[False, True])
        for row in order.itertuples():
            for theme_id in {str(row.theme_id), str(row.subtheme_id)} - {""}:
                members.setdefault(theme_id, []).append(str(row.statement_id))
        lemmas = {one: _lemmas(words[one]) if one in words else set() for one in order.statement_id}
        return cls(
            {theme_id: tuple(ids) for theme_id, ids in members.items()},
            {
                theme_id: Counter(lemma for one in ids for lemma in lemmas[one])
                for theme_id, ids in members.items()
            },
            Counter(lemma for one in lemmas.values() for lemma in one),
            len(order),
            words,
            lemmas,
        )

    def shared(self, theme_id: str, lemmas: Sequence[str]) -> int:
        """Statements of the theme that use all of these words."""
        wanted = set(lemmas)
        return sum(wanted <= self.lemmas.get(one, set()) for one in self.members[theme_id])

    def weight(self, theme_id: str, lemma: str) -> float:
        """Share of the theme that uses the word, times how much more than others do (log 2)."""
        inside = self.used_in[theme_id][lemma] / max(len(self.members[theme_id]), 1)
        overall = self.everywhere[lemma] / max(self.n, 1)
        return inside * max(float(np.log2(inside / overall)), 0.0) if inside else 0.0


def _lemmas(tokens: Tokens) -> set[str]:
    return {t.lemma.lower() for t in tokens if _is_content(t)}


def _is_content(token: Token) -> bool:
    return (
        token.pos in _CONTENT
        and not token.is_stop
        and len(token.lemma) > 2
        and all(c.isalpha() or c in "-'’" for c in token.text)
    )


def _label(
    theme_id: str, counts: _Counts, keywords: Sequence[str], taken: set[frozenset[str]]
) -> str:
    scored: dict[_Phrase, float] = {}
    for rank, statement_id in enumerate(counts.members.get(theme_id, ())):
        if statement_id not in counts.words:
            continue
        central = 1.0 / (1.0 + 0.02 * rank)
        for phrase in _phrases(counts.words[statement_id]):
            value = central * _value(phrase, theme_id, counts)
            scored[phrase] = max(scored.get(phrase, 0.0), value)
    for phrase in sorted(scored, key=lambda one: (-scored[one], one.words)):
        if frozenset(phrase.lemmas) not in taken:
            taken.add(frozenset(phrase.lemmas))
            return phrase.text if len(phrase.words) > 1 else _told_more(phrase, keywords)
    return _fallback(theme_id, keywords, taken)


def _told_more(phrase: _Phrase, keywords: Sequence[str]) -> str:
    """One word is seldom a name: "Advies" becomes "Advies: deskundig, meehelpen".

    A word for the people and places that everything is about does not lead: of "meester" and the
    keyword "pesten" it is bullying that the theme is about.
    """
    lead = phrase.words[0]
    if set(phrase.lemmas) <= _BARE | _WEAK_HEADS:
        telling = [one for one in keywords if " " not in one and one not in _BARE | _WEAK_HEADS]
        lead = telling[0] if telling else lead
    told = [lead]
    for word in keywords:
        if not any(_akin(word, other) for other in told):
            told.append(word)
    text = lead[:1].upper() + lead[1:]
    more = told[1 : 1 + _TOLD_MORE]
    return f"{text}: {', '.join(more)}" if more else text


def _akin(one: str, other: str) -> bool:
    """Two forms of one word, or a word and its compound: verzuim, schoolverzuim."""
    first, second = (word.split()[-1].lower() for word in (one, other))
    short, long = sorted((first, second), key=len)
    return short in long or (len(short) >= _STEM and short[:_STEM] == long[:_STEM])


def _fallback(theme_id: str, keywords: Sequence[str], taken: set[frozenset[str]]) -> str:
    """The first keywords, where nobody wrote a phrase; the id where there are no words at all."""
    for size in range(1, len(keywords) + 1):
        chosen = frozenset(keywords[:size])
        if chosen not in taken:
            taken.add(chosen)
            text = ", ".join(keywords[:size])
            return text[:1].upper() + text[1:]
    return _("Theme {theme_id}").format(theme_id=theme_id)


def _value(phrase: _Phrase, theme_id: str, counts: _Counts) -> float:
    weights = sorted((counts.weight(theme_id, one) for one in set(phrase.lemmas)), reverse=True)
    # The second word adds, the third adds less: a long phrase must not win by its length.
    value = sum(weight / (1 + place) for place, weight in enumerate(weights))
    if phrase.lemmas[-1] in _WEAK_HEADS or phrase.lemmas[0] in _WEAK_HEADS:
        value *= 0.6
    if min(weights) <= 0.0:
        value *= 0.7  # a word that others use as often blurs the label
    if set(phrase.lemmas) <= _BARE:
        value *= 0.4
    shared = min(counts.shared(theme_id, phrase.lemmas), _SHARED_BY)
    value *= (1 + shared) / (1 + _SHARED_BY)  # one person's turn of phrase names no theme
    return value * (_LINKING_GAIN if len(phrase.words) > len(phrase.lemmas) else 1.0)


def _phrases(tokens: Tokens) -> Iterator[_Phrase]:
    """ADJ* NOUN+, and two of these joined by a preposition, as written but in lower case."""
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
    at = 0
    while at < len(sentence):
        end = at
        while end < len(sentence) and sentence[end].pos == "ADJ" and _is_content(sentence[end]):
            end += 1
        nouns = end
        while end < len(sentence) and sentence[end].pos == "NOUN" and _is_content(sentence[end]):
            end += 1
        if end > nouns and end - at <= 4:
            yield at, end
        at = max(end, at + 1)


def _phrase(tokens: Sequence[Token]) -> _Phrase:
    return _Phrase(
        tuple(t.text if t.text.isupper() else t.text.lower() for t in tokens),
        tuple(t.lemma.lower() for t in tokens if _is_content(t)),
    )


def _why(theme_id: str, counts: _Counts) -> str:
    """The words that mark the theme, each with how many of its statements use it."""
    used = counts.used_in.get(theme_id, Counter())
    weights = {lemma: counts.weight(theme_id, lemma) for lemma in used}
    order = sorted(weights, key=lambda lemma: (-weights[lemma], lemma))[:_WHY_TERMS]
    marked = [f"{lemma} ({used[lemma]})" for lemma in order if weights[lemma] > 0]
    if not marked:
        return ""
    return _("Words that mark these {n} statements, and how many use them: {words}").format(
        n=len(counts.members[theme_id]), words=", ".join(marked)
    )
