"""Addresses of the app."""

from django.urls import path

from queqiao_web.organizations.pages import (
    codes,
    directory,
    facts,
    invitations,
    members,
    posts,
    registering,
    verifying,
)

urlpatterns = [
    path("codes/regions", codes.region_children, name="region_children"),
    path("codes/industries", codes.industry_search, name="industry_search"),
    path("organizations/", directory.organization_list, name="organization_list"),
    path("organizations/mine/", directory.organization_mine, name="organization_mine"),
    path("organizations/new/", registering.organization_register, name="organization_register"),
    path("organizations/<str:code>/", directory.organization_detail, name="organization_detail"),
    path("organizations/<str:code>/edit/", registering.organization_edit, name="organization_edit"),
    path(
        "organizations/<str:code>/resubmit/",
        registering.organization_resubmit,
        name="organization_resubmit",
    ),
    path(
        "organizations/<str:code>/close/",
        registering.organization_close,
        name="organization_close",
    ),
    path(
        "organizations/<str:code>/verify/",
        verifying.organization_verify,
        name="organization_verify",
    ),
    path(
        "organizations/<str:code>/return/",
        verifying.organization_return,
        name="organization_return",
    ),
    path(
        "organizations/<str:code>/suspend/",
        verifying.organization_suspend,
        name="organization_suspend",
    ),
    path(
        "organizations/<str:code>/reinstate/",
        verifying.organization_reinstate,
        name="organization_reinstate",
    ),
    path(
        "organizations/<str:code>/members/",
        members.organization_members,
        name="organization_members",
    ),
    path("organizations/<str:code>/invite/", members.member_invite, name="member_invite"),
    path(
        "organizations/<str:code>/invitations/<str:invitation>/revoke/",
        members.invitation_revoke,
        name="invitation_revoke",
    ),
    path(
        "organizations/<str:code>/members/<str:member>/role/",
        members.member_change_role,
        name="member_change_role",
    ),
    path(
        "organizations/<str:code>/members/<str:member>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path(
        "organizations/<str:code>/members/<str:member>/hand-over/",
        members.organization_hand_over,
        name="organization_hand_over",
    ),
    path("organizations/<str:code>/leave/", members.organization_leave, name="organization_leave"),
    path("organizations/<str:code>/delegate/", members.delegation_give, name="delegation_give"),
    path(
        "organizations/<str:code>/delegations/<str:delegation>/end/",
        members.delegation_end,
        name="delegation_end",
    ),
    path(
        "delegations/<str:delegation>/give-back/",
        members.delegation_give_back,
        name="delegation_give_back",
    ),
    path("organizations/<str:code>/facts/", facts.organization_facts, name="organization_facts"),
    path(
        "organizations/<str:code>/facts/import/",
        facts.organization_facts_import,
        name="organization_facts_import",
    ),
    path(
        "organizations/<str:code>/facts/apply/",
        facts.organization_facts_apply,
        name="organization_facts_apply",
    ),
    path(
        "organizations/<str:code>/facts/template.xlsx",
        facts.organization_facts_template,
        name="organization_facts_template",
    ),
    path(
        "organizations/<str:code>/facts/facts.json",
        facts.organization_facts_json,
        name="organization_facts_json",
    ),
    path(
        "organizations/<str:code>/facts/edit/<str:section>/",
        facts.organization_facts_edit,
        name="organization_facts_edit",
    ),
    path(
        "organizations/<str:code>/facts/history/<str:field>/",
        facts.organization_fact_history,
        name="organization_fact_history",
    ),
    path("verification/", verifying.verification_queue, name="verification_queue"),
    path("verification/<str:code>/", verifying.verification_detail, name="verification_detail"),
    path(
        "invitations/<str:code>/<str:secret>/",
        invitations.invitation_open,
        name="invitation_open",
    ),
    path(
        "invitations/<str:code>/<str:secret>/accept/",
        invitations.invitation_accept,
        name="invitation_accept",
    ),
    path(
        "invitations/<str:code>/<str:secret>/decline/",
        invitations.invitation_decline,
        name="invitation_decline",
    ),
    path("posts/", posts.appointment_list, name="appointment_list"),
    path("posts/<str:code>/end/", posts.appointment_end, name="appointment_end"),
]
