"""Names of persons: lists, triggers and the tagger's word, in that order of trust.

A capital alone proves nothing ("Samen Sterk", "de Waal"), a first name nearly always does, and what
stands after "mevrouw" or in a closing line is a name whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.redact import lists, triggers
from pipeline.redact.spans import Span
from pipeline.words import STOPWORDS, Tokens

_WORD = re.compile(r"[^\W\d_]+(?:['’\-–][^\W\d_]+)*['’]?")
_SENTENCE_END = re.compile(r"[.!?…:\n•*\t]|[\"“”«]\s*$|^\s*[-–]\s|\s[-–]\s")
_LONGEST_PHRASE = 6  # words in a term of the corpus, e.g. a school's full name
_TUSSENVOEGSELS = frozenset(
    "van von der den de 't het ter ten te la le du di da dos el al ben bin bint in op aan uit d' t".split()
)


@dataclass(frozen=True, slots=True)
class _Word:
    """One word with its place: `opens` tells that a capital here says nothing."""

    text: str
    lower: str
    start: int
    end: int
    capital: bool
    opens: bool
    joined: bool  # only a space stands between the word before and this one


def find_names(
    text: str,
    *,
    tokens: Tokens | None = None,
    allow: Collection[str] = frozenset(),
    known: Callable[[str], bool] | None = None,
) -> list[Span]:
    """Names of persons in a text, in order, without overlap.

    Args: tokens: parts of speech and persons of this text, where computed.
        allow: lower-case words and phrases that are no names here (areas, schools, terms).
        known: tells whether a lower-case word is in the dictionary.
    """
    finder = _Finder(text, tokens, allow, known or (lambda word: False))
    return finder.spans()


class _Finder:
    """The search through one text; holds the words so that each rule can look around."""

    def __init__(
        self,
        text: str,
        tokens: Tokens | None,
        allow: Collection[str],
        known: Callable[[str], bool],
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.allow = allow
        self.known = known
        self.words = _split(text)
        self.at = {word.start: index for index, word in enumerate(self.words)}
        self.propn = {token.start: token.pos == "PROPN" for token in tokens} if tokens else {}
        self.figures = self._inside_phrases(lists.not_names())  # point to nobody one could meet
        self.barred = self._barred()
        self.found: list[tuple[int, int]] = []  # words from, to

    def spans(self) -> list[Span]:
        for rule in (self._after_triggers, self._by_list, self._initials, self._by_tagger):
            for first, last in rule():
                self._take(first, last)
        self._enumerated()
        return [
            Span(self.words[first].start, self._end(last), "naam")
            for first, last in sorted(self.found)
        ]

    def _end(self, last: int) -> int:
        word = self.words[last]
        return word.end

    def _barred(self) -> set[int]:
        """Words inside a phrase that points to nobody, or that this corpus says is no name."""
        allowed = self._inside_phrases(self.allow)
        return allowed | self.figures

    def _inside_phrases(self, phrases: Collection[str]) -> set[int]:
        lowers = [word.lower for word in self.words]
        inside: set[int] = set()
        for size in range(1, _LONGEST_PHRASE + 1) if phrases else ():
            for index in range(len(lowers) - size + 1):
                if " ".join(lowers[index : index + size]) in phrases:
                    inside.update(range(index, index + size))
        return inside

    def _take(self, first: int, last: int) -> None:
        if all(last < begin or first > end for begin, end in self.found):
            self.found.append((first, last))

    # -- triggers ---------------------------------------------------------------------------------
    def _after_triggers(self) -> Iterator[tuple[int, int]]:
        for kind, pattern in triggers.PATTERNS:
            for match in pattern.finditer(self.text):
                index = self._index_from(match.end())
                if index is not None:
                    yield from self._triggered(kind, index)
        yield from self._closings()
        yield from self._labelled()

    def _index_from(self, place: int) -> int | None:
        """The word that begins here, spaces and an opening mark apart."""
        while place < len(self.text) and self.text[place] in " \t('\"‘“@":
            place += 1
        return self.at.get(place)

    def _triggered(self, kind: str, index: int) -> Iterator[tuple[int, int]]:
        word = self.words[index]
        start = self._skip_initials(index)
        begin = self._skip_link(start)
        if begin is None:
            return
        name = self.words[begin]
        if name.capital and self._capital_fits(kind, begin, linked=begin > start or start > index):
            yield index, self._extend(begin)
        elif not name.capital and self._lower_fits(kind, begin, linked=begin > start):
            yield index if word.lower in _TUSSENVOEGSELS else begin, self._extend_lower(begin)

    def _skip_initials(self, index: int) -> int:
        while (
            index + 1 < len(self.words)
            and len(self.words[index].text) <= 2
            and self.words[index].capital
            and self.text[self.words[index].end : self.words[index].end + 1] == "."
        ):
            index += 1
        return index

    def _skip_link(self, index: int) -> int | None:
        """Past tussenvoegsels ("van der"); None when nothing follows them."""
        steps = 0
        if self._is_preposition(index):
            return index
        while index < len(self.words) and self.words[index].lower in _TUSSENVOEGSELS and steps < 3:
            index += 1
            steps += 1
            if index >= len(self.words) or not self.words[index].joined:
                return None
        return index

    def _is_preposition(self, index: int) -> bool:
        """ "in" is a tussenvoegsel in "in 't Veld", not in "in Hoorn"."""
        if self.words[index].lower not in ("in", "op", "aan", "uit"):
            return False
        following = self._next(index)
        return following is None or following.lower not in ("de", "den", "der", "het", "t", "'t")

    def _capital_fits(self, kind: str, index: int, *, linked: bool) -> bool:
        word = self.words[index]
        if word.lower in triggers.NEVER or _all_capitals(word.text) or self._organisation(index):
            return False
        listed = self._is_first(word) or word.text in lists.word_names()
        if kind == "title" or (kind == "soft" and not linked):
            fits = linked or listed or word.lower not in triggers.AFTER_TITLE
            return fits and index not in self.figures
        if index in self.barred:
            return False
        if linked and not self._initial(index - 1):
            link = self.words[index - 1]
            if link.text in triggers.LINKS_OF_NAMES:
                return True
            surname = self._is_surname(word) and word.lower not in lists.places()
            return kind in ("soft", "role", "self") and surname
        if kind == "role":
            return listed or self._is_surname(word) or self._unknown_name(index)
        if kind == "kin":
            return listed or self._unknown_name(index)
        return listed or (self._unknown_name(index) and self._followed_by_capital(index))

    def _lower_fits(self, kind: str, index: int, *, linked: bool) -> bool:
        word = self.words[index]
        if word.lower in STOPWORDS or index in self.barred:
            return False
        if kind in ("title", "soft") and (linked or word.lower in lists.lower_surnames()):
            return word.lower in lists.lower_surnames() or word.lower in lists.lower_names()
        return word.lower in lists.lower_names()

    def _initial(self, index: int) -> bool:
        word = self.words[index]
        return word.capital and self.text[word.end : word.end + 1] == "."

    def _unknown_name(self, index: int) -> bool:
        """A capital on a word that no dictionary has; by the tagger a name, where it was asked."""
        word = self.words[index]
        if len(word.text) < 3 or self.known(word.lower) or word.lower in STOPWORDS:
            return False
        if word.lower in lists.places() or word.lower in triggers.ORGANISATIONS:
            return False
        return self.propn.get(word.start, True)

    def _followed_by_capital(self, index: int) -> bool:
        following = self._next(index)
        return following is not None and (following.capital or following.lower in _TUSSENVOEGSELS)

    # -- first names ------------------------------------------------------------------------------
    def _by_list(self) -> Iterator[tuple[int, int]]:
        for index, word in enumerate(self.words):
            if index in self.barred:
                continue
            if word.capital and self._is_first(word) and not self._misplaced(index):
                last = self._extend(index)
                if not self._organisation(last):
                    yield index, last
            elif word.capital and word.text in lists.word_names() and self._evidence(index):
                last = self._extend(index)
                if not self._organisation(last):
                    yield index, last
            elif not word.capital and self._bare_lower(index):
                yield index, index

    def _is_first(self, word: _Word) -> bool:
        if _all_capitals(word.text):
            return False
        names = lists.first_names()
        text = word.text.rstrip("'’")
        if word.lower in triggers.WORDS_FIRST:
            return False
        if text in names:
            return True
        for mark in ("'s", "’s"):
            if text.endswith(mark):
                return text.removesuffix(mark) in names or text.removesuffix(mark) in lists.word_names()
        if "-" in text:
            parts = text.split("-")
            return all(part in names or part in lists.word_names() for part in parts)
        return text.endswith("s") and len(text) > 4 and text[:-1] in lists.read_list("first_names")

    def _is_surname(self, word: _Word) -> bool:
        listed = word.text in lists.surnames() or word.text in lists.word_surnames()
        return listed or word.lower in lists.lower_surnames()

    def _misplaced(self, index: int) -> bool:
        """A first name in the name of a school, saint, street or programme."""
        if self.words[index].lower in triggers.ORGANISATIONS:
            return True
        before = self._previous(index)
        if before is None:
            return False
        if before.lower in triggers.NAMED_AFTER or before.lower in ("het", "'t"):
            return True
        if before.lower == "de" and not self._surname_plural(index):
            return True
        if before.lower == "in" and self.text[self.words[index].end :][:1] not in ("'", "’"):
            following = self._next(index)
            return following is None or following.lower not in ("zijn", "haar")
        return False

    def _surname_plural(self, index: int) -> bool:
        return self.words[index].text.endswith("s") and not self._followed_by_capital(index)

    def _evidence(self, index: int) -> bool:
        """A name that is a word too: the sentence must treat it as a person."""
        word, before, after = self.words[index], self._previous(index), self._next(index)
        if word.opens and self._announced(index):
            return True
        if before is not None and (before.lower in triggers.DETERMINERS or before.lower in triggers.NAMED_AFTER):
            return False
        if before is not None and before.capital and not before.opens and not self._is_first(before):
            return False
        if after is not None and after.capital and self._is_surname(after):
            return True
        if not word.opens:
            return not (after is not None and after.capital and self.known(after.lower))
        if self.propn and not self.propn.get(word.start, False):
            return False
        return after is not None and self._acts(after)

    def _announced(self, index: int) -> bool:
        """"Ton: het geld …" and "Rosa (21-08-2013) …" at the start of a line."""
        word = self.words[index]
        line = self.text[: word.start].rpartition("\n")[2].strip(" -•*\t")
        return not line and bool(triggers.ANNOUNCES.match(self.text, word.end))

    def _acts(self, following: _Word) -> bool:
        if following.lower in triggers.PERSON_VERBS:
            return True
        if following.lower in ("is", "was", "wordt"):
            rest = self.text[following.end : following.end + 40].strip().lower()
            return bool(triggers.PERSONAL_STATE.match(rest))
        return following.lower in _TUSSENVOEGSELS - {"in", "op", "te", "de", "het", "aan"}

    def _bare_lower(self, index: int) -> bool:
        """A first name without capital, where the words around it speak of a person."""
        word = self.words[index]
        stem = word.lower.rstrip("'’")
        if stem not in lists.lower_names() or len(stem) < 3 or self.known(stem):
            return False
        before, after = self._previous(index), self._next(index)
        if after is not None and (after.lower in triggers.PERSON_VERBS or after.lower in ("is", "was")):
            return before is None or before.lower not in triggers.DETERMINERS
        return before is not None and before.lower in triggers.BEFORE_PERSON

    # -- initials, tagger, closings, labels -------------------------------------------------------
    def _initials(self) -> Iterator[tuple[int, int]]:
        for match in triggers.INITIALS.finditer(self.text):
            first, last = self.at.get(match.start()), self._index_before(match.end())
            if first is None or last is None or last in self.barred:
                continue
            name = self.words[last]
            at_line_start = not self.text[: match.start()].rpartition("\n")[2].strip()
            doubtful = at_line_start and match.group().count(".") == 1 and len(self.words) > last + 1
            if doubtful and self.known(name.lower) and not self._is_surname(name):
                continue
            if not self._organisation(last):
                yield first, self._extend(last)

    def _index_before(self, place: int) -> int | None:
        index = None
        for number, word in enumerate(self.words):
            if word.start < place <= word.end:
                index = number
        return index

    def _by_tagger(self) -> Iterator[tuple[int, int]]:
        """Persons by a model that knows names, and unlisted names where the words around say so."""
        for start, end in self.tokens.persons if self.tokens else ():
            first, last = self._index_from(start), self._index_before(end)
            if first is not None and last is not None and self._person_fits(first, last):
                yield first, last
        for index, word in enumerate(self.words):
            if word.capital and index not in self.barred and self._unlisted_person(index):
                yield index, self._extend(index)

    def _person_fits(self, first: int, last: int) -> bool:
        inside = range(first, last + 1)
        if any(index in self.barred for index in inside) or self._misplaced(first):
            return False
        if not all(w.capital or w.lower in _TUSSENVOEGSELS for w in self.words[first : last + 1]):
            return False
        return any(self._unknown_name(index) for index in inside) and not self._organisation(last)

    def _unlisted_person(self, index: int) -> bool:
        word, before, after = self.words[index], self._previous(index), self._next(index)
        if _all_capitals(word.text) or not self._unknown_name(index) or self._organisation(index):
            return False
        if before is not None and (before.lower in triggers.DETERMINERS or before.lower in triggers.NAMED_AFTER):
            return False
        tail = self.text[word.end : word.end + 40]
        if triggers.AGE_OR_GROUP.match(tail):
            return True
        if before is not None and before.lower in triggers.ONLY_PERSONS and not word.opens:
            return True
        return after is not None and (
            after.lower in triggers.PRIVATE_VERBS
            or (after.lower in ("is", "was", "heeft", "had") and bool(triggers.PRIVATE_STATE.match(self.text[after.end :][:40].strip().lower())))
        )

    def _closings(self) -> Iterator[tuple[int, int]]:
        for match in triggers.CLOSING.finditer(self.text):
            for line in triggers.LINES.finditer(self.text, match.end()):
                if line.start() - match.end() > 90:
                    break
                yield from self._signature(line.start(), line.end())

    def _signature(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        inside = [i for i, word in enumerate(self.words) if start <= word.start < end]
        if not inside or len(inside) > 9:
            return
        index = inside[0]
        if self.words[index].lower in ("van", "aan", "namens", "fam", "familie", "de"):
            index += 1
        if index > inside[-1]:
            return
        begin = self._skip_link(self._skip_initials(index))
        if begin is None or begin > inside[-1] or begin in self.barred:
            return
        word = self.words[begin]
        if word.lower in triggers.NOT_SIGNED or word.lower in STOPWORDS or _all_capitals(word.text):
            return
        listed = self._is_first(word) or word.text in lists.word_names()
        if word.capital and (listed or begin > index or not self.known(word.lower) or self._is_surname(word)):
            yield index, self._extend(begin)
        elif word.lower in lists.lower_names():
            yield begin, self._extend_lower(begin)

    def _labelled(self) -> Iterator[tuple[int, int]]:
        for match in (m for label in triggers.LABELS for m in label.finditer(self.text)):
            for part in re.finditer(r"[^,;\n(<]+", match.group("names")):
                place = match.start("names") + part.start()
                index = self._index_from(place)
                if index is None:
                    continue
                begin = self._skip_link(self._skip_initials(index))
                if begin is None or not self.words[begin].capital or begin in self.barred:
                    continue
                word = self.words[begin]
                if word.lower in triggers.NOT_SIGNED or _all_capitals(word.text):
                    continue
                named = self._is_first(word) or word.text in lists.word_names() or begin > index
                if named or (self._unknown_name(begin) and len(part.group().split()) <= 4):
                    yield index, self._extend(begin)

    # -- reach of a name --------------------------------------------------------------------------
    def _extend(self, index: int) -> int:
        """Last word of the name that begins here: surnames, with tussenvoegsels, follow."""
        last = index
        while last + 1 < len(self.words) and last - index < 5:
            after = self._skip_link(self._skip_initials(last + 1))
            if after is None or not self._continues(last, after):
                break
            last = after
        following = last + 1
        if following < len(self.words) and self._abbreviated(last, following):
            return following
        return last

    def _abbreviated(self, last: int, following: int) -> bool:
        """A surname cut to its letter: "Femke R."."""
        word = self.words[following]
        gap = self.text[self.words[last].end : word.start]
        return gap == " " and len(word.text) == 1 and self._initial(following)

    def _continues(self, last: int, after: int) -> bool:
        if after >= len(self.words):
            return False
        gap = self.text[self.words[last].end : self.words[last + 1].start]
        word = self.words[after]
        if gap not in (" ", "  ", "-", " - ") or self.words[last].text.endswith(("'s", "’s")):
            return False
        if not word.capital or _all_capitals(word.text) or after in self.barred:
            return False
        return word.lower not in triggers.NOT_SIGNED and word.lower not in triggers.NEVER

    def _extend_lower(self, index: int) -> int:
        after = index + 1
        begin = self._skip_link(after) if after < len(self.words) and self.words[after].joined else None
        if begin is not None and begin < len(self.words) and self.words[begin].joined:
            word = self.words[begin]
            if word.lower in lists.lower_surnames() and not self.known(word.lower):
                return begin
            if begin > after and word.lower in lists.lower_surnames():
                return begin
        return index

    def _enumerated(self) -> None:
        """Names beside a name: "Emma en Lucas", "Sanne, Iris en Koen"."""
        changed = True
        while changed:
            changed = False
            for first, last in list(self.found):
                for index in (self._beside(last, 1), self._beside(first, -1)):
                    if index is None or any(a <= index <= b for a, b in self.found):
                        continue
                    self.found.append((index, self._extend(index)))
                    changed = True

    def _beside(self, index: int, step: int) -> int | None:
        other = index + step
        if not 0 <= other < len(self.words):
            return None
        left, right = (index, other) if step > 0 else (other, index)
        gap = self.text[self.words[left].end : self.words[right].start]
        joint = self.words[other].lower in ("en", "and", "i", "ve", "und", "&")
        if joint and gap == " ":
            other += step
        elif gap.strip() not in (",", "&", "/", "+"):
            return None
        if not 0 <= other < len(self.words):
            return None
        word = self.words[other]
        fits = word.capital and not word.opens and other not in self.barred and not _all_capitals(word.text)
        listed = word.text in lists.word_names() or self._is_first(word)
        return other if fits and (listed or self._unknown_name(other)) else None

    def _organisation(self, last: int) -> bool:
        """True where what follows, or the word itself, makes it a school, fund or street."""
        word, after = self.words[last], self._next(last)
        if word.lower.endswith(triggers.ORGANISATION_ENDS) and not self._is_first(word):
            return True
        return after is not None and after.lower.startswith(triggers.ORGANISATION_WORDS)

    def _next(self, index: int) -> _Word | None:
        if index + 1 < len(self.words) and self.words[index + 1].joined:
            return self.words[index + 1]
        return None

    def _previous(self, index: int) -> _Word | None:
        return self.words[index - 1] if index and self.words[index].joined else None


def _split(text: str) -> Sequence[_Word]:
    words: list[_Word] = []
    before = 0
    for match in _WORD.finditer(text):
        gap = text[before : match.start()]
        opens = not words or bool(_SENTENCE_END.search(gap))
        shown = match.group()
        words.append(
            _Word(
                shown,
                shown.lower().replace("’", "'"),
                match.start(),
                match.end(),
                shown[0].isupper(),
                opens,
                bool(words) and gap.strip() in ("", "-", "'", "’") and "\n" not in gap,
            )
        )
        before = match.end()
    return words


def _all_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)
