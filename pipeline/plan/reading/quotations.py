"""Words of people set apart in a plan: "'Ik wil binnen zitten.' – jongere". No part of it."""

from __future__ import annotations

import re

FEWEST_WORDS = 4  # of what somebody said; fewer is a name between quotes
MAX_QUOTATION = 700  # characters; a longer one is a text of the plan
_OPENS = "'\"‘“„‚«"
_CLOSES = re.compile(r"[.!?…,]?['\"’”»](?=\s*(?:[-–—(]|, |$))")
_WHO = re.compile(r"(?:[-–—]|, |\()[^.!?]{2,70}\.?")


def is_quotation(text: str, *, named: bool = False) -> bool:
    """Whether a line is nothing but what somebody said, with or without who that was.

    Args: named: only where it says who; "'Ik hoor erbij.'" alone may be the title of a goal.
    """
    text = text.strip()
    if not text or text[:1] not in _OPENS or len(text) > MAX_QUOTATION:
        return False
    for closed in _CLOSES.finditer(text):
        who = text[closed.end() :].strip()
        if len(text[: closed.start()].split()) < FEWEST_WORDS:
            continue
        if _WHO.fullmatch(who) or (not who and not named and closed[0][0] in ".!?…"):
            return True
    return False
