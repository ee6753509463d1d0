"""The words by which Dutch plans name their parts: "Speerpunt 2:", "4.2.1 Doel:", "Wat doen we?".

Five classes of label. ``pillar``, ``goal`` and ``action`` say what they name. ``ambition`` stands
above or beside a goal, as the plan has it; ``result`` is a goal where a plan has no other word for
goals, else part of the goal's text. ``aside`` introduces what is neither: situation, indicators,
costs. Which class plays which part in one document is decided in ``roles``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.core.tokens import plain_sentences

PILLAR, AMBITION, GOAL, RESULT, ACTION, ASIDE = (
    "pillar", "ambition", "goal", "result", "action", "aside",
)  # fmt: skip

# class -> (singular, plural); a stem that may carry a compound in front ("jaardoelen")
_NOUNS: tuple[tuple[str, str, str], ...] = (
    (PILLAR, r"speerpunt", r"speerpunten"),
    (PILLAR, r"(?:beleids|hoofd)?pijler", r"(?:beleids|hoofd)?pijlers"),
    (PILLAR, r"(?:programma|beleids|hoofd|ontwikkel|koers|actie)lijn",
     r"(?:programma|beleids|hoofd|ontwikkel|koers|actie)lijnen"),
    (PILLAR, r"(?:kern|hoofd|beleids|focus)?thema", r"(?:kern|hoofd|beleids|focus)?thema['’]?s"),
    (PILLAR, r"(?:beleids|hoofd)?prioriteit", r"(?:beleids|hoofd)?prioriteiten"),
    (PILLAR, r"(?:hoofd|kern)?opgave", r"(?:hoofd|kern)?opgaven"),
    (PILLAR, r"focus(?:punt|gebied)", r"focus(?:punten|gebieden)"),
    (PILLAR, r"(?:aandachts|ontwikkel|beleids)gebied", r"(?:aandachts|ontwikkel|beleids)gebieden"),
    (PILLAR, r"(?:beleids)?domein", r"(?:beleids)?domeinen"),
    (PILLAR, r"spoor|beweging|koers|bouwsteen|strategische lijn", r"sporen|bewegingen|"
             r"strategische lijnen"),
    (PILLAR, r"strategische keuze", r"strategische keuzes|strategische keuzen"),
    (PILLAR, r"programma(?:onderdeel)?", r"programma['’]s"),
    (AMBITION, r"ambitie", r"ambities"),
    (AMBITION, r"(?:hoofd|kern)doel(?:stelling)?", r"(?:hoofd|kern)doel(?:en|stellingen)"),
    (GOAL, r"(?:sub|deel|jaar|streef|beleids|ontwikkel|tussen|kwaliteits)?doel(?:stelling)?",
     r"(?:sub|deel|jaar|streef|beleids|ontwikkel|tussen|kwaliteits)?doel(?:en|stellingen)"),
    (GOAL, r"ontwikkelpunt|(?:beleids)?voornemen|belofte|toezegging",
     r"ontwikkelpunten|(?:beleids)?voornemens|beloften|beloftes|toezeggingen"),
    (RESULT, r"(?:eind)?resultaat|opbrengst|beoogde? opbrengst|beoogd effect",
     r"(?:eind)?resultaten|opbrengsten|beoogde effecten"),
    (ACTION, r"(?:beleids)?maatregel", r"(?:beleids)?maatregelen"),
    (ACTION, r"actie(?:punt)?", r"acties|actiepunten"),
    (ACTION, r"activiteit|inspanning|interventie|initiatief|inzet|aanpak|uitwerking|werkwijze|"
             r"uitvoering",
     r"activiteiten|inspanningen|interventies|initiatieven|stappen"),
    (ACTION, r"hoe", r"(?!)"),
    (ASIDE, r"indicator|toelichting|aanleiding|achtergrond|context|planning|evaluatie|voortgang|"
     r"monitoring|eigenaar|verantwoordelijke?|kosten|budget|financi[eë]n|middelen|risico|"
     r"stand van zaken|huidige situatie|uitgangssituatie|beginsituatie|terugblik|termijn|wie|"
     r"wanneer|"
     r"waarom|door wie|trekker|tijdpad|tijdlijn|betrokkenen|partners?|randvoorwaarde|"
     r"wat doen we al|uitgangspunt|norm|meetbaar|nulmeting|reactie|toetsing|onderbouwing|status",
     r"indicatoren|risico['’]s|randvoorwaarden|voorwaarden|uitgangspunten|normen|"
     r"verantwoordelijken|"
     r"prestatie-indicatoren|kpi['’]?s"),
)  # fmt: skip
_ADORN = (
    r"(?:(?:onze|ons|de|het|dit|deze|zijn|wat|overzicht|van|volgende|strategische?|belangrijkste?|"
    r"concrete?|gewenste?|beoogde?|algemene?|inhoudelijke?|gezamenlijke?|meetbare?|te|nemen|"
    r"voorgenomen|bijbehorende|meerjarige?|operationele|verwachte|lange|korte|twee|drie|vier|vijf|"
    r"zes|zeven|acht|\d) )*"
)
_TAIL = (  # what may follow a label that stands alone
    r"(?: (?:en|&) (?:acties|maatregelen|activiteiten|doelen|resultaten|planning|aanpak|ambities|"
    r"doelstellingen|subdoelen|speerpunten|uitwerking))?"
    r"(?: (?:(?:voor|in|van|tot|per|bij|op|binnen)(?: (?:en met|dit|deze|de|het|elk|ieder))?"
    r" ?(?:komende|aankomende|jaren|jaar|plan\w*|periode|beleidsperiode|schooljaar|20\d\d|"
    r"speerpunt|"
    r"pijler|thema|doel|ambitie|hoofdlijnen|termijn|vier|meerjaren\w*|ondersteuningsplan|"
    r"samenwerkingsverband|"
    r"swv)[^:]{0,30}|(?:schooljaar |periode )?20\d\d[^:]{0,14}))?"
)
_NUMBER = (
    r"(?:\s*(?:nr\.?|nummer)?\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?|"
    r"[A-H](?=[\s:.\-–—|)]|$)|[IVX]{1,4}(?=[\s:.\-–—|)]|$)))"
)
_MARK = r"\s*(?:[:|]|[.\-–—)](?=\s))\s*"

_WE = r"(?:we|wij|het samenwerkingsverband|het swv|de school|scholen|de gemeente)"
_QUESTIONS: tuple[tuple[str, str], ...] = (
    (ASIDE, rf"(?:wat|hoe|dit|dat) (?:doen|deden|hebben|ging(?:en)?) {_WE} (?:al|nu|gedaan|tot nu "
            rf"toe)\b.*"),
    (ASIDE, rf"(?:wat|dit|dat) (?:doen|gaan|kunnen|willen) {_WE} (?:dus )?niet\b[^.]{{0,30}}"),
    (ASIDE, r"(?:dit|wat|hier) (?:doen|gebeurt|loopt|is|staat) (?:er )?(?:nu )?al\b[^.]{0,30}"),
    (ASIDE, rf"waar staan {_WE}(?: nu| vandaag)?\b(?! (?:in|over) ).*"),
    (ASIDE, rf"(?:hoe|waaraan|wanneer) (?:weten|meten|zien|merken|monitoren|volgen|evalueren|"
            rf"zijn) {_WE}\b.*"),
    (ASIDE, r"hoe (?:wordt|worden|is|zijn) .*|wat (?:mag|kost|gaat|kan|ging|zien|merkt|merken|"
            r"levert|speelt|weten|vinden)\b.*"),
    (ASIDE, r"(?:wie|waarom|wanneer|waarvoor|voor wie|met wie)\b[^.:]{0,60}\?"),
    (GOAL, rf"(?:wat|waar|dit|daar) (?:willen|wil|beogen|streven|gaan|hebben|is|staan|zijn) "
           rf"?{_WE}?\b"
     r"(?!.*\bdoen\b).*(?:bereik(?:en|t)|naartoe|naar toe|na|naar|voor|doel|ambitie|beogen|heen|"
     r"gerealiseerd|20\d\d).*"),
    (GOAL, rf"(?:wat|dit) (?:willen|beogen) {_WE}\??"),
    (ACTION, rf"(?:zo|hoe) [a-z]{{3,12}} {_WE}(?: (?:het|dit|dat|daar))?"
     r"(?: (?:daar)?(?:aan|op|mee|toe))?"),
    (ACTION, rf"(?:wat|hoe|zo|dit|dat|hier|welke stappen|welke acties|concreet) (?:gaan|doen|"
     rf"pakken|zetten|realiseren|bereiken|werken|nemen|moeten|spreken|ondernemen|willen) {_WE}\b"
     r"(?!.* (?:al|nu al|tot nu toe)\b).*"),
    (GOAL, rf"wat {_WE} (?:willen|gaan) bereiken|waar {_WE} (?:naartoe|heen) (?:willen|gaan)"),
    (ACTION, rf"(?:wat|hoe) {_WE} (?:dat |dit |het )?(?:gaan|willen|zullen)? ?"
     r"(?:doen|aanpakken|bereiken|realiseren)"),
    (ACTION, r"wat (?:is|zijn) (?:er )?(?:daarvoor|hiervoor|de acties|onze acties).*"),
    (ACTION, r"hoe (?:dan|bereik je dat|komen we daar|krijgen we dat voor elkaar).*"),
)  # fmt: skip


_ABOUT_THE_PLAN = re.compile(  # "Doel van dit plan" speaks of the document
    r"^\W*(?:\w+ )?doel(?:stelling)? (?:van|en) (?:dit|het|ons|deze|de|opzet|inhoud|status)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Label:
    """What a line announces: its class, the number it carries, and the text behind it."""

    kind: str
    plural: bool
    number: str = ""
    rest: str = ""
    question: bool = False

    @property
    def lone(self) -> bool:
        """Whether the label stands by itself, its content below it."""
        return not self.rest


def _nouns() -> list[tuple[str, bool, re.Pattern[str]]]:
    """(class, whether it is a plural, pattern of a line that begins with it)."""
    patterns = []
    for kind, singular, plural in _NOUNS:
        for words, is_plural in ((plural, True), (singular, False)):
            pattern = (
                rf"{_ADORN}(?P<noun>{words})(?:\(en\)|\(s\)|/\w+)?"
                rf"(?:{_NUMBER}(?:{_MARK}|\s+|$)|{_TAIL}\s*\??(?:{_MARK}|\s*$))(?P<rest>.*)$"
            )
            patterns.append((kind, is_plural, re.compile(pattern, re.IGNORECASE | re.DOTALL)))
    return patterns


_NOUN_PATTERNS = _nouns()
_QUESTION_PATTERNS = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in _QUESTIONS]
MAX_QUESTION = 75  # characters; a longer one is a sentence of the text


def label_of(text: str) -> Label | None:
    """The label a line starts with, or None. ``"Doel 1.2: Rust"`` gives goal, 1.2, "Rust"."""
    text = text.strip()
    for kind, plural, pattern in _NOUN_PATTERNS:
        if noun := pattern.match(text):
            groups = noun.groupdict()
            if kind == GOAL and not plural and _ABOUT_THE_PLAN.search(text):
                continue
            rest = (groups["rest"] or "").strip(" \t:|–—-")
            number = groups.get("number") or ""
            marked = number or ":" in text[: noun.start("rest")]
            if rest and not marked and kind == ASIDE:
                continue  # "Planning - …" may be anything
            return Label(kind, plural, number, rest)
    return _question(text)


def _question(text: str) -> Label | None:
    """The label that a question is ("Wat gaan we doen?"), with or without its mark."""
    head = re.split(r"[?:]", text, maxsplit=1)[0]
    if len(head) > MAX_QUESTION or not re.match(
        r"(?:wat|waar|hoe|dit|zo|wie|waarom|wanneer|welke|daar|dat|hier|concreet|voor wie|met wie)",
        head, re.IGNORECASE,
    ):  # fmt: skip
        return None
    asked = "?" in text[: len(head) + 1]
    ends = len(head) == len(text) or text[len(head)] in "?:"
    if not ends or (len(head) == len(text) and re.search(r"[.,;!]$", text)):
        return None
    rest = text[len(head) + 1 :].strip()
    if asked and rest and not rest[0].isupper():
        return None  # "Hoe kunnen we helpen? is onze vraag"
    for kind, pattern in _QUESTION_PATTERNS:
        if pattern.fullmatch(head + "?" if asked else head):
            return Label(kind, True, "", rest, question=True)
    return None


# A sentence that leads in the list below it.
_LEADS: tuple[tuple[str, str], ...] = (
    (ACTION, r"(?:acties|actiepunten|maatregelen|activiteiten|stappen|"
             r"interventies)\b[^.]{0,25}:?$"),
    (ASIDE, r"indicator|zichtbaar|merkbaar|meten we|herken|risico|betrokken|"
     r"denk (?:hierbij |daarbij )?aan|bijvoorbeeld|voorbeelden|zoals\b|partners|uitgangspunt|"
     r"kernwaarde|missie|visie|trends|knelpunt|er zijn|bestaat uit|bestaan uit|voorwaarde|"
     r"de afgelopen|in de afgelopen|hebben we al|constate"),
    (ACTION, r"\b(?:om|door) (?:dit|dat|deze|die|ons|het|de|onze)\b[^,]{0,40} te (?:bereiken|"
             r"realiseren|halen)"),
    (GOAL, r"^(?:in|eind|eind(?:e)? van|aan het eind(?:e)? van|over|na) (?:20\d\d|(?:twee|drie|"
           r"vier|vijf) jaar|"
     r"de(?:ze)? (?:plan|beleids)?periode)\b[^.]{0,45}:$"),
    (GOAL, r"doel(?:en|stelling(?:en)?)?\b|bereiken|ambities\b|beogen|streven (?:we|wij)|"
     r"resultaten\b|willen (?:we|wij) dat|wil(?:len)? het samenwerkingsverband"),
    (ACTION, r"acties\b|maatregelen\b|activiteiten\b|gaan (?:we|wij)|doen (?:we|wij)|hiervoor|"
     r"(?:we|wij) doen|pakken .{0,20} op|"
     r"daarvoor|hiertoe|daartoe|concreet|stappen|zorgen (?:we|wij)|zullen (?:we|wij)|"
     r"pakken (?:we|wij)|(?:we|wij) (?:gaan|zullen|starten|zorgen|nemen)|aanpak|"
     r"het samenwerkingsverband (?:gaat|zal|doet|zorgt)|dit door\b|door te\b"),
    ("commit", r"(?:zetten|zet|investeren|richten|inzetten|werken) .{0,40}\b(?:in op|op|aan|in)\b|"
     r"inzetten op"),
)  # fmt: skip
_LEAD_PATTERNS = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in _LEADS]


def lead_of(text: str) -> str:
    """What the list below this sentence holds: a class, "commit" ("zetten we in op"), or ""."""
    last = plain_sentences(text.strip())[-1]
    for kind, pattern in _LEAD_PATTERNS:
        if pattern.search(last):
            return kind
    return ""


PLACEHOLDER = re.compile(
    r"^[\[(<{…. ]*(?:voorbeeld(?:en)?|praktijkvoorbeeld|citaat|foto|afbeelding|"
    r"kader(?:tje)?|p\.?m\.?|"
    r"n\.?t\.?b\.?|volgt(?: nog| later)?|nog (?:in|aan) te vullen|in te vullen|nader (?:in|uit) "
    r"te (?:vullen|werken)|"
    r"nader te bepalen|invullen|tekst|x{2,}|todo|tbd|lorem ipsum.*|"
    r"invoegen\b.*|klik (?:hier )?om .*|\[?image:?\s*\]?|hier komt .*)[\])>}…. :]*$",
    re.IGNORECASE,
)


_TO_COME = re.compile(  # "[cijfers volgen van de administratie]"
    r"\[[^\[\]]{0,60}\b(?:nog|volgt|volgen|invullen|ingevuld|aanvullen|aangevuld|uitgewerkt|"
    r"toevoegen)\b[^\[\]]{0,60}\]",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether the text only holds a place open: "Voorbeeld", "PM", "[foto nog opvragen]"."""
    text = text.strip()
    return bool(PLACEHOLDER.match(text) or _TO_COME.fullmatch(text)) or not re.search(r"\w", text)


# Chapters whose labels speak about the document or the past, not about what the plan will do.
OUTSIDE = re.compile(
    r"^(?:inleiding|voorwoord|woord vooraf|leeswijzer|samenvatting|bijlagen?\b.*|colofon|"
    r"inhoud(?:sopgave)?|"
    r"begrippen(?:lijst)?|afkortingen(?:lijst)?|literatuur(?:lijst)?|bronnen|totstandkoming\b.*|"
    r"terugblik\b.*|"
    r"(?:globale |meerjaren)?planning op hoofdlijnen|globale planning|"  # names actions once more
    r"evaluatie\b.*(?:vorige?|oude?|afgelopen).*|verantwoording|definities|verklarende "
    r"woordenlijst|"
    r"wettelijk kader|governance|organisatie(?:structuur)?|medezeggenschap|klachten\b.*|wie "
    r"(?:zijn )?(?:wij|we)(?: zijn)?)$",
    re.IGNORECASE,
)
NEUTRAL = re.compile(
    r"^(?:inleiding|toelichting|samenhang\b.*|leeswijzer|algemeen|tot slot|tenslotte|ten slotte|"
    r"conclusie|"
    r"samenvatting|achtergrond|context|aanleiding|vooraf|planning(?: en (?:budget|kosten|geld))?|"
    r"overzicht|evaluatie|"
    r"financi[eë]n|borging|"
    r"monitoring\b.*|.*\bkader van\b.*|onze (?:visie|missie|kernwaarden)\b.*|visie\b.*|missie\b.*|"
    r"kernwaarden)$",
    re.IGNORECASE,
)
