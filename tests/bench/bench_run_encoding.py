"""Pure encoding of a run's different statements, as JSON: the floor that a run is held against."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipeline.core.usage import Meter
from pipeline.encoders.encoder import load_encoder
from pipeline.runs.folder import load_run


def main(folder: Path) -> None:
    """CPU and wall seconds, without loading and without writing any vector."""
    analysis = load_run(folder)
    texts = sorted({str(text) for text in analysis.tables["statements"]["clean_text"]})
    encoder = load_encoder("accurate")
    encoder.encode(texts[:8])  # what loads lazily is loaded now
    meter = Meter()
    encoder.encode(texts)
    print(json.dumps({**meter.read("encoding").as_dict(), "statements": len(texts)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
