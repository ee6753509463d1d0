"""The picture of cost against size in the docs, drawn from the figures that lie beside it.

Run as ``python -m tests.bench.draw_costs``, which prints by what power of the number of answers
each kind of run grew. What was measured is a dot; a dashed line goes on from there and says that
nobody measured it.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator

from tests.conftest import ROOT

DOCS = ROOT / "docs"
PICTURE = DOCS / "images" / "cost.svg"
_LEFT, _TOP, _WIDTH, _HEIGHT = 70.0, 20.0, 480.0, 260.0  # of the plot, in pixels
_SIZES, _SECONDS = (1e3, 1e6), (1e1, 1e5)  # answers and CPU seconds at the edges
_BESIDE = "beside encoding, short answers in Parquet"
_COLOURS = {"cold": "#1b5e8a", "nothing changed": "#8a4b1b", _BESIDE: "#2c7a3f"}


def measured() -> dict[str, list[tuple[float, float]]]:
    """Per kind of run, (answers, CPU seconds) from the smallest on."""
    figures = {n: json.loads((DOCS / f"scale-{n}.json").read_text("utf-8")) for n in (2000, 20000)}
    small, large = figures[2000], figures[20000]["now"]
    in_parts = json.loads((DOCS / "scale-large.json").read_text("utf-8"))["sizes"]
    return {
        "cold": [(2000.0, small["cold"]["cpu"]), (20000.0, large["cold"]["cpu"])],
        "nothing changed": [(2000.0, small["kept"]["cpu"]), (20000.0, large["cached"]["cpu"])],
        _BESIDE: [(float(n), in_parts[str(n)]["cpu"]) for n in sorted(map(int, in_parts))],
    }


def slope(points: list[tuple[float, float]]) -> float:
    """By what power of the number of answers the cost grows, from the first point to the last."""
    (n, cost), (more, costs) = points[0], points[-1]
    return math.log(costs / cost) / math.log(more / n)


def picture(runs: dict[str, list[tuple[float, float]]]) -> str:
    """The runs as SVG, both axes logarithmic."""
    parts = [*_axes()]
    for at, (name, points) in enumerate(runs.items()):
        colour, power = _COLOURS[name], slope(points)
        n, cost = points[-1]
        ahead = (_SIZES[1], cost * (_SIZES[1] / n) ** power)
        lines = [(points, ""), ([points[-1], ahead], ' stroke-dasharray="5 5"')]
        for line, dashes in lines[: 1 if n >= _SIZES[1] else 2]:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(_place, line))
            look = f'fill="none" stroke="{colour}" stroke-width="2"{dashes}'
            parts.append(f'<polyline points="{path}" {look}/>')
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
            for x, y in map(_place, points)
        ]
        label = f"{name}: power {power:.2f}"
        parts.append(f'<text x="90" y="{40 + 18 * at}" fill="{colour}">{label}</text>')
    told = "dashed: extrapolated, nobody measured it"
    parts.append(f'<text x="90" y="{40 + 18 * len(runs)}" fill="#555">{told}</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 570 330" font-family="sans-serif" '
        'font-size="12" role="img"><title>CPU seconds of a run against answers</title>\n'
        '<rect width="570" height="330" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _axes() -> Iterator[str]:
    for power in range(3, 7):
        x, y = _place((10.0**power, _SECONDS[0]))
        yield f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{y + 16:.1f}" text-anchor="middle">{10**power:,}</text>'
    for power in range(1, 6):
        x, y = _place((_SIZES[0], 10.0**power))
        yield f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{_LEFT + _WIDTH}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{x - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{10**power:,}</text>'
    yield '<text x="310" y="322" text-anchor="middle">answers</text>'
    turned = 'transform="rotate(-90 14 150)"'
    yield f'<text x="14" y="150" text-anchor="middle" {turned}>CPU seconds</text>'


def _place(point: tuple[float, float]) -> tuple[float, float]:
    """Pixels of (answers, CPU seconds)."""
    across, up = (
        math.log(value / low) / math.log(high / low)
        for value, (low, high) in zip(point, (_SIZES, _SECONDS), strict=True)
    )
    return _LEFT + _WIDTH * across, _TOP + _HEIGHT * (1 - up)


if __name__ == "__main__":
    PICTURE.write_text(picture(measured()), "utf-8")
    for kind, points in measured().items():
        least, most = int(points[0][0]), int(points[-1][0])
        print(f"{kind}: power {slope(points):.2f} from {least:,} to {most:,} answers")
    sys.exit(0)
