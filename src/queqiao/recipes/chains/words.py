"""The words of the chain page and table, in two languages."""

from __future__ import annotations

from queqiao.chains import MoveKind, Quadrant, RecordKind, SegmentState, Strategy
from queqiao.core.codes import region_full_name
from queqiao.messages import Message, render

SHAPES = {
    SegmentState.MISSING: "✕",
    SegmentState.CHOKEPOINT: "▲",
    SegmentState.WEAK: "▽",
    SegmentState.ONE_SUPPLIER: "◆",
    SegmentState.ONE_REGION: "◇",
    SegmentState.HEALTHY: "●",
}
"""One shape for each state, so that color never stands alone."""
COLORS = {
    SegmentState.MISSING: "#9c2a23",
    SegmentState.CHOKEPOINT: "#6b3a8c",
    SegmentState.WEAK: "#8a4b00",
    SegmentState.ONE_SUPPLIER: "#15477f",
    SegmentState.ONE_REGION: "#2f6f86",
    SegmentState.HEALTHY: "#1c6b3c",
}
"""Dark enough for white text on them."""


def word(code: str, language: str, **params: object) -> str:
    """The sentence ``recipes.chains.<code>``."""
    return render(Message(f"recipes.chains.{code}", params), language)


def state_word(state: SegmentState, language: str) -> str:
    """断点, 卡点, 弱 ..."""
    return word(f"state.{state}", language)


def strategy_word(strategy: Strategy, language: str) -> str:
    """延链, 补链, 强链."""
    return word(f"strategy.{strategy}", language)


def move_word(kind: MoveKind, language: str) -> str:
    """成果转化, 企业培育 ..."""
    return word(f"move.{kind}", language)


def quadrant_word(quadrant: Quadrant, language: str) -> str:
    """Which of innovation and industry is ahead."""
    return word(f"quadrant.{quadrant}", language)


def kind_word(kind: RecordKind, language: str) -> str:
    """企业, 成果 ..."""
    return word(f"kind.{kind}", language)


def percent(share: float | None) -> str:
    """A share in whole percent, a dash where it is not known."""
    return "—" if share is None else f"{share * 100:.0f}%"


def amount(value: float | None, unit: str = "") -> str:
    """An amount with its unit."""
    if value is None:
        return "—"
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{text} {unit}".strip()


def place(code: str) -> str:
    """A region in full, the code where it is unknown."""
    return region_full_name(code) or code
