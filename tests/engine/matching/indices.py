"""Indices written down briefly, for tests that need no parser."""

from __future__ import annotations

import re

from queqiao.matching.results import LocatedSpec
from queqiao.text.model import Op, Relative, Spec, SpecKind, SpecRole

_SHORT = re.compile(
    r"(?P<parameter>.*?)(?P<relative>[+\-x] )?(?P<op>>=|<=|>|<|=|~=)"
    r"(?P<low>-?\d+(?:\.\d+)?)(?:\.\.(?P<high>-?\d+(?:\.\d+)?))?(?P<unit>\D.*)?$"
)


def index(
    written: str,
    *,
    role: SpecRole = SpecRole.TARGET,
    kind: SpecKind = SpecKind.PERFORMANCE,
    start: int = 0,
) -> LocatedSpec:
    """``抗拉强度>=350MPa``, ``使用温度=-40..85℃``, ``成本- >=20%``; all in ``description``."""
    match = _SHORT.match(written)
    assert match is not None, written
    low = float(match["low"])
    high = float(match["high"]) if match["high"] else low
    op = Op.RANGE if match["high"] else Op(match["op"])
    return LocatedSpec(
        "description",
        Spec(
            start=start,
            end=start + 6,
            parameter=match["parameter"],
            op=op,
            low=None if op in {Op.AT_MOST, Op.BELOW} else low,
            high=None if op in {Op.AT_LEAST, Op.ABOVE} else high,
            unit=match["unit"] or "",
            canonical_low=None,
            canonical_high=None,
            canonical_unit="",
            kind=kind,
            role=role,
            relative=Relative(match["relative"].strip()) if match["relative"] else None,
        ),
    )
