"""Patents and inventors as values, and what patents say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from queqiao_web.achievements.models import Inventor, Patent
from queqiao_web.achievements.states import (
    BLOCKING_ENCUMBRANCES,
    Encumbrance,
    IpState,
    PatentKind,
    PatentState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatentContent:
    """A registered right as its owner states it."""

    number: str
    kind: str = PatentKind.INVENTION
    state: str = PatentState.GRANTED
    title: str = ""
    owners: str = ""
    encumbrance: str = Encumbrance.NONE
    encumbrance_note: str = ""

    @classmethod
    def of(cls, row: Patent) -> Self:
        """What a row says."""
        return cls(
            number=row.number,
            kind=row.kind,
            state=row.state,
            title=row.title,
            owners=row.owners,
            encumbrance=row.encumbrance,
            encumbrance_note=row.encumbrance_note,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InventorContent:
    """Somebody who made the achievement; ``share`` of what inventors receive, 0-1."""

    name: str
    unit: str = ""
    share: Decimal | None = None
    user_id: int | None = None

    @classmethod
    def of(cls, row: Inventor) -> Self:
        """What a row says."""
        return cls(name=row.name, unit=row.unit, share=row.share, user_id=row.user_id)


def ip_state_of(patents: Sequence[PatentContent], *, stated: str) -> str:
    """
    Where the rights stand as a whole: encumbered where one in force is, else granted, pending.

    Without patents in force or applied for it is what the owner states.
    """
    living = [one for one in patents if one.state != PatentState.LAPSED]
    if any(one.encumbrance in BLOCKING_ENCUMBRANCES for one in living):
        return IpState.ENCUMBERED
    states = {one.state for one in living}
    if PatentState.GRANTED in states:
        return IpState.GRANTED
    if PatentState.PENDING in states:
        return IpState.PENDING
    return stated
