"""How firmly the plan words an action: promise, intend or mention.

An aid for the reader, by rules on the wording alone: whether a promise is kept, or an intention
serious, is not in the words. Order of the rules: what makes it less than an action (a remark, an
opinion, a fact), then what makes it less than a promise (striving, looking into it, if possible),
then an action in the present tense, a future, a duty or a bare infinitive is a promise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.core.dutch import MONTHS
from pipeline.core.numerals import NUMBER_WORD
from pipeline.core.plan import Plan
from pipeline.core.tokens import Tokens

PROMISE, INTEND, MENTION = "promise", "intend", "mention"
REFUSE = "refuse"  # of an action: the plan says that it will not be done
TALK = "talk"  # of an action: however firmly it is worded, nobody notices anything of it yet
PART = "part"  # of an action: a trial, or for some of the places or schools the plan is about
_NUMBER = rf"(?:\d{{1,2}}|{NUMBER_WORD})"  # no year: "in 2026 scholen wij leraren bij"
FEWEST_PLACES = 2  # named in the actions of a plan, from which one of them is a part of it
MOST_NAMED = 2  # places in one action; one that names more goes through them all


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
# Talk among those who decide or do the work, and looking back at what another action brought: it
# may lead to something, and is nothing by itself.
_TALKS = _any(
    r"netwerk\w*(?: van [\w']+| [\w']+)? kom(?:t|en)\b[^.]{0,40}\b(?:bijeen|samen|bij elkaar)",
    r"leertafels?|leerkring\w*|intervisie",
    r"in het (?:oogo|bestuurlijk overleg|bestuurlijke overleg)|agendapunt",
    r"evalueren (?:wij|we)|(?:wij|we) evalueren|geëvalueerd|evaluatie van",
    r"(?:na|in|begin|eind) (?:[\w]+ ){1,3}(?:be)?kijken (?:wij|we)",
    r"(?:be)?kijken (?:wij|we) [^.]{0,60}\b(?:opgeleverd|oplevert|gebracht|vervolg)",
    r"breng(?:t|en) [^.]{0,60}\bin kaart|in kaart gebracht",
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
# A trial, or something for some of those who ask for it.
_IN_PART = _any(
    r"proef(?:project|jaar|periode|tuin)?|pilots?|pilotproject|experiment(?:en)?|proeftuin(?:en)?",
    r"om te beginnen|te beginnen (?:met|bij|in|op)|vooralsnog",
    rf"(?:op|bij|in|voor) {_NUMBER} (?:[\w-]+ ){{0,2}}"  # "voor de zes gemeenten" is for all
    r"(?:scholen|locaties|wijken|buurten|dorpen|kernen|gemeenten)",
    rf"(?:op|bij|in|voor) de (?:{_NUMBER} )?grootste \w+",
)
_SOME_LEAD = re.compile(  # "Twaalf scholen krijgen …"
    rf"^{_NUMBER} (?:[\w-]+ ){{0,2}}(?:scholen|wijken|buurten|dorpen|kernen|gemeenten|locaties)\b",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(  # "in alle drie de gemeenten"
    r"\b(?:alle|elke?|iedere?|deze) ", re.IGNORECASE
)
_TRIED_BEFORE = re.compile(r"\bstructure(?:el|le)\b|\bopgeschaald\b|\bna de proef\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Tt]e) (?:de gemeente |de wijk |het dorp |de kern )?"
    r"(?P<place>[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?)\b"
)
_NO_PLACES = frozenset((*MONTHS, "nederland", "nederlands", "europa", "engels"))
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


def strengths(plan: Plan, words: Mapping[str, Tokens]) -> dict[str, str]:
    """Action id -> promise | intend | mention | talk | part | refuse, for those with words given.

    The whole text is read as one: a promise on condition, or one that is still being looked into,
    is no promise. One that names a place is done there only, in a plan whose actions name several.
    """
    actions = [action for goal in plan.goals() for action in goal.actions]
    places = {action.action_id: _places(action.text) for action in actions}
    known = {
        action.action_id: _of_action(action.text, words[action.action_id])
        for action in actions
        if action.action_id in words
    }
    if len(set().union(*places.values())) < FEWEST_PLACES:
        return known
    local = {key for key, named in places.items() if 0 < len(named) <= MOST_NAMED}
    return {
        key: PART if key in local and strength in (PROMISE, INTEND) else strength
        for key, strength in known.items()
    }


def _places(text: str) -> set[str]:
    """The places an action names as where it is done; none where it goes for all of them."""
    if _for_all(text):
        return set()
    named = {match["place"] for match in _PLACE.finditer(text)}
    return {place for place in named if place.casefold() not in _NO_PLACES}


def _for_all(text: str) -> bool:
    """Whether an action says it is done everywhere, or is kept on after a trial."""
    return bool(_ALL_OF_THEM.search(text) or _TRIED_BEFORE.search(text))


def _of_action(text: str, tokens: Tokens) -> str:
    """As ``strength_of``; REFUSE or TALK where nothing comes of it, PART where some have it."""
    if _REFUSES.search(text):
        return REFUSE
    strength = strength_of(text, tokens)
    if strength == MENTION:
        return MENTION
    if _TALKS.search(text):
        return TALK
    some = _SOME_LEAD.match(text) or (_IN_PART.search(text) and not _for_all(text))
    return PART if some else strength


def strength_of(text: str, tokens: Tokens) -> str:
    """How firmly one action is worded: PROMISE, INTEND or MENTION.

    Args: tokens: of the same text, by either Dutch pipeline.
    """
    if _INTENDS.search(text):
        return INTEND
    if _FIRM.search(text):
        return PROMISE
    if _REMARKS.search(text):
        return MENTION
    verbs = [token for token in tokens if token.pos in ("VERB", "AUX")]
    if any(verb.lemma not in _STATES for verb in verbs) or _is_bare_infinitive(tokens):
        return PROMISE
    # "Er is één aanspreekpunt": how it will be, which a plan says of what it undertakes
    return INTEND if verbs else MENTION


def _is_bare_infinitive(tokens: Tokens) -> bool:
    """Whether it opens as plans list actions: "Opzetten van …", "Het inrichten van …"."""
    words = [token.text.lower() for token in tokens if any(c.isalpha() for c in token.text)]
    first = words[1:] if words[:1] == ["het"] else words
    return len(first) > 2 and first[0].endswith("en") and first[1] in ("van", "een")
