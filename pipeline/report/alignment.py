"""The picture of which theme became which: two columns of themes, ribbons for what they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_ROW, _GAP, _WIDTH, _TEXT, _BAR = 14.0, 10.0, 960.0, 330.0, 10.0  # px
_LEAST = 3.0  # px; the height of a theme with hardly a statement
_SHOWN = 0.08  # share of a theme below which a ribbon only blurs the picture
_LETTERS = 46  # of a label that fit beside its bar
_SAME, _MOVED = "#1f5f8b", "#c0682b"  # told apart in grey as well: .32 and .22 of full light


def to_svg(
    flows: Mapping[tuple[str, str], int],
    labels: Mapping[str, Mapping[str, str]],
    same: Mapping[str, str],
    headings: tuple[str, str],
    title: str,
    *,
    legend: tuple[str, str],
) -> str:
    """Draw it.

    Args:
        flows: (theme before, theme after) -> statements in both; "" is *overig*.
        labels: ``{"before": {id: label}, "after": {id: label}}``.
        same: theme before -> the theme it is now; those ribbons are blue, all others orange.
        legend: what blue and orange stand for, in words.
    """
    sizes = _sizes(flows, 0), _sizes(flows, 1)
    order = [sorted(side, key=lambda one: (one == "", one)) for side in sizes]
    order[1] = _untangled(order[0], order[1], flows)
    total = max(sum(flows.values()), 1)
    scale = max(360.0, _ROW * 1.6 * max(len(order[0]), len(order[1]), 1)) / total
    tops = [_tops(side, size, scale) for side, size in zip(order, sizes, strict=True)]
    height = max([_bottom(t, s, scale) for t, s in zip(tops, sizes, strict=True)], default=0.0) + 44
    ribbons = _ribbons(flows, sizes, tops, scale, same)
    names = [
        *_names(order[0], sizes[0], tops[0], scale, labels["before"], left=True),
        *_names(order[1], sizes[1], tops[1], scale, labels["after"], left=False),
    ]
    left, right = (escape(heading) for heading in headings)
    heads = (
        f'<text x="{_TEXT}" y="20" text-anchor="end" font-weight="bold">{left}</text>'
        f'<text x="{_WIDTH - _TEXT}" y="20" font-weight="bold">{right}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:.0f}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="12" fill="#222">'
        f"<title>{escape(title)}</title>{heads}{''.join(ribbons)}{''.join(names)}"
        f"{_legend(legend, height - 12)}</svg>\n"
    )


def _legend(words: tuple[str, str], y: float) -> str:
    """What the colours stand for, at the foot."""
    drawn = []
    for x, colour, text in ((_TEXT, _SAME, words[0]), (_WIDTH / 2 + 60, _MOVED, words[1])):
        drawn.append(
            f'<rect x="{x:g}" y="{y - 10:.0f}" width="18" height="12" fill="{colour}" '
            f'fill-opacity=".55"/><text x="{x + 24:g}" y="{y:.0f}">{escape(text)}</text>'
        )
    return "".join(drawn)


def _sizes(flows: Mapping[tuple[str, str], int], side: int) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for pair, n in flows.items():
        sizes[pair[side]] = sizes.get(pair[side], 0) + n
    return sizes


def _untangled(
    left: Sequence[str], right: Sequence[str], flows: Mapping[tuple[str, str], int]
) -> list[str]:
    """The right side in the order in which its ribbons come from the left: fewer crossings."""
    place = {theme_id: at for at, theme_id in enumerate(left)}

    def middle(theme: str) -> float:
        parts = [(place[a], n) for (a, b), n in flows.items() if b == theme and n]
        return sum(at * n for at, n in parts) / max(sum(n for _, n in parts), 1)

    return sorted(right, key=lambda theme_id: (theme_id == "", middle(theme_id), theme_id))


def _height(n: int, scale: float) -> float:
    return max(n * scale, _LEAST)


def _tops(order: Sequence[str], sizes: Mapping[str, int], scale: float) -> dict[str, float]:
    tops, at = {}, 34.0
    for theme in order:
        tops[theme] = at
        at += max(_height(sizes[theme], scale), _ROW) + _GAP
    return tops


def _bottom(tops: Mapping[str, float], sizes: Mapping[str, int], scale: float) -> float:
    return max(
        (top + _height(sizes[theme_id], scale) for theme_id, top in tops.items()), default=0.0
    )


def _ribbons(
    flows: Mapping[tuple[str, str], int],
    sizes: tuple[dict[str, int], dict[str, int]],
    tops: Sequence[Mapping[str, float]],
    scale: float,
    same: Mapping[str, str],
) -> list[str]:
    used = [dict.fromkeys(side, 0.0) for side in sizes]
    order = sorted(flows, key=lambda pair: (tops[0][pair[0]], tops[1][pair[1]]))
    drawn, x0, x1 = [], _TEXT + _BAR + 4, _WIDTH - _TEXT - _BAR - 4
    for before, after in order:
        n = flows[before, after]
        y0, y1 = tops[0][before] + used[0][before], tops[1][after] + used[1][after]
        thick = n * scale
        used[0][before] += thick
        used[1][after] += thick
        if n < _SHOWN * sizes[0][before] and n < _SHOWN * sizes[1][after]:
            continue
        mid = (x0 + x1) / 2
        colour = _SAME if same.get(before) == after and before else _MOVED
        drawn.append(
            f'<path d="M{x0:.0f} {y0:.1f}C{mid:.0f} {y0:.1f} {mid:.0f} {y1:.1f} {x1:.0f} {y1:.1f}'
            f"v{thick:.1f}C{mid:.0f} {y1 + thick:.1f} {mid:.0f} {y0 + thick:.1f} "
            f'{x0:.0f} {y0 + thick:.1f}z" fill="{colour}" fill-opacity=".55">'
            f"<title>{escape(before or '-')} → {escape(after or '-')}: {n}</title></path>"
        )
    return drawn


def _names(
    order: Sequence[str],
    sizes: Mapping[str, int],
    tops: Mapping[str, float],
    scale: float,
    labels: Mapping[str, str],
    *,
    left: bool,
) -> list[str]:
    bar = _TEXT + 4 if left else _WIDTH - _TEXT - _BAR - 4
    x, anchor = (_TEXT, "end") if left else (_WIDTH - _TEXT, "start")
    drawn = []
    for theme in order:
        text = f"{theme} {labels.get(theme, '')}".strip() or "-"
        text = text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"
        height = _height(sizes[theme], scale)
        drawn.append(
            f'<rect x="{bar:.0f}" y="{tops[theme]:.1f}" width="{_BAR:.0f}" height="{height:.1f}" '
            f'fill="#444"/><text x="{x:.0f}" y="{tops[theme] + max(height, _ROW) / 2 + 4:.1f}" '
            f'text-anchor="{anchor}">{escape(text)} ({sizes[theme]})</text>'
        )
    return drawn
