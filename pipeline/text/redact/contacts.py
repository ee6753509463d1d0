"""Details as people write them where no form holds: spelt out, a number plate, a pupil's code.

"jan punt jansen apenstaartje gmail punt com", "nul zes twaalf vierendertig …", an account without
@, a street without a number after "woont". What has a form of its own is found by `patterns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.numerals import TEENS, TENS, TWO_TO_NINE
from pipeline.text.redact.spans import CAPS, DetailSpan, spans_of

_DOT = r"(?:\s?\.\s?|[\s_](?:punt|dot)[\s_]?|\s?[(\[](?:punt|dot)[)\]]\s?)"
_MARK = r"\s(?:streepje|underscore|liggend\sstreepje)\s"
_AT = (
    r"(?:\s?[(\[]?(?:apenstaartje|apenstaart|apestaartje|aapje)[)\]]?\s?"
    r"|\s?[(\[](?:at|a)[)\]]\s?|[\s_]at[\s_]|\s?@\s?)"
)
_PROVIDERS = r"(?:gmail|hotmail|outlook|live|icloud|yahoo|ziggo|kpnmail|planet|home|xs4all)"
_EMAIL_SPELT = re.compile(
    rf"(?i)(?<!\w)(?:[\w+-]{{1,30}}(?:{_DOT}|{_MARK})){{0,4}}[\w+-]{{1,30}}{_AT}"
    rf"(?:(?:[\w-]{{1,30}}{_DOT}){{1,3}}|{_PROVIDERS}\s)(?:nl|com|org|net|eu|be|de|info|edu)\b"
)
_ONES = f"nul|een|één|{TWO_TO_NINE}"
_TENS = f"{TEENS}|(?:(?:een|één|{TWO_TO_NINE})(?:ë|e)n)?(?:twintig|{TENS})"
_PHONE_SPELT = re.compile(
    rf"(?i)\b(?:nul[\s,-]{{1,3}}(?:{_ONES})|06|\+31)"
    rf"(?:[\s,.-]{{1,3}}(?:dubbel\s)?(?:{_TENS}|{_ONES}|\d{{1,4}})){{4,10}}\b"
)
_PHONE_SPELT_FRAME = re.compile(
    rf"(?i)\b(?:bel|nummer|tel|telefoon\w*|mobiel|app)\W{{1,4}}(?:\w+\W){{0,3}}?"
    rf"((?:(?:dubbel\s)?(?:{_TENS}|{_ONES})[\s,-]{{1,2}}){{3,11}}(?:dubbel\s)?(?:{_TENS}|{_ONES}))\b"
)
# The series of Dutch plates (sidecodes): letters L, digits D.
_SERIES = (
    "LL-DD-DD DD-DD-LL DD-LL-DD LL-DD-LL LL-LL-DD DD-LL-LL DD-LLL-D D-LLL-DD"
    " LL-DDD-L L-DDD-LL LLL-DD-L L-DD-LLL D-LL-DDD DDD-LL-D"
)
_PLATE = re.compile(
    r"(?i)(?<![\w-])(?:"
    + "|".join(s.replace("L", "[A-Z]").replace("D", r"\d") for s in _SERIES.split())
    + r")(?![\w-])"
)
_PLATE_SPACED = re.compile(  # "Taxi G 091 FJ reed door rood"
    r"\b(?i:taxi|auto|bus|busje|bestelbus|scooter|motor|brommer|vrachtwagen|camper)\b\W(?:\w{1,12}\W){0,2}?("
    + "|".join(
        s.replace("-", " ").replace("L", "[A-Z]").replace("D", r"\d") for s in _SERIES.split()
    )
    + r")(?![\w-])"
)
_GROUP = r"(?:[a-z]{1,3}|\d{1,3})"
_PLATE_NAMED = re.compile(
    r"(?i)\b(?:kenteken(?:plaat)?|nummerplaat)\W{1,3}(?:is\s|van\s)?(?=[\w -]{0,9}\d)"
    rf"({_GROUP}[- ]?{_GROUP}[- ]?{_GROUP})(?!\w)"
)
_PUPIL = re.compile(
    r"(?i)\b(?:leerling|pupil|student|kind|cli[eë]nt|casus|dossier|deelnemer|ll[n]?\.?|onderwijs|tlv"
    r"|opp|stam|eck|pgn|beschikking|paspoort|rijbewijs|id-kaart|polis|v-"
    r"|verzekerings|beschikkings|vreemdelingen)[- ]?(?:code|nummer|nr\.?|kenmerk|id)?\s?"
    r"(?:[:=#(]|is\b)?\s?"
    r"((?:(?-i:[A-Z]{1,5})[-./ ]?)?\d{2,}(?:[-./]?[A-Za-z\d]+)*"
    r"|(?-i:[A-Z]{1,3}\d[A-Z\d]+)|(?-i:[A-Z]{1,3})\d+(?:[-./]\w+)*|\d{3}(?:\s\d{3,4}){2})(?!\w)"
)
_PUPIL_FITS = re.compile(r"[A-Za-z].*\d|\d.*[A-Za-z]|\d{5,}|\d+[-./]\d{2,}")
_YEARS = re.compile(r"(?P<first>(?:19[5-9]|20[0-4])\d)[-–/.](?P<last>(?:19|20)?\d\d)$")
_LONGEST_PLAN = 12  # years between the first and the last that one is for
_NAMED_NUMBER = re.compile(r"(?i)(?:code|nummer|nr\.?|kenmerk|id)\W{0,4}(?:is\s)?$")
_HANDLE = re.compile(
    r"(?i)\b(?:insta(?:gram)?|snap(?:chat)?|tiktok|discord|twitter|facebook|fortnite|roblox|teams"
    r"|parro|magister|somtoday|skype|whatsapp|telegram|signal|steam|twitch|youtube"
    r"|gamertag|username|gebruikersnaam|account)"
    r"(?:\s?(?::|=|is|heet|heeft|naam|als|zij|hij|ze|onder|de|-)){0,5}\s{0,2}"
    r"(@?(?=[\w.#-]{0,30}(?:[\d_#]|\.\w))[a-z][\w.#-]{3,30}\w)"
)
_STREET = "straat|laan|weg|plein|dreef|singel|gracht|kade|hof|steeg|dijk|plantsoen|pad"
_NUMBERED = (
    rf"(?:(?:op\s)?(?:nr\.?|nummer|huisnummer)\s)?(?:\d{{1,4}}|(?:honderd)?(?:{_TENS}|{_ONES})|honderd)"
    r"(?:[\s-]?[a-z](?!\w))?"
)
_LIVES = (
    r"(?:woon(?:t|de|den)?|wonen|woonachtig|adres|verhuisd|verhuizen|hoek\svan|buren)"
    r"\b(?:\s\w+){0,3}?\s(?:op|aan|in|naar|bij|is|van|uit)\s(?:de\s|het\s)?"
)
_STREET_NAMED = re.compile(
    rf"(?i:\b{_LIVES})((?:[{CAPS}][\w'’.-]{{1,30}}\s(?:(?:van|de|der|den)\s){{0,2}}){{0,3}}"
    rf"[{CAPS}][\w'’-]{{0,30}}(?:{_STREET}))\b"
)
_STREET_LOW = re.compile(
    r"(?<!\w)((?:(?:lange|korte|oude|nieuwe|grote|kleine|hoge|lage|eerste|tweede|derde)\s)?"
    rf"[a-zà-ÿ]{{3,25}}(?:{_STREET}))\s(?:nr\.?\s|nummer\s|huisnummer\s)?"
    r"(\d{1,4}\s?[a-zA-Z]?)(?!\w|[.,]\d)"
)
# Whoever says that somebody lives there may write the number in words.
_STREET_SPELT = re.compile(
    rf"(?i)\b(?:woon(?:t|de|den)?|wonen|woonachtig|adres)\b\W{{1,3}}(?:(?:op|aan|in|is|de|het|wij|we)\s){{0,3}}"
    rf"((?:[\w'’.-]{{1,30}}\s){{0,3}}[\w'’-]{{2,30}}(?:{_STREET})\s{_NUMBERED})(?!\w)"
)
_FETCHED = re.compile(  # "ophalen bij de Zandkreek 23", "de taxi stopt op de Kreek 4b"
    r"\b(?:[Oo]phalen|[Oo]pgehaald|[Aa]fgezet|[Aa]fzetten|[Bb]ezorgen|[Ww]oonachtig|[Ss]topt)\s(?:bij|op|aan)\s"
    rf"((?:[Dd]e|[Hh]et)\s[{CAPS}][^\W\d_]{{3,30}}\s\d{{1,4}}\s?[a-z]?)(?!\w|[:.]\d|\suur|\skeer)"
)
_HOUSE = re.compile(
    rf"\b(?:[Nn]ummer|[Nn]r\.?)\s\d{{1,4}}\w?\s(?:van|aan|in|op)\s(?:de|het)\s[{CAPS}]\w{{0,30}}(?:{_STREET})\b"
    rf"|\b(?:[Ff]lat|[Aa]ppartement|[Gg]ebouw)\s[{CAPS}][\w'’-]{{2,30}}(?:,?\s\d{{1,2}}\s?hoog)?,?\s"
    r"(?:(?:nr\.?|nummer)\s)?\d{1,4}\b|\b[Hh]uis(?:nummer|nr\.?)\s\d{1,4}\s?[a-zA-Z]?(?!\w)"
)
_NO_STREET = re.compile(
    r"(?:school|speel|leer|werk|onder|om|snel|auto|water|fiets|voet|wandel|spoor|uit|half|over"
    rf"|bestuur|zij|door|loop|rond|weder|behandel)(?:{_STREET})$"
)


def find_contacts(text: str) -> Iterator[DetailSpan]:
    """Mail, phone, plates, codes, accounts and streets, however they are written."""
    lower = text.lower()
    if "apen" in lower or "apestaart" in lower or "aapje" in lower or "at" in lower or "@" in lower:
        yield from spans_of(_EMAIL_SPELT, text, "e-mail")
    yield from spans_of(_PHONE_SPELT, text, "telefoon")
    yield from spans_of(_PHONE_SPELT_FRAME, text, "telefoon", 1)
    yield from spans_of(_PLATE, text, "kenteken")
    yield from spans_of(_PLATE_SPACED, text, "kenteken", 1)
    if "kenteken" in lower or "nummerplaat" in lower:
        yield from spans_of(_PLATE_NAMED, text, "kenteken", 1)
    for span in spans_of(_PUPIL, text, "nummer", 1):
        code = text[span.start : span.end]
        named = _NAMED_NUMBER.search(text, max(0, span.start - 20), span.start)
        if _PUPIL_FITS.search(code) and (named or not _are_years(code)):
            yield span
    yield from spans_of(_HANDLE, text, "account", 1)
    if "woon" in lower or "wonen" in lower or "adres" in lower:
        yield from spans_of(_STREET_SPELT, text, "adres", 1)
    yield from spans_of(_HOUSE, text, "adres")
    yield from spans_of(_STREET_NAMED, text, "adres", 1)
    yield from spans_of(_FETCHED, text, "adres", 1)
    for match in _STREET_LOW.finditer(text):
        if not _NO_STREET.match(match.group(1)):
            yield DetailSpan(*match.span(), "adres")


def _are_years(code: str) -> bool:
    """Whether two numbers are the years of a plan, "2026-2029", and nobody's number."""
    if not (years := _YEARS.match(code)):
        return False
    first, last = years["first"], years["last"]
    return 0 < int(f"{first[:2]}{last}" if len(last) == 2 else last) - int(first) <= _LONGEST_PLAN
