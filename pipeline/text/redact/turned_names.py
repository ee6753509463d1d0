"""Names as programs and minutes write them: surname first, called with @, cut to a code of letters.

"Rietveld, Manon (extern)", "@Ruben van Gent", "Aanw.: GdV, MBo", "Vos en Visser hebben dit gemeld":
no title and no first name says that a person stands there, the form does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.tokens import STOPWORDS
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.spans import CAPS, DetailSpan, Known

_CAP = rf"[{CAPS}][^\W\d_A-Z]{{1,20}}(?:-[{CAPS}][^\W\d_A-Z]{{1,20}})?"
_LINK = r"(?:[Vv]an|[Vv]on|[Dd]er|[Dd]en|[Dd]e|[Hh]et|'t|[Tt]er|[Tt]en|[Ee]l|[Aa]l|[Bb]en)\s"
_LINKS_BEHIND = rf"(?:,?\s(?:{_LINK}){{0,2}}(?:van|de|der|den|el|al|ten|ter)(?![\w-]))?"
_TURNED = re.compile(  # at the start of a line, behind a bullet or the time of a message
    rf"(?m)^[ \t]*+(?:[-*•–\d.)]{{1,4}}[ \t]+|[\[(][^\])\n]{{4,24}}[\])][ \t]*)?"
    rf"(?:(?:[^\W\d_]{{2,12}}[ \t]?:[ \t]*+)?(?i:leerling|kind|ouder|lln\.?|naam)[ \t]?:?[ \t]+)?"
    rf"((?:{_LINK}){{0,3}}{_CAP}),\s?((?:[{CAPS}]\.\s?){{1,4}}(?![\w])|{_CAP}(?:\s[{CAPS}]\.)?)"
    rf"{_LINKS_BEHIND}(?=\s*(?:$|[:(|\-–/]|[<\t]))"
)
_TURNED_CAPITALS = re.compile(  # "DE WIT, P. - bestuurder", "VAN DER MEER, Anna"
    rf"(?m)^[ \t]*+(?:[-*•–\d.)]{{1,4}}[ \t]+)?"
    rf"((?:(?:VAN|VON|DER|DEN|DE|HET|'T|TER|TEN|EL|AL)\s){{0,3}}[{CAPS}]{{3,20}}(?:-[{CAPS}]{{3,20}})?),\s?"
    rf"((?:[{CAPS}]\.\s?){{0,3}}[{CAPS}]\.(?![\w])|[{CAPS}][^\W\d_]{{1,20}}(?:-[{CAPS}][^\W\d_]{{1,20}})?(?![\w-]))"
    rf"{_LINKS_BEHIND}(?=\s*(?:$|[:(|\-–/]|[<\t]))"
)
_CALLED = re.compile(rf"(?<![\w.])@({_CAP})\s((?:{_LINK}){{0,3}}{_CAP})(?![\w-])")
_CODE = re.compile(
    rf"[{CAPS}](?:[a-z]{{0,2}}|v[dt]?[nr]?)[{CAPS}][a-z]{{0,2}}|[{CAPS}]v[dt][{CAPS}]"
)
_CODES = re.compile(  # of those present, or of who takes up what
    r"(?im)(?:^[ \t]*+(?:aanw(?:ezig(?:en)?)?|afw(?:ezig(?:en)?)?|afgemeld|deelnemers|present)\.?"
    r"(?:[ \t]*\([^)\n]{0,30}\)|[ \t]+m\.?[bk]\.?)?"
    r"|(?<![\w-])acti(?:e|epunt|ehouder)|(?<![\w-])wie)"
    r"(?:[ \t]*:[ \t]*|[ \t]+(?=[^\n:|]{2,30}:))(?P<codes>[^\n|:]{2,200})"
)
_CODE_SPEAKS = re.compile(  # "LdR: wat als een school weigert?"; a tussenvoegsel tells of a person
    rf"(?m)^[ \t]*+(?:[-*•][ \t]*+)?([{CAPS}]{{1,2}}(?:v|d|vd|vdr|vh|v/d|t)[{CAPS}][a-z]?)"
    r"(?=\s?:\s)"
)
_DOES = triggers.PRIVATE_VERBS | triggers.SAYS
_ABBREVIATED = frozenset(
    "PO VO SO MR IB BV NV OR CJG GGD GGZ MEE JGZ OPR SWV SBO VSO GMR KNO OPP TLV AVG RvT CvB BaO"
    " CvI SvO MT CvD RvB RvC PvA PvE PvdA MvT OvJ SvZ HvJ RvS KvK TvB".split()
)
_PAIR = re.compile(rf"(?<![\w-])({_CAP})\s(?:en|&)\s({_CAP})(?=\s(?P<verb>[a-z]+)\b)")
_OF_AN_OFFICE = re.compile(  # "ank van de administratie", "Jp van de oudervereniging"
    r"(?im)(?:^|[.!?]\s)[ \t]*([^\W\d_]{2,12})\svan\s(?:de|het)\s(?:administratie|receptie"
    r"|oudervereniging|ouderraad|overblijf|bso|conciërgeloge|loket|jeugdhulp|leerplicht|bieb"
    r"|bibliotheek|tussenschoolse|leerlingenzorg|zorgteam|wijkteam|buurtteam|huiswerkklas|schooltuin|kantine)\b"
)
_FRAMED_LOW = re.compile(  # "de mail van oosterveld is niet beantwoord"
    r"(?<![\w-])(?:mail|brief|bericht|antwoord|reactie|telefoontje|belletje|voorstel|verslag|gesprek|gebeld"
    r"|gesproken|overleg|afspraak|gemaild|toegezegd)\s(?:van|door|met|aan|bij)\s"
    r"((?:(?:van|de|der|den|ten|ter|el)\s){0,3}[a-zß-öø-ÿ]{5,20})(?![\w-])"
)
_TWO_LETTERS = re.compile(  # "Ad Verschuuren sluit de vergadering", "Ko haalt hem op"
    rf"(?<![\w-])(?:A[bd]|Bo|Co|Ed|Jo|Ko|Ot)(?:\s((?:{_LINK}){{0,3}}{_CAP})|(?=\s(?P<verb>[a-z]+)\b)|(?=[.!?]?$))"
)
_CUT_LOW = re.compile(r"(?<![\w-])([a-zß-öø-ÿ]{3,15})\s[a-z]\.(?=\s*(?:[,;)/]|$))", re.MULTILINE)


_TURNED_LOW = re.compile(r"(?m)^[ \t]*+([a-zß-öø-ÿ]{3,20}),[ ]([a-zß-öø-ÿ]{3,15})[ \t]*$")


def find_turned_names(
    text: str, allow: frozenset[str], known: Known | None
) -> Iterator[DetailSpan]:
    """Names of which the form tells that they are names."""
    if "," in text:
        for match in _TURNED.finditer(text):
            name = match.group(2).split()[0]
            is_first = "." in name or name in lists.first_names() or name in lists.word_names()
            if is_first and _may_be_surname(match.group(1), allow):
                yield DetailSpan(match.start(1), match.end(), "naam")
        for match in _TURNED_LOW.finditer(text):  # "smit, carola" on a list of names
            if match.group(2) in lists.bare_names() and match.group(1) in lists.lower_surnames():
                yield DetailSpan(*match.span(1), "naam")
                yield DetailSpan(*match.span(2), "naam")
        for match in _TURNED_CAPITALS.finditer(text):
            name = match.group(2).split()[0]
            is_first = "." in name or name.title() in lists.first_names() | lists.word_names()
            if is_first and _may_be_surname(match.group(1).title(), allow):
                yield DetailSpan(match.start(1), match.end(), "naam")
    if "@" in text:
        for match in _CALLED.finditer(text):
            first, last = match.group(1), match.group(2)
            listed = first in lists.first_names() or first in lists.word_names()
            strange = known is not None and not known(last.split()[-1].lower())
            if " " in last or (listed and (strange or last in lists.surnames())):
                yield DetailSpan(*match.span(2), "naam")
    for match in _CUT_LOW.finditer(text):  # "truus, yvonne k., mustafa"
        if match.group(1) in lists.bare_names():
            yield DetailSpan(*match.span(), "naam")
    if known is not None:
        yield from _unknown_in_form(text, allow, known)
    for match in _CODE_SPEAKS.finditer(text):
        if match.group(1) not in _ABBREVIATED:
            yield DetailSpan(*match.span(1), "naam")
    for match in _CODES.finditer(text):
        yield from _codes(match.group("codes"), match.start("codes"))
    for match in _PAIR.finditer(text):  # a capital inside a sentence on a surname, and both speak
        acts = match.group("verb") in triggers.PERSON_VERBS | {"hebben", "zijn", "geven", "vragen"}
        if acts and all(
            name in lists.bare_surnames() and name.lower() not in allow | lists.places()
            for name in match.group(1, 2)
        ):
            yield from (DetailSpan(*match.span(place), "naam") for place in (1, 2))


def _unknown_in_form(text: str, allow: frozenset[str], known: Known) -> Iterator[DetailSpan]:
    for match in _OF_AN_OFFICE.finditer(text):
        word = match.group(1)
        if not (known(word) or known(word.lower()) or _a_thing(word, allow)):
            yield DetailSpan(*match.span(1), "naam")
    for match in _FRAMED_LOW.finditer(text):
        last = match.group(1).split()[-1].title()
        if last in lists.surnames() and not known(last) and not _a_thing(last, allow):
            yield DetailSpan(*match.span(1), "naam")
    for match in _TWO_LETTERS.finditer(text):
        last = (match.group(1) or "").split()
        if last and (last[-1] in lists.surnames() or not known(last[-1].lower())):
            if not _a_thing(last[-1], allow):
                yield DetailSpan(*match.span(), "naam")
        elif not last and (match.group("verb") is None or match.group("verb") in _DOES):
            yield DetailSpan(*match.span(), "naam")


def _a_thing(word: str, allow: frozenset[str]) -> bool:
    """Whether a list has this word for something that is no person."""
    lower = word.lower()
    taken = allow | lists.places() | triggers.ORGANISATIONS | triggers.NEVER | triggers.NOT_SIGNED
    return lower in taken or lower in STOPWORDS or lower.endswith(triggers.ORGANISATION_ENDS)


def _may_be_surname(words: str, allow: frozenset[str]) -> bool:
    last = words.split()[-1]
    lower = last.lower()
    return not (
        lower in allow
        or lower in triggers.NEVER | triggers.NOT_SIGNED
        or last in lists.first_names() - lists.surnames()
        or lower.endswith(triggers.ORGANISATION_ENDS)
    )


def _codes(names: str, offset: int) -> Iterator[DetailSpan]:
    """ "GdV, MBo, TK": of capitals only where a code that nothing else is stands beside it."""
    parts = [
        (part.group().strip(), offset + part.start() + part.group().index(part.group().strip()))
        for part in re.finditer(r"[^,;/&]+", names)
        if part.group().strip()
    ]
    codes = [(part, start) for part, start in parts if _CODE.fullmatch(part)]
    codes = [(part, start) for part, start in codes if part not in _ABBREVIATED]
    if any(not part.isupper() for part, _ in codes):
        for part, start in codes:
            yield DetailSpan(start, start + len(part), "naam")
