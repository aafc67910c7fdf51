"""Addresses of the app."""

from django.urls import path

from queqiao_web.deals.pages import calendar, lists, record, standing
from queqiao_web.deals.pages import open as open_pages
from queqiao_web.deals.pages.verbs import STEP_PAGES

urlpatterns = [
    path("deals/", lists.deal_list, name="deal_list"),
    path("deals/calendar/", calendar.calendar_key, name="calendar_key"),
    path("calendar/<str:secret>.ics", calendar.person_calendar, name="person_calendar"),
    path("introductions/<str:code>/deal/", record.deal_open, name="deal_open"),
    path("deals/<str:code>/", record.deal_detail, name="deal_detail"),
    path("deals/<str:code>/calendar.ics", calendar.deal_calendar, name="deal_calendar"),
    *(
        path(f"deals/<str:code>/{name}/", view, name=f"deal_{name}")
        for name, view in STEP_PAGES.items()
    ),
    path("funnel/", lists.funnel_page, name="funnel"),
    path("funnel/<str:stage>/", lists.funnel_demands, name="funnel_demands"),
    path("notices/", open_pages.notice_list, name="notice_list"),
    path("prices/", standing.price_list, name="price_list"),
    path("prices/<str:code>/", open_pages.pricing_detail, name="pricing_detail"),
    path("prices/<str:code>/bidders/", open_pages.bidder_register, name="bidder_register"),
    path("prices/<str:code>/bond/", open_pages.bond_record, name="bond_record"),
    path("prices/<str:code>/bids/", open_pages.bid_place, name="bid_place"),
    path("prices/<str:code>/take/", open_pages.listing_take, name="listing_take"),
    path("prices/<str:code>/objections/", open_pages.objection_raise, name="objection_raise"),
    path(
        "prices/<str:code>/objections/decide/", open_pages.objection_decide, name="objection_decide"
    ),
]
