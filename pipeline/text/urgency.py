"""How urgent does a statement sound? A count of words that say so, each of them to be seen.

A statement counts as urgent with one strong cue (harm done, distress, a demand that cannot wait, an
outright condemnation) or with two weak ones (never, nobody, for years, an exclamation mark). It
reads wording, not need: who asks politely is not heard here, and who shouts is. So it is one of
four factors of a priority, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

LANGUAGES = ("nl", "en")  # of which there are lists; of others nothing can be said
HARM, DISTRESS, DEMAND, CONDEMNATION, EMPHASIS = (
    "harm", "distress", "demand", "condemnation", "emphasis",
)  # fmt: skip
_WEAK_NEEDED = 2  # weak cues that together count as a strong one; one "nooit" is a way of speaking

# An asterisk stands for any ending, three dots for up to three words between.
_STRONG: Mapping[str, Mapping[str, str]] = {
    "nl": {
        HARM: """
            burn-out*; burnout*; opgebrand*; overspannen; depressi*; getraumatiseerd*; suïcid*;
            zelfmoord*; wil … niet meer leven; gaan … kapot; gaat … kapot; kapotgemaakt;
            gaat … onderdoor; gaan … onderdoor; ziek van; ziek geworden; ziekgemeld; valt … om;
            vallen … om; volledig uitgevallen; helemaal uitgevallen; lopen … weg; gesloopt;
            afglijd*; glijdt … af; verzuip*; mishandel*; geslagen; ziekenhuis; de dupe;
            ten koste van; baan kwijt*; baan opgezegd; werk opgezegd; ontslag genomen;
            jaar verloren; verloren jaar; verloren jaren; onveilig*; gevaarlijk*; levensgevaarlijk*;
            in gevaar; beschadigd*; uitgeput*; thuis komen te zitten; gaat … mis
        """,
        DISTRESS: """
            wanhop*; radeloos; radeloze; machteloos; machteloze; hopeloos; hopeloze;
            ten einde raad; verdrietig*; boos; boze; woedend*; woest; razend; bang; doodsbang;
            uit angst; van angst; angst om; angst dat; angstig*; huilt; huilen*; huilend*; gehuild;
            in tranen; in paniek;
            durft … niet meer; durf … niet meer; slaapt … niet meer; slaap … niet meer;
            trek … het niet meer; trekken … het niet meer; trekt … het niet meer; smeek*; smeken;
            in de steek gelaten; lot overgelaten; doet … pijn; gek van; op ons tandvlees;
            op het tandvlees; aan de lippen; van het kastje naar de muur; weet niet meer waar;
            weten niet meer waar; weet niet meer wat; weten niet meer wat; vertrouwen … weg;
            vertrouwen … kwijt; geen vertrouwen meer
        """,
        DEMAND: """
            noodkreet; noodklok; noodgeval; noodsituatie; grote nood; hoge nood; dringend*; urgent*;
            met spoed; haast bij; per direct; onmiddellijk; nú; vijf voor twaalf; niet langer zo;
            niet langer; kan zo niet; kan … zo niet langer; geen optie meer; elke dag telt;
            elke week telt; mag nooit; nooit meer gebeuren; stop met; hoog tijd;
            allerhoogste tijd; kom … in actie; laatste kans
        """,
        CONDEMNATION: """
            onacceptabel*; onaanvaardbaar*; schand*; beschamend*; bizar*; belachelijk*; absurd*;
            idioot; idiote; onbegrijpelijk*; ongelooflijk*; ongelofelijk*; onverantwoord*;
            onmenselijk*; mensonterend*; onbestaanbaar; verschrikkelijk*; vreselijk*; afschuwelijk*;
            rampzalig*; een ramp; een hel; drama; dramatisch*; catastrof*; crisis; wantoestand*;
            ernstig*;
            wegkijk*; keek … weg; kijkt … weg; kijken … weg; weggemoffeld; niet te doen; ondoenlijk;
            onhoudbaar; onrecht; onrechtvaardig*; discriminatie; accepteren … niet
        """,
    },
    "en": {
        HARM: """
            burnout*; burnt out; burned out; depress*; traumatis*; traumatiz*; unsafe; dangerous*;
            lost my job; quit my job; exhausted; suffer*; at risk; a lost year
        """,
        DISTRESS: """
            desperate*; hopeless*; helpless*; heartbreaking; angry; furious; scared; afraid; crying;
            cries; in tears; panic; at our wits; at my wits; begging; beg you
        """,
        DEMAND: """
            urgent*; immediately; right now; cannot go on; can't go on; cannot wait; can't wait any;
            must stop; stop this; no longer acceptable
        """,
        CONDEMNATION: """
            unacceptable; shame*; disgrace*; ridiculous; absurd; outrageous; scandal*; terrible;
            horrible; awful; inhumane; irresponsible; a disaster; crisis
        """,
    },
}
_WEAK: Mapping[str, str] = {
    "nl": """
        nooit; niemand; nergens; geen enkel*; helemaal; totaal; volledig; volstrekt; absoluut;
        werkelijk; echt niet; gewoon niet*; keer op keer; steeds maar; al jaren; al maanden;
        jarenlang*; maandenlang*; eindelijk; veel te; nu eens; moet nu; nooit meer; !; ??
    """,
    "en": """
        never; nobody; no one; nowhere; completely; totally; absolutely; for years; for months;
        finally; far too; again and again; !; ??
    """,
}


def _phrases(given: str) -> list[str]:
    return [" ".join(part.split()) for part in given.split(";")]


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these; where a word begins is looked up once for all of them, not once for each."""
    given = list(phrases)
    signs = [re.escape(phrase) for phrase in given if not any(c.isalnum() for c in phrase)]
    words = [
        re.escape(phrase).replace(r"\ …\ ", r"(?:\W+\w+){0,3}?\W+").replace(r"\*", r"\w*")
        for phrase in given
        if any(c.isalnum() for c in phrase)
    ]
    return re.compile("|".join([rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", *signs]))


_STRONG_FOUND = {
    language: {kind: _pattern(_phrases(given)) for kind, given in kinds.items()}
    for language, kinds in _STRONG.items()
}
_WEAK_FOUND = {language: _pattern(_phrases(given)) for language, given in _WEAK.items()}


def urgent_words(text: str, language: str = "nl") -> tuple[str, str]:
    """Why a statement counts as urgent.

    Args: text as people wrote it; language ISO 639-1, of LANGUAGES.
    Returns: the kind of cue and the words that decided; two empty texts where nothing did.
    """
    spoken = " ".join(text.lower().replace("’", "'").split())
    for kind, pattern in _STRONG_FOUND.get(language, {}).items():
        cue = pattern.search(spoken)
        if cue:
            return kind, cue.group(0)
    weak = _WEAK_FOUND.get(language)
    cues = [match.group(0) for match in weak.finditer(spoken)] if weak else []
    different = list(dict.fromkeys(cues))
    if len(different) >= _WEAK_NEEDED:
        return EMPHASIS, ", ".join(different)
    return "", ""


def is_urgent(text: str, stance: str = "unknown", language: str = "nl") -> bool:
    """Whether it counts: praise never does, however strongly it is worded."""
    return stance != "support" and bool(urgent_words(text, language)[0])
