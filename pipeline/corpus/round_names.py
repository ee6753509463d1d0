"""What files and folders say of the round they belong to: its number and its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.core.dutch import MONTH
from pipeline.core.locale import gettext as _

_NTH = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5}
_MACHINE = re.compile(r"(?:results?|survey|export|data|responses|antwoorden|[ \d])+", re.IGNORECASE)
_ROUND_NUMBER = re.compile(
    r"\b(?:(?:inspraak)?ronde|round|r|trimester|kwartaal|tranche)[ _-]?(?P<number>\d{1,2})(?!\d)"
    rf"|\b(?:(?P<nth>{'|'.join(_NTH)})|(?P<count>\d{{1,2}})e)[ _-]"
    r"(?:\w+)?(?:ronde|trimester|kwartaal)\b",
    re.IGNORECASE,
)
_OF_THE_YEAR = re.compile(r"trimester|kwartaal|semester", re.IGNORECASE)
_PERIOD = re.compile(  # what a folder of one round is called: "1 voorjaar", "ronde 2", "2025-03"
    r"voorjaar|najaar|zomer|winter|herfst|lente|trimester|kwartaal|ronde|tranche|"
    rf"\b20\d\d\b|\b(?:{MONTH})\b",
    re.IGNORECASE,
)


_OF_A_KIND = re.compile(  # folders of one kind of file, whatever round that is of: "2 brieven"
    r"\d{1,2}[ ._)-]+(?:verslagen|notulen|brieven|mails?|e-?mails?|enqu[eê]tes?|vragenlijsten|"
    r"formulieren|plan(?:nen)?|overige?|bijlagen?|data|exports?|input|output|documenten)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"0?(\d)[ ._)-]+(?=[^\W\d])")


def title_of(name: str) -> str:
    """A title for a round, from the name of its file or folder."""
    plain = re.sub(
        r"(?<!\s)\s*\((?:reacties|antwoorden|responses)\)(?: - .*)?$",
        "",
        Path(name).stem,
        flags=re.I,
    )
    plain = re.sub(r"_|(?<!\d)-|-(?!\d)", " ", plain)  # "2025-2029" stays
    plain = re.sub(
        r"(?<!\s)\s*\(\d+(?:[ -]\d+)?\)$", "", plain
    )  # "(1-38)": the rows of a Forms export
    plain = " ".join(plain.split())
    plain = re.sub(r"(?<=\w) 20\d\d \d\d \d\d$", "", plain)  # the round has its date
    plain = re.sub(r"^20\d\d ?\d\d ?\d\d (?=\D)", "", plain)
    plain = re.sub(r"(?<=\w)(?: (?:DEF|def|definitief|v\d{1,2}|versie \d{1,2})){1,9}$", "", plain)
    if _MACHINE.fullmatch(plain):
        return _("Survey")
    return plain[:1].upper() + plain[1:]


def number_in(name: str) -> int | None:
    """The number of the round that a name says: "ronde 2", "derde trimester"; None where none."""
    match = _ROUND_NUMBER.search(Path(name).stem.replace("_", " "))
    if match is None:
        return None
    return _NTH[match["nth"].casefold()] if match["nth"] else int(match["number"] or match["count"])


def is_of_a_period(name: str) -> bool:
    """Whether a name says which part of the year it is of: "2e trimester"."""
    return number_in(name) is not None and bool(_OF_THE_YEAR.search(name))


def round_folders(files: Sequence[str]) -> dict[str, int]:
    """Folder -> number, where there are several and each is called after a time or numbered.

    "1 voorjaar" and "2 najaar" each hold a round, whatever else lies in them; so do "1 Enquête",
    "2 OPR" and "3 Ouderavond".
    """
    folders = sorted({Path(file).parts[0] for file in files if len(Path(file).parts) > 1})
    periods = all(_PERIOD.search(name) for name in folders)
    counted = sorted(int(match[1]) for name in folders if (match := _COUNTED.match(name)))
    in_order = counted == [*range(1, len(folders) + 1)]
    of_kinds = 2 * sum(bool(_OF_A_KIND.match(name)) for name in folders) > len(folders)
    named = len(folders) > 1 and (periods or (in_order and not of_kinds))
    return {name: n for n, name in enumerate(folders, start=1)} if named else {}
