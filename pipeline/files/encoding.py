"""Bytes to text: by byte mark, as UTF-8, else in the old encoding that reads most like Dutch."""

from __future__ import annotations

import codecs
import re
import unicodedata

from pipeline.core.cleaning import decoded_once
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.guard import check_lines

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Excel saves as "CSV", "CSV (Macintosh)" and "CSV (MS-DOS)"; the first wins a draw.
LEGACY = {"cp1252": "Windows", "mac_roman": "Mac Roman", "cp850": "MS-DOS (cp850)"}
MIXED = "utf-8+"  # before the name of an old encoding: lines of both in one file
_SAMPLE = 400_000  # bytes by which an old encoding is judged
_UTF8 = re.compile(rb"[\xc3-\xcb][\x80-\xbf]|[\xe2\xef][\x80-\xbf]{2}|\xc2[\xa0-\xbf]")
_HIGH = re.compile(r"[^\x00-\x7f]")
_LETTERS = frozenset("éëèêïíìîóöòôúüùûáàâäçñåøæ")
_DUTCH = frozenset("éëïöüèê")  # what Dutch words have; the others stand in names and loans
_ABROAD = frozenset("ãõýÿšžßœłşğıčćęąńśźżø")  # names of people; never mark one encoding as right


def encoding_of(raw: bytes) -> str:
    """The encoding these bytes are read in; ``utf-8+cp1252`` for a file that holds both."""
    for mark, name in BOMS:
        if raw.startswith(mark):
            return name
    wide = _unmarked_utf16(raw)
    if wide:
        return wide
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _most_dutch(raw)
    return "utf-8"


def decoded(raw: bytes, where: str, *, encoding: str = "") -> str:
    """The text, composed (NFC): in the given encoding, else in the one found; no mark is mended.

    Raises: DataProblem when the bytes fit no encoding.
    """
    return read_text(raw, where, encoding=encoding, as_meant=False)[0]


def read_text(
    raw: bytes, where: str, *, encoding: str = "", as_meant: bool = True
) -> tuple[str, str]:
    """(the text, a remark where its encoding is a guess that a person must look at).

    Args: as_meant: marks that were encoded twice on their way here are read as they were meant.
    Raises: DataProblem when the bytes fit no encoding.
    """
    check_lines(raw, where)
    if not raw.startswith(tuple(mark for mark, _name in BOMS)):
        if not encoding and not _unmarked_utf16(raw) and b"\0" in raw:
            line = raw[: raw.index(b"\0")].count(b"\n") + 1
            raise DataProblem(
                where=_("{where}, line {line}").format(where=where, line=line),
                found=_("the file holds NUL bytes and is no text"),
                mend=_(
                    "export it again as CSV (UTF-8), or give the real kind of file its own suffix"
                ),
            )
        name = encoding or encoding_of(raw)
    else:
        name = encoding_of(raw)
    text = (
        _unmixed(raw, name[len(MIXED) :]) if name.startswith(MIXED) else _strict(raw, name, where)
    )
    remark = ""
    text, n_twice = decoded_once(text) if as_meant else (text, 0)
    if n_twice:
        remark = _(
            '{where}: {n} marks were encoded twice ("Ã«" for "ë") and are read as they were '
            "meant; look whether é, ë and ï came out right"
        ).format(where=where, n=n_twice)
    elif not encoding and name not in ("cp1252", "utf-8", "utf-8-sig") and "utf-16" not in name:
        remark = _("{where}: read as {encoding}; look whether é, ë and ï came out right").format(
            where=where, encoding=spoken(name)
        )
    return unicodedata.normalize("NFC", text.replace("\ufeff", "")), remark


def spoken(name: str) -> str:
    """An encoding as a person knows it."""
    if name.startswith(MIXED):
        return _("UTF-8 and {encoding} in one file").format(encoding=spoken(name[len(MIXED) :]))
    return LEGACY.get(name, name)


def _most_dutch(raw: bytes) -> str:
    """The old encoding, alone or beside UTF-8, in which the text reads most like Dutch."""
    sample = raw[:_SAMPLE]
    best, best_points = "utf-8", 0.0
    both = bool(_UTF8.search(sample))
    for name in LEGACY:
        for candidate in (name, MIXED + name) if both else (name,):
            try:
                raw.decode(name)
                text = _unmixed(sample, name) if candidate != name else sample.decode(name)
            except UnicodeDecodeError:
                continue
            points = dutch_points(text)
            # Windows holds until another reads better
            if points > best_points or candidate == "cp1252":
                best, best_points = candidate, points
    return best


def _unmixed(raw: bytes, legacy: str) -> str:
    """UTF-8 where the bytes can be that, the old encoding elsewhere."""
    parts, end = [], 0
    for mark in _UTF8.finditer(raw):
        parts += [raw[end : mark.start()].decode(legacy), mark[0].decode("utf-8", "replace")]
        end = mark.end()
    return "".join([*parts, raw[end:].decode(legacy)])


def dutch_points(text: str) -> float:
    """How much the marks beyond ASCII stand where Dutch has them; wrong ones weigh twice."""
    points = 0.0
    for mark in _HIGH.finditer(text):
        before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
        points += _point(mark[0], before or " ", after or " ")
    return points


def _point(mark: str, before: str, after: str) -> float:
    """1 for a mark where Dutch has it, -2 where it cannot stand. Args: the signs beside it."""
    beside = (sign.lower() for sign in (before, after) if sign > "\x7f")
    if mark.lower() in _LETTERS and any(c in _LETTERS and c != mark.lower() for c in beside):
        return -2.0  # "één" has two alike; no Dutch word has two different ones side by side
    if mark in _LETTERS:
        return 1.0 if mark in _DUTCH else 0.3
    if mark.lower() in _LETTERS:  # a capital begins a word or stands among capitals
        return 1.0 if not before.islower() and (after.isalpha() or after == " ") else -2.0
    if mark == "’":
        return 1.0 if before.isalnum() or after.isalpha() else -1.0
    if mark in "‘“„":
        return 1.0 if not before.isalnum() and after.isalnum() else -2.0
    if mark == "”":
        return 1.0 if not after.isalnum() and not before.isspace() else -2.0
    if mark in "–—":
        return 1.0 if before.isspace() or before.isdigit() else -1.0
    if mark == "…":
        return 1.0 if not before.isspace() and not after.isalpha() else -0.5
    if mark == "€":
        return 1.0 if after.isdigit() or after.isspace() else -1.0
    if mark in "\u00a0°²½•´":
        return 0.0
    return -0.5 if mark.lower() in _ABROAD else -2.0


def _strict(raw: bytes, encoding: str, where: str) -> str:
    """The text in this encoding. Raises: DataProblem where it is none, or the bytes do not fit."""
    try:
        return raw.decode(encoding)
    except LookupError as fault:
        raise DataProblem(
            where=where,
            found=_("encoding '{encoding}' does not exist").format(encoding=encoding),
            expected=_("utf-8, cp1252, utf-16 or another that Python knows"),
            mend=_("correct encoding in corpus.toml, or leave it out to have it found"),
        ) from fault
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise DataProblem(
            where=_("{where}, line {line}").format(where=where, line=line),
            found=_("byte {byte} is no text in encoding {encoding}").format(
                byte=f"0x{raw[fault.start]:02x}", encoding=encoding
            ),
            mend=_("leave encoding out of corpus.toml to have it found, or save as CSV UTF-8"),
        ) from fault


def _unmarked_utf16(raw: bytes) -> str:
    """The kind of UTF-16 that the bytes look like, by the zeros in it; "" for neither."""
    head = raw[:4000]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even < len(head) * 0.05:
        return "utf-16-le"
    if even > len(head) * 0.3 and odd < len(head) * 0.05:
        return "utf-16-be"
    return ""
