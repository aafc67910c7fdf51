"""What the headings of a file mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop, override

from queqiao.datasets.model import EXACT
from queqiao.matching.io.columns import IGNORED, UNITS, RecordKind, understand_column
from queqiao_web.foundation.tables.kinds import KINDS, Meaning, TableKind

LANGUAGES = ("zh-hans", "en")
PASSED_OVER = "-"
"""The field of headings that are known and knowingly not read, such as running numbers."""
NOTES = gettext_noop("How to fill it in")
"""The name of the sheet of a template that explains it; nothing is read from it."""
_REMARK = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_MARKS = re.compile(r"[\s*★☆※:：、.。,，'\"“”]+")
_LIKE = 1


def meaning_of(kind: TableKind, heading: str) -> Meaning | None:
    """The field that a heading fills, ``None`` where nobody knows it."""
    return _meaning_of(kind.key, heading)


@lru_cache(maxsize=4096)
def _meaning_of(key: str, heading: str) -> Meaning | None:
    kind = KINDS[key]
    own = own_headings(kind)
    wider = kind.understand(heading)
    for spelling in (heading, _REMARK.sub("", heading)):
        if field := own.get(folded(spelling)):
            return Meaning(field, _unit_in(heading))
    return wider


def _unit_in(heading: str) -> Decimal | None:
    """Yuan a unit, where brackets of the heading name one: 价格（万元）."""
    named = (found.strip("()（）[]【】 ").casefold() for found in _REMARK.findall(heading))
    return next((UNITS[name] for name in named if name in UNITS), None)


def own_headings(kind: TableKind) -> Mapping[str, str]:
    """Folded headings of the kind's own columns, in both languages, to fields."""
    found: dict[str, str] = {}
    for column in kind.columns:
        found[folded(column.field)] = column.field
        for name in column.names:
            found[folded(name)] = column.field
        for language in LANGUAGES:
            with override(language):
                found[folded(str(column.heading))] = column.field
                found[folded(_REMARK.sub("", str(column.heading)))] = column.field
    return found


def is_of_notes(source: str) -> bool:
    """Whether a row comes from the explaining sheet of one of our templates: ``a.xlsx [说明]``."""
    names = set()
    for language in LANGUAGES:
        with override(language):
            names.add(f"[{gettext(NOTES)}]")
    return source.endswith(tuple(names))


def folded(heading: str) -> str:
    """A heading without blanks, required marks and differences of width and case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", heading)).casefold()


def header_test(kind: TableKind) -> Callable[[str], int]:
    """How surely a text is a heading of the kind, as the reader of files asks it."""

    def is_header(name: str) -> int:
        found = meaning_of(kind, name)
        if found is None:
            return 0
        return EXACT if found.is_sure else _LIKE

    return is_header


def engine_headings(kind: RecordKind, fields: Mapping[str, str]) -> Callable[[str], Meaning | None]:
    """
    The headings that the engine knows for demands or achievements.

    ``fields`` maps the engine's fields to the table's; those that it leaves out mean nothing, and
    what the engine knowingly does not read is passed over.
    """

    def understand(heading: str) -> Meaning | None:
        column = understand_column(heading, kind=kind)
        if column is None:
            return None
        if column.field == IGNORED:
            return Meaning(PASSED_OVER, None, column.exact)
        if column.field not in fields:
            return None
        return Meaning(fields[column.field], column.unit, column.exact)

    return understand


def demand_headings(fields: Mapping[str, str]) -> Callable[[str], Meaning | None]:
    """The engine's headings of demands."""
    return engine_headings(RecordKind.DEMAND, fields)


def achievement_headings(fields: Mapping[str, str]) -> Callable[[str], Meaning | None]:
    """The engine's headings of achievements."""
    return engine_headings(RecordKind.ACHIEVEMENT, fields)
