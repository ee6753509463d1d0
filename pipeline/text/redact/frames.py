"""Names that only the frame around them gives away: a list of those present, a role beside a name.

"Aanwezig: Bakker, De Vries" names people; "de bakker" does not. Where only people stand, a surname
that is a word too counts, with or without capitals; elsewhere a word no dictionary has is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.core.tokens import STOPWORDS
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.sentence import LEAST_COMPOUND, NAMED_AFTER, SURNAME_ENDS
from pipeline.text.redact.spans import CAPS, DetailSpan, Known, spans_of
from pipeline.text.redact.speech import speaks

_LINK = r"(?:[Vv]an|[Vv]on|[Dd]er|[Dd]en|[Dd]e|'t|[Tt]er|[Tt]en|[Ee]l|[Aa]l|[Bb]en)\s"
_LINKS = frozenset("van von der den de het 't ter ten te el al la le ben bin".split())
_SURNAME = rf"(?:{_LINK}){{0,3}}[{CAPS}][^\W\d_A-Z]{{2,}}(?:-[{CAPS}][^\W\d_A-Z]+)?"
_SHORT_NAME = (
    rf"(?:[{CAPS}]\.\s?){{1,4}}(?:(?:(?:{_LINK}){{1,2}}|(?:v\.\s?)?d\.\s?|v\.\s?)[{CAPS}]\.)?"
)
_INITIALS = re.compile(
    r"(?i:\b(?:leerling|zoon|dochter|jongen|meisje|collega|mevrouw|meneer|dhr\.?|mevr\.?|mw\.?|juf"
    rf"|meester|broertje|zusje|kind|casus|genaamd|heer))\s({_SHORT_NAME}"
    rf"|[{CAPS}](?=\s(?:uit|van|in|zit|heeft|is|kan|wil|kreeg|gaat|die)\b))(?![\w-])"
)
_POSSESSIVE = re.compile(
    rf"(?<!\w)([{CAPS}][^\W\d_A-Z]{{2,15}})(?:'s|’s|s)?\s(?:moeder|vader|ouders|juf|meester|mama|papa"
    r"|broer|broertje|zus|zusje|oma|opa|klas|groep|mentor|begeleider|begeleidster)\b"
)
_ROLE = (
    r"ouders?|leerling(?:en)?|leerkracht|leraar|lerares|docente?|mentor|ib'?er|ib-er"
    r"|intern begeleider|schoolleider|directeur|directrice|bestuurder|bestuurslid|gemeente"
    r"|jeugdhulp|jeugdarts|voorzitter|secretaris|notulist|notulen|orthopedagoog|psycholoog"
    r"|wethouder|ambtenaar|leerplichtambtenaar|leerplicht|logopedist|zorgcoördinator|teamleider"
    r"|coach|adviseur|begeleider|opr|mr|gmr|swv|moeder|vader|cjg|ggd|jgz|vo|po|so|vso|sbo"
    r"|onderwijsassistent|pedagoog|consulent|penningmeester|procesbegeleider"
)
_PRESENT = re.compile(
    r"(?im)^[ \t]*+(?:[-*•][ \t]*+)?(?:(?:mede|ook|wel|niet)[ \t]+)?"
    r"(?:aanwezig(?:en|heid)?|afwezig(?:en)?|(?:aan|af)w\.|afgemeld|afmeldingen|deelnemers|deelneemsters"
    r"|genodigden|uitgenodigd(?:en)?|sprekers|gasten|gesprekspartners"
    r"|aan tafel|tafel \d{1,3}|presentie(?:lijst)?"
    r"|bericht van verhindering|verhinderd|notulist|notulen|verslag|verslaglegging"
    r"|gespreksleider|gespreksleiding|voorzitter|tafelvoorzitter|namens (?:de )?\w+|present)"
    r"(?:[ \t]*\([^)\n]{0,40}\)|[ \t]+(?:met[ \t]+(?:bericht|kennisgeving)|m\.?[bk]\.?"
    r"|waren|zijn|door))?"
    r"[ \t]*:[ \t]*(?P<names>[^\n]{0,400}(?:\n[ \t]*[-*•][^\n]{2,80}){0,40})"
)
_FIELD = re.compile(
    r"(?im)^[ \t]*+naam(?:[ \t]+(?:van[ \t]+)?(?:het[ \t]+|de[ \t]+)?"
    r"(?:kind|ouder|leerling|indiener|deelnemer))?"
    r"[ \t]*:[ \t]*(?P<name>[^\W\d_]+(?:[ \t]+[^\W\d_]+){1,3})[ \t]*$"
)
_PART = re.compile(r"(?:(?!\s(?:en|and)\s)[^,;/\n•*()<>&+])+")
_NAME_WORDS = re.compile(
    r"\s*+(?i:(?:en|and)\s++)?[-–:.\t ]*+"
    r"(?i:(?:dhr|mevr|mw|drs|dr|ir|ing|mr|prof|fam)\.?\s|de heer\s|mevrouw\s|meneer\s)?"
    rf"(?P<name>(?:[{CAPS}](?:[{CAPS}]?\.|\b)\s?){{0,4}}"
    r"(?:(?i:van|von|der|den|de|het|'t|ter|ten|te|el|al|la|le|ben|bin)\s){0,3}"
    r"[^\W\d_][^\W\d_'’-]*(?:[-'’][^\W\d_]+)*(?:\s[^\W\d_][\w'’-]*){0,4})"
)
_LINE_WITH_ROLE = re.compile(
    rf"(?m)^[ \t]*+(?:[-*•][ \t]*+)?((?:[{CAPS}]\.\s?){{0,3}}(?:{_LINK}){{0,3}}[{CAPS}][\w'’-]+"
    rf"(?:\s[{CAPS}][\w'’-]+|\svan|\sde|\sder|\sden|\sel){{0,4}})"
    rf"(?:[ \t]*(?:[(,–|/]|-(?=[ \t]))|[ \t]+-)[ \t]*(?i:{_ROLE})\b"
)
_SAYS = re.compile(
    rf"(?<![\w-])({_SURNAME})\s(?:zei|zegt|vertelt|vertelde|antwoordt|antwoordde|vroeg|vraagt"
    r"|reageert|reageerde|belde|mailde|merkt\sop|merkte\sop|vult\saan|vulde\saan|geeft\saan"
    r"|gaf\saan|licht\stoe|lichtte\stoe|benadrukt|benadrukte|huilt|huilde|beloofde|belooft"
    r"|licht\s(?:\w+\s){1,4}toe|sluit\sde\s\w+|opent\sde\s\w+|pakt\s\w+\sop|stelt\svoor|stelde\svoor|sluit\s(?:aan|zich|af)|noemt|noemde|tekent\saan|tekende\saan|stelt\svragen|deelt\smee|deelde\smee|beaamt|bevestigt|herkent|erkent"
    r"|herhaalt|pleit|pleitte|concludeert|dankt|hoopt|ontkent|informeert|verwijst|wil|wilde|vindt|vond"
    r"|gaat\sakkoord|stemt|stemde|neemt\scontact|is\shet\s(?:\w{2,5}\s){0,3}(?:on)?eens"
    r"|is\s(?:overspannen|uitgevallen|met\spensioen|met\sverlof|langdurig\sziek)"
    r"|heeft\s(?:\w{2,5}\s){0,3}(?:toegezegd|gezegd|beloofd|aangegeven|gemaild|gebeld|gevraagd))\b"
)
_CONJOINED = re.compile(  # "als Koolhaas met pensioen is": a capital that opens nothing
    rf"(?<!\w)(?:[Aa]ls|[Dd]at|[Tt]oen|omdat|of|want|zodat|zodra|totdat|terwijl|[Ww]aarom|[Hh]oe"
    rf"|[Ww]anneer|sinds|nadat|voordat|doordat)\s({_SURNAME})(?!\s[{CAPS}]|[\w-])"
)
_PAIR = re.compile(
    rf"(?<![\w-])([{CAPS}][^\W\d_A-Z]{{2,20}})\s(?:en|&)\s((?:{_LINK}){{1,3}}[{CAPS}][^\W\d_A-Z]{{2,20}})(?![\w-])"
)
_LINKED_PAIR = re.compile(  # "Van Ginkel en Ter Horst zijn het eens"
    rf"(?<![\w-])((?:Van|Ter|Ten)\s(?:{_LINK})?[{CAPS}][^\W\d_A-Z]{{2,20}})\sen\s((?:Van|Ter|Ten|De)\s(?:{_LINK})?[{CAPS}][^\W\d_A-Z]{{2,20}})(?![\w-])"
)
_PROMISES = re.compile(  # "Besloten: Kossen stuurt de brief"
    rf"(?i:\b(?:actie|actiepunt|besloten|besluit|afspraak|afgesproken|toezegging)):\s({_SURNAME})\s"
    r"(?:stuurt|regelt|pakt|zoekt|neemt|maakt|belt|mailt|plant|levert|schrijft|vraagt|koppelt|gaat|zal)\b"
)
_FILE_NAME = re.compile(
    r"(?i)[^\n/\\]{1,200}\.(?:pdf|docx?|odt|xlsx?|ods|csv|txt|eml|msg|vtt|rtf|md|html?)\s*"
)
_GLUED = re.compile(  # "bijlage_vanderPol_advies.pdf"
    rf"(?<![^\W_])(?:van(?:de[rn]?|het)?|de|ter?n?)[{CAPS}][^\W\d_A-Z]{{2,20}}(?![^\W_])"
)
_WORD = re.compile(rf"(?<![^\W_])[{CAPS}][^\W\d_A-Z]{{3,20}}(?![^\W_]|-)")
_BRACKETED = re.compile(rf"(?<=\()({_SURNAME})(?=\))")
_SHORTENED = re.compile(  # "dhr v.d. Woude", "mw v Zuilen"
    rf"(?i:(?<!\w)(?:mevr(?:ouw)?|mw|dhr|meneer|heer|fam|familie|juf|meester)\.?)\s"
    rf"([Vv]\.?\s?(?:[Dd](?:\.|e[rn]?)?)?\s?[{CAPS}][^\W\d_A-Z]{{2,20}})(?![\w-])"
)
_CUT_LINK = re.compile(  # "Amber vd Berg", "Chris v. Dam"
    rf"(?<![\w-])([{CAPS}][^\W\d_A-Z]{{1,20}})(?:-[{CAPS}][^\W\d_A-Z]{{1,20}})?\s(?:vd|v\.\s?d\.?|v/d|v\.)\s?[{CAPS}][^\W\d_A-Z]{{2,20}}(?![\w-])"
)
_COUPLED = re.compile(
    rf"(?i:(?<!\w)(?:dossier|kwestie|zaak|casus|familie|gezin|voorstel|motie|brief|plan)-)({_SURNAME})"
)
_AFTER_FRAME = re.compile(
    r"(?<!\w)(?:[Dd]ossier|[Kk]westie|[Dd]e\szaak|[Mm]et\sdank\saan|[Vv]olgens|[Aa]ldus|[Nn]amens|[Dd]ankzij|[Cc]ollega|[Ww]ethouder|[Ff]amilie"
    r"|[Gg]ezin|[Cc]onform|[Kk]lacht|[Bb]ezwaar|[Ii]ntake|[Aa]anmelding|[Pp]laatsing|[Gg]esprek\smet|[Mm]ail\svan|[Bb]rief\svan"
    r"|[Vv]erslag(?:legging)?\sdoor|[Oo]pgemaakt\sdoor|(?:[Vv]oorgesteld|[Ii]ngebracht|[Aa]angedragen|[Gg]emeld|[Gg]enotuleerd|[Ii]ngeleid)\sdoor|[Ww]\.g\.|[Nn]och|[Zz]owel|[Ii]nmiddels\sheeft"
    r"|(?:[Nn]avragen|[Tt]erugkoppelen|[Dd]oorsturen|[Mm]ailen|[Oo]verleggen|[Aa]fstemmen|[Nn]abellen"
    r"|[Oo]verleg|[Cc]ontact|[Ss]turen|[Nn]avraag)\s(?:bij|naar|met|aan)"
    r"|[Bb]elletje\svan|[Ii]nbreng\svan|[Vv]raag\svan|[Oo]pmerking\svan|[Rr]eactie\svan)\s"
    rf"({_SURNAME})(?![\w-])"
)
_SPEAKER = re.compile(
    rf"(?m)^[ \t]*+(?:[-*•][ \t]*+)?((?:{_LINK}){{0,2}}[{CAPS}][^\W\d_A-Z]{{2,}}"
    rf"(?:\s[{CAPS}][^\W\d_A-Z]+)?)(?:\s?:\s|\s[-–]\s)"
)
_TWO_WORDS = re.compile(  # looks ahead: "Brief van Jan Bakker" holds two pairs
    rf"(?<![\w-])(?=([{CAPS}][^\W\d_A-Z]{{2,20}})\s((?:{_LINK}){{0,3}}[{CAPS}][^\W\d_A-Z]{{3,20}}))"
)

_OWN_CHILD = re.compile(  # "Beer is ons jongste kind", "onze Winter is hoogsensitief"
    rf"(?<![\w-])([{CAPS}][^\W\d_A-Z]{{2,20}})\s(?:is|was)\s(?:mijn|onze|ons|m'n)\s(?:\w{{3,12}}\s)?"
    r"(?:kind|zoon|zoontje|dochter|dochtertje|jongste|oudste|middelste|kleinkind|pleegkind|leerling)\b"
    rf"|(?<=[Oo]nze\s)([{CAPS}][^\W\d_A-Z]{{2,20}})(?=\s(?:is|was|heeft)\s{triggers.PRIVATE_STATE.pattern})"
)
_KINDRED = re.compile(  # "gesprek met ouders Postma"
    rf"(?<![\w-])(?:[Oo]uders|[Zz]usjes|[Zz]ussen|[Bb]roers|[Bb]roertjes|[Gg]ebroeders|[Vv]erzorgers)\s({_SURNAME})(?![\w-])"
)
_BOTH_ACT = re.compile(  # "De Groot en Smit steunen dit"
    rf"(?<![\w-])({_SURNAME})\s(?:en|&)\s({_SURNAME})\s(?:steunen|vinden|vragen|zeggen|willen|zijn\s(?:het|voor|tegen)|herkennen"
    r"|onderschrijven|stemmen|pakken|nemen|vertellen|melden|sluiten|pleiten|bespreken|steunden|vonden|vroegen|zeiden"
    r"|wilden|waren\s(?:het|voor|tegen)|herkenden|stemden|vertelden|meldden|pleitten|bespraken|reageerden|antwoordden)\b"
)
_BOTH = re.compile(rf"\b(?:heren|dames|juffen|meesters|collega's)\s({_SURNAME})\sen\s({_SURNAME})")
_ACTING = re.compile(  # without a capital: "oosterveld had geen antwoord", "actie hoekstra: brief"
    r"(?im)(?:^[ \t]*+|[.!?]\s|\b(?:actie|actiepunt|mail\svan|brief\svan|volgens|aldus|namens"
    r"|dankzij)\s?:?\s)"
    r"((?-i:(?:(?:van|den?|der|ten|ter)\s){0,3}[a-zà-ÿ]{5,20}))(?=\s(?P<verb>[a-z]+)\b)"
)
_LINKED_LOW = re.compile(  # "was van der linden niet degene die dat zei"
    r"(?<![\w-])((?:van\sde[rn]|v\.?\s?d\.?)\s([a-zß-öø-ÿ]{3,20}))(?![\w-])"
)
_CUT_LOW = re.compile(  # "nienke v d meulen"
    r"(?<![\w-])([a-z]{3,15})\sv\.?\s?(?:d\.?|/d)?\s[a-z]{3,20}(?![\w-])"
)
_STOPS = re.compile(r"\s*(?:[.,;:!?)\n]|$|en\b|die\b)")
_VAN_CUT = r"(?:van|v\.?)\s(?:(?:de[rn]?|d\.)\s)?"
_CUT_SURNAME = re.compile(rf" (?:{_VAN_CUT}|(?:ter|ten|de|el)\s)?[{CAPS}]\.(?!\w)")
_CUT_WITH_LINK = re.compile(  # "Lisa v. d. K. krijgt geen hulp"
    rf"(?<![\w-])([{CAPS}][^\W\d_A-Z]{{1,20}})"
    rf"(?= {_VAN_CUT}[{CAPS}]\.(?!\w))"
)
_INITIALS_WITH_ROLE = re.compile(rf"(?<![\w.])((?:[{CAPS}]\.\s?){{2,4}})(?=\s?\((?i:{_ROLE})\))")
_NEXT_DOOR = re.compile(  # "De Boer van de overkant zet zijn trekker neer"
    rf"(?<![\w-])(De\s([{CAPS}][^\W\d_A-Z]{{2,20}}))\svan\s"
    r"(?:de\soverkant|hiernaast|hierboven|hieronder|(?:nummer|nr\.?)\s\d|om\sde\shoek|beneden|boven)\b"
)
_OF_A_PLACE = re.compile(  # "Wil van de bibliotheek helpt", unlike "Storm van kritiek"
    rf"(?:^|[.!?]\s)([{CAPS}][^\W\d_A-Z]{{1,15}})\svan\s(?:de|het)\s[a-zà-ÿ]{{3,25}}\s"
    r"(?:helpt|hielp|regelt|belt|belde|vertelt|vertelde|luistert|luisterde|zegt|zei|kent|komt|lacht)\b"
)
_OF_AN_AGE = re.compile(  # "Soufyan is 15 en blijft weg"
    rf"(?:^|[.!?]\s)([{CAPS}][^\W\d_A-Z]{{2,15}})\s(?:is|wordt)\s(?:nu\s|pas\s|net\s)?"
    r"(?:[4-9]|1\d)(?=[.,!]?\s(?:en|maar|hij|zij|ze)\s|[.!]?$)"
)
_LONGEST_PHRASE = 40  # characters of "jan met de korte achternaam" and more
_LEAST_SURNAME = 7  # letters; "Visio Huis" is no person, "Brandsma" and "Oosterbaan" are


def find_framed_names(
    text: str, allow: frozenset[str], known: Known | None
) -> Iterator[DetailSpan]:
    """Names that only the frame around them gives away; not "volgens Gert Biesta"."""
    named = {match.end() for match in NAMED_AFTER.finditer(text)}
    for span in _framed(text, allow, known):
        if span.start not in named and not _of_a_figure(text, span):
            yield span


def with_cut_surname(text: str, span: DetailSpan) -> DetailSpan:
    """ "aanmelding Rein S. is zoek", "Sem v. D., groep 6"."""
    cut = _CUT_SURNAME.match(text, span.end)
    return span if cut is None else DetailSpan(span.start, cut.end(), span.kind)


def _of_a_figure(text: str, span: DetailSpan) -> bool:
    """Whether this name is part of a phrase that points to nobody one could meet."""
    start = max(0, span.start - _LONGEST_PHRASE)
    around = text[start : span.end + _LONGEST_PHRASE].lower()
    return any(
        match.start() + start <= span.start and span.end <= match.end() + start
        for match in _figures().finditer(around)
    )


@lru_cache(maxsize=1)
def _figures() -> re.Pattern[str]:
    """Phrases of a first name and more; a surname alone may be somebody's here."""
    phrases = sorted(name for name in lists.read_list("not_names") if " " in name)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")


def _framed(text: str, allow: frozenset[str], known: Known | None) -> Iterator[DetailSpan]:
    yield from _present(text, allow, known)
    yield from spans_of(_INITIALS, text, "naam", 1)
    for match in _POSSESSIVE.finditer(text):
        stem = match.group(1)
        listed = any(name in lists.first_names() for name in (stem, stem.removesuffix("s")))
        genitive = len(stem) > 4 and match.group().split()[0].endswith("s")
        if listed or (genitive and known is not None and _strange(stem, allow, known)):
            yield DetailSpan(*match.span(1), "naam")
    for match in _LINE_WITH_ROLE.finditer(text):
        if _a_name(match.group(1), allow, known, sure=True):
            yield DetailSpan(*match.span(1), "naam")
    for match in _FIELD.finditer(text):
        if _a_name(match.group("name"), allow, known, sure=True):
            yield DetailSpan(*match.span("name"), "naam")
    yield from spans_of(_SHORTENED, text, "naam", 1)
    yield from spans_of(_INITIALS_WITH_ROLE, text, "naam", 1)
    for match in _CUT_WITH_LINK.finditer(text):
        if match.group(1) in lists.first_names() or match.group(1) in lists.word_names():
            yield DetailSpan(*match.span(1), "naam")
    for match in _NEXT_DOOR.finditer(text):
        if _listed_surname(match.group(2)) or match.group(2) in lists.bare_surnames():
            yield DetailSpan(*match.span(1), "naam")
    for match in _OF_A_PLACE.finditer(text):
        if match.group(1) in lists.word_names():
            yield DetailSpan(*match.span(1), "naam")
    for match in _OF_AN_AGE.finditer(text):
        if known is not None and _strange(match.group(1), allow, known):
            yield DetailSpan(*match.span(1), "naam")
    for match in _CUT_LINK.finditer(text):
        if match.group(1) in lists.first_names() or match.group(1) in lists.word_names():
            yield DetailSpan(*match.span(), "naam")
    for match in _KINDRED.finditer(text):
        name = match.group(1).split()[-1]
        listed = name in lists.surnames() or name in lists.bare_surnames()
        if listed and name.lower() not in allow | lists.places() | triggers.ORGANISATIONS:
            yield DetailSpan(*match.span(1), "naam")
    for match in _BOTH_ACT.finditer(text):
        both = match.group(1, 2)
        strange = [known is not None and _strange_linked(name, allow, known) for name in both]
        sure = any(strange) or any(_a_bare_surname(name, allow) for name in both)
        if sure and all(  # "Sikkema en Brandt melden", "Van Kuipenrade en Smid vroegen"
            odd
            or _a_bare_surname(name, allow, words_too=True)
            or (any(strange) and name in lists.bare_surnames() and name.lower() not in allow)
            for odd, name in zip(strange, both, strict=True)
        ):
            yield from (DetailSpan(*match.span(group), "naam") for group in (1, 2))
    for match in _OWN_CHILD.finditer(text):
        group = match.lastindex or 1
        name = match.group(group)
        word = name not in lists.word_names() and (
            name.lower() in STOPWORDS | triggers.UNLISTED_WORDS
            or (known is not None and known(name.lower()))
        )
        if word and group == 1 and not _STOPS.match(text, match.end()):
            continue  # "Gisteren is mijn dochter weggestuurd"
        if name.lower() not in triggers.NEVER | triggers.NOT_SIGNED | STOPWORDS:
            yield DetailSpan(*match.span(group), "naam")
    for group in (1, 2):
        yield from spans_of(_BOTH, text, "naam", group)
    for match in _CUT_LOW.finditer(text):
        if match.group(1) in lists.bare_names():
            yield DetailSpan(*match.span(), "naam")
    for match in _LINKED_LOW.finditer(text):
        surname = match.group(2).title()
        if f"den {match.group(2)}" not in lists.places() and _listed_surname(surname):
            yield DetailSpan(*match.span(1), "naam")
    for match in _LINKED_PAIR.finditer(text):
        if all(_listed_surname(name.split()[-1]) for name in match.groups()) and not any(
            name.lower() in lists.places() for name in match.groups()
        ):
            yield from (DetailSpan(*match.span(group), "naam") for group in (1, 2))
    for match in _ACTING.finditer(text):
        acts = match.group("verb") in triggers.PERSON_VERBS
        if acts and _low_surname(match.group(1), allow, known):
            yield DetailSpan(*match.span(1), "naam")
    for pattern in (_AFTER_FRAME, _COUPLED, _CONJOINED, _BRACKETED, _SAYS, _SPEAKER):
        # A capital inside a sentence is no accident.
        words_too = pattern in (_AFTER_FRAME, _COUPLED)
        for match in pattern.finditer(text):
            name = match.group(1)
            if _of_a_thing(name, text[: match.start(1)], bracketed=pattern is _BRACKETED):
                continue
            if pattern is _SPEAKER and known is not None and _of_a_street(name, known):
                continue
            if (
                _a_name(name, allow, known, sure=False, words_too=words_too)
                or _bare(name, allow, known)
                or (pattern is _SAYS and speaks(name, text, match.end(1), allow))
                or (pattern is _SPEAKER and " " in name and _bare_linked(name, allow))
            ):
                start = match.start(1)
                first, _, rest = name.partition(" ")
                if pattern is _SPEAKER and first.lower() in triggers.BEFORE_SPEAKER:
                    if not (_a_name(rest, allow, known, sure=False) or _bare(rest, allow, known)):
                        continue  # "Inbreng Andijk: te ver"
                    start += len(first) + 1
                yield DetailSpan(start, match.end(1), "naam")
    if known is not None:
        for match in _PROMISES.finditer(text):
            if _strange(match.group(1), allow, known):
                yield DetailSpan(*match.span(1), "naam")
    if _FILE_NAME.fullmatch(text):  # "Jansma intake 2022.pdf": no sentence stands around it
        yield from spans_of(_GLUED, text, "naam")
        for match in _WORD.finditer(text):
            lower = match.group().lower()
            if match.group() in lists.surnames() and lower not in allow | lists.places():
                yield DetailSpan(*match.span(), "naam")
    for match in _PAIR.finditer(text):
        last = match.group(2).split()[-1]
        if (
            _listed_surname(last)
            and last.lower() not in allow
            and _bare(match.group(1), allow, known)
        ):
            yield from (DetailSpan(*match.span(group), "naam") for group in (1, 2))
    for match in _TWO_WORDS.finditer(text):
        last = match.group(2).split()[-1].lower()
        like_surname = len(last) >= _LEAST_SURNAME and SURNAME_ENDS.search(last)
        if known and like_surname and _strange(match.group(1), allow, known) and last not in allow:
            yield DetailSpan(match.start(1), match.end(2), "naam")


def _a_bare_surname(name: str, allow: frozenset[str], *, words_too: bool = False) -> bool:
    """A surname that stands for somebody where two of them do something."""
    first, _, last = name.rpartition(" ")
    if name.lower() in allow | lists.places() or last.lower() in allow:
        return False
    listed = last in lists.surnames() or last in lists.bare_surnames()
    listed = listed or (words_too and last in lists.word_surnames())
    return listed and (bool(first) or last.lower() not in lists.places())


def _strange_linked(name: str, allow: frozenset[str], known: Known) -> bool:
    """ "Van Kuipenrade": behind its tussenvoegsel a word that nobody knows, and no town."""
    first, _, last = name.rpartition(" ")
    linked = first in ("Van", "Van der", "Van den", "Van de", "Ter", "Ten")
    place = last.lower() in allow | lists.places() | triggers.ORGANISATIONS
    return linked and not known(last) and not place


def _of_a_street(name: str, known: Known) -> bool:
    """ "Stoep Kerkweg: met de scootmobiel onmogelijk"."""
    first, _, last = name.partition(" ")
    return known(first.lower()) and last.lower().endswith(triggers.STREET_ENDS)


def _of_a_thing(name: str, before: str, *, bracketed: bool) -> bool:
    """ "dat de Havenweg na tienen", "de Nieuwe Hoeve zegt", "Petra (De Lindeboom)"."""
    first, _, last = name.rpartition(" ")
    if re.search(r"(?<!\w)(?:[Ss]int|[Ss]t\.)\s$", before[-6:]):  # "Sint Jozef wil uitbreiden"
        return True
    if first in ("de", "het") and last.lower().endswith(triggers.STREET_ENDS):
        return last not in lists.surnames()
    named = re.search(r"(?<!\w)(\w+)\s$", before[-30:])  # "Ikc Joris wil geen trajectklas"
    if first in ("Sint", "St.") or (
        named is not None and named.group(1).lower() in triggers.NAMED_AFTER
    ):
        return True
    if last.lower().endswith(triggers.ORGANISATION_ENDS):  # "met Willem Alexanderschool"
        return True
    only_first = last in lists.first_names() | lists.word_names() and not (
        _listed_surname(last) or last in lists.bare_surnames()
    )
    if first in ("De", "Het") and only_first:  # "De Vlinder wil geen trajectklas"
        return True
    sized = re.search(r"(?<=\w\s)(\w+)\s$", before[-30:])
    if sized is not None and sized.group(1) in triggers.SIZED:
        return True
    return bracketed and first in ("De", "Het") and last not in lists.bare_surnames()


def _bare_linked(name: str, allow: frozenset[str]) -> bool:
    """ "De Vries: geen geld" at the start of a line, though Vries is a town; no "De Klaver:"."""
    first, *_, last = name.split()
    if first.lower() in ("de", "het"):
        listed = last in lists.bare_surnames()
    else:
        listed = first.lower() in _LINKS and _listed_surname(last)
    return listed and name.lower() not in allow | lists.places()


def _listed_surname(name: str) -> bool:
    listed = name in lists.surnames() or name in lists.word_surnames()
    return listed and name.lower() not in STOPWORDS


def _bare(name: str, allow: frozenset[str], known: Known | None) -> bool:
    """A surname that is a word too, or could be a compound, as it stands alone: "Kok zegt …"."""
    lower = name.lower()
    if lower in allow or lower in lists.places() or lower in triggers.ORGANISATIONS:
        return False
    shaped = (
        len(name) >= _LEAST_SURNAME
        and not lower.startswith(("de ", "het "))
        and SURNAME_ENDS.search(lower) is not None
    )
    return (
        name in lists.bare_surnames()
        or name in lists.surnames()
        or (known is not None and shaped and not known(name))
    )


def _low_surname(name: str, allow: frozenset[str], known: Known | None) -> bool:
    """A listed surname, or what ends like one, that with a capital no dictionary would have."""
    last = name.split()[-1]
    if known is None:
        return False
    shaped = len(last) >= _LEAST_SURNAME and SURNAME_ENDS.search(last) is not None
    listed = last.title() in lists.surnames()
    return (listed or shaped) and _strange(last, allow, lambda word: known(word.title()))


def _strange(words: str, allow: frozenset[str], known: Known) -> bool:
    """A word, after its tussenvoegsels, that no dictionary and no list of places has."""
    word = words.split()[-1].lower()
    return not (
        known(word)
        or word in STOPWORDS
        or word in allow
        or word in lists.places()
        or word in triggers.ORGANISATIONS
        or word in triggers.NEVER
    )


def _present(text: str, allow: frozenset[str], known: Known | None) -> Iterator[DetailSpan]:
    """Everybody in a list of those present, by bare surname, in capitals or without."""
    for listed in _PRESENT.finditer(text):
        for part in _PART.finditer(listed.group("names")):
            offset = listed.start("names") + part.start()
            yield from _one_present(part.group(), offset, allow, known)


def _one_present(
    piece: str, offset: int, allow: frozenset[str], known: Known | None
) -> Iterator[DetailSpan]:
    match = _NAME_WORDS.match(piece)
    if match is None:
        return
    name = match.group("name").rstrip()
    words = [word for word in name.replace(".", " ").split() if len(word) > 1]
    while words and _role_word(words[-1]):
        name = name[: name.rfind(words[-1])].rstrip()
        words.pop()
    if words and len(words) <= 5 and _a_name(name, allow, known, sure=True):
        start = offset + match.start("name")
        yield DetailSpan(start, start + len(name), "naam")


def _role_word(word: str) -> bool:
    return bool(re.fullmatch(_ROLE, word, re.IGNORECASE)) or word.lower() in triggers.NOT_SIGNED


def _a_name(
    name: str,
    allow: frozenset[str],
    known: Known | None,
    *,
    sure: bool,
    words_too: bool = False,
) -> bool:
    """Whether these words can name a person.

    Args: sure: only people stand here, so that any word no dictionary has counts. words_too: a
        surname that is a word too ("Bakker") counts; as it does where only people stand.
    """
    if name.lower() in allow:
        return False
    parts = name.replace(".", " ").split()
    linked = any(part.lower() in _LINKS for part in parts)
    words = [part.strip("'’") for part in parts if part.lower() not in _LINKS and len(part) > 1]
    if any(
        _role_word(word) or word.lower() in triggers.NEVER | triggers.ORGANISATIONS
        for word in words
    ):
        return False
    words_too = words_too or sure or linked
    return any(_names_somebody(word, allow, known, sure, words_too) for word in words)


def _names_somebody(
    word: str, allow: frozenset[str], known: Known | None, sure: bool, words_too: bool
) -> bool:
    lower = word.lower()
    if lower in allow or lower in STOPWORDS or lower.endswith(triggers.ORGANISATION_ENDS):
        return False
    title = word[0].upper() + lower[1:]
    listed = title in lists.surnames() or title in lists.first_names()
    also_word = title in lists.word_surnames() or title in lists.word_names()
    if lower in lists.places() and not (sure and (listed or also_word)):
        return False
    if listed:
        return sure or words_too or known is None or not known(lower)
    if also_word and words_too:
        return True
    if not sure and known is not None and len(word) >= LEAST_COMPOUND and known(lower):
        return False  # "volgens de Kinderombudsman": words that all know, and no listed surname
    written = word if sure or words_too else lower
    if known is None or known(written) or len(word) <= 2 or word.isupper():
        return False
    return sure or bool(SURNAME_ENDS.search(lower))
