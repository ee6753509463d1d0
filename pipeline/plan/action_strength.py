"""How firmly the plan words an action: promise, intend or mention.

An aid for the reader, by rules on the wording alone: whether a promise is kept, or an intention
serious, is not in the words. Order of the rules: what makes it less than an action (a remark, an
opinion, a fact), then what makes it less than a promise (striving, looking into it, if possible),
then an action in the present tense, a future, a duty or a bare infinitive is a promise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.core.plan import Plan
from pipeline.core.tokens import Tokens

PROMISE, INTEND, MENTION = "promise", "intend", "mention"
REFUSE = "refuse"  # of an action: the plan says that it will not be done
TALK = "talk"  # of an action: however firmly it is worded, nobody notices anything of it yet


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


def strengths(plan: Plan, words: Mapping[str, Tokens]) -> dict[str, str]:
    """Action id -> promise | intend | mention | talk | refuse, for every action with words given.

    The whole text is read as one: a promise on condition, or one that is still being looked into,
    is no promise.
    """
    return {
        action.action_id: _of_action(action.text, words[action.action_id])
        for goal in plan.goals()
        for action in goal.actions
        if action.action_id in words
    }


def _of_action(text: str, tokens: Tokens) -> str:
    """As ``strength_of``, and REFUSE or TALK where the words say that nothing comes of it."""
    if _REFUSES.search(text):
        return REFUSE
    strength = strength_of(text, tokens)
    return TALK if strength != MENTION and _TALKS.search(text) else strength


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
