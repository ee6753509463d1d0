"""What in notes and letters is no part of what was said: courtesies, order, what a form prints."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.dutch import CLOSES, KINDLY
from pipeline.corpus.organiser import LEADING
from pipeline.files.blocks import Block
from pipeline.files.names import fold

_APPOINTMENT = re.compile(  # what the organisers will do, and when they meet again
    r"^(?:volgende (?:bijeenkomst|vergadering|avond|gesprek|keer)"
    r"(?:\s*:.*|\s(?:is|op|vindt)\b.*\d.*)|"
    r"volgend (?:overleg|gesprek) (?:is |op )?\d.*|"
    r"volgende \w+ (?:is )?gepland\b.*|(?:agenda|agendapunt \d+)(?: volgende keer)?\s*:.*|"
    r"agendapunt \d+ (?:is )?(?:doorgeschoven|vervallen|uitgesteld)\b.*|"
    r"(?:concept-?)?(?:agenda|stukken|verslag)(?: \w+)? (?:rondgestuurd|verzonden|toegestuurd)\b.*|"
    r"verslag(?:en)? van .{2,60}\b(?:samengevoegd|opgemaakt|vastgesteld)\b.*|"
    r"rondvraag\s*[:–-]?\s*(?:geen|niets|n\.?v\.?t|er (?:zijn|waren) geen)\b.*|"
    r"(?:einde|aanvang|begin|start|sluiting)\s*:?\s*(?:om )?\d{1,2}[.:]\d\d\s*(?:u(?:ur)?)?\.?|"
    r"acties?(?:punt\w*)? "
    r"(?:secr(?:etaris|\.)?|voorzitter|bureau|notulist|(?-i:[A-Z])[\w'-]+)\s*:.*|"
    r"acties?(?:punt\w*)?\s*:\s*"
    r"(?:(?-i:[A-Z])[\w.'-]+|de (?:voorzitter|secretaris|notulist|gespreksleider))\s"
    r"(?:agendeert|zoekt|checkt|navraagt|bespreekt|boekt|organiseert|informeert|stuurt|mailt|maakt|regelt|plant|koppelt|neemt|zorgt|vraagt|belt|werkt|nodigt|zet|gaat|"
    r"zal|verstuurt)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SALUTATION = re.compile(
    r"^(?:geachte?|beste|l\.?\s?s\.?|dag|hallo|hoi|goede(?:morgen|middag|n?avond|ndag))(?=\W|$)"
    r"[^.!?]{0,100}[,:!]?$",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(  # above it, or in its place
    r"^aan (?:de|het) (?:gemeente|raad|college|bestuur|directie|heer|burgemeester)\b"
    r"[^.!?]{0,100}[,:!]?$",
    re.IGNORECASE,
)
_GREETS_AND_SIGNS = re.compile(  # the closing and who signs, on one line
    rf"^(?:met )?(?:{KINDLY}) groet(?:en)?\b.{{0,160}}$|"
    r"^namens\b[^.!?\n]{2,60},\n",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(
    rf"^(?:(?:met )?[a-z]{{3,15}}e groet(?:en)?|{CLOSES}|"
    r"met dank\b.*|namens\b.{2,60}|ondertekend|liefs|"
    r"(?:wij|ik) (?:zien?|kijken?)(?: [^.]{0,80})? (?:tegemoet|uit naar [^.]{3,60})|"
    r"in afwachting van [^.]{3,80}|in de hoop u [^.]{3,80}|"
    r"(?:verzonden|verstuurd|verstuurd met|gestuurd) (?:vanaf|met|vanuit) (?:mijn|een) [^.]{2,30}|"
    r"alvast (?:hartelijk |heel erg |veel )?(?:dank|bedankt)\b[^?]{0,60}|x{1,4}|"
    r"(?:bel|mail|app) (?:mij |me |ons )?gerust\b[^?]{0,80}|"
    r"tot (?:ziens|gauw|snel|dan|spoedig|(?:een )?volgende (?:keer|ronde)))"
    r"[,.]?(?:\b[^.!?]{0,90})?[,.!]?$",
    re.IGNORECASE,
)
_SIGNED = re.compile(  # the last line of a letter without a greeting: "E. van Zanen, jeugdarts"
    r"^(?:(?:de )?(?:(?:trotse|bezorgde|boze) )?"
    r"(?:moeder|vader|ouders?|oma|opa|verzorgers?|pleegouders?)"
    r" van(?: (?-i:[A-Z])[\w'’-]*(?: en (?-i:[A-Z])[\w'’-]*)?(?: \([^()]{1,20}\))?)|"
    r"(?-i:[A-Z])[\w.'’-]*(?: (?:van|de|der|den|het|el|ter|ten|te|en|(?-i:[A-Z])[\w.'’-]*)){1,5}"
    r"(?:, [^.!?,:]{2,60})?|(?-i:[A-Z])[\w'’-]{2,20}(?:, [a-z][^.!?,:]{2,40})?)$",
    re.IGNORECASE,
)
_BEHIND_LAST = re.compile(
    rf"(?<=[.!?])\s+(?:(?:met )?(?:{KINDLY}) groet(?:en)?|{CLOSES}),?$",
    re.IGNORECASE,
)
_HAS_READ = re.compile(
    r"^(?:(?:wij|ik|we|onze \w+|de \w+) (?:heb(?:ben)?|heeft)|(?:graag )?(?:hebben|heb|heeft) "
    r"(?:wij|ik|we)) [^.!?]{0,80}\b(?:gelezen|kennis ?genomen|bekeken|ontvangen|doorgenomen)"
    r"(?: van [^.!?]{3,60})?\.?$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:(?:met )?[a-z]{3,15}e )?groet(?:en|jes)?,?(?: (?-i:[A-Z])\S+){0,3}$",
    re.IGNORECASE,
)
_CHAPTER_OF_ORDER = re.compile(  # of minutes: what the chair says and what is agreed
    r"^(?:\d+[.)]?\s*)?(?:(?:welkom|opening|sluiting|afsluiting|afronding|mededelingen|agenda|"
    r"ingekomen stukken|"
    r"(?:vaststell\w+|goedkeur\w+)(?: van)?(?: de| het)? ?(?:agenda|(?:vorig )?verslag|notulen)|"
    r"(?:notulen|verslag) (?:van de )?vorige (?:vergadering|keer)|"
    r"(?:vervolg)?afspraken|actie(?:punten|lijst)(?: (?:gemeente|bureau|swv|organisatie))?|"
    r"wat (?:nemen|gaan) (?:wij|we) (?:hiervan |hiermee )?(?:mee|doen)|"
    r"besluiten(?:lijst)?|"
    r"hoe (?:nu )?verder|(?:het )?vervolg|vervolgstappen|"
    r"vooraf|voorwoord|leeswijzer|inhoud(?:sopgave)?|"
    r"over (?:deze|dit) (?:dag|middag|avond|ochtend|bijeenkomst|verslag|document)|"
    r"overzicht (?:van )?(?:de )?(?:gesprekken|bijeenkomsten|tafels|avonden)|"
    r"volgende (?:vergadering|bijeenkomst))\??(?:\s*(?:,|en|&|/)\s*|\s*$))+$",
    re.IGNORECASE,
)
_OF_A_COUNCIL = re.compile(  # numbered points of a council on itself and on money
    r"^(?:mededelingen\b.*|(?:concept-?)?(?:begroting|jaarrekening|jaarverslag|jaarplanning|"
    r"vergaderschema|rooster van aftreden|statu(?:ut|ten)|(?:huishoudelijk )?reglement|"
    r"scholing|verkiezing(?:en)?|vacatures?|benoeming(?:en)?|data)\b.*|"
    r"jaarplan(?: 20\d\d(?:\W{1,3}(?:20)?\d\d)?)?(?: en (?:begroting|jaarrekening|geld)\b.*)?|"
    r"notulen\b.*(?:actielijst|vaststell\w+).*)$",
    re.IGNORECASE,
)
_LAST_MINUTES = re.compile(  # "2. Verslag van 11 juni 2026": a chapter, no title of these
    r"^(?:notulen|verslag) (?:van )?(?:de vergadering (?:van |d\.d\. )?)?"
    r"\d{1,2} [a-z]+(?: 20\d\d)?(?: en (?:actie|besluiten)(?:lijst|punten))?$",
    re.IGNORECASE,
)
_OF_ORDER = re.compile(  # what is written of the meeting as a meeting, in any chapter
    r"^(?:er (?:zijn|waren|is|was) (?:geen|niets) (?:\w+ )?(?:vragen|opmerkingen|punten|"
    r"voor de rondvraag|mededelingen|rondvraag)\b|"
    rf"(?:de )?(?:{LEADING}|secretaris)"
    r"(?: (?-i:[A-Z])\S+){0,3} "
    r"(?:opent|sluit|heet|bedankt|dankt|neemt het woord)\b|"
    r"(?:om [\w. :]{3,20} )?(?:(?:opent|sluit|heet|bedankt|dankt) (?:de )?"
    rf"(?:{LEADING})|"
    r"(?:wordt|is) de (?:bijeenkomst|vergadering|avond|middag) (?:geopend|gesloten|beëindigd))\b|"
    r"de (?:bijeenkomst|vergadering|avond|middag) (?:wordt|is|werd) (?:\w+ ){0,4}"
    r"(?:geopend|gesloten|beëindigd)\b|"
    r"(?:citaten|uitspraken) (?:zijn )?(?:zo ?veel mogelijk |zo |zoveel als kan )?letterlijk\b|"
    r"iedereen (?:wordt|is) (?:bedankt|welkom)\b|"
    r"ik heb (?:zo goed mogelijk |alles )?(?:op|mee)geschreven (?:wat|zoals) (?:ik|er|men|u)\b|"
    r"(?:de |het )?(?:notulen|verslag) (?:wordt|worden) (?:\w+ )?"
    r"(?:toegezonden|toegestuurd|rondgestuurd|verstuurd|gemaild)\b|"
    r"niemand maakt gebruik van de rondvraag|"
    r"(?-i:[A-Z])[\w.]* (?:sluit|opent) (?:om )?\d{1,2}[.:]\d\d|"
    r"(?:genoteerd|opgeschreven|opgetekend|uitgewerkt|genotuleerd) door [^.]{2,60}|"
    r"(?:blz|pag(?:ina)?|bladzijde)\.? ?\d{1,3}(?: van \d{1,3})?|"
    r"aantek(?:eningen|\.)?(?: van| door|:)? (?-i:[A-Z])[\w'’-]{1,20}|"
    r"vraag \d ?= .*|gemaakt met onenote|\d{1,2}[:.]\d\d|wie iets mist\b.*|"
    r"\(?\d{1,2}[:.]\d\d (?:uur )?(?:afgerond|klaar|einde)\b.*|"
    r"niets meer aan de orde zijnde\b.*|"
    r"(?:het|de) (?:verslag|notulen|agenda|besluitenlijst) (?:wordt|worden|is|zijn) (?:\w+ ){0,3}"
    r"(?:vastgesteld|goedgekeurd)\b|"
    r"(?:de )?voorzitter: dan (?:gaan we|ga ik|kom ik|komen we)\b|"
    r"(?:het|de) (?:amendement|motie|voorstel|besluit) (?:is|wordt) .*\b"
    r"(?:aangenomen|verworpen|aangehouden|ingetrokken)).*$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-Z]\.){2,4}$")  # of whoever took the minutes
_FORM_TEXT = re.compile(  # what is printed on a form to be filled in
    r"^(?:(?:noteer|typ|schrijf|vul) hier\b.{0,120}|"
    r"(?:klik|tik)(?: of (?:klik|tik))? (?:hier )?(?:om|als u) (?:\w+ ){0,3}tekst .{0,30}|"
    r"kies een item|vul (?:dit|het|deze|a\.u\.b|s\.v\.p|"
    r"hieronder)\b.{0,60}\b"
    r"(?:formulier|vragen|vragenlijst|in)\b.*|"
    r".{0,60}\b(?:dit|het|bijgaand) formulier\b.{0,120}"
    r"\b(?:invullen|in te vullen|mailen|sturen|retour)\b.*|"
    r"(?:hartelijk |alvast )(?:dank|bedankt)!.{0,60}|"
    r"(?:hartelijk |heel erg |alvast )?(?:dank|bedankt)(?: u| je)?(?: wel)? voor "
    r"(?:het|uw|je|jouw|de) (?:invullen|deelname|medewerking|reactie|tijd|inbreng)\b.*|"
    r"(?:uw|je) (?:antwoorden|gegevens|reactie) (?:worden|wordt|blijven|blijft) .*"
    r"(?:vertrouwelijk|anoniem).*|"
    r"(?:stuur|mail|lever|retourneer) (?:dit|het|uw|je)\b.{0,40}\bformulier\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SUMS_UP = re.compile(
    r"(?:(?:mijn )?rode draad(?: uit [a-z ]{3,20})?|rode lijn|samenvattend|samengevat|"
    r"kort samengevat|conclusie|in het kort|"
    r"algemene indruk|mijn indruk|indruk (?:van de [a-z]{4,20}|notulist)|wat (?:mij|ons|"
    r"me) opviel)\s*[:–-]\s*\S",
    re.IGNORECASE,
)
_AT_A_TIME = re.compile(  # "13.30 Werksessies", "14:00 – 14:45 uur: lunch"
    r"^\d{1,2}[.:]\d\d(?:\s*(?:uur|u))?(?:\s*[-–]\s*\d{1,2}[.:]\d\d)?(?:\s*(?:uur|u))?\s*[:|–-]?\s+"
    r"\S[^.!?]{0,60}$",
    re.IGNORECASE,
)
FEWEST_TIMES = 2  # lines with an hour before them, from which they are a programme
_POSTSCRIPT = re.compile(r"^(?:p\.?\s?s\.?|n\.?b\.?)\s*[:.–-]?\s+\S+ \S+", re.IGNORECASE)
FEW_WORDS = 4  # of a line that is no sentence
LONG_LINE = 10  # words of a sentence below a closing that is no signature
MAX_ADDRESS = 10  # words of a line with the address of whoever wrote
_CONTACT = re.compile(
    r"\b[1-9]\d{3} ?[A-Z]{2}\b|^(?:t|tel|telefoon|m|mob)\b\.?:? ?(?:0|\+31)", re.I
)
_MAIL_HEAD = re.compile(
    r"(?:van|from|afzender|aan|to|cc|datum|date|verzonden|sent|onderwerp|subject|betreft)\s*:",
    re.IGNORECASE,
)
MAX_SIGNATURE = 12  # blocks below a closing
FIRST_LINES = 12  # of a letter, in which it greets


def salutes(text: str) -> bool:
    """Whether a line greets whoever the letter is to."""
    return bool(_SALUTATION.match(text.strip()))


def heads_a_mail(text: str) -> bool:
    """Whether a line says who wrote to whom, when and about what: "Van: A. Bos"."""
    return bool(_MAIL_HEAD.match(text.strip()))


def courtesies(blocks: Sequence[Block]) -> dict[int, str]:
    """Index -> reason, for the salutation and what stands above it, closing and signature.

    What below a closing is as long as a sentence, or a postscript, was still written to be read.
    """
    aside: dict[int, str] = {}
    first = [block.text.strip() for block in blocks[:FIRST_LINES]]
    greets = [place for place, text in enumerate(first) if salutes(text)]
    to_whom = [place for place, text in enumerate(first) if _ADDRESSED.match(text)]
    for place in [*greets, *to_whom][:1]:  # "Aan het college" stands above "Geacht college"
        aside |= dict.fromkeys(range(place), "meta") | {place: "salutation"}
    for place, block in enumerate(blocks):
        if len(block.text.split()) <= MAX_ADDRESS and _CONTACT.search(block.text):
            aside.setdefault(place, "signature")
        elif heads_a_mail(block.text):
            aside.setdefault(place, "meta")
        elif block.text.startswith(">"):
            aside.setdefault(place, "quoted_history")
    for place, block in enumerate(blocks):
        if place and closes(block.text.strip()) and len(blocks) - place <= MAX_SIGNATURE:
            below = (i for i in range(place + 1, len(blocks)) if not _goes_on(blocks[i].text))
            return aside | dict.fromkeys([place, *below], "signature")
    rules = [place for place, block in enumerate(blocks) if _is_rule(block.text)]
    aside |= dict.fromkeys(rules, "meta")
    last = max((place for place in range(len(blocks)) if place not in rules), default=0)
    if last > 1 and _SIGNED.match(blocks[last].text.strip()):
        aside[last] = "signature"
    return aside


def _is_rule(text: str) -> bool:
    """Whether a line is no more than a line that parts what stands above and below it."""
    return bool(text.strip()) and not any(map(str.isalnum, text))


def closes(text: str) -> bool:
    """Whether a line ends a letter: a greeting, thanks, or a name below it."""
    return bool(_CLOSING.match(text) or _GREETS_AND_SIGNS.match(text))


def without_greeting(text: str) -> tuple[str, str]:
    """A last paragraph and the greeting that a file has behind its last sentence ("" for none)."""
    greeting = _BEHIND_LAST.search(text)
    return (text[: greeting.start()], greeting[0].strip()) if greeting else (text, "")


def has_been_read(text: str) -> bool:
    """Whether it says no more than that the writer read the plan: how a letter begins."""
    return bool(_HAS_READ.match(text.strip()))


def _goes_on(text: str) -> bool:
    """Whether a line below the closing says something: a postscript, or a whole sentence."""
    plain = text.strip()
    return bool(_POSTSCRIPT.match(plain)) or (
        len(plain.split()) >= LONG_LINE and plain.endswith((".", "!", "?"))
    )


def sums_up(text: str) -> bool:
    """Whether a note-taker sums up what was said: it has been counted where it was said."""
    return bool(_SUMS_UP.match(text.strip()))


def printed_on_forms(blocks: Sequence[Block]) -> dict[int, str]:
    """Index -> reason, for what asks people to fill in a form and thanks them for it."""
    printed = (place for place, block in enumerate(blocks) if _FORM_TEXT.match(block.text.strip()))
    return dict.fromkeys(printed, "label")


def of_order(blocks: Sequence[Block]) -> dict[int, str]:
    """Index -> reason, for chapters of minutes in which nobody speaks about the plan."""
    aside: dict[int, str] = {}
    level = 0  # of the chapter that is left out
    below = False  # a plain line "Actiepunten", its points below it
    timed = [place for place, block in enumerate(blocks) if _AT_A_TIME.match(block.text.strip())]
    if len(timed) >= FEWEST_TIMES:
        aside |= dict.fromkeys(timed, "agreement")
    for place, block in enumerate(blocks):
        title = block.text.strip(" :") if block.kind == "paragraph" else ""
        alone = bool(_CHAPTER_OF_ORDER.match(title))
        below = (below and block.kind == "item") or (
            alone and fold(title).startswith(("actie", "vervolg", "volgende"))
        )
        if block.kind == "heading" and (not level or block.level <= level):
            level = block.level if _is_chapter_of_order(block) else 0
        elif block.kind != "comment" and (level or below or alone or is_of_order(block.text)):
            aside[place] = "agreement"
    return aside


def _unnumbered(title: str) -> str:
    return re.sub(r"^\d{1,2}[.)]?\s+", "", title)


def of_last_minutes(text: str) -> bool:
    """Whether a numbered title is about the minutes of an earlier day."""
    bare = _unnumbered(text.strip())
    return bare != text.strip() and bool(_LAST_MINUTES.match(bare))


def is_of_order_title(text: str) -> bool:
    """Whether a title opens a chapter of order: "Afsluiting", "Opening en mededelingen"."""
    return bool(_CHAPTER_OF_ORDER.match(text.strip()))


def _is_chapter_of_order(heading: Block) -> bool:
    text = heading.text.strip()
    bare = _unnumbered(text)
    numbered = bool(heading.number) or bare != text
    of_council = _LAST_MINUTES.match(bare) or _OF_A_COUNCIL.match(bare)
    return bool(_CHAPTER_OF_ORDER.match(text)) or (numbered and bool(of_council))


def is_of_order(text: str) -> bool:
    """Whether every sentence tells of the meeting as a meeting: "De voorzitter sluit om 16.45"."""
    if len(text.split()) <= FEW_WORDS and _OF_ORDER.match(text.strip().rstrip(".! ")):
        return True  # "Aantek. Henk": no sentence ends there
    sentences = [
        sentence.strip()
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z]|actie)", text)
        if sentence.strip()
    ]
    return bool(sentences) and all(
        _OF_ORDER.match(sentence.rstrip(".! "))
        or _GREETING.match(sentence)
        or is_appointment(sentence)
        or _INITIALS.match(sentence)
        for sentence in sentences
    )


def is_appointment(text: str) -> bool:
    """Whether a line says what the organisers will do or when they meet again, and nothing else."""
    return bool(_APPOINTMENT.match(text.strip()))
