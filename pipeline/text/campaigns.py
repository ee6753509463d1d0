"""Letters sent in by several people: exact copies, near copies, and copies with words of one's own.

A campaign is one voice and many senders; both are counted, nothing is dropped. What a sender added
in own words is pointed at (`addition_start`, `addition_end`), so that it can stand as a statement.

Cost grows with the number of responses, not with its square: MinHash signatures (datasketch) are
cut into bands, and a text is compared with two neighbours per band only. The outcome does not
depend on the order of the rows: everything is sorted by text before it is compared.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.core.dutch import CLOSES, GREETINGS
from pipeline.core.settings import CampaignSettings
from pipeline.core.tables import CAMPAIGNS, RESPONSES
from pipeline.core.tokens import STOPWORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BAND = 3  # MinHash values per band: two texts sharing a third of their words meet in 9 of 10 cases
_WIDE = 6  # the same where a text is not compared with its neighbours but only noted as having one
_ANCHOR = 3  # words in a row that both have: shorter runs agree by chance
_MAX_WORDS = 600  # words aligned; longer letters are compared on their first part
_BORROWED = 0.8  # share of its content words that the letter has too: a sentence moved, not added
# What stands around a letter is no opinion: a greeting in front, a closing line and name behind.
_GREETING = re.compile(
    r"(?i)\s*(?:geacht\w*|beste|l\.?s\.?|hallo|dag|aan|dear)\b[^\n.!?]{0,80}(?:,|\n)\s*"
)
_CLOSING = re.compile(
    r"(?im)(?:(?<=[\n.!?])|(?<=[\n.!?] )|^)(?:met\s+\w+\s+groet\w*|met\s+groet\w*"
    rf"|\w*\s?{GREETINGS}|{CLOSES}|liefs|doei|anoniem|namens|(?:kind|best)?\s?regards|mit\s+freundlichen|pozdrawiam|saygılarımla)\b"
)
_SENTENCE_START = re.compile(r"(?<![.!?…])[.!?…]+[\s\"'”’)]+|\n+")

Words = tuple[str, ...]


@dataclass(frozen=True)
class _Letter:
    """One distinct text: its words as compared, and what its likeness is counted on."""

    words: Words
    content: frozenset[str]
    phrases: frozenset[tuple[str, str]]  # neighbouring words, one of them at least with content

    @classmethod
    def of(cls, words: Words) -> _Letter:
        content = frozenset(word for word in words if word not in STOPWORDS)
        phrases = frozenset(pair for pair in pairwise(words) if not content.isdisjoint(pair))
        return cls(words, content, phrases)


def find_campaigns(
    responses: pd.DataFrame, settings: CampaignSettings | None = None
) -> pd.DataFrame:
    """Find the letters that several respondents sent in.

    Args: responses: RESPONSES. settings: how alike and how long a letter must be.
    Returns: CAMPAIGNS, one row per response that belongs to a campaign, by response id.
    """
    settings = settings or CampaignSettings()
    frame = RESPONSES.check(responses)
    by_text: dict[Words, list[int]] = defaultdict(list)
    for row, text in enumerate(frame["text"].fillna("")):
        words = _words(text)
        if len(words) >= settings.min_words:
            by_text[words].append(row)
    # A response without a respondent counts as a person of its own
    senders = [
        respondent if isinstance(respondent, str) and respondent else row
        for row, respondent in enumerate(frame["respondent_id"])
    ]
    letters = [_Letter.of(words) for words in sorted(by_text)]
    rows: list[dict[str, object]] = []
    for group in _gathered(_groups(letters, settings), letters, settings):
        members = _well_founded([letters[index] for index in group], settings)
        sent = {senders[row] for letter in members for row in by_text[letter.words]}
        if len(sent) >= settings.min_senders:
            rows += _campaign_rows(frame, members, by_text, settings)
    if not rows:
        return CAMPAIGNS.empty()
    return CAMPAIGNS.check(pd.DataFrame(rows).sort_values("response_id", kind="stable"))


def _words(text: str) -> Words:
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


def copy_keys(texts: Sequence[str], settings: CampaignSettings) -> npt.NDArray[np.uint32]:
    """(n, k) numbers of texts too many to compare: copies share one; a text too short has zeros.

    Six MinHash values make one: of the copies of a letter each need share one with any other.
    """
    keys = np.zeros((len(texts), settings.permutations // _WIDE), dtype=np.uint32)
    words = [_words(text) for text in texts]
    rows = [row for row, text in enumerate(words) if len(text) >= settings.min_words]
    signed = _signatures([_Letter.of(words[row]) for row in rows], settings.permutations)
    for place in range(keys.shape[1]):
        key = np.zeros(len(rows), dtype=np.uint32)
        for value in signed[:, place * _WIDE : (place + 1) * _WIDE].T:
            key = (key ^ value) * np.uint32(2654435761)  # mixes: unlike sixes give unlike numbers
            key ^= key >> np.uint32(15)
        keys[rows, place] = np.maximum(key, 1)
    return keys


def sharing(keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """(n,) whether a text shares one of its k numbers with another text."""
    met = np.zeros(len(keys), dtype=bool)
    for column in keys.T:
        order = np.argsort(column, kind="stable")
        same = (column[order][1:] == column[order][:-1]) & (column[order][1:] > 0)
        met[order[1:][same]] = True
        met[order[:-1][same]] = True
    return met


def _groups(letters: Sequence[_Letter], settings: CampaignSettings) -> list[list[int]]:
    """Indices of the letters that belong together, single letters included, in text order."""
    parent = list(range(len(letters)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for a, b in _neighbours(letters, settings.permutations):
        first, second = sorted((root(a), root(b)))
        if first != second and _alike(letters[a], letters[b], settings):
            parent[second] = first
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(letters)):
        groups[root(index)].append(index)
    return list(groups.values())


def _gathered(
    groups: Sequence[list[int]], letters: Sequence[_Letter], settings: CampaignSettings
) -> list[list[int]]:
    """Groups, with much reworded copies brought home to what most copies of a letter agree on.

    Words and phrases that 4 and 3 in 10 copies share are the letter's own; a text that has half of
    those words is a copy, also where it has little in common with any single other copy.
    """
    sure = [group for group in groups if len(group) >= settings.sure_group]
    rest = [group for group in groups if len(group) < settings.sure_group]
    agreed = [_agreed([letters[index] for index in group]) for group in sure]
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, (words, _) in enumerate(agreed):
        for word in words:
            by_word[word].append(number)
    lone: list[list[int]] = []
    for group in rest:
        away: list[int] = []
        for index in group:
            home = _home(letters[index], agreed, by_word, settings)
            (away if home is None else sure[home]).append(index)
        if away:
            lone.append(away)
    return [*sure, *lone]


def _agreed(members: Sequence[_Letter]) -> tuple[set[str], set[tuple[str, str]]]:
    """Words that 4 in 10 of these letters share, and phrases that 3 in 10 do."""
    words = Counter(word for letter in members for word in letter.content)
    phrases = Counter(pair for letter in members for pair in letter.phrases)
    n = len(members)
    return (
        {word for word, count in words.items() if count >= 0.4 * n},
        {pair for pair, count in phrases.items() if count >= 0.3 * n},
    )


def _home(
    letter: _Letter,
    agreed: Sequence[tuple[set[str], set[tuple[str, str]]]],
    by_word: dict[str, list[int]],
    settings: CampaignSettings,
) -> int | None:
    """The group, by its place in ``agreed``, that this text is a copy of; None for none."""
    shared = Counter(number for word in sorted(letter.content) for number in by_word.get(word, ()))
    for number, count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        words, phrases = agreed[number]
        if count < settings.shared_agreed * len(words):
            continue
        if len(letter.phrases & phrases) >= settings.agreed_phrases:
            return number
    return None


def _well_founded(members: list[_Letter], settings: CampaignSettings) -> list[_Letter]:
    """The group, or what remains when a fixed phrase ("van groep 8 naar de ...") made it."""
    if len(members) == 1 or _agree(members, settings):
        return members
    first, *rest = sorted(members, key=lambda letter: (len(letter.words), letter.words))
    needed = (
        settings.small_order if len(first.words) >= settings.long_words else settings.short_order
    )
    least = needed * len(first.words)
    return [first, *(letter for letter in rest if _in_order(first.words, letter.words) >= least)]


def _agree(members: Sequence[_Letter], settings: CampaignSettings) -> bool:
    """Several copies of one letter agree on much of it, texts chained by a phrase on no more."""
    if len(members) < settings.sure_group:
        return False
    usual = sorted(len(letter.phrases) for letter in members)[len(members) // 2]
    return len(_agreed(members)[1]) >= max(settings.sure_phrases, settings.agreed_share * usual)


def _neighbours(letters: Sequence[_Letter], permutations: int) -> Iterator[tuple[int, int]]:
    """Pairs that may be alike: neighbours in a bucket, and each with the first of its bucket."""
    if len(letters) < 2:
        return
    signatures = _signatures(letters, permutations)
    for start in range(0, permutations - _BAND + 1, _BAND):
        band = signatures[:, start : start + _BAND]
        order = np.lexsort(band.T[::-1])
        same = (band[order][1:] == band[order][:-1]).all(axis=1)
        for place in np.flatnonzero(same):
            if place == 0 or not same[place - 1]:
                first = int(order[place])
            before, after = int(order[place]), int(order[place + 1])
            yield before, after
            if first != before:
                yield first, after


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


def _alike(a: _Letter, b: _Letter, settings: CampaignSettings) -> bool:
    """Two texts that share words, phrases and their order: the same subject does not count."""
    shared = len(a.content & b.content)
    if shared < settings.shared_words * min(len(a.content), len(b.content)):
        return False
    if len(a.phrases & b.phrases) < settings.shared_phrases:
        return False
    shortest = min(len(a.words), len(b.words))
    return _in_order(a.words, b.words) >= settings.shared_order * shortest


def _in_order(a: Words, b: Words) -> int:
    """Words that both have in the same order (longest common subsequence, bit-parallel).

    Source: Hyyrö (2004), "Bit-parallel LCS-length computation revisited".
    """
    left, right = a[:_MAX_WORDS], b[:_MAX_WORDS]
    places: dict[str, int] = defaultdict(int)
    for place, word in enumerate(left):
        places[word] |= 1 << place
    all_places = (1 << len(left)) - 1
    state = all_places
    for word in right:
        hits = state & places.get(word, 0)
        state = ((state + hits) | (state - hits)) & all_places
    return len(left) - state.bit_count()


def _campaign_rows(
    frame: pd.DataFrame,
    members: Sequence[_Letter],
    by_text: dict[Words, list[int]],
    settings: CampaignSettings,
) -> Iterator[dict[str, object]]:
    """A row of CAMPAIGNS per response with a text of this campaign."""
    standard = _standard(members, {letter.words: len(by_text[letter.words]) for letter in members})
    campaign_id = "C" + hashlib.sha256(" ".join(standard).encode()).hexdigest()[:8]
    for letter in members:
        likeness, added = _compare(letter.words, standard, settings.min_addition)
        for row in by_text[letter.words]:
            text = str(frame["text"].iloc[row])
            addition = _opinion(text, added, settings.min_addition)
            start, end = addition or (None, None)
            is_copy = letter.words == standard
            yield {
                "response_id": frame["response_id"].iloc[row],
                "campaign_id": campaign_id,
                "kind": "exact" if is_copy else "template" if addition else "near",
                "similarity": likeness,
                "addition_start": start,
                "addition_end": end,
            }


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


def _compare(
    words: Words, standard: Words, min_addition: int
) -> tuple[float, tuple[int, int] | None]:
    """Likeness 0-1 to the standard text, and the words (from, to) that the sender added."""
    if words == standard:
        return 1.0, None
    left, right = words[:_MAX_WORDS], standard[:_MAX_WORDS]
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    blocks = matcher.get_matching_blocks()
    likeness = sum(block.size for block in blocks) / max(min(len(left), len(right)), 1)
    anchors = [(b.a, b.b, b.size) for b in blocks if b.size >= _ANCHOR]
    longest = _longest_addition(anchors, left, right, min_addition)
    if longest and longest[1] == len(left):  # a long text was compared as far as _MAX_WORDS
        longest = (longest[0], len(words))
    return min(round(likeness, 4), 1.0), longest


def _longest_addition(
    anchors: Sequence[tuple[int, int, int]], words: Words, standard: Words, least: int
) -> tuple[int, int] | None:
    """The longest stretch between what both have that is neither reworded nor moved."""
    best: tuple[int, int] | None = None
    known = frozenset(standard)
    end, end_standard = 0, 0  # of the anchor before
    for start, start_standard, size in [*anchors, (len(words), len(standard), 0)]:
        added = (start - end) - (start_standard - end_standard)
        longer = best is None or start - end > best[1] - best[0]
        if added >= least and longer and not _borrowed(words[end:start], known):
            best = (end, start)
        end, end_standard = start + size, start_standard + size
    return best


def _borrowed(words: Words, known: frozenset[str]) -> bool:
    """Whether these words say what the letter says too. Args: known: the words of the letter."""
    content = [word for word in words if word not in STOPWORDS]
    return sum(word in known for word in content) >= _BORROWED * len(content)


def _opinion(text: str, added: tuple[int, int] | None, min_words: int) -> tuple[int, int] | None:
    """Characters of the words added, without greeting, closing and the half sentence before."""
    if added is None:
        return None
    places = [match.span() for match in _WORD.finditer(text)]
    start, end = places[added[0]][0], places[added[1] - 1][1]
    greeting = _GREETING.match(text)
    if greeting and start < greeting.end():
        start = greeting.end()
    closing = _CLOSING.search(text, start, end)
    end = closing.start() if closing else end
    start = _whole_sentences(text, start, end, min_words)
    while start < end and text[end - 1].isspace():
        end -= 1
    while end < len(text) and text[end] in ".!?…)\"'”’":
        end += 1
    return (start, end) if _n_words(text[start:end]) >= min_words else None


def _whole_sentences(text: str, start: int, end: int, min_words: int) -> int:
    """Start of the first whole sentence, where one remains; else the start as it was."""
    before = text[:start].rstrip(" \"'“‘([-–•*")
    if not before or before[-1] in ".!?…:\n":
        return start
    mark = _SENTENCE_START.search(text, start, end)
    if mark and _n_words(text[mark.end() : end]) >= min_words:
        return mark.end()
    return start


def _n_words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))
