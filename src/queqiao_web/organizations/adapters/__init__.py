"""Where rows meet the engine: national codes, and the facts of enterprises."""

from queqiao_web.organizations.adapters.codes import (
    Choice,
    industry_label,
    industry_prefixes,
    is_valid_uscc,
    read_industry,
    read_region,
    region_label,
    regions_below,
    search_industries,
    uscc_problem,
)

__all__ = [
    "Choice",
    "industry_label",
    "industry_prefixes",
    "is_valid_uscc",
    "read_industry",
    "read_region",
    "region_label",
    "regions_below",
    "search_industries",
    "uscc_problem",
]
