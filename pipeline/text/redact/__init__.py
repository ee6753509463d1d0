"""Personal details masked before anything is cached, stored or shown.

An aid, not anonymisation: a text can point to one child without a name in it. No key is kept; the
masked words stand nowhere afterwards, only their places (MASKED).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from pipeline.core.lexicon import LemmaTables
from pipeline.core.settings import RedactSettings
from pipeline.core.tokens import STOPWORDS, Tokens
from pipeline.text.pieces import pieces, tokens_within
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.contacts import find_contacts
from pipeline.text.redact.frames import find_framed_names, with_cut_surname
from pipeline.text.redact.names import find_names
from pipeline.text.redact.patterns import find_patterns
from pipeline.text.redact.plain_talk import find_in_plain_talk
from pipeline.text.redact.recased import from_capitals, full_names
from pipeline.text.redact.schools import find_schools
from pipeline.text.redact.short_names import find_short_names
from pipeline.text.redact.spans import CAPS, DetailSpan, Known, spans_of, without_overlap
from pipeline.text.redact.turned_names import find_turned_names

_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞĞİŞŁŻŚ][^\W\d_A-Z]{2,}")
_CAPITAL_WORD = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-ÞĞİŞŁŻŚ][^\W\d_]{2,}(?:['’]s)?(?![\w-])")
_OPENS = re.compile(r"(?:^|[.!?…:\n\"“”•*-])\s*$")


def redact_texts(
    texts: Sequence[str],
    tokens: Sequence[Tokens | None] | None = None,
    settings: RedactSettings | None = None,
    *,
    allow: Collection[str] = (),
    tables: LemmaTables | None = None,
    names: frozenset[str] = frozenset(),
) -> list[tuple[str, list[dict[str, object]]]]:
    """Put masks such as ``[naam]`` in the place of personal details; each text by itself.

    Args:
        tokens: one per text, or None where ``needs_tokens`` says that they add nothing.
        allow: words and phrases that are no names in this corpus: areas, schools, terms of the
            plan, roles.
        tables: the dictionary under the lemmas.
        names: names of this region, lower case; hidden wherever they stand.
    Returns: per text what ``mask`` returns: outside the masks both texts are equal.
    Raises: ValueError when there are more or fewer tokens than texts.
    """
    if tokens is not None and len(tokens) != len(texts):
        raise ValueError(f"{len(tokens)} tokens for {len(texts)} texts")
    phrases = (" ".join(term.lower().replace("’", "'").split()) for term in allow)
    allowed = frozenset(phrases) - {""}
    known = tables.is_word if tables is not None else None
    return [
        mask(
            text,
            find_details(text, settings, tokens=of_text, allow=allowed, known=known, names=names),
        )
        for text, of_text in zip(texts, tokens or [None] * len(texts), strict=True)
    ]


def find_details(
    text: str,
    settings: RedactSettings | None = None,
    *,
    tokens: Tokens | None = None,
    allow: Collection[str] = frozenset(),
    known: Known | None = None,
    names: frozenset[str] = frozenset(),
) -> list[DetailSpan]:
    """Personal details in one text, in order, without overlap.

    Args: allow: lower case. known: tells whether a lower-case word is in the dictionary.
        names: names of this region, lower case; hidden wherever they stand.
    """
    chosen, allowed = settings or RedactSettings(), frozenset(allow)
    details: list[DetailSpan] = []
    for start, end in pieces(text):
        of_piece = tokens_within(tokens, start, end) if (start, end) != (0, len(text)) else tokens
        spans = _in_piece(text[start:end], chosen, of_piece, allowed, known)
        if names:
            spans = [*spans_of(_any_of(names), text[start:end], "naam"), *spans]
        # Of names that overlap the longest first: "Jan" and "Jan de Vries" are one name
        others = [span for span in spans if span.kind != "naam"]
        of_persons = [span for span in spans if span.kind == "naam"]
        of_persons.sort(key=lambda span: (span.start - span.end, span.start))
        details += (
            DetailSpan(span.start + start, span.end + start, span.kind)
            for span in without_overlap([*others, *of_persons])
        )
    return sorted([*details, *_named_again(text, details)]) if chosen.names else details


def _named_again(text: str, details: Sequence[DetailSpan]) -> Iterator[DetailSpan]:
    """A name that was given in full or in a sure frame, where it stands bare in the same text."""
    names = {
        word
        for span in details
        if span.kind == "naam"
        for word in _CAPITAL.findall(text, span.start, span.end)
        if word.lower() not in STOPWORDS and word.lower() not in lists.places()
    }
    if names:
        masked = {place for span in details for place in range(span.start, span.end)}
        for match in _CAPITAL_WORD.finditer(text):
            stem = re.sub("['’]?s$", "", match.group())
            free = masked.isdisjoint(range(match.start(), match.end()))
            if free and (match.group() in names or stem in names):
                yield DetailSpan(*match.span(), "naam")


def _in_piece(
    text: str,
    settings: RedactSettings,
    tokens: Tokens | None,
    allow: frozenset[str],
    known: Known | None,
) -> list[DetailSpan]:
    """What every rule finds in a piece, overlap and all."""
    spans = list(find_patterns(text, all_dates=settings.dates == "all"))
    spans += find_contacts(text)
    if settings.schools == "mask":
        spans += find_schools(text)
    if settings.names:
        text = text.replace("_", " ")  # "verslag_Hidde_Kooistra.docx": as a sentence has it
        spans += find_names(text, tokens=tokens, allow=allow, known=known)
        spans += [DetailSpan(a, b, "naam") for a, b in full_names(text, known)]
        spans += find_framed_names(text, allow, known)
        spans += find_short_names(text, known)
        spans += find_turned_names(text, allow, known)
        spans += find_in_plain_talk(text, allow, known)
        ordinary = from_capitals(text, known)
        if ordinary != text:
            spans += find_names(ordinary, allow=allow, known=known)
            spans += find_framed_names(ordinary, allow, known)
        spans = [
            span if span.kind != "naam" else with_cut_surname(text, span)
            for span in spans
            if span.kind != "naam" or not _of_no_person(text, span)
        ]
    return spans


def _of_no_person(text: str, span: DetailSpan) -> bool:
    """ "de Martin Luther Kinglaan", "Het Wilhelmina Kinderziekenhuis", "Amber heet dat systeem"."""
    if _HEET_A_THING.match(text, span.end):
        return True
    around = text[max(0, span.start - _LONGEST_PLACE) : span.end]
    if around.endswith(_BUILT):
        return True
    return around.lower().endswith(_PLACE_ENDS) and _PLACE.search(around) is not None


_LONGEST_PLACE = 40  # characters of a street's name before its last words
_PLACE_ENDS = (
    *triggers.STREET_ENDS, "singel", "gracht", "ziekenhuis", "kliniek", "verpleeghuis", "zorghuis",
    "buurthuis", "museum", "stadion", "bibliotheek", "theater", "instituut", "stichting",
)  # fmt: skip
_BUILT = ("brug", "tunnel", "viaduct")  # no surname ends so
_PLACE = re.compile(
    rf"(?<!\w)(?:[Dd]e|[Hh]et)\s(?:[{CAPS}][\w'’.-]{{0,20}}\s){{1,3}}[{CAPS}][^\W\d_]{{3,30}}$"
)
_HEET_A_THING = re.compile(
    r"\s(?:heet|heette)\s(?:dat|het|die|dit|deze)\s(?!(?:kind|jongen|jongetje|meisje|man|vrouw|juf"
    r"|meester|kleine|lieve|zoon|dochter|leraar|lerares|collega)\b)[a-z]"
)


@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    """Any of the names that somebody wrote down as names, in any case."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?:s|'s|’s)?(?!\w)")


def mask(text: str, spans: Sequence[DetailSpan]) -> tuple[str, list[dict[str, object]]]:
    """The text with masks, and the place of each: columns of MASKED.

    Args: spans: in the order of the text, without overlap.
    """
    masked, done = "", 0  # done: characters of the text that were taken over or masked
    places: list[dict[str, object]] = []
    for span in spans:
        masked += text[done : span.start]
        start = len(masked)
        masked += f"[{span.kind}]"
        places.append(
            {
                "start": start,
                "end": len(masked),
                "source_start": span.start,
                "source_end": span.end,
                "kind": span.kind,
            }
        )
        done = span.end
    return masked + text[done:], places


def needs_tokens(text: str) -> bool:
    """True where parts of speech can change what is masked.

    That is: a capital inside a sentence on a word that no list knows, or a first name that is a
    Dutch word too. Listed names, forms and triggers are found without.
    """
    for match in _CAPITAL.finditer(text):
        word = match.group()
        if word in lists.word_names():
            return True
        listed = word in lists.first_names() or word.lower() in lists.places()
        if not listed and not _OPENS.search(text, max(0, match.start() - 4), match.start()):
            return True
    return False
