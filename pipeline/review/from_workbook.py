"""What came back in the workbook -> decisions for the log; clashes and nonsense by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.review.layout import (
    AGREE,
    DOT,
    LAPSED,
    NO,
    NO_CODE,
    STATUS_WORDS,
    STILL,
    YES,
    Book,
    meant,
    plain,
    spoken,
)
from pipeline.review.read_back import Filled
from pipeline.review.records import (
    ANSWERED,
    DROP,
    LABEL,
    LINK,
    MERGE,
    NONE,
    OF_STATEMENTS,
    PIN,
    QUOTE,
    REMARK,
    SPLIT,
    STATUS,
    WITHDRAW,
    Judgement,
    status_parts,
    status_value,
)
from pipeline.review.run_view import Known

_LONGEST_LABEL = 120  # characters; longer is a sentence, not a name
_LONGEST_TEXT = 4_000  # characters of a remark
_YES = {"x", "1", "true", "waar", "j", "y", "✓", "✔"}
_NO = {"", "-", "0", "false", "onwaar", "n"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Changes:
    """Decisions to add to the log, and what was not taken over, with its place."""

    judgements: tuple[Judgement, ...]
    problems: tuple[DataProblem, ...]


class _Refused(Exception):
    """A cell that cannot be taken over: what is wrong, and what may stand there."""

    def __init__(self, key: str, found: str, expected: str = "", mend: str = "") -> None:
        super().__init__(found)
        self.key, self.found, self.expected, self.mend = key, found, expected, mend


def changes(rows: Sequence[Filled], book: Book, known: Known) -> Changes:
    """What the reviewer decided.

    A cell counts when it differs from what stood there when the workbook went out. What stands in
    the log already is not added again, so that reading a workbook twice adds nothing.
    """
    made: list[Judgement] = []
    problems: list[DataProblem] = []
    for row in _unclashed(rows, problems):
        now = book.row(row.kind, row.ids)
        if now is None:
            if row.kind != "H" or not known.withdrawn(row.ids[0]):  # else answered already
                problems.append(_unknown(row))
            continue
        fresh = _held_against(row, now.was)
        if not fresh.touched:
            continue
        try:
            decided = [one for one in _READERS[row.kind](fresh, known) if _is_new(one, known)]
        except _Refused as refused:
            problems.append(_refusal(row, refused))
            continue
        clashes = _clashes(row, now.was) if decided else []
        problems += clashes
        if not clashes:
            made += decided
    return Changes(tuple(made), tuple(problems))


def _unclashed(rows: Sequence[Filled], problems: list[DataProblem]) -> Iterator[Filled]:
    """Rows with changes; of rows about the same thing that say different things, none."""
    same: dict[tuple[str, tuple[str, ...]], list[Filled]] = {}
    for row in rows:
        if row.touched:
            same.setdefault((row.kind, row.ids), []).append(row)
    for group in same.values():
        statements = {tuple(sorted((k, plain(v)) for k, v in row.cells.items())) for row in group}
        if len(statements) == 1:
            yield group[0]
            continue
        for row in group:
            key = row.touched[0]
            problems.append(
                DataProblem(
                    where=row.places[key],
                    found=_("two rows about {ids} say different things").format(
                        ids=" ".join(row.ids)
                    ),
                    mend=_("keep one of them and give the workbook again"),
                )
            )


def _held_against(row: Filled, now: Mapping[str, str]) -> Filled:
    """The row as if it had gone out now.

    A cell left as it was says nothing, also when somebody else filled it meanwhile.
    """
    cells = {k: v if row.changed(k) else now.get(k, "") for k, v in row.cells.items()}
    return replace(row, was=now, cells=cells)


def _clashes(row: Filled, now: Mapping[str, str]) -> list[DataProblem]:
    """Cells in which something else was decided since the workbook went out."""
    mend = _("agree on one of the two, in a workbook made anew with 'gehoord review'")
    found = []
    for key in row.touched:
        since, given = now.get(key, ""), row.cells[key]
        if plain(since) not in (plain(row.was.get(key, "")), plain(given)):
            told = _("'{given}' here, but meanwhile '{since}' was decided")
            found.append(
                DataProblem(
                    where=row.places[key],
                    found=told.format(given=given or "–", since=since or "–"),
                    mend=mend,
                )
            )
    return found


def _is_new(one: Judgement, known: Known) -> bool:
    """Whether the log does not say this already."""
    return known.decided(one.kind, one.subject, one.codebook_id) != one.new


def _refusal(row: Filled, refused: _Refused) -> DataProblem:
    return DataProblem(
        where=row.places.get(refused.key, next(iter(row.places.values()), "")),
        found=refused.found,
        expected=refused.expected,
        mend=refused.mend or _("correct this cell and give the workbook again"),
    )


def _unknown(row: Filled) -> DataProblem:
    return DataProblem(
        where=row.places[row.touched[0]],
        found=_("{ids} is not in this run").format(ids=" ".join(row.ids)),
        mend=_("give the workbook to the run it was made for"),
    )


# -- one reader per sheet ---------------------------------------------------------------------


def _theme(row: Filled, known: Known) -> Iterable[Judgement]:
    (one,) = row.ids
    label = str(known.themes[one]["label"])
    made: list[Judgement] = []
    shapes = [key for key in ("merge", "split", "drop") if _wanted(row, key)]
    if len(shapes) > 1:
        raise _Refused(
            shapes[1],
            _("a theme is merged, split or dropped, not two of these"),
            mend=_("keep one of them"),
        )
    if row.changed("new_label"):
        new = _text(row, "new_label", _LONGEST_LABEL)
        made.append(known.judgement(LABEL, one, new, old=label))
    if row.changed("merge"):
        target = _theme_id(row, "merge", known) if row.cells["merge"] else ""
        if target == one:
            raise _Refused("merge", _("a theme cannot be merged with itself"))
        if known.themes[one]["parent_id"] and target:
            raise _Refused("merge", _("only whole themes can be merged, not sub-themes"))
        made.append(known.judgement(MERGE, one, target))
    for key, kind in (("split", SPLIT), ("drop", DROP)):
        if row.changed(key):
            made.append(known.judgement(kind, one, "yes" if _yes(row, key) else "", old=""))
    if row.changed("split") and _yes(row, "split") and not _has_parts(one, known):
        raise _Refused("split", _("this theme has no sub-themes to split into"))
    if row.changed("drop") and _yes(row, "drop") and known.themes[one]["parent_id"]:
        raise _Refused("drop", _("only whole themes can be dropped, not sub-themes"))
    return [*made, *_remark(row, "remark", one, known)]


def _wanted(row: Filled, key: str) -> bool:
    return bool(row.cells.get(key)) and (key == "merge" or _yes(row, key))


def _has_parts(theme: str, known: Known) -> bool:
    return any(one["parent_id"] == theme for one in known.themes.values())


def _verdict(row: Filled, known: Known) -> Iterable[Judgement]:
    theme, book = row.ids
    made = list(_remark(row, "why", f"{theme}/{book}", known))
    if not (row.changed("verdict") or row.changed("code")):
        return made
    value = _verdict_value(row, known, theme, book)
    old = known.verdict(theme, book) or known.proposal(theme, book)
    if value == known.verdict(theme, book):
        return made
    why = row.cells.get("why", "")
    decided = known.judgement(STATUS, theme, value, codebook_id=book, old=old, why=why)
    return [decided, *made]


def _verdict_value(row: Filled, known: Known, theme: str, book: str) -> str:
    verdict, code = row.cells.get("verdict", ""), row.cells.get("code", "")
    proposed, nearest = status_parts(known.proposal(theme, book))
    if not verdict:
        if row.was.get("verdict"):  # taken back, whatever stands beside it
            return ""
        raise _Refused(
            "code",
            _("a code was chosen, but no judgement"),
            mend=_("choose a judgement on the same row too"),
        )
    word = meant(verdict, (AGREE, *STATUS_WORDS.values()))
    if not word:
        expected = ", ".join(spoken(one) for one in (AGREE, *STATUS_WORDS.values()))
        raise _Refused("verdict", _("'{text}' is no judgement").format(text=verdict), expected)
    status = proposed if word == AGREE else _status_of(word)
    chosen = _code_id(row, "code", code, book, known) if code else ""
    if status not in ANSWERED:
        return status_value(status)
    if not (chosen or nearest):
        raise _Refused(
            "code",
            _("it is not said which goal or code answers this concern"),
            mend=_("choose it from the list"),
        )
    return status_value(status, chosen or nearest)


def _status_of(word: str) -> str:
    return next(status for status, one in STATUS_WORDS.items() if one == word)


def _link(row: Filled, known: Known) -> Iterable[Judgement]:
    statement, book = row.ids
    made = list(_remark(row, "why", f"{statement}/{book}", known))
    if row.changed("pin"):
        pin = _theme_id(row, "pin", known) if row.cells["pin"] else ""
        made.insert(0, known.judgement(PIN, statement, pin, old=known.theme_of.get(statement, "")))
    if row.changed("code"):
        value = _link_value(row, known, statement, book)
        old = known.links(statement, book) or known.nearest[(statement, book)][0][0]
        if value != known.links(statement, book):
            why = row.cells.get("why", "")
            made.insert(
                0, known.judgement(LINK, statement, value, codebook_id=book, old=old, why=why)
            )
    return made


def _link_value(row: Filled, known: Known, statement: str, book: str) -> str:
    text = row.cells["code"]
    if not text:
        return ""
    word = meant(text, (AGREE, NO_CODE))
    if word == AGREE:
        code, chance = known.nearest[(statement, book)][0]
        none = known.none_chance.get(("statement", statement, book), 0.0)
        return NONE if none > chance else code
    if word == NO_CODE:
        return NONE
    parts = [part for part in re.split(r"[;\n]", text) if part.strip()]
    codes = dict.fromkeys(_code_id(row, "code", part.strip(), book, known) for part in parts)
    if len(codes) > 1 and not known.books[book].multiple:
        raise _Refused("code", _("this codebook allows one code per statement"))
    return "; ".join(codes)


def _again(row: Filled, known: Known) -> Iterable[Judgement]:
    (one,) = row.ids
    earlier = known.of_run[one]
    text = row.cells.get("again", "")
    if not text:
        return list(_remark(row, "why", one, known))
    why = row.cells.get("why", "") or earlier.why
    gone = known.judgement(WITHDRAW, one, "yes", why=row.cells.get("why", ""))
    word = meant(text, (STILL, LAPSED))
    if word == LAPSED:
        return [gone]
    subjects = _subjects(row, word, earlier, known)
    anew = [
        known.judgement(
            earlier.kind,
            subject,
            _new_target(earlier, known),
            codebook_id=earlier.codebook_id,
            old=earlier.old,
            why=why,
        )
        for subject in subjects
    ]
    return [gone, *anew]


def _subjects(row: Filled, word: str, earlier: Judgement, known: Known) -> Sequence[str]:
    likely = [part for part in earlier.bound.split("; ") if part]
    here = [one for one in likely if one in known.themes or one in known.statements]
    if word != STILL:
        if earlier.kind in OF_STATEMENTS:
            raise _Refused(
                "again",
                _("this judgement is about a statement, not about a theme"),
                ", ".join((spoken(STILL), spoken(LAPSED))),
            )
        return [_theme_id(row, "again", known)]
    if not here:
        raise _Refused(
            "again",
            _("what this judgement was about is not in this run"),
            mend=_("choose the theme it holds for now, or 'lapsed'"),
        )
    return here if earlier.kind in OF_STATEMENTS else here[:1]


def _new_target(earlier: Judgement, known: Known) -> str:
    """What was decided, where it can still be said in this run's ids."""
    if earlier.kind in (MERGE, PIN) and earlier.new not in known.themes:
        raise _Refused(
            "again",
            _("the theme to join is not in this run"),
            mend=_("choose 'lapsed', and decide anew on the sheets with themes or links"),
        )
    if earlier.kind == STATUS:
        code = status_parts(earlier.new)[1]
        if code and known.code(earlier.codebook_id, code) is None:
            raise _Refused(
                "again",
                _("there is no code {code} any more").format(code=code),
                mend=_("choose 'lapsed', and decide anew on the sheet with coverage"),
            )
    return earlier.new


def _quote(row: Filled, known: Known) -> Iterable[Judgement]:
    """Whether a quote may go outside; an empty cell takes the answer back."""
    (statement,) = row.ids
    made = list(_remark(row, "why", f"{statement}/{QUOTE}", known))
    if row.changed("outside"):
        answer = ""
        if row.cells["outside"].strip():
            answer = "yes" if _yes(row, "outside") else "no"
        made.insert(0, known.judgement(QUOTE, statement, answer))
    return made


def _withdrawal(row: Filled, known: Known) -> Iterable[Judgement]:
    (one,) = row.ids
    if not row.changed("withdraw"):
        return []
    return [known.judgement(WITHDRAW, one, "yes" if _yes(row, "withdraw") else "")]


def _note(row: Filled, known: Known) -> Iterable[Judgement]:
    return _remark(row, "remark", f"note-{row.ids[0]}", known)


_READERS = {
    "T": _theme,
    "D": _verdict,
    "K": _link,
    "C": _quote,
    "H": _again,
    "B": _withdrawal,
    "O": _note,
}


# -- cells ------------------------------------------------------------------------------------


def _remark(row: Filled, key: str, subject: str, known: Known) -> Iterator[Judgement]:
    if key in row.cells and row.changed(key):
        new = _text(row, key, _LONGEST_TEXT)
        yield known.judgement(REMARK, subject, new, old=known.remark(subject))


def _text(row: Filled, key: str, most: int) -> str:
    text = row.cells[key].strip()
    if len(text) > most:
        raise _Refused(
            key,
            _("{n} characters").format(n=len(text)),
            _("at most {n} characters").format(n=most),
        )
    return text


def _yes(row: Filled, key: str) -> bool:
    text = row.cells.get(key, "")
    if plain(text) in _YES or meant(text, (YES,)):
        return True
    if plain(text) in _NO or meant(text, (NO,)):
        return False
    raise _Refused(
        key,
        _("'{text}' is neither yes nor no").format(text=text),
        f"{spoken(YES)}, {spoken(NO)}",
    )


def _theme_id(row: Filled, key: str, known: Known) -> str:
    text = row.cells[key]
    tops = [one for one, row_ in known.themes.items() if not row_["parent_id"]]
    found = _choice(text, {top: str(known.themes[top]["label"]) for top in tops})
    if found is None:
        raise _Refused(
            key,
            _("there is no theme '{id}'").format(id=text),
            _("a theme of this run, such as {id}").format(id=tops[0] if tops else "–"),
        )
    return found


def _code_id(row: Filled, key: str, text: str, book: str, known: Known) -> str:
    codes = {code.code_id: code.title or code.text for code in known.books[book].codes}
    found = _choice(text, codes)
    if found is None:
        mend = ""
        if _DATE.fullmatch(text.strip()):
            mend = _("the spreadsheet made a date of a number; choose the code from the list")
        raise _Refused(
            key,
            _("'{text}' is no code of {book}").format(text=text, book=book),
            ", ".join(list(codes)[:12]),
            mend,
        )
    return found


def _choice(text: str, names: dict[str, str]) -> str | None:
    """Which of these is meant: by id, by name, or as the drop-down writes it; None if unclear."""
    wanted = plain(text.partition(DOT)[0])
    by_id = [name for name in names if plain(name) in (wanted, wanted.replace(",", "."))]
    if len(by_id) == 1:
        return by_id[0]
    by_name = [one for one, name in names.items() if plain(name) == plain(text)]
    return by_name[0] if len(by_name) == 1 else None
