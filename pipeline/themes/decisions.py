"""What people decided about themes, laid over what was found: rename, merge, split, drop, pin.

The found themes are never changed in place. Every view is found themes plus the log of decisions,
so nothing goes stale after a merge, and undoing is leaving a line out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.tables import ASSIGNMENTS, THEMES
from pipeline.themes.centroids import Centroids, likeness_to
from pipeline.themes.features import Features
from pipeline.themes.records import HasVectors

KINDS = ("label", "merge", "split", "drop", "pin")


@dataclass(frozen=True)
class Decision:
    """One decision, as in JUDGEMENTS.

    Attributes:
        kind: label (new = the label) | merge (new = the theme it joins) | split (its sub-themes
            become themes) | drop (its statements go to *overig*) | pin (a statement, new = the
            theme it belongs to).
        subject: theme id; for pin a statement id.
    """

    kind: str
    subject: str
    new: str = ""


def apply_decisions(
    themes: pd.DataFrame, assignments: pd.DataFrame, decisions: Sequence[Decision]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay decisions over THEMES and ASSIGNMENTS, in order.

    Returns: both tables anew, ``n_statements`` counted again; the input is untouched.
    Raises: DataProblems for every decision about a theme or statement that is not there (any
        more), or that merges a theme into itself.
    """
    view = _View(themes.copy(), assignments.copy())
    problems = []
    for place, decision in enumerate(decisions, start=1):
        wrong = view.wrong(decision)
        if wrong:
            where = _("decision {place}: {kind} {subject}")
            problems.append(
                DataProblem(
                    where=where.format(place=place, kind=decision.kind, subject=decision.subject),
                    found=wrong,
                    mend=_("use ids of this run, and give decisions in the order they were taken"),
                )
            )
            continue
        getattr(view, f"_{decision.kind}")(decision)
    raise_all(problems)
    return view.tables()


class _View:
    """Themes and assignments while decisions are laid over them."""

    def __init__(self, themes: pd.DataFrame, assignments: pd.DataFrame) -> None:
        self.themes = themes
        self.statements = assignments

    def wrong(self, decision: Decision) -> str:
        """What is wrong with this decision now; empty when nothing is."""
        ids = set(self.themes["theme_id"])
        top = set(self.themes.loc[self.themes["parent_id"] == "", "theme_id"])
        if decision.kind not in KINDS:
            return _("this kind of decision is not known")
        if decision.kind == "pin":
            if decision.subject not in set(self.statements["statement_id"]):
                return _("there is no such statement")
            return (
                "" if decision.new in top else _("there is no theme '{id}'").format(id=decision.new)
            )
        if decision.subject not in (ids if decision.kind == "label" else top):
            return _("there is no theme '{id}'").format(id=decision.subject)
        if decision.kind == "merge" and decision.new not in top - {decision.subject}:
            return _("there is no theme '{id}' to join").format(id=decision.new)
        if decision.kind == "label" and not decision.new.strip():
            return _("the new label is empty")
        if decision.kind == "split" and decision.subject not in set(self.themes["parent_id"]):
            return _("this theme has no sub-themes to split into")
        return ""

    def _label(self, decision: Decision) -> None:
        self.themes.loc[self.themes["theme_id"] == decision.subject, "label"] = decision.new

    def _merge(self, decision: Decision) -> None:
        for column in ("theme_id", "nearest_id"):
            self.statements.loc[self.statements[column] == decision.subject, column] = decision.new
        mine = self.themes["parent_id"] == decision.subject
        self.themes.loc[mine, "parent_id"] = decision.new
        self._remove(decision.subject)

    def _split(self, decision: Decision) -> None:
        mine = self.statements["theme_id"] == decision.subject
        # What lay in the whole but in no part (pinned there, or nearest to it from outside) goes
        # with the first part, which is the largest.
        subs = self.themes.loc[self.themes["parent_id"] == decision.subject, "theme_id"]
        largest = str(subs.iloc[0])
        parts = self.statements.loc[mine, "subtheme_id"].replace("", largest)
        self.statements.loc[mine, "theme_id"] = parts
        self.statements.loc[mine, "nearest_id"] = parts
        left = self.statements["nearest_id"] == decision.subject
        self.statements.loc[left, "nearest_id"] = largest
        self.statements.loc[mine, "subtheme_id"] = ""
        self.themes.loc[self.themes["parent_id"] == decision.subject, "parent_id"] = ""
        self._remove(decision.subject)

    def _drop(self, decision: Decision) -> None:
        mine = self.statements["theme_id"] == decision.subject
        self.statements.loc[mine, ["theme_id", "subtheme_id"]] = ""
        # Which theme is nearest now only the centres know: see ``nearest_again``.
        self.statements.loc[self.statements["nearest_id"] == decision.subject, "nearest_id"] = ""
        self.themes = self.themes[self.themes["parent_id"] != decision.subject]
        self._remove(decision.subject)

    def _pin(self, decision: Decision) -> None:
        mine = self.statements["statement_id"] == decision.subject
        self.statements.loc[mine, ["theme_id", "subtheme_id"]] = [decision.new, ""]
        self.statements.loc[mine, "nearest_id"] = decision.new

    def _remove(self, theme_id: str) -> None:
        self.themes = self.themes[self.themes["theme_id"] != theme_id]

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Both tables, sizes counted again."""
        ids = pd.concat([self.statements["theme_id"], self.statements["subtheme_id"]])
        sizes = ids.value_counts()
        counted = self.themes.assign(
            n_statements=[int(sizes.get(theme_id, 0)) for theme_id in self.themes["theme_id"]]
        )
        return THEMES.check(counted), ASSIGNMENTS.check(self.statements)


def nearest_again(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    centroids: Centroids | None,
    embeddings: HasVectors,
    texts: Mapping[str, str],
) -> pd.DataFrame:
    """Fill in the nearest theme, and likeness to it, where a decision left none.

    Args: THEMES and ASSIGNMENTS with decisions laid over them; the centres of the found themes;
        the vectors and cleaned texts of the statements.
    Returns: ASSIGNMENTS anew. A statement without a theme stays without one: a person dropped its
        theme, she did not say where it belongs.
    """
    lost = np.flatnonzero((assignments["nearest_id"].fillna("") == "").to_numpy())
    if centroids is None or not len(lost):
        return assignments
    alive = set(themes.loc[themes["parent_id"] == "", "theme_id"])
    rows = np.array(
        [row for row, theme_id in enumerate(centroids.theme_ids) if theme_id in alive], dtype=int
    )
    if not len(rows):
        return assignments
    ids = [str(statement_id) for statement_id in assignments["statement_id"].iloc[lost]]
    row_of = {statement_id: row for row, statement_id in enumerate(embeddings.statement_ids)}
    vectors = embeddings.vectors[[row_of[key] for key in ids]]
    features = centroids.maker.transform([texts[key] for key in ids], vectors)
    like = likeness_to(Features(centroids.meaning[rows], centroids.letters[rows]), features)
    best = like.argmax(axis=1)
    filled = assignments.copy()
    column = filled.columns.get_loc
    filled.iloc[lost, column("nearest_id")] = [
        centroids.theme_ids[rows[nearest]] for nearest in best
    ]
    filled.iloc[lost, column("strength")] = like[np.arange(len(best)), best].clip(0.0, 1.0)
    return ASSIGNMENTS.check(filled)
