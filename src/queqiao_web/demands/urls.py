"""Addresses of the app."""

from django.urls import URLPattern, URLResolver, path

from queqiao_web.demands.pages import form, lists, record, review, verbs

urlpatterns: list[URLPattern | URLResolver] = [
    path("demands/", lists.demand_list, name="demand_list"),
    path("demands/export.xlsx", lists.demand_export, name="demand_export"),
    path("demands/mine/", lists.my_demands, name="my_demands"),
    path("demands/mine/export.xlsx", lists.my_demand_export, name="my_demand_export"),
    path("demands/new/", form.demand_create, name="demand_create"),
    path("demands/import/", form.demand_import, name="demand_import"),
    path("demands/hints/", form.demand_hints, name="demand_hints"),
    path("demands/autosave/", form.demand_autosave, name="demand_autosave"),
    path("demands/entries/<str:key>/discard/", form.entry_discard, name="entry_discard"),
    path("demands/review/", review.demand_review_queue, name="demand_review_queue"),
    path("demands/<str:code>/", record.demand_detail, name="demand_detail"),
    path("demands/<str:code>/edit/", form.demand_edit, name="demand_edit"),
    path("demands/<str:code>/levels/", record.demand_levels, name="demand_levels"),
    path("demands/<str:code>/submit/", verbs.demand_submit, name="demand_submit"),
    path("demands/<str:code>/withdraw/", verbs.demand_withdraw, name="demand_withdraw"),
    path("demands/<str:code>/reopen/", verbs.demand_reopen, name="demand_reopen"),
    path("demands/<str:code>/reconfirm/", verbs.demand_reconfirm, name="demand_reconfirm"),
    path("demands/<str:code>/match/", verbs.demand_match, name="demand_match"),
    path("demands/<str:code>/resume/", verbs.demand_resume, name="demand_resume"),
    path("demands/<str:code>/close/", verbs.demand_close, name="demand_close"),
    path("demands/<str:code>/grants/<str:grant>/end/", verbs.demand_conceal, name="demand_conceal"),
    path("demands/<str:code>/review/", review.demand_review, name="demand_review"),
    path("demands/<str:code>/claim/", review.demand_claim, name="demand_claim"),
    path("demands/<str:code>/release/", review.demand_release, name="demand_release"),
    path("demands/<str:code>/publish/", review.demand_publish, name="demand_publish"),
    path("demands/<str:code>/return/", review.demand_return, name="demand_return"),
]
