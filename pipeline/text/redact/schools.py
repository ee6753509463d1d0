"""Names of schools, for those who want them masked too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.text.redact.spans import DetailSpan

_CAP = r"[A-ZÀ-ÖØ-Þ][\w'’.-]+"
_KIND = (
    r"(?:[Bb]asisschool|OBS|obs|RKBS|KBS|CBS|PCBS|PCB|ODS|SBO|SO|VSO|IKC|[Kk]indcentrum|[Dd]altonschool"
    r"|[Mm]ontessorischool|[Vv]rije [Ss]chool|[Ss]cholengemeenschap|[Jj]enaplanschool|sbo|vso)"
)
_SCHOOL = (
    re.compile(rf"\b{_KIND}\s+((?:(?:De|Het|de|het|'t)\s+)?{_CAP}(?:\s+{_CAP}){{0,2}})"),
    re.compile(
        rf"\b((?:{_CAP}[-\s](?:(?:van|de|der|het)\s+)*)+(?:College|Lyceum|Gymnasium|Mavo|Atheneum|School))\b"
    ),
    re.compile(r"\b((?:[A-ZÀ-ÖØ-Þ][\w'’-]*)(?:college|lyceum|gymnasium|school))\b"),
    re.compile(rf"\b((?:Sint|St\.)[-\s]{_CAP}(?:school)?)"),
)
_GENERAL = frozenset("basisschool middelbareschool hogeschool".split())


def find_schools(text: str) -> Iterator[DetailSpan]:
    """Names of schools by their usual forms; a bare nickname ("De Horizon") is not found."""
    for pattern in _SCHOOL:
        for match in pattern.finditer(text):
            if match.group(1).lower() not in _GENERAL:
                yield DetailSpan(match.start(1), match.end(1), "school")
