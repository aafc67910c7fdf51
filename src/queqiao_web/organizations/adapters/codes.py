"""National codes as forms need them: read what a person types, offer what there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from queqiao.core.codes import (
    has_uscc_characters,
    has_uscc_check,
    industry_code,
    industry_name,
    is_uscc,
    region_ancestors,
    region_code,
    region_full_name,
    region_name,
    regions_named,
)
from queqiao.core.codes.tables import load_table
from queqiao.core.codes.uscc import USCC_LENGTH

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

NATION = "000000"
_MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One code with what people call it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text means: a code, or several that it may mean, or nothing known."""

    code: str = ""
    candidates: tuple[Choice, ...] = ()


def read_region(text: str) -> Reading:
    """The region that a text names: a code, a name, or a chain such as 吉林省长春市朝阳区."""
    if code := region_code(text):
        return Reading(code)
    named = regions_named(text)[:_MOST_OFFERED]
    return Reading(candidates=tuple(Choice(code, region_full_name(code)) for code in named))


def region_label(code: str) -> str:
    """The full name, ``吉林省长春市朝阳区``; the code itself where it is unknown."""
    return region_full_name(code) or code


def regions_below(code: str) -> tuple[Choice, ...]:
    """The regions directly below one, in the order of their codes; ``""``: the provinces."""
    return _below().get(code if code != NATION else "", ())


@cache
def _below() -> Mapping[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = defaultdict(list)
    for row in load_table("regions.tsv"):
        above = region_ancestors(row[0])
        found[above[0] if above else ""].append(Choice(row[0], region_name(row[0])))
    return {code: tuple(sorted(rows, key=lambda c: c.code)) for code, rows in found.items()}


def regions_above(codes: Iterable[str]) -> list[str]:
    """The regions with the cities and provinces that they lie in, each once, in order."""
    return sorted({one for code in codes for one in (code, *region_ancestors(code))})


def registry_region(uscc: str) -> str:
    """The region whose registry gave a credit code, by its characters 3 to 8."""
    return region_label(uscc[2:8]) if is_uscc(uscc) and region_full_name(uscc[2:8]) else ""


def read_industry(text: str) -> Reading:
    """The industry that a text names: ``C3985``, ``3985`` or a name, with what is near it."""
    head = text.split(maxsplit=1)[0] if text.split() else ""
    if code := industry_code(text) or industry_code(head):
        return Reading(code)
    return Reading(candidates=search_industries(text))


def industry_label(code: str) -> str:
    """The code with its name, ``3985 电子专用材料制造``."""
    name = industry_name(code)
    return f"{code} {name}" if name else code


def search_industries(text: str) -> tuple[Choice, ...]:
    """Industries whose code begins with the text or whose name holds it, broad ones first."""
    wanted = text.strip().upper()
    if not wanted:
        return tuple(one for one in _industries() if one.code.isalpha())
    found = [c for c in _industries() if c.code.startswith(wanted) or wanted in c.label.upper()]
    return tuple(sorted(found, key=lambda c: (len(c.code), c.code))[:_MOST_OFFERED])


@cache
def _industries() -> tuple[Choice, ...]:
    return tuple(Choice(row[0], industry_label(row[0])) for row in load_table("industries.tsv"))


def is_valid_uscc(code: str) -> bool:
    """Whether a unified social credit code is well formed, check character included."""
    return is_uscc(code)


def uscc_problem(code: str) -> Text:
    """What is wrong with a unified social credit code; ``""`` where it is well formed."""
    if is_uscc(code):
        return ""
    if len(code) != USCC_LENGTH:
        return _("A unified social credit code has 18 characters; this one has %(count)d.") % {
            "count": len(code)
        }
    if not has_uscc_characters(code):
        return _("A unified social credit code has digits and capitals, but no I, O, S, V or Z.")
    if not has_uscc_check(code):
        return _("The last character does not fit the others. Please compare with the licence.")
    return _("The first two characters name no registering department that issues such codes.")
