"""National code tables: administrative divisions (GB/T 2260) and industries (GB/T 4754)."""

from queqiao.core.codes.industries import (
    industry_ancestors,
    industry_code,
    industry_name,
    is_industry,
)
from queqiao.core.codes.regions import (
    is_region,
    region_ancestors,
    region_code,
    region_full_name,
    region_name,
    regions_named,
    regions_overlap,
)

__all__ = [
    "industry_ancestors",
    "industry_code",
    "industry_name",
    "is_industry",
    "is_region",
    "region_ancestors",
    "region_code",
    "region_full_name",
    "region_name",
    "regions_named",
    "regions_overlap",
]
