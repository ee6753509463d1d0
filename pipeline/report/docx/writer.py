"""A Word document put together from plain pieces: headings, tables, quotes, pictures, contents.

The body is made as WordprocessingML text and parsed once: a report has some thousand paragraphs,
and python-docx takes a millisecond for each. Styles, parts and properties are python-docx's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.core.zipped import printable, settled
from pipeline.report.blocks import Column
from pipeline.report.branding import House
from pipeline.report.docx.runs import RIGHT_TO_LEFT, Runs, anchor_of, code, run
from pipeline.report.docx.styles import SOFT, Look, again, dress, lists, modern
from pipeline.report.docx.tables import WIDTH, form_xml, table_xml, tiles_xml
from pipeline.report.docx.template import fill, opened

_REGIONS = {"nl": "nl-NL", "en": "en-GB"}
_STYLED = re.compile(r'<w:pStyle w:val="@[^"]*"/>(?!<w:keepNext/>)')
_THIN = (  # two tables must not touch; a full line would make a page of its own
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/></w:pPr></w:p>'
)


@dataclass(frozen=True)
class ContentsLine:
    """A heading that stands in the contents."""

    level: int
    text: str
    anchor: str


@dataclass
class WordDocument:
    """A document in the making. Texts may be plain or made by ``run`` and ``link``."""

    house: House
    lang: str  # nl | en
    looks: Mapping[str, Look] = field(default_factory=dict)  # styles other than the usual ones
    heads: list[ContentsLine] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _contents_at: int | None = None
    _contents_most: int = 0

    def __post_init__(self) -> None:
        self.document = opened(self.house)
        dress(self.document, self.house.accent, own_template=self.house.template is not None,
              looks=self.looks)  # fmt: skip
        lists(self.document)

    # -- text

    def paragraph(
        self,
        text: str,
        style: str = "Normal",
        *,
        anchor: str = "",
        rtl: bool = False,
        keep: bool = False,
        alone: bool = False,
    ) -> None:
        """One paragraph; text is plain or holds runs.

        keep: on one page with what follows. alone: nothing of its own follows, whatever its style.
        """
        inside = text if isinstance(text, Runs) else run(text)
        if anchor:
            inside = self._marked(inside, anchor)
        flow = ("<w:keepNext/>" if keep else "") + ("<w:bidi/>" if rtl else "")
        if alone:
            flow = f'<w:keepNext w:val="0"/>{flow}<w:spacing w:after="80"/>'
        self._parts.append(f'<w:p><w:pPr><w:pStyle w:val="@{style}"/>{flow}</w:pPr>{inside}</w:p>')

    def heading(
        self, text: str, level: int, anchor: str, *, new_page: bool = False, low: bool = False
    ) -> None:
        """A heading of level 1-5; levels 1 and 2 stand in the contents.

        low: looks like one of level 5 whatever its level, where it names a part of an article.
        """
        self.heads.append(ContentsLine(level, text, anchor))
        page = "<w:pageBreakBefore/>" if new_page else ""
        page += '<w:spacing w:before="160" w:after="40"/>' if low else ""
        words = run(text, colour=SOFT, size=10.5) if low else run(text)
        self._parts.append(
            f'<w:p><w:pPr><w:pStyle w:val="@Heading {level}"/>{page}</w:pPr>'
            f"{self._marked(words, anchor)}</w:p>"
        )

    def page_break(self) -> None:
        """What follows starts on a new page."""
        self._parts.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')

    def bullets(self, texts: Sequence[str], style: str = "Gehoord lijst") -> None:
        """A list; style may be ``Gehoord stappen`` for numbered steps, from 1 each time."""
        number = ""
        if style == "Gehoord stappen":
            number = f'<w:numPr><w:numId w:val="{again(self.document, style)}"/></w:numPr>'
        for index, text in enumerate(texts):
            inside = text if isinstance(text, Runs) else run(text)
            keep = "<w:keepNext/>" if index in (0, len(texts) - 2) and len(texts) > 1 else ""
            self._parts.append(  # neither the first nor the last stands alone on a page
                f'<w:p><w:pPr><w:pStyle w:val="@{style}"/>{keep}{number}</w:pPr>{inside}</w:p>'
            )

    def quote(self, text: str, source: str, *, lang: str = "", cut: bool = False) -> None:
        """What somebody said, with its origin under it."""
        other = lang if lang and lang != self.lang else ""
        rtl = other in RIGHT_TO_LEFT
        words = run(text, lang=other, rtl=rtl) + (" […]" if cut else "")
        self.paragraph(words, "Gehoord citaat", rtl=rtl, alone=not source)
        if source:
            self.paragraph(source, "Gehoord bron")

    # -- tables and pictures

    def table(
        self,
        caption: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        last_is_sum: bool = False,
        headed: bool = False,
    ) -> None:
        """A table under its caption: head repeated on every page, first cell names the row.

        headed: the heading above says what it holds; the caption is for who does not see it.
        """
        if not headed:
            self._caption(_("Table"), "Tabel", caption)
        self._parts.append(
            table_xml(caption, columns, rows, self.house.accent, last_is_sum=last_is_sum)
        )
        self.paragraph("", "Gehoord noot")

    def form(self, caption: str, rows: Sequence[tuple[str, str, float]]) -> None:
        """What it is at the left, what it says or room to write at the right.

        The first row is the head. rows: name, value, least height in cm.
        """
        self._parts.append(form_xml(caption, rows))
        self._parts.append(_THIN)

    def picture(self, png: bytes, title: str, alt: str, *, note: str = "") -> None:
        """A picture over its caption; alt is what a screen reader says instead of it."""
        from docx.shared import Cm

        drawn = self._inline(png, alt)
        most = Cm(WIDTH)
        if drawn.extent.cx > most:
            drawn.extent.cy = int(drawn.extent.cy * most / drawn.extent.cx)
            drawn.extent.cx = int(most)
        self._place(drawn, "Normal", keep=True)
        self._caption(_("Figure"), "Figuur", title)
        if note:
            self.paragraph(note, "Gehoord noot")

    def logo(self, width: float) -> None:
        """The house's logo, at most this many cm wide; nothing where there is none."""
        from docx.shared import Cm

        if self.house.logo is None:
            return
        drawn = self._inline(self.house.logo, _("Logo"))
        scale = min(Cm(width) / drawn.extent.cx, Cm(3) / drawn.extent.cy)
        drawn.extent.cx, drawn.extent.cy = (
            int(drawn.extent.cx * scale),
            int(drawn.extent.cy * scale),
        )
        self._place(drawn, "Normal", keep=False)

    def tiles(self, pairs: Sequence[tuple[str, str]], caption: str) -> None:
        """Numbers with their names under them, side by side."""
        self._parts.append(tiles_xml(caption, pairs))
        self.paragraph("", "Gehoord noot")

    # -- the whole

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is added meanwhile stays on one page where that has room for it."""
        began = len(self._parts)
        yield
        for index in range(began, len(self._parts) - 1):  # the last is the empty line after it
            part, table, row = self._parts[index].rpartition("<w:tr>")  # a last row lets go
            free = table + row if table else ""
            self._parts[index] = _STYLED.sub(r"\g<0><w:keepNext/>", part or row) + free

    def contents(self, most: int = 0) -> None:
        """Here the table of contents will stand; of more lines than ``most`` it has the chapters.

        most: 0 is as many as there are.
        """
        self._contents_at, self._contents_most = len(self._parts), most

    def finish(
        self,
        *,
        title: str,
        author: str,
        subject: str,
        footer: str,
        moment: str,
        pages: Mapping[str, int] | None = None,
    ) -> bytes:
        """The document's bytes; pages (anchor -> page) fill the numbers in the contents."""
        if self._contents_at is not None:
            self._parts[self._contents_at : self._contents_at] = [self._contents(pages or {})]
        fill(self.document, self._body(), {"titel": title, "title": title,
              "organisatie": author, "organisation": author})  # fmt: skip
        self._properties(title, author, subject)
        if self.house.template is None:
            self._page(footer)
        out = BytesIO()
        self.document.save(out)
        return settled(out.getvalue(), moment)

    def _contents(self, pages: Mapping[str, int]) -> str:
        shown = [head for head in self.heads if head.level <= 2]
        if self._contents_most and len(shown) > self._contents_most:
            shown = [head for head in shown if head.level == 1]
        deepest = max((head.level for head in shown), default=1)
        lines = [f'<w:p><w:pPr><w:pStyle w:val="@TOC Heading"/></w:pPr>{run(_("Contents"))}</w:p>']
        start = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            f' TOC \\o "1-{deepest}" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for index, head in enumerate(shown):
            anchor = anchor_of(head.anchor)
            tabs, text = "", run(head.text)
            if anchor in pages:
                place = int(WIDTH * 567)
                tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{place}"/></w:tabs>'
                text += run("\t") + code(f"PAGEREF {anchor} \\h", str(pages[anchor]))
            first, last = start * (index == 0), end * (index == len(shown) - 1)
            lines.append(
                f'<w:p><w:pPr><w:pStyle w:val="@TOC {head.level}"/>{tabs}</w:pPr>{first}'
                f'<w:hyperlink w:anchor="{anchor}" w:history="1">{text}</w:hyperlink>{last}</w:p>'
            )
        return "".join(lines)

    def _caption(self, word: str, series: str, text: str) -> None:
        number = self._counts[series] = self._counts.get(series, 0) + 1
        inside = run(f"{word} ", bold=True) + code(f"SEQ {series} \\* ARABIC", str(number))
        self.paragraph(inside + f". {text}", "Caption")

    def _marked(self, inside: str, anchor: str) -> Runs:
        number = self._counts["bookmark"] = self._counts.get("bookmark", 0) + 1
        return Runs(
            f'<w:bookmarkStart w:id="{1000 + number}" w:name="{anchor_of(anchor)}"/>{inside}'
            f'<w:bookmarkEnd w:id="{1000 + number}"/>'
        )

    def _inline(self, picture: bytes, alt: str) -> Any:
        drawn = self.document.part.new_pic_inline(BytesIO(picture))
        number = self._counts["picture"] = self._counts.get("picture", 0) + 1
        drawn.docPr.id = 1000 + number
        drawn.docPr.name = f"Picture {number}"
        drawn.docPr.set("descr", printable(alt))
        return drawn

    def _place(self, drawn: Any, style: str, *, keep: bool) -> None:
        from docx.oxml.ns import qn

        size = drawn.find(f".//{qn('a:xfrm')}/{qn('a:ext')}")
        size.set("cx", str(drawn.extent.cx))
        size.set("cy", str(drawn.extent.cy))
        text = drawn.xml
        kept = "<w:keepNext/>" if keep else ""
        self._parts.append(
            f'<w:p><w:pPr><w:pStyle w:val="@{style}"/>{kept}</w:pPr>'
            f"<w:r><w:drawing>{text}</w:drawing></w:r></w:p>"
        )

    def _body(self) -> Any:
        """All pieces as elements, with the style ids of this very document."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        ids = {style.name: style.style_id for style in self.document.styles}

        def style_id(match: re.Match[str]) -> str:
            return f'Style w:val="{ids[match[1]]}"/>'

        text = re.sub(r'Style w:val="@([^"]*)"/>', style_id, "".join(self._parts))
        return parse_xml(f"<w:body {nsdecls('w', 'r')}>{text}</w:body>")

    def _properties(self, title: str, author: str, subject: str) -> None:
        from docx.oxml.ns import qn

        properties, region = self.document.core_properties, _REGIONS[self.lang]
        properties.title, properties.author = printable(title)[:255], printable(author)[:255]
        properties.subject, properties.language = printable(subject)[:255], region
        properties.comments, properties.last_modified_by = "", "gehoord"
        properties.keywords, properties.revision = "", 1
        for lang in self.document.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), region)
        modern(self.document, region)

    def _page(self, footer: str) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls
        from docx.shared import Cm

        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21.0 - WIDTH) / 2)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
        section.different_first_page_header_footer = True
        paragraph = section.footer.paragraphs[0]
        place = int(WIDTH * 567)
        inside = (
            f'<w:pPr><w:pStyle w:val="{self.document.styles["Gehoord voet"].style_id}"/><w:tabs>'
            f'<w:tab w:val="right" w:pos="{place}"/></w:tabs></w:pPr>'
            f"{run(footer)}<w:r><w:tab/></w:r>{code('PAGE', '1')}"
        )
        replacement = parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>")
        paragraph._p.getparent().replace(paragraph._p, replacement)
