"""Dutch words as analysis sees them: tokens, stopwords, noun phrases, abbreviations.

Vocabulary: `Token`, `Tokens` and `DutchPipeline` are what every language pipeline gives, whichever
library runs underneath (`pipeline.text.nlp`). Everything here is pure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pipeline.core.lexicon import Compound, LemmaTables

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Token(NamedTuple):
    """One word or mark. `start` and `end` are character offsets, so `text == whole[start:end]`."""

    text: str
    lemma: str  # lower case, but for names
    pos: str  # Universal POS tag, e.g. NOUN
    is_stop: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a language pipeline makes of one text; light, and free of any library's objects."""

    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]  # character offsets (start, end)
    persons: tuple[tuple[int, int], ...] = ()  # character offsets; only where the model knows names

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)


class DutchPipeline(Protocol):
    """A language pipeline, whichever it is."""

    @property
    def name(self) -> str:
        """Name as run.json records it, e.g. `embedded` or `nl_core_news_md`."""

    @property
    def version(self) -> str:
        """Version of the trained model."""

    @property
    def tables(self) -> LemmaTables:
        """The word tables beneath the lemmas; also what compounds are read with."""

    def analyse_texts(self, texts: Sequence[str]) -> list[Tokens]:
        """One `Tokens` per text, in the order given."""


# As Dutch people abbreviate; a full stop after one of these does not end a sentence by itself.
ABBREVIATIONS = frozenset(
    """
    aanw afd apr art aug a.u.b a.d.h.v b.d b.g bijl bijv bl blz b.v bv ca c.q cq c.s d.d dec d.i dhr
    d.m.v dr drs ds d.w.z e.a e.d e.e.a e.o e.v enz etc evt excl ev fam feb g.g.d gem gr h.b.o hfst
    h.o i.a i.c i.d i.e incl ing i.h.b i.h.k.v i.i.g i.o i.o.m i.o.v i.p.v ipv ir i.s.m i.t.t i.v.m
    jan jl jr k.o lic lid m.a.w max m.b.o m.b.t m.b.v mevr m.i min mld mln m.m.v m.n mr mrt m.u.v mw
    m.vr.gr mvr n.a.v nl nm nov nr nrs o.a o.b.s o.b.v o.d o.g o.i o.i.d okt o.l.v ong o.m o.t.t
    o.v.v p pag par p.b p.d p.f plm p.m p.o p.p prof prov p.st p.w q.q red ref resp s.o sept sr st
    s.v.p s.v t.a.v t.b.v tel t.g.v t.h.t t.i.g t.k t.n.v t.o.v toel t.w t.z.t u.a v.a v.d vgl vlg
    vm v.o vs v.s.o v.v v.w.b v.w.o w.b w.g w.o w.v.t.t.k zgn z.g.a.n z.i z.o.z z.s.m x cat mnd wkn
    p.wk p.mnd p.jr ma di wo do vr za
    """.split()
)
# … and these may close one: split when a capital follows.
CLOSING_ABBREVIATIONS = frozenset(
    """
    a.u.b b.o e.a e.d e.e.a e.o enz etc gr h.b.o jr m.b.o mld mln o.i.d p.o s.b.o s.o s.v.p v.o
    v.s.o v.w.o z.s.m t.z.t aug dec do feb jan jl jul jun mnd mrt nov okt p.j p.mnd p.w p.wk
    sept vr wkn wo ma di za
    """.split()
)
# The school world's own short words (from the brief), with what they stand for.
DOMAIN_ABBREVIATIONS = {
    "avg": "algemene verordening gegevensbescherming",
    "cjg": "centrum voor jeugd en gezin",
    "ggz": "geestelijke gezondheidszorg",
    "ib": "interne begeleiding",
    "ib'er": "intern begeleider",
    "isk": "internationale schakelklas",
    "jgz": "jeugdgezondheidszorg",
    "mr": "medezeggenschapsraad",
    "oogo": "op overeenstemming gericht overleg",
    "opp": "ontwikkelingsperspectiefplan",
    "opr": "ondersteuningsplanraad",
    "po": "primair onderwijs",
    "sbo": "speciaal basisonderwijs",
    "so": "speciaal onderwijs",
    "sop": "schoolondersteuningsprofiel",
    "swv": "samenwerkingsverband",
    "tlv": "toelaatbaarheidsverklaring",
    "vo": "voortgezet onderwijs",
    "vso": "voortgezet speciaal onderwijs",
    "wpo": "Wet op het primair onderwijs",
}
# Words of the domain whose usual lemma would mislead a reader: "passend" is no form of "passen".
LEMMA_EXCEPTIONS = {
    "passend": "passend",
    "passende": "passend",
    "voortgezet": "voortgezet",
    "voortgezette": "voortgezet",
    "thuiszitters": "thuiszitter",
    "thuiszitter": "thuiszitter",
    "ib'ers": "ib'er",
    "ib-er": "ib'er",
    "ib-ers": "ib'er",
    "tlv's": "tlv",
    "opp's": "opp",
    "hoogbegaafde": "hoogbegaafd",
    "hoogbegaafden": "hoogbegaafde",
}
# Function words, and words that every reply to a consultation has whatever it is about.
_FUNCTION_WORDS = """
    aan aangaande aangezien achter af afgelopen al aldus alhoewel alle allebei alleen allemaal
    alles als alsnog altijd altoos ander andere anderen anders ben behalve behoudens beide
    beiden beneden bent bepaald beter betreffende bij bijna bijvoorbeeld binnen binnenin boven
    bovenal bovendien bovenop buiten d'r daar daaraan daarbij daardoor daarheen daarin daarmee
    daarna daarnaast daarnet daarom daarop daaronder daarover daartoe daaruit daarvan daarvoor
    dan dat de degene den der dergelijk dergelijke des deze dezelfde die dien diens dier dit
    dikwijls doch doen doet door doordat dus echter een eens eenmaal eer eerder eerst eerste
    eigen eigenlijk elk elkaar elke en enige enkel enkele er eraan erbij erdoor erg erin ermee
    erna ernaar erom erop erover ertoe eruit ervan ervoor etc even eveneens evenwel gaan gaat ge
    gebruik gedaan geen gegeven gehad geheel gekund geleden gelijk gemoeten gemogen geven
    geweest geworden gewoon gewoonweg haar had hadden hare heb hebben hebt heeft heel hele hem
    hen her het hetgeen hetzelfde hier hieraan hierbij hierdoor hierin hiermee hierna hierom
    hieronder hierop hierover hiertoe hieruit hiervan hiervoor hij hoe hoewel hoezeer hun hunne
    ieder iedere iedereen iemand iets ik ikzelf in inderdaad ineens ingeval inmiddels inzake is
    ja je jezelf jij jou jouw jouwe juist jullie kan klaar komen komt kon konden krachtens
    kunnen kunt laat laatst laten liever lijkt maak maakt maar maken me mede mee meer meest
    meestal men met meteen mij mijn mijzelf mijne minder moest moesten moet moeten mogelijk
    mogen na naar naast nadat nee neen negen net niemand niet niets niks noch nodig nog nogal
    nooit nu of ofschoon om omdat omhoog omlaag omstreeks omtrent omver onder ondertussen
    ongeveer ons onszelf onze onzer ook op opnieuw opzij over overal overeind overigens pas per
    precies reeds rond rondom samen sedert sinds sindsdien slechts soms sommige steeds straks 't
    te tegen tegenover ten tenzij ter terug terwijl thans tijdens toch toe toen toenmaals tot
    totdat tussen uit uitgezonderd u uw uwe vaak vaakst van vanaf vandaan vanuit vanwege veel
    veeleer ver verder vervolgens via volgens voor vooraf vooral vooralsnog voorbij voordat
    voordien voorheen voorop vooruit vrij waar waaraan waarbij waardoor waarin waarmee waarna
    waarom waarop waarover waartoe waaruit waarvan waarvoor wanneer want waren was wat we wees
    weer weg wegens wel weldra welk welke werd werden wie wiens wier wij wijzelf wil willen wilt
    word worden wordt zal ze zeer zei zeker zelf zelfde zelfs zich zichzelf zij zijn zijne zo
    zo'n zoals zodat zodra zonder zou zouden zowat zowel zulke zullen zult m'n z'n 'n 'm 'k 's
    ie nou hè hoor één twee drie vier vijf zes zeven acht tien
"""
_FEEDBACK_WORDS = """
    vind vinden vindt vond vonden vinding denk denken denkt dacht weet weten merk merken zie
    zien ziet graag mening idee gevoel zeggen zeg zegt gezegd aangeven aangegeven opmerking
    opmerkingen antwoord vraag vragen punt punten reactie toelichting bijvoorbeeld namelijk
    helaas gewoon echt best goed belangrijk erg heel soort manier aantal bepaalde diverse
    verschillende ding dingen zaak zaken keer jaar moment blijven blijft blijf staan staat
    krijgen krijgt krijg hopen hoop hoopt wens wensen lijken misschien waarschijnlijk eigenlijk
    natuurlijk wellicht algemeen sowieso enz bv bijv nvt o.a m.b.t i.v.m t.a.v
"""
STOPWORDS = frozenset((_FUNCTION_WORDS + _FEEDBACK_WORDS).split())


def is_stopword(text: str, lemma: str = "") -> bool:
    """True for a word that says nothing about the subject, by its form or by its lemma."""
    return text.lower() in STOPWORDS or lemma.lower() in STOPWORDS


def plain_sentences(text: str) -> list[str]:
    """The text parted behind every full stop, question or exclamation mark; one part or more.

    For prose of a plan. What people write, with its abbreviations and loose lines, goes by
    ``pipeline.text.sentences``.
    """
    return _SENTENCE_END.split(text)


def sentence_tokens(tokens: Tokens) -> list[tuple[Token, ...]]:
    """The tokens of each sentence."""
    groups: list[list[Token]] = [[] for _ in tokens.sentences]
    starts = [start for start, _end in tokens.sentences]
    for token in tokens if groups else ():
        groups[max(bisect_right(starts, token.start) - 1, 0)].append(token)
    return [tuple(group) for group in groups]


def compound_parts(lemma: str, tables: LemmaTables) -> tuple[str, ...]:
    """Modifier and head of a compound, or nothing: weak features beside the whole word."""
    compound: Compound | None = tables.split_compound(lemma)
    return (compound.modifier, compound.head) if compound else ()
