"""What stands beside people's words, made safe: groups from a closed list, titles without names.

A role "juf Anja van De Regenboog", a topic "Gesprek met mevrouw Jansen" and a file "Brief van
Jan.docx" point to somebody as much as an answer does, and are shown more often.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pandas as pd

from pipeline.core.errors import DataProblem
from pipeline.core.locale import ngettext
from pipeline.core.tables import MEETINGS, QUESTIONS, RESPONSES, SET_ASIDE
from pipeline.corpus.records import Corpus, OwnNames
from pipeline.files.names import fold, role_names
from pipeline.files.toml_file import read_toml
from pipeline.plan.persons import without_persons
from pipeline.text.nlp import embedded_tables
from pipeline.text.redact import find_details, mask

_BODY = re.compile(
    r"\b(?:[Ss]amenwerkingsverbanden|[Ss]amenwerkingsverband|SWV|[Gg]emeente|[Rr]egio|"
    r"[Ss]tichting|[Pp]assend [Oo]nderwijs)\s+((?:[A-Z][\w-]+)(?:[ -][A-Z][\w-]+)?)"
)
# of an export, in its name
_DAY = re.compile(r"20\d\d([-. ]?)(?:0[1-9]|1[0-2])\1(?:[0-2]\d|3[01])")
NAMES_FILE = "names.toml"
NAMES_KEYS = {"names": "list", "no_names": "list"}
ELSE = "anders"  # every role or area that does not stand in the list


def made_safe(corpus: Corpus, groups: dict[str, set[str]], least: int) -> Corpus:
    """The corpus with its groups closed and its titles, topics, places and file names masked.

    Args: groups: "role" and "area" -> the groups that corpus.toml names. least: people that make a
        group one which corpus.toml does not name.
    """
    listed = {"role": groups["role"] | set(role_names()), "area": groups["area"]}
    masked = masking(corpus.names, [*own_names(corpus), *listed["area"]])
    frame, warnings = corpus.responses.copy(), [*corpus.warnings]
    for column, known in listed.items():
        safe = closed(frame[column].fillna(""), frame["respondent_id"], known, masked, least)
        if n := int((safe != frame[column].fillna("")).sum()):
            warnings.append(_gathered(column, n, least))
        frame[column] = safe
    sources = [source.file for source in corpus.sources]
    files = unlike([*sources, *(account.file for account in corpus.files)], masked)
    for text in (name for name, form in files.items() if name != form):
        warnings = [warning.replace(text, files[text]) for warning in warnings]
    aside, questions = corpus.set_aside.copy(), corpus.questions
    for table in (frame, aside):
        table["source_file"] = table["source_file"].map(lambda name: files.get(name, name))
        table["source_part"] = table["source_part"].fillna("").map(masked)
    plan, previous = (
        version and without_persons(version, embedded_tables().is_word)
        for version in (corpus.plan, corpus.previous)
    )
    return replace(
        corpus,
        plan=plan,
        previous=previous,
        rounds=tuple(replace(round_, title=masked(round_.title)) for round_ in corpus.rounds),
        responses=RESPONSES.check(frame),
        questions=QUESTIONS.check(questions.assign(text=questions["text"].map(masked))),
        set_aside=SET_ASIDE.check(aside),
        meetings=_safe_meetings(corpus.meetings, set(frame["role"]) | listed["role"], masked),
        sources=tuple(replace(source, file=files[source.file]) for source in corpus.sources),
        warnings=tuple(map(masked, warnings)),
        files=tuple(
            replace(account, file=files[account.file], detail=masked(account.detail))
            for account in corpus.files
        ),
    )


def own_names(corpus: Corpus) -> list[str]:
    """What the organisation, its consultation and its plan are called: no name of a person.

    Of a plan the name behind what kind of body it is of: "Samenwerkingsverband Eemsing".
    """
    plan = corpus.plan
    texts = [plan.title, *(passage.text for passage in plan.passages)] if plan else []
    bodies = (name for text in texts for name in _BODY.findall(text))
    return [corpus.organisation, corpus.title, corpus.name, *sorted(set(bodies))]


def _safe_meetings(
    meetings: pd.DataFrame, roles: Collection[str], masked: Callable[[str], str]
) -> pd.DataFrame:
    """MEETINGS with masked titles and topics; roles outside the list are *anders*, added up."""
    listed = {fold(role) for role in roles}
    safe = meetings.assign(
        title=meetings["title"].map(masked),
        topic=meetings["topic"].map(masked),
        role=[
            role if not role or all(fold(part) in listed for part in role.split(" en ")) else ELSE
            for role in meetings["role"]
        ],
    )
    rest = [name for name in MEETINGS.columns if name != "n_present"]
    summed = safe.groupby(rest, sort=False, dropna=False)["n_present"].sum(min_count=1)
    return MEETINGS.check(summed.reset_index())


def _gathered(column: str, n: int, least: int) -> str:
    messages = {
        "role": ngettext(
            "{n} answer came from a role that is not in the list and that fewer than {least} "
            "people gave: its role is 'anders'",
            "{n} answers came from a role that is not in the list and that fewer than {least} "
            "people gave: their role is 'anders'",
            n,
        ),
        "area": ngettext(
            "{n} answer came from an area that corpus.toml does not name and that fewer than "
            "{least} people gave: its area is 'anders'",
            "{n} answers came from an area that corpus.toml does not name and that fewer than "
            "{least} people gave: their area is 'anders'",
            n,
        ),
    }[column]
    return messages.format(n=n, least=least)


def read_own_names(folder: Path) -> tuple[OwnNames, list[DataProblem]]:
    """``names = [...]`` and ``no_names = [...]`` of names.toml, and every fault in it.

    Raises: DataProblem when it is no TOML.
    """
    if not (folder / NAMES_FILE).is_file():
        return OwnNames(), []
    toml = read_toml(folder / NAMES_FILE, NAMES_FILE)
    toml.known("", toml.data, NAMES_KEYS)
    hidden, allowed = (
        frozenset(" ".join(str(v).lower().split()) for v in toml.get(toml.data, key, "list"))
        for key in NAMES_KEYS
    )
    return OwnNames(hidden - {""}, allowed - {""}), toml.faults


def masking(names: OwnNames, allow: Collection[str] = ()) -> Callable[[str], str]:
    """A function that puts masks in the place of details in a title, heading or file name."""
    tables, kept = embedded_tables(), frozenset(map(str.lower, allow)) | names.allowed
    done: dict[str, str] = {}

    def masked(text: str) -> str:
        if text not in done:
            plain = text.replace("_", " ")  # of one length: the places stay
            spans = find_details(plain, allow=kept, known=tables.is_word, names=names.hidden)
            if not spans:  # "Reacties Barendina Stoffelsma": no sentence stands around the name
                spans = find_details(
                    _without_capital(plain, tables.is_word), allow=kept, known=tables.is_word
                )
            details = [span for span in spans if not _DAY.fullmatch(plain, span.start, span.end)]
            done[text] = mask(text, details)[0]
        return done[text]

    return masked


def _without_capital(text: str, known: Callable[[str], bool]) -> str:
    """A title whose first word is an ordinary one as the middle of a sentence; else as it is."""
    first = text.partition(" ")[0].lower()
    return first + text[len(first) :] if known(first) and text[len(first) :] else text


def unlike(values: Iterable[str], masked: Callable[[str], str]) -> dict[str, str]:
    """Name -> its masked form; what differed stays different, by a number before its suffix."""
    taken: dict[str, int] = {}
    forms: dict[str, str] = {}
    for value in dict.fromkeys(values):
        suffix = PurePosixPath(value).suffix
        stem = masked(value.removesuffix(suffix))
        taken[stem + suffix] = taken.get(stem + suffix, 0) + 1
        number = f" ({taken[stem + suffix]})" if taken[stem + suffix] > 1 else ""
        forms[value] = f"{stem}{number}{suffix}"
    return forms


def closed(
    values: pd.Series,
    respondents: pd.Series,
    known: Collection[str],
    masked: Callable[[str], str],
    least: int,
) -> pd.Series:
    """Groups from a closed list; every other one is *anders*.

    In the list: what ``known`` and the usual roles name, one or several at once, and what at least
    ``least`` people gave in the same words, without a personal detail in them.
    """
    listed = {fold(name) for name in known}
    people = respondents.groupby(values).nunique()

    def may_be_shown(value: str) -> bool:
        named = fold(value) in listed or all(fold(part) in listed for part in value.split(" en "))
        return not value or named or (people[value] >= least and masked(value) == value)

    return values.map({value: value if may_be_shown(value) else ELSE for value in values.unique()})
