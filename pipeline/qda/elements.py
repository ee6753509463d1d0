"""Elements of the XML that REFI-QDA programs write, whatever namespace they are in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def local_name(element: Any) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def children(element: Any, name: str) -> Iterator[Any]:
    """The elements of this name right below; none below None."""
    return (
        child for child in (element if element is not None else ()) if local_name(child) == name
    )


def first_of(element: Any, *names: str) -> Any:
    """The first element down this path of names, or None."""
    for name in names:
        element = next(children(element, name), None)
    return element


def text_of(element: Any) -> str:
    """Its text; "" for None."""
    return (element.text or "") if element is not None else ""
