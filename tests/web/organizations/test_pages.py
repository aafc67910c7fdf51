"""Pages of organizations: who sees what, and what each form does."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.organizations import actions
from queqiao_web.organizations.models import Appointment, Delegation, Membership, Organization
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.codes import make_uscc
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_member,
    make_organization,
    make_user,
)
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


def main_of(answer):
    return answer.content.decode().split("<main", 1)[1]


def sent_form(**fields):
    return {
        "name": "虚构松江精密机械有限公司",
        "kind": "enterprise",
        "uscc": make_uscc(),
        "region_code": "吉林省长春市朝阳区",
        "industry_code": "3985",
        **fields,
    }


def registered(**fields):
    return make_organization(state=OrganizationState.REGISTERED, submitted_at=NOON, **fields)


# Directory and record


def test_the_directory_shows_verified_ones_and_filters(client):
    make_organization(name="虚构甲大学", kind="university", region_code="220100")
    make_organization(name="虚构乙公司", region_code="220200", industry_code="3985")
    registered(name="虚构丙公司")

    every = main_of(client.get(reverse("organization_list")))
    some = main_of(client.get(reverse("organization_list"), {"kind": "university"}))
    named = main_of(client.get(reverse("organization_list"), {"name": "虚构乙"}))

    assert [n in every for n in ("虚构甲大学", "虚构乙公司", "虚构丙公司")] == [True, True, False]
    assert [n in some for n in ("虚构甲大学", "虚构乙公司")] == [True, False]
    assert [n in named for n in ("虚构甲大学", "虚构乙公司")] == [False, True]


@pytest.mark.parametrize("name", ["organization_list", "verification_queue"])
def test_lists_cost_the_same_for_one_row_and_for_three(client, name):
    client.force_login(make_appointed(region_code="220000"))
    make = make_organization if name == "organization_list" else registered
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make()
        client.get(reverse(name))  # fills the cache of regions
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_public_page_holds_no_personal_data(client):
    owner = make_member(
        organization=make_organization(contact_name="李小明", contact_phone="13000000000")
    )
    url = reverse("organization_detail", args=[owner.organization.code])

    public = client.get(url).content.decode()
    client.force_login(make_user())
    stranger = client.get(url).content.decode()
    client.force_login(owner)
    inside = client.get(url).content.decode()

    for text in ("李小明", "13000000000", owner.display_name, "办理经过"):
        assert text not in public
    for text in ("李小明", "13000000000"):
        assert text not in stranger
        assert text in inside


def test_an_unverified_organization_is_not_there_for_others(client):
    one = registered()
    url = reverse("organization_detail", args=[one.code])

    assert client.get(url).status_code == 404
    client.force_login(make_appointed(region_code="110000"))
    assert client.get(url).status_code == 404
    client.force_login(make_appointed(region_code="220000"))
    assert client.get(url).status_code == 200


def test_a_script_in_a_text_is_shown_as_text(client):
    one = make_organization(introduction="<script>alert(1)</script>", name="<b>虚构</b>公司")

    html = client.get(reverse("organization_detail", args=[one.code])).content.decode()

    assert "<script>alert" not in html
    assert "<b>虚构" not in html


# Registering and editing


def test_register_by_form_without_javascript(client):
    client.force_login(make_user())

    answer = client.post(reverse("organization_register"), sent_form())

    one = Organization.objects.get()
    assert answer["Location"] == reverse("organization_detail", args=[one.code])
    assert (one.region_code, one.industry_code, one.state) == ("220104", "3985", "registered")


def test_register_shows_problems_beside_fields_and_keeps_what_was_typed(client):
    client.force_login(make_user())

    answer = client.post(
        reverse("organization_register"), sent_form(uscc="91220101MA0AAA1234", kind="bank")
    )

    assert list(answer.context["form"].errors) == ["uscc"]
    assert 'value="虚构松江精密机械有限公司"' in answer.content.decode()
    assert "autocomplete" in answer.content.decode()


def test_registering_asks_to_sign_in(client):
    answer = client.get(reverse("organization_register"))

    assert answer["Location"].startswith(reverse("account_login"))


def test_edit_resubmit_and_close_by_form(client):
    owner = make_member(organization=make_organization(state=OrganizationState.RETURNED))
    code = owner.organization.code
    client.force_login(owner)

    page = client.get(reverse("organization_edit", args=[code]))
    assert 'value="吉林省长春市"' in page.content.decode()
    client.post(reverse("organization_edit", args=[code]), sent_form(version="1"))
    client.post(reverse("organization_resubmit", args=[code]))
    one = Organization.objects.get()
    assert (one.name, one.state) == ("虚构松江精密机械有限公司", "registered")
    stale = client.post(reverse("organization_edit", args=[code]), sent_form(version="1"))
    assert stale.context["form"].non_field_errors()
    client.post(reverse("organization_close", args=[code]), {"text": "歇业"})
    assert Organization.objects.get().state == "closed"


# Verifying


def test_an_officer_verifies_from_the_queue(client):
    one = registered(name="虚构待核验公司", uscc=make_uscc())
    client.force_login(make_appointed(region_code="220000"))

    assert "虚构待核验公司" in main_of(client.get(reverse("verification_queue")))
    page = main_of(client.get(reverse("verification_detail", args=[one.code])))
    assert "吉林省长春市" in page
    client.post(reverse("organization_verify", args=[one.code]), {"version": "1"})

    assert Organization.objects.get().state == "verified"
    client.get(reverse("verification_queue"))  # tells that it is verified
    assert "虚构待核验公司" not in main_of(client.get(reverse("verification_queue")))


def test_an_officer_returns_with_reasons_that_the_owner_reads(client):
    owner = make_member(organization=registered())
    code = owner.organization.code
    client.force_login(make_appointed(region_code="220000"))

    without = client.post(reverse("organization_return", args=[code]), {"text": ""})
    assert (without.status_code, list(without.context["form"].errors)) == (422, ["reasons"])
    client.post(
        reverse("organization_return", args=[code]), {"reasons": ["region"], "text": "应为二道区"}
    )

    client.force_login(owner)
    page = main_of(client.get(reverse("organization_detail", args=[code])))
    assert "应为二道区" in page


def test_suspend_and_reinstate_by_form(client):
    one = make_organization()
    client.force_login(make_appointed(region_code="220000"))

    client.post(reverse("organization_suspend", args=[one.code]), {"text": "冒用名称"})
    assert Organization.objects.get().state == "suspended"
    client.post(reverse("organization_reinstate", args=[one.code]))
    assert Organization.objects.get().state == "verified"


@pytest.mark.parametrize("name", ["verification_queue", "appointment_list"])
def test_pages_of_posts_are_refused_to_others_with_a_reason(client, name):
    client.force_login(make_member())

    answer = client.get(reverse(name))

    assert answer.status_code == 403


def test_a_stranger_changes_nothing_by_any_address(client):
    owner = make_member(organization=registered())
    membership = Membership.objects.get()
    code = owner.organization.code
    client.force_login(make_member())
    before = Organization.objects.filter(pk=owner.organization.pk).values().get()

    for name, args in (
        ("organization_edit", [code]),
        ("organization_resubmit", [code]),
        ("organization_close", [code]),
        ("organization_verify", [code]),
        ("organization_return", [code]),
        ("organization_suspend", [code]),
        ("organization_reinstate", [code]),
        ("organization_members", [code]),
        ("member_invite", [code]),
        ("member_change_role", [code, membership.code]),
        ("member_remove", [code, membership.code]),
        ("organization_hand_over", [code, membership.code]),
        ("organization_leave", [code]),
        ("delegation_give", [code]),
        ("organization_facts", [code]),
        ("organization_facts_edit", [code, "basic"]),
        ("organization_facts_import", [code]),
        ("organization_facts_apply", [code]),
        ("organization_facts_template", [code]),
        ("organization_facts_json", [code]),
        ("organization_fact_history", [code, "revenue"]),
    ):
        url = reverse(name, args=args)
        assert {client.get(url).status_code, client.post(url).status_code} <= {403, 404, 405}, name
        assert owner.display_name not in client.get(url).content.decode()

    assert Organization.objects.filter(pk=owner.organization.pk).values().get() == before


# Members


def test_members_page_manages_for_owners_and_shows_for_others(client):
    owner = make_member()
    editor = make_member(organization=owner.organization, role=OrganizationRole.EDITOR)
    membership = Membership.objects.get(user=editor)
    code = owner.organization.code
    url = reverse("organization_members", args=[code])

    client.force_login(editor)
    assert reverse("member_invite", args=[code]) not in main_of(client.get(url))
    client.force_login(owner)
    assert reverse("member_invite", args=[code]) in main_of(client.get(url))
    client.post(reverse("member_change_role", args=[code, membership.code]), {"role": "viewer"})
    membership.refresh_from_db()
    assert membership.role == "viewer"
    client.post(reverse("organization_hand_over", args=[code, membership.code]))
    assert actor(editor).memberships == {owner.organization.pk: "owner"}
    client.post(reverse("organization_leave", args=[code]))
    assert actor(owner).memberships == {}


def test_an_invitation_is_mailed_and_joins_a_new_user(client, run_jobs, mailoutbox):
    owner = make_member()
    code = owner.organization.code
    client.force_login(owner)
    client.post(
        reverse("member_invite", args=[code]), {"email": "new@example.org", "role": "editor"}
    )
    run_jobs(at=timezone.now())  # pages read the clock
    client.logout()

    mail = mailoutbox[0]
    path = re.search(r"http://127.0.0.1:8000(/invitations/\S+)", mail.body)[1]
    assert (mail.to, owner.organization.name in mail.subject) == (["new@example.org"], True)
    page = client.get(path)
    assert f"next={path.replace('/', '%2F')}" in main_of(page)
    assert page["Cache-Control"].startswith("max-age=0")
    user = make_user(email="other@example.org")
    client.force_login(user)
    client.post(f"{path}accept/")

    assert actor(user).memberships == {owner.organization.pk: "editor"}
    assert client.get(path).status_code == 409


def test_a_guessed_invitation_is_not_there(client):
    owner = make_member()
    invitation = actions.invite_member(
        actor=actor(owner),
        organization_id=owner.organization.pk,
        at=NOON,
        email="a@example.org",
        role="owner",
    )

    for code in (invitation.code, "AAAAAAAA"):
        answer = client.get(reverse("invitation_open", args=[code, "0" * 64]))
        assert answer.status_code == 404
        assert owner.organization.name not in answer.content.decode()


def test_delegations_by_form(client):
    owner = make_member()
    broker = make_appointed(role=RegionRole.BROKER, region_code="220000")
    code = owner.organization.code
    client.force_login(owner)

    client.post(reverse("delegation_give", args=[code]), {"broker": broker.code})
    given = Delegation.objects.get()
    assert given.broker == broker
    client.force_login(broker)
    assert owner.organization.name in main_of(client.get(reverse("organization_mine")))
    client.post(reverse("delegation_give_back", args=[given.code]))
    given.refresh_from_db()
    assert given.ended_at is not None


def test_posts_by_form(client):
    operator = make_appointed(role=RegionRole.OPERATOR, region_code="220000")
    user = make_user()
    client.force_login(operator)

    unknown = client.post(
        reverse("appointment_list"),
        {"login": "nobody@example.org", "role": "officer", "region_code": "长春市"},
    )
    assert list(unknown.context["form"].errors) == ["login"]
    client.post(
        reverse("appointment_list"),
        {"login": user.email, "role": "officer", "region_code": "吉林省长春市"},
    )
    post = Appointment.objects.get(user=user)
    assert (post.role, post.region_code) == ("officer", "220100")
    client.post(reverse("appointment_end", args=[post.code]))
    assert not actor(user).holds("officer")


def test_a_stranger_is_refused_before_an_empty_return_form_shows_contacts(client):
    owner = make_member(make_organization(contact_phone="13900001234"))
    client.force_login(make_member())

    answer = client.post(reverse("organization_return", args=[owner.organization.code]), {})

    assert answer.status_code == 403
    assert "13900001234" not in answer.content.decode()
