"""Words that single out one child or grown-up without a name: "twee jongens van tien", "ons kind".

Nothing is masked: inside the organisation people must be able to read what was said. A quote with
such words is not printed for readers outside it.
"""

from __future__ import annotations

import re

from pipeline.core.numerals import TWO_TO_NINE
from pipeline.text.redact.spans import DetailSpan, spans_of

_NUMBER = (
    rf"(?:\d{{1,2}}|een|één|{TWO_TO_NINE}|tien|elf|twaalf|dertien|veertien"
    r"|vijftien|zestien|zeventien|achttien)"
)
_FEW = rf"(?:[1-9]|één|eén|{TWO_TO_NINE})"
_CHILD = (
    r"(?:kind(?:je|jes|eren)?|jongens?|jongetjes?|meisjes?|meiden|leerling(?:en|etje)?|zoon(?:s|tje)?"
    r"|zonen|dochter(?:s|tje)?|broer(?:s|tje|tjes)?|zus(?:sen|je|jes)?|kleuters?|pubers?|pleegkind(?:eren)?"
    r"|kleinkind(?:eren)?|kleinzoon|kleindochter|stiefzoon|stiefdochter|pleegzoon|pleegdochter"
    r"|neefje|nichtje|tweeling|drieling)"
)
_CHILDREN = (
    r"(?:\w{0,20}(?:kinderen|leerlingen|jongens|meisjes|kleuters|peuters|pubers|schoolverlaters"
    r"|thuiszitters|nieuwkomers)|jongetjes|meiden|zonen|zoons|dochters|broertjes|zusjes|zussen)"
)
_FROM_AFAR = (  # where somebody comes from, or what they speak at home
    r"(?:syri|eritre|turk|marokkaan|afghaan|somali|oekra[iï]|pool|roeme|bulgaar|iraaks|iraans|kosov"
    r"|surinaam|antilliaan|chine|arabi|koerd|ethiopi|ghane|nigeri|congol|vietname|russi|hongaar"
    r"|tsjech|portuge|spaan|italiaan|indonesi|moluk|jemen|soeda|palestij|libanees|armee|georgi)\w{0,8}"
)
_GROWN_UP = (
    r"(?:moeder|vader|ouder|gezin|leerkracht|juf|meester|docent|mentor|conciërge|directeur|gymleraar"
    r"|ib'?er|school|familie|oma|opa|medewerker|begeleider|assistent)"
)
_FATE = (
    r"(?:overspannen|ontslagen|zwanger|overleden|verslaafd|geschorst|burn-?out|opgepakt|veroordeeld"
    r"|opgestapt)"
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
    rf"\b(?:één|eén|twee|drie|vier)\s+(?:\w+\s+)?{_CHILDREN}\b",
    rf"\b(?:een|die|deze|de|onze|mijn)\s+{_FROM_AFAR}\s+(?:{_CHILD}|{_GROWN_UP}|vrouw|man|jongere)\b",
    r"\b(?:tigrinya|dari|farsi|pashto|somali|amhaars|koerdisch|papiament[ou]?|sranan|lingala|urdu)\b",
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
    r"\b(?:mijn|ons|onze|m'n|het|een)\s+(?:buur(?:meisje|jongen|kind)|\w+kind)\b(?=\s(?:dat|die|zit|is|kan|mag)\b)",
    # a child that somebody has in mind, by what it has or what befell it
    r"\b(?:de|het|dat|die|deze|dit)\s+(?:\w+\s+)?(?:jongen|jongetje|meisje|kleuter|peuter|puber)\s+(?:met|die|dat|uit|van)\b",
    r"\b(?:dat|die|deze)\s+(?:kind|leerling)\s+(?:met|die|dat|uit|van)\b",
    rf"\b(?:maar|slechts|precies|hier|is|zit)\s+(?:een|één|1)\s+{_CHILD}\b(?=.{{0,30}}\b(?:dat|die|met)\b)(?<!kinderen)",
    rf"\b{_CHILD}\s+met\s+(?:(?:een|het|de|zijn|haar)\s+)?(?:syndroom|stoma|\w*sonde|\w*pomp|\w*implantaat|\w*hond|\w*prothese"
    r"|ziekte\svan|zeldzame|(?-i:(?!ADHD|ADD|ASS|TOS|TLV|OPP|IQ|NT2|AVI)[A-Z]{2,5}\b))",
    rf"\b(?:{_CHILD}|{_GROWN_UP}|hij|zij|ze)\b.{{0,50}}\b(?:op\s(?:tv|televisie|het\snieuws)|in\sde\s(?:krant|gevangenis)"
    r"|uit\shet\sraam|zwanger)\b",
    rf"\biemand\b.{{0,50}}\b{_FATE}\b",
    r"\b(?:overlijden|dood|zelfmoord|suïcide|scheiding|arrestatie)\s+van\s+(?:zijn|haar|hun|mijn|onze)\b",
    r"\b(?:na|sinds)\s+(?:de|het)\s+(?:brand|ongeluk|ongeval|steekpartij|inbraak)\b",
    rf"\b(?:{_CHILD}|moeder|vader|gezin)\s+(?:van\s+(?:de|het|een)\s+(?:burgemeester|wethouder|dominee|imam|directeur|juf"
    r"|meester|dokter|huisarts|asielzoekerscentrum|azc|woonwagen\w*|opvang\w*))\b",
    r"\b(?:kind|jongen|meisje|leerling|moeder|vader|gezin)\s+uit\s+(?-i:[A-Z])\w+",
    # an organisation that speaks of its own few schools
    rf"\b(?:onze|ons)\s+(?:{_NUMBER})\s+(?:scholen|locaties|vestigingen|besturen|kernen)\b",
    rf"\bvan\s+(?:onze|ons)\s+{_NUMBER}\b",
    # a family by its number, its land or its place; a grown-up by what befell them
    r"\b(?:het|een|dat|dit)\s+(?:\w+se?\s+)?gezin\s+(?:met\s+(?:\d|drie|vier|vijf|zes|zeven|acht|negen|tien)|aan|uit|op|in|van)\b",
    rf"\b(?:de|een|die|onze)\s+{_GROWN_UP}\b.{{0,50}}\b{_FATE}\b",
)
_SINGLES = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


def singles_out(text: str) -> list[DetailSpan]:
    """Words that could tell those who were there whom this is about, in order."""
    return list(spans_of(_SINGLES, text, "aanwijzing"))
