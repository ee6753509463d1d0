"""Dutch word tables: which words exist, their lemmas, and how compounds are built.

Vocabulary, not a stage: it holds no file handle and knows no library. The adapter that reads the
tables from the model's folder is `pipeline.text.nlp`. Source of the tables: spacy-lookups-data
(MIT), Dutch `index`, `exc` and `lookup`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

CLASS_LETTERS: Mapping[str, str] = {
    "noun": "N",
    "verb": "V",
    "adj": "A",
    "adp": "P",
    "det": "D",
    "adv": "B",
    "pron": "R",
}
CONTENT_TABLES: Mapping[str, str] = {"NOUN": "noun", "VERB": "verb", "AUX": "verb", "ADJ": "adj"}
UNKNOWN = "?"
TAIL = "+"  # marks a class read off the known tail of an unknown compound
_CACHE_LIMIT = 200_000  # words; bounds memory over millions of responses
_LONG_ENOUGH = 6  # letters; a shorter word is not taken apart as a compound
# letters; people write compounds of some 55, and the work on one goes up with its square
_LONGEST = 80
_LINKS = ("", "s", "en", "e", "n", "er")  # tussenklanken between the parts of a compound
_THINGS = tuple(  # heads of the compounds that people write with a capital and that are no names
    """
    klas klassen school scholen onderwijs zorg hulp bouw groep groepen team teams raad raden plan
    plannen wet wetten akkoord pact fonds loket punt teken centrum centra ondersteuning begeleiding
    voorziening voorzieningen aanbod arrangement arrangementen overleg bestuur besturen verband
    werk werker werkers werkster dienst diensten kunde les lessen vak vakken toets toetsen methode
    programma project dag dagen week weken avond middag ochtend jaar periode toeslag kaart boek map
    lokaal ruimte plek plein tuin winkel unit opvang bibliotheek vereniging stichting gemeente regio
    land stad dorp wijk straat route ronde commissie comité inspectie ministerie minister
    coördinator coach ambtenaar adviseur arts specialist deskundige functionaris assistent leraar
    leerkracht docent mentor directeur leider begeleider ouder ouders kind kinderen leerling
    leerlingen jeugd jongeren verdrag verklaring beleid visie nota brief formulier systeem
    volgsysteem account portaal app lijst weg baan partij unie pardon doel doelen taal talen tijd
    vergadering bijeenkomst gesprek training cursus therapie diagnose stoornis syndroom budget
    gelden taxi bus vervoer beschikking besluit recht plicht norm eisen kader kaders profiel
    """.split()
)
_NO_HEADS = frozenset(
    "ing heid aar ster atie schap isme king leg ering teit wijs ling tie achtig loos".split()
)


@dataclass(frozen=True)
class Compound:
    """Best reading of one compound: `leerlingenvervoer` is `leerling` + `vervoer`."""

    word: str
    modifier: str
    head: str


@dataclass
class LemmaTables:
    """Lemmas by part of speech. Sets and mappings are lower-case; lookups ignore case."""

    index: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exceptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lookup: Mapping[str, str] = field(default_factory=dict)
    _classes: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_bytes(cls, raw: bytes) -> LemmaTables:
        """Read what `to_bytes` wrote. Raises: ValueError or OSError when it is something else."""
        data = json.loads(gzip.decompress(raw))
        once: dict[str, str] = {}  # a word stands in several tables, and is held once
        same = once.setdefault
        index = {name: frozenset(same(w, w) for w in words) for name, words in data["idx"].items()}
        lookup = {same(form, form): same(word, word) for form, word in data["lookup"].items()}
        return cls(index, data["exc"], lookup)

    def to_bytes(self) -> bytes:
        """Gzipped JSON; the same tables give the same bytes."""
        data = {
            "idx": {name: sorted(words) for name, words in self.index.items()},
            "exc": self.exceptions,
            "lookup": self.lookup,
        }
        return gzip.compress(json.dumps(data, ensure_ascii=False).encode("utf-8"), mtime=0)

    def __bool__(self) -> bool:
        return bool(self.lookup)

    def lexicon_class(self, word: str) -> str:
        """Letters of the classes a form can have: `Nv` is a noun that may be a verb form too.

        Upper case: the form is itself a lemma; lower case: an inflected form. An unknown compound
        gets `+` and the class of its tail; an unknown word `?`.
        """
        word = word.lower()
        word_class = self._classes.get(word)
        if word_class is None:
            if len(self._classes) >= _CACHE_LIMIT:
                self._classes.clear()
            word_class = self._whole_class(word) or self._tail_class(word) or UNKNOWN
            self._classes[word] = word_class
        return word_class

    def is_word(self, word: str) -> bool:
        """True for a listed form, and for a compound of listed parts.

        Stricter than `lexicon_class`, which reads an unknown word off its tail alone: that takes
        the surname Quaedvlieg for a fly. With a capital a compound is a word only when it ends in
        a thing that schools have: "Plusklas" does, the surname Ravensbergen does not.
        """
        named = word[:1].isupper() and not word.isupper()
        word = word.lower()
        known = self.lexicon_class(word)
        if named and known.startswith(TAIL) and not word.endswith(_THINGS):
            return False
        return known != UNKNOWN and (
            not known.startswith(TAIL)
            or any(
                self._whole_class(word[start:]) and self._is_front(word[:start])
                for start in range(2, len(word) - 3)
            )
        )

    def _is_front(self, front: str) -> bool:
        stems = (front[: len(front) - len(link)] for link in _LINKS if front.endswith(link))
        return any(len(stem) > 1 and self._whole_class(stem) for stem in stems)

    def _whole_class(self, word: str) -> str:
        lemma = self.lookup.get(word)
        letters = []
        for name, letter in CLASS_LETTERS.items():
            lemmas = self.index.get(name, frozenset())
            if word in lemmas:
                letters.append(letter)
            elif word in self.exceptions.get(name, {}) or (lemma != word and lemma in lemmas):
                letters.append(letter.lower())
        return "".join(letters)

    def _tail_class(self, word: str) -> str:
        if not _LONG_ENOUGH < len(word) <= _LONGEST:
            return ""
        for start in range(2, len(word) - 3):
            letters = self._whole_class(word[start:])
            if any(letter in "NnAaVv" for letter in letters):
                return TAIL + letters
        return ""

    def lemma(self, form: str, pos: str) -> str | None:
        """Lemma of a noun, verb or adjective; None when the tables do not know (`pos` is UPOS)."""
        name = CONTENT_TABLES.get(pos)
        if name is None:
            return None
        word = form.lower()
        return self._known_lemma(word, name) or self._lemma_by_tail(word, name)

    def _known_lemma(self, word: str, name: str) -> str | None:
        exceptions, lemmas = self.exceptions.get(name, {}), self.index.get(name, frozenset())
        if word in exceptions:
            return exceptions[word]
        if word in lemmas:
            return word
        lemma = self.lookup.get(word)
        return lemma if lemma in lemmas else None

    def _lemma_by_tail(self, word: str, name: str) -> str | None:
        """Lemma of an unlisted compound: its longest known tail is inflected, the front is kept."""
        if not _LONG_ENOUGH < len(word) <= _LONGEST:
            return None
        exceptions, lemmas = self.exceptions.get(name, {}), self.index.get(name, frozenset())
        for start in range(2, len(word) - 3):
            front, tail = word[:start], word[start:]
            if tail in exceptions:
                return front + exceptions[tail]
            lemma = self.lookup.get(tail)
            if lemma in lemmas:
                return front + str(lemma)
            if tail in lemmas:
                return word
        return None

    def split_compound(self, word: str) -> Compound | None:
        """Modifier and head of a compound noun, or None when it is no compound we can read.

        The head is a known noun of 4 letters or more, the modifier a known noun, adjective or verb
        stem, joined by nothing, -s-, -en-, -e-, -n- or -er-. Of several readings the one with the
        longest shortest part wins, then the one with the shortest link.
        """
        word = word.lower()
        if len(word) > _LONGEST:
            return None
        nouns = self.index.get("noun", ())
        readings = []
        for start in range(3, len(word) - 3):
            head = word[start:]
            if (
                head in nouns
                and head not in _NO_HEADS
                and (modifier := self._modifier(word[:start]))
            ):
                lemma, link = modifier
                shortest = min(start - len(link), len(head))
                readings.append(((-shortest, len(link), start), lemma, head))
        if not readings:
            return None
        _, lemma, head = min(readings)
        return Compound(word, lemma, head)

    def _modifier(self, front: str) -> tuple[str, str] | None:
        """(lemma, link) of a compound's front, or None."""
        adjectives, verbs = self.index.get("adj", ()), self.index.get("verb", ())
        for link in _LINKS:
            stem = front[: -len(link)] if link else front
            if not front.endswith(link) or len(stem) < 3:
                continue
            lemma = self._noun(stem)
            if not lemma and (stem in adjectives or f"{stem}en" in verbs):
                lemma = stem
            lemma = lemma or self._noun(front)
            if lemma:
                return lemma, link
        return None

    def _noun(self, word: str) -> str | None:
        nouns = self.index.get("noun", frozenset())
        if word in nouns:
            return word
        lemma = self.lookup.get(word)
        return lemma if lemma in nouns else None
