"""What every statement voices: a concern, praise, or no more than a remark."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.core.settings import ThemeSettings
from pipeline.encoders.embed import Encoder
from pipeline.encoders.heads import MATTER, heads_for
from pipeline.runs.state import Statements
from pipeline.themes.centroids import CONCERN, PRAISE, REMARK

_QUIET = (PRAISE, REMARK)


def matters_of(
    statements: Statements, encoder: Encoder, settings: ThemeSettings
) -> Sequence[tuple[str, float]] | None:
    """(n,) CONCERN, PRAISE or REMARK per row of STATEMENTS, and its probability.

    None where no head can tell.

    In doubt it is a concern: nobody's concern is lost for being put oddly.
    """
    head = heads_for(encoder.name).get(MATTER)
    if head is None or not statements.texts.ids:
        return None
    alone, frame = statements.alone, statements.prepared.statements
    texts = dict(zip(frame["statement_id"], frame["clean_text"], strict=True))
    chances = head.read(alone.vectors, [str(texts[key]) for key in alone.statement_ids])
    column = {matter: chances[:, head.classes.index(matter)] for matter in (*_QUIET, CONCERN)}
    quiet = np.where(column[PRAISE] >= column[REMARK], PRAISE, REMARK)
    voiced = np.where(column[CONCERN] >= settings.voiced, CONCERN, quiet)
    known = {
        key: (str(matter), float(column[str(matter)][row]))
        for row, (key, matter) in enumerate(zip(alone.statement_ids, voiced, strict=True))
    }
    return [known[str(key)] for key in frame["statement_id"]]
