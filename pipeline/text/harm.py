"""Words that may point at harm to a child or person: the part of *Lees deze eerst* that reads cues.

A cue alone proves nothing ("levensgevaarlijk vol"); it lowers what the classifier on meaning needs.
Only a few phrases are so plain that they count by themselves.
"""

from __future__ import annotations

import re

PLAIN, CUE = "plain", "cue"

_PLAIN = re.compile(
    r"\b(?:"
    r"(?:wil|wilde|hoef|hoeft|wou)\b[^.!?]{0,25}\b(?:niet meer leven|er niet meer zijn|dood)\b|"
    r"(?:er )?liever niet meer (?:was|is|ben|zijn)|dood wil(?:de)?|"
    r"einde aan (?:te )?(?:maakt?|maken)|"
    r"zelfmoord\w*|su[iï]cid\w*|zelfdoding|"
    r"(?:snijd|snijdt|snijden|sneed|krast|krassen)\b[^.!?]{0,20}\b(?:zichzelf|zich|mezelf|"
    r"armen?)\b|"
    r"(?:zichzelf|zich|mezelf) (?:snij\w*|sneed|krast?|krassen|pijn do\w+|pijn te doen)|"
    r"(?:snij|doet|doe|deed) (?:zichzelf|mezelf)\b|"
    r"zelfbeschadig\w*|automutil\w*|"
    r"mishandel\w*|misbruik(?:t|te|en)?|aangerand|verkracht\w*|"
    r"blauwe plek\w*|"
    r"opgesloten\b(?! in (?:het|een|de|hun|zijn|haar) (?:verkeerde|eigen|systeem|niveau|hoofd|"
    r"regel\w*|patroon))|"
    r"sloten? (?:hem|haar|me|mij|ons|ze) op\b|"
    r"(?:tegen de grond|aan (?:zijn|haar|mijn) armen?|bij (?:zijn|haar|mijn) nek)\b|"
    # wanting to be dead without the word
    r"was ik er maar niet\b|niet meer wakker word\w*|(?:beter af|beter) zonder (?:mij|me|hem|"
    r"haar)\b|"
    r"(?:pillen|medicijnen) (?:op)?gespaard|bij het spoor gestaan|op het spoor (?:gaan|"
    r"gestaan|ligg\w*)|"
    r"van (?:het|een|de) (?:viaduct|flat|dak|gebouw|balkon)\b[^.!?]{0,15}\bspring\w*|"
    r"(?:wil|wilde|gaat|ging)\b[^.!?]{0,15}\bvan (?:de|een) brug\b[^.!?]{0,10}\bspring\w*|"
    # force, and what befalls who cannot defend himself
    r"vastgebonden|vastgetapet|vastgeketend|kopstoot|gewurgd|"
    r"(?:naar|op|tegen) de grond (?:gewerkt|gedrukt|geduwd|gegooid|gehouden)|"
    r"(?:mee|weg)gelokt|(?:kinderen|meisjes|jongens|haar|hem) (?:mee|weg)lok\w*|"
    # a mistake of those who care, and what came of it
    r"(?:fout|vergissing|verkeerde?|vergeten|te laat)\b[^.!?]{0,60}\b(?:intensive care|"
    r"hersenschade|coma|gereanimeerd|overleden)|"
    r"ambulance (?:kwam|was) te laat|"
    # a child that nobody teaches
    r"(?:\d+|anderhalf|half|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|"
    r"twaalf) (?:maanden|jaar) "
    r"(?:lang )?(?:(?:nu|al|helemaal) )?(?:niet (?:meer )?(?:naar|op) school|"
    r"zonder (?:een dag |enige )?(?:les|school|onderwijs)\b)"
    r")",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:"
    r"geslagen|(?:slaat|sloeg|slaan)(?! (?:\w+ ){0,3}?(?:bal|plank|spijker|trom|alarm|handen|"
    r"brug)\b)|"
    r"(?:krijg\w*|kreeg\w*|deelt|gaf) (?:\w+ )?klappen|klap in|knal voor|duw\w* (?:hem|haar|"
    r"me|mij) (?:van|tegen|in)|geduwd|geknepen|knijpt|kneep|gebeten|bijt mij|"
    r"(?:trok|trekt|getrokken)\b[^.!?]{0,12}\baan (?:mijn|zijn|haar|d'r|z'n) (?:haar|haren|"
    r"oor|oren|arm|staart)|"
    r"in (?:mijn|zijn|haar) keel|gedwongen|dwing\w*|striemen|bloedt?|"
    r"uitgekleed|uitkleden|broek uit|gefilmd|(?:foto'?s?|"
    r"filmpjes?)\b[^.!?]{0,30}\b(?:rondgestuurd|doorgestuurd)|piemel|bloot|naakt|"
    r"zonder (?:jas|schoenen|eten|luier|toezicht)|op straat gezet|alleen achtergelaten|"
    r"heeft niemand last van|hoeft niet meer van|zin meer in|geen zin (?:meer )?om te leven|"
    r"epipen|intensive care|coma|gestikt|stikte|"
    r"kwijt geweest|was (?:uren|een uur|twee uur) kwijt|langs de snelweg|"
    r"geschopt|schopt|schopte|gegrepen|vastgepakt|vastgehouden|"
    r"vastgebonden|in de houdgreep|op slot|deur dicht|isoleer\w*|separe\w*|time-?out\w*|hok|"
    r"bedreig\w*|dreig\w*|mes|wapen|bang voor|durft niet naar huis|niet naar huis|"
    r"aan (?:mij|haar|hem|me) gezeten|betast\w*|aangeraakt|naaktfoto\w*|foto'?s van mij|"
    r"verkeerde (?:medicijn\w*|dosis|pil\w*|medicatie)|medicijn\w* (?:vergeten|niet gekregen)|"
    r"insuline|epilep\w*|overdos\w*|te veel pillen|"
    r"doodsbang|blauw oog|blauwe kaak|littekens|noodpen|"
    r"sinds [^.!?]{0,25}(?:thuis|op school geweest)|"
    r"zonder onderwijs|zonder les|maand thuis|"
    r"maanden thuis|weken thuis|een jaar thuis|al sinds [^.!?]{0,20}thuis|zit thuis|thuiszit\w*|"
    r"eet niet|niet gegeten|geen eten|verwaarloos\w*|vermagerd|stinkt|ongewassen|"
    r"uit het raam|van het dak|voor de trein|afscheidsbrief|"
    r"alcohol|dronken|drugs|huiselijk geweld|vader slaat|moeder slaat|schreeuwt"
    r")\b",
    re.IGNORECASE,
)


_GRAVE = re.compile(  # nobody outside needs to read these in somebody's own words
    r"\b(?:vastpak\w*|vastgepakt|vasthoud\w*|vastgehouden|vastgebonden|vastbinden|houdgreep|"
    r"opsluit\w*"
    r"|opgesloten|isoleercel\w*|isoleer\w*|separe\w*|geslagen|slaat|sloeg|geschopt|schopt\w*|"
    r"gegrepen"
    r"|bedreig\w*|betast\w*|aangerand\w*|aangeraakt|naaktfoto\w*|huiselijk geweld|mishandel\w*"
    r"|verwaarloos\w*|vermagerd|afscheidsbrief|overdos\w*|geweld(?!ig)\w*|gewurgd|knijpt|"
    r"kneep|spuug\w*"
    r"|(?:ik|hij|zij|ze|hem|haar|mij|me|kinderen|zoon|dochter|kind)\b[^.!?]{0,30}\b(?:gepest|"
    r"uitgescholden"
    r"|uitgelachen|buitengesloten|gediscrimineerd)"
    r"|noem(?:t|en|de|den) (?:me|mij|hem|haar)"
    r"|(?:pest|scheld|lach|sla|schop|duw|negeer)(?:t|te|de|en|ten|den)?"
    r" (?:me|mij|hem|haar|mijn|onze|ons))\b",
    re.IGNORECASE,
)


def is_grave(text: str) -> bool:
    """Whether words tell of violence, restraint or bullying that befell somebody.

    Wider than ``harm_cue``, which the team reads by: this only keeps a quote inside.
    """
    return bool(_PLAIN.search(text) or _GRAVE.search(text))


# What is said of one child in every consultation, and points at nothing but school.
_ORDINARY = re.compile(
    r"\b(?:vakken|getest|huiswerk|iq|plusklas|brugklas|formulier\w*|gelijk geven|weer lacht|"
    r"maar alsof|over (?:mij|hem|haar) (?:praten|gaat)|gaat dat over|"
    r"pra(?:ten|at) [^.!?]{0,20}over (?:mij|hem|haar|ons)|"
    r"daarmee helpt|erbij helpt|rekenen|spelling|mantelzorg\w*|dementie|baan opgezegd|vertaalt|"
    r"ik wil later|(?:dat|het|dit) is (?:heel |erg |zo )?(?:leuk|gezellig|fijn)|"
    r"vind(?:en)? (?:ik|we|wij) (?:heel |erg )?(?:leuk|fijn)|"
    r"zwemclub|ballet|bijles|grapte|voor de grap|liever buiten|"
    r"begeleider (?:meer|weg)|uur (?:per dag )?in (?:het|een|de) (?:busje|taxi)|"
    r"bus (?:niet meer|niet) rijdt|rijdt (?:er )?geen bus|eigen plek|"
    r"(?:een groep|groepen|klassen|de klas|kinderen) naar huis (?:moeten )?(?:sturen|gestuurd))\b",
    re.IGNORECASE,
)


def is_ordinary(text: str) -> bool:
    """Whether it speaks of school as everybody does, without a word that hints at harm."""
    return not harm_cue(text) and bool(_ORDINARY.search(text))


def harm_cue(text: str) -> str:
    """``plain`` for words that count by themselves, ``cue`` for a hint, "" for neither."""
    if _PLAIN.search(text):
        return PLAIN
    return CUE if _CUE.search(text) else ""
