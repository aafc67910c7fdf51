"""What the endpoints of all apps share: their declaration, their shapes, pages of lists."""

from queqiao_web.foundation.api.fields import (
    Code,
    Day,
    IndustryCode,
    Line,
    Moment,
    Money,
    RegionCode,
    Share,
    Text,
    Words,
)
from queqiao_web.foundation.api.paging import Page, PageQuery, page_of
from queqiao_web.foundation.api.router import Router, expected_version
from queqiao_web.foundation.api.shapes import Input, Output, Owner, Version, given_in

__all__ = [
    "Code",
    "Day",
    "IndustryCode",
    "Input",
    "Line",
    "Moment",
    "Money",
    "Output",
    "Owner",
    "Page",
    "PageQuery",
    "RegionCode",
    "Router",
    "Share",
    "Text",
    "Version",
    "Words",
    "expected_version",
    "given_in",
    "page_of",
]
