"""The field dictionary as the engine needs it: kinds, bounds, and what an enterprise can change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

import yaml

from queqiao.rules.kinds import FEN_PER_WAN, FIELD_KINDS, MONEY, Exact, Kind, Shape, exact

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NEVER = date.max.toordinal()
"""A day that has not come: an end that is still open."""
QUANTUM = Decimal("0.000001")
SHARE_QUANTUM = Decimal("0.000000001")


class Direction(StrEnum):
    """Which way an enterprise can move a number."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Effort:
    """How a number can be changed: by ``step`` in base units, each at ``weight``."""

    direction: Direction
    step: Exact
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Addition:
    """A row that an enterprise could come to own, at ``weight``."""

    row: Mapping[str, object]
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Field:
    """
    One fact, or one column of a list.

    ``quantum`` is the finest step that is kept, as written in files. ``open`` dates read a missing
    one as still to come. ``path`` is where the fact stands in a file.
    """

    id: str
    kind: Kind | None  # None: a list
    zh: str
    en: str
    yearly: bool = False
    negative: bool = False
    open: bool = False
    within: str = ""
    path: str = ""
    quantum: Decimal = QUANTUM
    effort: Effort | None = None
    columns: Mapping[str, Field] = field(default_factory=dict)
    additions: tuple[Addition, ...] = ()

    @property
    def scale(self) -> int:
        """How many of the smallest kept parts make one in base units; 1 for whole numbers."""
        if self.kind is None or self.kind.shape is not Shape.NUMBER or self.kind == MONEY:
            return 1
        return int(1 / self.quantum)

    def base(self, value: Decimal) -> Exact:
        """A number of a file in base units, rounded to what is kept, halves up."""
        kept = value.quantize(self.quantum, rounding=ROUND_HALF_UP)
        return exact(Fraction(kept) * (FEN_PER_WAN if self.kind == MONEY else 1))


@cache
def fields() -> Mapping[str, Field]:
    """Every fact by its name, in the order of the dictionary."""
    text = resources.files("queqiao.rules").joinpath("fields.yaml").read_bytes()
    raw: dict[str, dict[str, Any]] = yaml.load(text, Loader=_Loader)  # noqa: S506 -- both are safe loaders
    return {name: _field(name, entry) for name, entry in raw.items()}


def _field(name: str, entry: dict[str, Any]) -> Field:
    kind = FIELD_KINDS.get(entry["kind"])
    return Field(
        id=name,
        kind=kind,
        zh=entry["zh"],
        en=entry["en"],
        yearly=entry.get("yearly", False),
        negative=entry.get("negative", False),
        open=entry.get("open", False),
        within=entry.get("within", ""),
        path=entry.get("path", name),
        quantum=SHARE_QUANTUM if entry["kind"] == "share" else QUANTUM,
        effort=_effort(entry["change"], kind) if "change" in entry else None,
        columns={key: _field(key, part) for key, part in entry.get("of", {}).items()},
        additions=tuple(
            Addition(one["row"], Fraction(str(one["weight"]))) for one in entry.get("add", ())
        ),
    )


def _effort(entry: dict[str, Any], kind: Kind | None) -> Effort:
    step = Fraction(str(entry["step"])) * (FEN_PER_WAN if kind == MONEY else 1)
    return Effort(Direction(entry["direction"]), exact(step), Fraction(str(entry["weight"])))
