"""How an organisation's own papers look: template, logo, colour."""

from __future__ import annotations

import base64
import math
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")
_CONTRAST = 4.5  # of text on white, WCAG 2.1 AA
USUAL = "0B4F71"
_PAPER, _NIGHT = "FFFFFF", "14191E"  # behind the text, on paper and on a dark screen


@dataclass(frozen=True)
class House:
    """What to dress a report in; every part may be missing."""

    template: bytes | None = None  # .docx or .dotx
    logo: bytes | None = None  # PNG or JPEG
    colour: str = ""  # as #0b4f71

    def __post_init__(self) -> None:
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise ValueError(f"colour '{self.colour}' is not written as #0b4f71")
        if self.template is not None and not is_word(self.template):
            raise ValueError("the template is no .docx or .dotx file")
        if self.logo is not None and not is_picture(self.logo):
            raise ValueError("the logo is no PNG or JPEG file")

    @property
    def accent(self) -> str:
        """The colour of headings and table heads as RRGGBB, dark enough to be read on white."""
        return readable(self._given) if self._given else USUAL

    @property
    def _given(self) -> str:
        match = _COLOUR.fullmatch(self.colour)
        return match[1].upper() if match else ""

    @property
    def contrast(self) -> float:
        """Of the colour as it was given, on white; 4.5 is asked of text."""
        return contrast(self._given or USUAL, _PAPER)

    @property
    def css(self) -> str:
        """The colours of a page, by day and on a dark screen; nothing where none was given."""
        if not self._given:
            return ""
        day, night = self.accent, readable(self._given, on=_NIGHT)
        return (
            f":root{{--accent:#{day};--accent-wash:#{_mixed(day, _PAPER, 0.1)}}}"
            "@media screen and (prefers-color-scheme:dark){:root{"
            f"--accent:#{night};--accent-wash:#{_mixed(night, _NIGHT, 0.15)}}}}}"
        )

    @property
    def logo_address(self) -> str:
        """The logo as an address within the page."""
        if self.logo is None:
            return ""
        kind = "png" if self.logo.startswith(b"\x89PNG") else "jpeg"
        return f"data:image/{kind};base64,{base64.b64encode(self.logo).decode('ascii')}"


def readable(colour: str, on: str = _PAPER) -> str:
    """The colour, darker or lighter until text in it has contrast enough on what is behind it."""
    away = "000000" if on == _PAPER else "FFFFFF"
    while contrast(colour, on) < _CONTRAST:
        colour = _mixed(away, colour, 0.06)
    return colour


def contrast(colour: str, other: str) -> float:
    """Between two colours as RRGGBB: 1 to 21, as WCAG 2.1 defines it."""
    dark, light = sorted((_light(_parts(colour)), _light(_parts(other))))
    return (light + 0.05) / (dark + 0.05)


def _mixed(colour: str, ground: str, share: float) -> str:
    """So much of a colour laid over a ground, rounded towards the colour."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    mixed = ((over - under) * share for over, under in pairs)
    steps = [math.ceil(step) if step > 0 else math.floor(step) for step in mixed]
    return "".join(f"{u + s:02X}" for u, s in zip(_parts(ground), steps, strict=True))


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (0, 2, 4)]


def _light(parts: list[int]) -> float:
    """Relative luminance, as WCAG 2.1 defines it."""
    linear = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in parts)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def is_picture(data: bytes) -> bool:
    """Whether these are the bytes of a PNG or JPEG."""
    return data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))


def is_word(data: bytes) -> bool:
    """Whether these are the bytes of a Word document or template without macros."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            kinds = file.read("[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError):
        return False
    return b"wordprocessingml.document.main" in kinds or b"wordprocessingml.template.main" in kinds
