"""Pure encoding of what a run has encoded, as JSON: the floor that the run is held against.

Every different statement and, where meaning is read in context, every different whole answer, by
each encoder of the run; without loading, without writing any vector.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipeline.core.analysis import Analysis
from pipeline.core.cleaning import as_analysed
from pipeline.core.settings import Settings
from pipeline.core.usage import Meter
from pipeline.encoders.encoder import load_encoder
from pipeline.runs.folder import load_run


def main(folder: Path, every: int = 1) -> None:
    """CPU and wall seconds of all of it, and CPU seconds per encoder and kind of text.

    Args: every: only each so many-th text.
    """
    analysis = load_run(folder)
    settings = Settings().recorded(analysis.record.settings)
    texts = texts_of(analysis, context=bool(settings.embed.context))
    parts, whole = {}, Meter()
    for name in dict.fromkeys(filter(None, (settings.embed.encoder, settings.embed.second))):
        encoder = load_encoder(name)
        encoder.encode(sorted(texts["statements"])[:8])  # what loads lazily is loaded now
        for kind, some in texts.items():
            meter = Meter()
            encoder.encode(sorted(some)[::every])
            parts[f"{name} {kind}"] = meter.read(kind).cpu
    figures = whole.read("encoding").as_dict() | {"cpu": round(sum(parts.values()), 2)}
    counts = {kind: len(some) for kind, some in texts.items()}
    print(json.dumps({**figures, **counts, "parts": parts}))


def texts_of(analysis: Analysis, *, context: bool) -> dict[str, set[str]]:
    """Different statements, and the different answers that are not a statement as they are."""
    said = analysis.tables["statements"]
    statements = {str(text) for text in said["clean_text"]}
    spoken = analysis.tables["responses"].set_index("response_id")["text"]
    whole = (
        {as_analysed(str(spoken[one])) for one in set(said["response_id"])} if context else set()
    )
    return {"statements": statements, "answers": whole - statements}


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
