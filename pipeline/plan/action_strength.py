"""How firmly the plan words an action: promise, intend or mention; who, by when, how much.

An aid for the reader, by rules on the wording alone: whether a promise is kept, or an intention
serious, is not in the words. Order of the rules: what makes it less than an action (a remark, an
opinion, a fact), then what makes it less than a promise (striving, looking into it, if possible),
then an action in the present tense, a future, a duty or a bare infinitive is a promise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.plan import Plan
from pipeline.core.tokens import Token, Tokens

PROMISE, INTEND, MENTION = "promise", "intend", "mention"
STRENGTHS = (PROMISE, INTEND, MENTION)
REFUSE = "refuse"  # of an action: the plan says that it will not be done
TALK = "talk"  # of an action: however firmly it is worded, nobody notices anything of it yet


@dataclass(frozen=True)
class Commitment:
    """What the wording of one action says. Empty strings where nothing is named."""

    strength: str
    actor: str = ""  # who acts, in the plan's words, lower case
    deadline: str = ""
    measure: str = ""  # how much or how often
    because: str = ""  # the words that decided

    def __post_init__(self) -> None:
        if self.strength not in STRENGTHS:
            raise ValueError(f"strength {self.strength!r} is none of {', '.join(STRENGTHS)}")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)", re.IGNORECASE)


# An intention, an inquiry or a condition: less than a promise, also with a date in it.
_INTENDS = _any(
    r"stre(?:ef|eft|ven|ven ernaar)|gestreefd|streven",
    r"wil|willen|wensen?|wens(?:t|en)?|graag",
    r"onderzoe(?:k|kt|ken)|onderzocht|verken(?:t|nen)?|nagaan|na(?:ge)?gaan",
    r"(?:gekeken|bekeken) (?:of|wordt)|wordt (?:gekeken|bekeken) of",
    r"ga(?:at|an) na|bekijk(?:t|en)",
    r"prober(?:en)?|probeert|tracht(?:en)?|poog(?:t)?|pogen|doe[nt]? (?:hun|zijn|haar|ons) best",
    r"hop(?:en|e)|hoopt|beo(?:ogt|gen)|ambi(?:ëren|eert|ëer)|ambitie|intentie|bedoeling|doel is",
    r"van plan|voornemens|overwe(?:eg|egt|gen)|inzet is gericht|inzet richt",
    r"zet(?:ten)?(?: zich| ons)? in (?:op|voor)|zich in voor|span(?:nen|t) (?:ons|zich) in",
    r"bevorder(?:en|t)|stimuler(?:en)|stimuleert",
    r"moedig(?:t|en)?|werk(?:en|t)(?: we| wij)? toe naar",
    r"zou(?:den)?",
    r"(?:waar|indien|als|wanneer|zo ?veel|zoveel) (?:als )?mogelijk|in principe|desgewenst",
    r"zo ?veel mogelijk|zodra er|indien (?:nodig|er|de|het)|mits|op termijn|in de toekomst",
)
# Talk among those who decide: it may lead to something, and is nothing by itself.
_TALKS = _any(
    r"overlegg\w*|overlegtafel|overleg met",
    r"agender\w*|geagendeerd|in gesprek met|uitwissel\w*|uitgewisseld",
    r"inventaris\w*|geïnventariseerd|verken(?:nen|t|d)|verkenning|monitor\w*|gemonitord",
)
# The plan says of it that it will not be done, or no further.
_REFUSES = _any(
    r"ma(?:akt|ken) (?:\w+ ){0,6}geen (?:deel|onderdeel) uit",
    r"(?:is|zijn|wordt|worden|blijft) (?:[\w,]+ ){0,8}niet "
    r"(?:voorzien|beschikbaar|mogelijk|uitgebreid|opgenomen|overgenomen|haalbaar|aan de orde|"
    r"gerealiseerd|aangelegd|toegekend|voortgezet|ingevoerd)",
    r"(?:is|zijn|hebben|heeft) (?:[\w,]+ ){0,8}geen (?:\w+ )?"
    r"(?:budget|geld|middelen|bekostiging|subsidie|ruimte (?:in|voor|binnen))",
    r"er kom(?:t|en) (?:\w+ ){0,3}geen|kom(?:t|en) er (?:\w+ ){0,4}(?:niet|geen)",
    r"(?:zien?|ziet|afgezien) (?:wij |we )?(?:\w+ ){0,3}(?:hier|er)?van af|wordt afgezien van",
    r"val(?:t|len) buiten (?:de|het|dit|deze)|blij(?:ft|ven) buiten (?:dit|het|deze|de) "
    r"(?:plan|programma|visie|nota|agenda)",
    r"beperk(?:t|en) (?:wij |we )?(?:ons|zich) (?:\w+ ){0,2}tot",
)
# Opinions, facts and subjects: no action at all, unless something firm stands in the sentence.
_REMARKS = _any(
    r"van (?:groot )?belang|belangrijk|aandacht|een rol(?: spelen)?|speelt|zorg(?:en)? voor alle",
    r"is een (?:zorg|gegeven|punt|kwetsbaar)|punt van zorg|behoefte aan|vraagt om|verdient",
    r"draagt bij|kan(?: voor \w+)? (?:helpen|het verschil)|kunnen een rol|hecht(?:en)?",
    r"(?:wij|we|ouders|scholen|leraren) vinden|vinden (?:wij|we|het)|vindt (?:het|dat)",
    r"ervaar(?:t)?|ervaren|zien dat|ziet dat|merk(?:t|en)|noem(?:t|en)|kwam|kwamen|te maken met",
    r"afgelopen jaren?|vorig jaar|tot nu toe|in het verleden|oog voor|rekening met|recht doen aan",
    r"is meer dan|bestaan|bestaat",
    r"(?:heeft|hebben) (?:vaak|grote|baat)|biedt kansen",
    r"bepaalt dat|begint bij|komt bij|neemt toe|toeneemt|raakt|er is behoefte",
)
# What is firm even beside a remark.
_FIRM = _any(
    r"zal|zullen|verplicht|voortaan|gegarandeerd|garander(?:en)|garandeert|uiterlijk",
    r"binnen \w+ (?:\w+)?(?:dag|dagen|week|weken|maand|maanden)|er kom(?:t|en)",
    r"(?:vóór|voor|per|vanaf|met ingang van) \d{1,2} \w+ \d{4}",
)
_STATES = frozenset("zijn hebben blijven lijken heten bestaan ontstaan kosten gelden".split())
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_SEASON = (
    r"(?:het )?(?:voorjaar|najaar|zomer|herfst|winter|(?:eerste|tweede) helft"
    r"|(?:eerste|tweede|derde|vierde) kwartaal)"
)
_WHEN = (
    rf"(?:\d{{1,2}} (?:{_MONTHS})(?: 20\d\d)?|(?:{_MONTHS}) 20\d\d|(?:de |het )?{_SEASON}"
    r"(?: van)?(?: 20\d\d)?|(?:het )?(?:einde? van )?(?:het )?schooljaar 20\d\d[-/]20\d\d"
    r"|(?:het )?einde van 20\d\d|20\d\d)"
)
_NUMBER = (
    r"(?:\d[\d.]*|één|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|vijftien"
    r"|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd)"
)
_SPAN = r"(?:werk|school)?(?:dag|dagen|week|weken|maand|maanden|jaar|jaren|schooldagen)"
_DEADLINE = _any(
    rf"uiterlijk (?:in |op |per )?{_WHEN}",
    rf"(?:vóór|voor|per|vanaf|tegen|met ingang van|in|eind|begin|medio) {_WHEN}",
    rf"binnen {_NUMBER} {_SPAN}",
    rf"in (?!een ){_NUMBER} {_SPAN}",
    rf"niet langer dan {_NUMBER} {_SPAN}|(?<=langer dan ){_NUMBER} {_SPAN}",
)
_OFTEN = _any(
    r"(?:een|twee|drie|vier|vijf|zes|acht|tien)maal per \w+",
    rf"{_NUMBER} keer per \w+",
    rf"{_NUMBER} (?:uur|uren|dagdeel|dagdelen|ochtend|middag)(?: per \w+)?",
    rf"{_NUMBER} (?:procent|euro|miljoen euro|fte)",
)
_COUNTED = re.compile(
    rf"(?<!\w)(?<!dan )(?<!groep )((?!een |20\d\d ){_NUMBER})"
    r" ((?:(?:extra|nieuwe|vaste) )?[a-zë]+)",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    _SPAN + r"|keer|van|of|en|aan|tot|naar|gezamenlijke?|toegang", re.IGNORECASE
)
_BESIDE = re.compile(r"[(;] ?(wie|wanneer): ([^;()]+)(?=[;)])")
_PRONOUNS = frozenset("wij we ieder iedereen".split())


def read_commitment(text: str, tokens: Tokens) -> Commitment:
    """What the wording of one action says.

    Args: tokens: of the same text, by either Dutch pipeline.
    """
    beside = dict(_BESIDE.findall(text))  # what columns Wie and Wanneer of a table say
    deadline = beside.get("wanneer", "").lower() or _first(_DEADLINE, text)
    strength, because = _strength(text, tokens)
    return Commitment(
        strength,
        actor=beside.get("wie", "").lower() or _actor(tokens),
        deadline=deadline,
        measure=_measure(text, deadline),
        because=because,
    )


def strengths(plan: Plan, words: Mapping[str, Tokens]) -> dict[str, str]:
    """Action id -> promise | intend | mention | talk | refuse, for every action with words given.

    The whole text is read as one: a promise on condition, or one that is still being looked into,
    is no promise.
    """
    read = {
        action: read_commitment(action.text, words[action.action_id]).strength
        for goal in plan.goals()
        for action in goal.actions
        if action.action_id in words
    }
    return {action.action_id: _of_action(action.text, firm) for action, firm in read.items()}


def _of_action(text: str, strength: str) -> str:
    if _REFUSES.search(text):
        return REFUSE
    return TALK if strength != MENTION and _TALKS.search(text) else strength


def _strength(text: str, tokens: Tokens) -> tuple[str, str]:
    intends, remarks, firm = (_first(pattern, text) for pattern in (_INTENDS, _REMARKS, _FIRM))
    if intends:
        return INTEND, intends
    if firm:
        return PROMISE, firm
    if remarks:
        return MENTION, remarks
    verbs = [token for token in tokens if token.pos in ("VERB", "AUX")]
    acting = [token for token in verbs if token.lemma not in _STATES]
    if acting:
        return PROMISE, acting[0].text
    # A bare infinitive as plans list them: "Opzetten van …", "Het inrichten van …"
    words = [token.text.lower() for token in tokens if any(c.isalpha() for c in token.text)]
    first = words[1:] if words[:1] == ["het"] else words
    if len(first) > 2 and first[0].endswith("en") and first[1] in ("van", "een"):
        return PROMISE, next(iter(tokens)).text
    if verbs:  # "Er is één aanspreekpunt": how it will be, which a plan says of what it undertakes
        return INTEND, verbs[0].text
    return MENTION, ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(0).lower() if match else ""


def _measure(text: str, deadline: str) -> str:
    often = _first(_OFTEN, text)
    if often:
        return often
    for match in _COUNTED.finditer(text):
        counted = match.group(0).lower()
        if not _NOT_COUNTED.fullmatch(match.group(2)) and counted not in deadline:
            return counted if not match.group(2).isdigit() else ""
    return ""


def _actor(tokens: Tokens) -> str:
    """The words before the first finite verb, or after it where something else stands in front."""
    words = [token for token in tokens if token.pos != "PUNCT"]
    verb = next((place for place, word in enumerate(words) if _is_verb(word)), None)
    if verb is None or verb == 0:
        return ""
    front, rest = words[:verb], words[verb + 1 :]
    if _is_subject(front):
        return _said(front)
    after: list[Token] = []
    for token in rest:
        if token.pos in ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM") or (
            token.pos == "CCONJ" and after
        ):
            after.append(token)
            if token.text.lower() in _PRONOUNS or token.pos in ("NOUN", "PROPN"):
                break
        else:
            break
    return _said(after) if _is_subject(after) else ""


def _is_verb(word: Token) -> bool:
    """A verb that can be finite; "de komende jaren" holds none."""
    return word.pos in ("VERB", "AUX") and not word.text.lower().endswith(("nd", "nde"))


def _is_subject(words: list[Token]) -> bool:
    """A group of words that can act: a person, a body or people; not a time or a thing."""
    if not words or words[0].pos in ("ADP", "ADV", "SCONJ"):
        return False
    inner = next((place for place, token in enumerate(words) if token.pos == "ADP"), len(words))
    return any(_acts(word) for word in words[:inner])


def _acts(word: Token) -> bool:
    if word.text.lower() in _PRONOUNS:
        return True
    lemma = word.lemma.lower()
    return word.pos in ("NOUN", "PROPN") and (lemma in _BODIES or lemma.endswith(_ACTING))


_ACTING = (
    "team", "bestuur", "raad", "kracht", "begeleider", "werker", "leider", "bestuurder", "adviseur",
    "coördinator", "deskundige", "consulent", "teur", "school", "persoon", "ouder",
)  # fmt: skip
_BODIES = frozenset(
    """
    samenwerkingsverband verband swv school gemeente bestuur commissie team expertteam loket
    consulent leraar leerkracht ib'er ouder leerling kind directie directeur wethouder werkgroep
    steunpunt trefpunt raad overheid rijk jeugdhulp jeugdhulpverlener mentor coach begeleider
    medewerker collega schoolleider bestuurder verpleegkundige jeugdverpleegkundige arts
    teamleider expertisecentrum leerplichtambtenaar organisatie aanbieder instelling partner
    adviesteam aanwezigheidsteam auditor leescoördinator
    """.split()
)


def _said(words: list[Token]) -> str:
    return " ".join(word.text for word in words).lower()
