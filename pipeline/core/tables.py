"""The tables that pass between stages: their columns, types, keys and meaning.

A stage promises its table by ending in ``return STATEMENTS.check(frame)``. A broken promise is a
programming fault and raises ``TableFault``; faults in the user's data are ``DataProblem``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.plan import GOALS
from pipeline.core.table import Table

if TYPE_CHECKING:
    import pandas as pd

# Where a row of RESPONSES stood, as SET_ASIDE tells it of what was left out.
PLACE = ("round_id", "source_file", "source_part", "source_row")

RESPONSES = Table(
    "responses",
    {
        "response_id": "string",  # stable: round id + place in the source
        "round_id": "string",
        "meeting_id": "string",  # empty outside meetings
        "respondent_id": "string",  # pseudonym; one voice, however many responses
        "role": "string",
        "area": "string",
        "question_id": "string",  # a row of QUESTIONS: question asked or topic of conversation
        "date": "date",
        "language": "string",  # ISO 639-1, or "" where too short to say
        "text": "string",  # verbatim as read; after redact() with masks such as [naam]
        "n_supporters": "int",  # people behind it: 1, or "3x genoemd"
        "source_file": "string",
        "source_part": "string",  # sheet, page or heading; "" where a file has no parts
        "source_row": "int",  # row as Excel shows it; paragraph or line in documents
    },
    key=("response_id",),
    meaning="what one respondent entered in one field, or one turn or bullet of meeting notes",
)

QUESTIONS = Table(
    "questions",
    {"question_id": "string", "round_id": "string", "text": "string", "kind": "string"},
    key=("question_id",),
    meaning="a question asked (kind question) or a topic of conversation (kind topic)",
)

MEETINGS = Table(
    "meetings",
    {
        "meeting_id": "string",
        "round_id": "string",
        "title": "string",
        "topic": "string",  # "" where several topics were spoken of, or none is named
        "date": "date",
        "role": "string",  # "" for everybody in the meeting together
        "n_present": "int",  # people; empty where the notes do not say how many
    },
    key=("meeting_id", "role"),
    meaning="who was at a meeting: a row for the whole of it and one per role that was counted",
)

STATEMENTS = Table(
    "statements",
    {
        "statement_id": "string",
        "response_id": "string",
        "start": "int",  # characters into RESPONSES.text
        "end": "int",
        "text": "string",  # RESPONSES.text[start:end], exactly
        "clean_text": "string",  # mojibake, markup and spacing repaired: what is analysed
    },
    key=("statement_id",),
    meaning="one thing said",
)

SET_ASIDE = Table(
    "set_aside",
    {
        "item_id": "string",  # response or statement id, or place of an unreadable row
        "level": "string",  # row | response | statement
        "round_id": "string",
        "stage": "string",
        "reason": "string",  # closed lists: REASONS of corpus.read and text.clean
        "source_file": "string",
        "source_part": "string",
        "source_row": "int",
    },
    key=("item_id", "level"),
    meaning="one row, response or statement that was read and not analysed",
)

MASKED = Table(
    "masked",
    {
        "response_id": "string",
        "start": "int",  # of the mask in RESPONSES.text
        "end": "int",
        "source_start": "int",  # of the masked words in the text as read, its letters mended
        "source_end": "int",
        "kind": "string",  # naam | telefoon | e-mail | adres | postcode | bsn | iban | …
    },
    key=("response_id", "start"),
    meaning="one personal detail that was masked; the words themselves are kept nowhere",
)

CAMPAIGNS = Table(
    "campaigns",
    {
        "response_id": "string",
        "campaign_id": "string",
        "kind": "string",  # exact | near | template
        "similarity": "float",  # 0-1, with the campaign's standard text
        "addition_start": "int",  # what this sender added in own words; empty where nothing
        "addition_end": "int",
    },
    key=("response_id",),
    meaning="one response that is a copy of a letter sent in by several respondents",
)

STANCES = Table(
    "stances",
    {"statement_id": "string", "stance": "string", "strength": "float"},
    key=("statement_id",),
    meaning="support | wish | complaint | question | unknown, with how sure (0-1)",
)

HARM = Table(
    "harm",
    {
        "statement_id": "string",
        "chance": "float",  # 0-1, that it points at harm to a child or person
        "cue": "string",  # plain | cue | "": whether the wording itself says so
    },
    key=("statement_id",),
    meaning="what may point at harm to a child or person: read first, never quoted outside",
)

THEMES = Table(
    "themes",
    {
        "theme_id": "string",
        "parent_id": "string",  # the theme this is a sub-theme of; "" for a theme
        "label": "string",
        "kind": "string",  # concern | praise
        "subject": "string",  # the nouns that mark it, where the label is what somebody said
        "name_id": "string",  # the statement that the label was taken from
        "keywords": "list",
        "why": "string",  # terms and their weight: why these statements belong together
        "n_statements": "int",
        "n_respondents": "int",  # a campaign counts as the one voice it is
        "n_senders": "int",  # the same with every sender of a campaign counted
        "n_rounds": "int",
        "n_meetings": "int",
        "n_roles": "int",
        "recurring": "bool",
        "stability": "float",  # 0-1, share of draws in which two of its own stay together
        "chance": "float",  # 0-1, that it is one concern (``core/surety``)
    },
    key=("theme_id",),
    meaning="what several people say",
)

OF_A_THEME = ("theme_id", "subtheme_id", "nearest_id")  # columns of ASSIGNMENTS that name one
ASSIGNMENTS = Table(
    "assignments",
    {
        "statement_id": "string",
        "theme_id": "string",  # "" = overig
        "subtheme_id": "string",
        "strength": "float",  # 0-1, likeness to the theme's centre
        "nearest_id": "string",  # nearest theme, also for overig
        "unique_signal": "bool",
    },
    key=("statement_id",),
    meaning="one statement's theme",
)

PROMPTED = Table(
    "prompted",
    {
        "theme_id": "string",
        "question_id": "string",  # the question or topic that most of its people answered
        "share": "float",  # 0-1, of the people in the theme
        "likeness": "float",  # to the question's wording, in standard deviations above usual
        "prompted": "bool",  # both reach what the settings need
    },
    key=("theme_id",),
    meaning="one theme beside the question that may have prompted it",
)

GIVEN = Table(
    "given",
    {
        "topic_id": "string",
        "codebook_id": "string",
        "code_id": "string",
        "title": "string",
        "how": "string",  # fixed | seed
        "outcome": "string",  # carried | widened | scattered | unheard
        "theme_id": "string",  # the theme it is or lies in; "" where none
        "n_statements": "int",  # that lie near the topic
        "n_in_theme": "int",  # of these, in that theme
    },
    key=("topic_id",),
    meaning="a topic given beforehand, and whether what was said carries it",
)

PROPOSALS = Table(
    "proposals",
    {
        "theme_id": "string",
        "kind": "string",  # label | summary
        "text": "string",  # "" where it was refused
        "model": "string",
        "quote_ids": "list",  # statements it quotes word for word
        "accepted": "bool",
        "reason": "string",  # why it was refused; "" when accepted
    },
    key=("theme_id", "kind"),
    meaning="a text about a theme by a language model outside gehoord; shown as a proposal only",
)

MATCHES = Table(
    "matches",
    {
        "item_id": "string",
        "level": "string",  # theme | statement
        "codebook_id": "string",
        "code_id": "string",
        "rank": "int",  # from 1
        "score": "float",
        "probability": "float",  # empty unless calibrated
    },
    key=("item_id", "level", "codebook_id", "code_id"),
    meaning="one theme or statement beside one code",
)

FITS = Table(
    "fits",
    {
        "item_id": "string",
        "level": "string",  # theme | statement
        "codebook_id": "string",
        "fit": "float",  # best code, in deviations above what the best other code reaches
        "needed": "float",  # fit from which some code fits as likely as not
        "none_probability": "float",  # that no code fits
        "likely": "list",  # codes that together hold the right one; "" stands for none
        "calibrated_on": "string",  # default | judged
    },
    key=("item_id", "level", "codebook_id"),
    meaning="one theme or statement against a codebook as a whole",
)

COVERAGE = Table(
    "coverage",
    {
        "theme_id": "string",
        "codebook_id": "string",
        "code_id": "string",  # best code; "" where none fits
        "status": "string",  # addressed | partly | mentioned | not_addressed | out_of_scope
        "decided_by": "string",  # model (voorstel) | person (vastgesteld)
        "score": "float",
        "needed": "float",
        "quote_ids": "list",  # statement ids
        "passage_ids": "list",  # ids of goals, actions and passages of the plan
    },
    key=("theme_id", "codebook_id"),
    meaning="one theme's verdict against one codebook, with evidence on both sides",
)

COVERAGE_BEFORE = Table(
    "coverage_before",
    COVERAGE.columns,
    key=COVERAGE.key,
    meaning="the same themes against the goals of the plan's previous version",
)

PROJECTION = Table(
    "projection",
    {"statement_id": "string", "x": "float", "y": "float"},
    key=("statement_id",),
    meaning="a place on the map of statements: nearer is more alike, the axes mean nothing",
)

REGISTER = Table(
    "register",
    {
        "theme_id": "string",
        "round_id": "string",
        "n_statements": "int",
        "n_respondents": "int",
        "n_roles": "int",
        "life": "string",  # new | persistent | returned | silent | resolved | reopened | ""
    },
    key=("theme_id", "round_id"),
    meaning="the life of a concern over the rounds",
)

CONTINUITY = Table(
    "continuity",
    {
        "theme_id": "string",  # in this run; "" for a concern of then that is not found now
        "earlier_id": "string",  # in the earlier run; "" for a concern that is new
        "label": "string",  # of the theme as it was called then
        "kind": "string",  # same | split | merged | gone | new
        "how": "string",  # told by statements (in both runs) | meaning (centres) | "" by nothing
        "alike": "float",  # 0-1: F1 of shared statements, or cosine of centres
        "shared": "int",  # statements in both
        "life": "string",  # of a concern that is gone: silent | resolved | "" (now elsewhere)
        "decided_by": "string",  # model (voorstel) | person (vastgesteld)
    },
    key=("theme_id", "earlier_id"),
    meaning="which concern of an earlier run each concern continues: proposed, for people to judge",
)

PAST = Table(
    "past",
    {
        "theme_id": "string",
        "round_id": "string",
        "title": "string",
        "date": "date",
        "n_statements": "int",
        "n_respondents": "int",
        "n_roles": "int",
        "life": "string",  # as in REGISTER
    },
    key=("theme_id", "round_id"),
    meaning="the life of a concern in rounds that only the earlier run knew",
)

SILENCE = Table(
    "silence",
    {
        "kind": "string",  # role | area | goal
        "subject": "string",
        "group_size": "int",  # people it counts, from corpus.toml; empty for goals
        "n_respondents": "int",
        "expected": "float",  # respondents had every group spoken alike; empty for goals
        "verdict": "string",  # heard | less_than_expected | not_heard
    },
    key=("kind", "subject"),
    meaning="who spoke less than the group's size lets expect; goals nobody spoke of",
)

JUDGEMENTS = Table(
    "judgements",
    {
        "judgement_id": "string",
        "kind": "string",  # pipeline.review.KINDS
        "subject": "string",  # theme or statement id in the run judged; a judgement for withdraw
        "codebook_id": "string",  # for link, code and status; else ""
        "old": "string",
        "new": "string",  # "" takes an earlier decision on the same back
        "who": "string",
        "when": "date",  # ISO 8601, to the second
        "why": "string",
        "run_id": "string",  # the run that was looked at
        "context": "string",  # what the subject was called then, for people
        "anchor": "list",  # what was judged: statements as id#mark (review/rebind)
        "target": "list",  # merge and pin: the statements of the theme joined
        "rounds": "list",  # rounds there were then
        "against": "list",  # the codes there were then, as code#mark
        "state": "string",  # "" in the log; in a run applied | open | absent | replaced | withdrawn
        "bound": "string",  # in a run: what it came to lie on, or for open the likeliest themes
        "reason": "string",  # in a run: why it is open
    },
    key=("judgement_id",),
    meaning="one decision of a person; append-only in the log, with what became of it in a run",
)

ALL = tuple(table for table in list(globals().values()) if isinstance(table, Table))


def of_statements_and_goals(rows: pd.DataFrame) -> pd.DataFrame:
    """Those rows of MATCHES or FITS that lay a statement beside the goals of the plan."""
    return rows[(rows["level"] == "statement") & (rows["codebook_id"] == GOALS)]


def central_first(assignments: pd.DataFrame) -> pd.DataFrame:
    """ASSIGNMENTS with the most central statements first; of equal strength by their ids."""
    order = ["strength", "statement_id"]
    return assignments.sort_values(order, ascending=[False, True], kind="stable")
