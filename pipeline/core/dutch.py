"""Dutch words that several readers look for, each list in one place.

Pieces of regular expressions, all of them alternatives ("a|b") without a group around them. Numbers
in words stand in ``numerals``.
"""

from __future__ import annotations

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
MONTH = "|".join(MONTHS)
# How a letter ends. A module adds what only its kind of text has: "vr gr" on forms, "m.v.g." in
# mail.
KINDLY = "vriendelijke|hartelijke|warme"
GREETINGS = "groet(?:en|jes)?"
CLOSES = f"{GREETINGS}|hoogachtend|mvg"
MR_OR_MRS = r"mevr(?:ouw|\.)?|mw\.?|dhr\.?|de heer|meneer"  # before a name
