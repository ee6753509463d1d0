"""Which reports a run is rendered to; every one from the same findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from pipeline.core import locale, plugins
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem, no_such_file
from pipeline.core.locale import gettext as _
from pipeline.core.settings import ReportSettings
from pipeline.corpus.description import read_description
from pipeline.files.guard import inside
from pipeline.findings.build import build
from pipeline.findings.records import TEAM, Findings
from pipeline.report import charts, on_previous_plan, wording
from pipeline.report.branding import House
from pipeline.report.charts import Chart, export
from pipeline.report.docx import to_docx
from pipeline.report.editions import written
from pipeline.report.html import to_html
from pipeline.report.json import to_json
from pipeline.report.pdf import numbered, office, to_pdf
from pipeline.report.xlsx import to_xlsx

FORMATS = ("html", "docx", "xlsx", "json")  # what every run gets
PICTURES = ("svg", "png")  # every picture of the report as a file of its own
ON_REQUEST = ("pdf", *PICTURES)  # pdf takes LibreOffice, and half a minute
Tell = Callable[[str], None]
_KEPT = {"template": "house-template", "logo": "house-logo"}  # in the folder of the run


def render(
    analysis: Analysis,
    settings: ReportSettings,
    language: str,
    *,
    edition: str = "projectteam",
    formats: Collection[str] = FORMATS,
    house: House | None = None,
    focus: Mapping[str, str] | None = None,
    page_numbers: bool = False,
    tell: Tell = lambda _remark: None,
) -> dict[str, bytes]:
    """The reports of a run, file name -> content; plug-ins make theirs with the usual formats.

    Args:
        focus: for deelnemers, the role or round it speaks to; see ``findings.build``.
        page_numbers: in the contents of the Word report, where LibreOffice can count them; that
            takes it some ten seconds.
        tell: hears what could not be done.
    """
    findings = build(analysis, settings, edition, on_previous_plan(analysis), focus=focus)
    name = "report" if edition == "projectteam" else f"report-{edition}"
    reports = {
        _file(name, kind): content
        for kind, content in _each(
            findings, language, formats, house, page_numbers=page_numbers, tell=tell
        ).items()
    }
    return added_reports(findings, language, reports) if set(formats) >= set(FORMATS) else reports


def _file(name: str, kind: str) -> str:
    """report-openbaar.html; pictures-openbaar/themes.svg."""
    if "/" not in kind:
        return f"{name}.{kind}"
    return f"pictures{name.removeprefix('report')}/{kind.partition('/')[2]}"


def added_reports(findings: Findings, language: str, reports: dict[str, bytes]) -> dict[str, bytes]:
    """The reports with those of installed plug-ins beside them; none is replaced."""
    for name in sorted(plugins.installed(plugins.REPORTS)):
        reports = {**plugins.load(plugins.REPORTS, name)(findings, language), **reports}
    return reports


def _each(
    findings: Findings,
    language: str,
    formats: Collection[str],
    house: House | None,
    *,
    page_numbers: bool,
    tell: Tell,
) -> dict[str, bytes]:
    """Format -> content; the pictures are drawn once for all."""
    made: dict[str, bytes] = {}
    pictured = {"html", "docx", "pdf"} & set(formats) and findings.edition == TEAM
    drawn = _drawn(findings, language) if pictured or set(PICTURES) & set(formats) else {}
    if "html" in formats:
        made["html"] = to_html(findings, language, house=house, drawn=drawn).encode("utf-8")
    if "docx" in formats:

        def document(pages: Mapping[str, int]) -> bytes:
            return to_docx(findings, language, house=house, drawn=drawn, pages=pages)

        listed = page_numbers and written(findings).contents  # no contents, nothing to number
        made["docx"] = with_page_numbers(document, tell) if listed else document({})
    if "xlsx" in formats:
        made["xlsx"] = to_xlsx(findings, language, house=house)
    if "json" in formats:
        made["json"] = to_json(findings)
    if set(PICTURES) & set(formats):
        files = export(findings, drawn)
        wanted = tuple(f".{picture}" for picture in PICTURES if picture in formats)
        made.update({f"pictures/{n}": data for n, data in files.items() if n.endswith(wanted)})
    if "pdf" in formats:
        pdf = _pdf(findings, language, house, drawn, tell)
        made.update({"pdf": pdf} if pdf is not None else {})
    return made


def _drawn(findings: Findings, language: str) -> dict[str, Chart | None]:
    before = locale.language()
    locale.use_language(language)
    try:
        return charts.draw(findings)
    finally:
        locale.use_language(before)


def _pdf(
    findings: Findings,
    language: str,
    house: House | None,
    drawn: Mapping[str, Chart | None],
    tell: Tell,
) -> bytes | None:
    program = office()
    if program is None:
        tell(
            _("No PDF: LibreOffice is not on this computer. Print report.html or open report.docx.")
        )
        return None

    def make(pages: Mapping[str, int]) -> bytes:
        return to_docx(findings, language, house=house, drawn=drawn, pages=pages)

    try:
        return to_pdf(make, program)
    except RuntimeError as fault:
        raise DataProblem(
            where="PDF",
            found=_("LibreOffice did not make it ({fault})").format(fault=fault),
            mend=_("open report.docx in Word or LibreOffice and export it there"),
        ) from fault


def with_page_numbers(make: Callable[[Mapping[str, int]], bytes], tell: Tell) -> bytes:
    """A Word document whose contents show page numbers, where LibreOffice is there to count them.

    Without it the contents are the same list with links; the bytes depend on the content alone.
    """
    program = office()
    if program is None:
        return make({})
    try:
        return numbered(make, program)
    except RuntimeError as fault:
        text = _("The contents got no page numbers: LibreOffice failed ({fault}).")
        tell(text.format(fault=fault))
        return make({})


def report_settings(recorded: Mapping[str, Any]) -> ReportSettings:
    """How a run was reported; what a run of an older version does not know is as usual now."""
    given = recorded.get("report", {})
    known = {field.name for field in fields(ReportSettings)}
    return replace(ReportSettings(), **{k: v for k, v in given.items() if k in known})


def house_of_corpus(folder: Path) -> House:
    """The look that corpus.toml names under [settings.report]. Raises: DataProblem."""
    description, _faults = read_description(folder)
    settings = ReportSettings(**description.settings.get("report", {}))
    paths = {}
    for key in _KEPT:
        name = getattr(settings, key)
        if name:
            path = folder / name
            if not inside(folder, path) or not path.is_file():
                raise DataProblem(
                    where=f"{folder / 'corpus.toml'}, settings.report.{key}",
                    found=_("there is no such file: {name}").format(name=name),
                    expected=_("a file in the folder of the corpus"),
                    mend=_("correct the name or leave it out"),
                )
            paths[key] = path
    return house(settings.colour, paths.get("template"), paths.get("logo"))


def house_of_run(
    folder: Path, settings: ReportSettings, template: Path | None, logo: Path | None
) -> House:
    """The look given now, else the one the run was made with. Raises: DataProblem."""
    kept = {key: next(iter(sorted(folder.glob(f"{name}.*"))), None) for key, name in _KEPT.items()}
    return house(settings.colour, template or kept["template"], logo or kept["logo"])


def house(colour: str, template: Path | None, logo: Path | None) -> House:
    """Template, logo and colour, read and checked. Raises: DataProblem."""
    try:
        return House(template=_bytes(template), logo=_bytes(logo), colour=colour)
    except ValueError as fault:
        named = [str(path) for path in (template, logo) if path is not None]
        raise DataProblem(
            where=", ".join([*named, "corpus.toml, settings.report"]),
            found=str(fault),
            expected=_("a template as .docx or .dotx, a logo as .png or .jpg, a colour as #0b4f71"),
            mend=_("give another file, or correct corpus.toml"),
        ) from fault


def remarks_on(look: House) -> Iterator[str]:
    """What was changed in a look so that everybody can read it."""
    if look.colour and look.contrast < 4.5:
        text = _("The colour {colour} has contrast {ratio} to 1 on white, and text needs 4.5. The "
                 "reports use {used}.")  # fmt: skip
        ratio = wording.number(round(look.contrast, 1))
        yield text.format(colour=look.colour, ratio=ratio, used=f"#{look.accent.lower()}")


def keepsakes(look: House) -> dict[str, bytes]:
    """Template and logo as they go along with the run: it can be reported again without them."""
    kept = {}
    if look.template is not None:
        kept[f"{_KEPT['template']}.docx"] = look.template
    if look.logo is not None:
        kind = "png" if look.logo.startswith(b"\x89PNG") else "jpg"
        kept[f"{_KEPT['logo']}.{kind}"] = look.logo
    return kept


def _bytes(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as fault:
        raise no_such_file(path) from fault
