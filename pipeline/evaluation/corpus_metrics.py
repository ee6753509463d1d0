"""How near a run comes to a known truth.

Used by ``gehoord evaluate corpus`` only. No stage reads a truth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.numeric import ari, codes, nmi
from pipeline.core.plan import GOALS
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    COVERAGE,
    COVERAGE_BEFORE,
    FITS,
    MATCHES,
    QUESTIONS,
    REGISTER,
    RESPONSES,
    STATEMENTS,
    THEMES,
    of_statements_and_goals,
)

_ANSWERED = {"addressed": "answered", "partly": "partly", "mentioned": "partly"}
OWN_THEME = 0.5  # F1 from which a concern counts as having a theme or sub-theme of its own
_MOST_UNKNOWN = 0.02  # of the responses; more means that the truth belongs to another corpus
STATE_SCORES = ("auroc_not_answered", "f1_not_answered", "state_macro_f1")
_LIVES = {  # the truth's Dutch words -> REGISTER's states
    "nieuw": "new",
    "aanhoudend": "persistent",
    "terugkerend": "returned",
    "verstomd": "silent",
}


@dataclass(frozen=True)
class Truth:
    """What is known of a corpus.

    Attributes:
        responses: columns of truth.csv; ``concerns`` joined by ';'.
        concerns: columns of truth_concerns.csv; ``state`` answered | partly | no.
    """

    responses: pd.DataFrame
    concerns: pd.DataFrame


def statements_with_truth(analysis: Analysis, truth: Truth) -> pd.DataFrame:
    """Every statement with its true concerns, its response and its theme.

    Returns: statement_id, response_id, concerns (tuple), theme_id, subtheme_id, campaign (bool).
    Raises: ValueError when the truth is not that of this run.
    """
    concerns_of = concerns_of_responses(analysis.table(RESPONSES), analysis.table(QUESTIONS), truth)
    statements = analysis.table(STATEMENTS)[["statement_id", "response_id"]].merge(
        analysis.table(ASSIGNMENTS)[["statement_id", "theme_id", "subtheme_id"]], on="statement_id"
    )
    statements["concerns"] = statements["response_id"].map(concerns_of)
    statements["campaign"] = statements["response_id"].isin(
        set(analysis.table(CAMPAIGNS)["response_id"])
    )
    return statements


def concerns_of_responses(
    responses: pd.DataFrame, questions: pd.DataFrame, truth: Truth
) -> dict[str, tuple[str, ...]]:
    """Response id -> its true concerns. Raises: ValueError when it is another corpus's truth."""
    asked = questions.set_index("question_id")["text"].to_dict()
    known = {
        (str(row.source_file), int(row.source_row), str(row.question)): row.concerns
        for row in truth.responses.itertuples()
    }
    by_place = {(file, row): concerns for (file, row, _), concerns in known.items()}
    concerns_of: dict[str, tuple[str, ...]] = {}
    unknown = 0
    for row in responses.itertuples():
        question = str(asked.get(row.question_id, ""))
        place = (str(row.source_file), int(row.source_row))
        concerns = known.get((*place, question), by_place.get(place))
        unknown += concerns is None  # an introduction above the notes, say
        concerns_of[str(row.response_id)] = tuple(
            part for part in str(concerns or "").split(";") if part
        )
    if unknown > _MOST_UNKNOWN * len(responses):
        raise ValueError(f"{unknown} of {len(responses)} responses are not in the truth")
    return concerns_of


def concerns_of_statements(
    statements: pd.DataFrame, responses: pd.DataFrame, questions: pd.DataFrame, truth: Truth
) -> dict[str, tuple[str, ...]]:
    """Statement id -> the true concerns of the response it stands in."""
    concerns_of = concerns_of_responses(responses, questions, truth)
    return {
        str(statement): concerns_of[str(response)]
        for statement, response in zip(
            statements["statement_id"], statements["response_id"], strict=True
        )
    }


def theme_scores(statements: pd.DataFrame) -> dict[str, float]:
    """Agreement of themes and sub-themes with the true concerns.

    Over statements of responses with exactly one concern, campaign copies left out: there the
    truth of the response is the truth of the statement. Purity also counts the others: a statement
    is pure when its theme's commonest concern is among its response's.
    """
    single = single_concern(statements)
    gold = codes(single["concern"])
    scores: dict[str, float] = {"statements": float(len(single))}
    for level in ("theme_id", "subtheme_id"):
        name = level.removesuffix("_id")
        labels = single[level].where(single[level] != "", single["theme_id"])
        scores[f"{name}_nmi"] = nmi(gold, codes(labels))
        scores[f"{name}_ari"] = ari(gold, codes(labels))
        scores[f"{name}_purity"] = _purity(statements, level)
        scores[f"n_{name}s"] = float(statements.loc[statements[level] != "", level].nunique())
    scores["overig"] = float((statements["theme_id"] == "").mean())
    return scores


def single_concern(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements of responses with exactly one concern, copies of letters left out, with that
    ``concern``."""
    single = statements[(statements["concerns"].map(len) == 1) & ~statements["campaign"]]
    return single.assign(concern=single["concerns"].map(lambda concerns: concerns[0]))


def _purity(statements: pd.DataFrame, level: str) -> float:
    placed = statements[
        (statements[level] != "") & (statements["concerns"].map(len) > 0) & ~statements["campaign"]
    ]
    right = 0
    for _, group in placed.groupby(level):
        counts = Counter(concern for concerns in group["concerns"] for concern in concerns)
        commonest = min(counts, key=lambda concern: (-counts[concern], concern))
        right += sum(commonest in concerns for concerns in group["concerns"])
    return right / len(placed) if len(placed) else 0.0


def goal_scores(analysis: Analysis, statements: pd.DataFrame, truth: Truth) -> dict[str, float]:
    """goal@1 and goal@3 over statements whose response has a concern that some goal answers."""
    hits = goal_hits(analysis, statements, truth)
    means = hits[["goal_at_1", "goal_at_3"]].mean()
    return {**{str(name): float(mean) for name, mean in means.items()},
            "goal_statements": float(len(hits))}  # fmt: skip


def goal_hits(analysis: Analysis, statements: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    """Whether a true goal is ranked first, and among three: a row per statement as above.

    Returns: statement_id, goal_at_1, goal_at_3 (1.0 or 0.0).
    """
    ranked = of_statements_and_goals(analysis.table(MATCHES))
    best = {str(item): group.sort_values("rank") for item, group in ranked.groupby("item_id")}
    hits = []
    for statement, goals in true_goals(statements, truth).items():
        if statement in best:
            first = best[statement]["code_id"].tolist()
            among_three = bool(goals & set(first[:3]))
            hits.append((statement, float(first[0] in goals), float(among_three)))
    return pd.DataFrame(hits, columns=["statement_id", "goal_at_1", "goal_at_3"])


def true_goals(statements: pd.DataFrame, truth: Truth) -> dict[str, set[str]]:
    """Statement -> the goals its concerns belong to; without campaigns and those of no goal.

    Args: statements: as `statements_with_truth` gives them.
    """
    goal_of = goals_of(truth.concerns)
    goals = {
        str(row.statement_id): {
            goal_of[concern] for concern in row.concerns if goal_of.get(concern)
        }
        for row in statements[~statements["campaign"]].itertuples()
    }
    return {statement: right for statement, right in goals.items() if right}


def goals_of(concerns: pd.DataFrame) -> dict[str, str]:
    """Concern -> the goal it belongs to; "" for none. Args: rows of ``Truth.concerns``."""
    return dict(zip(concerns["concern_id"], concerns["goal_id"].fillna(""), strict=True))


def concern_themes(statements: pd.DataFrame) -> dict[str, str]:
    """The theme or sub-theme that holds most of a concern: where a reader would find it.

    Preferred is the one with the best F1 against the concern's statements.
    """
    best: dict[str, str] = {}
    rows = statements[~statements["campaign"]]
    for concern in sorted(set(chain.from_iterable(rows["concerns"]))):
        has = rows["concerns"].map(lambda concerns, named=concern: named in concerns)
        fits: dict[str, float] = {}
        for level in ("theme_id", "subtheme_id"):
            for theme, group in rows[rows[level] != ""].groupby(level):
                both = int(has[group.index].sum())
                fits[str(theme)] = 2 * both / (len(group) + int(has.sum()))
        if fits:
            best[concern] = min(fits, key=lambda theme: (-fits[theme], theme))
    return best


def concern_f1(statements: pd.DataFrame, themes: Mapping[str, str]) -> dict[str, float]:
    """How well its own theme or sub-theme holds each concern (F1 over statements)."""
    rows = statements[~statements["campaign"]]
    f1 = {}
    for concern, theme in themes.items():
        has = rows["concerns"].map(lambda concerns, named=concern: named in concerns)
        within = (rows["theme_id"] == theme) | (rows["subtheme_id"] == theme)
        f1[concern] = 2 * int((has & within).sum()) / int(has.sum() + within.sum())
    return f1


def states(
    analysis: Analysis, statements: pd.DataFrame, themes: Mapping[str, str], truth: Truth
) -> pd.DataFrame:
    """One row per planted concern that is heard: ``concern_id``, its true state, the proposed one,
    and what its theme falls short of the best goal (``lack``, below 0 where it is answered)."""
    coverage = analysis.table(COVERAGE)
    verdicts = coverage[coverage["codebook_id"] == GOALS].set_index("theme_id")
    rows = []
    for concern in truth.concerns.itertuples():
        name, state = str(concern.concern_id), str(concern.state)
        theme = themes.get(name, "")
        if str(concern.unique_signal) == "yes":  # one voice is no theme: its own words are read
            lack = _lack_of_statements(analysis, statements, name)
            if lack is not None:  # else not heard in the rounds of this run
                rows.append((name, state, "no" if lack > 0 else "answered", lack))
        elif theme in verdicts.index:
            verdict = verdicts.loc[theme]
            lack = float(verdict["needed"]) - float(verdict["score"])
            rows.append((name, state, _ANSWERED.get(str(verdict["status"]), "no"), lack))
    return pd.DataFrame(rows, columns=["concern_id", "state", "proposed", "lack"])


def state_scores(rows: pd.DataFrame) -> dict[str, float]:
    """The figures of ``STATE_SCORES``, 0-1; NaN where all concerns are open, or none is.

    Args: rows: as ``states`` gives them.
    """
    from sklearn.metrics import f1_score, roc_auc_score

    is_open = rows["state"] == "no"
    if is_open.nunique() < 2:
        return dict.fromkeys(STATE_SCORES, float("nan"))
    return {
        "auroc_not_answered": float(roc_auc_score(is_open, rows["lack"])),
        "f1_not_answered": float(f1_score(is_open, rows["proposed"] == "no")),
        "state_macro_f1": float(f1_score(rows["state"], rows["proposed"], average="macro")),
    }


def previous_state_scores(
    analysis: Analysis, themes: Mapping[str, str], truth: Truth
) -> dict[str, float]:
    """Macro-F1 of the state against the plan's previous version; rare signals are left out."""
    from sklearn.metrics import f1_score

    if "state_previous" not in truth.concerns:
        return {}
    coverage = analysis.table(COVERAGE_BEFORE)
    status = dict(zip(coverage["theme_id"], coverage["status"], strict=True))
    rows = []
    for concern in truth.concerns.itertuples():
        theme = themes.get(str(concern.concern_id), "")
        if str(concern.unique_signal) != "yes" and theme in status:
            answered = _ANSWERED.get(str(status[theme]), "no")
            rows.append((str(concern.state_previous), answered))
    if not rows:
        return {}
    gold, proposed = zip(*rows, strict=True)
    return {"state_macro_f1_previous": float(f1_score(gold, proposed, average="macro"))}


def _lack_of_statements(analysis: Analysis, statements: pd.DataFrame, concern: str) -> float | None:
    """Mean of what the statements of a concern fall short of fitting any goal; None for none."""
    voicing = statements["concerns"].map(lambda concerns: concern in concerns)
    rows = of_statements_and_goals(analysis.table(FITS))
    rows = rows[rows["item_id"].isin(set(statements.loc[voicing, "statement_id"]))]
    return float((rows["needed"] - rows["fit"]).mean()) if len(rows) else None


def recurrence_scores(
    analysis: Analysis, themes: Mapping[str, str], truth: Truth
) -> dict[str, float]:
    """Recall of planted recurrences, and share of concerns with the right life state."""
    recurring = analysis.table(THEMES).set_index("theme_id")["recurring"]
    last = analysis.rounds[-1].round_id
    register = analysis.table(REGISTER)
    life = register[register["round_id"] == last].set_index("theme_id")["life"].to_dict()
    planted = recalled = lives = alive = 0
    parents = analysis.table(THEMES).set_index("theme_id")["parent_id"].to_dict()
    for concern in truth.concerns.itertuples():
        theme = themes.get(str(concern.concern_id), "")
        if str(concern.recurring) == "yes":
            planted += 1
            recalled += bool(theme in recurring.index and recurring[theme])
        if str(concern.life) in _LIVES and str(concern.unique_signal) != "yes":
            lives += 1
            state = life.get(theme, life.get(parents.get(theme, ""), ""))
            alive += state == _LIVES[str(concern.life)]
    return {
        "recurrence_recall": recalled / planted if planted else float("nan"),
        "recurrences_planted": float(planted),
        "life_accuracy": alive / lives if lives else float("nan"),
    }


def campaign_scores(analysis: Analysis, truth: Truth) -> dict[str, float]:
    """Precision and recall of responses recognised as copies of a planted letter."""
    planted = {
        (str(row.source_file), int(row.source_row))
        for row in truth.responses[truth.responses["campaign"].fillna("") != ""].itertuples()
    }
    members = set(analysis.table(CAMPAIGNS)["response_id"])
    responses = analysis.table(RESPONSES)
    proposed = {
        (str(row.source_file), int(row.source_row))
        for row in responses[responses["response_id"].isin(members)].itertuples()
    }
    right = len(planted & proposed)
    return {
        "campaign_precision": right / len(proposed) if proposed else 0.0,
        "campaign_recall": right / len(planted) if planted else float("nan"),
        "campaigns_found": float(analysis.table(CAMPAIGNS)["campaign_id"].nunique()),
    }
