"""
One spelling for each character: the table behind ``normalize``.

The base is Unicode's NFKC. It is left where it would change what a technical text says:

===================  ===========  =================================================================
written              becomes      instead of
===================  ===========  =================================================================
``10⁻⁶`` ``10²``     ``10^-6``    ``10-6``, ``102``: a superscript after a letter loses only its
``m²`` ``cm⁻¹``      ``m2``       height (``m2``, as ``㎡`` does), a signed one keeps it (``cm^-1``)
``℃`` ``℉``          themselves   ``°C``; ``°C``, ``º C`` and ``25oC`` become ``℃``
``①`` ``⑴`` ``❶``    ``(1)``      ``1``, which would join the number that follows
``½``                ``1/2``      ``1⁄2``; after a digit ``2½`` is ``2 1/2``
``º`` ``˚``          ``°``        ``o`` and a loose ring
``…``                itself       three dots
``™`` ``℠``          nothing      ``TM``, ``SM``
``≮`` ``≯``          ``≥`` ``≤``  (NFKC leaves them; also ``≧ ⩾ ≦ ⩽``)
``‐ – −``            ``-``        (NFKC leaves most of them; ``—`` turns only between numbers)
``∼ 〜 ～``          ``~``
``• ∙ ⋅ ・``         ``·``
Symbol-font codes    what they    private-use characters (``U+F0B3`` is Word's ``≥``)
                     show
===================  ===========  =================================================================

Full-width forms, ``μ`` (micro sign), ``Ω`` (ohm sign), ``㎏ ㎜ ㎥``, Roman numerals and half-width
kana follow NFKC. ``×``, ``±``, ``‰``, ``“”`` and Chinese punctuation without an ASCII twin stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Exchanged one for one, so that offsets stay.
ONE_TO_ONE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
ONE_TO_ONE |= {
    ord(old): new
    for olds, new in (
        (
            "\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f",
            " ",
        ),
        ("\u2028\u2029\u0085\u000b\u000c", "\n"),
        ("‐‑‒–−﹣", "-"),
        ("∼〜", "~"),
        ("•∙⋅・‧●･", "·"),
        ("✕✖⨯╳⨉", "×"),
        ("≧⩾≮≥", "≥"),
        ("≦⩽≯≤", "≤"),
        ("≒≃≅", "≈"),
        ("∕⁄", "/"),
        ("º˚", "°"),
        ("µ", "μ"),
        ("\u2126", "Ω"),
        ("﹤", "<"),
        ("﹥", ">"),
        ("﹪", "%"),
        ("￥", "¥"),
    )
    for old in olds
}

# The Symbol font of word processors, as it arrives in the private use area: U+F000 + its own code.
_SYMBOL_FONT = {
    0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xB8: "÷", 0xBB: "≈", 0xB9: "≠",
    0x6D: "μ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x65: "ε",
    0x68: "η", 0x71: "θ", 0x6C: "λ", 0x72: "ρ", 0x73: "σ", 0x74: "τ", 0x66: "φ", 0x6A: "φ",
    0x77: "ω", 0x70: "π", 0x2D: "-", 0x2B: "+", 0x3D: "=", 0x3C: "<", 0x3E: ">", 0x7E: "~",
    0x25: "%", 0xB7: "·", 0xD7: "·", 0xA5: "∞", 0xAE: "→", 0xB2: "″", 0xA2: "′", 0x20: " ",
}  # fmt: skip
ONE_TO_ONE |= {0xF000 + code: shown for code, shown in _SYMBOL_FONT.items()}

# Characters that need no look: ASCII, Han, kana, Greek, common signs, and everything in ONE_TO_ONE.
# Every string of them is NFKC-stable once ONE_TO_ONE is applied (tests hold it).
_PLAIN = (
    "\\x20-\\x7e\\n\\t\u00b0\u00b1\u00b7\u00d7\u00f7\u00a5"
    "\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
    "\u2014\u2018\u2019\u201c\u201d\u2026\u2030\u2032\u2033\u2103\u2109\u2190-\u2193"
    "\u2200\u2202\u2206\u2208\u2211\u221a\u221e\u2227-\u222b\u2234\u2248\u2260\u2261\u2264\u2265"
    "\u25a0-\u25cf\u3001-\u3003\u3005-\u3011\u3014-\u301b\u3041-\u3096\u30a1-\u30fa\u30fc"
    "\u3400-\u4dbf\u4e00-\u9fff"
)
_OLD = "".join(re.escape(chr(code)) for code in sorted(ONE_TO_ONE))
EXCHANGED = re.compile(f"[{_OLD}]")
UNUSUAL = re.compile(f"[^{_PLAIN}{_OLD}]")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"
UNUSUAL_RUN = re.compile(f"[{SUPERSCRIPTS}]+|[^{_PLAIN}{_OLD}{SUPERSCRIPTS}]")

# A base with the marks that compose with it (also conjoining Hangul, half-width kana with its
# voicing): these compose before anything else is looked at.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u08ff\u0900-\u1aff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f"
)
MARKED = re.compile(f"[^\\n][{_MARKS}]+")

_ENUMERATIONS = (
    (0x2460, 20, 1), (0x2474, 20, 1), (0x2488, 20, 1), (0x24F5, 10, 1), (0x2776, 10, 1),
    (0x2780, 10, 1), (0x278A, 10, 1), (0x24EB, 10, 11), (0x3251, 15, 21), (0x32B1, 15, 36),
)  # fmt: skip
_LISTED = {
    chr(first + i): f"({number + i})"
    for first, count, number in _ENUMERATIONS
    for i in range(count)
}


@cache
def spell(char: str) -> str:
    """The normalized spelling of one unusual character (no superscript): none, one or several."""
    if char in _LISTED:
        return _LISTED[char]
    category = unicodedata.category(char)
    if char in "™℠" or category in {"Cc", "Cf"}:
        return ""
    if category == "Cs":
        return "\ufffd"
    return unicodedata.normalize("NFKC", char).replace("\u2044", "/").translate(ONE_TO_ONE)


def raise_superscript(run: str, before: str) -> str:
    """
    A run of superscript characters on the line, after the character ``before``.

    Unsigned digits after a letter stand as they are (``m2``); all else is marked by ``^``.
    """
    flat = unicodedata.normalize("NFKC", run).translate(ONE_TO_ONE)
    if before.isalpha() and run[0] not in "⁺⁻":
        return flat
    return f"^{flat}"
