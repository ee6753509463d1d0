"""The review workbook as OpenDocument (.ods), with the same lists, guards and frozen panes.

Written as XML: odfpy builds an object per cell and takes minutes for a large workbook.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.cleaning import column_letter
from pipeline.core.locale import gettext as _
from pipeline.review.layout import (
    INSTRUCTION,
    KEY,
    LISTS,
    YOUR_NAME,
    Book,
    ReviewSheet,
    key_of,
    shown,
    spoken,
)
from pipeline.review.workbook_report import FILL, GREY, HEAD, clean, per_list

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_CM_PER_CHARACTER = 0.19
_SPACES = re.compile(r" {2,}|^ | $")


def to_ods(book: Book) -> bytes:
    """The workbook's bytes; the same book gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, "mimetype", _MIME, zipfile.ZIP_STORED)  # first and bare, as the format asks
        _put(archive, "content.xml", _content(book))
        _put(archive, "settings.xml", _settings(book))
        _put(archive, "META-INF/manifest.xml", _manifest())
    return out.getvalue()


def _put(
    archive: zipfile.ZipFile, name: str, text: str, packed: int = zipfile.ZIP_DEFLATED
) -> None:
    archive.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode("utf-8"), packed)


def _document(kind: str, inside: str, *, version: bool = True) -> str:
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _NAMES.items())
    number = ' office:version="1.3"' if version else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} {names}{number}>{inside}</{kind}>'


def _content(book: Book) -> str:
    ranges = _ranges(book.lists)
    rules = _Rules(ranges)
    sheets = [_instruction(book), *(_sheet(sheet, book, rules) for sheet in book.sheets)]
    sheets.append(_lists(book.lists))
    filters = "".join(
        f'<table:database-range table:name="f{sheet.kind}" table:display-filter-buttons="true" '
        f"table:target-range-address={quoteattr(_area(sheet))}/>"
        for sheet in book.sheets
    )
    body = (
        f"<office:body><office:spreadsheet><table:content-validations>{rules.text()}"
        f"</table:content-validations>{''.join(sheets)}<table:database-ranges>{filters}"
        "</table:database-ranges></office:spreadsheet></office:body>"
    )
    return _document("office:document-content", _styles(book) + body)


def _area(sheet: ReviewSheet) -> str:
    name = _quoted(spoken(sheet.title))
    last = f"{column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    return f"{name}.A1:{name}.{last}"


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _styles(book: Book) -> str:
    widths = {column.width for sheet in book.sheets for column in sheet.columns} | {26, 100}
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * _CM_PER_CHARACTER:.2f}cm"/>'
        "</style:style>"
        for width in sorted(widths)
    )
    cells = "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties fo:background-color="#{back}" fo:wrap-option="wrap" '
        'style:vertical-align="top" fo:border="0.02cm solid #d9d9d4"/>'
        f'<style:text-properties fo:color="#{ink}" fo:font-weight="{weight}"/></style:style>'
        for name, back, ink, weight in (
            ("head", HEAD, "ffffff", "bold"), ("headfill", "FFD94A", "000000", "bold"),
            ("fill", FILL, "000000", "normal"), ("grey", GREY, "000000", "normal"),
            ("plain", "FFFFFF", "000000", "normal"), ("strong", "FFFFFF", "000000", "bold"),
        )
    )  # fmt: skip
    hidden = (
        '<style:style style:name="off" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    return f"<office:automatic-styles>{columns}{cells}{hidden}</office:automatic-styles>"


def _cell(value: object, style: str = "plain", rule: str = "") -> str:
    checked = f' table:content-validation-name="{rule}"' if rule else ""
    head = f'<table:table-cell table:style-name="{style}"{checked}'
    if value == "" or value is None:
        return f"{head}/>"
    if isinstance(value, int | float):
        return (
            f'{head} office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in str(clean(value)).split("\n"))
    return f'{head} office:value-type="string">{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    """Text with its spaces kept: the format folds several into one."""
    parts, at = [], 0
    for found in _SPACES.finditer(line):
        parts += [escape(line[at : found.start()]), f'<text:s text:c="{len(found[0])}"/>']
        at = found.end()
    return "".join([*parts, escape(line[at:])]).replace("\t", "<text:tab/>").replace("\r", "")


def _row(cells: Sequence[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _instruction(book: Book) -> str:
    rows = [_row([_cell(spoken(YOUR_NAME), "strong"), _cell("", "fill")]), _row([_cell("")])]
    rows += [_row([_cell(head, "strong"), _cell(text)]) for head, text in book.instruction]
    return (
        f"<table:table table:name={quoteattr(spoken(INSTRUCTION))}>"
        '<table:table-column table:style-name="w26"/><table:table-column table:style-name="w100"/>'
        f"{''.join(rows)}</table:table>"
    )


def _sheet(sheet: ReviewSheet, book: Book, rules: _Rules) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="w{column.width}"/>' for column in sheet.columns
    )
    heads = [
        _cell(spoken(column.title), "headfill" if column.edit else "head")
        for column in sheet.columns
    ]
    rows = [_row([*heads, _cell(spoken(KEY), "head")])]
    lists = {
        column.key: {
            at: name
            for name, stretches in per_list(column, sheet).items()
            for first, last in stretches
            for at in range(first, last + 1)
        }
        for column in sheet.columns
        if column.choices
    }
    for at, row in enumerate(sheet.rows, start=2):
        cells = [
            _cell(
                shown(column, row.cells.get(column.key, "")),
                "fill" if column.edit else "grey",
                rules.name(lists[column.key][at])
                if column.choices
                else ("" if column.edit else rules.guard),
            )
            for column in sheet.columns
        ]
        rows.append(_row([*cells, _cell(key_of(row, book.run_id), "grey", rules.guard)]))
    return (
        f"<table:table table:name={quoteattr(spoken(sheet.title))}>{columns}"
        f'<table:table-column table:style-name="w26" table:visibility="collapse"/>'
        f"{''.join(rows)}</table:table>"
    )


def _lists(lists: Mapping[str, Sequence[str]]) -> str:
    rows = [_row([_cell(name) for name in lists])]
    for at in range(max((len(entries) for entries in lists.values()), default=0)):
        rows.append(_row([_cell(e[at] if at < len(e) else "") for e in lists.values()]))
    name = quoteattr(spoken(LISTS))
    return (
        f'<table:table table:name={name} table:style-name="off">'
        f'<table:table-column table:number-columns-repeated="{max(len(lists), 1)}"/>'
        f"{''.join(rows)}</table:table>"
    )


def _ranges(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Where each list stands, as a formula says it."""
    sheet = _quoted(spoken(LISTS))
    found = {}
    for at, (name, entries) in enumerate(lists.items()):
        if entries:
            letter = column_letter(at)
            found[name] = f"[${sheet}.${letter}$2:.${letter}${len(entries) + 1}]"
    return found


class _Rules:
    """What may be typed where: a list, or nothing at all."""

    guard = "guard"

    def __init__(self, ranges: Mapping[str, str]) -> None:
        self._ranges = ranges
        self._names = {name: f"list{at}" for at, name in enumerate(ranges)}

    def name(self, choices: str) -> str:
        """The rule that offers this list; "" when it is empty."""
        return self._names.get(choices, "")

    def text(self) -> str:
        """All rules as XML."""
        return "".join(self._all())

    def _all(self) -> Iterator[str]:
        yield _rule(
            self.guard, "of:is-true-formula(FALSE())", "stop", _("Leave this as it is"),
            _("This cell says what the row is about. Fill in yellow cells only."),
        )  # fmt: skip
        for name, place in self._ranges.items():
            yield _rule(
                self._names[name], f"of:cell-content-is-in-list({place})", "warning",
                _("Not in the list"),
                _("Choose from the list; several codes: separate them with a semicolon."),
            )  # fmt: skip


def _rule(name: str, condition: str, kind: str, title: str, text: str) -> str:
    return (
        f'<table:content-validation table:name="{name}" table:condition={quoteattr(condition)} '
        'table:allow-empty-cell="true" table:display-list="unsorted">'
        f'<table:error-message table:message-type="{kind}" table:display="true" '
        f"table:title={quoteattr(title)}><text:p>{escape(text)}</text:p></table:error-message>"
        "</table:content-validation>"
    )


def _settings(book: Book) -> str:
    """The heading row and the first two columns stay in sight."""
    frozen = {"HorizontalSplitMode": ("short", 2), "VerticalSplitMode": ("short", 2),
              "HorizontalSplitPosition": ("int", 2), "VerticalSplitPosition": ("int", 1),
              "ActiveSplitRange": ("short", 3), "PositionRight": ("int", 2),
              "PositionBottom": ("int", 1)}  # fmt: skip
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
        "</config:config-item>"
        for name, (kind, value) in frozen.items()
    )
    tables = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(spoken(sheet.title))}>{items}"
        "</config:config-item-map-entry>"
        for sheet in book.sheets
    )
    inside = (
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{tables}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>"
    ).replace(
        'config:name="ooo:', 'xmlns:ooo="http://openoffice.org/2004/office" config:name="ooo:'
    )
    return _document("office:document-settings", inside)


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _MIME), ("content.xml", "text/xml"), ("settings.xml", "text/xml"))
    )
    name = _NAMES["manifest"]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{name}" manifest:version="1.3">{entries}'
        "</manifest:manifest>"
    )
