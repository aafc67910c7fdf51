"""Addresses of the app."""

from django.urls import URLPattern, URLResolver, path

from queqiao_web.achievements.pages import bulk, form, lists, record, review, verbs

urlpatterns: list[URLPattern | URLResolver] = [
    path("achievements/", lists.achievement_list, name="achievement_list"),
    path("achievements/export.xlsx", lists.achievement_export, name="achievement_export"),
    path("achievements/mine/", lists.my_achievements, name="my_achievements"),
    path(
        "achievements/mine/export.xlsx", lists.my_achievement_export, name="my_achievement_export"
    ),
    path("achievements/mine/submit/", bulk.achievements_submit, name="achievements_submit"),
    path("achievements/new/", form.achievement_create, name="achievement_create"),
    path("achievements/hints/", form.achievement_hints, name="achievement_hints"),
    path("achievements/import/", form.achievement_import, name="achievement_import"),
    path("achievements/review/", review.achievement_review_queue, name="achievement_review_queue"),
    path("achievements/review/publish/", bulk.achievements_publish, name="achievements_publish"),
    path("achievements/<str:code>/", record.achievement_detail, name="achievement_detail"),
    path("achievements/<str:code>/edit/", form.achievement_edit, name="achievement_edit"),
    path("achievements/<str:code>/levels/", record.achievement_levels, name="achievement_levels"),
    path("achievements/<str:code>/submit/", verbs.achievement_submit, name="achievement_submit"),
    path(
        "achievements/<str:code>/withdraw/", verbs.achievement_withdraw, name="achievement_withdraw"
    ),
    path("achievements/<str:code>/reopen/", verbs.achievement_reopen, name="achievement_reopen"),
    path(
        "achievements/<str:code>/reconfirm/",
        verbs.achievement_reconfirm,
        name="achievement_reconfirm",
    ),
    path("achievements/<str:code>/match/", verbs.achievement_match, name="achievement_match"),
    path("achievements/<str:code>/resume/", verbs.achievement_resume, name="achievement_resume"),
    path("achievements/<str:code>/close/", verbs.achievement_close, name="achievement_close"),
    path(
        "achievements/<str:code>/grants/<str:grant>/end/",
        verbs.achievement_conceal,
        name="achievement_conceal",
    ),
    path("achievements/<str:code>/review/", review.achievement_review, name="achievement_review"),
    path("achievements/<str:code>/claim/", review.achievement_claim, name="achievement_claim"),
    path(
        "achievements/<str:code>/release/", review.achievement_release, name="achievement_release"
    ),
    path(
        "achievements/<str:code>/publish/", review.achievement_publish, name="achievement_publish"
    ),
    path("achievements/<str:code>/return/", review.achievement_return, name="achievement_return"),
]
