"""Which statements are remarks: about the survey, a wish of luck, something vague."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.encoders import reader
from pipeline.encoders.heads import MATTER, load_heads
from pipeline.runs.prepare import embed_alone

if TYPE_CHECKING:
    from pipeline.runs.state import Prepared, Voice


def remark_chances(prepared: Prepared, encoder: Voice) -> Sequence[float] | None:
    """(n,) probability per row of STATEMENTS; None with an encoder that has no head for it."""
    head = load_heads().get(MATTER) if encoder.encoder.name == reader.NAME else None
    if head is None or prepared.statements.empty:
        return None
    statements, alone = prepared.statements, embed_alone(prepared, encoder)
    texts = dict(zip(statements["statement_id"], statements["clean_text"], strict=True))
    read = head.read(alone.vectors, [str(texts[key]) for key in alone.statement_ids])
    chances = dict(zip(alone.statement_ids, read[:, head.classes.index("remark")], strict=True))
    return [float(chances[str(key)]) for key in statements["statement_id"]]
