"""Which statements are remarks: about the survey, a wish of luck, something vague."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.encoders import reader
from pipeline.encoders.heads import MATTER, load_heads

if TYPE_CHECKING:
    from pipeline.encoders.embed import Encoder
    from pipeline.runs.state import Statements


def remark_chances(statements: Statements, encoder: Encoder) -> Sequence[float] | None:
    """(n,) probability per row of STATEMENTS; None with an encoder that has no head for it."""
    head = load_heads().get(MATTER) if encoder.name == reader.NAME else None
    if head is None or not statements.texts.ids:
        return None
    alone, frame = statements.alone, statements.prepared.statements
    texts = dict(zip(frame["statement_id"], frame["clean_text"], strict=True))
    read = head.read(alone.vectors, [str(texts[key]) for key in alone.statement_ids])
    chances = dict(zip(alone.statement_ids, read[:, head.classes.index("remark")], strict=True))
    return [float(chances[str(key)]) for key in frame["statement_id"]]
