"""A chain as SVG, for reports and for readers without JavaScript."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape

from queqiao.chains import ChainAnalysis, SegmentState
from queqiao.recipes.chains.layout import Layout, lay_out
from queqiao.recipes.chains.words import COLORS, SHAPES, state_word, word

_WIDTH, _HEIGHT = 168, 40
_GAP_X, _GAP_Y = 64, 16
_MARGIN = 20
_TITLE = 34
_LEGEND = 30
_NARROW, _WIDE = 7.2, 13.0
_MOST_WIDTH = 132


def render_picture(analysis: ChainAnalysis, *, chain: str = "", language: str = "zh") -> str:
    """One SVG of one chain, or of all below each other; text is text and can be searched."""
    board = analysis.board
    chains = [one for one in board.found.chains if chain in ("", one.id)]
    parts: list[str] = []
    width, top = 0, 0
    for one in chains:
        members = [i for i, s in enumerate(board.found.segments) if s.chain == one.id]
        layout = lay_out(board.network, members)
        parts.append(
            f'<text x="{_MARGIN}" y="{top + 24}" font-size="17" font-weight="600">'
            f"{escape(one.name)}</text>"
        )
        parts += _chain(analysis, layout, top + _TITLE, language)
        width = max(width, 2 * _MARGIN + layout.columns * (_WIDTH + _GAP_X) - _GAP_X)
        top += _TITLE + layout.rows * (_HEIGHT + _GAP_Y) + _MARGIN
    parts += _legend(top, language)
    width = max(width, 760)
    title = escape(word("picture_title", language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top + _LEGEND}" '
        f'width="{width}" height="{top + _LEGEND}" role="img" aria-label="{title}" '
        'font-family="PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif" '
        f'font-size="13" fill="#1c2530"><title>{title}</title>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _chain(analysis: ChainAnalysis, layout: Layout, top: int, language: str) -> Iterable[str]:
    board = analysis.board

    def corner(index: int) -> tuple[float, float]:
        column, row = layout.places[index]
        return _MARGIN + column * (_WIDTH + _GAP_X), top + row * (_HEIGHT + _GAP_Y)

    for index in layout.places:
        for other in board.network.downstream[index]:
            if other in layout.places:
                yield _flow(corner(index), corner(other))
    for index in layout.places:
        segment, assessment = board.found.segments[index], board.assessments[index]
        left, upper = corner(index)
        yield _box(left, upper, segment.name, assessment.states, language)


def _flow(start: tuple[float, float], end: tuple[float, float]) -> str:
    x1, y1 = start[0] + _WIDTH, start[1] + _HEIGHT / 2
    x2, y2 = end[0], end[1] + _HEIGHT / 2
    bend = max(24.0, (x2 - x1) / 2)
    return (
        f'<path d="M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} '
        f'{x2:.0f} {y2:.0f}" fill="none" stroke="#8793a1" stroke-width="1.2"/>'
    )


def _box(
    left: float, top: float, name: str, states: tuple[SegmentState, ...], language: str
) -> str:
    main = states[0]
    color = COLORS[main]
    dash = ' stroke-dasharray="5 3"' if main is SegmentState.MISSING else ""
    said = "、".join(state_word(state, language) for state in states)
    marks = "".join(SHAPES[state] for state in states)
    return (
        f"<g><title>{escape(name)}: {escape(said)}</title>"
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{_WIDTH}" height="{_HEIGHT}" rx="4" '
        f'fill="#fff" stroke="{color}" stroke-width="1.6"{dash}/>'
        f'<rect x="{left:.0f}" y="{top:.0f}" width="5" height="{_HEIGHT}" fill="{color}"/>'
        f'<text x="{left + 12:.0f}" y="{top + 17:.0f}">{escape(_cut(name))}</text>'
        f'<text x="{left + 12:.0f}" y="{top + 33:.0f}" font-size="11" fill="{color}">'
        f"{marks} {escape(_cut(said, 1.15))}</text></g>"
    )


def _cut(text: str, room: float = 1.0) -> str:
    """As much of a text as fits into a box."""
    width = 0.0
    for place, character in enumerate(text):
        width += _WIDE if unicodedata.east_asian_width(character) in "WF" else _NARROW
        if width > _MOST_WIDTH * room + _WIDE:
            return f"{text[: place - 1]}…"
    return text


def _legend(top: int, language: str) -> Iterable[str]:
    left = _MARGIN
    for state in SegmentState:
        label = state_word(state, language)
        yield (
            f'<text x="{left}" y="{top + 16}" font-size="12" fill="{COLORS[state]}">'
            f"{SHAPES[state]} {escape(label)}</text>"
        )
        left += 40 + sum(13 if unicodedata.east_asian_width(c) in "WF" else 7 for c in label)
