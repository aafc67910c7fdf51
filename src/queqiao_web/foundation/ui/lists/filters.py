"""The filters that lists declare: what they ask for, what they do to rows, how they read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from queqiao.core.codes import industry_name, is_industry, is_region
from queqiao_web.foundation.access import region_prefix
from queqiao_web.foundation.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

Rows = QuerySet[Any, Any]  # of any model
Options = Iterable[tuple[str, "Text"]]
_REGION = _("Region")
_INDUSTRY = _("Industry")


class Filter(Protocol):
    """One filter of a list. An empty or unknown value filters nothing."""

    @property
    def name(self) -> str:
        """Its name in the address."""

    @property
    def label(self) -> Text:
        """What it is called."""

    @property
    def control(self) -> str:
        """How it is asked for: select, text or date."""

    def options(self) -> Options:
        """What a select offers."""

    def read(self, text: str) -> str:
        """The value where the text is one, else nothing."""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows that the value leaves."""

    def say(self, value: str) -> str:
        """The value in words."""


@dataclass(frozen=True, slots=True)
class ChoiceFilter:
    """
    One of some choices; ``field`` is compared as it is, or ``condition`` makes the condition.

    ``choices`` may be a function that makes them when the page is shown.
    """

    name: str
    label: Text
    choices: Options | Callable[[], Options]
    field: str = ""
    condition: Callable[[str], Q] | None = None

    @property
    def control(self) -> str:
        """A select."""
        return "select"

    def options(self) -> Options:
        """The choices."""
        return self.choices() if callable(self.choices) else self.choices

    def read(self, text: str) -> str:
        """The value where it is one of the choices."""
        return text if text in {str(value) for value, _word in self.options()} else ""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows with this value."""
        return rows.filter(
            self.condition(value) if self.condition else Q(**{self.field or self.name: value})
        )

    def say(self, value: str) -> str:
        """The word of the choice."""
        return next((str(word) for one, word in self.options() if str(one) == value), value)


@dataclass(frozen=True, slots=True)
class RegionFilter:
    """
    Records of a region and all places inside it.

    ``within`` makes the codes to offer: the provinces where it is not given.
    """

    name: str = "region"
    label: Text = _REGION
    field: str = "region_code"
    within: Callable[[], Iterable[str]] | None = None

    @property
    def control(self) -> str:
        """A select."""
        return "select"

    def options(self) -> Options:
        """The regions by their full names."""
        codes = self.within() if self.within else provinces()
        return [(code, words.region_words(code)) for code in codes]

    def read(self, text: str) -> str:
        """The code where there is such a region."""
        return text if is_region(text) else ""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows of the region."""
        return rows.filter(**{f"{self.field}__startswith": region_prefix(value)})

    def say(self, value: str) -> str:
        """The full name of the region."""
        return words.region_words(value)


@dataclass(frozen=True, slots=True)
class IndustryFilter:
    """Records of an industry and all that is inside it; offers the divisions of manufacturing."""

    name: str = "industry"
    label: Text = _INDUSTRY
    field: str = "industry_code"
    among: Callable[[], Iterable[str]] | None = None

    @property
    def control(self) -> str:
        """A select."""
        return "select"

    def options(self) -> Options:
        """The industries by name."""
        codes = self.among() if self.among else divisions()
        return [(code, industry_name(code)) for code in codes]

    def read(self, text: str) -> str:
        """The code where there is such an industry."""
        return text if is_industry(text) else ""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows of the industry; codes are written with digits, so prefixes nest."""
        return rows.filter(**{f"{self.field}__startswith": value})

    def say(self, value: str) -> str:
        """The name of the industry."""
        return industry_name(value) or value


@dataclass(frozen=True, slots=True)
class PrefixFilter:
    """Records whose text begins with what is typed, or whose public code it is: for large lists."""

    name: str
    label: Text
    field: str

    @property
    def control(self) -> str:
        """A line of text."""
        return "text"

    def options(self) -> Options:
        """Nothing to choose from."""
        return ()

    def read(self, text: str) -> str:
        """What was typed, trimmed."""
        return text.strip()[:100]

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows that begin so, or have this code."""
        return rows.filter(Q(**{f"{self.field}__startswith": value}) | Q(code=value.upper()))

    def say(self, value: str) -> str:
        """What was typed, in quotation marks."""
        return f"“{value}”"


@dataclass(frozen=True, slots=True)
class ContainsFilter:
    """
    Records that hold what is typed in one of some fields: only for short lists, such as one's own.

    Large lists are searched through the index of the portal.
    """

    name: str
    label: Text
    fields: tuple[str, ...]

    @property
    def control(self) -> str:
        """A line of text."""
        return "text"

    def options(self) -> Options:
        """Nothing to choose from."""
        return ()

    def read(self, text: str) -> str:
        """What was typed, trimmed."""
        return text.strip()[:100]

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows that hold it."""
        found = Q(pk__in=[])
        for field in self.fields:
            found |= Q(**{f"{field}__icontains": value})
        return rows.filter(found)

    def say(self, value: str) -> str:
        """What was typed, in quotation marks."""
        return f"“{value}”"


@dataclass(frozen=True, slots=True)
class DayFilter:
    """Records from a day on (``lookup="gte"``) or up to one (``lookup="lte"``)."""

    name: str
    label: Text
    field: str
    lookup: str = "gte"

    @property
    def control(self) -> str:
        """A date."""
        return "date"

    def options(self) -> Options:
        """Nothing to choose from."""
        return ()

    def read(self, text: str) -> str:
        """The day where the text is one."""
        try:
            return date.fromisoformat(text.strip()).isoformat()
        except ValueError:
            return ""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows from or up to the day."""
        return rows.filter(**{f"{self.field}__{self.lookup}": date.fromisoformat(value)})

    def say(self, value: str) -> str:
        """The day in words."""
        return words.day_words(date.fromisoformat(value))


@cache
def provinces() -> tuple[str, ...]:
    """The codes of all provinces."""
    codes = (f"{number}0000" for number in range(11, 83))
    return tuple(code for code in codes if is_region(code))


@cache
def divisions() -> tuple[str, ...]:
    """The two-digit industries."""
    codes = (f"{number:02d}" for number in range(1, 98))
    return tuple(code for code in codes if is_industry(code))
