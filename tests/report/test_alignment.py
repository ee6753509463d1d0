"""The picture of which theme became which is sound SVG, complete, and says what it shows."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from pipeline.report.alignment import to_svg

LABELS = {
    "before": {"T01": "Vervoer <&>", "": "zonder"},
    "after": {"T01": "Vervoer", "T02": "Klas"},
}
LEGEND = ("loopt door", "ging elders heen")


def texts(drawn: str) -> list[str]:
    root = ElementTree.fromstring(drawn)
    return [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_every_theme_stands_in_it_with_its_number() -> None:
    flows = {("T01", "T01"): 8, ("T01", "T02"): 3, ("", "T02"): 1}
    drawn = to_svg(flows, LABELS, {"T01": "T01"}, ("een", "twee"), "Welk werd welk", legend=LEGEND)
    found = texts(drawn)
    assert "T01 Vervoer <&> (11)" in found
    assert "zonder (1)" in found
    assert "T02 Klas (4)" in found
    assert {"een", "twee", *LEGEND} <= set(found)
    assert "<title>Welk werd welk</title>" in drawn


@pytest.mark.parametrize("flows", [{}, {("", ""): 3}, {("T01", ""): 1}])
def test_next_to_nothing_is_no_fault(flows: dict[tuple[str, str], int]) -> None:
    assert texts(to_svg(flows, LABELS, {}, ("a", "b"), "c", legend=LEGEND))


def test_the_same_flows_in_another_order_draw_the_same() -> None:
    flows = {("T01", "T01"): 8, ("T01", "T02"): 3}
    turned = dict(reversed(flows.items()))
    drawn = [to_svg(one, LABELS, {}, ("a", "b"), "c", legend=LEGEND) for one in (flows, turned)]
    assert drawn[0] == drawn[1]
