"""A text as words with their places, and what can be asked of a word: list, reach, surroundings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.tokens import STOPWORDS, Tokens
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.spans import Known

_WORD = re.compile(r"[^\W\d_]+(?:['’\-–][^\W\d_]+)*(?:(?<=[sxz])['’])?")
_SENTENCE_END = re.compile(r"[.!?…:\n•*\t]|[\"“”«]\s*$|^\s*[-–]\s|\s[-–]\s")
NAMED_AFTER = re.compile(  # "de piramide van Maslow", "handelingsgericht werken volgens Pameijer"
    r"(?i)\b(?:(?:syndroom|ziekte|methode|theorie|model|ladder|wet|piramide|taxonomie|leerlijn)\svan\s(?:de\s)?"
    r"|(?:werken|werkt|gewerkt|handelen|lesgeven|aanpak|model|methode)\svolgens\s)"
)
_SAINT = re.compile(r"(?<![^\W\d_])[Ss]t\. $")  # a word of its own: not the end of "onrust. "
TUSSENVOEGSELS = frozenset(
    """
    van von der den de 't het ter ten te la le du di da dos el al ben bin bint in op aan uit d'
    t
    """.split()
)


# How Dutch and Frisian surnames end; on a word that no dictionary has it tells of a person.
SURNAME_ENDS = re.compile(
    r"(?:[^aeiou]ma|stra|ing[ah]|enga|ink|mans|[a-z]sen|kens|huis|huizen|baan|veld|veldt|boom|hof|hoff"
    r"|man|makers|dijk|burg|berg|bergen|weg|meijer|meyer|stein|kamp|hout|vliet|vlieg|wijk|brink|horst)$"
)
LEAST_COMPOUND = 9  # letters
_PLACED = frozenset("noord oost zuid west midden holland brabant".split())  # of regions


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its place: `opens` tells that a capital here says nothing."""

    text: str
    lower: str
    start: int
    end: int
    capital: bool
    opens: bool
    joined: bool  # only a space stands between the word before and this one


def _knowing(known: Known | None) -> Known:
    """The dictionary, the words it lacks, and words with an accent for stress: "wél", "óók"."""
    if known is None:
        return lambda word: False
    return lambda word: (
        known(word)
        or word.lower() in triggers.UNLISTED_WORDS
        or (
            not word.isascii()
            and word.translate(_STRESSED) != word
            and (known(word.translate(_STRESSED)) or word.lower().translate(_STRESSED) in STOPWORDS)
        )
    )


@lru_cache(maxsize=8)
def _by_first_word(phrases: frozenset[str]) -> dict[str, list[tuple[str, ...]]]:
    """The phrases as words, by their first word; lower case."""
    starts: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases):
        words = tuple(word.lower for word in _split(phrase))
        if words:
            starts.setdefault(words[0], []).append(words)
    return starts


_STRESSED = str.maketrans("áéíóúàè", "aeiouae")
_PET = re.compile(r"([^\W\d_]{4,14}?)(?:ie|t?je|ke)s?")
_NAME_LIKE = frozenset(("PROPN", "NOUN", "X"))  # taggers take a rare name for a noun


def _like_a_surname(word: Word) -> bool:
    """One that is listed, or that ends as surnames do."""
    listed = word.text in lists.surnames() or word.text in lists.word_surnames()
    return listed or SURNAME_ENDS.search(word.lower) is not None


class Sentence:
    """A text and its words; the rules that find names are in `pipeline.text.redact.names`."""

    def __init__(
        self,
        text: str,
        tokens: Tokens | None,
        allow: Collection[str],
        known: Known | None,
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.known = _knowing(known)
        self.sure_of_words = known is not None  # without a dictionary an unknown word tells nothing
        self.words = _split(text)
        self.starts = [word.start for word in self.words]
        self.index_of = {start: index for index, start in enumerate(self.starts)}
        self.propn = (
            {token.start: token.pos in _NAME_LIKE for token in tokens} if tokens is not None else {}
        )
        self.figures = self.inside_phrases(lists.not_names())  # point to nobody one could meet
        after = (self.index_from(match.end()) for match in NAMED_AFTER.finditer(self.text))
        # Words inside a phrase that points to nobody, or that this corpus says is no name
        self.barred = {index for index in after if index is not None}
        self.barred |= self.figures | self.inside_phrases(frozenset(allow))
        for match in triggers.FROM_TO.finditer(self.text):  # "van Gijs tot Guus": everybody
            self.barred |= {self.index_of[start] for start in (match.start(1), match.start(2))}
        self.names: list[tuple[int, int]] = []  # of each name its first and last word

    def inside_phrases(self, phrases: frozenset[str]) -> set[int]:
        """Words inside one of these phrases."""
        starts = _by_first_word(phrases)
        inside: set[int] = set()
        for index, word in enumerate(self.words):
            for phrase in starts.get(word.lower, ()):
                end = index + len(phrase)
                here = [other.lower for other in self.words[index:end]]
                if here and here[-1] != phrase[-1]:  # "Jip en Janneke-taal" points to nobody either
                    here[-1] = here[-1].partition("-")[0]
                if tuple(here) == phrase:
                    inside.update(range(index, end))
        return inside

    def index_from(self, place: int) -> int | None:
        """The word that begins here, spaces and an opening mark apart."""
        while place < len(self.text) and self.text[place] in " \t('\"‘“@":
            place += 1
        return self.index_of.get(place)

    def skip_initials(self, index: int) -> int:
        """Past initials ("J.P.") to the word after them."""
        while (
            index + 1 < len(self.words)
            and len(self.words[index].text) <= 2
            and self.words[index].capital
            and self.text[self.words[index].end : self.words[index].end + 1] == "."
        ):
            index += 1
        return index

    def skip_link(self, index: int) -> int | None:
        """Past tussenvoegsels ("van der"); None when nothing follows them."""
        steps = 0
        if self.is_preposition(index):
            return index
        while index < len(self.words) and self.words[index].lower in TUSSENVOEGSELS and steps < 3:
            index += 1
            steps += 1
            if index >= len(self.words) or not self.words[index].joined:
                return None
        return index

    def is_preposition(self, index: int) -> bool:
        """ "in" is a tussenvoegsel in "in 't Veld", not in "in Hoorn"."""
        if self.words[index].lower not in ("in", "op", "aan", "uit"):
            return False
        following = self.next(index)
        return following is None or following.lower not in ("de", "den", "der", "het", "t", "'t")

    def initial(self, index: int) -> bool:
        """True for a capital with a full stop: "J."."""
        word = self.words[index]
        return word.capital and self.text[word.end : word.end + 1] == "."

    def unknown_name(self, index: int) -> bool:
        """A capital on a word that no dictionary has; by the tagger a name, where it was asked."""
        word = self.words[index]
        written = word.lower if word.opens else word.text  # a capital inside a sentence tells more
        if len(word.text) < 3 or self.known(written) or word.lower in STOPWORDS:
            return False
        head, joint, rest = word.text.partition("-")
        if joint and rest.islower() and self.known(rest) and head.lower() in triggers.ORGANISATIONS:
            return False  # "Tlv-formulier"
        if word.lower in lists.places() or word.lower in triggers.ORGANISATIONS:
            return False
        if joint and set(word.lower.split("-")) - lists.places() <= _PLACED:
            return False  # "Noord-Holland-Noord"
        if len(word.text) > 7 and word.lower.endswith(triggers.THING_ENDS):  # "met Koningsdag"
            return False
        return self.propn.get(word.start, True)

    def of_known_words(self, index: int) -> bool:
        """ "Zorgbelang" is made of words that all know; so is "Oosterbaan", that is a surname, and
        "Barendina" before "Stoffelsma"."""
        word, after = self.words[index], self.next(index)
        if len(word.text) < LEAST_COMPOUND or _like_a_surname(word):
            return False
        before_surname = after is not None and after.capital and _like_a_surname(after)
        return not before_surname and self.known(word.lower)

    def followed_by_capital(self, index: int) -> bool:
        """True where a capital or a tussenvoegsel follows."""
        following = self.next(index)
        return following is not None and (following.capital or following.lower in TUSSENVOEGSELS)

    def is_first(self, word: Word) -> bool:
        """True for a first name that is no Dutch word, also as "Eva's" and "Anna-Lot"."""
        if all_capitals(word.text) or word.lower in triggers.WORDS_FIRST:
            return False
        names = lists.first_names()
        text = word.text.rstrip("'’")
        first, _, rest = text.partition("-")
        thing = rest.startswith((*triggers.ORGANISATION_WORDS, *triggers.NAMED_THINGS))
        thing = thing or all_capitals(first)
        if rest.islower() and len(rest) > 3 and self.known(rest) and not thing:
            # "het Nienke-overleg"
            strange = self.sure_of_words and not word.opens and self.unknown_as_first(first.lower())
            return first in names or strange
        if text in names:
            return True
        if text.endswith(("'s", "’s")):
            return text[:-2] in names or text[:-2] in lists.word_names()
        if "-" in text:
            return all(part in names or part in lists.word_names() for part in text.split("-"))
        here = lists.read_list("first_names")
        if text.endswith("s") and len(text) > 4 and text[:-1] in here:
            return True
        pet = _PET.fullmatch(text)  # "Keesie", "Dirkje"
        known_pet = pet is not None and self.sure_of_words and pet.group(1) in here
        return known_pet and self.unknown_as_first(word.lower)

    def unknown_as_first(self, lower: str) -> bool:
        """A word that no list of words, places or organisations has."""
        return not (
            self.known(lower)
            or len(lower) < 4
            or lower in STOPWORDS
            or lower in lists.places()
            or lower in triggers.ORGANISATIONS
        )

    def is_surname(self, word: Word) -> bool:
        """True for a listed surname."""
        names = [word.text, *(word.text.split("-") if "-" in word.text else ())]
        listed = any(name in lists.surnames() or name in lists.word_surnames() for name in names)
        return listed or word.lower in lists.lower_surnames()

    def misplaced(self, index: int) -> bool:
        """A first name in the name of a school, saint, street or programme."""
        lower = self.words[index].lower
        alone = lower in triggers.SAINTS and not self.followed_by_capital(index)
        schools = alone and "school" in self.text.lower()  # "drie scholen: … en nu Antonius"
        if lower in triggers.ORGANISATIONS or schools or (alone and lower.endswith("ius")):
            return True
        before = self.previous(index)
        start = self.words[index].start
        if _SAINT.search(self.text[max(start - 5, 0) : start]):
            return not self.followed_by_capital(index)  # "RKBS St. Jan"
        if triggers.IS_A_THING.match(self.text, self.words[index].end):
            return True
        if triggers.FOLK_FROM.search(self.text, max(start - 40, 0), start):
            return True
        if before is None:
            return False
        if before.text in triggers.SIZED and not before.opens:  # "via Oudenrode en Lage Bree"
            return True
        if before.lower in ("een", "elke", "geen") and self.known(lower):  # "een Buddy"
            return not self.followed_by_capital(index)
        if before.capital and index > 1 and self.words[index - 2].lower in triggers.NAMED_AFTER:
            return True  # "Basisschool Pieter Bas"
        asked = before.opens and before.lower == "app"  # "App Dennis even"
        following = self.next(index)
        owns = following is not None and following.lower in triggers.OWNS
        if before.lower in ("het", "'t"):  # "toen was het Luuk zijn schuld", "toen was het Luuk"
            cleft = index > 1 and self.words[index - 2].lower in ("was", "is", "werd", "wordt")
            return not (owns or cleft)
        if before.lower in triggers.NAMED_AFTER and not asked:
            return True
        if before.lower == "de" and not self.surname_plural(index):
            return True
        if before.lower == "in" and self.text[self.words[index].end :][:1] not in ("'", "’"):
            return not owns
        return False

    def heads_a_name_of_a_thing(self, index: int) -> bool:
        """ "Obs Tanette", "Basisschool Jan Ligthart": the word itself says what is named."""
        return self.words[index].lower in triggers.NAMED_AFTER - {"prins", "prinses", "koning"}

    def surname_plural(self, index: int) -> bool:
        """True for "Jansens": a family, not a first name."""
        return self.words[index].text.endswith("s") and not self.followed_by_capital(index)

    def index_before(self, place: int) -> int | None:
        """The word that ends here."""
        index = bisect_left(self.starts, place) - 1
        return index if index >= 0 and place <= self.words[index].end else None

    def extend(self, index: int) -> int:
        """Last word of the name that begins here: surnames, with tussenvoegsels, follow."""
        last = index
        while last + 1 < len(self.words) and last - index < 5:
            after = self.skip_link(self.skip_initials(last + 1))
            if after is None or not self.continues(last, after):
                break
            last = after
        following = last + 1
        if following < len(self.words) and self.abbreviated(last, following):
            return following
        return last

    def abbreviated(self, last: int, following: int) -> bool:
        """A surname cut to its letter: "Femke R."."""
        word = self.words[following]
        gap = self.text[self.words[last].end : word.start]
        return gap == " " and len(word.text) == 1 and self.initial(following)

    def continues(self, last: int, after: int) -> bool:
        """True where the name goes on with this word."""
        if after >= len(self.words):
            return False
        gap = self.text[self.words[last].end : self.words[last + 1].start]
        word = self.words[after]
        if gap not in (" ", "  ", "-", " - ") or self.words[last].text.endswith(("'s", "’s")):
            return False
        if not word.capital or all_capitals(word.text):
            return False
        if after in self.barred and not self.town_as_surname(after):
            return False
        return word.lower not in triggers.NOT_SIGNED and word.lower not in triggers.NEVER

    def town_as_surname(self, index: int) -> bool:
        """ "den Bosch" in "van den Bosch": a town is written with a capital on each word."""
        link = self.words[index - 1]
        return index in self.figures and not link.capital and link.lower in TUSSENVOEGSELS

    def extend_lower(self, index: int) -> int:
        """Last word of a name written without capitals."""
        after = index + 1
        begin = (
            self.skip_link(after) if after < len(self.words) and self.words[after].joined else None
        )
        if begin is not None and begin < len(self.words) and self.words[begin].joined:
            word = self.words[begin]
            if word.lower in lists.lower_surnames() and not self.known(word.lower):
                return begin
            if begin > after and word.lower in lists.lower_surnames():
                return begin
        return index

    def all_words_capital(self) -> bool:
        """ "De Juf En De Meester Doen Hun Best": a line in which a capital tells of nothing."""
        small = [word for word in self.words if word.lower in STOPWORDS and not word.opens]
        return len(small) > 1 and all(word.capital for word in small)

    def organisation(self, last: int) -> bool:
        """True where what follows, or the word itself, makes it a school, fund or street."""
        word, after = self.words[last], self.next(last)
        if word.lower.endswith(triggers.ORGANISATION_ENDS) and not self.is_first(word):
            return True
        # "Hugo de Grootstraat" is a street, "mevrouw Van der Straat" is not.
        if word.lower.endswith("straat") and len(word.text) > 8 and not self.is_surname(word):
            return True
        return after is not None and after.lower.startswith(triggers.ORGANISATION_WORDS)

    def next(self, index: int) -> Word | None:
        """The word after, in the same phrase."""
        if index + 1 < len(self.words) and self.words[index + 1].joined:
            return self.words[index + 1]
        return None

    def previous(self, index: int) -> Word | None:
        """The word before, in the same phrase."""
        return self.words[index - 1] if index and self.words[index].joined else None


def _split(text: str) -> Sequence[Word]:
    """The words of a text."""
    words: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        gap = text[before : match.start()]
        opens = not words or bool(_SENTENCE_END.search(gap))
        shown = match.group()
        words.append(
            Word(
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


def all_capitals(text: str) -> bool:
    """True for a word of capitals only: an abbreviation, or shouting."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)
