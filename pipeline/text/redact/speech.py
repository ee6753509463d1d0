"""Surnames that are words or towns too, before a verb of which only people are the subject.

In minutes "Tromp vraagt wie de regie heeft" names somebody, though a tromp is a drum.
"""

from __future__ import annotations

import re

from pipeline.text.redact import lists

_SPEECH = re.compile(  # what neither a town nor a thing does
    r"\s(?:zei|zegt|vertelt|vertelde|antwoordt|antwoordde|tekent\saan|merkt\sop|merkte\sop|vult\saan"
    r"|geeft\saan|gaf\saan|licht\stoe|licht\s(?:\w+\s){1,3}toe|deelt\smee|beaamt|concludeert|stemt\s(?:in|voor|tegen)"
    r"|vraagt\s(?:wie|wat|of|hoe|waarom|wanneer|waar|naar|zich|om))\b"
)
_PEOPLE_TOO = frozenset(  # surnames that tell of a person's part, as "Ouder vraagt of" does
    "Vader Vriend Buurman Dokter Meester Meesters Man Maat Knaap Boss Master Boer Pool Priester"
    " Engelse Engelsman Vlaming Jongeling Jongkind Tuinman Broer Broers Voogd Arts Schrijver"
    " Schrijvers Voorde Zaal Stichter Liefde Alles Allen Aller Boven Heer Monster Massa Campagne"
    " Baas Bus".split()
)


def speaks(name: str, text: str, end: int, allow: frozenset[str]) -> bool:
    """A surname that is a word or a town, and says what only people say: "Tromp vraagt of"."""
    words = name.split()
    first, last = words[0], words[-1]
    if name.lower() in allow or last.lower() in allow or not _SPEECH.match(text, end):
        return False
    town = last.lower() in lists.places()
    if len(words) > 1 and first.lower() in ("van", "ter", "ten"):
        return town or last in lists.surnames() | lists.word_surnames()
    return len(words) == 1 and last in lists.word_surnames() - _PEOPLE_TOO and not town
