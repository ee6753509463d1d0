"""Words that single out one child or grown-up without a name: "twee jongens van tien", "ons kind".

Nothing is masked: inside the organisation people must be able to read what was said. A quote with
such words is not printed for readers outside it.
"""

from __future__ import annotations

import re

from pipeline.text.redact.spans import DetailSpan

_NUMBER = (
    r"(?:\d{1,2}|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien"
    r"|vijftien|zestien|zeventien|achttien)"
)
_FEW = r"(?:[1-9]|één|eén|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_CHILD = (
    r"(?:kind(?:je|jes|eren)?|jongens?|jongetjes?|meisjes?|meiden|leerling(?:en|etje)?|zoon(?:s|tje)?"
    r"|zonen|dochter(?:s|tje)?|broer(?:s|tje|tjes)?|zus(?:sen|je|jes)?|kleuters?|pubers?|pleegkind(?:eren)?"
    r"|kleinkind(?:eren)?|kleinzoon|kleindochter|stiefzoon|stiefdochter|pleegzoon|pleegdochter"
    r"|neefje|nichtje|tweeling|drieling)"
)
_GROWN_UP = (
    r"(?:moeder|vader|ouder|gezin|leerkracht|juf|meester|docent|mentor|conciërge|directeur|gymleraar"
    r"|ib'?er|school|familie|oma|opa|medewerker|begeleider|assistent)"
)
_OWN = r"(?:mijn|m'n|mn|onze|ons|zijn|haar|hun|our|my)"
_PATTERNS = (
    # one's own child, the youngest, the twins
    rf"\b{_OWN}\s+(?:\w+e\s+)?(?:{_CHILD}|jongste|oudste|middelste|son|daughter|child|kids?)\b",
    r"\b(?:één|een|twee)\s+van\s+(?:mijn|onze|m'n|de)\s+(?:\w+\s+)?(?:kinderen|zonen|zoons|dochters|tweeling)",
    r"\b(?:twee|drie|vier)ling\b",
    # the only one, the first one
    rf"\b(?:enige|enigste|allereerste)\s+(?:\w+\s+)?(?:{_CHILD}|{_GROWN_UP}|met|in|van|uit|die)\b",
    r"\b(?:als|was|is|ben)\s+(?:ook\s+|nog\s+)?(?:de\s+|het\s+)?enige\b",
    # a few children of an age, group, state or place
    rf"\b{_FEW}\s+(?:\w+\s+)?{_CHILD}\s+(?:van|met|uit|in|op|bij|zonder|die|zitten|zit)\b",
    rf"\b(?:een|dat|die|deze|dit|het|de)\s+(?:\w+\s+)?{_CHILD}\s+van\s+(?:\w+\s+)?{_NUMBER}\b",
    rf"\b(?:is|was|wordt|werd|bijna|net)\s+(?:nu\s+|pas\s+|net\s+)?{_NUMBER}\s+jaar\b",
    rf"\b{_NUMBER}\s?-?jarige?\b",
    rf"\bgroep\s+{_NUMBER}\b.{{0,40}}\b(?:een|één|dat|die)\s+{_CHILD}\b",
    # a class by its letter
    r"\b(?:groep\s+[1-8]\s?[a-e]|klas\s+\d\s?[a-z]|[bhvm]\d[a-z])\b",
    # somebody known by a place or a relation
    r"\b(?:de|een)\s+(?:moeder|vader|ouders|oma|opa|broer|zus)\s+van\s+(?:een\s+|dat\s+|die\s+|deze\s+)",
    rf"\b(?:de|onze)\s+{_GROWN_UP}\s+(?:van|uit|in)\s+groep\b",
    rf"\b(?:onze|ons)\s+(?:\w+\s+)?{_GROWN_UP}\b(?=.{{0,60}}\b(?:ziek|overspannen|burn-?out|weg|ontslagen|"
    r"zwanger|gescheiden|overleden|verslaafd|geschorst)\b)",
    r"\b(?:pleeg|adoptie|stief)(?:ouders?|moeder|vader|gezin|kind|zoon|dochter)\b",
)
_SINGLES = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


def singles_out(text: str) -> list[DetailSpan]:
    """Words that could tell those who were there whom this is about, in order."""
    return [DetailSpan(*match.span(), "aanwijzing") for match in _SINGLES.finditer(text)]
