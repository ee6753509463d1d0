"""The comparison as a spreadsheet: numbers are numbers, every statement that moved is in it."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.comparison_records import Comparison, ThemeNumbers, ThemeShift
from pipeline.report import wording as w
from pipeline.report.branding import House
from pipeline.report.comparison import wording as words
from pipeline.report.comparison.evidence import ends
from pipeline.report.xlsx import cautions
from pipeline.report.xlsx.layout import Cover, Sheet, SheetColumn, Value
from pipeline.report.xlsx.more_sheets import plan_edits
from pipeline.report.xlsx.write import book


def workbook(comparison: Comparison, lang: str, house: House) -> bytes:
    """The workbook's bytes; the same record gives the same bytes."""
    facts = (
        (_("Organisation"), comparison.organisation),
        (_("Edition"), w.edition(comparison.edition)),
        (_("Made"), words.run_line(comparison)),
        (_("In short"), words.intro(comparison)),
        (_("How they were paired"), words.basis_text(comparison)),
        *cautions(comparison.min_group),
    )
    cover = Cover(
        words.title(comparison), w.edition(comparison.edition), comparison.after.made_at, facts
    )
    sheets = [
        _numbers(comparison),
        _themes(comparison),
        _moves(comparison),
        _differing(comparison),
        plan_edits(comparison.edits),
    ]
    return book(cover, [sheet for sheet in sheets if sheet is not None], house)


def _numbers(comparison: Comparison) -> Sheet:
    pairs = [
        (_("people"), "people"),
        (_("responses read"), "responses_read"),
        (_("responses analysed"), "responses_analysed"),
        (_("statements"), "statements"),
        (_("statements without a theme"), "without_theme"),
        (_("themes"), "themes"),
        (_("of these recurring"), "recurring"),
        (_("judgements confirmed by a person"), "decided"),
    ]
    rows: list[list[Value]] = [
        [name, getattr(comparison.before, key), getattr(comparison.after, key)]
        for name, key in pairs
    ]
    rows += [
        [
            w.status(state),
            comparison.before.states.get(state, 0),
            comparison.after.states.get(state, 0),
        ]
        for state in comparison.after.states
    ]
    return Sheet(
        _("Both runs"),
        _("The numbers of both runs beside each other."),
        (
            SheetColumn(_("What"), _("What is counted."), width=44),
            SheetColumn(_("Earlier"), comparison.before.run_id, "int", 14),
            SheetColumn(_("Now"), comparison.after.run_id, "int", 14),
        ),
        rows,
    )


def _themes(comparison: Comparison) -> Sheet:
    columns = (
        SheetColumn(_("What happened"),
                    _("New, gone, larger, smaller, the same, split off, merged."), width=20),
        SheetColumn(_("Code earlier"), _("Of the theme in the earlier run."), width=10),
        SheetColumn(_("Theme earlier"), _("Its name there."), "long", 40),
        SheetColumn(_("Code now"), _("Of the theme in the present run."), width=10),
        SheetColumn(_("Theme now"), _("Its name here."), "long", 40),
        SheetColumn(_("People earlier"), _("Who spoke of it."), "int", 11),
        SheetColumn(_("People now"), _("Who spoke of it."), "int", 11),
        SheetColumn(_("Share earlier"), _("Of everybody who spoke."), "share", 11),
        SheetColumn(_("Share now"), _("Of everybody who spoke."), "share", 11),
        SheetColumn(_("Lowest difference"), _("Of the shares, 95% interval."), "decimal", 12),
        SheetColumn(_("Highest difference"), _("Of the shares, 95% interval."), "decimal", 12),
        SheetColumn(_("Statements earlier"), _("Pieces of text in it."), "int", 13),
        SheetColumn(_("Statements now"), _("Pieces of text in it."), "int", 13),
        SheetColumn(_("Statements in both"),
                    _("Of both themes; empty for runs on other input."), "int", 13),
        SheetColumn(_("Likeness"),
                    _("0 to 1; what it measures stands in the report."), "decimal", 11),
        SheetColumn(_("How sure"), _("Firm, fair or shaky."), width=12),
        SheetColumn(_("State earlier"), _("Against the plan."), width=24),
        SheetColumn(_("State now"), _("Against the plan."), width=24),
        SheetColumn(_("Goal earlier"), _("The nearest goal of the plan."), width=40),
        SheetColumn(_("Goal now"), _("The nearest goal of the plan."), width=40),
        SheetColumn(_("Change"), _("What happened to its answer in the plan."), width=40),
    )  # fmt: skip
    return Sheet(
        _("Themes"),
        _("What became of every theme; filter on what happened."),
        columns,
        [_shift(shift) for shift in comparison.shifts],
    )


def _shift(shift: ThemeShift) -> list[Value]:
    earlier, now = ends(shift)
    before, after = shift.before, shift.after
    return [
        words.happened(shift.kind),
        before.theme_id if before else "–", earlier,
        after.theme_id if after else "–", now,
        before.n_people if before else None, after.n_people if after else None,
        before.share if before else None, after.share if after else None,
        shift.low, shift.high,
        before.n_statements if before else None, after.n_statements if after else None,
        shift.shared, shift.alike, w.stability(shift.sure) if shift.sure else "–",
        _state(before), _state(after), _goal(before), _goal(after),
        w.change(shift.change) if shift.change else "–",
    ]  # fmt: skip


def _state(side: ThemeNumbers | None) -> str:
    if side is None or not side.status:
        return "–"
    return f"{w.status(side.status)} ({w.decided(side.decided_by)})"


def _goal(side: ThemeNumbers | None) -> str:
    return (f"{side.code_id} {side.code_title}".strip() or "–") if side else "–"


def _moves(comparison: Comparison) -> Sheet | None:
    if not comparison.moves:
        return None
    none = _("no theme")
    return Sheet(
        _("Moved"),
        _("Statements that are elsewhere than where their theme went."),
        (
            SheetColumn(_("Statement"), _("Its code."), width=16),
            SheetColumn(_("Text"), _("Word for word."), "long", 80),
            SheetColumn(_("Theme earlier"), _("Its name there."), "long", 40),
            SheetColumn(_("Expected"), _("What that theme became."), "long", 40),
            SheetColumn(_("Theme now"), _("Its name here."), "long", 40),
        ),
        [
            [
                move.statement_id, move.text, comparison.labels_before.get(move.before, none),
                comparison.labels_after.get(move.expected, none),
                comparison.labels_after.get(move.after, none),
            ]
            for move in comparison.moves
        ],
    )  # fmt: skip


def _differing(comparison: Comparison) -> Sheet | None:
    if not comparison.differing:
        return None
    kinds = {"input": _("file"), "model": _("model or program"), "plan": _("plan"),
             "setting": _("setting")}  # fmt: skip
    return Sheet(
        _("What differs"),
        _("Files, models, plan and settings that are not the same in both runs."),
        (
            SheetColumn(_("Kind"), _("File, model, plan or setting."), width=18),
            SheetColumn(_("What"), _("Its name."), width=44),
            SheetColumn(_("Earlier"), _("Its value or first signs of its SHA-256."), "long", 40),
            SheetColumn(_("Now"), _("Its value or first signs of its SHA-256."), "long", 40),
        ),
        [
            [kinds[difference.kind], words.differing_words(difference),
             str(difference.before or "–"), str(difference.after or "–")]
            for difference in comparison.differing
        ],
    )  # fmt: skip
