"""Themes as found become concerns with a name: what is wrong, or what goes well, in own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.core.numeric import unit_rows
from pipeline.core.respondents import lean, people_per
from pipeline.core.tables import THEMES, central_first
from pipeline.encoders.embed import Embeddings, centre, embed_texts, mean_vector
from pipeline.encoders.heads import MATTER, NAME, STANCE, Head, heads_for
from pipeline.runs.state import CachedEncoder, Models, Prepared, Statements
from pipeline.themes.centroids import CONCERN, PRAISE
from pipeline.themes.labels.concern_names import NAME_MARKS, name_concern
from pipeline.themes.records import Themes
from pipeline.themes.stances.model import ASKING, SUPPORT

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A question that asks what goes well is evidence of praise, where the answer itself is undecided.
_ASKS_PRAISE = re.compile(
    r"\b(?:gaat (?:er )?(?:al )?goed|goed gaat|sterk(?:e punten)? aan|tevreden|complimenten?|"
    r"positief|waardeert u|blij mee)\b",
    re.IGNORECASE,
)
_UNDECIDED = ("unknown", "")
_KEYWORDS = 6  # of a concern, the most telling


def with_question(
    stances: pd.DataFrame, prepared: Prepared, questions: Mapping[str, str]
) -> pd.DataFrame:
    """STANCES, where what was undecided is support in the answers to "Wat gaat er goed?"."""
    asking = {key for key, text in questions.items() if _ASKS_PRAISE.search(text)}
    if not asking or stances.empty:
        return stances
    whose = prepared.responses.set_index("response_id")["question_id"]
    asked = prepared.statements.set_index("statement_id")["response_id"].map(whose)
    praised = stances["statement_id"].map(asked).isin(asking)
    undecided = stances["stance"].isin(_UNDECIDED)
    return stances.assign(stance=stances["stance"].where(~(praised & undecided), "support"))


def described(
    themes: Themes, statements: Statements, stances: pd.DataFrame, models: Models
) -> pd.DataFrame:
    """THEMES of a run with their kinds and names; those of a trained model keep theirs."""
    kept = models.trained.kept() if models.trained is not None else ()
    return describe(
        themes.themes, themes.assignments, statements.prepared, stances, statements.alone,
        models.encoders[0], kept,
    )  # fmt: skip


def describe(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    prepared: Prepared,
    stances: pd.DataFrame,
    embeddings: Embeddings,
    encoder: CachedEncoder,
    kept: Collection[str] = (),
) -> pd.DataFrame:
    """Give every theme its kind, and a name that says what is wrong or what goes well.

    Args: THEMES with labels of nouns, which become the subject; ASSIGNMENTS; STANCES; kept: themes
        of a trained model, whose names stay.
    Returns: THEMES in the order given.
    """
    statements = prepared.statements
    stance_of = dict(zip(stances["statement_id"], stances["stance"], strict=True))
    texts = dict(zip(statements["statement_id"], statements["clean_text"], strict=True))
    has_mask = statements["text"].str.contains(r"\[\w+\]", regex=True)
    masked = dict(statements.loc[has_mask, ["statement_id", "text"]].itertuples(index=False))
    language = prepared.languages()
    wordings = _Wordings(encoder, mean_vector(embeddings.vectors), heads_for(encoder.encoder.name))
    voiced = statements.merge(prepared.voices, on="response_id")
    voiced["stance"] = [stance_of.get(key, "unknown") for key in voiced["statement_id"]]
    groups = _members(themes, central_first(assignments))
    means = _means(embeddings, wordings.middle, groups)
    rows = []
    taken = {str(label) for label in themes.loc[themes["theme_id"].isin(list(kept)), "label"]}
    for theme, members, mean in zip(themes.to_dict("records"), groups, means, strict=True):
        leaning = lean(people_per(voiced[voiced["statement_id"].isin(members)], "stance"))
        kind = PRAISE if leaning == "support" or theme["kind"] == PRAISE else CONCERN
        if theme["theme_id"] in kept:
            rows.append(theme | {"kind": kind})
            continue
        wanted = (SUPPORT,) if kind == PRAISE else ASKING
        central = sorted(
            members,
            key=lambda key: (language[key] not in ("", "nl"), stance_of.get(key) not in wanted),
        )
        name = name_concern(
            central,
            texts,
            prepared.words,
            partial(wordings.fitness, mean, kind),
            taken,
            praise=kind == PRAISE,
            keywords=list(theme["keywords"])[:_KEYWORDS],
            masked=masked,
            nearness=partial(wordings.nearness, mean),
            aside=_aside(members, language, stance_of, kind),
        )
        changed = {"kind": kind, "subject": theme["label"]}
        if name is not None:
            changed |= {"label": name.text, "name_id": name.statement_id}
        rows.append(theme | changed)
    return THEMES.check(pd.DataFrame(rows, columns=list(THEMES.columns)))


def _aside(
    members: Sequence[str], language: Mapping[str, str], stance_of: Mapping[str, str], kind: str
) -> tuple[set[str], set[str]]:
    """Statements that name only where no other can: foreign ones and praise in a concern.

    Where that leaves nothing to name it by, Dutch goes before another language.
    """
    foreign = {key for key in members if language[key] not in ("", "nl")}
    praise = {key for key in members if kind == CONCERN and stance_of.get(key) == SUPPORT}
    return foreign | praise, foreign


@dataclass(frozen=True)
class _Wordings:
    """How well wordings name a concern, as far as the encoder and its heads can tell."""

    encoder: CachedEncoder
    middle: NDArray[np.float32]  # (d,): mean of all statements of the run
    heads: Mapping[str, Head]  # by name; without them nearness alone decides

    def fitness(
        self, mean: NDArray[np.float64], kind: str, wording: Sequence[str]
    ) -> NDArray[np.float64]:
        """How well each of n wordings names a concern (n,): near it, and worded as a name is.

        Args: mean (d,): of the concern's statements, from the middle; kind: CONCERN or PRAISE.
        """
        vectors = self._vectors(wording)
        parts = {"near": centre(vectors, self.middle).astype(np.float64) @ mean}
        if self.heads:
            voiced = self.heads[MATTER].read(vectors, wording)
            parts["voiced"] = voiced[:, self.heads[MATTER].classes.index(kind)]
            parts["like_a_name"] = self.heads[NAME].chance(vectors, "name")
        if self.heads and kind == CONCERN:
            stance = self.heads[STANCE].read(vectors, wording)
            parts["wanted"] = stance[:, self.heads[STANCE].classes.index("wish")]
        marks = (NAME_MARKS[name] * part for name, part in parts.items())
        return sum(marks, np.zeros(len(wording)))

    def nearness(self, mean: NDArray[np.float64], wording: Sequence[str]) -> NDArray[np.float64]:
        """(n,) likeness of each wording to the mean of the concern's statements."""
        return centre(self._vectors(wording), self.middle).astype(np.float64) @ mean

    def _vectors(self, wording: Sequence[str]) -> NDArray[np.float32]:
        ids = [str(number) for number in range(len(wording))]
        return embed_texts(
            ids, list(wording), self.encoder.encoder, cache=self.encoder.cache
        ).vectors


def _members(themes: pd.DataFrame, placed: pd.DataFrame) -> list[list[str]]:
    """The statements of every theme and sub-theme, in the order they are placed."""
    columns = ("theme_id", "subtheme_id")
    inside = {column: placed.groupby(column)["statement_id"].apply(list) for column in columns}
    return [
        [str(key) for key in inside[columns[bool(parent)]].get(theme_id, [])]
        for theme_id, parent in zip(themes["theme_id"], themes["parent_id"], strict=True)
    ]


def _means(
    embeddings: Embeddings, middle: NDArray[np.float32], groups: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """(groups, d) mean of the statements of each, from the middle, of length 1; 0 for none."""
    row_of = {key: row for row, key in enumerate(embeddings.statement_ids)}
    centred = centre(embeddings.vectors, middle)
    means = np.zeros((len(groups), centred.shape[1]))
    for group, members in enumerate(groups):
        if members:
            rows = [row_of[key] for key in members]
            means[group] = centred[rows].astype(np.float64).mean(axis=0)
    return unit_rows(means)
