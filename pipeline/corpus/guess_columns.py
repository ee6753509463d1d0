"""What each column of an unknown table most likely is, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.core.cleaning import column_letter
from pipeline.core.numerals import how_many
from pipeline.corpus.columns import ANSWERED, BY_THE_TYPIST, Header
from pipeline.corpus.missing import EXCEL_ERRORS, is_missing
from pipeline.files.dates import iso_date
from pipeline.files.grid import cell_at
from pipeline.files.names import SINGLE, column_kinds, fold, role_names

SURE, LIKELY, GUESS = "sure", "likely", "guess"
SAMPLE = 2000  # rows looked at
OPEN_WORDS = 4.0  # words per filled cell from which a column holds answers in own words
OPEN_DISTINCT = 0.2  # share of different values, as in Consult's checks
CLOSED_VALUES = 15  # different values at most for a choice between options
OPTION_WORDS = 15  # words of the longest option of a closed question
FEWEST_OPTIONS = 6  # ticks from which options are told from answers by coming back
KNOWN_ROLES = 0.6  # share of the values that are names of roles
COUNTED = 0.8  # share of the values that say how many people
DATES = 0.9  # share of the values that are dates
# A question that asks who somebody is; "bent u tevreden" asks something else.
_KIND_OF_PLACE = (
    r"(?:gebied|gemeente|regio|wijk|buurt|woonplaats|dorp|kern|stadsdeel|\barea|region)\b"
)
_PLACE = re.compile(
    rf"^\W*(?:\w+ ){{0,2}}\w*{_KIND_OF_PLACE}|\b(?:welke?|waar|which)\b.{{0,200}}{_KIND_OF_PLACE}"
)
_WHICH_PLACE = re.compile(rf"^(?:in|uit) welke? \w*{_KIND_OF_PLACE}")
_WHO = re.compile(
    r"^(?:ik ben|u bent|i am)(?: een| an?)?$|^(?:wie|wat) (?:bent u|ben jij|ben je)\b|\bals wie\b"
    r"|\b(?:reageer|reageert|antwoord|antwoordt|vult?)\b.*\bals\b"
    r"|\b(?:rol|hoedanigheid|functie|doelgroep)\b"
    r"|\bbent u (?:een )?(?:ouder|leraar|leerkracht|inwoner|medewerker|professional)\b"
    r"|\byour role\b"
)
_SENT = re.compile(r"ingediend|ingestuurd|verzonden|ingezonden|ontvangen|voltooi|submit|complet")
_AGREEMENT = re.compile(
    r"^(?:ik ben het er |i )?(?:(?:helemaal|volledig|geheel|enigszins|zeer|heel|een beetje|"
    r"strongly|somewhat)? ?)(?:niet )?(?:mee )?(?:(?:on)?eens|(?:on)?tevreden|"
    r"(?:dis)?agree|neutra(?:a)?l)"
    r"(?: en niet (?:mee )?oneens)?$|^niet (?:mee )?eens|^(?:weet (?:ik )?niet|geen mening)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"(?<!\s)\s*\([^()]*\)$")
_STEPS = frozenset(
    "altijd|meestal|vaak|regelmatig|soms|af en toe|zelden|nooit|zeer slecht|slecht|matig|redelijk|"
    "voldoende|ruim voldoende|onvoldoende|goed|zeer goed|uitstekend|niet goed, niet slecht|"
    "zeer belangrijk|belangrijk|niet belangrijk|onbelangrijk|helemaal niet|een beetje|"
    "in hoge mate|in lage mate|ja|nee|n.v.t|niet van toepassing|weet niet|geen antwoord|"
    "neutraal".split("|")
)
_BOARD = frozenset(("bg color", "background color", "sticky color", "note color", "position x"))
_PARTS_OF_A_BOARD = frozenset(
    ("area", "location", "frame", "cluster", "gebied", "kader", "locatie", "vak", "kolom", "column")
)
_HANDS = frozenset(("last updated by", "created by", "modified by", "laatst gewijzigd door"))
_ONLY_SAYS = frozenset(("response", "antwoord", "reactie", "respons"))  # SurveyMonkey's 2nd row
_OTHERWISE = re.compile(r"(?<!\s)\s*\[(?:other|anders|overig)\]$", re.IGNORECASE)  # LimeSurvey's
_CODED = re.compile(r"^[A-Z]{1,4}\d{1,3}(?:\[\w{1,10}\])?[.:]?\s+")
_SPECIFY = re.compile(r"^(?:anders|overig|other)(?:$|\b.*(?:toelicht|namelijk|specify|nl\b))")
_FIELD = re.compile(r"(?P<stem>.*?\S)\s*[\[(](?:SQ)?\w{1,4}[\])]$", re.IGNORECASE)
_NAME_OF_ROW = re.compile(  # "Reactie 1", "Inzending nr. 12"
    r"^(?:reactie|inzending|inbreng|respondent|deelnemer|formulier|bericht|antwoord|item|record|rij|"
    r"response|submission|entry)\s*+(?:(?:nr\.?|nummer|#)\s*+)?\d{1,6}$",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(  # "Naam kind", "Adres van de ouders": who somebody is, and no answer
    r"^(?:wat is )?(?:(?:de|het|uw|je|jouw) )?"
    r"(?:(?:voor|achter|roep)(?:-? ?(?:en|/) ?achter)?naam|namen|naam|(?:woon)?adres|"
    r"telefoon(?:nummer)?|mobiel(?: nummer)?|e-?mail(?:adres)?|geboortedatum|bsn|"
    r"burgerservicenummer|"
    r"(?:leerling|klant|dossier)nummer)(?: en (?:achternaam|adres|telefoonnummer|geboortedatum))?"
    r"(?: van)?(?: (?:de|het|uw|je|jouw))? "
    r"(?:kind(?:eren)?|leerling(?:en)?|zoon|dochter|ouders?|ouder\(s\)|moeder|vader|verzorgers?|"
    r"leerkracht|mentor|invuller|inzender|contactpersoon|deelnemer)$"
)
_REMARK = re.compile(r"(?:uw |de )?(?:opmerking|inbreng|zienswijze|vraag|punt)\b", re.IGNORECASE)
_REPLY = frozenset(("reactie", "onze reactie", "antwoord", "ons antwoord", "verwerking", "besluit"))
_TOTALS = frozenset("aantal|totaal|%|percentage|gemiddelde|gem|n|som|eindtotaal|st.dev".split("|"))
_YES_NO = frozenset(("ja", "nee", "yes", "no", "weet niet", "geen mening", "soms"))


@dataclass(frozen=True)
class ColumnGuess:
    """One column and what it was taken for."""

    header: Header
    kind: str  # open | closed | ignore | text | question | respondent | role | area | date | …
    sure: str  # sure (known by name) | likely (by its values) | guess
    key: str = ""  # how corpus.toml names it: the title, or "@F" where the title is not unique
    example: str = ""


@dataclass(frozen=True)
class _Values:
    filled: list[str]
    distinct: int
    words: float

    @property
    def share_distinct(self) -> float:
        return self.distinct / max(len(self.filled), 1)

    @property
    def are_roles(self) -> bool:
        """Whether most of them, and some, are names of roles."""
        known = sum(fold(value) in role_names() for value in self.filled)
        return bool(self.filled) and known >= KNOWN_ROLES * len(self.filled)


def guess_columns(headers: Sequence[Header], rows: Sequence[tuple[str, ...]]) -> list[ColumnGuess]:
    """Every column with its likely meaning; a meaning that one column can have may occur twice."""
    titles = Counter(fold(header.title) for header in headers)
    guesses = []
    for header in headers:
        values = _values(header.index, rows[:SAMPLE])
        kind, sure = _by_name(header) or _by_values(header, values)
        kind, sure = _contradicted(kind, sure, values)
        unique = titles[fold(header.title)] == 1 or bool(
            header.names and titles[fold(header.title)] - _nameless(headers, header.title) == 1
        )
        unique = unique and fold(header.title) in header.names
        key = header.title if unique else f"@{column_letter(header.index)}"
        guesses.append(ColumnGuess(header, kind, sure, key, _example(values)))
    guesses = _on_a_board(guesses)
    return _settled(_of_several_fields(_one_role(_asked_by_people(guesses, rows), rows), rows))


def _on_a_board(columns: list[ColumnGuess]) -> list[ColumnGuess]:
    """Columns of notes on a board (Mural, Miro): where a note hangs is what it is about.

    Such an export is known by the colour or the place of each note.
    """
    names = {name for column in columns for name in column.header.names}
    if not names & _BOARD or not any(column.kind == "text" for column in columns):
        return columns
    return [
        replace(column, kind="question", sure=LIKELY)
        if column.header.names & _PARTS_OF_A_BOARD
        else replace(column, kind="ignore", sure=LIKELY)
        if column.header.names & _HANDS
        else column
        for column in columns
    ]


def _asked_by_people(
    columns: list[ColumnGuess], rows: Sequence[tuple[str, ...]]
) -> list[ColumnGuess]:
    """A column of questions is what people sent in, where each is another and nothing answers them.

    So for the questions that people ask during a meeting (Slido, Mentimeter), each with its votes.
    """
    asked = [column for column in columns if column.kind == "question"]
    answered = any(column.kind in ("text", "open") for column in columns)
    of_people = any(
        column.kind in ("supporters", "date", "respondent", "role") for column in columns
    )
    if len(asked) != 1 or answered or not of_people:
        return columns
    values = _values(asked[0].header.index, rows[:SAMPLE])
    if values.words < OPEN_WORDS or values.share_distinct < OPEN_DISTINCT:
        return columns
    return [
        replace(column, kind="open", sure=GUESS) if column is asked[0] else column
        for column in columns
    ]


def _one_role(columns: list[ColumnGuess], rows: Sequence[tuple[str, ...]]) -> list[ColumnGuess]:
    """Of several columns that could say the role, the one whose values do, where only one does."""
    claims = [column for column in columns if column.kind == "role"]
    certain = [claim for claim in claims if _values(claim.header.index, rows[:SAMPLE]).are_roles]
    if len(claims) < 2 or len(certain) != 1:
        return columns
    return [
        replace(column, kind="closed", sure=GUESS)
        if column in claims and column not in certain
        else column
        for column in columns
    ]


def _answers(column: ColumnGuess, before: ColumnGuess | None) -> bool:
    """Whether a column holds what the organisation says to the remarks in the one before it."""
    title, remark = (fold(side.header.title) if side else "" for side in (column, before))
    return title in _REPLY and bool(_REMARK.match(remark))


def _nameless(headers: Sequence[Header], title: str) -> int:
    """How many columns go on with the question of this title, having no name of their own."""
    return sum(not header.names and fold(header.title) == fold(title) for header in headers)


def _values(index: int, rows: Sequence[tuple[str, ...]]) -> _Values:
    given = [cell for row in rows if (cell := cell_at(row, index).strip())]
    filled = [value for value in given if not is_missing(value)]
    errors = [value for value in filled if value.casefold() in EXCEL_ERRORS]
    if given and len(errors) == len(filled):  # asked, and every answer lost: to be told
        return _Values([], 0, OPEN_WORDS if errors else 0)
    words = sum(len(value.split()) for value in filled) / max(len(filled), 1)
    return _Values(filled, len(set(filled)), words)


def _by_name(header: Header) -> tuple[str, str] | None:
    names = header.names - _ONLY_SAYS if len(header.names) > 1 else header.names
    plain = {_ASIDE.sub("", name) for name in names}  # "wie (globaal)"
    kinds = {column_kinds()[name] for name in names | plain if name in column_kinds()}
    kinds.discard("round")
    if any(ANSWERED.match(name) or _OF_A_PERSON.match(name) for name in header.names | plain):
        return "ignore", LIKELY
    return (kinds.pop(), SURE) if len(kinds) == 1 else None


def _by_values(header: Header, values: _Values) -> tuple[str, str]:
    """(kind, how sure) of a column that only its values can tell: the surest sign decides."""
    if not values.filled:
        return ("open" if values.words else "ignore"), LIKELY
    n = len(values.filled)
    if {fold(value) for value in values.filled} <= header.names:
        return "closed", LIKELY  # an option ticked, in a column of its own
    if sum("@" in value and " " not in value for value in values.filled) > 0.5 * n:
        return "ignore", LIKELY
    if values.are_roles:
        return "role", LIKELY
    if sum(_is_day(value) for value in values.filled) >= DATES * n:
        return "date", LIKELY
    if _on_a_scale(values):
        return "closed", LIKELY
    if values.distinct == n and all(map(_NAME_OF_ROW.match, values.filled)):
        return "ignore", LIKELY
    if _numbers(values) >= 0.9 or (values.words >= OPEN_WORDS and _options(values)):
        return "closed", LIKELY
    if values.words >= OPEN_WORDS and values.share_distinct >= OPEN_DISTINCT:
        return "open", LIKELY
    if values.distinct <= CLOSED_VALUES and values.share_distinct <= 0.5:
        if any(_WHICH_PLACE.search(name) for name in header.names):
            return "area", LIKELY
        if any(_PLACE.search(name) for name in header.names) and not _yes_or_no(values):
            return "area", GUESS
        asks_who = not _yes_or_no(values) and any(_WHO.search(name) for name in header.names)
        return ("role", GUESS) if asks_who else ("closed", LIKELY)
    if values.words >= 2 and values.share_distinct >= OPEN_DISTINCT:
        return "open", GUESS
    return "closed", GUESS


def _options(values: _Values) -> bool:
    """Whether the values are ticked options, however long: few texts that keep coming back.

    Several options in one cell are parted by semicolons; a campaign's letter is longer than any.
    """
    parts = _parts(values)
    counts = Counter(map(fold, parts))
    if len(parts) < FEWEST_OPTIONS or max(len(part.split()) for part in counts) > OPTION_WORDS:
        return False
    repeated = sum(count for count in counts.values() if count > 1)
    agree = sum(bool(_AGREEMENT.search(part)) for part in counts)
    few = len(counts) <= CLOSED_VALUES and len(counts) <= len(parts) / 3
    return (few and repeated >= 0.9 * len(parts)) or agree >= max(2, 0.8 * len(counts))


def _parts(values: _Values) -> list[str]:
    return [part.strip() for value in values.filled for part in value.split(";") if part.strip()]


def _on_a_scale(values: _Values) -> bool:
    """Whether every value is a step of a scale ("mee eens", "soms"): of two or more steps."""
    steps = {fold(part) for part in _parts(values)}
    return len(steps) > 1 and all(map(_is_step, steps))


def _is_step(value: str) -> bool:
    return value in _STEPS or bool(_AGREEMENT.search(value))


def counts_answers(columns: Sequence[ColumnGuess]) -> bool:
    """Whether a table counts what was ticked: a question a row, a column for each step."""
    names = [fold(column.header.title) for column in columns if column.kind not in ("open", "text")]
    return sum(map(_is_step, names)) > 1 or len(_TOTALS & set(names)) > 1


def _is_day(value: str) -> bool:
    """Whether a value is a day, in the Dutch or the American order."""
    return iso_date(value) is not None or iso_date(value, american=True) is not None


def _yes_or_no(values: _Values) -> bool:
    return {fold(value) for value in values.filled} <= _YES_NO


def _numbers(values: _Values) -> float:
    plain = [value.replace(",", ".").replace("%", "").strip() for value in values.filled]
    hits = sum(value.replace(".", "", 1).lstrip("-").isdigit() for value in plain)
    return hits / max(len(plain), 1)


def _counts(values: _Values) -> float:
    """Share of the values that say how many: "4", "6x", "IIII II", "enkelen"."""
    return sum(how_many(value) is not None for value in values.filled) / max(len(values.filled), 1)


def _contradicted(kind: str, sure: str, values: _Values) -> tuple[str, str]:
    """A name is no proof: a column 'date' without dates, or 'comments' with only numbers."""
    if not values.filled:
        return kind, sure
    if kind == "date" and sum(_is_day(v) for v in values.filled) < 0.5 * len(values.filled):
        return "closed", GUESS
    if kind == "respondent" and sum(map(_is_day, values.filled)) >= 0.5 * len(values.filled):
        return "closed", LIKELY  # "Van" beside "Tot"
    if kind == "text" and _numbers(values) > 0.9:
        return "closed", LIKELY  # "Reacties" on a platform: how many there are
    if kind == "supporters" and _counts(values) < COUNTED:
        return "open", GUESS
    if kind in ("role", "area", "meeting") and values.words >= 8 and values.share_distinct > 0.5:
        return "open", GUESS
    if kind == "question" and values.share_distinct > 0.8 and len(values.filled) > 10:
        return "open", GUESS
    return kind, sure


def _settled(columns: list[ColumnGuess]) -> list[ColumnGuess]:
    """Wide tables ask in their headers: several answers, or one without a question column."""
    free = [column for column in columns if column.kind in ("text", "open")]
    texts = [
        guess
        for before, guess in zip([None, *free], free, strict=False)
        if not BY_THE_TYPIST.match(guess.header.title.strip()) and not _answers(guess, before)
    ]
    columns = [
        replace(column, kind="ignore")
        if texts and column in free and column not in texts
        else column
        for column in columns
    ]
    long = len(texts) == 1 and any(column.kind == "question" for column in columns)
    settled = [
        replace(column, kind="text" if long else "open") if column in texts else column
        for column in columns
    ]
    known = {column.kind for column in settled if column.sure == SURE}
    settled = [  # a guess gives way to a column known by its name
        replace(column, kind="closed", sure=LIKELY)
        if column.sure == GUESS and column.kind in known & set(SINGLE)
        else column
        for column in settled
    ]
    settled = _last_day([_said_otherwise(column, settled) for column in settled])
    respondents = [column for column in settled if column.kind == "respondent"]
    if not respondents:
        entry = next((column for column in settled if column.kind == "entry"), None)
        settled = [
            replace(column, kind="respondent") if column is entry else column for column in settled
        ]
    return [
        replace(column, kind="ignore") if column.kind == "entry" else column for column in settled
    ]


def _said_otherwise(column: ColumnGuess, columns: Sequence[ColumnGuess]) -> ColumnGuess:
    """Beside "who are you" a field "anders, namelijk" says who; beside another question, what."""
    if column.sure == SURE:
        return column
    if any(_SPECIFY.search(name) for name in column.header.names):
        left = [other for other in columns if other.header.index < column.header.index]
        kind = "closed" if left and left[-1].kind in ("role", "area") else "open"
        return replace(column, kind=kind) if column.sure == GUESS else column
    base = _without_code(_OTHERWISE.sub("", column.header.title))
    beside = [x for x in columns if x is not column and _without_code(x.header.title) == base]
    return (
        replace(column, kind="closed") if any(other.kind == "role" for other in beside) else column
    )


def _without_code(title: str) -> str:
    """A question without the code before it: "Q01[other]. In welke rol …" is asked as Q01 is."""
    return _CODED.sub("", title).strip()


def _of_several_fields(
    columns: list[ColumnGuess], rows: Sequence[tuple[str, ...]]
) -> list[ColumnGuess]:
    """Columns of one question with a field for each of several short answers ("noem er drie").

    One word is an answer there, where hardly any comes back and none is a step of a scale.
    """
    fields: dict[str, list[ColumnGuess]] = {}
    for column in columns:
        if match := _FIELD.match(column.header.title):
            fields.setdefault(match["stem"], []).append(column)
    chosen: set[int] = set()
    for group in fields.values():
        values = [_values(column.header.index, rows[:SAMPLE]) for column in group]
        texts = _Values([text for guess in values for text in guess.filled], 0, 0)
        distinct = len(set(map(fold, texts.filled)))
        free = distinct >= FEWEST_OPTIONS // 2 and distinct > 0.8 * len(texts.filled)
        guessed = all(column.sure == GUESS for column in group)
        if len(group) > 1 and guessed and free and not _numbers(texts) and not _on_a_scale(texts):
            chosen.update(column.header.index for column in group)
    return [
        replace(guess, kind="open", sure=LIKELY) if guess.header.index in chosen else guess
        for guess in columns
    ]


def _last_day(columns: list[ColumnGuess]) -> list[ColumnGuess]:
    """Of several days of one entry the one it was sent in counts: by its name, else the last."""
    days = [column for column in columns if column.kind == "date"]
    known = [column for column in days if column.sure == SURE]
    sent = [column for column in known or days if any(_SENT.search(n) for n in column.header.names)]
    chosen = (sent or known or days)[-1:]
    return [
        replace(column, kind="ignore") if column.kind == "date" and column not in chosen else column
        for column in columns
    ]


def _example(values: _Values) -> str:
    """The most frequent short value: what a column of choices holds. Never an answer."""
    if values.words > 3 or values.share_distinct > 0.5:
        return ""
    return Counter(values.filled).most_common(1)[0][0][:30] if values.filled else ""


def rivals(columns: Sequence[ColumnGuess]) -> dict[str, list[ColumnGuess]]:
    """The meanings that only one column can have, with the columns that claim them when several."""
    claims = {
        kind: [column for column in columns if column.kind == kind]
        for kind in (*SINGLE, "question")
    }
    return {kind: claimants for kind, claimants in claims.items() if len(claimants) > 1}
