"""Words in a paragraph of Word: runs of one look, links, and codes that Word works out itself."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from pipeline.core.zipped import printable

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "ckb", "ps")
_ANCHOR = re.compile(r"[^A-Za-z0-9_]")


class Runs(str):
    """WordprocessingML; every other text is words, whatever stands in it."""

    __slots__ = ()

    def __add__(self, other: str) -> Runs:
        return Runs(str.__add__(self, other if isinstance(other, Runs) else run(other)))


def run(
    text: str,
    *,
    bold: bool = False,
    colour: str = "",
    size: float = 0,
    lang: str = "",
    rtl: bool = False,
    changed: str = "",
) -> Runs:
    """Text as one run; every sign is shown, line breaks are kept.

    size: points, 0 the style's; changed: gone is struck out, new is underlined.
    """
    look = "<w:b/>" if bold else ""
    look += "<w:strike/>" if changed == "gone" else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += f'<w:sz w:val="{round(2 * size)}"/>' if size else ""
    look += '<w:u w:val="single"/>' if changed == "new" else ""
    look += "<w:rtl/>" if rtl else ""
    if lang:
        side = "bidi" if rtl else "val"
        look += f'<w:lang w:{side}="{escape(lang)}"/>'
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    parts = []
    for index, line in enumerate(printable(text).replace("\r\n", "\n").splitlines() or [""]):
        parts.append("<w:br/>" if index else "")
        for place, piece in enumerate(line.split("\t")):
            parts.append("<w:tab/>" if place else "")
            parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return Runs(f"<w:r>{look}{''.join(parts)}</w:r>")


def link(text: str, anchor: str) -> Runs:
    """Text that leads to a place in the document."""
    inside = run(text).replace("<w:r>", '<w:r><w:rPr><w:rStyle w:val="@Hyperlink"/></w:rPr>', 1)
    return Runs(f'<w:hyperlink w:anchor="{anchor_of(anchor)}" w:history="1">{inside}</w:hyperlink>')


def code(instruction: str, shown: str) -> Runs:
    """A field with what it shows until Word counts it anew."""
    kinds = ("begin", "separate", "end")
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds}
    asks = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return Runs(f"{marks['begin']}{asks}{marks['separate']}{run(shown)}{marks['end']}")


def anchor_of(name: str) -> str:
    """A name that Word accepts for a bookmark."""
    return _ANCHOR.sub("_", name)[:40]
