"""What a document of running text is: a plan, notes of meetings, or a letter.

A file is a plan only when it reads like one. Its name says little: notes of a *planbijeenkomst*
and an advice *op het ondersteuningsplan* have the word in it, and are what people said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.corpus.attendance import ABSENCE, ATTENDANCE, MINUTES
from pipeline.corpus.letters import holds_reactions
from pipeline.corpus.note_courtesies import printed_on_forms
from pipeline.corpus.note_facts import BETWEEN_FACTS, held
from pipeline.files.blocks import Block, of_grids
from pipeline.files.dates import date_within, day_of_year, in_words, month_within, opens_with_a_day
from pipeline.files.grid import Grid
from pipeline.files.names import fold
from pipeline.files.transcript import as_turns, days_of_chat, is_chat
from pipeline.plan.reading.document import PlanReading, reading_of
from pipeline.plan.reading.labels import ACTION, AMBITION, GOAL, PILLAR
from pipeline.plan.reading.lines import plan_lines
from pipeline.plan.reading.tables import WHEN, WHO

PLAN, NOTES, LETTER = "plan", "meeting", "letters"
ENOUGH = 4  # points from which a document reads like a plan
FEWEST_GOALS = 2  # fewer make no plan to hold concerns against
MOST_PLAN_ROWS = 2000  # a workbook with more holds answers
MOST_FOR_LABELS = 4  # points that the plan's own label words can give
_NAMED_PLAN = re.compile(
    r"plan(?:\b|_)|\b(?!tele|re|super)\w{0,40}visie\b|programma\b|\bkoers\b|agenda\b|nota\b|"
    r"\w(?:akkoord|strategie|kader)\b",
    re.I,
)
_BROUGHT = (  # what people said, by what a file is called that holds it
    "verslag|notulen|opbrengst|terugkoppeling|inbreng|reactie|zienswijze|advies|respons|transcript|"
    "uitkomst|resultaten|oogst"
)
_NAMED_INPUT = re.compile(
    rf"{_BROUGHT}|bijeenkomst|gesprek|avond\b|middag\b|\bweek van|\bbrief|\bmail|enqu[eê]te|"
    r"vragenlijst|uitnodiging|presentatie|planning|tafel|sessie|interview|overleg",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(  # tells when what will be; who reads it was not asked anything
    r"planning\b|^agenda\b|kalender\b|\btijdpad\b|tijdlijn|draaiboek|stappenplan|rooster|"
    r"vergaderschema|"
    r"\buitnodiging\w*|\bflyer\b|persbericht|aankondiging",
    re.IGNORECASE,
)
_OWN_REPORT = re.compile(
    r"(?:rapportage|jaarverslag|jaarrekening|begroting|monitor)\b|\bjaarrapport\b|"
    r"\bjaarplan\b|\bwerkplan\b|\bactiviteitenplan\b|\b(?:tri|se)mesterrapport\b|\bkwartaalrapport\b",
    re.IGNORECASE,
)
_OWN_LETTER = re.compile(  # by which the organisation sends its plan on
    r"aanbiedingsbrief|begeleidende brief|raadsvoorstel|collegevoorstel|raadsinformatiebrief|"
    r"\bRIB\b|wethoudersbrief|\braadsbrief|\bcollegebrief",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(  # what the organisation wrote up, decided, or meant to ask
    r"^memo\b|\bmemo\b|\boplegger\b|\boplegnotitie\b|terugkomende geluiden|"
    r"besluitenlijst|\b(?:college|raads|b&w-?|bestuurs)besluit\b|^besluit (?:college|bestuur|"
    r"raad)\b|"
    r"^opzet\b|\b(?:participatie|communicatie|proces|project)plan\b|\bplan van aanpak\b|"
    r"startnotitie|"
    r"\bactielijst|\bgespreksthema'?s?\b|\bgespreksonderwerpen\b|\btopiclijst\b|"
    r"\bthemalijst\b",
    re.IGNORECASE,
)
_OWN_ANSWER = re.compile(  # in which the organisation says what it did with what was sent in
    r"(?<!op de )(?<!op )reactienota|antwoordnota|inspraaknota|"
    r"nota van (?:antwoord|beantwoording|zienswijzen|inspraak)|zienswijzennota|antwoordnotitie",
    re.IGNORECASE,
)
_OWN_MEETING = re.compile(  # of those who make the plan
    r"\b(?:stuurgroep|projectgroep|kerngroep|regiegroep|managementteam)\b", re.IGNORECASE
)
_SENT_IN = re.compile(r"reactie|zienswijze|brief|advies|inbreng|enqu[eê]te", re.IGNORECASE)
_PRESS = re.compile(  # the byline of a newspaper
    r"^(?:door|van) (?:onze|een) (?:verslaggever|verslaggeefster|correspondent|redacteur|"
    r"redactie|medewerker)",
    re.IGNORECASE,
)
_RETELLS = re.compile(  # a round that was: how many answered, what most said, what became of it
    r"\b\d{2,5} (?:mensen|ouders|personen|respondenten|deelnemers|reacties|formulieren|"
    r"leerkrachten|scholen|leerlingen)\b[^.]{0,60}\b(?:gereageerd|ingevuld|deelgenomen|meegedaan|ontvangen|"
    r"binnengekomen|ingediend)|\bvan de (?:respondenten|invullers|deelnemers|reacties) (?:was|is|"
    r"waren|zijn|vond|vindt|gaf|geeft|kwam|ging)|"
    r"\bde meeste (?:reacties|respondenten|deelnemers)\b|"
    r"\b\d{1,3}(?:,\d)? ?(?:%|procent)|\breacties (?:zijn |worden )?(?:\w+ ){0,3}verwerkt|"
    r"\b(?:hebben|heeft) (?:\w+ )?\d{2,5} (?:mensen|ouders|respondenten)",
    re.IGNORECASE,
)
_RETOLD = re.compile(r"rapport|evaluatie|terugblik", re.IGNORECASE)
_HARVEST = re.compile(  # the title of a slide below which stands what people said
    r"\bopbrengst|\boogst\b|\bopgehaald\b|\bwat (?:is|werd|er) (?:er )?"
    r"(?:gezegd|genoemd|opgehaald)|"
    r"\bwat (?:we|wij) (?:hoorden|ophaalden|ophalen|horen)|\binbreng van\b|\breacties van\b",
    re.IGNORECASE,
)
FEWEST_BROUGHT = 2  # points below such titles
MOST_RETELLS = 0.5  # of the paragraphs of a report of a round that was
BYLINE = 6  # first blocks, among which a newspaper says who wrote it
_OF_TALKS = re.compile(  # a report of these tells what people said
    r"inspraak|gesprek|bijeenkomst|tafel|avond|netwerkgroep|raadpleging|consultatie|enqu[eê]te|"
    r"vragenlijst|participatie|input|geluiden|ouders?\b|leerlingen\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(rf"{_BROUGHT}|antwoord", re.IGNORECASE)  # "reacties op de uitnodiging"
_SLIDES = re.compile(r"presentatie", re.IGNORECASE)  # a form, in which a plan is shown too
_NAMED_LETTER = re.compile(
    r"\bbrief|brief\b|\bmail|reactie|zienswijze|advies|bezwaar|inspraakreactie|ingezonden|"
    r"(?:inspraak|inbreng|invul|deelname)formulier",  # which one person filled in
    re.I,
)
_CALLED_PLAN = re.compile(
    r"\b(?!tele|re|super)\w*(?:plan|nota|visie|agenda|koers|programma|akkoord|strategie)\b",
    re.IGNORECASE,
)  # fmt: skip
_PERIOD = re.compile(r"\b20\d\d\s*[-–—/]\s*(?:20)?\d\d\b")
_CHAPTERS = re.compile(
    r"(?:\d+[. ]*)?(?:inleiding|voorwoord|leeswijzer|samenvatting|financi\w+|begroting|geld|"
    r"monitoring\b.*|evaluatie\b.*|uitvoering(?: en .*)?|"
    r"missie\b.*|visie\b.*|onze (?:missie|visie|speerpunten|pijlers|doelen|ambities)|bijlagen?\b.*|"
    r"kaders?|wettelijk kader|organisatie\b.*|.*speerpunten|.*pijlers|totstandkoming\b.*|"
    r"hoe (?:dit plan|het verder).*)$",
    re.IGNORECASE,
)
_OF_A_MEETING = ATTENDANCE | ABSENCE | MINUTES | {"wanneer"}
_SALUTATION = re.compile(r"^(?:geachte?|beste|l\.?s\.?\b|dag|hallo)\b[^.!?]{0,80},?\s*$", re.I)
_DATED = re.compile(r"^\W*(?:datum|wanneer|date|plaats en datum|[a-z ]{3,20}, \d)", re.IGNORECASE)
HEAD = 5  # first lines, among which notes say when and where they were taken
_SENTENCE = re.compile(r"(?<=\w{3}[.!?])\s+(?=[A-Z0-9])")  # not within "19.30 uur" and "dr. Wit"
MAX_DATED = 120  # characters of a line that may say when; a longer one tells something
_OPINION = re.compile(
    r"\b(?:wij|we|ik|de (?:raad|opr|mr|gmr|ouders)) (?:advise(?:ert|ren|er)|vind|vindt|vinden|"
    r"missen|mis|verzoeken|verzoek|vragen u|vraag u)\b|\bwerd (?:gezegd|genoemd|opgemerkt)\b|"
    r"\b(?:noemt|noemen|vertelt|vertellen|zegt|geven? aan) dat\b|\bcomplimenten\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Document:
    """One file of running text, and what it was taken for."""

    file: str  # relative to the folder
    kind: str  # plan | meeting | letters
    reading: PlanReading | None = None  # of a plan
    days: tuple[str, ...] = ()  # of the meetings in it, or of the letter; the earliest first
    any_year: bool = False  # no day has a year in it: the nearest before the file was saved
    remarks: tuple[str, ...] = ()  # days of the remarks in the margin of a plan; "" for no day
    printed: frozenset[str] = frozenset()  # titles, questions and labels, folded: of a form
    chat: bool = False  # messages of a group that wrote each other, with the days of both ends


def look_at_document(path: Path, file: str, blocks: list[Block]) -> Document:
    """What the document in these blocks is; its file says when it was saved."""
    saved = date.fromtimestamp(path.stat().st_mtime)
    if (turns := as_turns(blocks)) is not None:
        first = [block for block in blocks[:3] if block.text]
        if is_chat(blocks):
            return Document(file, NOTES, days=days_of_chat(blocks), chat=True)
        days = _days_in(first, path.stem, saved)[0]
        return Document(file, NOTES, days=days if turns else ())
    reading = reading_of(blocks, path.stem)
    if plan_points(blocks, reading, path.stem) >= ENOUGH:
        remarks = tuple(sorted(block.day for block in blocks if block.kind == "comment"))
        return Document(file, PLAN, reading, remarks=remarks)
    kind = LETTER if _is_letter(blocks, path.stem) else NOTES
    return replace(notes_with_days(path, file, blocks), kind=kind, printed=_printed(blocks))


def notes_with_days(path: Path, file: str, blocks: Sequence[Block]) -> Document:
    """Notes of meetings, with the days they say these were."""
    saved = date.fromtimestamp(path.stat().st_mtime)
    days, any_year = _days_in(blocks, path.stem, saved)
    return Document(file, NOTES, days=days, any_year=any_year)


def _printed(blocks: Sequence[Block]) -> frozenset[str]:
    """The lines that a form would print: titles, questions, labels, what stands first in a row."""
    lines = (
        block.cells[0] if block.kind == "row" and block.cells else block.text
        for block in blocks
        if block.kind in ("heading", "row")
        or block.bold
        or block.text.rstrip().endswith(("?", ":"))
    )
    return frozenset(fold(line) for line in lines if 2 < len(line) < MAX_DATED)


def plan_of_sheets(path: Path, file: str, grids: Sequence[Grid]) -> Document | None:
    """The plan in a workbook: goals with what will be done for them; None where it is none."""
    blocks = of_grids(grids)
    rows = [block for block in blocks if block.kind == "row"]
    if len(rows) > MOST_PLAN_ROWS or not any(_says_who_and_when(row.cells) for row in rows[:10]):
        return None
    reading = reading_of(blocks, path.stem)
    goals = list(reading.plan.goals())
    acting = sum(bool(goal.actions) for goal in goals)
    enough = len(goals) >= FEWEST_GOALS and 2 * acting > len(goals)
    return Document(file, PLAN, reading) if enough else None


def _says_who_and_when(cells: Sequence[str]) -> bool:
    """Whether a row names the columns of a plan: what, by whom or by when."""
    return len(cells) > 2 and any(WHO.match(cell) or WHEN.match(cell) for cell in cells)


def _days_in(blocks: Sequence[Block], name: str, saved: date) -> tuple[tuple[str, ...], bool]:
    """The days that headings, "Datum: …" and the first lines name; not those people speak of.

    And whether none of them has its year beside it.
    """
    name = in_words(name.replace("_", " "))
    if called := date_within(name):  # minutes name the last meeting too
        return (called,), False
    lines = [name]
    lines += [
        text
        for block in blocks[:HEAD]
        if (text := BETWEEN_FACTS.split(block.text)[0]) != block.text and held(text)
    ]
    lines += [
        line
        for place, block in enumerate(blocks)
        if len(line := _SENTENCE.split(block.text)[0] if place < 3 else block.text) < MAX_DATED
        and (place < 3 or block.kind == "heading" or _says_when(line))
    ]
    if days := {day for line in lines if (day := date_within(line))}:
        return tuple(sorted(days)), False
    if days := {day for line in lines if (day := day_of_year(line, saved))}:
        return tuple(sorted(days)), True
    return tuple(sorted({day for line in lines if (day := month_within(line))})), False


def _says_when(line: str) -> bool:
    """Whether a line in running notes is there to say when something was."""
    return bool(_DATED.match(line)) or opens_with_a_day(line)


def plan_points(blocks: Sequence[Block], reading: PlanReading, name: str) -> int:
    """How much a document reads like a plan: ``ENOUGH`` points or more make it one."""
    goals = list(reading.plan.goals())
    if len(goals) < FEWEST_GOALS:
        return 0
    lines = plan_lines(blocks)
    labels = sum(
        line.label is not None
        and line.label.kind in (PILLAR, AMBITION, GOAL, ACTION)
        and (line.kind == "heading" or bool(line.label.number or line.number) or line.label.lone)
        for line in lines
    )
    texts = [block.text.strip() for block in blocks]
    head = " ".join([name, *texts[:3]])
    points = min(labels, MOST_FOR_LABELS)
    points += 2 * bool(_NAMED_PLAN.search(name)) + bool(_PERIOD.search(head))
    points += sum(bool(_CHAPTERS.match(fold(text))) for text in texts if len(text) < 60) >= 2
    if reading.by_headings:  # notes have these too: only a text that calls itself a plan
        points += 2 * bool(_CALLED_PLAN.search(" ".join(texts[:3])))
        points -= 2 * bool(_NAMED_INPUT.search(" ".join(texts[:2])))
    points += len(goals) >= 3 and sum(len(goal.actions) for goal in goals) >= len(goals) / 2
    points -= 4 * _tells_who_met(texts)
    points -= 4 * any(_SALUTATION.match(text) for text in texts[:10])
    points -= 3 * bool(_NAMED_INPUT.search(_SLIDES.sub("", name)))
    points -= 2 * (sum(bool(_OPINION.search(text)) for text in texts) > len(texts) / 20)
    return points


def reads_as_input(blocks: Sequence[Block], name: str) -> bool:
    """Whether something says that this is what people said: who was there, a greeting, its name."""
    texts = [block.text.strip() for block in blocks]
    return (
        bool(_NAMED_INPUT.search(name))
        or _tells_who_met(texts)
        or any(_SALUTATION.match(text) for text in texts[:10])
        or sum(bool(_OPINION.search(text)) for text in texts) > len(texts) / 20
    )


def is_announcement(blocks: Sequence[Block], name: str) -> bool:
    """Whether the file is a planning, an invitation or the like: it tells, and nobody answers."""
    texts = [block.text.strip() for block in blocks]
    return (
        is_called_schedule(name)
        and not _tells_who_met(texts)
        and not any(_OPINION.search(text) for text in texts)
    )


def is_called_schedule(name: str) -> bool:
    """Whether a file is called a planning, an invitation or the like, and not answers to one."""
    return bool(_SCHEDULE.search(name)) and not _ANSWERS.search(name)


def is_own_answer(called: str) -> bool:
    """Whether it is called what the organisation did with what was sent in: a *reactienota*."""
    return bool(_OWN_ANSWER.search(called))


def is_own_letter(name: str) -> bool:
    """Whether it is called the letter by which the organisation sends its plan on."""
    return bool(_OWN_LETTER.search(name)) and not _ANSWERS.search(name)


def is_own_report(blocks: Sequence[Block], name: str) -> bool:
    """Whether the organisation itself speaks in it: figures, decisions, a memo, its questions."""
    texts = [block.text.strip() for block in blocks]
    called = " ".join([name, *texts[:1]])
    points = sum(block.kind in ("item", "comment") for block in blocks)
    if is_own_letter(name):
        return True
    if _OWN_MEETING.search(called) and not _SENT_IN.search(called):
        return True
    if _ANSWERS.search(called) or any(_SALUTATION.match(text) for text in texts[:10]):
        return False
    if _OWN_WORDS.search(name) or any(_OWN_WORDS.search(text) for text in texts[:1]):
        return True
    if _RETOLD.search(called) and not points and not _tells_who_met(texts) and _retells(blocks):
        return True
    return (
        bool(_OWN_REPORT.search(name))
        and not _OF_TALKS.search(called)
        and not _tells_who_met(texts)
        and 2 * points < len(blocks)
    )


def _retells(blocks: Sequence[Block]) -> bool:
    """Whether running text tells of a round that was, in numbers and in what became of it."""
    prose = [block.text for block in blocks if block.kind == "paragraph" and block.text.strip()]
    retold = sum(bool(_RETELLS.search(text)) for text in prose)
    return len(prose) > 1 and retold >= MOST_RETELLS * len(prose)


def shows_what_was_said(blocks: Sequence[Block]) -> bool:
    """Whether slides, though made to show, hold what a meeting brought: "Opbrengst tafel 1"."""
    points, brought = 0, False
    for block in blocks:
        if block.kind == "heading":
            brought = bool(_HARVEST.search(block.text))
        points += brought and block.kind in ("item", "paragraph", "row")
    return points >= FEWEST_BROUGHT


def is_press(blocks: Sequence[Block]) -> bool:
    """Whether a newspaper wrote it: those it quotes are not answering the organisation."""
    return any(_PRESS.match(block.text.strip()) for block in blocks[:BYLINE])


def _tells_who_met(texts: Sequence[str]) -> bool:
    """Whether a line such as "Aanwezig: …" or "Notulist: …" says who sat together."""
    labels = (label for text in texts if (label := text.partition(":")[0]) != text)
    return any(fold(label.lstrip(" -–•·*\t")) in _OF_A_MEETING for label in labels)


def _is_letter(blocks: Sequence[Block], name: str) -> bool:
    """Whether somebody wrote this to the organisation, rather than noted what was said."""
    texts = [block.text.strip() for block in blocks]
    if holds_reactions(blocks):
        return True
    if _tells_who_met(texts):
        return False
    if any(_SALUTATION.match(text) for text in texts[:10]) or printed_on_forms(blocks):
        return True  # a form that somebody filled in is one voice, as a letter is
    return bool(_NAMED_LETTER.search(name)) and not any(block.kind == "item" for block in blocks)
