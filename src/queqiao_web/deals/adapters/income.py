"""What inventors receive of the income from a service achievement, by the rule that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Final

from queqiao.rules.determine import determine_record
from queqiao.rules.facts.model import Scalar
from queqiao.rules.io import bundled_rulebooks
from queqiao.rules.rows.records import prepare

NATIONAL: Final = "cn.achievement-income"
WAN: Final = Decimal(10_000)
FEN: Final = Decimal("0.01")
_ROUTES: Final = {"transfer": "transfer", "licence": "licence"}


@dataclass(frozen=True, slots=True)
class Reward:
    """The least that is owed of a sum received, and the rulebook that says so."""

    amount_cny: Decimal
    rulebook: str


def reward_of(
    *, received_cny: Decimal, cost_cny: Decimal, kind: str, region: str, on: date
) -> Reward | None:
    """
    What is owed to inventors of ``received_cny`` after ``cost_cny``, received on ``on``.

    The rule of the province counts before the national one where it has its own. ``None`` where the
    kind of contract is no way of conversion that the rules know: development and services are paid
    for work.
    """
    mode = _ROUTES.get(kind)
    if mode is None:
        return None
    books = bundled_rulebooks()
    wanted = [name for name in books.ids if name.endswith(".achievement-income")]
    conversion: dict[str, Scalar] = {
        "year": Decimal(on.year),
        "mode": mode,
        "price": received_cny / WAN,
        "cost": cost_cny / WAN,
    }
    record = prepare({"region_code": region, "conversions": (conversion,)})
    next_year = date(on.year + 1, 1, 1)
    found = {
        one.rulebook: one.amount_cny
        for one in determine_record(record, rulebooks=books, at=next_year, only=wanted)
        if one.amount_cny is not None
    }
    local = sorted(name for name in found if name != NATIONAL)
    name = local[0] if local else NATIONAL
    amount = found.get(name)
    return None if amount is None else Reward(amount.quantize(FEN), name)


def split_exactly(amount_cny: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """
    The amount split by shares that add up to 1, to the fen, so that the parts add up to it.

    What rounding leaves goes fen by fen to the largest remainders, earlier ones first.
    """
    exact = [amount_cny * share for share in shares]
    parts = [one.quantize(FEN, rounding=ROUND_DOWN) for one in exact]
    left = int((amount_cny - sum(parts, Decimal(0))) / FEN)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for place in order[:left]:
        parts[place] += FEN
    return parts
