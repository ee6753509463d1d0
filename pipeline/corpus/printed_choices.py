"""Options printed on one line of a form, with what was ticked: "Ik ben: ☒ ouder ☐ leerkracht"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOX = r"[☐☑☒□■]|\[[ xXvV✓]?\]|\([xX ]\)"
_OPTION = re.compile(rf"(?P<box>{_BOX})[^\S\n]{{0,3}}(?P<name>[^☐☑☒□■\[\]()\n]{{1,60}})")
_LABEL = re.compile(rf"(?P<label>[^☐☑☒□■\[\]()\n]{{0,80}}?)\s{{0,3}}(?={_BOX})")
_OPEN = frozenset("☐□")
MOST_WORDS = 6  # of an option; more was written by somebody


@dataclass(frozen=True)
class Choice:
    """A label, what stands ticked behind it, and nothing that anybody wrote."""

    label: str
    ticked: tuple[str, ...]


def choice_in(text: str) -> Choice | None:
    """The choice that a line is, where it prints two options or more; None of any other line."""
    options = list(_OPTION.finditer(text))
    if len(options) < 2 or any(len(option["name"].split()) > MOST_WORDS for option in options):
        return None
    label = _LABEL.match(text.strip())
    ticked = tuple(
        option["name"].strip(" ,;/.")
        for option in options
        if option["box"] not in _OPEN and option["box"].strip("[]() ")
    )
    return Choice(label["label"].strip(" :") if label else "", ticked)
