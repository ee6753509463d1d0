"""Personal details masked before anything is cached, stored or shown.

An aid, not anonymisation: a text can point to one child without a name in it. No key is kept; the
masked words stand nowhere afterwards, only their places (MASKED).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from pipeline.core.lexicon import LemmaTables
from pipeline.core.settings import RedactSettings
from pipeline.core.tables import MASKED, RESPONSES
from pipeline.core.tokens import STOPWORDS, Tokens
from pipeline.text.redact import lists
from pipeline.text.redact.contacts import find_contacts
from pipeline.text.redact.frames import find_framed_names
from pipeline.text.redact.health import health_flags
from pipeline.text.redact.names import find_names
from pipeline.text.redact.patterns import find_patterns
from pipeline.text.redact.pieces import pieces, tokens_within
from pipeline.text.redact.recased import from_capitals, full_names
from pipeline.text.redact.schools import find_schools
from pipeline.text.redact.short_names import find_short_names
from pipeline.text.redact.spans import DetailSpan, without_overlap
from pipeline.text.redact.turned_names import find_turned_names

__all__ = [
    "KINDS",
    "DetailSpan",
    "Redacted",
    "find_details",
    "health_flags",
    "mask",
    "needs_tokens",
    "redact",
    "redact_texts",
]

KINDS = (
    "naam", "telefoon", "e-mail", "account", "adres", "postcode", "bsn", "iban", "nummer",
    "geboortedatum", "datum", "school", "kenteken",
)  # fmt: skip
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞĞİŞŁŻŚ][^\W\d_A-Z]{2,}")
_CAPITAL_WORD = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-ÞĞİŞŁŻŚ][^\W\d_]{2,}(?:['’]s)?(?![\w-])")
_OPENS = re.compile(r"(?:^|[.!?…:\n\"“”•*-])\s*$")


@dataclass(frozen=True)
class Redacted:
    """Responses with masks in their text, and where each mask stands."""

    responses: pd.DataFrame  # RESPONSES
    masked: pd.DataFrame  # MASKED


def redact(
    responses: pd.DataFrame,
    tokens: Sequence[Tokens | None] | None = None,
    settings: RedactSettings | None = None,
    *,
    allow: Collection[str] = (),
    tables: LemmaTables | None = None,
) -> Redacted:
    """Put masks such as ``[naam]`` in the place of personal details.

    Args: responses: RESPONSES as read. tokens: one per row, of the text as read, or None where
        `needs_tokens` says that they add nothing. allow: words and phrases that are no names in this
        corpus: areas, schools, terms of the plan, roles. tables: the dictionary under the lemmas.
    Returns: RESPONSES with masked text, and MASKED with the places on both sides: outside the masks
        both texts are equal.
    """  # noqa: E501
    frame = RESPONSES.check(responses)
    if tokens is not None and len(tokens) != len(frame):
        raise ValueError(f"{len(tokens)} tokens for {len(frame)} responses")
    masked = redact_texts(
        list(frame["text"].fillna("")), tokens, settings, allow=allow, tables=tables
    )
    rows = [
        {"response_id": response_id, **place}
        for response_id, (_text, places) in zip(frame["response_id"], masked, strict=True)
        for place in places
    ]
    masked_rows = MASKED.check(pd.DataFrame(rows)) if rows else MASKED.empty()
    return Redacted(RESPONSES.check(frame.assign(text=[text for text, _ in masked])), masked_rows)


def redact_texts(
    texts: Sequence[str],
    tokens: Sequence[Tokens | None] | None = None,
    settings: RedactSettings | None = None,
    *,
    allow: Collection[str] = (),
    tables: LemmaTables | None = None,
    names: frozenset[str] = frozenset(),
) -> list[tuple[str, list[dict[str, object]]]]:
    """Per text: the text with masks, and the place of each; no text has a say in another's."""
    chosen, allowed, known = settings or RedactSettings(), _allowed(allow), _dictionary(tables)
    found = []
    for row, text in enumerate(texts):
        of_text = tokens[row] if tokens is not None else None
        spans = find_details(text, chosen, tokens=of_text, allow=allowed, known=known, names=names)
        found.append(mask(text, spans))
    return found


def find_details(
    text: str,
    settings: RedactSettings | None = None,
    *,
    tokens: Tokens | None = None,
    allow: Collection[str] = frozenset(),
    known: Callable[[str], bool] | None = None,
    names: frozenset[str] = frozenset(),
) -> list[DetailSpan]:
    """Personal details in one text, in order, without overlap.

    Args: allow: lower case. known: tells whether a lower-case word is in the dictionary.
        names: names of this region, lower case; hidden wherever they stand.
    """
    chosen, allowed = settings or RedactSettings(), frozenset(allow)
    found: list[DetailSpan] = []
    for start, end in pieces(text):
        of_piece = tokens_within(tokens, start, end) if (start, end) != (0, len(text)) else tokens
        spans = [
            *find_given(text[start:end], names),
            *_in_piece(text[start:end], chosen, of_piece, allowed, known),
        ]
        spans = without_overlap(_longest_names(spans))
        found += [DetailSpan(span.start + start, span.end + start, span.kind) for span in spans]
    return sorted([*found, *_named_again(text, found)]) if chosen.names else found


def _named_again(text: str, found: Sequence[DetailSpan]) -> Iterator[DetailSpan]:
    """A name that was given in full or in a sure frame, where it stands bare in the same text."""
    names = {
        word
        for span in found
        if span.kind == "naam"
        for word in _CAPITAL.findall(text, span.start, span.end)
        if word.lower() not in STOPWORDS and word.lower() not in lists.places()
    }
    if names:
        masked = {place for span in found for place in range(span.start, span.end)}
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
    known: Callable[[str], bool] | None,
) -> list[DetailSpan]:
    spans = list(find_patterns(text, all_dates=settings.dates == "all"))
    spans += find_contacts(text)
    if settings.schools == "mask":
        spans += find_schools(text)
    if settings.names:
        text = _spaced(text)
        spans += find_names(text, tokens=tokens, allow=allow, known=known)
        spans += [DetailSpan(a, b, "naam") for a, b in full_names(text, known)]
        spans += find_framed_names(text, allow, known)
        spans += find_short_names(text, known)
        spans += find_turned_names(text, allow, known)
        ordinary = from_capitals(text, known)
        if ordinary != text:
            spans += find_names(ordinary, allow=allow, known=known)
            spans += find_framed_names(ordinary, allow, known)
    return spans


def _spaced(text: str) -> str:
    """ "verslag_Hidde_Kooistra.docx": names of files have a stroke where a sentence has a space."""
    return text.replace("_", " ") if "_" in text else text


def find_given(text: str, names: frozenset[str]) -> Iterator[DetailSpan]:
    """Names that somebody wrote down as names, in any case."""
    if names:
        for match in _any_of(names).finditer(text):
            yield DetailSpan(*match.span(), "naam")


@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?:s|'s|’s)?(?!\w)")


def _longest_names(spans: Sequence[DetailSpan]) -> list[DetailSpan]:
    """Of names that overlap the longest first: "Jan" and "Jan de Vries" are one name."""
    others = [span for span in spans if span.kind != "naam"]
    names = [span for span in spans if span.kind == "naam"]
    return [*others, *sorted(names, key=lambda span: (span.start - span.end, span.start))]


def mask(text: str, spans: Sequence[DetailSpan]) -> tuple[str, list[dict[str, object]]]:
    """The text with masks, and per mask its place there and in the text as read."""
    pieces: list[str] = []
    places: list[dict[str, object]] = []
    at, length = 0, 0
    for span in spans:
        before, shown = text[at : span.start], f"[{span.kind}]"
        start = length + len(before)
        length = start + len(shown)
        pieces += [before, shown]
        places.append(
            {
                "start": start,
                "end": length,
                "source_start": span.start,
                "source_end": span.end,
                "kind": span.kind,
            }
        )
        at = span.end
    return "".join([*pieces, text[at:]]), places


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


def _allowed(allow: Collection[str]) -> frozenset[str]:
    return frozenset(" ".join(term.lower().replace("’", "'").split()) for term in allow) - {""}


def _dictionary(tables: LemmaTables | None) -> Callable[[str], bool] | None:
    if tables is None:
        return None
    return tables.is_word
