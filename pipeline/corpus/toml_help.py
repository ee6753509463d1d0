"""What may stand in corpus.toml, plan.toml and names.toml: every key that is read, explained.

A key without its explanation fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.corpus.description import COLUMN_KEYS, CORPUS_KEYS, ROUND_KEYS
from pipeline.corpus.safe_labels import NAMES_FILE, NAMES_KEYS
from pipeline.plan.reading.toml import KEYS as PLAN_KEYS

EXAMPLES = {
    "corpus.toml": """[corpus]
name = "ondersteuningsplan"
title = "Reacties op het ondersteuningsplan"
organisation = "Samenwerkingsverband De Linde"
plan = "plan.toml"
codebooks = ["niveaus", "kwesties.xlsx"]

[corpus.group_sizes.role]
ouder = 9000
leerkracht = 700

[rounds.1]
title = "Vragenlijst voorjaar"
date = 2025-03-17
kind = "survey"
file = "vragenlijst.xlsx"
letters = ["brieven/*.docx"]

[rounds.1.columns]
respondent = "ID"
role = "Wat is uw rol?"
open = ["Wat gaat er goed?", "Wat moet er beter?"]
ignore = ["Naam", "E-mail"]

[rounds.2]
title = "Bijeenkomsten najaar"
date = 2025-10-06
kind = "meeting"
files = ["verslag 1.docx", "verslag 2.docx"]
""",
    "plan.toml": """[plan]
title = "Ondersteuningsplan 2025-2029"

[[pillars]]
id = "1"
title = "Sterke basis"

  [[pillars.goals]]
  id = "1.1"
  title = "Elke school heeft een vast aanspreekpunt"

    [[pillars.goals.actions]]
    id = "1.1.1"
    text = "In september staat op elke website wie het aanspreekpunt is."

[[codebooks]]
id = "kaders"
title = "Kaders"

  [[codebooks.codes]]
  id = "K1"
  title = "Zorgplicht"
  text = "Elke school zoekt een passende plek."
""",
    "names.toml": """names = ["Jelmer", "Zwaantje"]
no_names = ["de Regenboog"]
""",
}

Sections = dict[str, Mapping[str, str]]  # heading to key to type


def sections_of(file: str) -> Sections:
    """The headings of the file with the keys that are read under them.

    Raises: DataProblem for another file.
    """
    known: dict[str, Sections] = {
        "corpus.toml": {
            "[corpus]": CORPUS_KEYS,
            "[rounds.1]": ROUND_KEYS,
            "[rounds.1.columns]": COLUMN_KEYS,
        },
        "plan.toml": PLAN_KEYS,
        NAMES_FILE: {NAMES_FILE: NAMES_KEYS},
    }
    if file not in known:
        raise DataProblem(
            where=file, found=_("this file has no explanation"), expected=", ".join(known)
        )
    return known[file]


def kinds() -> dict[str, str]:
    """What kind of value a key has, in words."""
    return {
        "text": _("text between quotation marks"),
        "list": _("a list between [ and ]"),
        "table": _("a heading of its own"),
        "date": _("a date, such as 2025-03-17"),
        "number": _("a whole number"),
        "yes/no": _("true or false"),
    }


def meanings_under() -> dict[str, dict[str, str]]:
    """Heading to key to what it is for there, where that is something else than elsewhere."""
    return {
        "[rounds.1]": {
            "title": _("The name of this round, as a reader sees it in the report."),
            "kind": _("survey, meeting or letters."),
            "role": _("Who everybody in this round is, where no column or note says it."),
            "area": _("The work area of this whole round, where no column or note says it."),
        },
        "[rounds.1.columns]": {
            "date": _("The column with the day on which somebody answered."),
            "language": _("The column with the language in which somebody answered."),
            "text": _("The column with the answers, where every row is one answer."),
        },
    }


def meanings() -> dict[str, str]:
    """Key to what it is for."""
    return {
        "name": _("Short name of this corpus; runs are kept under it."),
        "title": _("The name a reader sees in the report."),
        "organisation": _("Your organisation, as it stands on the first page."),
        "plan": _("The plan to compare with: plan.toml. An empty text means: without a plan."),
        "plan_previous": _("The previous version of the plan, to show what changed."),
        "language": _("Language of the report: nl or en."),
        "codebooks": _("Further lists to compare with, such as frames and known issues."),
        "group_sizes": _("How many people there are per role or area, if you know."),
        "date": _("The first day of the round; rounds stand in the order of their dates."),
        "kind": _("What the codes of this list are, such as frame or issue."),
        "part_of": _("The number of the round in which this form was asked too."),
        "file": _("The file of this round, as it is called in the folder."),
        "files": _("The files of this round, when there are several; * stands for anything."),
        "letters": _("Letters and e-mails that came in with this survey."),
        "notes": _("Notes of meetings in the same round."),
        "sheet": _("The sheet to read, when several hold rows."),
        "sheets": _("The sheets of this round, when several hold answers to the same questions."),
        "header_row": _("The row with the names of the columns, as Excel numbers it."),
        "header_rows": _("How many rows the names of the columns take."),
        "encoding": _("How a text file was saved, if é comes out wrong: utf-8, cp1252, mac_roman."),
        "delimiter": _("The mark between the cells of a text file, such as ; or ,."),
        "role": _("The column that says who somebody is, such as ouder or leerkracht."),
        "area": _("The column with the work area or municipality."),
        "columns": _("What the columns of a table are."),
        "respondent": _("The column with the number of the respondent; it is never shown."),
        "meeting": _("The column that says in which meeting it was said."),
        "supporters": _("The column that says how many people said this."),
        "text": _("The words of the plan or the list, as they stand there."),
        "question": _("The column that says to which question an answer belongs."),
        "open": _("The columns with answers in own words; each is a question."),
        "closed": _("The columns with ticked answers; they are not analysed."),
        "ignore": _("The columns to leave alone, such as names and e-mail addresses."),
        "names": _("Names of people here that no list has; they are masked wherever they stand."),
        "no_names": _("Words that look like a name here and are none, such as a school's."),
        "version": _("Which version of the plan this is."),
        "period": _("The years the plan is for, such as 2024-2028."),
        "id": _("Number of the pillar, goal or code, as it is printed."),
        "page": _("The page where it stands."),
        "paragraph": _("The paragraph where it stands."),
        "path": _("The headings above it."),
        "goals": _("The goals under this pillar."),
        "actions": _("What will be done for this goal."),
        "multiple": _("Whether a statement may belong to several codes."),
        "codes": _("The codes of this list."),
        "parent": _("The code above this one."),
        "examples": _("Sentences that belong to this code."),
    }
