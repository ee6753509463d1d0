"""What stands beside a run for people to fill in, held against what the tables give once more.

Nota and building blocks are filled in and saved by Word or Excel, so their bytes tell nothing:
every line that the run gives must still stand in them, in its order and to the letter. What people
wrote between those lines is theirs, and is said to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import LANGUAGES, ngettext, spoken_in
from pipeline.core.locale import gettext as _
from pipeline.files.guard import size_problem, zip_problem
from pipeline.files.seen_lines import seen_lines
from pipeline.report.pdf import office
from pipeline.report.rendering import house_of_run, report_settings, with_page_numbers
from pipeline.review.log import beside, read_log
from pipeline.review.promises import Promise, promises_of
from pipeline.review.run_view import ReviewedRun
from pipeline.runs.companions import (
    Document,
    blocks_csv,
    blocks_document,
    doubt_about,
    nota_document,
    nota_xlsx,
    open_blocks,
    paper_of,
    qda_project,
)
from pipeline.runs.environment import writer_digest
from pipeline.runs.rendered import read_rendered
from pipeline.runs.verify_files import CheckOutcome, beside_a_run

Answers = Mapping[str, Promise]
Make = Callable[[Answers], bytes]
Numbered = Callable[[Document, Callable[[str], None]], bytes]


def _kind(name: str) -> str:
    path = Path(name)
    if path.suffix == ".qdpx":
        return "qdpx"
    known = path.stem.startswith(("reactienota", "bouwstenen"))
    return path.suffix[1:] if known and path.suffix in (".docx", ".xlsx", ".csv") else ""


def check_companions(folder: Path, analysis: Analysis) -> Iterator[CheckOutcome]:
    """Every nota, list of building blocks and QDA project in the folder of a run."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and beside_a_run(path.name):
            yield _checked(path, folder, analysis)


def _checked(path: Path, folder: Path, analysis: Analysis) -> CheckOutcome:
    kind = _kind(path.name)
    if not kind:  # what it asks depends on the log, that grows
        text = _("{file}: for people to fill in; reading it back takes over decisions alone")
        return CheckOutcome(unchecked=text.format(file=path.name))
    inside = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}.get(kind)
    problem = size_problem(path, path.name)
    if problem is None and inside is not None:
        problem = zip_problem(path, path.name, must_have=inside, kind=kind)
    if problem is not None:
        return CheckOutcome(f"{path.name}: {problem.found}")
    there = path.read_bytes()
    best: tuple[int, int, str] | None = None
    for fresh in _made(path.name, folder, analysis):
        if there == fresh:
            return CheckOutcome()
        if kind == "qdpx":
            continue
        outcome = _parting(seen_lines(there, kind), seen_lines(fresh, kind))
        best = outcome if best is None else min(best, outcome)
        if not best[0]:
            break
    if best is not None and best[:2] == (0, 0) and _as_counted(path.name, there, folder, analysis):
        return CheckOutcome()
    if best is not None and not best[0]:
        text = ngettext(
            "{file}: what the run gives stands in it; {n} line and the looks are people's own",
            "{file}: what the run gives stands in it; {n} lines and the looks are people's own",
            best[1],
        )
        return CheckOutcome(unchecked=text.format(file=path.name, n=best[1]))
    where = best[2] if best is not None else ""
    text = _("{file}: parts from what the tables give, {where}").format(
        file=path.name, where=where or _("or another program saved it")
    )
    ours = any(note.writer == writer_digest() for note in read_rendered(folder).values())
    return CheckOutcome(text) if ours else CheckOutcome(unchecked=text)


def _as_counted(name: str, there: bytes, folder: Path, analysis: Analysis) -> bool:
    """Whether a Word document is the run's to the byte, its pages counted by LibreOffice."""
    if office() is None or not name.endswith(".docx"):
        return False
    return there in _made(name, folder, analysis, counted=True)


def _made(name: str, folder: Path, analysis: Analysis, *, counted: bool = False) -> Iterator[bytes]:
    """The file as the run gives it: in its own language first, with its answers or without."""
    makers = _makers(name, folder, analysis, with_page_numbers if counted else _uncounted)
    own = analysis.record.language or "nl"
    for language in sorted(LANGUAGES, key=lambda one: one != own):
        for make, answers in makers:
            with spoken_in(language):
                yield make(answers)


def _silent(_text: str) -> None:
    """What making a file would tell; here it was told when it was written."""


def _uncounted(make: Document, tell: Callable[[str], None]) -> bytes:
    return make({})


def _makers(
    name: str, folder: Path, analysis: Analysis, numbered: Numbered
) -> Sequence[tuple[Make, Answers]]:
    settings = report_settings(analysis.record.settings)
    paper = paper_of(analysis, house_of_run(folder, settings, None, None))
    kind = _kind(name)
    if kind == "qdpx":
        return [(lambda _none: qda_project(analysis), {})]
    if name.startswith("bouwstenen"):
        if kind == "csv":
            return [(lambda _none: blocks_csv(analysis, open_blocks(analysis)), {})]

        def make_blocks(_none: Answers) -> bytes:
            blocks, doubtful = open_blocks(analysis), doubt_about(analysis)
            return numbered(blocks_document(analysis, blocks, doubtful, paper), _silent)

        return [(make_blocks, {})]
    if kind == "xlsx":
        make: Make = lambda answers: nota_xlsx(analysis, answers, paper)  # noqa: E731
    else:
        finished = "definitief" in name

        def make(answers: Answers) -> bytes:
            return numbered(nota_document(analysis, answers, paper, finished=finished), _silent)

    answered = _answered(folder, analysis)
    return [(make, answers) for answers in ([{}, answered] if answered else [{}])]


def _answered(folder: Path, analysis: Analysis) -> Answers:
    """What was answered so far; nothing where the log cannot be read."""
    try:
        known = ReviewedRun(analysis, read_log(beside(folder)))
        return {promise.theme_id: promise for promise in promises_of(known)}
    except (DataProblem, DataProblems, OSError):
        return {}


def _parting(there: Sequence[str], fresh: Sequence[str]) -> tuple[int, int, str]:
    """(lines of the run that do not stand there in their order, lines beyond them, where first)."""
    at, missing, first = 0, 0, ""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(there):
        places.setdefault(line, []).append(number)
    for number, line in enumerate(fresh, start=1):
        found = next((place for place in places.get(line, ()) if place >= at), None)
        if found is None:
            missing += 1
            first = first or _("at line {line} of the run").format(line=number)
        else:
            at = found + 1
    return missing, max(0, len(there) - (len(fresh) - missing)), first
