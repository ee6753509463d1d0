"""A message that a form on a website sent: who filled it in, what was asked, and the answers.

"Naam: …", "Ik ben: ouder", "Uw reactie: …" come with every message, from one address; they are
nobody's words, and what they say tells the people apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.corpus.note_facts import META
from pipeline.corpus.note_structure import role_alone
from pipeline.corpus.note_tables import kind_of_fact
from pipeline.corpus.printed_choices import choice_in
from pipeline.files.blocks import is_title
from pipeline.files.names import column_kinds, fold, role_of

FEWEST_FIELDS = 2  # above the first answer; with a field "Uw reactie" one is enough
MOST_WORDS = 8  # of the label of a field; a longer line before a colon was written by somebody
MOST_ASKED = 20  # words of a question
FEWEST_PAIRS = 2  # questions, each with its answer marked, that make a form of a letter
MOST_GREETED = 15  # words above them: "Beste Sanne, hierbij onze antwoorden."
_NUMBER = re.compile(r"^(?:vraag\s*)?\d{1,2}\s?[.):]\s+", re.IGNORECASE)
_FIELD = re.compile(r"(?P<label>[^:\n?]{2,60}):[^\S\n]*(?P<value>.*)")
_BOX = re.compile(r"\s*(?:[☐☑☒□■]|\[[ xXvV✓]?\]|\([xX ]\))")
_OURS = re.compile(r"^(?:uw|je|jouw|mijn|de) ")
_FOR_ANSWERS = frozenset(("reactie", "bericht", "boodschap", "message", "inbreng", "verhaal"))
_CONTACT = frozenset(
    "naam|voornaam|achternaam|e-mail|email|e-mailadres|emailadres|telefoon|telefoonnummer|"
    "postcode|adres|straat|ip-adres|ip|pagina|verzonden op|verzonden".split("|")
)
_OF_MAIL = frozenset("van aan cc verzonden onderwerp betreft datum date".split())  # any has them
_BY_NAME = ("e-mail", "email", "e-mailadres", "emailadres", "naam", "achternaam")


@dataclass(frozen=True)
class FilledIn:
    """What a form says of whoever filled it in, and each answer with its question."""

    who: str  # an address or a name; stays in here
    role: str
    area: str
    answers: tuple[tuple[str, str], ...]  # question ("" for the one field of answers), text


def filled_in(text: str) -> FilledIn | None:
    """The form that a message is; None for what somebody wrote herself."""
    known: dict[str, str] = {}
    answers: list[tuple[str, list[str]]] = []
    fields = named = in_pairs = 0
    question = ""  # right above, not answered yet
    for line in _lines(text):
        plain = line.strip()
        if choice := choice_in(plain):
            if roles := [role for name in choice.ticked if (role := role_alone(name))]:
                known["role"] = " en ".join(sorted(set(roles)))
            fields += 1
            continue
        field = _FIELD.fullmatch(plain)
        label = _OURS.sub("", fold(field["label"])) if field else ""
        value = field["value"].strip() if field else ""
        label = re.sub(r"\s?\([^()]*\)$|\s?\*$", "", label)
        if field and (label in _FOR_ANSWERS or column_kinds().get(label) == "text"):
            if answers and answers[-1][0] and not "".join(answers[-1][1]).strip():
                answers[-1][1].append(value)  # below a question of the form
            else:
                if question:  # which is no answer itself
                    answers[-1][1].remove(question)
                    in_pairs += 1
                answers.append((_NUMBER.sub("", question.strip()), [value] if value else []))
            named += 1
            question = ""
        elif field and (kind := _kind(label, value, first=not answers)):
            known.setdefault(kind, value)
            fields += kind not in _OF_MAIL
        elif plain.endswith("?") and len(plain.split()) <= MOST_ASKED and fields:
            answers.append((plain, []))
            question = ""
        elif answers or plain:
            if not answers:  # somebody begins to speak above any field of answers
                answers.append(("", []))
            answers[-1][1].append(line)
            if plain:
                question = line if plain.endswith("?") else ""
    if in_pairs >= FEWEST_PAIRS:  # questions, each with "Antwoord:" below it
        fields += 1
        if not answers[0][0] and len(" ".join(answers[0][1]).split()) <= MOST_GREETED:
            del answers[0]
    given = tuple((asked, said) for asked, lines in answers if (said := "\n".join(lines).strip()))
    if not given or not fields or (fields < FEWEST_FIELDS and not named):
        return None
    who = next((known[name] for name in _BY_NAME if known.get(name)), "")
    return FilledIn(fold(who), role_of(known.get("role", "")), known.get("area", ""), given)


def _lines(text: str) -> Iterator[str]:
    """The lines, those with boxes behind the line that asks for them."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and _BOX.match(lines[end]):
            end += 1
        boxes = lines[at:end]
        yield " ".join(boxes) if choice_in(" ".join(boxes)) else lines[at]
        at = end if choice_in(" ".join(boxes)) else at + 1


def _kind(label: str, value: str, *, first: bool) -> str:
    """What a field says: role, area, or the name of another; "" where it is an answer's line."""
    if len(label.split()) > MOST_WORDS:
        return ""
    if label in _CONTACT:
        return label
    kind = kind_of_fact(label)
    if kind in ("role", "area"):
        return kind if value else "empty"
    if kind or label in META:
        return label
    if first and value and role_alone(value):
        return "role"
    return "other" if first and value and is_title(value) and len(value.split()) <= 3 else ""
