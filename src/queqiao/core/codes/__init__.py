"""National codes: regions (GB/T 2260), industries (GB/T 4754), size classes, credit codes."""

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
from queqiao.core.codes.sizes import SizeIndustry, is_outside_sizes, size_industry
from queqiao.core.codes.uscc import (
    has_uscc_characters,
    has_uscc_check,
    has_uscc_kind,
    has_uscc_subject_check,
    is_uscc,
    uscc_check_character,
)

__all__ = [
    "SizeIndustry",
    "has_uscc_characters",
    "has_uscc_check",
    "has_uscc_kind",
    "has_uscc_subject_check",
    "industry_ancestors",
    "industry_code",
    "industry_name",
    "is_industry",
    "is_outside_sizes",
    "is_region",
    "is_uscc",
    "region_ancestors",
    "region_code",
    "region_full_name",
    "region_name",
    "regions_named",
    "regions_overlap",
    "size_industry",
    "uscc_check_character",
]
