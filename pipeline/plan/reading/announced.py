"""Pillars that a list or a sentence announces: "drie speerpunten, namelijk A, B en C"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.core.numerals import TWO_TO_NINE
from pipeline.core.tokens import plain_sentences
from pipeline.plan.reading.labels import PILLAR
from pipeline.plan.reading.lines import ITEM, TEXT, PlanLine
from pipeline.plan.reading.roles import Roles
from pipeline.plan.reading.sections import PlanSection
from pipeline.plan.reading.titles import likeness, sentence_list, split_title

SAME_TITLE = 0.72  # likeness of words from which a listed title is that of a heading
MOST_OF_A_LIST = 0.6  # share of a list's items that are titles of headings
_WORDS = (
    r"(?:speerpunten|pijlers|(?:programma|hoofd|beleids)lijnen|(?:hoofd|kern|beleids)?thema['’]?s|"
    r"ambities|prioriteiten|opgaven|focuspunten)"
)
_PILLARS = re.compile(rf"\b(?:{_WORDS}|sporen)\b", re.IGNORECASE)
_SENTENCE_LIST = re.compile(
    rf"\b(?:{TWO_TO_NINE}|de|onze|\d)\b[^.:;]{{0,40}}?"
    rf"\b{_WORDS}\b[^.:;]{{0,40}}?"
    r"(?:,? namelijk|,? te weten|:|\bzijn:?)\s*:?\s*(?P<list>[^.;]+)",
    re.IGNORECASE,
)


def announced_pillars(document: PlanSection, plan: PlanSection, roles: Roles) -> None:
    """The pillars as a list names them; an introduction may announce them too."""
    headings = {line: line.text for line in plan.headings()}
    for lead, run in document.lists():
        items = [item for item in run if item.level <= run[0].level]
        most = max(2, round(MOST_OF_A_LIST * len(items)))
        known = _titled(items, roles.pillars)
        last = plain_sentences(lead.text)[-1]
        names_pillars = roles.part(lead) == PILLAR or _PILLARS.search(last)
        if roles.pillars and len(known) >= most:
            roles.pillars |= known
        elif names_pillars and len(items) > 1 and not (roles.pillars or roles.listed):
            alike = _titled(items, headings)
            if len(alike) >= most:
                roles.pillars |= alike
            else:
                roles.listed = items
        else:
            continue
        roles.announced |= set(items)
    if not roles.pillars and not roles.listed:
        _pillars_in_a_sentence(document, headings, roles)


def _titled(items: Iterable[PlanLine], titles: Mapping[PlanLine, str]) -> dict[PlanLine, str]:
    """The lines that items of a list name, each with the title it is to have.

    The list's own words count, unless the heading merely says more of the same.
    """
    alike: dict[PlanLine, str] = {}
    for item in items:
        name = split_title(item.text)[0]
        best = max(titles, key=lambda line: likeness(name, titles[line]), default=None)
        if best is None or best in alike or likeness(name, titles[best]) < SAME_TITLE:
            continue
        alike[best] = name if likeness(name, titles[best]) >= 0.8 else titles[best]
    return alike


def _pillars_in_a_sentence(
    document: PlanSection, headings: Mapping[PlanLine, str], roles: Roles
) -> None:
    """The first list in a sentence: its names are headings of the document, or stand there only."""
    texts = (line for line in document.all_lines() if line.kind == TEXT)
    lists = (
        [PlanLine(ITEM, name, place=line.place) for name in sentence_list(sentence["list"])]
        for line in texts
        for sentence in _SENTENCE_LIST.finditer(line.text)
    )
    items = next((items for items in lists if len(items) > 1), [])
    alike = _titled(items, headings)
    if len(alike) == len(items):
        roles.pillars |= alike
    else:
        roles.listed = items
