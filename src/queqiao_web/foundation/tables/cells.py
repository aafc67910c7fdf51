"""One cell of a sheet to one value, or the reason why it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from queqiao.core.codes import industry_code, region_code, regions_named
from queqiao.datasets import CellValue as CellValue  # noqa: PLC0414 -- for readers elsewhere
from queqiao.matching.io import cells as engine
from queqiao.messages import render

Value = TypeVar("Value")

Reader = Callable[[CellValue, Decimal | None], object]
"""Reads a cell; the second argument is yuan a unit where the heading names one; ``None``: empty."""

YES = frozenset({"是", "有", "对", "√", "✓", "y", "yes", "true", "1"})
NO = frozenset({"否", "无", "非", "不是", "×", "x", "n", "no", "false", "0"})
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these signs a cell begins that a program may take for a formula."""


class CellError(ValueError):
    """A filled cell that holds no value of its kind: a code for programs, a sentence for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def written(cell: CellValue) -> str:
    """The cell as its owner wrote it, without the mark that our own files put before formulas."""
    text = engine.text_of(cell)
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_MARKS) else text


def line(most: int) -> Reader:
    """Text of one line."""

    def read(cell: CellValue, unit: Decimal | None) -> str | None:  # noqa: ARG001 -- a reader
        text = " ".join(written(cell).split())
        return _within(text, most) or None

    return read


def text(most: int) -> Reader:
    """Text with its line breaks; the two characters backslash and n count as one."""

    def read(cell: CellValue, unit: Decimal | None) -> str | None:  # noqa: ARG001 -- a reader
        found = written(cell).replace("\\n", "\n")
        return _within(found, most) or None

    return read


def words(most: int) -> Reader:
    """Words in a list, each once."""

    def read(cell: CellValue, unit: Decimal | None) -> list[str] | None:  # noqa: ARG001 -- a reader
        found = list(engine.split_words(written(cell)))
        if len(found) > most:
            raise CellError("too_many", _("At most %(most)d words, please.") % {"most": most})
        return found or None

    return read


def choice(choices: type[TextChoices], *, also: Mapping[str, str] | None = None) -> Reader:
    """One of the choices: its word in either language, its value, or a spelling in ``also``."""

    def read(cell: CellValue, unit: Decimal | None) -> str | None:  # noqa: ARG001 -- a reader
        plain = _folded(written(cell))
        if not plain:
            return None
        known = {**spellings(choices), **{_folded(k): v for k, v in (also or {}).items()}}
        if plain in known:
            return known[plain]
        raise CellError(
            "unknown_choice",
            _("“%(value)s” is none of: %(choices)s.")
            % {"value": _short(plain), "choices": listed(choices.labels)},
        )

    return read


@cache
def spellings(choices: type[TextChoices]) -> dict[str, str]:
    """Every way to write the choices: values, Chinese words, English words."""
    found = {_folded(value): str(value) for value in choices.values}
    for language in ("en", "zh-hans"):
        with override(language):
            found.update({_folded(str(one.label)): str(one.value) for one in choices})
    return found


def whole_number(least: int, most: int) -> Reader:
    """A whole number within bounds."""

    def read(cell: CellValue, unit: Decimal | None) -> int | None:  # noqa: ARG001 -- a reader
        plain = engine.plain(cell)
        if not plain:
            return None
        try:
            number = Decimal(plain.replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if number == number.to_integral_value() and least <= number <= most:
            return int(number)
        raise CellError(
            "not_a_number",
            _("Please give a whole number from %(least)d to %(most)d.")
            % {"least": least, "most": most},
        )

    return read


def share(cell: CellValue, unit: Decimal | None) -> Decimal | None:  # noqa: ARG001 -- a reader
    """A share from 0 to 1, also written as a percentage."""
    plain = engine.plain(cell)
    if not plain:
        return None
    try:
        found = Decimal(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except InvalidOperation:
        found = Decimal(-1)
    if 0 <= found <= 1:
        return found
    raise CellError("not_a_share", _("Please give a share such as 0.3 or 30%."))


def price(cell: CellValue, unit: Decimal | None) -> Decimal | None:
    """The amount in yuan that is asked, of a range the lower end; empty where it is negotiable."""
    money = _read(lambda: engine.parse_money(cell, unit=unit))
    return money.low if money else None


def budget(cell: CellValue, unit: Decimal | None) -> Decimal | None:
    """The most that is offered, in yuan; empty where none is stated."""
    money = _read(lambda: engine.parse_money(cell, unit=unit))
    return money.high if money and money.high else None


def first_day(cell: CellValue, unit: Decimal | None) -> date | None:  # noqa: ARG001 -- a reader
    """The first day that the cell names: 2026年12月 is its 1st."""
    return _read(lambda: engine.parse_first_day(cell))


def last_day(cell: CellValue, unit: Decimal | None) -> date | None:  # noqa: ARG001 -- a reader
    """The last day that the cell names: 2026年12月 is its 31st."""
    return _read(lambda: engine.parse_last_day(cell))


def level(cell: CellValue, unit: Decimal | None) -> int | None:  # noqa: ARG001 -- a reader
    """A technology readiness level, 1-9, also by a word for its stage: 中试."""
    return _read(lambda: engine.parse_level(cell))


def region(cell: CellValue, unit: Decimal | None) -> str | None:  # noqa: ARG001 -- a reader
    """A region by its code or name."""
    plain = engine.plain(cell)
    if not plain:
        return None
    if code := region_code(plain):
        return code
    values = {"value": _short(plain)}
    if regions_named(plain):
        raise CellError(
            "ambiguous_region",
            _("“%(value)s” may be several places; please add the city or province.") % values,
        )
    raise CellError("unknown_region", _("“%(value)s” is no region that we know.") % values)


def industry(cell: CellValue, unit: Decimal | None) -> str | None:  # noqa: ARG001 -- a reader
    """An industry of GB/T 4754 by its code or name."""
    plain = engine.plain(cell)
    if not plain:
        return None
    if code := industry_code(plain):
        return code
    raise CellError(
        "unknown_industry",
        _("“%(value)s” is no industry of the national classification (GB/T 4754).")
        % {"value": _short(plain)},
    )


def modes(cell: CellValue, unit: Decimal | None) -> list[str] | None:  # noqa: ARG001 -- a reader
    """Ways of cooperation; 面议 and the like name none."""
    found, unknown = engine.parse_modes(written(cell))
    if unknown:
        raise CellError(
            "unknown_mode",
            _("“%(value)s” is no way of cooperation that we know.")
            % {"value": _short(listed(unknown))},
        )
    return [str(mode.value) for mode in found] or None


def ip_state(cell: CellValue, unit: Decimal | None) -> str | None:  # noqa: ARG001 -- a reader
    """Where the intellectual property stands: 已授权, 申请中, 技术秘密, 质押."""
    return _known(cell, engine.parse_ip_state(written(cell)))


def ip_need(cell: CellValue, unit: Decimal | None) -> str | None:  # noqa: ARG001 -- a reader
    """What is asked of the intellectual property: 不限, 权属清晰, 须已授权."""
    return _known(cell, engine.parse_ip_need(written(cell)))


def yes_no(cell: CellValue, unit: Decimal | None) -> bool | None:  # noqa: ARG001 -- a reader
    """Yes or no."""
    if isinstance(cell, bool):
        return cell
    plain = _folded(written(cell))
    if not plain:
        return None
    if plain in YES or plain in NO:
        return plain in YES
    raise CellError("not_yes_or_no", _("Please write yes or no."))


def listed(parts: Iterable[object]) -> str:
    """Words in a row, with the separator of the language."""
    return ("、" if _is_chinese() else ", ").join(str(part) for part in parts)


def _read(read: Callable[[], Value]) -> Value:
    try:
        return read()
    except engine.UnreadableCellError as error:
        sentence = render(error.message, "zh" if _is_chinese() else "en")
        raise CellError(error.message.code, sentence) from None


def _known(cell: CellValue, found: StrEnum | None) -> str | None:
    if not engine.plain(cell):
        return None
    if found is None:
        raise CellError(
            "unknown_ip",
            _("“%(value)s” names no state of intellectual property that we know.")
            % {"value": _short(written(cell))},
        )
    return str(found.value)


def _within(value: str, most: int) -> str:
    if len(value) > most:
        raise CellError(
            "too_long",
            _("%(length)d characters are too many; at most %(most)d, please.")
            % {"length": len(value), "most": most},
        )
    return value


def _folded(value: str) -> str:
    return "".join(engine.plain(value).split()).casefold() if value not in NO else value


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:40]}…"


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
