"""Letters sent in by several people: exact copies, near copies, and copies with words of one's own.

A campaign is one voice and many senders; both are counted, nothing is dropped. What a sender added
in own words is pointed at (`addition_start`, `addition_end`), so that it can stand as a statement.

Cost grows with the number of responses, not with its square: MinHash signatures (datasketch) are cut
into bands, and a text is compared with two neighbours per band only. The outcome does not depend on
the order of the rows: everything is sorted by text before it is compared.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.settings import CampaignSettings
from pipeline.tables import CAMPAIGNS, RESPONSES
from pipeline.words import STOPWORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BAND = 3  # MinHash values per band: two texts sharing a third of their words meet in 9 of 10 cases
_ANCHOR = 3  # words in a row that both have: shorter runs agree by chance
_MAX_WORDS = 600  # words aligned; longer letters are compared on their first part
_BATCH = 4_000  # signatures computed before they are packed, to bound memory

Words = tuple[str, ...]


@dataclass(frozen=True)
class _Letter:
    """One distinct text: its words as compared, and what its likeness is counted on."""

    words: Words
    content: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, words: Words) -> _Letter:
        content = frozenset(word for word in words if word not in STOPWORDS)
        return cls(words, content or frozenset(words), frozenset(zip(words, words[1:], strict=False)))


def find_campaigns(
    responses: pd.DataFrame, settings: CampaignSettings | None = None
) -> pd.DataFrame:
    """Find the letters that several respondents sent in.

    Args: responses: RESPONSES. settings: how alike and how long a letter must be.
    Returns: CAMPAIGNS, one row per response that belongs to a campaign, by response id.
    """
    chosen = settings or CampaignSettings()
    frame = RESPONSES.check(responses)
    by_text: dict[Words, list[int]] = defaultdict(list)
    for row, text in enumerate(frame["text"].fillna("")):
        words = _words_of(text)
        if len(words) >= chosen.min_words:
            by_text[words].append(row)
    letters = [_Letter.of(words) for words in sorted(by_text)]
    rows: list[dict[str, object]] = []
    for group in _groups(letters, chosen):
        members = [letters[index] for index in group]
        places = [row for letter in members for row in by_text[letter.words]]
        senders = {_sender(frame, row) for row in places}
        if len(senders) >= chosen.min_senders:
            rows += _campaign_rows(frame, members, by_text, chosen)
    if not rows:
        return CAMPAIGNS.empty()
    return CAMPAIGNS.check(pd.DataFrame(rows).sort_values("response_id", kind="stable"))


def _sender(frame: pd.DataFrame, row: int) -> str:
    """Who sent it; a response without a respondent counts as a person of its own."""
    respondent = frame["respondent_id"].iloc[row]
    return str(respondent) if isinstance(respondent, str) and respondent else f"row {row}"


def _words_of(text: str) -> Words:
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


def _groups(letters: Sequence[_Letter], settings: CampaignSettings) -> Iterator[list[int]]:
    """Indices of the letters that belong together, single letters included, in text order."""
    parent = list(range(len(letters)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for one, other in _neighbours(letters, settings.permutations):
        first, second = sorted((root(one), root(other)))
        if first != second and _alike(letters[one], letters[other], settings):
            parent[second] = first
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(letters)):
        groups[root(index)].append(index)
    yield from groups.values()


def _neighbours(letters: Sequence[_Letter], permutations: int) -> Iterator[tuple[int, int]]:
    """Pairs that may be alike: neighbours in a bucket, and each with the first of its bucket."""
    if len(letters) < 2:
        return
    signatures = _signatures(letters, permutations)
    for start in range(0, permutations - _BAND + 1, _BAND):
        band = signatures[:, start : start + _BAND]
        order = np.lexsort(band.T[::-1])
        same = (band[order][1:] == band[order][:-1]).all(axis=1)
        first = 0
        for place in np.flatnonzero(same):
            if place == 0 or not same[place - 1]:
                first = int(order[place])
            one, other = int(order[place]), int(order[place + 1])
            yield one, other
            if first != one:
                yield first, other


def _signatures(letters: Sequence[_Letter], permutations: int) -> npt.NDArray[np.uint32]:
    """MinHash signatures (n, permutations) over content words."""
    from datasketch import MinHash

    packed = np.empty((len(letters), permutations), dtype=np.uint32)
    blank = MinHash(num_perm=permutations, seed=1, hashfunc=_hash)
    for index, letter in enumerate(letters):
        signature = blank.copy()
        signature.update_batch([word.encode() for word in letter.content])
        packed[index] = signature.hashvalues.astype(np.uint32)
    return packed


@lru_cache(maxsize=500_000)
def _hash(word: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(word, digest_size=4).digest(), "little")


def _alike(one: _Letter, other: _Letter, settings: CampaignSettings) -> bool:
    """Two texts that share words and their order: same subject in other words does not count."""
    content = len(one.content & other.content)
    if content < settings.shared_words * min(len(one.content), len(other.content)):
        return False
    pairs = len(one.pairs & other.pairs)
    return pairs >= settings.shared_pairs * min(len(one.pairs), len(other.pairs))


def _campaign_rows(
    frame: pd.DataFrame,
    members: Sequence[_Letter],
    by_text: dict[Words, list[int]],
    settings: CampaignSettings,
) -> Iterator[dict[str, object]]:
    standard = _standard(members, {letter.words: len(by_text[letter.words]) for letter in members})
    campaign_id = "C" + hashlib.sha256(" ".join(standard).encode()).hexdigest()[:8]
    for letter in members:
        likeness, addition = _compare(letter.words, standard, settings.min_addition)
        for row in by_text[letter.words]:
            start, end = _offsets(str(frame["text"].iloc[row]), addition)
            yield {
                "response_id": frame["response_id"].iloc[row],
                "campaign_id": campaign_id,
                "kind": _kind(letter.words == standard, bool(addition)),
                "similarity": likeness,
                "addition_start": start,
                "addition_end": end,
            }


def _kind(exact: bool, added: bool) -> str:
    if exact:
        return "exact"
    return "template" if added else "near"


def _standard(members: Sequence[_Letter], copies: dict[Words, int]) -> Words:
    """The text the copies were made from: the one sent most, else the one most words agree with."""
    most = max(copies.values())
    if most > 1:
        return min(words for words, count in copies.items() if count == most)
    votes = Counter(word for letter in members for word in letter.content)
    half = len(members) / 2

    def agreement(letter: _Letter) -> tuple[float, int, Words]:
        return (sum(half - votes[word] for word in letter.content), len(letter.words), letter.words)

    return min(members, key=agreement).words


def _compare(words: Words, standard: Words, min_addition: int) -> tuple[float, tuple[int, int] | None]:
    """Likeness 0-1 to the standard text, and the words (from, to) that the sender added."""
    if words == standard:
        return 1.0, None
    left, right = words[:_MAX_WORDS], standard[:_MAX_WORDS]
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    blocks = matcher.get_matching_blocks()
    likeness = sum(block.size for block in blocks) / max(min(len(left), len(right)), 1)
    anchors = [(b.a, b.b, b.size) for b in blocks if b.size >= _ANCHOR]
    longest = _longest_addition(anchors, len(left), len(right), min_addition)
    if longest and longest[1] == len(left) and len(words) > _MAX_WORDS:
        longest = (longest[0], len(words))
    return min(round(likeness, 4), 1.0), longest


def _longest_addition(
    anchors: Sequence[tuple[int, int, int]], n_words: int, n_standard: int, least: int
) -> tuple[int, int] | None:
    """The longest stretch that stands between what both have and is no mere rewording."""
    best: tuple[int, int] | None = None
    at, at_standard = 0, 0
    for start, start_standard, size in [*anchors, (n_words, n_standard, 0)]:
        own, replaced = start - at, start_standard - at_standard
        if own - replaced >= least and (best is None or own > best[1] - best[0]):
            best = (at, start)
        at, at_standard = start + size, start_standard + size
    return best


def _offsets(text: str, addition: tuple[int, int] | None) -> tuple[int | None, int | None]:
    """Characters of the words added, with the closing mark that belongs to them."""
    if addition is None:
        return None, None
    places = [match.span() for match in _WORD.finditer(text)]
    start, end = places[addition[0]][0], places[addition[1] - 1][1]
    while end < len(text) and text[end] in ".!?…)\"'”’":
        end += 1
    return start, end
