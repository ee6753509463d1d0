"""Tables of a Word document as WordprocessingML."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from pipeline.core.locale import gettext as _
from pipeline.core.zipped import printable
from pipeline.report.blocks import Column
from pipeline.report.docx.runs import Runs, run
from pipeline.report.docx.styles import PALE

WIDTH = 17.0  # cm between the margins of A4
_TALL = 7  # columns; with more the heads stand upright
_NARROW = 0.95  # cm, of a column of numbers below an upright head


def table_xml(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    accent: str,
    *,
    last_is_sum: bool,
) -> str:
    """Head repeated on every page; the first cell names the row."""
    whole = sum(column.width for column in columns)
    twips = [int(WIDTH * 567 * column.width / whole) for column in columns]
    upright = len(columns) > _TALL
    if upright:  # the name of the row takes what numbers leave
        for index, column in enumerate(columns[1:], 1):
            if column.right:
                twips[index] = min(twips[index], int(_NARROW * 567))
        twips[0] = int(WIDTH * 567) - sum(twips[1:])
    grid = "".join(f'<w:gridCol w:w="{twip}"/>' for twip in twips)
    body = [_head(columns, twips, accent, upright=upright)]
    for index, row in enumerate(rows):
        bold = last_is_sum and index == len(rows) - 1
        body.append(_row(columns, twips, row, bold=bold))
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C3CAD1"/>'
        for side in ("bottom", "insideH")
    )
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={_attribute(caption)}/>"
        f"<w:tblDescription w:val={_attribute(_described(columns, rows))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(body)}</w:tbl>"
    )


def form_xml(caption: str, rows: Sequence[tuple[str, str, float]]) -> str:
    """Names at the left, what they say or room to write at the right; a head above."""
    twips = [int(WIDTH * 567 * part) for part in (0.28, 0.72)]
    lines = []
    for index, (name, value, height) in enumerate(rows):
        looks = [f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>', ""]
        looks[1] = looks[0] if index == 0 else ""
        style = "Gehoord kop" if index == 0 else "Gehoord cel"
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr><w:p><w:pPr>'
            f'<w:pStyle w:val="@{style}"/></w:pPr>{run(text, bold=bold)}</w:p></w:tc>'
            for width, look, text, bold in zip(
                twips, looks, (name, value), (True, index == 0), strict=True
            )
        )
        head = "<w:tblHeader/>" if index == 0 else ""
        tall = f'<w:trHeight w:val="{int(567 * height)}" w:hRule="atLeast"/>'
        lines.append(f"<w:tr><w:trPr><w:cantSplit/>{tall}{head}</w:trPr>{cells}</w:tr>")
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="6B7782"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{twip}"/>' for twip in twips)
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f"<w:tblCaption w:val={_attribute(caption)}/><w:tblDescription "
        f"w:val={_attribute(caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(lines)}</w:tbl>"
    )


def tiles_xml(caption: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Numbers with their names under them, side by side."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{int(WIDTH * 567 / len(pairs))}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="@Gehoord getal"/></w:pPr>{run(value)}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="@Gehoord getalnaam"/></w:pPr>{run(name)}</w:p></w:tc>'
        for name, value in pairs
    )
    grid = f'<w:gridCol w:w="{int(WIDTH * 567 / len(pairs))}"/>' * len(pairs)
    edge = '<w:{0} w:val="single" w:sz="8" w:space="0" w:color="C3CAD1"/>'
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
        f"{edge.format('top')}{edge.format('bottom')}</w:tblBorders><w:tblLayout "
        f'w:type="fixed"/><w:tblCaption w:val={_attribute(caption)}/><w:tblDescription '
        f"w:val={_attribute(caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _head(columns: Sequence[Column], twips: Sequence[int], accent: str, *, upright: bool) -> str:
    cells = []
    for index, (column, width) in enumerate(zip(columns, twips, strict=True)):
        turn = '<w:textDirection w:val="btLr"/>' if upright and index else ""
        side = '<w:jc w:val="right"/>' if column.right and not upright else ""
        side = '<w:ind w:left="60"/>' if turn else side  # off the edge at its foot
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            f'<w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{accent}"/>'
            f"</w:tcBorders>{turn}"
            f'<w:vAlign w:val="{"center" if turn else "bottom"}"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="@Gehoord kop"/>{side}</w:pPr>'
            f"{run(column.title)}</w:p></w:tc>"
        )
    letters = max(len(column.title) for column in columns[1:]) if len(columns) > 1 else 0
    height = f'<w:trHeight w:val="{300 + 100 * min(letters, 26)}"/>' if upright else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(columns: Sequence[Column], twips: Sequence[int], row: Sequence[str], *, bold: bool) -> str:
    cells = []
    if len(row) == 1 < len(columns):  # a heading over the rows that follow
        inside = row[0] if isinstance(row[0], Runs) else run(row[0], bold=True)
        return (
            "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
            f'<w:tcW w:w="{sum(twips)}" w:type="dxa"/><w:gridSpan w:val="{len(columns)}"/>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="@Gehoord cel"/><w:keepNext/></w:pPr>{inside}</w:p>'
            "</w:tc></w:tr>"
        )
    for column, width, text in zip(columns, twips, row, strict=True):
        side = '<w:jc w:val="right"/>' if column.right else ""
        inside = text if isinstance(text, Runs) else run(text, bold=bold)
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="@Gehoord cel"/>{side}</w:pPr>{inside}</w:p></w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _described(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    return _("Columns: {columns}. Rows: {n}.").format(
        columns=", ".join(column.title for column in columns), n=len(rows)
    )


def _attribute(text: str) -> str:
    return quoteattr(" ".join(printable(text).split())[:250])
