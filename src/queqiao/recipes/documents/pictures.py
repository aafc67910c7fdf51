"""Pictures of the report as inline SVG: counts over time, days told, who met whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from queqiao.documents.collections import Burst

_WIDTH = 340.0
_HEIGHT = 96.0
_BASE = 74.0
_TOP = 14.0
_MOST_NODES = 14
_ROW = 40.0


def bars(
    counts: Sequence[int],
    labels: Sequence[str],
    *,
    bursts: Sequence[Burst] = (),
    title: str,
) -> Markup:
    """Counts as columns, one a period; bursts are filled dark and underlined."""
    step = _WIDTH / max(1, len(counts))
    top = max([*counts, 1])
    parts: list[Markup] = []
    for at, count in enumerate(counts):
        high = any(burst.first <= at <= burst.last for burst in bursts)
        tall = (_BASE - _TOP) * count / top
        parts.append(
            Markup(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
            ).format(
                "column chosen" if high else "column",
                _n(at * step + 0.5),
                _n(_BASE - tall),
                _n(max(1.5, min(step - 1, 26))),
                _n(max(tall, 0.0)),
                f"{labels[at]}: {count}",
            )
        )
        if count and (count == top or high) and step >= 9:
            parts.append(_text(at * step + min(step - 1, 26) / 2, _BASE - tall - 3, f"{count}"))
    parts += [
        Markup('<line class="burst" x1="{0}" y1="{2}" x2="{1}" y2="{2}"/>').format(
            _n(burst.first * step), _n((burst.last + 1) * step - 1), _n(_BASE + 4)
        )
        for burst in bursts
    ]
    parts.append(
        Markup('<line class="axis" x1="0" y1="{0}" x2="{1}" y2="{0}"/>').format(
            _n(_BASE), _n(_WIDTH)
        )
    )
    parts.append(_text(0, _HEIGHT - 4, labels[0], anchor="start"))
    if len(labels) > 1:
        parts.append(_text(_WIDTH, _HEIGHT - 4, labels[-1], anchor="end"))
    return _svg("bars", _WIDTH, _HEIGHT, title, parts)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A line of the picture: who, whom, of what organization, how often, whether signed."""

    one: str
    other: str
    organization: str
    times: int
    signed: bool


def meetings(found: Sequence[Meeting], *, title: str) -> tuple[Markup, int]:
    """
    Who met whom: ours on the left, the others on the right; and how many lines were left out.

    The picture holds at most ``_MOST_NODES`` on each side, those that met most.
    """
    ours = _most([(line.one, line.times) for line in found])
    others = _most([(_other(line), line.times) for line in found])
    shown = [line for line in found if line.one in ours and _other(line) in others]
    left = {name: _row(at, len(ours), len(others)) for at, name in enumerate(ours)}
    right = {name: _row(at, len(others), len(ours)) for at, name in enumerate(others)}
    height = _ROW * max(len(ours), len(others)) + 8
    organizations = {_other(line): line.organization for line in shown}
    parts = [
        Markup(
            '<line class="{}" x1="112" y1="{}" x2="214" y2="{}" stroke-width="{}">'
            "<title>{}</title></line>"
        ).format(
            "tie signed" if line.signed else "tie",
            _n(left[line.one]),
            _n(right[_other(line)]),
            _n(min(6.0, 1.2 + 0.8 * line.times)),
            f"{line.one} – {line.other or line.organization} ×{line.times}",
        )
        for line in shown
    ]
    for name, y in left.items():
        parts += [_dot(112, y), _text(104, y + 4.5, _cut(name, 8), anchor="end", kind="name")]
    for name, y in right.items():
        parts.append(_dot(214, y))
        organization = organizations.get(name, "")
        if organization and organization != name:
            parts.append(_text(222, y - 2, _cut(name, 14), anchor="start", kind="name"))
            parts.append(_text(222, y + 12, _cut(organization, 16), anchor="start"))
        else:
            parts.append(_text(222, y + 4.5, _cut(name, 14), anchor="start", kind="name"))
    return _svg("meetings", 420, height, title, parts), len(found) - len(shown)


def _other(line: Meeting) -> str:
    return line.other or line.organization


def _most(counted: Sequence[tuple[str, int]]) -> list[str]:
    """The names that occur most, in the order of their first mention."""
    totals: dict[str, int] = {}
    for name, times in counted:
        totals[name] = totals.get(name, 0) + times
    order = list(totals)
    chosen = sorted(order, key=lambda name: -totals[name])[:_MOST_NODES]
    return [name for name in order if name in chosen]


def _row(at: int, count: int, beside: int) -> float:
    """Rows spread over the height that the longer side needs."""
    height = _ROW * max(count, beside)
    return 4 + height * (at + 0.5) / count


def _dot(x: float, y: float) -> Markup:
    return Markup('<circle class="dot" cx="{}" cy="{}" r="3.5"/>').format(_n(x), _n(y))


def _text(x: float, y: float, words: str, *, anchor: str = "middle", kind: str = "") -> Markup:
    shown = Markup(' class="{}"').format(kind) if kind else Markup("")
    return Markup('<text{} x="{}" y="{}" text-anchor="{}">{}</text>').format(
        shown, _n(x), _n(y), anchor, words
    )


def _cut(words: str, most: int) -> str:
    """As much of a name as fits, Latin letters half as wide as Chinese ones."""
    width = 0.0
    for at, char in enumerate(words):
        width += 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.55
        if width > most:
            return f"{words[: at - 1]}…"
    return words


def _svg(kind: str, width: float, height: float, title: str, parts: Sequence[Markup]) -> Markup:
    head = Markup(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg">'
    ).format(kind, _n(width), _n(height), title)
    return head + Markup("").join(parts) + Markup("</svg>")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
