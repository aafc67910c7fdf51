"""
The sixteen industries by which enterprises are sized (工信部联企业〔2011〕300号).

The ministry's table has its own industries; each is a set of GB/T 4754-2017 codes, as the
statistical bureau's edition of 2017 lists them. Its thresholds are policy and live in the rulebook
``cn.sme-size``; here is only who belongs where.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from queqiao.core.codes.industries import industry_ancestors, industry_code


class SizeIndustry(StrEnum):
    """One row of the ministry's table."""

    AGRICULTURE = "agriculture"  # 农、林、牧、渔业
    INDUSTRY = "industry"  # 工业：采矿，制造，电力、热力、燃气及水
    CONSTRUCTION = "construction"  # 建筑业
    WHOLESALE = "wholesale"  # 批发业
    RETAIL = "retail"  # 零售业
    TRANSPORT = "transport"  # 交通运输业，不含铁路
    STORAGE = "storage"  # 仓储业
    POST = "post"  # 邮政业
    ACCOMMODATION = "accommodation"  # 住宿业
    CATERING = "catering"  # 餐饮业
    TELECOMMUNICATIONS = "telecommunications"  # 信息传输业
    SOFTWARE = "software"  # 软件和信息技术服务业
    PROPERTY_DEVELOPMENT = "property_development"  # 房地产开发经营
    PROPERTY_MANAGEMENT = "property_management"  # 物业管理
    LEASING_AND_BUSINESS = "leasing_and_business"  # 租赁和商务服务业
    OTHER = "other"  # 其他未列明行业


# The longest code that fits decides: 装卸搬运 (591) goes with transport, the rest of 59 is storage.
_INDUSTRIES = {
    SizeIndustry.AGRICULTURE: ("A",),
    SizeIndustry.INDUSTRY: ("B", "C", "D"),
    SizeIndustry.CONSTRUCTION: ("E",),
    SizeIndustry.WHOLESALE: ("51",),
    SizeIndustry.RETAIL: ("52",),
    SizeIndustry.TRANSPORT: ("54", "55", "56", "57", "58", "591"),
    SizeIndustry.STORAGE: ("592", "593", "594", "595", "596", "599"),
    SizeIndustry.POST: ("60",),
    SizeIndustry.ACCOMMODATION: ("61",),
    SizeIndustry.CATERING: ("62",),
    SizeIndustry.TELECOMMUNICATIONS: ("63", "64"),
    SizeIndustry.SOFTWARE: ("65",),
    SizeIndustry.PROPERTY_DEVELOPMENT: ("701",),
    SizeIndustry.PROPERTY_MANAGEMENT: ("702",),
    SizeIndustry.LEASING_AND_BUSINESS: ("L",),
    SizeIndustry.OTHER: ("703", "709", "M", "N", "O", "85", "R"),
}
# Outside the table: railways, finance, letting of own property, education, health, government.
OUTSIDE_SIZES = ("53", "J", "704", "P", "84", "S", "T")

_BY_CODE = {code: industry for industry, codes in _INDUSTRIES.items() for code in codes}


@lru_cache(maxsize=4096)
def size_industry(text: str) -> SizeIndustry | None:
    """
    The row of the ministry's table for an industry code; ``None`` where the table has no row.

    Takes codes as ``industry_code`` does (``C3985``, ``3985``). A code too short to decide, such as
    ``G`` or ``70``, has no row either: see ``is_outside_sizes`` for those that never have one.
    """
    code = industry_code(text)
    if code is None:
        return None
    return next(
        (_BY_CODE[part] for part in (code, *industry_ancestors(code)) if part in _BY_CODE), None
    )


@lru_cache(maxsize=4096)
def is_outside_sizes(text: str) -> bool:
    """Whether the ministry's table leaves the industry out altogether."""
    code = industry_code(text)
    return code is not None and any(
        part in OUTSIDE_SIZES for part in (code, *industry_ancestors(code))
    )
