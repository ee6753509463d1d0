"""Which language a response is written in: the only door to py3langid.

Nothing is dropped for its language. A short text abstains (``""``) and is read as Dutch by whoever
needs to choose; a wrong guess on "ja, prima" would only mislead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.settings import LanguageSettings

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_NOT_LANGUAGE = re.compile(r"https?://\S+|\S+@\S+|\[[^\[\]]{1,30}\]|[\d_#*=<>|]+")
_SAMPLE = 2_000  # characters: more says nothing new, and the model's time grows with their square
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Function words that one language has and its neighbour has not: the model's letters hardly differ
# between Dutch and Frisian in a text of eight words. Written by hand.
_FRISIAN = frozenset(
    """
    ik't it binne wy jim jimme ús hawwe hat ha hie hiene gjin net fan nei yn op 'e út foar troch
    tsjin mei bern skoalle skoallen moat moatte kin kinne sil sille wurdt wurde frysk fryske sa
    faak altyd ek mar ast dy dat'st dochs hjir dêr wêr wat wa hoe'st jit noch nochal bettere
    oare oars sizze seit sjen sjocht tink fyn fyne myn dyn syn har harren jo jierren jier wike
    dei hûs tiid âlden mem heit famke jonge spitich goed tige graach learaar learkrêft juffer
    lytse grutte mear minder folle tefolle stipe help krije krijt krige kriget soe soene wolle
    wol jaan jout dien dwaan docht giet gean
    """.split()
)
_FRISIAN_ONLY = _FRISIAN - frozenset(
    """
    it net hat ha op mei mar dy wat oars seit jo har help goed wol minder myn sil hoe'st jonge
    stipe ek
    """.split()
)
_DUTCH_ONLY = frozenset(
    """
    het een niet zijn wij hebben heeft geen van naar voor met kinderen school moet moeten ook
    maar zij wordt worden ik je dat er te op aan om bij uit door over onze mijn haar deze dit
    die meer veel omdat als dan nog wel goed graag altijd nooit iedereen kind leerling
    leerlingen juf meester ouders
    """.split()
)
_DUTCH_UNSHARED = _DUTCH_ONLY - frozenset(
    """
    op te aan dat die er maar wel dan met over school goed ik graag
    """.split()
)
_SCRIPTS = (
    ("ti", re.compile("[\u1200-\u137f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_RUSSIAN = re.compile("[ыэъёЫЭЪЁ]")


def tag_languages(texts: Sequence[str], settings: LanguageSettings | None = None) -> list[str]:
    """ISO 639-1 code per text, or ``""`` where the text is too short to say.

    Args: texts in any order; the answer for one text does not depend on the others.
    Returns: as many codes as texts, of `settings.languages` and the scripts named above.
    """
    chosen = settings or LanguageSettings()
    classify = _classifier(tuple(chosen.languages))
    seen: dict[str, str] = {}
    for text in texts:
        if text not in seen:
            seen[text] = _language(text, classify, chosen.min_words)
    return [seen[text] for text in texts]


def _language(text: str, classify: Callable[[str], list[tuple[str, float]]], min_words: int) -> str:
    """ISO 639-1, "" where too short: by script, by words of one language only, else classified."""
    plain = _NOT_LANGUAGE.sub(" ", text[:_SAMPLE])
    script = _script(plain)
    if script:
        return script
    words = [word.lower() for word in _WORD.findall(plain)]
    if len(words) < min_words:
        return ""
    frisian = sum(word in _FRISIAN_ONLY for word in words)
    dutch = sum(word in _DUTCH_UNSHARED for word in words)
    if frisian >= 2 and frisian > dutch:
        return "fy"
    ranked = classify(" ".join(words))
    best = ranked[0][0]
    if best == "fy" and frisian < dutch + 1:
        return "nl"
    if dutch >= 2 and best != "fy" and dutch * 5 >= len(words):
        return "nl"
    needed = 0.6 if len(words) < 5 else 0.4  # belief that the first guess takes to beat Dutch
    if ranked[0][1] < needed and best != "nl":
        return "nl" if dutch else ""
    return best


def _script(text: str) -> str:
    """The language that most letters are the script of; "" for the Latin one, and for few."""
    letters = sum(c.isalpha() for c in text)
    if letters < 3:
        return ""
    for code, pattern in _SCRIPTS:
        if len(pattern.findall(text)) * 2 > letters:
            return code
    if len(_CYRILLIC.findall(text)) * 2 > letters:  # letters that only one of the two has
        return "uk" if _UKRAINIAN.search(text) else "ru" if _RUSSIAN.search(text) else ""
    return ""


@lru_cache(maxsize=4)
def _classifier(languages: tuple[str, ...]) -> Callable[[str], list[tuple[str, float]]]:
    """A text -> these languages with the belief in each, 0-1, the likeliest first."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: LanguageIdentifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code for code in languages if code in known])

    def ranked(text: str) -> list[tuple[str, float]]:
        return [(str(code), float(belief)) for code, belief in identifier.rank(text)]

    return ranked


def rest() -> None:
    """Let the classifier, 67 MB, leave memory; the next text loads it again."""
    _classifier.cache_clear()
