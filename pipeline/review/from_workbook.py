"""What came back in the workbook -> decisions for the log; clashes and nonsense by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.plan.coverage import MEANS
from pipeline.review.layout import (
    AGREE,
    FORMER_STATUS_WORDS,
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
from pipeline.review.records import (
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
from pipeline.review.run_view import ReviewedRun
from pipeline.review.validate import Refused, find_code, find_theme, validate
from pipeline.review.workbook import Filled

_YES = {"x", "1", "true", "waar", "j", "y", "✓", "✔"}
_NO = {"", "-", "0", "false", "onwaar", "n"}
# Columns in which a decision of a kind is written.
_COLUMNS = {
    LABEL: ("new_label",), MERGE: ("merge",), SPLIT: ("split",), DROP: ("drop",), PIN: ("pin",),
    STATUS: ("code", "verdict"), LINK: ("code",), REMARK: ("remark", "why"), QUOTE: ("outside",),
}  # fmt: skip


@dataclass(frozen=True)
class Changes:
    """Decisions to add to the log, and what was not taken over, with its place."""

    judgements: tuple[Judgement, ...]
    problems: tuple[DataProblem, ...]


def changes(rows: Sequence[Filled], book: Book, known: ReviewedRun) -> Changes:
    """What the reviewer decided.

    A cell counts when it differs from what stood there when the workbook went out. What stands in
    the log already is not added again, so that reading a workbook twice adds nothing.
    """
    judgements: list[Judgement] = []
    touched, problems = _unclashed(rows)
    for row in touched:
        now = book.row(row.kind, row.ids)
        if now is None:
            if row.kind != "H" or not known.withdrawn(row.ids[0]):  # else answered already
                problems.append(
                    DataProblem(
                        where=row.places[row.touched[0]],
                        found=_("{ids} is not in this run").format(ids=" ".join(row.ids)),
                        mend=_("give the workbook to the run it was made for"),
                    )
                )
            continue
        fresh = _held_against(row, now.was)
        if not fresh.touched:
            continue
        try:
            decided = _decided(fresh, known)
        except Refused as refused:
            mend = _("correct this cell and give the workbook again")
            if row.kind == "H":
                mend = _("choose 'lapsed', and decide anew on the sheet it belongs to")
            place = row.places.get(refused.key) or row.places[row.touched[0]]
            problems.append(refused.problem(place, mend))
            continue
        clashes = _clashes(row, now.was) if decided else []
        problems += clashes
        if not clashes:
            judgements += decided
    return Changes(tuple(judgements), tuple(problems))


def _unclashed(rows: Sequence[Filled]) -> tuple[list[Filled], list[DataProblem]]:
    """Rows with changes, and the faults of those that speak against each other about one thing."""
    same: dict[tuple[str, tuple[str, ...]], list[Filled]] = {}
    for row in rows:
        if row.touched:
            same.setdefault((row.kind, row.ids), []).append(row)
    unclashed: list[Filled] = []
    problems: list[DataProblem] = []
    for group in same.values():
        filled_in = {tuple(sorted((k, plain(v)) for k, v in row.cells.items())) for row in group}
        if len(filled_in) == 1:
            unclashed.append(group[0])
            continue
        ids = " ".join(group[0].ids)
        problems += (
            DataProblem(
                where=row.places[row.touched[0]],
                found=_("two rows about {ids} say different things").format(ids=ids),
                mend=_("keep one of them and give the workbook again"),
            )
            for row in group
        )
    return unclashed, problems


def _held_against(row: Filled, now: Mapping[str, str]) -> Filled:
    """The row as if it had gone out now.

    A cell left as it was says nothing, also when somebody else filled it meanwhile.
    """
    cells = {k: v if row.changed(k) else now.get(k, "") for k, v in row.cells.items()}
    return replace(row, was=now, cells=cells)


def _clashes(row: Filled, now: Mapping[str, str]) -> list[DataProblem]:
    """Cells in which something else was decided since the workbook went out."""
    clashes = []
    for key in row.touched:
        since, given = now.get(key, ""), row.cells[key]
        if plain(since) not in (plain(row.was.get(key, "")), plain(given)):
            clashes.append(
                DataProblem(
                    where=row.places[key],
                    found=_("'{given}' here, but meanwhile '{since}' was decided").format(
                        given=given or "–", since=since or "–"
                    ),
                    mend=_(
                        "agree on one of the two, in a workbook made anew with 'gehoord review'"
                    ),
                )
            )
    return clashes


def _decided(row: Filled, known: ReviewedRun) -> list[Judgement]:
    """What a row decides that the log does not say already. Raises: Refused, with the column."""
    decided = []
    for decision in _READERS[row.kind](row, known):
        if known.decided(decision.kind, decision.subject, decision.codebook_id) != decision.new:
            columns = ("again", *_COLUMNS.get(decision.kind, ()))
            with _cell(next((column for column in columns if row.changed(column)), "")):
                decided.append(validate(decision, known))
    return decided


@contextmanager
def _cell(key: str) -> Iterator[None]:
    """Whatever is refused within stands in this column of the row."""
    try:
        yield
    except Refused as refused:
        refused.key = refused.key or key
        raise


# -- one reader per sheet ---------------------------------------------------------------------


def _theme(row: Filled, known: ReviewedRun) -> Iterable[Judgement]:
    """A new name, and one of merge, split and drop. Raises: Refused where two are asked."""
    (theme,) = row.ids
    asked = [key for key in (MERGE, SPLIT, DROP) if row.cells.get(key)]
    shapes = [key for key in asked if key == MERGE or _yes(row, key)]
    if len(shapes) > 1:
        raise Refused(
            _("a theme is merged, split or dropped, not two of these"),
            mend=_("keep one of them"),
            key=shapes[1],
        )
    judgements: list[Judgement] = []
    if row.changed("new_label"):
        old = str(known.themes[theme]["label"])
        judgements.append(known.judgement(LABEL, theme, row.cells["new_label"].strip(), old=old))
    if row.changed("merge"):
        with _cell("merge"):
            target = find_theme(row.cells["merge"], known) if row.cells["merge"] else ""
        judgements.append(known.judgement(MERGE, theme, target))
    for kind in (SPLIT, DROP):
        if row.changed(kind):
            judgements.append(known.judgement(kind, theme, "yes" if _yes(row, kind) else ""))
    return [*judgements, *_remark(row, "remark", theme, known)]


def _verdict(row: Filled, known: ReviewedRun) -> Iterable[Judgement]:
    """What the plan does about a concern, or only why. Raises: Refused."""
    theme, book = row.ids
    judgements = list(_remark(row, "why", f"{theme}/{book}", known))
    if not (row.changed("verdict") or row.changed("code")):
        return judgements
    value = _verdict_value(row, known, theme, book)
    old = known.verdict(theme, book) or known.proposal(theme, book)
    if value == known.verdict(theme, book):
        return judgements
    why = row.cells.get("why", "")
    decided = known.judgement(STATUS, theme, value, codebook_id=book, old=old, why=why)
    return [decided, *judgements]


def _verdict_value(row: Filled, known: ReviewedRun, theme: str, book: str) -> str:
    """The status as the log keeps it, with its code; "" takes the verdict back. Raises: Refused."""
    verdict, code = row.cells.get("verdict", ""), row.cells.get("code", "")
    proposed, nearest = status_parts(known.proposal(theme, book))
    if not verdict:
        if row.was.get("verdict"):  # taken back, whatever stands beside it
            return ""
        raise Refused(
            _("a code was chosen, but no judgement"),
            mend=_("choose a judgement on the same row too"),
            key="code",
        )
    word = meant(verdict, (AGREE, *STATUS_WORDS.values()))
    word = word or STATUS_WORDS.get(FORMER_STATUS_WORDS.get(plain(verdict), ""), "")
    if not word:
        expected = ", ".join(spoken(choice) for choice in (AGREE, *STATUS_WORDS.values()))
        message = _("'{text}' is no judgement").format(text=verdict)
        raise Refused(message, expected, key="verdict")
    status = next((status for status, choice in STATUS_WORDS.items() if choice == word), proposed)
    with _cell("code"):
        chosen = find_code(code, book, known) if code else nearest
    return status_value(status, chosen if status in MEANS else "")


def _link(row: Filled, known: ReviewedRun) -> Iterable[Judgement]:
    """Another theme for the statement, another code, or only why; the pin goes first in the log."""
    statement, book = row.ids
    judgements = list(_remark(row, "why", f"{statement}/{book}", known))
    if row.changed("pin"):
        with _cell("pin"):
            pin = find_theme(row.cells["pin"], known) if row.cells["pin"] else ""
        judgements.insert(
            0, known.judgement(PIN, statement, pin, old=known.theme_of.get(statement, ""))
        )
    if row.changed("code"):
        value = _link_value(row, known, statement, book)
        old = known.links(statement, book) or known.nearest[(statement, book)][0][0]
        if value != known.links(statement, book):
            why = row.cells.get("why", "")
            judgements.insert(
                0, known.judgement(LINK, statement, value, codebook_id=book, old=old, why=why)
            )
    return judgements


def _link_value(row: Filled, known: ReviewedRun, statement: str, book: str) -> str:
    """Codes parted by "; ", NONE, or "" to take the link back. Raises: Refused."""
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
    with _cell("code"):
        return "; ".join(dict.fromkeys(find_code(part.strip(), book, known) for part in parts))


def _again(row: Filled, known: ReviewedRun) -> Iterable[Judgement]:
    """An earlier judgement that lost its theme: withdrawn, and made anew where it still holds."""
    (judgement_id,) = row.ids
    earlier = known.of_run[judgement_id]
    text = row.cells.get("again", "")
    if not text:
        return list(_remark(row, "why", judgement_id, known))
    why = row.cells.get("why", "") or earlier.why
    gone = known.judgement(WITHDRAW, judgement_id, "yes", why=row.cells.get("why", ""))
    word = meant(text, (STILL, LAPSED))
    if word == LAPSED:
        return [gone]
    subjects = _subjects(row, word, earlier, known)
    anew = [
        known.judgement(
            earlier.kind,
            subject,
            earlier.new,
            codebook_id=earlier.codebook_id,
            old=earlier.old,
            why=why,
        )
        for subject in subjects
    ]
    return [gone, *anew]


def _subjects(row: Filled, word: str, earlier: Judgement, known: ReviewedRun) -> Sequence[str]:
    """The ids that an earlier judgement is to be about now. Raises: Refused."""
    here = [
        bound_id
        for bound_id in earlier.bound_ids
        if bound_id in known.themes or bound_id in known.statements
    ]
    if word != STILL:
        if earlier.kind in OF_STATEMENTS:
            raise Refused(
                _("this judgement is about a statement, not about a theme"),
                ", ".join((spoken(STILL), spoken(LAPSED))),
                key="again",
            )
        with _cell("again"):
            return [find_theme(row.cells["again"], known)]
    if not here:
        raise Refused(
            _("what this judgement was about is not in this run"),
            mend=_("choose the theme it holds for now, or 'lapsed'"),
            key="again",
        )
    return here if earlier.kind in OF_STATEMENTS else here[:1]


def _quote(row: Filled, known: ReviewedRun) -> Iterable[Judgement]:
    """Whether a quote may go outside; an empty cell takes the answer back."""
    (statement,) = row.ids
    judgements = list(_remark(row, "why", f"{statement}/{QUOTE}", known))
    if row.changed("outside"):
        answer = ""
        if row.cells["outside"].strip():
            answer = "yes" if _yes(row, "outside") else "no"
        judgements.insert(0, known.judgement(QUOTE, statement, answer))
    return judgements


def _withdrawal(row: Filled, known: ReviewedRun) -> Iterable[Judgement]:
    """An earlier decision taken back, or its taking back undone."""
    (judgement_id,) = row.ids
    if not row.changed("withdraw"):
        return []
    return [known.judgement(WITHDRAW, judgement_id, "yes" if _yes(row, "withdraw") else "")]


_READERS: Mapping[str, Callable[[Filled, ReviewedRun], Iterable[Judgement]]] = {
    "T": _theme,
    "D": _verdict,
    "K": _link,
    "C": _quote,
    "H": _again,
    "B": _withdrawal,
    "O": lambda row, known: _remark(row, "remark", f"note-{row.ids[0]}", known),
}


# -- cells ------------------------------------------------------------------------------------


def _remark(row: Filled, key: str, subject: str, known: ReviewedRun) -> Iterator[Judgement]:
    if key in row.cells and row.changed(key):
        new = row.cells[key].strip()
        yield known.judgement(REMARK, subject, new, old=known.remark(subject))


def _yes(row: Filled, key: str) -> bool:
    """Whether a cell says yes. Raises: Refused for what is neither yes nor no."""
    text = row.cells.get(key, "")
    if plain(text) in _YES or meant(text, (YES,)):
        return True
    if plain(text) in _NO or meant(text, (NO,)):
        return False
    raise Refused(
        _("'{text}' is neither yes nor no").format(text=text),
        f"{spoken(YES)}, {spoken(NO)}",
        key=key,
    )
