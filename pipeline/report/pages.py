"""What every page of ours is made with: templates, style, scripts and what they may do."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from pipeline.core import locale as words_of
from pipeline.report import wording
from pipeline.report.branding import House
from pipeline.report.charts import Chart

_FOLDER = "templates"
_COUNTED = re.compile(r"(?<=\d) (?=[a-zà-ÿ])|(?<=\bdoel) (?=\d)|(?<=\bgoal) (?=\d)")
_FACES = (
    ("source-sans-3-latin-ext-400-normal.woff2", "400", ";unicode-range:U+0100-02AF,U+1E00-1EFF"),
    ("source-sans-3-latin-400-normal.woff2", "400", ""),
    ("source-sans-3-latin-600-normal.woff2", "600", ""),
)


def shown(chart: Chart | None) -> Any:
    """A chart for a template."""
    if chart is None:
        return None
    return SimpleNamespace(
        chart_id=chart.chart_id,
        title=chart.title,
        note=chart.note,
        wide=raw(chart.wide),
        narrow=raw(chart.narrow),
        legend=chart.legend,
    )


def page(
    edition: Any,
    lang: str,
    *,
    organisation: str,
    name: str,
    run_line: str,
    pictures: Mapping[str, Chart | None],
    scripts: Sequence[str] = (),
    house: House | None = None,
    **more: Any,
) -> str:
    """Chapters of blocks as one page, in the language spoken now.

    Args: edition: an ``Edition``; name: its code; more: what the controls of the page work with.
    """
    house = house or House()
    css, js = style() + house.css, script(*scripts)
    empty = {"against": "", "theme_filters": (), "island": "", "packed": False, "settings_json": ""}
    text: str = (
        environment()
        .get_template("page.html.j2")
        .render(
            **(empty | more),
            e=edition,
            w=wording,
            lang=lang,
            organisation=organisation,
            logo=house.logo_address,
            edition=name,
            css=raw(css),
            js=raw(js),
            csp=policy(css, js),
            pictures={key: shown(picture) for key, picture in pictures.items()},
            run_line=run_line,
        )
    )
    return text


def link(query: Mapping[str, str]) -> str:
    """Address within the page of the statements that answer to a query."""
    return "#lade?" + urlencode(dict(query))


def style() -> str:
    """What dresses a page: fonts and style sheet."""
    return _fonts() + _asset("report.css")


def script(*names: str) -> str:
    """Our own scripts, one after the other."""
    return "".join(_asset(name) for name in names)


def policy(css: str, js: str) -> str:
    """What the page may do: its own style and script, nothing else, nothing from elsewhere."""
    return (
        f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(js)}; img-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return files("pipeline.report").joinpath(_FOLDER, name).read_text("utf-8")


@lru_cache(maxsize=1)
def _fonts() -> str:
    """Source Sans 3 inside the page: letters as meant, on every machine, without the network."""
    folder = files("pipeline.report").joinpath(_FOLDER, "fonts")
    faces = []
    for name, weight, extra in _FACES:
        data = base64.b64encode(folder.joinpath(name).read_bytes()).decode("ascii")
        faces.append(
            f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};font-display:swap;'
            f"src:url(data:font/woff2;base64,{data}) format('woff2'){extra}}}"
        )
    return "".join(faces)


def raw(text: str) -> Any:
    """Text that a template takes over as it is."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own files, SVG from our specs, JSON made script-safe


@lru_cache(maxsize=1)
def environment() -> Any:
    """The templates."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.report", _FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["fill"] = _fill
    environment.filters["tied"] = _tied
    environment.filters["head"] = wording.head
    environment.filters["link"] = link
    environment.globals["_"] = words_of.gettext
    environment.globals["ngettext"] = words_of.ngettext
    return environment


def _tied(text: str) -> str:
    """Numbers stay on one line with their noun: ``43 mensen``, ``doel 3.2`` do not break."""
    return _COUNTED.sub("\u00a0", text)


def _fill(text: str, **parts: Any) -> Any:
    """A translated sentence with its gaps filled; parts that are no markup are escaped."""
    from markupsafe import escape

    return escape(text).format(**parts)
