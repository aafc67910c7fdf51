"""Endpoints of deals, prices and the funnel."""

from queqiao_web.deals.api import deals, funnel, prices, steps
from queqiao_web.foundation.api import Router

router = Router()
for _part in (deals, steps, prices, funnel):
    router.add_router("", _part.router)
