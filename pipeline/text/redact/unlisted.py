"""Names that no list has: a capital on a word that no dictionary has, where a person stands.

A capital inside a Dutch sentence on a word that nobody knows is a name; whether of a person, a
school, a firm or a town is read off the words around it.
"""

from __future__ import annotations

import re

from pipeline.core.tokens import STOPWORDS
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.sentence import Sentence, Word, all_capitals

_NAME_SHAPE = re.compile(r"[^\W\d_][^\W\d_A-Z]{2,}(?:-[^\W\d_]+)?")
_FROM = re.compile(r"\s(?:uit|van)\s(?:de\s|het\s|groep\s|klas\s)?\w{1,20}(?=\s)")
_TAIL = 60  # characters behind a name in which its verb stands
_LONGEST_FIRST = 11  # letters; "Ondersteuningsplanraad:" is nobody's first name
_SPEAKS = re.compile(r"\s?(?:\([^()\n]{2,30}\)\s?)?:\s|\s-\s")
_JOINED = frozenset("fusie fuseren samenwerken samenvoegen samenwerking verbinding".split())
_ASKED = frozenset("al nog wel niet er ooit ook".split())


class Unlisted(Sentence):
    """What a text says of its capitals that stand in no list."""

    def unlisted_person(self, index: int) -> bool:
        """A word no list and no dictionary has, where the words around speak of a person."""
        word, before, after = self.words[index], self.previous(index), self.next(index)
        if all_capitals(word.text) or not self.unknown_name(index) or self.organisation(index):
            return False
        if self.of_known_words(index):  # "Ook Zorgbelang vindt"
            return False
        if self.heads_a_name_of_a_thing(index) or word.lower.endswith("ius"):  # a school: Clusius
            return False
        if before is not None and (
            before.lower in triggers.DETERMINERS - {"dat"}  # "dat Heuvelmans dit goedkeurt"
            or before.lower in triggers.NAMED_AFTER
        ):
            return False
        if self._with_surname(index):
            return True
        if before is not None and before.lower in triggers.PLACE_WORDS - triggers.BEFORE_SURNAME:
            return False
        if not word.opens and before is not None and self._spoken_of(index, before):
            return True
        if triggers.AGE_OR_GROUP.match(self.text, word.end):
            return True
        if before is not None and before.lower in triggers.ONLY_PERSONS and not word.opens:
            return True
        return self._does_what_people_do(word, after) or self._speaks(index)

    def _does_what_people_do(self, word: Word, after: Word | None) -> bool:
        if word.opens and (not self.sure_of_words or triggers.INVERTED.match(self.text, word.end)):
            return False
        if after is not None and after.lower in triggers.PRIVATE_VERBS:
            return True
        if triggers.PROMISED.match(self.text, word.end):
            return True
        if triggers.STANDS_OUT.match(self.text, word.end):
            return True
        tail = self.text[word.end : word.end + _TAIL].lower()
        where = _FROM.match(tail)  # "Semhar uit Eritrea is elf"
        rest = tail[where.end() :] if where else tail
        verb = re.match(r"\s(?:is|was|heeft|had)\s+", rest)
        return verb is not None and bool(triggers.PRIVATE_STATE.match(rest[verb.end() :]))

    def _speaks(self, index: int) -> bool:
        """ "Doetie: wij willen …" and "Actie Jorrit: brief" at the start of a line."""
        word = self.words[index]
        if not self.sure_of_words or not _SPEAKS.match(self.text, word.end):
            return False
        line = self.text[: word.start].rpartition("\n")[2].strip(" -•*\t.)0123456789").lower()
        short = len(word.text) <= _LONGEST_FIRST
        return (
            short
            and line in triggers.BEFORE_SPEAKER
            and _NAME_SHAPE.fullmatch(word.text) is not None
        )

    def _with_surname(self, index: int) -> bool:
        """Two capitals that no dictionary has, in a Dutch sentence: "Ouafae Bouzerouata"."""
        last = self.extend(index)  # "Nguyen Thi Lan" to its end
        surname = self.words[last]
        if not self.sure_of_words or last == index or last in self.barred:
            return False
        strange = self.unknown_name(last) or surname.text in lists.surnames()
        if not strange or not _NAME_SHAPE.fullmatch(self.words[index].text):
            return False
        before, after = self.previous(index), self.next(last)
        dutch = after is not None and after.lower in STOPWORDS | triggers.PERSON_VERBS
        if self.words[index].opens and not dutch:  # nothing before it tells of the language
            return False
        return not self.organisation(last) and any(
            other is not None and not other.capital and self.known(other.lower)
            for other in (before, after)
        )

    def _spoken_of(self, index: int, before: Word) -> bool:
        """A word no dictionary has, where a person stands rather than a school or a town."""
        if (
            not self.sure_of_words
            or (before.capital and not before.opens)
            or not _NAME_SHAPE.fullmatch(self.words[index].text)
        ):
            return False
        if self.words[index].text in lists.surnames() and before.lower in triggers.BEFORE_SURNAME:
            return not self._followed_by_name_of_thing(index)
        if before.lower == "met" and index > 1 and self.words[index - 2].lower in _JOINED:
            return False
        after = self.next(index)
        asked = before.opens and after is not None and after.lower in _ASKED  # "Is Tsjikke al …?"
        if before.lower in ("is", "was") and after is not None and (after.lower == "die" or asked):
            return True
        return before.lower in triggers.BEFORE_UNLISTED and not self._followed_by_name_of_thing(
            index
        )

    def _followed_by_name_of_thing(self, index: int) -> bool:
        after = self.next(index)
        return after is not None and after.capital and self.known(after.lower)
