"""Details with a form of their own: phone, e-mail, IBAN, BSN, postcode, address, date of birth.

Forms are checked where a check exists (python-stdnum for IBAN and the 11-proef, phonenumbers for
numbers from abroad), so that an order number is not taken for a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.dutch import MONTH
from pipeline.core.numerals import TEENS, TWO_TO_NINE
from pipeline.text.redact.spans import CAPS, DetailSpan, spans_of

_EMAIL = re.compile(
    r"[A-Za-z0-9_.+%-]+(?:\s?(?:\[at\]|\(at\)|@)\s?)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    re.IGNORECASE,
)
_HANDLE_AT = re.compile(r"(?<![\w.])[\w.+-]{2,40}@[A-Za-z][\w-]{2,30}(?![\w.]*\w)")
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z][\w.]{3,30}\b(?!\s*:)")
_PROFILE = re.compile(
    r"(?i)(?<![\w.])(?:https?://)?(?:www\.|m\.)?(?:facebook|instagram|linkedin|tiktok|snapchat|twitter|x)"
    r"\.com/[^\s<>\"')]+|(?i:(?:www\.)?(?:youtube|twitch)\.(?:com|tv)/(?:@|c/|user/|channel/)[^\s<>\"')]+)"
)
_FILE_NUMBER = re.compile(
    r"(?i)\b(?:leerling|onderwijs|dossier|cli[eë]nt|zaak|pati[eë]nt|polis|relatie|inschrijf|persoons|burger)"
    r"[- ]?(?:nummer|nr|id)\b\.?(?:\s+[a-z]{2,6})?[\s:=#(]{0,4}"
    r"((?:[A-Z]{1,4}[-./ ]?)?\d(?:[-./ ]?\d){3,}(?:[-./][A-Z\d]{1,4}(?!\w))?)"
)
_KENMERK = re.compile(  # "onder kenmerk WMO23.004417"
    r"(?i)\b(?:kenmerk|referentie(?:nummer)?|zaaknummer|briefnummer)\b\W{1,3}(?:is\s)?"
    r"((?=[\w./-]{0,20}\d{3})(?=[\d./-]{0,20}[a-z])[a-z\d][\w./-]{3,24}\w)"
)
_PHONE_NL = re.compile(
    r"(?<![\w/€-])(?:(?:\+|00)31[\s.-]?(?:\(0\)[\s.-]?)?|\(0(?=\d{1,3}\))|0)"
    r"[1-9](?:[\s.)/-]{0,3}\d){7,8}(?![\d-]|\s?\d{2})"
)
_DAY_AND_HOUR = re.compile(r"0[1-9][-./ ](?:0[1-9]|1[0-2])[-./ ](?:19|20)\d\d\s")  # no number
_PHONE_ABROAD = re.compile(r"(?<!\w)(?:\+|00)[1-9]\d{0,2}(?:[\s.()/-]{0,2}\d){6,12}(?!\d)")
_PHONE_NAMED = re.compile(
    r"(?i)\b(?:tel(?:efoon)?(?:nummer|nr)?|mobiel|06|bel(?:len)?|app|whatsapp)\b\D{0,12}"
    r"((?:\d[\s.-]{0,2}){8,10}\d)(?!\d)"
)
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]{4}){2,7}(?:[ .-]?[A-Za-z0-9]{1,3})?\b")
_IBAN_NL = re.compile(
    r"(?i)\b(?:NL ?\d{2}[ .-]?[A-Z]{4}|ABNA|RABO|INGB|SNSB|TRIO|KNAB|ASNB|RBRB|BUNQ)"
    r"(?:[ .-]?\d){10}(?!\d)"
)
_IBAN_LENGTHS = {"BE": 16, "DE": 22, "FR": 27, "PL": 28, "TR": 26, "ES": 24, "LT": 20, "GB": 22}
_BSN = re.compile(
    r"(?<![\w.,-])(?:\d{9}|\d{4}[ .-]\d{2}[ .-]\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3})(?![\w-])"
)
_BSN_NAMED = re.compile(
    r"(?i)\b(?:bsn|b\.s\.n\.|burger\s?service\s?nummer|sofi(?:-|\s)?(?:nummer|nr))"
    r"[^\d\n]{0,30}?((?:\d[ ./-]?){7,8}\d)(?!\d)"
)
_POSTCODE = re.compile(r"(?<![\w€.,-])[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?![\w-])")
_POSTCODE_LOW = re.compile(r"(?<![\w€.,-])[1-9]\d{3}[a-z]{2}(?![\w-])")
_POSTCODE_ALONE = re.compile(r"(?im)^\s*+[1-9]\d{3} [a-z]{2}\s*$")
_POSTCODE_NAMED = re.compile(r"(?i)\bpostcode\W{0,3}(?:is\s)?([1-9]\d{3} ?[a-z]{2})(?!\w)")
_POSTCODE_BEHIND = re.compile(  # "Hoge Esch 112, 7783 bk"
    r"(?:(?<=\d[,a-z]\s)|(?<=\d\s))[1-9]\d{3}\s(?!(?:te|en|op|in|is|of|de|er|jr|st)\b)[a-z]{2}(?![\w-])"
)
_UNITS = frozenset(
    "kg km cm mm ml gr mb gb kb kw pk th st nd rd ha mg ev ha nm db hz kv dl cl".split()
)
_AFTER_YEAR = frozenset(
    "AD EN IN OF IS DE EU VO PO SO MR IB NT OP TE WE ZO ER AB TL BB KB GL".split()
)
_LOW = "a-zß-öø-ÿğışłżśźćń"
_CAP = rf"[{CAPS}][{_LOW}{CAPS}'’.-]*"
_NUMBER = r"\d{1,4}(?!\d|(?!hs|bis)[a-zA-Z]{2}|\s?(?:%|procent|pct|percent)\b)(?:\s?[a-zA-Z](?![\w])|(?:[-/]|\s?-\s?)(?:\d{1,4}|[IVX]{1,4}|(?=[a-z](?!\w)))[a-z]?)?(?:\s?(?:hs|bis)\b)?"  # noqa: E501
_LINK = r"(?:de|van|der|den|het|ter|ten|en|'t|op|aan|bij|in)"
_STREET_END = (
    "straat|laan|weg|plein|dreef|singel|gracht|kade|hof|steeg|dijk|pad|park|plantsoen|markt|oever|wal"
    "|baan|ring|burg|veld|akker|hoek|haven|kamp|horst|wijk|dam|gaarde|weide|straatje|erf|brink|werf|sloot|vaart|wetering|vliet"
    "|buorren|strjitte|dyk|leane|reed|stege"
)
_ADDRESS = (
    re.compile(rf"\b[Pp]lein\s+(?:19|20)\d\d\s+(?:nr\.?\s*)?{_NUMBER}"),
    re.compile(
        rf"\b(?:[Dd]e\s|[Hh]et\s)?(?:{_CAP}\s+(?:{_LINK}\s+)*){{0,3}}[{CAPS}][\w.’'-]*(?:{_STREET_END}),?\s+(?:(?:op\s)?(?:nr\.?|nummer)\s*)?{_NUMBER}"
    ),
    re.compile(rf"\b(?:Laan|Weg|Plein|Hof|Park)\s+(?:{_LINK}\s+){{1,2}}{_CAP}\s+{_NUMBER}"),
    re.compile(r"\b[Pp]ostbus\s+\d+"),
    re.compile(
        rf"(?m)\b{_CAP}(?:\s+(?:{_LINK}\s+)?{_CAP}){{0,2}}\s+{_NUMBER}(?=,?\s+[1-9]\d{{3}}\s?[A-Za-z]{{2}}\b)"
    ),
)
_ADDRESS_NAMED = (
    re.compile(
        r"(?:[Ww]o(?:on|nen|ont|onde|nden)(?:\s+(?:nu|zelf|wij|we|ik|al|sinds\s\w+))*\s+(?:op|aan|in)|[Vv]erhuisd\s+naar"
        r"|[Aa]dres(?:\s+is)?:?|(?:gezin|familie|buren)\s+(?:op|aan|van)|(?:brief|post|kaart|pakket)\s+(?:ging|gaat|kwam|sturen|stuur|graag)?\s*(?:naar|op|aan))"
        r"\s+"
        rf"((?:de\s+|het\s+|'t\s+)?(?:{_CAP}\s+(?:{_LINK}\s+)*){{1,3}}{_NUMBER})"
    ),
    re.compile(
        rf"(?i:\b(?:woon|wonen|woont)(?:\s+(?:op|aan|in))(?:\s+(?:de|het))?)\s+([{_LOW}]+(?:{_STREET_END})\s+{_NUMBER})"
    ),
    re.compile(rf"(?i:\badres:?\s+)([{_LOW}]+(?:{_STREET_END})\s+{_NUMBER})"),
)
_MONTH = f"{MONTH}|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec"
_DATE = re.compile(
    rf"\b(?:[0-3]?\d[-/. ][01]?\d[-/. ](?:19|20)?\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d"
    rf"|[0-3]?\d\s+(?:{_MONTH})\.?\s+(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DAY_WORD = (
    rf"(?:een|{TWO_TO_NINE})entwintig|(?:een|één)?endertig|twintig|dertig"
    rf"|{TEENS}|eerste|tweede|derde|vierde|vijfde|zesde"
    rf"|zevende|achtste|negende|tiende|één|een|{TWO_TO_NINE}"
)
_BIRTHDAY = re.compile(  # told in any words; only where somebody is born or has a birthday
    rf"(?i)\b(?:(?:de\s+)?(?:[0-3]?\d(?:e|ste|de)?|{_DAY_WORD})\s+(?:{_MONTH})\b\.?"
    r"(?:\s+(?:van\s+het\s+jaar\s+|in\s+)?(?:(?:19|20)\d\d|tweeduizend(?:\s?en)?(?:\s?[a-z]+tien|\s?elf|\s?twaalf|\s?tien|\s?[a-z]+twintig)?))?"
    r"|(?:19|20)\d{6})(?!\w)"
)
_BORN_BEFORE = re.compile(
    r"(?i)(?:(?<!\w)\*|geb(?:\.|oren\b|oortedatum\b|oortedag\b|\.?\s?dat(?:um|\.)?)|\bjarig\b|\bgb(?:d(?:tm|at)?)?\b\.?|\bverjaardag\b"
    r"|(?:zoon|dochter|kind|hij|zij|ze|jongen|meisje)\s+is\s+van|born|geboortedat\.?)"
    r"[\s:,(]{0,4}(?:is|op|d\.d\.|dd\.?|in|te\s+\w+)?[\s:]{0,3}(?:is|op)?\s*$"
)
_DIGIT = re.compile(r"\d")
_BORN_AFTER = re.compile(r"(?i)^\W{0,3}(?:te\s+\w+\s+)?(?:werd\s+\w+\s+)?geboren\b")
_NAME_BEFORE = re.compile(
    rf"(?:[{CAPS}][{_LOW}]+\s?\(|(?i:\b(?:zoon|dochter|kind|jongen|meisje|leerling|broertje|zusje|jongste|oudste))(?:,\s|\s?\())$"
)
_HELD_THEN = re.compile(  # "avond regio Zuid (2 april)": when people met there
    r"(?i)\b(?:avond|bijeenkomst|gesprek\w*|tafel|verslag|notulen|impressie|overleg|ronde|regio|gebied|"
    r"wijk|kern|noord|oost|zuid|west|midden|centrum)\b[^().!?]{0,30}\($"
)
_BECOMES = re.compile(r"(?i)\b(?:word(?:t|en)?|werd)\s+(?:op\s+)?$")
_NEW_AGE = re.compile(
    r"(?i)^\s+(?:aanstaande\s+|a\.?s\.?\s+)?(?:\d{1,2}|zes|zeven|acht|negen|tien|elf|twaalf|[a-z]+tien|vier|vijf)\b"
)


def find_patterns(text: str, *, all_dates: bool = False) -> Iterator[DetailSpan]:
    """Details with a form of their own, those of the surest form first.

    Args: all_dates: take every full date, not only dates of birth.
    """
    if "@" in text or "(at)" in text or "[at]" in text:
        yield from spans_of(_EMAIL, text, "e-mail")
        yield from spans_of(_HANDLE, text, "account")
        yield from spans_of(_HANDLE_AT, text, "account")
    if ".com/" in text:
        yield from spans_of(_PROFILE, text, "account")
    yield from _birthdays(text)
    digits = len(_DIGIT.findall(text))
    if digits >= 8:
        yield from _ibans(text)
        yield from _bsns(text)
        yield from _dates(text, all_dates=all_dates)
        yield from _phones(text)
    elif digits >= 5:
        yield from _dates(text, all_dates=all_dates)
    if digits:
        yield from _addresses(text)
    if digits >= 4:
        yield from _postcodes(text)
        yield from spans_of(_FILE_NUMBER, text, "nummer", 1)
        yield from spans_of(_KENMERK, text, "nummer", 1)


def _names_before(before: str) -> bool:
    """Whether a day stands behind who was born on it: "Noor (3 maart 2014)"."""
    return bool(_NAME_BEFORE.search(before)) and not _HELD_THEN.search(before)


def _birthdays(text: str) -> Iterator[DetailSpan]:
    """Days told in words, where somebody is born on them or has a birthday."""
    for match in _BIRTHDAY.finditer(text):
        before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :][:40]
        turns = _BECOMES.search(before) and _NEW_AGE.search(after)
        if (
            turns
            or _BORN_BEFORE.search(before)
            or _BORN_AFTER.search(after)
            or _names_before(before)
        ):
            yield DetailSpan(*match.span(), "geboortedatum")


def _ibans(text: str) -> Iterator[DetailSpan]:
    """Account numbers; of one with words behind it as much as makes a valid number."""
    from stdnum import iban

    # A typing error in it does not make it less personal
    yield from spans_of(_IBAN_NL, text, "iban")
    for match in _IBAN.finditer(text):
        written = match.group()
        for end in (
            len(written),
            *(m.start() for m in reversed(list(re.finditer(r"[ .-]", written)))),
        ):
            bare = re.sub(r"[ .-]", "", written[:end]).upper()
            if len(bare) == _IBAN_LENGTHS.get(bare[:2]) or (end >= 12 and iban.is_valid(bare)):
                yield DetailSpan(match.start(), match.start() + end, "iban")
                break


def _bsns(text: str) -> Iterator[DetailSpan]:
    """Citizen service numbers: named as such, or nine digits that pass their test."""
    from stdnum.nl import bsn

    yield from spans_of(_BSN_NAMED, text, "bsn", 1)
    for match in _BSN.finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", match.group())):
            yield DetailSpan(*match.span(), "bsn")


def _phones(text: str) -> Iterator[DetailSpan]:
    """Numbers as Dutch phones have them or that are named as one; from abroad where they can be."""
    for match in _PHONE_NL.finditer(text):
        if not _DAY_AND_HOUR.match(match.group()):
            yield DetailSpan(*match.span(), "telefoon")
    yield from spans_of(_PHONE_NAMED, text, "telefoon", 1)
    if "+" in text or "00" in text:
        for match in _PHONE_ABROAD.finditer(text):
            if _is_phone(match.group()):
                yield DetailSpan(*match.span(), "telefoon")


def _is_phone(number: str) -> bool:
    import phonenumbers

    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(number, "NL")))
    except phonenumbers.NumberParseException:
        return False


def _postcodes(text: str) -> Iterator[DetailSpan]:
    """Postcodes; "2025 na" is a year, and "1200 ml" a measure."""
    yield from spans_of(_POSTCODE_NAMED, text, "postcode", 1)
    yield from spans_of(_POSTCODE_ALONE, text, "postcode")
    for match in _POSTCODE.finditer(text):
        number, letters = match.group()[:4], match.group()[-2:]
        if not (number[:2] in ("19", "20") and " " in match.group() and letters in _AFTER_YEAR):
            yield DetailSpan(*match.span(), "postcode")
    for pattern in (_POSTCODE_LOW, _POSTCODE_BEHIND):
        for match in pattern.finditer(text):
            if match.group()[-2:] not in _UNITS:
                yield DetailSpan(*match.span(), "postcode")


def _addresses(text: str) -> Iterator[DetailSpan]:
    """Streets with a number, unless the number is one of a day, a year or people."""
    for pattern in _ADDRESS:
        for match in pattern.finditer(text):
            day = _DAY_GOES_ON.match(text, match.end())  # "verslag Noordhaven 18 maart"
            counted = _COUNTED_GO_ON.match(text, match.end())
            if not day and not counted and not _NO_STREET.search(match.group()):
                yield DetailSpan(*match.span(), "adres")
    for pattern in _ADDRESS_NAMED:
        yield from spans_of(pattern, text, "adres", 1)


_DAY_GOES_ON = re.compile(rf"\s+(?:{_MONTH})\b|(?:[-/.]\d{{1,2}})?[-/.]20\d\d\b", re.IGNORECASE)
_COUNTED_GO_ON = re.compile(  # "Obbendam, 6 mensen"
    r"\s+(?:mensen|personen|man|deelnemers|aanwezigen|bezoekers|ouders|leerlingen|jongeren|uur|"
    r"jaar|keer|minuten|dagen|weken|maanden)\b",
    re.IGNORECASE,
)
_NO_STREET = re.compile(
    rf"(?i)\b(?:{_MONTH}|groep|klas|artikel|doel|punt|bus|lijn|regio|fase)\s+\d+$"
    r"|\b(?:19[5-9]|20[0-4])\d(?:\s?[-–/]\s?(?:20)?\d\d)?$"  # a year, or a plan's years
    r"|^(?:onderweg|halfweg|schoolplein|speelplein|werkplein)\s"
)


def _dates(text: str, *, all_dates: bool) -> Iterator[DetailSpan]:
    """Full dates: of birth, or all of them."""
    for match in _DATE.finditer(text):
        before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :]
        if _BORN_BEFORE.search(before) or _BORN_AFTER.search(after[:40]) or _names_before(before):
            yield DetailSpan(*match.span(), "geboortedatum")
        elif all_dates:
            yield DetailSpan(*match.span(), "datum")
