"""Who speaks in a note, and how many they are: "Twee ouders vertellen …", "… (ib'er)"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.dutch import MR_OR_MRS
from pipeline.core.numerals import ANY_NUMBER, number_of
from pipeline.core.respondents import SEVERAL
from pipeline.corpus.attendance import (
    COUNTED,
    NOBODY,
    PEOPLE,
    Present,
    known_role,
    named_role,
    singular,
)
from pipeline.files.names import fold, role_names

_TIMES_SAID = re.compile(
    r"\b(\d{1,4})\s*(?:x|×|keer|maal)\s+genoemd|\((\d{1,4})\s*(?:x|×|keer|maal)(?:\s+genoemd)?\)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(  # "Vijf van de zeven mentoren geven aan"
    rf"^(?P<n>{ANY_NUMBER}) van de (?:{ANY_NUMBER} )?(?P<rest>\S.*)$", re.IGNORECASE | re.DOTALL
)
_MANY = r"(?:meerdere|verschillende|diverse|veel|enkele|een aantal|sommige|de meeste|alle)"
_ALL = re.compile(
    rf"^(?:(?:vrijwel |bijna )?iedereen|{_MANY} "
    r"(?:deelnemers|mensen|aanwezigen|collega'?s|scholen))\b"
    r"|\b(?:meermaals|vaker|meerdere keren|door meerderen) genoemd"
    r"|\((?:meerdere|meermaals|vaker)\)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"^(?:(?:uit|van|op|in|bij|met|voor)\b[^.:]{0,40}\s)?(?:,?\s*die [^.:]{0,40} )?(?:"
    r"vertel\w*|noem\w*|zeg\w*|ze(?:i|iden)|ge(?:ef|v)\w* (?:\w+ )?aan|vind\w*|vond\w*|"
    r"vraag\w*|vrag\w*|"
    r"pleit\w*|meld\w*|merk\w*|stel\w*|benadruk\w*|erken\w*|herken\w*|ervaa?r\w*|"
    r"signaleer\w*|signaler\w*|"
    r"zie[tn]?|mis(?:t|sen)?|wil(?:len)?|wens\w*|hoor(?:t|de|den)|zag(?:en)?|heeft|hebben|had(?:den)?|"
    r"kreeg|kregen|zou(?:den)? graag|valt op|snap\w*|bena(?:drukt|druk)\w*|adviseer\w*|adviser\w*|"
    r"voel\w*|verwacht\w*|betwijfel\w*|twijfel\w*|waarschuw\w*|vreest|vrezen|hoopt|hopen|denk\w*|weet|weten)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"^(?P<how>een|één|de|het|{_MANY}|{ANY_NUMBER})\s+(?:aanwezige\s+)?(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTED = re.compile(
    r"(?:,\s*(?:aldus|zegt|zei|vertelt|vindt|volgens)|^volgens|\b(?:zegt|aldus))\s+"
    r"(?P<how>een|één|de|het)\s+(?P<who>[^,.:;!?]{3,60})",
    re.IGNORECASE,
)
PERSON = re.compile(  # "Mevr. Bosman", "De heer Yilmaz", "mw. K. de Wit"
    rf"^(?:{MR_OR_MRS})\s+(?P<name>[^:]{{2,40}})$", re.IGNORECASE
)
_MR_OR_MRS = re.compile(
    rf"^(?i:{MR_OR_MRS}) "
    r"(?P<name>(?:(?:(?i:van|de|den|der|ter|ten|te|el)\b|[A-Z]\.)\s?)*[A-ZÀ-Þ][\w'’-]+)"
)
_BEFORE = re.compile(r"^[(\[](?P<who>[^()\[\]]{2,40})[)\]]\s*[:–-]?\s*(?P<text>\S.*)$", re.DOTALL)
_BEHIND = re.compile(r"^(?P<text>.*\S)\s*[(\[](?P<who>[^()\[\]]{2,40})[)\]]\.?$", re.DOTALL)
_DASHED = re.compile(r"^(?P<who>[^\W\d_][^–—:.!?]{2,60}?) [-–—] (?P<text>\S.*)$", re.DOTALL)
_BEHIND_NAME = re.compile(r"(?:\(|\s[-–|]\s|,\s)(?P<role>[^\W\d_][^(),|]{1,40}?)\)?\s*$")
_SCHOOLS = frozenset("po vo so vso sbo pro isk mbo bao bo".split())
_NAMED = re.compile(r"^(?:[A-ZÀ-Þ][\w'’-]*+\.? ?(?:van |de |den |der |el |ter )*){1,4}$")
_ARTICLE = re.compile(r"^(?:(?:van|vanuit|namens) )?(?:de|een|één|het) ", re.IGNORECASE)
_ATTACHED = re.compile(r"^(?:van|uit|op|in|bij|met|aan)\b")
_OWN_CHILD = re.compile(  # who says so is a parent, whatever role the note opens with
    r"\b(?:mijn|ons|onze) (?:kind(?:eren)?|zoon(?:s|tje)?|dochter(?:s|tje)?)\b", re.IGNORECASE
)
_SPEAKING = re.compile(  # "Ouders geven aan dat …": what ouders want or miss, others may say too
    r"^(?:vertel\w*|noem\w*|zegg?\w*|ge(?:ef|v)\w* (?:\w+ )?aan|vragen|pleiten|melden|merken op|"
    r"vraagt|pleit|merkt op|benadrukt|signaleert|"
    r"benadrukken|herkennen|signaleren|merken dat|vinden)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Speaker:
    """Who a note says is speaking: a role ("" for nobody named) and how many people."""

    role: str
    n_people: int


def people_in(text: str) -> dict[str, str]:
    """Surname -> role, of the people that an attendance line names with their role behind them."""
    named = re.findall(r"([^,;()]{2,60}?)\s{0,9}\(([^()]{2,40})\)", text)
    return {fold(name).split()[-1]: named_role(role) for name, role in named if name.split()}


def role_of_author(author: str) -> str:
    """The role that stands behind the name of whoever speaks: "Bas (docent)", "Bas - docent"."""
    behind = _BEHIND_NAME.search(author)
    role, length = known_role(behind["role"]) if behind else ("", 0)
    whole = behind is not None and length == len(behind["role"].split())
    return role if whole else ""


def named_speaker(text: str, people: Mapping[str, str]) -> str:
    """The surname of whoever of these people a note opens with: "Mevrouw Bos, ib'er, vraagt …"."""
    opening = _MR_OR_MRS.match(text)
    words = fold(opening["name"]).split() if opening else []
    return next((word for word in words if word in people), "")


def bracketed(text: str, people: Mapping[str, str] = NOBODY) -> tuple[str, Speaker | None]:
    """A note without the role in brackets before or behind it, and who that was; None for nobody.

    "(2 ouders) De bus komt te laat" and "De bus komt te laat (ouder)"; also the name of somebody
    of these people, who were listed with their role.
    """
    for form in (_BEFORE, _BEHIND):
        if not (match := form.match(text)):
            continue
        counted = COUNTED.match(match["who"])
        who = (counted["who"] if counted else match["who"]).strip()
        if listed := people.get(fold(who), ""):
            return match["text"].strip(), Speaker(listed, 1)
        role, length = known_role(who)
        if role and length == len(who.split()):
            return match["text"].strip(), Speaker(role, number_of(counted["n"]) if counted else 1)
    return text, None


def speaker_in(text: str, present: Present) -> Speaker:
    """Who speaks in a note and how many they are, never more than were there."""
    speaker = _speaker(text, present)
    if speaker.role not in ("", "ouder") and _OWN_CHILD.search(text):
        speaker = Speaker("", 1)  # "De leerkrachten hebben veel geduld met ons kind"
    if match := _TIMES_SAID.search(text):
        speaker = Speaker(speaker.role, max(int(match[1] or match[2]), 1))
    most = present.roles.get(speaker.role) if speaker.role else present.total
    bounded = min(speaker.n_people, most) if most else speaker.n_people
    return Speaker(speaker.role, max(bounded, 1))


def _speaker(text: str, present: Present) -> Speaker:
    """Who speaks and how many they are, as the words of a note say: "Twee ouders vinden …".

    The role is "" and the number 1 where they say nothing of it.
    """
    if match := _OPENING.match(text):
        how, rest = match["how"].casefold(), match["rest"]
        role, length = known_role(rest, present.roles)
        after = " ".join(rest.split()[length:])
        if role and (_says_on(rest, length) or _SAYS.match(after)):
            return Speaker(role, _people(how, rest))
        counted = COUNTED.match(text)
        if counted and (role or fold(rest).split()[0] in PEOPLE):
            speak = _says_on(rest, length) or _SAYS.match(" ".join(rest.split()[length or 1 :]))
            if speak and _people(how, rest) > 1:
                return Speaker(role, number_of(counted["n"]))
        if role and re.match(rf"{_MANY}$", how):
            return Speaker(role, SEVERAL)
    if match := _OF_THEM.match(text):
        role, length = known_role(match["rest"], present.roles)
        if role and _SAYS.match(" ".join(match["rest"].split()[length:])):
            return Speaker(role, number_of(match["n"]))
    if _ALL.search(text):
        return Speaker("", SEVERAL)
    role, length = known_role(text, present.roles)
    if role and length == 1 and _SPEAKING.match(" ".join(text.split()[1:])):
        return Speaker(role, SEVERAL if singular(text.split()[0]) != text.split()[0] else 1)
    if match := _ATTRIBUTED.search(text):
        role, length = known_role(match["who"], present.roles)
        return Speaker(role, _people(match["how"].casefold(), match["who"]))
    return Speaker("", 1)


def role_in_label(label: str) -> tuple[str, str]:
    """The role that a label before a colon tells more of, and the name before it; "" where none.

    "Moeder van een zoon in groep 7" is a parent, "Joost Verwaal, mentor op De Brug" a mentor.
    """
    name, comma, phrase = label.partition(",")
    if comma and not _NAMED.match(name):
        return "", ""
    words = _ARTICLE.sub("", (phrase if comma else label).strip())
    role, length = known_role(words)
    rest = " ".join(words.split()[length:])
    attached = role and (_ATTACHED.match(rest) or (comma and not rest))
    return (role, name if comma else "") if attached else ("", "")


def said_by_role(text: str) -> tuple[str, str] | None:
    """The role before a dash and what it said: "Schoolleider po, Oosterend – De bus is te laat"."""
    if not (dashed := _DASHED.match(text)):
        return None
    words = dashed["who"].split(",")[0]
    role, length = known_role(words)
    known = role and all(fold(word) in _SCHOOLS for word in words.split()[length:])
    return (role, dashed["text"].strip()) if known else None


def speaks(words: str) -> bool:
    """Whether these words, behind whoever they are about, tell what somebody said or did."""
    return bool(_SAYS.match(words.strip()))


def _says_on(rest: str, length: int) -> bool:
    """Whether a colon follows the role, at once or after "uit groep 8"."""
    words = rest.split()
    if words[length - 1].endswith(":"):
        return True
    return bool(
        re.match(r"(?:(?:uit|van|op|in|bij|met)\s[^.:,]{1,30})?:", " ".join(words[length:]))
    )


def _people(how: str, who: str) -> int:
    if re.match(rf"{_MANY}$", how):
        return SEVERAL
    if how in ("de", "het"):
        first = who.split()[0].strip(",:")
        return SEVERAL if singular(first) != first and fold(first) in role_names() else 1
    return number_of(how)
