"""The styles of a Word report: the usual ones dressed, our own added where a template has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FONT = "Arial"  # on every Office; everywhere else stands its metric twin Liberation Sans
INK, SOFT, PALE = "1A2027", "4C5864", "F2F5F7"
STATE_COLOURS = {
    "addressed": "1B6B4A",
    "partly": "8A5A00",
    "mentioned": "9A4E14",
    "not_addressed": "9C2A1C",
    "unsure": "4C5864",
    "out_of_scope": "4C5864",
}  # of text: each has contrast 4.5 on white at least
Look = tuple[float, str, bool, float, float]  # size in pt, colour, bold, space before and after
COMPACT: dict[str, Look] = {  # for what must fit on a page or two
    "Title": (17, "accent", True, 0, 2),
    "Heading 1": (13, "accent", True, 9, 3),
    "Heading 2": (11, INK, True, 7, 1),
    "Heading 3": (10.5, "accent", True, 7, 1),
    "Heading 4": (10, INK, True, 6, 1),
    "Heading 5": (9.5, SOFT, True, 4, 1),
    "Caption": (8.5, SOFT, True, 3, 2),
    "Normal": (9.5, INK, False, 0, 3),
    "Gehoord inleiding": (10.5, INK, False, 0, 4),
    "Gehoord noot": (8, SOFT, False, 0, 3),
    "Gehoord cel": (8.5, INK, False, 1, 1),
    "Gehoord kop": (8.5, "accent", True, 1, 1),
    "Gehoord lijst": (9.5, INK, False, 0, 2),
    "Gehoord citaat": (9.5, INK, False, 3, 0),
    "Gehoord bron": (8, SOFT, False, 0, 3),
    "Gehoord plan": (9, INK, False, 2, 2),
}
# name -> (base, size in pt, colour, bold, space before and after in pt)
_DRESSED: dict[str, Look] = {
    "Normal": (10, INK, False, 0, 6),
    "Title": (26, "accent", True, 150, 10),
    "Subtitle": (15, SOFT, False, 0, 6),
    "Heading 1": (20, "accent", True, 26, 10),
    "Heading 2": (15, "accent", True, 20, 6),
    "Heading 3": (13, "accent", True, 16, 4),
    "Heading 4": (11.5, INK, True, 14, 3),
    "Heading 5": (10.5, SOFT, True, 8, 2),
    "Caption": (9.5, SOFT, True, 10, 4),
    "TOC Heading": (15, "accent", True, 0, 8),
}
_OURS: dict[str, tuple[str, float, str, bool, float, float]] = {
    "Gehoord inleiding": ("Normal", 11.5, INK, False, 0, 8),
    "Gehoord citaat": ("Normal", 10, INK, False, 6, 0),
    "Gehoord bron": ("Normal", 8.5, SOFT, False, 0, 6),
    "Gehoord plan": ("Normal", 9.5, INK, False, 4, 6),
    "Gehoord stand": ("Normal", 10, SOFT, False, 0, 4),
    "Gehoord noot": ("Normal", 9, SOFT, False, 2, 8),
    "Gehoord cijfers": ("Normal", 9, SOFT, False, 2, 2),
    "Gehoord kader": ("Normal", 10, INK, False, 0, 0),
    "Gehoord antwoord": ("Normal", 10, SOFT, False, 6, 10),
    "Gehoord cel": ("Normal", 9, INK, False, 1, 1),
    "Gehoord kop": ("Normal", 9, "accent", True, 2, 2),
    "Gehoord getal": ("Normal", 20, "accent", True, 4, 0),
    "Gehoord getalnaam": ("Normal", 9, SOFT, False, 0, 4),
    "Gehoord lijst": ("Normal", 10, INK, False, 0, 3),
    "Gehoord stappen": ("Normal", 10, INK, False, 0, 3),
    "Gehoord voet": ("Normal", 8, SOFT, False, 0, 0),
    "TOC 1": ("Normal", 10, INK, False, 2, 0),
    "TOC 2": ("Normal", 9, SOFT, False, 0, 0),
}
_AFTER_COMPAT = (
    "docVars", "rsids", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
    "shapeDefaults", "decimalSymbol", "listSeparator",
)  # fmt: skip
_LINE = '<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def dress(
    document: Any, accent: str, *, own_template: bool, looks: Mapping[str, Look] | None = None
) -> None:
    """Give the document its styles; what a house's own template defines stays as it is."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name for style in document.styles}
    looks = looks or {}
    for name, look in _DRESSED.items():
        if name not in known:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        elif own_template:
            continue
        _look(document.styles[name], *looks.get(name, look), accent)
    for name, (base, size, colour, bold, before, after) in _OURS.items():
        if name in known:
            continue
        size, colour, bold, before, after = looks.get(name, (size, colour, bold, before, after))
        style = document.styles.add_style(
            name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("TOC")
        )
        style.base_style = document.styles[base]
        if own_template and colour != "accent":
            colour = ""  # the template's own
        _look(style, size, colour, bold, before, after, accent, font=not own_template)
    _details(document, accent, known, own_template)
    if "Hyperlink" not in known:
        link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
        link.font.color.rgb = _rgb(accent)


def _look(
    style: Any,
    size: float,
    colour: str,
    bold: bool,
    before: float,
    after: float,
    accent: str,
    *,
    font: bool = True,
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    if colour:
        style.font.color.rgb = _rgb(accent if colour == "accent" else colour)
    if font:
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{name}"), FONT)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.0 if size > 12 else 1.12


def _details(document: Any, accent: str, known: set[str], own_template: bool) -> None:
    """Indents, lines and shades that make a quote look like one."""
    from docx.shared import Cm

    styles = document.styles
    if not own_template:
        for border in styles["Title"].element.findall(".//{*}pBdr"):
            border.getparent().remove(border)
        styles["Subtitle"].element.rPr.remove_all("w:spacing")
        for level in range(1, 6):
            styles[f"Heading {level}"].paragraph_format.keep_with_next = True
        styles["Caption"].paragraph_format.keep_with_next = True
    indents = {"Gehoord citaat": 0.5, "Gehoord bron": 0.5, "Gehoord plan": 0.5, "TOC 2": 0.6}
    for name, indent in indents.items():
        if name not in known:
            styles[name].paragraph_format.left_indent = Cm(indent)
    for name in ("Gehoord citaat", "Gehoord bron"):
        if name not in known:
            _border(styles[name], left=(18, 8, accent))
    if "Gehoord plan" not in known:
        _border(styles["Gehoord plan"], left=(18, 8, "9AA5B1"), fill=PALE)
    for name in ("Gehoord citaat", "Gehoord stand", "Gehoord getal"):
        styles[name].paragraph_format.keep_with_next = True
    if "Gehoord kader" not in known:
        styles["Gehoord kader"].paragraph_format.left_indent = Cm(0.2)
        styles["Gehoord kader"].paragraph_format.right_indent = Cm(0.2)
        side = (4, 6, "9AA5B1")
        _border(styles["Gehoord kader"], top=side, left=side, bottom=side, right=side, fill=PALE)
    if "Gehoord antwoord" not in known:
        side = (6, 6, "6B7782")
        _border(styles["Gehoord antwoord"], top=side, left=side, bottom=side, right=side)
        styles["Gehoord antwoord"].paragraph_format.left_indent = Cm(0.2)
        styles["Gehoord antwoord"].paragraph_format.right_indent = Cm(0.2)


def _border(style: Any, *, fill: str = "", **sides: tuple[int, int, str]) -> None:
    """Lines around the paragraphs of a style: size in eighths of a point, space in points."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    lines = "".join(
        _LINE.format(side=side, size=sides[side][0], space=sides[side][1], colour=sides[side][2])
        for side in ("top", "left", "bottom", "right")
        if side in sides
    )
    properties = style.element.get_or_add_pPr()
    later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")
    properties.insert_element_before(border, *later)
    if fill:
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'
        properties.insert_element_before(parse_xml(shade), *later[1:])


def _rgb(colour: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(colour)


def lists(document: Any) -> None:
    """Bullets and steps as real lists, bound to our two list styles."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    numbering = _numbering(document)
    taken = [int(numbered.get(qn("w:numId"))) for numbered in numbering.findall(qn("w:num"))]
    kinds = [
        int(numbered.get(qn("w:abstractNumId")))
        for numbered in numbering.findall(qn("w:abstractNum"))
    ]
    first, kind = max(taken, default=0) + 1, max(kinds, default=0) + 1
    looks = (("Gehoord lijst", "bullet", "•"), ("Gehoord stappen", "decimal", "%1."))
    for index, (name, form, sign) in enumerate(looks):
        level = (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="425" w:hanging="312"/></w:pPr></w:lvl>'
        )
        definition = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind + index}">'
            f'<w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'
        )
        before = numbering.find(qn("w:num"))  # every abstract one stands before the others
        if before is None:
            numbering.append(definition)
        else:
            before.addprevious(definition)
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{first + index}">'
                f'<w:abstractNumId w:val="{kind + index}"/></w:num>'
            )
        )
        properties = document.styles[name].element.get_or_add_pPr()
        for old in properties.findall(qn("w:numPr")):
            properties.remove(old)
        number = properties.get_or_add_numPr()
        number.get_or_add_numId().val = first + index


def again(document: Any, name: str) -> int:
    """The id of a list of this style that counts from 1 anew."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    numbering = _numbering(document)
    mine = document.styles[name].element.pPr.numPr.numId.val
    numbers = {int(number.get(qn("w:numId"))): number for number in numbering.findall(qn("w:num"))}
    kind = numbers[mine].find(qn("w:abstractNumId")).get(qn("w:val"))
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{max(numbers) + 1}"><w:abstractNumId '
            f'w:val="{kind}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
            "</w:lvlOverride></w:num>"
        )
    )
    return max(numbers) + 1


def _numbering(document: Any) -> Any:
    """The numbering of the document; a template without lists gets an empty one."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.parts.numbering import NumberingPart

    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        part = NumberingPart(
            PackURI("/word/numbering.xml"),
            CONTENT_TYPE.WML_NUMBERING,
            parse_xml(f"<w:numbering {nsdecls('w')}/>"),
            document.part.package,
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element


def modern(document: Any, region: str) -> None:
    """Not in compatibility mode; the language also for what Word adds itself."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    settings = document.settings.element
    for name in ("w:themeFontLang",):
        for element in settings.findall(qn(name)):
            element.set(qn("w:val"), region)
    if settings.find(qn("w:compat")) is None:
        compat = parse_xml(
            f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        )
        later = {qn(f"w:{element}") for element in _AFTER_COMPAT}
        after = next((setting for setting in settings if setting.tag in later), None)
        if after is None:
            settings.append(compat)
        else:
            after.addprevious(compat)
