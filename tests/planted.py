"""Details of invented people in every form they take, and a search for them.

Every name is picked by number from the lists of names, so that no detail was chosen because it is
found; what is planted stands once, and its needle (the part that tells) stands nowhere else.
"""

from __future__ import annotations

import html
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.text.redact import lists


@dataclass(frozen=True)
class Planted:
    """One detail: what stands in the input, and the part of it that must be found nowhere."""

    form: str
    text: str
    needle: str

    def stands_in(self, low: str) -> bool:
        """Whether a text in lower case holds it; a name only as a word of its own."""
        if not self.needle.istitle():
            return self.needle.casefold() in low
        return re.search(rf"(?<!\w){re.escape(self.needle.casefold())}(?!\w)", low) is not None


def details() -> list[Planted]:
    """All details that are planted in answers; at least one of every form."""
    return [*_names(), *_numbers(), *_places()]


def _names() -> Iterator[Planted]:
    firsts = sorted(n for n in lists.read_list("first_names") if n.isalpha() and len(n) > 5)
    lasts = sorted(n for n in lists.surnames() if n.isalpha() and len(n) > 6)
    frames = (
        ("own child", "Mijn zoon {first} zit daardoor thuis."),
        ("teacher", "Juf {first} doet haar best."),
        ("title", "Mevrouw {last} belde nooit terug."),
        ("full name", "{first} {last} weet hier alles van."),
        ("lower case", "ik ben {first} {last} en ik wacht al een jaar"),
        ("capitals", "IK BEN {first} {last} EN IK BEN HET ZAT"),
        ("frame", "Volgens {last} is er geen geld."),
        ("signed", "Met vriendelijke groet, {first} {last}"),
        ("initials", "Aldus {letter}. van der {last}."),
        ("possessive", "{first} zijn juf is ziek."),
        ("enumeration", "Ook {first} en {other} zitten thuis."),
        ("bare first name", "Sinds {first} thuis zit werk ik niet meer."),
    )
    for number, (form, frame) in enumerate(frames * 6):
        first = firsts[(number * 61 + 7) % len(firsts)]
        other = firsts[(number * 61 + 37) % len(firsts)]
        last = lasts[(number * 113 + 11) % len(lasts)]
        change = {"lower case": str.lower, "capitals": str.upper}.get(form, str)
        words = {"first": change(first), "last": change(last), "other": change(other)}
        text = frame.format(letter=first[0], **words)
        for key in ("first", "last", "other"):
            if f"{{{key}}}" in frame:
                yield Planted(form, text, words[key])


def _numbers() -> Iterator[Planted]:
    for n in range(4):
        for form, text, needle in (
            ("mail", f"Mail naar ouder{n}47@postvak.example graag.", f"ouder{n}47@postvak"),
            ("spelt mail", f"mail vogel{n}kers apenstaartje postvak punt nl", f"vogel{n}kers"),
            ("phone", f"Bel 06-31{n}4 85 92 na vijven.", f"31{n}4 85 92"),
            ("land line", f"Ons nummer is 0229-{n}48193.", f"{n}48193"),
            ("iban", f"Rekening NL9{n}INGB00012345{n}7.", f"INGB00012345{n}7"),
            ("bsn", f"Zijn bsn is 11122233{n}.", f"11122233{n}"),
            ("birth", f"Hij is geboren op 1{n}-04-2013.", f"1{n}-04-2013"),
            ("postcode", f"Onze postcode is 162{n} XK.", f"162{n} XK"),
            ("plate", f"De taxi met kenteken {n}-XKB-4{n} rijdt te hard.", f"{n}-XKB-4{n}"),
            ("pupil", f"Het gaat om leerlingnummer 48210{n}.", f"48210{n}"),
            ("code", f"Dossier SWV-{n}4471 is zoek.", f"SWV-{n}4471"),
            ("account", f"Op insta heet hij bliksem_2{n}9.", f"bliksem_2{n}9"),
            ("handle", f"Het filmpje van @zonnebloem.2{n}1 ging rond.", f"zonnebloem.2{n}1"),
        ):
            yield Planted(form, text, needle)


def _places() -> Iterator[Planted]:
    for n, street in enumerate(("Vlierbeslaan", "Roerdompstraat", "Zilverreigerhof", "Otterkade")):
        yield Planted("address", f"Wij wonen op de {street} {n}7.", street)
        low = f"dwarsgors{'abcd'[n]}straat"
        yield Planted("address in lower case", f"het busje stopt bij {low} 1{n}", low)
    yield Planted("mojibake", "Mijn zoon JosÃ© BrÃ¼ggemann zit thuis.", "ggemann")


def texts_in(path: Path) -> Iterator[tuple[str, str]]:
    """(place, text) of a file as it can be read: zips opened, markup taken away, SQLite rows."""
    raw = path.read_bytes()
    if raw.startswith(b"SQLite format 3"):
        with sqlite3.connect(path) as base:
            names = [
                row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            for name in names:
                rows = base.execute(f"SELECT * FROM {name}").fetchall()
                yield f"{path.name}/{name}", repr(rows)
        return
    yield from _texts(path.name, raw)


def _texts(place: str, raw: bytes) -> Iterator[tuple[str, str]]:
    if raw.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield from _texts(f"{place}/{name}", archive.read(name))
        return
    if raw.startswith(b"%PDF"):
        import pypdfium2

        document = pypdfium2.PdfDocument(raw)
        yield place, "\n".join(page.get_textpage().get_text_range() for page in document)
        yield place, " ".join(document.get_metadata_dict().values())
        return
    text = raw.decode("utf-8", "replace")
    text = html.unescape(text) if "&" in text else text
    yield place, text
    if "<" in text:
        yield place, re.sub(r"<[^>]*>", "", text)


def found_in(folder: Path, planted: list[Planted]) -> dict[str, set[str]]:
    """Needle -> the files below this folder that hold it, in any case."""
    needles = {one.needle.casefold(): one for one in planted}
    found: dict[str, set[str]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        for place, text in texts_in(path):
            low = text.casefold()
            for needle, one in needles.items():
                if needle in low and one.stands_in(low):
                    relative = path.relative_to(folder).parent / place
                    found.setdefault(one.needle, set()).add(str(relative))
    return found
