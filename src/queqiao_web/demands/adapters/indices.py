"""Technical indices in a demand's texts, as JSON that a row keeps, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from queqiao.text.model import Op, Relative, Spec, SpecKind, SpecRole
from queqiao.text.quantities import parse_specs
from queqiao_web.demands.states import IndexMark

FIELDS: Final = ("title", "summary", "description", "secret_annex")
"""The fields that are read, in their order."""
StoredIndex = dict[str, Any]  # plain JSON values, as a row keeps them


def read_indices(
    texts: Mapping[str, str], *, marks: Mapping[str, IndexMark] | None = None
) -> list[StoredIndex]:
    """
    Every index in the texts by field, with its place, its words and the owner's mark.

    ``marks`` are by the key that :func:`mark_of` gives; what it does not name is recognized only.
    """
    given = marks or {}
    found: list[StoredIndex] = []
    for field in FIELDS:
        text = texts.get(field, "")
        for spec in parse_specs(text) if text else ():
            stored: StoredIndex = {
                "field": field,
                "text": text[spec.start : spec.end],
                **{name: _plain(value) for name, value in asdict(spec).items()},
            }
            stored["mark"] = str(given.get(mark_of(stored), IndexMark.RECOGNIZED))
            found.append(stored)
    return found


def mark_of(index: StoredIndex) -> str:
    """What names an index while its text is being edited: field, parameter and words."""
    return f"{index['field']}|{index['parameter']}|{index['text']}"


def is_shown(index: StoredIndex) -> bool:
    """Whether the owner is asked about it: background of the company is no index."""
    return bool(index["role"] != SpecRole.CONTEXT and index["kind"] != SpecKind.BUDGET)


def spec_of(index: StoredIndex, *, shift: int = 0) -> Spec:
    """The engine's value of a stored index, its place moved by ``shift``."""
    return Spec(
        start=index["start"] + shift,
        end=index["end"] + shift,
        parameter=index["parameter"],
        op=Op(index["op"]),
        low=index["low"],
        high=index["high"],
        unit=index["unit"],
        canonical_low=index["canonical_low"],
        canonical_high=index["canonical_high"],
        canonical_unit=index["canonical_unit"],
        kind=SpecKind(index["kind"]),
        role=SpecRole(index["role"]),
        relative=Relative(index["relative"]) if index["relative"] else None,
    )


def _plain(value: object) -> object:
    return value.value if isinstance(value, Op | SpecKind | SpecRole | Relative) else value
