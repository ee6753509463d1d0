"""Vega's SVG made fit to stand in a page: scales with it, speaks once, carries no styles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from importlib.resources import as_file, files
from itertools import count
from typing import Any

_TAG = re.compile(r"<[^<>]+>")
_NOISE = re.compile(
    r'\s(?:aria-[a-z]+|role|pointer-events|style|stroke-miterlimit|font-family)="[^"]*"'
)
_ID = re.compile(r'(\bid="|url\(#|href="#)([A-Za-z_][\w-]*)')
_HEAD = re.compile(r"^<svg[^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_EMPTY = re.compile(r'<path class="(?:background|foreground)"[^<>]*/>')
_SYMBOL = re.compile(r'(<g[^<>]*class="mark-symbol role-mark[^"]*"[^<>]*>)(.*?)(</g>)', re.DOTALL)
_FONT = "Gehoord Sans"  # the .ttf files beside the page's own
_STACK = "Source Sans 3, Segoe UI, Arial, sans-serif"  # of a drawing on its own
_CODE = re.compile(r' data-code="[^"]*"')
_NUMBER = re.compile(r"(?<!\d)\d+\.\d{3,}")


def to_svg(spec: Mapping[str, Any]) -> str:
    """Draw a Vega-Lite specification; no browser, the same bytes every time."""
    drawn: str = _converter().vegalite_to_svg(dict(spec))
    return _NUMBER.sub(lambda match: f"{float(match.group()):.2f}".rstrip("0").rstrip("."), drawn)


def standing(svg: str, font: str = _STACK) -> str:
    """A drawing as it stands in the page as a file of its own: it says what it is and its letters.

    Ids of statements are left out: they mean nothing outside the page.
    """
    plain = _CODE.sub("", svg.replace(' font-family="sans-serif"', "", 1))
    plain = plain.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{font}" '
    return plain.replace("<svg ", head, 1)


def drawing_to_png(svg: str) -> bytes:
    """A drawing as it stands in the page as pixels, in our own letters.

    Working it out anew from its specification would take most of the time.
    """
    drawn: bytes = _converter().svg_to_png(standing(svg, _FONT), scale=2.0)
    return drawn


@lru_cache(maxsize=1)
def _converter() -> Any:
    """vl-convert with our own font: names are measured alike on every machine."""
    import vl_convert

    with as_file(files("pipeline.report") / "templates" / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def inline(drawn: str, *, name: str, title: str, codes: Sequence[str] = ()) -> str:
    """The picture as part of a page.

    Args: name makes its ids its own; title is what a screen reader says instead of it; codes are
        the statement ids of its dots, in drawing order.
    """
    text = _TAG.sub(lambda match: _NOISE.sub("", match.group()), drawn)
    text = _EMPTY.sub("", text)
    text = _renamed(text, name)
    if codes:
        text = _coded(text, codes)
    size = _HEAD.search(text)
    if size is None:
        raise ValueError("the drawing has no size")
    head = f'<svg viewBox="{size[1]}" width="{size[1].split()[2]}" role="img" aria-label="'
    return _HEAD.sub(lambda match: head + escape(title) + '">', text)


def _renamed(text: str, name: str) -> str:
    """Ids numbered anew: Vega counts on from picture to picture, and ids must differ on a page."""
    numbers: dict[str, int] = {}

    def new(match: re.Match[str]) -> str:
        return f"{match[1]}{name}-{numbers.setdefault(match[2], len(numbers))}"

    return _TAG.sub(lambda match: _ID.sub(new, match.group()), text)


def _coded(text: str, codes: Sequence[str]) -> str:
    numbers = count()

    def dot(match: re.Match[str]) -> str:
        return f'<path data-code="{escape(codes[next(numbers)])}"'

    def group(match: re.Match[str]) -> str:
        return match[1] + re.sub(r"<path", dot, match[2]) + match[3]

    return _SYMBOL.sub(group, text, count=1)
