"""The pattern of every list: declared filters said in words, capped counts, quick pages, views."""

from queqiao_web.foundation.ui.lists.filters import (
    ChoiceFilter,
    ContainsFilter,
    DayFilter,
    Filter,
    IndustryFilter,
    PrefixFilter,
    RegionFilter,
)
from queqiao_web.foundation.ui.lists.keyset import Order
from queqiao_web.foundation.ui.lists.page import ListPage, filtered, list_page
from queqiao_web.foundation.ui.lists.views import (
    remove_view,
    save_view,
    views_of,
)

__all__ = [
    "ChoiceFilter",
    "ContainsFilter",
    "DayFilter",
    "Filter",
    "IndustryFilter",
    "ListPage",
    "Order",
    "PrefixFilter",
    "RegionFilter",
    "filtered",
    "list_page",
    "remove_view",
    "save_view",
    "views_of",
]
