"""THEMES + what was said -> labels in people's own words, keywords' weight, and quotes.

A label is a phrase that somebody wrote: nothing is generated, so nothing can be invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language as spoken
from pipeline.core.tables import ASSIGNMENTS, THEMES
from pipeline.core.tokens import Tokens
from pipeline.themes.labels.phrases import (
    OWN,
    Phrase,
    as_written,
    capital,
    is_participle,
    phrases,
    tells,
)

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
_NAMED = 3  # subjects in a label at most, where no phrase says it
_WIDE = 42  # letters of the subjects together: a label is read at a glance
_LESSER = 0.35  # of the first subject's weight; what is said less is left out of the label
_USED_BY = 0.04  # share of the statements that use a subject named in a label
_OF_VERB = 0.6  # of a noun's weight: "wachtlijst" names a theme better than "wachten"
_STEM = 6  # letters that forms of one word share: thuiszitten, thuiszitter
_SHARED_BY = 3  # statements that use all words of a phrase before it counts in full
_SET_PHRASE = 3  # statements that a doubtful phrase is said in before it is one
_OWN_SHARE = 0.33  # of the uses of its noun, with "eigen"
_SEVERAL = 2  # statements; a turn of phrase of one names nothing, but in a handful
_HANDFUL = 3
_AND = "en"  # of the language of what was said, whatever language the report is in
_OWN_LANGUAGE = frozenset(("nl", ""))


def name_themes(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    words: Mapping[str, Tokens],
    languages: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Give every theme and sub-theme a label and the line that says why.

    Args:
        themes, assignments: THEMES (labels may be empty) and ASSIGNMENTS.
        words: of each statement, by its id.
        languages: ISO 639-1 per statement id, where known. What was mostly said in another language
            than Dutch is named after that language: its words would tell a reader nothing.

    Returns: THEMES in the order given; labels differ from each other. A label that is already
        there is kept: somebody chose it.
    """
    counts = _Counts.of(ASSIGNMENTS.check(assignments), words)
    taken: set[frozenset[str]] = set()
    labels, reasons = [], []
    for theme in themes.itertuples():
        theme_id = str(theme.theme_id)
        foreign = _foreign(counts.members.get(theme_id, ()), languages or {})
        label = str(theme.label) or _in_languages(foreign, taken)
        labels.append(label or _label(theme_id, counts, theme.keywords, taken))
        reasons.append(str(theme.why) or _why(theme_id, counts))
    return THEMES.check(themes.assign(label=labels, why=reasons))


def _foreign(members: Sequence[str], languages: Mapping[str, str]) -> list[str]:
    """Other languages in which most of this was said, the most frequent first."""
    used = Counter(languages.get(member, "") for member in members)
    foreign = [code for code, _n in used.most_common() if code not in _OWN_LANGUAGE]
    return foreign if 2 * sum(used[code] for code in foreign) > len(members) else []


def _in_languages(codes: Sequence[str], taken: set[frozenset[str]]) -> str:
    """ "Gezegd in het Turks en het Pools"; empty where no code is given, or it is taken."""
    from babel import Locale
    from babel.lists import format_list

    if not codes or frozenset(codes) in taken:
        return ""
    taken.add(frozenset(codes))
    names = [str(Locale(spoken()).languages.get(code, code)) for code in sorted(codes)]
    return _("Said in {languages}").format(languages=format_list(names, locale=spoken()))


@dataclass(frozen=True)
class _Counts:
    """Which statements use a lemma, in every theme, and how many do in all."""

    members: Mapping[str, tuple[str, ...]]  # theme id -> statement ids, most central first
    users: Mapping[str, Mapping[str, set[str]]]  # theme id -> lemma -> statement ids
    everywhere: Counter[str]
    n: int
    words: Mapping[str, Tokens]

    @classmethod
    def of(cls, assignments: pd.DataFrame, words: Mapping[str, Tokens]) -> _Counts:
        members: dict[str, list[str]] = {}
        users: dict[str, dict[str, set[str]]] = {}
        everywhere: Counter[str] = Counter()
        order = assignments.sort_values(["strength", "statement_id"], ascending=[False, True])
        for row in order.itertuples():
            statement_id = str(row.statement_id)
            lemmas = (
                {t.lemma.lower() for t in words[statement_id] if tells(t)}
                if statement_id in words
                else set()
            )
            everywhere.update(lemmas)
            for theme_id in {str(row.theme_id), str(row.subtheme_id)} - {""}:
                members.setdefault(theme_id, []).append(statement_id)
                using = users.setdefault(theme_id, {})
                for lemma in lemmas:
                    using.setdefault(lemma, set()).add(statement_id)
        kept = {theme_id: tuple(ids) for theme_id, ids in members.items()}
        return cls(kept, users, everywhere, len(order), words)

    def used(self, theme_id: str, lemma: str) -> int:
        """Statements of the theme that use this word."""
        return len(self.users[theme_id].get(lemma, ()))

    def shared(self, theme_id: str, lemmas: Sequence[str]) -> int:
        """Statements of the theme that use all of these words."""
        using = self.users[theme_id]
        each = sorted((using.get(lemma, set()) for lemma in set(lemmas)), key=len)
        return len(each[0].intersection(*each[1:]))

    def weight(self, theme_id: str, lemma: str) -> float:
        """Share of the theme that uses the word, times how much more than others do (log 2)."""
        inside = self.used(theme_id, lemma) / max(len(self.members[theme_id]), 1)
        overall = self.everywhere[lemma] / max(self.n, 1)
        return inside * max(float(np.log2(inside / overall)), 0.0) if inside else 0.0


def _label(
    theme_id: str, counts: _Counts, keywords: Sequence[str], taken: set[frozenset[str]]
) -> str:
    scored = _scored(theme_id, counts)
    for phrase in sorted(scored, key=lambda candidate: (-scored[candidate], candidate.words)):
        if len(phrase.words) == 1:
            break
        if frozenset(phrase.lemmas) not in taken:
            taken.add(frozenset(phrase.lemmas))
            return phrase.text
    return _subjects(theme_id, counts, taken) or _fallback(theme_id, keywords, taken)


def _scored(theme_id: str, counts: _Counts) -> dict[Phrase, float]:
    """Every phrase that could name the theme, and how well it does."""
    members = [key for key in counts.members.get(theme_id, ()) if key in counts.words]
    phrases_of = {member: list(dict.fromkeys(phrases(counts.words[member]))) for member in members}
    times = Counter(form for used in phrases_of.values() for form in {p.form for p in used})
    several = _SEVERAL if len(members) > _HANDFUL else 1
    first: dict[Phrase, int] = {}  # how central the most central statement with the phrase is
    for rank, statement_id in enumerate(members):
        for phrase in phrases_of[statement_id]:
            first.setdefault(phrase, rank)
    scored: dict[Phrase, float] = {}
    for phrase, rank in first.items():
        shared = counts.shared(theme_id, phrase.lemmas)
        if shared < several or set(phrase.lemmas) <= _BARE:
            continue
        if not phrase.fixed or times[phrase.form] >= _needed(phrase, theme_id, counts):
            scored[phrase] = _value(phrase, theme_id, counts, shared) / (1.0 + 0.02 * rank)
    return scored


def _needed(phrase: Phrase, theme_id: str, counts: _Counts) -> float:
    """Statements that say a doubtful phrase before it is one: "eigen" goes with any noun."""
    used = counts.used(theme_id, phrase.lemmas[-1]) if OWN in phrase.words else 0
    return max(_SET_PHRASE, _OWN_SHARE * used)


def _value(phrase: Phrase, theme_id: str, counts: _Counts, shared: int) -> float:
    weights = sorted((counts.weight(theme_id, lemma) for lemma in set(phrase.lemmas)), reverse=True)
    # The second word adds, the third adds less: a long phrase must not win by its length.
    value = sum(weight / (1 + place) for place, weight in enumerate(weights))
    ends = {phrase.lemmas[0], phrase.lemmas[-1]}
    as_one = phrase.fixed and len(phrase.words) == 2
    if ends & _WEAK_HEADS and not as_one:  # "leven" says little, "voltooid leven" a lot
        value *= 0.6
    if min(weights) <= 0.0:
        value *= 0.7  # a word that others use as often blurs the label
    # One person's turn of phrase names no theme.
    value *= (1 + min(shared, _SHARED_BY)) / (1 + _SHARED_BY)
    return value * (_LINKING_GAIN if len(phrase.words) > len(phrase.lemmas) else 1.0)


def _subjects(theme_id: str, counts: _Counts, taken: set[frozenset[str]]) -> str:
    """ "Loket, consulent en telefoon": what most marks a theme that nobody has a phrase for."""
    subjects: list[_Subject] = []
    for subject in _marking(theme_id, counts):
        if not any(_akin(subject.lemma, other.lemma) for other in subjects):
            subjects.append(subject)
    # "praten en meebeslissen", but not "plan, betrekken en brief"
    if subjects and not subjects[0].is_verb:
        subjects = [candidate for candidate in subjects if not candidate.is_verb]
    for size in range(min(2, len(subjects)), _NAMED + 1):  # one word is seldom a name
        follows = [
            candidate
            for candidate in subjects[size : size + 1]
            if candidate.weight >= _LESSER * subjects[0].weight
        ]
        wide = sum(len(candidate.text) for candidate in subjects[: size + 1])
        more = size < _NAMED and follows and wide <= _WIDE
        lemmas = frozenset(candidate.lemma for candidate in subjects[:size])
        if subjects and not more and lemmas not in taken:
            taken.add(lemmas)
            *others, last = [candidate.text for candidate in subjects[:size]]
            return capital(f"{', '.join(others)} {_AND} {last}" if others else last)
    return ""


@dataclass(frozen=True)
class _Subject:
    """A noun as most people write it in this theme, or a verb that can stand for one."""

    lemma: str
    text: str
    weight: float
    is_verb: bool


def _marking(theme_id: str, counts: _Counts) -> list[_Subject]:
    """Subjects of the theme, what marks it most first.

    Words for the people and places that everything is about stay out.
    """
    members = counts.members.get(theme_id, ())
    written: dict[str, Counter[tuple[str, str]]] = {}
    for token in (word for member in members for word in counts.words.get(member, ())):
        if tells(token) and not is_participle(token):  # "voltooien" is not what people said
            text = as_written(token) if token.pos == "NOUN" else token.lemma.lower()
            written.setdefault(token.lemma.lower(), Counter())[token.pos, text] += 1
    least = max(_SEVERAL if len(members) > _HANDFUL else 1, _USED_BY * len(members))
    subjects = []
    for lemma, forms in written.items():
        pos, text = min(forms, key=lambda form: (-forms[form] * _counts_for(form, lemma), form))
        weight = counts.weight(theme_id, lemma) * (1.0 if pos == "NOUN" else _OF_VERB)
        telling = pos != "ADJ" and lemma not in _BARE | _WEAK_HEADS
        if telling and weight > 0.0 and counts.used(theme_id, lemma) >= least:
            subjects.append(_Subject(lemma, text, weight, pos == "VERB"))
    return sorted(subjects, key=lambda subject: (-subject.weight, subject.lemma))


def _counts_for(form: tuple[str, str], lemma: str) -> int:
    """A plural counts double: "laptops" names a theme better than "laptop"."""
    pos, text = form
    return 2 if pos == "NOUN" and text != lemma and text.endswith(("s", "n")) else 1


def _akin(word: str, other: str) -> bool:
    """Two forms of one word, or a word and its compound: verzuim, schoolverzuim."""
    short, long = sorted((word, other), key=len)
    return short in long or (len(short) >= _STEM and short[:_STEM] == long[:_STEM])


def _fallback(theme_id: str, keywords: Sequence[str], taken: set[frozenset[str]]) -> str:
    """The first keywords, where nobody wrote a phrase; the id where there are no words at all."""
    for size in range(1, len(keywords) + 1):
        chosen = frozenset(keywords[:size])
        if chosen not in taken:
            taken.add(chosen)
            return capital(", ".join(keywords[:size]))
    return _("Theme {theme_id}").format(theme_id=theme_id)


def _why(theme_id: str, counts: _Counts) -> str:
    """The words that mark the theme, each with how many of its statements use it."""
    using = counts.users.get(theme_id, {})
    weights = {lemma: counts.weight(theme_id, lemma) for lemma in using}
    order = sorted(weights, key=lambda lemma: (-weights[lemma], lemma))[:_WHY_TERMS]
    marked = [f"{lemma} ({len(using[lemma])})" for lemma in order if weights[lemma] > 0]
    if not marked:
        return ""
    return _("Words that mark these {n} statements, and how many use them: {words}").format(
        n=len(counts.members[theme_id]), words=", ".join(marked)
    )
