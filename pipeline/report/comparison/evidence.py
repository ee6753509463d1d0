"""What a comparison rests on: which theme became which, what moved, and what differs."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.comparison_records import Comparison, Move, ThemeShift
from pipeline.report import wording as w
from pipeline.report.blocks import Block, Cell, Column, Heading, Picture, Table, Text
from pipeline.report.comparison.wording import differing_words, happened

_MOVES = 150  # statements that moved, on page and paper; the spreadsheet holds all


def pairs(comparison: Comparison) -> list[Block]:
    """Which theme became which, and how sure that is."""
    if not comparison.shifts:
        return []
    shared = comparison.basis == "statements"
    columns = [
        Column(_("Earlier"), 3), Column(_("Now"), 3), Column(_("What happened"), 1.6),
        Column(_("Likeness"), 1.4, right=True), Column(_("How sure"), 1.2),
    ]  # fmt: skip
    if shared:
        columns.append(Column(_("Statements in both"), 1.5, right=True))
    rows = []
    for shift in comparison.shifts:
        earlier, now = ends(shift)
        row: list[Cell] = [
            earlier, now, happened(shift.kind),
            "–" if shift.alike is None else w.decimal(shift.alike), w.stability(shift.sure)
            if shift.sure else "–",
        ]  # fmt: skip
        if shared:
            row.append("–" if shift.shared is None else w.number(shift.shared))
        rows.append(tuple(row))
    likeness = (
        _("Likeness: of the statements in either theme, the part that stands in both (F1; 1 is "
          "all).")
        if shared
        else _("Likeness: of the mean wording of both themes (cosine around the mean of all "
               "themes; 1 is the same).")
    )  # fmt: skip
    return [
        Picture("alignment"),
        Table(_("Which theme became which"), tuple(columns), tuple(rows)),
        Text(likeness, "note"),
    ]


def ends(shift: ThemeShift) -> tuple[str, str]:
    """What it was called and is called; where it came from or went to, for a part."""
    before = w.bare(shift.before.label) if shift.before else "–"
    after = w.bare(shift.after.label) if shift.after else "–"
    if shift.kind == "split_off":
        before = w.bare(shift.other)
    if shift.kind == "merged":
        after = w.bare(shift.other)
    return before, after


def moves(comparison: Comparison) -> list[Block]:
    """Statements that are in both runs and went elsewhere than their theme."""
    if comparison.basis != "statements":
        return []
    share = comparison.n_moved / comparison.n_both if comparison.n_both else 0.0
    text = ngettext(
        "Of {all} statements that are in both runs, {n} ({share}) is elsewhere than its theme.",
        "Of {all} statements that are in both runs, {n} ({share}) are elsewhere than their theme.",
        comparison.n_moved,
    ).format(
        all=w.number(comparison.n_both), n=w.number(comparison.n_moved), share=w.percent(share)
    )
    blocks: list[Block] = [Text(text, "lead")]
    if comparison.moves:
        shown = comparison.moves[:_MOVES]
        blocks.append(
            Table(
                _("Statements that moved"),
                (Column(_("Code"), 1.3), Column(_("Statement"), 4), Column(_("Theme earlier"), 2),
                 Column(_("Theme now"), 2)),
                tuple(_move(comparison, move) for move in shown),
                more=len(comparison.moves) - len(shown),
            )
        )  # fmt: skip
    return blocks


def _move(comparison: Comparison, move: Move) -> tuple[Cell, ...]:
    none = _("no theme")
    text = " ".join(move.text.split())
    return (
        move.statement_id,
        text if len(text) <= 300 else text[:299] + "…",
        w.bare(comparison.labels_before.get(move.before, none)),
        w.bare(comparison.labels_after.get(move.after, none)),
    )


def differing(comparison: Comparison) -> list[Block]:
    """What differs in input, plan, models and settings."""
    blocks: list[Block] = []
    if not comparison.differing and not comparison.edits:
        return [Text(_("Nothing: input, plan, models and settings are the same in both runs."))]
    titles = {
        "input": (_("Files"), _("Files that differ (first signs of their SHA-256)")),
        "model": (_("Models and program"), _("Models and program that differ")),
        "plan": (_("The plan"), _("Plan in both runs")),
        "setting": (_("Settings"), _("Settings that differ")),
    }
    for kind, (title, caption) in titles.items():
        rows = [difference for difference in comparison.differing if difference.kind == kind]
        if not rows:
            continue
        blocks.append(Heading(title, f"verschil_{kind}"))
        blocks.append(
            Table(
                caption,
                (Column(_("What"), 2.4), Column(_("Earlier"), 2), Column(_("Now"), 2)),
                tuple(
                    (differing_words(row), str(row.before or "–"), str(row.after or "–"))
                    for row in rows
                ),
            )
        )
    if comparison.edits:
        blocks.append(Heading(_("What changed in the plan itself"), "planwijzigingen"))
        blocks.append(
            Table(
                _("Changes in goals and actions"),
                (Column(_("Piece"), 1.1), Column(_("What"), 1.6), Column(_("Earlier"), 4),
                 Column(_("Now"), 4)),
                tuple(
                    (e.piece_id, w.edit(e.kind, e.piece), e.before or "–", e.after or "–")
                    for e in comparison.edits
                ),
            )
        )  # fmt: skip
    return blocks
