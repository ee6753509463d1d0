"""Work that tests send to workers: real splitting, slowed down so that one can die in it."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from pipeline.core.settings import SegmentSettings
from pipeline.text.segment import split_text


def slow_split(texts: Sequence[str]) -> list[str]:
    """The parts of every text, a hundredth of a second or so per hundred texts."""
    time.sleep(len(texts) * 0.001)
    return [json.dumps(split_text(text, None, SegmentSettings())) for text in texts]
