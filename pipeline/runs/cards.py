"""The card of a trained model: what it was made from and with, for programs and for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.core.store import now
from pipeline.runs import model_store as models
from pipeline.runs.model_store import Reference
from pipeline.runs.record import recorded_versions
from pipeline.runs.state import Models
from pipeline.themes.trained import TrainedThemes

LICENCE = "made from the organisation's own data; not licensed to others unless it says so"
LIMITS = (
    "Themes are those of the data it was trained on; what is new stands under other or joins the "
    "nearest theme.",
    "Likeness is kinship of wording, not agreement.",
    "Labels and keywords are words that people used: read them before giving the model away.",
    "A vector tells something of its text: treat the centres of small themes as personal data.",
)


def keep_model(
    name: str,
    known: TrainedThemes,
    facts: Mapping[str, Any],
    *,
    topics: Any = None,
    calibrations: Any = None,
) -> Reference:
    """Write a version with its two cards, and say which."""
    return models.save(
        name,
        known,
        facts,
        models.models_dir(),
        topics=topics,
        readable=readable(name, facts),
        calibrations=calibrations,
    )


def card_facts(
    data: Sequence[Mapping[str, Any]],
    counts: Mapping[str, int],
    scores: Mapping[str, float],
    loaded: Models,
    settings: Settings,
    organisation: str,
) -> dict[str, Any]:
    """Everything a card says of a fresh training, but its name and files."""
    encoder = loaded.encoder
    dutch = loaded.dutch
    return {
        "made_at": now(),
        "organisation": organisation,
        "parent": "",
        "data": list(data),
        "counts": dict(counts),
        "settings": settings.as_dict(),
        "seed": settings.themes.seed,
        "encoder": {"name": encoder.name, "revision": encoder.revision, "dim": encoder.dim},
        "nlp": {
            "name": dutch.name,
            "version": dutch.version,
            "revision": str(getattr(dutch, "revision", "")),
        },
        "versions": recorded_versions(),
        "scores": dict(scores),
        "limits": list(LIMITS),
        "licence": LICENCE,
    }


def readable(name: str, facts: Mapping[str, Any]) -> str:
    """card.md: the same for people; ``{version}`` is filled in when it is written."""
    encoder, nlp = facts["encoder"], facts["nlp"]
    data = [
        f"* {corpus['corpus']}, {_('rounds')} {', '.join(corpus['rounds'])}: "
        f"{corpus['responses']} {_('responses')}"
        for corpus in facts["data"]
    ]
    origin = (facts["organisation"], f"{_('Made at')} {facts['made_at']}", facts["licence"])
    scores = [f"| {key} | {value} |" for key, value in facts["scores"].items()]
    lines = [
        f"# {name}, {_('version')} " + "{version}",
        "",
        " ".join(f"{fact}." for fact in origin if fact),
        "",
        f"## {_('Made from')}",
        "",
        *data,
        "",
        f"## {_('Made with')}",
        "",
        f"* {_('Encoder')}: {encoder['name']} ({encoder['revision']})",
        f"* {_('Dutch pipeline')}: {nlp['name']} {nlp['version']} {nlp['revision']}",
        f"* {_('Seed')}: {facts['seed']}",
        *([f"* {_('Grown from')}: {facts['parent']}"] if facts["parent"] else []),
        "",
        f"## {_('Measured')}",
        "",
        *(["| | |", "| --- | --- |", *scores] if scores else [_("Nothing yet.")]),
        "",
        f"## {_('Limits')}",
        "",
        *(f"* {limit}" for limit in facts["limits"]),
        "",
    ]
    return "\n".join(lines)
