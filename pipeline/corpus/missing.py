"""What stands in a cell where nobody answered."""

from __future__ import annotations

from pipeline.files.names import fold

# What programs write where nobody answered, and what Excel shows where a formula failed.
_MISSING = frozenset(
    "na nan n/a #n/a #n/b n/b null none <na> <null> nat inf -inf #null #leeg".split()
)
EXCEL_ERRORS = frozenset(
    "#naam? #name? #verw! #ref! #waarde! #value! #deel/0! #div/0! #getal! #num! #leeg! #null! "
    "#overloop! #spill! #calc! #bereken!".split()
)


def is_missing(text: str) -> bool:
    """Whether a cell says that nobody answered: blank, a dash, or a program's own word for that."""
    return not text.strip(" \t\n\r\xa0-–—._/") or fold(text) in _MISSING
