"""Which concerns touch which frame (kader), and the other way round."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.core.plan import Codebook

_LIKELY = 0.5  # probability from which a frame is touched by itself
MOST = 3  # frames shown per concern; a concern that touches more touches none in particular


@dataclass(frozen=True)
class FrameTouch:
    """A concern or proposed building block beside a frame it touches; likeness, not judgement."""

    item_id: str  # theme or statement
    code_id: str
    title: str  # of the frame
    text: str
    rank: int
    score: float
    probability: float | None


def touching_frames(
    matches: pd.DataFrame,
    fits: pd.DataFrame,
    frames: Codebook,
) -> tuple[dict[str, list[FrameTouch]], dict[str, list[FrameTouch]]]:
    """Frames per concern, and concerns per frame.

    Args:
        matches, fits: MATCHES and FITS; a concern that fits no frame touches none.
        frames: the kaders codebook.
    Returns: by item id (best frame first) and by code id (best item first); every frame of the
        codebook has an entry, also one that nothing touches.
    """
    rows = matches[(matches["codebook_id"] == frames.codebook_id) & (matches["level"] == "theme")]
    rows = rows[rows["rank"] <= (MOST if frames.multiple else 1)]
    of_frames = fits[(fits["codebook_id"] == frames.codebook_id) & (fits["level"] == "theme")]
    fitting = {
        str(item_id) for item_id in of_frames[of_frames["fit"] >= of_frames["needed"]]["item_id"]
    }
    codes = {code.code_id: code for code in frames.codes}
    by_item: dict[str, list[FrameTouch]] = {}
    by_code: dict[str, list[FrameTouch]] = {code_id: [] for code_id in codes}
    for row in rows.sort_values(["item_id", "rank", "code_id"]).to_dict("records"):
        item_id, code = str(row["item_id"]), codes.get(str(row["code_id"]))
        if code is None or item_id not in fitting:
            continue
        probability = None if pd.isna(row["probability"]) else float(row["probability"])
        if int(row["rank"]) > 1 and (probability or 0.0) < _LIKELY:
            continue  # a second frame counts only where it is likely by itself
        touch = FrameTouch(
            item_id, code.code_id, code.title, code.text, int(row["rank"]), float(row["score"]),
            probability,
        )  # fmt: skip
        by_item.setdefault(item_id, []).append(touch)
        by_code[code.code_id].append(touch)
    for touches in by_code.values():
        touches.sort(key=lambda touch: (-touch.score, touch.item_id))
    return by_item, by_code
