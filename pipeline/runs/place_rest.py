"""What was not drawn: every statement placed with the concern of the sample it is most alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.core.table import Table
from pipeline.core.tables import ASSIGNMENTS, FITS, HARM, MATCHES, OF_A_THEME, STANCES
from pipeline.plan.match.defaults import DEFAULT
from pipeline.plan.match.inputs import Codes
from pipeline.plan.match.stage import Matched, matched, score
from pipeline.runs.classify import find_harm, matters_of, stances_of
from pipeline.runs.link import code_texts_of, codebooks, placed_in_plan
from pipeline.runs.prepare import statements_of
from pipeline.runs.state import Found, Models, Prepared, Statements, Unfollowed
from pipeline.themes.centroids import assign

if TYPE_CHECKING:
    from pipeline.core.settings import Settings
    from pipeline.corpus.records import Corpus


@dataclass(frozen=True, eq=False)
class Placing:
    """What a part must know of the sample to place its statements.

    Attributes: went: the id a theme was found under -> the one it has in the end, "" where a person
        dropped it.
    """

    found: Found
    corpus: Corpus
    models: Models
    settings: Settings
    codes: tuple[Codes, ...]
    went: Mapping[str, str]

    @classmethod
    def of(cls, found: Found, corpus: Corpus, models: Models, settings: Settings) -> Placing:
        """The placing of all further statements, by the themes and codebooks of the sample."""
        # the id of every theme as found -> where most of what it held stands in the end
        went: dict[str, str] = {}
        before, after = found.as_found.assignments, found.themes.assignments
        for column in ("theme_id", "subtheme_id"):
            both = before[["statement_id", column]].merge(
                after[["statement_id", column]], on="statement_id"
            )
            both = both[both[f"{column}_x"] != ""]
            for theme_id, rows in both.groupby(f"{column}_x", sort=True):
                counts = rows[f"{column}_y"].value_counts()
                went[str(theme_id)] = min(counts.index[counts == counts.max()])
        return cls(
            found, corpus, models, settings,
            codes=tuple(
                code_texts_of(book, models, found.statements.background)
                for book in codebooks(corpus.plan)
            ),
            went=went,
        )  # fmt: skip

    def read(self, prepared: Prepared) -> Statements:
        """What these statements mean, as those of the sample were read."""
        return statements_of(
            prepared, self.models, self.settings, Unfollowed(), self.found.statements
        )

    def placed(self, statements: Statements) -> dict[Table, pd.DataFrame]:
        """Their concerns, stances and places in the codebooks."""
        beside = [self._beside(statements, codes) for codes in self.codes]
        return {
            ASSIGNMENTS: self._assigned(statements, beside),
            STANCES: stances_of(statements, self.corpus, self.models, self.settings),
            HARM: find_harm(statements, self.models, self.settings.harm),
            MATCHES: MATCHES.check(
                pd.concat([MATCHES.empty(), *(part.matches for part in beside)])
            ),
            FITS: FITS.check(pd.concat([FITS.empty(), *(part.fits for part in beside)])),
        }

    def _beside(self, statements: Statements, codes: Codes) -> Matched:
        trained = self.models.trained
        learned = trained.calibration(codes.codebook.codebook_id) if trained else None
        scores = score(statements.texts, codes, self.settings.match, default=learned or DEFAULT)
        return matched(scores, self.settings.match)

    def _assigned(self, statements: Statements, beside: Sequence[Matched]) -> pd.DataFrame:
        """ASSIGNMENTS of further statements to the themes as the sample left them."""
        centroids = self.found.as_found.centroids
        ids, texts = statements.texts.ids, statements.texts.texts
        by = statements.alone
        if centroids is None or not ids:
            blank = {"theme_id": "", "subtheme_id": "", "strength": 0.0, "nearest_id": "",
                     "unique_signal": False}  # fmt: skip
            return ASSIGNMENTS.check(pd.DataFrame({"statement_id": list(ids)}).assign(**blank))
        if centroids.meaning.shape[1] != by.dim:  # found by the place in the plan too
            by = placed_in_plan(statements, beside[0], self.settings)
        matters = matters_of(statements, self.models.encoder, self.settings.themes)
        voiced = None if matters is None else [matter for matter, _surely in matters]
        assigned = assign(centroids, ids, texts, by.vectors, voiced)
        for column in OF_A_THEME:
            assigned[column] = assigned[column].map(
                lambda theme_id: self.went.get(theme_id, theme_id)
            )
        return ASSIGNMENTS.check(assigned)
