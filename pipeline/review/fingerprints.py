"""What a judgement holds on to: statements and codes, by id and by a mark of their wording.

Ids move when rows are put into a file, and wording changes when a plan is rewritten; together they
tell whether what was judged is still there. A mark is a hash: it tells nothing of the text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pipeline.core.plan import Codebook

_JOIN = "#"
_WORD = re.compile(r"\w+")
_DIGITS = 10  # hexadecimal digits: two texts of a million share a mark once in a thousand years


def mark(*texts: str) -> str:
    """Ten hexadecimal digits for the words of these texts; case, spacing and signs do not count."""
    words = " ".join(word for text in texts for word in _WORD.findall(text.casefold()))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def statement_marks(statements: pd.DataFrame) -> dict[str, str]:
    """Mark of every statement whose words are at hand, by its id. Args: STATEMENTS."""
    return {
        str(statement_id): mark(str(text))
        for statement_id, text in zip(
            statements["statement_id"], statements["clean_text"], strict=True
        )
        if text
    }


def code_marks(book: Codebook) -> dict[str, str]:
    """Mark of every code by its id."""
    return {code.code_id: mark(code.title, code.text, *code.support) for code in book.codes}


def joined(ids: Iterable[str], marks: Mapping[str, str]) -> tuple[str, ...]:
    """``id#mark`` for each id that has a mark, sorted."""
    return tuple(
        f"{member}{_JOIN}{marks[member]}" for member in sorted(set(ids)) if member in marks
    )


def parted(anchor: Sequence[str]) -> list[tuple[str, str]]:
    """(id, mark) of every member of an anchor."""
    return [(member.rpartition(_JOIN)[0], member.rpartition(_JOIN)[2]) for member in anchor]
