"""Text as people mean it: mojibake, markup and spacing repaired, for analysis and display.

Vocabulary: pure functions on one string. The verbatim text is never replaced; what comes out of
here goes into `clean_text` columns beside it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

# Markup that separates, unlike markup within a sentence; also what Excel and Word leave behind.
BREAK = re.compile(
    r"(?:\r\n|[\n\r\v\f\x85\u2028\u2029]|_x000[dDaA]_"
    r"|<\s*/?\s*(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6]|blockquote)\b[^<>]{0,200}>)+",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,200})?/?>|<!--.{0,2000}?-->", re.DOTALL
)
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
_SPACES = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_SUSPECT = re.compile("[\u0080-\u009fÃÂÄâ€Åð\ufffd]")  # what broken decodings leave behind
_SUPPORT = re.compile(
    r"(?<!\s)\s*\(\s*\d+\s*(?:x|×|keer|maal)(?:\s+(?:genoemd|gezegd|gehoord|benoemd))?\s*\)",
    re.IGNORECASE,
)
_MASK = re.compile(
    r"\[(?:naam|telefoon|e-mail|account|adres|postcode|bsn|iban|nummer|geboortedatum|datum|school)\]"
)


def as_analysed(text: str) -> str:
    """``repaired``, and without what is no part of the point that is made.

    A minute-taker's "(3x genoemd)" and the masks of names would draw statements together that have
    nothing in common but having been written down the same way. A text that is nothing else stays.
    """
    whole = repaired(text)
    return _SPACES.sub(" ", _MASK.sub("", _SUPPORT.sub("", whole))).strip() or whole


def repaired(text: str) -> str:
    """Text for analysis and display: one line, NFC, without markup, mojibake and odd spacing.

    Idempotent. Plain text without faults comes back as it is, but for its spacing.
    """
    text = mended(text)
    if "<" in text:
        text = _TAG.sub(" ", BREAK.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    text = _INVISIBLE.sub("", text.replace("_x000D_", " ").replace("_x000d_", " "))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def mended(text: str) -> str:
    """Text whose letters were decoded wrongly, as it was written; any other as it is."""
    if not _SUSPECT.search(text):
        return text
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        normalization=None,
        explain=False,
    )
    return str(ftfy.fix_text(text, config))


def decoded_once(text: str) -> tuple[str, int]:
    """The text of a file whose letters were encoded twice on the way, and how many there were.

    "coÃ¶rdinatie" is what is left of "coördinatie" where a program read UTF-8 as Windows's. Line
    by line, so that one line does not decide how another is read; nothing else is changed.
    """
    if not _SUSPECT.search(text):
        return text, 0
    import ftfy

    lines, n_letters = text.split("\n"), 0
    for row, line in enumerate(lines):
        if _SUSPECT.search(line):
            lines[row] = str(ftfy.fix_encoding(line))
            n_letters += (Counter(lines[row]) - Counter(line)).total()
    return "\n".join(lines), n_letters


def count_words(text: str) -> int:
    """Words with a letter or a digit in them."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def column_letter(column: int) -> str:
    """Excel's letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
