"""What may point at harm: read first by the team, and never quoted in an edition that leaves it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.core.settings import HarmSettings
from pipeline.core.tables import HARM
from pipeline.encoders.heads import HARM as HARM_HEAD
from pipeline.encoders.heads import heads_for
from pipeline.runs.state import Models, Statements
from pipeline.text.harm import CUE, PLAIN, harm_cue, is_ordinary


def find_harm(read: Statements, models: Models, settings: HarmSettings) -> pd.DataFrame:
    """HARM: the statements that may point at harm, likeliest first.

    Without the reader's head only plain wording counts.
    """
    statements = read.prepared.statements
    if statements.empty:
        return HARM.empty()
    cues = [harm_cue(str(text)) for text in statements["clean_text"]]
    head = heads_for(models.encoder.name).get(HARM_HEAD)
    chance = np.zeros(len(statements))
    if head is not None:
        texts = [str(text) for text in statements["clean_text"]]
        chance = head.chance_of_text(read.as_read[0].vectors, texts)
    needed = {"": settings.needed, CUE: settings.with_cue, PLAIN: settings.plain}
    least = [
        settings.ordinary if is_ordinary(str(text)) else needed[cue]
        for text, cue in zip(statements["clean_text"], cues, strict=True)
    ]
    likely = pd.DataFrame(
        {"statement_id": statements["statement_id"], "chance": np.round(chance, 6), "cue": cues}
    )
    kept = likely[chance >= np.array(least)]
    return HARM.check(kept.sort_values(["chance", "statement_id"], ascending=[False, True]))
