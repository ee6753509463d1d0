"""What says something and what does not: the closed list of reasons, and the rules as data.

Vocabulary. A rule is a phrase (or a small pattern) in one language that a whole text must equal
after `bare`: lower case, no marks. "Geen klachten" is content, "geen opmerkingen" is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pipeline.core.dutch import CLOSES, GREETINGS, KINDLY
from pipeline.core.tokens import ABBREVIATIONS, DOMAIN_ABBREVIATIONS, STOPWORDS

REASONS: Mapping[str, str] = {
    "empty": "nothing but spacing or marks",
    "no_words": "only digits or signs",
    "no_content": "an answer without content, such as 'geen' or 'n.v.t.'",
    "see_above": "points at another answer that is not certain, such as 'zie boven'",
    "see_elsewhere": "points at something that was not handed in, such as 'zie bijlage'",
    "noise": "keyboard noise or a test",
    "courtesy": "a greeting, thanks or a sign-off",
    "only_name": "only a name",
    "too_short": "a few function words",
}

_CLOSES = f"{CLOSES}|(?:m )?vr gr|gr|liefs|doei|doeg"  # how the bare text of one begins
# reason -> language -> patterns that the bare text must match as a whole.
_NOTHING_NL = (
    r"(?:opmerking(?:en)?|aanvulling(?:en)?|toevoeging(?:en)?|mening|idee|ideeen|idee hoor|antwoord"
    r"|commentaar|bijzonderheden|vragen|vraag|reactie|tips?|suggesties?|verbeterpunt(?:en)?|wensen"
    r"|ervaring(?:en)?|behoefte|toelichting|input|aandachtspunten|voorkeur|interesse|punten)"
)
RULES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "no_content": {
        "nl": (
            r"(?:nee+|neen|nee hoor|nope|ja|jawel|ja hoor|ok|oke|okay|prima hoor|nvt|n v t"
            r"|niet van toepassing)",
            r"(?:geen|niets?|niks|niemand|nergens|onbekend|blanco|leeg|geen van beide)",
            rf"(?:nee )?(?:(?:ik |wij |we )?(?:heb|hebben) )?(?:hier |daar )?(?:verder "
            rf"|momenteel |nu |nog )?"
            rf"geen (?:verdere |nadere |andere |overige )?{_NOTHING_NL}"
            rf"(?: (?:meer|verder|hier|hierover|hierop|op dit moment|over|op|voor nu|hoor"
            rf"|in dit geval))*",
            r"(?:nee )?(?:verder |nu |ik heb |wij hebben |heb )*(?:niets|niks)(?: meer| verder)?"
            r"(?: (?:toe te voegen|te melden|aan te vullen|op te merken|bijzonders))?(?: hoor)?",
            r"verder (?:geen|niets|niks)",
            r"(?:k ?weet ?nie?t?|kweenie|weenie|geen flauw benul|dat was het(?: wel)?)",
            r"(?:dat |ik )?weet (?:ik |het )?(?:zo |even |nog )?niet(?: hoor| zo goed)?",
            r"(?:ik )?(?:zou|weet) (?:het |dat )?(?:ik )?(?:zo |even )?(?:echt )?niet(?: weten)?",
            r"(?:ik )?(?:heb )?geen (?:flauw |enkel )?idee(?: hoor)?",
            r"(?:ik )?(?:heb )?geen idee (?:want )?(?:ik|wij|we) (?:ben|zijn|werk|werken|zit)"
            r"(?: (?:hier|er|nog|net|pas|nieuw|kort|maar|begonnen|niet|zo|lang))+",
            r"(?:kan|kunnen) (?:ik |we |wij )?(?:hier )?(?:niets|niks"
            r"|geen antwoord) (?:over zeggen|op geven)",
            r"(?:hier )?(?:niet van toepassing|niet relevant)(?: op mij| voor mij| voor ons)?",
            r"geen antwoord(?: op deze vraag)?|wil ik niet zeggen|zeg ik liever niet",
        ),
        "en": (
            r"(?:no|none|nothing|n a|na|not applicable|nil|nope|yes|no comments?|no opinion"
            r"|no idea)",
            r"nothing (?:to add|else)|(?:i )?(?:do not|don'?t) know"
            r"|no (?:further )?(?:remarks?|questions?)",
        ),
        "de": (r"(?:nein|keine|nichts|keine ahnung|keine meinung|ka|entfallt|weiss ich nicht|ja)",),
        "fr": (r"(?:non|aucun(?:e)?|rien|sans objet|pas d'?avis|je ne sais pas|oui)",),
        "tr": (r"(?:yok|hayir|hayır|bilmiyorum|fikrim yok|evet)",),
        "pl": (r"(?:nie|brak|nie dotyczy|nie wiem|nic|nie mam zdania|tak|brak uwag)",),
        "ar": (r"(?:لا|لا شيء|لا يوجد|لا اعرف|لا أعرف|نعم)",),
        "uk": (r"(?:ні|немає|нема|не знаю|нічого|так)",),
        "fy": (r"(?:nee|neat|gjin|wit ik net)",),
    },
    "see_above": {
        "nl": (
            r"(?:idem|idem dito|dito|hetzelfde|zelfde|ook|zelfde antwoord)",
            r"(?:zie|zoals|cf|vgl|idem aan|idem als) (?:hier ?boven|boven(?:staande?)?"
            r"|vorige?|vorig antwoord)"
            r"(?: (?:vraag|antwoord|reactie|opmerking|punt|vermeld|genoemd|gezegd|staand))*",
            r"(?:zie|hetzelfde als|zelfde als|idem als|idem|zie ook|als bij)(?: bij)?(?: mijn"
            r"| het| de| op)*"
            r"(?: (?:eerdere?|vorige?|bovenstaande?|voorgaande?))?"
            r" (?:antwoord(?:en)?|vraag|reactie|opmerkingen|opmerking|punt|hierboven|boven"
            r"|eerder|vorige|voorgaande|bovenstaande)"
            r"(?: (?:op )?(?:vraag )?\d{1,2}[a-d]?| hierboven| boven| hiervoor)?",
            r"(?:zie|idem) (?:vraag |antwoord |punt )?\d{1,2}[a-d]?",
            r"(?:dat )?heb ik (?:hierboven |hiervoor |al |net )+(?:gezegd|genoemd|aangegeven"
            r"|beschreven|ingevuld)",
            r"(?:als|zoals) (?:hierboven|hiervoor)(?: (?:al )?(?:genoemd|gezegd|aangegeven"
            r"|beschreven))?",
        ),
        "en": (
            r"(?:same|ditto|see above|as above|same as (?:above|before)"
            r"|see (?:my )?previous answer)",
        ),
        "de": (r"(?:dito|siehe oben|wie oben|gleich)",),
        "fr": (r"(?:idem|voir (?:ci dessus|plus haut)|meme reponse)",),
        "tr": (r"(?:ayni|aynı|yukarıdaki gibi|yukaridaki gibi)",),
        "pl": (r"(?:jak wyzej|jak wyżej|to samo|j w)",),
    },
    "see_elsewhere": {
        "nl": (
            r"(?:zie|zie ook|cf) (?:de |het |mijn |onze |bijgevoegde? |apart[e]? |meegezonden )*"
            r"(?:bijlagen?|brief|mail|e ?mail|document|website|link|rapport|verslag|notitie"
            r"|pdf|foto)",
            r"zie (?:mijn |de )?collega'?s?(?: \w+)?",
            r"(?:volgt(?: later| nog)?|komt nog|stuur ik (?:later|na)|in de bijlage"
            r"|per mail verstuurd)",
        ),
        "en": (r"see (?:the )?(?:attachment|attached|letter|email|document)",),
        "de": (r"siehe (?:anhang|anlage)",),
        "pl": (r"(?:patrz|zobacz) za[lł][aą]cznik",),
        "tr": (r"eke bak[ıi]n[ıi]z",),
    },
    "courtesy": {
        "nl": (
            r"(?:beste|geachte?|hallo|hoi|hi|dag|goede ?(?:morgen|middag|navond)|l\.? ?s)"
            r"(?: (?:allen|allemaal|mensen|lezer|mevrouw|meneer|heer|team|collega'?s"
            r"|mensen van|directie|bestuur"
            r"|ouders?|leden|commissie|iedereen|samenwerkingsverband|swv|de|van|het|mw|dhr"
            r"|heer mevrouw))*",
            rf"(?:met )?(?:{KINDLY}|lieve|collegiale|sportieve|beste) {GREETINGS}(?: \w+){{0,4}}",
            rf"(?:{_CLOSES})(?: (?:van )?\w+){{0,3}}",
            rf"{GREETINGS} een (?:ouder|vader|moeder|leerkracht|leerling|docent|oma"
            r"|opa)(?: \w+){0,3}",
            r"(?:heel |heel erg |hartelijk |alvast |veel )*(?:bedankt|dank(?: je| u"
            r"| jullie)?(?: wel)?|dankjewel|dankuwel)"
            r"(?: (?:alvast|hoor|hiervoor|daarvoor|voor alles))?",
            r"(?:veel )?(?:succes|sterkte)(?: (?:ermee|allemaal|met alles|verder))?",
            r"tot (?:ziens|dan|snel|horens)",
        ),
        "en": (
            r"(?:hi|hello|dear (?:all|sir|madam|sir madam)|kind regards|best regards|regards"
            r"|thanks?|thank you)"
            r"(?: \w+){0,3}",
        ),
        "de": (
            r"(?:hallo|guten tag|danke|vielen dank|mit freundlichen gru(?:ss|ß)en"
            r"|liebe gru(?:ss|ß)e)",
        ),
        "tr": (r"(?:merhaba|tesekkurler|teşekkürler|saygilarimla|saygılarımla|sağ olun)",),
        "pl": (r"(?:dzien dobry|dzień dobry|dziekuje|dziękuję|pozdrawiam)(?: \w+){0,2}",),
        "ar": (r"(?:شكرا|مرحبا|السلام عليكم)",),
        "uk": (r"(?:дякую|добрий день)",),
    },
    "noise": {
        "nl": (r"(?:dit is (?:maar )?een )?(?:test(?:je|en)?)(?: test\w*| \d+)*",),
        "any": (
            r"(?:x+|\?+|bla(?: ?bla)+|la(?: ?la)+|lorem ipsum.*|foo(?: ?bar)?|ha(?:ha)+|hihi+|lol)",
        ),
    },
}
_NAMES = frozenset(
    """
    ahmed aisha ali amina anja anna anne anouk arjan astrid ayse bart bas bert bianca bram
    chantal charlotte chris daan daniel david dennis dirk ellen els emma erik esther eva fatima
    fatma femke floor frank fred gerda gerard hans harm hassan henk ilse inge ingrid iris jaap
    jan janneke jasper jeroen jesse job johan john jolanda joost joris judith julia karin kees
    kim klaas koen laura lars leo lies lieke linda lisa lotte luuk maaike maarten marc marcel
    maria marieke marijke marjan mark marloes martijn mehmet michiel mieke miriam mohamed
    monique mustafa naima natalia niels nienke patricia paul peter petra piet pieter remco
    renate rené rob robert roos ruud samira sandra sanne saskia sem simone sofie stefan suzanne
    sven thijs thomas tim tom wendy wilma willem wim yasmin yusuf zeynep agnieszka katarzyna
    krzysztof malgorzata piotr tomasz olena oksana
    """.split()
)
_PARTICLES = r"(?:van der|van den|van de|van 't|van|von|de la|de|den|der|ter|ten|te|el|al)"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĞİŞŁŻŚŹĆ][\w'’-]*\w"
_NAME_FORMS = (
    rf"(?:(?:[Mm]ijn )?[Nn]aam(?: is|:)?|[Ii]k heet"
    rf"|[Ii]k ben)\s+{_CAPITAL}(?:\s+{_PARTICLES})?(?:\s+{_CAPITAL})?",
    rf"(?:[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Mm]eneer|[Mm]evrouw|[Jj]uf"
    rf"|[Mm]eester)\s+(?:{_PARTICLES}\s+)?{_CAPITAL}",
    rf"(?:[A-Z]\.\s?)+(?:{_PARTICLES}\s+)?{_CAPITAL}",
    rf"{_CAPITAL}\s+{_PARTICLES}\s+{_CAPITAL}",
)
_NAME = re.compile(rf"(?:{'|'.join(_NAME_FORMS)})[.,!]?")
_SIGN_OFF = re.compile(rf"(?:.*\b)?(?:{_CLOSES})\b.*")
_MASKS = re.compile(r"(?:\[[a-z-]+\][\s,.]*)+")  # what masking leaves of a name, address or number
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "azerty")
_MARKS = re.compile(r"[^\w\s'’]|_")
_SPACES = re.compile(r"\s+")


def bare(text: str) -> str:
    """Lower case without marks and doubled spaces: "N.v.t.!" is "n v t", "IB'er" is "ib'er"."""
    spaced = _MARKS.sub(" ", text.replace("’", "'").casefold())
    return _SPACES.sub(" ", spaced).strip(" '")


def why_without_content(text: str, *, min_words: int | None = 3) -> str:
    """The reason of the closed list why a (repaired) text says nothing, or "" when it does.

    Args: min_words: fewer words than this, all of them function words, say too little; None for
        one statement out of several, where shortness is no reason.
    """
    if not any(c.isalnum() for c in text):
        return "no_words" if any(unicodedata.category(c) == "So" for c in text) else "empty"
    if not any(c.isalpha() for c in text):
        return "no_words"
    if _MASKS.fullmatch(text):
        return "only_name"
    plain = bare(text)
    for reason, rule in _rules().items():
        if rule.fullmatch(plain):
            return reason
    if _is_name(text, plain):
        return "only_name"
    words = plain.split()
    if all(_is_noise(word) for word in words):
        return "noise"
    if min_words is not None and len(words) < min_words and all(w in STOPWORDS for w in words):
        return "too_short"  # "wachtlijsten" says enough
    return ""


def is_sign_off(text: str) -> bool:
    """True for "Met vriendelijke groet," and the like: what follows is a signature."""
    reason = why_without_content(text, min_words=None)
    return reason == "courtesy" and _SIGN_OFF.fullmatch(bare(text)) is not None


def is_signature(text: str) -> bool:
    """A short line without a full stop, as names and functions stand under a letter."""
    opens = text[:1].isupper() or text[:1] == "["
    return opens and len(text.split()) <= 5 and text[-1:] not in ".!?" and bare(text)[:2] != "ps"


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, re.Pattern[str]]:
    return {
        reason: re.compile("|".join(f"(?:{p})" for group in by_language.values() for p in group))
        for reason, by_language in RULES.items()
    }


def _is_name(text: str, plain: str) -> bool:
    """Whether a text is a name and no more. Args: plain: the text as ``bare`` gives it."""
    words = plain.split()
    if _NAME.fullmatch(text.strip()):
        return not all(word in STOPWORDS for word in words)
    capitals = all(word[:1].isupper() for word in text.split())
    return capitals and len(words) <= 2 and bool(words) and words[0] in _NAMES


def _is_noise(word: str) -> bool:
    """A word nobody means: one key held, a row of keys, or consonants only."""
    if word in ABBREVIATIONS or word in DOMAIN_ABBREVIATIONS or not word.isascii():
        return False
    if len(word) >= 3 and len(set(word)) == 1:
        return True
    if len(word) >= 4 and any(word in row for row in _KEYBOARD):
        return True
    if len(word) >= 6 and _row_share(word) >= 0.8:
        return True
    return len(word) >= 5 and word.isalpha() and not re.search("[aeiouy]", word)


def _row_share(word: str) -> float:
    """Share of neighbouring letters that are neighbours on the keyboard's rows too."""
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    near = sum(any(pair in row for row in _KEYBOARD) for pair in pairs)
    return near / len(pairs)
