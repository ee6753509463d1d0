"""`gehoord plan`: read a plan document into plan.toml, check it, compare two versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import (
    MEND_YOUR_DATA,
    AsJson,
    note,
    say,
    say_json,
    tell_problems,
)
from pipeline.cli.runs import run_folder
from pipeline.cli.write_files import write_files
from pipeline.core import tables
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.plan import Plan
from pipeline.core.store import atomic_write_text
from pipeline.encoders.encoder import load_encoder
from pipeline.findings.build import themes_and_open
from pipeline.plan.diff.align import KINDS, UnitChange, compare_plans
from pipeline.plan.diff.concerns import ConcernChange
from pipeline.plan.diff.files import changes_csv, concerns_csv
from pipeline.plan.diff.frames import touching_frames
from pipeline.plan.persons import without_persons
from pipeline.plan.reading.check import check_plan
from pipeline.plan.reading.document import EmptyPlace, PlanReading, read_plan_document, tree_of
from pipeline.plan.reading.entries import source_of
from pipeline.plan.reading.merge import Merged, merge
from pipeline.plan.reading.toml import read_plan
from pipeline.report import plan_diff
from pipeline.report import wording as w
from pipeline.runs.folder import load_run
from pipeline.runs.reload import concern_changes_of
from pipeline.text.nlp import embedded_tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def read(
    file: Annotated[Path, typer.Argument(help=_("Plan document: .docx, .odt, .pdf, .txt or .md."))],
    out: Annotated[
        Path | None, typer.Option(help=_("File to write; default plan.toml beside the document."))
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print the tree as JSON and write nothing."))
    ] = False,
) -> None:
    """Read a plan document into plan.toml: pillars, goals, actions and passages, with their place.

    Reading again keeps what you changed in plan.toml.
    """
    reading = read_plan_document(file, str(file), encode_sentences)
    if as_json:
        say_json(tree_of(reading))
        return
    target = out or file.parent / "plan.toml"
    current = _current(target)
    other = source_of(current)
    if out is None and other and other != file.name:
        raise DataProblem(
            where=str(target),
            found=_("it was read from another document, {other}").format(other=other),
            mend=_(
                "read this one into a file of its own with --out plan-vorige.toml (or another "
                "name); or, if it is a newer text of the same plan, name --out {target}"
            ).format(target=target),
        )
    merged = merge(current, reading, file.name)
    atomic_write_text(target, merged.text)
    say(str(target))
    tell_reading(reading, merged)


def encode_sentences(sentences: Sequence[str]) -> NDArray[np.float32]:
    """(n, d) vectors of sentences of a plan, by the reader that ships, loaded where it is asked."""
    return load_encoder().encode(sentences)


def _current(target: Path) -> str:
    if not target.exists():
        return ""
    try:
        return target.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise DataProblem(
            where=str(target),
            found=_("the file cannot be read as text ({fault})").format(fault=type(fault).__name__),
            mend=_("write to another file with --out"),
        ) from fault


def _where_open(empty: EmptyPlace) -> str:
    """Which place is held open, and what may be put there."""
    where = " > ".join(empty.place.path) or empty.below or "?"
    if empty.place.page:
        where = _("page {page}: {where}").format(page=empty.place.page, where=where)
    return _(
        "{where}: '{text}'; if something belongs here, add it under {below} in plan.toml"
    ).format(where=where, text=empty.text[:60], below=empty.below or _("its pillar"))


MANY_PASSAGES = 20  # from here, and three beside every action, something may not have been seen


def tell_reading(reading: PlanReading, merged: Merged) -> None:
    """What was read in a plan, which places it holds open, and what to look at."""
    plan, unsure, empty = reading.plan, len(reading.unsure), reading.empty
    goals = list(plan.goals())
    n_actions = sum(len(goal.actions) for goal in goals)
    counts = (
        ngettext("{n} pillar", "{n} pillars", len(plan.pillars)).format(n=len(plan.pillars)),
        ngettext("{n} goal", "{n} goals", len(goals)).format(n=len(goals)),
        ngettext("{n} action", "{n} actions", n_actions).format(n=n_actions),
        ngettext("{n} other passage", "{n} other passages", len(plan.passages)).format(
            n=len(plan.passages)
        ),
    )
    note(", ".join(counts) + ".")
    if unsure:
        text = ngettext(
            "{n} place to check: lines with #?", "{n} places to check: lines with #?", unsure
        )
        note(text.format(n=unsure))
    if empty:
        text = ngettext("{n} place is held open.", "{n} places are held open.", len(empty))
        note(text.format(n=len(empty)))
        for place in empty:
            note("  " + _where_open(place))
    for text, ids in (
        (_("Kept as you changed them: {ids}"), merged.kept),
        (_("New in the document: {ids}"), merged.added),
        (_("No longer in the document: {ids}"), merged.gone),
        (_("Changed by you and in the document: {ids}"), merged.conflicts),
    ):
        if ids:
            note(text.format(ids=", ".join(ids)))
    if goals and len(plan.passages) > MANY_PASSAGES + 3 * n_actions:
        note(
            _(
                "Hardly any action was found beside {n} other passages. What the plan will do may "
                "stand in running text: check, and add actions to plan.toml by hand."
            ).format(n=len(plan.passages))
        )
    if not goals:
        note(_("No goals were found. Add them to plan.toml by hand, or give another file."))


def check(
    file: Annotated[Path, typer.Argument(help=_("A plan.toml, or a folder that holds one."))],
    strict: Annotated[bool, typer.Option(help=_("Count remarks as faults too."))] = False,
    as_json: AsJson = False,
) -> int:
    """Check a plan.toml: double ids, goals without action, empty texts, wrong references."""
    path = file / "plan.toml" if file.is_dir() else file
    checked = check_plan(path, str(path))
    if as_json:
        say_json(
            {
                "faults": [fault.as_dict() for fault in checked.faults],
                "remarks": [remark.as_dict() for remark in checked.remarks],
            }
        )
    else:
        for remark in checked.remarks:
            say(_("Note: {where}: {found}").format(where=remark.where, found=remark.found))
        if checked.faults:
            tell_problems(checked.faults)
        else:
            say(_("No faults.") if checked.remarks else _("Nothing to mend."))
    return MEND_YOUR_DATA if checked.faults or (strict and checked.remarks) else 0


def diff(
    old: Annotated[Path, typer.Argument(help=_("The previous plan: plan.toml or a document."))],
    new: Annotated[Path, typer.Argument(help=_("The plan now: plan.toml or a document."))],
    run: Annotated[
        Path | None, typer.Option(help=_("Folder of a run: shows what changed for each concern."))
    ] = None,
    run_before: Annotated[
        Path | None,
        typer.Option("--run-before", help=_("Folder of a run of the same themes on the old plan.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=_("Folder for the comparison: HTML, Word and CSV."))
    ] = None,
    meaning: Annotated[
        bool, typer.Option(help=_("Compare by meaning too, with the sentence encoder."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compare two versions of a plan: what was reworded, split, merged, moved, dropped or is
    new.
    """
    before, after = load_plan(old), load_plan(new)
    changes = compare_plans(before, after, encode=encode_sentences if meaning else None)
    concerns: list[ConcernChange] = []
    names: dict[str, str] = {}  # concerns as the run's report counts them; all else is in the CSV
    if run is not None:
        analysis = load_run(run_folder(run))
        earlier = load_run(run_folder(run_before)) if run_before is not None else analysis
        concerns = concern_changes_of(before, after, analysis, earlier)
        counted = (theme for theme in themes_and_open(analysis)[0] if theme.is_counted)
        names = {theme.theme_id: theme.label for theme in counted}
    if out is not None:
        write_files(out, {"planwijzigingen.csv": changes_csv(changes)})
        if concerns:
            write_files(out, {"zorgwijzigingen.csv": concerns_csv(concerns)})
        edition = plan_diff.comparison(before, after, changes, concerns, names, kind_words())
        reports: dict[str, bytes | str] = {
            "planvergelijking.html": plan_diff.to_html(edition),
            "planvergelijking.docx": plan_diff.to_docx(edition),
        }
        write_files(out, reports)
    if as_json:
        say_json(
            {"changes": [asdict(c) for c in changes], "concerns": [asdict(c) for c in concerns]}
        )
        return
    _show(changes, concerns, names)


def frames(
    run: Annotated[Path, typer.Argument(help=_("Folder of a run."))],
    codebook: Annotated[str, typer.Option(help=_("The codebook of frames."))] = "kaders",
    as_json: AsJson = False,
) -> None:
    """Show which concerns touch which frame (kader), and which frames nobody speaks of."""
    analysis = load_run(run_folder(run))
    books = {book.codebook_id: book for book in analysis.codebooks}
    if codebook not in books:
        raise DataProblem(
            where=str(run),
            found=_("the plan has no codebook '{id}'").format(id=codebook),
            expected=_("one of: {keys}").format(keys=", ".join(books)),
            mend=_("choose one of these"),
        )
    by_theme, by_frame = touching_frames(
        analysis.table(tables.MATCHES), analysis.table(tables.FITS), books[codebook]
    )
    if as_json:
        concerns = {
            theme: [asdict(touch) for touch in touches] for theme, touches in by_theme.items()
        }
        by_code = {code: [touch.item_id for touch in touches] for code, touches in by_frame.items()}
        say_json({"concerns": concerns, "frames": by_code})
        return
    labels = dict(analysis.table(tables.THEMES)[["theme_id", "label"]].itertuples(index=False))
    for code in books[codebook].codes:
        say(f"{code.code_id:8} {code.title}")
        for touch in by_frame[code.code_id]:
            say(f"{'':8} - {touch.item_id} {labels.get(touch.item_id, '')}")
        if not by_frame[code.code_id]:
            say(f"{'':8} - {_('no concern touches this')}")


def load_plan(path: Path) -> Plan:
    """A plan from plan.toml, or straight from a document; no person is named in it."""
    if path.is_dir():
        path = path / "plan.toml"
    if path.suffix.lower() == ".toml":
        plan = read_plan(path, str(path))
    else:
        plan = read_plan_document(path, str(path)).plan
    return without_persons(plan, embedded_tables().is_word)


def _show(
    changes: Sequence[UnitChange], concerns: Sequence[ConcernChange], names: Mapping[str, str]
) -> None:
    words = kind_words()
    for kind in KINDS:
        mine = [c for c in changes if c.kind == kind and c.level != "pillar"]
        if not mine or kind == "unchanged":
            continue
        say(f"\n{w.head(words[kind])} ({len(mine)})")
        for change in mine:
            was, now = "+".join(change.old_ids), "+".join(change.new_ids)
            place = was or now if was == now or not (was and now) else f"{was} → {now}"
            say(f"  {place:15} {_line(change.new_text or change.old_text)}")
    same = sum(c.kind == "unchanged" for c in changes)
    say("\n" + ngettext("{n} unchanged.", "{n} unchanged.", same).format(n=same))
    for kind in ("lost", "became_answered", "weaker", "better", "still_unanswered"):
        named = [
            concern for concern in concerns if concern.kind == kind and concern.theme_id in names
        ]
        if not named:
            continue
        say(f"\n{w.head(words[kind])} ({len(named)})")
        for concern in named:
            codes = dict.fromkeys(filter(None, (concern.old_code, concern.new_code)))
            say(f"  {' → '.join(codes):15} {w.bare(names[concern.theme_id])}")
            for sign, text in (("-", concern.old_text), ("+", concern.new_text)):
                if text and kind != "still_unanswered":
                    say(f"  {'':15} {sign} {_line(text)}")


def _line(text: str) -> str:
    """As much of a text as stands on one line of the screen, cut between words."""
    return shorten(text, width=90, placeholder=" …")


def kind_words() -> dict[str, str]:
    """The kinds of change in the language spoken now."""
    return {
        "unchanged": _("unchanged"),
        "reworded": _("reworded"),
        "split": _("split"),
        "merged": _("merged"),
        "moved": _("moved"),
        "dropped": _("dropped"),
        "new": _("new"),
        "became_answered": _("became answered"),
        "better": _("answered better"),
        "weaker": _("answered weaker"),
        "lost": _("lost its answer"),
        "still_unanswered": _("still unanswered"),
        "still_answered": _("still answered"),
        "out_of_scope": _("out of scope"),
    }
