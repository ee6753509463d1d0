"""Names of persons: lists, triggers and the tagger's word, in that order of trust.

A capital alone proves nothing ("Samen Sterk", "de Waal"), a first name nearly always does, and what
stands after "mevrouw" or in a closing line is a name whatever it looks like.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator

from pipeline.core.tokens import STOPWORDS, Tokens
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.sentence import TUSSENVOEGSELS, Word, all_capitals
from pipeline.text.redact.spans import DetailSpan, Known
from pipeline.text.redact.unlisted import Unlisted


def find_names(
    text: str,
    *,
    tokens: Tokens | None = None,
    allow: Collection[str] = frozenset(),
    known: Known | None = None,
) -> list[DetailSpan]:
    """Names of persons in a text, in order, without overlap.

    Args: tokens: parts of speech and persons of this text, where computed.
        allow: lower-case words and phrases that are no names here (areas, schools, terms).
        known: tells whether a lower-case word is in the dictionary.
    """
    return _NameFinder(text, tokens, allow, known).spans()


class _NameFinder(Unlisted):
    """The search through one text; holds the words so that each rule can look around."""

    def spans(self) -> list[DetailSpan]:
        for rule in (
            self._after_triggers,
            self._by_list,
            self._initials,
            self._by_link,
            self._by_tagger,
        ):
            for first, last in rule():
                if all(last < begin or first > end for begin, end in self.names):
                    self.names.append((first, last))
        self._enumerated()
        return [
            DetailSpan(self.words[first].start, self.words[last].end, "naam")
            for first, last in sorted(self.names)
        ]

    def _after_triggers(self) -> Iterator[tuple[int, int]]:
        """Names behind a word that a name follows: a title, kin, a role, a greeting, a closing."""
        for kind, pattern in (*triggers.PATTERNS, ("close", triggers.CLOSE)):
            for match in pattern.finditer(self.text):
                index = self.index_from(match.end())
                if index is not None:
                    yield from self._triggered(kind, index)
        yield from self._closings()
        yield from self._labelled()

    def _triggered(self, kind: str, index: int) -> Iterator[tuple[int, int]]:
        """The name that begins here, behind a trigger of this kind."""
        word = self.words[index]
        start = self.skip_initials(index)
        begin = self.skip_link(start)
        if begin is None:
            return
        name = self.words[begin]
        if name.capital and self._capital_fits(kind, begin, linked=begin > start or start > index):
            last = self.extend(begin)
            if not self.words[last].lower.endswith(triggers.ORGANISATION_ENDS):
                yield index, last
        elif not name.capital and self._lower_fits(kind, begin, linked=begin > start):
            yield index if word.lower in TUSSENVOEGSELS else begin, self.extend_lower(begin)

    def _capital_fits(self, kind: str, index: int, *, linked: bool) -> bool:
        """Whether a word with a capital is a name behind this trigger.

        Args: linked: initials or a tussenvoegsel stand between the two.
        """
        word = self.words[index]
        if word.lower in triggers.NEVER or all_capitals(word.text) or self.organisation(index):
            return False
        if kind == "role" and self._language(index):
            return False
        if word.text.partition("-")[2].startswith(triggers.NAMED_THINGS):  # "tante Agaath-regeling"
            return False
        listed = self.is_first(word) or word.text in lists.word_names()
        if kind == "soft" and not listed and self.known(word.lower) and self.all_words_capital():
            return False
        if kind in ("title", "short", "foreign") or (kind == "soft" and not linked):
            fits = linked or listed or word.lower not in triggers.AFTER_TITLE
            return fits and (index not in self.figures or self.town_as_surname(index))
        if index in self.barred:
            return False
        if linked and not self.initial(index - 1):
            if self.words[index - 1].text in triggers.LINKS_OF_NAMES:
                return self.is_surname(word) or not self.known(word.text)
            town = word.lower in lists.places() and not (kind == "soft" and self._bare_title(index))
            return kind in ("soft", "role", "self") and self.is_surname(word) and not town
        if kind == "role":
            if self._beside_a_role_in_brackets(index) and not listed:
                return False
            short = len(word.text) == 2 and not word.opens and word.lower not in STOPWORDS
            return listed or short or self.is_surname(word) or self.unknown_name(index)
        if kind in ("kin", "abroad", "close", "greet"):
            return listed or self.unknown_name(index)
        return listed or (self.unknown_name(index) and self.followed_by_capital(index))

    def _beside_a_role_in_brackets(self, index: int) -> bool:
        """ "Yassin (leerling, Brinkveld)": who, and of which school."""
        before = self.text[: self.words[index].start].rstrip()
        opened = before.rfind("(")
        named = opened > 0 and before[:opened].rstrip()[-1:].isalpha()
        return before.endswith(",") and named and ")" not in before[opened:]

    def _bare_title(self, index: int) -> bool:
        """ "Meester van Dalen legt uit", unlike "de meester van Dalen"."""
        while self.words[index - 1].lower in TUSSENVOEGSELS:
            index -= 1
        before = self.previous(index - 1)
        return before is None or before.lower not in triggers.DETERMINERS

    def _lower_fits(self, kind: str, index: int, *, linked: bool) -> bool:
        """The same for a word without one. Args: linked: a tussenvoegsel stands between."""
        word = self.words[index]
        if kind in ("abroad", "foreign") or index in self.barred:
            return False
        if word.lower in STOPWORDS:  # "mevr ter haar"
            surely = linked and kind in ("short", "title")
            between = self.words[index - 1].lower in ("ter", "ten", "der", "den")
            return surely and between and word.text.title() in lists.word_surnames()
        if kind == "short" and not linked:
            return len(word.text) > 3 and (
                word.lower not in triggers.AFTER_TITLE | triggers.PERSON_VERBS
            )
        unknown = self.sure_of_words and not self.known(word.lower) and len(word.text) > 3
        if kind == "title" and unknown and not linked:
            return word.lower not in triggers.AFTER_TITLE
        if kind == "close" and unknown and len(word.text) > 4 and not linked:
            return True
        if kind == "kin" and unknown and self._kin_before(index):
            return True
        surname = word.lower in lists.lower_surnames()
        if kind == "role" and self._only_a_surname(word):
            return True
        if kind == "short" and word.text.title() in lists.word_surnames():  # "mevr van wijk"
            return True
        if kind in ("title", "short", "soft", "close") and (linked or surname):
            return surname or word.lower in lists.lower_names()
        return word.lower in lists.lower_names()

    def _only_a_surname(self, word: Word) -> bool:
        """ "jeugdarts vlasblom": the dictionary could have it as a compound, and does not."""
        name = word.text.title()
        return (
            self.sure_of_words
            and len(name) > 4
            and name in lists.surnames()
            and not self.known(name)
            and word.lower not in lists.places()
        )

    def _kin_before(self, index: int) -> bool:
        """ "onze zoon jurrian is vastgelopen": a child, a word nobody knows, and what it does."""
        after = self.next(index)
        return (
            after is not None
            and after.lower in triggers.PERSON_VERBS | {"is", "was"}
            and self.words[index - 1].lower not in triggers.DETERMINERS | {"onze", "m'n", "mn"}
        )

    def _by_list(self) -> Iterator[tuple[int, int]]:
        """First names that a list has; of those that are words too, where a person stands."""
        for index, word in enumerate(self.words):
            if index in self.barred or self._language(index):
                continue
            if (word.capital and self._first_here(index)) or (
                word.capital and word.text in lists.word_names() and self._evidence(index)
            ):
                last = self.extend(index)
                if not self.organisation(last):
                    yield index, last
            elif not word.capital and self._bare_lower(index):
                yield index, index
            elif word.capital and self._surname_that_acts(index):
                yield index, self.extend(index)

    def _first_here(self, index: int) -> bool:
        """A listed first name; one that is a word too not where it opens as that word."""
        word, after = self.words[index], self.next(index)
        if not self.is_first(word) or self.misplaced(index):
            return False
        if not word.opens or after is None or not self.known(word.lower) or after.capital:
            return True  # "Max: meer tijd" and "Koen van Dijk", unlike "Max twintig kinderen"
        if after.lower in ("en", "of", "&") and index + 2 < len(self.words):
            other = self.words[index + 2]  # "Bas en Tim", "Bas en zijn moeder"; "Bas en gitaar"
            return other.lower in STOPWORDS or (other.capital and self._may_be_somebody(other))
        goes_on = triggers.PERSON_VERBS | TUSSENVOEGSELS | triggers.OWNS
        acts = after.lower in goes_on or after.lower in STOPWORDS or after.lower.endswith("t")
        return acts and not triggers.BE_SO.match(self.text, word.end)

    def _may_be_somebody(self, word: Word) -> bool:
        """Beside a first name: "Bas en Tim", "Bas en Juf"; not "Noor of Zweed", "Roos en Tulp"."""
        listed = self.is_first(word) or word.text in lists.word_names() or self.is_surname(word)
        return listed or not self.known(word.lower) or word.lower in triggers.NOT_SIGNED

    def _surname_that_acts(self, index: int) -> bool:
        """ "Tolsma zou willen dat …", "Nguyen helpt mee": a surname that is nothing else."""
        word, before, after = self.words[index], self.previous(index), self.next(index)
        if not self.sure_of_words or word.text not in lists.surnames() or self.misplaced(index):
            return False
        if word.opens and self._family_name_first(index):
            return True
        if after is None or after.lower not in triggers.PERSON_VERBS:
            return False
        if index and self.initial(index - 1) and len(self.words[index - 1].text) < 4:
            return False  # "Sj. Wiersma" is found whole
        if before is not None and (
            before.capital or before.lower in triggers.DETERMINERS | triggers.PLACE_WORDS
        ):
            return False
        inverted = word.opens and triggers.INVERTED.match(self.text, word.end)
        return self.unknown_as_first(word.lower) and not inverted and not self.organisation(index)

    def _family_name_first(self, index: int) -> bool:
        """ "Nguyen Thi Hoa vertaalde": a surname, and behind it words that nobody knows."""
        last = self.extend(index)
        behind = range(index + 1, last + 1)
        strange = all(self.unknown_name(at) or self.is_first(self.words[at]) for at in behind)
        return bool(behind) and strange and not self.organisation(last)

    def _language(self, index: int) -> bool:
        """ "Frans" in a sentence about languages, where no surname follows."""
        after = self.next(index)
        acts = after is not None and self._acts(after)
        inverted = triggers.INVERTED.match(self.text, self.words[index].end)  # "Frans vindt hij"
        start = self.words[index].start
        if self.words[index].text in triggers.LANGUAGES and triggers.TEACHES.search(
            self.text, max(start - 40, 0), start
        ):
            return not (after is not None and after.capital)
        return (
            self.words[index].text in triggers.LANGUAGES
            and not (after is not None and (after.capital or (acts and not inverted)))
            and bool(triggers.SPEAKING.search(self.text))
        )

    def _evidence(self, index: int) -> bool:
        """A name that is a word too: the sentence must treat it as a person."""
        word, before, after = self.words[index], self.previous(index), self.next(index)
        if word.opens and self._announced(index):
            return True
        if before is not None and (
            before.lower in triggers.DETERMINERS | triggers.NAMED_AFTER | triggers.GROUPS
        ):
            return False
        if before is not None and before.capital and not before.opens and not self.is_first(before):
            return False
        if after is not None and after.capital and self.is_surname(after):
            return after.lower not in triggers.NEVER  # "Elke Maandag hoofdpijn"
        if not word.opens:
            named = after is not None and after.capital and self.known(after.lower)
            return not (named or self._coupled_to_a_thing(index))
        if self.propn and not self.propn.get(word.start, False):
            return False
        return after is not None and self._acts(after)

    def _coupled_to_a_thing(self, index: int) -> bool:
        """ "Uil en Beer zijn de groepen", unlike "Juf en Roos" and "Sanne en Roos"."""
        before, other = self.previous(index), self.words[index - 2]
        if index < 2 or before is None or before.lower not in ("en", "of"):
            return False
        person = other.lower in STOPWORDS | triggers.NOT_SIGNED or self.is_first(other)
        listed = other.text in lists.word_names() or self.is_surname(other)
        return other.capital and self.known(other.lower) and not (person or listed)

    def _announced(self, index: int) -> bool:
        """ "Ton: het geld …" and "Rosa (21-08-2013) …" at the start of a line."""
        word = self.words[index]
        line = self.text[: word.start].rpartition("\n")[2].strip(" -•*\t")
        announces = triggers.ANNOUNCES.match(self.text, word.end)
        if announces is None:
            return False
        return not line or (":" in announces.group() and self._spoke_before(line))

    def _spoke_before(self, line: str) -> bool:
        """ "Fleur: meer tijd. Job: minder huiswerk.": another name opened this line, and spoke."""
        first = re.match(r"([^\W\d_]+)\s?:", line)
        return first is not None and first.group(1) in lists.first_names() | lists.word_names()

    def _acts(self, following: Word) -> bool:
        """Whether the word behind a name tells that it is a person's."""
        if following.lower in triggers.PERSON_VERBS:
            return True
        if following.lower in ("is", "was", "wordt"):
            rest = self.text[following.end : following.end + 40].strip().lower()
            return bool(triggers.PERSONAL_STATE.match(rest))
        if following.lower not in TUSSENVOEGSELS - {"in", "op", "te", "de", "het", "aan"}:
            return False
        return any(
            pattern.match(self.text, following.start)
            for pattern in (triggers.BELONGS, triggers.OF_AN_OFFICE)
        )

    def _bare_lower(self, index: int) -> bool:
        """A first name without capital: a long one anywhere, a short one where a person stands."""
        word = self.words[index]
        stem = word.lower.rstrip("'’")
        if stem not in lists.lower_names() or len(stem) < 3:
            return False
        before, after = self.previous(index), self.next(index)
        if stem in lists.bare_names():
            return before is None or before.lower not in triggers.DETERMINERS - {"dat"}
        office = after is not None and triggers.OF_AN_OFFICE.match(self.text, after.start)
        stands = before is not None and before.lower in triggers.BEFORE_PERSON | triggers.SAYS
        if self.known(stem):
            says = after is not None and after.lower in triggers.SAYS  # "wat rob zegt klopt"
            alone = before is None or before.lower in STOPWORDS - triggers.DETERMINERS
            return (stands and bool(office)) or (says and alone)
        if after is not None and (
            after.lower in triggers.PERSON_VERBS or after.lower in ("is", "was")
        ):
            return before is None or before.lower not in triggers.DETERMINERS
        return bool(office) or stands

    def _initials(self) -> Iterator[tuple[int, int]]:
        """Surnames behind initials; not "A. Meer geld", an item of a list."""
        for match in triggers.INITIALS.finditer(self.text):
            first, last = self.index_of.get(match.start()), self.index_before(match.end())
            if first is None or last is None or last in self.barred:
                continue
            name = self.words[last]
            at_line_start = not self.text[: match.start()].rpartition("\n")[2].strip()
            doubtful = (
                at_line_start and match.group().count(".") == 1 and len(self.words) > last + 1
            )
            if doubtful and self.known(name.lower) and not self._signs_or_acts(last):
                continue
            if match.group().startswith("St.") and self.is_first(name) and self.misplaced(last):
                continue
            lone = match.group().count(".") == 1 and not at_line_start
            if lone and name.lower in STOPWORDS and not self.is_surname(name):
                continue  # "tot en met B. Onze jongste"
            item = at_line_start and match.group() == self.text.strip()  # "C. Personeel"
            if item and self.known(name.lower) and not self.is_surname(name):
                continue
            if self._lettered(match.group()) and self.known(name.lower):
                continue
            if not self.organisation(last):
                yield first, self.extend(last)

    def _lettered(self, initials: str) -> bool:
        """ "A. Vervoer B. Gebouwen C. Mensen": the letter before it heads an item too."""
        letter = initials[0]
        return (
            initials[1] == "."
            and initials.count(".") == 1
            and f"{chr(ord(letter) - 1)}. " in self.text
        )

    def _signs_or_acts(self, index: int) -> bool:
        """ "A. Visser vraagt …" and "A. Visser (ouder)", unlike "A. Meer geld" in a list."""
        after = self.next(index)
        acts = triggers.PERSON_VERBS | {"en", "van", "is", "was"}
        if after is not None and after.lower in triggers.PERSON_VERBS:  # "P. Oud pakt dit op"
            return True
        return self.is_surname(self.words[index]) and (after is None or after.lower in acts)

    def _by_tagger(self) -> Iterator[tuple[int, int]]:
        """Persons by a model that knows names, and unlisted names where the words around say so."""
        for start, end in self.tokens.persons if self.tokens is not None else ():
            first, last = self.index_from(start), self.index_before(end)
            if first is not None and last is not None and self._person_fits(first, last):
                yield first, last
        for index, word in enumerate(self.words):
            if word.capital and index not in self.barred and self.unlisted_person(index):
                yield index, self.extend(index)

    def _person_fits(self, first: int, last: int) -> bool:
        inside = range(first, last + 1)
        if any(index in self.barred for index in inside) or self.misplaced(first):
            return False
        if not all(w.capital or w.lower in TUSSENVOEGSELS for w in self.words[first : last + 1]):
            return False
        return any(self.unknown_name(index) for index in inside) and not self.organisation(last)

    def _by_link(self) -> Iterator[tuple[int, int]]:
        """A surname that begins with its tussenvoegsel: "zoals Van den Heuvel zei"."""
        for index, word in enumerate(self.words):
            if word.text not in triggers.LINKS_OF_NAMES or index in self.barred:
                continue
            name, before = self.skip_link(index), self.previous(index)
            if name is None or name == index or not self.words[name].capital or name in self.barred:
                continue
            if word.opens and not self._opens_with_surname(name):
                continue
            if all_capitals(self.words[name].text) or self.organisation(name):
                continue
            word_only = self.known(self.words[name].text) and not self.is_surname(self.words[name])
            if word_only and self.words[name - 1].lower in ("van", "de"):  # "Juf Van Groep Drie"
                continue
            thing = before is not None and (
                (before.capital and not before.opens)
                or before.lower in triggers.NAMED_AFTER
                or before.lower.endswith(triggers.COMPANY)
            )
            town = name == index + 1 and self.words[name].lower in lists.places()
            if before is not None and before.lower in ("het", "'t"):  # "het Van der Valk"
                continue
            street = before is not None and before.lower in ("de", "het")  # "aan de Van Goghlaan"
            if street and self.words[name].lower.endswith(triggers.STREET_ENDS):
                continue
            if not thing and not (town and word.opens):  # inside a sentence a town has "van"
                yield index, self.extend(name)

    def _opens_with_surname(self, index: int) -> bool:
        """ "Van Ruyskens heeft dit gezegd", unlike "Van Schagen heeft niemand gereageerd"."""
        after = self.next(index)
        acts = after is not None and (
            after.lower in triggers.PERSON_VERBS
            or triggers.OF_AN_OFFICE.match(self.text, after.start) is not None
        )
        return acts and self.sure_of_words and self.unknown_name(index)

    def _closings(self) -> Iterator[tuple[int, int]]:
        """Names under "Met vriendelijke groet" and the like."""
        for match in triggers.CLOSING.finditer(self.text):
            for line in triggers.LINES.finditer(self.text, match.end()):
                if line.start() - match.end() > 90:
                    break
                yield from self._signature(line.start(), line.end())

    def _signature(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The name with which a line behind a closing signs, if it does."""
        inside = range(bisect_left(self.starts, start), bisect_left(self.starts, end))
        if not inside or len(inside) > 9:
            return
        index = inside[0]
        if self.words[index].lower in ("van", "aan", "namens", "fam", "familie", "de"):
            index += 1
        if index > inside[-1]:
            return
        begin = self.skip_link(self.skip_initials(index))
        if begin is None or begin > inside[-1] or begin in self.barred:
            return
        word = self.words[begin]
        if word.lower in triggers.NOT_SIGNED or word.lower in STOPWORDS or all_capitals(word.text):
            return
        listed = self.is_first(word) or word.text in lists.word_names()
        if word.capital and (
            listed or begin > index or not self.known(word.text) or self.is_surname(word)
        ):
            yield index, self.extend(begin)
        elif word.lower in lists.lower_names() or self._signs_in_lower_case(begin, inside[-1]):
            yield begin, self.extend_lower(begin)

    def _signs_in_lower_case(self, index: int, last: int) -> bool:
        """ "gr. marjoleintje", "namens gerjan en tjitske": nobody knows the word."""
        after = self.next(index)
        ends = index == last or (after is not None and after.lower in ("en", "de", "van"))
        ends = ends or self.text[self.words[index].end :].lstrip(" ")[:1] in ("(", ",", "/")
        return self.sure_of_words and ends and self.unknown_as_first(self.words[index].lower)

    def _labelled(self) -> Iterator[tuple[int, int]]:
        """Names behind a label: "Deelnemers: Anja, meneer De Boer"."""
        for match in (m for label in triggers.LABELS for m in label.finditer(self.text)):
            for part in re.finditer(r"[^,;\n(<]+", match.group("names")):
                place = match.start("names") + part.start()
                index = self.index_from(place)
                if index is None:
                    continue
                begin = self.skip_link(self.skip_initials(index))
                if begin is None or not self.words[begin].capital or begin in self.barred:
                    continue
                word = self.words[begin]
                if word.lower in triggers.NOT_SIGNED or all_capitals(word.text):
                    continue
                named = self.is_first(word) or word.text in lists.word_names() or begin > index
                if named or (self.unknown_name(begin) and len(part.group().split()) <= 4):
                    yield index, self.extend(begin)

    def _enumerated(self) -> None:
        """Names beside a name: "Emma en Lucas", "Sanne, Iris en Koen"."""
        changed = True
        while changed:
            changed = False
            for first, last in list(self.names):
                for index in (
                    self._beside(last, 1),
                    self._beside(first, -1),
                    self._between(last),
                ):
                    if index is None or any(a <= index <= b for a, b in self.names):
                        continue
                    self.names.append((index, self.extend(index)))
                    changed = True

    def _between(self, index: int) -> int | None:
        """ "Evelien, Sip en Oebele": a word with a capital between a name and another name."""
        between = index + 1
        if between + 2 >= len(self.words) or self.words[between + 1].lower != "en":
            return None
        word, other = self.words[between], self.words[between + 2]
        if self.text[self.words[index].end : word.start].strip() != ",":
            return None
        first = other.capital and (self.is_first(other) or other.text in lists.word_names())
        named = first or (other.capital and self.unknown_name(between + 2))
        fits = word.capital and not all_capitals(word.text) and between not in self.barred
        thing = self.organisation(between) or self.organisation(between + 2)
        town = word.lower in lists.places() or word.lower in triggers.ORGANISATIONS
        person = word.lower in triggers.NOT_SIGNED or word.lower in STOPWORDS
        return between if named and fits and not (thing or town or person) else None

    def _beside(self, index: int, step: int) -> int | None:
        """The name beside the word at this index, behind it (step 1) or before it (-1), if any."""
        other = index + step
        if not 0 <= other < len(self.words):
            return None
        left, right = (index, other) if step > 0 else (other, index)
        gap = self.text[self.words[left].end : self.words[right].start]
        joint = self.words[other].lower in ("en", "and", "i", "ve", "und", "&")
        if joint and gap == " ":
            other += step
            if not self.words[index].capital and 0 <= other < len(self.words):
                lower = self.words[other].lower  # "sofie en bente zitten op de gang"
                if lower in lists.lower_names() and lower not in STOPWORDS:
                    return other
        elif gap.strip() not in (",", "&", "/", "+"):
            return None
        if not 0 <= other < len(self.words):
            return None
        word = self.words[other]
        listed = word.text in lists.word_names() or self.is_first(word)
        fits = (
            word.capital
            and (not word.opens or listed)
            and other not in self.barred
            and not self.organisation(other)
            and not all_capitals(word.text)
        )
        listed = listed or (joint and gap == " " and word.text in lists.word_surnames())
        return other if fits and (listed or self.unknown_name(other)) else None
