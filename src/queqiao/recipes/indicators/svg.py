"""Pictures as inline SVG: no styles inside, every mark with its words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_LABEL = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A unit on a beeswarm: ``share`` 0-1 along the axis, ``title`` what it says when asked."""

    share: float
    title: str
    target: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """One closed line of a radar: ``kind`` is its class, ``shares`` 0-1 on every axis."""

    kind: str
    shares: Sequence[float]


def radar(labels: Sequence[str], rings: Sequence[Ring], *, title: str) -> Markup:
    """A radar of three axes or more; the center is 0, the rim 1."""
    count, radius, center = len(labels), 92.0, (170.0, 132.0)

    def point(axis: int, share: float) -> tuple[float, float]:
        angle = -math.pi / 2 + 2 * math.pi * axis / count
        reach = radius * min(1.0, max(0.0, share))
        return center[0] + reach * math.cos(angle), center[1] + reach * math.sin(angle)

    parts = [_polygon("grid", [point(a, share) for a in range(count)]) for share in (0.5, 1.0)]
    for axis, label in enumerate(labels):
        x, y = point(axis, 1.0)
        parts.append(Markup('<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
            _n(center[0]), _n(center[1]), _n(x), _n(y)))  # fmt: skip
        parts.append(_axis_label(label, x - center[0], y - center[1], center))
    parts += [
        _polygon(ring.kind, [point(axis, share) for axis, share in enumerate(ring.shares)])
        for ring in rings
    ]
    return _svg("radar", 340, 244, title, parts)


def _axis_label(label: str, dx: float, dy: float, center: tuple[float, float]) -> Markup:
    x, y = center[0] + dx * 1.12, center[1] + dy * 1.14 + 4
    anchor = "middle" if abs(dx) < 20 else "start" if dx > 0 else "end"
    lines = _lines(label)
    y -= 7.0 * (len(lines) - 1) if dy < 40 else 0.0
    spans = Markup("").join(
        Markup('<tspan x="{}" dy="{}">{}</tspan>').format(_n(x), 0 if at == 0 else 14, line)
        for at, line in enumerate(lines)
    )
    return Markup('<text text-anchor="{}" y="{}">{}</text>').format(anchor, _n(y), spans)


def _lines(label: str) -> list[str]:
    """A label in lines: Chinese by characters, other words by spaces."""
    if any("\u4e00" <= character <= "\u9fff" for character in label):
        size = min(len(label), _LABEL)
        return [label[at : at + size] for at in range(0, len(label), size)][:3]
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) > 2 * _LABEL + 2:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


def beeswarm(dots: Sequence[Dot], *, title: str, low: str, high: str, width: int = 640) -> Markup:
    """Units along one axis, pushed apart where they would cover each other."""
    size, margin = 4.5, 8.0
    placed: list[tuple[float, float]] = []
    marks: list[Markup] = []
    order = sorted(range(len(dots)), key=lambda at: (dots[at].share, at))
    levels: dict[int, float] = {}
    for at in order:
        x = margin + (width - 2 * margin) * dots[at].share
        y = _free(x, placed, 2 * size + 0.5)
        placed.append((x, y))
        levels[at] = y
    reach = max((abs(y) for y in levels.values()), default=0.0) + size + 2
    height = round(2 * reach + 18)
    for at in order:
        x = margin + (width - 2 * margin) * dots[at].share
        mark = Markup(
            '<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>'
        ).format(
            "dot chosen" if dots[at].chosen else "dot",
            _n(x),
            _n(reach + levels[at]),
            6 if dots[at].chosen else size,
            dots[at].title,
        )
        if dots[at].target:
            mark = Markup('<a href="#{}">{}</a>').format(dots[at].target, mark)
        marks.append(mark)
    line = Markup('<line class="axis" x1="0" y1="{0}" x2="{1}" y2="{0}"/>').format(
        _n(2 * reach + 1), width
    )
    ends = Markup(
        '<text y="{0}" x="0">{1}</text><text y="{0}" x="{2}" text-anchor="end">{3}</text>'
    )
    words = ends.format(height - 2, low, width, high)
    return _svg("swarm", width, height, title, [line, words, *marks])


def _free(x: float, placed: Sequence[tuple[float, float]], apart: float) -> float:
    """The height nearest to the middle at which a dot touches no other."""
    near = [(px, py) for px, py in placed[-60:] if abs(px - x) < apart]
    for step in range(400):
        y = (step + 1) // 2 * (1.0 if step % 2 else -1.0) * 1.5
        if all((px - x) ** 2 + (py - y) ** 2 >= apart**2 - 1e-6 for px, py in near):
            return y
    return 0.0


def rank_strip(rank: int, low: int, high: int, count: int, *, title: str) -> Markup:
    """The interval of a rank as a bar from best (left) to last (right), the rank itself a tick."""
    width = 160.0

    def place(value: float) -> float:
        return 4 + (width - 8) * (value - 1) / max(1, count - 1)

    parts = [
        Markup('<line class="axis" x1="4" y1="8" x2="{}" y2="8"/>').format(_n(width - 4)),
        Markup('<rect class="span" x="{}" y="4" width="{}" height="8" rx="2"/>').format(
            _n(place(low) - 2), _n(place(high) - place(low) + 4)
        ),
        Markup('<rect class="tick" x="{}" y="1" width="3" height="14"/>').format(
            _n(place(rank) - 1.5)
        ),
    ]
    return _svg("strip", 160, 16, title, parts)


def histogram(shares: Sequence[float], *, chosen: int, title: str, best: str, last: str) -> Markup:
    """How often each rank came up, rank 1 on the left; the rank of record is marked."""
    width, height = 340.0, 110.0
    step = width / max(1, len(shares))
    top = max([*shares, 1e-9])
    parts: list[Markup] = []
    for at, share in enumerate(shares):
        tall = (height - 20) * share / top
        parts.append(Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
            "column chosen" if at + 1 == chosen else "column", _n(at * step),
            _n(height - 16 - tall), _n(max(1.0, step - 1)), _n(tall)))  # fmt: skip
    parts.append(Markup('<line class="axis" x1="0" y1="{0}" x2="{1}" y2="{0}"/>').format(
        _n(height - 16), _n(width)))  # fmt: skip
    ends = Markup(
        '<text y="{0}" x="0">{1}</text><text y="{0}" x="{2}" text-anchor="end">{3}</text>'
    )
    parts.append(ends.format(_n(height - 3), best, _n(width), last))
    return _svg("histogram", 340, 110, title, parts)


def _polygon(kind: str, points: Sequence[tuple[float, float]]) -> Markup:
    text = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return Markup('<polygon class="{}" points="{}"/>').format(kind, text)


def _svg(kind: str, width: float, height: float, title: str, parts: Sequence[Markup]) -> Markup:
    head = Markup(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg">'
    ).format(kind, _n(width), _n(height), escape(title))
    return head + Markup("").join(parts) + Markup("</svg>")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
