"""Reads of deals, and the funnel."""

from queqiao_web.deals.queries.deals import (
    auctions_to_close,
    deals_visible_to,
    for_deal_list,
    notices_open_to_all,
    notices_to_end,
    objections_to_decide,
    payments_due,
    pricings_open_to_all,
    tasks_due,
    tasks_of,
)
from queqiao_web.deals.queries.funnel import (
    STAGES,
    Cohort,
    Stage,
    at_stage,
    demands_in_cohorts,
    funnel,
    together,
)

__all__ = [
    "STAGES",
    "Cohort",
    "Stage",
    "at_stage",
    "auctions_to_close",
    "deals_visible_to",
    "demands_in_cohorts",
    "for_deal_list",
    "funnel",
    "notices_open_to_all",
    "notices_to_end",
    "objections_to_decide",
    "payments_due",
    "pricings_open_to_all",
    "tasks_due",
    "tasks_of",
    "together",
]
