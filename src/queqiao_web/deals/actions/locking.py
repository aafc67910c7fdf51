"""In which order the rows of a deal are locked."""

from __future__ import annotations

from queqiao_web.deals.models import Deal, Pricing
from queqiao_web.foundation.workflow import lock


def lock_deal_and_pricing(pricing_id: int) -> tuple[Deal, Pricing]:
    """
    A pricing and its deal, locked, the deal first as everywhere: two people never wait for each
    other's row.

    Raises:
        DoesNotExist: there is no such pricing.
    """
    deal_id = Pricing.objects.values_list("deal_id", flat=True).get(pk=pricing_id)
    return lock(Deal, deal_id), lock(Pricing, pricing_id)
