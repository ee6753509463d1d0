"""A run made by hand from the demo corpus and its truth: what a report test needs, in a second.

Only tests may read truth.csv; the product never does.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.plan import (
    GOALS,
    Action,
    Code,
    Codebook,
    Goal,
    Passage,
    Pillar,
    Place,
    Plan,
    Round,
)
from pipeline.core.respondents import voices
from pipeline.core.settings import RecurrenceSettings, Settings
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    COVERAGE,
    JUDGEMENTS,
    MASKED,
    MATCHES,
    MEETINGS,
    QUESTIONS,
    RESPONSES,
    SET_ASIDE,
    STANCES,
    STATEMENTS,
)  # fmt: skip
from pipeline.themes.recurrence import count_themes, register
from pipeline.themes.silence import quiet_goals, quiet_groups

_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_STATES = {"answered": "addressed", "partly": "partly", "no": "not_addressed"}
_STANCES = {"complaint": "complaint", "wish": "wish", "support": "support", "question": "question"}
_KWESTIES = {"C01": "Q1", "C08": "Q2", "C19": "Q3", "C18": "Q4", "C17": "Q5", "C10": "Q6"}
_KADERS = {"C03": "K2", "C11": "K3", "C22": "K5", "C27": "K1", "C08": "K6", "C18": "K7"}


def read_plan(path: Path) -> Plan:
    data = tomllib.loads(path.read_text("utf-8"))
    return Plan(
        title=data["plan"]["title"],
        version=data["plan"]["version"],
        organisation=data["plan"]["organisation"],
        period=data["plan"]["period"],
        pillars=tuple(_pillar(one) for one in data["pillars"]),
        passages=tuple(Passage(one["id"], one["text"], _place(one)) for one in data["passages"]),
        codebooks=tuple(
            Codebook(
                book["id"],
                book["title"],
                tuple(Code(one["id"], one["title"], one["text"]) for one in book["codes"]),
                kind=book["id"],
            )
            for book in data.get("codebooks", ())
        ),
    )


def _pillar(data: Mapping[str, Any]) -> Pillar:
    goals = tuple(
        Goal(
            one["id"],
            one["title"],
            one["text"],
            tuple(Action(action["id"], action["text"]) for action in one.get("actions", ())),
            _place(one),
        )
        for one in data["goals"]
    )
    return Pillar(data["id"], data["title"], data["text"], goals)


def _place(data: Mapping[str, Any]) -> Place:
    return Place(data.get("page"), data.get("paragraph"), tuple(data.get("path", ())))


def example(corpus: Path, *, keep: int | None = None, extra: tuple[str, ...] = ()) -> Analysis:
    """A whole run on the demo corpus; ``extra`` texts go in as responses of a parent, theme C01."""
    with (corpus / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:keep]
    rows += [_extra(number, text) for number, text in enumerate(extra)]
    with (corpus / "truth_concerns.csv").open(encoding="utf-8", newline="") as file:
        concerns = {row["concern_id"]: row for row in csv.DictReader(file)}
    rounds = (
        Round("1", "Enquête najaar 2023", "2023-11-06", "survey"),
        Round("2", "Gesprekken in de regio, oktober 2024", "2024-10-01", "meeting"),
        Round("3", "Reacties op het concept, najaar 2025", "2025-09-08", "letters"),
    )
    plan = read_plan(corpus / "plan.toml")
    questions = {text: f"q{number:02d}" for number, text in enumerate(_questions(rows), start=1)}
    tables = _tables(rows, concerns, questions, rounds, plan)
    sizes = tomllib.loads((corpus / "corpus.toml").read_text("utf-8"))["corpus"]["group_sizes"]
    who = voices(tables["responses"], tables["campaigns"], MEETINGS.empty())
    people = {
        goal.goal_id: int((tables["coverage"]["code_id"] == goal.goal_id).sum())
        for goal in plan.goals()
    }
    tables["silence"] = pd.concat(
        [
            quiet_groups(who, sizes, RecurrenceSettings()),
            quiet_goals([goal.goal_id for goal in plan.goals()], people),
        ],
        ignore_index=True,
    )
    return Analysis(
        corpus="voorbeeld",
        title="Dichtbij en in één keer goed: inbreng bij het ondersteuningsplan 2026-2030",
        organisation="Samenwerkingsverband Passend Onderwijs Hollerwaard",
        rounds=rounds,
        plan=plan,
        previous=read_plan(corpus / "plan-vorige.toml"),
        codebooks=(plan.goal_codebook(), *plan.codebooks),
        record=_record(),
        group_sizes=sizes,
        tables=tables,
    )


def earlier(corpus: Path) -> Analysis:
    """The same themes against the previous plan."""
    from dataclasses import replace

    now = example(corpus)
    with (corpus / "truth_concerns.csv").open(encoding="utf-8", newline="") as file:
        before = {row["concern_id"]: _STATES[row["state_previous"]] for row in csv.DictReader(file)}
    coverage = now.tables["coverage"].copy()
    goals = coverage["codebook_id"] == GOALS
    coverage.loc[goals, "status"] = coverage.loc[goals, "theme_id"].map(
        {f"T{key[1:]}": state for key, state in before.items()}
    )
    return replace(now, plan=now.previous, tables={**now.tables, "coverage": coverage})


def _extra(number: int, text: str) -> dict[str, str]:
    return {
        "round_id": "1", "source_file": "ronde-1-enquete.xlsx", "source_row": str(9000 + number),
        "question": "Vraag", "respondent": f"x-{number}", "role": "ouder", "area": "Meerdrecht",
        "text": text, "concerns": "C01", "language": "nl", "campaign": "", "empty_kind": "",
        "stance": "complaint", "meeting": "", "supporters": "1",
    }  # fmt: skip


def _questions(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["question"] for row in rows))


def _tables(
    rows: list[dict[str, str]],
    concerns: Mapping[str, Mapping[str, str]],
    questions: Mapping[str, str],
    rounds: tuple[Round, ...],
    plan: Plan,
) -> dict[str, pd.DataFrame]:
    made = _Made(questions)
    for number, row in enumerate(rows):
        made.add(number, row)
    tables = {
        "responses": RESPONSES.check(pd.DataFrame(made.responses)),
        "statements": STATEMENTS.check(pd.DataFrame(made.statements)),
        "set_aside": SET_ASIDE.check(pd.DataFrame(made.aside, columns=list(SET_ASIDE.columns))),
        "campaigns": CAMPAIGNS.check(pd.DataFrame(made.campaigns, columns=list(CAMPAIGNS.columns))),
        "stances": STANCES.check(pd.DataFrame(made.stances)),
        "assignments": ASSIGNMENTS.check(pd.DataFrame(made.assignments)),
        "questions": QUESTIONS.check(
            pd.DataFrame(
                [
                    {"question_id": key, "round_id": "", "text": text, "kind": "question"}
                    for text, key in questions.items()
                ]
            )
        ),
        "masked": MASKED.check(
            pd.DataFrame(
                [
                    {"response_id": made.responses[0]["response_id"], "start": 0, "end": 6,
                     "source_start": 0, "source_end": 5, "kind": "naam"},
                    {"response_id": made.responses[3]["response_id"], "start": 4, "end": 14,
                     "source_start": 4, "source_end": 15, "kind": "telefoon"},
                ]
            )
        ),
    }  # fmt: skip
    who = voices(tables["responses"], tables["campaigns"], MEETINGS.empty())
    themes = _themes(concerns, tables["assignments"])
    tables["themes"] = count_themes(
        themes, tables["assignments"], tables["statements"], who, RecurrenceSettings()
    )
    tables["register"] = register(
        tables["assignments"], tables["statements"], who, rounds, RecurrenceSettings()
    )
    tables["matches"] = _matches(concerns, tables["assignments"], plan)
    tables["coverage"] = _coverage(concerns, tables["assignments"], plan)
    decided = {
        "judgement_id": "j1", "kind": "status", "subject": "T01", "old": "addressed",
        "new": "addressed", "who": "projectteam", "when": "2025-11-20", "why": "gelezen",
    }  # fmt: skip
    blank = dict.fromkeys(JUDGEMENTS.columns, "")
    for column, kind in JUDGEMENTS.columns.items():
        blank[column] = {"list": (), "int": None, "float": None}.get(kind, "")
    tables["judgements"] = JUDGEMENTS.check(pd.DataFrame([{**blank, **decided}]))
    return tables


class _Made:
    def __init__(self, questions: Mapping[str, str]) -> None:
        self.questions = questions
        self.responses: list[dict[str, Any]] = []
        self.statements: list[dict[str, Any]] = []
        self.aside: list[dict[str, Any]] = []
        self.campaigns: list[dict[str, Any]] = []
        self.stances: list[dict[str, Any]] = []
        self.assignments: list[dict[str, Any]] = []

    def add(self, number: int, row: Mapping[str, str]) -> None:
        response_id = f"{row['round_id']}-{number:04d}"
        place = {
            "round_id": row["round_id"], "source_file": row["source_file"], "source_part": "",
            "source_row": int(row["source_row"]),
        }  # fmt: skip
        self.responses.append(
            {
                "response_id": response_id, "meeting_id": row["meeting"],
                "respondent_id": row["respondent"], "role": row["role"], "area": row["area"],
                "question_id": self.questions[row["question"]], "date": "",
                "language": row["language"], "text": row["text"],
                "n_supporters": int(row["supporters"]), **place,
            }
        )  # fmt: skip
        if row["empty_kind"] or not row["text"].strip():
            reason = {"": "empty", "zie boven": "see_above"}.get(row["empty_kind"], "no_content")
            self.aside.append(
                {"item_id": response_id, "level": "response", "stage": "clean",
                 "reason": reason, **place}
            )  # fmt: skip
            return
        if row["campaign"]:
            self.campaigns.append(
                {"response_id": response_id, "campaign_id": row["campaign"], "kind": "near",
                 "similarity": 0.97, "addition_start": 0 if number % 7 == 0 else None,
                 "addition_end": 20 if number % 7 == 0 else None}
            )  # fmt: skip
        self._split(response_id, row)

    def _split(self, response_id: str, row: Mapping[str, str]) -> None:
        concerns = [one for one in row["concerns"].split(";") if one]
        spans = [match.span() for match in _SENTENCE.finditer(row["text"])] or [
            (0, len(row["text"]))
        ]
        if len(concerns) < 2 or len(spans) > 6:
            spans = [(0, len(row["text"]))]
        for number, (start, end) in enumerate(spans):
            while start < end and row["text"][start].isspace():
                start += 1
            if start == end:
                continue
            statement_id = f"{response_id}.{number + 1:02d}"
            text = row["text"][start:end]
            self.statements.append(
                {"statement_id": statement_id, "response_id": response_id, "start": start,
                 "end": end, "text": text, "clean_text": text}
            )  # fmt: skip
            theme = f"T{concerns[min(number, len(concerns) - 1)][1:]}" if concerns else ""
            support = row["stance"] == "support"
            self.assignments.append(
                {"statement_id": statement_id, "theme_id": theme or ("T29" if support else ""),
                 "subtheme_id": "T01.1" if theme == "T01" and "arrangement" in text else "",
                 "strength": 0.4 + 0.5 * (len(text) % 10) / 10, "nearest_id": theme,
                 "unique_signal": theme in ("T13", "T28")}
            )  # fmt: skip
            self.stances.append(
                {"statement_id": statement_id, "stance": _STANCES.get(row["stance"], "unknown"),
                 "strength": 0.7}
            )  # fmt: skip


def _themes(concerns: Mapping[str, Mapping[str, str]], assigned: pd.DataFrame) -> pd.DataFrame:
    used = set(assigned["theme_id"]) | set(assigned["subtheme_id"])
    rows = [
        _theme(f"T{key[1:]}", row["name"], 0.35 + 0.6 * (int(key[1:]) % 10) / 10)
        for key, row in concerns.items()
    ]
    rows += [_theme("T29", "Wat goed gaat", 0.8), _theme("T01.1", "Wachten op arrangement", 0.6)]
    rows[-1]["parent_id"] = "T01"
    return pd.DataFrame([row for row in rows if row["theme_id"] in used])


def _theme(theme_id: str, label: str, stability: float) -> dict[str, Any]:
    counts = ("n_statements", "n_respondents", "n_senders", "n_rounds", "n_meetings", "n_roles")
    words = tuple(word for word in re.findall(r"\w+", label.lower()) if len(word) > 3)
    return {
        "theme_id": theme_id, "parent_id": "", "label": label, "keywords": words,
        "kind": "praise" if theme_id == "T29" else "concern", "subject": label, "name_id": "",
        "why": ", ".join(f"{word} 0,3" for word in words), "recurring": False,
        "stability": stability, "chance": pd.NA, **dict.fromkeys(counts, 0),
    }  # fmt: skip


def _matches(
    concerns: Mapping[str, Mapping[str, str]], assigned: pd.DataFrame, plan: Plan
) -> pd.DataFrame:
    goals = [goal.goal_id for goal in plan.goals()]
    rows = []
    for number, (key, concern) in enumerate(concerns.items()):
        first = concern["goal_id"] or goals[number % len(goals)]
        others = [one for one in goals if one != first][:2]
        for rank, code in enumerate([first, *others], start=1):
            rows.append((f"T{key[1:]}", "theme", GOALS, code, rank, 0.8 - 0.1 * rank, None))
        for book, links in (("kwesties", _KWESTIES), ("kaders", _KADERS)):
            if key in links:
                rows.append((f"T{key[1:]}", "theme", book, links[key], 1, 0.6, None))
    nearest = {f"T{key[1:]}": row["goal_id"] for key, row in concerns.items()}
    for statement, theme in zip(assigned["statement_id"], assigned["theme_id"], strict=True):
        if nearest.get(theme):
            rows.append((statement, "statement", GOALS, nearest[theme], 1, 0.6, None))
    return MATCHES.check(pd.DataFrame(rows, columns=list(MATCHES.columns)))


def _coverage(
    concerns: Mapping[str, Mapping[str, str]], assigned: pd.DataFrame, plan: Plan
) -> pd.DataFrame:
    actions = {goal.goal_id: [one.action_id for one in goal.actions] for goal in plan.goals()}
    rows = []
    for key, concern in concerns.items():
        theme, goal = f"T{key[1:]}", concern["goal_id"]
        statements = list(assigned.loc[assigned["theme_id"] == theme, "statement_id"][:3])
        if not statements:
            continue
        status = _STATES[concern["state"]]
        passages = [goal, *actions.get(goal, [])[:2]] if goal else ["p1"]
        rows.append(
            (theme, GOALS, goal, status, "person" if key == "C01" else "model",
             {"addressed": 0.71, "partly": 0.52}.get(status, 0.31), 0.6, statements, passages)
        )  # fmt: skip
        for book, links in (("kwesties", _KWESTIES), ("kaders", _KADERS)):
            code = links.get(key, "")
            state = "addressed" if code else "not_addressed"
            rows.append((theme, book, code, state, "model", 0.5, 0.45, statements[:1], []))
    return COVERAGE.check(pd.DataFrame(rows, columns=list(COVERAGE.columns)))


def _record() -> RunRecord:
    return RunRecord(
        run_id="20251121-2230-abcdef",
        made_at="2025-11-21T22:30:00+01:00",
        settings=Settings().as_dict(),
        encoder="multilingual-e5-small",
        encoder_revision="int8-1",
        nlp="nl 0.1.0",
        sources={"ronde-1-enquete.xlsx": "a" * 64, "ronde-3-reacties.csv": "b" * 64},
        versions={"gehoord": "0.1.0", "python": "3.11"},
    )
