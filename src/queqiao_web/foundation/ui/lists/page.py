"""One page of a list: rows, what was asked for in words, how many there are, where to go next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from queqiao_web.foundation.http.request import Request
from queqiao_web.foundation.ui import words
from queqiao_web.foundation.ui.lists.filters import Filter, Rows
from queqiao_web.foundation.ui.lists.keyset import (
    Order,
    beyond,
    ordered,
    read_position,
    write_position,
)
from queqiao_web.foundation.ui.lists.models import SavedView
from queqiao_web.foundation.ui.lists.views import views_of

COUNTED = 1_000
"""So many rows are counted; where there are more, the page says "more than"."""
_PAGING = ("after", "before", "from")


@dataclass(frozen=True, slots=True)
class AskedFilter:
    """A filter with what was asked for: the value and its words, both empty where nothing was."""

    filter: Filter
    value: str

    @property
    def name(self) -> str:
        """The name in the address."""
        return self.filter.name

    @property
    def label(self) -> str:
        """What stands beside it."""
        return str(self.filter.label)

    @property
    def control(self) -> str:
        """How it is asked for."""
        return self.filter.control

    @property
    def shown_options(self) -> list[tuple[str, str]]:
        """What a select offers, what was asked for among it."""
        offered = [(str(value), str(word)) for value, word in self.filter.options()]
        if self.value and self.value not in dict(offered):
            offered.append((self.value, self.filter.say(self.value)))
        return offered

    @property
    def words(self) -> str:
        """Its effect in words."""
        label, value = self.label, self.filter.say(self.value)
        return _("%(label)s: %(value)s") % {"label": label, "value": value}


@dataclass(frozen=True, slots=True)
class ListPage:
    """
    One page of a list, as the parts ``filters.html`` and ``pagination.html`` show it.

    Iterating gives the rows. ``count`` is the number of all rows asked for, at most
    :data:`COUNTED`; ``counted_all`` is false where there are more.
    """

    name: str
    rows: Sequence[Model]
    filters: tuple[AskedFilter, ...]
    orders: tuple[Order, ...]
    order: Order
    count: int
    counted_all: bool
    first: int
    previous_query: str
    next_query: str
    query: str
    views: tuple[SavedView, ...]
    export_url: str

    def __iter__(self) -> Iterator[Model]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return bool(self.previous_query)

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return bool(self.next_query)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else stands in the address and goes on with every filter."""
        own = {"order", *(one.name for one in self.filters)}
        query = QueryDict(self.query)
        return [(name, query[name]) for name in query if name not in own]

    @property
    def plain_query(self) -> str:
        """The address without any filter."""
        return f"?{urlencode(self.kept)}" if self.kept else "?"

    @property
    def is_filtered(self) -> bool:
        """Whether anything was asked for."""
        return any(one.value for one in self.filters)

    @property
    def words(self) -> str:
        """What was asked for, in one line."""
        asked = [one.words for one in self.filters if one.value]
        return _("; ").join(asked) if asked else _("No filter: everything is shown")

    @property
    def count_words(self) -> str:
        """How many there are: 345 条, or 超过 1,000 条."""
        number = words.plain_number(self.count)
        if not self.counted_all:
            return _("more than %(number)s") % {"number": number}
        return ngettext("%(number)s in all", "%(number)s in all", self.count) % {"number": number}

    @property
    def shown_words(self) -> str:
        """Which of them are on this page."""
        return _("%(first)s–%(last)s of %(count)s") % {
            "first": words.plain_number(self.first),
            "last": words.plain_number(self.first + len(self.rows) - 1),
            "count": self.count_words,
        }


def asked_filters(query: QueryDict, filters: Sequence[Filter]) -> tuple[AskedFilter, ...]:
    """The filters with the values that an address names."""
    return tuple(AskedFilter(one, one.read(query.get(one.name, ""))) for one in filters)


def filtered(rows: Rows, query: QueryDict, filters: Sequence[Filter]) -> Rows:
    """The rows that the filters of an address leave: for exports and counts."""
    for one in asked_filters(query, filters):
        if one.value:
            rows = one.filter.apply(rows, one.value)
    return rows


def list_page(
    request: Request,
    rows: Rows,
    *,
    name: str,
    filters: Sequence[Filter] = (),
    orders: Sequence[Order],
    per_page: int = 20,
    export_url: str = "",
) -> ListPage:
    """
    The page of ``rows`` that the request asks for: two queries, and one for the saved views.

    ``name`` tells lists apart when views are saved; the first of ``orders`` holds without a choice.
    """
    query = request.GET
    rows = filtered(rows, query, filters)
    order = next((one for one in orders if one.name == query.get("order")), orders[0])
    # Counted in the order that is shown, so that the same index serves and the count ends early.
    count = ordered(rows, order)[: COUNTED + 1].count()
    shown, has_before, has_after = _rows_asked_for(rows, query, order, per_page)
    first = _first_number(query) if has_before else 1
    return ListPage(
        name=name,
        rows=shown,
        filters=asked_filters(query, filters),
        orders=tuple(orders),
        order=order,
        count=min(count, COUNTED),
        counted_all=count <= COUNTED,
        first=first,
        previous_query=_going(query, before=write_position(shown[0], order), first=first - per_page)
        if has_before and shown
        else "",
        next_query=_going(query, after=write_position(shown[-1], order), first=first + len(shown))
        if has_after
        else "",
        query=plain_query(query),
        views=views_of(request.actor, name),
        export_url=f"{export_url}?{plain_query(query)}" if export_url else "",
    )


def _rows_asked_for(
    rows: Rows, query: QueryDict, order: Order, per_page: int
) -> tuple[list[Model], bool, bool]:
    """The rows of the page, and whether there are rows before and after them."""
    if place := read_position(query.get("before", ""), rows, order):
        near = beyond(ordered(rows, order, backwards=True), order, place, backwards=True)
        found = list(near[: per_page + 1])
        return found[:per_page][::-1], len(found) > per_page, True
    place = read_position(query.get("after", ""), rows, order)
    near = ordered(rows, order)
    if place:
        near = beyond(near, order, place)
    found = list(near[: per_page + 1])
    return found[:per_page], place is not None, len(found) > per_page


def _first_number(query: QueryDict) -> int:
    number = query.get("from", "")
    return max(1, int(number)) if number.isdigit() and len(number) < 9 else 1


def plain_query(query: QueryDict) -> str:
    """The query without the place in the list: what a view saves and an export takes."""
    kept = query.copy()
    for name in _PAGING:
        kept.pop(name, None)
    for name in [name for name in kept if not kept[name]]:
        del kept[name]
    return kept.urlencode()


def _going(query: QueryDict, *, first: int, before: str = "", after: str = "") -> str:
    going = QueryDict(plain_query(query), mutable=True)
    going["before" if before else "after"] = before or after
    if first > 1:
        going["from"] = str(first)
    return f"?{going.urlencode()}"
