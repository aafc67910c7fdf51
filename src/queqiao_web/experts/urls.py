"""Addresses of the app."""

from django.urls import URLPattern, URLResolver, path

from queqiao_web.experts.pages import claims, form, lists, record

urlpatterns: list[URLPattern | URLResolver] = [
    path("experts/", lists.expert_list, name="expert_list"),
    path("experts/export.xlsx", lists.expert_export, name="expert_export"),
    path("experts/mine/", lists.my_experts, name="my_experts"),
    path("experts/mine/publish/", lists.experts_publish, name="experts_publish"),
    path("experts/new/", form.expert_create, name="expert_create"),
    path("experts/import/", form.expert_import, name="expert_import"),
    path("experts/claims/", claims.claim_queue, name="claim_queue"),
    path("experts/claims/<str:code>/accept/", claims.claim_accept, name="claim_accept"),
    path("experts/claims/<str:code>/refuse/", claims.claim_refuse, name="claim_refuse"),
    path("experts/claims/<str:code>/drop/", claims.claim_drop, name="claim_drop"),
    path("experts/<str:code>/", record.expert_detail, name="expert_detail"),
    path("experts/<str:code>/edit/", form.expert_edit, name="expert_edit"),
    path("experts/<str:code>/publish/", record.expert_publish, name="expert_publish"),
    path("experts/<str:code>/withdraw/", record.expert_withdraw, name="expert_withdraw"),
    path("experts/<str:code>/reconfirm/", record.expert_reconfirm, name="expert_reconfirm"),
    path("experts/<str:code>/claim/", claims.expert_claim, name="expert_claim"),
    path(
        "experts/<str:code>/contact/<str:grant>/end/",
        record.expert_contact_close,
        name="expert_contact_close",
    ),
]
