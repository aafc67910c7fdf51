"""
Text as it reads, with the way back to what was written.

``normalize`` brings what people paste into one spelling: simplified characters, half-width forms,
real line breaks, no entities, no glosses. Every span of the result can be shown in the original.
The spelling of single characters is documented in ``queqiao.text.characters``.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from queqiao.core.spans import Span
from queqiao.text.alignment import Alignment, rewrite
from queqiao.text.characters import (
    EXCHANGED,
    MARKED,
    ONE_TO_ONE,
    SUPERSCRIPTS,
    UNUSUAL,
    UNUSUAL_RUN,
    raise_superscript,
    spell,
)

_MOST_ROUNDS = 8  # an entity may hide an entity; real text needs two rounds


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A text in one spelling; offsets count code points."""

    text: str
    original: str
    steps: tuple[Alignment, ...] = field(default=(), repr=False)

    def original_span(self, start: int, end: int) -> Span:
        """
        The smallest span of ``original`` that covers ``[start, end)`` of ``text``.

        An empty span maps to an empty one, before the character that follows it.

        Raises:
            IndexError: the span does not lie in ``text``.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(start, end)
        span = Span(start, end)
        for step in reversed(self.steps):
            span = step.back(span)
        return span


def normalize(text: str) -> NormalizedText:
    r"""
    The text in one spelling, with a map back to the original.

    In this order: HTML entities and leftover inline tags; ``\n`` copied as two characters; spaces,
    control characters and character forms; pinyin in brackets after a traditional-looking gloss
    (``設(shè)``); the letter O that a scanner read for a zero; ``°C``; traditional to simplified.
    Normalizing the result again changes nothing; plain simplified text comes back as it is.
    """
    steps: list[Alignment] = []
    current = text
    for _ in range(_MOST_ROUNDS):
        before = current
        for step in (_decode_markup, _break_lines, _respell, _mend_signs):
            current = step(current, steps)
        if current == before or not _may_change_again(current):
            break
    return NormalizedText(simplify(current), text, tuple(steps))


def _may_change_again(text: str) -> bool:
    """Whether a second round could find what the first one uncovered."""
    return "&" in text or "\\" in text or "<" in text or UNUSUAL.search(text) is not None


def _apply(
    text: str,
    steps: list[Alignment],
    pattern: re.Pattern[str],
    replace: Callable[[re.Match[str]], str],
) -> str:
    text, step = rewrite(text, pattern, replace)
    if step is not None:
        steps.append(step)
    return text


# --- entities and tags ----------------------------------------------------------------------------

_ENTITY = re.compile(
    r"&(?:amp;|#0*38;|#[xX]0*26;)*(?:#[0-9]{1,8};|#[xX][0-9A-Fa-f]{1,7};|[A-Za-z][A-Za-z0-9]{1,31};|nbsp(?![A-Za-z0-9=]))"
)
_SUPERSCRIPT_TAG = re.compile(
    r"<sup>\s*([+\-−–]?[0-9]{1,4}[+\-−]?|[A-Za-z]{1,3})\s*</sup>", re.IGNORECASE
)
_LINE_TAG = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr)\s*>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:sup|sub|p|div|span|strong|em|font|li|ul|ol)(?:\s[^<>]{0,300})?>", re.IGNORECASE
)
_TO_SUPERSCRIPT = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def _decode_markup(text: str, steps: list[Alignment]) -> str:
    if "&" in text:
        text = _apply(text, steps, _ENTITY, _decode_entity)
    if "<" in text and ">" in text:
        text = _apply(text, steps, _SUPERSCRIPT_TAG, lambda m: m[1].translate(_TO_SUPERSCRIPT))
        text = _apply(text, steps, _LINE_TAG, lambda _: "\n")
        text = _apply(text, steps, _INLINE_TAG, lambda _: "")
    return text


def _decode_entity(match: re.Match[str]) -> str:
    body = re.sub(r"^&(?:amp;|#0*38;|#[xX]0*26;)*", "&", match[0])
    decoded = html.unescape(body if body.endswith(";") else f"{body};")
    return match[0] if decoded == body else decoded


# --- line breaks ----------------------------------------------------------------------------------

_LITERAL = re.compile(r"\\+(?:r\\+n|n|[rt](?![A-Za-z]))")
_SURE_BREAK = re.compile(r"\\n(?![A-Za-z])")
_IN_PATH = re.compile(
    r"(?:^|[^A-Za-z0-9])(?:[A-Za-z]:|\\\\[A-Za-z0-9]+)(?:[\\/]+[A-Za-z0-9_.$~\-]+)*$"
)
_FORMULA = re.compile(
    r"(?:u|e|eq|abla|ot|otin|i|eg|atural|earrow|leq|geq|mid|ewline|ewcommand|oindent|olimits"
    r"|onumber|ormalsize)(?![A-Za-z])"
)
_LONGEST_PATH = 120
_RETURN = re.compile(r"\r\n?")


def _break_lines(text: str, steps: list[Alignment]) -> str:
    """Real line breaks for the two characters backslash and n, except in paths and formulas."""
    if "\r" in text:
        text = _apply(text, steps, _RETURN, lambda _: "\n")
    if "\\" not in text:
        return text
    sure = _SURE_BREAK.search(text) is not None

    def replace(match: re.Match[str]) -> str:
        start, end = match.span()
        if text[end - 1] == "t":
            return "\t"
        following = text[end : end + 1]
        if following.isascii() and following.islower() and text[end - 1] == "n":
            if _IN_PATH.search(text[max(0, start - _LONGEST_PATH) : start]):
                return match[0]
            if not sure and _FORMULA.match(text, end):
                return match[0]
        return "\n"

    return _apply(text, steps, _LITERAL, replace)


# --- characters -----------------------------------------------------------------------------------

# A full-width comma between half-width digits separates numbers, not thousands.
_LIST_COMMA = re.compile(r"，(?<=[0-9]，)(?=[0-9])")


class _Table(dict[int, int | str]):
    """``ONE_TO_ONE`` for ``str.translate``; remembers what stays: no look-up fails twice."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


_TABLE = _Table(ONE_TO_ONE)
_FREQUENT = tuple((char, chr(ord(char) - 0xFEE0)) for char in "，（）：；％")  # quicker one by one


def _respell(text: str, steps: list[Alignment]) -> str:
    if "，" in text:
        text = _apply(text, steps, _LIST_COMMA, lambda _: ", ")
    unusual = UNUSUAL.search(text) is not None
    if unusual:
        text = _apply(text, steps, MARKED, _compose)
        text = _apply(text, steps, UNUSUAL_RUN, _spell_run)
    for old, new in _FREQUENT:
        text = text.replace(old, new)
    if EXCHANGED.search(text) is not None:
        text = text.translate(_TABLE)
    return _drop_glosses(text, steps) if unusual else text


def _compose(match: re.Match[str]) -> str:
    if match[0][-1] in "\uff9e\uff9f":
        return unicodedata.normalize("NFKC", match[0])
    return unicodedata.normalize("NFC", match[0])


def _spell_run(match: re.Match[str]) -> str:
    run = match[0]
    before = match.string[match.start() - 1 : match.start()]
    if len(run) > 1 or run in SUPERSCRIPTS:
        return raise_superscript(run, before)
    spelled = spell(run)
    if before.isdigit() and spelled[:1].isdigit() and unicodedata.category(run) == "No":
        return f" {spelled}"
    return spelled


# --- glosses and signs ----------------------------------------------------------------------------

_TONED = "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜńňǹḿ"
_GLOSS = re.compile(rf"(?<=[\u3400-\u9fff]) ?\( ?([a-züɡɑ{_TONED}]{{1,7}}) ?\)")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ang|iong|uang|i?ao|[iuv]?an|uai|[aeiouv]ng"
    r"|ai|ei|ou|[eiuv]n|er|i[aeu]|u[aeio]|ve|[aeiouv])|n|ng|m"
)
_UNTONED_NEEDS = 3  # toned glosses that make untoned ones (們(men)) credible


def _drop_glosses(text: str, steps: list[Alignment]) -> str:
    toned = _count_toned(text)
    if not toned:
        return text
    fewest = 0 if toned >= _UNTONED_NEEDS else 1
    return _apply(
        text, steps, _GLOSS, lambda match: "" if _is_reading(match[1], fewest) else match[0]
    )


def find_glosses(text: str) -> tuple[Span, ...]:
    """The readings in half-width brackets behind characters (``設(shè)``), brackets included."""
    toned = _count_toned(text)
    if not toned:
        return ()
    fewest = 0 if toned >= _UNTONED_NEEDS else 1
    return tuple(
        Span(*match.span()) for match in _GLOSS.finditer(text) if _is_reading(match[1], fewest)
    )


def _count_toned(text: str) -> int:
    if "(" not in text:
        return 0
    return sum(1 for match in _GLOSS.finditer(text) if _tones(match[1]) == 1)


def _is_reading(syllable: str, fewest: int) -> bool:
    """Whether it is a syllable of pinyin with at least ``fewest`` and at most one tone mark."""
    if not fewest <= _tones(syllable) <= 1:
        return False
    letters = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SYLLABLE.fullmatch(plain.replace("ɡ", "g").replace("ɑ", "a")) is not None


def _tones(syllable: str) -> int:
    return sum(letter in _TONED for letter in syllable)


_CELSIUS = re.compile(r"° ?([CF])(?![A-Za-z])")
_LOST_CELSIUS = re.compile(r"(?<=[0-9]) ?oC(?![A-Za-z])")
_NUMBER_DASH = re.compile(r"(?<=[0-9%℃°])[—―─](?=[+\-]?[0-9])")
# A scanner's letter O among digits (``5O MPa``, ``0.O5``, ``O.003``); in no formula (``Al2O3``),
# base (``2OH``) or word that begins with O behind a number (``2OLED``).
_SCANNED_ZERO = re.compile(
    r"(?<![A-Za-z0-9.])(?=[0-9O.]*O)(?=[0-9O.]*[0-9])(?:O(?=\.[0-9O])|[0-9])[0-9O]*"
    r"(?:\.O*[0-9][0-9O]*|\.O+(?![A-Za-z]))*"
    r"(?![0-9O]|hm|H(?![BRVz])|P[MS]|D(?![A-Za-z])|[ED]M|LED)"
)


def _mend_signs(text: str, steps: list[Alignment]) -> str:
    if "O" in text:
        text = _apply(text, steps, _SCANNED_ZERO, lambda match: match[0].replace("O", "0"))
    if "°" in text:
        text = _apply(text, steps, _CELSIUS, lambda m: "℃" if m[1] == "C" else "℉")
    if "oC" in text:
        text = _apply(text, steps, _LOST_CELSIUS, lambda _: "℃")
    if "—" in text or "―" in text or "─" in text:
        text = _apply(text, steps, _NUMBER_DASH, lambda _: "-")
    return text


# --- traditional to simplified --------------------------------------------------------------------


@cache
def _converter() -> Callable[[str], str]:
    import opencc  # noqa: PLC0415 -- slow import

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def simplify(text: str) -> str:
    """
    The text in simplified characters, one for one, so that offsets stay.

    Phrases decide (``乾燥`` is ``干燥``, ``乾隆`` stays) as long as they keep the length.
    """
    if text.isascii():
        return text
    convert = _converter()
    simplified = convert(text)
    if simplified == text:
        return text
    for _ in range(2):
        simplified = convert(simplified)
    if len(simplified) != len(text):
        simplified = "".join(single if len(single := convert(char)) == 1 else char for char in text)
    return simplified
