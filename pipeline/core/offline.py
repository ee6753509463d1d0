"""Switches that keep other people's libraries off the network and inside our folders.

Several libraries report use to their makers unless told not to. onnxruntime 1.31 does so from C++,
where no patched Python socket sees it, and leaves a device id and a queue in the user's cache. A
switch counts only when it is set before the library is first imported, so every door to such a
library calls ``keep_offline`` before its import, and the command does so before anything else.
"""

from __future__ import annotations

import os

from pipeline.core.cache_folder import cache_dir

# Variable -> value; each library reads its own when it is imported.
SWITCHES = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime
    "HF_HUB_OFFLINE": "1",  # huggingface_hub, also under BERTopic
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",  # transformers, sentence-transformers
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",  # what several smaller libraries have agreed on
}


def keep_offline() -> None:
    """Set every switch for this process and those it starts; harmless when repeated."""
    os.environ.update(SWITCHES)
    # What they compile or draw with is kept in our cache, not in the user's home or beside the code
    for variable, folder in (("NUMBA_CACHE_DIR", "numba"), ("MPLCONFIGDIR", "matplotlib")):
        os.environ.setdefault(variable, str(cache_dir() / folder))
