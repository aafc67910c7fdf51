"""In which order the rows of a deal are locked."""

from __future__ import annotations

from queqiao_web.deals.models import Deal, Objection, Pricing
from queqiao_web.deals.states import PricingState
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.workflow import lock


def lock_deal_and_pricing(pricing_id: int) -> tuple[Deal, Pricing]:
    """
    A pricing and its deal, locked, the deal first as everywhere: two people never wait for each
    other's row.

    Raises:
        NotThere: there is no such pricing.
    """
    deal_id = Pricing.objects.values_list("deal_id", flat=True).filter(pk=pricing_id).first()
    if deal_id is None:
        raise NotThere
    return lock(Deal, deal_id), lock(Pricing, pricing_id)


def standing_price(deal: Deal) -> Pricing | None:
    """The attempt at a price that has not failed, held; the deal is held already."""
    return deal.pricings.exclude(state=PricingState.FAILED).select_for_update().first()


def lock_objection(objection_id: int) -> tuple[Deal, Pricing, Objection]:
    """
    An objection with its pricing and its deal, the deal first.

    Raises:
        NotThere: there is no such objection.
    """
    found = Objection.objects.values_list("pricing_id", flat=True).filter(pk=objection_id).first()
    if found is None:
        raise NotThere
    return *lock_deal_and_pricing(found), lock(Objection, objection_id)
