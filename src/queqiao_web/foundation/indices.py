"""Technical indices in a record's texts, as JSON that its row keeps, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao.matching.results import LocatedSpec
from queqiao.text.model import Op, Relative, Spec, SpecKind, SpecRole
from queqiao.text.quantities import parse_specs
from queqiao_web.foundation.disclosure import Level, readable_texts
from queqiao_web.foundation.disclosure.levels import Confidential

FIELDS: Final = ("title", "summary", "description", "secret_annex")
"""The fields that are read, in their order."""
StoredIndex = dict[str, Any]  # plain JSON values, as a row keeps them


class IndexMark(models.TextChoices):
    """What the owner says of an index that was recognized in the text."""

    RECOGNIZED = "recognized", _("Not yet confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    STRUCK = "struck", _("Struck out")


class WithIndices(Confidential, Protocol):
    """A record that keeps the indices of its texts."""

    indices: list[StoredIndex]


def read_indices(
    texts: Mapping[str, str], *, marks: Mapping[str, IndexMark] | None = None
) -> list[StoredIndex]:
    """
    Every index in the texts by field, with its place, its words and the owner's mark.

    ``marks`` are by the key that :func:`mark_of` gives; what it does not name is recognized only.
    """
    given = marks or {}
    found: list[StoredIndex] = []
    for name in FIELDS:
        text = texts.get(name, "")
        for spec in parse_specs(text) if text else ():
            stored: StoredIndex = {"field": name, "text": text[spec.start : spec.end]}
            stored |= {key: _plain(value) for key, value in asdict(spec).items()}
            stored["mark"] = str(given.get(mark_of(stored), IndexMark.RECOGNIZED))
            found.append(stored)
    return found


def mark_of(index: StoredIndex) -> str:
    """What names an index while its text is being edited: parameter and words, in any field."""
    return f"{index['parameter']}|{index['text']}"


def is_shown(index: StoredIndex) -> bool:
    """Whether the owner is asked about it: background of the company is no index."""
    return bool(index["role"] != SpecRole.CONTEXT and index["kind"] != SpecKind.BUDGET)


def indices_up_to(record: WithIndices, level: Level) -> list[StoredIndex]:
    """The indices that somebody at this level may see, each once: those of texts they may read."""
    readable = {"title", *readable_texts(record, level)}
    found: dict[str, StoredIndex] = {}
    for index in record.indices:
        if index["field"] in readable and index["mark"] != IndexMark.STRUCK and is_shown(index):
            found.setdefault(mark_of(index), index)
    return list(found.values())


def located_specs(record: WithIndices, level: Level) -> tuple[LocatedSpec, ...]:
    """
    The indices up to ``level`` for the engine, without those that the owner struck out.

    Places count into the title, and into the record's texts up to the level as ``text_up_to``
    gives them.
    """
    shifts, length = {"title": 0}, 0
    for name, text in readable_texts(record, level).items():
        shifts[name] = length
        length += len(text) + 1
    return tuple(
        LocatedSpec(
            "title" if index["field"] == "title" else "description",
            spec_of(index, shift=shifts[index["field"]]),
        )
        for index in record.indices
        if index["field"] in shifts and index["mark"] != IndexMark.STRUCK
    )


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


def marks_in(indices: Sequence[StoredIndex]) -> dict[str, IndexMark]:
    """The marks of stored indices, by their keys."""
    return {mark_of(index): IndexMark(index["mark"]) for index in indices}


def _plain(value: object) -> object:
    return value.value if isinstance(value, Op | SpecKind | SpecRole | Relative) else value
