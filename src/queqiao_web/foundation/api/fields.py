"""Values as the API takes them: checked at the door, so that nothing odd goes further."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

from queqiao.core.codes import is_industry, is_region
from queqiao_web.foundation.codes import ALPHABET, LENGTH

_TEXT_MOST = 20_000
_LINE_MOST = 200
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def _region(code: str) -> str:
    if code and not is_region(code):
        raise PydanticCustomError("region_unknown", "no region has this code")
    return code


def _industry(code: str) -> str:
    if code and not is_industry(code):
        raise PydanticCustomError("industry_unknown", "no industry has this code")
    return code


def _day(day: date) -> date:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise PydanticCustomError("day_far", "the day lies too far away")
    return day


def _moment(moment: datetime) -> datetime:
    """Judged by its own calendar, since far years cannot be turned into another zone."""
    _day(moment.date())
    return moment.astimezone(UTC)


Code = Annotated[
    str,
    StringConstraints(pattern=rf"^[{ALPHABET}]{{{LENGTH}}}$"),
    Field(description="Public code of a record", examples=["D7K2MXYZ"]),
]
Line = Annotated[str, StringConstraints(max_length=_LINE_MOST)]
Text = Annotated[str, StringConstraints(max_length=_TEXT_MOST)]
Words = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=1, max_length=60)], ...],
    Field(max_length=20),
]
RegionCode = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{6})?$"),
    AfterValidator(_region),
    Field(description="GB/T 2260 code of six digits", examples=["220100"]),
]
IndustryCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Z]{0,5}$"),
    AfterValidator(_industry),
    Field(description="GB/T 4754-2017 code", examples=["3425"]),
]
Money = Annotated[
    Decimal,
    Field(ge=0, max_digits=16, decimal_places=2, description="Yuan, as a decimal string"),
]
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]
Day = Annotated[date, AfterValidator(_day)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
