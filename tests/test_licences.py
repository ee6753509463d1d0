"""Every package that the main job needs has a licence under which it may be handed on with ours."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

# Free licences that go together with the EUPL-1.2, in the words packages use for them.
FREE = re.compile(
    r"\b(?:mit|bsd|apache|psf|python software foundation|isc|mpl|mozilla public|lgpl|unlicense|zlib"
    r"|hpnd|cnri|eupl|public domain|0bsd|cc0|lesser general public)\b",
    re.IGNORECASE,
)
# Packages that say it nowhere in their data; looked up by hand.
BY_HAND = {"gehoord"}


def needed() -> set[str]:
    """The distributions that `pip install gehoord` brings, as installed here."""
    found: set[str] = set()
    waiting = ["gehoord"]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            required = distribution(name).requires or []
        except PackageNotFoundError:  # for another system
            continue
        found.add(name)
        for line in required:
            one = Requirement(line)
            if one.marker is None or one.marker.evaluate({"extra": ""}):
                waiting.append(one.name)
    return found


def licence_of(name: str) -> str:
    """All that a distribution says of its licence."""
    data = distribution(name).metadata
    classifiers = [one for one in data.get_all("Classifier", []) if one.startswith("License")]
    return " ".join([data.get("License-Expression") or "", data.get("License") or "", *classifiers])


def test_every_licence_lets_us_hand_it_on() -> None:
    packages = needed()
    assert len(packages) > 50
    unclear = {name for name in packages if not FREE.search(licence_of(name)[:4000])}
    assert unclear == BY_HAND & unclear, unclear
