"""Words for a diagnosis or illness: flagged, never masked, for they are what people write about."""

from __future__ import annotations

import re

from pipeline.text.redact.spans import DetailSpan, spans_of

_HEALTH = re.compile(
    r"(?i)(?<!\w)(?:autis\w*|asperger|pdd-?nos|ass|adhd|add|odd|gilles\s+de\s+la\s+tourette|tourette\w*|down(?:syndroom)?"
    r"|syndroom\s+van\s+\w+|dyslexie|dyslectisch\w*|dyscalculie|dyscalculisch\w*|dyspraxie|dyspractisch\w*|dcd|tos|taalontwikkelingsstoornis\w*|epilepsie|epileptisch\w*"
    r"|diabetes|suikerziekte|astma|kanker|leukemie|depressi\w*|angststoornis\w*|trauma\w*|ptss|hechtingsstoornis\w*"
    r"|eetstoornis\w*|anorexia|zelfmoord\w*|suïcid\w*|suicid\w*|verslaafd|verslaving\w*|psychose|psychotisch|bipolair"
    r"|niet-aangeboren\s+hersenletsel|nah|cerebrale\s+parese|spasti\w*|rolstoel\w*|slechthorend\w*|slechtziend\w*|doof|blind"
    r"|selectief\s+mutisme|licht\s+verstandelijk\s+beperkt|lvb|verstandelijke?\s+beperk\w*|medicatie|ritalin|methylfenidaat"
    r"|diagnose\w*|burn-?out|overspannen|schoolangst|hiv|covid|long\s+covid|reuma|migraine)(?!\w)"
)


def health_flags(text: str) -> list[DetailSpan]:
    """Words in a text that tell of somebody's health, in order."""
    return list(spans_of(_HEALTH, text, "gezondheid"))
