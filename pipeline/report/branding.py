"""How an organisation's own papers look: template, logo, colour."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")
_CONTRAST = 4.5  # of text on white, WCAG 2.1 AA
USUAL = "0B4F71"


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
        found = _COLOUR.fullmatch(self.colour)
        return readable(found[1].upper()) if found else USUAL


def readable(colour: str) -> str:
    """The colour, darkened until text in it on white has contrast enough."""
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    while 1.05 / (_light(parts) + 0.05) < _CONTRAST:
        parts = [int(part * 0.94) for part in parts]
    return "".join(f"{part:02X}" for part in parts)


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
