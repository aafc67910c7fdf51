"""
Records as JSON values, for programs; with their indices as bytes, as an index keeps them, and back
without loss.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from queqiao.matching.model import Achievement, CooperationMode, Demand, IpNeed, IpState, Record
from queqiao.matching.results import LocatedSpec
from queqiao.text.model import Op, Relative, Spec, SpecKind, SpecRole

Data = dict[str, Any]  # plain JSON values

_KINDS: Final[dict[str, type[Demand | Achievement]]] = {
    "demand": Demand,
    "achievement": Achievement,
}
_READERS: Final[dict[str, Callable[[Any], object]]] = {
    "keywords": tuple,
    "modes": lambda values: tuple(CooperationMode(value) for value in values),
    "confirmed_on": date.fromisoformat,
    "budget_cny": Decimal,
    "price_cny": Decimal,
    "deadline_on": date.fromisoformat,
    "ready_on": date.fromisoformat,
    "ip_need": IpNeed,
    "ip_state": IpState,
    "accepted_regions": tuple,
}
"""How a field comes back from JSON, where it is not itself already."""


def record_to_data(record: Record) -> Data:
    """A record's fields as JSON values: money as decimal digits, days as ISO dates."""
    return {field.name: to_data(getattr(record, field.name)) for field in fields(record)}


def to_data(value: object) -> object:
    """A field's value as a JSON value."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [to_data(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


def pack_record(record: Demand | Achievement, specs: Sequence[LocatedSpec]) -> bytes:
    """The record and the indices read from its texts; ``unpack_record`` gives them back equal."""
    kind = "demand" if isinstance(record, Demand) else "achievement"
    rows = [[located.field, *astuple(located.spec)] for located in specs]
    data = {"kind": kind, "record": record_to_data(record), "specs": rows}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_record(payload: bytes) -> tuple[Demand | Achievement, tuple[LocatedSpec, ...]]:
    """What ``pack_record`` packed."""
    data = json.loads(payload)
    found: dict[str, Any] = {
        name: value if value is None or name not in _READERS else _READERS[name](value)
        for name, value in data["record"].items()
    }
    record = _KINDS[data["kind"]](**found)
    return record, tuple(_spec(row) for row in data["specs"])


def _spec(row: list[Any]) -> LocatedSpec:
    field, start, end, parameter, op, low, high, unit, *rest = row
    canonical_low, canonical_high, canonical_unit, kind, role, relative = rest
    return LocatedSpec(
        field,
        Spec(
            start=start,
            end=end,
            parameter=parameter,
            op=Op(op),
            low=low,
            high=high,
            unit=unit,
            canonical_low=canonical_low,
            canonical_high=canonical_high,
            canonical_unit=canonical_unit,
            kind=SpecKind(kind),
            role=SpecRole(role),
            relative=Relative(relative) if relative is not None else None,
        ),
    )
