"""Which of the documents that read like a plan is the plan, and which its previous version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.corpus.documents import Document
from pipeline.corpus.named_files import FILE_NAME
from pipeline.plan.reading.document import PlanReading
from pipeline.plan.reading.entries import source_of

PLAN_FILE, PREVIOUS_FILE = "plan.toml", "plan-vorige.toml"
_EARLIER = re.compile(
    r"\b(?:vorige?|oude?|previous|old|v0(?![.\d]))\b|vorig|previous", re.IGNORECASE
)
_YEARS = re.compile(r"\b(20\d\d)\b")
_RIPENESS = (  # from a first sketch to the final text
    re.compile(r"schets|kladversie|\bklad\b|startnotitie", re.I),
    re.compile(r"concept|\b[1-9]\d?\s?(?:%|procent)|draft|ontwerp", re.I),
    re.compile(r"definitief|\bdef\b|vastgesteld|eindversie|100\s?(?:%|procent)|final", re.I),
)
_PERCENT = re.compile(r"(\d{2,3})\s?(?:%|procent)")
_VERSION = re.compile(r"\b(?:v|versie)[ .]?(\d{1,2}(?:\.\d{1,2})?)\b", re.I)


@dataclass(frozen=True)
class PlanGuess:
    """A plan: the file that corpus.toml names, and the document it is read from."""

    file: str  # plan.toml
    document: str = ""  # "" when plan.toml does not say it
    reading: PlanReading | None = None

    @property
    def title(self) -> str:
        """The plan's own title; "" when it was not read now."""
        return self.reading.plan.title if self.reading else ""


def plans_there(folder: Path) -> list[PlanGuess]:
    """The plan.toml's in the folder, each with the document it was read from."""
    return [
        PlanGuess(path.name, source_of(path.read_text("utf-8-sig", errors="replace")))
        for path in sorted(folder.glob("*.toml"))
        if "plan" in path.stem and path.name != FILE_NAME
    ]


def plans_among(
    documents: Sequence[Document], there: Sequence[PlanGuess]
) -> tuple[PlanGuess | None, PlanGuess | None, list[str]]:
    """(the plan, its previous version, what reads like a plan and was left out).

    A plan.toml that is there already stays the plan, and the document it was read from is no other
    plan. Of two documents the older is the previous version; of three or more the two newest count.
    """
    now = next((plan for plan in there if not _EARLIER.search(plan.file)), None)
    before = next((plan for plan in there if _EARLIER.search(plan.file)), None)
    read = {Path(plan.document).name for plan in there}
    ranked = sorted(
        (document for document in documents if Path(document.file).name not in read), key=_age
    )
    if now is None and ranked:
        newest = ranked.pop()
        now = PlanGuess(PLAN_FILE, newest.file, newest.reading)
    if before is None and ranked and _older(ranked[-1], now) and not _same(ranked[-1], now):
        earlier = ranked.pop()
        before = PlanGuess(PREVIOUS_FILE, earlier.file, earlier.reading)
    return now, before, [document.file for document in ranked]


def _older(document: Document, now: PlanGuess | None) -> bool:
    """Whether a document is older than the plan; one read from no document may be of any age."""
    if now is None or not now.document:
        return False
    return _age(document) < _age(Document(now.document, "plan", now.reading))


def _same(document: Document, now: PlanGuess | None) -> bool:
    """Whether a document has the plan word for word: a copy, to write remarks beside."""
    if now is None or now.reading is None or document.reading is None:
        return False
    return document.reading.plan.wording() == now.reading.plan.wording()


def _age(document: Document) -> tuple[bool, str, int, float, float, str]:
    """Sorts the newest version last: by the years it is for, its ripeness, its version number."""
    name = Path(document.file).stem.replace("_", " ")
    title = document.reading.plan.title if document.reading else ""
    years = max(_YEARS.findall(name) or _YEARS.findall(title), default="")  # "sept 2025" is its day
    ripe = max((n for n, words in enumerate(_RIPENESS) if words.search(name)), default=1)
    percent, version = _PERCENT.search(name), _VERSION.search(name)
    return (
        not _EARLIER.search(name),
        years,
        ripe,
        float(percent[1]) if percent else 0.0,
        float(version[1]) if version else 0.0,
        name,
    )
